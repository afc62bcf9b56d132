//! Pages: the frame around each, how long they may be kept, and errors shown as one.

use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::colour;
use super::language::{self, Language};
use super::{cookies, forms, statics};
use crate::clock::Time;
use crate::error::Error;
use crate::site::Site;
use crate::zone::Zone;

/// Light or dark, where somebody wants other than their system does.
pub const THEME: &str = "potluck_theme";
/// What has just been done, said on the next page: the name of a message that begins with `said-`.
const SAID: &str = "potluck_said";

/// Who is logged in, as the frame shows it.
#[derive(Clone, Debug)]
pub struct Viewer {
    pub username: String,
    pub name: String,
    pub avatar: String,
    /// The desk is theirs.
    pub steward: bool,
}

/// What the frame around every page needs.
#[derive(Clone, Debug)]
pub struct Layout {
    pub chapter: String,
    pub viewer: Option<Viewer>,
    pub language: Language,
    /// `light` or `dark`; empty: as the system has it.
    pub theme: &'static str,
    /// Empty on pages without forms.
    pub form_token: String,
    /// What has just been done.
    pub said: Option<Cow<'static, str>>,
    /// Where this page is, with its query.
    pub here: String,
    pub stylesheet: &'static str,
    pub script: &'static str,
    pub colours: String,
    set_cookies: Vec<String>,
    headers: HeaderMap,
    site: Option<Site>,
}

impl Layout {
    /// The frame for a request; somebody who is logged in can send forms from every page.
    pub fn new(site: Option<&Site>, headers: &HeaderMap, uri: &Uri, viewer: Option<Viewer>) -> Self {
        let mut set_cookies = Vec::new();
        let language = Language::of(headers);
        let said = cookies::read(headers, SAID).map(|key| {
            set_cookies.push(cookies::set(site, SAID, "", 0));
            language.t(&format!("said-{key}"))
        });
        let theme = match cookies::read(headers, THEME) {
            Some("light") => "light",
            Some("dark") => "dark",
            _ => "",
        };
        let own: HeaderMap = headers.get_all(COOKIE).iter().map(|value| (COOKIE, value.clone())).collect();
        let layout = Self {
            chapter: site.map_or_else(|| "Potluck".to_string(), |s| s.name.clone()),
            language,
            theme,
            form_token: String::new(),
            said,
            here: uri.path_and_query().map_or_else(|| "/".to_string(), ToString::to_string),
            stylesheet: statics::stylesheet(),
            script: statics::script(),
            colours: colours_address(site.map_or(colour::BREAD, |s| s.accent)),
            set_cookies,
            headers: own,
            site: site.cloned(),
            viewer,
        };
        if layout.viewer.is_some() { layout.with_forms() } else { layout }
    }

    /// A frame for what is not known to come from anywhere: before the set-up, around errors.
    pub fn bare(headers: &HeaderMap) -> Self {
        Self::new(None, headers, &Uri::from_static("/"), None)
    }

    /// The script that signs with a key on this device.
    pub fn keys_script(&self) -> &'static str {
        statics::keys_script()
    }

    /// On this page there is a form: a visitor, too, gets what it takes to send it.
    pub fn with_forms(mut self) -> Self {
        if self.form_token.is_empty() {
            let token = forms::token(&self.headers, self.site.as_ref());
            self.form_token = token.value;
            self.set_cookies.extend(token.set_cookie);
        }
        self
    }

    pub fn t(&self, key: impl AsRef<str>) -> Cow<'static, str> {
        self.language.t(key.as_ref())
    }

    pub fn n(&self, key: impl AsRef<str>, count: &i64) -> Cow<'static, str> {
        self.language.n(key.as_ref(), *count)
    }

    pub fn s(&self, key: impl AsRef<str>, it: impl AsRef<str>) -> Cow<'static, str> {
        self.language.s(key.as_ref(), it)
    }

    pub fn two(&self, key: impl AsRef<str>, it: impl AsRef<str>, other: impl AsRef<str>) -> Cow<'static, str> {
        self.language.two(key.as_ref(), it, other)
    }

    /// Where the chapter is; before the set-up that is not known.
    pub fn zone(&self) -> Zone {
        self.site.as_ref().map_or(Zone::UTC, |site| site.time_zone)
    }

    pub fn day(&self, at: &i64) -> String {
        self.language.day(Time(*at), self.zone())
    }

    pub fn moment(&self, at: &i64) -> String {
        self.language.moment(Time(*at), self.zone())
    }

    /// For `<time datetime>`.
    pub fn machine(&self, at: &i64) -> String {
        Time(*at).rfc3339()
    }

    pub fn number(&self, n: &i64) -> String {
        self.language.number(*n)
    }

    pub fn bytes(&self, n: &i64) -> String {
        self.language.bytes(*n)
    }

    /// Are the pages in this language now?
    pub fn speaks(&self, code: &str) -> bool {
        self.language.code() == code
    }

    /// Is this page here or below?
    pub fn is_at(&self, path: &str) -> bool {
        let here = self.here.split('?').next().unwrap_or_default();
        here == path || here.strip_prefix(path).is_some_and(|rest| rest.starts_with('/') && path != "/")
    }
}

/// The address of the chapter's colours; it changes with them.
fn colours_address(accent: colour::Colour) -> String {
    format!("/colours.css?{}", &accent.hex()[1..])
}

/// Renders a page.
pub fn show(template: &impl Template, layout: &Layout) -> Result<Response, PageError> {
    respond(StatusCode::OK, template, layout)
}

/// The same, with a status that says that something was wrong with the form.
pub fn show_again(status: StatusCode, template: &impl Template, layout: &Layout) -> Result<Response, PageError> {
    respond(status, template, layout)
}

fn respond(status: StatusCode, template: &impl Template, layout: &Layout) -> Result<Response, PageError> {
    let html = template.render().map_err(Error::internal)?;
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    // What everybody sees alike may be kept for a minute by whoever stands between; the rest is for this browser alone.
    let public = layout.viewer.is_none() && layout.form_token.is_empty() && layout.set_cookies.is_empty();
    let keep = if public { "public, max-age=60, stale-while-revalidate=60" } else { "private, no-store" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(VARY, HeaderValue::from_static("Accept, Accept-Language, Cookie"));
    for cookie in &layout.set_cookies {
        headers.append(SET_COOKIE, cookie.parse().map_err(Error::internal)?);
    }
    Ok((status, headers, html).into_response())
}

/// Sends the browser on after a form, to a page that says what has been done: `said("profile-saved", …)` shows the message
/// `said-profile-saved`.
pub fn said(site: &Site, message: &str, to: &str) -> Response {
    let mut response = go(to);
    if let Ok(cookie) = cookies::set(Some(site), SAID, message, 60).parse() {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// Sends the browser on.
pub fn go(to: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, to.to_string())]).into_response()
}

/// Where to go afterwards: an address of ours, never another site.
pub fn safe_next(next: Option<&str>) -> &str {
    match next {
        Some(path) if path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n', '\t']) => path,
        _ => "/",
    }
}

/// An error where a person is looking.
#[derive(Debug)]
pub struct PageError(Error);

impl<E: Into<Error>> From<E> for PageError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

#[derive(Template)]
#[template(path = "web/error.html")]
struct ErrorPage {
    layout: Layout,
    status: u16,
    title: Cow<'static, str>,
    text: Cow<'static, str>,
    /// What a script on the page before gives to the key on this device.
    sign: String,
}

/// What [`errors`] finds in an answer that is an error.
#[derive(Clone)]
struct Shown(Arc<Error>);

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        if let Error::Internal(cause) = &self.0 {
            tracing::error!(cause, "a page failed");
        }
        let mut response = self.0.status().into_response();
        response.extensions_mut().insert(Shown(Arc::new(self.0)));
        response
    }
}

/// Puts errors on a page, in the language of who is looking.
pub async fn errors(request: Request, next: Next) -> Response {
    let asked: HeaderMap = [COOKIE, axum::http::header::ACCEPT_LANGUAGE]
        .into_iter()
        .flat_map(|name| request.headers().get_all(&name).iter().map(|v| (name.clone(), v.clone())).collect::<Vec<_>>())
        .collect();
    let by_script = request.headers().contains_key("potluck-proof");
    let mut response = next.run(request).await;
    // A script that signs goes on by itself: if it followed a redirection it would use up what is said on the next page.
    if by_script && response.status() == StatusCode::SEE_OTHER {
        *response.status_mut() = StatusCode::NO_CONTENT;
    }
    match response.extensions().get::<Shown>().cloned() {
        Some(Shown(error)) => error_page(&error, &asked),
        None => response,
    }
}

fn error_page(error: &Error, headers: &HeaderMap) -> Response {
    let layout = Layout::bare(headers);
    let (title, text) = match error {
        Error::NotFound => ("fault-not-found", Some(layout.t("fault-not-found-text"))),
        Error::Gone => ("fault-gone", Some(layout.t("fault-gone-text"))),
        Error::Busy(seconds) => ("fault-busy", Some(layout.n("fault-busy-text", &(seconds / 60 + 1)))),
        Error::Unauthorized(_) => ("fault-log-in", None),
        Error::Refused(_) => ("fault-refused", None),
        Error::Unavailable(_) => ("fault-unavailable", None),
        Error::Unsigned(_) => ("fault-unsigned", None),
        Error::Internal(_) => ("fault-internal", None),
        _ => ("fault-invalid", None),
    };
    let text = text.unwrap_or_else(|| layout.language.error(error.shown()));
    let sign = if let Error::Unsigned(document) = error { document.to_string() } else { String::new() };
    let page = ErrorPage { status: error.status().as_u16(), title: layout.t(title), text, sign, layout };
    let mut response = match respond(error.status(), &page, &page.layout) {
        Ok(response) => response,
        Err(PageError(error)) => return error.into_response(),
    };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    if let Error::Busy(seconds) = error {
        response.headers_mut().insert("retry-after", (*seconds).into());
    }
    response
}

/// The languages somebody may choose, and what their name is.
pub fn languages() -> [(&'static str, &'static str); 3] {
    Language::ALL.map(|language| (language.code(), language.name()))
}

/// The cookies of a choice of language and theme.
pub fn preference_cookies(site: Option<&Site>, language: Option<Language>, theme: Option<&str>) -> Vec<String> {
    const YEAR: i64 = 365 * 86_400;
    let theme = theme.map(|theme| match theme {
        "light" | "dark" => cookies::set(site, THEME, theme, YEAR),
        _ => cookies::set(site, THEME, "", 0),
    });
    let language = language.map(|language| cookies::set(site, language::COOKIE, language.code(), YEAR));
    language.into_iter().chain(theme).collect()
}

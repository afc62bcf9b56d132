//! Pages: what they share, and errors shown as one.

use askama::Template;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, SET_COOKIE, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::forms::Token;
use super::statics;
use crate::error::Error;
use crate::site::Site;

/// What the frame around every page needs.
pub struct Layout {
    pub chapter: String,
    /// The username of who is logged in.
    pub viewer: Option<String>,
    pub form_token: String,
    set_cookie: Option<String>,
    pub stylesheet: &'static str,
}

impl Layout {
    pub fn new(site: Option<&Site>, viewer: Option<String>, token: Token) -> Self {
        Self {
            chapter: site.map_or_else(|| "Potluck".to_string(), |s| s.name.clone()),
            viewer,
            form_token: token.value,
            set_cookie: token.set_cookie,
            stylesheet: statics::stylesheet(),
        }
    }
}

/// Renders a page. Pages differ by who looks, so only the browser itself may keep them.
pub fn show(template: &impl Template, layout: &Layout) -> Result<Response, PageError> {
    respond(StatusCode::OK, template, layout.set_cookie.as_deref())
}

fn respond(status: StatusCode, template: &impl Template, set_cookie: Option<&str>) -> Result<Response, PageError> {
    let html = template.render().map_err(Error::internal)?;
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, "text/html; charset=utf-8".parse().map_err(Error::internal)?);
    headers.insert(CACHE_CONTROL, "private, no-cache".parse().map_err(Error::internal)?);
    headers.insert(VARY, "Accept, Cookie".parse().map_err(Error::internal)?);
    if let Some(cookie) = set_cookie {
        headers.insert(SET_COOKIE, cookie.parse().map_err(Error::internal)?);
    }
    Ok((status, headers, html).into_response())
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
    title: &'static str,
    text: String,
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let status = self.0.status();
        let title = match &self.0 {
            Error::NotFound => "There is nothing here",
            Error::Gone => "This is gone",
            Error::Busy(_) => "Please wait a little",
            Error::Unauthorized(_) => "Please log in",
            Error::Refused(_) => "This is not allowed",
            Error::Unavailable(_) => "Not available at the moment",
            Error::Internal(cause) => {
                tracing::error!(cause, "a page failed");
                "Something went wrong"
            }
            _ => "This cannot be used",
        };
        let text = match &self.0 {
            Error::NotFound => "The page may have moved, or been deleted, or it is not for everybody. The chapter's home page is a good place to go on.".to_string(),
            Error::Gone => "It was here once, and has been deleted for good.".to_string(),
            Error::Busy(seconds) => format!("Too many requests came from here. Try again in {} minutes.", seconds / 60 + 1),
            other => other.shown().to_string(),
        };
        let layout = Layout::new(None, None, Token { value: String::new(), set_cookie: None });
        let page = ErrorPage { layout, status: status.as_u16(), title, text };
        respond(status, &page, None).unwrap_or_else(|error| error.0.into_response())
    }
}

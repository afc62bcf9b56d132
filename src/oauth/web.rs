//! The page on which a member agrees that an app may act for them.

use std::borrow::Cow;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::scopes::Scopes;
use super::{OAuthApp, OUT_OF_BAND, app_by_client_id, authorize};
use crate::app::App;
use crate::error::Error;
use crate::sessions::Visit;
use crate::web::forms::Form;
use crate::web::page::{Layout, go, show};
use crate::web::params::{flag, text};
use crate::web::{PageError, Params, Routes};

pub fn routes() -> Routes {
    Routes::new().get("/oauth/authorize", ask).post("/oauth/authorize", answer)
}

#[derive(Template)]
#[template(path = "oauth/authorize.html")]
struct Ask {
    layout: Layout,
    app_name: String,
    website: Option<String>,
    wishes: Vec<Cow<'static, str>>,
    request: Request,
}

#[derive(Template)]
#[template(path = "oauth/code.html")]
struct ShowCode {
    layout: Layout,
    app_name: String,
    code: String,
}

#[derive(Clone, Debug, Deserialize)]
struct Request {
    #[serde(default, deserialize_with = "text")]
    response_type: Option<String>,
    #[serde(default, deserialize_with = "text")]
    client_id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    redirect_uri: Option<String>,
    #[serde(default, deserialize_with = "text")]
    scope: Option<String>,
    #[serde(default, deserialize_with = "text")]
    state: Option<String>,
    #[serde(default, deserialize_with = "text")]
    code_challenge: Option<String>,
    #[serde(default, deserialize_with = "text")]
    code_challenge_method: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    allow: Option<bool>,
}

impl Request {
    fn value<'a>(&self, field: &'a Option<String>) -> &'a str {
        field.as_deref().unwrap_or_default()
    }
}

/// What is asked for, once it has been found in order. Until then nobody is sent anywhere: the address might be a trap.
struct Checked {
    app: OAuthApp,
    redirect_uri: String,
    scopes: Scopes,
    challenge: Option<String>,
}

async fn check(app: &App, request: &Request) -> Result<Checked, Error> {
    if request.response_type.as_deref() != Some("code") {
        return Err(Error::invalid(
            "The app asked for something other than a code (response_type=code). Its makers can mend that.",
        ));
    }
    let client_id = request.client_id.clone().unwrap_or_default();
    let known = app.read(move |tx| app_by_client_id(tx, &client_id)).await?;
    let oauth_app = known.ok_or_else(|| Error::Unauthorized("This app is not known here. Start again from the app.".into()))?;
    let redirect_uri = request.redirect_uri.clone().unwrap_or_default();
    if !oauth_app.redirect_uris.lines().any(|uri| uri == redirect_uri) {
        return Err(Error::invalid("The redirect address is not one that the app registered. Start again from the app."));
    }
    let scopes = Scopes::parse(request.scope.as_deref().unwrap_or_default())?;
    if !Scopes::parse(&oauth_app.scopes)?.cover_all(&scopes) {
        return Err(Error::invalid("The app asks for more than it registered for. Its makers can mend that."));
    }
    let challenge = request.code_challenge.clone().filter(|c| !c.is_empty());
    if challenge.is_some() && request.code_challenge_method.as_deref() != Some("S256") {
        return Err(Error::invalid("The code_challenge_method must be S256."));
    }
    Ok(Checked { app: oauth_app, redirect_uri, scopes, challenge })
}

/// What the scopes mean, as messages in words a member understands.
fn wishes(scopes: &Scopes) -> Vec<&'static str> {
    let any = |verb: &str| scopes.list().iter().any(|s| s == verb || s.starts_with(&format!("{verb}:")));
    let mut wishes = Vec::new();
    if any("read") {
        wishes.push("scope-read");
    }
    if any("write") {
        wishes.push("scope-write");
    }
    if any("follow") || any("write") {
        wishes.push("scope-follow");
    }
    if any("push") {
        wishes.push("scope-push");
    }
    if wishes.is_empty() {
        wishes.push("scope-profile");
    }
    wishes
}

async fn ask(
    State(app): State<App>,
    uri: axum::http::Uri,
    visit: Visit,
    Params(request): Params<Request>,
) -> Result<Response, PageError> {
    let checked = check(&app, &request).await?;
    if visit.viewer.is_none() {
        let here = format!("/oauth/authorize?{}", uri.query().unwrap_or_default());
        let next = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", &here).finish();
        return Ok(go(&format!("/login?{next}")));
    }
    let wishes = wishes(&checked.scopes).into_iter().map(|key| visit.layout.t(key)).collect();
    let page = Ask { app_name: checked.app.name, website: checked.app.website, wishes, request, layout: visit.layout };
    show(&page, &page.layout)
}

async fn answer(State(app): State<App>, visit: Visit, Form(request): Form<Request>) -> Result<Response, PageError> {
    let Checked { app: oauth_app, redirect_uri, scopes, challenge } = check(&app, &request).await?;
    let viewer =
        visit.viewer.ok_or_else(|| Error::Unauthorized("You are not logged in any more. Start again from the app.".into()))?;
    if request.allow != Some(true) {
        if redirect_uri == OUT_OF_BAND {
            return Ok(go("/"));
        }
        let pairs =
            [("error", "access_denied"), ("error_description", "The resource owner or authorization server denied the request.")];
        return Ok(back(&redirect_uri, &pairs, request.state.as_deref()));
    }
    let app_name = oauth_app.name.clone();
    let to = redirect_uri.clone();
    let code = app.write(move |tx| authorize(tx, &oauth_app, viewer.id, &to, &scopes, challenge)).await?;
    if redirect_uri == OUT_OF_BAND {
        let page = ShowCode { layout: visit.layout, app_name, code };
        return show(&page, &page.layout);
    }
    Ok(back(&redirect_uri, &[("code", &code)], request.state.as_deref()))
}

/// Sends the browser back to the app. Its address is kept to the letter; only the parameters are added.
fn back(redirect_uri: &str, pairs: &[(&str, &str)], state: Option<&str>) -> Response {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs);
    if let Some(state) = state {
        query.append_pair("state", state);
    }
    let separator = if redirect_uri.contains('?') { '&' } else { '?' };
    (StatusCode::SEE_OTHER, [(LOCATION, format!("{redirect_uri}{separator}{}", query.finish()))]).into_response()
}

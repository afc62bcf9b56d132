//! The log-in page.

use askama::Template;
use axum::extract::State;
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::{log_in, log_out, viewer};
use crate::app::App;
use crate::error::Error;
use crate::web::limits::{self, From, Kind};
use crate::web::page::{Layout, show};
use crate::web::params::text;
use crate::web::{PageError, Params, Routes, forms};

pub fn routes() -> Routes {
    Routes::new().get("/login", form).post("/login", submit).post("/logout", leave)
}

#[derive(Template)]
#[template(path = "sessions/login.html")]
struct Login {
    layout: Layout,
    next: String,
    name: String,
    error: Option<String>,
}

#[derive(Default, Deserialize)]
struct Form {
    #[serde(default, deserialize_with = "text")]
    next: Option<String>,
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    password: Option<String>,
    #[serde(default, deserialize_with = "text")]
    form_token: Option<String>,
}

/// Where to go afterwards: an address of ours, never another site.
pub fn safe_next(next: Option<&str>) -> &str {
    match next {
        Some(path) if path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']) => path,
        _ => "/",
    }
}

async fn form(State(app): State<App>, headers: HeaderMap, Params(form): Params<Form>) -> Result<Response, PageError> {
    let next = safe_next(form.next.as_deref()).to_string();
    if viewer(&app, &headers).await?.is_some() {
        return Ok((StatusCode::SEE_OTHER, [(LOCATION, next)]).into_response());
    }
    let site = app.site()?;
    let layout = Layout::new(Some(&site), None, forms::token(&headers, Some(&site)));
    let page = Login { next, name: String::new(), error: None, layout };
    show(&page, &page.layout)
}

async fn submit(
    State(app): State<App>,
    from: From,
    headers: HeaderMap,
    Params(form): Params<Form>,
) -> Result<Response, PageError> {
    forms::check(&headers, form.form_token.as_deref())?;
    limits::attempt(&app, Kind::LogIn, &from.counted())?;
    let name = form.name.unwrap_or_default();
    let next = safe_next(form.next.as_deref()).to_string();
    match log_in(&app, &name, &form.password.unwrap_or_default()).await {
        Ok(cookie) => Ok((StatusCode::SEE_OTHER, [(LOCATION, next), (SET_COOKIE, cookie)]).into_response()),
        Err(error @ (Error::Unauthorized(_) | Error::Refused(_))) => {
            let site = app.site()?;
            let layout = Layout::new(Some(&site), None, forms::token(&headers, Some(&site)));
            let page = Login { next, name, error: Some(error.shown().to_string()), layout };
            let mut response = show(&page, &page.layout)?;
            *response.status_mut() = error.status();
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}

async fn leave(State(app): State<App>, headers: HeaderMap, Params(form): Params<Form>) -> Result<Response, PageError> {
    forms::check(&headers, form.form_token.as_deref())?;
    let cookie = log_out(&app, &headers).await?;
    Ok((StatusCode::SEE_OTHER, [(LOCATION, "/".to_string()), (SET_COOKIE, cookie)]).into_response())
}

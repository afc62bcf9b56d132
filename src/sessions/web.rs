//! The log-in page.

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::{Entry, Visit, agent, begin, log_in, log_out, passkeys, show_second};
use crate::app::App;
use crate::error::Error;
use crate::web::forms::{Button, Faults};
use crate::web::limits::{self, From, Kind};
use crate::web::page::{Layout, go, safe_next, said, show, show_again};
use crate::web::params::text;
use crate::web::{PageError, Params, Routes, forms};

pub fn routes() -> Routes {
    Routes::new()
        .get("/login", form)
        .post("/login", submit)
        .get("/login/second", second_form)
        .post("/login/second", second)
        .post("/login/passkey/begin", ask_for_passkey)
        .post("/login/passkey", show_passkey)
        .post("/logout", leave)
}

#[derive(Template)]
#[template(path = "sessions/login.html")]
struct Login {
    layout: Layout,
    next: String,
    name: String,
    faults: Faults,
}

#[derive(Default, Deserialize)]
struct Form {
    #[serde(default, deserialize_with = "text")]
    next: Option<String>,
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    password: Option<String>,
}

async fn form(visit: Visit, Params(form): Params<Form>) -> Result<Response, PageError> {
    let next = safe_next(form.next.as_deref()).to_string();
    if visit.viewer.is_some() {
        return Ok(go(&next));
    }
    let page = Login { next, name: String::new(), faults: Faults::default(), layout: visit.layout.with_forms() };
    show(&page, &page.layout)
}

async fn submit(
    State(app): State<App>,
    from: From,
    visit: Visit,
    headers: HeaderMap,
    forms::Form(form): forms::Form<Form>,
) -> Result<Response, PageError> {
    limits::attempt(&app, Kind::LogIn, &from.counted())?;
    let name = form.name.unwrap_or_default();
    let next = safe_next(form.next.as_deref()).to_string();
    match log_in(&app, &name, &form.password.unwrap_or_default(), agent(&headers)).await {
        Ok(Entry::Second(cookie)) => {
            let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", &next).finish();
            let mut response = go(&format!("/login/second?{query}"));
            response.headers_mut().append(SET_COOKIE, cookie.parse().map_err(Error::internal)?);
            Ok(response)
        }
        Ok(Entry::In(cookie)) => {
            let mut response = go(&next);
            response.headers_mut().append(SET_COOKIE, cookie.parse().map_err(Error::internal)?);
            Ok(response)
        }
        Err(error @ (Error::Unauthorized(_) | Error::Refused(_))) => {
            let status = error.status();
            let faults = Faults::of(error, visit.layout.language)?;
            let page = Login { next, name, faults, layout: visit.layout.with_forms() };
            show_again(status, &page, &page.layout)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "sessions/second.html")]
struct Second {
    layout: Layout,
    next: String,
    faults: Faults,
}

#[derive(Deserialize)]
struct SecondForm {
    #[serde(default, deserialize_with = "text")]
    next: Option<String>,
    #[serde(default, deserialize_with = "text")]
    code: Option<String>,
}

async fn second_form(visit: Visit, Params(form): Params<SecondForm>) -> Result<Response, PageError> {
    let next = safe_next(form.next.as_deref()).to_string();
    let page = Second { next, faults: Faults::default(), layout: visit.layout.with_forms() };
    show(&page, &page.layout)
}

async fn second(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    forms::Form(form): forms::Form<SecondForm>,
) -> Result<Response, PageError> {
    let next = safe_next(form.next.as_deref()).to_string();
    match show_second(&app, &headers, &form.code.unwrap_or_default(), agent(&headers)).await {
        Ok(cookie) => {
            let mut response = go(&next);
            response.headers_mut().append(SET_COOKIE, cookie.parse().map_err(Error::internal)?);
            Ok(response)
        }
        Err(error @ Error::Unauthorized(_)) => {
            let status = error.status();
            let faults = Faults::of(error, visit.layout.language)?;
            let page = Second { next, faults, layout: visit.layout.with_forms() };
            show_again(status, &page, &page.layout)
        }
        Err(error) => Err(error.into()),
    }
}

/// What the browser needs to ask a device for a passkey, as JSON.
async fn ask_for_passkey(State(app): State<App>, from: From, forms::Form(_): forms::Form<Button>) -> Result<Response, PageError> {
    limits::attempt(&app, Kind::LogIn, &from.counted())?;
    Ok(Json(app.write(passkeys::ask).await?).into_response())
}

async fn show_passkey(
    State(app): State<App>,
    from: From,
    headers: HeaderMap,
    forms::Form(brought): forms::Form<passkeys::Brought>,
) -> Result<Response, PageError> {
    limits::attempt(&app, Kind::LogIn, &from.counted())?;
    let account_id = app.write(move |tx| passkeys::log_in(tx, &brought)).await?;
    let cookie = begin(&app, account_id, agent(&headers)).await?;
    Ok(([(SET_COOKIE, cookie)], Json(serde_json::json!({}))).into_response())
}

async fn leave(State(app): State<App>, headers: HeaderMap, forms::Form(_): forms::Form<Button>) -> Result<Response, PageError> {
    let cookie = log_out(&app, &headers).await?;
    let mut response = said(&*app.site()?, "logged-out", "/");
    response.headers_mut().append(SET_COOKIE, cookie.parse().map_err(Error::internal)?);
    Ok(response)
}

//! The page of the first start: from an empty folder to a chapter with its first steward.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use super::{Founding, Keys, found, is_setup_token, wrong_zone};
use crate::accounts;
use crate::app::App;
use crate::error::Error;
use crate::web::forms::{Faults, Form};
use crate::web::page::{Layout, go, show, show_again};
use crate::web::params::{flag, text};
use crate::web::{PageError, Params, Routes};
use crate::zone;

pub fn routes() -> Routes {
    Routes::new().get("/setup", setup_form).post("/setup", setup)
}

#[derive(Template)]
#[template(path = "chapter/setup.html")]
struct Setup {
    layout: Layout,
    form: SetupForm,
    faults: Faults,
    shortest_password: i64,
}

#[derive(Clone, Default, Deserialize)]
struct SetupForm {
    #[serde(default, deserialize_with = "text")]
    token: Option<String>,
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    city: Option<String>,
    #[serde(default, deserialize_with = "text")]
    domain: Option<String>,
    #[serde(default, deserialize_with = "text")]
    time_zone: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    try_out: Option<bool>,
    #[serde(default, deserialize_with = "text")]
    steward: Option<String>,
    #[serde(default, deserialize_with = "text")]
    display_name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    email: Option<String>,
    #[serde(default, deserialize_with = "text")]
    password: Option<String>,
}

impl SetupForm {
    fn value<'a>(&self, field: &'a Option<String>) -> &'a str {
        field.as_deref().unwrap_or_default()
    }
}

/// Only who can read the terminal has the token; without it the page says where to find it.
async fn check_token(app: &App, form: &SetupForm) -> Result<(), Error> {
    if app.site().is_ok() {
        return Err(Error::NotFound);
    }
    let token = form.token.clone().unwrap_or_default();
    let holds = app.db.read(move |conn| is_setup_token(conn, &token)).await?;
    if holds {
        Ok(())
    } else {
        Err(Error::refused(
            "This is not the set-up link. Potluck prints it in the terminal at each start until the chapter is set up.",
        ))
    }
}

async fn setup_form(State(app): State<App>, headers: HeaderMap, Params(form): Params<SetupForm>) -> Result<Response, PageError> {
    check_token(&app, &form).await?;
    let host = headers.get("host").and_then(|h| h.to_str().ok()).unwrap_or_default().to_string();
    let form = SetupForm { domain: Some(host), time_zone: Some(zone::of_machine().to_string()), try_out: Some(true), ..form };
    let layout = Layout::bare(&headers).with_forms();
    let page = Setup { layout, form, faults: Faults::default(), shortest_password: accounts::SHORTEST_PASSWORD as i64 };
    show(&page, &page.layout)
}

async fn setup(State(app): State<App>, headers: HeaderMap, Form(form): Form<SetupForm>) -> Result<Response, PageError> {
    check_token(&app, &form).await?;
    match try_setup(&app, form.clone()).await {
        Ok(()) => Ok(go("/login?next=/admin")),
        Err(error @ (Error::Invalid(_) | Error::Conflict(_))) => {
            let status = error.status();
            let layout = Layout::bare(&headers).with_forms();
            let faults = Faults::of(error, layout.language)?;
            let form = SetupForm { password: None, ..form };
            let page = Setup { layout, form, faults, shortest_password: accounts::SHORTEST_PASSWORD as i64 };
            show_again(status, &page, &page.layout)
        }
        Err(error) => Err(error.into()),
    }
}

async fn try_setup(app: &App, form: SetupForm) -> Result<(), Error> {
    let take = |field: Option<String>| field.unwrap_or_default().trim().to_string();
    let founding = Founding {
        web_domain: None,
        domain: take(form.domain),
        insecure_http: form.try_out == Some(true),
        name: take(form.name),
        city: take(form.city),
        time_zone: form.time_zone.map(|name| zone::parse(&name).ok_or_else(wrong_zone)).transpose()?,
        handle: None,
        steward: take(form.steward).to_lowercase(),
        display_name: take(form.display_name),
        email: take(form.email),
        password_hash: accounts::hash_password(&form.password.unwrap_or_default()).await?,
        connectors: Vec::new(),
    };
    if founding.insecure_http != app.config.insecure_http && !founding.insecure_http && app.config.insecure_http {
        return Err(Error::invalid(
            "The config file says insecure_http = true. Remove that line for a chapter on the open internet.",
        ));
    }
    let keys = Keys::generate(0).await?;
    let now = app.clock.now();
    let site = app.db.write(move |conn| found(conn, now, &founding, keys)).await?;
    app.found(site);
    Ok(())
}

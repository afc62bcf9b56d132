//! The chapter's home page, and the page of the first start.

use askama::Template;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use rules::roles::Role;
use serde::Deserialize;

use super::{Founding, Keys, found, is_setup_token};
use crate::accounts;
use crate::accounts::api::{AccountJson, render};
use crate::app::App;
use crate::error::Error;
use crate::members;
use crate::sessions;
use crate::statuses;
use crate::timelines;
use crate::web::page::{Layout, show};
use crate::web::params::{flag, text};
use crate::web::{PageError, Paging, Params, Routes, forms};

pub fn routes() -> Routes {
    Routes::new().get("/", home).get("/setup", setup_form).post("/setup", setup)
}

#[derive(Template)]
#[template(path = "chapter/home.html")]
struct Home {
    layout: Layout,
    city: String,
    handle: String,
    domain: String,
    chapter_username: String,
    members: i64,
    roles: Vec<(&'static str, i64)>,
    people: Vec<std::sync::Arc<AccountJson>>,
    posts: Vec<statuses::web::Card>,
}

async fn home(State(app): State<App>, headers: HeaderMap) -> Result<Response, PageError> {
    let site = app.site()?;
    let viewer = sessions::viewer(&app, &headers).await?;
    let layout = Layout::new(Some(&site), viewer.map(|v| v.username), forms::token(&headers, Some(&site)));
    let page = app
        .read(move |tx| {
            let rows = timelines::public(
                tx,
                &timelines::Wanted { from: timelines::From::Here, ..timelines::Wanted::default() },
                &Paging::first(20),
                20,
            )?;
            let counts = members::counts(tx)?;
            let count = |role: Role| counts.iter().find(|(name, _)| name == role.as_str()).map_or(0, |(_, n)| *n);
            Ok(Home {
                layout,
                city: tx.site.city.clone(),
                handle: format!("@{}@{}", tx.site.handle, tx.site.domain),
                domain: tx.site.domain.clone(),
                chapter_username: tx.site.handle.clone(),
                members: accounts::count_users(tx)?,
                roles: [
                    (Role::Connector, "Connector", "Connectors"),
                    (Role::Active, "active member", "active members"),
                    (Role::Supporter, "supporter", "supporters"),
                ]
                .into_iter()
                .map(|(role, one, many)| (count(role), one, many))
                .filter(|(n, ..)| *n > 0)
                .map(|(n, one, many)| (if n == 1 { one } else { many }, n))
                .collect(),
                people: accounts::local_people(tx, 24)?.iter().map(|a| render(&tx.site, a)).collect(),
                posts: statuses::web::cards(tx, rows)?,
            })
        })
        .await?;
    show(&page, &page.layout)
}

#[derive(Template)]
#[template(path = "chapter/setup.html")]
struct Setup {
    layout: Layout,
    form: SetupForm,
    error: Option<String>,
    shortest_password: usize,
}

#[derive(Clone, Default, Deserialize)]
struct SetupForm {
    #[serde(default, deserialize_with = "text")]
    token: Option<String>,
    #[serde(default, deserialize_with = "text")]
    form_token: Option<String>,
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    city: Option<String>,
    #[serde(default, deserialize_with = "text")]
    domain: Option<String>,
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
    let form = SetupForm { domain: Some(host), try_out: Some(true), ..form };
    let page = Setup { layout: Layout::new(None, None, forms::token(&headers, None)), form, error: None, shortest_password: 10 };
    show(&page, &page.layout)
}

async fn setup(State(app): State<App>, headers: HeaderMap, Params(form): Params<SetupForm>) -> Result<Response, PageError> {
    forms::check(&headers, form.form_token.as_deref())?;
    check_token(&app, &form).await?;
    match try_setup(&app, form.clone()).await {
        Ok(()) => Ok((StatusCode::SEE_OTHER, [(LOCATION, "/login?next=/")]).into_response()),
        Err(error @ (Error::Invalid(_) | Error::Conflict(_))) => {
            let layout = Layout::new(None, None, forms::token(&headers, None));
            let form = SetupForm { password: None, ..form };
            let page = Setup { layout, form, error: Some(error.shown().to_string()), shortest_password: 10 };
            let mut response = show(&page, &page.layout)?;
            *response.status_mut() = error.status();
            Ok(response)
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
        handle: None,
        steward: take(form.steward).to_lowercase(),
        display_name: take(form.display_name),
        email: take(form.email),
        password_hash: accounts::hash_password(&form.password.unwrap_or_default()).await?,
    };
    if founding.insecure_http != app.config.insecure_http && !founding.insecure_http && app.config.insecure_http {
        return Err(Error::invalid(
            "The config file says insecure_http = true. Remove that line for a chapter on the open internet.",
        ));
    }
    let keys = Keys::generate().await?;
    let now = app.clock.now();
    let site = app.db.write(move |conn| found(conn, now, &founding, keys)).await?;
    app.found(site);
    Ok(())
}

//! A member's filters, in a browser.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::{Filter, KeywordWish, Wishes, all, create, delete};
use crate::app::App;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::sessions::Member;
use crate::web::forms::Form;
use crate::web::page::{Layout, said, show, show_again};
use crate::web::params::{flag, number, text, texts};
use crate::web::{PageError, Routes};

pub fn routes() -> Routes {
    Routes::new().get("/settings/filters", list).post("/settings/filters", add).post("/settings/filters/remove", remove)
}

#[derive(Template)]
#[template(path = "filters/list.html")]
struct Page {
    layout: Layout,
    filters: Vec<Filter>,
    fault: Option<String>,
    contexts: [&'static str; 5],
}

async fn page(app: &App, member: Member, fault: Option<String>) -> Result<Page> {
    let id = member.account.id;
    let filters = app.read(move |tx| all(tx, id)).await?;
    Ok(Page { layout: member.layout, filters, fault, contexts: super::Context::ALL.map(super::Context::as_str) })
}

async fn list(State(app): State<App>, member: Member) -> Result<Response, PageError> {
    let page = page(&app, member, None).await?;
    show(&page, &page.layout)
}

#[derive(Deserialize)]
struct New {
    #[serde(default, deserialize_with = "text")]
    words: Option<String>,
    #[serde(default, deserialize_with = "texts")]
    contexts: Vec<String>,
    #[serde(default, deserialize_with = "flag")]
    hide: Option<bool>,
    #[serde(default, deserialize_with = "number")]
    days: Option<i64>,
}

async fn add(State(app): State<App>, member: Member, Form(new): Form<New>) -> Result<Response, PageError> {
    const DAY: i64 = Time::DAY / Time::SECOND;
    let words: Vec<String> =
        new.words.unwrap_or_default().lines().map(str::trim).filter(|word| !word.is_empty()).map(ToString::to_string).collect();
    let wishes = Wishes {
        title: Some(words.join(", ").chars().take(100).collect()),
        contexts: Some(new.contexts),
        action: Some(if new.hide == Some(true) { "hide" } else { "warn" }.to_string()),
        expires_in: Some(new.days.filter(|days| (1..=3_650).contains(days)).map(|days| days * DAY)),
        keywords: words
            .into_iter()
            .map(|word| KeywordWish { keyword: Some(word), whole_word: Some(true), ..KeywordWish::default() })
            .collect(),
    };
    let by = member.account.clone();
    match app.write(move |tx| create(tx, &by, wishes)).await {
        Ok(_) => Ok(said(&member.site, "saved", "/settings/filters")),
        Err(error @ Error::Invalid(_)) => {
            let status = error.status();
            let fault = member.layout.language.error(error.shown()).into_owned();
            let page = page(&app, member, Some(fault)).await?;
            show_again(status, &page, &page.layout)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
struct Which {
    #[serde(default, deserialize_with = "number")]
    id: Option<i64>,
}

async fn remove(State(app): State<App>, member: Member, Form(which): Form<Which>) -> Result<Response, PageError> {
    let id = which.id.ok_or(Error::NotFound)?;
    app.write(move |tx| delete(tx, &member.account, id)).await?;
    Ok(said(&member.site, "undone", "/settings/filters"))
}

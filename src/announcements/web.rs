//! Announcements, at the steward's desk.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::{Announcement, Draft, announce, store, take_back};
use crate::app::App;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::sessions::Steward;
use crate::web::forms::{Button, Form};
use crate::web::page::{Layout, said, show, show_again};
use crate::web::params::text;
use crate::web::{Id, PageError, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/admin/announcements", list)
        .post("/admin/announcements", add)
        .post("/admin/announcements/{id}/remove", remove)
}

#[derive(Template)]
#[template(path = "announcements/desk.html")]
struct Page {
    layout: Layout,
    announcements: Vec<Announcement>,
    now: i64,
    typed: String,
    fault: Option<String>,
}

impl Page {
    fn is_over(&self, end: &i64) -> bool {
        *end < self.now
    }
}

async fn page(app: &App, layout: Layout, typed: String, fault: Option<String>) -> Result<Page> {
    app.read(move |tx| Ok(Page { announcements: store::all(tx)?, now: tx.now.0, layout, typed, fault })).await
}

async fn list(State(app): State<App>, steward: Steward) -> Result<Response, PageError> {
    let page = page(&app, steward.layout, String::new(), None).await?;
    show(&page, &page.layout)
}

#[derive(Deserialize)]
struct New {
    #[serde(default, deserialize_with = "text")]
    text: Option<String>,
    /// The day it is about; as `<input type="date">` sends it: `2026-11-24`.
    #[serde(default, deserialize_with = "text")]
    day: Option<String>,
    /// The last day on which it is shown.
    #[serde(default, deserialize_with = "text")]
    until: Option<String>,
}

async fn add(State(app): State<App>, steward: Steward, Form(new): Form<New>) -> Result<Response, PageError> {
    let typed = new.text.unwrap_or_default();
    // It stands to the end of the day that was named, or that it is about.
    let zone = steward.site.time_zone;
    let named = |day: &Option<String>, hour: &str| Time::at(day.as_deref()?, hour, zone);
    let begins = named(&new.day, "00:00:00");
    let until = named(&new.until, "23:59:59").or_else(|| named(&new.day, "23:59:59"));
    let draft = Draft {
        text: typed.replace("\r\n", "\n"),
        starts_at: begins.or_else(|| until.map(|_| app.clock.now())),
        ends_at: until,
        all_day: until.is_some(),
    };
    let by = steward.account.id;
    match app.write(move |tx| announce(tx, Some(by), &draft)).await {
        Ok(_) => Ok(said(&steward.site, "announced", "/admin/announcements")),
        Err(error @ Error::Invalid(_)) => {
            let fault = steward.layout.language.error(error.shown()).into_owned();
            let page = page(&app, steward.layout, typed, Some(fault)).await?;
            show_again(error.status(), &page, &page.layout)
        }
        Err(error) => Err(error.into()),
    }
}

async fn remove(State(app): State<App>, steward: Steward, Id(id): Id, Form(_): Form<Button>) -> Result<Response, PageError> {
    let by = steward.account.id;
    app.write(move |tx| take_back(tx, Some(by), id)).await?;
    Ok(said(&steward.site, "undone", "/admin/announcements"))
}

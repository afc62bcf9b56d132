//! The chapter's own emoji, at the steward's desk.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::{add, all, remove};
use crate::app::App;
use crate::error::{Error, Result};
use crate::sessions::Steward;
use crate::web::forms::{FileForm, Form};
use crate::web::page::{Layout, said, show, show_again};
use crate::web::params::text;
use crate::web::{PageError, Routes};

pub fn routes() -> Routes {
    Routes::new().get("/admin/emojis", list).post("/admin/emojis", create).post("/admin/emojis/remove", take_out)
}

struct Row {
    shortcode: String,
    category: String,
    url: String,
}

#[derive(Template)]
#[template(path = "emojis/desk.html")]
struct Page {
    layout: Layout,
    emojis: Vec<Row>,
    fault: Option<String>,
}

async fn page(app: &App, layout: Layout, fault: Option<String>) -> Result<Page> {
    app.read(move |tx| {
        let site = tx.site.clone();
        let row = |emoji: super::CustomEmoji| Row {
            url: site.media.shown(&super::as_emoji(&emoji).url),
            shortcode: emoji.shortcode,
            category: emoji.category,
        };
        Ok(Page { emojis: all(tx)?.into_iter().map(row).collect(), layout, fault })
    })
    .await
}

async fn list(State(app): State<App>, steward: Steward) -> Result<Response, PageError> {
    let page = page(&app, steward.layout, None).await?;
    show(&page, &page.layout)
}

#[derive(Deserialize)]
struct New {
    #[serde(default, deserialize_with = "text")]
    shortcode: Option<String>,
    #[serde(default, deserialize_with = "text")]
    category: Option<String>,
}

async fn create(State(app): State<App>, steward: Steward, mut form: FileForm<New>) -> Result<Response, PageError> {
    let sent = form.take("file");
    let new = form.params;
    let made = async {
        let sent = sent.ok_or_else(|| Error::invalid("Choose a file first."))?;
        let name = new.shortcode.unwrap_or_default();
        add(&app, Some(steward.account.id), &name, &new.category.unwrap_or_default(), sent.read()?).await
    };
    match made.await {
        Ok(_) => Ok(said(&steward.site, "saved", "/admin/emojis")),
        Err(error @ (Error::Invalid(_) | Error::Refused(_))) => {
            let fault = steward.layout.language.error(error.shown()).into_owned();
            let page = page(&app, steward.layout, Some(fault)).await?;
            show_again(error.status(), &page, &page.layout)
        }
        Err(error) => Err(error.into()),
    }
}

async fn take_out(State(app): State<App>, steward: Steward, Form(which): Form<New>) -> Result<Response, PageError> {
    let by = steward.account.id;
    app.write(move |tx| remove(tx, Some(by), &which.shortcode.unwrap_or_default())).await?;
    Ok(said(&steward.site, "undone", "/admin/emojis"))
}

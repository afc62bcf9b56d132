//! Trends, for clients.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::store;
use crate::app::App;
use crate::cards;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::filters::Context;
use crate::oauth::Caller;
use crate::statuses;
use crate::statuses::api::{Shown, StatusJson, may_read, render, render_in};
use crate::tags;
use crate::web::pagination::links;
use crate::web::params::{number, text};
use crate::web::{Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/trends", tags_now)
        .get("/api/v1/trends/tags", tags_now)
        .get("/api/v1/trends/statuses", statuses_now)
        .get("/api/v1/trends/links", links_now)
        .get("/api/v1/timelines/link", linking)
}

#[derive(Deserialize)]
struct Page {
    #[serde(default, deserialize_with = "number")]
    limit: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    offset: Option<i64>,
}

impl Page {
    fn bounds(&self, default: i64, most: i64) -> (i64, i64) {
        (self.limit.unwrap_or(default).clamp(1, most), self.offset.unwrap_or(0).clamp(0, 1_000))
    }
}

async fn tags_now(State(app): State<App>, caller: Option<Caller>, Params(page): Params<Page>) -> Result<Json<Vec<Value>>> {
    let (limit, offset) = page.bounds(10, 20);
    app.read(move |tx| {
        let names = tags::trending(tx, limit, offset)?;
        tags::api::render(tx, caller.map(|c| c.account.id), &names)
    })
    .await
    .map(Json)
}

async fn statuses_now(
    State(app): State<App>,
    caller: Option<Caller>,
    Params(page): Params<Page>,
) -> Result<Json<Vec<StatusJson>>> {
    let viewer = may_read(caller.as_ref())?;
    let (limit, offset) = page.bounds(20, 40);
    app.read(move |tx| {
        let ids = store::popular(tx, tx.now.plus(-3 * Time::DAY), limit, offset)?;
        let mut rows = statuses::by_ids(tx, &ids)?;
        rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
        let rows = statuses::wanted_by(tx, viewer, rows)?;
        render(tx, viewer, rows)
    })
    .await
    .map(Json)
}

/// Pages many link to; their history is that of these days as one.
async fn links_now(State(app): State<App>, Params(page): Params<Page>) -> Result<Json<Vec<Value>>> {
    let (limit, offset) = page.bounds(10, 20);
    app.read(move |tx| {
        let found = cards::trending(tx, tx.now.plus(-3 * Time::DAY), limit, offset)?;
        let today = tx.now.0 - tx.now.0.rem_euclid(Time::DAY);
        let one = |t: &cards::Trending| {
            let mut card = cards::shown(tx, &t.entity)?;
            let day = (today / Time::SECOND).to_string();
            card["history"] = json!([{"day": day, "uses": t.uses.to_string(), "accounts": t.accounts.to_string()}]);
            Some(card)
        };
        Ok(found.iter().filter_map(one).collect())
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct Link {
    #[serde(default, deserialize_with = "text")]
    url: Option<String>,
    #[serde(flatten)]
    paging: Paging,
}

/// Public posts that link to a page.
async fn linking(State(app): State<App>, caller: Option<Caller>, Params(link): Params<Link>) -> Shown {
    let viewer = may_read(caller.as_ref())?;
    let limit = link.paging.limit(20, 40);
    let url = link.url.ok_or(Error::NotFound)?;
    app.read(move |tx| {
        let rows = store::linking(tx, &url, &link.paging, limit)?;
        let ends = rows.first().zip(rows.last()).map(|(newest, oldest)| (newest.id, oldest.id));
        let headers = links(&tx.site, "/api/v1/timelines/link", &[("url", url), ("limit", limit.to_string())], ends);
        let rows = statuses::wanted_by(tx, viewer, rows)?;
        Ok((headers, Json(render_in(tx, viewer, rows, Context::Public)?)))
    })
    .await
}

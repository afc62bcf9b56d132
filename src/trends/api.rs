//! Trends, for clients.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::Value;

use super::store;
use crate::app::App;
use crate::clock::Time;
use crate::error::Result;
use crate::oauth::Caller;
use crate::statuses;
use crate::statuses::api::{StatusJson, may_read, render};
use crate::tags;
use crate::web::params::number;
use crate::web::{Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/trends", tags_now)
        .get("/api/v1/trends/tags", tags_now)
        .get("/api/v1/trends/statuses", statuses_now)
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
        let ids = store::statuses(tx, tx.now.plus(-3 * Time::DAY), limit, offset)?;
        let mut rows = statuses::by_ids(tx, &ids)?;
        rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
        let rows = statuses::wanted_by(tx, viewer, rows)?;
        render(tx, viewer, rows)
    })
    .await
    .map(Json)
}

//! Boosts, for clients.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use rules::audience::Visibility;
use rules::roles::Act;
use serde::Deserialize;

use super::{boost, store, unboost};
use crate::accounts::api::{AccountJson, render};
use crate::app::App;
use crate::error::{Error, Result};
use crate::oauth::Caller;
use crate::statuses;
use crate::statuses::api::{StatusJson, may_read, render_one};
use crate::web::pagination::links;
use crate::web::params::text;
use crate::web::{Id, Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/statuses/{id}/reblog", create)
        .post("/api/v1/statuses/{id}/unreblog", remove)
        .get("/api/v1/statuses/{id}/reblogged_by", by)
}

#[derive(Deserialize)]
struct Wishes {
    #[serde(default, deserialize_with = "text")]
    visibility: Option<String>,
}

async fn create(State(app): State<App>, caller: Caller, Id(id): Id, Params(wishes): Params<Wishes>) -> Result<Json<StatusJson>> {
    caller.needs("write:statuses")?;
    caller.may(Act::TakePart)?;
    let circle = wishes.visibility.and_then(|v| v.parse().ok()).unwrap_or(Visibility::Public);
    app.write(move |tx| {
        let viewer = Some(caller.account.id);
        let named = statuses::visible(tx, viewer, id)?;
        let status = statuses::visible(tx, viewer, named.root_id())?;
        let boosted = boost(tx, &caller.account, &status, circle)?;
        render_one(tx, viewer, boosted)
    })
    .await
    .map(Json)
}

async fn remove(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<StatusJson>> {
    caller.needs("write:statuses")?;
    app.write(move |tx| {
        let viewer = Some(caller.account.id);
        let named = statuses::visible(tx, viewer, id)?;
        let status = statuses::visible(tx, viewer, named.root_id())?;
        unboost(tx, &caller.account, &status)?;
        let status = statuses::by_ids(tx, &[status.id])?.pop().ok_or(Error::NotFound)?;
        render_one(tx, viewer, status)
    })
    .await
    .map(Json)
}

async fn by(
    State(app): State<App>,
    caller: Option<Caller>,
    Id(id): Id,
    Params(paging): Params<Paging>,
) -> Result<(HeaderMap, Json<Vec<Arc<AccountJson>>>)> {
    let viewer = may_read(caller.as_ref())?;
    let limit = paging.limit(40, 80);
    app.read(move |tx| {
        statuses::visible(tx, viewer, id)?;
        let found = store::boosters(tx, id, &paging, limit)?;
        let ends = found.first().zip(found.last()).map(|(newest, oldest)| (newest.0, oldest.0));
        let headers = links(&tx.site, &format!("/api/v1/statuses/{id}/reblogged_by"), &[], ends);
        Ok((headers, Json(found.iter().map(|(_, account)| render(&tx.site, account)).collect())))
    })
    .await
}

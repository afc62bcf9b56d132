//! Favourites, for clients.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use rules::roles::Act;
use serde_json::{Value, json};

use super::{favourite, store, unfavourite};
use crate::accounts::api::{AccountJson, render};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::oauth::Caller;
use crate::statuses;
use crate::statuses::api::{Shown, StatusJson, may_read, page, render_one};
use crate::web::pagination::links;
use crate::web::{Id, Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/statuses/{id}/favourite", create)
        .post("/api/v1/statuses/{id}/unfavourite", remove)
        .get("/api/v1/statuses/{id}/favourited_by", by)
        .get("/api/v1/favourites", list)
        .get("/api/v1/potluck/statuses/{id}/reactions", reactions)
}

/// What one has favourited, the latest favourite first.
async fn list(State(app): State<App>, caller: Caller, Params(paging): Params<Paging>) -> Shown {
    caller.needs("read:favourites")?;
    let limit = paging.limit(20, 40);
    app.read(move |tx| {
        let found = store::page(tx, caller.account.id, &paging, limit)?;
        page(tx, caller.account.id, "/api/v1/favourites", limit, found)
    })
    .await
}

async fn create(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<StatusJson>> {
    caller.needs("write:favourites")?;
    caller.may(Act::TakePart)?;
    app.write(move |tx| {
        let status = statuses::meant(tx, caller.account.id, id)?;
        favourite(tx, &caller.account, &status)?;
        shown(tx, &caller, status.id)
    })
    .await
    .map(Json)
}

async fn remove(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<StatusJson>> {
    caller.needs("write:favourites")?;
    app.write(move |tx| {
        let status = statuses::meant(tx, caller.account.id, id)?;
        unfavourite(tx, &caller.account, &status)?;
        shown(tx, &caller, status.id)
    })
    .await
    .map(Json)
}

fn shown(tx: &mut Tx, caller: &Caller, id: i64) -> Result<StatusJson> {
    let status = statuses::by_ids(tx, &[id])?.pop().ok_or(Error::NotFound)?;
    render_one(tx, Some(caller.account.id), status)
}

/// The emoji people elsewhere have put below a post: `[{"name", "url", "count"}]`.
async fn reactions(State(app): State<App>, caller: Option<Caller>, Id(id): Id) -> Result<Json<Vec<Value>>> {
    let viewer = may_read(caller.as_ref())?;
    app.read(move |tx| {
        statuses::visible(tx, viewer, id)?;
        let found = store::reactions_of(tx, id)?;
        Ok(found.into_iter().map(|(name, url, count)| json!({"name": name, "url": url, "count": count})).collect())
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
        let found = store::fans(tx, id, &paging, limit)?;
        let ends = found.first().zip(found.last()).map(|(newest, oldest)| (newest.0, oldest.0));
        let headers = links(&tx.site, &format!("/api/v1/statuses/{id}/favourited_by"), &[], ends);
        Ok((headers, Json(found.iter().map(|(_, account)| render(&tx.site, account)).collect())))
    })
    .await
}

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
use crate::statuses::api::{StatusJson, may_read, render_one};
use crate::statuses::{self, Status};
use crate::web::pagination::links;
use crate::web::{Id, Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/statuses/{id}/favourite", create)
        .post("/api/v1/statuses/{id}/unfavourite", remove)
        .get("/api/v1/statuses/{id}/favourited_by", by)
        .get("/api/v1/potluck/statuses/{id}/reactions", reactions)
}

async fn create(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<StatusJson>> {
    caller.needs("write:favourites")?;
    caller.may(Act::TakePart)?;
    app.write(move |tx| {
        let status = meant(tx, &caller, id)?;
        favourite(tx, &caller.account, &status)?;
        shown(tx, &caller, status.id)
    })
    .await
    .map(Json)
}

async fn remove(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<StatusJson>> {
    caller.needs("write:favourites")?;
    app.write(move |tx| {
        let status = meant(tx, &caller, id)?;
        unfavourite(tx, &caller.account, &status)?;
        shown(tx, &caller, status.id)
    })
    .await
    .map(Json)
}

/// The post itself, when a boost of it was named.
fn meant(tx: &mut Tx, caller: &Caller, id: i64) -> Result<Status> {
    let named = statuses::visible(tx, Some(caller.account.id), id)?;
    statuses::visible(tx, Some(caller.account.id), named.root_id())
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

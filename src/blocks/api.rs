//! Blocks and mutes, for clients.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;

use super::{block, mute, named, store, unblock, unmute};
use crate::accounts::api::{AccountJson, render};
use crate::app::App;
use crate::error::Result;
use crate::follows::api::{Relationship, describe_one};
use crate::oauth::Caller;
use crate::web::pagination::links;
use crate::web::params::{flag, number};
use crate::web::{Id, Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/accounts/{id}/block", start_block)
        .post("/api/v1/accounts/{id}/unblock", stop_block)
        .post("/api/v1/accounts/{id}/mute", start_mute)
        .post("/api/v1/accounts/{id}/unmute", stop_mute)
        .get("/api/v1/blocks", blocks)
        .get("/api/v1/mutes", mutes)
}

async fn start_block(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Relationship>> {
    caller.needs("write:blocks")?;
    app.write(move |tx| {
        let target = named(tx, id)?;
        block(tx, &caller.account, &target)?;
        describe_one(tx, caller.account.id, id)
    })
    .await
    .map(Json)
}

async fn stop_block(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Relationship>> {
    caller.needs("write:blocks")?;
    app.write(move |tx| {
        let target = named(tx, id)?;
        unblock(tx, &caller.account, &target)?;
        describe_one(tx, caller.account.id, id)
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct Wishes {
    #[serde(default, deserialize_with = "flag")]
    notifications: Option<bool>,
    /// Seconds; 0: until taken back.
    #[serde(default, deserialize_with = "number")]
    duration: Option<i64>,
}

async fn start_mute(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id,
    Params(wishes): Params<Wishes>,
) -> Result<Json<Relationship>> {
    caller.needs("write:mutes")?;
    app.write(move |tx| {
        let target = named(tx, id)?;
        mute(tx, &caller.account, &target, wishes.notifications.unwrap_or(true), wishes.duration)?;
        describe_one(tx, caller.account.id, id)
    })
    .await
    .map(Json)
}

async fn stop_mute(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Relationship>> {
    caller.needs("write:mutes")?;
    app.write(move |tx| {
        let target = named(tx, id)?;
        unmute(tx, &caller.account, &target)?;
        describe_one(tx, caller.account.id, id)
    })
    .await
    .map(Json)
}

type Listed = Result<(HeaderMap, Json<Vec<Arc<AccountJson>>>)>;

async fn blocks(State(app): State<App>, caller: Caller, Params(page): Params<Paging>) -> Listed {
    caller.needs("read:blocks")?;
    list(app, caller, page, false).await
}

async fn mutes(State(app): State<App>, caller: Caller, Params(page): Params<Paging>) -> Listed {
    caller.needs("read:mutes")?;
    list(app, caller, page, true).await
}

async fn list(app: App, caller: Caller, page: Paging, muted: bool) -> Listed {
    let limit = page.limit(40, 80);
    app.read(move |tx| {
        let found = store::listed(tx, caller.account.id, muted, &page, limit)?;
        let ends = found.first().zip(found.last()).map(|(newest, oldest)| (newest.0, oldest.0));
        let path = if muted { "/api/v1/mutes" } else { "/api/v1/blocks" };
        Ok((links(&tx.site, path, &[], ends), Json(found.iter().map(|(_, account)| render(&tx.site, account)).collect())))
    })
    .await
}

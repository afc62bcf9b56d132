//! Blocks and mutes, for clients.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{block, check_host, mute, mute_host, named, store, unblock, unmute};
use crate::accounts::api::{AccountJson, render};
use crate::app::App;
use crate::error::Result;
use crate::follows::api::{Relationship, describe_one};
use crate::oauth::Caller;
use crate::web::pagination::links;
use crate::web::params::{flag, number, text};
use crate::web::{Id, Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/accounts/{id}/block", start_block)
        .post("/api/v1/accounts/{id}/unblock", stop_block)
        .post("/api/v1/accounts/{id}/mute", start_mute)
        .post("/api/v1/accounts/{id}/unmute", stop_mute)
        .get("/api/v1/blocks", blocks)
        .get("/api/v1/mutes", mutes)
        .get("/api/v1/domain_blocks", hosts)
        .post("/api/v1/domain_blocks", mute_one_host)
        .delete("/api/v1/domain_blocks", unmute_one_host)
        .get("/api/v1/domain_blocks/preview", preview)
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

#[derive(Deserialize)]
struct Host {
    #[serde(default, deserialize_with = "text")]
    domain: Option<String>,
}

impl Host {
    fn check(self) -> Result<String> {
        check_host(&self.domain.unwrap_or_default())
    }
}

async fn hosts(State(app): State<App>, caller: Caller, Params(page): Params<Paging>) -> Result<(HeaderMap, Json<Vec<String>>)> {
    caller.needs("read:blocks")?;
    let limit = page.limit(100, 200);
    app.read(move |tx| {
        let found = store::muted_hosts(tx, caller.account.id, &page, limit)?;
        let ends = found.first().zip(found.last()).map(|(newest, oldest)| (newest.0, oldest.0));
        let headers = links(&tx.site, "/api/v1/domain_blocks", &[("limit", limit.to_string())], ends);
        Ok((headers, Json(found.into_iter().map(|(_, host)| host).collect())))
    })
    .await
}

async fn mute_one_host(State(app): State<App>, caller: Caller, Params(host): Params<Host>) -> Result<Json<Value>> {
    caller.needs("write:blocks")?;
    let host = host.check()?;
    app.write(move |tx| mute_host(tx, &caller.account, &host)).await?;
    Ok(Json(json!({})))
}

async fn unmute_one_host(State(app): State<App>, caller: Caller, Params(host): Params<Host>) -> Result<Json<Value>> {
    caller.needs("write:blocks")?;
    let host = host.check()?;
    app.write(move |tx| store::unmute_host(tx, caller.account.id, &host)).await?;
    Ok(Json(json!({})))
}

/// What would end.
async fn preview(State(app): State<App>, caller: Caller, Params(host): Params<Host>) -> Result<Json<Value>> {
    caller.needs("read:blocks")?;
    let host = host.check()?;
    app.read(move |tx| {
        let follows = store::follows_with_host(tx, caller.account.id, &host)?;
        let following = follows.iter().filter(|(who, _)| *who == caller.account.id).count();
        Ok(json!({"following_count": following, "followers_count": follows.len() - following}))
    })
    .await
    .map(Json)
}

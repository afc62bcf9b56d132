//! Conversations, for clients.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde_json::{Value, json};

use super::store::{self, Conversation};
use crate::accounts;
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;
use crate::oauth::Caller;
use crate::statuses;
use crate::web::pagination::links;
use crate::web::{Id, Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/conversations", list)
        .delete("/api/v1/conversations/{id}", remove)
        .post("/api/v1/conversations/{id}/read", read)
        .post("/api/v1/conversations/{id}/unread", unread)
}

/// Mastodon's Conversation entities.
pub fn render(tx: &mut Tx, viewer: i64, found: &[Conversation]) -> Result<Vec<Value>> {
    let last: Vec<i64> = found.iter().map(|c| c.last_status_id).collect();
    let rows = statuses::by_ids(tx, &last)?;
    let shown = statuses::api::render(tx, Some(viewer), rows)?;
    let others = |c: &Conversation| serde_json::from_str::<Vec<i64>>(&c.participants).unwrap_or_default();
    let all: Vec<i64> = found.iter().flat_map(others).collect();
    let people = accounts::by_ids(tx, &all)?;
    Ok(found
        .iter()
        .map(|c| {
            let accounts: Vec<_> = others(c)
                .iter()
                .filter_map(|id| people.iter().find(|p| p.id == *id))
                .map(|p| accounts::api::render(&tx.site, p))
                .collect();
            let last = shown.iter().find(|s| s.id == c.last_status_id.to_string());
            json!({"id": c.id.to_string(), "unread": c.unread, "accounts": accounts, "last_status": last})
        })
        .collect())
}

/// One of them, as the member it belongs to sees it.
pub fn render_one(tx: &mut Tx, viewer: i64, id: i64) -> Result<Value> {
    let found = store::own(tx, viewer, id)?;
    Ok(render(tx, viewer, &[found])?.pop().unwrap_or_default())
}

async fn list(State(app): State<App>, caller: Caller, Params(paging): Params<Paging>) -> Result<(HeaderMap, Json<Vec<Value>>)> {
    caller.needs("read:statuses")?;
    let limit = paging.limit(20, 40);
    app.read(move |tx| {
        let found = store::page(tx, caller.account.id, &paging, limit)?;
        let ends = found.first().zip(found.last()).map(|(newest, oldest)| (newest.last_status_id, oldest.last_status_id));
        let headers = links(&tx.site, "/api/v1/conversations", &[("limit", limit.to_string())], ends);
        Ok((headers, Json(render(tx, caller.account.id, &found)?)))
    })
    .await
}

async fn remove(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("write:conversations")?;
    app.write(move |tx| {
        let found = store::own(tx, caller.account.id, id)?;
        store::delete(tx, found.id)
    })
    .await?;
    Ok(Json(json!({})))
}

async fn read(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    set(app, caller, id, false).await
}

async fn unread(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    set(app, caller, id, true).await
}

async fn set(app: App, caller: Caller, id: i64, unread: bool) -> Result<Json<Value>> {
    caller.needs("write:conversations")?;
    app.write(move |tx| {
        let found = store::own(tx, caller.account.id, id)?;
        store::set_unread(tx, found.id, unread)?;
        render_one(tx, caller.account.id, id)
    })
    .await
    .map(Json)
}

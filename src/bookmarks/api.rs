//! Bookmarks, for clients.

use axum::Json;
use axum::extract::State;

use super::store;
use crate::app::App;
use crate::error::Result;
use crate::oauth::Caller;
use crate::statuses;
use crate::statuses::api::{Shown, StatusJson, page, render_one};
use crate::web::{Id, Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/bookmarks", list)
        .post("/api/v1/statuses/{id}/bookmark", create)
        .post("/api/v1/statuses/{id}/unbookmark", remove)
}

async fn create(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<StatusJson>> {
    set(app, caller, id, true).await
}

async fn remove(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<StatusJson>> {
    set(app, caller, id, false).await
}

async fn set(app: App, caller: Caller, id: i64, kept: bool) -> Result<Json<StatusJson>> {
    caller.needs("write:bookmarks")?;
    app.write(move |tx| {
        let status = statuses::meant(tx, caller.account.id, id)?;
        super::set(tx, caller.account.id, status.id, kept)?;
        render_one(tx, Some(caller.account.id), status)
    })
    .await
    .map(Json)
}

async fn list(State(app): State<App>, caller: Caller, Params(paging): Params<Paging>) -> Shown {
    caller.needs("read:bookmarks")?;
    let limit = paging.limit(20, 40);
    app.read(move |tx| {
        let found = store::page(tx, caller.account.id, &paging, limit)?;
        page(tx, caller.account.id, "/api/v1/bookmarks", limit, found)
    })
    .await
}

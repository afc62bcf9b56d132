//! Pinning, for clients.

use axum::Json;
use axum::extract::State;
use rules::roles::Act;

use super::{pin, unpin};
use crate::accounts;
use crate::app::App;
use crate::error::{Error, Result};
use crate::oauth::Caller;
use crate::statuses;
use crate::statuses::api::{StatusJson, render_one};
use crate::web::{Id, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/statuses/{id}/pin", create)
        .post("/api/v1/statuses/{id}/unpin", remove)
        .post("/api/v1/potluck/statuses/{id}/feature", feature)
        .post("/api/v1/potluck/statuses/{id}/unfeature", unfeature)
}

async fn create(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<StatusJson>> {
    set(app, caller, id, true).await
}

async fn remove(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<StatusJson>> {
    set(app, caller, id, false).await
}

async fn set(app: App, caller: Caller, id: i64, pinned: bool) -> Result<Json<StatusJson>> {
    caller.needs("write:accounts")?;
    app.write(move |tx| {
        let status = statuses::visible(tx, Some(caller.account.id), id)?;
        match pinned {
            true => pin(tx, &caller.account, &status)?,
            false => unpin(tx, &caller.account, &status)?,
        }
        render_one(tx, Some(caller.account.id), status)
    })
    .await
    .map(Json)
}

async fn feature(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<StatusJson>> {
    set_for_the_chapter(app, caller, id, true).await
}

async fn unfeature(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<StatusJson>> {
    set_for_the_chapter(app, caller, id, false).await
}

/// A steward chooses what the chapter shows first.
async fn set_for_the_chapter(app: App, caller: Caller, id: i64, pinned: bool) -> Result<Json<StatusJson>> {
    caller.needs("admin:write")?;
    caller.may(Act::Moderate)?;
    app.write(move |tx| {
        let status = statuses::visible(tx, Some(caller.account.id), id)?;
        let chapter = accounts::by_id(tx, tx.site.chapter_id).map_err(|_| Error::NotFound)?;
        match pinned {
            true => pin(tx, &chapter, &status)?,
            false => unpin(tx, &chapter, &status)?,
        }
        render_one(tx, Some(caller.account.id), status)
    })
    .await
    .map(Json)
}

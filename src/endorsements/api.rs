//! Endorsements, for clients.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;

use super::store;
use crate::accounts;
use crate::accounts::api::{AccountJson, render};
use crate::app::App;
use crate::error::{Error, Result};
use crate::follows;
use crate::follows::api::{Relationship, describe_one};
use crate::oauth::Caller;
use crate::web::pagination::links;
use crate::web::{Id, Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/accounts/{id}/pin", endorse)
        .post("/api/v1/accounts/{id}/unpin", take_back)
        .post("/api/v1/accounts/{id}/endorse", endorse)
        .post("/api/v1/accounts/{id}/unendorse", take_back)
        .get("/api/v1/accounts/{id}/endorsements", by)
        .get("/api/v1/endorsements", own)
}

async fn endorse(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Relationship>> {
    caller.needs("write:accounts")?;
    app.write(move |tx| {
        accounts::by_id(tx, id)?;
        if !follows::is_following(tx, caller.account.id, id)? {
            return Err(Error::invalid("Validation failed: You must be already following the person you want to endorse"));
        }
        store::insert_once(tx, caller.account.id, id)?;
        describe_one(tx, caller.account.id, id)
    })
    .await
    .map(Json)
}

async fn take_back(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Relationship>> {
    caller.needs("write:accounts")?;
    app.write(move |tx| {
        accounts::by_id(tx, id)?;
        store::delete(tx, caller.account.id, id)?;
        describe_one(tx, caller.account.id, id)
    })
    .await
    .map(Json)
}

type Listed = Result<(HeaderMap, Json<Vec<Arc<AccountJson>>>)>;

async fn by(State(app): State<App>, _: Option<Caller>, Id(id): Id, Params(paging): Params<Paging>) -> Listed {
    list(app, id, paging, format!("/api/v1/accounts/{id}/endorsements")).await
}

async fn own(State(app): State<App>, caller: Caller, Params(paging): Params<Paging>) -> Listed {
    caller.needs("read:accounts")?;
    list(app, caller.account.id, paging, "/api/v1/endorsements".into()).await
}

async fn list(app: App, id: i64, paging: Paging, path: String) -> Listed {
    let limit = paging.limit(40, 80);
    app.read(move |tx| {
        accounts::by_id(tx, id)?;
        let found = store::page(tx, id, &paging, limit)?;
        let ends = found.first().zip(found.last()).map(|(newest, oldest)| (newest.0, oldest.0));
        let headers = links(&tx.site, &path, &[("limit", limit.to_string())], ends);
        Ok((headers, Json(found.iter().map(|(_, account)| render(&tx.site, account)).collect())))
    })
    .await
}

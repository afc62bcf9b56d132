//! Finding people, for clients.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::store;
use crate::accounts;
use crate::accounts::api::{AccountJson, render};
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;
use crate::oauth::Caller;
use crate::web::params::{flag, number, text, texts};
use crate::web::{Id, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/suggestions", v1)
        .get("/api/v2/suggestions", v2)
        .delete("/api/v1/suggestions/{id}", dismiss)
        .get("/api/v1/accounts/familiar_followers", familiar)
        .get("/api/v1/directory", directory)
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default, deserialize_with = "number")]
    limit: Option<i64>,
}

fn suggested(tx: &mut Tx, viewer: i64, asked: &Asked) -> Result<Vec<(String, Arc<AccountJson>)>> {
    let found = store::suggested(tx, viewer, asked.limit.unwrap_or(40).clamp(1, 80))?;
    let ids: Vec<i64> = found.iter().map(|s| s.id).collect();
    let people = accounts::by_ids(tx, &ids)?;
    let one = |s: store::Suggested| Some((s.source, render(&tx.site, people.iter().find(|p| p.id == s.id)?)));
    Ok(found.into_iter().filter_map(one).collect())
}

async fn v1(State(app): State<App>, caller: Caller, Params(asked): Params<Asked>) -> Result<Json<Vec<Arc<AccountJson>>>> {
    caller.needs("read:accounts")?;
    app.read(move |tx| Ok(suggested(tx, caller.account.id, &asked)?.into_iter().map(|(_, a)| a).collect())).await.map(Json)
}

async fn v2(State(app): State<App>, caller: Caller, Params(asked): Params<Asked>) -> Result<Json<Vec<Value>>> {
    caller.needs("read:accounts")?;
    app.read(move |tx| {
        let found = suggested(tx, caller.account.id, &asked)?;
        let one = |(source, account): (String, Arc<AccountJson>)| {
            let old = if source == "most_followed" { "global" } else { "past_interactions" };
            json!({"source": old, "sources": [source], "account": account})
        };
        Ok(found.into_iter().map(one).collect())
    })
    .await
    .map(Json)
}

async fn dismiss(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("write:accounts").or_else(|_| caller.needs("read"))?;
    app.write(move |tx| {
        accounts::by_id(tx, id)?;
        match store::is_dismissed(tx, caller.account.id, id)? {
            true => Ok(()),
            false => store::dismiss(tx, caller.account.id, id),
        }
    })
    .await?;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct Ids {
    #[serde(default, deserialize_with = "texts")]
    id: Vec<String>,
}

async fn familiar(State(app): State<App>, caller: Caller, Params(asked): Params<Ids>) -> Result<Json<Vec<Value>>> {
    caller.needs("read:follows")?;
    let ids: Vec<i64> = asked.id.iter().filter_map(|id| id.parse().ok()).take(40).collect();
    app.read(move |tx| {
        let found = store::familiar(tx, caller.account.id, &ids)?;
        let one = |id: &i64| {
            let known: Vec<_> = found.iter().filter(|(target, _)| target == id).map(|(_, a)| render(&tx.site, a)).collect();
            json!({"id": id.to_string(), "accounts": known})
        };
        Ok(ids.iter().map(one).collect())
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct Directory {
    #[serde(default, deserialize_with = "number")]
    limit: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    offset: Option<i64>,
    #[serde(default, deserialize_with = "text")]
    order: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    local: Option<bool>,
}

async fn directory(State(app): State<App>, Params(asked): Params<Directory>) -> Result<Json<Vec<Arc<AccountJson>>>> {
    let (limit, offset) = (asked.limit.unwrap_or(40).clamp(1, 80), asked.offset.unwrap_or(0).clamp(0, 10_000));
    app.read(move |tx| {
        let newest = asked.order.as_deref() == Some("new");
        let found = store::directory(tx, asked.local == Some(true), newest, limit, offset)?;
        Ok(found.iter().map(|a| render(&tx.site, a)).collect())
    })
    .await
    .map(Json)
}

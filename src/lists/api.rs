//! Lists, for clients.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{List, Wishes, add, change, create, own, remove, store};
use crate::accounts::api::{AccountJson, render as render_account};
use crate::app::App;
use crate::error::Result;
use crate::filters::Context;
use crate::oauth::Caller;
use crate::statuses;
use crate::statuses::api::{Shown, render_in};
use crate::web::pagination::links;
use crate::web::params::{flag, text, texts};
use crate::web::{Id, Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/lists", all)
        .post("/api/v1/lists", make)
        .get("/api/v1/lists/{id}", show)
        .put("/api/v1/lists/{id}", edit)
        .delete("/api/v1/lists/{id}", destroy)
        .get("/api/v1/lists/{id}/accounts", members)
        .post("/api/v1/lists/{id}/accounts", put_in)
        .delete("/api/v1/lists/{id}/accounts", take_out)
        .get("/api/v1/accounts/{id}/lists", with)
        .get("/api/v1/timelines/list/{id}", timeline)
}

/// Mastodon's List entity.
#[derive(Serialize)]
struct ListJson {
    id: String,
    title: String,
    replies_policy: String,
    exclusive: bool,
}

fn render(list: List) -> ListJson {
    ListJson { id: list.id.to_string(), title: list.title, replies_policy: list.replies_policy, exclusive: list.exclusive }
}

#[derive(Deserialize)]
struct Said {
    #[serde(default, deserialize_with = "text")]
    title: Option<String>,
    #[serde(default, deserialize_with = "text")]
    replies_policy: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    exclusive: Option<bool>,
}

impl From<Said> for Wishes {
    fn from(said: Said) -> Self {
        Self { title: said.title, replies_policy: said.replies_policy.filter(|p| !p.is_empty()), exclusive: said.exclusive }
    }
}

async fn all(State(app): State<App>, caller: Caller) -> Result<Json<Vec<ListJson>>> {
    caller.needs("read:lists")?;
    app.read(move |tx| Ok(store::of_account(tx, caller.account.id)?.into_iter().map(render).collect())).await.map(Json)
}

async fn make(State(app): State<App>, caller: Caller, Params(said): Params<Said>) -> Result<Json<ListJson>> {
    caller.needs("write:lists")?;
    app.write(move |tx| create(tx, &caller.account, said.into()).map(render)).await.map(Json)
}

async fn show(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<ListJson>> {
    caller.needs("read:lists")?;
    app.read(move |tx| own(tx, caller.account.id, id).map(render)).await.map(Json)
}

async fn edit(State(app): State<App>, caller: Caller, Id(id): Id, Params(said): Params<Said>) -> Result<Json<ListJson>> {
    caller.needs("write:lists")?;
    app.write(move |tx| change(tx, &caller.account, id, said.into()).map(render)).await.map(Json)
}

async fn destroy(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("write:lists")?;
    app.write(move |tx| {
        let list = own(tx, caller.account.id, id)?;
        store::delete(tx, list.id)
    })
    .await?;
    Ok(Json(json!({})))
}

async fn members(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id,
    Params(paging): Params<Paging>,
) -> Result<(HeaderMap, Json<Vec<Arc<AccountJson>>>)> {
    caller.needs("read:lists")?;
    // Apps ask for all of them with a limit of 0.
    let limit = if paging.limit == Some(0) { 0 } else { paging.limit(40, 80) };
    app.read(move |tx| {
        let list = own(tx, caller.account.id, id)?;
        let found = store::page(tx, list.id, &paging, limit)?;
        let ends = found.first().zip(found.last()).map(|(newest, oldest)| (newest.0, oldest.0)).filter(|_| limit > 0);
        let headers = links(&tx.site, &format!("/api/v1/lists/{id}/accounts"), &[("limit", limit.to_string())], ends);
        Ok((headers, Json(found.iter().map(|(_, account)| render_account(&tx.site, account)).collect())))
    })
    .await
}

#[derive(Deserialize)]
struct Named {
    #[serde(default, deserialize_with = "texts")]
    account_ids: Vec<String>,
}

impl Named {
    fn ids(&self) -> Vec<i64> {
        // What is no number belongs to nobody.
        let mut ids: Vec<i64> = self.account_ids.iter().map(|id| id.parse().unwrap_or(0)).take(500).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

async fn put_in(State(app): State<App>, caller: Caller, Id(id): Id, Params(named): Params<Named>) -> Result<Json<Value>> {
    caller.needs("write:lists")?;
    app.write(move |tx| add(tx, &caller.account, id, &named.ids())).await?;
    Ok(Json(json!({})))
}

async fn take_out(State(app): State<App>, caller: Caller, Id(id): Id, Params(named): Params<Named>) -> Result<Json<Value>> {
    caller.needs("write:lists")?;
    app.write(move |tx| remove(tx, &caller.account, id, &named.ids())).await?;
    Ok(Json(json!({})))
}

/// In which of one's lists somebody is.
async fn with(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Vec<ListJson>>> {
    caller.needs("read:lists")?;
    app.read(move |tx| {
        crate::accounts::by_id(tx, id)?;
        Ok(store::lists_with(tx, caller.account.id, id)?.into_iter().map(render).collect())
    })
    .await
    .map(Json)
}

async fn timeline(State(app): State<App>, caller: Caller, Id(id): Id, Params(paging): Params<Paging>) -> Shown {
    caller.needs("read:lists")?;
    let limit = paging.limit(20, 40);
    app.read(move |tx| {
        let viewer = caller.account.id;
        let list = own(tx, viewer, id)?;
        let rows = store::timeline(tx, &list, &paging, limit)?;
        let ends = rows.first().zip(rows.last()).map(|(newest, oldest)| (newest.id, oldest.id));
        let headers = links(&tx.site, &format!("/api/v1/timelines/list/{id}"), &[("limit", limit.to_string())], ends);
        let rows = statuses::wanted_by(tx, Some(viewer), rows)?;
        Ok((headers, Json(render_in(tx, Some(viewer), rows, Context::Home)?)))
    })
    .await
}

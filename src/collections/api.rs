//! Mastodon's Collection entities (4.6).

use axum::Json;
use axum::extract::State;
use rules::roles::Act;
use serde::Deserialize;
use serde_json::{Value, json};

use super::store::{self, Collection, Item};
use super::{Wishes, add, change, create, own, take_out};
use crate::accounts;
use crate::accounts::api::render;
use crate::app::App;
use crate::blocks;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::oauth::Caller;
use crate::statuses::compose::percent;
use crate::web::html;
use crate::web::params::{flag, number, text, texts};
use crate::web::{Id, Params, Routes, Segments};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/accounts/{id}/collections", of_account)
        .get("/api/v1/accounts/{id}/in_collections", with_account)
        .post("/api/v1/collections", make)
        .get("/api/v1/collections/{id}", show)
        .patch("/api/v1/collections/{id}", edit)
        .put("/api/v1/collections/{id}", edit)
        .delete("/api/v1/collections/{id}", remove)
        .post("/api/v1/collections/{id}/items", put_in)
        .delete("/api/v1/collections/{id}/items/{item}", put_out)
        .post("/api/v1/collections/{id}/items/{item}/revoke", revoke)
}

fn as_item(item: &Item) -> Value {
    json!({
        "id": item.id.to_string(), "account_id": item.account_id.to_string(), "state": "accepted",
        "created_at": Time(item.created_at).rfc3339()
    })
}

fn as_collections(tx: &mut Tx, all: &[Collection]) -> Result<Vec<Value>> {
    let ids: Vec<i64> = all.iter().map(|c| c.id).collect();
    let items = store::items(tx, &ids)?;
    let one = |c: &Collection| {
        let own: Vec<Value> = items.iter().filter(|item| item.collection_id == c.id).map(as_item).collect();
        let tag = c.tag.as_ref().map(|tag| json!({"name": tag, "url": tx.site.at(&format!("/tags/{}", percent(tag)))}));
        json!({
            "id": c.id.to_string(), "account_id": c.account_id.to_string(), "uri": tx.site.at(&format!("/api/v1/collections/{}", c.id)),
            "url": null, "name": c.name, "description": html::escape(&c.description), "language": c.language, "local": true,
            "sensitive": c.sensitive, "discoverable": c.discoverable, "tag": tag, "created_at": Time(c.created_at).rfc3339(),
            "updated_at": Time(c.updated_at).rfc3339(), "item_count": own.len(), "items": own
        })
    };
    Ok(all.iter().map(one).collect())
}

fn wrapped(tx: &mut Tx, collection: Collection) -> Result<Value> {
    let shown = as_collections(tx, &[collection])?.pop().ok_or(Error::NotFound)?;
    Ok(json!({"collection": shown}))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    description: Option<String>,
    #[serde(default, deserialize_with = "text")]
    language: Option<String>,
    #[serde(default, deserialize_with = "text")]
    tag_name: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    sensitive: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    discoverable: Option<bool>,
    #[serde(default, deserialize_with = "texts")]
    account_ids: Vec<String>,
}

impl Asked {
    fn wishes(self) -> Wishes {
        Wishes {
            name: self.name,
            description: self.description,
            language: self.language,
            tag: self.tag_name,
            sensitive: self.sensitive,
            discoverable: self.discoverable,
        }
    }
}

async fn make(State(app): State<App>, caller: Caller, Params(asked): Params<Asked>) -> Result<Json<Value>> {
    caller.needs("write:collections")?;
    caller.may(Act::TakePart)?;
    let members: Vec<i64> = asked.account_ids.iter().filter_map(|id| id.parse().ok()).collect();
    app.write(move |tx| {
        let collection = create(tx, &caller.account, asked.wishes(), &members)?;
        wrapped(tx, collection)
    })
    .await
    .map(Json)
}

/// A collection with the accounts in it, for a reader who is not blocked by who keeps it.
async fn show(State(app): State<App>, caller: Option<Caller>, Id(id): Id) -> Result<Json<Value>> {
    app.read(move |tx| {
        let collection = store::by_id(tx, id)?;
        if let Some(caller) = &caller
            && blocks::is_between(tx, caller.account.id, collection.account_id)?
        {
            return Err(Error::NotFound);
        }
        let ids: Vec<i64> = store::items(tx, &[id])?.iter().map(|item| item.account_id).chain([collection.account_id]).collect();
        let people = accounts::by_ids(tx, &ids)?;
        let shown: Vec<_> = people.iter().filter(|a| a.is_active()).map(|a| render(&tx.site, a)).collect();
        let mut body = wrapped(tx, collection)?;
        body["accounts"] = serde_json::to_value(shown).map_err(Error::internal)?;
        Ok(body)
    })
    .await
    .map(Json)
}

async fn edit(State(app): State<App>, caller: Caller, Id(id): Id, Params(asked): Params<Asked>) -> Result<Json<Value>> {
    caller.needs("write:collections")?;
    app.write(move |tx| {
        let collection = change(tx, &caller.account, id, asked.wishes())?;
        wrapped(tx, collection)
    })
    .await
    .map(Json)
}

async fn remove(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("write:collections")?;
    app.write(move |tx| {
        own(tx, &caller.account, id)?;
        store::delete(tx, id)
    })
    .await?;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct Member {
    #[serde(default, deserialize_with = "number")]
    account_id: Option<i64>,
}

async fn put_in(State(app): State<App>, caller: Caller, Id(id): Id, Params(member): Params<Member>) -> Result<Json<Value>> {
    caller.needs("write:collections")?;
    app.write(move |tx| {
        own(tx, &caller.account, id)?;
        let account_id = member.account_id.ok_or_else(|| Error::invalid("Validation failed: Account can't be blank"))?;
        Ok(json!({"collection_item": as_item(&add(tx, &caller.account, id, account_id)?)}))
    })
    .await
    .map(Json)
}

async fn put_out(State(app): State<App>, caller: Caller, Segments((id, item)): Segments<(i64, i64)>) -> Result<Json<Value>> {
    caller.needs("write:collections")?;
    app.write(move |tx| take_out(tx, &caller.account, id, item, false)).await?;
    Ok(Json(json!({})))
}

async fn revoke(State(app): State<App>, caller: Caller, Segments((id, item)): Segments<(i64, i64)>) -> Result<Json<Value>> {
    caller.needs("write:collections")?;
    app.write(move |tx| take_out(tx, &caller.account, id, item, true)).await?;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct Page {
    #[serde(default, deserialize_with = "number")]
    limit: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    offset: Option<i64>,
}

impl Page {
    fn bounds(&self) -> (i64, i64) {
        (self.offset.unwrap_or(0).clamp(0, 10_000), self.limit.unwrap_or(40).clamp(1, 80))
    }
}

async fn of_account(
    State(app): State<App>,
    caller: Option<Caller>,
    Id(id): Id,
    Params(page): Params<Page>,
) -> Result<Json<Value>> {
    app.read(move |tx| {
        let account = accounts::by_id(tx, id)?;
        let viewer = caller.map(|caller| caller.account.id);
        if let Some(viewer) = viewer
            && blocks::is_between(tx, viewer, account.id)?
        {
            return Err(Error::NotFound);
        }
        let (offset, limit) = page.bounds();
        let mut found = store::of_account(tx, account.id, offset, limit)?;
        found.retain(|collection| collection.discoverable || viewer == Some(account.id));
        Ok(json!({"collections": as_collections(tx, &found)?}))
    })
    .await
    .map(Json)
}

/// Where somebody is recommended; only they themselves are told.
async fn with_account(State(app): State<App>, caller: Caller, Id(id): Id, Params(page): Params<Page>) -> Result<Json<Value>> {
    caller.needs("read:collections")?;
    if caller.account.id != id {
        return Err(Error::NotFound);
    }
    app.read(move |tx| {
        let (offset, limit) = page.bounds();
        let found = store::with(tx, id, offset, limit)?;
        Ok(json!({"collections": as_collections(tx, &found)?}))
    })
    .await
    .map(Json)
}

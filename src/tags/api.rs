//! Hashtags, for clients.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use serde_json::{Value, json};

use super::store::{self, Featured};
use super::{feature, history};
use crate::accounts;
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::oauth::Caller;
use crate::statuses::compose::{hashtag, percent};
use crate::web::pagination::links;
use crate::web::params::text;
use crate::web::{Id, Paging, Params, Routes, Segments};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/tags/{name}", show)
        .post("/api/v1/tags/{name}/follow", follow)
        .post("/api/v1/tags/{name}/unfollow", unfollow)
        .post("/api/v1/tags/{name}/feature", feature_by_name)
        .post("/api/v1/tags/{name}/unfeature", unfeature_by_name)
        .get("/api/v1/followed_tags", followed)
        .get("/api/v1/featured_tags", featured)
        .post("/api/v1/featured_tags", feature_new)
        .get("/api/v1/featured_tags/suggestions", suggestions)
        .delete("/api/v1/featured_tags/{id}", unfeature)
        .get("/api/v1/accounts/{id}/featured_tags", featured_by)
}

/// Mastodon's Tag entities, in the order of the names.
pub fn render(tx: &mut Tx, viewer: Option<i64>, names: &[String]) -> Result<Vec<Value>> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let days = history(tx, names)?;
    let (following, featuring) = match viewer {
        Some(viewer) => (store::followed_among(tx, viewer, names)?, store::featured(tx, viewer)?),
        None => (Vec::new(), Vec::new()),
    };
    Ok(names
        .iter()
        .zip(days)
        .map(|(name, days)| {
            let history: Vec<Value> = days
                .iter()
                .map(|d| json!({"day": (d.at.0 / Time::SECOND).to_string(), "uses": d.uses.to_string(), "accounts": d.accounts.to_string()}))
                .collect();
            let mut tag = json!({"id": name, "name": name, "url": tx.site.at(&format!("/tags/{}", percent(name))), "history": history});
            if viewer.is_some() {
                tag["following"] = following.contains(name).into();
                tag["featuring"] = featuring.iter().any(|f| f.name == *name).into();
            }
            tag
        })
        .collect())
}

fn named(name: &str) -> Result<String> {
    hashtag(name).ok_or(Error::NotFound)
}

fn render_one(tx: &mut Tx, viewer: Option<i64>, name: String) -> Result<Value> {
    render(tx, viewer, &[name])?.pop().ok_or(Error::NotFound)
}

async fn show(State(app): State<App>, caller: Option<Caller>, Segments(name): Segments<String>) -> Result<Json<Value>> {
    let name = named(&name)?;
    app.read(move |tx| render_one(tx, caller.map(|c| c.account.id), name)).await.map(Json)
}

async fn follow(State(app): State<App>, caller: Caller, Segments(name): Segments<String>) -> Result<Json<Value>> {
    set(app, caller, name, true).await
}

async fn unfollow(State(app): State<App>, caller: Caller, Segments(name): Segments<String>) -> Result<Json<Value>> {
    set(app, caller, name, false).await
}

async fn set(app: App, caller: Caller, name: String, follows: bool) -> Result<Json<Value>> {
    caller.needs("write:follows")?;
    let name = named(&name)?;
    app.write(move |tx| {
        match follows {
            true => store::follow(tx, caller.account.id, &name)?,
            false => store::unfollow(tx, caller.account.id, &name)?,
        }
        render_one(tx, Some(caller.account.id), name)
    })
    .await
    .map(Json)
}

async fn followed(
    State(app): State<App>,
    caller: Caller,
    Params(paging): Params<Paging>,
) -> Result<(HeaderMap, Json<Vec<Value>>)> {
    caller.needs("read:follows")?;
    let limit = paging.limit(100, 200);
    app.read(move |tx| {
        let found = store::followed(tx, caller.account.id, &paging, limit)?;
        let ends = found.first().zip(found.last()).map(|(newest, oldest)| (newest.0, oldest.0));
        let headers = links(&tx.site, "/api/v1/followed_tags", &[("limit", limit.to_string())], ends);
        let names: Vec<String> = found.into_iter().map(|(_, name)| name).collect();
        Ok((headers, Json(render(tx, Some(caller.account.id), &names)?)))
    })
    .await
}

/// Mastodon's FeaturedTag entities.
fn render_featured(tx: &mut Tx, account_id: i64, found: &[Featured]) -> Result<Vec<Value>> {
    let account = accounts::by_id(tx, account_id)?;
    let names: Vec<String> = found.iter().map(|f| f.name.clone()).collect();
    let uses = store::uses_by(tx, account_id, &names)?;
    Ok(found
        .iter()
        .map(|f| {
            let used = uses.iter().find(|(name, _, _)| *name == f.name);
            json!({
                "id": f.id.to_string(), "name": f.name, "url": format!("{}/tagged/{}", account.url, percent(&f.name)),
                "statuses_count": used.map_or(0, |u| u.1).to_string(), "last_status_at": used.and_then(|u| u.2).map(|at| Time(at).date())
            })
        })
        .collect())
}

async fn featured(State(app): State<App>, caller: Caller) -> Result<Json<Vec<Value>>> {
    caller.needs("read:accounts")?;
    app.read(move |tx| {
        let found = store::featured(tx, caller.account.id)?;
        render_featured(tx, caller.account.id, &found)
    })
    .await
    .map(Json)
}

async fn featured_by(State(app): State<App>, _: Option<Caller>, Id(id): Id) -> Result<Json<Vec<Value>>> {
    app.read(move |tx| {
        accounts::by_id(tx, id)?;
        let found = store::featured(tx, id)?;
        render_featured(tx, id, &found)
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct New {
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
}

async fn feature_new(State(app): State<App>, caller: Caller, Params(new): Params<New>) -> Result<Json<Value>> {
    caller.needs("write:accounts")?;
    let name = hashtag(&new.name.unwrap_or_default()).ok_or_else(|| Error::invalid("Validation failed: Tag is invalid"))?;
    app.write(move |tx| {
        let new = feature(tx, &caller.account, &name)?;
        render_featured(tx, caller.account.id, &[new])?.pop().ok_or(Error::NotFound)
    })
    .await
    .map(Json)
}

async fn unfeature(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("write:accounts")?;
    app.write(move |tx| {
        let own = store::featured(tx, caller.account.id)?.into_iter().any(|f| f.id == id);
        if own { store::delete_featured(tx, id) } else { Err(Error::NotFound) }
    })
    .await?;
    Ok(Json(json!({})))
}

async fn feature_by_name(State(app): State<App>, caller: Caller, Segments(name): Segments<String>) -> Result<Json<Value>> {
    caller.needs("write:accounts")?;
    let name = named(&name)?;
    app.write(move |tx| {
        feature(tx, &caller.account, &name)?;
        render_one(tx, Some(caller.account.id), name)
    })
    .await
    .map(Json)
}

async fn unfeature_by_name(State(app): State<App>, caller: Caller, Segments(name): Segments<String>) -> Result<Json<Value>> {
    caller.needs("write:accounts")?;
    let name = named(&name)?;
    app.write(move |tx| {
        if let Some(shown) = store::featured(tx, caller.account.id)?.into_iter().find(|f| f.name == name) {
            store::delete_featured(tx, shown.id)?;
        }
        render_one(tx, Some(caller.account.id), name)
    })
    .await
    .map(Json)
}

/// What one uses most and does not show yet.
async fn suggestions(State(app): State<App>, caller: Caller) -> Result<Json<Vec<Value>>> {
    caller.needs("read:accounts")?;
    app.read(move |tx| {
        let shown = store::featured(tx, caller.account.id)?;
        let mut names = store::used_most(tx, caller.account.id, 20)?;
        names.retain(|name| !shown.iter().any(|f| f.name == *name));
        names.truncate(10);
        render(tx, Some(caller.account.id), &names)
    })
    .await
    .map(Json)
}

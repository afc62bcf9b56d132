//! Following, for clients.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use rules::roles::Act;
use serde::{Deserialize, Serialize};

use super::{follow, store, unfollow};
use crate::accounts;
use crate::accounts::api::{AccountJson, render};
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;
use crate::oauth::Caller;
use crate::web::pagination::links;
use crate::web::params::{flag, texts};
use crate::web::{Id, Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/accounts/{id}/follow", start)
        .post("/api/v1/accounts/{id}/unfollow", stop)
        .get("/api/v1/accounts/relationships", relationships)
        .get("/api/v1/accounts/{id}/followers", followers)
        .get("/api/v1/accounts/{id}/following", following)
}

/// Mastodon's Relationship entity.
#[derive(Serialize)]
pub struct Relationship {
    id: String,
    following: bool,
    showing_reblogs: bool,
    notifying: bool,
    languages: Option<Vec<String>>,
    followed_by: bool,
    blocking: bool,
    blocked_by: bool,
    muting: bool,
    muting_notifications: bool,
    muting_expires_at: Option<String>,
    requested: bool,
    requested_by: bool,
    domain_blocking: bool,
    endorsed: bool,
    note: &'static str,
}

fn describe(tx: &mut Tx, viewer: i64, others: &[i64]) -> Result<Vec<Relationship>> {
    let follows = store::between(tx, viewer, others)?;
    let known = accounts::by_ids(tx, others)?;
    Ok(others
        .iter()
        .filter(|id| known.iter().any(|a| a.id == **id))
        .map(|&other| {
            let out = follows.iter().find(|f| f.account_id == viewer && f.target_id == other);
            let back = follows.iter().find(|f| f.target_id == viewer && f.account_id == other);
            let following = out.is_some_and(|f| f.accepted_at.is_some());
            Relationship {
                id: other.to_string(),
                following,
                showing_reblogs: following && out.is_some_and(|f| f.show_reblogs),
                notifying: out.is_some_and(|f| f.notify),
                languages: None,
                followed_by: back.is_some_and(|f| f.accepted_at.is_some()),
                blocking: false,
                blocked_by: false,
                muting: false,
                muting_notifications: false,
                muting_expires_at: None,
                requested: out.is_some_and(|f| f.accepted_at.is_none()),
                requested_by: back.is_some_and(|f| f.accepted_at.is_none()),
                domain_blocking: false,
                endorsed: false,
                note: "",
            }
        })
        .collect())
}

fn describe_one(tx: &mut Tx, viewer: i64, other: i64) -> Result<Relationship> {
    describe(tx, viewer, &[other])?.pop().ok_or(crate::error::Error::NotFound)
}

#[derive(Deserialize)]
struct Wishes {
    #[serde(default, deserialize_with = "flag")]
    reblogs: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    notify: Option<bool>,
}

async fn start(State(app): State<App>, caller: Caller, Id(id): Id, Params(wishes): Params<Wishes>) -> Result<Json<Relationship>> {
    caller.needs("write:follows")?;
    caller.may(Act::TakePart)?;
    app.write(move |tx| {
        let target = accounts::by_id(tx, id)?;
        let known = store::find(tx, caller.account.id, id)?;
        let show_reblogs = wishes.reblogs.or(known.as_ref().map(|f| f.show_reblogs)).unwrap_or(true);
        let notify = wishes.notify.or(known.as_ref().map(|f| f.notify)).unwrap_or(false);
        follow(tx, &caller.account, &target, show_reblogs, notify)?;
        describe_one(tx, caller.account.id, id)
    })
    .await
    .map(Json)
}

async fn stop(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Relationship>> {
    caller.needs("write:follows")?;
    app.write(move |tx| {
        let target = accounts::by_id(tx, id)?;
        unfollow(tx, &caller.account, &target)?;
        describe_one(tx, caller.account.id, id)
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct Ids {
    #[serde(default, deserialize_with = "texts")]
    id: Vec<String>,
}

async fn relationships(State(app): State<App>, caller: Caller, Params(asked): Params<Ids>) -> Result<Json<Vec<Relationship>>> {
    caller.needs("read:follows")?;
    let mut others: Vec<i64> = asked.id.iter().filter_map(|id| id.parse().ok()).take(100).collect();
    others.dedup();
    app.read(move |tx| describe(tx, caller.account.id, &others)).await.map(Json)
}

type Listed = Result<(HeaderMap, Json<Vec<Arc<AccountJson>>>)>;

async fn followers(State(app): State<App>, _: Option<Caller>, Id(id): Id, Params(page): Params<Paging>) -> Listed {
    let limit = page.limit(40, 80);
    app.read(move |tx| {
        accounts::by_id(tx, id)?;
        let found = store::follower_accounts(tx, id, &page, limit)?;
        Ok(list(tx, &format!("/api/v1/accounts/{id}/followers"), &found))
    })
    .await
}

async fn following(State(app): State<App>, _: Option<Caller>, Id(id): Id, Params(page): Params<Paging>) -> Listed {
    let limit = page.limit(40, 80);
    app.read(move |tx| {
        accounts::by_id(tx, id)?;
        let found = store::following_accounts(tx, id, &page, limit)?;
        Ok(list(tx, &format!("/api/v1/accounts/{id}/following"), &found))
    })
    .await
}

fn list(tx: &mut Tx, path: &str, found: &[(i64, accounts::Account)]) -> (HeaderMap, Json<Vec<Arc<AccountJson>>>) {
    let ends = found.first().zip(found.last()).map(|(newest, oldest)| (newest.0, oldest.0));
    (links(&tx.site, path, &[], ends), Json(found.iter().map(|(_, account)| render(&tx.site, account)).collect()))
}

//! Following, for clients.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use rules::roles::Act;
use serde::{Deserialize, Serialize};

use super::{answer_request, follow, remove_follower, store, unfollow};
use crate::accounts;
use crate::accounts::api::{AccountJson, render};
use crate::app::App;
use crate::blocks;
use crate::clock::Time;
use crate::db::Tx;
use crate::endorsements;
use crate::error::Result;
use crate::notes;
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
        .post("/api/v1/accounts/{id}/remove_from_followers", send_away)
        .get("/api/v1/follow_requests", requests)
        .post("/api/v1/follow_requests/{id}/authorize", authorize)
        .post("/api/v1/follow_requests/{id}/reject", reject)
}

/// Mastodon's Relationship entity.
#[derive(Serialize)]
pub struct Relationship {
    pub id: String,
    pub following: bool,
    pub showing_reblogs: bool,
    pub notifying: bool,
    pub languages: Option<Vec<String>>,
    pub followed_by: bool,
    pub blocking: bool,
    pub blocked_by: bool,
    pub muting: bool,
    pub muting_notifications: bool,
    pub muting_expires_at: Option<String>,
    pub requested: bool,
    pub requested_by: bool,
    pub domain_blocking: bool,
    pub endorsed: bool,
    pub note: String,
}

fn describe(tx: &mut Tx, viewer: i64, others: &[i64]) -> Result<Vec<Relationship>> {
    let follows = store::between(tx, viewer, others)?;
    let known = accounts::by_ids(tx, others)?;
    let blocks = blocks::between(tx, viewer, others)?;
    let mutes = blocks::muted_among(tx, viewer, others)?;
    let endorsed = endorsements::among(tx, viewer, others)?;
    let notes = notes::about(tx, viewer, others)?;
    let hosts: Vec<String> = known.iter().filter_map(|a| a.domain.clone()).collect();
    let muted_hosts = if hosts.is_empty() { Vec::new() } else { blocks::muted_hosts_among(tx, viewer, &hosts)? };
    let host = |id: i64| known.iter().find(|a| a.id == id).and_then(|a| a.domain.as_ref());
    Ok(others
        .iter()
        .filter(|id| known.iter().any(|a| a.id == **id))
        .map(|&other| {
            let out = follows.iter().find(|f| f.account_id == viewer && f.target_id == other);
            let back = follows.iter().find(|f| f.target_id == viewer && f.account_id == other);
            let mute = mutes.iter().find(|(target, _, _)| *target == other);
            let following = out.is_some_and(|f| f.accepted_at.is_some());
            Relationship {
                id: other.to_string(),
                following,
                showing_reblogs: following && out.is_some_and(|f| f.show_reblogs),
                notifying: out.is_some_and(|f| f.notify),
                languages: None,
                followed_by: back.is_some_and(|f| f.accepted_at.is_some()),
                blocking: blocks.contains(&(viewer, other)),
                blocked_by: blocks.contains(&(other, viewer)),
                muting: mute.is_some(),
                muting_notifications: mute.is_some_and(|(_, notifications, _)| *notifications),
                muting_expires_at: mute.and_then(|(_, _, until)| until.map(|at| Time(at).rfc3339())),
                requested: out.is_some_and(|f| f.accepted_at.is_none()),
                requested_by: back.is_some_and(|f| f.accepted_at.is_none()),
                domain_blocking: host(other).is_some_and(|host| muted_hosts.contains(host)),
                endorsed: endorsed.contains(&other),
                note: notes.iter().find(|(about, _)| *about == other).map(|(_, note)| note.clone()).unwrap_or_default(),
            }
        })
        .collect())
}

/// How the viewer stands to one other account.
pub fn describe_one(tx: &mut Tx, viewer: i64, other: i64) -> Result<Relationship> {
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

async fn send_away(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Relationship>> {
    caller.needs("write:follows")?;
    app.write(move |tx| {
        let follower = accounts::by_id(tx, id)?;
        remove_follower(tx, &caller.account, &follower)?;
        describe_one(tx, caller.account.id, id)
    })
    .await
    .map(Json)
}

async fn requests(State(app): State<App>, caller: Caller, Params(page): Params<Paging>) -> Listed {
    caller.needs("read:follows")?;
    let limit = page.limit(40, 80);
    app.read(move |tx| {
        let found = store::follower_accounts(tx, caller.account.id, false, &page, limit)?;
        Ok(list(tx, "/api/v1/follow_requests", &found))
    })
    .await
}

async fn authorize(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Relationship>> {
    answer(app, caller, id, true).await
}

async fn reject(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Relationship>> {
    answer(app, caller, id, false).await
}

async fn answer(app: App, caller: Caller, id: i64, yes: bool) -> Result<Json<Relationship>> {
    caller.needs("write:follows")?;
    app.write(move |tx| {
        let follower = accounts::by_id(tx, id)?;
        answer_request(tx, &caller.account, &follower, yes)?;
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

async fn followers(State(app): State<App>, caller: Option<Caller>, Id(id): Id, Params(page): Params<Paging>) -> Listed {
    let limit = page.limit(40, 80);
    let viewer = caller.map(|c| c.account.id);
    app.read(move |tx| {
        if accounts::by_id(tx, id)?.hide_collections && viewer != Some(id) {
            return Ok((HeaderMap::new(), Json(Vec::new())));
        }
        let found = store::follower_accounts(tx, id, true, &page, limit)?;
        Ok(list(tx, &format!("/api/v1/accounts/{id}/followers"), &found))
    })
    .await
}

async fn following(State(app): State<App>, caller: Option<Caller>, Id(id): Id, Params(page): Params<Paging>) -> Listed {
    let limit = page.limit(40, 80);
    let viewer = caller.map(|c| c.account.id);
    app.read(move |tx| {
        if accounts::by_id(tx, id)?.hide_collections && viewer != Some(id) {
            return Ok((HeaderMap::new(), Json(Vec::new())));
        }
        let found = store::following_accounts(tx, id, &page, limit)?;
        Ok(list(tx, &format!("/api/v1/accounts/{id}/following"), &found))
    })
    .await
}

fn list(tx: &mut Tx, path: &str, found: &[(i64, accounts::Account)]) -> (HeaderMap, Json<Vec<Arc<AccountJson>>>) {
    let ends = found.first().zip(found.last()).map(|(newest, oldest)| (newest.0, oldest.0));
    (links(&tx.site, path, &[], ends), Json(found.iter().map(|(_, account)| render(&tx.site, account)).collect()))
}

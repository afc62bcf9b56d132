//! Search, for clients.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Wish, store};
use crate::accounts;
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::follows;
use crate::oauth::Caller;
use crate::statuses;
use crate::tags;
use crate::web::params::{flag, number, text};
use crate::web::{Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new().get("/api/v2/search", v2).get("/api/v1/search", v1)
}

#[derive(Deserialize)]
struct Query {
    #[serde(default, deserialize_with = "text")]
    q: Option<String>,
    #[serde(default, rename = "type", deserialize_with = "text")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    resolve: Option<bool>,
    /// Only people one follows.
    #[serde(default, deserialize_with = "flag")]
    following: Option<bool>,
    /// Only posts by this account.
    #[serde(default, deserialize_with = "number")]
    account_id: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    offset: Option<i64>,
    #[serde(flatten)]
    paging: Paging,
}

async fn v2(state: State<App>, caller: Option<Caller>, params: Params<Query>) -> Result<Json<Value>> {
    search(state, caller, params).await.map(Json)
}

/// As before Mastodon 3: hashtags are bare names.
async fn v1(state: State<App>, caller: Caller, params: Params<Query>) -> Result<Json<Value>> {
    let mut found = search(state, Some(caller), params).await?;
    let names: Vec<Value> = found["hashtags"].as_array().into_iter().flatten().map(|tag| tag["name"].clone()).collect();
    found["hashtags"] = names.into();
    Ok(Json(found))
}

async fn search(State(app): State<App>, caller: Option<Caller>, Params(query): Params<Query>) -> Result<Value> {
    if let Some(caller) = &caller {
        caller.needs_any(&["read:search", "read:accounts", "read:statuses"])?;
    }
    let q: String = query.q.unwrap_or_default().trim().chars().take(500).collect();
    if q.is_empty() {
        return Err(Error::Malformed("The parameter q is needed: what to search for.".into()));
    }
    let viewer = caller.map(|c| c.account.id);
    let asked = Asked {
        q,
        kind: query.kind.filter(|kind| !kind.is_empty()),
        // Only members make this node ask others.
        resolve: viewer.is_some() && query.resolve == Some(true),
        following: query.following == Some(true),
        account_id: query.account_id,
        limit: query.paging.limit(20, 40),
        offset: query.offset.unwrap_or(0).clamp(0, 10_000),
        paging: query.paging,
    };
    let found = find(&app, viewer, asked).await?;
    app.read(move |tx| {
        let site = tx.site.clone();
        Ok(json!({
            "accounts": found.people.iter().map(|a| accounts::api::render(&site, a)).collect::<Vec<_>>(),
            "statuses": statuses::api::render(tx, viewer, found.posts)?,
            "hashtags": tags::api::render(tx, viewer, &found.tags)?
        }))
    })
    .await
}

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub q: String,
    /// `accounts`, `statuses` or `hashtags`; `None`: all of them.
    pub kind: Option<String>,
    /// Who or what is not known here is asked for where it lives.
    pub resolve: bool,
    pub following: bool,
    pub account_id: Option<i64>,
    pub paging: Paging,
    pub limit: i64,
    pub offset: i64,
}

#[derive(Clone, Debug, Default)]
pub struct Found {
    pub people: Vec<accounts::Account>,
    pub posts: Vec<statuses::Status>,
    pub tags: Vec<String>,
}

/// Finds people, posts and hashtags for a viewer.
pub async fn find(app: &App, viewer: Option<i64>, asked: Asked) -> Result<Found> {
    let Asked { q, resolve, limit, offset, .. } = asked.clone();
    let wants = |kind: &str| asked.kind.as_deref().is_none_or(|k| k == kind);
    let found = if wants("accounts") { accounts::api::matching(app, &q, resolve, limit, offset).await? } else { Vec::new() };
    let is_address = q.starts_with("https://") || q.starts_with("http://");
    let post = if wants("statuses") && is_address && found.is_empty() { post_at(app, &q, resolve).await? } else { None };
    let tags = wants("hashtags") && !is_address && !q.starts_with('@');
    let looks_through = wants("statuses") && !is_address && !q.starts_with('#');
    app.read(move |tx| {
        let mut rows: Vec<statuses::Status> = post.into_iter().collect();
        if let Some(viewer) = viewer.filter(|_| looks_through) {
            rows.extend(saying(tx, viewer, &q, asked.account_id, &asked.paging, limit, offset)?);
        }
        let posts = statuses::only_visible(tx, viewer, rows)?;
        let tags = if tags { statuses::tags_beginning_with(tx, q.trim_start_matches('#'), limit, offset)? } else { Vec::new() };
        let people = match viewer.filter(|_| asked.following) {
            Some(viewer) => {
                let ids: Vec<i64> = found.iter().map(|a| a.id).collect();
                let followed = follows::followed_among(tx, viewer, &ids)?;
                found.into_iter().filter(|a| followed.contains(&a.id)).collect()
            }
            None => found,
        };
        Ok(Found { people, posts, tags })
    })
    .await
}

/// The posts a member may look through that say this.
fn saying(
    tx: &mut Tx,
    viewer: i64,
    q: &str,
    account_id: Option<i64>,
    paging: &Paging,
    limit: i64,
    offset: i64,
) -> Result<Vec<statuses::Status>> {
    let wish = Wish::read(q);
    let author = match wish.from.as_deref() {
        None => account_id,
        Some("me") => Some(viewer),
        Some(handle) => {
            let local = handle.strip_suffix(&format!("@{}", tx.site.domain)).unwrap_or(handle);
            match accounts::by_handle(tx, local)? {
                Some(account) => Some(account.id),
                None => return Ok(Vec::new()),
            }
        }
    };
    let only_from =
        wish.terms.is_empty() && author.is_none() && !wish.media && !wish.poll && wish.before.is_none() && wish.after.is_none();
    if only_from {
        return Ok(Vec::new());
    }
    let ids = store::find(tx, viewer, &wish, author, paging, limit, offset)?;
    let mut rows = statuses::by_ids(tx, &ids)?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.id));
    Ok(rows)
}

/// The post at an address: its id, or its page on this node.
async fn post_at(app: &App, address: &str, resolve: bool) -> Result<Option<statuses::Status>> {
    let wanted = address.to_string();
    let known = app
        .read(move |tx| {
            let by_page = wanted.strip_prefix(&tx.site.at("/@")).and_then(|rest| rest.split_once('/')?.1.parse::<i64>().ok());
            match by_page {
                Some(id) => Ok(statuses::by_ids(tx, &[id])?.pop()),
                None => statuses::by_uri(tx, &wanted),
            }
        })
        .await?;
    match known {
        Some(known) => Ok(Some(known)),
        None if resolve => match statuses::known_or_fetched(app, address).await {
            Ok(status) => Ok(Some(status)),
            Err(Error::Internal(cause)) => Err(Error::Internal(cause)),
            Err(_) => Ok(None),
        },
        None => Ok(None),
    }
}

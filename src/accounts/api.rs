//! Accounts as clients see them.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::store::Account;
use super::{by_id, by_ids, resolve, store};
use crate::app::App;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::federation::emojis::{self, Emoji};
use crate::oauth::Caller;
use crate::site::Site;
use crate::web::params::{flag, number, text, texts};
use crate::web::{Id, Params, Routes, statics};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/accounts", several)
        .get("/api/v1/accounts/lookup", lookup)
        .get("/api/v1/accounts/search", search)
        .get("/api/v1/accounts/{id}", show)
}

/// Mastodon's Account entity.
#[derive(Clone, Debug, Serialize)]
pub struct AccountJson {
    pub id: String,
    pub username: String,
    pub acct: String,
    pub display_name: String,
    pub locked: bool,
    pub bot: bool,
    pub discoverable: bool,
    pub indexable: bool,
    pub group: bool,
    pub created_at: String,
    pub note: String,
    pub url: String,
    pub uri: String,
    pub avatar: String,
    pub avatar_static: String,
    pub avatar_description: String,
    pub header: String,
    pub header_static: String,
    pub header_description: String,
    pub followers_count: i64,
    pub following_count: i64,
    pub statuses_count: i64,
    pub last_status_at: Option<String>,
    pub hide_collections: bool,
    pub show_media: bool,
    pub show_media_replies: bool,
    pub show_featured: bool,
    pub emojis: Vec<Emoji>,
    pub fields: Vec<FieldJson>,
    pub roles: [(); 0],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suspended: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limited: Option<bool>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FieldJson {
    pub name: String,
    pub value: String,
    #[serde(default)]
    pub verified_at: Option<String>,
}

pub fn render(site: &Site, account: &Account) -> Arc<AccountJson> {
    let base = site.base();
    let shown = |url: &Option<String>, stand_in: &str| {
        url.as_ref().map_or_else(|| statics::placeholder(&base, stand_in), |url| site.media.shown(url))
    };
    let avatar = shown(&account.avatar_url, "avatar.png");
    let header = shown(&account.header_url, "header.png");
    Arc::new(AccountJson {
        id: account.id.to_string(),
        username: account.username.clone(),
        acct: account.acct(),
        display_name: account.display_name.clone(),
        locked: account.locked,
        bot: account.bot,
        discoverable: account.discoverable,
        indexable: account.indexable,
        group: account.kind == "Group",
        // Mastodon tells the day only, so that nobody learns when somebody was awake.
        created_at: format!("{}T00:00:00.000Z", Time(account.created_at).date()),
        note: account.note.clone(),
        url: account.url.clone(),
        uri: account.uri.clone(),
        avatar_static: avatar.clone(),
        avatar,
        avatar_description: account.avatar_description.clone(),
        header_static: header.clone(),
        header,
        header_description: account.header_description.clone(),
        followers_count: account.followers_count,
        following_count: account.following_count,
        statuses_count: account.statuses_count,
        last_status_at: account.last_status_at.map(|at| Time(at).date()),
        hide_collections: account.hide_collections,
        show_media: true,
        show_media_replies: true,
        show_featured: true,
        emojis: emojis::shown(&account.emojis, &site.media),
        fields: serde_json::from_str(&account.fields).unwrap_or_default(),
        roles: [],
        suspended: account.suspended_at.map(|_| true),
        limited: account.silenced_at.map(|_| true),
    })
}

async fn show(State(app): State<App>, Id(id): Id) -> Result<Json<Arc<AccountJson>>> {
    app.look(move |tx| {
        let account = by_id(tx, id)?;
        Ok(render(&tx.site, &account))
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct Several {
    #[serde(default, deserialize_with = "texts")]
    id: Vec<String>,
}

/// Those of the named accounts that exist, as asked.
async fn several(State(app): State<App>, Params(asked): Params<Several>) -> Result<Json<Vec<Arc<AccountJson>>>> {
    const MOST: usize = 40;
    let ids: Vec<i64> = asked.id.iter().filter_map(|id| id.parse().ok()).take(MOST).collect();
    app.read(move |tx| {
        let mut found = by_ids(tx, &ids)?;
        found.retain(|account| account.deleted_at.is_none() && account.pending_at.is_none());
        found.sort_by_key(|account| ids.iter().position(|id| *id == account.id));
        Ok(found.iter().map(|account| render(&tx.site, account)).collect())
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct Lookup {
    #[serde(default, deserialize_with = "text")]
    acct: Option<String>,
}

async fn lookup(State(app): State<App>, Params(params): Params<Lookup>) -> Result<Json<Arc<AccountJson>>> {
    let acct = params.acct.ok_or_else(|| Error::invalid("The parameter acct is needed: name or name@host."))?;
    let found = resolve::find(&app, &acct, false).await?.ok_or(Error::NotFound)?;
    Ok(Json(render(&*app.site()?, &found)))
}

#[derive(Deserialize)]
struct Search {
    #[serde(default, deserialize_with = "text")]
    q: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    resolve: Option<bool>,
    #[serde(default, deserialize_with = "number")]
    limit: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    offset: Option<i64>,
}

async fn search(State(app): State<App>, caller: Caller, Params(params): Params<Search>) -> Result<Json<Vec<Arc<AccountJson>>>> {
    caller.needs("read:accounts")?;
    let q = params.q.unwrap_or_default();
    let (limit, offset) = (params.limit.unwrap_or(40).clamp(1, 80), params.offset.unwrap_or(0).clamp(0, 10_000));
    let found = matching(&app, &q, params.resolve.unwrap_or(false), limit, offset).await?;
    let site = app.site()?;
    Ok(Json(found.iter().map(|account| render(&site, account)).collect()))
}

/// Accounts that a search text means: one exactly named first, then those beginning with it.
pub async fn matching(app: &App, q: &str, resolve_unknown: bool, limit: i64, offset: i64) -> Result<Vec<Account>> {
    let q = q.trim().to_string();
    if q.is_empty() {
        return Ok(Vec::new());
    }
    let named = q.starts_with("http") || q.trim_start_matches('@').contains('@');
    let exact = if named && offset == 0 { resolve::find(app, &q, resolve_unknown).await.unwrap_or(None) } else { None };
    let text = q.trim_start_matches('@').to_string();
    let mut found = app.read(move |tx| store::beginning_with(tx, &text, limit, offset)).await?;
    if let Some(exact) = exact {
        found.retain(|account| account.id != exact.id);
        found.insert(0, exact);
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    }
    Ok(found)
}

//! `GET /api/v2/search`.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::accounts;
use crate::app::App;
use crate::error::{Error, Result};
use crate::oauth::Caller;
use crate::statuses;
use crate::web::params::{flag, number, text};
use crate::web::{Params, Routes};

pub fn routes() -> Routes {
    Routes::new().get("/api/v2/search", search)
}

#[derive(Deserialize)]
struct Query {
    #[serde(default, deserialize_with = "text")]
    q: Option<String>,
    #[serde(default, rename = "type", deserialize_with = "text")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    resolve: Option<bool>,
    #[serde(default, deserialize_with = "number")]
    limit: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    offset: Option<i64>,
}

async fn search(State(app): State<App>, caller: Option<Caller>, Params(query): Params<Query>) -> Result<Json<Value>> {
    if let Some(caller) = &caller {
        caller.needs_any(&["read:search", "read:accounts", "read:statuses"])?;
    }
    let q = query.q.unwrap_or_default().trim().to_string();
    if q.is_empty() {
        return Err(Error::Malformed("The parameter q is needed: what to search for.".into()));
    }
    // Only members make this node ask others.
    let resolve = caller.is_some() && query.resolve == Some(true);
    let (limit, offset) = (query.limit.unwrap_or(20).clamp(1, 40), query.offset.unwrap_or(0).clamp(0, 10_000));
    let wants = |kind: &str| query.kind.as_deref().is_none_or(|k| k.is_empty() || k == kind);
    let viewer = caller.map(|c| c.account.id);

    let found = if wants("accounts") { accounts::api::matching(&app, &q, resolve, limit, offset).await? } else { Vec::new() };
    let is_address = q.starts_with("https://") || q.starts_with("http://");
    let post = if wants("statuses") && is_address && found.is_empty() { post_at(&app, &q, resolve).await? } else { None };
    let tags = wants("hashtags") && !is_address && !q.starts_with('@');
    app.read(move |tx| {
        let site = tx.site.clone();
        let posts = statuses::only_visible(tx, viewer, post.into_iter().collect())?;
        let names = if tags { statuses::tags_beginning_with(tx, q.trim_start_matches('#'), limit)? } else { Vec::new() };
        let hashtags: Vec<Value> = names
            .iter()
            .map(|name| json!({"name": name, "url": site.at(&format!("/tags/{}", statuses::compose::percent(name))), "history": [], "following": false}))
            .collect();
        Ok(json!({
            "accounts": found.iter().map(|a| accounts::api::render(&site, a)).collect::<Vec<_>>(),
            "statuses": statuses::api::render(tx, viewer, posts)?,
            "hashtags": hashtags
        }))
    })
    .await
    .map(Json)
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

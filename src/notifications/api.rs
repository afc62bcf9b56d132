//! Notifications, for clients.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Kind;
use super::store::{self, Notification, Wanted};
use crate::accounts;
use crate::accounts::api::AccountJson;
use crate::app::App;
use crate::audit;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::filters::Context;
use crate::markers;
use crate::oauth::Caller;
use crate::reports;
use crate::statuses;
use crate::statuses::api::StatusJson;
use crate::web::pagination::links;
use crate::web::params::{flag, number, texts};
use crate::web::{Id, Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/notifications", list)
        .get("/api/v1/notifications/unread_count", unread_count)
        .get("/api/v1/notifications/{id}", show)
        .post("/api/v1/notifications/clear", clear)
        .post("/api/v1/notifications/{id}/dismiss", dismiss)
}

/// Mastodon's Notification entity.
#[derive(Serialize)]
struct NotificationJson {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    group_key: String,
    created_at: String,
    account: Arc<AccountJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<StatusJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    moderation_warning: Option<Value>,
}

/// What notifications are about besides posts.
pub(super) struct Matters {
    reports: Vec<(i64, Value)>,
    warnings: Vec<(i64, Value)>,
}

impl Matters {
    pub(super) fn of(tx: &mut Tx, about: &[(&str, Option<i64>)]) -> Result<Self> {
        let ids = |wanted: Kind| {
            about.iter().filter(|(kind, _)| *kind == wanted.as_str()).filter_map(|(_, id)| *id).collect::<Vec<_>>()
        };
        let (reported, warned) = (ids(Kind::AdminReport), ids(Kind::ModerationWarning));
        Ok(Self {
            reports: if reported.is_empty() { Vec::new() } else { reports::api::by_ids(tx, &reported)? },
            warnings: if warned.is_empty() { Vec::new() } else { audit::api::as_warnings(tx, &warned)? },
        })
    }

    pub(super) fn report(&self, id: Option<i64>) -> Option<Value> {
        self.reports.iter().find(|(known, _)| Some(*known) == id).map(|(_, report)| report.clone())
    }

    pub(super) fn warning(&self, id: Option<i64>) -> Option<Value> {
        self.warnings.iter().find(|(known, _)| Some(*known) == id).map(|(_, warning)| warning.clone())
    }
}

/// One that somebody who listens is told of: nothing if a filter of theirs hides it.
pub fn render_to_tell(tx: &mut Tx, account_id: i64, id: i64) -> Result<Option<Value>> {
    let found = store::one(tx, account_id, id)?;
    let shown = render(tx, account_id, vec![found])?.pop();
    let shown = shown.filter(|n| !n.status.as_ref().is_some_and(|s| s.hidden_in.contains(&Context::Notifications)));
    shown.map(|n| serde_json::to_value(n).map_err(Error::internal)).transpose()
}

fn render(tx: &mut Tx, viewer: i64, found: Vec<Notification>) -> Result<Vec<NotificationJson>> {
    let from: Vec<i64> = found.iter().map(|n| n.from_id).collect();
    let people = accounts::by_ids(tx, &from)?;
    let status_ids: Vec<i64> = found.iter().filter_map(|n| n.status_id).collect();
    let rows = statuses::by_ids(tx, &status_ids)?;
    let shown = statuses::api::render(tx, Some(viewer), rows)?;
    let about: Vec<(&str, Option<i64>)> = found.iter().map(|n| (n.kind.as_str(), n.about_id)).collect();
    let matters = Matters::of(tx, &about)?;
    Ok(found
        .into_iter()
        .filter_map(|n| {
            let account = people.iter().find(|a| a.id == n.from_id)?;
            let status = n.status_id.and_then(|id| shown.iter().find(|s| s.id == id.to_string()).cloned());
            Some(NotificationJson {
                id: n.id.to_string(),
                group_key: n.group_key,
                created_at: Time(n.created_at).rfc3339(),
                account: accounts::api::render(&tx.site, account),
                status,
                report: matters.report(n.about_id),
                moderation_warning: matters.warning(n.about_id),
                kind: super::for_apps(&n.kind).into(),
            })
        })
        .collect())
}

#[derive(Deserialize)]
struct Query {
    #[serde(flatten)]
    paging: Paging,
    #[serde(default, deserialize_with = "texts")]
    types: Vec<String>,
    #[serde(default, deserialize_with = "texts")]
    exclude_types: Vec<String>,
    #[serde(default, deserialize_with = "number")]
    account_id: Option<i64>,
    #[serde(default, deserialize_with = "flag")]
    include_filtered: Option<bool>,
}

impl Query {
    fn wanted(&self) -> Wanted {
        Wanted {
            kinds: self.types.clone(),
            not: self.exclude_types.clone(),
            from: self.account_id,
            filtered_too: self.include_filtered == Some(true),
        }
    }
}

async fn list(
    State(app): State<App>,
    caller: Caller,
    Params(query): Params<Query>,
) -> Result<(HeaderMap, Json<Vec<NotificationJson>>)> {
    caller.needs("read:notifications")?;
    let limit = query.paging.limit(40, 80);
    app.read(move |tx| {
        let found = store::page(tx, caller.account.id, &query.paging, limit, &query.wanted())?;
        let ends = found.first().zip(found.last()).map(|(newest, oldest)| (newest.id, oldest.id));
        let filters = [("types[]", &query.types), ("exclude_types[]", &query.exclude_types)];
        let mut kept: Vec<(&str, String)> =
            filters.iter().flat_map(|(key, values)| values.iter().map(|v| (*key, v.clone()))).collect();
        kept.push(("limit", limit.to_string()));
        kept.extend(query.account_id.map(|id| ("account_id", id.to_string())));
        kept.extend(query.include_filtered.map(|yes| ("include_filtered", yes.to_string())));
        let headers = links(&tx.site, "/api/v1/notifications", &kept, ends);
        let mut shown = render(tx, caller.account.id, found)?;
        shown.retain(|n| !n.status.as_ref().is_some_and(|s| s.hidden_in.contains(&Context::Notifications)));
        Ok((headers, Json(shown)))
    })
    .await
}

async fn show(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<NotificationJson>> {
    caller.needs("read:notifications")?;
    app.read(move |tx| {
        let found = store::one(tx, caller.account.id, id)?;
        render(tx, caller.account.id, vec![found])?.pop().ok_or(Error::NotFound)
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct Most {
    #[serde(default, deserialize_with = "number")]
    limit: Option<i64>,
    #[serde(flatten)]
    query: Query,
}

/// How many there are since one has last read.
async fn unread_count(State(app): State<App>, caller: Caller, Params(most): Params<Most>) -> Result<Json<Value>> {
    caller.needs("read:notifications")?;
    let limit = most.limit.unwrap_or(100).clamp(1, 1_000);
    app.read(move |tx| {
        let read = markers::last_read(tx, caller.account.id, "notifications")?;
        Ok(json!({"count": store::count_since(tx, caller.account.id, read, &most.query.wanted(), limit)?}))
    })
    .await
    .map(Json)
}

async fn clear(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    caller.needs("write:notifications")?;
    app.write(move |tx| store::dismiss(tx, caller.account.id, None)).await?;
    Ok(Json(json!({})))
}

async fn dismiss(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("write:notifications")?;
    app.write(move |tx| store::dismiss(tx, caller.account.id, Some(id))).await?;
    Ok(Json(json!({})))
}

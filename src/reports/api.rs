//! Reports, for members' and stewards' apps.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use rules::roles::Act;
use serde::Deserialize;
use serde_json::{Value, json};

use super::store::{self, Report};
use super::{Complaint, report};
use crate::accounts;
use crate::accounts::api::render;
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::oauth::Caller;
use crate::statuses;
use crate::web::pagination::links;
use crate::web::params::{flag, text, texts};
use crate::web::{Id, Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/reports", create)
        .get("/api/v1/admin/reports", list)
        .get("/api/v1/admin/reports/{id}", show)
        .post("/api/v1/admin/reports/{id}/resolve", resolve)
        .post("/api/v1/admin/reports/{id}/reopen", reopen)
}

#[derive(Deserialize)]
struct NewReport {
    #[serde(default, deserialize_with = "text")]
    account_id: Option<String>,
    #[serde(default, deserialize_with = "texts")]
    status_ids: Vec<String>,
    #[serde(default, deserialize_with = "text")]
    comment: Option<String>,
    #[serde(default, deserialize_with = "text")]
    category: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    forward: Option<bool>,
}

/// Mastodon's Report entity.
fn as_report(tx: &mut Tx, report: &Report) -> Result<Value> {
    let target = accounts::by_ids(tx, &[report.target_id])?.pop().ok_or(Error::NotFound)?;
    let uris: Vec<String> = serde_json::from_str(&report.status_uris).unwrap_or_default();
    let mut status_ids = Vec::new();
    for uri in &uris {
        status_ids.extend(statuses::by_uri(tx, uri)?.map(|s| s.id.to_string()));
    }
    Ok(json!({
        "id": report.id.to_string(), "action_taken": report.resolved_at.is_some(),
        "action_taken_at": report.resolved_at.map(|at| Time(at).rfc3339()), "category": report.category, "comment": report.comment,
        "forwarded": report.forwarded, "created_at": Time(report.created_at).rfc3339(), "status_ids": status_ids,
        "rule_ids": [], "target_account": render(&tx.site, &target)
    }))
}

/// Mastodon's Admin::Report, as far as this node has it.
fn as_admin_report(tx: &mut Tx, report: &Report) -> Result<Value> {
    let mut body = as_report(tx, report)?;
    let about = |tx: &mut Tx, id: Option<i64>| -> Result<Value> {
        let account = match id {
            Some(id) => accounts::by_ids(tx, &[id])?.pop(),
            None => None,
        };
        Ok(account.map_or(Value::Null, |a| {
            json!({
                "id": a.id.to_string(), "username": a.username, "domain": a.domain, "created_at": Time(a.created_at).rfc3339(),
                "suspended": a.suspended_at.is_some(), "silenced": a.silenced_at.is_some(), "account": render(&tx.site, &a)
            })
        }))
    };
    body["account"] = about(tx, Some(report.account_id))?;
    body["target_account"] = about(tx, Some(report.target_id))?;
    body["assigned_account"] = Value::Null;
    body["action_taken_by_account"] = about(tx, report.resolved_by)?;
    body["updated_at"] = Time(report.resolved_at.unwrap_or(report.created_at)).rfc3339().into();
    let uris: Vec<String> = serde_json::from_str(&report.status_uris).unwrap_or_default();
    let mut rows = Vec::new();
    for uri in &uris {
        rows.extend(statuses::by_uri(tx, uri)?);
    }
    body["statuses"] = serde_json::to_value(statuses::api::render(tx, None, rows)?).map_err(Error::internal)?;
    body["rules"] = json!([]);
    Ok(body)
}

async fn create(State(app): State<App>, caller: Caller, Params(new): Params<NewReport>) -> Result<Json<Value>> {
    caller.needs("write:reports")?;
    caller.may(Act::TakePart)?;
    let number = |text: &String| text.parse::<i64>().map_err(|_| Error::NotFound);
    let complaint = Complaint {
        target_id: number(&new.account_id.ok_or_else(|| Error::invalid("Validation failed: Account can't be blank"))?)?,
        status_ids: new.status_ids.iter().map(number).collect::<Result<_>>()?,
        comment: new.comment.unwrap_or_default(),
        category: new.category.unwrap_or_default(),
        forward: new.forward.unwrap_or(false),
    };
    app.write(move |tx| {
        let report = report(tx, &caller.account, complaint)?;
        as_report(tx, &report)
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct Asked {
    #[serde(flatten)]
    paging: Paging,
    #[serde(default, deserialize_with = "flag")]
    resolved: Option<bool>,
}

async fn list(State(app): State<App>, caller: Caller, Params(asked): Params<Asked>) -> Result<(HeaderMap, Json<Vec<Value>>)> {
    caller.needs("admin:read:reports")?;
    caller.may(Act::Moderate)?;
    let limit = asked.paging.limit(100, 200);
    app.read(move |tx| {
        let found = store::listed(tx, asked.resolved == Some(true), &asked.paging, limit)?;
        let ends = found.first().zip(found.last()).map(|(newest, oldest)| (newest.id, oldest.id));
        let shown = found.iter().map(|report| as_admin_report(tx, report)).collect::<Result<Vec<_>>>()?;
        Ok((links(&tx.site, "/api/v1/admin/reports", &[], ends), Json(shown)))
    })
    .await
}

async fn show(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("admin:read:reports")?;
    caller.may(Act::Moderate)?;
    app.read(move |tx| {
        let report = store::by_id(tx, id)?;
        as_admin_report(tx, &report)
    })
    .await
    .map(Json)
}

async fn resolve(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    settle(app, caller, id, true).await
}

async fn reopen(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    settle(app, caller, id, false).await
}

async fn settle(app: App, caller: Caller, id: i64, done: bool) -> Result<Json<Value>> {
    caller.needs("admin:write:reports")?;
    caller.may(Act::Moderate)?;
    app.write(move |tx| {
        store::by_id(tx, id)?;
        store::resolve(tx, id, done.then_some(caller.account.id))?;
        let report = store::by_id(tx, id)?;
        as_admin_report(tx, &report)
    })
    .await
    .map(Json)
}

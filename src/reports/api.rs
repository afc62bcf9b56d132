//! Reports, for members' and stewards' apps.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use rules::roles::Act;
use serde::Deserialize;
use serde_json::{Value, json};

use super::store::{self, Report};
use super::{Complaint, classify, report, resolve as resolve_report};
use crate::accounts;
use crate::accounts::api::render;
use crate::app::App;
use crate::chapter;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::members;
use crate::oauth::Caller;
use crate::statuses::{self, Status};
use crate::web::pagination::links;
use crate::web::params::{flag, text, texts};
use crate::web::{Id, Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/reports", create)
        .get("/api/v1/admin/reports", list)
        .get("/api/v1/admin/reports/{id}", show)
        .put("/api/v1/admin/reports/{id}", change)
        .post("/api/v1/admin/reports/{id}/assign_to_self", assign)
        .post("/api/v1/admin/reports/{id}/unassign", unassign)
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
    #[serde(default, deserialize_with = "texts")]
    rule_ids: Vec<String>,
    #[serde(default, deserialize_with = "flag")]
    forward: Option<bool>,
}

/// Mastodon's Report entities.
fn as_reports(tx: &mut Tx, reports: &[Report], posts: &[Status]) -> Result<Vec<Value>> {
    let targets: Vec<i64> = reports.iter().map(|r| r.target_id).collect();
    let targets = accounts::by_ids(tx, &targets)?;
    let one = |report: &Report| {
        let uris = report.uris();
        let status_ids: Vec<String> = posts.iter().filter(|p| uris.contains(&p.uri)).map(|p| p.id.to_string()).collect();
        let target = targets.iter().find(|account| account.id == report.target_id);
        json!({
            "id": report.id.to_string(), "action_taken": report.resolved_at.is_some(),
            "action_taken_at": report.resolved_at.map(|at| Time(at).rfc3339()), "category": report.category, "comment": report.comment,
            "forwarded": report.forwarded, "created_at": Time(report.created_at).rfc3339(), "status_ids": status_ids,
            "rule_ids": report.rules(), "target_account": target.map(|account| render(&tx.site, account))
        })
    };
    Ok(reports.iter().map(one).collect())
}

fn posts_of(tx: &mut Tx, reports: &[Report]) -> Result<Vec<Status>> {
    let uris: Vec<String> = reports.iter().flat_map(Report::uris).collect();
    statuses::by_uris(tx, &uris)
}

fn as_report(tx: &mut Tx, report: &Report) -> Result<Value> {
    let posts = posts_of(tx, std::slice::from_ref(report))?;
    as_reports(tx, std::slice::from_ref(report), &posts)?.pop().ok_or(Error::NotFound)
}

/// The Report entities with these ids.
pub fn by_ids(tx: &mut Tx, ids: &[i64]) -> Result<Vec<(i64, Value)>> {
    let reports = store::by_ids(tx, ids)?;
    let posts = posts_of(tx, &reports)?;
    let shown = as_reports(tx, &reports, &posts)?;
    Ok(reports.iter().map(|report| report.id).zip(shown).collect())
}

/// Mastodon's Admin::Report entities.
fn as_admin_reports(tx: &mut Tx, reports: &[Report]) -> Result<Vec<Value>> {
    let posts = posts_of(tx, reports)?;
    let mut bodies = as_reports(tx, reports, &posts)?;
    let named = |r: &Report| [Some(r.account_id), Some(r.target_id), r.assigned_to, r.resolved_by];
    let ids: Vec<i64> = reports.iter().flat_map(named).flatten().collect();
    let people = accounts::by_ids(tx, &ids)?;
    let rendered = members::api::as_admin_accounts(tx, &people)?;
    let about = |id: Option<i64>| rendered.iter().find(|a| id.map(|id| id.to_string()).as_deref() == a["id"].as_str()).cloned();
    let shown = serde_json::to_value(statuses::api::render(tx, None, posts)?).map_err(Error::internal)?;
    let rules = chapter::about::render_rules(tx)?;
    for (body, report) in bodies.iter_mut().zip(reports) {
        let chosen = |all: &[Value], ids: &Value| -> Vec<Value> {
            let wanted = |one: &&Value| ids.as_array().is_some_and(|ids| ids.contains(&one["id"]));
            all.iter().filter(wanted).cloned().collect()
        };
        body["statuses"] = chosen(shown.as_array().map_or(&[], Vec::as_slice), &body["status_ids"]).into();
        body["rules"] = chosen(&rules, &body["rule_ids"]).into();
        body["account"] = about(Some(report.account_id)).into();
        body["target_account"] = about(Some(report.target_id)).into();
        body["assigned_account"] = about(report.assigned_to).into();
        body["action_taken_by_account"] = about(report.resolved_by).into();
        body["updated_at"] = Time(report.updated_at.max(report.created_at)).rfc3339().into();
    }
    Ok(bodies)
}

fn as_admin_report(tx: &mut Tx, id: i64) -> Result<Value> {
    let report = store::by_id(tx, id)?;
    as_admin_reports(tx, &[report])?.pop().ok_or(Error::NotFound)
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
        rule_ids: new.rule_ids,
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
        let shown = as_admin_reports(tx, &found)?;
        Ok((links(&tx.site, "/api/v1/admin/reports", &[], ends), Json(shown)))
    })
    .await
}

async fn show(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("admin:read:reports")?;
    caller.may(Act::Moderate)?;
    app.read(move |tx| as_admin_report(tx, id)).await.map(Json)
}

#[derive(Deserialize)]
struct Change {
    #[serde(default, deserialize_with = "text")]
    category: Option<String>,
    #[serde(default, deserialize_with = "texts")]
    rule_ids: Vec<String>,
}

async fn change(State(app): State<App>, caller: Caller, Id(id): Id, Params(change): Params<Change>) -> Result<Json<Value>> {
    let rule_ids = Some(change.rule_ids).filter(|ids| !ids.is_empty());
    settle(app, caller, id, move |tx, _| classify(tx, id, change.category.as_deref(), rule_ids)).await
}

async fn assign(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    settle(app, caller, id, move |tx, steward| store::assign(tx, id, Some(steward))).await
}

async fn unassign(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    settle(app, caller, id, move |tx, _| store::assign(tx, id, None)).await
}

async fn resolve(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    settle(app, caller, id, move |tx, steward| resolve_report(tx, id, Some(steward), true)).await
}

async fn reopen(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    settle(app, caller, id, move |tx, steward| resolve_report(tx, id, Some(steward), false)).await
}

async fn settle<F>(app: App, caller: Caller, id: i64, verb: F) -> Result<Json<Value>>
where
    F: FnOnce(&mut Tx, i64) -> Result<()> + Send + 'static,
{
    caller.needs("admin:write:reports")?;
    caller.may(Act::Moderate)?;
    app.write(move |tx| {
        store::by_id(tx, id)?;
        verb(tx, caller.account.id)?;
        as_admin_report(tx, id)
    })
    .await
    .map(Json)
}

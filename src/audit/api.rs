//! The log of what stewards did, for stewards.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use rules::roles::Act as Deed;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Entry, by_ids, listed};
use crate::accounts;
use crate::accounts::api::render;
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::Result;
use crate::oauth::Caller;
use crate::web::pagination::links;
use crate::web::params::number;
use crate::web::{Paging, Params, Routes};

const PATH: &str = "/api/v1/potluck/audit_log";

pub fn routes() -> Routes {
    Routes::new().get(PATH, list)
}

/// `{id, act, by, account, subject, note, created_at}`; `by` is null for a deed done from the terminal.
fn as_entries(tx: &mut Tx, entries: &[Entry]) -> Result<Vec<Value>> {
    let ids: Vec<i64> = entries.iter().flat_map(|e| [e.by_id, e.account_id]).flatten().collect();
    let people = accounts::by_ids(tx, &ids)?;
    let about = |id: Option<i64>| people.iter().find(|a| Some(a.id) == id).map(|a| render(&tx.site, a));
    let one = |e: &Entry| {
        json!({
            "id": e.id.to_string(), "act": e.act, "by": about(e.by_id), "account": about(e.account_id), "subject": e.subject,
            "note": e.note, "created_at": Time(e.created_at).rfc3339()
        })
    };
    Ok(entries.iter().map(one).collect())
}

/// Mastodon's AccountWarning: what was done to somebody, as they themselves are told it.
pub fn as_warnings(tx: &mut Tx, ids: &[i64]) -> Result<Vec<(i64, Value)>> {
    let entries = by_ids(tx, ids)?;
    let targets: Vec<i64> = entries.iter().filter_map(|e| e.account_id).collect();
    let people = accounts::by_ids(tx, &targets)?;
    let one = |e: &Entry| {
        let action = match e.act.as_str() {
            "disable" => "disable",
            "sensitize" => "sensitive",
            "silence" => "silence",
            "suspend" => "suspend",
            _ => "none",
        };
        let target = people.iter().find(|a| Some(a.id) == e.account_id)?;
        let body = json!({
            "id": e.id.to_string(), "action": action, "text": e.note, "status_ids": null, "target_account": render(&tx.site, target),
            "appeal": null, "created_at": Time(e.created_at).rfc3339()
        });
        Some((e.id, body))
    };
    Ok(entries.iter().filter_map(one).collect())
}

#[derive(Deserialize)]
struct Asked {
    #[serde(flatten)]
    paging: Paging,
    #[serde(default, deserialize_with = "number")]
    account_id: Option<i64>,
}

async fn list(State(app): State<App>, caller: Caller, Params(asked): Params<Asked>) -> Result<(HeaderMap, Json<Vec<Value>>)> {
    caller.needs("admin:read")?;
    caller.may(Deed::Moderate)?;
    let limit = asked.paging.limit(40, 200);
    app.read(move |tx| {
        let found = listed(tx, asked.account_id, &asked.paging, limit)?;
        let ends = found.first().zip(found.last()).map(|(newest, oldest)| (newest.id, oldest.id));
        let kept: Vec<(&str, String)> = asked.account_id.map(|id| ("account_id", id.to_string())).into_iter().collect();
        let shown = as_entries(tx, &found)?;
        Ok((links(&tx.site, PATH, &kept, ends), Json(shown)))
    })
    .await
}

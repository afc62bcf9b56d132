//! What was decided before this node, for clients and bots of members.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::store;
use crate::app::App;
use crate::clock::Time;
use crate::error::Result;
use crate::oauth::Caller;
use crate::web::params::{number, text};
use crate::web::{Id, Params, Routes};

pub fn routes() -> Routes {
    Routes::new().get("/api/v1/potluck/history", list).get("/api/v1/potluck/history/{id}", show)
}

fn short(row: &store::Row) -> Value {
    json!({
        "id": row.id.to_string(), "source": row.source, "source_key": row.source_key, "title": row.title, "author": row.author,
        "kind": row.kind, "outcome": row.outcome, "started_at": Time(row.started_at).rfc3339_seconds(),
        "closed_at": row.closed_at.map(|at| Time(at).rfc3339_seconds())
    })
}

#[derive(Deserialize)]
struct Query {
    #[serde(default, deserialize_with = "text")]
    q: Option<String>,
    #[serde(default, deserialize_with = "number")]
    limit: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    offset: Option<i64>,
}

async fn list(State(app): State<App>, caller: Caller, Params(query): Params<Query>) -> Result<Json<Vec<Value>>> {
    caller.needs("read:decisions")?;
    let (limit, offset) = (query.limit.unwrap_or(20).clamp(1, 80), query.offset.unwrap_or(0).max(0));
    app.read(move |tx| {
        let rows = store::listed(tx, query.q.as_deref().filter(|q| !q.is_empty()), limit, offset)?;
        Ok(rows.iter().map(short).collect())
    })
    .await
    .map(Json)
}

async fn show(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("read:decisions")?;
    app.read(move |tx| {
        let row = store::by_id(tx, id)?;
        let mut whole = short(&row);
        whole["told"] = serde_json::from_str(&row.document).unwrap_or_default();
        Ok(whole)
    })
    .await
    .map(Json)
}

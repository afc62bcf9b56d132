//! Delegations for clients and bots, under `/api/v1/potluck`.

use axum::Json;
use axum::extract::State;
use rules::delegation::Scope;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Reach, Row, give, in_force, take_back};
use crate::accounts::{self, Account};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::oauth::Caller;
use crate::web::params::{number, text};
use crate::web::{Id, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/potluck/delegations", list)
        .post("/api/v1/potluck/delegations", create)
        .delete("/api/v1/potluck/delegations/{id}", remove)
}

fn as_json(tx: &Tx, row: &Row, truster: &Account, trustee: Option<&Account>) -> Value {
    json!({
        "id": row.id.to_string(), "scope": row.scope, "subject": row.subject, "truster": accounts::api::render(&tx.site, truster),
        "trustee": trustee.map(|t| accounts::api::render(&tx.site, t)), "since": Time(row.since).rfc3339_seconds(),
        "expires_at": Time(row.expires_at).rfc3339_seconds()
    })
}

/// Who speaks for whom: everybody's, since everybody may know.
async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Vec<Value>>> {
    caller.needs("read:decisions")?;
    app.read(|tx| {
        let all = in_force(tx)?;
        Ok(all.iter().map(|(row, truster, trustee)| as_json(tx, row, truster, trustee.as_ref())).collect())
    })
    .await
    .map(Json)
}

/// What is handed on, as it is sent; without a trustee it is an opt-out.
#[derive(Deserialize)]
pub struct Sent {
    #[serde(default, deserialize_with = "text")]
    scope: Option<String>,
    #[serde(default, deserialize_with = "text")]
    subject: Option<String>,
    #[serde(default, deserialize_with = "number")]
    trustee_id: Option<i64>,
}

impl Sent {
    /// Reads what it is for.
    pub fn reach(&self) -> Result<Reach> {
        let named = self.scope.as_deref().unwrap_or("body");
        let known = Reach::ALL.into_iter().find(|(name, ..)| *name == named);
        let (_, scope, network) = known.ok_or_else(|| {
            Error::invalid("A delegation is for a proposal, a topic, the body, a network_topic or the network.")
        })?;
        let subject = self.subject.as_deref().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        Ok(Reach { scope, network, subject: if scope == Scope::Body { String::new() } else { subject } })
    }

    pub const fn trustee_id(&self) -> Option<i64> {
        self.trustee_id
    }
}

async fn create(State(app): State<App>, caller: Caller, Params(sent): Params<Sent>) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    let reach = sent.reach()?;
    app.write(move |tx| {
        let trustee = sent.trustee_id.map(|id| accounts::by_id(tx, id)).transpose()?;
        let row = give(tx, &caller.account, &reach, trustee.as_ref())?;
        Ok(as_json(tx, &row, &caller.account, trustee.as_ref()))
    })
    .await
    .map(Json)
}

async fn remove(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    app.write(move |tx| take_back(tx, &caller.account, id)).await?;
    Ok(Json(json!({})))
}

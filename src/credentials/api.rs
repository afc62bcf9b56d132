//! Connectors and those who want to be, for clients and bots, under `/api/v1/potluck`.

use axum::Json;
use axum::extract::State;
use rules::credential::Endorsement;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Row, add_sponsor, declare, endorse, look_back, opt_in, resign, store, withdraw};
use crate::accounts;
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::Result;
use crate::oauth::Caller;
use crate::web::params::{number, text, texts};
use crate::web::{Id, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/potluck/connectors", connectors)
        .get("/api/v1/potluck/candidacies", list)
        .post("/api/v1/potluck/candidacies", create)
        .get("/api/v1/potluck/candidacies/{id}", show)
        .post("/api/v1/potluck/candidacies/{id}/endorsement", vouch)
        .post("/api/v1/potluck/candidacies/{id}/sponsors", name)
        .post("/api/v1/potluck/candidacies/{id}/withdrawal", let_go)
        .post("/api/v1/potluck/seat/opt_in", stay)
        .post("/api/v1/potluck/seat/resignation", leave)
}

/// Connectors and dormant ones, with their seats: role, since when, until when, and the decision it comes from.
async fn connectors(State(app): State<App>) -> Result<Json<Vec<Value>>> {
    app.read(|tx| {
        let seats = store::seats(tx)?;
        let people = accounts::by_ids(tx, &seats.iter().map(|(seat, ..)| seat.account_id).collect::<Vec<_>>())?;
        Ok(seats
            .iter()
            .filter_map(|(seat, role, decision)| {
                let account = people.iter().find(|account| account.id == seat.account_id)?;
                Some(json!({
                    "account": accounts::api::render(&tx.site, account), "role": role, "decision": decision,
                    "since": Time(seat.since).rfc3339_seconds(), "valid_until": Time(seat.ends_at).rfc3339_seconds()
                }))
            })
            .collect())
    })
    .await
    .map(Json)
}

fn as_json(tx: &mut Tx, row: &Row) -> Result<Value> {
    let candidacy = row.candidacy()?;
    let said = store::endorsements(tx, row.id)?;
    let uris: Vec<String> = candidacy.sponsors.iter().map(|s| s.person.clone()).collect();
    let sponsors = accounts::by_uris(tx, &uris)?;
    let person = accounts::any_by_id(tx, row.account_id)?;
    let parsed = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
    let sponsors: Vec<Value> = sponsors
        .iter()
        .map(|sponsor| {
            let endorsement = said.iter().find(|(id, _)| *id == sponsor.id).map(|(_, text)| parsed(text));
            json!({"account": accounts::api::render(&tx.site, sponsor), "endorsement": endorsement})
        })
        .collect();
    let moment = |at: Option<i64>| at.map(|at| Time(at).rfc3339_seconds());
    Ok(json!({
        "id": row.id.to_string(), "account": accounts::api::render(&tx.site, &person), "state": row.state, "statement": row.statement,
        "returning": candidacy.returning, "sponsors": sponsors, "proposal_id": row.proposal_id.map(|id| id.to_string()),
        "created_at": moment(Some(row.created_at)), "asks_at": moment(row.due_at), "closed_at": moment(row.closed_at),
        "value": parsed(&row.process)
    }))
}

async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Vec<Value>>> {
    caller.needs("read:decisions")?;
    app.read(|tx| store::open(tx)?.iter().map(|row| as_json(tx, row)).collect()).await.map(Json)
}

async fn show(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("read:decisions")?;
    app.read(move |tx| {
        let row = store::by_id(tx, id)?;
        as_json(tx, &row)
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct Declared {
    #[serde(default, deserialize_with = "text")]
    statement: Option<String>,
    /// Ids of accounts.
    #[serde(default, deserialize_with = "texts")]
    sponsors: Vec<String>,
}

async fn create(State(app): State<App>, caller: Caller, Params(sent): Params<Declared>) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    let sponsors: Vec<i64> = sent.sponsors.iter().filter_map(|id| id.parse().ok()).collect();
    look_back(&app, &caller.account).await?;
    app.write(move |tx| {
        let row = declare(tx, &caller.account, sent.statement.as_deref().unwrap_or_default(), &sponsors)?;
        as_json(tx, &row)
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
pub struct Said {
    #[serde(default, deserialize_with = "text")]
    results: Option<String>,
    #[serde(default, deserialize_with = "text")]
    intent: Option<String>,
    #[serde(default, deserialize_with = "text")]
    fit: Option<String>,
}

impl Said {
    pub fn endorsement(self) -> Endorsement {
        Endorsement {
            results: self.results.unwrap_or_default(),
            intent: self.intent.unwrap_or_default(),
            fit: self.fit.unwrap_or_default(),
        }
    }
}

async fn vouch(State(app): State<App>, caller: Caller, Id(id): Id, Params(said): Params<Said>) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    app.write(move |tx| {
        let row = endorse(tx, &caller.account, id, said.endorsement())?;
        as_json(tx, &row)
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct Named {
    #[serde(default, deserialize_with = "number")]
    account_id: Option<i64>,
}

async fn name(State(app): State<App>, caller: Caller, Id(id): Id, Params(named): Params<Named>) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    app.write(move |tx| {
        let sponsor = accounts::by_id(tx, named.account_id.unwrap_or_default())?;
        let row = add_sponsor(tx, &caller.account, id, &sponsor)?;
        as_json(tx, &row)
    })
    .await
    .map(Json)
}

async fn let_go(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    app.write(move |tx| {
        let row = withdraw(tx, &caller.account, id)?;
        as_json(tx, &row)
    })
    .await
    .map(Json)
}

async fn stay(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    let seat = app.write(move |tx| opt_in(tx, &caller.account)).await?;
    Ok(Json(json!({"valid_until": Time(seat.ends_at).rfc3339_seconds()})))
}

async fn leave(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    app.write(move |tx| resign(tx, &caller.account)).await?;
    Ok(Json(json!({})))
}

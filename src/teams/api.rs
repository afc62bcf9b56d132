//! Groups and projects for clients and bots, under `/api/v1/potluck`.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Team, add, create, end, leave, store};
use crate::accounts;
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::oauth::Caller;
use crate::web::params::{number, text};
use crate::web::{Id, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/potluck/teams", list)
        .post("/api/v1/potluck/teams", begin)
        .get("/api/v1/potluck/teams/{id}", show)
        .post("/api/v1/potluck/teams/{id}/members", bring)
        .post("/api/v1/potluck/teams/{id}/leave", go)
        .post("/api/v1/potluck/teams/{id}/end", close)
}

fn short(tx: &Tx, team: &Team) -> Value {
    json!({
        "id": team.id.to_string(), "name": team.name, "kind": team.kind, "purpose": team.purpose,
        "url": tx.site.at(&format!("/teams/{}", team.id)), "created_at": Time(team.created_at).rfc3339(),
        "ended_at": team.closed_at.map(|at| Time(at).rfc3339())
    })
}

fn whole(tx: &mut Tx, team: &Team) -> Result<Value> {
    let ids: Vec<i64> = store::members(tx, team.id)?.into_iter().map(|(id, _)| id).collect();
    let people = accounts::by_ids(tx, &ids)?;
    let mut body = short(tx, team);
    body["members"] = people.iter().map(|account| json!(accounts::api::render(&tx.site, account))).collect();
    Ok(body)
}

async fn list(State(app): State<App>) -> Result<Json<Vec<Value>>> {
    app.read(|tx| {
        let teams = store::all(tx)?;
        let counted = teams.iter().map(|(team, count)| {
            let mut body = short(tx, team);
            body["members_count"] = (*count).into();
            body
        });
        Ok(counted.collect())
    })
    .await
    .map(Json)
}

async fn show(State(app): State<App>, Id(id): Id) -> Result<Json<Value>> {
    app.read(move |tx| {
        let team = store::by_id(tx, id)?;
        whole(tx, &team)
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct Begun {
    #[serde(default)]
    name: String,
    #[serde(default, deserialize_with = "text")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "text")]
    purpose: Option<String>,
}

async fn begin(State(app): State<App>, caller: Caller, Params(sent): Params<Begun>) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    app.write(move |tx| {
        let kind = sent.kind.unwrap_or_else(|| "group".into());
        let team = create(tx, &caller.account, &sent.name, &kind, &sent.purpose.unwrap_or_default())?;
        whole(tx, &team)
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct Brought {
    #[serde(default, deserialize_with = "number")]
    account_id: Option<i64>,
}

async fn bring(State(app): State<App>, caller: Caller, Id(id): Id, Params(sent): Params<Brought>) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    app.write(move |tx| {
        store::by_id(tx, id)?;
        let who = sent.account_id.and_then(|who| accounts::by_id(tx, who).ok());
        let who = who.ok_or_else(|| Error::invalid("Name the person by account_id."))?;
        let team = add(tx, &caller.account, id, &who)?;
        whole(tx, &team)
    })
    .await
    .map(Json)
}

async fn go(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    app.write(move |tx| {
        let team = leave(tx, &caller.account, id)?;
        whole(tx, &team)
    })
    .await
    .map(Json)
}

async fn close(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    app.write(move |tx| {
        let team = end(tx, &caller.account, id)?;
        whole(tx, &team)
    })
    .await
    .map(Json)
}

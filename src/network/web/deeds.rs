//! What is said in a decision of the network by a form: buttons, a ballot, people to ask, a voice handed on.

use axum::extract::State;
use axum::response::Response;
use protocol::object::Trust;
use rules::delegation::Scope;
use rules::proposal::Act;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::decisions::{self, Said};
use super::super::pen::Proofs;
use crate::app::App;
use crate::proposals::web::{Asking, Options, Pressed, decided, grades, people_asked, pressed};
use crate::sessions::Member;
use crate::web::forms::Form;
use crate::web::page::said;
use crate::web::params::text;
use crate::web::{Id, PageError, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .post("/network/decisions/{id}/act", deed)
        .post("/network/decisions/{id}/vote", vote)
        .post("/network/decisions/{id}/ask", ask)
        .post("/network/decisions/{id}/decide", decide)
        .post("/network/decisions/{id}/delegate", delegate)
        .post("/network/decisions/{id}/advisory", ask_everybody)
}

fn back(id: i64) -> String {
    format!("/network/decisions/{id}")
}

async fn deed(
    State(app): State<App>,
    member: Member,
    Id(id): Id,
    proofs: Proofs,
    Form(sent): Form<Pressed>,
) -> Result<Response, PageError> {
    let wanted = pressed(sent)?;
    app.write(move |tx| decisions::act(tx, &member.account, id, &wanted.into(), &proofs)).await?;
    Ok(said(&member.site, "network-said", &back(id)))
}

async fn vote(
    State(app): State<App>,
    member: Member,
    Id(id): Id,
    proofs: Proofs,
    Form(sent): Form<Map<String, Value>>,
) -> Result<Response, PageError> {
    let ballot = Said { grades: Some(grades(&sent)?), ..Said::from(Act::Vote) };
    app.write(move |tx| decisions::act(tx, &member.account, id, &ballot, &proofs)).await?;
    Ok(said(&member.site, "network-said", &back(id)))
}

async fn ask(
    State(app): State<App>,
    member: Member,
    Id(id): Id,
    proofs: Proofs,
    Form(sent): Form<Asking>,
) -> Result<Response, PageError> {
    app.write(move |tx| {
        let people = people_asked(tx, &sent)?;
        decisions::act(tx, &member.account, id, &Act::Ask { people }.into(), &proofs)
    })
    .await?;
    Ok(said(&member.site, "network-said", &back(id)))
}

async fn decide(
    State(app): State<App>,
    member: Member,
    Id(id): Id,
    proofs: Proofs,
    Form(sent): Form<Map<String, Value>>,
) -> Result<Response, PageError> {
    let decided = decided(&sent);
    app.write(move |tx| decisions::act(tx, &member.account, id, &decided.into(), &proofs)).await?;
    Ok(said(&member.site, "network-said", &back(id)))
}

#[derive(Deserialize)]
struct Handed {
    /// The address of somebody on the roll; `nobody`: an opt-out; nothing: the voice comes back.
    #[serde(default, deserialize_with = "text")]
    trustee: Option<String>,
    /// What is to be signed of what is handed on for the network.
    #[serde(default)]
    scope: Option<Scope>,
}

const NOBODY: &str = "nobody";

/// The same the other way round.
pub fn trustee_in_form(trust: &Trust) -> String {
    match &trust.trustee {
        Some(trustee) => trustee.clone(),
        None if trust.ended => String::new(),
        None => NOBODY.into(),
    }
}

async fn delegate(
    State(app): State<App>,
    member: Member,
    Id(id): Id,
    proofs: Proofs,
    Form(sent): Form<Handed>,
) -> Result<Response, PageError> {
    let trustee = sent.trustee.filter(|trustee| !trustee.is_empty());
    let ended = trustee.is_none();
    let trust =
        Trust { scope: sent.scope.unwrap_or(Scope::Proposal), ended, trustee: trustee.filter(|trustee| trustee != NOBODY) };
    let handed = Said { delegation: Some(trust), ..Said::default() };
    app.write(move |tx| decisions::act(tx, &member.account, id, &handed, &proofs)).await?;
    Ok(said(&member.site, "network-said", &back(id)))
}

async fn ask_everybody(
    State(app): State<App>,
    member: Member,
    Id(id): Id,
    Form(sent): Form<Options>,
) -> Result<Response, PageError> {
    app.write(move |tx| decisions::ask_everybody(tx, &member.account, id, &sent.lines())).await?;
    Ok(said(&member.site, "everybody-asked", &format!("{}#advisory", back(id))))
}

//! The network for clients and bots, under `/api/v1/potluck/network`.

use axum::Json;
use axum::extract::State;
use protocol::object::Text;
use protocol::roster::Roster;
use rules::proposal::Process;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::decisions::{self, Said};
use super::pen::Proofs;
use super::proposing::{self, Draft, Wish};
use super::store::{self, Row};
use super::{carry, challenges, custody, documents, foreign, requests, rosters};
use crate::accounts::{self, Account};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::oauth::Caller;
use crate::proposals::api::Asking;
use crate::proposals::{self, Deed, advisory, seconds};
use crate::web::params::{flag, number, text, texts};
use crate::web::{Id, Params, Routes, markdown};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/potluck/network", show)
        .post("/api/v1/potluck/network", found)
        .post("/api/v1/potluck/network/agree", agree)
        .post("/api/v1/potluck/network/decline", decline)
        .post("/api/v1/potluck/network/join", join)
        .post("/api/v1/potluck/network/leave", leave)
        .post("/api/v1/potluck/network/key", rotate_key)
        .get("/api/v1/potluck/network/governance_key", custody_of)
        .post("/api/v1/potluck/network/governance_key", keep_key)
        .get("/api/v1/potluck/network/decisions", list)
        .post("/api/v1/potluck/network/decisions", propose)
        .get("/api/v1/potluck/network/decisions/{id}", one)
        .post("/api/v1/potluck/network/decisions/{id}/acts", act)
        .post("/api/v1/potluck/network/decisions/{id}/challenges", challenge)
        .post("/api/v1/potluck/network/decisions/{id}/vouch", vouch)
        .post("/api/v1/potluck/network/decisions/{id}/advisory", ask_everybody)
        .get("/network/decisions/{id}/record.json", record)
}

fn moment(at: i64) -> String {
    Time(at.saturating_mul(Time::SECOND)).rfc3339_seconds()
}

fn roster_json(roster: &Roster) -> Value {
    let seats: u64 = roster.active().map(|chapter| u64::from(chapter.connector_cap)).sum();
    let chapters: Vec<Value> = roster
        .chapters
        .iter()
        .map(|chapter| {
            json!({
                "id": chapter.id, "name": chapter.name, "key": chapter.key, "connector_cap": chapter.connector_cap,
                "status": chapter.status, "since": moment(chapter.since)
            })
        })
        .collect();
    json!({"version": roster.version, "chapters": chapters, "seats": seats, "policy": roster.policy})
}

/// The network of this chapter: where it stands, its chapters, who wants to join.
pub fn whole(tx: &mut Tx) -> Result<Value> {
    let Some(network) = store::current(tx)? else { return Ok(json!({"state": "none"})) };
    let mut body = json!({
        "state": network.state, "id": network.uri, "name": network.name, "chapter": network.chapter_uri,
        "created_at": Time(network.created_at).rfc3339()
    });
    let last = match network.draft.as_deref() {
        Some(draft) => Some(super::read_roster(draft)?),
        None => rosters(tx, &network)?.pop(),
    };
    if let Some(roster) = last {
        let mut shown = roster_json(&roster.body);
        shown["digest"] = roster.digest.clone().into();
        let signed = |chapter: &&protocol::roster::Member| roster.is_by(&chapter.key);
        if network.draft.is_some() {
            shown["signed"] = roster.body.chapters.iter().filter(signed).map(|chapter| chapter.id.clone()).collect();
        }
        body["roster"] = shown;
    }
    let asked = requests(tx)?;
    body["requests"] =
        asked.iter().map(|(id, name, at)| json!({"id": id, "name": name, "created_at": Time(*at).rfc3339()})).collect();
    Ok(body)
}

async fn show(State(app): State<App>) -> Result<Json<Value>> {
    app.read(whole).await.map(Json)
}

#[derive(Deserialize)]
struct Founding {
    #[serde(default)]
    name: String,
    #[serde(default, deserialize_with = "texts")]
    chapters: Vec<String>,
}

/// Chapters are bound by their stewards' hand: what the chapter has decided on it is the steward's to carry out.
fn steward(caller: &Caller) -> Result<i64> {
    caller.needs("admin:write")?;
    caller.may(rules::roles::Act::Moderate)?;
    Ok(caller.account.id)
}

async fn found(State(app): State<App>, caller: Caller, Params(sent): Params<Founding>) -> Result<Json<Value>> {
    let by = steward(&caller)?;
    super::found(&app, Some(by), &sent.name, &sent.chapters).await?;
    app.read(whole).await.map(Json)
}

async fn agree(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    let by = steward(&caller)?;
    app.write(move |tx| super::agree(tx, Some(by)).and_then(|_| whole(tx))).await.map(Json)
}

async fn decline(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    let by = steward(&caller)?;
    app.write(move |tx| super::decline(tx, Some(by)).and_then(|_| whole(tx))).await.map(Json)
}

#[derive(Deserialize)]
struct Through {
    #[serde(default)]
    chapter: String,
}

async fn join(State(app): State<App>, caller: Caller, Params(sent): Params<Through>) -> Result<Json<Value>> {
    let by = steward(&caller)?;
    super::ask_to_join(&app, Some(by), &sent.chapter).await?;
    app.read(whole).await.map(Json)
}

async fn leave(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    let by = steward(&caller)?;
    app.write(move |tx| super::leave(tx, Some(by)).and_then(|()| whole(tx))).await.map(Json)
}

async fn rotate_key(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    let by = steward(&caller)?;
    app.write(move |tx| super::rotate_key(tx, Some(by)).and_then(|()| whole(tx))).await.map(Json)
}

/// A decision in a list.
fn short(tx: &Tx, row: &Row) -> Value {
    let at = |at: Option<i64>| at.map(|at| Time(at).rfc3339_seconds());
    json!({
        "id": row.id.to_string(), "uri": row.uri, "url": tx.site.at(&format!("/network/decisions/{}", row.id)), "host": row.host_uri,
        "author": row.author_uri, "title": row.title, "process": row.process, "state": row.state, "standing": row.standing,
        "version": row.version, "created_at": at(Some(row.created_at)), "opened_at": at(row.opened_at), "ends_at": at(row.ends_at),
        "closed_at": at(row.closed_at), "status_id": row.status_id.map(|id| id.to_string())
    })
}

fn words(text: &Text) -> Value {
    json!({
        "driver": text.driver, "text": text.text, "driver_html": markdown::render(&text.driver), "text_html": markdown::render(&text.text)
    })
}

/// Everything about a decision, as this chapter knows it; of one that is of another version of the protocol what can be read.
fn long(tx: &mut Tx, row: &Row, viewer: Option<&Account>) -> Result<Value> {
    let mut body = short(tx, row);
    if let Some(read) = foreign::of(row) {
        body["protocol"] = read.protocol.into();
        body["text"] = words(&read.text);
        return Ok(body);
    }
    let signed = decisions::proposal_of(row)?;
    let proposal = &signed.body;
    let known = carry::decision(tx, row)?;
    let now = seconds(tx.now);
    let text = match known.as_ref().and_then(|known| known.term()) {
        Some(term) => term.machine.view(now).text,
        None => proposal.text.clone(),
    };
    body["protocol"] = proposal.protocol.into();
    body["text"] = words(&text);
    let against = match known.as_ref().and_then(|known| known.term()) {
        Some(term) => term.machine.roll.challenges.clone(),
        None => challenges::known(tx, &row.uri)?,
    };
    body["challenges"] = json!(against);
    body["advisory"] = advisory::render(tx, row.advisory_id)?;
    body["topic"] = proposal.topic.clone().into();
    body["policy"] = json!(proposal.policy);
    body["change"] = json!(proposal.change);
    if row.opened_at.is_none() && row.process == "consent" {
        body["call_from"] = moment(proposing::call_from(proposal)).into();
    }
    let Some(known) = known else { return Ok(body) };
    let Some(term) = known.term() else { return Ok(body) };
    let view = term.machine.view(now);
    body["value"] = json!(view.deciding);
    body["stances"] = json!(view.stances);
    if let Process::Consent(consent) = &view.deciding.process {
        body["options"] = json!(consent.options());
    }
    body["ballots_count"] = view.ballots.len().into();
    body["roll_hash"] = term.machine.roll_hash.clone().into();
    body["roll"] = json!(term.machine.roll.entries);
    body["keeper"] = term.machine.keeper.clone().into();
    body["term"] = term.machine.term.into();
    body["log"] = json!({"length": term.log.len(), "head": term.head()});
    if let Some(tally) = known.tally() {
        body["tally"] = json!({"digest": tally.digest, "outcome": tally.body.outcome});
        let said = known.verifications_of(&tally.digest);
        body["verifications"] = said
            .iter()
            .map(|said| {
                let codes: Vec<String> = said.body.evidence.iter().map(|one| one.code.as_str()).collect();
                json!({"chapter": said.body.attributed_to, "published": moment(said.body.published), "codes": codes})
            })
            .collect();
    }
    if let Some(viewer) = viewer {
        let own = known.own_moves();
        let own = own.iter().filter(|(said, _)| said.body.attributed_to == viewer.uri).map(|(said, fate)| {
            let (fate, code) = match fate {
                Ok(true) => ("receipted", None),
                Ok(false) => ("on_its_way", None),
                Err(code) => ("refused", Some(code.as_str())),
            };
            let (act, at, witnesses) = (&said.body.act, moment(said.body.published), known.witnesses_of(&said.digest));
            json!({"act": act, "at": at, "digest": said.digest, "fate": fate, "code": code, "witnesses": witnesses})
        });
        body["me"] = json!({
            "on_roll": term.machine.roll.find(&viewer.uri).is_some(), "stance": view.stances.get(&viewer.uri),
            "ballot": view.ballots.get(&viewer.uri), "moves": own.collect::<Vec<_>>()
        });
    }
    Ok(body)
}

#[derive(Deserialize)]
struct Which {
    /// `open` or `closed`.
    #[serde(default, deserialize_with = "text")]
    state: Option<String>,
    #[serde(default, deserialize_with = "number")]
    limit: Option<i64>,
}

async fn list(State(app): State<App>, Params(which): Params<Which>) -> Result<Json<Vec<Value>>> {
    app.read(move |tx| {
        let Some(network) = store::current(tx)? else { return Ok(Vec::new()) };
        let open = which.state.as_deref() != Some("closed");
        let rows = store::decisions(tx, network.id, open, which.limit.unwrap_or(40).clamp(1, 80))?;
        Ok(rows.iter().map(|row| short(tx, row)).collect())
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct Sent {
    #[serde(default, deserialize_with = "text")]
    process: Option<String>,
    #[serde(default, deserialize_with = "text")]
    title: Option<String>,
    #[serde(default, deserialize_with = "text")]
    driver: Option<String>,
    #[serde(default, deserialize_with = "text")]
    text: Option<String>,
    #[serde(default, deserialize_with = "text")]
    topic: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    impact: Option<bool>,
    /// `admit`, `suspend`, `restore` or `cap`, and the chapter it is about.
    #[serde(default, deserialize_with = "text")]
    change: Option<String>,
    #[serde(default, deserialize_with = "text")]
    chapter: Option<String>,
    #[serde(default, deserialize_with = "number")]
    cap: Option<i64>,
}

impl Sent {
    fn draft(self) -> Result<Draft> {
        let chapter = self.chapter.unwrap_or_default();
        let change = Wish::read(&self.change.unwrap_or_default(), chapter, self.cap)?;
        Ok(Draft {
            process: self.process.unwrap_or_else(|| "consent".into()),
            title: self.title.unwrap_or_default(),
            driver: self.driver.unwrap_or_default(),
            text: self.text.unwrap_or_default(),
            topic: self.topic.unwrap_or_default(),
            impact: self.impact.unwrap_or(false),
            change,
        })
    }
}

async fn propose(State(app): State<App>, caller: Caller, proofs: Proofs, Params(sent): Params<Sent>) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    let draft = sent.draft()?;
    app.write(move |tx| {
        let row = proposing::propose(tx, &caller.account, &draft, &proofs)?;
        long(tx, &row, Some(&caller.account))
    })
    .await
    .map(Json)
}

async fn one(State(app): State<App>, caller: Option<Caller>, Id(id): Id) -> Result<Json<Value>> {
    app.read(move |tx| {
        let row = store::decision(tx, id)?;
        long(tx, &row, caller.as_ref().map(|caller| &caller.account))
    })
    .await
    .map(Json)
}

/// Reads what somebody says: an act of the rules, or a voice handed on.
pub fn said(tx: &mut Tx, all: Map<String, Value>) -> Result<Said> {
    let wrong = |error: serde_json::Error| Error::invalid(format!("This act cannot be read: {error}"));
    if all.get("act").and_then(Value::as_str) == Some("delegate") {
        let scope = all.get("scope").cloned().unwrap_or_else(|| "proposal".into());
        let name = all.get("trustee").and_then(Value::as_str).map(ToString::to_string);
        let trustee = match &name {
            Some(name) if name.starts_with("https://") || name.starts_with("http://") => accounts::by_uri(tx, name)?,
            Some(name) => accounts::by_handle(tx, name.trim_start_matches('@'))?,
            None => None,
        };
        if name.is_some() && trustee.is_none() {
            return Err(Error::invalid("One of these people is not known here. Write their names as in @ada."));
        }
        let ended = all.get("ended").and_then(Value::as_bool).unwrap_or(false);
        let trust = protocol::object::Trust {
            scope: serde_json::from_value(scope).map_err(wrong)?,
            trustee: trustee.map(|account| account.uri),
            ended,
        };
        return Ok(Said { delegation: Some(trust), ..Said::default() });
    }
    let Deed { act, text, grades } = proposals::api::deed(all)?;
    let text = text.map(|text| Draft { title: text.title, driver: text.driver, text: text.body, ..Draft::default() });
    Ok(Said { act: Some(act), grades, text, delegation: None, new_key: None })
}

async fn act(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id,
    proofs: Proofs,
    Params(all): Params<Map<String, Value>>,
) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    app.write(move |tx| {
        let said = said(tx, all)?;
        let row = decisions::act(tx, &caller.account, id, &said, &proofs)?;
        long(tx, &row, Some(&caller.account))
    })
    .await
    .map(Json)
}

fn key_json(tx: &mut Tx, person: &Account) -> Result<Value> {
    let custody = if custody::on_device(tx, person)? { "device" } else { "node" };
    Ok(json!({"governance_key": custody::present(tx, person)?, "custody": custody}))
}

async fn custody_of(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    caller.needs("read:decisions")?;
    app.read(move |tx| key_json(tx, &caller.account)).await.map(Json)
}

#[derive(Deserialize)]
struct Kept {
    /// Multikey of a key on a device; none: the one on the node.
    #[serde(default, deserialize_with = "text")]
    key: Option<String>,
    /// The device is gone: open decisions cannot be told by it.
    #[serde(default, deserialize_with = "flag")]
    lost: Option<bool>,
}

async fn keep_key(State(app): State<App>, caller: Caller, proofs: Proofs, Params(sent): Params<Kept>) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    app.write(move |tx| {
        match &sent.key {
            Some(key) => custody::to_device(tx, &caller.account, key, &proofs)?,
            None => custody::to_node(tx, &caller.account, sent.lost.unwrap_or(false), &proofs)?,
        }
        key_json(tx, &caller.account)
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct Whom {
    #[serde(default, deserialize_with = "number")]
    account_id: Option<i64>,
}

async fn vouch(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id,
    proofs: Proofs,
    Params(sent): Params<Whom>,
) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    app.write(move |tx| {
        let person = accounts::by_id(tx, sent.account_id.unwrap_or_default())?;
        let row = custody::vouch(tx, &caller.account, id, &person, &proofs)?;
        long(tx, &row, Some(&caller.account))
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct Doubt {
    /// A handle or address.
    #[serde(default)]
    voter: String,
    #[serde(default)]
    reason: String,
}

async fn challenge(State(app): State<App>, caller: Caller, Id(id): Id, Params(sent): Params<Doubt>) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    let row = challenges::raise(&app, caller.account.clone(), id, &sent.voter, &sent.reason).await?;
    app.read(move |tx| long(tx, &row, Some(&caller.account))).await.map(Json)
}

async fn ask_everybody(State(app): State<App>, caller: Caller, Id(id): Id, Params(sent): Params<Asking>) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    app.write(move |tx| {
        let row = decisions::ask_everybody(tx, &caller.account, id, &sent.options)?;
        long(tx, &row, Some(&caller.account))
    })
    .await
    .map(Json)
}

async fn record(State(app): State<App>, Id(id): Id) -> Result<Json<Value>> {
    app.read(move |tx| {
        let row = store::decision(tx, id)?;
        documents::bundle(tx, row)
    })
    .await
    .map(Json)
}

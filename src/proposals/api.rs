//! Proposals for clients and bots, under `/api/v1/potluck`. Every act is one address: what can be said is what the rules know.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use rules::proposal::{Act, Process};
use rules::roles::Role;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::store::{self, Wanted};
use super::{Deed, Draft, Row, advisory, agreements, attachments, changes_of, count, laws, laws_of};
use crate::accounts::{self, Account};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::oauth::Caller;
use crate::web::params::{self, flag, number, text, texts};
use crate::web::{Id, Paging, Params, Routes, markdown, pagination};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/potluck/proposals", list)
        .post("/api/v1/potluck/proposals", create)
        .get("/api/v1/potluck/proposals/waiting", waiting)
        .get("/api/v1/potluck/proposals/drafts", drafts)
        .get("/api/v1/potluck/proposals/{id}", show)
        .put("/api/v1/potluck/proposals/{id}", redraft)
        .get("/api/v1/potluck/proposals/{id}/acts", acts)
        .post("/api/v1/potluck/proposals/{id}/acts", act)
        .get("/api/v1/potluck/proposals/{id}/versions", versions)
        .get("/api/v1/potluck/proposals/{id}/roll", roll)
        .get("/api/v1/potluck/proposals/{id}/stances", stances)
        .get("/api/v1/potluck/proposals/{id}/ballots", ballots)
        .post("/api/v1/potluck/proposals/{id}/sense", sense)
        .post("/api/v1/potluck/proposals/{id}/statement", statement)
        .post("/api/v1/potluck/proposals/{id}/advisory", ask_everybody)
        .post("/api/v1/potluck/proposals/{id}/chapters", ask_chapters)
        .get("/api/v1/potluck/agreements", register)
        .post("/api/v1/potluck/agreements/{id}/change", change_agreement)
        .post("/api/v1/potluck/agreements/{id}/objection", object_to_change)
        .get("/api/v1/potluck/by_laws", by_laws)
        .merge(attachments::api::routes())
}

fn moment(at: Option<i64>) -> Option<String> {
    at.map(|at| Time(at).rfc3339_seconds())
}

/// A proposal in a list.
pub fn short(tx: &Tx, row: &Row, author: Option<&Account>) -> Value {
    json!({
        "id": row.id.to_string(), "url": tx.site.at(&format!("/proposals/{}", row.id)), "title": row.title, "process": row.kind, "state": row.state,
        "topic": row.topic, "team": row.team, "budget": row.budget, "brand": row.brand, "version": row.version,
        "created_at": moment(Some(row.created_at)), "published_at": moment(row.published_at), "ends_at": moment(row.ends_at),
        "closed_at": moment(row.closed_at), "review_at": moment(Some(row.review_at)), "outcome": row.outcome,
        "status_id": row.status_id.map(|id| id.to_string()), "replaces_id": row.replaces_id.map(|id| id.to_string()),
        "team_id": row.team_id.map(|id| id.to_string()), "person_id": row.person_id.map(|id| id.to_string()), "seat": row.seat,
        "account": author.map(|author| accounts::api::render(&tx.site, author))
    })
}

fn shorts(tx: &mut Tx, rows: &[Row]) -> Result<Vec<Value>> {
    let authors = accounts::by_ids(tx, &rows.iter().map(|row| row.author_id).collect::<Vec<_>>())?;
    Ok(rows.iter().map(|row| short(tx, row, authors.iter().find(|a| a.id == row.author_id))).collect())
}

/// Everything about a proposal, and what somebody has said.
pub fn whole(tx: &mut Tx, row: &Row, viewer: Option<&Account>) -> Result<Value> {
    let ids = store::responsible(tx, row.id)?;
    let people = accounts::by_ids(tx, &[ids.as_slice(), &[row.author_id]].concat())?;
    let version = store::version(tx, row.id, row.version)?;
    let proposal = row.proposal()?;
    let mut body = short(tx, row, people.iter().find(|a| a.id == row.author_id));
    body["responsible"] =
        people.iter().filter(|a| ids.contains(&a.id)).map(|a| json!(accounts::api::render(&tx.site, a))).collect();
    body["text"] = json!({
        "driver": version.driver, "text": version.body, "hash": version.hash, "driver_html": markdown::render(&version.driver),
        "text_html": markdown::render(&version.body)
    });
    body["advisory"] = advisory::render(tx, row.advisory_id)?;
    let attached = attachments::of(tx, row.id)?;
    body["attachments"] = attached.iter().map(|one| attachments::api::render(tx, one)).collect();
    body["value"] = serde_json::to_value(&proposal).map_err(Error::internal)?;
    body["by_laws"] = serde_json::to_value(laws_of(row)?).map_err(Error::internal)?;
    body["changes"] = serde_json::to_value(changes_of(row)?).map_err(Error::internal)?;
    body["by_laws_hash"] = row.by_laws_hash.clone().into();
    body["roll_hash"] = row.roll_hash.clone().into();
    body["roll_size"] = row.roll_size.into();
    if let Process::Consent(consent) = &proposal.process {
        let round = i64::from(consent.round);
        let counts = store::stance_counts(tx, row.id, round)?;
        let count = |stance: &str| counts.iter().find(|(said, _)| said == stance).map_or(0, |(_, n)| *n);
        body["stances"] = json!({"consent": count("consent"), "abstain": count("abstain"), "concern": count("concern"), "object": count("object")});
        body["ballots_count"] = store::count_ballots(tx, row.id)?.into();
        body["options"] = options(tx, row)?;
        if let Some(viewer) = viewer {
            let mine = store::stances_by(tx, &[row.id], viewer.id)?;
            let mine = mine.into_iter().find(|(_, said_in, _)| *said_in == round).map(|(_, _, stance)| stance);
            let ballot = store::ballot_of(tx, row.id, viewer.id)?.and_then(|b| serde_json::from_str::<Value>(&b).ok());
            body["me"] = json!({"on_roll": store::is_on_roll(tx, row.id, viewer.id)?, "stance": mine, "ballot": ballot});
        }
    }
    if let Some(told) = count::told(row)? {
        body["tally"] = json!(told);
    }
    let senses = store::senses(tx, row.id, row.version)?;
    let feel = |sense: &str| senses.iter().find(|(felt, _)| felt == sense).map_or(0, |(_, n)| *n);
    body["senses"] = json!({"good": feel("good"), "unsure": feel("unsure"), "worried": feel("worried")});
    Ok(body)
}

fn options(tx: &mut Tx, row: &Row) -> Result<Value> {
    let mut options = vec![json!({"option": rules::consent::PROPOSED, "title": row.title})];
    for one in store::alternatives(tx, row.id)? {
        options.push(json!({
            "option": format!("alternative-{}", one.number), "title": one.title, "text": one.body, "text_html": markdown::render(&one.body),
            "hash": one.hash, "account_id": one.account_id.to_string()
        }));
    }
    Ok(options.into())
}

#[derive(Deserialize)]
struct Query {
    #[serde(flatten)]
    paging: Paging,
    /// `open`, `closed`, or the name of a state.
    #[serde(default, deserialize_with = "text")]
    state: Option<String>,
    #[serde(default, deserialize_with = "text")]
    process: Option<String>,
    #[serde(default, deserialize_with = "text")]
    topic: Option<String>,
    #[serde(default, deserialize_with = "text")]
    team: Option<String>,
    #[serde(default, deserialize_with = "text")]
    q: Option<String>,
    #[serde(default, deserialize_with = "number")]
    account_id: Option<i64>,
}

pub const OPEN: [&str; 8] = ["clarify", "consent", "testing", "integration", "voting", "open", "effective", "seeking"];
pub const CLOSED: [&str; 9] =
    ["adopted", "rejected", "no_quorum", "lapsed", "withdrawn", "cancelled", "final", "decided", "dropped"];

/// The states behind a word.
pub fn states(word: &str) -> Result<Vec<&'static str>> {
    let known = OPEN.iter().chain(&CLOSED).chain(&["deciding"]);
    match word {
        "open" => Ok(OPEN.into_iter().chain(["deciding"]).collect()),
        "closed" => Ok(CLOSED.to_vec()),
        "adopted" => Ok(vec!["adopted", "final", "decided"]),
        word => known
            .copied()
            .find(|state| *state == word)
            .map(|state| vec![state])
            .ok_or_else(|| Error::invalid("A state is open, closed, or the name of one.")),
    }
}

async fn list(State(app): State<App>, Params(query): Params<Query>) -> Result<(HeaderMap, Json<Vec<Value>>)> {
    let limit = query.paging.limit(20, 80);
    let wanted = Wanted {
        states: query.state.as_deref().map(states).transpose()?,
        kind: query.process,
        topic: query.topic,
        team: query.team,
        q: query.q.filter(|q| !q.trim().is_empty()),
        author_id: query.account_id,
    };
    app.read(move |tx| {
        let rows = store::listed(tx, &wanted, &query.paging, limit)?;
        let ends = rows.first().zip(rows.last()).map(|(first, last)| (first.id, last.id));
        let headers = pagination::links(&tx.site, "/api/v1/potluck/proposals", &[], ends);
        Ok((headers, Json(shorts(tx, &rows)?)))
    })
    .await
}

async fn waiting(State(app): State<App>, caller: Caller) -> Result<Json<Vec<Value>>> {
    caller.needs("read:decisions")?;
    app.read(move |tx| {
        let rows = store::waiting_for(tx, caller.account.id)?;
        shorts(tx, &rows)
    })
    .await
    .map(Json)
}

async fn drafts(State(app): State<App>, caller: Caller) -> Result<Json<Vec<Value>>> {
    caller.needs("read:decisions")?;
    app.read(move |tx| {
        let rows = store::drafts(tx, caller.account.id)?;
        shorts(tx, &rows)
    })
    .await
    .map(Json)
}

/// Who looks, if anybody is known to; a token that may not read decisions does not.
fn viewer(caller: Option<Caller>) -> Result<Option<Account>> {
    match caller {
        Some(caller) => caller.needs("read:decisions").map(|()| Some(caller.account)),
        None => Ok(None),
    }
}

async fn show(State(app): State<App>, caller: Option<Caller>, Id(id): Id) -> Result<Json<Value>> {
    let viewer = viewer(caller)?;
    app.read(move |tx| {
        let row = super::seen_by(tx, viewer.as_ref().map(|v| v.id), id)?;
        whole(tx, &row, viewer.as_ref())
    })
    .await
    .map(Json)
}

/// What is proposed, as it is sent.
#[derive(Debug, Default, Deserialize)]
pub struct Sent {
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
    #[serde(default, deserialize_with = "text")]
    team: Option<String>,
    #[serde(default, deserialize_with = "text")]
    budget: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    brand: Option<bool>,
    /// Ids of accounts.
    #[serde(default, deserialize_with = "texts")]
    responsible: Vec<String>,
    /// A day or a moment (RFC 3339).
    #[serde(default, deserialize_with = "text")]
    review_at: Option<String>,
    #[serde(default, deserialize_with = "number")]
    replaces_id: Option<i64>,
    /// All by-laws as they shall be.
    #[serde(default)]
    by_laws: Option<Value>,
    /// The account of a Connector whose seat shall end.
    #[serde(default, deserialize_with = "number")]
    revokes: Option<i64>,
}

impl Sent {
    pub fn draft(self) -> Result<Draft> {
        let moment = |text: &String| Time::parse(text).or_else(|| Time::parse(&format!("{text}T12:00:00Z")));
        let review_at = match self.review_at.filter(|text| !text.is_empty()) {
            Some(text) => Some(moment(&text).ok_or_else(|| Error::invalid("The review is a date like 2027-05-01."))?.0),
            None => None,
        };
        let changes = match self.by_laws.filter(|laws| !laws.is_null()) {
            Some(laws) => {
                let wrong = |e| Error::invalid(format!("These by-laws cannot be read: {e}"));
                Some(serde_json::from_value(laws).map_err(wrong)?)
            }
            None => None,
        };
        Ok(Draft {
            changes,
            kind: self.process.unwrap_or_default(),
            title: self.title.unwrap_or_default(),
            driver: self.driver.unwrap_or_default(),
            body: self.text.unwrap_or_default(),
            topic: self.topic.unwrap_or_default(),
            team: self.team.unwrap_or_default(),
            budget: self.budget.unwrap_or_default(),
            brand: self.brand.unwrap_or_default(),
            responsible: self.responsible.iter().filter_map(|id| id.parse().ok()).collect(),
            review_at,
            replaces_id: self.replaces_id,
            seat: self.revokes.map(|person| (person, Role::Alumni)),
        })
    }
}

async fn create(State(app): State<App>, caller: Caller, Params(sent): Params<Sent>) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    let draft = sent.draft()?;
    app.write(move |tx| {
        let row = super::draft(tx, &caller.account, &draft)?;
        whole(tx, &row, Some(&caller.account))
    })
    .await
    .map(Json)
}

async fn redraft(State(app): State<App>, caller: Caller, Id(id): Id, Params(sent): Params<Sent>) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    let draft = sent.draft()?;
    app.write(move |tx| {
        let row = super::redraft(tx, &caller.account, id, &draft)?;
        whole(tx, &row, Some(&caller.account))
    })
    .await
    .map(Json)
}

/// Reads an act and what comes with it: the parameters of the act itself, a new text, a ballot.
/// Reads an act, with its grades or its text.
pub fn deed(all: Map<String, Value>) -> Result<Deed> {
    let wrong = |error: serde_json::Error| Error::invalid(format!("This act cannot be read: {error}"));
    let act: Act = serde_json::from_value(Value::Object(all.clone())).map_err(wrong)?;
    let grades = match (&act, all.get("grades")) {
        (Act::Vote, Some(grades)) => Some(serde_json::from_value(grades.clone()).map_err(wrong)?),
        (Act::Vote, None) => Some(std::collections::BTreeMap::new()),
        _ => None,
    };
    let text = match act {
        Act::Amend { .. } | Act::Compete => Some(params::read::<Sent>(all)?.draft()?),
        _ => None,
    };
    Ok(Deed { act, text, grades })
}

async fn act(State(app): State<App>, caller: Caller, Id(id): Id, Params(all): Params<Map<String, Value>>) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    let deed = deed(all)?;
    app.write(move |tx| {
        let row = super::act(tx, &caller.account, id, deed)?;
        whole(tx, &row, Some(&caller.account))
    })
    .await
    .map(Json)
}

/// What was done with a proposal, in order, with the names of those who did it.
pub fn render_acts(tx: &mut Tx, id: i64) -> Result<Vec<Value>> {
    let rows = store::acts(tx, id)?;
    let people = accounts::by_ids(tx, &rows.iter().filter_map(|row| row.account_id).collect::<Vec<_>>())?;
    let parsed = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
    Ok(rows
        .iter()
        .map(|row| {
            let by = row.account_id.and_then(|id| people.iter().find(|a| a.id == id)).map(|a| a.uri.clone());
            json!({"at": moment(Some(row.at)), "by": by, "role": row.role, "version": row.version, "act": parsed(&row.act), "events": parsed(&row.events)})
        })
        .collect())
}

async fn acts(State(app): State<App>, caller: Option<Caller>, Id(id): Id) -> Result<Json<Vec<Value>>> {
    let viewer = viewer(caller)?.map(|viewer| viewer.id);
    app.read(move |tx| {
        super::seen_by(tx, viewer, id)?;
        render_acts(tx, id)
    })
    .await
    .map(Json)
}

async fn versions(State(app): State<App>, caller: Option<Caller>, Id(id): Id) -> Result<Json<Vec<Value>>> {
    let viewer = viewer(caller)?.map(|viewer| viewer.id);
    app.read(move |tx| {
        super::seen_by(tx, viewer, id)?;
        let rows = store::versions(tx, id)?;
        Ok(rows
            .into_iter()
            .map(|v| json!({"version": v.version, "title": v.title, "driver": v.driver, "text": v.body, "hash": v.hash, "created_at": moment(Some(v.created_at))}))
            .collect())
    })
    .await
    .map(Json)
}

async fn roll(State(app): State<App>, caller: Option<Caller>, Id(id): Id) -> Result<Json<Vec<Value>>> {
    let viewer = viewer(caller)?.map(|viewer| viewer.id);
    app.read(move |tx| {
        super::seen_by(tx, viewer, id)?;
        let rows = store::roll(tx, id)?;
        Ok(rows
            .into_iter()
            .map(|(id, voter, weight)| json!({"account_id": id.to_string(), "voter": voter, "weight": weight}))
            .collect())
    })
    .await
    .map(Json)
}

async fn stances(State(app): State<App>, caller: Option<Caller>, Id(id): Id) -> Result<Json<Vec<Value>>> {
    let viewer = viewer(caller)?.map(|viewer| viewer.id);
    app.read(move |tx| {
        let row = super::seen_by(tx, viewer, id)?;
        let round = match row.proposal()?.process {
            Process::Consent(consent) => i64::from(consent.round),
            _ => 0,
        };
        let rows = store::stances(tx, id, round)?;
        Ok(rows.into_iter().map(|(id, stance)| json!({"account_id": id.to_string(), "stance": stance, "round": round})).collect())
    })
    .await
    .map(Json)
}

async fn ballots(State(app): State<App>, caller: Option<Caller>, Id(id): Id) -> Result<Json<Vec<Value>>> {
    let viewer = viewer(caller)?.map(|viewer| viewer.id);
    app.read(move |tx| {
        super::seen_by(tx, viewer, id)?;
        let rows = store::ballots(tx, id)?;
        let grades = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
        Ok(rows.into_iter().map(|(voter, text)| json!({"voter": voter, "grades": grades(&text)})).collect())
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct Felt {
    sense: String,
}

async fn sense(State(app): State<App>, caller: Caller, Id(id): Id, Params(felt): Params<Felt>) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    app.write(move |tx| {
        super::sense(tx, &caller.account, id, &felt.sense)?;
        let row = store::by_id(tx, id)?;
        whole(tx, &row, Some(&caller.account))
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct Statement {
    statement: String,
}

async fn statement(State(app): State<App>, caller: Caller, Id(id): Id, Params(sent): Params<Statement>) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    app.write(move |tx| {
        let row = super::tell_outcome(tx, &caller.account, id, &sent.statement)?;
        whole(tx, &row, Some(&caller.account))
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
pub struct Asking {
    #[serde(default, deserialize_with = "texts")]
    pub options: Vec<String>,
}

async fn ask_everybody(State(app): State<App>, caller: Caller, Id(id): Id, Params(sent): Params<Asking>) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    app.write(move |tx| {
        let row = advisory::ask(tx, &caller.account, id, &sent.options)?;
        whole(tx, &row, Some(&caller.account))
    })
    .await
    .map(Json)
}

async fn ask_chapters(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    app.write(move |tx| {
        let row = advisory::ask_chapters(tx, &caller.account, id)?;
        whole(tx, &row, Some(&caller.account))
    })
    .await
    .map(Json)
}

fn as_agreement(tx: &Tx, row: &agreements::Row, proposal: &Row) -> Value {
    json!({
        "id": row.id.to_string(), "title": row.title, "topic": proposal.topic, "state": row.state, "since": moment(Some(row.since)),
        "review_at": moment(Some(row.review_at)), "ended_at": moment(row.ended_at),
        "proposal": tx.site.at(&format!("/proposals/{}", row.id)),
        "value": serde_json::from_str::<Value>(&row.process).unwrap_or_default()
    })
}

#[derive(Deserialize)]
struct Which {
    /// Those that do not hold any more.
    #[serde(default, deserialize_with = "flag")]
    ended: Option<bool>,
}

async fn register(State(app): State<App>, Params(which): Params<Which>) -> Result<Json<Vec<Value>>> {
    app.read(move |tx| {
        let rows = agreements::listed(tx, which.ended != Some(true))?;
        Ok(rows.iter().map(|(row, proposal)| as_agreement(tx, row, proposal)).collect())
    })
    .await
    .map(Json)
}

/// The change of an agreement, as it is sent.
pub fn read_change(sent: &Changing) -> Result<rules::agreements::Change> {
    match sent.change.as_str() {
        "retire" => Ok(rules::agreements::Change::Retire),
        "renew" => {
            let day = sent.review_at.clone().unwrap_or_default();
            let at = Time::parse(&day).or_else(|| Time::parse(&format!("{day}T12:00:00Z")));
            let review = at.ok_or_else(|| Error::invalid("The review is a date like 2027-05-01."))?;
            Ok(rules::agreements::Change::Renew { review: super::seconds(review) })
        }
        _ => Err(Error::invalid("An agreement is renewed or retired: change is renew or retire.")),
    }
}

#[derive(Deserialize)]
pub struct Changing {
    #[serde(default)]
    pub change: String,
    #[serde(default, deserialize_with = "text")]
    pub review_at: Option<String>,
}

async fn change_agreement(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id,
    Params(sent): Params<Changing>,
) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    let change = read_change(&sent)?;
    app.write(move |tx| {
        let row = agreements::propose(tx, &caller.account, id, change)?;
        let proposal = store::by_id(tx, id)?;
        Ok(as_agreement(tx, &row, &proposal))
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct Reason {
    reason: String,
}

async fn object_to_change(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id,
    Params(sent): Params<Reason>,
) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    app.write(move |tx| {
        let row = agreements::object(tx, &caller.account, id, &sent.reason)?;
        let proposal = store::by_id(tx, id)?;
        Ok(as_agreement(tx, &row, &proposal))
    })
    .await
    .map(Json)
}

async fn by_laws(State(app): State<App>) -> Result<Json<Value>> {
    app.read(|tx| serde_json::to_value(laws::current(tx)?).map_err(Error::internal)).await.map(Json)
}

//! Proposals: what the chapter decides, by consent, by three Connectors, with advice, or by a team for itself.
//!
//! Every act goes through the rules and is written down beside its effect, in one transaction. Nobody, steward or not, changes a
//! roll, a ballot, the log or an outcome by any other way: there is none.

pub mod advisory;
pub mod agreements;
pub mod api;
pub mod attachments;
mod count;
pub mod deadlines;
pub mod digest;
pub mod laws;
mod news;
pub mod openapi;
pub mod poll;
pub mod record;
mod store;
#[cfg(test)]
mod tests;
pub mod web;
pub mod words;

use std::collections::BTreeMap;

use rules::advice::Advice;
use rules::autonomy::Autonomy;
use rules::ballot;
use rules::by_laws::ByLaws;
use rules::consent::Consent;
use rules::proposal::{Act, Actor, Event, Process, Proposal, Refusal, may_propose, may_propose_in_team, role_in_team};
use rules::roles::{self, Role};
use rules::three_connectors::ThreeConnectors;
use serde_json::json;

pub use store::{ActRow, Alternative, Row, Version, Wanted, by_status, listed, waiting_for};

use crate::accounts::{self, Account};
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::members;
use crate::teams::{self, Team};

/// The longest text of a proposal, in characters.
pub const MAX_BODY: usize = 50_000;
pub const MAX_TITLE: usize = 200;
const MAX_LINE: usize = 500;
/// The longest reason, note or piece of advice.
const MAX_WORDS: usize = 10_000;
/// What somebody on the roll can have said in a window for consent. A concern is an abstention: an objection whose reason has
/// not come.
const STANCES: [&str; 4] = ["consent", "abstain", "concern", "object"];
/// More people than carry anything out together.
const MAX_RESPONSIBLE: usize = 20;

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotNow | Refusal::HasFacilitator | Refusal::NothingChanged | Refusal::TooEarly(_) => {
                Self::Conflict(refusal.to_string())
            }
            Refusal::ReasonTooShort(_)
            | Refusal::Unaddressed(_)
            | Refusal::Unanswered(_)
            | Refusal::NobodyAsked
            | Refusal::NotThisProcess
            | Refusal::Impact
            | Refusal::TooManyOptions(_) => Self::Invalid(refusal.to_string()),
            Refusal::NoSuchObjection => Self::NotFound,
            _ => Self::refused(refusal),
        }
    }
}

/// The time as the rules count it: whole seconds.
pub const fn seconds(at: Time) -> i64 {
    at.0.div_euclid(Time::SECOND)
}

/// What is to be proposed.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// How it is decided; nothing: by consent, or as the draft says that is there already.
    pub kind: String,
    pub title: String,
    pub driver: String,
    pub body: String,
    pub topic: String,
    pub team: String,
    pub budget: String,
    pub brand: bool,
    /// Ids of accounts; nobody: the author.
    pub responsible: Vec<i64>,
    pub review_at: Option<i64>,
    pub replaces_id: Option<i64>,
    /// The by-laws the chapter decides by from then on; nothing: none, or those of the draft that is there already.
    pub changes: Option<ByLaws>,
    /// Whose seat it is about, and what they are once it is adopted.
    pub seat: Option<(i64, Role)>,
}

impl Draft {
    /// Budget or brand are touched.
    fn has_impact(&self) -> bool {
        self.brand || !self.budget.trim().is_empty()
    }

    /// Checks what was typed.
    fn check(&self, now: Time) -> Result<()> {
        let long = |text: &str, most: usize| text.chars().count() > most;
        let wrong = if self.title.trim().is_empty() || long(&self.title, MAX_TITLE) {
            Some("A proposal has a title of 1 to 200 characters.")
        } else if self.body.trim().is_empty() || long(&self.body, MAX_BODY) {
            Some("A proposal has a text of 1 to 50,000 characters.")
        } else if long(&self.driver, MAX_WORDS) {
            Some("Why it is proposed takes 10,000 characters at most.")
        } else if [&self.topic, &self.team, &self.budget].iter().any(|text| long(text, MAX_LINE)) {
            Some("Topic, team and budget have 500 characters at most.")
        } else if self.responsible.len() > MAX_RESPONSIBLE {
            Some("20 people at most carry out a decision together.")
        } else if self.review_at.is_some_and(|at| at <= now.0 || at > now.0.saturating_add(3_653 * Time::DAY)) {
            Some("The review lies in the future, and within ten years.")
        } else {
            None
        };
        wrong.map_or(Ok(()), |what| Err(Error::invalid(what)))
    }

    fn version(&self, proposal_id: i64, version: i64, changes: Option<&ByLaws>, now: Time) -> Result<Version> {
        let clean = |text: &str| text.replace("\r\n", "\n").trim().to_string();
        let (title, driver, body) = (clean(&self.title), clean(&self.driver), clean(&self.body));
        let hash = digest::of_text(&title, &driver, &body, changes)?;
        Ok(Version { proposal_id, version, title, driver, body, hash, created_at: now.0 })
    }
}

/// Begins a proposal; nobody but its author sees it yet.
pub fn draft(tx: &mut Tx, by: &Account, draft: &Draft) -> Result<Row> {
    let kind = if draft.kind.is_empty() { "consent".into() } else { draft.kind.clone() };
    let draft = Draft { kind, ..draft.clone() };
    let (process, team) = fits(tx, by, &draft)?;
    let laws = laws::current(tx)?;
    let row = begin(tx, by, &draft, process, &laws)?;
    of_team(tx, row, team)
}

/// It is the matter of a group or project, or of the whole chapter.
fn of_team(tx: &mut Tx, row: Row, team: Option<Team>) -> Result<Row> {
    let Some(team) = team else { return Ok(row) };
    let row = Row { team_id: Some(team.id), team: team.name, ..row };
    store::update(tx, &row)?;
    Ok(row)
}

/// How something would be decided and by which team, if somebody may propose it like that.
fn fits(tx: &mut Tx, by: &Account, draft: &Draft) -> Result<(Process, Option<Team>)> {
    let standing = members::standing(tx, by)?;
    roles::may(standing, roles::Act::TakePart)?;
    let laws = laws::current(tx)?;
    let uri = by.uri.clone();
    let process = match draft.kind.as_str() {
        "consent" => Process::Consent(Consent::new(uri, draft.changes.is_some())),
        "three_connectors" => Process::ThreeConnectors(ThreeConnectors::new(uri, draft.has_impact())),
        "advice" => Process::Advice(Advice::new(uri)),
        "autonomy" => Process::Autonomy(Autonomy::new(uri)),
        _ => return Err(Error::invalid("A proposal is decided by consent, three_connectors, advice or autonomy.")),
    };
    let team = teams::by_name(tx, &draft.team)?.filter(|team| team.closed_at.is_none());
    if let Some(team) = &team {
        may_propose_in_team(teams::is_member(tx, team.id, by.id)?, draft.has_impact())?;
        if draft.changes.is_some() || draft.seat.is_some() {
            return Err(Error::invalid("By-laws and seats are the whole chapter's matter. Leave the group or project empty."));
        }
    } else if !draft.team.trim().is_empty() && draft.kind != "autonomy" {
        return Err(Error::invalid("There is no group or project of this name. Begin it first, or leave the field empty."));
    }
    match process {
        _ if team.is_some() => {}
        Process::Consent(_) => may_propose(&laws, standing.role)?,
        Process::ThreeConnectors(_) if standing.role != Some(Role::Connector) => return Err(Refusal::ConnectorsOnly.into()),
        Process::Autonomy(_) if draft.team.trim().is_empty() => {
            return Err(Error::invalid("Name the group or project that decides for itself."));
        }
        _ => {}
    }
    draft.check(tx.now)?;
    if let Some(changes) = &draft.changes {
        changes.check().map_err(|unsound| Error::invalid(unsound.to_string()))?;
        if draft.kind != "consent" {
            return Err(Error::invalid("By-laws change by consent."));
        }
        if *changes == laws {
            return Err(Error::invalid("These are the by-laws already."));
        }
    }
    if let Some((person, role)) = draft.seat {
        if draft.kind != "consent" || role != Role::Alumni {
            return Err(Error::invalid("Connectors are admitted after a candidacy, and a seat ends by consent."));
        }
        if members::current(tx, person)? != Some(Role::Connector) {
            return Err(Error::invalid("Only a Connector has a seat that can end."));
        }
    }
    Ok((process, team))
}

/// The chapter is asked at once whether somebody shall be a Connector: it has got to know them before.
pub fn ask_for_admission(tx: &mut Tx, candidate: &Account, draft: &Draft) -> Result<Row> {
    let mut laws = laws::current(tx)?;
    laws.consent.clarify_min = 0;
    laws.consent.window = laws.connectors.consent_window;
    let row = begin(tx, candidate, draft, Process::Consent(Consent::new(candidate.uri.clone(), false)), &laws)?;
    act(tx, candidate, row.id, Act::Publish.into())?;
    act(tx, candidate, row.id, Act::CallForConsent.into())
}

fn begin(tx: &mut Tx, by: &Account, draft: &Draft, process: Process, laws: &ByLaws) -> Result<Row> {
    let row = Row {
        id: ids::new(tx.now),
        author_id: by.id,
        kind: draft.kind.clone(),
        state: "draft".into(),
        title: String::new(),
        topic: String::new(),
        team: String::new(),
        budget: String::new(),
        brand: false,
        version: 1,
        process: encode(&Proposal { process, touched: seconds(tx.now) })?,
        by_laws: serde_json::to_string(laws).map_err(Error::internal)?,
        by_laws_hash: digest::of(laws)?,
        review_at: 0,
        changes: draft.changes.as_ref().map(serde_json::to_string).transpose().map_err(Error::internal)?,
        replaces_id: None,
        roll_hash: None,
        status_id: None,
        outcome: String::new(),
        tally: None,
        created_at: tx.now.0,
        published_at: None,
        ends_at: None,
        due_at: None,
        closed_at: None,
        touched_at: tx.now.0,
        person_id: draft.seat.map(|(person, _)| person),
        seat: draft.seat.map(|(_, role)| role.as_str().to_string()).unwrap_or_default(),
        team_id: None,
        advisory_id: None,
        roll_size: 0,
        heavy: None,
        revision: 0,
    };
    store::insert(tx, &row)?;
    write_text(tx, row, draft)
}

/// Changes a draft, also how it is to be decided; what is open is amended by an act.
pub fn redraft(tx: &mut Tx, by: &Account, id: i64, draft: &Draft) -> Result<Row> {
    roles::may(members::standing(tx, by)?, roles::Act::TakePart)?;
    let row = store::locked(tx, id)?;
    if row.author_id != by.id {
        return Err(if row.state == "draft" { Error::NotFound } else { Refusal::NotTheAuthor.into() });
    }
    if row.state != "draft" {
        return Err(Refusal::NotNow.into());
    }
    let draft = Draft {
        kind: if draft.kind.is_empty() { row.kind.clone() } else { draft.kind.clone() },
        changes: draft.changes.map_or_else(|| changes_of(&row), |changes| Ok(Some(changes)))?,
        seat: row.person_id.map(|person| (person, Role::Alumni)),
        ..draft.clone()
    };
    let (process, team) = fits(tx, by, &draft)?;
    let process = encode(&Proposal { process, touched: seconds(tx.now) })?;
    let changes = draft.changes.as_ref().map(serde_json::to_string).transpose().map_err(Error::internal)?;
    let row = Row { kind: draft.kind.clone(), process, changes, team_id: None, ..row };
    let row = write_text(tx, row, &draft)?;
    of_team(tx, row, team)
}

fn write_text(tx: &mut Tx, row: Row, draft: &Draft) -> Result<Row> {
    let version = draft.version(row.id, row.version, changes_of(&row)?.as_ref(), tx.now)?;
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let laws = laws_of(&row)?;
    let mut proposal = row.proposal()?;
    if let Process::ThreeConnectors(three) = &mut proposal.process {
        three.impact = draft.has_impact();
    }
    if let Some(replaced) = draft.replaces_id {
        agreements::find(tx, replaced)?;
    }
    let row = Row {
        title: version.title.clone(),
        topic: line(&draft.topic).to_lowercase(),
        team: line(&draft.team),
        budget: line(&draft.budget),
        brand: draft.brand,
        review_at: draft.review_at.unwrap_or(tx.now.0 + laws.agreements.review_after * Time::SECOND),
        replaces_id: draft.replaces_id,
        process: encode(&proposal)?,
        touched_at: tx.now.0,
        ..row
    };
    store::put_version(tx, &version)?;
    words::index(tx, &row.topic, &version)?;
    let mut responsible: Vec<i64> = accounts::by_ids(tx, &draft.responsible)?.into_iter().map(|account| account.id).collect();
    if responsible.is_empty() {
        responsible.push(row.author_id);
    }
    store::set_responsible(tx, row.id, &responsible)?;
    store::update(tx, &row)?;
    Ok(row)
}

fn encode(proposal: &Proposal) -> Result<String> {
    serde_json::to_string(proposal).map_err(Error::internal)
}

pub fn laws_of(row: &Row) -> Result<ByLaws> {
    serde_json::from_str(&row.by_laws).map_err(Error::internal)
}

/// The by-laws a proposal would put in the place of today's.
pub fn changes_of(row: &Row) -> Result<Option<ByLaws>> {
    row.changes.as_deref().map(serde_json::from_str).transpose().map_err(Error::internal)
}

/// What somebody does, and what comes with it.
#[derive(Clone, Debug)]
pub struct Deed {
    pub act: Act,
    /// With an amendment: the new title, driver and text; with another text for the vote: its title and text.
    pub text: Option<Draft>,
    /// With a ballot.
    pub grades: Option<BTreeMap<String, i64>>,
}

impl From<Act> for Deed {
    fn from(act: Act) -> Self {
        Self { act, text: None, grades: None }
    }
}

/// A proposal as somebody may see it: drafts are their author's.
pub fn seen_by(tx: &mut Tx, viewer: Option<i64>, id: i64) -> Result<Row> {
    let row = store::by_id(tx, id)?;
    if row.published_at.is_none() && viewer != Some(row.author_id) { Err(Error::NotFound) } else { Ok(row) }
}

/// The text of a proposal as it stands, with its topic.
pub fn text_of(tx: &mut Tx, row: &Row) -> Result<(Version, String)> {
    Ok((store::version(tx, row.id, row.version)?, row.topic.clone()))
}

/// Who somebody is towards a proposal.
pub fn actor(tx: &mut Tx, by: &Account, row: &Row) -> Result<Actor> {
    let mut role = members::current(tx, by.id)?;
    if let Some(team) = row.team_id {
        role = role_in_team(role, teams::is_member(tx, team, by.id)?);
    }
    Ok(Actor { person: by.uri.clone(), role, on_roll: store::is_on_roll(tx, row.id, by.id)? })
}

/// Somebody does something with a proposal. What time has brought until now comes first.
pub fn act(tx: &mut Tx, by: &Account, id: i64, deed: Deed) -> Result<Row> {
    roles::may(members::standing(tx, by)?, roles::Act::TakePart)?;
    seen_by(tx, Some(by.id), id)?;
    check_words(&deed)?;
    let row = store::locked(tx, id)?;
    let row = deadlines::catch_up(tx, row)?;
    let laws = laws_of(&row)?;
    let actor = actor(tx, by, &row)?;
    let connectors = if let Process::ThreeConnectors(three) = row.proposal()?.process {
        match three.state {
            rules::three_connectors::State::Open { endorsed, .. } => match row.team_id {
                Some(team) => teams::members(tx, team)?.into_iter().map(|(_, uri)| uri).collect(),
                None => store::connectors_among(tx, &endorsed)?,
            },
            _ => Vec::new(),
        }
    } else {
        Vec::new()
    };
    let before = row.proposal()?;
    let still = |uri: &str| connectors.iter().any(|connector| connector == uri);
    let (after, events) = before.clone().step(&laws, &actor, deed.act.clone(), seconds(tx.now), still)?;
    let mut act = effect(tx, by, &row, &before, &deed)?;
    if deed.act == Act::Endorse {
        act["still"] = connectors.iter().map(String::as_str).collect::<serde_json::Value>();
    }
    let role = actor.role.map_or("", Role::as_str);
    let row = apply(tx, row, &after, Some((by, role)), &act, &events, tx.now)?;
    deadlines::catch_up(tx, row)
}

/// Words that come with an act have bounds.
fn check_words(deed: &Deed) -> Result<()> {
    let long = |text: &String| text.chars().count() > MAX_WORDS;
    let too_long = match &deed.act {
        Act::Object { reason }
        | Act::Dispute { reason, .. }
        | Act::Withdraw { reason }
        | Act::Cancel { reason }
        | Act::CallIn { reason } => long(reason),
        Act::Advise { advice } => long(advice),
        Act::Amend { addressed } => addressed.len() > 100 || addressed.iter().any(|a| long(&a.note)),
        Act::Decide { responses, .. } => responses.len() > 100 || responses.iter().any(|r| long(&r.because)),
        Act::Ask { people } => people.len() > 100,
        _ => false,
    };
    if too_long { Err(Error::invalid("A reason, a note or advice has 10,000 characters at most.")) } else { Ok(()) }
}

/// Writes what an act brings beside the proposal itself; answers the act as it goes into the log.
fn effect(tx: &mut Tx, by: &Account, row: &Row, before: &Proposal, deed: &Deed) -> Result<serde_json::Value> {
    let mut act = serde_json::to_value(&deed.act).map_err(Error::internal)?;
    let round = match &before.process {
        Process::Consent(consent) => i64::from(consent.round),
        _ => 0,
    };
    match &deed.act {
        Act::Consent => store::put_stance(tx, row.id, round, by.id, "consent")?,
        Act::Abstain => store::put_stance(tx, row.id, round, by.id, "abstain")?,
        Act::Object { .. } => store::put_stance(tx, row.id, round, by.id, "object")?,
        Act::Amend { .. } => {
            let text = deed.text.as_ref().ok_or_else(|| Error::invalid("An amendment has a new text."))?;
            text.check(tx.now)?;
            let number = if row.state == "draft" { row.version } else { row.version + 1 };
            let version = text.version(row.id, number, changes_of(row)?.as_ref(), tx.now)?;
            if store::version(tx, row.id, row.version)?.hash == version.hash {
                return Err(Error::invalid("The text is the same as before."));
            }
            act["hash"] = version.hash.clone().into();
            store::put_version(tx, &version)?;
            words::index(tx, &row.topic, &version)?;
        }
        Act::Compete => {
            let text = deed.text.as_ref().ok_or_else(|| Error::invalid("Another proposal has a title and a text."))?;
            text.check(tx.now)?;
            let Process::Consent(consent) = &before.process else { return Err(Refusal::NotThisProcess.into()) };
            let number = i64::try_from(consent.alternatives.len()).unwrap_or_default() + 1;
            let version = text.version(row.id, number, None, tx.now)?;
            act["hash"] = version.hash.clone().into();
            act["option"] = format!("alternative-{number}").into();
            let Version { title, body, hash, created_at, .. } = version;
            let alternative = Alternative { proposal_id: row.id, number, account_id: by.id, title, body, hash, created_at };
            store::insert_alternative(tx, &alternative)?;
        }
        Act::Vote => {
            let grades = deed.grades.clone().ok_or_else(|| Error::invalid("A ballot has grades, or is empty."))?;
            let Process::Consent(consent) = &before.process else { return Err(Refusal::NotThisProcess.into()) };
            ballot::check(&grades, &consent.options()).map_err(|spoilt| Error::invalid(spoilt.to_string()))?;
            let grades = serde_json::to_value(&grades).map_err(Error::internal)?;
            store::put_ballot(tx, row.id, by.id, &grades.to_string())?;
            act["grades"] = grades;
        }
        _ => {}
    }
    Ok(act)
}

/// Writes the next value of a proposal down, with what has come of it.
fn apply(
    tx: &mut Tx,
    row: Row,
    after: &Proposal,
    by: Option<(&Account, &str)>,
    act: &serde_json::Value,
    events: &[Event],
    at: Time,
) -> Result<Row> {
    let laws = laws_of(&row)?;
    let version = match &after.process {
        Process::Consent(consent) => i64::from(consent.version),
        _ => row.version,
    };
    let micros = |at: i64| at.saturating_mul(Time::SECOND);
    let title = if version == row.version { row.title.clone() } else { store::version(tx, row.id, version)?.title };
    let kind = match &after.process {
        Process::Consent(_) => "consent",
        Process::ThreeConnectors(_) => "three_connectors",
        Process::Advice(_) => "advice",
        Process::Autonomy(_) => "autonomy",
    };
    let first = row.published_at.is_none() && after.state() != "draft" && after.state() != "discarded";
    let vote_begins = after.state() == "voting" && row.state != "voting";
    let row = Row {
        kind: kind.into(),
        state: after.state().into(),
        title,
        version,
        process: encode(after)?,
        published_at: if first { Some(at.0) } else { row.published_at },
        ends_at: after.ends(&laws).map(micros),
        due_at: after.due(&laws).map(micros),
        closed_at: row.closed_at.or(if after.is_closed() { Some(at.0) } else { None }),
        touched_at: at.0,
        ..row
    };
    let entry = ActRow {
        id: ids::new(tx.now),
        proposal_id: row.id,
        account_id: by.map(|(account, _)| account.id),
        role: by.map_or("", |(_, role)| role).into(),
        at: at.0,
        version: row.version,
        act: act.to_string(),
        events: serde_json::to_string(events).map_err(Error::internal)?,
    };
    store::log(tx, &entry)?;
    store::update(tx, &row)?;
    deadlines::plan(tx, &row)?;
    if vote_begins {
        deadlines::weigh_soon(tx, row.id)?;
    }
    let mut row = row;
    for event in events {
        row = news::happened(tx, row, after, event, at)?;
    }
    Ok(row)
}

/// Somebody has handed a voice on or taken it back: in votes that are open, others speak for many now.
pub fn voices_changed(tx: &mut Tx) -> Result<()> {
    store::voting(tx)?.into_iter().try_for_each(|id| deadlines::weigh_soon(tx, id))
}

/// Somebody has left for good, and their posts with them: what they proposed goes on without one.
pub fn author_left(tx: &mut Tx, account_id: i64) -> Result<()> {
    store::forget_posts_of(tx, account_id)
}

/// How a member feels about the text as it stands; that binds nobody.
pub fn sense(tx: &mut Tx, by: &Account, id: i64, sense: &str) -> Result<()> {
    roles::may(members::standing(tx, by)?, roles::Act::TakePart)?;
    let row = seen_by(tx, Some(by.id), id)?;
    if !["good", "unsure", "worried"].contains(&sense) {
        return Err(Error::invalid("A sense is good, unsure or worried."));
    }
    if row.state != "clarify" && row.state != "seeking" {
        return Err(Refusal::NotNow.into());
    }
    store::put_sense(tx, row.id, by.id, row.version, sense)
}

/// What an author says about the outcome, once it is there.
pub fn tell_outcome(tx: &mut Tx, by: &Account, id: i64, statement: &str) -> Result<Row> {
    roles::may(members::standing(tx, by)?, roles::Act::TakePart)?;
    let row = store::locked(tx, id)?;
    if row.author_id != by.id {
        return Err(if row.published_at.is_none() { Error::NotFound } else { Refusal::NotTheAuthor.into() });
    }
    if row.closed_at.is_none() {
        return Err(Refusal::NotNow.into());
    }
    let statement = statement.trim();
    if statement.is_empty() || statement.chars().count() > MAX_WORDS {
        return Err(Error::invalid("A statement has 1 to 10,000 characters."));
    }
    note_act(tx, by, &row, &json!({"act": "statement", "statement": statement}))?;
    let row = Row { outcome: statement.into(), ..row };
    store::update(tx, &row)?;
    Ok(row)
}

/// Writes down what somebody did that moves nothing: the rules have no part in it.
fn note_act(tx: &mut Tx, by: &Account, row: &Row, act: &serde_json::Value) -> Result<()> {
    let entry = ActRow {
        id: ids::new(tx.now),
        proposal_id: row.id,
        account_id: Some(by.id),
        role: members::current(tx, by.id)?.map_or("", Role::as_str).into(),
        at: tx.now.0,
        version: row.version,
        act: act.to_string(),
        events: "[]".into(),
    };
    store::log(tx, &entry)?;
    store::touch(tx, row.id)
}

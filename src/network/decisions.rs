//! What the chapters of the network decide together, from where its log begins: what people say, and what comes of it.

use std::collections::BTreeMap;

use protocol::decision::{Decision, Standing};
use protocol::message::{Message, Page};
use protocol::object::{Code, Move, Outcome, PROTOCOL, Proposal, Signed, Trust};
use protocol::roll::OnRoll;
use protocol::roster::Decided;
use rules::consent::PROPOSED;
use rules::delegation::Scope;
use rules::proposal::Act;
use rules::roles::{self, Role};
use serde_json::{Value, json};

use super::pen::{Pen, Proofs};
use super::proposing::{self, Draft};
use super::store::{self, Row};
use super::{ACTIVE, carry, foreign, key_of, membership, register, roster, voices, words};
use crate::accounts::{self, Account};
use crate::chapter as home;
use crate::clock::Time;
use crate::credentials;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::members;
use crate::notifications::{self, Kind as Notice};
use crate::proposals::{advisory, seconds};
use crate::statuses::{self, article::Article};
use crate::web::{html, markdown};

/// Only Connectors of this chapter speak in decisions of the network.
///
/// # Errors
/// `Refused` to anybody else.
pub fn may(tx: &mut Tx, by: &Account) -> Result<()> {
    let standing = members::standing(tx, by)?;
    roles::may(standing, roles::Act::TakePart)?;
    if standing.role == Some(Role::Connector) { Ok(()) } else { Err(rules::proposal::Refusal::ConnectorsOnly.into()) }
}

pub fn proposal_of(row: &Row) -> Result<Signed<Proposal>> {
    let value: Value = serde_json::from_str(&row.proposal).map_err(Error::internal)?;
    Signed::read(&std::sync::Arc::new(value)).ok_or_else(|| Error::internal("a proposal that was kept cannot be read"))
}

/// The first page of a log that was not known here.
pub fn heard(tx: &mut Tx, chapter: &str, proposal: &str, page: Page) -> Result<()> {
    let Some(by) = accounts::by_uri(tx, chapter)? else { return Ok(()) };
    let Some(network) = store::current(tx)?.filter(|network| network.state == ACTIVE) else { return Ok(()) };
    if !carry::is_of_network(tx, &network, chapter)? || page.proposal != proposal {
        return Ok(());
    }
    let opening = page.entries.first().and_then(|first| first.object.as_ref()).and_then(protocol::log::Object::opening);
    if let Some(opening) = opening.filter(|opening| opening.body.proposal.body.protocol != PROTOCOL) {
        return foreign::came(tx, &by, &opening.body.proposal.value).map(|_| ());
    }
    let row = match (store::decision_by_uri(tx, proposal)?, opening) {
        (Some(row), _) => store::locked(tx, row.id)?,
        (None, Some(opening)) if opening.body.proposal.body.id == proposal => {
            let row = proposing::blank(tx, &network, &opening.body.proposal);
            store::insert_decision(tx, &row)?;
            row
        }
        _ => return Ok(()),
    };
    let mut loaded = carry::load(tx, row)?;
    let now = seconds(tx.now);
    let now_in = roster(tx, &network)?;
    let registers: Vec<_> = page.registers.iter().take(now_in.body.chapters.len()).cloned().collect();
    loaded.chapter.handle(&by.uri, Message::Log(Box::new(page)), now);
    if !loaded.chapter.decisions.contains_key(&loaded.row.uri) {
        return Ok(());
    }
    let sent = loaded.chapter.tick(now);
    let (row, _) = carry::save(tx, loaded, sent)?;
    for register in registers {
        let _ = register::keep(tx, &now_in.body, &register.body.attributed_to.clone(), (*register.value).clone());
    }
    carry::plan(tx, row, tx.now).map(|_| ())
}

/// The post that tells of a decision has been fetched: whoever may decide sees a poll below it.
pub fn tell_of(tx: &mut Tx, id: i64, status_id: i64) -> Result<()> {
    let row = store::locked(tx, id)?;
    if row.status_id.is_some() {
        return Ok(());
    }
    let row = Row { status_id: Some(status_id), ..row };
    store::update_decision(tx, &row)?;
    if let Some(decision) = carry::decision(tx, &row)?.filter(|_| row.closed_at.is_none()) {
        notify(tx, &row, &decision, Notice::DecisionWaiting)?;
    }
    Ok(())
}

/// What somebody wants to say in a decision.
#[derive(Clone, Debug, Default)]
pub struct Said {
    pub act: Option<Act>,
    pub grades: Option<BTreeMap<String, i64>>,
    pub text: Option<Draft>,
    pub delegation: Option<Trust>,
    /// A key to decide with from now on.
    pub new_key: Option<String>,
}

impl From<Act> for Said {
    fn from(act: Act) -> Self {
        Self { act: Some(act), ..Self::default() }
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        match code {
            Code::NotOnRoll | Code::BadSignature => Self::refused(words(code)),
            Code::MalformedChoice | Code::ReasonMissing => Self::invalid(words(code)),
            _ => Self::Conflict(words(code).into()),
        }
    }
}

/// One of this chapter's people says something. It is signed with their key and brought to the host until that has receipted it.
///
/// # Errors
/// What the rules say as far as is known here; the host may still refuse it, which is shown then.
pub fn act(tx: &mut Tx, by: &Account, id: i64, said: &Said, proofs: &Proofs) -> Result<Row> {
    roles::may(members::standing(tx, by)?, roles::Act::TakePart)?;
    let row = store::locked(tx, id)?;
    foreign::refuse(&row)?;
    if row.opened_at.is_none() {
        return proposing::before_opening(tx, by, row, said, proofs);
    }
    let uri = row.uri.clone();
    let mut loaded = carry::load(tx, row)?;
    let known = loaded.chapter.decisions.get(&uri);
    if let (Some(trust), Some(known)) = (said.delegation.as_ref().filter(|trust| trust.scope != Scope::Proposal), known) {
        let stands = voices::missing(tx, &loaded.row, known)?;
        if stands.iter().all(|(person, missing)| person.id != by.id || missing != trust) {
            return Err(Error::Conflict(
                "What is handed on for a topic or for the whole network stands among your delegations. Change it there.".into(),
            ));
        }
    }
    let pen = pen_in(tx, by, known)?;
    let text = said.text.as_ref().map(Draft::text).transpose()?;
    let fill = |blank: &mut Move| {
        blank.act = said.act.clone();
        blank.grades = said.grades.clone();
        blank.text = text.clone();
        blank.delegation = said.delegation.clone();
        blank.new_key = said.new_key.clone();
    };
    let signed = pen.sign(tx, proofs, |at, _| Ok(loaded.chapter.compose(&uri, &by.uri, at, fill)?))?;
    let now = seconds(tx.now);
    loaded.chapter.foresee(&signed, now)?;
    loaded.chapter.keep(signed)?;
    let sent = loaded.chapter.tick(now);
    carry::save(tx, loaded, sent).map(|(row, _)| row)
}

/// The pen that somebody's words in a decision are signed with: that of the key it knows them by.
pub fn pen_in(tx: &mut Tx, by: &Account, decision: Option<&Decision>) -> Result<Pen> {
    let known = decision.and_then(|decision| decision.key_of(&by.uri)).map(ToString::to_string);
    let node = key_of(tx, by)?;
    match known {
        Some(key) if key != node.multikey => match credentials::device_key(tx, by.id)? {
            Some(device) if device == key => Ok(Pen::device(by, device)),
            _ => Err(Error::Conflict(
                "This decision knows you by a key that is gone. A Connector has to vouch for your new one.".into(),
            )),
        },
        _ => Ok(Pen::Node(node)),
    }
}

/// Its author asks everybody, here and elsewhere, by a poll of the chapter's below the post. It binds nobody and is in no count.
///
/// # Errors
/// `Refused` to anybody else, `Conflict` if it has been asked or is over, `Invalid` for options that are none.
pub fn ask_everybody(tx: &mut Tx, by: &Account, id: i64, options: &[String]) -> Result<Row> {
    roles::may(members::standing(tx, by)?, roles::Act::TakePart)?;
    let row = store::locked(tx, id)?;
    if row.author_uri != by.uri {
        return Err(rules::proposal::Refusal::NotTheAuthor.into());
    }
    if row.closed_at.is_some() {
        return Err(rules::proposal::Refusal::NotNow.into());
    }
    let about = advisory::About {
        title: &row.title,
        url: tx.site.at(&format!("/network/decisions/{id}")),
        status_id: row.status_id,
        ends_at: row.ends_at,
        asked: row.advisory_id,
    };
    let status = advisory::post(tx, &about, options)?;
    let row = Row { advisory_id: Some(status.id), ..row };
    store::update_decision(tx, &row)?;
    Ok(row)
}

/// The row, the post and the people follow what the log says.
pub fn follow(tx: &mut Tx, row: Row, decision: &Decision) -> Result<Row> {
    let now = seconds(tx.now);
    let Some(term) = decision.term() else { return Ok(row) };
    let view = term.machine.view(now);
    let standing = decision.standing(now);
    let version = i64::from(term.machine.version(now));
    let state = view.deciding.state().to_string();
    let ends_at = view.deciding.ends(&term.machine.proposal.policy).map(|at| at.saturating_mul(Time::SECOND));
    let over = matches!(standing, Standing::Ratified(_) | Standing::Unverified);
    let before = row.clone();
    let row = Row {
        title: view.text.title.clone(),
        standing: carry::standing_word(&standing).into(),
        ends_at: ends_at.filter(|_| !view.deciding.is_closed()),
        opened_at: row.opened_at.or(Some(tx.now.0)),
        closed_at: row.closed_at.or(over.then_some(tx.now.0)),
        version,
        state,
        ..row
    };
    store::update_decision(tx, &row)?;
    if before.opened_at.is_none() || before.state != row.state && ["consent", "voting"].contains(&row.state.as_str()) {
        notify(tx, &row, decision, Notice::DecisionWaiting)?;
    }
    let moved = before.state != row.state || before.standing != row.standing || before.version != row.version;
    let row = if moved && tx.site.owns(&row.uri) {
        let proposal = Proposal { text: view.text, ..term.machine.proposal.clone() };
        publish(tx, row, &proposal, Some(&term.machine.roll_hash))?
    } else {
        row
    };
    if let (Standing::Ratified(hash), true) = (&standing, before.standing != "ratified") {
        let outcome = decision.tally().map(|tally| tally.body.outcome.clone());
        if let (Some(_), Some(change)) = (outcome.filter(adopts), &term.machine.proposal.change) {
            membership::turn(tx, &row, decision, change, &Decided { proposal: row.uri.clone(), tally_hash: hash.clone() })?;
        }
    }
    if before.closed_at.is_none() && row.closed_at.is_some() {
        notify(tx, &row, decision, Notice::DecisionOutcome)?;
        say_outcome(tx, &row, decision)?;
    }
    Ok(row)
}

/// Was what was proposed adopted, and not another text?
pub fn adopts(outcome: &Outcome) -> bool {
    outcome.state == "adopted" && outcome.option.as_deref().is_none_or(|option| option == PROPOSED)
}

/// Tells the people of this chapter who are on the roll.
fn notify(tx: &mut Tx, row: &Row, decision: &Decision, kind: Notice) -> Result<()> {
    let (Some(status_id), Some(term)) = (row.status_id, decision.term()) else { return Ok(()) };
    let own = accounts::by_id(tx, tx.site.chapter_id)?.uri;
    let here: Vec<String> =
        term.machine.roll.entries.iter().filter(|entry| entry.chapter == own).map(|entry| entry.voter.clone()).collect();
    for account in accounts::by_uris(tx, &here)?.into_iter().filter(Account::is_local) {
        notifications::notify_of_decision(tx, account.id, kind, status_id)?;
    }
    Ok(())
}

/// Who of the roll belongs to which chapter.
pub fn by_chapter(entries: &[OnRoll]) -> BTreeMap<&str, Vec<&OnRoll>> {
    let mut all: BTreeMap<&str, Vec<&OnRoll>> = BTreeMap::new();
    entries.iter().for_each(|entry| all.entry(&entry.chapter).or_default().push(entry));
    all
}

/// The post of the host that tells of a decision says what is true now.
pub fn publish(tx: &mut Tx, row: Row, proposal: &Proposal, roll_hash: Option<&str>) -> Result<Row> {
    let Some(author) = accounts::by_uri(tx, &row.author_uri)?.filter(|author| author.deleted_at.is_none()) else {
        return Ok(row);
    };
    let language = home::language();
    let text = &proposal.text;
    let state = language.t(&format!("proposal-state-{}", row.state.replace('_', "-")));
    let until = row.ends_at.map(|ends| language.s("proposal-until", language.moment(Time(ends), tx.site.time_zone)));
    let driver = html::words(&markdown::render(&text.driver), 300);
    let parts = [driver, format!("{state}."), until.map(|until| until.to_string()).unwrap_or_default()];
    let summary = parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    let mut decision = json!({
        "scope": "network", "process": row.process, "state": row.state, "standing": row.standing, "version": row.version,
        "policyDigest": proposal.policy_hash, "rosterDigest": proposal.roster_digest, "record": format!("{}/record.json", row.uri)
    });
    if let Some(hash) = roll_hash {
        decision["rollDigest"] = hash.into();
    }
    if let Some(ends) = row.ends_at {
        decision["endTime"] = Time(ends).rfc3339_seconds().into();
    }
    let article = Article {
        name: text.title.clone(),
        summary,
        content: format!("{}{}", markdown::render(&text.driver), markdown::render(&text.text)),
        url: row.uri.clone(),
        extra: json!({"gov:decision": decision}),
    };
    if let Some(id) = row.status_id {
        if let Some(status) = statuses::by_ids(tx, &[id])?.pop() {
            statuses::article::republish(tx, &author, &status, &article)?;
        }
        return Ok(row);
    }
    let status = statuses::article::publish(tx, &author, &article)?;
    let row = Row { status_id: Some(status.id), ..row };
    store::update_decision(tx, &row)?;
    Ok(row)
}

/// A short post below the proposal: what came of it, how many chapters agree, and where the record is.
fn say_outcome(tx: &mut Tx, row: &Row, decision: &Decision) -> Result<()> {
    let Some(status_id) = row.status_id.filter(|_| tx.site.owns(&row.uri)) else { return Ok(()) };
    let Some(tally) = decision.tally().filter(|_| !statuses::by_ids(tx, &[status_id]).is_ok_and(|found| found.is_empty())) else {
        return Ok(());
    };
    let language = home::language();
    let agree = decision.verifications_of(&tally.digest).iter().filter(|said| said.body.evidence.is_empty()).count();
    let agree = i64::try_from(agree).unwrap_or(i64::MAX);
    let text = format!(
        "{}: {}. {}\n{} {}/record.json",
        row.title,
        language.t(&format!("proposal-state-{}", row.state.replace('_', "-"))),
        language.n("network-chapters-agree", agree),
        language.t("proposal-recount"),
        row.uri
    );
    let chapter = accounts::by_id(tx, tx.site.chapter_id)?;
    let draft =
        statuses::Draft { in_reply_to_id: Some(status_id), ..statuses::Draft::of(text, rules::audience::Visibility::Public) };
    statuses::post(tx, &chapter, draft, &[]).map(|_| ())
}

//! What the chapters of the network decide together: from the first text to what comes of it.

use std::collections::BTreeMap;

use protocol::canon::digest;
use protocol::decision::{Decision, Standing};
use protocol::message::{Message, Page};
use protocol::object::{Code, Move, Outcome, PROTOCOL, Proposal, Signed, Text, Trust};
use protocol::roll::OnRoll;
use protocol::roster::{Change, Decided, Member, Roster, Status};
use rules::consent::PROPOSED;
use rules::proposal::Act;
use rules::roles::{self, Role};
use serde_json::{Value, json};

use super::activity::{Word, new_decision};
use super::pen::{self, Pen, Proofs};
use super::store::{self, Network, Row};
use super::{ACTIVE, carry, challenges, chapter, key_of, register, roster, tell_all, words};
use crate::accounts::{self, Account};
use crate::chapter as home;
use crate::clock::Time;
use crate::credentials;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::members;
use crate::notifications::{self, Kind as Notice};
use crate::proposals::{advisory, seconds};
use crate::statuses::{self, article::Article};
use crate::web::{html, markdown};

/// Proposals of the network that a chapter can have in `clarify` at a time, for each of its Connectors.
const MOST_UNOPENED: usize = 20;
const MAX_TITLE: usize = 200;
const MAX_TEXT: usize = 50_000;
const MAX_DRIVER: usize = 10_000;

/// What is to be proposed.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub process: String,
    pub title: String,
    pub driver: String,
    pub text: String,
    pub topic: String,
    /// Budget or brand are touched.
    pub impact: bool,
    pub change: Option<Wish>,
}

/// What is to become of the roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// A chapter that has asked.
    Admit(String),
    Suspend(String),
    /// A chapter that was suspended is back.
    Restore(String),
    /// So many seats a chapter has at most.
    Cap(String, u32),
}

impl Wish {
    /// From what is sent: `admit`, `suspend`, `restore` or `cap`, the chapter it is about, and a number of seats; nothing: no wish.
    ///
    /// # Errors
    /// `Invalid`: it is none of these, or the seats are none.
    pub fn read(what: &str, chapter: String, cap: Option<i64>) -> Result<Option<Self>> {
        Ok(Some(match what {
            "" => return Ok(None),
            "admit" => Self::Admit(chapter),
            "suspend" => Self::Suspend(chapter),
            "restore" => Self::Restore(chapter),
            "cap" => {
                let cap = cap.and_then(|cap| u32::try_from(cap).ok()).filter(|cap| (1..=1_000).contains(cap));
                Self::Cap(chapter, cap.ok_or_else(|| Error::invalid("A chapter has 1 to 1,000 seats."))?)
            }
            _ => return Err(Error::invalid("A change is admit, suspend, restore or cap.")),
        }))
    }
}

impl Draft {
    fn text(&self) -> Result<Text> {
        let clean = |text: &str| text.replace("\r\n", "\n").trim().to_string();
        let text = Text { title: clean(&self.title), driver: clean(&self.driver), text: clean(&self.text) };
        let long = |text: &str, most: usize| text.chars().count() > most;
        if text.title.is_empty() || long(&text.title, MAX_TITLE) {
            return Err(Error::invalid("A proposal has a title of 1 to 200 characters."));
        }
        if text.text.is_empty() || long(&text.text, MAX_TEXT) {
            return Err(Error::invalid("A proposal has a text of 1 to 50,000 characters."));
        }
        if long(&text.driver, MAX_DRIVER) {
            return Err(Error::invalid("Why it is proposed takes 10,000 characters at most."));
        }
        Ok(text)
    }
}

/// The roster a wish leads to.
fn change(tx: &mut Tx, now: &Signed<Roster>, wish: &Wish) -> Result<Change> {
    let mut change = now.body.change();
    let (Wish::Admit(id) | Wish::Suspend(id) | Wish::Restore(id) | Wish::Cap(id, _)) = wish;
    let known = change.chapters.iter_mut().find(|chapter| chapter.id == *id);
    let here = known.as_ref().is_some_and(|chapter| chapter.status != Status::Left);
    match (wish, known) {
        (Wish::Admit(_), known) if !here => {
            let account = accounts::by_uri(tx, id)?.filter(|account| account.kind == "Group");
            let asked = store::requests(tx)?.iter().any(|(uri, _, _)| uri == id);
            let account = account.filter(|account| asked && account.ed25519_key.is_some());
            let account = account.ok_or_else(|| Error::invalid("Only a chapter that has asked to join can be admitted."))?;
            let new = super::member(&account, account.ed25519_key.as_deref().unwrap_or_default(), seconds(tx.now));
            match known {
                Some(left) => *left = new,
                None => change.chapters.push(new),
            }
        }
        (Wish::Suspend(_), Some(chapter)) if chapter.status == Status::Active => chapter.status = Status::Suspended,
        (Wish::Restore(_), Some(chapter)) if chapter.status == Status::Suspended => chapter.status = Status::Active,
        (Wish::Cap(_, cap), Some(chapter)) if chapter.connector_cap != *cap => {
            *chapter = Member { connector_cap: *cap, ..chapter.clone() }
        }
        _ => return Err(Error::invalid("This would change nothing about the chapters of the network.")),
    }
    if now.takes(&change) {
        Ok(change)
    } else {
        Err(Error::invalid("The network cannot be like that: it needs chapters with 1 to 1,000 seats."))
    }
}

/// A Connector proposes something to all chapters. By consent it is open for questions first; by the other ways it opens at once.
///
/// # Errors
/// `Refused` to whoever is no Connector, `Invalid` where the text is not what it must be, `Conflict` without a network.
pub fn propose(tx: &mut Tx, by: &Account, draft: &Draft, proofs: &Proofs) -> Result<Row> {
    may(tx, by)?;
    let network = super::active(tx)?;
    let now = roster(tx, &network)?;
    if !["consent", "three_connectors", "advice"].contains(&draft.process.as_str()) {
        return Err(Error::invalid("The network decides by consent, three_connectors or advice."));
    }
    let consent = draft.process == "consent";
    if draft.process == "three_connectors" && draft.impact {
        return Err(rules::proposal::Refusal::Impact.into());
    }
    if draft.change.is_some() && !consent {
        return Err(Error::invalid("Who belongs to the network is decided by consent."));
    }
    let text = draft.text()?;
    let unopened = store::decisions(tx, network.id, true, 500)?;
    if unopened.iter().filter(|row| row.opened_at.is_none() && row.author_uri == by.uri).count() >= MOST_UNOPENED {
        return Err(Error::Conflict("20 of your proposals are not opened yet. Open or withdraw one first.".into()));
    }
    let change = draft.change.as_ref().map(|wish| change(tx, &now, wish)).transpose()?;
    let (newest, fresh) = new_decision(tx);
    let (own, _) = chapter(tx)?;
    let policy = now.body.policy;
    let prefix = tx.site.at("/network/decisions/");
    let number = |uri: &str| uri.strip_prefix(&prefix).and_then(|id| id.parse::<i64>().ok());
    let pen = pen::of(tx, by)?;
    let proposal = pen.sign(tx, proofs, |at, asked| {
        Ok(Proposal {
            protocol: PROTOCOL,
            // Whoever signs on a device has been given an id already.
            id: asked.filter(|uri| number(uri).is_some_and(|id| (1..newest).contains(&id))).unwrap_or(&fresh).into(),
            attributed_to: by.uri.clone(),
            host: own.uri.clone(),
            roster_digest: now.digest(),
            process: draft.process.clone(),
            topic: draft.topic.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().chars().take(100).collect(),
            policy_hash: digest(&policy),
            policy,
            entrenched: change.is_some(),
            impact: draft.impact,
            change: change.clone(),
            text: text.clone(),
            published: at,
        })
    })?;
    let uri = proposal.body.id.clone();
    let id = number(&uri).ok_or_else(|| Error::internal("a decision without a number"))?;
    if store::decision_by_uri(tx, &uri)?.is_some() {
        return Err(Error::Conflict("This has been proposed already.".into()));
    }
    let at = proposal.body.published;
    let row = Row {
        id,
        network_id: network.id,
        uri,
        host_uri: own.uri,
        author_uri: by.uri.clone(),
        title: proposal.body.text.title.clone(),
        proposal: proposal.value.to_string(),
        process: draft.process.clone(),
        state: "clarify".into(),
        standing: "open".into(),
        version: 1,
        ends_at: None,
        status_id: None,
        created_at: tx.now.0,
        opened_at: None,
        closed_at: None,
        clock: at,
        revision: 0,
        next_at: None,
        advisory_id: None,
    };
    store::insert_decision(tx, &row)?;
    let row = publish(tx, row, &proposal.body, None)?;
    tell_all(tx, &now.body, &Word::Propose(&proposal))?;
    if consent { carry::plan(tx, row, tx.now) } else { call(tx, row) }
}

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

/// From when on consent can be called for: text lies open for a while first.
pub fn call_from(proposal: &Proposal) -> i64 {
    proposal.published.saturating_add(proposal.policy.consent.clarify_min)
}

/// The log is to be begun: the worker asks every chapter for its register before.
fn call(tx: &mut Tx, row: Row) -> Result<Row> {
    let row = Row { state: "opening".into(), ..row };
    store::update_decision(tx, &row)?;
    carry::plan(tx, row, tx.now)
}

/// Opens a decision with the registers that have come: from here on its log says what is true.
///
/// # Errors
/// Of the database.
pub fn open(tx: &mut Tx, id: i64) -> Result<()> {
    let row = store::locked(tx, id)?;
    if row.state != "opening" || row.opened_at.is_some() {
        return Ok(());
    }
    let network = super::active(tx)?;
    let now = roster(tx, &network)?;
    let proposal = proposal_of(&row)?;
    if proposal.body.roster_digest != now.digest {
        // It was proposed under another roster: signed anew by its author, it can be opened.
        let row = Row { state: "clarify".into(), ..row };
        return store::update_decision(tx, &row);
    }
    let mut registers = register::known(tx)?;
    registers.retain(|register| register.body.attributed_to != row.host_uri);
    registers.push(register::own(tx, &now.body)?);
    let uri = row.uri.clone();
    let mut loaded = carry::load(tx, row)?;
    let at = seconds(tx.now);
    let challenges = challenges::known(tx, &uri)?;
    if let Err(code) = loaded.chapter.open(proposal, registers, &challenges, at) {
        tracing::warn!(uri, %code, "a network decision could not be opened");
        let row = Row { state: "clarify".into(), ..loaded.row };
        return store::update_decision(tx, &row);
    }
    loaded.row.opened_at = Some(tx.now.0);
    let sent = loaded.chapter.tick(at);
    carry::save(tx, loaded, sent).map(|_| ())
}

/// Another chapter has proposed something, or changed what it proposes. Before it opens the text is its author's word.
pub fn proposed(tx: &mut Tx, by: &Account, proposal: &Signed<Proposal>) -> Result<bool> {
    let body = &proposal.body;
    let Some(network) = store::current(tx)?.filter(|network| network.state == ACTIVE) else { return Ok(false) };
    let same_host = crate::federation::json::same_origin(&body.id, &by.uri);
    if body.host != by.uri || !same_host || !carry::is_of_network(tx, &network, &by.uri)? {
        return Ok(false);
    }
    let known = store::decision_by_uri(tx, &body.id)?;
    if let Some(row) = known {
        let row = store::locked(tx, row.id)?;
        let newer = proposal_of(&row)?.body.published < body.published;
        if row.opened_at.is_some() || row.host_uri != by.uri || !newer {
            return Ok(false);
        }
        let row = Row { title: body.text.title.clone(), proposal: proposal.value.to_string(), version: row.version + 1, ..row };
        store::update_decision(tx, &row)?;
        return Ok(true);
    }
    let waiting = store::decisions(tx, network.id, true, 1_000)?;
    if waiting.iter().filter(|row| row.opened_at.is_none() && row.host_uri == by.uri).count() >= 200 {
        return Ok(false);
    }
    let row = blank(tx, &network, proposal);
    store::insert_decision(tx, &row)?;
    carry::plan(tx, row, tx.now)?;
    Ok(true)
}

fn blank(tx: &Tx, network: &Network, proposal: &Signed<Proposal>) -> Row {
    let body = &proposal.body;
    Row {
        id: ids::new(tx.now),
        network_id: network.id,
        uri: body.id.clone(),
        host_uri: body.host.clone(),
        author_uri: body.attributed_to.clone(),
        title: body.text.title.clone(),
        proposal: proposal.value.to_string(),
        process: body.process.clone(),
        state: "clarify".into(),
        standing: "open".into(),
        version: 1,
        ends_at: None,
        status_id: None,
        created_at: tx.now.0,
        opened_at: None,
        closed_at: None,
        clock: seconds(tx.now),
        revision: 0,
        next_at: None,
        advisory_id: None,
    }
}

/// A proposal is taken back before it was opened.
pub fn withdrawn(tx: &mut Tx, by: &Account, uri: &str) -> Result<bool> {
    match store::decision_by_uri(tx, uri)? {
        Some(row) if row.opened_at.is_none() && row.host_uri == by.uri && row.closed_at.is_none() => {
            let row = store::locked(tx, row.id)?;
            let row = Row { state: "withdrawn".into(), closed_at: Some(tx.now.0), ..row };
            store::update_decision(tx, &row)?;
            Ok(true)
        }
        _ => Ok(false),
    }
}

/// The first page of a log that was not known here.
pub fn heard(tx: &mut Tx, chapter: &str, proposal: &str, page: Page) -> Result<()> {
    let Some(by) = accounts::by_uri(tx, chapter)? else { return Ok(()) };
    let Some(network) = store::current(tx)?.filter(|network| network.state == ACTIVE) else { return Ok(()) };
    if !carry::is_of_network(tx, &network, chapter)? || page.proposal != proposal {
        return Ok(());
    }
    let opening = page.entries.first().and_then(|first| first.object.as_ref()).and_then(protocol::log::Object::opening);
    let row = match (store::decision_by_uri(tx, proposal)?, opening) {
        (Some(row), _) => store::locked(tx, row.id)?,
        (None, Some(opening)) if opening.body.proposal.body.id == proposal => {
            let row = blank(tx, &network, &opening.body.proposal);
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
    if row.opened_at.is_none() {
        return before_opening(tx, by, row, said, proofs);
    }
    let uri = row.uri.clone();
    let mut loaded = carry::load(tx, row)?;
    let pen = pen_in(tx, by, loaded.chapter.decisions.get(&uri))?;
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

/// What an author does with a proposal that has no log yet.
fn before_opening(tx: &mut Tx, by: &Account, row: Row, said: &Said, proofs: &Proofs) -> Result<Row> {
    if row.author_uri != by.uri {
        return Err(rules::proposal::Refusal::NotTheAuthor.into());
    }
    if row.state != "clarify" {
        return Err(rules::proposal::Refusal::NotNow.into());
    }
    let network = super::active(tx)?;
    let now = roster(tx, &network)?;
    let proposal = proposal_of(&row)?;
    match &said.act {
        Some(Act::Withdraw { .. }) => {
            let row = Row { state: "withdrawn".into(), closed_at: Some(tx.now.0), next_at: None, ..row };
            store::update_decision(tx, &row)?;
            tell_all(tx, &now.body, &Word::Withdraw(&row.uri.clone()))?;
            publish(tx, row, &proposal.body, None)
        }
        Some(Act::Amend { .. }) => {
            let text = said.text.as_ref().ok_or_else(|| Error::invalid("An amendment has a new text."))?.text()?;
            if proposal.body.change.is_some() && proposal.body.roster_digest != now.digest {
                return Err(Error::Conflict("The roster has changed since. Withdraw this proposal, and propose it anew.".into()));
            }
            let pen = pen::of(tx, by)?;
            let proposal = pen.sign(tx, proofs, |at, _| {
                let text = text.clone();
                Ok(Proposal { text, roster_digest: now.digest(), published: at, ..proposal.body.clone() })
            })?;
            let title = proposal.body.text.title.clone();
            let row = Row { title, proposal: proposal.value.to_string(), version: row.version + 1, ..row };
            store::update_decision(tx, &row)?;
            tell_all(tx, &now.body, &Word::Propose(&proposal))?;
            publish(tx, row, &proposal.body, None)
        }
        Some(Act::CallForConsent) => {
            let from = call_from(&proposal.body);
            if row.process == "consent" && seconds(tx.now) < from {
                return Err(rules::proposal::Refusal::TooEarly(from).into());
            }
            if proposal.body.roster_digest != now.digest {
                return Err(Error::Conflict(
                    "The roster has changed since it was proposed. Change its text first: that signs it anew.".into(),
                ));
            }
            call(tx, row)
        }
        _ => Err(rules::proposal::Refusal::NotNow.into()),
    }
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
            turn(tx, &row, decision, change, Decided { proposal: row.uri.clone(), tally_hash: hash.clone() })?;
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

/// A ratified decision changes the roster: every chapter makes the same, and who is new is told of it.
fn turn(tx: &mut Tx, row: &Row, decision: &Decision, change: &Change, decided: Decided) -> Result<()> {
    let Some(network) = store::current(tx)?.filter(|network| network.id == row.network_id && network.state == ACTIVE) else {
        return Ok(());
    };
    let next = decision.roster().changed(change, decided);
    if !super::extend(tx, &network, &next, Some(change))? {
        tracing::warn!(uri = row.uri, "the roster has changed since this was decided: it has to be proposed anew");
        return Ok(());
    }
    let new = next.body.active().filter(|member| decision.roster().body.find(&member.id).is_none());
    for member in new {
        super::tell(tx, &member.id, &Word::Roster(&next))?;
    }
    Ok(())
}

/// What a roster that rests on a decision changes, if this chapter has found that decision ratified.
pub fn change_of(tx: &mut Tx, next: &Signed<Roster>) -> Result<Option<Change>> {
    let Some(decided) = &next.body.decided_by else { return Ok(None) };
    let Some(row) = store::decision_by_uri(tx, &decided.proposal)?.filter(|row| row.standing == "ratified") else {
        return Ok(None);
    };
    Ok(proposal_of(&row)?.body.change.clone())
}

/// This chapter has been admitted: the chain it was shown holds, and names it.
pub fn admitted(tx: &mut Tx, network: &Network, chain: &[Signed<Roster>]) -> Result<()> {
    let (own, key) = chapter(tx)?;
    let here = chain.last().and_then(|last| last.body.find(&own.uri)).is_some_and(|member| member.key == key.multikey);
    if !here {
        return Ok(());
    }
    let known = store::rosters(tx, network.id)?.len();
    for roster in chain.iter().skip(known) {
        store::put_roster(tx, network.id, roster.body.version, &roster.digest, &roster.value.to_string())?;
    }
    store::update(tx, &Network { state: ACTIVE.into(), ..network.clone() })?;
    chain.last().map_or(Ok(()), |last| super::meet_all(tx, &last.body))
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
fn publish(tx: &mut Tx, row: Row, proposal: &Proposal, roll_hash: Option<&str>) -> Result<Row> {
    let Some(author) = accounts::by_uri(tx, &row.author_uri)?.filter(|author| author.deleted_at.is_none()) else {
        return Ok(row);
    };
    let language = home::language();
    let text = &proposal.text;
    let state = language.t(&format!("proposal-state-{}", row.state.replace('_', "-")));
    let until = row.ends_at.map(|ends| language.s("proposal-until", language.moment(Time(ends))));
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

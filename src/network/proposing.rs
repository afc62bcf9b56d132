//! Proposing something to the network: the text, while it lies open for questions, until its log begins.

use protocol::canon::digest;
use protocol::chain::Ruling;
use protocol::object::{PROTOCOL, Proposal, Signed, Text};
use protocol::roster::{Change, Member, Roster, Status};
use rules::proposal::Act;
use serde_json::Value;

use super::activity::{Word, new_decision};
use super::decisions::{Said, may, proposal_of, publish};
use super::pen::{self, Proofs};
use super::store::{self, Network, Row};
use super::{ACTIVE, carry, challenges, chapter, foreign, founding, register, roster, tell_all};
use crate::accounts::{self, Account};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::proposals::seconds;

/// Proposals of the network that a chapter can have in `clarify` at a time, for each of its Connectors.
const MOST_UNOPENED: usize = 20;

/// The same that are known of one other chapter.
pub const MOST_OF_A_CHAPTER: usize = 200;

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
    pub fn text(&self) -> Result<Text> {
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
            let new = founding::member(&account, account.ed25519_key.as_deref().unwrap_or_default(), seconds(tx.now));
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
    let now = match super::active(tx) {
        Ok(network) => Some(roster(tx, &network)?),
        Err(Error::Conflict(_)) => None,
        Err(error) => return Err(error),
    };
    let proposal = proposal_of(&row)?;
    let Some(now) = now.filter(|now| proposal.body.roster_digest == now.digest) else {
        // It was proposed under another roster, or this chapter is suspended: later, signed anew by its author, it can be opened.
        let row = Row { state: "clarify".into(), ..row };
        return store::update_decision(tx, &row);
    };
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
        let newer = row.state == foreign::FOREIGN || proposal_of(&row)?.body.published < body.published;
        if row.opened_at.is_some() || row.host_uri != by.uri || !newer {
            return Ok(false);
        }
        let fresh = blank(tx, &network, proposal);
        let Row { title, proposal, process, state, .. } = fresh;
        let row = Row { title, proposal, process, state, version: row.version + 1, ..row };
        store::update_decision(tx, &row)?;
        return Ok(true);
    }
    if unopened_of(tx, &network, &by.uri)? >= MOST_OF_A_CHAPTER {
        return Ok(false);
    }
    let row = blank(tx, &network, proposal);
    store::insert_decision(tx, &row)?;
    carry::plan(tx, row, tx.now)?;
    Ok(true)
}

/// What a chapter has proposed that is not opened, as far as it is known here.
pub fn unopened_of(tx: &mut Tx, network: &Network, chapter: &str) -> Result<usize> {
    let waiting = store::decisions(tx, network.id, true, 1_000)?;
    Ok(waiting.iter().filter(|row| row.opened_at.is_none() && row.host_uri == chapter).count())
}

pub fn blank(tx: &Tx, network: &Network, proposal: &Signed<Proposal>) -> Row {
    let body = &proposal.body;
    Row {
        title: body.text.title.clone(),
        process: body.process.clone(),
        ..blank_row(tx, network.id, [&body.id, &body.host, &body.attributed_to], &proposal.value)
    }
}

/// A row for what another chapter has proposed: its id, its host, its author.
pub fn blank_row(tx: &Tx, network_id: i64, [uri, host, author]: [&String; 3], proposal: &Value) -> Row {
    Row {
        id: ids::new(tx.now),
        network_id,
        uri: uri.clone(),
        host_uri: host.clone(),
        author_uri: author.clone(),
        title: String::new(),
        proposal: proposal.to_string(),
        process: String::new(),
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

/// A proposal of this chapter is taken back before it was opened.
fn withdraw(tx: &mut Tx, row: Row, now: &Roster) -> Result<Row> {
    let row = Row { state: "withdrawn".into(), closed_at: Some(tx.now.0), next_at: None, ..row };
    store::update_decision(tx, &row)?;
    tell_all(tx, now, &Word::Withdraw(&row.uri))?;
    let proposal = proposal_of(&row)?;
    publish(tx, row, &proposal.body, None)
}

/// This chapter leaves: what it has proposed and not opened nobody will decide.
pub fn withdraw_all(tx: &mut Tx, network: &Network, now: &Roster) -> Result<()> {
    let mut open = store::decisions(tx, network.id, true, 1_000)?;
    open.retain(|row| row.opened_at.is_none() && tx.site.owns(&row.uri));
    for row in open {
        let row = store::locked(tx, row.id)?;
        withdraw(tx, row, now)?;
    }
    Ok(())
}

/// A proposal of another chapter is taken back before it was opened.
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

/// What a proposal would change the roster to, where others have changed that since it was proposed.
fn change_now(tx: &mut Tx, row: &Row, proposal: &Proposal, now: &Signed<Roster>) -> Result<Option<Change>> {
    let Some(change) = proposal.change.clone().filter(|_| proposal.roster_digest != now.digest) else {
        return Ok(proposal.change.clone());
    };
    let known = carry::chain_of(tx, row)?;
    let base = known.iter().find(|roster| roster.digest == proposal.roster_digest);
    let ruling = base.map(|base| Ruling { base: base.body.clone(), change });
    let change = ruling.map(|ruling| ruling.on(&now.body)).filter(|change| *change != now.body.change() && now.takes(change));
    let gone = "The network is like that already, or cannot become so any more. Withdraw this proposal.";
    change.map(Some).ok_or_else(|| Error::Conflict(gone.into()))
}

/// What an author does with a proposal that has no log yet.
pub fn before_opening(tx: &mut Tx, by: &Account, row: Row, said: &Said, proofs: &Proofs) -> Result<Row> {
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
        Some(Act::Withdraw { .. }) => withdraw(tx, row, &now.body),
        Some(Act::Amend { .. }) => {
            let text = said.text.as_ref().ok_or_else(|| Error::invalid("An amendment has a new text."))?.text()?;
            let change = change_now(tx, &row, &proposal.body, &now)?;
            let pen = pen::of(tx, by)?;
            let proposal = pen.sign(tx, proofs, |at, _| {
                let text = text.clone();
                Ok(Proposal { text, change: change.clone(), roster_digest: now.digest(), published: at, ..proposal.body.clone() })
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

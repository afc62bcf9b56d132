//! Carrying a decision of the network to and fro: what the protocol wants said becomes activities and requests, what comes in is
//! given to it, and what it knows from then on is written down in the same transaction.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use protocol::bundle::Bundle;
use protocol::chapter::{Chapter, Sent};
use protocol::decision::{Decision, Standing};
use protocol::message::{Message, Page, Saved};
use protocol::object::{Head, Signed};
use protocol::roster::{self, Member, Roster, Status};
use protocol::verify::verify;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use super::store::{self, Network, Row};
use super::{ACTIVE, ASKING, activity, chapter, decisions, extend, key_in, register, rosters};
use crate::accounts::{self, Account};
use crate::activities::{self, Audience};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::keys::signer;
use crate::ids;
use crate::later::{self, Kind};
use crate::proposals::seconds;
use crate::statuses;

/// How often whoever keeps the log of a decision looks at it.
pub const RHYTHM: i64 = 10 * Time::MINUTE;
/// How often the others do, who are told of what is new: what was lost on its way is found then.
pub const WATCHING: i64 = Time::HOUR;
/// The same while something said here has not arrived.
pub const HASTE: i64 = 2 * Time::MINUTE;
/// The largest answer of another chapter, in bytes.
const MOST_BYTES: usize = 16 << 20;
/// Rosters in one chain.
const MOST_ROSTERS: usize = 10_000;
/// People who are looked up at a time.
const AT_ONCE: usize = 20;
/// Decisions that are held ready.
const READY: usize = 16;

/// By their row, each with the revision it is of.
type Ready = Mutex<HashMap<i64, (i64, Arc<Decision>)>>;

/// Decisions as they were read or written last; they count as long as the row says that nothing has changed.
static DECISIONS: LazyLock<Ready> = LazyLock::new(Ready::default);

fn keep_ready(row: &Row, decision: Arc<Decision>) {
    let mut ready = DECISIONS.lock().unwrap_or_else(PoisonError::into_inner);
    if ready.len() >= READY && !ready.contains_key(&row.id) {
        ready.clear();
    }
    ready.insert(row.id, (row.revision, decision));
}

/// What is known of a decision; `None` before it is opened.
pub fn decision(tx: &mut Tx, row: &Row) -> Result<Option<Arc<Decision>>> {
    let ready = DECISIONS.lock().unwrap_or_else(PoisonError::into_inner).get(&row.id).cloned();
    if let Some((_, decision)) = ready.filter(|(revision, _)| *revision == row.revision) {
        return Ok(Some(decision));
    }
    let pieces = store::pieces(tx, row.id)?;
    if pieces.is_empty() {
        return Ok(None);
    }
    let chain = chain_of(tx, row)?;
    let decision = Decision::restore(&chain, pieces).ok_or_else(|| Error::internal("a decision that was kept cannot be read"))?;
    let decision = Arc::new(decision);
    keep_ready(row, decision.clone());
    Ok(Some(decision))
}

fn chain_of(tx: &mut Tx, row: &Row) -> Result<Vec<Signed<Roster>>> {
    let kept = store::rosters(tx, row.network_id)?;
    kept.iter().map(|text| super::read_roster(text)).collect()
}

/// A decision with this chapter's node around it.
pub struct Loaded {
    pub row: Row,
    pub chapter: Chapter,
    before: Option<Arc<Decision>>,
}

pub fn load(tx: &mut Tx, row: Row) -> Result<Loaded> {
    let (own, key) = chapter(tx)?;
    let before = decision(tx, &row)?;
    let key = match &before {
        Some(decision) => key_in(tx, &own, key, decision.roster())?,
        None => key,
    };
    let mut chapter = Chapter::new(&own.uri, key, chain_of(tx, &row)?, BTreeMap::new());
    chapter.clock = row.clock;
    if let Some(decision) = &before {
        chapter.decisions.insert(row.uri.clone(), (**decision).clone());
    }
    Ok(Loaded { row, chapter, before })
}

/// Writes down what has changed and sends what is to be said; answers what is to be asked of whom.
pub fn save(tx: &mut Tx, loaded: Loaded, sent: Sent) -> Result<(Row, Sent)> {
    let Loaded { row, mut chapter, before } = loaded;
    let now = seconds(tx.now);
    let own = chapter.id.clone();
    let (mut asked, mut said) = (Sent::new(), Sent::new());
    let mut waiting = sent;
    while let Some((to, message)) = waiting.pop() {
        if to == own {
            waiting.extend(chapter.handle(&own, message, now));
        } else if matches!(message, Message::Pull { .. } | Message::Rescue { .. }) {
            asked.push((to, message));
        } else {
            said.push((to, message));
        }
    }
    let Some(decision) = chapter.decisions.remove(&row.uri) else { return Ok((row, asked)) };
    let changes = decision.changes(before.as_deref());
    let changed = !changes.put.is_empty() || !changes.gone.is_empty();
    for (name, value) in &changes.put {
        store::put_piece(tx, row.id, name, &value.to_string())?;
    }
    for name in &changes.gone {
        store::delete_piece(tx, row.id, name)?;
    }
    let decision = Arc::new(decision);
    let clock = row.clock.max(now);
    let row = Row { clock, revision: if changed { ids::new(tx.now) } else { row.revision }, ..row };
    let row = decisions::follow(tx, row, &decision)?;
    keep_ready(&row, decision.clone());
    for (to, message) in said {
        send(tx, &row, &own, &to, &message)?;
    }
    let row = plan_next(tx, row, &decision)?;
    // What this chapter has taken into its log the others hear of soon, however many things come at once.
    let grew = changes.put.iter().any(|(name, _)| name.starts_with("2 entry"));
    let row = if grew && decision.keeper() == Some(&own) { plan(tx, row, soon(tx.now))? } else { row };
    Ok((row, asked))
}

fn send(tx: &mut Tx, row: &Row, own: &str, to: &str, message: &Message) -> Result<()> {
    let Some((body, again)) = activity::push(tx, own, to, message) else { return Ok(()) };
    if let Some((what, pause)) = again {
        if store::sent_at(tx, row.id, to, &what)?.is_some_and(|at| tx.now.0 < at + pause) {
            return Ok(());
        }
        store::note_sent(tx, row.id, to, &what)?;
    }
    let Some(account) = accounts::by_uri(tx, to)?.filter(|account| !account.is_local()) else { return Ok(()) };
    activities::record(tx, tx.site.chapter_id, &body, &row.uri, &Audience::just(account.id))
}

/// Sees to it that somebody looks at a decision at a moment, or before.
pub fn plan(tx: &mut Tx, row: Row, at: Time) -> Result<Row> {
    if row.next_at.is_some_and(|next| next > tx.now.0 && next <= at.0) {
        return Ok(row);
    }
    later::record(tx, Kind::Network, &format!("{}@{}", row.id, at.0), at)?;
    let row = Row { next_at: Some(at.0), ..row };
    store::update_decision(tx, &row)?;
    Ok(row)
}

fn plan_next(tx: &mut Tx, row: Row, decision: &Decision) -> Result<Row> {
    let now = seconds(tx.now);
    if decision.is_done(now) {
        let row = Row { next_at: None, ..row };
        store::update_decision(tx, &row)?;
        store::forget_sent(tx, row.id)?;
        return Ok(row);
    }
    let waits = decision.own_moves().iter().any(|(_, fate)| *fate == Ok(false));
    let own = accounts::by_id(tx, tx.site.chapter_id)?.uri;
    let pause = match decision.keeper() {
        _ if waits => HASTE,
        Some(keeper) if keeper == own => RHYTHM,
        _ => WATCHING,
    };
    let counts = decision.counts_at().filter(|at| *at >= now).map(|at| at.saturating_add(1).saturating_mul(Time::SECOND));
    let at = counts.unwrap_or(i64::MAX).min(tx.now.0 + pause);
    plan(tx, row, Time(at))
}

/// At the start of the node every date is planned anew.
pub fn plan_all(tx: &mut Tx) -> Result<()> {
    for (id, at) in store::planned(tx)? {
        later::record(tx, Kind::Network, &format!("{id}@{at}"), Time(at))?;
    }
    Ok(())
}

/// A message of the protocol has come from another chapter.
pub fn take(tx: &mut Tx, by: &Account, message: Message) -> Result<bool> {
    let proposal = match &message {
        Message::Submit { said, .. } | Message::Watch { said } => &said.body.in_reply_to,
        Message::Receipted(receipt) => &receipt.body.proposal,
        Message::Refused { proposal, .. } | Message::Pull { proposal, .. } => proposal,
        Message::Watched(witness) => &witness.body.proposal,
        Message::Log(page) => &page.proposal,
        Message::Verified { verification, .. } => &verification.body.proposal,
        Message::Rescue { proposal } | Message::Rescued { proposal, .. } => proposal,
    };
    let Some(row) = store::decision_by_uri(tx, proposal)? else { return Ok(false) };
    let row = store::locked(tx, row.id)?;
    let mut loaded = load(tx, row)?;
    let Some(decision) = loaded.chapter.decisions.get(&loaded.row.uri) else { return Ok(false) };
    if decision.roster().body.find(&by.uri).is_none() {
        return Ok(false);
    }
    // What is brought to whoever keeps the log is shown to everybody else.
    let message = match message {
        Message::Submit { said, .. } if decision.keeper() != Some(&loaded.chapter.id) => Message::Watch { said },
        other => other,
    };
    if let Message::Log(page) = &message {
        let roster = decision.roster().clone();
        for register in page.registers.iter().take(roster.body.chapters.len()) {
            let (chapter, document) = (register.body.attributed_to.clone(), (*register.value).clone());
            // Whatever is not that chapter's own word is passed over.
            let _ = register::keep(tx, &roster.body, &chapter, document);
        }
    }
    // Something may have waited for just that: a recount, or what a new key has signed.
    let news = matches!(message, Message::Log(_) | Message::Receipted(_) | Message::Verified { .. } | Message::Rescued { .. });
    let now = seconds(tx.now);
    let mut sent = loaded.chapter.handle(&by.uri, message, now);
    if news {
        sent.extend(loaded.chapter.tick(now));
    }
    save(tx, loaded, sent).map(|_| true)
}

/// A chapter says how far a log has come: what is new is asked for.
pub fn head_came(tx: &mut Tx, by: &Account, head: &Signed<Head>) -> Result<bool> {
    let Some(network) = store::current(tx)?.filter(|network| network.state == ACTIVE) else { return Ok(false) };
    if super::roster(tx, &network)?.body.find(&by.uri).is_none() {
        return Ok(false);
    }
    let proposal = head.body.proposal.clone();
    let row = store::decision_by_uri(tx, &proposal)?;
    let opened = row.as_ref().is_some_and(|row| row.opened_at.is_some());
    if !opened {
        later::record(tx, Kind::Network, &format!("hear {} {proposal}", by.uri), tx.now)?;
        return Ok(true);
    }
    let page = Page { proposal, term: head.body.term, heads: vec![head.clone()], ..Page::default() };
    let taken = take(tx, by, Message::Log(Box::new(page)))?;
    if let Some(row) = row.filter(|_| taken) {
        let row = store::locked(tx, row.id)?;
        plan(tx, row, soon(tx.now))?;
    }
    Ok(taken)
}

/// A little later, the same for everything that happens within it.
fn soon(now: Time) -> Time {
    Time((now.0 / (2 * Time::SECOND) + 1) * 2 * Time::SECOND)
}

/// Another chapter's chain of rosters is to be looked at.
pub fn look(tx: &mut Tx, chapter: &str) -> Result<()> {
    later::record(tx, Kind::Network, &format!("look {chapter}"), tx.now)
}

/// A chapter's account is to be looked up.
pub fn meet(tx: &mut Tx, chapter: &str) -> Result<()> {
    later::record(tx, Kind::Network, &format!("meet {chapter}"), tx.now)
}

/// The worker's part.
pub async fn come(app: &App, subject: &str) -> Result<()> {
    let words: Vec<&str> = subject.split(' ').collect();
    match words[..] {
        ["look", chapter] => join_if_admitted(app, chapter).await,
        ["meet", chapter] => accounts::known_or_fetched(app, chapter).await.map(|_| ()),
        ["hear", chapter, proposal] => hear(app, chapter, proposal).await,
        [subject] => match subject.split('@').next().and_then(|id| id.parse().ok()) {
            Some(id) => go_on(app, id).await,
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

async fn go_on(app: &App, id: i64) -> Result<()> {
    let row = match app.read(move |tx| store::decision(tx, id)).await {
        Ok(row) => row,
        Err(Error::NotFound) => return Ok(()),
        Err(error) => return Err(error),
    };
    if row.state == "opening" {
        let older_than = if row.process == "consent" { 2 * Time::DAY } else { Time::HOUR };
        gather_registers(app, older_than).await?;
        app.write(move |tx| decisions::open(tx, id)).await?;
        return Ok(());
    }
    if row.state == "clarify" && row.opened_at.is_none() && row.closed_at.is_none() {
        // While the text lies open everybody can see who would be on the roll.
        gather_registers(app, Time::DAY).await?;
        app.write(move |tx| {
            // It may have been called for meanwhile.
            let row = store::locked(tx, id)?;
            if row.state == "clarify" { plan(tx, row, tx.now.plus(Time::DAY)).map(|_| ()) } else { Ok(()) }
        })
        .await?;
    }
    if row.status_id.is_none() && !app.site()?.owns(&row.uri) {
        match statuses::known_or_fetched(app, &row.uri).await {
            Ok(status) => app.write(move |tx| decisions::tell_of(tx, id, status.id)).await?,
            Err(error) => tracing::debug!(uri = row.uri, %error, "the post of a network decision cannot be had yet"),
        }
    }
    if row.opened_at.is_none() {
        return Ok(());
    }
    meet_voters(app, id).await?;
    let asked = app
        .write(move |tx| {
            let row = store::locked(tx, id)?;
            let mut loaded = load(tx, row)?;
            let sent = loaded.chapter.tick(seconds(tx.now));
            save(tx, loaded, sent).map(|(_, asked)| asked)
        })
        .await?;
    ask(app, asked).await
}

/// Whoever decides is shown by their name: accounts that are not known yet are fetched, a few at a time.
async fn meet_voters(app: &App, id: i64) -> Result<()> {
    let unknown = app
        .read(move |tx| {
            let row = store::decision(tx, id)?;
            let Some(decision) = decision(tx, &row)? else { return Ok(Vec::new()) };
            let entries = decision.term().map(|term| term.machine.roll.entries.as_slice()).unwrap_or_default();
            let voters: Vec<String> = entries.iter().map(|entry| entry.voter.clone()).collect();
            let known = accounts::by_uris(tx, &voters)?;
            Ok(voters.into_iter().filter(|uri| known.iter().all(|account| account.uri != *uri)).take(AT_ONCE).collect())
        })
        .await?;
    for uri in unknown {
        match accounts::known_or_fetched(app, &uri).await {
            Err(error @ Error::Internal(_)) => return Err(error),
            Err(error) => tracing::debug!(uri, %error, "a Connector of another chapter is not known by name yet"),
            Ok(_) => {}
        }
    }
    Ok(())
}

/// Asks other chapters for what they have, and takes it. Who does not answer is asked again another time.
async fn ask(app: &App, asked: Sent) -> Result<()> {
    for (chapter, message) in asked {
        let answers = match &message {
            Message::Pull { proposal, term, from } => fetch_log(app, &chapter, proposal, *term, *from).await,
            Message::Rescue { proposal } => fetch_saved(app, &chapter, proposal).await,
            _ => Ok(Vec::new()),
        };
        let answers = match answers {
            Ok(answers) => answers,
            Err(error @ Error::Internal(_)) => return Err(error),
            Err(error) => {
                tracing::debug!(chapter, %error, "a chapter of the network does not answer");
                continue;
            }
        };
        app.write(move |tx| {
            let Some(by) = accounts::by_uri(tx, &chapter)? else { return Ok(()) };
            answers.into_iter().try_for_each(|answer| take(tx, &by, answer).map(|_| ()))
        })
        .await?;
    }
    Ok(())
}

/// A chapter speaks of a decision that is not known here: its log is read from the beginning.
async fn hear(app: &App, chapter: &str, proposal: &str) -> Result<()> {
    catch_up_rosters(app, chapter).await?;
    let pages = fetch_log(app, chapter, proposal, 1, 0).await?;
    let (chapter, proposal) = (chapter.to_string(), proposal.to_string());
    app.write(move |tx| {
        for page in pages {
            let Message::Log(page) = page else { continue };
            decisions::heard(tx, &chapter, &proposal, *page)?;
        }
        Ok(())
    })
    .await
}

/// What other chapters know of the rosters, and this one does not: who left, whose key is new, what was decided meanwhile.
async fn catch_up_rosters(app: &App, chapter: &str) -> Result<()> {
    let chain = fetch_rosters(app, chapter).await?;
    app.write(move |tx| {
        let Some(network) = store::current(tx)?.filter(|network| network.state == ACTIVE) else { return Ok(()) };
        let known = rosters(tx, &network)?.len();
        for next in chain.iter().filter(|next| next.body.network == network.uri).skip(known) {
            let change = decisions::change_of(tx, next)?;
            if !extend(tx, &network, next, change.as_ref())? {
                return Ok(());
            }
        }
        Ok(())
    })
    .await
}

/// This chapter has asked to join: has it been admitted? Every roster of the chain is checked, and the decisions they rest on are
/// recounted.
async fn join_if_admitted(app: &App, chapter: &str) -> Result<()> {
    let Some(network) = app.read(|tx| Ok(store::current(tx)?.filter(|network| network.state == ASKING))).await? else {
        return Ok(());
    };
    let chain = fetch_rosters(app, chapter).await?;
    if chain.first().is_none_or(|first| first.body.network != network.uri) {
        return Ok(());
    }
    for (before, next) in chain.iter().zip(chain.iter().skip(1)) {
        if let Some(decided) = &next.body.decided_by {
            let record = fetch(app, chapter, "record", &[("proposal", &decided.proposal)]).await?;
            if !rests_on(before, next, record) {
                tracing::info!(chapter, decision = decided.proposal, "a roster does not rest on the decision it names");
                return Ok(());
            }
        }
    }
    app.write(move |tx| decisions::admitted(tx, &network, &chain)).await
}

/// Does a roster come of the decision with this record, and was that ratified?
fn rests_on(before: &Signed<Roster>, next: &Signed<Roster>, record: Value) -> bool {
    let Ok(record) = Bundle::deserialize(record) else { return false };
    let (Some(decided), Some(opening), Some(tally)) = (&next.body.decided_by, record.opening(), &record.tally) else {
        return false;
    };
    let proposal = &opening.body.proposal.body;
    let agree = before.body.active().filter(|member| {
        let own = record
            .verifications
            .iter()
            .find(|said| said.body.attributed_to == member.id && said.body.tally_hash == tally.digest && said.is_by(&member.key));
        own.is_some_and(|said| said.body.evidence.is_empty())
    });
    proposal.id == decided.proposal
        && proposal.roster_digest == before.digest
        && tally.digest == decided.tally_hash
        && decisions::adopts(&tally.body.outcome)
        && proposal.change.as_ref() == Some(&next.body.change())
        && agree.count() >= before.body.majority()
        && verify(&record).holds()
}

/// Asks every chapter for its register whose last one is older than this, in microseconds. Whoever is silent has the seats of its
/// last one, for a while.
async fn gather_registers(app: &App, older_than: i64) -> Result<()> {
    let (mut fresh, roster) = app
        .read(move |tx| {
            let network = super::active(tx)?;
            let roster = super::roster(tx, &network)?;
            let holds = seconds(Time(tx.now.0 - older_than));
            let mut fresh: Vec<String> = register::known(tx)?
                .iter()
                .filter(|known| known.body.published > holds)
                .filter(|known| roster.body.find(&known.body.attributed_to).is_some_and(|member| known.is_by(&member.key)))
                .map(|known| known.body.attributed_to.clone())
                .collect();
            fresh.push(accounts::by_id(tx, tx.site.chapter_id)?.uri);
            Ok((fresh, roster))
        })
        .await?;
    fresh.sort();
    let stale = |member: &&Member| member.status == Status::Active && fresh.binary_search(&member.id).is_err();
    for member in roster.body.chapters.iter().filter(stale) {
        let (roster, id) = (roster.clone(), member.id.clone());
        let kept = match fetch(app, &member.id, "register", &[]).await {
            Ok(document) => app.write(move |tx| register::keep(tx, &roster.body, &id, document)).await,
            Err(error) => Err(error),
        };
        match kept {
            Ok(()) => {}
            Err(error @ Error::Internal(_)) => return Err(error),
            Err(error) => tracing::info!(chapter = member.id, %error, "a chapter's register cannot be had; its last one counts"),
        }
    }
    Ok(())
}

/// A document of another chapter's, below its own address.
async fn fetch(app: &App, chapter: &str, name: &str, query: &[(&str, &str)]) -> Result<Value> {
    let mut url = Url::parse(&format!("{chapter}/network/{name}")).map_err(|_| Error::invalid("This is no address."))?;
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    let host = crate::site::authority(&url);
    app.read(move |tx| crate::federation::refuse_blocked(tx, &host)).await?;
    let signer = signer(app, app.site()?.node_id).await?;
    app.outbound.signed_json(&url, &signer, app.clock.now(), MOST_BYTES).await
}

/// What is asked for in several parts.
#[derive(Serialize, Deserialize)]
pub struct Items<T> {
    pub items: Vec<T>,
}

fn items<T: for<'a> Deserialize<'a>>(document: Value) -> Result<Vec<T>> {
    let read = Items::deserialize(document);
    read.map(|read| read.items).map_err(|error| Error::invalid(format!("A chapter answers what cannot be read: {error}")))
}

async fn fetch_log(app: &App, chapter: &str, proposal: &str, term: u32, from: u64) -> Result<Vec<Message>> {
    let (term, from) = (term.to_string(), from.to_string());
    let document = fetch(app, chapter, "log", &[("proposal", proposal), ("term", &term), ("from", &from)]).await?;
    let pages = items::<Page>(document)?.into_iter().take(2).filter(|page| page.proposal == proposal);
    Ok(pages.map(|page| Message::Log(Box::new(page))).collect())
}

async fn fetch_saved(app: &App, chapter: &str, proposal: &str) -> Result<Vec<Message>> {
    let document = fetch(app, chapter, "saved", &[("proposal", proposal)]).await?;
    Ok(vec![Message::Rescued { proposal: proposal.into(), saved: items::<Saved>(document)? }])
}

/// The chain of rosters as another chapter has it, each following the one before.
pub async fn fetch_rosters(app: &App, chapter: &str) -> Result<Vec<Signed<Roster>>> {
    let chain = items::<Signed<Roster>>(fetch(app, chapter, "rosters", &[]).await?)?;
    if chain.len() > MOST_ROSTERS {
        return Err(Error::TooLarge);
    }
    let decided = |by: &roster::Decided| Some(chain.iter().find(|next| next.body.decided_by.as_ref() == Some(by))?.body.change());
    if chain.is_empty() || roster::chain(&chain, decided).is_ok() {
        return Ok(chain);
    }
    Err(Error::invalid("The rosters of this chapter do not follow each other."))
}

/// Where a decision stands, in one word.
pub const fn standing_word(standing: &Standing) -> &'static str {
    match standing {
        Standing::Open => "open",
        Standing::Counted(_) => "counted",
        Standing::Ratified(_) => "ratified",
        Standing::Disputed(_) => "disputed",
        Standing::Unverified => "unverified",
    }
}

/// Is there a network this chapter belongs to, and is somebody one of its chapters?
pub fn is_of_network(tx: &mut Tx, network: &Network, chapter: &str) -> Result<bool> {
    Ok(super::roster(tx, network)?.body.find(chapter).is_some())
}

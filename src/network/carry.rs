//! Carrying a decision of the network to and fro: what the protocol wants said becomes activities and requests, what comes in is
//! given to it, and what it knows from then on is written down in the same transaction.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use protocol::chapter::{Chapter, Sent};
use protocol::decision::{Decision, Standing};
use protocol::message::{Message, Page};
use protocol::object::{Head, Signed};
use protocol::roster::Roster;

use super::store::{self, Network, Row};
use super::{ACTIVE, activity, asking, chapter, decisions, foreign, key_in, membership, proposing, register, voices};
use crate::accounts::{self, Account};
use crate::activities::{self, Audience};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
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

/// The chain with the roster a decision is taken under.
pub fn chain_of(tx: &mut Tx, row: &Row) -> Result<Vec<Signed<Roster>>> {
    let read = |kept: Vec<String>| kept.iter().map(|text| super::read_roster(text)).collect::<Result<Vec<_>>>();
    let chain = read(store::rosters(tx, row.network_id)?)?;
    let lost = read(store::lost_rosters(tx, row.network_id)?)?;
    if lost.is_empty() {
        return Ok(chain);
    }
    // It may have been proposed under a roster that holds no more.
    let wanted = decisions::proposal_of(row)?.body.roster_digest.clone();
    if chain.iter().any(|roster| roster.digest == wanted) {
        return Ok(chain);
    }
    let known = [chain.as_slice(), &lost].concat();
    Ok(protocol::chain::path(&known, &wanted).unwrap_or(chain))
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
    let voted_on = row.state == "voting";
    let row = Row { clock, revision: if changed { ids::new(tx.now) } else { row.revision }, ..row };
    let row = decisions::follow(tx, row, &decision)?;
    keep_ready(&row, decision.clone());
    for (to, message) in said {
        send(tx, &row, &own, &to, &message)?;
    }
    let row = plan_next(tx, row, &decision)?;
    // What this chapter has taken into its log the others hear of soon, however many things come at once.
    let grew = changes.put.iter().any(|(name, _)| name.starts_with("2 entry"));
    let tells = grew && decision.keeper() == Some(&own);
    // A vote that begins hears of the voices that are handed on.
    let begins = row.state == "voting" && !voted_on;
    let row = if tells || begins { plan(tx, row, soon(tx.now))? } else { row };
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
    if store::current(tx)?.is_some_and(|network| network.state == ACTIVE) {
        membership::plan_look(tx)?;
    }
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
    if row.as_ref().is_some_and(|row| foreign::of(row).is_some()) {
        return Ok(true);
    }
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
        ["look", chapter] => membership::look(app, chapter).await,
        ["rosters", _] => membership::look_around(app).await,
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
    if row.state == foreign::FOREIGN {
        return foreign::go_on(app, row).await;
    }
    if row.state == "opening" {
        let older_than = if row.process == "consent" { 2 * Time::DAY } else { Time::HOUR };
        register::gather(app, older_than).await?;
        app.write(move |tx| proposing::open(tx, id)).await?;
        return Ok(());
    }
    if row.state == "clarify" && row.opened_at.is_none() && row.closed_at.is_none() {
        // While the text lies open everybody can see who would be on the roll.
        register::gather(app, Time::DAY).await?;
        app.write(move |tx| {
            // It may have been called for meanwhile.
            let row = store::locked(tx, id)?;
            let goes_on = store::current(tx)?.is_some_and(|network| network.id == row.network_id);
            if row.state == "clarify" && goes_on { plan(tx, row, tx.now.plus(Time::DAY)).map(|_| ()) } else { Ok(()) }
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
            voices::bring(tx, &mut loaded)?;
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
            Message::Pull { proposal, term, from } => asking::fetch_log(app, &chapter, proposal, *term, *from).await,
            Message::Rescue { proposal } => asking::fetch_saved(app, &chapter, proposal).await,
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
    membership::look(app, chapter).await?;
    let pages = asking::fetch_log(app, chapter, proposal, 1, 0).await?;
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

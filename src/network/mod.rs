//! The network of chapters: who founded it, who belongs to it, and what its chapters decide together, each on its own node.
//!
//! What is true is decided by the signed objects of `protocol`; here they are kept, carried and shown.

mod activity;
pub mod api;
pub mod carry;
mod challenges;
mod custody;
pub mod decisions;
pub mod documents;
mod pen;
pub mod poll;
mod register;
mod store;
#[cfg(test)]
mod tests;
pub mod web;

use std::sync::Arc;

use protocol::canon::{Digest, ZERO};
use protocol::object::{Code, Signed};
use protocol::proof::{self, Key};
use protocol::roster::{self, DEFAULT_CAP, Member, Roster, Status};
use rules::by_laws::ByLaws;
use serde_json::Value;

pub use activity::{Incoming, read as read_activity};
pub use store::{Network, Row, by_status};

pub use carry::{come, plan_all};

use activity::Word;

use crate::accounts::{self, Account};
use crate::activities::{self, Audience};
use crate::app::App;
use crate::audit::{self, Act};
use crate::credentials;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation;
use crate::ids;
use crate::proposals::seconds;

/// Chapters that can be invited when a network is founded.
const MOST_FOUNDERS: usize = 50;

/// Where a network stands for this chapter. The names stay: they are in the database.
pub const INVITED: &str = "invited";
pub const AGREED: &str = "agreed";
pub const FOUNDING: &str = "founding";
pub const ASKING: &str = "asking";
pub const ACTIVE: &str = "active";
pub const LEFT: &str = "left";
pub const DECLINED: &str = "declined";

/// The network this chapter belongs to, is asked into or has asked, if there is one.
pub fn current(tx: &mut Tx) -> Result<Option<Network>> {
    store::current(tx)
}

/// The one this chapter belongs to.
///
/// # Errors
/// `Conflict`: there is none.
pub fn active(tx: &mut Tx) -> Result<Network> {
    let network = store::current(tx)?.filter(|network| network.state == ACTIVE);
    network.ok_or_else(|| Error::Conflict("This chapter belongs to no network yet. Its steward can found or join one.".into()))
}

/// The other chapters of the network, as accounts that can be written to.
pub fn other_chapters(tx: &mut Tx) -> Result<Vec<Account>> {
    let Some(network) = store::current(tx)?.filter(|network| network.state == ACTIVE) else { return Ok(Vec::new()) };
    let all: Vec<String> = roster(tx, &network)?.body.active().map(|chapter| chapter.id.clone()).collect();
    Ok(accounts::by_uris(tx, &all)?.into_iter().filter(|account| !account.is_local()).collect())
}

/// The chain of rosters, the founders' first.
pub fn rosters(tx: &mut Tx, network: &Network) -> Result<Vec<Signed<Roster>>> {
    let kept = store::rosters(tx, network.id)?;
    kept.iter().map(|text| read_roster(text)).collect()
}

fn read_roster(text: &str) -> Result<Signed<Roster>> {
    let value: Value = serde_json::from_str(text).map_err(Error::internal)?;
    Signed::read(&Arc::new(value)).ok_or_else(|| Error::internal("a roster that was kept cannot be read"))
}

/// The roster that holds now.
pub fn roster(tx: &mut Tx, network: &Network) -> Result<Signed<Roster>> {
    rosters(tx, network)?.pop().ok_or_else(|| Error::internal("a network without a roster"))
}

/// Chapters that want to join: id, name, since when.
pub fn requests(tx: &mut Tx) -> Result<Vec<(String, String, i64)>> {
    store::requests(tx)
}

fn chapter(tx: &mut Tx) -> Result<(Account, Key)> {
    let account = accounts::by_id(tx, tx.site.chapter_id)?;
    Ok((account, credentials::chapter_key(tx)?))
}

/// The key this chapter signs with in a decision: the one it had in the roster the decision is taken under.
fn key_in(tx: &mut Tx, own: &Account, key: Key, roster: &Signed<Roster>) -> Result<Key> {
    let named = roster.body.find(&own.uri).map(|member| member.key.clone()).filter(|named| *named != key.multikey);
    let Some(named) = named else { return Ok(key) };
    let former = federation::store::former_proof_key(tx, own.id, &named)?;
    Ok(former.and_then(|(id, pkcs8)| Key::from_pkcs8(id, &pkcs8)).unwrap_or(key))
}

/// The governance key of one of this chapter's people: it lies on the node.
fn key_of(tx: &mut Tx, person: &Account) -> Result<Key> {
    let found = federation::store::proof_key(tx.conn, person.id)?;
    found.and_then(|(id, pkcs8)| Key::from_pkcs8(id, &pkcs8)).ok_or_else(|| Error::internal("somebody has no key for documents"))
}

/// Sends a word to a chapter elsewhere.
fn tell(tx: &mut Tx, to: &str, word: &Word) -> Result<()> {
    let Some(account) = accounts::by_uri(tx, to)?.filter(|account| !account.is_local()) else { return Ok(()) };
    let chapter = accounts::by_id(tx, tx.site.chapter_id)?;
    let body = activity::write(tx, &chapter.uri, to, word);
    activities::record(tx, chapter.id, &body, to, &Audience::just(account.id))
}

/// Sends a word to every other chapter of a roster.
fn tell_all(tx: &mut Tx, roster: &Roster, word: &Word) -> Result<()> {
    let own = accounts::by_id(tx, tx.site.chapter_id)?.uri;
    for member in roster.active().filter(|member| member.id != own) {
        tell(tx, &member.id, word)?;
    }
    Ok(())
}

/// Another chapter, found by its handle or address.
async fn find_chapter(app: &App, text: &str) -> Result<Account> {
    if text.trim().is_empty() {
        return Err(Error::invalid("Name a chapter by its handle, as in @lyon@lyon.example.org."));
    }
    let found = accounts::find(app, text, true).await?;
    let refused = |why: &str| Error::invalid(format!("{}: {why}", text.trim()));
    let found = match found {
        // What its server says now counts: its key may be new.
        Some(found) if !found.is_local() => accounts::fetch(app, &found.uri).await?,
        Some(_) => return Err(refused("this is an account of this node. Name the other chapters.")),
        None => return Err(refused("no chapter was found there. Write its handle, as in @lyon@lyon.example.org.")),
    };
    if found.kind != "Group" || found.ed25519_key.is_none() {
        return Err(refused("this is no chapter that can sign. It needs a node that speaks this protocol."));
    }
    Ok(found)
}

fn member(account: &Account, key: &str, at: i64) -> Member {
    Member {
        id: account.uri.clone(),
        name: account.shown_name().chars().take(100).collect(),
        key: key.into(),
        connector_cap: DEFAULT_CAP,
        status: Status::Active,
        since: at,
    }
}

fn none_yet(tx: &mut Tx) -> Result<()> {
    match store::current(tx)? {
        // An invitation stands in nobody's way.
        Some(network) if network.state != INVITED => Err(Error::Conflict(
            "This chapter has a network already, or has begun one. Leave it, or take that back, first.".into(),
        )),
        _ => Ok(()),
    }
}

/// The same for whoever begins something else: an invitation that waits is declined.
fn make_room(tx: &mut Tx, by: Option<i64>) -> Result<()> {
    none_yet(tx)?;
    if store::current(tx)?.is_some() { decline(tx, by).map(|_| ()) } else { Ok(()) }
}

/// This chapter invites others to found a network with it: it signs the first roster, and they are asked to.
///
/// # Errors
/// `Invalid`: a chapter is not found or cannot sign. `Conflict`: this one has a network already.
pub async fn found(app: &App, by: Option<i64>, name: &str, others: &[String]) -> Result<Network> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > 100 {
        return Err(Error::invalid("A network has a name of 1 to 100 characters."));
    }
    if others.is_empty() || others.len() > MOST_FOUNDERS {
        return Err(Error::invalid("A network is founded by two chapters or more: name the others."));
    }
    app.read(none_yet).await?;
    let mut found: Vec<Account> = Vec::new();
    for other in others {
        let other = find_chapter(app, other).await?;
        if found.iter().all(|known| known.id != other.id) {
            found.push(other);
        }
    }
    app.write(move |tx| {
        make_room(tx, by)?;
        let (own, key) = chapter(tx)?;
        let at = seconds(tx.now);
        let mut chapters = vec![member(&own, &key.multikey, at)];
        chapters.extend(found.iter().map(|other| member(other, other.ed25519_key.as_deref().unwrap_or_default(), at)));
        let id = ids::new(tx.now);
        let uri = tx.site.at(&format!("/network/{id}"));
        let body = Roster {
            network: uri.clone(),
            name: name.clone(),
            version: 1,
            prev: ZERO.into(),
            chapters,
            policy: ByLaws::NETWORK,
            decided_by: None,
        };
        let roster = Signed::new(body, &key, at);
        let network = Network {
            id,
            uri: uri.clone(),
            name: name.clone(),
            chapter_uri: own.uri,
            state: FOUNDING.into(),
            draft: Some(roster.value.to_string()),
            created_at: tx.now.0,
            ended_at: None,
        };
        store::insert(tx, &network)?;
        tell_all(tx, &roster.body, &Word::Offer(&roster))?;
        audit::record(tx, by, Act::Network, None, &network.name, "found")?;
        Ok(network)
    })
    .await
}

/// Is this a first roster that names this chapter with its own key?
fn names_us(roster: &Signed<Roster>, own: &Account, key: &Key) -> bool {
    let body = &roster.body;
    body.version == 1
        && body.prev == ZERO
        && body.chapters.len() <= MOST_FOUNDERS + 1
        && body.name.chars().count() <= 100
        && body.chapters.iter().any(|chapter| chapter.id == own.uri && chapter.key == key.multikey)
}

/// Another chapter asks this one to found a network with it.
fn offered(tx: &mut Tx, by: &Account, roster: &Signed<Roster>) -> Result<bool> {
    let (own, key) = chapter(tx)?;
    let theirs = roster.body.chapters.iter().any(|chapter| chapter.id == by.uri && roster.is_by(&chapter.key));
    if !theirs || !names_us(roster, &own, &key) || store::current(tx)?.is_some() {
        return Ok(false);
    }
    if store::by_uri(tx, &roster.body.network)?.is_some() {
        return Ok(false);
    }
    let network = Network {
        id: ids::new(tx.now),
        uri: roster.body.network.clone(),
        name: roster.body.name.clone(),
        chapter_uri: by.uri.clone(),
        state: INVITED.into(),
        draft: Some(roster.value.to_string()),
        created_at: tx.now.0,
        ended_at: None,
    };
    store::insert(tx, &network)?;
    Ok(true)
}

/// This chapter agrees to found the network it is invited to.
///
/// # Errors
/// `Conflict`: it is not invited.
pub fn agree(tx: &mut Tx, by: Option<i64>) -> Result<Network> {
    let network = store::current(tx)?.filter(|network| network.state == INVITED);
    let network = network.ok_or_else(|| Error::Conflict("No invitation waits for an answer.".into()))?;
    let (_, key) = chapter(tx)?;
    let roster = read_roster(network.draft.as_deref().unwrap_or_default())?.also_by(&key, seconds(tx.now));
    let network = Network { state: AGREED.into(), draft: Some(roster.value.to_string()), ..network };
    store::update(tx, &network)?;
    tell(tx, &network.chapter_uri.clone(), &Word::Agree(&roster))?;
    audit::record(tx, by, Act::Network, None, &network.name, "agree")?;
    Ok(network)
}

/// This chapter does not join, or takes back that it has asked.
///
/// # Errors
/// `Conflict`: nothing is to be declined.
pub fn decline(tx: &mut Tx, by: Option<i64>) -> Result<Network> {
    let waiting = |network: &Network| [INVITED, AGREED, FOUNDING, ASKING].contains(&network.state.as_str());
    let network = store::current(tx)?.filter(waiting);
    let network = network.ok_or_else(|| Error::Conflict("No invitation waits for an answer.".into()))?;
    if network.state == INVITED || network.state == AGREED {
        tell(tx, &network.chapter_uri.clone(), &Word::Decline(&network.uri))?;
    }
    let network = Network { state: DECLINED.into(), ended_at: Some(tx.now.0), ..network };
    store::update(tx, &network)?;
    audit::record(tx, by, Act::Network, None, &network.name, "decline")?;
    Ok(network)
}

/// One of those invited has signed. Once all have, the network is there, and everybody hears of it.
fn agreed(tx: &mut Tx, by: &Account, roster: &Signed<Roster>) -> Result<bool> {
    let network = store::current(tx)?.filter(|network| network.state == FOUNDING && network.uri == roster.body.network);
    let Some(network) = network else { return Ok(false) };
    let draft = read_roster(network.draft.as_deref().unwrap_or_default())?;
    let signs = draft.body.chapters.iter().find(|chapter| chapter.id == by.uri);
    if roster.body != draft.body || !signs.is_some_and(|chapter| roster.is_by(&chapter.key)) {
        return Ok(false);
    }
    let mut whole = (*draft.value).clone();
    proof::gather(&mut whole, &roster.value);
    let whole: Signed<Roster> =
        Signed::read(&Arc::new(whole)).ok_or_else(|| Error::internal("proofs made a roster unreadable"))?;
    if roster::founds(&whole).is_err() {
        let network = Network { draft: Some(whole.value.to_string()), ..network };
        store::update(tx, &network)?;
        return Ok(true);
    }
    begin(tx, &network, &whole)?;
    tell_all(tx, &whole.body, &Word::Roster(&whole))?;
    Ok(true)
}

fn begin(tx: &mut Tx, network: &Network, roster: &Signed<Roster>) -> Result<()> {
    store::put_roster(tx, network.id, roster.body.version, &roster.digest, &roster.value.to_string())?;
    store::update(tx, &Network { state: ACTIVE.into(), draft: None, ..network.clone() })?;
    meet_all(tx, &roster.body)
}

/// Chapters that are not known here yet are looked up, so that they can be written to.
fn meet_all(tx: &mut Tx, roster: &Roster) -> Result<()> {
    let all: Vec<String> = roster.active().map(|chapter| chapter.id.clone()).collect();
    let known = accounts::by_uris(tx, &all)?;
    for unknown in all.iter().filter(|uri| known.iter().all(|account| account.uri != **uri)) {
        carry::meet(tx, unknown)?;
    }
    Ok(())
}

fn declined(tx: &mut Tx, by: &Account, uri: &str) -> Result<bool> {
    let network = store::current(tx)?.filter(|network| network.state == FOUNDING && network.uri == uri);
    let Some(network) = network else { return Ok(false) };
    let draft = read_roster(network.draft.as_deref().unwrap_or_default())?;
    if draft.body.chapters.iter().all(|chapter| chapter.id != by.uri) {
        return Ok(false);
    }
    // A roster names everybody: without one of them it has to be begun anew.
    store::update(tx, &Network { state: DECLINED.into(), ended_at: Some(tx.now.0), ..network })?;
    Ok(true)
}

/// A roster has come that may be the next of the chain.
fn roster_came(tx: &mut Tx, roster: &Signed<Roster>) -> Result<bool> {
    let Some(network) = store::by_uri(tx, &roster.body.network)?.filter(|network| network.ended_at.is_none()) else {
        return Ok(false);
    };
    if network.state == AGREED {
        let draft = read_roster(network.draft.as_deref().unwrap_or_default())?;
        if draft.body != roster.body || roster::founds(roster).is_err() {
            return Ok(false);
        }
        return begin(tx, &network, roster).map(|()| true);
    }
    if network.state != ACTIVE {
        return Ok(false);
    }
    extend(tx, &network, roster, None)
}

/// Puts a roster at the end of the chain, if it follows.
fn extend(tx: &mut Tx, network: &Network, next: &Signed<Roster>, change: Option<&roster::Change>) -> Result<bool> {
    let last = roster(tx, network)?;
    if roster::follows(&last, next, change).is_err() {
        return Ok(false);
    }
    store::put_roster(tx, network.id, next.body.version, &next.digest, &next.value.to_string())?;
    let own = accounts::by_id(tx, tx.site.chapter_id)?.uri;
    for chapter in &next.body.chapters {
        store::delete_request(tx, &chapter.id)?;
    }
    meet_all(tx, &next.body)?;
    if next.body.find(&own).is_none() {
        store::update(tx, &Network { state: LEFT.into(), ended_at: Some(tx.now.0), ..network.clone() })?;
    }
    Ok(true)
}

/// This chapter leaves. What it has decided with the others stays.
///
/// # Errors
/// `Conflict`: it belongs to none.
pub fn leave(tx: &mut Tx, by: Option<i64>) -> Result<()> {
    let network = active(tx)?;
    let last = roster(tx, &network)?;
    let (own, key) = chapter(tx)?;
    let mut body =
        Roster { version: last.body.version.saturating_add(1), prev: last.digest(), decided_by: None, ..last.body.clone() };
    body.chapters.iter_mut().filter(|chapter| chapter.id == own.uri).for_each(|chapter| chapter.status = Status::Left);
    let next = Signed::new(body, &key, seconds(tx.now));
    tell_all(tx, &last.body, &Word::Roster(&next))?;
    if !extend(tx, &network, &next, None)? {
        // It is alone already: there is nobody to tell.
        store::update(tx, &Network { state: LEFT.into(), ended_at: Some(tx.now.0), ..network.clone() })?;
    }
    audit::record(tx, by, Act::Network, None, &network.name, "leave").map(|_| ())
}

/// This chapter signs with a new key from now on. In a network the next roster says so, signed with the old key and the new one;
/// decisions that are open go on with the key they began with.
///
/// # Errors
/// `Conflict`: a network is being founded or joined, or this chapter is suspended.
pub fn rotate_key(tx: &mut Tx, by: Option<i64>) -> Result<()> {
    let fresh = federation::keys::generate_ed25519()?;
    let (own, old) = chapter(tx)?;
    let network = store::current(tx)?.filter(|network| network.state != INVITED);
    if network.as_ref().is_some_and(|network| network.state != ACTIVE) {
        return Err(Error::Conflict("A network is being founded or joined. Wait until that is done, or take it back.".into()));
    }
    federation::store::rotate_proof_key(tx, own.id, &fresh.multikey, &fresh.pkcs8)?;
    if let Some(network) = &network {
        let last = roster(tx, network)?;
        let (_, new) = chapter(tx)?;
        let mut body =
            Roster { version: last.body.version.saturating_add(1), prev: last.digest(), decided_by: None, ..last.body.clone() };
        let mut here = body.chapters.iter_mut().filter(|chapter| chapter.id == own.uri);
        here.try_for_each(|chapter| {
            chapter.key.clone_from(&new.multikey);
            (chapter.status == Status::Active).then_some(())
        })
        .ok_or_else(|| Error::Conflict("The network has suspended this chapter: it changes its key when it is back.".into()))?;
        let at = seconds(tx.now);
        let next = Signed::new(body, &old, at).also_by(&new, at);
        tell_all(tx, &last.body, &Word::Roster(&next))?;
        if !extend(tx, network, &next, None)? {
            return Err(Error::internal("a roster with a new key does not follow the one before"));
        }
    }
    accounts::tell(tx, own.id)?;
    let name = network.map_or_else(|| own.shown_name().to_string(), |network| network.name);
    audit::record(tx, by, Act::Network, None, &name, "key").map(|_| ())
}

/// This chapter asks to join the network another belongs to; that takes a decision of the network's.
///
/// # Errors
/// `Invalid`: there is no such chapter, or it belongs to no network. `Conflict`: this one has a network already.
pub async fn ask_to_join(app: &App, by: Option<i64>, through: &str) -> Result<Network> {
    app.read(none_yet).await?;
    let through = find_chapter(app, through).await?;
    let chain = carry::fetch_rosters(app, &through.uri).await?;
    let last = chain.last().filter(|last| last.body.find(&through.uri).is_some()).cloned();
    let last = last.ok_or_else(|| Error::invalid(format!("{} belongs to no network.", through.shown_name())))?;
    app.write(move |tx| {
        make_room(tx, by)?;
        let name = last.body.name.clone();
        let uri = last.body.network.clone();
        let id = ids::new(tx.now);
        let network = match store::by_uri(tx, &uri)? {
            // It was here before.
            Some(known) => Network { state: ASKING.into(), ended_at: None, chapter_uri: through.uri.clone(), ..known },
            None => {
                let new = Network {
                    id,
                    uri: uri.clone(),
                    name,
                    chapter_uri: through.uri.clone(),
                    state: ASKING.into(),
                    draft: None,
                    created_at: tx.now.0,
                    ended_at: None,
                };
                store::insert(tx, &new)?;
                new
            }
        };
        store::update(tx, &network)?;
        tell(tx, &through.uri, &Word::Join(&uri))?;
        audit::record(tx, by, Act::Network, None, &network.name, "join")?;
        Ok(network)
    })
    .await
}

fn join_came(tx: &mut Tx, by: &Account, uri: &str) -> Result<bool> {
    let network = store::current(tx)?.filter(|network| network.state == ACTIVE && network.uri == uri);
    let Some(network) = network else { return Ok(false) };
    let there = roster(tx, &network)?.body.find(&by.uri).is_some();
    if there || by.kind != "Group" || by.ed25519_key.is_none() || store::requests(tx)?.len() >= 100 {
        return Ok(false);
    }
    let name: String = by.shown_name().chars().take(100).collect();
    store::put_request(tx, &by.uri, &name)?;
    Ok(true)
}

/// What a chapter elsewhere has sent takes its effect; answers whether it had one.
pub fn take(tx: &mut Tx, by: &Account, incoming: Incoming) -> Result<bool> {
    match incoming {
        Incoming::Offered(roster) => offered(tx, by, &roster),
        Incoming::Agreed(roster) => agreed(tx, by, &roster),
        Incoming::Declined(uri) => declined(tx, by, &uri),
        Incoming::Roster(roster) => {
            // Who was admitted asks for the whole chain.
            let asking = store::by_uri(tx, &roster.body.network)?.is_some_and(|network| network.state == ASKING);
            if asking { carry::look(tx, &by.uri).map(|()| true) } else { roster_came(tx, &roster) }
        }
        Incoming::Join(uri) => join_came(tx, by, &uri),
        Incoming::Proposed(proposal) => decisions::proposed(tx, by, &proposal),
        Incoming::Challenged(said) => challenges::came(tx, by, &said),
        Incoming::Withdrawn(uri) => decisions::withdrawn(tx, by, &uri),
        Incoming::Head(head) => carry::head_came(tx, by, &head),
        Incoming::Message(message) => carry::take(tx, by, *message),
    }
}

/// Why something was refused, in words.
pub fn words(code: Code) -> &'static str {
    match code {
        Code::NotOnRoll => "You are not on the roll of this decision: it was frozen when the decision opened.",
        Code::BadSignature => "The signature does not fit the key on the roll.",
        Code::WrongVersion => "The text has changed since. Read it again, and answer again.",
        Code::StaleSeq => "Something you said later is there already.",
        Code::MalformedChoice => "This cannot be said like that in this decision.",
        Code::ReasonMissing => "An objection has a reason: what it would do to the organisation, or how it would be better.",
        Code::Late => "It is too late for that: the window has ended.",
        _ => "The rules of this decision do not allow that now.",
    }
}

/// Digests as people compare them: the first letters.
pub fn short(digest: &Digest) -> String {
    digest.chars().take(12).collect()
}

//! The network of chapters: who founded it, who belongs to it, and what its chapters decide together, each on its own node.
//!
//! What is true is decided by the signed objects of `protocol`; here they are kept, carried and shown.

mod activity;
pub mod api;
mod asking;
pub mod carry;
mod challenges;
mod custody;
pub mod decisions;
pub mod documents;
mod foreign;
mod founding;
mod membership;
mod pen;
pub mod poll;
pub mod proposing;
mod register;
mod store;
#[cfg(test)]
mod tests;
mod voices;
pub mod web;

use std::sync::Arc;

use protocol::canon::Digest;
use protocol::object::{Code, Signed};
use protocol::proof::Key;
use protocol::roster::Roster;
use rules::by_laws::ByLaws;
use serde_json::Value;

pub use activity::{Incoming, read as read_activity};
pub use carry::{come, plan_all};
pub use foreign::waiting as foreign_decisions;
pub use founding::{agree, decline, found};
pub use membership::{ask_to_join, leave, rotate_key};
pub use register::connectors;
pub use store::{Network, Row, by_status};
pub use voices::changed as voices_changed;

use activity::Word;

use crate::accounts::{self, Account};
use crate::activities::{self, Audience};
use crate::app::App;
use crate::credentials;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation;

/// Where a network stands for this chapter. The names stay: they are in the database.
pub const INVITED: &str = "invited";
pub const AGREED: &str = "agreed";
pub const FOUNDING: &str = "founding";
pub const ASKING: &str = "asking";
pub const ACTIVE: &str = "active";
/// By a decision of the others.
pub const SUSPENDED: &str = "suspended";
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
    let network = store::current(tx)?;
    if network.as_ref().is_some_and(|network| network.state == SUSPENDED) {
        return Err(Error::Conflict("The network has suspended this chapter: it takes no part until it is brought back.".into()));
    }
    let network = network.filter(|network| network.state == ACTIVE);
    network.ok_or_else(|| Error::Conflict("This chapter belongs to no network yet. Its steward can found or join one.".into()))
}

/// The by-laws of the network.
///
/// # Errors
/// `Conflict`: there is none.
pub fn policy(tx: &mut Tx) -> Result<ByLaws> {
    let network = active(tx)?;
    Ok(roster(tx, &network)?.body.policy)
}

/// Decisions the network takes now, the one that ends first in front: id, title, when.
pub fn ending(tx: &mut Tx, limit: i64) -> Result<Vec<(i64, String, i64)>> {
    match store::current(tx)?.filter(|network| network.state == ACTIVE) {
        Some(network) => store::ending(tx, network.id, limit),
        None => Ok(Vec::new()),
    }
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

/// What a chapter elsewhere has sent takes its effect; answers whether it had one.
pub fn take(tx: &mut Tx, by: &Account, incoming: Incoming) -> Result<bool> {
    match incoming {
        Incoming::Offered(roster) => founding::offered(tx, by, &roster),
        Incoming::Agreed(roster) => founding::agreed(tx, by, &roster),
        Incoming::Declined(uri) => founding::declined(tx, by, &uri),
        Incoming::Roster(roster) => membership::roster_came(tx, by, &roster),
        Incoming::Join(uri) => membership::join_came(tx, by, &uri),
        Incoming::Proposed(proposal) => proposing::proposed(tx, by, &proposal),
        Incoming::Foreign(value) => foreign::came(tx, by, &value),
        Incoming::Challenged(said) => challenges::came(tx, by, &said),
        Incoming::Withdrawn(uri) => proposing::withdrawn(tx, by, &uri),
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

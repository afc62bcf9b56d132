//! Founding a network: one chapter signs a first roster, the others agree or do not, and once all have signed it is there.

use std::sync::Arc;

use protocol::canon::ZERO;
use protocol::object::Signed;
use protocol::proof::{self, Key};
use protocol::roster::{self, DEFAULT_CAP, Member, Roster, Status};
use rules::by_laws::ByLaws;

use super::activity::Word;
use super::store::{self, Network};
use super::{
    ACTIVE, AGREED, ASKING, DECLINED, FOUNDING, INVITED, chapter, find_chapter, membership, read_roster, tell, tell_all,
};
use crate::accounts::Account;
use crate::app::App;
use crate::audit::{self, Act};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::proposals::seconds;

/// Chapters that can be invited when a network is founded.
const MOST_FOUNDERS: usize = 50;

pub fn member(account: &Account, key: &str, at: i64) -> Member {
    Member {
        id: account.uri.clone(),
        name: account.shown_name().chars().take(100).collect(),
        key: key.into(),
        connector_cap: DEFAULT_CAP,
        status: Status::Active,
        since: at,
    }
}

pub fn none_yet(tx: &mut Tx) -> Result<()> {
    match store::current(tx)? {
        // An invitation stands in nobody's way.
        Some(network) if network.state != INVITED => Err(Error::Conflict(
            "This chapter has a network already, or has begun one. Leave it, or take that back, first.".into(),
        )),
        _ => Ok(()),
    }
}

/// The same for whoever begins something else: an invitation that waits is declined.
pub fn make_room(tx: &mut Tx, by: Option<i64>) -> Result<()> {
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
pub fn offered(tx: &mut Tx, by: &Account, roster: &Signed<Roster>) -> Result<bool> {
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
    let network = store::locked_current(tx)?.filter(|network| network.state == INVITED);
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
    let network = store::locked_current(tx)?.filter(waiting);
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
pub fn agreed(tx: &mut Tx, by: &Account, roster: &Signed<Roster>) -> Result<bool> {
    let network = store::locked_current(tx)?.filter(|network| network.state == FOUNDING && network.uri == roster.body.network);
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

pub fn begin(tx: &mut Tx, network: &Network, roster: &Signed<Roster>) -> Result<()> {
    store::put_roster(tx, network.id, roster.body.version, &roster.digest, &roster.value.to_string())?;
    store::update(tx, &Network { state: ACTIVE.into(), draft: None, ..network.clone() })?;
    membership::plan_look(tx)?;
    membership::meet_all(tx, &roster.body)
}

pub fn declined(tx: &mut Tx, by: &Account, uri: &str) -> Result<bool> {
    let network = store::locked_current(tx)?.filter(|network| network.state == FOUNDING && network.uri == uri);
    let Some(network) = network else { return Ok(false) };
    let draft = read_roster(network.draft.as_deref().unwrap_or_default())?;
    if draft.body.chapters.iter().all(|chapter| chapter.id != by.uri) {
        return Ok(false);
    }
    // A roster names everybody: without one of them it has to be begun anew.
    store::update(tx, &Network { state: DECLINED.into(), ended_at: Some(tx.now.0), ..network })?;
    Ok(true)
}

//! Who belongs to the network as time goes by: joining, leaving, a new key, and what decisions change. The rosters are a chain;
//! where two have gone on from the same one, all nodes prefer the same.

use std::collections::BTreeMap;

use protocol::bundle::Bundle;
use protocol::chain::{self, Ruling};
use protocol::decision::Decision;
use protocol::object::{Signed, Verification};
use protocol::proof::Key;
use protocol::roster::{self, Change, Decided, Roster, Status};
use protocol::verify::verify;
use serde::Deserialize;
use serde_json::Value;

use super::activity::Word;
use super::store::{self, Network, Row};
use super::{
    ACTIVE, AGREED, ASKING, INVITED, LEFT, SUSPENDED, asking, carry, chapter, decisions, find_chapter, founding, proposing,
    read_roster, rosters, tell, tell_all,
};
use crate::accounts::{self, Account};
use crate::app::App;
use crate::audit::{self, Act};
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation;
use crate::ids;
use crate::later::{self, Kind};
use crate::proposals::seconds;

/// Whoever is, was or may soon be in a network keeps its chain.
const KEEPS: [&str; 4] = [ACTIVE, SUSPENDED, LEFT, ASKING];

/// A roster has come: the next of the chain, or one that shows that somebody has another chain, which is asked for then.
pub fn roster_came(tx: &mut Tx, by: &Account, roster: &Signed<Roster>) -> Result<bool> {
    let Some(network) = store::by_uri(tx, &roster.body.network)? else { return Ok(false) };
    store::lock(tx, network.id)?;
    let Some(network) = store::by_uri(tx, &roster.body.network)? else { return Ok(false) };
    if network.state == AGREED {
        let draft = read_roster(network.draft.as_deref().unwrap_or_default())?;
        if draft.body != roster.body || roster::founds(roster).is_err() {
            return Ok(false);
        }
        return founding::begin(tx, &network, roster).map(|()| true);
    }
    let chain = rosters(tx, &network)?;
    if network.state == ACTIVE && goes_on(tx, &chain, roster)? {
        let longer = [chain.as_slice(), std::slice::from_ref(roster)].concat();
        return set_chain(tx, network, &chain, longer).map(|()| true);
    }
    // Who was admitted, or is brought back, asks for the whole chain; so does whoever sees that there is another.
    let known = chain.iter().any(|known| known.digest == roster.digest);
    let of_it = chain.last().is_some_and(|last| last.body.chapters.iter().any(|chapter| chapter.id == by.uri));
    let waits = network.state == ASKING;
    if known || !(of_it || waits) || !KEEPS.contains(&network.state.as_str()) {
        return Ok(false);
    }
    carry::look(tx, &by.uri).map(|()| true)
}

fn goes_on(tx: &mut Tx, chain: &[Signed<Roster>], next: &Signed<Roster>) -> Result<bool> {
    let ruling = next.body.decided_by.as_ref().map(|decided| ruling(tx, decided)).transpose()?.flatten();
    Ok(chain::goes_on(chain, next, |_| ruling.clone()))
}

/// What a decision that this chapter has found ratified changes.
fn ruling(tx: &mut Tx, decided: &Decided) -> Result<Option<Ruling>> {
    let Some(row) = store::decision_by_uri(tx, &decided.proposal)?.filter(|row| row.standing == "ratified") else {
        return Ok(None);
    };
    let Some(decision) = carry::decision(tx, &row)? else { return Ok(None) };
    let tally = decision.tally().filter(|tally| tally.digest == decided.tally_hash && decisions::adopts(&tally.body.outcome));
    let change = decision.proposal.body.change.clone().filter(|_| tally.is_some());
    Ok(change.map(|change| Ruling { base: decision.roster().body.clone(), change }))
}

/// From now on this chain holds. Decisions that the one before rested on follow once more at its end, and so does what this
/// chapter has signed itself; whoever else has signed something that is lost is told.
fn set_chain(tx: &mut Tx, network: Network, before: &[Signed<Roster>], after: Vec<Signed<Roster>>) -> Result<()> {
    let mut chain = after;
    for decided in before.iter().filter_map(|roster| roster.body.decided_by.as_ref()) {
        if !chain::rests_on(&chain, &decided.proposal)
            && let Some(ruling) = ruling(tx, decided)?
        {
            chain.extend(chain::decided(&chain, decided, &ruling));
        }
    }
    let (own, key) = chapter(tx)?;
    // Whoever has left stays away, also if it was suspended then and could sign nothing.
    let leaves = network.state == LEFT;
    let last = chain.last().ok_or_else(|| Error::internal("a network without a roster"))?;
    let named = last.body.find(&own.uri).map(|member| member.key.clone()).unwrap_or_default();
    let former = federation::store::former_proof_key(tx, own.id, &named)?;
    let mut keys: Vec<Key> = former.and_then(|(id, pkcs8)| Key::from_pkcs8(id, &pkcs8)).into_iter().collect();
    keys.push(key);
    let again = chain::anew(last, &own.uri, &keys, leaves, seconds(tx.now));
    if let Some(again) = &again {
        tell_all(tx, &last.body, &Word::Roster(again))?;
    }
    chain.extend(again);

    let common = before.iter().zip(&chain).take_while(|(one, other)| one.digest == other.digest).count();
    store::lose_rosters(tx, network.id, common)?;
    for roster in &chain[common..] {
        store::put_roster(tx, network.id, roster.body.version, &roster.digest, &roster.value.to_string())?;
    }
    let Some(last) = chain.last() else { return Ok(()) };
    for owner in chain::lost(before, &chain).into_iter().filter(|owner| *owner != own.uri) {
        tell(tx, owner, &Word::Roster(last))?;
    }
    for chapter in &last.body.chapters {
        store::delete_request(tx, &chapter.id)?;
    }
    meet_all(tx, &last.body)?;
    let (state, ended_at) = match status(&chain, &own).filter(|_| !leaves) {
        Some(Status::Active) => (ACTIVE, None),
        Some(Status::Suspended) => (SUSPENDED, None),
        _ => (LEFT, network.ended_at.or(Some(tx.now.0))),
    };
    if state == ACTIVE {
        plan_look(tx)?;
    }
    store::update(tx, &Network { state: state.into(), ended_at, draft: None, ..network })
}

fn status(chain: &[Signed<Roster>], own: &Account) -> Option<Status> {
    chain.last()?.body.chapters.iter().find(|chapter| chapter.id == own.uri).map(|chapter| chapter.status)
}

/// Chapters that are not known here yet are looked up, so that they can be written to.
pub fn meet_all(tx: &mut Tx, roster: &Roster) -> Result<()> {
    let all: Vec<String> = roster.active().map(|chapter| chapter.id.clone()).collect();
    let known = accounts::by_uris(tx, &all)?;
    for unknown in all.iter().filter(|uri| known.iter().all(|account| account.uri != **uri)) {
        carry::meet(tx, unknown)?;
    }
    Ok(())
}

/// This chapter leaves. What it has decided with the others stays.
///
/// # Errors
/// `Conflict`: it belongs to none.
pub fn leave(tx: &mut Tx, by: Option<i64>) -> Result<()> {
    let network = store::locked_current(tx)?.filter(|network| network.state == ACTIVE || network.state == SUSPENDED);
    let network = network.map_or_else(|| super::active(tx), Ok)?;
    let chain = rosters(tx, &network)?;
    let (own, key) = chapter(tx)?;
    let name = network.name.clone();
    if let Some(last) = chain.last() {
        proposing::withdraw_all(tx, &network, &last.body)?;
    }
    match chain.last().and_then(|last| last.left(&own.uri, &key, seconds(tx.now))) {
        Some(next) => {
            tell_all(tx, &next.body, &Word::Roster(&next))?;
            let longer = [chain.as_slice(), &[next]].concat();
            set_chain(tx, network, &chain, longer)?;
        }
        // It is alone or suspended: there is nothing to be signed.
        None => store::update(tx, &Network { state: LEFT.into(), ended_at: Some(tx.now.0), ..network })?,
    }
    audit::record(tx, by, Act::Network, None, &name, "leave").map(|_| ())
}

/// This chapter signs with a new key from now on. In a network the next roster says so, signed with the old key and the new one;
/// decisions that are open go on with the key they began with.
///
/// # Errors
/// `Conflict`: a network is being founded or joined, or this chapter is suspended.
pub fn rotate_key(tx: &mut Tx, by: Option<i64>) -> Result<()> {
    let fresh = federation::keys::generate_ed25519()?;
    let (own, old) = chapter(tx)?;
    let network = store::locked_current(tx)?.filter(|network| network.state != INVITED);
    if network.as_ref().is_some_and(|network| network.state == SUSPENDED) {
        return Err(Error::Conflict("The network has suspended this chapter: it takes no part until it is brought back.".into()));
    }
    if network.as_ref().is_some_and(|network| network.state != ACTIVE) {
        return Err(Error::Conflict("A network is being founded or joined. Wait until that is done, or take it back.".into()));
    }
    federation::store::rotate_proof_key(tx, own.id, &fresh.multikey, &fresh.pkcs8)?;
    let name = network.as_ref().map_or_else(|| own.shown_name().to_string(), |network| network.name.clone());
    if let Some(network) = network {
        let chain = rosters(tx, &network)?;
        let (_, new) = chapter(tx)?;
        let last = chain.last().ok_or_else(|| Error::internal("a network without a roster"))?;
        let next = last.rekeyed(&own.uri, &old, &new, seconds(tx.now));
        let next = next.ok_or_else(|| Error::internal("a roster with a new key does not follow the one before"))?;
        tell_all(tx, &last.body, &Word::Roster(&next))?;
        let longer = [chain.as_slice(), &[next]].concat();
        set_chain(tx, network, &chain, longer)?;
    }
    accounts::tell(tx, own.id)?;
    audit::record(tx, by, Act::Network, None, &name, "key").map(|_| ())
}

/// This chapter asks to join the network another belongs to; that takes a decision of the network's.
///
/// # Errors
/// `Invalid`: there is no such chapter, or it belongs to no network. `Conflict`: this one has a network already.
pub async fn ask_to_join(app: &App, by: Option<i64>, through: &str) -> Result<Network> {
    app.read(founding::none_yet).await?;
    let through = find_chapter(app, through).await?;
    let chain = asking::fetch_rosters(app, &through.uri).await?;
    let last = chain.last().filter(|last| last.body.find(&through.uri).is_some()).cloned();
    let last = last.ok_or_else(|| Error::invalid(format!("{} belongs to no network.", through.shown_name())))?;
    app.write(move |tx| {
        founding::make_room(tx, by)?;
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

pub fn join_came(tx: &mut Tx, by: &Account, uri: &str) -> Result<bool> {
    let network = store::current(tx)?.filter(|network| network.state == ACTIVE && network.uri == uri);
    let Some(network) = network else { return Ok(false) };
    let there = super::roster(tx, &network)?.body.find(&by.uri).is_some();
    if there || by.kind != "Group" || by.ed25519_key.is_none() || store::requests(tx)?.len() >= 100 {
        return Ok(false);
    }
    let name: String = by.shown_name().chars().take(100).collect();
    store::put_request(tx, &by.uri, &name)?;
    Ok(true)
}

/// A ratified decision changes the roster: every chapter makes the same, and who is new is told of it. What others have changed
/// since it was opened stays.
pub fn turn(tx: &mut Tx, row: &Row, decision: &Decision, change: &Change, decided: &Decided) -> Result<()> {
    let Some(network) = store::locked_current(tx)?.filter(|network| network.id == row.network_id && network.state == ACTIVE)
    else {
        return Ok(());
    };
    let chain = rosters(tx, &network)?;
    let base = decision.roster().body.clone();
    let Some(next) = chain::decided(&chain, decided, &Ruling { base: base.clone(), change: change.clone() }) else {
        tracing::warn!(uri = row.uri, "the network cannot become what was decided: others have changed it since");
        return Ok(());
    };
    // Whoever keeps the log says it to everybody, so that two who have changed the roster at once hear of each other.
    let host = tx.site.owns(&row.uri);
    for member in next.body.active().filter(|member| host || base.find(&member.id).is_none()) {
        tell(tx, &member.id, &Word::Roster(&next))?;
    }
    let longer = [chain.as_slice(), &[next]].concat();
    set_chain(tx, network, &chain, longer)
}

/// Looks at the rosters as another chapter has them: who left, whose key is new, what was decided meanwhile.
pub async fn look(app: &App, of: &str) -> Result<()> {
    let Some(network) = app.read(store::latest).await?.filter(|network| KEEPS.contains(&network.state.as_str())) else {
        return Ok(());
    };
    let theirs = asking::fetch_rosters(app, of).await?;
    if theirs.first().is_none_or(|first| first.body.network != network.uri || roster::founds(first).is_err()) {
        return Ok(());
    }
    let now = network.clone();
    let own = app.read(move |tx| rosters(tx, &now)).await?;
    let mut rulings: BTreeMap<String, Ruling> = BTreeMap::new();
    let new = chain::common(&own, &theirs);
    for decided in theirs.iter().skip(new).filter_map(|next| next.body.decided_by.clone()) {
        let (of, named) = (of.to_string(), decided.clone());
        let takes_part = network.state == ACTIVE;
        let found = app.read(move |tx| {
            // Whoever takes part finds out for itself what is ratified, if it has heard of it.
            let here = takes_part && store::decision_by_uri(tx, &named.proposal)?.is_some();
            Ok((ruling(tx, &named)?, here))
        });
        let ruling = match found.await? {
            (Some(ruling), _) => Some(ruling),
            (None, here) if here || chain::rests_on(&own, &decided.proposal) => None,
            _ => {
                let record = asking::fetch(app, &of, "record", &[("proposal", &decided.proposal)]).await?;
                let ruling = recounted(&decided, &own, &theirs[0], &rulings, record);
                if ruling.is_none() {
                    tracing::info!(chapter = of, decision = decided.proposal, "a roster does not rest on the decision it names");
                }
                ruling
            }
        };
        rulings.extend(ruling.map(|ruling| (decided.proposal, ruling)));
    }
    app.write(move |tx| {
        store::lock(tx, network.id)?;
        let Some(network) = store::by_uri(tx, &network.uri)?.filter(|now| now.state == network.state) else { return Ok(()) };
        let own = rosters(tx, &network)?;
        let begin = if own.is_empty() { theirs[..1].to_vec() } else { own.clone() };
        let Some(chain) = chain::reconciled(&begin, &theirs, |decided| rulings.get(&decided.proposal).cloned()) else {
            return Ok(());
        };
        if network.state == ASKING {
            let (us, key) = chapter(tx)?;
            let here = chain.last().and_then(|last| last.body.find(&us.uri)).is_some_and(|member| member.key == key.multikey);
            if !here {
                return Ok(());
            }
        }
        set_chain(tx, network, &own, chain)
    })
    .await
}

/// Once a day one of the other chapters is asked for its rosters, each in its turn: what was lost on its way is found then.
pub async fn look_around(app: &App) -> Result<()> {
    let next = app.write(|tx| {
        let Some(network) = store::current(tx)?.filter(|network| network.state == ACTIVE) else { return Ok(None) };
        plan_look(tx)?;
        let own = accounts::by_id(tx, tx.site.chapter_id)?.uri;
        let last = super::roster(tx, &network)?;
        let others: Vec<&str> = last.body.active().map(|member| member.id.as_str()).filter(|id| *id != own).collect();
        let turn = usize::try_from(tx.now.0 / Time::DAY).unwrap_or_default();
        Ok(others.get(turn % others.len().max(1)).map(ToString::to_string))
    });
    let Some(next) = next.await? else { return Ok(()) };
    match look(app, &next).await {
        Err(error @ Error::Internal(_)) => Err(error),
        Err(error) => {
            tracing::debug!(chapter = next, %error, "the rosters of a chapter cannot be had today");
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

/// See to it that somebody looks around tomorrow.
pub fn plan_look(tx: &mut Tx) -> Result<()> {
    let tomorrow = tx.now.plus(Time::DAY);
    later::record(tx, Kind::Network, &format!("rosters {}", tomorrow.0 / Time::DAY), tomorrow)
}

/// What a decision changes, by its record alone: it was ratified under a roster of this network, and a recount holds.
fn recounted(
    decided: &Decided,
    own: &[Signed<Roster>],
    first: &Signed<Roster>,
    known: &BTreeMap<String, Ruling>,
    record: Value,
) -> Option<Ruling> {
    let record = Bundle::deserialize(record).ok()?;
    let (opening, tally) = (record.opening()?, record.tally.as_ref()?);
    let proposal = &opening.body.proposal.body;
    // The rosters before it are of this network, and what they rest on has been recounted too.
    let line = chain::path(&record.rosters, &proposal.roster_digest)?;
    let sure = chain::common(&line, own).max(chain::common(&line, std::slice::from_ref(first)));
    let sound =
        sure > 0 && (sure..line.len()).all(|n| chain::goes_on(&line[..n], &line[n], |by| known.get(&by.proposal).cloned()));
    let base = line.last()?;
    let agree = base.body.active().filter(|member| {
        let of = |said: &&Signed<Verification>| {
            said.body.attributed_to == member.id && said.body.tally_hash == tally.digest && said.is_by(&member.key)
        };
        record.verifications.iter().find(of).is_some_and(|said| said.body.evidence.is_empty())
    });
    let ratified = sound
        && proposal.id == decided.proposal
        && tally.digest == decided.tally_hash
        && decisions::adopts(&tally.body.outcome)
        && agree.count() >= base.body.majority()
        && verify(&record).holds();
    proposal.change.clone().filter(|_| ratified).map(|change| Ruling { base: base.body.clone(), change })
}

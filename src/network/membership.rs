//! Who belongs to the network as time goes by: joining, leaving, a new key, and what decisions change. The rosters are a chain;
//! where two have gone on from the same one, all nodes prefer the same.

use protocol::bundle::Bundle;
use protocol::decision::Decision;
use protocol::object::Signed;
use protocol::roster::{self, Change, Decided, Roster, Status};
use protocol::verify::verify;
use serde::Deserialize;
use serde_json::Value;

use super::activity::Word;
use super::store::{self, Network, Row};
use super::{
    ACTIVE, AGREED, ASKING, INVITED, LEFT, active, asking, carry, chapter, decisions, find_chapter, founding, read_roster,
    roster, rosters, tell, tell_all,
};
use crate::accounts::{self, Account};
use crate::app::App;
use crate::audit::{self, Act};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation;
use crate::ids;
use crate::proposals::seconds;

/// A roster has come that may be the next of the chain.
pub fn roster_came(tx: &mut Tx, roster: &Signed<Roster>) -> Result<bool> {
    let Some(network) = store::by_uri(tx, &roster.body.network)?.filter(|network| network.ended_at.is_none()) else {
        return Ok(false);
    };
    if network.state == AGREED {
        let draft = read_roster(network.draft.as_deref().unwrap_or_default())?;
        if draft.body != roster.body || roster::founds(roster).is_err() {
            return Ok(false);
        }
        return founding::begin(tx, &network, roster).map(|()| true);
    }
    if network.state != ACTIVE {
        return Ok(false);
    }
    extend(tx, &network, roster, None)
}

/// Puts a roster at the end of the chain, if it follows.
pub fn extend(tx: &mut Tx, network: &Network, next: &Signed<Roster>, change: Option<&roster::Change>) -> Result<bool> {
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
    let there = roster(tx, &network)?.body.find(&by.uri).is_some();
    if there || by.kind != "Group" || by.ed25519_key.is_none() || store::requests(tx)?.len() >= 100 {
        return Ok(false);
    }
    let name: String = by.shown_name().chars().take(100).collect();
    store::put_request(tx, &by.uri, &name)?;
    Ok(true)
}

/// A ratified decision changes the roster: every chapter makes the same, and who is new is told of it.
pub fn turn(tx: &mut Tx, row: &Row, decision: &Decision, change: &Change, decided: Decided) -> Result<()> {
    let Some(network) = store::current(tx)?.filter(|network| network.id == row.network_id && network.state == ACTIVE) else {
        return Ok(());
    };
    let next = decision.roster().changed(change, decided);
    if !extend(tx, &network, &next, Some(change))? {
        tracing::warn!(uri = row.uri, "the roster has changed since this was decided: it has to be proposed anew");
        return Ok(());
    }
    let new = next.body.active().filter(|member| decision.roster().body.find(&member.id).is_none());
    for member in new {
        tell(tx, &member.id, &Word::Roster(&next))?;
    }
    Ok(())
}

/// What a roster that rests on a decision changes, if this chapter has found that decision ratified.
pub fn change_of(tx: &mut Tx, next: &Signed<Roster>) -> Result<Option<Change>> {
    let Some(decided) = &next.body.decided_by else { return Ok(None) };
    let Some(row) = store::decision_by_uri(tx, &decided.proposal)?.filter(|row| row.standing == "ratified") else {
        return Ok(None);
    };
    Ok(decisions::proposal_of(&row)?.body.change.clone())
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
    chain.last().map_or(Ok(()), |last| meet_all(tx, &last.body))
}

/// What other chapters know of the rosters, and this one does not: who left, whose key is new, what was decided meanwhile.
pub async fn catch_up_rosters(app: &App, chapter: &str) -> Result<()> {
    let chain = asking::fetch_rosters(app, chapter).await?;
    app.write(move |tx| {
        let Some(network) = store::current(tx)?.filter(|network| network.state == ACTIVE) else { return Ok(()) };
        let known = rosters(tx, &network)?.len();
        for next in chain.iter().filter(|next| next.body.network == network.uri).skip(known) {
            let change = change_of(tx, next)?;
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
pub async fn join_if_admitted(app: &App, chapter: &str) -> Result<()> {
    let Some(network) = app.read(|tx| Ok(store::current(tx)?.filter(|network| network.state == ASKING))).await? else {
        return Ok(());
    };
    let chain = asking::fetch_rosters(app, chapter).await?;
    if chain.first().is_none_or(|first| first.body.network != network.uri) {
        return Ok(());
    }
    for (before, next) in chain.iter().zip(chain.iter().skip(1)) {
        if let Some(decided) = &next.body.decided_by {
            let record = asking::fetch(app, chapter, "record", &[("proposal", &decided.proposal)]).await?;
            if !rests_on(before, next, record) {
                tracing::info!(chapter, decision = decided.proposal, "a roster does not rest on the decision it names");
                return Ok(());
            }
        }
    }
    app.write(move |tx| admitted(tx, &network, &chain)).await
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

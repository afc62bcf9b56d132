//! Voices that are handed on for everything the network votes on, or for a topic: while a vote is open its log is told of them,
//! signed by whoever handed theirs on.

use std::collections::BTreeMap;

use protocol::decision::Decision;
use protocol::object::{Move, Trust};
use rules::delegation::Scope;

use super::decisions::pen_in;
use super::pen::{Pen, Proofs};
use super::store::{self, Row};
use super::{carry, decisions};
use crate::accounts::{self, Account};
use crate::db::Tx;
use crate::delegations;
use crate::error::{Error, Result};
use crate::proposals::seconds;

/// Somebody has handed their voice on or taken it back: votes that are open hear of it soon.
pub fn changed(tx: &mut Tx) -> Result<()> {
    let Some(network) = store::current(tx)? else { return Ok(()) };
    for row in store::decisions(tx, network.id, true, 1_000)?.into_iter().filter(|row| row.state == "voting") {
        carry::plan(tx, row, tx.now)?;
    }
    Ok(())
}

/// Signs what the log of a vote does not know yet. Where a key lies on a device, its holder is asked on the page of the decision.
pub fn bring(tx: &mut Tx, loaded: &mut carry::Loaded) -> Result<()> {
    let Some(decision) = loaded.chapter.decisions.get(&loaded.row.uri).cloned() else { return Ok(()) };
    let uri = loaded.row.uri.clone();
    let now = seconds(tx.now);
    for (person, trust) in missing(tx, &loaded.row, &decision)? {
        let pen = match pen_in(tx, &person, Some(&decision)) {
            Ok(pen @ Pen::Node(_)) => pen,
            Ok(Pen::Device { .. }) | Err(Error::Conflict(_)) => continue,
            Err(error) => return Err(error),
        };
        let fill = |blank: &mut Move| blank.delegation = Some(trust.clone());
        let none = Proofs::default();
        let signed = pen.sign(tx, &none, |at, _| Ok(loaded.chapter.compose(&uri, &person.uri, at, fill)?))?;
        if loaded.chapter.foresee(&signed, now).is_ok() {
            loaded.chapter.keep(signed)?;
        }
    }
    Ok(())
}

/// Whose delegations in a vote are not what stands, and what they have to say to mend that.
pub fn missing(tx: &mut Tx, row: &Row, decision: &Decision) -> Result<Vec<(Account, Trust)>> {
    let Some(term) = decision.term().filter(|_| row.state == "voting") else { return Ok(Vec::new()) };
    let own = accounts::by_id(tx, tx.site.chapter_id)?.uri;
    let here: Vec<String> =
        term.machine.roll.entries.iter().filter(|entry| entry.chapter == own).map(|entry| entry.voter.clone()).collect();
    let mut known = term.machine.view(seconds(tx.now)).trust;
    for (said, fate) in decision.own_moves() {
        match &said.body.delegation {
            Some(trust) if fate == Ok(false) => {
                let key = (said.body.attributed_to.clone(), trust.scope);
                if trust.ended {
                    known.remove(&key)
                } else {
                    known.insert(key, trust.trustee.clone())
                };
            }
            _ => {}
        }
    }
    let standing = delegations::for_network(tx, &term.machine.proposal.topic)?;
    let standing: BTreeMap<(&str, Scope), &Option<String>> =
        standing.iter().map(|one| ((one.truster.as_str(), one.scope), &one.trustee)).collect();
    let mut missing = Vec::new();
    for person in accounts::by_uris(tx, &here)?.into_iter().filter(Account::is_local) {
        for scope in [Scope::Topic, Scope::Body] {
            let stands = standing.get(&(person.uri.as_str(), scope)).copied();
            if stands == known.get(&(person.uri.clone(), scope)) {
                continue;
            }
            // Whoever is no Connector any more hands nothing on; what they said while they were one stays.
            if decisions::may(tx, &person).is_err() {
                continue;
            }
            let trustee = stands.cloned().flatten();
            missing.push((person.clone(), Trust { scope, trustee, ended: stands.is_none() }));
        }
    }
    Ok(missing)
}

/// Whom somebody has handed their voice to, should a decision about this topic come to a vote.
pub fn standing(tx: &mut Tx, by: &Account, topic: &str) -> Result<Option<String>> {
    let all = delegations::for_network(tx, topic)?;
    let own = all.into_iter().filter(|one| one.truster == by.uri).min_by_key(|one| one.scope);
    Ok(own.and_then(|one| one.trustee))
}

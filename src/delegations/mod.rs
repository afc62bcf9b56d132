//! Delegations: a voice handed on for a vote, taken back at any time.
//!
//! They are for votes, never for objections, and a ballot of one's own always overrides them. Everybody in the chapter can
//! see who speaks for whom.

pub mod api;
mod store;
#[cfg(test)]
mod tests;
pub mod web;

use rules::delegation::{Delegation as Handed, Scope};
use rules::roles::{self, Role};
use rules::roll::Voter;

pub use store::Row;

use crate::accounts::{self, Account};
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::members;
use crate::network;
use crate::proposals;

/// What a voice is handed on for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    pub scope: Scope,
    /// It is for votes of the network, not for those of the chapter. One vote of the network is told of it by itself.
    pub network: bool,
    /// The id of a proposal, the name of a topic; nothing for the whole chapter or network.
    pub subject: String,
}

impl Reach {
    /// Those that stand until they are taken back, and one for a single proposal of the chapter. The names stay: they are in the
    /// database.
    pub const ALL: [(&str, Scope, bool); 5] = [
        ("proposal", Scope::Proposal, false),
        ("topic", Scope::Topic, false),
        ("body", Scope::Body, false),
        (NETWORK_TOPIC, Scope::Topic, true),
        (NETWORK, Scope::Body, true),
    ];

    pub fn as_str(&self) -> &'static str {
        Self::ALL.iter().find(|(_, scope, network)| (*scope, *network) == (self.scope, self.network)).map_or("", |found| found.0)
    }
}

const NETWORK: &str = "network";
const NETWORK_TOPIC: &str = "network_topic";

/// Hands a voice on, or with nobody opts out; what was given for the same before ends.
///
/// # Errors
/// `Refused` to who is no Connector; `Invalid` where the trustee cannot vote or the proposal is past that; `Conflict` where there is no
/// network to vote in.
pub fn give(tx: &mut Tx, by: &Account, reach: &Reach, trustee: Option<&Account>) -> Result<Row> {
    roles::may(members::standing(tx, by)?, roles::Act::TakePart)?;
    if members::current(tx, by.id)? != Some(Role::Connector) {
        return Err(Error::refused("Only Connectors have a vote to hand on."));
    }
    if let Some(trustee) = trustee {
        if trustee.id == by.id {
            return Err(Error::invalid("Your own voice is yours already."));
        }
        let connector = if reach.network {
            network::connectors(tx)?.contains(&trustee.uri)
        } else {
            members::current(tx, trustee.id)? == Some(Role::Connector)
        };
        if !connector {
            return Err(Error::invalid("Only a Connector can speak for another."));
        }
    }
    match reach.scope {
        Scope::Proposal => {
            let id = reach.subject.parse().map_err(|_| Error::invalid("Name the proposal by its number."))?;
            let row = proposals::seen_by(tx, Some(by.id), id)?;
            if row.closed_at.is_some() {
                return Err(Error::Conflict("This proposal has been decided.".into()));
            }
        }
        Scope::Topic if reach.subject.is_empty() || reach.subject.chars().count() > 500 => {
            return Err(Error::invalid("A topic has a name of 1 to 500 characters."));
        }
        _ => {}
    }
    let laws = if reach.network { network::policy(tx)? } else { proposals::laws::current(tx)? };
    store::end(tx, by.id, reach.as_str(), &reach.subject)?;
    let row = Row {
        id: ids::new(tx.now),
        truster_id: by.id,
        trustee_id: trustee.map(|t| t.id),
        scope: reach.as_str().into(),
        subject: reach.subject.clone(),
        since: tx.now.0,
        expires_at: tx.now.0 + laws.delegations.valid * Time::SECOND,
        ended_at: None,
    };
    store::insert(tx, &row)?;
    if reach.network {
        network::voices_changed(tx)?;
    } else {
        proposals::voices_changed(tx)?;
    }
    Ok(row)
}

/// Takes a delegation of one's own back.
pub fn take_back(tx: &mut Tx, by: &Account, id: i64) -> Result<()> {
    let row = store::by_id(tx, id)?;
    if row.truster_id != by.id || row.ended_at.is_some() {
        return Err(Error::NotFound);
    }
    store::end(tx, by.id, &row.scope, &row.subject)?;
    if [NETWORK, NETWORK_TOPIC].contains(&row.scope.as_str()) {
        network::voices_changed(tx)?;
    } else {
        proposals::voices_changed(tx)?;
    }
    Ok(())
}

/// Those that count in a vote at a moment, as the rules read them: of Connectors only, and none that has expired.
pub fn for_vote(tx: &mut Tx, proposal_id: i64, topic: &str, at: Time) -> Result<Vec<Handed>> {
    let rows = store::for_vote(tx, &proposal_id.to_string(), ["topic", "body"], topic, at)?;
    Ok(handed(rows))
}

/// The same in votes of the network.
pub fn for_network(tx: &mut Tx, topic: &str) -> Result<Vec<Handed>> {
    let now = tx.now;
    Ok(handed(store::for_vote(tx, "", [NETWORK_TOPIC, NETWORK], topic, now)?))
}

fn handed(rows: Vec<(String, Option<String>, String)>) -> Vec<Handed> {
    let scope_of = |name: &str| Reach::ALL.iter().find(|(known, ..)| *known == name).map(|(_, scope, _)| *scope);
    rows.into_iter().filter_map(|(truster, trustee, scope)| Some(Handed { truster, scope: scope_of(&scope)?, trustee })).collect()
}

/// Who would speak for more of all Connectors than the by-laws find usual: uri and weight.
pub fn super_delegates(tx: &mut Tx) -> Result<Vec<(String, u64)>> {
    let share = proposals::laws::current(tx)?.vote.super_delegate;
    let voters = members::holders(tx, Role::Connector)?;
    let roll: Vec<Voter> = voters.into_iter().map(|(_, voter)| Voter { voter, weight: 1 }).collect();
    let now = tx.now;
    let given = for_vote(tx, 0, "", now)?;
    Ok(rules::delegation::super_delegates(&roll, &given, share))
}

/// Everybody's delegations that hold now, with those they concern.
pub fn in_force(tx: &mut Tx) -> Result<Vec<(Row, Account, Option<Account>)>> {
    let rows = store::in_force(tx)?;
    let ids: Vec<i64> = rows.iter().flat_map(|row| [Some(row.truster_id), row.trustee_id]).flatten().collect();
    let people = accounts::by_ids(tx, &ids)?;
    let find = |id: i64| people.iter().find(|account| account.id == id).cloned();
    Ok(rows.into_iter().filter_map(|row| Some((row.clone(), find(row.truster_id)?, row.trustee_id.and_then(find)))).collect())
}

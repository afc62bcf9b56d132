//! Counting a vote of the chapter: the roll, the ballots and the delegations as they were when it ended.

use rules::ballot::Ballot;
use rules::consent::Consent;
use rules::proposal::Verdict;
use rules::roll::Voter;
use rules::tally::{Count, Vote, Working};
use serde::{Deserialize, Serialize};

use super::{Row, laws_of, store};
use crate::clock::Time;
use crate::db::Tx;
use crate::delegations;
use crate::error::{Error, Result};

/// A count with what it was made from and how.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Counted {
    pub vote: Vote,
    pub count: Count,
    pub working: Working,
}

impl Counted {
    pub fn turnout(&self) -> u64 {
        self.count.weights.values().sum()
    }

    pub fn roll(&self) -> u64 {
        self.vote.roll.iter().map(|voter| voter.weight).sum()
    }
}

/// What a vote looks like at a moment.
pub fn vote_at(tx: &mut Tx, row: &Row, consent: &Consent, at: Time) -> Result<Vote> {
    let roll = store::roll(tx, row.id)?;
    let roll = roll.into_iter().map(|(_, voter, weight)| Voter { voter, weight: weight.unsigned_abs() }).collect();
    let mut ballots = Vec::new();
    for (voter, grades) in store::ballots(tx, row.id)? {
        ballots.push(Ballot { voter, grades: serde_json::from_str(&grades).map_err(Error::internal)? });
    }
    let delegations = delegations::for_vote(tx, row.id, &row.topic, at)?;
    Ok(Vote { roll, delegations, ballots, options: consent.options(), majority: consent.majority(&laws_of(row)?) })
}

pub fn counted(vote: Vote) -> Result<Counted> {
    let count = vote.count().map_err(Error::internal)?;
    let working = vote.working().map_err(Error::internal)?;
    Ok(Counted { vote, count, working })
}

/// Counts at the end of a vote and keeps the count with the proposal.
pub fn close(tx: &mut Tx, row: &mut Row, consent: &Consent) -> Result<Verdict> {
    let vote = vote_at(tx, row, consent, Time(row.ends_at.unwrap_or(tx.now.0)))?;
    let counted = counted(vote)?;
    row.tally = Some(serde_json::to_string(&counted).map_err(Error::internal)?);
    Ok(Verdict { turnout: counted.turnout(), roll: counted.roll(), winner: counted.count.winner })
}

/// The count of a vote that has ended.
pub fn of(row: &Row) -> Result<Option<Counted>> {
    row.tally.as_deref().map(serde_json::from_str).transpose().map_err(Error::internal)
}

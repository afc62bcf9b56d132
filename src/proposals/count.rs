//! Counting a vote of the chapter: the roll, the ballots and the delegations as they were when it ended.

use rules::ballot::Ballot;
use rules::consent::Consent;
use rules::delegation::{Delegation, Scope};
use rules::proposal::Verdict;
use rules::roll::Voter;
use rules::tally::{Carried, Count, Fared, Vote, Working};
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

/// What of a count a page or an answer shows: as long as there are options, however many voted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Told {
    /// The weight of all ballots.
    pub turnout: u64,
    /// The weight of the roll.
    pub roll: u64,
    /// How many on the roll reached no ballot.
    pub lost: u64,
    pub options: Vec<Fared>,
    pub winner: Option<String>,
    /// The weightiest of the voices that somebody else's ballot spoke for.
    pub carried: Vec<Carried>,
}

/// No eye can follow more streams in a picture.
const SHOWN: usize = 60;

impl Counted {
    pub fn told(&self) -> Told {
        let mut carried = self.working.carried.clone();
        carried.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.from.cmp(&b.from)));
        carried.truncate(SHOWN);
        Told {
            turnout: self.count.weights.values().sum(),
            roll: self.vote.roll.iter().map(|voter| voter.weight).sum(),
            lost: self.count.lost.len() as u64,
            options: self.count.options.clone(),
            winner: self.count.winner.clone(),
            carried,
        }
    }
}

impl Told {
    pub fn verdict(&self) -> Verdict {
        Verdict { turnout: self.turnout, roll: self.roll, winner: self.winner.clone() }
    }
}

fn voters(tx: &mut Tx, id: i64) -> Result<Vec<Voter>> {
    let roll = store::roll(tx, id)?;
    Ok(roll.into_iter().map(|(_, voter, weight)| Voter { voter, weight: weight.unsigned_abs() }).collect())
}

/// What a vote looks like at a moment.
pub fn vote_at(tx: &mut Tx, row: &Row, consent: &Consent, at: Time) -> Result<Vote> {
    let roll = voters(tx, row.id)?;
    let mut ballots = Vec::new();
    for (voter, grades) in store::ballots(tx, row.id)? {
        ballots.push(Ballot { voter, grades: serde_json::from_str(&grades).map_err(Error::internal)? });
    }
    let delegations = handed_on(tx, row, at)?;
    Ok(Vote { roll, delegations, ballots, options: consent.options(), majority: consent.majority(&laws_of(row)?) })
}

/// Voices that are handed on in a vote. Those for a topic or for the whole chapter are for the chapter's own votes, not for
/// what a group or project decides.
pub fn handed_on(tx: &mut Tx, row: &Row, at: Time) -> Result<Vec<Delegation>> {
    let mut given = delegations::for_vote(tx, row.id, &row.topic, at)?;
    if row.team_id.is_some() {
        given.retain(|delegation| delegation.scope == Scope::Proposal);
    }
    Ok(given)
}

/// Writes down who speaks for many in a vote that is open.
pub fn weigh(tx: &mut Tx, row: Row) -> Result<()> {
    let roll: Vec<Voter> = voters(tx, row.id)?;
    let now = tx.now;
    let given = handed_on(tx, &row, now)?;
    let heavy = rules::delegation::super_delegates(&roll, &given, laws_of(&row)?.vote.super_delegate);
    let heavy = Some(serde_json::to_string(&heavy).map_err(Error::internal)?);
    if heavy == row.heavy { Ok(()) } else { store::update(tx, &Row { heavy, ..row }) }
}

/// Who speaks for many, by uri, with what weight.
pub fn heavy(row: &Row) -> Result<Vec<(String, u64)>> {
    let heavy = row.heavy.as_deref().filter(|_| row.state == "voting");
    Ok(heavy.map(serde_json::from_str).transpose().map_err(Error::internal)?.unwrap_or_default())
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
    let told = counted.told();
    store::put_tally(tx, row.id, &serde_json::to_string(&counted).map_err(Error::internal)?)?;
    row.tally = Some(serde_json::to_string(&told).map_err(Error::internal)?);
    Ok(told.verdict())
}

/// What is shown of the count of a vote that has ended.
pub fn told(row: &Row) -> Result<Option<Told>> {
    row.tally.as_deref().map(serde_json::from_str).transpose().map_err(Error::internal)
}

/// The count of a vote that has ended, with everything it was made from.
pub fn of(tx: &mut Tx, row: &Row) -> Result<Option<Counted>> {
    let counted = if row.tally.is_some() { store::tally(tx, row.id)? } else { None };
    counted.as_deref().map(serde_json::from_str).transpose().map_err(Error::internal)
}

//! Counting a vote: ballots and delegations become weights, weights an order, and the order an outcome.
//!
//! The status quo is a candidate like the others. An option wins if it has the majority asked for, beats the status quo,
//! and comes first among those that do.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::ballot::Ballot;
use crate::delegation::{Delegation, Reach, reach, trustees};
use crate::roll::Voter;
use crate::schulze::Beats;

/// As much as `num/den` of the weight for and against together; more than that where it is strict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Majority {
    pub num: u64,
    pub den: u64,
    pub strict: bool,
}

impl Majority {
    /// More than one half.
    pub const SIMPLE: Self = Self { num: 1, den: 2, strict: true };
    /// Two thirds at least.
    pub const TWO_THIRDS: Self = Self { num: 2, den: 3, strict: false };

    pub fn holds(self, for_: u64, against: u64) -> bool {
        let (left, right) =
            (u128::from(for_) * u128::from(self.den), u128::from(self.num) * (u128::from(for_) + u128::from(against)));
        for_ > 0 && if self.strict { left > right } else { left >= right }
    }
}

/// Everything a count needs. Whoever holds the same vote comes to the same count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vote {
    pub roll: Vec<Voter>,
    pub delegations: Vec<Delegation>,
    pub ballots: Vec<Ballot>,
    /// In the order of submission.
    pub options: Vec<String>,
    pub majority: Majority,
}

/// How an option fared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fared {
    pub option: String,
    #[serde(rename = "for")]
    pub for_: u64,
    pub against: u64,
    pub majority: bool,
    pub beats_status_quo: bool,
    pub eligible: bool,
}

/// The count. `null` in the order is the status quo; no winner means that it stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// What each ballot weighed.
    pub weights: BTreeMap<String, u64>,
    /// Members of the roll whose weight reached nobody.
    pub lost: Vec<String>,
    /// Best first.
    pub order: Vec<Option<String>>,
    pub options: Vec<Fared>,
    pub winner: Option<String>,
}

/// How the count came about, for those who want to follow it by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Working {
    /// For each silent member of the roll whose weight reached somebody: the one trusted directly, and the ballot reached.
    pub carried: Vec<Carried>,
    /// Status quo first: the weight of ballots that put the one of the row above the one of the column.
    pub preferred: Vec<Vec<u64>>,
}

/// A voice that somebody else's ballot spoke for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    pub from: String,
    pub to: String,
    pub ballot: String,
    pub weight: u64,
}

/// What is wrong with a vote, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub place: String,
    pub what: &'static str,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

impl core::error::Error for Fault {}

fn fault<T>(place: impl Into<String>, what: &'static str) -> Result<T, Fault> {
    Err(Fault { place: place.into(), what })
}

/// More options than a person can compare; it bounds the work of a count.
pub const MOST_OPTIONS: usize = 100;

impl Vote {
    /// Is it a vote at all?
    pub fn check(&self) -> Result<(), Fault> {
        let mut total: u64 = 0;
        let mut roll = BTreeSet::new();
        for (n, voter) in self.roll.iter().enumerate() {
            if voter.weight < 1 {
                return fault(format!("roll[{n}].weight"), "must be at least 1");
            }
            if !roll.insert(voter.voter.as_str()) {
                return fault(format!("roll[{n}].voter"), "is on the roll already");
            }
            match total.checked_add(voter.weight) {
                Some(sum) => total = sum,
                None => return fault(format!("roll[{n}].weight"), "makes the roll heavier than can be counted"),
            }
        }
        let mut given = BTreeSet::new();
        for (n, delegation) in self.delegations.iter().enumerate() {
            if !given.insert((delegation.truster.as_str(), delegation.scope)) {
                return fault(format!("delegations[{n}]"), "is the second of this truster for this scope");
            }
        }
        if self.options.len() > MOST_OPTIONS {
            return fault("options", "are more than 100");
        }
        let mut options = BTreeSet::new();
        for (n, option) in self.options.iter().enumerate() {
            if !options.insert(option.as_str()) {
                return fault(format!("options[{n}]"), "is listed already");
            }
        }
        let mut voted = BTreeSet::new();
        for (n, ballot) in self.ballots.iter().enumerate() {
            if !roll.contains(ballot.voter.as_str()) {
                return fault(format!("ballots[{n}].voter"), "is not on the roll");
            }
            if !voted.insert(ballot.voter.as_str()) {
                return fault(format!("ballots[{n}].voter"), "has a ballot already");
            }
            if let Some(option) = ballot.grades.keys().find(|option| !options.contains(option.as_str())) {
                return fault(format!("ballots[{n}].grades.{option}"), "is not one of the options");
            }
        }
        let Majority { num, den, .. } = self.majority;
        if den < 1 {
            return fault("majority.den", "must be at least 1");
        }
        if num > den {
            return fault("majority.num", "must not be more than den");
        }
        Ok(())
    }

    /// Counts it.
    pub fn count(&self) -> Result<Count, Fault> {
        self.check()?;
        let (weights, lost) = self.weights();
        let candidates = self.options.len() + 1;
        let d = self.preferred(&weights);
        let beats = Beats::of(&d);
        let options: Vec<Fared> = (1..candidates)
            .map(|i| {
                let (for_, against) = (d[i][0], d[0][i]);
                let (majority, beats_status_quo) = (self.majority.holds(for_, against), beats.beats(i, 0));
                let option = self.options[i - 1].clone();
                Fared { option, for_, against, majority, beats_status_quo, eligible: majority && beats_status_quo }
            })
            .collect();
        let order = beats.order();
        let winner = order.iter().find(|i| **i > 0 && options[**i - 1].eligible).map(|i| self.options[i - 1].clone());
        let order = order.iter().map(|i| i.checked_sub(1).map(|i| self.options[i].clone())).collect();
        let weights = self.ballots.iter().map(|ballot| (ballot.voter.clone(), weights[ballot.voter.as_str()])).collect();
        Ok(Count { weights, lost, order, options, winner })
    }

    /// The steps between ballots and count.
    pub fn working(&self) -> Result<Working, Fault> {
        self.check()?;
        let (trustees, reach) = self.walks();
        let mut carried: Vec<Carried> = (0..self.roll.len())
            .filter_map(|place| match (trustees[place], reach[place]) {
                (Some(next), Reach::Voter(end)) if end != place => Some(Carried {
                    from: self.roll[place].voter.clone(),
                    to: self.roll[next].voter.clone(),
                    ballot: self.roll[end].voter.clone(),
                    weight: self.roll[place].weight,
                }),
                _ => None,
            })
            .collect();
        carried.sort_by(|a, b| a.from.cmp(&b.from));
        let (weights, _) = self.weights();
        Ok(Working { carried, preferred: self.preferred(&weights) })
    }

    fn walks(&self) -> (Vec<Option<usize>>, Vec<Reach>) {
        let voted: BTreeSet<&str> = self.ballots.iter().map(|ballot| ballot.voter.as_str()).collect();
        let votes: Vec<bool> = self.roll.iter().map(|voter| voted.contains(voter.voter.as_str())).collect();
        let trustees = trustees(&self.roll, &self.delegations);
        let reach = reach(&trustees, &votes);
        (trustees, reach)
    }

    fn weights(&self) -> (BTreeMap<&str, u64>, Vec<String>) {
        let (_, reach) = self.walks();
        let (mut weights, mut lost) = (BTreeMap::new(), Vec::new());
        for (voter, reach) in self.roll.iter().zip(reach) {
            match reach {
                Reach::Voter(place) => *weights.entry(self.roll[place].voter.as_str()).or_insert(0) += voter.weight,
                Reach::Lost => lost.push(voter.voter.to_string()),
            }
        }
        lost.sort();
        (weights, lost)
    }

    /// `d[i][j]`, the status quo being candidate 0 with grade 0 on every ballot.
    fn preferred(&self, weights: &BTreeMap<&str, u64>) -> Vec<Vec<u64>> {
        let candidates = self.options.len() + 1;
        let mut d = vec![vec![0; candidates]; candidates];
        let mut grades = vec![0; candidates];
        for ballot in &self.ballots {
            for (grade, option) in grades[1..].iter_mut().zip(&self.options) {
                *grade = ballot.grades.get(option).copied().unwrap_or(0);
            }
            let weight = weights[ballot.voter.as_str()];
            for i in 0..candidates {
                for j in 0..candidates {
                    d[i][j] += if grades[i] > grades[j] { weight } else { 0 };
                }
            }
        }
        d
    }
}

#[cfg(test)]
mod tests;

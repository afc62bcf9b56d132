//! Liquid delegation: who speaks for whom when a vote is counted.
//!
//! Weight comes only from the roll. From each member of it who cast no ballot, the weight walks along delegations to the
//! first who did. A walk that meets an opt-out, a loop, somebody off the roll or somebody who says nothing ends there: that
//! weight is lost and never jumps.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::by_laws::Share;
use crate::roll::Voter;

/// What a delegation is for; the most specific that exists applies, even if its trustee stays silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// One proposal.
    Proposal,
    /// Every proposal about a topic.
    Topic,
    /// Everything the chapter or the network votes on.
    Body,
}

impl Scope {
    pub const ALL: [Self; 3] = [Self::Proposal, Self::Topic, Self::Body];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Proposal => "proposal",
            Self::Topic => "topic",
            Self::Body => "body",
        }
    }
}

/// A voice handed on, or with no trustee an opt-out, which suspends the wider ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delegation {
    pub truster: String,
    pub scope: Scope,
    pub trustee: Option<String>,
}

/// How far a voice went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Cast a ballot, or reached somebody who did: their place on the roll.
    Voter(usize),
    Lost,
}

/// For everybody on the roll, in its order: whom they trust in this vote, if anybody who is on the roll.
pub fn trustees(roll: &[Voter], delegations: &[Delegation]) -> Vec<Option<usize>> {
    let places: BTreeMap<&str, usize> = roll.iter().enumerate().map(|(place, voter)| (voter.voter.as_str(), place)).collect();
    let mut effective: Vec<Option<&Delegation>> = vec![None; roll.len()];
    for delegation in delegations {
        let Some(&place) = places.get(delegation.truster.as_str()) else { continue };
        if effective[place].is_none_or(|so_far| delegation.scope < so_far.scope) {
            effective[place] = Some(delegation);
        }
    }
    effective.into_iter().map(|d| places.get(d?.trustee.as_deref()?).copied()).collect()
}

/// Where the voice of everybody on the roll ends up. Each place is walked over once, however long the chains are.
pub fn reach(trustees: &[Option<usize>], votes: &[bool]) -> Vec<Reach> {
    let mut reached: Vec<Option<Reach>> =
        votes.iter().enumerate().map(|(place, votes)| votes.then_some(Reach::Voter(place))).collect();
    let mut walked = vec![false; trustees.len()];
    for start in 0..trustees.len() {
        let (mut place, mut trail) = (start, Vec::new());
        let end = loop {
            if let Some(reach) = reached[place] {
                break reach;
            }
            if walked[place] {
                break Reach::Lost;
            }
            walked[place] = true;
            trail.push(place);
            match trustees[place] {
                Some(next) => place = next,
                None => break Reach::Lost,
            }
        };
        for place in trail {
            reached[place] = Some(end);
        }
    }
    reached.into_iter().map(|reach| reach.unwrap_or(Reach::Lost)).collect()
}

/// Who would speak for more than this share of the roll if everybody voted who has handed their voice to nobody, with the
/// weight, the heaviest first. Whoever speaks only for themselves is none.
pub fn super_delegates(roll: &[Voter], delegations: &[Delegation], share: Share) -> Vec<(String, u64)> {
    let trustees = trustees(roll, delegations);
    let given: BTreeMap<&str, &Delegation> = delegations.iter().map(|d| (d.truster.as_str(), d)).collect();
    let votes: Vec<bool> = roll.iter().map(|voter| !given.contains_key(voter.voter.as_str())).collect();
    let mut weights = vec![0_u64; roll.len()];
    for (voter, reach) in roll.iter().zip(reach(&trustees, &votes)) {
        if let Reach::Voter(place) = reach {
            weights[place] += voter.weight;
        }
    }
    let whole: u64 = roll.iter().map(|voter| voter.weight).sum();
    let mut heavy: Vec<(String, u64)> = roll
        .iter()
        .zip(weights)
        .filter(|(voter, weight)| *weight > voter.weight && share.exceeded(*weight, whole))
        .map(|(voter, weight)| (voter.voter.clone(), weight))
        .collect();
    heavy.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    heavy
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn who_speaks_for_many_is_pointed_out() {
        let roll: Vec<Voter> = (0..30).map(|n| Voter { voter: format!("p{n:02}"), weight: 1 }).collect();
        let to = |truster: usize, trustee: Option<usize>| Delegation {
            truster: format!("p{truster:02}"),
            scope: Scope::Body,
            trustee: trustee.map(|n| format!("p{n:02}")),
        };
        let tenth = Share { num: 1, den: 10 };
        // Two voices handed on make three of thirty: a tenth, and no more than that.
        let mut delegations = vec![to(1, Some(0)), to(2, Some(1)), to(9, None)];
        assert_eq!(super_delegates(&roll, &delegations, tenth), []);
        delegations.push(to(3, Some(2)));
        assert_eq!(super_delegates(&roll, &delegations, tenth), [("p00".into(), 4)]);
        // In a chapter of five everybody has a fifth by themselves.
        assert_eq!(super_delegates(&roll[..5], &[], tenth), []);
    }
}

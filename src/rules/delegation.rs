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

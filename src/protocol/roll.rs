//! Who may decide: the registers of the chapters become one roll, frozen when the decision opens. Ballots are checked against
//! the keys on it, so that a node that is down or a key that is changed elsewhere breaks no count.

use std::collections::BTreeMap;

use rules::by_laws::DAY;
use serde::{Deserialize, Serialize};

use crate::canon::{Digest, digest, moment};
use crate::challenge::{self, Challenge};
use crate::object::{Body, Signed};
use crate::roster::Roster;

/// A chapter that is silent has the seats of its last register, for this long.
pub const REGISTER_HOLDS: i64 = 30 * DAY;

/// What a chapter says of its Connectors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Register {
    /// The chapter.
    pub attributed_to: String,
    pub network: String,
    #[serde(with = "moment")]
    pub published: i64,
    pub connectors: Vec<Seat>,
}

impl Body for Register {
    const TYPE: &'static str = "gov:ConnectorRegister";
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Seat {
    pub person: String,
    /// Multikey.
    pub key: String,
    /// Where the attestation is, and its digest.
    pub attestation: String,
    pub attestation_digest: Digest,
    #[serde(with = "moment")]
    pub since: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Roll {
    pub proposal: String,
    #[serde(with = "moment")]
    pub frozen_at: i64,
    pub roster_digest: Digest,
    /// In the order of the voters.
    pub entries: Vec<OnRoll>,
    /// From which register each active chapter's seats are; none: it has been silent for too long, or its register does not
    /// hold.
    pub registers: BTreeMap<String, Option<Digest>>,
    /// What chapters had against it before it was frozen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub challenges: Vec<Signed<Challenge>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OnRoll {
    pub voter: String,
    pub chapter: String,
    pub key: String,
    pub weight: u64,
    pub attestation: String,
    pub attestation_digest: Digest,
}

impl Roll {
    pub fn hash(&self) -> Digest {
        digest(self)
    }

    pub fn find(&self, voter: &str) -> Option<&OnRoll> {
        let at = self.entries.binary_search_by(|entry| entry.voter.as_str().cmp(voter)).ok()?;
        self.entries.get(at)
    }
}

/// Does a register hold at this moment: by its chapter, within its cap, not too old, nobody twice?
fn holds(roster: &Roster, register: &Signed<Register>, at: i64) -> bool {
    let body = &register.body;
    let Some(chapter) = roster.find(&body.attributed_to) else { return false };
    let mut people: Vec<&str> = body.connectors.iter().map(|seat| seat.person.as_str()).collect();
    people.sort_unstable();
    body.network == roster.network
        && body.connectors.len() <= chapter.connector_cap as usize
        && people.windows(2).all(|pair| pair[0] != pair[1])
        && body.published <= at
        && at - body.published <= REGISTER_HOLDS
        && register.is_by(&chapter.key)
}

/// The challenges that belong to a roll: of chapters of the network, about this proposal, in time; each once.
fn in_time(roster: &Roster, challenges: &[Signed<Challenge>], proposal: &str, at: i64) -> Vec<Signed<Challenge>> {
    let fits = |said: &&Signed<Challenge>| {
        let body = &said.body;
        body.proposal == proposal
            && body.published <= at
            && body.reason.chars().count() <= challenge::MOST_SAID
            && roster.find(&body.attributed_to).is_some_and(|chapter| said.is_by(&chapter.key))
    };
    let mut all: Vec<Signed<Challenge>> = challenges.iter().filter(fits).cloned().collect();
    all.sort_by(|a, b| (a.body.published, &a.digest).cmp(&(b.body.published, &b.digest)));
    all.dedup();
    all.truncate(challenge::MOST);
    all
}

/// The roll of a proposal at a moment. Of each chapter's registers the latest counts; a seat that a challenge shows not to hold
/// is left out; whoever is in the registers of two chapters has the older seat.
pub fn freeze(
    roster: &Signed<Roster>,
    registers: &[Signed<Register>],
    challenges: &[Signed<Challenge>],
    proposal: &str,
    at: i64,
) -> Roll {
    let challenges = in_time(&roster.body, challenges, proposal, at);
    let mut from = BTreeMap::new();
    let mut seats: BTreeMap<&str, (&Seat, &str)> = BTreeMap::new();
    for chapter in roster.body.active() {
        let own = registers.iter().filter(|register| register.body.attributed_to == chapter.id);
        let latest = own
            .filter(|register| holds(&roster.body, register, at))
            .max_by(|a, b| a.body.published.cmp(&b.body.published).then_with(|| a.digest().cmp(&b.digest())));
        from.insert(chapter.id.clone(), latest.map(Signed::digest));
        let stands = |seat: &&Seat| !challenges.iter().any(|said| said.body.strikes(seat, chapter, at));
        for seat in latest.into_iter().flat_map(|register| &register.body.connectors).filter(stands) {
            let taken = seats.get(seat.person.as_str());
            let older = |(other, id): &(&Seat, &str)| (other.since, *id) <= (seat.since, chapter.id.as_str());
            if !taken.is_some_and(older) {
                seats.insert(&seat.person, (seat, &chapter.id));
            }
        }
    }
    let entries = seats
        .into_values()
        .map(|(seat, chapter)| OnRoll {
            voter: seat.person.clone(),
            chapter: chapter.into(),
            key: seat.key.clone(),
            weight: 1,
            attestation: seat.attestation.clone(),
            attestation_digest: seat.attestation_digest.clone(),
        })
        .collect();
    Roll { proposal: proposal.into(), frozen_at: at, roster_digest: roster.digest(), entries, registers: from, challenges }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::{BEGIN, chapter_id, founded, key_of, register};

    #[test]
    fn whoever_is_in_two_registers_has_the_older_seat() {
        let roster = founded(2);
        let first = register(0, 2, BEGIN);
        let shared = first.body.connectors[0].clone();
        let other = register(1, 1, BEGIN);
        let with = |since: i64| {
            let mut body = other.body.clone();
            body.connectors.push(Seat { since, ..shared.clone() });
            Signed::new(body, &key_of(&chapter_id(1)), BEGIN)
        };
        for (since, home) in [(shared.since + 1, 0), (shared.since - 1, 1), (shared.since, 0)] {
            for registers in [[first.clone(), with(since)], [with(since), first.clone()]] {
                let roll = freeze(&roster, &registers, &[], "https://c0.example/p", BEGIN);
                let seats: Vec<&OnRoll> = roll.entries.iter().filter(|entry| entry.voter == shared.person).collect();
                assert_eq!(seats.len(), 1);
                assert_eq!((seats[0].chapter.as_str(), seats[0].weight), (chapter_id(home).as_str(), 1), "since {since}");
            }
        }
    }
}

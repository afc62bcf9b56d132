//! Doubts about who is on a roll, raised while a proposal lies open. Words alone strike nobody off; what a chapter itself has signed
//! and what does not fit its register does, and whoever recounts sees the same.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;

use crate::attestation::{self, Attestation};
use crate::canon::moment;
use crate::object::{Body, Signed};
use crate::roll::Seat;
use crate::roster::Member;

/// Challenges that are kept with a roll.
pub const MOST: usize = 200;
/// The longest reason, in characters.
pub const MOST_SAID: usize = 2_000;

/// A chapter says that somebody should not be on the roll of a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Challenge {
    pub proposal: String,
    /// The chapter, which signs.
    pub attributed_to: String,
    /// The Connector of that chapter who asked for it.
    pub on_behalf_of: String,
    pub voter: String,
    pub reason: String,
    #[serde(with = "moment")]
    pub published: i64,
    /// Revocations of the voter's chapter, or the attestation its register names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Value>,
}

impl Body for Challenge {
    const TYPE: &'static str = "gov:Challenge";
}

/// Attestations that do not hold any more, as a chapter signs them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Revocations {
    pub id: String,
    pub attributed_to: String,
    #[serde(with = "moment")]
    pub published: i64,
    pub items: Vec<Revoked>,
}

impl Body for Revocations {
    const TYPE: &'static str = "gov:Revocations";
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revoked {
    /// The attestation.
    pub id: String,
    pub subject: String,
    #[serde(with = "moment")]
    pub deleted: i64,
}

impl Challenge {
    /// Does its evidence show that this seat of that chapter does not hold at a moment?
    pub fn strikes(&self, seat: &Seat, chapter: &Member, at: i64) -> bool {
        self.voter == seat.person && self.evidence.iter().any(|one| refutes(&Arc::new(one.clone()), seat, chapter, at))
    }
}

fn refutes(evidence: &Arc<Value>, seat: &Seat, chapter: &Member, at: i64) -> bool {
    if let Some(list) = Signed::<Revocations>::read(evidence) {
        let ended = |one: &Revoked| one.id == seat.attestation && one.subject == seat.person && one.deleted >= seat.since;
        return list.body.attributed_to == chapter.id
            && list.body.published <= at
            && list.body.items.iter().any(ended)
            && list.is_by(&chapter.key);
    }
    let said = Signed::<Attestation>::read(evidence).filter(|said| said.digest == seat.attestation_digest);
    said.is_some_and(|said| {
        let holds = attestation::holds(&said, &seat.person, Some(&seat.attestation), &chapter.key, at).is_ok();
        !holds || said.body.governance_key != seat.key || said.body.object != chapter.id
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::ZERO;
    use crate::roll::{self, Register};
    use crate::simulation::{chapter_id, founded, key_of, person_id};
    use rules::by_laws::DAY;

    const NOW: i64 = 100 * DAY;

    fn attestation(person: &str) -> Signed<Attestation> {
        let body = Attestation {
            id: format!("{person}/connector"),
            attributed_to: chapter_id(1),
            subject: person.into(),
            object: chapter_id(1),
            relationship: attestation::CONNECTOR_OF.into(),
            governance_key: key_of(person).multikey,
            custody: "node".into(),
            valid_from: NOW - 90 * DAY,
            valid_until: NOW + 90 * DAY,
            decision: "genesis".into(),
            endorsements: Vec::new(),
        };
        Signed::new(body, &key_of(&chapter_id(1)), NOW - 90 * DAY)
    }

    fn seat(said: &Signed<Attestation>) -> Seat {
        Seat {
            person: said.body.subject.clone(),
            key: said.body.governance_key.clone(),
            attestation: said.body.id.clone(),
            attestation_digest: said.digest(),
            since: said.body.valid_from,
        }
    }

    fn revoked(person: &str, deleted: i64, by: &str) -> Value {
        let items = vec![Revoked { id: format!("{person}/connector"), subject: person.into(), deleted }];
        let id = format!("{}/revocations", chapter_id(1));
        let body = Revocations { id, attributed_to: chapter_id(1), published: NOW - DAY, items };
        (*Signed::new(body, &key_of(by), NOW - DAY).value).clone()
    }

    fn challenge(voter: &str, evidence: Vec<Value>) -> Challenge {
        Challenge {
            proposal: "https://c0.example/p".into(),
            attributed_to: chapter_id(0),
            on_behalf_of: person_id(0, 0),
            voter: voter.into(),
            reason: "nobody in Lyon knows them".into(),
            published: NOW - DAY,
            evidence,
        }
    }

    #[test]
    fn only_what_the_chapter_itself_has_signed_strikes_somebody_off() {
        let roster = founded(2);
        let lyon = &roster.body.chapters[1];
        let person = person_id(1, 0);
        let said = attestation(&person);
        let holds = seat(&said);
        let other_key = Seat { key: key_of("mallory").multikey, ..holds.clone() };
        let unknown = Seat { attestation_digest: ZERO.into(), ..holds.clone() };
        let shown = (*said.value).clone();
        let ended = Signed::new(Attestation { valid_until: NOW - 1, ..said.body.clone() }, &key_of(&chapter_id(1)), NOW);
        let forged = Signed::new(said.body.clone(), &key_of("mallory"), NOW);
        let pinned = |said: &Signed<Attestation>| Seat { attestation_digest: said.digest(), ..holds.clone() };
        for (what, seat, evidence, strikes) in [
            ("words alone", &holds, vec![], false),
            ("an attestation that holds", &holds, vec![shown.clone()], false),
            ("a key the attestation does not name", &other_key, vec![shown.clone()], true),
            ("another attestation than the register names", &unknown, vec![shown], false),
            ("an attestation that has ended", &pinned(&ended), vec![(*ended.value).clone()], true),
            ("one somebody else has signed", &pinned(&forged), vec![(*forged.value).clone()], true),
            ("revoked", &holds, vec![revoked(&person, NOW - 2 * DAY, &chapter_id(1))], true),
            ("revoked before this seat", &holds, vec![revoked(&person, NOW - 91 * DAY, &chapter_id(1))], false),
            ("a list somebody else has signed", &holds, vec![revoked(&person, NOW - 2 * DAY, "mallory")], false),
            ("somebody else is revoked", &holds, vec![revoked(&person_id(1, 1), NOW - 2 * DAY, &chapter_id(1))], false),
            ("rubbish", &holds, vec![Value::Null, "x".into()], false),
        ] {
            assert_eq!(challenge(&person, evidence).strikes(seat, lyon, NOW), strikes, "{what}");
        }
    }

    #[test]
    fn a_roll_without_whom_evidence_strikes_off_is_recounted_alike() {
        let roster = founded(2);
        let registers: Vec<Signed<Register>> = (0..2)
            .map(|city| {
                let connectors = (0..2).map(|n| seat(&attestation(&person_id(city, n)))).collect();
                let body = Register {
                    attributed_to: chapter_id(city),
                    network: roster.body.network.clone(),
                    published: NOW - 2 * DAY,
                    connectors,
                };
                Signed::new(body, &key_of(&chapter_id(city)), NOW - 2 * DAY)
            })
            .collect();
        let proof = revoked(&person_id(1, 0), NOW - 2 * DAY, &chapter_id(1));
        let by = |challenge: Challenge, who: &str| Signed::new(challenge, &key_of(who), NOW - DAY);
        let good = by(challenge(&person_id(1, 0), vec![proof.clone()]), &chapter_id(0));
        let words = by(challenge(&person_id(1, 1), vec![]), &chapter_id(0));
        let outsider = by(Challenge { attributed_to: "https://x.example/c".into(), ..challenge(&person_id(1, 1), vec![]) }, "x");
        let late = by(Challenge { published: NOW + 1, ..challenge(&person_id(1, 0), vec![proof]) }, &chapter_id(0));
        let challenges = [good.clone(), words, outsider, late, good];
        let roll = roll::freeze(&roster, &registers, &challenges, "https://c0.example/p", NOW);
        let voters: Vec<&str> = roll.entries.iter().map(|entry| entry.voter.as_str()).collect();
        assert_eq!(voters, [person_id(0, 0), person_id(0, 1), person_id(1, 1)]);
        assert_eq!(roll.challenges.len(), 2, "what is nobody's word of the network, and what came too late, is left out");
        assert_eq!(roll::freeze(&roster, &registers, &roll.challenges, "https://c0.example/p", NOW), roll);
        let kept: roll::Roll = serde_json::from_value(serde_json::to_value(&roll).unwrap()).unwrap();
        assert_eq!((kept.hash(), &kept), (roll.hash(), &roll));
        // Whoever leaves the challenge out, and the person in, has another roll.
        assert_ne!(roll::freeze(&roster, &registers, &[], "https://c0.example/p", NOW).hash(), roll.hash());
    }
}

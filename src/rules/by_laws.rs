//! The by-laws of a chapter as data: every number a decision depends on. A proposal keeps the ones it began with.
//!
//! Times are seconds. A day has 86,400 of them, whatever the clocks on the wall do.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::tally::Majority;

pub const HOUR: i64 = 3_600;
pub const DAY: i64 = 24 * HOUR;

/// What a chapter has agreed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByLaws {
    pub consent: ConsentPolicy,
    pub vote: VotePolicy,
    pub three_connectors: ThreePolicy,
    pub advice: AdvicePolicy,
    pub agreements: AgreementPolicy,
    pub connectors: ConnectorPolicy,
    pub delegations: DelegationPolicy,
    /// May active members propose, or Connectors only?
    pub members_propose: bool,
    /// Who has not answered is reminded this long before an end.
    pub reminder: i64,
}

const fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
const fn is_one(n: &u32) -> bool {
    *n == 1
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentPolicy {
    /// How long a version lies open before consent is called for.
    pub clarify_min: i64,
    pub window: i64,
    pub dispute_window: i64,
    /// So many who dispute an objection make it a concern.
    pub disputes: u32,
    /// They come from so many chapters; one where a chapter decides for itself, which is not written down.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub dispute_chapters: u32,
    pub integration_max: i64,
    pub max_rounds: u32,
    /// Explicit consents a decision needs; none where silence is support.
    pub floor: u32,
    /// From so many chapters.
    pub floor_chapters: u32,
    /// Letters a reason needs.
    pub reason_min: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VotePolicy {
    pub window: i64,
    /// The share of the roll's weight that has to be in the votes.
    pub quorum: Share,
    pub majority: Majority,
    /// What it takes to pass over a qualified objection.
    pub over_objection: Majority,
    pub max_options: u32,
    /// Whoever holds more than this share of a roll's weight is pointed out to all.
    pub super_delegate: Share,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    pub num: u64,
    pub den: u64,
}

impl Share {
    /// Is this part at least that share of the whole?
    pub fn reached(self, part: u64, whole: u64) -> bool {
        u128::from(part) * u128::from(self.den) >= u128::from(self.num) * u128::from(whole)
    }

    /// Is it more?
    pub fn exceeded(self, part: u64, whole: u64) -> bool {
        u128::from(part) * u128::from(self.den) > u128::from(self.num) * u128::from(whole)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThreePolicy {
    /// So many Connectors, the author among them.
    pub endorsements: u32,
    pub call_in_window: i64,
    pub lapses_after: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdvicePolicy {
    pub window: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementPolicy {
    /// How long an agreement holds before it is looked at again, unless it says so itself.
    pub review_after: i64,
    pub lazy_consent: i64,
}

/// Becoming and staying a Connector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConnectorPolicy {
    pub sponsors: u32,
    pub take_off: i64,
    pub consent_window: i64,
    pub valid: i64,
    pub grace: i64,
    /// How long a dormant Connector has to come back before becoming alumni.
    pub dormant: i64,
    /// Sponsors an alumnus needs.
    pub return_sponsors: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DelegationPolicy {
    pub valid: i64,
}

impl ByLaws {
    /// What a chapter begins with.
    pub const CHAPTER: Self = Self {
        consent: ConsentPolicy {
            clarify_min: DAY,
            window: 7 * DAY,
            dispute_window: 72 * HOUR,
            disputes: 3,
            dispute_chapters: 1,
            integration_max: 14 * DAY,
            max_rounds: 3,
            floor: 0,
            floor_chapters: 0,
            reason_min: 20,
        },
        vote: VotePolicy {
            window: 7 * DAY,
            quorum: Share { num: 1, den: 3 },
            majority: Majority::SIMPLE,
            over_objection: Majority::TWO_THIRDS,
            max_options: 10,
            super_delegate: Share { num: 1, den: 10 },
        },
        three_connectors: ThreePolicy { endorsements: 3, call_in_window: 72 * HOUR, lapses_after: 14 * DAY },
        advice: AdvicePolicy { window: 7 * DAY },
        agreements: AgreementPolicy { review_after: 182 * DAY, lazy_consent: 72 * HOUR },
        connectors: ConnectorPolicy {
            sponsors: 3,
            take_off: 91 * DAY,
            consent_window: 7 * DAY,
            valid: 365 * DAY,
            grace: 30 * DAY,
            dormant: 182 * DAY,
            return_sponsors: 1,
        },
        delegations: DelegationPolicy { valid: 365 * DAY },
        members_propose: false,
        reminder: DAY,
    };

    /// What several chapters decide by.
    pub const NETWORK: Self = Self {
        consent: ConsentPolicy {
            clarify_min: 48 * HOUR,
            dispute_chapters: 2,
            floor: 3,
            floor_chapters: 2,
            ..Self::CHAPTER.consent
        },
        ..Self::CHAPTER
    };
}

/// What no chapter may agree on, since a decision by it would be none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsound {
    ConsentWindow,
    Negative,
    NoRounds,
    NoDisputes,
    NoEndorsements,
    Majority,
    Share,
    Options,
    NoSponsors,
}

impl fmt::Display for Unsound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ConsentWindow => "A window for consent is 72 hours at least.",
            Self::Negative => "Times lie between nothing and ten years.",
            Self::NoRounds => "There are between 1 and 10 rounds.",
            Self::NoDisputes => "At least 2 have to dispute an objection.",
            Self::NoEndorsements => "At least 2 have to endorse.",
            Self::Majority => "A majority is one half at least, and no more than all.",
            Self::Share => "A share lies between nothing and all.",
            Self::Options => "A vote has between 2 and 100 options.",
            Self::NoSponsors => "Between 1 and 10 sponsor somebody.",
        })
    }
}

impl core::error::Error for Unsound {}

impl ByLaws {
    /// Can a chapter live by them?
    pub fn check(&self) -> Result<(), Unsound> {
        let times = [
            self.consent.clarify_min,
            self.consent.window,
            self.consent.dispute_window,
            self.consent.integration_max,
            self.vote.window,
            self.three_connectors.call_in_window,
            self.three_connectors.lapses_after,
            self.advice.window,
            self.agreements.review_after,
            self.agreements.lazy_consent,
            self.connectors.take_off,
            self.connectors.consent_window,
            self.connectors.valid,
            self.connectors.grace,
            self.connectors.dormant,
            self.delegations.valid,
            self.reminder,
        ];
        let whole = |share: Share| share.den > 0 && share.num <= share.den;
        let majority =
            |m: Majority| m.den > 0 && m.num <= m.den && m.num.saturating_mul(2) >= m.den && (m.strict || m.num * 2 > m.den);
        if times.iter().any(|t| !(0..=3_653 * DAY).contains(t)) {
            return Err(Unsound::Negative);
        }
        if [self.consent.window, self.vote.window, self.connectors.consent_window].iter().any(|window| *window < 72 * HOUR) {
            return Err(Unsound::ConsentWindow);
        }
        if !(1..=10).contains(&self.consent.max_rounds) {
            return Err(Unsound::NoRounds);
        }
        if self.consent.disputes < 2 {
            return Err(Unsound::NoDisputes);
        }
        if self.three_connectors.endorsements < 2 {
            return Err(Unsound::NoEndorsements);
        }
        if !majority(self.vote.majority) || !majority(self.vote.over_objection) {
            return Err(Unsound::Majority);
        }
        if !whole(self.vote.quorum) || !whole(self.vote.super_delegate) {
            return Err(Unsound::Share);
        }
        if !(2..=100).contains(&self.vote.max_options) {
            return Err(Unsound::Options);
        }
        if ![self.connectors.sponsors, self.connectors.return_sponsors].iter().all(|n| (1..=10).contains(n)) {
            return Err(Unsound::NoSponsors);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_chapter_cannot_agree_on() {
        type Change = fn(&mut ByLaws);
        let table: [(&str, Change, Result<(), Unsound>); 13] = [
            ("what a chapter begins with", |_| (), Ok(())),
            ("what a network begins with", |b| *b = ByLaws::NETWORK, Ok(())),
            ("less than three days to object", |b| b.consent.window = 72 * HOUR - 1, Err(Unsound::ConsentWindow)),
            ("less than three days to vote", |b| b.vote.window = DAY, Err(Unsound::ConsentWindow)),
            ("less than three days to object to a Connector", |b| b.connectors.consent_window = DAY, Err(Unsound::ConsentWindow)),
            ("nobody to sponsor a Connector", |b| b.connectors.sponsors = 0, Err(Unsound::NoSponsors)),
            ("time that runs backwards", |b| b.reminder = -1, Err(Unsound::Negative)),
            ("time that never ends", |b| b.delegations.valid = i64::MAX, Err(Unsound::Negative)),
            ("no round at all", |b| b.consent.max_rounds = 0, Err(Unsound::NoRounds)),
            ("one person silences an objection", |b| b.consent.disputes = 1, Err(Unsound::NoDisputes)),
            ("one person is three", |b| b.three_connectors.endorsements = 1, Err(Unsound::NoEndorsements)),
            ("a minority decides", |b| b.vote.majority = Majority { num: 1, den: 3, strict: true }, Err(Unsound::Majority)),
            ("half is no majority", |b| b.vote.majority = Majority { num: 1, den: 2, strict: false }, Err(Unsound::Majority)),
        ];
        for (law, change, expected) in table {
            let mut laws = ByLaws::CHAPTER;
            change(&mut laws);
            assert_eq!(laws.check(), expected, "{law}");
        }
    }
}

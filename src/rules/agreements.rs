//! What was decided holds until it is changed: agreements in force, looked at again when their review date comes.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::by_laws::ByLaws;

/// What those responsible want to do with an agreement. It happens by itself unless a Connector objects in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// It holds on, until it is looked at again on this day.
    Renew {
        review: i64,
    },
    Retire,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    pub responsible: Vec<String>,
    /// When it is looked at again.
    pub review: i64,
    #[serde(flatten)]
    pub state: State,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    InForce,
    ReviewDue {
        since: i64,
    },
    /// A change goes through at that moment, unless somebody objects.
    Changing {
        change: Change,
        by: String,
        until: i64,
    },
    /// Another agreement has taken its place.
    Superseded {
        at: i64,
    },
    Retired {
        at: i64,
    },
}

impl State {
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::ReviewDue { .. } => "review_due",
            Self::Changing { .. } => "changing",
            Self::Superseded { .. } => "superseded",
            Self::Retired { .. } => "retired",
        }
    }

    pub const fn holds(&self) -> bool {
        !matches!(self, Self::Superseded { .. } | Self::Retired { .. })
    }
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    NotNow,
    ResponsibleOnly,
    ConnectorsOnly,
    ReviewInThePast,
    ReasonTooShort,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotNow => "This agreement does not wait for that.",
            Self::ResponsibleOnly => "Only those responsible for this agreement can do this.",
            Self::ConnectorsOnly => "Only Connectors can do this.",
            Self::ReviewInThePast => "The next review lies in the future.",
            Self::ReasonTooShort => "A reason is needed: what would follow for the chapter, or what would be better.",
        })
    }
}

impl core::error::Error for Refusal {}

impl Agreement {
    pub fn new(responsible: Vec<String>, review: i64) -> Self {
        Self { responsible, review, state: State::InForce }
    }

    pub const fn due(&self) -> Option<i64> {
        match &self.state {
            State::InForce => Some(self.review),
            State::Changing { until, .. } => Some(*until),
            _ => None,
        }
    }

    /// Takes what was due.
    #[must_use]
    pub fn pass(self) -> Self {
        match self.state {
            State::InForce => Self { state: State::ReviewDue { since: self.review }, ..self },
            State::Changing { change: Change::Renew { review }, .. } => Self { review, state: State::InForce, ..self },
            State::Changing { change: Change::Retire, until, .. } => Self { state: State::Retired { at: until }, ..self },
            state => Self { state, ..self },
        }
    }

    pub fn propose(self, laws: &ByLaws, by: &str, change: Change, now: i64) -> Result<Self, Refusal> {
        if !self.responsible.iter().any(|r| r == by) {
            return Err(Refusal::ResponsibleOnly);
        }
        if !matches!(self.state, State::InForce | State::ReviewDue { .. }) {
            return Err(Refusal::NotNow);
        }
        let until = now + laws.agreements.lazy_consent;
        if matches!(change, Change::Renew { review } if review <= until) {
            return Err(Refusal::ReviewInThePast);
        }
        Ok(Self { state: State::Changing { change, by: by.into(), until }, ..self })
    }

    /// A Connector wants it talked about: the agreement waits for its review, or for a proposal.
    pub fn object(self, laws: &ByLaws, connector: bool, reason: &str, now: i64) -> Result<Self, Refusal> {
        if !connector {
            return Err(Refusal::ConnectorsOnly);
        }
        if !matches!(self.state, State::Changing { .. }) {
            return Err(Refusal::NotNow);
        }
        if reason.trim().chars().count() < laws.consent.reason_min as usize {
            return Err(Refusal::ReasonTooShort);
        }
        Ok(Self { state: State::ReviewDue { since: now }, ..self })
    }

    /// A decision has put another in its place.
    #[must_use]
    pub fn superseded(self, at: i64) -> Self {
        if self.state.holds() { Self { state: State::Superseded { at }, ..self } } else { self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_laws::{DAY, HOUR};
    use alloc::vec;

    const LAWS: ByLaws = ByLaws::CHAPTER;
    const REVIEW: i64 = 182 * DAY;

    fn agreement() -> Agreement {
        Agreement::new(vec!["A".into()], REVIEW)
    }

    #[test]
    fn c14_the_review_date_comes_by_itself_and_once() {
        let due = agreement().pass();
        assert_eq!((due.state.as_str(), due.due()), ("review_due", None));
        assert_eq!(due.clone().pass(), due);
    }

    #[test]
    fn renewing_needs_no_vote_unless_somebody_objects() {
        let renew = Change::Renew { review: 2 * REVIEW };
        assert_eq!(agreement().propose(&LAWS, "B", renew.clone(), REVIEW), Err(Refusal::ResponsibleOnly));
        let changing = agreement().pass().propose(&LAWS, "A", renew.clone(), REVIEW).unwrap();
        assert_eq!(changing.due(), Some(REVIEW + 72 * HOUR));
        assert_eq!(changing.clone().propose(&LAWS, "A", renew, REVIEW), Err(Refusal::NotNow));
        let renewed = changing.clone().pass();
        assert_eq!((renewed.state.as_str(), renewed.review), ("in_force", 2 * REVIEW));
        let reason = "the rent has doubled since then";
        assert_eq!(changing.clone().object(&LAWS, false, reason, REVIEW + HOUR), Err(Refusal::ConnectorsOnly));
        assert_eq!(changing.clone().object(&LAWS, true, "no", REVIEW + HOUR), Err(Refusal::ReasonTooShort));
        assert_eq!(changing.object(&LAWS, true, reason, REVIEW + HOUR).unwrap().state.as_str(), "review_due");
    }

    #[test]
    fn what_is_over_stays_over() {
        let retired = agreement().propose(&LAWS, "A", Change::Retire, DAY).unwrap().pass();
        assert_eq!(retired.state, State::Retired { at: DAY + 72 * HOUR });
        assert_eq!(retired.clone().superseded(10 * DAY), retired);
        assert_eq!(retired.propose(&LAWS, "A", Change::Retire, 11 * DAY), Err(Refusal::NotNow));
        assert_eq!(agreement().superseded(DAY).state, State::Superseded { at: DAY });
    }

    #[test]
    fn a_review_lies_ahead() {
        let back = Change::Renew { review: DAY };
        assert_eq!(agreement().propose(&LAWS, "A", back, DAY), Err(Refusal::ReviewInThePast));
    }
}

//! Consent: a proposal is adopted unless somebody on its roll has an objection that stands. Silence is support.
//!
//! Rounds of amendment follow an objection; when they are spent, or time is, a vote decides, and passing over the objection
//! takes two thirds.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::by_laws::{ByLaws, DAY};
use crate::proposal::{Act, Actor, Addressed, Event, Facts, How, Refusal, Stepped, reason};
use crate::tally::Majority;

/// How long after the time for integration a proposal that nobody touches is given up.
const GIVEN_UP_AFTER: i64 = 7 * DAY;

/// The proposed text among the options of a vote; alternatives are numbered from 1.
pub const PROPOSED: &str = "proposal";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    pub author: String,
    pub facilitator: Option<String>,
    /// Changes what the chapter decides by; a vote on that takes two thirds.
    pub entrenched: bool,
    pub version: u32,
    /// 0 before the first window.
    pub round: u32,
    pub objections: Vec<Objection>,
    /// Authors of competing texts, in the order of submission.
    pub alternatives: Vec<String>,
    /// Connectors who ask for a vote.
    pub calls_for_vote: BTreeSet<String>,
    /// Who holds that it abuses the process.
    pub calls_to_cancel: BTreeSet<String>,
    #[serde(flatten)]
    pub state: State,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    Draft,
    Discarded,
    /// Open for questions, until its author calls for consent.
    Clarify {
        since: i64,
    },
    Consent {
        opened: i64,
        ends: i64,
        extended: bool,
        reminded: bool,
    },
    /// The window is over; an objection may still be disputed.
    Testing {
        since: i64,
        extended: bool,
    },
    /// An objection stands: the text is amended until it is met.
    Integration {
        since: i64,
    },
    Voting {
        opened: i64,
        ends: i64,
        reminded: bool,
    },
    /// By consent, or by a vote for this option.
    Adopted {
        at: i64,
        option: Option<String>,
    },
    Rejected {
        at: i64,
    },
    NoQuorum {
        at: i64,
    },
    Lapsed {
        at: i64,
    },
    Withdrawn {
        at: i64,
        reason: String,
    },
    Cancelled {
        at: i64,
        reason: String,
    },
}

impl State {
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Discarded => "discarded",
            Self::Clarify { .. } => "clarify",
            Self::Consent { .. } => "consent",
            Self::Testing { .. } => "testing",
            Self::Integration { .. } => "integration",
            Self::Voting { .. } => "voting",
            Self::Adopted { .. } => "adopted",
            Self::Rejected { .. } => "rejected",
            Self::NoQuorum { .. } => "no_quorum",
            Self::Lapsed { .. } => "lapsed",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Cancelled { .. } => "cancelled",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    pub by: String,
    pub at: i64,
    /// The version and the round it was raised in.
    pub version: u32,
    pub round: u32,
    pub reason: String,
    pub disputes: Vec<Dispute>,
    #[serde(flatten)]
    pub standing: Standing,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    pub by: String,
    pub at: i64,
    pub reason: String,
}

/// What has become of an objection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// It may be disputed until then.
    Raised {
        until: i64,
    },
    Qualified,
    /// Disputed by enough: recorded, and in nobody's way.
    Concern,
    Resolved {
        how: How,
        note: String,
        in_version: u32,
    },
    Withdrawn {
        /// An objection has an `at` of its own beside this.
        #[serde(rename = "withdrawn_at")]
        at: i64,
    },
    /// The vote passes over it, or does not.
    Carried,
}

impl Standing {
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Raised { .. } => "raised",
            Self::Qualified => "qualified",
            Self::Concern => "concern",
            Self::Resolved { .. } => "resolved",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Carried => "carried",
        }
    }

    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Raised { .. } | Self::Qualified)
    }
}

impl Consent {
    pub fn new(author: String, entrenched: bool) -> Self {
        Self {
            author,
            facilitator: None,
            entrenched,
            version: 1,
            round: 0,
            objections: Vec::new(),
            alternatives: Vec::new(),
            calls_for_vote: BTreeSet::new(),
            calls_to_cancel: BTreeSet::new(),
            state: State::Draft,
        }
    }

    /// What three Connectors agreed on, and another called in.
    pub(crate) fn called_in(author: String, version: u32, now: i64) -> Self {
        Self { version, state: State::Clarify { since: now }, ..Self::new(author, false) }
    }

    /// The majority a vote on it needs.
    pub fn majority(&self, laws: &ByLaws) -> Majority {
        let passes_over = self.objections.iter().any(|o| o.standing == Standing::Carried);
        if passes_over || self.entrenched { laws.vote.over_objection } else { laws.vote.majority }
    }

    /// What can be voted on, in the order of submission.
    pub fn options(&self) -> Vec<String> {
        core::iter::once(String::from(PROPOSED))
            .chain((1..=self.alternatives.len()).map(|n| alloc::format!("alternative-{n}")))
            .collect()
    }

    /// When the window that is open ends.
    pub fn ends(&self, laws: &ByLaws) -> Option<i64> {
        match &self.state {
            State::Consent { ends, .. } | State::Voting { ends, .. } => Some(*ends),
            State::Testing { .. } => self.next_dispute_ends(),
            State::Integration { since } => Some(since + laws.consent.integration_max),
            _ => None,
        }
    }

    fn next_dispute_ends(&self) -> Option<i64> {
        let ends = |o: &Objection| match o.standing {
            Standing::Raised { until } => Some(until),
            _ => None,
        };
        self.objections.iter().filter_map(ends).min()
    }

    /// When time alone changes something the next time.
    pub fn due(&self, laws: &ByLaws) -> Option<i64> {
        let reminder = |opened: i64, ends: i64, reminded: bool| {
            let at = ends - laws.reminder;
            if reminded || at <= opened { ends } else { at }
        };
        match &self.state {
            State::Consent { opened, ends, reminded, .. } => {
                let next = reminder(*opened, *ends, *reminded);
                Some(self.next_dispute_ends().map_or(next, |dispute| dispute.min(next)))
            }
            // With nothing left to dispute it is settled at once.
            State::Testing { since, .. } => self.next_dispute_ends().or(Some(*since)),
            State::Integration { since } => Some(since + laws.consent.integration_max + GIVEN_UP_AFTER),
            State::Voting { opened, ends, reminded } => Some(reminder(*opened, *ends, *reminded)),
            _ => None,
        }
    }

    /// Takes what was due at `at`.
    #[must_use]
    pub fn pass(mut self, laws: &ByLaws, at: i64, facts: &Facts) -> (Self, Vec<Event>) {
        let mut events = Vec::new();
        match self.state.clone() {
            State::Consent { opened, ends, extended, reminded } => {
                self.close_disputes(laws, at, facts, &mut events);
                if at >= ends {
                    if self.next_dispute_ends().is_some() {
                        self.state = State::Testing { since: at, extended };
                        events.push(Event::Testing);
                    } else {
                        self.settle(laws, at, extended, facts, &mut events);
                    }
                } else if !reminded && at >= ends - laws.reminder {
                    self.state = State::Consent { opened, ends, extended, reminded: true };
                    events.push(Event::Reminder { ends });
                }
            }
            State::Testing { extended, .. } => {
                self.close_disputes(laws, at, facts, &mut events);
                if self.next_dispute_ends().is_none() {
                    self.settle(laws, at, extended, facts, &mut events);
                }
            }
            State::Integration { .. } => {
                self.state = State::Lapsed { at };
                events.push(Event::Lapsed);
            }
            State::Voting { opened, ends, reminded } => {
                if at >= ends {
                    let Facts { verdict, .. } = facts;
                    self.state = if !laws.vote.quorum.reached(verdict.turnout, verdict.roll) {
                        events.push(Event::NoQuorum);
                        State::NoQuorum { at }
                    } else if let Some(winner) = &verdict.winner {
                        events.push(Event::Adopted);
                        State::Adopted { at, option: Some(winner.clone()) }
                    } else {
                        events.push(Event::Rejected);
                        State::Rejected { at }
                    };
                } else if !reminded {
                    self.state = State::Voting { opened, ends, reminded: true };
                    events.push(Event::Reminder { ends });
                }
            }
            _ => {}
        }
        (self, events)
    }

    /// Objections whose time for disputes is over stand, or have become concerns.
    fn close_disputes(&mut self, laws: &ByLaws, at: i64, facts: &Facts, events: &mut Vec<Event>) {
        for (number, objection) in self.objections.iter_mut().enumerate() {
            if !matches!(objection.standing, Standing::Raised { until } if until <= at) {
                continue;
            }
            let homes: BTreeSet<&str> =
                objection.disputes.iter().map(|d| facts.homes.get(&d.by).map_or("", String::as_str)).collect();
            let enough = objection.disputes.len() >= laws.consent.disputes as usize;
            if enough && homes.len() >= laws.consent.dispute_chapters as usize {
                objection.standing = Standing::Concern;
                events.push(Event::Concern { objection: number });
            } else {
                objection.standing = Standing::Qualified;
                events.push(Event::Qualified { objection: number });
            }
        }
    }

    /// The window and all disputes are over.
    fn settle(&mut self, laws: &ByLaws, at: i64, extended: bool, facts: &Facts, events: &mut Vec<Event>) {
        let stands = self.objections.iter().any(|o| o.standing == Standing::Qualified);
        let floor = (facts.consents >= laws.consent.floor || facts.everybody) && facts.chapters >= laws.consent.floor_chapters;
        let (state, event) = if stands {
            (State::Integration { since: at }, Event::Integration)
        } else if floor {
            (State::Adopted { at, option: None }, Event::Adopted)
        } else if !extended {
            let ends = at + laws.consent.window;
            (State::Consent { opened: at, ends, extended: true, reminded: false }, Event::Extended)
        } else {
            (State::Lapsed { at }, Event::Lapsed)
        };
        self.state = state;
        events.push(event);
    }

    pub fn step(self, laws: &ByLaws, by: &Actor, act: Act, now: i64) -> Stepped<Self> {
        if by.role.is_none() && !by.on_roll {
            return Err(Refusal::NotAMember);
        }
        match act {
            Act::Publish | Act::Discard | Act::Withdraw { .. } | Act::Amend { .. } => self.authored(laws, by, act, now),
            Act::Facilitate => self.facilitate(by),
            Act::CallForConsent => self.call_for_consent(laws, by, now),
            Act::Consent | Act::Abstain => self.stance(by, now),
            Act::Object { reason } => self.object(laws, by, &reason, now),
            Act::TakeBack { objection } => self.take_back(by, objection, now),
            Act::Dispute { objection, reason } => self.dispute(laws, by, objection, &reason, now),
            Act::Undispute { objection } => self.undispute(by, objection),
            Act::Escalate => self.escalate(laws, by, now),
            Act::Compete => self.compete(laws, by),
            Act::Vote => self.vote(by),
            Act::Cancel { reason } => self.cancel(laws, by, &reason, now),
            _ => Err(Refusal::NotThisProcess),
        }
    }

    fn authored(mut self, laws: &ByLaws, by: &Actor, act: Act, now: i64) -> Stepped<Self> {
        if by.person != self.author {
            return Err(Refusal::NotTheAuthor);
        }
        let event = match (&self.state, act) {
            (State::Draft, Act::Publish) => {
                self.state = State::Clarify { since: now };
                Event::Published
            }
            (State::Draft, Act::Discard) => {
                self.state = State::Discarded;
                Event::Discarded
            }
            (State::Clarify { .. } | State::Integration { .. }, Act::Withdraw { reason }) => {
                self.state = State::Withdrawn { at: now, reason };
                Event::Withdrawn
            }
            (State::Draft, Act::Amend { .. }) => Event::Amended { version: self.version },
            (State::Clarify { .. }, Act::Amend { .. }) => {
                self.version += 1;
                self.state = State::Clarify { since: now };
                Event::Amended { version: self.version }
            }
            (State::Integration { .. }, Act::Amend { addressed }) => return self.integrate(laws, &addressed, now),
            _ => return Err(Refusal::NotNow),
        };
        Ok((self, vec![event]))
    }

    /// A new text that meets every objection that stands opens the next round.
    fn integrate(mut self, laws: &ByLaws, addressed: &[Addressed], now: i64) -> Stepped<Self> {
        if self.round >= laws.consent.max_rounds {
            return Err(Refusal::RoundsSpent);
        }
        let version = self.version + 1;
        for (number, objection) in self.objections.iter_mut().enumerate() {
            if objection.standing != Standing::Qualified {
                continue;
            }
            let answer = addressed.iter().find(|a| a.objection == number && !a.note.trim().is_empty());
            let Addressed { how, note, .. } = answer.ok_or(Refusal::Unaddressed(number))?;
            objection.standing = Standing::Resolved { how: *how, note: note.trim().into(), in_version: version };
        }
        self.version = version;
        self.round += 1;
        self.calls_for_vote.clear();
        let round = self.round;
        self.state = State::Consent { opened: now, ends: now + laws.consent.window, extended: false, reminded: false };
        Ok((self, vec![Event::Amended { version }, Event::Opened { round }]))
    }

    fn facilitate(mut self, by: &Actor) -> Stepped<Self> {
        if !by.is_connector() {
            return Err(Refusal::ConnectorsOnly);
        }
        if by.person == self.author {
            return Err(Refusal::OwnProposal);
        }
        if self.is_over() || self.state == State::Draft {
            return Err(Refusal::NotNow);
        }
        if self.facilitator.is_some() {
            return Err(Refusal::HasFacilitator);
        }
        if self.objections.iter().any(|o| o.by == by.person && o.standing.is_open()) {
            return Err(Refusal::ObjectorNotFacilitator);
        }
        self.facilitator = Some(by.person.clone());
        Ok((self, Vec::new()))
    }

    fn guides(&self, by: &Actor) -> bool {
        by.person == self.author || self.facilitator.as_ref() == Some(&by.person)
    }

    fn call_for_consent(mut self, laws: &ByLaws, by: &Actor, now: i64) -> Stepped<Self> {
        if !self.guides(by) {
            return Err(Refusal::FacilitatorOrAuthor);
        }
        let State::Clarify { since } = self.state else { return Err(Refusal::NotNow) };
        let from = since + laws.consent.clarify_min;
        if now < from {
            return Err(Refusal::TooEarly(from));
        }
        self.round = 1;
        self.state = State::Consent { opened: now, ends: now + laws.consent.window, extended: false, reminded: false };
        Ok((self, vec![Event::Opened { round: 1 }]))
    }

    fn deciding(&self, by: &Actor) -> Result<(), Refusal> {
        if !matches!(self.state, State::Consent { .. }) {
            Err(Refusal::NotNow)
        } else if by.on_roll {
            Ok(())
        } else {
            Err(Refusal::NotOnRoll)
        }
    }

    /// The latest stance counts: consenting or abstaining takes back an open objection.
    fn stance(mut self, by: &Actor, now: i64) -> Stepped<Self> {
        self.deciding(by)?;
        let mut events = Vec::new();
        for (number, objection) in self.objections.iter_mut().enumerate() {
            if objection.by == by.person && objection.standing.is_open() {
                objection.standing = Standing::Withdrawn { at: now };
                events.push(Event::TakenBack { objection: number });
            }
        }
        Ok((self, events))
    }

    fn object(mut self, laws: &ByLaws, by: &Actor, text: &str, now: i64) -> Stepped<Self> {
        self.deciding(by)?;
        if by.person == self.author {
            return Err(Refusal::OwnProposal);
        }
        let reason = reason(text, laws.consent.reason_min)?;
        if self.objections.iter().any(|o| o.by == by.person && o.standing.is_open()) {
            return Err(Refusal::OpenObjection);
        }
        if self.facilitator.as_ref() == Some(&by.person) {
            self.facilitator = None;
        }
        let standing = Standing::Raised { until: now + laws.consent.dispute_window };
        let (version, round) = (self.version, self.round);
        self.objections.push(Objection {
            by: by.person.clone(),
            at: now,
            version,
            round,
            reason,
            disputes: Vec::new(),
            standing,
        });
        let objection = self.objections.len() - 1;
        Ok((self, vec![Event::Objected { objection }]))
    }

    fn take_back(mut self, by: &Actor, number: usize, now: i64) -> Stepped<Self> {
        if !matches!(self.state, State::Consent { .. } | State::Testing { .. } | State::Integration { .. }) {
            return Err(Refusal::NotNow);
        }
        let objection = self.objections.get_mut(number).filter(|o| o.standing.is_open()).ok_or(Refusal::NoSuchObjection)?;
        if objection.by != by.person {
            return Err(Refusal::NotYourObjection);
        }
        objection.standing = Standing::Withdrawn { at: now };
        let mut events = vec![Event::TakenBack { objection: number }];
        // The text has not changed since the window, in which silence was support.
        if matches!(self.state, State::Integration { .. }) && !self.objections.iter().any(|o| o.standing.is_open()) {
            self.state = State::Adopted { at: now, option: None };
            events.push(Event::Adopted);
        }
        Ok((self, events))
    }

    fn disputed(&mut self, by: &Actor, number: usize) -> Result<&mut Objection, Refusal> {
        if !matches!(self.state, State::Consent { .. } | State::Testing { .. }) {
            return Err(Refusal::NotNow);
        }
        if !by.on_roll {
            return Err(Refusal::NotOnRoll);
        }
        let raised = |o: &&mut Objection| matches!(o.standing, Standing::Raised { .. });
        self.objections.get_mut(number).filter(raised).ok_or(Refusal::NoSuchObjection)
    }

    fn dispute(mut self, laws: &ByLaws, by: &Actor, number: usize, text: &str, now: i64) -> Stepped<Self> {
        let objection = self.disputed(by, number)?;
        if objection.by == by.person {
            return Err(Refusal::OwnObjection);
        }
        let reason = reason(text, laws.consent.reason_min)?;
        objection.disputes.retain(|d| d.by != by.person);
        objection.disputes.push(Dispute { by: by.person.clone(), at: now, reason });
        Ok((self, Vec::new()))
    }

    fn undispute(mut self, by: &Actor, number: usize) -> Stepped<Self> {
        let objection = self.disputed(by, number)?;
        let before = objection.disputes.len();
        objection.disputes.retain(|d| d.by != by.person);
        if objection.disputes.len() == before {
            return Err(Refusal::NothingChanged);
        }
        Ok((self, Vec::new()))
    }

    fn escalate(mut self, laws: &ByLaws, by: &Actor, now: i64) -> Stepped<Self> {
        if !self.guides(by) && !by.is_connector() {
            return Err(Refusal::ConnectorsOnly);
        }
        let State::Integration { since } = self.state else { return Err(Refusal::NotNow) };
        let from = since + laws.consent.integration_max;
        if self.round < laws.consent.max_rounds && now < from {
            return Err(Refusal::TooEarly(from));
        }
        if !self.guides(by) {
            self.calls_for_vote.insert(by.person.clone());
            if self.calls_for_vote.len() < 3 {
                return Ok((self, Vec::new()));
            }
        }
        for objection in self.objections.iter_mut().filter(|o| o.standing == Standing::Qualified) {
            objection.standing = Standing::Carried;
        }
        self.state = State::Voting { opened: now, ends: now + laws.vote.window, reminded: false };
        Ok((self, vec![Event::Voting]))
    }

    fn compete(mut self, laws: &ByLaws, by: &Actor) -> Stepped<Self> {
        if !matches!(self.state, State::Integration { .. }) {
            return Err(Refusal::NotNow);
        }
        if !by.on_roll {
            return Err(Refusal::NotOnRoll);
        }
        if self.alternatives.len() + 1 >= laws.vote.max_options as usize {
            return Err(Refusal::TooManyOptions(laws.vote.max_options));
        }
        self.alternatives.push(by.person.clone());
        Ok((self, Vec::new()))
    }

    fn vote(self, by: &Actor) -> Stepped<Self> {
        match self.state {
            State::Voting { .. } if by.on_roll => Ok((self, Vec::new())),
            State::Voting { .. } => Err(Refusal::NotOnRoll),
            _ => Err(Refusal::NotNow),
        }
    }

    /// The facilitator and two more Connectors end what abuses the process.
    fn cancel(mut self, laws: &ByLaws, by: &Actor, text: &str, now: i64) -> Stepped<Self> {
        if !by.is_connector() {
            return Err(Refusal::ConnectorsOnly);
        }
        if self.is_over() || self.state == State::Draft {
            return Err(Refusal::NotNow);
        }
        let reason = reason(text, laws.consent.reason_min)?;
        self.calls_to_cancel.insert(by.person.clone());
        let led = self.facilitator.as_ref().is_some_and(|f| self.calls_to_cancel.contains(f));
        if !led || self.calls_to_cancel.len() < 3 {
            return Ok((self, Vec::new()));
        }
        self.state = State::Cancelled { at: now, reason };
        Ok((self, vec![Event::Cancelled]))
    }

    fn is_over(&self) -> bool {
        use State::*;
        matches!(
            self.state,
            Discarded | Adopted { .. } | Rejected { .. } | NoQuorum { .. } | Lapsed { .. } | Withdrawn { .. } | Cancelled { .. }
        )
    }
}

#[cfg(test)]
mod tests;

//! Becoming a Connector and staying one: three sponsors, three months, three criteria; then every year anew.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::by_laws::ByLaws;
use crate::roles::Role;

/// Somebody on the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidacy {
    pub person: String,
    /// Was a Connector before: one sponsor, and no take-off.
    pub returning: bool,
    pub sponsors: Vec<Sponsor>,
    #[serde(flatten)]
    pub state: State,
}

/// Was somebody who was last known to be a Connector at a moment one lately: no longer ago than a seat is given for?
pub const fn is_recent(laws: &ByLaws, held: i64, now: i64) -> bool {
    now.saturating_sub(held) <= laws.connectors.valid
}

/// One who vouches, and for what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sponsor {
    pub person: String,
    pub endorsement: Option<Endorsement>,
}

/// The three criteria, each in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Endorsement {
    /// What the person has done for the chapter.
    pub results: String,
    /// What they want to do in the next six months.
    pub intent: String,
    /// Why they fit.
    pub fit: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Taking part, and being got to know.
    TakeOff {
        since: i64,
        until: i64,
    },
    /// The chapter is asked for consent.
    Asking {
        since: i64,
    },
    Admitted {
        at: i64,
    },
    Declined {
        at: i64,
    },
    Withdrawn {
        at: i64,
    },
}

impl State {
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::TakeOff { .. } => "take_off",
            Self::Asking { .. } => "asking",
            Self::Admitted { .. } => "admitted",
            Self::Declined { .. } => "declined",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    NotNow,
    AlreadyConnector,
    ActiveMembersOnly,
    /// So many different Connectors are needed.
    Sponsors(u32),
    NotASponsor,
    ConnectorsOnly,
    Criteria,
    NotYou,
    /// There is time until then; seconds since 1970.
    TooEarly(i64),
    /// No seat to keep.
    NoSeat,
    /// The seat is gone for good; one sponsor opens the way back.
    WayBack,
    /// There are Connectors enough to admit others themselves.
    Admitted,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotNow => "This candidacy is past that, or not there yet.",
            Self::AlreadyConnector => "You are a Connector already.",
            Self::ActiveMembersOnly => "Active members can become Connectors. Take part for a while first.",
            Self::Sponsors(needed) => return write!(f, "Name {needed} different Connectors who sponsor you."),
            Self::NotASponsor => "Only those who were named as sponsors can endorse.",
            Self::ConnectorsOnly => "Only Connectors can do this.",
            Self::Criteria => "Say something about each: results, intent and fit.",
            Self::NotYou => "Only the person themselves can do this.",
            Self::TooEarly(_) => "Your year has not come round yet.",
            Self::NoSeat => "You hold no seat as a Connector.",
            Self::WayBack => "Your seat has ended. With one sponsor you can come back.",
            Self::Admitted => "This chapter has Connectors enough: they admit others, as the by-laws say.",
        })
    }
}

impl core::error::Error for Refusal {}

impl Candidacy {
    /// Somebody declares the intent and names sponsors, who have to be Connectors.
    pub fn declare(
        laws: &ByLaws,
        person: &str,
        role: Option<Role>,
        sponsors: &[String],
        now: i64,
        connector: impl Fn(&str) -> bool,
    ) -> Result<Self, Refusal> {
        let returning = match role {
            Some(Role::Active) => false,
            Some(Role::Alumni) => true,
            Some(Role::Connector) => return Err(Refusal::AlreadyConnector),
            _ => return Err(Refusal::ActiveMembersOnly),
        };
        let needed = if returning { laws.connectors.return_sponsors } else { laws.connectors.sponsors };
        let mut named: Vec<Sponsor> = Vec::new();
        for sponsor in sponsors {
            if sponsor == person || !connector(sponsor) {
                return Err(Refusal::Sponsors(needed));
            }
            if !named.iter().any(|s| s.person == *sponsor) {
                named.push(Sponsor { person: sponsor.clone(), endorsement: None });
            }
        }
        if named.len() < needed as usize {
            return Err(Refusal::Sponsors(needed));
        }
        let until = if returning { now } else { now + laws.connectors.take_off };
        Ok(Self { person: person.into(), returning, sponsors: named, state: State::TakeOff { since: now, until } })
    }

    /// A sponsor vouches. That may be said at any time of the take-off, and said anew.
    pub fn endorse(mut self, by: &str, connector: bool, endorsement: Endorsement) -> Result<Self, Refusal> {
        if !connector {
            return Err(Refusal::ConnectorsOnly);
        }
        if !matches!(self.state, State::TakeOff { .. }) {
            return Err(Refusal::NotNow);
        }
        let sponsor = self.sponsors.iter_mut().find(|s| s.person == by).ok_or(Refusal::NotASponsor)?;
        if [&endorsement.results, &endorsement.intent, &endorsement.fit].iter().any(|text| text.trim().is_empty()) {
            return Err(Refusal::Criteria);
        }
        sponsor.endorsement = Some(endorsement);
        Ok(self)
    }

    /// Another sponsor steps in.
    pub fn also(mut self, laws: &ByLaws, by: &str, sponsor: &str, connector: bool) -> Result<Self, Refusal> {
        if by != self.person {
            return Err(Refusal::NotYou);
        }
        if !matches!(self.state, State::TakeOff { .. }) {
            return Err(Refusal::NotNow);
        }
        if !connector || sponsor == self.person || self.sponsors.iter().any(|s| s.person == sponsor) {
            return Err(Refusal::Sponsors(laws.connectors.sponsors));
        }
        self.sponsors.push(Sponsor { person: sponsor.into(), endorsement: None });
        Ok(self)
    }

    /// Enough have vouched.
    pub fn is_endorsed(&self, laws: &ByLaws) -> bool {
        let needed = if self.returning { laws.connectors.return_sponsors } else { laws.connectors.sponsors };
        self.sponsors.iter().filter(|s| s.endorsement.is_some()).count() >= needed as usize
    }

    /// When the chapter is asked: after the take-off, once enough have vouched.
    pub fn due(&self, laws: &ByLaws) -> Option<i64> {
        match self.state {
            State::TakeOff { until, .. } if self.is_endorsed(laws) => Some(until),
            _ => None,
        }
    }

    /// The chapter is asked for consent.
    pub fn ask(self, laws: &ByLaws, now: i64) -> Result<Self, Refusal> {
        match self.due(laws) {
            Some(due) if due <= now => Ok(Self { state: State::Asking { since: now }, ..self }),
            _ => Err(Refusal::NotNow),
        }
    }

    /// The chapter has answered.
    pub fn answered(self, admitted: bool, at: i64) -> Result<Self, Refusal> {
        match self.state {
            State::Asking { .. } if admitted => Ok(Self { state: State::Admitted { at }, ..self }),
            State::Asking { .. } => Ok(Self { state: State::Declined { at }, ..self }),
            _ => Err(Refusal::NotNow),
        }
    }

    pub fn withdraw(self, by: &str, now: i64) -> Result<Self, Refusal> {
        if by != self.person {
            return Err(Refusal::NotYou);
        }
        match self.state {
            State::TakeOff { .. } => Ok(Self { state: State::Withdrawn { at: now }, ..self }),
            _ => Err(Refusal::NotNow),
        }
    }
}

/// What a Connector's seat is like at a moment, from the day until which it was last given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seat {
    Valid,
    /// The year is over; there is still time to say so.
    Grace,
    /// No seat; delegations rest.
    Dormant,
    Alumni,
}

pub const fn seat(laws: &ByLaws, until: i64, now: i64) -> Seat {
    let dormant = until + laws.connectors.grace;
    if now < until {
        Seat::Valid
    } else if now < dormant {
        Seat::Grace
    } else if now < dormant + laws.connectors.dormant {
        Seat::Dormant
    } else {
        Seat::Alumni
    }
}

/// What is done about a seat, in this order, unless its holder says that they stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The holder is asked whether they stay for another year.
    Ask,
    /// The year is over.
    Grace,
    Dormant,
    Alumni,
}

impl Step {
    pub const ALL: [Step; 4] = [Self::Ask, Self::Grace, Self::Dormant, Self::Alumni];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ask => "ask",
            Self::Grace => "grace",
            Self::Dormant => "dormant",
            Self::Alumni => "alumni",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == text)
    }

    /// What comes after this one; first of all the holder is asked.
    pub const fn after(done: Option<Self>) -> Option<Self> {
        match done {
            None => Some(Self::Ask),
            Some(Self::Ask) => Some(Self::Grace),
            Some(Self::Grace) => Some(Self::Dormant),
            Some(Self::Dormant) => Some(Self::Alumni),
            Some(Self::Alumni) => None,
        }
    }

    /// When it is due, for a seat that was given until then.
    pub const fn due(self, laws: &ByLaws, until: i64) -> i64 {
        match self {
            Self::Ask => until - laws.connectors.grace,
            Self::Grace => until,
            Self::Dormant => until + laws.connectors.grace,
            Self::Alumni => until + laws.connectors.grace + laws.connectors.dormant,
        }
    }
}

/// Somebody stays for another year: until when the seat is theirs then. Who says so in time or in the days of grace loses no
/// day and gains none; who was dormant begins a new year.
pub fn opt_in(laws: &ByLaws, role: Option<Role>, until: i64, now: i64) -> Result<i64, Refusal> {
    let from = Step::Ask.due(laws, until);
    match role {
        Some(Role::Connector) if now < from => Err(Refusal::TooEarly(from)),
        Some(Role::Connector) => Ok(until + laws.connectors.valid),
        Some(Role::Dormant) if seat(laws, until, now) != Seat::Alumni => Ok(now + laws.connectors.valid),
        Some(Role::Dormant | Role::Alumni) => Err(Refusal::WayBack),
        _ => Err(Refusal::NoSeat),
    }
}

/// A Connector gives the seat back.
pub const fn resign(role: Option<Role>) -> Result<(), Refusal> {
    match role {
        Some(Role::Connector | Role::Dormant) => Ok(()),
        _ => Err(Refusal::NoSeat),
    }
}

/// May a steward name a Connector? At the founding only: as long as there are fewer than it takes to sponsor one.
pub const fn may_name(laws: &ByLaws, connectors: usize) -> Result<(), Refusal> {
    if connectors < laws.connectors.sponsors as usize { Ok(()) } else { Err(Refusal::Admitted) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_laws::DAY;

    const LAWS: ByLaws = ByLaws::CHAPTER;

    fn declared(role: Role, sponsors: &[&str]) -> Result<Candidacy, Refusal> {
        let sponsors: Vec<String> = sponsors.iter().map(|s| String::from(*s)).collect();
        Candidacy::declare(&LAWS, "N", Some(role), &sponsors, 0, |who| "ABCDE".contains(who))
    }

    fn words() -> Endorsement {
        Endorsement { results: "ran the fair".into(), intent: "a winter of dinners".into(), fit: "listens".into() }
    }

    #[test]
    fn who_may_set_out() {
        let table = [
            ("three Connectors sponsor an active member", Role::Active, &["A", "B", "C"][..], Ok("take_off")),
            ("two do not", Role::Active, &["A", "B"], Err(Refusal::Sponsors(3))),
            ("one named twice is one", Role::Active, &["A", "A", "B"], Err(Refusal::Sponsors(3))),
            ("who is no Connector does not", Role::Active, &["A", "B", "X"], Err(Refusal::Sponsors(3))),
            ("nobody sponsors themselves", Role::Active, &["A", "B", "N"], Err(Refusal::Sponsors(3))),
            ("an alumnus needs one", Role::Alumni, &["A"], Ok("take_off")),
            ("a supporter becomes active first", Role::Supporter, &["A", "B", "C"], Err(Refusal::ActiveMembersOnly)),
            ("a Connector is one", Role::Connector, &["A", "B", "C"], Err(Refusal::AlreadyConnector)),
        ];
        for (law, role, sponsors, expected) in table {
            assert_eq!(declared(role, sponsors).map(|c| c.state.as_str()), expected, "{law}");
        }
    }

    #[test]
    fn three_sponsors_three_months_three_criteria() {
        let mut candidacy = declared(Role::Active, &["A", "B", "C"]).unwrap();
        assert_eq!(candidacy.clone().endorse("D", true, words()), Err(Refusal::NotASponsor));
        assert_eq!(candidacy.clone().endorse("A", false, words()), Err(Refusal::ConnectorsOnly));
        let silent = Endorsement { fit: " ".into(), ..words() };
        assert_eq!(candidacy.clone().endorse("A", true, silent), Err(Refusal::Criteria));
        for sponsor in ["A", "B", "B"] {
            candidacy = candidacy.endorse(sponsor, true, words()).unwrap();
            assert_eq!(candidacy.due(&LAWS), None);
        }
        candidacy = candidacy.endorse("C", true, words()).unwrap();
        assert_eq!(candidacy.due(&LAWS), Some(91 * DAY));
        assert_eq!(candidacy.clone().ask(&LAWS, 90 * DAY), Err(Refusal::NotNow));
        let asking = candidacy.ask(&LAWS, 91 * DAY).unwrap();
        assert_eq!(asking.clone().withdraw("N", 92 * DAY), Err(Refusal::NotNow));
        assert_eq!(asking.clone().answered(false, 98 * DAY).unwrap().state.as_str(), "declined");
        assert_eq!(asking.answered(true, 98 * DAY).unwrap().state, State::Admitted { at: 98 * DAY });
    }

    #[test]
    fn the_short_way_back() {
        let candidacy = declared(Role::Alumni, &["A"]).unwrap().endorse("A", true, words()).unwrap();
        assert_eq!(candidacy.ask(&LAWS, 0).unwrap().state.as_str(), "asking");
    }

    #[test]
    fn another_sponsor_steps_in() {
        let candidacy = declared(Role::Active, &["A", "B", "C"]).unwrap();
        assert_eq!(candidacy.clone().also(&LAWS, "A", "D", true), Err(Refusal::NotYou));
        assert_eq!(candidacy.clone().also(&LAWS, "N", "A", true), Err(Refusal::Sponsors(3)));
        assert_eq!(candidacy.also(&LAWS, "N", "D", true).unwrap().sponsors.len(), 4);
    }

    #[test]
    fn a_seat_is_given_for_a_year() {
        let until = 365 * DAY;
        let table = [
            ("within the year", until - 1, Seat::Valid),
            ("when it is over", until, Seat::Grace),
            ("thirty days later", until + 30 * DAY, Seat::Dormant),
            ("half a year after that", until + 212 * DAY, Seat::Alumni),
        ];
        for (law, now, expected) in table {
            assert_eq!(seat(&LAWS, until, now), expected, "{law}");
        }
    }

    #[test]
    fn what_is_done_about_a_seat_and_when() {
        let until = 365 * DAY;
        let mut done = None;
        let mut days = Vec::new();
        while let Some(step) = Step::after(done) {
            days.push((step.as_str(), step.due(&LAWS, until) / DAY));
            assert_eq!(Step::parse(step.as_str()), Some(step));
            done = Some(step);
        }
        assert_eq!(days, [("ask", 335), ("grace", 365), ("dormant", 395), ("alumni", 577)]);
    }

    #[test]
    fn who_stays_for_another_year() {
        let until = 365 * DAY;
        let table = [
            ("not before one is asked", Role::Connector, 334, Err(Refusal::TooEarly(335 * DAY))),
            ("who says so early loses no day", Role::Connector, 340, Ok(730)),
            ("in the days of grace no day is gained", Role::Connector, 380, Ok(730)),
            ("who was dormant begins anew", Role::Dormant, 400, Ok(765)),
            ("after that there is the way back", Role::Alumni, 600, Err(Refusal::WayBack)),
            ("who has no seat keeps none", Role::Active, 340, Err(Refusal::NoSeat)),
        ];
        for (law, role, day, expected) in table {
            assert_eq!(opt_in(&LAWS, Some(role), until, day * DAY), expected.map(|day: i64| day * DAY), "{law}");
        }
    }

    #[test]
    fn giving_a_seat_back_and_the_first_ones() {
        assert_eq!(resign(Some(Role::Connector)), Ok(()));
        assert_eq!(resign(Some(Role::Active)), Err(Refusal::NoSeat));
        assert_eq!(may_name(&LAWS, 2), Ok(()), "a steward names the founding Connectors");
        assert_eq!(may_name(&LAWS, 3), Err(Refusal::Admitted), "three can sponsor a fourth");
    }
}

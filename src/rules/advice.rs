//! The advice process: one person decides, having asked those who are affected and those who know. Advisers cannot block.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::by_laws::ByLaws;
use crate::proposal::{Act, Actor, Asked, Event, Part, Refusal, Response, Stepped, reason};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    /// The one who decides.
    pub author: String,
    pub asked: Vec<Given>,
    #[serde(flatten)]
    pub state: State,
}

/// One who was asked, and what they said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    pub person: String,
    pub part: Part,
    pub advice: Option<String>,
    /// The decider's answer.
    pub response: Option<Response>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    Draft,
    Discarded,
    Seeking { since: i64, ends: i64 },
    Deciding { since: i64 },
    Decided { at: i64 },
    Dropped { at: i64 },
}

impl State {
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Discarded => "discarded",
            Self::Seeking { .. } => "seeking",
            Self::Deciding { .. } => "deciding",
            Self::Decided { .. } => "decided",
            Self::Dropped { .. } => "dropped",
        }
    }
}

impl Advice {
    pub fn new(author: String) -> Self {
        Self { author, asked: Vec::new(), state: State::Draft }
    }

    pub const fn due(&self) -> Option<i64> {
        match self.state {
            State::Seeking { ends, .. } => Some(ends),
            _ => None,
        }
    }

    #[must_use]
    pub fn pass(self, at: i64) -> (Self, Vec<Event>) {
        match self.state {
            State::Seeking { .. } => (Self { state: State::Deciding { since: at }, ..self }, vec![Event::Deciding]),
            _ => (self, Vec::new()),
        }
    }

    pub fn step(mut self, laws: &ByLaws, by: &Actor, act: Act, now: i64) -> Stepped<Self> {
        let is_author = by.person == self.author;
        match (&self.state, act) {
            (_, Act::Ask { .. } | Act::Discard | Act::Decide { .. } | Act::Withdraw { .. }) if !is_author => {
                Err(Refusal::NotTheAuthor)
            }
            (State::Draft, Act::Discard) => Ok((Self { state: State::Discarded, ..self }, vec![Event::Discarded])),
            (State::Draft, Act::Ask { people }) => {
                self.invite(&people);
                let of = |part| self.asked.iter().any(|given| given.part == part);
                if !of(Part::Affected) || !of(Part::Expert) {
                    return Err(Refusal::NobodyAsked);
                }
                let state = State::Seeking { since: now, ends: now + laws.advice.window };
                Ok((Self { state, ..self }, vec![Event::Seeking]))
            }
            (State::Seeking { .. }, Act::Ask { people }) => {
                self.invite(&people);
                Ok((self, Vec::new()))
            }
            (State::Seeking { .. } | State::Deciding { .. }, Act::Advise { advice }) => {
                let advice = reason(&advice, 1)?;
                let given = self.asked.iter_mut().find(|given| given.person == by.person).ok_or(Refusal::NotAsked)?;
                given.advice = Some(advice);
                if matches!(self.state, State::Seeking { .. }) && self.asked.iter().all(|given| given.advice.is_some()) {
                    return Ok((Self { state: State::Deciding { since: now }, ..self }, vec![Event::Deciding]));
                }
                Ok((self, Vec::new()))
            }
            (State::Deciding { .. }, Act::Decide { goes_ahead, responses }) => {
                for given in self.asked.iter_mut().filter(|given| given.advice.is_some()) {
                    let response = responses.iter().find(|r| r.adviser == given.person && !r.because.trim().is_empty());
                    given.response = Some(response.ok_or_else(|| Refusal::Unanswered(given.person.clone()))?.clone());
                }
                Ok(if goes_ahead {
                    (Self { state: State::Decided { at: now }, ..self }, vec![Event::Adopted])
                } else {
                    (Self { state: State::Dropped { at: now }, ..self }, vec![Event::Dropped])
                })
            }
            (State::Seeking { .. } | State::Deciding { .. }, Act::Withdraw { .. }) => {
                Ok((Self { state: State::Dropped { at: now }, ..self }, vec![Event::Dropped]))
            }
            (_, Act::Ask { .. } | Act::Discard | Act::Advise { .. } | Act::Decide { .. } | Act::Withdraw { .. }) => {
                Err(Refusal::NotNow)
            }
            _ => Err(Refusal::NotThisProcess),
        }
    }

    fn invite(&mut self, people: &[Asked]) {
        for Asked { person, part } in people {
            if *person != self.author && !self.asked.iter().any(|given| given.person == *person) {
                self.asked.push(Given { person: person.clone(), part: *part, advice: None, response: None });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_laws::DAY;
    use crate::proposal::Followed;
    use crate::roles::Role;

    const LAWS: ByLaws = ByLaws::CHAPTER;

    fn person(name: &str) -> Actor {
        Actor { person: name.into(), role: Some(Role::Active), on_roll: false }
    }

    fn asked(name: &str, part: Part) -> Asked {
        Asked { person: name.into(), part }
    }

    fn does(advice: Advice, who: &str, act: Act, at: i64) -> Stepped<Advice> {
        advice.step(&LAWS, &person(who), act, at)
    }

    fn seeking() -> Advice {
        let people = vec![asked("B", Part::Affected), asked("C", Part::Expert)];
        does(Advice::new("A".into()), "A", Act::Ask { people }, 0).unwrap().0
    }

    fn advise(text: &str) -> Act {
        Act::Advise { advice: text.into() }
    }

    fn response(to: &str, because: &str) -> Response {
        Response { adviser: to.into(), followed: Followed::Partly, because: because.into() }
    }

    #[test]
    fn somebody_affected_and_somebody_who_knows_are_asked() {
        for people in [vec![], vec![asked("B", Part::Affected)], vec![asked("A", Part::Affected), asked("B", Part::Expert)]] {
            let refused = does(Advice::new("A".into()), "A", Act::Ask { people }, 0);
            assert_eq!(refused.map(|_| ()), Err(Refusal::NobodyAsked));
        }
        assert_eq!(seeking().state.as_str(), "seeking");
    }

    #[test]
    fn it_is_decided_when_all_have_answered_or_after_a_week() {
        let (one, events) = does(seeking(), "B", advise("yes"), DAY).unwrap();
        assert_eq!((one.state.as_str(), events), ("seeking", vec![]));
        let (both, events) = does(one.clone(), "C", advise("no"), 2 * DAY).unwrap();
        assert_eq!((both.state.as_str(), events), ("deciding", vec![Event::Deciding]));
        assert_eq!(one.due(), Some(7 * DAY));
        assert_eq!(one.pass(7 * DAY).0.state, State::Deciding { since: 7 * DAY });
    }

    #[test]
    fn every_adviser_is_answered_and_none_can_block() {
        let (advice, _) = does(seeking(), "B", advise("never"), 1).unwrap();
        let (advice, _) = advice.pass(7 * DAY);
        let decide = |responses| Act::Decide { goes_ahead: true, responses };
        let unanswered = Err(Refusal::Unanswered("B".into()));
        assert_eq!(does(advice.clone(), "A", decide(vec![]), 8 * DAY).map(|_| ()), unanswered);
        assert_eq!(does(advice.clone(), "A", decide(vec![response("B", " ")]), 8 * DAY).map(|_| ()), unanswered);
        assert_eq!(does(advice.clone(), "B", decide(vec![]), 8 * DAY).map(|_| ()), Err(Refusal::NotTheAuthor));
        let (decided, events) = does(advice, "A", decide(vec![response("B", "it costs little")]), 8 * DAY).unwrap();
        assert_eq!((decided.state.as_str(), events), ("decided", vec![Event::Adopted]));
        assert_eq!(does(decided, "B", advise("late"), 9 * DAY).map(|_| ()), Err(Refusal::NotNow));
    }

    #[test]
    fn who_was_not_asked_comments_and_does_not_advise() {
        assert_eq!(does(seeking(), "D", advise("I think"), 1).map(|_| ()), Err(Refusal::NotAsked));
        assert_eq!(does(seeking(), "B", advise("  "), 1).map(|_| ()), Err(Refusal::ReasonTooShort(1)));
        assert_eq!(does(seeking(), "B", Act::Endorse, 1).map(|_| ()), Err(Refusal::NotThisProcess));
    }
}

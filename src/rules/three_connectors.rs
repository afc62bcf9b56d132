//! The 3-Connectors rule: what three Connectors agree on may be done in the chapter's name, as long as it touches neither
//! budget nor brand and nobody calls it in.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::by_laws::ByLaws;
use crate::consent::Consent;
use crate::proposal::{Act, Actor, Event, Process, Refusal, Stepped, reason};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreeConnectors {
    pub author: String,
    /// Touches budget or brand; that is decided by consent.
    pub impact: bool,
    pub version: u32,
    #[serde(flatten)]
    pub state: State,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    Draft,
    Discarded,
    Open {
        since: i64,
        endorsed: Vec<String>,
    },
    /// It may be done. Until it is final any Connector may call it in.
    Effective {
        at: i64,
        endorsed: Vec<String>,
    },
    Final {
        at: i64,
        endorsed: Vec<String>,
    },
    Lapsed {
        at: i64,
    },
    Withdrawn {
        at: i64,
        reason: String,
    },
}

impl State {
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Discarded => "discarded",
            Self::Open { .. } => "open",
            Self::Effective { .. } => "effective",
            Self::Final { .. } => "final",
            Self::Lapsed { .. } => "lapsed",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }
}

impl ThreeConnectors {
    pub fn new(author: String, impact: bool) -> Self {
        Self { author, impact, version: 1, state: State::Draft }
    }

    pub fn due(&self, laws: &ByLaws) -> Option<i64> {
        match &self.state {
            State::Open { since, .. } => Some(since + laws.three_connectors.lapses_after),
            State::Effective { at, .. } => Some(at + laws.three_connectors.call_in_window),
            _ => None,
        }
    }

    #[must_use]
    pub fn pass(self, _: &ByLaws, at: i64) -> (Self, Vec<Event>) {
        match self.state {
            State::Open { .. } => (Self { state: State::Lapsed { at }, ..self }, vec![Event::Lapsed]),
            State::Effective { endorsed, .. } => (Self { state: State::Final { at, endorsed }, ..self }, vec![Event::Adopted]),
            state => (Self { state, ..self }, Vec::new()),
        }
    }

    /// `still` says who is a Connector at this moment: what somebody endorsed who is none any more does not count.
    pub fn step(self, laws: &ByLaws, by: &Actor, act: Act, now: i64, still: impl Fn(&str) -> bool) -> Stepped<Process> {
        if by.role.is_none() {
            return Err(Refusal::NotAMember);
        }
        if !by.is_connector() {
            return Err(Refusal::ConnectorsOnly);
        }
        let is_author = by.person == self.author;
        let stays = |this: Self, state: State, events: Vec<Event>| Ok((Process::ThreeConnectors(Self { state, ..this }), events));
        let mut this = self;
        let state = core::mem::replace(&mut this.state, State::Draft);
        match (state, act) {
            (State::Draft, Act::Publish | Act::Discard) if !is_author => Err(Refusal::NotTheAuthor),
            (State::Draft, Act::Discard) => stays(this, State::Discarded, vec![Event::Discarded]),
            (State::Draft, Act::Publish) if this.impact => Err(Refusal::Impact),
            (State::Draft, Act::Publish) => {
                let endorsed = vec![this.author.clone()];
                stays(this, State::Open { since: now, endorsed }, vec![Event::Published])
            }
            (State::Open { .. }, Act::Withdraw { .. }) if !is_author => Err(Refusal::NotTheAuthor),
            (State::Open { .. }, Act::Withdraw { reason }) => {
                stays(this, State::Withdrawn { at: now, reason }, vec![Event::Withdrawn])
            }
            (State::Open { since, mut endorsed }, Act::Endorse) => {
                endorsed.retain(|person| still(person));
                if !endorsed.contains(&by.person) {
                    endorsed.push(by.person.clone());
                }
                if endorsed.len() >= laws.three_connectors.endorsements as usize {
                    stays(this, State::Effective { at: now, endorsed }, vec![Event::Effective])
                } else {
                    stays(this, State::Open { since, endorsed }, Vec::new())
                }
            }
            (State::Open { .. }, Act::Unendorse) if is_author => Err(Refusal::OwnProposal),
            (State::Open { endorsed, .. }, Act::Unendorse) if !endorsed.contains(&by.person) => Err(Refusal::NotNow),
            (State::Open { since, mut endorsed }, Act::Unendorse) => {
                endorsed.retain(|person| *person != by.person);
                stays(this, State::Open { since, endorsed }, Vec::new())
            }
            (State::Effective { .. }, Act::CallIn { reason: why }) => {
                reason(&why, laws.consent.reason_min)?;
                let consent = Consent::called_in(this.author, this.version, now);
                Ok((Process::Consent(consent), vec![Event::CalledIn]))
            }
            (_, Act::Publish | Act::Discard | Act::Endorse | Act::Unendorse | Act::CallIn { .. } | Act::Withdraw { .. }) => {
                Err(Refusal::NotNow)
            }
            _ => Err(Refusal::NotThisProcess),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_laws::{DAY, HOUR};
    use crate::proposal::{Facts, Proposal};
    use crate::roles::Role;
    use alloc::string::ToString;

    const LAWS: ByLaws = ByLaws::CHAPTER;

    fn connector(name: &str) -> Actor {
        Actor { person: name.into(), role: Some(Role::Connector), on_roll: false }
    }

    fn everybody(_: &str) -> bool {
        true
    }

    fn open(impact: bool) -> Stepped<Proposal> {
        let draft = Proposal { process: Process::ThreeConnectors(ThreeConnectors::new("A".into(), impact)), touched: 0 };
        draft.step(&LAWS, &connector("A"), Act::Publish, 0, everybody)
    }

    fn endorsed(by: &[&str], at: i64) -> Proposal {
        by.iter().fold(open(false).unwrap().0, |proposal, name| {
            proposal.step(&LAWS, &connector(name), Act::Endorse, at, everybody).unwrap().0
        })
    }

    fn so_far(proposal: &Proposal) -> usize {
        match &proposal.process {
            Process::ThreeConnectors(three) => match &three.state {
                State::Open { endorsed, .. } | State::Effective { endorsed, .. } => endorsed.len(),
                _ => 0,
            },
            _ => 0,
        }
    }

    fn call_in(at: i64) -> Stepped<Proposal> {
        let mut proposal = endorsed(&["B", "C"], 0);
        while proposal.due(&LAWS).is_some_and(|due| due <= at) {
            proposal = proposal.pass(&LAWS, &Facts::default()).0;
        }
        let why = Act::CallIn { reason: "it changes how the chapter looks".into() };
        proposal.step(&LAWS, &connector("D"), why, at, everybody)
    }

    #[test]
    fn f1_author_and_two_make_it_effective() {
        assert_eq!(endorsed(&["B"], 0).state(), "open");
        assert_eq!(endorsed(&["B", "C"], 0).state(), "effective");
    }

    #[test]
    fn f2_the_author_endorsing_twice_is_still_one() {
        let proposal = endorsed(&["A", "A", "A"], 0);
        assert_eq!((proposal.state(), so_far(&proposal)), ("open", 1));
    }

    #[test]
    fn f3_what_touches_the_budget_is_refused() {
        assert_eq!(open(true).map(|_| ()), Err(Refusal::Impact));
    }

    #[test]
    fn f4_an_alumnus_does_not_count() {
        let alumnus = Actor { role: Some(Role::Alumni), ..connector("C") };
        assert_eq!(
            endorsed(&["B"], 0).step(&LAWS, &alumnus, Act::Endorse, 0, everybody).map(|_| ()),
            Err(Refusal::ConnectorsOnly)
        );
        // Nor one who became it after endorsing.
        let (proposal, _) = endorsed(&["B"], 0).step(&LAWS, &connector("C"), Act::Endorse, 0, |p| p != "B").unwrap();
        assert_eq!((proposal.state(), so_far(&proposal)), ("open", 2));
    }

    #[test]
    fn f5_it_is_called_in_within_three_days() {
        let (proposal, events) = call_in(71 * HOUR).unwrap();
        assert_eq!((proposal.state(), events), ("clarify", vec![Event::CalledIn]));
        assert_eq!(call_in(73 * HOUR).map(|_| ()), Err(Refusal::NotNow));
    }

    #[test]
    fn three_who_do_not_come_together_let_it_lapse() {
        let (proposal, events) = endorsed(&["B"], DAY).pass(&LAWS, &Facts::default());
        assert_eq!((proposal.state(), proposal.touched, events), ("lapsed", 14 * DAY, vec![Event::Lapsed]));
    }

    #[test]
    fn an_endorsement_is_taken_back_before_it_is_effective_and_not_after() {
        let back = |proposal: Proposal, who: &str| proposal.step(&LAWS, &connector(who), Act::Unendorse, 1, everybody);
        assert_eq!(so_far(&back(endorsed(&["B"], 0), "B").unwrap().0), 1);
        assert_eq!(back(endorsed(&["B", "C"], 0), "B").map(|_| ()), Err(Refusal::NotNow));
        assert_eq!(back(endorsed(&["B"], 0), "C").map(|_| ()), Err(Refusal::NotNow), "there is nothing to withdraw");
        assert_eq!(back(endorsed(&["B"], 0), "A").map(|_| ()), Err(Refusal::OwnProposal));
    }

    #[test]
    fn a_reason_is_needed_to_call_in() {
        let short = Act::CallIn { reason: "no".to_string() };
        assert_eq!(
            endorsed(&["B", "C"], 0).step(&LAWS, &connector("D"), short, 1, everybody).map(|_| ()),
            Err(Refusal::ReasonTooShort(20))
        );
    }
}

//! A proposal, whatever way it is decided: who acts, what they do, what time brings, and what is refused.
//!
//! `step` takes an act, `pass` takes what time alone has brought. Both consume the proposal and give back the next; the
//! clock is an argument, and it never runs backwards for a proposal even if the machine's does.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::advice::Advice;
use crate::autonomy::Autonomy;
use crate::by_laws::ByLaws;
use crate::consent::Consent;
use crate::roles::Role;
use crate::three_connectors::ThreeConnectors;

/// Who acts, and as what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub person: String,
    /// None: not of this chapter.
    pub role: Option<Role>,
    /// On the roll that was frozen for this proposal.
    pub on_roll: bool,
}

impl Actor {
    pub fn is_connector(&self) -> bool {
        self.role == Some(Role::Connector)
    }
}

/// How a qualified objection is met by an amended text (as sociocracy puts it).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// The text has changed so that it no longer holds.
    Resolves,
    /// What is feared is watched, and looked at on the review date.
    Monitors,
    /// Somebody named takes it on.
    Delegates,
    /// It is taken up in a proposal of its own.
    Defers,
}

/// One objection and how it is met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Addressed {
    /// Its number in the proposal, from 0.
    pub objection: usize,
    pub how: How,
    pub note: String,
}

/// How far a decider followed a piece of advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Followed {
    Followed,
    Partly,
    Not,
}

/// What a decider answers an adviser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Response {
    pub adviser: String,
    pub followed: Followed,
    pub because: String,
}

/// Why somebody is asked for advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Affected,
    Expert,
}

/// One who is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    pub person: String,
    pub part: Part,
}

/// What somebody does with a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// Everybody may read and discuss it from now on.
    Publish,
    /// A draft is thrown away.
    Discard,
    /// The text has a new version.
    Amend {
        #[serde(default)]
        addressed: Vec<Addressed>,
    },
    /// A Connector looks after how it is decided.
    Facilitate,
    CallForConsent,
    /// "I can live with it."
    Consent,
    Abstain,
    Object {
        reason: String,
    },
    /// An objection is withdrawn by whoever raised it.
    TakeBack {
        objection: usize,
    },
    /// Somebody holds that an objection is none.
    Dispute {
        objection: usize,
        reason: String,
    },
    Undispute {
        objection: usize,
    },
    /// Consent has failed; a vote is asked for.
    Escalate,
    /// Another text for the vote.
    Compete,
    /// A ballot; what stands on it is looked at by `ballot`.
    Vote,
    /// The author lets it go.
    Withdraw {
        reason: String,
    },
    /// It abuses the process.
    Cancel {
        reason: String,
    },
    Endorse,
    /// An endorsement is withdrawn.
    Unendorse,
    /// The chapter should decide this by consent.
    CallIn {
        reason: String,
    },
    /// Advice is asked of those named.
    Ask {
        people: Vec<Asked>,
    },
    Advise {
        advice: String,
    },
    /// The one who asked for advice decides.
    Decide {
        goes_ahead: bool,
        responses: Vec<Response>,
    },
}

/// What has become of a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    Published,
    Discarded,
    Amended {
        version: u32,
    },
    /// A window for consent has opened.
    Opened {
        round: u32,
    },
    /// A window ends soon: whoever has not answered is told.
    Reminder {
        ends: i64,
    },
    /// Too few have answered; the window is open once more.
    Extended,
    Objected {
        objection: usize,
    },
    /// An objection stands and has to be integrated.
    Qualified {
        objection: usize,
    },
    /// An objection was disputed by enough: it is kept, and does not block.
    Concern {
        objection: usize,
    },
    TakenBack {
        objection: usize,
    },
    /// The window has ended; an objection may still be disputed.
    Testing,
    Integration,
    Voting,
    Adopted,
    Rejected,
    NoQuorum,
    Lapsed,
    Withdrawn,
    Cancelled,
    /// Three Connectors agree; it may be done, unless somebody calls it in.
    Effective,
    CalledIn,
    Seeking,
    /// Everybody has answered, or the time is over.
    Deciding,
    Dropped,
}

/// Why an act is refused. The text is meant for whoever tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The proposal is past or before this.
    NotNow,
    NotThisProcess,
    NotTheAuthor,
    OwnProposal,
    NotAMember,
    ConnectorsOnly,
    NotOnRoll,
    FacilitatorOrAuthor,
    HasFacilitator,
    ObjectorNotFacilitator,
    /// It can be done from this moment on.
    TooEarly(i64),
    /// A reason of so many letters is needed.
    ReasonTooShort(u32),
    OpenObjection,
    NoSuchObjection,
    NotYourObjection,
    OwnObjection,
    /// This objection is not answered yet.
    Unaddressed(usize),
    RoundsSpent,
    TooManyOptions(u32),
    Impact,
    NobodyAsked,
    NotAsked,
    /// This advice has no answer yet.
    Unanswered(String),
    NothingChanged,
    /// It is a group's or project's own.
    NotInTeam,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotNow => "This proposal is past that, or not there yet. Look at where it stands now.",
            Self::NotThisProcess => "This proposal is decided in another way, which has no such step.",
            Self::NotTheAuthor => "Only its author can do this.",
            Self::OwnProposal => "This proposal is your own. Amend it, or withdraw it.",
            Self::NotAMember => "Only members of this chapter can do this.",
            Self::ConnectorsOnly => "Only Connectors can do this.",
            Self::NotOnRoll => "Only those on the roll of this proposal decide on it.",
            Self::FacilitatorOrAuthor => "Only the author or the facilitator can do this.",
            Self::HasFacilitator => "Somebody facilitates this proposal already.",
            Self::ObjectorNotFacilitator => "Who objects cannot facilitate.",
            Self::TooEarly(_) => "It is too early for this.",
            Self::ReasonTooShort(min) => {
                return write!(
                    f,
                    "A reason of {min} letters at least is needed: what would follow for the chapter, or what would be better."
                );
            }
            Self::OpenObjection => "You have an open objection. Take it back before you raise another.",
            Self::NoSuchObjection => "There is no such open objection.",
            Self::NotYourObjection => "Only whoever raised it can take it back.",
            Self::OwnObjection => "This objection is your own. Take it back instead.",
            Self::Unaddressed(_) => "Every objection that stands has to be answered: say how the new text meets it.",
            Self::RoundsSpent => "All rounds are spent. Call a vote, or withdraw it.",
            Self::TooManyOptions(most) => return write!(f, "A vote has {most} options at most."),
            Self::Impact => "What touches budget or brand is decided by consent.",
            Self::NobodyAsked => "Ask at least one person who is affected and one who knows the matter.",
            Self::NotAsked => "Only those who were asked advise here. Anybody can comment.",
            Self::Unanswered(_) => "Every piece of advice needs an answer: followed, partly or not, and why.",
            Self::NothingChanged => "That is so already.",
            Self::NotInTeam => "Only those who belong to this group or project can do this.",
        })
    }
}

impl core::error::Error for Refusal {}

pub(crate) fn reason(text: &str, min: u32) -> Result<String, Refusal> {
    let text = text.trim();
    if text.chars().count() < min as usize { Err(Refusal::ReasonTooShort(min)) } else { Ok(text.into()) }
}

/// What is known about the answers when a window ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Explicit consents to the current version.
    pub consents: u32,
    /// Of so many chapters.
    pub chapters: u32,
    /// All on the roll have consented: where they are fewer than the floor, there cannot be more.
    pub everybody: bool,
    /// The chapter of each who disputes an objection, where several decide together.
    pub homes: BTreeMap<String, String>,
    pub verdict: Verdict,
}

/// May somebody hang a file on it, or take one off? Its author may, as long as the text can still change.
pub fn may_attach(proposal: &Proposal, person: &str) -> Result<(), Refusal> {
    if proposal.author() != person {
        return Err(Refusal::NotTheAuthor);
    }
    match proposal.state() {
        "draft" | "clarify" | "integration" | "seeking" => Ok(()),
        _ => Err(Refusal::NotNow),
    }
}

/// May somebody ask everybody about it, which binds nobody? Its author and whoever facilitates may, as long as it is open.
pub fn may_ask_everybody(proposal: &Proposal, person: &str) -> Result<(), Refusal> {
    let facilitates = matches!(&proposal.process, Process::Consent(consent) if consent.facilitator.as_deref() == Some(person));
    if proposal.author() != person && !facilitates {
        return Err(Refusal::FacilitatorOrAuthor);
    }
    if proposal.state() == "draft" || proposal.is_closed() { Err(Refusal::NotNow) } else { Ok(()) }
}

/// May somebody begin a proposal that a group or project decides for itself? What touches budget or brand it does not decide.
pub const fn may_propose_in_team(belongs: bool, impact: bool) -> Result<(), Refusal> {
    match (belongs, impact) {
        (false, _) => Err(Refusal::NotInTeam),
        (true, true) => Err(Refusal::Impact),
        (true, false) => Ok(()),
    }
}

/// What somebody is towards a proposal of a group or project: those who belong to it are there what Connectors are in the
/// chapter, and nobody else is.
pub fn role_in_team(role: Option<Role>, belongs: bool) -> Option<Role> {
    match role {
        Some(_) if belongs => Some(Role::Connector),
        Some(Role::Connector) => Some(Role::Active),
        role => role,
    }
}

/// What a count says, as far as a proposal needs to know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The weight of all ballots.
    pub turnout: u64,
    /// The weight of the roll.
    pub roll: u64,
    pub winner: Option<String>,
}

/// How it is decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "process", rename_all = "snake_case")]
pub enum Process {
    Consent(Consent),
    ThreeConnectors(ThreeConnectors),
    Advice(Advice),
    Autonomy(Autonomy),
}

/// A proposal and the last moment at which anything happened to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    #[serde(flatten)]
    pub process: Process,
    pub touched: i64,
}

/// A step gives the next value and what has come of it.
pub type Stepped<T> = Result<(T, Vec<Event>), Refusal>;

impl Proposal {
    /// When time alone changes something the next time.
    pub fn due(&self, laws: &ByLaws) -> Option<i64> {
        match &self.process {
            Process::Consent(consent) => consent.due(laws),
            Process::ThreeConnectors(three) => three.due(laws),
            Process::Advice(advice) => advice.due(),
            Process::Autonomy(_) => None,
        }
    }

    /// Takes what was due, as of the moment at which it was. Without anything due nothing changes.
    #[must_use]
    pub fn pass(self, laws: &ByLaws, facts: &Facts) -> (Self, Vec<Event>) {
        let Some(at) = self.due(laws) else { return (self, Vec::new()) };
        let at = self.touched.max(at);
        let (process, events) = match self.process {
            Process::Consent(consent) => {
                let (consent, events) = consent.pass(laws, at, facts);
                (Process::Consent(consent), events)
            }
            Process::ThreeConnectors(three) => {
                let (three, events) = three.pass(laws, at);
                (Process::ThreeConnectors(three), events)
            }
            Process::Advice(advice) => {
                let (advice, events) = advice.pass(at);
                (Process::Advice(advice), events)
            }
            Process::Autonomy(autonomy) => (Process::Autonomy(autonomy), Vec::new()),
        };
        (Self { process, touched: at }, events)
    }

    /// Somebody acts. What was due before `now` has to have passed, and what is due at once has to pass afterwards; a moment
    /// before the last one counts as that. `still` says who is a Connector now.
    pub fn step(self, laws: &ByLaws, by: &Actor, act: Act, now: i64, still: impl Fn(&str) -> bool) -> Stepped<Self> {
        let now = now.max(self.touched);
        let (process, events) = match self.process {
            Process::Consent(consent) => {
                let (consent, events) = consent.step(laws, by, act, now)?;
                (Process::Consent(consent), events)
            }
            Process::ThreeConnectors(three) => three.step(laws, by, act, now, still)?,
            Process::Advice(advice) => {
                let (advice, events) = advice.step(laws, by, act, now)?;
                (Process::Advice(advice), events)
            }
            Process::Autonomy(autonomy) => {
                let (autonomy, events) = autonomy.step(laws, by, act, now)?;
                (Process::Autonomy(autonomy), events)
            }
        };
        Ok((Self { process, touched: now }, events))
    }

    pub fn author(&self) -> &str {
        match &self.process {
            Process::Consent(consent) => &consent.author,
            Process::ThreeConnectors(three) => &three.author,
            Process::Advice(advice) => &advice.author,
            Process::Autonomy(autonomy) => &autonomy.author,
        }
    }

    /// The name of where it stands.
    pub fn state(&self) -> &'static str {
        match &self.process {
            Process::Consent(consent) => consent.state.as_str(),
            Process::ThreeConnectors(three) => three.state.as_str(),
            Process::Advice(advice) => advice.state.as_str(),
            Process::Autonomy(autonomy) => autonomy.state.as_str(),
        }
    }

    /// When the window that is open ends, if one is.
    pub fn ends(&self, laws: &ByLaws) -> Option<i64> {
        match &self.process {
            Process::Consent(consent) => consent.ends(laws),
            Process::ThreeConnectors(three) => three.due(laws),
            Process::Advice(advice) => advice.due(),
            Process::Autonomy(_) => None,
        }
    }

    /// Has it come to an end?
    pub fn is_closed(&self) -> bool {
        ["discarded", "adopted", "rejected", "no_quorum", "lapsed", "withdrawn", "cancelled", "final", "decided", "dropped"]
            .contains(&self.state())
    }
}

/// May somebody begin a proposal?
pub fn may_propose(laws: &ByLaws, role: Option<Role>) -> Result<(), Refusal> {
    match role {
        Some(Role::Connector) => Ok(()),
        Some(Role::Active) if laws.members_propose => Ok(()),
        Some(_) => Err(Refusal::ConnectorsOnly),
        None => Err(Refusal::NotAMember),
    }
}

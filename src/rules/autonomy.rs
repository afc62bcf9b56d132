//! A team decides for itself; the chapter reads of it in its log.

use alloc::string::String;
use alloc::vec;

use serde::{Deserialize, Serialize};

use crate::by_laws::ByLaws;
use crate::proposal::{Act, Actor, Event, Refusal, Stepped};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Autonomy {
    pub author: String,
    #[serde(flatten)]
    pub state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    Draft,
    Discarded,
    /// It holds from this moment.
    Decided {
        at: i64,
    },
}

impl State {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Discarded => "discarded",
            Self::Decided { .. } => "decided",
        }
    }
}

impl Autonomy {
    pub fn new(author: String) -> Self {
        Self { author, state: State::Draft }
    }

    pub fn step(self, _: &ByLaws, by: &Actor, act: Act, now: i64) -> Stepped<Self> {
        if by.role.is_none() {
            return Err(Refusal::NotAMember);
        }
        if by.person != self.author {
            return Err(Refusal::NotTheAuthor);
        }
        let (state, event) = match (self.state, act) {
            (State::Draft, Act::Publish) => (State::Decided { at: now }, Event::Adopted),
            (State::Draft, Act::Discard) => (State::Discarded, Event::Discarded),
            (_, Act::Publish | Act::Discard) => return Err(Refusal::NotNow),
            _ => return Err(Refusal::NotThisProcess),
        };
        Ok((Self { state, ..self }, vec![event]))
    }
}

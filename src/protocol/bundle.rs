//! Everything about one decision in one document: whoever has it can recount the decision and needs nobody for that.

use serde::{Deserialize, Serialize};

use crate::log::{Entry, Opening};
use crate::object::{Head, Move, Receipt, Signed, Tally, Verification};
use crate::roll::Register;
use crate::roster::Roster;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bundle {
    #[serde(rename = "type")]
    pub kind: Kind,
    /// The first roster of the network, and all up to the one it was decided under.
    pub rosters: Vec<Signed<Roster>>,
    /// What the chapters said of their Connectors before it opened.
    pub registers: Vec<Signed<Register>>,
    pub log: Vec<Entry>,
    #[serde(default)]
    pub heads: Vec<Signed<Head>>,
    /// Those that are known, of this term and earlier ones.
    #[serde(default)]
    pub receipts: Vec<Receipted>,
    #[serde(default)]
    pub tally: Option<Signed<Tally>>,
    #[serde(default)]
    pub verifications: Vec<Signed<Verification>>,
}

/// A receipt, and the move it was given for, where that is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Receipted {
    pub receipt: Signed<Receipt>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<Signed<Move>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    #[default]
    #[serde(rename = "gov:NetworkDecisionRecord")]
    Record,
}

impl Bundle {
    /// What stands first in the log.
    pub fn opening(&self) -> Option<Signed<Opening>> {
        self.log.first()?.object.as_ref()?.opening().cloned()
    }
}

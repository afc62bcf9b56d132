//! The electoral roll: who may decide on a proposal, frozen when its first window opens.

use alloc::string::String;

use serde::{Deserialize, Serialize};

/// One who may vote, and with how much weight; in a chapter everybody has one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Voter {
    pub voter: String,
    pub weight: u64,
}

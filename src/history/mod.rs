//! What a chapter talked about and decided before this node: brought along from elsewhere, to be read by its members.
//!
//! It has no part in any count: those who decided then were a list of names.

pub mod api;
pub mod loomio;
mod store;
#[cfg(test)]
mod tests;
pub mod web;

use serde::{Deserialize, Serialize};

pub use store::{Kept, Row, any, keep};

/// A conversation with what was decided in it. Texts are HTML that has been cleaned; times are microseconds since 1970.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The group it took place in.
    pub group: String,
    pub text: String,
    pub comments: Vec<Comment>,
    pub polls: Vec<Poll>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    pub by: String,
    pub at: i64,
    pub text: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Poll {
    pub title: String,
    pub by: String,
    /// The source's own word: proposal, poll, score, …
    pub kind: String,
    pub text: String,
    pub opened_at: i64,
    /// None: it was still open when it was exported.
    pub closed_at: Option<i64>,
    pub options: Vec<Choice>,
    pub stances: Vec<Stance>,
    pub outcome: Option<Comment>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub name: String,
    /// How many chose it, and the sum of what they gave it.
    pub voters: i64,
    pub score: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stance {
    pub by: String,
    pub at: i64,
    /// The names of the options with what was given to each.
    pub choices: Vec<(String, i64)>,
    pub reason: String,
}

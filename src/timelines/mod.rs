//! Timelines: what a member sees of those they follow, and what everybody sees of everybody.
//!
//! The home timeline is written when a post arrives, not searched for when it is read. A post stands in it once, however
//! many people (and the chapter) pass it on.

pub mod api;
mod store;
#[cfg(test)]
mod tests;
pub mod web;

use crate::db::Tx;
use crate::error::Result;
use crate::statuses::Status;

pub use store::{From, Wanted, homes_with, public};

/// Puts a post or a boost into the homes of its author and of their followers here.
pub fn fan_out(tx: &mut Tx, status: &Status) -> Result<()> {
    store::fan_out(tx, status)?;
    match status.visibility.as_str() {
        "public" if status.reblog_of_id.is_none() => store::fan_out_by_tag(tx, status),
        _ => Ok(()),
    }
}

/// Who begins to follow finds the last posts of the other at home.
pub fn begin_following(tx: &mut Tx, account_id: i64, target_id: i64) -> Result<()> {
    store::fill(tx, account_id, target_id)
}

/// Who stops following sees no more of the other at home.
pub fn stop_following(tx: &mut Tx, account_id: i64, target_id: i64) -> Result<()> {
    store::clear(tx, account_id, target_id)
}

/// Homes are kept to this many posts.
pub const HOME_LENGTH: i64 = 800;

/// Drops what is below the last [`HOME_LENGTH`] posts of each home.
pub fn trim(tx: &mut Tx) -> Result<()> {
    store::trim(tx, HOME_LENGTH)
}

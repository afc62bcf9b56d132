//! Bookmarks: posts a member wants to find again. Nobody else learns of it.

pub mod api;
mod store;
#[cfg(test)]
mod tests;

pub use store::{bookmarked_among, page};

use crate::db::Tx;
use crate::error::Result;

/// Keeps a post, or no longer.
pub fn set(tx: &mut Tx, account_id: i64, status_id: i64, kept: bool) -> Result<()> {
    match kept {
        true => store::insert_once(tx, account_id, status_id),
        false => store::delete(tx, account_id, status_id),
    }
}

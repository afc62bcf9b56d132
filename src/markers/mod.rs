//! Markers: how far a member has read, so that another app goes on from there.

pub mod api;
mod store;

use crate::db::Tx;
use crate::error::Result;

/// The last id somebody has read in a timeline; 0 if they have not said.
pub fn last_read(tx: &mut Tx, account_id: i64, timeline: &str) -> Result<i64> {
    Ok(store::get(tx, account_id, &[timeline.to_string()])?.pop().map_or(0, |m| m.last_read_id))
}

/// Somebody has read up to here.
pub fn set_read(tx: &mut Tx, account_id: i64, timeline: &str, id: i64) -> Result<()> {
    store::set(tx, account_id, timeline, id)
}

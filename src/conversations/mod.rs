//! Conversations: letters between a few, as each of those in them sees them.

pub mod api;
mod store;
#[cfg(test)]
mod tests;

use crate::accounts;
use crate::db::Tx;
use crate::error::Result;
use crate::hub::Event;
use crate::statuses::Status;

/// A letter has been written or has arrived: for each of those here it is in, its conversation is the latest.
pub fn take_in(tx: &mut Tx, status: &Status, named: &[i64]) -> Result<()> {
    let mut all: Vec<i64> = named.to_vec();
    all.push(status.account_id);
    all.sort_unstable();
    all.dedup();
    for person in accounts::users_among(tx, &all)? {
        let others: Vec<i64> = all.iter().copied().filter(|id| *id != person).collect();
        let id = store::upsert(tx, person, status, &others, person != status.account_id)?;
        tx.events.push(Event::Letter { id, account_id: person });
    }
    Ok(())
}

/// A letter is about to be deleted: the one before it becomes the latest.
pub fn before_delete(tx: &mut Tx, status: &Status) -> Result<()> {
    store::step_back(tx, status.thread_id, status.id)
}

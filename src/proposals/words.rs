//! The words of proposals, by which they are found again.

use super::store::{self, Version};
use crate::db::{Tx, search};
use crate::error::Result;
use crate::search::fold;

/// Puts what a proposal says into the index, in place of what it said before.
pub fn index(tx: &mut Tx, topic: &str, version: &Version) -> Result<()> {
    let said = [version.title.as_str(), topic, &version.driver, &version.body].join(" ");
    search::index(tx, search::PROPOSALS, version.proposal_id, &fold::words(&said).join(" "))
}

/// Proposals that were there before there was an index are put in, some at a time; answers where to go on, or that all is done.
pub fn catch_up(tx: &mut Tx, from: i64) -> Result<Option<i64>> {
    let rows = store::before(tx, from, 200)?;
    for row in &rows {
        let version = store::version(tx, row.id, row.version)?;
        index(tx, &row.topic, &version)?;
    }
    Ok(rows.last().map(|row| row.id))
}

//! Boosts are rows of `statuses` that point at another.

use diesel::prelude::*;

use crate::accounts::Account;
use crate::db::Tx;
use crate::db::schema::{accounts, statuses};
use crate::error::Result;
use crate::statuses::Status;
use crate::web::Paging;

pub fn find(tx: &mut Tx, account_id: i64, status_id: i64) -> Result<Option<Status>> {
    Ok(statuses::table
        .filter(statuses::reblog_of_id.eq(status_id))
        .filter(statuses::account_id.eq(account_id))
        .select(Status::as_select())
        .first(tx.conn)
        .optional()?)
}

pub fn count(tx: &mut Tx, status_id: i64, by: i64) -> Result<()> {
    diesel::update(statuses::table.find(status_id))
        .set(statuses::reblogs_count.eq(statuses::reblogs_count + by))
        .execute(tx.conn)?;
    Ok(())
}

pub fn delete(tx: &mut Tx, id: i64) -> Result<()> {
    diesel::delete(statuses::table.find(id)).execute(tx.conn)?;
    Ok(())
}

/// Who boosted a post, the latest first, with the id to page by.
pub fn boosters(tx: &mut Tx, status_id: i64, paging: &Paging, limit: i64) -> Result<Vec<(i64, Account)>> {
    let (above, below) = paging.bounds();
    Ok(statuses::table
        .inner_join(accounts::table)
        .filter(statuses::reblog_of_id.eq(status_id))
        .filter(statuses::visibility.eq_any(["public", "unlisted"]))
        .filter(statuses::id.gt(above))
        .filter(statuses::id.lt(below))
        .order(statuses::id.desc())
        .limit(limit)
        .select((statuses::id, Account::as_select()))
        .load(tx.conn)?)
}

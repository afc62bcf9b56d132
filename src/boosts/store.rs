//! Boosts are rows of `statuses` that point at another.

use diesel::prelude::*;

use crate::accounts::Account;
use crate::db::schema::{accounts, statuses};
use crate::db::{Tx, direct};
use crate::error::Result;
use crate::statuses::Status;
use crate::web::Paging;

pub fn find(tx: &mut Tx, account_id: i64, status_id: i64) -> Result<Option<Status>> {
    Ok(direct!(tx.conn, |c| statuses::table
        .filter(statuses::reblog_of_id.eq(status_id))
        .filter(statuses::account_id.eq(account_id))
        .select(Status::as_select())
        .first(c))
    .optional()?)
}

pub fn count(tx: &mut Tx, status_id: i64, by: i64) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(statuses::table.find(status_id))
        .set(statuses::reblogs_count.eq(statuses::reblogs_count + by))
        .execute(c))?;
    Ok(())
}

pub fn delete(tx: &mut Tx, id: i64) -> Result<()> {
    direct!(tx.conn, |c| diesel::delete(statuses::table.find(id)).execute(c))?;
    Ok(())
}

/// Who boosted a post, the latest first, with the id to page by.
pub fn boosters(tx: &mut Tx, status_id: i64, paging: &Paging, limit: i64) -> Result<Vec<(i64, Account)>> {
    let (above, below) = paging.bounds();
    Ok(direct!(tx.conn, |c| statuses::table
        .inner_join(accounts::table)
        .filter(statuses::reblog_of_id.eq(status_id))
        .filter(statuses::visibility.eq_any(["public", "unlisted"]))
        .filter(statuses::id.gt(above))
        .filter(statuses::id.lt(below))
        .order(statuses::id.desc())
        .limit(limit)
        .select((statuses::id, Account::as_select()))
        .load(c))?)
}

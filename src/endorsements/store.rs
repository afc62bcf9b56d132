//! Rows of endorsements.

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::accounts::Account;
use crate::db::Tx;
use crate::db::schema::{accounts, endorsements};
use crate::error::Result;
use crate::ids;
use crate::web::Paging;

pub fn insert_once(tx: &mut Tx, account_id: i64, target_id: i64) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO endorsements (id, account_id, target_id, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    )
    .bind::<BigInt, _>(ids::new(tx.now))
    .bind::<BigInt, _>(account_id)
    .bind::<BigInt, _>(target_id)
    .bind::<BigInt, _>(tx.now.0)
    .execute(tx.conn)?;
    Ok(())
}

pub fn delete(tx: &mut Tx, account_id: i64, target_id: i64) -> Result<()> {
    diesel::delete(
        endorsements::table.filter(endorsements::account_id.eq(account_id)).filter(endorsements::target_id.eq(target_id)),
    )
    .execute(tx.conn)?;
    Ok(())
}

/// Those of the accounts that an account endorses.
pub fn among(tx: &mut Tx, account_id: i64, targets: &[i64]) -> Result<Vec<i64>> {
    Ok(endorsements::table
        .filter(endorsements::account_id.eq(account_id))
        .filter(endorsements::target_id.eq_any(targets))
        .select(endorsements::target_id)
        .load(tx.conn)?)
}

/// Whom an account endorses, the latest first, with the id to page by.
pub fn page(tx: &mut Tx, account_id: i64, paging: &Paging, limit: i64) -> Result<Vec<(i64, Account)>> {
    let (above, below) = paging.bounds();
    Ok(endorsements::table
        .inner_join(accounts::table.on(accounts::id.eq(endorsements::target_id)))
        .filter(endorsements::account_id.eq(account_id))
        .filter(endorsements::id.gt(above))
        .filter(endorsements::id.lt(below))
        .order(endorsements::id.desc())
        .limit(limit)
        .select((endorsements::id, Account::as_select()))
        .load(tx.conn)?)
}

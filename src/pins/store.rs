//! Rows of pinned posts.

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::db::among;
use crate::db::schema::{pins, statuses};
use crate::db::{Tx, direct};
use crate::error::Result;
use crate::statuses::Status;

/// False when it was there already.
pub fn insert_once(tx: &mut Tx, account_id: i64, status_id: i64) -> Result<bool> {
    Ok(diesel::sql_query("INSERT INTO pins (account_id, status_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
        .bind::<BigInt, _>(account_id)
        .bind::<BigInt, _>(status_id)
        .bind::<BigInt, _>(tx.now.0)
        .execute(tx.conn)?
        > 0)
}

/// False when there was none.
pub fn delete(tx: &mut Tx, account_id: i64, status_id: i64) -> Result<bool> {
    Ok(diesel::delete(pins::table.find((account_id, status_id))).execute(tx.conn)? > 0)
}

/// What an account shows first, the latest pin first.
pub fn of_account(tx: &mut Tx, account_id: i64) -> Result<Vec<Status>> {
    Ok(direct!(tx.conn, |c| pins::table
        .inner_join(statuses::table.on(statuses::id.eq(pins::status_id)))
        .filter(pins::account_id.eq(account_id))
        .order((pins::created_at.desc(), pins::status_id.desc()))
        .limit(100)
        .select(Status::as_select())
        .load(c))?)
}

pub fn pinned_among(tx: &mut Tx, account_id: i64, ids: &[i64]) -> Result<Vec<i64>> {
    let among = among::ids(tx.conn, pins::status_id, ids);
    Ok(direct!(tx.conn, |c| pins::table.filter(pins::account_id.eq(account_id)).filter(among).select(pins::status_id).load(c))?)
}

//! Rows of sessions.

use diesel::prelude::*;

use crate::clock::Time;
use crate::db::Tx;
use crate::db::schema::sessions;
use crate::error::Result;

pub fn insert(tx: &mut Tx, fingerprint: &str, account_id: i64, expires_at: Time) -> Result<()> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(fingerprint),
            sessions::account_id.eq(account_id),
            sessions::created_at.eq(tx.now.0),
            sessions::expires_at.eq(expires_at.0),
        ))
        .execute(tx.conn)?;
    Ok(())
}

pub fn account_of(tx: &mut Tx, fingerprint: &str) -> Result<Option<i64>> {
    Ok(sessions::table
        .find(fingerprint)
        .filter(sessions::expires_at.gt(tx.now.0))
        .select(sessions::account_id)
        .first(tx.conn)
        .optional()?)
}

pub fn delete(tx: &mut Tx, fingerprint: &str) -> Result<()> {
    diesel::delete(sessions::table.find(fingerprint)).execute(tx.conn)?;
    Ok(())
}

pub fn delete_all(tx: &mut Tx, account_id: i64) -> Result<()> {
    diesel::delete(sessions::table.filter(sessions::account_id.eq(account_id))).execute(tx.conn)?;
    Ok(())
}

pub fn delete_expired(tx: &mut Tx) -> Result<()> {
    diesel::delete(sessions::table.filter(sessions::expires_at.le(tx.now.0))).execute(tx.conn)?;
    Ok(())
}

//! Rows of letters.

use diesel::prelude::*;

use crate::clock::Time;
use crate::db::Tx;
use crate::db::schema::{accounts, letters, users};
use crate::error::Result;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = letters, treat_none_as_default_value = false)]
pub struct Letter {
    pub id: i64,
    pub account_id: Option<i64>,
    pub address: String,
    pub kind: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub unsubscribe: Option<String>,
    pub created_at: i64,
    pub attempts: i64,
    pub sent_at: Option<i64>,
    pub error: Option<String>,
}

pub fn insert(tx: &mut Tx, letter: &Letter) -> Result<()> {
    diesel::insert_into(letters::table).values(letter).execute(tx.conn)?;
    Ok(())
}

/// A letter that has not been sent.
pub fn waiting(tx: &mut Tx, id: i64) -> Result<Option<Letter>> {
    Ok(letters::table.find(id).filter(letters::sent_at.is_null()).select(Letter::as_select()).first(tx.conn).optional()?)
}

pub fn mark_sent(tx: &mut Tx, id: i64) -> Result<()> {
    diesel::update(letters::table.find(id))
        .set((letters::sent_at.eq(tx.now.0), letters::error.eq(None::<String>)))
        .execute(tx.conn)?;
    Ok(())
}

pub fn mark_failed(tx: &mut Tx, id: i64, error: &str) -> Result<()> {
    diesel::update(letters::table.find(id))
        .set((letters::attempts.eq(letters::attempts + 1), letters::error.eq(error)))
        .execute(tx.conn)?;
    Ok(())
}

/// Letters that could not be sent so far.
pub fn count_failed(tx: &mut Tx) -> Result<i64> {
    Ok(letters::table.filter(letters::sent_at.is_null()).filter(letters::error.is_not_null()).count().get_result(tx.conn)?)
}

/// The latest letters; what they say is nobody's business.
pub fn latest(tx: &mut Tx, limit: i64) -> Result<Vec<Letter>> {
    Ok(letters::table.order(letters::id.desc()).limit(limit).select(Letter::as_select()).load(tx.conn)?)
}

/// Forgets what was sent a while ago, and what could not be sent for a month.
pub fn forget_old(tx: &mut Tx) -> Result<()> {
    let (sent, unsent) = (tx.now.plus(-7 * Time::DAY).0, tx.now.plus(-30 * Time::DAY).0);
    let old = letters::table.filter(letters::sent_at.lt(sent).or(letters::created_at.lt(unsent)));
    diesel::delete(old).execute(tx.conn)?;
    Ok(())
}

/// Members who can be written to and have had no digest since then, a few at a time.
pub fn without_digest_since(tx: &mut Tx, since: Time, above: i64, limit: i64) -> Result<Vec<i64>> {
    Ok(users::table
        .inner_join(accounts::table)
        .filter(users::digest_at.lt(since.0))
        .filter(users::account_id.gt(above))
        .filter(users::disabled_at.is_null())
        .filter(accounts::suspended_at.is_null())
        .filter(accounts::deleted_at.is_null())
        .filter(accounts::pending_at.is_null())
        .order(users::account_id)
        .limit(limit)
        .select(users::account_id)
        .load(tx.conn)?)
}

pub fn set_digest_at(tx: &mut Tx, account_id: i64, at: Time) -> Result<()> {
    diesel::update(users::table.find(account_id)).set(users::digest_at.eq(at.0)).execute(tx.conn)?;
    Ok(())
}

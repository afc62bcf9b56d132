//! Rows of conversations.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use crate::db::schema::conversations;
use crate::db::{Tx, direct};
use crate::error::Result;
use crate::ids;
use crate::statuses::Status;
use crate::web::Paging;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = conversations)]
pub struct Conversation {
    pub id: i64,
    pub account_id: i64,
    pub thread_id: i64,
    pub last_status_id: i64,
    pub unread: bool,
    /// JSON: the ids of the others.
    pub participants: String,
}

/// The conversation now ends with this letter; answers its id.
pub fn upsert(tx: &mut Tx, account_id: i64, status: &Status, others: &[i64], unread: bool) -> Result<i64> {
    diesel::sql_query(
        "INSERT INTO conversations (id, account_id, thread_id, last_status_id, unread, participants) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (account_id, thread_id) DO UPDATE SET last_status_id = excluded.last_status_id, unread = excluded.unread, \
           participants = excluded.participants WHERE conversations.last_status_id <= excluded.last_status_id",
    )
    .bind::<BigInt, _>(ids::new(tx.now))
    .bind::<BigInt, _>(account_id)
    .bind::<BigInt, _>(status.thread_id)
    .bind::<BigInt, _>(status.id)
    .bind::<Bool, _>(unread)
    .bind::<Text, _>(serde_json::to_string(others).unwrap_or_default())
    .execute(tx.conn)?;
    Ok(direct!(tx.conn, |c| conversations::table
        .filter(conversations::account_id.eq(account_id))
        .filter(conversations::thread_id.eq(status.thread_id))
        .select(conversations::id)
        .first(c))?)
}

pub fn step_back(tx: &mut Tx, thread_id: i64, but: i64) -> Result<()> {
    diesel::sql_query(
        "UPDATE conversations SET last_status_id = coalesce((SELECT max(s.id) FROM statuses s \
           WHERE s.thread_id = $1 AND s.id <> $2 AND s.visibility = 'direct' AND (s.account_id = conversations.account_id \
             OR EXISTS (SELECT 1 FROM mentions m WHERE m.status_id = s.id AND m.account_id = conversations.account_id))), last_status_id) \
         WHERE thread_id = $1 AND last_status_id = $2",
    )
    .bind::<BigInt, _>(thread_id)
    .bind::<BigInt, _>(but)
    .execute(tx.conn)?;
    Ok(())
}

pub fn own(tx: &mut Tx, account_id: i64, id: i64) -> Result<Conversation> {
    Ok(direct!(tx.conn, |c| conversations::table
        .filter(conversations::account_id.eq(account_id))
        .filter(conversations::id.eq(id))
        .select(Conversation::as_select())
        .first(c))?)
}

/// By their last letters, the latest first; paged by the ids of these.
pub fn page(tx: &mut Tx, account_id: i64, paging: &Paging, limit: i64) -> Result<Vec<Conversation>> {
    let (above, below) = paging.bounds();
    Ok(direct!(tx.conn, |c| conversations::table
        .filter(conversations::account_id.eq(account_id))
        .filter(conversations::last_status_id.gt(above))
        .filter(conversations::last_status_id.lt(below))
        .order(conversations::last_status_id.desc())
        .limit(limit)
        .select(Conversation::as_select())
        .load(c))?)
}

pub fn set_unread(tx: &mut Tx, id: i64, unread: bool) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(conversations::table.find(id)).set(conversations::unread.eq(unread)).execute(c))?;
    Ok(())
}

pub fn delete(tx: &mut Tx, id: i64) -> Result<()> {
    direct!(tx.conn, |c| diesel::delete(conversations::table.find(id)).execute(c))?;
    Ok(())
}

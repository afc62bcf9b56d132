//! Rows of notifications.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use crate::db::Tx;
use crate::db::schema::{follows, notifications, statuses, thread_mutes, users};
use crate::error::Result;
use crate::ids;
use crate::web::Paging;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = notifications)]
pub struct Notification {
    pub id: i64,
    pub kind: String,
    pub from_id: i64,
    pub status_id: Option<i64>,
    pub created_at: i64,
}

/// Inserts it if the recipient is a person of this node and has not been told the same already.
pub fn insert_once(tx: &mut Tx, account_id: i64, kind: &str, from_id: i64, status_id: Option<i64>) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO notifications (id, account_id, kind, from_id, status_id, created_at) \
         SELECT $1, u.account_id, $2, $3, CAST($4 AS BIGINT), $5 FROM users u WHERE u.account_id = $6 AND NOT EXISTS (\
           SELECT 1 FROM notifications n WHERE n.account_id = $6 AND n.kind = $2 AND n.from_id = $3 AND coalesce(n.status_id, 0) = coalesce($4, 0)) \
           AND ($2 = 'admin.report' OR ( \
             NOT EXISTS (SELECT 1 FROM thread_mutes t, statuses s WHERE s.id = $4 AND t.account_id = $6 AND t.thread_id = s.thread_id) \
             AND NOT EXISTS (SELECT 1 FROM muted_hosts h JOIN accounts a ON a.id = $3 WHERE h.account_id = $6 AND h.host = a.domain) AND \
             NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = $6 AND b.target_id = $3 OR b.account_id = $3 AND b.target_id = $6) \
             AND NOT EXISTS (SELECT 1 FROM mutes m WHERE m.account_id = $6 AND m.target_id = $3 AND m.notifications \
               AND (m.expires_at IS NULL OR m.expires_at > $5)) \
             AND (NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = $3 AND a.silenced_at IS NOT NULL) \
               OR EXISTS (SELECT 1 FROM follows f WHERE f.account_id = $6 AND f.target_id = $3 AND f.accepted_at IS NOT NULL))))",
    )
    .bind::<BigInt, _>(ids::new(tx.now))
    .bind::<Text, _>(kind)
    .bind::<BigInt, _>(from_id)
    .bind::<Nullable<BigInt>, _>(status_id)
    .bind::<BigInt, _>(tx.now.0)
    .bind::<BigInt, _>(account_id)
    .execute(tx.conn)?;
    Ok(())
}

pub fn mute_thread(tx: &mut Tx, account_id: i64, thread_id: i64) -> Result<()> {
    diesel::sql_query("INSERT INTO thread_mutes (account_id, thread_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
        .bind::<BigInt, _>(account_id)
        .bind::<BigInt, _>(thread_id)
        .bind::<BigInt, _>(tx.now.0)
        .execute(tx.conn)?;
    Ok(())
}

pub fn unmute_thread(tx: &mut Tx, account_id: i64, thread_id: i64) -> Result<()> {
    diesel::delete(thread_mutes::table.find((account_id, thread_id))).execute(tx.conn)?;
    Ok(())
}

/// Those of the conversations that an account does not want to be told of.
pub fn muted_threads(tx: &mut Tx, account_id: i64, threads: &[i64]) -> Result<Vec<i64>> {
    Ok(thread_mutes::table
        .filter(thread_mutes::account_id.eq(account_id))
        .filter(thread_mutes::thread_id.eq_any(threads))
        .select(thread_mutes::thread_id)
        .load(tx.conn)?)
}

/// People here who passed a post on.
pub fn boosters_here(tx: &mut Tx, status_id: i64) -> Result<Vec<i64>> {
    Ok(statuses::table
        .inner_join(users::table.on(users::account_id.eq(statuses::account_id)))
        .filter(statuses::reblog_of_id.eq(status_id))
        .select(users::account_id)
        .load(tx.conn)?)
}

pub fn forget(tx: &mut Tx, one: i64, other: i64) -> Result<()> {
    let between = notifications::account_id
        .eq(one)
        .and(notifications::from_id.eq(other))
        .or(notifications::account_id.eq(other).and(notifications::from_id.eq(one)));
    diesel::delete(notifications::table.filter(between)).execute(tx.conn)?;
    Ok(())
}

pub fn subscribers(tx: &mut Tx, author_id: i64) -> Result<Vec<i64>> {
    Ok(follows::table
        .inner_join(users::table.on(users::account_id.eq(follows::account_id)))
        .filter(follows::target_id.eq(author_id))
        .filter(follows::notify)
        .filter(follows::accepted_at.is_not_null())
        .select(follows::account_id)
        .load(tx.conn)?)
}

pub fn delete(tx: &mut Tx, account_id: i64, kind: &str, from_id: i64, status_id: Option<i64>) -> Result<()> {
    let told = notifications::table
        .filter(notifications::account_id.eq(account_id))
        .filter(notifications::kind.eq(kind))
        .filter(notifications::from_id.eq(from_id));
    match status_id {
        Some(status_id) => diesel::delete(told.filter(notifications::status_id.eq(status_id))).execute(tx.conn)?,
        None => diesel::delete(told).execute(tx.conn)?,
    };
    Ok(())
}

/// What a member was told, the newest first; `kinds` empty means all, `not` are left out.
pub fn page(
    tx: &mut Tx,
    account_id: i64,
    paging: &Paging,
    limit: i64,
    kinds: &[String],
    not: &[String],
) -> Result<Vec<Notification>> {
    let (above, below) = paging.bounds();
    let mut query = notifications::table
        .filter(notifications::account_id.eq(account_id))
        .filter(notifications::id.gt(above))
        .filter(notifications::id.lt(below))
        .filter(notifications::kind.ne_all(not))
        .limit(limit)
        .select(Notification::as_select())
        .into_boxed();
    if !kinds.is_empty() {
        query = query.filter(notifications::kind.eq_any(kinds));
    }
    query = if paging.is_backwards() { query.order(notifications::id.asc()) } else { query.order(notifications::id.desc()) };
    let mut found: Vec<Notification> = query.load(tx.conn)?;
    if paging.is_backwards() {
        found.reverse();
    }
    Ok(found)
}

pub fn one(tx: &mut Tx, account_id: i64, id: i64) -> Result<Notification> {
    Ok(notifications::table
        .filter(notifications::account_id.eq(account_id))
        .filter(notifications::id.eq(id))
        .select(Notification::as_select())
        .first(tx.conn)?)
}

pub fn dismiss(tx: &mut Tx, account_id: i64, id: Option<i64>) -> Result<()> {
    let told = notifications::table.filter(notifications::account_id.eq(account_id));
    match id {
        Some(id) => diesel::delete(told.filter(notifications::id.eq(id))).execute(tx.conn)?,
        None => diesel::delete(told).execute(tx.conn)?,
    };
    Ok(())
}

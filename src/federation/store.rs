//! Rows of keys, of the delivery queue, of the hosts it goes to, and of what has arrived.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Text};

use crate::clock::Time;
use crate::db::schema::{deliveries, hosts, inbound, private_keys};
use crate::db::{Conn, Tx, each_backend};
use crate::error::Result;
use crate::ids;

pub fn insert_private_key(conn: &mut Conn, account_id: i64, pkcs8: &[u8]) -> Result<()> {
    diesel::insert_into(private_keys::table)
        .values((private_keys::account_id.eq(account_id), private_keys::pkcs8.eq(pkcs8)))
        .execute(conn)?;
    Ok(())
}

#[derive(QueryableByName)]
pub struct PrivateKey {
    #[diesel(sql_type = Text)]
    pub key_id: String,
    #[diesel(sql_type = Binary)]
    pub pkcs8: Vec<u8>,
}

pub fn private_key(conn: &mut Conn, account_id: i64) -> Result<PrivateKey> {
    let query = "SELECT a.key_id, k.pkcs8 FROM private_keys k JOIN accounts a ON a.id = k.account_id WHERE k.account_id = $1";
    Ok(diesel::sql_query(query).bind::<BigInt, _>(account_id).get_result(conn)?)
}

// ── deliveries ──

/// How many deliveries to one host are under way at the most.
const PER_HOST: usize = 4;

/// One delivery to make.
#[derive(QueryableByName, Clone)]
pub struct Delivery {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub inbox_url: String,
    #[diesel(sql_type = Text)]
    pub host: String,
    #[diesel(sql_type = BigInt)]
    pub attempts: i64,
    #[diesel(sql_type = BigInt)]
    pub created_at: i64,
    #[diesel(sql_type = BigInt)]
    pub account_id: i64,
    #[diesel(sql_type = Text)]
    pub body: String,
}

/// Adds a delivery; an inbox that has this activity queued already is left alone.
pub fn enqueue(tx: &mut Tx, activity_id: i64, inbox_url: &str, host: &str, order_key: &str, urgent: bool) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO deliveries (id, activity_id, inbox_url, host, order_key, urgent, attempts, next_at) \
         VALUES ($1, $2, $3, $4, $5, $6, 0, $7) ON CONFLICT DO NOTHING",
    )
    .bind::<BigInt, _>(ids::new(tx.now))
    .bind::<BigInt, _>(activity_id)
    .bind::<Text, _>(inbox_url)
    .bind::<Text, _>(host)
    .bind::<Text, _>(order_key)
    .bind::<diesel::sql_types::Bool, _>(urgent)
    .bind::<BigInt, _>(tx.now.0)
    .execute(tx.conn)?;
    Ok(())
}

/// Takes up to `limit` deliveries that are due, until `leased_until`. Of the activities about one object only the
/// first may go to an inbox, so an edit never overtakes what it edits; a closed host is left alone.
pub fn claim(tx: &mut Tx, limit: usize, leased_until: Time) -> Result<Vec<Delivery>> {
    let lock = each_backend::skip_locked(tx.conn);
    let query = format!(
        "SELECT d.id, d.inbox_url, d.host, d.attempts, a.created_at, a.account_id, a.body \
         FROM deliveries d JOIN activities a ON a.id = d.activity_id \
         WHERE d.next_at <= $1 AND (d.leased_until IS NULL OR d.leased_until <= $1) \
           AND d.host NOT IN (SELECT host FROM hosts WHERE closed_until > $1) \
           AND d.host NOT IN (SELECT host FROM deliveries WHERE leased_until > $1 GROUP BY host HAVING count(*) >= {PER_HOST}) \
           AND NOT EXISTS (SELECT 1 FROM deliveries e WHERE e.inbox_url = d.inbox_url AND e.order_key = d.order_key AND e.id < d.id) \
         ORDER BY d.urgent DESC, d.id LIMIT 256{lock}"
    );
    let due: Vec<Delivery> = diesel::sql_query(query).bind::<BigInt, _>(tx.now.0).load(tx.conn)?;
    let mut per_host = std::collections::HashMap::<String, usize>::new();
    let mut taken = due;
    taken.retain(|delivery| {
        let count = per_host.entry(delivery.host.clone()).or_default();
        *count += 1;
        *count <= PER_HOST
    });
    taken.truncate(limit);
    let taken_ids: Vec<i64> = taken.iter().map(|d| d.id).collect();
    diesel::update(deliveries::table.filter(deliveries::id.eq_any(taken_ids)))
        .set(deliveries::leased_until.eq(leased_until.0))
        .execute(tx.conn)?;
    Ok(taken)
}

/// The inbox has it, or never will.
pub fn delete_delivery(tx: &mut Tx, id: i64) -> Result<()> {
    diesel::delete(deliveries::table.find(id)).execute(tx.conn)?;
    Ok(())
}

pub fn retry_delivery(tx: &mut Tx, id: i64, next_at: Time, error: &str) -> Result<()> {
    diesel::update(deliveries::table.find(id))
        .set((
            deliveries::attempts.eq(deliveries::attempts + 1),
            deliveries::next_at.eq(next_at.0),
            deliveries::leased_until.eq(None::<i64>),
            deliveries::last_error.eq(error),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// How many deliveries wait, for tests, metrics and a graceful stop.
pub fn waiting_deliveries(conn: &mut Conn) -> Result<i64> {
    Ok(deliveries::table.count().get_result(conn)?)
}

// ── hosts ──

pub fn host_answered(tx: &mut Tx, host: &str) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO hosts (host, failures, last_ok_at) VALUES ($1, 0, $2) \
         ON CONFLICT (host) DO UPDATE SET failures = 0, closed_until = NULL, last_ok_at = excluded.last_ok_at, last_error = NULL",
    )
    .bind::<Text, _>(host)
    .bind::<BigInt, _>(tx.now.0)
    .execute(tx.conn)?;
    Ok(())
}

/// Counts a failure and answers how many there have been in a row.
pub fn host_failed(tx: &mut Tx, host: &str, error: &str) -> Result<i64> {
    diesel::sql_query(
        "INSERT INTO hosts (host, failures, last_error) VALUES ($1, 1, $2) \
         ON CONFLICT (host) DO UPDATE SET failures = hosts.failures + 1, last_error = excluded.last_error",
    )
    .bind::<Text, _>(host)
    .bind::<Text, _>(error)
    .execute(tx.conn)?;
    Ok(hosts::table.find(host).select(hosts::failures).first(tx.conn)?)
}

pub fn close_host(tx: &mut Tx, host: &str, until: Time) -> Result<()> {
    diesel::update(hosts::table.find(host)).set(hosts::closed_until.eq(until.0)).execute(tx.conn)?;
    Ok(())
}

/// Somebody there has just spoken to us, so it is up: what waits for it may go at once.
pub fn heard_from(tx: &mut Tx, host: &str) -> Result<()> {
    let reopened = diesel::update(hosts::table.filter(hosts::host.eq(host)).filter(hosts::failures.gt(0)))
        .set((hosts::failures.eq(0), hosts::closed_until.eq(None::<i64>)))
        .execute(tx.conn)?;
    if reopened > 0 {
        diesel::update(deliveries::table.filter(deliveries::host.eq(host)).filter(deliveries::next_at.gt(tx.now.0)))
            .set(deliveries::next_at.eq(tx.now.0))
            .execute(tx.conn)?;
    }
    Ok(())
}

// ── inbound ──

/// Something that arrived and waits for its effects.
#[derive(Queryable, Selectable, Clone)]
#[diesel(table_name = inbound)]
pub struct Inbound {
    pub id: i64,
    pub uri: String,
    pub signer_uri: String,
    pub body: String,
    pub attempts: i64,
}

/// Keeps what arrived; false when it was here already.
pub fn keep_inbound(tx: &mut Tx, uri: &str, signer_uri: &str, kind: &str, body: &str) -> Result<bool> {
    let inserted = diesel::sql_query(
        "INSERT INTO inbound (id, uri, signer_uri, kind, body, received_at, attempts, next_at) \
         VALUES ($1, $2, $3, $4, $5, $6, 0, $6) ON CONFLICT DO NOTHING",
    )
    .bind::<BigInt, _>(ids::new(tx.now))
    .bind::<Text, _>(uri)
    .bind::<Text, _>(signer_uri)
    .bind::<Text, _>(kind)
    .bind::<Text, _>(body)
    .bind::<BigInt, _>(tx.now.0)
    .execute(tx.conn)?;
    tx.wakes |= inserted > 0;
    Ok(inserted > 0)
}

/// The oldest that wait, but of those senders who are being heard already.
pub fn due_inbound(conn: &mut Conn, now: Time, limit: i64, but_of: &[String]) -> Result<Vec<Inbound>> {
    Ok(inbound::table
        .filter(inbound::done_at.is_null())
        .filter(inbound::next_at.le(now.0))
        .filter(inbound::signer_uri.ne_all(but_of))
        .order(inbound::id)
        .limit(limit)
        .select(Inbound::as_select())
        .load(conn)?)
}

/// Marks it done; false when another process has been first, and then its effects must not be written again.
pub fn finish_inbound(tx: &mut Tx, id: i64, outcome: &str) -> Result<bool> {
    let done = diesel::update(inbound::table.filter(inbound::id.eq(id)).filter(inbound::done_at.is_null()))
        .set((inbound::done_at.eq(tx.now.0), inbound::outcome.eq(outcome), inbound::body.eq("")))
        .execute(tx.conn)?;
    Ok(done > 0)
}

pub fn retry_inbound(tx: &mut Tx, id: i64, next_at: Time, error: &str) -> Result<()> {
    diesel::update(inbound::table.find(id))
        .set((inbound::attempts.eq(inbound::attempts + 1), inbound::next_at.eq(next_at.0), inbound::outcome.eq(error)))
        .execute(tx.conn)?;
    Ok(())
}

pub fn waiting_inbound(conn: &mut Conn) -> Result<i64> {
    Ok(inbound::table.filter(inbound::done_at.is_null()).count().get_result(conn)?)
}

/// Forgets what was done before `before`: longer ago than any peer goes on retrying.
pub fn forget_inbound(tx: &mut Tx, before: Time) -> Result<usize> {
    Ok(diesel::delete(inbound::table.filter(inbound::done_at.lt(before.0))).execute(tx.conn)?)
}

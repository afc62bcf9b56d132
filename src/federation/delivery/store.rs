//! Rows of deliveries and of the lanes they go through.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};

use super::pace;
use crate::clock::Time;
use crate::db::schema::{deliveries, hosts};
use crate::db::{Conn, Tx, direct, each_backend};
use crate::error::Result;
use crate::ids;

/// One delivery to make.
#[derive(QueryableByName, Clone, Debug)]
pub struct Delivery {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub inbox_url: String,
    #[diesel(sql_type = BigInt)]
    pub attempts: i64,
    #[diesel(sql_type = BigInt)]
    pub created_at: i64,
    #[diesel(sql_type = BigInt)]
    pub account_id: i64,
    #[diesel(sql_type = Text)]
    pub body: String,
}

/// A host whose turn it is.
#[derive(QueryableByName, Clone, Debug)]
pub struct Lane {
    #[diesel(sql_type = Text)]
    pub host: String,
    #[diesel(sql_type = BigInt)]
    pub failures: i64,
    #[diesel(sql_type = Nullable<Text>)]
    pub signs: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub signs_until: Option<i64>,
}

/// Something to bring to inboxes.
pub struct Parcel<'a> {
    pub activity_id: i64,
    pub order_key: &'a str,
    pub urgent: bool,
    /// Kept even for a host that has been down for a week.
    pub lasting: bool,
}

/// Adds a delivery to each inbox, by host; an inbox that has this activity queued already is left alone. What is for a
/// parked host is only noted as missed, unless it lasts.
pub fn enqueue(tx: &mut Tx, parcel: &Parcel, inboxes: &BTreeMap<String, Vec<String>>) -> Result<()> {
    for (host, inboxes) in inboxes {
        diesel::sql_query(
            "INSERT INTO hosts (host, pending, next_at, failures) VALUES ($1, $2, $3, 0) \
             ON CONFLICT (host) DO UPDATE SET pending = excluded.pending WHERE NOT hosts.pending AND hosts.parked_at IS NULL",
        )
        .bind::<Text, _>(host)
        .bind::<Bool, _>(true)
        .bind::<BigInt, _>(tx.now.0)
        .execute(tx.conn)?;
        let missed = "UPDATE hosts SET missed_since = coalesce(missed_since, $1) WHERE host = $2 AND parked_at IS NOT NULL";
        let parked =
            !parcel.lasting && diesel::sql_query(missed).bind::<BigInt, _>(tx.now.0).bind::<Text, _>(host).execute(tx.conn)? > 0;
        if parked {
            continue;
        }
        for inbox in inboxes {
            diesel::sql_query(
                "INSERT INTO deliveries (id, activity_id, inbox_url, host, order_key, urgent, attempts, next_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, 0, $7) ON CONFLICT DO NOTHING",
            )
            .bind::<BigInt, _>(ids::new(tx.now))
            .bind::<BigInt, _>(parcel.activity_id)
            .bind::<Text, _>(inbox)
            .bind::<Text, _>(host)
            .bind::<Text, _>(parcel.order_key)
            .bind::<Bool, _>(parcel.urgent)
            .bind::<BigInt, _>(tx.now.0)
            .execute(tx.conn)?;
        }
    }
    Ok(())
}

/// Is there a host whose turn it is? A look that costs no write.
pub fn is_anything_due(conn: &mut Conn, now: Time) -> Result<bool> {
    let due = hosts::table
        .filter(hosts::pending)
        .filter(hosts::next_at.le(now.0))
        .filter(hosts::leased_until.is_null().or(hosts::leased_until.le(now.0)));
    Ok(diesel::select(diesel::dsl::exists(due)).get_result(conn)?)
}

/// Takes up to `limit` hosts whose turn it is, those that wait longest first, until `leased_until`.
pub fn claim(tx: &mut Tx, limit: i64, leased_until: Time) -> Result<Vec<Lane>> {
    let lock = each_backend::skip_locked(tx.conn);
    let query = format!(
        "UPDATE hosts SET leased_until = $1 WHERE host IN (SELECT host FROM hosts WHERE pending AND next_at <= $2 \
           AND (leased_until IS NULL OR leased_until <= $2) ORDER BY next_at, host LIMIT $3{lock}) \
         RETURNING host, failures, signs, signs_until"
    );
    Ok(diesel::sql_query(query)
        .bind::<BigInt, _>(leased_until.0)
        .bind::<BigInt, _>(tx.now.0)
        .bind::<BigInt, _>(limit)
        .load(tx.conn)?)
}

/// A process that starts on SQLite is the only one: whatever lease is still there was held by one that was killed.
pub fn forget_leases(tx: &mut Tx) -> Result<()> {
    if each_backend::is_shared(tx.conn) {
        return Ok(());
    }
    direct!(tx.conn, |c| diesel::update(hosts::table.filter(hosts::leased_until.is_not_null()))
        .set(hosts::leased_until.eq(None::<i64>))
        .execute(c))?;
    Ok(())
}

/// The next deliveries of a host: of the activities about one object only the first may go to an inbox, so an edit never
/// overtakes what it edits. `urgent` ones, or the others; what has failed least comes first.
pub fn next_of(conn: &mut Conn, host: &str, urgent: bool, now: Time, limit: i64) -> Result<Vec<Delivery>> {
    let query = "SELECT d.id, d.inbox_url, d.attempts, a.created_at, a.account_id, a.body \
         FROM deliveries d JOIN activities a ON a.id = d.activity_id \
         WHERE d.host = $1 AND d.urgent = $2 AND d.next_at <= $3 \
           AND NOT EXISTS (SELECT 1 FROM deliveries e WHERE e.inbox_url = d.inbox_url AND e.order_key = d.order_key AND e.id < d.id) \
         ORDER BY d.attempts, d.id LIMIT $4";
    Ok(diesel::sql_query(query)
        .bind::<Text, _>(host)
        .bind::<Bool, _>(urgent)
        .bind::<BigInt, _>(now.0)
        .bind::<BigInt, _>(limit)
        .load(conn)?)
}

/// The inbox has them, or never will.
pub fn delete(tx: &mut Tx, ids: &[i64]) -> Result<()> {
    direct!(tx.conn, |c| diesel::delete(deliveries::table.filter(deliveries::id.eq_any(ids))).execute(c))?;
    Ok(())
}

pub fn retry(tx: &mut Tx, id: i64, next_at: Time, error: &str) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(deliveries::table.find(id))
        .set((
            deliveries::attempts.eq(deliveries::attempts + 1),
            deliveries::next_at.eq(next_at.0),
            deliveries::last_error.eq(error),
        ))
        .execute(c))?;
    Ok(())
}

/// Keeps the lane for longer.
pub fn renew(tx: &mut Tx, host: &str, leased_until: Time) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(hosts::table.find(host)).set(hosts::leased_until.eq(leased_until.0)).execute(c))?;
    Ok(())
}

/// Hands the lane back. The row is locked first, so that what another process adds at this moment is not overlooked.
pub fn release(tx: &mut Tx, host: &str) -> Result<()> {
    let lock = each_backend::for_update(tx.conn);
    diesel::sql_query(format!("SELECT 1 FROM hosts WHERE host = $1{lock}")).bind::<Text, _>(host).execute(tx.conn)?;
    diesel::sql_query(
        "UPDATE hosts SET leased_until = NULL, pending = EXISTS (SELECT 1 FROM deliveries d WHERE d.host = hosts.host), \
           next_at = CASE WHEN next_at > $1 THEN next_at \
             ELSE coalesce((SELECT min(CASE WHEN d.next_at > $1 THEN d.next_at ELSE $1 END) FROM deliveries d WHERE d.host = hosts.host), $1) END \
         WHERE host = $2",
    )
    .bind::<BigInt, _>(tx.now.0)
    .bind::<Text, _>(host)
    .execute(tx.conn)?;
    Ok(())
}

/// It answered: all is well with it.
pub fn answered(tx: &mut Tx, host: &str) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(hosts::table.find(host))
        .set((
            hosts::failures.eq(0),
            hosts::first_failed_at.eq(None::<i64>),
            hosts::parked_at.eq(None::<i64>),
            hosts::missed_since.eq(None::<i64>),
            hosts::last_ok_at.eq(tx.now.0),
            hosts::last_error.eq(None::<String>),
        ))
        .execute(c))?;
    Ok(())
}

/// Counts failures; a host that is down is left alone for a while, one that has been down for a week is parked.
pub fn failed(tx: &mut Tx, host: &str, error: &str, down: bool, retry_after: Option<i64>) -> Result<()> {
    let (failures, first, parked): (i64, Option<i64>, Option<i64>) =
        hosts::table.find(host).select((hosts::failures, hosts::first_failed_at, hosts::parked_at)).first(tx.conn)?;
    let failures = failures + 1;
    let first = first.unwrap_or(tx.now.0);
    let pause = if down || failures >= pace::OPEN_AFTER { pace::host_pause(failures, retry_after) } else { 0 };
    direct!(tx.conn, |c| diesel::update(hosts::table.find(host))
        .set((
            hosts::failures.eq(failures),
            hosts::first_failed_at.eq(first),
            hosts::last_error.eq(error.chars().take(500).collect::<String>()),
            hosts::next_at.eq(tx.now.plus(pause + ids::jitter(pause * 3 / 10)).0),
            hosts::parked_at.eq(parked.or((tx.now.0 - first >= pace::PARK_AFTER).then_some(tx.now.0))),
        ))
        .execute(c))?;
    Ok(())
}

/// Remembers how a host wants its requests signed.
pub fn set_signs(tx: &mut Tx, host: &str, scheme: &str, until: Time) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(hosts::table.find(host))
        .set((hosts::signs.eq(scheme), hosts::signs_until.eq(until.0)))
        .execute(c))?;
    Ok(())
}

/// Somebody there has just spoken to us, so it is up: what waits for it may go at once.
pub fn heard_from(tx: &mut Tx, host: &str) -> Result<()> {
    let reopened = direct!(tx.conn, |c| diesel::update(hosts::table.filter(hosts::host.eq(host)).filter(hosts::failures.gt(0)))
        .set((
            hosts::failures.eq(0),
            hosts::first_failed_at.eq(None::<i64>),
            hosts::parked_at.eq(None::<i64>),
            hosts::next_at.eq(tx.now.0),
            hosts::pending.eq(true),
        ))
        .execute(c))?;
    tx.wakes |= reopened > 0;
    Ok(())
}

/// A steward wants it tried now, or everything for it dropped. Answers how many hosts or deliveries that were.
pub fn retry_host(tx: &mut Tx, host: &str) -> Result<usize> {
    direct!(tx.conn, |c| diesel::update(deliveries::table.filter(deliveries::host.eq(host)))
        .set(deliveries::next_at.eq(tx.now.0))
        .execute(c))?;
    tx.wakes = true;
    Ok(direct!(tx.conn, |c| diesel::update(hosts::table.find(host))
        .set((hosts::next_at.eq(tx.now.0), hosts::pending.eq(true)))
        .execute(c))?)
}

pub fn drop_host(tx: &mut Tx, host: &str) -> Result<usize> {
    let dropped = direct!(tx.conn, |c| diesel::delete(deliveries::table.filter(deliveries::host.eq(host))).execute(c))?;
    direct!(tx.conn, |c| diesel::update(hosts::table.find(host)).set(hosts::pending.eq(false)).execute(c))?;
    Ok(dropped)
}

/// Drops what parked hosts have not come back for, and looks after lanes that lost their mark.
pub fn tidy_up(tx: &mut Tx) -> Result<()> {
    diesel::sql_query("DELETE FROM deliveries WHERE host IN (SELECT host FROM hosts WHERE parked_at < $1)")
        .bind::<BigInt, _>(tx.now.plus(-pace::KEEP_PARKED).0)
        .execute(tx.conn)?;
    diesel::sql_query("UPDATE hosts SET pending = $1 WHERE host IN (SELECT host FROM deliveries)")
        .bind::<Bool, _>(true)
        .execute(tx.conn)?;
    // A host nothing waits for and nothing is wrong with need not be remembered for ever.
    diesel::sql_query(
        "DELETE FROM hosts WHERE failures = 0 AND signs IS NULL AND coalesce(last_ok_at, 0) < $1 \
           AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.host = hosts.host)",
    )
    .bind::<BigInt, _>(tx.now.plus(-30 * Time::DAY).0)
    .execute(tx.conn)?;
    Ok(())
}

/// How many deliveries wait, for tests, metrics and a graceful stop.
pub fn waiting(conn: &mut Conn) -> Result<i64> {
    Ok(direct!(conn, |c| deliveries::table.count().get_result(c))?)
}

/// What waits for one host, as the steward sees it.
#[derive(QueryableByName, Clone, Debug)]
pub struct Queue {
    #[diesel(sql_type = Text)]
    pub host: String,
    #[diesel(sql_type = BigInt)]
    pub waiting: i64,
    #[diesel(sql_type = BigInt)]
    pub urgent: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub oldest: Option<i64>,
    #[diesel(sql_type = BigInt)]
    pub failures: i64,
    #[diesel(sql_type = BigInt)]
    pub next_at: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub leased_until: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub last_ok_at: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    pub last_error: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub parked_at: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub missed_since: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    pub signs: Option<String>,
}

/// The hosts something waits for or something is wrong with, the longest queues first.
pub fn queues(conn: &mut Conn, limit: i64) -> Result<Vec<Queue>> {
    let query = "SELECT h.host, coalesce(q.waiting, 0) AS waiting, coalesce(q.urgent, 0) AS urgent, q.oldest, h.failures, h.next_at, \
           h.leased_until, h.last_ok_at, h.last_error, h.parked_at, h.missed_since, h.signs \
         FROM hosts h LEFT JOIN (SELECT d.host, count(*) AS waiting, \
             CAST(sum(CASE WHEN d.urgent THEN 1 ELSE 0 END) AS BIGINT) AS urgent, min(a.created_at) AS oldest \
           FROM deliveries d JOIN activities a ON a.id = d.activity_id GROUP BY d.host) q ON q.host = h.host \
         WHERE q.waiting > 0 OR h.failures > 0 ORDER BY 2 DESC, 1 LIMIT $1";
    Ok(diesel::sql_query(query).bind::<BigInt, _>(limit).load(conn)?)
}

//! Rows of notifications.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};

use crate::db::among;
use crate::db::schema::{follows, notification_requests, notifications, statuses, thread_mutes, users};
use crate::db::{Tx, direct};
use crate::error::Result;
use crate::web::Paging;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = notifications)]
pub struct Notification {
    pub id: i64,
    pub kind: String,
    pub from_id: i64,
    pub status_id: Option<i64>,
    pub created_at: i64,
    pub group_key: String,
    /// The report or the entry of the audit log it is about.
    pub about_id: Option<i64>,
}

/// A notification to be written.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    pub account_id: i64,
    pub kind: &'a str,
    pub from_id: i64,
    pub status_id: Option<i64>,
    pub filtered: bool,
    pub group_key: &'a str,
    pub about_id: Option<i64>,
}

/// Writes it down, unless the recipient has been told the same, or wants to hear nothing of its sender, of their server or of
/// the conversation; answers its id.
pub fn insert_once(tx: &mut Tx, id: i64, new: New) -> Result<Option<i64>> {
    let written = diesel::sql_query(
        "INSERT INTO notifications (id, account_id, kind, from_id, status_id, created_at, filtered, group_key, about_id) \
         SELECT $1, u.account_id, $2, $3, CAST($4 AS BIGINT), $5, $6, $7, CAST($8 AS BIGINT) FROM users u WHERE u.account_id = $9 AND NOT EXISTS (\
           SELECT 1 FROM notifications n WHERE n.account_id = $9 AND n.kind = $2 AND n.from_id = $3 AND coalesce(n.status_id, 0) = coalesce($4, 0) \
             AND coalesce(n.about_id, 0) = coalesce($8, 0)) \
           AND ($2 IN ('admin.report', 'moderation_warning') OR ( \
             NOT EXISTS (SELECT 1 FROM thread_mutes t, statuses s WHERE s.id = $4 AND t.account_id = $9 AND t.thread_id = s.thread_id) \
             AND NOT EXISTS (SELECT 1 FROM muted_hosts h JOIN accounts a ON a.id = $3 WHERE h.account_id = $9 AND h.host = a.domain) \
             AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = $9 AND b.target_id = $3 OR b.account_id = $3 AND b.target_id = $9) \
             AND NOT EXISTS (SELECT 1 FROM mutes m WHERE m.account_id = $9 AND m.target_id = $3 AND m.notifications \
               AND (m.expires_at IS NULL OR m.expires_at > $5))))",
    )
    .bind::<BigInt, _>(id)
    .bind::<Text, _>(new.kind)
    .bind::<BigInt, _>(new.from_id)
    .bind::<Nullable<BigInt>, _>(new.status_id)
    .bind::<BigInt, _>(tx.now.0)
    .bind::<Bool, _>(new.filtered)
    .bind::<Text, _>(new.group_key)
    .bind::<Nullable<BigInt>, _>(new.about_id)
    .bind::<BigInt, _>(new.account_id)
    .execute(tx.conn)?;
    Ok((written > 0).then_some(id))
}

/// How a member stands to who would tell them something.
#[derive(QueryableByName)]
pub struct Ties {
    #[diesel(sql_type = Text)]
    pub settings: String,
    #[diesel(sql_type = BigInt)]
    pub followed: i64,
    #[diesel(sql_type = BigInt)]
    pub follows: i64,
    #[diesel(sql_type = BigInt)]
    pub permitted: i64,
    #[diesel(sql_type = BigInt)]
    pub limited: i64,
    #[diesel(sql_type = BigInt)]
    pub known_since: i64,
    /// Is the post a letter, and does it answer one of theirs?
    #[diesel(sql_type = BigInt)]
    pub letter: i64,
    #[diesel(sql_type = BigInt)]
    pub answers: i64,
}

/// `None`: the recipient is no person of this node.
pub fn ties(tx: &mut Tx, account_id: i64, from_id: i64, status_id: Option<i64>) -> Result<Option<Ties>> {
    Ok(diesel::sql_query(
        "SELECT u.settings AS settings, \
           (SELECT count(*) FROM follows f WHERE f.account_id = u.account_id AND f.target_id = $1 AND f.accepted_at IS NOT NULL) AS followed, \
           (SELECT count(*) FROM follows f WHERE f.account_id = $1 AND f.target_id = u.account_id AND f.accepted_at IS NOT NULL) AS follows, \
           (SELECT count(*) FROM notification_permissions p WHERE p.account_id = u.account_id AND p.from_id = $1) AS permitted, \
           CAST(CASE WHEN a.silenced_at IS NULL THEN 0 ELSE 1 END AS BIGINT) AS limited, a.created_at AS known_since, \
           (SELECT count(*) FROM statuses s WHERE s.id = $2 AND s.visibility = 'direct') AS letter, \
           (SELECT count(*) FROM statuses s WHERE s.id = $2 AND s.in_reply_to_account_id = u.account_id) AS answers \
         FROM users u, accounts a WHERE a.id = $1 AND u.account_id = $3",
    )
    .bind::<BigInt, _>(from_id)
    .bind::<Nullable<BigInt>, _>(status_id)
    .bind::<BigInt, _>(account_id)
    .get_result(tx.conn)
    .optional()?)
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
    direct!(tx.conn, |c| diesel::delete(thread_mutes::table.find((account_id, thread_id))).execute(c))?;
    Ok(())
}

/// Those of the conversations that an account does not want to be told of.
pub fn muted_threads(tx: &mut Tx, account_id: i64, threads: &[i64]) -> Result<Vec<i64>> {
    let among = among::ids(tx.conn, thread_mutes::thread_id, threads);
    Ok(direct!(tx.conn, |c| thread_mutes::table
        .filter(thread_mutes::account_id.eq(account_id))
        .filter(among)
        .select(thread_mutes::thread_id)
        .load(c))?)
}

/// People here who passed a post on.
pub fn boosters_here(tx: &mut Tx, status_id: i64) -> Result<Vec<i64>> {
    Ok(direct!(tx.conn, |c| statuses::table
        .inner_join(users::table.on(users::account_id.eq(statuses::account_id)))
        .filter(statuses::reblog_of_id.eq(status_id))
        .select(users::account_id)
        .load(c))?)
}

pub fn forget(tx: &mut Tx, one: i64, other: i64) -> Result<()> {
    let between = notifications::account_id
        .eq(one)
        .and(notifications::from_id.eq(other))
        .or(notifications::account_id.eq(other).and(notifications::from_id.eq(one)));
    direct!(tx.conn, |c| diesel::delete(notifications::table.filter(between)).execute(c))?;
    Ok(())
}

pub fn subscribers(tx: &mut Tx, author_id: i64) -> Result<Vec<i64>> {
    Ok(direct!(tx.conn, |c| follows::table
        .inner_join(users::table.on(users::account_id.eq(follows::account_id)))
        .filter(follows::target_id.eq(author_id))
        .filter(follows::notify)
        .filter(follows::accepted_at.is_not_null())
        .select(follows::account_id)
        .load(c))?)
}

pub fn delete(tx: &mut Tx, account_id: i64, kind: &str, from_id: i64, status_id: Option<i64>) -> Result<()> {
    let told = notifications::table
        .filter(notifications::account_id.eq(account_id))
        .filter(notifications::kind.eq(kind))
        .filter(notifications::from_id.eq(from_id));
    match status_id {
        Some(status_id) => direct!(tx.conn, |c| diesel::delete(told.filter(notifications::status_id.eq(status_id))).execute(c))?,
        None => direct!(tx.conn, |c| diesel::delete(told).execute(c))?,
    };
    Ok(())
}

/// What of what a member was told is asked for; no kinds means all.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub kinds: Vec<String>,
    pub not: Vec<String>,
    pub from: Option<i64>,
    /// Also what is kept apart.
    pub filtered_too: bool,
}

/// What a member was told, the newest first.
pub fn page(tx: &mut Tx, account_id: i64, paging: &Paging, limit: i64, wanted: &Wanted) -> Result<Vec<Notification>> {
    let (above, below) = paging.bounds();
    let mut query = notifications::table
        .filter(notifications::account_id.eq(account_id))
        .filter(notifications::id.gt(above))
        .filter(notifications::id.lt(below))
        .filter(notifications::kind.ne_all(&wanted.not))
        .limit(limit)
        .select(Notification::as_select())
        .into_boxed();
    if !wanted.kinds.is_empty() {
        query = query.filter(notifications::kind.eq_any(&wanted.kinds));
    }
    if let Some(from) = wanted.from {
        query = query.filter(notifications::from_id.eq(from));
    }
    if !wanted.filtered_too {
        query = query.filter(diesel::dsl::not(notifications::filtered));
    }
    query = if paging.is_backwards() { query.order(notifications::id.asc()) } else { query.order(notifications::id.desc()) };
    let mut found: Vec<Notification> = query.load(tx.conn)?;
    if paging.is_backwards() {
        found.reverse();
    }
    Ok(found)
}

pub fn one(tx: &mut Tx, account_id: i64, id: i64) -> Result<Notification> {
    Ok(direct!(tx.conn, |c| notifications::table
        .filter(notifications::account_id.eq(account_id))
        .filter(notifications::id.eq(id))
        .select(Notification::as_select())
        .first(c))?)
}

pub fn dismiss(tx: &mut Tx, account_id: i64, id: Option<i64>) -> Result<()> {
    let told = notifications::table.filter(notifications::account_id.eq(account_id));
    match id {
        Some(id) => direct!(tx.conn, |c| diesel::delete(told.filter(notifications::id.eq(id))).execute(c))?,
        None => direct!(tx.conn, |c| diesel::delete(told).execute(c))?,
    };
    Ok(())
}

/// How many a member has been told since an id, at most `most`.
pub fn count_since(tx: &mut Tx, account_id: i64, above: i64, wanted: &Wanted, most: i64) -> Result<i64> {
    let paging = Paging { since_id: Some(above), ..Paging::default() };
    Ok(i64::try_from(page(tx, account_id, &paging, most, wanted)?.len()).unwrap_or(most))
}

/// Everything of a group, the newest first.
pub fn of_group(tx: &mut Tx, account_id: i64, group_key: &str) -> Result<Vec<Notification>> {
    Ok(direct!(tx.conn, |c| notifications::table
        .filter(notifications::account_id.eq(account_id))
        .filter(notifications::group_key.eq(group_key))
        .order(notifications::id.desc())
        .limit(1_000)
        .select(Notification::as_select())
        .load(c))?)
}

pub fn dismiss_group(tx: &mut Tx, account_id: i64, group_key: &str) -> Result<()> {
    let group =
        notifications::table.filter(notifications::account_id.eq(account_id)).filter(notifications::group_key.eq(group_key));
    direct!(tx.conn, |c| diesel::delete(group).execute(c))?;
    Ok(())
}

// ── what is kept apart ──

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = notification_requests)]
pub struct Request {
    pub id: i64,
    pub from_id: i64,
    pub last_status_id: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
}

/// Somebody whose notifications are kept apart has one more.
pub fn note_request(tx: &mut Tx, id: i64, account_id: i64, from_id: i64, status_id: Option<i64>) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO notification_requests (id, account_id, from_id, last_status_id, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5) \
         ON CONFLICT (account_id, from_id) DO UPDATE SET last_status_id = coalesce(excluded.last_status_id, notification_requests.last_status_id), \
           updated_at = excluded.updated_at",
    )
    .bind::<BigInt, _>(id)
    .bind::<BigInt, _>(account_id)
    .bind::<BigInt, _>(from_id)
    .bind::<Nullable<BigInt>, _>(status_id)
    .bind::<BigInt, _>(tx.now.0)
    .execute(tx.conn)?;
    Ok(())
}

pub fn requests(tx: &mut Tx, account_id: i64, paging: &Paging, limit: i64) -> Result<Vec<Request>> {
    let (above, below) = paging.bounds();
    Ok(direct!(tx.conn, |c| notification_requests::table
        .filter(notification_requests::account_id.eq(account_id))
        .filter(notification_requests::id.gt(above))
        .filter(notification_requests::id.lt(below))
        .order(notification_requests::id.desc())
        .limit(limit)
        .select(Request::as_select())
        .load(c))?)
}

pub fn requests_among(tx: &mut Tx, account_id: i64, ids: &[i64]) -> Result<Vec<Request>> {
    Ok(direct!(tx.conn, |c| notification_requests::table
        .filter(notification_requests::account_id.eq(account_id))
        .filter(notification_requests::id.eq_any(ids))
        .select(Request::as_select())
        .load(c))?)
}

/// How many notifications of each of these are kept apart: (from whom, how many).
pub fn filtered_counts(tx: &mut Tx, account_id: i64, from: &[i64]) -> Result<Vec<(i64, i64)>> {
    Ok(direct!(tx.conn, |c| notifications::table
        .filter(notifications::account_id.eq(account_id))
        .filter(notifications::filtered)
        .filter(notifications::from_id.eq_any(from))
        .group_by(notifications::from_id)
        .select((notifications::from_id, diesel::dsl::count_star()))
        .load(c))?)
}

/// How many wait to be looked through: people, and what they sent.
pub fn pending(tx: &mut Tx, account_id: i64) -> Result<(i64, i64)> {
    let people =
        notification_requests::table.filter(notification_requests::account_id.eq(account_id)).count().get_result(tx.conn)?;
    let sent = direct!(tx.conn, |c| notifications::table
        .filter(notifications::account_id.eq(account_id))
        .filter(notifications::filtered)
        .count()
        .get_result(c))?;
    Ok((people, sent))
}

/// From now on the member is told of them, and of what they have sent.
pub fn permit(tx: &mut Tx, account_id: i64, from_id: i64) -> Result<()> {
    diesel::sql_query("INSERT INTO notification_permissions (account_id, from_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind::<BigInt, _>(account_id)
        .bind::<BigInt, _>(from_id)
        .execute(tx.conn)?;
    let theirs = notifications::table.filter(notifications::account_id.eq(account_id)).filter(notifications::from_id.eq(from_id));
    direct!(tx.conn, |c| diesel::update(theirs).set(notifications::filtered.eq(false)).execute(c))?;
    Ok(())
}

pub fn drop_filtered(tx: &mut Tx, account_id: i64, from_id: i64) -> Result<()> {
    let theirs = notifications::table
        .filter(notifications::account_id.eq(account_id))
        .filter(notifications::from_id.eq(from_id))
        .filter(notifications::filtered);
    direct!(tx.conn, |c| diesel::delete(theirs).execute(c))?;
    Ok(())
}

pub fn delete_request(tx: &mut Tx, id: i64) -> Result<()> {
    direct!(tx.conn, |c| diesel::delete(notification_requests::table.find(id)).execute(c))?;
    Ok(())
}

/// What a member was told after an id, the newest first.
pub fn since(tx: &mut Tx, account_id: i64, above: i64, limit: i64) -> Result<Vec<Notification>> {
    page(tx, account_id, &Paging { since_id: Some(above), ..Paging::default() }, limit, &Wanted::default())
}

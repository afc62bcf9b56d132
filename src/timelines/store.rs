//! Rows of home timelines, and the public ones.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use crate::db::among::IsPublic;
use crate::db::schema::{accounts, home_entries, status_tags, statuses};
use crate::db::{Tx, direct};
use crate::error::Result;
use crate::statuses::Status;
use crate::web::Paging;

/// One statement for all homes. Nobody finds at home what is by, or passed on from, somebody they mute or who is blocked
/// either way. A reply goes only to those who follow both sides, as in Mastodon; a boost only to those
/// who want to see boosts.
pub fn fan_out(tx: &mut Tx, status: &Status) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO home_entries (account_id, status_id, root_id) \
         SELECT f.account_id, $1, $2 FROM follows f JOIN users u ON u.account_id = f.account_id \
         WHERE f.target_id = $3 AND f.accepted_at IS NOT NULL AND (f.show_reblogs OR NOT $4) \
           AND ($5 = 0 OR $5 = f.account_id OR $5 = $3 \
                OR EXISTS (SELECT 1 FROM follows g WHERE g.account_id = f.account_id AND g.target_id = $5 AND g.accepted_at IS NOT NULL)) \
           AND NOT EXISTS (SELECT 1 FROM mutes m, statuses r WHERE r.id = $2 AND m.account_id = f.account_id AND m.target_id IN ($3, r.account_id) \
             AND (m.expires_at IS NULL OR m.expires_at > $6)) \
           AND NOT EXISTS (SELECT 1 FROM blocks b, statuses r WHERE r.id = $2 \
             AND (b.account_id = f.account_id AND b.target_id = r.account_id OR b.account_id = r.account_id AND b.target_id = f.account_id)) \
           AND NOT EXISTS (SELECT 1 FROM lists l JOIN list_members lm ON lm.list_id = l.id \
             WHERE l.account_id = f.account_id AND l.exclusive AND lm.account_id = $3) \
         UNION ALL SELECT u.account_id, $1, $2 FROM users u WHERE u.account_id = $3 \
         ON CONFLICT DO NOTHING",
    )
    .bind::<BigInt, _>(status.id)
    .bind::<BigInt, _>(status.root_id())
    .bind::<BigInt, _>(status.account_id)
    .bind::<Bool, _>(status.reblog_of_id.is_some())
    .bind::<BigInt, _>(status.in_reply_to_account_id.unwrap_or(0))
    .bind::<BigInt, _>(tx.now.0)
    .execute(tx.conn)?;
    Ok(())
}

/// The homes of those who follow one of its hashtags; not of those who mute or block its author, or are blocked.
pub fn fan_out_by_tag(tx: &mut Tx, status: &Status) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO home_entries (account_id, status_id, root_id) \
         SELECT DISTINCT g.account_id, $1, $1 FROM status_tags t JOIN tag_follows g ON g.name = t.name WHERE t.status_id = $1 \
           AND NOT EXISTS (SELECT 1 FROM mutes m WHERE m.account_id = g.account_id AND m.target_id = $2 \
             AND (m.expires_at IS NULL OR m.expires_at > $3)) \
           AND NOT EXISTS (SELECT 1 FROM blocks b \
             WHERE b.account_id = g.account_id AND b.target_id = $2 OR b.account_id = $2 AND b.target_id = g.account_id) \
           AND NOT EXISTS (SELECT 1 FROM muted_hosts h JOIN accounts a ON a.id = $2 WHERE h.account_id = g.account_id AND h.host = a.domain) \
         ON CONFLICT DO NOTHING",
    )
    .bind::<BigInt, _>(status.id)
    .bind::<BigInt, _>(status.account_id)
    .bind::<BigInt, _>(tx.now.0)
    .execute(tx.conn)?;
    Ok(())
}

/// Those of the people who have a post in their homes.
pub fn homes_with(tx: &mut Tx, status_id: i64, among: &[i64]) -> Result<Vec<i64>> {
    Ok(direct!(tx.conn, |c| home_entries::table
        .filter(home_entries::status_id.eq(status_id))
        .filter(home_entries::account_id.eq_any(among))
        .select(home_entries::account_id)
        .load(c))?)
}

pub fn fill(tx: &mut Tx, account_id: i64, target_id: i64) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO home_entries (account_id, status_id, root_id) \
         SELECT u.account_id, s.id, coalesce(s.reblog_of_id, s.id) FROM users u, \
           (SELECT id, reblog_of_id FROM statuses WHERE account_id = $1 AND visibility IN ('public', 'unlisted', 'private') \
              AND in_reply_to_uri IS NULL ORDER BY id DESC LIMIT 20) s \
         WHERE u.account_id = $2 ON CONFLICT DO NOTHING",
    )
    .bind::<BigInt, _>(target_id)
    .bind::<BigInt, _>(account_id)
    .execute(tx.conn)?;
    Ok(())
}

pub fn clear(tx: &mut Tx, account_id: i64, target_id: i64) -> Result<()> {
    diesel::sql_query(
        "DELETE FROM home_entries WHERE account_id = $1 AND status_id IN (SELECT id FROM statuses WHERE account_id = $2)",
    )
    .bind::<BigInt, _>(account_id)
    .bind::<BigInt, _>(target_id)
    .execute(tx.conn)?;
    Ok(())
}

pub fn trim(tx: &mut Tx, length: i64) -> Result<()> {
    diesel::sql_query(
        "DELETE FROM home_entries WHERE status_id < (SELECT h.status_id FROM home_entries h \
           WHERE h.account_id = home_entries.account_id ORDER BY h.status_id DESC LIMIT 1 OFFSET $1)",
    )
    .bind::<BigInt, _>(length)
    .execute(tx.conn)?;
    Ok(())
}

pub fn home(tx: &mut Tx, account_id: i64, paging: &Paging, limit: i64) -> Result<Vec<Status>> {
    let (above, below) = paging.bounds();
    // The bounds stand on both ids, or PostgreSQL reads all of statuses to merge them.
    let entries = home_entries::table
        .inner_join(statuses::table)
        .filter(home_entries::account_id.eq(account_id))
        .filter(home_entries::status_id.gt(above))
        .filter(home_entries::status_id.lt(below))
        .filter(statuses::id.gt(above))
        .filter(statuses::id.lt(below))
        .limit(limit);
    let mut found: Vec<Status> = direct!(tx.conn, |c| match paging.is_backwards() {
        true => entries.order(home_entries::status_id.asc()).select(Status::as_select()).load(c),
        false => entries.order(home_entries::status_id.desc()).select(Status::as_select()).load(c),
    })?;
    if paging.is_backwards() {
        found.reverse();
    }
    Ok(found)
}

/// Which posts the public timeline shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum From {
    #[default]
    Everywhere,
    Here,
    Elsewhere,
}

/// Accounts that are shown only to those who follow them, or to nobody.
#[diesel::dsl::auto_type]
fn hidden() -> _ {
    accounts::table.filter(accounts::silenced_at.is_not_null().or(accounts::suspended_at.is_not_null())).select(accounts::id)
}

/// What of them is asked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub from: From,
    /// Only what has something to see or hear.
    pub media: bool,
    /// Of hashtags: it may also bear any of these, must bear all of these, and none of these.
    pub any: Vec<String>,
    pub all: Vec<String>,
    pub none: Vec<String>,
}

/// Posts of everybody's, to be narrowed down.
type Posts<'a> =
    diesel::dsl::IntoBoxed<'a, diesel::dsl::Select<statuses::table, diesel::dsl::AsSelect<Status, Backend>>, Backend>;
type Backend = <crate::db::Conn as diesel::Connection>::Backend;

/// A page of what everybody may see and what is wanted, the newest first.
fn page_of(tx: &mut Tx, posts: Posts<'_>, wanted: &Wanted, paging: &Paging, limit: i64) -> Result<Vec<Status>> {
    let (above, below) = paging.bounds();
    let mut query = posts
        .filter(IsPublic)
        .filter(statuses::account_id.ne_all(hidden()))
        .filter(statuses::id.gt(above))
        .filter(statuses::id.lt(below))
        .limit(limit);
    query = match wanted.from {
        From::Everywhere => query,
        From::Here => query.filter(statuses::local),
        From::Elsewhere => query.filter(diesel::dsl::not(statuses::local)),
    };
    if wanted.media {
        query = query.filter(statuses::attachments.ne("[]"));
    }
    query = if paging.is_backwards() { query.order(statuses::id.asc()) } else { query.order(statuses::id.desc()) };
    let mut found: Vec<Status> = query.load(tx.conn)?;
    if paging.is_backwards() {
        found.reverse();
    }
    Ok(found)
}

/// Public posts that answer nobody, the newest first.
pub fn public(tx: &mut Tx, wanted: &Wanted, paging: &Paging, limit: i64) -> Result<Vec<Status>> {
    let posts = statuses::table
        .filter(statuses::reblog_of_id.is_null())
        .filter(statuses::in_reply_to_uri.is_null().or(statuses::in_reply_to_account_id.eq(statuses::account_id.nullable())))
        .select(Status::as_select())
        .into_boxed();
    page_of(tx, posts, wanted, paging, limit)
}

/// Public posts with a hashtag (in lower case), the newest first.
pub fn tagged(tx: &mut Tx, name: &str, wanted: &Wanted, paging: &Paging, limit: i64) -> Result<Vec<Status>> {
    let (above, below) = paging.bounds();
    if [&wanted.any, &wanted.all, &wanted.none].into_iter().any(|names| !names.is_empty()) {
        return tagged_with_several(tx, name, wanted, paging, limit);
    }
    let mut query = status_tags::table
        .inner_join(statuses::table.on(statuses::id.eq(status_tags::status_id)))
        .filter(status_tags::name.eq(name))
        .filter(status_tags::status_id.gt(above))
        .filter(status_tags::status_id.lt(below))
        .filter(IsPublic)
        .filter(statuses::account_id.ne_all(hidden()))
        .limit(limit)
        .select(Status::as_select())
        .into_boxed();
    query = match wanted.from {
        From::Everywhere => query,
        From::Here => query.filter(statuses::local),
        From::Elsewhere => query.filter(diesel::dsl::not(statuses::local)),
    };
    if wanted.media {
        query = query.filter(statuses::attachments.ne("[]"));
    }
    query = if paging.is_backwards() {
        query.order(status_tags::status_id.asc())
    } else {
        query.order(status_tags::status_id.desc())
    };
    let mut found: Vec<Status> = query.load(tx.conn)?;
    if paging.is_backwards() {
        found.reverse();
    }
    Ok(found)
}

/// The posts that bear one of these hashtags.
#[diesel::dsl::auto_type]
fn bearing(names: Vec<String>) -> _ {
    status_tags::table.filter(status_tags::name.eq_any(names)).select(status_tags::status_id)
}

/// Public posts with this hashtag or one of the others, and as the rest is wanted.
fn tagged_with_several(tx: &mut Tx, name: &str, wanted: &Wanted, paging: &Paging, limit: i64) -> Result<Vec<Status>> {
    let names: Vec<String> = wanted.any.iter().cloned().chain([name.to_string()]).collect();
    let mut posts = statuses::table.filter(statuses::id.eq_any(bearing(names))).select(Status::as_select()).into_boxed();
    for tag in &wanted.all {
        posts = posts.filter(statuses::id.eq_any(bearing(vec![tag.clone()])));
    }
    if !wanted.none.is_empty() {
        posts = posts.filter(statuses::id.ne_all(bearing(wanted.none.clone())));
    }
    page_of(tx, posts, wanted, paging, limit)
}

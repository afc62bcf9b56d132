//! Rows of announcements.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::clock::Time;
use crate::db::Tx;
use crate::db::schema::{announcement_reactions, announcement_reads, announcements};
use crate::error::Result;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = announcements, treat_none_as_default_value = false)]
pub struct Announcement {
    pub id: i64,
    pub text: String,
    /// HTML, safe to show.
    pub content: String,
    pub starts_at: Option<i64>,
    pub ends_at: Option<i64>,
    pub all_day: bool,
    pub published_at: i64,
    pub updated_at: i64,
    /// JSON: the chapter's emoji that stand in it.
    pub emojis: String,
}

pub fn insert(tx: &mut Tx, announcement: &Announcement) -> Result<()> {
    diesel::insert_into(announcements::table).values(announcement).execute(tx.conn)?;
    Ok(())
}

pub fn by_id(tx: &mut Tx, id: i64) -> Result<Announcement> {
    Ok(announcements::table.find(id).select(Announcement::as_select()).first(tx.conn)?)
}

pub fn delete(tx: &mut Tx, id: i64) -> Result<()> {
    diesel::delete(announcements::table.find(id)).execute(tx.conn)?;
    Ok(())
}

pub fn all(tx: &mut Tx) -> Result<Vec<Announcement>> {
    Ok(announcements::table.order(announcements::id.desc()).limit(200).select(Announcement::as_select()).load(tx.conn)?)
}

/// Those that are not over.
pub fn current(tx: &mut Tx) -> Result<Vec<Announcement>> {
    let now = tx.now.0;
    Ok(announcements::table
        .filter(announcements::ends_at.is_null().or(announcements::ends_at.gt(now)))
        .order(announcements::id.desc())
        .limit(100)
        .select(Announcement::as_select())
        .load(tx.conn)?)
}

/// Those that are for a day to come, the soonest first: the day, and what is said.
pub fn coming(tx: &mut Tx, limit: i64) -> Result<Vec<(i64, String)>> {
    // Today is to come until it is over.
    let today = tx.now.0 - tx.now.0.rem_euclid(Time::DAY);
    // What only ends one day begins when it is published.
    let begins = announcements::starts_at.assume_not_null();
    let has_day = begins.gt(announcements::published_at).or(begins.lt(announcements::published_at - Time::MINUTE));
    Ok(announcements::table
        .filter(announcements::starts_at.ge(today))
        .filter(has_day)
        .order((announcements::starts_at, announcements::id))
        .limit(limit)
        .select((announcements::starts_at.assume_not_null(), announcements::content))
        .load(tx.conn)?)
}

pub fn read_among(tx: &mut Tx, account_id: i64, ids: &[i64]) -> Result<Vec<i64>> {
    Ok(announcement_reads::table
        .filter(announcement_reads::account_id.eq(account_id))
        .filter(announcement_reads::announcement_id.eq_any(ids))
        .select(announcement_reads::announcement_id)
        .load(tx.conn)?)
}

pub fn mark_read(tx: &mut Tx, account_id: i64, id: i64) -> Result<()> {
    diesel::sql_query("INSERT INTO announcement_reads (announcement_id, account_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind::<BigInt, _>(id)
        .bind::<BigInt, _>(account_id)
        .execute(tx.conn)?;
    Ok(())
}

/// How many put which emoji below an announcement, and whether one did oneself.
#[derive(Debug)]
pub struct Reaction {
    pub announcement_id: i64,
    pub name: String,
    pub count: usize,
    pub me: bool,
}

/// The emoji below these announcements, the first first.
pub fn reactions(tx: &mut Tx, ids: &[i64], account_id: i64) -> Result<Vec<Reaction>> {
    let rows: Vec<(i64, String, i64)> = announcement_reactions::table
        .filter(announcement_reactions::announcement_id.eq_any(ids))
        .order(announcement_reactions::created_at)
        .select((announcement_reactions::announcement_id, announcement_reactions::name, announcement_reactions::account_id))
        .load(tx.conn)?;
    let mut found: Vec<Reaction> = Vec::new();
    for (announcement_id, name, who) in rows {
        match found.iter_mut().find(|r| r.announcement_id == announcement_id && r.name == name) {
            Some(reaction) => {
                reaction.count += 1;
                reaction.me |= who == account_id;
            }
            None => found.push(Reaction { announcement_id, name, count: 1, me: who == account_id }),
        }
    }
    Ok(found)
}

pub fn put_reaction(tx: &mut Tx, id: i64, account_id: i64, name: &str) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO announcement_reactions (announcement_id, account_id, name, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    )
    .bind::<BigInt, _>(id)
    .bind::<BigInt, _>(account_id)
    .bind::<Text, _>(name)
    .bind::<BigInt, _>(tx.now.0)
    .execute(tx.conn)?;
    Ok(())
}

pub fn remove_reaction(tx: &mut Tx, id: i64, account_id: i64, name: &str) -> Result<()> {
    diesel::delete(announcement_reactions::table.find((id, account_id, name))).execute(tx.conn)?;
    Ok(())
}

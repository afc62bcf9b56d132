//! Rows of followed and shown hashtags, and counts of all.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::clock::Time;
use crate::db::Tx;
use crate::db::schema::{featured_tags, status_tags, statuses, tag_follows};
use crate::error::Result;
use crate::ids;
use crate::web::Paging;

#[derive(QueryableByName)]
pub struct Counted {
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Days since 1970.
    #[diesel(sql_type = BigInt)]
    pub day: i64,
    #[diesel(sql_type = BigInt)]
    pub uses: i64,
    #[diesel(sql_type = BigInt)]
    pub accounts: i64,
}

/// Public uses of these hashtags by day, since a moment.
pub fn counts(tx: &mut Tx, names: &[String], since: Time) -> Result<Vec<Counted>> {
    let mut all = Vec::new();
    for name in names {
        let counted: Vec<Counted> = diesel::sql_query(
            "SELECT $1 AS name, s.created_at / 86400000000 AS day, count(*) AS uses, count(DISTINCT s.account_id) AS accounts \
             FROM status_tags t JOIN statuses s ON s.id = t.status_id \
             WHERE t.name = $1 AND t.status_id >= $2 AND s.created_at >= $3 AND s.visibility = 'public' GROUP BY s.created_at / 86400000000",
        )
        .bind::<Text, _>(name)
        .bind::<BigInt, _>(ids::floor(since))
        .bind::<BigInt, _>(since.0)
        .load(tx.conn)?;
        all.extend(counted);
    }
    Ok(all)
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

pub fn trending(tx: &mut Tx, since: Time, limit: i64, offset: i64) -> Result<Vec<String>> {
    let names: Vec<Name> = diesel::sql_query(
        "SELECT t.name FROM statuses s JOIN status_tags t ON t.status_id = s.id JOIN accounts a ON a.id = s.account_id \
         WHERE s.id >= $1 AND s.created_at >= $2 AND s.visibility = 'public' AND a.silenced_at IS NULL AND a.suspended_at IS NULL \
         GROUP BY t.name ORDER BY count(DISTINCT s.account_id) DESC, count(*) DESC, t.name LIMIT $3 OFFSET $4",
    )
    .bind::<BigInt, _>(ids::floor(since))
    .bind::<BigInt, _>(since.0)
    .bind::<BigInt, _>(limit)
    .bind::<BigInt, _>(offset)
    .load(tx.conn)?;
    Ok(names.into_iter().map(|n| n.name).collect())
}

pub fn follow(tx: &mut Tx, account_id: i64, name: &str) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO tag_follows (id, account_id, name, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    )
    .bind::<BigInt, _>(ids::new(tx.now))
    .bind::<BigInt, _>(account_id)
    .bind::<Text, _>(name)
    .bind::<BigInt, _>(tx.now.0)
    .execute(tx.conn)?;
    Ok(())
}

pub fn unfollow(tx: &mut Tx, account_id: i64, name: &str) -> Result<()> {
    diesel::delete(tag_follows::table.filter(tag_follows::account_id.eq(account_id)).filter(tag_follows::name.eq(name)))
        .execute(tx.conn)?;
    Ok(())
}

/// Those of the hashtags that an account follows.
pub fn followed_among(tx: &mut Tx, account_id: i64, names: &[String]) -> Result<Vec<String>> {
    Ok(tag_follows::table
        .filter(tag_follows::account_id.eq(account_id))
        .filter(tag_follows::name.eq_any(names))
        .select(tag_follows::name)
        .load(tx.conn)?)
}

/// The hashtags an account follows, the latest first, with the id to page by.
pub fn followed(tx: &mut Tx, account_id: i64, paging: &Paging, limit: i64) -> Result<Vec<(i64, String)>> {
    let (above, below) = paging.bounds();
    Ok(tag_follows::table
        .filter(tag_follows::account_id.eq(account_id))
        .filter(tag_follows::id.gt(above))
        .filter(tag_follows::id.lt(below))
        .order(tag_follows::id.desc())
        .limit(limit)
        .select((tag_follows::id, tag_follows::name))
        .load(tx.conn)?)
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = featured_tags)]
pub struct Featured {
    pub id: i64,
    pub account_id: i64,
    pub name: String,
    pub created_at: i64,
}

pub fn insert_featured(tx: &mut Tx, featured: &Featured) -> Result<()> {
    diesel::insert_into(featured_tags::table).values(featured).execute(tx.conn)?;
    Ok(())
}

pub fn featured(tx: &mut Tx, account_id: i64) -> Result<Vec<Featured>> {
    Ok(featured_tags::table
        .filter(featured_tags::account_id.eq(account_id))
        .order(featured_tags::id)
        .select(Featured::as_select())
        .load(tx.conn)?)
}

pub fn delete_featured(tx: &mut Tx, id: i64) -> Result<()> {
    diesel::delete(featured_tags::table.find(id)).execute(tx.conn)?;
    Ok(())
}

/// How often an account has used a hashtag for everybody to see, and when last: (name, uses, moment).
pub fn uses_by(tx: &mut Tx, account_id: i64, names: &[String]) -> Result<Vec<(String, i64, Option<i64>)>> {
    use diesel::dsl::{count_star, max};
    Ok(status_tags::table
        .inner_join(statuses::table.on(statuses::id.eq(status_tags::status_id)))
        .filter(statuses::account_id.eq(account_id))
        .filter(statuses::visibility.eq_any(["public", "unlisted"]))
        .filter(status_tags::name.eq_any(names))
        .group_by(status_tags::name)
        .select((status_tags::name, count_star(), max(statuses::created_at)))
        .load(tx.conn)?)
}

/// The hashtags an account uses most.
pub fn used_most(tx: &mut Tx, account_id: i64, limit: i64) -> Result<Vec<String>> {
    use diesel::dsl::count_star;
    Ok(status_tags::table
        .inner_join(statuses::table.on(statuses::id.eq(status_tags::status_id)))
        .filter(statuses::account_id.eq(account_id))
        .filter(statuses::visibility.eq_any(["public", "unlisted"]))
        .group_by(status_tags::name)
        .order(count_star().desc())
        .limit(limit)
        .select(status_tags::name)
        .load(tx.conn)?)
}

//! Rows of favourites.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::accounts::Account;
use crate::db::schema::{accounts, favourites, reactions, statuses};
use crate::db::{Tx, direct};
use crate::error::Result;
use crate::ids;
use crate::statuses::Status;
use crate::web::Paging;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = favourites)]
pub struct Favourite {
    pub uri: String,
}

/// True when it was not there before.
pub fn insert_once(tx: &mut Tx, uri: &str, account_id: i64, status_id: i64) -> Result<bool> {
    let inserted = diesel::sql_query(
        "INSERT INTO favourites (id, uri, account_id, status_id, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
    )
    .bind::<BigInt, _>(ids::new(tx.now))
    .bind::<Text, _>(uri)
    .bind::<BigInt, _>(account_id)
    .bind::<BigInt, _>(status_id)
    .bind::<BigInt, _>(tx.now.0)
    .execute(tx.conn)?;
    Ok(inserted > 0)
}

pub fn find(tx: &mut Tx, account_id: i64, status_id: i64) -> Result<Option<Favourite>> {
    Ok(direct!(tx.conn, |c| favourites::table
        .filter(favourites::status_id.eq(status_id))
        .filter(favourites::account_id.eq(account_id))
        .select(Favourite::as_select())
        .first(c))
    .optional()?)
}

/// The post that somebody's favourite with this id is of.
pub fn by_uri(tx: &mut Tx, account_id: i64, uri: &str) -> Result<Option<i64>> {
    Ok(direct!(tx.conn, |c| favourites::table
        .filter(favourites::account_id.eq(account_id))
        .filter(favourites::uri.eq(uri))
        .select(favourites::status_id)
        .first(c))
    .optional()?)
}

pub fn delete(tx: &mut Tx, account_id: i64, status_id: i64) -> Result<()> {
    let held = favourites::table.filter(favourites::status_id.eq(status_id)).filter(favourites::account_id.eq(account_id));
    diesel::delete(held).execute(tx.conn)?;
    Ok(())
}

pub fn count(tx: &mut Tx, status_id: i64, by: i64) -> Result<()> {
    diesel::update(statuses::table.find(status_id))
        .set(statuses::favourites_count.eq(statuses::favourites_count + by))
        .execute(tx.conn)?;
    Ok(())
}

/// Notes an emoji below a post; false when this account had put the same there.
pub fn react(tx: &mut Tx, uri: &str, account_id: i64, status_id: i64, name: &str, emoji_url: Option<&str>) -> Result<bool> {
    let query = "INSERT INTO reactions (id, uri, account_id, status_id, name, emoji_url, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT DO NOTHING";
    Ok(diesel::sql_query(query)
        .bind::<BigInt, _>(ids::new(tx.now))
        .bind::<Text, _>(uri)
        .bind::<BigInt, _>(account_id)
        .bind::<BigInt, _>(status_id)
        .bind::<Text, _>(name)
        .bind::<diesel::sql_types::Nullable<Text>, _>(emoji_url)
        .bind::<BigInt, _>(tx.now.0)
        .execute(tx.conn)?
        > 0)
}

/// The id of another emoji an account has put below a post.
pub fn other_reaction(tx: &mut Tx, account_id: i64, status_id: i64) -> Result<Option<String>> {
    Ok(direct!(tx.conn, |c| reactions::table
        .filter(reactions::account_id.eq(account_id))
        .filter(reactions::status_id.eq(status_id))
        .select(reactions::uri)
        .first(c))
    .optional()?)
}

pub fn set_uri(tx: &mut Tx, account_id: i64, status_id: i64, uri: &str) -> Result<()> {
    diesel::update(favourites::table.filter(favourites::account_id.eq(account_id)).filter(favourites::status_id.eq(status_id)))
        .set(favourites::uri.eq(uri))
        .execute(tx.conn)?;
    Ok(())
}

/// Takes the reaction with this id away; answers the post it stood below.
pub fn unreact(tx: &mut Tx, account_id: i64, uri: &str) -> Result<Option<i64>> {
    let own = reactions::table.filter(reactions::account_id.eq(account_id)).filter(reactions::uri.eq(uri));
    let status_id: Option<i64> = direct!(tx.conn, |c| own.select(reactions::status_id).first(c)).optional()?;
    diesel::delete(own).execute(tx.conn)?;
    Ok(status_id)
}

pub fn unreact_all(tx: &mut Tx, account_id: i64, status_id: i64) -> Result<()> {
    diesel::delete(reactions::table.filter(reactions::account_id.eq(account_id)).filter(reactions::status_id.eq(status_id)))
        .execute(tx.conn)?;
    Ok(())
}

/// The emoji below a post: (name, picture, how many), the most first.
pub fn reactions_of(tx: &mut Tx, status_id: i64) -> Result<Vec<(String, Option<String>, i64)>> {
    Ok(direct!(tx.conn, |c| reactions::table
        .filter(reactions::status_id.eq(status_id))
        .group_by((reactions::name, reactions::emoji_url))
        .order(diesel::dsl::count_star().desc())
        .select((reactions::name, reactions::emoji_url, diesel::dsl::count_star()))
        .limit(50)
        .load(c))?)
}

/// Who favourited a post, the latest first, with the id to page by.
pub fn fans(tx: &mut Tx, status_id: i64, paging: &Paging, limit: i64) -> Result<Vec<(i64, Account)>> {
    let (above, below) = paging.bounds();
    Ok(direct!(tx.conn, |c| favourites::table
        .inner_join(accounts::table.on(accounts::id.eq(favourites::account_id)))
        .filter(favourites::status_id.eq(status_id))
        .filter(favourites::id.gt(above))
        .filter(favourites::id.lt(below))
        .order(favourites::id.desc())
        .limit(limit)
        .select((favourites::id, Account::as_select()))
        .load(c))?)
}

/// The posts an account has favourited, the latest favourite first, with the id to page by.
pub fn page(tx: &mut Tx, account_id: i64, paging: &Paging, limit: i64) -> Result<Vec<(i64, Status)>> {
    let (above, below) = paging.bounds();
    Ok(direct!(tx.conn, |c| favourites::table
        .inner_join(statuses::table.on(statuses::id.eq(favourites::status_id)))
        .filter(favourites::account_id.eq(account_id))
        .filter(favourites::id.gt(above))
        .filter(favourites::id.lt(below))
        .order(favourites::id.desc())
        .limit(limit)
        .select((favourites::id, Status::as_select()))
        .load(c))?)
}

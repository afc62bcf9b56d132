//! Rows of lists and of who is in them.

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::accounts::Account;
use crate::db::Tx;
use crate::db::schema::{accounts, list_members, lists, statuses};
use crate::error::Result;
use crate::ids;
use crate::statuses::Status;
use crate::web::Paging;

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = lists)]
pub struct List {
    pub id: i64,
    pub account_id: i64,
    pub title: String,
    /// `followed`, `list` or `none`.
    pub replies_policy: String,
    pub exclusive: bool,
    pub created_at: i64,
}

pub fn insert(tx: &mut Tx, list: &List) -> Result<()> {
    diesel::insert_into(lists::table).values(list).execute(tx.conn)?;
    Ok(())
}

pub fn update(tx: &mut Tx, list: &List) -> Result<()> {
    diesel::update(lists::table.find(list.id)).set(list).execute(tx.conn)?;
    Ok(())
}

pub fn delete(tx: &mut Tx, id: i64) -> Result<()> {
    diesel::delete(lists::table.find(id)).execute(tx.conn)?;
    Ok(())
}

pub fn by_id(tx: &mut Tx, id: i64) -> Result<List> {
    Ok(lists::table.find(id).select(List::as_select()).first(tx.conn)?)
}

pub fn of_account(tx: &mut Tx, account_id: i64) -> Result<Vec<List>> {
    Ok(lists::table.filter(lists::account_id.eq(account_id)).order(lists::id).select(List::as_select()).load(tx.conn)?)
}

/// The lists of an account that somebody is in.
pub fn lists_with(tx: &mut Tx, account_id: i64, member_id: i64) -> Result<Vec<List>> {
    let with = list_members::table.filter(list_members::account_id.eq(member_id)).select(list_members::list_id);
    Ok(lists::table
        .filter(lists::account_id.eq(account_id))
        .filter(lists::id.eq_any(with))
        .order(lists::id)
        .select(List::as_select())
        .load(tx.conn)?)
}

/// Those of the lists that somebody is in.
pub fn with_author(tx: &mut Tx, among: &[i64], author_id: i64) -> Result<Vec<List>> {
    let with = list_members::table.filter(list_members::account_id.eq(author_id)).select(list_members::list_id);
    Ok(lists::table.filter(lists::id.eq_any(among)).filter(lists::id.eq_any(with)).select(List::as_select()).load(tx.conn)?)
}

/// Those of the accounts that are in a list.
pub fn members(tx: &mut Tx, list_id: i64, among: &[i64]) -> Result<Vec<i64>> {
    Ok(list_members::table
        .filter(list_members::list_id.eq(list_id))
        .filter(list_members::account_id.eq_any(among))
        .select(list_members::account_id)
        .load(tx.conn)?)
}

pub fn add(tx: &mut Tx, list_id: i64, accounts: &[i64]) -> Result<()> {
    for account_id in accounts {
        diesel::sql_query("INSERT INTO list_members (id, list_id, account_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
            .bind::<BigInt, _>(ids::new(tx.now))
            .bind::<BigInt, _>(list_id)
            .bind::<BigInt, _>(*account_id)
            .execute(tx.conn)?;
    }
    Ok(())
}

pub fn remove(tx: &mut Tx, list_id: i64, accounts: &[i64]) -> Result<()> {
    diesel::delete(
        list_members::table.filter(list_members::list_id.eq(list_id)).filter(list_members::account_id.eq_any(accounts)),
    )
    .execute(tx.conn)?;
    Ok(())
}

/// Who is in a list, the latest first, with the id to page by; `limit` 0 means all.
pub fn page(tx: &mut Tx, list_id: i64, paging: &Paging, limit: i64) -> Result<Vec<(i64, Account)>> {
    let (above, below) = paging.bounds();
    Ok(list_members::table
        .inner_join(accounts::table.on(accounts::id.eq(list_members::account_id)))
        .filter(list_members::list_id.eq(list_id))
        .filter(list_members::id.gt(above))
        .filter(list_members::id.lt(below))
        .order(list_members::id.desc())
        .limit(if limit == 0 { i64::MAX } else { limit })
        .select((list_members::id, Account::as_select()))
        .load(tx.conn)?)
}

/// What those in a list have posted, the newest first; answers as the list's policy says.
pub fn timeline(tx: &mut Tx, list: &List, paging: &Paging, limit: i64) -> Result<Vec<Status>> {
    let (above, below) = paging.bounds();
    let inside = || list_members::table.filter(list_members::list_id.eq(list.id)).select(list_members::account_id);
    let mut query = statuses::table
        .filter(statuses::account_id.eq_any(inside()))
        .filter(statuses::visibility.eq_any(["public", "unlisted", "private"]))
        .filter(statuses::id.gt(above))
        .filter(statuses::id.lt(below))
        .limit(limit)
        .select(Status::as_select())
        .into_boxed();
    let answers_nobody =
        statuses::in_reply_to_uri.is_null().or(statuses::in_reply_to_account_id.eq(statuses::account_id.nullable()));
    query = match list.replies_policy.as_str() {
        "none" => query.filter(answers_nobody),
        "list" => query.filter(answers_nobody.or(statuses::in_reply_to_account_id.eq_any(inside().nullable()))),
        _ => {
            use crate::db::schema::follows;
            let followed = follows::table
                .filter(follows::account_id.eq(list.account_id))
                .filter(follows::accepted_at.is_not_null())
                .select(follows::target_id.nullable());
            query.filter(answers_nobody.or(statuses::in_reply_to_account_id.eq_any(followed)))
        }
    };
    query = if paging.is_backwards() { query.order(statuses::id.asc()) } else { query.order(statuses::id.desc()) };
    let mut found: Vec<Status> = query.load(tx.conn)?;
    if paging.is_backwards() {
        found.reverse();
    }
    Ok(found)
}

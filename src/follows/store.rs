//! Rows of follows.

use diesel::prelude::*;

use crate::accounts::Account;
use crate::db::Tx;
use crate::db::among;
use crate::db::schema::{accounts, follows, users};
use crate::error::Result;
use crate::web::Paging;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = follows, treat_none_as_default_value = false)]
pub struct Follow {
    pub id: i64,
    pub account_id: i64,
    pub target_id: i64,
    /// The id of the Follow activity.
    pub uri: String,
    pub created_at: i64,
    pub accepted_at: Option<i64>,
    pub show_reblogs: bool,
    pub notify: bool,
}

pub fn insert(tx: &mut Tx, follow: &Follow) -> Result<()> {
    diesel::insert_into(follows::table).values(follow).execute(tx.conn)?;
    Ok(())
}

pub fn find(tx: &mut Tx, account_id: i64, target_id: i64) -> Result<Option<Follow>> {
    Ok(follows::table
        .filter(follows::account_id.eq(account_id))
        .filter(follows::target_id.eq(target_id))
        .select(Follow::as_select())
        .first(tx.conn)
        .optional()?)
}

pub fn by_uri(tx: &mut Tx, uri: &str) -> Result<Option<Follow>> {
    Ok(follows::table.filter(follows::uri.eq(uri)).select(Follow::as_select()).first(tx.conn).optional()?)
}

pub fn set_wishes(tx: &mut Tx, id: i64, show_reblogs: bool, notify: bool) -> Result<()> {
    diesel::update(follows::table.find(id))
        .set((follows::show_reblogs.eq(show_reblogs), follows::notify.eq(notify)))
        .execute(tx.conn)?;
    Ok(())
}

pub fn set_uri(tx: &mut Tx, id: i64, uri: &str) -> Result<()> {
    diesel::update(follows::table.find(id)).set(follows::uri.eq(uri)).execute(tx.conn)?;
    Ok(())
}

/// True when it was not accepted before.
pub fn mark_accepted(tx: &mut Tx, id: i64) -> Result<bool> {
    let waiting = follows::table.filter(follows::id.eq(id)).filter(follows::accepted_at.is_null());
    Ok(diesel::update(waiting).set(follows::accepted_at.eq(tx.now.0)).execute(tx.conn)? > 0)
}

pub fn delete(tx: &mut Tx, id: i64) -> Result<()> {
    diesel::delete(follows::table.find(id)).execute(tx.conn)?;
    Ok(())
}

/// Counts on both sides, the lower id first: two who follow each other at the same time must not wait for each other.
pub fn count(tx: &mut Tx, account_id: i64, target_id: i64, by: i64) -> Result<()> {
    let mut sides = [(account_id, true), (target_id, false)];
    sides.sort_unstable();
    for (id, follows) in sides {
        let account = accounts::table.find(id);
        if follows {
            diesel::update(account).set(accounts::following_count.eq(accounts::following_count + by)).execute(tx.conn)?;
        } else {
            diesel::update(account).set(accounts::followers_count.eq(accounts::followers_count + by)).execute(tx.conn)?;
        }
    }
    Ok(())
}

pub fn accepted_among(tx: &mut Tx, account_id: i64, targets: &[i64]) -> Result<Vec<i64>> {
    Ok(follows::table
        .filter(follows::account_id.eq(account_id))
        .filter(among::ids(tx.conn, follows::target_id, targets))
        .filter(follows::accepted_at.is_not_null())
        .select(follows::target_id)
        .load(tx.conn)?)
}

/// Those of the people who follow an account.
pub fn followers_among(tx: &mut Tx, target_id: i64, people: &[i64]) -> Result<Vec<i64>> {
    Ok(follows::table
        .filter(follows::target_id.eq(target_id))
        .filter(among::ids(tx.conn, follows::account_id, people))
        .filter(follows::accepted_at.is_not_null())
        .select(follows::account_id)
        .load(tx.conn)?)
}

pub fn wanted_among(tx: &mut Tx, account_id: i64, targets: &[i64]) -> Result<Vec<i64>> {
    Ok(follows::table
        .filter(follows::account_id.eq(account_id))
        .filter(among::ids(tx.conn, follows::target_id, targets))
        .select(follows::target_id)
        .load(tx.conn)?)
}

/// All follows between one account and the others, both ways.
pub fn between(tx: &mut Tx, account_id: i64, others: &[i64]) -> Result<Vec<Follow>> {
    let out = follows::account_id.eq(account_id).and(among::ids(tx.conn, follows::target_id, others));
    let back = follows::target_id.eq(account_id).and(among::ids(tx.conn, follows::account_id, others));
    Ok(follows::table.filter(out.or(back)).select(Follow::as_select()).load(tx.conn)?)
}

/// Who follows an account, or asks to, the latest first, with the id to page by.
pub fn follower_accounts(tx: &mut Tx, target_id: i64, accepted: bool, page: &Paging, limit: i64) -> Result<Vec<(i64, Account)>> {
    let (above, below) = page.bounds();
    Ok(follows::table
        .inner_join(accounts::table.on(accounts::id.eq(follows::account_id)))
        .filter(follows::target_id.eq(target_id))
        .filter(follows::accepted_at.is_not_null().eq(accepted))
        .filter(follows::id.gt(above))
        .filter(follows::id.lt(below))
        .order(follows::id.desc())
        .limit(limit)
        .select((follows::id, Account::as_select()))
        .load(tx.conn)?)
}

/// Whom an account follows, the latest first, with the id to page by.
pub fn following_accounts(tx: &mut Tx, account_id: i64, page: &Paging, limit: i64) -> Result<Vec<(i64, Account)>> {
    let (above, below) = page.bounds();
    Ok(follows::table
        .inner_join(accounts::table.on(accounts::id.eq(follows::target_id)))
        .filter(follows::account_id.eq(account_id))
        .filter(follows::accepted_at.is_not_null())
        .filter(follows::id.gt(above))
        .filter(follows::id.lt(below))
        .order(follows::id.desc())
        .limit(limit)
        .select((follows::id, Account::as_select()))
        .load(tx.conn)?)
}

/// Every follow from and to an account: (who, whom).
pub fn pairs_of(tx: &mut Tx, account_id: i64) -> Result<Vec<(i64, i64)>> {
    Ok(follows::table
        .filter(follows::account_id.eq(account_id).or(follows::target_id.eq(account_id)))
        .select((follows::account_id, follows::target_id))
        .load(tx.conn)?)
}

/// People of this node who follow an account, however many.
pub fn local_followers(tx: &mut Tx, target_id: i64) -> Result<Vec<i64>> {
    Ok(follows::table
        .inner_join(users::table.on(users::account_id.eq(follows::account_id)))
        .filter(follows::target_id.eq(target_id))
        .filter(follows::accepted_at.is_not_null())
        .select(follows::account_id)
        .load(tx.conn)?)
}

/// Does anybody at this host follow the account?
pub fn has_follower_at(tx: &mut Tx, target_id: i64, host: &str) -> Result<bool> {
    let held = follows::table
        .inner_join(accounts::table.on(accounts::id.eq(follows::account_id)))
        .filter(follows::target_id.eq(target_id))
        .filter(follows::accepted_at.is_not_null())
        .filter(accounts::domain.eq(host));
    Ok(diesel::select(diesel::dsl::exists(held)).get_result(tx.conn)?)
}

/// Does anybody of another server follow the account?
pub fn has_follower_elsewhere(tx: &mut Tx, target_id: i64) -> Result<bool> {
    let held = follows::table
        .inner_join(accounts::table.on(accounts::id.eq(follows::account_id)))
        .filter(follows::target_id.eq(target_id))
        .filter(follows::accepted_at.is_not_null())
        .filter(accounts::domain.is_not_null());
    Ok(diesel::select(diesel::dsl::exists(held)).get_result(tx.conn)?)
}

pub fn count_requests(tx: &mut Tx, target_id: i64) -> Result<i64> {
    Ok(follows::table
        .filter(follows::target_id.eq(target_id))
        .filter(follows::accepted_at.is_null())
        .count()
        .get_result(tx.conn)?)
}

pub fn has_local_follower(tx: &mut Tx, target_id: i64) -> Result<bool> {
    let held = follows::table
        .inner_join(users::table.on(users::account_id.eq(follows::account_id)))
        .filter(follows::target_id.eq(target_id))
        .filter(follows::accepted_at.is_not_null());
    Ok(diesel::select(diesel::dsl::exists(held)).get_result(tx.conn)?)
}

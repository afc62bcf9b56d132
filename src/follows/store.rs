//! Rows of follows.

use diesel::prelude::*;

use crate::accounts::Account;
use crate::db::among;
use crate::db::schema::{accounts, follows, users};
use crate::db::{Tx, direct};
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
    direct!(tx.conn, |c| diesel::insert_into(follows::table).values(follow).execute(c))?;
    Ok(())
}

pub fn find(tx: &mut Tx, account_id: i64, target_id: i64) -> Result<Option<Follow>> {
    Ok(direct!(tx.conn, |c| follows::table
        .filter(follows::account_id.eq(account_id))
        .filter(follows::target_id.eq(target_id))
        .select(Follow::as_select())
        .first(c))
    .optional()?)
}

pub fn by_uri(tx: &mut Tx, uri: &str) -> Result<Option<Follow>> {
    Ok(direct!(tx.conn, |c| follows::table.filter(follows::uri.eq(uri)).select(Follow::as_select()).first(c)).optional()?)
}

pub fn set_wishes(tx: &mut Tx, id: i64, show_reblogs: bool, notify: bool) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(follows::table.find(id))
        .set((follows::show_reblogs.eq(show_reblogs), follows::notify.eq(notify)))
        .execute(c))?;
    Ok(())
}

pub fn set_uri(tx: &mut Tx, id: i64, uri: &str) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(follows::table.find(id)).set(follows::uri.eq(uri)).execute(c))?;
    Ok(())
}

/// True when it was not accepted before.
pub fn mark_accepted(tx: &mut Tx, id: i64) -> Result<bool> {
    let waiting = follows::table.filter(follows::id.eq(id)).filter(follows::accepted_at.is_null());
    Ok(direct!(tx.conn, |c| diesel::update(waiting).set(follows::accepted_at.eq(tx.now.0)).execute(c))? > 0)
}

pub fn delete(tx: &mut Tx, id: i64) -> Result<()> {
    direct!(tx.conn, |c| diesel::delete(follows::table.find(id)).execute(c))?;
    Ok(())
}

/// Counts on both sides, the lower id first: two who follow each other at the same time must not wait for each other.
pub fn count(tx: &mut Tx, account_id: i64, target_id: i64, by: i64) -> Result<()> {
    let mut sides = [(account_id, true), (target_id, false)];
    sides.sort_unstable();
    for (id, follows) in sides {
        let account = accounts::table.find(id);
        if follows {
            direct!(tx.conn, |c| diesel::update(account)
                .set(accounts::following_count.eq(accounts::following_count + by))
                .execute(c))?;
        } else {
            direct!(tx.conn, |c| diesel::update(account)
                .set(accounts::followers_count.eq(accounts::followers_count + by))
                .execute(c))?;
        }
    }
    Ok(())
}

pub fn accepted_among(tx: &mut Tx, account_id: i64, targets: &[i64]) -> Result<Vec<i64>> {
    let among = among::ids(tx.conn, follows::target_id, targets);
    Ok(direct!(tx.conn, |c| follows::table
        .filter(follows::account_id.eq(account_id))
        .filter(among)
        .filter(follows::accepted_at.is_not_null())
        .select(follows::target_id)
        .load(c))?)
}

/// Those of the people who follow an account.
pub fn followers_among(tx: &mut Tx, target_id: i64, people: &[i64]) -> Result<Vec<i64>> {
    let among = among::ids(tx.conn, follows::account_id, people);
    Ok(direct!(tx.conn, |c| follows::table
        .filter(follows::target_id.eq(target_id))
        .filter(among)
        .filter(follows::accepted_at.is_not_null())
        .select(follows::account_id)
        .load(c))?)
}

pub fn wanted_among(tx: &mut Tx, account_id: i64, targets: &[i64]) -> Result<Vec<i64>> {
    let among = among::ids(tx.conn, follows::target_id, targets);
    Ok(direct!(tx.conn, |c| follows::table
        .filter(follows::account_id.eq(account_id))
        .filter(among)
        .select(follows::target_id)
        .load(c))?)
}

/// All follows between one account and the others, both ways.
pub fn between(tx: &mut Tx, account_id: i64, others: &[i64]) -> Result<Vec<Follow>> {
    let out = follows::account_id.eq(account_id).and(among::ids(tx.conn, follows::target_id, others));
    let back = follows::target_id.eq(account_id).and(among::ids(tx.conn, follows::account_id, others));
    Ok(direct!(tx.conn, |c| follows::table.filter(out.or(back)).select(Follow::as_select()).load(c))?)
}

/// Who follows an account, or asks to, the latest first, with the id to page by.
pub fn follower_accounts(tx: &mut Tx, target_id: i64, accepted: bool, page: &Paging, limit: i64) -> Result<Vec<(i64, Account)>> {
    let (above, below) = page.bounds();
    Ok(direct!(tx.conn, |c| follows::table
        .inner_join(accounts::table.on(accounts::id.eq(follows::account_id)))
        .filter(follows::target_id.eq(target_id))
        .filter(follows::accepted_at.is_not_null().eq(accepted))
        .filter(follows::id.gt(above))
        .filter(follows::id.lt(below))
        .order(follows::id.desc())
        .limit(limit)
        .select((follows::id, Account::as_select()))
        .load(c))?)
}

/// Whom an account follows, the latest first, with the id to page by.
pub fn following_accounts(tx: &mut Tx, account_id: i64, page: &Paging, limit: i64) -> Result<Vec<(i64, Account)>> {
    let (above, below) = page.bounds();
    Ok(direct!(tx.conn, |c| follows::table
        .inner_join(accounts::table.on(accounts::id.eq(follows::target_id)))
        .filter(follows::account_id.eq(account_id))
        .filter(follows::accepted_at.is_not_null())
        .filter(follows::id.gt(above))
        .filter(follows::id.lt(below))
        .order(follows::id.desc())
        .limit(limit)
        .select((follows::id, Account::as_select()))
        .load(c))?)
}

/// Every follow from and to an account: (who, whom).
pub fn pairs_of(tx: &mut Tx, account_id: i64) -> Result<Vec<(i64, i64)>> {
    Ok(direct!(tx.conn, |c| follows::table
        .filter(follows::account_id.eq(account_id).or(follows::target_id.eq(account_id)))
        .select((follows::account_id, follows::target_id))
        .load(c))?)
}

/// People of this node who follow an account, however many.
pub fn local_followers(tx: &mut Tx, target_id: i64) -> Result<Vec<i64>> {
    Ok(direct!(tx.conn, |c| follows::table
        .inner_join(users::table.on(users::account_id.eq(follows::account_id)))
        .filter(follows::target_id.eq(target_id))
        .filter(follows::accepted_at.is_not_null())
        .select(follows::account_id)
        .load(c))?)
}

/// Does anybody at this host follow the account?
pub fn has_follower_at(tx: &mut Tx, target_id: i64, host: &str) -> Result<bool> {
    let held = follows::table
        .inner_join(accounts::table.on(accounts::id.eq(follows::account_id)))
        .filter(follows::target_id.eq(target_id))
        .filter(follows::accepted_at.is_not_null())
        .filter(accounts::domain.eq(host));
    Ok(direct!(tx.conn, |c| diesel::select(diesel::dsl::exists(held)).get_result(c))?)
}

/// Does anybody of another server follow the account?
pub fn has_follower_elsewhere(tx: &mut Tx, target_id: i64) -> Result<bool> {
    let held = follows::table
        .inner_join(accounts::table.on(accounts::id.eq(follows::account_id)))
        .filter(follows::target_id.eq(target_id))
        .filter(follows::accepted_at.is_not_null())
        .filter(accounts::domain.is_not_null());
    Ok(direct!(tx.conn, |c| diesel::select(diesel::dsl::exists(held)).get_result(c))?)
}

pub fn count_requests(tx: &mut Tx, target_id: i64) -> Result<i64> {
    Ok(direct!(tx.conn, |c| follows::table
        .filter(follows::target_id.eq(target_id))
        .filter(follows::accepted_at.is_null())
        .count()
        .get_result(c))?)
}

pub fn has_local_follower(tx: &mut Tx, target_id: i64) -> Result<bool> {
    let held = follows::table
        .inner_join(users::table.on(users::account_id.eq(follows::account_id)))
        .filter(follows::target_id.eq(target_id))
        .filter(follows::accepted_at.is_not_null());
    Ok(direct!(tx.conn, |c| diesel::select(diesel::dsl::exists(held)).get_result(c))?)
}

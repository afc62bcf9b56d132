//! Rows of blocks and mutes.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};

use crate::accounts::Account;
use crate::db::Tx;
use crate::db::among;
use crate::db::schema::{accounts, blocks, follows, muted_hosts, mutes, notifications};
use crate::error::Result;
use crate::ids;
use crate::web::Paging;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = blocks)]
pub struct Block {
    pub id: i64,
    pub uri: String,
}

/// False when it was there already.
pub fn insert_once(tx: &mut Tx, account_id: i64, target_id: i64, uri: &str) -> Result<bool> {
    let query =
        "INSERT INTO blocks (id, account_id, target_id, uri, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    Ok(diesel::sql_query(query)
        .bind::<BigInt, _>(ids::new(tx.now))
        .bind::<BigInt, _>(account_id)
        .bind::<BigInt, _>(target_id)
        .bind::<Text, _>(uri)
        .bind::<BigInt, _>(tx.now.0)
        .execute(tx.conn)?
        > 0)
}

pub fn find(tx: &mut Tx, account_id: i64, target_id: i64) -> Result<Option<Block>> {
    Ok(blocks::table
        .filter(blocks::account_id.eq(account_id))
        .filter(blocks::target_id.eq(target_id))
        .select(Block::as_select())
        .first(tx.conn)
        .optional()?)
}

pub fn delete(tx: &mut Tx, id: i64) -> Result<()> {
    diesel::delete(blocks::table.find(id)).execute(tx.conn)?;
    Ok(())
}

/// Those of `others` between whom and the account there is a block: (who blocks, who is blocked).
pub fn between(tx: &mut Tx, account_id: i64, others: &[i64]) -> Result<Vec<(i64, i64)>> {
    let out = blocks::account_id.eq(account_id).and(among::ids(tx.conn, blocks::target_id, others));
    let back = blocks::target_id.eq(account_id).and(among::ids(tx.conn, blocks::account_id, others));
    Ok(blocks::table.filter(out.or(back)).select((blocks::account_id, blocks::target_id)).load(tx.conn)?)
}

/// Mutes or mutes again, with other wishes.
pub fn mute(tx: &mut Tx, account_id: i64, target_id: i64, notifications: bool, expires_at: Option<i64>) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO mutes (id, account_id, target_id, notifications, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (account_id, target_id) DO UPDATE SET notifications = excluded.notifications, expires_at = excluded.expires_at",
    )
    .bind::<BigInt, _>(ids::new(tx.now))
    .bind::<BigInt, _>(account_id)
    .bind::<BigInt, _>(target_id)
    .bind::<Bool, _>(notifications)
    .bind::<BigInt, _>(tx.now.0)
    .bind::<Nullable<BigInt>, _>(expires_at)
    .execute(tx.conn)?;
    Ok(())
}

pub fn unmute(tx: &mut Tx, account_id: i64, target_id: i64) -> Result<()> {
    diesel::delete(mutes::table.filter(mutes::account_id.eq(account_id)).filter(mutes::target_id.eq(target_id)))
        .execute(tx.conn)?;
    Ok(())
}

/// Those of `others` whom the account mutes: (whom, notifications too, until).
pub fn muted_among(tx: &mut Tx, account_id: i64, others: &[i64]) -> Result<Vec<(i64, bool, Option<i64>)>> {
    Ok(mutes::table
        .filter(mutes::account_id.eq(account_id))
        .filter(among::ids(tx.conn, mutes::target_id, others))
        .filter(mutes::expires_at.is_null().or(mutes::expires_at.gt(tx.now.0)))
        .select((mutes::target_id, mutes::notifications, mutes::expires_at))
        .load(tx.conn)?)
}

pub fn forget_mutes(tx: &mut Tx) -> Result<()> {
    diesel::delete(mutes::table.filter(mutes::expires_at.lt(tx.now.0))).execute(tx.conn)?;
    Ok(())
}

/// Whom an account blocks or mutes, the latest first, with the id to page by.
pub fn listed(tx: &mut Tx, account_id: i64, muted: bool, page: &Paging, limit: i64) -> Result<Vec<(i64, Account)>> {
    let (above, below) = page.bounds();
    Ok(match muted {
        true => mutes::table
            .inner_join(accounts::table.on(accounts::id.eq(mutes::target_id)))
            .filter(mutes::account_id.eq(account_id))
            .filter(mutes::id.gt(above))
            .filter(mutes::id.lt(below))
            .order(mutes::id.desc())
            .limit(limit)
            .select((mutes::id, Account::as_select()))
            .load(tx.conn)?,
        false => blocks::table
            .inner_join(accounts::table.on(accounts::id.eq(blocks::target_id)))
            .filter(blocks::account_id.eq(account_id))
            .filter(blocks::id.gt(above))
            .filter(blocks::id.lt(below))
            .order(blocks::id.desc())
            .limit(limit)
            .select((blocks::id, Account::as_select()))
            .load(tx.conn)?,
    })
}

// ── servers ──

pub fn mute_host(tx: &mut Tx, account_id: i64, host: &str) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO muted_hosts (id, account_id, host, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    )
    .bind::<BigInt, _>(ids::new(tx.now))
    .bind::<BigInt, _>(account_id)
    .bind::<Text, _>(host)
    .bind::<BigInt, _>(tx.now.0)
    .execute(tx.conn)?;
    Ok(())
}

pub fn unmute_host(tx: &mut Tx, account_id: i64, host: &str) -> Result<()> {
    diesel::delete(muted_hosts::table.filter(muted_hosts::account_id.eq(account_id)).filter(muted_hosts::host.eq(host)))
        .execute(tx.conn)?;
    Ok(())
}

/// Those of the hosts that an account wants to hear nothing of.
pub fn muted_hosts_among(tx: &mut Tx, account_id: i64, hosts: &[String]) -> Result<Vec<String>> {
    Ok(muted_hosts::table
        .filter(muted_hosts::account_id.eq(account_id))
        .filter(among::texts(tx.conn, muted_hosts::host, hosts))
        .select(muted_hosts::host)
        .load(tx.conn)?)
}

/// The hosts an account wants to hear nothing of, the latest first, with the id to page by.
pub fn muted_hosts(tx: &mut Tx, account_id: i64, page: &Paging, limit: i64) -> Result<Vec<(i64, String)>> {
    let (above, below) = page.bounds();
    Ok(muted_hosts::table
        .filter(muted_hosts::account_id.eq(account_id))
        .filter(muted_hosts::id.gt(above))
        .filter(muted_hosts::id.lt(below))
        .order(muted_hosts::id.desc())
        .limit(limit)
        .select((muted_hosts::id, muted_hosts::host))
        .load(tx.conn)?)
}

/// Follows between an account and those of a host: (who, whom).
pub fn follows_with_host(tx: &mut Tx, account_id: i64, host: &str) -> Result<Vec<(i64, i64)>> {
    let theirs = || accounts::table.filter(accounts::domain.eq(host)).select(accounts::id);
    let out = follows::account_id.eq(account_id).and(follows::target_id.eq_any(theirs()));
    let back = follows::target_id.eq(account_id).and(follows::account_id.eq_any(theirs()));
    Ok(follows::table.filter(out.or(back)).select((follows::account_id, follows::target_id)).load(tx.conn)?)
}

/// What an account was told by those of a host is gone.
pub fn forget_notifications_of(tx: &mut Tx, account_id: i64, host: &str) -> Result<()> {
    let theirs = accounts::table.filter(accounts::domain.eq(host)).select(accounts::id);
    let told =
        notifications::table.filter(notifications::account_id.eq(account_id)).filter(notifications::from_id.eq_any(theirs));
    diesel::delete(told).execute(tx.conn)?;
    Ok(())
}

/// Those of the accounts that are of a host an account wants to hear nothing of.
pub fn muted_by_host(tx: &mut Tx, account_id: i64, among: &[i64]) -> Result<Vec<i64>> {
    Ok(accounts::table
        .inner_join(muted_hosts::table.on(accounts::domain.eq(muted_hosts::host.nullable())))
        .filter(muted_hosts::account_id.eq(account_id))
        .filter(accounts::id.eq_any(among))
        .select(accounts::id)
        .load(tx.conn)?)
}

/// Those of the people who are not to see an author in passing: they block or mute them or their server, or are blocked.
pub fn apart_from(tx: &mut Tx, author_id: i64, people: &[i64]) -> Result<Vec<i64>> {
    let mut apart: Vec<i64> = mutes::table
        .filter(mutes::target_id.eq(author_id))
        .filter(mutes::account_id.eq_any(people))
        .filter(mutes::expires_at.is_null().or(mutes::expires_at.gt(tx.now.0)))
        .select(mutes::account_id)
        .load(tx.conn)?;
    apart.extend(between(tx, author_id, people)?.into_iter().map(|(by, of)| if by == author_id { of } else { by }));
    let host = accounts::table.filter(accounts::id.eq(author_id)).select(accounts::domain).first::<Option<String>>(tx.conn)?;
    if let Some(host) = host {
        let silent = muted_hosts::table.filter(muted_hosts::host.eq(host)).filter(muted_hosts::account_id.eq_any(people));
        apart.extend(silent.select(muted_hosts::account_id).load::<i64>(tx.conn)?);
    }
    Ok(apart)
}

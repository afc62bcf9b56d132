//! Queries for finding people.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::accounts::Account;
use crate::db::Tx;
use crate::db::schema::{accounts, dismissed_suggestions, follows};
use crate::error::Result;

#[derive(QueryableByName)]
pub struct Suggested {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub source: String,
}

/// Whom an account might follow: first those that most of those it follows do, then people of the chapter.
pub fn suggested(tx: &mut Tx, account_id: i64, limit: i64) -> Result<Vec<Suggested>> {
    const OPEN: &str = "a.discoverable AND a.suspended_at IS NULL AND a.silenced_at IS NULL AND a.deleted_at IS NULL AND a.pending_at IS NULL \
        AND a.moved_to_uri IS NULL AND a.kind <> 'Application' AND a.id <> $1 \
        AND NOT EXISTS (SELECT 1 FROM follows f WHERE f.account_id = $1 AND f.target_id = a.id) \
        AND NOT EXISTS (SELECT 1 FROM dismissed_suggestions d WHERE d.account_id = $1 AND d.target_id = a.id) \
        AND NOT EXISTS (SELECT 1 FROM mutes m WHERE m.account_id = $1 AND m.target_id = a.id) \
        AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = $1 AND b.target_id = a.id OR b.account_id = a.id AND b.target_id = $1)";
    let known = format!(
        "SELECT a.id AS id, 'friends_of_friends' AS source FROM follows mine JOIN follows theirs ON theirs.account_id = mine.target_id \
         JOIN accounts a ON a.id = theirs.target_id WHERE mine.account_id = $1 AND mine.accepted_at IS NOT NULL \
           AND theirs.accepted_at IS NOT NULL AND {OPEN} GROUP BY a.id ORDER BY count(*) DESC, a.id LIMIT $2"
    );
    let mut found: Vec<Suggested> =
        diesel::sql_query(known).bind::<BigInt, _>(account_id).bind::<BigInt, _>(limit).load(tx.conn)?;
    let here = format!(
        "SELECT a.id AS id, 'most_followed' AS source FROM accounts a JOIN users u ON u.account_id = a.id WHERE {OPEN} \
         ORDER BY a.followers_count DESC, a.id LIMIT $2"
    );
    let more: Vec<Suggested> = diesel::sql_query(here).bind::<BigInt, _>(account_id).bind::<BigInt, _>(limit).load(tx.conn)?;
    for one in more {
        if !found.iter().any(|known| known.id == one.id) {
            found.push(one);
        }
    }
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

pub fn dismiss(tx: &mut Tx, account_id: i64, target_id: i64) -> Result<()> {
    diesel::insert_into(dismissed_suggestions::table)
        .values((dismissed_suggestions::account_id.eq(account_id), dismissed_suggestions::target_id.eq(target_id)))
        .execute(tx.conn)?;
    Ok(())
}

pub fn is_dismissed(tx: &mut Tx, account_id: i64, target_id: i64) -> Result<bool> {
    let row = dismissed_suggestions::table.find((account_id, target_id));
    Ok(diesel::select(diesel::dsl::exists(row)).get_result(tx.conn)?)
}

/// Those an account follows who follow one of these: (whom, who).
pub fn familiar(tx: &mut Tx, account_id: i64, targets: &[i64]) -> Result<Vec<(i64, Account)>> {
    let mine = follows::table
        .filter(follows::account_id.eq(account_id))
        .filter(follows::accepted_at.is_not_null())
        .select(follows::target_id);
    let known: Vec<i64> = mine.load(tx.conn)?;
    Ok(follows::table
        .inner_join(accounts::table.on(accounts::id.eq(follows::account_id)))
        .filter(follows::target_id.eq_any(targets))
        .filter(follows::account_id.eq_any(known))
        .filter(follows::accepted_at.is_not_null())
        .filter(diesel::dsl::not(accounts::hide_collections))
        .order(follows::id.desc())
        .limit(500)
        .select((follows::target_id, Account::as_select()))
        .load(tx.conn)?)
}

/// Everybody who wants to be found, the most active or the newest first.
pub fn directory(tx: &mut Tx, local: bool, newest: bool, limit: i64, offset: i64) -> Result<Vec<Account>> {
    let mut query = accounts::table
        .filter(accounts::discoverable)
        .filter(accounts::kind.ne("Application"))
        .filter(accounts::suspended_at.is_null())
        .filter(accounts::silenced_at.is_null())
        .filter(accounts::deleted_at.is_null())
        .filter(accounts::pending_at.is_null())
        .filter(accounts::moved_to_uri.is_null())
        .limit(limit)
        .offset(offset)
        .select(Account::as_select())
        .into_boxed();
    if local {
        query = query.filter(accounts::domain.is_null());
    }
    query = match newest {
        true => query.order(accounts::id.desc()),
        false => query.order((accounts::last_status_at.is_null(), accounts::last_status_at.desc(), accounts::id.desc())),
    };
    Ok(query.load(tx.conn)?)
}

//! Rows of polls, their options and votes.

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::db::among;
use crate::db::schema::{poll_options, poll_votes, polls, statuses};
use crate::db::{Tx, direct};
use crate::error::Result;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = polls, treat_none_as_default_value = false)]
pub struct Row {
    pub status_id: i64,
    pub multiple: bool,
    pub expires_at: Option<i64>,
    pub closed_at: Option<i64>,
    pub voters_count: i64,
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = poll_options)]
pub struct Choice {
    pub status_id: i64,
    pub position: i64,
    pub title: String,
    pub votes_count: i64,
}

pub fn insert(tx: &mut Tx, row: &Row, choices: &[Choice]) -> Result<()> {
    direct!(tx.conn, |c| diesel::insert_into(polls::table).values(row).execute(c))?;
    for choice in choices {
        direct!(tx.conn, |c| diesel::insert_into(poll_options::table).values(choice).execute(c))?;
    }
    Ok(())
}

pub fn delete(tx: &mut Tx, status_id: i64) -> Result<()> {
    direct!(tx.conn, |c| diesel::delete(polls::table.find(status_id)).execute(c))?;
    Ok(())
}

pub fn rows(tx: &mut Tx, status_ids: &[i64]) -> Result<Vec<Row>> {
    let among = among::ids(tx.conn, polls::status_id, status_ids);
    Ok(direct!(tx.conn, |c| polls::table.filter(among).select(Row::as_select()).load(c))?)
}

pub fn choices(tx: &mut Tx, status_ids: &[i64]) -> Result<Vec<Choice>> {
    let among = among::ids(tx.conn, poll_options::status_id, status_ids);
    Ok(direct!(tx.conn, |c| poll_options::table
        .filter(among)
        .order((poll_options::status_id, poll_options::position))
        .select(Choice::as_select())
        .load(c))?)
}

/// What an account chose: (poll, position).
pub fn votes_of(tx: &mut Tx, account_id: i64, status_ids: &[i64]) -> Result<Vec<(i64, i64)>> {
    let among = among::ids(tx.conn, poll_votes::status_id, status_ids);
    Ok(direct!(tx.conn, |c| poll_votes::table
        .filter(poll_votes::account_id.eq(account_id))
        .filter(among)
        .order(poll_votes::position)
        .select((poll_votes::status_id, poll_votes::position))
        .load(c))?)
}

pub fn voters(tx: &mut Tx, status_id: i64) -> Result<Vec<i64>> {
    Ok(direct!(tx.conn, |c| poll_votes::table
        .filter(poll_votes::status_id.eq(status_id))
        .select(poll_votes::account_id)
        .distinct()
        .load(c))?)
}

/// False when this choice was made before.
pub fn insert_vote(tx: &mut Tx, status_id: i64, account_id: i64, position: i64) -> Result<bool> {
    let query =
        "INSERT INTO poll_votes (status_id, account_id, position, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    Ok(diesel::sql_query(query)
        .bind::<BigInt, _>(status_id)
        .bind::<BigInt, _>(account_id)
        .bind::<BigInt, _>(position)
        .bind::<BigInt, _>(tx.now.0)
        .execute(tx.conn)?
        > 0)
}

pub fn count(tx: &mut Tx, status_id: i64, position: i64, new_voter: bool) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(poll_options::table.find((status_id, position)))
        .set(poll_options::votes_count.eq(poll_options::votes_count + 1))
        .execute(c))?;
    if new_voter {
        direct!(tx.conn, |c| diesel::update(polls::table.find(status_id))
            .set(polls::voters_count.eq(polls::voters_count + 1))
            .execute(c))?;
    }
    Ok(())
}

/// The counts as the poll's own server tells them.
pub fn set_counts(tx: &mut Tx, status_id: i64, voters: i64, counts: &[i64]) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(polls::table.find(status_id)).set(polls::voters_count.eq(voters)).execute(c))?;
    for (position, votes) in (0_i64..).zip(counts) {
        direct!(tx.conn, |c| diesel::update(poll_options::table.find((status_id, position)))
            .set(poll_options::votes_count.eq(votes))
            .execute(c))?;
    }
    Ok(())
}

pub fn close(tx: &mut Tx, status_id: i64, at: i64) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(polls::table.filter(polls::status_id.eq(status_id)).filter(polls::closed_at.is_null()))
        .set(polls::closed_at.eq(at))
        .execute(c))?;
    Ok(())
}

/// The emoji of these posts, as their rows keep them.
pub fn emojis_of(tx: &mut Tx, status_ids: &[i64]) -> Result<Vec<(i64, String)>> {
    Ok(direct!(tx.conn, |c| statuses::table
        .filter(statuses::id.eq_any(status_ids))
        .select((statuses::id, statuses::emojis))
        .load(c))?)
}

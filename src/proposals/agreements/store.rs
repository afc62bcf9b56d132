//! Rows of agreements.

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::clock::Time;
use crate::db::schema::{agreement_acts, agreements, proposals};
use crate::db::{Tx, direct, each_backend};
use crate::error::Result;
use crate::ids;
use crate::proposals::Row as Proposal;

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = agreements, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Row {
    /// That of the proposal it comes from.
    pub id: i64,
    pub state: String,
    /// JSON: `rules::agreements::Agreement`.
    pub process: String,
    pub since: i64,
    pub review_at: i64,
    pub due_at: Option<i64>,
    pub ended_at: Option<i64>,
    /// That of the text that won.
    pub title: String,
}

pub fn insert(tx: &mut Tx, row: &Row) -> Result<()> {
    diesel::insert_into(agreements::table).values(row).execute(tx.conn)?;
    Ok(())
}

pub fn update(tx: &mut Tx, row: &Row) -> Result<()> {
    diesel::update(agreements::table.find(row.id)).set(row).execute(tx.conn)?;
    Ok(())
}

pub fn by_id(tx: &mut Tx, id: i64) -> Result<Row> {
    Ok(direct!(tx.conn, |c| agreements::table.find(id).select(Row::as_select()).first(c))?)
}

pub fn state(tx: &mut Tx, id: i64) -> Result<Option<String>> {
    Ok(direct!(tx.conn, |c| agreements::table.find(id).select(agreements::state).first(c)).optional()?)
}

/// The same, for whoever is about to change it.
pub fn locked(tx: &mut Tx, id: i64) -> Result<Row> {
    let query = format!("SELECT id FROM agreements WHERE id = $1{}", each_backend::for_update(tx.conn));
    diesel::sql_query(query).bind::<BigInt, _>(id).execute(tx.conn)?;
    by_id(tx, id)
}

pub fn listed(tx: &mut Tx, holding: bool) -> Result<Vec<(Row, Proposal)>> {
    let found = agreements::table
        .inner_join(proposals::table.on(proposals::id.eq(agreements::id)))
        .select((Row::as_select(), Proposal::as_select()))
        .limit(1_000);
    Ok(if holding {
        found.filter(agreements::ended_at.is_null()).order((agreements::review_at, agreements::id)).load(tx.conn)?
    } else {
        found.filter(agreements::ended_at.is_not_null()).order(agreements::ended_at.desc()).load(tx.conn)?
    })
}

pub fn next_reviews(tx: &mut Tx, until: Time, limit: i64) -> Result<Vec<Row>> {
    Ok(direct!(tx.conn, |c| agreements::table
        .filter(agreements::ended_at.is_null())
        .filter(agreements::review_at.gt(tx.now.0))
        .filter(agreements::review_at.le(until.0))
        .order((agreements::review_at, agreements::id))
        .limit(limit)
        .select(Row::as_select())
        .load(c))?)
}

pub fn log(tx: &mut Tx, agreement_id: i64, account_id: Option<i64>, act: &str) -> Result<()> {
    let row = (
        agreement_acts::id.eq(ids::new(tx.now)),
        agreement_acts::agreement_id.eq(agreement_id),
        agreement_acts::account_id.eq(account_id),
        agreement_acts::at.eq(tx.now.0),
        agreement_acts::act.eq(act),
    );
    diesel::insert_into(agreement_acts::table).values(row).execute(tx.conn)?;
    Ok(())
}

pub fn all_due(tx: &mut Tx) -> Result<Vec<(i64, i64)>> {
    let due = agreements::table.filter(agreements::due_at.is_not_null());
    Ok(direct!(tx.conn, |c| due.select((agreements::id, agreements::due_at.assume_not_null())).load(c))?)
}

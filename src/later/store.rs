//! Rows of what is to be done later.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::clock::Time;
use crate::db::schema::later;
use crate::db::{Conn, Tx, direct};
use crate::error::Result;
use crate::ids;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = later)]
pub struct Due {
    pub id: i64,
    pub kind: String,
    pub subject: String,
    pub attempts: i64,
}

/// Adds it, unless the same is planned already.
pub fn insert_once(tx: &mut Tx, kind: &str, subject: &str, at: Time) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO later (id, kind, subject, next_at, attempts) VALUES ($1, $2, $3, $4, 0) ON CONFLICT DO NOTHING",
    )
    .bind::<BigInt, _>(ids::new(tx.now))
    .bind::<Text, _>(kind)
    .bind::<Text, _>(subject)
    .bind::<BigInt, _>(at.0)
    .execute(tx.conn)?;
    Ok(())
}

pub fn is_planned(tx: &mut Tx, kind: &str, subject: &str) -> Result<bool> {
    let planned = later::table.filter(later::kind.eq(kind)).filter(later::subject.eq(subject));
    Ok(diesel::select(diesel::dsl::exists(planned)).get_result(tx.conn)?)
}

pub fn set_time(tx: &mut Tx, kind: &str, subject: &str, at: Time) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(later::table.filter(later::kind.eq(kind)).filter(later::subject.eq(subject)))
        .set(later::next_at.eq(at.0))
        .execute(c))?;
    Ok(())
}

pub fn due(conn: &mut Conn, now: Time, limit: i64) -> Result<Vec<Due>> {
    Ok(direct!(conn, |c| later::table
        .filter(later::next_at.le(now.0))
        .order(later::next_at)
        .limit(limit)
        .select(Due::as_select())
        .load(c))?)
}

/// True for the process that gets to do it: until `until` nobody else will.
pub fn take(tx: &mut Tx, due: &Due, until: Time) -> Result<bool> {
    let mine = later::table.filter(later::id.eq(due.id)).filter(later::attempts.eq(due.attempts));
    Ok(direct!(tx.conn, |c| diesel::update(mine)
        .set((later::attempts.eq(due.attempts + 1), later::next_at.eq(until.0)))
        .execute(c))?
        > 0)
}

pub fn delete(tx: &mut Tx, id: i64) -> Result<()> {
    direct!(tx.conn, |c| diesel::delete(later::table.find(id)).execute(c))?;
    Ok(())
}

/// How many are due now.
pub fn count_due(conn: &mut Conn, now: Time) -> Result<i64> {
    Ok(direct!(conn, |c| later::table.filter(later::next_at.le(now.0)).count().get_result(c))?)
}

/// Of each kind, how many are planned, how many of those are due, and how many have failed before.
pub fn by_kind(conn: &mut Conn, now: Time) -> Result<Vec<(String, i64, i64, i64)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        kind: String,
        #[diesel(sql_type = BigInt)]
        planned: i64,
        #[diesel(sql_type = BigInt)]
        due: i64,
        #[diesel(sql_type = BigInt)]
        failing: i64,
    }
    let query = "SELECT kind, count(*) AS planned, CAST(sum(CASE WHEN next_at <= $1 THEN 1 ELSE 0 END) AS BIGINT) AS due, \
       CAST(sum(CASE WHEN attempts > 0 THEN 1 ELSE 0 END) AS BIGINT) AS failing FROM later GROUP BY kind ORDER BY kind";
    let rows: Vec<Row> = diesel::sql_query(query).bind::<BigInt, _>(now.0).load(conn)?;
    Ok(rows.into_iter().map(|row| (row.kind, row.planned, row.due, row.failing)).collect())
}

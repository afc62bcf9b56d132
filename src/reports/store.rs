//! Rows of reports.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use crate::db::Tx;
use crate::db::schema::reports;
use crate::error::Result;
use crate::web::Paging;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = reports)]
pub struct Report {
    pub id: i64,
    pub uri: String,
    pub account_id: i64,
    pub target_id: i64,
    pub comment: String,
    pub category: String,
    /// JSON: ids of posts.
    pub status_uris: String,
    pub forwarded: bool,
    pub created_at: i64,
    pub resolved_at: Option<i64>,
    pub resolved_by: Option<i64>,
    /// The steward who looks after it.
    pub assigned_to: Option<i64>,
    /// JSON: ids of the chapter's rules it says were broken.
    pub rule_ids: String,
    pub updated_at: i64,
}

impl Report {
    pub fn uris(&self) -> Vec<String> {
        serde_json::from_str(&self.status_uris).unwrap_or_default()
    }

    pub fn rules(&self) -> Vec<String> {
        serde_json::from_str(&self.rule_ids).unwrap_or_default()
    }
}

/// False when it was there already.
pub fn insert_once(tx: &mut Tx, report: &Report) -> Result<bool> {
    let query = "INSERT INTO reports (id, uri, account_id, target_id, comment, category, status_uris, forwarded, created_at, rule_ids, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING";
    Ok(diesel::sql_query(query)
        .bind::<BigInt, _>(report.id)
        .bind::<Text, _>(&report.uri)
        .bind::<BigInt, _>(report.account_id)
        .bind::<BigInt, _>(report.target_id)
        .bind::<Text, _>(&report.comment)
        .bind::<Text, _>(&report.category)
        .bind::<Text, _>(&report.status_uris)
        .bind::<Bool, _>(report.forwarded)
        .bind::<BigInt, _>(report.created_at)
        .bind::<Text, _>(&report.rule_ids)
        .bind::<BigInt, _>(report.updated_at)
        .execute(tx.conn)?
        > 0)
}

pub fn by_ids(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Report>> {
    Ok(reports::table.filter(reports::id.eq_any(ids)).select(Report::as_select()).load(tx.conn)?)
}

pub fn by_id(tx: &mut Tx, id: i64) -> Result<Report> {
    Ok(reports::table.find(id).select(Report::as_select()).first(tx.conn)?)
}

/// Open ones, or those that were dealt with, the latest first.
pub fn listed(tx: &mut Tx, resolved: bool, page: &Paging, limit: i64) -> Result<Vec<Report>> {
    let (above, below) = page.bounds();
    let mut query = reports::table
        .filter(reports::id.gt(above))
        .filter(reports::id.lt(below))
        .order(reports::id.desc())
        .limit(limit)
        .select(Report::as_select())
        .into_boxed();
    query =
        if resolved { query.filter(reports::resolved_at.is_not_null()) } else { query.filter(reports::resolved_at.is_null()) };
    Ok(query.load(tx.conn)?)
}

pub fn resolve(tx: &mut Tx, id: i64, by: Option<i64>, done: bool) -> Result<()> {
    let (at, by) = (done.then_some(tx.now.0), by.filter(|_| done));
    diesel::update(reports::table.find(id))
        .set((reports::resolved_at.eq(at), reports::resolved_by.eq(by), reports::updated_at.eq(tx.now.0)))
        .execute(tx.conn)?;
    Ok(())
}

pub fn assign(tx: &mut Tx, id: i64, to: Option<i64>) -> Result<()> {
    diesel::update(reports::table.find(id))
        .set((reports::assigned_to.eq(to), reports::updated_at.eq(tx.now.0)))
        .execute(tx.conn)?;
    Ok(())
}

pub fn classify(tx: &mut Tx, id: i64, category: &str, rule_ids: &str) -> Result<()> {
    diesel::update(reports::table.find(id))
        .set((reports::category.eq(category), reports::rule_ids.eq(rule_ids), reports::updated_at.eq(tx.now.0)))
        .execute(tx.conn)?;
    Ok(())
}

pub fn count_open(tx: &mut Tx) -> Result<i64> {
    Ok(reports::table.filter(reports::resolved_at.is_null()).count().get_result(tx.conn)?)
}

/// How often an account was reported.
pub fn count_of(tx: &mut Tx, target_id: i64) -> Result<i64> {
    Ok(reports::table.filter(reports::target_id.eq(target_id)).count().get_result(tx.conn)?)
}

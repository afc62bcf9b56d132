//! Rows of delegations.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use crate::clock::Time;
use crate::db::Tx;
use crate::db::schema::delegations;
use crate::error::Result;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = delegations, treat_none_as_default_value = false)]
pub struct Row {
    pub id: i64,
    pub truster_id: i64,
    /// None: an opt-out.
    pub trustee_id: Option<i64>,
    /// One of [`super::Reach::ALL`].
    pub scope: String,
    pub subject: String,
    pub since: i64,
    pub expires_at: i64,
    pub ended_at: Option<i64>,
}

pub fn insert(tx: &mut Tx, row: &Row) -> Result<()> {
    diesel::insert_into(delegations::table).values(row).execute(tx.conn)?;
    Ok(())
}

pub fn by_id(tx: &mut Tx, id: i64) -> Result<Row> {
    Ok(delegations::table.find(id).select(Row::as_select()).first(tx.conn)?)
}

/// Ends what somebody has given for this.
pub fn end(tx: &mut Tx, truster_id: i64, scope: &str, subject: &str) -> Result<()> {
    let given = delegations::table
        .filter(delegations::truster_id.eq(truster_id))
        .filter(delegations::scope.eq(scope))
        .filter(delegations::subject.eq(subject))
        .filter(delegations::ended_at.is_null());
    diesel::update(given).set(delegations::ended_at.eq(tx.now.0)).execute(tx.conn)?;
    Ok(())
}

pub fn in_force(tx: &mut Tx) -> Result<Vec<Row>> {
    Ok(delegations::table
        .filter(delegations::ended_at.is_null())
        .filter(delegations::expires_at.gt(tx.now.0))
        .order((delegations::truster_id, delegations::scope, delegations::subject))
        .limit(5_000)
        .select(Row::as_select())
        .load(tx.conn)?)
}

#[derive(QueryableByName)]
struct Counting {
    #[diesel(sql_type = Text)]
    truster: String,
    #[diesel(sql_type = Nullable<Text>)]
    trustee: Option<String>,
    #[diesel(sql_type = Text)]
    scope: String,
}

/// Truster, trustee and scope of each that held at a moment for a proposal, its topic or everything; the last two go by these names.
pub fn for_vote(
    tx: &mut Tx,
    proposal: &str,
    [of_topic, of_all]: [&str; 2],
    topic: &str,
    at: Time,
) -> Result<Vec<(String, Option<String>, String)>> {
    let rows: Vec<Counting> = diesel::sql_query(
        "SELECT truster.uri AS truster, trustee.uri AS trustee, d.scope AS scope FROM delegations d \
         JOIN accounts truster ON truster.id = d.truster_id \
         JOIN memberships m ON m.account_id = d.truster_id AND m.until IS NULL AND m.role = 'connector' \
         LEFT JOIN accounts trustee ON trustee.id = d.trustee_id \
         WHERE d.since <= $1 AND d.expires_at > $1 AND (d.ended_at IS NULL OR d.ended_at > $1) AND \
         ((d.scope = 'proposal' AND d.subject = $2) OR (d.scope = $3 AND d.subject = $4) OR d.scope = $5) \
         ORDER BY truster.uri, d.scope",
    )
    .bind::<BigInt, _>(at.0)
    .bind::<Text, _>(proposal)
    .bind::<Text, _>(of_topic)
    .bind::<Text, _>(topic)
    .bind::<Text, _>(of_all)
    .load(tx.conn)?;
    Ok(rows.into_iter().map(|row| (row.truster, row.trustee, row.scope)).collect())
}

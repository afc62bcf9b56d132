//! Rows of markers.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::db::Tx;
use crate::db::schema::markers;
use crate::error::Result;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = markers)]
pub struct Marker {
    pub timeline: String,
    pub last_read_id: i64,
    pub version: i64,
    pub updated_at: i64,
}

pub fn set(tx: &mut Tx, account_id: i64, timeline: &str, last_read_id: i64) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO markers (account_id, timeline, last_read_id, version, updated_at) VALUES ($1, $2, $3, 1, $4) \
         ON CONFLICT (account_id, timeline) DO UPDATE SET last_read_id = excluded.last_read_id, version = markers.version + 1, \
           updated_at = excluded.updated_at",
    )
    .bind::<BigInt, _>(account_id)
    .bind::<Text, _>(timeline)
    .bind::<BigInt, _>(last_read_id)
    .bind::<BigInt, _>(tx.now.0)
    .execute(tx.conn)?;
    Ok(())
}

pub fn get(tx: &mut Tx, account_id: i64, timelines: &[String]) -> Result<Vec<Marker>> {
    Ok(markers::table
        .filter(markers::account_id.eq(account_id))
        .filter(markers::timeline.eq_any(timelines))
        .select(Marker::as_select())
        .load(tx.conn)?)
}

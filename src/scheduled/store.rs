//! Rows of posts to come.

use diesel::prelude::*;

use crate::clock::Time;
use crate::db::Tx;
use crate::db::schema::scheduled_statuses;
use crate::error::Result;
use crate::web::Paging;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = scheduled_statuses)]
pub struct Scheduled {
    pub id: i64,
    pub account_id: i64,
    pub scheduled_at: i64,
    /// JSON, see [`super::Params`].
    pub params: String,
    pub created_at: i64,
}

pub fn insert(tx: &mut Tx, scheduled: &Scheduled) -> Result<()> {
    diesel::insert_into(scheduled_statuses::table).values(scheduled).execute(tx.conn)?;
    Ok(())
}

pub fn by_id(tx: &mut Tx, id: i64) -> Result<Scheduled> {
    Ok(scheduled_statuses::table.find(id).select(Scheduled::as_select()).first(tx.conn)?)
}

pub fn count(tx: &mut Tx, account_id: i64) -> Result<i64> {
    Ok(scheduled_statuses::table.filter(scheduled_statuses::account_id.eq(account_id)).count().get_result(tx.conn)?)
}

pub fn set_time(tx: &mut Tx, id: i64, at: Time) -> Result<()> {
    diesel::update(scheduled_statuses::table.find(id)).set(scheduled_statuses::scheduled_at.eq(at.0)).execute(tx.conn)?;
    Ok(())
}

pub fn delete(tx: &mut Tx, id: i64) -> Result<()> {
    diesel::delete(scheduled_statuses::table.find(id)).execute(tx.conn)?;
    Ok(())
}

pub fn page(tx: &mut Tx, account_id: i64, paging: &Paging, limit: i64) -> Result<Vec<Scheduled>> {
    let (above, below) = paging.bounds();
    Ok(scheduled_statuses::table
        .filter(scheduled_statuses::account_id.eq(account_id))
        .filter(scheduled_statuses::id.gt(above))
        .filter(scheduled_statuses::id.lt(below))
        .order(scheduled_statuses::id.desc())
        .limit(limit)
        .select(Scheduled::as_select())
        .load(tx.conn)?)
}

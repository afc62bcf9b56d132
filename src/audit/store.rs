//! Rows of deeds.

use diesel::prelude::*;

use crate::db::Tx;
use crate::db::schema::audit_log;
use crate::error::Result;
use crate::web::Paging;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_log, treat_none_as_default_value = false)]
pub struct Entry {
    pub id: i64,
    /// `None`: from the terminal.
    pub by_id: Option<i64>,
    pub act: String,
    pub account_id: Option<i64>,
    pub subject: String,
    pub note: String,
    pub created_at: i64,
}

pub fn insert(tx: &mut Tx, entry: &Entry) -> Result<()> {
    diesel::insert_into(audit_log::table).values(entry).execute(tx.conn)?;
    Ok(())
}

pub fn listed(tx: &mut Tx, account_id: Option<i64>, paging: &Paging, limit: i64) -> Result<Vec<Entry>> {
    let (above, below) = paging.bounds();
    let mut wanted = audit_log::table
        .filter(audit_log::id.gt(above))
        .filter(audit_log::id.lt(below))
        .limit(limit)
        .select(Entry::as_select())
        .into_boxed();
    if let Some(account_id) = account_id {
        wanted = wanted.filter(audit_log::account_id.eq(account_id));
    }
    if paging.is_backwards() {
        let mut found = wanted.order(audit_log::id.asc()).load(tx.conn)?;
        found.reverse();
        return Ok(found);
    }
    Ok(wanted.order(audit_log::id.desc()).load(tx.conn)?)
}

pub fn by_ids(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Entry>> {
    Ok(audit_log::table.filter(audit_log::id.eq_any(ids)).select(Entry::as_select()).load(tx.conn)?)
}

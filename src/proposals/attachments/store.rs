//! Rows of attachments.

use diesel::prelude::*;

use crate::db::schema::proposal_attachments as attachments;
use crate::db::{Tx, direct};
use crate::error::Result;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = attachments)]
pub struct Attachment {
    pub id: i64,
    pub proposal_id: i64,
    /// The version of the text it came with.
    pub version: i64,
    /// As its author calls it.
    pub name: String,
    /// In bytes.
    pub size: i64,
    /// SHA-256, in hexadecimal.
    pub digest: String,
    /// Its key in the store of files.
    pub file: String,
    pub created_at: i64,
}

pub fn insert(tx: &mut Tx, attachment: &Attachment) -> Result<()> {
    diesel::insert_into(attachments::table).values(attachment).execute(tx.conn)?;
    Ok(())
}

pub fn delete(tx: &mut Tx, id: i64) -> Result<()> {
    diesel::delete(attachments::table.find(id)).execute(tx.conn)?;
    Ok(())
}

pub fn of(tx: &mut Tx, proposal_id: i64) -> Result<Vec<Attachment>> {
    Ok(direct!(tx.conn, |c| attachments::table
        .filter(attachments::proposal_id.eq(proposal_id))
        .order(attachments::id)
        .select(Attachment::as_select())
        .load(c))?)
}

pub fn find(tx: &mut Tx, proposal_id: i64, id: i64) -> Result<Attachment> {
    let found = attachments::table.find(id).filter(attachments::proposal_id.eq(proposal_id));
    Ok(direct!(tx.conn, |c| found.select(Attachment::as_select()).first(c))?)
}

/// Those of these keys that a row names.
pub fn known_keys(tx: &mut Tx, keys: &[String]) -> Result<Vec<String>> {
    Ok(direct!(tx.conn, |c| attachments::table.filter(attachments::file.eq_any(keys)).select(attachments::file).load(c))?)
}

//! Rows of what moves: what a member keeps, imports under way, archives.

use diesel::prelude::*;

use crate::db::Tx;
use crate::db::schema::{
    accounts, archives, blocks, bookmarks, follows, import_rows, imports, list_members, lists, muted_hosts, mutes, statuses,
};
use crate::error::Result;

/// An account as files name it: its name and its host.
pub type Named = (String, Option<String>);

/// Whom somebody follows or has asked to: (who, boosts shown, told of posts).
pub fn following(tx: &mut Tx, account_id: i64) -> Result<Vec<(Named, bool, bool)>> {
    Ok(follows::table
        .inner_join(accounts::table.on(accounts::id.eq(follows::target_id)))
        .filter(follows::account_id.eq(account_id))
        .order(follows::id)
        .select(((accounts::username, accounts::domain), follows::show_reblogs, follows::notify))
        .load(tx.conn)?)
}

pub fn blocked(tx: &mut Tx, account_id: i64) -> Result<Vec<Named>> {
    Ok(blocks::table
        .inner_join(accounts::table.on(accounts::id.eq(blocks::target_id)))
        .filter(blocks::account_id.eq(account_id))
        .order(blocks::id)
        .select((accounts::username, accounts::domain))
        .load(tx.conn)?)
}

/// Who is muted for good: (who, notifications hidden).
pub fn muted(tx: &mut Tx, account_id: i64) -> Result<Vec<(Named, bool)>> {
    Ok(mutes::table
        .inner_join(accounts::table.on(accounts::id.eq(mutes::target_id)))
        .filter(mutes::account_id.eq(account_id))
        .filter(mutes::expires_at.is_null())
        .order(mutes::id)
        .select(((accounts::username, accounts::domain), mutes::notifications))
        .load(tx.conn)?)
}

pub fn hosts(tx: &mut Tx, account_id: i64) -> Result<Vec<String>> {
    Ok(muted_hosts::table
        .filter(muted_hosts::account_id.eq(account_id))
        .order(muted_hosts::host)
        .select(muted_hosts::host)
        .load(tx.conn)?)
}

/// The ids (addresses) of posts somebody has bookmarked, with our own ids.
pub fn bookmarked(tx: &mut Tx, account_id: i64) -> Result<Vec<(i64, String)>> {
    Ok(bookmarks::table
        .inner_join(statuses::table.on(statuses::id.eq(bookmarks::status_id)))
        .filter(bookmarks::account_id.eq(account_id))
        .order(bookmarks::id.desc())
        .select((statuses::id, statuses::uri))
        .load(tx.conn)?)
}

/// The addresses of posts somebody has favourited.
pub fn favourited(tx: &mut Tx, account_id: i64) -> Result<Vec<String>> {
    use crate::db::schema::favourites;
    Ok(favourites::table
        .inner_join(statuses::table.on(statuses::id.eq(favourites::status_id)))
        .filter(favourites::account_id.eq(account_id))
        .order(favourites::id.desc())
        .select(statuses::uri)
        .load(tx.conn)?)
}

/// Who is in which list: (title, who).
pub fn listed(tx: &mut Tx, account_id: i64) -> Result<Vec<(String, Named)>> {
    Ok(lists::table
        .inner_join(list_members::table.on(list_members::list_id.eq(lists::id)))
        .inner_join(accounts::table.on(accounts::id.eq(list_members::account_id)))
        .filter(lists::account_id.eq(account_id))
        .order((lists::title, list_members::id))
        .select((lists::title, (accounts::username, accounts::domain)))
        .load(tx.conn)?)
}

/// A file that is being taken in.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = imports, treat_none_as_default_value = false)]
pub struct Import {
    pub id: i64,
    pub account_id: i64,
    pub kind: String,
    pub overwrite: bool,
    /// Lines in the file.
    pub total: i64,
    pub created_at: i64,
    pub finished_at: Option<i64>,
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = import_rows, treat_none_as_default_value = false)]
pub struct Row {
    pub import_id: i64,
    pub position: i64,
    /// JSON: the columns.
    pub cells: String,
    /// Why it could not be done.
    pub error: Option<String>,
}

pub fn insert_import(tx: &mut Tx, import: &Import, rows: &[Vec<String>]) -> Result<()> {
    diesel::insert_into(imports::table).values(import).execute(tx.conn)?;
    for (position, cells) in (0..).zip(rows) {
        let cells = serde_json::to_string(cells).map_err(crate::error::Error::internal)?;
        let row = Row { import_id: import.id, position, cells, error: None };
        diesel::insert_into(import_rows::table).values(&row).execute(tx.conn)?;
    }
    Ok(())
}

pub fn import(tx: &mut Tx, id: i64) -> Result<Import> {
    Ok(imports::table.find(id).select(Import::as_select()).first(tx.conn)?)
}

pub fn imports_of(tx: &mut Tx, account_id: i64) -> Result<Vec<Import>> {
    Ok(imports::table
        .filter(imports::account_id.eq(account_id))
        .order(imports::id.desc())
        .limit(20)
        .select(Import::as_select())
        .load(tx.conn)?)
}

/// The next lines that have not been tried.
pub fn waiting(tx: &mut Tx, import_id: i64, limit: i64) -> Result<Vec<Row>> {
    Ok(import_rows::table
        .filter(import_rows::import_id.eq(import_id))
        .filter(import_rows::error.is_null())
        .order(import_rows::position)
        .limit(limit)
        .select(Row::as_select())
        .load(tx.conn)?)
}

/// Lines that could not be done.
pub fn failed(tx: &mut Tx, import_id: i64) -> Result<Vec<Row>> {
    Ok(import_rows::table
        .filter(import_rows::import_id.eq(import_id))
        .filter(import_rows::error.is_not_null())
        .order(import_rows::position)
        .select(Row::as_select())
        .load(tx.conn)?)
}

/// How many lines of each import are left untried, and how many failed: (import, waiting, failed).
pub fn progress(tx: &mut Tx, ids: &[i64]) -> Result<Vec<(i64, i64, i64)>> {
    use diesel::dsl::count;
    Ok(import_rows::table
        .filter(import_rows::import_id.eq_any(ids))
        .group_by(import_rows::import_id)
        .select((import_rows::import_id, count(import_rows::position), count(import_rows::error)))
        .load::<(i64, i64, i64)>(tx.conn)?
        .into_iter()
        .map(|(id, all, failed)| (id, all - failed, failed))
        .collect())
}

pub fn done(tx: &mut Tx, row: &Row) -> Result<()> {
    diesel::delete(import_rows::table.find((row.import_id, row.position))).execute(tx.conn)?;
    Ok(())
}

pub fn fail(tx: &mut Tx, row: &Row, why: &str) -> Result<()> {
    diesel::update(import_rows::table.find((row.import_id, row.position))).set(import_rows::error.eq(why)).execute(tx.conn)?;
    Ok(())
}

pub fn finish(tx: &mut Tx, id: i64) -> Result<()> {
    diesel::update(imports::table.find(id)).set(imports::finished_at.eq(tx.now.0)).execute(tx.conn)?;
    Ok(())
}

/// Everything of a member in one file.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = archives, treat_none_as_default_value = false)]
pub struct Archive {
    pub id: i64,
    pub account_id: i64,
    /// Bytes, once it is made.
    pub size: Option<i64>,
    pub created_at: i64,
    pub finished_at: Option<i64>,
}

pub fn insert_archive(tx: &mut Tx, archive: &Archive) -> Result<()> {
    diesel::insert_into(archives::table).values(archive).execute(tx.conn)?;
    Ok(())
}

pub fn archive(tx: &mut Tx, id: i64) -> Result<Archive> {
    Ok(archives::table.find(id).select(Archive::as_select()).first(tx.conn)?)
}

pub fn archives_of(tx: &mut Tx, account_id: i64) -> Result<Vec<Archive>> {
    Ok(archives::table
        .filter(archives::account_id.eq(account_id))
        .order(archives::id.desc())
        .select(Archive::as_select())
        .load(tx.conn)?)
}

pub fn archives_before(tx: &mut Tx, before: i64) -> Result<Vec<i64>> {
    Ok(archives::table.filter(archives::created_at.lt(before)).select(archives::id).load(tx.conn)?)
}

pub fn delete_archives(tx: &mut Tx, ids: &[i64]) -> Result<()> {
    diesel::delete(archives::table.filter(archives::id.eq_any(ids))).execute(tx.conn)?;
    Ok(())
}

pub fn finish_archive(tx: &mut Tx, id: i64, size: i64) -> Result<()> {
    diesel::update(archives::table.find(id))
        .set((archives::size.eq(size), archives::finished_at.eq(tx.now.0)))
        .execute(tx.conn)?;
    Ok(())
}

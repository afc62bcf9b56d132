//! Rows of filters, their words and posts.

use diesel::prelude::*;

use super::Context;
use crate::db::schema::{filter_keywords, filter_statuses, filters};
use crate::db::{Tx, direct};
use crate::error::{Error, Result};

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = filters, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Row {
    pub id: i64,
    pub account_id: i64,
    pub title: String,
    /// Separated by blanks.
    pub contexts: String,
    /// `warn`, `hide` or `blur`.
    pub action: String,
    pub expires_at: Option<i64>,
    pub created_at: i64,
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = filter_keywords)]
pub struct Keyword {
    pub id: i64,
    pub filter_id: i64,
    pub keyword: String,
    pub whole_word: bool,
}

/// A post that a filter finds whatever it says.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = filter_statuses)]
pub struct Marked {
    pub id: i64,
    pub filter_id: i64,
    pub status_id: i64,
}

/// A filter with all that belongs to it.
#[derive(Clone, Debug)]
pub struct Filter {
    pub row: Row,
    pub keywords: Vec<Keyword>,
    pub statuses: Vec<Marked>,
}

impl Filter {
    pub fn holds_in(&self, context: Context) -> bool {
        self.row.contexts.split(' ').any(|c| c == context.as_str())
    }
}

/// All filters of an account, the first first: one query for those who have none, three for the others.
pub fn all(tx: &mut Tx, account_id: i64) -> Result<Vec<Filter>> {
    let rows: Vec<Row> =
        filters::table.filter(filters::account_id.eq(account_id)).order(filters::id).select(Row::as_select()).load(tx.conn)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = rows.iter().map(|r| r.id).collect();
    let keywords: Vec<Keyword> = direct!(tx.conn, |c| filter_keywords::table
        .filter(filter_keywords::filter_id.eq_any(&ids))
        .order(filter_keywords::id)
        .select(Keyword::as_select())
        .load(c))?;
    let marked: Vec<Marked> = direct!(tx.conn, |c| filter_statuses::table
        .filter(filter_statuses::filter_id.eq_any(&ids))
        .order(filter_statuses::id)
        .select(Marked::as_select())
        .load(c))?;
    Ok(rows
        .into_iter()
        .map(|row| Filter {
            keywords: keywords.iter().filter(|k| k.filter_id == row.id).cloned().collect(),
            statuses: marked.iter().filter(|m| m.filter_id == row.id).cloned().collect(),
            row,
        })
        .collect())
}

pub fn count(tx: &mut Tx, account_id: i64) -> Result<usize> {
    let n: i64 = direct!(tx.conn, |c| filters::table.filter(filters::account_id.eq(account_id)).count().get_result(c))?;
    usize::try_from(n).map_err(Error::internal)
}

pub fn insert(tx: &mut Tx, row: &Row) -> Result<()> {
    diesel::insert_into(filters::table).values(row).execute(tx.conn)?;
    Ok(())
}

pub fn update(tx: &mut Tx, row: &Row) -> Result<()> {
    diesel::update(filters::table.find(row.id)).set(row).execute(tx.conn)?;
    Ok(())
}

pub fn delete(tx: &mut Tx, id: i64) -> Result<()> {
    diesel::delete(filters::table.find(id)).execute(tx.conn)?;
    Ok(())
}

pub fn count_keywords(tx: &mut Tx, filter_id: i64) -> Result<usize> {
    let n: i64 =
        direct!(tx.conn, |c| filter_keywords::table.filter(filter_keywords::filter_id.eq(filter_id)).count().get_result(c))?;
    usize::try_from(n).map_err(Error::internal)
}

pub fn insert_keyword(tx: &mut Tx, keyword: &Keyword) -> Result<()> {
    diesel::insert_into(filter_keywords::table).values(keyword).execute(tx.conn)?;
    Ok(())
}

pub fn update_keyword(tx: &mut Tx, filter_id: i64, id: i64, keyword: Option<&str>, whole_word: Option<bool>) -> Result<()> {
    let own = || filter_keywords::table.filter(filter_keywords::filter_id.eq(filter_id)).filter(filter_keywords::id.eq(id));
    if let Some(keyword) = keyword {
        diesel::update(own()).set(filter_keywords::keyword.eq(keyword)).execute(tx.conn)?;
    }
    if let Some(whole_word) = whole_word {
        diesel::update(own()).set(filter_keywords::whole_word.eq(whole_word)).execute(tx.conn)?;
    }
    Ok(())
}

pub fn delete_keyword(tx: &mut Tx, filter_id: i64, id: i64) -> Result<()> {
    diesel::delete(filter_keywords::table.filter(filter_keywords::filter_id.eq(filter_id)).filter(filter_keywords::id.eq(id)))
        .execute(tx.conn)?;
    Ok(())
}

pub fn insert_marked(tx: &mut Tx, marked: &Marked) -> Result<()> {
    diesel::insert_into(filter_statuses::table).values(marked).execute(tx.conn)?;
    Ok(())
}

pub fn delete_marked(tx: &mut Tx, id: i64) -> Result<()> {
    diesel::delete(filter_statuses::table.find(id)).execute(tx.conn)?;
    Ok(())
}

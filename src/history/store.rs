//! Rows of what was decided before.

use diesel::prelude::*;
use diesel::sql_types::Text;

use super::Told;
use crate::db::Tx;
use crate::db::schema::past_decisions;
use crate::error::{Error, Result};
use crate::ids;

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = past_decisions, treat_none_as_null = true)]
pub struct Row {
    pub id: i64,
    pub source: String,
    pub source_key: String,
    pub title: String,
    pub author: String,
    pub kind: String,
    pub outcome: String,
    pub started_at: i64,
    pub closed_at: Option<i64>,
    pub document: String,
}

impl Row {
    pub fn told(&self) -> Result<Told> {
        serde_json::from_str(&self.document).map_err(Error::internal)
    }
}

/// What has become of a row that was brought along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    New,
    Changed,
    Same,
}

/// Keeps a row once for each source and key.
pub fn keep(tx: &mut Tx, row: Row) -> Result<Kept> {
    let known: Option<Row> = past_decisions::table
        .filter(past_decisions::source.eq(&row.source))
        .filter(past_decisions::source_key.eq(&row.source_key))
        .select(Row::as_select())
        .first(tx.conn)
        .optional()?;
    let Some(known) = known else {
        let row = Row { id: ids::new(tx.now), ..row };
        diesel::insert_into(past_decisions::table).values(row).execute(tx.conn)?;
        return Ok(Kept::New);
    };
    let row = Row { id: known.id, ..row };
    if row == known {
        return Ok(Kept::Same);
    }
    diesel::update(past_decisions::table.find(row.id)).set(row).execute(tx.conn)?;
    Ok(Kept::Changed)
}

pub fn by_id(tx: &mut Tx, id: i64) -> Result<Row> {
    Ok(past_decisions::table.find(id).select(Row::as_select()).first(tx.conn)?)
}

diesel::define_sql_function! {
    /// SQL's `lower`.
    fn lower(text: Text) -> Text;
}

/// The latest first, a page of them; `q` stands in the title, the outcome or what was said.
pub fn listed(tx: &mut Tx, q: Option<&str>, limit: i64, offset: i64) -> Result<Vec<Row>> {
    let mut found = past_decisions::table.select(Row::as_select()).into_boxed();
    if let Some(q) = q {
        let like = format!("%{}%", q.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        found = found.filter(
            lower(past_decisions::title)
                .like(like.clone())
                .escape('\\')
                .or(lower(past_decisions::outcome).like(like.clone()).escape('\\'))
                .or(lower(past_decisions::document).like(like).escape('\\')),
        );
    }
    let order = (past_decisions::started_at.desc(), past_decisions::id.desc());
    Ok(found.order(order).limit(limit).offset(offset).load(tx.conn)?)
}

pub fn any(tx: &mut Tx) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(past_decisions::table.select(past_decisions::id))).get_result(tx.conn)?)
}

//! Conditions that are the same statement however many values they name, so that it is written and prepared once: a list is one
//! value.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Bool, HasSqlType, Text};

use super::Conn;

/// A column has one of some values: of ids, or of texts.
#[derive(Clone, Debug)]
pub struct Among<C, const TEXTS: bool> {
    column: C,
    /// As this database writes a list.
    values: String,
    /// What stands before and after the list.
    around: (&'static str, &'static str),
}

/// One of these ids.
pub fn ids<C>(conn: &Conn, column: C, ids: &[i64]) -> Among<C, false> {
    let list = ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    match conn {
        Conn::Sqlite(_) => Among { column, values: format!("[{list}]"), around: SQLITE },
        Conn::Postgres(_) => Among { column, values: format!("{{{list}}}"), around: (" = ANY (CAST(", " AS BIGINT[]))") },
    }
}

/// One of these texts.
pub fn texts<C>(conn: &Conn, column: C, texts: &[String]) -> Among<C, true> {
    match conn {
        Conn::Sqlite(_) => Among { column, values: serde_json::Value::from(texts.to_vec()).to_string(), around: SQLITE },
        Conn::Postgres(_) => {
            let quoted = texts.iter().map(|text| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")));
            let list = quoted.collect::<Vec<_>>().join(",");
            Among { column, values: format!("{{{list}}}"), around: (" = ANY (CAST(", " AS TEXT[]))") }
        }
    }
}

const SQLITE: (&str, &str) = (" IN (SELECT value FROM json_each(", "))");

impl<C, const TEXTS: bool> Expression for Among<C, TEXTS> {
    type SqlType = Bool;
}

impl<C, QS, const TEXTS: bool> AppearsOnTable<QS> for Among<C, TEXTS> where C: AppearsOnTable<QS> {}

impl<C, QS, const TEXTS: bool> SelectableExpression<QS> for Among<C, TEXTS> where C: SelectableExpression<QS> {}

impl<C, const TEXTS: bool> ValidGrouping<()> for Among<C, TEXTS> {
    type IsAggregate = is_aggregate::No;
}

// What stands around the list differs from database to database, but a connection, which keeps the statements that it has prepared
// by these names, is to one of them.
impl<C: QueryId, const TEXTS: bool> QueryId for Among<C, TEXTS> {
    type QueryId = Among<C::QueryId, TEXTS>;
    const HAS_STATIC_QUERY_ID: bool = C::HAS_STATIC_QUERY_ID;
}

impl<C, DB, const TEXTS: bool> QueryFragment<DB> for Among<C, TEXTS>
where
    C: QueryFragment<DB>,
    DB: Backend + HasSqlType<Text>,
    String: ToSql<Text, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(self.around.0);
        out.push_bind_param::<Text, _>(&self.values)?;
        out.push_sql(self.around.1);
        Ok(())
    }
}

/// A post is for everybody. The word stands in the statement, so that SQLite sees that an index of such posts fits.
#[derive(Clone, Copy, Debug)]
pub struct IsPublic;

impl Expression for IsPublic {
    type SqlType = Bool;
}

impl<QS> AppearsOnTable<QS> for IsPublic {}

impl<QS> SelectableExpression<QS> for IsPublic {}

impl ValidGrouping<()> for IsPublic {
    type IsAggregate = is_aggregate::No;
}

impl QueryId for IsPublic {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<DB: Backend> QueryFragment<DB> for IsPublic {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("statuses.visibility = 'public'");
        Ok(())
    }
}

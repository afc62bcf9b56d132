//! Whole tables, out of one database and into either: rows as JSON, a line each.
//!
//! What full-text search keeps is each database's own, is left out, and is made anew.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use serde_json::Value;

use super::Conn;
use crate::error::{Error, Result};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Number,
    /// A number on SQLite.
    Bool,
    Text,
    Bytes,
}

#[derive(Clone, Debug)]
pub struct Table {
    pub name: String,
    pub columns: Vec<(String, Kind)>,
}

impl Table {
    pub fn names(&self) -> Vec<&str> {
        self.columns.iter().map(|(name, _)| name.as_str()).collect()
    }
}

/// Rows read or written together.
const TOGETHER: i64 = 1_000;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    tab: String,
    #[diesel(sql_type = Text)]
    col: String,
    #[diesel(sql_type = Text)]
    kind: String,
}

/// Every table of ours, as it is in this database.
pub fn tables(conn: &mut Conn) -> Result<Vec<Table>> {
    let query = match conn {
        Conn::Sqlite(_) => {
            "SELECT m.name AS tab, c.name AS col, lower(c.type) AS kind FROM sqlite_master m JOIN pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' ORDER BY m.name, c.cid"
        }
        Conn::Postgres(_) => {
            "SELECT c.table_name::text AS tab, c.column_name::text AS col, c.data_type::text AS kind FROM information_schema.columns c \
             WHERE c.table_schema = 'public' ORDER BY c.table_name COLLATE \"C\", c.ordinal_position"
        }
    };
    let mut found: Vec<Table> = Vec::new();
    for column in diesel::sql_query(query).load::<Column>(conn)? {
        if column.tab.starts_with("search_") || column.tab.starts_with("__") {
            continue;
        }
        let kind = match column.kind.as_str() {
            "boolean" => Kind::Bool,
            "text" => Kind::Text,
            "blob" | "bytea" => Kind::Bytes,
            _ => Kind::Number,
        };
        match found.last_mut().filter(|table| table.name == column.tab) {
            Some(table) => table.columns.push((column.col, kind)),
            None => found.push(Table { name: column.tab, columns: vec![(column.col, kind)] }),
        }
    }
    Ok(found)
}

/// Reads at one moment, however long it takes; others go on writing.
pub fn snapshot<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    let begin = match conn {
        Conn::Sqlite(_) => "BEGIN",
        Conn::Postgres(_) => {
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL idle_in_transaction_session_timeout TO 0"
        }
    };
    conn.batch_execute(begin).map_err(Error::internal)?;
    let done = work(conn);
    conn.batch_execute("ROLLBACK").map_err(Error::internal)?;
    done
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
    #[diesel(sql_type = BigInt)]
    at: i64,
}

/// Reads a table, some rows at a time, each as a JSON list in the order of its columns: numbers, texts, bytes in hexadecimal.
pub fn read(conn: &mut Conn, table: &Table, mut each: impl FnMut(&str) -> Result<()>) -> Result<()> {
    let cells = table.columns.iter().map(|(name, kind)| match (&*conn, kind) {
        // SQLite's `hex` makes an empty text of NULL.
        (Conn::Sqlite(_), Kind::Bytes) => format!("CASE WHEN \"{name}\" IS NULL THEN NULL ELSE lower(hex(\"{name}\")) END"),
        (Conn::Postgres(_), Kind::Bytes) => format!("encode(\"{name}\", 'hex')"),
        (Conn::Postgres(_), Kind::Bool) => format!("\"{name}\"::int"),
        _ => format!("\"{name}\""),
    });
    let cells = cells.collect::<Vec<_>>().join(", ");
    let name = &table.name;
    let mut from = i64::MIN;
    if let Conn::Postgres(_) = conn {
        let cursor = format!(
            "DECLARE rows_of_table NO SCROLL CURSOR FOR SELECT json_build_array({cells})::text AS line, 0::bigint AS at FROM \"{name}\""
        );
        conn.batch_execute(&cursor).map_err(Error::internal)?;
    }
    loop {
        let rows: Vec<Line> = match conn {
            Conn::Sqlite(_) => diesel::sql_query(format!(
                "SELECT json_array({cells}) AS line, rowid AS at FROM \"{name}\" WHERE rowid > $1 ORDER BY rowid LIMIT {TOGETHER}"
            ))
            .bind::<BigInt, _>(from)
            .load(conn)?,
            Conn::Postgres(_) => diesel::sql_query(format!("FETCH {TOGETHER} FROM rows_of_table")).load(conn)?,
        };
        let Some(last) = rows.last() else { break };
        from = last.at;
        for row in &rows {
            // The two write JSON with other blanks and escapes: here it becomes one spelling.
            let row: Value = serde_json::from_str(&row.line).map_err(Error::internal)?;
            each(&row.to_string())?;
        }
    }
    if let Conn::Postgres(_) = conn {
        conn.batch_execute("CLOSE rows_of_table").map_err(Error::internal)?;
    }
    Ok(())
}

/// Writes rows, as [`read()`] gives them, in the order of `columns`.
pub fn write(conn: &mut Conn, table: &Table, columns: &[String], rows: &[String]) -> Result<()> {
    let kind_of = |name: &str| {
        let known = table.columns.iter().find(|(known, _)| known == name);
        known.map(|(_, kind)| *kind).ok_or_else(|| Error::invalid(format!("The table {} has no column {name}.", table.name)))
    };
    let mut cells = Vec::new();
    for (n, name) in columns.iter().enumerate() {
        cells.push(match (&*conn, kind_of(name)?) {
            (Conn::Sqlite(_), Kind::Bytes) => format!("unhex(json_extract(value, '$[{n}]'))"),
            (Conn::Sqlite(_), _) => format!("json_extract(value, '$[{n}]')"),
            (Conn::Postgres(_), Kind::Bytes) => format!("decode(value->>{n}, 'hex')"),
            (Conn::Postgres(_), Kind::Number) => format!("(value->>{n})::bigint"),
            (Conn::Postgres(_), Kind::Bool) => format!("(value->>{n})::int::boolean"),
            (Conn::Postgres(_), Kind::Text) => format!("value->>{n}"),
        });
    }
    let from = match conn {
        Conn::Sqlite(_) => "json_each($1)",
        Conn::Postgres(_) => "json_array_elements($1::json)",
    };
    let names = columns.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let query = format!("INSERT INTO \"{}\" ({names}) SELECT {} FROM {from}", table.name, cells.join(", "));
    for some in rows.chunks(200) {
        diesel::sql_query(&query).bind::<Text, _>(format!("[{}]", some.join(","))).execute(conn)?;
    }
    Ok(())
}

#[derive(QueryableByName)]
struct Constraint {
    #[diesel(sql_type = Text)]
    tab: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    definition: String,
}

/// Writes tables in any order: whether what a row names is there is looked at in the end. Inside a transaction.
pub fn in_any_order<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    match conn {
        Conn::Sqlite(_) => {
            conn.batch_execute("PRAGMA defer_foreign_keys = ON").map_err(Error::internal)?;
            work(conn)
        }
        Conn::Postgres(_) => {
            let all: Vec<Constraint> = diesel::sql_query(
                "SELECT conrelid::regclass::text AS tab, conname::text AS name, pg_get_constraintdef(oid) AS definition \
                 FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace",
            )
            .load(conn)?;
            for one in &all {
                conn.batch_execute(&format!("ALTER TABLE {} DROP CONSTRAINT \"{}\"", one.tab, one.name))
                    .map_err(Error::internal)?;
            }
            let done = work(conn)?;
            for one in &all {
                let again = format!("ALTER TABLE {} ADD CONSTRAINT \"{}\" {}", one.tab, one.name, one.definition);
                conn.batch_execute(&again).map_err(Error::internal)?;
            }
            Ok(done)
        }
    }
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// How many rows name what is not there. PostgreSQL looks itself when the constraints come back: there it is asked whether
/// they all hold.
pub fn broken_references(conn: &mut Conn) -> Result<i64> {
    let query = match conn {
        Conn::Sqlite(_) => "SELECT count(*) AS n FROM pragma_foreign_key_check",
        Conn::Postgres(_) => "SELECT count(*) AS n FROM pg_constraint WHERE contype = 'f' AND NOT convalidated",
    };
    Ok(diesel::sql_query(query).get_result::<Number>(conn)?.n)
}

//! Full-text search, in each database's own way behind one interface: FTS5 on SQLite, `tsvector` on PostgreSQL.
//!
//! Words are folded before they come here ([`crate::search::fold`]), so both find the same.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::{Conn, Tx};
use crate::error::Result;

/// The index of the words of posts.
pub const STATUSES: &str = "search_statuses";

/// That of the words of proposals.
pub const PROPOSALS: &str = "search_proposals";

/// Puts the words of something into an index, in place of those it had.
pub fn index(tx: &mut Tx, table: &str, id: i64, words: &str) -> Result<()> {
    let query = match tx.conn {
        Conn::Sqlite(_) => {
            diesel::sql_query(format!("DELETE FROM {table} WHERE rowid = $1")).bind::<BigInt, _>(id).execute(tx.conn)?;
            format!("INSERT INTO {table} (rowid, words) VALUES ($1, $2)")
        }
        Conn::Postgres(_) => format!(
            "INSERT INTO {table} (id, words) VALUES ($1, to_tsvector('simple', $2)) \
             ON CONFLICT (id) DO UPDATE SET words = excluded.words"
        ),
    };
    diesel::sql_query(query).bind::<BigInt, _>(id).bind::<Text, _>(words).execute(tx.conn)?;
    Ok(())
}

/// What is looked for: every one of these must be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// One word, or several that stand together.
    pub words: Vec<String>,
    /// The last word may go on.
    pub prefix: bool,
    /// It must not be there.
    pub not: bool,
}

impl Term {
    /// As FTS5 writes it; words are letters and digits only.
    fn fts5(&self) -> String {
        let star = if self.prefix { " *" } else { "" };
        format!("\"{}\"{star}", self.words.join(" "))
    }

    fn tsquery(&self) -> String {
        let last = self.words.len().saturating_sub(1);
        let words = self
            .words
            .iter()
            .enumerate()
            .map(|(n, word)| if self.prefix && n == last { format!("{word}:*") } else { word.clone() });
        words.collect::<Vec<_>>().join(" <-> ")
    }
}

/// The query for all terms in the language of this database; nothing if there is no word that must be there.
pub fn query(conn: &Conn, terms: &[Term]) -> Option<String> {
    let (not, must): (Vec<&Term>, Vec<&Term>) = terms.iter().filter(|t| !t.words.is_empty()).partition(|t| t.not);
    if must.is_empty() {
        return None;
    }
    Some(match conn {
        Conn::Sqlite(_) => {
            let must = must.iter().map(|t| t.fts5()).collect::<Vec<_>>().join(" AND ");
            not.iter().fold(format!("({must})"), |query, t| format!("({query} NOT {})", t.fts5()))
        }
        Conn::Postgres(_) => {
            let must = must.iter().map(|t| format!("({})", t.tsquery()));
            must.chain(not.iter().map(|t| format!("!({})", t.tsquery()))).collect::<Vec<_>>().join(" & ")
        }
    })
}

/// Where posts `s` with the words of a query are read from, so that the newest come first without looking at the others.
pub struct Source {
    pub from: &'static str,
    /// The query stands at `$1`.
    pub condition: &'static str,
    /// The id, where the walk goes along.
    pub id: &'static str,
}

pub const fn source(conn: &Conn) -> Source {
    match conn {
        // CROSS JOIN keeps SQLite from walking the other way round.
        Conn::Sqlite(_) => Source {
            from: "search_statuses CROSS JOIN statuses s ON s.id = search_statuses.rowid",
            condition: "search_statuses MATCH $1",
            id: "search_statuses.rowid",
        },
        Conn::Postgres(_) => Source {
            from: "search_statuses f JOIN statuses s ON s.id = f.id",
            condition: "f.words @@ to_tsquery('simple', $1)",
            id: "f.id",
        },
    }
}

/// What comes before and after a query so that it gives the ids of what has its words in an index.
pub fn among(conn: &Conn, table: &str) -> (String, &'static str) {
    match conn {
        Conn::Sqlite(_) => (format!("(SELECT rowid FROM {table} WHERE {table} MATCH "), ")"),
        Conn::Postgres(_) => (format!("(SELECT id FROM {table} WHERE words @@ to_tsquery('simple', "), "))"),
    }
}

//! What the two databases do each in their own way; everything else is written once.

use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::{PgConnection, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{Conn, Place};
use crate::error::{Error, Result};
use crate::hub::Event;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Opens a connection, with the settings that durability and speed ask for.
pub fn connect(place: &Place) -> Result<Conn> {
    match place {
        Place::Sqlite(path) => {
            let shown = path.display();
            let mut conn = SqliteConnection::establish(&path.to_string_lossy())
                .map_err(|error| Error::invalid(format!("The database {shown} cannot be opened: {error}.")))?;
            conn.batch_execute(
                "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
                 PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY;",
            )
            .map_err(|error| Error::invalid(format!("The database {shown} cannot be used: {error}.")))?;
            Ok(Conn::Sqlite(conn))
        }
        Place::Postgres(url) => {
            let mut conn = PgConnection::establish(url).map_err(|error| {
                Error::invalid(format!(
                    "PostgreSQL does not answer: {}. Check the database URL and that the server runs.",
                    one_line(&error)
                ))
            })?;
            // Notices of "relation already exists" are no news.
            conn.batch_execute("SET client_min_messages TO warning; SET idle_in_transaction_session_timeout TO '60s';")
                .map_err(Error::internal)?;
            Ok(Conn::Postgres(conn))
        }
    }
}

fn one_line(error: &impl std::fmt::Display) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Runs what is missing of the migrations.
///
/// # Errors
/// `Invalid` when the database holds migrations this binary does not know: a newer Potluck wrote it.
pub fn migrate(conn: &mut Conn) -> Result<usize> {
    let known = names(conn)?;
    match conn {
        Conn::Sqlite(conn) => refuse_newer(&known, conn.applied_migrations())?,
        Conn::Postgres(conn) => {
            // Several processes may start at once; the lock goes with the session's transaction.
            conn.batch_execute("SELECT pg_advisory_lock(7068746)").map_err(Error::internal)?;
            refuse_newer(&known, conn.applied_migrations())?;
        }
    }
    let ran = match conn {
        Conn::Sqlite(conn) => conn.run_pending_migrations(SQLITE).map(|ran| ran.len()),
        Conn::Postgres(conn) => {
            let ran = conn.run_pending_migrations(POSTGRES).map(|ran| ran.len());
            conn.batch_execute("SELECT pg_advisory_unlock(7068746)").map_err(Error::internal)?;
            ran
        }
    };
    ran.map_err(|error| Error::internal(format!("The database could not be brought up to date: {error}")))
}

/// Takes every migration back. Only tests do this.
pub fn revert(conn: &mut Conn) -> Result<()> {
    match conn {
        Conn::Sqlite(conn) => conn.revert_all_migrations(SQLITE).map(|_| ()),
        Conn::Postgres(conn) => conn.revert_all_migrations(POSTGRES).map(|_| ()),
    }
    .map_err(Error::internal)
}

/// Takes the last migrations back. For a database with nothing in it: what newer tables hold is lost.
pub fn step_back(conn: &mut Conn, steps: usize) -> Result<()> {
    for _ in 0..steps {
        match conn {
            Conn::Sqlite(conn) => conn.revert_last_migration(SQLITE).map(|_| ()),
            Conn::Postgres(conn) => conn.revert_last_migration(POSTGRES).map(|_| ()),
        }
        .map_err(Error::internal)?;
    }
    Ok(())
}

/// The names of the migrations this binary has for the database.
pub fn names(conn: &Conn) -> Result<Vec<String>> {
    fn read<DB: diesel::backend::Backend>(source: EmbeddedMigrations) -> Result<Vec<String>>
    where
        EmbeddedMigrations: MigrationSource<DB>,
    {
        let migrations: Vec<Box<dyn Migration<DB>>> = source.migrations().map_err(Error::internal)?;
        Ok(migrations.iter().map(|m| m.name().version().to_string()).collect())
    }
    match conn {
        Conn::Sqlite(_) => read::<diesel::sqlite::Sqlite>(SQLITE),
        Conn::Postgres(_) => read::<diesel::pg::Pg>(POSTGRES),
    }
}

fn refuse_newer<E: std::fmt::Display>(
    known: &[String],
    applied: std::result::Result<Vec<diesel::migration::MigrationVersion<'static>>, E>,
) -> Result<()> {
    let applied = applied.map_err(|error| Error::internal(format!("The database cannot be read: {error}")))?;
    match applied.iter().map(ToString::to_string).find(|version| !known.contains(version)) {
        None => Ok(()),
        Some(version) => Err(Error::invalid(format!(
            "This database was written by a newer Potluck (migration {version} is unknown here). Install that version or a later one."
        ))),
    }
}

pub fn ping(conn: &mut Conn) -> Result<()> {
    diesel::sql_query("SELECT 1").execute(conn)?;
    Ok(())
}

/// What changes with every commit, of whatever process; on SQLite it has to be asked for on one connection that never writes.
pub fn stamp(conn: &mut Conn) -> Result<String> {
    #[derive(QueryableByName)]
    struct Version {
        #[diesel(sql_type = BigInt)]
        data_version: i64,
    }
    #[derive(QueryableByName)]
    struct Snapshot {
        #[diesel(sql_type = Text)]
        snapshot: String,
    }
    Ok(match conn {
        Conn::Sqlite(conn) => diesel::sql_query("PRAGMA data_version").get_result::<Version>(conn)?.data_version.to_string(),
        Conn::Postgres(conn) => {
            diesel::sql_query("SELECT pg_current_snapshot()::text AS snapshot").get_result::<Snapshot>(conn)?.snapshot
        }
    })
}

/// Looks whether the database is whole and up to date; answers what is wrong.
pub fn examine(conn: &mut Conn) -> Result<Option<String>> {
    #[derive(QueryableByName)]
    struct Check {
        #[diesel(sql_type = diesel::sql_types::Text)]
        quick_check: String,
    }
    let missing = match conn {
        Conn::Sqlite(conn) => {
            let checks: Vec<Check> = diesel::sql_query("PRAGMA quick_check(1)").load(conn)?;
            if let Some(broken) = checks.iter().find(|check| check.quick_check != "ok") {
                return Ok(Some(format!("it is damaged ({}). Restore a backup: potluck restore FILE.", broken.quick_check)));
            }
            conn.has_pending_migration(SQLITE).map_err(Error::internal)?
        }
        Conn::Postgres(conn) => conn.has_pending_migration(POSTGRES).map_err(Error::internal)?,
    };
    Ok(missing.then(|| "it is not up to date. Run potluck migrate, or start the node again.".to_string()))
}

pub fn is_broken(conn: &mut Conn) -> bool {
    use diesel::r2d2::R2D2Connection;
    match conn {
        Conn::Sqlite(conn) => conn.is_broken(),
        Conn::Postgres(conn) => conn.is_broken(),
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Every table, column and index, a line each, in words that are the same for both databases.
pub fn describe(conn: &mut Conn) -> Result<Vec<String>> {
    let query = match conn {
        Conn::Sqlite(_) => {
            "SELECT m.name || '.' || c.name || ' ' || lower(CASE c.type WHEN 'BLOB' THEN 'bytes' WHEN 'TEXT' THEN 'text' ELSE 'number' END) \
               || CASE c.\"notnull\" WHEN 1 THEN ' required' ELSE '' END AS line \
             FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE 'search\\_%' ESCAPE '\\' \
             UNION ALL \
             SELECT 'index ' || m.name || ' on ' || m.tbl_name || ' (' || (SELECT group_concat(i.name, ',') FROM pragma_index_info(m.name) i) || ')' \
               || CASE WHEN m.sql LIKE 'CREATE UNIQUE%' THEN ' unique' ELSE '' END AS line \
             FROM sqlite_master m WHERE m.type = 'index' AND m.sql IS NOT NULL AND m.tbl_name NOT LIKE 'search\\_%' ESCAPE '\\' ORDER BY 1"
        }
        Conn::Postgres(_) => {
            "SELECT c.table_name || '.' || c.column_name || ' ' || CASE c.data_type WHEN 'bytea' THEN 'bytes' WHEN 'text' THEN 'text' ELSE 'number' END \
               || CASE c.is_nullable WHEN 'NO' THEN ' required' ELSE '' END AS line \
             FROM information_schema.columns c WHERE c.table_schema = 'public' AND c.table_name NOT LIKE '\\_\\_%' AND c.table_name NOT LIKE 'search\\_%' \
             UNION ALL \
             SELECT 'index ' || i.relname || ' on ' || t.relname || ' (' || string_agg(a.attname, ',' ORDER BY k.n) || ')' \
               || CASE WHEN x.indisunique THEN ' unique' ELSE '' END AS line \
             FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace \
               CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY AS k (attnum, n) JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum \
             WHERE n.nspname = 'public' AND NOT EXISTS (SELECT 1 FROM pg_constraint q WHERE q.conindid = x.indexrelid AND q.contype IN ('p', 'u')) \
               AND t.relname NOT LIKE '\\_\\_%' AND t.relname NOT LIKE 'search\\_%' \
             GROUP BY i.relname, t.relname, x.indisunique ORDER BY 1"
        }
    };
    let mut lines: Vec<String> = diesel::sql_query(query).load::<Line>(conn)?.into_iter().map(|l| l.line).collect();
    lines.sort();
    Ok(lines)
}

/// Rows another process has claimed are passed over. SQLite has one writer and nobody to pass over.
pub fn skip_locked(conn: &Conn) -> &'static str {
    match conn {
        Conn::Sqlite(_) => "",
        Conn::Postgres(_) => " FOR UPDATE SKIP LOCKED",
    }
}

/// The rows read stay as they are until the transaction ends. On SQLite they do anyway.
pub fn for_update(conn: &Conn) -> &'static str {
    match conn {
        Conn::Sqlite(_) => "",
        Conn::Postgres(_) => " FOR UPDATE",
    }
}

/// May several processes work on this database at the same time?
pub fn is_shared(conn: &Conn) -> bool {
    matches!(conn, Conn::Postgres(_))
}

/// The channel on which processes that share a database tell each other what happened.
const CHANNEL: &str = "potluck";

/// Tells every process, with the commit.
pub fn tell(conn: &mut Conn, events: &[Event]) -> Result<()> {
    for event in events {
        let event = serde_json::to_string(event).map_err(Error::internal)?;
        diesel::sql_query("SELECT pg_notify($1, $2)").bind::<Text, _>(CHANNEL).bind::<Text, _>(event).execute(conn)?;
    }
    Ok(())
}

/// Listens to what processes tell each other, on a connection of its own, until `heard` says that it is enough; once a
/// moment it is called with nothing. SQLite has one process, and nobody to listen to.
pub fn listen(place: &Place, mut heard: impl FnMut(Option<Event>) -> bool) -> Result<()> {
    let Conn::Postgres(mut conn) = connect(place)? else { return Ok(()) };
    conn.batch_execute(&format!("LISTEN {CHANNEL}")).map_err(Error::internal)?;
    loop {
        for notification in conn.notifications_iter() {
            let notification = notification.map_err(Error::internal)?;
            if let Ok(event) = serde_json::from_str(&notification.payload)
                && !heard(Some(event))
            {
                return Ok(());
            }
        }
        if !heard(None) {
            return Ok(());
        }
        std::thread::sleep(LOOK_AGAIN);
    }
}

/// How soon the news of other processes is heard.
const LOOK_AGAIN: std::time::Duration = std::time::Duration::from_millis(25);

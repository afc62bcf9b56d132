//! The database: SQLite in the data folder, or PostgreSQL. Which one is decided at run time by the URL.
//!
//! Reads come from a pool. On SQLite all writes go through one thread that commits them in groups (`writer.rs`); on
//! PostgreSQL each write has its own connection and transaction.

pub mod among;
pub mod dump;
pub mod each_backend;
mod pool;
pub mod schema;
pub mod search;
#[cfg(test)]
mod tests;
mod writer;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use diesel::{Connection, PgConnection, SqliteConnection};

use crate::clock::Time;
use crate::error::{Error, Result};
use crate::hub::Event;
use crate::site::Site;

/// A connection to either database. Queries are written once and run on both.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

/// Runs a statement on the connection that is there, of one database or the other: `direct!(tx.conn, |c| query.load(c))`.
///
/// Everything runs on a [`Conn`] as it is, but there Diesel writes the text of a statement anew, twice each time it runs: for rows
/// with many columns, and pages that ask for many things, a fifth of the work. So what runs often is written like this.
macro_rules! direct {
    ($conn:expr, |$direct:ident| $run:expr) => {
        match &mut *$conn {
            $crate::db::Conn::Sqlite($direct) => $run,
            $crate::db::Conn::Postgres($direct) => $run,
        }
    };
}
pub(crate) use direct;

/// One transaction: its connection, its moment, and the chapter it is for.
pub struct Tx<'a> {
    pub conn: &'a mut Conn,
    /// One moment for the whole verb.
    pub now: Time,
    pub site: Arc<Site>,
    /// Set when the worker has something to do after the commit.
    pub wakes: bool,
    /// What those who are listening are told after the commit.
    pub events: Vec<Event>,
}

/// Where the data lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Sqlite(std::path::PathBuf),
    Postgres(String),
}

impl Place {
    /// Reads `sqlite:PATH` (relative to the data folder) or `postgres://…`.
    pub fn parse(url: &str, data: &Path) -> Result<Self> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() {
                return Err(Error::invalid("The database URL sqlite: names no file. Write sqlite:potluck.db, for example."));
            }
            Ok(Self::Sqlite(data.join(path)))
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Ok(Self::Postgres(url.to_string()))
        } else {
            Err(Error::invalid("The database URL must begin with sqlite: or postgres://."))
        }
    }
}

/// The doors to the database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    place: Place,
    readers: pool::Pool,
    writer: Option<writer::Writer>,
    /// On SQLite: the connection that sees whether others have written.
    watch: Option<Arc<Mutex<Conn>>>,
}

/// What is written, at one moment: as long as it is the same nothing has been committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp(String);

impl Db {
    /// Opens the database and brings its tables up to date.
    ///
    /// # Errors
    /// One sentence for the steward: cannot be opened, or was written by a newer Potluck.
    pub fn open(place: &Place, readers: u32) -> Result<Self> {
        let mut first = each_backend::connect(place)?;
        each_backend::migrate(&mut first)?;
        let writer = match first {
            Conn::Sqlite(_) => Some(writer::Writer::start(first)?),
            Conn::Postgres(_) => None,
        };
        let watch = match &writer {
            Some(_) => Some(Arc::new(Mutex::new(each_backend::connect(place)?))),
            None => None,
        };
        Ok(Self { place: place.clone(), readers: pool::open(place.clone(), readers)?, writer, watch })
    }

    /// Has anything been written since? `None` where that cannot be said now.
    pub async fn stamp(&self) -> Option<Stamp> {
        let stamp = match &self.watch {
            // This takes some microseconds: handing it to another thread would take longer.
            Some(watch) => each_backend::stamp(&mut watch.lock().unwrap_or_else(PoisonError::into_inner)),
            None => self.read(each_backend::stamp).await,
        };
        stamp.ok().map(Stamp)
    }

    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Runs a read on a connection of the pool, off the async threads.
    pub async fn read<T: Send + 'static>(&self, work: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static) -> Result<T> {
        let pool = self.readers.clone();
        blocking(move || {
            let mut conn = pool.get().map_err(Error::internal)?;
            work(&mut conn)
        })
        .await
    }

    /// Reads a few rows by their keys. On SQLite that takes less time than handing it to another thread and coming back, which is
    /// most of what a small request costs. What reads more, or has to wait for a connection, goes by [`Self::read`].
    pub async fn look<T: Send + 'static>(&self, work: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static) -> Result<T> {
        match self.writer.as_ref().and_then(|_| self.readers.try_get()) {
            Some(mut conn) => {
                catch_unwind(AssertUnwindSafe(|| work(&mut conn))).unwrap_or_else(|_| Err(Error::internal("a read panicked")))
            }
            None => self.read(work).await,
        }
    }

    /// Runs a write in one transaction. When this answers `Ok`, it is on the disk; when it answers an error, nothing is.
    pub async fn write<T: Send + 'static>(&self, work: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static) -> Result<T> {
        match &self.writer {
            Some(writer) => writer.write(work).await,
            None => {
                let pool = self.readers.clone();
                blocking(move || {
                    let mut conn = pool.get().map_err(Error::internal)?;
                    transact(&mut conn, work)
                })
                .await
            }
        }
    }
}

/// One transaction, or inside another a savepoint. Diesel does not roll back on a panic, so a panic becomes an error first.
fn transact<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    conn.transaction(|conn| {
        catch_unwind(AssertUnwindSafe(|| work(conn))).unwrap_or_else(|_| Err(Error::internal("a write panicked")))
    })
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}

//! SQLite's one writer: jobs that wait together are committed together.
//!
//! A commit costs a trip to the disk. With one thread that takes up to [`GROUP`] jobs into a transaction, a savepoint
//! each, and answers them after the commit, a busy node makes thousands of durable writes a second and none waits long.

use std::sync::mpsc;

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use tokio::sync::oneshot;

use super::Conn;
use crate::error::{Error, Result};

/// How many jobs share a commit at the most.
const GROUP: usize = 64;

/// Does its work in a savepoint and returns what to do once the commit has gone through, or has not.
type Job = Box<dyn FnOnce(&mut Conn) -> Answer + Send>;
type Answer = Box<dyn FnOnce(Result<()>) + Send>;

#[derive(Clone)]
pub(super) struct Writer {
    jobs: mpsc::Sender<Job>,
}

impl Writer {
    pub fn start(mut conn: Conn) -> Result<Self> {
        let (jobs, queue) = mpsc::channel::<Job>();
        std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || {
                while let Ok(first) = queue.recv() {
                    let group = std::iter::once(first).chain(queue.try_iter()).take(GROUP).collect();
                    commit(&mut conn, group);
                }
            })
            .map_err(Error::internal)?;
        Ok(Self { jobs })
    }

    pub async fn write<T: Send + 'static>(&self, work: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static) -> Result<T> {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |conn| {
            let done = super::transact(conn, work);
            Box::new(move |committed| {
                // Whoever asked may have gone; the write stands all the same.
                let _ = answer.send(committed.and(done));
            })
        });
        self.jobs.send(job).map_err(|_| Error::internal("the writer has stopped"))?;
        answered.await.map_err(|_| Error::internal("the writer has stopped"))?
    }
}

fn commit(conn: &mut Conn, group: Vec<Job>) {
    if let Err(error) = begin(conn) {
        let text = error.to_string();
        for job in group {
            drop(job);
        }
        tracing::error!(error = text, "the database could not be opened for writing");
        return;
    }
    let answers: Vec<Answer> = group.into_iter().map(|job| job(conn)).collect();
    let committed = end(conn).map_err(|error| error.to_string());
    for answer in answers {
        answer(committed.clone().map_err(Error::internal));
    }
}

/// `BEGIN IMMEDIATE`: a deferred transaction that reads and then writes fails at once when another process holds the file.
fn begin(conn: &mut Conn) -> diesel::QueryResult<()> {
    match conn {
        Conn::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE"),
        Conn::Postgres(conn) => AnsiTransactionManager::begin_transaction(conn),
    }
}

fn end(conn: &mut Conn) -> diesel::QueryResult<()> {
    let done = match conn {
        Conn::Sqlite(conn) => AnsiTransactionManager::commit_transaction(conn),
        Conn::Postgres(conn) => AnsiTransactionManager::commit_transaction(conn),
    };
    if done.is_err() {
        let _ = match conn {
            Conn::Sqlite(conn) => AnsiTransactionManager::rollback_transaction(conn),
            Conn::Postgres(conn) => AnsiTransactionManager::rollback_transaction(conn),
        };
    }
    done
}

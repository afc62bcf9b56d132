//! A pool of connections to either database.

use std::ops::{Deref, DerefMut};
use std::time::{Duration, Instant};

use diesel::r2d2::{self, ManageConnection};

use super::each_backend;
use super::{Conn, Place};
use crate::error::{Error, Result};

pub(super) type Pool = r2d2::Pool<Manager>;

pub(super) struct Manager(Place);

/// A connection, and when it was last heard of.
pub(super) struct Heard {
    conn: Conn,
    at: Instant,
}

impl Deref for Heard {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.conn
    }
}

impl DerefMut for Heard {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}

/// So long it is taken for granted that the other side is still there: asking costs as much as a small read.
const TRUSTED: Duration = Duration::from_secs(1);

impl ManageConnection for Manager {
    type Connection = Heard;
    type Error = Error;

    fn connect(&self) -> Result<Heard> {
        Ok(Heard { conn: each_backend::connect(&self.0)?, at: Instant::now() })
    }

    fn is_valid(&self, heard: &mut Heard) -> Result<()> {
        if heard.at.elapsed() > TRUSTED {
            each_backend::ping(&mut heard.conn)?;
            heard.at = Instant::now();
        }
        Ok(())
    }

    fn has_broken(&self, heard: &mut Heard) -> bool {
        each_backend::is_broken(&mut heard.conn)
    }
}

pub(super) fn open(place: Place, size: u32) -> Result<Pool> {
    // A file does not go away between two queries; a server may, and then the next reader should not be the one to find out.
    let remote = matches!(place, Place::Postgres(_));
    r2d2::Pool::builder()
        .max_size(size)
        .min_idle(Some(1))
        .test_on_check_out(remote)
        .connection_timeout(Duration::from_secs(10))
        .build(Manager(place))
        .map_err(Error::internal)
}

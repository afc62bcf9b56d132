//! A pool of connections to either database.

use std::time::Duration;

use diesel::r2d2::{self, ManageConnection};

use super::each_backend;
use super::{Conn, Place};
use crate::error::{Error, Result};

pub(super) type Pool = r2d2::Pool<Manager>;

pub(super) struct Manager(Place);

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = Error;

    fn connect(&self) -> Result<Conn> {
        each_backend::connect(&self.0)
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<()> {
        each_backend::ping(conn)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        each_backend::is_broken(conn)
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

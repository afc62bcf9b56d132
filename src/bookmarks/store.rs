//! Rows of bookmarks.

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::db::among;
use crate::db::schema::{bookmarks, statuses};
use crate::db::{Tx, direct};
use crate::error::Result;
use crate::ids;
use crate::statuses::Status;
use crate::web::Paging;

pub fn insert_once(tx: &mut Tx, account_id: i64, status_id: i64) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO bookmarks (id, account_id, status_id, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    )
    .bind::<BigInt, _>(ids::new(tx.now))
    .bind::<BigInt, _>(account_id)
    .bind::<BigInt, _>(status_id)
    .bind::<BigInt, _>(tx.now.0)
    .execute(tx.conn)?;
    Ok(())
}

pub fn delete(tx: &mut Tx, account_id: i64, status_id: i64) -> Result<()> {
    diesel::delete(bookmarks::table.filter(bookmarks::account_id.eq(account_id)).filter(bookmarks::status_id.eq(status_id)))
        .execute(tx.conn)?;
    Ok(())
}

/// Those of the posts that an account has bookmarked.
pub fn bookmarked_among(tx: &mut Tx, account_id: i64, ids: &[i64]) -> Result<Vec<i64>> {
    let among = among::ids(tx.conn, bookmarks::status_id, ids);
    Ok(direct!(tx.conn, |c| bookmarks::table
        .filter(bookmarks::account_id.eq(account_id))
        .filter(among)
        .select(bookmarks::status_id)
        .load(c))?)
}

/// The posts an account has bookmarked, the latest bookmark first, with the id to page by.
pub fn page(tx: &mut Tx, account_id: i64, paging: &Paging, limit: i64) -> Result<Vec<(i64, Status)>> {
    let (above, below) = paging.bounds();
    Ok(direct!(tx.conn, |c| bookmarks::table
        .inner_join(statuses::table.on(statuses::id.eq(bookmarks::status_id)))
        .filter(bookmarks::account_id.eq(account_id))
        .filter(bookmarks::id.gt(above))
        .filter(bookmarks::id.lt(below))
        .order(bookmarks::id.desc())
        .limit(limit)
        .select((bookmarks::id, Status::as_select()))
        .load(c))?)
}

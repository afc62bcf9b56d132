//! Queries for what is much talked about.

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::clock::Time;
use crate::db::Tx;
use crate::db::among::IsPublic;
use crate::db::schema::{cards, status_cards, statuses};
use crate::error::Result;
use crate::ids;
use crate::statuses::Status;
use crate::web::Paging;

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Posts that were passed on and liked most since a moment: of people who want to be found, for everybody's eyes.
pub fn popular(tx: &mut Tx, since: Time, limit: i64, offset: i64) -> Result<Vec<i64>> {
    let found: Vec<Found> = diesel::sql_query(
        "SELECT s.id AS id FROM statuses s JOIN accounts a ON a.id = s.account_id \
         WHERE s.id >= $1 AND s.created_at >= $2 AND s.visibility = 'public' AND s.reblog_of_id IS NULL AND NOT s.sensitive AND s.in_reply_to_uri IS NULL \
           AND s.reblogs_count + s.favourites_count > 0 AND a.discoverable AND a.silenced_at IS NULL AND a.suspended_at IS NULL \
         ORDER BY s.reblogs_count * 2 + s.favourites_count DESC, s.id DESC LIMIT $3 OFFSET $4",
    )
    .bind::<BigInt, _>(ids::floor(since))
    .bind::<BigInt, _>(since.0)
    .bind::<BigInt, _>(limit)
    .bind::<BigInt, _>(offset)
    .load(tx.conn)?;
    Ok(found.into_iter().map(|f| f.id).collect())
}

/// Public posts that link to a page, the newest first.
pub fn linking(tx: &mut Tx, url: &str, paging: &Paging, limit: i64) -> Result<Vec<Status>> {
    let (above, below) = paging.bounds();
    Ok(statuses::table
        .inner_join(status_cards::table.on(status_cards::status_id.eq(statuses::id)))
        .inner_join(cards::table.on(cards::id.eq(status_cards::card_id)))
        .filter(cards::url.eq(url))
        .filter(IsPublic)
        .filter(statuses::id.gt(above))
        .filter(statuses::id.lt(below))
        .order(statuses::id.desc())
        .limit(limit)
        .select(Status::as_select())
        .load(tx.conn)?)
}

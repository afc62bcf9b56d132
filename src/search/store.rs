//! Queries for the words of posts.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::Wish;
use crate::db::schema::statuses;
use crate::db::{Tx, search};
use crate::error::Result;
use crate::statuses::Status;
use crate::web::Paging;

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// The posts a member may look through that say what is wished for, the newest first: their own, those that name them or
/// that they favourited, bookmarked, passed on or voted in, and public ones of people who allow it.
pub fn find(
    tx: &mut Tx,
    viewer: i64,
    wish: &Wish,
    author: Option<i64>,
    paging: &Paging,
    limit: i64,
    offset: i64,
) -> Result<Vec<i64>> {
    let (above, below) = paging.bounds();
    let words = search::query(tx.conn, &wish.terms);
    let source = match words {
        Some(_) => search::source(tx.conn),
        None => search::Source { from: "statuses s", condition: "$1 = ''", id: "s.id" },
    };
    let range = format!("{} > $2 AND {} < $3", source.id, source.id);
    let mut conditions: Vec<&str> = vec![
        source.condition,
        &range,
        "(s.account_id = $4 OR s.visibility = 'public' AND EXISTS (SELECT 1 FROM accounts a WHERE a.id = s.account_id AND a.indexable) \
          OR EXISTS (SELECT 1 FROM mentions m WHERE m.status_id = s.id AND m.account_id = $4) \
          OR EXISTS (SELECT 1 FROM favourites v WHERE v.status_id = s.id AND v.account_id = $4) \
          OR EXISTS (SELECT 1 FROM bookmarks k WHERE k.status_id = s.id AND k.account_id = $4) \
          OR EXISTS (SELECT 1 FROM poll_votes p WHERE p.status_id = s.id AND p.account_id = $4) \
          OR EXISTS (SELECT 1 FROM statuses b WHERE b.reblog_of_id = s.id AND b.account_id = $4))",
        "($5 = 0 OR s.account_id = $5)",
        "s.created_at >= $6 AND s.created_at < $7",
        "($8 = '' OR s.language = $8)",
        "s.reblog_of_id IS NULL",
    ];
    if wish.media {
        conditions.push("s.attachments <> '[]'");
    }
    if wish.poll {
        conditions.push("s.object_type = 'Question'");
    }
    match wish.reply {
        Some(true) => conditions.push("s.in_reply_to_uri IS NOT NULL"),
        Some(false) => conditions.push("s.in_reply_to_uri IS NULL"),
        None => {}
    }
    let query = format!(
        "SELECT s.id AS id FROM {} WHERE {} ORDER BY {} DESC LIMIT $9 OFFSET $10",
        source.from,
        conditions.join(" AND "),
        source.id
    );
    let found: Vec<Found> = diesel::sql_query(query)
        .bind::<Text, _>(words.unwrap_or_default())
        .bind::<BigInt, _>(above)
        .bind::<BigInt, _>(below)
        .bind::<BigInt, _>(viewer)
        .bind::<BigInt, _>(author.unwrap_or(0))
        .bind::<BigInt, _>(wish.after.map_or(i64::MIN, |t| t.0))
        .bind::<BigInt, _>(wish.before.map_or(i64::MAX, |t| t.0))
        .bind::<Text, _>(wish.language.as_deref().unwrap_or_default())
        .bind::<BigInt, _>(limit)
        .bind::<BigInt, _>(offset)
        .load(tx.conn)?;
    Ok(found.into_iter().map(|f| f.id).collect())
}

/// Posts below an id that may not be in the index yet, the newest first.
pub fn without_words(tx: &mut Tx, below: i64, limit: i64) -> Result<Vec<Status>> {
    Ok(statuses::table
        .filter(statuses::id.lt(below))
        .filter(statuses::reblog_of_id.is_null())
        .order(statuses::id.desc())
        .limit(limit)
        .select(Status::as_select())
        .load(tx.conn)?)
}

//! Rows of cards.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::clock::Time;
use crate::db::among;
use crate::db::schema::{cards, status_cards};
use crate::db::{Tx, direct};
use crate::error::Result;
use crate::ids;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = cards)]
pub struct Card {
    /// JSON, or empty: there is nothing to show.
    pub entity: String,
    pub fetched_at: i64,
}

pub fn by_url(tx: &mut Tx, url: &str) -> Result<Option<Card>> {
    Ok(direct!(tx.conn, |c| cards::table.filter(cards::url.eq(url)).select(Card::as_select()).first(c)).optional()?)
}

/// Writes down what a page says now; answers the card's id.
pub fn put(tx: &mut Tx, url: &str, entity: &str) -> Result<i64> {
    diesel::sql_query(
        "INSERT INTO cards (id, url, entity, fetched_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (url) DO UPDATE SET entity = excluded.entity, fetched_at = excluded.fetched_at",
    )
    .bind::<BigInt, _>(ids::new(tx.now))
    .bind::<Text, _>(url)
    .bind::<Text, _>(entity)
    .bind::<BigInt, _>(tx.now.0)
    .execute(tx.conn)?;
    Ok(direct!(tx.conn, |c| cards::table.filter(cards::url.eq(url)).select(cards::id).first(c))?)
}

pub fn hang(tx: &mut Tx, status_id: i64, card_id: i64) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO status_cards (status_id, card_id) VALUES ($1, $2) ON CONFLICT (status_id) DO UPDATE SET card_id = excluded.card_id",
    )
    .bind::<BigInt, _>(status_id)
    .bind::<BigInt, _>(card_id)
    .execute(tx.conn)?;
    Ok(())
}

pub fn take_off(tx: &mut Tx, status_id: i64) -> Result<()> {
    direct!(tx.conn, |c| diesel::delete(status_cards::table.filter(status_cards::status_id.eq(status_id))).execute(c))?;
    Ok(())
}

/// The cards of these posts: (post, entity).
pub fn of(tx: &mut Tx, ids: &[i64]) -> Result<Vec<(i64, String)>> {
    let among = among::ids(tx.conn, status_cards::status_id, ids);
    Ok(direct!(tx.conn, |c| status_cards::table
        .inner_join(cards::table.on(cards::id.eq(status_cards::card_id)))
        .filter(among)
        .select((status_cards::status_id, cards::entity))
        .load(c))?)
}

/// A page that many link to: its card, how many posts, by how many.
#[derive(QueryableByName)]
pub struct Trending {
    #[diesel(sql_type = Text)]
    pub entity: String,
    #[diesel(sql_type = BigInt)]
    pub uses: i64,
    #[diesel(sql_type = BigInt)]
    pub accounts: i64,
}

/// The pages most people linked to for everybody since a moment.
pub fn trending(tx: &mut Tx, since: Time, limit: i64, offset: i64) -> Result<Vec<Trending>> {
    Ok(diesel::sql_query(
        "SELECT c.entity AS entity, t.uses AS uses, t.accounts AS accounts FROM cards c JOIN (\
           SELECT k.card_id AS card_id, count(*) AS uses, count(DISTINCT s.account_id) AS accounts FROM statuses s \
           JOIN status_cards k ON k.status_id = s.id JOIN accounts a ON a.id = s.account_id \
           WHERE s.id >= $1 AND s.created_at >= $2 AND s.visibility = 'public' AND a.silenced_at IS NULL AND a.suspended_at IS NULL \
           GROUP BY k.card_id) t ON t.card_id = c.id WHERE c.entity <> '' ORDER BY t.accounts DESC, t.uses DESC, c.id LIMIT $3 OFFSET $4",
    )
    .bind::<BigInt, _>(ids::floor(since))
    .bind::<BigInt, _>(since.0)
    .bind::<BigInt, _>(limit)
    .bind::<BigInt, _>(offset)
    .load(tx.conn)?)
}

//! Rows of quotes: which post quotes which, and the leave given for it.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::db::schema::{quote_authorizations, statuses};
use crate::db::{Tx, direct};
use crate::error::Result;
use crate::ids;
use crate::statuses::Status;
use crate::web::Paging;

/// What a post says of the one it quotes.
#[derive(AsChangeset, Clone, Debug)]
#[diesel(table_name = statuses, treat_none_as_null = true)]
pub struct Quote {
    pub quote_uri: Option<String>,
    pub quote_id: Option<i64>,
    pub quote_state: Option<String>,
    pub quote_approval_uri: Option<String>,
}

pub fn set(tx: &mut Tx, status_id: i64, quote: &Quote) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(statuses::table.find(status_id)).set(quote).execute(c))?;
    Ok(())
}

/// How many quote a post with leave.
pub fn recount(tx: &mut Tx, quoted_id: i64) -> Result<()> {
    diesel::sql_query(
        "UPDATE statuses SET quotes_count = (SELECT count(*) FROM statuses q WHERE q.quote_id = $1 AND q.quote_state = 'accepted') WHERE id = $1",
    )
    .bind::<BigInt, _>(quoted_id)
    .execute(tx.conn)?;
    Ok(())
}

/// Posts whose leave is written down at this address.
pub fn by_approval(tx: &mut Tx, uri: &str) -> Result<Vec<Status>> {
    Ok(direct!(tx.conn, |c| statuses::table.filter(statuses::quote_approval_uri.eq(uri)).select(Status::as_select()).load(c))?)
}

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = quote_authorizations)]
pub struct Authorization {
    pub id: i64,
    pub status_id: i64,
    pub quoting_uri: String,
    pub quoting_account_id: i64,
    pub revoked_at: Option<i64>,
}

pub fn authorization(tx: &mut Tx, status_id: i64, quoting_uri: &str) -> Result<Option<Authorization>> {
    Ok(direct!(tx.conn, |c| quote_authorizations::table
        .filter(quote_authorizations::status_id.eq(status_id))
        .filter(quote_authorizations::quoting_uri.eq(quoting_uri))
        .select(Authorization::as_select())
        .first(c))
    .optional()?)
}

pub fn authorization_by_id(tx: &mut Tx, id: i64) -> Result<Authorization> {
    Ok(direct!(tx.conn, |c| quote_authorizations::table.find(id).select(Authorization::as_select()).first(c))?)
}

pub fn authorize(tx: &mut Tx, status_id: i64, quoting_uri: &str, quoting_account_id: i64) -> Result<Authorization> {
    let query = "INSERT INTO quote_authorizations (id, status_id, quoting_uri, quoting_account_id, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    diesel::sql_query(query)
        .bind::<BigInt, _>(ids::new(tx.now))
        .bind::<BigInt, _>(status_id)
        .bind::<Text, _>(quoting_uri)
        .bind::<BigInt, _>(quoting_account_id)
        .bind::<BigInt, _>(tx.now.0)
        .execute(tx.conn)?;
    authorization(tx, status_id, quoting_uri)?.ok_or(crate::error::Error::NotFound)
}

pub fn revoke(tx: &mut Tx, id: i64) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(quote_authorizations::table.find(id))
        .set(quote_authorizations::revoked_at.eq(tx.now.0))
        .execute(c))?;
    Ok(())
}

/// Posts that quote one with leave, the latest first.
pub fn quoting(tx: &mut Tx, status_id: i64, page: &Paging, limit: i64) -> Result<Vec<Status>> {
    let (above, below) = page.bounds();
    Ok(direct!(tx.conn, |c| statuses::table
        .filter(statuses::quote_id.eq(status_id))
        .filter(statuses::quote_state.eq("accepted"))
        .filter(statuses::id.gt(above))
        .filter(statuses::id.lt(below))
        .order(statuses::id.desc())
        .limit(limit)
        .select(Status::as_select())
        .load(c))?)
}

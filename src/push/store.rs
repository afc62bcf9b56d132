//! Rows of subscriptions.

use diesel::prelude::*;

use crate::db::schema::{push_subscriptions, tokens};
use crate::db::{Tx, direct};
use crate::error::Result;

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = push_subscriptions)]
pub struct Subscription {
    pub id: i64,
    pub token_id: i64,
    pub account_id: i64,
    pub endpoint: String,
    pub p256dh: String,
    pub auth: String,
    /// JSON: `{"mention": true, …}`
    pub alerts: String,
    pub policy: String,
    pub standard: bool,
    pub access_token: String,
    pub created_at: i64,
}

/// One for each token: a new one takes the place of the one before.
pub fn replace(tx: &mut Tx, subscription: &Subscription) -> Result<()> {
    delete_of(tx, subscription.token_id)?;
    direct!(tx.conn, |c| diesel::insert_into(push_subscriptions::table).values(subscription).execute(c))?;
    Ok(())
}

pub fn of_token(tx: &mut Tx, token_id: i64) -> Result<Subscription> {
    Ok(direct!(tx.conn, |c| push_subscriptions::table
        .filter(push_subscriptions::token_id.eq(token_id))
        .select(Subscription::as_select())
        .first(c))?)
}

pub fn set(tx: &mut Tx, id: i64, alerts: &str, policy: &str) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(push_subscriptions::table.find(id))
        .set((push_subscriptions::alerts.eq(alerts), push_subscriptions::policy.eq(policy)))
        .execute(c))?;
    Ok(())
}

pub fn delete_of(tx: &mut Tx, token_id: i64) -> Result<()> {
    direct!(tx.conn, |c| diesel::delete(push_subscriptions::table.filter(push_subscriptions::token_id.eq(token_id))).execute(c))?;
    Ok(())
}

pub fn delete(tx: &mut Tx, id: i64) -> Result<()> {
    direct!(tx.conn, |c| diesel::delete(push_subscriptions::table.find(id)).execute(c))?;
    Ok(())
}

pub fn ids_of(tx: &mut Tx, account_id: i64) -> Result<Vec<i64>> {
    Ok(direct!(tx.conn, |c| push_subscriptions::table
        .filter(push_subscriptions::account_id.eq(account_id))
        .select(push_subscriptions::id)
        .load(c))?)
}

/// A subscription whose token still holds.
pub fn holding(tx: &mut Tx, id: i64) -> Result<Option<Subscription>> {
    Ok(direct!(tx.conn, |c| push_subscriptions::table
        .inner_join(tokens::table.on(tokens::id.eq(push_subscriptions::token_id)))
        .filter(push_subscriptions::id.eq(id))
        .filter(tokens::revoked_at.is_null())
        .select(Subscription::as_select())
        .first(c))
    .optional()?)
}

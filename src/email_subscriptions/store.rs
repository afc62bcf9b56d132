//! Rows of who has somebody's public posts by letter.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::clock::Time;
use crate::db::Tx;
use crate::db::schema::email_subscriptions;
use crate::error::Result;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = email_subscriptions)]
pub struct Subscription {
    pub id: i64,
    pub account_id: i64,
    pub email: String,
    /// The language they are written to in.
    pub language: String,
    pub confirmed_at: Option<i64>,
    /// The last post they were sent.
    pub sent_id: i64,
}

pub fn by_id(tx: &mut Tx, id: i64) -> Result<Option<Subscription>> {
    Ok(email_subscriptions::table.find(id).select(Subscription::as_select()).first(tx.conn).optional()?)
}

pub fn find(tx: &mut Tx, account_id: i64, email: &str) -> Result<Option<Subscription>> {
    Ok(email_subscriptions::table
        .filter(email_subscriptions::account_id.eq(account_id))
        .filter(email_subscriptions::email.eq(email))
        .select(Subscription::as_select())
        .first(tx.conn)
        .optional()?)
}

/// False where the same address has asked in this moment too.
pub fn insert(tx: &mut Tx, id: i64, account_id: i64, email: &str, language: &str) -> Result<bool> {
    let query = "INSERT INTO email_subscriptions (id, account_id, email, language, asked_at, sent_id) \
       VALUES ($1, $2, $3, $4, $5, 0) ON CONFLICT DO NOTHING";
    let inserted = diesel::sql_query(query)
        .bind::<BigInt, _>(id)
        .bind::<BigInt, _>(account_id)
        .bind::<Text, _>(email)
        .bind::<Text, _>(language)
        .bind::<BigInt, _>(tx.now.0)
        .execute(tx.conn)?;
    Ok(inserted > 0)
}

/// True for whoever gets to ask again: nobody has since then.
pub fn ask_again(tx: &mut Tx, id: i64, before: Time, language: &str) -> Result<bool> {
    let rested = email_subscriptions::table.find(id).filter(email_subscriptions::asked_at.le(before.0));
    let asked = (email_subscriptions::asked_at.eq(tx.now.0), email_subscriptions::language.eq(language));
    Ok(diesel::update(rested).set(asked).execute(tx.conn)? > 0)
}

/// They want it: from now on, so that nothing older is sent.
pub fn confirm(tx: &mut Tx, id: i64, sent_id: i64) -> Result<()> {
    let unconfirmed = email_subscriptions::table.find(id).filter(email_subscriptions::confirmed_at.is_null());
    let confirmed = (email_subscriptions::confirmed_at.eq(tx.now.0), email_subscriptions::sent_id.eq(sent_id));
    diesel::update(unconfirmed).set(confirmed).execute(tx.conn)?;
    Ok(())
}

/// Some of those who have not been sent a post yet.
pub fn without(tx: &mut Tx, account_id: i64, status_id: i64, limit: i64) -> Result<Vec<Subscription>> {
    Ok(email_subscriptions::table
        .filter(email_subscriptions::account_id.eq(account_id))
        .filter(email_subscriptions::confirmed_at.is_not_null())
        .filter(email_subscriptions::sent_id.lt(status_id))
        .order(email_subscriptions::sent_id)
        .limit(limit)
        .select(Subscription::as_select())
        .load(tx.conn)?)
}

/// True for whoever gets to write the letter: nobody has written it meanwhile.
pub fn set_sent(tx: &mut Tx, subscription: &Subscription, sent_id: i64) -> Result<bool> {
    let unsent = email_subscriptions::table.find(subscription.id).filter(email_subscriptions::sent_id.eq(subscription.sent_id));
    Ok(diesel::update(unsent).set(email_subscriptions::sent_id.eq(sent_id)).execute(tx.conn)? > 0)
}

pub fn count(tx: &mut Tx, account_id: i64) -> Result<i64> {
    Ok(email_subscriptions::table
        .filter(email_subscriptions::account_id.eq(account_id))
        .filter(email_subscriptions::confirmed_at.is_not_null())
        .count()
        .get_result(tx.conn)?)
}

pub fn delete(tx: &mut Tx, id: i64) -> Result<()> {
    diesel::delete(email_subscriptions::table.find(id)).execute(tx.conn)?;
    Ok(())
}

/// An account is gone, and with it who had its posts.
pub fn forget(tx: &mut Tx, account_id: i64) -> Result<()> {
    diesel::delete(email_subscriptions::table.filter(email_subscriptions::account_id.eq(account_id))).execute(tx.conn)?;
    Ok(())
}

/// Addresses nobody has confirmed are not kept.
pub fn forget_unconfirmed(tx: &mut Tx, before: Time) -> Result<()> {
    let old = email_subscriptions::table
        .filter(email_subscriptions::confirmed_at.is_null())
        .filter(email_subscriptions::asked_at.lt(before.0));
    diesel::delete(old).execute(tx.conn)?;
    Ok(())
}

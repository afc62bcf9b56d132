//! Rows of apps, codes and tokens.

use diesel::prelude::*;

use crate::accounts::Account;
use crate::clock::Time;
use crate::db::among;
use crate::db::schema::{accounts, apps, codes, memberships, stewards, tokens, users};
use crate::db::{Tx, direct};
use crate::error::Result;
use crate::ids;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = apps, treat_none_as_default_value = false)]
pub struct OAuthApp {
    pub id: i64,
    pub client_id: String,
    pub secret_hash: String,
    pub name: String,
    pub website: Option<String>,
    /// One on each line.
    pub redirect_uris: String,
    pub scopes: String,
    pub created_at: i64,
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = codes, treat_none_as_default_value = false)]
pub struct Code {
    pub code_hash: String,
    pub app_id: i64,
    pub account_id: i64,
    pub redirect_uri: String,
    pub scopes: String,
    pub challenge: Option<String>,
    pub expires_at: i64,
    pub used_at: Option<i64>,
}

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = tokens)]
pub struct Token {
    pub id: i64,
    pub app_id: i64,
    pub scopes: String,
}

pub fn insert_app(tx: &mut Tx, app: &OAuthApp) -> Result<()> {
    diesel::insert_into(apps::table).values(app).execute(tx.conn)?;
    Ok(())
}

pub fn app_by_client_id(tx: &mut Tx, client_id: &str) -> Result<Option<OAuthApp>> {
    Ok(direct!(tx.conn, |c| apps::table.filter(apps::client_id.eq(client_id)).select(OAuthApp::as_select()).first(c))
        .optional()?)
}

pub fn app_by_id(tx: &mut Tx, id: i64) -> Result<OAuthApp> {
    Ok(direct!(tx.conn, |c| apps::table.find(id).select(OAuthApp::as_select()).first(c))?)
}

pub fn apps_by_ids(tx: &mut Tx, ids: &[i64]) -> Result<Vec<OAuthApp>> {
    let among = among::ids(tx.conn, apps::id, ids);
    Ok(direct!(tx.conn, |c| apps::table.filter(among).select(OAuthApp::as_select()).load(c))?)
}

pub fn insert_code(tx: &mut Tx, code: &Code) -> Result<()> {
    diesel::insert_into(codes::table).values(code).execute(tx.conn)?;
    Ok(())
}

pub fn code(tx: &mut Tx, hash: &str) -> Result<Option<Code>> {
    Ok(direct!(tx.conn, |c| codes::table.find(hash).select(Code::as_select()).first(c)).optional()?)
}

pub fn mark_used(tx: &mut Tx, hash: &str) -> Result<()> {
    diesel::update(codes::table.find(hash)).set(codes::used_at.eq(tx.now.0)).execute(tx.conn)?;
    Ok(())
}

pub fn delete_old_codes(tx: &mut Tx, before: Time) -> Result<()> {
    diesel::delete(codes::table.filter(codes::expires_at.lt(before.0))).execute(tx.conn)?;
    Ok(())
}

pub fn insert_token(
    tx: &mut Tx,
    hash: &str,
    app_id: i64,
    account_id: Option<i64>,
    scopes: &str,
    code_hash: Option<&str>,
) -> Result<()> {
    diesel::insert_into(tokens::table)
        .values((
            tokens::id.eq(ids::new(tx.now)),
            tokens::token_hash.eq(hash),
            tokens::app_id.eq(app_id),
            tokens::account_id.eq(account_id),
            tokens::scopes.eq(scopes),
            tokens::code_hash.eq(code_hash),
            tokens::created_at.eq(tx.now.0),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Who bears a token.
#[derive(Queryable)]
pub struct Bearer {
    pub token: Token,
    /// `None`: the token speaks for its app alone.
    pub account: Option<Account>,
    pub role: Option<String>,
    /// Set while they are a steward.
    pub stewardship: Option<i64>,
    /// Since when their log-in is disabled.
    pub disabled_at: Option<i64>,
    /// Since when their address is known to be theirs.
    pub confirmed_at: Option<i64>,
}

/// The bearer of a token that holds, in one query: every request asks this.
pub fn bearer(tx: &mut Tx, hash: &str) -> Result<Option<Bearer>> {
    Ok(direct!(tx.conn, |c| tokens::table
        .left_join(accounts::table.on(accounts::id.nullable().eq(tokens::account_id)))
        .left_join(
            memberships::table.on(memberships::account_id.nullable().eq(tokens::account_id).and(memberships::until.is_null())),
        )
        .left_join(stewards::table.on(stewards::account_id.nullable().eq(tokens::account_id).and(stewards::until.is_null())))
        .left_join(users::table.on(users::account_id.nullable().eq(tokens::account_id)))
        .filter(tokens::token_hash.eq(hash))
        .filter(tokens::revoked_at.is_null())
        .select((
            Token::as_select(),
            Option::<Account>::as_select(),
            memberships::role.nullable(),
            stewards::id.nullable(),
            users::disabled_at.nullable(),
            users::confirmed_at.nullable(),
        ))
        .first(c))
    .optional()?)
}

/// A token that holds.
pub fn token(tx: &mut Tx, hash: &str) -> Result<Option<Token>> {
    Ok(direct!(tx.conn, |c| tokens::table
        .filter(tokens::token_hash.eq(hash))
        .filter(tokens::revoked_at.is_null())
        .select(Token::as_select())
        .first(c))
    .optional()?)
}

/// Takes the tokens back that hold of those; answers their ids.
fn take_back(tx: &mut Tx, held: Vec<i64>) -> Result<Vec<i64>> {
    diesel::update(tokens::table.filter(tokens::id.eq_any(&held))).set(tokens::revoked_at.eq(tx.now.0)).execute(tx.conn)?;
    Ok(held)
}

/// A token, whatever its app; with an app only if it is one of that app's.
pub fn revoke(tx: &mut Tx, app_id: Option<i64>, hash: &str) -> Result<Vec<i64>> {
    let mut held =
        tokens::table.filter(tokens::token_hash.eq(hash)).filter(tokens::revoked_at.is_null()).select(tokens::id).into_boxed();
    if let Some(app_id) = app_id {
        held = held.filter(tokens::app_id.eq(app_id));
    }
    let held = held.load(tx.conn)?;
    take_back(tx, held)
}

pub fn revoke_by_code(tx: &mut Tx, code_hash: &str) -> Result<Vec<i64>> {
    let given = tokens::table.filter(tokens::code_hash.eq(code_hash)).filter(tokens::revoked_at.is_null()).select(tokens::id);
    let given = direct!(tx.conn, |c| given.load(c))?;
    take_back(tx, given)
}

pub fn revoke_all(tx: &mut Tx, account_id: i64) -> Result<()> {
    let held = tokens::table.filter(tokens::account_id.eq(account_id)).filter(tokens::revoked_at.is_null());
    diesel::update(held).set(tokens::revoked_at.eq(tx.now.0)).execute(tx.conn)?;
    Ok(())
}

pub fn ended_among(tx: &mut Tx, ids: &[i64]) -> Result<Vec<i64>> {
    Ok(direct!(tx.conn, |c| tokens::table
        .left_join(accounts::table.on(accounts::id.nullable().eq(tokens::account_id)))
        .filter(tokens::id.eq_any(ids))
        .filter(
            tokens::revoked_at
                .is_not_null()
                .or(accounts::suspended_at.nullable().is_not_null())
                .or(accounts::deleted_at.nullable().is_not_null()),
        )
        .select(tokens::id)
        .load(c))?)
}

/// An app somebody has let in, as they see it: the app's id and name, since when, with what scopes.
pub fn apps_of(tx: &mut Tx, account_id: i64) -> Result<Vec<(i64, String, i64, String)>> {
    Ok(direct!(tx.conn, |c| tokens::table
        .inner_join(apps::table.on(apps::id.eq(tokens::app_id)))
        .filter(tokens::account_id.eq(account_id))
        .filter(tokens::revoked_at.is_null())
        .order(tokens::id.desc())
        .select((tokens::id, apps::name, tokens::created_at, tokens::scopes))
        .load(c))?)
}

/// Takes back a token of somebody's.
pub fn revoke_own(tx: &mut Tx, account_id: i64, id: i64) -> Result<()> {
    let own = tokens::table.find(id).filter(tokens::account_id.eq(account_id)).filter(tokens::revoked_at.is_null());
    diesel::update(own).set(tokens::revoked_at.eq(tx.now.0)).execute(tx.conn)?;
    Ok(())
}

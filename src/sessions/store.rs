//! Rows of sessions.

use diesel::prelude::*;

use crate::clock::Time;
use crate::db::schema::{passkeys, recovery_codes, sessions, tickets, users};
use crate::db::{Tx, direct};
use crate::error::Result;

pub fn insert(tx: &mut Tx, fingerprint: &str, account_id: i64, agent: &str, expires_at: Time) -> Result<()> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(fingerprint),
            sessions::account_id.eq(account_id),
            sessions::created_at.eq(tx.now.0),
            sessions::expires_at.eq(expires_at.0),
            sessions::agent.eq(agent),
        ))
        .execute(tx.conn)?;
    Ok(())
}

pub fn account_of(tx: &mut Tx, fingerprint: &str) -> Result<Option<i64>> {
    Ok(direct!(tx.conn, |c| sessions::table
        .find(fingerprint)
        .filter(sessions::expires_at.gt(tx.now.0))
        .select(sessions::account_id)
        .first(c))
    .optional()?)
}

pub fn delete(tx: &mut Tx, fingerprint: &str) -> Result<()> {
    diesel::delete(sessions::table.find(fingerprint)).execute(tx.conn)?;
    Ok(())
}

pub fn delete_all(tx: &mut Tx, account_id: i64) -> Result<()> {
    diesel::delete(sessions::table.filter(sessions::account_id.eq(account_id))).execute(tx.conn)?;
    Ok(())
}

pub fn delete_expired(tx: &mut Tx) -> Result<()> {
    diesel::delete(sessions::table.filter(sessions::expires_at.le(tx.now.0))).execute(tx.conn)?;
    Ok(())
}

// ── what a member sees of their sessions ──

/// A session, as its owner sees it.
#[derive(Clone, Debug, Queryable)]
pub struct Session {
    pub token_hash: String,
    pub agent: String,
    pub created_at: i64,
}

pub fn of_account(tx: &mut Tx, account_id: i64) -> Result<Vec<Session>> {
    Ok(direct!(tx.conn, |c| sessions::table
        .filter(sessions::account_id.eq(account_id))
        .filter(sessions::expires_at.gt(tx.now.0))
        .order(sessions::created_at.desc())
        .select((sessions::token_hash, sessions::agent, sessions::created_at))
        .load(c))?)
}

/// Ends one of somebody's sessions, named by the beginning of its fingerprint.
pub fn delete_own(tx: &mut Tx, account_id: i64, beginning: &str) -> Result<()> {
    let own = of_account(tx, account_id)?;
    for session in own.iter().filter(|s| s.token_hash.starts_with(beginning)) {
        delete(tx, &session.token_hash)?;
    }
    Ok(())
}

/// Ends all of somebody's sessions but one.
pub fn delete_others(tx: &mut Tx, account_id: i64, kept: &str) -> Result<()> {
    let others = sessions::table.filter(sessions::account_id.eq(account_id)).filter(sessions::token_hash.ne(kept));
    diesel::delete(others).execute(tx.conn)?;
    Ok(())
}

// ── tickets: what may be done once, for a while ──

pub fn insert_ticket(
    tx: &mut Tx,
    hash: &str,
    account_id: Option<i64>,
    purpose: &str,
    data: &str,
    expires_at: Time,
) -> Result<()> {
    diesel::insert_into(tickets::table)
        .values((
            tickets::token_hash.eq(hash),
            tickets::account_id.eq(account_id),
            tickets::purpose.eq(purpose),
            tickets::data.eq(data),
            tickets::expires_at.eq(expires_at.0),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Whose a ticket is that holds, and what stands on it.
pub fn ticket(tx: &mut Tx, hash: &str, purpose: &str) -> Result<Option<(Option<i64>, String)>> {
    Ok(direct!(tx.conn, |c| tickets::table
        .find(hash)
        .filter(tickets::purpose.eq(purpose))
        .filter(tickets::expires_at.gt(tx.now.0))
        .select((tickets::account_id, tickets::data))
        .first(c))
    .optional()?)
}

/// False: it was used already.
pub fn use_ticket(tx: &mut Tx, hash: &str) -> Result<bool> {
    Ok(diesel::delete(tickets::table.find(hash)).execute(tx.conn)? > 0)
}

pub fn delete_tickets_of(tx: &mut Tx, account_id: i64, purpose: &str) -> Result<()> {
    let theirs = tickets::table.filter(tickets::account_id.eq(account_id)).filter(tickets::purpose.eq(purpose));
    diesel::delete(theirs).execute(tx.conn)?;
    Ok(())
}

pub fn delete_expired_tickets(tx: &mut Tx) -> Result<()> {
    diesel::delete(tickets::table.filter(tickets::expires_at.le(tx.now.0))).execute(tx.conn)?;
    Ok(())
}

// ── the second factor ──

pub fn set_totp(tx: &mut Tx, account_id: i64, secret: Option<&str>, since: Option<Time>) -> Result<()> {
    diesel::update(users::table.find(account_id))
        .set((users::totp_secret.eq(secret), users::totp_at.eq(since.map(|at| at.0))))
        .execute(tx.conn)?;
    Ok(())
}

/// False: a code of this step, or of a later one, was used already.
pub fn use_totp_step(tx: &mut Tx, account_id: i64, step: i64) -> Result<bool> {
    let fresh = users::table.find(account_id).filter(users::totp_step.lt(step));
    Ok(diesel::update(fresh).set(users::totp_step.eq(step)).execute(tx.conn)? > 0)
}

pub fn replace_recovery_codes(tx: &mut Tx, account_id: i64, hashes: &[String]) -> Result<()> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::account_id.eq(account_id))).execute(tx.conn)?;
    for hash in hashes {
        diesel::insert_into(recovery_codes::table)
            .values((recovery_codes::account_id.eq(account_id), recovery_codes::code_hash.eq(hash)))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// False: there is none, or it was used already.
pub fn use_recovery_code(tx: &mut Tx, account_id: i64, hash: &str) -> Result<bool> {
    let fresh = recovery_codes::table.find((account_id, hash)).filter(recovery_codes::used_at.is_null());
    Ok(diesel::update(fresh).set(recovery_codes::used_at.eq(tx.now.0)).execute(tx.conn)? > 0)
}

pub fn count_recovery_codes(tx: &mut Tx, account_id: i64) -> Result<i64> {
    Ok(direct!(tx.conn, |c| recovery_codes::table
        .filter(recovery_codes::account_id.eq(account_id))
        .filter(recovery_codes::used_at.is_null())
        .count()
        .get_result(c))?)
}

// ── passkeys ──

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = passkeys, treat_none_as_default_value = false)]
pub struct Passkey {
    pub id: i64,
    pub account_id: i64,
    /// Base64url.
    pub credential_id: String,
    /// The COSE algorithm, a colon, and the key as SubjectPublicKeyInfo in base64url.
    pub public_key: String,
    pub sign_count: i64,
    pub name: String,
    pub created_at: i64,
    pub used_at: Option<i64>,
}

pub fn insert_passkey(tx: &mut Tx, passkey: &Passkey) -> Result<()> {
    diesel::insert_into(passkeys::table).values(passkey).execute(tx.conn)?;
    Ok(())
}

pub fn passkeys_of(tx: &mut Tx, account_id: i64) -> Result<Vec<Passkey>> {
    Ok(direct!(tx.conn, |c| passkeys::table
        .filter(passkeys::account_id.eq(account_id))
        .order(passkeys::id)
        .select(Passkey::as_select())
        .load(c))?)
}

pub fn passkey(tx: &mut Tx, credential_id: &str) -> Result<Option<Passkey>> {
    Ok(direct!(tx.conn, |c| passkeys::table
        .filter(passkeys::credential_id.eq(credential_id))
        .select(Passkey::as_select())
        .first(c))
    .optional()?)
}

pub fn use_passkey(tx: &mut Tx, id: i64, sign_count: i64) -> Result<()> {
    diesel::update(passkeys::table.find(id))
        .set((passkeys::sign_count.eq(sign_count), passkeys::used_at.eq(tx.now.0)))
        .execute(tx.conn)?;
    Ok(())
}

pub fn delete_passkey(tx: &mut Tx, account_id: i64, id: i64) -> Result<()> {
    diesel::delete(passkeys::table.find(id).filter(passkeys::account_id.eq(account_id))).execute(tx.conn)?;
    Ok(())
}

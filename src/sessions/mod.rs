//! Being logged in on the web: a cookie holding a secret of which only the fingerprint is stored.

pub mod passkeys;
pub mod second_factor;
pub mod security;
mod store;
#[cfg(test)]
mod tests;
mod visit;
pub mod web;

pub use security::confirm;
pub use visit::{Member, Steward, Visit};

use axum::http::HeaderMap;

use crate::accounts::{self, Account};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::members;
use crate::web::limits::{self, Kind};
use crate::web::{cookies, html};
use rules::roles::{Act, Standing, may};

const COOKIE: &str = "potluck_session";
const LIFE: i64 = 30 * Time::DAY;

/// What comes of a name and a password that go together.
pub enum Entry {
    /// They are in; the cookie to set.
    In(String),
    /// A second factor is asked for; the cookie that says who is meant.
    Second(String),
}

/// Logs somebody in, or asks for their second factor.
///
/// # Errors
/// `Unauthorized` for a wrong name or password (it is not said which), `Refused` for a suspended account,
/// `Busy` after too many attempts at one name.
pub async fn log_in(app: &App, name: &str, password: &str, agent: &str) -> Result<Entry> {
    let wanted = name.to_string();
    let login = app.read(move |tx| accounts::login_of(tx, &wanted)).await?;
    let tried = login.as_ref().map_or_else(|| name.trim().to_lowercase(), |(account, _)| account.username.clone());
    limits::attempt(app, Kind::Name, &tried)?;
    let hash = login.as_ref().map(|(_, user)| user.password_hash.clone());
    if !accounts::check_password(password, hash).await? {
        return Err(Error::Unauthorized("This name and password do not go together.".into()));
    }
    let (account, user) = login.ok_or(Error::NotFound)?;
    if user.totp_at.is_none() {
        return begin(app, account.id, agent).await.map(Entry::In);
    }
    let secret = app
        .write(move |tx| {
            may(members::standing(tx, &account)?, Act::LogIn)?;
            store::delete_tickets_of(tx, account.id, SECOND)?;
            give_ticket(tx, Some(account.id), SECOND, "", 10 * Time::MINUTE)
        })
        .await?;
    Ok(Entry::Second(cookies::set(Some(&*app.site()?), SECOND_COOKIE, &secret, 600)))
}

/// Tickets of who has shown a password and not yet the second factor.
const SECOND: &str = "second_factor";
const SECOND_COOKIE: &str = "potluck_second";

/// Shows the second factor; answers the cookie to set.
///
/// # Errors
/// `Unauthorized`: too late, or not right; `Busy` after too many attempts.
pub async fn show_second(app: &App, headers: &HeaderMap, typed: &str, agent: &str) -> Result<String> {
    let late = || Error::Unauthorized("This took too long. Begin again.".into());
    let hash = ids::fingerprint(cookies::read(headers, SECOND_COOKIE).ok_or_else(late)?);
    let found = hash.clone();
    let account_id = app.read(move |tx| store::ticket(tx, &found, SECOND)).await?.and_then(|t| t.0).ok_or_else(late)?;
    limits::attempt(app, Kind::Second, &account_id.to_string())?;
    let typed = typed.to_string();
    let holds = app
        .write(move |tx| {
            let holds = second_factor::holds(tx, account_id, &typed)?;
            Ok(holds && store::use_ticket(tx, &hash)?)
        })
        .await?;
    if !holds {
        return Err(Error::Unauthorized("This code is not right. Is the clock of the phone right?".into()));
    }
    begin(app, account_id, agent).await
}

/// Gives a secret with which something may be done once; answers it. Only its fingerprint is kept.
pub fn give_ticket(tx: &mut Tx, account_id: Option<i64>, purpose: &str, data: &str, life: i64) -> Result<String> {
    let secret = ids::secret();
    store::insert_ticket(tx, &ids::fingerprint(&secret), account_id, purpose, data, tx.now.plus(life))?;
    Ok(secret)
}

/// Whose a ticket is that holds.
pub fn ticket_of(tx: &mut Tx, secret: &str, purpose: &str) -> Result<Option<i64>> {
    Ok(store::ticket(tx, &ids::fingerprint(secret), purpose)?.and_then(|(account_id, _)| account_id))
}

/// The same, and what stands on it.
pub fn ticket_with(tx: &mut Tx, secret: &str, purpose: &str) -> Result<Option<(i64, String)>> {
    let found = store::ticket(tx, &ids::fingerprint(secret), purpose)?;
    Ok(found.and_then(|(account_id, data)| Some((account_id?, data))))
}

/// The same; the ticket is gone afterwards.
pub fn use_ticket(tx: &mut Tx, secret: &str, purpose: &str) -> Result<Option<i64>> {
    let found = ticket_of(tx, secret, purpose)?;
    Ok(if store::use_ticket(tx, &ids::fingerprint(secret))? { found } else { None })
}

/// Tickets somebody has for a purpose do not hold any more.
pub fn forget_tickets(tx: &mut Tx, account_id: i64, purpose: &str) -> Result<()> {
    store::delete_tickets_of(tx, account_id, purpose)
}

/// Begins a session of somebody who has shown who they are; answers the cookie to set.
pub async fn begin(app: &App, account_id: i64, agent: &str) -> Result<String> {
    let secret = ids::secret();
    let fingerprint = ids::fingerprint(&secret);
    let agent = html::plain(agent, 200);
    app.write(move |tx| {
        let account = accounts::any_by_id(tx, account_id)?;
        may(members::standing(tx, &account)?, Act::LogIn)?;
        store::insert(tx, &fingerprint, account_id, &agent, tx.now.plus(LIFE))
    })
    .await?;
    Ok(cookies::set(Some(&*app.site()?), COOKIE, &secret, LIFE / Time::SECOND))
}

/// Ends the session; answers the cookie that removes the other.
pub async fn log_out(app: &App, headers: &HeaderMap) -> Result<String> {
    if let Some(secret) = cookies::read(headers, COOKIE) {
        let fingerprint = ids::fingerprint(secret);
        app.write(move |tx| store::delete(tx, &fingerprint)).await?;
    }
    Ok(cookies::set(Some(&*app.site()?), COOKIE, "", 0))
}

/// Who is looking, if anybody is logged in.
pub async fn viewer(app: &App, headers: &HeaderMap) -> Result<Option<Account>> {
    Ok(standing_of(app, headers).await?.map(|(account, _)| account))
}

/// The same, with how they stand in the chapter.
async fn standing_of(app: &App, headers: &HeaderMap) -> Result<Option<(Account, Standing)>> {
    let Some(secret) = cookies::read(headers, COOKIE) else { return Ok(None) };
    let fingerprint = ids::fingerprint(secret);
    app.look(move |tx| {
        let Some(account_id) = store::account_of(tx, &fingerprint)? else { return Ok(None) };
        let account = accounts::by_id(tx, account_id)?;
        let standing = members::standing(tx, &account)?;
        Ok(may(standing, Act::LogIn).is_ok().then_some((account, standing)))
    })
    .await
}

/// Ends all of somebody's sessions: after a new password, or a suspension.
pub fn end_all(tx: &mut Tx, account_id: i64) -> Result<()> {
    store::delete_all(tx, account_id)
}

/// The browser a request comes from, as it names itself.
pub fn agent(headers: &HeaderMap) -> &str {
    headers.get(axum::http::header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default()
}

/// Forgets sessions and tickets that have run out.
pub fn forget_old(tx: &mut Tx) -> Result<()> {
    store::delete_expired_tickets(tx)?;
    store::delete_expired(tx)
}

//! Being logged in on the web: a cookie holding a secret of which only the fingerprint is stored.

mod store;
#[cfg(test)]
mod tests;
mod visit;
pub mod web;

pub use visit::{Member, Steward, Visit};

use axum::http::HeaderMap;

use crate::accounts::{self, Account};
use crate::app::App;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::ids;
use crate::members;
use crate::web::cookies;
use crate::web::limits::{self, Kind};
use rules::roles::{Act, Standing, may};

const COOKIE: &str = "potluck_session";
const LIFE: i64 = 30 * Time::DAY;

/// Logs somebody in; answers the cookie to set.
///
/// # Errors
/// `Unauthorized` for a wrong name or password (it is not said which), `Refused` for a suspended account,
/// `Busy` after too many attempts at one name.
pub async fn log_in(app: &App, name: &str, password: &str) -> Result<String> {
    let wanted = name.to_string();
    let login = app.read(move |tx| accounts::login_of(tx, &wanted)).await?;
    let tried = login.as_ref().map_or_else(|| name.trim().to_lowercase(), |(account, _)| account.username.clone());
    limits::attempt(app, Kind::Name, &tried)?;
    let hash = login.as_ref().map(|(_, user)| user.password_hash.clone());
    if !accounts::check_password(password, hash).await? {
        return Err(Error::Unauthorized("This name and password do not go together.".into()));
    }
    let (account, _) = login.ok_or(Error::NotFound)?;
    begin(app, account.id).await
}

/// Begins a session of somebody who has shown who they are; answers the cookie to set.
pub async fn begin(app: &App, account_id: i64) -> Result<String> {
    let secret = ids::secret();
    let fingerprint = ids::fingerprint(&secret);
    app.write(move |tx| {
        let account = accounts::by_id(tx, account_id)?;
        may(members::standing(tx, &account)?, Act::LogIn)?;
        store::insert(tx, &fingerprint, account_id, tx.now.plus(LIFE))
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
    app.read(move |tx| {
        let Some(account_id) = store::account_of(tx, &fingerprint)? else { return Ok(None) };
        let account = accounts::by_id(tx, account_id)?;
        let standing = members::standing(tx, &account)?;
        Ok(may(standing, Act::LogIn).is_ok().then_some((account, standing)))
    })
    .await
}

/// Ends all of somebody's sessions: after a new password, or a suspension.
pub fn end_all(tx: &mut crate::db::Tx, account_id: i64) -> Result<()> {
    store::delete_all(tx, account_id)
}

/// Forgets sessions that have run out.
pub fn forget_old(tx: &mut crate::db::Tx) -> Result<()> {
    store::delete_expired(tx)
}

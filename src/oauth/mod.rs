//! OAuth 2: how an app comes to act for a member (RFC 6749, PKCE RFC 7636, revocation RFC 7009, metadata RFC 8414), in
//! the dialect Mastodon's clients speak.
//!
//! Secrets are stored as fingerprints. A code works once, for its app, its redirect address and its PKCE verifier, for
//! ten minutes; used twice, it takes back the token it gave.

pub mod api;
mod caller;
pub mod scopes;
mod store;
#[cfg(test)]
mod tests;
pub mod web;

pub use caller::{AppCaller, Caller, Newcomer, bearer, caller_of};
use scopes::Scopes;
pub use store::{OAuthApp, apps_of};

use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::hub::Event;
use crate::ids;

/// The address that shows the code on a page, for apps without one of their own.
pub const OUT_OF_BAND: &str = "urn:ietf:wg:oauth:2.0:oob";
const CODE_LIFE: i64 = 10 * Time::MINUTE;

pub struct NewApp {
    pub name: String,
    pub website: Option<String>,
    pub redirect_uris: Vec<String>,
    pub scopes: Scopes,
}

/// Registers an app; answers it with its secret, which is not kept.
pub fn register(tx: &mut Tx, new: NewApp) -> Result<(OAuthApp, String)> {
    let secret = ids::secret();
    let app = OAuthApp {
        id: ids::new(tx.now),
        client_id: ids::secret(),
        secret_hash: ids::fingerprint(&secret),
        name: new.name,
        website: new.website,
        redirect_uris: new.redirect_uris.join("\n"),
        scopes: new.scopes.to_string(),
        created_at: tx.now.0,
    };
    store::insert_app(tx, &app)?;
    Ok((app, secret))
}

pub fn app_by_client_id(tx: &mut Tx, client_id: &str) -> Result<Option<OAuthApp>> {
    store::app_by_client_id(tx, client_id)
}

pub fn app_by_id(tx: &mut Tx, id: i64) -> Result<OAuthApp> {
    store::app_by_id(tx, id)
}

/// The names and websites of apps, for showing what a post was written with.
pub fn apps_by_ids(tx: &mut Tx, ids: &[i64]) -> Result<Vec<OAuthApp>> {
    store::apps_by_ids(tx, ids)
}

/// A member agrees that an app may act for them; answers the code.
pub fn authorize(
    tx: &mut Tx,
    app: &OAuthApp,
    account_id: i64,
    redirect_uri: &str,
    scopes: &Scopes,
    challenge: Option<String>,
) -> Result<String> {
    let code = ids::secret();
    store::insert_code(
        tx,
        &store::Code {
            code_hash: ids::fingerprint(&code),
            app_id: app.id,
            account_id,
            redirect_uri: redirect_uri.into(),
            scopes: scopes.to_string(),
            challenge,
            expires_at: tx.now.plus(CODE_LIFE).0,
            used_at: None,
        },
    )?;
    Ok(code)
}

/// What came of a code.
pub enum Exchange {
    Token(String, Scopes),
    /// The text says why; whatever the code gave before has been taken back.
    Refused(&'static str),
}

/// Exchanges a code for a token.
pub fn exchange(tx: &mut Tx, app: &OAuthApp, code: &str, redirect_uri: &str, verifier: Option<&str>) -> Result<Exchange> {
    let hash = ids::fingerprint(code);
    let Some(code) = store::code(tx, &hash)? else { return Ok(Exchange::Refused("The code is unknown.")) };
    if code.app_id != app.id {
        return Ok(Exchange::Refused("The code was given to another app."));
    }
    if code.used_at.is_some() {
        let gone = store::revoke_by_code(tx, &hash)?;
        tx.events.push(Event::Revoked { tokens: gone });
        return Ok(Exchange::Refused("The code has been used before; its token has been revoked."));
    }
    if code.expires_at <= tx.now.0 {
        return Ok(Exchange::Refused("The code has expired."));
    }
    if code.redirect_uri != redirect_uri {
        return Ok(Exchange::Refused("The redirect_uri is not the one the code was asked for with."));
    }
    if let Some(challenge) = &code.challenge {
        // The S256 challenge is the unpadded base64url form of the SHA-256, which is how fingerprints are written.
        if verifier.map(ids::fingerprint).as_ref() != Some(challenge) {
            return Ok(Exchange::Refused("The code_verifier does not fit the code_challenge."));
        }
    }
    store::mark_used(tx, &hash)?;
    let scopes = Scopes::parse(&code.scopes)?;
    let token = issue(tx, app.id, Some(code.account_id), &scopes, Some(&hash))?;
    Ok(Exchange::Token(token, scopes))
}

/// Issues a token; without an account it speaks for the app alone.
pub fn issue(tx: &mut Tx, app_id: i64, account_id: Option<i64>, scopes: &Scopes, code_hash: Option<&str>) -> Result<String> {
    let token = ids::secret();
    store::insert_token(tx, &ids::fingerprint(&token), app_id, account_id, &scopes.to_string(), code_hash)?;
    Ok(token)
}

/// Takes a token back, if it is one of this app's.
pub fn revoke(tx: &mut Tx, app: &OAuthApp, token: &str) -> Result<()> {
    let gone = store::revoke(tx, Some(app.id), &ids::fingerprint(token))?;
    tx.events.push(Event::Revoked { tokens: gone });
    Ok(())
}

/// Takes the token with this fingerprint back, whatever its app.
pub fn revoke_by_fingerprint(tx: &mut Tx, fingerprint: &str) -> Result<()> {
    let gone = store::revoke(tx, None, fingerprint)?;
    tx.events.push(Event::Revoked { tokens: gone });
    Ok(())
}

/// Takes one of somebody's own tokens back.
pub fn revoke_own(tx: &mut Tx, account_id: i64, id: i64) -> Result<()> {
    store::revoke_own(tx, account_id, id)?;
    tx.events.push(Event::Revoked { tokens: vec![id] });
    Ok(())
}

/// Takes all of somebody's tokens back: after a new password, or a suspension.
pub fn revoke_all(tx: &mut Tx, account_id: i64) -> Result<()> {
    tx.events.push(Event::ShutOut { account_id });
    store::revoke_all(tx, account_id)
}

/// Those of the tokens that do not hold any more: revoked, or of somebody who may not come in.
pub fn ended_among(tx: &mut Tx, tokens: &[i64]) -> Result<Vec<i64>> {
    let mut ended = Vec::new();
    for some in tokens.chunks(500) {
        ended.extend(store::ended_among(tx, some)?);
    }
    Ok(ended)
}

/// Forgets codes that have run out.
pub fn forget_old(tx: &mut Tx) -> Result<()> {
    store::delete_old_codes(tx, tx.now.plus(-Time::DAY))
}

/// Is this an address an app may be sent back to? Anything with a scheme, but nothing a browser would run.
pub fn check_redirect_uri(uri: &str) -> Result<()> {
    let scheme = uri.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase()).unwrap_or_default();
    let well_formed = scheme.chars().next().is_some_and(|c| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        && !matches!(scheme.as_str(), "javascript" | "data" | "vbscript" | "file" | "blob")
        && uri.len() <= 2_000
        && !uri.chars().any(|c| c.is_whitespace() || c.is_control());
    if well_formed { Ok(()) } else { Err(Error::invalid(format!("Redirect URI must be an absolute URI: {uri:?} is not."))) }
}

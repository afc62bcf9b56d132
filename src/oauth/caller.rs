//! Who is calling: the bearer of a token (RFC 6750).

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use rules::roles::{Act, Role, Standing, may};

use super::scopes::Scopes;
use super::store;
use crate::accounts::Account;
use crate::app::App;
use crate::error::{Error, Result};
use crate::ids;

/// A member, through an app.
#[derive(Clone)]
pub struct Caller {
    pub account: Account,
    pub app_id: i64,
    pub token_id: i64,
    pub standing: Standing,
    scopes: Scopes,
}

impl Caller {
    /// Refuses a token that does not cover `scope`.
    pub fn needs(&self, scope: &str) -> Result<()> {
        self.needs_any(&[scope])
    }

    /// Refuses a token that covers none of `scopes`.
    pub fn needs_any(&self, scopes: &[&str]) -> Result<()> {
        if scopes.iter().any(|scope| self.scopes.cover(scope)) {
            Ok(())
        } else {
            Err(Error::refused("This action is outside the authorized scopes"))
        }
    }

    /// Refuses what the member's role does not allow.
    pub fn may(&self, act: Act) -> Result<()> {
        Ok(may(self.standing, act)?)
    }
}

/// The token in a request.
pub fn bearer(parts: &Parts) -> Option<&str> {
    let header = parts.headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn invalid() -> Error {
    Error::Unauthorized("The access token is invalid".into())
}

/// An app, speaking for itself: the bearer of a token that no member has given.
pub struct AppCaller {
    pub app_id: i64,
    scopes: Scopes,
}

impl AppCaller {
    /// Refuses a token that does not cover `scope`.
    pub fn needs(&self, scope: &str) -> Result<()> {
        if self.scopes.cover(scope) { Ok(()) } else { Err(Error::refused("This action is outside the authorized scopes")) }
    }
}

impl FromRequestParts<App> for AppCaller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let fingerprint = ids::fingerprint(bearer(parts).ok_or_else(invalid)?);
        app.look(move |tx| {
            let bearer = store::bearer(tx, &fingerprint)?.ok_or_else(invalid)?;
            if bearer.account.is_some() {
                return Err(Error::refused("This method requires an app's own token, without a user"));
            }
            Ok(Self { app_id: bearer.token.app_id, scopes: Scopes::parse(&bearer.token.scopes)? })
        })
        .await
    }
}

/// Whom a token speaks for.
///
/// # Errors
/// `Unauthorized`: it does not hold; `Invalid`: it speaks for its app alone; `Refused`: they may not log in.
pub async fn caller_of(app: &App, token: &str) -> Result<Caller> {
    let caller = bearer_of(app, token).await?;
    may(caller.standing, Act::LogIn)?;
    Ok(caller)
}

/// The same, whether they may log in or not.
async fn bearer_of(app: &App, token: &str) -> Result<Caller> {
    let fingerprint = ids::fingerprint(token);
    app.look(move |tx| {
        let bearer = store::bearer(tx, &fingerprint)?.ok_or_else(invalid)?;
        let token = bearer.token;
        let account = bearer.account.ok_or_else(|| Error::Invalid("This method requires an authenticated user".into()))?;
        let standing = Standing {
            role: bearer.role.and_then(|role| role.parse().ok()),
            steward: bearer.stewardship.is_some(),
            suspended: account.suspended_at.is_some(),
            disabled: bearer.disabled_at.is_some(),
            pending: account.pending_at.is_some(),
            unconfirmed: bearer.confirmed_at.is_none(),
        };
        Ok(Caller { account, app_id: token.app_id, token_id: token.id, standing, scopes: Scopes::parse(&token.scopes)? })
    })
    .await
}

/// Somebody who has signed up, and may not have shown yet that the address is theirs, or wait to be let in.
pub struct Newcomer(pub Caller);

impl FromRequestParts<App> for Newcomer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let caller = bearer_of(app, bearer(parts).ok_or_else(invalid)?).await?;
        // Being new is no way round being shut out.
        let standing = Standing { unconfirmed: false, pending: false, role: Some(Role::Supporter), ..caller.standing };
        may(standing, Act::LogIn)?;
        Ok(Self(caller))
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        match bearer(parts) {
            Some(token) => caller_of(app, token).await,
            None => Err(invalid()),
        }
    }
}

/// Without a token, nobody; a token that does not hold is an error all the same, so that an app notices.
impl OptionalFromRequestParts<App> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>> {
        match bearer(parts) {
            Some(token) => caller_of(app, token).await.map(Some).or_else(|error| match error {
                // An app's own token reads what everybody may read.
                Error::Invalid(_) => Ok(None),
                other => Err(other),
            }),
            None => Ok(None),
        }
    }
}

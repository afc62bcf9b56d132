//! Who signed a request: of those that bring activities, and of those that ask for documents.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde_json::Value;

use super::{Account, resolve, store};
use crate::app::App;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::federation::signatures::{self, Claim, Incoming};
use crate::federation::{is_asked_for_document, proofs};
use crate::site::authority;

/// A key that does not fit is fetched afresh so often at the most.
const REFETCH_AFTER: i64 = Time::MINUTE;

/// Who signed a request. A key that is unknown or does not fit is fetched: it may have been changed.
///
/// # Errors
/// `Unauthorized`: nobody can be held to it. `Refused`: its server or account is not welcome here. `Unavailable`: the key
/// could not be fetched at the moment, so it is worth trying again. `Gone`: there is no such key any more.
pub async fn verify(app: &App, request: &Incoming<'_>) -> Result<Account> {
    let claim = signatures::read(request)?;
    let known = known_signer(app, &claim).await?;
    let unknown = match known {
        Some(account) if claim.holds(&app.keys, &account.public_keys()) => return welcome(account),
        Some(account) => account.fetched_at.is_none_or(|at| request.now.0 - at > REFETCH_AFTER),
        None => true,
    };
    if unknown {
        let key_id = claim.key_id.to_string();
        let account = fetch_key_owner(app, &key_id).await.map_err(|error| match error {
            // Worth trying again, unlike a signature that does not hold.
            Error::Unavailable(text) => Error::Unavailable(text),
            Error::Internal(cause) => Error::Internal(cause),
            Error::Refused(text) => Error::Refused(text),
            // Its own server says that it is no more: what that means depends on what was said.
            Error::Gone => Error::Gone,
            other => Error::Unauthorized(format!("The key {key_id} could not be had: {other}")),
        })?;
        if claim.holds(&app.keys, &account.public_keys()) {
            return welcome(account);
        }
    }
    Err(Error::Unauthorized("The signature does not hold.".into()))
}

fn welcome(account: Account) -> Result<Account> {
    if account.deleted_at.is_some() {
        return Err(Error::Unauthorized("This account has been deleted.".into()));
    }
    if account.suspended_at.is_some() {
        return Err(Error::refused("This account is suspended here."));
    }
    Ok(account)
}

/// The account we know to hold the key, after a look at the rules for its host.
async fn known_signer(app: &App, claim: &Claim) -> Result<Option<Account>> {
    if app.site()?.owns(claim.key_id.as_str()) {
        return Err(Error::Unauthorized("This node does not write to itself.".into()));
    }
    let (host, key_id) = (authority(&claim.key_id), claim.key_id.to_string());
    app.look(move |tx| {
        crate::federation::refuse_blocked(tx, &host)?;
        store::by_key_id(tx, &key_id)
    })
    .await
}

/// The account that owns a key, fetched afresh: the key's document may be the actor, or name its owner.
async fn fetch_key_owner(app: &App, key_id: &str) -> Result<Account> {
    let owner = resolve::key_owner(app, key_id).await?;
    let account = resolve::fetch(app, &owner).await?;
    let named = [account.public_keys().rsa, account.public_keys().ed25519].into_iter().flatten().any(|(id, _)| id == key_id);
    if named { Ok(account) } else { Err(Error::invalid("The owner of the key does not name it.")) }
}

/// A request for a document or a page, with what is needed to see who makes it.
pub struct Asker(Parts);

impl FromRequestParts<App> for Asker {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self> {
        Ok(Self(parts.clone()))
    }
}

/// Who reads a document. Every ActivityPub route asks for it before it answers anything.
#[derive(Clone, Debug)]
pub struct Reader(Option<Account>);

impl Reader {
    pub fn id(&self) -> Option<i64> {
        self.0.as_ref().map(|account| account.id)
    }

    pub fn account(&self) -> Option<&Account> {
        self.0.as_ref()
    }
}

impl Asker {
    pub fn wants_document(&self) -> bool {
        is_asked_for_document(&self.0.headers)
    }

    pub fn headers(&self) -> &axum::http::HeaderMap {
        &self.0.headers
    }

    /// Who asks. In secure mode everybody must sign; otherwise a signature opens what its signer may see, and who cannot be
    /// made out reads what everybody may.
    ///
    /// # Errors
    /// `Refused` for servers and accounts that are not welcome, `Unauthorized` in secure mode.
    pub async fn reader(&self, app: &App) -> Result<Reader> {
        if app.config.authorized_fetch {
            return self.signed(app).await;
        }
        let base = app.site()?.base();
        let Ok(claim) = signatures::read(&self.request(&base, app)) else { return Ok(Reader(None)) };
        match known_signer(app, &claim).await {
            Ok(Some(account)) if claim.holds(&app.keys, &account.public_keys()) => match welcome(account) {
                Ok(account) => Ok(Reader(Some(account))),
                Err(refused @ Error::Refused(_)) => Err(refused),
                Err(_) => Ok(Reader(None)),
            },
            Ok(_) | Err(Error::Unauthorized(_)) => Ok(Reader(None)),
            Err(error) => Err(error),
        }
    }

    /// Who asks, of whom a signature is asked; a key that is not known is fetched.
    ///
    /// # Errors
    /// `Refused` for servers and accounts that are not welcome, `Unauthorized` to whoever has not signed.
    pub async fn signed(&self, app: &App) -> Result<Reader> {
        let base = app.site()?.base();
        match verify(app, &self.request(&base, app)).await {
            Err(Error::Gone) => Err(Error::Unauthorized("The key that signed is gone.".into())),
            verified => verified.map(|account| Reader(Some(account))),
        }
    }

    fn request<'a>(&'a self, base: &'a str, app: &App) -> Incoming<'a> {
        let path_and_query = self.0.uri.path_and_query().map_or("/", |p| p.as_str());
        Incoming { method: &self.0.method, path_and_query, headers: &self.0.headers, body: None, base, now: app.clock.now() }
    }
}

impl FromRequestParts<App> for Reader {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        Asker(parts.clone()).reader(app).await
    }
}

/// The author of a document with a proof, which must hold (FEP-8b32). A key we do not know is fetched.
pub async fn verify_proof(app: &App, document: &Value, author: &str) -> Result<Account> {
    let now = app.clock.now();
    let known = resolve::known_or_fetched(app, author).await?;
    let fresh = known.fetched_at.is_some_and(|at| now.0 - at <= REFETCH_AFTER);
    match proofs::verify(document, &known.public_keys(), now) {
        Ok(()) => welcome(known),
        Err(error) if fresh || known.is_local() => Err(error),
        Err(_) => {
            let known = resolve::fetch(app, author).await?;
            proofs::verify(document, &known.public_keys(), now)?;
            welcome(known)
        }
    }
}

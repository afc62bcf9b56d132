//! Finding accounts elsewhere: by handle through WebFinger (RFC 7033), by id, by key.
//!
//! All fetching is done before anything is written.

use serde_json::Value;
use url::Url;

use super::{Account, activity, adopt, store};
use crate::app::App;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::federation::keys::signer;
use crate::federation::{is_activity_json, json};
use crate::site::{authority, base};

/// How long what a far server said about an account is good for.
const FRESH: i64 = Time::DAY;

/// Finds `name`, `@name@host` or an actor's address; fetches what is not known yet if `resolve` says so.
pub async fn find(app: &App, text: &str, resolve: bool) -> Result<Option<Account>> {
    let site = app.site()?;
    let text = text.trim();
    if text.starts_with("https://") || text.starts_with("http://") {
        let uri = text.to_string();
        return match known_or_fetched_inner(app, &uri, resolve).await {
            Ok(account) => Ok(Some(account)),
            Err(Error::Internal(cause)) => Err(Error::Internal(cause)),
            Err(_) => Ok(None),
        };
    }
    let handle = text.trim_start_matches("acct:").trim_start_matches('@').to_lowercase();
    let (name, host) = handle.split_once('@').unwrap_or((&handle, ""));
    let local = host.is_empty() || site.is_host(host);
    let wanted = if local { name.to_string() } else { handle.clone() };
    let known = app.read(move |tx| store::by_handle(tx, &wanted)).await?;
    if known.is_some() || local || !resolve {
        return Ok(known);
    }
    let Some(uri) = webfinger(app, name, host).await?.map(|(uri, _)| uri) else { return Ok(None) };
    fetch(app, &uri).await.map(Some)
}

/// The account with this id (or page address), from the database or from its own server.
pub async fn known_or_fetched(app: &App, uri: &str) -> Result<Account> {
    known_or_fetched_inner(app, uri, true).await
}

async fn known_or_fetched_inner(app: &App, uri: &str, resolve: bool) -> Result<Account> {
    let site = app.site()?;
    let wanted = uri.to_string();
    let now = app.clock.now();
    let known = app
        .read(move |tx| {
            if let Some(known) = store::by_uri(tx, &wanted)? {
                return Ok(Some(known));
            }
            match wanted.strip_prefix(&tx.site.at("/@")).filter(|name| !name.contains('/')) {
                Some(name) => store::by_handle(tx, name),
                None => Ok(None),
            }
        })
        .await?;
    match known {
        Some(known) if known.deleted_at.is_some() => Err(Error::NotFound),
        Some(known) if known.is_local() || known.fetched_at.is_some_and(|at| now.0 - at < FRESH) || !resolve => Ok(known),
        // An old description is better than none.
        Some(known) => fetch(app, uri).await.or(Ok(known)),
        None if site.owns(uri) || !resolve => Err(Error::NotFound),
        None => fetch(app, uri).await,
    }
}

/// Fetches an actor from its own server and writes it down.
pub async fn fetch(app: &App, uri: &str) -> Result<Account> {
    let (document, _) = fetch_own(app, uri).await?;
    adopt_document(app, &document).await
}

async fn adopt_document(app: &App, document: &Value) -> Result<Account> {
    let remote = activity::read(document, app.clock.now())?;
    let host = handle_host(app, &remote).await;
    app.write(move |tx| adopt(tx, remote, &host)).await
}

/// Who owns a key: its document may be the actor, or name its owner.
pub async fn key_owner(app: &App, key_id: &str) -> Result<String> {
    let (document, _) = fetch_raw(app, key_id).await?;
    let is_actor = activity::KINDS.contains(&json::kind(&document)) && document["inbox"].is_string();
    // A key of its own names its owner; a Multikey calls it the controller.
    let owner = if is_actor { document["id"].as_str() } else { document["owner"].as_str().or(document["controller"].as_str()) };
    let owner = owner.ok_or_else(|| Error::invalid("The document of the key names no owner."))?.to_string();
    if !json::same_origin(&owner, key_id) {
        return Err(Error::invalid("The key and its owner are on different servers."));
    }
    Ok(owner)
}

async fn fetch_raw(app: &App, uri: &str) -> Result<(Value, Url)> {
    let url = Url::parse(uri).map_err(|_| Error::invalid(format!("{uri:?} is not an address.")))?;
    let host = authority(&url);
    app.read(move |tx| match crate::federation::verdict(tx, &host)?.blocked {
        true => Err(Error::refused(format!("This chapter does not talk with {host}."))),
        false => Ok(()),
    })
    .await?;
    let signer = signer(app, app.site()?.node_id).await?;
    let (at, document) = app.outbound.document(&url, &signer, app.clock.now()).await?;
    Ok((document, at))
}

/// Fetches a document whose id is where it came from; what lies elsewhere is fetched again from there, once (FEP-fe34).
pub async fn fetch_own(app: &App, uri: &str) -> Result<(Value, String)> {
    let (document, at) = fetch_raw(app, uri).await?;
    let id = json::id(&document)
        .map(ToString::to_string)
        .ok_or_else(|| Error::invalid(format!("The document at {uri} has no id.")))?;
    if json::same_origin(&id, at.as_str()) {
        return Ok((document, id));
    }
    let (document, at) = fetch_raw(app, &id).await?;
    if document["id"].as_str() == Some(&id) && json::same_origin(&id, at.as_str()) {
        Ok((document, id))
    } else {
        Err(Error::invalid(format!("The document at {uri} belongs to another server.")))
    }
}

/// An inbox answered 410: if its owner's own server says that the owner is gone too, the account is.
pub async fn look_whether_gone(app: &App, inbox: &str) -> Result<()> {
    let wanted = inbox.to_string();
    let Some(owner) = app.read(move |tx| store::by_inbox(tx, &wanted)).await? else { return Ok(()) };
    match fetch_raw(app, &owner.uri).await {
        Err(Error::Gone) => app.write(move |tx| super::delete_from_afar(tx, &owner)).await,
        Ok(_) | Err(Error::NotFound) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Asks `host` who `name` is there: the actor's id and the handle's own host.
async fn webfinger(app: &App, name: &str, host: &str) -> Result<Option<(String, String)>> {
    let scheme_and_host = base(host, app.site()?.insecure_http);
    let mut url = Url::parse(&format!("{scheme_and_host}/.well-known/webfinger"))
        .map_err(|_| Error::invalid(format!("{host:?} is not a host.")))?;
    url.query_pairs_mut().append_pair("resource", &format!("acct:{name}@{host}"));
    let document = match app.outbound.webfinger(&url).await {
        Ok((_, document)) => document,
        Err(Error::NotFound | Error::Gone) => return Ok(None),
        Err(error) => return Err(error),
    };
    let link = json::list(&document, "links")
        .into_iter()
        .find(|link| link["rel"] == "self" && link["type"].as_str().is_some_and(is_activity_json))
        .and_then(|link| link["href"].as_str());
    let subject_host =
        document["subject"].as_str().and_then(|s| s.strip_prefix("acct:")?.rsplit_once('@')).map(|(_, h)| h.to_lowercase());
    Ok(link.map(|href| (href.to_string(), subject_host.unwrap_or_else(|| host.to_string()))))
}

/// The host in an account's handle. Its own host may say that handles use another one (a split domain); that is believed
/// only if the other host says so too.
async fn handle_host(app: &App, remote: &activity::Remote) -> String {
    let own = &remote.host;
    // FEP-2c59: the actor says its handle itself, which saves one question; the other host must say so too.
    if let Some((name, host)) = remote.webfinger.as_deref().and_then(|w| w.split_once('@'))
        && name == remote.username.to_lowercase()
    {
        return match webfinger(app, name, host).await {
            Ok(Some((uri, _))) if uri == remote.uri => host.to_string(),
            _ => own.clone(),
        };
    }
    let told = match webfinger(app, &remote.username, own).await {
        Ok(Some((uri, host))) if uri == remote.uri => host,
        _ => return own.clone(),
    };
    if &told == own {
        return told;
    }
    match webfinger(app, &remote.username, &told).await {
        Ok(Some((uri, _))) if uri == remote.uri => told,
        _ => own.clone(),
    }
}

//! The door for other servers: every activity we accept, and what it leads to.
//!
//! An activity is checked, kept as the bytes it was, and answered with 202. The worker gives it effect afterwards, once.
//! The table in `effect` is total: what it does not know is kept and counted, never refused.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use url::Url;

use crate::accounts::{self, Account};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::json::{first, first_id, id, ids, kind, same_origin};
use crate::federation::{fetch, is_activity_json, json, signatures, store};
use crate::ids as new_ids;
use crate::site::authority;
use crate::web::Routes;
use crate::web::params::read_body;
use crate::{boosts, favourites, follows, statuses};
use rules::audience::{self, Addressing};

pub fn routes() -> Routes {
    Routes::new().post("/inbox", receive).post("/users/{name}/inbox", receive).post("/actor/inbox", receive)
}

async fn receive(State(app): State<App>, request: Request<Body>) -> Result<Response> {
    let (parts, body) = request.into_parts();
    let body = read_body(body, fetch::MAX_BODY).await?;
    let content_type = parts.headers.get(CONTENT_TYPE).and_then(|k| k.to_str().ok()).unwrap_or_default();
    if !is_activity_json(content_type) {
        return Err(Error::UnsupportedType("An inbox takes application/activity+json.".into()));
    }
    let activity = json::parse(&body)?;
    let uri = id(&activity).and_then(json::web_url).ok_or_else(|| Error::Malformed("This activity has no id.".into()))?;
    let actor = first_id(&activity, "actor").ok_or_else(|| Error::Malformed("This activity has no actor.".into()))?.to_string();
    if !same_origin(&uri, &actor) {
        return Err(Error::Unauthorized("The activity's id and its actor are on different servers.".into()));
    }
    // Servers tell everybody when an account is deleted, and its key is gone by then: nothing to check, nothing to do.
    if kind(&activity) == "Delete" && first_id(&activity, "object") == Some(&actor) {
        let wanted = actor.clone();
        if app.read(move |tx| accounts::by_uri(tx, &wanted)).await?.is_none() {
            return Ok(StatusCode::ACCEPTED.into_response());
        }
    }
    let path = parts.uri.path_and_query().map_or("/", |p| p.as_str());
    let signer = verify(&app, &parts.headers, path, &body).await?;
    if signer.uri != actor {
        return Err(Error::Unauthorized("The key that signed does not belong to the activity's actor.".into()));
    }
    if signer.suspended_at.is_some() {
        return Err(Error::refused("This account is suspended here."));
    }
    let text = String::from_utf8(body).map_err(|_| Error::Malformed("The body is not UTF-8 text.".into()))?;
    let activity_kind = kind(&activity).chars().take(100).collect::<String>();
    app.write(move |tx| {
        if let Ok(url) = Url::parse(&signer.uri) {
            store::heard_from(tx, &authority(&url))?;
        }
        store::keep_inbound(tx, &uri, &signer.uri, &activity_kind, &text)
    })
    .await?;
    Ok(StatusCode::ACCEPTED.into_response())
}

/// Who signed. A key that does not fit is fetched afresh once: it may have been changed.
async fn verify(app: &App, headers: &HeaderMap, path: &str, body: &[u8]) -> Result<Account> {
    const REFETCH_AFTER: i64 = Time::MINUTE;
    let site = app.site()?;
    let now = app.clock.now();
    let claim = signatures::read(&Method::POST, path, headers, Some(body), &site.domain, now)?;
    let key_id = claim.key_id.to_string();
    if site.owns(&key_id) {
        return Err(Error::Unauthorized("This node does not write to itself.".into()));
    }
    let wanted = key_id.clone();
    let known = app.read(move |tx| accounts::by_key_id(tx, &wanted)).await?;
    let holds = |account: &Account| app.keys.verify(&account.public_key, &claim.text, &claim.signature);
    let unknown = match known {
        Some(account) if account.deleted_at.is_some() => {
            return Err(Error::Unauthorized("This account has been deleted.".into()));
        }
        Some(account) if holds(&account) => return Ok(account),
        Some(account) => account.fetched_at.is_some_and(|at| now.0 - at > REFETCH_AFTER),
        None => true,
    };
    if unknown {
        let account = accounts::fetch_key_owner(app, &key_id).await.map_err(|error| match error {
            // Worth trying again, unlike a signature that does not hold.
            Error::Unavailable(text) => Error::Unavailable(text),
            Error::Internal(cause) => Error::Internal(cause),
            other => Error::Unauthorized(format!("The key {key_id} could not be had: {other}")),
        })?;
        if holds(&account) {
            return Ok(account);
        }
    }
    Err(Error::Unauthorized("The signature does not hold.".into()))
}

/// What an activity leads to: everything has been fetched, and only the writing is left.
type Effect = Box<dyn FnOnce(&mut Tx) -> Result<&'static str> + Send>;

const DONE: &str = "done";
const IGNORED: &str = "ignored";

fn effect_of(work: impl FnOnce(&mut Tx) -> Result<bool> + Send + 'static) -> Effect {
    Box::new(move |tx| Ok(if work(tx)? { DONE } else { IGNORED }))
}

fn nothing() -> Effect {
    Box::new(|_| Ok(IGNORED))
}

/// The table of what we accept.
async fn effect(app: &App, by: Account, activity: Value) -> Result<Effect> {
    let object = first(&activity, "object").cloned().unwrap_or(Value::Null);
    let object_id = id(&object).map(ToString::to_string);
    Ok(match (kind(&activity), kind(&object)) {
        ("Follow", _) => follow(by, &activity, object_id),
        ("Accept", _) => answer_to_follow(by, &object, true),
        ("Reject", _) => answer_to_follow(by, &object, false),
        ("Undo", _) => undo(by, object),
        ("Create", _) => create(app, by, object).await?,
        ("Update", actor) if accounts::activity::KINDS.contains(&actor) => update_actor(app, by, object)?,
        ("Update", _) => update(app, by, object).await?,
        ("Delete", _) => delete(by, object_id),
        ("Announce", _) => announce(app, by, &activity, object_id).await?,
        ("Like" | "EmojiReact", _) => like(by, &activity, object_id),
        _ => nothing(),
    })
}

fn follow(by: Account, activity: &Value, target: Option<String>) -> Effect {
    let uri = id(activity).unwrap_or_default().to_string();
    effect_of(move |tx| {
        let Some(target) = target.map(|t| accounts::by_uri(tx, &t)).transpose()?.flatten().filter(Account::is_local) else {
            return Ok(false);
        };
        follows::followed_from_afar(tx, &by, &target, &uri).map(|()| true)
    })
}

fn answer_to_follow(by: Account, object: &Value, accept: bool) -> Effect {
    let Some(about) = follows::activity::read_about(object) else { return nothing() };
    effect_of(move |tx| {
        let follower = about.follower.map(|f| accounts::by_uri(tx, &f)).transpose()?.flatten().filter(Account::is_local);
        match accept {
            true => follows::accepted_from_afar(tx, &by, about.uri.as_deref(), follower.as_ref()),
            false => follows::rejected_from_afar(tx, &by, about.uri.as_deref(), follower.as_ref()),
        }
    })
}

fn undo(by: Account, object: Value) -> Effect {
    let uri = id(&object).map(ToString::to_string);
    let about = first_id(&object, "object").map(ToString::to_string);
    let what = kind(&object).to_string();
    // What is undone is the undoer's own.
    if uri.as_ref().is_some_and(|uri| !same_origin(uri, &by.uri)) {
        return nothing();
    }
    effect_of(move |tx| {
        let (uri, about) = (uri.as_deref(), about.as_deref());
        match what.as_str() {
            "Follow" => {
                let target = about.map(|t| accounts::by_uri(tx, t)).transpose()?.flatten();
                follows::unfollowed_from_afar(tx, &by, uri, target.as_ref())
            }
            "Like" | "EmojiReact" => favourites::undo_from_afar(tx, &by, uri, about),
            "Announce" => boosts::undo_from_afar(tx, &by, uri, about),
            // Only the id is told: it can be any of them.
            "" => Ok(follows::unfollowed_from_afar(tx, &by, uri, None)?
                || favourites::undo_from_afar(tx, &by, uri, None)?
                || boosts::undo_from_afar(tx, &by, uri, None)?),
            _ => Ok(false),
        }
    })
}

/// The object itself if it is its sender's to tell, otherwise as its own server tells it.
async fn told(app: &App, by: &Account, object: Value) -> Result<Value> {
    let uri = id(&object).ok_or_else(|| Error::invalid("The object has no id."))?;
    if object.is_object() && same_origin(uri, &by.uri) {
        return Ok(object);
    }
    accounts::fetch_own(app, uri).await.map(|(document, _)| document)
}

async fn create(app: &App, by: Account, object: Value) -> Result<Effect> {
    let object = told(app, &by, object).await?;
    if !statuses::activity::KINDS.contains(&kind(&object)) {
        return Ok(nothing());
    }
    let remote = statuses::activity::read(&object)?;
    if remote.author_uri != by.uri {
        return Err(Error::invalid("The post is not its sender's."));
    }
    fetch_parent(app, &by, &remote).await;
    Ok(effect_of(move |tx| {
        let (wanted, named) = (remote.in_reply_to_uri.clone(), remote.mentioned_uris.clone());
        if is_of_interest(tx, &by, wanted.as_deref(), &named, &remote.addressing)? {
            Ok(statuses::adopt(tx, &by, remote)?.is_some())
        } else {
            Ok(false)
        }
    }))
}

/// What a reply answers is fetched so that it can be read in its place; without it the reply stands alone.
async fn fetch_parent(app: &App, by: &Account, remote: &statuses::activity::Remote) {
    let Some(parent) = remote.in_reply_to_uri.clone() else { return };
    let by_id = by.id;
    let followed = app.read(move |tx| has_follower_here(tx, by_id)).await.unwrap_or(false);
    if followed && let Err(error) = statuses::known_or_fetched(app, &parent).await {
        tracing::debug!(parent, %error, "what a reply answers could not be fetched");
    }
}

fn has_follower_here(tx: &mut Tx, account_id: i64) -> Result<bool> {
    follows::has_local_follower(tx, account_id)
}

/// A post is kept if somebody here follows its author, is named in it, or wrote what it answers: nobody fills our disk unasked.
fn is_of_interest(tx: &mut Tx, by: &Account, parent: Option<&str>, named: &[String], addressing: &Addressing) -> Result<bool> {
    if has_follower_here(tx, by.id)? {
        return Ok(true);
    }
    if let Some(parent) = parent
        && statuses::by_uri(tx, parent)?.is_some()
    {
        return Ok(true);
    }
    let ours = |uri: &String| tx.site.owns(uri);
    Ok(named.iter().chain(&addressing.to).chain(&addressing.cc).any(ours))
}

async fn update(app: &App, by: Account, object: Value) -> Result<Effect> {
    let object = told(app, &by, object).await?;
    if !statuses::activity::KINDS.contains(&kind(&object)) {
        return Ok(nothing());
    }
    let remote = statuses::activity::read(&object)?;
    Ok(effect_of(move |tx| {
        let known = statuses::by_uri(tx, &remote.uri)?.is_some();
        let (wanted, named) = (remote.in_reply_to_uri.clone(), remote.mentioned_uris.clone());
        if known || is_of_interest(tx, &by, wanted.as_deref(), &named, &remote.addressing)? {
            Ok(statuses::edit_from_afar(tx, &by, remote)?.is_some())
        } else {
            Ok(false)
        }
    }))
}

fn update_actor(app: &App, by: Account, object: Value) -> Result<Effect> {
    let remote = accounts::activity::read(&object, app.clock.now())?;
    if remote.uri != by.uri {
        return Err(Error::invalid("An actor is only changed by itself."));
    }
    Ok(effect_of(move |tx| {
        let host = by.domain.clone().unwrap_or_default();
        accounts::adopt(tx, remote, &host).map(|_| true)
    }))
}

fn delete(by: Account, object: Option<String>) -> Effect {
    let Some(uri) = object.filter(|uri| same_origin(uri, &by.uri)) else { return nothing() };
    effect_of(move |tx| {
        if uri == by.uri {
            statuses::delete_all_from_afar(tx, &by)?;
            return accounts::mark_deleted(tx, by.id).map(|()| true);
        }
        statuses::delete_from_afar(tx, &by, &uri)
    })
}

async fn announce(app: &App, by: Account, activity: &Value, object: Option<String>) -> Result<Effect> {
    let uri = id(activity).unwrap_or_default().to_string();
    let Some(object) = object else { return Ok(nothing()) };
    let by_id = by.id;
    let wanted = object.clone();
    let worth = app.read(move |tx| Ok(statuses::by_uri(tx, &wanted)?.is_some() || has_follower_here(tx, by_id)?)).await?;
    if !worth {
        return Ok(nothing());
    }
    let status = statuses::known_or_fetched(app, &object).await?;
    let addressing = Addressing { to: ids(activity, "to"), cc: ids(activity, "cc") };
    let circle = audience::read(&addressing, Some(&by.followers_url));
    Ok(effect_of(move |tx| boosts::adopt(tx, &by, &status, &uri, circle)))
}

fn like(by: Account, activity: &Value, object: Option<String>) -> Effect {
    let uri = id(activity).unwrap_or_default().to_string();
    effect_of(move |tx| {
        let Some(status) = object.map(|o| statuses::by_uri(tx, &o)).transpose()?.flatten() else { return Ok(false) };
        if !status.local {
            return Ok(false);
        }
        favourites::adopt(tx, &by, &status, &uri)
    })
}

/// Gives one kept activity its effect, in the transaction that marks it done.
pub async fn process(app: &App, inbound: store::Inbound) {
    /// After so many tries (about a day) it is left aside with the reason.
    const TRIES: i64 = 10;
    let (row, tries, uri) = (inbound.id, inbound.attempts, inbound.uri.clone());
    let outcome = async {
        let activity = json::parse(inbound.body.as_bytes())?;
        let signer = inbound.signer_uri.clone();
        let by = app.read(move |tx| accounts::by_uri(tx, &signer)).await?.ok_or(Error::NotFound)?;
        let effect = effect(app, by, activity).await?;
        app.write(move |tx| {
            let outcome = effect(tx)?;
            if store::finish_inbound(tx, row, outcome)? { Ok(()) } else { Err(Error::Conflict("done elsewhere".into())) }
        })
        .await
    };
    let Err(error) = outcome.await else { return };
    let again = matches!(error, Error::Unavailable(_) | Error::Internal(_) | Error::Conflict(_)) && tries < TRIES;
    tracing::info!(uri, %error, again, "an activity had no effect");
    let text = error.to_string();
    let noted = app
        .write(move |tx| {
            if again {
                let pause = (10 * Time::SECOND) << tries.clamp(0, 12);
                store::retry_inbound(tx, row, tx.now.plus(pause + new_ids::jitter(pause / 3)), &text)
            } else {
                store::finish_inbound(tx, row, &text).map(|_| ())
            }
        })
        .await;
    if let Err(error) = noted {
        tracing::error!(%error, "the outcome of an activity could not be written; it will be tried again");
    }
}

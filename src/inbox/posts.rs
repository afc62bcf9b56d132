//! Activities about posts: writing, editing, deleting, passing on, liking.

use rules::audience::{self, Addressing};
use serde_json::Value;

use super::{Effect, effect_of, nothing};
use crate::accounts::{self, Account};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::json::{first_id, id, ids, kind, list, same_origin};
use crate::{boosts, favourites, follows, pins, polls, quotes, statuses};

/// The object itself if it is its sender's to tell, otherwise as its own server tells it.
pub async fn told(app: &App, by: &Account, object: Value) -> Result<Value> {
    let uri = id(&object).ok_or_else(|| Error::invalid("The object has no id."))?;
    if object.is_object() && same_origin(uri, &by.uri) {
        return Ok(object);
    }
    accounts::fetch_own(app, uri).await.map(|(document, _)| document)
}

pub async fn create(app: &App, by: Account, activity: &Value, object: Value) -> Result<Effect> {
    let votes: Vec<(String, String)> = list(activity, "object").into_iter().filter_map(polls::activity::read_vote).collect();
    if !votes.is_empty() {
        return vote(app, by, votes).await;
    }
    let object = told(app, &by, object).await?;
    if !statuses::activity::KINDS.contains(&kind(&object)) {
        return Ok(nothing());
    }
    let remote = statuses::activity::read(&object, app.clock.now())?;
    let (by, remote) = author(app, by, remote).await?;
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

/// Whose post it is: the sender's, if it is attributed to them among others; or, where a member writes for a group of the
/// same server (Mobilizon), the group's.
async fn author(app: &App, by: Account, mut remote: statuses::activity::Remote) -> Result<(Account, statuses::activity::Remote)> {
    if remote.author_uri == by.uri {
        return Ok((by, remote));
    }
    let named = remote.authors.contains(&by.uri) && same_origin(&remote.author_uri, &by.uri);
    if !named {
        return Err(Error::invalid("The post is not its sender's."));
    }
    let first = accounts::known_or_fetched(app, &remote.author_uri).await?;
    if first.kind == "Group" {
        return Ok((first, remote));
    }
    remote.author_uri.clone_from(&by.uri);
    Ok((by, remote))
}

/// A vote, or several at once; on a poll that is not ours it is a Note like any other that nobody asked for.
async fn vote(app: &App, by: Account, votes: Vec<(String, String)>) -> Result<Effect> {
    let site = app.site()?;
    Ok(effect_of(move |tx| {
        let mut counted = false;
        for (about, title) in votes.iter().filter(|(about, _)| site.owns(about)).take(polls::activity::MOST) {
            if let Some(status) = statuses::by_uri(tx, about)?.filter(|s| s.object_type == "Question") {
                counted |= polls::voted_from_afar(tx, &by, &status, title)?;
            }
        }
        Ok(counted)
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

pub async fn update(app: &App, by: Account, object: Value) -> Result<Effect> {
    let object = told(app, &by, object).await?;
    if !statuses::activity::KINDS.contains(&kind(&object)) {
        return Ok(nothing());
    }
    let remote = statuses::activity::read(&object, app.clock.now())?;
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

pub fn delete(by: Account, object: Option<String>) -> Effect {
    let Some(uri) = object.filter(|uri| same_origin(uri, &by.uri)) else { return nothing() };
    effect_of(move |tx| {
        if uri == by.uri {
            return accounts::delete_from_afar(tx, &by).map(|()| true);
        }
        if quotes::revoked_from_afar(tx, &by, &uri)? {
            return Ok(true);
        }
        statuses::delete_from_afar(tx, &by, &uri)
    })
}

pub async fn announce(app: &App, by: Account, activity: &Value, object: Option<String>) -> Result<Effect> {
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

pub fn like(by: Account, activity: &Value, object: Option<String>) -> Effect {
    let uri = id(activity).unwrap_or_default().to_string();
    let emoji = favourites::activity::read_reaction(activity);
    effect_of(move |tx| {
        let Some(status) = object.map(|o| statuses::by_uri(tx, &o)).transpose()?.flatten() else { return Ok(false) };
        if !status.local {
            return Ok(false);
        }
        favourites::adopt(tx, &by, &status, &uri, emoji.as_ref())
    })
}

pub fn quote_request(by: Account, activity: &Value) -> Effect {
    let Some(asked) = quotes::activity::read_request(activity) else { return nothing() };
    effect_of(move |tx| quotes::requested_from_afar(tx, &by, &asked))
}

/// The answer to a request of ours; the request may be embedded or named by its id.
pub fn quote_answer(by: Account, activity: &Value, object: &Value, yes: bool) -> Effect {
    let Some(request) = id(object).map(ToString::to_string) else { return nothing() };
    let result = first_id(activity, "result").map(ToString::to_string);
    effect_of(move |tx| quotes::answered_from_afar(tx, &by, &request, result.as_deref(), yes))
}

/// Add and Remove: a post that its author pins or unpins in their own `featured` collection; every other target is
/// somebody else's business.
pub async fn pin(app: &App, by: Account, activity: &Value, object: Option<String>, pinned: bool) -> Result<Effect> {
    let own = first_id(activity, "target").is_some_and(|target| by.featured_url.as_deref() == Some(target));
    let Some(uri) = object.filter(|_| own) else { return Ok(nothing()) };
    let by_id = by.id;
    let wanted = uri.clone();
    let (known, followed) = app.read(move |tx| Ok((statuses::by_uri(tx, &wanted)?, has_follower_here(tx, by_id)?))).await?;
    let status = match known {
        Some(known) => known,
        None if followed && pinned => statuses::known_or_fetched(app, &uri).await?,
        None => return Ok(nothing()),
    };
    Ok(effect_of(move |tx| pins::set_from_afar(tx, &by, &status, pinned)))
}

/// A conversation is closed by whoever began it, or by the group it is in.
pub fn lock(by: Account, object: Option<String>, locked: bool) -> Effect {
    effect_of(move |tx| {
        let Some(status) = object.map(|uri| statuses::by_uri(tx, &uri)).transpose()?.flatten() else { return Ok(false) };
        if status.local || status.account_id != by.id && status.group_id != Some(by.id) {
            return Ok(false);
        }
        statuses::set_locked(tx, status.id, locked.then_some(tx.now.0)).map(|()| true)
    })
}

//! Activities about people: follows and their answers, blocks, reports, what accounts say of themselves.

use serde_json::Value;

use super::{Effect, effect_of, nothing};
use crate::accounts::{self, Account};
use crate::app::App;
use crate::error::{Error, Result};
use crate::federation::json::{first_id, id, kind, same_origin};
use crate::{blocks, boosts, favourites, follows, reports};

pub fn follow(by: Account, activity: &Value, target: Option<String>) -> Effect {
    let uri = id(activity).unwrap_or_default().to_string();
    effect_of(move |tx| {
        let target = target.map(|t| accounts::by_uri(tx, &t)).transpose()?.flatten();
        let Some(target) = target.filter(|account| account.is_local() && account.is_active()) else {
            return Ok(false);
        };
        follows::followed_from_afar(tx, &by, &target, &uri).map(|()| true)
    })
}

pub fn answer_to_follow(by: Account, object: &Value, accept: bool) -> Effect {
    let Some(about) = follows::activity::read_about(object) else { return nothing() };
    effect_of(move |tx| {
        let follower = about.follower.map(|f| accounts::by_uri(tx, &f)).transpose()?.flatten().filter(Account::is_local);
        match accept {
            true => follows::accepted_from_afar(tx, &by, about.uri.as_deref(), follower.as_ref()),
            false => follows::rejected_from_afar(tx, &by, about.uri.as_deref(), follower.as_ref()),
        }
    })
}

pub fn undo(by: Account, object: Value) -> Effect {
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
            "Block" => {
                let target = about.map(|t| accounts::by_uri(tx, t)).transpose()?.flatten();
                blocks::unblocked_from_afar(tx, &by, uri, target.as_ref())
            }
            // Only the id is told: it can be any of them.
            "" => Ok(follows::unfollowed_from_afar(tx, &by, uri, None)?
                || favourites::undo_from_afar(tx, &by, uri, None)?
                || boosts::undo_from_afar(tx, &by, uri, None)?),
            _ => Ok(false),
        }
    })
}

pub fn update_actor(app: &App, by: Account, object: Value) -> Result<Effect> {
    let remote = accounts::activity::read(&object, app.clock.now())?;
    if remote.uri != by.uri {
        return Err(Error::invalid("An actor is only changed by itself."));
    }
    Ok(effect_of(move |tx| {
        let host = by.domain.clone().unwrap_or_default();
        accounts::adopt(tx, remote, &host).map(|_| true)
    }))
}

pub fn block(by: Account, activity: &Value, target: Option<String>) -> Effect {
    let uri = id(activity).unwrap_or_default().to_string();
    // With a target it is a ban from there, and no matter between two people.
    if let Some(from) = first_id(activity, "target").filter(|from| *from != by.uri) {
        let from = Some(from).filter(|from| same_origin(from, &by.uri)).map(ToString::to_string);
        return from.map_or_else(nothing, |from| banned(from, target));
    }
    effect_of(move |tx| {
        let target = target.map(|t| accounts::by_uri(tx, &t)).transpose()?.flatten().filter(Account::is_local);
        match target {
            Some(target) => blocks::blocked_from_afar(tx, &by, &target, &uri),
            None => Ok(false),
        }
    })
}

/// A group sends a member of ours away (Lemmy's Block with a target): they follow it no longer.
pub fn banned(from: String, target: Option<String>) -> Effect {
    effect_of(move |tx| {
        let Some(group) = accounts::by_uri(tx, &from)?.filter(|group| group.kind == "Group") else { return Ok(false) };
        let target = target.map(|t| accounts::by_uri(tx, &t)).transpose()?.flatten().filter(Account::is_local);
        match target {
            Some(target) => follows::rejected_from_afar(tx, &group, None, Some(&target)),
            None => Ok(false),
        }
    })
}

pub fn flag(by: Account, activity: &Value) -> Effect {
    let uri = id(activity).unwrap_or_default().to_string();
    let flagged = reports::activity::read(activity);
    effect_of(move |tx| reports::reported_from_afar(tx, &by, &uri, flagged))
}

/// An account goes on elsewhere, if the account there agrees. A Move of anything else (NodeBB moves topics) is not this.
pub async fn moved(app: &App, by: Account, activity: &Value, object: Option<String>) -> Result<Effect> {
    let target = first_id(activity, "target").map(ToString::to_string);
    let (Some(target), true) = (target, object.as_deref() == Some(by.uri.as_str())) else { return Ok(nothing()) };
    let by_id = by.id;
    if !app.read(move |tx| follows::has_local_follower(tx, by_id)).await? {
        return Ok(nothing());
    }
    let new = accounts::agreed_target(app, &by, &target).await?;
    Ok(effect_of(move |tx| accounts::moved_from_afar(tx, &by, &new)))
}

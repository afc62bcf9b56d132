//! The chapter as a group others can talk in (FEP-1b12): what is said in its room is passed on, whole, to all who follow it.
//!
//! In the room is what members post for everybody, what others address to the chapter, and every answer to that. Whoever
//! the chapter blocks, and whoever cannot post for everybody, is not passed on. Stewards close conversations.

use activitypub_federation::kinds::activity::AnnounceType;
use rules::audience::{Addressing, PUBLIC, Visibility};
use serde_json::{Value, json};

use crate::accounts::{self, Account};
use crate::activities::{self, Audience};
use crate::audit::{self, Act};
use crate::blocks;
use crate::db::Tx;
use crate::error::Result;
use crate::federation::json::{first, first_id, id, kind};
use crate::follows;
use crate::ids;
use crate::statuses::{self, Status};

/// What is passed on; everything else that is said about a post is between its author and those who say it.
const PASSED_ON: [&str; 6] = ["Create", "Update", "Delete", "Like", "Dislike", "Undo"];

/// The room a new post of a member is in.
pub fn of(tx: &Tx, visibility: Visibility, parent: Option<&Status>) -> Option<i64> {
    let in_room = match parent {
        None => visibility == Visibility::Public,
        Some(parent) => visibility.is_open() && parent.group_id == Some(tx.site.chapter_id),
    };
    in_room.then_some(tx.site.chapter_id)
}

/// The room a post from elsewhere is meant for: it is addressed to the chapter, or answers what is in the room.
pub fn meant(
    tx: &mut Tx,
    author: &Account,
    status: &Status,
    parent: Option<&Status>,
    addressing: &Addressing,
    audience: &[String],
) -> Result<Option<i64>> {
    let (chapter_id, chapter) = (tx.site.chapter_id, tx.site.actor_uri(&tx.site.handle));
    if !status.circle().is_open() {
        return Ok(None);
    }
    let named = addressing.to.iter().chain(&addressing.cc).chain(audience).any(|uri| *uri == chapter);
    let answers = parent.is_some_and(|p| p.group_id == Some(chapter_id));
    if !(named || answers) || blocks::is_between(tx, chapter_id, author.id)? {
        return Ok(None);
    }
    if let Some(parent) = parent {
        let root = statuses::by_ids(tx, &[parent.thread_id])?.pop();
        if parent.locked_at.is_some() || root.is_some_and(|root| root.locked_at.is_some()) {
            return Ok(None);
        }
    }
    Ok(Some(chapter_id))
}

/// Passes on what a member did with a post in the room.
pub fn pass_on(tx: &mut Tx, status: &Status, activity: &Value) -> Result<()> {
    let in_room = status.group_id == Some(tx.site.chapter_id) && PASSED_ON.contains(&kind(activity));
    if !in_room || !follows::has_follower_elsewhere(tx, tx.site.chapter_id)? {
        return Ok(());
    }
    let chapter = accounts::by_id(tx, tx.site.chapter_id)?;
    let uri = activities::new_uri(tx, "announce");
    let mut inner = activity.clone();
    // Said once, around the whole.
    let context = inner
        .as_object_mut()
        .and_then(|o| o.remove("@context"))
        .unwrap_or_else(|| "https://www.w3.org/ns/activitystreams".into());
    if inner.get("proof").is_some() {
        inner["@context"] = context.clone();
    }
    let body = json!({
        "@context": context, "id": uri, "type": AnnounceType::Announce, "actor": chapter.uri, "to": [PUBLIC],
        "cc": [chapter.followers_url], "object": inner
    });
    // In the order of what is announced, beside the activities themselves.
    activities::record(tx, chapter.id, &body, &format!("{}#room", status.uri), &Audience::followers(chapter.id))
}

/// The post in the room that an activity from elsewhere is about, before it has had its effect; what it creates is not
/// there yet.
pub fn about_before(tx: &mut Tx, activity: &Value) -> Result<Option<Status>> {
    if kind(activity) == "Create" { Ok(None) } else { about(tx, activity) }
}

fn about(tx: &mut Tx, activity: &Value) -> Result<Option<Status>> {
    if !PASSED_ON.contains(&kind(activity)) {
        return Ok(None);
    }
    let object = first(activity, "object");
    let named = match kind(activity) {
        "Undo" => object.and_then(|undone| first_id(undone, "object")),
        _ => object.and_then(id),
    };
    let Some(uri) = named else { return Ok(None) };
    Ok(statuses::by_uri(tx, uri)?.filter(|s| s.group_id == Some(tx.site.chapter_id)))
}

/// After an activity from elsewhere has had its effect: what it brought into the room, or did there, is passed on. A post
/// that begins a conversation here is boosted too, for those who do not read announced activities.
pub fn take_in(tx: &mut Tx, activity: &Value, before: Option<Status>) -> Result<()> {
    let now = match before {
        Some(status) => Some(status),
        None => about(tx, activity)?,
    };
    let Some(status) = now.filter(|s| !s.local || kind(activity) != "Create") else { return Ok(()) };
    pass_on(tx, &status, activity)?;
    let parent = statuses::by_ids(tx, &status.in_reply_to_id.into_iter().collect::<Vec<_>>())?.pop();
    let begins = parent.is_none_or(|parent| parent.group_id != Some(tx.site.chapter_id));
    if kind(activity) == "Create" && begins && status.circle() == Visibility::Public {
        crate::boosts::announce_for_the_chapter(tx, &status)?;
    }
    Ok(())
}

/// A steward closes a conversation in the room, or opens it again; those who follow the room are told (Lemmy's Lock).
pub fn set_locked(tx: &mut Tx, by: &Account, status: &Status, locked: bool) -> Result<()> {
    if status.locked_at.is_some() == locked {
        return Ok(());
    }
    statuses::set_locked(tx, status.id, locked.then_some(tx.now.0))?;
    let act = if locked { Act::CloseConversation } else { Act::OpenConversation };
    audit::record(tx, Some(by.id), act, Some(status.account_id), &status.uri, "")?;
    if status.group_id != Some(tx.site.chapter_id) {
        return Ok(());
    }
    let chapter = accounts::by_id(tx, tx.site.chapter_id)?;
    let serial = ids::new(tx.now);
    let lock = json!({
        "id": tx.site.at(&format!("/activities/lock-{serial}")), "type": "Lock", "actor": by.uri, "object": status.uri, "audience": chapter.uri,
        "to": [PUBLIC], "cc": [chapter.uri]
    });
    let inner = if locked {
        lock
    } else {
        json!({
            "id": tx.site.at(&format!("/activities/unlock-{serial}")), "type": "Undo", "actor": by.uri, "object": lock, "audience": chapter.uri,
            "to": [PUBLIC], "cc": [chapter.uri]
        })
    };
    let uri = activities::new_uri(tx, "announce");
    let body = json!({
        "@context": ["https://www.w3.org/ns/activitystreams", {"lemmy": "https://join-lemmy.org/ns#", "Lock": "lemmy:Lock"}],
        "id": uri, "type": AnnounceType::Announce, "actor": chapter.uri, "to": [PUBLIC], "cc": [chapter.followers_url], "object": inner
    });
    activities::record(tx, chapter.id, &body, &format!("{}#room", status.uri), &Audience::followers(chapter.id))
}

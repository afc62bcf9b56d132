//! What groups pass on: whole activities of others (FEP-1b12). A group's word alone is not enough: each must bear its
//! author's proof, come from the group's own server, or be found where its author's server keeps it.

use serde_json::Value;

use super::{Effect, effect_of, nothing};
use crate::accounts::{self, Account};
use crate::app::App;
use crate::error::{Error, Result};
use crate::federation::json::{first, first_id, id, kind, same_origin};
use crate::federation::proofs;
use crate::{boosts, follows, statuses};
use rules::audience::Visibility;

pub async fn effect(app: &App, group: Account, inner: Value) -> Result<Effect> {
    let by_id = group.id;
    if group.kind != "Group" || !app.read(move |tx| follows::has_local_follower(tx, by_id)).await? {
        return Ok(nothing());
    }
    let (author, inner) = vouched_for(app, &group, inner).await?;
    // A group passing on what a group passes on has no end.
    if kind(&inner) == "Announce" {
        return Ok(nothing());
    }
    if matches!(kind(&inner), "Create" | "Update") {
        return post(app, group, author, inner).await;
    }
    // A group's moderators act on what is in it: closing a conversation, removing a post of others.
    let about = first(&inner, "object").and_then(id).map(ToString::to_string);
    let moderated =
        matches!(kind(&inner), "Lock" | "Delete" | "Remove" | "Add" | "Block") && same_origin(&author.uri, &group.uri);
    match (kind(&inner), about) {
        ("Delete", Some(uri)) if moderated => Ok(effect_of(move |tx| match statuses::by_uri(tx, &uri)? {
            Some(status) if status.account_id == author.id => statuses::delete_from_afar(tx, &author, &uri),
            // Removed from the group, not from the world: the group's boost goes.
            Some(status) => boosts::undo_from_afar(tx, &group, None, Some(&status.uri)),
            None => Ok(false),
        })),
        ("Block", about) if moderated && first_id(&inner, "target") == Some(&group.uri) => {
            Ok(super::people::banned(group.uri.clone(), about))
        }
        ("Lock", about) if moderated => Ok(super::posts::lock(group, about, true)),
        ("Undo", _)
            if kind(first(&inner, "object").unwrap_or(&Value::Null)) == "Lock" && same_origin(&author.uri, &group.uri) =>
        {
            let about = first(&inner, "object").and_then(|lock| first_id(lock, "object")).map(ToString::to_string);
            Ok(super::posts::lock(group, about, false))
        }
        ("Add" | "Remove", _) if first_id(&inner, "target") == group.featured_url.as_deref() && moderated => {
            let (about, pinned) = (first_id(&inner, "object").map(ToString::to_string), kind(&inner) == "Add");
            super::posts::pin(app, group, &inner, about, pinned).await
        }
        _ => Box::pin(super::effect(app, author, inner)).await,
    }
}

/// The activity and its author, once somebody stands for it.
async fn vouched_for(app: &App, group: &Account, inner: Value) -> Result<(Account, Value)> {
    let missing = || Error::invalid("What the group passes on has no id or actor.");
    let uri = id(&inner).ok_or_else(missing)?.to_string();
    let actor = first_id(&inner, "actor").ok_or_else(missing)?.to_string();
    if app.site()?.owns(&actor) {
        return Err(Error::invalid("What the group passes on is said to come from here."));
    }
    if proofs::key_of(&inner).is_some()
        && let Ok(author) = accounts::verify_proof(app, &inner, &actor).await
    {
        return Ok((author, inner));
    }
    if same_origin(&actor, &group.uri) && same_origin(&uri, &group.uri) {
        return Ok((accounts::known_or_fetched(app, &actor).await?, inner));
    }
    let (document, _) = accounts::fetch_own(app, &uri).await?;
    let actor = first_id(&document, "actor").filter(|actor| same_origin(actor, &uri)).ok_or_else(missing)?.to_string();
    Ok((accounts::known_or_fetched(app, &actor).await?, document))
}

/// A post in the group: taken as its author's server tells it; who begins a conversation is passed on to those who follow
/// the group.
async fn post(app: &App, group: Account, author: Account, inner: Value) -> Result<Effect> {
    let object = first(&inner, "object").cloned().unwrap_or(Value::Null);
    let object = super::posts::told(app, &author, object).await?;
    if !statuses::activity::KINDS.contains(&kind(&object)) {
        return Ok(nothing());
    }
    let remote = statuses::activity::read(&object, app.clock.now())?;
    if remote.author_uri != author.uri {
        return Err(Error::invalid("The post is not its sender's."));
    }
    let edits = kind(&inner) == "Update";
    let uri = format!("{}#announce-of-{}", group.uri, remote.uri);
    Ok(effect_of(move |tx| {
        let written = if edits { statuses::edit_from_afar(tx, &author, remote)? } else { statuses::adopt(tx, &author, remote)? };
        let Some(status) = written else { return Ok(false) };
        statuses::set_group(tx, status.id, group.id)?;
        if !edits && status.in_reply_to_uri.is_none() {
            boosts::adopt(tx, &group, &status, &uri, Visibility::Public)?;
        }
        Ok(true)
    }))
}

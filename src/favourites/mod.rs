//! Favourites: a thank-you to the author, which travels as a Like.

pub mod activity;
pub mod api;
mod store;
#[cfg(test)]
mod tests;

use rules::policy::Wish;

pub use store::page;

use crate::accounts::{self, Account};
use crate::activities::{self, Audience};
use crate::blocks;
use crate::db::Tx;
use crate::error::Result;
use crate::ids;
use crate::notifications::{self, Kind};
use crate::quotes;
use crate::statuses::{self, Status};

/// Favourites a post; again changes nothing.
pub fn favourite(tx: &mut Tx, by: &Account, status: &Status) -> Result<()> {
    quotes::obey(tx, Wish::Like, by, status)?;
    let uri = format!("{}#likes/{}", by.uri, ids::new(tx.now));
    if !add(tx, by, status, &uri)? {
        return Ok(());
    }
    let author = accounts::by_id(tx, status.account_id)?;
    let body = activity::like(&uri, by, status, &author);
    let audience = if author.is_local() { Audience::default() } else { Audience { urgent: false, ..Audience::just(author.id) } };
    activities::record(tx, by.id, &body, &uri, &audience)
}

fn add(tx: &mut Tx, by: &Account, status: &Status, uri: &str) -> Result<bool> {
    if !store::insert_once(tx, uri, by.id, status.id)? {
        return Ok(false);
    }
    store::count(tx, status.id, 1)?;
    notifications::notify(tx, status.account_id, Kind::Favourite, by.id, Some(status.id))?;
    Ok(true)
}

/// Takes a favourite back.
pub fn unfavourite(tx: &mut Tx, by: &Account, status: &Status) -> Result<()> {
    let Some(favourite) = store::find(tx, by.id, status.id)? else { return Ok(()) };
    let author = accounts::by_id(tx, status.account_id)?;
    let body = activity::undo(&favourite.uri, by, status, &author);
    let audience = if author.is_local() { Audience::default() } else { Audience { urgent: false, ..Audience::just(author.id) } };
    activities::record(tx, by.id, &body, &favourite.uri, &audience)?;
    remove(tx, by, status)
}

fn remove(tx: &mut Tx, by: &Account, status: &Status) -> Result<()> {
    store::unreact_all(tx, by.id, status.id)?;
    store::delete(tx, by.id, status.id)?;
    store::count(tx, status.id, -1)?;
    notifications::take_back(tx, status.account_id, Kind::Favourite, by.id, Some(status.id))
}

/// Somebody elsewhere favourites a post that is known here, unless they have taken it back before it arrived. With an
/// emoji it says more (FEP-c0e0), and is a favourite all the same.
pub fn adopt(tx: &mut Tx, by: &Account, status: &Status, uri: &str, emoji: Option<&activity::Reaction>) -> Result<bool> {
    if statuses::buried_at(tx, uri, Some(&by.uri))?.is_some() || blocks::is_between(tx, by.id, status.account_id)? {
        return Ok(false);
    }
    add(tx, by, status, uri)?;
    if let Some(emoji) = emoji {
        store::react(tx, uri, by.id, status.id, &emoji.name, emoji.url.as_deref())?;
    }
    Ok(true)
}

/// Somebody elsewhere takes a favourite back, named by its id or by the post.
pub fn undo_from_afar(tx: &mut Tx, by: &Account, uri: Option<&str>, object_uri: Option<&str>) -> Result<bool> {
    if let Some(uri) = uri {
        statuses::bury(tx, uri, &by.uri)?;
    }
    // One emoji of several: the favourite stays with the others.
    if let Some(uri) = uri
        && let Some(status_id) = store::unreact(tx, by.id, uri)?
    {
        match store::find(tx, by.id, status_id)?.filter(|f| f.uri == uri) {
            None => return Ok(true),
            Some(_) => {
                if let Some(other) = store::other_reaction(tx, by.id, status_id)? {
                    return store::set_uri(tx, by.id, status_id, &other).map(|()| true);
                }
            }
        }
    }
    let by_uri = uri.map(|uri| store::by_uri(tx, by.id, uri)).transpose()?.flatten();
    let by_object = object_uri.map(|uri| statuses::by_uri(tx, uri)).transpose()?.flatten().map(|s| s.id);
    let Some(status_id) = by_uri.or(by_object) else { return Ok(false) };
    if store::find(tx, by.id, status_id)?.is_none() {
        return Ok(false);
    }
    match statuses::by_ids(tx, &[status_id])?.pop() {
        Some(status) => remove(tx, by, &status).map(|()| true),
        None => Ok(false),
    }
}

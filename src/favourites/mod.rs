//! Favourites: a thank-you to the author, which travels as a Like.

pub mod activity;
pub mod api;
mod store;
#[cfg(test)]
mod tests;

use crate::accounts::{self, Account};
use crate::activities::{self, Audience};
use crate::db::Tx;
use crate::error::Result;
use crate::ids;
use crate::notifications::{self, Kind};
use crate::statuses::{self, Status};

/// Favourites a post; again changes nothing.
pub fn favourite(tx: &mut Tx, by: &Account, status: &Status) -> Result<()> {
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
    store::delete(tx, by.id, status.id)?;
    store::count(tx, status.id, -1)?;
    notifications::take_back(tx, status.account_id, Kind::Favourite, by.id, Some(status.id))
}

/// Somebody elsewhere favourites a post that is known here, unless they have taken it back before it arrived.
pub fn adopt(tx: &mut Tx, by: &Account, status: &Status, uri: &str) -> Result<bool> {
    if statuses::buried_at(tx, uri, Some(&by.uri))?.is_some() {
        return Ok(false);
    }
    add(tx, by, status, uri)?;
    Ok(true)
}

/// Somebody elsewhere takes a favourite back, named by its id or by the post.
pub fn undo_from_afar(tx: &mut Tx, by: &Account, uri: Option<&str>, object_uri: Option<&str>) -> Result<bool> {
    if let Some(uri) = uri {
        statuses::bury(tx, uri, &by.uri)?;
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

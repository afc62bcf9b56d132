//! Pinned posts: what an account shows first. Its own public ones only; for the chapter, what its stewards choose.

pub mod activity;
pub mod api;
mod store;
pub mod web;

pub use store::{of_account, pinned_among};

use crate::accounts::Account;
use crate::activities::{self, Audience};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::statuses::Status;

/// The most posts somebody may pin, as in Mastodon.
pub const MOST: usize = 5;

/// Pins a post; again changes nothing.
pub fn pin(tx: &mut Tx, by: &Account, status: &Status) -> Result<()> {
    let is_chapter = by.id == tx.site.chapter_id;
    if status.account_id != by.id && !is_chapter || status.reblog_of_id.is_some() || !status.circle().is_open() {
        return Err(Error::invalid("Validation failed: Only your own public posts can be pinned"));
    }
    if store::pinned_among(tx, by.id, &[status.id])?.is_empty() && of_account(tx, by.id)?.len() >= MOST {
        return Err(Error::invalid(format!("Validation failed: You have already pinned the maximum number of posts ({MOST})")));
    }
    if store::insert_once(tx, by.id, status.id)? {
        tell(tx, by, status, activity::add)?;
    }
    Ok(())
}

pub fn unpin(tx: &mut Tx, by: &Account, status: &Status) -> Result<()> {
    if store::delete(tx, by.id, status.id)? {
        tell(tx, by, status, activity::remove)?;
    }
    Ok(())
}

fn tell(tx: &mut Tx, by: &Account, status: &Status, make: fn(&Account, &str, &str, i64) -> serde_json::Value) -> Result<()> {
    let Some(featured) = by.featured_url.clone() else { return Ok(()) };
    let body = make(by, &featured, &status.uri, ids::new(tx.now));
    // Each pin is the newest word on the collection, so they keep their order among themselves.
    activities::record(tx, by.id, &body, &featured, &Audience::followers(by.id))
}

/// Somebody elsewhere pins or unpins one of their own.
pub fn set_from_afar(tx: &mut Tx, by: &Account, status: &Status, pinned: bool) -> Result<bool> {
    if status.account_id != by.id && by.kind != "Group" {
        return Ok(false);
    }
    match pinned {
        true => store::insert_once(tx, by.id, status.id).map(|_| true),
        false => store::delete(tx, by.id, status.id),
    }
}

//! Blocks and mutes: keeping somebody at a distance, with or without their knowing.
//!
//! A block ends follows both ways and hides each from the other, also across servers. A mute is the muting person's own
//! business and never leaves the node.

pub mod activity;
pub mod api;
mod store;
#[cfg(test)]
mod tests;
pub mod web;

pub use store::{apart_from, between, forget_mutes, muted_among, muted_by_host, muted_hosts_among, unmute_host};

use crate::accounts::{self, Account};
use crate::activities::{self, Audience};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::follows;
use crate::ids;
use crate::notifications;
use crate::statuses;
use crate::timelines;

/// Blocks somebody; again changes nothing.
pub fn block(tx: &mut Tx, by: &Account, target: &Account) -> Result<()> {
    if by.id == target.id {
        return Err(Error::refused("You cannot block yourself."));
    }
    let uri = format!("{}#blocks/{}", by.uri, ids::new(tx.now));
    if !store::insert_once(tx, by.id, target.id, &uri)? {
        return Ok(());
    }
    part(tx, by, target)?;
    let audience = if target.is_local() { Audience::default() } else { Audience::just(target.id) };
    activities::record(tx, by.id, &activity::block(&uri, by, target), &uri, &audience)
}

/// What a block does here: no follows, nothing of each other at home, nothing told.
fn part(tx: &mut Tx, by: &Account, target: &Account) -> Result<()> {
    follows::sever(tx, by.id, target.id)?;
    follows::sever(tx, target.id, by.id)?;
    timelines::stop_following(tx, by.id, target.id)?;
    timelines::stop_following(tx, target.id, by.id)?;
    notifications::forget(tx, by.id, target.id)
}

/// Takes a block back. Follows that it ended stay ended.
pub fn unblock(tx: &mut Tx, by: &Account, target: &Account) -> Result<()> {
    let Some(block) = store::find(tx, by.id, target.id)? else { return Ok(()) };
    store::delete(tx, block.id)?;
    let audience = if target.is_local() { Audience::default() } else { Audience::just(target.id) };
    activities::record(tx, by.id, &activity::undo(&block.uri, by, target), &block.uri, &audience)
}

/// Somebody elsewhere blocks one of us.
pub fn blocked_from_afar(tx: &mut Tx, by: &Account, target: &Account, uri: &str) -> Result<bool> {
    if statuses::buried_at(tx, uri, Some(&by.uri))?.is_some() {
        return Ok(false);
    }
    if store::insert_once(tx, by.id, target.id, uri)? {
        part(tx, by, target)?;
    }
    Ok(true)
}

/// Somebody elsewhere takes a block back, before or after it arrived.
pub fn unblocked_from_afar(tx: &mut Tx, by: &Account, uri: Option<&str>, target: Option<&Account>) -> Result<bool> {
    if let Some(uri) = uri {
        statuses::bury(tx, uri, &by.uri)?;
    }
    let Some(target) = target else { return Ok(false) };
    match store::find(tx, by.id, target.id)? {
        Some(block) => store::delete(tx, block.id).map(|()| true),
        None => Ok(false),
    }
}

/// Hides somebody from a member, for so many seconds or until it is taken back.
pub fn mute(tx: &mut Tx, by: &Account, target: &Account, notifications: bool, seconds: Option<i64>) -> Result<()> {
    if by.id == target.id {
        return Err(Error::refused("You cannot mute yourself."));
    }
    let expires_at = seconds.filter(|s| *s > 0).map(|s| tx.now.plus(s.saturating_mul(crate::clock::Time::SECOND)).0);
    store::mute(tx, by.id, target.id, notifications, expires_at)?;
    timelines::stop_following(tx, by.id, target.id)
}

pub fn unmute(tx: &mut Tx, by: &Account, target: &Account) -> Result<()> {
    store::unmute(tx, by.id, target.id)?;
    if follows::is_following(tx, by.id, target.id)? {
        timelines::begin_following(tx, by.id, target.id)?;
    }
    Ok(())
}

/// A host, as it was typed.
pub fn check_host(typed: &str) -> Result<String> {
    let host = typed.trim().to_lowercase();
    let fits = !host.is_empty() && host.len() <= 253 && !host.contains(['/', ' ', '@', '<']);
    if fits { Ok(host) } else { Err(Error::invalid("Validation failed: Domain is not a host")) }
}

/// A member wants to hear nothing of a server any more: follows end both ways, and nothing of it is shown to them.
pub fn mute_host(tx: &mut Tx, by: &Account, host: &str) -> Result<()> {
    if tx.site.is_host(host) {
        return Err(Error::invalid("Validation failed: this is the chapter's own host"));
    }
    store::mute_host(tx, by.id, host)?;
    for (who, whom) in store::follows_with_host(tx, by.id, host)? {
        match who == by.id {
            true => {
                let target = accounts::by_id(tx, whom)?;
                follows::unfollow(tx, by, &target)?;
            }
            false => {
                let follower = accounts::by_id(tx, who)?;
                follows::remove_follower(tx, by, &follower)?;
            }
        }
    }
    store::forget_notifications_of(tx, by.id, host)
}

/// Is there a block between the two, either way?
pub fn is_between(tx: &mut Tx, a: i64, b: i64) -> Result<bool> {
    Ok(!store::between(tx, a, &[b])?.is_empty())
}

/// The account named, for the API.
fn named(tx: &mut Tx, id: i64) -> Result<Account> {
    accounts::by_id(tx, id)
}

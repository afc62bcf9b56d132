//! What a member is told: somebody mentioned, followed, boosted or favourited them.
//!
//! Written in the transaction of the verb it tells of, once: who favourites, takes it back and favourites again is
//! announced once at a time. Nobody is told of what they did themselves.

pub mod api;
mod store;
#[cfg(test)]
mod tests;

use crate::db::Tx;
use crate::error::Result;
use crate::statuses::Status;

pub use store::{mute_thread, muted_threads, unmute_thread};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Mention,
    Follow,
    FollowRequest,
    Favourite,
    Reblog,
    /// Somebody one asked to be told about has posted.
    Status,
    /// A poll one made or voted in has ended.
    Poll,
    /// Somebody quoted one's post.
    Quote,
    /// A post one passed on or quoted has been edited.
    Update,
    QuotedUpdate,
    /// For stewards: somebody has signed up.
    AdminSignUp,
    /// For stewards: somebody reports something.
    AdminReport,
}

impl Kind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mention => "mention",
            Self::Follow => "follow",
            Self::FollowRequest => "follow_request",
            Self::Favourite => "favourite",
            Self::Reblog => "reblog",
            Self::Status => "status",
            Self::Poll => "poll",
            Self::Quote => "quote",
            Self::Update => "update",
            Self::QuotedUpdate => "quoted_update",
            Self::AdminSignUp => "admin.sign_up",
            Self::AdminReport => "admin.report",
        }
    }
}

/// What two had to do with each other is told to neither any more.
pub fn forget(tx: &mut Tx, one: i64, other: i64) -> Result<()> {
    store::forget(tx, one, other)
}

/// Tells `account_id`, if it is a person of this node who wants to hear of it: not of whom they block or mute, and of
/// somebody limited only if they follow them.
pub fn notify(tx: &mut Tx, account_id: i64, kind: Kind, from_id: i64, status_id: Option<i64>) -> Result<()> {
    if account_id == from_id {
        return Ok(());
    }
    store::insert_once(tx, account_id, kind.as_str(), from_id, status_id)
}

/// Tells a person of this node of something of their own: a poll of theirs has ended.
pub fn notify_oneself(tx: &mut Tx, account_id: i64, kind: Kind, status_id: i64) -> Result<()> {
    store::insert_once(tx, account_id, kind.as_str(), account_id, Some(status_id))
}

/// Tells everybody who asked to hear of each post by this author.
pub fn notify_subscribers(tx: &mut Tx, author_id: i64, status_id: i64) -> Result<()> {
    for account_id in store::subscribers(tx, author_id)? {
        notify(tx, account_id, Kind::Status, author_id, Some(status_id))?;
    }
    Ok(())
}

/// Tells those here who passed a post on that it says something else now; as often as it does.
pub fn notify_of_edit(tx: &mut Tx, status: &Status) -> Result<()> {
    for account_id in store::boosters_here(tx, status.id)? {
        take_back(tx, account_id, Kind::Update, status.account_id, Some(status.id))?;
        notify(tx, account_id, Kind::Update, status.account_id, Some(status.id))?;
    }
    Ok(())
}

pub fn take_back(tx: &mut Tx, account_id: i64, kind: Kind, from_id: i64, status_id: Option<i64>) -> Result<()> {
    store::delete(tx, account_id, kind.as_str(), from_id, status_id)
}

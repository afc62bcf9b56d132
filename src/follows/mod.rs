//! Following: who reads whom.
//!
//! A follow of somebody elsewhere is a wish until their server accepts it. Asking twice is answered twice (others retry),
//! and every verb may arrive twice or out of order without harm.

pub mod activity;
pub mod api;
mod store;
pub mod synchronization;
#[cfg(test)]
mod tests;
pub mod web;

pub use store::{Follow, followers_among};

use crate::accounts::{self, Account};
use crate::activities::{self, Audience};
use crate::blocks;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::lists;
use crate::notifications::{self, Kind};
use crate::timelines;

/// Follows an account, here or elsewhere. Following again only changes the wishes.
pub fn follow(tx: &mut Tx, by: &Account, target: &Account, show_reblogs: bool, notify: bool) -> Result<()> {
    if by.id == target.id {
        return Err(Error::refused("You cannot follow yourself."));
    }
    if target.kind == "Application" {
        return Err(Error::refused("This account belongs to a server and cannot be followed."));
    }
    if let Some(known) = store::find(tx, by.id, target.id)? {
        return store::set_wishes(tx, known.id, show_reblogs, notify);
    }
    if blocks::is_between(tx, by.id, target.id)? || !target.is_active() {
        return Err(Error::refused("This action is not allowed"));
    }
    let id = ids::new(tx.now);
    let follow = Follow {
        id,
        account_id: by.id,
        target_id: target.id,
        uri: format!("{}#follows/{id}", by.uri),
        created_at: tx.now.0,
        accepted_at: None,
        show_reblogs,
        notify,
    };
    store::insert(tx, &follow)?;
    let body = activity::follow(&follow.uri, by, target);
    if target.is_local() {
        activities::record(tx, by.id, &body, &follow.uri, &Audience::default())?;
        if target.locked {
            return notifications::notify(tx, target.id, Kind::FollowRequest, by.id, None);
        }
        accepted(tx, &follow)?;
        return notifications::notify(tx, target.id, Kind::Follow, by.id, None);
    }
    activities::record(tx, by.id, &body, &follow.uri, &Audience::just(target.id))
}

/// Who joins reads the chapter's account from the first day.
pub fn follow_chapter(tx: &mut Tx, by: &Account) -> Result<()> {
    let chapter = accounts::by_id(tx, tx.site.chapter_id)?;
    follow(tx, by, &chapter, true, false)
}

fn accepted(tx: &mut Tx, follow: &Follow) -> Result<()> {
    if store::mark_accepted(tx, follow.id)? {
        store::count(tx, follow.account_id, follow.target_id, 1)?;
        timelines::begin_following(tx, follow.account_id, follow.target_id)?;
    }
    Ok(())
}

/// Stops following, or takes back a wish to.
pub fn unfollow(tx: &mut Tx, by: &Account, target: &Account) -> Result<()> {
    let Some(follow) = store::find(tx, by.id, target.id)? else { return Ok(()) };
    remove(tx, &follow)?;
    let body = activity::undo(&follow.uri, by, target);
    let audience = if target.is_local() { Audience::default() } else { Audience::just(target.id) };
    activities::record(tx, by.id, &body, &follow.uri, &audience)
}

fn remove(tx: &mut Tx, follow: &Follow) -> Result<()> {
    store::delete(tx, follow.id)?;
    if follow.accepted_at.is_some() {
        store::count(tx, follow.account_id, follow.target_id, -1)?;
    }
    notifications::take_back(tx, follow.target_id, Kind::Follow, follow.account_id, None)?;
    lists::forget(tx, follow.account_id, follow.target_id)?;
    timelines::stop_following(tx, follow.account_id, follow.target_id)
}

/// Somebody elsewhere follows one of us. A repeated Follow is accepted again: the first answer may have been lost.
pub fn followed_from_afar(tx: &mut Tx, by: &Account, target: &Account, uri: &str) -> Result<()> {
    if target.kind == "Application" || blocks::is_between(tx, by.id, target.id)? {
        return activities::record(
            tx,
            target.id,
            &activity::reject(&tx.site, uri, by, target, ids::new(tx.now)),
            uri,
            &Audience::just(by.id),
        );
    }
    let follow = match store::find(tx, by.id, target.id)? {
        Some(known) => {
            store::set_uri(tx, known.id, uri)?;
            known
        }
        None => {
            let follow = Follow {
                id: ids::new(tx.now),
                account_id: by.id,
                target_id: target.id,
                uri: uri.into(),
                created_at: tx.now.0,
                accepted_at: None,
                show_reblogs: true,
                notify: false,
            };
            store::insert(tx, &follow)?;
            let kind = if is_asked(by, target) { Kind::FollowRequest } else { Kind::Follow };
            notifications::notify(tx, target.id, kind, by.id, None)?;
            follow
        }
    };
    if is_asked(by, target) && follow.accepted_at.is_none() {
        return Ok(());
    }
    accepted(tx, &follow)?;
    let body = activity::accept(&tx.site, uri, by, target, ids::new(tx.now));
    activities::record(tx, target.id, &body, uri, &Audience::just(by.id))
}

/// Is the target asked first? A locked account always; and everybody where the follower's server is limited.
fn is_asked(by: &Account, target: &Account) -> bool {
    target.kind == "Person" && (target.locked || by.silenced_at.is_some())
}

/// Answers somebody who asked to follow.
pub fn answer_request(tx: &mut Tx, by: &Account, follower: &Account, yes: bool) -> Result<()> {
    let Some(follow) = store::find(tx, follower.id, by.id)?.filter(|f| f.accepted_at.is_none()) else {
        return Err(Error::NotFound);
    };
    notifications::take_back(tx, by.id, Kind::FollowRequest, follower.id, None)?;
    if yes {
        accepted(tx, &follow)?;
        notifications::notify(tx, by.id, Kind::Follow, follower.id, None)?;
    } else {
        remove(tx, &follow)?;
    }
    tell_follower(tx, by, follower, &follow, yes)
}

/// Sends a follower away: a Reject after the Accept.
pub fn remove_follower(tx: &mut Tx, by: &Account, follower: &Account) -> Result<()> {
    let Some(follow) = store::find(tx, follower.id, by.id)? else { return Ok(()) };
    remove(tx, &follow)?;
    tell_follower(tx, by, follower, &follow, false)
}

fn tell_follower(tx: &mut Tx, by: &Account, follower: &Account, follow: &Follow, yes: bool) -> Result<()> {
    let serial = ids::new(tx.now);
    let body = match yes {
        true => activity::accept(&tx.site, &follow.uri, follower, by, serial),
        false => activity::reject(&tx.site, &follow.uri, follower, by, serial),
    };
    let audience = if follower.is_local() { Audience::default() } else { Audience::just(follower.id) };
    activities::record(tx, by.id, &body, &follow.uri, &audience)
}

/// Ends a follow without a word: a block or a rule stands between the two.
pub fn sever(tx: &mut Tx, account_id: i64, target_id: i64) -> Result<()> {
    match store::find(tx, account_id, target_id)? {
        Some(follow) => remove(tx, &follow),
        None => Ok(()),
    }
}

/// Everybody who follows somebody or is followed by them, asked or agreed.
pub fn known_to(tx: &mut Tx, account_id: i64) -> Result<Vec<i64>> {
    let pairs = store::pairs_of(tx, account_id)?;
    Ok(pairs.into_iter().map(|(follower, target)| if follower == account_id { target } else { follower }).collect())
}

/// Somebody is gone: nobody follows them any more, and they follow nobody.
pub fn sever_all(tx: &mut Tx, account_id: i64) -> Result<()> {
    for (follower, target) in store::pairs_of(tx, account_id)? {
        sever(tx, follower, target)?;
    }
    Ok(())
}

/// The other side has accepted. The Follow may be named by its id, or only by the pair.
pub fn accepted_from_afar(tx: &mut Tx, by: &Account, follow_uri: Option<&str>, follower: Option<&Account>) -> Result<bool> {
    let Some(follow) = named(tx, by, follow_uri, follower)? else { return Ok(false) };
    accepted(tx, &follow)?;
    Ok(true)
}

/// The other side has rejected, now or after having accepted.
pub fn rejected_from_afar(tx: &mut Tx, by: &Account, follow_uri: Option<&str>, follower: Option<&Account>) -> Result<bool> {
    let Some(follow) = named(tx, by, follow_uri, follower)? else { return Ok(false) };
    remove(tx, &follow)?;
    Ok(true)
}

/// A follow whose target is `target`, by its id or its follower.
fn named(tx: &mut Tx, target: &Account, uri: Option<&str>, follower: Option<&Account>) -> Result<Option<Follow>> {
    if let Some(found) = uri.map(|uri| store::by_uri(tx, uri)).transpose()?.flatten() {
        return Ok((found.target_id == target.id).then_some(found));
    }
    follower.map(|follower| store::find(tx, follower.id, target.id)).transpose().map(Option::flatten)
}

/// Somebody elsewhere does not follow one of us any more.
pub fn unfollowed_from_afar(tx: &mut Tx, by: &Account, uri: Option<&str>, target: Option<&Account>) -> Result<bool> {
    let by_pair = |tx: &mut Tx| target.map(|target| store::find(tx, by.id, target.id)).transpose().map(Option::flatten);
    let found = match uri.map(|uri| store::by_uri(tx, uri)).transpose()?.flatten() {
        Some(found) => Some(found),
        None => by_pair(tx)?,
    };
    match found.filter(|follow| follow.account_id == by.id) {
        Some(follow) => remove(tx, &follow).map(|()| true),
        None => Ok(false),
    }
}

/// Does one read the other's private posts? Only an accepted follow counts.
pub fn is_following(tx: &mut Tx, account_id: i64, target_id: i64) -> Result<bool> {
    Ok(store::find(tx, account_id, target_id)?.is_some_and(|f| f.accepted_at.is_some()))
}

/// Which of `targets` an account follows.
pub fn followed_among(tx: &mut Tx, account_id: i64, targets: &[i64]) -> Result<Vec<i64>> {
    store::accepted_among(tx, account_id, targets)
}

/// People of this node who follow the account.
pub fn local_followers(tx: &mut Tx, account_id: i64) -> Result<Vec<i64>> {
    store::local_followers(tx, account_id)
}

/// Does anybody at a host follow the account?
pub fn has_follower_at(tx: &mut Tx, account_id: i64, host: &str) -> Result<bool> {
    store::has_follower_at(tx, account_id, host)
}

/// Does anybody of another server follow the account?
pub fn has_follower_elsewhere(tx: &mut Tx, account_id: i64) -> Result<bool> {
    store::has_follower_elsewhere(tx, account_id)
}

/// Does anybody of this node follow the account?
pub fn has_local_follower(tx: &mut Tx, account_id: i64) -> Result<bool> {
    store::has_local_follower(tx, account_id)
}

/// How many ask to follow the account.
pub fn count_requests(tx: &mut Tx, account_id: i64) -> Result<i64> {
    store::count_requests(tx, account_id)
}

/// Which of `targets` an account follows or asks to.
pub fn wanted_among(tx: &mut Tx, account_id: i64, targets: &[i64]) -> Result<Vec<i64>> {
    store::wanted_among(tx, account_id, targets)
}

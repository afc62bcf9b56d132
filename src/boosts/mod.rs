//! Boosts: passing on somebody's post. The chapter passes on its members' public posts by itself.

pub mod activity;
pub mod api;
mod store;
#[cfg(test)]
mod tests;

use rules::audience::{Ties, Visibility, may_boost};
use rules::policy::Wish;

use crate::accounts::{self, Account};
use crate::activities::{self, Audience};
use crate::db::Tx;
use crate::email_subscriptions;
use crate::error::{Error, Result};
use crate::hub::Event;
use crate::ids;
use crate::notifications::{self, Kind};
use crate::quotes;
use crate::statuses::{self, Status};
use crate::timelines;

/// Boosts a post; boosting again changes nothing.
pub fn boost(tx: &mut Tx, by: &Account, status: &Status, circle: Visibility) -> Result<Status> {
    let ties = Ties { is_author: status.account_id == by.id, ..Ties::default() };
    if !may_boost(status.circle(), ties) {
        return Err(Error::refused("This action is not allowed"));
    }
    if let Some(known) = store::find(tx, by.id, status.id)? {
        return Ok(known);
    }
    quotes::obey(tx, Wish::Announce, by, status)?;
    let id = ids::new(tx.now);
    let uri = format!("{}/statuses/{id}/activity", by.uri);
    let boost = row(tx, by, status, id, uri, circle.max(status.circle()));
    settle(tx, &boost, status)?;
    let author = accounts::by_id(tx, status.account_id)?;
    let body = activity::announce(&boost, by, status, &author);
    let mut audience = Audience::followers(by.id);
    audience.recipients.push(author.id);
    activities::record(tx, by.id, &body, &boost.uri, &audience)?;
    if by.kind == "Group" {
        email_subscriptions::plan(tx, by, &boost)?;
    }
    Ok(boost)
}

/// The chapter announces a member's public post to its own followers.
pub fn announce_for_the_chapter(tx: &mut Tx, status: &Status) -> Result<()> {
    let chapter = accounts::by_id(tx, tx.site.chapter_id)?;
    boost(tx, &chapter, status, Visibility::Public).map(|_| ())
}

fn row(tx: &Tx, by: &Account, status: &Status, id: i64, uri: String, circle: Visibility) -> Status {
    Status {
        url: if by.is_local() { tx.site.at(&format!("/@{}/{id}", by.username)) } else { uri.clone() },
        reblog_of_id: Some(status.id),
        visibility: circle.to_string(),
        ..Status::blank(id, uri, by.id, by.is_local(), tx.now)
    }
}

fn settle(tx: &mut Tx, boost: &Status, status: &Status) -> Result<()> {
    statuses::insert(tx, boost)?;
    tx.events.push(Event::Posted { id: boost.id });
    store::count(tx, status.id, 1)?;
    timelines::fan_out(tx, boost)?;
    // That the chapter passes posts on is no news to their authors.
    if boost.account_id != tx.site.chapter_id {
        notifications::notify(tx, status.account_id, Kind::Reblog, boost.account_id, Some(status.id))?;
    }
    Ok(())
}

/// Takes a boost back.
pub fn unboost(tx: &mut Tx, by: &Account, status: &Status) -> Result<()> {
    let Some(boost) = store::find(tx, by.id, status.id)? else { return Ok(()) };
    let author = accounts::by_id(tx, status.account_id)?;
    let body = activity::undo(&boost, by, status, &author);
    let mut audience = Audience::followers(by.id);
    audience.recipients.push(author.id);
    activities::record(tx, by.id, &body, &boost.uri, &audience)?;
    remove(tx, &boost)
}

fn remove(tx: &mut Tx, boost: &Status) -> Result<()> {
    let status_id = boost.root_id();
    store::count(tx, status_id, -1)?;
    if let Some(status) = statuses::by_ids(tx, &[status_id])?.pop() {
        notifications::take_back(tx, status.account_id, Kind::Reblog, boost.account_id, Some(status_id))?;
    }
    let visibility = boost.visibility.clone();
    tx.events.push(Event::Deleted { id: boost.id, account_id: boost.account_id, visibility, named: Vec::new() });
    store::delete(tx, boost.id)
}

/// Somebody elsewhere boosts a post that is known here.
pub fn adopt(tx: &mut Tx, by: &Account, status: &Status, uri: &str, circle: Visibility) -> Result<bool> {
    let ties = Ties { is_author: status.account_id == by.id, ..Ties::default() };
    if !may_boost(status.circle(), ties) || statuses::buried_at(tx, uri, Some(&by.uri))?.is_some() {
        return Ok(false);
    }
    if store::find(tx, by.id, status.id)?.is_some() || statuses::by_uri(tx, uri)?.is_some() {
        return Ok(true);
    }
    let boost = row(tx, by, status, ids::new(tx.now), uri.into(), circle.max(status.circle()));
    settle(tx, &boost, status)?;
    Ok(true)
}

/// Somebody elsewhere takes a boost back, named by its id or by what it boosted.
pub fn undo_from_afar(tx: &mut Tx, by: &Account, uri: Option<&str>, object_uri: Option<&str>) -> Result<bool> {
    let named = match uri {
        Some(uri) => {
            statuses::bury(tx, uri, &by.uri)?;
            statuses::by_uri(tx, uri)?
        }
        None => None,
    };
    let found = match (named, object_uri) {
        (Some(found), _) => Some(found),
        (None, Some(object_uri)) => match statuses::by_uri(tx, object_uri)? {
            Some(status) => store::find(tx, by.id, status.id)?,
            None => None,
        },
        (None, None) => None,
    };
    match found.filter(|boost| boost.account_id == by.id && boost.reblog_of_id.is_some()) {
        Some(boost) => remove(tx, &boost).map(|()| true),
        None => Ok(false),
    }
}

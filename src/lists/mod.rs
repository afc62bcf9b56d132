//! Lists: some of those a member follows, read apart from the rest. Nobody learns who is in whose list.

pub mod api;
mod store;
#[cfg(test)]
mod tests;

pub use store::{List, lists_with, of_account};

use crate::accounts::Account;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::follows;
use crate::statuses::Status;

/// The most lists of one member.
const MOST: usize = 50;
pub const POLICIES: [&str; 3] = ["followed", "list", "none"];

/// What is said about a list; `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    pub title: Option<String>,
    pub replies_policy: Option<String>,
    pub exclusive: Option<bool>,
}

impl Wishes {
    fn check(&self) -> Result<()> {
        if self.title.as_ref().is_some_and(|t| t.trim().is_empty() || t.chars().count() > 256) {
            return Err(Error::invalid("Validation failed: Title must have 1 to 256 characters"));
        }
        if self.replies_policy.as_ref().is_some_and(|p| !POLICIES.contains(&p.as_str())) {
            return Err(Error::invalid("Validation failed: Replies policy must be followed, list or none"));
        }
        Ok(())
    }
}

pub fn create(tx: &mut Tx, by: &Account, wishes: Wishes) -> Result<List> {
    wishes.check()?;
    let title = wishes.title.ok_or_else(|| Error::invalid("Validation failed: Title can't be blank"))?;
    if store::of_account(tx, by.id)?.len() >= MOST {
        return Err(Error::invalid(format!("Validation failed: You have reached the limit of {MOST} lists")));
    }
    let list = List {
        id: crate::ids::new(tx.now),
        account_id: by.id,
        title: title.trim().to_string(),
        replies_policy: wishes.replies_policy.unwrap_or_else(|| "list".into()),
        exclusive: wishes.exclusive.unwrap_or(false),
        created_at: tx.now.0,
    };
    store::insert(tx, &list)?;
    Ok(list)
}

/// One's own list; nobody else's exists.
pub fn own(tx: &mut Tx, account_id: i64, id: i64) -> Result<List> {
    store::by_id(tx, id).ok().filter(|list| list.account_id == account_id).ok_or(Error::NotFound)
}

pub fn change(tx: &mut Tx, by: &Account, id: i64, wishes: Wishes) -> Result<List> {
    wishes.check()?;
    let mut list = own(tx, by.id, id)?;
    list.title = wishes.title.map_or(list.title, |t| t.trim().to_string());
    list.replies_policy = wishes.replies_policy.unwrap_or(list.replies_policy);
    list.exclusive = wishes.exclusive.unwrap_or(list.exclusive);
    store::update(tx, &list)?;
    Ok(list)
}

/// Puts accounts into a list: those the member follows, or asks to.
pub fn add(tx: &mut Tx, by: &Account, id: i64, accounts: &[i64]) -> Result<()> {
    let list = own(tx, by.id, id)?;
    let followed = follows::wanted_among(tx, by.id, accounts)?;
    if accounts.iter().any(|id| *id != by.id && !followed.contains(id)) {
        return Err(Error::NotFound);
    }
    let there = store::members(tx, list.id, accounts)?;
    if accounts.iter().any(|id| there.contains(id)) {
        return Err(Error::invalid("Validation failed: Account has already been taken"));
    }
    store::add(tx, list.id, accounts)
}

/// Those of the lists that show a post.
pub fn showing(tx: &mut Tx, status: &Status, among: &[i64]) -> Result<Vec<i64>> {
    let mut shown = Vec::new();
    for list in store::with_author(tx, among, status.account_id)? {
        let answers = status.in_reply_to_account_id.filter(|who| *who != status.account_id);
        let fits = match (answers, list.replies_policy.as_str()) {
            (None, _) => status.in_reply_to_uri.is_none() || status.in_reply_to_account_id.is_some(),
            (Some(_), "none") => false,
            (Some(who), "list") => !store::members(tx, list.id, &[who])?.is_empty(),
            (Some(who), _) => follows::is_following(tx, list.account_id, who)?,
        };
        if fits {
            shown.push(list.id);
        }
    }
    Ok(shown)
}

/// Somebody is not followed any more, and so in no list.
pub fn forget(tx: &mut Tx, account_id: i64, member_id: i64) -> Result<()> {
    for list in store::lists_with(tx, account_id, member_id)? {
        store::remove(tx, list.id, &[member_id])?;
    }
    Ok(())
}

pub fn remove(tx: &mut Tx, by: &Account, id: i64, accounts: &[i64]) -> Result<()> {
    let list = own(tx, by.id, id)?;
    store::remove(tx, list.id, accounts)
}

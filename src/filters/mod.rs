//! Filters: what a member does not want to read, by words or by post. They stay on the node and are kept by it: what is to
//! be hidden somewhere is not sent there, what is to be warned of says so.

pub mod api;
pub mod matching;
mod store;
#[cfg(test)]
mod tests;
pub mod web;

use std::str::FromStr;

pub use matching::{Results, Text};
pub use store::{Filter, Keyword, Marked, all};

use crate::accounts::Account;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::hub::Event;
use crate::ids;
use crate::statuses;

/// Where something is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    Home,
    Notifications,
    Public,
    Thread,
    Account,
}

impl Context {
    pub const ALL: [Context; 5] = [Self::Home, Self::Notifications, Self::Public, Self::Thread, Self::Account];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Notifications => "notifications",
            Self::Public => "public",
            Self::Thread => "thread",
            Self::Account => "account",
        }
    }
}

impl FromStr for Context {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == text).ok_or_else(|| {
            Error::invalid(format!("Validation failed: Context {text:?} is not home, notifications, public, thread or account"))
        })
    }
}

/// What is done with what a filter finds.
const ACTIONS: [&str; 3] = ["warn", "hide", "blur"];
const MOST: usize = 100;
const MOST_KEYWORDS: usize = 500;

/// What is said about a filter; `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    pub title: Option<String>,
    pub contexts: Option<Vec<String>>,
    pub action: Option<String>,
    /// Seconds from now; `Some(None)`: for ever.
    pub expires_in: Option<Option<i64>>,
    pub keywords: Vec<KeywordWish>,
}

/// A word to be added, changed (with an id) or taken away.
#[derive(Clone, Debug, Default)]
pub struct KeywordWish {
    pub id: Option<i64>,
    pub keyword: Option<String>,
    pub whole_word: Option<bool>,
    pub destroy: bool,
}

fn check_contexts(contexts: &[String]) -> Result<String> {
    if contexts.is_empty() {
        return Err(Error::invalid("Validation failed: Context must be given: home, notifications, public, thread or account"));
    }
    let parsed = contexts.iter().map(|c| c.parse::<Context>().map(Context::as_str)).collect::<Result<Vec<_>>>()?;
    Ok(parsed.join(" "))
}

fn check_title(title: &str) -> Result<String> {
    match title.trim() {
        "" => Err(Error::invalid("Validation failed: Title can't be blank")),
        title if title.chars().count() > 256 => {
            Err(Error::invalid("Validation failed: Title is too long (maximum is 256 characters)"))
        }
        title => Ok(title.to_string()),
    }
}

fn check_keyword(keyword: &str) -> Result<String> {
    match keyword.trim() {
        "" => Err(Error::invalid("Validation failed: Keyword can't be blank")),
        word if word.chars().count() > 512 => {
            Err(Error::invalid("Validation failed: Keyword is too long (maximum is 512 characters)"))
        }
        word => Ok(word.to_string()),
    }
}

fn check_action(action: Option<String>) -> Result<Option<String>> {
    match action.filter(|a| !a.is_empty()) {
        Some(action) if !ACTIONS.contains(&action.as_str()) => {
            Err(Error::invalid("Validation failed: Filter action must be warn, hide or blur"))
        }
        action => Ok(action),
    }
}

fn expiry(now: Time, seconds: Option<i64>) -> Option<i64> {
    seconds.filter(|s| *s > 0).map(|s| now.plus(s.saturating_mul(Time::SECOND)).0)
}

pub fn create(tx: &mut Tx, by: &Account, wishes: Wishes) -> Result<Filter> {
    if store::count(tx, by.id)? >= MOST {
        return Err(Error::invalid(format!("Validation failed: You have reached the limit of {MOST} filters")));
    }
    let row = store::Row {
        id: ids::new(tx.now),
        account_id: by.id,
        title: check_title(wishes.title.as_deref().unwrap_or_default())?,
        contexts: check_contexts(&wishes.contexts.unwrap_or_default())?,
        action: check_action(wishes.action)?.unwrap_or_else(|| "warn".into()),
        expires_at: expiry(tx.now, wishes.expires_in.flatten()),
        created_at: tx.now.0,
    };
    store::insert(tx, &row)?;
    set_keywords(tx, row.id, wishes.keywords)?;
    changed(tx, by.id);
    own(tx, by.id, row.id)
}

/// One's own filter with all that belongs to it; nobody else's exists.
pub fn own(tx: &mut Tx, account_id: i64, id: i64) -> Result<Filter> {
    store::all(tx, account_id)?.into_iter().find(|f| f.row.id == id).ok_or(Error::NotFound)
}

pub fn change(tx: &mut Tx, by: &Account, id: i64, wishes: Wishes) -> Result<Filter> {
    let mut row = own(tx, by.id, id)?.row;
    if let Some(title) = wishes.title {
        row.title = check_title(&title)?;
    }
    if let Some(contexts) = wishes.contexts {
        row.contexts = check_contexts(&contexts)?;
    }
    row.action = check_action(wishes.action)?.unwrap_or(row.action);
    if let Some(seconds) = wishes.expires_in {
        row.expires_at = expiry(tx.now, seconds);
    }
    store::update(tx, &row)?;
    set_keywords(tx, id, wishes.keywords)?;
    changed(tx, by.id);
    own(tx, by.id, id)
}

fn set_keywords(tx: &mut Tx, filter_id: i64, wishes: Vec<KeywordWish>) -> Result<()> {
    for wish in wishes {
        match (wish.id, wish.destroy) {
            (Some(id), true) => store::delete_keyword(tx, filter_id, id)?,
            (Some(id), false) => {
                let word = wish.keyword.as_deref().map(check_keyword).transpose()?;
                store::update_keyword(tx, filter_id, id, word.as_deref(), wish.whole_word)?;
            }
            (None, _) => {
                add_keyword(tx, filter_id, wish.keyword.as_deref().unwrap_or_default(), wish.whole_word.unwrap_or(false))?;
            }
        }
    }
    Ok(())
}

fn add_keyword(tx: &mut Tx, filter_id: i64, keyword: &str, whole_word: bool) -> Result<Keyword> {
    if store::count_keywords(tx, filter_id)? >= MOST_KEYWORDS {
        return Err(Error::invalid(format!("Validation failed: a filter has at most {MOST_KEYWORDS} keywords")));
    }
    let keyword = Keyword { id: ids::new(tx.now), filter_id, keyword: check_keyword(keyword)?, whole_word };
    store::insert_keyword(tx, &keyword)?;
    Ok(keyword)
}

pub fn delete(tx: &mut Tx, by: &Account, id: i64) -> Result<()> {
    let filter = own(tx, by.id, id)?;
    store::delete(tx, filter.row.id)?;
    changed(tx, by.id);
    Ok(())
}

/// Adds a post to what a filter finds, whatever it says.
fn mark(tx: &mut Tx, by: &Account, id: i64, status_id: i64) -> Result<Marked> {
    let filter = own(tx, by.id, id)?;
    let status = statuses::visible(tx, Some(by.id), status_id)?;
    if filter.statuses.iter().any(|m| m.status_id == status.id) {
        return Err(Error::invalid("Validation failed: Status has already been taken"));
    }
    let marked = Marked { id: ids::new(tx.now), filter_id: id, status_id: status.id };
    store::insert_marked(tx, &marked)?;
    changed(tx, by.id);
    Ok(marked)
}

/// What holds for an account at this moment.
pub fn active(tx: &mut Tx, account_id: i64) -> Result<Vec<Filter>> {
    let now = tx.now.0;
    Ok(store::all(tx, account_id)?.into_iter().filter(|f| f.row.expires_at.is_none_or(|at| at > now)).collect())
}

/// The member's apps look again.
fn changed(tx: &mut Tx, account_id: i64) {
    tx.events.push(Event::FiltersChanged { account_id });
}

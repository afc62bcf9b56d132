//! Polls: a question with options below a post. For a quick show of hands; decisions have their own, stricter ways.
//!
//! One vote each (or one for each option where several may be chosen), not taken back. Votes from elsewhere count from
//! their own server's word; of a poll elsewhere its own server counts.

pub mod activity;
pub mod api;
mod store;

pub use store::{Choice, Row, voters};

use crate::accounts::{self, Account};
use crate::activities::{self, Audience};
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::later::{self, Kind as Later};
use crate::notifications::{self, Kind};
use crate::statuses::{self, Status};
use activity::Told;

/// How long others wait for a new count: so many votes make one Update.
const TELL_AFTER: i64 = Time::MINUTE;
pub const MAX_OPTIONS: usize = activity::MOST;
pub const MAX_TITLE: usize = 100;
pub const SHORTEST: i64 = 5 * Time::MINUTE;
pub const LONGEST: i64 = 60 * Time::DAY;

/// A poll with its options.
#[derive(Clone, Debug)]
pub struct Poll {
    pub row: Row,
    pub choices: Vec<Choice>,
}

impl Poll {
    pub fn is_over(&self, now: Time) -> bool {
        self.row.closed_at.is_some() || self.row.expires_at.is_some_and(|at| at <= now.0)
    }

    /// Does it ask the same?
    pub fn is_as_in(&self, draft: &Draft) -> bool {
        self.row.multiple == draft.multiple && self.choices.iter().map(|c| &c.title).eq(&draft.options)
    }

    /// The titles of its options, as a JSON list.
    pub fn titles(&self) -> String {
        serde_json::Value::from_iter(self.choices.iter().map(|c| c.title.as_str())).to_string()
    }
}

/// A poll to be made.
#[derive(Clone, Debug)]
pub struct Draft {
    pub options: Vec<String>,
    /// Seconds from now.
    pub expires_in: i64,
    pub multiple: bool,
}

/// Checks what was typed; the limits are those of the instance's configuration.
pub fn check(draft: &Draft) -> Result<()> {
    let options = &draft.options;
    let seconds = draft.expires_in.saturating_mul(Time::SECOND);
    let wrong = if options.len() < 2 || options.len() > MAX_OPTIONS {
        Some(format!("Options must be 2 to {MAX_OPTIONS}"))
    } else if options.iter().any(|o| o.is_empty() || o.chars().count() > MAX_TITLE) {
        Some(format!("Options must have 1 to {MAX_TITLE} characters"))
    } else if (1..options.len()).any(|n| options[..n].contains(&options[n])) {
        Some("Options contain duplicate items".into())
    } else if !(SHORTEST..=LONGEST).contains(&seconds) {
        Some("Expires in must be between 5 minutes and 60 days".into())
    } else {
        None
    };
    wrong.map_or(Ok(()), |what| Err(Error::invalid(format!("Validation failed: {what}"))))
}

/// Adds a poll to a post that is being written.
pub fn create(tx: &mut Tx, status_id: i64, draft: &Draft) -> Result<Poll> {
    check(draft)?;
    let expires_at = tx.now.plus(draft.expires_in.saturating_mul(Time::SECOND));
    let row = Row { status_id, multiple: draft.multiple, expires_at: Some(expires_at.0), closed_at: None, voters_count: 0 };
    let choices: Vec<Choice> = (0_i64..)
        .zip(&draft.options)
        .map(|(position, title)| Choice { status_id, position, title: title.clone(), votes_count: 0 })
        .collect();
    store::insert(tx, &row, &choices)?;
    later::record(tx, Later::ClosePoll, &status_id.to_string(), expires_at)?;
    Ok(Poll { row, choices })
}

/// An author asks something else: votes begin anew.
pub fn replace(tx: &mut Tx, status_id: i64, draft: &Draft) -> Result<Poll> {
    store::delete(tx, status_id)?;
    create(tx, status_id, draft)
}

/// Writes down a poll from elsewhere, or its new counts. A poll whose options have changed keeps those people voted on.
pub fn adopt(tx: &mut Tx, status_id: i64, told: &Told) -> Result<()> {
    let counts: Vec<i64> = told.options.iter().map(|(_, votes)| *votes).collect();
    let voters = told.voters_count.unwrap_or_else(|| counts.iter().sum());
    match of(tx, &[status_id])?.pop() {
        Some(known) => {
            let same = known.choices.iter().map(|c| &c.title).eq(told.options.iter().map(|(title, _)| title));
            if same {
                store::set_counts(tx, status_id, voters, &counts)?;
            }
        }
        None => {
            let row = Row {
                status_id,
                multiple: told.multiple,
                expires_at: told.expires_at.map(|at| at.0),
                closed_at: None,
                voters_count: voters,
            };
            let choices: Vec<Choice> = (0_i64..)
                .zip(&told.options)
                .map(|(position, (title, votes_count))| Choice {
                    status_id,
                    position,
                    title: title.clone(),
                    votes_count: *votes_count,
                })
                .collect();
            store::insert(tx, &row, &choices)?;
        }
    }
    if let Some(at) = told.closed_at.or(told.expires_at.filter(|at| *at <= tx.now)) {
        close(tx, status_id, at)?;
    }
    Ok(())
}

/// The polls below these posts.
pub fn of(tx: &mut Tx, status_ids: &[i64]) -> Result<Vec<Poll>> {
    let rows = store::rows(tx, status_ids)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut choices = store::choices(tx, status_ids)?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let (own, rest): (Vec<_>, Vec<_>) =
                std::mem::take(&mut choices).into_iter().partition(|c| c.status_id == row.status_id);
            choices = rest;
            Poll { row, choices: own }
        })
        .collect())
}

fn by_status(tx: &mut Tx, status_id: i64) -> Result<Poll> {
    of(tx, &[status_id])?.pop().ok_or(Error::NotFound)
}

/// A member votes; the vote goes to the poll's own server if that is elsewhere.
pub fn vote(tx: &mut Tx, by: &Account, status: &Status, positions: &[i64]) -> Result<()> {
    let poll = by_status(tx, status.id)?;
    if poll.is_over(tx.now) {
        return Err(Error::invalid("Validation failed: The poll has already ended"));
    }
    if status.account_id == by.id {
        return Err(Error::invalid("Validation failed: You cannot vote in your own polls"));
    }
    if positions.is_empty() || !poll.row.multiple && positions.len() > 1 {
        return Err(Error::invalid("Validation failed: Choose one option"));
    }
    if !positions.iter().all(|p| poll.choices.iter().any(|c| c.position == *p)) {
        return Err(Error::invalid("Validation failed: The chosen vote option does not exist"));
    }
    if !store::votes_of(tx, by.id, &[status.id])?.is_empty() {
        return Err(Error::invalid("Validation failed: You have already voted on this poll"));
    }
    let author = accounts::by_id(tx, status.account_id)?;
    for (n, position) in positions.iter().enumerate() {
        if !store::insert_vote(tx, status.id, by.id, *position)? {
            continue;
        }
        store::count(tx, status.id, *position, n == 0)?;
        if !author.is_local()
            && let Some(choice) = poll.choices.iter().find(|c| c.position == *position)
        {
            let body = activity::vote(ids::new(tx.now), by, status, &author, &choice.title);
            activities::record(tx, by.id, &body, &status.uri, &Audience::just(author.id))?;
        }
    }
    if status.local {
        later::record(tx, Later::TellPoll, &status.id.to_string(), tx.now.plus(TELL_AFTER))?;
    } else if let Some(at) = poll.row.expires_at {
        later::record(tx, Later::ClosePoll, &status.id.to_string(), Time(at))?;
    }
    Ok(())
}

/// Somebody elsewhere votes on a poll of ours. A vote for nothing, too late, or a second one has no effect.
pub fn voted_from_afar(tx: &mut Tx, by: &Account, status: &Status, title: &str) -> Result<bool> {
    let Some(poll) = of(tx, &[status.id])?.pop().filter(|poll| status.local && !poll.is_over(tx.now)) else { return Ok(false) };
    let Some(choice) = poll.choices.iter().find(|c| c.title == title) else { return Ok(false) };
    let before = store::votes_of(tx, by.id, &[status.id])?;
    let may = if poll.row.multiple { true } else { before.is_empty() };
    if !may || !store::insert_vote(tx, status.id, by.id, choice.position)? {
        return Ok(false);
    }
    store::count(tx, status.id, choice.position, before.is_empty())?;
    later::record(tx, Later::TellPoll, &status.id.to_string(), tx.now.plus(TELL_AFTER))?;
    Ok(true)
}

/// Tells those who have the post how the votes stand.
pub fn tell(tx: &mut Tx, status_id: i64) -> Result<()> {
    let Some(status) = statuses::by_ids(tx, &[status_id])?.pop().filter(|s| s.local) else { return Ok(()) };
    let author = accounts::by_id(tx, status.account_id)?;
    statuses::tell_again(tx, &author, &status)
}

/// Ends a poll whose time has come: of ours everybody is told the result; its author and whoever of us voted is told.
pub fn end(tx: &mut Tx, status_id: i64) -> Result<()> {
    let Some(status) = statuses::by_ids(tx, &[status_id])?.pop() else { return Ok(()) };
    let poll = by_status(tx, status_id)?;
    let at = poll.row.expires_at.map_or(tx.now, Time);
    // It has been replaced by one that goes on for longer.
    if at > tx.now {
        return later::record(tx, Later::ClosePoll, &status_id.to_string(), at);
    }
    if poll.row.closed_at.is_none() {
        close(tx, status_id, at)?;
        if status.local {
            tell(tx, status_id)?;
        }
    }
    Ok(())
}

fn close(tx: &mut Tx, status_id: i64, at: Time) -> Result<()> {
    store::close(tx, status_id, at.0)?;
    let author = statuses::by_ids(tx, &[status_id])?.pop().map(|s| s.account_id);
    let Some(author) = author else { return Ok(()) };
    for voter in store::voters(tx, status_id)? {
        notifications::notify(tx, voter, Kind::Poll, author, Some(status_id))?;
    }
    notifications::notify_oneself(tx, author, Kind::Poll, status_id)
}

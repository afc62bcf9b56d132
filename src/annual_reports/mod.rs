//! A member's year: how they took part, what was answered and boosted most, what they wrote about. Counted when it is asked for.

pub mod api;
mod store;
#[cfg(test)]
mod tests;

use chrono::Datelike;
use serde::Serialize;

use crate::accounts::Account;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::statuses::Status;

/// The shape of the report, as Mastodon numbers it.
pub const SCHEMA: u32 = 2;
/// Who says less in a year mostly listens.
const AVERAGE: usize = 113;
const TAGS: i64 = 10;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Month {
    pub month: u32,
    pub statuses: u32,
    pub following: u32,
    pub followers: u32,
}

/// How somebody takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Archetype {
    Lurker,
    Booster,
    Pollster,
    Replier,
    Oracle,
}

/// Posts of a year by their kind; a post with a poll is one of the first, too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds {
    pub own: usize,
    pub replies: usize,
    pub boosts: usize,
    pub polls: usize,
}

impl Kinds {
    /// As Mastodon tells them apart.
    pub const fn archetype(self) -> Archetype {
        let Self { own, replies, boosts, polls } = self;
        if own + replies + boosts < AVERAGE {
            Archetype::Lurker
        } else if boosts > own * 2 {
            Archetype::Booster
        } else if polls * 10 > own {
            Archetype::Pollster
        } else if replies > own * 2 {
            Archetype::Replier
        } else {
            Archetype::Oracle
        }
    }
}

/// A year of a member.
#[derive(Clone, Debug)]
pub struct Report {
    pub archetype: Archetype,
    pub months: Vec<Month>,
    pub tags: Vec<(String, i64)>,
    /// What was boosted, favourited and answered most.
    pub top: [Option<Status>; 3],
}

/// The report of a year that is over, or nearly: December's is there from its first day.
///
/// # Errors
/// `NotFound`: the year is not over, or nothing was said in it.
pub fn of(tx: &mut Tx, account: &Account, year: i32) -> Result<Report> {
    let today = tx.now.to_utc();
    let over = year < today.year() || year == today.year() && today.month() == 12;
    let begin = |year: i32| Time::parse(&format!("{year:04}-01-01T00:00:00Z"));
    let (Some(from), Some(until)) = (begin(year), begin(year + 1)) else { return Err(Error::NotFound) };
    if !over || !(2000..3000).contains(&year) {
        return Err(Error::NotFound);
    }
    let said = store::said(tx, account.id, from, until)?;
    if said.is_empty() {
        return Err(Error::NotFound);
    }
    let boosts = said.iter().filter(|(_, boost, _)| *boost).count();
    let replies = said.iter().filter(|(_, boost, reply)| !boost && *reply).count();
    let polls = usize::try_from(store::polls(tx, account.id, from, until)?).unwrap_or_default();
    let kinds = Kinds { own: said.len() - boosts - replies, replies, boosts, polls };
    let mut months: Vec<Month> = (1..=12).map(|month| Month { month, ..Month::default() }).collect();
    let month = |at: i64| usize::try_from(Time(at).to_utc().month0()).unwrap_or_default();
    said.iter().for_each(|(at, _, _)| months[month(*at)].statuses += 1);
    for (at, follows) in store::follows(tx, account.id, from, until)? {
        let one = &mut months[month(at)];
        *(if follows { &mut one.following } else { &mut one.followers }) += 1;
    }
    Ok(Report {
        archetype: kinds.archetype(),
        months,
        tags: store::tags(tx, account.id, from, until, TAGS)?,
        top: store::top(tx, account.id, from, until)?,
    })
}

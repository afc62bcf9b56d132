//! What comes next for the chapter: what it has announced for a day, agreements it looks at again, decisions of the network that end.

use crate::announcements;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::Result;
use crate::network;
use crate::proposals::agreements;
use crate::web::html;

/// How far ahead reviews are told of.
const AHEAD: i64 = 60 * Time::DAY;
/// So many dates at most.
const MOST: i64 = 6;

/// A day with what it is, and where there is more about it.
pub struct Date {
    pub at: i64,
    pub text: String,
    pub url: Option<String>,
    /// Which message says what kind of date it is, if it needs to be said.
    pub kind: Option<&'static str>,
}

/// The next dates, the soonest first.
pub fn next(tx: &mut Tx) -> Result<Vec<Date>> {
    let announced = announcements::coming(tx, MOST)?;
    let mut dates: Vec<Date> =
        announced.into_iter().map(|(at, content)| Date { at, text: html::words(&content, 120), url: None, kind: None }).collect();
    let until = tx.now.plus(AHEAD);
    dates.extend(agreements::next_reviews(tx, until, MOST)?.into_iter().map(|agreement| Date {
        at: agreement.review_at,
        url: Some(format!("/proposals/{}", agreement.id)),
        text: agreement.title,
        kind: Some("dates-review"),
    }));
    dates.extend(network::ending(tx, MOST)?.into_iter().map(|(id, title, at)| Date {
        at,
        url: Some(format!("/network/decisions/{id}")),
        text: title,
        kind: Some("dates-network"),
    }));
    dates.sort_by_key(|date| date.at);
    dates.truncate(usize::try_from(MOST).unwrap_or_default());
    Ok(dates)
}

//! How large the chapter is, and how it grows. Counting walks whole tables, and everybody may ask: it is counted once in a while.

use std::sync::PoisonError;

use crate::accounts;
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::Result;
use crate::site::Sizes;
use crate::statuses;

/// How long a count is good for.
const FRESH: i64 = 5 * Time::MINUTE;

fn count(tx: &mut Tx) -> Result<Sizes> {
    Ok(Sizes {
        members: accounts::count_users(tx)?,
        active_month: statuses::writers_since(tx, tx.now.plus(-30 * Time::DAY))?,
        posts: statuses::count_local(tx)?,
        hosts: accounts::count_domains(tx)?,
    })
}

pub async fn sizes(app: &App) -> Result<Sizes> {
    let now = app.clock.now();
    let known = *app.sizes.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((at, sizes)) = known
        && now.0 - at.0 < FRESH
    {
        return Ok(sizes);
    }
    let sizes = app.read(count).await?;
    *app.sizes.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, sizes));
    Ok(sizes)
}

/// A week of the chapter: its beginning, posts, writers, newcomers.
pub struct Week {
    pub from: i64,
    pub posts: i64,
    pub writers: i64,
    pub joined: i64,
}

/// The last twelve weeks, the earliest first.
pub fn weeks(tx: &mut Tx) -> Result<Vec<Week>> {
    const WEEK: i64 = 7 * Time::DAY;
    const WEEKS: i64 = 12;
    let this = tx.now.0 - tx.now.0.rem_euclid(WEEK);
    let since = Time(this - (WEEKS - 1) * WEEK);
    let posts = statuses::by_week(tx, since)?;
    let joined = accounts::joined_by_week(tx, since)?;
    let week = |n: i64| {
        let at = this - n * WEEK;
        let (posts, writers) =
            posts.iter().find(|(w, ..)| w * WEEK == at).map_or((0, 0), |(_, posts, writers)| (*posts, *writers));
        Week { from: at, posts, writers, joined: joined.iter().find(|(w, _)| w * WEEK == at).map_or(0, |(_, n)| *n) }
    };
    Ok((0..WEEKS).rev().map(week).collect())
}

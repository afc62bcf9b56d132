//! How large the chapter is. Counting walks whole tables, and everybody may ask: it is counted once in a while.

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

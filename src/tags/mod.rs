//! Hashtags: followed, shown on a profile, and what is much talked about.

pub mod api;
mod store;
#[cfg(test)]
mod tests;

use crate::accounts::Account;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;

/// How many hashtags a member may show on their profile.
pub const MOST_FEATURED: usize = 10;
/// Hashtags are counted for so many days.
const DAYS: i64 = 7;

/// How often a hashtag was used on a day, and by how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Its beginning.
    pub at: Time,
    pub uses: i64,
    pub accounts: i64,
}

/// The last week of each of these hashtags, today first; in the order of the names.
pub fn history(tx: &mut Tx, names: &[String]) -> Result<Vec<Vec<Day>>> {
    let today = tx.now.0 - tx.now.0.rem_euclid(Time::DAY);
    let counted = store::counts(tx, names, Time(today - (DAYS - 1) * Time::DAY))?;
    Ok(names
        .iter()
        .map(|name| {
            let on = |n: i64| {
                let at = Time(today - n * Time::DAY);
                let found = counted.iter().find(|c| c.name == *name && c.day * Time::DAY == at.0);
                Day { at, uses: found.map_or(0, |c| c.uses), accounts: found.map_or(0, |c| c.accounts) }
            };
            (0..DAYS).map(on).collect()
        })
        .collect())
}

/// The hashtags that most people used in the last days.
pub fn trending(tx: &mut Tx, limit: i64, offset: i64) -> Result<Vec<String>> {
    store::trending(tx, tx.now.plus(-3 * Time::DAY), limit, offset)
}

/// Shows a hashtag on one's profile.
fn feature(tx: &mut Tx, by: &Account, name: &str) -> Result<store::Featured> {
    let shown = store::featured(tx, by.id)?;
    if shown.iter().any(|f| f.name == name) {
        return Err(Error::invalid("Validation failed: Tag has already been taken"));
    }
    if shown.len() >= MOST_FEATURED {
        return Err(Error::invalid(format!(
            "Validation failed: You have already featured the maximum number of hashtags ({MOST_FEATURED})"
        )));
    }
    let featured = store::Featured { id: ids::new(tx.now), account_id: by.id, name: name.to_string(), created_at: tx.now.0 };
    store::insert_featured(tx, &featured)?;
    Ok(featured)
}

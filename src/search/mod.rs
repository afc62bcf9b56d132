//! Search: people, hashtags, and the words of posts a member may look through: their own, those they had to do with, and
//! those of people who allow it.

pub mod api;
pub mod fold;
mod store;
#[cfg(test)]
mod tests;
pub mod web;
mod wish;

pub use wish::Wish;

use crate::db::{Tx, search};
use crate::error::Result;
use crate::statuses::Status;
use crate::web::html;

/// Puts what a post says into the index.
pub fn index(tx: &mut Tx, status: &Status) -> Result<()> {
    if status.reblog_of_id.is_some() {
        return Ok(());
    }
    let files: Vec<serde_json::Value> = serde_json::from_str(&status.attachments).unwrap_or_default();
    let seen = files.iter().filter_map(|f| f["description"].as_str());
    let said = html::words(&status.content, 20_000);
    let all: Vec<&str> = [said.as_str(), status.spoiler_text.as_str()].into_iter().chain(seen).collect();
    let words = fold::words(&all.join(" ")).join(" ");
    if words.is_empty() { Ok(()) } else { search::index(tx, search::STATUSES, status.id, &words) }
}

/// Posts that were there before there was an index are put in, some at a time; answers where to go on, or that all is done.
pub fn catch_up(tx: &mut Tx, from: i64) -> Result<Option<i64>> {
    let rows = store::without_words(tx, from, 200)?;
    for row in &rows {
        index(tx, row)?;
    }
    Ok(rows.last().map(|row| row.id))
}

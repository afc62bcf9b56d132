//! The chapter's own emoji: pictures that stand for `:a_word:` in what its members write, here and wherever it is read.

pub mod api;
mod store;
#[cfg(test)]
mod tests;
pub mod web;

pub use store::{CustomEmoji, all};

use crate::app::App;
use crate::audit::{self, Act};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::emojis::Emoji;
use crate::ids;
use crate::media::addresses::OWN;
use crate::media::new_key;
use crate::media::pictures::{self, Purpose};

/// The largest picture of one, in bytes; Mastodon refuses larger ones.
pub const LARGEST: usize = 256_000;
/// How many a chapter may have.
const MOST: usize = 1_000;
const FOLDER: &str = "emoji";

/// Is this a name for an emoji? Letters, digits and `_`, two at least.
fn check_shortcode(name: &str) -> Result<&str> {
    let bare = name.trim().trim_matches(':');
    let fits = (2..=60).contains(&bare.len()) && bare.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if fits { Ok(bare) } else { Err(Error::invalid("Validation failed: Shortcode must have 2 to 60 letters, digits or _")) }
}

/// Adds an emoji; one of the same name is replaced.
pub async fn add(app: &App, by: Option<i64>, name: &str, category: &str, bytes: Vec<u8>) -> Result<CustomEmoji> {
    let shortcode = check_shortcode(name)?.to_string();
    if bytes.len() > LARGEST {
        return Err(Error::invalid(format!("Validation failed: the picture must be at most {} kB", LARGEST / 1_000)));
    }
    let picture = app.media.work(move || pictures::prepare(&bytes, Purpose::Emoji)).await?;
    let (file, still) = (new_key(FOLDER, picture.whole.file), new_key(FOLDER, picture.preview.file));
    app.media.put(&file, picture.whole.bytes).await?;
    app.media.put(&still, picture.preview.bytes).await?;
    let category: String = category.trim().chars().take(60).collect();
    app.write(move |tx| {
        let before = store::by_shortcode(tx, &shortcode)?;
        if before.is_none() && store::all(tx)?.len() >= MOST {
            return Err(Error::refused(format!("A chapter has at most {MOST} emoji of its own.")));
        }
        let emoji = CustomEmoji {
            id: before.as_ref().map_or_else(|| ids::new(tx.now), |b| b.id),
            shortcode,
            file,
            still,
            category,
            created_by: by,
            created_at: before.as_ref().map_or(tx.now.0, |b| b.created_at),
            updated_at: tx.now.0,
        };
        store::put(tx, &emoji)?;
        audit::record(tx, by, Act::AddEmoji, None, &format!(":{}:", emoji.shortcode), "")?;
        Ok(emoji)
    })
    .await
}

/// Takes an emoji out of the picker; posts that have it keep it.
pub fn remove(tx: &mut Tx, by: Option<i64>, name: &str) -> Result<()> {
    let shortcode = check_shortcode(name)?;
    if !store::delete(tx, shortcode)? {
        return Err(Error::NotFound);
    }
    audit::record(tx, by, Act::RemoveEmoji, None, &format!(":{shortcode}:"), "").map(|_| ())
}

/// The names between colons in a text.
fn names(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(':') {
        let tail = &rest[at + 1..];
        let end = tail.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(tail.len());
        if end >= 2 && tail[end..].starts_with(':') {
            found.push(&tail[..end]);
        }
        rest = &tail[end..];
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The chapter's emoji that stand in texts, as rows keep them: JSON.
pub fn standing_in(tx: &mut Tx, texts: &[&str]) -> Result<String> {
    let names: Vec<&str> = texts.iter().flat_map(|text| names(text)).collect();
    if names.is_empty() {
        return Ok("[]".into());
    }
    let found: Vec<Emoji> = store::among(tx, &names)?.iter().map(as_emoji).collect();
    serde_json::to_string(&found).map_err(Error::internal)
}

fn as_emoji(emoji: &CustomEmoji) -> Emoji {
    Emoji {
        shortcode: emoji.shortcode.clone(),
        url: format!("{OWN}{}", emoji.file),
        static_url: format!("{OWN}{}", emoji.still),
        visible_in_picker: true,
    }
}

//! Announcements: what the chapter tells all its members, and how they answer with an emoji.

pub mod api;
mod store;
#[cfg(test)]
mod tests;
pub mod web;

use crate::audit::{self, Act};
use crate::clock::Time;
use crate::db::Tx;
use crate::emojis;
use crate::error::{Error, Result};
use crate::hub::Event;
use crate::ids;
use crate::statuses::compose;
pub use store::{Announcement, coming, current};

/// How many different emoji members may put below one.
const MOST_REACTIONS: usize = 8;
const LONGEST: usize = 5_000;

/// What is to be announced.
#[derive(Clone, Debug)]
pub struct Draft {
    pub text: String,
    pub starts_at: Option<Time>,
    pub ends_at: Option<Time>,
    pub all_day: bool,
}

/// Tells all members something.
pub fn announce(tx: &mut Tx, by: Option<i64>, draft: &Draft) -> Result<i64> {
    let text = draft.text.trim();
    if text.is_empty() || text.chars().count() > LONGEST {
        return Err(Error::invalid(format!("An announcement has 1 to {LONGEST} characters.")));
    }
    if draft.starts_at.zip(draft.ends_at).is_some_and(|(from, until)| until < from) {
        return Err(Error::invalid("An announcement cannot end before it begins."));
    }
    let announcement = Announcement {
        id: ids::new(tx.now),
        text: text.to_string(),
        content: compose::html(text, &[], &tx.site.domain, &tx.site.base()),
        starts_at: draft.starts_at.map(|t| t.0),
        ends_at: draft.ends_at.map(|t| t.0),
        all_day: draft.all_day,
        published_at: tx.now.0,
        updated_at: tx.now.0,
        emojis: emojis::standing_in(tx, &[text])?,
    };
    store::insert(tx, &announcement)?;
    audit::record(tx, by, Act::Announce, None, &format!("announcement {}", announcement.id), text)?;
    tx.events.push(Event::Announced { id: announcement.id });
    Ok(announcement.id)
}

/// Takes an announcement back.
pub fn take_back(tx: &mut Tx, by: Option<i64>, id: i64) -> Result<()> {
    store::by_id(tx, id)?;
    store::delete(tx, id)?;
    audit::record(tx, by, Act::TakeBackAnnouncement, None, &format!("announcement {id}"), "")?;
    tx.events.push(Event::AnnouncementDeleted { id });
    Ok(())
}

/// Every announcement there is, the latest first.
pub fn all(tx: &mut Tx) -> Result<Vec<(i64, String)>> {
    Ok(store::all(tx)?.into_iter().map(|a| (a.id, a.text)).collect())
}

fn react(tx: &mut Tx, account_id: i64, id: i64, name: &str, puts: bool) -> Result<()> {
    store::by_id(tx, id)?;
    let fits =
        !name.is_empty() && name.chars().count() <= 64 && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '<');
    if !fits {
        return Err(Error::invalid("Validation failed: Name is not a recognized emoji"));
    }
    if puts {
        let there = store::reactions(tx, &[id], account_id)?;
        if there.len() >= MOST_REACTIONS && !there.iter().any(|r| r.name == name) {
            return Err(Error::invalid(format!("Validation failed: Limit of {MOST_REACTIONS} different reactions reached")));
        }
        store::put_reaction(tx, id, account_id, name)?;
    } else {
        store::remove_reaction(tx, id, account_id, name)?;
    }
    tx.events.push(Event::AnnouncementReaction { id, name: name.to_string() });
    Ok(())
}

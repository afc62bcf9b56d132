//! Posts somebody wrote elsewhere, years ago, put on their profile here: rows with their old dates, and nothing else. They stand in
//! nobody's home timeline, nobody is told, nothing is sent.

use rules::audience::Visibility;

use super::compose;
use super::store::{self, Status};
use crate::accounts::Account;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::Result;
use crate::federation::policies;
use crate::ids;
use crate::search;
use crate::uploads;
use crate::web::html;

/// A post of the past.
pub struct Restored {
    /// Names it, so that it comes once.
    pub key: String,
    /// Its id where it was written.
    pub origin: String,
    pub at: Time,
    pub visibility: Visibility,
    /// HTML, not yet made safe.
    pub content: String,
    pub spoiler_text: String,
    pub sensitive: bool,
    pub language: Option<String>,
    pub in_reply_to: Option<String>,
    pub tags: Vec<String>,
    pub media_ids: Vec<i64>,
}

pub fn is_restored(tx: &mut Tx, account_id: i64, key: &str) -> Result<bool> {
    Ok(store::by_idempotency_key(tx, account_id, key)?.is_some())
}

pub fn restore(tx: &mut Tx, by: &Account, old: Restored) -> Result<()> {
    if is_restored(tx, by.id, &old.key)? {
        return Ok(());
    }
    let id = ids::at(old.at);
    let uri = format!("{}/statuses/{id}", by.uri);
    // What it answers may have come before it, from the same archive.
    let parent = match &old.in_reply_to {
        Some(answered) => match store::by_idempotency_key(tx, by.id, &format!("archive {answered}"))? {
            Some(own) => Some(own),
            None => store::by_uri(tx, answered)?,
        },
        None => None,
    };
    let quoting = if old.visibility.is_open() { "public" } else { "nobody" };
    let status = Status {
        url: tx.site.at(&format!("/@{}/{id}", by.username)),
        content: html::clean(&old.content),
        spoiler_text: html::plain(&old.spoiler_text, 500),
        sensitive: old.sensitive,
        visibility: old.visibility.to_string(),
        language: old.language.filter(|l| l.len() <= 8),
        interaction_policy: Some(policies::of_ours(quoting, &by.uri, &by.followers_url)),
        in_reply_to_uri: parent.as_ref().map(|p| p.uri.clone()).or(old.in_reply_to),
        in_reply_to_id: parent.as_ref().map(|p| p.id),
        in_reply_to_account_id: parent.as_ref().map(|p| p.account_id),
        thread_id: parent.as_ref().map_or(id, |p| p.thread_id),
        context_uri: parent.as_ref().map_or_else(|| Some(tx.site.at(&format!("/contexts/{id}"))), |p| p.context_uri.clone()),
        idempotency_key: Some(old.key),
        ..Status::blank(id, uri, by.id, true, old.at)
    };
    store::insert(tx, &status)?;
    store::set_tags(tx, id, &compose::tags(&old.tags.join(" ")))?;
    store::count_status(tx, by.id, 1, None)?;
    if let Some(parent) = status.in_reply_to_id {
        store::count_reply(tx, parent, 1)?;
    }
    let attachments = uploads::attach(tx, by, &old.media_ids, uploads::Place::Post { id, scheduled: None })?;
    store::set_attachments(tx, id, &attachments)?;
    search::index(tx, &Status { attachments, ..status })
}

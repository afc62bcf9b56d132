//! Looking up what else was said in a conversation, where it began: its `context` (FEP-f228), or what answers it.
//!
//! Asked for when somebody here reads the conversation, done later by the worker, and bounded in every direction: pages
//! of the same server only, so many of them, so many posts, not again for a while.

use serde_json::Value;

use super::remote::known_or_fetched;
use super::{Status, store};
use crate::accounts;
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::Result;
use crate::federation::json::{first, first_id, id, list, same_origin};
use crate::later::{self, Kind};

const PAGES: usize = 5;
const POSTS: usize = 40;
/// How long what was looked up is good for.
const FRESH: i64 = 15 * Time::MINUTE;

/// The first post of a conversation that began elsewhere, if the rest of it is worth looking up now. A look that writes
/// nothing: most conversations are read more often than they are looked up.
pub fn worth_looking_up(tx: &mut Tx, status: &Status) -> Result<Option<i64>> {
    let Some(root) = store::by_ids(tx, &[status.thread_id])?.pop() else { return Ok(None) };
    let elsewhere = !root.local && root.circle().is_open() && (root.context_uri.is_some() || root.replies_url.is_some());
    let stale = root.backfilled_at.is_none_or(|at| at < tx.now.plus(-FRESH).0);
    Ok((elsewhere && stale).then_some(root.id))
}

/// Plans to look up the rest of a conversation, unless somebody else just has.
pub fn look_up_conversation(tx: &mut Tx, root_id: i64) -> Result<()> {
    if store::begin_backfill(tx, root_id, tx.now.plus(-FRESH))? {
        later::record(tx, Kind::Backfill, &root_id.to_string(), tx.now)?;
    }
    Ok(())
}

/// How such a look goes on, for apps that wait for it: it is named by the conversation, and by how many posts of it were known
/// before.
pub mod refresh {
    use super::{Result, Tx, later, store};
    use crate::later::Kind;

    pub fn name(thread: i64, known: i64) -> String {
        format!("context-{thread}-{known}")
    }

    pub fn read(name: &str) -> Option<(i64, i64)> {
        let (thread, known) = name.strip_prefix("context-")?.split_once('-')?;
        Some((thread.parse().ok()?, known.parse().ok()?))
    }

    /// Is it under way? And how many posts of the conversation are known now?
    pub fn state(tx: &mut Tx, thread: i64) -> Result<(bool, i64)> {
        let running = later::is_planned(tx, Kind::Backfill, &thread.to_string())?;
        Ok((running, store::count_of_thread(tx, thread)?))
    }
}

/// Fetches the posts of a conversation that are not known yet.
pub async fn backfill(app: &App, root_id: i64) -> Result<()> {
    let Some(root) = app.read(move |tx| Ok(store::by_ids(tx, &[root_id])?.pop())).await? else { return Ok(()) };
    let mut wanted: Vec<String> = Vec::new();
    for collection in [root.context_uri.as_ref(), root.replies_url.as_ref()].into_iter().flatten() {
        if same_origin(collection, &root.uri) {
            collect(app, collection, &mut wanted).await;
        }
    }
    wanted.truncate(POSTS);
    for uri in wanted {
        if let Err(error) = known_or_fetched(app, &uri).await {
            tracing::debug!(uri, %error, "a post of a conversation could not be had");
        }
    }
    Ok(())
}

/// The ids in a collection, page after page; what cannot be read ends it.
async fn collect(app: &App, collection: &str, found: &mut Vec<String>) {
    let mut next = Some(collection.to_string());
    for _ in 0..PAGES {
        let Some(uri) = next.take().filter(|uri| found.len() < POSTS && same_origin(uri, collection)) else { return };
        let Ok((document, _)) = accounts::fetch_own(app, &uri).await else { return };
        take(&document, found);
        next = match first(&document, "first") {
            // The first page may stand inside.
            Some(page @ Value::Object(_)) => {
                take(page, found);
                first_id(page, "next").map(ToString::to_string)
            }
            Some(page) => id(page).map(ToString::to_string),
            None => first_id(&document, "next").map(ToString::to_string),
        };
    }
}

fn take(page: &Value, found: &mut Vec<String>) {
    for item in list(page, "orderedItems").into_iter().chain(list(page, "items")) {
        // Of a collection of activities, their objects.
        let uri = first_id(item, "object").or_else(|| id(item));
        if let Some(uri) = uri.filter(|uri| found.len() < POSTS && !found.iter().any(|f| f == uri)) {
            found.push(uri.to_string());
        }
    }
}

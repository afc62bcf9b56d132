//! The record of every verb, written in its transaction: who did what to which object, and who is to hear of it.
//!
//! Nothing is sent from here. A row with somebody to reach waits for [`fan_out`], which the worker runs after the
//! commit; a crash at any moment loses nothing that was answered with success.

mod store;

use std::collections::BTreeSet;

use serde_json::Value;
use url::Url;

use crate::db::Tx;
use crate::error::Result;
use crate::federation;
use crate::ids;
use crate::site::authority;

/// Who is to hear of an activity: the followers of these accounts, and these accounts themselves.
#[derive(Clone, Debug, Default)]
pub struct Audience {
    pub followers_of: Vec<i64>,
    pub recipients: Vec<i64>,
    /// Goes before the bulk: follows, answers to them, direct messages.
    pub urgent: bool,
}

impl Audience {
    pub fn just(account_id: i64) -> Self {
        Self { followers_of: Vec::new(), recipients: vec![account_id], urgent: true }
    }

    pub fn followers(account_id: i64) -> Self {
        Self { followers_of: vec![account_id], ..Self::default() }
    }
}

/// Writes the record. `body` is the whole activity, with its `id` and `type`; activities about the same `object_uri`
/// reach each inbox in the order of their records.
pub fn record(tx: &mut Tx, by: i64, body: &Value, object_uri: &str, audience: &Audience) -> Result<()> {
    store::insert(tx, by, body, object_uri, audience)?;
    tx.wakes = true;
    Ok(())
}

/// An id for an activity that has no object of its own to take one from.
pub fn new_uri(tx: &Tx, verb: &str) -> String {
    tx.site.at(&format!("/activities/{verb}-{}", ids::new(tx.now)))
}

/// Turns the oldest records that wait into deliveries, one for each inbox; answers how many records there were.
pub fn fan_out(tx: &mut Tx) -> Result<usize> {
    let waiting = store::waiting(tx, 20)?;
    for activity in &waiting {
        let inboxes: BTreeSet<String> = store::inboxes(tx, activity)?;
        for inbox in inboxes {
            let Ok(url) = Url::parse(&inbox) else { continue };
            federation::store::enqueue(tx, activity.id, &inbox, &authority(&url), &activity.object_uri, activity.urgent)?;
        }
        store::mark_fanned_out(tx, activity.id)?;
    }
    tx.wakes |= !waiting.is_empty();
    Ok(waiting.len())
}

/// How many records still wait for their fan-out.
pub fn waiting(conn: &mut crate::db::Conn) -> Result<i64> {
    store::count_waiting(conn)
}

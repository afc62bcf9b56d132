//! The record of every verb, written in its transaction: who did what to which object, and who is to hear of it.
//!
//! Nothing is sent from here. A row with somebody to reach waits for [`fan_out`], which the worker runs after the
//! commit; a crash at any moment loses nothing that was answered with success.

mod store;

use std::collections::BTreeMap;

use rules::audience::PUBLIC;
use serde_json::Value;

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::delivery::{self, Parcel};
use crate::federation::json::ids as ids_in;
use crate::federation::proofs;
use crate::federation::store::proof_key;
use crate::federation::verdict;
use crate::ids;

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
        let mut by_host: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for inbox in store::inboxes(tx, activity)? {
            if let Some(host) = delivery::host_of(&inbox) {
                by_host.entry(host).or_default().push(inbox);
            }
        }
        if tx.site.limited_federation {
            for host in by_host.keys().cloned().collect::<Vec<_>>() {
                if verdict(tx, &host)?.blocked {
                    by_host.remove(&host);
                }
            }
        }
        let parcel = Parcel {
            activity_id: activity.id,
            order_key: &activity.object_uri,
            urgent: activity.urgent,
            lasting: activity.urgent || activity.is_of_actor(),
        };
        delivery::enqueue(tx, &parcel, &by_host)?;
        let proven = if by_host.is_empty() { None } else { with_proof(tx, activity)? };
        store::mark_fanned_out(tx, activity.id, proven)?;
    }
    tx.wakes |= !waiting.is_empty();
    Ok(waiting.len())
}

/// The body with its author's proof, if it is for everybody.
fn with_proof(tx: &mut Tx, activity: &store::Activity) -> Result<Option<String>> {
    let mut body: Value = serde_json::from_str(&activity.body).map_err(Error::internal)?;
    let open = ["to", "cc"].iter().any(|key| ids_in(&body, key).iter().any(|id| id == PUBLIC));
    let Some((key_id, pkcs8)) = proof_key(tx.conn, activity.account_id)?.filter(|_| open) else { return Ok(None) };
    proofs::sign(&mut body, &key_id, &pkcs8, tx.now)?;
    Ok(Some(body.to_string()))
}

/// How many records still wait for their fan-out.
pub fn waiting(conn: &mut crate::db::Conn) -> Result<i64> {
    store::count_waiting(conn)
}

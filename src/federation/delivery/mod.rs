//! Bringing activities to inboxes: at least once, in order for each object, however often either side is killed.
//!
//! A delivery is a row until its inbox has answered. Hosts take turns, not deliveries: a process leases a host and makes
//! its deliveries in rounds (`lane.rs`), urgent ones first. A host that fails is left alone for longer and longer
//! (`pace.rs`); then exactly one delivery shows whether it is back. Hosts that fail share a few places of their own, so
//! they hold up nobody else. After a week a host is parked; whatever it says to us wakes it at once.

mod lane;
mod pace;
mod store;

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use url::Url;

pub use store::{Parcel, Queue, drop_host, enqueue, heard_from, queues, retry_host, tidy_up, waiting};

use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::Result;
use crate::later::{self, Kind};

/// Requests under way to hosts that do well.
const PLACES: usize = 64;
/// Requests under way to hosts that failed last time.
const PROBES: usize = 8;
/// Hosts served at the same time.
const LANES: usize = 256;
/// Longer than a round takes at the worst between two renewals; what a killed process held is taken over after that.
const LEASE: i64 = 20 * Time::SECOND;

/// Delivers until `app` stops, then finishes what is under way.
pub async fn run(app: App) {
    let places = Arc::new(Semaphore::new(PLACES));
    let probes = Arc::new(Semaphore::new(PROBES));
    if let Err(error) = app.write(store::forget_leases).await {
        tracing::error!(%error, "leases of a process that was killed could not be taken back");
    }
    let mut work = app.work();
    let mut lanes: JoinSet<()> = JoinSet::new();
    loop {
        let room = LANES - lanes.len();
        if room > 0 && !app.is_stopping() {
            match claim(&app, room).await {
                Ok(due) => {
                    for lane in due {
                        let places = if lane.failures > 0 { &probes } else { &places };
                        lanes.spawn(lane::run(app.clone(), lane, places.clone()));
                    }
                }
                Err(error) => tracing::error!(%error, "hosts could not be claimed"),
            }
        }
        tokio::select! {
            biased;
            () = app.stopped(), if lanes.is_empty() => return,
            Some(_) = lanes.join_next() => while lanes.try_join_next().is_some() {},
            () = work.wait() => {}
        }
    }
}

async fn claim(app: &App, room: usize) -> Result<Vec<store::Lane>> {
    if !app.read(|tx| store::is_anything_due(tx.conn, tx.now)).await? {
        return Ok(Vec::new());
    }
    let room = i64::try_from(room).unwrap_or(i64::MAX);
    app.write(move |tx| store::claim(tx, room, tx.now.plus(LEASE))).await
}

/// An inbox is gone for good, so its owner may be: that is looked up later.
fn later_gone(tx: &mut Tx, inbox: &str) -> Result<()> {
    later::record(tx, Kind::LookWhetherGone, inbox, tx.now)
}

impl Queue {
    /// `idle`, `sending`, `waiting` to be tried again, `down`, or `parked`.
    pub fn state(&self, now: Time) -> &'static str {
        if self.parked_at.is_some() {
            "parked"
        } else if self.failures >= pace::OPEN_AFTER {
            "down"
        } else if self.leased_until.is_some_and(|until| until > now.0) {
            "sending"
        } else if self.failures > 0 || self.next_at > now.0 {
            "waiting"
        } else {
            "idle"
        }
    }

    /// For stewards: times in RFC 3339.
    pub fn to_json(&self, now: Time) -> Value {
        let time = |at: Option<i64>| at.map(|at| Time(at).rfc3339());
        json!({
            "host": self.host, "state": self.state(now), "waiting": self.waiting, "urgent": self.urgent, "oldest": time(self.oldest),
            "failures": self.failures, "next_try": Time(self.next_at).rfc3339(), "last_answer": time(self.last_ok_at),
            "last_error": self.last_error, "parked_since": time(self.parked_at), "missed_since": time(self.missed_since),
            "signatures": self.signs.as_deref().unwrap_or("cavage")
        })
    }
}

/// The host of an inbox, as lanes name it.
pub fn host_of(inbox: &str) -> Option<String> {
    Url::parse(inbox).ok().map(|url| crate::site::authority(&url)).filter(|host| !host.is_empty())
}

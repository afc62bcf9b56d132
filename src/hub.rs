//! The hub: what has just happened, told to those who are listening at this moment.
//!
//! A verb says what happened in its transaction; after the commit it is passed to every process (with PostgreSQL through its
//! `NOTIFY`, which travels with the commit). Nothing is kept: who was not listening reads it in a timeline.

use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;

/// Something that happened. Only ids: who listens reads the rest as far as they may.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub enum Event {
    /// A new post, or a boost.
    Posted {
        id: i64,
    },
    Edited {
        id: i64,
    },
    /// `named`: who was mentioned in it.
    Deleted {
        id: i64,
        account_id: i64,
        visibility: String,
        named: Vec<i64>,
    },
    Notified {
        id: i64,
        account_id: i64,
    },
    Letter {
        id: i64,
        account_id: i64,
    },
    FiltersChanged {
        account_id: i64,
    },
    NotificationsMerged {
        account_id: i64,
    },
    Announced {
        id: i64,
    },
    AnnouncementReaction {
        id: i64,
        name: String,
    },
    AnnouncementDeleted {
        id: i64,
    },
    /// These tokens do not hold any more.
    Revoked {
        tokens: Vec<i64>,
    },
    /// None of the account's tokens does.
    ShutOut {
        account_id: i64,
    },
}

/// How many events may wait for a slow listener before it misses some.
const WAITING: usize = 4_096;

pub struct Hub {
    events: broadcast::Sender<Event>,
}

impl Default for Hub {
    fn default() -> Self {
        Self { events: broadcast::Sender::new(WAITING) }
    }
}

impl Hub {
    pub fn tell(&self, event: Event) {
        // Nobody may be listening.
        let _ = self.events.send(event);
    }

    pub fn listen(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }
}

//! What is to be done later, by the worker: fetches and other work that no request and no transaction should wait for.
//!
//! Written in the transaction of the verb that asks for it, once for each kind and subject; done at least once, so doing
//! it twice must hurt nobody. What each kind means is said in `worker.rs`.

mod store;

pub use store::{Due, by_kind, count_due, delete, due, take};

use crate::clock::Time;
use crate::db::Tx;
use crate::error::Result;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An inbox answered 410: is its owner gone? The subject is the inbox.
    LookWhetherGone,
    /// The rest of a conversation that began elsewhere. The subject is the id of its first post.
    Backfill,
    /// A poll's time has come. The subject is the id of its post.
    ClosePoll,
    /// A poll of ours has new votes. The subject is the id of its post.
    TellPoll,
    /// Was a quote allowed? The subject is the id of the quoting post.
    CheckQuote,
    /// A film or a sound was uploaded. The subject is its id.
    ProcessMedia,
    /// Do the pages a member links to link back? The subject is the member's id.
    VerifyLinks,
    /// A post's time has come. The subject is the id of its plan.
    PostScheduled,
    /// An app is to be woken. The subject is the ids of its subscription and of the notification.
    Push,
    /// What is the page about that a post links to? The subject is the post's id.
    FetchCard,
    /// Lines of a file somebody brought along. The subject is the import and the round.
    Import,
    /// Everything of a member in one file. The subject is its id.
    Archive,
    /// A letter is to be sent. The subject is its id.
    Letter,
    /// A window of a proposal ends. The subject is its id and the moment.
    Decision,
    /// An agreement is to be looked at again, or changes. The subject is its id and the moment.
    Agreement,
    /// Somebody's take-off is over. The subject is the candidacy's id and the moment.
    Candidacy,
    /// What does a chapter elsewhere say of its Connector? The subject is the account's id.
    Attestation,
    /// A Connector's year comes to its end. The subject is the account's id and the moment.
    Seat,
    /// Who follows an account elsewhere, as its server has it? The subject is the account's id and the address to ask.
    SyncFollowers,
    /// Letters about what somebody has posted. The subject is the account's id and the moment.
    EmailSubscriptions,
    /// Something about the network. The subject is a decision's id and the moment, or what is to be asked of which chapter.
    Network,
}

impl Kind {
    pub const ALL: [Kind; 21] = [
        Self::LookWhetherGone,
        Self::Backfill,
        Self::ClosePoll,
        Self::TellPoll,
        Self::CheckQuote,
        Self::ProcessMedia,
        Self::VerifyLinks,
        Self::PostScheduled,
        Self::Push,
        Self::FetchCard,
        Self::Import,
        Self::Archive,
        Self::Letter,
        Self::Decision,
        Self::Agreement,
        Self::Candidacy,
        Self::Attestation,
        Self::Seat,
        Self::Network,
        Self::SyncFollowers,
        Self::EmailSubscriptions,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LookWhetherGone => "look_whether_gone",
            Self::Backfill => "backfill",
            Self::ClosePoll => "close_poll",
            Self::TellPoll => "tell_poll",
            Self::CheckQuote => "check_quote",
            Self::ProcessMedia => "process_media",
            Self::VerifyLinks => "verify_links",
            Self::PostScheduled => "post_scheduled",
            Self::Push => "push",
            Self::FetchCard => "fetch_card",
            Self::Import => "import",
            Self::Archive => "archive",
            Self::Letter => "letter",
            Self::Decision => "decision",
            Self::Agreement => "agreement",
            Self::Candidacy => "candidacy",
            Self::Attestation => "attestation",
            Self::Seat => "seat",
            Self::Network => "network",
            Self::SyncFollowers => "sync_followers",
            Self::EmailSubscriptions => "email_subscriptions",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Plans something for the worker; planned twice, it is done once.
pub fn record(tx: &mut Tx, kind: Kind, subject: &str, at: Time) -> Result<()> {
    store::insert_once(tx, kind.as_str(), subject, at)?;
    tx.wakes |= at <= tx.now;
    Ok(())
}

/// Is it still to be done?
pub fn is_planned(tx: &mut Tx, kind: Kind, subject: &str) -> Result<bool> {
    store::is_planned(tx, kind.as_str(), subject)
}

/// Plans what is planned already for another time.
pub fn put_off(tx: &mut Tx, kind: Kind, subject: &str, at: Time) -> Result<()> {
    store::set_time(tx, kind.as_str(), subject, at)
}

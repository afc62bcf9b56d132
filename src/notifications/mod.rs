//! What a member is told: somebody mentioned, followed, boosted or favourited them.
//!
//! Written in the transaction of the verb it tells of, once: who favourites, takes it back and favourites again is
//! announced once at a time. Nobody is told of what they did themselves.

pub mod api;
pub mod grouped;
pub mod policy;
pub mod requests;
mod store;
#[cfg(test)]
mod tests;
pub mod web;

use rules::notices::{Sender, Treatment, treat};

use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::hub::Event;
use crate::ids;
use crate::letters;
use crate::push;
use crate::statuses::Status;

pub use store::{Notification, mute_thread, muted_threads, since, unmute_thread};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Mention,
    Follow,
    FollowRequest,
    Favourite,
    Reblog,
    /// Somebody one asked to be told about has posted.
    Status,
    /// A poll one made or voted in has ended.
    Poll,
    /// Somebody quoted one's post.
    Quote,
    /// A post one passed on or quoted has been edited.
    Update,
    QuotedUpdate,
    /// For stewards: somebody has signed up.
    AdminSignUp,
    /// For stewards: somebody reports something.
    AdminReport,
    /// A steward has warned one, or done something about one's account.
    ModerationWarning,
    /// A proposal waits for one: for an answer, or for its next step.
    DecisionWaiting,
    /// A window ends soon, and one has not answered.
    DecisionReminder,
    /// The chapter has decided.
    DecisionOutcome,
    /// An agreement is to be looked at again.
    DecisionReview,
}

impl Kind {
    /// Does the member's policy apply to it?
    const fn can_be_filtered(self) -> bool {
        !matches!(
            self,
            Self::Poll
                | Self::Status
                | Self::Update
                | Self::AdminSignUp
                | Self::AdminReport
                | Self::ModerationWarning
                | Self::DecisionWaiting
                | Self::DecisionReminder
                | Self::DecisionOutcome
                | Self::DecisionReview
        )
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mention => "mention",
            Self::Follow => "follow",
            Self::FollowRequest => "follow_request",
            Self::Favourite => "favourite",
            Self::Reblog => "reblog",
            Self::Status => "status",
            Self::Poll => "poll",
            Self::Quote => "quote",
            Self::Update => "update",
            Self::QuotedUpdate => "quoted_update",
            Self::AdminSignUp => "admin.sign_up",
            Self::AdminReport => "admin.report",
            Self::ModerationWarning => "moderation_warning",
            Self::DecisionWaiting => "decision.waiting",
            Self::DecisionReminder => "decision.reminder",
            Self::DecisionOutcome => "decision.outcome",
            Self::DecisionReview => "decision.review",
        }
    }
}

/// What two had to do with each other is told to neither any more.
pub fn forget(tx: &mut Tx, one: i64, other: i64) -> Result<()> {
    store::forget(tx, one, other)
}

/// The kind as apps know it: what they have no word for is a post they asked to be told of.
fn for_apps(kind: &str) -> &str {
    if kind.starts_with("decision.") { "status" } else { kind }
}

/// What is shown together: the same kind of thing about the same post within twelve hours.
const TOGETHER: i64 = 12 * Time::HOUR;
/// How long an account counts as new.
const NEW: i64 = 30 * Time::DAY;

/// Tells `account_id`, if it is a person of this node who wants to hear of it: not of whom they block or mute; what their
/// policy keeps apart waits until they ask for it.
pub fn notify(tx: &mut Tx, account_id: i64, kind: Kind, from_id: i64, status_id: Option<i64>) -> Result<()> {
    if account_id == from_id {
        return Ok(());
    }
    let Some(ties) = store::ties(tx, account_id, from_id, status_id)? else { return Ok(()) };
    let treatment = if kind.can_be_filtered() {
        let sender = Sender {
            permitted: ties.permitted > 0,
            followed: ties.followed > 0,
            follows: ties.follows > 0,
            is_new: tx.now.0 - ties.known_since < NEW,
            unasked_letter: ties.letter > 0 && ties.answers == 0,
            limited: ties.limited > 0,
        };
        treat(&policy::read(&ties.settings), &sender)
    } else {
        Treatment::Accept
    };
    match treatment {
        Treatment::Drop => Ok(()),
        Treatment::Accept => write(tx, account_id, kind, from_id, About::post(status_id), false),
        Treatment::Filter => {
            write(tx, account_id, kind, from_id, About::post(status_id), true)?;
            store::note_request(tx, ids::new(tx.now), account_id, from_id, status_id)
        }
    }
}

/// Tells a person of this node of something of their own: a poll of theirs has ended.
pub fn notify_oneself(tx: &mut Tx, account_id: i64, kind: Kind, status_id: i64) -> Result<()> {
    write(tx, account_id, kind, account_id, About::post(Some(status_id)), false)
}

/// Tells a steward of a report.
pub fn notify_of_report(tx: &mut Tx, account_id: i64, from_id: i64, report_id: i64) -> Result<()> {
    write(tx, account_id, Kind::AdminReport, from_id, About { status_id: None, other: Some(report_id) }, false)
}

/// Tells somebody what a steward did about their account; `entry_id` is the log's. As Mastodon does, it comes from themselves: no
/// steward is named.
pub fn notify_of_warning(tx: &mut Tx, account_id: i64, entry_id: i64) -> Result<()> {
    write(tx, account_id, Kind::ModerationWarning, account_id, About { status_id: None, other: Some(entry_id) }, false)
}

/// Tells a member of a proposal, by its post, as often as there is something to tell. It comes from the chapter.
pub fn notify_of_decision(tx: &mut Tx, account_id: i64, kind: Kind, status_id: i64) -> Result<()> {
    let chapter_id = tx.site.chapter_id;
    take_back(tx, account_id, kind, chapter_id, Some(status_id))?;
    write(tx, account_id, kind, chapter_id, About::post(Some(status_id)), false)
}

/// What a notification is about.
#[derive(Clone, Copy)]
struct About {
    status_id: Option<i64>,
    /// A report, or an entry of the audit log.
    other: Option<i64>,
}

impl About {
    const fn post(status_id: Option<i64>) -> Self {
        Self { status_id, other: None }
    }
}

fn write(tx: &mut Tx, account_id: i64, kind: Kind, from_id: i64, about: About, filtered: bool) -> Result<()> {
    let About { status_id, other } = about;
    let id = ids::new(tx.now);
    let bucket = tx.now.0 / TOGETHER;
    let group_key = match (kind, status_id) {
        (Kind::Favourite | Kind::Reblog, Some(status_id)) => format!("{}-{status_id}-{bucket}", kind.as_str()),
        (Kind::Follow | Kind::AdminSignUp, _) => format!("{}-{bucket}", kind.as_str()),
        _ => format!("ungrouped-{id}"),
    };
    let new =
        store::New { account_id, kind: kind.as_str(), from_id, status_id, filtered, group_key: &group_key, about_id: other };
    if let Some(id) = store::insert_once(tx, id, new)?
        && !filtered
    {
        tx.events.push(Event::Notified { id, account_id });
        push::plan(tx, account_id, id)?;
        letters::tell(tx, account_id, kind.as_str(), from_id)?;
    }
    Ok(())
}

/// Tells everybody who asked to hear of each post by this author.
pub fn notify_subscribers(tx: &mut Tx, author_id: i64, status_id: i64) -> Result<()> {
    for account_id in store::subscribers(tx, author_id)? {
        notify(tx, account_id, Kind::Status, author_id, Some(status_id))?;
    }
    Ok(())
}

/// Tells those here who passed a post on that it says something else now; as often as it does.
pub fn notify_of_edit(tx: &mut Tx, status: &Status) -> Result<()> {
    for account_id in store::boosters_here(tx, status.id)? {
        take_back(tx, account_id, Kind::Update, status.account_id, Some(status.id))?;
        notify(tx, account_id, Kind::Update, status.account_id, Some(status.id))?;
    }
    Ok(())
}

pub fn take_back(tx: &mut Tx, account_id: i64, kind: Kind, from_id: i64, status_id: Option<i64>) -> Result<()> {
    store::delete(tx, account_id, kind.as_str(), from_id, status_id)
}

/// What a member was told, if it has not been taken back.
pub fn find(tx: &mut Tx, account_id: i64, id: i64) -> Result<Option<Notification>> {
    match store::one(tx, account_id, id) {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

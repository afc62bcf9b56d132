//! What stewards did, written in the transaction of the deed: who, what, to whom, and the reason they gave. Nothing is taken out.

pub mod api;
mod store;
pub mod web;

pub use store::Entry;

use crate::db::Tx;
use crate::error::Result;
use crate::ids;
use crate::web::Paging;

/// What was done. The names stay: they are in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Approve,
    Reject,
    Warn,
    Disable,
    Enable,
    Sensitize,
    Unsensitize,
    Silence,
    Unsilence,
    Suspend,
    Unsuspend,
    DeleteAccount,
    Role,
    Password,
    Invite,
    RevokeInvitation,
    Door,
    SetDomainRule,
    LiftDomainRule,
    ResolveReport,
    ReopenReport,
    Announce,
    TakeBackAnnouncement,
    AddRule,
    RemoveRule,
    CloseConversation,
    OpenConversation,
    AddEmoji,
    RemoveEmoji,
    ChapterSettings,
    /// Something was done about the network this chapter belongs to; the note says what.
    Network,
}

impl Act {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::Warn => "warn",
            Self::Disable => "disable",
            Self::Enable => "enable",
            Self::Sensitize => "sensitize",
            Self::Unsensitize => "unsensitize",
            Self::Silence => "silence",
            Self::Unsilence => "unsilence",
            Self::Suspend => "suspend",
            Self::Unsuspend => "unsuspend",
            Self::DeleteAccount => "delete_account",
            Self::Role => "role",
            Self::Password => "password",
            Self::Invite => "invite",
            Self::RevokeInvitation => "revoke_invitation",
            Self::Door => "registrations",
            Self::SetDomainRule => "set_domain_rule",
            Self::LiftDomainRule => "lift_domain_rule",
            Self::ResolveReport => "resolve_report",
            Self::ReopenReport => "reopen_report",
            Self::Announce => "announce",
            Self::TakeBackAnnouncement => "take_back_announcement",
            Self::AddRule => "add_rule",
            Self::RemoveRule => "remove_rule",
            Self::CloseConversation => "close_conversation",
            Self::OpenConversation => "open_conversation",
            Self::AddEmoji => "add_emoji",
            Self::RemoveEmoji => "remove_emoji",
            Self::ChapterSettings => "chapter_settings",
            Self::Network => "network",
        }
    }
}

/// Writes down a deed; answers the entry's id. `by` is nobody for one done from the terminal; `subject` is what it was done to, in words that
/// outlive it.
pub fn record(tx: &mut Tx, by: Option<i64>, act: Act, account_id: Option<i64>, subject: &str, note: &str) -> Result<i64> {
    let entry = Entry {
        id: ids::new(tx.now),
        by_id: by,
        act: act.as_str().into(),
        account_id,
        subject: subject.chars().take(500).collect(),
        note: note.trim().chars().take(2_000).collect(),
        created_at: tx.now.0,
    };
    store::insert(tx, &entry)?;
    Ok(entry.id)
}

pub fn by_ids(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Entry>> {
    store::by_ids(tx, ids)
}

/// What was done, the latest first; to one account alone if one is given.
pub fn listed(tx: &mut Tx, account_id: Option<i64>, paging: &Paging, limit: i64) -> Result<Vec<Entry>> {
    store::listed(tx, account_id, paging, limit)
}

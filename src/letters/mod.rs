//! Letters: mail to members. What they are told without asking can be switched off, from the letter itself too.
//!
//! A letter is written in the transaction of what it tells of, and brought away by the worker. A node without an SMTP server
//! writes none: what somebody needs then, a steward passes on by hand.

pub mod digest;
mod post;
mod preferences;
mod store;
#[cfg(test)]
mod tests;
pub mod web;

use askama::Template;

pub use post::{deliver, greet, test};
pub use preferences::{Often, Preferences};
pub use store::{count_failed, forget_old};

use crate::accounts::{self, Account};
use crate::chapter;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::later;
use crate::sessions;
use crate::web::language::Language;

/// What letters are about; those that were asked for cannot be switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A new password, an answer to a request to join.
    Account,
    Mention,
    FollowRequest,
    Digest,
    /// A proposal waits for an answer, a window ends soon, the chapter has decided, a review has come.
    Decision,
    /// For stewards: somebody signed up, somebody reports something.
    Desk,
    /// For somebody who has no account here: the posts of a member.
    Subscription,
    Test,
}

impl Kind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Mention => "mention",
            Self::FollowRequest => "follow_request",
            Self::Digest => "digest",
            Self::Decision => "decision",
            Self::Desk => "desk",
            Self::Subscription => "subscription",
            Self::Test => "test",
        }
    }

    /// Those that can be switched off.
    pub const OPTIONAL: [Self; 5] = [Self::Mention, Self::FollowRequest, Self::Digest, Self::Decision, Self::Desk];

    pub fn parse(text: &str) -> Option<Self> {
        Self::OPTIONAL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// A letter to be written: a subject, what it says, and one thing to do.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub subject: String,
    pub paragraphs: Vec<String>,
    /// What it says on the button, and where that leads.
    pub button: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "letters/letter.html")]
struct Html<'a> {
    language: Language,
    chapter: &'a str,
    draft: &'a Draft,
    off: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "letters/letter.txt", escape = "none")]
struct Text<'a> {
    language: Language,
    chapter: &'a str,
    draft: &'a Draft,
    off: Option<&'a str>,
}

/// The language a member is written to in.
pub fn language_of(user: &accounts::User) -> Language {
    Language::parse(&user.locale).unwrap_or_default()
}

/// Writes a letter to a member, if this node sends mail and they want this kind. Answers whether it did.
pub fn write(tx: &mut Tx, to: &Account, kind: Kind, draft: &Draft) -> Result<bool> {
    write_to(tx, to, None, kind, draft)
}

/// The same, to another address than theirs.
fn write_to(tx: &mut Tx, to: &Account, address: Option<&str>, kind: Kind, draft: &Draft) -> Result<bool> {
    if !tx.site.sends_mail || !to.is_local() {
        return Ok(false);
    }
    let user = accounts::user(tx, to.id)?;
    // Only what they have asked for goes to an address that may be somebody else's.
    if !Preferences::of(&user).wants(kind) || user.confirmed_at.is_none() && kind != Kind::Account {
        return Ok(false);
    }
    let off = match Kind::OPTIONAL.contains(&kind) {
        true => {
            let path = off_path(tx, to.id, kind)?;
            Some(tx.site.at(&path))
        }
        false => None,
    };
    let language = language_of(&user);
    let address = address.map_or(user.email, ToString::to_string);
    put(tx, Some(to.id), address, language, kind, draft, off)?;
    Ok(true)
}

/// Writes a letter to somebody who needs no account here: to an address that is asked whether they want letters, or that has
/// said so. `off` is where they are ended.
pub fn write_to_reader(tx: &mut Tx, to: &str, language: Language, kind: Kind, draft: &Draft, off: Option<String>) -> Result<()> {
    if !tx.site.sends_mail {
        return Ok(());
    }
    put(tx, None, to.to_string(), language, kind, draft, off)
}

fn put(
    tx: &mut Tx,
    account_id: Option<i64>,
    address: String,
    language: Language,
    kind: Kind,
    draft: &Draft,
    off: Option<String>,
) -> Result<()> {
    let (chapter, off_shown) = (tx.site.name.clone(), off.as_deref());
    let letter = store::Letter {
        id: ids::new(tx.now),
        account_id,
        address,
        kind: kind.as_str().into(),
        subject: draft.subject.replace(['\r', '\n'], " ").chars().take(200).collect(),
        text: Text { language, chapter: &chapter, draft, off: off_shown }.render().map_err(Error::internal)?,
        html: Html { language, chapter: &chapter, draft, off: off_shown }.render().map_err(Error::internal)?,
        unsubscribe: off,
        created_at: tx.now.0,
        attempts: 0,
        sent_at: None,
        error: None,
    };
    store::insert(tx, &letter)?;
    later::record(tx, later::Kind::Letter, &letter.id.to_string(), tx.now)
}

const CONFIRM: &str = "confirm_address";

/// Asks somebody who has just signed up whether the address is theirs.
pub fn ask_to_confirm(tx: &mut Tx, account: &Account) -> Result<()> {
    if !tx.site.sends_mail {
        return Ok(());
    }
    sessions::forget_tickets(tx, account.id, CONFIRM)?;
    let secret = sessions::give_ticket(tx, Some(account.id), CONFIRM, "", 7 * Time::DAY)?;
    let language = language_of(&accounts::user(tx, account.id)?);
    let draft = Draft {
        subject: language.s("mail-confirm-subject", &tx.site.name).to_string(),
        paragraphs: vec![
            language.s("mail-confirm-text", &account.username).to_string(),
            language.t("mail-confirm-not-you").to_string(),
        ],
        button: Some((language.t("mail-confirm-button").to_string(), tx.site.at(&format!("/confirm/{secret}")))),
    };
    write(tx, account, Kind::Account, &draft).map(|_| ())
}

const CHANGE: &str = "change_address";

/// Asks at a new address whether it is theirs, and tells the one before. Answers false where this node sends no mail.
pub fn ask_to_change(tx: &mut Tx, account: &Account, email: &str) -> Result<bool> {
    if !tx.site.sends_mail {
        return Ok(false);
    }
    sessions::forget_tickets(tx, account.id, CHANGE)?;
    let secret = sessions::give_ticket(tx, Some(account.id), CHANGE, email, Time::DAY)?;
    let language = language_of(&accounts::user(tx, account.id)?);
    let asks = Draft {
        subject: language.s("mail-confirm-subject", &tx.site.name).to_string(),
        paragraphs: vec![
            language.s("mail-change-text", &account.username).to_string(),
            language.t("mail-change-not-you").to_string(),
        ],
        button: Some((language.t("mail-confirm-button").to_string(), tx.site.at(&format!("/confirm/{secret}")))),
    };
    write_to(tx, account, Some(email), Kind::Account, &asks)?;
    let tells = Draft {
        subject: language.s("mail-changing-subject", &tx.site.name).to_string(),
        paragraphs: vec![language.s("mail-changing-text", email).to_string(), language.t("mail-changing-not-you").to_string()],
        button: Some((language.t("mail-changing-button").to_string(), tx.site.at("/settings/security"))),
    };
    write(tx, account, Kind::Account, &tells)
}

/// Somebody has a new password: another address that was asked for with the old one does not come about.
pub fn forget_change(tx: &mut Tx, account_id: i64) -> Result<()> {
    sessions::forget_tickets(tx, account_id, CHANGE)
}

/// Where a kind of letter is switched off, without logging in: only who got one knows the address.
fn off_path(tx: &mut Tx, account_id: i64, kind: Kind) -> Result<String> {
    Ok(format!("/mail/off/{account_id}/{}/{}", kind.as_str(), off_seal(tx, account_id, kind)?))
}

fn off_seal(tx: &mut Tx, account_id: i64, kind: Kind) -> Result<String> {
    seal(tx, "mail-off", &format!("{account_id}:{}", kind.as_str()))
}

/// What stands in a link of a letter, so that only who got the letter can do what it is for.
pub fn seal(tx: &mut Tx, what_for: &str, subject: &str) -> Result<String> {
    let secret = chapter::mail_secret(tx.conn)?;
    Ok(ids::fingerprint(&format!("{what_for}:{secret}:{subject}")))
}

/// Tells a member by mail of what they have just been notified of, if they want that.
pub fn tell(tx: &mut Tx, account_id: i64, notice: &str, from_id: i64) -> Result<()> {
    if !tx.site.sends_mail {
        return Ok(());
    }
    let (kind, page) = match notice {
        "mention" => (Kind::Mention, "/notifications"),
        "follow_request" => (Kind::FollowRequest, "/settings/requests"),
        "admin.sign_up" => (Kind::Desk, "/admin/requests"),
        "admin.report" => (Kind::Desk, "/admin/reports"),
        "moderation_warning" => (Kind::Account, "/notifications"),
        "decision.waiting" | "decision.reminder" => (Kind::Decision, "/decisions?show=waiting"),
        "decision.outcome" => (Kind::Decision, "/decisions?show=decided"),
        "decision.review" => (Kind::Decision, "/agreements"),
        _ => return Ok(()),
    };
    let to = accounts::by_id(tx, account_id)?;
    if !to.is_local() || to.kind != "Person" {
        return Ok(());
    }
    let from = accounts::any_by_id(tx, from_id)?;
    let language = language_of(&accounts::user(tx, account_id)?);
    let happened = language.t(&format!("notice-{}", notice.replace(['_', '.'], "-")));
    let subject = match notice {
        _ if kind == Kind::Decision || kind == Kind::Account => happened.to_string(),
        _ => format!("{} {happened}", from.shown_name()),
    };
    let draft = Draft {
        paragraphs: vec![format!("{subject}.")],
        button: Some((language.t("mail-look").to_string(), tx.site.at(page))),
        subject,
    };
    write(tx, &to, kind, &draft).map(|_| ())
}

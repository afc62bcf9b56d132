//! Posts by letter: whoever has no account anywhere gets the public posts of somebody who offers that, and of the chapter.
//!
//! A letter comes only to an address whose owner has said yes to it there, and every letter says how to end it. Nobody is told
//! who has somebody's posts, only how many do.

pub mod api;
mod store;
#[cfg(test)]
mod tests;
pub mod web;

pub use store::{count, forget};

use store::Subscription;

use crate::accounts::{self, Account};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::later;
use crate::letters::{self, Draft, Kind};
use crate::statuses::{self, Status, Without};
use crate::web::language::Language;
use crate::web::limits::{self, From};
use crate::web::{Paging, html};

/// What is posted within this time comes in one letter.
const GATHER: i64 = 10 * Time::MINUTE;
/// Slips can be mended, and posts deleted, for so long before anybody is written to.
const WAIT: i64 = 5 * Time::MINUTE;
/// What is older comes to nobody: the node was away, or the member did not offer it for a while.
const OLD: i64 = 2 * Time::DAY;
/// The same address is not asked again for so long.
const REST: i64 = Time::DAY;
/// Whoever has not answered by then is forgotten.
const PATIENCE: i64 = 7 * Time::DAY;
/// The most posts in one letter, and the most letters of one transaction.
const MOST: i64 = 20;
const AT_ONCE: i64 = 100;
/// So many characters of a post stand in a letter.
const WORDS: usize = 1_000;

/// May anybody have the account's posts by letter?
pub fn offers(tx: &Tx, account: &Account) -> bool {
    let shown = account.is_active() && account.silenced_at.is_none() && account.moved_to_uri.is_none();
    tx.site.sends_mail && account.is_local() && account.by_mail && shown
}

/// Asks at an address whether its owner wants the posts of an account. Whether they have them already is told to nobody.
///
/// # Errors
/// `NotFound` where it is not offered, `Invalid` for what is no address, `Busy` where somebody asks for many letters.
pub async fn ask(app: &App, from: From, account_id: i64, email: String, language: Language) -> Result<()> {
    limits::attempt(app, limits::Kind::Letter, &from.counted())?;
    limits::attempt(app, limits::Kind::Letter, &email.trim().to_lowercase())?;
    app.write(move |tx| write_question(tx, account_id, &email, language)).await
}

fn write_question(tx: &mut Tx, account_id: i64, email: &str, language: Language) -> Result<()> {
    let account = offering(tx, account_id)?;
    let email = accounts::check_email(email)?;
    let known = store::find(tx, account.id, &email)?;
    let (id, asks) = match &known {
        Some(known) if known.confirmed_at.is_some() => (known.id, false),
        Some(known) => (known.id, store::ask_again(tx, known.id, tx.now.plus(-REST), language.code())?),
        None => {
            let id = ids::new(tx.now);
            (id, store::insert(tx, id, account.id, &email, language.code())?)
        }
    };
    if asks {
        let path = format!("/mail/subscribe/{id}/{}", letters::seal(tx, "mail-subscribe", &id.to_string())?);
        let draft = Draft {
            subject: language.s("subscription-asks-subject", account.shown_name()).to_string(),
            paragraphs: vec![
                language.two("subscription-asks", account.shown_name(), &tx.site.name).to_string(),
                language.t("subscription-not-you").to_string(),
            ],
            button: Some((language.t("subscription-yes").to_string(), tx.site.at(&path))),
        };
        letters::write_to_reader(tx, &email, language, Kind::Subscription, &draft, None)?;
    }
    Ok(())
}

/// Somebody whose posts anybody may have by letter.
fn offering(tx: &mut Tx, account_id: i64) -> Result<Account> {
    let account = accounts::by_id(tx, account_id)?;
    if offers(tx, &account) { Ok(account) } else { Err(Error::NotFound) }
}

/// Plans the letters about a new post, or about what the chapter passes on.
pub fn plan(tx: &mut Tx, author: &Account, status: &Status) -> Result<()> {
    if !offers(tx, author) || status.visibility != "public" {
        return Ok(());
    }
    let due = Time((tx.now.0 / GATHER + 1) * GATHER + WAIT);
    later::record(tx, later::Kind::EmailSubscriptions, &format!("{}@{}", author.id, due.0), due)
}

/// Writes the letters that are due about what an account has posted.
pub async fn deliver(app: &App, subject: &str) -> Result<()> {
    let Some(account_id) = subject.split_once('@').and_then(|(id, _)| id.parse().ok()) else { return Ok(()) };
    while app.write(move |tx| write_some(tx, account_id)).await? {}
    Ok(())
}

/// Writes some of them; answers whether there may be more.
fn write_some(tx: &mut Tx, account_id: i64) -> Result<bool> {
    let account = match offering(tx, account_id) {
        Err(Error::NotFound) => return Ok(false),
        other => other?,
    };
    let posts = fresh(tx, &account)?;
    let Some((latest, ..)) = posts.last() else { return Ok(false) };
    let some = store::without(tx, account.id, *latest, AT_ONCE)?;
    for subscription in &some {
        if store::set_sent(tx, subscription, *latest)? {
            write(tx, &account, subscription, &posts)?;
        }
    }
    Ok(i64::try_from(some.len()) == Ok(AT_ONCE))
}

/// What there is to tell: the id in the author's list, who says it, what, and where it stands; the oldest first.
type Told = (i64, String, String, String);

/// As in their feed: no answers to others, and what others wrote only where a group passes it on.
fn fresh(tx: &mut Tx, account: &Account) -> Result<Vec<Told>> {
    let without = Without { replies: true, reblogs: account.kind != "Group", ..Without::default() };
    let mut rows = statuses::of_account(tx, account.id, &["public"], &without, &Paging::first(MOST), MOST)?;
    // By the time it was written: ids run ahead of a clock that was set back.
    let since = tx.now.plus(-OLD);
    rows.retain(|row| row.created_at > since.0);
    rows.reverse();
    let boosted = statuses::by_ids(tx, &rows.iter().filter_map(|row| row.reblog_of_id).collect::<Vec<_>>())?;
    let authors = accounts::by_ids(tx, &boosted.iter().map(|post| post.account_id).collect::<Vec<_>>())?;
    let told = rows.iter().filter_map(|row| {
        let post = row.reblog_of_id.map_or(Some(row), |id| boosted.iter().find(|post| post.id == id))?;
        let author = authors.iter().find(|author| author.id == post.account_id).unwrap_or(account);
        let words = match post.spoiler_text.as_str() {
            "" => html::words(&post.content, WORDS),
            warning => warning.to_string(),
        };
        Some((row.id, author.shown_name().to_string(), words, post.url.clone()))
    });
    Ok(told.collect())
}

fn write(tx: &mut Tx, account: &Account, to: &Subscription, posts: &[Told]) -> Result<()> {
    let language = Language::parse(&to.language).unwrap_or_default();
    let news: Vec<&Told> = posts.iter().filter(|(id, ..)| *id > to.sent_id).collect();
    let quoted = |(_, who, words, _): &Told| if words.is_empty() { who.clone() } else { format!("{who}: “{words}”") };
    let (paragraphs, to_see) = match news.as_slice() {
        [] => return Ok(()),
        [one] => (vec![quoted(one)], one.3.clone()),
        many => (many.iter().map(|one| format!("{} {}", quoted(one), one.3)).collect(), account.url.clone()),
    };
    let draft = Draft {
        subject: language.s("subscription-subject", account.shown_name()).to_string(),
        paragraphs,
        button: Some((language.t("mail-look").to_string(), to_see)),
    };
    let off = off_path(tx, to.id)?;
    let off = tx.site.at(&off);
    letters::write_to_reader(tx, &to.email, language, Kind::Subscription, &draft, Some(off))
}

/// Where it is ended, by whoever has got a letter.
fn off_path(tx: &mut Tx, id: i64) -> Result<String> {
    Ok(format!("/mail/subscription/{id}/{}", letters::seal(tx, "mail-subscription", &id.to_string())?))
}

/// Forgets the addresses of those who never said yes.
pub fn forget_unconfirmed(tx: &mut Tx) -> Result<()> {
    store::forget_unconfirmed(tx, tx.now.plus(-PATIENCE))
}

//! Asking everybody, here and elsewhere: a poll of the chapter's below the proposal. It binds nobody and is in no count; those
//! who decide may want to know.

use rules::audience::Visibility;
use rules::proposal::may_ask_everybody;
use rules::roles;
use serde_json::{Value, json};

use super::{Row, note_act, store};
use crate::accounts::{self, Account};
use crate::chapter;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::members;
use crate::network;
use crate::polls::{self, Poll};
use crate::statuses::compose::Mentioned;
use crate::statuses::{self, Status};

/// What every server shows of an option.
const MAX_OPTION: usize = 50;
const MOST: usize = 4;

/// The chapter asks. Without options of their own people say whether they would go along.
///
/// # Errors
/// As the rules refuse it; `Conflict` if everybody has been asked; `Invalid` for options that are none.
pub fn ask(tx: &mut Tx, by: &Account, id: i64, options: &[String]) -> Result<Row> {
    roles::may(members::standing(tx, by)?, roles::Act::TakePart)?;
    super::seen_by(tx, Some(by.id), id)?;
    let row = store::locked(tx, id)?;
    may_ask_everybody(&row.proposal()?, &by.uri)?;
    let about = About {
        title: &row.title,
        url: tx.site.at(&format!("/proposals/{id}")),
        status_id: row.status_id,
        ends_at: row.ends_at,
        asked: row.advisory_id,
    };
    let status = post(tx, &about, options)?;
    note_act(tx, by, &row, &json!({"act": "ask_everybody", "status": status.uri}))?;
    let row = Row { advisory_id: Some(status.id), ..row };
    store::update(tx, &row)?;
    Ok(row)
}

/// What everybody is asked about.
pub struct About<'a> {
    pub title: &'a str,
    pub url: String,
    /// The post that tells of it.
    pub status_id: Option<i64>,
    pub ends_at: Option<i64>,
    /// The poll, if there is one already.
    pub asked: Option<i64>,
}

/// The chapter posts the poll, below the post that tells of what it asks about.
///
/// # Errors
/// `Conflict` if everybody has been asked; `Invalid` for options that are none.
pub fn post(tx: &mut Tx, about: &About, options: &[String]) -> Result<Status> {
    let (None, Some(status_id)) = (about.asked, about.status_id) else {
        return Err(Error::Conflict("Everybody has been asked about this already.".into()));
    };
    let language = chapter::language();
    let mut options: Vec<String> = options.iter().map(|option| option.trim().to_string()).filter(|o| !o.is_empty()).collect();
    if options.is_empty() {
        options = ["for", "unsure", "against"].map(|option| language.t(&format!("advisory-{option}")).into_owned()).to_vec();
    }
    if !(2..=MOST).contains(&options.len()) || options.iter().any(|option| option.chars().count() > MAX_OPTION) {
        return Err(Error::invalid("An advisory poll has 2 to 4 options of 50 characters at most."));
    }
    let ends = about.ends_at.unwrap_or(tx.now.0 + 7 * Time::DAY) - tx.now.0;
    let expires_in = ends.clamp(Time::HOUR, 30 * Time::DAY) / Time::SECOND;
    let text = format!("{} {}\n{}", language.t("advisory-post"), about.title, about.url);
    let chapter = accounts::by_id(tx, tx.site.chapter_id)?;
    let draft = statuses::Draft {
        in_reply_to_id: Some(status_id),
        poll: Some(polls::Draft { options, expires_in, multiple: false }),
        ..statuses::Draft::of(text, Visibility::Public)
    };
    statuses::post(tx, &chapter, draft, &[])
}

/// Asks the other chapters of the network for advice: a post of this chapter's below the proposal that names them, so that their
/// people read it, and answer there. Once for each proposal.
///
/// # Errors
/// As the rules refuse it; `Conflict` without other chapters, or if they have been asked.
pub fn ask_chapters(tx: &mut Tx, by: &Account, id: i64) -> Result<Row> {
    roles::may(members::standing(tx, by)?, roles::Act::TakePart)?;
    super::seen_by(tx, Some(by.id), id)?;
    let row = store::locked(tx, id)?;
    may_ask_everybody(&row.proposal()?, &by.uri)?;
    let others = network::other_chapters(tx)?;
    let Some(status_id) = row.status_id.filter(|_| !others.is_empty()) else {
        return Err(Error::Conflict("There are no other chapters to be asked: this one belongs to no network.".into()));
    };
    if store::has_note(tx, id, "ask_chapters")? {
        return Err(Error::Conflict("The other chapters have been asked already.".into()));
    }
    let names: Vec<String> = others.iter().map(|other| format!("@{}", other.acct())).collect();
    let url = tx.site.at(&format!("/proposals/{id}"));
    let text = format!("{} {}\n{}\n{url}", names.join(" "), chapter::language().t("advice-from-chapters"), row.title);
    let chapter = accounts::by_id(tx, tx.site.chapter_id)?;
    let draft = statuses::Draft { in_reply_to_id: Some(status_id), ..statuses::Draft::of(text, Visibility::Public) };
    let named: Vec<Mentioned> = others.into_iter().map(Mentioned::from).collect();
    let status = statuses::post(tx, &chapter, draft, &named)?;
    note_act(tx, by, &row, &json!({"act": "ask_chapters", "status": status.uri}))?;
    Ok(row)
}

/// The poll, if everybody has been asked and the post is still there.
pub fn of(tx: &mut Tx, advisory_id: Option<i64>) -> Result<Option<Poll>> {
    match advisory_id {
        Some(id) => Ok(polls::of(tx, &[id])?.pop()),
        None => Ok(None),
    }
}

pub fn render(tx: &mut Tx, advisory_id: Option<i64>) -> Result<Value> {
    let poll = of(tx, advisory_id)?;
    Ok(poll.map_or(Value::Null, |poll| {
        let options: Vec<Value> =
            poll.choices.iter().map(|choice| json!({"title": choice.title, "votes_count": choice.votes_count})).collect();
        json!({
            "status_id": poll.row.status_id.to_string(), "binding": false, "options": options, "voters_count": poll.row.voters_count,
            "expires_at": poll.row.expires_at.map(|at| Time(at).rfc3339())
        })
    }))
}

//! Proposals in Mastodon's apps: whoever may decide sees a poll below the post, and what they choose in it binds.
//!
//! An objection needs a reason. Whoever chooses it abstains until then, and gets a letter from the chapter: what they answer
//! is the reason.

use std::collections::BTreeMap;

use rules::consent::{self, Consent};
use rules::proposal::{Act, Process, Refusal};
use serde_json::json;

use super::{Deed, Row, act, store};
use crate::accounts::{self, Account};
use crate::chapter;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::polls::api::PollJson;
use crate::statuses::Status;
use crate::web::html;
use crate::web::language::Language;

/// What can be chosen in a window for consent, in the order of the poll.
const STANCES: [&str; 3] = ["consent", "abstain", "object"];
/// The place of an abstention, with a concern or without.
const ABSTAIN: usize = 1;

/// The polls below the posts of proposals that this member may decide on now.
pub fn render(tx: &mut Tx, viewer: i64, status_ids: &[i64]) -> Result<Vec<(i64, PollJson)>> {
    let open: Vec<Row> = store::by_status(tx, status_ids)?.into_iter().filter(is_open).collect();
    let ids: Vec<i64> = open.iter().map(|row| row.id).collect();
    let mine = if ids.is_empty() { Vec::new() } else { store::rolls_with(tx, &ids, viewer)? };
    if mine.is_empty() {
        return Ok(Vec::new());
    }
    let language = language_of(tx, viewer)?;
    let stances = store::stances_by(tx, &ids, viewer)?;
    let mut polls = Vec::new();
    for row in open.iter().filter(|row| mine.contains(&row.id)) {
        let Process::Consent(consent) = row.proposal()?.process else { continue };
        let (titles, own, said) = if row.state == "voting" {
            let ballot = store::ballot_of(tx, row.id, viewer)?;
            (options(tx, row, language)?, ballot.map(|text| chosen(&text, &consent)), Vec::new())
        } else {
            let round = i64::from(consent.round);
            let stance = stances.iter().find(|(id, r, _)| *id == row.id && *r == round).map(|(_, _, stance)| stance.clone());
            let titles = STANCES.iter().map(|stance| language.t(&format!("stance-{stance}")).into_owned()).collect();
            let place = |stance: String| STANCES.iter().position(|s| *s == stance).or(Some(ABSTAIN)).into_iter().collect();
            let own = stance.map(place);
            (titles, own, store::stances(tx, row.id, round)?)
        };
        let count = |n: usize| {
            let is = |stance: &str| STANCES.iter().position(|s| *s == stance).unwrap_or(ABSTAIN) == n;
            i64::try_from(said.iter().filter(|(_, stance)| is(stance)).count()).unwrap_or_default()
        };
        let counts: Vec<i64> = (0..titles.len()).map(count).collect();
        let id = row.status_id.unwrap_or_default();
        polls.push((id, PollJson::of_proposal(id, row.ends_at, titles.len() > 3 || row.state == "voting", titles, &counts, own)));
    }
    Ok(polls)
}

fn is_open(row: &Row) -> bool {
    row.state == "consent" || row.state == "voting"
}

fn language_of(tx: &mut Tx, account_id: i64) -> Result<Language> {
    Ok(Language::parse(&accounts::user(tx, account_id)?.locale).unwrap_or_default())
}

/// The texts of a vote, and leaving things as they are.
fn options(tx: &mut Tx, row: &Row, language: Language) -> Result<Vec<String>> {
    let short = |title: &str| title.chars().take(100).collect::<String>();
    let mut titles = vec![short(&row.title)];
    titles.extend(store::alternatives(tx, row.id)?.iter().map(|a| short(&a.title)));
    titles.push(language.t("vote-nothing").into_owned());
    Ok(titles)
}

/// What a ballot looks like in the poll: the texts it approves, or the last one.
fn chosen(ballot: &str, consent: &Consent) -> Vec<usize> {
    let grades: BTreeMap<String, i64> = serde_json::from_str(ballot).unwrap_or_default();
    let options = consent.options();
    let approved: Vec<usize> =
        options.iter().enumerate().filter(|(_, o)| grades.get(*o).is_some_and(|g| *g > 0)).map(|(n, _)| n).collect();
    if approved.is_empty() { vec![options.len()] } else { approved }
}

/// Somebody chooses in the poll below a proposal. In a vote what is chosen is approved, and the rest is put below leaving
/// things as they are.
///
/// # Errors
/// `NotFound` where there is no such poll for them, and whatever the rules refuse.
pub fn cast(tx: &mut Tx, by: &Account, status: &Status, positions: &[i64]) -> Result<()> {
    let row = store::by_status(tx, &[status.id])?.pop().ok_or(Error::NotFound)?;
    let Process::Consent(consent) = row.proposal()?.process else { return Err(Error::NotFound) };
    let places: Vec<usize> = positions.iter().filter_map(|p| usize::try_from(*p).ok()).collect();
    let nothing = || Error::invalid("Validation failed: choices are the numbers of options");
    if matches!(consent.state, consent::State::Voting { .. }) {
        let options = consent.options();
        if places.is_empty() || places.len() != positions.len() || places.iter().any(|p| *p > options.len()) {
            return Err(nothing());
        }
        let grades = options.iter().enumerate().map(|(n, o)| (o.clone(), if places.contains(&n) { 1 } else { -1 })).collect();
        return act(tx, by, row.id, Deed { act: Act::Vote, text: None, grades: Some(grades) }).map(|_| ());
    }
    let [place] = places[..] else { return Err(nothing()) };
    match STANCES.get(place) {
        Some(&"consent") => act(tx, by, row.id, Act::Consent.into()).map(|_| ()),
        Some(&"abstain") => act(tx, by, row.id, Act::Abstain.into()).map(|_| ()),
        Some(_) => {
            let row = act(tx, by, row.id, Act::Abstain.into())?;
            // Without a reason by the end it stays what it is now: an abstention, with a concern.
            store::put_stance(tx, row.id, i64::from(consent.round), by.id, "concern")?;
            super::note_act(tx, by, &row, &json!({"act": "concern"}))?;
            let least = super::laws_of(&row)?.consent.reason_min;
            let language = language_of(tx, by.id)?;
            ask(tx, by, &row, i64::from(consent.round), &language.ns("letter-reason", i64::from(least), &row.title))
        }
        None => Err(nothing()),
    }
}

/// Sends a letter of the chapter's that waits for a reason.
fn ask(tx: &mut Tx, to: &Account, row: &Row, round: i64, text: &str) -> Result<()> {
    let text = format!("{text} {}", tx.site.at(&format!("/proposals/{}", row.id)));
    let letter = chapter::write_to(tx, to, &text)?;
    store::insert_reason_request(tx, letter.id, row.id, to.id, round)
}

/// Somebody has answered a letter: if it asked for a reason, that is the objection. A reason that is too short is asked for
/// again; one that comes too late is told so.
pub fn heard(tx: &mut Tx, by: &Account, letter_id: i64, answer: &str) -> Result<()> {
    let Some((proposal_id, round)) = store::reason_request(tx, letter_id, by.id)? else { return Ok(()) };
    let row = store::by_id(tx, proposal_id)?;
    let Process::Consent(consent) = row.proposal()?.process else { return Ok(()) };
    let reason: Vec<&str> = answer.split_whitespace().filter(|word| !word.starts_with('@')).collect();
    let reason = html::plain(&reason.join(" "), super::MAX_WORDS);
    let wanted = Act::Object { reason };
    let refused = if i64::from(consent.round) == round {
        act(tx, by, proposal_id, wanted.into()).err()
    } else {
        Some(Refusal::NotNow.into())
    };
    match refused {
        None => store::delete_reason_request(tx, letter_id),
        Some(error @ (Error::Internal(_) | Error::Unavailable(_))) => Err(error),
        Some(error) => {
            let language = language_of(tx, by.id)?;
            ask(tx, by, &row, round, &language.error(error.shown()))
        }
    }
}

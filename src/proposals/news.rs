//! What comes of an event beside the proposal itself: the post that tells of it, the people who are told, the roll that is
//! frozen, the agreement that begins.

use rules::audience::Visibility;
use rules::consent;
use rules::proposal::{Event, Process, Proposal};
use rules::roles::Role;
use serde_json::{Value, json};

use super::{Row, STANCES, agreements, changes_of, count, digest, laws, store};
use crate::accounts;
use crate::chapter;
use crate::clock::Time;
use crate::credentials;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::members;
use crate::notifications::{self, Kind};
use crate::statuses::{self, article::Article};
use crate::teams;
use crate::web::{html, markdown};

pub fn happened(tx: &mut Tx, row: Row, proposal: &Proposal, event: &Event, at: Time) -> Result<Row> {
    let mut row = row;
    let consent = match &proposal.process {
        Process::Consent(consent) => Some(consent),
        _ => None,
    };
    match event {
        Event::Opened { round } => {
            if *round == 1 {
                row = freeze(tx, row)?;
            }
            tell_roll(tx, &row, Kind::DecisionWaiting, Some(i64::from(*round)))?;
        }
        Event::Extended => {
            tell_roll(tx, &row, Kind::DecisionReminder, consent.map(|c| i64::from(c.round)))?;
        }
        Event::Voting => tell_roll(tx, &row, Kind::DecisionWaiting, None)?,
        Event::Reminder { ends } if ends.saturating_mul(Time::SECOND) > tx.now.0 => {
            let round = consent.filter(|c| matches!(c.state, consent::State::Consent { .. })).map(|c| i64::from(c.round));
            tell_roll(tx, &row, Kind::DecisionReminder, round)?;
        }
        Event::Objected { .. } | Event::Integration | Event::Deciding | Event::CalledIn => {
            tell(tx, &row, row.author_id, Kind::DecisionWaiting)?;
            let facilitator = consent.and_then(|c| c.facilitator.clone());
            if let Some(uri) = facilitator
                && let Some(account) = accounts::by_uri(tx, &uri)?
            {
                tell(tx, &row, account.id, Kind::DecisionWaiting)?;
            }
        }
        Event::Effective => {
            let deciding = match row.team_id {
                Some(team) => teams::members(tx, team)?,
                None => members::holders(tx, Role::Connector)?,
            };
            for (id, _) in deciding {
                tell(tx, &row, id, Kind::DecisionOutcome)?;
            }
        }
        Event::Adopted => {
            // Another text that won the vote changes no by-laws.
            let as_proposed = consent.is_none_or(|c| match &c.state {
                consent::State::Adopted { option, .. } => option.as_deref().is_none_or(|option| option == consent::PROPOSED),
                _ => false,
            });
            if row.person_id.is_some() {
                credentials::decided(tx, &row, as_proposed)?;
            } else {
                let title = won(tx, &row, proposal)?;
                agreements::begin(tx, &row, &title, at)?;
            }
            if let (Some(changes), true) = (changes_of(&row)?, as_proposed) {
                laws::change(tx, &changes, &tx.site.at(&format!("/proposals/{}", row.id)))?;
            }
        }
        Event::Rejected | Event::NoQuorum | Event::Lapsed | Event::Withdrawn | Event::Cancelled => {
            credentials::decided(tx, &row, false)?;
        }
        _ => {}
    }
    if !matches!(event, Event::Discarded | Event::Reminder { .. }) {
        row = publish(tx, row, at)?;
    }
    if matches!(event, Event::Seeking)
        && let Process::Advice(advice) = &proposal.process
    {
        let asked: Vec<String> = advice.asked.iter().map(|given| given.person.clone()).collect();
        for account in accounts::by_uris(tx, &asked)? {
            tell(tx, &row, account.id, Kind::DecisionWaiting)?;
        }
    }
    let ends =
        matches!(event, Event::Adopted | Event::Rejected | Event::NoQuorum | Event::Lapsed | Event::Cancelled | Event::Dropped);
    if ends {
        tell(tx, &row, row.author_id, Kind::DecisionOutcome)?;
        for (id, _, _) in store::roll(tx, row.id)? {
            tell(tx, &row, id, Kind::DecisionOutcome)?;
        }
        say_outcome(tx, &row, proposal, consent.map(|c| i64::from(c.round)))?;
    }
    Ok(row)
}

/// From now on these people decide, whoever joins or leaves.
fn freeze(tx: &mut Tx, row: Row) -> Result<Row> {
    store::freeze_roll(tx, row.id)?;
    let voters = store::roll(tx, row.id)?;
    let list: Vec<Value> = voters.iter().map(|(_, uri, weight)| json!({"voter": uri, "weight": weight})).collect();
    let roll_size = i64::try_from(list.len()).map_err(Error::internal)?;
    let row = Row { roll_hash: Some(digest::of(&list)?), roll_size, ..row };
    store::update(tx, &row)?;
    Ok(row)
}

/// Tells those on the roll who have not answered.
fn tell_roll(tx: &mut Tx, row: &Row, kind: Kind, round: Option<i64>) -> Result<()> {
    for id in store::silent(tx, row.id, round)? {
        tell(tx, row, id, kind)?;
    }
    Ok(())
}

fn tell(tx: &mut Tx, row: &Row, account_id: i64, kind: Kind) -> Result<()> {
    match row.status_id {
        Some(status_id) => notifications::notify_of_decision(tx, account_id, kind, status_id),
        None => Ok(()),
    }
}

/// The title of the text that won a vote; without one, that of the proposal.
fn won(tx: &mut Tx, row: &Row, proposal: &Proposal) -> Result<String> {
    let option = match &proposal.process {
        Process::Consent(consent::Consent { state: consent::State::Adopted { option, .. }, .. }) => option.as_deref(),
        _ => None,
    };
    match option.and_then(|option| option.strip_prefix("alternative-")).and_then(|number| number.parse().ok()) {
        Some(number) => Ok(store::alternative(tx, row.id, number)?.title),
        None => Ok(row.title.clone()),
    }
}

/// A short post of the chapter's below the proposal: what came of it, in numbers, and where the record is.
fn say_outcome(tx: &mut Tx, row: &Row, proposal: &Proposal, round: Option<i64>) -> Result<()> {
    let Some(status_id) = row.status_id else { return Ok(()) };
    if statuses::by_ids(tx, &[status_id])?.is_empty() {
        return Ok(());
    }
    let language = chapter::language();
    let mut text =
        format!("{}: {}.", won(tx, row, proposal)?, language.t(&format!("proposal-state-{}", row.state.replace('_', "-"))));
    match (count::told(row)?, round) {
        (Some(told), _) => {
            for option in &told.options {
                let name = match option.option.strip_prefix("alternative-").and_then(|n| n.parse().ok()) {
                    Some(number) => store::alternative(tx, row.id, number)?.title,
                    None => row.title.clone(),
                };
                text.push_str(&format!("\n{name}: +{} −{}", option.for_, option.against));
            }
        }
        (None, Some(round)) if round > 0 => {
            let said = store::stances(tx, row.id, round)?;
            for stance in STANCES {
                let number = said.iter().filter(|(_, s)| s == stance).count();
                if number == 0 && stance == "concern" {
                    continue;
                }
                text.push_str(&format!("\n{}: {number}", language.t(&format!("stance-{stance}"))));
            }
        }
        _ => {}
    }
    let url = tx.site.at(&format!("/proposals/{}", row.id));
    let text = format!("{text}\n{} {url}/record.json", language.t("proposal-recount"));
    let chapter = accounts::by_id(tx, tx.site.chapter_id)?;
    let draft = statuses::Draft { in_reply_to_id: Some(status_id), ..statuses::Draft::of(text, Visibility::Public) };
    statuses::post(tx, &chapter, draft, &[]).map(|_| ())
}

/// The post that tells of a proposal says what is true now.
fn publish(tx: &mut Tx, row: Row, at: Time) -> Result<Row> {
    let author = accounts::any_by_id(tx, row.author_id)?;
    if author.deleted_at.is_some() {
        return Ok(row);
    }
    let article = article(tx, &row)?;
    if let Some(id) = row.status_id {
        if let Some(status) = statuses::by_ids(tx, &[id])?.pop() {
            statuses::article::republish(tx, &author, &status, &article)?;
        }
        return Ok(row);
    }
    let status = statuses::article::publish(tx, &author, &article)?;
    let row = Row { status_id: Some(status.id), published_at: row.published_at.or(Some(at.0)), ..row };
    store::update(tx, &row)?;
    Ok(row)
}

fn article(tx: &mut Tx, row: &Row) -> Result<Article> {
    let version = store::version(tx, row.id, row.version)?;
    let language = chapter::language();
    let state = language.t(&format!("proposal-state-{}", row.state.replace('_', "-")));
    let summary = match row.ends_at {
        Some(ends) if row.closed_at.is_none() => {
            format!("{state}. {}", language.s("proposal-until", language.moment(Time(ends), tx.site.time_zone)))
        }
        _ => format!("{state}."),
    };
    let driver = html::words(&markdown::render(&version.driver), 300);
    let summary = if driver.is_empty() { summary } else { format!("{driver} {summary}") };
    let content = format!("{}{}", markdown::render(&version.driver), markdown::render(&version.body));
    let url = tx.site.at(&format!("/proposals/{}", row.id));
    let mut decision = json!({
        "process": row.kind, "state": row.state, "version": row.version, "digest": version.hash, "policyDigest": row.by_laws_hash,
        "record": format!("{url}/record.json")
    });
    if let Some(hash) = &row.roll_hash {
        decision["rollDigest"] = hash.clone().into();
    }
    if let Some(ends) = row.ends_at {
        decision["endTime"] = Time(ends).rfc3339_seconds().into();
    }
    Ok(Article { name: version.title, summary, content, url, extra: json!({"gov:decision": decision}) })
}

impl From<rules::agreements::Refusal> for Error {
    fn from(refusal: rules::agreements::Refusal) -> Self {
        use rules::agreements::Refusal::*;
        match refusal {
            NotNow => Self::Conflict(refusal.to_string()),
            ReviewInThePast | ReasonTooShort => Self::Invalid(refusal.to_string()),
            ResponsibleOnly | ConnectorsOnly => Self::refused(refusal),
        }
    }
}

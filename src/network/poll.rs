//! Decisions of the network in Mastodon's apps: whoever is on the roll sees a poll below the post, wherever its host is, and what
//! they choose in it becomes a signed move.

use std::collections::BTreeMap;

use protocol::machine::View;
use rules::consent::Consent;
use rules::proposal::{Act, Process};

use super::carry;
use super::decisions::{self, Said};
use super::pen::Proofs;
use super::store::{self, Row};
use crate::accounts::{self, Account};
use crate::chapter;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::polls::api::PollJson;
use crate::proposals::seconds;
use crate::statuses::Status;
use crate::web::language::Language;

const STANCES: [&str; 3] = ["consent", "abstain", "object"];

fn language_of(tx: &mut Tx, account_id: i64) -> Result<Language> {
    Ok(Language::parse(&accounts::user(tx, account_id)?.locale).unwrap_or_default())
}

/// The polls below the posts of decisions that this member may decide on now.
pub fn render(tx: &mut Tx, viewer: i64, status_ids: &[i64]) -> Result<Vec<(i64, PollJson)>> {
    let open = |row: &Row| row.closed_at.is_none() && ["consent", "voting"].contains(&row.state.as_str());
    let rows: Vec<Row> = store::by_status(tx, status_ids)?.into_iter().filter(open).collect();
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let me = accounts::by_id(tx, viewer)?.uri;
    let language = language_of(tx, viewer)?;
    let now = seconds(tx.now);
    let mut polls = Vec::new();
    for row in rows {
        let Some(decision) = carry::decision(tx, &row)? else { continue };
        let Some(term) = decision.term().filter(|term| term.machine.roll.find(&me).is_some()) else { continue };
        let view = term.machine.view(now);
        let Process::Consent(consent) = &view.deciding.process else { continue };
        let voting = view.deciding.state() == "voting";
        if !voting && view.deciding.state() != "consent" {
            continue;
        }
        // What is on its way counts for whoever said it.
        let own = decision.own_moves();
        let coming = own.iter().rev().find(|(said, fate)| said.body.attributed_to == me && *fate == Ok(false));
        let (titles, own) = if voting {
            let grades = coming.and_then(|(said, _)| said.body.grades.as_ref()).or_else(|| view.ballots.get(&me));
            (titles(&view, language), grades.map(|grades| chosen(grades, consent)))
        } else {
            let coming = coming.and_then(|(said, _)| stance(said.body.act.as_ref()?));
            let place = coming.or_else(|| view.stances.get(&me).copied());
            let titles = STANCES.iter().map(|stance| language.t(&format!("stance-{stance}")).into_owned()).collect();
            (titles, place.and_then(|said| STANCES.iter().position(|s| *s == said)).map(|place| vec![place]))
        };
        let count = |n: usize| {
            let said =
                if voting { 0 } else { view.stances.values().filter(|said| Some(**said) == STANCES.get(n).copied()).count() };
            i64::try_from(said).unwrap_or_default()
        };
        let counts: Vec<i64> = (0..titles.len()).map(count).collect();
        let id = row.status_id.unwrap_or_default();
        polls.push((id, PollJson::of_proposal(id, row.ends_at, voting, titles, &counts, own)));
    }
    Ok(polls)
}

fn stance(act: &Act) -> Option<&'static str> {
    match act {
        Act::Consent => Some("consent"),
        Act::Abstain => Some("abstain"),
        Act::Object { .. } => Some("object"),
        _ => None,
    }
}

/// The texts of a vote, and leaving things as they are.
fn titles(view: &View, language: Language) -> Vec<String> {
    let short = |title: &str| title.chars().take(100).collect::<String>();
    let mut titles = vec![short(&view.text.title)];
    titles.extend(view.alternatives.iter().map(|(_, text)| short(&text.title)));
    titles.push(language.t("vote-nothing").into_owned());
    titles
}

fn chosen(grades: &BTreeMap<String, i64>, consent: &Consent) -> Vec<usize> {
    let options = consent.options();
    let approved: Vec<usize> =
        options.iter().enumerate().filter(|(_, o)| grades.get(*o).is_some_and(|g| *g > 0)).map(|(n, _)| n).collect();
    if approved.is_empty() { vec![options.len()] } else { approved }
}

/// Somebody chooses in the poll. An objection needs its reason, which a poll has no place for: until it is written on the page
/// they abstain.
///
/// # Errors
/// `NotFound` where there is no such poll for them, and whatever the rules refuse.
pub fn cast(tx: &mut Tx, by: &Account, status: &Status, positions: &[i64]) -> Result<()> {
    let row = store::by_status(tx, &[status.id])?.pop().ok_or(Error::NotFound)?;
    let decision = carry::decision(tx, &row)?.ok_or(Error::NotFound)?;
    let view = decision.term().ok_or(Error::NotFound)?.machine.view(seconds(tx.now));
    let Process::Consent(consent) = &view.deciding.process else { return Err(Error::NotFound) };
    let places: Vec<usize> = positions.iter().filter_map(|p| usize::try_from(*p).ok()).collect();
    let nothing = || Error::invalid("Validation failed: choices are the numbers of options");
    if view.deciding.state() == "voting" {
        let options = consent.options();
        if places.is_empty() || places.len() != positions.len() || places.iter().any(|p| *p > options.len()) {
            return Err(nothing());
        }
        let grades = options.iter().enumerate().map(|(n, o)| (o.clone(), if places.contains(&n) { 1 } else { -1 })).collect();
        let said = Said { grades: Some(grades), ..Said::from(Act::Vote) };
        return decisions::act(tx, by, row.id, &said, &Proofs::default()).map(|_| ());
    }
    let [place] = places[..] else { return Err(nothing()) };
    match STANCES.get(place) {
        Some(&"consent") => decisions::act(tx, by, row.id, &Act::Consent.into(), &Proofs::default()).map(|_| ()),
        Some(&"abstain") => decisions::act(tx, by, row.id, &Act::Abstain.into(), &Proofs::default()).map(|_| ()),
        Some(_) => {
            decisions::act(tx, by, row.id, &Act::Abstain.into(), &Proofs::default())?;
            let text = language_of(tx, by.id)?.s("network-letter-reason", &row.title).into_owned();
            let page = tx.site.at(&format!("/network/decisions/{}#object", row.id));
            chapter::write_to(tx, by, &format!("{text} {page}")).map(|_| ())
        }
        None => Err(nothing()),
    }
}

//! Becoming a Connector and staying one.
//!
//! Three Connectors sponsor somebody; after the take-off the chapter is asked for consent, by a proposal like any other. A seat is
//! given for a year, and kept by whoever says that they stay.

pub mod api;
pub mod attestation;
pub mod badge;
mod elsewhere;
mod moving;
mod seats;
mod store;
#[cfg(test)]
mod tests;
pub mod web;

use rules::credential::{self, Candidacy, Endorsement, Refusal};
use rules::roles::{self, Role};
use serde_json::{Value, json};

pub use attestation::{chapter_key, of as attest};
pub use elsewhere::{look as look_at_attestation, shown as attested, verify as verify_attestation};
pub use moving::{comes_back, look_back, moved_away};
pub use seats::{come as seat_comes, follow, opt_in, resign};
pub use store::{Attested, Row, Seat, device_key, set_device_key};

use crate::accounts::{self, Account};
use crate::chapter;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::{self, proofs};
use crate::ids;
use crate::later::{self, Kind};
use crate::letters;
use crate::members;
use crate::proposals::{self, laws, seconds};

/// The longest statement of a candidate, and the longest text on one criterion, in characters.
pub const MAX_WORDS: usize = 5_000;
/// More Connectors than anybody asks to sponsor them.
const MAX_SPONSORS: usize = 20;

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotNow | Refusal::TooEarly(_) | Refusal::AlreadyConnector => Self::Conflict(refusal.to_string()),
            Refusal::Sponsors(_) | Refusal::Criteria => Self::Invalid(refusal.to_string()),
            _ => Self::refused(refusal),
        }
    }
}

/// Somebody declares that they want to be a Connector, why, and who sponsors them.
///
/// # Errors
/// `Refused` to who is neither active nor alumni, `Invalid` without sponsors enough, `Conflict` for a Connector and for who has
/// declared it already.
pub fn declare(tx: &mut Tx, by: &Account, statement: &str, sponsors: &[i64]) -> Result<Row> {
    roles::may(members::standing(tx, by)?, roles::Act::TakePart)?;
    let statement = statement.replace("\r\n", "\n").trim().to_string();
    if statement.is_empty() || statement.chars().count() > MAX_WORDS {
        return Err(Error::invalid("Say why, in 1 to 5,000 characters."));
    }
    if sponsors.len() > MAX_SPONSORS {
        return Err(Error::invalid("20 Connectors at most sponsor somebody."));
    }
    if store::open_of(tx, by.id)?.is_some() {
        return Err(Error::Conflict("You are on the way already.".into()));
    }
    let laws = laws::current(tx)?;
    let named = accounts::by_ids(tx, sponsors)?;
    let uris: Vec<String> = named.iter().map(|account| account.uri.clone()).collect();
    let connectors = members::holders(tx, Role::Connector)?;
    if let Some(chapter) = moving::seat_elsewhere(tx, by)? {
        return Err(Error::Conflict(format!(
            "You hold a seat of {chapter}. Move your account from there to this one first: that gives it back."
        )));
    }
    // Who comes back from another chapter goes the same short way as an alumnus of this one.
    let role = if comes_back(tx, by)? { Some(Role::Alumni) } else { members::current(tx, by.id)? };
    let is_connector = |uri: &str| connectors.iter().any(|(_, connector)| connector == uri);
    let candidacy = Candidacy::declare(&laws, &by.uri, role, &uris, seconds(tx.now), is_connector)?;
    let row = Row {
        id: ids::new(tx.now),
        account_id: by.id,
        state: candidacy.state.as_str().into(),
        process: encode(&candidacy)?,
        statement,
        proposal_id: None,
        created_at: tx.now.0,
        due_at: None,
        closed_at: None,
    };
    store::insert(tx, &row)?;
    for sponsor in &named {
        ask_sponsor(tx, by, &row, sponsor)?;
    }
    Ok(row)
}

fn ask_sponsor(tx: &mut Tx, by: &Account, row: &Row, sponsor: &Account) -> Result<()> {
    let language = letters::language_of(&accounts::user(tx, sponsor.id)?);
    let text = format!("{} {}", language.s("candidacy-letter-sponsor", by.shown_name()), at(tx, row));
    chapter::write_to(tx, sponsor, &text).map(|_| ())
}

fn at(tx: &Tx, row: &Row) -> String {
    tx.site.at(&format!("/connectors/candidates/{}", row.id))
}

fn encode(candidacy: &Candidacy) -> Result<String> {
    serde_json::to_string(candidacy).map_err(Error::internal)
}

/// Writes the next value of a candidacy down, and sees to it that the chapter is asked when it is time.
fn keep(tx: &mut Tx, row: Row, candidacy: &Candidacy) -> Result<Row> {
    let laws = laws::current(tx)?;
    let due_at = candidacy.due(&laws).map(|due| due.saturating_mul(Time::SECOND));
    let over = !matches!(candidacy.state, credential::State::TakeOff { .. } | credential::State::Asking { .. });
    let row = Row {
        state: candidacy.state.as_str().into(),
        process: encode(candidacy)?,
        due_at,
        closed_at: row.closed_at.or(over.then_some(tx.now.0)),
        ..row
    };
    store::update(tx, &row)?;
    if let Some(due) = due_at {
        later::record(tx, Kind::Candidacy, &format!("{}@{due}", row.id), Time(due))?;
    }
    Ok(row)
}

/// A sponsor vouches, in words on each of the three criteria, and signs them.
pub fn endorse(tx: &mut Tx, by: &Account, id: i64, endorsement: Endorsement) -> Result<Row> {
    roles::may(members::standing(tx, by)?, roles::Act::TakePart)?;
    let clean = |text: &str| text.replace("\r\n", "\n").trim().to_string();
    let said =
        Endorsement { results: clean(&endorsement.results), intent: clean(&endorsement.intent), fit: clean(&endorsement.fit) };
    if [&said.results, &said.intent, &said.fit].iter().any(|text| text.chars().count() > MAX_WORDS) {
        return Err(Error::invalid("What you say about each has 5,000 characters at most."));
    }
    let row = store::locked(tx, id)?;
    let connector = members::current(tx, by.id)? == Some(Role::Connector);
    let candidacy = row.candidacy()?.endorse(&by.uri, connector, said.clone())?;
    let document = signed(tx, by, &row, &candidacy.person, &said)?;
    store::put_endorsement(tx, row.id, by.id, &document.to_string())?;
    let row = keep(tx, row, &candidacy)?;
    catch_up(tx, row)
}

/// An endorsement with the proof of whoever gave it (FEP-8b32).
fn signed(tx: &mut Tx, by: &Account, row: &Row, candidate: &str, said: &Endorsement) -> Result<Value> {
    let chapter = accounts::by_id(tx, tx.site.chapter_id)?;
    let mut document = json!({
        "@context": ["https://www.w3.org/ns/activitystreams", {"gov": "https://w3id.org/potluck/gov#"}],
        "id": format!("{}#{}", at(tx, row), by.username), "type": "gov:Endorsement", "attributedTo": by.uri, "object": candidate,
        "target": chapter.uri, "gov:results": said.results, "gov:intent": said.intent, "gov:fit": said.fit,
        "published": tx.now.rfc3339_seconds()
    });
    if let Some((key_id, pkcs8)) = federation::store::proof_key(tx.conn, by.id)? {
        proofs::sign(&mut document, &key_id, &pkcs8, tx.now)?;
    }
    Ok(document)
}

/// The candidate names another sponsor.
pub fn add_sponsor(tx: &mut Tx, by: &Account, id: i64, sponsor: &Account) -> Result<Row> {
    roles::may(members::standing(tx, by)?, roles::Act::TakePart)?;
    let row = store::locked(tx, id)?;
    let laws = laws::current(tx)?;
    let candidacy = row.candidacy()?;
    if candidacy.sponsors.len() >= MAX_SPONSORS {
        return Err(Error::invalid("20 Connectors at most sponsor somebody."));
    }
    let connector = members::current(tx, sponsor.id)? == Some(Role::Connector);
    let candidacy = candidacy.also(&laws, &by.uri, &sponsor.uri, connector)?;
    let row = keep(tx, row, &candidacy)?;
    ask_sponsor(tx, by, &row, sponsor)?;
    Ok(row)
}

/// The candidate lets it go.
pub fn withdraw(tx: &mut Tx, by: &Account, id: i64) -> Result<Row> {
    let row = store::locked(tx, id)?;
    let candidacy = row.candidacy()?.withdraw(&by.uri, seconds(tx.now))?;
    keep(tx, row, &candidacy)
}

/// The worker's part: a take-off is over.
pub fn come(tx: &mut Tx, subject: &str) -> Result<()> {
    let Some(id) = subject.split('@').next().and_then(|id| id.parse().ok()) else { return Ok(()) };
    let row = store::locked(tx, id)?;
    catch_up(tx, row).map(|_| ())
}

/// Once enough have vouched and the take-off is over the chapter is asked.
fn catch_up(tx: &mut Tx, row: Row) -> Result<Row> {
    if row.due_at.is_none_or(|due| due > tx.now.0) {
        return Ok(row);
    }
    let laws = laws::current(tx)?;
    let candidate = accounts::any_by_id(tx, row.account_id)?;
    let standing = members::standing(tx, &candidate)?;
    let now = seconds(tx.now);
    let wants = candidate.deleted_at.is_none()
        && roles::may(standing, roles::Act::TakePart).is_ok()
        && standing.role != Some(Role::Connector);
    if !wants {
        let candidacy = row.candidacy()?.withdraw(&candidate.uri, now)?;
        return keep(tx, row, &candidacy);
    }
    let candidacy = row.candidacy()?.ask(&laws, now)?;
    let draft = in_words(tx, &row, &candidate)?;
    let proposal = proposals::ask_for_admission(tx, &candidate, &draft)?;
    keep(tx, Row { proposal_id: Some(proposal.id), ..row }, &candidacy)
}

/// The proposal by which the chapter is asked: what the candidate says, and what their sponsors say.
fn in_words(tx: &mut Tx, row: &Row, candidate: &Account) -> Result<proposals::Draft> {
    let language = chapter::language();
    let mut body = String::new();
    let said = store::endorsements(tx, row.id)?;
    let people = accounts::by_ids(tx, &said.iter().map(|(id, _)| *id).collect::<Vec<_>>())?;
    for (id, document) in said {
        let document: Value = serde_json::from_str(&document).map_err(Error::internal)?;
        let name = people.iter().find(|a| a.id == id).map(|a| format!("@{}", a.acct())).unwrap_or_default();
        body.push_str(&format!("### {}\n\n", language.s("candidacy-endorsed-by", name)));
        for part in ["results", "intent", "fit"] {
            let words = document[format!("gov:{part}")].as_str().unwrap_or_default();
            body.push_str(&format!("**{}** {words}\n\n", language.t(&format!("candidacy-{part}"))));
        }
    }
    let name: String = candidate.shown_name().chars().take(100).collect();
    Ok(proposals::Draft {
        kind: "consent".into(),
        title: language.s("candidacy-proposal", name).into_owned(),
        driver: row.statement.clone(),
        body: body.chars().take(proposals::MAX_BODY).collect(),
        topic: language.t("connectors-topic").into_owned(),
        seat: Some((candidate.id, Role::Connector)),
        ..proposals::Draft::default()
    })
}

/// May a steward give somebody this role at the desk? Seats are theirs to give and take at the founding only, while there are too
/// few Connectors to sponsor anybody.
pub fn may_name(tx: &mut Tx, account_id: i64, role: Role) -> Result<()> {
    let before = members::current(tx, account_id)?;
    if role != Role::Connector && before != Some(Role::Connector) {
        return Ok(());
    }
    let laws = laws::current(tx)?;
    Ok(credential::may_name(&laws, members::holders(tx, Role::Connector)?.len())?)
}

/// The chapter has decided about somebody's seat: what was adopted takes effect, and a candidacy that was asked about is over.
///
/// # Errors
/// Of the database.
pub fn decided(tx: &mut Tx, proposal: &proposals::Row, adopted: bool) -> Result<()> {
    let (Some(person_id), Ok(role)) = (proposal.person_id, proposal.seat.parse::<Role>()) else { return Ok(()) };
    let person = accounts::any_by_id(tx, person_id)?;
    let here = person.deleted_at.is_none();
    if let Some(row) = store::by_proposal(tx, proposal.id)? {
        let candidacy = row.candidacy()?.answered(adopted && here, seconds(tx.now))?;
        keep(tx, row, &candidacy)?;
    }
    if adopted && here {
        members::grant(tx, person_id, role, &tx.site.at(&format!("/proposals/{}", proposal.id)))?;
    }
    Ok(())
}

/// At the start of the node every date is planned anew.
pub fn plan_all(tx: &mut Tx) -> Result<()> {
    seats::plan_all(tx)?;
    attestation::follow_all(tx)?;
    for (id, due) in store::all_due(tx)? {
        later::record(tx, Kind::Candidacy, &format!("{id}@{due}"), Time(due))?;
    }
    Ok(())
}

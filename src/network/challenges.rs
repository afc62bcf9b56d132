//! Doubts about who will be on the roll of a decision, while its text lies open: a Connector raises one, their chapter signs it and
//! adds what the other chapter itself has signed against it, and every chapter keeps it.

use std::sync::Arc;

use protocol::canon::digest;
use protocol::challenge::{self, Challenge, Revocations};
use protocol::object::Signed;
use protocol::roll::{Register, Seat};
use protocol::roster::{Member, Roster};
use serde_json::Value;

use super::activity::Word;
use super::decisions::may;
use super::store::{self, Row};
use super::{ACTIVE, active, chapter, foreign, register, roster, tell_all};
use crate::accounts::{self, Account};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::proposals::seconds;
use rules::proposal::Refusal;

/// Challenges of one chapter to one proposal.
const MOST_OF_ONE: usize = 20;
const SHORTEST: usize = 10;

/// Everybody who is in the register of a chapter, as far as is known here: who would be on a roll that was frozen now.
pub fn seats(tx: &mut Tx, roster: &Roster) -> Result<Vec<(Member, Seat)>> {
    let (own, _) = chapter(tx)?;
    let mut registers: Vec<Signed<Register>> = register::known(tx)?;
    registers.retain(|register| register.body.attributed_to != own.uri);
    registers.push(register::own(tx, roster)?);
    let of = |register: Signed<Register>| {
        let member = roster.find(&register.body.attributed_to).cloned();
        let seats = register.body.connectors.clone();
        member.into_iter().flat_map(move |member| seats.clone().into_iter().map(move |seat| (member.clone(), seat)))
    };
    Ok(registers.into_iter().flat_map(of).collect())
}

/// What is kept against the roll of a proposal.
pub fn known(tx: &mut Tx, proposal: &str) -> Result<Vec<Signed<Challenge>>> {
    let kept = store::challenges(tx, proposal)?;
    let read = |text: &String| Signed::read(&Arc::new(serde_json::from_str(text).ok()?));
    Ok(kept.iter().filter_map(read).collect())
}

fn not_opened(row: &Row) -> Result<()> {
    foreign::refuse(row)?;
    if row.opened_at.is_none() && row.closed_at.is_none() { Ok(()) } else { Err(Refusal::NotNow.into()) }
}

/// A Connector of this chapter says that somebody should not be on the roll, and why. What the other chapter has signed is looked up.
///
/// # Errors
/// `Refused` to whoever is no Connector, `Invalid` without a reason or for somebody in no register, `Conflict` once it is opened.
pub async fn raise(app: &App, by: Account, id: i64, voter: &str, reason: &str) -> Result<Row> {
    let reason = reason.replace("\r\n", "\n").trim().to_string();
    let long = reason.chars().count();
    if !(SHORTEST..=challenge::MOST_SAID).contains(&long) {
        return Err(Error::invalid("Say why, in 10 to 2,000 characters: the other chapters read it."));
    }
    let (person, wanted) = (by.clone(), voter.trim().to_string());
    let (member, seat, here) = app
        .read(move |tx| {
            may(tx, &person)?;
            not_opened(&store::decision(tx, id)?)?;
            let network = active(tx)?;
            let now = roster(tx, &network)?;
            let uri = match accounts::by_handle(tx, wanted.trim_start_matches('@'))? {
                Some(account) => account.uri,
                None => wanted,
            };
            let found = seats(tx, &now.body)?.into_iter().find(|(_, seat)| seat.person == uri);
            let (member, seat) = found.ok_or_else(|| Error::invalid("This person is in no chapter's register."))?;
            let here = tx.site.owns(&seat.person);
            Ok((member, seat, here))
        })
        .await?;
    let evidence = if here { None } else { look_up(app, &member, &seat).await? };
    app.write(move |tx| {
        may(tx, &by)?;
        let row = store::locked(tx, id)?;
        not_opened(&row)?;
        let network = active(tx)?;
        let now = roster(tx, &network)?;
        let (own, key) = chapter(tx)?;
        let at = seconds(tx.now);
        let body = Challenge {
            proposal: row.uri.clone(),
            attributed_to: own.uri.clone(),
            on_behalf_of: by.uri.clone(),
            voter: seat.person.clone(),
            reason: reason.clone(),
            published: at,
            evidence: evidence.into_iter().collect(),
        };
        if store::challenges_of(tx, &row.uri, &own.uri)? >= MOST_OF_ONE {
            return Err(Error::Conflict("This chapter has challenged this roll 20 times already.".into()));
        }
        let said = Signed::new(body, &key, at);
        keep(tx, &said)?;
        tell_all(tx, &now.body, &Word::Challenge(&said))?;
        Ok(row)
    })
    .await
}

/// What a chapter itself has signed that shows that one of its seats does not hold. A chapter that cannot be reached shows nothing.
async fn look_up(app: &App, member: &Member, seat: &Seat) -> Result<Option<Value>> {
    let shown = match accounts::fetch_own(app, &seat.attestation).await {
        Ok((document, _)) => Some(document).filter(|document| digest(document) == seat.attestation_digest),
        Err(Error::Gone | Error::NotFound) => {
            let list = accounts::fetch_own(app, &format!("{}/revocations", member.id)).await;
            list.ok().map(|(document, _)| document).filter(|list| Signed::<Revocations>::read(&Arc::new(list.clone())).is_some())
        }
        Err(error @ Error::Internal(_)) => return Err(error),
        Err(_) => None,
    };
    let now = seconds(app.clock.now());
    let proves = |evidence: &Value| {
        let tried = Challenge {
            proposal: String::new(),
            attributed_to: String::new(),
            on_behalf_of: String::new(),
            voter: seat.person.clone(),
            reason: String::new(),
            published: now,
            evidence: vec![evidence.clone()],
        };
        tried.strikes(seat, member, now)
    };
    Ok(shown.filter(proves))
}

fn keep(tx: &mut Tx, said: &Signed<Challenge>) -> Result<()> {
    store::put_challenge(tx, &said.digest, &said.body.proposal, &said.body.attributed_to, &said.value.to_string())
}

/// Another chapter has something against a roll.
pub fn came(tx: &mut Tx, by: &Account, said: &Signed<Challenge>) -> Result<bool> {
    let Some(network) = store::current(tx)?.filter(|network| network.state == ACTIVE) else { return Ok(false) };
    let now = roster(tx, &network)?;
    let body = &said.body;
    let signed = body.attributed_to == by.uri && now.body.find(&by.uri).is_some_and(|member| said.is_by(&member.key));
    let row = store::decision_by_uri(tx, &body.proposal)?.filter(|row| not_opened(row).is_ok());
    let bounded = body.reason.chars().count() <= challenge::MOST_SAID && body.evidence.len() <= 4;
    if !signed || !bounded || row.is_none() || store::challenges_of(tx, &body.proposal, &by.uri)? >= MOST_OF_ONE {
        return Ok(false);
    }
    keep(tx, said)?;
    Ok(true)
}

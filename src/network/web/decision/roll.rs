//! Who will be on the roll of a decision that is not opened, and what chapters have against it.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use protocol::challenge::Challenge;
use protocol::decision::Decision;
use protocol::object::Signed;
use protocol::roll::Seat;
use protocol::roster::{self, Status};
use serde::Deserialize;

use super::super::super::challenges;
use super::super::super::store::{self, Row};
use super::super::super::{active, roster as roster_now};
use super::super::{Person, host, name_of, people};
use super::{Page, micros};
use crate::accounts;
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::proposals::seconds;
use crate::sessions::Member;
use crate::web::forms::Form;
use crate::web::page::{said, show_again};
use crate::web::{Id, PageError};

/// What a chapter has against somebody.
pub struct Doubt {
    pub voter: Person,
    pub by: Person,
    pub city: String,
    pub reason: String,
    pub at: i64,
    /// What the voter's own chapter has signed shows that the seat does not hold.
    pub struck: bool,
}

/// The form by which somebody says that a person should not be on the roll, and why it did not go.
#[derive(Default, Deserialize)]
pub struct Doubting {
    #[serde(default)]
    pub voter: String,
    #[serde(default)]
    pub reason: String,
    #[serde(skip)]
    pub fault: Option<String>,
}

pub async fn challenge(
    State(app): State<App>,
    member: Member,
    Id(id): Id,
    Form(sent): Form<Doubting>,
) -> Result<Response, PageError> {
    let error = match challenges::raise(&app, member.account.clone(), id, &sent.voter, &sent.reason).await {
        Ok(_) => return Ok(said(&member.site, "network-challenged", &format!("/network/decisions/{id}#challenges"))),
        Err(error @ Error::Invalid(_)) => error,
        Err(error) => return Err(error.into()),
    };
    let fault = Some(member.language().error(error.shown()).into_owned());
    let page = app.read(move |tx| {
        let row = store::decision(tx, id)?;
        let page = super::lay_out(tx, member.layout, Some(member.account), row)?;
        Ok(Page { doubting: Doubting { fault, ..sent }, ..page })
    });
    let page = page.await?;
    show_again(error.status(), &page, &page.layout)
}

pub fn lay_out(tx: &mut Tx, page: &mut Page, row: &Row, decision: Option<&Decision>, connector: bool) -> Result<()> {
    let opened = decision.and_then(Decision::term);
    let all = match opened {
        Some(term) => term.machine.roll.challenges.clone(),
        None => challenges::known(tx, &row.uri)?,
    };
    let waits = row.opened_at.is_none() && row.closed_at.is_none();
    let members: Vec<roster::Member> = match (decision, active(tx)) {
        (Some(decision), _) => decision.roster().body.chapters.clone(),
        (None, Ok(network)) => roster_now(tx, &network)?.body.chapters.clone(),
        (None, Err(_)) => Vec::new(),
    };
    let city = |uri: &str| members.iter().find(|member| member.id == uri).map_or_else(|| host(uri), |member| member.name.clone());
    let seats: Vec<(roster::Member, Seat)> = match active(tx) {
        Ok(network) if waits => {
            let now = roster_now(tx, &network)?;
            let seated = challenges::seats(tx, &now.body)?;
            seated.into_iter().filter(|(member, _)| member.status == Status::Active).collect()
        }
        _ => Vec::new(),
    };
    let mut uris: Vec<String> = seats.iter().map(|(_, seat)| seat.person.clone()).collect();
    uris.extend(all.iter().flat_map(|one| [one.body.voter.clone(), one.body.on_behalf_of.clone()]));
    let known = people(tx, &uris)?;
    let now = seconds(tx.now);
    let proven = |one: &Challenge| match opened {
        Some(term) => term.machine.roll.find(&one.voter).is_none() && !one.evidence.is_empty(),
        None => seats.iter().any(|(member, seat)| one.strikes(seat, member, now)),
    };
    let doubt = |one: &Signed<Challenge>| Doubt {
        voter: name_of(&known, &one.body.voter),
        by: name_of(&known, &one.body.on_behalf_of),
        city: city(&one.body.attributed_to),
        reason: one.body.reason.clone(),
        at: micros(one.body.published),
        struck: proven(&one.body),
    };
    page.doubts = all.iter().map(doubt).collect();
    if let Some(term) = opened {
        let own = accounts::by_id(tx, tx.site.chapter_id)?.uri;
        let left_out = challenges::known(tx, &row.uri)?.into_iter().any(|one| {
            one.body.attributed_to == own && !one.body.evidence.is_empty() && !term.machine.roll.challenges.contains(&one)
        });
        if left_out {
            page.warnings.push(page.layout.s("network-warns-challenge", city(&row.host_uri)).into_owned());
        }
    }
    let mut by_city: BTreeMap<String, Vec<(String, Person)>> = BTreeMap::new();
    for (member, seat) in &seats {
        by_city.entry(member.name.clone()).or_default().push((seat.person.clone(), name_of(&known, &seat.person)));
    }
    page.electorate = by_city.into_iter().collect();
    page.can.challenge = waits && connector && !page.electorate.is_empty();
    Ok(())
}

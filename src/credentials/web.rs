//! Connectors in a browser: who they are, who is on the way, and one's own seat.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use rules::credential;
use rules::roles::Role;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::api::Said;
use super::{MAX_WORDS, add_sponsor, comes_back, declare, endorse, look_back, opt_in, resign, store, withdraw};
use crate::accounts::{self, Account};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::members;
use crate::proposals::{laws, seconds};
use crate::sessions::{Member, Visit};
use crate::web::forms::{Button, Form};
use crate::web::page::{Layout, said, show, show_again};
use crate::web::params::text;
use crate::web::{Id, PageError, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/connectors", list)
        .post("/connectors/stay", stay)
        .post("/connectors/resign", leave)
        .get("/connectors/become", form)
        .post("/connectors/candidates", create)
        .get("/connectors/candidates/{id}", candidate)
        .post("/connectors/candidates/{id}/endorse", vouch)
        .post("/connectors/candidates/{id}/sponsor", another)
        .post("/connectors/candidates/{id}/withdraw", let_go)
}

/// Somebody as a page names them.
#[derive(Clone, Default)]
struct Person {
    name: String,
    username: String,
    url: String,
    avatar: String,
}

fn person(tx: &Tx, account: &Account) -> Person {
    Person {
        name: account.shown_name().to_string(),
        username: account.username.clone(),
        url: format!("/@{}", account.acct()),
        avatar: accounts::api::render(&tx.site, account).avatar.clone(),
    }
}

struct Holder {
    who: Person,
    dormant: bool,
    since: i64,
    ends_at: i64,
    /// The page of the decision, if it was one of this chapter's.
    decision: Option<String>,
    genesis: bool,
}

struct Mine {
    ends_at: i64,
    dormant: bool,
    /// They can say now that they stay.
    can_stay: bool,
}

struct Way {
    id: i64,
    who: Person,
    endorsed: i64,
    sponsors: i64,
    state: String,
    until: i64,
}

#[derive(Template)]
#[template(path = "credentials/connectors.html")]
struct List {
    layout: Layout,
    holders: Vec<Holder>,
    mine: Option<Mine>,
    ways: Vec<Way>,
    may_become: bool,
    connector: bool,
    me: String,
    sponsors: i64,
    take_off: i64,
    window: i64,
    valid: i64,
}

async fn list(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    let page = app.read(move |tx| lay_out(tx, visit)).await?;
    show(&page, &page.layout)
}

fn lay_out(tx: &mut Tx, visit: Visit) -> Result<List> {
    let laws = laws::current(tx)?;
    let seats = store::seats(tx)?;
    let people = accounts::by_ids(tx, &seats.iter().map(|(seat, ..)| seat.account_id).collect::<Vec<_>>())?;
    let here = tx.site.at("");
    let holders = seats
        .iter()
        .filter_map(|(seat, role, decision)| {
            let account = people.iter().find(|account| account.id == seat.account_id)?;
            Some(Holder {
                who: person(tx, account),
                dormant: role == Role::Dormant.as_str(),
                since: seat.since,
                ends_at: seat.ends_at,
                decision: decision.strip_prefix(here.as_str()).filter(|path| path.starts_with('/')).map(ToString::to_string),
                genesis: decision == "genesis",
            })
        })
        .collect();
    let role = visit.id().map(|id| members::current(tx, id)).transpose()?.flatten();
    let now = seconds(tx.now);
    let mine = seats.iter().find(|(seat, ..)| Some(seat.account_id) == visit.id()).map(|(seat, ..)| Mine {
        ends_at: seat.ends_at,
        dormant: role == Some(Role::Dormant),
        can_stay: credential::opt_in(&laws, role, seconds(Time(seat.ends_at)), now).is_ok(),
    });
    let mut ways = Vec::new();
    let mut under_way = false;
    if visit.viewer.is_some() {
        let rows = store::open(tx)?;
        let people = accounts::by_ids(tx, &rows.iter().map(|row| row.account_id).collect::<Vec<_>>())?;
        for row in rows {
            let Some(account) = people.iter().find(|account| account.id == row.account_id) else { continue };
            under_way |= Some(account.id) == visit.id();
            let candidacy = row.candidacy()?;
            let until = match candidacy.state {
                credential::State::TakeOff { until, .. } => until.saturating_mul(Time::SECOND),
                _ => 0,
            };
            let endorsed = candidacy.sponsors.iter().filter(|s| s.endorsement.is_some()).count();
            ways.push(Way {
                id: row.id,
                who: person(tx, account),
                endorsed: i64::try_from(endorsed).unwrap_or_default(),
                sponsors: i64::try_from(candidacy.sponsors.len()).unwrap_or_default(),
                state: row.state.replace('_', "-"),
                until,
            });
        }
    }
    let days = |span: i64| span / rules::by_laws::DAY;
    Ok(List {
        holders,
        mine,
        ways,
        may_become: matches!(role, Some(Role::Active | Role::Alumni)) && !under_way,
        connector: role == Some(Role::Connector),
        me: visit.viewer.as_ref().map(|viewer| viewer.username.clone()).unwrap_or_default(),
        sponsors: i64::from(laws.connectors.sponsors),
        take_off: days(laws.connectors.take_off),
        window: days(laws.connectors.consent_window),
        valid: days(laws.connectors.valid),
        layout: visit.layout,
    })
}

async fn stay(State(app): State<App>, member: Member, Form(_): Form<Button>) -> Result<Response, PageError> {
    app.write(move |tx| opt_in(tx, &member.account)).await?;
    Ok(said(&member.site, "seat-kept", "/connectors"))
}

async fn leave(State(app): State<App>, member: Member, Form(_): Form<Button>) -> Result<Response, PageError> {
    app.write(move |tx| resign(tx, &member.account)).await?;
    Ok(said(&member.site, "seat-resigned", "/connectors"))
}

#[derive(Template)]
#[template(path = "credentials/become.html")]
struct Become {
    layout: Layout,
    connectors: Vec<(i64, String, bool)>,
    statement: String,
    needed: i64,
    returning: bool,
    fault: Option<String>,
}

fn become_page(tx: &mut Tx, layout: Layout, me: i64, chosen: &[i64], statement: String) -> Result<Become> {
    let laws = laws::current(tx)?;
    let account = accounts::by_id(tx, me)?;
    let returning = comes_back(tx, &account)?;
    let ids: Vec<i64> = members::holders(tx, Role::Connector)?.into_iter().map(|(id, _)| id).filter(|id| *id != me).collect();
    let mut connectors: Vec<(i64, String, bool)> = accounts::by_ids(tx, &ids)?
        .iter()
        .map(|account| (account.id, account.shown_name().to_string(), chosen.contains(&account.id)))
        .collect();
    connectors.sort_by(|a, b| a.1.cmp(&b.1));
    let needed = i64::from(if returning { laws.connectors.return_sponsors } else { laws.connectors.sponsors });
    Ok(Become { layout, connectors, statement, needed, returning, fault: None })
}

async fn form(State(app): State<App>, member: Member) -> Result<Response, PageError> {
    let page = app.read(move |tx| become_page(tx, member.layout, member.account.id, &[], String::new())).await?;
    show(&page, &page.layout)
}

async fn create(State(app): State<App>, member: Member, Form(sent): Form<Map<String, Value>>) -> Result<Response, PageError> {
    let statement = sent.get("statement").and_then(Value::as_str).unwrap_or_default().to_string();
    let chosen: Vec<i64> = sent.keys().filter_map(|key| key.strip_prefix("sponsor-")?.parse().ok()).collect();
    let (by, words, named) = (member.account.clone(), statement.clone(), chosen.clone());
    look_back(&app, &by).await?;
    match app.write(move |tx| declare(tx, &by, &words, &named)).await {
        Ok(row) => Ok(said(&member.site, "candidacy-declared", &format!("/connectors/candidates/{}", row.id))),
        Err(error @ (Error::Invalid(_) | Error::Conflict(_) | Error::Refused(_))) => {
            let fault = Some(member.layout.language.error(error.shown()).into_owned());
            let page = app.read(move |tx| become_page(tx, member.layout, member.account.id, &chosen, statement)).await?;
            let page = Become { fault, ..page };
            show_again(error.status(), &page, &page.layout)
        }
        Err(error) => Err(error.into()),
    }
}

struct Sponsor {
    who: Person,
    /// What they say about results, intent and fit.
    said: Option<[(&'static str, String); 3]>,
}

#[derive(Template)]
#[template(path = "credentials/candidate.html")]
struct Candidate {
    layout: Layout,
    id: i64,
    who: Person,
    state: String,
    returning: bool,
    statement: String,
    sponsors: Vec<Sponsor>,
    until: Option<i64>,
    proposal: Option<i64>,
    can_endorse: bool,
    can_withdraw: bool,
    /// What was typed, or said before.
    typed: [String; 3],
    others: Vec<(String, String)>,
    longest: i64,
    fault: Option<String>,
}

fn candidate_page(tx: &mut Tx, member: Member, id: i64) -> Result<Candidate> {
    let row = store::by_id(tx, id)?;
    let candidacy = row.candidacy()?;
    let account = accounts::any_by_id(tx, row.account_id)?;
    let uris: Vec<String> = candidacy.sponsors.iter().map(|s| s.person.clone()).collect();
    let people = accounts::by_uris(tx, &uris)?;
    let me = &member.account;
    let words =
        |e: &credential::Endorsement| [("results", e.results.clone()), ("intent", e.intent.clone()), ("fit", e.fit.clone())];
    let takes_off = matches!(candidacy.state, credential::State::TakeOff { .. });
    let mine = candidacy.sponsors.iter().find(|s| s.person == me.uri);
    let is_candidate = account.id == me.id;
    let connectors = members::holders(tx, Role::Connector)?;
    let others = if is_candidate && takes_off {
        let ids: Vec<i64> = connectors.iter().filter(|(_, uri)| !uris.contains(uri)).map(|(id, _)| *id).collect();
        accounts::by_ids(tx, &ids)?.iter().map(|a| (a.username.clone(), a.shown_name().to_string())).collect()
    } else {
        Vec::new()
    };
    Ok(Candidate {
        id,
        who: person(tx, &account),
        state: row.state.replace('_', "-"),
        returning: candidacy.returning,
        statement: row.statement.clone(),
        sponsors: candidacy
            .sponsors
            .iter()
            .filter_map(|sponsor| {
                let account = people.iter().find(|a| a.uri == sponsor.person)?;
                Some(Sponsor { who: person(tx, account), said: sponsor.endorsement.as_ref().map(words) })
            })
            .collect(),
        until: match candidacy.state {
            credential::State::TakeOff { until, .. } => Some(until.saturating_mul(Time::SECOND)),
            _ => None,
        },
        proposal: row.proposal_id,
        can_endorse: takes_off && mine.is_some() && connectors.iter().any(|(id, _)| *id == me.id),
        can_withdraw: takes_off && is_candidate,
        typed: mine.and_then(|s| s.endorsement.clone()).map(|e| [e.results, e.intent, e.fit]).unwrap_or_default(),
        others,
        longest: i64::try_from(MAX_WORDS).unwrap_or_default(),
        fault: None,
        layout: member.layout,
    })
}

async fn candidate(State(app): State<App>, member: Member, Id(id): Id) -> Result<Response, PageError> {
    let page = app.read(move |tx| candidate_page(tx, member, id)).await?;
    show(&page, &page.layout)
}

fn back(id: i64) -> String {
    format!("/connectors/candidates/{id}")
}

async fn vouch(State(app): State<App>, member: Member, Id(id): Id, Form(sent): Form<Said>) -> Result<Response, PageError> {
    let endorsement = sent.endorsement();
    let (by, words) = (member.account.clone(), endorsement.clone());
    match app.write(move |tx| endorse(tx, &by, id, words)).await {
        Ok(_) => Ok(said(&member.site, "candidacy-endorsed", &back(id))),
        Err(error @ (Error::Invalid(_) | Error::Conflict(_) | Error::Refused(_))) => {
            let fault = Some(member.layout.language.error(error.shown()).into_owned());
            let page = app.read(move |tx| candidate_page(tx, member, id)).await?;
            let typed = [endorsement.results, endorsement.intent, endorsement.fit];
            let page = Candidate { fault, typed, ..page };
            show_again(error.status(), &page, &page.layout)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
struct Another {
    #[serde(default, deserialize_with = "text")]
    sponsor: Option<String>,
}

async fn another(State(app): State<App>, member: Member, Id(id): Id, Form(sent): Form<Another>) -> Result<Response, PageError> {
    app.write(move |tx| {
        let sponsor = accounts::local(tx, sent.sponsor.unwrap_or_default().trim().trim_start_matches('@'))?;
        add_sponsor(tx, &member.account, id, &sponsor)
    })
    .await?;
    Ok(said(&member.site, "saved", &back(id)))
}

async fn let_go(State(app): State<App>, member: Member, Id(id): Id, Form(_): Form<Button>) -> Result<Response, PageError> {
    app.write(move |tx| withdraw(tx, &member.account, id)).await?;
    Ok(said(&member.site, "undone", "/connectors"))
}

//! The network in a browser: its chapters, who wants to join, what is open and what was decided, and what a steward does about it.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use protocol::object::Signed;
use protocol::roll::Register;
use protocol::roster::Status;
use serde::Deserialize;

use super::store::{self, Network, Row};
use super::{ACTIVE, register, requests, rosters};
use crate::accounts;
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::members;
use crate::proposals::web::{Person, person};
use crate::sessions::{Steward, Visit};
use crate::web::forms::Form;
use crate::web::page::{Layout, said, show, show_again};
use crate::web::{PageError, Routes};
use rules::roles::Role;

mod decision;
mod deeds;
mod key;
mod write;

pub fn routes() -> Routes {
    Routes::new()
        .get("/network", network)
        .get("/admin/network", desk)
        .post("/admin/network", settle)
        .merge(decision::routes())
        .merge(deeds::routes())
        .merge(key::routes())
        .merge(write::routes())
}

/// Somebody of any chapter, as a page names them: by their account where it is known, by their address otherwise.
pub fn name_of(known: &BTreeMap<String, Person>, uri: &str) -> Person {
    known.get(uri).cloned().unwrap_or_else(|| {
        let name = uri.rsplit('/').next().unwrap_or(uri);
        Person { name: format!("@{name}@{}", host(uri)), url: uri.to_string() }
    })
}

pub fn people(tx: &mut Tx, uris: &[String]) -> Result<BTreeMap<String, Person>> {
    Ok(accounts::by_uris(tx, uris)?.iter().map(|account| (account.uri.clone(), person(account))).collect())
}

pub fn host(uri: &str) -> String {
    url::Url::parse(uri).map(|url| crate::site::authority(&url)).unwrap_or_default()
}

/// A chapter of the network.
struct City {
    id: String,
    name: String,
    url: String,
    host: String,
    here: bool,
    status: &'static str,
    cap: i64,
    /// It has more than a third of all seats.
    heavy: bool,
    connectors: Vec<Person>,
    /// When its register was signed that is known here.
    heard_at: Option<i64>,
    /// While the network is founded: has it signed?
    signed: bool,
}

const fn status_word(status: Status) -> &'static str {
    match status {
        Status::Active => "active",
        Status::Suspended => "suspended",
        Status::Left => "left",
    }
}

/// The chapters of the network, those who have left last.
fn cities(tx: &mut Tx, network: &Network) -> Result<Vec<City>> {
    let draft = network.draft.as_deref().map(super::read_roster).transpose()?;
    let Some(roster) = draft.map_or_else(|| rosters(tx, network).map(|mut all| all.pop()), |draft| Ok(Some(draft)))? else {
        return Ok(Vec::new());
    };
    let own = accounts::by_id(tx, tx.site.chapter_id)?.uri;
    let mut registers: Vec<Signed<Register>> = register::known(tx)?;
    if network.state == ACTIVE {
        registers.retain(|register| register.body.attributed_to != own);
        registers.push(register::own(tx, &roster.body)?);
    }
    let mut uris: Vec<String> = roster.body.chapters.iter().map(|chapter| chapter.id.clone()).collect();
    uris.extend(registers.iter().flat_map(|register| register.body.connectors.iter().map(|seat| seat.person.clone())));
    let known = people(tx, &uris)?;
    let seats: u64 = roster.body.active().map(|chapter| u64::from(chapter.connector_cap)).sum();
    let mut cities: Vec<City> = roster
        .body
        .chapters
        .iter()
        .map(|chapter| {
            let register = registers.iter().find(|register| register.body.attributed_to == chapter.id);
            let seated = register.into_iter().flat_map(|register| &register.body.connectors);
            City {
                id: chapter.id.clone(),
                name: chapter.name.clone(),
                url: known.get(&chapter.id).map_or_else(|| chapter.id.clone(), |known| known.url.clone()),
                host: host(&chapter.id),
                here: chapter.id == own,
                status: status_word(chapter.status),
                cap: i64::from(chapter.connector_cap),
                heavy: chapter.status == Status::Active
                    && u64::from(chapter.connector_cap) * 3 > seats
                    && roster.body.active().count() > 2,
                connectors: seated.map(|seat| name_of(&known, &seat.person)).collect(),
                heard_at: register.map(|register| register.body.published.saturating_mul(Time::SECOND)),
                signed: roster.is_by(&chapter.key),
            }
        })
        .collect();
    cities.sort_by_key(|city| city.status == "left");
    Ok(cities)
}

/// A decision in a list.
struct Line {
    id: i64,
    title: String,
    state: String,
    standing: String,
    process: String,
    host: String,
    ends_at: Option<i64>,
    at: i64,
}

fn lines(rows: Vec<Row>, names: &BTreeMap<String, String>) -> Vec<Line> {
    let line = |row: Row| Line {
        id: row.id,
        title: row.title,
        state: row.state.replace('_', "-"),
        standing: row.standing,
        process: row.process.replace('_', "-"),
        host: names.get(&row.host_uri).cloned().unwrap_or_else(|| host(&row.host_uri)),
        ends_at: row.ends_at,
        at: row.created_at,
    };
    rows.into_iter().map(line).collect()
}

#[derive(Template)]
#[template(path = "network/network.html")]
struct Page {
    layout: Layout,
    name: String,
    /// `none`, or where the network stands for this chapter.
    state: String,
    by: Person,
    version: i64,
    cities: Vec<City>,
    seats: i64,
    open: Vec<Line>,
    past: Vec<Line>,
    requests: Vec<(String, Person, i64)>,
    may_propose: bool,
    steward: bool,
}

/// So many past decisions are on the page; the API has all.
const SHOWN: i64 = 50;

async fn network(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    let page = app
        .read(move |tx| {
            let viewer = visit.viewer.clone();
            let steward = visit.layout.viewer.as_ref().is_some_and(|viewer| viewer.steward);
            let role = viewer.map(|viewer| members::current(tx, viewer.id)).transpose()?.flatten();
            let mut page = Page {
                layout: visit.layout,
                name: String::new(),
                state: "none".into(),
                by: Person::default(),
                version: 0,
                cities: Vec::new(),
                seats: 0,
                open: Vec::new(),
                past: Vec::new(),
                requests: Vec::new(),
                may_propose: false,
                steward,
            };
            let Some(network) = store::latest(tx)? else { return Ok(page) };
            if network.ended_at.is_some() {
                // What was decided with the others stays to be read.
                page.past = lines(store::decisions(tx, network.id, false, SHOWN)?, &BTreeMap::new());
                return Ok(page);
            }
            page.cities = cities(tx, &network)?;
            page.seats = page.cities.iter().filter(|city| city.status == "active").map(|city| city.cap).sum();
            page.version = i64::try_from(rosters(tx, &network)?.len()).unwrap_or_default();
            let names: BTreeMap<String, String> = page.cities.iter().map(|city| (city.id.clone(), city.name.clone())).collect();
            page.open = lines(store::decisions(tx, network.id, true, 200)?, &names);
            page.past = lines(store::decisions(tx, network.id, false, SHOWN)?, &names);
            page.by = name_of(&people(tx, std::slice::from_ref(&network.chapter_uri))?, &network.chapter_uri);
            let asked = requests(tx)?;
            let known = people(tx, &asked.iter().map(|(uri, _, _)| uri.clone()).collect::<Vec<_>>())?;
            page.requests = asked.into_iter().map(|(uri, _, at)| (uri.clone(), name_of(&known, &uri), at)).collect();
            page.may_propose = network.state == ACTIVE && role == Some(Role::Connector);
            page.name = network.name;
            page.state = network.state;
            Ok(page)
        })
        .await?;
    show(&page, &page.layout)
}

#[derive(Template)]
#[template(path = "network/desk.html")]
struct Desk {
    layout: Layout,
    name: String,
    state: String,
    by: Person,
    cities: Vec<City>,
    typed: Typed,
    fault: Option<String>,
}

#[derive(Clone, Default, Deserialize)]
struct Typed {
    /// `found`, `agree`, `decline`, `join`, `leave` or `key`.
    #[serde(default)]
    act: String,
    #[serde(default)]
    name: String,
    /// Handles, one in each line or between commas.
    #[serde(default)]
    chapters: String,
    #[serde(default)]
    chapter: String,
}

fn lay_out_desk(tx: &mut Tx, layout: Layout, typed: Typed, fault: Option<String>) -> Result<Desk> {
    let mut desk =
        Desk { layout, name: String::new(), state: "none".into(), by: Person::default(), cities: Vec::new(), typed, fault };
    if let Some(network) = store::current(tx)? {
        desk.cities = cities(tx, &network)?;
        desk.by = name_of(&people(tx, std::slice::from_ref(&network.chapter_uri))?, &network.chapter_uri);
        desk.name = network.name;
        desk.state = network.state;
    }
    Ok(desk)
}

async fn desk(State(app): State<App>, steward: Steward) -> Result<Response, PageError> {
    let page = app.read(move |tx| lay_out_desk(tx, steward.layout, Typed::default(), None)).await?;
    show(&page, &page.layout)
}

async fn settle(State(app): State<App>, steward: Steward, Form(typed): Form<Typed>) -> Result<Response, PageError> {
    let by = Some(steward.account.id);
    let done = match typed.act.as_str() {
        "found" => {
            let chapters: Vec<String> = typed
                .chapters
                .split([',', '\n', ' ', '\r', ';'])
                .map(str::trim)
                .filter(|c| !c.is_empty())
                .map(Into::into)
                .collect();
            super::found(&app, by, &typed.name, &chapters).await.map(|_| "network-begun")
        }
        "agree" => app.write(move |tx| super::agree(tx, by)).await.map(|_| "network-agreed"),
        "decline" => app.write(move |tx| super::decline(tx, by)).await.map(|_| "network-declined"),
        "join" => super::ask_to_join(&app, by, &typed.chapter).await.map(|_| "network-asked"),
        "key" => app.write(move |tx| super::rotate_key(tx, by)).await.map(|()| "network-key"),
        "leave" => app.write(move |tx| super::leave(tx, by)).await.map(|()| "network-left"),
        _ => Err(Error::invalid("There is no such act.")),
    };
    match done {
        Ok(message) => Ok(said(&steward.site, message, "/admin/network")),
        Err(error @ (Error::Invalid(_) | Error::Conflict(_) | Error::Unavailable(_))) => {
            let fault = Some(steward.layout.language.error(error.shown()).into_owned());
            let page = app.read(move |tx| lay_out_desk(tx, steward.layout, typed, fault)).await?;
            show_again(error.status(), &page, &page.layout)
        }
        Err(error) => Err(error.into()),
    }
}

//! Groups and projects in a browser.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::{Team, add, create, end, leave, store};
use crate::accounts;
use crate::app::App;
use crate::error::{Error, Result};
use crate::proposals;
use crate::proposals::web::{Line, Person, lines, person};
use crate::sessions::{Member, Visit};
use crate::web::forms::{Button, Form};
use crate::web::page::{Layout, said, show, show_again};
use crate::web::{Id, PageError, Paging, Routes, markdown};

pub fn routes() -> Routes {
    Routes::new()
        .get("/teams", list)
        .post("/teams", begin)
        .get("/teams/{id}", page)
        .post("/teams/{id}/members", bring)
        .post("/teams/{id}/leave", go)
        .post("/teams/{id}/end", close)
}

#[derive(Template)]
#[template(path = "teams/list.html")]
struct List {
    layout: Layout,
    teams: Vec<(Team, i64)>,
    may_begin: bool,
    typed: Typed,
    fault: Option<String>,
}

#[derive(Clone, Default, Deserialize)]
struct Typed {
    #[serde(default)]
    name: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    purpose: String,
}

async fn list(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    let teams = app.read(store::all).await?;
    let may_begin = visit.viewer.is_some();
    let page = List { layout: visit.layout, teams, may_begin, typed: Typed::default(), fault: None };
    show(&page, &page.layout)
}

async fn begin(State(app): State<App>, member: Member, Form(typed): Form<Typed>) -> Result<Response, PageError> {
    let (by, wanted) = (member.account.clone(), typed.clone());
    match app.write(move |tx| create(tx, &by, &wanted.name, &wanted.kind, &wanted.purpose)).await {
        Ok(team) => Ok(said(&member.site, "team-begun", &format!("/teams/{}", team.id))),
        Err(error @ (Error::Invalid(_) | Error::Conflict(_))) => {
            let teams = app.read(store::all).await?;
            let fault = Some(member.layout.language.error(error.shown()).into_owned());
            let page = List { layout: member.layout, teams, may_begin: true, typed, fault };
            show_again(error.status(), &page, &page.layout)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "teams/show.html")]
struct Page {
    layout: Layout,
    team: Team,
    purpose: String,
    people: Vec<Person>,
    decisions: Vec<Line>,
    mine: bool,
}

/// So many decisions are on the page of a team; the list has all.
const SHOWN: i64 = 30;

async fn page(State(app): State<App>, visit: Visit, Id(id): Id) -> Result<Response, PageError> {
    let page = app
        .read(move |tx| {
            let team = store::by_id(tx, id)?;
            let ids: Vec<i64> = store::members(tx, id)?.into_iter().map(|(id, _)| id).collect();
            let people = accounts::by_ids(tx, &ids)?.iter().map(person).collect();
            let wanted = proposals::Wanted { team: Some(team.name.clone()), ..proposals::Wanted::default() };
            let rows = proposals::listed(tx, &wanted, &Paging::default(), SHOWN)?;
            let mine = team.closed_at.is_none() && visit.id().is_some_and(|viewer| ids.contains(&viewer));
            let purpose = markdown::render(&team.purpose);
            Ok(Page { decisions: lines(tx, &rows, &[])?, layout: visit.layout, purpose, people, mine, team })
        })
        .await?;
    show(&page, &page.layout)
}

#[derive(Deserialize)]
struct Brought {
    #[serde(default)]
    name: String,
}

async fn bring(State(app): State<App>, member: Member, Id(id): Id, Form(sent): Form<Brought>) -> Result<Response, PageError> {
    app.write(move |tx| {
        let who = accounts::by_handle(tx, sent.name.trim().trim_start_matches('@'))?;
        let who = who.ok_or_else(|| Error::invalid("One of these people is not known here. Write their names as in @ada."))?;
        add(tx, &member.account, id, &who)
    })
    .await?;
    Ok(said(&member.site, "team-joined", &format!("/teams/{id}")))
}

async fn go(State(app): State<App>, member: Member, Id(id): Id, Form(Button {}): Form<Button>) -> Result<Response, PageError> {
    app.write(move |tx| leave(tx, &member.account, id)).await?;
    Ok(said(&member.site, "team-left", &format!("/teams/{id}")))
}

async fn close(State(app): State<App>, member: Member, Id(id): Id, Form(Button {}): Form<Button>) -> Result<Response, PageError> {
    app.write(move |tx| end(tx, &member.account, id)).await?;
    Ok(said(&member.site, "team-ended", &format!("/teams/{id}")))
}

//! Reporting, and dealing with reports, in a browser.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use rules::roles::{Act, may};
use serde::Deserialize;

use super::store::{self, Report};
use super::{Complaint, report, resolve};
use crate::accounts::{self, Account};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::chapter;
use crate::db::Tx;
use crate::error::Result;
use crate::sessions::{Member, Steward};
use crate::statuses;
use crate::statuses::web::{Card, cards_for};
use crate::web::forms::Form;
use crate::web::page::{Layout, said, show};
use crate::web::params::{flag, number, text, texts};
use crate::web::{Id, PageError, Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/people/{id}/report", of_person)
        .get("/posts/{id}/report", of_post)
        .post("/reports", file)
        .get("/admin/reports", list)
        .get("/admin/reports/{id}", one)
        .post("/admin/reports/{id}", settle)
}

#[derive(Template)]
#[template(path = "reports/new.html")]
struct New {
    layout: Layout,
    id: i64,
    handle: String,
    remote: bool,
    post: Option<Card>,
    rules: Vec<(i64, String)>,
}

fn lay_out(tx: &mut Tx, member: Member, target: &Account, post: Option<statuses::Status>) -> Result<New> {
    let post = match post {
        Some(status) => cards_for(tx, None, vec![status])?.pop(),
        None => None,
    };
    Ok(New {
        id: target.id,
        handle: target.acct(),
        remote: !target.is_local(),
        post,
        rules: chapter::house_rules(tx)?.into_iter().map(|rule| (rule.id, rule.text)).collect(),
        layout: member.layout,
    })
}

async fn of_person(State(app): State<App>, member: Member, Id(id): Id) -> Result<Response, PageError> {
    let page = app
        .read(move |tx| {
            let target = accounts::by_id(tx, id)?;
            lay_out(tx, member, &target, None)
        })
        .await?;
    show(&page, &page.layout)
}

async fn of_post(State(app): State<App>, member: Member, Id(id): Id) -> Result<Response, PageError> {
    let page = app
        .read(move |tx| {
            let status = statuses::meant(tx, member.account.id, id)?;
            let target = accounts::by_id(tx, status.account_id)?;
            lay_out(tx, member, &target, Some(status))
        })
        .await?;
    show(&page, &page.layout)
}

#[derive(Deserialize)]
struct Filed {
    #[serde(default, deserialize_with = "number")]
    target: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    post: Option<i64>,
    #[serde(default, deserialize_with = "text")]
    category: Option<String>,
    #[serde(default, deserialize_with = "texts")]
    rules: Vec<String>,
    #[serde(default, deserialize_with = "text")]
    comment: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    forward: Option<bool>,
}

async fn file(State(app): State<App>, member: Member, Form(filed): Form<Filed>) -> Result<Response, PageError> {
    may(member.standing, Act::TakePart)?;
    let complaint = Complaint {
        target_id: filed.target.unwrap_or_default(),
        status_ids: filed.post.into_iter().collect(),
        comment: filed.comment.unwrap_or_default(),
        category: filed.category.unwrap_or_default(),
        rule_ids: filed.rules,
        forward: filed.forward == Some(true),
    };
    let by = member.account;
    app.write(move |tx| report(tx, &by, complaint)).await?;
    Ok(said(&member.site, "reported", "/home"))
}

struct Row {
    report: Report,
    target: String,
    target_id: i64,
    by: String,
}

fn rows(tx: &mut Tx, found: Vec<Report>) -> Result<Vec<Row>> {
    let ids: Vec<i64> = found.iter().flat_map(|r| [r.account_id, r.target_id]).collect();
    let people = accounts::by_ids(tx, &ids)?;
    let name = |id: i64| people.iter().find(|a| a.id == id).map_or_else(|| "–".to_string(), |a| format!("@{}", a.acct()));
    Ok(found
        .into_iter()
        .map(|report| Row { target: name(report.target_id), target_id: report.target_id, by: name(report.account_id), report })
        .collect())
}

#[derive(Template)]
#[template(path = "reports/desk.html")]
struct List {
    layout: Layout,
    rows: Vec<Row>,
    done: bool,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(flatten)]
    paging: Paging,
    #[serde(default, deserialize_with = "flag")]
    done: Option<bool>,
}

async fn list(State(app): State<App>, steward: Steward, Params(asked): Params<Asked>) -> Result<Response, PageError> {
    let done = asked.done == Some(true);
    let page = app
        .read(move |tx| {
            let found = store::listed(tx, done, &asked.paging, 100)?;
            Ok(List { rows: rows(tx, found)?, layout: steward.layout, done })
        })
        .await?;
    show(&page, &page.layout)
}

#[derive(Template)]
#[template(path = "reports/one.html")]
struct One {
    layout: Layout,
    row: Row,
    posts: Vec<Card>,
    rules: Vec<String>,
    deeds: Vec<Entry>,
    /// Other reports of the same account.
    others: i64,
    assigned: Option<String>,
}

async fn one(State(app): State<App>, steward: Steward, Id(id): Id) -> Result<Response, PageError> {
    let page = app
        .read(move |tx| {
            let report = store::by_id(tx, id)?;
            let posts = statuses::by_uris(tx, &report.uris())?;
            let chosen = report.rules();
            let rules = chapter::house_rules(tx)?;
            let assigned = match report.assigned_to {
                Some(id) => Some(accounts::by_id(tx, id)?.acct()),
                None => None,
            };
            Ok(One {
                posts: cards_for(tx, None, posts)?,
                rules: rules.into_iter().filter(|r| chosen.contains(&r.id.to_string())).map(|r| r.text).collect(),
                deeds: audit::listed(tx, Some(report.target_id), &Paging::first(20), 20)?,
                others: store::count_of(tx, report.target_id)? - 1,
                assigned,
                row: rows(tx, vec![report])?.pop().ok_or(crate::error::Error::NotFound)?,
                layout: steward.layout,
            })
        })
        .await?;
    show(&page, &page.layout)
}

#[derive(Deserialize)]
struct Settled {
    #[serde(default, deserialize_with = "text")]
    act: Option<String>,
}

async fn settle(
    State(app): State<App>,
    steward: Steward,
    Id(id): Id,
    Form(settled): Form<Settled>,
) -> Result<Response, PageError> {
    let by = steward.account.id;
    let act = settled.act.unwrap_or_default();
    let to = if act == "resolve" { "/admin/reports".to_string() } else { format!("/admin/reports/{id}") };
    app.write(move |tx| match act.as_str() {
        "resolve" => resolve(tx, id, Some(by), true),
        "reopen" => resolve(tx, id, Some(by), false),
        "take" => store::assign(tx, id, Some(by)),
        "leave" => store::assign(tx, id, None),
        _ => Err(crate::error::Error::NotFound),
    })
    .await?;
    Ok(said(&steward.site, "saved", &to))
}

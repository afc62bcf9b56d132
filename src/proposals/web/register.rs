//! The register of agreements, the log of decisions as files, and the record of each.

use askama::Template;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use rules::roles::Role;
use serde::Deserialize;
use serde_json::Value;

use super::super::api::{Changing, read_change, short};
use super::super::store::{self, Wanted};
use super::super::{agreements, laws, record, seen_by};
use super::key;
use crate::accounts;
use crate::app::App;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::members;
use crate::sessions::{Member, Visit};
use crate::web::forms::Form;
use crate::web::page::{Layout, said, show};
use crate::web::params::text;
use crate::web::{Id, PageError, Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/agreements", register)
        .post("/agreements/{id}/change", change)
        .post("/agreements/{id}/object", object)
        .get("/decisions/log.csv", as_csv)
        .get("/decisions/log.json", as_json)
        .get("/proposals/{id}/record.json", record_of)
}

struct Held {
    id: i64,
    title: String,
    topic: String,
    state: String,
    since: i64,
    review_at: i64,
    ended_at: Option<i64>,
    /// What those responsible want, by whom it was said, and when it happens.
    changing: Option<(&'static str, i64)>,
    mine: bool,
}

#[derive(Template)]
#[template(path = "proposals/register.html")]
struct Register {
    layout: Layout,
    ended: bool,
    held: Vec<Held>,
    connector: bool,
    next_review: String,
}

#[derive(Deserialize)]
struct Which {
    #[serde(default, deserialize_with = "text")]
    show: Option<String>,
}

async fn register(State(app): State<App>, visit: Visit, Params(which): Params<Which>) -> Result<Response, PageError> {
    let page = app
        .read(move |tx| {
            let ended = which.show.as_deref() == Some("ended");
            let me = visit.viewer.as_ref().map(|viewer| viewer.uri.clone()).unwrap_or_default();
            let role = visit.id().map(|id| members::current(tx, id)).transpose()?.flatten();
            let laws = laws::current(tx)?;
            let mut held = Vec::new();
            for (row, proposal) in agreements::listed(tx, !ended)? {
                let agreement = row.agreement()?;
                let changing = match &agreement.state {
                    rules::agreements::State::Changing { change, until, .. } => {
                        let what = match change {
                            rules::agreements::Change::Renew { .. } => "renew",
                            rules::agreements::Change::Retire => "retire",
                        };
                        Some((what, until.saturating_mul(Time::SECOND)))
                    }
                    _ => None,
                };
                held.push(Held {
                    id: row.id,
                    title: row.title,
                    topic: proposal.topic,
                    state: key(&row.state),
                    since: row.since,
                    review_at: row.review_at,
                    ended_at: row.ended_at,
                    changing,
                    mine: agreement.responsible.contains(&me),
                });
            }
            let next_review = tx.now.plus(laws.agreements.review_after * Time::SECOND).date();
            Ok(Register { layout: visit.layout, ended, held, connector: role == Some(Role::Connector), next_review })
        })
        .await?;
    show(&page, &page.layout)
}

async fn change(State(app): State<App>, member: Member, Id(id): Id, Form(sent): Form<Changing>) -> Result<Response, PageError> {
    let change = read_change(&sent)?;
    app.write(move |tx| agreements::propose(tx, &member.account, id, change)).await?;
    Ok(said(&member.site, "decision-noted", "/agreements"))
}

#[derive(Deserialize)]
struct Reason {
    #[serde(default)]
    reason: String,
}

async fn object(State(app): State<App>, member: Member, Id(id): Id, Form(sent): Form<Reason>) -> Result<Response, PageError> {
    app.write(move |tx| agreements::object(tx, &member.account, id, &sent.reason)).await?;
    Ok(said(&member.site, "decision-noted", "/agreements"))
}

/// How many decisions a file of the log holds; the rest is asked for by `max_id`.
const MOST: i64 = 10_000;

async fn logged(app: &App, paging: Paging) -> Result<Vec<Value>> {
    app.read(move |tx| {
        let rows = store::listed(tx, &Wanted::default(), &paging, MOST)?;
        let authors = accounts::by_ids(tx, &rows.iter().map(|row| row.author_id).collect::<Vec<_>>())?;
        Ok(rows
            .iter()
            .map(|row| {
                let mut body = short(tx, row, None);
                body["author"] = authors.iter().find(|a| a.id == row.author_id).map(|a| a.uri.clone()).into();
                body
            })
            .collect())
    })
    .await
}

async fn as_json(State(app): State<App>, Params(paging): Params<Paging>) -> Result<Response> {
    Ok(axum::Json(logged(&app, paging).await?).into_response())
}

/// The log as a table; what a spreadsheet would take for a formula stays text.
async fn as_csv(State(app): State<App>, Params(paging): Params<Paging>) -> Result<Response> {
    const COLUMNS: [&str; 11] =
        ["id", "title", "process", "state", "topic", "team", "budget", "author", "published_at", "closed_at", "url"];
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(Error::internal)?;
    for body in logged(&app, paging).await? {
        let cells = COLUMNS.map(|column| {
            let text = body[column].as_str().unwrap_or_default();
            if text.starts_with(['=', '+', '-', '@', '\t']) { format!("'{text}") } else { text.to_string() }
        });
        writer.write_record(cells).map_err(Error::internal)?;
    }
    let bytes = writer.into_inner().map_err(|e| Error::internal(e.to_string()))?;
    let headers = [(CONTENT_TYPE, "text/csv; charset=utf-8"), (CONTENT_DISPOSITION, "attachment; filename=\"decisions.csv\"")];
    Ok((headers, bytes).into_response())
}

async fn record_of(State(app): State<App>, Id(id): Id) -> Result<Response> {
    let record = app
        .read(move |tx| {
            let row = seen_by(tx, None, id)?;
            record::of(tx, &row)
        })
        .await?;
    let headers = [(CONTENT_TYPE, "application/json; charset=utf-8")];
    Ok((headers, serde_json::to_string_pretty(&record).map_err(Error::internal)?).into_response())
}

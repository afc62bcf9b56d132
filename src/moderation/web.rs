//! Rules for other servers, block lists, and how deliveries to each host are going, at the steward's desk.

use askama::Template;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use rules::moderation::Severity;
use serde::Deserialize;

use super::lists;
use super::{Rule, all, lift, set};
use crate::app::App;
use crate::error::{Error, Result};
use crate::federation::delivery;
use crate::sessions::Steward;
use crate::web::forms::{FileForm, Form};
use crate::web::page::{Layout, said, show, show_again};
use crate::web::params::{number, text};
use crate::web::{PageError, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/admin/domains", list)
        .post("/admin/domains", add)
        .post("/admin/domains/lift", take_back)
        .get("/admin/domains/export.csv", export)
        .post("/admin/domains/import", import)
        .get("/admin/federation", health)
        .post("/admin/federation/host", settle)
}

#[derive(Template)]
#[template(path = "moderation/domains.html")]
struct Page {
    layout: Layout,
    rules: Vec<Rule>,
    severities: [&'static str; 4],
    host: String,
    fault: Option<String>,
    /// After an import: how many rules were set, and the lines that could not be read.
    imported: Option<(i64, Vec<String>)>,
}

async fn page(
    app: &App,
    layout: Layout,
    host: String,
    fault: Option<String>,
    imported: Option<(i64, Vec<String>)>,
) -> Result<Page> {
    let severities = [Severity::Block, Severity::Limit, Severity::Media, Severity::Allow].map(Severity::as_str);
    app.read(move |tx| Ok(Page { rules: all(tx)?, layout, severities, host, fault, imported })).await
}

#[derive(Deserialize)]
struct Wish {
    #[serde(default, deserialize_with = "text")]
    host: Option<String>,
    #[serde(default, deserialize_with = "text")]
    severity: Option<String>,
    #[serde(default, deserialize_with = "text")]
    comment: Option<String>,
    #[serde(default, deserialize_with = "text")]
    note: Option<String>,
    #[serde(default, deserialize_with = "number")]
    id: Option<i64>,
    #[serde(default, deserialize_with = "text")]
    act: Option<String>,
}

async fn list(State(app): State<App>, steward: Steward, Params(wish): Params<Wish>) -> Result<Response, PageError> {
    let page = page(&app, steward.layout, wish.host.unwrap_or_default(), None, None).await?;
    show(&page, &page.layout)
}

async fn add(State(app): State<App>, steward: Steward, Form(wish): Form<Wish>) -> Result<Response, PageError> {
    let by = steward.account.id;
    let host = wish.host.unwrap_or_default();
    let wanted = host.clone();
    let added = app
        .write(move |tx| {
            let severity: Severity =
                wish.severity.unwrap_or_default().parse().map_err(|_| Error::invalid("Choose what to do."))?;
            set(tx, Some(by), &wanted, severity, &wish.comment.unwrap_or_default(), &wish.note.unwrap_or_default())
        })
        .await;
    match added {
        Ok(_) => Ok(said(&steward.site, "saved", "/admin/domains")),
        Err(error @ Error::Invalid(_)) => {
            let fault = steward.layout.language.error(error.shown()).into_owned();
            let page = page(&app, steward.layout, host, Some(fault), None).await?;
            show_again(error.status(), &page, &page.layout)
        }
        Err(error) => Err(error.into()),
    }
}

async fn take_back(State(app): State<App>, steward: Steward, Form(wish): Form<Wish>) -> Result<Response, PageError> {
    let (by, id) = (steward.account.id, wish.id.ok_or(Error::NotFound)?);
    app.write(move |tx| lift(tx, Some(by), id)).await?;
    Ok(said(&steward.site, "undone", "/admin/domains"))
}

/// The rules as a block list that Mastodon and others read.
async fn export(State(app): State<App>, _: Steward) -> Result<Response, PageError> {
    let text = lists::write(&app.read(all).await?)?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"domain_blocks.csv\""),
        (CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, text).into_response())
}

async fn import(State(app): State<App>, steward: Steward, mut form: FileForm<Wish>) -> Result<Response, PageError> {
    let sent = form.take("data");
    let read = || -> Result<lists::Read> {
        let sent = sent.ok_or_else(|| Error::invalid("Choose a file first."))?;
        let text = String::from_utf8(sent.read()?).map_err(|_| Error::invalid("The file is not UTF-8 text."))?;
        lists::read(&text)
    };
    let read = match read() {
        Ok(read) => read,
        Err(error @ Error::Invalid(_)) => {
            let fault = steward.layout.language.error(error.shown()).into_owned();
            let page = page(&app, steward.layout, String::new(), Some(fault), None).await?;
            return show_again(error.status(), &page, &page.layout);
        }
        Err(error) => return Err(error.into()),
    };
    let by = steward.account.id;
    let imported = app
        .write(move |tx| {
            let (mut done, mut wrong) = (0, read.wrong);
            for line in read.lines {
                match set(tx, Some(by), &line.host, line.severity, &line.comment, "") {
                    Ok(_) => done += 1,
                    Err(Error::Invalid(_)) => wrong.push(line.host),
                    Err(error) => return Err(error),
                }
            }
            wrong.truncate(100);
            Ok((done, wrong))
        })
        .await?;
    let page = page(&app, steward.layout, String::new(), None, Some(imported)).await?;
    show(&page, &page.layout)
}

// ── how it goes with each host ──

struct Host {
    host: String,
    state: &'static str,
    waiting: i64,
    oldest: Option<i64>,
    next: i64,
    last_ok: Option<i64>,
    error: String,
}

#[derive(Template)]
#[template(path = "moderation/health.html")]
struct Health {
    layout: Layout,
    hosts: Vec<Host>,
    known: i64,
}

async fn health(State(app): State<App>, steward: Steward) -> Result<Response, PageError> {
    const MOST: i64 = 500;
    let page = app
        .read(move |tx| {
            let now = tx.now;
            let one = |queue: delivery::Queue| Host {
                state: queue.state(now),
                waiting: queue.waiting,
                oldest: queue.oldest,
                next: queue.next_at,
                last_ok: queue.last_ok_at,
                error: queue.last_error.clone().unwrap_or_default(),
                host: queue.host,
            };
            Ok(Health {
                hosts: delivery::queues(tx.conn, MOST)?.into_iter().map(one).collect(),
                known: crate::accounts::count_domains(tx)?,
                layout: steward.layout,
            })
        })
        .await?;
    show(&page, &page.layout)
}

async fn settle(State(app): State<App>, steward: Steward, Form(wish): Form<Wish>) -> Result<Response, PageError> {
    let host = wish.host.unwrap_or_default();
    let drops = wish.act.as_deref() == Some("drop");
    app.write(move |tx| if drops { delivery::drop_host(tx, &host) } else { delivery::retry_host(tx, &host) }).await?;
    Ok(said(&steward.site, if drops { "host-dropped" } else { "host-retried" }, "/admin/federation"))
}

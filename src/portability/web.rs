//! Taking one's things along, bringing them along, and moving house, in a browser.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use rules::roles::{Act, may};
use serde::Deserialize;

use super::api::{LARGEST, file, kind, send};
use super::csv::{self, Kind};
use super::store::{self, Archive};
use super::{archive, begin, export};
use crate::accounts;
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::sessions::{Member, confirm};
use crate::web::forms::{Button, FileForm, Form};
use crate::web::page::{Layout, said, show, show_again};
use crate::web::params::text;
use crate::web::{Id, PageError, Routes, Segments};

pub fn routes() -> Routes {
    Routes::new()
        .get("/settings/moving", overview)
        .get("/settings/moving/export/{kind}", give)
        .post("/settings/moving/import", take)
        .post("/settings/moving/archive", ask)
        .get("/settings/moving/archive/{id}", fetch)
        .post("/settings/moving/alias", add_alias)
        .post("/settings/moving/alias/remove", remove_alias)
        .post("/settings/moving/away", move_away)
}

/// A file that was brought along, and how far it is.
struct Progress {
    kind: String,
    at: i64,
    total: i64,
    done: i64,
    failed: i64,
    finished: bool,
}

#[derive(Template)]
#[template(path = "portability/moving.html")]
struct Page {
    layout: Layout,
    fault: Option<String>,
    kinds: [&'static str; 6],
    imports: Vec<Progress>,
    archives: Vec<Archive>,
    aliases: Vec<String>,
    moved_to: Option<String>,
    handle: String,
}

fn lay_out(tx: &mut Tx, member: Member, fault: Option<String>) -> Result<Page> {
    let id = member.account.id;
    let account = accounts::by_id(tx, id)?;
    let imports = store::imports_of(tx, id)?;
    let progress = store::progress(tx, &imports.iter().map(|i| i.id).collect::<Vec<_>>())?;
    let one = |import: store::Import| {
        let (waiting, failed) = progress.iter().find(|(id, ..)| *id == import.id).map_or((0, 0), |(_, w, f)| (*w, *f));
        Progress {
            kind: import.kind,
            at: import.created_at,
            total: import.total,
            done: import.total - waiting - failed,
            failed,
            finished: import.finished_at.is_some(),
        }
    };
    Ok(Page {
        fault,
        kinds: Kind::ALL.map(Kind::as_str),
        imports: imports.into_iter().map(one).collect(),
        archives: store::archives_of(tx, id)?,
        aliases: serde_json::from_str(&account.also_known_as).unwrap_or_default(),
        moved_to: account.moved_to_uri,
        handle: format!("@{}@{}", account.username, tx.site.domain),
        layout: member.layout,
    })
}

async fn overview(State(app): State<App>, member: Member) -> Result<Response, PageError> {
    let page = app.read(move |tx| lay_out(tx, member, None)).await?;
    show(&page, &page.layout)
}

/// Says what has been done, or shows the page again with what is wrong.
async fn answer(app: App, member: Member, done: Result<()>, message: &str) -> Result<Response, PageError> {
    let error = match done {
        Ok(()) => return Ok(said(&member.site, message, "/settings/moving")),
        Err(error) => error,
    };
    let status = error.status();
    match &error {
        Error::Invalid(text) | Error::Refused(text) | Error::Conflict(text) => {
            let fault = member.layout.language.error(text).into_owned();
            let page = app.read(move |tx| lay_out(tx, member, Some(fault))).await?;
            show_again(status, &page, &page.layout)
        }
        _ => Err(error.into()),
    }
}

async fn give(State(app): State<App>, member: Member, Segments(name): Segments<String>) -> Result<Response, PageError> {
    let kind = kind(&name)?;
    let rows = app.read(move |tx| export(tx, member.account.id, kind)).await?;
    Ok(file(kind.file(), csv::write(kind, &rows)?))
}

#[derive(Deserialize)]
struct Taken {
    #[serde(default, deserialize_with = "text")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "text")]
    mode: Option<String>,
}

async fn take(State(app): State<App>, member: Member, mut form: FileForm<Taken>) -> Result<Response, PageError> {
    may(member.standing, Act::TakePart)?;
    let sent = form.take("data");
    let read = || -> Result<(Kind, Vec<Vec<String>>)> {
        let sent = sent.ok_or_else(|| Error::invalid("Choose a file first."))?;
        if sent.size > LARGEST {
            return Err(Error::invalid("This file is too large."));
        }
        let text = String::from_utf8(sent.read()?).map_err(|_| Error::invalid("The file is not UTF-8 text."))?;
        let named = form.params.kind.as_deref().filter(|kind| !kind.is_empty());
        let kind = named.map_or_else(|| Kind::guess("", &text), Kind::parse);
        let kind = kind.ok_or_else(|| Error::invalid("What is in this file could not be told. Choose it from the list."))?;
        Ok((kind, csv::read(kind, &text)?))
    };
    let overwrite = form.params.mode.as_deref() == Some("overwrite");
    let done = match read() {
        Ok((kind, rows)) => {
            let by = member.account.clone();
            app.write(move |tx| begin(tx, &by, kind, &rows, overwrite).map(|_| ())).await
        }
        Err(error) => Err(error),
    };
    answer(app, member, done, "import-begun").await
}

async fn ask(State(app): State<App>, member: Member, Form(_): Form<Button>) -> Result<Response, PageError> {
    let by = member.account.clone();
    let done = app.write(move |tx| archive::ask(tx, &by).map(|_| ())).await;
    answer(app, member, done, "archive-asked").await
}

async fn fetch(State(app): State<App>, member: Member, Id(id): Id) -> Result<Response, PageError> {
    let archive = app.read(move |tx| store::archive(tx, id)).await?;
    if archive.account_id != member.account.id || archive.finished_at.is_none() {
        return Err(Error::NotFound.into());
    }
    Ok(send(&app, id, &member.account.username).await?)
}

#[derive(Deserialize)]
struct Other {
    #[serde(default, deserialize_with = "text")]
    other: Option<String>,
    #[serde(default, deserialize_with = "text")]
    current: Option<String>,
}

async fn find(app: &App, typed: Option<String>) -> Result<accounts::Account> {
    let typed = typed.unwrap_or_default();
    let found = accounts::find(app, &typed, true).await?;
    found.ok_or_else(|| Error::invalid("This account was not found. Its address looks like @name@city.example."))
}

async fn add_alias(State(app): State<App>, member: Member, Form(typed): Form<Other>) -> Result<Response, PageError> {
    let by = member.account.clone();
    let done = match find(&app, typed.other).await {
        Ok(other) => app.write(move |tx| accounts::set_alias(tx, &by, &other, true)).await,
        Err(error) => Err(error),
    };
    answer(app, member, done, "saved").await
}

async fn remove_alias(State(app): State<App>, member: Member, Form(typed): Form<Other>) -> Result<Response, PageError> {
    let by = member.account.clone();
    let uri = typed.other.unwrap_or_default();
    let done = app
        .write(move |tx| {
            let other = accounts::by_uri(tx, &uri)?.ok_or(Error::NotFound)?;
            accounts::set_alias(tx, &by, &other, false)
        })
        .await;
    answer(app, member, done, "undone").await
}

async fn move_away(State(app): State<App>, member: Member, Form(typed): Form<Other>) -> Result<Response, PageError> {
    let by = member.account.clone();
    let moved = async {
        confirm(&app, &by, typed.current).await?;
        let other = find(&app, typed.other).await?;
        let new = accounts::fetch(&app, &other.uri).await?;
        let by = by.clone();
        app.write(move |tx| accounts::move_away(tx, &by, &new)).await
    };
    let done = moved.await;
    answer(app, member, done, "moved-away").await
}

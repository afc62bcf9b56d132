//! What moves, for members' apps and scripts. Mastodon keeps this to its pages; the shapes are ours, the files are its.

use std::io::SeekFrom;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use rules::roles::Act;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncSeekExt};

use super::csv::{self, Kind};
use super::store::{self, Archive, Import};
use super::{archive, begin, export};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::oauth::Caller;
use crate::web::multipart::Form;
use crate::web::params::{flag, text};
use crate::web::{Id, Routes, Segments};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/potluck/exports/{kind}", give)
        .get("/api/v1/potluck/imports", list)
        .post("/api/v1/potluck/imports", take)
        .get("/api/v1/potluck/imports/{id}", show)
        .get("/api/v1/potluck/imports/{id}/failures", failures)
        .get("/api/v1/potluck/archives", archives)
        .post("/api/v1/potluck/archives", ask_for_archive)
        .get("/api/v1/potluck/archives/{id}", fetch_archive)
}

/// The largest file of lines.
pub const LARGEST: u64 = 8_000_000;

pub fn file(name: &str, text: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_string()),
        (CONTENT_DISPOSITION, disposition),
        (CACHE_CONTROL, "private, no-store".to_string()),
    ];
    (headers, text).into_response()
}

pub fn kind(name: &str) -> Result<Kind> {
    Kind::parse(name.trim_end_matches(".csv")).ok_or(Error::NotFound)
}

/// One list as Mastodon's CSV file; `{kind}` with or without `.csv`.
async fn give(State(app): State<App>, caller: Caller, Segments(name): Segments<String>) -> Result<Response> {
    let kind = kind(&name)?;
    caller.needs(match kind {
        Kind::Following => "read:follows",
        Kind::Blocking | Kind::DomainBlocking => "read:blocks",
        Kind::Muting => "read:mutes",
        Kind::Bookmarks => "read:bookmarks",
        Kind::Lists => "read:lists",
    })?;
    let rows = app.read(move |tx| export(tx, caller.account.id, kind)).await?;
    Ok(file(kind.file(), csv::write(kind, &rows)?))
}

/// `{id, type, mode, state, total, imported, failed, created_at, finished_at}`.
fn as_imports(tx: &mut Tx, imports: &[Import]) -> Result<Vec<Value>> {
    let ids: Vec<i64> = imports.iter().map(|import| import.id).collect();
    let progress = store::progress(tx, &ids)?;
    let one = |import: &Import| {
        let (waiting, failed) = progress.iter().find(|(id, ..)| *id == import.id).map_or((0, 0), |(_, w, f)| (*w, *f));
        let state = match (import.finished_at, waiting == import.total) {
            (Some(_), _) => "finished",
            (None, true) => "scheduled",
            (None, false) => "in_progress",
        };
        json!({
            "id": import.id.to_string(), "type": import.kind, "mode": if import.overwrite { "overwrite" } else { "merge" }, "state": state,
            "total": import.total, "imported": import.total - waiting - failed, "failed": failed,
            "created_at": Time(import.created_at).rfc3339(), "finished_at": import.finished_at.map(|at| Time(at).rfc3339())
        })
    };
    Ok(imports.iter().map(one).collect())
}

fn as_import(tx: &mut Tx, import: Import) -> Result<Value> {
    as_imports(tx, &[import])?.pop().ok_or(Error::NotFound)
}

#[derive(Deserialize)]
struct Taken {
    #[serde(rename = "type", default, deserialize_with = "text")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "text")]
    mode: Option<String>,
    /// The lines themselves, instead of a file.
    #[serde(default, deserialize_with = "text")]
    data: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    overwrite: Option<bool>,
}

async fn take(State(app): State<App>, caller: Caller, mut form: Form<Taken>) -> Result<Json<Value>> {
    caller.needs("write")?;
    caller.may(Act::TakePart)?;
    let text = match form.take("data") {
        Some(sent) if sent.size > LARGEST => return Err(Error::TooLarge),
        Some(sent) => String::from_utf8(sent.read()?).map_err(|_| Error::invalid("The file is not UTF-8 text."))?,
        None => form.params.data.unwrap_or_default(),
    };
    let named = form.params.kind.as_deref().map(|name| {
        let known = Kind::ALL.map(Kind::as_str).join(", ");
        Kind::parse(name).ok_or_else(|| Error::invalid(format!("Validation failed: Type is none of {known}")))
    });
    let kind = match named.transpose()? {
        Some(kind) => kind,
        None => Kind::guess("", &text).ok_or_else(|| Error::invalid("Validation failed: Type can't be blank"))?,
    };
    let overwrite = match form.params.mode.as_deref() {
        Some("overwrite") => true,
        Some("merge") => false,
        Some(_) => return Err(Error::invalid("Validation failed: Mode must be merge or overwrite")),
        None => form.params.overwrite.unwrap_or(false),
    };
    let rows = csv::read(kind, &text)?;
    app.write(move |tx| {
        let import = begin(tx, &caller.account, kind, &rows, overwrite)?;
        as_import(tx, import)
    })
    .await
    .map(Json)
}

async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Vec<Value>>> {
    caller.needs("read:accounts")?;
    app.read(move |tx| {
        let all = store::imports_of(tx, caller.account.id)?;
        as_imports(tx, &all)
    })
    .await
    .map(Json)
}

fn own(tx: &mut Tx, caller: &Caller, id: i64) -> Result<Import> {
    Some(store::import(tx, id)?).filter(|import| import.account_id == caller.account.id).ok_or(Error::NotFound)
}

async fn show(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("read:accounts")?;
    app.read(move |tx| {
        let import = own(tx, &caller, id)?;
        as_import(tx, import)
    })
    .await
    .map(Json)
}

/// The lines that could not be done, as a file of the same kind, so that it can be mended and tried again; the reason is the last
/// column.
async fn failures(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Response> {
    caller.needs("read:accounts")?;
    app.read(move |tx| {
        let import = own(tx, &caller, id)?;
        let kind = Kind::parse(&import.kind).ok_or(Error::NotFound)?;
        let rows: Vec<Vec<String>> = store::failed(tx, id)?
            .into_iter()
            .map(|row| {
                let mut cells: Vec<String> = serde_json::from_str(&row.cells).unwrap_or_default();
                cells.push(row.error.unwrap_or_default());
                cells
            })
            .collect();
        Ok(file(&format!("failed_{}", kind.file()), csv::write(kind, &rows)?))
    })
    .await
}

/// `{id, state, size, created_at, url}`; `url` once it can be fetched.
fn as_archive(tx: &Tx, archive: &Archive) -> Value {
    let ready = archive.finished_at.is_some();
    let url = tx.site.at(&format!("/api/v1/potluck/archives/{}", archive.id));
    json!({
        "id": archive.id.to_string(), "state": if ready { "ready" } else { "scheduled" }, "size": archive.size,
        "created_at": Time(archive.created_at).rfc3339(), "url": ready.then_some(url)
    })
}

async fn archives(State(app): State<App>, caller: Caller) -> Result<Json<Vec<Value>>> {
    caller.needs("read")?;
    app.read(move |tx| Ok(store::archives_of(tx, caller.account.id)?.iter().map(|a| as_archive(tx, a)).collect())).await.map(Json)
}

async fn ask_for_archive(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    caller.needs("read")?;
    app.write(move |tx| {
        let archive = archive::ask(tx, &caller.account)?;
        Ok(as_archive(tx, &archive))
    })
    .await
    .map(Json)
}

async fn fetch_archive(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Response> {
    caller.needs("read")?;
    let archive = app.read(move |tx| store::archive(tx, id)).await?;
    if archive.account_id != caller.account.id || archive.finished_at.is_none() {
        return Err(Error::NotFound);
    }
    send(&app, id, &caller.account.username).await
}

/// An archive itself.
pub async fn send(app: &App, id: i64, name: &str) -> Result<Response> {
    send_file(&archive::place(app, id), "application/zip", &format!("archive-{name}.zip")).await
}

/// A file, as it is read: it may be large.
pub async fn send_file(place: &std::path::Path, kind: &str, name: &str) -> Result<Response> {
    let mut file = tokio::fs::File::open(place).await.map_err(|_| Error::NotFound)?;
    let size = file.seek(SeekFrom::End(0)).await.map_err(Error::internal)?;
    file.seek(SeekFrom::Start(0)).await.map_err(Error::internal)?;
    let chunks = futures_util::stream::try_unfold(file, |mut file| async move {
        let mut chunk = vec![0; 65_536];
        let read = file.read(&mut chunk).await?;
        chunk.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then_some((chunk, file)))
    });
    let headers = [
        (CONTENT_TYPE, kind.to_string()),
        (CONTENT_LENGTH, size.to_string()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (CACHE_CONTROL, "private, no-store".to_string()),
    ];
    Ok((headers, Body::from_stream(chunks)).into_response())
}

//! The pages of the desk that belong to no other capability: overview, storage and backups, jobs, the design system.

use std::path::PathBuf;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::disk::{BACKUPS, Room, room};
use super::{Overview, overview};
use crate::app::App;
use crate::backups;
use crate::chapter;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::later;
use crate::portability::api::send_file;
use crate::sessions::Steward;
use crate::web::chart::{self, Bar};
use crate::web::forms::{Button, Form};
use crate::web::language::Language;
use crate::web::page::{Layout, said, show};
use crate::web::params::text;
use crate::web::{PageError, Params, Routes, Segments};
use crate::zone::Zone;

pub fn routes() -> Routes {
    Routes::new()
        .get("/admin", desk)
        .get("/admin/storage", storage)
        .post("/admin/storage/backups", back_up)
        .post("/admin/storage/backups/remove", remove_backup)
        .get("/admin/storage/backups/{name}", fetch_backup)
        .get("/admin/jobs", jobs)
        .get("/admin/design", design)
}

#[derive(Template)]
#[template(path = "desk/overview.html")]
struct Desk {
    layout: Layout,
    overview: Overview,
    chart: String,
    version: &'static str,
}

fn growth(overview: &Overview, language: Language) -> String {
    let bars: Vec<Bar> = overview
        .weeks
        .iter()
        .map(|week| Bar {
            label: Time(week.from).to_utc().format("%d.%m.").to_string(),
            value: week.posts,
            title: format!("{}: {}", language.day(Time(week.from), Zone::UTC), language.n("desk-week-posts", week.posts)),
        })
        .collect();
    chart::bars(&bars, &language.t("desk-weeks"))
}

async fn desk(State(app): State<App>, steward: Steward) -> Result<Response, PageError> {
    let sizes = chapter::sizes(&app).await?;
    let overview = overview(&app, sizes).await?;
    let chart = growth(&overview, steward.layout.language);
    let page = Desk { layout: steward.layout, chart, overview, version: env!("CARGO_PKG_VERSION") };
    show(&page, &page.layout)
}

struct BackupFile {
    name: String,
    size: i64,
    at: i64,
}

#[derive(Template)]
#[template(path = "desk/storage.html")]
struct Storage {
    layout: Layout,
    room: Room,
    used_percent: i64,
    bucket: Option<String>,
    postgres: bool,
    cache_days: i64,
    backups: Vec<BackupFile>,
    folder: String,
}

fn folder(app: &App) -> PathBuf {
    app.config.data.join(BACKUPS)
}

fn backup_files(folder: &std::path::Path) -> Vec<BackupFile> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<BackupFile> = entries
        .flatten()
        .filter_map(|entry| {
            let meta = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
            let at = meta.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
            let name = entry.file_name().into_string().ok().filter(|name| is_backup(name))?;
            Some(BackupFile {
                name,
                size: i64::try_from(meta.len()).unwrap_or(i64::MAX),
                at: i64::try_from(at.as_micros()).unwrap_or(0),
            })
        })
        .collect();
    found.sort_by(|a, b| b.name.cmp(&a.name));
    found
}

/// `potluck-2026-11-24-0900.backup`: nothing else in the folder is touched.
fn is_backup(name: &str) -> bool {
    let middle = name.strip_prefix("potluck-").and_then(|rest| rest.strip_suffix(".backup"));
    middle.is_some_and(|middle| middle.len() <= 20 && middle.chars().all(|c| c.is_ascii_digit() || c == '-'))
}

async fn storage(State(app): State<App>, steward: Steward) -> Result<Response, PageError> {
    let room = room(&app).await?;
    let folder = folder(&app);
    let backups = {
        let folder = folder.clone();
        tokio::task::spawn_blocking(move || backup_files(&folder)).await.map_err(Error::internal)?
    };
    let page = Storage {
        layout: steward.layout,
        used_percent: if room.whole > 0 { 100 - room.free * 100 / room.whole } else { 0 },
        room,
        bucket: app.config.media.s3.as_ref().map(|s3| s3.bucket.clone()),
        postgres: app.config.database.starts_with("postgres"),
        cache_days: i64::from(app.config.media.cache_days),
        backups,
        folder: folder.display().to_string(),
    };
    show(&page, &page.layout)
}

/// Begins a backup; it appears in the list once it is whole.
async fn back_up(State(app): State<App>, steward: Steward, Form(_): Form<Button>) -> Result<Response, PageError> {
    let folder = folder(&app);
    tokio::fs::create_dir_all(&folder).await.map_err(Error::internal)?;
    let name = format!("potluck-{}.backup", app.clock.now().to_utc().format("%Y-%m-%d-%H%M%S"));
    let (whole, part) = (folder.join(&name), folder.join(format!("{name}.part")));
    let worker = app.clone();
    tokio::spawn(async move {
        let written = backups::write(&worker, &part, &mut |_, _, _| {}).await;
        let kept = match written {
            Ok(_) => tokio::fs::rename(&part, &whole).await.map_err(Error::internal),
            Err(error) => Err(error),
        };
        if let Err(error) = kept {
            tracing::error!(%error, "a backup could not be made");
            let _ = tokio::fs::remove_file(&part).await;
        }
    });
    Ok(said(&steward.site, "backup-begun", "/admin/storage"))
}

#[derive(Deserialize)]
struct Which {
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
}

async fn remove_backup(State(app): State<App>, steward: Steward, Form(which): Form<Which>) -> Result<Response, PageError> {
    let name = which.name.filter(|name| is_backup(name)).ok_or(Error::NotFound)?;
    tokio::fs::remove_file(folder(&app).join(name)).await.map_err(|_| Error::NotFound)?;
    Ok(said(&steward.site, "backup-removed", "/admin/storage"))
}

async fn fetch_backup(State(app): State<App>, _: Steward, Segments(name): Segments<String>) -> Result<Response, PageError> {
    if !is_backup(&name) {
        return Err(Error::NotFound.into());
    }
    Ok(send_file(&folder(&app).join(&name), "application/octet-stream", &name).await?)
}

#[derive(Template)]
#[template(path = "desk/jobs.html")]
struct Jobs {
    layout: Layout,
    kinds: Vec<(String, i64, i64, i64)>,
    waiting: i64,
    arrived: Vec<(String, i64, i64)>,
}

async fn jobs(State(app): State<App>, steward: Steward) -> Result<Response, PageError> {
    let page = app
        .read(move |tx| {
            Ok(Jobs {
                layout: steward.layout,
                kinds: later::by_kind(tx.conn, tx.now)?,
                waiting: crate::federation::store::waiting_inbound(tx.conn)?,
                arrived: crate::federation::store::arrived(tx.conn)?,
            })
        })
        .await?;
    show(&page, &page.layout)
}

#[derive(Template)]
#[template(path = "desk/design.html")]
struct Design {
    layout: Layout,
    chart: String,
    now: i64,
    one: i64,
    two: i64,
    big: i64,
}

#[derive(Deserialize)]
struct Nothing {}

/// Every component of the design system on one page.
async fn design(State(app): State<App>, steward: Steward, Params(_): Params<Nothing>) -> Result<Response, PageError> {
    let bars: Vec<Bar> = [3, 5, 0, 8, 13, 2]
        .iter()
        .enumerate()
        .map(|(n, value)| Bar { label: (n + 1).to_string(), value: *value, title: value.to_string() })
        .collect();
    let chart = chart::bars(&bars, "3, 5, 0, 8, 13, 2");
    let page = Design { layout: steward.layout, chart, now: app.clock.now().0, one: 1, two: 2, big: 1_234_567 };
    show(&page, &page.layout)
}

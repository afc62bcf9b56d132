//! What members upload: pictures, films and sounds, to hang on a post or to show who they are.
//!
//! A file is kept only as what was made of its content (see [`crate::media`]). Until it hangs on a post it is nobody's but
//! its owner's, and after a day it is gone. Whoever knows its address can see it; nobody can guess one.

pub mod api;
mod proxy;
mod store;
#[cfg(test)]
pub mod tests;
pub mod web;

use std::path::Path;

use serde_json::{Value, json};

pub use proxy::{forget_unused, through_us};
pub use store::Upload;

use crate::accounts::Account;
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::later::{self, Kind};
use crate::media::addresses::OWN;
use crate::media::pictures::{self, Picture, Purpose};
use crate::media::{FileType, MAX_ATTACHMENTS, MAX_DESCRIPTION, films, new_key};
use crate::web::html;
use crate::web::multipart::{self, Sent};

/// The folder of what hangs on posts.
pub const FILES: &str = "files";
/// The folder of what the worker has not looked at yet.
const WORK: &str = "work";
/// The folder of avatars and headers.
const PEOPLE: &str = "people";
/// How long a file may hang on nothing.
const LOOSE: i64 = Time::DAY;

impl Upload {
    /// Mastodon's MediaAttachment, with our own files as they stand in rows.
    pub fn entity(&self) -> Value {
        let own = |key: &Option<String>| key.as_ref().map(|key| format!("{OWN}{key}"));
        json!({
            "id": self.id.to_string(), "type": self.kind, "url": own(&self.file), "preview_url": own(&self.preview), "remote_url": null,
            "preview_remote_url": null, "text_url": null, "meta": serde_json::from_str::<Value>(&self.meta).unwrap_or_default(),
            "description": if self.description.is_empty() { None } else { Some(&self.description) }, "blurhash": self.blurhash
        })
    }
}

/// What is said about a file.
#[derive(Clone, Debug, Default)]
pub struct About {
    pub description: Option<String>,
    /// The point that must stay visible when it is cut: x and y from -1 to 1.
    pub focus: Option<(f64, f64)>,
}

impl About {
    /// # Errors
    /// `Invalid`: the description is too long.
    fn check(&self) -> Result<()> {
        if self.description.as_ref().is_some_and(|d| d.chars().count() > MAX_DESCRIPTION) {
            return Err(Error::invalid(format!(
                "Validation failed: Description is too long (maximum is {MAX_DESCRIPTION} characters)"
            )));
        }
        Ok(())
    }

    fn into_meta(self, meta: &mut Value) {
        if let Some((x, y)) = self.focus {
            meta["focus"] = json!({"x": x.clamp(-1.0, 1.0), "y": y.clamp(-1.0, 1.0)});
        }
    }
}

/// Takes in a file. A picture is ready at once; a film or a sound is made ready by the worker, unless `wait` says to do it now.
pub async fn take_in(app: &App, by: &Account, sent: Sent, thumbnail: Option<Sent>, about: About, wait: bool) -> Result<Upload> {
    about.check()?;
    if sent.size == 0 {
        return Err(Error::invalid("Validation failed: File is empty"));
    }
    let kind = FileType::sniff(&sent.head()?);
    let kind =
        kind.ok_or_else(|| Error::invalid("Validation failed: File content type is invalid. Send a picture, a film or a sound"))?;
    if kind.is_picture() {
        check_size(app, sent.size)?;
    }
    let description = html::plain(about.description.as_deref().unwrap_or_default(), MAX_DESCRIPTION);
    let blank = |id: i64| Upload {
        id,
        account_id: by.id,
        status_id: None,
        scheduled_id: None,
        kind: "image".into(),
        state: store::READY.into(),
        error: None,
        file: None,
        preview: None,
        meta: "{}".into(),
        description,
        blurhash: None,
        created_at: 0,
    };
    let id = ids::new(app.clock.now());
    let mut upload = blank(id);
    let ours = matches!(kind.extension, "jpg" | "png" | "gif" | "webp");
    let picture = match ours {
        true => Some(read_picture(app, sent.read()?, Purpose::Attachment).await?),
        // AVIF is read by ffmpeg, as a film of one frame.
        false if kind.is_picture() => Some(still(app, sent.file.path()).await?),
        false => None,
    };
    let films_possible = films::are_possible().await;
    let mut meta = json!({});
    match picture {
        Some(picture) if !(picture.animated && kind.extension == "gif" && films_possible) => {
            meta = picture.meta();
            upload.blurhash = Some(picture.blurhash.clone());
            upload.file = Some(new_key(FILES, picture.whole.file));
            upload.preview = Some(new_key(FILES, picture.preview.file));
            for (key, bytes) in [(&upload.file, picture.whole.bytes), (&upload.preview, picture.preview.bytes)] {
                app.media.put(key.as_deref().unwrap_or_default(), bytes).await?;
            }
        }
        _ if !films_possible => return Err(films::missing()),
        _ => {
            // The worker of another process may do it, so the file goes where all of them see it.
            upload.kind = if kind.extension == "gif" { "gifv" } else { "video" }.into();
            upload.state = store::WAITING.into();
            upload.file = Some(new_key(WORK, kind));
            app.media.put(upload.file.as_deref().unwrap_or_default(), sent.read()?).await?;
        }
    }
    if let Some(thumbnail) = thumbnail {
        let small = read_picture(app, thumbnail.read()?, Purpose::Attachment).await?;
        upload.preview = Some(new_key(FILES, small.preview.file));
        meta["small"] = pictures::size(small.preview.width, small.preview.height);
        upload.blurhash = Some(small.blurhash);
        app.media.put(upload.preview.as_deref().unwrap_or_default(), small.preview.bytes).await?;
    }
    about.into_meta(&mut meta);
    upload.meta = meta.to_string();
    let waits = upload.state == store::WAITING;
    let written = app
        .write(move |tx| {
            let upload = Upload { created_at: tx.now.0, ..upload };
            store::insert(tx, &upload)?;
            if upload.state == store::WAITING && !wait {
                later::record(tx, Kind::ProcessMedia, &upload.id.to_string(), tx.now)?;
            }
            Ok(upload)
        })
        .await?;
    if waits && wait {
        process(app, id).await?;
        return app.read(move |tx| store::by_id(tx, id)).await;
    }
    Ok(written)
}

fn check_size(app: &App, size: u64) -> Result<()> {
    let most = app.config.media.image_limit();
    if size > most { Err(multipart::too_large(most)) } else { Ok(()) }
}

async fn read_picture(app: &App, bytes: Vec<u8>, purpose: Purpose) -> Result<Picture> {
    app.media.work(move || pictures::prepare(&bytes, purpose)).await
}

/// A still picture of a kind we do not read ourselves, or the first of a film.
async fn still(app: &App, path: &Path) -> Result<Picture> {
    if !films::are_possible().await {
        return Err(Error::invalid("Validation failed: this node cannot read AVIF. Send JPEG, PNG, GIF or WebP"));
    }
    let png = working_file(app, ".png")?;
    films::look(path).await?;
    films::make_still(path, png.path()).await?;
    let bytes = std::fs::read(png.path()).map_err(Error::internal)?;
    read_picture(app, bytes, Purpose::Attachment).await
}

fn working_file(app: &App, suffix: &str) -> Result<tempfile::NamedTempFile> {
    let folder = app.config.data.join("arriving");
    std::fs::create_dir_all(&folder).map_err(Error::internal)?;
    tempfile::Builder::new().suffix(suffix).tempfile_in(folder).map_err(Error::internal)
}

/// Makes a film or a sound ready. Done twice, it is done once: what is not waiting is left alone.
pub async fn process(app: &App, id: i64) -> Result<()> {
    let upload = match app.read(move |tx| store::by_id(tx, id)).await {
        Ok(upload) if upload.state == store::WAITING => upload,
        Ok(_) | Err(Error::NotFound) => return Ok(()),
        Err(error) => return Err(error),
    };
    let raw = upload.file.clone().unwrap_or_default();
    let made = match make(app, &upload, &raw).await {
        Ok(made) => made,
        Err(Error::Invalid(why)) => {
            tracing::info!(id, why, "an uploaded file cannot be used");
            let (kind, error) = (upload.kind.clone(), Some(why));
            store::Made { kind, state: store::FAILED.into(), error, file: None, preview: None, meta: None, blurhash: None }
        }
        Err(error) => return Err(error),
    };
    app.write(move |tx| store::set_made(tx, id, &made)).await?;
    app.media.delete(&raw).await
}

async fn make(app: &App, upload: &Upload, raw: &str) -> Result<store::Made> {
    let from = working_file(app, "")?;
    std::fs::write(from.path(), app.media.get(raw).await?).map_err(Error::internal)?;
    let found = films::look(from.path()).await?;
    let mut meta: Value = serde_json::from_str(&upload.meta).unwrap_or_default();
    meta["original"] = found.meta();
    meta["length"] = clock(found.duration).into();
    meta["duration"] = found.duration.into();
    let silent = upload.kind == "gifv";
    let kind = match found.is_film() {
        true if silent => "gifv",
        true => "video",
        false => "audio",
    };
    let to = working_file(app, "")?;
    let mut made = store::Made {
        kind: kind.into(),
        state: store::READY.into(),
        error: None,
        file: Some(new_key(FILES, type_of(if found.is_film() { "mp4" } else { "mp3" })?)),
        preview: None,
        meta: None,
        blurhash: None,
    };
    if found.is_film() {
        films::make_film(from.path(), &found, to.path(), silent).await?;
        if upload.preview.is_none() {
            let png = working_file(app, ".png")?;
            films::make_still(to.path(), png.path()).await?;
            let picture = read_picture(app, std::fs::read(png.path()).map_err(Error::internal)?, Purpose::Attachment).await?;
            let preview = new_key(FILES, picture.preview.file);
            meta["small"] = pictures::size(picture.preview.width, picture.preview.height);
            made.blurhash = Some(picture.blurhash);
            app.media.put(&preview, picture.preview.bytes).await?;
            made.preview = Some(preview);
        }
    } else {
        films::make_sound(from.path(), &found, to.path()).await?;
    }
    let bytes = std::fs::read(to.path()).map_err(Error::internal)?;
    app.media.put(made.file.as_deref().unwrap_or_default(), bytes).await?;
    made.meta = Some(meta.to_string());
    Ok(made)
}

fn type_of(extension: &str) -> Result<FileType> {
    FileType::of_key(&format!(".{extension}")).ok_or_else(|| Error::internal("a type is missing"))
}

/// `0:01:02.50`, as Mastodon writes a length.
#[expect(clippy::cast_possible_truncation, reason = "a film is at most an hour long")]
fn clock(seconds: f64) -> String {
    let whole = seconds as i64;
    format!("{}:{:02}:{:05.2}", whole / 3_600, whole / 60 % 60, seconds % 60.0)
}

/// Changes what is said about a file of one's own, as long as it hangs on nothing.
pub fn describe(tx: &mut Tx, by: &Account, id: i64, about: About) -> Result<Upload> {
    about.check()?;
    let upload = own(tx, by, id)?;
    if upload.status_id.is_some() {
        return Err(Error::NotFound);
    }
    let mut meta: Value = serde_json::from_str(&upload.meta).unwrap_or_default();
    let description =
        about.description.as_deref().map_or_else(|| upload.description.clone(), |d| html::plain(d, MAX_DESCRIPTION));
    about.into_meta(&mut meta);
    store::set_description(tx, id, &description, &meta.to_string())?;
    store::by_id(tx, id)
}

/// A file of one's own; nobody else's exists.
fn own(tx: &mut Tx, by: &Account, id: i64) -> Result<Upload> {
    store::own(tx, by.id, &[id])?.pop().ok_or(Error::NotFound)
}

/// Hangs files on a post, in this order; answers what stands in its row. `on` says what they may hang on already: the post
/// itself when it is edited.
pub fn attach(tx: &mut Tx, by: &Account, wanted: &[i64], on: Place) -> Result<String> {
    if wanted.is_empty() && on.before().is_none() {
        return Ok("[]".into());
    }
    if wanted.len() > MAX_ATTACHMENTS {
        return Err(Error::invalid("Validation failed: Cannot attach more than 4 files"));
    }
    let found = store::own(tx, by.id, wanted)?;
    let mut chosen: Vec<Upload> = Vec::new();
    for id in wanted {
        let upload = found.iter().find(|u| u.id == *id && on.may_have(u));
        let upload =
            upload.ok_or_else(|| Error::invalid(format!("Validation failed: Media {id} not found or already attached")))?;
        match upload.state.as_str() {
            store::READY => chosen.push(upload.clone()),
            store::WAITING => {
                return Err(Error::invalid("Cannot attach files that have not finished processing. Try again in a moment!"));
            }
            _ => {
                return Err(Error::invalid(
                    upload.error.clone().unwrap_or_else(|| "Validation failed: a file cannot be used".into()),
                ));
            }
        }
    }
    if chosen.len() > 1 && chosen.iter().any(|u| u.kind == "video" || u.kind == "audio") {
        return Err(Error::invalid("Validation failed: Cannot attach a video to a post that already contains images"));
    }
    let (status_id, scheduled_id) = on.ids();
    store::attach(tx, wanted, status_id, scheduled_id)?;
    Ok(Value::Array(chosen.iter().map(Upload::entity).collect()).to_string())
}

/// What files hang on.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// A new post; the files may have waited for it as a scheduled one.
    Post {
        id: i64,
        scheduled: Option<i64>,
    },
    /// A post that is edited.
    Edited(i64),
    Scheduled(i64),
}

impl Place {
    fn ids(self) -> (Option<i64>, Option<i64>) {
        match self {
            Self::Post { id, .. } | Self::Edited(id) => (Some(id), None),
            Self::Scheduled(id) => (None, Some(id)),
        }
    }

    fn before(self) -> Option<i64> {
        match self {
            Self::Edited(id) => Some(id),
            Self::Post { .. } | Self::Scheduled(_) => None,
        }
    }

    fn may_have(self, upload: &Upload) -> bool {
        match self {
            Self::Post { scheduled, .. } => {
                upload.status_id.is_none() && (upload.scheduled_id.is_none() || upload.scheduled_id == scheduled)
            }
            Self::Edited(id) => upload.scheduled_id.is_none() && (upload.status_id.is_none() || upload.status_id == Some(id)),
            Self::Scheduled(id) => {
                upload.status_id.is_none() && (upload.scheduled_id.is_none() || upload.scheduled_id == Some(id))
            }
        }
    }
}

/// The files of a member, as they stand in rows, in the order named.
pub fn entities(tx: &mut Tx, account_id: i64, wanted: &[i64]) -> Result<Vec<Value>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let found = store::own(tx, account_id, wanted)?;
    Ok(wanted.iter().filter_map(|id| found.iter().find(|u| u.id == *id)).map(Upload::entity).collect())
}

/// A post is not to come any more: its files may hang on something else.
pub fn detach_scheduled(tx: &mut Tx, scheduled_id: i64) -> Result<()> {
    store::detach_scheduled(tx, scheduled_id)
}

/// Changes the descriptions of files on a post of one's own, when the post is edited.
pub fn redescribe(tx: &mut Tx, by: &Account, status_id: i64, changes: Vec<(i64, About)>) -> Result<()> {
    for (id, about) in changes {
        about.check()?;
        let upload = own(tx, by, id)?;
        if upload.status_id.is_some_and(|on| on != status_id) {
            return Err(Error::NotFound);
        }
        let mut meta: Value = serde_json::from_str(&upload.meta).unwrap_or_default();
        let description =
            about.description.as_deref().map_or_else(|| upload.description.clone(), |d| html::plain(d, MAX_DESCRIPTION));
        about.into_meta(&mut meta);
        store::set_description(tx, id, &description, &meta.to_string())?;
    }
    Ok(())
}

/// An avatar or a header from a file that was sent: its address as it stands in the row.
pub async fn portrait(app: &App, sent: &Sent, purpose: Purpose) -> Result<String> {
    check_size(app, sent.size)?;
    let picture = read_picture(app, sent.read()?, purpose).await?;
    let key = new_key(PEOPLE, picture.whole.file);
    app.media.put(&key, picture.whole.bytes).await?;
    Ok(format!("{OWN}{key}"))
}

/// Takes the file of a picture away that nobody shows any more.
pub async fn discard(app: &App, address: Option<&str>) {
    if let Some(key) = address.and_then(|a| a.strip_prefix(OWN))
        && let Err(error) = app.media.delete(key).await
    {
        tracing::warn!(%error, key, "a picture that is not shown any more could not be taken away");
    }
}

/// Files that have hung on nothing for a day, and files no row knows of (a process was killed in between): gone.
pub async fn forget_loose(app: &App) -> Result<()> {
    const AT_ONCE: i64 = 500;
    let before = app.clock.now().plus(-LOOSE);
    loop {
        let loose = app.read(move |tx| store::loose(tx, before, AT_ONCE)).await?;
        if loose.is_empty() {
            break;
        }
        let gone: Vec<i64> = loose.iter().map(|u| u.id).collect();
        app.write(move |tx| store::delete(tx, &gone)).await?;
        for key in loose.into_iter().flat_map(|u| [u.file, u.preview]).flatten() {
            app.media.delete(&key).await?;
        }
    }
    for folder in [FILES, WORK] {
        let old: Vec<String> =
            app.media.list(folder).await?.into_iter().filter(|(_, at)| *at < before.0).map(|(key, _)| key).collect();
        for keys in old.chunks(500) {
            let asked = keys.to_vec();
            let known = app.read(move |tx| store::known_keys(tx, &asked)).await?;
            for key in keys.iter().filter(|key| !known.contains(key)) {
                app.media.delete(key).await?;
            }
        }
    }
    Ok(())
}

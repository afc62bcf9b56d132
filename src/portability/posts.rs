//! Posts come in from an archive of Mastodon's kind: as old posts on the profile, with their pictures. Nobody is told, nothing is
//! sent, and letters stay where they were.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use rules::audience::{PUBLIC, Visibility};
use serde_json::Value;
use zip::ZipArchive;

use crate::accounts::Account;
use crate::app::App;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::federation::json;
use crate::statuses::{self, Restored};
use crate::uploads;
use crate::web::multipart::Sent;

/// The longest outbox that is read, unpacked.
const LONGEST: u64 = 500_000_000;

/// What came of an archive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub brought: usize,
    /// There already, from the last time.
    pub known: usize,
    /// Boosts, letters, posts that could not be read.
    pub left_out: usize,
}

fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::invalid(format!("This is no archive of Mastodon's kind: {error}."))
}

/// An archive that is being read.
struct Source {
    zip: ZipArchive<File>,
    /// The folder in it that everything stands in; empty for most.
    folder: String,
}

impl Source {
    fn open(file: &Path) -> Result<Self> {
        let opened = File::open(file).map_err(|error| Error::invalid(format!("{} cannot be read: {error}.", file.display())))?;
        let zip = ZipArchive::new(opened).map_err(unreadable)?;
        let folder = zip.file_names().flatten().find_map(|name| name.strip_suffix("outbox.json").map(ToString::to_string));
        Ok(Self { folder: folder.ok_or_else(|| unreadable("outbox.json is missing"))?, zip })
    }

    /// One file of it, of at most so many bytes.
    fn read(&mut self, name: &str, most: u64) -> Result<Vec<u8>> {
        let full = format!("{}{}", self.folder, name.trim_start_matches('/'));
        let file = self.zip.by_name(&full).map_err(unreadable)?;
        let mut bytes = Vec::new();
        file.take(most + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() as u64 > most {
            return Err(unreadable(format!("{name} is too large")));
        }
        Ok(bytes)
    }
}

/// Brings the posts of an archive in. Done twice, it is done once. `seen` hears after each post how many of how many are done.
pub async fn bring(app: &App, by: &Account, file: &Path, mut seen: impl FnMut(usize, usize)) -> Result<Outcome> {
    let mut source = Source::open(file)?;
    let outbox: Value = serde_json::from_slice(&source.read("outbox.json", LONGEST)?).map_err(unreadable)?;
    let Value::Array(items) = &outbox["orderedItems"] else { return Err(unreadable("outbox.json has no orderedItems")) };
    let mut outcome = Outcome::default();
    // The oldest first, so that an answer finds what it answers.
    let mut notes: Vec<(Time, &Value)> =
        items.iter().rev().filter_map(|item| Some((published(&item["object"])?, &item["object"]))).collect();
    notes.sort_by_key(|(at, _)| *at);
    outcome.left_out = items.len() - notes.len();
    let total = notes.len();
    let mut before = Time(0);
    for (n, (at, note)) in notes.into_iter().enumerate() {
        // Archives tell seconds, ids tell milliseconds: what was written later has the larger one.
        let at = at.max(before.plus(Time::SECOND / 1_000));
        before = at;
        match restored(app, by, &mut source, at, note).await? {
            Some(true) => outcome.brought += 1,
            Some(false) => outcome.known += 1,
            None => outcome.left_out += 1,
        }
        seen(n + 1, total);
    }
    Ok(outcome)
}

/// When a post was written; nothing that is a boost, or not of the past.
fn published(note: &Value) -> Option<Time> {
    note.is_object().then_some(())?;
    Time::parse(note["published"].as_str()?).filter(|at| at.0 > 0)
}

fn circle(note: &Value) -> Option<Visibility> {
    let (to, cc) = (json::ids(note, "to"), json::ids(note, "cc"));
    let open = |ids: &[String]| ids.iter().any(|id| id == PUBLIC || id == "as:Public" || id == "Public");
    if open(&to) {
        return Some(Visibility::Public);
    }
    if open(&cc) {
        return Some(Visibility::Unlisted);
    }
    to.iter().any(|id| id.ends_with("/followers")).then_some(Visibility::Private)
}

/// `None`: left out; else whether it is new.
async fn restored(app: &App, by: &Account, source: &mut Source, at: Time, note: &Value) -> Result<Option<bool>> {
    let (Some(origin), Some(visibility)) = (json::id(note), circle(note)) else { return Ok(None) };
    if at > app.clock.now() {
        return Ok(None);
    }
    let key = format!("archive {origin}");
    let (me, asked) = (by.id, key.clone());
    if app.read(move |tx| statuses::is_restored(tx, me, &asked)).await? {
        return Ok(Some(false));
    }
    let mut media_ids = Vec::new();
    for attachment in
        note["attachment"].as_array().map(Vec::as_slice).unwrap_or_default().iter().take(crate::media::MAX_ATTACHMENTS)
    {
        let Some(name) = attachment["url"].as_str() else { continue };
        let description = attachment["name"].as_str().map(|text| text.chars().take(crate::media::MAX_DESCRIPTION).collect());
        let Ok(bytes) = source.read(name, app.config.media.largest()) else { continue };
        let about = uploads::About { description, ..uploads::About::default() };
        match uploads::take_in(app, by, sent(app, &bytes)?, None, about, true).await {
            Ok(upload) => media_ids.push(upload.id),
            Err(Error::Internal(cause)) => return Err(Error::Internal(cause)),
            // A picture that cannot be read does not keep the words out.
            Err(_) => {}
        }
    }
    let text = |key: &str| note[key].as_str().unwrap_or_default().to_string();
    let tags = note["tag"].as_array().map(Vec::as_slice).unwrap_or_default();
    let new = Restored {
        key,
        origin: origin.to_string(),
        at,
        visibility,
        content: text("content"),
        spoiler_text: text("summary"),
        sensitive: note["sensitive"] == true,
        language: note["contentMap"].as_object().and_then(|map| map.keys().next().cloned()),
        in_reply_to: json::first_id(note, "inReplyTo").map(ToString::to_string),
        tags: tags
            .iter()
            .filter(|tag| tag["type"] == "Hashtag")
            .filter_map(|tag| tag["name"].as_str().map(ToString::to_string))
            .collect(),
        media_ids,
    };
    let by = by.clone();
    app.write(move |tx| statuses::restore(tx, &by, new)).await?;
    Ok(Some(true))
}

fn sent(app: &App, bytes: &[u8]) -> Result<Sent> {
    let folder = app.config.data.join("arriving");
    std::fs::create_dir_all(&folder).map_err(Error::internal)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(Error::internal)?;
    file.write_all(bytes).map_err(Error::internal)?;
    Ok(Sent { field: "file".into(), name: String::new(), file, size: bytes.len() as u64 })
}

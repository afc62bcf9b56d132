//! Everything of a member in one file, laid out as Mastodon lays out its archives: `actor.json`, `outbox.json`, `likes.json`,
//! `bookmarks.json`, the pictures, and the lists as CSV.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::csv::{self, Kind};
use super::export;
use super::store::{self, Archive};
use crate::accounts::{self, Account};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::later;
use crate::statuses::{self, Without};
use crate::web::Paging;

/// Posts read at a time.
const PAGE: i64 = 200;
/// How long a file can be fetched.
const KEPT: i64 = 7 * Time::DAY;
/// How long until the next can be asked for.
const PAUSE: i64 = Time::DAY;

/// A member asks for their archive; the worker makes it. What was asked for lately is answered again.
pub fn ask(tx: &mut Tx, by: &Account) -> Result<Archive> {
    if let Some(latest) = store::archives_of(tx, by.id)?.into_iter().find(|a| a.created_at > tx.now.plus(-PAUSE).0) {
        return Ok(latest);
    }
    let archive = Archive { id: ids::new(tx.now), account_id: by.id, size: None, created_at: tx.now.0, finished_at: None };
    store::insert_archive(tx, &archive)?;
    later::record(tx, later::Kind::Archive, &archive.id.to_string(), tx.now)?;
    Ok(archive)
}

/// Where an archive lies: in the data folder of the process that made it.
pub fn place(app: &App, id: i64) -> PathBuf {
    app.config.data.join("archives").join(format!("{id}.zip"))
}

/// Makes what was asked for.
pub async fn make(app: &App, id: i64) -> Result<()> {
    let found = app.read(move |tx| {
        let archive = store::archive(tx, id)?;
        Ok((accounts::by_id(tx, archive.account_id)?, archive))
    });
    let (account, archive) = match found.await {
        Ok(found) => found,
        Err(Error::NotFound) => return Ok(()),
        Err(error) => return Err(error),
    };
    if archive.finished_at.is_some() {
        return Ok(());
    }
    let to = place(app, id);
    std::fs::create_dir_all(app.config.data.join("archives")).map_err(Error::internal)?;
    let part = to.with_extension("part");
    let size = write(app, &account, &part).await?;
    std::fs::rename(&part, &to).map_err(Error::internal)?;
    app.write(move |tx| store::finish_archive(tx, id, size)).await
}

/// Writes somebody's archive to a file; answers its size in bytes.
pub async fn write(app: &App, account: &Account, to: &Path) -> Result<i64> {
    let file = File::create(to).map_err(|error| Error::invalid(format!("{} cannot be written: {error}.", to.display())))?;
    let mut zip = ZipWriter::new(BufWriter::new(file));
    let (id, me) = (account.id, account.clone());
    let actor = app.read(move |tx| accounts::activity::actor(&tx.site, &me)).await?;
    entry(&mut zip, "actor.json", &pretty(&actor)?)?;
    outbox(app, &mut zip, account).await?;
    for (name, uris) in [
        ("likes.json", app.read(move |tx| store::favourited(tx, id)).await?),
        ("bookmarks.json", app.read(move |tx| store::bookmarked(tx, id)).await?.into_iter().map(|(_, uri)| uri).collect()),
    ] {
        let collection = json!({
            "@context": "https://www.w3.org/ns/activitystreams", "id": name, "type": "OrderedCollection", "totalItems": uris.len(),
            "orderedItems": uris
        });
        entry(&mut zip, name, &pretty(&collection)?)?;
    }
    for kind in Kind::ALL {
        let rows = app.read(move |tx| export(tx, id, kind)).await?;
        entry(&mut zip, kind.file(), csv::write(kind, &rows)?.as_bytes())?;
    }
    for (name, url) in [("avatar", &account.avatar_url), ("header", &account.header_url)] {
        if let Some(key) = url.as_deref().and_then(|url| key_of(&app.site().ok()?.at("/media/"), url)) {
            let extension = key.rsplit_once('.').map_or("", |(_, extension)| extension).to_string();
            picture(app, &mut zip, &key, &format!("{name}.{extension}")).await?;
        }
    }
    let file = zip.finish().map_err(Error::internal)?.into_inner().map_err(Error::internal)?;
    file.sync_all().map_err(Error::internal)?;
    Ok(file.metadata().map_err(Error::internal)?.len().cast_signed())
}

type Zip = ZipWriter<BufWriter<File>>;

fn pretty(value: &Value) -> Result<Vec<u8>> {
    serde_json::to_vec_pretty(value).map_err(Error::internal)
}

fn entry(zip: &mut Zip, name: &str, bytes: &[u8]) -> Result<()> {
    zip.start_file(name, SimpleFileOptions::default().large_file(true)).map_err(Error::internal)?;
    zip.write_all(bytes).map_err(Error::internal)
}

/// Pictures and films are packed already.
async fn picture(app: &App, zip: &mut Zip, key: &str, name: &str) -> Result<()> {
    match app.media.get(key).await {
        Ok(bytes) => {
            let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
            zip.start_file(name, plain).map_err(Error::internal)?;
            zip.write_all(&bytes).map_err(Error::internal)
        }
        // A file that is gone does not keep anybody from the rest.
        Err(Error::NotFound) => Ok(()),
        Err(error) => Err(error),
    }
}

/// The key of a file of ours, by its address.
fn key_of(ours: &str, url: &str) -> Option<String> {
    url.strip_prefix(ours).map(ToString::to_string)
}

/// All they wrote and passed on, the latest first, a page at a time: it may be long.
async fn outbox(app: &App, zip: &mut Zip, account: &Account) -> Result<()> {
    let ours = app.site()?.at("/media/");
    let mut files = Vec::new();
    let total = account.statuses_count;
    let head = json!({"@context": "https://www.w3.org/ns/activitystreams", "id": "outbox.json", "type": "OrderedCollection", "totalItems": total});
    zip.start_file("outbox.json", SimpleFileOptions::default().large_file(true)).map_err(Error::internal)?;
    let head = head.to_string();
    zip.write_all(head.trim_end_matches('}').as_bytes()).map_err(Error::internal)?;
    zip.write_all(b",\"orderedItems\":[").map_err(Error::internal)?;
    let (id, mut below, mut first) = (account.id, i64::MAX, true);
    loop {
        let paging = Paging { max_id: Some(below), ..Paging::default() };
        let (last, items) = app
            .read(move |tx| {
                let circles = ["public", "unlisted", "private", "direct"];
                let rows = statuses::of_account(tx, id, &circles, &Without::default(), &paging, PAGE)?;
                let last = rows.last().map(|status| status.id);
                Ok((last, statuses::web::activities(tx, rows)?))
            })
            .await?;
        let Some(last) = last else { break };
        below = last;
        for mut item in items {
            localise(&mut item, &ours, &mut files);
            if !std::mem::take(&mut first) {
                zip.write_all(b",\n").map_err(Error::internal)?;
            }
            serde_json::to_writer(&mut *zip, &item).map_err(Error::internal)?;
        }
    }
    zip.write_all(b"]}").map_err(Error::internal)?;
    for key in files {
        picture(app, zip, &key, &format!("media_attachments/{key}")).await?;
    }
    Ok(())
}

/// Attachments point into the archive.
fn localise(item: &mut Value, ours: &str, files: &mut Vec<String>) {
    let Some(Value::Array(attachments)) = item.pointer_mut("/object/attachment") else { return };
    for attachment in attachments {
        let Some(key) = attachment["url"].as_str().and_then(|url| key_of(ours, url)) else { continue };
        attachment["url"] = format!("/media_attachments/{key}").into();
        files.push(key);
    }
}

/// Archives that have been there long enough are taken away.
pub async fn forget_old(app: &App) -> Result<()> {
    let old = app.read(|tx| store::archives_before(tx, tx.now.plus(-KEPT).0)).await?;
    for id in &old {
        match std::fs::remove_file(place(app, *id)) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(Error::internal(error)),
        }
    }
    if old.is_empty() {
        return Ok(());
    }
    app.write(move |tx| store::delete_archives(tx, &old)).await
}

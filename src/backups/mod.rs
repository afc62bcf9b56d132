//! The whole chapter in one file, and back: every row as it was at one moment while the node went on, and every picture.
//!
//! The file is a zip: `tables/NAME.jsonl` (the first line names the columns, each other is a row), `media/KEY`, and
//! `manifest.json` with the rows and a digest of every table. It opens on SQLite and on PostgreSQL alike, whichever it came from.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use aws_lc_rs::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::app::App;
use crate::chapter;
use crate::db::dump::{self, Table};
use crate::db::{Conn, Db, each_backend};
use crate::error::{Error, Result};
use crate::media::Media;

const FORMAT: u32 = 1;
/// Folders of the store that are kept; what lies elsewhere in it can be fetched or made again.
const MEDIA: [&str; 5] = ["files", "people", "emoji", "work", "attachments"];

/// What a file holds.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Manifest {
    pub format: u32,
    /// Of Potluck.
    pub version: String,
    pub created_at: String,
    pub domain: String,
    pub migrations: Vec<String>,
    pub tables: BTreeMap<String, Counted>,
    pub media: u64,
}

/// A table's rows, and a digest that does not depend on their order.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub struct Counted {
    pub rows: u64,
    /// The SHA-256 of each row, all put together by exclusive or; in hexadecimal.
    pub digest: String,
}

/// Counts rows.
#[derive(Default)]
struct Tally {
    rows: u64,
    sum: [u8; 32],
}

impl Tally {
    fn add(&mut self, row: &str) {
        self.rows += 1;
        let hash = digest(&SHA256, row.as_bytes());
        self.sum.iter_mut().zip(hash.as_ref()).for_each(|(sum, byte)| *sum ^= byte);
    }

    fn counted(&self) -> Counted {
        use std::fmt::Write;
        let digest = self.sum.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        Counted { rows: self.rows, digest }
    }
}

fn count(conn: &mut Conn, table: &Table) -> Result<Counted> {
    let mut tally = Tally::default();
    dump::read(conn, table, |row| {
        tally.add(row);
        Ok(())
    })?;
    Ok(tally.counted())
}

/// How far it is: what is being done, how much of how much.
pub type Seen<'a> = dyn FnMut(&str, u64, u64) + Send + 'a;

/// Writes a backup while the node runs.
pub async fn write(app: &App, to: &Path, seen: &mut Seen<'_>) -> Result<Manifest> {
    use std::os::unix::fs::OpenOptionsExt;
    let refused = |error: std::io::Error| Error::invalid(format!("{} cannot be written: {error}.", to.display()));
    if to.exists() {
        return Err(Error::invalid(format!("{} is there already. Choose another name, or move it away.", to.display())));
    }
    let mut name = to.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    let part = to.with_file_name(name);
    let file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part).map_err(refused)?;
    let site = app.site()?;
    let now = app.clock.now();
    // A connection of its own: the pool's are for those who wait for an answer.
    let place = app.db.place().clone();
    let work = move || {
        let mut conn = each_backend::connect(&place)?;
        let mut zip = ZipWriter::new(BufWriter::new(file));
        let migrations = each_backend::names(&conn)?;
        let tables = dump::snapshot(&mut conn, |conn| tables(conn, &mut zip))?;
        Ok::<_, Error>((zip, migrations, tables))
    };
    seen("reading the database", 0, 1);
    let (mut zip, migrations, tables) = tokio::task::spawn_blocking(work).await.map_err(Error::internal)??;
    // Files are written before the rows that name them, so everything a row of that moment names is there by now.
    let mut keys = Vec::new();
    for folder in MEDIA {
        keys.extend(app.media.list(folder).await?.into_iter().map(|(key, _)| key));
    }
    let mut media = 0;
    for (n, key) in (1..).zip(&keys) {
        match app.media.get(key).await {
            Ok(bytes) => {
                let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
                zip.start_file(format!("media/{key}"), plain).map_err(Error::internal)?;
                zip.write_all(&bytes).map_err(Error::internal)?;
                media += 1;
            }
            // It was deleted in the meantime, with the post it was on.
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
        seen("pictures, films and sounds", n, keys.len() as u64);
    }
    let manifest = Manifest {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").into(),
        created_at: now.rfc3339(),
        domain: site.domain.clone(),
        migrations,
        tables,
        media,
    };
    zip.start_file("manifest.json", SimpleFileOptions::default()).map_err(Error::internal)?;
    serde_json::to_writer_pretty(&mut zip, &manifest).map_err(Error::internal)?;
    let file = zip.finish().map_err(Error::internal)?.into_inner().map_err(Error::internal)?;
    file.sync_all().map_err(refused)?;
    std::fs::rename(&part, to).map_err(refused)?;
    Ok(manifest)
}

fn tables(conn: &mut Conn, zip: &mut ZipWriter<BufWriter<File>>) -> Result<BTreeMap<String, Counted>> {
    let mut counted = BTreeMap::new();
    for table in dump::tables(conn)? {
        zip.start_file(format!("tables/{}.jsonl", table.name), SimpleFileOptions::default().large_file(true))
            .map_err(Error::internal)?;
        serde_json::to_writer(&mut *zip, &table.names()).map_err(Error::internal)?;
        let mut tally = Tally::default();
        dump::read(conn, &table, |row| {
            tally.add(row);
            zip.write_all(b"\n").and_then(|()| zip.write_all(row.as_bytes())).map_err(Error::internal)
        })?;
        counted.insert(table.name, tally.counted());
    }
    Ok(counted)
}

fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::invalid(format!("This is no backup of Potluck, or it is damaged: {error}."))
}

/// What a file says of itself.
pub fn manifest(file: &Path) -> Result<Manifest> {
    read_manifest(&mut open(file)?)
}

fn open(file: &Path) -> Result<ZipArchive<File>> {
    let opened = File::open(file).map_err(|error| Error::invalid(format!("{} cannot be read: {error}.", file.display())))?;
    ZipArchive::new(opened).map_err(unreadable)
}

fn read_manifest(zip: &mut ZipArchive<File>) -> Result<Manifest> {
    const LONGEST: u64 = 10_000_000;
    let mut text = String::new();
    let entry = zip.by_name("manifest.json").map_err(unreadable)?;
    entry.take(LONGEST).read_to_string(&mut text).map_err(unreadable)?;
    let manifest: Manifest = serde_json::from_str(&text).map_err(unreadable)?;
    if manifest.format != FORMAT {
        return Err(Error::invalid("This backup was written by a newer Potluck. Install that version or a later one."));
    }
    Ok(manifest)
}

/// Puts a backup into an empty database and an empty store. All rows come in one transaction, are read back, and are held against
/// what the backup says of them: either everything is as it was, or nothing has happened. Backups of older versions come in, too.
pub async fn restore(db: &Db, media: &Media, file: &Path, seen: &mut Seen<'_>) -> Result<Manifest> {
    let mut zip = open(file)?;
    let manifest = read_manifest(&mut zip)?;
    // Pictures first: a row that names one finds it.
    let keys: Vec<String> =
        zip.file_names().flatten().filter_map(|name| name.strip_prefix("media/").map(ToString::to_string)).collect();
    for (n, key) in (1..).zip(&keys) {
        if key.contains("..") || !MEDIA.iter().any(|folder| key.starts_with(&format!("{folder}/"))) {
            return Err(unreadable(format!("{key} has no place among the pictures")));
        }
        let mut bytes = Vec::new();
        zip.by_name(&format!("media/{key}")).map_err(unreadable)?.read_to_end(&mut bytes).map_err(unreadable)?;
        media.put(key, bytes).await?;
        seen("pictures, films and sounds", n, keys.len() as u64);
    }
    seen("writing the database", 0, 1);
    let wanted = manifest.clone();
    db.write(move |conn| {
        if chapter::load(conn)?.is_some() {
            return Err(Error::invalid(
                "There is a chapter in this database already. Restore into an empty data folder (--data) or database (--database).",
            ));
        }
        // What an older Potluck wrote comes into the tables it had then, and is brought up to date from there.
        let known = each_backend::names(conn)?;
        if !known.starts_with(&wanted.migrations) {
            return Err(Error::invalid(format!(
                "This backup was written by a newer Potluck ({}). Install that version or a later one.",
                wanted.version
            )));
        }
        each_backend::step_back(conn, known.len() - wanted.migrations.len())?;
        let tables = dump::tables(conn)?;
        dump::in_any_order(conn, |conn| tables.iter().try_for_each(|table| fill(conn, table, &mut zip)))?;
        for table in &tables {
            let there = count(conn, table)?;
            if wanted.tables.get(&table.name) != Some(&there) {
                return Err(unreadable(format!("the table {} is not what the backup says of it", table.name)));
            }
        }
        if dump::broken_references(conn)? > 0 {
            return Err(unreadable("rows name others that are not in it"));
        }
        each_backend::migrate(conn)?;
        // What search keeps is made anew.
        chapter::forget_search_done(conn)
    })
    .await?;
    Ok(manifest)
}

fn fill(conn: &mut Conn, table: &Table, zip: &mut ZipArchive<File>) -> Result<()> {
    const TOGETHER: usize = 1_000;
    let entry = zip.by_name(&format!("tables/{}.jsonl", table.name));
    let entry = entry.map_err(|_| unreadable(format!("the table {} is missing", table.name)))?;
    let mut lines = BufReader::new(entry).lines();
    let head = lines.next().ok_or_else(|| unreadable("a table has no columns"))?.map_err(unreadable)?;
    let columns: Vec<String> = serde_json::from_str(&head).map_err(unreadable)?;
    let mut rows = Vec::new();
    for line in lines {
        rows.push(line.map_err(unreadable)?);
        if rows.len() >= TOGETHER {
            dump::write(conn, table, &columns, &rows)?;
            rows.clear();
        }
    }
    dump::write(conn, table, &columns, &rows)
}

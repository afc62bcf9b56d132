//! Commands for moving in and out: what a member keeps, in Mastodon's files.

use std::path::PathBuf;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::need_site;
use super::people::with_person;
use crate::app::App;
use crate::error::{Error, Result};
use crate::history::{self, loomio};
use crate::portability::{self, Kind, archive, csv, posts};

#[derive(Args)]
pub struct Export {
    /// User name
    account: String,
    /// The file to write: NAME.zip for everything, NAME.csv for one list
    file: PathBuf,
    /// Which list: following, blocking, muting, domain_blocking, bookmarks or lists [default: by the file's name]
    #[arg(long, value_name = "LIST")]
    list: Option<String>,
}

#[derive(Args)]
pub struct Import {
    /// User name; or the word loomio, for a group's history
    account: String,
    /// The file to read: an archive of Mastodon's kind (.zip), whose posts come in, or a list (.csv); with loomio the export of
    /// a group (JSON)
    file: PathBuf,
    /// Which list: following, blocking, muting, domain_blocking, bookmarks or lists [default: by the file's name and first line]
    #[arg(long, value_name = "LIST")]
    list: Option<String>,
    /// What is there and not in the file ends
    #[arg(long)]
    overwrite: bool,
}

fn lines(n: u64) -> String {
    if n == 1 { "1 line".into() } else { format!("{n} lines") }
}

fn is_archive(file: &std::path::Path) -> bool {
    file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
}

fn kind(list: Option<&str>, file: &std::path::Path, text: &str) -> Result<Kind> {
    let known = Kind::ALL.map(Kind::as_str).join(", ");
    match list {
        Some(list) => Kind::parse(list).ok_or_else(|| Error::invalid(format!("{list:?} is no list. There are {known}."))),
        None => Kind::guess(&file.to_string_lossy(), text).ok_or_else(|| {
            Error::invalid(format!("Name the file .zip for everything, or say with --list which list it is: {known}."))
        }),
    }
}

/// Keeps the history of a Loomio group, and says what of it could not be kept.
async fn import_loomio(app: &App, path: &std::path::Path) -> Result<()> {
    let unreadable = |error: std::io::Error| Error::invalid(format!("{} cannot be read: {error}.", path.display()));
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let shown = ProgressBar::new(file.metadata().map_err(unreadable)?.len());
    let read = loomio::read(std::io::BufReader::new(file), |bytes| shown.set_position(bytes))?;
    shown.finish_and_clear();
    let mut kept = [0_usize; 3];
    let (comments, stances) = (read.comments, read.stances);
    let shown = ProgressBar::new(read.rows.len() as u64);
    for some in read.rows.chunks(100) {
        let some = some.to_vec();
        shown.inc(some.len() as u64);
        let all = app.write(move |tx| some.into_iter().map(|row| history::keep(tx, row)).collect::<Result<Vec<_>>>()).await?;
        for one in all {
            kept[one as usize] += 1;
        }
    }
    shown.finish_and_clear();
    let [new, changed, same] = kept;
    println!(
        "{new} came in, {changed} have changed since, {same} were there already; the file has {comments} comments and {stances} answers."
    );
    for (table, count) in &read.left_out {
        println!("Not kept: {count} of {table}.");
    }
    for (line, why) in read.faults.iter().take(20) {
        println!("Line {line}: {why}.");
    }
    if read.faults.len() > 20 {
        println!("And {} more lines that are no records.", read.faults.len() - 20);
    }
    println!("Members find it at {}", app.site()?.at("/decisions/before"));
    Ok(())
}

pub async fn export(app: &App, options: Export) -> Result<()> {
    need_site(app)?;
    let account = with_person(app, &options.account, |_, account| Ok(account)).await?;
    let name = options.file.display();
    if is_archive(&options.file) {
        let size = archive::write(app, &account, &options.file).await?;
        println!("Everything of {} is in {name} ({size} bytes).", account.username);
        return Ok(());
    }
    let kind = kind(options.list.as_deref(), &options.file, "")?;
    let rows = app.read(move |tx| portability::export(tx, account.id, kind)).await?;
    std::fs::write(&options.file, csv::write(kind, &rows)?)
        .map_err(|error| Error::invalid(format!("{name} cannot be written: {error}.")))?;
    println!("{} in {name}.", lines(rows.len() as u64));
    Ok(())
}

pub async fn import(app: &App, options: Import) -> Result<()> {
    need_site(app)?;
    if options.account == loomio::SOURCE && !is_archive(&options.file) && options.list.is_none() {
        return import_loomio(app, &options.file).await;
    }
    let account = with_person(app, &options.account, |_, account| Ok(account)).await?;
    let name = options.file.display();
    let bar = |total: u64| {
        let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}").unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::new(total).with_style(style)
    };
    if is_archive(&options.file) {
        let shown = bar(0);
        let outcome = posts::bring(app, &account, &options.file, |done, of| {
            shown.set_length(of as u64);
            shown.set_position(done as u64);
        })
        .await?;
        shown.finish_and_clear();
        println!(
            "{} posts came in, {} were there already, {} were left out (boosts, letters, what cannot be read).",
            outcome.brought, outcome.known, outcome.left_out
        );
        return Ok(());
    }
    let text =
        std::fs::read_to_string(&options.file).map_err(|error| Error::invalid(format!("{name} cannot be read: {error}.")))?;
    let kind = kind(options.list.as_deref(), &options.file, &text)?;
    let rows = csv::read(kind, &text)?;
    let shown = bar(rows.len() as u64);
    let overwrite = options.overwrite;
    let import = app.write(move |tx| portability::begin(tx, &account, kind, &rows, overwrite)).await?;
    // This process does the lines itself; a node that runs beside it does as well, and each line is done once.
    for round in 0.. {
        portability::go_on(app, &format!("{}:{round}", import.id)).await?;
        let (id, total) = (import.id, import.total);
        let (waiting, failed) = app.read(move |tx| portability::left(tx, id)).await?;
        shown.set_position((total - waiting).unsigned_abs());
        if waiting == 0 {
            portability::go_on(app, &format!("{}:{}", import.id, round + 1)).await?;
            shown.finish_and_clear();
            println!("Done: {} of {}.", total - failed, lines(total.unsigned_abs()));
            if failed > 0 {
                println!("These could not be done:");
                for row in app.read(move |tx| portability::failed(tx, id)).await? {
                    let cells: Vec<String> = serde_json::from_str(&row.cells).unwrap_or_default();
                    println!("  {}: {}", cells.join(", "), row.error.unwrap_or_default());
                }
            }
            return Ok(());
        }
    }
    Ok(())
}

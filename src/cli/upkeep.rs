//! Commands for keeping the node: its backups.

use std::path::PathBuf;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{leave_config, need_site, open, open_database};
use crate::backups;
use crate::config::Config;
use crate::desk::doctor::{self, State};
use crate::error::{Error, Result};
use crate::media::Media;

#[derive(Args)]
pub struct Backup {
    /// The file to write; it must not be there yet
    file: PathBuf,
}

#[derive(Args)]
pub struct Restore {
    /// A file that potluck backup wrote
    file: PathBuf,
}

fn progress() -> ProgressBar {
    let style = ProgressStyle::with_template("{msg}  {bar:30} {pos}/{len}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(1).with_style(style)
}

fn show(bar: &ProgressBar) -> impl FnMut(&str, u64, u64) + Send {
    let bar = bar.clone();
    move |what, done, of| {
        bar.set_message(what.to_string());
        bar.set_length(of);
        bar.set_position(done);
    }
}

pub async fn backup(config: Config, options: Backup) -> Result<()> {
    let app = open(config)?;
    need_site(&app)?;
    let bar = progress();
    let made = backups::write(&app, &options.file, &mut show(&bar)).await?;
    bar.finish_and_clear();
    let rows: u64 = made.tables.values().map(|table| table.rows).sum();
    println!(
        "{} holds {}: {rows} rows of {} tables, {} files.",
        options.file.display(),
        made.domain,
        made.tables.len(),
        made.media
    );
    println!("It holds every key and every password's fingerprint: keep it where only stewards can read it.");
    Ok(())
}

pub async fn restore(config: Config, options: Restore) -> Result<()> {
    // A file that is none is noticed before anything is made.
    backups::manifest(&options.file)?;
    let db = open_database(&config)?;
    let media = Media::open(&config.media, &config.data)?;
    let bar = progress();
    let made = backups::restore(&db, &media, &options.file, &mut show(&bar)).await?;
    bar.finish_and_clear();
    leave_config(&config, &made.domain)?;
    println!("{} is as it was on {}: every table and every file was held against the backup.", made.domain, made.created_at);
    println!("Let only one node answer for {}. Next: potluck --data {} serve", made.domain, config.data.display());
    Ok(())
}

#[derive(Args)]
pub struct Doctor {
    /// Print the findings as JSON
    #[arg(long)]
    json: bool,
}

/// Prints what was found; answers whether all is well.
pub async fn doctor(config: Config, options: Doctor) -> Result<bool> {
    let app = open(config)?;
    need_site(&app)?;
    let found = doctor::examine(&app).await?;
    let well = !found.iter().any(|one| one.state == State::Wrong);
    if options.json {
        println!("{}", serde_json::to_string_pretty(&found).map_err(Error::internal)?);
        return Ok(well);
    }
    for one in &found {
        let mark = match one.state {
            State::Well => "well ",
            State::Note => "note ",
            State::Wrong => "WRONG",
            State::Unknown => "?    ",
        };
        println!("{mark}  {:<14} {}", one.what, one.text);
    }
    println!("{}", if well { "All is well." } else { "Something is wrong; what to do stands beside it." });
    Ok(well)
}

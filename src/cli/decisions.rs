//! Commands for decisions: counting a vote, recounting a record.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use rules::tally::{Count, Vote, Working};
use serde::Serialize;

use crate::error::{Error, Result};

/// More than any vote of a network needs: a hundred thousand people with a ballot and three delegations each.
const LARGEST: u64 = 256 * 1024 * 1024;

#[derive(Args)]
pub struct Tally {
    /// A JSON file with roll, delegations, ballots, options and majority, or - for standard input
    file: PathBuf,
    /// Show the working too: whose voice went where, and how many preferred each option to each other
    #[arg(long)]
    explain: bool,
}

#[derive(Serialize)]
struct Counted {
    #[serde(flatten)]
    count: Count,
    #[serde(skip_serializing_if = "Option::is_none")]
    working: Option<Working>,
}

pub fn tally(options: &Tally) -> Result<()> {
    let text = contents(&options.file)?;
    let wrong = |what: &dyn std::fmt::Display| Error::invalid(format!("{}: {what}", options.file.display()));
    let vote: Vote = serde_json::from_str(&text).map_err(|e| wrong(&e))?;
    let count = vote.count().map_err(|fault| wrong(&fault))?;
    let working = if options.explain { Some(vote.working().map_err(|fault| wrong(&fault))?) } else { None };
    println!("{}", serde_json::to_string_pretty(&Counted { count, working }).map_err(Error::internal)?);
    Ok(())
}

/// What a file holds, or with `-` standard input.
fn contents(file: &Path) -> Result<String> {
    let mut text = String::new();
    let read = if file == Path::new("-") {
        std::io::stdin().lock().take(LARGEST).read_to_string(&mut text)
    } else {
        std::fs::File::open(file).and_then(|file| file.take(LARGEST).read_to_string(&mut text))
    };
    match read {
        Ok(size) if size as u64 == LARGEST => Err(Error::invalid(format!("{}: more than 256 MB", file.display()))),
        Ok(_) => Ok(text),
        Err(error) => Err(Error::invalid(format!("{} cannot be read: {error}", file.display()))),
    }
}

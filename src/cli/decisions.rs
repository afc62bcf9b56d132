//! Commands for decisions: counting a vote, recounting a record.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use protocol::bundle::Bundle;
use rules::tally::{Count, Vote, Working};
use serde::Serialize;
use serde_json::{Value, json};
use url::Url;

use crate::accounts;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::federation::fetch::Outbound;
use crate::federation::json::{same_origin, text};
use crate::proposals::record;

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

#[derive(Args)]
pub struct Verify {
    /// The address of a decision or of its record, a file that holds one, or - for standard input
    record: String,
    /// Do not fetch the chapter's key: everything is recounted, and the signature is not looked at
    #[arg(long)]
    offline: bool,
    /// Print what was found as JSON
    #[arg(long)]
    json: bool,
}

/// Recounts a decision; answers whether everything holds.
pub async fn verify(options: &Verify) -> Result<bool> {
    let address = Url::parse(&options.record).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let document = match &address {
        Some(url) => fetch(url).await?,
        None => {
            let text = contents(Path::new(&options.record))?;
            serde_json::from_str(&text).map_err(|e| Error::invalid(format!("{}: {e}", options.record)))?
        }
    };
    let mut found = if text(&document, "type") == Some("gov:NetworkDecisionRecord") {
        of_the_network(document)?
    } else {
        of_a_chapter(document, address.as_ref(), options.offline).await?
    };
    found.fetched_from(address.as_ref());
    found.print(options.json)
}

/// What a recount found.
struct Found {
    /// Where the record says it lies; a record of the network lies wherever somebody keeps it.
    id: Option<String>,
    checked: Vec<String>,
    evidence: Vec<(String, String)>,
    notes: Vec<String>,
    /// Was the signature of a chapter looked at?
    signature: bool,
}

impl Found {
    fn fetched_from(&mut self, address: Option<&Url>) {
        if let (Some(id), Some(url)) = (&self.id, address)
            && !same_origin(id, url.as_str())
        {
            self.evidence.push(("bad-signature".into(), "the record says that it lies elsewhere".into()));
        }
    }

    /// Answers whether everything holds.
    fn print(&self, as_json: bool) -> Result<bool> {
        let holds = self.evidence.is_empty();
        if as_json {
            let evidence: Vec<Value> = self.evidence.iter().map(|(code, place)| json!({"code": code, "place": place})).collect();
            let shown = json!({"holds": holds, "checked": self.checked, "evidence": evidence, "notes": self.notes, "signature": self.signature});
            println!("{}", serde_json::to_string_pretty(&shown).map_err(Error::internal)?);
            return Ok(holds);
        }
        for one in &self.checked {
            println!("holds  {one}");
        }
        for (code, place) in &self.evidence {
            println!("WRONG  {code}: {place}");
        }
        for note in &self.notes {
            println!("note   {note}");
        }
        println!("{}", if holds { "The decision holds." } else { "The decision does not hold." });
        Ok(holds)
    }
}

/// A decision of several chapters: everything is in its record, the keys of the chapters in the roster they have signed.
fn of_the_network(document: Value) -> Result<Found> {
    let bundle: Bundle = serde_json::from_value(document)
        .map_err(|e| Error::invalid(format!("This is no record of a decision of a network: {e}")))?;
    let found = protocol::verify::verify(&bundle);
    let founders = bundle.rosters.first().map(|roster| roster.body.chapters.iter().map(|c| c.id.clone()).collect::<Vec<_>>());
    Ok(Found {
        id: None,
        checked: found.checked.iter().map(ToString::to_string).collect(),
        evidence: found.evidence.into_iter().map(|one| (one.code.as_str(), one.place)).collect(),
        notes: founders.map(|founders| format!("the network was founded by {}", founders.join(", "))).into_iter().collect(),
        signature: true,
    })
}

async fn of_a_chapter(document: Value, address: Option<&Url>, offline: bool) -> Result<Found> {
    let chapter = if offline { None } else { Some(chapter_of(&document).await?) };
    let keys = chapter.as_ref().map(accounts::activity::Remote::proof_key);
    let found = record::verify(&document, keys.as_ref(), Clock::default().now())?;
    Ok(Found {
        id: address.map(|_| text(&document, "id").unwrap_or_default().to_string()),
        checked: found.checked,
        evidence: found.evidence.into_iter().map(|(code, place)| (code.to_string(), place)).collect(),
        notes: if keys.is_none() { vec!["the signature was not looked at".into()] } else { Vec::new() },
        signature: keys.is_some(),
    })
}

/// Plain http is for nodes on this machine.
fn outbound(url: &Url) -> Result<Outbound> {
    Outbound::new(url.scheme() == "http")
}

/// The record at an address, or that of the decision at it.
async fn fetch(url: &Url) -> Result<Value> {
    let most = usize::try_from(LARGEST).unwrap_or(usize::MAX);
    let document = match outbound(url)?.json(url, most).await {
        // A chapter that does not host a decision of the network has a page and a record of it, and no document of its own.
        Err(Error::NotFound) if url.path().starts_with("/network/decisions/") => {
            let record = Url::parse(&format!("{}/record.json", url.as_str().trim_end_matches('/'))).map_err(Error::internal)?;
            outbound(&record)?.json(&record, most).await?.1
        }
        answered => answered?.1,
    };
    match document["gov:decision"]["record"].as_str().filter(|record| same_origin(record, url.as_str())) {
        Some(record) => {
            let record = Url::parse(record).map_err(|_| Error::invalid("The decision names no record."))?;
            outbound(&record)?.json(&record, most).await.map(|(_, document)| document)
        }
        None => Ok(document),
    }
}

/// The chapter a record says it is of, as the chapter itself tells it.
async fn chapter_of(document: &Value) -> Result<accounts::activity::Remote> {
    let named = text(document, "attributedTo").and_then(|uri| Url::parse(uri).ok());
    let url = named.ok_or_else(|| Error::invalid("The record does not say which chapter it is of."))?;
    let id = text(document, "id").unwrap_or_default();
    if !same_origin(id, url.as_str()) {
        return Err(Error::invalid("The record lies on another server than the chapter it names."));
    }
    let (_, actor) = outbound(&url)?.json(&url, 1_000_000).await?;
    let chapter = accounts::activity::read(&actor, Clock::default().now())?;
    if chapter.uri == url.as_str() { Ok(chapter) } else { Err(Error::invalid("The chapter answers under another name.")) }
}

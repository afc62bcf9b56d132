//! What other chapters and auditors read: the chain of rosters, the register, the log of a decision, what was said, the record.
//! All of it lies below the chapter's own address.

use axum::extract::State;
use protocol::message::Message;
use serde::Deserialize;
use serde_json::{Value, json};

use super::store::{self, Row};
use super::{carry, register, roster, rosters};
use crate::accounts::{self, Reader};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::Document;
use crate::proposals::seconds;
use crate::web::params::number;
use crate::web::{Params, Routes, Segments};

pub fn routes() -> Routes {
    Routes::new()
        .get("/users/{name}/network/rosters", chain)
        .get("/users/{name}/network/register", connectors)
        .get("/users/{name}/network/log", log)
        .get("/users/{name}/network/saved", saved)
        .get("/users/{name}/network/record", record)
}

/// Only the chapter itself has these.
fn is_chapter(tx: &mut Tx, name: &str, reader: &Reader) -> Result<()> {
    let found = accounts::shown_to(tx, &name.to_lowercase(), reader)?;
    if found.id == tx.site.chapter_id { Ok(()) } else { Err(Error::NotFound) }
}

fn listed(items: &impl serde::Serialize) -> Value {
    json!({"type": "Collection", "items": items})
}

async fn chain(State(app): State<App>, reader: Reader, Segments(name): Segments<String>) -> Result<Document> {
    app.read(move |tx| {
        is_chapter(tx, &name, &reader)?;
        let network = store::latest(tx)?;
        let chain = network.map(|network| rosters(tx, &network)).transpose()?.unwrap_or_default();
        Ok(Document(listed(&chain)))
    })
    .await
}

async fn connectors(State(app): State<App>, reader: Reader, Segments(name): Segments<String>) -> Result<Document> {
    app.read(move |tx| {
        is_chapter(tx, &name, &reader)?;
        let network = super::active(tx).map_err(|_| Error::NotFound)?;
        let now = roster(tx, &network)?;
        Ok(Document((*register::own(tx, &now.body)?.value).clone()))
    })
    .await
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    proposal: String,
    #[serde(default, deserialize_with = "number")]
    term: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    from: Option<i64>,
}

/// What this chapter would answer another's question.
fn answer(tx: &mut Tx, uri: &str, question: Message) -> Result<Vec<Message>> {
    let row = store::decision_by_uri(tx, uri)?.filter(|row| row.opened_at.is_some()).ok_or(Error::NotFound)?;
    let mut loaded = carry::load(tx, row)?;
    Ok(loaded.chapter.handle("", question, seconds(tx.now)).into_iter().map(|(_, message)| message).collect())
}

async fn log(
    State(app): State<App>,
    reader: Reader,
    Segments(name): Segments<String>,
    Params(wanted): Params<Wanted>,
) -> Result<Document> {
    app.read(move |tx| {
        is_chapter(tx, &name, &reader)?;
        let term = wanted.term.and_then(|term| u32::try_from(term).ok()).unwrap_or(1);
        let from = wanted.from.and_then(|from| u64::try_from(from).ok()).unwrap_or_default();
        let question = Message::Pull { proposal: wanted.proposal.clone(), term, from };
        let pages = answer(tx, &wanted.proposal, question)?;
        let pages: Vec<_> =
            pages.iter().filter_map(|page| if let Message::Log(page) = page { Some(page) } else { None }).collect();
        Ok(Document(listed(&pages)))
    })
    .await
}

async fn saved(
    State(app): State<App>,
    reader: Reader,
    Segments(name): Segments<String>,
    Params(wanted): Params<Wanted>,
) -> Result<Document> {
    app.read(move |tx| {
        is_chapter(tx, &name, &reader)?;
        let question = Message::Rescue { proposal: wanted.proposal.clone() };
        let answers = answer(tx, &wanted.proposal, question)?;
        let saved = answers.into_iter().find_map(|message| match message {
            Message::Rescued { saved, .. } => Some(saved),
            _ => None,
        });
        Ok(Document(listed(&saved.unwrap_or_default())))
    })
    .await
}

/// Everything about one decision: whoever has it can recount it.
pub fn bundle(tx: &mut Tx, row: Row) -> Result<Value> {
    let uri = row.uri.clone();
    let loaded = carry::load(tx, row)?;
    let bundle = loaded.chapter.bundle(&uri).ok_or(Error::NotFound)?;
    serde_json::to_value(bundle).map_err(Error::internal)
}

async fn record(
    State(app): State<App>,
    reader: Reader,
    Segments(name): Segments<String>,
    Params(wanted): Params<Wanted>,
) -> Result<Document> {
    app.read(move |tx| {
        is_chapter(tx, &name, &reader)?;
        let row = store::decision_by_uri(tx, &wanted.proposal)?.filter(|row| row.opened_at.is_some()).ok_or(Error::NotFound)?;
        bundle(tx, row).map(Document)
    })
    .await
}

//! Posts as documents for other servers, and the collections they hang in.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::activity::{self, Whole};
use super::{Status, gone, store, visible};
use crate::accounts::{self, Account, Asker, Reader};
use crate::app::App;
use crate::boosts;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::{self, Document};
use crate::polls;
use crate::web::params::number;
use crate::web::{Params, Routes, Segments};

pub fn routes() -> Routes {
    Routes::new()
        .get("/users/{name}/statuses/{id}", document)
        .get("/users/{name}/statuses/{id}/activity", activity_document)
        .get("/users/{name}/statuses/{id}/replies", replies)
        .get("/contexts/{id}", conversation)
}

/// Create and Announce of posts of ours, for an outbox; a fixed number of queries however many there are.
pub fn activities(tx: &mut Tx, rows: Vec<Status>) -> Result<Vec<Value>> {
    let boosted_ids: Vec<i64> = rows.iter().filter_map(|s| s.reblog_of_id).collect();
    let boosted = store::by_ids(tx, &boosted_ids)?;
    let author_ids: Vec<i64> = rows.iter().chain(&boosted).map(|s| s.account_id).collect();
    let authors = accounts::by_ids(tx, &author_ids)?;
    let author = |id: i64| authors.iter().find(|a: &&Account| a.id == id).ok_or(Error::NotFound);
    let ids: Vec<i64> = rows.iter().map(|s| s.id).collect();
    let mentions = store::mentions_of(tx, &ids)?;
    let tags = store::tags_of(tx, &ids)?;
    let polls = polls::of(tx, &ids)?;
    let mut items = Vec::new();
    for row in &rows {
        let by = author(row.account_id)?;
        items.push(match row.reblog_of_id {
            Some(id) => {
                let Some(root) = boosted.iter().find(|s| s.id == id) else { continue };
                boosts::activity::announce(row, by, root, author(root.account_id)?)
            }
            None => {
                let mentions: Vec<_> = mentions.iter().filter(|m| m.0 == row.id).cloned().collect();
                let tags: Vec<_> = tags.iter().filter(|t| t.0 == row.id).map(|t| t.1.clone()).collect();
                activity::create(
                    &tx.site,
                    &Whole {
                        status: row,
                        author: by,
                        visibility: row.circle(),
                        mentions: &mentions,
                        tags: &tags,
                        poll: polls.iter().find(|p| p.row.status_id == row.id),
                    },
                )
            }
        });
    }
    Ok(items)
}

/// Posts of ours as documents of their own, for a collection.
pub fn notes(tx: &mut Tx, rows: Vec<Status>) -> Result<Vec<Value>> {
    let wrapped = activities(tx, rows)?;
    Ok(wrapped.into_iter().map(|mut create| create["object"].take()).collect())
}

/// A post of this node that this reader may see, by its author's name and its id.
fn open(tx: &mut Tx, name: &str, id: &str, reader: &Reader) -> Result<Status> {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let status = visible(tx, reader.id(), id)?;
    let author = accounts::by_id(tx, status.account_id)?;
    let named = author.is_local() && author.suspended_at.is_none() && author.username.eq_ignore_ascii_case(name);
    if named { Ok(status) } else { Err(Error::NotFound) }
}

pub async fn document(
    State(app): State<App>,
    asker: Asker,
    Segments((name, id)): Segments<(String, String)>,
) -> Result<Response> {
    if !asker.wants_document() {
        return Ok((StatusCode::SEE_OTHER, [(LOCATION, format!("/@{name}/{id}"))]).into_response());
    }
    let reader = asker.reader(&app).await?;
    app.read(move |tx| {
        let uri = format!("{}/statuses/{id}", tx.site.actor_uri(&name));
        match open(tx, &name, &id, &reader) {
            Ok(status) if status.reblog_of_id.is_none() => Ok(Document(note(tx, &status)?).into_response()),
            Ok(_) => Err(Error::NotFound),
            Err(Error::NotFound) => match gone(tx, &uri)? {
                Some((code, tombstone)) => {
                    Ok((code, [(CONTENT_TYPE, federation::CONTENT_TYPE)], tombstone.to_string()).into_response())
                }
                None => Err(Error::NotFound),
            },
            Err(error) => Err(error),
        }
    })
    .await
}

fn note(tx: &mut Tx, status: &Status) -> Result<Value> {
    let author = accounts::by_id(tx, status.account_id)?;
    let mentions = store::mentions_of(tx, &[status.id])?;
    let tags: Vec<String> = store::tags_of(tx, &[status.id])?.into_iter().map(|t| t.1).collect();
    let poll = polls::of(tx, &[status.id])?.pop();
    let whole =
        Whole { status, author: &author, visibility: status.circle(), mentions: &mentions, tags: &tags, poll: poll.as_ref() };
    Ok(activity::note(&tx.site, &whole))
}

async fn activity_document(
    State(app): State<App>,
    reader: Reader,
    Segments((name, id)): Segments<(String, String)>,
) -> Result<Document> {
    app.read(move |tx| {
        let status = open(tx, &name, &id, &reader)?;
        activities(tx, vec![status])?.pop().ok_or(Error::NotFound)
    })
    .await
    .map(Document)
}

#[derive(Deserialize)]
struct After {
    #[serde(default, deserialize_with = "number")]
    after: Option<i64>,
}

const PAGE: i64 = 50;

/// The direct replies that everybody may see, page after page; the first stands in the collection itself.
async fn replies(
    State(app): State<App>,
    reader: Reader,
    Segments((name, id)): Segments<(String, String)>,
    Params(query): Params<After>,
) -> Result<Document> {
    app.read(move |tx| {
        let status = open(tx, &name, &id, &reader)?;
        let uri = format!("{}/replies", status.uri);
        let after = query.after.unwrap_or(0);
        let found = store::open_replies(tx, status.id, after, PAGE)?;
        let items: Vec<&String> = found.iter().map(|(_, uri)| uri).collect();
        let mut page = json!({"id": format!("{uri}?after={after}"), "type": "CollectionPage", "partOf": uri, "items": items});
        if let Some((last, _)) = found.last().filter(|_| i64::try_from(found.len()) == Ok(PAGE)) {
            page["next"] = format!("{uri}?after={last}").into();
        }
        if query.after.is_some() {
            page["@context"] = AS.into();
            return Ok(page);
        }
        Ok(json!({"@context": AS, "id": uri, "type": "Collection", "totalItems": status.replies_count, "first": page}))
    })
    .await
    .map(Document)
}

const AS: &str = "https://www.w3.org/ns/activitystreams";

/// A conversation that began here: its posts that everybody may see, in order (FEP-7888, FEP-f228).
async fn conversation(State(app): State<App>, reader: Reader, Segments(id): Segments<String>) -> Result<Document> {
    const LONGEST: i64 = 1_000;
    app.read(move |tx| {
        let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
        let root = visible(tx, reader.id(), id)?;
        if !root.local || root.thread_id != root.id || root.reblog_of_id.is_some() || !root.circle().is_open() {
            return Err(Error::NotFound);
        }
        let author = accounts::by_id(tx, root.account_id)?;
        let rows = store::thread(tx, root.id, LONGEST)?;
        let items: Vec<String> = rows.into_iter().filter(|s| s.circle().is_open()).map(|s| s.uri).collect();
        Ok(json!({
            "@context": AS, "id": tx.site.at(&format!("/contexts/{id}")), "type": "OrderedCollection", "attributedTo": author.uri,
            "totalItems": items.len(), "orderedItems": items
        }))
    })
    .await
    .map(Document)
}

//! Posts for browsers, and as documents for servers.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::activity::{self, Whole};
use super::api::{StatusJson, render};
use super::{Status, context, gone, store, visible};
use crate::accounts::{self, Account, Asker, Reader};
use crate::app::App;
use crate::boosts;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::{self, Document};
use crate::media::FileType;
use crate::polls;
use crate::sessions;
use crate::web::feed::Entry;
use crate::web::page::{Layout, show};
use crate::web::params::number;
use crate::web::{PageError, Params, Routes, Segments, forms, html};

pub fn routes() -> Routes {
    Routes::new()
        .get("/@{name}/{id}", page)
        .get("/users/{name}/statuses/{id}", document)
        .get("/users/{name}/statuses/{id}/activity", activity_document)
        .get("/users/{name}/statuses/{id}/replies", replies)
        .get("/contexts/{id}", conversation)
}

/// A post as it stands in a list or a thread.
pub struct Card {
    pub status: StatusJson,
    pub author: String,
    pub when: String,
    pub at: String,
    /// Who passed it on, if it is a boost.
    pub passed_on_by: Option<String>,
    pub focus: bool,
    pub media: Vec<Medium>,
    /// Its pictures are looked at on purpose only.
    pub veiled: bool,
    /// `2 replies · 1 boost · 0 favourites`
    pub counts: String,
}

/// A picture, film or sound on a page.
pub struct Medium {
    /// As in Mastodon's MediaAttachment.
    pub kind: String,
    pub url: String,
    pub preview: String,
    pub description: String,
    /// Of the preview, in pixels.
    pub width: u64,
    pub height: u64,
}

/// What can be shown of a MediaAttachment; nothing before it has an address.
fn medium(entity: &Value) -> Option<Medium> {
    let text = |key: &str| entity[key].as_str().map(ToString::to_string);
    let url = text("url").or_else(|| text("remote_url"))?;
    let sizes = [&entity["meta"]["small"], &entity["meta"]["original"]];
    let side = |name: &str| sizes.iter().find_map(|size| size[name].as_u64()).unwrap_or(400);
    Some(Medium {
        kind: text("type").unwrap_or_default(),
        preview: text("preview_url").unwrap_or_else(|| url.clone()),
        url,
        description: text("description").unwrap_or_default(),
        width: side("width"),
        height: side("height"),
    })
}

fn card(status: StatusJson, focus: bool) -> Card {
    let shown_name = |a: &crate::accounts::api::AccountJson| {
        if a.display_name.is_empty() { a.username.clone() } else { a.display_name.clone() }
    };
    let (passed_on_by, status) = match &status.reblog {
        Some(reblog) => (Some(shown_name(&status.account)), (**reblog).clone()),
        None => (None, status),
    };
    let count = |n: i64, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let counts = [
        count(status.replies_count, "reply", "replies"),
        count(status.reblogs_count, "boost", "boosts"),
        count(status.favourites_count, "favourite", "favourites"),
    ]
    .join(" · ");
    let at = Time::parse(&status.created_at).unwrap_or(Time(0));
    Card {
        author: shown_name(&status.account),
        when: at.readable(),
        at: status.created_at.clone(),
        passed_on_by,
        focus,
        media: status.media_attachments.iter().filter_map(medium).collect(),
        veiled: status.sensitive && status.spoiler_text.is_empty(),
        counts,
        status,
    }
}

/// Posts that everybody may see, as entries of a feed.
pub fn entries(tx: &mut Tx, rows: Vec<Status>) -> Result<Vec<Entry>> {
    let entry = |status: StatusJson| {
        let file = |medium: &Value| {
            let url = medium["url"].as_str()?.to_string();
            let kind = FileType::of_key(&url)?.content_type.to_string();
            Some((url, kind))
        };
        let note = match status.spoiler_text.as_str() {
            "" => status.content.clone(),
            warning => format!("<p><strong>{}</strong></p><hr>{}", html::escape(warning), status.content),
        };
        Entry {
            id: status.uri.clone(),
            link: status.url.clone(),
            title: Some(status.spoiler_text.clone()).filter(|text| !text.is_empty()),
            content: note,
            at: Time::parse(&status.created_at).unwrap_or(Time(0)),
            tags: status.tags.iter().map(|tag| tag.name.clone()).collect(),
            files: status.media_attachments.iter().filter_map(file).collect(),
        }
    };
    Ok(render(tx, None, rows)?.into_iter().map(entry).collect())
}

/// Renders posts that everybody may see.
pub fn cards(tx: &mut Tx, rows: Vec<Status>) -> Result<Vec<Card>> {
    Ok(render(tx, None, rows)?.into_iter().map(|s| card(s, false)).collect())
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

#[derive(Template)]
#[template(path = "statuses/show.html")]
struct Page {
    layout: Layout,
    title: String,
    description: String,
    uri: String,
    url: String,
    ancestors: Vec<Card>,
    status: Card,
    descendants: Vec<Card>,
}

/// A post of this node that this reader may see, by its author's name and its id.
fn open(tx: &mut Tx, name: &str, id: &str, reader: &Reader) -> Result<Status> {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let status = visible(tx, reader.id(), id)?;
    let author = accounts::by_id(tx, status.account_id)?;
    let named = author.is_local() && author.suspended_at.is_none() && author.username.eq_ignore_ascii_case(name);
    if named { Ok(status) } else { Err(Error::NotFound) }
}

async fn page(
    State(app): State<App>,
    asker: Asker,
    Segments((name, id)): Segments<(String, String)>,
) -> Result<Response, PageError> {
    if asker.wants_document() {
        return Ok(document(State(app), asker, Segments((name, id))).await.into_response());
    }
    let headers = asker.headers();
    let site = app.site()?;
    let viewer = sessions::viewer(&app, headers).await?;
    let viewer_id = viewer.as_ref().map(|v| v.id);
    let layout = Layout::new(Some(&site), viewer.map(|v| v.username), forms::token(headers, Some(&site)));
    let page = app
        .read(move |tx| {
            let number: i64 = id.parse().map_err(|_| Error::NotFound)?;
            let status = visible(tx, viewer_id, number)?;
            let author = accounts::by_id(tx, status.account_id)?;
            if !author.username.eq_ignore_ascii_case(&name) || !author.is_local() {
                return Err(Error::NotFound);
            }
            let status = match status.reblog_of_id {
                Some(root) => visible(tx, viewer_id, root)?,
                None => status,
            };
            let (ancestors, descendants) = context(tx, viewer_id, &status)?;
            let cards =
                |tx: &mut Tx, rows| Ok::<_, Error>(render(tx, viewer_id, rows)?.into_iter().map(|s| card(s, false)).collect());
            let (uri, url) = (status.uri.clone(), status.url.clone());
            let shown = render(tx, viewer_id, vec![status])?.pop().ok_or(Error::NotFound)?;
            let status = card(shown, true);
            let words = if status.status.spoiler_text.is_empty() {
                html::words(&status.status.content, 200)
            } else {
                status.status.spoiler_text.clone()
            };
            Ok(Page {
                layout,
                title: format!("{}: “{}”", status.author, html::words(&words, 60)),
                description: words,
                uri,
                url,
                ancestors: cards(tx, ancestors)?,
                descendants: cards(tx, descendants)?,
                status,
            })
        })
        .await?;
    show(&page, &page.layout)
}

async fn document(State(app): State<App>, asker: Asker, Segments((name, id)): Segments<(String, String)>) -> Result<Response> {
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

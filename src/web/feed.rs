//! Feeds for readers (RSS 2.0).

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use rss::{Category, ChannelBuilder, EnclosureBuilder, GuidBuilder, Item, ItemBuilder};

use crate::clock::Time;
use crate::ids;

/// A feed as a whole.
pub struct Feed {
    pub title: String,
    pub link: String,
    pub description: String,
    pub language: Option<String>,
    pub items: Vec<Item>,
}

/// What one entry says.
pub struct Entry {
    /// Names it for good.
    pub id: String,
    pub link: String,
    pub title: Option<String>,
    /// HTML that is safe to show.
    pub content: String,
    pub at: Time,
    pub tags: Vec<String>,
    /// Addresses and types of files.
    pub files: Vec<(String, String)>,
}

impl From<Entry> for Item {
    fn from(entry: Entry) -> Self {
        let category = |name: String| Category { name, domain: None };
        // RSS has room for one file.
        let file = entry.files.into_iter().next();
        ItemBuilder::default()
            .guid(Some(GuidBuilder::default().value(entry.id).permalink(false).build()))
            .link(Some(entry.link))
            .title(entry.title)
            .description(Some(entry.content))
            .pub_date(Some(entry.at.rfc2822()))
            .categories(entry.tags.into_iter().map(category).collect::<Vec<_>>())
            .enclosure(file.map(|(url, kind)| EnclosureBuilder::default().url(url).mime_type(kind).length("0").build()))
            .build()
    }
}

/// The feed as an answer; who has it already is told so.
pub fn respond(headers: &HeaderMap, feed: Feed) -> Response {
    let channel = ChannelBuilder::default()
        .title(feed.title)
        .link(feed.link)
        .description(feed.description)
        .language(feed.language)
        .generator(Some("Potluck".into()))
        .items(feed.items)
        .build();
    let text = channel.to_string();
    let tag = format!("\"{}\"", ids::fingerprint(&text));
    let kept = [(CACHE_CONTROL, "public, max-age=300".to_string()), (ETAG, tag.clone())];
    if headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    (kept, [(CONTENT_TYPE, "application/rss+xml; charset=utf-8")], text).into_response()
}

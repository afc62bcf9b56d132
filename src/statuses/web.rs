//! Posts for browsers: a post with its thread, and posts as they stand in lists on other pages.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::api::{StatusJson, render};
use super::write::{self, Written};
use super::{Status, context, documents, visible};
use crate::accounts::{self, Asker};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::filters::Context;
use crate::media::FileType;
use crate::sessions::Visit;
use crate::web::feed::Entry;
use crate::web::page::{Layout, go, show};
use crate::web::{PageError, Routes, Segments, html};

pub use super::documents::{activities, notes};

pub fn routes() -> Routes {
    Routes::new().get("/@{name}/{id}", page)
}

/// A post as it stands in a list or a thread.
pub struct Card {
    /// Of what stands in the list: the boost's, if it is one.
    pub id: String,
    pub status: StatusJson,
    /// HTML, with the chapter's and other servers' own emoji as pictures.
    pub author: String,
    pub content: String,
    /// Where its page is for this reader, and its author's.
    pub page: String,
    pub author_page: String,
    pub at: i64,
    /// The message that says who may see it.
    pub circle: String,
    /// Who passed it on, if it is a boost.
    pub passed_on_by: Option<String>,
    pub focus: bool,
    pub media: Vec<Medium>,
    /// Its pictures are looked at on purpose only.
    pub veiled: bool,
    pub quoted: Option<Quoted>,
    pub link: Option<Link>,
    /// The reader wrote it.
    pub own: bool,
    /// It tells of something that has a page of its own, and is changed there.
    pub tells: bool,
    pub can_boost: bool,
    pub can_vote: bool,
    /// What the reader has voted for.
    pub chosen: Vec<usize>,
    pub most_votes: i64,
    pub voters: i64,
    pub poll_end: Option<i64>,
    /// Where the reader goes who has deleted it.
    pub after_delete: String,
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

/// A post that another one quotes.
pub struct Quoted {
    pub author: String,
    pub url: String,
    pub content: String,
}

/// What a page is about that a post links to.
pub struct Link {
    pub url: String,
    pub title: String,
    pub text: String,
    pub from: String,
    pub image: Option<String>,
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

fn quoted(quote: &Value) -> Option<Quoted> {
    let status = quote.get("quoted_status").filter(|status| status.is_object())?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let name = text(&status["account"]["display_name"]);
    let name = if name.is_empty() { text(&status["account"]["username"]) } else { name };
    let content = match text(&status["spoiler_text"]) {
        warning if warning.is_empty() => text(&status["content"]),
        warning => format!("<p>{}</p>", html::escape(&warning)),
    };
    Some(Quoted { author: name, url: text(&status["url"]), content })
}

fn link(card: &Value) -> Option<Link> {
    let text = |key: &str| card[key].as_str().unwrap_or_default().to_string();
    let url = text("url");
    let from = url::Url::parse(&url).ok()?.host_str()?.to_string();
    let from = Some(text("provider_name")).filter(|name| !name.is_empty()).unwrap_or(from);
    let image = card["image"].as_str().filter(|image| !image.is_empty()).map(ToString::to_string);
    Some(Link { title: text("title"), text: html::words(&text("description"), 200), from, image, url })
}

fn card(status: StatusJson, viewer: Option<i64>, focus: bool) -> Card {
    let shown_name = |a: &accounts::api::AccountJson| {
        if a.display_name.is_empty() { a.username.clone() } else { a.display_name.clone() }
    };
    let id = status.id.clone();
    let (passed_on_by, status) = match &status.reblog {
        Some(reblog) => (Some(shown_name(&status.account)), (**reblog).clone()),
        None => (None, status),
    };
    let account = &status.account;
    // Who is logged in reads other servers' posts here, and can answer; everybody else reads them where they are.
    let here = viewer.is_some() || !account.acct.contains('@');
    let (page, author_page) = match here {
        true => (format!("/@{}/{}", account.acct, status.id), format!("/@{}", account.acct)),
        false => (status.url.clone(), account.url.clone()),
    };
    let poll = status.poll.as_ref();
    let own = viewer.is_some_and(|viewer| viewer.to_string() == account.id);
    Card {
        tells: own && !status.url.ends_with(&page),
        author: html::with_emojis(&html::escape(&shown_name(account)), &account.emojis),
        content: html::with_emojis(&status.content, &status.emojis),
        page,
        author_page,
        at: Time::parse(&status.created_at).unwrap_or(Time(0)).0,
        circle: format!("visibility-{}", status.visibility),
        passed_on_by,
        focus,
        media: status.media_attachments.iter().filter_map(medium).collect(),
        veiled: status.sensitive && status.spoiler_text.is_empty(),
        quoted: status.quote.as_ref().and_then(quoted),
        link: status.card.as_ref().filter(|_| status.media_attachments.is_empty()).and_then(link),
        own,
        can_boost: matches!(status.visibility.as_str(), "public" | "unlisted") || own && status.visibility == "private",
        can_vote: poll.is_some_and(|poll| !poll.expired && poll.voted != Some(true) && !own),
        chosen: poll.and_then(|p| p.own_votes.as_ref()).into_iter().flatten().filter_map(|n| usize::try_from(*n).ok()).collect(),
        most_votes: poll.map_or(1, |p| p.options.iter().map(|option| option.votes_count).max().unwrap_or(0).max(1)),
        voters: poll.map_or(0, |p| p.voters_count),
        poll_end: poll.and_then(|p| Time::parse(p.expires_at.as_deref()?)).map(|at| at.0),
        after_delete: "/home".into(),
        id,
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
    cards_for(tx, None, rows)
}

/// Renders posts for who is logged in, or for everybody.
pub fn cards_for(tx: &mut Tx, viewer: Option<i64>, rows: Vec<Status>) -> Result<Vec<Card>> {
    Ok(render(tx, viewer, rows)?.into_iter().map(|s| card(s, viewer, false)).collect())
}

/// The same, without what the reader wants hidden in this place.
pub fn cards_in(tx: &mut Tx, viewer: i64, rows: Vec<Status>, place: Context) -> Result<Vec<Card>> {
    let shown = super::api::render_in(tx, Some(viewer), rows, place)?;
    Ok(shown.into_iter().map(|s| card(s, Some(viewer), false)).collect())
}

#[derive(Template)]
#[template(path = "statuses/show.html")]
struct Page {
    layout: Layout,
    title: String,
    description: String,
    uri: String,
    url: String,
    /// For previews elsewhere: its address, its description, and whether it is large.
    picture: (String, String, bool),
    /// May search engines find it?
    indexable: bool,
    ancestors: Vec<Card>,
    status: Card,
    descendants: Vec<Card>,
    draft: Option<Written>,
}

async fn page(
    State(app): State<App>,
    visit: Visit,
    asker: Asker,
    Segments((name, id)): Segments<(String, String)>,
) -> Result<Response, PageError> {
    if asker.wants_document() {
        return Ok(documents::document(State(app), asker, Segments((name, id))).await.into_response());
    }
    let found = app.read(move |tx| lay_out(tx, visit, &name, &id)).await?;
    match found {
        Ok(page) => show(&page, &page.layout),
        Err(elsewhere) => Ok(go(&elsewhere)),
    }
}

/// What a visitor sees of a post once everything in it has been read: writes the page each time it is called.
///
/// # Errors
/// `NotFound`: visitors do not see it here. Whatever fails while it is read.
pub fn for_strangers(tx: &mut Tx, name: &str, id: &str) -> Result<impl Fn() -> Result<String> + Send + use<>> {
    let visit = Visit::stranger(tx.site.clone());
    let page = lay_out(tx, visit, name, id)?.map_err(|_| Error::NotFound)?;
    Ok(move || page.render().map_err(Error::internal))
}

/// The page of a post; or where it is, for a visitor who asks for one of another server.
fn lay_out(tx: &mut Tx, visit: Visit, name: &str, id: &str) -> Result<Result<Page, String>> {
    let viewer_id = visit.id();
    let number: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let status = visible(tx, viewer_id, number)?;
    let author = accounts::by_id(tx, status.account_id)?;
    if !author.acct().eq_ignore_ascii_case(name) {
        return Err(Error::NotFound);
    }
    if !author.is_local() && viewer_id.is_none() {
        return Ok(Err(status.url));
    }
    let status = match status.reblog_of_id {
        Some(root) => visible(tx, viewer_id, root)?,
        None => status,
    };
    let (ancestors, descendants) = context(tx, viewer_id, &status)?;
    let draft = match &visit.viewer {
        Some(viewer) => Some(write::reply(tx, &visit.layout, viewer, &status)?),
        None => None,
    };
    let shown = render(tx, viewer_id, vec![status.clone()])?.pop().ok_or(Error::NotFound)?;
    let focus = card(shown, viewer_id, true);
    let words = match focus.status.spoiler_text.as_str() {
        "" => html::words(&focus.status.content, 200),
        warning => warning.to_string(),
    };
    let first = focus.media.iter().find(|m| m.kind != "audio" && m.kind != "unknown" && !focus.veiled);
    let picture = match first.filter(|_| focus.status.spoiler_text.is_empty()) {
        Some(medium) => (medium.preview.clone(), medium.description.clone(), true),
        None => (focus.status.account.avatar.clone(), String::new(), false),
    };
    let name = author.shown_name();
    Ok(Ok(Page {
        title: if words.is_empty() { name.to_string() } else { format!("{name}: “{}”", html::words(&words, 60)) },
        description: words,
        uri: status.uri,
        url: status.url,
        picture,
        indexable: author.indexable && focus.status.visibility == "public",
        ancestors: cards_for(tx, viewer_id, ancestors)?,
        descendants: cards_for(tx, viewer_id, descendants)?,
        status: focus,
        draft,
        layout: visit.layout,
    }))
}

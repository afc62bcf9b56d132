//! Posts as ActivityPub Notes, both ways.

use activitypub_federation::kinds::activity::{CreateType, DeleteType, UpdateType};
use activitypub_federation::kinds::object::{NoteType, TombstoneType};
use rules::audience::{self, Addressing, Visibility};
use serde_json::{Value, json};

use super::compose;
use super::store::{Mention, Status};
use crate::accounts::Account;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::federation::json::{MAX_LIST, address, first, first_id, flag, id, ids, kind, list, same_origin, text, time, web_url};
use crate::federation::{attachments, emojis, policies};
use crate::polls;
use crate::quotes;
use crate::site::Site;
use crate::web::html;

fn context() -> Value {
    json!([
        "https://www.w3.org/ns/activitystreams",
        {
            "sensitive": "as:sensitive", "Hashtag": "as:Hashtag", "toot": "http://joinmastodon.org/ns#", "votersCount": "toot:votersCount",
            "Emoji": "toot:Emoji", "blurhash": "toot:blurhash", "focalPoint": {"@container": "@list", "@id": "toot:focalPoint"},
            "lemmy": "https://join-lemmy.org/ns#", "commentsEnabled": "lemmy:commentsEnabled",
            "gov": "https://w3id.org/potluck/gov#"
        },
        policies::context(),
        quotes::activity::context()
    ])
}

/// A post of ours with what belongs to it.
pub struct Whole<'a> {
    pub status: &'a Status,
    pub author: &'a Account,
    pub visibility: Visibility,
    pub mentions: &'a [Mention],
    pub tags: &'a [String],
    pub poll: Option<&'a polls::Poll>,
}

impl Whole<'_> {
    pub fn addressing(&self) -> Addressing {
        let mentioned: Vec<String> = self.mentions.iter().map(|m| m.5.clone()).collect();
        audience::address(self.visibility, &self.author.followers_url, &mentioned)
    }
}

/// The Note, without `@context`.
fn bare_note(site: &Site, whole: &Whole) -> Value {
    let status = whole.status;
    let Addressing { to, cc } = whole.addressing();
    let mentions = whole.mentions.iter().map(|(_, _, username, domain, _, uri)| {
        json!({"type": "Mention", "href": uri, "name": format!("@{username}@{}", domain.as_ref().unwrap_or(&site.domain))})
    });
    let tags = whole.tags.iter().map(
        |tag| json!({"type": "Hashtag", "href": site.at(&format!("/tags/{}", compose::percent(tag))), "name": format!("#{tag}")}),
    );
    let mut note = json!({
        "id": status.uri,
        "type": NoteType::Note,
        "attributedTo": whole.author.uri,
        "content": status.content,
        "summary": if status.spoiler_text.is_empty() { Value::Null } else { status.spoiler_text.clone().into() },
        "sensitive": status.sensitive || whole.author.sensitized_at.is_some(),
        "published": Time(status.created_at).rfc3339_seconds(),
        "url": status.url,
        "inReplyTo": status.in_reply_to_uri,
        "to": to,
        "cc": cc,
        "tag": mentions.chain(tags).chain(emojis::shown(&status.emojis, &site.media).iter().map(emojis::tag)).collect::<Vec<_>>(),
        "attachment": attachments::write(&status.attachments, &site.media),
        "replies": format!("{}/replies", status.uri),
        "context": status.context_uri
    });
    if let Some(policy) = status.interaction_policy.as_deref().and_then(|p| serde_json::from_str::<Value>(p).ok()) {
        note["interactionPolicy"] = policy;
    }
    if status.group_id == Some(site.chapter_id) {
        note["audience"] = site.actor_uri(&site.handle).into();
        note["commentsEnabled"] = status.locked_at.is_none().into();
    }
    if let Some(poll) = whole.poll {
        polls::activity::dress(&mut note, poll);
    }
    quotes::activity::dress(&mut note, status);
    if let Some(language) = &status.language {
        note["contentMap"] = json!({language.as_str(): note["content"]});
    }
    if let Some(Value::Object(article)) = status.article.as_deref().and_then(|a| serde_json::from_str(a).ok()) {
        note["type"] = "Article".into();
        note.as_object_mut().into_iter().for_each(|note| note.extend(article.clone()));
    }
    if let Some(edited) = status.edited_at {
        note["updated"] = Time(edited).rfc3339_seconds().into();
    }
    note
}

pub fn note(site: &Site, whole: &Whole) -> Value {
    let mut note = bare_note(site, whole);
    note["@context"] = context();
    note
}

pub fn create(site: &Site, whole: &Whole) -> Value {
    let note = bare_note(site, whole);
    json!({
        "@context": context(), "id": format!("{}/activity", whole.status.uri), "type": CreateType::Create, "actor": whole.author.uri,
        "published": note["published"], "to": note["to"], "cc": note["cc"], "object": note
    })
}

/// `serial` tells one edit from the next.
pub fn update(site: &Site, whole: &Whole, serial: i64) -> Value {
    let note = bare_note(site, whole);
    json!({
        "@context": context(), "id": format!("{}#updates/{serial}", whole.status.uri), "type": UpdateType::Update,
        "actor": whole.author.uri, "published": note["updated"], "to": note["to"], "cc": note["cc"], "object": note
    })
}

pub fn delete(whole: &Whole) -> Value {
    let Addressing { to, cc } = whole.addressing();
    let uri = &whole.status.uri;
    json!({
        "@context": context(), "id": format!("{uri}#delete"), "type": DeleteType::Delete, "actor": whole.author.uri, "to": to, "cc": cc,
        "object": {"id": uri, "type": TombstoneType::Tombstone}
    })
}

/// What is left of a deleted post.
pub fn tombstone(uri: &str, deleted_at: Time) -> Value {
    json!({"@context": context(), "id": uri, "type": TombstoneType::Tombstone, "deleted": deleted_at.rfc3339_seconds()})
}

/// A post as a far server tells it.
#[derive(Debug)]
pub struct Remote {
    pub uri: String,
    pub url: String,
    pub author_uri: String,
    /// Everybody it is attributed to, and whoever wrote it for a group.
    pub authors: Vec<String>,
    pub content: String,
    pub spoiler_text: String,
    pub sensitive: bool,
    pub language: Option<String>,
    pub in_reply_to_uri: Option<String>,
    pub published: Option<Time>,
    pub updated: Option<Time>,
    pub addressing: Addressing,
    pub mentioned_uris: Vec<String>,
    pub tags: Vec<String>,
    pub object_type: String,
    /// JSON, as in the row.
    pub attachments: String,
    pub emojis: String,
    pub interaction_policy: Option<String>,
    pub replies_url: Option<String>,
    pub context_uri: Option<String>,
    pub poll: Option<polls::activity::Told>,
    pub quote: Option<quotes::activity::Told>,
    /// The groups it is meant for (FEP-1b12), beside those it is addressed to.
    pub audience: Vec<String>,
    /// FEP-1b12: nobody may answer.
    pub locked: bool,
}

/// Object kinds that become posts. All but Note and Question are shown by their title and a link.
pub const KINDS: [&str; 9] = ["Note", "Question", "Article", "Page", "Image", "Audio", "Video", "Event", "Document"];

const MAX_TAGS: usize = 100;

/// Reads an object that came from its own server.
///
/// # Errors
/// `Invalid`: it has no id or author, or its author is elsewhere.
pub fn read(object: &Value, now: Time) -> Result<Remote> {
    let unusable = |what: &str| Error::invalid(format!("This post cannot be used: {what}."));
    let uri = id(object).and_then(web_url).ok_or_else(|| unusable("it has no id"))?;
    if !KINDS.contains(&kind(object)) {
        return Err(unusable("its type is none of a post's"));
    }
    // PeerTube names a person and a channel; the person comes first.
    let author_uri = first_id(object, "attributedTo")
        .or_else(|| first_id(object, "actor"))
        .ok_or_else(|| unusable("it has no author"))?
        .to_string();
    if !same_origin(&author_uri, &uri) {
        return Err(unusable("its author is on another server"));
    }
    let url = address(object, "url").unwrap_or_else(|| uri.clone());
    let warning = text(object, "summary").map(|s| html::words(s, 500)).unwrap_or_default();
    let body = html::clean(text(object, "content").unwrap_or_default());
    let attached = attachments::read(object);
    let plain_note = matches!(kind(object), "Note" | "Question");
    let (content, spoiler_text) = if plain_note {
        (body, warning)
    } else if kind(object) == "Event" {
        (event(object, &url, &body), String::new())
    } else {
        let title = html::escape(&html::plain(text(object, "name").unwrap_or_default(), 500));
        let teaser = if warning.is_empty() { body } else { format!("<p>{}</p>", html::escape(&warning)) };
        (html::clean(&format!("<p><strong>{title}</strong></p>{teaser}{}", links(&url, &attached.links))), String::new())
    };
    let tagged = list(object, "tag").into_iter().take(MAX_TAGS).collect::<Vec<_>>();
    let mut tags: Vec<String> =
        tagged.iter().filter(|t| kind(t) == "Hashtag").filter_map(|t| t["name"].as_str()).filter_map(compose::hashtag).collect();
    tags.sort();
    tags.dedup();
    let mut addressing = Addressing { to: ids(object, "to"), cc: ids(object, "cc") };
    addressing.to.truncate(MAX_LIST);
    addressing.cc.truncate(MAX_LIST);
    Ok(Remote {
        authors: ids(object, "attributedTo").into_iter().chain(ids(object, "actor")).take(10).collect(),
        language: object["contentMap"].as_object().and_then(|map| map.keys().next()).filter(|l| l.len() <= 20).cloned(),
        sensitive: flag(object, "sensitive").unwrap_or(!spoiler_text.is_empty()),
        in_reply_to_uri: first_id(object, "inReplyTo").and_then(web_url),
        published: time(object, "published"),
        updated: time(object, "updated"),
        mentioned_uris: tagged
            .iter()
            .filter(|t| kind(t) == "Mention")
            .filter_map(|t| t["href"].as_str())
            .map(ToString::to_string)
            .collect(),
        tags,
        addressing,
        content: cut(content, MAX_CONTENT),
        spoiler_text,
        object_type: kind(object).to_string(),
        attachments: Value::Array(attached.media).to_string(),
        emojis: json!(emojis::read(object)).to_string(),
        interaction_policy: policies::read(object),
        replies_url: first_id(object, "replies").and_then(web_url).filter(|u| same_origin(u, &uri)),
        context_uri: first_id(object, "context").or_else(|| text(object, "conversation")).and_then(web_url),
        poll: polls::activity::read(object, now),
        quote: quotes::activity::read(object),
        audience: ids(object, "audience"),
        locked: flag(object, "commentsEnabled") == Some(false),
        url,
        author_uri,
        uri,
    })
}

/// The longest content that is kept, in bytes of HTML.
const MAX_CONTENT: usize = 150_000;

/// What is too long is cut to its words: cutting HTML would leave it open.
fn cut(content: String, most: usize) -> String {
    if content.len() <= most { content } else { format!("<p>{}</p>", html::escape(&html::words(&content, most / 4))) }
}

fn links(url: &str, attached: &[String]) -> String {
    let mut all: Vec<&str> = attached.iter().take(4).map(String::as_str).collect();
    if !all.contains(&url) {
        all.push(url);
    }
    all.iter().map(|link| format!("<p><a href=\"{0}\">{0}</a></p>", html::escape(link))).collect()
}

/// An Event as somebody reads it who has no calendar: what, when, where.
fn event(object: &Value, url: &str, body: &str) -> String {
    let title = html::escape(&html::plain(text(object, "name").unwrap_or_default(), 500));
    let mut lines = Vec::new();
    if let Some(start) = time(object, "startTime") {
        let until = time(object, "endTime").map(|end| format!(" – {}", end.readable())).unwrap_or_default();
        lines.push(format!("{}{until}", start.readable()));
    }
    let place = first(object, "location").map(place).unwrap_or_default();
    if !place.is_empty() {
        lines.push(html::escape(&place));
    }
    html::clean(&format!("<p><strong>{title}</strong></p><p>{}</p>{body}{}", lines.join("<br>"), links(url, &[])))
}

/// A place: a name, an address as text or as an object, or a virtual one by its link.
fn place(location: &Value) -> String {
    let told = |value: Option<&Value>, keys: &[&str]| -> Vec<String> {
        keys.iter().filter_map(|key| value?.get(*key)?.as_str()).map(|t| html::plain(t, 200)).filter(|t| !t.is_empty()).collect()
    };
    let address = location.get("address");
    let mut parts = told(Some(location), &["name"]);
    match address {
        Some(Value::String(text)) => parts.push(html::plain(text, 200)),
        Some(Value::Object(_)) => {
            parts.extend(told(address, &["streetAddress", "postalCode", "addressLocality", "addressCountry"]))
        }
        _ => {}
    }
    if let Value::String(text) = location {
        parts.push(html::plain(text, 200));
    }
    parts.dedup();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time(1_795_000_000_000_000);

    fn object() -> Value {
        json!({
            "id": "https://rome.example/n/1", "type": "Note", "attributedTo": "https://rome.example/users/chiara", "content": "<p>Ciao<script>x</script></p>",
            "to": "https://www.w3.org/ns/activitystreams#Public", "tag": {"type": "Mention", "href": "https://paris.example/users/ada"}
        })
    }

    #[test]
    fn a_note_is_read_and_made_safe() {
        let remote = read(&object(), NOW).unwrap();
        assert_eq!(remote.content, "<p>Ciao</p>");
        assert_eq!(remote.mentioned_uris, ["https://paris.example/users/ada"]);
        assert_eq!(audience::read(&remote.addressing, None), Visibility::Public);
    }

    #[test]
    fn other_kinds_become_title_and_link() {
        let mut event = object();
        event["type"] = "Event".into();
        event["name"] = "Potluck <dinner>".into();
        let remote = read(&event, NOW).unwrap();
        assert!(
            remote.content.contains("<strong>Potluck &lt;dinner&gt;</strong>")
                && remote.content.contains("https://rome.example/n/1")
        );
    }

    #[test]
    fn a_post_by_somebody_elsewhere_is_refused() {
        for (key, value) in [
            ("attributedTo", json!("https://paris.example/users/ada")),
            ("attributedTo", Value::Null),
            ("id", json!("nonsense")),
            ("type", json!("Person")),
        ] {
            let mut changed = object();
            changed[key] = value;
            assert!(read(&changed, NOW).is_err(), "{changed}");
        }
    }
}

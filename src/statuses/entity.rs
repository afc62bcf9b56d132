//! Posts as clients see them: Mastodon's Status and what hangs on it.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::http::HeaderMap;
use rules::policy::Wish;
use serde::Serialize;
use serde_json::{Value, json};

use super::{Status, compose, only_visible, store};
use crate::accounts;
use crate::accounts::api::AccountJson;
use crate::bookmarks;
use crate::cards;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::emojis::{self, Emoji};
use crate::federation::policies;
use crate::filters::{self, Context, Filter, Results, Text};
use crate::network;
use crate::notifications;
use crate::oauth;
use crate::pins;
use crate::polls::{self, api::PollJson};
use crate::proposals;
use crate::quotes;
use crate::site::Site;
use crate::uploads;
use crate::web::html;
use crate::web::pagination::links;

/// Mastodon's Status entity.
#[derive(Clone, Debug, Serialize)]
pub struct StatusJson {
    pub id: String,
    pub uri: String,
    pub url: String,
    pub created_at: String,
    pub edited_at: Option<String>,
    pub account: Arc<AccountJson>,
    pub content: String,
    pub visibility: String,
    pub sensitive: bool,
    pub spoiler_text: String,
    pub language: Option<String>,
    pub in_reply_to_id: Option<String>,
    pub in_reply_to_account_id: Option<String>,
    pub replies_count: i64,
    pub reblogs_count: i64,
    pub favourites_count: i64,
    pub quotes_count: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub favourited: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reblogged: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub muted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bookmarked: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pinned: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filtered: Option<Vec<Value>>,
    /// Where the viewer wants it hidden.
    #[serde(skip)]
    pub hidden_in: Vec<Context>,
    pub reblog: Option<Arc<StatusJson>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<Value>,
    pub media_attachments: Vec<Value>,
    pub mentions: Vec<MentionJson>,
    pub tags: Vec<TagJson>,
    pub emojis: Vec<Emoji>,
    pub card: Option<Value>,
    pub poll: Option<PollJson>,
    pub quote: Option<Value>,
    pub quote_approval: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct MentionJson {
    pub id: String,
    pub username: String,
    pub acct: String,
    pub url: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct TagJson {
    pub name: String,
    pub url: String,
}

/// Renders posts for a viewer, in the order given, with a fixed number of queries however many there are.
pub fn render(tx: &mut Tx, viewer: Option<i64>, rows: Vec<Status>) -> Result<Vec<StatusJson>> {
    render_to(tx, viewer, rows, 1)
}

/// A page of posts, as answers carry it.
pub type Shown = Result<(HeaderMap, Json<Vec<StatusJson>>)>;

/// Renders posts for a viewer where they read them: what they want hidden there is left out.
pub fn render_in(tx: &mut Tx, viewer: Option<i64>, rows: Vec<Status>, context: Context) -> Result<Vec<StatusJson>> {
    let mut shown = render(tx, viewer, rows)?;
    shown.retain(|status| !status.hidden_in.contains(&context));
    Ok(shown)
}

/// A page of posts that somebody keeps, each with the id it is paged by.
pub fn page(tx: &mut Tx, viewer: i64, path: &str, limit: i64, found: Vec<(i64, Status)>) -> Shown {
    let ends = found.first().zip(found.last()).map(|(newest, oldest)| (newest.0, oldest.0));
    let headers = links(&tx.site, path, &[("limit", limit.to_string())], ends);
    let rows = only_visible(tx, Some(viewer), found.into_iter().map(|(_, status)| status).collect())?;
    Ok((headers, Json(render(tx, Some(viewer), rows)?)))
}

/// `depth`: how deep quotes are shown whole; below that only their ids.
fn render_to(tx: &mut Tx, viewer: Option<i64>, rows: Vec<Status>, depth: usize) -> Result<Vec<StatusJson>> {
    let missing: Vec<i64> = rows.iter().filter_map(|s| s.reblog_of_id).collect();
    let boosted = if missing.is_empty() { Vec::new() } else { store::by_ids(tx, &missing)? };
    let all: Vec<&Status> = rows.iter().chain(&boosted).collect();
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let mut author_ids: Vec<i64> = all.iter().map(|s| s.account_id).collect();
    author_ids.sort_unstable();
    author_ids.dedup();
    let site = tx.site.clone();
    let people = accounts::by_ids(tx, &author_ids)?;
    let careful: Vec<i64> = people.iter().filter(|a| a.sensitized_at.is_some()).map(|a| a.id).collect();
    let authors: HashMap<i64, Arc<AccountJson>> = people.iter().map(|a| (a.id, accounts::api::render(&site, a))).collect();
    let ids: Vec<i64> = all.iter().filter(|s| s.reblog_of_id.is_none()).map(|s| s.id).collect();
    let mentions = store::mentions_of(tx, &ids)?;
    let tags = store::tags_of(tx, &ids)?;
    let (favourited, reblogged) = match viewer {
        Some(viewer) => (store::favourited_among(tx, viewer, &ids)?, store::reblogged_among(tx, viewer, &ids)?),
        None => (Vec::new(), Vec::new()),
    };
    let pinned = match viewer.filter(|viewer| all.iter().any(|s| s.account_id == *viewer)) {
        Some(viewer) => pins::pinned_among(tx, viewer, &ids)?,
        None => Vec::new(),
    };
    let (bookmarked, muted, filters) = match viewer {
        Some(viewer) => {
            let threads: Vec<i64> = all.iter().map(|s| s.thread_id).collect();
            (
                bookmarks::bookmarked_among(tx, viewer, &ids)?,
                notifications::muted_threads(tx, viewer, &threads)?,
                filters::active(tx, viewer)?,
            )
        }
        None => Default::default(),
    };
    let questions: Vec<i64> = all.iter().filter(|s| s.object_type == "Question").map(|s| s.id).collect();
    let mut polls = if questions.is_empty() { Vec::new() } else { polls::api::render(tx, viewer, &questions)? };
    let articles: Vec<i64> = all.iter().filter(|s| s.object_type == "Article").map(|s| s.id).collect();
    if let (Some(viewer), false) = (viewer, articles.is_empty()) {
        polls.extend(proposals::poll::render(tx, viewer, &articles)?);
        polls.extend(network::poll::render(tx, viewer, &articles)?);
    }
    let cards = cards::of(tx, &ids)?;
    let quoted = quoted(tx, viewer, &all, depth)?;
    let mut app_ids: Vec<i64> = all.iter().filter_map(|s| s.app_id).collect();
    app_ids.sort_unstable();
    app_ids.dedup();
    let apps = if app_ids.is_empty() { Vec::new() } else { oauth::apps_by_ids(tx, &app_ids)? };

    let one = |status: &Status, reblog: Option<Arc<StatusJson>>| -> Option<StatusJson> {
        let root = status.root_id();
        let known = |yes: &[i64]| viewer.map(|_| yes.contains(&root));
        let poll = polls.iter().find(|(id, _)| *id == status.id).map(|(_, poll)| poll.clone());
        let (filtered, hidden_in) = match reblog.as_deref() {
            Some(reblog) => (reblog.filtered.clone(), reblog.hidden_in.clone()),
            None => filtered(&filters, status, poll.as_ref()),
        };
        Some(StatusJson {
            id: status.id.to_string(),
            uri: status.uri.clone(),
            url: status.url.clone(),
            created_at: Time(status.created_at).rfc3339(),
            edited_at: status.edited_at.map(|at| Time(at).rfc3339()),
            account: authors.get(&status.account_id)?.clone(),
            content: status.content.clone(),
            visibility: status.visibility.clone(),
            sensitive: status.sensitive || careful.contains(&status.account_id),
            spoiler_text: status.spoiler_text.clone(),
            language: status.language.clone(),
            in_reply_to_id: status.in_reply_to_id.map(|id| id.to_string()),
            in_reply_to_account_id: status.in_reply_to_account_id.map(|id| id.to_string()),
            replies_count: status.replies_count,
            reblogs_count: status.reblogs_count,
            favourites_count: status.favourites_count,
            quotes_count: status.quotes_count,
            favourited: known(&favourited),
            reblogged: known(&reblogged),
            muted: viewer.map(|_| muted.contains(&status.thread_id)),
            bookmarked: known(&bookmarked),
            pinned: viewer.filter(|v| *v == status.account_id && status.reblog_of_id.is_none()).map(|_| pinned.contains(&root)),
            filtered: viewer.map(|_| filtered.unwrap_or_default()),
            hidden_in,
            reblog,
            application: status
                .app_id
                .and_then(|id| apps.iter().find(|a| a.id == id))
                .map(|a| json!({"name": a.name, "website": a.website})),
            media_attachments: media(&site, status.id, &status.attachments),
            mentions: mentions
                .iter()
                .filter(|m| m.0 == status.id)
                .map(|(_, id, username, domain, url, _)| MentionJson {
                    id: id.to_string(),
                    acct: domain.as_ref().map_or_else(|| username.clone(), |d| format!("{username}@{d}")),
                    username: username.clone(),
                    url: url.clone(),
                })
                .collect(),
            tags: tags
                .iter()
                .filter(|(id, _)| *id == status.id)
                .map(|(_, name)| TagJson { url: site.at(&format!("/tags/{}", compose::percent(name))), name: name.clone() })
                .collect(),
            emojis: emojis::shown(&status.emojis, &site.media),
            card: cards.iter().find(|(id, _)| *id == status.id).and_then(|(_, card)| cards::shown(tx, card)),
            poll,
            quote: quote_of(status, &quoted, depth),
            quote_approval: quote_approval(status, viewer),
            text: None,
        })
    };
    Ok(rows
        .iter()
        .filter_map(|status| {
            let reblog = match status.reblog_of_id {
                Some(id) => Some(Arc::new(one(boosted.iter().find(|b| b.id == id)?, None)?)),
                None => None,
            };
            one(status, reblog)
        })
        .collect())
}

/// What a viewer's filters find in a post, and where it is to be hidden.
fn filtered(all: &[Filter], status: &Status, poll: Option<&PollJson>) -> (Option<Vec<Value>>, Vec<Context>) {
    if all.is_empty() {
        return (None, Vec::new());
    }
    let said = html::words(&status.content, 10_000);
    let files: Vec<Value> = serde_json::from_str(&status.attachments).unwrap_or_default();
    let seen = files.iter().filter_map(|f| f["description"].as_str());
    let options = poll.into_iter().flat_map(|p| p.options.iter().map(|o| o.title.as_str()));
    let text = Text::new([said.as_str(), status.spoiler_text.as_str()].into_iter().chain(seen).chain(options));
    let results = Results::of(all, &[status.id], &text);
    let hidden = Context::ALL.into_iter().filter(|context| results.hides_in(*context)).collect();
    (Some(filters::api::render_results(&results, status.id)), hidden)
}

/// Attachments with the ids clients ask for, and addresses they can follow.
pub fn media(site: &Site, status_id: i64, stored: &str) -> Vec<Value> {
    if stored == "[]" {
        return Vec::new();
    }
    let mut media: Vec<Value> = serde_json::from_str(stored).unwrap_or_default();
    for (n, one) in media.iter_mut().enumerate().filter(|(_, one)| !one["id"].is_string()) {
        one["id"] = format!("{status_id}{n:02}").into();
    }
    uploads::api::shown(site, media)
}

/// The posts that are quoted with leave and that this viewer may see, as JSON by their id.
fn quoted(tx: &mut Tx, viewer: Option<i64>, all: &[&Status], depth: usize) -> Result<HashMap<i64, Value>> {
    let ids: Vec<i64> =
        all.iter().filter(|s| s.quote_state.as_deref() == Some(quotes::ACCEPTED)).filter_map(|s| s.quote_id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = store::by_ids(tx, &ids)?;
    let rows = only_visible(tx, viewer, rows)?;
    if depth == 0 {
        return Ok(rows.into_iter().map(|row| (row.id, row.id.to_string().into())).collect());
    }
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let shown = render_to(tx, viewer, rows, depth - 1)?;
    ids.into_iter().zip(shown).map(|(id, json)| Ok((id, serde_json::to_value(json).map_err(Error::internal)?))).collect()
}

/// Mastodon's Quote entity (4.4), or ShallowQuote inside another quote.
fn quote_of(status: &Status, quoted: &HashMap<i64, Value>, depth: usize) -> Option<Value> {
    let state = status.quote_state.as_deref().filter(|state| *state != quotes::UNVERIFIED)?;
    let shown = status.quote_id.and_then(|id| quoted.get(&id)).filter(|_| state == quotes::ACCEPTED);
    let state = if state == quotes::ACCEPTED && shown.is_none() { "unauthorized" } else { state };
    let key = if depth == 0 { "quoted_status_id" } else { "quoted_status" };
    Some(json!({"state": state, key: shown}))
}

/// Who may quote it, in the words of Mastodon 4.5.
fn quote_approval(status: &Status, viewer: Option<i64>) -> Value {
    let grant = policies::grant(status.interaction_policy.as_deref(), Wish::Quote);
    let words = |ids: &[String]| -> Vec<&'static str> {
        let mut found: Vec<&'static str> = ids
            .iter()
            // That authors may quote themselves goes without saying.
            .filter(|id| !status.uri.starts_with(&format!("{id}/")))
            .map(|id| match id.as_str() {
                "https://www.w3.org/ns/activitystreams#Public" | "as:Public" | "Public" => "public",
                id if id.ends_with("/followers") => "followers",
                id if id.ends_with("/following") => "following",
                _ => "unsupported_policy",
            })
            .collect();
        found.dedup();
        found
    };
    let (automatic, manual) = grant.map(|g| (words(&g.automatic), words(&g.manual))).unwrap_or_default();
    let current = if viewer == Some(status.account_id) || automatic.contains(&"public") {
        "automatic"
    } else if !automatic.is_empty() || !manual.is_empty() {
        "unknown"
    } else {
        "denied"
    };
    json!({"automatic": automatic, "manual": manual, "current_user": current})
}

/// Renders one post.
pub fn render_one(tx: &mut Tx, viewer: Option<i64>, status: Status) -> Result<StatusJson> {
    render(tx, viewer, vec![status])?.pop().ok_or(Error::NotFound)
}

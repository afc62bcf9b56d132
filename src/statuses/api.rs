//! Posts, for clients.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use rules::audience::Visibility;
use rules::policy::Wish;
use rules::roles::Act;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::store::{self, Without};
use super::{
    Change, Draft, Status, check_text, compose, context, delete, edit, find_mentioned, look_up_conversation, only_visible, post,
    visible, worth_looking_up,
};
use crate::accounts;
use crate::accounts::api::AccountJson;
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::emojis::Emoji;
use crate::federation::policies;
use crate::oauth::{self, Caller};
use crate::pins;
use crate::polls::{self, api::PollJson};
use crate::quotes;
use crate::web::pagination::links;
use crate::web::params::{flag, number, text, texts};
use crate::web::{Id, Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/statuses", create)
        .get("/api/v1/statuses/{id}", show)
        .put("/api/v1/statuses/{id}", change)
        .delete("/api/v1/statuses/{id}", remove)
        .get("/api/v1/statuses/{id}/context", show_context)
        .get("/api/v1/statuses/{id}/source", source)
        .get("/api/v1/statuses/{id}/history", history)
        .get("/api/v1/accounts/{id}/statuses", of_account)
}

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
    pub filtered: Option<[(); 0]>,
    pub reblog: Option<Arc<StatusJson>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<Value>,
    pub media_attachments: Vec<Value>,
    pub mentions: Vec<MentionJson>,
    pub tags: Vec<TagJson>,
    pub emojis: Vec<Emoji>,
    pub card: Option<()>,
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
    let authors: HashMap<i64, Arc<AccountJson>> =
        accounts::by_ids(tx, &author_ids)?.iter().map(|a| (a.id, accounts::api::render(&site, a))).collect();
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
    let questions: Vec<i64> = all.iter().filter(|s| s.object_type == "Question").map(|s| s.id).collect();
    let polls = if questions.is_empty() { Vec::new() } else { polls::api::render(tx, viewer, &questions)? };
    let quoted = quoted(tx, viewer, &all, depth)?;
    let mut app_ids: Vec<i64> = all.iter().filter_map(|s| s.app_id).collect();
    app_ids.sort_unstable();
    app_ids.dedup();
    let apps = if app_ids.is_empty() { Vec::new() } else { oauth::apps_by_ids(tx, &app_ids)? };

    let one = |status: &Status, reblog: Option<Arc<StatusJson>>| -> Option<StatusJson> {
        let root = status.root_id();
        let known = |yes: &[i64]| viewer.map(|_| yes.contains(&root));
        Some(StatusJson {
            id: status.id.to_string(),
            uri: status.uri.clone(),
            url: status.url.clone(),
            created_at: Time(status.created_at).rfc3339(),
            edited_at: status.edited_at.map(|at| Time(at).rfc3339()),
            account: authors.get(&status.account_id)?.clone(),
            content: status.content.clone(),
            visibility: status.visibility.clone(),
            sensitive: status.sensitive,
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
            muted: viewer.map(|_| false),
            bookmarked: viewer.map(|_| false),
            pinned: viewer.filter(|v| *v == status.account_id && status.reblog_of_id.is_none()).map(|_| pinned.contains(&root)),
            filtered: viewer.map(|_| []),
            reblog,
            application: status
                .app_id
                .and_then(|id| apps.iter().find(|a| a.id == id))
                .map(|a| json!({"name": a.name, "website": a.website})),
            media_attachments: media(status),
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
            emojis: serde_json::from_str(&status.emojis).unwrap_or_default(),
            card: None,
            poll: polls.iter().find(|(id, _)| *id == status.id).map(|(_, poll)| poll.clone()),
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

/// Attachments with the ids clients ask for.
fn media(status: &Status) -> Vec<Value> {
    let mut media: Vec<Value> = serde_json::from_str(&status.attachments).unwrap_or_default();
    for (n, one) in media.iter_mut().enumerate() {
        one["id"] = format!("{}{n:02}", status.id).into();
    }
    media
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

#[derive(Deserialize)]
struct NewStatus {
    #[serde(default, deserialize_with = "text")]
    status: Option<String>,
    #[serde(default, deserialize_with = "text")]
    spoiler_text: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    sensitive: Option<bool>,
    #[serde(default, deserialize_with = "text")]
    visibility: Option<String>,
    #[serde(default, deserialize_with = "text")]
    language: Option<String>,
    #[serde(default, deserialize_with = "text")]
    in_reply_to_id: Option<String>,
    #[serde(default)]
    media_ids: Option<Value>,
    #[serde(default)]
    poll: Option<NewPoll>,
    #[serde(default, deserialize_with = "text")]
    quoted_status_id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    quote_approval_policy: Option<String>,
    #[serde(default, deserialize_with = "text")]
    scheduled_at: Option<String>,
}

#[derive(Deserialize)]
struct NewPoll {
    #[serde(default, deserialize_with = "texts")]
    options: Vec<String>,
    #[serde(default, deserialize_with = "number")]
    expires_in: Option<i64>,
    #[serde(default, deserialize_with = "flag")]
    multiple: Option<bool>,
}

impl NewPoll {
    fn draft(self) -> Option<polls::Draft> {
        let options: Vec<String> = self.options.iter().map(|o| o.trim().to_string()).collect();
        // Some apps send an empty poll with each post.
        (!options.is_empty()).then(|| polls::Draft {
            options,
            expires_in: self.expires_in.unwrap_or(86_400),
            multiple: self.multiple.unwrap_or(false),
        })
    }
}

impl NewStatus {
    /// What this node cannot do yet is said, rather than half done.
    fn refuse_unsupported(&self) -> Result<()> {
        let filled = |value: &Option<Value>| match value {
            Some(Value::Array(items)) => !items.is_empty(),
            Some(Value::Object(object)) => !object.is_empty(),
            Some(Value::String(text)) => !text.is_empty(),
            _ => false,
        };
        let unsupported = [
            (filled(&self.media_ids), "pictures"),
            (self.scheduled_at.as_ref().is_some_and(|at| !at.is_empty()), "scheduled posts"),
        ];
        match unsupported.into_iter().find(|(asked, _)| *asked) {
            Some((_, what)) => Err(Error::invalid(format!("Validation failed: this node does not take {what} yet"))),
            None => Ok(()),
        }
    }
}

/// A language tag that is short and plain enough to keep (BCP 47).
fn language(text: Option<String>) -> Option<String> {
    text.filter(|l| (2..=20).contains(&l.len()) && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
}

async fn create(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Params(new): Params<NewStatus>,
) -> Result<Json<StatusJson>> {
    caller.needs("write:statuses")?;
    caller.may(Act::TakePart)?;
    new.refuse_unsupported()?;
    let typed = new.status.unwrap_or_default();
    let spoiler_text = new.spoiler_text.unwrap_or_default();
    check_text(&typed, &spoiler_text)?;
    let visibility = match new.visibility.filter(|v| !v.is_empty()) {
        Some(text) => Some(
            text.parse::<Visibility>()
                .map_err(|_| Error::invalid("Validation failed: Visibility is not included in the list"))?,
        ),
        None => None,
    };
    let in_reply_to_id = match new.in_reply_to_id.filter(|id| !id.is_empty()) {
        Some(id) => Some(id.parse().map_err(|_| Error::NotFound)?),
        None => None,
    };
    let quoted_id = match new.quoted_status_id.filter(|id| !id.is_empty()) {
        Some(id) => Some(id.parse().map_err(|_| Error::NotFound)?),
        None => None,
    };
    let quote_policy = new.quote_approval_policy.filter(|p| !p.is_empty());
    if quote_policy.as_ref().is_some_and(|p| !["public", "followers", "nobody"].contains(&p.as_str())) {
        return Err(Error::invalid("Validation failed: Quote approval policy must be public, followers or nobody"));
    }
    let poll = new.poll.and_then(NewPoll::draft);
    if let Some(poll) = &poll {
        polls::check(poll)?;
    }
    let key = headers.get("idempotency-key").and_then(|k| k.to_str().ok()).filter(|k| !k.is_empty() && k.len() <= 200);
    let idempotency_key = key.map(ToString::to_string);
    let mentioned = find_mentioned(&app, &typed).await?;
    let (by, key) = (caller.account.id, idempotency_key.clone());
    let posted = app
        .write(move |tx| {
            let user = accounts::user(tx, caller.account.id)?;
            let draft = Draft {
                text: typed,
                spoiler_text,
                sensitive: new.sensitive.unwrap_or(user.default_sensitive),
                visibility: visibility.or_else(|| user.default_visibility.parse().ok()).unwrap_or(Visibility::Public),
                language: language(new.language).or(Some(user.default_language)),
                in_reply_to_id,
                app_id: Some(caller.app_id),
                idempotency_key,
                poll,
                quoted_id,
                quote_policy,
            };
            let status = post(tx, &caller.account, draft, &mentioned)?;
            render_one(tx, Some(caller.account.id), status)
        })
        .await;
    match (posted, key) {
        // The same post was on its way in another request, and that one was first.
        (Err(Error::Conflict(_)), Some(key)) => {
            app.read(move |tx| {
                let same = store::by_idempotency_key(tx, by, &key)?.ok_or(Error::NotFound)?;
                render_one(tx, Some(by), same)
            })
            .await
        }
        (posted, _) => posted,
    }
    .map(Json)
}

async fn show(State(app): State<App>, caller: Option<Caller>, Id(id): Id) -> Result<Json<StatusJson>> {
    let viewer = may_read(caller.as_ref())?;
    app.read(move |tx| {
        let status = visible(tx, viewer, id)?;
        render_one(tx, viewer, status)
    })
    .await
    .map(Json)
}

/// Who is reading, after a look at the token's scopes.
pub fn may_read(caller: Option<&Caller>) -> Result<Option<i64>> {
    if let Some(caller) = caller {
        caller.needs("read:statuses")?;
    }
    Ok(caller.map(|c| c.account.id))
}

fn own(tx: &mut Tx, caller: &Caller, id: i64) -> Result<Status> {
    let status = visible(tx, Some(caller.account.id), id)?;
    // Mastodon answers 404 for what is not one's own, and clients expect it.
    caller.may(Act::ChangePost { own: status.account_id == caller.account.id }).map_err(|error| match error {
        Error::Refused(_) if status.account_id != caller.account.id => Error::NotFound,
        other => other,
    })?;
    if status.reblog_of_id.is_some() { Err(Error::NotFound) } else { Ok(status) }
}

async fn change(State(app): State<App>, caller: Caller, Id(id): Id, Params(new): Params<NewStatus>) -> Result<Json<StatusJson>> {
    caller.needs("write:statuses")?;
    new.refuse_unsupported()?;
    let typed = new.status.unwrap_or_default();
    let spoiler_text = new.spoiler_text.unwrap_or_default();
    check_text(&typed, &spoiler_text)?;
    let mentioned = find_mentioned(&app, &typed).await?;
    app.write(move |tx| {
        let status = own(tx, &caller, id)?;
        let change = Change {
            text: typed,
            spoiler_text,
            sensitive: new.sensitive.unwrap_or(status.sensitive),
            language: language(new.language),
        };
        let status = edit(tx, &caller.account, &status, change, &mentioned)?;
        render_one(tx, Some(caller.account.id), status)
    })
    .await
    .map(Json)
}

async fn remove(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<StatusJson>> {
    caller.needs("write:statuses")?;
    app.write(move |tx| {
        let status = own(tx, &caller, id)?;
        let mut shown = render_one(tx, Some(caller.account.id), status.clone())?;
        // For "delete and redraft" the client needs what was typed.
        shown.text = status.source.clone();
        delete(tx, &caller.account, &status)?;
        Ok(shown)
    })
    .await
    .map(Json)
}

async fn show_context(State(app): State<App>, caller: Option<Caller>, Id(id): Id) -> Result<Json<Value>> {
    let viewer = may_read(caller.as_ref())?;
    let (shown, root) = app
        .read(move |tx| {
            let status = visible(tx, viewer, id)?;
            let root = if viewer.is_some() { worth_looking_up(tx, &status)? } else { None };
            let (ancestors, descendants) = context(tx, viewer, &status)?;
            Ok((json!({"ancestors": render(tx, viewer, ancestors)?, "descendants": render(tx, viewer, descendants)?}), root))
        })
        .await?;
    if let Some(root) = root {
        app.write(move |tx| look_up_conversation(tx, root)).await?;
    }
    Ok(Json(shown))
}

async fn source(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("read:statuses")?;
    app.read(move |tx| {
        let status = own(tx, &caller, id)?;
        Ok(json!({"id": id.to_string(), "text": status.source.unwrap_or_default(), "spoiler_text": status.spoiler_text}))
    })
    .await
    .map(Json)
}

async fn history(State(app): State<App>, caller: Option<Caller>, Id(id): Id) -> Result<Json<Vec<Value>>> {
    let viewer = may_read(caller.as_ref())?;
    app.read(move |tx| {
        let status = visible(tx, viewer, id)?;
        let author = accounts::by_id(tx, status.account_id)?;
        let account = accounts::api::render(&tx.site, &author);
        let entry = |content: &str, spoiler_text: &str, sensitive: bool, at: i64| {
            json!({
                "content": content, "spoiler_text": spoiler_text, "sensitive": sensitive, "created_at": Time(at).rfc3339(),
                "account": account, "media_attachments": [], "emojis": []
            })
        };
        let mut all: Vec<Value> =
            store::edits(tx, id)?.iter().map(|e| entry(&e.content, &e.spoiler_text, e.sensitive, e.created_at)).collect();
        all.push(entry(&status.content, &status.spoiler_text, status.sensitive, status.edited_at.unwrap_or(status.created_at)));
        Ok(all)
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct OfAccount {
    #[serde(flatten)]
    paging: Paging,
    #[serde(default, deserialize_with = "flag")]
    exclude_replies: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    exclude_reblogs: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    only_media: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    pinned: Option<bool>,
}

async fn of_account(
    State(app): State<App>,
    caller: Option<Caller>,
    Id(id): Id,
    Params(query): Params<OfAccount>,
) -> Result<(HeaderMap, Json<Vec<StatusJson>>)> {
    let viewer = may_read(caller.as_ref())?;
    let limit = query.paging.limit(20, 40);
    app.read(move |tx| {
        accounts::by_id(tx, id)?;
        if query.pinned == Some(true) {
            let rows = pins::of_account(tx, id)?;
            let rows = only_visible(tx, viewer, rows)?;
            return Ok((HeaderMap::new(), Json(render(tx, viewer, rows)?)));
        }
        if query.only_media == Some(true) {
            return Ok((HeaderMap::new(), Json(Vec::new())));
        }
        let without = Without { replies: query.exclude_replies == Some(true), reblogs: query.exclude_reblogs == Some(true) };
        let circles: &[&str] =
            if viewer.is_some() { &["public", "unlisted", "private", "direct"] } else { &["public", "unlisted"] };
        let rows = store::of_account(tx, id, circles, without, &query.paging, limit)?;
        let ends = rows.first().zip(rows.last()).map(|(newest, oldest)| (newest.id, oldest.id));
        let mut kept = vec![("limit", limit.to_string())];
        if without.replies {
            kept.push(("exclude_replies", "true".into()));
        }
        if without.reblogs {
            kept.push(("exclude_reblogs", "true".into()));
        }
        let headers = links(&tx.site, &format!("/api/v1/accounts/{id}/statuses"), &kept, ends);
        let rows = only_visible(tx, viewer, rows)?;
        Ok((headers, Json(render(tx, viewer, rows)?)))
    })
    .await
}

//! Posts, for clients.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName};
use rules::audience::Visibility;
use rules::roles::Act;
use serde::Deserialize;
use serde_json::{Value, json};

use super::backfill::refresh;
use super::store::{self, Without};
use super::{
    Change, Draft, Status, change_quote_policy, check_text, compose, context, delete, edit, find_mentioned, look_up_conversation,
    meant, only_visible, post, visible, worth_looking_up,
};
use crate::accounts;
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::emojis;
use crate::filters::Context;
use crate::notifications;
use crate::oauth::Caller;
use crate::pins;
use crate::polls;
use crate::scheduled;
use crate::uploads;
use crate::web::pagination::links;
use crate::web::params::{flag, number, some_texts, text, texts};
use crate::web::{Id, Paging, Params, Routes, Segments};

pub use super::entity::{MentionJson, Shown, StatusJson, TagJson, media, page, render, render_in, render_one};

pub fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/statuses", create)
        .get("/api/v1/statuses/{id}", show)
        .put("/api/v1/statuses/{id}", change)
        .delete("/api/v1/statuses/{id}", remove)
        .get("/api/v1/statuses", several)
        .put("/api/v1/statuses/{id}/interaction_policy", set_interaction_policy)
        .post("/api/v1/statuses/{id}/mute", mute)
        .post("/api/v1/statuses/{id}/unmute", unmute)
        .get("/api/v1/statuses/{id}/context", show_context)
        .get("/api/v1_alpha/async_refreshes/{id}", show_refresh)
        .get("/api/v1/statuses/{id}/source", source)
        .get("/api/v1/statuses/{id}/history", history)
        .get("/api/v1/accounts/{id}/statuses", of_account)
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
    #[serde(default, deserialize_with = "some_texts")]
    media_ids: Option<Vec<String>>,
    #[serde(default)]
    media_attributes: Option<Value>,
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
    /// The files to attach, if any were named.
    fn media_ids(&self) -> Result<Option<Vec<i64>>> {
        let unknown = |id: &str| Error::invalid(format!("Validation failed: Media {id} not found or already attached"));
        let ids = self.media_ids.as_ref().map(|ids| ids.iter().map(|id| id.parse().map_err(|_| unknown(id))).collect());
        ids.transpose()
    }

    /// What an edit says about files: a list of objects, or an object of them as forms make it.
    fn described(&self) -> Vec<(i64, uploads::About)> {
        let items: Vec<&Value> = match &self.media_attributes {
            Some(Value::Array(items)) => items.iter().collect(),
            Some(Value::Object(items)) => items.values().collect(),
            _ => Vec::new(),
        };
        let text = |item: &Value, key: &str| item[key].as_str().map(ToString::to_string);
        let about = |item: &Value| uploads::About {
            description: text(item, "description"),
            focus: text(item, "focus").as_deref().and_then(uploads::api::focus),
        };
        let id = |item: &Value| item["id"].as_str().and_then(|id| id.parse().ok()).or_else(|| item["id"].as_i64());
        items.into_iter().filter_map(|item| Some((id(item)?, about(item)))).collect()
    }

    /// Is there something to see without a text?
    fn has_more(&self) -> bool {
        self.media_ids.as_ref().is_some_and(|ids| !ids.is_empty())
            || self.quoted_status_id.as_ref().is_some_and(|id| !id.is_empty())
    }
}

/// A language tag that is short and plain enough to keep (BCP 47).
pub fn language(text: Option<String>) -> Option<String> {
    text.filter(|l| (2..=20).contains(&l.len()) && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
}

async fn create(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Params(new): Params<NewStatus>,
) -> Result<Json<Value>> {
    caller.needs("write:statuses")?;
    caller.may(Act::TakePart)?;
    let at = new.scheduled_at.as_deref().filter(|at| !at.is_empty()).map(scheduled::api::moment).transpose()?;
    let media_ids = new.media_ids()?.unwrap_or_default();
    let has_more = new.has_more();
    let typed = new.status.unwrap_or_default();
    let spoiler_text = new.spoiler_text.unwrap_or_default();
    check_text(&typed, &spoiler_text, has_more)?;
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
                quote_policy: quote_policy.or(Some(user.quote_policy)),
                media_ids,
                scheduled_id: None,
            };
            if let Some(at) = at {
                let planned = scheduled::plan(tx, &caller.account, draft, at)?;
                return scheduled::api::render(tx, &planned);
            }
            let status = post(tx, &caller.account, draft, &mentioned)?;
            serde_json::to_value(render_one(tx, Some(caller.account.id), status)?).map_err(Error::internal)
        })
        .await;
    match (posted, key) {
        // The same post was on its way in another request, and that one was first.
        (Err(Error::Conflict(_)), Some(key)) => {
            app.read(move |tx| {
                let same = store::by_idempotency_key(tx, by, &key)?.ok_or(Error::NotFound)?;
                serde_json::to_value(render_one(tx, Some(by), same)?).map_err(Error::internal)
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

#[derive(Deserialize)]
struct InteractionPolicy {
    #[serde(default, deserialize_with = "text")]
    quote_approval_policy: Option<String>,
}

/// Who may quote a post of one's own from now on.
async fn set_interaction_policy(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id,
    Params(wanted): Params<InteractionPolicy>,
) -> Result<Json<StatusJson>> {
    caller.needs("write:statuses")?;
    let policy = wanted.quote_approval_policy.unwrap_or_default();
    if !["public", "followers", "nobody"].contains(&policy.as_str()) {
        return Err(Error::invalid("Validation failed: Quote approval policy must be public, followers or nobody"));
    }
    app.write(move |tx| {
        let status = own(tx, &caller, id)?;
        let status = change_quote_policy(tx, &caller.account, &status, &policy)?;
        render_one(tx, Some(caller.account.id), status)
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct Several {
    #[serde(default, deserialize_with = "texts")]
    id: Vec<String>,
}

/// Those of the named posts that the reader may see.
async fn several(
    State(app): State<App>,
    caller: Option<Caller>,
    Params(asked): Params<Several>,
) -> Result<Json<Vec<StatusJson>>> {
    const MOST: usize = 20;
    let viewer = may_read(caller.as_ref())?;
    let ids: Vec<i64> = asked.id.iter().filter_map(|id| id.parse().ok()).take(MOST).collect();
    app.read(move |tx| {
        let mut rows = store::by_ids(tx, &ids)?;
        rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
        let rows = only_visible(tx, viewer, rows)?;
        render(tx, viewer, rows)
    })
    .await
    .map(Json)
}

async fn mute(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<StatusJson>> {
    set_muted(app, caller, id, true).await
}

async fn unmute(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<StatusJson>> {
    set_muted(app, caller, id, false).await
}

/// The conversation is told of no more, or again.
async fn set_muted(app: App, caller: Caller, id: i64, muted: bool) -> Result<Json<StatusJson>> {
    caller.needs("write:mutes")?;
    app.write(move |tx| {
        let status = meant(tx, caller.account.id, id)?;
        match muted {
            true => notifications::mute_thread(tx, caller.account.id, status.thread_id)?,
            false => notifications::unmute_thread(tx, caller.account.id, status.thread_id)?,
        }
        render_one(tx, Some(caller.account.id), status)
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
    let (media_ids, described) = (new.media_ids()?, new.described());
    let typed = new.status.unwrap_or_default();
    let spoiler_text = new.spoiler_text.unwrap_or_default();
    let poll = new.poll.and_then(NewPoll::draft);
    if let Some(poll) = &poll {
        polls::check(poll)?;
    }
    let mentioned = find_mentioned(&app, &typed).await?;
    app.write(move |tx| {
        let status = own(tx, &caller, id)?;
        let change = Change {
            text: typed,
            spoiler_text,
            sensitive: new.sensitive.unwrap_or(status.sensitive),
            language: language(new.language),
            media_ids,
            described,
            poll,
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

/// While the rest of a conversation is looked up the answer says where to ask how that goes on.
const REFRESH: HeaderName = HeaderName::from_static("mastodon-async-refresh");

async fn show_context(
    State(app): State<App>,
    caller: Option<Caller>,
    Id(id): Id,
) -> Result<(Option<[(HeaderName, String); 1]>, Json<Value>)> {
    let viewer = may_read(caller.as_ref())?;
    let (shown, root) = app
        .read(move |tx| {
            let status = visible(tx, viewer, id)?;
            let root = if viewer.is_some() { worth_looking_up(tx, &status)? } else { None };
            let (ancestors, descendants) = context(tx, viewer, &status)?;
            Ok((
                json!({
                    "ancestors": render_in(tx, viewer, ancestors, Context::Thread)?,
                    "descendants": render_in(tx, viewer, descendants, Context::Thread)?
                }),
                root,
            ))
        })
        .await?;
    let Some(root) = root else { return Ok((None, Json(shown))) };
    let begun = app.write(move |tx| {
        look_up_conversation(tx, root)?;
        refresh::state(tx, root)
    });
    let (running, known) = begun.await?;
    let name = refresh::name(root, known);
    Ok((running.then(|| [(REFRESH, format!("id=\"{name}\", retry=2, result_count=0"))]), Json(shown)))
}

/// How far something is that was begun with another request.
async fn show_refresh(State(app): State<App>, caller: Caller, Segments(name): Segments<String>) -> Result<Json<Value>> {
    caller.needs("read")?;
    app.read(move |tx| {
        let (thread, known) = refresh::read(&name).ok_or(Error::NotFound)?;
        visible(tx, Some(caller.account.id), thread)?;
        let (running, now) = refresh::state(tx, thread)?;
        let status = if running { "running" } else { "finished" };
        Ok(json!({"async_refresh": {"id": name, "status": status, "result_count": (now - known).max(0)}}))
    })
    .await
    .map(Json)
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
        let site = tx.site.clone();
        let entry = |edit: &store::Edit| {
            let mut entry = json!({
                "content": edit.content, "spoiler_text": edit.spoiler_text, "sensitive": edit.sensitive,
                "created_at": Time(edit.created_at).rfc3339(), "account": account,
                "media_attachments": media(&site, id, &edit.attachments), "emojis": emojis::shown(&edit.emojis, &site.media)
            });
            if let Some(titles) = edit.poll.as_deref().and_then(|poll| serde_json::from_str::<Vec<String>>(poll).ok()) {
                entry["poll"] = json!({"options": titles.iter().map(|title| json!({"title": title})).collect::<Vec<_>>()});
            }
            entry
        };
        let poll = polls::of(tx, &[id])?.pop();
        let mut versions = store::edits(tx, id)?;
        versions.push(store::Edit {
            content: status.content,
            spoiler_text: status.spoiler_text,
            sensitive: status.sensitive,
            created_at: status.edited_at.unwrap_or(status.created_at),
            attachments: status.attachments,
            emojis: status.emojis,
            poll: poll.map(|poll| poll.titles()),
        });
        let all = versions.iter().map(entry).collect();
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
    #[serde(default, deserialize_with = "text")]
    tagged: Option<String>,
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
            return Ok((HeaderMap::new(), Json(render_in(tx, viewer, rows, Context::Account)?)));
        }
        let without = Without {
            replies: query.exclude_replies == Some(true),
            reblogs: query.exclude_reblogs == Some(true),
            words_only: query.only_media == Some(true),
            tagged: query.tagged.as_deref().and_then(compose::hashtag),
        };
        let circles: &[&str] =
            if viewer.is_some() { &["public", "unlisted", "private", "direct"] } else { &["public", "unlisted"] };
        let rows = store::of_account(tx, id, circles, &without, &query.paging, limit)?;
        let ends = rows.first().zip(rows.last()).map(|(newest, oldest)| (newest.id, oldest.id));
        let mut kept = vec![("limit", limit.to_string())];
        if without.replies {
            kept.push(("exclude_replies", "true".into()));
        }
        if without.reblogs {
            kept.push(("exclude_reblogs", "true".into()));
        }
        if without.words_only {
            kept.push(("only_media", "true".into()));
        }
        kept.extend(without.tagged.clone().map(|tag| ("tagged", tag)));
        let headers = links(&tx.site, &format!("/api/v1/accounts/{id}/statuses"), &kept, ends);
        let rows = only_visible(tx, viewer, rows)?;
        Ok((headers, Json(render_in(tx, viewer, rows, Context::Account)?)))
    })
    .await
}

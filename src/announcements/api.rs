//! Announcements, for clients, and for the apps of stewards.

use axum::Json;
use axum::extract::State;
use rules::roles::Act;
use serde::Deserialize;
use serde_json::{Value, json};

use super::store::{self, Announcement, Reaction};
use super::{Draft, announce, react, take_back};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::emojis;
use crate::oauth::Caller;
use crate::statuses::compose;
use crate::web::params::{flag, text};
use crate::web::{Id, Params, Routes, Segments};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/announcements", list)
        .post("/api/v1/announcements/{id}/dismiss", dismiss)
        .put("/api/v1/announcements/{id}/reactions/{name}", put_reaction)
        .delete("/api/v1/announcements/{id}/reactions/{name}", remove_reaction)
        .post("/api/v1/potluck/announcements", create)
        .delete("/api/v1/potluck/announcements/{id}", remove)
}

fn as_reaction(reaction: &Reaction) -> Value {
    json!({"name": reaction.name, "count": reaction.count, "me": reaction.me})
}

/// Mastodon's Announcement entity.
fn as_json(tx: &Tx, a: &Announcement, reactions: &[Reaction]) -> Value {
    let moment = |at: Option<i64>| at.map(|at| Time(at).rfc3339());
    let tags: Vec<Value> = compose::tags(&a.text)
        .iter()
        .map(|name| json!({"name": name, "url": tx.site.at(&format!("/tags/{}", compose::percent(name)))}))
        .collect();
    json!({
        "id": a.id.to_string(), "content": a.content, "starts_at": moment(a.starts_at), "ends_at": moment(a.ends_at), "all_day": a.all_day,
        "published_at": Time(a.published_at).rfc3339(), "updated_at": Time(a.updated_at).rfc3339(), "mentions": [], "statuses": [],
        "tags": tags, "emojis": emojis::shown(&a.emojis, &tx.site.media), "reactions": reactions.iter().filter(|r| r.announcement_id == a.id).map(as_reaction).collect::<Vec<_>>()
    })
}

/// As everybody who listens is told of it.
pub fn render_for_all(tx: &mut Tx, id: i64) -> Result<Value> {
    let announcement = store::by_id(tx, id)?;
    let reactions = store::reactions(tx, &[id], 0)?;
    Ok(as_json(tx, &announcement, &reactions))
}

/// How many put this emoji below it now.
pub fn render_reaction(tx: &mut Tx, id: i64, name: &str) -> Result<Value> {
    let count = store::reactions(tx, &[id], 0)?.iter().find(|r| r.name == name).map_or(0, |r| r.count);
    Ok(json!({"name": name, "count": count, "announcement_id": id.to_string()}))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default, deserialize_with = "flag")]
    with_dismissed: Option<bool>,
}

async fn list(State(app): State<App>, caller: Caller, Params(asked): Params<Asked>) -> Result<Json<Vec<Value>>> {
    app.read(move |tx| {
        let me = caller.account.id;
        let all = store::current(tx)?;
        let ids: Vec<i64> = all.iter().map(|a| a.id).collect();
        let read = store::read_among(tx, me, &ids)?;
        let reactions = store::reactions(tx, &ids, me)?;
        let shown = all.iter().filter(|a| asked.with_dismissed != Some(false) || !read.contains(&a.id)).map(|a| {
            let mut body = as_json(tx, a, &reactions);
            body["read"] = read.contains(&a.id).into();
            body
        });
        Ok(shown.collect())
    })
    .await
    .map(Json)
}

async fn dismiss(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("write:accounts")?;
    app.write(move |tx| {
        store::by_id(tx, id)?;
        store::mark_read(tx, caller.account.id, id)
    })
    .await?;
    Ok(Json(json!({})))
}

async fn put_reaction(state: State<App>, caller: Caller, named: Segments<(String, String)>) -> Result<Json<Value>> {
    set_reaction(state, caller, named, true).await
}

async fn remove_reaction(state: State<App>, caller: Caller, named: Segments<(String, String)>) -> Result<Json<Value>> {
    set_reaction(state, caller, named, false).await
}

async fn set_reaction(
    State(app): State<App>,
    caller: Caller,
    Segments((id, name)): Segments<(String, String)>,
    puts: bool,
) -> Result<Json<Value>> {
    caller.needs("write:favourites")?;
    let id = id.parse().map_err(|_| Error::NotFound)?;
    app.write(move |tx| react(tx, caller.account.id, id, &name, puts)).await?;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct New {
    #[serde(default, deserialize_with = "text")]
    text: Option<String>,
    #[serde(default, deserialize_with = "text")]
    starts_at: Option<String>,
    #[serde(default, deserialize_with = "text")]
    ends_at: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    all_day: Option<bool>,
}

async fn create(State(app): State<App>, caller: Caller, Params(new): Params<New>) -> Result<Json<Value>> {
    caller.needs("admin:write")?;
    caller.may(Act::Moderate)?;
    let moment = |text: Option<String>| match text.filter(|t| !t.is_empty()) {
        None => Ok(None),
        Some(text) => Time::parse(&text)
            .map(Some)
            .ok_or_else(|| Error::invalid(format!("{text:?} is not a moment as in 2026-11-24T18:00:00Z."))),
    };
    let draft = Draft {
        text: new.text.unwrap_or_default(),
        starts_at: moment(new.starts_at)?,
        ends_at: moment(new.ends_at)?,
        all_day: new.all_day.unwrap_or(false),
    };
    app.write(move |tx| {
        let id = announce(tx, Some(caller.account.id), &draft)?;
        render_for_all(tx, id)
    })
    .await
    .map(Json)
}

async fn remove(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("admin:write")?;
    caller.may(Act::Moderate)?;
    app.write(move |tx| take_back(tx, Some(caller.account.id), id)).await?;
    Ok(Json(json!({})))
}

//! More of what the node says of itself to apps: its rules, its neighbours, how busy it is, what it does with data.

use axum::Json;
use axum::extract::State;
use rules::roles::Act;
use serde::Deserialize;
use serde_json::{Value, json};

use super::sizes::{Week, weeks};
use super::store;
use crate::accounts;
use crate::app::App;
use crate::audit;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::oauth::Caller;
use crate::web::language::Language;
use crate::web::params::{number, text};
use crate::web::{Id, Params, Routes, html};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/instance/rules", rules)
        .get("/api/v1/instance/peers", peers)
        .get("/api/v1/peers/search", search_peers)
        .get("/api/v1/instance/activity", activity)
        .get("/api/v1/instance/extended_description", extended_description)
        .get("/api/v1/instance/privacy_policy", privacy_policy)
        .get("/api/v1/instance/terms_of_service", terms_of_service)
        .get("/api/v1/instance/languages", languages)
        .post("/api/v1/potluck/rules", add_rule)
        .delete("/api/v1/potluck/rules/{id}", remove_rule)
}

/// Mastodon's Rule entities.
pub fn render_rules(tx: &mut Tx) -> Result<Vec<Value>> {
    let rules = store::house_rules(tx)?;
    Ok(rules.iter().map(|r| json!({"id": r.id.to_string(), "text": r.text, "hint": r.hint, "translations": {}})).collect())
}

async fn rules(State(app): State<App>) -> Result<Json<Vec<Value>>> {
    app.read(render_rules).await.map(Json)
}

#[derive(Deserialize)]
struct NewRule {
    #[serde(default, deserialize_with = "text")]
    text: Option<String>,
    #[serde(default, deserialize_with = "text")]
    hint: Option<String>,
    #[serde(default, deserialize_with = "number")]
    position: Option<i64>,
}

async fn add_rule(State(app): State<App>, caller: Caller, Params(new): Params<NewRule>) -> Result<Json<Vec<Value>>> {
    caller.needs("admin:write")?;
    caller.may(Act::Moderate)?;
    let text = html::plain(&new.text.unwrap_or_default(), 300);
    if text.is_empty() {
        return Err(Error::invalid("A rule needs a text of 1 to 300 characters."));
    }
    app.write(move |tx| {
        let id = ids::new(tx.now);
        let hint = html::plain(&new.hint.unwrap_or_default(), 1_000);
        audit::record(tx, Some(caller.account.id), audit::Act::AddRule, None, &text, "")?;
        store::insert_house_rule(tx, &store::HouseRule { id, position: new.position.unwrap_or(id), text, hint })?;
        render_rules(tx)
    })
    .await
    .map(Json)
}

async fn remove_rule(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Vec<Value>>> {
    caller.needs("admin:write")?;
    caller.may(Act::Moderate)?;
    app.write(move |tx| {
        if !store::delete_house_rule(tx, id)? {
            return Err(Error::NotFound);
        }
        audit::record(tx, Some(caller.account.id), audit::Act::RemoveRule, None, &format!("rule {id}"), "")?;
        render_rules(tx)
    })
    .await
    .map(Json)
}

/// Servers this node has met.
async fn peers(State(app): State<App>) -> Result<Json<Vec<String>>> {
    app.read(|tx| accounts::domains(tx, "", 10_000)).await.map(Json)
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default, deserialize_with = "text")]
    q: Option<String>,
}

async fn search_peers(State(app): State<App>, Params(asked): Params<Asked>) -> Result<Json<Vec<String>>> {
    let q = asked.q.unwrap_or_default().trim().to_lowercase();
    app.read(move |tx| accounts::domains(tx, &q, 10)).await.map(Json)
}

/// The last twelve weeks, this one first: posts written here, members who wrote, members who joined.
async fn activity(State(app): State<App>) -> Result<Json<Vec<Value>>> {
    app.read(|tx| {
        let week = |week: Week| {
            json!({
                "week": (week.from / Time::SECOND).to_string(), "statuses": week.posts.to_string(),
                "logins": week.writers.to_string(), "registrations": week.joined.to_string()
            })
        };
        Ok(weeks(tx)?.into_iter().rev().map(week).collect())
    })
    .await
    .map(Json)
}

async fn extended_description(State(app): State<App>) -> Result<Json<Value>> {
    app.read(|tx| {
        let chapter = accounts::by_id(tx, tx.site.chapter_id)?;
        let (name, city) = (html::escape(&tx.site.name), html::escape(&tx.site.city));
        let content = if chapter.note.is_empty() { format!("<p>{name}: the chapter in {city}.</p>") } else { chapter.note };
        Ok(json!({"updated_at": Time(chapter.created_at).rfc3339(), "content": content}))
    })
    .await
    .map(Json)
}

/// What this software does with data; true of every node, as long as its stewards say nothing else.
async fn privacy_policy(State(app): State<App>) -> Result<Json<Value>> {
    app.read(|tx| {
        let chapter = accounts::by_id(tx, tx.site.chapter_id)?;
        let name = html::escape(&tx.site.name);
        let content = format!(
            "<h2>What {name} keeps</h2><p>Your name, e-mail address and password (as a hash nobody can turn back), your posts, pictures, \
             follows, votes and settings, and the apps you have logged in with. No addresses of your computer, no statistics of what you \
             read.</p><h2>Who sees it</h2><p>Public posts: everybody. Posts to followers: they, and the servers they use. Letters: those \
             named in them, their servers, and whoever looks after a server. Bookmarks, lists, filters, notes and searches: nobody \
             else.</p><h2>Other servers</h2><p>What you post is sent to the servers of those it is for. When you delete it, they are asked \
             to do the same. Pictures of other servers are fetched by this node, so that they do not learn what you look at.</p>\
             <h2>Leaving</h2><p>You can take what you wrote with you, move to another server, and have your account deleted.</p>"
        );
        Ok(json!({"updated_at": Time(chapter.created_at).rfc3339(), "content": content}))
    })
    .await
    .map(Json)
}

/// A chapter has by-laws, not terms of service.
async fn terms_of_service() -> Result<Json<Value>> {
    Err(Error::NotFound)
}

async fn languages() -> Json<[Value; 3]> {
    Json(Language::ALL.map(|language| json!({"code": language.code(), "name": language.name()})))
}

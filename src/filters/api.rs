//! Filters, for clients: as Mastodon has them since 4.0, and as before, where each word is a filter of its own.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::store::{Filter, Keyword, Marked};
use super::{KeywordWish, Results, Wishes, add_keyword, change, changed, create, delete, mark, own, store};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::oauth::Caller;
use crate::web::params::{flag, number, some_texts, text};
use crate::web::{Id, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v2/filters", all)
        .post("/api/v2/filters", make)
        .get("/api/v2/filters/{id}", show)
        .put("/api/v2/filters/{id}", edit)
        .delete("/api/v2/filters/{id}", destroy)
        .get("/api/v2/filters/{id}/keywords", keywords)
        .post("/api/v2/filters/{id}/keywords", make_keyword)
        .get("/api/v2/filters/keywords/{id}", show_keyword)
        .put("/api/v2/filters/keywords/{id}", edit_keyword)
        .delete("/api/v2/filters/keywords/{id}", destroy_keyword)
        .get("/api/v2/filters/{id}/statuses", marked)
        .post("/api/v2/filters/{id}/statuses", make_marked)
        .get("/api/v2/filters/statuses/{id}", show_marked)
        .delete("/api/v2/filters/statuses/{id}", destroy_marked)
        .get("/api/v1/filters", all_v1)
        .post("/api/v1/filters", make_v1)
        .get("/api/v1/filters/{id}", show_v1)
        .put("/api/v1/filters/{id}", edit_v1)
        .delete("/api/v1/filters/{id}", destroy_v1)
}

fn bare(filter: &Filter) -> Value {
    let row = &filter.row;
    json!({
        "id": row.id.to_string(), "title": row.title, "context": row.contexts.split(' ').collect::<Vec<_>>(),
        "expires_at": row.expires_at.map(|at| Time(at).rfc3339()), "filter_action": row.action
    })
}

/// Mastodon's Filter entity.
fn render(filter: &Filter) -> Value {
    let mut shown = bare(filter);
    shown["keywords"] = Value::from_iter(filter.keywords.iter().map(render_keyword));
    shown["statuses"] = Value::from_iter(filter.statuses.iter().map(render_marked));
    shown
}

fn render_keyword(keyword: &Keyword) -> Value {
    json!({"id": keyword.id.to_string(), "keyword": keyword.keyword, "whole_word": keyword.whole_word})
}

fn render_marked(marked: &Marked) -> Value {
    json!({"id": marked.id.to_string(), "status_id": marked.status_id.to_string()})
}

/// Mastodon's FilterResult entities, for a post.
pub fn render_results(results: &Results, status_id: i64) -> Vec<Value> {
    let found = results.0.iter().map(|found| {
        json!({
            "filter": bare(found.filter),
            "keyword_matches": if found.keywords.is_empty() { Value::Null } else { json!(found.keywords) },
            "status_matches": if found.by_id { json!([status_id.to_string()]) } else { Value::Null }
        })
    });
    found.collect()
}

#[derive(Deserialize)]
struct Said {
    #[serde(default, deserialize_with = "text")]
    title: Option<String>,
    #[serde(default, deserialize_with = "some_texts")]
    context: Option<Vec<String>>,
    #[serde(default, deserialize_with = "text")]
    filter_action: Option<String>,
    /// Seconds; empty: for ever.
    #[serde(default, deserialize_with = "text")]
    expires_in: Option<String>,
    #[serde(default)]
    keywords_attributes: Option<Value>,
    // As it was before 4.0.
    #[serde(default, deserialize_with = "text")]
    phrase: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    irreversible: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    whole_word: Option<bool>,
}

impl Said {
    fn expires_in(&self) -> Option<Option<i64>> {
        self.expires_in.as_ref().map(|seconds| seconds.trim().parse().ok())
    }

    fn wishes(self) -> Wishes {
        let items: Vec<Value> = match self.keywords_attributes.clone() {
            Some(Value::Array(items)) => items,
            Some(Value::Object(items)) => items.into_iter().map(|(_, item)| item).collect(),
            _ => Vec::new(),
        };
        let truth = |value: &Value| match value {
            Value::Bool(yes) => Some(*yes),
            Value::String(text) => Some(matches!(text.as_str(), "true" | "1" | "on")),
            Value::Number(n) => Some(n.as_i64() != Some(0)),
            _ => None,
        };
        let keyword = |item: &Value| KeywordWish {
            id: item["id"].as_str().and_then(|id| id.parse().ok()).or_else(|| item["id"].as_i64()),
            keyword: item["keyword"].as_str().map(ToString::to_string),
            whole_word: truth(&item["whole_word"]),
            destroy: truth(&item["_destroy"]) == Some(true),
        };
        Wishes {
            expires_in: self.expires_in(),
            title: self.title,
            contexts: self.context,
            action: self.filter_action,
            keywords: items.iter().map(keyword).collect(),
        }
    }

    /// One word, as a filter of its own.
    fn wishes_v1(self) -> Wishes {
        Wishes {
            expires_in: self.expires_in(),
            title: self.phrase.clone(),
            contexts: self.context,
            action: self.irreversible.map(|hides| if hides { "hide" } else { "warn" }.to_string()),
            keywords: vec![KeywordWish { id: None, keyword: self.phrase, whole_word: self.whole_word, destroy: false }],
        }
    }
}

async fn all(State(app): State<App>, caller: Caller) -> Result<Json<Vec<Value>>> {
    caller.needs("read:filters")?;
    app.read(move |tx| Ok(store::all(tx, caller.account.id)?.iter().map(render).collect())).await.map(Json)
}

async fn make(State(app): State<App>, caller: Caller, Params(said): Params<Said>) -> Result<Json<Value>> {
    caller.needs("write:filters")?;
    app.write(move |tx| create(tx, &caller.account, said.wishes()).map(|f| render(&f))).await.map(Json)
}

async fn show(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("read:filters")?;
    app.read(move |tx| own(tx, caller.account.id, id).map(|f| render(&f))).await.map(Json)
}

async fn edit(State(app): State<App>, caller: Caller, Id(id): Id, Params(said): Params<Said>) -> Result<Json<Value>> {
    caller.needs("write:filters")?;
    app.write(move |tx| change(tx, &caller.account, id, said.wishes()).map(|f| render(&f))).await.map(Json)
}

async fn destroy(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("write:filters")?;
    app.write(move |tx| delete(tx, &caller.account, id)).await?;
    Ok(Json(json!({})))
}

// ── words ──

/// The filter of a member that a word belongs to, and the word.
fn with_keyword(tx: &mut Tx, account_id: i64, id: i64) -> Result<(Filter, Keyword)> {
    store::all(tx, account_id)?
        .into_iter()
        .find_map(|f| f.keywords.iter().find(|k| k.id == id).cloned().map(|k| (f, k)))
        .ok_or(Error::NotFound)
}

async fn keywords(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Vec<Value>>> {
    caller.needs("read:filters")?;
    app.read(move |tx| Ok(own(tx, caller.account.id, id)?.keywords.iter().map(render_keyword).collect())).await.map(Json)
}

#[derive(Deserialize)]
struct Word {
    #[serde(default, deserialize_with = "text")]
    keyword: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    whole_word: Option<bool>,
}

async fn make_keyword(State(app): State<App>, caller: Caller, Id(id): Id, Params(word): Params<Word>) -> Result<Json<Value>> {
    caller.needs("write:filters")?;
    app.write(move |tx| {
        let filter = own(tx, caller.account.id, id)?;
        let added =
            add_keyword(tx, filter.row.id, word.keyword.as_deref().unwrap_or_default(), word.whole_word.unwrap_or(false))?;
        changed(tx, caller.account.id);
        Ok(render_keyword(&added))
    })
    .await
    .map(Json)
}

async fn show_keyword(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("read:filters")?;
    app.read(move |tx| with_keyword(tx, caller.account.id, id).map(|(_, k)| render_keyword(&k))).await.map(Json)
}

async fn edit_keyword(State(app): State<App>, caller: Caller, Id(id): Id, Params(word): Params<Word>) -> Result<Json<Value>> {
    caller.needs("write:filters")?;
    app.write(move |tx| {
        let (filter, _) = with_keyword(tx, caller.account.id, id)?;
        let wish = KeywordWish { id: Some(id), keyword: word.keyword, whole_word: word.whole_word, destroy: false };
        change(tx, &caller.account, filter.row.id, Wishes { keywords: vec![wish], ..Wishes::default() })?;
        with_keyword(tx, caller.account.id, id).map(|(_, k)| render_keyword(&k))
    })
    .await
    .map(Json)
}

async fn destroy_keyword(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("write:filters")?;
    app.write(move |tx| {
        let (filter, _) = with_keyword(tx, caller.account.id, id)?;
        store::delete_keyword(tx, filter.row.id, id)?;
        changed(tx, caller.account.id);
        Ok(())
    })
    .await?;
    Ok(Json(json!({})))
}

// ── posts ──

fn with_marked(tx: &mut Tx, account_id: i64, id: i64) -> Result<Marked> {
    store::all(tx, account_id)?.into_iter().flat_map(|f| f.statuses).find(|m| m.id == id).ok_or(Error::NotFound)
}

async fn marked(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Vec<Value>>> {
    caller.needs("read:filters")?;
    app.read(move |tx| Ok(own(tx, caller.account.id, id)?.statuses.iter().map(render_marked).collect())).await.map(Json)
}

#[derive(Deserialize)]
struct Named {
    #[serde(default, deserialize_with = "number")]
    status_id: Option<i64>,
}

async fn make_marked(State(app): State<App>, caller: Caller, Id(id): Id, Params(named): Params<Named>) -> Result<Json<Value>> {
    caller.needs("write:filters")?;
    let status_id = named.status_id.ok_or(Error::NotFound)?;
    app.write(move |tx| mark(tx, &caller.account, id, status_id).map(|m| render_marked(&m))).await.map(Json)
}

async fn show_marked(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("read:filters")?;
    app.read(move |tx| with_marked(tx, caller.account.id, id).map(|m| render_marked(&m))).await.map(Json)
}

async fn destroy_marked(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("write:filters")?;
    app.write(move |tx| {
        let marked = with_marked(tx, caller.account.id, id)?;
        store::delete_marked(tx, id)?;
        changed(tx, caller.account.id);
        Ok(render_marked(&marked))
    })
    .await
    .map(Json)
}

// ── as before 4.0: the id is that of the word ──

/// Mastodon's V1::Filter entity.
fn render_v1(filter: &Filter, keyword: &Keyword) -> Value {
    let row = &filter.row;
    json!({
        "id": keyword.id.to_string(), "phrase": keyword.keyword, "context": row.contexts.split(' ').collect::<Vec<_>>(),
        "expires_at": row.expires_at.map(|at| Time(at).rfc3339()), "irreversible": row.action == "hide", "whole_word": keyword.whole_word
    })
}

async fn all_v1(State(app): State<App>, caller: Caller) -> Result<Json<Vec<Value>>> {
    caller.needs("read:filters")?;
    app.read(move |tx| {
        let all = store::all(tx, caller.account.id)?;
        Ok(all.iter().flat_map(|f| f.keywords.iter().map(move |k| render_v1(f, k))).collect())
    })
    .await
    .map(Json)
}

async fn make_v1(State(app): State<App>, caller: Caller, Params(said): Params<Said>) -> Result<Json<Value>> {
    caller.needs("write:filters")?;
    app.write(move |tx| {
        let filter = create(tx, &caller.account, said.wishes_v1())?;
        filter.keywords.first().map(|k| render_v1(&filter, k)).ok_or(Error::NotFound)
    })
    .await
    .map(Json)
}

async fn show_v1(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("read:filters")?;
    app.read(move |tx| with_keyword(tx, caller.account.id, id).map(|(f, k)| render_v1(&f, &k))).await.map(Json)
}

async fn edit_v1(State(app): State<App>, caller: Caller, Id(id): Id, Params(said): Params<Said>) -> Result<Json<Value>> {
    caller.needs("write:filters")?;
    app.write(move |tx| {
        let (filter, _) = with_keyword(tx, caller.account.id, id)?;
        let mut wishes = said.wishes_v1();
        wishes.keywords.iter_mut().for_each(|k| k.id = Some(id));
        // A filter of several words, made by a newer app, keeps its title.
        if filter.keywords.len() > 1 {
            wishes.title = None;
        }
        change(tx, &caller.account, filter.row.id, wishes)?;
        with_keyword(tx, caller.account.id, id).map(|(f, k)| render_v1(&f, &k))
    })
    .await
    .map(Json)
}

async fn destroy_v1(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("write:filters")?;
    app.write(move |tx| {
        let (filter, _) = with_keyword(tx, caller.account.id, id)?;
        match filter.keywords.len() {
            1 => delete(tx, &caller.account, filter.row.id),
            _ => {
                changed(tx, caller.account.id);
                store::delete_keyword(tx, filter.row.id, id)
            }
        }
    })
    .await?;
    Ok(Json(json!({})))
}

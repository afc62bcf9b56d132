//! Searching in a browser: people, posts and hashtags.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::api::{Asked, Found, find};
use crate::accounts::api::{AccountJson, render};
use crate::app::App;
use crate::error::Result;
use crate::sessions::Member;
use crate::statuses::web::{Card, cards_for};
use crate::web::page::{Layout, show};
use crate::web::params::text;
use crate::web::{PageError, Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new().get("/search", search)
}

#[derive(Deserialize)]
struct Query {
    #[serde(default, deserialize_with = "text")]
    q: Option<String>,
    #[serde(flatten)]
    paging: Paging,
}

#[derive(Template)]
#[template(path = "search/search.html")]
struct Page {
    layout: Layout,
    q: String,
    people: Vec<Arc<AccountJson>>,
    posts: Vec<Card>,
    tags: Vec<String>,
    older: Option<String>,
}

const PAGE: i64 = 20;

async fn search(State(app): State<App>, member: Member, Params(query): Params<Query>) -> Result<Response, PageError> {
    let q: String = query.q.unwrap_or_default().trim().chars().take(500).collect();
    let first = query.paging.max_id.is_none();
    let found = if q.is_empty() {
        Found::default()
    } else {
        let asked = Asked { q: q.clone(), resolve: first, paging: query.paging, limit: PAGE, ..Asked::default() };
        find(&app, Some(member.account.id), asked).await?
    };
    let page = app
        .read(move |tx| {
            let encoded: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", &q).finish();
            let older = found
                .posts
                .last()
                .filter(|_| found.posts.len() == PAGE as usize)
                .map(|s| format!("/search?{encoded}&max_id={}", s.id));
            Ok(Page {
                people: found.people.iter().filter(|_| first).map(|a| render(&tx.site, a)).collect(),
                posts: cards_for(tx, Some(member.account.id), found.posts)?,
                tags: found.tags.into_iter().filter(|_| first).collect(),
                layout: member.layout,
                older,
                q,
            })
        })
        .await?;
    show(&page, &page.layout)
}

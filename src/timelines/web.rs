//! The page of a hashtag.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::store::{self, Wanted};
use crate::app::App;
use crate::sessions;
use crate::statuses;
use crate::statuses::compose::percent;
use crate::web::feed::{self, Feed};
use crate::web::page::{Layout, show};
use crate::web::{PageError, Paging, Params, Routes, Segments, forms};

pub fn routes() -> Routes {
    Routes::new().get("/tags/{name}", tag)
}

#[derive(Template)]
#[template(path = "timelines/tag.html")]
struct Tag {
    layout: Layout,
    name: String,
    posts: Vec<statuses::web::Card>,
    older: Option<String>,
}

async fn tag(
    State(app): State<App>,
    headers: HeaderMap,
    Segments(name): Segments<String>,
    Params(paging): Params<Paging>,
) -> Result<Response, PageError> {
    if let Some(bare) = name.strip_suffix(".rss") {
        return feed(&app, &headers, bare.to_lowercase()).await;
    }
    let site = app.site()?;
    let viewer = sessions::viewer(&app, &headers).await?;
    let layout = Layout::new(Some(&site), viewer.map(|v| v.username), forms::token(&headers, Some(&site)));
    let page = app
        .read(move |tx| {
            let name = name.to_lowercase();
            let rows = store::tagged(tx, &name, &Wanted::default(), &paging, 20)?;
            let older =
                (rows.len() == 20).then(|| rows.last().map(|s| format!("/tags/{}?max_id={}", percent(&name), s.id))).flatten();
            Ok(Tag { layout, posts: statuses::web::cards(tx, rows)?, older, name })
        })
        .await?;
    show(&page, &page.layout)
}

async fn feed(app: &App, headers: &HeaderMap, name: String) -> Result<Response, PageError> {
    let feed = app
        .read(move |tx| {
            let rows = store::tagged(tx, &name, &Wanted::default(), &Paging::first(20), 20)?;
            Ok(Feed {
                title: format!("#{name}"),
                link: tx.site.at(&format!("/tags/{}", percent(&name))),
                description: format!("Posts about #{name} that {} knows.", tx.site.name),
                language: None,
                items: statuses::web::entries(tx, rows)?.into_iter().map(Into::into).collect(),
            })
        })
        .await?;
    Ok(feed::respond(headers, feed))
}

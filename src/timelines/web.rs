//! Timelines in a browser: a member's home, what the chapter says, and the page of a hashtag.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::store::{self, From, Wanted};
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;
use crate::filters::Context;
use crate::sessions::{Member, Visit};
use crate::statuses::compose::percent;
use crate::statuses::web::{Card, cards_for, cards_in, entries};
use crate::statuses::write::{Written, blank};
use crate::statuses::{Status, only_visible, wanted_by};
use crate::web::feed::{self, Feed};
use crate::web::page::{Layout, show};
use crate::web::{PageError, Paging, Params, Routes, Segments};
use crate::{bookmarks, favourites};

pub fn routes() -> Routes {
    Routes::new()
        .get("/home", home)
        .get("/home/chapter", chapter)
        .get("/home/bookmarks", bookmarked)
        .get("/home/favourites", favourited)
        .get("/tags/{name}", tag)
}

const PAGE: i64 = 20;

#[derive(Template)]
#[template(path = "timelines/home.html")]
struct Home {
    layout: Layout,
    draft: Option<Written>,
    posts: Vec<Card>,
    older: Option<String>,
    /// The message for a timeline with nothing in it.
    empty: &'static str,
}

/// The address of the next page, if this one is full.
fn older(path: &str, last: Option<i64>, length: usize) -> Option<String> {
    last.filter(|_| i64::try_from(length) == Ok(PAGE)).map(|last| format!("{path}?max_id={last}"))
}

async fn home(State(app): State<App>, member: Member, Params(paging): Params<Paging>) -> Result<Response, PageError> {
    let page = app
        .read(move |tx| {
            let rows = store::home(tx, member.account.id, &paging, PAGE)?;
            let older = older("/home", rows.last().map(|s| s.id), rows.len());
            Ok(Home {
                draft: Some(blank(tx, &member.layout, &member.account)?),
                posts: cards_in(tx, member.account.id, rows, Context::Home)?,
                layout: member.layout,
                older,
                empty: "home-empty",
            })
        })
        .await?;
    show(&page, &page.layout)
}

/// What is said in the chapter.
async fn chapter(State(app): State<App>, member: Member, Params(paging): Params<Paging>) -> Result<Response, PageError> {
    let page = app
        .read(move |tx| {
            let viewer = member.account.id;
            let wanted = Wanted { from: From::Here, ..Wanted::default() };
            let rows = store::public(tx, &wanted, &paging, PAGE)?;
            let older = older("/home/chapter", rows.last().map(|s| s.id), rows.len());
            let rows = wanted_by(tx, Some(viewer), rows)?;
            let posts = cards_in(tx, viewer, rows, Context::Public)?;
            Ok(Home { draft: None, posts, layout: member.layout, older, empty: "home-chapter-empty" })
        })
        .await?;
    show(&page, &page.layout)
}

async fn bookmarked(State(app): State<App>, member: Member, Params(paging): Params<Paging>) -> Result<Response, PageError> {
    kept(app, member, paging, "/home/bookmarks", "home-bookmarks-empty", bookmarks::page).await
}

async fn favourited(State(app): State<App>, member: Member, Params(paging): Params<Paging>) -> Result<Response, PageError> {
    kept(app, member, paging, "/home/favourites", "home-favourites-empty", favourites::page).await
}

type Kept = fn(&mut Tx, i64, &Paging, i64) -> Result<Vec<(i64, Status)>>;

/// What a member has put aside, each with the number it is listed under.
async fn kept(
    app: App,
    member: Member,
    paging: Paging,
    path: &'static str,
    empty: &'static str,
    list: Kept,
) -> Result<Response, PageError> {
    let page = app
        .read(move |tx| {
            let found = list(tx, member.account.id, &paging, PAGE)?;
            let older = older(path, found.last().map(|(at, _)| *at), found.len());
            let rows = found.into_iter().map(|(_, status)| status).collect();
            let rows = only_visible(tx, Some(member.account.id), rows)?;
            let posts = cards_for(tx, Some(member.account.id), rows)?;
            Ok(Home { draft: None, posts, layout: member.layout, older, empty })
        })
        .await?;
    show(&page, &page.layout)
}

#[derive(Template)]
#[template(path = "timelines/tag.html")]
struct Tag {
    layout: Layout,
    name: String,
    posts: Vec<Card>,
    older: Option<String>,
}

async fn tag(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Segments(name): Segments<String>,
    Params(paging): Params<Paging>,
) -> Result<Response, PageError> {
    if let Some(bare) = name.strip_suffix(".rss") {
        return feed(&app, &headers, bare.to_lowercase()).await;
    }
    let page = app
        .read(move |tx| {
            let name = name.to_lowercase();
            let rows = store::tagged(tx, &name, &Wanted::default(), &paging, PAGE)?;
            let older = older(&format!("/tags/{}", percent(&name)), rows.last().map(|s| s.id), rows.len());
            let rows = wanted_by(tx, visit.id(), rows)?;
            Ok(Tag { posts: cards_for(tx, visit.id(), rows)?, layout: visit.layout, older, name })
        })
        .await?;
    show(&page, &page.layout)
}

async fn feed(app: &App, headers: &HeaderMap, name: String) -> Result<Response, PageError> {
    let feed = app
        .read(move |tx| {
            let rows = store::tagged(tx, &name, &Wanted::default(), &Paging::first(PAGE), PAGE)?;
            Ok(Feed {
                title: format!("#{name}"),
                link: tx.site.at(&format!("/tags/{}", percent(&name))),
                description: format!("Posts about #{name} that {} knows.", tx.site.name),
                language: None,
                items: entries(tx, rows)?.into_iter().map(Into::into).collect(),
            })
        })
        .await?;
    Ok(feed::respond(headers, feed))
}

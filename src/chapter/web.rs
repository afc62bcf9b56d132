//! The chapter's pages for everybody: who we are, what is going on, what we stand for; and what search engines ask for.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, SET_COOKIE};
use axum::response::{IntoResponse, Response};
use rules::joining::Door;
use rules::roles::Role;
use serde::Deserialize;

use super::{dates, house_rules, sizes};
use crate::accounts;
use crate::accounts::api::{AccountJson, render};
use crate::announcements;
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::Result;
use crate::members;
use crate::proposals;
use crate::sessions::Visit;
use crate::site::Sizes;
use crate::statuses;
use crate::statuses::web::{Card, cards_for};
use crate::timelines;
use crate::web::language::Language;
use crate::web::page::{Layout, go, preference_cookies, safe_next, show};
use crate::web::params::text;
use crate::web::{PageError, Paging, Params, Routes, html};

pub fn routes() -> Routes {
    Routes::new()
        .get("/", home)
        .get("/about", about)
        .get("/about/privacy", privacy)
        .get("/preferences", prefer)
        .get("/robots.txt", robots)
        .get("/sitemap.xml", sitemap)
        .get("/favicon.svg", favicon)
}

/// An announcement on a page.
pub struct Announced {
    pub content: String,
    pub at: i64,
}

#[derive(Template)]
#[template(path = "chapter/home.html")]
struct Home {
    layout: Layout,
    city: String,
    handle: String,
    domain: String,
    base: String,
    chapter: Arc<AccountJson>,
    /// HTML.
    about: String,
    description: String,
    sizes: Sizes,
    roles: Vec<(Role, i64)>,
    people: Vec<Arc<AccountJson>>,
    announced: Vec<Announced>,
    dates: Vec<dates::Date>,
    posts: Vec<Card>,
    door: Door,
    /// What is being decided now.
    decisions: Vec<proposals::web::Line>,
}

async fn home(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    let sizes = sizes(&app).await?;
    let page = app
        .read(move |tx| {
            let rows = timelines::public(
                tx,
                &timelines::Wanted { from: timelines::From::Here, ..timelines::Wanted::default() },
                &Paging::first(10),
                10,
            )?;
            let rows = statuses::wanted_by(tx, visit.id(), rows)?;
            let counts = members::counts(tx)?;
            let count = |role: Role| counts.iter().find(|(name, _)| name == role.as_str()).map_or(0, |(_, n)| *n);
            let chapter = accounts::by_id(tx, tx.site.chapter_id)?;
            Ok(Home {
                city: tx.site.city.clone(),
                handle: format!("@{}@{}", tx.site.handle, tx.site.domain),
                domain: tx.site.domain.clone(),
                base: tx.site.base(),
                description: html::words(&chapter.note, 200),
                about: chapter.note.clone(),
                chapter: render(&tx.site, &chapter),
                sizes,
                roles: [Role::Connector, Role::Active, Role::Supporter]
                    .into_iter()
                    .map(|role| (role, count(role)))
                    .filter(|(_, n)| *n > 0)
                    .collect(),
                people: accounts::local_people(tx, 12)?.iter().map(|a| render(&tx.site, a)).collect(),
                announced: announced(tx)?,
                dates: dates::next(tx)?,
                decisions: {
                    let open =
                        proposals::Wanted { states: Some(proposals::api::states("open")?), ..proposals::Wanted::default() };
                    let rows = proposals::listed(tx, &open, &Paging::first(3), 3)?;
                    proposals::web::lines(tx, &rows, &[])?
                },
                posts: cards_for(tx, visit.id(), rows)?,
                door: members::door(tx)?,
                layout: visit.layout,
            })
        })
        .await?;
    show(&page, &page.layout)
}

/// What the chapter announces now.
fn announced(tx: &mut Tx) -> Result<Vec<Announced>> {
    Ok(announcements::current(tx)?.into_iter().map(|a| Announced { content: a.content, at: a.published_at }).collect())
}

#[derive(Template)]
#[template(path = "chapter/about.html")]
struct About {
    layout: Layout,
    city: String,
    handle: String,
    domain: String,
    /// HTML.
    about: String,
    rules: Vec<(String, String)>,
    stewards: Vec<Arc<AccountJson>>,
    sizes: Sizes,
    door: Door,
    since: i64,
    version: &'static str,
}

async fn about(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    let sizes = sizes(&app).await?;
    let page = app
        .read(move |tx| {
            let chapter = accounts::by_id(tx, tx.site.chapter_id)?;
            let stewards = members::stewards(tx)?;
            Ok(About {
                city: tx.site.city.clone(),
                handle: format!("@{}@{}", tx.site.handle, tx.site.domain),
                domain: tx.site.domain.clone(),
                about: chapter.note,
                rules: house_rules(tx)?.into_iter().map(|rule| (rule.text, rule.hint)).collect(),
                stewards: accounts::by_ids(tx, &stewards)?.iter().map(|a| render(&tx.site, a)).collect(),
                sizes,
                door: members::door(tx)?,
                since: chapter.created_at,
                version: env!("CARGO_PKG_VERSION"),
                layout: visit.layout,
            })
        })
        .await?;
    show(&page, &page.layout)
}

#[derive(Template)]
#[template(path = "chapter/privacy.html")]
struct Privacy {
    layout: Layout,
}

async fn privacy(visit: Visit) -> Result<Response, PageError> {
    let page = Privacy { layout: visit.layout };
    show(&page, &page.layout)
}

#[derive(Deserialize)]
struct Preferred {
    #[serde(default, deserialize_with = "text")]
    language: Option<String>,
    #[serde(default, deserialize_with = "text")]
    theme: Option<String>,
    #[serde(default, deserialize_with = "text")]
    next: Option<String>,
}

/// Keeps a choice of language and theme in the browser.
async fn prefer(State(app): State<App>, Params(preferred): Params<Preferred>) -> Response {
    let mut response = go(safe_next(preferred.next.as_deref()));
    let language = preferred.language.as_deref().and_then(Language::parse);
    let site = app.site().ok();
    for cookie in preference_cookies(site.as_deref(), language, preferred.theme.as_deref()) {
        if let Ok(cookie) = cookie.parse() {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    response
}

/// What is for members, for apps and for other servers is nothing for search engines.
async fn robots(State(app): State<App>) -> Result<Response> {
    let sitemap = app.site()?.at("/sitemap.xml");
    let closed =
        ["/api/", "/oauth/", "/admin", "/settings", "/home", "/notifications", "/search", "/login", "/interact", "/media/proxy"];
    let lines: String = closed.iter().map(|path| format!("Disallow: {path}\n")).collect();
    Ok(plain("text/plain; charset=utf-8", format!("User-agent: *\n{lines}\nSitemap: {sitemap}\n")))
}

/// The pages of the chapter, and those of members and their public posts that may be found (sitemaps.org 0.9).
async fn sitemap(State(app): State<App>) -> Result<Response> {
    const MOST: i64 = 5_000;
    let xml = app
        .read(|tx| {
            let base = tx.site.base();
            let mut entries: Vec<(String, Option<i64>)> =
                ["/", "/about", "/people", "/about/privacy"].iter().map(|path| (format!("{base}{path}"), None)).collect();
            let chapter = accounts::by_id(tx, tx.site.chapter_id)?;
            entries.push((chapter.url, chapter.last_status_at));
            entries.extend(statuses::to_be_found(tx, MOST)?);
            let one = |(address, at): &(String, Option<i64>)| {
                let changed = at.map_or_else(String::new, |at| format!("<lastmod>{}</lastmod>", Time(at).date()));
                format!("<url><loc>{}</loc>{changed}</url>", html::escape(address))
            };
            let entries: String = entries.iter().map(one).collect();
            Ok(format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{entries}</urlset>"
            ))
        })
        .await?;
    Ok(plain("application/xml; charset=utf-8", xml))
}

fn plain(kind: &'static str, body: String) -> Response {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "public, max-age=3600")], body).into_response()
}

/// A pot in the chapter's colour.
async fn favicon(State(app): State<App>, _: HeaderMap) -> Response {
    let accent = app.site().map_or(crate::web::colour::BREAD, |site| site.accent).hex();
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><path fill=\"{accent}\" d=\"M5 13h22v8a7 7 0 0 1-7 7h-8a7 7 0 0 1-7-7zM2 14h2v4H2zM28 14h2v4h-2zM7 9h18v2H7zM14 6h4v2h-4z\"/></svg>"
    );
    plain("image/svg+xml", svg)
}

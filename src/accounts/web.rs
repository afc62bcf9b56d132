//! Profiles for browsers, actors for servers, and the ways to find them.

use askama::Template;
use axum::extract::State;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::api::{AccountJson, render};
use super::store;
use super::{Asker, Reader, activity, by_handle, local, shown_to};
use crate::app::App;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::federation::{CONTENT_TYPE as ACTIVITY_JSON, Document};
use crate::members;
use crate::sessions;
use crate::site::{NODE, Site};
use crate::statuses::{self, Without};
use crate::web::feed::{self, Feed};
use crate::web::page::{Layout, show};
use crate::web::params::text;
use crate::web::{PageError, Paging, Params, Routes, Segments, forms, html};

pub fn routes() -> Routes {
    Routes::new()
        .get("/@{name}", profile)
        .get("/users/{name}", actor)
        .get("/actor", node_actor)
        .get("/users/{name}/outbox", outbox)
        .get("/users/{name}/followers", followers)
        .get("/users/{name}/following", following)
        .get("/users/{name}/moderators", moderators)
        .get("/.well-known/webfinger", webfinger)
        .get("/.well-known/host-meta", host_meta)
}

#[derive(Template)]
#[template(path = "accounts/profile.html")]
struct Profile {
    layout: Layout,
    account: std::sync::Arc<AccountJson>,
    name: String,
    handle: String,
    role: Option<&'static str>,
    steward: bool,
    is_chapter: bool,
    since: String,
    posts: Vec<statuses::web::Card>,
    older: Option<String>,
    description: String,
}

async fn profile(
    State(app): State<App>,
    asker: Asker,
    Segments(name): Segments<String>,
    Params(paging): Params<Paging>,
) -> Result<Response, PageError> {
    if asker.wants_document() {
        return Ok(actor(State(app), asker, Segments(name)).await.into_response());
    }
    let headers = asker.headers();
    let site = app.site()?;
    let name = name.to_lowercase();
    if let Some(bare) = name.strip_suffix(".rss") {
        return feed(&app, headers, bare.to_string()).await;
    }
    // A handle with a host: somebody elsewhere, whose page is there.
    let bare = name.strip_suffix(&format!("@{}", site.domain)).unwrap_or(&name).to_string();
    let viewer = sessions::viewer(&app, headers).await?;
    let layout = Layout::new(Some(&site), viewer.map(|v| v.username), forms::token(headers, Some(&site)));
    let shown = app
        .read(move |tx| {
            if bare.contains('@') {
                return Ok(Err(by_handle(tx, &bare)?.ok_or(Error::NotFound)?.url));
            }
            let account = local(tx, &bare)?;
            let standing = members::standing(tx, &account)?;
            let rows = statuses::of_account(
                tx,
                account.id,
                &["public", "unlisted"],
                &Without { replies: true, ..Without::default() },
                &paging,
                20,
            )?;
            let older = (rows.len() == 20).then(|| rows.last().map(|s| format!("/@{bare}?max_id={}", s.id))).flatten();
            let posts = statuses::web::cards(tx, rows)?;
            let json = render(&tx.site, &account);
            Ok(Ok(Profile {
                layout,
                name: account.shown_name().to_string(),
                handle: format!("@{}@{}", account.username, tx.site.domain),
                role: standing.role.map(|r| r.title()),
                steward: standing.steward,
                is_chapter: account.id == tx.site.chapter_id,
                since: Time(account.created_at).date(),
                description: html::words(&account.note, 200),
                account: json,
                posts,
                older,
            }))
        })
        .await?;
    match shown {
        Ok(page) => show(&page, &page.layout),
        Err(elsewhere) => Ok((StatusCode::SEE_OTHER, [(LOCATION, elsewhere)]).into_response()),
    }
}

/// What somebody writes, for feed readers.
async fn feed(app: &App, headers: &HeaderMap, name: String) -> Result<Response, PageError> {
    let feed = app
        .read(move |tx| {
            let account = local(tx, &name)?;
            let rows = statuses::of_account(
                tx,
                account.id,
                &["public", "unlisted"],
                &Without { replies: true, reblogs: account.kind != "Group", ..Without::default() },
                &Paging::first(20),
                20,
            )?;
            Ok(Feed {
                title: format!("{} (@{}@{})", account.shown_name(), account.username, tx.site.domain),
                link: account.url.clone(),
                description: html::words(&account.note, 500),
                language: None,
                items: statuses::web::entries(tx, rows)?.into_iter().map(Into::into).collect(),
            })
        })
        .await?;
    Ok(feed::respond(headers, feed))
}

async fn actor(State(app): State<App>, asker: Asker, Segments(name): Segments<String>) -> Result<Response> {
    if !asker.wants_document() {
        return Ok((StatusCode::SEE_OTHER, [(LOCATION, format!("/@{name}"))]).into_response());
    }
    let reader = asker.reader(&app).await?;
    let document = app
        .read(move |tx| {
            let account = shown_to(tx, &name.to_lowercase(), &reader)?;
            activity::actor(&tx.site, &account)
        })
        .await?;
    Ok(Document(document).into_response())
}

/// The node's own actor and key can always be had unsigned, or two careful servers could never begin to talk.
async fn node_actor(State(app): State<App>) -> Result<Document> {
    app.read(|tx| {
        let node = store::by_id(tx, tx.site.node_id)?;
        activity::actor(&tx.site, &node)
    })
    .await
    .map(Document)
}

async fn outbox(
    State(app): State<App>,
    reader: Reader,
    Segments(name): Segments<String>,
    Params(paging): Params<Paging>,
) -> Result<Document> {
    app.read(move |tx| {
        let account = shown_to(tx, &name, &reader)?;
        let uri = format!("{}/outbox", account.uri);
        if paging.max_id.is_none() {
            let mut head = activity::collection(&uri, account.statuses_count);
            head["first"] = format!("{uri}?max_id={}", i64::MAX).into();
            return Ok(head);
        }
        let rows = statuses::of_account(tx, account.id, &["public", "unlisted"], &Without::default(), &paging, 20)?;
        let next = (rows.len() == 20).then(|| rows.last().map(|s| s.id)).flatten();
        let items = statuses::web::activities(tx, rows)?;
        let max_id = paging.max_id.unwrap_or(i64::MAX);
        let mut page = json!({
            "@context": "https://www.w3.org/ns/activitystreams", "id": format!("{uri}?max_id={max_id}"), "type": "OrderedCollectionPage",
            "partOf": uri, "orderedItems": items
        });
        if let Some(next) = next {
            page["next"] = format!("{uri}?max_id={next}").into();
        }
        Ok(page)
    })
    .await
    .map(Document)
}

/// How many, not who: members need not show whom they know.
async fn followers(State(app): State<App>, reader: Reader, Segments(name): Segments<String>) -> Result<Document> {
    app.read(move |tx| {
        let account = shown_to(tx, &name, &reader)?;
        Ok(activity::collection(&account.followers_url, account.followers_count))
    })
    .await
    .map(Document)
}

async fn following(State(app): State<App>, reader: Reader, Segments(name): Segments<String>) -> Result<Document> {
    app.read(move |tx| {
        let account = shown_to(tx, &name, &reader)?;
        Ok(activity::collection(&format!("{}/following", account.uri), account.following_count))
    })
    .await
    .map(Document)
}

/// Who looks after the chapter's room (FEP-1b12): its stewards.
async fn moderators(State(app): State<App>, reader: Reader, Segments(name): Segments<String>) -> Result<Document> {
    app.read(move |tx| {
        let account = shown_to(tx, &name, &reader)?;
        let uri = account.moderators_url.ok_or(Error::NotFound)?;
        let stewards = members::stewards(tx)?;
        let items: Vec<String> = store::by_ids(tx, &stewards)?.into_iter().map(|a| a.uri).collect();
        Ok(json!({
            "@context": "https://www.w3.org/ns/activitystreams", "id": uri, "type": "OrderedCollection", "totalItems": items.len(),
            "orderedItems": items
        }))
    })
    .await
    .map(Document)
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default, deserialize_with = "text")]
    resource: Option<String>,
}

/// Whom a WebFinger resource means: `acct:name@host`, the address of an actor or a profile, or the node itself.
fn named<'a>(site: &Site, resource: &'a str) -> Option<&'a str> {
    if let Some(handle) = resource.strip_prefix("acct:") {
        let (name, host) = handle.trim_start_matches('@').rsplit_once('@')?;
        return site.is_host(host).then_some(name);
    }
    if resource == site.base() || resource == site.at("/") || resource == site.at("/actor") {
        return Some(NODE);
    }
    site.username_in(resource).or_else(|| resource.strip_prefix(&site.at("/@")).filter(|name| !name.contains('/')))
}

async fn webfinger(State(app): State<App>, Params(asked): Params<Asked>) -> Result<Response> {
    let resource = asked.resource.filter(|r| !r.is_empty() && r.len() <= 2_048);
    let resource = resource.ok_or_else(|| Error::Malformed("The parameter resource is needed: acct:name@host.".into()))?;
    if !resource.starts_with("acct:") && !resource.starts_with("http") {
        return Err(Error::Malformed("The parameter resource must be acct:name@host or an address.".into()));
    }
    let body = app
        .read(move |tx| {
            let name = named(&tx.site, &resource).ok_or(Error::NotFound)?.to_lowercase();
            let account = by_handle(tx, &name)?.filter(|a| a.is_local() && a.suspended_at.is_none()).ok_or(Error::NotFound)?;
            Ok(json!({
                "subject": format!("acct:{}@{}", account.username, tx.site.domain),
                "aliases": [account.url, account.uri],
                "links": [
                    {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": account.url},
                    {"rel": "self", "type": ACTIVITY_JSON, "href": account.uri}
                ]
            }))
        })
        .await?;
    Ok(([(CONTENT_TYPE, "application/jrd+json; charset=utf-8"), (ACCESS_CONTROL_ALLOW_ORIGIN, "*")], body.to_string())
        .into_response())
}

/// RFC 6415, for servers that look for WebFinger this way.
async fn host_meta(State(app): State<App>) -> Result<Response> {
    let template = app.site()?.at("/.well-known/webfinger?resource={uri}");
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\n  <Link rel=\"lrdd\" template=\"{template}\"/>\n</XRD>\n"
    );
    Ok(([(CONTENT_TYPE, "application/xrd+xml; charset=utf-8")], body).into_response())
}

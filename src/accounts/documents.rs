//! Accounts as documents for other servers, and the ways to find them.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_TYPE, LOCATION};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::store;
use super::{Asker, Reader, activity, by_handle, shown_to};
use crate::app::App;
use crate::error::{Error, Result};
use crate::federation::{CONTENT_TYPE as ACTIVITY_JSON, Document};
use crate::members;
use crate::site::{NODE, Site};
use crate::statuses::{self, Without};
use crate::web::params::text;
use crate::web::{Paging, Params, Routes, Segments};

pub fn routes() -> Routes {
    Routes::new()
        .get("/users/{name}", actor)
        .get("/actor", node_actor)
        .get("/users/{name}/outbox", outbox)
        .get("/users/{name}/followers", followers)
        .get("/users/{name}/following", following)
        .get("/users/{name}/moderators", moderators)
        .get("/.well-known/webfinger", webfinger)
        .get("/.well-known/host-meta", host_meta)
}

pub async fn actor(State(app): State<App>, asker: Asker, Segments(name): Segments<String>) -> Result<Response> {
    if !asker.wants_document() {
        return Ok((StatusCode::SEE_OTHER, [(LOCATION, format!("/@{name}"))]).into_response());
    }
    let reader = asker.reader(&app).await?;
    let document = app
        .look(move |tx| {
            let account = shown_to(tx, &name.to_lowercase(), &reader)?;
            activity::actor(&tx.site, &account)
        })
        .await?;
    Ok(Document(document).into_response())
}

/// The node's own actor and key can always be had unsigned, or two careful servers could never begin to talk.
async fn node_actor(State(app): State<App>) -> Result<Document> {
    app.look(|tx| {
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
        .look(move |tx| {
            let name = named(&tx.site, &resource).ok_or(Error::NotFound)?.to_lowercase();
            let account = by_handle(tx, &name)?.filter(|a| a.is_local() && a.suspended_at.is_none()).ok_or(Error::NotFound)?;
            Ok(json!({
                "subject": format!("acct:{}@{}", account.username, tx.site.domain),
                "aliases": [account.url, account.uri],
                "links": [
                    {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": account.url},
                    {"rel": "self", "type": ACTIVITY_JSON, "href": account.uri},
                    {"rel": "http://ostatus.org/schema/1.0/subscribe", "template": tx.site.at("/authorize_interaction?uri={uri}")}
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

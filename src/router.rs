//! Every address the node answers.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Router};
use futures_util::{StreamExt, stream};
use tokio::sync::Mutex;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::trace::{DefaultOnResponse, TraceLayer};

use crate::app::App;
use crate::error::Error;
use crate::streaming::Station;
use crate::web::params::{MAX_BODY, read_body};
use crate::web::{PageError, Routes, cache, headers, limits, page, statics};
use crate::{
    accounts, announcements, annual_reports, audit, blocks, bookmarks, boosts, chapter, collections, conversations, credentials,
    delegations, desk, email_subscriptions, emojis, endorsements, favourites, filters, follows, history, inbox, letters, lists,
    markers, members, moderation, network, notes, notifications, oauth, pins, polls, portability, proposals, push, quotes,
    reports, scheduled, search, sessions, statuses, streaming, suggestions, tags, teams, timelines, translations, trends,
    uploads,
};

/// The whole site map.
pub fn routes() -> Routes {
    Routes::new()
        .merge(chapter::web::routes())
        .merge(chapter::desk::routes())
        .merge(chapter::setup::routes())
        .merge(chapter::api::routes())
        .merge(chapter::about::routes())
        .merge(accounts::web::routes())
        .merge(accounts::documents::routes())
        .merge(accounts::api::routes())
        .merge(accounts::own::routes())
        .merge(accounts::settings::routes())
        .merge(members::api::routes())
        .merge(members::web::routes())
        .merge(members::desk::routes())
        .merge(audit::api::routes())
        .merge(audit::web::routes())
        .merge(sessions::web::routes())
        .merge(sessions::security::routes())
        .merge(oauth::web::routes())
        .merge(oauth::api::routes())
        .merge(follows::api::routes())
        .merge(follows::web::routes())
        .merge(follows::synchronization::routes())
        .merge(blocks::api::routes())
        .merge(blocks::web::routes())
        .merge(moderation::api::routes())
        .merge(moderation::web::routes())
        .merge(reports::api::routes())
        .merge(reports::web::routes())
        .merge(statuses::web::routes())
        .merge(statuses::write::routes())
        .merge(statuses::documents::routes())
        .merge(statuses::api::routes())
        .merge(boosts::api::routes())
        .merge(favourites::api::routes())
        .merge(polls::api::routes())
        .merge(proposals::api::routes())
        .merge(proposals::openapi::routes())
        .merge(proposals::web::routes())
        .merge(delegations::api::routes())
        .merge(delegations::web::routes())
        .merge(history::api::routes())
        .merge(history::web::routes())
        .merge(credentials::api::routes())
        .merge(credentials::attestation::routes())
        .merge(credentials::badge::routes())
        .merge(teams::api::routes())
        .merge(teams::web::routes())
        .merge(credentials::web::routes())
        .merge(network::api::routes())
        .merge(network::documents::routes())
        .merge(network::web::routes())
        .merge(pins::web::routes())
        .merge(pins::api::routes())
        .merge(quotes::web::routes())
        .merge(quotes::api::routes())
        .merge(timelines::web::routes())
        .merge(timelines::api::routes())
        .merge(notifications::policy::routes())
        .merge(notifications::requests::routes())
        .merge(notifications::api::routes())
        .merge(notifications::web::routes())
        .merge(notifications::grouped::routes())
        .merge(announcements::api::routes())
        .merge(announcements::web::routes())
        .merge(annual_reports::api::routes())
        .merge(push::api::routes())
        .merge(streaming::api::routes())
        .merge(search::api::routes())
        .merge(search::web::routes())
        .merge(bookmarks::api::routes())
        .merge(lists::api::routes())
        .merge(markers::api::routes())
        .merge(filters::api::routes())
        .merge(filters::web::routes())
        .merge(conversations::api::routes())
        .merge(tags::api::routes())
        .merge(translations::api::routes())
        .merge(trends::api::routes())
        .merge(scheduled::api::routes())
        .merge(suggestions::api::routes())
        .merge(endorsements::api::routes())
        .merge(notes::api::routes())
        .merge(uploads::api::routes())
        .merge(uploads::web::routes())
        .merge(emojis::api::routes())
        .merge(emojis::web::routes())
        .merge(collections::api::routes())
        .merge(portability::api::routes())
        .merge(portability::web::routes())
        .merge(desk::web::routes())
        .merge(letters::web::routes())
        .merge(email_subscriptions::api::routes())
        .merge(email_subscriptions::web::routes())
        .merge(inbox::routes())
        .merge(statics::routes())
}

/// The site map with what goes around every answer.
pub fn service(app: App) -> Router {
    let station = Station::start(app.clone());
    service_with(app, station)
}

/// The same, with a station that others know too.
pub fn service_with(app: App, station: Arc<Station>) -> Router {
    let inner = routes()
        .into_router()
        .fallback(not_found)
        .method_not_allowed_fallback(wrong_method)
        .layer(Extension(station))
        .layer(from_fn_with_state(app.clone(), cache::keep))
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(app.clone(), limits::limit))
        .layer(from_fn(whole_bodies))
        .layer(from_fn_with_state(app.clone(), set_up_first))
        .layer(from_fn(page::errors))
        .layer(from_fn(headers::secure))
        .layer(headers::cors())
        .layer(CatchPanicLayer::custom(panicked))
        .layer(TraceLayer::new_for_http().on_response(DefaultOnResponse::new().level(tracing::Level::DEBUG)).on_failure(()))
        .with_state(app);
    // Clients write a slash at the end of addresses that have none; it is taken off before the address is looked up.
    Router::new().fallback_service(tower::util::MapRequest::new(inner, without_last_slash))
}

fn without_last_slash(mut request: Request) -> Request {
    let uri = request.uri();
    let path = uri.path();
    if path.len() > 1 && path.ends_with('/') {
        let trimmed = match path.trim_end_matches('/') {
            "" => "/",
            trimmed => trimmed,
        };
        let target = uri.query().map_or_else(|| trimmed.to_string(), |query| format!("{trimmed}?{query}"));
        if let Ok(uri) = target.parse() {
            *request.uri_mut() = uri;
        }
    }
    request
}

/// Reads a body to its end before anything is answered, whether the handler wants it or not. A server that answers in the
/// middle of a body cuts the connection, and the client never sees what was wrong.
async fn whole_bodies(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    if body.is_end_stream() {
        return next.run(Request::from_parts(parts, body)).await;
    }
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|k| k.to_str().ok()).unwrap_or_default();
    if kind.to_ascii_lowercase().starts_with("multipart/form-data") {
        return large_form(parts, body, next).await;
    }
    match read_body(body, MAX_BODY).await {
        Ok(read) => next.run(Request::from_parts(parts, Body::from(read))).await,
        Err(error) => error.into_response(),
    }
}

/// A form with files is read by its handler as it arrives; what the handler left is read afterwards.
async fn large_form(parts: Parts, body: Body, next: Next) -> Response {
    /// As long as any file may be, and a form around it.
    const MAX_DRAINED: usize = 256_000_000;
    let left = Arc::new(Mutex::new(body.into_data_stream()));
    let arriving = stream::unfold(left.clone(), |left| async move {
        let chunk = left.lock().await.next().await;
        chunk.map(|chunk| (chunk, left))
    });
    let response = next.run(Request::from_parts(parts, Body::from_stream(arriving))).await;
    let drain = async {
        let mut drained = 0;
        while let Some(Ok(chunk)) = left.lock().await.next().await {
            drained += chunk.len();
            if drained > MAX_DRAINED {
                break;
            }
        }
    };
    let _ = tokio::time::timeout(Duration::from_secs(30), drain).await;
    response
}

/// Before the chapter is founded there is only the set-up.
async fn set_up_first(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let open = path == "/setup" || path == "/health" || path.starts_with("/static/");
    match app.site() {
        Err(error) if !open => {
            if wants_page(path, request.headers()) {
                PageError::from(error).into_response()
            } else {
                error.into_response()
            }
        }
        _ => next.run(request).await,
    }
}

/// A browser gets a page, everybody else JSON.
fn wants_page(path: &str, headers: &HeaderMap) -> bool {
    let accepts_html = headers.get(header::ACCEPT).and_then(|a| a.to_str().ok()).is_some_and(|a| a.contains("text/html"));
    accepts_html && !path.starts_with("/api/") && !path.starts_with("/.well-known/") && !path.starts_with("/nodeinfo")
}

async fn not_found(request: Request) -> Response {
    if wants_page(request.uri().path(), request.headers()) {
        PageError::from(Error::NotFound).into_response()
    } else {
        Error::NotFound.into_response()
    }
}

async fn wrong_method() -> Response {
    (StatusCode::METHOD_NOT_ALLOWED, axum::Json(serde_json::json!({"error": "This address does not take this method."})))
        .into_response()
}

fn panicked(cause: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let text = cause.downcast_ref::<String>().cloned().or_else(|| cause.downcast_ref::<&str>().map(ToString::to_string));
    Error::internal(text.unwrap_or_else(|| "a handler panicked".into())).into_response()
}

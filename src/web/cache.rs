//! Answers to those of whom nothing is known, kept while nothing is written (RFC 9111): when a post goes round, thousands of
//! people and servers ask for the same page within a minute.
//!
//! An answer is given again only as long as the database stands as it stood before the answer was made, in whatever process
//! it was written to, and for some seconds at most, because pages also tell of time. So nobody ever reads what has been changed,
//! deleted or blocked. Whoever shows a token, a cookie or a signature is answered anew.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT, ACCEPT_LANGUAGE, AGE, AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, COOKIE, HOST, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    PRAGMA, RANGE, SET_COOKIE, UPGRADE,
};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;

use crate::app::App;
use crate::clock::Time;
use crate::db::Stamp;
use crate::site::Site;

/// So long an answer is given again at most.
const FRESH: i64 = 10 * Time::SECOND;
/// The largest answer that is kept, and all of them together, in bytes.
const LARGEST: usize = 256 << 10;
const ROOM: usize = 8 << 20;

#[derive(Default)]
pub struct Cache(Mutex<Kept>);

/// Answers made when everything stood as it does at one moment.
#[derive(Default)]
struct Kept {
    made: Option<Made>,
    bytes: usize,
    answers: HashMap<String, Saved>,
}

/// What every answer depends on besides the request: what is written, and the chapter as this process knows it.
#[derive(Clone)]
struct Made {
    stamp: Stamp,
    site: Arc<Site>,
}

impl PartialEq for Made {
    fn eq(&self, other: &Self) -> bool {
        self.stamp == other.stamp && Arc::ptr_eq(&self.site, &other.site)
    }
}

#[derive(Clone)]
struct Saved {
    at: Time,
    headers: HeaderMap,
    body: Bytes,
}

impl Cache {
    fn find(&self, made: &Made, key: &str, now: Time) -> Option<Response> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = kept.answers.get(key).filter(|_| kept.made.as_ref() == Some(made)).cloned();
        drop(kept);
        let answer = answer.filter(|answer| (0..FRESH).contains(&(now.0 - answer.at.0)))?;
        let age = (now.0 - answer.at.0) / Time::SECOND;
        let mut response = (answer.headers, answer.body).into_response();
        response.headers_mut().insert(AGE, age.into());
        Some(response)
    }

    fn keep(&self, made: Made, key: String, answer: Saved) {
        let size = |key: &str, answer: &Saved| key.len() + answer.body.len() + 1_000;
        let added = size(&key, &answer);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.made.as_ref() != Some(&made) || kept.bytes + added > ROOM {
            *kept = Kept { made: Some(made), ..Kept::default() };
        }
        let before = kept.answers.insert(key.clone(), answer).map_or(0, |before| size(&key, &before));
        kept.bytes = kept.bytes + added - before;
    }
}

/// What an answer depends on, if it can be the same for others.
fn key(request: &Request) -> Option<String> {
    let (headers, path) = (request.headers(), request.uri().path());
    // These say who is asking, or for what of it.
    let known =
        [&COOKIE, &RANGE, &IF_NONE_MATCH, &IF_MODIFIED_SINCE, &UPGRADE].into_iter().any(|name| headers.contains_key(name))
            || headers.contains_key("signature")
            || headers.contains_key("signature-input");
    let token = headers.contains_key(AUTHORIZATION) && !["/api/v1/instance", "/api/v2/instance"].contains(&path);
    let anew = [CACHE_CONTROL, PRAGMA].iter().filter_map(|name| headers.get(name)?.to_str().ok()).any(|v| v.contains("no-cache"));
    let secret = request.uri().query().is_some_and(|query| query.contains("access_token"));
    if request.method() != Method::GET || known || token || secret || anew || path == "/health" {
        return None;
    }
    let mut key = request.uri().to_string();
    for name in [HOST, ACCEPT, ACCEPT_LANGUAGE] {
        key.push('\n');
        key.push_str(headers.get(name).map_or(Ok(""), |value| value.to_str()).ok()?);
    }
    Some(key)
}

/// Would anybody else get this answer too?
fn is_for_all(response: &Response) -> bool {
    let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = header(CONTENT_TYPE);
    let keeps = header(CACHE_CONTROL);
    let page = kind.starts_with("text/html") && keeps.contains("public");
    let data = kind.starts_with("application/") && kind.contains("json") && !keeps.contains("no-store");
    response.status() == StatusCode::OK
        && (page || data)
        && !response.headers().contains_key(SET_COOKIE)
        && response.body().size_hint().exact().is_some_and(|size| size <= LARGEST as u64)
}

/// Gives an answer again, or keeps it.
pub async fn keep(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(key) = key(&request) else { return next.run(request).await };
    let (Ok(site), Some(stamp)) = (app.site(), app.db.stamp().await) else { return next.run(request).await };
    let (made, now) = (Made { stamp, site }, app.clock.now());
    if let Some(response) = app.cache.find(&made, &key, now) {
        return response;
    }
    let response = next.run(request).await;
    if !is_for_all(&response) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, LARGEST).await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    app.cache.keep(made, key, Saved { at: now, headers: parts.headers.clone(), body: body.clone() });
    Response::from_parts(parts, Body::from(body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::node::{Answer, Person, TestNode, until};
    use serde_json::json;

    /// Asks until the answer is one that was given before.
    async fn again(node: &TestNode, path: &str) -> Answer {
        until("an answer is given again", || async {
            node.get(path).await;
            Some(node.get(path).await).filter(|answer| !answer.header("age").is_empty())
        })
        .await
    }

    async fn soup(node: &TestNode) -> (Person, String, String) {
        let ada = node.person("ada").await;
        let id = ada.says("Soup at eight").await["id"].as_str().unwrap().to_string();
        node.settled().await;
        let page = format!("/@ada/{id}");
        (ada, id, page)
    }

    #[tokio::test]
    async fn strangers_are_given_an_answer_again_until_something_is_written() {
        let node = TestNode::start().await;
        let (ada, id, page) = soup(&node).await;
        let entity = format!("/api/v1/statuses/{id}");
        for path in [&page, &entity, "/api/v1/timelines/public", "/api/v2/instance", "/api/v1/accounts/lookup?acct=ada"] {
            let kept = again(&node, path).await;
            let anew = Answer::of(node.http.get(format!("{}{path}", node.base)).header("cache-control", "no-cache")).await;
            assert_eq!((anew.status, anew.header("age")), (200, ""), "{path}");
            assert_eq!((&kept.text, kept.header("content-type")), (&anew.text, anew.header("content-type")), "{path}");
        }
        ada.call(Method::PUT, &entity, Some(json!({"status": "Soup at nine"}))).await.ok();
        for path in [&page, &entity, "/api/v1/timelines/public"] {
            assert!(node.get(path).await.text.contains("Soup at nine"), "{path}");
        }
        again(&node, &page).await;
        ada.call(Method::DELETE, &entity, None).await.ok();
        assert_eq!((node.get(&page).await.status, node.get(&entity).await.status), (404, 404));
    }

    #[tokio::test]
    async fn what_time_changes_is_told_anew() {
        let node = TestNode::start().await;
        let (_, _, page) = soup(&node).await;
        again(&node, &page).await;
        node.app.clock.advance(FRESH);
        assert_eq!(node.get(&page).await.header("age"), "");
    }

    #[tokio::test]
    async fn who_says_who_they_are_is_answered_for_themselves() {
        let node = TestNode::start().await;
        let (ada, id, page) = soup(&node).await;
        for (path, header, value) in [
            (page.as_str(), "cookie", "potluck_theme=dark".to_string()),
            (&page, "accept-language", "fr".into()),
            (&page, "accept", crate::federation::CONTENT_TYPE.into()),
            (&page, "signature", "keyId=\"https://far.example/key\"".into()),
            (&format!("/api/v1/statuses/{id}"), "authorization", format!("Bearer {}", ada.token)),
        ] {
            again(&node, path).await;
            let own = Answer::of(node.http.get(format!("{}{path}", node.base)).header(header, value)).await;
            assert_eq!((own.status, own.header("age")), (200, ""), "{path} {header}");
        }
        let french = Answer::of(node.http.get(format!("{}{page}", node.base)).header("accept-language", "fr")).await;
        assert!(french.text.contains("lang=\"fr\""), "{}", french.text);
    }

    #[tokio::test]
    async fn nobody_puts_anything_into_what_others_are_given() {
        let node = TestNode::start().await;
        let (_, _, page) = soup(&node).await;
        for header in
            ["x-forwarded-host", "x-forwarded-proto", "forwarded", "x-original-url", "x-rewrite-url", "origin", "referer", "host"]
        {
            let bad = node.http.get(format!("{}{page}", node.base)).header(header, "evil.example");
            Answer::of(bad).await;
            let answer = again(&node, &page).await;
            let sent = format!("{} {:?}", answer.text, answer.headers);
            assert!(!sent.contains("evil.example") && answer.text.contains("Soup at eight"), "{header}: {sent}");
            node.app.clock.advance(FRESH);
        }
    }

    #[tokio::test]
    async fn what_is_kept_is_bounded_and_of_one_moment() {
        let node = TestNode::start().await;
        let cache = Cache::default();
        let site = node.app.site().unwrap();
        let made = Made { stamp: node.app.db.stamp().await.unwrap(), site: site.clone() };
        let answer = |size| Saved { at: Time(0), headers: HeaderMap::new(), body: vec![0; size].into() };
        for n in 0..200 {
            cache.keep(made.clone(), format!("/{n}"), answer(LARGEST));
            let kept = cache.0.lock().unwrap();
            let held: usize = kept.answers.values().map(|answer| answer.body.len()).sum();
            assert!(held <= kept.bytes && kept.bytes <= ROOM && held > 0);
        }
        for _ in 0..3 {
            cache.keep(made.clone(), "/same".into(), answer(10));
        }
        assert!(cache.find(&made, "/same", Time(0)).is_some() && cache.find(&made, "/same", Time(FRESH)).is_none());
        let other = Made { site: Arc::new((*site).clone()), ..made };
        assert!(cache.find(&other, "/same", Time(0)).is_none());
        cache.keep(other, "/new".into(), answer(10));
        assert_eq!(cache.0.lock().unwrap().answers.len(), 1);
    }
}

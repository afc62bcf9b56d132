//! Posts in another language, by a server that stands in for LibreTranslate: it says of every text into what it was translated.

use std::sync::{Arc, Mutex};

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use reqwest::Method;
use serde_json::{Value, json};

use crate::config::Translation;
use crate::testing::TestNode;

/// What it was asked, and how it answers instead of translating.
#[derive(Clone, Default)]
struct Server {
    asked: Arc<Mutex<Vec<Value>>>,
    instead: Arc<Mutex<Option<(u16, Value)>>>,
}

async fn translate(State(server): State<Server>, Json(wish): Json<Value>) -> (StatusCode, Json<Value>) {
    server.asked.lock().unwrap().push(wish.clone());
    if let Some((status, body)) = server.instead.lock().unwrap().clone() {
        return (StatusCode::from_u16(status).unwrap(), Json(body));
    }
    let into = wish["target"].as_str().unwrap();
    let said = |text: &Value| format!("{} ({into})<script>alert(1)</script>", text.as_str().unwrap());
    let texts: Vec<String> = wish["q"].as_array().unwrap().iter().map(said).collect();
    let detected: Vec<Value> = texts.iter().map(|_| json!({"confidence": 90, "language": "es"})).collect();
    (StatusCode::OK, Json(json!({"translatedText": texts, "detectedLanguage": detected})))
}

async fn languages() -> Json<Value> {
    Json(json!([
        {"code": "en", "name": "English", "targets": ["fr", "es"]}, {"code": "es", "name": "Spanish", "targets": ["en", "fr"]}
    ]))
}

/// A node, and the server it asks, which wants a key.
async fn set() -> (TestNode, Server) {
    let server = Server::default();
    let app = axum::Router::new().route("/translate", post(translate)).route("/languages", get(languages));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(axum::serve(listener, app.with_state(server.clone())).into_future());
    let file = std::env::temp_dir().join(format!("potluck-translation-key-{}", crate::ids::secret()));
    std::fs::write(&file, "the key\n").unwrap();
    let node = TestNode::with_translator(Translation { url, api_key_file: Some(file.clone()) }).await;
    std::fs::remove_file(file).unwrap();
    (node, server)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_everybody_may_read_is_translated_when_a_member_asks() {
    let (node, server) = set().await;
    let ada = node.person("ada").await;
    let bob = node.person("bob").await;
    assert_eq!(node.get("/api/v2/instance").await.json()["configuration"]["translation"]["enabled"], true);
    let known = node.get("/api/v1/instance/translation_languages").await.json();
    assert_eq!(known, json!({"en": ["fr", "es"], "es": ["en", "fr"]}));
    let poll = json!({"options": ["soup & bread", "rice"], "expires_in": 3_600});
    let post = ada
        .post("/api/v1/statuses", json!({"status": "What do we cook?", "spoiler_text": "Food", "language": "en", "poll": poll}))
        .await;
    let path = format!("/api/v1/statuses/{}/translate", post["id"].as_str().unwrap());
    let there = bob.post(&path, json!({"lang": "fr"})).await;
    assert_eq!(there["content"], "<p>What do we cook?</p> (fr)");
    assert_eq!((&there["spoiler_text"], &there["language"]), (&json!("Food (fr)"), &json!("fr")), "{there}");
    assert_eq!((&there["detected_source_language"], &there["provider"]), (&json!("en"), &json!("LibreTranslate")));
    assert_eq!(there["poll"]["options"], json!([{"title": "soup & bread (fr)"}, {"title": "rice (fr)"}]));
    assert_eq!((&there["poll"]["id"], &there["media_attachments"]), (&post["id"], &json!([])));
    // The same once more is not asked for again; after a change it is.
    bob.post(&path, json!({"lang": "fr-CA"})).await;
    assert_eq!(server.asked.lock().unwrap().len(), 1);
    assert_eq!(server.asked.lock().unwrap()[0]["api_key"], "the key");
    node.app.clock.advance(crate::clock::Time::MINUTE);
    let changed = json!({"status": "What shall we cook?", "language": "en"});
    ada.call(Method::PUT, &format!("/api/v1/statuses/{}", post["id"].as_str().unwrap()), Some(changed)).await.ok();
    assert_eq!(bob.post(&path, json!({"lang": "fr"})).await["content"], "<p>What shall we cook?</p> (fr)");
    // Without a wish into the member's own language, where that is another.
    let other = ada.post("/api/v1/statuses", json!({"status": "¿Qué cocinamos?", "language": "es"})).await;
    let other = format!("/api/v1/statuses/{}/translate", other["id"].as_str().unwrap());
    assert_eq!(bob.post(&other, json!({})).await["language"], "en");
    assert_eq!(bob.call(Method::POST, &path, Some(json!({"lang": "en"}))).await.status, 403);
    assert_eq!(bob.call(Method::POST, &path, Some(json!({"lang": "eo"}))).await.status, 403);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_for_everybody_goes_to_no_translator() {
    let (node, server) = set().await;
    let ada = node.person("ada").await;
    let bob = node.person("bob").await;
    for (circle, who, status) in [("private", &ada, 403), ("direct", &ada, 403), ("private", &bob, 404)] {
        let body = json!({"status": "between us", "visibility": circle, "language": "en"});
        let post = ada.post("/api/v1/statuses", body).await;
        let path = format!("/api/v1/statuses/{}/translate", post["id"].as_str().unwrap());
        assert_eq!(who.call(Method::POST, &path, Some(json!({"lang": "fr"}))).await.status, status, "{circle}");
    }
    assert!(server.asked.lock().unwrap().is_empty());
    let post = ada.post("/api/v1/statuses", json!({"status": "for all", "language": "en"})).await;
    let path = format!("/api/v1/statuses/{}/translate", post["id"].as_str().unwrap());
    // Nothing that the server says instead breaks anything.
    for (status, body) in [
        (429, json!({"error": "slow down"})),
        (200, json!({"translatedText": "one"})),
        (200, json!({"translatedText": ["one"]})),
        (200, json!([])),
        (200, json!({"translatedText": ["x".repeat(2_000_000), ""]})),
    ] {
        *server.instead.lock().unwrap() = Some((status, body.clone()));
        let answer = bob.call(Method::POST, &path, Some(json!({"lang": "fr"}))).await;
        assert!(answer.status == 503 && answer.text.contains("translator"), "{} {}", answer.status, answer.text);
    }
    *server.instead.lock().unwrap() = None;
    assert_eq!(bob.post(&path, json!({"lang": "fr"})).await["language"], "fr");
    // A chapter without a translator offers none.
    let plain = TestNode::start().await;
    let carla = plain.person("carla").await;
    let post = carla.says("for all").await;
    let path = format!("/api/v1/statuses/{}/translate", post["id"].as_str().unwrap());
    assert_eq!(carla.call(Method::POST, &path, Some(json!({"lang": "fr"}))).await.status, 404);
    assert_eq!(plain.get("/api/v1/instance/translation_languages").await.json(), json!({}));
}

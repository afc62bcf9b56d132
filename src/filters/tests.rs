use reqwest::Method;
use serde_json::{Value, json};

use crate::clock::Time;
use crate::testing::{TestNode, words};

fn texts(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(words).collect()
}

#[tokio::test]
async fn what_is_to_be_hidden_is_not_sent_and_what_is_to_be_warned_of_says_so() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    ada.follows("bob").await;
    let warn = ada
        .post(
            "/api/v2/filters",
            json!({"title": "Series", "context": ["home", "public"], "filter_action": "warn",
                "keywords_attributes": [{"keyword": "tatort", "whole_word": true}, {"keyword": "spoiler"}]}),
        )
        .await;
    assert_eq!(warn["keywords"].as_array().unwrap().len(), 2);
    let hide = ada
        .post(
            "/api/v2/filters",
            json!({"title": "Peas", "context": ["home", "notifications", "thread"], "filter_action": "hide"}),
        )
        .await;
    let path = |filter: &Value| format!("/api/v2/filters/{}", filter["id"].as_str().unwrap());
    ada.post(&format!("{}/keywords", path(&hide)), json!({"keyword": "peas", "whole_word": "false"})).await;
    let root = bob.says("bread").await;
    bob.says("who watched Tatort?").await;
    bob.says("no tatorte here").await;
    bob.replies(&root, "@ada SWEETPEAS for all").await;
    bob.post("/api/v1/statuses", json!({"status": "what to eat?", "poll": {"options": ["Rice", "Peas"], "expires_in": 3_600}}))
        .await;

    let home = ada.get("/api/v1/timelines/home").await;
    assert_eq!(texts(&home), ["no tatorte here", "who watched Tatort?", "bread"]);
    assert_eq!(home[0]["filtered"], json!([]));
    assert_eq!(home[1]["filtered"][0]["filter"]["title"], "Series");
    assert_eq!(
        (&home[1]["filtered"][0]["keyword_matches"], &home[1]["filtered"][0]["status_matches"]),
        (&json!(["tatort"]), &Value::Null)
    );
    let public = ada.get("/api/v1/timelines/public").await;
    assert_eq!(texts(&public).len(), 5, "peas are hidden at home and in threads, not here");
    assert!(ada.notifications().await.iter().all(|n| n != "mention bob"), "nor is ada told");
    let context = ada.get(&format!("/api/v1/statuses/{}/context", root["id"].as_str().unwrap())).await;
    assert_eq!(context["descendants"], json!([]));
    assert_eq!(texts(&bob.get("/api/v1/timelines/home").await).len(), 5, "it is ada's business alone");

    // One post by its id.
    let marked = ada.post(&format!("{}/statuses", path(&hide)), json!({"status_id": root["id"]})).await;
    assert!(!texts(&ada.get("/api/v1/timelines/home").await).contains(&"bread".to_string()));
    let shown = ada.get(&format!("/api/v1/statuses/{}", root["id"].as_str().unwrap())).await;
    assert_eq!(shown["filtered"][0]["status_matches"], json!([root["id"]]), "asked for by its id it is there, and says so");
    ada.call(Method::DELETE, &format!("/api/v2/filters/statuses/{}", marked["id"].as_str().unwrap()), None).await.ok();
    assert!(texts(&ada.get("/api/v1/timelines/home").await).contains(&"bread".to_string()));

    // An hour later it is over by itself.
    ada.call(Method::PUT, &path(&hide), Some(json!({"expires_in": 3_600}))).await.ok();
    node.app.clock.advance(2 * Time::HOUR);
    assert_eq!(texts(&ada.get("/api/v1/timelines/home").await).len(), 5, "all of it is at home again");
    ada.call(Method::DELETE, &path(&warn), None).await.ok();
    ada.call(Method::DELETE, &path(&hide), None).await.ok();
    assert_eq!(ada.get("/api/v2/filters").await, json!([]));
    node.settled().await;
}

#[tokio::test]
async fn filters_are_ones_own_and_older_apps_see_each_word_as_one() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    let new = json!({"title": "Food", "context": ["home"], "keywords_attributes": {"0": {"keyword": "soup"}, "1": {"keyword": "bread", "whole_word": "1"}}});
    let filter = ada.post("/api/v2/filters", new).await;
    let old = ada.get("/api/v1/filters").await;
    assert_eq!(old.as_array().unwrap().len(), 2);
    assert_eq!(
        (&old[1]["phrase"], &old[1]["whole_word"], &old[1]["irreversible"]),
        (&json!("bread"), &json!(true), &json!(false))
    );
    let one = ada
        .post("/api/v1/filters", json!({"phrase": "rice", "context": ["public"], "irreversible": true, "expires_in": ""}))
        .await;
    let path = format!("/api/v1/filters/{}", one["id"].as_str().unwrap());
    let changed = ada.call(Method::PUT, &path, Some(json!({"phrase": "brown rice", "context": ["public", "home"]}))).await.ok();
    assert_eq!(
        (&changed["phrase"], &changed["context"], &changed["expires_at"]),
        (&json!("brown rice"), &json!(["public", "home"]), &Value::Null)
    );
    ada.call(Method::DELETE, &path, None).await.ok();
    assert_eq!(ada.get("/api/v2/filters").await.as_array().unwrap().len(), 1);
    let keyword = filter["keywords"][0]["id"].as_str().unwrap();
    let filter = filter["id"].as_str().unwrap();
    for (method, path, body) in [
        (Method::GET, format!("/api/v2/filters/{filter}"), None),
        (Method::PUT, format!("/api/v2/filters/{filter}"), Some(json!({"title": "mine"}))),
        (Method::DELETE, format!("/api/v2/filters/{filter}"), None),
        (Method::POST, format!("/api/v2/filters/{filter}/keywords"), Some(json!({"keyword": "x"}))),
        (Method::PUT, format!("/api/v2/filters/keywords/{keyword}"), Some(json!({"keyword": "x"}))),
        (Method::DELETE, format!("/api/v2/filters/keywords/{keyword}"), None),
        (Method::DELETE, format!("/api/v1/filters/{keyword}"), None),
    ] {
        assert_eq!(bob.call(method.clone(), &path, body).await.status, 404, "{method} {path}");
    }
    let secret = bob.says_to("private", "not for ada").await;
    let mark = json!({"status_id": secret["id"]});
    assert_eq!(ada.call(Method::POST, &format!("/api/v2/filters/{filter}/statuses"), Some(mark)).await.status, 404);
    for body in [
        json!({"title": "", "context": ["home"]}),
        json!({"title": "x", "context": []}),
        json!({"title": "x", "context": ["everywhere"]}),
        json!({"title": "x", "context": ["home"], "filter_action": "burn"}),
        json!({"title": "x", "context": ["home"], "keywords_attributes": [{"keyword": " "}]}),
    ] {
        assert_eq!(ada.call(Method::POST, "/api/v2/filters", Some(body.clone())).await.status, 422, "{body}");
    }
}

use reqwest::Method;
use serde_json::{Value, json};

use crate::testing::node::Person;
use crate::testing::{TestNode, words};

async fn read(by: &Person, list: &Value) -> Vec<String> {
    let shown = by.get(&format!("/api/v1/timelines/list/{}", list["id"].as_str().unwrap())).await;
    shown.as_array().unwrap().iter().map(words).collect()
}

#[tokio::test]
async fn a_list_shows_those_in_it_and_answers_as_it_says() {
    let node = TestNode::start().await;
    let (ada, bob, eve) = (node.person("ada").await, node.person("bob").await, node.person("eve").await);
    ada.follows("bob").await;
    ada.follows("eve").await;
    let list = ada.post("/api/v1/lists", json!({"title": " cooks ", "replies_policy": "list"})).await;
    assert_eq!(list, json!({"id": list["id"], "title": "cooks", "replies_policy": "list", "exclusive": false}));
    let path = format!("/api/v1/lists/{}", list["id"].as_str().unwrap());
    ada.post(&format!("{path}/accounts"), json!({"account_ids": [bob.id]})).await;
    let soup = bob.says("soup").await;
    let bread = eve.says("bread").await;
    bob.replies(&bread, "with butter").await;
    bob.replies(&soup, "and salt").await;
    assert_eq!(read(&ada, &list).await, ["and salt", "soup"], "eve is not in it, and so is what answers her");
    ada.call(Method::PUT, &path, Some(json!({"replies_policy": "followed"}))).await.ok();
    assert_eq!(read(&ada, &list).await, ["and salt", "with butter", "soup"]);
    ada.call(Method::PUT, &path, Some(json!({"replies_policy": "none", "title": "best cooks"}))).await.ok();
    assert_eq!(read(&ada, &list).await, ["and salt", "soup"]);
    assert_eq!(ada.get(&format!("/api/v1/accounts/{}/lists", bob.id)).await[0]["title"], "best cooks");
    assert_eq!(ada.get(&format!("{path}/accounts?limit=0")).await[0]["acct"], "bob");

    // An exclusive list is not read twice.
    ada.call(Method::PUT, &path, Some(json!({"exclusive": "true"}))).await.ok();
    bob.says_to("unlisted", "only in the list").await;
    assert!(!ada.home().await.contains(&"only in the list".to_string()));
    assert_eq!(read(&ada, &list).await[0], "only in the list");

    // It is ada's alone, and holds only those she follows.
    for (method, path, body) in [
        (Method::GET, path.clone(), None),
        (Method::PUT, path.clone(), Some(json!({"title": "mine"}))),
        (Method::DELETE, path.clone(), None),
        (Method::GET, format!("{path}/accounts"), None),
        (Method::POST, format!("{path}/accounts"), Some(json!({"account_ids": [ada.id]}))),
        (Method::GET, format!("/api/v1/timelines/list/{}", list["id"].as_str().unwrap()), None),
    ] {
        assert_eq!(bob.call(method.clone(), &path, body).await.status, 404, "{method} {path}");
    }
    for (path, body, expected) in [
        (format!("{path}/accounts"), json!({"account_ids": [bob.id]}), 422),
        (format!("{path}/accounts"), json!({"account_ids": ["999"]}), 404),
        ("/api/v1/lists".into(), json!({"title": ""}), 422),
        ("/api/v1/lists".into(), json!({}), 422),
        ("/api/v1/lists".into(), json!({"title": "x", "replies_policy": "all"}), 422),
    ] {
        assert_eq!(ada.call(Method::POST, &path, Some(body.clone())).await.status, expected, "{path} {body}");
    }
    // Who is not followed any more is not in it any more.
    ada.post(&format!("/api/v1/accounts/{}/unfollow", bob.id), json!({})).await;
    assert_eq!(ada.get(&format!("{path}/accounts")).await, json!([]));
    ada.post(&format!("{path}/accounts"), json!({"account_ids": [eve.id]})).await;
    ada.call(Method::DELETE, &format!("{path}/accounts"), Some(json!({"account_ids": [eve.id]}))).await.ok();
    ada.call(Method::DELETE, &path, None).await.ok();
    assert_eq!(ada.get("/api/v1/lists").await, json!([]));
}

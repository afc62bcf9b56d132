use reqwest::Method;
use serde_json::json;

use crate::testing::{TestNode, words};

#[tokio::test]
async fn letters_stand_together_with_those_they_are_between() {
    let node = TestNode::start().await;
    let (ada, bob, eve) = (node.person("ada").await, node.person("bob").await, node.person("eve").await);
    let first = ada.says_to("direct", "@bob shall we cook?").await;
    ada.says_to("direct", "@eve and you?").await;
    let reply = bob
        .post("/api/v1/statuses", json!({"status": "@ada gladly", "visibility": "direct", "in_reply_to_id": first["id"]}))
        .await;
    let list = ada.get("/api/v1/conversations").await;
    let told: Vec<(String, String, bool)> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|c| (c["accounts"][0]["acct"].as_str().unwrap().into(), words(&c["last_status"]), c["unread"].as_bool().unwrap()))
        .collect();
    assert_eq!(told, [("bob".into(), "@ada gladly".into(), true), ("eve".into(), "@eve and you?".into(), false)]);
    let id = list[0]["id"].as_str().unwrap();
    assert_eq!(ada.post(&format!("/api/v1/conversations/{id}/read"), json!({})).await["unread"], false);
    assert_eq!(ada.post(&format!("/api/v1/conversations/{id}/unread"), json!({})).await["unread"], true);
    for (method, path) in
        [(Method::POST, format!("/api/v1/conversations/{id}/read")), (Method::DELETE, format!("/api/v1/conversations/{id}"))]
    {
        assert_eq!(eve.call(method, &path, None).await.status, 404, "{path} is ada's");
    }
    let older = ada.get(&format!("/api/v1/conversations?max_id={}", reply["id"].as_str().unwrap())).await;
    assert_eq!(older.as_array().unwrap().len(), 1);
    // The last letter is taken back: the one before it is the last.
    bob.call(Method::DELETE, &format!("/api/v1/statuses/{}", reply["id"].as_str().unwrap()), None).await.ok();
    let list = ada.get("/api/v1/conversations").await;
    assert_eq!(words(&list[1]["last_status"]), "@bob shall we cook?");
    ada.call(Method::DELETE, &format!("/api/v1/conversations/{id}"), None).await.ok();
    assert_eq!(ada.get("/api/v1/conversations").await.as_array().unwrap().len(), 1);
    assert_eq!(bob.get("/api/v1/conversations").await.as_array().unwrap().len(), 1, "each has their own");
    assert_eq!(node.person("mel").await.get("/api/v1/conversations").await, json!([]));
}

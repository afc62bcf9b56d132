use reqwest::Method;
use serde_json::json;

use crate::testing::TestNode;

#[tokio::test]
async fn who_follows_a_hashtag_finds_it_at_home() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    let chapter = ada.finds("paris").await;
    ada.post(&format!("/api/v1/accounts/{}/unfollow", chapter["id"].as_str().unwrap()), json!({})).await;
    let tag = ada.post("/api/v1/tags/Soup/follow", json!({})).await;
    assert_eq!((&tag["name"], &tag["following"], tag["history"].as_array().unwrap().len()), (&json!("soup"), &json!(true), 7));
    bob.says("first #soup of the year").await;
    bob.says("second #SOUP").await;
    bob.says_to("unlisted", "a quiet #soup").await;
    bob.says("bread").await;
    assert_eq!(ada.home().await, ["second #SOUP", "first #soup of the year"]);
    let shown = ada.get("/api/v1/tags/soup").await;
    assert_eq!((&shown["history"][0]["uses"], &shown["history"][0]["accounts"]), (&json!("2"), &json!("1")));
    assert_eq!(node.get("/api/v1/tags/soup").await.ok().get("following"), None);
    assert_eq!(ada.get("/api/v1/followed_tags").await[0]["name"], "soup");
    assert_eq!(node.get("/api/v1/trends/tags").await.ok()[0]["name"], "soup");
    // Not of whom ada has blocked, and not twice of whom she follows.
    ada.follows("bob").await;
    bob.says("third #soup").await;
    assert_eq!(ada.home().await.iter().filter(|t| t.contains("third")).count(), 1);
    ada.post(&format!("/api/v1/accounts/{}/block", bob.id), json!({})).await;
    bob.says("fourth #soup").await;
    assert!(ada.home().await.iter().all(|t| !t.contains("fourth")));
    assert_eq!(ada.post("/api/v1/tags/soup/unfollow", json!({})).await["following"], false);
    assert_eq!(ada.get("/api/v1/followed_tags").await, json!([]));
    assert_eq!(ada.call(Method::POST, "/api/v1/tags/a%20b/follow", Some(json!({}))).await.status, 404);
}

#[tokio::test]
async fn hashtags_on_a_profile() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    ada.says("#soup").await;
    ada.says("#soup again").await;
    assert_eq!(ada.get("/api/v1/featured_tags/suggestions").await[0]["name"], "soup");
    let shown = ada.post("/api/v1/featured_tags", json!({"name": "#Soup"})).await;
    assert_eq!((&shown["name"], &shown["statuses_count"]), (&json!("soup"), &json!("2")));
    assert_eq!(shown["last_status_at"].as_str().unwrap().len(), 10, "a day, not a moment");
    assert_eq!(ada.call(Method::POST, "/api/v1/featured_tags", Some(json!({"name": "soup"}))).await.status, 422);
    assert_eq!(ada.call(Method::POST, "/api/v1/featured_tags", Some(json!({"name": "a b"}))).await.status, 422);
    assert_eq!(node.get(&format!("/api/v1/accounts/{}/featured_tags", ada.id)).await.ok()[0]["name"], "soup");
    let path = format!("/api/v1/featured_tags/{}", shown["id"].as_str().unwrap());
    assert_eq!(bob.call(Method::DELETE, &path, None).await.status, 404);
    ada.call(Method::DELETE, &path, None).await.ok();
    assert_eq!(ada.get("/api/v1/featured_tags").await, json!([]));
    assert_eq!(ada.post("/api/v1/tags/soup/feature", json!({})).await["featuring"], true);
    assert_eq!(ada.post("/api/v1/tags/soup/unfeature", json!({})).await["featuring"], false);
}

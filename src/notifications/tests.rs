use serde_json::json;

use crate::testing::TestNode;

#[tokio::test]
async fn notifications_are_filtered_and_dismissed() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    let post = ada.says("soup").await;
    bob.follows("ada").await;
    bob.does("favourite", &post).await;
    bob.replies(&post, "@ada more").await;
    assert_eq!(ada.notifications().await, ["mention bob", "favourite bob", "follow bob"]);
    let only = ada.get("/api/v1/notifications?types[]=follow&types[]=favourite").await;
    assert_eq!(only.as_array().unwrap().len(), 2);
    let without = ada.get("/api/v1/notifications?exclude_types[]=mention&limit=1").await;
    assert!(without[0]["type"] == "favourite" && without[0]["status"]["id"] == post["id"]);
    let id = without[0]["id"].as_str().unwrap();
    assert_eq!(ada.get(&format!("/api/v1/notifications/{id}")).await["id"], id);
    assert_eq!(bob.call(reqwest::Method::GET, &format!("/api/v1/notifications/{id}"), None).await.status, 404);
    bob.post(&format!("/api/v1/notifications/{id}/dismiss"), json!({})).await;
    assert_eq!(ada.notifications().await.len(), 3, "nobody dismisses another's");
    ada.post(&format!("/api/v1/notifications/{id}/dismiss"), json!({})).await;
    assert_eq!(ada.notifications().await.len(), 2);
    ada.post("/api/v1/notifications/clear", json!({})).await;
    assert!(ada.notifications().await.is_empty());
}

#[tokio::test]
async fn who_asks_for_it_hears_of_every_post() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    bob.post(&format!("/api/v1/accounts/{}/follow", ada.id), json!({"notify": true})).await;
    ada.says("listen").await;
    assert_eq!(bob.notifications().await, ["status ada"]);
}

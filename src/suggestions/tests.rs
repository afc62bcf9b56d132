use reqwest::Method;
use serde_json::{Value, json};

use crate::testing::TestNode;

fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|a| a["acct"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn people_are_found() {
    let node = TestNode::start().await;
    let (ada, bob, eve) = (node.person("ada").await, node.person("bob").await, node.person("eve").await);
    ada.follows("bob").await;
    bob.follows("eve").await;
    let suggested = ada.get("/api/v2/suggestions").await;
    assert_eq!((&suggested[0]["account"]["acct"], &suggested[0]["sources"]), (&json!("eve"), &json!(["friends_of_friends"])));
    assert!(names(&ada.get("/api/v1/suggestions").await).iter().all(|n| !["ada", "bob", "paris"].contains(n)));
    ada.call(Method::DELETE, &format!("/api/v1/suggestions/{}", eve.id), None).await.ok();
    assert!(!names(&ada.get("/api/v1/suggestions").await).contains(&"eve"));
    let known = ada.get(&format!("/api/v1/accounts/familiar_followers?id[]={}", eve.id)).await;
    assert_eq!(names(&known[0]["accounts"]), ["bob"]);
    bob.call(Method::PATCH, "/api/v1/accounts/update_credentials", Some(json!({"hide_collections": true}))).await.ok();
    assert_eq!(ada.get(&format!("/api/v1/accounts/familiar_followers?id[]={}", eve.id)).await[0]["accounts"], json!([]));

    bob.says("hello").await;
    let found = node.get("/api/v1/directory?local=true").await.ok();
    assert_eq!(names(&found)[0], "bob", "who was active last");
    eve.call(Method::PATCH, "/api/v1/accounts/update_credentials", Some(json!({"discoverable": false}))).await.ok();
    let found = node.get("/api/v1/directory?order=new").await.ok();
    assert!(!names(&found).contains(&"eve") && names(&found).contains(&"ada"));
    node.settled().await;
}

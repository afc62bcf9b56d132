use serde_json::json;

use crate::clock::Time;
use crate::testing::TestNode;

#[tokio::test]
async fn who_is_muted_is_not_heard_until_the_mute_is_over() {
    let node = TestNode::start().await;
    let (ada, bob, eve) = (node.person("ada").await, node.person("bob").await, node.person("eve").await);
    ada.follows("bob").await;
    ada.follows("eve").await;
    let path = |verb: &str| format!("/api/v1/accounts/{}/{verb}", bob.id);
    let relation = ada.post(&path("mute"), json!({"duration": 3_600})).await;
    assert_eq!(
        (&relation["muting"], &relation["muting_notifications"], &relation["following"]),
        (&json!(true), &json!(true), &json!(true))
    );
    assert!(relation["muting_expires_at"].is_string());
    let post = bob.says("hello @ada").await;
    eve.does("reblog", &post).await;
    assert!(!ada.home().await.iter().any(|text| text.contains("hello")), "neither from him nor passed on");
    assert!(!ada.notifications().await.contains(&"mention bob".to_string()));
    let public = ada.get("/api/v1/timelines/public").await;
    assert!(public.as_array().unwrap().iter().all(|s| s["account"]["acct"] != "bob"));
    assert_eq!(ada.get("/api/v1/mutes").await[0]["acct"], "bob");
    assert!(
        bob.get(&format!("/api/v1/accounts/relationships?id[]={}", ada.id)).await[0]["blocked_by"] == false,
        "nobody learns of a mute"
    );
    // An hour later it is over by itself.
    node.app.clock.advance(2 * Time::HOUR);
    bob.says("are you there @ada?").await;
    assert!(ada.home().await.iter().any(|text| text.contains("are you there")));
    assert_eq!(ada.get(&format!("/api/v1/accounts/relationships?id[]={}", bob.id)).await[0]["muting"], false);
    ada.post(&path("mute"), json!({"notifications": false})).await;
    bob.says("still there @ada?").await;
    assert_eq!(ada.notifications().await.iter().filter(|n| *n == "mention bob").count(), 2, "told all the same");
    assert_eq!(ada.post(&path("unmute"), json!({})).await["muting"], false);
    assert!(ada.home().await.iter().any(|text| text.contains("still there")), "what was missed is there again");
}

#[tokio::test]
async fn a_block_among_neighbours_parts_them() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    bob.follows("ada").await;
    let post = ada.says("hello").await;
    ada.post(&format!("/api/v1/accounts/{}/block", bob.id), json!({})).await;
    assert_eq!(ada.get("/api/v1/blocks").await[0]["acct"], "bob");
    assert!(!bob.home().await.contains(&"hello".to_string()));
    for verb in ["favourite", "reblog"] {
        let path = format!("/api/v1/statuses/{}/{verb}", post["id"].as_str().unwrap());
        assert_eq!(bob.call(reqwest::Method::POST, &path, Some(json!({}))).await.status, 404, "{verb}");
    }
    bob.says("@ada let me in").await;
    assert!(ada.notifications().await.iter().all(|n| !n.contains("bob")));
    assert_eq!(ada.call(reqwest::Method::POST, &format!("/api/v1/accounts/{}/block", ada.id), Some(json!({}))).await.status, 403);
}

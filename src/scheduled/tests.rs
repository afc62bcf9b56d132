use reqwest::Method;
use serde_json::json;

use crate::clock::Time;
use crate::testing::{TestNode, until};

#[tokio::test]
async fn a_post_is_posted_at_its_time_once() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    let at = |minutes: i64| node.app.clock.now().plus(minutes * Time::MINUTE).rfc3339();
    let new = json!({"status": "soup is ready @bob", "scheduled_at": at(60), "visibility": "unlisted", "poll": {"options": ["a", "b"], "expires_in": 3_600}});
    let planned = ada.post("/api/v1/statuses", new).await;
    assert_eq!(
        (&planned["params"]["text"], &planned["params"]["visibility"]),
        (&json!("soup is ready @bob"), &json!("unlisted"))
    );
    assert!(planned.get("content").is_none(), "it is no post yet");
    let path = format!("/api/v1/scheduled_statuses/{}", planned["id"].as_str().unwrap());
    for (method, body) in [(Method::GET, None), (Method::PUT, Some(json!({"scheduled_at": at(90)}))), (Method::DELETE, None)] {
        assert_eq!(bob.call(method, &path, body).await.status, 404);
    }
    for bad in [at(1), "tomorrow".into(), String::new()] {
        assert_eq!(ada.call(Method::PUT, &path, Some(json!({"scheduled_at": bad}))).await.status, 422, "{bad}");
    }
    assert_eq!(ada.call(Method::POST, "/api/v1/statuses", Some(json!({"status": "x", "scheduled_at": at(2)}))).await.status, 422);
    ada.call(Method::PUT, &path, Some(json!({"scheduled_at": at(120)}))).await.ok();
    let dropped = ada.post("/api/v1/statuses", json!({"status": "never", "scheduled_at": at(100)})).await;
    assert_eq!(ada.get("/api/v1/scheduled_statuses").await.as_array().unwrap().len(), 2);
    ada.call(Method::DELETE, &format!("/api/v1/scheduled_statuses/{}", dropped["id"].as_str().unwrap()), None).await.ok();
    node.app.clock.advance(70 * Time::MINUTE);
    node.settled().await;
    assert_eq!(ada.home().await, Vec::<String>::new(), "it was put off");
    // The node may have been off when the time came.
    node.app.clock.advance(3 * Time::DAY);
    until("the post is there", || async { (ada.home().await == ["soup is ready @bob"]).then_some(()) }).await;
    node.settled().await;
    assert_eq!(bob.notifications().await, ["mention ada"]);
    assert_eq!(ada.get("/api/v1/scheduled_statuses").await, json!([]));
    assert_eq!(ada.get("/api/v1/timelines/home").await[0]["visibility"], "unlisted");
}

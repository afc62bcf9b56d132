use reqwest::Method;
use serde_json::json;

use crate::testing::TestNode;

#[tokio::test]
async fn a_profile_shows_whom_somebody_thinks_well_of_and_notes_are_for_ones_own_eyes() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    let path = |verb: &str| format!("/api/v1/accounts/{}/{verb}", bob.id);
    assert_eq!(ada.call(Method::POST, &path("endorse"), Some(json!({}))).await.status, 422, "a stranger");
    ada.follows("bob").await;
    assert_eq!(ada.post(&path("pin"), json!({})).await["endorsed"], true);
    assert_eq!(node.get(&format!("/api/v1/accounts/{}/endorsements", ada.id)).await.ok()[0]["acct"], "bob");
    assert_eq!(ada.get("/api/v1/endorsements").await[0]["acct"], "bob");
    assert_eq!(ada.post(&path("unendorse"), json!({})).await["endorsed"], false);

    assert_eq!(ada.post(&path("note"), json!({"comment": "makes soup"})).await["note"], "makes soup");
    let relation = format!("/api/v1/accounts/relationships?id[]={}", bob.id);
    assert_eq!(ada.get(&relation).await[0]["note"], "makes soup");
    assert_eq!(bob.get(&format!("/api/v1/accounts/relationships?id[]={}", ada.id)).await[0]["note"], "");
    assert_eq!(ada.post(&path("note"), json!({"comment": null})).await["note"], "");
    assert_eq!(ada.call(Method::POST, &path("note"), Some(json!({"comment": "x".repeat(2_001)}))).await.status, 422);
}

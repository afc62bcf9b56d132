use reqwest::Method;
use serde_json::json;

use crate::testing::TestNode;

#[tokio::test]
async fn following_changes_both_sides_and_the_home() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    ada.says_to("unlisted", "before").await;
    bob.follows("ada").await;
    assert_eq!(bob.home().await, ["before"], "the last posts are there at once");
    assert_eq!(ada.notifications().await, ["follow bob"]);
    let relation = &ada.get(&format!("/api/v1/accounts/relationships?id[]={}&id[]=1", bob.id)).await;
    assert_eq!(relation.as_array().unwrap().len(), 1, "nobody has the id 1");
    assert!(relation[0]["followed_by"] == true && relation[0]["following"] == false);
    let followers = node.get(&format!("/api/v1/accounts/{}/followers", ada.id)).await;
    assert!(followers.header("link").starts_with(&format!("<{}/api/v1/accounts/{}/followers?max_id=", node.base, ada.id)));
    assert_eq!(followers.ok()[0]["acct"], "bob");
    assert_eq!(node.get(&format!("/api/v1/accounts/{}", ada.id)).await.ok()["followers_count"], 1);

    bob.post(&format!("/api/v1/accounts/{}/unfollow", ada.id), json!({})).await;
    assert!(bob.home().await.is_empty());
    assert_eq!(node.get(&format!("/api/v1/accounts/{}", ada.id)).await.ok()["followers_count"], 0);
}

#[tokio::test]
async fn nobody_follows_themselves_or_a_server() {
    let node = TestNode::start().await;
    let ada = node.person("ada").await;
    let path = format!("/api/v1/accounts/{}/follow", ada.id);
    assert_eq!(ada.call(Method::POST, &path, None).await.status, 403);
    let server = node.app.site().unwrap().node_id;
    assert_eq!(ada.call(Method::POST, &format!("/api/v1/accounts/{server}/follow"), None).await.status, 403);
    assert_eq!(ada.call(Method::POST, "/api/v1/accounts/1/follow", None).await.status, 404);
}

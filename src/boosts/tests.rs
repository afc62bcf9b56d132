use reqwest::Method;

use crate::testing::TestNode;

#[tokio::test]
async fn a_boost_is_counted_told_and_taken_back() {
    let node = TestNode::start().await;
    let (ada, bob, eve) = (node.person("ada").await, node.person("bob").await, node.person("eve").await);
    eve.follows("bob").await;
    let post = ada.says_to("unlisted", "pass it on").await;
    let boost = bob.does("reblog", &post).await;
    assert_eq!(boost["reblog"]["reblogs_count"], 1);
    assert_eq!(bob.does("reblog", &post).await["id"], boost["id"], "boosting again changes nothing");
    assert_eq!(ada.notifications().await, ["reblog bob"]);
    assert_eq!(eve.home().await, ["pass it on"]);
    let by = node.get(&format!("/api/v1/statuses/{}/reblogged_by", post["id"].as_str().unwrap())).await.ok();
    assert_eq!(by[0]["acct"], "bob");
    let after = bob.does("unreblog", &post).await;
    assert!(after["reblogs_count"] == 0 && after["reblogged"] == false);
    assert!(eve.home().await.is_empty() && ada.notifications().await.is_empty());
}

#[tokio::test]
async fn private_posts_are_boosted_by_their_author_only() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    bob.follows("ada").await;
    let post = ada.says_to("private", "among us").await;
    let path = format!("/api/v1/statuses/{}/reblog", post["id"].as_str().unwrap());
    assert_eq!(bob.call(Method::POST, &path, None).await.status, 403);
    let boost = ada.call(Method::POST, &path, None).await.ok();
    assert_eq!(boost["visibility"], "private", "a boost never widens the circle");
}

#[tokio::test]
async fn the_chapter_passes_on_public_posts_and_nothing_else() {
    let node = TestNode::start().await;
    let ada = node.person("ada").await;
    let post = ada.says("for the whole city").await;
    ada.says_to("unlisted", "quietly").await;
    ada.says_to("private", "privately").await;
    ada.replies(&post, "a reply").await;
    let chapter = node.get("/api/v1/accounts/lookup?acct=paris").await.ok();
    let passed_on = node.get(&format!("/api/v1/accounts/{}/statuses", chapter["id"].as_str().unwrap())).await.ok();
    let texts: Vec<String> = passed_on.as_array().unwrap().iter().map(|s| crate::testing::words(&s["reblog"])).collect();
    assert_eq!(texts, ["for the whole city"]);
    assert!(ada.notifications().await.is_empty(), "that the chapter passes posts on is no news");
}

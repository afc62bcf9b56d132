use crate::testing::TestNode;

#[tokio::test]
async fn a_favourite_is_counted_told_and_taken_back() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    let post = ada.says("soup").await;
    let seen = bob.does("favourite", &post).await;
    assert!(seen["favourited"] == true && seen["favourites_count"] == 1);
    assert_eq!(bob.does("favourite", &post).await["favourites_count"], 1);
    assert_eq!(ada.notifications().await, ["favourite bob"]);
    let by = node.get(&format!("/api/v1/statuses/{}/favourited_by", post["id"].as_str().unwrap())).await.ok();
    assert_eq!(by[0]["acct"], "bob");
    assert_eq!(bob.does("unfavourite", &post).await["favourites_count"], 0);
    assert!(ada.notifications().await.is_empty());
}

use crate::clock::Time;
use crate::testing::{TestNode, words};

#[tokio::test]
async fn what_many_pass_on_is_shown_to_all_for_some_days() {
    let node = TestNode::start().await;
    let (ada, bob, eve) = (node.person("ada").await, node.person("bob").await, node.person("eve").await);
    let (soup, bread) = (ada.says("soup").await, ada.says("bread").await);
    let secret = ada.says_to("unlisted", "between us").await;
    for who in [&bob, &eve] {
        who.does("favourite", &bread).await;
        who.does("favourite", &secret).await;
    }
    bob.does("favourite", &soup).await;
    bob.does("reblog", &soup).await;
    let trending = node.get("/api/v1/trends/statuses").await.ok();
    let texts: Vec<String> = trending.as_array().unwrap().iter().map(words).collect();
    assert_eq!(texts, ["soup", "bread"]);
    assert_eq!(node.get("/api/v1/trends/statuses?limit=1&offset=1").await.ok().as_array().unwrap().len(), 1);
    node.app.clock.advance(4 * Time::DAY);
    assert_eq!(node.get("/api/v1/trends/statuses").await.ok(), serde_json::json!([]));
}

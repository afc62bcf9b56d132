use crate::testing::TestNode;

#[tokio::test]
async fn people_tags_and_addresses_are_found() {
    let node = TestNode::start().await;
    let ada = node.person("ada").await;
    let post = ada.says("soup #Potluck").await;
    let search = |q: String| {
        let ada = ada.clone();
        async move { ada.get(&format!("/api/v2/search?q={q}")).await }
    };
    assert_eq!(search("ad".into()).await["accounts"][0]["acct"], "ada");
    assert_eq!(search("STEL".into()).await["accounts"][0]["display_name"], "Stella", "by the name shown, in any case");
    assert_eq!(search("@ada".into()).await["accounts"][0]["acct"], "ada");
    assert_eq!(search(format!("ada@{}", node.domain)).await["accounts"][0]["acct"], "ada");
    assert_eq!(search("potl".into()).await["hashtags"][0]["name"], "potluck");
    for key in ["uri", "url"] {
        assert_eq!(search(post[key].as_str().unwrap().into()).await["statuses"][0]["id"], post["id"], "by {key}");
    }
    let nothing = search("%25".into()).await;
    assert!(
        nothing["accounts"].as_array().unwrap().is_empty() && nothing["statuses"].is_array() && nothing["hashtags"].is_array()
    );
}

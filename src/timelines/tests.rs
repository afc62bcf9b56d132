use crate::testing::TestNode;

#[tokio::test]
async fn a_post_stands_at_home_once_however_many_pass_it_on() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    bob.follows("ada").await;
    let post = ada.says("one soup").await;
    ada.does("reblog", &post).await;
    assert_eq!(bob.home().await, ["one soup"]);
    assert_eq!(ada.home().await, ["one soup"]);
}

#[tokio::test]
async fn a_stranger_to_the_conversation_does_not_see_the_replies() {
    let node = TestNode::start().await;
    let (ada, bob, eve) = (node.person("ada").await, node.person("bob").await, node.person("eve").await);
    eve.follows("ada").await;
    let post = bob.says_to("unlisted", "hello").await;
    ada.replies(&post, "only for those who follow both").await;
    assert!(eve.home().await.is_empty());
    eve.follows("bob").await;
    ada.replies(&post, "now for eve too").await;
    assert_eq!(eve.home().await[0], "now for eve too");
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_double() {
    let node = TestNode::start().await;
    let ada = node.person("ada").await;
    for n in 0..45 {
        ada.says(&format!("post {n}")).await;
    }
    for start in ["/api/v1/timelines/home?limit=10", "/api/v1/timelines/public?local=true&limit=10"] {
        let mut path = start.to_string();
        let mut seen = Vec::new();
        let mut prev = String::new();
        loop {
            let answer = ada.call(reqwest::Method::GET, &path, None).await;
            let link = answer.header("link").to_string();
            let page = answer.ok();
            if page.as_array().unwrap().is_empty() {
                break;
            }
            seen.extend(page.as_array().unwrap().iter().map(|s| s["id"].as_str().unwrap().to_string()));
            assert!(link.contains("limit=10") && link.find("rel=\"next\"") < link.find("rel=\"prev\""), "{link}");
            let address = |part: &str| {
                part.split('>').next().unwrap().trim_start_matches([' ', '<']).strip_prefix(&node.base).unwrap().to_string()
            };
            path = address(link.split(',').next().unwrap());
            prev = address(link.split(',').nth(1).unwrap());
        }
        assert_eq!(seen.len(), 45, "{start}");
        let mut sorted = seen.clone();
        sorted.sort_by(|a, b| b.cmp(a));
        sorted.dedup();
        assert_eq!(seen, sorted, "newest first, none twice");
        // From the last page back: the ten right above it.
        let above = ada.get(&prev).await;
        assert_eq!(above[9]["id"], seen[seen.len() - 6].as_str());
    }
}

#[tokio::test]
async fn the_public_timeline_shows_public_posts_that_answer_nobody() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    let post = ada.says("shown").await;
    bob.replies(&post, "a reply").await;
    ada.says_to("unlisted", "quiet").await;
    let shown = node.get("/api/v1/timelines/public").await.ok();
    assert_eq!(shown.as_array().unwrap().len(), 1);
    assert!(node.get("/api/v1/timelines/public?remote=true").await.ok().as_array().unwrap().is_empty());
    assert!(node.get("/").await.text.contains("shown"));
}

#[tokio::test]
async fn a_hashtag_has_its_timeline_and_its_page() {
    let node = TestNode::start().await;
    let ada = node.person("ada").await;
    ada.says("soup #Été").await;
    ada.says_to("unlisted", "quiet #été").await;
    let shown = node.get("/api/v1/timelines/tag/%C3%89t%C3%A9").await.ok();
    assert_eq!(shown.as_array().unwrap().len(), 1);
    let link = shown[0]["tags"][0]["url"].as_str().unwrap().strip_prefix(&node.base).unwrap().to_string();
    assert!(node.get(&link).await.text.contains("soup"));
    assert!(node.get("/tags/nothing").await.text.contains("Nobody this chapter knows"));
}

use reqwest::Method;
use serde_json::json;

use crate::testing::{TestNode, words};

#[tokio::test]
async fn bookmarks_and_favourites_are_found_again_page_by_page() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    for (verb, path) in [("bookmark", "/api/v1/bookmarks"), ("favourite", "/api/v1/favourites")] {
        let mut posts = Vec::new();
        for n in 0..5 {
            let post = bob.says(&format!("{verb} {n}")).await;
            let kept = ada.does(verb, &post).await;
            assert_eq!(kept[if verb == "bookmark" { "bookmarked" } else { "favourited" }], true);
            ada.does(verb, &post).await;
            posts.push(post);
        }
        let first = ada.call(Method::GET, &format!("{path}?limit=3"), None).await;
        let texts: Vec<String> = first.json().as_array().unwrap().iter().map(words).collect();
        assert_eq!(texts, [format!("{verb} 4"), format!("{verb} 3"), format!("{verb} 2")], "each once, the latest first");
        let next = first.header("link").split(['<', '>']).nth(1).unwrap().strip_prefix(&node.base).unwrap().to_string();
        assert_eq!(ada.get(&next).await.as_array().unwrap().len(), 2);
        ada.does(&format!("un{verb}"), &posts[4]).await;
        assert_eq!(ada.get(path).await.as_array().unwrap().len(), 4);
        assert_eq!(bob.get(path).await, json!([]), "nobody else's");
        let secret = bob.says_to("private", "not for ada").await;
        let refused = format!("/api/v1/statuses/{}/{verb}", secret["id"].as_str().unwrap());
        assert_eq!(ada.call(Method::POST, &refused, Some(json!({}))).await.status, 404);
        // What is deleted is in no list.
        bob.call(Method::DELETE, &format!("/api/v1/statuses/{}", posts[3]["id"].as_str().unwrap()), None).await.ok();
        assert_eq!(ada.get(path).await.as_array().unwrap().len(), 3);
    }
}

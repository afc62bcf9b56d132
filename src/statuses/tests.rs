use reqwest::Method;
use serde_json::json;

use crate::testing::{TestNode, words};

#[tokio::test]
async fn a_post_is_written_read_edited_and_deleted() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    let post = ada.says("Hello @bob and @nobody, see https://example.org/ #Potluck").await;
    assert_eq!(post["visibility"], "public");
    assert_eq!(post["mentions"][0]["acct"], "bob");
    assert_eq!(post["tags"][0]["name"], "potluck");
    assert_eq!(post["application"]["name"], "Test app");
    assert_eq!(bob.notifications().await, ["mention ada"]);
    let id = post["id"].as_str().unwrap();

    let edited = ada
        .call(Method::PUT, &format!("/api/v1/statuses/{id}"), Some(json!({"status": "Hello all", "spoiler_text": "greeting"})))
        .await
        .ok();
    assert!(edited["edited_at"].is_string() && edited["sensitive"] == true && words(&edited) == "Hello all");
    let history = ada.get(&format!("/api/v1/statuses/{id}/history")).await;
    assert_eq!(history.as_array().unwrap().len(), 2);
    assert_eq!(ada.get(&format!("/api/v1/statuses/{id}/source")).await["text"], "Hello all");

    for method in [Method::PUT, Method::DELETE] {
        assert_eq!(bob.call(method, &format!("/api/v1/statuses/{id}"), Some(json!({"status": "mine now"}))).await.status, 404);
    }
    let document = node.document(&format!("/users/ada/statuses/{id}")).await.ok();
    assert_eq!((document["type"].as_str(), document["summary"].as_str()), (Some("Note"), Some("greeting")));

    let deleted = ada.call(Method::DELETE, &format!("/api/v1/statuses/{id}"), None).await.ok();
    assert_eq!(deleted["text"], "Hello all");
    assert_eq!(ada.call(Method::GET, &format!("/api/v1/statuses/{id}"), None).await.status, 404);
    let gone = node.document(&format!("/users/ada/statuses/{id}")).await;
    assert_eq!((gone.status, gone.json()["type"].as_str()), (410, Some("Tombstone")));
}

#[tokio::test]
async fn the_same_key_posts_once() {
    let node = TestNode::start().await;
    let ada = node.person("ada").await;
    let send = || async {
        let request =
            node.http.post(format!("{}/api/v1/statuses", node.base)).bearer_auth(&ada.token).header("idempotency-key", "k1");
        crate::testing::Answer::of(request.json(&json!({"status": "once"}))).await.ok()
    };
    let (first, second) = tokio::join!(send(), send());
    assert_eq!(first["id"], second["id"]);
}

#[tokio::test]
async fn each_circle_is_kept() {
    let node = TestNode::start().await;
    let (ada, follower, stranger, named) =
        (node.person("ada").await, node.person("fay").await, node.person("sam").await, node.person("nel").await);
    follower.follows("ada").await;
    // (visibility, follower reads, stranger reads, the one named reads, visitor reads)
    for (visibility, by_follower, by_stranger, by_visitor) in [
        ("public", true, true, true),
        ("unlisted", true, true, true),
        ("private", true, false, false),
        ("direct", false, false, false),
    ] {
        let post = ada.says_to(visibility, "for @nel").await;
        let id = post["id"].as_str().unwrap();
        let path = format!("/api/v1/statuses/{id}");
        for (who, reads) in [(&ada, true), (&named, true), (&follower, by_follower), (&stranger, by_stranger)] {
            let status = who.call(Method::GET, &path, None).await.status;
            assert_eq!(status, if reads { 200 } else { 404 }, "{visibility} by {}", who.name);
        }
        let hidden = if by_visitor { 200 } else { 404 };
        assert_eq!(node.get(&path).await.status, hidden, "{visibility} by a visitor");
        for path in [
            format!("/users/ada/statuses/{id}"),
            format!("/users/ada/statuses/{id}/activity"),
            format!("/users/ada/statuses/{id}/replies"),
            format!("/@ada/{id}"),
        ] {
            assert_eq!(node.document(&path).await.status, hidden, "{visibility} at {path}");
        }
        assert_eq!(node.get(&format!("/@ada/{id}")).await.status, hidden, "{visibility} as a page");
        // What may not be seen and what does not exist answer alike.
        if !by_stranger {
            let hidden = stranger.call(Method::GET, &path, None).await;
            let missing = stranger.call(Method::GET, "/api/v1/statuses/1", None).await;
            assert_eq!((hidden.status, hidden.text), (missing.status, missing.text));
            for verb in ["favourite", "reblog"] {
                assert_eq!(stranger.call(Method::POST, &format!("{path}/{verb}"), None).await.status, 404);
            }
            let reply =
                stranger.call(Method::POST, "/api/v1/statuses", Some(json!({"status": "I see you", "in_reply_to_id": id}))).await;
            assert_eq!(reply.status, 404);
        }
        let listed = |list: &serde_json::Value| list.as_array().unwrap().iter().any(|s| s["id"] == id);
        let of_ada = format!("/api/v1/accounts/{}/statuses", ada.id);
        assert_eq!(listed(&stranger.get(&of_ada).await), by_stranger, "{visibility} in the list of a stranger");
        assert_eq!(listed(&follower.get(&of_ada).await), by_follower, "{visibility} in the list of a follower");
        assert_eq!(listed(&node.get(&of_ada).await.ok()), by_visitor, "{visibility} in the list of a visitor");
    }
}

#[tokio::test]
async fn a_conversation_is_read_in_its_order() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    let root = ada.says("root").await;
    let first = bob.replies(&root, "first").await;
    let second = bob.replies(&root, "second").await;
    let under_first = ada.replies(&first, "under first").await;
    let context = node.get(&format!("/api/v1/statuses/{}/context", root["id"].as_str().unwrap())).await.ok();
    let order: Vec<String> = context["descendants"].as_array().unwrap().iter().map(words).collect();
    assert_eq!(order, ["first", "under first", "second"]);
    let context = node.get(&format!("/api/v1/statuses/{}/context", under_first["id"].as_str().unwrap())).await.ok();
    let order: Vec<String> = context["ancestors"].as_array().unwrap().iter().map(words).collect();
    assert_eq!(order, ["root", "first"]);
    let page = node.get(&format!("/@ada/{}", root["id"].as_str().unwrap())).await;
    assert!(page.text.contains("under first"));
    assert_eq!(ada.get(&format!("/api/v1/statuses/{}", root["id"].as_str().unwrap())).await["replies_count"], 2);
    assert_eq!(second["in_reply_to_id"], root["id"]);
}

#[tokio::test]
async fn what_cannot_be_posted_is_said() {
    let node = TestNode::start().await;
    let ada = node.person("ada").await;
    for (body, expected) in [
        (json!({}), "Text can't be blank"),
        (json!({"status": "  "}), "Text can't be blank"),
        (json!({"status": "a".repeat(5_001)}), "character limit of 5000"),
        (json!({"status": "x", "visibility": "friends"}), "Visibility"),
        (json!({"status": "x", "media_ids": ["1"]}), "Media 1 not found"),
        (json!({"status": "x", "media_ids": ["soup"]}), "Media soup not found"),
        (json!({"status": "x", "poll": {"options": ["a"]}}), "Options must be 2 to 20"),
        (json!({"status": "x", "poll": {"options": ["a", "a"]}}), "duplicate"),
        (json!({"status": "x", "poll": {"options": ["a", "b"], "expires_in": 10}}), "5 minutes"),
        (json!({"status": "x", "quote_approval_policy": "friends"}), "Quote approval policy"),
        (json!({"status": "x", "scheduled_at": "2030-01-01"}), "must be a moment"),
        (json!({"status": "x", "scheduled_at": "2020-01-01T00:00:00Z"}), "in the future"),
    ] {
        let answer = ada.call(Method::POST, "/api/v1/statuses", Some(body.clone())).await;
        assert!(answer.status == 422 && answer.text.contains(expected), "{body}: {}", answer.text);
    }
    let odd = json!({"status": "x", "media_ids": [], "sensitive": "0", "unknown": {"key": 1}, "poll": null, "language": null});
    assert_eq!(ada.post("/api/v1/statuses", odd).await["sensitive"], false);
}

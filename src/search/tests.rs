use reqwest::Method;
use serde_json::json;

use crate::testing::node::Person;
use crate::testing::{TestNode, words};

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

#[tokio::test]
async fn posts_are_found_by_those_who_may_look_through_them() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    let found = async |who: &Person, q: &str| -> Vec<String> {
        let answer = who.get(&format!("/api/v2/search?type=statuses&q={}", crate::statuses::compose::percent(q))).await;
        answer["statuses"].as_array().unwrap().iter().map(words).collect()
    };
    ada.says("Une soupe d'été à Genève").await;
    ada.says_to("private", "Grüße aus der Straße").await;
    let kept = ada.says("La receta del niño").await;
    for q in ["ete", "ÉTÉ", "geneve soupe", "\"soupe d'ete\"", "gen", "from:me soupe", "soupe -bread", "from:ada été"] {
        assert_eq!(found(&ada, q).await, ["Une soupe d'été à Genève"], "{q}");
    }
    for q in ["strasse", "grusse", "STRASSE from:ada"] {
        assert_eq!(found(&ada, q).await, ["Grüße aus der Straße"], "{q}");
    }
    for q in [
        "soupe -ete",
        "\"ete soupe\"",
        "soupe from:bob",
        "soupe from:nobody",
        "soupe before:2020-01-01",
        "has:media soupe",
        "\"",
        "*",
        "from:",
    ] {
        assert_eq!(found(&ada, q).await, Vec::<String>::new(), "{q}");
    }
    assert_eq!(found(&bob, "soupe").await, Vec::<String>::new(), "ada does not allow it");
    bob.does("favourite", &kept).await;
    assert_eq!(found(&bob, "nino").await, ["La receta del niño"], "bob had to do with it");
    ada.call(Method::PATCH, "/api/v1/accounts/update_credentials", Some(json!({"indexable": true}))).await.ok();
    assert_eq!(found(&bob, "soupe").await, ["Une soupe d'été à Genève"]);
    assert_eq!(found(&bob, "strasse").await, Vec::<String>::new(), "a private post stays one");
    assert_eq!(node.get("/api/v2/search?q=soupe").await.ok()["statuses"], json!([]), "visitors look through nothing");
    // What is edited is found by what it says now, what is deleted not at all.
    let path = format!("/api/v1/statuses/{}", kept["id"].as_str().unwrap());
    ada.call(Method::PUT, &path, Some(json!({"status": "La receta de la abuela"}))).await.ok();
    assert_eq!((found(&ada, "nino").await.len(), found(&ada, "abuela").await.len()), (0, 1));
    ada.call(Method::DELETE, &path, None).await.ok();
    assert_eq!(found(&ada, "abuela").await, Vec::<String>::new());
    assert_eq!(ada.get("/api/v1/search?q=gen").await["hashtags"], json!([]));
    node.settled().await;
}

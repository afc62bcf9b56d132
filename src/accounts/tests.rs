use serde_json::json;

use crate::testing::{Answer, TestNode};

#[tokio::test]
async fn an_account_is_found_by_every_name_it_has() {
    let node = TestNode::start().await;
    node.person("ada").await;
    let own = format!("{}/users/ada", node.base);
    for resource in
        [format!("acct:ada@{}", node.domain), format!("acct:ADA@{}", node.domain), own.clone(), format!("{}/@ada", node.base)]
    {
        let found = node.get(&format!("/.well-known/webfinger?resource={resource}")).await;
        assert_eq!(found.header("content-type"), "application/jrd+json; charset=utf-8");
        assert_eq!(found.header("access-control-allow-origin"), "*");
        let found = found.ok();
        assert_eq!(found["subject"], format!("acct:ada@{}", node.domain));
        assert_eq!(found["links"][1], json!({"rel": "self", "type": "application/activity+json", "href": own}));
    }
    let server = node.get(&format!("/.well-known/webfinger?resource={}/", node.base)).await.ok();
    assert_eq!(server["links"][1]["href"], format!("{}/actor", node.base));
    for (resource, status) in
        [("acct:nobody@elsewhere.example", 404), ("acct:ada@elsewhere.example", 404), ("ada", 400), ("", 400)]
    {
        assert_eq!(node.get(&format!("/.well-known/webfinger?resource={resource}")).await.status, status, "{resource}");
    }
}

#[tokio::test]
async fn a_browser_gets_a_page_and_a_server_the_actor() {
    let node = TestNode::start().await;
    let ada = node.person("ada").await;
    ada.says("Bread <b>and</b> salt").await;
    let page = node.get("/@ada").await;
    assert!(page.status == 200 && page.text.contains("Bread &lt;b&gt;and&lt;/b&gt; salt"), "{}", page.text);
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    for path in ["/users/ada", "/@ada"] {
        let document = node.document(path).await;
        assert_eq!(document.header("content-type"), "application/activity+json");
        assert!(document.header("vary").contains("Accept"));
        let actor = document.ok();
        assert_eq!(actor["id"], format!("{}/users/ada", node.base));
        assert_eq!(actor["webfinger"], format!("ada@{}", node.domain));
        assert_eq!(actor["publicKey"]["owner"], actor["id"]);
        assert!(actor["publicKey"]["publicKeyPem"].as_str().unwrap().starts_with("-----BEGIN PUBLIC KEY-----"));
    }
    assert_eq!(node.document("/users/paris").await.ok()["type"], "Group");
    assert_eq!(node.document("/actor").await.ok()["type"], "Application");
    assert_eq!(node.document("/users/nobody").await.status, 404);
    let outbox = node.document("/users/ada/outbox").await.ok();
    let first = outbox["first"].as_str().unwrap().strip_prefix(&node.base).unwrap();
    let page = node.document(first).await.ok();
    assert_eq!(page["orderedItems"][0]["type"], "Create");
}

#[tokio::test]
async fn an_app_learns_who_its_member_is() {
    let node = TestNode::start().await;
    let ada = node.person("ada").await;
    let me = ada.get("/api/v1/accounts/verify_credentials").await;
    assert_eq!((me["username"].as_str(), me["acct"].as_str()), (Some("ada"), Some("ada")));
    assert!(me["source"]["privacy"] == "public" && me["role"]["name"] == "Active member");
    for key in ["avatar", "header"] {
        let picture = me[key].as_str().unwrap().strip_prefix(&node.base).unwrap();
        assert_eq!(node.get(picture).await.header("content-type"), "image/png");
    }
    assert_eq!(ada.get("/api/v1/accounts/lookup?acct=ada").await["id"], me["id"]);
    assert_eq!(node.get("/api/v1/accounts/lookup?acct=nobody").await.status, 404);
    let narrow = node.log_in("ada", "write:statuses").await;
    let refused = narrow.call(reqwest::Method::GET, "/api/v1/accounts/verify_credentials", None).await;
    assert_eq!((refused.status, refused.json()["error"].as_str()), (403, Some("This action is outside the authorized scopes")));
    let nobody = Answer::of(node.http.get(format!("{}/api/v1/accounts/verify_credentials", node.base))).await;
    assert_eq!((nobody.status, nobody.json()["error"].as_str()), (401, Some("The access token is invalid")));
}

#[tokio::test]
async fn what_somebody_writes_can_be_read_in_a_feed_reader() {
    let node = TestNode::start().await;
    let ada = node.person("ada").await;
    let soup = json!({"status": "Soup & <bread> for #all ]]> \u{b}", "spoiler_text": "food ]]> <b>"});
    let soup = ada.post("/api/v1/statuses", soup).await;
    ada.says_to("private", "not for all").await;
    let feed = node.get("/@ada.rss").await;
    assert_eq!((feed.status, feed.header("content-type")), (200, "application/rss+xml; charset=utf-8"));
    let channel = rss::Channel::read_from(feed.text.as_bytes()).unwrap();
    let item = &channel.items()[0];
    assert_eq!((channel.items().len(), item.title(), item.link()), (1, Some("food ]]> <b>"), soup["url"].as_str()));
    assert_eq!(item.categories()[0].name(), "all");
    assert!(item.description().unwrap().contains("Soup &amp; &lt;bread&gt;"), "{:?}", item.description());
    let again = node.http.get(format!("{}/@ada.rss", node.base)).header("if-none-match", feed.header("etag"));
    assert_eq!(Answer::of(again).await.status, 304);
    assert!(node.get("/tags/all.rss").await.text.contains("food ]]"));
    assert!(node.get("/@ada").await.text.contains("href=\"/@ada.rss\""));
    assert_eq!(node.get("/@nobody.rss").await.status, 404);
}

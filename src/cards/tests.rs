use serde_json::{Value, json};

use crate::clock::Time;
use crate::testing::far::Far;
use crate::testing::{TestNode, until, words};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_post_shows_what_the_page_is_about_that_it_links_to() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    let far = Far::start().await.unwrap();
    let page =
        "<title>Soup</title><meta property='og:description' content='How to cook'><meta property='og:image' content='/pot.jpg'>";
    far.put_bytes("/soup", "text/html; charset=utf-8", page.as_bytes().to_vec());
    far.put_bytes("/file", "application/zip", b"PK".to_vec());
    let url = format!("{}/soup", far.base);
    let first = ada.says(&format!("look {url} and @bob")).await;
    assert_eq!(first["card"], Value::Null, "not in the request");
    let second = bob.says(&format!("{url} indeed")).await;
    let quiet = ada.says_to("private", &format!("between us {url}")).await;
    let other = ada.says(&format!("no page: {}/file and no page: {}/nothing", far.base, far.base)).await;
    node.app.clock.advance(2 * Time::MINUTE);
    let shown = async |post: &Value| ada.get(&format!("/api/v1/statuses/{}", post["id"].as_str().unwrap())).await["card"].clone();
    let card = until("the page has been looked at", || async { Some(shown(&first).await).filter(|c| !c.is_null()) }).await;
    node.settled().await;
    assert_eq!((&card["title"], &card["description"], &card["url"]), (&json!("Soup"), &json!("How to cook"), &json!(url)));
    assert!(card["image"].as_str().unwrap().starts_with(&format!("{}/proxy/", node.base)), "through us");
    assert_eq!(shown(&second).await["title"], "Soup");
    assert!(far.fetched("/soup") <= 2, "once, or twice at the same moment");
    assert_eq!((shown(&quiet).await, shown(&other).await), (Value::Null, Value::Null));
    let trending = node.get("/api/v1/trends/links").await.ok();
    assert_eq!((&trending[0]["title"], &trending[0]["history"][0]["accounts"]), (&json!("Soup"), &json!("2")));
    let linking = ada.get(&format!("/api/v1/timelines/link?url={}", crate::statuses::compose::percent(&url))).await;
    let texts: Vec<String> = linking.as_array().unwrap().iter().map(words).collect();
    assert_eq!(texts.len(), 2, "{texts:?}");
}

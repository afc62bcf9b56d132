use std::io::Cursor;

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::names;
use crate::testing::node::Person;
use crate::testing::{Answer, TestNode};

#[test]
fn names_stand_between_colons() {
    for (text, expected) in [
        ("a :pot: of :luck:", vec!["luck", "pot"]),
        (":pot::luck:", vec!["luck", "pot"]),
        ("::pot::", vec!["pot"]),
        ("12:30:45 and :x: and :a b:", vec![]),
        (":pot", vec![]),
        (":pöt:", vec![]),
        (":pot: :pot:", vec!["pot"]),
    ] {
        // The minutes of an hour look like a name; nobody calls an emoji 30.
        let found: Vec<&str> = names(text).into_iter().filter(|name| *name != "30").collect();
        assert_eq!(found, expected, "{text}");
    }
}

fn picture() -> Vec<u8> {
    let mut bytes = Vec::new();
    image::RgbaImage::from_pixel(200, 100, image::Rgba([200, 30, 30, 128]))
        .write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png)
        .unwrap();
    bytes
}

async fn adds(node: &TestNode, who: &Person, name: &str, bytes: Vec<u8>) -> Answer {
    let form = Form::new()
        .text("shortcode", name.to_string())
        .text("category", "Kitchen")
        .part("file", Part::bytes(bytes).file_name("pot.png"));
    Answer::of(node.http.post(format!("{}/api/v1/potluck/custom_emojis", node.base)).bearer_auth(&who.token).multipart(form))
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_chapters_own_emoji_stand_in_what_members_write() {
    let node = TestNode::start().await;
    let (ada, stella) = (node.person("ada").await, node.log_in("stella", "admin:write").await);
    assert_eq!(adds(&node, &ada, "pot", picture()).await.status, 403);
    let made = adds(&node, &stella, ":pot:", picture()).await.ok();
    assert_eq!((made["shortcode"].as_str(), made["category"].as_str()), (Some("pot"), Some("Kitchen")));
    for (name, bytes) in [("a b", picture()), ("x", picture()), ("big", vec![0; 300_000]), ("text", b"<svg>".to_vec())] {
        assert_eq!(adds(&node, &stella, name, bytes).await.status, 422, "{name}");
    }
    let listed = node.get("/api/v1/custom_emojis").await.json();
    assert_eq!(listed, json!([made]));
    let file = node.http.get(made["url"].as_str().unwrap()).send().await.unwrap();
    assert_eq!((file.status().as_u16(), file.headers()["content-type"].to_str().unwrap()), (200, "image/png"));

    let post = ada.says("a :pot: of :nothing: <b>:pot:</b>").await;
    let shortcodes =
        |value: &Value| value["emojis"].as_array().unwrap().iter().map(|e| e["shortcode"].clone()).collect::<Vec<_>>();
    assert_eq!(shortcodes(&post), ["pot"]);
    assert_eq!(post["emojis"][0]["url"], made["url"]);
    let note = node.document(&format!("/users/ada/statuses/{}", post["id"].as_str().unwrap())).await.json();
    let tag = note["tag"].as_array().unwrap().iter().find(|tag| tag["type"] == "Emoji").unwrap();
    assert_eq!(
        (tag["name"].as_str(), &tag["icon"]["url"], tag["icon"]["mediaType"].as_str()),
        (Some(":pot:"), &made["url"], Some("image/png"))
    );
    assert!(tag["id"].as_str().unwrap().starts_with(&node.base));
    let edited = ada
        .call(Method::PUT, &format!("/api/v1/statuses/{}", post["id"].as_str().unwrap()), Some(json!({"status": "none"})))
        .await
        .ok();
    assert_eq!(shortcodes(&edited), Vec::<Value>::new());
    let poll = json!({"status": "which", "poll": {"options": [":pot:", "no"], "expires_in": 3_600}});
    assert_eq!(shortcodes(&ada.post("/api/v1/statuses", poll).await["poll"]), ["pot"]);

    let asked = json!({"status": "which soup", "poll": {"options": [":pot:", "no"], "expires_in": 3_600}});
    let asked = ada.post("/api/v1/statuses", asked).await;
    let path = format!("/api/v1/statuses/{}", asked["id"].as_str().unwrap());
    let edited = ada.call(Method::PUT, &path, Some(json!({"status": "which one"}))).await.ok();
    assert_eq!(shortcodes(&edited["poll"]), ["pot"], "the poll stays as it was");

    let profile =
        ada.call(Method::PATCH, "/api/v1/accounts/update_credentials", Some(json!({"display_name": "Ada :pot:"}))).await.ok();
    assert_eq!(shortcodes(&profile), ["pot"]);
    let actor = node.document("/users/ada").await.json();
    assert_eq!(actor["tag"][0]["name"], ":pot:");

    let gone = stella.call(Method::DELETE, "/api/v1/potluck/custom_emojis/pot", None).await;
    assert_eq!(gone.status, 200);
    assert_eq!(stella.call(Method::DELETE, "/api/v1/potluck/custom_emojis/pot", None).await.status, 404);
    assert_eq!(node.get("/api/v1/custom_emojis").await.json(), json!([]));
    // What was written with it still shows it.
    assert_eq!(shortcodes(&ada.get("/api/v1/accounts/verify_credentials").await), ["pot"]);
    assert_eq!(node.http.get(made["url"].as_str().unwrap()).send().await.unwrap().status(), 200);
}

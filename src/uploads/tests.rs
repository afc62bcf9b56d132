use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::testing::far::Far;
use crate::testing::node::Person;
use crate::testing::{Answer, TestNode, until};

/// A photo of so many pixels.
pub fn photo(width: u32, height: u32) -> Vec<u8> {
    let image = image::RgbImage::from_fn(width, height, |x, y| image::Rgb([(x % 256) as u8, (y % 256) as u8, 90]));
    let mut bytes = Vec::new();
    image.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Jpeg).unwrap();
    bytes
}

async fn upload(node: &TestNode, by: &Person, path: &str, bytes: Vec<u8>, description: Option<&str>) -> Answer {
    let mut form = Form::new().part("file", Part::bytes(bytes).file_name("picture.jpg").mime_str("image/jpeg").unwrap());
    if let Some(description) = description {
        form = form.text("description", description.to_string()).text("focus", "-0.5,0.25");
    }
    Answer::of(node.http.post(format!("{}{path}", node.base)).bearer_auth(&by.token).multipart(form)).await
}

pub async fn uploaded(node: &TestNode, by: &Person) -> Value {
    upload(node, by, "/api/v2/media", photo(800, 400), Some("a pot of soup")).await.ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_post_with_a_picture_travels_and_everybody_sees_it() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    let media = uploaded(&node, &ada).await;
    assert_eq!((&media["type"], &media["description"]), (&json!("image"), &json!("a pot of soup")));
    assert_eq!(media["meta"]["original"]["size"], "800x400");
    assert_eq!(media["meta"]["focus"], json!({"x": -0.5, "y": 0.25}));
    let id = media["id"].as_str().unwrap();
    // Nobody else knows of it yet, and its owner can still change what is said about it.
    assert_eq!(bob.call(Method::GET, &format!("/api/v1/media/{id}"), None).await.status, 404);
    let body = json!({"description": "soup, seen from above"});
    assert_eq!(bob.call(Method::PUT, &format!("/api/v1/media/{id}"), Some(body.clone())).await.status, 404);
    let changed = ada.call(Method::PUT, &format!("/api/v1/media/{id}"), Some(body)).await.ok();
    assert_eq!(changed["description"], "soup, seen from above");
    let stolen = bob.call(Method::POST, "/api/v1/statuses", Some(json!({"status": "mine", "media_ids": [id]}))).await;
    assert_eq!(stolen.status, 422, "{}", stolen.text);

    let post = ada.post("/api/v1/statuses", json!({"status": "", "media_ids": [id], "sensitive": true})).await;
    assert_eq!(post["media_attachments"][0]["id"], id);
    let url = post["media_attachments"][0]["url"].as_str().unwrap();
    let picture = Answer::of(node.http.get(url).header("accept", "application/activity+json")).await;
    assert_eq!((picture.status, picture.header("content-type")), (200, "image/jpeg"));
    assert_eq!(picture.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(picture.header("x-content-type-options"), "nosniff");
    let part = Answer::of(node.http.get(url).header("range", "bytes=0-9")).await;
    assert_eq!((part.status, part.header("content-length")), (206, "10"));
    let again = Answer::of(node.http.get(url).header("if-none-match", picture.header("etag"))).await;
    assert_eq!(again.status, 304);

    let page = node.get(post["url"].as_str().unwrap().strip_prefix(&node.base).unwrap()).await.text;
    let preview = post["media_attachments"][0]["preview_url"].as_str().unwrap();
    assert!(page.contains(&format!("<img src=\"{preview}\" alt=\"soup, seen from above\"")), "{page}");
    assert!(page.contains("<summary>Sensitive: look at it</summary>"), "{page}");

    let note = node.document(post["uri"].as_str().unwrap().strip_prefix(&node.base).unwrap()).await.ok();
    let attachment = &note["attachment"][0];
    assert_eq!((&attachment["mediaType"], &attachment["name"]), (&json!("image/jpeg"), &json!("soup, seen from above")));
    assert_eq!((&attachment["url"], &attachment["focalPoint"]), (&json!(url), &json!([-0.5, 0.25])));

    // Twice it cannot hang, and what hangs stays as it is.
    let twice = ada.call(Method::POST, "/api/v1/statuses", Some(json!({"status": "again", "media_ids": [id]}))).await;
    assert_eq!(twice.status, 422);
    assert_eq!(ada.call(Method::DELETE, &format!("/api/v1/media/{id}"), None).await.status, 422);
    let only_media = ada.get(&format!("/api/v1/accounts/{}/statuses?only_media=true", ada.id)).await;
    assert_eq!(only_media.as_array().unwrap().len(), 1);
    ada.says("words alone").await;
    assert_eq!(node.get("/api/v1/timelines/public?only_media=true").await.ok().as_array().unwrap().len(), 1);

    // An edit says something else about it, then takes it away; the history knows all of it.
    let path = format!("/api/v1/statuses/{}", post["id"].as_str().unwrap());
    let body = json!({"status": "", "media_ids": [id], "media_attributes": [{"id": id, "description": "lentil soup"}]});
    let edited = ada.call(Method::PUT, &path, Some(body)).await.ok();
    assert_eq!(edited["media_attachments"][0]["description"], "lentil soup");
    let edited = ada.call(Method::PUT, &path, Some(json!({"status": "eaten", "media_ids": []}))).await.ok();
    assert_eq!(edited["media_attachments"], json!([]));
    let history = ada.get(&format!("{path}/history")).await;
    let described: Vec<&Value> = history.as_array().unwrap().iter().map(|h| &h["media_attachments"][0]["description"]).collect();
    assert_eq!(described, [&json!("soup, seen from above"), &json!("lentil soup"), &Value::Null]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_picture_or_too_much_is_refused() {
    let node = TestNode::start().await;
    let ada = node.person("ada").await;
    for (what, bytes) in [
        ("nothing", Vec::new()),
        ("a page", b"<html><body onload=alert(1)>".to_vec()),
        ("a drawing", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec()),
        ("a document", br#"{"@context":"https://www.w3.org/ns/activitystreams","type":"Note"}"#.to_vec()),
        ("half a picture", photo(60, 60)[..80].to_vec()),
    ] {
        let answer = upload(&node, &ada, "/api/v2/media", bytes, None).await;
        assert_eq!(answer.status, 422, "{what}: {}", answer.text);
    }
    let no_file = ada.call(Method::POST, "/api/v2/media", Some(json!({"description": "x"}))).await;
    assert_eq!(no_file.status, 422);
    let long = upload(&node, &ada, "/api/v2/media", photo(10, 10), Some(&"x".repeat(1_501))).await;
    assert_eq!(long.status, 422);
    let huge = upload(&node, &ada, "/api/v2/media", vec![0xff; 17_000_000], None).await;
    assert_eq!(huge.status, 422, "not a picture, whatever its size: {}", huge.text);
    let mut heavy = photo(10, 10);
    heavy.resize(17_000_000, 0);
    let heavy = upload(&node, &ada, "/api/v2/media", heavy, None).await;
    assert_eq!((heavy.status, heavy.text.contains("less than 16 MB")), (422, true), "{}", heavy.text);
    let empty = upload(&node, &ada, "/api/v2/media", Vec::new(), None).await;
    assert_eq!((empty.status, empty.text.contains("File is empty")), (422, true), "{}", empty.text);
    let reader = node.log_in("ada", "read").await;
    assert_eq!(upload(&node, &reader, "/api/v2/media", photo(10, 10), None).await.status, 403);
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.push(uploaded(&node, &ada).await["id"].clone());
    }
    let many = ada.call(Method::POST, "/api/v1/statuses", Some(json!({"status": "x", "media_ids": ids}))).await;
    assert_eq!(many.status, 422);
    let poll = json!({"status": "x", "media_ids": [ids[0]], "poll": {"options": ["a", "b"], "expires_in": 3_600}});
    assert_eq!(ada.call(Method::POST, "/api/v1/statuses", Some(poll)).await.status, 422);
    // What failed took nothing with it.
    ada.post("/api/v1/statuses", json!({"status": "x", "media_ids": [ids[0]]})).await;
    for path in [
        "/media/work/x.jpg",
        "/media/cache/aa/x.jpg",
        "/media/files/..%2F..%2Fpotluck.db",
        "/media/files/aa/x.html",
        "/media/files/",
        "/proxy/AAAA/BBBB",
    ] {
        assert_eq!(node.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_hangs_on_nothing_is_gone_after_a_day() {
    let node = TestNode::start().await;
    let ada = node.person("ada").await;
    let (loose, kept) = (uploaded(&node, &ada).await, uploaded(&node, &ada).await);
    let post = ada.post("/api/v1/statuses", json!({"status": "kept", "media_ids": [kept["id"]]})).await;
    node.app.media.put("files/aa/nobody-knows-of-it.jpg", photo(1, 1)).await.unwrap();
    let status = async |media: &Value| Answer::of(node.http.get(media["url"].as_str().unwrap())).await.status;
    super::forget_loose(&node.app).await.unwrap();
    assert_eq!((status(&loose).await, status(&kept).await), (200, 200), "not before its time");
    node.app.clock.advance(25 * crate::clock::Time::HOUR);
    super::forget_loose(&node.app).await.unwrap();
    assert_eq!((status(&loose).await, status(&kept).await), (404, 200));
    assert!(!node.app.media.has("files/aa/nobody-knows-of-it.jpg").await.unwrap());
    // Deleted, it can hang on another post for a while: apps delete and write anew.
    let deleted = ada.call(Method::DELETE, &format!("/api/v1/statuses/{}", post["id"].as_str().unwrap()), None).await.ok();
    assert_eq!(deleted["media_attachments"][0]["id"], kept["id"]);
    ada.post("/api/v1/statuses", json!({"status": "better", "media_ids": [kept["id"]]})).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_profile_shows_who_somebody_is() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    let form = Form::new()
        .text("display_name", "Ada <b>L.</b>")
        .text("note", "Soup for @bob\n\n#potluck")
        .text("fields_attributes[0][name]", "Home")
        .text("fields_attributes[0][value]", "https://ada.example/")
        .text("fields_attributes[1][name]", "")
        .text("fields_attributes[1][value]", "")
        .text("source[privacy]", "unlisted")
        .text("source[quote_policy]", "nobody")
        .text("locked", "true")
        .part("avatar", Part::bytes(photo(900, 600)).file_name("a.jpg"));
    let request =
        node.http.patch(format!("{}/api/v1/accounts/update_credentials", node.base)).bearer_auth(&ada.token).multipart(form);
    let me = Answer::of(request).await.ok();
    assert_eq!((&me["display_name"], &me["locked"]), (&json!("Ada <b>L.</b>"), &json!(true)));
    assert!(
        me["note"].as_str().unwrap().contains("class=\"u-url mention\"") && me["source"]["note"] == "Soup for @bob\n\n#potluck"
    );
    assert_eq!(me["fields"].as_array().unwrap().len(), 1);
    assert!(me["fields"][0]["value"].as_str().unwrap().starts_with("<a href=\"https://ada.example/\""));
    assert_eq!(me["source"]["fields"], json!([{"name": "Home", "value": "https://ada.example/", "verified_at": null}]));
    let first = me["avatar"].as_str().unwrap().to_string();
    let picture = Answer::of(node.http.get(&first)).await;
    assert_eq!((picture.status, picture.header("content-type")), (200, "image/jpeg"));
    assert_eq!(bob.get(&format!("/api/v1/accounts/{}", ada.id)).await["avatar"], first.as_str());
    let actor = node.document("/users/ada").await.ok();
    assert_eq!((&actor["icon"]["url"], &actor["icon"]["mediaType"]), (&json!(first), &json!("image/jpeg")));
    let post = ada.says("quiet").await;
    assert_eq!((&post["visibility"], &post["quote_approval"]["automatic"]), (&json!("unlisted"), &json!([])));

    // Another picture: the first is gone. None: the stand-in is back.
    let form = Form::new().part("avatar", Part::bytes(photo(500, 500)).file_name("b.jpg"));
    let request = node.http.put(format!("{}/api/v1/profile", node.base)).bearer_auth(&ada.token).multipart(form);
    let profile = Answer::of(request).await.ok();
    assert_ne!(profile["avatar"], first.as_str());
    assert_eq!(Answer::of(node.http.get(&first)).await.status, 404);
    ada.call(Method::DELETE, "/api/v1/profile/avatar", None).await.ok();
    assert_eq!(ada.get("/api/v1/profile").await["avatar"], Value::Null);
    for body in [
        json!({"display_name": "x".repeat(101)}),
        json!({"note": "x".repeat(1_001)}),
        json!({"source": {"privacy": "secret"}}),
        json!({"fields_attributes": vec![json!({"name": "a", "value": "b"}); 9]}),
    ] {
        assert_eq!(
            ada.call(Method::PATCH, "/api/v1/accounts/update_credentials", Some(body.clone())).await.status,
            422,
            "{body}"
        );
    }
    // Whom one knows can be kept to oneself.
    ada.call(Method::PATCH, "/api/v1/accounts/update_credentials", Some(json!({"hide_collections": true}))).await.ok();
    assert_eq!(bob.get(&format!("/api/v1/accounts/{}/following", ada.id)).await, json!([]));
    assert_eq!(ada.get(&format!("/api/v1/accounts/{}/following", ada.id)).await.as_array().unwrap().len(), 1, "the chapter");
    node.settled().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_of_others_come_through_us_once() {
    let node = TestNode::start().await;
    let ada = node.person("ada").await;
    let far = Far::start().await.unwrap();
    let url = format!("{}/pot.jpg", far.base);
    far.put_bytes("/pot.jpg", "image/jpeg", photo(30, 20));
    far.put_bytes("/page.jpg", "image/jpeg", b"<html><script>alert(1)</script>".to_vec());
    far.put_bytes("/honest.html", "text/html", photo(30, 20));
    let shown = node.app.site().unwrap().media.shown(&url);
    assert!(shown.starts_with(&format!("{}/proxy/", node.base)));
    let all: Vec<_> = (0..8).map(|_| Answer::of(node.http.get(&shown))).collect();
    for answer in futures_util::future::join_all(all).await {
        assert_eq!((answer.status, answer.header("content-type")), (200, "image/jpeg"));
        assert_eq!(answer.header("content-security-policy"), "default-src 'none'; sandbox");
    }
    assert_eq!(far.fetched("/pot.jpg"), 1, "eight looked, one was fetched");
    for (path, expected) in [("/page.jpg", 404), ("/honest.html", 422), ("/missing.jpg", 404)] {
        let shown = node.app.site().unwrap().media.shown(&format!("{}{path}", far.base));
        assert_eq!(Answer::of(node.http.get(shown)).await.status, expected, "{path}");
    }
    // A post of that server shows them through us, the original address beside it.
    let note = json!({"id": format!("{}/n/1", far.base), "type": "Note", "attributedTo": far.actor(0), "content": "<p>:pot:</p>",
        "to": ["https://www.w3.org/ns/activitystreams#Public"], "attachment": [{"type": "Image", "mediaType": "image/jpeg", "url": url}],
        "tag": [{"type": "Emoji", "name": ":pot:", "icon": {"url": format!("{}/pot.jpg", far.base)}}]});
    far.put("/n/1", crate::federation::CONTENT_TYPE, &note);
    let found = ada.get(&format!("/api/v2/search?type=statuses&resolve=true&q={}/n/1", far.base)).await;
    let status = &found["statuses"][0];
    assert_eq!(
        (&status["media_attachments"][0]["url"], &status["media_attachments"][0]["remote_url"]),
        (&json!(shown), &json!(url))
    );
    assert_eq!(status["emojis"][0]["url"], shown.as_str());
    // After a week it is fetched again when somebody looks; from whom we do not talk with, never.
    node.app.clock.advance(8 * crate::clock::Time::DAY);
    super::forget_unused(&node.app).await.unwrap();
    assert_eq!(Answer::of(node.http.get(&shown)).await.status, 200);
    assert_eq!(far.fetched("/pot.jpg"), 2);
    let stella = node.log_in("stella", "admin:write").await;
    let host = far.base.trim_start_matches("http://");
    stella.post("/api/v1/admin/domain_blocks", json!({"domain": host, "severity": "suspend"})).await;
    assert_eq!(Answer::of(node.http.get(&shown)).await.status, 404);
    node.settled().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn films_and_sounds_are_made_ready_by_the_worker() {
    assert!(crate::media::films::are_possible().await, "this test needs ffmpeg: apt install ffmpeg");
    let node = TestNode::start().await;
    let ada = node.person("ada").await;
    let made = |args: &[&str], name: &str| {
        let path = node.app.config.data.join(name);
        let status = std::process::Command::new("ffmpeg")
            .args(["-v", "error", "-y", "-f", "lavfi"])
            .args(args)
            .arg(&path)
            .status()
            .unwrap();
        assert!(status.success());
        std::fs::read(path).unwrap()
    };
    let film =
        made(&["-i", "testsrc=duration=1:size=320x180:rate=10", "-metadata", "location=48.85", "-c:v", "mpeg4"], "film.mp4");
    let sound = made(&["-i", "sine=frequency=440:duration=1", "-metadata", "title=secret place"], "sound.ogg");
    let gif = made(&["-i", "testsrc=duration=1:size=60x40:rate=5"], "moving.gif");
    let ready = async |bytes: Vec<u8>| {
        let answer = upload(&node, &ada, "/api/v2/media", bytes, None).await;
        assert_eq!((answer.status, &answer.json()["url"]), (202, &Value::Null), "{}", answer.text);
        let id = answer.json()["id"].as_str().unwrap().to_string();
        let early = ada.call(Method::POST, "/api/v1/statuses", Some(json!({"status": "early", "media_ids": [id]}))).await;
        assert!(matches!(early.status, 200 | 422));
        let path = format!("/api/v1/media/{id}");
        until("a file is ready", || async {
            Some(ada.call(Method::GET, &path, None).await).filter(|a| a.status == 200).map(|a| a.json())
        })
        .await
    };
    for (bytes, kind, content_type) in [(film, "video", "video/mp4"), (sound, "audio", "audio/mpeg"), (gif, "gifv", "video/mp4")]
    {
        let media = ready(bytes).await;
        assert_eq!(media["type"], kind, "{media}");
        let played = node.http.get(media["url"].as_str().unwrap()).send().await.unwrap();
        assert_eq!(played.headers()["content-type"], content_type);
        let bytes = played.bytes().await.unwrap();
        assert!(!bytes.windows(12).any(|w| w == b"secret place") && !bytes.windows(5).any(|w| w == b"48.85"));
        if kind != "audio" {
            assert_eq!(
                Answer::of(node.http.get(media["preview_url"].as_str().unwrap())).await.header("content-type"),
                "image/jpeg"
            );
        }
    }
    // What calls itself a film and is none says so in the end; a playlist is not read at all.
    let broken = [b"\0\0\0\x20ftypisom".to_vec(), vec![7; 5_000]].concat();
    let answer = upload(&node, &ada, "/api/v2/media", broken.clone(), None).await;
    let path = format!("/api/v1/media/{}", answer.json()["id"].as_str().unwrap());
    until("a broken film is found out", || async { (ada.call(Method::GET, &path, None).await.status == 422).then_some(()) })
        .await;
    assert_eq!(upload(&node, &ada, "/api/v1/media", broken, None).await.status, 422, "asked to wait, it says so at once");
    let playlist = b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n".to_vec();
    assert_eq!(upload(&node, &ada, "/api/v2/media", playlist, None).await.status, 422);
}

use std::io::{Cursor, Read};

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use zip::ZipArchive;

use super::posts::{self, Outcome};
use crate::accounts;
use crate::testing::node::Person;
use crate::testing::{Answer, TestNode};
use crate::uploads::tests::uploaded;

async fn csv(node: &TestNode, who: &Person, kind: &str) -> String {
    let path = format!("{}/api/v1/potluck/exports/{kind}.csv", node.base);
    let answer = Answer::of(node.http.get(path).bearer_auth(&who.token)).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/csv; charset=utf-8"), "{kind}: {}", answer.text);
    answer.text
}

async fn brings(node: &TestNode, who: &Person, kind: &str, mode: &str, text: &str) -> Value {
    let form = Form::new()
        .text("type", kind.to_string())
        .text("mode", mode.to_string())
        .part("data", Part::text(text.to_string()).file_name("list.csv"));
    let import =
        Answer::of(node.http.post(format!("{}/api/v1/potluck/imports", node.base)).bearer_auth(&who.token).multipart(form));
    let import = import.await.ok();
    node.settled().await;
    who.get(&format!("/api/v1/potluck/imports/{}", import["id"].as_str().unwrap())).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_keeps_goes_out_in_mastodons_files_and_comes_in_from_them() {
    let node = TestNode::start().await;
    let (ada, bob, carla, dan) =
        (node.person("ada").await, node.person("bob").await, node.person("carla").await, node.person("dan").await);
    let post = bob.says("soup").await;
    ada.post(&format!("/api/v1/accounts/{}/follow", bob.id), json!({"reblogs": false, "notify": true})).await;
    ada.post(&format!("/api/v1/accounts/{}/block", carla.id), json!({})).await;
    ada.post(&format!("/api/v1/accounts/{}/mute", dan.id), json!({"notifications": false})).await;
    ada.post("/api/v1/domain_blocks", json!({"domain": "spam.example"})).await;
    ada.post(&format!("/api/v1/statuses/{}/bookmark", post["id"].as_str().unwrap()), json!({})).await;
    let list = ada.post("/api/v1/lists", json!({"title": "Cooks, bakers"})).await;
    ada.post(&format!("/api/v1/lists/{}/accounts", list["id"].as_str().unwrap()), json!({"account_ids": [bob.id]})).await;
    let d = &node.domain;
    let expected = [
        (
            "following",
            format!("Account address,Show boosts,Notify on new posts,Languages\nparis@{d},true,false,\nbob@{d},false,true,\n"),
        ),
        ("blocking", format!("carla@{d}\n")),
        ("muting", format!("Account address,Hide notifications\ndan@{d},false\n")),
        ("domain_blocking", "spam.example\n".to_string()),
        ("bookmarks", format!("{}\n", post["uri"].as_str().unwrap())),
        ("lists", format!("\"Cooks, bakers\",bob@{d}\n")),
    ];
    let eva = node.person("eva").await;
    for (kind, text) in &expected {
        assert_eq!(csv(&node, &ada, kind).await, *text, "{kind}");
        let import = brings(&node, &eva, kind, "merge", text).await;
        assert_eq!((import["state"].as_str(), import["failed"].as_i64()), (Some("finished"), Some(0)), "{kind}: {import}");
        assert_eq!(csv(&node, &eva, kind).await, *text, "{kind} as it came in");
    }
    // What could not be done comes back as a file, with the reason.
    let import = brings(&node, &eva, "blocking", "merge", &format!("bob@{d}\nnobody@{d}\n")).await;
    assert_eq!((import["imported"].as_i64(), import["failed"].as_i64()), (Some(1), Some(1)));
    let failures = format!("/api/v1/potluck/imports/{}/failures", import["id"].as_str().unwrap());
    let told = eva.call(Method::GET, &failures, None).await;
    assert_eq!(told.text, format!("nobody@{d},nobody@{d} was not found.\n"));
    assert_eq!(ada.call(Method::GET, &failures, None).await.status, 404, "somebody else's");
    // Overwriting ends what is not in the file, but nobody leaves the chapter's own room by it.
    brings(&node, &eva, "following", "overwrite", &format!("dan@{d}\n")).await;
    let now = csv(&node, &eva, "following").await;
    assert!(now.contains("dan@") && now.contains("paris@") && !now.contains("bob@"), "{now}");
    for kind in ["blocking", "muting", "domain_blocking", "bookmarks", "lists"] {
        let other = match kind {
            "domain_blocking" => "other.example".to_string(),
            "bookmarks" => bob.says(kind).await["uri"].as_str().unwrap().to_string(),
            "lists" => format!("Neighbours,dan@{d}"),
            _ => format!("stella@{d}"),
        };
        brings(&node, &eva, kind, "overwrite", &format!("{other}\n")).await;
        let now = csv(&node, &eva, kind).await;
        assert!(now.contains(other.split(',').next().unwrap()), "{kind}: {now}");
        assert_eq!(now.lines().count(), if kind == "muting" { 2 } else { 1 }, "{kind}: {now}");
    }
    for (body, expected) in [
        (json!({"type": "friends", "data": "a@b.example"}), 422),
        (json!({"type": "following", "data": ""}), 422),
        (json!({"data": "a@b.example"}), 422),
        (json!({"type": "following", "mode": "replace", "data": "a@b.example"}), 422),
    ] {
        assert_eq!(eva.call(Method::POST, "/api/v1/potluck/imports", Some(body.clone())).await.status, expected, "{body}");
    }
}

fn entry(zip: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    zip.by_name(name).unwrap_or_else(|_| panic!("no {name}")).read_to_end(&mut bytes).unwrap();
    bytes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_archive_holds_everything_and_its_posts_come_in_elsewhere_once() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    let picture = uploaded(&node, &ada).await;
    let first = json!({"status": "Soup for #all", "media_ids": [picture["id"]], "spoiler_text": "food"});
    let first = ada.post("/api/v1/statuses", first).await;
    ada.replies(&first, "It was good").await;
    ada.says_to("private", "for those who follow").await;
    ada.says_to("direct", "@bob a letter").await;
    let soup = bob.says("my soup").await;
    ada.post(&format!("/api/v1/statuses/{}/reblog", soup["id"].as_str().unwrap()), json!({})).await;
    ada.post(&format!("/api/v1/statuses/{}/favourite", soup["id"].as_str().unwrap()), json!({})).await;
    let asked = ada.post("/api/v1/potluck/archives", json!({})).await;
    node.settled().await;
    assert_eq!(ada.post("/api/v1/potluck/archives", json!({})).await["id"], asked["id"], "one a day");
    let ready = ada.get("/api/v1/potluck/archives").await[0].clone();
    assert_eq!(ready["state"], "ready");
    let path = format!("/api/v1/potluck/archives/{}", asked["id"].as_str().unwrap());
    assert_eq!(bob.call(Method::GET, &path, None).await.status, 404);
    let answer = node.http.get(ready["url"].as_str().unwrap()).bearer_auth(&ada.token).send().await.unwrap();
    assert_eq!(answer.headers()["content-disposition"], "attachment; filename=\"archive-ada.zip\"");
    let bytes = answer.bytes().await.unwrap().to_vec();
    assert_eq!(ready["size"].as_u64(), Some(bytes.len() as u64));
    let mut zip = ZipArchive::new(Cursor::new(bytes.clone())).unwrap();
    let read = |zip: &mut _, name: &str| serde_json::from_slice::<Value>(&entry(zip, name)).unwrap();
    assert_eq!(read(&mut zip, "actor.json")["preferredUsername"], "ada");
    assert_eq!(read(&mut zip, "likes.json")["orderedItems"], json!([soup["uri"]]));
    assert!(String::from_utf8(entry(&mut zip, "following_accounts.csv")).unwrap().contains("paris@"));
    let outbox = read(&mut zip, "outbox.json");
    let types: Vec<&str> = outbox["orderedItems"].as_array().unwrap().iter().map(|a| a["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["Announce", "Create", "Create", "Create", "Create"]);
    let kept = outbox["orderedItems"][4]["object"]["attachment"][0]["url"].as_str().unwrap().to_string();
    assert!(kept.starts_with("/media_attachments/files/"), "{kept}");
    assert!(entry(&mut zip, kept.trim_start_matches('/')).len() > 100);

    // Her posts come along to another city; nobody there is told.
    let rome = TestNode::start().await;
    let (new, reader) = (rome.person("ada").await, rome.person("rita").await);
    reader.post(&format!("/api/v1/accounts/{}/follow", new.id), json!({})).await;
    let file = rome.app.config.data.join("archive.zip");
    std::fs::write(&file, &bytes).unwrap();
    let account = rome.app.read(|tx| accounts::by_handle(tx, "ada")).await.unwrap().unwrap();
    let mut steps = Vec::new();
    let outcome = posts::bring(&rome.app, &account, &file, |done, of| steps.push((done, of))).await.unwrap();
    assert_eq!(outcome, Outcome { brought: 3, known: 0, left_out: 2 });
    assert_eq!(steps.last(), Some(&(4, 4)));
    let again = posts::bring(&rome.app, &account, &file, |_, _| {}).await.unwrap();
    assert_eq!(again, Outcome { brought: 0, known: 3, left_out: 2 });
    let mine = new.get(&format!("/api/v1/accounts/{}/statuses", new.id)).await;
    let told: Vec<_> =
        mine.as_array().unwrap().iter().map(|s| (s["content"].as_str().unwrap(), s["visibility"].as_str().unwrap())).collect();
    assert_eq!(told[0], ("<p>for those who follow</p>", "private"));
    assert_eq!(told[1].0, "<p>It was good</p>");
    let old = &mine[2];
    assert_eq!((old["spoiler_text"].as_str(), old["tags"][0]["name"].as_str()), (Some("food"), Some("all")));
    assert_eq!(old["created_at"], format!("{}.000Z", &first["created_at"].as_str().unwrap()[..19]), "the day it was written");
    assert_eq!(mine[1]["in_reply_to_id"], old["id"]);
    let shown = old["media_attachments"][0]["url"].as_str().unwrap();
    assert_eq!(rome.http.get(shown).send().await.unwrap().status(), 200);
    assert!(!reader.get("/api/v1/timelines/home").await.to_string().contains("It was good"));
    // What is no archive is said to be none.
    std::fs::write(&file, b"hello").unwrap();
    let error = posts::bring(&rome.app, &account, &file, |_, _| {}).await.unwrap_err();
    assert!(error.to_string().starts_with("This is no archive of Mastodon's kind"), "{error}");
}

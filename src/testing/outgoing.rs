//! What we send, held against what each server has said it insists on.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use url::Url;

use super::far::{Far, Received};
use super::{Answer, TestNode};
use crate::clock::Clock;
use crate::federation::json::{ids, list};
use crate::federation::signatures;

const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// The types whose objects we embed, and that are ours.
const OWN: [&str; 3] = ["Note", "Question", "Article"];

fn check(received: &Received, base: &str) {
    let activity = &received.activity;
    let what = format!("{activity:#}");
    let header = |name: &str| received.headers.get(name).map_or("", |v| v.to_str().unwrap()).to_string();

    // Lemmy compares the content type as a string.
    assert_eq!(header("content-type"), "application/activity+json", "{what}");
    // Misskey reads no more than 64 KiB.
    assert!(received.size <= 65_536, "{} bytes: {what}", received.size);
    // Mastodon, GoToSocial, Misskey and Akkoma: what must be signed, the digest, the algorithm.
    let signature = header("signature");
    let actor = activity["actor"].as_str().unwrap();
    // What goes to followers alone says who they are, signed (FEP-8fcf).
    let to = [ids(activity, "to"), ids(activity, "cc")].concat();
    let alone = to.contains(&format!("{actor}/followers")) && !to.iter().any(|to| to == PUBLIC);
    assert_eq!(!header("collection-synchronization").is_empty(), alone, "{what}");
    let more = if alone { " collection-synchronization" } else { "" };
    assert!(signature.contains(&format!("headers=\"(request-target) host date digest content-type{more}\"")), "{signature}");
    assert!(signature.contains("algorithm=\"rsa-sha256\""), "{signature}");
    // Lemmy: the key's id is the actor's with a fragment; GoToSocial finds it by taking the fragment off.
    assert!(signature.contains(&format!("keyId=\"{actor}#main-key\"")), "{signature}");
    assert_eq!(signature.matches("keyId=").count(), 1);
    assert!(header("digest").starts_with("SHA-256="), "Misskey takes no other");

    // All: ids of our own host, scalar types, the ActivityStreams context first.
    let is_ours = |uri: &Value| uri.as_str().is_some_and(|u| Url::parse(u).is_ok() && u.starts_with(base));
    assert!(is_ours(&activity["id"]) && is_ours(&activity["actor"]), "{what}");
    assert!(activity["type"].is_string(), "Lemmy and Misskey read a scalar: {what}");
    let context = list(activity, "@context");
    assert_eq!(context.first().and_then(|c| c.as_str()), Some("https://www.w3.org/ns/activitystreams"), "{what}");
    for key in ["to", "cc"] {
        assert!(activity.get(key).is_none_or(Value::is_array), "{key} is a list: {what}");
        assert!(!ids(activity, key).iter().any(|to| to == "as:Public" || to == "Public"), "the full id of the public: {what}");
    }
    assert!(activity.get("bto").is_none() && activity.get("bcc").is_none(), "{what}");
    assert!(activity.get("signature").is_none(), "no linked-data signatures: {what}");
    // A proof on what is for everybody, and on nothing else.
    let open = ["to", "cc"].iter().any(|key| ids(activity, key).iter().any(|to| to == PUBLIC));
    assert_eq!(activity.get("proof").is_some(), open, "{what}");
    if open {
        assert_eq!(activity["proof"]["cryptosuite"], "eddsa-jcs-2022");
    }

    let object = &activity["object"];
    if object["type"].as_str().is_some_and(|kind| OWN.contains(&kind)) {
        check_object(activity, object, base, &what);
    }
}

fn check_object(activity: &Value, object: &Value, base: &str, what: &str) {
    // Mastodon and FEP-fe34: the object is its sender's, and of the same host.
    assert_eq!(object["attributedTo"], activity["actor"], "{what}");
    assert!(object["id"].as_str().unwrap().starts_with(base), "{what}");
    assert_eq!((&object["to"], &object["cc"]), (&activity["to"], &activity["cc"]), "Pleroma compares the addressing: {what}");
    assert!(object["content"].is_string() && object["published"].as_str().unwrap().ends_with('Z'), "{what}");
    assert!(object["url"].is_string(), "Lemmy and Mastodon link to it: {what}");
    for mention in list(object, "tag").iter().filter(|t| t["type"] == "Mention") {
        // Mastodon notifies by tag, Pleroma by addressing: both, always.
        let href = mention["href"].as_str().unwrap().to_string();
        assert!(ids(object, "to").contains(&href) || ids(object, "cc").contains(&href), "{what}");
        assert!(mention["name"].as_str().unwrap().matches('@').count() == 2, "{what}");
    }
    // Only what Mastodon lets through.
    let html = object["content"].as_str().unwrap();
    let allowed = ["p", "br", "span", "a", "del", "pre", "code", "em", "strong", "b", "i", "u", "ul", "ol", "li", "blockquote"];
    for tag in html.split('<').skip(1).map(|t| t.trim_start_matches('/')) {
        let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
        assert!(allowed.contains(&name.as_str()), "<{name}>: {what}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_we_send_is_as_each_server_wants_it() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    let far = Far::start().await.unwrap();
    let inbox = Url::parse(&format!("{}/inbox", node.base)).unwrap();
    let brings = async |activity: Value| {
        let request = far.request(&node.http, &inbox, &far.signer(0).unwrap(), &activity, Clock::default().now()).unwrap();
        assert_eq!(Answer::of(request).await.status, 202);
        node.settled().await;
    };
    for (n, whom) in ["ada", "bob", "paris"].iter().enumerate() {
        brings(json!({"id": format!("{}/f/{n}", far.base), "type": "Follow", "actor": far.actor(0), "object": format!("{}/users/{whom}", node.base)})).await;
    }
    let handle = format!("far0@{}", far.base.trim_start_matches("http://"));
    let theirs = ada.finds(&handle).await["id"].as_str().unwrap().to_string();
    ada.post(&format!("/api/v1/accounts/{theirs}/follow"), json!({})).await;
    let note = json!({"id": format!("{}/n/1", far.base), "type": "Note", "attributedTo": far.actor(0), "content": "<p>theirs</p>", "to": [PUBLIC],
        "tag": [{"type": "Mention", "href": format!("{}/users/ada", node.base)}], "interactionPolicy": {"canQuote": {"automaticApproval": [PUBLIC]}}});
    brings(json!({"id": format!("{}/a/1", far.base), "type": "Create", "actor": far.actor(0), "object": note, "to": [PUBLIC]}))
        .await;
    let told = ada.get("/api/v1/notifications?types[]=mention").await;
    let copy = told[0]["status"].clone();

    // Everything people can do that leaves the house.
    let post = ada.says(&format!("Hello @{handle}, **bold** <b>x</b> https://example.org/ #Potluck\n\nmore")).await;
    ada.says_to("unlisted", "quietly").await;
    ada.says_to("private", "among us").await;
    ada.says_to("direct", &format!("@{handle} between us")).await;
    ada.post("/api/v1/statuses", json!({"status": "long ".repeat(990), "spoiler_text": "careful", "sensitive": true})).await;
    ada.post("/api/v1/statuses", json!({"status": "vote", "poll": {"options": ["a", "b"], "expires_in": 3_600}})).await;
    ada.post("/api/v1/statuses", json!({"status": "quoting", "quoted_status_id": copy["id"]})).await;
    ada.replies(&copy, "an answer").await;
    for verb in ["favourite", "unfavourite", "reblog", "unreblog"] {
        ada.does(verb, &copy).await;
    }
    bob.does("reblog", &post).await;
    for verb in ["pin", "unpin"] {
        ada.does(verb, &post).await;
    }
    let path = format!("/api/v1/statuses/{}", post["id"].as_str().unwrap());
    ada.call(reqwest::Method::PUT, &path, Some(json!({"status": "edited"}))).await.ok();
    ada.call(reqwest::Method::DELETE, &path, None).await.ok();
    ada.post("/api/v1/reports", json!({"account_id": theirs, "status_ids": [copy["id"]], "comment": "hm", "forward": true}))
        .await;
    ada.post(&format!("/api/v1/accounts/{theirs}/unfollow"), json!({})).await;
    ada.post(&format!("/api/v1/accounts/{theirs}/block"), json!({})).await;
    ada.post(&format!("/api/v1/accounts/{theirs}/unblock"), json!({})).await;
    node.settled().await;

    let received = far.received();
    let kinds: BTreeSet<String> = received.iter().map(|r| r.activity["type"].as_str().unwrap().to_string()).collect();
    let expected = [
        "Accept",
        "Add",
        "Announce",
        "Block",
        "Create",
        "Delete",
        "Flag",
        "Follow",
        "Like",
        "QuoteRequest",
        "Remove",
        "Undo",
        "Update",
    ];
    assert_eq!(kinds.iter().map(String::as_str).collect::<Vec<_>>(), expected);
    received.iter().for_each(|r| check(r, &node.base));
    // A report does not say who made it.
    let flag = received.iter().find(|r| r.activity["type"] == "Flag").unwrap();
    assert_eq!(flag.activity["actor"], format!("{}/actor", node.base));
    assert!(!flag.activity.to_string().contains("/users/ada"));
}

#[tokio::test]
async fn every_document_is_served_as_one_and_can_be_had_unsigned_where_it_must() {
    let node = TestNode::start().await;
    let ada = node.person("ada").await;
    let post = ada.says("hello").await;
    let note = post["uri"].as_str().unwrap().strip_prefix(&node.base).unwrap().to_string();
    let context = format!("/contexts/{}", post["id"].as_str().unwrap());
    for path in [
        "/actor",
        "/users/ada",
        "/users/paris",
        "/users/ada/outbox",
        "/users/ada/followers",
        "/users/ada/following",
        "/users/ada/collections/featured",
        "/users/paris/moderators",
        &note,
        &format!("{note}/activity"),
        &format!("{note}/replies"),
        &context,
    ] {
        let answer = node.document(path).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/activity+json"), "{path}");
        assert!(answer.header("vary").contains("Signature") && answer.header("cache-control").contains("private"), "{path}");
        let document = answer.json();
        assert_eq!(document["id"].as_str().unwrap().split('?').next().unwrap(), format!("{}{path}", node.base), "{path}");
    }
    // Mastodon asks the handle of every actor it meets, the node's own too.
    for name in ["ada", "paris", "node.actor"] {
        let found = node.get(&format!("/.well-known/webfinger?resource=acct:{name}@{}", node.domain)).await.ok();
        let link = found["links"].as_array().unwrap().iter().find(|l| l["rel"] == "self").unwrap();
        let path = link["href"].as_str().unwrap().strip_prefix(&node.base).unwrap().to_string();
        assert_eq!(node.document(&path).await.ok()["preferredUsername"], name);
    }
    let digest = signatures::body_digest(b"");
    assert_eq!(digest, "SHA-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}

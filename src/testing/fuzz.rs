//! Anything at all, thrown at what reads the words of others: the shapes of JSON, HTML, and the whole inbox.
//!
//! `POTLUCK_FUZZ=20000 bash config/gate fuzz` runs it for long; what it finds becomes a test of its own.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use url::Url;

use super::far::Far;
use super::{Answer, TestNode};
use crate::clock::{Clock, Time};
use crate::federation::{attachments, emojis, json, policies};
use crate::web::html;
use crate::{accounts, favourites, polls, quotes, reports, statuses};

const NOW: Time = Time(1_795_000_000_000_000);

fn cases(usual: u32) -> Config {
    let cases = std::env::var("POTLUCK_FUZZ").ok().and_then(|n| n.parse().ok()).unwrap_or(usual);
    Config { cases, failure_persistence: None, ..Config::default() }
}

/// Words that mean something to whoever reads ActivityPub, and some that mean harm.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "https://www.w3.org/ns/activitystreams#Public",
            "as:Public",
            "FAR/actors/0",
            "FAR/actors/0/followers",
            "FAR/actors/1",
            "FAR/n/1",
            "FAR/n/2",
            "FAR/a/1",
            "OURS/users/ada",
            "OURS/users/paris",
            "OURS/actor",
            "OURS/inbox",
            "POST",
            "https://elsewhere.example/x",
            "javascript:alert(1)",
            "http://[::1]/",
            "https://u:p@a.example/",
            "2026-11-01T10:00:00Z",
            "9999-99-99T99:99:99Z",
            "<p>hello</p>",
            "<script>x</script><p onclick=y>z",
            "#tag",
            ":pot:",
            "@ada",
            "",
            "\u{0}",
            "\u{202e}",
            "image/png",
            "text/html",
            "true",
            "-1",
            "99999999999999999999",
            "Note",
            "Question",
            "Create",
            "Update",
            "Delete",
            "Announce",
            "Like",
            "Undo",
            "Follow",
            "Accept",
            "Reject",
            "Person",
            "Group",
            "Tombstone",
            "Mention",
            "Hashtag",
            "Emoji",
            "Link",
            "Image",
            "Event",
            "Move",
            "Block",
            "Flag",
            "Add",
            "Remove",
            "Lock",
            "QuoteRequest",
            "EmojiReact",
        ])
        .prop_map(ToString::to_string),
        ".{0,40}",
    ]
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        9 => prop::sample::select(vec![
            "id", "type", "actor", "object", "target", "to", "cc", "attributedTo", "content", "contentMap", "summary", "name", "nameMap", "tag", "href", "url",
            "icon", "image", "attachment", "mediaType", "published", "updated", "inReplyTo", "replies", "context", "conversation", "oneOf", "anyOf", "endTime",
            "closed", "votersCount", "totalItems", "first", "items", "orderedItems", "quote", "quoteUrl", "quoteAuthorization", "interactionPolicy", "canQuote",
            "canReply", "automaticApproval", "instrument", "result", "proof", "publicKey", "publicKeyPem", "owner", "inbox", "endpoints", "sharedInbox", "followers",
            "preferredUsername", "alsoKnownAs", "movedTo", "audience", "startTime", "location", "address", "sensitive", "blurhash", "focalPoint", "width", "height", "@context",
        ])
        .prop_map(ToString::to_string),
        1 => ".{0,10}",
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|n| json!(n)),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((key(), inner), 0..10).prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

/// A document with an id and a type, so that it gets somewhere.
fn document() -> impl Strategy<Value = Value> {
    let kinds = prop::sample::select(vec![
        "Note",
        "Question",
        "Article",
        "Event",
        "Page",
        "Video",
        "Person",
        "Group",
        "Service",
        "Create",
        "Update",
        "Delete",
        "Announce",
        "Like",
        "EmojiReact",
        "Undo",
        "Follow",
        "Accept",
        "Reject",
        "Block",
        "Flag",
        "Move",
        "Add",
        "Remove",
        "Lock",
        "QuoteRequest",
    ]);
    (kinds, prop::collection::vec((key(), value()), 0..14)).prop_map(|(kind, pairs)| {
        let mut document: serde_json::Map<String, Value> = pairs.into_iter().collect();
        document.entry("id").or_insert_with(|| "https://far.example/n/1".into());
        document.insert("type".into(), kind.into());
        Value::Object(document)
    })
}

fn is_web(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

/// Nothing in it runs or loads: no such element, no such address, no attribute that is a script.
fn is_harmless(html: &str) -> bool {
    // Whatever was text is escaped, so every < begins a tag.
    html.to_lowercase().split('<').skip(1).filter_map(|t| t.split('>').next()).all(|tag| {
        let elements = ["script", "style", "iframe", "svg", "math", "img", "form", "base", "object", "embed", "link", "meta"];
        !elements.iter().any(|harm| tag.trim_start_matches('/').starts_with(harm))
            && !["href=\"javascript", "href=\"data", " style="].iter().any(|harm| tag.contains(harm))
            && !tag.split_whitespace().skip(1).any(|a| a.starts_with("on") && a.contains('='))
    })
}

#[test]
fn whatever_a_document_looks_like_it_is_read_or_refused() {
    TestRunner::new(cases(400))
        .run(&document(), |document| {
            if let Ok(post) = statuses::activity::read(&document, NOW) {
                prop_assert!(is_web(&post.uri) && is_web(&post.url));
                prop_assert!(is_harmless(&post.content), "{}", post.content);
                prop_assert!(post.tags.len() <= 100 && post.addressing.to.len() <= 1_000 && post.content.len() <= 200_000);
                let media: Vec<Value> = serde_json::from_str(&post.attachments).unwrap();
                prop_assert!(media.len() <= 16 && media.iter().all(|m| is_web(m["url"].as_str().unwrap())));
                prop_assert!(post.poll.is_none_or(|poll| (1..=20).contains(&poll.options.len())));
            }
            if let Ok(actor) = accounts::activity::read(&document, NOW) {
                prop_assert!(is_web(&actor.described.inbox_url) && is_web(&actor.described.url));
            }
            let _ = (
                emojis::read(&document),
                attachments::read(&document),
                policies::read(&document),
                quotes::activity::read(&document),
            );
            let _ = (
                polls::activity::read_vote(&document),
                favourites::activity::read_reaction(&document),
                quotes::activity::read_request(&document),
            );
            prop_assert!(reports::activity::read(&document).uris.len() <= 100);
            let _ = json::parse(document.to_string().as_bytes());
            Ok(())
        })
        .unwrap();
}

#[test]
fn whatever_html_comes_nothing_that_can_run_is_left() {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "<p>",
            "</p>",
            "<a href=\"javascript:x\">",
            "<a href='https://a.example/' onclick=x>",
            "</a>",
            "<script>",
            "</script>",
            "<style>",
            "<!--",
            "-->",
            "<img src=x onerror=y>",
            "<svg/onload=x>",
            "<math><mi//xlink:href=\"data:x,y\">",
            "<iframe srcdoc=\"<script>\">",
            "<![CDATA[",
            "]]>",
            "<p/",
            "&lt;script&gt;",
            "&#x6a;avascript:",
            "<noscript><p title=\"</noscript><img src=x onerror=y>\">",
            "<form><button formaction=javascript:x>",
            "<base href=//evil>",
            "<b>",
            "<span class=\"invisible\" style=\"x\">",
            "\u{0}",
            "\"",
            "'",
            ">"
        ])
        .prop_map(ToString::to_string),
        ".{0,12}",
    ];
    let document = prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat());
    TestRunner::new(cases(600))
        .run(&document, |text| {
            let clean = html::clean(&text);
            prop_assert!(is_harmless(&clean) && is_harmless(&html::clean(&clean)), "{}", clean);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_megabyte_of_hostile_html_is_read_in_one_go() {
    for piece in super::bench::HOSTILE_HTML {
        let began = std::time::Instant::now();
        let text = piece.repeat(1_000_000 / piece.len());
        let _ = (html::clean(&text), html::words(&text, 500));
        // A parser that looks back takes minutes; the bound leaves room for an unoptimised build on a busy machine.
        assert!(began.elapsed().as_secs() < 20, "{piece} took {:?}", began.elapsed());
    }
}

#[test]
fn whatever_is_brought_to_the_inbox_it_is_answered_kept_and_hurts_nobody() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (node, ada, far, post) = runtime.block_on(async {
        let node = TestNode::start().await;
        let ada = node.person("ada").await;
        let far = Far::start().await.unwrap();
        let found = ada.get(&format!("/api/v2/search?type=accounts&resolve=true&q={}", far.actor(0))).await;
        ada.post(&format!("/api/v1/accounts/{}/follow", found["accounts"][0]["id"].as_str().unwrap()), json!({})).await;
        node.settled().await;
        let post = ada.says("something to talk about").await["uri"].as_str().unwrap().to_string();
        (node, ada, far, post)
    });
    let (inbox, signer) = (Url::parse(&format!("{}/inbox", node.base)).unwrap(), far.signer(0).unwrap());
    let next = std::cell::Cell::new(0);
    let answered = std::cell::RefCell::new(std::collections::BTreeMap::<u16, usize>::new());
    let real = |text: String| {
        text.replace("FAR", &far.base)
            .replace("OURS", &node.base)
            .replace("POST", &post)
            .replace("https://far.example", &far.base)
    };
    let mut runner = TestRunner::new(cases(150));
    runner
        .run(&document(), |document| {
            let mut activity: Value = serde_json::from_str(&real(document.to_string())).unwrap();
            next.set(next.get() + 1);
            activity["id"] = format!("{}/a/{}", far.base, next.get()).into();
            activity["actor"] = far.actor(0).into();
            let status = runtime.block_on(async {
                Answer::of(far.request(&node.http, &inbox, &signer, &activity, Clock::default().now()).unwrap()).await.status
            });
            *answered.borrow_mut().entry(status).or_default() += 1;
            prop_assert!(status < 500, "{} to {}", status, activity);
            Ok(())
        })
        .unwrap();
    runtime.block_on(async {
        node.settled_within(std::time::Duration::from_secs(600)).await;
        for path in ["/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/notifications", "/api/v1/timelines/tag/tag"] {
            ada.get(path).await;
        }
        let home = ada.get("/api/v1/timelines/home?limit=40").await;
        for status in home.as_array().unwrap() {
            ada.get(&format!("/api/v1/statuses/{}/context", status["id"].as_str().unwrap())).await;
            let page = node.get(&format!("/@ada/{}", status["id"].as_str().unwrap())).await;
            assert!(page.status < 500);
        }
        assert!(answered.borrow().get(&202).copied().unwrap_or_default() > 0, "{:?}", answered.borrow());
    });
    runtime.block_on(async move { drop(node) });
}

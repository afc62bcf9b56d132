//! What people in three cities do together.

use futures_util::StreamExt;
use serde_json::json;

use crate::node::{Node, client, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_cities_find_follow_post_reply_boost_favourite_edit_and_delete() {
    let (paris, barcelona, rome) = (Node::start("paris").await, Node::start("barcelona").await, Node::start("rome").await);
    let (ada, elena, chiara) = (paris.person("ada"), barcelona.person("elena"), rome.person("chiara"));

    // Find and follow.
    elena.follows(&ada.handle()).await;
    chiara.follows(&ada.handle()).await;
    ada.follows(&elena.handle()).await;
    ada.is_told(&format!("follow {}", chiara.handle())).await;
    let account = elena.finds(&ada.handle()).await;
    assert_eq!((account["acct"].as_str(), account["username"].as_str()), (Some(ada.handle().as_str()), Some("ada")));

    // Post.
    let post = ada.says(&format!("Dinner on Thursday, @{}? #potluck", elena.handle())).await;
    let in_barcelona = elena.sees("Dinner on Thursday").await;
    let in_rome = chiara.sees("Dinner on Thursday").await;
    assert_eq!(in_rome["uri"], post["uri"]);
    assert!(in_barcelona["mentions"][0]["acct"] == "elena" && in_barcelona["tags"][0]["name"] == "potluck");
    elena.is_told(&format!("mention {}", ada.handle())).await;

    // Reply; the third city sees the whole conversation where it began.
    let reply = elena.replies(&in_barcelona, &format!("@{} with pleasure", ada.handle())).await;
    ada.is_told(&format!("mention {}", elena.handle())).await;
    until("the reply stands in the thread", || async {
        let context = ada.get(&format!("/api/v1/statuses/{}/context", post["id"].as_str().unwrap())).await;
        context["descendants"].as_array().unwrap().iter().any(|s| s["uri"] == reply["uri"]).then_some(())
    })
    .await;

    // Boost and favourite, and take both back.
    chiara.does("reblog", &in_rome).await;
    elena.does("favourite", &in_barcelona).await;
    ada.is_told(&format!("reblog {}", chiara.handle())).await;
    ada.is_told(&format!("favourite {}", elena.handle())).await;
    let counts = |boosts: i64, favourites: i64| {
        let (ada, post) = (ada.clone(), post.clone());
        async move {
            until(&format!("{boosts} boosts and {favourites} favourites are counted"), || async {
                let now = ada.status(&post).await.unwrap();
                // One boost is the chapter's own.
                (now["reblogs_count"] == boosts + 1 && now["favourites_count"] == favourites).then_some(())
            })
            .await
        }
    };
    counts(1, 1).await;
    chiara.does("unreblog", &in_rome).await;
    elena.does("unfavourite", &in_barcelona).await;
    counts(0, 0).await;

    // Edit.
    let path = format!("/api/v1/statuses/{}", post["id"].as_str().unwrap());
    ada.call(reqwest::Method::PUT, &path, Some(json!({"status": "Dinner on Friday! #potluck"}))).await;
    for (who, copy) in [(&elena, &in_barcelona), (&chiara, &in_rome)] {
        until("the edit arrives", || async {
            let now = who.status(copy).await?;
            (now["content"].as_str()?.contains("Friday") && now["edited_at"].is_string()).then_some(())
        })
        .await;
    }

    // Delete.
    ada.call(reqwest::Method::DELETE, &path, None).await;
    for (who, copy) in [(&elena, &in_barcelona), (&chiara, &in_rome)] {
        until("the deletion arrives", || async { who.status(copy).await.is_none().then_some(()) }).await;
    }

    // Unfollow: what is said afterwards stays away.
    let followed = chiara.finds(&ada.handle()).await;
    chiara.post(&format!("/api/v1/accounts/{}/unfollow", followed["id"].as_str().unwrap()), json!({})).await;
    let me = ada.get("/api/v1/accounts/verify_credentials").await;
    until("Paris knows that Rome left", || async {
        let followers = ada.get(&format!("/api/v1/accounts/{}/followers", me["id"].as_str().unwrap())).await;
        (!followers.as_array().unwrap().iter().any(|a| a["acct"] == chiara.handle())).then_some(())
    })
    .await;
    ada.says("not for Rome").await;
    elena.sees("not for Rome").await;
    assert!(!chiara.home().await.iter().any(|s| s["content"].as_str().unwrap().contains("not for Rome")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_follows_a_chapter_reads_its_members_and_each_circle_is_kept() {
    let (paris, rome) = (Node::start("paris").await, Node::start("rome").await);
    let (ada, chiara) = (paris.person("ada"), rome.person("chiara"));
    chiara.follows(&format!("paris@{}", paris.domain)).await;
    let post = ada.says("for the whole network").await;
    let copy = chiara.sees("for the whole network").await;
    assert_eq!(copy["account"]["acct"], ada.handle().as_str());
    for visibility in ["unlisted", "private"] {
        ada.post("/api/v1/statuses", json!({"status": format!("{visibility} among us"), "visibility": visibility})).await;
    }
    // Who reads through the chapter hears of edits and deletions too.
    let path = format!("/api/v1/statuses/{}", post["id"].as_str().unwrap());
    ada.call(reqwest::Method::PUT, &path, Some(json!({"status": "for everybody"}))).await;
    chiara.sees("for everybody").await;

    // A direct message reaches whom it names, and nobody else.
    let direct = json!({"status": format!("@{} between us", chiara.handle()), "visibility": "direct"});
    ada.post("/api/v1/statuses", direct).await;
    chiara.is_told(&format!("mention {}", ada.handle())).await;
    let told = chiara.get("/api/v1/notifications?types[]=mention").await;
    assert_eq!(told[0]["status"]["visibility"], "direct");
    let copy = told[0]["status"]["id"].as_str().unwrap();
    let stella = rome.run(&["token", "stella"], "");
    let other = client().get(format!("{}/api/v1/statuses/{copy}", rome.base)).bearer_auth(&stella).send().await.unwrap();
    assert_eq!(other.status(), 404);
    assert!(!chiara.home().await.iter().any(|s| s["content"].as_str().unwrap().contains("among us")));

    ada.call(reqwest::Method::DELETE, &path, None).await;
    until("the deletion arrives", || async { (!chiara.home().await.iter().any(|s| s["uri"] == post["uri"])).then_some(()) })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_sent_by_hand_is_refused() {
    let paris = Node::start("paris").await;
    let http = client();
    let follow = json!({
        "@context": "https://www.w3.org/ns/activitystreams", "id": "http://127.0.0.1:1/f/1", "type": "Follow", "actor": "http://127.0.0.1:1/u",
        "object": format!("{}/users/paris", paris.base)
    });
    for inbox in ["/inbox", "/users/paris/inbox", "/actor/inbox"] {
        let send = |kind: &'static str, body: String| {
            http.post(format!("{}{inbox}", paris.base)).header("content-type", kind).body(body).send()
        };
        assert_eq!(send("application/activity+json", follow.to_string()).await.unwrap().status(), 401, "unsigned, at {inbox}");
        assert_eq!(send("application/json", follow.to_string()).await.unwrap().status(), 415);
        assert_eq!(send("application/activity+json", "{}".into()).await.unwrap().status(), 400);
        assert_eq!(send("application/activity+json", "x".repeat(2_000_000)).await.unwrap().status(), 413);
        let unknown_delete = json!({"id": "http://127.0.0.1:1/u#delete", "type": "Delete", "actor": "http://127.0.0.1:1/u", "object": "http://127.0.0.1:1/u"});
        assert_eq!(send("application/activity+json", unknown_delete.to_string()).await.unwrap().status(), 202);
    }
}

/// Reads a stream of events until one has the text; `None` when the stream ended before.
async fn hears(stream: &mut (impl StreamExt<Item = reqwest::Result<bytes::Bytes>> + Unpin), text: &str) -> Option<()> {
    let mut all = String::new();
    while !all.contains(text) {
        let chunk = tokio::time::timeout(std::time::Duration::from_secs(60), stream.next()).await.expect("something comes");
        all.push_str(&String::from_utf8_lossy(&chunk?.ok()?));
    }
    Some(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn apps_hear_at_one_process_what_happens_at_another() {
    let node = Node::start("lyon").await;
    let (ada, bob) = (node.person("ada"), node.person("bob"));
    bob.follows("ada").await;
    let (door, _beside) = node.beside();
    let request = client().get(format!("{door}/api/v1/streaming/user")).timeout(std::time::Duration::from_secs(300));
    let response = request.bearer_auth(&bob.token).send().await.unwrap();
    assert_eq!(response.status(), 200);
    let mut stream = Box::pin(response.bytes_stream());
    ada.says("heard through the other door").await;
    assert!(hears(&mut stream, "heard through the other door").await.is_some());
    // Who is shut out at one door is shut out at the other, at once.
    node.run(&["account", "suspend", "bob"], "");
    assert!(hears(&mut stream, "never comes").await.is_none());
    // What the two count of how often somebody asks is each one's own; what is written is both's.
    let page = client().get(format!("{door}/@ada")).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("heard through the other door"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chapter_that_was_restored_goes_on_talking() {
    let (mut paris, rome) = (Node::start("nantes").await, Node::start("turin").await);
    let (ada, chiara) = (paris.person("ada"), rome.person("chiara"));
    chiara.follows(&ada.handle()).await;
    ada.is_told(&format!("follow {}", chiara.handle())).await;
    ada.says("before the fire").await;
    chiara.sees("before the fire").await;
    let file = crate::node::temp_dir("backup").with_extension("zip");
    let said = paris.run(&["backup", &file.to_string_lossy()], "");
    assert!(said.contains("rows of"), "{said}");
    ada.says("lost in the fire").await;
    paris.come_back(&file).await;
    // The same key, the same token, the same followers; what came after the backup is lost here, and only here.
    ada.says("after the fire").await;
    chiara.sees("after the fire").await;
    let home = ada.get("/api/v1/timelines/home").await.to_string();
    assert!(home.contains("before the fire") && !home.contains("lost in the fire"), "{home}");
    let found = ada.get("/api/v2/search?type=statuses&q=fire").await;
    assert!(found.to_string().contains("before the fire"), "words are found again: {found}");
    let _ = std::fs::remove_file(&file);
}

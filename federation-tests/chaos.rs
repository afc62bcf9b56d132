//! Many servers, and a sender that is killed again and again.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use potluck::clock::Clock;
use potluck::testing::far::{Far, Manner};
use reqwest::Method;
use serde_json::json;
use url::Url;

use crate::node::{Node, Person, client, until};

/// Actor 0 of each server follows the member.
async fn all_follow(paris: &Node, ada: &Person, servers: &[Arc<Far>]) {
    let (http, inbox) = (client(), Url::parse(&format!("{}/inbox", paris.base)).unwrap());
    for far in servers {
        let follow = json!({"id": format!("{}/f", far.base), "type": "Follow", "actor": far.actor(0), "object": format!("{}/users/{}", paris.base, ada.name)});
        let request = far.request(&http, &inbox, &far.signer(0).unwrap(), &follow, Clock::default().now()).unwrap();
        assert_eq!(request.send().await.unwrap().status(), 202);
    }
    for far in servers {
        until("each follow is accepted", || async { (far.count("Accept") > 0).then_some(()) }).await;
    }
}

/// A number that differs from run to run, below `bound`.
fn chance(bound: usize) -> usize {
    use std::hash::{BuildHasher, Hasher};
    usize::try_from(std::hash::RandomState::new().build_hasher().finish() % bound as u64).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_10_000_deliveries_to_200_servers_none_is_lost_or_overtaken_however_often_the_sender_is_killed() {
    const SERVERS: usize = 200;
    const OBJECTS: usize = 10;
    /// Create, three Updates, Delete.
    const EACH: usize = 5;
    let mut paris = Node::start("paris").await;
    let ada = paris.person("ada");
    let servers = Far::start_many(SERVERS).await.unwrap();
    all_follow(&paris, &ada, &servers).await;

    let arrived = |servers: &[Arc<Far>]| -> usize { servers.iter().map(|far| far.received().len() - far.count("Accept")).sum() };
    let total = SERVERS * OBJECTS * EACH;
    let posting = tokio::spawn({
        let ada = ada.clone();
        async move {
            // What is answered with success is kept; what is not was killed on the way and is said again.
            async fn insist(ada: &Person, method: Method, path: &str, body: Option<serde_json::Value>) -> serde_json::Value {
                loop {
                    if let Some((200, body)) = ada.try_call(method.clone(), path, body.clone()).await {
                        return body;
                    }
                    tokio::task::yield_now().await;
                }
            }
            for n in 0..OBJECTS {
                let new = json!({"status": format!("object {n} version 0"), "visibility": "unlisted"});
                let post = insist(&ada, Method::POST, "/api/v1/statuses", Some(new)).await;
                let path = format!("/api/v1/statuses/{}", post["id"].as_str().unwrap());
                for version in 1..EACH - 1 {
                    insist(&ada, Method::PUT, &path, Some(json!({"status": format!("object {n} version {version}")}))).await;
                }
                // Deleted, or gone already when the answer was lost.
                while !ada.try_call(Method::DELETE, &path, None).await.is_some_and(|(status, _)| status == 200 || status == 404) {
                }
            }
        }
    });
    for round in 0..4 {
        let at = total / 6 * (round + 1) + chance(total / 12);
        until(&format!("{at} have arrived"), || async { (arrived(&servers) >= at).then_some(()) }).await;
        paris.kill();
        paris.up().await;
    }
    posting.await.unwrap();
    // A post whose answer was lost may have been written twice: then there are more objects, never fewer.
    until("everything has arrived everywhere", || async {
        servers.iter().all(|far| far.count("Delete") >= OBJECTS).then_some(())
    })
    .await;
    let mut repeated = 0;
    for far in &servers {
        let mut first_seen: HashMap<String, Vec<String>> = HashMap::new();
        for received in far.received().iter().filter(|r| r.activity["type"] != "Accept") {
            let activity = &received.activity;
            let object = activity["object"]["id"].as_str().unwrap().to_string();
            let id = activity["id"].as_str().unwrap().to_string();
            let seen = first_seen.entry(object).or_default();
            if seen.contains(&id) {
                repeated += 1;
            } else {
                let kind = activity["type"].as_str().unwrap();
                let stage = match kind {
                    "Create" => 0,
                    "Update" => seen.len(),
                    _ => EACH - 1,
                };
                assert_eq!(seen.len(), stage, "{kind} of an object came as number {}", seen.len());
                seen.push(id);
            }
        }
        let whole = first_seen.values().filter(|seen| seen.len() == EACH).count();
        assert!(whole >= OBJECTS, "{} has {whole} of {OBJECTS} objects whole", far.base);
    }
    // Only what was under way when the process died comes again.
    eprintln!("{total} deliveries, 4 kills, {repeated} came again");
    assert!(repeated < total / 2);
}

/// From the post to its arrival at each server that answers, the 95th percentile.
async fn p95(ada: &Person, servers: &[Arc<Far>], word: &str) -> Duration {
    const POSTS: usize = 10;
    let mut sent = Vec::new();
    for n in 0..POSTS {
        sent.push((format!("{word} {n}."), Instant::now()));
        ada.post("/api/v1/statuses", json!({"status": format!("{word} {n}."), "visibility": "unlisted"})).await;
    }
    let mut took = Vec::new();
    for far in servers {
        let fits = |r: &&potluck::testing::far::Received, text: &str| {
            r.activity["object"]["content"].as_str().is_some_and(|c| c.contains(text))
        };
        until("all posts have arrived", || async {
            sent.iter().all(|(text, _)| far.received().iter().any(|r| fits(&r, text))).then_some(())
        })
        .await;
        let received = far.received();
        took.extend(sent.iter().map(|(text, at)| received.iter().find(|r| fits(r, text)).unwrap().at - *at));
    }
    took.sort();
    took[took.len() * 95 / 100]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_50_servers_one_that_never_answers_slows_down_none_of_the_others() {
    let paris = Node::start("paris").await;
    let ada = paris.person("ada");
    let servers = Far::start_many(50).await.unwrap();
    all_follow(&paris, &ada, &servers).await;
    let (silent, others) = servers.split_first().unwrap();
    let before = p95(&ada, others, "before").await;
    silent.answers(Manner::Never);
    let with = p95(&ada, others, "with").await;
    eprintln!("95 % arrive within {before:?}, with a silent server among them within {with:?}");
    // The silent one takes ten seconds to give up on; noise of the machine is far below that.
    assert!(with < before * 2 + Duration::from_secs(4), "{before:?} became {with:?}");
}

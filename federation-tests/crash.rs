//! Nothing that was answered with success is lost, whoever is killed and when.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::json;

use crate::node::{Node, Person, until};

const POSTS: usize = 200;

/// How often each of the numbered posts stands in the reader's copy of the author's list.
async fn arrived(reader: &Person, author: &str) -> HashMap<String, usize> {
    let account = reader.finds(author).await;
    let id = account["id"].as_str().unwrap().to_string();
    let mut seen = HashMap::new();
    let mut max_id = String::new();
    loop {
        let page = reader.get(&format!("/api/v1/accounts/{id}/statuses?limit=40{max_id}")).await;
        let page = page.as_array().unwrap();
        let Some(last) = page.last() else { return seen };
        max_id = format!("&max_id={}", last["id"].as_str().unwrap());
        for status in page {
            *seen.entry(status["content"].as_str().unwrap().to_string()).or_default() += 1;
        }
    }
}

async fn all_arrive_once(reader: &Person, author: &str) {
    until(&format!("all {POSTS} posts arrive at {}", reader.domain), || async {
        (arrived(reader, author).await.len() >= POSTS).then_some(())
    })
    .await;
    let seen = arrived(reader, author).await;
    assert_eq!(seen.len(), POSTS);
    assert!(seen.values().all(|count| *count == 1), "an effect came twice");
    let account = reader.finds(author).await;
    assert_eq!(account["statuses_count"], POSTS);
}

async fn post_all(ada: &Person) {
    for n in 0..POSTS {
        // Unlisted, so that the chapter's announcements do not double the work.
        ada.post("/api/v1/statuses", json!({"status": format!("dish number {n}"), "visibility": "unlisted"})).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sender_killed_in_the_middle_of_200_deliveries_loses_none() {
    let mut paris = Node::start("paris").await;
    let rome = Node::start("rome").await;
    let (ada, chiara) = (paris.person("ada"), rome.person("chiara"));
    chiara.follows(&ada.handle()).await;
    let killed_after = tokio::spawn({
        let (chiara, author) = (chiara.clone(), ada.handle());
        async move { until("some have arrived", || async { (arrived(&chiara, &author).await.len() > 20).then_some(()) }).await }
    });
    let mut posted = 0;
    while posted < POSTS {
        ada.post("/api/v1/statuses", json!({"status": format!("dish number {posted}"), "visibility": "unlisted"})).await;
        posted += 1;
        if posted % 70 == 0 {
            if posted == 70 {
                // Do not kill before anything has gone out.
                tokio::time::timeout(Duration::from_secs(60), async {
                    while !killed_after.is_finished() {
                        tokio::task::yield_now().await
                    }
                })
                .await
                .unwrap();
            }
            paris.kill();
            paris.up().await;
        }
    }
    paris.kill();
    paris.up().await;
    all_arrive_once(&chiara, &ada.handle()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receiver_killed_in_the_middle_of_200_deliveries_gets_them_all_once() {
    let paris = Node::start("paris").await;
    let mut rome = Node::start("rome").await;
    let (ada, chiara) = (paris.person("ada"), rome.person("chiara"));
    chiara.follows(&ada.handle()).await;
    let posting = tokio::spawn({
        let ada = ada.clone();
        async move { post_all(&ada).await }
    });
    for at_least in [20, 60, 120] {
        let author = ada.handle();
        until("some have arrived", || async { (arrived(&chiara, &author).await.len() >= at_least).then_some(()) }).await;
        rome.kill();
        rome.up().await;
    }
    posting.await.unwrap();
    all_arrive_once(&chiara, &ada.handle()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_city_that_is_down_gets_everything_in_order_when_it_is_back() {
    let paris = Node::start("paris").await;
    let mut rome = Node::start("rome").await;
    let (ada, chiara) = (paris.person("ada"), rome.person("chiara"));
    chiara.follows(&ada.handle()).await;
    rome.kill();
    let kept = ada.says("first version").await;
    let path = format!("/api/v1/statuses/{}", kept["id"].as_str().unwrap());
    ada.call(reqwest::Method::PUT, &path, Some(json!({"status": "second version"}))).await;
    ada.call(reqwest::Method::PUT, &path, Some(json!({"status": "third version"}))).await;
    let gone = ada.says("deleted before it arrived").await;
    ada.call(reqwest::Method::DELETE, &format!("/api/v1/statuses/{}", gone["id"].as_str().unwrap()), None).await;
    rome.up().await;
    let copy = chiara.sees("third version").await;
    let history = chiara.get(&format!("/api/v1/statuses/{}/history", copy["id"].as_str().unwrap())).await;
    assert_eq!(history.as_array().unwrap().len(), 3, "each edit came, and none overtook another");
    ada.says("the end").await;
    chiara.sees("the end").await;
    // Order is kept for each object; one may end before another.
    until("what was deleted is gone", || async {
        let home = chiara.home().await;
        (!home.iter().any(|s| s["content"].as_str().unwrap().contains("deleted before"))).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signal_ends_a_node_gently() {
    let mut paris = Node::start("paris").await;
    let ada = paris.person("ada");
    ada.says("kept").await;
    assert!(paris.terminate(), "exit code 0");
    paris.up().await;
    ada.sees("kept").await;
}

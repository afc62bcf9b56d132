//! Who may read what over ActivityPub: every route, every circle, every kind of reader, from one table.

use std::sync::Arc;

use rules::audience::{Ties, Visibility, may_see};
use serde_json::{Value, json};
use url::Url;

use super::far::Far;
use super::node::Person;
use super::{Answer, TestNode};
use crate::clock::Clock;
use crate::federation::CONTENT_TYPE;
use crate::federation::signatures::{self, Scheme};

struct Scene {
    node: TestNode,
    ada: Person,
    far: Arc<Far>,
}

/// Actors of the far server and what ties them to Ada.
const FOLLOWER: usize = 0;
const MENTIONED: usize = 1;
const STRANGER: usize = 2;
const BLOCKED: usize = 3;

fn ties(reader: Option<usize>) -> Ties {
    Ties {
        follows_author: matches!(reader, Some(FOLLOWER)),
        is_mentioned: matches!(reader, Some(MENTIONED | BLOCKED)),
        is_blocked: matches!(reader, Some(BLOCKED)),
        ..Ties::default()
    }
}

impl Scene {
    async fn set() -> Self {
        let node = TestNode::start().await;
        let ada = node.person("ada").await;
        let far = Far::start().await.unwrap();
        let scene = Self { node, ada, far };
        let follow = json!({"id": format!("{}/f", scene.far.base), "type": "Follow", "actor": scene.far.actor(FOLLOWER), "object": format!("{}/users/ada", scene.node.base)});
        scene.brings(FOLLOWER, &follow).await;
        for n in [MENTIONED, STRANGER, BLOCKED] {
            scene.ada.get(&format!("/api/v2/search?type=accounts&resolve=true&q={}", scene.far.actor(n))).await;
        }
        scene
    }

    fn handle(&self, n: usize) -> String {
        format!("far{n}@{}", self.far.base.trim_start_matches("http://"))
    }

    async fn brings(&self, n: usize, activity: &Value) {
        let inbox = Url::parse(&format!("{}/inbox", self.node.base)).unwrap();
        let request =
            self.far.request(&self.node.http, &inbox, &self.far.signer(n).unwrap(), activity, Clock::default().now()).unwrap();
        assert_eq!(Answer::of(request).await.status, 202);
        self.node.settled().await;
    }

    /// A document as this reader gets it; `None` signs nothing.
    async fn read(&self, path: &str, reader: Option<usize>, scheme: Scheme) -> Answer {
        let Some(n) = reader else { return self.node.document(path).await };
        let url = Url::parse(&format!("{}{path}", self.node.base)).unwrap();
        let headers =
            signatures::sign_get(scheme, &url, CONTENT_TYPE, &self.far.signer(n).unwrap(), Clock::default().now()).unwrap();
        Answer::of(headers.into_iter().fold(self.node.http.get(url), |request, (name, value)| request.header(name, value))).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_shows_each_post_to_those_it_is_for_and_to_nobody_else() {
    let scene = Scene::set().await;
    let mentions = format!("@{} @{}", scene.handle(MENTIONED), scene.handle(BLOCKED));
    let mut posts = Vec::new();
    for visibility in Visibility::ALL {
        let post = scene.ada.says_to(visibility.as_str(), &format!("{visibility} {mentions}")).await;
        posts.push((visibility, post));
    }
    let blocked = scene.ada.finds(&scene.handle(BLOCKED)).await;
    scene.ada.post(&format!("/api/v1/accounts/{}/block", blocked["id"].as_str().unwrap()), json!({})).await;
    scene.node.settled().await;
    let missing = scene.node.document("/users/ada/statuses/1").await;
    assert_eq!(missing.status, 404);
    for reader in [None, Some(FOLLOWER), Some(MENTIONED), Some(STRANGER), Some(BLOCKED)] {
        let scheme = if reader == Some(FOLLOWER) { Scheme::Rfc9421 } else { Scheme::Cavage };
        for (visibility, post) in &posts {
            let path = post["uri"].as_str().unwrap().strip_prefix(&scene.node.base).unwrap().to_string();
            let expected = may_see(*visibility, ties(reader));
            for suffix in ["", "/activity", "/replies"] {
                let answer = scene.read(&format!("{path}{suffix}"), reader, scheme).await;
                assert_eq!(answer.status == 200, expected, "{visibility} at {suffix} for {reader:?}");
                if !expected {
                    // What is not there and what is not for one's eyes answer the same, byte for byte.
                    assert_eq!((answer.status, &answer.text), (404, &missing.text), "{visibility} at {suffix} for {reader:?}");
                    assert_eq!(answer.header("content-type"), missing.header("content-type"));
                }
            }
            // Collections show what is for everybody, whoever asks.
            if reader != Some(BLOCKED) {
                for path in ["/users/ada/outbox?max_id=9223372036854775807", "/users/ada/collections/featured"] {
                    let listed = scene.read(path, reader, scheme).await.text.contains(post["uri"].as_str().unwrap());
                    assert!(!listed || visibility.is_open(), "{visibility} in {path} for {reader:?}");
                }
                let context = scene.read(&format!("/contexts/{}", post["id"].as_str().unwrap()), reader, scheme).await;
                assert_eq!(context.status == 200, visibility.is_open(), "the conversation of a {visibility} post for {reader:?}");
            }
            // The client API and the pages, for nobody in particular.
            let open = visibility.is_open();
            let id = post["id"].as_str().unwrap();
            assert_eq!(scene.node.get(&format!("/api/v1/statuses/{id}")).await.status == 200, open, "{visibility}");
            assert_eq!(scene.node.get(&format!("/@ada/{id}")).await.status == 200, open, "{visibility}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_not_been_accepted_is_no_follower() {
    let scene = Scene::set().await;
    scene.node.lock("ada").await;
    let follow = json!({"id": format!("{}/f2", scene.far.base), "type": "Follow", "actor": scene.far.actor(STRANGER), "object": format!("{}/users/ada", scene.node.base)});
    scene.brings(STRANGER, &follow).await;
    let post = scene.ada.says_to("private", "for followers").await;
    let path = post["uri"].as_str().unwrap().strip_prefix(&scene.node.base).unwrap().to_string();
    assert_eq!(scene.read(&path, Some(STRANGER), Scheme::Cavage).await.status, 404);
    assert_eq!(scene.read(&path, Some(FOLLOWER), Scheme::Cavage).await.status, 200);
    scene.node.settled().await;
    let got = |n: usize| {
        scene
            .far
            .received()
            .iter()
            .any(|r| r.activity["type"] == "Create" && r.activity["to"].to_string().contains("followers") && n < 9)
    };
    assert!(got(FOLLOWER));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_secure_mode_everybody_signs_but_the_nodes_own_actor_stays_open() {
    let node = TestNode::secure().await;
    let ada = node.person("ada").await;
    let post = ada.says("hello").await;
    let note = post["uri"].as_str().unwrap().strip_prefix(&node.base).unwrap().to_string();
    let far = Far::start().await.unwrap();
    for path in [
        "/users/ada",
        "/users/ada/outbox",
        "/users/ada/followers",
        "/users/ada/following",
        "/users/ada/collections/featured",
        "/users/paris/moderators",
        &note,
        &format!("{note}/activity"),
        &format!("{note}/replies"),
        &format!("/contexts/{}", post["id"].as_str().unwrap()),
    ] {
        assert_eq!(node.document(path).await.status, 401, "{path}");
        let url = Url::parse(&format!("{}{path}", node.base)).unwrap();
        let headers =
            signatures::sign_get(Scheme::Cavage, &url, CONTENT_TYPE, &far.signer(0).unwrap(), Clock::default().now()).unwrap();
        let signed = headers.into_iter().fold(node.http.get(url), |request, (name, value)| request.header(name, value));
        assert_eq!(Answer::of(signed).await.status, 200, "{path}");
    }
    // Or two careful servers could never begin to talk.
    assert_eq!(node.document("/actor").await.status, 200);
    assert_eq!(node.get(&format!("/.well-known/webfinger?resource=acct:ada@{}", node.domain)).await.status, 200);
    // People read as before.
    assert_eq!(node.get("/@ada").await.status, 200);
}

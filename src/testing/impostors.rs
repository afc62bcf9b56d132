//! Servers and groups that claim what is not theirs, beyond what one activity can.

use std::sync::Arc;

use serde_json::{Value, json};
use url::Url;

use super::far::Far;
use super::node::Person;
use super::{Answer, TestNode, until};
use crate::clock::Clock;
use crate::federation::CONTENT_TYPE;
use crate::federation::keys::Signer;

const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// Ada follows a group on a far server.
struct Scene {
    node: TestNode,
    ada: Person,
    far: Arc<Far>,
    group: String,
}

impl Scene {
    async fn set() -> Self {
        let node = TestNode::start().await;
        let ada = node.person("ada").await;
        let far = Far::start().await.unwrap();
        let group = format!("{}/group", far.base);
        far.put("/group", CONTENT_TYPE, &json!({
            "id": group, "type": "Group", "preferredUsername": "group", "inbox": format!("{group}/inbox"), "followers": format!("{group}/followers"),
            "publicKey": {"id": format!("{group}#main-key"), "owner": group, "publicKeyPem": far.public_pem()}
        }));
        let scene = Self { node, ada, far, group };
        let found = scene.ada.get(&format!("/api/v2/search?type=accounts&resolve=true&q={}", scene.group)).await;
        scene.ada.post(&format!("/api/v1/accounts/{}/follow", found["accounts"][0]["id"].as_str().unwrap()), json!({})).await;
        until("the Follow arrives", || async { (scene.far.count("Follow") == 1).then_some(()) }).await;
        let accept = json!({"id": format!("{}/accept", scene.far.base), "type": "Accept", "actor": scene.group,
            "object": {"type": "Follow", "actor": format!("{}/users/ada", scene.node.base), "object": scene.group}});
        assert_eq!(scene.brings(&accept).await, 202);
        scene
    }

    fn signer(&self) -> Signer {
        self.far.signer_named(format!("{}#main-key", self.group)).unwrap()
    }

    /// The group brings something.
    async fn brings(&self, activity: &Value) -> u16 {
        self.brings_to("/inbox", activity).await
    }

    async fn brings_to(&self, inbox: &str, activity: &Value) -> u16 {
        let inbox = Url::parse(&format!("{}{inbox}", self.node.base)).unwrap();
        let request = self.far.request(&self.node.http, &inbox, &self.signer(), activity, Clock::default().now()).unwrap();
        let status = Answer::of(request).await.status;
        self.node.settled().await;
        status
    }

    fn announce(&self, id: &str, inner: Value) -> Value {
        json!({"id": format!("{}/announce/{id}", self.far.base), "type": "Announce", "actor": self.group, "to": [PUBLIC], "object": inner})
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_group_passes_on_needs_more_than_its_word() {
    let (scene, other) = (Scene::set().await, Far::start().await.unwrap());
    let note = json!({"id": format!("{}/n/1", other.base), "type": "Note", "attributedTo": other.actor(0), "content": "<p>never said</p>", "to": [PUBLIC]});
    let create =
        json!({"id": format!("{}/a/1", other.base), "type": "Create", "actor": other.actor(0), "object": note, "to": [PUBLIC]});
    // No proof, and nothing of the kind where it is said to be from.
    scene.brings(&scene.announce("1", create.clone())).await;
    assert_eq!(scene.ada.home().await, Vec::<String>::new());
    // Its author's server tells it otherwise: that is what counts.
    let mut real = create.clone();
    real["object"]["content"] = "<p>really said</p>".into();
    other.put("/a/1", CONTENT_TYPE, &real);
    scene.brings(&scene.announce("2", create)).await;
    assert_eq!(scene.ada.home().await, ["really said"]);
    // Neither likes nor deletions of others are made up by the group.
    let post = scene.ada.says_to("unlisted", "like me").await;
    let like = json!({"id": format!("{}/l/1", other.base), "type": "Like", "actor": other.actor(0), "object": post["uri"]});
    let delete = json!({"id": format!("{}/d/1", other.base), "type": "Delete", "actor": other.actor(0), "object": note["id"]});
    let own = json!({"id": format!("{}/users/ada/d", scene.node.base), "type": "Delete", "actor": format!("{}/users/ada", scene.node.base), "object": post["uri"]});
    for (n, forged) in [like, delete, own].into_iter().enumerate() {
        scene.brings(&scene.announce(&format!("forged-{n}"), forged)).await;
    }
    let path = format!("/api/v1/statuses/{}", post["id"].as_str().unwrap());
    assert_eq!(scene.ada.get(&path).await["favourites_count"], 0);
    assert!(scene.ada.home().await.contains(&"really said".to_string()));
    // A group that passes on what a group passes on has no end.
    let nested = scene.announce("inner", scene.announce("innermost", json!(format!("{}/n/9", other.base))));
    assert_eq!(scene.brings(&nested).await, 202);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_is_what_its_own_server_says_wherever_it_was_found() {
    let (scene, other) = (Scene::set().await, Far::start().await.unwrap());
    let mut note = json!({"id": format!("{}/n/1", other.base), "type": "Note", "attributedTo": other.actor(0), "content": "<p>true</p>", "to": [PUBLIC]});
    other.put("/n/1", CONTENT_TYPE, &note);
    note["content"] = "<p>false</p>".into();
    scene.far.put("/copy", CONTENT_TYPE, &note);
    scene.brings(&scene.announce("1", json!(format!("{}/copy", scene.far.base)))).await;
    assert_eq!(scene.ada.home().await, ["true"]);
    // An author, a key, an inbox of another server: no such actor.
    for (n, odd) in [
        json!({"id": other.actor(7), "type": "Person", "preferredUsername": "x", "inbox": format!("{}/i", scene.far.base)}),
        json!({"id": format!("{}/odd", scene.far.base), "type": "Person", "preferredUsername": "x", "inbox": format!("{}/i", other.base)}),
    ]
    .iter()
    .enumerate()
    {
        scene.far.put(&format!("/odd/{n}"), CONTENT_TYPE, odd);
        let found = scene.ada.get(&format!("/api/v2/search?type=accounts&resolve=true&q={}/odd/{n}", scene.far.base)).await;
        assert!(found["accounts"].as_array().unwrap().iter().all(|a| !a["uri"].as_str().unwrap().starts_with(&scene.far.base)), "{odd}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_bytes_at_another_inbox_have_no_second_effect() {
    let scene = Scene::set().await;
    let note = json!({"id": format!("{}/n/1", scene.far.base), "type": "Note", "attributedTo": scene.group, "content": "<p>once</p>", "to": [PUBLIC]});
    let create =
        json!({"id": format!("{}/a/1", scene.far.base), "type": "Create", "actor": scene.group, "object": note, "to": [PUBLIC]});
    for inbox in ["/inbox", "/users/ada/inbox", "/users/paris/inbox", "/actor/inbox"] {
        assert_eq!(scene.brings_to(inbox, &create).await, 202);
    }
    assert_eq!(scene.ada.home().await, ["once"]);
}

#[tokio::test]
async fn every_address_that_takes_activities_asks_for_a_signature() {
    let node = TestNode::start().await;
    let inboxes: Vec<String> = crate::router::routes()
        .table()
        .iter()
        .filter(|r| r.method == "POST" && r.path.ends_with("inbox"))
        .map(|r| r.path.replace("{name}", "paris"))
        .collect();
    assert!(inboxes.len() >= 3, "{inboxes:?}");
    let activity = json!({"id": "http://127.0.0.1:1/a", "type": "Like", "actor": "http://127.0.0.1:1/u", "object": format!("{}/users/paris", node.base)});
    for inbox in inboxes {
        let request =
            node.http.post(format!("{}{inbox}", node.base)).header("content-type", CONTENT_TYPE).body(activity.to_string());
        assert_eq!(Answer::of(request).await.status, 401, "{inbox}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_suspended_account_neither_brings_nor_reads() {
    let scene = Scene::set().await;
    let url = Url::parse(&format!("{}/users/ada", scene.node.base)).unwrap();
    assert_eq!(scene.node.signed_document("/users/ada", &scene.signer()).await.status, 200);
    let group = scene.group.clone();
    scene
        .node
        .app
        .write(move |tx| {
            let account = crate::accounts::by_uri(tx, &group)?.unwrap();
            crate::accounts::mark(tx, account.id, crate::accounts::Mark::Suspended, true)
        })
        .await
        .unwrap();
    assert_eq!(scene.node.signed_document("/users/ada", &scene.signer()).await.status, 403, "{url}");
    let like = json!({"id": format!("{}/x", scene.far.base), "type": "Like", "actor": scene.group, "object": url});
    assert_eq!(scene.brings(&like).await, 403);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_endless_conversation_is_looked_up_only_so_far() {
    let scene = Scene::set().await;
    let base = &scene.far.base;
    let note = |n: usize| {
        json!({"id": format!("{base}/n/{n}"), "type": "Note", "attributedTo": scene.group, "content": format!("<p>post {n}</p>"), "to": [PUBLIC],
        "inReplyTo": if n == 0 { Value::Null } else { format!("{base}/n/0").into() }, "replies": format!("{base}/replies/0")})
    };
    for n in 0..200 {
        scene.far.put(&format!("/n/{n}"), CONTENT_TYPE, &note(n));
    }
    // Each page leads to the next, and the last to the first; one leads to another server.
    for page in 0..20 {
        let items: Vec<String> = (0..10).map(|n| format!("{base}/n/{}", page * 10 + n)).collect();
        let next = if page == 19 { "https://elsewhere.example/replies".into() } else { format!("{base}/replies/{}", page + 1) };
        scene.far.put(
            &format!("/replies/{page}"),
            CONTENT_TYPE,
            &json!({"id": format!("{base}/replies/{page}"), "type": "CollectionPage", "items": items, "next": next}),
        );
    }
    scene
        .brings(&json!({"id": format!("{base}/a/0"), "type": "Create", "actor": scene.group, "object": note(0), "to": [PUBLIC]}))
        .await;
    let root = scene.ada.sees("post 0").await;
    let path = format!("/api/v1/statuses/{}/context", root["id"].as_str().unwrap());
    scene.ada.get(&path).await;
    scene.node.settled().await;
    let found = scene.ada.get(&path).await["descendants"].as_array().unwrap().len();
    assert!((5..=40).contains(&found), "{found} of 200");
    // Asked again at once, it is not looked up again.
    scene.ada.get(&path).await;
    scene.node.settled().await;
    assert_eq!(scene.ada.get(&path).await["descendants"].as_array().unwrap().len(), found);
}

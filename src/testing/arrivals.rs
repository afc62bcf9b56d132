//! What arrives from a far server that is honest, late, repeated, or out to deceive.

use std::sync::Arc;

use serde_json::{Value, json};
use url::Url;

use super::far::Far;
use super::pages::{HOSTILE, assert_tame};
use super::visitor::Visitor;
use super::{Answer, TestNode, until};
use crate::clock::{Clock, Time};
use crate::federation::CONTENT_TYPE;

const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// Ada follows the far server's actor 0.
struct Scene {
    node: TestNode,
    ada: super::node::Person,
    far: Arc<Far>,
    followed: String,
}

impl Scene {
    async fn set() -> Self {
        let node = TestNode::start().await;
        let ada = node.person("ada").await;
        let far = Far::start().await.unwrap();
        let found = ada.get(&format!("/api/v2/search?type=accounts&resolve=true&q={}", far.actor(0))).await;
        let followed = found["accounts"][0]["id"].as_str().unwrap().to_string();
        ada.post(&format!("/api/v1/accounts/{followed}/follow"), json!({})).await;
        let scene = Self { node, ada, far, followed };
        until("the Follow arrives", || async { (scene.far.count("Follow") == 1).then_some(()) }).await;
        let accept = json!({
            "id": format!("{}/accept", scene.far.base), "type": "Accept", "actor": scene.far.actor(0),
            "object": {"type": "Follow", "actor": format!("{}/users/ada", scene.node.base), "object": scene.far.actor(0)}
        });
        assert_eq!(scene.brings(0, &accept).await, 202);
        scene.node.settled().await;
        scene
    }

    /// Actor `n` brings an activity to the shared inbox; answers the status.
    async fn brings(&self, n: usize, activity: &Value) -> u16 {
        self.answer(n, activity).await.status
    }

    async fn answer(&self, n: usize, activity: &Value) -> Answer {
        let inbox = Url::parse(&format!("{}/inbox", self.node.base)).unwrap();
        let signer = self.far.signer(n).unwrap();
        Answer::of(self.far.request(&self.node.http, &inbox, &signer, activity, Clock::default().now()).unwrap()).await
    }

    fn note(&self, n: usize, id: &str, content: &str) -> Value {
        json!({"id": format!("{}/n/{id}", self.far.base), "type": "Note", "attributedTo": self.far.actor(n), "content": content, "to": [PUBLIC]})
    }

    fn activity(&self, kind: &str, n: usize, id: &str, object: &Value) -> Value {
        json!({"id": format!("{}/a/{id}", self.far.base), "type": kind, "actor": self.far.actor(n), "object": object, "to": [PUBLIC]})
    }

    /// The contents at Ada's home, once everything that arrived has had its effect.
    async fn home(&self) -> Vec<String> {
        self.node.settled().await;
        self.ada.home().await
    }
}

#[tokio::test]
async fn what_comes_twice_has_one_effect() {
    let scene = Scene::set().await;
    let create = scene.activity("Create", 0, "1", &scene.note(0, "1", "<p>once</p>"));
    for _ in 0..3 {
        assert_eq!(scene.brings(0, &create).await, 202);
    }
    // The same post under another activity's id.
    assert_eq!(scene.brings(0, &scene.activity("Create", 0, "2", &scene.note(0, "1", "<p>once</p>"))).await, 202);
    assert_eq!(scene.home().await, ["once"]);
    assert_eq!(scene.ada.get(&format!("/api/v1/accounts/{}", scene.followed)).await["statuses_count"], 1);
}

#[tokio::test]
async fn nobody_speaks_for_another() {
    let scene = Scene::set().await;
    scene.brings(0, &scene.activity("Create", 0, "1", &scene.note(0, "1", "<p>mine</p>"))).await;
    assert_eq!(scene.home().await, ["mine"]);
    let note = scene.note(0, "1", "<p>yours now</p>");

    // Signed by one, said to be another's: refused at the door, for every kind.
    for kind in ["Create", "Update", "Delete", "Announce", "Like", "Follow", "Accept", "Undo", "Block", "Move"] {
        assert_eq!(scene.brings(1, &scene.activity(kind, 0, &format!("forged-{kind}"), &note)).await, 401, "{kind}");
    }
    // Honestly one's own, but about another's post: no effect.
    for kind in ["Create", "Update", "Delete", "Undo"] {
        assert_eq!(scene.brings(1, &scene.activity(kind, 1, &format!("about-{kind}"), &note)).await, 202, "{kind}");
    }
    assert_eq!(scene.home().await, ["mine"]);
    // An id on another server than the actor.
    let mut foreign = scene.activity("Create", 0, "x", &note);
    foreign["id"] = "https://elsewhere.example/a".into();
    assert_eq!(scene.brings(0, &foreign).await, 401);
}

#[tokio::test]
async fn what_is_embedded_from_elsewhere_is_fetched_not_believed() {
    let (scene, other) = (Scene::set().await, Far::start().await.unwrap());
    let told = json!({
        "id": format!("{}/n/9", other.base), "type": "Note", "attributedTo": other.actor(0), "content": "<p>put into their mouth</p>", "to": [PUBLIC]
    });
    let mut real = told.clone();
    real["content"] = "<p>what they really said</p>".into();
    other.put("/n/9", CONTENT_TYPE, &real);
    assert_eq!(scene.brings(0, &scene.activity("Announce", 0, "b", &told)).await, 202);
    assert_eq!(scene.home().await, ["what they really said"]);

    // A document that is not served as one, an upload for example, is no document.
    for (n, kind) in ["application/json", "text/plain", "text/html", "application/octet-stream"].iter().enumerate() {
        let mut upload = real.clone();
        upload["id"] = format!("{}/upload/{n}", other.base).into();
        other.put(&format!("/upload/{n}"), kind, &upload);
        scene.brings(0, &scene.activity("Announce", 0, &format!("u{n}"), &upload["id"])).await;
    }
    assert_eq!(scene.home().await.len(), 1);
}

#[tokio::test]
async fn what_arrives_out_of_order_ends_the_same() {
    let scene = Scene::set().await;
    // Deleted before it came.
    scene.brings(0, &scene.activity("Delete", 0, "d", &json!(format!("{}/n/1", scene.far.base)))).await;
    scene.node.settled().await;
    scene.brings(0, &scene.activity("Create", 0, "c", &scene.note(0, "1", "<p>too late</p>"))).await;
    // Edited before it came.
    let mut edited = scene.note(0, "2", "<p>second</p>");
    edited["updated"] = "2026-01-02T00:00:00Z".into();
    edited["published"] = "2026-01-01T00:00:00Z".into();
    scene.brings(0, &scene.activity("Update", 0, "u", &edited)).await;
    scene.node.settled().await;
    scene.brings(0, &scene.activity("Create", 0, "c2", &scene.note(0, "2", "<p>first</p>"))).await;
    assert_eq!(scene.home().await, ["second"]);

    // Taken back before it was given.
    let post = scene.ada.says_to("unlisted", "like me").await;
    let like = scene.activity("Like", 0, "l", &post["uri"]);
    scene.brings(0, &scene.activity("Undo", 0, "undo", &like)).await;
    scene.node.settled().await;
    scene.brings(0, &like).await;
    scene.node.settled().await;
    let path = format!("/api/v1/statuses/{}", post["id"].as_str().unwrap());
    assert_eq!(scene.ada.get(&path).await["favourites_count"], 0);
}

#[tokio::test]
async fn a_changed_key_is_fetched_again_but_not_all_the_time() {
    let scene = Scene::set().await;
    scene.far.rotate_keys();
    let create = scene.activity("Create", 0, "1", &scene.note(0, "1", "<p>with a new key</p>"));
    assert_eq!(scene.brings(0, &create).await, 401, "a key fetched a moment ago is not fetched again");
    scene.node.app.clock.advance(2 * Time::MINUTE);
    assert_eq!(scene.brings(0, &create).await, 202);
    assert_eq!(scene.home().await, ["with a new key"]);
    scene.node.app.clock.advance(2 * Time::HOUR);
    assert_eq!(scene.brings(0, &create).await, 401, "a signature two hours old is a replay");
}

#[tokio::test]
async fn what_nobody_knows_is_kept_and_hurts_nobody() {
    let scene = Scene::set().await;
    for (n, object) in [
        json!(null),
        json!([]),
        json!({"type": "x:Odd"}),
        json!(7),
        json!(format!("{}/missing", scene.far.base)),
        json!([[{"id": []}]]),
    ]
    .iter()
    .enumerate()
    {
        for kind in [
            "x:Dance", "Create", "Update", "Delete", "Announce", "Like", "Undo", "Follow", "Accept", "Reject", "Move", "Add",
            "Flag",
        ] {
            assert_eq!(
                scene.brings(0, &scene.activity(kind, 0, &format!("{kind}-{n}"), object)).await,
                202,
                "{kind} of {object}"
            );
        }
    }
    // Counted, so that the steward sees what goes unheard.
    scene.node.settled().await;
    let steward = scene.node.log_in("stella", "admin:read").await;
    let kinds = steward.get("/api/v1/potluck/queue").await["incoming"]["kinds"].clone();
    let dances = kinds.as_array().unwrap().iter().find(|k| k["kind"] == "x:Dance").unwrap();
    assert_eq!((&dances["count"], &dances["without_effect"]), (&json!(6), &json!(6)));
    let hostile = scene.note(0, "h", "<p onclick=x>bold<script>alert(1)</script><img src=x onerror=y></p>");
    scene.brings(0, &scene.activity("Create", 0, "h", &hostile)).await;
    scene.node.settled().await;
    let shown = scene.ada.get("/api/v1/timelines/home").await;
    assert_eq!(shown[0]["content"], "<p>bold</p>");
}

#[tokio::test]
async fn an_audience_is_never_widened_and_strangers_do_not_fill_the_disk() {
    let scene = Scene::set().await;
    let mut private = scene.note(0, "1", "<p>for followers</p>");
    private["to"] = json!([format!("{}/followers", scene.far.actor(0))]);
    scene.brings(0, &scene.activity("Create", 0, "1", &private)).await;
    scene.node.settled().await;
    let mut wider = scene.note(0, "1", "<p>for all?</p>");
    wider["updated"] = "2026-11-01T00:00:00Z".into();
    scene.brings(0, &scene.activity("Update", 0, "2", &wider)).await;
    scene.node.settled().await;
    let home = scene.ada.get("/api/v1/timelines/home").await;
    assert_eq!(home[0]["visibility"], "private");
    assert!(scene.node.get("/api/v1/timelines/public").await.ok().as_array().unwrap().is_empty());
    // Nobody here follows actor 5 or is named.
    scene.brings(5, &scene.activity("Create", 5, "s", &scene.note(5, "s", "<p>spam</p>"))).await;
    scene.node.settled().await;
    assert!(scene.node.get("/api/v1/timelines/public").await.ok().as_array().unwrap().is_empty());
}

#[tokio::test]
async fn who_is_gone_with_their_key_is_believed_when_their_own_server_says_so() {
    let scene = Scene::set().await;
    scene.brings(0, &scene.activity("Create", 0, "1", &scene.note(0, "1", "<p>farewell</p>"))).await;
    assert_eq!(scene.home().await, ["farewell"]);
    let goodbye = json!({"id": format!("{}#delete", scene.far.actor(0)), "type": "Delete", "actor": scene.far.actor(0), "object": scene.far.actor(0), "to": [PUBLIC]});
    // Signed with a key that does not fit, while the account is still there: refused.
    scene.far.rotate_keys();
    assert_eq!(scene.brings(0, &goodbye).await, 401);
    assert_eq!(scene.home().await, ["farewell"]);
    // The key and the account answer 410: the account is gone, whoever says so.
    scene.far.lose_actor(0);
    scene.node.app.clock.advance(2 * Time::MINUTE);
    let like = scene.activity("Like", 0, "l", &json!("x"));
    assert_eq!(scene.brings(0, &like).await, 401, "a key that is gone signs nothing else");
    assert_eq!(scene.brings(0, &goodbye).await, 202);
    assert_eq!(scene.home().await, Vec::<String>::new());
    let answer = scene.ada.call(reqwest::Method::GET, &format!("/api/v1/accounts/{}", scene.followed), None).await;
    assert_eq!(answer.status, 404);
}

#[tokio::test]
async fn nothing_that_other_servers_send_runs_on_any_page() {
    let scene = Scene::set().await;
    let member = Visitor::logged_in(&scene.node, "ada").await;
    for (n, hostile) in HOSTILE.iter().enumerate() {
        let mut actor: Value = scene.node.http.get(scene.far.actor(0)).send().await.unwrap().json().await.unwrap();
        actor["name"] = (*hostile).into();
        actor["summary"] = (*hostile).into();
        actor["attachment"] = json!([{"type": "PropertyValue", "name": hostile, "value": hostile}]);
        assert_eq!(scene.brings(0, &scene.activity("Update", 0, &format!("u{n}"), &actor)).await, 202);
        let mut question = scene.note(0, &format!("q{n}"), hostile);
        question["type"] = "Question".into();
        question["summary"] = if n % 2 == 0 { (*hostile).into() } else { Value::Null };
        question["oneOf"] = json!([{"type": "Note", "name": hostile}, {"type": "Note", "name": "b"}]);
        question["attachment"] =
            json!([{"type": "Document", "mediaType": "image/png", "url": "https://pictures.example/x.png", "name": hostile}]);
        question["tag"] = json!([
            {"type": "Hashtag", "name": hostile, "href": hostile},
            {"type": "Mention", "name": hostile, "href": format!("{}/users/ada", scene.node.base)},
            {"type": "Emoji", "name": ":x:", "icon": {"type": "Image", "url": hostile}}
        ]);
        question["url"] = (*hostile).into();
        assert_eq!(scene.brings(0, &scene.activity("Create", 0, &format!("c{n}"), &question)).await, 202);
        scene.node.settled().await;
        let home = member.open("/home").await.text;
        let posts = scene.ada.get("/api/v1/timelines/home").await;
        let (id, acct) = (posts[0]["id"].as_str().unwrap(), posts[0]["account"]["acct"].as_str().unwrap());
        assert_eq!(posts[0]["uri"], question["id"], "{hostile}");
        assert_tame(&home, "/home");
        for path in [
            format!("/@{acct}/{id}"),
            format!("/@{acct}"),
            "/notifications".into(),
            format!("/posts/{id}/report"),
            format!("/@{acct}?tab=media"),
        ] {
            let page = member.open(&path).await;
            assert_eq!(page.status, 200, "{path}");
            assert_tame(&page.text, &path);
        }
    }
}

//! What the servers of the fediverse send, after their documentation: one file for each in `fediverse/`, with its actors,
//! how it accepts a follow, and what it sends then. In them BASE stands for the server, ADA and BOB for members of ours,
//! POST and POLL for posts of Ada's, FOLLOW for the id of her follow, WHOLE_FOLLOW for all of it, PEM for the server's key.

use std::sync::Arc;

use serde_json::{Value, json};
use url::Url;

use super::far::Far;
use super::node::Person;
use super::{Answer, TestNode, until, words};
use crate::clock::Clock;
use crate::federation::CONTENT_TYPE;
use crate::federation::keys::Signer;

struct Scene {
    node: TestNode,
    ada: Person,
    bob: Person,
    far: Arc<Far>,
    script: Value,
}

/// Puts what the words in capitals stand for into a script.
fn filled(value: &Value, meaning: &[(&str, String)], follow: &Value) -> Value {
    match value {
        Value::String(text) if text == "WHOLE_FOLLOW" => follow.clone(),
        Value::String(text) => meaning.iter().fold(text.clone(), |text, (word, means)| text.replace(word, means)).into(),
        Value::Array(items) => items.iter().map(|v| filled(v, meaning, follow)).collect(),
        Value::Object(map) => Value::Object(map.iter().map(|(k, v)| (k.clone(), filled(v, meaning, follow))).collect()),
        other => other.clone(),
    }
}

impl Scene {
    async fn set(name: &str) -> Self {
        let path = std::path::Path::new("src/testing/fediverse").join(format!("{name}.json"));
        let script: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let node = TestNode::start().await;
        let (ada, bob) = (node.person("ada").await, node.person("bob").await);
        Self { node, ada, bob, far: Far::start().await.unwrap(), script }
    }

    async fn brings(&self, key: &str, activity: &Value) -> Answer {
        let inbox = Url::parse(&format!("{}/inbox", self.node.base)).unwrap();
        let signer: Signer = self.far.signer_named(format!("{}{key}", self.far.base)).unwrap();
        Answer::of(self.far.request(&self.node.http, &inbox, &signer, activity, Clock::default().now()).unwrap()).await
    }

    /// The post at home that says this, once all that arrived has had its effect.
    async fn at_home(&self, text: &str) -> Option<Value> {
        let home = self.ada.get("/api/v1/timelines/home?limit=40").await;
        let all = home.as_array().unwrap().iter().map(|s| if s["reblog"].is_null() { s } else { &s["reblog"] });
        all.into_iter().find(|s| words(s).contains(text)).cloned()
    }

    async fn play(&self) {
        let host = self.far.base.trim_start_matches("http://").to_string();
        let post = self.ada.says("like me").await;
        let options = json!({"options": ["soup", "bread", "rice"], "expires_in": 3_600, "multiple": true});
        let poll = self.ada.post("/api/v1/statuses", json!({"status": "what?", "poll": options})).await;
        let uri = |s: &Value| s["uri"].as_str().unwrap().to_string();
        let users = format!("{}/users", self.node.base);
        let mut meaning = vec![
            ("BASEHOST", host.clone()),
            ("BASE", self.far.base.clone()),
            ("ADA", format!("{users}/ada")),
            ("BOB", format!("{users}/bob")),
            ("POST", uri(&post)),
            ("POLL", uri(&poll)),
            ("PEM", self.far.public_pem()),
        ];
        for (path, document) in self.script["documents"].as_object().unwrap() {
            self.far.put(path, CONTENT_TYPE, &filled(document, &meaning, &Value::Null));
        }
        let followed = self.script["follow"].as_str().unwrap();
        let key = self.script["key"].as_str().map_or_else(|| format!("{followed}#main-key"), ToString::to_string);

        // The actor is read, followed, and accepts in its own way.
        let found = self.ada.get(&format!("/api/v2/search?type=accounts&resolve=true&q={}{followed}", self.far.base)).await;
        let id = found["accounts"][0]["id"].as_str().unwrap_or_else(|| panic!("{followed} was not read")).to_string();
        self.ada.post(&format!("/api/v1/accounts/{id}/follow"), json!({})).await;
        let follow = until("the follow arrives", || async {
            self.far.received().into_iter().find(|r| r.activity["type"] == "Follow").map(|r| r.activity)
        })
        .await;
        meaning.push(("FOLLOW", follow["id"].as_str().unwrap().to_string()));
        let accept = filled(&self.script["accept"], &meaning, &follow);
        assert_eq!(self.brings(&key, &accept).await.status, 202);
        self.node.settled().await;
        let relation = self.ada.get(&format!("/api/v1/accounts/relationships?id[]={id}")).await;
        assert_eq!(relation[0]["following"], true, "the Accept is understood");

        for send in self.script["sends"].as_array().unwrap() {
            let send = filled(send, &meaning, &follow);
            let activity = &send["activity"];
            let what = format!("{} {}", activity["type"], activity["id"]);
            let own_key = send["key"]
                .as_str()
                .map(|k| k.replace(&self.far.base, ""))
                .or_else(|| send["as"].as_str().map(|a| format!("{a}#main-key")));
            let answer = self.brings(own_key.as_deref().unwrap_or(&key), activity).await;
            assert_eq!(answer.status, 202, "{what}: {}", answer.text);
            self.node.settled().await;
            self.look(&send, &what, &post, &poll, &id).await;
        }
        // What came from afar can be shown: every timeline and every profile still answers.
        for path in
            ["/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/notifications", &format!("/api/v1/accounts/{id}")]
        {
            self.ada.get(path).await;
            self.bob.get(path).await;
        }
        // Ada's reports, if any, were not for her eyes.
        assert!(!self.ada.notifications().await.iter().any(|n| n.starts_with("admin.")));
    }

    /// Has it had the effect the script says?
    async fn look(&self, send: &Value, what: &str, post: &Value, poll: &Value, account: &str) {
        if let Some(text) = send["sees"].as_str() {
            let status = self.at_home(text).await.unwrap_or_else(|| panic!("{what}: {text:?} is not at home"));
            for (pointer, expected) in send["with"].as_object().into_iter().flatten() {
                assert_eq!(status.pointer(pointer).unwrap_or(&Value::Null), expected, "{what}: {pointer}");
            }
            for said in send["says"].as_array().into_iter().flatten() {
                assert!(words(&status).contains(said.as_str().unwrap()), "{what}: {said} in {:?}", words(&status));
            }
            if let Some(verb) = send["may_not"].as_str() {
                let path = format!("/api/v1/statuses/{}/{verb}", status["id"].as_str().unwrap());
                assert_eq!(self.ada.call(reqwest::Method::POST, &path, Some(json!({}))).await.status, 403, "{what}: {verb}");
            }
        }
        if let Some(text) = send["gone"].as_str() {
            assert!(self.at_home(text).await.is_none(), "{what}: {text:?} is still at home");
        }
        if send["unfollowed"] == true {
            let relation = self.ada.get(&format!("/api/v1/accounts/relationships?id[]={account}")).await;
            assert_eq!((&relation[0]["following"], &relation[0]["blocked_by"]), (&false.into(), &false.into()), "{what}");
        }
        if let Some(kind) = send["notified"].as_str() {
            let told = self.ada.notifications().await;
            assert!(told.iter().any(|n| n.starts_with(&format!("{kind} "))), "{what}: {kind} in {told:?}");
        }
        if let Some(emoji) = send["reacted"].as_str() {
            let found = self.ada.get(&format!("/api/v1/potluck/statuses/{}/reactions", post["id"].as_str().unwrap())).await;
            assert!(found.as_array().unwrap().iter().any(|r| r["name"] == emoji), "{what}: {emoji} in {found}");
        }
        if let Some(comment) = send["reported"].as_str() {
            let steward = self.node.log_in("stella", "admin:read").await;
            let reports = steward.get("/api/v1/admin/reports").await;
            assert_eq!(reports[0]["comment"], comment, "{what}");
        }
        if let Some(count) = send["votes"].as_i64() {
            let poll = self.ada.get(&format!("/api/v1/polls/{}", poll["id"].as_str().unwrap())).await;
            assert_eq!(poll["votes_count"], count, "{what}");
        }
        if let Some(text) = send["pinned"].as_str() {
            let pinned = self.ada.get(&format!("/api/v1/accounts/{account}/statuses?pinned=true")).await;
            assert_eq!(words(&pinned[0]), text, "{what}");
        }
        if let Some(kind) = send["answered"].as_str() {
            let before = send["activity"]["id"].as_str().unwrap();
            assert!(
                self.far.received().iter().any(|r| r.activity["type"] == kind && r.activity["object"]["id"] == before),
                "{what}: {kind}"
            );
        }
    }
}

async fn plays(name: &str) {
    Scene::set(name).await.play().await;
}

macro_rules! servers {
    ($($test:ident: $name:literal),* $(,)?) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $test() {
            plays($name).await;
        }
    )*};
}

servers! {
    mastodon_is_understood: "mastodon",
    gotosocial_is_understood: "gotosocial",
    lemmy_is_understood: "lemmy",
    mobilizon_is_understood: "mobilizon",
    misskey_is_understood: "misskey",
    akkoma_is_understood: "akkoma",
    peertube_is_understood: "peertube",
    wordpress_is_understood: "wordpress",
    pixelfed_is_understood: "pixelfed",
    gancio_mitra_nodebb_friendica_and_hubzilla_are_understood: "others",
}

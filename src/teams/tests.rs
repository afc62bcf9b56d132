//! Groups and projects through the doors: who belongs to one decides in it, and nobody else.

use reqwest::Method;
use rules::roles::Role;
use serde_json::{Value, json};

use crate::clock::Time;
use crate::testing::node::{Answer, Person, TestNode};

const REASON: &str = "the ladder is too short for the tall trees";

struct Chapter {
    node: TestNode,
    ada: Person,
    nia: Person,
    omar: Person,
    pia: Person,
}

impl Chapter {
    /// Ada is a Connector; Nia and Omar are active, Pia too.
    async fn gathered() -> Self {
        let node = TestNode::patient().await;
        let (ada, nia, omar, pia) =
            (node.person("ada").await, node.person("nia").await, node.person("omar").await, node.person("pia").await);
        node.grant("ada", Role::Connector).await;
        for name in ["nia", "omar", "pia"] {
            node.grant(name, Role::Active).await;
        }
        Self { node, ada, nia, omar, pia }
    }

    async fn orchard(&self) -> String {
        let team = self
            .nia
            .post("/api/v1/potluck/teams", json!({"name": "The  Orchard", "kind": "project", "purpose": "Apples."}))
            .await;
        let id = team["id"].as_str().unwrap().to_string();
        assert_eq!((&team["name"], team["members"].as_array().unwrap().len()), (&"The Orchard".into(), 1));
        let path = format!("/api/v1/potluck/teams/{id}/members");
        for person in [&self.omar, &self.pia] {
            self.nia.post(&path, json!({"account_id": person.id})).await;
        }
        id
    }

    async fn act(&self, by: &Person, proposal: &Value, act: Value) -> Answer {
        by.call(Method::POST, &format!("/api/v1/potluck/proposals/{}/acts", proposal["id"].as_str().unwrap()), Some(act)).await
    }
}

fn draft(more: Value) -> Value {
    let mut sent = json!({"title": "A ladder", "text": "We buy none and build one.", "team": "the orchard"});
    sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    sent
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_team_decides_by_consent_with_its_own_roll() {
    let chapter = Chapter::gathered().await;
    chapter.orchard().await;
    let proposal = chapter.nia.post("/api/v1/potluck/proposals", draft(json!({}))).await;
    assert_eq!((&proposal["team"], &proposal["process"]), (&"The Orchard".into(), &"consent".into()));
    chapter.act(&chapter.nia, &proposal, json!({"act": "publish"})).await.ok();
    chapter.node.app.clock.advance(Time::DAY);
    let asked = chapter.act(&chapter.nia, &proposal, json!({"act": "call_for_consent"})).await.ok();
    assert_eq!(asked["roll_size"], 3);
    let roll = chapter.node.get(&format!("/api/v1/potluck/proposals/{}/roll", proposal["id"].as_str().unwrap())).await.ok();
    assert!(roll.as_array().unwrap().iter().all(|voter| voter["account_id"] != chapter.ada.id), "{roll}");
    // Who represents the chapter has no voice in it by that.
    let refused = chapter.act(&chapter.ada, &proposal, json!({"act": "consent"})).await;
    assert_eq!((refused.status, refused.text.contains("roll")), (403, true));
    let refused = chapter.act(&chapter.ada, &proposal, json!({"act": "facilitate"})).await;
    assert_eq!(refused.status, 403, "nor does a Connector facilitate there: {}", refused.text);
    chapter.act(&chapter.pia, &proposal, json!({"act": "facilitate"})).await.ok();
    chapter.act(&chapter.omar, &proposal, json!({"act": "object", "reason": REASON})).await.ok();
    chapter.act(&chapter.omar, &proposal, json!({"act": "consent"})).await.ok();
    chapter.node.app.clock.advance(7 * Time::DAY);
    chapter.node.settled().await;
    let path = format!("/api/v1/potluck/proposals/{}", proposal["id"].as_str().unwrap());
    assert_eq!(chapter.node.get(&path).await.ok()["state"], "adopted");
    let listed = chapter.node.get("/api/v1/potluck/proposals?state=closed&team=The%20Orchard").await.ok();
    assert_eq!(listed.as_array().unwrap().len(), 1, "the chapter reads of it in its log");
    let record = chapter.node.get(&format!("/proposals/{}/record.json", proposal["id"].as_str().unwrap())).await.ok();
    assert_eq!((&record["proposal"]["team"], record["roll"].as_array().unwrap().len()), (&"The Orchard".into(), 3));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_team_decides_nothing_that_is_the_chapters_and_lets_in_whom_it_likes() {
    let chapter = Chapter::gathered().await;
    let id = chapter.orchard().await;
    let propose = |by: &Person, more: Value| {
        let (by, body) = (by.clone(), draft(more));
        async move { by.call(Method::POST, "/api/v1/potluck/proposals", Some(body)).await }
    };
    for (by, more, status, why) in [
        (&chapter.ada, json!({}), 403, "Only those who belong"),
        (&chapter.nia, json!({"budget": "40 €"}), 422, "budget or brand"),
        (&chapter.nia, json!({"brand": true}), 422, "budget or brand"),
        (&chapter.nia, json!({"team": "no such"}), 422, "There is no group"),
        (&chapter.nia, json!({"team": ""}), 403, "Only Connectors"),
        (&chapter.nia, json!({"revokes": chapter.ada.id}), 422, "whole chapter"),
    ] {
        let refused = propose(by, more.clone()).await;
        assert!(refused.status == status && refused.text.contains(why), "{more}: {} {}", refused.status, refused.text);
    }
    // Three of a team agree by the 3-Connectors rule; one from outside does not count.
    let three = propose(&chapter.nia, json!({"process": "three_connectors"})).await.ok();
    chapter.act(&chapter.nia, &three, json!({"act": "publish"})).await.ok();
    assert_eq!(chapter.act(&chapter.ada, &three, json!({"act": "endorse"})).await.status, 403);
    chapter.act(&chapter.omar, &three, json!({"act": "endorse"})).await.ok();
    assert_eq!(chapter.act(&chapter.pia, &three, json!({"act": "endorse"})).await.ok()["state"], "effective");
    // A name is taken once, whatever its letters; people from elsewhere belong to no team.
    let begin = |name: &'static str| {
        let by = chapter.omar.clone();
        async move { by.call(Method::POST, "/api/v1/potluck/teams", Some(json!({"name": name}))).await.status }
    };
    assert_eq!((begin("THE ORCHARD").await, begin(" ").await), (409, 422));
    let path = |what: &str| format!("/api/v1/potluck/teams/{id}/{what}");
    let outside = chapter.ada.call(Method::POST, &path("members"), Some(json!({"account_id": chapter.ada.id}))).await;
    assert_eq!(outside.status, 403, "nobody lets themselves in");
    assert_eq!(chapter.omar.call(Method::POST, &path("members"), Some(json!({"account_id": "1"}))).await.status, 422);
    assert_eq!(chapter.pia.post(&path("leave"), json!({})).await["members"].as_array().unwrap().len(), 2);
    assert_eq!(chapter.pia.call(Method::POST, &path("end"), None).await.status, 403);
    assert!(chapter.omar.post(&path("end"), json!({})).await["ended_at"].is_string());
    assert_eq!(propose(&chapter.nia, json!({})).await.status, 422, "what has ended decides nothing");
}

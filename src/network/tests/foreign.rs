//! Decisions of a version of the protocol that this node does not know.

use std::sync::Arc;

use protocol::bundle::Bundle;
use protocol::log::{Object, next};
use protocol::message::Page;
use protocol::object::{Kind, Proposal, Signed};
use protocol::proof::Key;

use super::*;
use crate::accounts;
use crate::activities::{self, Audience};
use crate::network::decisions;
use crate::testing::visitor::Visitor;

impl Cities {
    /// The first city's node says something to the second that no node of this version would.
    async fn says(&self, kind: &'static str, object: Value) {
        let second = self.uri(1).await;
        self.nodes[0]
            .app
            .write(move |tx| {
                let (here, there) = (accounts::by_id(tx, tx.site.chapter_id)?, accounts::by_uri(tx, &second)?.unwrap());
                let body = json!({
                    "@context": "https://www.w3.org/ns/activitystreams", "id": activities::new_uri(tx, "word"), "type": kind,
                    "actor": here.uri, "to": [second], "object": object
                });
                activities::record(tx, here.id, &body, &second, &Audience::just(there.id))
            })
            .await
            .unwrap();
        self.settled().await;
    }

    /// What the second city knows, open or closed.
    async fn listed(&self, state: &str) -> Value {
        self.stewards[1].get(&format!("{API}/decisions?state={state}")).await
    }
}

/// A proposal as a later version might have it: other words, other ways, no by-laws.
async fn later(cities: &Cities, number: u32, at: &str, text: &str) -> Value {
    let base = &cities.nodes[0].base;
    json!({
        "@context": ["https://www.w3.org/ns/activitystreams", {"gov": "https://w3id.org/potluck/gov#"}], "type": "gov:Proposal",
        "protocol": 2, "id": format!("{base}/network/decisions/{number}"), "attributedTo": format!("{base}/users/stella"),
        "host": cities.uri(0).await, "process": "sortition", "lots": {"drawn": 12},
        "text": {"title": "Drawn by lot", "driver": "Few take part.", "text": text, "summary": "new"}, "published": at
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_decided_by_an_unknown_version_can_be_read_and_nothing_more() {
    let cities = Cities::founded(2).await;
    let bad = "Twelve of us, **drawn** by lot. <script>alert(1)</script>";
    cities.says("Create", later(&cities, 7, "2026-11-24T10:00:00Z", bad).await).await;
    let listed = cities.listed("open").await;
    assert_eq!((&listed[0]["title"], &listed[0]["state"]), (&json!("Drawn by lot"), &json!("foreign")), "{listed}");
    let id = listed[0]["id"].as_str().unwrap().to_string();
    let one = cities.stewards[1].get(&format!("{API}/decisions/{id}")).await;
    assert_eq!((&one["protocol"], &one["text"]["driver"]), (&json!(2), &json!("Few take part.")), "{one}");
    // A newer text takes the place of the older; an older one does not.
    cities.says("Update", later(&cities, 7, "2026-11-24T12:00:00Z", "Twenty of us, **drawn** by lot.").await).await;
    cities.says("Update", later(&cities, 7, "2026-11-24T11:00:00Z", "Two of us.").await).await;
    let one = cities.stewards[1].get(&format!("{API}/decisions/{id}")).await;
    assert_eq!((&one["text"]["text"], &one["version"]), (&json!("Twenty of us, **drawn** by lot."), &json!(2)), "{one}");

    // Everybody can read it; its page leads to where it is decided, and has nothing to press.
    let stella = Visitor::logged_in(&cities.nodes[1], "stella").await;
    let path = format!("/network/decisions/{id}");
    let page = stella.open(&path).await.text;
    for what in
        ["version 2 of the protocol", "This node knows version 1.", "<strong>drawn</strong>", one["uri"].as_str().unwrap()]
    {
        assert!(page.contains(what), "{what}: {page}");
    }
    assert!(!page.contains(&format!("action=\"{path}")) && !page.contains("<script>alert"), "{page}");
    assert!(stella.open("/network").await.text.contains("Of another version"));
    assert_eq!(cities.nodes[1].get(&path).await.status, 200);

    // By no door can anything be said in it.
    let acts = format!("{API}/decisions/{id}/acts");
    let reason = json!({"act": "object", "reason": "it would cost the small chapters their say"});
    for act in [
        json!({"act": "consent"}),
        reason,
        json!({"act": "withdraw", "reason": "no"}),
        json!({"act": "delegate", "trustee": "@stella"}),
    ] {
        let refused = cities.stewards[1].call(reqwest::Method::POST, &acts, Some(act.clone())).await;
        assert!(refused.status == 409 && refused.text.contains("does not know"), "{act}: {} {}", refused.status, refused.text);
    }
    let doubt = json!({"voter": "@stella", "reason": "they have left the chapter long ago"});
    for (verb, body) in [("challenges", doubt), ("advisory", json!({"options": ["yes", "no"]}))] {
        let refused = cities.stewards[1].call(reqwest::Method::POST, &format!("{API}/decisions/{id}/{verb}"), Some(body)).await;
        assert!((400..500).contains(&refused.status), "{verb}: {} {}", refused.status, refused.text);
    }
    for verb in ["edit", "compete"] {
        assert_eq!(stella.open(&format!("{path}/{verb}")).await.status, 409, "{verb}");
    }
    assert_eq!(cities.nodes[1].get(&format!("{path}/record.json")).await.status, 404);

    // Its host takes it back; another nobody hears of any more is put away after two months.
    cities.says("Delete", json!({"type": "gov:Proposal", "id": one["uri"]})).await;
    assert_eq!(cities.listed("closed").await[0]["id"], *id);
    cities.says("Create", later(&cities, 8, "2026-11-24T10:00:00Z", "Again.").await).await;
    cities.wait(59 * Time::DAY, 2).await;
    assert_eq!(cities.listed("open").await.as_array().unwrap().len(), 1);
    cities.wait(3 * Time::DAY, 2).await;
    assert_eq!(cities.listed("open").await, json!([]));
    cities.settled().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_unknown_version_says_of_others_is_passed_over() {
    let cities = Cities::founded(2).await;
    let good = later(&cities, 7, "2026-11-24T10:00:00Z", "Twelve of us.").await;
    let elsewhere = cities.uri(1).await;
    for (what, value) in [
        ("protocol", json!("2")),
        ("protocol", json!(-1)),
        ("host", json!(elsewhere)),
        ("id", json!("https://else.example/network/decisions/7")),
        ("text", json!("words")),
        ("text", json!({"title": " ", "text": "x"})),
        ("text", json!({"title": "x".repeat(600), "text": "x"})),
        ("text", json!({"title": "x", "text": "x".repeat(300_000)})),
        ("published", json!("yesterday")),
    ] {
        let mut wrong = good.clone();
        wrong[what] = value.clone();
        cities.says("Create", wrong).await;
        assert_eq!(cities.listed("open").await, json!([]), "{what}: {value}");
    }
    cities.says("Create", good).await;
    assert_eq!(cities.listed("open").await.as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_of_an_unknown_version_opens_nothing() {
    let cities = Cities::founded(2).await;
    let seen = cities.propose(draft()).await;
    cities.wait(49 * Time::HOUR, 1).await;
    cities.act(0, &seen[0], json!({"act": "call_for_consent"})).await;
    cities.settled().await;
    let Bundle { log: entries, .. } = cities.bundle(0, &seen[0]).await;
    let mut opening = entries[0].object.as_ref().and_then(Object::opening).unwrap().body.clone();
    let fresh = format!("{}/network/decisions/9", cities.nodes[0].base);
    let key = Key::from_seed("x", &[7; 32]).unwrap();
    let body = Proposal { protocol: 2, id: fresh.clone(), ..opening.proposal.body.clone() };
    opening.proposal = Signed::new(body, &key, opening.published);
    let at = opening.published;
    let first = next(&[], Kind::Open, Object::Opening(Signed::new(opening, &key, at)), at);
    let page = Page { proposal: fresh.clone(), term: 1, entries: vec![first], ..Page::default() };
    let page: Page = serde_json::from_value(json!(page)).unwrap();
    let (chapter, uri) = (cities.uri(0).await, fresh.clone());
    cities.nodes[1].app.write(move |tx| decisions::heard(tx, &chapter, &uri, page)).await.unwrap();
    let all = cities.listed("open").await;
    let one = all.as_array().unwrap().iter().find(|one| one["uri"] == *fresh).unwrap();
    assert_eq!((&one["state"], &one["opened_at"]), (&json!("foreign"), &Value::Null), "{one}");

    // Once the node knows that version the decision is one as any other: as if it had been brought up to date.
    let id: i64 = one["id"].as_str().unwrap().parse().unwrap();
    let known = cities.nodes[1].app.write(move |tx| {
        let row = store::locked(tx, id)?;
        let mut value: Value = serde_json::from_str(&row.proposal).unwrap();
        value["protocol"] = 1.into();
        store::update_decision(tx, &store::Row { proposal: Arc::new(value).to_string(), ..row })
    });
    known.await.unwrap();
    cities.wait(25 * Time::HOUR, 1).await;
    assert_eq!(cities.stewards[1].get(&format!("{API}/decisions/{id}")).await["state"], "clarify");
    cities.settled().await;
}

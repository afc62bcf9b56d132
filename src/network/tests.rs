//! Chapters on nodes of their own that found a network and decide together, over HTTP.

use serde_json::{Value, json};

use super::store;
use crate::clock::Time;
use crate::testing::node::Person;
use crate::testing::{TestNode, until};
use protocol::bundle::Bundle;
use protocol::verify::verify;

const API: &str = "/api/v1/potluck/network";

/// Some chapters, each with its steward, who is its Connector.
pub struct Cities {
    pub nodes: Vec<TestNode>,
    pub stewards: Vec<Person>,
}

impl Cities {
    pub async fn start(number: usize) -> Self {
        let (mut nodes, mut stewards) = (Vec::new(), Vec::new());
        for _ in 0..number {
            let node = TestNode::patient().await;
            stewards.push(node.log_in("stella", "read write follow admin:read admin:write").await);
            nodes.push(node);
        }
        Self { nodes, stewards }
    }

    /// The same with a network that is founded.
    pub async fn founded(number: usize) -> Self {
        let cities = Self::start(number).await;
        let others: Vec<String> = cities.nodes[1..].iter().map(|node| format!("@paris@{}", node.domain)).collect();
        cities.stewards[0].post(API, json!({"name": "OuiShare", "chapters": others})).await;
        cities.settled().await;
        for steward in &cities.stewards[1..] {
            steward.post(&format!("{API}/agree"), json!({})).await;
        }
        cities.settled().await;
        cities
    }

    pub async fn settled(&self) {
        // What one has left may make work for the others.
        for _ in 0..3 {
            for node in &self.nodes {
                node.settled().await;
            }
        }
    }

    /// Time goes by for everybody, in steps that wake whoever waits for one of them.
    pub async fn wait(&self, micros: i64, steps: i64) {
        for _ in 0..steps {
            self.nodes.iter().for_each(|node| node.app.clock.advance(micros / steps));
            self.settled().await;
        }
    }

    /// Proposes something at the first node; answers it as each node knows it.
    pub async fn propose(&self, draft: Value) -> Vec<Value> {
        let proposed = self.stewards[0].post(&format!("{API}/decisions"), draft).await;
        self.settled().await;
        self.everywhere(proposed["uri"].as_str().unwrap()).await
    }

    /// A decision at every node.
    pub async fn everywhere(&self, uri: &str) -> Vec<Value> {
        let mut all = Vec::new();
        for (node, steward) in self.nodes.iter().zip(&self.stewards) {
            let wanted = uri.to_string();
            let row = node.app.read(move |tx| store::decision_by_uri(tx, &wanted)).await.unwrap();
            let id = row.unwrap_or_else(|| panic!("{} does not know {uri}", node.domain)).id;
            all.push(steward.get(&format!("{API}/decisions/{id}")).await);
        }
        all
    }

    pub async fn act(&self, city: usize, decision: &Value, act: Value) -> Value {
        let id = decision["id"].as_str().unwrap();
        self.stewards[city].post(&format!("{API}/decisions/{id}/acts"), act).await
    }

    pub async fn bundle(&self, city: usize, decision: &Value) -> Bundle {
        let id = decision["id"].as_str().unwrap();
        let record = self.nodes[city].get(&format!("/network/decisions/{id}/record.json")).await.ok();
        serde_json::from_value(record).unwrap()
    }
}

pub fn draft() -> Value {
    json!({
        "process": "consent", "title": "One calendar", "driver": "We miss each other's dates.",
        "text": "We keep **one** calendar for all cities.", "topic": "tools"
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn chapters_found_a_network_and_decide_together() {
    let cities = Cities::founded(3).await;
    let mut digests = Vec::new();
    for steward in &cities.stewards {
        let network = steward.get(API).await;
        assert_eq!((&network["state"], &network["name"]), (&json!("active"), &json!("OuiShare")), "{network}");
        assert_eq!(network["roster"]["chapters"].as_array().unwrap().len(), 3);
        digests.push(network["roster"]["digest"].clone());
    }
    assert!(digests.iter().all(|digest| *digest == digests[0]), "{digests:?}");

    let seen = cities.propose(draft()).await;
    assert!(seen.iter().all(|one| one["state"] == "clarify" && one["title"] == "One calendar"), "{seen:?}");
    assert!(seen.iter().all(|one| one["status_id"].is_string()), "each has the post: {seen:?}");
    // Not before it has lain open for two days.
    let id = seen[0]["id"].as_str().unwrap();
    let path = format!("{API}/decisions/{id}/acts");
    let early = cities.stewards[0].call(reqwest::Method::POST, &path, Some(json!({"act": "call_for_consent"}))).await;
    assert_eq!(early.status, 409, "{}", early.text);
    cities.wait(49 * Time::HOUR, 1).await;
    cities.act(0, &seen[0], json!({"act": "call_for_consent"})).await;
    cities.settled().await;
    let uri = seen[0]["uri"].as_str().unwrap();
    let open = cities.everywhere(uri).await;
    for one in &open {
        assert_eq!((&one["state"], &one["standing"]), (&json!("consent"), &json!("open")), "{one}");
        assert_eq!(one["roll"].as_array().unwrap().len(), 3);
        assert_eq!(one["roll_hash"], open[0]["roll_hash"]);
        assert_eq!(one["me"]["on_roll"], true);
    }
    // One at home, one elsewhere by the same door, one in an app's poll.
    cities.act(0, &open[0], json!({"act": "consent"})).await;
    let said = cities.act(1, &open[1], json!({"act": "consent"})).await;
    assert_eq!(said["me"]["moves"][0]["fate"], "on_its_way", "{said}");
    let post = open[2]["status_id"].as_str().unwrap();
    let poll = cities.stewards[2].get(&format!("/api/v1/statuses/{post}")).await["poll"].clone();
    assert_eq!(poll["options"].as_array().unwrap().len(), 3, "{poll}");
    cities.stewards[2].post(&format!("/api/v1/polls/{post}/votes"), json!({"choices": ["0"]})).await;
    cities.settled().await;
    cities.wait(20 * Time::MINUTE, 2).await;
    let voted = cities.everywhere(uri).await;
    for one in &voted {
        assert_eq!(one["stances"].as_object().unwrap().len(), 3, "{one}");
        assert_eq!(one["log"], voted[0]["log"], "everybody has the same log");
        assert_eq!(one["me"]["moves"][0]["fate"], "receipted", "{one}");
    }
    // After the window and the day of grace the host counts, and everybody recounts.
    cities.wait(8 * Time::DAY + Time::HOUR, 2).await;
    cities.wait(Time::HOUR, 3).await;
    let over = cities.everywhere(uri).await;
    for (city, one) in over.iter().enumerate() {
        assert_eq!((&one["state"], &one["standing"]), (&json!("adopted"), &json!("ratified")), "{one}");
        assert_eq!(one["tally"]["digest"], over[0]["tally"]["digest"]);
        let bundle = cities.bundle(city, one).await;
        let findings = verify(&bundle);
        assert!(findings.holds(), "{:?}", findings.evidence);
        assert_eq!(bundle.verifications.len(), 3);
    }
    let told = cities.stewards[1].notifications().await;
    assert_eq!(told, ["status paris", "status paris"], "once when it opened, once when it was over");
    until("the outcome is told below the post", || async {
        let context =
            cities.stewards[0].get(&format!("/api/v1/statuses/{}/context", over[0]["status_id"].as_str().unwrap())).await;
        (!context["descendants"].as_array().unwrap().is_empty()).then_some(())
    })
    .await;
}

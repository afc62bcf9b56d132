//! Who belongs to the network, where several change that at once.

use protocol::roster::Roster;

use super::*;
use crate::network::activity::Incoming;
use crate::network::{self, chapter, read_roster};
use crate::proposals::seconds;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn chapters_that_agree_in_the_same_moment_have_all_signed() {
    let cities = Cities::start(6).await;
    let others: Vec<String> = cities.nodes[1..].iter().map(|node| format!("@paris@{}", node.domain)).collect();
    cities.stewards[0].post(API, json!({"name": "OuiShare", "chapters": others})).await;
    cities.settled().await;
    let host = cities.nodes[0].app.clone();
    let mut words: Vec<(String, protocol::object::Signed<Roster>)> = Vec::new();
    for node in &cities.nodes[1..] {
        let signed = node.app.write(|tx| {
            let draft = store::current(tx)?.and_then(|network| network.draft).unwrap();
            let (own, key) = chapter(tx)?;
            Ok((own.uri, read_roster(&draft)?.also_by(&key, seconds(tx.now))))
        });
        words.push(signed.await.unwrap());
    }
    let said = words.into_iter().map(|(uri, signed)| {
        let host = host.clone();
        tokio::spawn(async move {
            host.write(move |tx| {
                let by = crate::accounts::by_uri(tx, &uri)?.unwrap();
                network::take(tx, &by, Incoming::Agreed(signed))
            })
            .await
        })
    });
    for done in said.collect::<Vec<_>>() {
        assert!(done.await.unwrap().unwrap());
    }
    assert_eq!(cities.stewards[0].get(API).await["state"], "active", "all five have signed");
    cities.settled().await;
}

impl Cities {
    /// The first city proposes a change of the roster, those who take part consent, and it is ratified; `meanwhile` happens while
    /// it is open.
    async fn decide(&self, those: &[usize], change: Value, meanwhile: impl AsyncFnOnce()) {
        let mut draft = draft();
        draft.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let proposed = self.stewards[0].post(&format!("{API}/decisions"), draft).await;
        self.settled().await;
        self.wait(49 * Time::HOUR, 1).await;
        self.act(0, &proposed, json!({"act": "call_for_consent"})).await;
        self.settled().await;
        meanwhile().await;
        self.settled().await;
        let uri = proposed["uri"].as_str().unwrap();
        for city in those {
            let wanted = uri.to_string();
            let row = self.nodes[*city].app.read(move |tx| store::decision_by_uri(tx, &wanted)).await.unwrap().unwrap();
            self.act(*city, &json!({"id": row.id.to_string()}), json!({"act": "consent"})).await;
        }
        self.wait(Time::HOUR, 2).await;
        self.wait(8 * Time::DAY + 2 * Time::HOUR, 2).await;
        self.wait(80 * Time::HOUR, 4).await;
    }

    /// The chapter of a city.
    pub async fn uri(&self, city: usize) -> String {
        self.nodes[city].app.read(|tx| chapter(tx).map(|(own, _)| own.uri)).await.unwrap()
    }

    /// The network as each city has it; those that take part have the same roster.
    async fn networks(&self) -> Vec<Value> {
        let mut all = Vec::new();
        for steward in &self.stewards {
            all.push(steward.get(API).await);
        }
        let active: Vec<&Value> = all.iter().filter(|network| network["state"] == "active").collect();
        assert!(active.iter().all(|one| one["roster"]["digest"] == active[0]["roster"]["digest"]), "{active:?}");
        all
    }
}

fn keys(network: &Value) -> Vec<String> {
    let chapters = network["roster"]["chapters"].as_array().unwrap();
    chapters.iter().map(|chapter| chapter["key"].as_str().unwrap().to_string()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_that_change_their_keys_in_the_same_moment_end_with_one_roster() {
    let cities = Cities::founded(3).await;
    let before = keys(&cities.networks().await[0]);
    let [one, other] = [1, 2].map(|city: usize| cities.nodes[city].app.write(|tx| network::rotate_key(tx, None)));
    let (one, other) = tokio::join!(one, other);
    one.and(other).unwrap();
    cities.settled().await;
    cities.wait(Time::HOUR, 1).await;
    for network in cities.networks().await {
        assert_eq!((&network["state"], &network["roster"]["version"]), (&json!("active"), &json!(3)), "{network}");
        let same: Vec<bool> = keys(&network).iter().zip(&before).map(|(now, before)| now == before).collect();
        assert_eq!(same, [true, false, false], "nobody's new key is lost");
    }
    // They go on deciding, each with its new key.
    cities.decide(&[0, 1, 2], json!({"change": "cap", "chapter": cities.uri(2).await, "cap": 3}), async || {}).await;
    for network in cities.networks().await {
        assert_eq!(network["roster"]["chapters"][2]["connector_cap"], 3, "{network}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_decided_holds_although_somebody_has_a_new_key_or_has_left_since() {
    let cities = Cities::founded(4).await;
    let before = keys(&cities.networks().await[0]);
    let change = json!({"change": "cap", "chapter": cities.uri(1).await, "cap": 3});
    cities
        .decide(&[0, 1, 2], change, async || {
            cities.stewards[2].post(&format!("{API}/key"), json!({})).await;
            cities.settled().await;
            cities.stewards[3].post(&format!("{API}/leave"), json!({})).await;
        })
        .await;
    for network in &cities.networks().await[..3] {
        let chapters = &network["roster"]["chapters"];
        assert_eq!((&network["roster"]["version"], &chapters[1]["connector_cap"]), (&json!(4), &json!(3)), "{network}");
        assert!(chapters[3]["status"] == "left" && keys(network)[2] != before[2], "{network}");
    }
    // The whole chain is there to be read by anybody, also where one has left.
    for city in [0, 3] {
        let chain = cities.nodes[city].document("/users/paris/network/rosters").await;
        let chain: Value = serde_json::from_str(&chain.text).unwrap();
        assert!(chain["items"].as_array().unwrap().len() >= 3, "{chain}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chapter_is_suspended_and_brought_back_by_decision() {
    let cities = Cities::founded(3).await;
    let third = cities.uri(2).await;
    // It consents to that itself: it has no time for the others this year.
    cities.decide(&[0, 1, 2], json!({"change": "suspend", "chapter": third}), async || {}).await;
    let all = cities.networks().await;
    let states: Vec<&str> = all.iter().map(|one| one["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["active", "active", "suspended"], "{all:?}");
    // It is told so wherever it tries, and nothing it says counts.
    for (path, body) in [("decisions", draft()), ("key", json!({}))] {
        let answer = cities.stewards[2].call(reqwest::Method::POST, &format!("{API}/{path}"), Some(body)).await;
        assert!(answer.status == 409 && answer.text.contains("suspended this chapter"), "{}", answer.text);
    }
    let page = crate::testing::visitor::Visitor::logged_in(&cities.nodes[2], "stella").await;
    assert!(page.open("/network").await.text.contains("has suspended"));
    assert!(page.open("/admin/network").await.text.contains("has suspended"));
    cities.decide(&[0, 1], json!({"change": "restore", "chapter": third}), async || {}).await;
    for network in cities.networks().await {
        assert_eq!((&network["state"], &network["roster"]["version"]), (&json!("active"), &json!(3)), "{network}");
    }
    cities.decide(&[0, 1, 2], json!({"change": "cap", "chapter": third, "cap": 3}), async || {}).await;
    assert_eq!(cities.networks().await[2]["roster"]["chapters"][2]["connector_cap"], 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chapter_that_left_while_it_was_suspended_is_not_brought_back() {
    let cities = Cities::founded(3).await;
    let third = cities.uri(2).await;
    cities.decide(&[0, 1, 2], json!({"change": "suspend", "chapter": third}), async || {}).await;
    cities.stewards[2].post(&format!("{API}/leave"), json!({})).await;
    cities.decide(&[0, 1], json!({"change": "restore", "chapter": third}), async || {}).await;
    let all = cities.networks().await;
    let states: Vec<&str> = all.iter().map(|one| one["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["active", "active", "none"], "{all:?}");
    for network in &all[..2] {
        assert_eq!(network["roster"]["chapters"][2]["status"], "left", "it said so when it was asked back: {network}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_chapter_has_not_opened_waits_while_it_is_suspended_and_is_taken_back_when_it_leaves() {
    let cities = Cities::founded(3).await;
    let third = cities.uri(2).await;
    let mut other = draft();
    other["title"] = "Two calendars".into();
    let proposed = cities.stewards[2].post(&format!("{API}/decisions"), other.clone()).await;
    cities.settled().await;
    let uri = proposed["uri"].as_str().unwrap().to_string();
    let path = format!("{API}/decisions/{}/acts", proposed["id"].as_str().unwrap());
    let call = json!({"act": "call_for_consent"});
    cities.decide(&[0, 1, 2], json!({"change": "suspend", "chapter": third}), async || {}).await;
    // It stopped in the moment in which it would have opened the log.
    let wanted = uri.clone();
    let stopped = cities.nodes[2].app.write(move |tx| {
        let row = store::decision_by_uri(tx, &wanted)?.unwrap();
        let row = store::Row { state: "opening".into(), ..row };
        store::update_decision(tx, &row)?;
        crate::network::carry::plan(tx, row, tx.now).map(|_| ())
    });
    stopped.await.unwrap();
    cities.settled().await;
    assert_eq!(cities.everywhere(&uri).await[2]["state"], "clarify", "nothing is lost, and nobody tries in vain");
    let refused = cities.stewards[2].call(reqwest::Method::POST, &path, Some(call)).await;
    assert!(refused.status == 409 && refused.text.contains("suspended this chapter"), "{}", refused.text);
    cities.stewards[2].post(&format!("{API}/leave"), json!({})).await;
    cities.settled().await;
    for one in cities.everywhere(&uri).await {
        assert_eq!(one["state"], "withdrawn", "{one}");
    }
}

//! Chapters on nodes of their own that found a network and decide together, over HTTP.

mod custody;
mod foreign;
mod membership;
mod moving;
mod voices;

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

    /// The second city objects in each of so many rounds, the last; so it is voted on.
    pub async fn bring_to_a_vote(&self, seen: &[Value], rounds: usize) {
        let reason = "it would cost the small chapters their own dates";
        for _ in 0..rounds {
            self.act(1, &seen[1], json!({"act": "object", "reason": reason})).await;
            self.wait(11 * Time::DAY, 4).await;
            let there = self.everywhere(seen[0]["uri"].as_str().unwrap()).await;
            let number = there[0]["value"]["objections"].as_array().unwrap().len() - 1;
            let answer = json!([{"objection": number, "how": "resolves", "note": "own dates stay"}]);
            let text = format!("Own dates stay, whatever comes. {number}");
            let amended = json!({"act": "amend", "title": "One calendar", "text": text, "addressed": answer});
            let path = format!("{API}/decisions/{}/acts", seen[0]["id"].as_str().unwrap());
            self.stewards[0].call(reqwest::Method::POST, &path, Some(amended)).await;
            self.wait(2 * Time::HOUR, 2).await;
        }
        self.act(0, &seen[0], json!({"act": "escalate"})).await;
        self.settled().await;
        self.wait(Time::HOUR, 2).await;
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chapter_joins_by_decision_and_leaves_when_it_likes() {
    let mut cities = Cities::founded(2).await;
    let late = Cities::start(1).await;
    cities.nodes.extend(late.nodes);
    cities.stewards.extend(late.stewards);
    let through = format!("@paris@{}", cities.nodes[1].domain);
    let asked = cities.stewards[2].post(&format!("{API}/join"), json!({"chapter": through})).await;
    assert_eq!(asked["state"], "asking");
    cities.settled().await;
    // Whom it asked tells its Connectors; the others hear of it when it is proposed.
    let network = cities.stewards[1].get(API).await;
    let newcomer = network["requests"][0]["id"].as_str().unwrap().to_string();
    assert!(cities.nodes[2].base.starts_with(&newcomer[..cities.nodes[2].base.len()]));
    let draft = json!({"title": "Admit them", "text": "They cook well.", "change": "admit", "chapter": newcomer});
    // Who has not asked cannot be admitted, and three Connectors cannot admit anybody.
    for (city, changes) in
        [(0, json!({})), (1, json!({"process": "three_connectors"})), (1, json!({"chapter": "https://x.example/x"}))]
    {
        let mut wrong = draft.clone();
        wrong.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let answer = cities.stewards[city].call(reqwest::Method::POST, &format!("{API}/decisions"), Some(wrong)).await;
        assert_eq!(answer.status, 422, "{}", answer.text);
    }
    let proposed = cities.stewards[1].post(&format!("{API}/decisions"), draft).await;
    assert_eq!(proposed["change"]["chapters"].as_array().unwrap().len(), 3);
    cities.wait(49 * Time::HOUR, 1).await;
    cities.act(1, &proposed, json!({"act": "call_for_consent"})).await;
    cities.settled().await;
    let uri = proposed["uri"].as_str().unwrap();
    for city in 0..2 {
        let wanted = uri.to_string();
        let row = cities.nodes[city].app.read(move |tx| store::decision_by_uri(tx, &wanted)).await.unwrap().unwrap();
        cities.act(city, &json!({"id": row.id.to_string()}), json!({"act": "consent"})).await;
    }
    cities.wait(Time::HOUR, 2).await;
    cities.wait(8 * Time::DAY + 2 * Time::HOUR, 2).await;
    cities.wait(80 * Time::HOUR, 4).await;
    let mut digests = Vec::new();
    for steward in &cities.stewards {
        let network = steward.get(API).await;
        assert_eq!((&network["state"], &network["roster"]["version"]), (&json!("active"), &json!(2)), "{network}");
        assert_eq!(network["requests"], json!([]));
        digests.push(network["roster"]["digest"].clone());
    }
    assert!(digests.iter().all(|digest| *digest == digests[0]), "every node has made the same roster: {digests:?}");
    // Now all three decide; and one leaves by its own signature.
    let seen = cities.propose(draft_of("Soup on Thursdays")).await;
    assert_eq!(seen.len(), 3);
    cities.stewards[0].post(&format!("{API}/leave"), json!({})).await;
    cities.settled().await;
    for steward in &cities.stewards[1..] {
        let network = steward.get(API).await;
        assert_eq!(network["roster"]["version"], 3);
        assert_eq!(network["roster"]["chapters"][0]["status"], "left", "{network}");
    }
    assert_eq!(cities.stewards[0].get(API).await["state"], "none");
}

fn draft_of(title: &str) -> Value {
    let mut draft = draft();
    draft["title"] = title.into();
    draft
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_objection_is_integrated_and_a_vote_counts_handed_on_voices_across_cities() {
    let cities = Cities::founded(3).await;
    let seen = cities.propose(draft()).await;
    cities.wait(49 * Time::HOUR, 1).await;
    cities.act(0, &seen[0], json!({"act": "call_for_consent"})).await;
    cities.settled().await;
    let uri = seen[0]["uri"].as_str().unwrap();
    let reason = "it would cost the small chapters their own dates";
    cities.act(1, &seen[1], json!({"act": "object", "reason": reason})).await;
    // Without a reason it is refused where it is said.
    let path = format!("{API}/decisions/{}/acts", seen[2]["id"].as_str().unwrap());
    let empty = cities.stewards[2].call(reqwest::Method::POST, &path, Some(json!({"act": "object", "reason": "no"}))).await;
    assert_eq!(empty.status, 422, "{}", empty.text);
    cities.wait(10 * Time::DAY, 4).await;
    let there = cities.everywhere(uri).await;
    assert!(there.iter().all(|one| one["state"] == "integration"), "{there:?}");
    assert!(there.iter().all(|one| one["value"]["objections"][0]["reason"] == reason), "{}", there[2]["value"]);
    let answer = json!([{"objection": 0, "how": "resolves", "note": "own dates stay"}]);
    cities
        .act(0, &seen[0], json!({"act": "amend", "title": "One calendar", "text": "Own dates stay.", "addressed": answer}))
        .await;
    cities.settled().await;
    cities.wait(Time::HOUR, 2).await;
    let there = cities.everywhere(uri).await;
    assert!(there.iter().all(|one| one["version"] == 2 && one["text"]["text"] == "Own dates stay."), "{there:?}");
    cities.bring_to_a_vote(&seen, 2).await;
    cities.act(2, &seen[2], json!({"act": "delegate", "trustee": format!("@stella@{}", cities.nodes[0].domain)})).await;
    cities.act(0, &seen[0], json!({"act": "vote", "grades": {"proposal": 3}})).await;
    cities.act(1, &seen[1], json!({"act": "vote", "grades": {"proposal": -1}})).await;
    cities.wait(9 * Time::DAY, 4).await;
    cities.wait(80 * Time::HOUR, 4).await;
    let over = cities.everywhere(uri).await;
    for one in &over {
        assert_eq!((&one["state"], &one["standing"]), (&json!("adopted"), &json!("ratified")), "{one}");
        let counted = &one["tally"]["outcome"]["count"]["count"];
        assert_eq!(counted["winner"], "proposal", "{one}");
        assert_eq!(counted["weights"][over[0]["author"].as_str().unwrap()], 2, "one voice was handed on: {one}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chapter_changes_its_key_and_what_is_open_goes_on_with_the_old_one() {
    let cities = Cities::founded(3).await;
    let seen = cities.propose(draft()).await;
    let uri = seen[0]["uri"].as_str().unwrap();
    cities.wait(49 * Time::HOUR, 1).await;
    cities.act(0, &seen[0], json!({"act": "call_for_consent"})).await;
    cities.settled().await;
    let key_of = |network: &Value, city: usize| network["roster"]["chapters"][city]["key"].as_str().unwrap().to_string();
    let before = cities.stewards[0].get(API).await;
    // The host and one that only recounts.
    for city in [0, 2] {
        cities.stewards[city].post(&format!("{API}/key"), json!({})).await;
        cities.settled().await;
    }
    for steward in &cities.stewards {
        let network = steward.get(API).await;
        assert_eq!((&network["state"], &network["roster"]["version"]), (&json!("active"), &json!(3)), "{network}");
        let same: Vec<bool> = (0..3).map(|city| key_of(&network, city) == key_of(&before, city)).collect();
        assert_eq!(same, [false, true, false]);
    }
    for city in 0..3 {
        cities.act(city, &cities.everywhere(uri).await[city], json!({"act": "consent"})).await;
    }
    cities.settled().await;
    cities.wait(20 * Time::MINUTE, 2).await;
    cities.wait(8 * Time::DAY + 2 * Time::HOUR, 3).await;
    for (city, one) in cities.everywhere(uri).await.iter().enumerate() {
        assert_eq!((&one["state"], &one["standing"]), (&json!("adopted"), &json!("ratified")), "{one}");
        assert_eq!(one["tally"]["outcome"]["silent"], json!([]), "{one}");
        assert!(verify(&cities.bundle(city, one).await).holds());
    }
    // The next one begins with the new keys; somebody who has kept an old one can say nothing with it.
    let next = cities.propose(draft_of("A second calendar")).await;
    cities.wait(49 * Time::HOUR, 1).await;
    cities.act(0, &next[0], json!({"act": "call_for_consent"})).await;
    cities.settled().await;
    let there = cities.everywhere(next[0]["uri"].as_str().unwrap()).await;
    assert!(there.iter().all(|one| one["state"] == "consent" && one["roll"].as_array().unwrap().len() == 3), "{there:?}");
    cities.settled().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_should_not_be_on_a_roll_is_challenged_and_struck_off_by_their_own_chapters_word() {
    use crate::testing::visitor::Visitor;
    let cities = Cities::founded(2).await;
    let there = &cities.nodes[1];
    // Two more in the second city; one of them resigns after the register was signed.
    for name in ["ada", "bob"] {
        let person = there.person(name).await;
        let id = person.id.parse().unwrap();
        there.app.write(move |tx| crate::members::grant(tx, id, rules::roles::Role::Connector, "test")).await.unwrap();
    }
    let (ada, bob) = (format!("{}/users/ada", there.base), format!("{}/users/bob", there.base));
    let seen = cities.propose(draft()).await;
    let id = seen[0]["id"].as_str().unwrap();
    let stella = Visitor::logged_in(&cities.nodes[0], "stella").await;
    let page = stella.open(&format!("/network/decisions/{id}")).await;
    assert!(page.text.contains("id=\"roll\"") && page.text.contains(&format!("value=\"{ada}\"")), "{}", page.text);
    there.log_in("ada", "read write").await.post("/api/v1/potluck/seat/resignation", json!({})).await;
    let path = format!("{API}/decisions/{id}/challenges");
    for (voter, reason, status) in [
        (ada.as_str(), "short", 422),
        ("https://x.example/nobody", "nobody has ever seen them", 422),
        (ada.as_str(), &"x".repeat(2_001), 422),
    ] {
        let body = json!({"voter": voter, "reason": reason});
        let answer = cities.stewards[0].call(reqwest::Method::POST, &path, Some(body)).await;
        assert_eq!(answer.status, status, "{}", answer.text);
    }
    // One is shown by what the other city itself has signed, the other is a doubt and stays one.
    let at = format!("/network/decisions/{id}");
    let fields = [("voter", ada.as_str()), ("reason", "they have given their seat back")];
    stella.does(&at, &format!("{at}/challenge"), &fields).await;
    let short = stella.send(&at, &format!("{at}/challenge"), &[("voter", bob.as_str()), ("reason", "who?")]).await;
    assert!(short.status == 422 && short.text.contains(">who?</textarea>"), "{}", short.text);
    assert!(short.text.contains(&format!("value=\"{bob}\" selected")) && short.text.contains("id=\"doubt-fault\""));
    cities.stewards[0].post(&path, json!({"voter": bob, "reason": "nobody has ever seen them"})).await;
    cities.settled().await;
    for one in cities.everywhere(seen[0]["uri"].as_str().unwrap()).await {
        let said = one["challenges"].as_array().unwrap();
        assert_eq!(said.len(), 2, "{one}");
        assert_eq!(said[0]["evidence"][0]["type"], "gov:Revocations", "{one}");
        assert!(said[1].get("evidence").is_none(), "{one}");
    }
    let page = stella.open(&format!("/network/decisions/{id}")).await;
    assert!(page.text.contains("they have given their seat back") && page.text.contains("left out"), "{}", page.text);
    cities.wait(47 * Time::HOUR, 1).await;
    cities.wait(2 * Time::HOUR, 1).await;
    cities.act(0, &seen[0], json!({"act": "call_for_consent"})).await;
    cities.settled().await;
    let open = cities.everywhere(seen[0]["uri"].as_str().unwrap()).await;
    for one in &open {
        let voters: Vec<&str> = one["roll"].as_array().unwrap().iter().map(|entry| entry["voter"].as_str().unwrap()).collect();
        assert!(one["state"] == "consent" && voters.contains(&bob.as_str()) && !voters.contains(&ada.as_str()), "{one}");
        assert_eq!(one["challenges"].as_array().unwrap().len(), 2, "{one}");
    }
    let late =
        cities.stewards[0].call(reqwest::Method::POST, &path, Some(json!({"voter": bob, "reason": "too late for that"}))).await;
    assert_eq!(late.status, 409, "{}", late.text);
    let bundle = cities.bundle(1, &open[1]).await;
    assert!(verify(&bundle).evidence.iter().all(|one| one.code != protocol::object::Code::RollHashMismatch));
    cities.settled().await;
}

/// Sends an activity from one node's chapter to another's, whatever it says.
async fn sends(from: &TestNode, to: &TestNode, kind: &str, object: Value, more: Value) {
    let (kind, handle) = (kind.to_string(), format!("@paris@{}", to.domain));
    let known = crate::accounts::find(&from.app, &handle, true).await.unwrap().unwrap();
    from.app
        .write(move |tx| {
            let chapter = crate::accounts::by_id(tx, tx.site.chapter_id)?;
            let mut body = json!({
                "@context": "https://www.w3.org/ns/activitystreams", "id": crate::activities::new_uri(tx, "try"), "type": kind,
                "actor": chapter.uri, "to": [known.uri], "object": object
            });
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            crate::activities::record(tx, chapter.id, &body, "try", &crate::activities::Audience::just(known.id))
        })
        .await
        .unwrap();
}

/// What a decision and the network are, as far as others could change it.
async fn standing_at(cities: &Cities, city: usize) -> Value {
    let network = cities.stewards[city].get(API).await;
    let all = cities.stewards[city].get(&format!("{API}/decisions")).await;
    let mut whole = Vec::new();
    for one in all.as_array().unwrap() {
        let one = cities.stewards[city].get(&format!("{API}/decisions/{}", one["id"].as_str().unwrap())).await;
        whole.push(json!([
            one["title"],
            one["state"],
            one["standing"],
            one["log"],
            one["stances"],
            one["text"],
            one["verifications"]
        ]));
    }
    json!([network["roster"]["digest"], network["state"], network["requests"], whole])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_changes_a_network_or_its_decisions_by_what_they_send() {
    let cities = Cities::founded(2).await;
    let seen = cities.propose(draft()).await;
    cities.propose(draft_of("Not opened yet")).await;
    cities.wait(49 * Time::HOUR, 1).await;
    cities.act(0, &seen[0], json!({"act": "call_for_consent"})).await;
    cities.settled().await;
    cities.act(1, &seen[1], json!({"act": "consent"})).await;
    cities.settled().await;
    cities.wait(20 * Time::MINUTE, 2).await;
    let outside = TestNode::patient().await;
    outside.app.clock.advance(49 * Time::HOUR + 20 * Time::MINUTE);
    let host = &cities.nodes[0];
    let uri = seen[0]["uri"].as_str().unwrap();
    let record = serde_json::to_value(cities.bundle(0, &seen[0]).await).unwrap();
    let roster = record["rosters"][0].clone();
    let said = record["log"][1]["object"].clone();
    let proposal = record["log"][0]["object"]["proposal"].clone();
    let head = record["heads"][0].clone();
    assert_eq!(
        (&roster["type"], &said["type"], &proposal["type"], &head["type"]),
        (&json!("gov:NetworkRoster"), &json!("gov:Move"), &json!("gov:Proposal"), &json!("gov:LogHead"))
    );
    let with = |value: &Value, pointer: &str, new: Value| {
        let mut changed = value.clone();
        *changed.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} in {value}")) = new;
        changed
    };
    let before = standing_at(&cities, 0).await;
    let deep = (0..40).fold(json!(1), |inner, _| json!([inner]));
    let long = "x".repeat(250_000);
    let tries = [
        ("Announce", with(&roster, "/version", json!(2)), json!({})),
        ("Announce", with(&roster, "/chapters/0/key", json!("z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")), json!({})),
        ("Announce", json!({"type": "gov:NetworkRoster"}), json!({})),
        ("Offer", roster.clone(), json!({})),
        ("Accept", json!({"type": "gov:Network", "id": roster["network"]}), json!({"result": roster})),
        ("Reject", json!({"type": "gov:Network", "id": roster["network"]}), json!({})),
        ("Create", with(&proposal, "/text/title", json!("Mine")), json!({})),
        ("Create", with(&proposal, "/id", json!(format!("{}/network/decisions/1", outside.base))), json!({})),
        ("Delete", json!({"type": "gov:Proposal", "id": uri}), json!({})),
        ("Create", with(&said, "/seq", json!(2)), json!({})),
        ("Create", with(&said, "/act", json!({"act": "object", "reason": long})), json!({})),
        ("Create", with(&said, "/seq", deep), json!({})),
        ("Create", with(&said, "/seq", json!(1.5)), json!({})),
        ("Create", with(&said, "/attributedTo", json!("https://x.example/y")), json!({})),
        ("Create", json!({"type": "gov:Move", "act": null}), json!({})),
        ("Accept", json!({"type": "gov:Move"}), json!({"result": {"type": "gov:BallotReceipt"}})),
        ("Reject", json!({"type": "gov:Move", "inReplyTo": uri, "digest": "x"}), json!({"gov:code": "no such code"})),
        ("Announce", with(&head, "/head", json!("0000")), json!({})),
        ("Announce", with(&head, "/proposal", json!("https://x.example/unknown")), json!({})),
        ("Create", json!({"type": "gov:TallyVerification", "proposal": uri}), json!({"gov:tally": {"type": "gov:Tally"}})),
        ("Create", json!({"type": "gov:Nonsense"}), json!({})),
    ];
    let number = tries.len();
    for (kind, object, more) in tries {
        // Once by somebody outside, once by a chapter of the network.
        for node in [&outside, &cities.nodes[1]] {
            sends(node, host, kind, object.clone(), more.clone()).await;
        }
    }
    outside.settled().await;
    cities.settled().await;
    cities.wait(20 * Time::MINUTE, 2).await;
    assert_eq!(standing_at(&cities, 0).await, before);
    let arrived = host.app.read(|tx| crate::federation::store::arrived(tx.conn)).await.unwrap();
    let ignored: i64 = arrived.iter().map(|(_, _, ignored)| ignored).sum();
    assert!(ignored >= i64::try_from(number).unwrap(), "what came to nothing is counted: {arrived:?}");
    // What is asked for with rubbish is refused in words, by whoever asks.
    for (path, status) in [
        ("/users/paris/network/log?proposal=x&term=-1&from=zzz", 404),
        ("/users/paris/network/log?proposal=x&term=99999999999999", 404),
        ("/users/paris/network/log", 404),
        ("/users/paris/network/saved?proposal=%00", 404),
        ("/users/paris/network/record?proposal=", 404),
        ("/users/stella/network/rosters", 404),
        ("/users/nobody/network/register", 404),
    ] {
        let answer = host.document(path).await;
        assert!(answer.status == status, "{path}: {} {}", answer.status, answer.text);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_concerns_other_cities_too_is_taken_to_the_network() {
    use crate::testing::visitor::Visitor;
    let cities = Cities::founded(2).await;
    let body = json!({"title": "One calendar", "driver": "We miss dates.", "text": "One for all.", "topic": "tools"});
    let local = cities.stewards[0].post("/api/v1/potluck/proposals", body).await;
    let id = local["id"].as_str().unwrap();
    cities.stewards[0].post(&format!("/api/v1/potluck/proposals/{id}/acts"), json!({"act": "publish"})).await;
    let stella = Visitor::logged_in(&cities.nodes[0], "stella").await;
    let page = stella.open(&format!("/proposals/{id}")).await;
    let link = format!("/network/propose?proposal={id}");
    assert!(page.text.contains(&link), "{}", page.text);
    let form = stella.open(&link).await;
    assert!(form.text.contains("One for all.") && form.text.contains("value=\"One calendar\""), "{}", form.text);
    // The other cities are asked for advice, once; what they answer stands below the proposal.
    let asking = format!("/proposals/{id}/chapters");
    assert!(page.text.contains(&asking), "{}", page.text);
    let asked = stella.does(&format!("/proposals/{id}"), &asking, &[]).await;
    assert!(!asked.text.contains(&asking), "{}", asked.text);
    let again = format!("/api/v1/potluck/proposals/{id}/chapters");
    let again = cities.stewards[0].call(reqwest::Method::POST, &again, Some(json!({}))).await;
    assert_eq!(again.status, 409, "{}", again.text);
    cities.settled().await;
    // There the chapter passes it on to whoever follows it.
    let chapter = cities.stewards[1].get("/api/v1/accounts/lookup?acct=paris").await["id"].as_str().unwrap().to_string();
    let there = cities.stewards[1].get(&format!("/api/v1/accounts/{chapter}/statuses")).await;
    let passed_on = there.as_array().unwrap().iter().map(|post| &post["reblog"]);
    let post =
        passed_on.into_iter().find(|post| post["content"].as_str().is_some_and(|text| text.contains("asks for your advice")));
    let post = post.unwrap_or_else(|| panic!("{there}"));
    cities.stewards[1].replies(post, &format!("@paris@{} it worked for us", cities.nodes[0].domain)).await;
    cities.settled().await;
    let page = stella.open(&format!("/proposals/{id}")).await;
    assert!(page.text.contains("it worked for us"), "{}", page.text);
    // Somebody of the chapter who is no Connector is not offered it.
    cities.nodes[0].person("ada").await;
    let ada = Visitor::logged_in(&cities.nodes[0], "ada").await;
    assert!(!ada.open(&format!("/proposals/{id}")).await.text.contains(&link));
    cities.settled().await;
}

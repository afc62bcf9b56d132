//! Voices that are handed on for everything the network votes on, or for a topic.

use protocol::proof::Key;
use rules::roles::Role;

use super::custody::with_device;
use super::*;
use crate::testing::visitor::Visitor;

const DELEGATIONS: &str = "/api/v1/potluck/delegations";

impl Cities {
    /// The account of the steward of the first city, as another city knows it.
    async fn first_at(&self, city: usize) -> String {
        let handle = format!("@stella@{}", self.nodes[0].domain);
        let found = self.stewards[city].get(&format!("/api/v1/accounts/lookup?acct={handle}")).await;
        found["id"].as_str().unwrap().to_string()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_voice_handed_on_for_the_network_is_in_every_vote_until_it_is_taken_back() {
    let cities = Cities::founded(3).await;
    // One of the third city's two Connectors keeps her key on a device.
    let ada = cities.nodes[2].person("ada").await;
    let id = ada.id.parse().unwrap();
    cities.nodes[2].app.write(move |tx| crate::members::grant(tx, id, Role::Connector, "test")).await.unwrap();
    let ada = cities.nodes[2].log_in("ada", "read write").await;
    let key = Key::from_seed("x", &[7; 32]).unwrap().multikey;
    with_device(&ada, 7, &format!("{API}/governance_key"), json!({"key": key})).await.ok();
    let seen = cities.propose(draft()).await;
    let first = cities.first_at(2).await;
    // For a topic that is not this one, and for everything else.
    let other = json!({"scope": "network_topic", "subject": "Money"});
    cities.stewards[2].post(DELEGATIONS, other).await;
    let given = cities.stewards[2].post(DELEGATIONS, json!({"scope": "network", "trustee_id": first})).await;
    assert_eq!((&given["scope"], &given["trustee"]["id"]), (&json!("network"), &json!(first)), "{given}");
    ada.post(DELEGATIONS, json!({"scope": "network", "trustee_id": first})).await;
    cities.wait(49 * Time::HOUR, 1).await;
    cities.act(0, &seen[0], json!({"act": "call_for_consent"})).await;
    cities.settled().await;
    // It says so on the page of the decision, before there is a vote; nothing of it is in the log yet.
    let visitor = Visitor::logged_in(&cities.nodes[2], "stella").await;
    let page = format!("/network/decisions/{}", seen[2]["id"].as_str().unwrap());
    let shown = visitor.open(&page).await.text;
    let stands = "You have handed your voice on in the network";
    assert!(shown.contains(stands), "{shown}");
    let moves = cities.everywhere(seen[0]["uri"].as_str().unwrap()).await;
    assert_eq!(moves[2]["me"]["moves"], json!([]), "{}", moves[2]["me"]);
    cities.bring_to_a_vote(&seen, 3).await;
    cities.wait(Time::HOUR, 2).await;
    let here = cities.everywhere(seen[0]["uri"].as_str().unwrap()).await;
    assert_eq!(here[2]["state"], "voting", "{}", here[2]);
    // Whoever was away for a month logs in again.
    let visitor = Visitor::logged_in(&cities.nodes[2], "stella").await;
    let shown = visitor.open(&page).await.text;
    assert!(shown.contains("speaks for you.") && !shown.contains(stands), "it is in the log now: {shown}");
    // What only her device can sign waits for her.
    let hers = Visitor::logged_in(&cities.nodes[2], "ada").await;
    let waiting = "has to sign it";
    assert!(hers.open(&page).await.text.contains(waiting));
    let path = format!("{API}/decisions/{}/acts", seen[2]["id"].as_str().unwrap());
    let handed = json!({"act": "delegate", "scope": "body", "trustee": format!("@stella@{}", cities.nodes[0].domain)});
    with_device(&ada, 7, &path, handed).await.ok();
    assert!(!hers.open(&page).await.text.contains(waiting));
    // Those of the chapter are others: what counts here is not counted there.
    assert!(visitor.open("/delegations").await.text.contains("everything the network votes on"));

    // Taken back and given again while the vote is open, and out of this one alone.
    let id = given["id"].as_str().unwrap();
    cities.stewards[2].call(reqwest::Method::DELETE, &format!("{DELEGATIONS}/{id}"), None).await.ok();
    cities.settled().await;
    cities.wait(Time::HOUR, 2).await;
    assert!(!visitor.open(&page).await.text.contains("speaks for you."));
    cities.stewards[2].post(DELEGATIONS, json!({"scope": "network", "trustee_id": first})).await;
    cities.settled().await;
    // What stands for all votes cannot be changed in one.
    let apart = json!({"act": "delegate", "scope": "body", "ended": true});
    let refused = cities.stewards[2].call(reqwest::Method::POST, &path, Some(apart)).await;
    assert!(refused.status == 409 && refused.text.contains("among your delegations"), "{}", refused.text);

    cities.act(0, &seen[0], json!({"act": "vote", "grades": {"proposal": 3}})).await;
    cities.act(1, &seen[1], json!({"act": "vote", "grades": {"proposal": -1}})).await;
    cities.wait(9 * Time::DAY, 4).await;
    cities.wait(80 * Time::HOUR, 4).await;
    let over = cities.everywhere(seen[0]["uri"].as_str().unwrap()).await;
    for one in &over {
        assert_eq!(one["standing"], "ratified", "{one}");
        let weights = &one["tally"]["outcome"]["count"]["count"]["weights"];
        assert_eq!(weights[over[0]["author"].as_str().unwrap()], 3, "two voices were handed on: {one}");
    }
    let record = cities.bundle(1, &over[1]).await;
    assert!(verify(&record).holds(), "{:?}", verify(&record));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_voice_in_the_network_goes_to_connectors_of_it_only() {
    let cities = Cities::start(2).await;
    let stella = &cities.stewards[1];
    let refused = async |body: Value, status: u16, why: &str| {
        let answer = stella.call(reqwest::Method::POST, DELEGATIONS, Some(body)).await;
        assert!(answer.status == status && answer.text.contains(why), "{}", answer.text);
    };
    refused(json!({"scope": "network"}), 409, "belongs to no network").await;
    refused(json!({"scope": "galaxy"}), 422, "network_topic").await;
    let others = [format!("@paris@{}", cities.nodes[1].domain)];
    cities.stewards[0].post(API, json!({"name": "OuiShare", "chapters": others})).await;
    cities.settled().await;
    stella.post(&format!("{API}/agree"), json!({})).await;
    cities.settled().await;
    cities.propose(draft()).await;
    refused(json!({"scope": "network", "trustee_id": stella.id}), 422, "yours already").await;
    let ada = cities.nodes[1].person("ada").await;
    refused(json!({"scope": "network", "trustee_id": ada.id}), 422, "Only a Connector").await;
    refused(json!({"scope": "network_topic", "subject": " "}), 422, "topic has a name").await;
    // By the form somebody of another chapter is named by their address.
    let visitor = Visitor::logged_in(&cities.nodes[1], "stella").await;
    let form = visitor.open("/delegations").await;
    let uri = format!("http://{}/users/stella", cities.nodes[0].domain);
    assert!(form.text.contains(&format!("value=\"{uri}\"")), "{}", form.text);
    visitor.does("/delegations", "/delegations", &[("trustee", &uri), ("scope", "network_topic"), ("subject", "Tools")]).await;
    let all = stella.get(DELEGATIONS).await;
    assert_eq!((&all[0]["scope"], &all[0]["subject"]), (&json!("network_topic"), &json!("tools")), "{all}");
    cities.settled().await;
}

//! A Connector whose key lies on a device: only what that device has signed is said in their name.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use protocol::canon::moment;
use protocol::proof::{self, Key};
use reqwest::Method;
use serde_json::{Value, json};

use super::{API, Cities, draft};
use crate::clock::Time;
use crate::testing::node::{Answer, Person};
use protocol::verify::verify;

/// Signs as a browser does what a node has asked for.
fn signed(seed: u8, asked: &Value) -> Value {
    let id = asked["proof"]["verificationMethod"].as_str().unwrap();
    let key = Key::from_seed(id, &[seed; 32]).unwrap();
    let mut document = asked["document"].clone();
    proof::sign(&mut document, &key, moment::read(asked["published"].as_str().unwrap()).unwrap());
    let mut given = json!({"published": asked["published"], "proof": document["proof"]});
    if asked["id"].is_string() {
        given["id"] = asked["id"].clone();
    }
    given
}

fn header(given: &[Value]) -> String {
    URL_SAFE_NO_PAD.encode(Value::from(given.to_vec()).to_string())
}

/// Sends something, and signs whatever is asked for.
pub async fn with_device(person: &Person, seed: u8, path: &str, body: Value) -> Answer {
    let mut given = Vec::new();
    loop {
        let proofs = header(&given);
        let headers = [("potluck-proof", proofs.as_str())];
        let answer = person.call_with(Method::POST, path, Some(body.clone()), &headers).await;
        if answer.status != 428 || given.len() > 3 {
            return answer;
        }
        given.push(signed(seed, &answer.json()["sign"]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_device_signs_and_where_it_is_lost_others_vouch() {
    let cities = Cities::founded(2).await;
    let lyon = &cities.nodes[1];
    let ada = lyon.person("ada").await;
    let id = ada.id.parse().unwrap();
    lyon.app.write(move |tx| crate::members::grant(tx, id, rules::roles::Role::Connector, "test")).await.unwrap();
    let ada = lyon.log_in("ada", "read write").await;
    let stella = &cities.stewards[1];
    let seen = cities.propose(draft()).await;
    cities.wait(49 * Time::HOUR, 1).await;
    cities.act(0, &seen[0], json!({"act": "call_for_consent"})).await;
    cities.settled().await;
    let uri = seen[0]["uri"].as_str().unwrap();
    let here = cities.everywhere(uri).await;
    let acts = format!("{API}/decisions/{}/acts", here[1]["id"].as_str().unwrap());

    // She shows that she holds the key; the decision that is open learns of it.
    let custody = format!("{API}/governance_key");
    let key = Key::from_seed("x", &[7; 32]).unwrap().multikey;
    for wrong in ["", "z6Mk", "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"] {
        let answer = stella.call(Method::POST, &custody, Some(json!({"key": wrong}))).await;
        assert!(answer.status == 422 || answer.status == 409, "{wrong}: {}", answer.text);
    }
    let someone_elses = with_device(stella, 8, &custody, json!({"key": key})).await;
    assert_eq!(someone_elses.status, 428, "{}", someone_elses.text);
    assert_eq!(stella.get(&custody).await["custody"], "node");
    let kept = with_device(stella, 7, &custody, json!({"key": key})).await;
    assert_eq!(kept.ok(), json!({"governance_key": key, "custody": "device"}));
    let said = lyon.document("/users/stella/connector").await.ok();
    assert_eq!((&said["custody"], &said["governanceKey"]), (&json!("device"), &json!(key)), "{said}");
    // At once, before the host has heard of the new key: both arrive, in their order.
    let body = json!({"act": "consent"});
    let bare = stella.call(Method::POST, &acts, Some(body.clone())).await;
    assert_eq!(bare.status, 428, "{}", bare.text);
    let post = here[1]["status_id"].as_str().unwrap();
    let poll = stella.call(Method::POST, &format!("/api/v1/polls/{post}/votes"), Some(json!({"choices": ["0"]}))).await;
    assert_eq!(poll.status, 428, "an app cannot sign: {}", poll.text);
    for rubbish in ["x", "e30", &header(&[json!({"published": "now", "proof": 1})]), &"A".repeat(60_001)] {
        let answer = stella.call_with(Method::POST, &acts, Some(body.clone()), &[("potluck-proof", rubbish)]).await;
        assert_eq!(answer.status, 400, "{}", answer.text);
    }
    // What was signed for one thing says nothing else, and nothing later.
    let proofs = header(&[signed(7, &bare.json()["sign"])]);
    let other = stella.call_with(Method::POST, &acts, Some(json!({"act": "abstain"})), &[("potluck-proof", &proofs)]).await;
    assert_eq!(other.status, 428, "{}", other.text);
    with_device(stella, 7, &acts, body.clone()).await.ok();
    cities.settled().await;
    cities.wait(20 * Time::MINUTE, 4).await;
    let again = stella.call_with(Method::POST, &acts, Some(body), &[("potluck-proof", &proofs)]).await;
    assert_eq!(again.status, 428, "{}", again.text);
    for one in cities.everywhere(uri).await {
        assert_eq!(one["stances"][format!("{}/users/stella", lyon.base)], "consent", "{} {}", one["me"]["moves"], one["log"]);
    }

    // The device is lost: alone she can do nothing in what is open, with another Connector of her chapter she can.
    stella.post(&custody, json!({"lost": true})).await;
    let alone = stella.call(Method::POST, &acts, Some(json!({"act": "abstain"}))).await;
    assert!(alone.status == 409 && alone.text.contains("vouch"), "{}", alone.text);
    let vouch = acts.replace("/acts", "/vouch");
    let own = stella.call(Method::POST, &vouch, Some(json!({"account_id": stella.id}))).await;
    assert_eq!(own.status, 409, "nobody vouches for themselves: {}", own.text);
    let nobody = ada.call(Method::POST, &vouch, Some(json!({"account_id": ada.id}))).await;
    assert_eq!(nobody.status, 409, "{}", nobody.text);
    ada.post(&vouch, json!({"account_id": stella.id})).await;
    let moves = stella.post(&acts, json!({"act": "abstain"})).await["me"]["moves"].clone();
    assert_eq!(moves.as_array().unwrap().len(), 4, "{moves}");
    cities.settled().await;
    cities.wait(20 * Time::MINUTE, 4).await;
    for one in cities.everywhere(uri).await {
        assert_eq!(one["stances"][format!("{}/users/stella", lyon.base)], "abstain", "{} {}", one["me"]["moves"], one["log"]);
    }
    stella.post(&acts, json!({"act": "consent"})).await;
    ada.post(&acts, json!({"act": "consent"})).await;
    cities.act(0, &seen[0], json!({"act": "consent"})).await;
    cities.settled().await;
    cities.wait(20 * Time::MINUTE, 4).await;
    cities.wait(8 * Time::DAY + 2 * Time::HOUR, 3).await;
    for (city, one) in cities.everywhere(uri).await.iter().enumerate() {
        assert_eq!((&one["state"], &one["standing"]), (&json!("adopted"), &json!("ratified")), "{one}");
        let findings = verify(&cities.bundle(city, one).await);
        assert!(findings.holds(), "{:?}", findings.evidence);
    }
    cities.settled().await;
}

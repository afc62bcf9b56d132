//! A Connector who moves to another city: followers come along, the seat ends at once, and where she arrives she comes back by the
//! short way.

use reqwest::Method;
use serde_json::json;

use super::Cities;
use crate::clock::Time;
use crate::testing::until;
use crate::testing::visitor::Visitor;
use rules::roles::Role;

const PASSWORD: &str = crate::testing::node::PASSWORD;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connector_moves_house_and_never_has_two_seats() {
    let cities = Cities::founded(2).await;
    let (paris, lyon) = (&cities.nodes[0], &cities.nodes[1]);
    let ada = paris.person("ada").await;
    let id = ada.id.parse().unwrap();
    paris.app.write(move |tx| crate::members::grant(tx, id, Role::Connector, "test")).await.unwrap();
    lyon.person("ada").await;
    let stella = &cities.stewards[1];
    stella.follows(&format!("ada@{}", paris.domain)).await;
    cities.settled().await;

    // In her new city she says who she was. While her seat holds there she cannot set out for another.
    let arriving = Visitor::logged_in(lyon, "ada").await;
    let old = format!("@ada@{}", paris.domain);
    arriving.does("/settings/moving", "/settings/moving/alias", &[("other", &old)]).await;
    cities.settled().await;
    let new_ada = lyon.log_in("ada", "read write").await;
    let declaration = json!({"statement": "I have moved to Lyon.", "sponsors": [stella.id]});
    let early = new_ada.call(Method::POST, "/api/v1/potluck/candidacies", Some(declaration.clone())).await;
    assert!(early.status == 409 && early.text.contains("You hold a seat"), "{} {}", early.status, early.text);

    let leaving = Visitor::logged_in(paris, "ada").await;
    let new = format!("@ada@{}", lyon.domain);
    leaving.does("/settings/moving", "/settings/moving/away", &[("other", &new), ("current", PASSWORD)]).await;
    cities.settled().await;
    until("who follows her comes along", || async {
        let path = format!("/api/v1/accounts/{}/followers", new_ada.id);
        (new_ada.get(&path).await.as_array().unwrap().len() == 1).then_some(())
    })
    .await;
    let role = paris.app.read(move |tx| crate::members::current(tx, id)).await.unwrap();
    assert_eq!(role, Some(Role::Alumni), "the seat ends where she leaves");
    assert_eq!(paris.document("/users/ada/connector").await.status, 410);

    // One sponsor, and no take-off.
    let page = arriving.open("/connectors/become").await;
    assert_eq!(page.status, 200);
    let declared = new_ada.post("/api/v1/potluck/candidacies", declaration).await;
    assert_eq!(declared["returning"], true, "{declared}");
    let vouch = format!("/api/v1/potluck/candidacies/{}/endorsement", declared["id"].as_str().unwrap());
    let asked = stella.post(&vouch, json!({"results": "much", "intent": "more", "fit": "well"})).await;
    assert_eq!(asked["state"], "asking", "{asked}");
    cities.wait(8 * Time::DAY, 2).await;

    // Somebody who says that they were her, and was not, has no short way.
    let bob = lyon.person("bob").await;
    let liar = Visitor::logged_in(lyon, "bob").await;
    liar.does("/settings/moving", "/settings/moving/alias", &[("other", &old)]).await;
    cities.settled().await;
    let claim = json!({"statement": "I am Ada.", "sponsors": [stella.id]});
    let refused = lyon.log_in("bob", "read write").await.call(Method::POST, "/api/v1/potluck/candidacies", Some(claim)).await;
    assert_eq!(refused.status, 422, "three sponsors are needed: {} {}", bob.id, refused.text);
    cities.settled().await;
}

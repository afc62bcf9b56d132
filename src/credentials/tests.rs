//! Becoming a Connector and staying one, through the doors, with a clock that can be put forward.

use protocol::attestation::{self, Attestation};
use protocol::object::Signed;
use reqwest::Method;
use rules::roles::Role;
use serde_json::{Value, json};

use crate::accounts;
use crate::clock::Time;
use crate::federation::proofs;
use crate::members;
use crate::testing::node::{Answer, Person, TestNode};
use crate::testing::visitor::Visitor;

struct Chapter {
    node: TestNode,
    people: Vec<Person>,
}

impl Chapter {
    /// Ada, Bob and Carl are Connectors, Nia is an active member, Sam a supporter.
    async fn gathered() -> Self {
        let node = TestNode::patient().await;
        let mut people = Vec::new();
        for (name, role) in [
            ("ada", Role::Connector),
            ("bob", Role::Connector),
            ("carl", Role::Connector),
            ("nia", Role::Active),
            ("sam", Role::Supporter),
        ] {
            people.push(node.person(name).await);
            node.grant(name, role).await;
        }
        node.grant("stella", Role::Active).await;
        node.settled().await;
        Self { node, people }
    }

    fn who(&self, name: &str) -> &Person {
        self.people.iter().find(|person| person.name == name).unwrap()
    }

    async fn does(&self, name: &str, path: &str, body: Value) -> Answer {
        self.who(name).call(Method::POST, &format!("/api/v1/potluck{path}"), Some(body)).await
    }

    async fn days_pass(&self, days: i64) {
        self.node.app.clock.advance(days * Time::DAY);
        self.node.settled().await;
    }

    async fn role(&self, name: &str) -> Role {
        let name = name.to_string();
        self.node
            .app
            .read(move |tx| {
                let account = accounts::by_handle(tx, &name)?.unwrap();
                members::current(tx, account.id)
            })
            .await
            .unwrap()
            .unwrap()
    }

    async fn declares(&self, name: &str, sponsors: &[&str]) -> Answer {
        let ids: Vec<String> = sponsors.iter().map(|sponsor| self.who(sponsor).id.clone()).collect();
        self.does(name, "/candidacies", json!({"statement": "I want to hold the door open.", "sponsors": ids})).await
    }

    async fn endorses(&self, name: &str, candidacy: &Value) -> Answer {
        let words = json!({"results": "ran the fair", "intent": "a winter of dinners", "fit": "listens <script>well</script>"});
        self.does(name, &format!("/candidacies/{}/endorsement", candidacy["id"].as_str().unwrap()), words).await
    }

    async fn candidacy(&self, candidacy: &Value) -> Value {
        self.who("sam").get(&format!("/api/v1/potluck/candidacies/{}", candidacy["id"].as_str().unwrap())).await
    }

    /// How many letters of the chapter's somebody has got.
    async fn letters(&self, name: &str) -> usize {
        self.who(name).notifications().await.iter().filter(|n| n.starts_with("mention")).count()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_sponsors_three_months_three_criteria_and_the_chapter_is_asked() {
    let chapter = Chapter::gathered().await;
    for (name, sponsors, status) in [
        ("sam", &["ada", "bob", "carl"][..], 403),
        ("ada", &["bob", "carl"], 409),
        ("nia", &["ada", "bob"], 422),
        ("nia", &["ada", "bob", "sam"], 422),
        ("nia", &["ada", "bob", "nia"], 422),
    ] {
        assert_eq!(chapter.declares(name, sponsors).await.status, status, "{name} with {sponsors:?}");
    }
    let candidacy = chapter.declares("nia", &["ada", "bob", "carl"]).await.ok();
    assert_eq!(chapter.declares("nia", &["ada", "bob", "carl"]).await.status, 409, "one at a time");
    chapter.node.settled().await;
    assert_eq!(chapter.letters("ada").await, 1, "who is named is told");
    assert_eq!(chapter.endorses("sam", &candidacy).await.status, 403);
    let silent = json!({"results": "much", "intent": "more", "fit": " "});
    let path = format!("/candidacies/{}/endorsement", candidacy["id"].as_str().unwrap());
    assert_eq!(chapter.does("ada", &path, silent).await.status, 422);
    for sponsor in ["ada", "bob", "carl", "carl"] {
        chapter.endorses(sponsor, &candidacy).await.ok();
    }
    chapter.days_pass(90).await;
    assert_eq!(chapter.candidacy(&candidacy).await["state"], "take_off");
    chapter.days_pass(1).await;
    let asking = chapter.candidacy(&candidacy).await;
    assert_eq!(asking["state"], "asking");
    // What each said carries a proof that holds with their key alone.
    let said = &asking["sponsors"][0]["endorsement"];
    let (document, sponsor) = (said.clone(), said["attributedTo"].as_str().unwrap().to_string());
    let keys = chapter.node.app.read(move |tx| Ok(accounts::by_uri(tx, &sponsor)?.unwrap())).await.unwrap();
    let now = chapter.node.app.clock.now();
    assert!(proofs::verify(&document, &keys.public_keys(), now).is_ok());
    let mut forged = document;
    forged["gov:fit"] = "is rich".into();
    assert!(proofs::verify(&forged, &keys.public_keys(), now).is_err());
    // The chapter is asked: a proposal like any other, whose window is open at once.
    let path = format!("/api/v1/potluck/proposals/{}", asking["proposal_id"].as_str().unwrap());
    let proposal = chapter.node.get(&path).await.ok();
    assert_eq!(
        (&proposal["state"], &proposal["roll_size"], &proposal["seat"]),
        (&"consent".into(), &3.into(), &"connector".into())
    );
    assert!(!proposal["text"]["text_html"].as_str().unwrap().contains("<script>"));
    assert_eq!(chapter.who("bob").get("/api/v1/potluck/proposals/waiting").await.as_array().unwrap().len(), 1);
    chapter.days_pass(7).await;
    assert_eq!(chapter.candidacy(&candidacy).await["state"], "admitted");
    assert_eq!(chapter.role("nia").await, Role::Connector);
    let seats = chapter.node.get("/api/v1/potluck/connectors").await.ok();
    let seat = seats.as_array().unwrap().iter().find(|s| s["account"]["username"] == "nia").unwrap().clone();
    assert!(seat["decision"].as_str().unwrap().contains("/proposals/"), "{seat}");
    // It is no agreement, and its record holds.
    assert!(chapter.node.get("/api/v1/potluck/agreements").await.ok().as_array().unwrap().is_empty());
    let record = chapter.node.get(&format!("/proposals/{}/record.json", asking["proposal_id"].as_str().unwrap())).await.ok();
    assert_eq!(record["proposal"]["person"], format!("{}/users/nia", chapter.node.base));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_objection_that_is_not_met_ends_a_candidacy() {
    let chapter = Chapter::gathered().await;
    let candidacy = chapter.declares("nia", &["ada", "bob", "carl"]).await.ok();
    chapter.days_pass(100).await;
    assert_eq!(chapter.candidacy(&candidacy).await["state"], "take_off", "nobody has vouched");
    for sponsor in ["ada", "bob", "carl"] {
        chapter.endorses(sponsor, &candidacy).await.ok();
    }
    // The take-off was over: with the third endorsement the chapter is asked.
    let asking = chapter.candidacy(&candidacy).await;
    let proposal = format!("/proposals/{}/acts", asking["proposal_id"].as_str().unwrap());
    let reason = json!({"act": "object", "reason": "nobody has seen them at a single meeting this year"});
    chapter.does("bob", &proposal, reason).await.ok();
    chapter.days_pass(7).await;
    chapter.does("nia", &proposal, json!({"act": "withdraw", "reason": "next year"})).await.ok();
    assert_eq!(chapter.candidacy(&candidacy).await["state"], "declined");
    assert_eq!(chapter.role("nia").await, Role::Active);
    // Somebody may try again, and let it go.
    let again = chapter.declares("nia", &["ada", "bob", "carl"]).await.ok();
    let path = format!("/candidacies/{}/withdrawal", again["id"].as_str().unwrap());
    assert_eq!(chapter.does("ada", &path, json!({})).await.status, 403);
    assert_eq!(chapter.does("nia", &path, json!({})).await.ok()["state"], "withdrawn");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seat_is_kept_by_who_says_so_and_the_way_back_is_short() {
    let chapter = Chapter::gathered().await;
    let early = chapter.does("ada", "/seat/opt_in", json!({})).await;
    assert_eq!(early.status, 409);
    let delegation = json!({"trustee_id": chapter.who("ada").id});
    chapter.does("bob", "/delegations", delegation).await.ok();
    chapter.days_pass(336).await;
    assert_eq!(chapter.letters("ada").await, 1, "the chapter asks");
    chapter.does("ada", "/seat/opt_in", json!({})).await.ok();
    chapter.days_pass(60).await;
    assert_eq!((chapter.role("ada").await, chapter.role("bob").await), (Role::Connector, Role::Dormant));
    assert_eq!(chapter.letters("bob").await, 3, "asked, told when the year was over, told when dormant");
    // Who is dormant has no vote and nothing to hand on, and comes back with a word.
    assert_eq!(chapter.does("bob", "/delegations", json!({"trustee_id": chapter.who("ada").id})).await.status, 403);
    chapter.does("bob", "/seat/opt_in", json!({})).await.ok();
    assert_eq!(chapter.role("bob").await, Role::Connector);
    // Carl says nothing for half a year; then one sponsor opens the way back, without a take-off.
    chapter.days_pass(185).await;
    assert_eq!(chapter.role("carl").await, Role::Alumni);
    assert_eq!(chapter.does("carl", "/seat/opt_in", json!({})).await.status, 403);
    let back = chapter.declares("carl", &["ada"]).await.ok();
    assert_eq!(back["returning"], true);
    chapter.endorses("ada", &back).await.ok();
    assert_eq!(chapter.candidacy(&back).await["state"], "asking");
    chapter.days_pass(7).await;
    assert_eq!(chapter.role("carl").await, Role::Connector);
    // And a seat can be given back.
    chapter.does("carl", "/seat/resignation", json!({})).await.ok();
    assert_eq!(chapter.role("carl").await, Role::Alumni);
    assert_eq!(chapter.does("carl", "/seat/resignation", json!({})).await.status, 403);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seat_ends_by_decision_and_never_by_a_steward() {
    let chapter = Chapter::gathered().await;
    let stella = Visitor::logged_in(&chapter.node, "stella").await;
    for (name, role) in [("nia", "connector"), ("ada", "active")] {
        let page = format!("/admin/members/{}", chapter.who(name).id);
        let seen = stella.send(&page, &format!("{page}/role"), &[("role", role), ("note", "because I can")]).await;
        assert_eq!(seen.status, 422, "{name} {role}");
    }
    assert_eq!((chapter.role("nia").await, chapter.role("ada").await), (Role::Active, Role::Connector));
    let text = json!({"title": "Carl's seat", "text": "He has moved away.", "revokes": chapter.who("nia").id});
    assert_eq!(chapter.does("ada", "/proposals", text).await.status, 422, "she has none");
    let text = json!({"title": "Carl's seat", "text": "He has moved away.", "revokes": chapter.who("carl").id});
    let draft = chapter.does("ada", "/proposals", text).await.ok();
    let path = format!("/proposals/{}/acts", draft["id"].as_str().unwrap());
    chapter.does("ada", &path, json!({"act": "publish"})).await.ok();
    chapter.node.app.clock.advance(Time::DAY);
    chapter.does("ada", &path, json!({"act": "call_for_consent"})).await.ok();
    chapter.days_pass(7).await;
    assert_eq!(chapter.role("carl").await, Role::Alumni);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_way_is_walked_in_a_browser() {
    let chapter = Chapter::gathered().await;
    let nia = Visitor::logged_in(&chapter.node, "nia").await;
    let sponsors: Vec<String> = ["ada", "bob", "carl"].iter().map(|name| format!("sponsor-{}", chapter.who(name).id)).collect();
    let mut form = vec![("statement", "I want to hold the door open.")];
    let seen = nia.send("/connectors/become", "/connectors/candidates", &form).await;
    assert_eq!(seen.status, 422);
    assert!(seen.text.contains("hold the door open"), "what was typed is still there");
    form.extend(sponsors.iter().map(|key| (key.as_str(), "yes")));
    let seen = nia.send("/connectors/become", "/connectors/candidates", &form).await;
    assert_eq!(seen.status, 303);
    let page = seen.header("location").to_string();
    let page = page.split('?').next().unwrap();
    let ada = Visitor::logged_in(&chapter.node, "ada").await;
    let words = [("results", "ran the fair"), ("intent", "dinners"), ("fit", "<script>listens</script>")];
    ada.does(page, &format!("{page}/endorse"), &words).await;
    let seen = nia.open(page).await;
    assert!(seen.text.contains("ran the fair") && !seen.text.contains("<script>listens"));
    assert_eq!(Visitor::of(&chapter.node).open(page).await.status, 303, "visitors log in first");
    let seen = Visitor::of(&chapter.node).open("/connectors").await;
    assert!(seen.text.contains("/@carl") && !seen.text.contains("/connectors/candidates/"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_chapter_says_of_a_connector_holds_until_the_seat_ends() {
    let chapter = Chapter::gathered().await;
    let node = &chapter.node;
    let document = |path: &str| {
        let path = path.to_string();
        async move { node.document(&path).await }
    };
    let group = document("/users/paris").await.ok();
    let key = group["assertionMethod"][0]["publicKeyMultibase"].as_str().unwrap().to_string();
    let now = || super::seconds(node.app.clock.now());
    let carl = document("/users/carl").await.ok();
    let address = carl["gov:attestation"].as_str().unwrap().to_string();
    assert!(carl["attachment"].as_array().unwrap().iter().any(|field| field["name"] == "Connector"), "{carl}");
    assert_eq!(document("/users/nia").await.ok()["gov:attestation"], Value::Null);
    let path = address.strip_prefix(&node.base).unwrap();
    let told = document(path).await;
    let said = Signed::<Attestation>::read(&std::sync::Arc::new(told.json())).unwrap();
    let holds = |at: i64| attestation::holds(&said, carl["id"].as_str().unwrap(), Some(&address), &key, at);
    assert_eq!((holds(now()), said.body.decision.as_str()), (Ok(()), "test"));
    assert_eq!(holds(now() + 500 * 86_400), Err(protocol::object::Code::Late), "a year, and a month of grace");
    assert_eq!(document(path).await.text, told.text, "to the byte, each time");
    let listed = document(group["gov:connectors"].as_str().unwrap().strip_prefix(&node.base).unwrap()).await.ok();
    assert!(listed["items"].as_array().unwrap().contains(&address.clone().into()), "{listed}");
    // The same as an Open Badge, with the same proof.
    let mine = Visitor::logged_in(node, "carl").await.open("/connectors").await;
    let badge_at = format!("{path}/badge");
    assert!(mine.text.contains(&badge_at), "{}", mine.text);
    let told = node.get(&badge_at).await;
    assert_eq!(told.header("content-type"), "application/vc");
    let mut badge = told.json();
    assert_eq!(badge["type"], json!(["VerifiableCredential", "OpenBadgeCredential"]));
    assert_eq!((&badge["issuer"]["id"], &badge["credentialSubject"]["id"]), (&group["id"], &carl["id"]), "{badge}");
    assert_eq!((&badge["validFrom"], &badge["validUntil"]), (&said.value["validFrom"], &said.value["validUntil"]));
    assert_eq!(badge["proof"]["verificationMethod"], group["assertionMethod"][0]["id"]);
    assert!(protocol::proof::holds(&badge, &key), "{badge}");
    badge["validUntil"] = "2999-01-01T00:00:00Z".into();
    assert!(!protocol::proof::holds(&badge, &key));
    for nobody in ["/users/nia/connector", "/users/nia/connector/badge", "/users/nobody/connector", "/users/carl/connectors"] {
        assert_eq!(document(nobody).await.status, 404, "{nobody}");
    }
    chapter.does("carl", "/seat/resignation", json!({})).await.ok();
    let gone = document(path).await;
    assert_eq!((gone.status, &gone.json()["type"]), (410, &"Tombstone".into()));
    assert_eq!(node.get(&badge_at).await.status, 410);
    assert_eq!(document("/users/carl").await.ok()["gov:attestation"], Value::Null);
    let revoked = document(group["gov:revocations"].as_str().unwrap().strip_prefix(&node.base).unwrap()).await.ok();
    assert_eq!((revoked["items"][0]["id"].as_str(), protocol::proof::holds(&revoked, &key)), (Some(address.as_str()), true));
    let page = node.get("/@ada").await.text;
    assert!(page.contains("/users/ada/connector"), "the profile links to it: {page}");
}

use reqwest::Method;
use rules::joining::Door;
use rules::roles::Role;
use serde_json::{Value, json};

use super::sign_up::{invite, set_door};
use super::{grant, history, standing};
use crate::accounts;
use crate::testing::node::Person;
use crate::testing::{Answer, PASSWORD, TestNode};

#[tokio::test]
async fn a_role_that_ends_stays_in_the_history() {
    let node = TestNode::start().await;
    node.person("ada").await;
    let held = node
        .app
        .write(|tx| {
            let ada = accounts::by_handle(tx, "ada")?.unwrap();
            grant(tx, ada.id, Role::Connector, "proposal 7")?;
            grant(tx, ada.id, Role::Connector, "again, which changes nothing")?;
            assert_eq!(standing(tx, &ada)?.role, Some(Role::Connector));
            history(tx, ada.id)
        })
        .await
        .unwrap();
    let told: Vec<_> = held.iter().map(|m| (m.role.as_str(), m.decision.as_str(), m.until.is_some())).collect();
    assert_eq!(told, [("connector", "proposal 7", false), ("active", "joined", true)]);
}

/// An app's own token.
async fn app_token(node: &TestNode) -> String {
    let body = json!({"client_name": "App", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob", "scopes": "read write follow"});
    let app = Answer::of(node.http.post(format!("{}/api/v1/apps", node.base)).json(&body)).await.ok();
    let body = json!({"grant_type": "client_credentials", "client_id": app["client_id"], "client_secret": app["client_secret"], "scope": "read write follow"});
    let token = Answer::of(node.http.post(format!("{}/oauth/token", node.base)).json(&body)).await.ok();
    token["access_token"].as_str().unwrap().into()
}

fn wish(name: &str) -> Value {
    json!({"username": name, "email": format!("{name}@mail.example"), "password": PASSWORD, "agreement": true, "locale": "fr"})
}

async fn joins(node: &TestNode, token: &str, body: &Value) -> Answer {
    Answer::of(node.http.post(format!("{}/api/v1/accounts", node.base)).bearer_auth(token).json(body)).await
}

async fn as_member(node: &TestNode, token: &str) -> Answer {
    Answer::of(node.http.get(format!("{}/api/v1/accounts/verify_credentials", node.base)).bearer_auth(token)).await
}

async fn stands(node: &TestNode, door: Door) {
    node.app.write(move |tx| set_door(tx, None, door)).await.unwrap();
}

async fn id_of(stella: &Person, name: &str) -> String {
    let found = stella.get(&format!("/api/v1/admin/accounts?local=true&username={name}")).await;
    found[0]["id"].as_str().unwrap_or_else(|| panic!("{found}")).to_string()
}

#[tokio::test]
async fn where_the_door_is_open_an_app_signs_somebody_up_who_is_in_at_once() {
    let node = TestNode::start().await;
    stands(&node, Door::Open).await;
    let app = app_token(&node).await;
    let token = joins(&node, &app, &wish("Berta")).await.ok();
    assert_eq!((token["token_type"].as_str(), token["scope"].as_str()), (Some("Bearer"), Some("read write follow")));
    assert!(token["created_at"].is_i64());
    let berta = as_member(&node, token["access_token"].as_str().unwrap()).await.ok();
    assert_eq!((berta["username"].as_str(), berta["role"]["name"].as_str()), (Some("berta"), Some("Supporter")));
    assert_eq!(berta["source"]["language"], "fr");
    // She logs in with what she chose, and is told to nobody but the stewards.
    assert_eq!(node.get("/@berta").await.status, 200);
    let stella = node.log_in("stella", "read admin:read").await;
    assert_eq!(stella.get("/api/v1/notifications").await[0]["type"], "admin.sign_up");
    let instance = node.get("/api/v2/instance").await.json();
    assert_eq!(instance["registrations"]["enabled"], true);
    assert_eq!(node.get("/nodeinfo/2.0").await.json()["openRegistrations"], true);
    // A member's token signs nobody up.
    let ada = node.person("ada").await;
    assert_eq!(joins(&node, &ada.token, &wish("cleo")).await.status, 403);
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_each_field() {
    let node = TestNode::start().await;
    stands(&node, Door::Open).await;
    let app = app_token(&node).await;
    node.person("ada").await;
    for (body, field, code) in [
        (json!({"username": ""}), "username", "ERR_BLANK"),
        (json!({"username": "ada"}), "username", "ERR_TAKEN"),
        (json!({"username": "paris"}), "username", "ERR_TAKEN"),
        (json!({"username": "admin"}), "username", "ERR_RESERVED"),
        (json!({"username": "a b"}), "username", "ERR_INVALID"),
        (json!({"email": "ada@paris.example"}), "email", "ERR_TAKEN"),
        (json!({"email": "nonsense"}), "email", "ERR_INVALID"),
        (json!({"email": ""}), "email", "ERR_BLANK"),
        (json!({"password": "short"}), "password", "ERR_TOO_SHORT"),
        (json!({"password": null}), "password", "ERR_BLANK"),
        (json!({"agreement": false}), "agreement", "ERR_ACCEPTED"),
    ] {
        let mut all = wish("berta");
        all.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
        node.app.limits.forgive();
        let answer = joins(&node, &app, &all).await;
        assert_eq!(answer.status, 422, "{body}");
        assert_eq!(answer.json()["details"][field][0]["error"], code, "{body}: {}", answer.text);
        assert!(answer.json()["error"].as_str().unwrap().starts_with("Validation failed: "));
    }
    for door in [Door::Closed, Door::Invitation] {
        stands(&node, door).await;
        node.app.limits.forgive();
        assert_eq!(joins(&node, &app, &wish("berta")).await.status, 403, "{door}");
    }
}

#[tokio::test]
async fn who_asks_to_join_waits_unseen_until_a_steward_has_looked() {
    let node = TestNode::start().await;
    let stella = node.log_in("stella", "admin:read admin:write").await;
    let ada = node.person("ada").await;
    let app = app_token(&node).await;
    assert_eq!(joins(&node, &app, &wish("berta")).await.status, 403, "without a reason");
    let mut wanted = wish("berta");
    wanted["reason"] = "I bake".into();
    let token = joins(&node, &app, &wanted).await.ok()["access_token"].as_str().unwrap().to_string();
    let waiting = as_member(&node, &token).await;
    assert_eq!((waiting.status, waiting.json()["error"].as_str()), (403, Some("Your login is currently pending approval")));
    for path in ["/@berta", "/users/berta", "/api/v1/accounts/lookup?acct=berta"] {
        assert_eq!(node.get(path).await.status, if path.starts_with("/users") { 303 } else { 404 }, "{path}");
    }
    let webfinger = format!("/.well-known/webfinger?resource=acct:berta@{}", node.domain);
    assert_eq!(node.get(&webfinger).await.status, 404);
    assert_eq!(ada.get("/api/v2/search?q=berta").await["accounts"], json!([]));
    let id = id_of(&stella, "berta").await;
    assert_eq!(ada.call(Method::GET, &format!("/api/v1/accounts/{id}"), None).await.status, 404);
    for path in [
        format!("/api/v1/accounts?id[]={id}"),
        "/api/v1/directory?local=true&order=new".into(),
        "/api/v2/suggestions".into(),
        "/api/v1/accounts/search?q=berta&resolve=true".into(),
        format!("/api/v2/search?type=accounts&resolve=true&q={}/users/berta", node.base),
    ] {
        let shown = ada.get(&path).await.to_string();
        assert!(!shown.contains("berta"), "{path}: {shown}");
    }
    assert!(!node.get("/").await.text.contains("berta"));
    assert_eq!(node.get("/api/v1/instance").await.json()["stats"]["user_count"], 2);
    let found = stella.get("/api/v2/admin/accounts?origin=local&status=pending").await;
    assert_eq!(found.as_array().unwrap().len(), 1);
    assert_eq!((found[0]["invite_request"].as_str(), found[0]["approved"].as_bool()), (Some("I bake"), Some(false)));
    assert_eq!((found[0]["email"].as_str(), found[0]["locale"].as_str()), (Some("berta@mail.example"), Some("fr")));
    let path = format!("/api/v1/admin/accounts/{}", found[0]["id"].as_str().unwrap());
    for (who, expected) in [(&ada, 403), (&node.log_in("ada", "admin:write").await, 403)] {
        assert_eq!(who.call(Method::POST, &format!("{path}/approve"), None).await.status, expected);
    }
    assert_eq!(stella.post(&format!("{path}/approve"), json!({})).await["approved"], true);
    assert_eq!(stella.call(Method::POST, &format!("{path}/approve"), None).await.status, 403, "once");
    assert_eq!(as_member(&node, &token).await.status, 200);
    assert_eq!(node.get("/@berta").await.status, 200);
    // Another is turned away: the token is gone, the name is free.
    wanted = wish("cleo");
    wanted["reason"] = "spam".into();
    let token = joins(&node, &app, &wanted).await.ok()["access_token"].as_str().unwrap().to_string();
    let cleo = id_of(&stella, "cleo").await;
    assert_eq!(stella.post(&format!("/api/v1/admin/accounts/{cleo}/reject"), json!({})).await["username"], "cleo");
    assert_eq!(as_member(&node, &token).await.status, 401);
    assert_eq!(stella.call(Method::GET, &format!("/api/v1/admin/accounts/{cleo}"), None).await.status, 404);
    assert_eq!(joins(&node, &app, &wanted).await.status, 200);
    let log = stella.get("/api/v1/potluck/audit_log").await;
    let acts: Vec<_> =
        log.as_array().unwrap().iter().map(|e| (e["act"].as_str().unwrap(), e["subject"].as_str().unwrap())).collect();
    assert_eq!(acts, [("reject", "cleo"), ("approve", "berta")]);
    assert_eq!(log[0]["by"]["username"], "stella");
    assert_eq!(ada.call(Method::GET, "/api/v1/potluck/audit_log", None).await.status, 403);
}

#[tokio::test]
async fn an_invitation_lets_in_as_many_as_it_says() {
    let node = TestNode::start().await;
    stands(&node, Door::Invitation).await;
    let app = app_token(&node).await;
    let made = node.app.write(|tx| invite(tx, None, Some(1), None, "for Berta")).await.unwrap();
    let mut wanted = wish("berta");
    wanted["invite_code"] = "wrong".into();
    assert_eq!(joins(&node, &app, &wanted).await.status, 403);
    wanted["invite_code"] = made.code.clone().into();
    let token = joins(&node, &app, &wanted).await.ok()["access_token"].as_str().unwrap().to_string();
    assert_eq!(as_member(&node, &token).await.status, 200);
    let mut next = wish("cleo");
    next["invite_code"] = made.code.into();
    assert_eq!(joins(&node, &app, &next).await.status, 403);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_come_with_one_invitation_at_once_one_is_let_in() {
    let node = TestNode::patient().await;
    stands(&node, Door::Invitation).await;
    let app = app_token(&node).await;
    let made = node.app.write(|tx| invite(tx, None, Some(1), None, "")).await.unwrap();
    let wishes: Vec<Value> = (0..8)
        .map(|n| {
            let mut wanted = wish(&format!("guest{n}"));
            wanted["invite_code"] = made.code.clone().into();
            wanted
        })
        .collect();
    let answers = futures_util::future::join_all(wishes.iter().map(|wanted| joins(&node, &app, wanted))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 403, 403, 403, 403, 403, 403, 403]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_steward_acts_and_takes_it_back() {
    let node = TestNode::start().await;
    let stella = node.log_in("stella", "read admin:read admin:write").await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    let post = bob.says("a picture of soup").await["id"].as_str().unwrap().to_string();
    let report = ada.post("/api/v1/reports", json!({"account_id": bob.id, "comment": "rude"})).await;
    let acts = async |body: Value| {
        let answer = stella.call(Method::POST, &format!("/api/v1/admin/accounts/{}/action", bob.id), Some(body)).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        stella.get(&format!("/api/v1/admin/accounts/{}", bob.id)).await
    };
    let back = async |verb: &str| stella.post(&format!("/api/v1/admin/accounts/{}/{verb}", bob.id), json!({})).await;
    acts(json!({"type": "none", "text": "Mind your words", "report_id": report["id"]})).await;
    assert_eq!(stella.get("/api/v1/admin/reports?resolved=true").await[0]["action_taken_by_account"]["username"], "stella");

    let told = bob.get("/api/v1/notifications").await[0].clone();
    assert_eq!((&told["type"], &told["moderation_warning"]["text"]), (&json!("moderation_warning"), &json!("Mind your words")));
    assert!(!told.to_string().contains("stella"), "no steward is named");
    let grouped = bob.get("/api/v2/notifications").await["notification_groups"][0].clone();
    assert_eq!((&grouped["moderation_warning"]["action"], &grouped["type"]), (&json!("none"), &json!("moderation_warning")));
    let reported = stella.get("/api/v1/notifications").await[0].clone();
    assert_eq!((&reported["type"], &reported["report"]["id"]), (&json!("admin.report"), &report["id"]));

    assert_eq!(acts(json!({"type": "sensitive"})).await["sensitized"], true);
    assert_eq!(ada.get(&format!("/api/v1/statuses/{post}")).await["sensitive"], true);
    assert_eq!(back("unsensitive").await["sensitized"], false);
    assert_eq!(ada.get(&format!("/api/v1/statuses/{post}")).await["sensitive"], false);

    let seen = async || node.get("/api/v1/timelines/public").await.json().to_string().contains("a picture of soup");
    assert!(seen().await);
    assert_eq!(acts(json!({"type": "silence"})).await["silenced"], true);
    assert!(!seen().await);
    assert_eq!(back("unsilence").await["silenced"], false);
    assert!(seen().await);

    assert_eq!(acts(json!({"type": "disable"})).await["disabled"], true);
    assert_eq!(bob.call(Method::GET, "/api/v1/timelines/home", None).await.status, 401);
    let again = node.log_in("bob", "read").await.call(Method::GET, "/api/v1/timelines/home", None).await;
    assert_eq!((again.status, again.json()["error"].as_str()), (403, Some("Your login is currently disabled")));
    assert!(seen().await);
    assert_eq!(back("enable").await["disabled"], false);

    assert_eq!(acts(json!({"type": "suspend", "text": "three times"})).await["suspended"], true);
    assert!(!seen().await);
    assert_eq!(node.get("/@bob").await.status, 404);
    assert_eq!(back("unsuspend").await["suspended"], false);
    assert_eq!(node.get("/@bob").await.status, 200);
    let log = stella.get(&format!("/api/v1/potluck/audit_log?account_id={}", bob.id)).await;
    let acts: Vec<_> = log.as_array().unwrap().iter().map(|e| e["act"].as_str().unwrap()).collect();
    assert_eq!(
        acts,
        [
            "unsuspend",
            "suspend",
            "enable",
            "disable",
            "unsilence",
            "silence",
            "unsensitize",
            "sensitize",
            "resolve_report",
            "warn"
        ]
    );
    assert_eq!(log[1]["note"], "three times");
}

#[tokio::test]
async fn nobody_judges_themselves_and_no_steward_another() {
    let node = TestNode::start().await;
    let stella = node.log_in("stella", "admin:read admin:write").await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    node.app
        .write(|tx| {
            let ada = accounts::by_handle(tx, "ada")?.unwrap();
            super::make_steward(tx, ada.id)
        })
        .await
        .unwrap();
    let act = async |id: &str, kind: &str| {
        let answer = stella.call(Method::POST, &format!("/api/v1/admin/accounts/{id}/action"), Some(json!({"type": kind}))).await;
        answer.status
    };
    let chapter = node.app.site().unwrap().chapter_id.to_string();
    for (id, kind, expected) in [
        (&stella.id, "suspend", 403),
        (&ada.id, "disable", 403),
        (&chapter, "silence", 403),
        (&bob.id, "explode", 422),
        (&"1".to_string(), "silence", 404),
        (&bob.id, "silence", 200),
    ] {
        assert_eq!(act(id, kind).await, expected, "{kind}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_is_deleted_is_gone_for_good_and_its_name_stays_taken() {
    let node = TestNode::start().await;
    let stella = node.log_in("stella", "admin:read admin:write").await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    bob.post(&format!("/api/v1/accounts/{}/follow", ada.id), json!({})).await;
    let post = bob.says("never to be seen again").await["id"].as_str().unwrap().to_string();
    let path = format!("/api/v1/admin/accounts/{}", bob.id);
    assert_eq!(stella.call(Method::DELETE, &path, None).await.status, 403, "not yet suspended");
    stella.post(&format!("{path}/action"), json!({"type": "suspend"})).await;
    assert_eq!(stella.call(Method::DELETE, &path, None).await.status, 200);
    assert_eq!(ada.call(Method::GET, &format!("/api/v1/statuses/{post}"), None).await.status, 404);
    assert_eq!(ada.get("/api/v1/accounts/verify_credentials").await["followers_count"], 0);
    assert_eq!(node.get("/@bob").await.status, 410);
    let actor = node.http.get(format!("{}/users/bob", node.base)).header("accept", "application/activity+json");
    assert_eq!(Answer::of(actor).await.status, 410);
    stands(&node, Door::Open).await;
    let app = app_token(&node).await;
    assert_eq!(joins(&node, &app, &wish("bob")).await.json()["details"]["username"][0]["error"], "ERR_TAKEN");
}

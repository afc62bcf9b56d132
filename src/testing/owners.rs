//! What belongs to somebody is shown to and changed by nobody else: every route that names a thing by its id, tried by a stranger.

use std::collections::HashMap;

use reqwest::Method;
use rules::roles::Role;
use serde_json::{Value, json};

use super::node::Person;
use super::{Answer, TestNode};
use crate::accounts;
use crate::members;
use crate::router;
use crate::uploads::tests::uploaded;

/// Routes whose ids mean what everybody may name: people, hashtags, announcements.
const OPEN: [&str; 4] =
    ["/api/v1/accounts/{id}", "/api/v1/tags/{name}", "/api/v1/announcements/{id}", "/api/v1/suggestions/{id}"];

fn id(thing: &Value) -> String {
    thing["id"].as_str().unwrap().to_string()
}

/// Everything Ada can see of her own.
async fn kept(ada: &Person, statuses: &[&str]) -> Vec<Value> {
    let mut all = Vec::new();
    for path in [
        "/api/v1/lists",
        "/api/v1/filters",
        "/api/v2/filters",
        "/api/v1/scheduled_statuses",
        "/api/v1/notifications",
        "/api/v1/conversations",
        "/api/v1/featured_tags",
        "/api/v1/follow_requests",
        "/api/v1/notifications/requests",
        "/api/v1/announcements",
    ] {
        all.push(ada.get(path).await);
    }
    for status in statuses {
        all.push(ada.get(&format!("/api/v1/statuses/{status}")).await);
    }
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_reads_or_changes_what_is_somebody_elses_by_its_id() {
    let node = TestNode::start().await;
    let (ada, bob, carla) = (node.person("ada").await, node.person("bob").await, node.person("carla").await);
    node.lock("ada").await;
    carla.post(&format!("/api/v1/accounts/{}/follow", ada.id), json!({})).await;
    let poll = json!({"status": "between us", "visibility": "private", "poll": {"options": ["a", "b"], "expires_in": 3_600}});
    let secret = ada.post("/api/v1/statuses", poll).await;
    let letter = carla.says_to("direct", "@ada a letter").await;
    let list = ada.post("/api/v1/lists", json!({"title": "Cooks"})).await;
    let filter = ada
        .post("/api/v2/filters", json!({"title": "Soup", "context": ["home"], "keywords_attributes": [{"keyword": "soup"}]}))
        .await;
    let marked = ada.post(&format!("/api/v2/filters/{}/statuses", id(&filter)), json!({"status_id": id(&secret)})).await;
    let later = node.app.clock.now().plus(3_600_000_000).rfc3339();
    let scheduled = ada.post("/api/v1/statuses", json!({"status": "later", "scheduled_at": later})).await;
    let picture = uploaded(&node, &ada).await;
    let tag = ada.post("/api/v1/featured_tags", json!({"name": "soup"})).await;
    let notification = ada.get("/api/v1/notifications").await[0].clone();
    let conversation = ada.get("/api/v1/conversations").await[0].clone();
    let import = ada.post("/api/v1/potluck/imports", json!({"type": "blocking", "data": "nobody@nowhere.localhost"})).await;
    let archive = ada.post("/api/v1/potluck/archives", json!({})).await;
    node.app
        .write(|tx| {
            for name in ["ada", "carla"] {
                let account = accounts::by_handle(tx, name)?.unwrap();
                members::grant(tx, account.id, Role::Connector, "test")?;
            }
            Ok(())
        })
        .await
        .unwrap();
    let draft = ada.post("/api/v1/potluck/proposals", json!({"title": "between us", "text": "a draft"})).await;
    let delegation = ada.post("/api/v1/potluck/delegations", json!({"trustee_id": carla.id})).await;
    node.settled().await;
    let keyword = id(&filter["keywords"][0]);
    // By the start of the route, the longest first.
    let mut owned: Vec<(&str, String)> = vec![
        ("/api/v1/annual_reports/", "1".into()),
        ("/api/v1_alpha/async_refreshes/", format!("context-{}-0", id(&secret))),
        ("/api/v1/lists/", id(&list)),
        ("/api/v1/timelines/list/", id(&list)),
        ("/api/v1/filters/", keyword.clone()),
        ("/api/v2/filters/keywords/", keyword),
        ("/api/v2/filters/statuses/", id(&marked)),
        ("/api/v2/filters/", id(&filter)),
        ("/api/v1/scheduled_statuses/", id(&scheduled)),
        ("/api/v1/media/", id(&picture)),
        ("/api/v2/media/", id(&picture)),
        ("/api/v1/notifications/requests/", ada.id.clone()),
        ("/api/v1/notifications/", id(&notification)),
        ("/api/v2/notifications/", format!("ungrouped-{}", id(&notification))),
        ("/api/v1/conversations/", id(&conversation)),
        ("/api/v1/featured_tags/", id(&tag)),
        ("/api/v1/follow_requests/", carla.id.clone()),
        ("/api/v1/statuses/", id(&secret)),
        ("/api/v1/potluck/statuses/", id(&secret)),
        ("/api/v1/polls/", id(&secret["poll"])),
        ("/api/v1/admin/", "1".into()),
        ("/api/v1/collections/", "1".into()),
        ("/api/v1/potluck/imports/", id(&import)),
        ("/api/v1/potluck/archives/", id(&archive)),
        ("/api/v1/potluck/announcements/", "1".into()),
        ("/api/v1/potluck/proposals/", id(&draft)),
        ("/api/v1/potluck/delegations/", id(&delegation)),
        ("/api/v1/potluck/history/", "1".into()),
        ("/api/v1/potluck/candidacies/", "1".into()),
        ("/api/v1/potluck/agreements/", "1".into()),
        ("/api/v1/potluck/teams/", "1".into()),
        ("/api/v1/potluck/network/decisions/", "1".into()),
        ("/api/v1/potluck/rules/", "1".into()),
        ("/api/v1/potluck/custom_emojis/", "pot".into()),
    ];
    owned.sort_by_key(|(start, _)| std::cmp::Reverse(start.len()));
    let letters = id(&letter);
    let (private, direct) = (id(&secret), letters.as_str());
    let before = kept(&ada, &[&private, direct]).await;
    let body = json!({
        "title": "mine now", "account_ids": [bob.id], "keyword": "x", "phrase": "x", "context": ["home"], "status_id": bob.id,
        "status": "mine now", "choices": [0], "description": "mine now", "scheduled_at": later, "name": "x", "quote_approval_policy": "nobody",
        "act": "publish", "sense": "good", "statement": "mine now", "change": "retire", "reason": "because I say so, and nobody else",
        "text": "mine now",
    });
    let narrow = node.log_in("ada", "push").await;
    let suspended = node.person("eva").await;
    node.app
        .write(|tx| {
            let eva = accounts::by_handle(tx, "eva")?.unwrap();
            accounts::mark(tx, eva.id, accounts::Mark::Suspended, true)
        })
        .await
        .unwrap();
    let mut tried: HashMap<&str, usize> = HashMap::new();
    for route in router::routes().table() {
        let named = route.path.starts_with("/api/") && route.path.contains('{');
        let open = OPEN.iter().any(|open| route.path == *open || route.path.starts_with(&format!("{open}/")));
        let public = ["/api/v1/timelines/tag/{hashtag}", "/api/v1/potluck/exports/{kind}", "/api/v1/potluck/teams/{id}"]
            .contains(&route.path);
        if !named || open || public {
            continue;
        }
        let found = owned.iter().find(|(start, _)| route.path.starts_with(start));
        let (start, value) = found.unwrap_or_else(|| panic!("{}: whose is it? Say so here.", route.path));
        let mut values = vec![value.as_str()];
        if *start == "/api/v1/statuses/" {
            values.push(direct);
        }
        for value in values {
            let path: String =
                route.path.split('/').map(|part| if part.starts_with('{') { value } else { part }).collect::<Vec<_>>().join("/");
            let body = (route.method != "GET").then(|| body.clone());
            let method = route.method.parse::<Method>().unwrap();
            // Nobody at all, the owner with a token for other things, and somebody who is suspended.
            let mut visitor = node.http.request(method.clone(), format!("{}{path}", node.base));
            if let Some(body) = &body {
                visitor = visitor.json(body);
            }
            let visitor = Answer::of(visitor).await;
            let narrow = narrow.call(method.clone(), &path, body.clone()).await;
            let suspended = suspended.call(method.clone(), &path, body.clone()).await;
            for (who, answer, expected) in [
                ("a visitor", visitor, [401, 404]),
                ("the wrong scope", narrow, [403, 404]),
                ("who is suspended", suspended, [403, 403]),
            ] {
                assert!(expected.contains(&answer.status), "{who}: {method} {path}: {} {}", answer.status, answer.text);
            }
            let answer = bob.call(method, &path, body).await;
            // Taking away what one does not have is done already.
            let nothing = answer.status == 200 && answer.text == "{}";
            assert!(nothing || [403, 404].contains(&answer.status), "{} {path}: {} {}", route.method, answer.status, answer.text);
            assert!(!answer.text.contains("between us") && !answer.text.contains("a letter"), "{path}: {}", answer.text);
            *tried.entry(start).or_default() += 1;
        }
    }
    assert_eq!(tried.len(), owned.len(), "each of these is still there: {tried:?}");
    assert_eq!(kept(&ada, &[&private, direct]).await, before, "nothing has changed");
    assert_eq!(ada.get(&format!("/api/v1/media/{}", id(&picture))).await["description"], picture["description"]);
}

use reqwest::Method;
use serde_json::{Value, json};
use url::Url;

use crate::clock::Clock;
use crate::testing::far::Far;
use crate::testing::{Answer, TestNode};

const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

async fn brings(node: &TestNode, far: &Far, activity: &Value) -> u16 {
    let inbox = Url::parse(&format!("{}/inbox", node.base)).unwrap();
    let request = far.request(&node.http, &inbox, &far.signer(0).unwrap(), activity, Clock::default().now()).unwrap();
    let status = Answer::of(request).await.status;
    node.settled().await;
    status
}

fn picture(node: &TestNode, far: &Far, n: usize) -> Value {
    let note = json!({"id": format!("{}/n/{n}", far.base), "type": "Note", "attributedTo": far.actor(0), "content": format!("<p>picture {n}</p>"), "to": [PUBLIC],
        "attachment": [{"type": "Image", "url": format!("{}/1.png", far.base)}],
        "tag": [{"type": "Mention", "href": format!("{}/users/ada", node.base)}, {"type": "Emoji", "name": ":pot:", "icon": {"url": format!("{}/e.png", far.base)}}]});
    json!({"id": format!("{}/a/{n}", far.base), "type": "Create", "actor": far.actor(0), "object": note, "to": [PUBLIC]})
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_may_send_words_without_pictures() {
    let node = TestNode::start().await;
    let (ada, stella) = (node.person("ada").await, node.log_in("stella", "admin:read admin:write").await);
    let far = Far::start().await.unwrap();
    let host = far.base.trim_start_matches("http://");
    let rule = json!({"domain": host, "severity": "noop", "reject_media": true});
    assert_eq!(stella.post("/api/v1/admin/domain_blocks", rule).await["reject_media"], true);
    assert_eq!(brings(&node, &far, &picture(&node, &far, 1)).await, 202);
    let told = ada.get("/api/v1/notifications").await;
    assert_eq!((&told[0]["status"]["media_attachments"], &told[0]["status"]["emojis"]), (&json!([]), &json!([])));
    // A nothing of a rule, a host that is none, one's own, and who is no steward.
    for (body, expected) in [
        (json!({"domain": host, "severity": "noop"}), 422),
        (json!({"domain": "a b", "severity": "suspend"}), 422),
        (json!({"domain": "*.example.org", "severity": "suspend"}), 422),
        (json!({"domain": node.domain, "severity": "suspend"}), 422),
        (json!({"severity": "suspend"}), 422),
    ] {
        assert_eq!(stella.call(Method::POST, "/api/v1/admin/domain_blocks", Some(body.clone())).await.status, expected, "{body}");
    }
    for path in ["/api/v1/admin/domain_blocks", "/api/v1/admin/domain_allows", "/api/v1/potluck/queue"] {
        assert_eq!(ada.call(Method::GET, path, None).await.status, 403, "{path}");
        assert_eq!(node.log_in("ada", "admin:read").await.call(Method::GET, path, None).await.status, 403, "{path}");
        assert_eq!(node.get(path).await.status, 401, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_only_listed_hosts_are_welcome_all_others_stay_outside() {
    let node = TestNode::limited().await;
    let (ada, stella) = (node.person("ada").await, node.log_in("stella", "admin:read admin:write").await);
    let (friend, stranger) = (Far::start().await.unwrap(), Far::start().await.unwrap());
    let listed = json!({"domain": friend.base.trim_start_matches("http://")});
    let rule = stella.post("/api/v1/admin/domain_allows", listed).await;
    assert_eq!(brings(&node, &friend, &picture(&node, &friend, 1)).await, 202);
    assert_eq!(brings(&node, &stranger, &picture(&node, &stranger, 1)).await, 403);
    assert_eq!(ada.get("/api/v1/notifications").await.as_array().unwrap().len(), 1);
    let search = |far: &Far| format!("/api/v2/search?type=accounts&resolve=true&q={}", far.actor(1));
    assert_eq!(ada.get(&search(&friend)).await["accounts"].as_array().unwrap().len(), 1);
    assert_eq!(ada.get(&search(&stranger)).await["accounts"], json!([]));
    // Off the list, nothing goes out any more either.
    let id = rule["id"].as_str().unwrap();
    assert_eq!(stella.call(Method::DELETE, &format!("/api/v1/admin/domain_allows/{id}"), None).await.status, 200);
    let follow = json!({"id": format!("{}/f", friend.base), "type": "Follow", "actor": friend.actor(0), "object": format!("{}/users/ada", node.base)});
    assert_eq!(brings(&node, &friend, &follow).await, 403);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lifting_a_rule_gives_back_what_it_took_and_nothing_else() {
    let node = TestNode::start().await;
    let (ada, stella) = (node.person("ada").await, node.log_in("stella", "admin:read admin:write").await);
    let far = Far::start().await.unwrap();
    let port = far.base.rsplit_once(':').unwrap().1.to_string();
    let (host, above) = (format!("deep.far.localhost:{port}"), format!("far.localhost:{port}"));
    let actor = format!("http://{host}/u/ines");
    let document = json!({"id": actor, "type": "Person", "preferredUsername": "ines", "inbox": format!("{actor}/inbox"),
        "publicKey": {"id": format!("{actor}#main-key"), "owner": actor, "publicKeyPem": far.public_pem()}});
    far.put("/u/ines", crate::federation::CONTENT_TYPE, &document);
    let found = ada.get(&format!("/api/v2/search?type=accounts&resolve=true&q={actor}")).await;
    let id = found["accounts"][0]["id"].as_str().unwrap().to_string();
    let set = async |domain: &str, severity: &str| {
        let rule = stella.post("/api/v1/admin/domain_blocks", json!({"domain": domain, "severity": severity})).await;
        rule["id"].as_str().unwrap().to_string()
    };
    let lift = async |rule: &str| {
        let path = format!("/api/v1/admin/domain_blocks/{rule}");
        assert_eq!(stella.call(Method::DELETE, &path, None).await.status, 200);
    };
    let standing = async || {
        let account = ada.get(&format!("/api/v1/accounts/{id}")).await;
        (account["limited"] == true, account["suspended"] == true)
    };
    let own = set(&host, "silence").await;
    assert_eq!(standing().await, (true, false));
    let wide = set(&above, "silence").await;
    lift(&wide).await;
    assert_eq!(standing().await, (true, false), "its own rule still holds");
    let wide = set(&above, "suspend").await;
    assert_eq!(standing().await, (true, false), "the nearer rule decides");
    lift(&own).await;
    assert_eq!(standing().await, (false, true), "now the wider rule holds");
    lift(&wide).await;
    assert_eq!(standing().await, (false, false));
}

use serde_json::Value;

use crate::testing::{Answer, TestNode};

fn hidden(page: &str, name: &str) -> String {
    page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap().split('"').next().unwrap().to_string()
}

#[tokio::test]
async fn the_first_start_leads_to_a_chapter_once() {
    let node = TestNode::unfounded().await;
    assert_eq!(node.get("/health").await.status, 200);
    assert_eq!(node.get("/api/v2/instance").await.status, 503);
    let token = node.app.db.write(super::new_setup_token).await.unwrap();
    assert_eq!(node.get("/setup?token=guess").await.status, 403);
    let page = node.get(&format!("/setup?token={token}")).await;
    let zone = format!("<option selected>{}</option>", crate::zone::of_machine());
    assert_eq!((page.text.matches("<option selected>").count(), page.text.matches(&zone).count()), (1, 1), "{}", page.text);
    assert_eq!(page.status, 200);
    let cookie = page.header("set-cookie").split(';').next().unwrap().to_string();
    let form = |name: &str, steward: &str, password: &str| {
        [
            ("form_token", hidden(&page.text, "form_token")),
            ("token", token.clone()),
            ("name", name.to_string()),
            ("city", "Zürich".to_string()),
            ("domain", node.domain.clone()),
            ("try_out", "true".to_string()),
            ("steward", steward.to_string()),
            ("email", "ada@zurich.example".to_string()),
            ("password", password.to_string()),
        ]
    };
    let send = |fields| Answer::of(node.http.post(format!("{}/setup", node.base)).header("cookie", &cookie).form(&fields));
    for (fields, expected) in [
        (form("", "ada", "bread and salt"), "name is missing"),
        (form("Zürich", "Ada L!", "bread and salt"), "cannot be a name"),
        (form("Zürich", "ada", "short"), "too short"),
        (form("Zürich", "zuerich", "bread and salt"), "cannot both be called"),
    ] {
        let answer = send(fields).await;
        assert!(answer.status == 422 && answer.text.contains(expected), "{expected}: {}", answer.text);
    }
    assert_eq!(send(form("OuiShare Zürich", "ada", "bread and salt")).await.status, 303);
    assert_eq!(send(form("Another", "eve", "bread and salt")).await.status, 404, "it is done once");
    assert_eq!(node.get(&format!("/setup?token={token}")).await.status, 404);
    assert!(node.get("/").await.text.contains("OuiShare Zürich"));
    assert_eq!(node.get("/api/v1/accounts/lookup?acct=zuerich").await.ok()["group"], true);
}

#[tokio::test]
async fn apps_and_servers_learn_what_this_is() {
    let node = TestNode::start().await;
    let v2 = node.get("/api/v2/instance").await.ok();
    assert!(v2["version"].as_str().unwrap().starts_with("4.5") && v2["domain"] == node.domain);
    assert!(
        v2["configuration"]["statuses"]["max_characters"].is_number() && v2["configuration"]["urls"]["streaming"].is_string()
    );
    assert_eq!(node.get("/api/v1/instance/").await.ok()["uri"], node.domain.as_str(), "with a slash at the end too");
    let links = node.get("/.well-known/nodeinfo").await.ok();
    assert_eq!(links["links"].as_array().unwrap().len(), 3);
    for version in ["2.0", "2.1"] {
        let info = node.get(&format!("/nodeinfo/{version}")).await.ok();
        assert_eq!((info["version"].as_str(), info["software"]["name"].as_str()), (Some(version), Some("potluck")));
        assert_eq!(info["metadata"]["upstream"]["name"], "mastodon");
        fits_the_nodeinfo_schema(&info);
    }
}

/// The rules of the schemas 2.0 and 2.1: what must be there, of which kind, and nothing beside it.
fn fits_the_nodeinfo_schema(info: &Value) {
    let only = |value: &Value, needed: &[&str], more: &[&str]| {
        let object = value.as_object().unwrap_or_else(|| panic!("{value} is no object"));
        assert!(needed.iter().all(|key| object.contains_key(*key)), "{needed:?} in {value}");
        assert!(object.keys().all(|key| needed.contains(&key.as_str()) || more.contains(&key.as_str())), "{value}");
    };
    only(info, &["version", "software", "protocols", "services", "openRegistrations", "usage", "metadata"], &[]);
    let more: &[&str] = if info["version"] == "2.1" { &["repository", "homepage"] } else { &[] };
    only(&info["software"], &["name", "version"], more);
    let name = info["software"]["name"].as_str().unwrap();
    assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{name}");
    assert_eq!(info["protocols"], serde_json::json!(["activitypub"]));
    only(&info["services"], &["inbound", "outbound"], &[]);
    assert!(info["services"]["inbound"].is_array() && info["services"]["outbound"].is_array());
    assert!(info["openRegistrations"].is_boolean() && info["metadata"].is_object());
    only(&info["usage"], &["users"], &["localPosts", "localComments"]);
    only(&info["usage"]["users"], &[], &["total", "activeHalfyear", "activeMonth"]);
    let counts = info["usage"].as_object().unwrap().values().chain(info["usage"]["users"].as_object().unwrap().values());
    assert!(counts.filter(|count| !count.is_object()).all(Value::is_u64));
}

#[tokio::test]
async fn a_browser_app_on_another_origin_may_ask() {
    let node = TestNode::start().await;
    let preflight = node
        .http
        .request(reqwest::Method::OPTIONS, format!("{}/api/v1/statuses", node.base))
        .header("origin", "https://elk.example")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization,content-type,idempotency-key");
    let answer = Answer::of(preflight).await;
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (200, "*"));
    assert!(answer.header("access-control-allow-headers").contains("idempotency-key"));
}

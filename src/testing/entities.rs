//! Mastodon's entities, field by field: what clients in wide use refuse to do without, and what must be there even if null.

use serde_json::Value;

use super::TestNode;

/// Keys that must be there and must not be null, and keys that must be there.
struct Entity {
    never_null: &'static str,
    present: &'static str,
}

const ACCOUNT: Entity = Entity {
    never_null: "id username acct url uri display_name note avatar avatar_static header header_static created_at locked bot group discoverable \
        indexable fields emojis followers_count following_count statuses_count roles",
    present: "last_status_at",
};
const STATUS: Entity = Entity {
    never_null: "id uri url created_at account content visibility sensitive spoiler_text media_attachments mentions tags emojis reblogs_count \
        favourites_count replies_count quotes_count",
    present: "in_reply_to_id in_reply_to_account_id reblog poll card language edited_at quote",
};
const OF_VIEWER: Entity = Entity { never_null: "favourited reblogged muted bookmarked filtered", present: "" };
const RELATIONSHIP: Entity = Entity {
    never_null: "id following showing_reblogs notifying followed_by blocking blocked_by muting muting_notifications requested requested_by \
        domain_blocking endorsed note",
    present: "languages muting_expires_at",
};
const NOTIFICATION: Entity = Entity { never_null: "id type created_at account group_key", present: "" };
const INSTANCE: Entity = Entity {
    never_null: "domain title version source_url description usage thumbnail icon languages configuration registrations api_versions contact rules",
    present: "",
};
const INSTANCE_V1: Entity = Entity {
    never_null: "uri title short_description description email version urls stats thumbnail languages registrations approval_required \
        invites_enabled configuration contact_account rules",
    present: "",
};
const APPLICATION: Entity = Entity {
    never_null: "id name redirect_uri redirect_uris scopes client_id client_secret client_secret_expires_at",
    present: "website",
};

impl Entity {
    fn check(&self, name: &str, value: &Value) {
        for key in self.never_null.split_whitespace() {
            assert!(value.get(key).is_some_and(|v| !v.is_null()), "{name}.{key} is missing or null in {value}");
        }
        for key in self.present.split_whitespace() {
            assert!(value.get(key).is_some(), "{name}.{key} is missing in {value}");
        }
    }
}

fn check_account(account: &Value) {
    ACCOUNT.check("Account", account);
    is_moment(&account["created_at"]);
    for key in ["avatar", "header", "url"] {
        assert!(account[key].as_str().unwrap().starts_with("http"), "{key} must be an address");
    }
    assert!(account["last_status_at"].as_str().is_none_or(|day| day.len() == 10), "a day, not a moment");
}

fn check_status(status: &Value) {
    STATUS.check("Status", status);
    OF_VIEWER.check("Status", status);
    check_account(&status["account"]);
    is_moment(&status["created_at"]);
    assert!(["public", "unlisted", "private", "direct"].contains(&status["visibility"].as_str().unwrap()));
    assert!(status["id"].as_str().unwrap().parse::<i64>().is_ok(), "ids are decimal numbers in text");
    for mention in status["mentions"].as_array().unwrap() {
        Entity { never_null: "id username acct url", present: "" }.check("Mention", mention);
        assert!(
            status["content"].as_str().unwrap().contains(mention["url"].as_str().unwrap()),
            "clients match mentions by their address"
        );
    }
    for tag in status["tags"].as_array().unwrap() {
        Entity { never_null: "name url", present: "" }.check("Tag", tag);
    }
    if !status["reblog"].is_null() {
        check_status(&status["reblog"]);
    }
}

/// Three digits of a second and `Z`; one client takes anything else for now.
fn is_moment(value: &Value) {
    let text = value.as_str().unwrap();
    assert!(text.len() == 24 && text.ends_with('Z') && text.as_bytes()[19] == b'.', "{text}");
}

#[tokio::test]
async fn every_entity_has_what_clients_need() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    let post = ada.says("Hello @bob #soup").await;
    let reply = bob.replies(&post, "@ada with bread").await;
    bob.does("favourite", &post).await;
    let boost = bob.does("reblog", &post).await;
    bob.follows("ada").await;
    for status in [&post, &reply, &boost] {
        check_status(status);
    }
    for path in ["/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/timelines/tag/soup"] {
        let list = ada.get(path).await;
        assert!(!list.as_array().unwrap().is_empty(), "{path}");
        list.as_array().unwrap().iter().for_each(check_status);
    }
    check_account(&ada.get("/api/v1/accounts/verify_credentials").await);
    let relations = ada.get(&format!("/api/v1/accounts/relationships?id={}", bob.id)).await;
    RELATIONSHIP.check("Relationship", &relations[0]);
    let told = ada.get("/api/v1/notifications").await;
    assert_eq!(told.as_array().unwrap().len(), 4);
    for notification in told.as_array().unwrap() {
        NOTIFICATION.check("Notification", notification);
        check_account(&notification["account"]);
        is_moment(&notification["created_at"]);
        if notification["type"] != "follow" {
            check_status(&notification["status"]);
        }
    }
    let instance = node.get("/api/v2/instance").await.ok();
    INSTANCE.check("Instance", &instance);
    assert!(instance["registrations"]["enabled"].is_boolean() && instance["contact"]["email"].is_string());
    for key in ["max_characters", "max_media_attachments"] {
        assert!(instance["configuration"]["statuses"][key].is_i64());
    }
    for key in ["max_options", "max_characters_per_option", "min_expiration", "max_expiration"] {
        assert!(instance["configuration"]["polls"][key].is_i64());
    }
    INSTANCE_V1.check("V1::Instance", &node.get("/api/v1/instance").await.ok());
    let new = serde_json::json!({"client_name": "App", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob"});
    let app = super::Answer::of(node.http.post(format!("{}/api/v1/apps", node.base)).json(&new)).await.ok();
    APPLICATION.check("CredentialApplication", &app);
}

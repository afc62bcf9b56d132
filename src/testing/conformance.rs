//! Every answer apps get, held field by field against Mastodon's documented entities (`entities.tsv`): for somebody who has just
//! joined, and for somebody who has used everything.

use std::collections::{BTreeSet, HashMap};

use reqwest::Method;
use serde_json::{Value, json};

use super::node::Person;
use super::{Answer, TestNode};
use crate::uploads::tests::uploaded;

struct Field {
    path: Vec<&'static str>,
    kind: &'static str,
    /// It may be null.
    null: bool,
    /// It may be missing.
    absent: bool,
}

/// Fields that are documented, and are not there with a reason.
const WITHOUT: [(&str, &str, &str); 6] = [
    ("Status", "text", "only where a post is deleted, so that it can be written anew"),
    ("Status", "application", "only where an app wrote it"),
    ("Account", "moved", "only where somebody has moved"),
    ("NotificationGroup", "status_id", "only where it is about a post"),
    ("ScheduledStatus", "params.with_rate_limit", "deprecated, and of no use to anybody"),
    ("Admin::Account", "ip", "addresses are not kept: it is null"),
];

/// Fields that are of another kind than documented, because apps in wide use expect what Mastodon really sends; or that name things
/// in our way.
const OTHERWISE: [(&str, &str, &str, &str); 3] = [
    ("NotificationGroup", "most_recent_notification_id", "integer", "as Mastodon sends it and its own apps read it"),
    ("WebPushSubscription", "id", "integer", "as Mastodon sends it and its own apps read it"),
    ("Tag", "id", "text", "a hashtag is known by its name"),
];

fn schema() -> HashMap<&'static str, Vec<Field>> {
    let mut all: HashMap<&str, Vec<Field>> = HashMap::new();
    for line in include_str!("entities.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let (entity, path, kind) = (columns.next().unwrap(), columns.next().unwrap(), columns.next().unwrap());
        let absent = kind.ends_with('-') || WITHOUT.iter().any(|(e, p, _)| *e == entity && *p == path);
        let kind = OTHERWISE.iter().find(|(e, p, ..)| *e == entity && *p == path).map_or(kind, |(_, _, kind, _)| kind);
        let kind = kind.trim_end_matches('-');
        let field =
            Field { path: path.split('.').collect(), null: kind.ends_with('?'), absent, kind: kind.trim_end_matches('?') };
        all.entry(entity).or_default().push(field);
    }
    all
}

struct Checker {
    schema: HashMap<&'static str, Vec<Field>>,
    seen: BTreeSet<&'static str>,
    wrong: BTreeSet<String>,
}

impl Checker {
    fn complain(&mut self, at: &str, what: &str, value: &Value) {
        let shown: String = value.to_string().chars().take(120).collect();
        self.wrong.insert(format!("{at}: {what}, not {shown}"));
    }

    /// Holds a value against a kind: a scalar, `{a|b}`, `[of many]`, or an entity.
    fn check(&mut self, at: &str, kind: &'static str, value: &Value) {
        let text = value.as_str();
        let is_moment = |t: &str| t.len() == 24 && t.ends_with('Z') && t.as_bytes()[19] == b'.' && t.as_bytes()[10] == b'T';
        let fits = match kind {
            "any" => true,
            "text" => text.is_some(),
            "id" => text.is_some_and(|t| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit())),
            "url" => text.is_some_and(|t| t.starts_with("http") || t.starts_with("ws") || t.is_empty() || t.starts_with("urn:")),
            "boolean" => value.is_boolean(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "moment" => text.is_some_and(is_moment),
            "day" => text.is_some_and(|t| t.len() == 10 && t.as_bytes()[4] == b'-'),
            "hash" => value.is_object(),
            _ if kind.starts_with('{') => text.is_some_and(|t| kind[1..kind.len() - 1].split('|').any(|one| one == t)),
            _ if kind.starts_with('[') => {
                let Value::Array(items) = value else { return self.complain(at, "a list", value) };
                items.iter().for_each(|item| self.check(&format!("{at}[]"), &kind[1..kind.len() - 1], item));
                true
            }
            entity => return self.entity(at, entity, value),
        };
        if !fits {
            self.complain(at, kind, value);
        }
    }

    fn entity(&mut self, at: &str, entity: &'static str, value: &Value) {
        if !value.is_object() {
            return self.complain(at, entity, value);
        }
        self.seen.insert(entity);
        let fields: Vec<_> = self
            .schema
            .get(entity)
            .unwrap_or_else(|| panic!("{entity} is not described"))
            .iter()
            .map(|f| (f.path.clone(), f.kind, f.null, f.absent))
            .collect();
        for (path, kind, null, absent) in fields {
            self.field(&format!("{entity}.{}", path.join(".")), value, &path, (kind, null, absent));
        }
    }

    fn field(&mut self, at: &str, value: &Value, path: &[&str], rest: (&'static str, bool, bool)) {
        let (kind, null, absent) = rest;
        let [first, more @ ..] = path else { return };
        let (name, each) = first.strip_suffix("[]").map_or((*first, false), |name| (name, true));
        let Some(found) = value.get(name) else {
            if !absent && more.is_empty() {
                self.wrong.insert(format!("{at} is missing"));
            }
            return;
        };
        match (more, found) {
            // What is above says whether it may be null.
            ([], Value::Null) if !null => self.complain(at, kind, found),
            (_, Value::Null) => {}
            ([], _) => self.check(at, kind, found),
            (_, Value::Array(items)) if each => items.iter().for_each(|item| self.field(at, item, more, rest)),
            _ => self.field(at, found, more, rest),
        }
    }
}

/// What each address answers with. `*`: it may have nothing to show even for somebody who has used everything.
const ANSWERS: [(&str, &str); 71] = [
    ("/api/v1/accounts/verify_credentials", "CredentialAccount"),
    ("/api/v1/markers?timeline[]=home", "hash"),
    ("/api/v1/accounts/verify_credentials", "Account"),
    ("/api/v1/accounts/{bob}", "Account"),
    ("/api/v1/accounts?id[]={bob}", "[Account]"),
    ("/api/v1/accounts/{me}/statuses", "[Status]"),
    ("/api/v1/accounts/{me}/followers", "[Account]"),
    ("/api/v1/accounts/{me}/following", "[Account]"),
    ("/api/v1/accounts/{me}/featured_tags", "[FeaturedTag]"),
    ("/api/v1/accounts/{bob}/lists", "[List]"),
    ("/api/v1/accounts/{me}/endorsements", "[Account]"),
    ("/api/v1/accounts/relationships?id[]={bob}", "[Relationship]"),
    ("/api/v1/accounts/familiar_followers?id[]={bob}", "[FamiliarFollowers]"),
    ("/api/v1/accounts/search?q=bob", "[Account]"),
    ("/api/v1/accounts/lookup?acct=bob", "Account"),
    ("/api/v1/profile", "Profile"),
    ("/api/v1/preferences", "Preferences"),
    ("/api/v1/bookmarks", "[Status]"),
    ("/api/v1/favourites", "[Status]"),
    ("/api/v1/mutes", "[Account]"),
    ("/api/v1/blocks", "[Account]"),
    ("/api/v1/domain_blocks", "[text]"),
    ("/api/v1/filters", "[V1::Filter]"),
    ("/api/v2/filters", "[Filter]"),
    ("/api/v1/follow_requests", "[Account]"),
    ("/api/v1/endorsements", "[Account]"),
    ("/api/v1/featured_tags", "[FeaturedTag]"),
    ("/api/v1/featured_tags/suggestions", "[Tag]*"),
    ("/api/v1/followed_tags", "[Tag]"),
    ("/api/v1/tags/soup", "Tag"),
    ("/api/v2/suggestions", "[Suggestion]*"),
    ("/api/v1/suggestions", "[Account]*"),
    ("/api/v1/statuses/{post}", "Status"),
    ("/api/v1/statuses?id[]={post}", "[Status]"),
    ("/api/v1/statuses/{post}/context", "Context"),
    ("/api/v1/statuses/{post}/history", "[StatusEdit]"),
    ("/api/v1/statuses/{post}/source", "StatusSource"),
    ("/api/v1/statuses/{post}/reblogged_by", "[Account]"),
    ("/api/v1/statuses/{post}/favourited_by", "[Account]"),
    ("/api/v1/statuses/{post}/quotes", "[Status]"),
    ("/api/v1/polls/{poll}", "Poll"),
    ("/api/v1/scheduled_statuses", "[ScheduledStatus]"),
    ("/api/v1/timelines/home", "[Status]"),
    ("/api/v1/timelines/public", "[Status]"),
    ("/api/v1/timelines/tag/soup", "[Status]"),
    ("/api/v1/timelines/list/{list}", "[Status]"),
    ("/api/v1/conversations", "[Conversation]"),
    ("/api/v1/lists", "[List]"),
    ("/api/v1/lists/{list}", "List"),
    ("/api/v1/lists/{list}/accounts", "[Account]"),
    ("/api/v1/notifications", "[Notification]"),
    ("/api/v2/notifications", "GroupedNotificationsResults"),
    ("/api/v2/notifications/policy", "NotificationPolicy"),
    ("/api/v1/notifications/policy", "V1::NotificationPolicy"),
    ("/api/v1/notifications/requests", "[NotificationRequest]"),
    ("/api/v1/push/subscription", "WebPushSubscription"),
    ("/api/v1/announcements", "[Announcement]"),
    ("/api/v1/custom_emojis", "[CustomEmoji]"),
    ("/api/v1/directory", "[Account]"),
    ("/api/v1/trends/tags", "[Tag]"),
    ("/api/v1/trends/statuses", "[Status]"),
    ("/api/v1/trends/links", "[Trends::Link]*"),
    ("/api/v2/search?q=soup", "Search"),
    ("/api/v2/instance", "Instance"),
    ("/api/v1/instance", "V1::Instance"),
    ("/api/v1/instance/rules", "[Rule]"),
    ("/api/v1/instance/domain_blocks", "[DomainBlock]"),
    ("/api/v1/instance/extended_description", "ExtendedDescription"),
    ("/api/v1/instance/privacy_policy", "PrivacyPolicy"),
    ("/api/v1/accounts/{me}/collections", "Collections"),
    ("/api/v1/media/{media}", "MediaAttachment"),
];

/// For stewards.
const DESK: [(&str, &str); 4] = [
    ("/api/v1/admin/accounts", "[Admin::Account]"),
    ("/api/v1/admin/reports", "[Admin::Report]"),
    ("/api/v1/admin/domain_blocks", "[Admin::DomainBlock]"),
    ("/api/v1/admin/domain_allows", "[Admin::DomainAllow]"),
];

fn id(thing: &Value) -> String {
    thing["id"].as_str().unwrap_or_else(|| panic!("no id in {thing}")).to_string()
}

/// Somebody who has used everything; answers the ids of her things.
async fn busy(node: &TestNode, ada: &Person, stella: &Person) -> HashMap<&'static str, String> {
    let (bob, carla, dan, eva) =
        (node.person("bob").await, node.person("carla").await, node.person("dan").await, node.person("eva").await);
    let fay = node.person("fay").await;
    let patch = json!({"display_name": "Ada", "note": "I cook #soup", "fields_attributes": [{"name": "Web", "value": "https://ada.example"}], "discoverable": true});
    ada.call(Method::PATCH, "/api/v1/accounts/update_credentials", Some(patch)).await.ok();
    ada.post(&format!("/api/v1/accounts/{}/follow", bob.id), json!({})).await;
    bob.post(&format!("/api/v1/accounts/{}/follow", ada.id), json!({})).await;
    carla.post(&format!("/api/v1/accounts/{}/follow", bob.id), json!({})).await;
    ada.post(&format!("/api/v1/accounts/{}/follow", carla.id), json!({})).await;
    ada.post(&format!("/api/v1/accounts/{}/mute", dan.id), json!({})).await;
    ada.post(&format!("/api/v1/accounts/{}/block", eva.id), json!({})).await;
    ada.post("/api/v1/domain_blocks", json!({"domain": "spam.example"})).await;
    let media = uploaded(node, ada).await;
    let post =
        json!({"status": "A pot of #soup for @bob https://soup.example/", "media_ids": [media["id"]], "spoiler_text": "food"});
    let post = ada.post("/api/v1/statuses", post).await;
    let edit = json!({"status": "A large pot of #soup for @bob", "media_ids": [media["id"]]});
    ada.call(Method::PUT, &format!("/api/v1/statuses/{}", id(&post)), Some(edit)).await.ok();
    let loose = uploaded(node, ada).await;
    bob.replies(&post, "@ada with #soup and bread").await;
    for verb in ["favourite", "reblog"] {
        bob.does(verb, &post).await;
        carla.does(verb, &post).await;
    }
    bob.post("/api/v1/statuses", json!({"status": "Look", "quoted_status_id": id(&post)})).await;
    let poll = ada
        .post("/api/v1/statuses", json!({"status": "Which #soup?", "poll": {"options": ["leek", "onion"], "expires_in": 3_600}}))
        .await;
    bob.post(&format!("/api/v1/polls/{}/votes", id(&poll["poll"])), json!({"choices": [0]})).await;
    let theirs = bob.says("My #soup").await;
    for verb in ["bookmark", "favourite", "reblog"] {
        ada.does(verb, &theirs).await;
    }
    bob.says_to("direct", "@ada a letter").await;
    ada.does("pin", &poll).await;
    let list = ada.post("/api/v1/lists", json!({"title": "Cooks"})).await;
    ada.post(&format!("/api/v1/lists/{}/accounts", id(&list)), json!({"account_ids": [bob.id]})).await;
    ada.post(&format!("/api/v1/accounts/{}/endorse", bob.id), json!({})).await;
    ada.post("/api/v1/featured_tags", json!({"name": "soup"})).await;
    ada.post("/api/v1/tags/soup/follow", json!({})).await;
    let filter = json!({"title": "Bread", "context": ["home", "public"], "keywords_attributes": [{"keyword": "bread"}]});
    let filter = ada.post("/api/v2/filters", filter).await;
    ada.post(&format!("/api/v2/filters/{}/statuses", id(&filter)), json!({"status_id": id(&theirs)})).await;
    let later = node.app.clock.now().plus(3_600_000_000).rfc3339();
    ada.post("/api/v1/statuses", json!({"status": "later", "scheduled_at": later, "spoiler_text": "x"})).await;
    ada.post("/api/v1/markers", json!({"home": {"last_read_id": id(&post)}})).await;
    ada.call(Method::PATCH, "/api/v2/notifications/policy", Some(json!({"for_not_following": "filter"}))).await.ok();
    fay.says("@ada may I?").await;
    let push = json!({"subscription": {"endpoint": "https://push.example/x", "keys": {
        "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", "auth": "BTBZMqHH6r4Tts7J_aSIgg"}},
        "data": {"alerts": {"mention": true}}});
    ada.post("/api/v1/push/subscription", push).await;
    ada.post("/api/v1/collections", json!({"name": "Cooks", "account_ids": [bob.id]})).await;
    ada.post(
        "/api/v1/reports",
        json!({"account_id": dan.id, "status_ids": [id(&dan.says("rude").await)], "comment": "rude", "forward": false}),
    )
    .await;
    node.lock("ada").await;
    dan.post(&format!("/api/v1/accounts/{}/follow", ada.id), json!({})).await;
    stella.post("/api/v1/potluck/announcements", json!({"text": "Dinner on Thursday #soup"})).await;
    stella.post("/api/v1/potluck/rules", json!({"text": "Be kind"})).await;
    stella
        .post("/api/v1/admin/domain_blocks", json!({"domain": "spam.example", "severity": "suspend", "public_comment": "spam"}))
        .await;
    stella.post("/api/v1/admin/domain_allows", json!({"domain": "friend.example"})).await;
    let mut emoji = Vec::new();
    image::RgbaImage::new(8, 8).write_to(&mut std::io::Cursor::new(&mut emoji), image::ImageFormat::Png).unwrap();
    crate::emojis::add(&node.app, None, "pot", "", emoji).await.unwrap();
    node.settled().await;
    HashMap::from([
        ("{me}", ada.id.clone()),
        ("{bob}", bob.id.clone()),
        ("{post}", id(&post)),
        ("{poll}", id(&poll["poll"])),
        ("{list}", id(&list)),
        ("{media}", id(&loose)),
    ])
}

fn is_empty(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_is_what_mastodon_documents() {
    let node = TestNode::start().await;
    let stella = node.log_in("stella", "read write admin:read admin:write").await;
    let (ada, new) = (node.person("ada").await, node.person("newcomer").await);
    let known = busy(&node, &ada, &stella).await;
    let mut checker = Checker { schema: schema(), seen: BTreeSet::new(), wrong: BTreeSet::new() };
    let address = |path: &str, me: &str| {
        let path = path.replace("{me}", me);
        known.iter().fold(path, |path, (name, id)| path.replace(name, id))
    };
    for (path, kind) in ANSWERS {
        let (kind, may_be_empty) = kind.strip_suffix('*').map_or((kind, false), |kind| (kind, true));
        let shown = ada.get(&address(path, &ada.id)).await;
        if is_empty(&shown) && !may_be_empty {
            checker.wrong.insert(format!("{path} shows nothing to somebody who has used everything"));
        }
        checker.check(path, kind, &shown);
        // What is somebody's own is not there for others; the rest is as well formed for who has just joined.
        let answer: Answer = new.call(Method::GET, &address(path, &new.id), None).await;
        match answer.status {
            200 => checker.check(path, kind, &answer.json()),
            404 if path.contains('{') || path.contains("push") => {}
            status => drop(checker.wrong.insert(format!("{path}: {status} for who has just joined"))),
        }
    }
    for (path, kind) in DESK {
        checker.check(path, kind, &stella.get(path).await);
    }
    assert!(checker.wrong.is_empty(), "{} things differ:\n{:#?}", checker.wrong.len(), checker.wrong);
    assert!(checker.seen.len() > 45, "so many kinds of entity were seen: {:?}", checker.seen);
}

//! What apps really send and really insist on, beyond what is documented: each was somebody's bug once.

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::node::Person;
use super::{Answer, TestNode};

const OUT_OF_BAND: &str = "urn:ietf:wg:oauth:2.0:oob";

fn as_who(who: &Person, method: Method, path: &str) -> RequestBuilder {
    who.http.request(method, format!("{}{path}", who.base)).bearer_auth(&who.token)
}

async fn form(who: &Person, method: Method, path: &str, body: &str) -> Answer {
    let request = as_who(who, method, path).header("content-type", "application/x-www-form-urlencoded").body(body.to_string());
    Answer::of(request).await
}

fn id(thing: &Value) -> String {
    thing["id"].as_str().unwrap_or_else(|| panic!("no id in {thing}")).to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_are_understood_however_apps_spell_them() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    ada.post(&format!("/api/v1/accounts/{}/follow", bob.id), json!({})).await;
    let list = id(&ada.post("/api/v1/lists", json!({"title": "Cooks"})).await);
    let members = format!("/api/v1/lists/{list}/accounts");

    // Slashes at the end (Mastodon.py, Ice Cubes).
    for path in ["/api/v1/instance/", "/api/v2/instance/", "/api/v1/conversations/", "/api/v1/tags/soup/"] {
        assert_eq!(ada.call(Method::GET, path, None).await.status, 200, "{path}");
    }
    // Lists of ids in every spelling, in queries, forms, JSON, and as a body of DELETE.
    for query in ["id[]=1&id[]=", "id=", "id[0]="] {
        let found = ada.get(&format!("/api/v1/accounts/relationships?{query}{}", bob.id)).await;
        assert_eq!(found[0]["id"], bob.id.as_str(), "{query}");
    }
    let member = format!("account_ids[]={}", bob.id);
    for spelling in ["form", "account_ids", "account_ids[]"] {
        let body = json!({spelling: [bob.id]});
        for method in [Method::POST, Method::DELETE] {
            let answer = match spelling {
                "form" => form(&ada, method.clone(), &members, &member).await,
                _ => ada.call(method.clone(), &members, Some(body.clone())).await,
            };
            assert_eq!(answer.status, 200, "{method} {spelling}: {}", answer.text);
        }
        assert_eq!(ada.get(&members).await, json!([]), "{spelling}");
    }
    for gone in [
        form(&ada, Method::DELETE, "/api/v1/domain_blocks", "domain=spam.example").await,
        ada.call(Method::DELETE, "/api/v1/domain_blocks", Some(json!({"domain": "spam.example"}))).await,
        ada.call(Method::DELETE, "/api/v1/domain_blocks?domain=spam.example", None).await,
    ] {
        assert_eq!(gone.status, 200, "{}", gone.text);
    }
    // JSON without its type, parameters of a POST in the query, nulls, keys nobody knows, yes and no in every spelling.
    let untyped = as_who(&ada, Method::POST, "/api/v1/statuses").body(json!({"status": "untyped"}).to_string());
    assert_eq!(Answer::of(untyped).await.status, 200);
    assert_eq!(ada.call(Method::POST, "/api/v1/statuses?status=in+the+query", None).await.status, 200);
    let odd = json!({"status": "odd", "in_reply_to_id": null, "media_ids": null, "poll": null, "language": null, "local_only": true, "quote_approval_policy": "public"});
    assert_eq!(ada.call(Method::POST, "/api/v1/statuses", Some(odd)).await.status, 200);
    for (written, sensitive) in [("0", false), ("1", true), ("false", false), ("on", true)] {
        let post =
            form(&ada, Method::POST, "/api/v1/statuses", &format!("status=sensitive+{written}&sensitive={written}")).await.ok();
        assert_eq!(post["sensitive"], sensitive, "{written}");
    }
    let poll = "status=which&poll[options][]=a&poll[options][]=b&poll[expires_in]=600&poll[multiple]=0";
    let poll = form(&ada, Method::POST, "/api/v1/statuses", poll).await.ok();
    assert_eq!(poll["poll"]["options"].as_array().unwrap().len(), 2);
    assert_eq!(form(&ada, Method::POST, "/api/v1/markers", &format!("home[last_read_id]={}", id(&poll))).await.status, 200);
    assert!(ada.get("/api/v1/markers?timeline[]=home").await["home"]["version"].is_i64());
    let fields = "fields_attributes[0][name]=Web&fields_attributes[0][value]=ada.example&source[privacy]=unlisted";
    let changed = form(&ada, Method::PATCH, "/api/v1/accounts/update_credentials", fields).await.ok();
    assert_eq!((changed["fields"][0]["name"].as_str(), changed["source"]["privacy"].as_str()), (Some("Web"), Some("unlisted")));
    let key = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    let push = format!(
        "subscription[endpoint]=https://push.example/x&subscription[keys][p256dh]={key}&subscription[keys][auth]=BTBZMqHH6r4Tts7J_aSIgg&data[alerts][mention]=true"
    );
    assert!(form(&ada, Method::POST, "/api/v1/push/subscription", &push).await.ok()["id"].is_i64());
    // PUT where the documents say PATCH, and the other way round.
    for (path, body) in [
        ("/api/v1/profile", json!({"note": "x"})),
        ("/api/v2/notifications/policy", json!({"for_bots": "accept"})),
        ("/api/v1/notifications/policy", json!({"filter_bots": false})),
    ] {
        assert_eq!(ada.call(Method::PUT, path, Some(body)).await.status, 200, "{path}");
    }
    let collection = ada.post("/api/v1/collections", json!({"name": "x"})).await["collection"].clone();
    let path = format!("/api/v1/collections/{}", id(&collection));
    assert_eq!(ada.call(Method::PUT, &path, Some(json!({"name": "y"}))).await.status, 200);
    // What is not there says so in JSON, so that apps fall back to an older way.
    let missing = ada.call(Method::GET, "/api/v3/anything", None).await;
    assert_eq!((missing.status, missing.json()), (404, json!({"error": "Record not found"})));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn apps_register_and_come_back_however_they_write_their_addresses() {
    let node = TestNode::start().await;
    let register = async |body: RequestBuilder| Answer::of(body).await;
    let apps = || node.http.post(format!("{}/api/v1/apps", node.base));
    // As text, as a list, as lines, in the query; with schemes of their own and one slash.
    for uris in [
        json!("icecubesapp://"),
        json!("com.tapbots.Ivory.10217:/request_token"),
        json!(["https://elk.example/api/h/oauth/http%3A%2F%2Fparis.example", OUT_OF_BAND]),
        json!(format!("{OUT_OF_BAND}\nhttps://phanpy.example/")),
    ] {
        let wanted = json!({"client_name": "App", "redirect_uris": uris, "scopes": "read write follow push profile read:me"});
        let app = register(apps().json(&wanted)).await;
        assert_eq!(app.status, 200, "{uris}: {}", app.text);
        let first = uris.as_str().map_or_else(|| uris[0].as_str().unwrap(), |text| text.lines().next().unwrap()).to_string();
        assert_eq!(app.json()["redirect_uris"][0], first.as_str(), "to the letter");
    }
    let query = format!("client_name=Mammoth&redirect_uris={OUT_OF_BAND}&scopes=read+write");
    assert_eq!(register(node.http.post(format!("{}/api/v1/apps?{query}", node.base))).await.status, 200);
    for (uris, scopes) in [("javascript:alert(1)", "read"), (OUT_OF_BAND, "read everything"), ("", "read")] {
        let wanted = json!({"client_name": "App", "redirect_uris": uris, "scopes": scopes});
        assert_eq!(register(apps().json(&wanted)).await.status, 422, "{uris} {scopes}");
    }
    // A token by form and by JSON; its moment is a number; an app nobody knows is told in the words apps look for.
    let app = register(apps().json(&json!({"client_name": "App", "redirect_uris": OUT_OF_BAND, "scopes": "read"}))).await.ok();
    let grant = json!({"grant_type": "client_credentials", "client_id": app["client_id"], "client_secret": app["client_secret"], "scope": "read"});
    let token = || node.http.post(format!("{}/oauth/token", node.base));
    for answer in [Answer::of(token().json(&grant)).await, Answer::of(token().form(&grant)).await] {
        assert!(answer.ok()["created_at"].is_i64());
    }
    let mut stranger = grant.clone();
    stranger["client_id"] = "unknown".into();
    let refused = Answer::of(token().header("origin", "https://elk.example").json(&stranger)).await;
    assert_eq!((refused.status, refused.json()["error"].as_str()), (401, Some("invalid_client")));
    assert_eq!(refused.header("access-control-allow-origin"), "*", "errors can be read from other origins too");
    let mut password = grant;
    password["grant_type"] = "password".into();
    assert_eq!(Answer::of(token().json(&password)).await.json()["error"], "unsupported_grant_type");
    // Phanpy does PKCE where this says S256.
    let metadata = node.get("/.well-known/oauth-authorization-server").await.json();
    assert_eq!(metadata["code_challenge_methods_supported"], json!(["S256"]));
    assert!(metadata["token_endpoint"].as_str().unwrap().starts_with(&node.base));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_link_to_each_other_as_apps_follow_them() {
    let node = TestNode::start().await;
    let ada = node.person("ada").await;
    let mut written = Vec::new();
    for n in 0..6 {
        written.push(id(&ada.says(&format!("number {n}")).await));
    }
    written.reverse();
    let path = format!("/api/v1/accounts/{}/statuses?limit=2&exclude_replies=true", ada.id);
    let page = ada.call(Method::GET, &path, None).await;
    let link = page.header("link").to_string();
    // `next` first (toot); absolute (masto); one comma and one semicolon each (megalodon); what narrows the page stays.
    let (next, prev) = link.split_once(", ").unwrap();
    assert!(next.ends_with("; rel=\"next\"") && prev.ends_with("; rel=\"prev\""), "{link}");
    assert_eq!((link.matches(',').count(), link.matches(';').count()), (1, 2), "{link}");
    assert!(next.starts_with(&format!("<{}/api/", node.base)) && next.contains("exclude_replies=true"), "{link}");
    assert!(page.header("access-control-expose-headers").contains("link"));
    // Followed to the end, every post comes once, in order; the way back is exclusive as well.
    let mut seen = Vec::new();
    let mut address = Some(format!("{}{path}", node.base));
    while let Some(here) = address.take() {
        let page = Answer::of(node.http.get(here).bearer_auth(&ada.token)).await;
        seen.extend(page.json().as_array().unwrap().iter().map(id));
        address =
            page.header("link").split(", ").find(|l| l.contains("rel=\"next\"")).map(|l| l[1..l.find('>').unwrap()].to_string());
    }
    assert_eq!(seen, written);
    assert!(
        seen.windows(2).all(|pair| pair[0].len() == pair[1].len() && pair[0] > pair[1]),
        "ids compare by length, then by letter"
    );
    let back = prev[1..prev.find('>').unwrap()].to_string();
    assert_eq!(Answer::of(node.http.get(back).bearer_auth(&ada.token)).await.json(), json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_have_the_shape_that_apps_insist_on() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    // Never null, never empty, never without a zone.
    let account = node.get(&format!("/api/v1/accounts/{}", ada.id)).await.json();
    for key in ["avatar", "avatar_static", "header", "header_static", "url"] {
        assert!(account[key].as_str().unwrap().starts_with("http"), "{key}");
    }
    assert_eq!(account["acct"], "ada", "nobody here has a host");
    assert!(account["url"].as_str().unwrap().starts_with(&node.base));
    let post = ada.says("Hello @bob, see https://example.org/a/very/long/address/indeed/it/is/long #soup").await;
    assert!(post.as_object().unwrap().contains_key("edited_at") && post["filtered"] == json!([]));
    let content = post["content"].as_str().unwrap();
    for wanted in
        ["<p>", "class=\"u-url mention\"", "class=\"mention hashtag\"", "rel=\"tag", "class=\"invisible\"", "class=\"ellipsis\""]
    {
        assert!(content.contains(wanted), "{wanted} in {content}");
    }
    assert!(content.contains(&format!("href=\"{}\"", post["mentions"][0]["url"].as_str().unwrap())));
    // A poll tells of one's own votes only to somebody.
    let poll = ada.post("/api/v1/statuses", json!({"status": "which", "poll": {"options": ["a", "b"], "expires_in": 600}})).await;
    assert_eq!((&poll["poll"]["voted"], &poll["poll"]["own_votes"]), (&json!(false), &json!([])));
    let seen = node.get(&format!("/api/v1/statuses/{}", id(&poll))).await.json();
    for key in ["favourited", "reblogged", "muted", "bookmarked", "pinned"] {
        assert!(seen.get(key).is_none(), "{key} is left out for a visitor, never null");
    }
    assert!(seen["poll"].get("voted").is_none() && seen["poll"].get("own_votes").is_none());
    // Deleting gives the text back, to be written anew.
    let gone = ada.call(Method::DELETE, &format!("/api/v1/statuses/{}", id(&poll)), None).await.ok();
    assert_eq!((gone["text"].as_str(), gone["poll"]["options"][0]["title"].as_str()), (Some("which"), Some("a")));
    // Editing begins with the source; what was before has what apps show of it.
    let path = format!("/api/v1/statuses/{}", id(&post));
    assert!(ada.get(&format!("{path}/source")).await["text"].as_str().unwrap().starts_with("Hello @bob"));
    ada.call(Method::PUT, &path, Some(json!({"status": "changed"}))).await.ok();
    for edit in ada.get(&format!("{path}/history")).await.as_array().unwrap() {
        for key in ["account", "sensitive", "media_attachments", "emojis", "created_at"] {
            assert!(!edit[key].is_null(), "{key}");
        }
    }
    // The version begins with two numbers, api_versions says what is there, NodeInfo that it speaks Mastodon.
    let instance = node.get("/api/v2/instance").await.json();
    let version: Vec<&str> = instance["version"].as_str().unwrap().split('.').collect();
    assert!(version.len() >= 3 && version[0].parse::<u32>().is_ok() && version[1].parse::<u32>().is_ok());
    assert!(instance["api_versions"]["mastodon"].as_i64() >= Some(7));
    assert!(instance["configuration"]["urls"]["streaming"].as_str().unwrap().starts_with("ws"));
    let info = node.get("/nodeinfo/2.0").await.json();
    assert_eq!(
        (info["software"]["name"].as_str(), info["metadata"]["upstream"]["name"].as_str()),
        (Some("potluck"), Some("mastodon"))
    );
    // Lists that are empty are lists; the same key posts once; errors are JSON with one text.
    for path in ["/api/v1/trends/tags", "/api/v1/trends/links", "/api/v2/suggestions", "/api/v1/follow_requests"] {
        assert!(bob.get(path).await.is_array(), "{path}");
    }
    let once = || as_who(&ada, Method::POST, "/api/v1/statuses").header("idempotency-key", "k1").json(&json!({"status": "once"}));
    assert_eq!(Answer::of(once()).await.ok()["id"], Answer::of(once()).await.ok()["id"]);
    let error = ada.call(Method::POST, "/api/v1/statuses", Some(json!({"status": ""}))).await;
    assert!(error.status == 422 && error.json()["error"].is_string());
}

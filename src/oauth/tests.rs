use reqwest::header::COOKIE;
use serde_json::{Value, json};

use super::OUT_OF_BAND;
use crate::ids;
use crate::testing::{Answer, PASSWORD, TestNode};

async fn register(node: &TestNode, redirect_uri: &str) -> Value {
    let body = json!({"client_name": "App", "redirect_uris": redirect_uri, "scopes": "read write"});
    Answer::of(node.http.post(format!("{}/api/v1/apps", node.base)).json(&body)).await.ok()
}

fn hidden(page: &str, name: &str) -> String {
    page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap().split('"').next().unwrap().to_string()
}

fn cookies(answer: &Answer) -> String {
    let all = answer.headers.get_all("set-cookie").iter().map(|v| v.to_str().unwrap().split(';').next().unwrap());
    all.collect::<Vec<_>>().join("; ")
}

/// Goes through the pages as a member does; answers the last one.
async fn consent(node: &TestNode, query: &str, allow: &str) -> Answer {
    let page = node.get("/login").await;
    let form_cookie = cookies(&page);
    let form = [("form_token", hidden(&page.text, "form_token")), ("name", "ada".into()), ("password", PASSWORD.into())];
    let session =
        cookies(&Answer::of(node.http.post(format!("{}/login", node.base)).header(COOKIE, &form_cookie).form(&form)).await);
    let jar = format!("{form_cookie}; {session}");
    // With a slash at the end, as toot asks.
    let page = Answer::of(node.http.get(format!("{}/oauth/authorize/?{query}", node.base)).header(COOKIE, &jar)).await;
    if page.status != 200 {
        return page;
    }
    let mut form = vec![("allow", allow.to_string())];
    for name in ["form_token", "response_type", "client_id", "redirect_uri", "scope", "code_challenge", "code_challenge_method"] {
        form.push((name, hidden(&page.text, name).replace("&#38;", "&").replace("&amp;", "&")));
    }
    if page.text.contains("name=\"state\"") {
        form.push(("state", hidden(&page.text, "state")));
    }
    Answer::of(node.http.post(format!("{}/oauth/authorize", node.base)).header(COOKIE, &jar).form(&form)).await
}

fn query(app: &Value, redirect_uri: &str, more: &str) -> String {
    let uri = url::form_urlencoded::byte_serialize(redirect_uri.as_bytes()).collect::<String>();
    format!("response_type=code&client_id={}&redirect_uri={uri}&scope=read+write{more}", app["client_id"].as_str().unwrap())
}

async fn exchange(node: &TestNode, app: &Value, code: &str, redirect_uri: &str, verifier: Option<&str>) -> Answer {
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("client_id", app["client_id"].as_str().unwrap()),
        ("client_secret", app["client_secret"].as_str().unwrap()),
        ("redirect_uri", redirect_uri),
        ("code", code),
    ];
    form.extend(verifier.map(|v| ("code_verifier", v)));
    Answer::of(node.http.post(format!("{}/oauth/token", node.base)).form(&form)).await
}

#[tokio::test]
async fn an_app_without_an_address_gets_its_code_on_a_page() {
    let node = TestNode::start().await;
    node.person("ada").await;
    let app = register(&node, OUT_OF_BAND).await;
    let page = consent(&node, &query(&app, OUT_OF_BAND, ""), "true").await;
    let code = page.text.split("class=\"code\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_string();
    let token = exchange(&node, &app, &code, OUT_OF_BAND, None).await.ok();
    assert!(token["created_at"].is_number() && token["scope"] == "read write" && token["token_type"] == "Bearer");
    let bearer = token["access_token"].as_str().unwrap();
    let me = node.http.get(format!("{}/api/v1/accounts/verify_credentials", node.base)).bearer_auth(bearer);
    assert_eq!(Answer::of(me.try_clone().unwrap()).await.ok()["username"], "ada");

    // A code that is used twice has been stolen: its token goes too.
    let again = exchange(&node, &app, &code, OUT_OF_BAND, None).await;
    assert_eq!((again.status, again.json()["error"].as_str()), (400, Some("invalid_grant")));
    assert_eq!(Answer::of(me).await.status, 401);
}

#[tokio::test]
async fn a_code_is_bound_to_its_verifier_address_and_app() {
    let node = TestNode::start().await;
    node.person("ada").await;
    let back = "https://app.example/cb?x=http%3A%2F%2Fy";
    let app = register(&node, back).await;
    let other = register(&node, back).await;
    let verifier = "a verifier that nobody guesses, of forty-three characters";
    let challenge = format!("&code_challenge={}&code_challenge_method=S256&state=s%20t", ids::fingerprint(verifier));
    for (case, expected) in
        [("no verifier", 400), ("wrong verifier", 400), ("other app", 400), ("other address", 400), ("honest", 200)]
    {
        let answer = consent(&node, &query(&app, back, &challenge), "true").await;
        let location = answer.header("location").to_string();
        let (kept, params) = location.split_at(back.len());
        assert_eq!(kept, back, "the address is kept to the letter");
        let params: std::collections::HashMap<String, String> =
            url::form_urlencoded::parse(&params.as_bytes()[1..]).into_owned().collect();
        assert_eq!(params["state"], "s t");
        let code = &params["code"];
        let answer = match case {
            "no verifier" => exchange(&node, &app, code, back, None).await,
            "wrong verifier" => exchange(&node, &app, code, back, Some("another")).await,
            "other app" => exchange(&node, &other, code, back, Some(verifier)).await,
            "other address" => exchange(&node, &app, code, "https://app.example/", Some(verifier)).await,
            _ => exchange(&node, &app, code, back, Some(verifier)).await,
        };
        assert_eq!(answer.status, expected, "{case}: {}", answer.text);
    }
    let refused = consent(&node, &query(&app, back, "&state=1"), "false").await;
    assert!(refused.header("location").contains("error=access_denied"));
}

#[tokio::test]
async fn nobody_is_sent_to_an_address_the_app_did_not_register() {
    let node = TestNode::start().await;
    node.person("ada").await;
    let app = register(&node, "https://app.example/cb").await;
    for uri in ["https://evil.example/cb", "https://app.example/cb/", "https://app.example/cb?x=1", ""] {
        let answer = consent(&node, &query(&app, uri, ""), "true").await;
        assert!(answer.status == 422 && answer.header("location").is_empty(), "{uri}");
    }
    let unknown = query(&json!({"client_id": "nobody"}), "https://app.example/cb", "");
    assert_eq!(consent(&node, &unknown, "true").await.status, 401);
    for uri in ["javascript:alert(1)", "data:text/html,x", "relative", ""] {
        let body = json!({"client_name": "App", "redirect_uris": uri});
        assert_eq!(Answer::of(node.http.post(format!("{}/api/v1/apps", node.base)).json(&body)).await.status, 422, "{uri}");
    }
    for uri in ["icecubesapp://", "com.tapbots.Ivory.10217:/request_token", "org.joinmastodon.android-auth://callback"] {
        register(&node, uri).await;
    }
}

#[tokio::test]
async fn an_unknown_client_is_told_so_in_the_words_apps_look_for() {
    let node = TestNode::start().await;
    for form in [
        [("grant_type", "authorization_code"), ("client_id", "x"), ("client_secret", "y")],
        [("grant_type", "x"), ("client_id", ""), ("code", "")],
    ] {
        let answer = Answer::of(node.http.post(format!("{}/oauth/token", node.base)).form(&form)).await;
        assert_eq!((answer.status, answer.json()["error"].as_str()), (401, Some("invalid_client")));
        assert_eq!(answer.header("access-control-allow-origin"), "*");
    }
}

#[tokio::test]
async fn an_app_speaks_for_itself_and_its_token_can_be_taken_back() {
    let node = TestNode::start().await;
    let app = register(&node, OUT_OF_BAND).await;
    let credentials = json!({
        "grant_type": "client_credentials", "client_id": app["client_id"], "client_secret": app["client_secret"], "scope": "read"
    });
    let token = Answer::of(node.http.post(format!("{}/oauth/token", node.base)).json(&credentials)).await.ok();
    let bearer = token["access_token"].as_str().unwrap();
    let verify = || node.http.get(format!("{}/api/v1/apps/verify_credentials", node.base)).bearer_auth(bearer);
    assert_eq!(Answer::of(verify()).await.ok()["name"], "App");
    let as_user = node.http.get(format!("{}/api/v1/timelines/home", node.base)).bearer_auth(bearer);
    assert_eq!(Answer::of(as_user).await.status, 422);
    let revoke = json!({"client_id": app["client_id"], "client_secret": app["client_secret"], "token": bearer});
    assert_eq!(Answer::of(node.http.post(format!("{}/oauth/revoke", node.base)).json(&revoke)).await.status, 200);
    assert_eq!(Answer::of(verify()).await.status, 401);
}

#[tokio::test]
async fn an_app_is_told_how_often_it_may_still_ask() {
    let node = TestNode::start().await;
    let ada = node.person("ada").await;
    let seen = ada.call(reqwest::Method::GET, "/api/v1/timelines/home", None).await;
    assert_eq!((seen.header("x-ratelimit-limit"), seen.header("x-ratelimit-remaining")), ("1500", "1499"));
    assert!(seen.header("x-ratelimit-reset").ends_with('Z'));
    assert!(seen.header("access-control-expose-headers").contains("x-ratelimit-remaining"));
    let register = async |from: &str| {
        let form = [("client_name", "Many"), ("redirect_uris", "urn:ietf:wg:oauth:2.0:oob")];
        let request = node.http.post(format!("{}/api/v1/apps", node.base)).header("x-forwarded-for", from).form(&form);
        Answer::of(request).await
    };
    for left in (0..25).rev() {
        let answer = register("198.51.100.1").await;
        assert_eq!((answer.status, answer.header("x-ratelimit-remaining")), (200, left.to_string().as_str()));
    }
    // What the caller writes itself in front of the proxy's word changes nothing.
    let over = register("1.2.3.4, 198.51.100.1").await;
    assert_eq!((over.status, over.json()["error"].as_str()), (429, Some("Too many requests")));
    assert!(over.header("retry-after").parse::<i64>().unwrap() > 500);
    assert_eq!(over.header("access-control-allow-origin"), "*");
    assert_eq!(register("198.51.100.2").await.status, 200);
}

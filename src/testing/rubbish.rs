//! Rubbish through every door: each route of the site map, each kind of nonsense, always a clear 4xx.

use std::time::Duration;

use reqwest::Method;

use super::{Answer, TestNode};
use crate::router;
use crate::web::routes::Route;

/// A path with its parameters filled in.
fn filled(path: &str, value: &str) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        out.push_str(value);
        rest = after.split_once('}').map_or("", |(_, tail)| tail);
    }
    out + rest
}

/// (what, content type, body)
fn bodies() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let deep = format!("{{\"status\":{}1{}}}", "[".repeat(5_000), "]".repeat(5_000));
    vec![
        ("empty", "application/json", Vec::new()),
        ("half JSON", "application/json", b"{\"status\":".to_vec()),
        ("JSON of the wrong shape", "application/json", b"[1,2,3]".to_vec()),
        ("JSON of wrong types", "application/json", br#"{"status":{"a":1},"q":{},"id":{"x":[]},"client_name":[],"scopes":{},"acct":{},"token":[],"resource":{},"name":[]}"#.to_vec()),
        ("deep JSON", "application/json", deep.into_bytes()),
        ("invalid UTF-8", "application/json", b"{\"status\":\"\xff\xfe\"}".to_vec()),
        ("invalid UTF-8 form", "application/x-www-form-urlencoded", b"status=\xff\xfe".to_vec()),
        ("a picture", "image/png", b"\x89PNG\r\n\x1a\n".to_vec()),
        ("multipart without boundary", "multipart/form-data", b"--x".to_vec()),
        ("broken multipart", "multipart/form-data; boundary=x", b"--y\r\n".to_vec()),
        ("an activity of nonsense", "application/activity+json", b"{\"id\":7,\"type\":[],\"actor\":{}}".to_vec()),
        ("ten megabytes", "application/json", format!("{{\"status\":\"{}\"}}", "a".repeat(10_000_000)).into_bytes()),
    ]
}

async fn send(node: &TestNode, route: &Route, path: &str, token: Option<&str>, kind: &str, body: Vec<u8>) -> Answer {
    let method: Method = route.method.parse().unwrap();
    let mut request = node.http.request(method, format!("{}{path}", node.base)).timeout(Duration::from_secs(20));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    if !body.is_empty() {
        request = request.header("content-type", kind).body(body);
    }
    Answer::of(request).await
}

/// Not our fault, and said in JSON or as a page.
fn check(answer: &Answer, what: &str) {
    assert!(answer.status < 500, "{what}: {} {}", answer.status, answer.text);
    if answer.status >= 400 {
        let page = answer.header("content-type").starts_with("text/html") && answer.text.contains("<h1>");
        let json = || answer.json()["error"].as_str().is_some_and(|e| !e.is_empty());
        assert!(page || json(), "{what}: {} without an explanation: {}", answer.status, answer.text);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_answers_rubbish_with_a_clear_error() {
    let node = TestNode::patient().await;
    let ada = node.person("ada").await;
    ada.says("Something for the ids to miss.").await;
    let routes = router::routes();
    assert!(routes.table().len() > 50);
    for route in routes.table() {
        for value in [
            "0",
            "999999999999999999",
            "99999999999999999999999999",
            "-1",
            "nobody",
            "%FF%FE",
            "..%2F..%2Fetc",
            "%00",
            "a%0d%0ab",
        ] {
            let path = filled(route.path, value);
            for token in [None, Some(ada.token.as_str()), Some("nonsense")] {
                let answer = send(&node, route, &path, token, "", Vec::new()).await;
                check(&answer, &format!("{} {path} (token: {token:?})", route.method));
                if token == Some("nonsense") && route.path.starts_with("/api/") && answer.status == 200 {
                    // Routes for everybody need no token and look at none.
                    assert_eq!(
                        send(&node, route, &path, None, "", Vec::new()).await.status,
                        200,
                        "{path} believed a wrong token"
                    );
                }
            }
            if !route.path.contains('{') {
                break;
            }
        }
        let path = filled(route.path, "1");
        for query in [
            "?max_id=x&limit=-5&since_id=%FF",
            "?limit=999999999999999999999",
            "?a[b][c][d][e][f][g]=1",
            "?id[]=&id[]=x&%5B%5D=1",
            "?q=%00&resource=%00&acct=%00",
        ] {
            let answer = send(&node, route, &format!("{path}{query}"), Some(&ada.token), "", Vec::new()).await;
            check(&answer, &format!("{} {path}{query}", route.method));
        }
        for (what, kind, body) in bodies() {
            if route.method == "GET" && what == "ten megabytes" {
                continue;
            }
            let answer = send(&node, route, &path, Some(&ada.token), kind, body).await;
            check(&answer, &format!("{} {path} with {what}", route.method));
        }
    }
    // Nobody was kept from anything by all this.
    ada.says("Still here.").await;
}

#[tokio::test]
async fn unknown_addresses_and_methods_are_told_apart() {
    let node = TestNode::patient().await;
    let unknown = node.get("/api/v1/nothing").await;
    assert_eq!((unknown.status, unknown.json()["error"].as_str()), (404, Some("Record not found")));
    let page = Answer::of(node.http.get(format!("{}/nothing", node.base)).header("accept", "text/html")).await;
    assert!(page.status == 404 && page.text.contains("There is nothing here"));
    let wrong = Answer::of(node.http.delete(format!("{}/api/v1/instance", node.base))).await;
    assert!(wrong.status == 405 && wrong.json()["error"].is_string());
}

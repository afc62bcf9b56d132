//! The whole of Mastodon's client API that apps call: every address is there and asks for what it should, or is known not to be
//! there. The list stands in `mastodon.tsv`.

use std::collections::HashMap;

use reqwest::Method;

use super::{Answer, TestNode};
use crate::router;

struct Line {
    method: &'static str,
    path: &'static str,
    scopes: Vec<&'static str>,
    absent: bool,
}

fn lines() -> Vec<Line> {
    let line = |line: &'static str| {
        let mut columns = line.split('\t');
        let mut next = || columns.next();
        let (method, path, scopes) = (next().unwrap(), next().unwrap(), next().unwrap());
        Line { method, path, scopes: scopes.split(' ').collect(), absent: next().is_some() }
    };
    include_str!("mastodon.tsv").lines().filter(|l| !l.starts_with('#')).map(line).collect()
}

/// A path without the names of its parameters.
fn shape(path: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect::<Vec<_>>().join("/")
}

async fn ask(node: &TestNode, line: &Line, token: Option<&str>) -> Answer {
    let path = shape(line.path).replace("{}", "1");
    let mut request = node.http.request(line.method.parse::<Method>().unwrap(), format!("{}{path}", node.base));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    Answer::of(request).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_address_apps_call_is_there_and_asks_for_what_it_should() {
    let node = TestNode::start().await;
    node.person("ada").await;
    let routes = router::routes();
    let known: Vec<(&str, String)> = routes.table().iter().map(|r| (r.method, shape(r.path))).collect();
    let mut tokens: HashMap<&str, String> = HashMap::new();
    for scope in lines().iter().flat_map(|line| line.scopes.clone()).chain(["push", "profile"]) {
        if !["any", "public", "client"].contains(&scope) && !tokens.contains_key(scope) {
            tokens.insert(scope, node.log_in("ada", scope).await.token);
        }
    }
    let mut wrong = Vec::new();
    for line in lines() {
        let what = format!("{} {}", line.method, line.path);
        if known.contains(&(line.method, shape(line.path))) == line.absent {
            wrong.push(format!("{what}: {}", if line.absent { "is there by now" } else { "is not there" }));
            continue;
        }
        if line.scopes == ["client"] {
            continue;
        }
        if line.absent || line.scopes == ["public"] {
            let answer = ask(&node, &line, None).await;
            if answer.status == 401 || answer.status == 403 || line.absent && ![404, 405].contains(&answer.status) {
                wrong.push(format!("{what}: {} for a visitor", answer.status));
            }
            continue;
        }
        let answer = ask(&node, &line, None).await.status;
        if answer != 401 {
            wrong.push(format!("{what}: {answer} without a token"));
        }
        if line.scopes == ["any"] {
            continue;
        }
        let other = if line.scopes.contains(&"push") || line.scopes.contains(&"profile") { "follow" } else { "push" };
        let answer = ask(&node, &line, Some(&tokens[other])).await.status;
        if answer != 403 {
            wrong.push(format!("{what}: {answer} with the scope {other}"));
        }
        for scope in &line.scopes {
            let answer = ask(&node, &line, Some(&tokens[scope])).await;
            if [401, 403].contains(&answer.status) || answer.status >= 500 {
                wrong.push(format!("{what}: {} with the scope {scope}: {}", answer.status, answer.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {} addresses:\n{}", wrong.len(), lines().len(), wrong.join("\n"));
}

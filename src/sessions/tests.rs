use crate::testing::{Answer, PASSWORD, TestNode};

/// The value of a hidden field.
fn hidden(page: &str, name: &str) -> String {
    let at = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
    at.split('"').next().unwrap().to_string()
}

fn cookie(answer: &Answer, name: &str) -> String {
    let all = answer.headers.get_all("set-cookie").iter().map(|v| v.to_str().unwrap());
    let one = all.into_iter().find(|c| c.starts_with(name)).unwrap_or_else(|| panic!("no cookie {name}"));
    assert!(one.contains("HttpOnly") && one.contains("SameSite=Lax"));
    one.split(';').next().unwrap().to_string()
}

async fn log_in(node: &TestNode, name: &str, password: &str, next: &str) -> Answer {
    let page = node.get("/login").await;
    let form = [
        ("form_token", hidden(&page.text, "form_token")),
        ("name", name.into()),
        ("password", password.into()),
        ("next", next.into()),
    ];
    Answer::of(node.http.post(format!("{}/login", node.base)).header("cookie", cookie(&page, "potluck_form")).form(&form)).await
}

#[tokio::test]
async fn a_member_logs_in_and_out() {
    let node = TestNode::start().await;
    node.person("ada").await;
    for name in ["ada", "ADA", "ada@paris.example"] {
        let answer = log_in(&node, name, PASSWORD, "/@ada").await;
        assert_eq!((answer.status, answer.header("location")), (303, "/@ada"));
    }
    let session = cookie(&log_in(&node, "ada", PASSWORD, "/").await, "potluck_session");
    let page = Answer::of(node.http.get(&node.base).header("cookie", &session)).await;
    assert!(page.text.contains("Log out"));
    let both = format!("{session}; {}", cookie(&page, "potluck_form"));
    let form = [("form_token", hidden(&page.text, "form_token"))];
    assert_eq!(Answer::of(node.http.post(format!("{}/logout", node.base)).header("cookie", &both).form(&form)).await.status, 303);
    assert!(!Answer::of(node.http.get(&node.base).header("cookie", &session)).await.text.contains("Log out"));
}

#[tokio::test]
async fn what_is_wrong_is_not_told_apart() {
    let node = TestNode::start().await;
    node.person("ada").await;
    for (name, password) in [("ada", "wrong password"), ("nobody", PASSWORD), ("paris", PASSWORD), ("", "")] {
        let answer = log_in(&node, name, password, "/").await;
        assert!(answer.status == 401 && answer.text.contains("do not go together"), "{name}");
    }
}

#[tokio::test]
async fn passwords_are_not_guessed_one_after_the_other() {
    let node = TestNode::start().await;
    node.person("ada").await;
    for n in 0..26 {
        let name = if n % 2 == 0 { "ada" } else { "ada@paris.example" };
        let answer = log_in(&node, name, "guess", "/").await;
        assert_eq!(answer.status, if n < 25 { 401 } else { 429 }, "attempt {n}");
    }
    // Another address does not help: the name itself is spent.
    let page = node.get("/login").await;
    let form = [("form_token", hidden(&page.text, "form_token")), ("name", "ADA".into()), ("password", PASSWORD.into())];
    let request = node.http.post(format!("{}/login", node.base)).header("x-forwarded-for", "203.0.113.9");
    let answer = Answer::of(request.header("cookie", cookie(&page, "potluck_form")).form(&form)).await;
    assert_eq!(answer.status, 429);
    assert!(answer.text.contains("Try again in"), "{}", answer.text);
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let node = TestNode::start().await;
    node.person("ada").await;
    let form = [("name", "ada"), ("password", PASSWORD)];
    assert_eq!(Answer::of(node.http.post(format!("{}/login", node.base)).form(&form)).await.status, 403);
    let forged = [("name", "ada"), ("password", PASSWORD), ("form_token", "guess")];
    let request = node.http.post(format!("{}/login", node.base)).header("cookie", "potluck_form=guess").form(&forged);
    assert_eq!(Answer::of(request).await.status, 403);
}

#[tokio::test]
async fn nobody_is_sent_to_another_site() {
    let node = TestNode::start().await;
    node.person("ada").await;
    for next in ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"] {
        assert_eq!(log_in(&node, "ada", PASSWORD, next).await.header("location"), "/", "{next}");
    }
}

#[tokio::test]
async fn who_is_suspended_does_not_get_in() {
    let node = TestNode::start().await;
    let ada = node.person("ada").await;
    node.app
        .write(|tx| {
            let ada = crate::accounts::by_handle(tx, "ada")?.unwrap();
            crate::accounts::mark(tx, ada.id, crate::accounts::Mark::Suspended, true)
        })
        .await
        .unwrap();
    assert_eq!(log_in(&node, "ada", PASSWORD, "/").await.status, 403);
    assert_eq!(ada.call(reqwest::Method::GET, "/api/v1/timelines/home", None).await.status, 403);
    assert_eq!(node.get("/@ada").await.status, 404);
}

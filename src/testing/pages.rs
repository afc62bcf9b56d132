//! Every page, as a visitor, a member and a steward find it, without scripts.

use super::visitor::Visitor;
use super::{PASSWORD, TestNode};
use crate::accounts;
use crate::clock::Time;
use crate::router;
use serde_json::json;

/// The pages one can ask for by themselves: not for apps, not for servers, no ids.
fn pages() -> Vec<&'static str> {
    let of_apps = ["/api/", "/oauth/", "/.well-known/", "/nodeinfo", "/users/", "/static/", "/media/", "/files/"];
    let others = [
        "/health",
        "/metrics",
        "/actor",
        "/inbox",
        "/setup",
        "/robots.txt",
        "/sitemap.xml",
        "/decisions/log.csv",
        "/decisions/log.json",
        "/favicon.svg",
        "/colours.css",
        "/preferences",
    ];
    let routes = router::routes();
    let is_page = |path: &str| {
        !path.contains('{') && !of_apps.iter().any(|p| path.starts_with(p)) && !others.contains(&path) && !path.contains("export")
    };
    let mut found: Vec<_> = routes.table().iter().filter(|r| r.method == "GET" && is_page(r.path)).map(|r| r.path).collect();
    found.dedup();
    found
}

fn is_for_members(path: &str) -> bool {
    [
        "/home",
        "/settings",
        "/notifications",
        "/search",
        "/authorize_interaction",
        "/admin",
        "/proposals/new",
        "/network/propose",
        "/network/key",
        "/by-laws/change",
        "/connectors/become",
        "/decisions/before",
    ]
    .iter()
    .any(|p| path.starts_with(p))
}

#[tokio::test]
async fn every_page_opens_for_whom_it_is_for_in_every_language() {
    let node = TestNode::patient().await;
    node.person("ada").await;
    let visitor = Visitor::of(&node);
    let ada = Visitor::logged_in(&node, "ada").await;
    let stella = Visitor::logged_in(&node, "stella").await;
    let all = pages();
    assert!(all.len() > 40, "{all:?}");
    for path in all {
        let for_members = is_for_members(path);
        let seen = visitor.open(path).await;
        if for_members {
            assert!(
                seen.status == 303 && seen.header("location").starts_with("/login?next="),
                "{path} for a visitor: {}",
                seen.status
            );
        } else {
            assert_eq!(seen.status, 200, "{path} for a visitor");
        }
        let seen = ada.open(path).await.status;
        let expected: &[u16] = match path {
            _ if path.starts_with("/admin") => &[403],
            "/login" | "/join" => &[303],
            "/authorize_interaction" => &[404],
            _ => &[200],
        };
        assert!(expected.contains(&seen), "{path} for a member: {seen}");
        if path.starts_with("/admin") {
            assert_eq!(stella.open(path).await.status, 200, "{path} for a steward");
        }
    }
    for (language, word) in [("fr", "Membres"), ("es", "Personas"), ("en-GB", "People")] {
        let page = Visitor::speaking(&node, language).open("/people").await;
        assert!(page.text.contains(&format!("lang=\"{}\"", &language[..2])) && page.text.contains(word), "{language}");
    }
    // No message is shown by its key.
    for path in pages() {
        for page in [stella.open(path).await, visitor.open(path).await] {
            for key in ["act-", "error-", "said-", "fault-", "notice-", "role-", "mark-", "hand-"] {
                let shown = page.text.split(['>', '<']).any(|text| text.trim().starts_with(key));
                assert!(!shown, "{path} shows a key that begins with {key}");
            }
        }
    }
}

#[tokio::test]
async fn what_everybody_sees_alike_may_be_kept_and_what_is_ones_own_never() {
    let node = TestNode::start().await;
    let ada = node.person("ada").await;
    let said = ada.says("Bread").await;
    let post = format!("/@ada/{}", said["id"].as_str().unwrap());
    let member = Visitor::logged_in(&node, "ada").await;
    for path in ["/", "/about", "/people", "/@ada", "/tags/bread", post.as_str()] {
        let page = Visitor::of(&node).open(path).await;
        assert_eq!(page.header("cache-control"), "public, max-age=60, stale-while-revalidate=60", "{path}");
        assert_eq!(page.header("vary"), "Accept, Accept-Language, Cookie", "{path}");
        assert!(page.headers.get("set-cookie").is_none(), "{path} sets a cookie");
        // Sixty kilobytes, without pictures.
        assert!(page.text.len() < 60_000, "{path}: {}", page.text.len());
        assert_eq!(member.open(path).await.header("cache-control"), "private, no-store", "{path}");
    }
    for path in ["/login", "/join", "/password", "/nothing"] {
        assert_eq!(Visitor::of(&node).open(path).await.header("cache-control"), "private, no-store", "{path}");
    }
    let files: usize = ["potluck.css", "potluck.js"]
        .iter()
        .map(|f| std::fs::metadata(format!("src/web/static/{f}")).unwrap().len() as usize)
        .sum();
    let home = Visitor::of(&node).open("/").await.text.len();
    assert!(files + home < 60_000, "the first page takes {}", files + home);
}

#[tokio::test]
async fn the_policy_allows_nothing_inline() {
    let node = TestNode::start().await;
    let stella = Visitor::logged_in(&node, "stella").await;
    for path in pages() {
        let page = stella.open(path).await;
        let policy = page.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        let body = page.text.replace("<script type=\"module\" src=\"/static/", "");
        for inline in ["<script", " style=\"", "<style", " onclick=", " onload=", "javascript:"] {
            assert!(!body.contains(inline), "{path} has {inline}");
        }
    }
}

/// What would run, if a page let it: after the OWASP cheat sheet on evading filters.
pub const HOSTILE: [&str; 12] = [
    "<script>alert(1)</script>",
    "\"><script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "javascript:alert(1)",
    "<a href=\"javascript:alert(1)\">x</a>",
    "\" onfocus=\"alert(1)\" autofocus=\"",
    "<iframe srcdoc=\"<script>alert(1)</script>\">",
    "<math><mtext></p><style><img src=x onerror=alert(1)>",
    "{{7*7}}<!--",
];

/// Tags that pages have from members' words must be none of ours to fear: every tag and attribute is looked at.
pub fn assert_tame(page: &str, at: &str) {
    for (name, attributes) in crate::web::html::tags(page) {
        assert!(!["iframe", "object", "embed", "style", "math", "base"].contains(&name.as_str()), "{at} has <{name}>");
        if name == "script" {
            let source = attributes.iter().find(|(key, _)| key == "src").map_or("", |(_, value)| value.as_str());
            assert!(source.starts_with("/static/"), "{at} has a script from {source:?}");
        }
        for (key, value) in &attributes {
            assert!(!key.starts_with("on"), "{at}: <{name} {key}>");
            if ["href", "src", "action", "formaction", "poster"].contains(&key.as_str()) {
                let bare = value.trim().to_lowercase();
                assert!(!bare.starts_with("javascript:") && !bare.starts_with("data:text"), "{at}: <{name} {key}={value}>");
            }
        }
    }
}

#[tokio::test]
async fn nothing_that_anybody_writes_runs_on_any_page() {
    let node = TestNode::patient().await;
    let ada = node.person("ada").await;
    let member = Visitor::logged_in(&node, "ada").await;
    let stella = Visitor::logged_in(&node, "stella").await;
    let visitor = Visitor::of(&node);
    for hostile in HOSTILE {
        let fields = [
            ("display_name", hostile),
            ("note", hostile),
            ("names[]", hostile),
            ("values[]", hostile),
            ("avatar_description", hostile),
        ];
        assert_eq!(member.send_files("/settings", "/settings", &fields, &[]).await.status, 303, "{hostile}");
        let poll = [("text", hostile), ("spoiler", ""), ("options[]", hostile), ("options[]", "b"), ("key", hostile)];
        let posted = member.send_files("/home", "/posts", &poll, &[]).await;
        assert_eq!(posted.status, 303, "{hostile}: {}", posted.text);
        member.send_files("/home", "/posts", &[("text", "x"), ("spoiler", hostile)], &[]).await;
        stella.send("/admin/announcements", "/admin/announcements", &[("text", hostile)]).await;
        stella.send("/admin/chapter", "/admin/chapter/rules", &[("text", hostile), ("hint", hostile)]).await;
        stella.send("/admin/invitations", "/admin/invitations", &[("note", hostile), ("most", "1"), ("days", "1")]).await;
        stella
            .send(
                "/admin/domains",
                "/admin/domains",
                &[("host", "x.example"), ("severity", "limit"), ("comment", hostile), ("note", hostile)],
            )
            .await;
        member.send("/settings/filters", "/settings/filters", &[("words", hostile), ("contexts[]", "home")]).await;
        let report = [("target", ada.id.as_str()), ("comment", hostile), ("category", "other")];
        stella.send("/home", "/reports", &report).await;
        let latest = ada.get("/api/v1/accounts/verify_credentials").await["id"].as_str().unwrap().to_string();
        let posts = ada.get(&format!("/api/v1/accounts/{latest}/statuses")).await;
        let post = format!("/@ada/{}", posts[0]["id"].as_str().unwrap());
        let query: String = url::form_urlencoded::byte_serialize(hostile.as_bytes()).collect();
        let reflected = [
            format!("/search?q={query}"),
            format!("/people?q={query}&role={query}"),
            format!("/login?next={query}"),
            format!("/join?code={query}"),
            format!("/interact?server={query}&uri={query}"),
            format!("/tags/{query}"),
            format!("/{query}"),
            format!("/admin/members?q={query}&state={query}"),
            format!("/admin/domains?host={query}"),
            "/home".into(),
            "/@ada".into(),
            post,
            "/notifications".into(),
            "/".into(),
            "/about".into(),
            "/people".into(),
            "/join".into(),
            "/settings".into(),
            "/settings/filters".into(),
            "/admin/announcements".into(),
            "/admin/chapter".into(),
            "/admin/invitations".into(),
            "/admin/domains".into(),
            "/admin/reports".into(),
            "/admin/log".into(),
            format!("/admin/members/{}", ada.id),
        ];
        for path in &reflected {
            for who in [&visitor, &member, &stella] {
                assert_tame(&who.open(path).await.text, path);
            }
        }
    }
}

#[tokio::test]
async fn people_join_through_each_door() {
    let node = TestNode::patient().await;
    let stella = Visitor::logged_in(&node, "stella").await;
    let open_door = async |door: &'static str| {
        stella.does("/admin/requests", "/admin/door", &[("door", door)]).await;
    };
    let form = |name: &'static str| {
        [("username", name), ("email", "x@mail.example"), ("password", PASSWORD), ("agreement", "true"), ("reason", "")]
    };

    open_door("closed").await;
    let visitor = Visitor::of(&node);
    assert!(visitor.open("/join").await.text.contains("Accounts are made by the stewards"));
    assert_eq!(visitor.send("/login", "/join", &form("berta")).await.status, 403);

    open_door("invitation").await;
    assert!(visitor.open("/join").await.text.contains("Invitation code"));
    let made =
        stella.does("/admin/invitations", "/admin/invitations", &[("note", "for Berta"), ("most", "1"), ("days", "7")]).await;
    let address = made.text.split("/invite/").nth(1).unwrap().split('"').next().unwrap().to_string();
    let invited = visitor.open(&format!("/invite/{address}")).await;
    let page = invited.header("location").to_string();
    assert!(visitor.open(&page).await.text.contains("You have been invited"));
    // Each fault stands beside its field, and what was typed stays.
    let faulty = [("username", "no spaces"), ("email", "nothing"), ("password", "short"), ("code", &address)];
    let answer = visitor.send(&page, "/join", &faulty).await;
    assert_eq!(answer.status, 422);
    for id in ["username-fault", "email-fault", "password-fault"] {
        assert!(answer.text.contains(&format!("id=\"{id}\"")), "{id} in {}", answer.text);
    }
    assert!(answer.text.contains("value=\"no spaces\"") && !answer.text.contains("short\""));
    let mut fields = form("berta").to_vec();
    fields.push(("code", &address));
    let home = visitor.does(&page, "/join", &fields).await;
    assert!(home.text.contains("Welcome! This is your home"), "{}", home.text);
    let late = Visitor::of(&node).open(&page).await;
    assert!(late.text.contains("does not hold any more"));

    open_door("approval").await;
    let asks = Visitor::speaking(&node, "fr");
    let without = asks
        .send(
            "/join",
            "/join",
            &[("username", "chiara"), ("email", "c@mail.example"), ("password", PASSWORD), ("agreement", "true")],
        )
        .await;
    assert_eq!(without.status, 403, "a reason is needed");
    let fields = [
        ("username", "chiara"),
        ("email", "c@mail.example"),
        ("password", PASSWORD),
        ("agreement", "true"),
        ("reason", "Pour la soupe"),
    ];
    assert!(asks.does("/join", "/join", &fields).await.text.contains("L’intendance va regarder"));
    assert_eq!(asks.send("/login", "/login", &[("name", "chiara"), ("password", PASSWORD)]).await.status, 403);
    let waiting = stella.open("/admin/requests").await;
    assert!(waiting.text.contains("Pour la soupe") && stella.open("/admin").await.text.contains("1 person waits to be let in"));
    let id = waiting.text.split("action=\"/admin/requests/").nth(1).unwrap().split('"').next().unwrap().to_string();
    stella.does("/admin/requests", &format!("/admin/requests/{id}"), &[("act", "approve")]).await;
    assert_eq!(asks.send("/login", "/login", &[("name", "chiara"), ("password", PASSWORD)]).await.status, 303);

    open_door("open").await;
    let anybody = Visitor::of(&node);
    let fields = [("username", "driss"), ("email", "d@mail.example"), ("password", PASSWORD), ("agreement", "true")];
    assert!(anybody.does("/join", "/join", &fields).await.text.contains("Welcome!"));
    node.settled().await;
}

#[tokio::test]
async fn a_member_writes_answers_votes_and_deletes_without_an_app() {
    let node = TestNode::start().await;
    let (ada, bruno) = (node.person("ada").await, node.person("bruno").await);
    let (a, b) = (Visitor::logged_in(&node, "ada").await, Visitor::logged_in(&node, "bruno").await);
    let picture = crate::uploads::tests::photo(300, 200);
    let fields = [
        ("text", "The long table #potluck"),
        ("visibility", "public"),
        ("description1", "A long table"),
        ("next", "/home"),
        ("key", "k1"),
    ];
    for _ in 0..2 {
        let sent = a.send_files("/home", "/posts", &fields, &[("file1", "table.png", picture.clone())]).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
    }
    let home = a.open("/home").await;
    assert_eq!(home.text.matches("<article").count(), 1, "the same form sent twice is one post");
    assert!(home.text.contains("alt=\"A long table\""));
    let empty = a.send_files("/home", "/posts", &[("text", " ")], &[]).await;
    assert!(empty.status == 422 && empty.text.contains("Write something, or add a picture"), "{}", empty.text);
    let posts = bruno.get(&format!("/api/v1/accounts/{}/statuses", ada.id)).await;
    let id = posts[0]["id"].as_str().unwrap().to_string();
    let thread = format!("/@ada/{id}");

    b.does("/home", &format!("/people/{}/follow", ada.id), &[("next", "/@ada")]).await;
    for (deed, field) in [("favourite", "favourited"), ("boost", "reblogged"), ("bookmark", "bookmarked")] {
        b.does(&thread, &format!("/posts/{id}/{deed}"), &[("next", &thread)]).await;
        assert_eq!(bruno.get(&format!("/api/v1/statuses/{id}")).await[field], true, "{deed}");
        b.does(&thread, &format!("/posts/{id}/un{deed}"), &[("next", &thread)]).await;
        assert_eq!(bruno.get(&format!("/api/v1/statuses/{id}")).await[field], false, "un{deed}");
    }
    let form = b.open(&thread).await.text;
    assert!(form.contains(">@ada </textarea>"), "an answer begins with who is answered");
    let answer = [("text", "@ada I bring soup"), ("in_reply_to", &id), ("next", &thread), ("visibility", "public")];
    assert_eq!(b.send_files(&thread, "/posts", &answer, &[]).await.status, 303);
    assert!(a.open(&thread).await.text.contains("I bring soup"));
    assert!(a.open("/notifications").await.text.contains("mentioned you"));
    assert!(!a.open("/notifications").await.text.contains(">New<"), "what was looked at is not new");

    let poll = [
        ("text", "Which day?"),
        ("options[]", "Thursday"),
        ("options[]", "Friday"),
        ("options[]", ""),
        ("days", "2"),
        ("next", "/home"),
    ];
    assert_eq!(a.send_files("/home", "/posts", &poll, &[]).await.status, 303);
    let posts = bruno.get(&format!("/api/v1/accounts/{}/statuses", ada.id)).await;
    let asked = posts[0]["id"].as_str().unwrap().to_string();
    let page = format!("/@ada/{asked}");
    assert_eq!(b.send(&page, &format!("/posts/{asked}/vote"), &[]).await.status, 422);
    let voted = b.does(&page, &format!("/posts/{asked}/vote"), &[("choices[]", "1"), ("next", &page)]).await;
    assert!(voted.text.contains("your answer"), "{}", voted.text);

    // What is one's own is changed and deleted by oneself alone.
    assert_eq!(b.open(&format!("/posts/{id}/edit")).await.status, 404);
    assert_eq!(b.send(&thread, &format!("/posts/{id}/delete"), &[]).await.status, 404);
    let edited =
        a.send_files(&format!("/posts/{id}/edit"), &format!("/posts/{id}/edit"), &[("text", "The longer table")], &[]).await;
    assert_eq!(edited.status, 303);
    assert!(a.open(&thread).await.text.contains("The longer table"));
    a.does(&thread, &format!("/posts/{id}/delete"), &[("next", "/home")]).await;
    assert_eq!(a.open(&thread).await.status, 404);
    node.settled().await;
}

#[tokio::test]
async fn forms_of_other_sites_do_nothing_anywhere() {
    let node = TestNode::patient().await;
    node.person("ada").await;
    let stella = Visitor::logged_in(&node, "stella").await;
    // These answer without a session: a mail program's button, servers, apps.
    let open = [
        "/api/",
        "/oauth/token",
        "/oauth/revoke",
        "/oauth/app",
        "/inbox",
        "/actor/inbox",
        "/users/",
        "/mail/off/",
        "/mail/subscription/",
    ];
    let routes = router::routes();
    let mut tried = 0;
    for route in routes.table().iter().filter(|r| r.method == "POST" && !open.iter().any(|o| r.path.starts_with(o))) {
        let path = route
            .path
            .replace("{id}", "1")
            .replace("{deed}", "favourite")
            .replace("{secret}", "x")
            .replace("{kind}", "x")
            .replace("{attachment_id}", "1");
        let answer = stella.without_token(&path).await;
        assert_eq!(answer.status, 403, "{path} without a token: {}", answer.text);
        tried += 1;
    }
    assert!(tried > 45, "{tried}");
}

#[tokio::test]
async fn a_second_factor_is_asked_for_and_each_code_is_taken_once() {
    let node = TestNode::patient().await;
    node.person("ada").await;
    let ada = Visitor::logged_in(&node, "ada").await;
    let page = "/settings/security/second";
    let secret = ada
        .open(page)
        .await
        .text
        .split("id=\"secret\" class=\"code\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_string();
    let code = |at: Time| {
        let secret = totp_rs::Secret::try_from_base32(&secret).unwrap();
        let totp = totp_rs::Builder::new().with_secret(secret).with_account_name("x").build().unwrap();
        totp.generate(u64::try_from(at.0 / Time::SECOND).unwrap()).to_string()
    };
    assert_eq!(ada.send(page, page, &[("code", "000000"), ("current", PASSWORD)]).await.status, 422);
    let now = node.app.clock.now();
    assert_eq!(
        ada.send(page, page, &[("code", &code(now)), ("current", "wrong")]).await.status,
        422,
        "the password is asked for"
    );
    let on = ada.send(page, page, &[("code", &code(now)), ("current", PASSWORD)]).await;
    let codes: Vec<String> =
        on.text.split("<li>").skip(1).map(|rest| rest.split('<').next().unwrap().to_string()).filter(|c| c.len() == 11).collect();
    assert_eq!(codes.len(), 10, "{}", on.text);

    let log_in = async || {
        let visitor = Visitor::of(&node);
        let first = visitor.send("/login", "/login", &[("name", "ada"), ("password", PASSWORD), ("next", "/settings")]).await;
        assert_eq!(first.header("location"), "/login/second?next=%2Fsettings");
        assert_eq!(visitor.open("/home").await.status, 303, "the password alone is not enough");
        visitor
    };
    let second = "/login/second?next=%2Fsettings";
    let visitor = log_in().await;
    assert_eq!(visitor.send(second, "/login/second", &[("code", &code(now))]).await.status, 401, "this code was used");
    node.app.clock.advance(60 * Time::SECOND);
    let fresh = code(node.app.clock.now());
    let inside = visitor.does(second, "/login/second", &[("code", &fresh), ("next", "/settings")]).await;
    assert_eq!(inside.status, 200);
    assert_eq!(log_in().await.send(second, "/login/second", &[("code", &fresh)]).await.status, 401);
    // A recovery code works once, however it is written.
    let typed = codes[0].to_uppercase().replace('-', " ");
    assert_eq!(log_in().await.send(second, "/login/second", &[("code", &typed)]).await.status, 303);
    assert_eq!(log_in().await.send(second, "/login/second", &[("code", &codes[0])]).await.status, 401);
    // Without the first step there is no second.
    assert_eq!(Visitor::of(&node).send("/login", "/login/second", &[("code", &codes[1])]).await.status, 401);
    // Ten minutes are enough for both.
    let slow = log_in().await;
    node.app.clock.advance(11 * Time::MINUTE);
    assert_eq!(slow.send("/login", "/login/second", &[("code", &codes[1])]).await.status, 401);

    // Nobody else's second factor is turned off, and one's own only with the password.
    assert_eq!(ada.send("/settings/security", "/settings/security/second/end", &[("current", "wrong")]).await.status, 422);
    ada.does("/settings/security", "/settings/security/second/end", &[("current", PASSWORD)]).await;
    Visitor::logged_in(&node, "ada").await;
}

#[tokio::test]
async fn six_digits_are_not_guessed() {
    let node = TestNode::start().await;
    node.person("ada").await;
    let ada = Visitor::logged_in(&node, "ada").await;
    let page = "/settings/security/second";
    ada.open(page).await;
    let statuses: Vec<u16> =
        futures_util::future::join_all((0..12).map(|_| ada.send(page, page, &[("code", "123456"), ("current", PASSWORD)])))
            .await
            .into_iter()
            .map(|a| a.status)
            .collect();
    assert!(statuses.iter().filter(|s| **s == 429).count() >= 2, "{statuses:?}");
}

#[tokio::test]
async fn a_member_sees_where_they_are_logged_in_and_ends_it() {
    let node = TestNode::start().await;
    node.person("ada").await;
    let (here, there) = (Visitor::logged_in(&node, "ada").await, Visitor::logged_in(&node, "ada").await);
    let page = here.open("/settings/security").await;
    assert_eq!(page.text.matches("name=\"session\"").count(), 1, "one other");
    assert!(page.text.contains("this one") && page.text.contains("Test app"));
    here.does("/settings/security", "/settings/security/sessions/end_others", &[]).await;
    assert_eq!(there.open("/home").await.status, 303);
    assert_eq!(here.open("/home").await.status, 200);
    let wrong = here
        .send("/settings/security", "/settings/security/password", &[("current", "wrong"), ("password", "a new sentence")])
        .await;
    assert!(wrong.status == 422 && wrong.text.contains("The password is not right"));
    here.does("/settings/security", "/settings/security/password", &[("current", PASSWORD), ("password", "a new sentence")])
        .await;
    assert_eq!(here.open("/home").await.status, 200, "who changed it stays");
    let taken = here
        .send(
            "/settings/security",
            "/settings/security/email",
            &[("current", "a new sentence"), ("email", "stella@paris.example")],
        )
        .await;
    assert_eq!(taken.status, 409);
    here.does("/settings/security", "/settings/security/email", &[("current", "a new sentence"), ("email", "ada@mail.example")])
        .await;
    assert!(here.open("/settings/security").await.text.contains("ada@mail.example"));
}

#[tokio::test]
async fn a_steward_keeps_the_chapter_from_the_desk() {
    let node = TestNode::patient().await;
    let ada = node.person("ada").await;
    let stella = Visitor::logged_in(&node, "stella").await;
    let member = format!("/admin/members/{}", ada.id);
    let role = stella.does(&member, &format!("{member}/role"), &[("role", "connector"), ("note", "the 333")]).await;
    assert!(role.text.contains("the 333"), "{}", role.text);
    stella.does(&member, &format!("{member}/sanction"), &[("act", "disable"), ("note", "rest a while")]).await;
    assert_eq!(ada.call(reqwest::Method::GET, "/api/v1/timelines/home", None).await.status, 401);
    let back = stella.does(&member, &format!("{member}/sanction"), &[("act", "undo-disable")]).await;
    assert!(back.text.contains("rest a while"), "the log remembers");
    // The last steward cannot leave the desk, nor be sent away from it.
    let own = node.app.read(|tx| Ok(accounts::by_handle(tx, "stella")?.unwrap().id)).await.unwrap();
    let own = format!("/admin/members/{own}");
    assert_eq!(stella.send(&own, &format!("{own}/steward"), &[("act", "take")]).await.status, 422);
    assert_eq!(stella.send("/settings/delete", "/settings/delete", &[("password", PASSWORD)]).await.status, 409);
    stella.does(&member, &format!("{member}/steward"), &[("act", "give")]).await;
    let second = Visitor::logged_in(&node, "ada").await;
    assert_eq!(second.open("/admin").await.status, 200);
    // One steward cannot become another.
    assert_eq!(second.send(&own, &format!("{own}/password"), &[]).await.status, 422);

    let look = [("name", "OuiShare Lutèce"), ("note", "We meet at the long table."), ("accent", "#005f73")];
    assert_eq!(stella.send_files("/admin/chapter", "/admin/chapter", &look, &[]).await.status, 303);
    let home = Visitor::of(&node).open("/").await;
    assert!(
        home.text.contains("OuiShare Lutèce")
            && home.text.contains("We meet at the long table.")
            && home.text.contains("/colours.css?005f73")
    );
    assert!(node.get("/colours.css").await.text.contains("--accent:#005f73"));
    assert_eq!(node.get("/api/v2/instance").await.json()["title"], "OuiShare Lutèce");
    assert_eq!(
        stella.send_files("/admin/chapter", "/admin/chapter", &[("name", "x"), ("accent", "red;}")], &[]).await.status,
        422
    );

    stella.does("/admin/announcements", "/admin/announcements", &[("text", "Dinner on Thursday"), ("until", "2099-01-01")]).await;
    assert!(Visitor::of(&node).open("/").await.text.contains("Dinner on Thursday"));
    let list = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\nspam.example,suspend,true,true,spam,false\nnot a host,suspend,,,,\n";
    let imported =
        stella.send_files("/admin/domains", "/admin/domains/import", &[], &[("data", "blocks.csv", list.into())]).await;
    assert!(imported.text.contains("1 rule was set") && imported.text.contains("not a host"), "{}", imported.text);
    assert!(stella.open("/admin/domains/export.csv").await.text.contains("spam.example,suspend"));
    let emoji = [("shortcode", "bread"), ("category", "food")];
    let added = stella
        .send_files("/admin/emojis", "/admin/emojis", &emoji, &[("file", "b.png", crate::uploads::tests::photo(300, 200))])
        .await;
    assert_eq!(added.status, 303, "{}", added.text);
    let ada = node.log_in("ada", "read write follow push").await;
    ada.says("Fresh :bread:").await;
    assert!(second.open("/home").await.text.contains("class=\"emoji\""));

    stella.does("/admin/storage", "/admin/storage/backups", &[]).await;
    let made = super::until("a backup", || async {
        let page = stella.open("/admin/storage").await.text;
        page.split("/admin/storage/backups/potluck-").nth(1).map(|rest| format!("potluck-{}", rest.split('"').next().unwrap()))
    })
    .await;
    assert!(stella.open(&format!("/admin/storage/backups/{made}")).await.status == 200);
    for wrong in ["../potluck.toml", "potluck-1.backup.part", "..%2Fpotluck.db"] {
        assert_eq!(stella.open(&format!("/admin/storage/backups/{wrong}")).await.status, 404, "{wrong}");
    }
    let log = stella.open("/admin/log").await.text;
    for deed in ["settings of the chapter", "announced", "rule for a server", "emoji added", "shut out", "role"] {
        assert!(log.contains(deed), "{deed}");
    }
    node.settled().await;
}

#[tokio::test]
async fn reports_are_made_and_dealt_with_in_a_browser() {
    let node = TestNode::start().await;
    let (ada, bruno) = (node.person("ada").await, node.person("bruno").await);
    let said = bruno.says("Something unkind").await;
    let id = said["id"].as_str().unwrap();
    let a = Visitor::logged_in(&node, "ada").await;
    let page = format!("/posts/{id}/report");
    assert!(a.open(&page).await.text.contains("Something unkind"));
    a.does(&page, "/reports", &[("target", &bruno.id), ("post", id), ("category", "spam"), ("comment", "look at this")]).await;
    let stella = Visitor::logged_in(&node, "stella").await;
    let list = stella.open("/admin/reports").await.text;
    let report = format!("/admin/reports/{}", list.split("/admin/reports/").nth(1).unwrap().split('"').next().unwrap());
    let shown = stella.open(&report).await.text;
    assert!(shown.contains("look at this") && shown.contains("Something unkind") && shown.contains("@ada"));
    stella.does(&report, &report, &[("act", "take")]).await;
    assert!(stella.does(&report, &report, &[("act", "resolve")]).await.text.contains("No reports"));
    assert!(stella.open("/admin/reports?done=true").await.text.contains("@bruno"));
    assert_eq!(a.open(&report).await.status, 403);
    let private = bruno.says_to("private", "between us").await;
    assert_eq!(a.open(&format!("/posts/{}/report", private["id"].as_str().unwrap())).await.status, 404);
    drop(ada);
}

#[tokio::test]
async fn settings_are_kept() {
    let node = TestNode::start().await;
    let ada = node.person("ada").await;
    let a = Visitor::logged_in(&node, "ada").await;
    let fields = [
        ("display_name", "Ada Laurent"),
        ("note", "Soup, mostly. #soup"),
        ("names[]", "Site"),
        ("values[]", "https://ada.example"),
        ("names[]", ""),
        ("values[]", ""),
        ("locale", "fr"),
    ];
    let saved =
        a.send_files("/settings", "/settings", &fields, &[("avatar", "a.png", crate::uploads::tests::photo(300, 200))]).await;
    assert_eq!(saved.status, 303, "{}", saved.text);
    let own = ada.get("/api/v1/accounts/verify_credentials").await;
    assert_eq!((own["display_name"].as_str(), own["fields"].as_array().unwrap().len()), (Some("Ada Laurent"), 1));
    assert!(!own["avatar"].as_str().unwrap().contains("/static/"));
    assert!(a.open("/settings").await.text.contains("lang=\"fr\""), "the pages speak what was chosen");
    let long = "x".repeat(1_001);
    let refused = a.send_files("/settings", "/settings", &[("display_name", "Ada L."), ("note", &long)], &[]).await;
    assert!(refused.status == 422 && refused.text.contains("value=\"Ada L.\""), "what was typed stays");
    a.does(
        "/settings/privacy",
        "/settings/privacy",
        &[("locked", "true"), ("visibility", "private"), ("quote_policy", "nobody")],
    )
    .await;
    let own = ada.get("/api/v1/accounts/verify_credentials").await;
    assert_eq!((own["locked"].as_bool(), own["source"]["privacy"].as_str()), (Some(true), Some("private")));
    a.does("/settings/filters", "/settings/filters", &[("words", "onions\nleeks"), ("contexts[]", "home"), ("hide", "true")])
        .await;
    assert_eq!(ada.get("/api/v2/filters").await[0]["keywords"].as_array().unwrap().len(), 2);
    // A request to follow is answered.
    let bruno = node.person("bruno").await;
    bruno.post(&format!("/api/v1/accounts/{}/follow", ada.id), json!({})).await;
    assert!(a.open("/settings/requests").await.text.contains("@bruno"));
    a.does("/settings/requests", &format!("/people/{}/accept", bruno.id), &[("next", "/settings/requests")]).await;
    assert_eq!(bruno.get(&format!("/api/v1/accounts/relationships?id[]={}", ada.id)).await[0]["following"], true);
    // What is taken along comes as a file.
    let list = a.open("/settings/moving/export/following.csv").await;
    assert!(list.header("content-type").starts_with("text/csv"));
    let file = b"Account address,Show boosts\nbruno,true\n".to_vec();
    let begun = a
        .send_files(
            "/settings/moving",
            "/settings/moving/import",
            &[("kind", ""), ("mode", "merge")],
            &[("data", "following.csv", file)],
        )
        .await;
    assert_eq!(begun.status, 303, "{}", begun.text);
    node.settled().await;
    let wrong = a.send("/settings/delete", "/settings/delete", &[("password", "wrong")]).await;
    assert_eq!(wrong.status, 422);
    a.does("/settings/delete", "/settings/delete", &[("password", PASSWORD)]).await;
    assert_eq!(node.get("/@ada").await.status, 410);
    node.settled().await;
}

#[tokio::test]
async fn visitors_find_their_way_from_their_own_server() {
    let node = TestNode::start().await;
    let ada = node.person("ada").await;
    let said = ada.says("Bread").await;
    let visitor = Visitor::of(&node);
    let uri = said["uri"].as_str().unwrap();
    let query: String = url::form_urlencoded::byte_serialize(uri.as_bytes()).collect();
    let page = visitor.open(&format!("/interact?server=me@127.0.0.1:4040&uri={query}")).await;
    assert!(page.text.contains("http://127.0.0.1:4040/authorize_interaction?uri=http"), "{}", page.text);
    // Nobody is sent anywhere by an address, and never towards what is not ours.
    let foreign = visitor.open("/interact?server=127.0.0.1:4040&uri=https%3A%2F%2Fevil.example%2F").await;
    assert!(foreign.status == 200 && !foreign.text.contains("interaction?uri=https%3A%2F%2Fevil.example"));
    assert!(visitor.open("/interact?server=x%20y&uri=").await.text.contains("This is no server"));
    // And the other way round: members who come from elsewhere.
    let member = Visitor::logged_in(&node, "ada").await;
    let arrived = member.open(&format!("/authorize_interaction?uri={query}")).await;
    assert!(arrived.header("location").starts_with("/@ada/"), "{}", arrived.header("location"));
    let finger = node.get(&format!("/.well-known/webfinger?resource=acct:ada@{}", node.domain)).await.json();
    let template = finger["links"].as_array().unwrap().iter().find_map(|l| l["template"].as_str()).unwrap();
    assert!(template.ends_with("/authorize_interaction?uri={uri}"));
    // Search engines are told what they may find.
    assert!(node.get("/robots.txt").await.text.contains("Disallow: /admin"));
    assert!(!node.get("/sitemap.xml").await.text.contains("/@ada/"), "only whose authors agree");
    ada.call(reqwest::Method::PATCH, "/api/v1/accounts/update_credentials", Some(json!({"indexable": true}))).await.ok();
    assert!(node.get("/sitemap.xml").await.text.contains("/@ada/"));
    let preview = visitor.open(&format!("/@ada/{}", said["id"].as_str().unwrap())).await.text;
    for property in ["og:title", "og:description", "og:url", "og:image"] {
        assert!(preview.contains(&format!("property=\"{property}\" content=\"")), "{property}");
    }
}

use serde_json::{Value, json};

use crate::testing::visitor::Visitor;
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

/// A device with one key, in software.
struct Device {
    key: aws_lc_rs::signature::EcdsaKeyPair,
    origin: String,
    host: String,
    count: u32,
}

impl Device {
    fn of(node: &TestNode) -> Self {
        use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair};
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap();
        Self { key, origin: node.base.clone(), host: "127.0.0.1".into(), count: 0 }
    }

    fn text(bytes: &[u8]) -> String {
        base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, bytes)
    }

    fn client_data(&self, kind: &str, challenge: &str) -> Vec<u8> {
        json!({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false}).to_string().into_bytes()
    }

    /// Authenticator data: for whom, the flags, the count, and at registration the id of the key.
    fn data(&self, flags: u8, with_key: bool) -> Vec<u8> {
        let mut data = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, self.host.as_bytes()).as_ref().to_vec();
        data.push(flags);
        data.extend(self.count.to_be_bytes());
        if with_key {
            data.extend([0; 16]);
            data.extend([0, 4]);
            data.extend(b"key1");
        }
        data
    }

    fn make(&self, challenge: &str, flags: u8) -> Value {
        use aws_lc_rs::encoding::AsDer;
        use aws_lc_rs::signature::KeyPair;
        let spki = self.key.public_key().as_der().unwrap();
        json!({
            "id": Self::text(b"key1"), "name": "Phone", "algorithm": -7, "public_key": Self::text(spki.as_ref()),
            "client_data": Self::text(&self.client_data("webauthn.create", challenge)),
            "authenticator_data": Self::text(&self.data(flags, true))
        })
    }

    fn show(&mut self, challenge: &str, flags: u8) -> Value {
        self.count += 1;
        let client = self.client_data("webauthn.get", challenge);
        let data = self.data(flags, false);
        let mut signed = data.clone();
        signed.extend(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &client).as_ref());
        let signature = self.key.sign(&aws_lc_rs::rand::SystemRandom::new(), &signed).unwrap();
        json!({
            "id": Self::text(b"key1"), "client_data": Self::text(&client), "authenticator_data": Self::text(&data),
            "signature": Self::text(signature.as_ref())
        })
    }
}

/// Present and recognised.
const BOTH: u8 = 5;

#[tokio::test]
async fn a_passkey_opens_the_door_for_its_page_and_challenge_alone() {
    let node = TestNode::patient().await;
    node.person("ada").await;
    let ada = Visitor::logged_in(&node, "ada").await;
    let mut device = Device::of(&node);
    let security = "/settings/security";
    let challenge = async |visitor: &Visitor, page: &str, action: &str| {
        let begun = visitor.send(page, action, &[("current", PASSWORD)]).await;
        assert_eq!(begun.status, 200, "{}", begun.text);
        begun.json()["challenge"].as_str().unwrap().to_string()
    };
    let without = ada.send(security, "/settings/security/passkeys/begin", &[("current", "wrong")]).await;
    assert_eq!(without.status, 422, "the password is asked for first");

    let first = challenge(&ada, security, "/settings/security/passkeys/begin").await;
    let unseen = ada.send_json(security, "/settings/security/passkeys", device.make(&first, 1)).await;
    assert_eq!(unseen.status, 422, "who was not recognised");
    let fresh = challenge(&ada, security, "/settings/security/passkeys/begin").await;
    assert_eq!(ada.send_json(security, "/settings/security/passkeys", device.make(&fresh, BOTH)).await.status, 303);
    let again = challenge(&ada, security, "/settings/security/passkeys/begin").await;
    assert_eq!(
        ada.send_json(security, "/settings/security/passkeys", device.make(&again, BOTH)).await.status,
        409,
        "known already"
    );
    assert!(ada.open(security).await.text.contains("Phone"));

    let visitor = Visitor::of(&node);
    let ask = async || challenge(&visitor, "/login", "/login/passkey/begin").await;
    let show = async |brought: Value| visitor.send_json("/login", "/login/passkey", brought).await.status;
    // For another page, another host, with nobody there, for a challenge of somebody else's, or changed on the way.
    let mut elsewhere = device.show(&ask().await, BOTH);
    device.origin = "https://evil.example".into();
    let phished = device.show(&ask().await, BOTH);
    device.origin = node.base.clone();
    device.host = "evil.example".into();
    let other_host = device.show(&ask().await, BOTH);
    device.host = "127.0.0.1".into();
    let absent = device.show(&ask().await, 0);
    let made_up = device.show(&Device::text(b"a challenge of my own, thirty-two"), BOTH);
    let of_registration = device.show(&challenge(&ada, security, "/settings/security/passkeys/begin").await, BOTH);
    elsewhere["id"] = Device::text(b"key2").into();
    let mut forged = device.show(&ask().await, BOTH);
    forged["signature"] = device.show(&ask().await, BOTH)["signature"].clone();
    for (what, brought) in [
        ("an unknown key", elsewhere),
        ("another page", phished),
        ("another host", other_host),
        ("nobody there", absent),
        ("a challenge that is not ours", made_up),
        ("a challenge for something else", of_registration),
        ("a signature of something else", forged),
    ] {
        assert_eq!(show(brought).await, 422, "{what}");
    }
    let good = device.show(&ask().await, BOTH);
    assert_eq!(show(good.clone()).await, 200);
    assert_eq!(visitor.open("/home").await.status, 200);
    let second = Visitor::of(&node);
    assert_eq!(second.send_json("/login", "/login/passkey", good).await.status, 422, "a challenge is used once");
    // A copy of the key counts on its own, and is found out.
    device.count -= 2;
    let copied = device.show(&challenge(&second, "/login", "/login/passkey/begin").await, BOTH);
    assert_eq!(second.send_json("/login", "/login/passkey", copied).await.status, 422);
    // Rubbish is rubbish.
    for rubbish in [json!({}), json!({"id": "x", "client_data": "%%%"}), json!({"id": "x", "client_data": Device::text(b"{}")})] {
        assert_eq!(second.send_json("/login", "/login/passkey", rubbish).await.status, 422);
    }
}

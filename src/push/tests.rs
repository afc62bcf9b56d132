use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Method;
use serde_json::{Value, json};

use crate::testing::far::Far;
use crate::testing::{TestNode, until};

fn keys() -> Value {
    let key = PrivateKey::generate(&ECDH_P256).unwrap();
    json!({"p256dh": URL_SAFE_NO_PAD.encode(key.compute_public_key().unwrap()), "auth": URL_SAFE_NO_PAD.encode([7; 16])})
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_app_is_woken_for_what_it_asked_for_until_it_is_gone() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    let service = Far::start().await.unwrap();
    let path = "/api/v1/push/subscription";
    assert_eq!(ada.call(Method::GET, path, None).await.status, 404);
    let new = json!({"subscription": {"endpoint": format!("{}/wake/ada", service.base), "keys": keys(), "standard": true}, "data": {"alerts": {"mention": true}}});
    let made = ada.post(path, new.clone()).await;
    assert!(made["id"].is_number() && made["server_key"].as_str().unwrap().len() == 87);
    assert_eq!(
        (&made["alerts"]["mention"], &made["alerts"]["favourite"], &made["policy"]),
        (&json!(true), &json!(false), &json!("all"))
    );
    assert_eq!(node.get("/api/v2/instance").await.ok()["configuration"]["vapid"]["public_key"], made["server_key"]);
    let post = ada.says("soup").await;
    bob.does("favourite", &post).await;
    bob.says("@ada hello").await;
    let woken = until("the app is woken", || async { service.knocks().into_iter().next() }).await;
    assert_eq!((woken.1["content-encoding"].to_str().unwrap(), woken.1["ttl"].to_str().unwrap()), ("aes128gcm", "172800"));
    assert!(woken.1["authorization"].to_str().unwrap().starts_with("vapid t="));
    node.settled().await;
    assert_eq!(service.knocks().len(), 1, "for the mention, not for the favourite");

    // The older encoding, for an app that does not say that it knows the standard.
    let older = json!({"subscription": {"endpoint": format!("{}/wake/old", service.base), "keys": keys()}, "data": {"alerts": {"favourite": "1"}, "policy": "followed"}});
    ada.post(path, older).await;
    bob.says("@ada not for this").await;
    bob.does("favourite", &ada.says("more soup").await).await;
    node.settled().await;
    assert_eq!(service.knocks().len(), 1, "nobody ada follows");
    ada.call(Method::PUT, path, Some(json!({"data": {"alerts": {"favourite": true}, "policy": "all"}}))).await.ok();
    bob.does("favourite", &ada.says("still more soup").await).await;
    node.settled().await;
    let (where_, headers) = service.knocks()[1].clone();
    assert_eq!(where_, "/wake/old");
    assert_eq!(headers["content-encoding"], "aesgcm");
    assert!(
        headers["crypto-key"].to_str().unwrap().starts_with("dh=")
            && headers["encryption"].to_str().unwrap().starts_with("salt=")
    );
    assert!(headers["authorization"].to_str().unwrap().starts_with("WebPush "));

    // The service says that the app is gone: it is not woken again.
    service.forget("/wake/old");
    bob.does("favourite", &ada.says("the last soup").await).await;
    node.settled().await;
    assert_eq!(ada.call(Method::GET, path, None).await.status, 404);
    // A token that does not hold any more wakes nobody.
    ada.post(path, new).await;
    let stella = node.log_in("stella", "read").await;
    assert_eq!(stella.call(Method::GET, path, None).await.status, 403);
    for bad in [
        json!({"subscription": {"endpoint": "http://10.0.0.1/x", "keys": keys()}}),
        json!({"subscription": {"endpoint": "file:///etc/passwd", "keys": keys()}}),
        json!({"subscription": {"endpoint": format!("{}/x", service.base), "keys": {"p256dh": "AAAA", "auth": "AA"}}}),
        json!({"subscription": {"endpoint": format!("{}/x", service.base), "keys": keys()}, "data": {"policy": "some"}}),
        json!({}),
    ] {
        assert_eq!(ada.call(Method::POST, path, Some(bad.clone())).await.status, 422, "{bad}");
    }
    ada.call(Method::DELETE, path, None).await.ok();
    bob.says("@ada silence").await;
    node.settled().await;
    assert_eq!(service.knocks().len(), 2);
}

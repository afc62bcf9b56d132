use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use reqwest::Method;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::testing::node::Person;
use crate::testing::{Answer, TestNode, until, words};

struct Socket(WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>);

impl Socket {
    async fn open(node: &TestNode, query: &str, protocol: Option<&str>) -> Result<Self, u16> {
        let mut request = format!("ws://{}/api/v1/streaming{query}", node.domain).into_client_request().unwrap();
        if let Some(protocol) = protocol {
            request.headers_mut().insert("sec-websocket-protocol", protocol.parse().unwrap());
        }
        match tokio_tungstenite::connect_async(request).await {
            Ok((socket, response)) => {
                if let Some(protocol) = protocol {
                    assert_eq!(response.headers()["sec-websocket-protocol"], protocol, "browsers drop it otherwise");
                }
                Ok(Self(socket))
            }
            Err(tokio_tungstenite::tungstenite::Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    async fn says(&mut self, wish: Value) {
        self.0.send(Message::text(wish.to_string())).await.unwrap();
    }

    /// The next frame, or `None` when the connection was closed.
    async fn next(&mut self) -> Option<Value> {
        loop {
            let message = tokio::time::timeout(Duration::from_secs(20), self.0.next()).await.expect("something comes");
            match message {
                Some(Ok(Message::Text(text))) => return Some(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    /// The next frame of an event, with its payload read.
    async fn hears(&mut self, event: &str) -> (Vec<String>, Value) {
        loop {
            let frame = self.next().await.expect("the connection holds");
            if frame["event"] == event {
                let stream = frame["stream"].as_array().unwrap().iter().map(|s| s.as_str().unwrap().to_string()).collect();
                let payload = frame["payload"].as_str().map(|p| serde_json::from_str(p).unwrap_or_else(|_| p.into()));
                return (stream, payload.unwrap_or(Value::Null));
            }
        }
    }
}

async fn listens(node: &TestNode, who: &Person, stream: &str) -> Socket {
    Socket::open(node, &format!("?access_token={}&stream={stream}", who.token), None).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happens_is_heard_as_it_happens() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    ada.follows("bob").await;
    let mut at_home = listens(&node, &ada, "user").await;
    let mut public = Socket::open(&node, "", Some(&bob.token)).await.unwrap();
    for wish in [
        json!({"type": "subscribe", "stream": "public:local"}),
        json!({"type": "subscribe", "stream": "hashtag", "tag": "Soup"}),
        json!({"type": "subscribe", "stream": "direct"}),
    ] {
        public.says(wish).await;
    }
    public.says(json!({"type": "subscribe", "stream": "everything"})).await;
    assert_eq!(public.next().await.unwrap()["status"], 422, "after this it listens to the three before");

    let post = bob.says("#soup for @ada").await;
    let (stream, heard) = at_home.hears("update").await;
    assert_eq!((stream, &heard["id"], &heard["favourited"]), (vec!["user".to_string()], &post["id"], &json!(false)));
    let (_, told) = at_home.hears("notification").await;
    assert_eq!((&told["type"], &told["status"]["id"]), (&json!("mention"), &post["id"]));
    let mut streams = vec![public.hears("update").await.0, public.hears("update").await.0];
    streams.sort();
    assert_eq!(streams, [vec!["hashtag".to_string(), "soup".into()], vec!["public:local".to_string()]]);

    let path = format!("/api/v1/statuses/{}", post["id"].as_str().unwrap());
    bob.call(Method::PUT, &path, Some(json!({"status": "#soup for all"}))).await.ok();
    assert_eq!(words(&at_home.hears("status.update").await.1), "#soup for all");
    bob.call(Method::DELETE, &path, None).await.ok();
    assert_eq!(at_home.hears("delete").await.1, post["id"].as_str().unwrap().parse::<u64>().unwrap());

    // Letters go to those they are between.
    public.says(json!({"type": "unsubscribe", "stream": "public:local"})).await;
    bob.says_to("direct", "@ada a secret").await;
    let (stream, heard) = public.hears("conversation").await;
    assert_eq!((stream, words(&heard["last_status"])), (vec!["direct".to_string()], "@ada a secret".to_string()));
    ada.post(
        "/api/v2/filters",
        json!({"title": "x", "context": ["home"], "filter_action": "hide", "keywords_attributes": [{"keyword": "peas"}]}),
    )
    .await;
    at_home.hears("filters_changed").await;
    bob.says("peas").await;
    bob.says("carrots").await;
    assert_eq!(words(&at_home.hears("update").await.1), "carrots", "what is hidden is not heard");
    ada.post(&format!("/api/v1/accounts/{}/block", bob.id), json!({})).await;
    let mut all = listens(&node, &ada, "public").await;
    bob.says("not for ada").await;
    ada.says("ada's own").await;
    assert_eq!(words(&all.hears("update").await.1), "ada's own");
    let stella = node.log_in("stella", "admin:write").await;
    stella.post("/api/v1/potluck/announcements", json!({"text": "dinner"})).await;
    assert!(at_home.hears("announcement").await.1["content"].as_str().unwrap().contains("dinner"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_does_not_hold_any_more_ends_what_it_opened() {
    let node = TestNode::start().await;
    let ada = node.person("ada").await;
    assert_eq!(Socket::open(&node, "?stream=user", None).await.err(), Some(401));
    assert_eq!(Socket::open(&node, "?stream=user&access_token=nonsense", None).await.err(), Some(401));
    assert_eq!(Socket::open(&node, &format!("?stream=list&list=7&access_token={}", ada.token), None).await.err(), Some(404));
    let writer = node.log_in("ada", "write").await;
    assert_eq!(Socket::open(&node, &format!("?stream=user&access_token={}", writer.token), None).await.err(), Some(403));
    let mut socket = listens(&node, &ada, "user").await;
    let (other, fingerprint) = (node.log_in("ada", "read").await, crate::ids::fingerprint(&ada.token));
    let mut stays = listens(&node, &other, "user").await;
    node.app.write(move |tx| crate::oauth::revoke_by_fingerprint(tx, &fingerprint)).await.unwrap();
    assert_eq!(socket.next().await, None, "closed at once");
    assert_eq!(Socket::open(&node, &format!("?stream=user&access_token={}", ada.token), None).await.err(), Some(401));
    node.log_in("ada", "write").await.says("still heard elsewhere").await;
    stays.hears("update").await;
    // Who is suspended hears nothing more, with any token.
    node.app
        .write(|tx| {
            let account = crate::accounts::by_handle(tx, "ada")?.unwrap();
            crate::accounts::mark(tx, account.id, crate::accounts::Mark::Suspended, true)?;
            crate::oauth::revoke_all(tx, account.id)
        })
        .await
        .unwrap();
    assert_eq!(stays.next().await, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_websocket_events_come_over_http() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    assert_eq!(Answer::of(node.http.get(format!("{}/api/v1/streaming/health", node.base))).await.text, "OK");
    assert_eq!(node.get("/api/v1/streaming/public").await.status, 401);
    assert_eq!(node.get("/api/v1/streaming").await.status, 404);
    let mut response =
        node.http.get(format!("{}/api/v1/streaming/public/local", node.base)).bearer_auth(&ada.token).send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    bob.says("soup").await;
    let mut heard = String::new();
    while !heard.contains("\n\n") {
        let chunk = tokio::time::timeout(Duration::from_secs(20), response.chunk()).await.unwrap().unwrap().unwrap();
        heard += std::str::from_utf8(&chunk).unwrap();
    }
    let data = heard.lines().find_map(|l| l.strip_prefix("data: ")).unwrap();
    assert!(heard.contains("event: update") && words(&serde_json::from_str(data).unwrap()) == "soup");
    drop(response);
    // Whoever went away is forgotten.
    bob.says("bread").await;
    until("nobody listens any more", || async {
        bob.says("rice").await;
        (node.station.count() == 0).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_and_notifications_have_streams_of_their_own() {
    let node = TestNode::start().await;
    let (ada, bob, eve) = (node.person("ada").await, node.person("bob").await, node.person("eve").await);
    ada.follows("bob").await;
    let list = ada.post("/api/v1/lists", json!({"title": "cooks", "replies_policy": "none"})).await;
    let id = list["id"].as_str().unwrap();
    ada.post(&format!("/api/v1/lists/{id}/accounts"), json!({"account_ids": [bob.id]})).await;
    let mut in_list = listens(&node, &ada, &format!("list&list={id}")).await;
    let mut told = listens(&node, &ada, "user:notification").await;
    let other = Socket::open(&node, &format!("?stream=list&list={id}&access_token={}", eve.token), None).await;
    assert_eq!(other.err(), Some(404), "it is ada's");
    let theirs = eve.says("not in it").await;
    bob.replies(&theirs, "an answer").await;
    bob.says("in it, @ada").await;
    let (stream, heard) = in_list.hears("update").await;
    assert_eq!((stream, words(&heard)), (vec!["list".to_string(), id.to_string()], "in it, @ada".to_string()));
    assert_eq!(told.hears("notification").await.1["type"], "mention");
}

//! A careless postman before a node: what others send it he takes, and brings it later, the last first, and everything twice.
//! Whoever only asks the node for something is let through.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Response, StatusCode, Uri};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::node::client;

/// So long he collects before he goes.
const COLLECTS: Duration = Duration::from_millis(150);

#[derive(Clone)]
struct Letter {
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Bytes,
}

#[derive(Clone)]
struct Postman {
    node: String,
    bag: UnboundedSender<Letter>,
    http: reqwest::Client,
    /// Letters he has taken and not brought yet.
    has: Arc<AtomicUsize>,
}

impl Postman {
    /// As the node answers, if it does and can.
    async fn bring(&self, letter: Letter) -> Option<reqwest::Response> {
        let url = format!("http://{}{}", self.node, letter.path);
        self.http.request(letter.method, url).headers(letter.headers).body(letter.body).send().await.ok()
    }
}

/// Stands at an address, and brings everything to the node that listens at another; answers where to read how many letters he
/// has with him.
pub fn stand(at: &str, node: &str) -> Arc<AtomicUsize> {
    let (bag, letters) = unbounded_channel();
    let has = Arc::new(AtomicUsize::new(0));
    let postman = Postman { node: node.into(), bag, http: client(), has: has.clone() };
    let listener = std::net::TcpListener::bind(at).unwrap();
    listener.set_nonblocking(true).unwrap();
    tokio::spawn(deliver(postman.clone(), letters));
    let app = Router::new().fallback(take).with_state(postman);
    tokio::spawn(async move { axum::serve(tokio::net::TcpListener::from_std(listener).unwrap(), app).await });
    has
}

async fn take(State(postman): State<Postman>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let letter = Letter { method, path: uri.to_string(), headers, body };
    if letter.method == Method::POST && uri.path().ends_with("/inbox") {
        postman.has.fetch_add(1, Ordering::Relaxed);
        postman.bag.send(letter).unwrap();
        return plain(StatusCode::ACCEPTED);
    }
    let Some(answer) = postman.bring(letter).await else { return plain(StatusCode::BAD_GATEWAY) };
    let mut told = plain(answer.status());
    *told.headers_mut() = answer.headers().clone();
    told.headers_mut().remove("transfer-encoding");
    *told.body_mut() = answer.bytes().await.map(Body::from).unwrap_or_default();
    told
}

fn plain(status: StatusCode) -> Response<Body> {
    Response::builder().status(status).body(Body::empty()).unwrap()
}

async fn deliver(postman: Postman, mut letters: UnboundedReceiver<Letter>) {
    while let Some(first) = letters.recv().await {
        let mut bag = vec![first];
        tokio::time::sleep(COLLECTS).await;
        while let Ok(more) = letters.try_recv() {
            bag.push(more);
        }
        let twice: Vec<Letter> = bag.iter().rev().chain(&bag).cloned().collect();
        for letter in twice {
            // He waits before a closed door, and where nobody can take it now: what he has taken he brings.
            while postman.bring(letter.clone()).await.is_none_or(|answer| answer.status().is_server_error()) {
                tokio::time::sleep(COLLECTS).await;
            }
        }
        postman.has.fetch_sub(bag.len(), Ordering::Relaxed);
    }
}

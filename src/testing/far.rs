//! A far server: as many actors as it is asked for, documents as they are put there, an inbox that counts.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use std::time::Instant;

use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use url::Url;

use crate::clock::Time;
use crate::error::{Error, Result};
use crate::federation::CONTENT_TYPE;
use crate::federation::keys::{Fresh, Signer, generate};
use crate::federation::signatures::{self, Scheme};

pub struct Far {
    pub base: String,
    key: Mutex<Fresh>,
    /// (content type, body) by path.
    documents: Mutex<HashMap<String, (String, Vec<u8>)>>,
    fetched: Mutex<HashMap<String, usize>>,
    knocks: Mutex<Vec<(String, HeaderMap)>>,
    forgotten: Mutex<Vec<String>>,
    received: Mutex<Vec<Received>>,
    manner: Mutex<Manner>,
    lost: Mutex<Vec<usize>>,
    under_way: AtomicUsize,
    most_under_way: AtomicUsize,
}

/// An activity as it came.
#[derive(Clone, Debug)]
pub struct Received {
    pub activity: Value,
    /// Signed as in RFC 9421.
    pub newer_signature: bool,
    pub at: Instant,
    pub headers: HeaderMap,
    pub size: usize,
}

/// How an inbox answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// 202.
    Well,
    /// With this status, and `Retry-After` in seconds if there is a second number.
    With(u16, Option<u32>),
    /// Not at all.
    Never,
    /// 202 to RFC 9421, 401 to the older draft.
    WantsNewer,
}

impl Far {
    pub async fn start() -> Result<Arc<Self>> {
        Self::start_with(generate()?).await
    }

    /// So many servers, which share one key: making keys takes longer than all the rest.
    pub async fn start_many(count: usize) -> Result<Vec<Arc<Self>>> {
        let key = generate()?;
        let mut all = Vec::new();
        for _ in 0..count {
            all.push(Self::start_with(key.clone()).await?);
        }
        Ok(all)
    }

    async fn start_with(key: Fresh) -> Result<Arc<Self>> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.map_err(Error::internal)?;
        let base = format!("http://{}", listener.local_addr().map_err(Error::internal)?);
        let far = Arc::new(Self {
            base,
            key: Mutex::new(key),
            documents: Mutex::default(),
            fetched: Mutex::default(),
            knocks: Mutex::default(),
            forgotten: Mutex::default(),
            received: Mutex::default(),
            manner: Mutex::new(Manner::Well),
            lost: Mutex::default(),
            under_way: AtomicUsize::new(0),
            most_under_way: AtomicUsize::new(0),
        });
        let router = axum::Router::new()
            .route("/actors/{n}", get(actor))
            .route("/actors/{n}/inbox", post(inbox))
            .fallback(elsewhere)
            .with_state(far.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(far)
    }

    pub fn actor(&self, n: usize) -> String {
        format!("{}/actors/{n}", self.base)
    }

    /// The key of an actor as it is now.
    pub fn signer(&self, n: usize) -> Result<Signer> {
        let key = self.key.lock().unwrap_or_else(PoisonError::into_inner);
        Signer::load(format!("{}#main-key", self.actor(n)), &key.pkcs8)
    }

    /// How many activities of a type were received.
    pub fn count(&self, kind: &str) -> usize {
        self.received().iter().filter(|r| r.activity["type"] == kind).count()
    }

    /// The key under another name.
    #[cfg(test)]
    pub fn signer_named(&self, key_id: String) -> Result<Signer> {
        Signer::load(key_id, &self.key.lock().unwrap().pkcs8)
    }

    #[cfg(test)]
    pub fn public_pem(&self) -> String {
        self.key.lock().unwrap().public_pem.clone()
    }

    /// What was received and answered well, in order.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on its inboxes answer like this.
    pub fn answers(&self, manner: Manner) {
        *self.manner.lock().unwrap_or_else(PoisonError::into_inner) = manner;
    }

    /// This actor is gone for good.
    #[cfg(test)]
    pub fn lose_actor(&self, n: usize) {
        self.lost.lock().unwrap().push(n);
    }

    /// The most requests that were under way at the same time.
    pub fn most_at_once(&self) -> usize {
        self.most_under_way.load(Ordering::Relaxed)
    }

    /// A request that brings an activity to an inbox, signed at this moment.
    pub fn request(&self, http: &Client, inbox: &Url, signer: &Signer, activity: &Value, now: Time) -> Result<RequestBuilder> {
        let body = activity.to_string();
        let headers = signatures::sign_post(Scheme::Cavage, inbox, body.as_bytes(), Vec::new(), signer, now)?;
        Ok(headers.into_iter().fold(http.post(inbox.clone()), |request, (name, value)| request.header(name, value)).body(body))
    }

    /// From now on all its actors have another key.
    #[cfg(test)]
    pub fn rotate_keys(&self) {
        *self.key.lock().unwrap() = generate().unwrap();
    }

    /// Puts a document where it can be fetched.
    #[cfg(test)]
    pub fn put(&self, path: &str, content_type: &str, document: &Value) {
        self.put_bytes(path, content_type, document.to_string().into_bytes());
    }

    #[cfg(test)]
    pub fn put_bytes(&self, path: &str, content_type: &str, bytes: Vec<u8>) {
        self.documents.lock().unwrap().insert(path.into(), (content_type.into(), bytes));
    }

    /// What came to `/wake/…`, as to a push service: where, and with which headers.
    #[cfg(test)]
    pub fn knocks(&self) -> Vec<(String, HeaderMap)> {
        self.knocks.lock().unwrap().clone()
    }

    /// From now on the app at this address is gone.
    #[cfg(test)]
    pub fn forget(&self, path: &str) {
        self.forgotten.lock().unwrap().push(path.into());
    }

    /// How often this address was asked for.
    #[cfg(test)]
    pub fn fetched(&self, path: &str) -> usize {
        self.fetched.lock().unwrap().get(path).copied().unwrap_or_default()
    }
}

async fn actor(State(far): State<Arc<Far>>, Path(n): Path<usize>) -> Response {
    if far.lost.lock().unwrap_or_else(PoisonError::into_inner).contains(&n) {
        return StatusCode::GONE.into_response();
    }
    let uri = far.actor(n);
    let pem = far.key.lock().unwrap_or_else(PoisonError::into_inner).public_pem.clone();
    let actor = json!({
        "@context": "https://www.w3.org/ns/activitystreams", "id": uri, "type": "Person", "preferredUsername": format!("far{n}"),
        "inbox": format!("{uri}/inbox"), "followers": format!("{uri}/followers"),
        "publicKey": {"id": format!("{uri}#main-key"), "owner": uri, "publicKeyPem": pem}
    });
    ([("content-type", CONTENT_TYPE)], actor.to_string()).into_response()
}

async fn inbox(State(far): State<Arc<Far>>, Path(_): Path<usize>, headers: HeaderMap, body: axum::body::Bytes) -> Response {
    let now = far.under_way.fetch_add(1, Ordering::Relaxed) + 1;
    far.most_under_way.fetch_max(now, Ordering::Relaxed);
    let manner = *far.manner.lock().unwrap_or_else(PoisonError::into_inner);
    let newer_signature = headers.contains_key("signature-input");
    let answer = match manner {
        Manner::Never => std::future::pending().await,
        Manner::With(status, after) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            match after {
                Some(seconds) => (status, [("retry-after", seconds.to_string())]).into_response(),
                None => status.into_response(),
            }
        }
        Manner::WantsNewer if !newer_signature => StatusCode::UNAUTHORIZED.into_response(),
        Manner::Well | Manner::WantsNewer => {
            if let Ok(activity) = serde_json::from_slice::<Value>(&body) {
                let received = Received { activity, newer_signature, at: Instant::now(), headers, size: body.len() };
                far.received.lock().unwrap_or_else(PoisonError::into_inner).push(received);
            }
            // Others get a turn, as they would over a real network.
            tokio::task::yield_now().await;
            StatusCode::ACCEPTED.into_response()
        }
    };
    far.under_way.fetch_sub(1, Ordering::Relaxed);
    answer
}

/// Any other address: a document that was put there, or the inbox of an actor that was.
async fn elsewhere(State(far): State<Arc<Far>>, OriginalUri(uri): OriginalUri, request: axum::extract::Request) -> Response {
    if request.method() == axum::http::Method::POST && uri.path().starts_with("/wake/") {
        if far.forgotten.lock().unwrap_or_else(PoisonError::into_inner).iter().any(|path| path == uri.path()) {
            return StatusCode::GONE.into_response();
        }
        far.knocks.lock().unwrap_or_else(PoisonError::into_inner).push((uri.path().to_string(), request.headers().clone()));
        return StatusCode::CREATED.into_response();
    }
    if request.method() == axum::http::Method::POST {
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, 2_000_000).await.unwrap_or_default();
        return inbox(State(far), Path(0), parts.headers, body).await;
    }
    *far.fetched.lock().unwrap_or_else(PoisonError::into_inner).entry(uri.path().to_string()).or_default() += 1;
    match far.documents.lock().unwrap_or_else(PoisonError::into_inner).get(uri.path()) {
        Some((kind, body)) => ([("content-type", kind.clone())], body.clone()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

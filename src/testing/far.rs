//! A far server: as many actors as it is asked for, documents as they are put there, an inbox that counts.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use url::Url;

use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::federation::CONTENT_TYPE;
use crate::federation::keys::{Fresh, Signer, generate};
use crate::federation::signatures::{self, Scheme};

pub struct Far {
    pub base: String,
    key: Mutex<Fresh>,
    /// (content type, body) by path.
    documents: Mutex<HashMap<String, (String, String)>>,
    received: Mutex<HashMap<String, usize>>,
}

impl Far {
    pub async fn start() -> Result<Arc<Self>> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.map_err(Error::internal)?;
        let base = format!("http://{}", listener.local_addr().map_err(Error::internal)?);
        let far = Arc::new(Self { base, key: Mutex::new(generate()?), documents: Mutex::default(), received: Mutex::default() });
        let router = axum::Router::new()
            .route("/u/{n}", get(actor))
            .route("/u/{n}/inbox", post(inbox))
            .fallback(document)
            .with_state(far.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(far)
    }

    pub fn actor(&self, n: usize) -> String {
        format!("{}/u/{n}", self.base)
    }

    /// The key of an actor as it is now.
    pub fn signer(&self, n: usize) -> Result<Signer> {
        let key = self.key.lock().unwrap_or_else(PoisonError::into_inner);
        Signer::load(format!("{}#main-key", self.actor(n)), &key.pkcs8)
    }

    /// How many activities of a type were received.
    pub fn count(&self, kind: &str) -> usize {
        self.received.lock().unwrap_or_else(PoisonError::into_inner).get(kind).copied().unwrap_or_default()
    }

    /// A signed request that brings an activity to an inbox.
    pub fn request(&self, http: &Client, inbox: &Url, signer: &Signer, activity: &Value) -> Result<RequestBuilder> {
        let body = activity.to_string();
        let headers = signatures::sign_post(Scheme::Cavage, inbox, body.as_bytes(), signer, Clock::default().now())?;
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
        self.documents.lock().unwrap().insert(path.into(), (content_type.into(), document.to_string()));
    }
}

async fn actor(State(far): State<Arc<Far>>, Path(n): Path<usize>) -> Response {
    let uri = far.actor(n);
    let pem = far.key.lock().unwrap_or_else(PoisonError::into_inner).public_pem.clone();
    let actor = json!({
        "@context": "https://www.w3.org/ns/activitystreams", "id": uri, "type": "Person", "preferredUsername": format!("far{n}"),
        "inbox": format!("{uri}/inbox"), "followers": format!("{uri}/followers"),
        "publicKey": {"id": format!("{uri}#main-key"), "owner": uri, "publicKeyPem": pem}
    });
    ([("content-type", CONTENT_TYPE)], actor.to_string()).into_response()
}

async fn inbox(State(far): State<Arc<Far>>, body: axum::body::Bytes) -> StatusCode {
    if let Ok(activity) = serde_json::from_slice::<Value>(&body) {
        let kind = activity["type"].as_str().unwrap_or_default().to_string();
        *far.received.lock().unwrap_or_else(PoisonError::into_inner).entry(kind).or_default() += 1;
    }
    StatusCode::ACCEPTED
}

async fn document(State(far): State<Arc<Far>>, OriginalUri(uri): OriginalUri) -> Response {
    match far.documents.lock().unwrap_or_else(PoisonError::into_inner).get(uri.path()) {
        Some((kind, body)) => ([("content-type", kind.clone())], body.clone()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

//! The doors of streaming: one WebSocket for any number of streams, and a path for each as server-sent events.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, SEC_WEBSOCKET_PROTOCOL};
use axum::response::sse::{Event as Sse, KeepAlive};
use axum::response::{IntoResponse, Response, Sse as SseResponse};
use futures_util::stream;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::station::{Frame, Guest, Seat};
use super::{Channel, Station};
use crate::app::App;
use crate::error::{Error, Result};
use crate::lists;
use crate::oauth::{self, Caller};
use crate::web::params::{flag, text};
use crate::web::{Params, Routes};

/// The longest message of a client.
const LONGEST: usize = 16_384;
/// What is kept of each connection for reading and writing.
const BUFFER: usize = 4_096;
/// How often a quiet connection is shown to be alive.
const HEARTBEAT: Duration = Duration::from_secs(30);

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/streaming", socket)
        .get("/api/v1/streaming/health", health)
        .get("/api/v1/streaming/user", user)
        .get("/api/v1/streaming/user/notification", user_notification)
        .get("/api/v1/streaming/public", public)
        .get("/api/v1/streaming/public/local", public_local)
        .get("/api/v1/streaming/public/remote", public_remote)
        .get("/api/v1/streaming/hashtag", tagged)
        .get("/api/v1/streaming/hashtag/local", tagged_local)
        .get("/api/v1/streaming/list", list)
        .get("/api/v1/streaming/direct", direct)
}

async fn health() -> &'static str {
    "OK"
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default, deserialize_with = "text")]
    stream: Option<String>,
    #[serde(default, deserialize_with = "text")]
    tag: Option<String>,
    #[serde(default, deserialize_with = "text")]
    list: Option<String>,
    #[serde(default, deserialize_with = "text")]
    access_token: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    only_media: Option<bool>,
}

/// The token: in the header, in the query, or where browsers can put one, in the sub-protocol.
fn token(headers: &HeaderMap, asked: &Asked) -> Option<String> {
    let header = |name| headers.get(name).and_then(|h: &axum::http::HeaderValue| h.to_str().ok());
    let bearer =
        header(AUTHORIZATION).and_then(|h| h.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    bearer.map(|(_, token)| token.trim().to_string()).or_else(|| asked.access_token.clone()).or_else(|| protocol(headers))
}

fn protocol(headers: &HeaderMap) -> Option<String> {
    let all = headers.get(SEC_WEBSOCKET_PROTOCOL)?.to_str().ok()?;
    all.split(',').map(str::trim).find(|p| !p.is_empty()).map(ToString::to_string)
}

/// May this caller listen to this stream?
async fn check(app: &App, caller: &Caller, channel: &Channel) -> Result<()> {
    caller.needs_any(channel.scopes())?;
    if let Channel::List(id) = *channel {
        let account_id = caller.account.id;
        app.read(move |tx| lists::own(tx, account_id, id).map(|_| ())).await?;
    }
    Ok(())
}

async fn seat(app: &App, station: &Arc<Station>, token: &str) -> Result<(Caller, Seat, mpsc::Receiver<Frame>)> {
    let caller = oauth::caller_of(app, token).await?;
    let guest = Guest {
        account_id: caller.account.id,
        token_id: caller.token_id,
        reads_notifications: caller.needs("read:notifications").is_ok(),
    };
    let (seat, frames) = station.seat(guest).await?;
    // It may have been revoked just before there was a seat to take away.
    oauth::caller_of(app, token).await?;
    Ok((caller, seat, frames))
}

fn no_token() -> Error {
    Error::Unauthorized("Missing access token".into())
}

// ── WebSocket ──

async fn socket(
    State(app): State<App>,
    Extension(station): Extension<Arc<Station>>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
    Params(asked): Params<Asked>,
) -> Result<Response> {
    let Ok(upgrade) = upgrade else {
        let name = asked.stream.clone().ok_or(Error::NotFound)?;
        return events(&app, &station, &headers, asked, &name).await;
    };
    let token = token(&headers, &asked).ok_or_else(no_token)?;
    let (caller, seat, frames) = seat(&app, &station, &token).await?;
    if let Some(name) = &asked.stream {
        let channel = Channel::parse(name, asked.tag.as_deref(), asked.list.as_deref())?;
        check(&app, &caller, &channel).await?;
        seat.tune_in(channel)?;
    }
    let upgrade =
        upgrade.read_buffer_size(BUFFER).write_buffer_size(0).max_write_buffer_size(4_194_304).max_message_size(LONGEST);
    // A browser drops the connection unless it gets the sub-protocol back that it asked for.
    let upgrade = match protocol(&headers) {
        Some(protocol) => upgrade.protocols([protocol]),
        None => upgrade,
    };
    Ok(upgrade.on_upgrade(move |socket| talk(app, socket, caller, seat, frames)))
}

async fn talk(app: App, mut socket: WebSocket, caller: Caller, seat: Seat, mut frames: mpsc::Receiver<Frame>) {
    loop {
        let said = tokio::select! {
            () = app.stopped() => break,
            frame = frames.recv() => match frame {
                // Let go: too slow, or not welcome any more.
                None => break,
                Some(frame) => Message::text(as_json(&frame)),
            },
            message = socket.recv() => match message {
                Some(Ok(Message::Text(text))) => match obey(&app, &caller, &seat, &text).await {
                    Ok(()) => continue,
                    Err(error) => Message::text(json!({"error": error.shown(), "status": error.status().as_u16()}).to_string()),
                },
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                Some(Ok(_)) => continue,
            },
            () = tokio::time::sleep(HEARTBEAT) => Message::Ping(Vec::new().into()),
        };
        if socket.send(said).await.is_err() {
            return;
        }
    }
    let _ = socket.send(Message::Close(None)).await;
}

fn as_json(frame: &Frame) -> String {
    let mut body = json!({"stream": frame.channel.name(), "event": frame.event});
    if !frame.payload.is_empty() {
        body["payload"] = (*frame.payload).into();
    }
    body.to_string()
}

/// `{"type": "subscribe", "stream": "hashtag", "tag": "soup"}`
async fn obey(app: &App, caller: &Caller, seat: &Seat, text: &str) -> Result<()> {
    let wish: Value = serde_json::from_str(text).map_err(|_| Error::Malformed("This is not JSON.".into()))?;
    let word = |key: &str| wish[key].as_str().map(ToString::to_string).or_else(|| wish[key].as_i64().map(|n| n.to_string()));
    let channel = Channel::parse(word("stream").as_deref().unwrap_or_default(), word("tag").as_deref(), word("list").as_deref())
        .map_err(|error| if matches!(error, Error::NotFound) { Error::invalid("Unknown stream type") } else { error })?;
    match word("type").as_deref() {
        Some("subscribe") => {
            check(app, caller, &channel).await?;
            seat.tune_in(channel)
        }
        Some("unsubscribe") => {
            seat.tune_out(&channel);
            Ok(())
        }
        _ => Err(Error::invalid("The type is subscribe or unsubscribe.")),
    }
}

// ── server-sent events ──

async fn events(app: &App, station: &Arc<Station>, headers: &HeaderMap, asked: Asked, name: &str) -> Result<Response> {
    let token = token(headers, &asked).ok_or_else(no_token)?;
    let name =
        if asked.only_media == Some(true) && name.starts_with("public") { format!("{name}:media") } else { name.to_string() };
    let channel = Channel::parse(&name, asked.tag.as_deref(), asked.list.as_deref())?;
    let (caller, seat, frames) = seat(app, station, &token).await?;
    check(app, &caller, &channel).await?;
    seat.tune_in(channel)?;
    let app = app.clone();
    let told = stream::unfold((app, seat, frames), |(app, seat, mut frames)| async move {
        let frame = tokio::select! {
            () = app.stopped() => None,
            frame = frames.recv() => frame,
        }?;
        let payload = if frame.payload.is_empty() { "undefined".into() } else { frame.payload.to_string() };
        let event = Sse::default().event(frame.event).data(payload);
        Some((Ok::<_, Infallible>(event), (app, seat, frames)))
    });
    let alive = KeepAlive::new().interval(HEARTBEAT / 2).text("thump");
    // Proxies are not to wait for more before they pass it on.
    Ok(([("x-accel-buffering", "no")], SseResponse::new(told).keep_alive(alive)).into_response())
}

macro_rules! sources {
    ($($handler:ident: $name:literal),* $(,)?) => {$(
        async fn $handler(
            State(app): State<App>,
            Extension(station): Extension<Arc<Station>>,
            headers: HeaderMap,
            Params(asked): Params<Asked>,
        ) -> Result<Response> {
            events(&app, &station, &headers, asked, $name).await
        }
    )*};
}

sources! {
    user: "user",
    user_notification: "user:notification",
    public: "public",
    public_local: "public:local",
    public_remote: "public:remote",
    tagged: "hashtag",
    tagged_local: "hashtag:local",
    list: "list",
    direct: "direct",
}

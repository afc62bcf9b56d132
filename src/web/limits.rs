//! How often one caller may ask, counted in windows of time as Mastodon counts them, with the headers that say so.
//!
//! A caller is the token it shows or, without one, the address it calls from. An address is taken from `X-Forwarded-For`
//! only as far as trusted proxies wrote it: anybody can send the rest.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use ipnet::IpNet;

use crate::app::App;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::ids;

/// What is counted apart from the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Any call of the client API.
    Call,
    /// The same from one address, whatever tokens it shows: a token need not be good to be new.
    Address,
    Upload,
    Post,
    /// Deleting posts and taking boosts back.
    Delete,
    SignUp,
    NewApp,
    Token,
    /// Attempts to log in, by address.
    LogIn,
    /// The same, by the name or e-mail address that was tried.
    Name,
    /// Attempts at somebody's second factor: a code has six digits.
    Second,
    /// Letters somebody has sent to an address: a forgotten password.
    Letter,
}

impl Kind {
    /// How many, in how long.
    const fn allowance(self) -> (i64, i64) {
        match self {
            Self::Call => (1_500, 5 * Time::MINUTE),
            Self::Address => (7_500, 5 * Time::MINUTE),
            Self::Upload => (30, 30 * Time::MINUTE),
            Self::Post => (300, 3 * Time::HOUR),
            Self::Delete => (30, 30 * Time::MINUTE),
            Self::SignUp => (5, 30 * Time::MINUTE),
            Self::NewApp => (25, 10 * Time::MINUTE),
            Self::Token => (100, 5 * Time::MINUTE),
            Self::LogIn => (25, 5 * Time::MINUTE),
            Self::Name => (25, Time::HOUR),
            Self::Second => (10, 15 * Time::MINUTE),
            Self::Letter => (5, Time::HOUR),
        }
    }

    /// What a request counts as, besides a call.
    fn of(method: &Method, path: &str) -> Option<Self> {
        match (method.as_str(), path) {
            ("POST", "/api/v1/media" | "/api/v2/media") => Some(Self::Upload),
            ("POST", "/api/v1/statuses") => Some(Self::Post),
            ("POST", "/api/v1/accounts") => Some(Self::SignUp),
            ("POST", "/api/v1/apps") => Some(Self::NewApp),
            ("POST", "/oauth/token") => Some(Self::Token),
            ("DELETE", path) if path.starts_with("/api/v1/statuses/") => Some(Self::Delete),
            ("POST", path) if path.starts_with("/api/v1/statuses/") && path.ends_with("/unreblog") => Some(Self::Delete),
            _ => None,
        }
    }

    /// Counted by address even where a token is shown: a new token is easily had.
    const fn is_by_address(self) -> bool {
        matches!(self, Self::Address | Self::SignUp | Self::NewApp | Self::Token)
    }
}

/// How a caller stands after a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    pub limit: i64,
    pub left: i64,
    /// When the counting begins anew.
    pub reset: Time,
}

/// So many callers are remembered; beyond that those whose window has passed are forgotten first.
const MOST: usize = 50_000;
/// Of what is longer, in bytes, only a hash is remembered.
const LONGEST: usize = 100;

#[derive(Default)]
pub struct Limits {
    /// Requests in the window, and its end.
    kept: Mutex<HashMap<(Kind, String), (i64, Time)>>,
}

impl Limits {
    /// Counts one request.
    ///
    /// # Errors
    /// The same, where it is one too many.
    pub fn count(&self, kind: Kind, who: &str, now: Time) -> Result<Count, Count> {
        let (limit, window) = kind.allowance();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // A name or an address is as long as whoever typed it liked.
        let key = (kind, if who.len() > LONGEST { ids::fingerprint(who) } else { who.to_string() });
        if kept.len() >= MOST && !kept.contains_key(&key) {
            kept.retain(|_, (_, end)| *end > now);
            if kept.len() >= MOST {
                kept.clear();
            }
        }
        let (used, end) = kept.entry(key).or_insert((0, now.plus(window)));
        if *end <= now {
            (*used, *end) = (0, now.plus(window));
        }
        if *used >= limit {
            return Err(Count { limit, left: 0, reset: *end });
        }
        *used += 1;
        Ok(Count { limit, left: limit - *used, reset: *end })
    }
}

impl Limits {
    /// Forgets what has been counted.
    pub fn forgive(&self) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// Counts one more attempt of `who`, where the node counts at all.
///
/// # Errors
/// `Busy`, with the seconds until it is worth trying again.
pub fn attempt(app: &App, kind: Kind, who: &str) -> Result<()> {
    if !app.config.rate_limits {
        return Ok(());
    }
    let now = app.clock.now();
    app.limits.count(kind, who, now).map(|_| ()).map_err(|count| busy(count, now))
}

fn busy(count: Count, now: Time) -> Error {
    Error::Busy(((count.reset.0 - now.0) / Time::SECOND).max(1))
}

/// The address a request comes from, as far as it can be believed.
pub fn address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |ip: IpAddr| trusted.iter().any(|net| net.contains(&ip));
    let mut believed = peer.to_canonical();
    let written = headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok()).collect::<Vec<_>>().join(",");
    for hop in written.rsplit(',') {
        let Ok(ip) = hop.trim().parse::<IpAddr>() else { break };
        if !is_trusted(believed) {
            break;
        }
        believed = ip.to_canonical();
    }
    believed
}

/// Where a request comes from.
#[derive(Clone, Copy, Debug)]
pub struct From(pub IpAddr);

impl From {
    /// As addresses are counted: one of IPv6 with all its neighbours, which one customer is given together.
    pub fn counted(self) -> String {
        match self.0 {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => {
                let [a, b, c, d, ..] = ip.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        }
    }
}

impl FromRequestParts<App> for From {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::from([127, 0, 0, 1]), |info| info.0.ip());
        Ok(Self(address(peer, &parts.headers, &app.config.trusted_proxies)))
    }
}

/// Counts the calls of apps; refuses those that are too many.
pub async fn limit(State(app): State<App>, from: From, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let kind = Kind::of(request.method(), path);
    let is_preflight = request.method() == Method::OPTIONS;
    if !app.config.rate_limits || is_preflight || kind.is_none() && !path.starts_with("/api/") {
        return next.run(request).await;
    }
    let address = from.counted();
    let token = request.headers().get(AUTHORIZATION).map(|token| ids::fingerprint(&String::from_utf8_lossy(token.as_bytes())));
    let now = app.clock.now();
    let mut stand = None;
    for kind in [Some(Kind::Address), Some(Kind::Call), kind].into_iter().flatten() {
        let who = token.as_ref().filter(|_| !kind.is_by_address()).unwrap_or(&address);
        match app.limits.count(kind, who, now) {
            Ok(count) => stand = Some(count),
            Err(count) => return told(busy(count, now).into_response(), count),
        }
    }
    let response = next.run(request).await;
    match stand {
        Some(count) => told(response, count),
        None => response,
    }
}

/// An answer with how its caller stands.
fn told(mut response: Response, count: Count) -> Response {
    let headers = response.headers_mut();
    headers.insert("x-ratelimit-limit", count.limit.into());
    headers.insert("x-ratelimit-remaining", count.left.into());
    if let Ok(reset) = HeaderValue::from_str(&count.reset.rfc3339()) {
        headers.insert("x-ratelimit-reset", reset);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_ends_and_callers_do_not_pay_for_each_other() {
        let (limits, now) = (Limits::default(), Time(1_000_000_000));
        for left in (0..5).rev() {
            assert_eq!(limits.count(Kind::SignUp, "a", now).unwrap().left, left);
        }
        let over = limits.count(Kind::SignUp, "a", now).unwrap_err();
        assert_eq!((over.limit, over.left, over.reset), (5, 0, now.plus(30 * Time::MINUTE)));
        assert!(limits.count(Kind::SignUp, "b", now).is_ok());
        assert!(limits.count(Kind::Name, "a", now).is_ok());
        assert_eq!(limits.count(Kind::SignUp, "a", over.reset).unwrap().left, 4);
    }

    #[test]
    fn what_is_counted_by_address_is_counted_so_whatever_is_shown() {
        for (kind, expected) in [
            (Kind::Address, true),
            (Kind::NewApp, true),
            (Kind::Token, true),
            (Kind::SignUp, true),
            (Kind::Call, false),
            (Kind::Post, false),
            (Kind::Upload, false),
            (Kind::Delete, false),
        ] {
            assert_eq!(kind.is_by_address(), expected, "{kind:?}");
        }
        assert_eq!(Kind::of(&Method::DELETE, "/api/v1/statuses/7"), Some(Kind::Delete));
        assert_eq!(Kind::of(&Method::POST, "/api/v1/statuses/7/unreblog"), Some(Kind::Delete));
        assert_eq!(Kind::of(&Method::POST, "/api/v1/statuses"), Some(Kind::Post));
        assert_eq!(Kind::of(&Method::GET, "/api/v1/statuses"), None);
    }

    #[test]
    fn callers_that_are_remembered_are_bounded() {
        let limits = Limits::default();
        for n in 0..(MOST + 10) {
            let _ = limits.count(Kind::Call, &n.to_string(), Time(1));
        }
        assert!(limits.kept.lock().unwrap().len() <= MOST);
        // Nor does a name fill the memory; two long ones are told apart all the same.
        let limits = Limits::default();
        let long = "a".repeat(60_000);
        for n in 1..=5 {
            assert_eq!(limits.count(Kind::Letter, &long, Time(1)).unwrap().left, 5 - n);
        }
        assert!(
            limits.count(Kind::Letter, &long, Time(1)).is_err() && limits.count(Kind::Letter, &(long + "b"), Time(1)).is_ok()
        );
        assert!(limits.kept.lock().unwrap().keys().all(|(_, who)| who.len() <= LONGEST));
    }

    #[test]
    fn only_what_trusted_proxies_wrote_is_believed() {
        let trusted: Vec<IpNet> = ["127.0.0.0/8", "10.1.0.0/16", "::1/128"].iter().map(|net| net.parse().unwrap()).collect();
        for (peer, written, expected) in [
            ("203.0.113.9", None, "203.0.113.9"),
            ("203.0.113.9", Some("198.51.100.1"), "203.0.113.9"),
            ("127.0.0.1", Some("198.51.100.1"), "198.51.100.1"),
            ("127.0.0.1", Some("1.2.3.4, 198.51.100.1"), "198.51.100.1"),
            ("127.0.0.1", Some("1.2.3.4, 198.51.100.1, 10.1.2.3"), "198.51.100.1"),
            ("127.0.0.1", Some("10.1.2.3"), "10.1.2.3"),
            ("127.0.0.1", Some("nonsense"), "127.0.0.1"),
            ("127.0.0.1", Some("1.2.3.4, nonsense"), "127.0.0.1"),
            ("127.0.0.1", Some(""), "127.0.0.1"),
            ("::ffff:127.0.0.1", Some("2001:db8::7"), "2001:db8::7"),
            ("::1", Some("2001:db8::7"), "2001:db8::7"),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(written) = written {
                headers.insert("x-forwarded-for", written.parse().unwrap());
            }
            let found = address(peer.parse().unwrap(), &headers, &trusted);
            assert_eq!(found, expected.parse::<IpAddr>().unwrap(), "{peer} {written:?}");
        }
        assert_eq!(From("2001:db8:1:2:3:4:5:6".parse().unwrap()).counted(), "2001:db8:1:2::/64");
    }
}

//! The only way out of the house. Every request to another server, whatever it is for, goes through [`Outbound`].
//!
//! The name is resolved by our own resolver, which answers open addresses only, so the address checked is the address
//! connected to. Redirects are followed by hand: each hop is checked and signed anew. Bodies and time are bounded.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::StreamExt;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use serde_json::Value;
use url::{Host, Url};

use super::buckets::Buckets;
use super::keys::Signer;
use super::signatures::Scheme;
use super::{addresses, is_activity_json, json, signatures};
use crate::clock::Time;
use crate::error::{Error, Result};

/// The largest document that is read.
pub const MAX_BODY: usize = 1_048_576;
const MAX_REDIRECTS: usize = 3;
const TOTAL: Duration = Duration::from_secs(10);
const CONNECT: Duration = Duration::from_secs(5);
/// A film takes longer to arrive than a document.
const FILE: Duration = Duration::from_secs(60);

/// What ActivityPub documents are asked for with.
pub const ACCEPT: &str = "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";

/// How another server answered a delivery.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Seconds.
    pub retry_after: Option<i64>,
    /// The signatures this host turned out to want, if they are not those it was thought to want.
    pub learnt: Option<Scheme>,
}

/// What is asked for, and how much of it is taken.
struct Wanted<'a> {
    accept: &'a str,
    sign: Option<(&'a Signer, Time)>,
    most: usize,
    patience: Duration,
}

/// How many fetches one arrived activity may lead to.
const BUDGET: usize = 30;

tokio::task_local! {
    /// What is left of the fetches an activity may lead to.
    static LEFT: std::cell::Cell<usize>;
}

/// Runs what one activity leads to, within the number of fetches it may cause; beyond that every fetch is refused.
pub async fn with_budget<F: Future>(work: F) -> F::Output {
    LEFT.scope(std::cell::Cell::new(BUDGET), work).await
}

fn spend() -> Result<()> {
    let spent = LEFT.try_with(|left| match left.get() {
        0 => Err(Error::invalid("This activity leads to more fetches than one may.")),
        n => {
            left.set(n - 1);
            Ok(())
        }
    });
    // Who asked for it is a person, or the worker by itself: there is no activity to hold to account.
    spent.unwrap_or(Ok(()))
}

/// How many hosts' wishes are kept in memory; the table of hosts keeps them for longer.
const REMEMBERED: usize = 10_000;

pub struct Outbound {
    client: reqwest::Client,
    insecure: Arc<AtomicBool>,
    /// Hosts that want the newer signatures.
    signs: Mutex<HashMap<String, Scheme>>,
    /// What we ask of one host, whoever makes us.
    asked: Buckets,
    resolver: Resolver,
}

/// Who answers for names, instead of the machine.
pub type Names = Arc<dyn Fn(&str) -> Vec<SocketAddr> + Send + Sync>;

/// What [`Outbound::glance`] sees.
#[derive(Clone, Debug)]
pub struct Glance {
    pub status: u16,
    /// What the other side's clock says.
    pub clock: Option<Time>,
    pub body: String,
}

impl Outbound {
    /// `insecure` is `--insecure-http`: tests and demos on loopback.
    pub fn new(insecure: bool) -> Result<Self> {
        Self::build(insecure, None)
    }

    /// With a name server of one's own, for tests.
    #[cfg(test)]
    pub fn with_names(insecure: bool, names: Names) -> Result<Self> {
        Self::build(insecure, Some(names))
    }

    /// The open addresses of a name, as the next request would use them.
    pub async fn resolve(&self, name: &str) -> Result<Vec<IpAddr>> {
        let found = self.resolver.resolve(name.parse().map_err(Error::internal)?).await.map_err(Error::internal)?;
        Ok(found.map(|address| address.ip()).collect())
    }

    #[expect(clippy::disallowed_methods, reason = "this is the one client of the server")]
    fn build(insecure: bool, names: Option<Names>) -> Result<Self> {
        let insecure = Arc::new(AtomicBool::new(insecure));
        let resolver = Resolver { insecure: insecure.clone(), names };
        let client = reqwest::Client::builder()
            .user_agent(concat!("Potluck/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .no_proxy()
            .dns_resolver(Arc::new(resolver.clone()))
            .connect_timeout(CONNECT)
            .timeout(TOTAL)
            .pool_max_idle_per_host(4)
            .pool_idle_timeout(Duration::from_secs(30))
            .build()
            .map_err(Error::internal)?;
        Ok(Self { client, insecure, signs: Mutex::default(), asked: Buckets::new(300, 20), resolver })
    }

    fn now(&self) -> Time {
        crate::clock::Clock::default().now()
    }

    /// The signatures a host is thought to want.
    fn scheme(&self, host: &str) -> Scheme {
        self.signs.lock().unwrap_or_else(PoisonError::into_inner).get(host).copied().unwrap_or_default()
    }

    /// Remembers the signatures a host wants.
    pub fn remember(&self, host: &str, scheme: Scheme) {
        let mut signs = self.signs.lock().unwrap_or_else(PoisonError::into_inner);
        if signs.len() >= REMEMBERED {
            signs.clear();
        }
        if scheme == Scheme::default() {
            signs.remove(host);
        } else {
            signs.insert(host.to_string(), scheme);
        }
    }

    /// For a chapter that was just set up as a try-out.
    pub fn open_loopback(&self) {
        self.insecure.store(true, Ordering::Relaxed);
    }

    /// May we go there at all? Names are judged again when they are resolved.
    pub fn check(&self, url: &Url) -> Result<()> {
        let insecure = self.insecure.load(Ordering::Relaxed);
        let refused = |why: &str| Err(Error::invalid(format!("{url} is not fetched: {why}.")));
        if !(url.scheme() == "https" || insecure && url.scheme() == "http") {
            return refused("only https addresses are");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refused("it holds a user name");
        }
        let open = |address: IpAddr| insecure && address.is_loopback() || addresses::is_open(address);
        match url.host() {
            None => refused("it names no host"),
            Some(Host::Ipv4(v4)) if !open(v4.into()) => refused("the address is not on the open internet"),
            Some(Host::Ipv6(v6)) if !open(v6.into()) => refused("the address is not on the open internet"),
            Some(Host::Domain(name)) if !insecure && !is_public_name(name) => refused("the name is not on the open internet"),
            Some(_) => Ok(()),
        }
    }

    /// Fetches an ActivityPub document; answers the address it finally came from.
    pub async fn document(&self, url: &Url, signer: &Signer, now: Time) -> Result<(Url, Value)> {
        self.get(url, ACCEPT, Some((signer, now)), is_activity_json).await
    }

    /// Fetches a WebFinger answer (RFC 7033 § 10.2; many servers say plain JSON).
    pub async fn webfinger(&self, url: &Url) -> Result<(Url, Value)> {
        let accepted = |kind: &str| {
            let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            kind == "application/jrd+json" || kind == "application/json"
        };
        self.get(url, "application/jrd+json, application/json", None, accepted).await
    }

    /// Fetches JSON that everybody may read, of at most so many bytes.
    pub async fn json(&self, url: &Url, most: usize) -> Result<(Url, Value)> {
        let accepted = |kind: &str| kind.split(';').next().is_some_and(|kind| kind.trim().to_ascii_lowercase().ends_with("json"));
        let wanted = Wanted { accept: ACCEPT, sign: None, most, patience: FILE };
        let (url, body) = self.bytes(url, &wanted, accepted).await?;
        serde_json::from_slice(&body).map(|value| (url, value)).map_err(|e| Error::invalid(format!("That is no JSON: {e}")))
    }

    /// Fetches JSON that says for itself whose it is, of at most so many bytes, with our signature for servers that want to know
    /// who asks.
    pub async fn signed_json(&self, url: &Url, signer: &Signer, now: Time, most: usize) -> Result<Value> {
        let accepted = |kind: &str| kind.split(';').next().is_some_and(|kind| kind.trim().to_ascii_lowercase().ends_with("json"));
        let wanted = Wanted { accept: ACCEPT, sign: Some((signer, now)), most, patience: FILE };
        let (_, body) = self.bytes(url, &wanted, accepted).await?;
        serde_json::from_slice(&body).map_err(|e| Error::invalid(format!("That is no JSON: {e}")))
    }

    /// Fetches a picture, a film or a sound of at most so many bytes. What it is, its bytes say.
    pub async fn file(&self, url: &Url, most: u64) -> Result<Vec<u8>> {
        let accepted = |kind: &str| {
            let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            ["image/", "video/", "audio/", "application/octet-stream", "application/ogg"].iter().any(|k| kind.starts_with(k))
        };
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let wanted = Wanted { accept: "image/*, video/*, audio/*", sign: None, most, patience: FILE };
        self.bytes(url, &wanted, accepted).await.map(|(_, body)| body)
    }

    /// Fetches a page: HTML of at most a megabyte, as text.
    pub async fn page(&self, url: &Url) -> Result<(Url, String)> {
        let accepted = |kind: &str| {
            let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            kind == "text/html" || kind == "application/xhtml+xml"
        };
        let wanted = Wanted { accept: "text/html, application/xhtml+xml", sign: None, most: MAX_BODY, patience: TOTAL };
        let (url, body) = self.bytes(url, &wanted, accepted).await?;
        Ok((url, String::from_utf8_lossy(&body).into_owned()))
    }

    /// Looks at an address as a browser would that is shown nothing: the status, the other side's clock, and a short body.
    pub async fn glance(&self, url: &Url) -> Result<Glance> {
        self.check(url)?;
        let response = self.knock(url, "*/*", None, TOTAL).await?;
        let date = response.headers().get("date").and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok());
        let date = date.and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
        Ok(Glance {
            status: response.status().as_u16(),
            clock: date.and_then(|since| i64::try_from(since.as_micros()).ok()).map(Time),
            body: String::from_utf8_lossy(&read_bounded(response, MAX_BODY).await?).into_owned(),
        })
    }

    async fn get(
        &self,
        url: &Url,
        accept: &str,
        sign: Option<(&Signer, Time)>,
        accepted: impl Fn(&str) -> bool,
    ) -> Result<(Url, Value)> {
        let wanted = Wanted { accept, sign, most: MAX_BODY, patience: TOTAL };
        let (url, body) = self.bytes(url, &wanted, accepted).await?;
        Ok((url, json::parse(&body)?))
    }

    async fn bytes(&self, url: &Url, wanted: &Wanted<'_>, accepted: impl Fn(&str) -> bool) -> Result<(Url, Vec<u8>)> {
        let fetched = async {
            spend()?;
            let mut url = url.clone();
            for _ in 0..=MAX_REDIRECTS {
                self.check(&url)?;
                let host = crate::site::authority(&url);
                if self.asked.take(&host, self.now()).is_err() {
                    return Err(Error::Unavailable(format!("{host} has been asked too much; later again.")));
                }
                let response = self.knock(&url, wanted.accept, wanted.sign, wanted.patience).await?;
                if response.status().is_redirection() {
                    let next = response.headers().get("location").and_then(|l| l.to_str().ok()).and_then(|l| url.join(l).ok());
                    url = next.ok_or_else(|| Error::invalid(format!("{url} redirects to nowhere.")))?;
                    continue;
                }
                match response.status().as_u16() {
                    200 => {}
                    404 => return Err(Error::NotFound),
                    410 => return Err(Error::Gone),
                    status @ (408 | 429 | 500..) => {
                        return Err(Error::Unavailable(format!("{url} answers {status} at the moment.")));
                    }
                    status => return Err(Error::invalid(format!("{url} answers {status}."))),
                }
                let kind = response.headers().get("content-type").and_then(|k| k.to_str().ok()).unwrap_or_default();
                if !accepted(kind) {
                    return Err(Error::invalid(format!(
                        "{url} answers with the content type {kind:?}, which is not the one asked for."
                    )));
                }
                let body = read_bounded(response, wanted.most).await.map_err(|error| match error {
                    Error::Unavailable(_) => Error::Unavailable(format!("{url} broke off its answer.")),
                    other => other,
                })?;
                return Ok((url, body));
            }
            Err(Error::invalid(format!("{url} redirects more than {MAX_REDIRECTS} times.")))
        };
        // One limit for all the hops together.
        let patience = wanted.patience;
        tokio::time::timeout(patience, fetched)
            .await
            .unwrap_or_else(|_| Err(Error::Unavailable(format!("{url} did not answer within {} seconds.", patience.as_secs()))))
    }

    /// One GET; where our signature is refused, once more with the other kind.
    async fn knock(
        &self,
        url: &Url,
        accept: &str,
        sign: Option<(&Signer, Time)>,
        patience: Duration,
    ) -> Result<reqwest::Response> {
        let host = crate::site::authority(url);
        let request = |scheme: Scheme| -> Result<reqwest::RequestBuilder> {
            let request = self.client.get(url.clone()).timeout(patience);
            Ok(match sign {
                Some((signer, now)) => with(request, signatures::sign_get(scheme, url, accept, signer, now)?),
                None => request.header("accept", accept),
            })
        };
        let scheme = self.scheme(&host);
        let response = request(scheme)?.send().await.map_err(|error| unreachable(url, &error))?;
        if sign.is_none() || !is_refusal(response.status().as_u16()) {
            return Ok(response);
        }
        let again = request(scheme.other())?.send().await.map_err(|error| unreachable(url, &error))?;
        if again.status().is_success() {
            self.remember(&host, scheme.other());
        }
        Ok(again)
    }

    /// Posts an activity to an inbox, signed now; where our signature is refused, once more with the other kind. An error
    /// means that no answer came.
    pub async fn post(
        &self,
        inbox: &Url,
        body: Vec<u8>,
        more: signatures::Headers,
        signer: &Signer,
        now: Time,
    ) -> Result<Answer> {
        self.check(inbox)?;
        let host = crate::site::authority(inbox);
        let body = bytes::Bytes::from(body);
        let scheme = self.scheme(&host);
        let answer = self.post_once(inbox, body.clone(), more.clone(), signer, now, scheme).await?;
        if !is_refusal(answer.status) {
            return Ok(answer);
        }
        let again = self.post_once(inbox, body, more, signer, now, scheme.other()).await?;
        if !(200..300).contains(&again.status) {
            return Ok(answer);
        }
        self.remember(&host, scheme.other());
        Ok(Answer { learnt: Some(scheme.other()), ..again })
    }

    /// Hands a sealed message to a push service; answers its status.
    pub async fn push(&self, url: &Url, headers: &[(&'static str, String)], body: Vec<u8>) -> Result<u16> {
        self.check(url)?;
        let request = headers.iter().fold(self.client.post(url.clone()), |request, (name, value)| request.header(*name, value));
        let response = request.body(body).send().await.map_err(|error| unreachable(url, &error))?;
        let status = response.status().as_u16();
        let _ = read_bounded(response, MAX_BODY).await;
        Ok(status)
    }

    async fn post_once(
        &self,
        inbox: &Url,
        body: bytes::Bytes,
        more: signatures::Headers,
        signer: &Signer,
        now: Time,
        scheme: Scheme,
    ) -> Result<Answer> {
        let request = with(self.client.post(inbox.clone()), signatures::sign_post(scheme, inbox, &body, more, signer, now)?);
        let response = request.body(body).send().await.map_err(|error| unreachable(inbox, &error))?;
        let asked = response.headers().get("retry-after").and_then(|v| v.to_str().ok());
        let retry_after = asked.and_then(|text| seconds_until(text, now));
        let answer = Answer { status: response.status().as_u16(), retry_after, learnt: None };
        // A short answer that is read to its end lets the connection be used again.
        let _ = read_bounded(response, MAX_BODY).await;
        Ok(answer)
    }
}

fn with(request: reqwest::RequestBuilder, headers: signatures::Headers) -> reqwest::RequestBuilder {
    headers.into_iter().fold(request, |request, (name, value)| request.header(name, value))
}

/// Who refuses a signature says so in one of these ways.
fn is_refusal(status: u16) -> bool {
    matches!(status, 401 | 403)
}

/// `Retry-After`: seconds, or a date (RFC 9110 § 10.2.3).
fn seconds_until(text: &str, now: Time) -> Option<i64> {
    let date = || {
        let at = httpdate::parse_http_date(text).ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
        Some(i64::try_from(at.as_secs()).ok()? - now.0 / Time::SECOND)
    };
    text.trim().parse::<i64>().ok().or_else(date).filter(|seconds| *seconds >= 0)
}

async fn read_bounded(response: reqwest::Response, most: usize) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    let mut chunks = response.bytes_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| Error::Unavailable(error.to_string()))?;
        if body.len() + chunk.len() > most {
            return Err(Error::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn unreachable(url: &Url, error: &reqwest::Error) -> Error {
    let mut cause: &dyn std::error::Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    Error::Unavailable(format!("{} does not answer: {cause}.", crate::site::authority(url)))
}

/// A name with a dot that is not one of the reserved ones (RFC 6761, RFC 6762, RFC 7686).
fn is_public_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let reserved = ["localhost", "local", "internal", "test", "example", "invalid", "onion", "home.arpa"];
    name.contains('.') && !reserved.iter().any(|r| name == *r || name.ends_with(&format!(".{r}")))
}

#[derive(Clone)]
struct Resolver {
    insecure: Arc<AtomicBool>,
    names: Option<Names>,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let insecure = self.insecure.load(Ordering::Relaxed);
        let names = self.names.clone();
        Box::pin(async move {
            let name = name.as_str().to_string();
            if insecure && (name == "localhost" || name.ends_with(".localhost")) {
                let loopback: Addrs = Box::new(std::iter::once(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 0)));
                return Ok(loopback);
            }
            let told: Vec<SocketAddr> = match names {
                Some(names) => names(&name),
                None => tokio::net::lookup_host((name.as_str(), 0)).await?.collect(),
            };
            let found: Vec<SocketAddr> = told
                .into_iter()
                .filter(|address| insecure && address.ip().is_loopback() || addresses::is_open(address.ip()))
                .collect();
            if found.is_empty() {
                return Err(format!("{name} has no address on the open internet").into());
            }
            let found: Addrs = Box::new(found.into_iter());
            Ok(found)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_open_https_addresses_are_fetched() {
        let outbound = Outbound::new(false).unwrap();
        for address in "http://rome.example.org/ ftp://rome.example.org/ https://127.0.0.1/ https://2130706433/ https://0x7f.1/ https://0177.0.0.1/ \
            https://[::1]/ https://[::ffff:10.0.0.1]/ https://localhost/ https://localhost./ https://a.localhost/ https://intranet/ https://printer.local/ \
            https://u:p@rome.example.org/ https://169.254.169.254/latest/meta-data"
            .split_whitespace()
        {
            assert!(outbound.check(&Url::parse(address).unwrap()).is_err(), "{address}");
        }
        assert!(outbound.check(&Url::parse("https://rome.ouishare.net/users/chiara").unwrap()).is_ok());
    }

    #[test]
    fn test_mode_opens_loopback_and_nothing_else() {
        let outbound = Outbound::new(true).unwrap();
        for address in ["http://127.0.0.1:8181/", "http://paris.localhost:8182/", "http://[::1]:80/"] {
            assert!(outbound.check(&Url::parse(address).unwrap()).is_ok(), "{address}");
        }
        for address in ["http://10.0.0.1/", "http://169.254.169.254/", "file:///etc/passwd"] {
            assert!(outbound.check(&Url::parse(address).unwrap()).is_err(), "{address}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_into_the_house_is_not_resolved() {
        let name: Name = "localhost".parse().unwrap();
        assert!(Resolver { insecure: Arc::default(), names: None }.resolve(name).await.is_err());
    }
}

//! HTTP signatures: the older draft that every server of the fediverse accepts (`cavage.rs`), and the standard that came of
//! it (`rfc9421.rs`). We send the older first and the newer where the older is refused; we take both.
//!
//! What both insist on: the target, the host and the moment are signed and ours, the body's digest is signed and true,
//! and nothing is said twice. The key has the last word.

mod cavage;
mod rfc9421;

use aws_lc_rs::digest::{SHA256, digest};
use axum::http::{HeaderMap, Method};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use url::Url;

use super::keys::{PublicKeys, Ring, Signer};
use crate::clock::Time;
use crate::error::{Error, Result};

pub use cavage::body_digest;

/// How far a signature's date may be from our clock, either way.
pub const WINDOW: i64 = Time::HOUR;

/// The headers of a signed request.
pub type Headers = Vec<(&'static str, String)>;

/// How a request is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    #[default]
    Cavage,
    Rfc9421,
}

impl Scheme {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cavage => "cavage",
            Self::Rfc9421 => "rfc9421",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Cavage, Self::Rfc9421].into_iter().find(|s| s.as_str() == text)
    }

    /// What is tried when this one is refused.
    pub const fn other(self) -> Self {
        match self {
            Self::Cavage => Self::Rfc9421,
            Self::Rfc9421 => Self::Cavage,
        }
    }
}

/// The headers that make a POST of `body` to `url` a signed one; those that are given are signed too, and among them.
pub fn sign_post(scheme: Scheme, url: &Url, body: &[u8], more: Headers, signer: &Signer, now: Time) -> Result<Headers> {
    match scheme {
        Scheme::Cavage => cavage::sign_post(url, body, more, signer, now),
        Scheme::Rfc9421 => rfc9421::sign_post(url, body, more, signer, now),
    }
}

/// The headers of a signed GET, `accept` among them.
pub fn sign_get(scheme: Scheme, url: &Url, accept: &str, signer: &Signer, now: Time) -> Result<Headers> {
    match scheme {
        Scheme::Cavage => cavage::sign_get(url, accept, signer, now),
        Scheme::Rfc9421 => rfc9421::sign_get(url, accept, signer, now),
    }
}

/// A request as it came.
#[derive(Clone, Copy)]
pub struct Incoming<'a> {
    pub method: &'a Method,
    pub path_and_query: &'a str,
    pub headers: &'a HeaderMap,
    /// `None` for a GET.
    pub body: Option<&'a [u8]>,
    /// `https://paris.example`: what the signature must be for.
    pub base: &'a str,
    pub now: Time,
}

impl Incoming<'_> {
    /// The host the signature must be for.
    fn host(&self) -> &str {
        self.base.split_once("://").map_or(self.base, |(_, host)| host)
    }
}

/// A signature as it came, checked in all that can be checked without the key.
#[derive(Debug)]
pub struct Claim {
    pub key_id: Url,
    /// What was signed; a second reading where peers differ.
    texts: Vec<Vec<u8>>,
    signature: Vec<u8>,
}

impl Claim {
    /// Did the holder of one of these keys sign it? The key named in the claim must be among them.
    pub fn holds(&self, ring: &Ring, keys: &PublicKeys) -> bool {
        let named = self.key_id.as_str();
        self.texts.iter().any(|text| {
            keys.rsa.is_some_and(|(id, pem)| id == named && ring.verify(pem, text, &self.signature))
                || keys.ed25519.is_some_and(|(id, key)| id == named && super::keys::verify_ed25519(key, text, &self.signature))
        })
    }
}

/// Reads and checks the signature of a request.
///
/// # Errors
/// `Unauthorized`, naming what is wrong.
pub fn read(request: &Incoming) -> Result<Claim> {
    if request.headers.contains_key("signature-input") { rfc9421::read(request) } else { cavage::read(request) }
}

fn bad(text: &str) -> Error {
    Error::Unauthorized(format!("The signature does not hold: {text}."))
}

fn sha256_base64(body: &[u8]) -> String {
    STANDARD.encode(digest(&SHA256, body))
}

/// Refuses a moment that is not about now.
fn check_moment(moment: Time, now: Time) -> Result<()> {
    if (now.0.saturating_sub(moment.0)).saturating_abs() > WINDOW {
        return Err(bad("its date is more than an hour from now; check the clocks"));
    }
    Ok(())
}

/// The value of a header that is signed; of several, as they are joined for signing.
fn header(headers: &HeaderMap, name: &str) -> Result<String> {
    let values: Result<Vec<&str>> =
        headers.get_all(name).iter().map(|v| v.to_str().map_err(|_| bad("a signed header is not text"))).collect();
    let values = values?;
    if values.is_empty() {
        return Err(bad("a header is listed as signed but missing"));
    }
    Ok(values.iter().map(|v| v.trim()).collect::<Vec<_>>().join(", "))
}

/// The only header of its name.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Result<&'a str> {
    let mut given = headers.get_all(name).iter();
    match (given.next(), given.next()) {
        (Some(one), None) => one.to_str().map_err(|_| bad("a signature header is not text")),
        (None, _) => Err(bad(
            "this request must carry a Signature header (draft-cavage-http-signatures-12), or Signature-Input and Signature (RFC 9421)",
        )),
        _ => Err(bad("there is more than one of a signature header")),
    }
}

#[cfg(test)]
mod tests;

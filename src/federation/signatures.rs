//! HTTP signatures in the form every server of the fediverse accepts: draft-cavage-http-signatures-12, RSA with SHA-256.
//!
//! What we insist on when verifying (each row is a test below): no parameter twice, `(request-target)`, `host` and a
//! date signed, the host ours, the date within an hour of now, and for a body its SHA-256 digest signed and true.

use aws_lc_rs::digest::{SHA256, digest};
use axum::http::{HeaderMap, Method};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use url::Url;

use super::keys::Signer;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::site::authority;

/// How far a signature's date may be from our clock, either way.
pub const WINDOW: i64 = Time::HOUR;

/// `SHA-256=…`, the value of a `Digest` header.
pub fn body_digest(body: &[u8]) -> String {
    format!("SHA-256={}", STANDARD.encode(digest(&SHA256, body)))
}

pub fn http_date(now: Time) -> String {
    let seconds = u64::try_from(now.0 / Time::SECOND).unwrap_or_default();
    httpdate::fmt_http_date(std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds))
}

fn target(url: &Url) -> String {
    url.query().map_or_else(|| url.path().to_string(), |query| format!("{}?{query}", url.path()))
}

/// The headers that make a POST of `body` to `url` a signed one: `host`, `date`, `digest`, `content-type`, `signature`.
pub fn sign_post(url: &Url, body: &[u8], signer: &Signer, now: Time) -> Result<Vec<(&'static str, String)>> {
    let headers = vec![
        ("host", authority(url)),
        ("date", http_date(now)),
        ("digest", body_digest(body)),
        ("content-type", super::CONTENT_TYPE.to_string()),
    ];
    sign("post", url, headers, signer)
}

/// The headers of a signed GET: `host`, `date`, `accept`, `signature`.
pub fn sign_get(url: &Url, accept: &str, signer: &Signer, now: Time) -> Result<Vec<(&'static str, String)>> {
    let headers = vec![("host", authority(url)), ("date", http_date(now)), ("accept", accept.to_string())];
    sign("get", url, headers, signer)
}

fn sign(
    method: &str,
    url: &Url,
    mut headers: Vec<(&'static str, String)>,
    signer: &Signer,
) -> Result<Vec<(&'static str, String)>> {
    let mut text = format!("(request-target): {method} {}", target(url));
    let mut names = String::from("(request-target)");
    for (name, value) in &headers {
        text.push_str(&format!("\n{name}: {value}"));
        names.push_str(&format!(" {name}"));
    }
    let signature = signer.sign(text.as_bytes())?;
    let key_id = &signer.key_id;
    headers.push((
        "signature",
        format!("keyId=\"{key_id}\",algorithm=\"rsa-sha256\",headers=\"{names}\",signature=\"{signature}\""),
    ));
    Ok(headers)
}

/// A signature as it came, checked in all that can be checked without the key.
#[derive(Debug)]
pub struct Claim {
    pub key_id: Url,
    /// What was signed.
    pub text: Vec<u8>,
    /// Base64.
    pub signature: String,
}

/// Reads and checks the signature of a request; `body` is `None` for a GET. The key has the last word
/// ([`super::keys::Ring::verify`]).
///
/// # Errors
/// `Unauthorized`, naming what is wrong.
pub fn read(
    method: &Method,
    path_and_query: &str,
    headers: &HeaderMap,
    body: Option<&[u8]>,
    our_host: &str,
    now: Time,
) -> Result<Claim> {
    let mut given = headers.get_all("signature").iter();
    let header = match (given.next(), given.next()) {
        (Some(one), None) => one.to_str().map_err(|_| bad("the Signature header is not text"))?,
        (None, _) => return Err(bad("this request must carry a Signature header (draft-cavage-http-signatures-12)")),
        _ => return Err(bad("there is more than one Signature header")),
    };
    let params = parse(header).ok_or_else(|| bad("the Signature header cannot be read, or has a parameter twice"))?;
    let param = |name: &str| params.iter().find(|(n, _)| *n == name).map(|(_, v)| *v);
    if !matches!(param("algorithm"), None | Some("rsa-sha256" | "hs2019")) {
        return Err(bad("the algorithm must be rsa-sha256 or hs2019"));
    }
    let key_id = param("keyId").and_then(|id| Url::parse(id).ok()).ok_or_else(|| bad("keyId must be a URL"))?;
    let signature = param("signature").filter(|s| !s.is_empty()).ok_or_else(|| bad("the signature is missing"))?;
    let names: Vec<String> = param("headers").unwrap_or("date").split_whitespace().map(str::to_ascii_lowercase).collect();
    let signed = |name: &str| names.iter().any(|n| n == name);
    if !signed("(request-target)") || !signed("host") {
        return Err(bad("(request-target) and host must be signed"));
    }
    check_date(&params, &signed, headers, now)?;
    if let Some(body) = body {
        let told = headers.get("digest").and_then(|d| d.to_str().ok()).filter(|_| signed("digest"));
        let told = told.ok_or_else(|| bad("the Digest header must be there and signed"))?;
        if !told.split(',').any(|one| same_digest(one.trim(), body)) {
            return Err(bad("the Digest is not that of the body"));
        }
    }
    let mut lines = Vec::with_capacity(names.len());
    for name in &names {
        let value = match name.as_str() {
            "(request-target)" => format!("{} {path_and_query}", method.as_str().to_ascii_lowercase()),
            "(created)" => param("created").ok_or_else(|| bad("created is listed but missing"))?.to_string(),
            "(expires)" => param("expires").ok_or_else(|| bad("expires is listed but missing"))?.to_string(),
            "host" => {
                let host = single(headers, "host")?;
                if !host.eq_ignore_ascii_case(our_host) {
                    return Err(bad("the host signed is not this one"));
                }
                host
            }
            other => single(headers, other)?,
        };
        lines.push(format!("{name}: {value}"));
    }
    Ok(Claim { key_id, text: lines.join("\n").into_bytes(), signature: signature.to_string() })
}

fn bad(text: &str) -> Error {
    Error::Unauthorized(format!("The signature does not hold: {text}."))
}

fn same_digest(told: &str, body: &[u8]) -> bool {
    let ours = body_digest(body);
    told.split_once('=')
        .is_some_and(|(name, value)| name.eq_ignore_ascii_case("SHA-256") && Some(value) == ours.strip_prefix("SHA-256="))
}

fn check_date(params: &[(&str, &str)], signed: &impl Fn(&str) -> bool, headers: &HeaderMap, now: Time) -> Result<()> {
    let number = |name: &str| params.iter().find(|(n, _)| *n == name).and_then(|(_, v)| v.parse::<i64>().ok());
    let moment = if signed("(created)") {
        number("created").and_then(|seconds| seconds.checked_mul(Time::SECOND))
    } else if signed("date") {
        let date = single(headers, "date")?;
        httpdate::parse_http_date(&date)
            .ok()
            .and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok())
            .and_then(|d| i64::try_from(d.as_micros()).ok())
    } else {
        return Err(bad("date or (created) must be signed"));
    };
    let moment = moment.ok_or_else(|| bad("its date cannot be read"))?;
    if (now.0 - moment).abs() > WINDOW {
        return Err(bad("its date is more than an hour from now; check the clocks"));
    }
    if number("expires").is_some_and(|seconds| seconds.saturating_mul(Time::SECOND) < now.0) {
        return Err(bad("it has expired"));
    }
    Ok(())
}

fn single(headers: &HeaderMap, name: &str) -> Result<String> {
    let values: Result<Vec<&str>> =
        headers.get_all(name).iter().map(|v| v.to_str().map_err(|_| bad("a signed header is not text"))).collect();
    let values = values?;
    if values.is_empty() {
        return Err(bad("a header is listed as signed but missing"));
    }
    Ok(values.iter().map(|v| v.trim()).collect::<Vec<_>>().join(", "))
}

/// `name="value"` or `name=value`, separated by commas; `None` if it is anything else or a name stands twice.
fn parse(header: &str) -> Option<Vec<(&str, &str)>> {
    let mut params: Vec<(&str, &str)> = Vec::new();
    let mut rest = header.trim();
    while !rest.is_empty() {
        let (name, after) = rest.split_once('=')?;
        let name = name.trim();
        let (value, tail) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => match after.find(',') {
                Some(at) => after.split_at(at),
                None => (after, ""),
            },
        };
        if name.is_empty() || name.contains([',', '"']) || params.iter().any(|(n, _)| *n == name) {
            return None;
        }
        params.push((name, value.trim()));
        rest = match tail.trim_start() {
            "" => "",
            tail => tail.strip_prefix(',')?.trim_start(),
        };
    }
    (!params.is_empty()).then_some(params)
}

#[cfg(test)]
mod tests {
    use super::super::keys::{Ring, generate};
    use super::*;

    const NOW: Time = Time(1_795_000_000_000_000);

    fn request(change: impl Fn(&mut HeaderMap, &mut Vec<u8>), path: &str, now: Time) -> Result<bool> {
        static KEY: std::sync::LazyLock<super::super::keys::Fresh> = std::sync::LazyLock::new(|| generate().unwrap());
        let signer = Signer::load("https://far.example/users/a#main-key".into(), &KEY.pkcs8).unwrap();
        let url = Url::parse("https://paris.example/inbox?x=1").unwrap();
        let mut body = b"{\"type\":\"Like\"}".to_vec();
        let mut headers = HeaderMap::new();
        for (name, value) in sign_post(&url, &body, &signer, NOW).unwrap() {
            headers.insert(name, value.parse().unwrap());
        }
        change(&mut headers, &mut body);
        let claim = read(&Method::POST, path, &headers, Some(&body), "paris.example", now)?;
        Ok(Ring::default().verify(&KEY.public_pem, &claim.text, &claim.signature))
    }

    fn edit(headers: &mut HeaderMap, from: &str, to: &str) {
        let signature = headers["signature"].to_str().unwrap().replace(from, to);
        headers.insert("signature", signature.parse().unwrap());
    }

    #[test]
    fn an_honest_request_passes() {
        assert!(matches!(request(|_, _| {}, "/inbox?x=1", NOW), Ok(true)));
        assert!(matches!(request(|_, _| {}, "/inbox?x=1", NOW.plus(WINDOW)), Ok(true)));
        assert!(matches!(request(|h, _| edit(h, "rsa-sha256", "hs2019"), "/inbox?x=1", NOW), Ok(true)));
    }

    #[test]
    fn every_tampering_is_noticed() {
        type Change = fn(&mut HeaderMap, &mut Vec<u8>);
        let table: [(&str, Change); 18] = [
            ("no signature", |h, _| drop(h.remove("signature"))),
            ("empty signature", |h, _| drop(h.insert("signature", "".parse().unwrap()))),
            ("two signature headers", |h, _| {
                let copy = h["signature"].clone();
                h.append("signature", copy);
            }),
            ("a parameter twice", |h, _| edit(h, "keyId=", "keyId=\"https://evil.example/\",keyId=")),
            ("unknown algorithm", |h, _| edit(h, "rsa-sha256", "none")),
            ("empty headers list", |h, _| edit(h, "(request-target) host date digest content-type", "")),
            ("host left out", |h, _| edit(h, " host ", " ")),
            ("date left out", |h, _| edit(h, " date ", " ")),
            ("digest left out", |h, _| edit(h, " digest ", " ")),
            ("target left out", |h, _| edit(h, "(request-target) ", "")),
            ("a listed header is absent", |h, _| drop(h.remove("content-type"))),
            ("digest absent", |h, _| drop(h.remove("digest"))),
            ("one byte of the body changed", |_, b| b[2] = b'T'),
            ("digest and body changed together", |h, b| {
                b[2] = b'T';
                h.insert("digest", body_digest(b).parse().unwrap());
            }),
            ("another digest algorithm", |h, _| drop(h.insert("digest", "SHA-512=abc".parse().unwrap()))),
            ("another host", |h, _| drop(h.insert("host", "rome.example".parse().unwrap()))),
            ("another date", |h, _| drop(h.insert("date", http_date(NOW.plus(1_000_000)).parse().unwrap()))),
            ("the signature is not base64", |h, _| edit(h, "signature=\"", "signature=\"%")),
        ];
        for (what, change) in table {
            assert!(!matches!(request(change, "/inbox?x=1", NOW), Ok(true)), "{what}");
        }
        assert!(!matches!(request(|_, _| {}, "/users/ada/inbox", NOW), Ok(true)), "another path");
        assert!(request(|_, _| {}, "/inbox?x=1", NOW.plus(WINDOW + Time::MINUTE)).is_err(), "too old");
        assert!(request(|_, _| {}, "/inbox?x=1", NOW.plus(-WINDOW - Time::MINUTE)).is_err(), "from the future");
    }

    proptest::proptest! {
        #[test]
        fn no_header_makes_the_parser_panic(header in ".{0,200}") {
            let _ = parse(&header);
        }
    }
}

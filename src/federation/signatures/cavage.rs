//! draft-cavage-http-signatures-12, RSA with SHA-256.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use url::Url;

use super::{Claim, Headers, Incoming, bad, check_moment, header, only, sha256_base64};
use crate::clock::Time;
use crate::error::Result;
use crate::federation::CONTENT_TYPE;
use crate::federation::keys::Signer;
use crate::site::authority;

/// `SHA-256=…`, the value of a `Digest` header.
pub fn body_digest(body: &[u8]) -> String {
    format!("SHA-256={}", sha256_base64(body))
}

pub fn http_date(now: Time) -> String {
    let seconds = u64::try_from(now.0 / Time::SECOND).unwrap_or_default();
    httpdate::fmt_http_date(std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds))
}

fn target(url: &Url) -> String {
    url.query().map_or_else(|| url.path().to_string(), |query| format!("{}?{query}", url.path()))
}

/// The headers that make a POST of `body` to `url` a signed one: `host`, `date`, `digest`, `content-type`, more, `signature`.
pub fn sign_post(url: &Url, body: &[u8], more: Headers, signer: &Signer, now: Time) -> Result<Headers> {
    let mut headers = vec![
        ("host", authority(url)),
        ("date", http_date(now)),
        ("digest", body_digest(body)),
        ("content-type", CONTENT_TYPE.to_string()),
    ];
    headers.extend(more);
    sign("post", url, headers, signer)
}

/// The headers of a signed GET: `host`, `date`, `accept`, `signature`.
pub fn sign_get(url: &Url, accept: &str, signer: &Signer, now: Time) -> Result<Headers> {
    let headers = vec![("host", authority(url)), ("date", http_date(now)), ("accept", accept.to_string())];
    sign("get", url, headers, signer)
}

fn sign(method: &str, url: &Url, mut headers: Headers, signer: &Signer) -> Result<Headers> {
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

/// Reads a request's `Signature`. Each refusal is a row of the table in `tests.rs`.
pub fn read(request: &Incoming) -> Result<Claim> {
    let params = parse(only(request.headers, "signature")?)
        .ok_or_else(|| bad("the Signature header cannot be read, or has a parameter twice"))?;
    let param = |name: &str| params.iter().find(|(n, _)| *n == name).map(|(_, v)| *v);
    if !matches!(param("algorithm"), None | Some("rsa-sha256" | "hs2019")) {
        return Err(bad("the algorithm must be rsa-sha256 or hs2019"));
    }
    let key_id = param("keyId").and_then(|id| Url::parse(id).ok()).ok_or_else(|| bad("keyId must be a URL"))?;
    let signature = param("signature").filter(|s| !s.is_empty()).ok_or_else(|| bad("the signature is missing"))?;
    let signature = STANDARD.decode(signature).map_err(|_| bad("the signature is not base64"))?;
    let names: Vec<String> = param("headers").unwrap_or("date").split_whitespace().map(str::to_ascii_lowercase).collect();
    let signed = |name: &str| names.iter().any(|n| n == name);
    if !signed("(request-target)") || !signed("host") {
        return Err(bad("(request-target) and host must be signed"));
    }
    if (signed("(created)") || signed("(expires)")) && param("algorithm") == Some("rsa-sha256") {
        return Err(bad("(created) and (expires) go with hs2019 only"));
    }
    check_date(&params, &signed, request)?;
    if let Some(body) = request.body {
        let told = request.headers.get("digest").and_then(|d| d.to_str().ok()).filter(|_| signed("digest"));
        let told = told.ok_or_else(|| bad("the Digest header must be there and signed"))?;
        if !told.split(',').any(|one| same_digest(one.trim(), body)) {
            return Err(bad("the Digest is not that of the body"));
        }
    }
    let text = |target: &str| -> Result<Vec<u8>> {
        let mut lines = Vec::with_capacity(names.len());
        for name in &names {
            let value = match name.as_str() {
                "(request-target)" => format!("{} {target}", request.method.as_str().to_ascii_lowercase()),
                "(created)" => param("created").ok_or_else(|| bad("created is listed but missing"))?.to_string(),
                "(expires)" => param("expires").ok_or_else(|| bad("expires is listed but missing"))?.to_string(),
                "host" => {
                    let host = header(request.headers, "host")?;
                    if !host.eq_ignore_ascii_case(request.host()) {
                        return Err(bad("the host signed is not this one"));
                    }
                    host
                }
                other => header(request.headers, other)?,
            };
            lines.push(format!("{name}: {value}"));
        }
        Ok(lines.join("\n").into_bytes())
    };
    let mut texts = vec![text(request.path_and_query)?];
    // Some servers leave the query out of what they sign.
    if let Some((path, _)) = request.path_and_query.split_once('?') {
        texts.push(text(path)?);
    }
    Ok(Claim { key_id, texts, signature })
}

fn same_digest(told: &str, body: &[u8]) -> bool {
    let ours = body_digest(body);
    told.split_once('=')
        .is_some_and(|(name, value)| name.eq_ignore_ascii_case("SHA-256") && Some(value) == ours.strip_prefix("SHA-256="))
}

fn check_date(params: &[(&str, &str)], signed: &impl Fn(&str) -> bool, request: &Incoming) -> Result<()> {
    let number = |name: &str| params.iter().find(|(n, _)| *n == name).and_then(|(_, v)| v.parse::<i64>().ok());
    let moment = if signed("(created)") {
        number("created").and_then(|seconds| seconds.checked_mul(Time::SECOND))
    } else if signed("date") {
        let date = header(request.headers, "date")?;
        httpdate::parse_http_date(&date)
            .ok()
            .and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok())
            .and_then(|d| i64::try_from(d.as_micros()).ok())
    } else {
        return Err(bad("date or (created) must be signed"));
    };
    let moment = moment.ok_or_else(|| bad("its date cannot be read"))?;
    check_moment(Time(moment), request.now)?;
    if number("expires").is_some_and(|seconds| seconds.saturating_mul(Time::SECOND) < request.now.0) {
        return Err(bad("it has expired"));
    }
    Ok(())
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
    proptest::proptest! {
        #[test]
        fn no_header_makes_the_parser_panic(header in ".{0,200}") {
            let _ = super::parse(&header);
        }
    }
}

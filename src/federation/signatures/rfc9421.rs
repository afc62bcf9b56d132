//! RFC 9421, as Mastodon and Fedify use it: one signature, over method, target and the body's digest (RFC 9530).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sfv::{BareItem, Dictionary, InnerList, Item, ListEntry, Parser};
use url::Url;

use super::{Claim, Headers, Incoming, bad, check_moment, header, only, sha256_base64};
use crate::clock::Time;
use crate::error::Result;
use crate::federation::CONTENT_TYPE;
use crate::federation::keys::Signer;
use crate::site::authority;

/// `content-digest`, `content-type`, more, `signature-input`, `signature`.
pub fn sign_post(url: &Url, body: &[u8], more: Headers, signer: &Signer, now: Time) -> Result<Headers> {
    let mut headers =
        vec![("content-digest", format!("sha-256=:{}:", sha256_base64(body))), ("content-type", CONTENT_TYPE.to_string())];
    headers.extend(more);
    sign("POST", url, headers, signer, now)
}

/// `accept`, `signature-input`, `signature`.
pub fn sign_get(url: &Url, accept: &str, signer: &Signer, now: Time) -> Result<Headers> {
    sign("GET", url, vec![("accept", accept.to_string())], signer, now)
}

fn sign(method: &str, url: &Url, mut headers: Headers, signer: &Signer, now: Time) -> Result<Headers> {
    let mut target = url.clone();
    target.set_fragment(None);
    let mut text = format!("\"@method\": {method}\n\"@target-uri\": {target}\n\"@authority\": {}\n", authority(url));
    let mut names = String::from("\"@method\" \"@target-uri\" \"@authority\"");
    for (name, value) in &headers {
        text.push_str(&format!("\"{name}\": {value}\n"));
        names.push_str(&format!(" \"{name}\""));
    }
    let created = now.0 / Time::SECOND;
    let params = format!("({names});created={created};keyid=\"{}\";alg=\"rsa-v1_5-sha256\"", signer.key_id);
    text.push_str(&format!("\"@signature-params\": {params}"));
    let signature = signer.sign(text.as_bytes())?;
    headers.push(("signature-input", format!("sig1={params}")));
    headers.push(("signature", format!("sig1=:{signature}:")));
    Ok(headers)
}

/// Reads a request's `Signature-Input` and `Signature`. Each refusal is a row of the table in `tests.rs`.
pub fn read(request: &Incoming) -> Result<Claim> {
    let input = only(request.headers, "signature-input")?;
    let inputs: Dictionary = Parser::new(input).parse().map_err(|_| bad("Signature-Input cannot be read (RFC 8941)"))?;
    let signatures: Dictionary =
        Parser::new(only(request.headers, "signature")?).parse().map_err(|_| bad("Signature cannot be read (RFC 8941)"))?;
    let (Some((label, ListEntry::InnerList(covered))), 1, 1) = (inputs.first(), inputs.len(), signatures.len()) else {
        return Err(bad("there must be exactly one signature"));
    };
    let signature = match signatures.get(label.as_str()) {
        Some(ListEntry::Item(Item { bare_item: BareItem::ByteSequence(bytes), .. })) if !bytes.is_empty() => bytes.clone(),
        _ => return Err(bad("Signature does not hold the bytes that Signature-Input names")),
    };
    let params = written(covered)?;
    // What the parser folded together was said twice.
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    if squeezed(input) != squeezed(&format!("{label}={params}")) {
        return Err(bad("Signature-Input says something twice, or not in its canonical form"));
    }
    let text_param = |name: &str| match covered.params.get(name) {
        Some(BareItem::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let moment = |name: &str| match covered.params.get(name) {
        Some(BareItem::Integer(seconds)) => Some(Time(i64::from(*seconds).saturating_mul(Time::SECOND))),
        _ => None,
    };
    let key_id = text_param("keyid").and_then(|id| Url::parse(id).ok()).ok_or_else(|| bad("keyid must be a URL"))?;
    if covered.params.contains_key("alg") && !matches!(text_param("alg"), Some("rsa-v1_5-sha256" | "ed25519")) {
        return Err(bad("alg must be rsa-v1_5-sha256 or ed25519"));
    }
    check_moment(moment("created").ok_or_else(|| bad("created is missing"))?, request.now)?;
    if covered.params.contains_key("expires") && moment("expires").is_none_or(|at| at < request.now) {
        return Err(bad("it has expired"));
    }
    let mut names: Vec<&str> = Vec::new();
    for item in &covered.items {
        match &item.bare_item {
            BareItem::String(name) if item.params.is_empty() && !names.contains(&name.as_str()) => names.push(name.as_str()),
            _ => return Err(bad("a component stands twice or has parameters, which are not supported")),
        }
    }
    if !names.contains(&"@method") || !names.contains(&"@target-uri") {
        return Err(bad("@method and @target-uri must be signed"));
    }
    if let Some(body) = request.body {
        check_digest(request, &names, body)?;
    }
    let mut text = String::new();
    for name in names {
        text.push_str(&format!("\"{name}\": {}\n", component(request, name)?));
    }
    text.push_str(&format!("\"@signature-params\": {params}"));
    Ok(Claim { key_id, texts: vec![text.into_bytes()], signature })
}

/// An inner list as it is written in `@signature-params`.
fn written(list: &InnerList) -> Result<String> {
    let mut serializer = sfv::ListSerializer::new();
    serializer.members([&ListEntry::InnerList(list.clone())]);
    serializer.finish().ok_or_else(|| bad("nothing is signed"))
}

fn check_digest(request: &Incoming, names: &[&str], body: &[u8]) -> Result<()> {
    let told = request.headers.get("content-digest").and_then(|d| d.to_str().ok()).filter(|_| names.contains(&"content-digest"));
    let told = told.ok_or_else(|| bad("the Content-Digest header must be there and signed"))?;
    let digests: Dictionary = Parser::new(told).parse().map_err(|_| bad("Content-Digest cannot be read"))?;
    match digests.get("sha-256") {
        Some(ListEntry::Item(Item { bare_item: BareItem::ByteSequence(bytes), .. }))
            if STANDARD.encode(bytes) == sha256_base64(body) =>
        {
            Ok(())
        }
        Some(_) => Err(bad("the Content-Digest is not that of the body")),
        None => Err(bad("Content-Digest must hold sha-256")),
    }
}

/// The value of a component (RFC 9421 § 2).
fn component(request: &Incoming, name: &str) -> Result<String> {
    let (path, query) = request.path_and_query.split_once('?').map_or((request.path_and_query, None), |(p, q)| (p, Some(q)));
    Ok(match name {
        "@method" => request.method.as_str().to_string(),
        "@target-uri" => format!("{}{}", request.base, request.path_and_query),
        "@authority" => request.host().to_ascii_lowercase(),
        "@scheme" => request.base.split("://").next().unwrap_or_default().to_string(),
        "@request-target" => request.path_and_query.to_string(),
        "@path" => path.to_string(),
        "@query" => format!("?{}", query.unwrap_or_default()),
        "host" => {
            let host = header(request.headers, "host")?;
            if !host.eq_ignore_ascii_case(request.host()) {
                return Err(bad("the host signed is not this one"));
            }
            host
        }
        derived if derived.starts_with('@') => return Err(bad("a derived component is not supported")),
        field if field.chars().any(|c| c.is_ascii_uppercase()) => return Err(bad("names of fields are in lower case")),
        field => header(request.headers, field)?,
    })
}

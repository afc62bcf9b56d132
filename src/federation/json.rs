//! Reading the JSON of others: every value may be missing, null, a string, an object or a list of those.

use serde_json::Value;
use url::Url;

use crate::clock::Time;
use crate::error::{Error, Result};

const MAX_DEPTH: usize = 32;
const MAX_KEYS: usize = 1_000;
/// The longest list that is looked at, recipients among them.
pub const MAX_LIST: usize = 1_000;

/// Parses a document within limits of depth and number of keys.
pub fn parse(body: &[u8]) -> Result<Value> {
    let mut value: Value = serde_json::from_slice(body).map_err(|_| Error::Malformed("This is not a JSON document.".into()))?;
    if !value.is_object() {
        return Err(Error::Malformed("An ActivityPub document is a JSON object.".into()));
    }
    let mut keys = 0;
    if !within_limits(&value, 0, &mut keys) {
        return Err(Error::Malformed(format!(
            "This document is nested deeper than {MAX_DEPTH} or has more than {MAX_KEYS} keys."
        )));
    }
    if body.windows(6).any(|six| six == b"\\u0000") {
        crate::web::params::drop_nuls(&mut value);
    }
    Ok(value)
}

fn within_limits(value: &Value, depth: usize, keys: &mut usize) -> bool {
    match value {
        _ if depth > MAX_DEPTH => false,
        Value::Array(items) => items.iter().all(|v| within_limits(v, depth + 1, keys)),
        Value::Object(map) => {
            *keys += map.len();
            *keys <= MAX_KEYS && map.values().all(|v| within_limits(v, depth + 1, keys))
        }
        _ => true,
    }
}

/// The values of a property, whether it holds one or a list.
pub fn list<'a>(object: &'a Value, key: &str) -> Vec<&'a Value> {
    match &object[key] {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().take(MAX_LIST).collect(),
        one => vec![one],
    }
}

/// The first value of a property.
pub fn first<'a>(object: &'a Value, key: &str) -> Option<&'a Value> {
    list(object, key).into_iter().find(|v| !v.is_null())
}

/// The id in a value that is an id or an object with one.
pub fn id(value: &Value) -> Option<&str> {
    match value {
        Value::String(id) => Some(id.as_str()),
        Value::Object(object) => object.get("id").and_then(Value::as_str),
        _ => None,
    }
    .filter(|id| id.len() <= 2_048)
}

/// The ids in a property.
pub fn ids(object: &Value, key: &str) -> Vec<String> {
    list(object, key).into_iter().filter_map(id).map(ToString::to_string).collect()
}

/// The id of a property's first value.
pub fn first_id<'a>(object: &'a Value, key: &str) -> Option<&'a str> {
    first(object, key).and_then(id)
}

/// The object's type; the first where there are several.
pub fn kind(object: &Value) -> &str {
    first(object, "type").and_then(Value::as_str).unwrap_or_default()
}

/// A text, if it is one; the first of `…Map` where only that is there.
pub fn text<'a>(object: &'a Value, key: &str) -> Option<&'a str> {
    let in_map = || object.get(format!("{key}Map"))?.as_object()?.values().next()?.as_str();
    first(object, key).and_then(Value::as_str).or_else(in_map)
}

pub fn time(object: &Value, key: &str) -> Option<Time> {
    object[key].as_str().and_then(Time::parse)
}

pub fn flag(object: &Value, key: &str) -> Option<bool> {
    object[key].as_bool()
}

/// An address in a property that holds a string, a Link, an Image or a list of them; the first that is http(s).
pub fn address(object: &Value, key: &str) -> Option<String> {
    list(object, key).into_iter().find_map(|value| match value {
        Value::String(text) => web_url(text),
        Value::Object(_) => value["href"].as_str().or_else(|| value["url"].as_str()).and_then(web_url),
        _ => None,
    })
}

/// Normalises an http(s) address; refuses every other scheme, user names and control characters.
pub fn web_url(text: &str) -> Option<String> {
    if text.len() > 2_048 || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return None;
    }
    let url = Url::parse(text).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.host().is_some() && url.username().is_empty() && url.password().is_none())
        .then(|| url.to_string())
}

/// Do two ids belong to the same scheme, host and port (FEP-fe34)?
pub fn same_origin(a: &str, b: &str) -> bool {
    match (Url::parse(a), Url::parse(b)) {
        (Ok(a), Ok(b)) => a.origin().is_tuple() && a.origin() == b.origin(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn odd_shapes_seen_in_the_wild_are_read() {
        let object = json!({
            "type": ["Note", "x:Odd"], "to": "https://a.example/1", "cc": [null, {"id": "https://a.example/2"}], "url": [
                {"type": "Link", "href": "magnet:?x"}, {"type": "Link", "href": "https://a.example/page"}],
            "icon": {"type": "Image", "url": "https://a.example/i.png"}, "content": null, "contentMap": {"fr": "salut"}, "published": "2026-01-02T03:04:05"
        });
        assert_eq!(kind(&object), "Note");
        assert_eq!(ids(&object, "to"), ["https://a.example/1"]);
        assert_eq!(ids(&object, "cc"), ["https://a.example/2"]);
        assert_eq!(ids(&object, "bto"), Vec::<String>::new());
        assert_eq!(address(&object, "url").as_deref(), Some("https://a.example/page"));
        assert_eq!(address(&object, "icon").as_deref(), Some("https://a.example/i.png"));
        assert_eq!(text(&object, "content"), Some("salut"));
        assert!(time(&object, "published").is_some());
    }

    #[test]
    fn dangerous_addresses_are_dropped() {
        for text in
            ["javascript:alert(1)", "data:text/html,x", "https://u@a.example/", "https://a.example/\r\nX: y", "/relative", ""]
        {
            assert_eq!(web_url(text), None, "{text}");
        }
        assert_eq!(web_url("HTTPS://A.Example/x").as_deref(), Some("https://a.example/x"));
        assert_eq!(web_url("https://bücher.example/").as_deref(), Some("https://xn--bcher-kva.example/"));
    }

    #[test]
    fn bombs_are_refused() {
        let deep = format!("{{\"a\":{}1{}}}", "[".repeat(40), "]".repeat(40));
        let wide = format!("{{{}}}", (0..1_001).map(|n| format!("\"k{n}\":1")).collect::<Vec<_>>().join(","));
        for body in [deep.as_str(), wide.as_str(), "[]", "3", "", "{", &"[".repeat(100_000)] {
            assert!(parse(body.as_bytes()).is_err());
        }
        assert!(parse(b"\xff\xfe{}").is_err());
        assert_eq!(parse(br#"{"name":"a\u0000b"}"#).unwrap()["name"], "ab");
    }
}

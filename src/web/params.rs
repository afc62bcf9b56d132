//! Parameters as clients really send them: query, form, JSON or multipart, `a[]=1&a[]=2`, `a[b]=c`, `"on"` for true,
//! `null` for absent.

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::multipart;
use crate::app::App;
use crate::error::{Error, Result};

/// The largest body of a request.
pub const MAX_BODY: usize = 1_048_576;
/// An oversized body is read to its end up to here, so that the client gets to see our answer.
const MAX_DRAINED: usize = 33_554_432;
pub const MAX_PARAMS: usize = 1_000;

/// The merged parameters of a request, as `T`.
pub struct Params<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Params<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &App) -> Result<Self> {
        let mut all = Map::new();
        if let Some(query) = request.uri().query() {
            insert_pairs(&mut all, query)?;
        }
        let kind = request.headers().get(CONTENT_TYPE).and_then(|k| k.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
        if kind.starts_with("multipart/form-data") {
            read_multipart(&mut all, request).await?;
        } else {
            let body = read_body(request.into_body(), MAX_BODY).await?;
            read_plain(&mut all, &kind, &body)?;
        }
        read(all).map(Self)
    }
}

/// The parameters as `T`; null is as good as absent.
pub fn read<T: DeserializeOwned>(mut all: Map<String, Value>) -> Result<T> {
    all.values_mut().for_each(drop_nuls);
    all.retain(|_, value| !value.is_null());
    serde_json::from_value(Value::Object(all)).map_err(|error| Error::invalid(format!("A parameter cannot be used: {error}.")))
}

/// PostgreSQL's text cannot hold U+0000, and nobody means it.
pub fn drop_nuls(value: &mut Value) {
    match value {
        Value::String(text) if text.contains('\0') => text.retain(|c| c != '\0'),
        Value::Array(items) => items.iter_mut().for_each(drop_nuls),
        Value::Object(object) => object.values_mut().for_each(drop_nuls),
        _ => {}
    }
}

fn read_plain(all: &mut Map<String, Value>, kind: &str, body: &[u8]) -> Result<()> {
    let text = std::str::from_utf8(body).map_err(|_| Error::Malformed("The body is not UTF-8 text.".into()))?.trim();
    if text.is_empty() {
        return Ok(());
    }
    // Some apps send JSON without saying so.
    if kind.starts_with("application/json") || text.starts_with('{') {
        let value: Value =
            serde_json::from_str(text).map_err(|error| Error::Malformed(format!("The body is not JSON: {error}.")))?;
        let Value::Object(object) = value else {
            return Err(Error::Malformed("The body must be a JSON object.".into()));
        };
        for (key, value) in object {
            all.insert(key.trim_end_matches("[]").to_string(), value);
        }
        Ok(())
    } else if kind.is_empty() || kind.starts_with("application/x-www-form-urlencoded") {
        insert_pairs(all, text)
    } else {
        Err(Error::UnsupportedType("Send a form or JSON.".into()))
    }
}

async fn read_multipart(all: &mut Map<String, Value>, request: Request) -> Result<()> {
    let mut multipart = axum::extract::Multipart::from_request(request, &())
        .await
        .map_err(|_| Error::Malformed("The multipart body has no boundary.".into()))?;
    let (mut read, mut length) = (0, 0);
    while let Some(field) = multipart.next_field().await.map_err(multipart::broken)? {
        let name = field.name().unwrap_or_default().to_string();
        read += 1;
        if read > MAX_PARAMS {
            return Err(Error::TooLarge);
        }
        insert(all, &name, multipart::short_text(field, &mut length).await?)?;
    }
    Ok(())
}

/// Reads a body of at most `limit` bytes.
pub async fn read_body(body: Body, limit: usize) -> Result<Vec<u8>> {
    let mut read = Vec::new();
    let mut total = 0;
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Error::Malformed("The body broke off.".into()))?;
        total += chunk.len();
        if total > MAX_DRAINED {
            return Err(Error::TooLarge);
        }
        if total <= limit {
            read.extend_from_slice(&chunk);
        }
    }
    if total > limit { Err(Error::TooLarge) } else { Ok(read) }
}

pub fn insert_pairs(all: &mut Map<String, Value>, text: &str) -> Result<()> {
    for (index, (key, value)) in url::form_urlencoded::parse(text.as_bytes()).enumerate() {
        if index >= MAX_PARAMS {
            return Err(Error::TooLarge);
        }
        insert(all, &key, value.into_owned())?;
    }
    Ok(())
}

/// Puts `a[b][]=c` where it belongs.
pub fn insert(all: &mut Map<String, Value>, key: &str, text: String) -> Result<()> {
    let mut parts = key.split('[').map(|part| part.trim_end_matches(']'));
    let first = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.take(5).collect();
    if rest.len() == 5 {
        return Err(Error::Malformed("A parameter's name is nested too deeply.".into()));
    }
    put(all.entry(first).or_insert(Value::Null), &rest, text);
    Ok(())
}

fn put(slot: &mut Value, path: &[&str], text: String) {
    match path {
        [] => *slot = Value::String(text),
        ["", rest @ ..] => {
            if !slot.is_array() {
                *slot = Value::Array(Vec::new());
            }
            if let Value::Array(items) = slot {
                let mut item = Value::Null;
                put(&mut item, rest, text);
                items.push(item);
            }
        }
        [name, rest @ ..] => {
            if !slot.is_object() {
                *slot = Value::Object(Map::new());
            }
            if let Value::Object(object) = slot {
                put(object.entry(*name).or_insert(Value::Null), rest, text);
            }
        }
    }
}

/// `true`, `1`, `"on"`, `"true"`; anything else that is text or a number is false, as in Mastodon.
pub fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Bool(flag) => Some(flag),
        Value::Number(number) => Some(number.as_i64() != Some(0)),
        Value::String(text) => Some(matches!(text.to_ascii_lowercase().as_str(), "true" | "1" | "on" | "t" | "yes")),
        _ => None,
    })
}

/// A number, or text that is one; anything else is as good as absent.
pub fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    })
}

/// Text; a number becomes text, null is absent.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        Value::Number(number) => Ok(Some(number.to_string())),
        Value::Bool(flag) => Ok(Some(flag.to_string())),
        _ => Err(serde::de::Error::custom("text was expected, not a list or an object")),
    }
}

/// A list of texts; one text alone is a list of one, and an object with number keys is a list too.
pub fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let items = match Value::deserialize(deserializer)? {
        Value::Array(items) => items,
        Value::Object(object) => object.into_iter().map(|(_, value)| value).collect(),
        one => vec![one],
    };
    Ok(items
        .into_iter()
        .filter_map(|item| match item {
            Value::String(text) if !text.is_empty() => Some(text),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
        .collect())
}

/// The same, told apart from nothing at all.
pub fn some_texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<String>>, D::Error> {
    texts(deserializer).map(Some)
}

/// The one id in a path; what is not a number is not found.
pub struct Id(pub i64);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let Path(text): Path<String> = Path::from_request_parts(parts, state).await.map_err(|_| Error::NotFound)?;
        text.parse().map(Self).map_err(|_| Error::NotFound)
    }
}

/// The parts of a path; what cannot be read is not found.
pub struct Segments<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Segments<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        if parts.uri.path().contains("%00") {
            return Err(Error::NotFound);
        }
        Path::from_request_parts(parts, state).await.map(|Path(found)| Self(found)).map_err(|_| Error::NotFound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_spelling_of_lists_and_objects_is_understood() {
        let mut all = Map::new();
        insert_pairs(&mut all, "id[]=1&id[]=2&poll[options][]=a&poll[options][]=b&fields[0][name]=x&plain=%C3%A9+a&id2=7")
            .unwrap();
        assert_eq!(
            Value::Object(all),
            json!({"id": ["1", "2"], "poll": {"options": ["a", "b"]}, "fields": {"0": {"name": "x"}}, "plain": "é a", "id2": "7"})
        );
    }

    proptest::proptest! {
        #[test]
        fn no_query_makes_it_panic(query in ".{0,200}") {
            let _ = insert_pairs(&mut Map::new(), &query);
        }
    }
}

//! Files as answers: under a fixed type, never as a page or a document, and in parts where a player asks for them (RFC 9110 § 14).

use axum::body::Body;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    ETAG, IF_NONE_MATCH, RANGE,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::TryStreamExt;
use object_store::path::Path as Key;
use object_store::{GetOptions, GetRange, ObjectStoreExt};

use super::{FileType, Media, unusable};
use crate::error::{Error, Result};

/// Nothing in a file is ever run.
const SANDBOX: HeaderValue = HeaderValue::from_static("default-src 'none'; sandbox");

/// The one range a request asks for: from, and up to and including; several are answered with the whole.
fn range(headers: &HeaderMap, size: u64) -> Option<Result<(u64, u64)>> {
    let text = headers.get(RANGE)?.to_str().ok()?.strip_prefix("bytes=")?;
    let (from, to) = text.split_once('-').filter(|_| !text.contains(','))?;
    let last = size.saturating_sub(1);
    let range = match (from.parse::<u64>(), to.parse::<u64>()) {
        (Ok(from), Ok(to)) => (from, to.min(last)),
        (Ok(from), Err(_)) if to.is_empty() => (from, last),
        (Err(_), Ok(tail)) if from.is_empty() && tail > 0 => (size.saturating_sub(tail), last),
        _ => return None,
    };
    Some(if range.0 > range.1 || range.0 >= size { Err(Error::NotFound) } else { Ok(range) })
}

/// Answers with a file of the store. `caching` says how long and by whom it may be kept.
pub async fn file(media: &Media, key: &str, headers: &HeaderMap, caching: &'static str) -> Result<Response> {
    let kind = FileType::of_key(key).ok_or(Error::NotFound)?;
    let at = Key::parse(key).map_err(|_| Error::NotFound)?;
    let size = media.store.head(&at).await.map_err(unusable)?.size;
    // A file never changes under its name.
    let tag = format!("\"{}\"", key.rsplit('/').next().unwrap_or_default());
    let mut answer = HeaderMap::new();
    answer.insert(CONTENT_TYPE, HeaderValue::from_static(kind.content_type));
    answer.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    answer.insert(CONTENT_SECURITY_POLICY, SANDBOX);
    answer.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    answer.insert(ETAG, HeaderValue::from_str(&tag).map_err(Error::internal)?);
    if headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, answer).into_response());
    }
    let (status, from, to) = match range(headers, size) {
        None => (StatusCode::OK, 0, size.saturating_sub(1)),
        Some(Ok((from, to))) => {
            answer.insert(CONTENT_RANGE, HeaderValue::from_str(&format!("bytes {from}-{to}/{size}")).map_err(Error::internal)?);
            (StatusCode::PARTIAL_CONTENT, from, to)
        }
        Some(Err(_)) => {
            answer.insert(CONTENT_RANGE, HeaderValue::from_str(&format!("bytes */{size}")).map_err(Error::internal)?);
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, answer).into_response());
        }
    };
    answer.insert(CONTENT_LENGTH, HeaderValue::from(if size == 0 { 0 } else { to - from + 1 }));
    let options = GetOptions { range: (size > 0).then_some(GetRange::Bounded(from..to + 1)), ..GetOptions::default() };
    let found = media.store.get_opts(&at, options).await.map_err(unusable)?;
    let bytes = found.into_stream().map_err(std::io::Error::other);
    Ok((status, answer, Body::from_stream(bytes)).into_response())
}

/// Answers with a file that is only there to be kept, under the name it came with (RFC 6266, RFC 8187).
pub async fn download(media: &Media, key: &str, name: &str) -> Result<Response> {
    let at = Key::parse(key).map_err(|_| Error::NotFound)?;
    let found = media.store.get_opts(&at, GetOptions::default()).await.map_err(unusable)?;
    let name = format!(
        "attachment; filename*=UTF-8''{}",
        percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC)
    );
    let answer = [
        (CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (CONTENT_DISPOSITION, HeaderValue::from_str(&name).map_err(Error::internal)?),
        (CONTENT_LENGTH, HeaderValue::from(found.meta.size)),
        (CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
        (CONTENT_SECURITY_POLICY, SANDBOX),
    ];
    let bytes = found.into_stream().map_err(std::io::Error::other);
    Ok((answer, Body::from_stream(bytes)).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_understood_and_anything_else_gets_the_whole() {
        for (asked, expected) in [
            ("bytes=0-9", Some(Some((0, 9)))),
            ("bytes=90-", Some(Some((90, 99)))),
            ("bytes=-10", Some(Some((90, 99)))),
            ("bytes=50-500", Some(Some((50, 99)))),
            ("bytes=100-", Some(None)),
            ("bytes=9-3", Some(None)),
            ("bytes=0-1,5-6", None),
            ("bytes=a-b", None),
            ("items=0-9", None),
            ("bytes=-0", None),
        ] {
            let headers = HeaderMap::from_iter([(RANGE, HeaderValue::from_str(asked).unwrap())]);
            assert_eq!(range(&headers, 100).map(Result::ok), expected, "{asked}");
        }
    }
}

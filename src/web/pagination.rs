//! Pages of a list by id, with the `Link` header that clients follow (RFC 8288).

use axum::http::HeaderMap;
use axum::http::header::LINK;
use serde::Deserialize;

use super::params::number;
use crate::site::Site;

/// `max_id`: older than. `since_id`: newer than, the newest first. `min_id`: newer than, starting right there.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct Paging {
    #[serde(default, deserialize_with = "number")]
    pub max_id: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    pub since_id: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    pub min_id: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    pub limit: Option<i64>,
}

impl Paging {
    pub fn limit(&self, default: i64, most: i64) -> i64 {
        self.limit.unwrap_or(default).clamp(1, most)
    }

    pub fn first(limit: i64) -> Self {
        Self { limit: Some(limit), ..Self::default() }
    }

    pub fn is_backwards(&self) -> bool {
        self.min_id.is_some()
    }

    /// The bounds: ids above the first and below the second.
    pub fn bounds(&self) -> (i64, i64) {
        (self.min_id.or(self.since_id).unwrap_or(0), self.max_id.unwrap_or(i64::MAX))
    }
}

/// The `Link` header for a page whose newest and oldest ids are given; `kept` are the filters that stay in the address.
/// `next` comes first: a client in wide use looks no further.
pub fn links(site: &Site, path: &str, kept: &[(&str, String)], ids: Option<(i64, i64)>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if let Some((newest, oldest)) = ids {
        let address = |key: &str, id: i64| {
            let query = url::form_urlencoded::Serializer::new(String::new())
                .extend_pairs(kept)
                .append_pair(key, &id.to_string())
                .finish();
            format!("{}?{query}", site.at(path))
        };
        let value = format!("<{}>; rel=\"next\", <{}>; rel=\"prev\"", address("max_id", oldest), address("min_id", newest));
        if let Ok(value) = value.parse() {
            headers.insert(LINK, value);
        }
    }
    headers
}

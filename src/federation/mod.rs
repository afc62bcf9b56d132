//! The parts of ActivityPub that every capability shares: keys, signatures, the way out, the queue of deliveries.
//!
//! What an activity *means* is not decided here: each slice maps its own rows in its `activity.rs`, and the table of
//! accepted activities is [`crate::inbox`].

pub mod addresses;
pub mod attachments;
pub mod buckets;
pub mod delivery;
pub mod emojis;
pub mod fetch;
pub mod json;
pub mod keys;
pub mod policies;
pub mod proofs;
pub mod signatures;
pub mod store;
pub mod synchronization;
mod welcome;

use serde_json::{Value, json};

use crate::db::Tx;
use crate::error::Result;

pub use welcome::{refuse_blocked, rules_for, verdict};

use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

/// The one content type we send (exact string comparison is common among peers).
pub use activitypub_federation::FEDERATION_CONTENT_TYPE as CONTENT_TYPE;

/// What comes and goes, for stewards: what has arrived, and what waits for each host.
pub fn traffic(tx: &mut Tx, hosts: i64) -> Result<Value> {
    let arrived = store::arrived(tx.conn)?;
    let kinds: Vec<Value> = arrived
        .into_iter()
        .map(|(kind, count, ignored)| json!({"kind": kind, "count": count, "without_effect": ignored}))
        .collect();
    let queues: Vec<Value> = delivery::queues(tx.conn, hosts)?.iter().map(|queue| queue.to_json(tx.now)).collect();
    Ok(json!({"incoming": {"waiting": store::waiting_inbound(tx.conn)?, "kinds": kinds}, "hosts": queues}))
}

/// True for the two content types ActivityPub documents may have (ActivityPub § 3.2), in any spelling of parameters.
pub fn is_activity_json(content_type: &str) -> bool {
    let mut parts = content_type.split(';').map(str::trim);
    match parts.next().map(str::to_ascii_lowercase).as_deref() {
        Some("application/activity+json") => true,
        Some("application/ld+json") => parts.any(|p| {
            p.split_once('=').is_some_and(|(name, value)| {
                name.trim().eq_ignore_ascii_case("profile")
                    && value.trim().trim_matches('"').split_whitespace().any(|v| v == "https://www.w3.org/ns/activitystreams")
            })
        }),
        _ => false,
    }
}

/// Does an `Accept` header ask for an ActivityPub document rather than a page?
pub fn wants_activity_json(accept: &str) -> bool {
    split_outside_quotes(accept).iter().any(|part| {
        let kind = part.split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case("application/activity+json") || kind.eq_ignore_ascii_case("application/ld+json")
    })
}

/// An ActivityPub document as an answer. The same address shows a page to a browser, hence `Vary`.
pub struct Document(pub serde_json::Value);

impl IntoResponse for Document {
    fn into_response(self) -> Response {
        (
            [
                (header::CONTENT_TYPE, CONTENT_TYPE),
                (header::VARY, "Accept, Signature"),
                (header::CACHE_CONTROL, "private, max-age=0"),
            ],
            self.0.to_string(),
        )
            .into_response()
    }
}

/// Does this request ask for an ActivityPub document?
pub fn is_asked_for_document(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|a| a.to_str().ok()).is_some_and(wants_activity_json)
}

fn split_outside_quotes(text: &str) -> Vec<&str> {
    let mut quoted = false;
    text.split(move |c| {
        quoted ^= c == '"';
        c == ',' && !quoted
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_two_types_of_the_specification_are_activities() {
        for (content_type, expected) in [
            ("application/activity+json", true),
            ("application/activity+json; charset=utf-8", true),
            ("Application/Activity+JSON", true),
            ("application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"", true),
            ("application/ld+json;profile=https://www.w3.org/ns/activitystreams", true),
            ("application/ld+json", false),
            ("application/json", false),
            ("text/plain", false),
            ("application/octet-stream", false),
            ("", false),
        ] {
            assert_eq!(is_activity_json(content_type), expected, "{content_type}");
        }
    }

    #[test]
    fn an_accept_header_decides_between_document_and_page() {
        for (accept, expected) in [
            ("application/activity+json", true),
            ("application/ld+json; profile=\"https://www.w3.org/ns/activitystreams, x\", text/html;q=0.1", true),
            ("text/html,application/xhtml+xml,*/*;q=0.8", false),
            ("application/json", false),
            ("", false),
        ] {
            assert_eq!(wants_activity_json(accept), expected, "{accept}");
        }
    }
}

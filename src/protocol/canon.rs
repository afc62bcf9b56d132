//! One form for every value, so that whoever holds it comes to the same digest (RFC 8785), and bounds for what comes from
//! elsewhere.

use aws_lc_rs::digest::{SHA256, digest as sha256};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::Value;

/// SHA-256 in hexadecimal.
pub type Digest = String;

/// What the first entry of a chain points at.
pub const ZERO: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The largest number two readers of JSON agree on.
const LARGEST: u64 = 1 << 53;
const DEEPEST: usize = 32;

/// SHA-256 over the canonical form of a value.
pub fn digest(value: &impl Serialize) -> Digest {
    weighed(value).0
}

/// The same, and how many bytes the canonical form has.
pub(crate) fn weighed(value: &impl Serialize) -> (Digest, usize) {
    let bytes = canonical(value);
    (hex(sha256(&SHA256, &bytes).as_ref()), bytes.len())
}

/// The canonical form. Values are read from JSON, which has one for each.
pub(crate) fn canonical(value: &impl Serialize) -> Vec<u8> {
    serde_json_canonicalizer::to_vec(value).unwrap_or_default()
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|half| char::from(DIGITS[usize::from(half)])).collect()
}

/// Whole numbers no larger than all readers can hold, nested no deeper than anybody writes: only of such values there is one
/// canonical form.
pub fn is_sound(value: &Value) -> bool {
    fn sound(value: &Value, depth: usize) -> bool {
        depth <= DEEPEST
            && match value {
                Value::Number(n) => n.as_i64().is_some_and(|n| n.unsigned_abs() <= LARGEST),
                Value::Array(list) => list.iter().all(|one| sound(one, depth + 1)),
                Value::Object(map) => map.values().all(|one| sound(one, depth + 1)),
                _ => true,
            }
    }
    sound(value, 0)
}

/// Moments: seconds since 1970 here, `2026-12-01T12:00:00Z` on the wire, and no other spelling of it.
pub mod moment {
    use super::{DateTime, SecondsFormat, Utc};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn write(at: i64) -> String {
        DateTime::<Utc>::from_timestamp(at, 0).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    pub fn read(text: &str) -> Option<i64> {
        let at = DateTime::parse_from_rfc3339(text).ok()?.timestamp();
        (write(at) == text).then_some(at)
    }

    pub fn serialize<S: Serializer>(at: &i64, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&write(*at))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
        let text = String::deserialize(from)?;
        read(&text).ok_or_else(|| D::Error::custom("a moment is written as 2026-12-01T12:00:00Z"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_order_of_keys_and_the_spelling_of_letters_make_no_difference() {
        assert_eq!(
            digest(&json!({"b": 1, "a": "é"})),
            digest(&serde_json::from_str::<Value>("{\"a\":\"\\u00e9\",\"b\":1}").unwrap_or_default())
        );
        assert_ne!(digest(&json!({"a": 1})), digest(&json!({"a": 2})));
        assert_eq!(digest(&json!({})), "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    }

    #[test]
    fn what_has_no_one_form_is_unsound() {
        let mut deep = json!(1);
        for _ in 0..40 {
            deep = json!([deep]);
        }
        for (value, sound) in [
            (json!({"a": [1, "x", null, true]}), true),
            (json!(9_007_199_254_740_992_i64), true),
            (json!(9_007_199_254_740_993_i64), false),
            (json!(u64::MAX), false),
            (json!({"a": [{"b": 1.5}]}), false),
            (deep, false),
        ] {
            assert_eq!(is_sound(&value), sound, "{value}");
        }
    }

    #[test]
    fn a_moment_is_written_in_one_way() {
        assert_eq!(moment::read("2026-12-01T12:00:00Z").map(moment::write).as_deref(), Some("2026-12-01T12:00:00Z"));
        for wrong in ["2026-12-01T12:00:00.5Z", "2026-12-01T13:00:00+01:00", "2026-12-01", "2026-02-30T12:00:00Z", "yesterday"] {
            assert_eq!(moment::read(wrong), None, "{wrong}");
        }
    }
}

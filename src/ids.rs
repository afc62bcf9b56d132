//! The only place that asks for chance: ids and secrets.

use std::sync::atomic::{AtomicI64, Ordering};

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::clock::Time;

static LAST: AtomicI64 = AtomicI64::new(0);

/// A positive 63-bit id that ascends with time: milliseconds since 1970 in the upper bits, sixteen bits of chance below,
/// so that several processes on one database do not collide. Within a process no two are the same or out of order.
pub fn new(now: Time) -> i64 {
    let fresh = at(now);
    let previous = LAST.fetch_max(fresh, Ordering::Relaxed);
    if previous < fresh { fresh } else { LAST.fetch_add(1, Ordering::Relaxed) + 1 }
}

/// An id for something that happened at `moment`, to be sorted among what happened then: a post that arrives late.
pub fn at(moment: Time) -> i64 {
    ((moment.0 / 1000).max(1) << 16) | i64::from(chance_u16())
}

/// The smallest id of a moment: everything since then has a larger one.
pub fn floor(moment: Time) -> i64 {
    (moment.0 / 1000).max(0) << 16
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that asks for chance")]
fn chance_u16() -> u16 {
    rand::random()
}

/// A number below `bound`, for spreading retries.
#[expect(clippy::disallowed_methods, reason = "this is the one place that asks for chance")]
pub fn jitter(bound: i64) -> i64 {
    if bound <= 0 { 0 } else { rand::random_range(0..bound) }
}

/// A secret of 256 bits as 43 characters that are safe in URLs.
#[expect(clippy::disallowed_methods, reason = "this is the one place that asks for chance")]
pub fn secret() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// Sixteen bytes for a password's salt.
#[expect(clippy::disallowed_methods, reason = "this is the one place that asks for chance")]
pub fn salt() -> [u8; 16] {
    rand::random()
}

/// What is stored of a secret. Secrets are 256 bits of chance, so a plain hash cannot be turned back.
pub fn fingerprint(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, secret.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_ascend_even_within_one_moment_and_when_the_clock_steps_back() {
        let mut last = 0;
        for micros in [5_000_000, 5_000_000, 4_000_000, 5_000_001, 9_000_000] {
            for _ in 0..100 {
                let id = new(Time(micros));
                assert!(id > last);
                last = id;
            }
        }
    }
}

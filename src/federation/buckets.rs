//! How much one host may make us do: a bucket of tokens each, filled again with time. A bounded number of buckets.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::clock::Time;

/// So many hosts are remembered; beyond that those whose bucket is full again are forgotten first.
const MOST: usize = 10_000;

pub struct Buckets {
    burst: i64,
    per_second: i64,
    /// By host: tokens left, in micro-tokens, and when that was.
    kept: Mutex<HashMap<String, (i64, Time)>>,
}

/// Micro-tokens in a token.
const ONE: i64 = 1_000_000;

impl Buckets {
    pub fn new(burst: i64, per_second: i64) -> Self {
        Self { burst, per_second, kept: Mutex::default() }
    }

    /// Takes a token.
    ///
    /// # Errors
    /// The seconds to wait for one.
    pub fn take(&self, host: &str, now: Time) -> Result<(), i64> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let full = self.burst * ONE;
        let filled =
            |(left, at): (i64, Time)| left.saturating_add((now.0 - at.0).max(0).saturating_mul(self.per_second)).min(full);
        if kept.len() >= MOST && !kept.contains_key(host) {
            kept.retain(|_, bucket| filled(*bucket) < full);
            if kept.len() >= MOST {
                kept.clear();
            }
        }
        let left = kept.get(host).copied().map_or(full, filled);
        if left < ONE {
            kept.insert(host.to_string(), (left, now));
            return Err(((ONE - left) / (self.per_second * ONE).max(1)).max(1));
        }
        kept.insert(host.to_string(), (left - ONE, now));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_spends_its_own_tokens_and_gets_new_ones_with_time() {
        let buckets = Buckets::new(3, 2);
        let now = Time(1_000_000_000);
        for _ in 0..3 {
            assert_eq!(buckets.take("a.example", now), Ok(()));
        }
        assert_eq!(buckets.take("a.example", now), Err(1));
        assert_eq!(buckets.take("b.example", now), Ok(()), "others are not held to account");
        let later = now.plus(Time::SECOND);
        assert_eq!((buckets.take("a.example", later), buckets.take("a.example", later)), (Ok(()), Ok(())));
        assert!(buckets.take("a.example", later).is_err());
        assert_eq!(buckets.take("a.example", now), Err(1), "a clock that steps back gives nothing");
    }

    #[test]
    fn however_many_hosts_there_are_memory_is_bounded() {
        let buckets = Buckets::new(1, 1);
        for n in 0..50_000 {
            assert_eq!(buckets.take(&format!("{n}.example"), Time(1_000_000)), Ok(()));
        }
        assert!(buckets.kept.lock().unwrap().len() <= MOST);
    }
}

//! How fast, how often, how long: what an answer means for a delivery and for its host. Pure.

use crate::clock::Time;

/// Failures in a row after which a host counts as down.
pub const OPEN_AFTER: i64 = 5;
/// A host that has failed for so long is parked: only what cannot be said again is kept for it.
pub const PARK_AFTER: i64 = 7 * Time::DAY;
/// What is kept for a parked host goes after that.
pub const KEEP_PARKED: i64 = 14 * Time::DAY;
/// A single delivery that fails while its host does well is given up after that.
pub const GIVE_UP: i64 = 7 * Time::DAY;
/// How often a refusal of our signature is tried again: the far server may have had trouble fetching our key.
pub const REFUSALS: i64 = 3;
const LONGEST: i64 = 12 * Time::HOUR;
/// The most deliveries under way to one host.
pub const WIDEST: usize = 4;

/// What an inbox's answer means. Statuses as peers use them: 408, 425, 429, 502, 503, 504 speak of the host; other 5xx
/// may be about this one activity; 501 and other 4xx are final.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Done,
    /// It makes no sense to try again.
    Drop,
    /// Nobody has this inbox any more.
    Gone,
    /// This delivery is tried again; the host is fine.
    Again,
    /// This delivery is tried again, and it counts against the host.
    Ailing,
    /// The host does not work at the moment.
    Down,
}

/// `attempts`: how often this delivery has failed before.
pub fn verdict(status: u16, attempts: i64) -> Verdict {
    match status {
        200..=299 => Verdict::Done,
        401 | 403 if attempts < REFUSALS => Verdict::Again,
        410 => Verdict::Gone,
        408 | 425 | 429 | 502..=504 => Verdict::Down,
        501 => Verdict::Drop,
        500.. => Verdict::Ailing,
        _ => Verdict::Drop,
    }
}

/// How long a host is left alone after so many failures in a row: 2, 4, 8, 16 s while it may only be restarting, then
/// 30 s · 2ⁿ up to twelve hours, or as long as it asked for.
pub fn host_pause(failures: i64, retry_after: Option<i64>) -> i64 {
    let base = if failures < OPEN_AFTER {
        Time::SECOND << failures.clamp(1, OPEN_AFTER)
    } else {
        (30 * Time::SECOND).saturating_mul(1 << (failures - OPEN_AFTER).clamp(0, 20))
    };
    base.max(retry_after.unwrap_or_default().saturating_mul(Time::SECOND)).min(LONGEST)
}

/// How long one delivery waits after its own failures: 10 s · 2ⁿ up to twelve hours.
pub fn delivery_pause(attempts: i64) -> i64 {
    (10 * Time::SECOND).saturating_mul(1 << attempts.clamp(0, 20)).min(LONGEST)
}

/// How many deliveries may be under way to a host: one while it is being tried, one more after each round that went
/// well and quickly.
pub fn width(before: usize, round_went_well: bool, slowest_ms: u128) -> usize {
    if !round_went_well || slowest_ms > 2_000 { 1 } else { (before + 1).min(WIDEST) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_answer_means() {
        for (status, attempts, expected) in [
            (200, 0, Verdict::Done),
            (202, 9, Verdict::Done),
            (301, 0, Verdict::Drop),
            (400, 0, Verdict::Drop),
            (401, 0, Verdict::Again),
            (401, 3, Verdict::Drop),
            (403, 2, Verdict::Again),
            (404, 0, Verdict::Drop),
            (408, 0, Verdict::Down),
            (410, 0, Verdict::Gone),
            (413, 0, Verdict::Drop),
            (425, 0, Verdict::Down),
            (429, 0, Verdict::Down),
            (500, 0, Verdict::Ailing),
            (501, 0, Verdict::Drop),
            (502, 0, Verdict::Down),
            (503, 0, Verdict::Down),
            (504, 0, Verdict::Down),
            (599, 0, Verdict::Ailing),
        ] {
            assert_eq!(verdict(status, attempts), expected, "{status} after {attempts}");
        }
    }

    #[test]
    fn pauses_grow_and_end_at_twelve_hours() {
        let seconds: Vec<i64> = (1..9).map(|n| host_pause(n, None) / Time::SECOND).collect();
        assert_eq!(seconds, [2, 4, 8, 16, 30, 60, 120, 240]);
        assert_eq!(host_pause(1_000, None), LONGEST);
        assert_eq!(host_pause(1, Some(600)), 600 * Time::SECOND, "as long as it asked for");
        assert_eq!(host_pause(1, Some(i64::MAX)), LONGEST);
        assert_eq!(delivery_pause(0), 10 * Time::SECOND);
        assert_eq!(delivery_pause(99), LONGEST);
    }

    #[test]
    fn a_host_that_does_well_gets_more_at_once_and_a_slow_one_does_not() {
        assert_eq!(width(1, true, 50), 2);
        assert_eq!(width(4, true, 50), 4);
        assert_eq!(width(4, true, 5_000), 1);
        assert_eq!(width(4, false, 50), 1);
    }
}

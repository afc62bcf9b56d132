//! The only place that asks for the time. Everything else is given a [`Time`], so deadlines can be tested to the second.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, SecondsFormat, Utc};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::BigInt;

/// A moment in UTC, in microseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = BigInt)]
pub struct Time(pub i64);

impl Time {
    pub const SECOND: i64 = 1_000_000;
    pub const MINUTE: i64 = 60 * Self::SECOND;
    pub const HOUR: i64 = 60 * Self::MINUTE;
    pub const DAY: i64 = 24 * Self::HOUR;

    pub const fn plus(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }

    pub fn to_utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or_default()
    }

    /// RFC 3339 with three digits and `Z`, the one form every client reads: `2026-11-23T09:00:00.000Z`.
    pub fn rfc3339(self) -> String {
        self.to_utc().to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    /// RFC 3339 in whole seconds, as ActivityPub peers write it.
    pub fn rfc3339_seconds(self) -> String {
        self.to_utc().to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// As feeds write it (RFC 2822): `Mon, 23 Nov 2026 09:00:00 +0000`.
    pub fn rfc2822(self) -> String {
        self.to_utc().to_rfc2822()
    }

    /// The day alone: `2026-11-23`.
    pub fn date(self) -> String {
        self.to_utc().format("%Y-%m-%d").to_string()
    }

    /// For people: `23 Nov 2026, 09:00 UTC`.
    pub fn readable(self) -> String {
        self.to_utc().format("%-d %b %Y, %H:%M UTC").to_string()
    }

    /// Reads RFC 3339 with or without a zone (some servers leave it out and mean UTC); years beyond 9999 are refused,
    /// because clients cannot read them back.
    pub fn parse(text: &str) -> Option<Self> {
        let moment = DateTime::parse_from_rfc3339(text)
            .map(|t| t.to_utc())
            .or_else(|_| text.parse::<chrono::NaiveDateTime>().map(|t| t.and_utc()))
            .ok()?;
        (moment.timestamp() < 253_402_300_800 && moment.timestamp() > -62_135_596_800).then(|| Self(moment.timestamp_micros()))
    }
}

impl<DB: Backend> ToSql<BigInt, DB> for Time
where
    i64: ToSql<BigInt, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<DB: Backend> FromSql<BigInt, DB> for Time
where
    i64: FromSql<BigInt, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        i64::from_sql(bytes).map(Self)
    }
}

/// Where the time comes from: the machine, plus what a test has moved it ahead by.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    ahead: Arc<AtomicI64>,
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine for the time")]
    pub fn now(&self) -> Time {
        Time(Utc::now().timestamp_micros() + self.ahead.load(Ordering::Relaxed))
    }

    /// Moves this clock ahead. Only tests call it, and the demo, whose nodes are in test mode: a real chapter has no door that leads
    /// here.
    pub fn advance(&self, micros: i64) {
        self.ahead.fetch_add(micros, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_other_servers_are_read_and_impossible_ones_refused() {
        for (text, expected) in [
            ("2026-11-23T09:00:00Z", Some("2026-11-23T09:00:00.000Z")),
            ("2026-11-23T10:00:00.123456+01:00", Some("2026-11-23T09:00:00.123Z")),
            ("2026-11-23T09:00:00", Some("2026-11-23T09:00:00.000Z")),
            ("+12026-11-23T09:00:00Z", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(Time::parse(text).map(Time::rfc3339).as_deref(), expected, "{text}");
        }
    }
}

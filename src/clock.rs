//! The only place that asks for the time. Everything else is given a [`Time`], so deadlines can be tested to the second.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, SecondsFormat, Utc};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::BigInt;

use crate::zone::Zone;

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

    /// The day it is at a place.
    pub fn date_at(self, zone: Zone) -> String {
        self.to_utc().with_timezone(&zone).format("%Y-%m-%d").to_string()
    }

    /// Reads a day and a time of day at a place, `2026-11-23` and `18:00:00`. Of an hour that there is twice the first is
    /// meant; one that is left out, as clocks are put forward, is read as the next.
    pub fn at(day: &str, time: &str, zone: Zone) -> Option<Self> {
        let moment: chrono::NaiveDateTime = format!("{day}T{time}").parse().ok()?;
        let there = |moment: chrono::NaiveDateTime| moment.and_local_timezone(zone).earliest();
        let at = there(moment).or_else(|| there(moment + chrono::Duration::hours(1)))?;
        Self::parse(&at.to_rfc3339())
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

    #[test]
    fn a_day_begins_where_the_chapter_is() {
        for (zone, day, time, expected) in [
            (Zone::UTC, "2026-11-23", "00:00:00", Some("2026-11-23T00:00:00.000Z")),
            (Zone::Europe__Paris, "2026-11-23", "00:00:00", Some("2026-11-22T23:00:00.000Z")),
            (Zone::Europe__Paris, "2026-07-14", "23:59:59", Some("2026-07-14T21:59:59.000Z")),
            (Zone::America__Sao_Paulo, "2026-11-23", "00:00:00", Some("2026-11-23T03:00:00.000Z")),
            // Clocks are put forward, and back.
            (Zone::Europe__Paris, "2027-03-28", "02:30:00", Some("2027-03-28T01:30:00.000Z")),
            (Zone::Europe__Paris, "2027-10-31", "02:30:00", Some("2027-10-31T00:30:00.000Z")),
            (Zone::Europe__Paris, "tomorrow", "00:00:00", None),
            (Zone::Europe__Paris, "2026-02-30", "00:00:00", None),
        ] {
            let at = Time::at(day, time, zone);
            assert_eq!(at.map(Time::rfc3339).as_deref(), expected, "{zone} {day} {time}");
            if let Some(at) = at {
                assert_eq!(at.date_at(zone), day);
            }
        }
    }
}

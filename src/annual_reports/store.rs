//! What a member did in a year, from the rows there are.

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::clock::Time;
use crate::db::Tx;
use crate::db::schema::{follows, polls, status_tags, statuses};
use crate::error::Result;
use crate::statuses::Status;

/// More posts of a year are not looked at.
const MOST: i64 = 100_000;

#[diesel::dsl::auto_type]
fn of_year(account_id: i64, from: i64, until: i64) -> _ {
    statuses::account_id.eq(account_id).and(statuses::created_at.ge(from)).and(statuses::created_at.lt(until))
}

/// When each post was written, whether it is a boost, and whether it is an answer.
pub fn said(tx: &mut Tx, account_id: i64, from: Time, until: Time) -> Result<Vec<(i64, bool, bool)>> {
    Ok(statuses::table
        .filter(of_year(account_id, from.0, until.0))
        .limit(MOST)
        .select((statuses::created_at, statuses::reblog_of_id.is_not_null(), statuses::in_reply_to_uri.is_not_null()))
        .load(tx.conn)?)
}

/// How many asked something.
pub fn polls(tx: &mut Tx, account_id: i64, from: Time, until: Time) -> Result<i64> {
    let of = statuses::table.inner_join(polls::table.on(polls::status_id.eq(statuses::id)));
    Ok(of.filter(of_year(account_id, from.0, until.0)).count().get_result(tx.conn)?)
}

/// When somebody was followed by the member, or (`false`) began to follow them.
pub fn follows(tx: &mut Tx, account_id: i64, from: Time, until: Time) -> Result<Vec<(i64, bool)>> {
    Ok(follows::table
        .filter(follows::account_id.eq(account_id).or(follows::target_id.eq(account_id)))
        .filter(follows::created_at.ge(from.0))
        .filter(follows::created_at.lt(until.0))
        .filter(follows::accepted_at.is_not_null())
        .limit(MOST)
        .select((follows::created_at, follows::account_id.eq(account_id)))
        .load(tx.conn)?)
}

/// The hashtags used most, with how often.
pub fn tags(tx: &mut Tx, account_id: i64, from: Time, until: Time, limit: i64) -> Result<Vec<(String, i64)>> {
    Ok(status_tags::table
        .inner_join(statuses::table.on(statuses::id.eq(status_tags::status_id)))
        .filter(of_year(account_id, from.0, until.0))
        .group_by(status_tags::name)
        .order((count_star().desc(), status_tags::name))
        .limit(limit)
        .select((status_tags::name, count_star()))
        .load(tx.conn)?)
}

/// What everybody may read, and was boosted, favourited and answered most.
pub fn top(tx: &mut Tx, account_id: i64, from: Time, until: Time) -> Result<[Option<Status>; 3]> {
    let mut best = |order: u8| -> Result<Option<Status>> {
        let open = statuses::table
            .filter(of_year(account_id, from.0, until.0))
            .filter(statuses::reblog_of_id.is_null())
            .filter(statuses::visibility.eq("public").or(statuses::visibility.eq("unlisted")))
            .select(Status::as_select())
            .limit(1);
        let newest = statuses::id.desc();
        Ok(match order {
            0 => open.filter(statuses::reblogs_count.gt(0)).order((statuses::reblogs_count.desc(), newest)).first(tx.conn),
            1 => open.filter(statuses::favourites_count.gt(0)).order((statuses::favourites_count.desc(), newest)).first(tx.conn),
            _ => open.filter(statuses::replies_count.gt(0)).order((statuses::replies_count.desc(), newest)).first(tx.conn),
        }
        .optional()?)
    };
    Ok([best(0)?, best(1)?, best(2)?])
}

//! The register: what was decided and holds, until its review, or until something else takes its place.

mod store;

pub use store::Row;

use rules::agreements::{Agreement, Change};
use rules::roles::{self, Role};
use serde_json::json;

use super::{Row as Proposal, laws, seconds, store as proposals};
use crate::accounts::{self, Account};
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::later::{self, Kind};
use crate::members;
use crate::notifications;

impl Row {
    pub fn agreement(&self) -> Result<Agreement> {
        serde_json::from_str(&self.process).map_err(Error::internal)
    }
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Row> {
    store::by_id(tx, id)
}

/// How it stands with the agreement that a decision became, if it became one.
pub fn state(tx: &mut Tx, id: i64) -> Result<Option<String>> {
    store::state(tx, id)
}

/// Agreements with the proposals they come from: those that hold, or those that do not any more; the next review first.
pub fn listed(tx: &mut Tx, holding: bool) -> Result<Vec<(Row, Proposal)>> {
    store::listed(tx, holding)
}

/// Those that are looked at again until a moment, the soonest first.
pub fn next_reviews(tx: &mut Tx, until: Time, limit: i64) -> Result<Vec<Row>> {
    store::next_reviews(tx, until, limit)
}

/// What was adopted begins to hold, and what it replaces ends.
pub(super) fn begin(tx: &mut Tx, proposal: &Proposal, title: &str, at: Time) -> Result<()> {
    let ids = proposals::responsible(tx, proposal.id)?;
    let mut responsible: Vec<String> = accounts::by_ids(tx, &ids)?.into_iter().map(|account| account.uri).collect();
    responsible.sort();
    let agreement = Agreement::new(responsible, seconds(Time(proposal.review_at)));
    if let Some(replaced) = proposal.replaces_id {
        let row = store::locked(tx, replaced)?;
        let after = row.agreement()?.superseded(seconds(at));
        apply(tx, row, &after, None, &json!({"act": "superseded", "by": proposal.id.to_string()}))?;
    }
    let row = Row {
        id: proposal.id,
        state: agreement.state.as_str().into(),
        process: serde_json::to_string(&agreement).map_err(Error::internal)?,
        since: at.0,
        review_at: proposal.review_at,
        due_at: Some(proposal.review_at),
        ended_at: None,
        title: title.into(),
    };
    store::insert(tx, &row)?;
    proposals::touch(tx, row.id)?;
    plan(tx, &row)
}

fn plan(tx: &mut Tx, row: &Row) -> Result<()> {
    match row.due_at {
        Some(due) => later::record(tx, Kind::Agreement, &format!("{}@{due}", row.id), Time(due)),
        None => Ok(()),
    }
}

/// Those responsible want it to hold on until `review`, or to end.
pub fn propose(tx: &mut Tx, by: &Account, id: i64, change: Change) -> Result<Row> {
    roles::may(members::standing(tx, by)?, roles::Act::TakePart)?;
    let row = store::locked(tx, id)?;
    let row = catch_up(tx, row)?;
    let laws = laws::current(tx)?;
    let act = json!({"act": "propose", "change": change});
    let after = row.agreement()?.propose(&laws, &by.uri, change, seconds(tx.now))?;
    apply(tx, row, &after, Some(by.id), &act)
}

/// A Connector wants that talked about.
pub fn object(tx: &mut Tx, by: &Account, id: i64, reason: &str) -> Result<Row> {
    roles::may(members::standing(tx, by)?, roles::Act::TakePart)?;
    let row = store::locked(tx, id)?;
    let row = catch_up(tx, row)?;
    let laws = laws::current(tx)?;
    if reason.chars().count() > super::MAX_WORDS {
        return Err(Error::invalid("A reason, a note or advice has 10,000 characters at most."));
    }
    let connector = members::current(tx, by.id)? == Some(Role::Connector);
    let after = row.agreement()?.object(&laws, connector, reason, seconds(tx.now))?;
    apply(tx, row, &after, Some(by.id), &json!({"act": "object", "reason": reason.trim()}))
}

fn apply(tx: &mut Tx, row: Row, after: &Agreement, by: Option<i64>, act: &serde_json::Value) -> Result<Row> {
    let micros = |at: i64| at.saturating_mul(Time::SECOND);
    let row = Row {
        state: after.state.as_str().into(),
        process: serde_json::to_string(after).map_err(Error::internal)?,
        review_at: micros(after.review),
        due_at: after.due().map(micros),
        ended_at: row.ended_at.or(if after.state.holds() { None } else { Some(tx.now.0) }),
        ..row
    };
    store::update(tx, &row)?;
    store::log(tx, row.id, by, &act.to_string())?;
    proposals::touch(tx, row.id)?;
    plan(tx, &row)?;
    Ok(row)
}

/// Takes what was due until now. Those responsible, and those who decided, are told of a review once.
fn catch_up(tx: &mut Tx, mut row: Row) -> Result<Row> {
    while row.due_at.is_some_and(|due| due <= tx.now.0) {
        let after = row.agreement()?.pass();
        row = apply(tx, row, &after, None, &json!({"act": "time"}))?;
        if row.state == "review_due" {
            tell_of_review(tx, &row)?;
        }
    }
    Ok(row)
}

fn tell_of_review(tx: &mut Tx, row: &Row) -> Result<()> {
    let Some(status_id) = proposals::by_id(tx, row.id)?.status_id else { return Ok(()) };
    let mut people = proposals::responsible(tx, row.id)?;
    people.extend(proposals::roll(tx, row.id)?.into_iter().map(|(id, _, _)| id));
    people.sort_unstable();
    people.dedup();
    for id in people {
        notifications::notify_of_decision(tx, id, notifications::Kind::DecisionReview, status_id)?;
    }
    Ok(())
}

/// The worker's part: a moment has come.
pub fn come(tx: &mut Tx, subject: &str) -> Result<()> {
    let Some(id) = subject.split('@').next().and_then(|id| id.parse().ok()) else { return Ok(()) };
    let row = store::locked(tx, id)?;
    catch_up(tx, row).map(|_| ())
}

/// At the start of the node every date is planned anew.
pub fn plan_all(tx: &mut Tx) -> Result<()> {
    for (id, due) in store::all_due(tx)? {
        later::record(tx, Kind::Agreement, &format!("{id}@{due}"), Time(due))?;
    }
    Ok(())
}

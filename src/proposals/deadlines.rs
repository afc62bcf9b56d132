//! What time does to proposals. A node that was off when a window ended catches up, in order and once.

use rules::proposal::{Facts, Process};

use super::{Row, apply, count, laws_of, store};
use crate::clock::Time;
use crate::db::Tx;
use crate::error::Result;
use crate::later::{self, Kind};

/// Sees to it that somebody looks when something is due. The moment is part of the subject: a job that is being done is no
/// hindrance for the next.
pub fn plan(tx: &mut Tx, row: &Row) -> Result<()> {
    match row.due_at {
        Some(due) => later::record(tx, Kind::Decision, &format!("{}@{due}", row.id), Time(due)),
        None => Ok(()),
    }
}

/// Takes everything that was due until now, each at its own moment.
pub fn catch_up(tx: &mut Tx, mut row: Row) -> Result<Row> {
    while row.due_at.is_some_and(|due| due <= tx.now.0) {
        let laws = laws_of(&row)?;
        let before = row.proposal()?;
        let facts = match &before.process {
            Process::Consent(consent) if row.state == "voting" => {
                let ended = row.ends_at == row.due_at;
                let verdict = if ended { count::close(tx, &mut row, consent)? } else { rules::proposal::Verdict::default() };
                Facts { verdict, ..Facts::default() }
            }
            Process::Consent(consent) => {
                let said = store::stances(tx, row.id, i64::from(consent.round))?;
                let consents = said.iter().filter(|(_, stance)| stance == "consent").count();
                let consents = u32::try_from(consents).unwrap_or(u32::MAX);
                Facts { consents, chapters: consents.min(1), ..Facts::default() }
            }
            _ => Facts::default(),
        };
        let (after, events) = before.pass(&laws, &facts);
        let at = Time(after.touched.saturating_mul(Time::SECOND));
        row = apply(tx, row, &after, None, &serde_json::json!({"act": "time"}), &events, at)?;
    }
    Ok(row)
}

/// Has the worker count who speaks for many in a vote.
pub fn weigh_soon(tx: &mut Tx, id: i64) -> Result<()> {
    let now = tx.now;
    later::record(tx, Kind::Decision, &format!("{id}@{}", now.0), now)
}

/// The worker's part: a moment has come, or voices have changed.
pub fn come(tx: &mut Tx, subject: &str) -> Result<()> {
    let Some(id) = subject.split('@').next().and_then(|id| id.parse().ok()) else { return Ok(()) };
    let row = store::locked(tx, id)?;
    let row = catch_up(tx, row)?;
    if row.state == "voting" { count::weigh(tx, row) } else { Ok(()) }
}

/// At the start of the node every deadline is planned anew, so none is lost with a job that failed too often.
pub fn plan_all(tx: &mut Tx) -> Result<()> {
    for (id, due) in store::all_due(tx)? {
        later::record(tx, Kind::Decision, &format!("{id}@{due}"), Time(due))?;
    }
    store::unweighed(tx)?.into_iter().try_for_each(|id| weigh_soon(tx, id))
}

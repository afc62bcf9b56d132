//! A seat is given for a year. Before it is over its holder is asked whether they stay; who does not answer becomes dormant, and
//! alumni after that.

use rules::credential::{self, Step};
use rules::roles::{self, Role};

use super::attestation;
use super::store::{self, Seat};
use crate::accounts::{self, Account};
use crate::chapter;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::later::{self, Kind};
use crate::letters;
use crate::members;
use crate::proposals::{laws, seconds};

const fn micros(seconds: i64) -> i64 {
    seconds.saturating_mul(Time::SECOND)
}

/// Somebody has been given a role: with that of a Connector comes a seat, and with any other but dormant it ends.
pub fn follow(tx: &mut Tx, account_id: i64, role: Role) -> Result<()> {
    attestation::follow(tx, account_id, role)?;
    match role {
        Role::Connector => {
            let valid = laws::current(tx)?.connectors.valid;
            let now = tx.now.0;
            give(tx, account_id, now, now + micros(valid))
        }
        Role::Dormant => Ok(()),
        _ => store::end_seat(tx, account_id),
    }
}

fn give(tx: &mut Tx, account_id: i64, since: i64, ends_at: i64) -> Result<()> {
    plan(tx, Seat { account_id, since, ends_at, done: String::new(), due_at: None })
}

/// Keeps a seat with what comes next, and sees to it that somebody looks then.
fn plan(tx: &mut Tx, seat: Seat) -> Result<()> {
    let laws = laws::current(tx)?;
    let next = Step::after(Step::parse(&seat.done));
    let due_at = next.map(|step| micros(step.due(&laws, seconds(Time(seat.ends_at)))));
    let seat = Seat { due_at, ..seat };
    store::put_seat(tx, &seat)?;
    match due_at {
        Some(due) => later::record(tx, Kind::Seat, &format!("{}@{due}", seat.account_id), Time(due)),
        None => Ok(()),
    }
}

/// The worker's part: a moment has come. A node that was off takes one step after the other.
pub fn come(tx: &mut Tx, subject: &str) -> Result<()> {
    let Some(id) = subject.split('@').next().and_then(|id| id.parse().ok()) else { return Ok(()) };
    while let Some(seat) = store::seat(tx, id)?.filter(|seat| seat.due_at.is_some_and(|due| due <= tx.now.0)) {
        let Some(step) = Step::after(Step::parse(&seat.done)) else { return Ok(()) };
        plan(tx, Seat { done: step.as_str().into(), ..seat.clone() })?;
        take(tx, &seat, step)?;
    }
    Ok(())
}

fn take(tx: &mut Tx, seat: &Seat, step: Step) -> Result<()> {
    let account = accounts::any_by_id(tx, seat.account_id)?;
    if account.deleted_at.is_some() {
        return store::end_seat(tx, seat.account_id);
    }
    match step {
        Step::Ask | Step::Grace => {}
        Step::Dormant => members::grant(tx, account.id, Role::Dormant, "seat")?,
        Step::Alumni => members::grant(tx, account.id, Role::Alumni, "seat")?,
    }
    let language = letters::language_of(&accounts::user(tx, account.id)?);
    let day = language.day(Time(seat.ends_at), tx.site.time_zone);
    let text = format!("{} {}", language.s(&format!("seat-letter-{}", step.as_str()), day), tx.site.at("/connectors"));
    chapter::write_to(tx, &account, &text).map(|_| ())
}

/// A Connector, or one who is dormant, stays for another year.
pub fn opt_in(tx: &mut Tx, by: &Account) -> Result<Seat> {
    roles::may(members::standing(tx, by)?, roles::Act::TakePart)?;
    let seat = store::seat(tx, by.id)?;
    let role = members::current(tx, by.id)?;
    let until = seat.as_ref().map_or(0, |seat| seconds(Time(seat.ends_at)));
    let laws = laws::current(tx)?;
    let ends_at = micros(credential::opt_in(&laws, role, until, seconds(tx.now))?);
    if role == Some(Role::Dormant) {
        members::grant(tx, by.id, Role::Connector, "opt-in")?;
    }
    let since = seat.map_or(tx.now.0, |seat| seat.since);
    give(tx, by.id, since, ends_at)?;
    store::seat(tx, by.id)?.ok_or(Error::NotFound)
}

/// Gives one's seat back.
pub fn resign(tx: &mut Tx, by: &Account) -> Result<()> {
    roles::may(members::standing(tx, by)?, roles::Act::TakePart)?;
    credential::resign(members::current(tx, by.id)?)?;
    members::grant(tx, by.id, Role::Alumni, "resigned")
}

/// At the start of the node: who was a Connector before there were seats gets one, and every date is planned anew.
pub fn plan_all(tx: &mut Tx) -> Result<()> {
    let valid = micros(laws::current(tx)?.connectors.valid);
    for (id, since) in store::without_seat(tx)? {
        give(tx, id, since, since + valid)?;
    }
    for (id, due) in store::seats_due(tx)? {
        later::record(tx, Kind::Seat, &format!("{id}@{due}"), Time(due))?;
    }
    Ok(())
}

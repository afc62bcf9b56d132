//! Membership: who holds which role in the chapter, since when, and by which decision.
//!
//! Roles are rows with a beginning and an end, so the history is never lost; being a steward is a task held beside a role.

pub mod api;
pub mod desk;
pub mod sanctions;
pub mod sign_up;
mod store;
#[cfg(test)]
mod tests;
pub mod web;

use rules::roles::{Role, Standing};

use crate::accounts::Account;
use crate::credentials;
use crate::db::Tx;
use crate::error::Result;
use crate::web::Paging;

pub use sign_up::{door, let_in};
pub use store::{Invitation, Membership, Wanted, holders, people as found, roles_among};

/// Gives somebody a role; the one held so far ends at the same moment.
pub fn grant(tx: &mut Tx, account_id: i64, role: Role, decision: &str) -> Result<()> {
    if current(tx, account_id)? == Some(role) {
        return Ok(());
    }
    store::end(tx, account_id)?;
    store::begin(tx, account_id, role, decision)?;
    credentials::follow(tx, account_id, role)
}

/// Ends whatever somebody is in the chapter.
pub fn end(tx: &mut Tx, account_id: i64) -> Result<()> {
    store::end(tx, account_id)?;
    store::end_stewardship(tx, account_id)
}

pub fn make_steward(tx: &mut Tx, account_id: i64) -> Result<()> {
    store::begin_stewardship(tx, account_id)
}

/// Who looks after the node now.
pub fn stewards(tx: &mut Tx) -> Result<Vec<i64>> {
    store::stewards(tx)
}

pub fn current(tx: &mut Tx, account_id: i64) -> Result<Option<Role>> {
    Ok(store::open(tx, account_id)?.and_then(|m| m.role.parse().ok()))
}

/// Every role somebody has held, the latest first.
pub fn history(tx: &mut Tx, account_id: i64) -> Result<Vec<Membership>> {
    store::all(tx, account_id)
}

/// How somebody stands in the chapter now.
pub fn standing(tx: &mut Tx, account: &Account) -> Result<Standing> {
    let (disabled, unconfirmed) = store::login_state(tx, account.id)?;
    Ok(Standing {
        role: current(tx, account.id)?,
        steward: store::is_steward(tx, account.id)?,
        suspended: account.suspended_at.is_some(),
        disabled,
        pending: account.pending_at.is_some(),
        unconfirmed,
    })
}

/// Everybody of this chapter, those too who wait to be let in, are shut out or suspended; the newest first.
pub fn everybody(tx: &mut Tx) -> Result<Vec<Account>> {
    store::people(tx, &store::Wanted { local: true, ..store::Wanted::default() }, &Paging::default(), i64::MAX)
}

/// How many hold each role now.
pub fn counts(tx: &mut Tx) -> Result<Vec<(String, i64)>> {
    store::counts(tx)
}

//! What stewards do about somebody who harms the others: warn, shut out, show with care, limit, suspend, and take it back.
//! Each deed is written in the audit log with its reason.

use rules::roles::{self, Standing};

use super::store;
use crate::accounts::{self, Account, Mark};
use crate::audit::{self, Act};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::follows;
use crate::notifications;
use crate::{oauth, sessions};

/// Who decides: a steward, or the terminal.
#[derive(Clone, Copy, Debug)]
pub enum By {
    Steward(i64, Standing),
    Terminal,
}

impl By {
    pub const fn id(self) -> Option<i64> {
        match self {
            Self::Steward(id, _) => Some(id),
            Self::Terminal => None,
        }
    }
}

/// May this be done to this account? The chapter and the node are nobody.
fn check(tx: &mut Tx, by: By, account: &Account) -> Result<()> {
    if account.is_local() && account.kind != "Person" {
        return Err(Error::refused("The chapter and its node are no people."));
    }
    if account.deleted_at.is_some() {
        return Err(Error::NotFound);
    }
    if let By::Steward(id, standing) = by {
        let steward = account.is_local() && store::is_steward(tx, account.id)?;
        roles::may(standing, roles::Act::Sanction { oneself: id == account.id, steward })?;
    }
    Ok(())
}

/// Tells somebody off; nothing else changes.
pub fn warn(tx: &mut Tx, by: By, account: &Account, note: &str) -> Result<()> {
    check(tx, by, account)?;
    let entry = audit::record(tx, by.id(), Act::Warn, Some(account.id), &account.acct(), note)?;
    tell(tx, account, entry)
}

/// Puts a mark on somebody, or takes it off.
pub fn mark(tx: &mut Tx, by: By, account: &Account, mark: Mark, on: bool, note: &str) -> Result<()> {
    check(tx, by, account)?;
    if mark == Mark::Disabled && !account.is_local() {
        return Err(Error::invalid("Who logs in elsewhere cannot be shut out here. Limit or suspend the account instead."));
    }
    accounts::mark(tx, account.id, mark, on)?;
    match mark {
        Mark::Suspended if on && !account.is_local() => follows::sever_all(tx, account.id)?,
        Mark::Suspended | Mark::Disabled if on => {
            oauth::revoke_all(tx, account.id)?;
            sessions::end_all(tx, account.id)?;
        }
        _ => {}
    }
    let act = match (mark, on) {
        (Mark::Suspended, true) => Act::Suspend,
        (Mark::Suspended, false) => Act::Unsuspend,
        (Mark::Silenced, true) => Act::Silence,
        (Mark::Silenced, false) => Act::Unsilence,
        (Mark::Sensitized, true) => Act::Sensitize,
        (Mark::Sensitized, false) => Act::Unsensitize,
        (Mark::Disabled, true) => Act::Disable,
        (Mark::Disabled, false) => Act::Enable,
    };
    let entry = audit::record(tx, by.id(), act, Some(account.id), &account.acct(), note)?;
    if on { tell(tx, account, entry) } else { Ok(()) }
}

/// Whom it was done to learns it, with the reason, if they are of this chapter.
fn tell(tx: &mut Tx, account: &Account, entry: i64) -> Result<()> {
    if account.is_local() { notifications::notify_of_warning(tx, account.id, entry) } else { Ok(()) }
}

/// Deletes an account with all it wrote, for good; only one that is suspended, so that nobody does it by mistake.
pub fn delete(tx: &mut Tx, by: By, account: &Account) -> Result<()> {
    check(tx, by, account)?;
    if account.suspended_at.is_none() {
        return Err(Error::refused("Only a suspended account can be deleted. Suspend it first."));
    }
    audit::record(tx, by.id(), Act::DeleteAccount, Some(account.id), &account.acct(), "")?;
    if account.is_local() { accounts::delete_own(tx, account) } else { accounts::delete_from_afar(tx, account) }
}

//! Joining: who signs up is let in, waits for a steward, or is told why not. The rule is `rules::joining`.

use rules::joining::{Admission, Door, admit, holds};
use rules::roles::Role;

use super::store::{self, Invitation};
use super::{grant, stewards};
use crate::accounts::{self, Account, Arrival, NewPerson};
use crate::audit::{self, Act};
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::notifications::{self, Kind};
use crate::{oauth, sessions};

/// Somebody at the door.
pub struct SignUp {
    pub person: NewPerson,
    pub reason: String,
    pub locale: String,
    pub invitation: Option<String>,
    pub app_id: Option<i64>,
}

/// Signs somebody up. Their account is there at once; whether they may come in is in the account (`pending_at`).
///
/// # Errors
/// `Refused`: the door does not open like this; `Faulty` or `Conflict`: name or address cannot be had.
pub fn sign_up(tx: &mut Tx, new: SignUp) -> Result<Account> {
    let invitation = match new.invitation.as_deref().map(str::trim).filter(|code| !code.is_empty()) {
        Some(code) => {
            let found = store::invitation_by_code(tx, code)?.filter(|i| is_good(i, tx.now));
            Some(found.ok_or_else(ended)?)
        }
        None => None,
    };
    let waits = match admit(door(tx)?, invitation.is_some(), !new.reason.trim().is_empty()) {
        Admission::LetIn => false,
        Admission::Wait => true,
        Admission::Refuse(why) => return Err(Error::refused(why)),
    };
    let decision = match &invitation {
        Some(invitation) => {
            // Two may come with it at the same moment.
            if !store::use_invitation(tx, invitation.id)? {
                return Err(ended());
            }
            format!("invitation {}", invitation.id)
        }
        None => "joined".to_string(),
    };
    let arrival = Arrival {
        pending: waits,
        reason: new.reason.trim().chars().take(2_000).collect(),
        locale: new.locale,
        app_id: new.app_id,
        invitation_id: invitation.map(|i| i.id),
    };
    let role = new.person.role;
    let account = accounts::insert_person(tx, new.person, arrival)?;
    if !waits {
        let_in(tx, &account, role, &decision)?;
    }
    for steward in stewards(tx)? {
        notifications::notify(tx, steward, Kind::AdminSignUp, account.id, None)?;
    }
    Ok(account)
}

fn ended() -> Error {
    Error::refused("This invitation does not hold any more. Ask for another.")
}

pub fn is_good(invitation: &Invitation, now: Time) -> bool {
    holds(invitation.revoked_at.is_some(), invitation.most_uses, invitation.uses, invitation.expires_at, now.0)
}

/// Makes somebody a member who was not: they have a role from now on, and follow the chapter.
pub fn let_in(tx: &mut Tx, account: &Account, role: Role, decision: &str) -> Result<()> {
    accounts::set_pending(tx, account.id, false)?;
    grant(tx, account.id, role, decision)?;
    crate::follows::follow_chapter(tx, account)
}

/// A steward lets somebody in who waits.
pub fn approve(tx: &mut Tx, by: Option<i64>, account: &Account) -> Result<()> {
    if account.pending_at.is_none() {
        return Err(Error::refused("This account does not wait to be let in."));
    }
    let_in(tx, account, Role::Supporter, "approved")?;
    audit::record(tx, by, Act::Approve, Some(account.id), &account.acct(), "").map(|_| ())
}

/// A steward turns somebody away who waits; nothing of them is kept, and their name is free again.
pub fn reject(tx: &mut Tx, by: Option<i64>, account: &Account) -> Result<()> {
    if account.pending_at.is_none() {
        return Err(Error::refused("This account does not wait to be let in."));
    }
    oauth::revoke_all(tx, account.id)?;
    sessions::end_all(tx, account.id)?;
    accounts::erase_pending(tx, account.id)?;
    audit::record(tx, by, Act::Reject, None, &account.acct(), "").map(|_| ())
}

/// How the door stands.
pub fn door(tx: &mut Tx) -> Result<Door> {
    Ok(store::door(tx)?.and_then(|door| door.parse().ok()).unwrap_or(Door::Approval))
}

pub fn set_door(tx: &mut Tx, by: Option<i64>, door: Door) -> Result<()> {
    store::set_door(tx, door.as_str())?;
    audit::record(tx, by, Act::Door, None, door.as_str(), "").map(|_| ())
}

/// The longest an invitation may hold.
const LONGEST: i64 = 365 * Time::DAY;

/// Makes an invitation; answers its code.
pub fn invite(tx: &mut Tx, by: Option<i64>, most_uses: Option<i64>, life: Option<i64>, note: &str) -> Result<Invitation> {
    if most_uses.is_some_and(|most| !(1..=10_000).contains(&most)) {
        return Err(Error::invalid("An invitation is for 1 to 10,000 people."));
    }
    if life.is_some_and(|life| !(1..=LONGEST).contains(&life)) {
        return Err(Error::invalid("An invitation holds for 1 to 365 days."));
    }
    let invitation = Invitation {
        id: ids::new(tx.now),
        code: ids::secret().chars().take(16).collect(),
        by_id: by,
        note: note.trim().chars().take(200).collect(),
        most_uses,
        uses: 0,
        expires_at: life.map(|life| tx.now.plus(life).0),
        revoked_at: None,
        created_at: tx.now.0,
    };
    store::insert_invitation(tx, &invitation)?;
    audit::record(tx, by, Act::Invite, None, &format!("invitation {}", invitation.id), &invitation.note)?;
    Ok(invitation)
}

/// Takes an invitation back; who came with it stays.
pub fn revoke_invitation(tx: &mut Tx, by: Option<i64>, id: i64) -> Result<()> {
    store::revoke_invitation(tx, id)?;
    audit::record(tx, by, Act::RevokeInvitation, None, &format!("invitation {id}"), "").map(|_| ())
}

/// All invitations, the latest first.
pub fn invitations(tx: &mut Tx) -> Result<Vec<Invitation>> {
    store::invitations(tx)
}

//! Joining: who signs up is let in, waits for a steward, or is told why not. The rule is `rules::joining`.

use rules::joining::{Admission, Door, admit, holds};
use rules::roles::Role;
use serde_json::{Map, Value, json};

use super::store::{self, Invitation};
use super::{grant, stewards};
use crate::accounts::{self, Account, Arrival, NewPerson};
use crate::audit::{self, Act};
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::letters;
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

/// What is wrong with each field, in Mastodon's words: `{"error", "details": {field: [{"error", "description"}]}}`.
#[derive(Default)]
struct Faults(Map<String, Value>);

impl Faults {
    fn add(&mut self, field: &str, code: &str, description: impl Into<String>) {
        let fault = json!({"error": code, "description": description.into()});
        if let Value::Array(list) = self.0.entry(field).or_insert_with(|| json!([])) {
            list.push(fault);
        }
    }

    fn answer(self) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let shown = |(field, list): (&String, &Value)| {
            format!("{} {}", field[..1].to_uppercase() + &field[1..], list[0]["description"].as_str().unwrap_or_default())
        };
        let text = format!("Validation failed: {}", self.0.iter().map(shown).collect::<Vec<_>>().join(", "));
        Err(Error::Faulty(text, self.0.into()))
    }
}

/// Looks whether somebody can sign up as they say.
///
/// # Errors
/// `Faulty`, with what is wrong with `username`, `email`, `password` and `agreement`.
pub fn check(tx: &mut Tx, username: &str, email: &str, password: &str, agreed: bool) -> Result<()> {
    let mut faults = Faults::default();
    if username.is_empty() {
        faults.add("username", "ERR_BLANK", "can't be blank");
    } else if accounts::check_username(username).is_err() {
        let reserved = username.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && username.len() <= 30;
        match reserved {
            true => faults.add("username", "ERR_RESERVED", "is reserved"),
            false => faults.add("username", "ERR_INVALID", "must contain only letters, numbers and underscores, at most 30"),
        }
    } else if accounts::is_taken(tx, username)? || username == tx.site.handle {
        faults.add("username", "ERR_TAKEN", "has already been taken");
    }
    match accounts::check_email(email) {
        Err(_) if email.trim().is_empty() => faults.add("email", "ERR_BLANK", "can't be blank"),
        Err(_) => faults.add("email", "ERR_INVALID", "must be a valid e-mail address"),
        Ok(email) if accounts::user_by_email(tx, &email)?.is_some() => faults.add("email", "ERR_TAKEN", "has already been taken"),
        Ok(_) => {}
    }
    let length = password.chars().count();
    match length {
        0 => faults.add("password", "ERR_BLANK", "can't be blank"),
        _ if length < accounts::SHORTEST_PASSWORD => {
            faults.add(
                "password",
                "ERR_TOO_SHORT",
                format!("is too short (minimum is {} characters)", accounts::SHORTEST_PASSWORD),
            );
        }
        _ => {}
    }
    if !agreed {
        faults.add("agreement", "ERR_ACCEPTED", "must be accepted");
    }
    faults.answer()
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
        unconfirmed: tx.site.sends_mail,
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
    letters::ask_to_confirm(tx, &account)?;
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

//! Rows of roles held.

use diesel::prelude::*;
use rules::roles::Role;

use crate::accounts::Account;
use crate::db::among;
use crate::db::schema::{accounts, invitations, memberships, settings, stewards, users};
use crate::db::{Tx, direct};
use crate::error::{Error, Result};
use crate::ids;
use crate::web::Paging;

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = memberships)]
pub struct Membership {
    pub account_id: i64,
    pub role: String,
    pub since: i64,
    pub until: Option<i64>,
    /// What brought it about: `genesis`, `joined`, a decision's id.
    pub decision: String,
}

pub fn begin(tx: &mut Tx, account_id: i64, role: Role, decision: &str) -> Result<()> {
    diesel::insert_into(memberships::table)
        .values((
            memberships::id.eq(ids::new(tx.now)),
            memberships::account_id.eq(account_id),
            memberships::role.eq(role.as_str()),
            memberships::since.eq(tx.now.0),
            memberships::decision.eq(decision),
        ))
        .execute(tx.conn)?;
    Ok(())
}

pub fn end(tx: &mut Tx, account_id: i64) -> Result<()> {
    diesel::update(memberships::table.filter(memberships::account_id.eq(account_id)).filter(memberships::until.is_null()))
        .set(memberships::until.eq(tx.now.0))
        .execute(tx.conn)?;
    Ok(())
}

pub fn open(tx: &mut Tx, account_id: i64) -> Result<Option<Membership>> {
    Ok(direct!(tx.conn, |c| memberships::table
        .filter(memberships::account_id.eq(account_id))
        .filter(memberships::until.is_null())
        .select(Membership::as_select())
        .first(c))
    .optional()?)
}

pub fn all(tx: &mut Tx, account_id: i64) -> Result<Vec<Membership>> {
    Ok(direct!(tx.conn, |c| memberships::table
        .filter(memberships::account_id.eq(account_id))
        .order(memberships::id.desc())
        .select(Membership::as_select())
        .load(c))?)
}

pub fn counts(tx: &mut Tx) -> Result<Vec<(String, i64)>> {
    Ok(direct!(tx.conn, |c| memberships::table
        .filter(memberships::until.is_null())
        .group_by(memberships::role)
        .select((memberships::role, diesel::dsl::count_star()))
        .load(c))?)
}

pub fn begin_stewardship(tx: &mut Tx, account_id: i64) -> Result<()> {
    diesel::insert_into(stewards::table)
        .values((stewards::id.eq(ids::new(tx.now)), stewards::account_id.eq(account_id), stewards::since.eq(tx.now.0)))
        .execute(tx.conn)?;
    Ok(())
}

pub fn end_stewardship(tx: &mut Tx, account_id: i64) -> Result<()> {
    let held = stewards::table.filter(stewards::account_id.eq(account_id)).filter(stewards::until.is_null());
    diesel::update(held).set(stewards::until.eq(tx.now.0)).execute(tx.conn)?;
    Ok(())
}

pub fn stewards(tx: &mut Tx) -> Result<Vec<i64>> {
    Ok(direct!(tx.conn, |c| stewards::table
        .filter(stewards::until.is_null())
        .order(stewards::id)
        .select(stewards::account_id)
        .load(c))?)
}

pub fn is_steward(tx: &mut Tx, account_id: i64) -> Result<bool> {
    let open = stewards::table.filter(stewards::account_id.eq(account_id)).filter(stewards::until.is_null());
    Ok(direct!(tx.conn, |c| diesel::select(diesel::dsl::exists(open)).get_result(c))?)
}

/// Whether somebody's log-in is disabled, and whether their address has yet to be confirmed; neither for accounts elsewhere.
pub fn login_state(tx: &mut Tx, account_id: i64) -> Result<(bool, bool)> {
    let found: Option<(Option<i64>, Option<i64>)> =
        users::table.find(account_id).select((users::disabled_at, users::confirmed_at)).first(tx.conn).optional()?;
    Ok(found.map_or((false, false), |(disabled, confirmed)| (disabled.is_some(), confirmed.is_none())))
}

/// With its code somebody is let in without being asked anything.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = invitations, treat_none_as_default_value = false)]
pub struct Invitation {
    pub id: i64,
    pub code: String,
    pub by_id: Option<i64>,
    /// For whom or what it is, for stewards.
    pub note: String,
    pub most_uses: Option<i64>,
    pub uses: i64,
    pub expires_at: Option<i64>,
    pub revoked_at: Option<i64>,
    pub created_at: i64,
}

pub fn insert_invitation(tx: &mut Tx, invitation: &Invitation) -> Result<()> {
    diesel::insert_into(invitations::table).values(invitation).execute(tx.conn)?;
    Ok(())
}

pub fn invitation_by_code(tx: &mut Tx, code: &str) -> Result<Option<Invitation>> {
    Ok(direct!(tx.conn, |c| invitations::table.filter(invitations::code.eq(code)).select(Invitation::as_select()).first(c))
        .optional()?)
}

/// False: somebody else was quicker, and it is used up or taken back by now.
pub fn use_invitation(tx: &mut Tx, id: i64) -> Result<bool> {
    let open = invitations::table
        .find(id)
        .filter(invitations::revoked_at.is_null())
        .filter(invitations::most_uses.is_null().or(invitations::uses.nullable().lt(invitations::most_uses)));
    Ok(diesel::update(open).set(invitations::uses.eq(invitations::uses + 1)).execute(tx.conn)? > 0)
}

pub fn revoke_invitation(tx: &mut Tx, id: i64) -> Result<()> {
    let open = invitations::table.find(id).filter(invitations::revoked_at.is_null());
    match diesel::update(open).set(invitations::revoked_at.eq(tx.now.0)).execute(tx.conn)? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

pub fn invitations(tx: &mut Tx) -> Result<Vec<Invitation>> {
    Ok(direct!(tx.conn, |c| invitations::table
        .order(invitations::id.desc())
        .limit(1_000)
        .select(Invitation::as_select())
        .load(c))?)
}

const DOOR: &str = "registrations";

pub fn door(tx: &mut Tx) -> Result<Option<String>> {
    Ok(direct!(tx.conn, |c| settings::table.find(DOOR).select(settings::value).first(c)).optional()?)
}

pub fn set_door(tx: &mut Tx, door: &str) -> Result<()> {
    diesel::delete(settings::table.find(DOOR)).execute(tx.conn)?;
    diesel::insert_into(settings::table).values((settings::key.eq(DOOR), settings::value.eq(door))).execute(tx.conn)?;
    Ok(())
}

/// Which accounts a steward wants to see; every condition that is set holds.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub local: bool,
    pub remote: bool,
    pub active: bool,
    pub pending: bool,
    pub disabled: bool,
    pub silenced: bool,
    pub suspended: bool,
    pub stewards: bool,
    /// Who holds this role now.
    pub role: Option<Role>,
    pub username: Option<String>,
    pub display_name: Option<String>,
    pub domain: Option<String>,
    pub email: Option<String>,
    pub invited_by: Option<i64>,
}

/// Text that begins like this, whatever its case.
fn beginning(text: &str) -> String {
    format!("{}%", text.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

#[diesel::declare_sql_function]
extern "SQL" {
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

/// People here and accounts elsewhere, the newest first; never the chapter and its node.
pub fn people(tx: &mut Tx, wanted: &Wanted, paging: &Paging, limit: i64) -> Result<Vec<Account>> {
    let (above, below) = paging.bounds();
    let mut found = accounts::table
        .left_join(users::table)
        .filter(accounts::deleted_at.is_null())
        .filter(accounts::domain.is_not_null().or(users::account_id.nullable().is_not_null()))
        .filter(accounts::id.gt(above))
        .filter(accounts::id.lt(below))
        .limit(limit)
        .select(Account::as_select())
        .into_boxed();
    if wanted.local {
        found = found.filter(accounts::domain.is_null());
    }
    if wanted.remote {
        found = found.filter(accounts::domain.is_not_null());
    }
    if wanted.active {
        found = found
            .filter(accounts::suspended_at.is_null())
            .filter(accounts::silenced_at.is_null())
            .filter(accounts::pending_at.is_null())
            .filter(users::disabled_at.nullable().is_null());
    }
    if wanted.pending {
        found = found.filter(accounts::pending_at.is_not_null());
    }
    if wanted.disabled {
        found = found.filter(users::disabled_at.nullable().is_not_null());
    }
    if wanted.silenced {
        found = found.filter(accounts::silenced_at.is_not_null());
    }
    if wanted.suspended {
        found = found.filter(accounts::suspended_at.is_not_null());
    }
    if wanted.stewards {
        let held = stewards::table.filter(stewards::until.is_null()).select(stewards::account_id);
        found = found.filter(accounts::id.eq_any(held));
    }
    if let Some(role) = wanted.role {
        let held = memberships::table.filter(memberships::until.is_null()).filter(memberships::role.eq(role.as_str()));
        found = found.filter(accounts::id.eq_any(held.select(memberships::account_id)));
    }
    if let Some(text) = &wanted.username {
        found = found.filter(accounts::handle.like(beginning(text)).escape('\\'));
    }
    if let Some(text) = &wanted.display_name {
        found = found.filter(lower(accounts::display_name).like(beginning(text)).escape('\\'));
    }
    if let Some(domain) = &wanted.domain {
        found = found.filter(accounts::domain.eq(domain.to_lowercase()));
    }
    if let Some(email) = &wanted.email {
        found = found.filter(users::email.nullable().like(beginning(email)).escape('\\'));
    }
    if let Some(by) = wanted.invited_by {
        let theirs = invitations::table.filter(invitations::by_id.eq(by)).select(invitations::id.nullable());
        found = found.filter(users::invitation_id.nullable().eq_any(theirs));
    }
    if paging.is_backwards() {
        let mut found = found.order(accounts::id.asc()).load(tx.conn)?;
        found.reverse();
        return Ok(found);
    }
    Ok(found.order(accounts::id.desc()).load(tx.conn)?)
}

/// The roles held now by those of the accounts that hold one.
pub fn roles_among(tx: &mut Tx, ids: &[i64]) -> Result<Vec<(i64, String)>> {
    let among = among::ids(tx.conn, memberships::account_id, ids);
    Ok(direct!(tx.conn, |c| memberships::table
        .filter(among)
        .filter(memberships::until.is_null())
        .select((memberships::account_id, memberships::role))
        .load(c))?)
}

/// Everybody who holds a role now and is neither suspended nor gone: id and uri, in the order of their uris.
pub fn holders(tx: &mut Tx, role: Role) -> Result<Vec<(i64, String)>> {
    Ok(direct!(tx.conn, |c| memberships::table
        .inner_join(accounts::table.on(accounts::id.eq(memberships::account_id)))
        .filter(memberships::until.is_null())
        .filter(memberships::role.eq(role.as_str()))
        .filter(accounts::suspended_at.is_null())
        .filter(accounts::deleted_at.is_null())
        .order(accounts::uri)
        .select((accounts::id, accounts::uri))
        .load(c))?)
}

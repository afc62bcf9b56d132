//! Rows of roles held.

use diesel::prelude::*;
use rules::roles::Role;

use crate::db::Tx;
use crate::db::schema::{memberships, stewards};
use crate::error::Result;
use crate::ids;

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
    Ok(memberships::table
        .filter(memberships::account_id.eq(account_id))
        .filter(memberships::until.is_null())
        .select(Membership::as_select())
        .first(tx.conn)
        .optional()?)
}

pub fn all(tx: &mut Tx, account_id: i64) -> Result<Vec<Membership>> {
    Ok(memberships::table
        .filter(memberships::account_id.eq(account_id))
        .order(memberships::id.desc())
        .select(Membership::as_select())
        .load(tx.conn)?)
}

pub fn counts(tx: &mut Tx) -> Result<Vec<(String, i64)>> {
    Ok(memberships::table
        .filter(memberships::until.is_null())
        .group_by(memberships::role)
        .select((memberships::role, diesel::dsl::count_star()))
        .load(tx.conn)?)
}

pub fn begin_stewardship(tx: &mut Tx, account_id: i64) -> Result<()> {
    diesel::insert_into(stewards::table)
        .values((stewards::id.eq(ids::new(tx.now)), stewards::account_id.eq(account_id), stewards::since.eq(tx.now.0)))
        .execute(tx.conn)?;
    Ok(())
}

pub fn stewards(tx: &mut Tx) -> Result<Vec<i64>> {
    Ok(stewards::table.filter(stewards::until.is_null()).order(stewards::id).select(stewards::account_id).load(tx.conn)?)
}

pub fn is_steward(tx: &mut Tx, account_id: i64) -> Result<bool> {
    let open = stewards::table.filter(stewards::account_id.eq(account_id)).filter(stewards::until.is_null());
    Ok(diesel::select(diesel::dsl::exists(open)).get_result(tx.conn)?)
}

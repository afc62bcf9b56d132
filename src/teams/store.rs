//! Rows of teams and of who belongs to them.

use diesel::prelude::*;

use crate::db::Tx;
use crate::db::schema::{accounts, team_members, teams};
use crate::error::Result;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = teams, treat_none_as_default_value = false)]
pub struct Team {
    pub id: i64,
    pub name: String,
    /// The name in lower case.
    pub folded: String,
    /// `group` or `project`.
    pub kind: String,
    pub purpose: String,
    /// Who made it.
    pub account_id: i64,
    pub created_at: i64,
    pub closed_at: Option<i64>,
}

pub fn insert(tx: &mut Tx, team: &Team) -> Result<()> {
    diesel::insert_into(teams::table).values(team).execute(tx.conn)?;
    Ok(())
}

pub fn by_id(tx: &mut Tx, id: i64) -> Result<Team> {
    Ok(teams::table.find(id).select(Team::as_select()).first(tx.conn)?)
}

pub fn by_folded(tx: &mut Tx, folded: &str) -> Result<Option<Team>> {
    Ok(teams::table.filter(teams::folded.eq(folded)).select(Team::as_select()).first(tx.conn).optional()?)
}

pub fn close(tx: &mut Tx, id: i64) -> Result<()> {
    diesel::update(teams::table.find(id)).set(teams::closed_at.eq(tx.now.0)).execute(tx.conn)?;
    Ok(())
}

/// All of them by name, with how many belong to each; those that have ended last.
pub fn all(tx: &mut Tx) -> Result<Vec<(Team, i64)>> {
    let rows: Vec<Team> = teams::table
        .order((teams::closed_at.is_not_null(), teams::folded))
        .limit(1_000)
        .select(Team::as_select())
        .load(tx.conn)?;
    let counts: Vec<(i64, i64)> = team_members::table
        .group_by(team_members::team_id)
        .select((team_members::team_id, diesel::dsl::count_star()))
        .load(tx.conn)?;
    let of = |id: i64| counts.iter().find(|(team, _)| *team == id).map_or(0, |(_, n)| *n);
    Ok(rows.into_iter().map(|team| (team.clone(), of(team.id))).collect())
}

/// The open ones somebody belongs to, by name.
pub fn of_person(tx: &mut Tx, account_id: i64) -> Result<Vec<Team>> {
    Ok(teams::table
        .inner_join(team_members::table)
        .filter(team_members::account_id.eq(account_id))
        .filter(teams::closed_at.is_null())
        .order(teams::folded)
        .select(Team::as_select())
        .load(tx.conn)?)
}

pub fn add(tx: &mut Tx, team_id: i64, account_id: i64) -> Result<()> {
    let row = (team_members::team_id.eq(team_id), team_members::account_id.eq(account_id), team_members::since.eq(tx.now.0));
    diesel::insert_into(team_members::table).values(row).execute(tx.conn)?;
    Ok(())
}

pub fn remove(tx: &mut Tx, team_id: i64, account_id: i64) -> Result<()> {
    diesel::delete(team_members::table.find((team_id, account_id))).execute(tx.conn)?;
    Ok(())
}

pub fn is_member(tx: &mut Tx, team_id: i64, account_id: i64) -> Result<bool> {
    Ok(team_members::table.find((team_id, account_id)).count().get_result::<i64>(tx.conn)? > 0)
}

/// Who belongs to it and is neither suspended nor gone: id and uri.
pub fn members(tx: &mut Tx, team_id: i64) -> Result<Vec<(i64, String)>> {
    Ok(team_members::table
        .inner_join(accounts::table)
        .filter(team_members::team_id.eq(team_id))
        .filter(accounts::suspended_at.is_null())
        .filter(accounts::deleted_at.is_null())
        .order((team_members::since, team_members::account_id))
        .select((accounts::id, accounts::uri))
        .load(tx.conn)?)
}

//! Groups and projects. In what a team decides for itself its members are what Connectors are in the chapter's decisions; what
//! touches budget or brand stays with the chapter, and everybody reads of the rest.

pub mod api;
mod store;
#[cfg(test)]
mod tests;
pub mod web;

use rules::roles;

pub use store::{Team, by_id, is_member, members, of_person};

use crate::accounts::Account;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::members as chapter;

const MAX_NAME: usize = 100;
const MAX_PURPOSE: usize = 1_000;

fn fold(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A team by its name, if there is one.
pub fn by_name(tx: &mut Tx, name: &str) -> Result<Option<Team>> {
    store::by_folded(tx, &fold(name))
}

/// Somebody begins a team, and is its first member.
///
/// # Errors
/// `Refused` to who may not take part; `Invalid` where name, kind or purpose are not what they must be; `Conflict` if the name
/// is taken.
pub fn create(tx: &mut Tx, by: &Account, name: &str, kind: &str, purpose: &str) -> Result<Team> {
    roles::may(chapter::standing(tx, by)?, roles::Act::TakePart)?;
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > MAX_NAME {
        return Err(Error::invalid("A group or project has a name of 1 to 100 characters."));
    }
    if !["group", "project"].contains(&kind) {
        return Err(Error::invalid("It is a group or a project."));
    }
    if purpose.chars().count() > MAX_PURPOSE {
        return Err(Error::invalid("What it is for takes 1,000 characters at most."));
    }
    if by_name(tx, &name)?.is_some() {
        return Err(Error::Conflict("There is a group or project of this name already.".into()));
    }
    let team = Team {
        id: ids::new(tx.now),
        folded: fold(&name),
        name,
        kind: kind.into(),
        purpose: purpose.trim().into(),
        account_id: by.id,
        created_at: tx.now.0,
        closed_at: None,
    };
    store::insert(tx, &team)?;
    store::add(tx, team.id, by.id)?;
    Ok(team)
}

/// A team as one of its members finds it.
fn own(tx: &mut Tx, by: &Account, id: i64) -> Result<Team> {
    roles::may(chapter::standing(tx, by)?, roles::Act::TakePart)?;
    let team = store::by_id(tx, id)?;
    if !store::is_member(tx, id, by.id)? {
        return Err(rules::proposal::Refusal::NotInTeam.into());
    }
    if team.closed_at.is_some() {
        return Err(Error::Conflict("This group or project has ended.".into()));
    }
    Ok(team)
}

/// A member of a team brings somebody of the chapter in.
pub fn add(tx: &mut Tx, by: &Account, id: i64, who: &Account) -> Result<Team> {
    let team = own(tx, by, id)?;
    if !who.is_local() || chapter::current(tx, who.id)?.is_none() {
        return Err(Error::invalid("Only members of this chapter can belong to it."));
    }
    if !store::is_member(tx, id, who.id)? {
        store::add(tx, id, who.id)?;
    }
    Ok(team)
}

/// Somebody leaves a team. The rolls they are on stay as they were frozen.
pub fn leave(tx: &mut Tx, by: &Account, id: i64) -> Result<Team> {
    let team = own(tx, by, id)?;
    store::remove(tx, id, by.id)?;
    Ok(team)
}

/// A member ends a team. What it has decided stays.
pub fn end(tx: &mut Tx, by: &Account, id: i64) -> Result<Team> {
    let team = own(tx, by, id)?;
    store::close(tx, id)?;
    Ok(Team { closed_at: Some(tx.now.0), ..team })
}

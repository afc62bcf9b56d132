//! Rows of domain rules.

use diesel::prelude::*;

use crate::db::Tx;
use crate::db::schema::{accounts, deliveries, domain_rules, follows, hosts};
use crate::error::Result;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = domain_rules, treat_none_as_default_value = false)]
pub struct Rule {
    pub id: i64,
    /// In lower case, with its port where it has one.
    pub host: String,
    /// `allow`, `media`, `limit` or `block`.
    pub severity: String,
    /// Shown to everybody.
    pub public_comment: String,
    /// Shown to stewards.
    pub private_comment: String,
    pub created_by: Option<i64>,
    pub created_at: i64,
}

pub fn all(tx: &mut Tx) -> Result<Vec<Rule>> {
    Ok(domain_rules::table.order(domain_rules::host).select(Rule::as_select()).load(tx.conn)?)
}

pub fn by_id(tx: &mut Tx, id: i64) -> Result<Rule> {
    Ok(domain_rules::table.find(id).select(Rule::as_select()).first(tx.conn)?)
}

pub fn by_host(tx: &mut Tx, host: &str) -> Result<Option<Rule>> {
    Ok(domain_rules::table.filter(domain_rules::host.eq(host)).select(Rule::as_select()).first(tx.conn).optional()?)
}

pub fn insert(tx: &mut Tx, rule: &Rule) -> Result<()> {
    diesel::insert_into(domain_rules::table).values(rule).execute(tx.conn)?;
    Ok(())
}

pub fn delete(tx: &mut Tx, id: i64) -> Result<()> {
    diesel::delete(domain_rules::table.find(id)).execute(tx.conn)?;
    Ok(())
}

/// Follows from and to accounts of these hosts: (who follows, whom).
pub fn follows_of(tx: &mut Tx, domains: &[String]) -> Result<Vec<(i64, i64)>> {
    let theirs = || accounts::table.filter(accounts::domain.eq_any(domains)).select(accounts::id);
    Ok(follows::table
        .filter(follows::account_id.eq_any(theirs()).or(follows::target_id.eq_any(theirs())))
        .select((follows::account_id, follows::target_id))
        .load(tx.conn)?)
}

/// A host and those below it, if something waits for them.
pub fn hosts_with_deliveries(tx: &mut Tx, host: &str) -> Result<Vec<String>> {
    let below = format!("%.{}", host.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    Ok(hosts::table.filter(hosts::host.eq(host).or(hosts::host.like(below).escape('\\'))).select(hosts::host).load(tx.conn)?)
}

/// What waits for these hosts.
pub fn drop_deliveries(tx: &mut Tx, of: &[String]) -> Result<()> {
    diesel::delete(deliveries::table.filter(deliveries::host.eq_any(of))).execute(tx.conn)?;
    diesel::delete(hosts::table.filter(hosts::host.eq_any(of))).execute(tx.conn)?;
    Ok(())
}

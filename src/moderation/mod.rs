//! How the chapter deals with other servers: rules for hosts, set by stewards, in force from the moment they are written.
//!
//! A rule is looked up where it matters (what comes in, what goes out, who reads), never remembered: nothing is served
//! past a rule because a cache was warm. Lifting a rule gives back what it took, except follows, which were ended.

pub mod api;
pub mod lists;
mod store;
#[cfg(test)]
mod tests;
pub mod web;

use std::collections::HashMap;

use rules::moderation::{Severity, nearest};

pub use store::Rule;

use crate::accounts;
use crate::audit::{self, Act};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::rules_for;
use crate::follows;
use crate::ids;

/// Sets the rule for a host; an earlier one is replaced.
pub fn set(tx: &mut Tx, by: Option<i64>, host: &str, severity: Severity, public: &str, private: &str) -> Result<Rule> {
    let host = check_host(host)?;
    if host == tx.site.domain || tx.site.base().ends_with(&format!("://{host}")) {
        return Err(Error::invalid("This is the chapter's own host."));
    }
    if let Some(before) = store::by_host(tx, &host)? {
        store::delete(tx, before.id)?;
    }
    let short = |text: &str| text.trim().chars().take(1_000).collect::<String>();
    let rule = Rule {
        id: ids::new(tx.now),
        severity: severity.to_string(),
        public_comment: short(public),
        private_comment: short(private),
        created_by: by,
        created_at: tx.now.0,
        host,
    };
    store::insert(tx, &rule)?;
    let subject = format!("{}: {}", rule.host, rule.severity);
    audit::record(tx, by, Act::SetDomainRule, None, &subject, &rule.private_comment)?;
    enforce(tx, &rule.host)?;
    Ok(rule)
}

/// Takes a rule back.
pub fn lift(tx: &mut Tx, by: Option<i64>, id: i64) -> Result<()> {
    let rule = store::by_id(tx, id)?;
    store::delete(tx, id)?;
    audit::record(tx, by, Act::LiftDomainRule, None, &format!("{}: {}", rule.host, rule.severity), "")?;
    enforce(tx, &rule.host)
}

/// How many hosts are looked at together.
const AT_ONCE: usize = 500;

/// After the rules for a host have changed: its accounts, and those of the hosts below it, stand as the nearest rule of
/// each says.
fn enforce(tx: &mut Tx, host: &str) -> Result<()> {
    for domains in accounts::domains_at(tx, host)?.chunks(AT_ONCE) {
        accounts::release(tx, domains)?;
        for ((rule, severity), held) in by_rule(tx, domains)? {
            match severity {
                Severity::Block => {
                    for (follower, target) in store::follows_of(tx, &held)? {
                        follows::sever(tx, follower, target)?;
                    }
                    accounts::suspend_by(tx, &held, &rule)?;
                }
                Severity::Limit => accounts::silence_by(tx, &held, &rule)?,
                Severity::Media | Severity::Allow => {}
            }
        }
    }
    for hosts in store::hosts_with_deliveries(tx, host)?.chunks(AT_ONCE) {
        for ((_, severity), held) in by_rule(tx, hosts)? {
            if severity == Severity::Block {
                store::drop_deliveries(tx, &held)?;
            }
        }
    }
    Ok(())
}

/// The hosts by the rule that decides about them.
fn by_rule(tx: &mut Tx, hosts: &[String]) -> Result<HashMap<(String, Severity), Vec<String>>> {
    let rules = rules_for(tx, hosts)?;
    let mut found: HashMap<(String, Severity), Vec<String>> = HashMap::new();
    for host in hosts {
        if let Some((rule, severity)) = nearest(host, &rules) {
            found.entry((rule.to_string(), severity)).or_default().push(host.clone());
        }
    }
    Ok(found)
}

/// All rules, by host.
pub fn all(tx: &mut Tx) -> Result<Vec<Rule>> {
    store::all(tx)
}

pub fn by_host(tx: &mut Tx, host: &str) -> Result<Option<Rule>> {
    store::by_host(tx, &host.to_ascii_lowercase())
}

/// A host as ids write it: lower case, punycode.
fn check_host(host: &str) -> Result<String> {
    let bare = host.trim().trim_start_matches("https://").trim_end_matches('/');
    let url = url::Url::parse(&format!("http://{bare}/"))
        .ok()
        .filter(|url| url.path() == "/" && url.username().is_empty() && !bare.is_empty() && !bare.contains(['*', '?', '#']));
    let url =
        url.ok_or_else(|| Error::invalid(format!("{host:?} is not a host. Write it bare, for example spam.example.org.")))?;
    Ok(crate::site::authority(&url))
}

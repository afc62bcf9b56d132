//! How the chapter deals with other servers: rules for hosts, set by stewards, in force from the moment they are written.
//!
//! A rule is looked up where it matters (what comes in, what goes out, who reads), never remembered: nothing is served
//! past a rule because a cache was warm. Lifting a rule gives back what it took, except follows, which were ended.

pub mod api;
mod store;
#[cfg(test)]
mod tests;

use rules::moderation::Severity;

pub use store::Rule;

use crate::accounts;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::verdict;
use crate::follows;
use crate::ids;

/// Sets the rule for a host; an earlier one is replaced.
pub fn set(tx: &mut Tx, by: Option<i64>, host: &str, severity: Severity, public: &str, private: &str) -> Result<Rule> {
    let host = check_host(host)?;
    if host == tx.site.domain || tx.site.base().ends_with(&format!("://{host}")) {
        return Err(Error::invalid("This is the chapter's own host."));
    }
    if let Some(before) = store::by_host(tx, &host)? {
        lift(tx, before.id)?;
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
    // What stands under a nearer rule of its own is left to that.
    let mut under = Vec::new();
    for account_id in accounts::ids_at(tx, &rule.host)? {
        let account = accounts::by_ids(tx, &[account_id])?.pop().ok_or(Error::NotFound)?;
        let verdict = verdict(tx, account.domain.as_deref().unwrap_or_default())?;
        if verdict.blocked && severity == Severity::Block || verdict.limited && severity == Severity::Limit {
            under.push(account_id);
        }
    }
    match severity {
        Severity::Block => {
            for (follower, target) in store::follows_of(tx, &under)? {
                follows::sever(tx, follower, target)?;
            }
            accounts::suspend_by(tx, &under, &rule.host)?;
            store::drop_deliveries(tx, &rule.host)?;
        }
        Severity::Limit => accounts::silence(tx, &under, Some(tx.now.0))?,
        Severity::Media | Severity::Allow => {}
    }
    Ok(rule)
}

/// Takes a rule back.
pub fn lift(tx: &mut Tx, id: i64) -> Result<()> {
    let rule = store::by_id(tx, id)?;
    store::delete(tx, id)?;
    match rule.severity.parse() {
        Ok(Severity::Block) => accounts::lift_suspension_by(tx, &rule.host),
        Ok(Severity::Limit) => {
            let under = accounts::ids_at(tx, &rule.host)?;
            accounts::silence(tx, &under, None)
        }
        _ => Ok(()),
    }
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

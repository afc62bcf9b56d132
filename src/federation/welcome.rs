//! Who is welcome: the rule that holds for a host, looked up at each use, so that no cache can serve past it.

use std::collections::BTreeSet;

use rules::moderation::{Severity, Verdict, hosts_above, judge};

use super::store;
use crate::db::Tx;
use crate::error::{Error, Result};

/// What holds for a host at this moment.
pub fn verdict(tx: &mut Tx, host: &str) -> Result<Verdict> {
    let host = host.to_ascii_lowercase();
    let rules = rules_for(tx, std::slice::from_ref(&host))?;
    Ok(judge(&host, &rules, tx.site.limited_federation))
}

/// Every rule that could decide about one of these hosts.
pub fn rules_for(tx: &mut Tx, hosts: &[String]) -> Result<Vec<(String, Severity)>> {
    let above: BTreeSet<String> = hosts.iter().flat_map(|host| hosts_above(host)).collect();
    let found = store::rules_among(tx, &above.into_iter().collect::<Vec<_>>())?;
    Ok(found.into_iter().filter_map(|(host, severity)| Some((host, severity.parse().ok()?))).collect())
}

/// Refuses what comes from a blocked host.
pub fn refuse_blocked(tx: &mut Tx, host: &str) -> Result<()> {
    if verdict(tx, host)?.blocked {
        return Err(Error::refused("This chapter does not talk with your server."));
    }
    Ok(())
}

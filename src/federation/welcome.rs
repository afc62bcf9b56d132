//! Who is welcome: the rule that holds for a host, looked up at each use, so that no cache can serve past it.

use rules::moderation::{Verdict, hosts_above, judge};

use super::store;
use crate::db::Tx;
use crate::error::{Error, Result};

/// What holds for a host at this moment.
pub fn verdict(tx: &mut Tx, host: &str) -> Result<Verdict> {
    let host = host.to_ascii_lowercase();
    let found = store::rules_among(tx, &hosts_above(&host))?;
    let rules: Vec<_> = found.into_iter().filter_map(|(host, severity)| Some((host, severity.parse().ok()?))).collect();
    Ok(judge(&host, &rules, tx.site.limited_federation))
}

/// Refuses what comes from a blocked host.
pub fn refuse_blocked(tx: &mut Tx, host: &str) -> Result<()> {
    if verdict(tx, host)?.blocked {
        return Err(Error::refused("This chapter does not talk with your server."));
    }
    Ok(())
}

//! A Connector who moves house: their seat ends where they leave, and where they arrive they come back by the short way. Nobody has
//! two seats.

use rules::credential;
use rules::roles::Role;

use super::store;
use crate::accounts::{self, Account};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::members;
use crate::proposals::{laws, seconds};

/// A member moves away, and gives their seat back by that.
pub fn moved_away(tx: &mut Tx, account: &Account) -> Result<()> {
    match members::current(tx, account.id)? {
        Some(Role::Connector | Role::Dormant) => members::grant(tx, account.id, Role::Alumni, "moved"),
        _ => Ok(()),
    }
}

/// What somebody was as the others they are known as.
fn before(tx: &mut Tx, by: &Account) -> Result<Vec<(Account, store::Attested)>> {
    let uris: Vec<String> = serde_json::from_str(&by.also_known_as).unwrap_or_default();
    let mut all = Vec::new();
    for other in accounts::by_uris(tx, &uris)?.into_iter().filter(|other| !other.is_local()) {
        if let Some(attested) = store::attested(tx, other.id)? {
            all.push((other, attested));
        }
    }
    Ok(all)
}

/// What is known of those somebody was before is looked up anew; who cannot be reached is believed as before.
pub async fn look_back(app: &App, by: &Account) -> Result<()> {
    let uris: Vec<String> = serde_json::from_str(&by.also_known_as).unwrap_or_default();
    for uri in uris.into_iter().take(5) {
        let looked = match accounts::fetch(app, &uri).await {
            Ok(other) => super::verify_attestation(app, other.id).await,
            Err(error) => Err(error),
        };
        match looked {
            Err(error @ Error::Internal(_)) => return Err(error),
            Err(error) => tracing::debug!(uri, %error, "an account somebody had before does not answer"),
            Ok(()) => {}
        }
    }
    Ok(())
}

/// Somebody holds a seat of another chapter still: its name.
pub fn seat_elsewhere(tx: &mut Tx, by: &Account) -> Result<Option<String>> {
    let now = tx.now.0;
    let holds = |(other, attested): &(Account, store::Attested)| {
        attested.fault.is_empty() && attested.valid_until > now && other.moved_to_uri.as_deref() != Some(by.uri.as_str())
    };
    Ok(before(tx, by)?.iter().find(|one| holds(one)).map(|(_, attested)| attested.chapter_name.clone()))
}

/// Does somebody come back to a seat: an alumnus of this chapter, or who was a Connector where they have moved from?
pub fn comes_back(tx: &mut Tx, by: &Account) -> Result<bool> {
    let role = members::current(tx, by.id)?;
    let laws = laws::current(tx)?;
    let now = seconds(tx.now);
    let elsewhere = before(tx, by)?.into_iter().any(|(other, attested)| {
        let held = attested.held_at.map(|at| seconds(Time(at)));
        other.moved_to_uri.as_deref() == Some(by.uri.as_str()) && held.is_some_and(|at| credential::is_recent(&laws, at, now))
    });
    Ok(role == Some(Role::Alumni) || role == Some(Role::Active) && elsewhere)
}

//! What chapters say of their Connectors: the register this one signs, and what others have signed last.

use std::sync::Arc;

use protocol::object::Signed;
use protocol::roll::{Register, Seat};
use protocol::roster::Roster;
use rules::roles::Role;
use serde_json::Value;

use super::{chapter, store};
use crate::accounts;
use crate::credentials;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::members;
use crate::proposals::seconds;

/// The register of this chapter: those who have been Connectors longest, up to its cap.
pub fn own(tx: &mut Tx, roster: &Roster) -> Result<Signed<Register>> {
    let (own, key) = chapter(tx)?;
    let cap = roster.find(&own.uri).map_or(0, |chapter| chapter.connector_cap as usize);
    let ids: Vec<i64> = members::holders(tx, Role::Connector)?.into_iter().map(|(id, _)| id).collect();
    let mut connectors = Vec::new();
    for person in accounts::by_ids(tx, &ids)? {
        let said = match credentials::attest(tx, &person) {
            Ok(said) => said,
            Err(Error::NotFound | Error::Gone) => continue,
            Err(error) => return Err(error),
        };
        connectors.push(Seat {
            person: person.uri.clone(),
            key: said.body.governance_key.clone(),
            attestation: said.body.id.clone(),
            attestation_digest: said.digest(),
            since: said.body.valid_from,
        });
    }
    connectors.sort_by(|a, b| (a.since, &a.person).cmp(&(b.since, &b.person)));
    connectors.truncate(cap);
    let at = seconds(tx.now);
    let body = Register { attributed_to: own.uri, network: roster.network.clone(), published: at, connectors };
    Ok(Signed::new(body, &key, at))
}

/// Keeps what a chapter has signed, if it is that chapter's.
///
/// # Errors
/// `Invalid`: it is not.
pub fn keep(tx: &mut Tx, roster: &Roster, chapter: &str, document: Value) -> Result<()> {
    let register: Option<Signed<Register>> = Signed::read(&Arc::new(document));
    let key = roster.find(chapter).map(|member| member.key.clone()).unwrap_or_default();
    let register = register.filter(|register| register.body.attributed_to == chapter && register.is_by(&key));
    let register = register.ok_or_else(|| Error::invalid(format!("{chapter} does not say who its Connectors are.")))?;
    store::put_register(tx, chapter, register.body.published, &register.value.to_string())
}

/// What every chapter said last.
pub fn known(tx: &mut Tx) -> Result<Vec<Signed<Register>>> {
    let kept = store::registers(tx)?;
    let read = |text: &String| Signed::read(&Arc::new(serde_json::from_str(text).ok()?));
    Ok(kept.iter().filter_map(read).collect())
}

//! Where a Connector keeps the key they decide with: on this node, or on a device of theirs, whose browser signs what they say. A
//! decision that is open is told of a new key by the old one; where that is lost, by the chapter together with another Connector.

use protocol::object::{KeyCustody, Move};

use super::decisions::{self, Said};
use super::pen::{self, Pen, Proofs};
use super::store::{self, Row};
use super::{carry, key_of};
use crate::accounts::{self, Account};
use crate::credentials;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::keys::is_ed25519_multikey;
use crate::members;
use crate::proposals::seconds;
use rules::roles;

/// Open decisions that know somebody by a key.
fn known_by(tx: &mut Tx, person: &Account, key: &str) -> Result<Vec<Row>> {
    let Some(network) = store::current(tx)? else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for row in store::decisions(tx, network.id, true, 1_000)?.into_iter().filter(|row| row.opened_at.is_some()) {
        let decision = carry::decision(tx, &row)?;
        if decision.is_some_and(|decision| decision.key_of(&person.uri) == Some(key)) {
            all.push(row);
        }
    }
    Ok(all)
}

/// From now on somebody decides with a key on their device; they show that they hold it.
///
/// # Errors
/// `Refused` to whoever is no Connector, `Invalid` for a key that is none, `Conflict` where one lies on a device already, `Unsigned`
/// until the device has signed.
pub fn to_device(tx: &mut Tx, by: &Account, multikey: &str, proofs: &Proofs) -> Result<()> {
    decisions::may(tx, by)?;
    if !is_ed25519_multikey(multikey) {
        return Err(Error::invalid("This is no Ed25519 key, written as a Multikey."));
    }
    let node = key_of(tx, by)?;
    if credentials::device_key(tx, by.id)?.is_some() || node.multikey == multikey {
        return Err(Error::Conflict("A key is on a device already. Take it back to the node first.".into()));
    }
    let shows = Pen::device(by, multikey.into());
    shows.sign(tx, proofs, |published, _| {
        Ok(KeyCustody { attributed_to: by.uri.clone(), governance_key: multikey.into(), published })
    })?;
    let said = Said { new_key: Some(multikey.into()), ..Said::default() };
    for row in known_by(tx, by, &node.multikey)? {
        decisions::act(tx, by, row.id, &said, proofs)?;
    }
    credentials::set_device_key(tx, by.id, Some(multikey))
}

/// Somebody decides with their key on the node again. Where the device is lost, open decisions have to be told by others.
///
/// # Errors
/// `Conflict` if it lies there already, `Unsigned` until the device has told every open decision.
pub fn to_node(tx: &mut Tx, by: &Account, lost: bool, proofs: &Proofs) -> Result<()> {
    roles::may(members::standing(tx, by)?, roles::Act::TakePart)?;
    let Some(device) = credentials::device_key(tx, by.id)? else {
        return Err(Error::Conflict("Your key is on the node already.".into()));
    };
    if !lost {
        let said = Said { new_key: Some(key_of(tx, by)?.multikey), ..Said::default() };
        for row in known_by(tx, by, &device)? {
            decisions::act(tx, by, row.id, &said, proofs)?;
        }
    }
    credentials::set_device_key(tx, by.id, None)
}

/// Members on the roll of a decision that knows them by a key they have no more.
pub fn locked_out(tx: &mut Tx, row: &Row) -> Result<Vec<Account>> {
    let Some(decision) = carry::decision(tx, row)?.filter(|_| row.closed_at.is_none()) else { return Ok(Vec::new()) };
    let Some(term) = decision.term() else { return Ok(Vec::new()) };
    let own = accounts::by_id(tx, tx.site.chapter_id)?.uri;
    let here: Vec<String> =
        term.machine.roll.entries.iter().filter(|entry| entry.chapter == own).map(|entry| entry.voter.clone()).collect();
    let mut out = Vec::new();
    for person in accounts::by_uris(tx, &here)?.into_iter().filter(Account::is_local) {
        if decision.key_of(&person.uri) != Some(present(tx, &person)?.as_str()) {
            out.push(person);
        }
    }
    Ok(out)
}

/// The key somebody decides with, as Multikey.
pub fn present(tx: &mut Tx, person: &Account) -> Result<String> {
    match credentials::device_key(tx, person.id)? {
        Some(device) => Ok(device),
        None => Ok(key_of(tx, person)?.multikey),
    }
}

/// A Connector vouches, with the chapter, that somebody of it decides with a new key in a decision.
///
/// # Errors
/// `Conflict` where nobody has to; whatever the rules refuse.
pub fn vouch(tx: &mut Tx, by: &Account, id: i64, person: &Account, proofs: &Proofs) -> Result<Row> {
    decisions::may(tx, by)?;
    let row = store::locked(tx, id)?;
    if person.id == by.id || locked_out(tx, &row)?.iter().all(|out| out.id != person.id) {
        return Err(Error::Conflict("Nobody has to vouch for them in this decision.".into()));
    }
    let (uri, key) = (row.uri.clone(), present(tx, person)?);
    let mut loaded = carry::load(tx, row)?;
    let pen = decisions::pen_in(tx, by, loaded.chapter.decisions.get(&uri))?;
    let fill = |blank: &mut Move| blank.new_key = Some(key.clone());
    let signed = pen.sign(tx, proofs, |at, _| Ok(loaded.chapter.compose(&uri, &person.uri, at, fill)?))?;
    let now = seconds(tx.now);
    let signed = signed.also_by(&loaded.chapter.key, now);
    loaded.chapter.foresee(&signed, now)?;
    loaded.chapter.keep(signed)?;
    let sent = loaded.chapter.tick(now);
    carry::save(tx, loaded, sent).map(|(row, _)| row)
}

/// Is somebody's key on a device?
pub fn on_device(tx: &mut Tx, person: &Account) -> Result<bool> {
    Ok(matches!(pen::of(tx, person)?, Pen::Device { .. }))
}

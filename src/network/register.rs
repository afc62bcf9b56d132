//! What chapters say of their Connectors: the register this one signs, and what others have signed last.

use std::sync::Arc;

use protocol::object::Signed;
use protocol::roll::{Register, Seat};
use protocol::roster::{Member, Roster, Status};
use rules::roles::Role;
use serde_json::Value;

use super::{ACTIVE, asking, chapter, store};
use crate::accounts;
use crate::app::App;
use crate::clock::Time;
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

/// The addresses of everybody who is a Connector of a chapter that takes part, as far as is known here.
pub fn connectors(tx: &mut Tx) -> Result<Vec<String>> {
    let Some(network) = store::current(tx)?.filter(|network| network.state == ACTIVE) else { return Ok(Vec::new()) };
    let roster = super::roster(tx, &network)?.body.clone();
    let here = own(tx, &roster)?;
    let others = known(tx)?.into_iter().filter(|register| register.body.attributed_to != here.body.attributed_to);
    let takes_part = |register: &Signed<Register>| {
        roster.find(&register.body.attributed_to).is_some_and(|chapter| chapter.status == Status::Active)
    };
    let all: Vec<Signed<Register>> = others.chain([here.clone()]).filter(takes_part).collect();
    Ok(all.iter().flat_map(|register| register.body.connectors.iter().map(|seat| seat.person.clone())).collect())
}

/// What every chapter said last.
pub fn known(tx: &mut Tx) -> Result<Vec<Signed<Register>>> {
    let kept = store::registers(tx)?;
    let read = |text: &String| Signed::read(&Arc::new(serde_json::from_str(text).ok()?));
    Ok(kept.iter().filter_map(read).collect())
}

/// Asks every chapter for its register whose last one is older than this, in microseconds. Whoever is silent has the seats of its
/// last one, for a while.
pub async fn gather(app: &App, older_than: i64) -> Result<()> {
    let found = app
        .read(move |tx| {
            let Some(network) = store::current(tx)?.filter(|network| network.state == ACTIVE) else { return Ok(None) };
            let roster = super::roster(tx, &network)?;
            let holds = seconds(Time(tx.now.0 - older_than));
            let mut fresh: Vec<String> = known(tx)?
                .iter()
                .filter(|known| known.body.published > holds)
                .filter(|known| roster.body.find(&known.body.attributed_to).is_some_and(|member| known.is_by(&member.key)))
                .map(|known| known.body.attributed_to.clone())
                .collect();
            fresh.push(accounts::by_id(tx, tx.site.chapter_id)?.uri);
            Ok(Some((fresh, roster)))
        })
        .await?;
    // Whoever takes no part has nobody to ask.
    let Some((mut fresh, roster)) = found else { return Ok(()) };
    fresh.sort();
    let stale = |member: &&Member| member.status == Status::Active && fresh.binary_search(&member.id).is_err();
    for member in roster.body.chapters.iter().filter(stale) {
        let (roster, id) = (roster.clone(), member.id.clone());
        let kept = match asking::fetch(app, &member.id, "register", &[]).await {
            Ok(document) => app.write(move |tx| keep(tx, &roster.body, &id, document)).await,
            Err(error) => Err(error),
        };
        match kept {
            Ok(()) => {}
            Err(error @ Error::Internal(_)) => return Err(error),
            Err(error) => tracing::info!(chapter = member.id, %error, "a chapter's register cannot be had; its last one counts"),
        }
    }
    Ok(())
}

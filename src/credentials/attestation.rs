//! What the chapter says to everybody of its Connectors: an attestation for each, a list of them, and one of those that do not
//! hold any more. The person's actor names the attestation, so that neither can claim the other alone.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use protocol::attestation::{Attestation, CONNECTOR_OF};
use protocol::challenge::{Revocations, Revoked};
use protocol::object::Signed;
use protocol::proof::Key;
use rules::roles::Role;
use serde_json::{Value, json};

use super::store;
use crate::accounts::{self, Account, Reader};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::{self, CONTENT_TYPE as ACTIVITY_JSON, Document};
use crate::members;
use crate::proposals::{laws, seconds};
use crate::web::{Routes, Segments};

pub fn routes() -> Routes {
    Routes::new()
        .get("/users/{name}/connector", attestation)
        .get("/users/{name}/connectors", connectors)
        .get("/users/{name}/revocations", revocations)
}

/// Where the attestation of somebody is.
pub fn url_of(account: &Account) -> String {
    format!("{}/connector", account.uri)
}

/// Somebody has become a Connector, or is none any more: their actor says so, and those who follow it hear of it.
pub fn follow(tx: &mut Tx, account_id: i64, role: Role) -> Result<()> {
    let account = accounts::any_by_id(tx, account_id)?;
    if account.deleted_at.is_some() || !account.is_local() {
        return Ok(());
    }
    let url = (role == Role::Connector).then(|| url_of(&account));
    if account.attestation_url == url {
        return Ok(());
    }
    accounts::set_attestation_url(tx, account_id, url.as_deref())?;
    if account.pending_at.is_some() { Ok(()) } else { accounts::tell(tx, account_id) }
}

/// Connectors from before there were attestations.
pub fn follow_all(tx: &mut Tx) -> Result<()> {
    for (id, _) in members::holders(tx, Role::Connector)? {
        follow(tx, id, Role::Connector)?;
    }
    Ok(())
}

/// The key the chapter signs documents with.
pub fn chapter_key(tx: &mut Tx) -> Result<Key> {
    let chapter = tx.site.chapter_id;
    let found = federation::store::proof_key(tx.conn, chapter)?;
    let key = found.and_then(|(id, pkcs8)| Key::from_pkcs8(id, &pkcs8));
    key.ok_or_else(|| Error::internal("the chapter has no key for documents"))
}

/// What the chapter says of a Connector. It is the same, to the byte, each time it is asked for.
///
/// # Errors
/// `NotFound`: they never were one. `Gone`: they are none any more.
pub fn of(tx: &mut Tx, account: &Account) -> Result<Signed<Attestation>> {
    let seat = store::seat(tx, account.id)?;
    let role = members::current(tx, account.id)?;
    let (Some(seat), Some(Role::Connector)) = (seat, role) else {
        return Err(if store::was_connector(tx, account.id)? { Error::Gone } else { Error::NotFound });
    };
    let chapter = accounts::by_id(tx, tx.site.chapter_id)?;
    let grace = laws::current(tx)?.connectors.grace;
    let (decision, documents) = store::standing_on(tx, account.id)?;
    let endorsements = documents
        .iter()
        .filter_map(|text| serde_json::from_str::<Value>(text).ok())
        .map(|document| protocol::canon::digest(&document))
        .collect();
    let since = seconds(Time(seat.since));
    let device = store::device_key(tx, account.id)?;
    let body = Attestation {
        id: url_of(account),
        attributed_to: chapter.uri.clone(),
        subject: account.uri.clone(),
        object: chapter.uri,
        relationship: CONNECTOR_OF.into(),
        custody: if device.is_some() { "device" } else { "node" }.into(),
        governance_key: device.or_else(|| account.ed25519_key.clone()).unwrap_or_default(),
        valid_from: since,
        valid_until: seconds(Time(seat.ends_at)).saturating_add(grace),
        decision,
        endorsements,
    };
    Ok(Signed::new(body, &chapter_key(tx)?, since))
}

async fn attestation(State(app): State<App>, reader: Reader, Segments(name): Segments<String>) -> Result<Response> {
    app.read(move |tx| {
        let account = accounts::shown_to(tx, &name.to_lowercase(), &reader)?;
        match of(tx, &account) {
            Ok(said) => Ok(Document((*said.value).clone()).into_response()),
            Err(Error::Gone) => {
                let tombstone = json!({
                    "@context": "https://www.w3.org/ns/activitystreams", "id": url_of(&account), "type": "Tombstone",
                    "formerType": "Relationship"
                });
                Ok((StatusCode::GONE, [(CONTENT_TYPE, ACTIVITY_JSON)], tombstone.to_string()).into_response())
            }
            Err(error) => Err(error),
        }
    })
    .await
}

/// The chapter's own account, under whose name the lists are.
fn chapter(tx: &mut Tx, name: &str, reader: &Reader) -> Result<Account> {
    let found = accounts::shown_to(tx, &name.to_lowercase(), reader)?;
    if found.id == tx.site.chapter_id { Ok(found) } else { Err(Error::NotFound) }
}

async fn connectors(State(app): State<App>, reader: Reader, Segments(name): Segments<String>) -> Result<Document> {
    app.read(move |tx| {
        let chapter = chapter(tx, &name, &reader)?;
        let holders = members::holders(tx, Role::Connector)?;
        let items: Vec<String> = holders.iter().map(|(_, uri)| format!("{uri}/connector")).collect();
        Ok(json!({
            "@context": "https://www.w3.org/ns/activitystreams", "id": format!("{}/connectors", chapter.uri), "type": "Collection",
            "attributedTo": chapter.uri, "totalItems": items.len(), "items": items
        }))
    })
    .await
    .map(Document)
}

/// Attestations that do not hold any more, each with when it ended; signed, so that it can be passed on.
async fn revocations(State(app): State<App>, reader: Reader, Segments(name): Segments<String>) -> Result<Document> {
    app.read(move |tx| {
        let chapter = chapter(tx, &name, &reader)?;
        let ended = store::former_connectors(tx)?;
        let ended = ended.into_iter();
        let items =
            ended.map(|(uri, until)| Revoked { id: format!("{uri}/connector"), subject: uri, deleted: seconds(Time(until)) });
        let at = seconds(tx.now);
        let id = format!("{}/revocations", chapter.uri);
        let list = Revocations { id, attributed_to: chapter.uri, published: at, items: items.collect() };
        Ok((*Signed::new(list, &chapter_key(tx)?, at).value).clone())
    })
    .await
    .map(Document)
}

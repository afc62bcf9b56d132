//! The same as an attestation in the form other programs know: an Open Badge 3.0, which is a Verifiable Credential 2.0, with the
//! proof of the chapter (VC Data Integrity, eddsa-jcs-2022). It answers as long as the seat holds.

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use protocol::canon::moment;
use serde_json::{Value, json};

use super::attestation::{self, chapter_key};
use crate::accounts::{self, Account, Reader};
use crate::app::App;
use crate::chapter;
use crate::db::Tx;
use crate::error::Result;
use crate::web::{Routes, Segments};

/// The media type of Verifiable Credentials 2.0.
const VC: &str = "application/vc";

pub fn routes() -> Routes {
    Routes::new().get("/users/{name}/connector/badge", badge)
}

/// Where the badge of somebody is.
pub fn url_of(account: &Account) -> String {
    format!("{}/badge", attestation::url_of(account))
}

/// The badge of a Connector.
///
/// # Errors
/// `NotFound`: they never were one. `Gone`: they are none any more.
pub fn of(tx: &mut Tx, account: &Account) -> Result<Value> {
    let said = attestation::of(tx, account)?;
    let body = &said.body;
    let chapter = accounts::by_id(tx, tx.site.chapter_id)?;
    let language = chapter::language();
    let mut badge = json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            // It says what kind of schema `credentialSchema` is.
            "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
        ],
        "id": url_of(account),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": language.s("badge-name", chapter.shown_name()),
        "issuer": {"id": chapter.uri, "type": ["Profile"], "name": chapter.shown_name(), "url": tx.site.at("")},
        "validFrom": moment::write(body.valid_from),
        "validUntil": moment::write(body.valid_until),
        "credentialSubject": {
            "id": account.uri, "type": ["AchievementSubject"],
            "achievement": {
                "id": tx.site.at("/connectors"), "type": ["Achievement"], "achievementType": "Membership",
                "name": language.t("role-connector"), "description": language.s("connectors-lead", chapter.shown_name()),
                "criteria": {"id": tx.site.at("/by-laws"), "narrative": language.t("badge-criteria")}
            }
        },
        "credentialSchema": [{
            "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
            "type": "1EdTechJsonSchemaValidator2019"
        }]
    });
    if body.decision.starts_with("http") {
        badge["evidence"] = json!([{"id": body.decision, "type": ["Evidence"], "name": language.t("seat-decision")}]);
    }
    protocol::proof::sign(&mut badge, &chapter_key(tx)?, body.valid_from);
    Ok(badge)
}

async fn badge(State(app): State<App>, reader: Reader, Segments(name): Segments<String>) -> Result<Response> {
    app.read(move |tx| {
        let account = accounts::shown_to(tx, &name.to_lowercase(), &reader)?;
        let badge = of(tx, &account)?;
        Ok(([(CONTENT_TYPE, VC)], badge.to_string()).into_response())
    })
    .await
}

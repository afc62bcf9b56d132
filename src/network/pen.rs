//! Signing for somebody: with their key on this node, or with what their device has signed.
//!
//! Where the key lies on a device the first try is refused with the document that is to be signed (428). Whoever holds the key signs
//! it and sends the same once more, with the proof in the header `potluck-proof`: base64url of a list of
//! `{"published", "id"?, "proof"}`, one for each document. The node writes each document anew and holds the proof against it, so
//! that nothing but the proof is taken from what was sent.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use protocol::canon::moment;
use protocol::object::{Body, Signed};
use protocol::proof::{self, Key};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::accounts::Account;
use crate::app::App;
use crate::credentials;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::proposals::seconds;

/// Where proofs of a device stand in a request.
const HEADER: &str = "potluck-proof";
/// Documents of one request; a proof has some 600 bytes.
const MOST: usize = 50;
const MOST_BYTES: usize = 60_000;
/// How long somebody may take to sign, in seconds, and how far their clock may be ahead.
const HOLDS: i64 = 600;
const AHEAD: i64 = 60;

/// Who holds the key somebody signs with.
pub enum Pen {
    Node(Key),
    Device { multikey: String, id: String },
}

#[derive(Clone, Debug, Deserialize)]
struct Given {
    #[serde(with = "moment")]
    published: i64,
    #[serde(default)]
    id: Option<String>,
    proof: Value,
}

/// What a device has signed of what is asked for.
#[derive(Clone, Debug, Default)]
pub struct Proofs(Vec<Given>);

impl FromRequestParts<App> for Proofs {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self> {
        let Some(header) = parts.headers.get(HEADER) else { return Ok(Self::default()) };
        let unreadable = || Error::Malformed("The header potluck-proof cannot be read.".into());
        let bytes = Some(header.as_bytes()).filter(|bytes| bytes.len() <= MOST_BYTES).ok_or_else(unreadable)?;
        let text = URL_SAFE_NO_PAD.decode(bytes).map_err(|_| unreadable())?;
        let given: Vec<Given> = serde_json::from_slice(&text).map_err(|_| unreadable())?;
        if given.len() > MOST {
            return Err(unreadable());
        }
        Ok(Self(given))
    }
}

/// The pen somebody signs what is new with.
pub fn of(tx: &mut Tx, person: &Account) -> Result<Pen> {
    Ok(match credentials::device_key(tx, person.id)? {
        Some(multikey) => Pen::device(person, multikey),
        None => Pen::Node(super::key_of(tx, person)?),
    })
}

impl Pen {
    pub fn device(person: &Account, multikey: String) -> Self {
        Self::Device { multikey, id: format!("{}/connector#governance-key", person.uri) }
    }

    /// Signs what is written for a moment, with the id it was given if it was asked for before.
    ///
    /// # Errors
    /// `Unsigned`: the device has to sign it first. Whatever writing it refuses.
    pub fn sign<B: Body>(
        &self,
        tx: &Tx,
        proofs: &Proofs,
        mut write: impl FnMut(i64, Option<&str>) -> Result<B>,
    ) -> Result<Signed<B>> {
        let now = seconds(tx.now);
        let (multikey, id) = match self {
            Self::Node(key) => return Ok(Signed::new(write(now, None)?, key, now)),
            Self::Device { multikey, id } => (multikey, id),
        };
        for given in proofs.0.iter().filter(|given| (now - HOLDS..=now + AHEAD).contains(&given.published)) {
            let signed = Signed::unproven(write(given.published, given.id.as_deref())?).proven(given.proof.clone());
            if signed.is_by(multikey) {
                return Ok(signed);
            }
        }
        let document = Signed::unproven(write(now, None)?).value.clone();
        let unsigned = proof::unsigned(&document, id, now);
        Err(Error::Unsigned(Box::new(json!({
            "key": multikey, "published": moment::write(now), "id": document.get("id"), "document": &*document, "proof": unsigned
        }))))
    }
}

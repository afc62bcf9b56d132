//! Passkeys (WebAuthn Level 3): a key on a device instead of a password, opened by a finger, a face or a code. It is two
//! factors in one, so no second one is asked for.
//!
//! No attestation is asked for: which make of device a member has is nobody's business. What remains to be checked is
//! what stands in §7.1 and §7.2: the challenge is ours and fresh, the page and the relying party are ours, somebody was
//! there and was recognised, the signature is that of the key.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey, VerificationAlgorithm,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Value, json};

use super::store::{self, Passkey};
use super::{give_ticket, use_ticket};
use crate::accounts::Account;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::site::Site;
use crate::web::html;

const NEW: &str = "passkey_new";
const LOG_IN: &str = "passkey_log_in";
/// How long a device may take.
const PATIENCE: i64 = 5 * Time::MINUTE;
/// More than anybody has devices.
const MOST: usize = 20;

/// ES256, EdDSA and RS256, as COSE numbers them.
const ALGORITHMS: [i64; 3] = [-7, -8, -257];

/// Flags of authenticator data: somebody was there, and was recognised.
const PRESENT: u8 = 0x01;
const RECOGNISED: u8 = 0x04;

/// What a browser brings: everything in base64url.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Brought {
    pub id: String,
    pub client_data: String,
    pub authenticator_data: String,
    /// At registration: the key as SubjectPublicKeyInfo, and its algorithm.
    pub public_key: String,
    pub algorithm: i64,
    /// At log-in.
    pub signature: String,
    pub name: String,
}

fn wrong() -> Error {
    Error::invalid("This passkey could not be used. Try again, or log in with the password.")
}

fn decode(text: &str) -> Result<Vec<u8>> {
    const LONGEST: usize = 16_384;
    if text.len() > LONGEST {
        return Err(wrong());
    }
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).map_err(|_| wrong())
}

/// The relying party: the host the pages are at, without a port.
fn relying_party(site: &Site) -> String {
    let url = url::Url::parse(&site.base()).ok();
    url.as_ref().and_then(|url| url.host_str()).unwrap_or_default().to_string()
}

/// Begins a registration: what `navigator.credentials.create` is given, binaries in base64url.
pub fn begin(tx: &mut Tx, account: &Account) -> Result<Value> {
    let known = store::passkeys_of(tx, account.id)?;
    if known.len() >= MOST {
        return Err(Error::refused("You have as many passkeys as one can have. Remove one first."));
    }
    let challenge = give_ticket(tx, Some(account.id), NEW, "", PATIENCE)?;
    Ok(json!({
        "challenge": challenge,
        "rp": {"id": relying_party(&tx.site), "name": tx.site.name},
        "user": {
            "id": URL_SAFE_NO_PAD.encode(account.id.to_be_bytes()),
            "name": account.username, "displayName": account.shown_name()
        },
        "pubKeyCredParams": ALGORITHMS.map(|alg| json!({"type": "public-key", "alg": alg})),
        "authenticatorSelection": {"residentKey": "required", "userVerification": "required"},
        "attestation": "none",
        "excludeCredentials": known.iter().map(|key| json!({"type": "public-key", "id": key.credential_id})).collect::<Vec<_>>()
    }))
}

/// Begins a log-in: what `navigator.credentials.get` is given.
pub fn ask(tx: &mut Tx) -> Result<Value> {
    let challenge = give_ticket(tx, None, LOG_IN, "", PATIENCE)?;
    Ok(json!({"challenge": challenge, "rpId": relying_party(&tx.site), "userVerification": "required"}))
}

/// What the browser says about the ceremony, once it has been seen that it is ours: answers the challenge.
fn client_data(site: &Site, bytes: &[u8], kind: &str) -> Result<String> {
    #[derive(Deserialize)]
    struct ClientData {
        #[serde(rename = "type")]
        kind: String,
        challenge: String,
        origin: String,
        #[serde(rename = "crossOrigin", default)]
        cross_origin: bool,
    }
    let said: ClientData = serde_json::from_slice(bytes).map_err(|_| wrong())?;
    let ours = said.kind == kind && said.origin == site.base() && !said.cross_origin;
    if !ours {
        return Err(wrong());
    }
    // The challenge was sent as text in base64url and comes back as that text's bytes, encoded once more or not.
    Ok(said.challenge.trim_end_matches('=').to_string())
}

/// Is this data for us, and was somebody there who was recognised? Answers how often the key says it has signed.
fn authenticator_data(site: &Site, data: &[u8]) -> Result<u32> {
    let (Some(hash), Some(flags), Some(count)) = (data.get(..32), data.get(32), data.get(33..37)) else { return Err(wrong()) };
    let ours = digest(&SHA256, relying_party(site).as_bytes());
    if hash != ours.as_ref() || flags & PRESENT == 0 || flags & RECOGNISED == 0 {
        return Err(wrong());
    }
    Ok(u32::from_be_bytes(count.try_into().map_err(|_| wrong())?))
}

/// The key itself in a SubjectPublicKeyInfo (RFC 5280): what stands behind the algorithm's own beginning.
fn bare_key(algorithm: i64, spki: &[u8]) -> Result<&[u8]> {
    /// id-ecPublicKey with prime256v1, and an uncompressed point.
    const P256: [u8; 26] = [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d,
        0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
    ];
    /// id-Ed25519 (RFC 8410).
    const EDWARDS: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
    match algorithm {
        -7 => spki.strip_prefix(&P256[..]).filter(|point| point.len() == 65 && point[0] == 4).ok_or_else(wrong),
        -8 => spki.strip_prefix(&EDWARDS[..]).filter(|key| key.len() == 32).ok_or_else(wrong),
        -257 if spki.len() > 256 => Ok(spki),
        _ => Err(wrong()),
    }
}

/// Keeps a new passkey of a member.
pub fn register(tx: &mut Tx, account: &Account, brought: &Brought) -> Result<()> {
    let challenge = client_data(&tx.site, &decode(&brought.client_data)?, "webauthn.create")?;
    if use_ticket(tx, &challenge, NEW)? != Some(account.id) {
        return Err(wrong());
    }
    let data = decode(&brought.authenticator_data)?;
    let count = authenticator_data(&tx.site, &data)?;
    // Attested credential data: sixteen bytes of make, then the id's length and the id.
    let length = data.get(53..55).map(|l| usize::from(u16::from_be_bytes([l[0], l[1]]))).ok_or_else(wrong)?;
    let id = data.get(55..55 + length).filter(|id| !id.is_empty() && id.len() <= 1_023).ok_or_else(wrong)?;
    if URL_SAFE_NO_PAD.encode(id) != brought.id.trim_end_matches('=') {
        return Err(wrong());
    }
    let spki = decode(&brought.public_key)?;
    bare_key(brought.algorithm, &spki)?;
    if store::passkey(tx, &URL_SAFE_NO_PAD.encode(id))?.is_some() {
        return Err(Error::Conflict("This passkey is known already.".into()));
    }
    let name = match html::plain(&brought.name, 60) {
        name if name.is_empty() => "Passkey".to_string(),
        name => name,
    };
    store::insert_passkey(
        tx,
        &Passkey {
            id: ids::new(tx.now),
            account_id: account.id,
            credential_id: URL_SAFE_NO_PAD.encode(id),
            public_key: format!("{}:{}", brought.algorithm, URL_SAFE_NO_PAD.encode(spki)),
            sign_count: i64::from(count),
            name,
            created_at: tx.now.0,
            used_at: None,
        },
    )
}

/// Whose passkey this is, once its signature has been seen to hold.
///
/// # Errors
/// `Invalid`: it does not, or was made for another page, or for a challenge that is not ours or was used.
pub fn log_in(tx: &mut Tx, brought: &Brought) -> Result<i64> {
    let client = decode(&brought.client_data)?;
    let challenge = client_data(&tx.site, &client, "webauthn.get")?;
    use_anonymous_ticket(tx, &challenge)?;
    let data = decode(&brought.authenticator_data)?;
    let count = i64::from(authenticator_data(&tx.site, &data)?);
    let key = store::passkey(tx, brought.id.trim_end_matches('='))?.ok_or_else(wrong)?;
    let (algorithm, spki) = key.public_key.split_once(':').ok_or_else(wrong)?;
    let algorithm: i64 = algorithm.parse().map_err(|_| wrong())?;
    let spki = decode(spki)?;
    let kind: &'static dyn VerificationAlgorithm = match algorithm {
        -7 => &ECDSA_P256_SHA256_ASN1,
        -8 => &ED25519,
        _ => &RSA_PKCS1_2048_8192_SHA256,
    };
    let signed: Vec<u8> = data.iter().copied().chain(digest(&SHA256, &client).as_ref().iter().copied()).collect();
    UnparsedPublicKey::new(kind, bare_key(algorithm, &spki)?)
        .verify(&signed, &decode(&brought.signature)?)
        .map_err(|_| wrong())?;
    // Keys that count never count backwards: a copy of the key would (§6.1.1).
    if count != 0 && count <= key.sign_count {
        return Err(wrong());
    }
    store::use_passkey(tx, key.id, count)?;
    Ok(key.account_id)
}

fn use_anonymous_ticket(tx: &mut Tx, secret: &str) -> Result<()> {
    let hash = ids::fingerprint(secret);
    let holds = store::ticket(tx, &hash, LOG_IN)?.is_some();
    if holds && store::use_ticket(tx, &hash)? { Ok(()) } else { Err(wrong()) }
}

//! Keys of actors. RSA for requests: made here, published as PEM, read tolerantly from others. Ed25519 for proofs inside
//! documents, published as Multikey (FEP-521a).
//!
//! Loading an RSA key costs as much as half a signature, so loaded keys are kept, a bounded number of them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{
    ED25519, Ed25519KeyPair, KeyPair as _, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::store;
use crate::app::App;
use crate::error::{Error, Result};

/// New keys of an actor: the private halves as PKCS#8 bytes, the public ones as PEM and as Multikey.
#[derive(Clone)]
pub struct Fresh {
    pub pkcs8: Vec<u8>,
    pub public_pem: String,
    pub ed25519: FreshEd25519,
}

/// A new Ed25519 key: PKCS#8 bytes, and `z6Mk…`.
#[derive(Clone)]
pub struct FreshEd25519 {
    pub pkcs8: Vec<u8>,
    pub multikey: String,
}

/// The public keys of an actor, each with its id.
#[derive(Clone, Copy, Debug, Default)]
pub struct PublicKeys<'a> {
    pub rsa: Option<(&'a str, &'a str)>,
    pub ed25519: Option<(&'a str, &'a str)>,
}

/// Multicodec for an Ed25519 public key, as a varint.
const ED25519_PUB: [u8; 2] = [0xed, 0x01];

pub fn generate_ed25519() -> Result<FreshEd25519> {
    let pkcs8 =
        Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(|_| Error::internal("no Ed25519 key could be made"))?;
    let pair = Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).map_err(Error::internal)?;
    Ok(FreshEd25519 { pkcs8: pkcs8.as_ref().to_vec(), multikey: to_multikey(pair.public_key().as_ref()) })
}

fn to_multikey(public: &[u8]) -> String {
    format!("z{}", bs58::encode([&ED25519_PUB, public].concat()).into_string())
}

/// The bytes of a Multikey; `None` if it is none of Ed25519.
fn from_multikey(text: &str) -> Option<Vec<u8>> {
    let bytes = bs58::decode(text.strip_prefix('z').filter(|t| t.len() <= 100)?).into_vec().ok()?;
    bytes.strip_prefix(&ED25519_PUB).filter(|key| key.len() == 32).map(<[u8]>::to_vec)
}

pub fn is_ed25519_multikey(text: &str) -> bool {
    from_multikey(text).is_some()
}

pub fn sign_ed25519(pkcs8: &[u8], message: &[u8]) -> Result<Vec<u8>> {
    let pair = Ed25519KeyPair::from_pkcs8(pkcs8).map_err(Error::internal)?;
    Ok(pair.sign(message).as_ref().to_vec())
}

/// Is `signature` one that the owner of the Multikey made of `message`?
pub fn verify_ed25519(multikey: &str, message: &[u8], signature: &[u8]) -> bool {
    from_multikey(multikey).is_some_and(|key| UnparsedPublicKey::new(&ED25519, key).verify(message, signature).is_ok())
}

/// The loaded key of an account of this node.
pub async fn signer(app: &App, account_id: i64) -> Result<Arc<Signer>> {
    if let Some(signer) = app.keys.signer(account_id) {
        return Ok(signer);
    }
    let key = app.read(move |tx| store::private_key(tx.conn, account_id)).await?;
    Ok(app.keys.keep(account_id, Signer::load(key.key_id, &key.pkcs8)?))
}

/// Makes an RSA-2048 key, the size every peer accepts. Takes some 65 ms: never call it where a reader or a lock waits.
pub fn generate() -> Result<Fresh> {
    let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| Error::internal("no RSA key could be made"))?;
    let private = AsDer::<aws_lc_rs::encoding::Pkcs8V1Der>::as_der(&pair).map_err(Error::internal)?;
    let public = AsDer::<aws_lc_rs::encoding::PublicKeyX509Der>::as_der(pair.public_key()).map_err(Error::internal)?;
    Ok(Fresh { pkcs8: private.as_ref().to_vec(), public_pem: to_pem(public.as_ref()), ed25519: generate_ed25519()? })
}

/// [`generate`] off the async threads.
pub async fn generate_aside() -> Result<Fresh> {
    tokio::task::spawn_blocking(generate).await.map_err(Error::internal)?
}

fn to_pem(der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let mut pem = String::from("-----BEGIN PUBLIC KEY-----\n");
    for chunk in text.as_bytes().chunks(64) {
        pem.push_str(&String::from_utf8_lossy(chunk));
        pem.push('\n');
    }
    pem + "-----END PUBLIC KEY-----\n"
}

/// The bytes inside a PEM public key. Others send it with leading blanks, on one line, with 76 columns or trailing
/// spaces, and as PKCS#1; the dashes are all that counts.
fn from_pem(pem: &str) -> Option<Vec<u8>> {
    let after_begin = pem.split_once("-----BEGIN ")?.1;
    let (label, rest) = after_begin.split_once("-----")?;
    if label != "PUBLIC KEY" && label != "RSA PUBLIC KEY" {
        return None;
    }
    let body: String = rest.split("-----END").next()?.chars().filter(|c| !c.is_whitespace()).collect();
    STANDARD.decode(body.replace("\\n", "")).ok()
}

/// A loaded private key with the id under which others find its public half.
pub struct Signer {
    pub key_id: String,
    pair: KeyPair,
}

impl Signer {
    pub fn load(key_id: String, pkcs8: &[u8]) -> Result<Self> {
        let pair =
            KeyPair::from_pkcs8(pkcs8).map_err(|e| Error::internal(format!("the private key of {key_id} is damaged: {e}")))?;
        Ok(Self { key_id, pair })
    }

    /// RSASSA-PKCS1-v1_5 with SHA-256, in base64.
    pub fn sign(&self, message: &[u8]) -> Result<String> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
            .map_err(|_| Error::internal("signing failed"))?;
        Ok(STANDARD.encode(signature))
    }
}

/// How many loaded keys of each kind are kept.
const KEPT: usize = 1_000;

/// The loaded keys of this process.
#[derive(Default)]
pub struct Ring {
    private: Mutex<HashMap<i64, Arc<Signer>>>,
    public: Mutex<HashMap<String, Arc<ParsedPublicKey>>>,
}

impl Ring {
    pub fn signer(&self, account_id: i64) -> Option<Arc<Signer>> {
        self.private.lock().unwrap_or_else(PoisonError::into_inner).get(&account_id).cloned()
    }

    pub fn keep(&self, account_id: i64, signer: Signer) -> Arc<Signer> {
        let signer = Arc::new(signer);
        insert(&mut self.private.lock().unwrap_or_else(PoisonError::into_inner), account_id, signer.clone());
        signer
    }

    /// Is `signature` one that the owner of `pem` made of `message`?
    pub fn verify(&self, pem: &str, message: &[u8], signature: &[u8]) -> bool {
        let known = self.public.lock().unwrap_or_else(PoisonError::into_inner).get(pem).cloned();
        let key = match known {
            Some(key) => key,
            None => {
                let parsed = from_pem(pem).and_then(|der| ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der).ok());
                let Some(parsed) = parsed.map(Arc::new) else {
                    tracing::info!("a public key is not usable: RSA of 2048 to 8192 bits is needed");
                    return false;
                };
                insert(&mut self.public.lock().unwrap_or_else(PoisonError::into_inner), pem.to_string(), parsed.clone());
                parsed
            }
        };
        key.verify_sig(message, signature).is_ok()
    }
}

/// Starts afresh when full: loading again is cheap beside keeping an order of use.
fn insert<K: std::hash::Hash + Eq, V>(kept: &mut HashMap<K, V>, key: K, value: V) {
    if kept.len() >= KEPT {
        kept.clear();
    }
    kept.insert(key, value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_its_message_in_every_spelling_of_the_key() {
        let fresh = generate().unwrap();
        let signer = Signer::load("k".into(), &fresh.pkcs8).unwrap();
        let signature = STANDARD.decode(signer.sign(b"bread and salt").unwrap()).unwrap();
        let der = from_pem(&fresh.public_pem).unwrap();
        let one_line = format!("  -----BEGIN PUBLIC KEY-----{}-----END PUBLIC KEY-----", STANDARD.encode(&der));
        let trailing = fresh.public_pem.replace('\n', "  \r\n");
        for pem in [&fresh.public_pem, &one_line, &trailing] {
            let ring = Ring::default();
            assert!(ring.verify(pem, b"bread and salt", &signature));
            assert!(!ring.verify(pem, b"bread and salT", &signature));
        }
        for broken in ["", "not a key", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"] {
            assert!(!Ring::default().verify(broken, b"bread and salt", &signature));
        }
    }
}

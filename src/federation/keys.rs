//! RSA keys of actors: made here, published as PEM, read tolerantly from others.
//!
//! Loading a key costs as much as half a signature, so loaded keys are kept, a bounded number of them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::error::{Error, Result};

/// A new key: the private half as PKCS#8 bytes, the public half as PEM.
pub struct Fresh {
    pub pkcs8: Vec<u8>,
    pub public_pem: String,
}

/// Makes an RSA-2048 key, the size every peer accepts. Takes some 65 ms: never call it where a reader or a lock waits.
pub fn generate() -> Result<Fresh> {
    let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| Error::internal("no RSA key could be made"))?;
    let private = AsDer::<aws_lc_rs::encoding::Pkcs8V1Der>::as_der(&pair).map_err(Error::internal)?;
    let public = AsDer::<aws_lc_rs::encoding::PublicKeyX509Der>::as_der(pair.public_key()).map_err(Error::internal)?;
    Ok(Fresh { pkcs8: private.as_ref().to_vec(), public_pem: to_pem(public.as_ref()) })
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

    /// Is `signature` (base64) one that the owner of `pem` made of `message`?
    pub fn verify(&self, pem: &str, message: &[u8], signature: &str) -> bool {
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
        STANDARD.decode(signature).is_ok_and(|signature| key.verify_sig(message, &signature).is_ok())
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
        let signature = signer.sign(b"bread and salt").unwrap();
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

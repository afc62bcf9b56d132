//! Proofs inside objects (FEP-8b32, `eddsa-jcs-2022`) by keys written as Multikey (FEP-521a). An object that several sign has
//! a list of proofs.

use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use serde_json::{Value, json};

use crate::canon::{canonical, moment};

const SUITE: &str = "eddsa-jcs-2022";
const PURPOSE: &str = "assertionMethod";
/// Multicodec of an Ed25519 public key, as a varint.
const ED25519_PUB: [u8; 2] = [0xed, 0x01];
/// More than anybody signs together.
const MOST_PROOFS: usize = 100;

/// A private key, and the address of its public half.
#[derive(Clone)]
pub struct Key {
    pub id: String,
    pub multikey: String,
    pair: Arc<Ed25519KeyPair>,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Key").field("id", &self.id).field("multikey", &self.multikey).finish_non_exhaustive()
    }
}

impl Key {
    /// From 32 secret bytes; `None` if they are none.
    pub fn from_seed(id: impl Into<String>, seed: &[u8; 32]) -> Option<Self> {
        Ed25519KeyPair::from_seed_unchecked(seed).ok().map(|pair| Self::new(id.into(), pair))
    }

    pub fn from_pkcs8(id: impl Into<String>, pkcs8: &[u8]) -> Option<Self> {
        Ed25519KeyPair::from_pkcs8(pkcs8).ok().map(|pair| Self::new(id.into(), pair))
    }

    fn new(id: String, pair: Ed25519KeyPair) -> Self {
        let multikey = format!("z{}", bs58::encode([&ED25519_PUB, pair.public_key().as_ref()].concat()).into_string());
        Self { id, multikey, pair: Arc::new(pair) }
    }
}

fn public(multikey: &str) -> Option<Vec<u8>> {
    let bytes = bs58::decode(multikey.strip_prefix('z').filter(|text| text.len() <= 100)?).into_vec().ok()?;
    bytes.strip_prefix(&ED25519_PUB).filter(|key| key.len() == 32).map(<[u8]>::to_vec)
}

/// The hash of the proof without its value, then that of the object without its proof.
fn hashed(bare: &Value, proof: &Value) -> Vec<u8> {
    let hash = |value: &Value| digest(&SHA256, &canonical(value));
    [hash(proof).as_ref(), hash(bare).as_ref()].concat()
}

fn bare(object: &Value) -> Value {
    let mut bare = object.clone();
    if let Some(map) = bare.as_object_mut() {
        map.remove("proof");
    }
    bare
}

/// The proof of an object without its value, as whoever holds a key has to sign it with the object.
pub fn unsigned(object: &Value, key_id: &str, at: i64) -> Value {
    let mut proof = json!({
        "type": "DataIntegrityProof", "cryptosuite": SUITE, "verificationMethod": key_id, "proofPurpose": PURPOSE,
        "created": moment::write(at)
    });
    if let Some(context) = object.get("@context") {
        proof["@context"] = context.clone();
    }
    proof
}

/// Adds a proof to an object, beside those it has.
pub fn sign(object: &mut Value, key: &Key, at: i64) {
    let bare = bare(object);
    let mut proof = unsigned(&bare, &key.id, at);
    let signature = key.pair.sign(&hashed(&bare, &proof));
    proof["proofValue"] = format!("z{}", bs58::encode(signature.as_ref()).into_string()).into();
    object["proof"] = match object.get("proof") {
        None | Some(Value::Null) => proof,
        Some(Value::Array(proofs)) => proofs.iter().cloned().chain([proof]).collect(),
        Some(one) => json!([one, proof]),
    };
}

/// Puts the proofs of one object beside those of another that says the same, each once, in the order of their keys.
pub fn gather(object: &mut Value, other: &Value) {
    let proofs = |of: &Value| match &of["proof"] {
        Value::Array(proofs) => proofs.clone(),
        Value::Null => Vec::new(),
        one => vec![one.clone()],
    };
    let mut all = [proofs(object), proofs(other)].concat();
    let name = |proof: &Value| proof["verificationMethod"].as_str().map(String::from);
    all.sort_by_key(name);
    all.dedup_by_key(|proof| name(proof));
    object["proof"] = all.into();
}

/// Is one of the proofs by the holder of this key?
pub fn holds(object: &Value, multikey: &str) -> bool {
    let Some(key) = public(multikey) else { return false };
    let proofs = match &object["proof"] {
        Value::Array(proofs) => proofs.as_slice(),
        Value::Object(_) => std::slice::from_ref(&object["proof"]),
        _ => return false,
    };
    let bare = bare(object);
    proofs.len() <= MOST_PROOFS && proofs.iter().any(|proof| one_holds(&bare, proof, &key))
}

fn one_holds(bare: &Value, proof: &Value, key: &[u8]) -> bool {
    let says = |name: &str, what: &str| proof[name].as_str() == Some(what);
    let fits = says("type", "DataIntegrityProof")
        && says("cryptosuite", SUITE)
        && says("proofPurpose", PURPOSE)
        && proof.get("@context") == bare.get("@context")
        && proof["created"].as_str().and_then(moment::read).is_some();
    let value = proof["proofValue"].as_str().and_then(|value| value.strip_prefix('z')).filter(|value| value.len() <= 100);
    let Some(signature) = value.filter(|_| fits).and_then(|value| bs58::decode(value).into_vec().ok()) else { return false };
    let mut unsigned = proof.clone();
    if let Some(map) = unsigned.as_object_mut() {
        map.remove("proofValue");
    }
    UnparsedPublicKey::new(&ED25519, key).verify(&hashed(bare, &unsigned), &signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(n: u8) -> Key {
        Key::from_seed(format!("https://far.example/{n}#key"), &[n; 32]).expect("any seed makes a key")
    }

    /// The example of the specification, with the key it gives.
    const EXAMPLE: &str = r#"{
        "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v1"],
        "id": "https://server.example/activities/1", "type": "Create", "actor": "https://server.example/users/alice",
        "object": {
            "id": "https://server.example/objects/1", "type": "Note", "attributedTo": "https://server.example/users/alice",
            "content": "Hello world", "location": {"type": "Place", "longitude": -71.184902, "latitude": 25.273962}
        }
    }"#;
    const EXAMPLE_PROOF: &str = "zLaewdp4H9kqtwyrLatK4cjY5oRHwVcw4gibPSUDYDMhi4M49v8pcYk3ZB6D69dNpAPbUmY8ocuJ3m9KhKJEEg7z";

    #[test]
    fn the_example_of_fep_8b32_is_signed_as_it_says() {
        let secret = bs58::decode("3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq").into_vec().expect("it is written so");
        let seed = secret[2..].try_into().expect("32 bytes after the multicodec");
        let key = Key::from_seed("https://server.example/users/alice#ed25519-key", &seed).expect("any seed makes a key");
        assert_eq!(key.multikey, "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2");
        let mut document: Value = serde_json::from_str(EXAMPLE).expect("it is JSON");
        sign(&mut document, &key, moment::read("2023-02-24T23:36:38Z").expect("it is a moment"));
        assert_eq!(document["proof"]["proofValue"], EXAMPLE_PROOF);
        assert!(holds(&document, &key.multikey));
    }

    /// The key of FEP-521a's example.
    #[test]
    fn a_multikey_is_read_as_its_specification_says() {
        let bytes = public("z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK").expect("it is one");
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "2e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6");
        assert_eq!(public("z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2do"), None);
    }

    #[test]
    fn several_sign_and_each_is_known() {
        let mut object = json!({"@context": ["x"], "type": "gov:NetworkRoster", "n": 1});
        sign(&mut object, &key(1), 0);
        sign(&mut object, &key(2), 0);
        assert!(holds(&object, &key(1).multikey) && holds(&object, &key(2).multikey));
        assert!(!holds(&object, &key(3).multikey));
        object["n"] = 2.into();
        assert!(!holds(&object, &key(1).multikey) && !holds(&object, &key(2).multikey));
        for rubbish in [json!(null), json!([]), json!("z"), json!([{}, 1]), json!({"proofValue": "z"})] {
            object["proof"] = rubbish;
            assert!(!holds(&object, &key(1).multikey), "{object}");
        }
    }
}

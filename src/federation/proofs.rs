//! Object integrity proofs (FEP-8b32): `DataIntegrityProof` with `eddsa-jcs-2022` inside a document, so that it can be
//! passed on by others and still be known as its author's.
//!
//! Only what is public gets one of ours: a proof in a letter would let its reader prove to anybody who wrote it.

use aws_lc_rs::digest::{SHA256, digest};
use serde_json::{Value, json};

use super::json::{kind, text};
use super::keys::{PublicKeys, sign_ed25519, verify_ed25519};
use crate::clock::Time;
use crate::error::{Error, Result};

const SUITE: &str = "eddsa-jcs-2022";
const PURPOSE: &str = "assertionMethod";

/// Puts a proof into a document.
pub fn sign(document: &mut Value, key_id: &str, pkcs8: &[u8], now: Time) -> Result<()> {
    let mut proof = json!({
        "type": "DataIntegrityProof", "cryptosuite": SUITE, "verificationMethod": key_id, "proofPurpose": PURPOSE,
        "created": now.rfc3339_seconds()
    });
    if let Some(context) = document.get("@context") {
        proof["@context"] = context.clone();
    }
    let signature = sign_ed25519(pkcs8, &hashed(document, &proof)?)?;
    proof["proofValue"] = format!("z{}", bs58::encode(signature).into_string()).into();
    document["proof"] = proof;
    Ok(())
}

/// What is signed: the hash of the proof without its value, then that of the document without its proof, both in canonical
/// JSON (RFC 8785).
fn hashed(document: &Value, proof: &Value) -> Result<Vec<u8>> {
    let canonical = |value: &Value| serde_json_canonicalizer::to_vec(value).map_err(Error::internal);
    let (proof, document) = (canonical(proof)?, canonical(document)?);
    Ok([digest(&SHA256, &proof).as_ref(), digest(&SHA256, &document).as_ref()].concat())
}

/// The key a document says it was signed with, if it has exactly one proof of the kind we know.
pub fn key_of(document: &Value) -> Option<&str> {
    let proof = document.get("proof")?;
    let fits = proof.is_object() && kind(proof) == "DataIntegrityProof" && text(proof, "cryptosuite") == Some(SUITE);
    proof["verificationMethod"].as_str().filter(|_| fits)
}

/// Did the holder of these keys sign the document, for this purpose, and does it still hold?
///
/// # Errors
/// `Unauthorized`, naming what is wrong.
pub fn verify(document: &Value, keys: &PublicKeys, now: Time) -> Result<()> {
    let bad = |what: &str| Error::Unauthorized(format!("The proof does not hold: {what}."));
    let key_id = key_of(document).ok_or_else(|| bad("there must be one DataIntegrityProof with eddsa-jcs-2022"))?;
    let mut proof = document["proof"].clone();
    let (_, key) = keys.ed25519.filter(|(id, _)| *id == key_id).ok_or_else(|| bad("its key is not its author's"))?;
    if proof["proofPurpose"].as_str() != Some(PURPOSE) {
        return Err(bad("its purpose must be assertionMethod"));
    }
    let created = proof["created"].as_str().and_then(Time::parse).ok_or_else(|| bad("it has no date"))?;
    if created.0 > now.plus(Time::HOUR).0 {
        return Err(bad("it is from the future"));
    }
    let expired = |at: &Value| at.as_str().and_then(Time::parse).is_none_or(|at| at < now);
    if proof.get("expires").is_some_and(expired) {
        return Err(bad("it has expired"));
    }
    let value = proof["proofValue"].as_str().and_then(|v| v.strip_prefix('z')).filter(|v| v.len() <= 100);
    let signature = value.and_then(|v| bs58::decode(v).into_vec().ok()).ok_or_else(|| bad("its value cannot be read"))?;
    let mut bare = document.clone();
    if let (Some(bare), Some(proof)) = (bare.as_object_mut(), proof.as_object_mut()) {
        bare.remove("proof");
        proof.remove("proofValue");
        // Some leave the context out of the proof and sign with that of the document.
        if let Some(context) = bare.get("@context")
            && proof.get("@context").is_some_and(|own| own != context)
        {
            return Err(bad("its context is not that of the document"));
        }
    }
    if verify_ed25519(key, &hashed(&bare, &proof)?, &signature) {
        return Ok(());
    }
    if proof.get("@context").is_none()
        && let Some(context) = bare.get("@context")
    {
        proof["@context"] = context.clone();
        if verify_ed25519(key, &hashed(&bare, &proof)?, &signature) {
            return Ok(());
        }
    }
    Err(bad("document and signature do not fit"))
}

#[cfg(test)]
mod tests {
    use super::super::keys::generate_ed25519;
    use super::*;

    const NOW: Time = Time(1_795_000_000_000_000);
    const KEY_ID: &str = "https://far.example/u#ed25519-key";

    fn signed() -> (Value, String) {
        let key = generate_ed25519().unwrap();
        let mut document = json!({
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v1"],
            "id": "https://far.example/a/1", "type": "Like", "actor": "https://far.example/u", "object": "https://far.example/n/1", "n": 1.50
        });
        sign(&mut document, KEY_ID, &key.pkcs8, NOW).unwrap();
        (document, key.multikey)
    }

    fn check(document: &Value, key_id: &str, key: &str, now: Time) -> bool {
        verify(document, &PublicKeys { rsa: None, ed25519: Some((key_id, key)) }, now).is_ok()
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
    fn the_example_of_the_specification_holds() {
        let mut document: Value = serde_json::from_str(EXAMPLE).unwrap();
        document["proof"] = json!({
            "@context": document["@context"], "type": "DataIntegrityProof", "cryptosuite": SUITE, "proofPurpose": PURPOSE,
            "verificationMethod": "https://server.example/users/alice#ed25519-key", "created": "2023-02-24T23:36:38Z",
            "proofValue": EXAMPLE_PROOF
        });
        let holds = |document: &Value| {
            let key = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
            check(document, "https://server.example/users/alice#ed25519-key", key, NOW)
        };
        assert!(holds(&document));
        document["object"]["location"]["latitude"] = json!(25.273961);
        assert!(!holds(&document));
    }

    #[test]
    fn an_honest_proof_holds_and_every_tampering_is_noticed() {
        let (document, key) = signed();
        assert!(check(&document, KEY_ID, &key, NOW));
        assert!(check(&document, KEY_ID, &key, NOW.plus(365 * Time::DAY)), "what was said once stays said");
        type Change = fn(&mut Value);
        let table: [(&str, Change); 14] = [
            ("the document", |d| d["object"] = "https://far.example/n/2".into()),
            ("something added", |d| d["to"] = "everybody".into()),
            ("created", |d| d["proof"]["created"] = "2026-11-18T00:00:00Z".into()),
            ("no created", |d| d["proof"]["created"] = Value::Null),
            ("from the future", |d| d["proof"]["created"] = "2036-11-18T00:00:00Z".into()),
            ("the purpose", |d| d["proof"]["proofPurpose"] = "authentication".into()),
            ("an expiry added", |d| d["proof"]["expires"] = "2099-01-01T00:00:00Z".into()),
            ("a foreign key", |d| d["proof"]["verificationMethod"] = "https://evil.example/u#key".into()),
            ("another suite", |d| d["proof"]["cryptosuite"] = "eddsa-rdfc-2022".into()),
            ("another context in the proof", |d| d["proof"]["@context"] = "https://evil.example/ns".into()),
            ("the value", |d| d["proof"]["proofValue"] = "z1111".into()),
            ("no value", |d| d["proof"]["proofValue"] = Value::Null),
            ("two proofs", |d| d["proof"] = json!([d["proof"].clone(), d["proof"].clone()])),
            ("no proof", |d| d["proof"] = Value::Null),
        ];
        for (what, change) in table {
            let mut changed = document.clone();
            change(&mut changed);
            assert!(!check(&changed, KEY_ID, &key, NOW), "{what}");
        }
        assert!(!check(&document, "https://far.example/u#other", &key, NOW), "the author has another key");
        assert!(!check(&document, KEY_ID, &generate_ed25519().unwrap().multikey, NOW), "the key is another's");
    }

    #[test]
    fn an_expired_proof_does_not_hold() {
        let key = generate_ed25519().unwrap();
        let mut document = json!({"id": "https://far.example/a/1"});
        let mut proof = json!({
            "type": "DataIntegrityProof", "cryptosuite": SUITE, "verificationMethod": KEY_ID, "proofPurpose": PURPOSE,
            "created": "2026-01-01T00:00:00Z", "expires": "2026-11-01T00:00:00Z"
        });
        let signature = sign_ed25519(&key.pkcs8, &hashed(&document, &proof).unwrap()).unwrap();
        proof["proofValue"] = format!("z{}", bs58::encode(signature).into_string()).into();
        document["proof"] = proof;
        assert!(check(&document, KEY_ID, &key.multikey, Time::parse("2026-10-01T00:00:00Z").unwrap()));
        assert!(!check(&document, KEY_ID, &key.multikey, NOW));
    }
}

//! Who sends: the node's own key for push services (VAPID, RFC 8292).

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use url::Url;

use crate::clock::Time;
use crate::error::{Error, Result};
use crate::site::origin;

#[derive(Clone, Debug)]
pub struct Vapid {
    pkcs8: Vec<u8>,
    /// The public key: an uncompressed point on P-256, in base64url.
    pub public: String,
}

impl Vapid {
    /// A new key as it is kept: PKCS#8 in base64url.
    pub fn generate() -> Result<String> {
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
        Ok(URL_SAFE_NO_PAD.encode(pkcs8.map_err(|_| Error::internal("no key for push services could be made"))?))
    }

    pub fn load(kept: &str) -> Result<Self> {
        let pkcs8 = URL_SAFE_NO_PAD.decode(kept).map_err(Error::internal)?;
        let public = URL_SAFE_NO_PAD.encode(pair(&pkcs8)?.public_key());
        Ok(Self { pkcs8, public })
    }

    /// The token for one service, good until a moment of at most a day ahead.
    pub fn token(&self, endpoint: &Url, base: &str, until: Time) -> Result<String> {
        let part = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let head = part(json!({"typ": "JWT", "alg": "ES256"}));
        let claims = part(json!({"aud": origin(endpoint), "exp": until.0 / Time::SECOND, "sub": base}));
        let signed = format!("{head}.{claims}");
        let signature = pair(&self.pkcs8)?.sign(&SystemRandom::new(), signed.as_bytes());
        let signature = signature.map_err(|_| Error::internal("a token for a push service could not be signed"))?;
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

fn pair(pkcs8: &[u8]) -> Result<EcdsaKeyPair> {
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8).map_err(Error::internal)
}

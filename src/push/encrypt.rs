//! Sealing a message for one app: `aes128gcm` (RFC 8291 over RFC 8188), and `aesgcm`, the draft before it, which apps get that
//! do not say that they know the standard (draft-ietf-webpush-encryption-04).

use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::{Error, Result};
use crate::ids;

/// A sealed message; salt and key go into headers with the older encoding.
pub struct Sealed {
    pub body: Vec<u8>,
    pub salt: String,
    pub key: String,
}

/// One record holds it all.
const RECORD: u32 = 4_096;
/// The longest message: a record less its padding and tag.
const LONGEST: usize = 3_800;

/// Reads what an app sends as a key, in either spelling of base64.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text.trim().trim_end_matches('=').replace('+', "-").replace('/', "_")).ok()
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn derive(salt: &[u8], secret: &[u8], info: &[u8], length: usize) -> Result<Vec<u8>> {
    let failed = |_| Error::internal("a key could not be derived");
    let mut out = vec![0; length];
    Salt::new(HKDF_SHA256, salt)
        .extract(secret)
        .expand(&[info], Length(length))
        .map_err(failed)?
        .fill(&mut out)
        .map_err(failed)?;
    Ok(out)
}

/// Seals a message for the holder of a key.
pub fn seal(message: &[u8], p256dh: &str, auth: &str, standard: bool) -> Result<Sealed> {
    let key = PrivateKey::generate(&ECDH_P256).map_err(|_| Error::internal("no key for a message could be made"))?;
    seal_with(message, p256dh, auth, standard, &key, &ids::salt())
}

fn seal_with(message: &[u8], p256dh: &str, auth: &str, standard: bool, key: &PrivateKey, salt: &[u8; 16]) -> Result<Sealed> {
    let unusable = || Error::invalid("The app's key cannot be used.");
    let theirs = decode(p256dh).filter(|k| k.len() == 65).ok_or_else(unusable)?;
    let auth = decode(auth).filter(|a| a.len() == 16).ok_or_else(unusable)?;
    let ours = key.compute_public_key().map_err(Error::internal)?;
    let ours = ours.as_ref();
    let shared = agree(key, UnparsedPublicKey::new(&ECDH_P256, &theirs), unusable(), |secret| Ok(secret.to_vec()))?;
    let message = &message[..message.len().min(LONGEST)];
    let (secret, content, nonce, plain) = if standard {
        let info = [b"WebPush: info\0", theirs.as_slice(), ours].concat();
        let plain = [message, &[2]].concat();
        (
            derive(&auth, &shared, &info, 32)?,
            b"Content-Encoding: aes128gcm\0".to_vec(),
            b"Content-Encoding: nonce\0".to_vec(),
            plain,
        )
    } else {
        let context = [b"P-256\0\0\x41".as_slice(), &theirs, &[0, 0x41], ours].concat();
        let named = |name: &[u8]| [b"Content-Encoding: ", name, b"\0", &context].concat();
        let plain = [&[0, 0], message].concat();
        (derive(&auth, &shared, b"Content-Encoding: auth\0", 32)?, named(b"aesgcm"), named(b"nonce"), plain)
    };
    let content_key = derive(salt, &secret, &content, 16)?;
    let nonce = derive(salt, &secret, &nonce, 12)?;
    let mut sealed = plain;
    let cipher = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &content_key).map_err(Error::internal)?);
    let nonce = Nonce::try_assume_unique_for_key(&nonce).map_err(Error::internal)?;
    cipher.seal_in_place_append_tag(nonce, Aad::empty(), &mut sealed).map_err(Error::internal)?;
    let body = if standard {
        let length = [u8::try_from(ours.len()).map_err(Error::internal)?];
        [salt.as_slice(), &RECORD.to_be_bytes(), &length, ours, &sealed].concat()
    } else {
        sealed
    };
    Ok(Sealed { body, salt: URL_SAFE_NO_PAD.encode(salt), key: URL_SAFE_NO_PAD.encode(ours) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8291, appendix A.
    #[test]
    fn the_message_of_the_specification_is_sealed_as_there() {
        let key =
            PrivateKey::from_private_key(&ECDH_P256, &decode("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw").unwrap()).unwrap();
        let salt: [u8; 16] = decode("DGv6ra1nlYgDCS1FRnbzlw").unwrap().try_into().unwrap();
        let theirs = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
        let sealed =
            seal_with(b"When I grow up, I want to be a watermelon", theirs, "BTBZMqHH6r4Tts7J_aSIgg", true, &key, &salt).unwrap();
        assert_eq!(
            URL_SAFE_NO_PAD.encode(sealed.body),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        );
    }

    #[test]
    fn a_key_that_is_none_is_refused() {
        let point = URL_SAFE_NO_PAD.encode([[4].as_slice(), &[7; 64]].concat());
        for (p256dh, auth) in [
            ("", ""),
            ("AAAA", "BTBZMqHH6r4Tts7J_aSIgg"),
            (point.as_str(), "BTBZMqHH6r4Tts7J_aSIgg"),
            (point.as_str(), "AA"),
            ("%", "%"),
        ] {
            assert!(matches!(seal(b"x", p256dh, auth, true), Err(Error::Invalid(_))), "{p256dh} {auth}");
        }
    }
}

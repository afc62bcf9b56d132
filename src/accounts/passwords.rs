//! Passwords: argon2id with the parameters OWASP recommends (19 MiB, two passes), off the async threads.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::error::{Error, Result};
use crate::ids;

/// The shortest password that is taken (NIST SP 800-63B-4 § 3.1.1.2 asks for eight beside a second factor; we take ten).
pub const SHORTEST: usize = 10;
/// Hashing more would only serve somebody who wants to keep us busy.
const LONGEST: usize = 1_000;

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(19_456, 2, 1, None).map_err(Error::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes a new password.
///
/// # Errors
/// `Invalid` for one that is too short or too long.
pub async fn hash(password: &str) -> Result<String> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Error::invalid(format!(
            "The password is too short: {SHORTEST} characters are needed. A sentence is easy to remember."
        )));
    }
    if length > LONGEST {
        return Err(Error::invalid(format!("The password is too long: at most {LONGEST} characters.")));
    }
    let password = password.to_string();
    let work =
        move || Ok(argon2()?.hash_password_with_salt(password.as_bytes(), &ids::salt()).map_err(Error::internal)?.to_string());
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}

/// Is it this password? Without a hash, as long is taken as with one, so that nobody learns which names exist.
pub async fn check(password: &str, hash: Option<String>) -> Result<bool> {
    if password.chars().count() > LONGEST {
        return Ok(false);
    }
    let password = password.to_string();
    let work = move || {
        let Some(hash) = hash else {
            let _ = argon2()?.hash_password_with_salt(password.as_bytes(), &[0; 16]);
            return Ok(false);
        };
        let hash = PasswordHash::new(&hash).map_err(Error::internal)?;
        Ok(argon2()?.verify_password(password.as_bytes(), &hash).is_ok())
    };
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_again_and_no_other_is() {
        let hashed = hash("bread and salt").await.unwrap();
        assert!(hashed.starts_with("$argon2id$"));
        assert!(check("bread and salt", Some(hashed.clone())).await.unwrap());
        assert!(!check("bread and Salt", Some(hashed)).await.unwrap());
        assert!(!check("bread and salt", None).await.unwrap());
        assert!(hash("short").await.is_err());
    }
}

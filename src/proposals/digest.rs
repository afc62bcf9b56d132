//! What was decided on, as a number nobody can forge.

use aws_lc_rs::digest::{SHA256, digest};
use rules::by_laws::ByLaws;
use serde::Serialize;
use serde_json::json;

use crate::error::{Error, Result};

/// SHA-256 over the canonical form of a value (RFC 8785), in hexadecimal.
pub fn of(value: &impl Serialize) -> Result<String> {
    Ok(of_bytes(&serde_json_canonicalizer::to_vec(value).map_err(Error::internal)?))
}

/// SHA-256 over bytes, in hexadecimal.
pub fn of_bytes(bytes: &[u8]) -> String {
    digest(&SHA256, bytes).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The digest of a version: title, driver, text, and the by-laws it changes to, if it changes them.
pub fn of_text(title: &str, driver: &str, text: &str, changes: Option<&ByLaws>) -> Result<String> {
    let mut whole = json!({"title": title, "driver": driver, "text": text});
    if let Some(changes) = changes {
        whole["by_laws"] = serde_json::to_value(changes).map_err(Error::internal)?;
    }
    of(&whole)
}

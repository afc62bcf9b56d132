//! What the chapter decides by: its by-laws, as they stand now.

use rules::by_laws::ByLaws;

use super::store;
use crate::db::Tx;
use crate::error::{Error, Result};

/// The by-laws in force; a chapter that has agreed on nothing of its own decides by what all begin with.
pub fn current(tx: &mut Tx) -> Result<ByLaws> {
    match store::by_laws(tx)? {
        Some(laws) => serde_json::from_str(&laws).map_err(Error::internal),
        None => Ok(ByLaws::CHAPTER),
    }
}

/// From now on the chapter decides by these. What was proposed before goes on by those it began with.
pub fn change(tx: &mut Tx, laws: &ByLaws, decision: &str) -> Result<()> {
    laws.check().map_err(|unsound| Error::invalid(unsound.to_string()))?;
    store::insert_by_laws(tx, &serde_json::to_string(laws).map_err(Error::internal)?, decision)
}

//! Rows of notes.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::db::Tx;
use crate::db::schema::account_notes;
use crate::error::Result;

/// Writes a note; an empty one takes it away.
pub fn set(tx: &mut Tx, account_id: i64, target_id: i64, note: &str) -> Result<()> {
    if note.is_empty() {
        let known =
            account_notes::table.filter(account_notes::account_id.eq(account_id)).filter(account_notes::target_id.eq(target_id));
        diesel::delete(known).execute(tx.conn)?;
        return Ok(());
    }
    diesel::sql_query(
        "INSERT INTO account_notes (account_id, target_id, note) VALUES ($1, $2, $3) \
         ON CONFLICT (account_id, target_id) DO UPDATE SET note = excluded.note",
    )
    .bind::<BigInt, _>(account_id)
    .bind::<BigInt, _>(target_id)
    .bind::<Text, _>(note)
    .execute(tx.conn)?;
    Ok(())
}

/// What an account has written down about these: (about whom, what).
pub fn about(tx: &mut Tx, account_id: i64, targets: &[i64]) -> Result<Vec<(i64, String)>> {
    Ok(account_notes::table
        .filter(account_notes::account_id.eq(account_id))
        .filter(account_notes::target_id.eq_any(targets))
        .select((account_notes::target_id, account_notes::note))
        .load(tx.conn)?)
}

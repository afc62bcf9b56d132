//! What hangs on a proposal: a budget, a plan, a contract. A file is kept as it was sent, named by its digest in the record, and
//! handed out only as a download: it is never a page, a picture or a document of this node.

pub mod api;
mod store;
pub mod web;

use rules::proposal::{Refusal, may_attach};
use rules::roles;
use serde_json::json;

pub use store::{Attachment, find, of};

use super::{Row, digest, note_act, seen_by, store as proposals};
use crate::accounts::Account;
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::members;
use crate::web::multipart::{Sent, too_large};

/// The folder of the store.
pub const FOLDER: &str = "attachments";
/// The largest file, in bytes.
const LARGEST: u64 = 10_000_000;
/// More on one proposal than anybody reads.
const MOST: usize = 10;
const MAX_NAME: usize = 120;

/// A name as it can stand on any disk: the last part of a path, without what controls a terminal or turns text around.
fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last
        .chars()
        .filter(|c| {
            !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '"')
        })
        .collect();
    let plain = plain.trim().trim_start_matches('.');
    let cut = plain.chars().count().saturating_sub(MAX_NAME);
    // What it ends in tells what it is.
    let name: String = plain.chars().skip(cut).collect();
    if name.is_empty() { "file".into() } else { name }
}

/// Hangs a file on a proposal.
///
/// # Errors
/// `Invalid`: it is empty, too large, or one too many. Otherwise as the rules refuse it.
pub async fn attach(app: &App, by: Account, id: i64, sent: Option<Sent>) -> Result<Row> {
    let asked = by.clone();
    // Refused before it is stored; whether it may still hang is asked again in the transaction.
    app.read(move |tx| {
        let row = seen_by(tx, Some(asked.id), id)?;
        changeable(tx, &asked, row)
    })
    .await?;
    let sent = sent.ok_or_else(|| Error::invalid("Send the file as `file` of a multipart form."))?;
    if sent.size == 0 {
        return Err(Error::invalid("This file is empty."));
    }
    if sent.size > LARGEST {
        return Err(too_large(LARGEST));
    }
    let bytes = sent.read()?;
    let digest = digest::of_bytes(&bytes);
    let secret = ids::secret();
    let file = format!("{FOLDER}/{}/{secret}", secret[..2].to_ascii_lowercase());
    let (name, size) = (clean(&sent.name), i64::try_from(sent.size).map_err(Error::internal)?);
    app.media.put(&file, bytes).await?;
    app.write(move |tx| {
        let row = proposals::locked(tx, id)?;
        let row = changeable(tx, &by, row)?;
        if of(tx, id)?.len() >= MOST {
            return Err(Error::invalid("Ten files at most hang on a proposal. Take one off first."));
        }
        let act = json!({"act": "attach", "name": name, "size": size, "digest": digest});
        let (created_at, version) = (tx.now.0, row.version);
        store::insert(tx, &Attachment { id: ids::new(tx.now), proposal_id: id, version, name, size, digest, file, created_at })?;
        note_act(tx, &by, &row, &act)?;
        Ok(row)
    })
    .await
}

/// Takes a file off again.
pub async fn detach(app: &App, by: Account, id: i64, attachment: i64) -> Result<Row> {
    let (row, gone) = app
        .write(move |tx| {
            let row = proposals::locked(tx, id)?;
            let row = changeable(tx, &by, row)?;
            let gone = find(tx, id, attachment)?;
            store::delete(tx, gone.id)?;
            note_act(tx, &by, &row, &json!({"act": "detach", "name": gone.name, "digest": gone.digest}))?;
            Ok((row, gone))
        })
        .await?;
    app.media.delete(&gone.file).await?;
    Ok(row)
}

fn changeable(tx: &mut Tx, by: &Account, row: Row) -> Result<Row> {
    roles::may(members::standing(tx, by)?, roles::Act::TakePart)?;
    match may_attach(&row.proposal()?, &by.uri) {
        Ok(()) => Ok(row),
        Err(Refusal::NotTheAuthor) if row.published_at.is_none() => Err(Error::NotFound),
        Err(refusal) => Err(refusal.into()),
    }
}

/// Files no row knows of (a process was killed in between, or a proposal is gone): away with them after a day.
pub async fn forget_loose(app: &App) -> Result<()> {
    let before = app.clock.now().plus(-Time::DAY);
    let old: Vec<String> =
        app.media.list(FOLDER).await?.into_iter().filter(|(_, at)| *at < before.0).map(|(key, _)| key).collect();
    for keys in old.chunks(500) {
        let asked = keys.to_vec();
        let known = app.read(move |tx| store::known_keys(tx, &asked)).await?;
        for key in keys.iter().filter(|key| !known.contains(key)) {
            app.media.delete(key).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn a_name_is_one_that_any_disk_takes() {
        for (sent, kept) in [
            ("budget 2027.ods", "budget 2027.ods"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\ada\\plan.pdf", "plan.pdf"),
            (".htaccess", "htaccess"),
            ("a\u{202e}fdp.exe", "afdp.exe"),
            ("a\"b\r\nX-Header: 1.pdf", "abX-Header: 1.pdf"),
            ("", "file"),
            ("…", "…"),
        ] {
            assert_eq!(clean(sent), kept, "{sent:?}");
        }
        assert!(clean(&format!("{}.pdf", "é".repeat(500))).ends_with("é.pdf"));
    }
}

//! Rows of uploaded files.

use diesel::prelude::*;

use crate::clock::Time;
use crate::db::Tx;
use crate::db::schema::media;
use crate::error::Result;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = media, treat_none_as_default_value = false)]
pub struct Upload {
    pub id: i64,
    pub account_id: i64,
    /// The post it hangs on.
    pub status_id: Option<i64>,
    /// The post to come it will hang on.
    pub scheduled_id: Option<i64>,
    /// `image`, `gifv`, `video` or `audio`.
    pub kind: String,
    /// `ready`, `waiting` or `failed`.
    pub state: String,
    /// Why it failed.
    pub error: Option<String>,
    /// Keys in the store.
    pub file: Option<String>,
    pub preview: Option<String>,
    /// JSON, as in Mastodon's MediaAttachment.
    pub meta: String,
    pub description: String,
    pub blurhash: Option<String>,
    pub created_at: i64,
}

pub const READY: &str = "ready";
pub const WAITING: &str = "waiting";
pub const FAILED: &str = "failed";

pub fn insert(tx: &mut Tx, upload: &Upload) -> Result<()> {
    diesel::insert_into(media::table).values(upload).execute(tx.conn)?;
    Ok(())
}

pub fn by_id(tx: &mut Tx, id: i64) -> Result<Upload> {
    Ok(media::table.find(id).select(Upload::as_select()).first(tx.conn)?)
}

/// One's own files.
pub fn own(tx: &mut Tx, account_id: i64, ids: &[i64]) -> Result<Vec<Upload>> {
    Ok(media::table
        .filter(media::account_id.eq(account_id))
        .filter(media::id.eq_any(ids))
        .select(Upload::as_select())
        .load(tx.conn)?)
}

/// What the worker has made of it.
#[derive(AsChangeset)]
#[diesel(table_name = media)]
pub struct Made {
    pub kind: String,
    pub state: String,
    pub error: Option<String>,
    pub file: Option<String>,
    pub preview: Option<String>,
    pub meta: Option<String>,
    pub blurhash: Option<String>,
}

pub fn set_made(tx: &mut Tx, id: i64, made: &Made) -> Result<()> {
    diesel::update(media::table.find(id)).set(made).execute(tx.conn)?;
    Ok(())
}

pub fn set_description(tx: &mut Tx, id: i64, description: &str, meta: &str) -> Result<()> {
    diesel::update(media::table.find(id)).set((media::description.eq(description), media::meta.eq(meta))).execute(tx.conn)?;
    Ok(())
}

pub fn set_preview(tx: &mut Tx, id: i64, preview: &str, meta: &str, blurhash: &str) -> Result<()> {
    diesel::update(media::table.find(id))
        .set((media::preview.eq(preview), media::meta.eq(meta), media::blurhash.eq(blurhash)))
        .execute(tx.conn)?;
    Ok(())
}

pub fn attach(tx: &mut Tx, ids: &[i64], status_id: Option<i64>, scheduled_id: Option<i64>) -> Result<()> {
    diesel::update(media::table.filter(media::id.eq_any(ids)))
        .set((media::status_id.eq(status_id), media::scheduled_id.eq(scheduled_id)))
        .execute(tx.conn)?;
    Ok(())
}

pub fn detach_scheduled(tx: &mut Tx, scheduled_id: i64) -> Result<()> {
    diesel::update(media::table.filter(media::scheduled_id.eq(scheduled_id)))
        .set((media::scheduled_id.eq(None::<i64>), media::created_at.eq(tx.now.0)))
        .execute(tx.conn)?;
    Ok(())
}

pub fn delete(tx: &mut Tx, ids: &[i64]) -> Result<()> {
    diesel::delete(media::table.filter(media::id.eq_any(ids))).execute(tx.conn)?;
    Ok(())
}

/// Files that hang on nothing since before `before`.
pub fn loose(tx: &mut Tx, before: Time, limit: i64) -> Result<Vec<Upload>> {
    Ok(media::table
        .filter(media::status_id.is_null())
        .filter(media::scheduled_id.is_null())
        .filter(media::created_at.lt(before.0))
        .limit(limit)
        .select(Upload::as_select())
        .load(tx.conn)?)
}

/// Those of the keys that a row names.
pub fn known_keys(tx: &mut Tx, keys: &[String]) -> Result<Vec<String>> {
    let files: Vec<Option<String>> = media::table.filter(media::file.eq_any(keys)).select(media::file).load(tx.conn)?;
    let previews: Vec<Option<String>> = media::table.filter(media::preview.eq_any(keys)).select(media::preview).load(tx.conn)?;
    Ok(files.into_iter().chain(previews).flatten().collect())
}

//! Rows of collections.

use diesel::prelude::*;

use crate::db::Tx;
use crate::db::schema::{collection_items, collections};
use crate::error::Result;

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = collections, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Collection {
    pub id: i64,
    pub account_id: i64,
    pub name: String,
    pub description: String,
    pub language: Option<String>,
    pub tag: Option<String>,
    pub sensitive: bool,
    pub discoverable: bool,
    pub created_at: i64,
    pub updated_at: i64,
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = collection_items)]
pub struct Item {
    pub id: i64,
    pub collection_id: i64,
    pub account_id: i64,
    pub created_at: i64,
}

pub fn insert(tx: &mut Tx, collection: &Collection) -> Result<()> {
    diesel::insert_into(collections::table).values(collection).execute(tx.conn)?;
    Ok(())
}

pub fn update(tx: &mut Tx, collection: &Collection) -> Result<()> {
    diesel::update(collections::table.find(collection.id)).set(collection).execute(tx.conn)?;
    Ok(())
}

pub fn touch(tx: &mut Tx, id: i64) -> Result<()> {
    diesel::update(collections::table.find(id)).set(collections::updated_at.eq(tx.now.0)).execute(tx.conn)?;
    Ok(())
}

pub fn delete(tx: &mut Tx, id: i64) -> Result<()> {
    diesel::delete(collections::table.find(id)).execute(tx.conn)?;
    Ok(())
}

pub fn by_id(tx: &mut Tx, id: i64) -> Result<Collection> {
    Ok(collections::table.find(id).select(Collection::as_select()).first(tx.conn)?)
}

pub fn of_account(tx: &mut Tx, account_id: i64, offset: i64, limit: i64) -> Result<Vec<Collection>> {
    Ok(collections::table
        .filter(collections::account_id.eq(account_id))
        .order(collections::id.desc())
        .offset(offset)
        .limit(limit)
        .select(Collection::as_select())
        .load(tx.conn)?)
}

/// Those that somebody is in.
pub fn with(tx: &mut Tx, account_id: i64, offset: i64, limit: i64) -> Result<Vec<Collection>> {
    Ok(collections::table
        .inner_join(collection_items::table.on(collection_items::collection_id.eq(collections::id)))
        .filter(collection_items::account_id.eq(account_id))
        .order(collection_items::id.desc())
        .offset(offset)
        .limit(limit)
        .select(Collection::as_select())
        .load(tx.conn)?)
}

pub fn items(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Item>> {
    Ok(collection_items::table
        .filter(collection_items::collection_id.eq_any(ids))
        .order(collection_items::id)
        .select(Item::as_select())
        .load(tx.conn)?)
}

pub fn insert_item(tx: &mut Tx, item: &Item) -> Result<()> {
    diesel::insert_into(collection_items::table).values(item).execute(tx.conn)?;
    Ok(())
}

pub fn delete_item(tx: &mut Tx, id: i64) -> Result<()> {
    diesel::delete(collection_items::table.find(id)).execute(tx.conn)?;
    Ok(())
}

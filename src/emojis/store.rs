//! Rows of the chapter's own emoji.

use diesel::prelude::*;

use crate::db::Tx;
use crate::db::schema::custom_emojis;
use crate::error::Result;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = custom_emojis, treat_none_as_default_value = false)]
pub struct CustomEmoji {
    pub id: i64,
    pub shortcode: String,
    /// Keys of the picture, and of one that does not move.
    pub file: String,
    pub still: String,
    pub category: String,
    pub created_by: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
}

pub fn all(tx: &mut Tx) -> Result<Vec<CustomEmoji>> {
    Ok(custom_emojis::table
        .order((custom_emojis::category, custom_emojis::shortcode))
        .select(CustomEmoji::as_select())
        .load(tx.conn)?)
}

pub fn among(tx: &mut Tx, names: &[&str]) -> Result<Vec<CustomEmoji>> {
    Ok(custom_emojis::table
        .filter(custom_emojis::shortcode.eq_any(names))
        .order(custom_emojis::shortcode)
        .limit(60)
        .select(CustomEmoji::as_select())
        .load(tx.conn)?)
}

pub fn by_shortcode(tx: &mut Tx, name: &str) -> Result<Option<CustomEmoji>> {
    Ok(among(tx, &[name])?.pop())
}

pub fn put(tx: &mut Tx, emoji: &CustomEmoji) -> Result<()> {
    delete(tx, &emoji.shortcode)?;
    diesel::insert_into(custom_emojis::table).values(emoji).execute(tx.conn)?;
    Ok(())
}

/// False: there was none.
pub fn delete(tx: &mut Tx, name: &str) -> Result<bool> {
    Ok(diesel::delete(custom_emojis::table.filter(custom_emojis::shortcode.eq(name))).execute(tx.conn)? > 0)
}

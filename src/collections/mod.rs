//! Collections: accounts a member recommends together, for everybody to see. Only who lets themselves be discovered is put in, and
//! whoever is in can take themselves out.

pub mod api;
mod store;
#[cfg(test)]
mod tests;

use store::{Collection, Item};

use crate::accounts::{self, Account};
use crate::blocks;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::statuses::compose::hashtag;

/// The most collections of one member.
pub const MOST: usize = 10;
/// The most accounts in one.
pub const MOST_ITEMS: usize = 25;
const LONGEST_NAME: usize = 40;
const LONGEST_DESCRIPTION: usize = 100;

/// What is said about a collection; `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    pub name: Option<String>,
    pub description: Option<String>,
    pub language: Option<String>,
    pub tag: Option<String>,
    pub sensitive: Option<bool>,
    pub discoverable: Option<bool>,
}

impl Wishes {
    fn apply(self, collection: &mut Collection) -> Result<()> {
        let fits = |text: &str, most: usize| text.chars().count() <= most;
        if let Some(name) = self.name {
            let name = name.trim();
            if name.is_empty() || !fits(name, LONGEST_NAME) {
                return Err(Error::invalid(format!("Validation failed: Name must have 1 to {LONGEST_NAME} characters")));
            }
            collection.name = name.into();
        }
        if let Some(text) = self.description {
            if !fits(text.trim(), LONGEST_DESCRIPTION) {
                return Err(Error::invalid(format!(
                    "Validation failed: Description is too long (maximum is {LONGEST_DESCRIPTION} characters)"
                )));
            }
            collection.description = text.trim().into();
        }
        if let Some(tag) = self.tag.map(|tag| tag.trim_start_matches('#').to_string()) {
            let known =
                (!tag.is_empty()).then(|| hashtag(&tag).ok_or_else(|| Error::invalid("Validation failed: Tag is invalid")));
            collection.tag = known.transpose()?;
        }
        if let Some(language) = self.language.filter(|l| l.len() <= 16) {
            collection.language = Some(language).filter(|l| !l.is_empty());
        }
        collection.sensitive = self.sensitive.unwrap_or(collection.sensitive);
        collection.discoverable = self.discoverable.unwrap_or(collection.discoverable);
        Ok(())
    }
}

fn create(tx: &mut Tx, by: &Account, wishes: Wishes, members: &[i64]) -> Result<Collection> {
    if store::of_account(tx, by.id, 0, i64::MAX)?.len() >= MOST {
        return Err(Error::invalid(format!("Validation failed: You have reached the limit of {MOST} collections")));
    }
    let mut collection = Collection {
        id: ids::new(tx.now),
        account_id: by.id,
        name: String::new(),
        description: String::new(),
        language: None,
        tag: None,
        sensitive: false,
        discoverable: true,
        created_at: tx.now.0,
        updated_at: tx.now.0,
    };
    Wishes { name: Some(wishes.name.clone().unwrap_or_default()), ..wishes }.apply(&mut collection)?;
    store::insert(tx, &collection)?;
    for member in members {
        add(tx, by, collection.id, *member)?;
    }
    Ok(collection)
}

/// One's own collection; nobody else's can be changed.
fn own(tx: &mut Tx, by: &Account, id: i64) -> Result<Collection> {
    Some(store::by_id(tx, id)?).filter(|collection| collection.account_id == by.id).ok_or(Error::NotFound)
}

fn change(tx: &mut Tx, by: &Account, id: i64, wishes: Wishes) -> Result<Collection> {
    let mut collection = own(tx, by, id)?;
    wishes.apply(&mut collection)?;
    collection.updated_at = tx.now.0;
    store::update(tx, &collection)?;
    Ok(collection)
}

fn add(tx: &mut Tx, by: &Account, id: i64, account_id: i64) -> Result<Item> {
    let collection = own(tx, by, id)?;
    let account = accounts::by_id(tx, account_id)?;
    if !account.is_active() || blocks::is_between(tx, by.id, account_id)? {
        return Err(Error::NotFound);
    }
    if !account.discoverable && account.id != by.id {
        return Err(Error::refused("This account does not want to be recommended."));
    }
    let items = store::items(tx, &[id])?;
    if items.iter().any(|item| item.account_id == account_id) {
        return Err(Error::invalid("Validation failed: Account has already been taken"));
    }
    if items.len() >= MOST_ITEMS {
        return Err(Error::invalid(format!("Validation failed: A collection holds {MOST_ITEMS} accounts at the most")));
    }
    let item = Item { id: ids::new(tx.now), collection_id: collection.id, account_id, created_at: tx.now.0 };
    store::insert_item(tx, &item)?;
    store::touch(tx, id)?;
    Ok(item)
}

/// Takes somebody out: who keeps the collection does, or they themselves.
fn take_out(tx: &mut Tx, by: &Account, id: i64, item_id: i64, own_wish: bool) -> Result<()> {
    let collection = store::by_id(tx, id)?;
    let item = store::items(tx, &[id])?.into_iter().find(|item| item.id == item_id).ok_or(Error::NotFound)?;
    let may = if own_wish { item.account_id == by.id } else { collection.account_id == by.id };
    if !may {
        return Err(Error::NotFound);
    }
    store::delete_item(tx, item.id)?;
    store::touch(tx, id)
}

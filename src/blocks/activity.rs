//! Block and its Undo (ActivityPub § 6.9).

use activitypub_federation::kinds::activity::{BlockType, UndoType};
use serde_json::{Value, json};

use crate::accounts::Account;

const CONTEXT: &str = "https://www.w3.org/ns/activitystreams";

pub fn block(uri: &str, by: &Account, target: &Account) -> Value {
    json!({"@context": CONTEXT, "id": uri, "type": BlockType::Block, "actor": by.uri, "object": target.uri, "to": [target.uri]})
}

pub fn undo(uri: &str, by: &Account, target: &Account) -> Value {
    let object = json!({"id": uri, "type": BlockType::Block, "actor": by.uri, "object": target.uri});
    json!({"@context": CONTEXT, "id": format!("{uri}/undo"), "type": UndoType::Undo, "actor": by.uri, "to": [target.uri], "object": object})
}

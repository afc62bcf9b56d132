//! Like and its Undo.

use activitypub_federation::kinds::activity::{LikeType, UndoType};
use serde_json::{Value, json};

use crate::accounts::Account;
use crate::statuses::Status;

const CONTEXT: &str = "https://www.w3.org/ns/activitystreams";

fn bare(uri: &str, by: &Account, status: &Status, author: &Account) -> Value {
    json!({"id": uri, "type": LikeType::Like, "actor": by.uri, "to": [author.uri], "object": status.uri})
}

pub fn like(uri: &str, by: &Account, status: &Status, author: &Account) -> Value {
    let mut body = bare(uri, by, status, author);
    body["@context"] = CONTEXT.into();
    body
}

pub fn undo(uri: &str, by: &Account, status: &Status, author: &Account) -> Value {
    json!({
        "@context": CONTEXT, "id": format!("{uri}/undo"), "type": UndoType::Undo, "actor": by.uri, "to": [author.uri],
        "object": bare(uri, by, status, author)
    })
}

//! Add and Remove of an account's `featured` collection, as Mastodon does it.

use activitypub_federation::kinds::activity::{AddType, RemoveType};
use serde_json::{Value, json};

use crate::accounts::Account;

const CONTEXT: &str = "https://www.w3.org/ns/activitystreams";

pub fn add(by: &Account, target: &str, object: &str, serial: i64) -> Value {
    json!({
        "@context": CONTEXT, "id": format!("{}#pins/{serial}", by.uri), "type": AddType::Add, "actor": by.uri, "target": target,
        "object": object, "to": [rules::audience::PUBLIC], "cc": [by.followers_url]
    })
}

pub fn remove(by: &Account, target: &str, object: &str, serial: i64) -> Value {
    json!({
        "@context": CONTEXT, "id": format!("{}#pins/{serial}", by.uri), "type": RemoveType::Remove, "actor": by.uri, "target": target,
        "object": object, "to": [rules::audience::PUBLIC], "cc": [by.followers_url]
    })
}

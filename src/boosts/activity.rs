//! Announce and its Undo.

use activitypub_federation::kinds::activity::{AnnounceType, UndoType};
use rules::audience;
use serde_json::{Value, json};

use crate::accounts::Account;
use crate::clock::Time;
use crate::statuses::Status;

const CONTEXT: &str = "https://www.w3.org/ns/activitystreams";

fn bare(boost: &Status, by: &Account, status: &Status, author: &Account) -> Value {
    let addressing = audience::address(boost.circle(), &by.followers_url, std::slice::from_ref(&author.uri));
    json!({
        "id": boost.uri, "type": AnnounceType::Announce, "actor": by.uri, "object": status.uri,
        "published": Time(boost.created_at).rfc3339_seconds(), "to": addressing.to, "cc": addressing.cc
    })
}

pub fn announce(boost: &Status, by: &Account, status: &Status, author: &Account) -> Value {
    let mut body = bare(boost, by, status, author);
    body["@context"] = CONTEXT.into();
    body
}

pub fn undo(boost: &Status, by: &Account, status: &Status, author: &Account) -> Value {
    let object = bare(boost, by, status, author);
    json!({
        "@context": CONTEXT, "id": format!("{}#undo", boost.uri), "type": UndoType::Undo, "actor": by.uri,
        "to": object["to"], "cc": object["cc"], "object": object
    })
}

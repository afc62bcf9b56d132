//! Accounts as ActivityPub actors: what we show, and what we read.

use activitypub_federation::protocol::public_key::PublicKey;
use rules::audience::PUBLIC;
use serde_json::{Value, json};
use url::Url;

use super::store::{Account, Described};
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::federation::emojis;
use crate::federation::json::{address, first, first_id, flag, id, ids, kind, list, same_origin, text, web_url};
use crate::federation::keys::{PublicKeys, is_ed25519_multikey};
use crate::media::FileType;
use crate::site::{Site, authority};
use crate::web::html;

/// The kinds of actor there are (Activity Vocabulary § 3.2).
pub const KINDS: [&str; 5] = ["Person", "Group", "Application", "Service", "Organization"];

/// The terms beyond ActivityStreams that actors use, in the spelling Mastodon made usual.
fn context() -> Value {
    json!([
        "https://www.w3.org/ns/activitystreams",
        "https://w3id.org/security/v1",
        "https://w3id.org/security/multikey/v1",
        {
            "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
            "sec": "https://w3id.org/security#",
            "assertionMethod": {"@id": "sec:assertionMethod", "@type": "@id", "@container": "@set"},
            "alsoKnownAs": {"@id": "as:alsoKnownAs", "@type": "@id"},
            "movedTo": {"@id": "as:movedTo", "@type": "@id"},
            "gov": "https://w3id.org/potluck/gov#",
            "toot": "http://joinmastodon.org/ns#",
            "featured": {"@id": "toot:featured", "@type": "@id"},
            "lemmy": "https://join-lemmy.org/ns#",
            "postingRestrictedToMods": "lemmy:postingRestrictedToMods",
            "discoverable": "toot:discoverable",
            "indexable": "toot:indexable",
            "schema": "http://schema.org#",
            "PropertyValue": "schema:PropertyValue",
            "value": "schema:value",
            "webfinger": {"@id": "https://purl.archive.org/socialweb/webfinger#webfinger", "@type": "xsd:string"}
        }
    ])
}

/// The actor document of an account of this node.
pub fn actor(site: &Site, account: &Account) -> Result<Value> {
    let uri = &account.uri;
    let key = PublicKey {
        id: account.key_id.clone(),
        owner: Url::parse(uri).map_err(Error::internal)?,
        public_key_pem: account.public_key.clone(),
    };
    let fields: Vec<Value> = serde_json::from_str(&account.fields).unwrap_or_default();
    let mut document = json!({
        "@context": context(),
        "id": uri,
        "type": account.kind,
        "preferredUsername": account.username,
        "webfinger": format!("{}@{}", account.username, site.domain),
        "name": account.shown_name(),
        "summary": account.note,
        "url": account.url,
        "inbox": account.inbox_url,
        "outbox": format!("{uri}/outbox"),
        "followers": account.followers_url,
        "following": format!("{uri}/following"),
        "endpoints": {"sharedInbox": site.at("/inbox")},
        "manuallyApprovesFollowers": account.locked,
        "discoverable": account.discoverable,
        "indexable": account.indexable,
        "published": Time(account.created_at).rfc3339_seconds(),
        "publicKey": key,
        "assertionMethod": account.ed25519_key_id.as_ref().zip(account.ed25519_key.as_ref()).into_iter()
            .map(|(id, key)| json!({"id": id, "type": "Multikey", "controller": uri, "publicKeyMultibase": key})).collect::<Vec<_>>(),
        "featured": account.featured_url,
        "alsoKnownAs": serde_json::from_str::<Value>(&account.also_known_as).unwrap_or_default(),
        "attachment": fields.iter().map(|f| json!({"type": "PropertyValue", "name": f["name"], "value": f["value"]})).collect::<Vec<_>>(),
        "tag": emojis::shown(&account.emojis, &site.media).iter().map(emojis::tag).collect::<Vec<_>>()
    });
    if let Some(moved_to) = &account.moved_to_uri {
        document["movedTo"] = moved_to.as_str().into();
    }
    // FEP-1b12: who looks after a group, and that everybody may post in it.
    if let Some(moderators) = &account.moderators_url {
        document["attributedTo"] = moderators.as_str().into();
        document["postingRestrictedToMods"] = false.into();
        document["gov:connectors"] = format!("{uri}/connectors").into();
        document["gov:revocations"] = format!("{uri}/revocations").into();
        // Chapters decide together by this version of the protocol, at addresses below this one.
        document["gov:network"] = format!("{uri}/network").into();
        document["gov:protocol"] = protocol::object::PROTOCOL.into();
    }
    // Other servers show it as a field; those who know more look at what the chapter has signed.
    if let Some(attestation) = &account.attestation_url {
        document["gov:attestation"] = attestation.as_str().into();
        let value = format!("<a href=\"{}\">{}</a>", site.at("/connectors"), html::escape(&site.name));
        let field = json!({"type": "PropertyValue", "name": "Connector", "value": value});
        if let Some(fields) = document["attachment"].as_array_mut() {
            fields.push(field);
        }
    }
    for (name, picture) in [("icon", &account.avatar_url), ("image", &account.header_url)] {
        if let Some(url) = picture {
            document[name] = json!({"type": "Image", "url": site.media.shown(url)});
            if let Some(kind) = FileType::of_key(url) {
                document[name]["mediaType"] = kind.content_type.into();
            }
            let description = if name == "icon" { &account.avatar_description } else { &account.header_description };
            if !description.is_empty() {
                document[name]["name"] = description.as_str().into();
            }
        }
    }
    Ok(document)
}

/// What an account says of itself has changed.
pub fn update(site: &Site, account: &Account, serial: i64) -> Result<Value> {
    let mut object = actor(site, account)?;
    let context = object.as_object_mut().and_then(|o| o.remove("@context"));
    Ok(json!({
        "@context": context, "id": format!("{}#updates/{serial}", account.uri), "type": "Update", "actor": account.uri,
        "to": [rules::audience::PUBLIC], "cc": [account.followers_url], "object": object
    }))
}

/// An account goes on elsewhere.
pub fn moved(account: &Account, new: &Account, serial: i64) -> Value {
    json!({
        "@context": "https://www.w3.org/ns/activitystreams", "id": format!("{}#moves/{serial}", account.uri), "type": "Move",
        "actor": account.uri, "object": account.uri, "target": new.uri, "to": [account.followers_url]
    })
}

/// An actor as a far server describes it.
pub struct Remote {
    pub uri: String,
    pub username: String,
    /// `name@host` as the actor itself says (FEP-2c59); to be checked.
    pub webfinger: Option<String>,
    /// The host of its id; WebFinger may tell of a shorter one.
    pub host: String,
    pub described: Described,
}

impl Remote {
    /// The key it signs documents with, if it has one.
    pub fn proof_key(&self) -> PublicKeys<'_> {
        let ed25519 = self.described.ed25519_key_id.as_deref().zip(self.described.ed25519_key.as_deref());
        PublicKeys { rsa: None, ed25519 }
    }
}

/// Reads an actor document that came from its own server.
///
/// # Errors
/// `Invalid`: it lacks what every actor must have, or claims addresses or keys of another server.
pub fn read(document: &Value, now: Time) -> Result<Remote> {
    let unusable = |what: &str| Error::invalid(format!("This actor cannot be used: {what}."));
    let uri = id(document).and_then(web_url).ok_or_else(|| unusable("it has no id"))?;
    if !KINDS.contains(&kind(document)) {
        return Err(unusable("its type is none of an actor's"));
    }
    let username = text(document, "preferredUsername")
        .filter(|u| is_username(u))
        .ok_or_else(|| unusable("preferredUsername is missing or odd"))?;
    let inbox = address(document, "inbox")
        .filter(|i| same_origin(i, &uri))
        .ok_or_else(|| unusable("its inbox is missing or elsewhere"))?;
    let key = list(document, "publicKey")
        .into_iter()
        .find(|k| k["publicKeyPem"].is_string())
        .ok_or_else(|| unusable("it has no public key"))?;
    let key_id = id(key).filter(|k| same_origin(k, &uri)).ok_or_else(|| unusable("its key is elsewhere"))?;
    if key["owner"].as_str().is_some_and(|owner| owner != uri) {
        return Err(unusable("its key belongs to somebody else"));
    }
    let host = Url::parse(&uri).map(|u| authority(&u)).map_err(|_| unusable("its id is not an address"))?;
    let fields: Vec<Value> = list(document, "attachment")
        .into_iter()
        .filter(|a| kind(a) == "PropertyValue")
        .take(20)
        .map(|a| {
            let name = html::plain(a["name"].as_str().unwrap_or_default(), 500);
            json!({"name": name, "value": html::clean(a["value"].as_str().unwrap_or_default())})
        })
        .collect();
    // FEP-521a. A second key is good to have; an odd one is left aside.
    let multikey = list(document, "assertionMethod").into_iter().find_map(|key| {
        let multibase = key["publicKeyMultibase"].as_str().filter(|k| kind(key) == "Multikey" && is_ed25519_multikey(k))?;
        let id = id(key).filter(|k| same_origin(k, &uri) && key["controller"].as_str().is_none_or(|c| c == uri))?;
        Some((id.to_string(), multibase.to_string()))
    });
    let known_as: Vec<String> = ids(document, "alsoKnownAs").iter().filter_map(|u| web_url(u)).take(20).collect();
    let own_url = |key: &str| address(document, key).filter(|a| same_origin(a, &uri));
    let shared = first(document, "endpoints").and_then(|e| address(e, "sharedInbox")).filter(|s| same_origin(s, &uri));
    Ok(Remote {
        username: username.to_string(),
        webfinger: text(document, "webfinger").map(|w| w.trim_start_matches("acct:").trim_start_matches('@').to_lowercase()),
        host,
        described: Described {
            kind: kind(document).to_string(),
            display_name: html::plain(text(document, "name").unwrap_or_default(), 500),
            note: html::clean(text(document, "summary").unwrap_or_default()),
            url: address(document, "url").unwrap_or_else(|| uri.clone()),
            inbox_url: inbox,
            shared_inbox_url: shared,
            followers_url: address(document, "followers").unwrap_or_default(),
            avatar_url: address(document, "icon"),
            header_url: address(document, "image"),
            key_id: key_id.to_string(),
            public_key: key["publicKeyPem"].as_str().unwrap_or_default().to_string(),
            locked: flag(document, "manuallyApprovesFollowers").unwrap_or(false),
            bot: matches!(kind(document), "Service" | "Application"),
            discoverable: flag(document, "discoverable").unwrap_or(false),
            indexable: flag(document, "indexable").unwrap_or(false),
            fields: Value::Array(fields).to_string(),
            fetched_at: Some(now.0),
            also_known_as: json!(known_as).to_string(),
            moved_to_uri: first_id(document, "movedTo").and_then(web_url),
            featured_url: own_url("featured"),
            moderators_url: first_id(document, "attributedTo")
                .filter(|a| kind(document) == "Group" && same_origin(a, &uri))
                .map(Into::into),
            attestation_url: own_url("gov:attestation"),
            emojis: json!(emojis::read(document)).to_string(),
            ed25519_key_id: multikey.as_ref().map(|(id, _)| id.clone()),
            ed25519_key: multikey.map(|(_, key)| key),
        },
        uri,
    })
}

/// Letters, digits and a few marks; other servers allow more than we do.
fn is_username(text: &str) -> bool {
    let len = text.chars().count();
    (1..=100).contains(&len) && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':'))
}

/// An account of ours is no more.
pub fn deleted(account: &Account) -> Value {
    json!({
        "@context": "https://www.w3.org/ns/activitystreams", "id": format!("{}#delete", account.uri), "type": "Delete",
        "actor": account.uri, "object": account.uri, "to": [PUBLIC]
    })
}

/// One page or the head of a collection whose members are ids.
pub fn collection(uri: &str, total: i64) -> Value {
    json!({"@context": "https://www.w3.org/ns/activitystreams", "id": uri, "type": "OrderedCollection", "totalItems": total})
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Value {
        json!({
            "id": "https://rome.example/users/chiara", "type": "Person", "preferredUsername": "chiara", "inbox": "https://rome.example/users/chiara/inbox",
            "publicKey": {"id": "https://rome.example/users/chiara#main-key", "owner": "https://rome.example/users/chiara", "publicKeyPem": "PEM"}
        })
    }

    fn with(key: &str, value: Value) -> Value {
        let mut changed = document();
        changed[key] = value;
        changed
    }

    #[test]
    fn odd_actors_are_read() {
        for odd in [
            document(),
            with("publicKey", json!([{"id": "x"}, document()["publicKey"]])),
            with("endpoints", Value::Null),
            with("icon", json!([{"type": "Image", "url": "https://rome.example/a.png"}])),
            with("url", json!([{"type": "Link", "href": "https://rome.example/@chiara"}])),
            with("type", json!(["Organization"])),
            with("summary", Value::Null),
        ] {
            let remote = read(&odd, Time(0)).unwrap();
            assert_eq!((remote.username.as_str(), remote.host.as_str()), ("chiara", "rome.example"));
        }
    }

    #[test]
    fn actors_that_claim_what_is_not_theirs_are_refused() {
        for hostile in [
            with("id", Value::Null),
            with("id", json!("javascript:alert(1)")),
            with("type", json!("Note")),
            with("preferredUsername", json!("a b<script>")),
            with("preferredUsername", Value::Null),
            with("inbox", json!("https://elsewhere.example/inbox")),
            with("inbox", Value::Null),
            with(
                "publicKey",
                json!({"id": "https://elsewhere.example/#k", "owner": "https://rome.example/users/chiara", "publicKeyPem": "PEM"}),
            ),
            with(
                "publicKey",
                json!({"id": "https://rome.example/#k", "owner": "https://rome.example/users/bruno", "publicKeyPem": "PEM"}),
            ),
            with("publicKey", Value::Null),
        ] {
            assert!(read(&hostile, Time(0)).is_err(), "{hostile}");
        }
    }

    #[test]
    fn a_shared_inbox_elsewhere_is_not_used() {
        let remote = read(&with("endpoints", json!({"sharedInbox": "https://elsewhere.example/inbox"})), Time(0)).unwrap();
        assert_eq!(remote.described.shared_inbox_url, None);
    }
}

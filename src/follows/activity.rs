//! Follow and its answers (ActivityPub § 7.5–7.7).

use activitypub_federation::kinds::activity::{AcceptType, FollowType, RejectType, UndoType};
use serde_json::{Value, json};

use crate::accounts::Account;
use crate::federation::json::{first_id, id, kind};
use crate::site::Site;

const CONTEXT: &str = "https://www.w3.org/ns/activitystreams";

fn bare(uri: &str, by: &Account, target: &Account) -> Value {
    json!({"id": uri, "type": FollowType::Follow, "actor": by.uri, "object": target.uri})
}

pub fn follow(uri: &str, by: &Account, target: &Account) -> Value {
    let mut body = bare(uri, by, target);
    body["@context"] = CONTEXT.into();
    body["to"] = json!([target.uri]);
    body
}

pub fn undo(uri: &str, by: &Account, target: &Account) -> Value {
    json!({"@context": CONTEXT, "id": format!("{uri}/undo"), "type": UndoType::Undo, "actor": by.uri, "to": [target.uri], "object": bare(uri, by, target)})
}

/// `target` accepts; the Follow is embedded whole, because not every server remembers it by its id.
pub fn accept(site: &Site, uri: &str, by: &Account, target: &Account, serial: i64) -> Value {
    json!({
        "@context": CONTEXT, "id": site.at(&format!("/activities/accept-{serial}")), "type": AcceptType::Accept,
        "actor": target.uri, "to": [by.uri], "object": bare(uri, by, target)
    })
}

pub fn reject(site: &Site, uri: &str, by: &Account, target: &Account, serial: i64) -> Value {
    json!({
        "@context": CONTEXT, "id": site.at(&format!("/activities/reject-{serial}")), "type": RejectType::Reject,
        "actor": target.uri, "to": [by.uri], "object": bare(uri, by, target)
    })
}

/// The Follow an Accept, Reject or Undo is about: its id, its follower and its target, as far as they are told.
#[derive(Debug, PartialEq, Eq)]
pub struct About {
    pub uri: Option<String>,
    pub follower: Option<String>,
    pub target: Option<String>,
}

/// Reads the object of an Accept, Reject or Undo: the whole Follow, or its id alone. `None` if it is something else.
pub fn read_about(object: &Value) -> Option<About> {
    let told = |text: Option<&str>| text.map(ToString::to_string);
    match object {
        Value::String(uri) => Some(About { uri: Some(uri.clone()), follower: None, target: None }),
        Value::Object(_) if kind(object) == "Follow" => Some(About {
            uri: told(id(object)),
            follower: told(first_id(object, "actor")),
            target: told(first_id(object, "object")),
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_in_every_shape_are_recognised() {
        let whole = json!({"type": "Follow", "id": "https://a.example/f/1", "actor": "https://a.example/u", "object": {"id": "https://b.example/v"}});
        assert_eq!(
            read_about(&whole),
            Some(About {
                uri: Some("https://a.example/f/1".into()),
                follower: Some("https://a.example/u".into()),
                target: Some("https://b.example/v".into())
            })
        );
        let without_id = json!({"type": ["Follow"], "actor": "https://a.example/u", "object": "https://b.example/v"});
        assert_eq!(read_about(&without_id).unwrap().uri, None);
        assert_eq!(read_about(&json!("https://a.example/f/1")).unwrap().follower, None);
        assert_eq!(read_about(&json!({"type": "Like"})), None);
        assert_eq!(read_about(&json!(7)), None);
    }
}

//! Like and its Undo; emoji reactions as others send them (FEP-c0e0).

use activitypub_federation::kinds::activity::{LikeType, UndoType};
use serde_json::{Value, json};

use crate::accounts::Account;
use crate::federation::emojis;
use crate::federation::json::text;
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

/// An emoji put below a post: one of Unicode's, or a picture with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reaction {
    pub name: String,
    pub url: Option<String>,
}

/// The emoji in a Like with content (Misskey, FEP-c0e0) or an EmojiReact; nothing where it is a plain Like or the emoji is odd.
pub fn read_reaction(activity: &Value) -> Option<Reaction> {
    let content = text(activity, "content").or_else(|| text(activity, "_misskey_reaction"))?.trim();
    if content.starts_with(':') {
        let name = content.trim_matches(':').split('@').next().and_then(emojis::shortcode)?;
        let url = emojis::read(activity).into_iter().find(|e| e.shortcode == name)?.url;
        return Some(Reaction { name: format!(":{name}:"), url: Some(url) });
    }
    // A Unicode emoji is short and holds no letters or marks of its own; a heart is the plain Like of others.
    let fits = (1..=32).contains(&content.len()) && !content.chars().any(|c| c.is_ascii() || c.is_alphabetic() || c.is_control());
    fits.then(|| Reaction { name: content.into(), url: None })
}

pub fn undo(uri: &str, by: &Account, status: &Status, author: &Account) -> Value {
    json!({
        "@context": CONTEXT, "id": format!("{uri}/undo"), "type": UndoType::Undo, "actor": by.uri, "to": [author.uri],
        "object": bare(uri, by, status, author)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reactions_of_every_server_are_read_and_odd_ones_are_plain_likes() {
        let pot = json!([{"type": "Emoji", "name": ":pot:", "icon": {"type": "Image", "url": "https://a.example/pot.png"}}]);
        for (activity, expected) in [
            (json!({"type": "Like"}), None),
            (json!({"type": "EmojiReact", "content": "🍲"}), Some("🍲")),
            (json!({"type": "Like", "content": "👩‍🍳"}), Some("👩‍🍳")),
            (json!({"type": "Like", "_misskey_reaction": "❤"}), Some("❤")),
            (json!({"type": "Like", "content": ":pot:", "tag": pot}), Some(":pot:")),
            (json!({"type": "Like", "content": ":pot@a.example:", "tag": pot}), Some(":pot:")),
            (json!({"type": "Like", "content": ":unknown:", "tag": pot}), None),
            (json!({"type": "Like", "content": "<script>"}), None),
            (json!({"type": "Like", "content": "hello"}), None),
            (json!({"type": "Like", "content": 7}), None),
        ] {
            assert_eq!(read_reaction(&activity).map(|r| r.name).as_deref(), expected, "{activity}");
        }
    }
}

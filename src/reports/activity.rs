//! Flag, as Mastodon sends it: by the node, so that nobody learns who complained.

use activitypub_federation::kinds::activity::FlagType;
use serde_json::{Value, json};

use crate::federation::json::{ids, text};
use crate::web::html;

/// `uris`: the account first, then the posts.
pub fn flag(uri: &str, by: &str, to: &str, uris: &[String], comment: &str) -> Value {
    json!({
        "@context": "https://www.w3.org/ns/activitystreams", "id": uri, "type": FlagType::Flag, "actor": by, "to": [to],
        "object": uris, "content": comment
    })
}

/// What a Flag is about: ids of accounts and posts, in any order, and a comment that may be missing.
pub struct Flagged {
    pub uris: Vec<String>,
    pub comment: String,
}

pub fn read(activity: &Value) -> Flagged {
    let mut uris = ids(activity, "object");
    uris.truncate(100);
    Flagged {
        uris,
        comment: html::words(text(activity, "content").or_else(|| text(activity, "summary")).unwrap_or_default(), 5_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_of_every_shape_are_read() {
        // Mastodon: a list; Lemmy: one id and a summary; others: whole objects, no comment.
        let list = json!({"type": "Flag", "object": ["https://a.example/u", "https://a.example/n/1"], "content": "spam"});
        let one = json!({"type": "Flag", "object": "https://a.example/n/1", "summary": "rude"});
        let whole = json!({"type": "Flag", "object": [{"id": "https://a.example/n/1", "type": "Note"}], "content": null});
        assert_eq!((read(&list).uris.len(), read(&list).comment.as_str()), (2, "spam"));
        assert_eq!((read(&one).uris.len(), read(&one).comment.as_str()), (1, "rude"));
        assert_eq!((read(&whole).uris.len(), read(&whole).comment.as_str()), (1, ""));
    }
}

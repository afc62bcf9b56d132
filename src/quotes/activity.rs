//! Quotes with consent (FEP-044f), both ways; the older, unasked ways are read too.

use serde_json::{Value, json};

use crate::accounts::Account;
use crate::federation::json::{first_id, kind, list, web_url};
use crate::statuses::Status;

/// The terms quotes need in a context.
pub fn context() -> Value {
    json!({
        "QuoteRequest": "https://w3id.org/fep/044f#QuoteRequest",
        "QuoteAuthorization": "https://w3id.org/fep/044f#QuoteAuthorization",
        "quote": {"@id": "https://w3id.org/fep/044f#quote", "@type": "@id"},
        "quoteAuthorization": {"@id": "https://w3id.org/fep/044f#quoteAuthorization", "@type": "@id"},
        "quoteUri": "http://fedibird.com/ns#quoteUri",
        "_misskey_quote": "https://misskey-hub.net/ns#_misskey_quote",
        "gts": "https://gotosocial.org/ns#",
        "interactingObject": {"@id": "gts:interactingObject", "@type": "@id"},
        "interactionTarget": {"@id": "gts:interactionTarget", "@type": "@id"}
    })
}

fn whole_context() -> Value {
    json!(["https://www.w3.org/ns/activitystreams", context()])
}

/// What a post says it quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub uri: String,
    /// Where the quoted author's leave is written down.
    pub approval: Option<String>,
    /// Said in one of the older ways, which know no consent.
    pub unasked: bool,
}

pub fn read(object: &Value) -> Option<Told> {
    if let Some(uri) = first_id(object, "quote").and_then(web_url) {
        return Some(Told { uri, approval: first_id(object, "quoteAuthorization").and_then(web_url), unasked: false });
    }
    let older = ["quoteUrl", "quoteUri", "_misskey_quote"].into_iter().find_map(|key| first_id(object, key));
    // FEP-e232: an object link whose relation says that it is a quote, or that leads to an ActivityPub object.
    let linked = || {
        list(object, "tag").into_iter().filter(|tag| kind(tag) == "Link").find_map(|tag| {
            let quotes = list(tag, "rel")
                .iter()
                .any(|rel| rel.as_str().is_some_and(|r| r.ends_with("_misskey_quote") || r.ends_with("#quote")));
            let object = tag["mediaType"].as_str().is_some_and(crate::federation::is_activity_json);
            tag["href"].as_str().filter(|_| quotes || object)
        })
    };
    let uri = older.or_else(linked).and_then(web_url)?;
    Some(Told { uri, approval: None, unasked: true })
}

/// What makes a Note one that quotes.
pub fn dress(note: &mut Value, status: &Status) {
    let Some(uri) = &status.quote_uri else { return };
    note["quote"] = uri.as_str().into();
    note["quoteUri"] = uri.as_str().into();
    note["_misskey_quote"] = uri.as_str().into();
    if let Some(approval) = &status.quote_approval_uri {
        note["quoteAuthorization"] = approval.as_str().into();
    }
    // Who knows no quotes sees a link.
    let link = crate::web::html::escape(uri);
    let content = note["content"].as_str().unwrap_or_default();
    note["content"] = format!("{content}<p class=\"quote-inline\">RE: <a href=\"{link}\">{link}</a></p>").into();
}

pub fn request_uri(quoting: &str) -> String {
    format!("{quoting}#quote-request")
}

/// Asks the author of `quoted`; the quoting post goes along whole, for it may not have arrived yet.
pub fn request(by: &Account, quoting: &Status, instrument: &Value, quoted: &str, author: &str) -> Value {
    json!({
        "@context": whole_context(), "id": request_uri(&quoting.uri), "type": "QuoteRequest", "actor": by.uri, "to": [author],
        "object": quoted, "instrument": instrument
    })
}

/// An answer to a request: with leave, where that is written down.
pub fn answer(uri: &str, by: &Account, asked: &Request, asker: &str, stamp: Option<&str>) -> Value {
    let object =
        json!({"id": asked.uri, "type": "QuoteRequest", "actor": asker, "object": asked.quoted, "instrument": asked.quoting});
    let mut body = json!({
        "@context": whole_context(), "id": uri, "type": if stamp.is_some() { "Accept" } else { "Reject" }, "actor": by.uri,
        "to": [asker], "object": object
    });
    if let Some(stamp) = stamp {
        body["result"] = stamp.into();
    }
    body
}

/// The leave itself.
pub fn authorization(uri: &str, author: &str, quoted: &str, quoting: &str) -> Value {
    json!({
        "@context": whole_context(), "id": uri, "type": "QuoteAuthorization", "attributedTo": author, "interactingObject": quoting,
        "interactionTarget": quoted
    })
}

/// The leave is taken back.
pub fn revocation(uri: &str, by: &Account, to: &[String]) -> Value {
    json!({
        "@context": whole_context(), "id": format!("{uri}#delete"), "type": "Delete", "actor": by.uri, "to": to,
        "object": {"id": uri, "type": "QuoteAuthorization"}
    })
}

/// Somebody asks to quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub uri: String,
    pub quoted: String,
    pub quoting: String,
}

pub fn read_request(activity: &Value) -> Option<Request> {
    let id_of = |key: &str| first_id(activity, key).and_then(web_url);
    Some(Request {
        uri: crate::federation::json::id(activity)?.to_string(),
        quoted: id_of("object")?,
        quoting: id_of("instrument")?,
    })
}

/// Does this document give `author`'s leave to quote `quoted` in `quoting`? All three must be said and right.
pub fn is_authorization(document: &Value, author: &str, quoted: &str, quoting: &str) -> bool {
    kind(document) == "QuoteAuthorization"
        && first_id(document, "attributedTo") == Some(author)
        && first_id(document, "interactionTarget") == Some(quoted)
        && first_id(document, "interactingObject") == Some(quoting)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_in_all_their_ways_are_read() {
        let uri = "https://a.example/n/1";
        for (object, unasked) in [
            (json!({"quote": uri}), false),
            (json!({"quote": {"id": uri, "type": "Note"}, "quoteUri": "https://b.example/x"}), false),
            (json!({"quoteUrl": uri}), true),
            (json!({"quoteUri": uri}), true),
            (json!({"_misskey_quote": uri}), true),
            (
                json!({"tag": {"type": "Link", "href": uri, "mediaType": "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"", "name": "RE: x"}}),
                true,
            ),
            (json!({"tag": [{"type": "Link", "href": uri, "rel": "https://misskey-hub.net/ns#_misskey_quote"}]}), true),
        ] {
            let told = read(&object).unwrap();
            assert_eq!((told.uri.as_str(), told.unasked), (uri, unasked), "{object}");
        }
        for none in [
            json!({}),
            json!({"quote": null}),
            json!({"quote": "javascript:alert(1)"}),
            json!({"tag": [{"type": "Link", "href": uri}]}),
        ] {
            assert_eq!(read(&none), None);
        }
    }

    #[test]
    fn a_leave_is_for_one_author_one_post_and_one_quote() {
        let leave =
            authorization("https://a.example/s/1", "https://a.example/u", "https://a.example/n/1", "https://b.example/n/2");
        assert!(is_authorization(&leave, "https://a.example/u", "https://a.example/n/1", "https://b.example/n/2"));
        for (author, quoted, quoting) in [
            ("https://a.example/other", "https://a.example/n/1", "https://b.example/n/2"),
            ("https://a.example/u", "https://a.example/n/9", "https://b.example/n/2"),
            ("https://a.example/u", "https://a.example/n/1", "https://b.example/n/9"),
        ] {
            assert!(!is_authorization(&leave, author, quoted, quoting));
        }
        let mut other = leave.clone();
        other["type"] = "LikeAuthorization".into();
        assert!(!is_authorization(&other, "https://a.example/u", "https://a.example/n/1", "https://b.example/n/2"));
    }
}

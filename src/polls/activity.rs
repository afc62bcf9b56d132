//! Polls as `Question` (FEP-9967), votes as `Create(Note{name})`, both ways.

use serde_json::{Value, json};

use super::Poll;
use crate::accounts::Account;
use crate::clock::Time;
use crate::federation::json::{flag, kind, list, text, time};
use crate::statuses::Status;
use crate::web::html;

/// The most options a poll may have; of a longer one the first are kept.
pub const MOST: usize = 20;

/// A poll as its server tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub multiple: bool,
    /// (title, votes)
    pub options: Vec<(String, i64)>,
    pub expires_at: Option<Time>,
    pub closed_at: Option<Time>,
    pub voters_count: Option<i64>,
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok()).filter(|n| (0..=1_000_000_000).contains(n))
}

/// Reads a Question; `None` if it has no options that can be chosen.
pub fn read(object: &Value, now: Time) -> Option<Told> {
    if kind(object) != "Question" {
        return None;
    }
    let (multiple, offered) = match list(object, "anyOf") {
        any if !any.is_empty() => (true, any),
        _ => (false, list(object, "oneOf")),
    };
    let mut options: Vec<(String, i64)> = Vec::new();
    for option in offered.into_iter().take(MOST) {
        let title = html::plain(text(option, "name").unwrap_or_default(), 500);
        if !title.is_empty() && !options.iter().any(|(t, _)| *t == title) {
            let votes = number(&option["replies"]["totalItems"]).unwrap_or(0);
            options.push((title, votes));
        }
    }
    let closed_at = time(object, "closed").or_else(|| flag(object, "closed").filter(|c| *c).map(|_| now));
    (!options.is_empty()).then(|| Told {
        multiple,
        options,
        expires_at: time(object, "endTime"),
        closed_at,
        voters_count: number(&object["votersCount"]),
    })
}

/// What makes a Note a Question.
pub fn dress(note: &mut Value, poll: &Poll) {
    let options: Vec<Value> = poll
        .choices
        .iter()
        .map(|c| json!({"type": "Note", "name": c.title, "replies": {"type": "Collection", "totalItems": c.votes_count}}))
        .collect();
    note["type"] = "Question".into();
    note[if poll.row.multiple { "anyOf" } else { "oneOf" }] = options.into();
    note["votersCount"] = poll.row.voters_count.into();
    if let Some(at) = poll.row.expires_at {
        note["endTime"] = Time(at).rfc3339_seconds().into();
    }
    if let Some(at) = poll.row.closed_at {
        note["closed"] = Time(at).rfc3339_seconds().into();
    }
}

/// A vote: a Note with a name and nothing else, to the author alone.
pub fn vote(id: i64, by: &Account, status: &Status, author: &Account, title: &str) -> Value {
    let uri = format!("{}#votes/{id}", by.uri);
    json!({
        "@context": "https://www.w3.org/ns/activitystreams", "id": format!("{uri}/activity"), "type": "Create", "actor": by.uri, "to": [author.uri],
        "object": {"id": uri, "type": "Note", "name": title, "attributedTo": by.uri, "inReplyTo": status.uri, "to": [author.uri]}
    })
}

/// The titles voted for, if this object is a vote: it has a name and no content. Some send several in one list.
pub fn read_vote(object: &Value) -> Option<(String, String)> {
    let is_vote =
        kind(object) == "Note" && text(object, "content").is_none() && object["attachment"].as_array().is_none_or(Vec::is_empty);
    let title = text(object, "name").filter(|_| is_vote)?;
    let about = crate::federation::json::first_id(object, "inReplyTo")?;
    Some((about.to_string(), html::plain(title, 500)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_of_every_shape_are_read_and_endless_ones_cut() {
        let now = Time(1_795_000_000_000_000);
        let plain = json!({"type": "Question", "oneOf": [
            {"type": "Note", "name": "soup", "replies": {"type": "Collection", "totalItems": "3"}}, {"type": "Note", "name": "bread"},
            {"type": "Note", "name": "soup"}, {"type": "Note"}, null], "endTime": "2026-12-01T00:00:00Z", "votersCount": 3});
        let told = read(&plain, now).unwrap();
        assert_eq!(told.options, [("soup".to_string(), 3), ("bread".to_string(), 0)]);
        assert!(!told.multiple && told.expires_at.is_some() && told.closed_at.is_none());
        assert!(read(&json!({"type": "Question", "anyOf": [{"name": "a"}], "closed": true}), now).unwrap().closed_at.is_some());
        let endless: Vec<Value> = (0..5_000).map(|n| json!({"name": format!("{n}")})).collect();
        assert_eq!(read(&json!({"type": "Question", "oneOf": endless}), now).unwrap().options.len(), MOST);
        assert_eq!(read(&json!({"type": "Question"}), now), None);
        assert_eq!(read(&json!({"type": "Note", "oneOf": [{"name": "a"}]}), now), None);
    }

    #[test]
    fn a_vote_is_told_from_a_reply() {
        let vote = json!({"type": "Note", "name": "soup", "inReplyTo": "https://a.example/n/1"});
        assert_eq!(read_vote(&vote).unwrap(), ("https://a.example/n/1".into(), "soup".into()));
        let mut reply = vote.clone();
        reply["content"] = "<p>soup</p>".into();
        assert_eq!(read_vote(&reply), None);
    }
}

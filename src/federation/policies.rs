//! Interaction policies on the wire, both ways: what we read of others and what we say of ours.

use rules::audience::PUBLIC;
use rules::policy::{Grant, Wish};
use serde_json::{Map, Value, json};

use super::json::{first, ids};

/// The longest list of names in a policy that is kept.
const MOST: usize = 100;

/// A policy in our own normal form (JSON text), or nothing where none was said.
pub fn read(object: &Value) -> Option<String> {
    let policy = first(object, "interactionPolicy").filter(|p| p.is_object())?;
    let mut kept = Map::new();
    for wish in Wish::ALL {
        let Some(rule) = first(policy, wish.as_str()).filter(|r| r.is_object()) else { continue };
        // GoToSocial up to 0.20 said always and approvalRequired.
        let named = |key: &str, before: &str| {
            let mut found = if rule.get(key).is_some() { ids(rule, key) } else { ids(rule, before) };
            found.truncate(MOST);
            found
        };
        kept.insert(
            wish.as_str().into(),
            json!({"automaticApproval": named("automaticApproval", "always"), "manualApproval": named("manualApproval", "approvalRequired")}),
        );
    }
    (!kept.is_empty()).then(|| Value::Object(kept).to_string())
}

/// What a policy in normal form grants for a wish.
pub fn grant(policy: Option<&str>, wish: Wish) -> Option<Grant> {
    let policy: Value = serde_json::from_str(policy?).ok()?;
    let rule = policy.get(wish.as_str())?;
    Some(Grant { automatic: ids(rule, "automaticApproval"), manual: ids(rule, "manualApproval") })
}

/// The policy of a post of ours: who may quote it (`public`, `followers` or `nobody`, as Mastodon's API says it).
pub fn of_ours(quoting: &str, author: &str, followers: &str) -> String {
    let whom = match quoting {
        "public" => PUBLIC,
        "followers" => followers,
        _ => author,
    };
    json!({"canQuote": {"automaticApproval": [whom], "manualApproval": []}}).to_string()
}

/// The terms it needs in a context.
pub fn context() -> Value {
    json!({
        "gts": "https://gotosocial.org/ns#",
        "interactionPolicy": {"@id": "gts:interactionPolicy", "@type": "@id"},
        "canQuote": {"@id": "gts:canQuote", "@type": "@id"},
        "automaticApproval": {"@id": "gts:automaticApproval", "@type": "@id"},
        "manualApproval": {"@id": "gts:manualApproval", "@type": "@id"}
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_are_read_and_ours_is_read_back() {
        let newer = json!({"interactionPolicy": {"canReply": {"automaticApproval": "https://a.example/u/followers", "manualApproval": [PUBLIC]}}});
        let older = json!({"interactionPolicy": {"canReply": {"always": ["https://a.example/u/followers"], "approvalRequired": [PUBLIC]}}});
        for object in [newer, older] {
            let kept = read(&object);
            let grant = grant(kept.as_deref(), Wish::Reply).unwrap();
            assert_eq!(grant.automatic, ["https://a.example/u/followers"]);
            assert_eq!(grant.manual, [PUBLIC]);
        }
        for nothing in [
            json!({}),
            json!({"interactionPolicy": null}),
            json!({"interactionPolicy": []}),
            json!({"interactionPolicy": {"canLike": 7}}),
        ] {
            assert_eq!(read(&nothing), None);
        }
        let ours = of_ours("followers", "me", "me/followers");
        assert_eq!(grant(Some(&ours), Wish::Quote).unwrap().automatic, ["me/followers"]);
        assert_eq!(grant(Some(&ours), Wish::Like), None);
    }
}

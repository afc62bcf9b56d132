//! That somebody is a Connector of a chapter: said by the chapter, named by the person, and believed only where both agree
//! (FEP-fe34) and it has not ended.

use serde::{Deserialize, Serialize};

use crate::canon::{Digest, moment};
use crate::object::{Body, Code, Signed};

/// What kind of relation it is.
pub const CONNECTOR_OF: &str = "gov:connectorOf";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attestation {
    pub id: String,
    /// The chapter, which signs.
    pub attributed_to: String,
    /// The person.
    pub subject: String,
    /// The chapter once more.
    pub object: String,
    pub relationship: String,
    /// The key the person decides with, as Multikey.
    pub governance_key: String,
    /// `node` or `device`: where that key is kept.
    pub custody: String,
    #[serde(with = "moment")]
    pub valid_from: i64,
    #[serde(with = "moment")]
    pub valid_until: i64,
    /// The decision it comes from; `genesis`: the person founded the chapter.
    pub decision: String,
    /// The digests of what the sponsors have signed.
    pub endorsements: Vec<Digest>,
}

impl Body for Attestation {
    const TYPE: &'static str = "Relationship";
}

/// Does a chapter say at this moment that this person is a Connector of its? `named` is the attestation that the person's own
/// actor names, `key` the chapter's.
///
/// # Errors
/// `Malformed`: it is about something else. `BadSignature`: the chapter has not signed it. `NotOnRoll`: the person names another
/// or none. `Late`: it does not hold yet, or not any more.
pub fn holds(said: &Signed<Attestation>, person: &str, named: Option<&str>, key: &str, at: i64) -> Result<(), Code> {
    let body = &said.body;
    if body.relationship != CONNECTOR_OF || body.subject != person || body.attributed_to != body.object {
        return Err(Code::Malformed);
    }
    if !said.is_by(key) {
        return Err(Code::BadSignature);
    }
    if named != Some(body.id.as_str()) {
        return Err(Code::NotOnRoll);
    }
    if at < body.valid_from || at > body.valid_until { Err(Code::Late) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::{chapter_id, key_of, person_id};

    #[test]
    fn both_have_to_say_so_and_now() {
        let (chapter, person) = (chapter_id(0), person_id(0, 1));
        let body = Attestation {
            id: format!("{person}/connector"),
            attributed_to: chapter.clone(),
            subject: person.clone(),
            object: chapter.clone(),
            relationship: CONNECTOR_OF.into(),
            governance_key: key_of(&person).multikey,
            custody: "node".into(),
            valid_from: 100,
            valid_until: 200,
            decision: "genesis".into(),
            endorsements: Vec::new(),
        };
        let signed = |body: &Attestation, by: &str| Signed::new(body.clone(), &key_of(by), 100);
        let said = signed(&body, &chapter);
        let key = key_of(&chapter).multikey;
        let named = Some(said.body.id.as_str());
        assert_eq!(holds(&said, &person, named, &key, 150), Ok(()));
        let other = Attestation { relationship: "gov:memberOf".into(), ..body.clone() };
        for (what, said, person, named, at, code) in [
            ("somebody else signed", signed(&body, &person), person.as_str(), named, 150, Code::BadSignature),
            ("the person names none", said.clone(), person.as_str(), None, 150, Code::NotOnRoll),
            ("the person names another", said.clone(), person.as_str(), Some("https://c0.example/x"), 150, Code::NotOnRoll),
            ("it is about another", said.clone(), "https://c0.example/users/p9", named, 150, Code::Malformed),
            ("it says something else", signed(&other, &chapter), person.as_str(), named, 150, Code::Malformed),
            ("not yet", said.clone(), person.as_str(), named, 99, Code::Late),
            ("not any more", said.clone(), person.as_str(), named, 201, Code::Late),
        ] {
            assert_eq!(holds(&said, person, named, &key, at), Err(code), "{what}");
        }
    }
}

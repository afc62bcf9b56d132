//! What chapters of a network send each other, as activities: each carries an object that bears the proof of whoever made it,
//! so that the envelope counts for nothing but its sender.

use std::sync::Arc;

use protocol::challenge::Challenge;
use protocol::message::Message;
use protocol::object::{Code, Foreign, Head, Proposal, Signed};
use protocol::roster::Roster;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::db::Tx;
use crate::federation::json::{first, kind};
use crate::{activities, ids};

/// More chapters watch nobody.
const MOST_WITNESSES: usize = 20;

/// What has come from another chapter.
#[derive(Clone, Debug)]
pub enum Incoming {
    /// A first roster to be signed.
    Offered(Signed<Roster>),
    /// The same with one more proof.
    Agreed(Signed<Roster>),
    Declined(String),
    /// A roster that holds, or says so.
    Roster(Signed<Roster>),
    Join(String),
    /// A proposal before it is opened, or a new text of it.
    Proposed(Signed<Proposal>),
    /// The same, to be decided by another version of the protocol.
    Foreign(Arc<Value>),
    /// Somebody should not be on the roll of a proposal.
    Challenged(Signed<Challenge>),
    /// It is taken back before it was opened.
    Withdrawn(String),
    /// How far a log has come.
    Head(Signed<Head>),
    Message(Box<Message>),
}

fn signed<B: protocol::object::Body>(value: Option<&Value>) -> Option<Signed<B>> {
    Signed::read(&Arc::new(value?.clone()))
}

/// Reads an activity that speaks of a network; `None`: it speaks of something else, or is not what it says.
pub fn read(activity: &Value) -> Option<Incoming> {
    let (object, result) = (first(activity, "object"), first(activity, "result"));
    let about = object.map(kind).unwrap_or_default();
    let text = |name: &str| Some(object?.get(name)?.as_str()?.to_string()).filter(|text| text.len() <= 2_000);
    let message = |message| Some(Incoming::Message(Box::new(message)));
    match (kind(activity), about, result.map(kind).unwrap_or_default()) {
        ("Offer", "gov:NetworkRoster", _) => signed(object).map(Incoming::Offered),
        ("Accept", _, "gov:NetworkRoster") => signed(result).map(Incoming::Agreed),
        ("Reject", "gov:Network", _) => text("id").map(Incoming::Declined),
        ("Announce", "gov:NetworkRoster", _) => signed(object).map(Incoming::Roster),
        ("Join", "gov:Network", _) => text("id").map(Incoming::Join),
        ("Create" | "Update", "gov:Proposal", _) if object.is_some_and(|object| Foreign::read(object).is_some()) => {
            object.map(|object| Incoming::Foreign(Arc::new(object.clone())))
        }
        ("Create" | "Update", "gov:Proposal", _) => signed(object).map(Incoming::Proposed),
        ("Create", "gov:Challenge", _) => signed(object).map(Incoming::Challenged),
        ("Delete", "gov:Proposal", _) => text("id").map(Incoming::Withdrawn),
        ("Announce", "gov:LogHead", _) => signed(object).map(Incoming::Head),
        ("Create", "gov:Move", _) => {
            let seen = activity.get("gov:witnesses").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let witnesses = seen.iter().take(MOST_WITNESSES).filter_map(|one| signed(Some(one))).collect();
            message(Message::Submit { said: signed(object)?, witnesses })
        }
        ("Accept", "gov:Move", "gov:BallotReceipt") => message(Message::Receipted(Box::new(signed(result)?))),
        ("Accept", "gov:Move", "gov:WitnessReceipt") => message(Message::Watched(Box::new(signed(result)?))),
        ("Reject", "gov:Move", _) => {
            let code = Code::deserialize(activity.get("gov:code")?).ok()?;
            message(Message::Refused { proposal: text("inReplyTo")?, digest: text("digest")?, code })
        }
        ("Create", "gov:TallyVerification", _) => {
            message(Message::Verified { tally: signed(activity.get("gov:tally"))?, verification: signed(object)? })
        }
        _ => None,
    }
}

/// An activity of this chapter's.
fn wrap(tx: &Tx, chapter: &str, kind: &str, object: Value, to: &str) -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/activitystreams", {"gov": "https://w3id.org/potluck/gov#"}],
        "id": activities::new_uri(tx, &kind.to_lowercase()), "type": kind, "actor": chapter, "to": [to], "object": object
    })
}

fn with(mut activity: Value, more: &[(&str, Value)]) -> Value {
    if let Some(map) = activity.as_object_mut() {
        map.extend(more.iter().map(|(name, value)| ((*name).to_string(), value.clone())).collect::<Map<_, _>>());
    }
    activity
}

/// What is sent about a network: the kind of the activity, its object, and what it brings with it.
pub enum Word<'a> {
    Offer(&'a Signed<Roster>),
    Agree(&'a Signed<Roster>),
    Decline(&'a str),
    Roster(&'a Signed<Roster>),
    Join(&'a str),
    Propose(&'a Signed<Proposal>),
    Challenge(&'a Signed<Challenge>),
    Withdraw(&'a str),
}

pub fn write(tx: &Tx, chapter: &str, to: &str, word: &Word) -> Value {
    let whole = |value: &Arc<Value>| (**value).clone();
    let network = |uri: &str| json!({"type": "gov:Network", "id": uri});
    match word {
        Word::Offer(roster) => wrap(tx, chapter, "Offer", whole(&roster.value), to),
        Word::Agree(roster) => {
            with(wrap(tx, chapter, "Accept", network(&roster.body.network), to), &[("result", whole(&roster.value))])
        }
        Word::Decline(uri) => wrap(tx, chapter, "Reject", network(uri), to),
        Word::Roster(roster) => wrap(tx, chapter, "Announce", whole(&roster.value), to),
        Word::Join(uri) => wrap(tx, chapter, "Join", network(uri), to),
        Word::Propose(proposal) => wrap(tx, chapter, "Create", whole(&proposal.value), to),
        Word::Challenge(said) => wrap(tx, chapter, "Create", whole(&said.value), to),
        Word::Withdraw(uri) => wrap(tx, chapter, "Delete", json!({"type": "gov:Proposal", "id": uri}), to),
    }
}

/// A message of the protocol that is pushed, and what it is called so that it is not pushed again at once, with for how long.
/// `None`: it is asked for, not pushed.
pub fn push(tx: &Tx, chapter: &str, to: &str, message: &Message) -> Option<(Value, Option<(String, i64)>)> {
    use crate::clock::Time;
    let whole = |value: &Arc<Value>| (**value).clone();
    let about = |proposal: &str, digest: &str| json!({"type": "gov:Move", "inReplyTo": proposal, "digest": digest});
    let again = |what: &str, of: &str, hours: i64| Some((format!("{what} {of}"), hours * Time::HOUR));
    Some(match message {
        Message::Submit { said, witnesses } => {
            let seen: Vec<Value> = witnesses.iter().map(|one| whole(&one.value)).collect();
            let body = with(wrap(tx, chapter, "Create", whole(&said.value), to), &[("gov:witnesses", seen.into())]);
            (body, again(&format!("submit {}", witnesses.len()), &said.digest, 1))
        }
        Message::Watch { said } => (wrap(tx, chapter, "Create", whole(&said.value), to), again("watch", &said.digest, 1)),
        Message::Receipted(receipt) => {
            let body = wrap(tx, chapter, "Accept", about(&receipt.body.proposal, &receipt.body.digest), to);
            (with(body, &[("result", whole(&receipt.value))]), None)
        }
        Message::Watched(witness) => {
            let body = wrap(tx, chapter, "Accept", about(&witness.body.proposal, &witness.body.digest), to);
            (with(body, &[("result", whole(&witness.value))]), None)
        }
        Message::Refused { proposal, digest, code } => {
            let body = wrap(tx, chapter, "Reject", about(proposal, digest), to);
            (with(body, &[("gov:code", code.as_str().into())]), None)
        }
        Message::Log(page) => {
            let head = page.heads.first()?;
            (
                wrap(tx, chapter, "Announce", whole(&head.value), to),
                again(&format!("head {}", page.tallies.len()), &head.digest, 6),
            )
        }
        Message::Verified { tally, verification } => {
            let body = wrap(tx, chapter, "Create", whole(&verification.value), to);
            (with(body, &[("gov:tally", whole(&tally.value))]), again("verified", &verification.digest, 6))
        }
        Message::Pull { .. } | Message::Rescue { .. } | Message::Rescued { .. } => return None,
    })
}

/// An id for what is proposed here.
pub fn new_decision(tx: &Tx) -> (i64, String) {
    let id = ids::new(tx.now);
    (id, tx.site.at(&format!("/network/decisions/{id}")))
}

//! What chapters and Connectors sign, as it stands on the wire: an object of a type, with the proof of whoever made it.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use rules::by_laws::ByLaws;
use rules::delegation::Scope;
use rules::proposal::Act;
use rules::tally::{Count, Vote, Working};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::canon::{Digest, is_sound, moment, weighed};
use crate::proof::{self, Key};
use crate::roster::Change;

/// What is inside an object.
pub trait Body: Serialize + DeserializeOwned + Clone {
    const TYPE: &'static str;
}

/// A body as its maker signed it. The value is what counts: a digest is over it, unknown parts included. It never changes, so
/// copies of it share one.
#[derive(Clone, Debug)]
pub struct Signed<B>(Arc<Whole<B>>);

#[derive(Debug)]
pub struct Whole<B> {
    pub value: Arc<Value>,
    pub body: B,
    pub digest: Digest,
    /// In bytes.
    pub(crate) size: usize,
    /// The keys whose proofs have been seen to hold.
    by: Mutex<Vec<String>>,
}

impl<B> Deref for Signed<B> {
    type Target = Whole<B>;

    fn deref(&self) -> &Whole<B> {
        &self.0
    }
}

impl<B> PartialEq for Signed<B> {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest
    }
}

impl<B> Eq for Signed<B> {}

fn context() -> Value {
    const GOV: &str = "https://w3id.org/potluck/gov#";
    json!(["https://www.w3.org/ns/activitystreams", {"gov": GOV, "@vocab": GOV}])
}

impl<B: Body> Signed<B> {
    pub fn new(body: B, key: &Key, at: i64) -> Self {
        let mut value = serde_json::to_value(&body).unwrap_or_default();
        value["@context"] = context();
        value["type"] = B::TYPE.into();
        proof::sign(&mut value, key, at);
        Self::whole(Arc::new(value), body)
    }

    /// What needs nobody's proof, because what it says rests on something else.
    pub fn unproven(body: B) -> Self {
        let mut value = serde_json::to_value(&body).unwrap_or_default();
        value["@context"] = context();
        value["type"] = B::TYPE.into();
        Self::whole(Arc::new(value), body)
    }

    /// The same with a proof that was made elsewhere, whether it holds or not.
    #[must_use]
    pub fn proven(&self, proof: Value) -> Self {
        let mut value = (*self.value).clone();
        value["proof"] = proof;
        Self::whole(Arc::new(value), self.body.clone())
    }

    fn whole(value: Arc<Value>, body: B) -> Self {
        let (digest, size) = weighed(&value);
        Self(Arc::new(Whole { value, body, digest, size, by: Mutex::default() }))
    }

    /// Reads what came from elsewhere. Whose proof it bears is another question: see [`Self::is_by`]. `None`: it is of another
    /// type, or not what this type is, or beyond all bounds.
    pub fn read(value: &Arc<Value>) -> Option<Self> {
        if value["type"].as_str() != Some(B::TYPE) || !is_sound(value) {
            return None;
        }
        let body = B::deserialize(value.as_ref()).ok()?;
        Some(Self::whole(value.clone(), body))
    }

    pub fn is_by(&self, multikey: &str) -> bool {
        // It never changes: what held once holds.
        let known = || self.by.lock().unwrap_or_else(PoisonError::into_inner);
        if known().iter().any(|key| key == multikey) {
            return true;
        }
        let holds = proof::holds(&self.value, multikey);
        if holds {
            known().push(multikey.into());
        }
        holds
    }

    /// One more signs it.
    #[must_use]
    pub fn also_by(&self, key: &Key, at: i64) -> Self {
        let mut value = (*self.value).clone();
        proof::sign(&mut value, key, at);
        Self::whole(Arc::new(value), self.body.clone())
    }

    pub fn digest(&self) -> Digest {
        self.digest.clone()
    }
}

impl<B: Body> Serialize for Signed<B> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(to)
    }
}

impl<'de, B: Body> Deserialize<'de> for Signed<B> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = Arc::new(Value::deserialize(from)?);
        Self::read(&value).ok_or_else(|| serde::de::Error::custom(format_args!("this is no {}", B::TYPE)))
    }
}

/// Somebody says that they decide with a key from now on, and shows by signing that they hold it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyCustody {
    pub attributed_to: String,
    pub governance_key: String,
    #[serde(with = "moment")]
    pub published: i64,
}

impl Body for KeyCustody {
    const TYPE: &'static str = "gov:KeyCustody";
}

/// The version of this protocol.
pub const PROTOCOL: u32 = 1;

const fn first_protocol() -> u32 {
    1
}

/// What is proposed to the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Proposal {
    /// The version of the protocol it is decided by: what is of another one can be read, and nothing more.
    #[serde(default = "first_protocol")]
    pub protocol: u32,
    pub id: String,
    /// Its author.
    pub attributed_to: String,
    /// The chapter whose node keeps its log.
    pub host: String,
    /// The roster it is decided under.
    pub roster_digest: Digest,
    /// `consent`, `three_connectors` or `advice`.
    pub process: String,
    pub text: Text,
    #[serde(default)]
    pub topic: String,
    pub policy: ByLaws,
    pub policy_hash: Digest,
    /// It changes what the network decides by, or who belongs to it: a vote on it takes two thirds.
    #[serde(default)]
    pub entrenched: bool,
    /// It has an impact on budget or brand, which three Connectors cannot decide.
    #[serde(default)]
    pub impact: bool,
    /// What it would put in the place of today's roster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    #[serde(with = "moment")]
    pub published: i64,
}

impl Body for Proposal {
    const TYPE: &'static str = "gov:Proposal";
}

/// What can be read of a proposal of another version of this protocol, whatever else is in it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Foreign {
    pub protocol: u32,
    pub id: String,
    pub attributed_to: String,
    pub host: String,
    #[serde(default)]
    pub process: String,
    pub text: Text,
    #[serde(with = "moment")]
    pub published: i64,
}

impl Foreign {
    /// `None`: it is of this version, or no proposal.
    pub fn read(value: &Value) -> Option<Self> {
        if value["type"].as_str() != Some(Proposal::TYPE) || !is_sound(value) {
            return None;
        }
        Self::deserialize(value).ok().filter(|read| read.protocol != PROTOCOL)
    }
}

/// A version of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub title: String,
    #[serde(default)]
    pub driver: String,
    pub text: String,
}

impl Text {
    /// In bytes.
    #[expect(clippy::len_without_is_empty, reason = "an empty text is none")]
    pub const fn len(&self) -> usize {
        self.title.len() + self.driver.len() + self.text.len()
    }
}

/// What a Connector says in a decision: an act of the rules, a voice handed on, or a new key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Move {
    pub id: String,
    pub attributed_to: String,
    /// The proposal.
    pub in_reply_to: String,
    /// The version of the text it is about.
    pub version: u32,
    pub roll_hash: Digest,
    /// Greater than that of everything this person said before in this decision.
    pub seq: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<Act>,
    /// With a ballot: a grade for each option.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grades: Option<BTreeMap<String, i64>>,
    /// With an amendment or a competing text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delegation: Option<Trust>,
    /// The key of this person from now on, as Multikey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_key: Option<String>,
    #[serde(with = "moment")]
    pub published: i64,
}

impl Body for Move {
    const TYPE: &'static str = "gov:Move";
}

impl Move {
    /// What it is called in the log.
    pub const fn kind(&self) -> Kind {
        match &self.act {
            Some(Act::Consent | Act::Abstain | Act::Object { .. } | Act::Vote | Act::Endorse | Act::Unendorse) => Kind::Ballot,
            Some(Act::TakeBack { .. } | Act::Dispute { .. } | Act::Undispute { .. }) => Kind::ObjectionMove,
            Some(_) => Kind::Act,
            None if self.delegation.is_some() => Kind::Delegation,
            None => Kind::KeyChange,
        }
    }
}

/// A voice handed on in a decision; without a trustee an opt-out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trust {
    pub scope: Scope,
    pub trustee: Option<String>,
    /// Takes back what was handed on for this scope.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ended: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    Open,
    Ballot,
    ObjectionMove,
    Act,
    Delegation,
    KeyChange,
}

/// What the host answers to whoever brought a move: it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    pub proposal: String,
    pub term: u32,
    /// That of the move.
    pub digest: Digest,
    pub index: u64,
    /// The head of the log with it.
    pub head: Digest,
    #[serde(with = "moment")]
    pub received_at: i64,
}

impl Body for Receipt {
    const TYPE: &'static str = "gov:BallotReceipt";
}

/// What a chapter that only watches answers: it has seen this move at this moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Witness {
    pub proposal: String,
    pub digest: Digest,
    /// The chapter.
    pub attributed_to: String,
    #[serde(with = "moment")]
    pub received_at: i64,
}

impl Body for Witness {
    const TYPE: &'static str = "gov:WitnessReceipt";
}

/// How far the log had come at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub proposal: String,
    pub term: u32,
    pub length: u64,
    pub head: Digest,
    #[serde(with = "moment")]
    pub at: i64,
}

impl Body for Head {
    const TYPE: &'static str = "gov:LogHead";
}

/// How a decision ended, and what that was counted from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tally {
    pub proposal: String,
    pub term: u32,
    /// 1 for the first; a corrected one counts on.
    pub attempt: u32,
    pub roll_hash: Digest,
    pub policy_hash: Digest,
    pub log_length: u64,
    pub log_head: Digest,
    pub outcome: Outcome,
}

impl Body for Tally {
    const TYPE: &'static str = "gov:Tally";
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The state of the proposal, as the rules call it.
    pub state: String,
    /// The version that stands.
    pub version: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<String>,
    #[serde(with = "moment")]
    pub at: i64,
    /// In the last window for consent: who said what.
    pub stances: BTreeMap<String, String>,
    /// On the roll, and said nothing.
    pub silent: Vec<String>,
    /// Of the vote, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<Counted>,
}

/// A vote, its count and how that came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    pub vote: Vote,
    pub count: Count,
    pub working: Working,
}

/// What a chapter found when it recounted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Verification {
    pub proposal: String,
    pub attributed_to: String,
    pub tally_hash: Digest,
    /// Nothing: it agrees.
    pub evidence: Vec<Evidence>,
    #[serde(with = "moment")]
    pub published: i64,
}

impl Body for Verification {
    const TYPE: &'static str = "gov:TallyVerification";
}

/// What does not hold, where, and the signed objects that show it to anybody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    pub code: Code,
    pub place: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objects: Vec<Arc<Value>>,
}

/// What can be wrong with a decision, and why a move is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// The roster, the proposal or the opening is not what it must be.
    Malformed,
    RosterMismatch,
    RollHashMismatch,
    PolicyHashMismatch,
    ChainBroken,
    IndexGap,
    TimeRegress,
    ObjectDigest,
    NotOnRoll,
    BadSignature,
    WrongVersion,
    MalformedChoice,
    ReasonMissing,
    StaleSeq,
    Late,
    /// The rules refuse it.
    Refused,
    ReceiptedBallotMissing,
    HeadFork,
    HeadMismatch,
    TallyMismatch,
}

impl Code {
    pub fn as_str(self) -> String {
        serde_json::to_value(self).ok().and_then(|value| value.as_str().map(String::from)).unwrap_or_default()
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.as_str())
    }
}

//! The log of a decision: a chain in which nothing can be changed, left out or put in between without a trace.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::canon::{Digest, ZERO, digest, moment};
use crate::object::{Body, Code, Evidence, Kind, Move, Proposal, Receipt, Signed, Witness};
use crate::roll::Roll;

/// What stands first in a log: the proposal, and who decides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Opening {
    pub proposal: Signed<Proposal>,
    pub roll: Roll,
    /// 1 with the host of the proposal; one more with each chapter that has taken over.
    pub term: u32,
    /// The chapter that keeps this log.
    pub attributed_to: String,
    /// When this term began.
    #[serde(with = "moment")]
    pub published: i64,
}

impl Body for Opening {
    const TYPE: &'static str = "gov:Opening";
}

/// What an entry is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Object {
    Opening(Signed<Opening>),
    Move(Signed<Move>),
    /// Nothing that counts.
    Other(Arc<Value>),
}

impl Object {
    pub fn read(value: Arc<Value>) -> Self {
        if let Some(said) = Signed::read(&value) {
            return Self::Move(said);
        }
        Signed::read(&value).map_or(Self::Other(value), Self::Opening)
    }

    pub fn digest(&self) -> Digest {
        match self {
            Self::Opening(opening) => opening.digest(),
            Self::Move(said) => said.digest(),
            Self::Other(value) => digest(value),
        }
    }

    pub fn opening(&self) -> Option<&Signed<Opening>> {
        if let Self::Opening(opening) = self { Some(opening) } else { None }
    }

    pub fn said(&self) -> Option<&Signed<Move>> {
        if let Self::Move(said) = self { Some(said) } else { None }
    }
}

impl Serialize for Object {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Opening(opening) => opening.serialize(to),
            Self::Move(said) => said.serialize(to),
            Self::Other(value) => value.serialize(to),
        }
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Value::deserialize(from).map(|value| Self::read(Arc::new(value)))
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    pub index: u64,
    /// The head before it.
    pub prev: Digest,
    pub kind: Kind,
    /// That of the object, which may be shown later than the entry.
    pub digest: Digest,
    #[serde(with = "moment")]
    pub received_at: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<Object>,
    /// Who has seen it in time, where it came late.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<Signed<Witness>>,
    /// What an earlier host gave for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Signed<Receipt>>,
}

impl Entry {
    /// About how many bytes it takes, with its receipt.
    pub(crate) fn weight(&self) -> usize {
        const SMALL: usize = 1_500;
        let seen: usize = self.witnesses.iter().map(|seen| seen.size).sum();
        let object = match &self.object {
            Some(Object::Opening(opening)) => opening.size,
            Some(Object::Move(said)) => said.size,
            Some(Object::Other(value)) => value.to_string().len(),
            None => 0,
        };
        SMALL + seen + object
    }

    /// The head of the log that ends with it.
    pub fn head(&self) -> Digest {
        let witnesses: Vec<Digest> = self.witnesses.iter().map(Signed::digest).collect();
        let mut entry = json!({
            "index": self.index, "prev": self.prev, "kind": self.kind, "digest": self.digest,
            "receivedAt": moment::write(self.received_at)
        });
        if !witnesses.is_empty() {
            entry["witnesses"] = witnesses.into();
        }
        if let Some(receipt) = &self.receipt {
            entry["receipt"] = receipt.digest().into();
        }
        digest(&entry)
    }
}

/// The next entry of a log.
pub fn next(log: &[Entry], kind: Kind, object: Object, received_at: i64) -> Entry {
    let last = log.last();
    Entry {
        index: log.len() as u64,
        prev: last.map_or_else(|| ZERO.into(), Entry::head),
        kind,
        digest: object.digest(),
        // A clock that is put back does not go back in here.
        received_at: last.map_or(received_at, |last| last.received_at.max(received_at)),
        object: Some(object),
        witnesses: Vec::new(),
        receipt: None,
    }
}

/// Is the chain whole? Answers the head after each entry, and what is wrong.
pub fn check(log: &[Entry]) -> (Vec<Digest>, Vec<Evidence>) {
    let mut heads = Vec::with_capacity(log.len());
    let mut wrong = Vec::new();
    let mut fault = |code, n: usize| wrong.push(Evidence { code, place: format!("entry {n}"), objects: Vec::new() });
    let mut before: (Digest, i64) = (ZERO.into(), i64::MIN);
    for (n, entry) in log.iter().enumerate() {
        if entry.index != n as u64 {
            fault(Code::IndexGap, n);
        }
        if entry.prev != before.0 {
            fault(Code::ChainBroken, n);
        }
        if entry.received_at < before.1 {
            fault(Code::TimeRegress, n);
        }
        if entry.object.as_ref().is_none_or(|object| object.digest() != entry.digest) {
            fault(Code::ObjectDigest, n);
        }
        before = (entry.head(), entry.received_at);
        heads.push(before.0.clone());
    }
    (heads, wrong)
}

//! What chapters send each other, and what they answer.

use serde::{Deserialize, Serialize};

use crate::canon::Digest;
use crate::log::Entry;
use crate::object::{Code, Head, Move, Receipt, Signed, Tally, Verification, Witness};
use crate::roll::Register;

/// Entries in one answer.
pub const AT_ONCE: usize = 500;

/// What chapters send each other.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// A move is brought to the host, with who has seen it.
    Submit {
        said: Signed<Move>,
        witnesses: Vec<Signed<Witness>>,
    },
    Receipted(Box<Signed<Receipt>>),
    Refused {
        proposal: String,
        digest: Digest,
        code: Code,
    },
    /// A move is shown to a chapter that watches.
    Watch {
        said: Signed<Move>,
    },
    Watched(Box<Signed<Witness>>),
    /// What comes after this entry?
    Pull {
        proposal: String,
        term: u32,
        from: u64,
    },
    Log(Box<Page>),
    /// What a chapter has found, and in which tally.
    Verified {
        tally: Signed<Tally>,
        verification: Signed<Verification>,
    },
    /// Whoever takes over asks for everything that was said.
    Rescue {
        proposal: String,
    },
    Rescued {
        proposal: String,
        saved: Vec<Saved>,
    },
}

/// Bytes of entries in one answer, about.
pub(crate) const MOST_BYTES: usize = 4 << 20;

/// A part of a log with what goes with it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Page {
    pub proposal: String,
    pub term: u32,
    pub entries: Vec<Entry>,
    pub receipts: Vec<Signed<Receipt>>,
    pub heads: Vec<Signed<Head>>,
    pub registers: Vec<Signed<Register>>,
    pub tallies: Vec<Signed<Tally>>,
    pub verifications: Vec<Signed<Verification>>,
}

/// A move, and who has seen it when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    pub said: Signed<Move>,
    pub witnesses: Vec<Signed<Witness>>,
    pub receipts: Vec<Signed<Receipt>>,
}

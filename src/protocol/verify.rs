//! The recount: from the published record alone, by whoever likes, with a code and a place for everything that does not hold.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::bundle::{Bundle, Receipted};
use crate::canon::Digest;
use crate::log::{self, Entry, Opening};
use crate::machine::{GRACE, Machine};
use crate::object::{Code, Evidence, Head, Receipt, Signed, Tally};
use crate::roll;
use crate::roster::{self, Roster};

/// What was looked at, and found as it has to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Checked {
    /// So many entries, each pointing at the one before.
    Chain {
        entries: usize,
    },
    /// So many entries, each signed by somebody on the roll and by the rules.
    Moves {
        entries: usize,
    },
    /// So many rosters, from the founders on.
    Rosters {
        rosters: usize,
    },
    /// A roster rests on another decision, which has to be recounted too.
    RestsOn {
        version: u32,
        proposal: String,
    },
    /// The roll of so many is what comes of the registers.
    Roll {
        voters: usize,
    },
    /// So many heads the host has signed.
    Heads {
        heads: usize,
    },
    Receipts {
        receipts: usize,
    },
    /// There is no tally: it is still open.
    Open,
    /// The tally says what the log says.
    Outcome {
        state: String,
    },
}

impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Chain { entries } => write!(f, "the chain of {entries} entries"),
            Self::Moves { entries } => write!(f, "{entries} entries, each signed by somebody on the roll and by the rules"),
            Self::Rosters { rosters } => write!(f, "{rosters} rosters, from the founders on"),
            Self::RestsOn { version, proposal } => write!(f, "roster {version} rests on {proposal}: recount that decision too"),
            Self::Roll { voters } => write!(f, "the roll of {voters}, from the registers of the chapters"),
            Self::Heads { heads } => write!(f, "{heads} heads the host has signed"),
            Self::Receipts { receipts } => write!(f, "{receipts} receipts"),
            Self::Open => f.write_str("no tally yet: it is still open"),
            Self::Outcome { state } => write!(f, "the outcome: {state}"),
        }
    }
}

/// What was looked at, and what does not hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    pub checked: Vec<Checked>,
    pub evidence: Vec<Evidence>,
}

impl Findings {
    fn fault(&mut self, code: Code, place: impl Into<String>) {
        self.evidence.push(Evidence { code, place: place.into(), objects: Vec::new() });
    }

    fn shown(&mut self, code: Code, place: impl Into<String>, objects: Vec<Arc<Value>>) {
        self.evidence.push(Evidence { code, place: place.into(), objects });
    }

    fn saw(&mut self, what: Checked) {
        self.checked.push(what);
    }

    pub fn holds(&self) -> bool {
        self.evidence.is_empty()
    }

    pub fn codes(&self) -> Vec<Code> {
        let mut codes: Vec<Code> = self.evidence.iter().map(|one| one.code).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}

/// Recounts a record.
pub fn verify(bundle: &Bundle) -> Findings {
    let mut findings = Findings::default();
    let Some(opening) = bundle.opening() else {
        findings.fault(Code::Malformed, "entry 0");
        return findings;
    };
    let Some(roster) = roster_of(bundle, &opening, &mut findings) else { return findings };
    let (heads, broken) = log::check(&bundle.log);
    if broken.is_empty() {
        findings.saw(Checked::Chain { entries: bundle.log.len() });
    }
    findings.evidence.extend(broken);
    let mut machine = match Machine::open(&opening, roster) {
        Ok(machine) => machine,
        Err(code) => {
            findings.fault(code, "entry 0");
            return findings;
        }
    };
    roll_of(bundle, &opening, roster, &mut findings);
    for (n, entry) in bundle.log.iter().enumerate().skip(1) {
        if let Err(code) = machine.push(entry) {
            // What the digest says already is not said twice.
            if code != Code::ObjectDigest {
                findings.fault(code, format!("entry {n}"));
            }
        }
    }
    findings.saw(Checked::Moves { entries: bundle.log.len().saturating_sub(1) });
    check_heads(bundle, &heads, roster, &mut findings);
    check_receipts(bundle, &heads, &machine, roster, &mut findings);
    match &bundle.tally {
        Some(tally) => check_tally(tally, &machine, &bundle.log, &heads, roster, &mut findings),
        None => findings.saw(Checked::Open),
    }
    findings
}

/// The roster the decision names, in a chain that holds.
fn roster_of<'a>(bundle: &'a Bundle, opening: &Signed<Opening>, findings: &mut Findings) -> Option<&'a Signed<Roster>> {
    let found = roster::chain(&bundle.rosters, |decided| {
        let made = bundle.rosters.iter().find(|roster| roster.body.decided_by.as_ref() == Some(decided))?;
        Some(made.body.change())
    });
    if let Err((n, code)) = found {
        findings.fault(code, format!("roster {}", n + 1));
        return None;
    }
    let rests: Vec<_> =
        bundle.rosters.iter().filter_map(|roster| Some((roster.body.version, roster.body.decided_by.clone()?))).collect();
    let roster = bundle.rosters.iter().find(|roster| roster.digest() == opening.body.proposal.body.roster_digest);
    if roster.is_none() {
        findings.fault(Code::RosterMismatch, "roster");
        return None;
    }
    findings.saw(Checked::Rosters { rosters: bundle.rosters.len() });
    for (version, decided) in rests {
        findings.saw(Checked::RestsOn { version, proposal: decided.proposal });
    }
    roster
}

/// The roll is what comes of the registers.
fn roll_of(bundle: &Bundle, opening: &Signed<Opening>, roster: &Signed<Roster>, findings: &mut Findings) {
    let told = &opening.body.roll;
    let counted = roll::freeze(roster, &bundle.registers, &told.challenges, &told.proposal, told.frozen_at);
    if counted == *told {
        findings.saw(Checked::Roll { voters: told.entries.len() });
    } else {
        findings.fault(Code::RollHashMismatch, "roll");
    }
}

/// What the host said of its log while it went on.
fn check_heads(bundle: &Bundle, heads: &[Digest], roster: &Signed<Roster>, findings: &mut Findings) {
    let mut seen: BTreeMap<u64, &Signed<Head>> = BTreeMap::new();
    let mut counted = 0;
    let Some(opening) = bundle.opening() else { return };
    let Opening { proposal, term, .. } = &opening.body;
    for head in &bundle.heads {
        let said = &head.body;
        let keeper = roster.body.host(&proposal.body.host, said.term);
        // What a host of an earlier term has signed says nothing about this log.
        if said.proposal != proposal.body.id || said.term != *term || !keeper.is_some_and(|keeper| head.is_by(&keeper.key)) {
            continue;
        }
        counted += 1;
        let place = format!("head of {}", said.length);
        if let Some(other) = seen.insert(said.length, head)
            && other.body.head != said.head
        {
            findings.shown(Code::HeadFork, place.clone(), vec![other.value.clone(), head.value.clone()]);
        }
        let there = said.length.checked_sub(1).and_then(|n| heads.get(usize::try_from(n).ok()?));
        if there != Some(&said.head) {
            findings.shown(Code::HeadMismatch, place.clone(), vec![head.value.clone()]);
        }
        let after = usize::try_from(said.length).ok().and_then(|n| bundle.log.get(n));
        if after.is_some_and(|entry| entry.received_at < said.at) {
            findings.shown(Code::TimeRegress, place, vec![head.value.clone()]);
        }
    }
    findings.saw(Checked::Heads { heads: counted });
}

/// What the host, or an earlier one, has receipted is in the log, where it said.
fn check_receipts(bundle: &Bundle, heads: &[Digest], machine: &Machine, roster: &Signed<Roster>, findings: &mut Findings) {
    let logged: BTreeMap<&Digest, u64> = bundle.log.iter().map(|entry| (&entry.digest, entry.index)).collect();
    let mut counted = 0;
    for Receipted { receipt, object } in &bundle.receipts {
        let Receipt { proposal, term, digest, index, head, .. } = &receipt.body;
        let keeper = roster.body.host(&machine.proposal.host, *term);
        if *proposal != machine.proposal.id || *term > machine.term || !keeper.is_some_and(|keeper| receipt.is_by(&keeper.key)) {
            continue;
        }
        counted += 1;
        let place = format!("receipt for entry {index} of term {term}");
        let objects =
            || [Some(&receipt.value), object.as_ref().map(|object| &object.value)].into_iter().flatten().cloned().collect();
        if *term < machine.term {
            // A host that is gone may have receipted what never held: what is missing is what would have counted.
            let held = object.as_ref().filter(|object| !logged.contains_key(digest) && machine.would_take(object, receipt));
            if held.is_some() {
                findings.shown(Code::ReceiptedBallotMissing, place, objects());
            }
            continue;
        }
        if logged.get(digest) != Some(index) {
            findings.shown(Code::ReceiptedBallotMissing, place.clone(), objects());
        }
        if usize::try_from(*index).ok().and_then(|n| heads.get(n)) != Some(head) {
            findings.shown(Code::HeadMismatch, place, objects());
        }
    }
    findings.saw(Checked::Receipts { receipts: counted });
}

fn check_tally(
    tally: &Signed<Tally>,
    machine: &Machine,
    log: &[Entry],
    heads: &[Digest],
    roster: &Signed<Roster>,
    findings: &mut Findings,
) {
    let said = &tally.body;
    let by_keeper = roster.body.find(&machine.keeper).is_some_and(|keeper| tally.is_by(&keeper.key));
    if !by_keeper || said.proposal != machine.proposal.id || said.term != machine.term {
        findings.fault(Code::BadSignature, "tally");
        return;
    }
    if said.roll_hash != machine.roll_hash {
        findings.fault(Code::RollHashMismatch, "tally");
    }
    if said.policy_hash != machine.proposal.policy_hash {
        findings.fault(Code::PolicyHashMismatch, "tally");
    }
    if said.log_length != log.len() as u64 || heads.last() != Some(&said.log_head) {
        findings.fault(Code::HeadMismatch, "tally");
    }
    // At the moment the tally names it has to be over, with nothing that can change it.
    let settled = said.outcome.at.saturating_add(GRACE);
    if machine.outcome(settled).as_ref() == Some(&said.outcome) {
        findings.saw(Checked::Outcome { state: said.outcome.state.clone() });
    } else {
        findings.fault(Code::TallyMismatch, "tally");
    }
}

#[cfg(test)]
mod example;
#[cfg(test)]
mod tests;

//! What is known of a decision, in pieces that a database can keep one by one: each message adds a few, and hardly any goes.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::canon::Digest;
use crate::decision::{Decision, Known, Term};
use crate::log::{Entry, Object};
use crate::object::{Code, Evidence, Move, Proposal, Signed};
use crate::roster::Roster;
use crate::verify::{Checked, Findings};

/// What is to be kept from now on, and what not any more.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    pub put: Vec<(String, Value)>,
    pub gone: Vec<String>,
}

enum Piece<'a> {
    Object(&'a Value),
    Entry(&'a Entry),
    Small(Value),
}

impl Piece<'_> {
    /// What tells two pieces of one name apart.
    fn mark(&self) -> String {
        match self {
            Self::Object(_) => String::new(),
            Self::Entry(entry) => format!("{} {} {}", entry.prev, entry.digest, entry.received_at),
            Self::Small(value) => value.to_string(),
        }
    }

    fn value(&self) -> Value {
        match self {
            Self::Object(value) => (*value).clone(),
            Self::Entry(entry) => json!(entry),
            Self::Small(value) => value.clone(),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct KeptTerm {
    torn: bool,
    signed: (usize, i64),
}

#[derive(Serialize, Deserialize)]
struct KeptFindings {
    known: Known,
    checked: Vec<Checked>,
    evidence: Vec<Evidence>,
}

#[derive(Serialize, Deserialize)]
struct KeptState {
    rescuing: Option<i64>,
    known_heads: usize,
}

impl Decision {
    /// What has to be written so that what was kept `before` becomes this.
    pub fn changes(&self, before: Option<&Self>) -> Changes {
        let old = before.map(Self::pieces).unwrap_or_default();
        let new = self.pieces();
        let differs = |(name, piece): &(&String, &Piece)| old.get(*name).is_none_or(|was| was.mark() != piece.mark());
        Changes {
            put: new.iter().filter(differs).map(|(name, piece)| (name.clone(), piece.value())).collect(),
            gone: old.keys().filter(|name| !new.contains_key(*name)).cloned().collect(),
        }
    }

    /// Names sort so that what others rest on comes first.
    fn pieces(&self) -> BTreeMap<String, Piece<'_>> {
        let mut all = BTreeMap::new();
        all.insert("0 proposal".into(), Piece::Object(&self.proposal.value));
        for register in &self.registers {
            all.insert(format!("1 register {}", register.digest), Piece::Object(&register.value));
        }
        for (number, term) in &self.terms {
            for entry in &term.log {
                all.insert(format!("2 entry {number:06} {:010}", entry.index), Piece::Entry(entry));
            }
            let kept = KeptTerm { torn: term.torn, signed: term.signed };
            all.insert(format!("3 term {number:06}"), Piece::Small(json!(kept)));
            for (of, tally) in &term.tallies {
                all.insert(format!("4 tally {number:06} {of}"), Piece::Object(&tally.value));
            }
            for (of, (known, findings)) in &term.found {
                let kept = KeptFindings { known: *known, checked: findings.checked.clone(), evidence: findings.evidence.clone() };
                all.insert(format!("5 found {number:06} {of}"), Piece::Small(json!(kept)));
            }
        }
        for ((term, length, head), signed) in &self.heads {
            // A later moment takes the place of an earlier one.
            let at = signed.body.at;
            all.insert(format!("6 head {term:06} {length:010} {head} {at}"), Piece::Object(&signed.value));
        }
        for ((term, of), receipt) in &self.receipts {
            all.insert(format!("6 receipt {term:06} {of}"), Piece::Object(&receipt.value));
        }
        for (of, (said, witnesses)) in &self.saved {
            all.insert(format!("7 move {of}"), Piece::Object(&said.value));
            for witness in witnesses.values() {
                all.insert(format!("8 witness {of} {}", witness.digest), Piece::Object(&witness.value));
            }
        }
        for said in self.verifications.values() {
            all.insert(format!("8 verification {}", said.digest), Piece::Object(&said.value));
        }
        for (of, code) in &self.own {
            all.insert(format!("9 own {of}"), Piece::Small(json!(code)));
        }
        let state = KeptState { rescuing: self.rescuing, known_heads: self.known_heads };
        all.insert("9 state".into(), Piece::Small(json!(state)));
        all
    }

    /// From what was kept, in the order of the names. `None`: it is of no roster that is known, or was not written by
    /// [`Self::changes`].
    pub fn restore(rosters: &[Signed<Roster>], kept: Vec<(String, Value)>) -> Option<Self> {
        let mut kept = kept.into_iter();
        let proposal: Signed<Proposal> = Signed::read(&Arc::new(kept.next()?.1))?;
        let roster = rosters.iter().find(|roster| roster.digest == proposal.body.roster_digest)?;
        let mut decision = Self::new(proposal, roster.clone(), Vec::new());
        for (name, value) in kept {
            decision.take_piece(&name, value)?;
        }
        Some(decision)
    }

    fn take_piece(&mut self, name: &str, value: Value) -> Option<()> {
        let words: Vec<&str> = name.split(' ').collect();
        let term = words.get(2).and_then(|word| word.parse::<u32>().ok());
        let value = Arc::new(value);
        match *words.get(1)? {
            "register" => self.registers.push(Signed::read(&value)?),
            "entry" => self.take_entry(term?, Entry::deserialize(value.as_ref()).ok()?)?,
            "term" => {
                let kept = KeptTerm::deserialize(value.as_ref()).ok()?;
                let term = self.terms.get_mut(&term?)?;
                (term.torn, term.signed) = (kept.torn, kept.signed);
            }
            "tally" => {
                let tally = Signed::read(&value)?;
                self.terms.get_mut(&term?)?.tallies.insert(tally.digest(), tally);
            }
            "found" => {
                let kept = KeptFindings::deserialize(value.as_ref()).ok()?;
                let findings = Findings { checked: kept.checked, evidence: kept.evidence };
                self.terms.get_mut(&term?)?.found.insert((*words.get(3)?).into(), (kept.known, findings));
            }
            "head" => {
                let head = Signed::<crate::object::Head>::read(&value)?;
                self.heads.insert((head.body.term, head.body.length, head.body.head.clone()), head);
            }
            "receipt" => {
                let receipt = Signed::<crate::object::Receipt>::read(&value)?;
                self.receipts.insert((receipt.body.term, receipt.body.digest.clone()), receipt);
            }
            "move" => {
                let said = Signed::<Move>::read(&value)?;
                self.saved.insert(said.digest(), (said, BTreeMap::new()));
            }
            "witness" => {
                let witness = Signed::<crate::object::Witness>::read(&value)?;
                let (_, witnesses) = self.saved.get_mut(&witness.body.digest)?;
                witnesses.insert(witness.body.attributed_to.clone(), witness);
            }
            "verification" => {
                let said = Signed::<crate::object::Verification>::read(&value)?;
                self.verifications.insert((said.body.attributed_to.clone(), said.body.tally_hash.clone()), said);
            }
            "own" => {
                let code = Option::<Code>::deserialize(value.as_ref()).ok()?;
                self.own.insert((*words.get(2)?).into(), code);
            }
            "state" => {
                let kept = KeptState::deserialize(value.as_ref()).ok()?;
                (self.rescuing, self.known_heads) = (kept.rescuing, kept.known_heads);
            }
            _ => return None,
        }
        Some(())
    }

    fn take_entry(&mut self, number: u32, entry: Entry) -> Option<()> {
        if let Some(term) = self.terms.get_mut(&number) {
            let _ = term.machine.push(&entry);
            term.log.push(entry);
            return Some(());
        }
        let opening = entry.object.as_ref().and_then(Object::opening)?;
        self.terms.insert(number, Term::open(opening, &self.roster).ok()?);
        Some(())
    }

    /// Where a move of this chapter's people stands: receipted, refused with a code, or on its way.
    pub fn fate(&self, of: &Digest) -> Result<bool, Code> {
        if self.is_receipted(of) { Ok(true) } else { self.own.get(of).copied().flatten().map_or(Ok(false), Err) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chapter::Chapter;
    use crate::simulation::{PROPOSAL, chapter_id, founded, key_of, person_id, proposal, register};
    use rules::proposal::Act;

    const OPENED: i64 = 1_800_000_000;

    #[test]
    fn what_was_kept_piece_by_piece_is_the_same_decision() {
        let roster = founded(3);
        let registers: Vec<_> = (0..3).map(|n| register(n, 2, OPENED - 60)).collect();
        let own = |n| (0..2).map(|person| person_id(n, person)).map(|id| (id.clone(), key_of(&id))).collect();
        let mut nodes: Vec<Chapter> =
            (0..3).map(|n| Chapter::new(&chapter_id(n), key_of(&chapter_id(n)), vec![roster.clone()], own(n))).collect();
        nodes[0].open(proposal(&roster, "consent"), registers, &[], OPENED).expect("it opens");
        let mut kept: Vec<(BTreeMap<String, Value>, Option<Decision>)> = vec![Default::default(); 3];
        let mut written = 0;
        for round in 0..30 {
            let now = OPENED + 60 + round * 3_600 * 9;
            for node in 0..3 {
                if round == 2 {
                    let _ = nodes[node].say(PROPOSAL, &person_id(node, 1), now, |said| said.act = Some(Act::Consent));
                }
                let mut flying: Vec<_> = nodes[node].tick(now).into_iter().map(|sent| (node, sent)).collect();
                while let Some((from, (to, message))) = flying.pop() {
                    let at = nodes.iter().position(|node| node.id == to).expect("it is one of them");
                    let from = nodes[from].id.clone();
                    flying.extend(nodes[at].handle(&from, message, now).into_iter().map(|sent| (at, sent)));
                }
            }
            for (node, (kept, before)) in nodes.iter_mut().zip(&mut kept) {
                let Some(decision) = node.decisions.get(PROPOSAL) else { continue };
                let changes = decision.changes(before.as_ref());
                written += changes.put.len();
                changes.gone.iter().for_each(|name| drop(kept.remove(name)));
                kept.extend(changes.put);
                let pieces = kept.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
                let again = Decision::restore(&node.rosters, pieces).expect("it is what was written");
                assert_eq!(again.changes(Some(decision)), Changes::default());
                assert_eq!(again.standing(now), decision.standing(now));
                // It goes on from what was written.
                node.decisions.insert(PROPOSAL.into(), again.clone());
                *before = Some(again);
            }
        }
        let standing = nodes[1].standing(PROPOSAL, OPENED + 20 * 86_400);
        assert!(matches!(standing, Some(crate::decision::Standing::Ratified(_))), "{standing:?}");
        let all: usize = kept.iter().map(|(kept, _)| kept.len()).sum();
        assert!(written < 6 * all, "{written} were written for {all}");
    }
}

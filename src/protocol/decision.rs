//! What a chapter knows of one decision: the log of each term, what the host has signed, what was said, and what came of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::bundle::{self, Bundle, Receipted};
use crate::canon::Digest;
use crate::chain;
use crate::log::{self, Entry, Object, Opening};
use crate::machine::{GRACE, Machine};
use crate::message::{AT_ONCE, MOST_BYTES, Page, Saved};
use crate::object::{Body, Code, Evidence, Head, Kind, Move, Proposal, Receipt, Signed, Tally, Verification, Witness};
use crate::proof::Key;
use crate::roll::Register;
use crate::roster::Roster;
use crate::verify::{Findings, verify};
use rules::by_laws::{DAY, HOUR};

/// How long after the end of grace a tally may be awaited.
pub const TALLY_WITHIN: i64 = 48 * HOUR;
/// How long the chapters have to recount.
pub const VERIFY_WITHIN: i64 = 72 * HOUR;
/// How long whoever takes over asks the others what they have.
pub(crate) const RESCUE: i64 = DAY;
/// Without a majority by then it stays unverified.
pub const UNVERIFIED_AFTER: i64 = 14 * DAY;
/// Tallies of one term that are kept: an honest host has one.
const MOST_TALLIES: usize = 8;
/// So often a decision changes hands at most.
const MOST_TERMS: u32 = 1_000;
/// From so many moves on it is counted how many are of one person.
const MOST_SAVED: usize = 5_000;
/// Moves of one person that are kept then.
const MOST_OF_ONE: usize = 200;
/// Heads of one decision that are kept; those that differ are kept first.
const MOST_HEADS: usize = 1_000;

/// Where a decision stands among the chapters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    Open,
    /// Counted by the host; the chapters recount.
    Counted(Digest),
    Ratified(Digest),
    /// No tally holds; the next chapter takes over.
    Disputed(Vec<Code>),
    /// No majority has come together in time.
    Unverified,
}

pub(crate) type Known = (usize, usize, usize);

/// A move, and the chapters that have seen it.
pub(crate) type Seen = (Signed<Move>, BTreeMap<String, Signed<Witness>>);

/// The log of one term, as far as it is known here.
#[derive(Clone, Debug)]
pub struct Term {
    pub log: Vec<Entry>,
    pub machine: Machine,
    /// One; several where the host says different things to different chapters.
    pub tallies: BTreeMap<Digest, Signed<Tally>>,
    /// What comes next does not fit what is here: the log is asked for from its beginning. What the host has receipted before is
    /// kept, and found missing then.
    pub(crate) torn: bool,
    /// The length of the log when its head was signed last, and when that was.
    pub(crate) signed: (usize, i64),
    /// What was found in each tally, and when: the log's length, what heads and receipts.
    pub(crate) found: BTreeMap<Digest, (Known, Findings)>,
}

/// What is known of one decision.
#[derive(Clone, Debug)]
pub struct Decision {
    pub proposal: Signed<Proposal>,
    /// The roster it is decided under.
    pub(crate) roster: Signed<Roster>,
    pub terms: BTreeMap<u32, Term>,
    pub(crate) registers: Vec<Signed<Register>>,
    pub(crate) heads: BTreeMap<(u32, u64, Digest), Signed<Head>>,
    /// How often a head has told something new.
    pub(crate) known_heads: usize,
    pub(crate) receipts: BTreeMap<(u32, Digest), Signed<Receipt>>,
    pub(crate) saved: BTreeMap<Digest, Seen>,
    /// Moves of this chapter's people, and why they were refused if they were.
    pub own: BTreeMap<Digest, Option<Code>>,
    pub(crate) verifications: BTreeMap<(String, Digest), Signed<Verification>>,
    /// Since when it collects what others have, to take over.
    pub(crate) rescuing: Option<i64>,
}

impl Term {
    pub(crate) fn open(opening: &Signed<Opening>, roster: &Signed<Roster>) -> Result<Self, Code> {
        let machine = Machine::open(opening, roster)?;
        let first = log::next(&[], Kind::Open, Object::Opening(opening.clone()), opening.body.roll.frozen_at);
        Ok(Self { log: vec![first], machine, tallies: BTreeMap::new(), torn: false, signed: (0, 0), found: BTreeMap::new() })
    }

    /// When this term's host can count.
    pub(crate) fn due(&self) -> i64 {
        self.machine.closes().max(self.machine.began()) + GRACE
    }

    /// Goes back to where this log and another of the same host part.
    pub(crate) fn mend(&mut self, other: &[Entry], roster: &Signed<Roster>) {
        let common = self.log.iter().zip(other).take_while(|(own, other)| own == other).count();
        let opening = self.log.first().and_then(|first| first.object.as_ref()).and_then(Object::opening);
        let again = opening.and_then(|opening| Self::open(opening, roster).ok());
        let Some(mut again) = again.filter(|_| common > 0 && common < other.len() && common < self.log.len()) else { return };
        for entry in self.log.drain(..common).skip(1) {
            let _ = again.machine.push(&entry);
            again.log.push(entry);
        }
        *self = Self { tallies: std::mem::take(&mut self.tallies), ..again };
    }

    pub fn head(&self) -> Digest {
        self.log.last().map(Entry::head).unwrap_or_default()
    }

    pub(crate) fn append(&mut self, entry: Entry, term: u32, key: &Key, now: i64) -> Signed<Receipt> {
        let receipt = Receipt {
            proposal: self.machine.proposal.id.clone(),
            term,
            digest: entry.digest.clone(),
            index: entry.index,
            head: entry.head(),
            received_at: entry.received_at,
        };
        self.log.push(entry);
        Signed::new(receipt, key, now)
    }
}

impl Decision {
    pub(crate) fn new(proposal: Signed<Proposal>, roster: Signed<Roster>, registers: Vec<Signed<Register>>) -> Self {
        Self {
            proposal,
            roster,
            terms: BTreeMap::new(),
            registers,
            heads: BTreeMap::new(),
            known_heads: 0,
            receipts: BTreeMap::new(),
            saved: BTreeMap::new(),
            own: BTreeMap::new(),
            verifications: BTreeMap::new(),
            rescuing: None,
        }
    }

    /// Everything that has been found in any term.
    pub fn codes(&self) -> Vec<Code> {
        self.terms.values().flat_map(|term| term.found.values()).flat_map(|(_, findings)| findings.codes()).collect()
    }

    /// Puts another log in the place of one, as only a liar does.
    pub(crate) fn rewrite(&mut self, number: u32, log: Vec<Entry>, rosters: &[Signed<Roster>]) {
        let first = log.first().and_then(|entry| entry.object.as_ref()).and_then(Object::opening).cloned();
        let roster = rosters.iter().find(|roster| roster.digest == self.proposal.body.roster_digest);
        let Some(mut term) = first.zip(roster).and_then(|(opening, roster)| Term::open(&opening, roster).ok()) else { return };
        for entry in log.into_iter().skip(1) {
            let _ = term.machine.push(&entry);
            term.log.push(entry);
        }
        self.terms.insert(number, term);
    }

    /// Would a move that somebody has a receipt for count in this log?
    pub(crate) fn counted(&self, of: &str, machine: &Machine) -> bool {
        let Some((said, _)) = self.saved.get(of) else { return false };
        self.receipts.iter().any(|((_, digest), receipt)| digest == of && machine.would_take(said, receipt))
    }

    pub fn keeper(&self) -> Option<&str> {
        self.terms.last_key_value().map(|(_, term)| term.machine.keeper.as_str())
    }

    pub fn is_receipted(&self, of: &str) -> bool {
        self.receipts.keys().any(|(_, digest)| digest == of)
    }

    /// Is it by somebody on the roll, who has not said more than is kept?
    pub(crate) fn is_genuine(&self, said: &Signed<Move>) -> bool {
        let by = &said.body.attributed_to;
        let many = self.saved.len() > MOST_SAVED;
        if many && self.saved.values().filter(|(other, _)| other.body.attributed_to == *by).count() > MOST_OF_ONE {
            return false;
        }
        self.terms.values().next_back().is_some_and(|term| term.machine.is_genuine(said))
    }

    pub(crate) fn is_by_keeper<B: Body>(&self, object: &Signed<B>, term: u32) -> bool {
        self.roster.body.host(&self.proposal.body.host, term).is_some_and(|keeper| object.is_by(&keeper.key))
    }

    pub(crate) fn keep_register(&mut self, register: Signed<Register>) {
        let chapter = self.roster.body.find(&register.body.attributed_to);
        let known = self.registers.contains(&register) || self.registers.len() > 4 * self.roster.body.chapters.len();
        if !known && chapter.is_some_and(|chapter| register.is_by(&chapter.key)) {
            self.registers.push(register);
        }
    }

    pub(crate) fn keep_receipt(&mut self, receipt: Signed<Receipt>) {
        let key = (receipt.body.term, receipt.body.digest.clone());
        if !self.receipts.contains_key(&key) && self.is_by_keeper(&receipt, receipt.body.term) {
            self.receipts.insert(key, receipt);
        }
    }

    pub(crate) fn keep_head(&mut self, head: Signed<Head>) {
        let key = (head.body.term, head.body.length, head.body.head.clone());
        let newer = self.heads.get(&key).map(|known| known.body.at < head.body.at);
        if newer.unwrap_or(self.heads.len() < MOST_HEADS) && self.is_by_keeper(&head, head.body.term) {
            self.known_heads += 1;
            self.heads.insert(key, head);
        }
    }

    pub(crate) fn keep_witness(&mut self, witness: Signed<Witness>) {
        let chapter = self.roster.body.find(&witness.body.attributed_to);
        if chapter.is_some_and(|chapter| witness.is_by(&chapter.key))
            && let Some((_, witnesses)) = self.saved.get_mut(&witness.body.digest)
        {
            witnesses.entry(witness.body.attributed_to.clone()).or_insert(witness);
        }
    }

    pub(crate) fn keep_move(&mut self, said: Signed<Move>) {
        if !self.saved.contains_key(&said.digest) && self.is_genuine(&said) {
            self.saved.insert(said.digest(), (said, BTreeMap::new()));
        }
    }

    pub(crate) fn keep_saved(&mut self, saved: Saved) {
        self.keep_move(saved.said);
        saved.witnesses.into_iter().for_each(|witness| self.keep_witness(witness));
        saved.receipts.into_iter().for_each(|receipt| self.keep_receipt(receipt));
    }

    /// What somebody found takes the place of that they agreed; what they show is kept.
    pub(crate) fn keep_verification(&mut self, said: Signed<Verification>) {
        let key = (said.body.attributed_to.clone(), said.body.tally_hash.clone());
        let news =
            self.verifications.get(&key).is_none_or(|known| known.body.evidence.is_empty() && !said.body.evidence.is_empty());
        let chapter = self.roster.body.find(&said.body.attributed_to);
        if !news || !chapter.is_some_and(|chapter| said.is_by(&chapter.key)) {
            return;
        }
        for object in said.body.evidence.iter().flat_map(|one: &Evidence| &one.objects) {
            if let Some(head) = Signed::<Head>::read(object) {
                self.keep_head(head);
            } else if let Some(receipt) = Signed::<Receipt>::read(object) {
                self.keep_receipt(receipt);
            } else if let Some(said) = Signed::<Move>::read(object) {
                self.keep_move(said);
            }
        }
        self.verifications.insert(key, said);
    }

    /// Everything that was said, with who has seen it.
    pub(crate) fn all_saved(&self) -> Vec<Saved> {
        let logged =
            self.terms.values().flat_map(|term| term.log.iter().skip(1)).filter_map(|entry| {
                Some((entry.digest.clone(), entry.object.as_ref()?.said()?.clone(), entry.witnesses.clone()))
            });
        let mut all: BTreeMap<Digest, Saved> = BTreeMap::new();
        let kept =
            self.saved.iter().map(|(of, (said, witnesses))| (of.clone(), said.clone(), witnesses.values().cloned().collect()));
        for (of, said, witnesses) in kept.chain(logged) {
            let one = all.entry(of).or_insert_with(|| Saved { said, witnesses: Vec::new(), receipts: Vec::new() });
            one.witnesses.extend(witnesses);
        }
        for ((_, of), receipt) in &self.receipts {
            if let Some(one) = all.get_mut(of) {
                one.receipts.push(receipt.clone());
            }
        }
        all.into_values().collect()
    }

    /// Takes entries that go on where the log ends here. A host that has two logs is found by the heads it has signed.
    pub(crate) fn extend(&mut self, number: u32, entries: Vec<Entry>) {
        if !self.terms.contains_key(&number) {
            let Some(first) = entries.first().filter(|entry| entry.index == 0) else { return };
            let Some(opening) = first.object.as_ref().and_then(Object::opening) else { return };
            let same = opening.body.term == number && opening.body.proposal == self.proposal;
            let Some(term) = Some(opening).filter(|_| same).and_then(|opening| Term::open(opening, &self.roster).ok()) else {
                return;
            };
            if term.log.first() != Some(first) {
                return;
            }
            self.terms.insert(number, term);
        }
        let Some(term) = self.terms.get_mut(&number) else { return };
        if term.torn && entries.first().is_some_and(|entry| entry.index == 0) {
            term.mend(&entries, &self.roster);
        }
        for entry in entries {
            if entry.index != term.log.len() as u64 {
                continue;
            }
            term.torn = entry.prev != term.head();
            if !term.torn {
                // What does not count is kept all the same: the recount names it.
                let _ = term.machine.push(&entry);
                term.log.push(entry);
            }
        }
    }

    pub(crate) fn page(&self, number: u32, term: &Term, first: usize) -> Page {
        let mut bytes = 0;
        let few = term.log.iter().skip(first).take(AT_ONCE).take_while(|entry| {
            let fits = bytes < MOST_BYTES;
            bytes += entry.weight();
            fits
        });
        let entries: Vec<Entry> = few.cloned().collect();
        let receipts = entries.iter().filter_map(|entry| self.receipts.get(&(number, entry.digest.clone())).cloned()).collect();
        let heads = self.heads.range((number, 0, Digest::new())..(number + 1, 0, Digest::new()));
        Page {
            proposal: self.proposal.body.id.clone(),
            term: number,
            receipts,
            heads: heads.rev().take(3).map(|(_, head)| head.clone()).collect(),
            registers: if first == 0 { self.registers.clone() } else { Vec::new() },
            tallies: term.tallies.values().cloned().collect(),
            verifications: self.verifications.values().cloned().collect(),
            entries,
        }
    }

    pub(crate) fn bundle(&self, number: u32, tally: Option<Signed<Tally>>, rosters: &[Signed<Roster>]) -> Option<Bundle> {
        let term = self.terms.get(&number)?;
        let object = |of: &Digest| self.saved.get(of).map(|(said, _)| said.clone());
        Some(Bundle {
            kind: bundle::Kind::Record,
            rosters: chain::path(rosters, &self.roster.digest).unwrap_or_else(|| rosters.to_vec()),
            registers: self.registers.clone(),
            log: term.log.clone(),
            heads: self.heads.values().cloned().collect(),
            receipts: self
                .receipts
                .iter()
                .map(|((_, of), receipt)| Receipted { receipt: receipt.clone(), object: object(of) })
                .collect(),
            tally,
            verifications: self.verifications.values().cloned().collect(),
        })
    }

    /// All tallies that are known, the first term's first.
    pub(crate) fn tallies(&self) -> Vec<(u32, Signed<Tally>)> {
        self.terms.iter().flat_map(|(number, term)| term.tallies.values().map(|tally| (*number, tally.clone()))).collect()
    }

    pub(crate) fn keep_tally(&mut self, tally: Signed<Tally>) {
        let by_keeper = self.is_by_keeper(&tally, tally.body.term);
        let Some(term) = self.terms.get_mut(&tally.body.term) else { return };
        if by_keeper && tally.body.proposal == term.machine.proposal.id && term.tallies.len() < MOST_TALLIES {
            term.tallies.insert(tally.digest(), tally);
        }
    }

    /// What a recount of a tally finds; none while a part of its log is missing.
    pub(crate) fn findings(&mut self, number: u32, tally: &Signed<Tally>, rosters: &[Signed<Roster>]) -> Option<Findings> {
        let term = self.terms.get(&number)?;
        if (term.log.len() as u64) < tally.body.log_length && !self.is_forked(number, term) {
            return None;
        }
        let known = (term.log.len(), self.known_heads, self.receipts.len() + self.saved.len());
        if let Some((of, findings)) = term.found.get(&tally.digest)
            && *of == known
        {
            return Some(findings.clone());
        }
        let findings = verify(&self.bundle(number, Some(tally.clone()), rosters)?);
        self.terms.get_mut(&number)?.found.insert(tally.digest(), (known, findings.clone()));
        Some(findings)
    }

    /// The host has signed a head that this log cannot have.
    pub(crate) fn is_forked(&self, number: u32, term: &Term) -> bool {
        let heads = self.heads.range((number, 0, Digest::new())..(number + 1, 0, Digest::new()));
        heads.into_iter().any(|((_, length, head), _)| {
            let at = length.checked_sub(1).and_then(|n| term.log.get(usize::try_from(n).ok()?));
            at.is_some_and(|entry| entry.head() != *head)
        })
    }

    /// The tally of the first term that has one that holds, as far as is known here.
    pub(crate) fn prevailing(&self) -> Option<(u32, Signed<Tally>)> {
        self.terms.iter().find_map(|(number, term)| {
            let holds = |hash: &&Digest| term.found.get(*hash).is_some_and(|(_, findings)| findings.holds());
            let hash = term.tallies.keys().find(holds)?;
            Some((*number, term.tallies.get(hash)?.clone()))
        })
    }

    /// Nothing more can come of it: everybody agrees and has said so, or it is long over.
    pub fn is_done(&self, now: i64) -> bool {
        let over = self.terms.values().next_back().is_some_and(|term| now > term.due() + UNVERIFIED_AFTER + 16 * DAY);
        over || matches!(self.standing(now), Standing::Ratified(_)) && self.all_said(&self.roster)
    }

    /// When the chapter that keeps the log can count.
    pub fn counts_at(&self) -> Option<i64> {
        self.terms.values().next_back().map(Term::due)
    }

    /// The term that counts: whose tally holds, otherwise the last.
    pub fn term(&self) -> Option<&Term> {
        match self.prevailing() {
            Some((number, _)) => self.terms.get(&number),
            None => self.terms.values().next_back(),
        }
    }

    /// What this chapter found when it recounted a tally.
    pub fn found(&self, hash: &str) -> Option<&Findings> {
        self.terms.values().find_map(|term| term.found.get(hash)).map(|(_, findings)| findings)
    }

    /// Which chapters' registers came to nothing: their people have no seats.
    pub fn silent_chapters(&self) -> Vec<&str> {
        let rolls = self.terms.values().next().map(|term| &term.machine.roll.registers);
        rolls.into_iter().flatten().filter(|(_, register)| register.is_none()).map(|(chapter, _)| chapter.as_str()).collect()
    }

    /// When somebody's move was got by the host, and when they say they said it: both in the order of the log.
    pub fn receipted_moves(&self) -> Vec<(&Move, i64)> {
        let entries = self.term().into_iter().flat_map(|term| term.log.iter().skip(1));
        entries.filter_map(|entry| Some((&entry.object.as_ref()?.said()?.body, entry.received_at))).collect()
    }

    pub fn roster(&self) -> &Signed<Roster> {
        &self.roster
    }

    /// The tally that holds, or else the last that was told.
    pub fn tally(&self) -> Option<Signed<Tally>> {
        let told = || self.tallies().pop().map(|(_, tally)| tally);
        self.prevailing().map(|(_, tally)| tally).or_else(told)
    }

    /// What each chapter has said of a tally.
    pub fn verifications_of(&self, hash: &str) -> Vec<&Signed<Verification>> {
        self.verifications.iter().filter(|((_, of), _)| of == hash).map(|(_, said)| said).collect()
    }

    /// What people of this chapter have said, with what became of it: the latest last.
    pub fn own_moves(&self) -> Vec<(&Signed<Move>, Result<bool, Code>)> {
        let mut all: Vec<_> = self.own.keys().filter_map(|of| Some((&self.saved.get(of)?.0, self.fate(of)))).collect();
        all.sort_by_key(|(said, _)| (said.body.published, said.body.seq));
        all
    }

    /// New keys of somebody here that are not in the log as it is known here, in the order in which they were declared.
    pub(crate) fn coming_keys(&self, voter: &str) -> Vec<&Signed<Move>> {
        let machine = self.term().map(|term| &term.machine);
        let logged = |of: &Digest| machine.is_some_and(|machine| machine.index_of(of).is_some());
        let waits = self.own.iter().filter(|(of, refused)| refused.is_none() && !logged(of));
        let said = waits.filter_map(|(of, _)| Some(&self.saved.get(of)?.0));
        let mut keys: Vec<_> = said.filter(|said| said.body.new_key.is_some() && said.body.attributed_to == voter).collect();
        keys.sort_by_key(|said| said.body.seq);
        keys
    }

    /// The key somebody decides with from now on, as far as is known here.
    pub fn key_of(&self, voter: &str) -> Option<&str> {
        let coming = self.coming_keys(voter).pop().and_then(|said| said.body.new_key.as_deref());
        coming.or_else(|| self.term()?.machine.key_of(voter))
    }

    /// The chapters that have seen a move.
    pub fn witnesses_of(&self, of: &str) -> Vec<&str> {
        let seen = self.saved.get(of).into_iter().flat_map(|(_, witnesses)| witnesses.keys());
        seen.map(String::as_str).collect()
    }

    pub(crate) fn has_said(&self, chapter: &str, hash: &str) -> bool {
        self.verifications.contains_key(&(chapter.to_string(), hash.to_string()))
    }

    pub(crate) fn all_said(&self, roster: &Signed<Roster>) -> bool {
        let prevails = self.prevailing();
        prevails.is_some_and(|(_, tally)| roster.body.active().all(|chapter| self.has_said(&chapter.id, &tally.digest)))
    }

    /// From when on the host of a term has failed: no tally that holds, two days after it was due.
    pub(crate) fn failed_at(&self, number: u32, term: &Term) -> Option<i64> {
        if self.prevailing().is_some() {
            return None;
        }
        let due = term.due() + TALLY_WITHIN;
        let refuted = term.tallies.keys().all(|hash| term.found.get(hash).is_some_and(|(_, findings)| !findings.holds()));
        let failed = if term.tallies.is_empty() { Some(due) } else { refuted.then_some(due + DAY) };
        failed.filter(|_| number < MOST_TERMS)
    }

    /// The log once more, of everything anybody has kept.
    pub(crate) fn rebuilt(
        &mut self,
        opening: &Signed<Opening>,
        roster: &Signed<Roster>,
        key: &Key,
        now: i64,
    ) -> Result<Term, Code> {
        let mut term = Term::open(opening, roster)?;
        let number = opening.body.term;
        let mut found: Vec<(i64, Digest, Saved)> = Vec::new();
        for saved in self.all_saved() {
            let times =
                saved.receipts.iter().map(|r| r.body.received_at).chain(saved.witnesses.iter().map(|w| w.body.received_at));
            let times: BTreeSet<i64> = times.collect();
            found.extend(times.into_iter().map(|at| (at, saved.said.digest(), saved.clone())));
        }
        found.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        for (at, of, saved) in found {
            if term.machine.index_of(&of).is_some() {
                continue;
            }
            let receipt = saved.receipts.iter().find(|receipt| receipt.body.received_at == at).cloned();
            let witnesses = saved.witnesses.iter().filter(|witness| witness.body.received_at == at).cloned().collect();
            let entry = Entry {
                witnesses,
                receipt,
                ..log::next(&term.log, saved.said.body.kind(), Object::Move(saved.said.clone()), at)
            };
            if entry.received_at == at && term.machine.push(&entry).is_ok() {
                let receipt = term.append(entry, number, key, now);
                self.receipts.insert((number, of), receipt);
            }
        }
        Ok(term)
    }

    pub fn standing(&self, now: i64) -> Standing {
        let Some((_, last)) = self.terms.last_key_value() else { return Standing::Open };
        let over = last.due() + UNVERIFIED_AFTER;
        let Some((number, tally)) = self.prevailing() else {
            let codes = self.codes();
            return match codes.is_empty() {
                _ if now > over => Standing::Unverified,
                true => Standing::Open,
                false => Standing::Disputed(codes),
            };
        };
        let hash = tally.digest();
        let roster = &self.roster;
        let agree = roster
            .body
            .active()
            .filter(|chapter| {
                let said = self.verifications.get(&(chapter.id.clone(), hash.clone()));
                said.is_some_and(|said| said.body.evidence.is_empty() && said.is_by(&chapter.key))
            })
            .count();
        let all = agree == roster.body.active().count();
        let waited = self.terms.get(&number).is_some_and(|term| now >= term.due() + VERIFY_WITHIN);
        if agree >= roster.body.majority() && (all || waited) {
            Standing::Ratified(hash)
        } else if now > over {
            Standing::Unverified
        } else {
            Standing::Counted(hash)
        }
    }
}

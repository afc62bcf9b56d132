//! What a chapter's node does in decisions of the network: it keeps logs, watches, votes for its people, recounts, and takes
//! over where a host has failed. Messages go in with the moment, messages come out; carrying them is somebody else's work,
//! and losing, doubling or delaying them does no harm.

use std::collections::{BTreeMap, BTreeSet};

use crate::bundle::{self, Bundle, Receipted};
use crate::canon::Digest;
use crate::log::{self, Entry, Object, Opening};
use crate::machine::{GRACE, Machine};
use crate::object::{Body, Code, Evidence, Head, Kind, Move, Proposal, Receipt, Signed, Tally, Verification, Witness};
use crate::proof::Key;
use crate::roll::{self, Register};
use crate::roster::Roster;
use crate::verify::{Findings, verify};
use rules::by_laws::{DAY, HOUR};

/// How long after the end of grace a tally may be awaited.
pub const TALLY_WITHIN: i64 = 48 * HOUR;
/// How long the chapters have to recount.
pub const VERIFY_WITHIN: i64 = 72 * HOUR;
/// How long whoever takes over asks the others what they have.
const RESCUE: i64 = DAY;
/// Without a majority by then it stays unverified.
pub const UNVERIFIED_AFTER: i64 = 14 * DAY;
/// Entries in one answer.
const AT_ONCE: usize = 500;
/// Tallies of one term that are kept: an honest host has one.
const MOST_TALLIES: usize = 8;
/// So often a decision changes hands at most.
const MOST_TERMS: u32 = 1_000;
/// Heads of one decision that are kept; those that differ are kept first.
const MOST_HEADS: usize = 1_000;

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

/// A part of a log with what goes with it.
#[derive(Clone, Debug, PartialEq)]
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
#[derive(Clone, Debug, PartialEq)]
pub struct Saved {
    pub said: Signed<Move>,
    pub witnesses: Vec<Signed<Witness>>,
    pub receipts: Vec<Signed<Receipt>>,
}

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

type Known = (usize, usize, usize);

/// A move, and the chapters that have seen it.
type Seen = (Signed<Move>, BTreeMap<String, Signed<Witness>>);

/// The log of one term, as far as it is known here.
#[derive(Clone, Debug)]
pub struct Term {
    pub log: Vec<Entry>,
    pub machine: Machine,
    /// One; several where the host says different things to different chapters.
    pub tallies: BTreeMap<Digest, Signed<Tally>>,
    /// What comes next does not fit what is here: the log is asked for from its beginning. What the host has receipted before is
    /// kept, and found missing then.
    torn: bool,
    /// The length of the log when its head was signed last, and when that was.
    signed: (usize, i64),
    /// What was found in each tally, and when: the log's length, what heads and receipts.
    found: BTreeMap<Digest, (Known, Findings)>,
}

/// What is known of one decision.
#[derive(Clone, Debug)]
pub struct Decision {
    pub proposal: Signed<Proposal>,
    /// The roster it is decided under.
    roster: Signed<Roster>,
    pub terms: BTreeMap<u32, Term>,
    registers: Vec<Signed<Register>>,
    heads: BTreeMap<(u32, u64, Digest), Signed<Head>>,
    /// How often a head has told something new.
    known_heads: usize,
    receipts: BTreeMap<(u32, Digest), Signed<Receipt>>,
    saved: BTreeMap<Digest, Seen>,
    /// Moves of this chapter's people, and why they were refused if they were.
    pub own: BTreeMap<Digest, Option<Code>>,
    verifications: BTreeMap<(String, Digest), Signed<Verification>>,
    /// Since when it collects what others have, to take over.
    rescuing: Option<i64>,
}

/// A chapter's node.
#[derive(Clone, Debug)]
pub struct Chapter {
    pub id: String,
    pub key: Key,
    pub rosters: Vec<Signed<Roster>>,
    pub people: BTreeMap<String, Key>,
    pub decisions: BTreeMap<String, Decision>,
    /// It never goes back, even if the machine's does.
    clock: i64,
}

/// To whom, and what.
pub type Sent = Vec<(String, Message)>;

impl Chapter {
    pub fn new(id: &str, key: Key, rosters: Vec<Signed<Roster>>, people: BTreeMap<String, Key>) -> Self {
        Self { id: id.into(), key, rosters, people, decisions: BTreeMap::new(), clock: i64::MIN }
    }

    fn now(&mut self, now: i64) -> i64 {
        self.clock = self.clock.max(now);
        self.clock
    }

    /// Opens a decision this chapter hosts, with the registers that have come.
    ///
    /// # Errors
    /// The code of what is wrong with the proposal.
    pub fn open(&mut self, proposal: Signed<Proposal>, registers: Vec<Signed<Register>>, now: i64) -> Result<(), Code> {
        let now = self.now(now);
        let roster = self.rosters.last().ok_or(Code::RosterMismatch)?;
        let roll = roll::freeze(roster, &registers, &proposal.body.id, now);
        let opening = Opening { proposal: proposal.clone(), roll, term: 1, attributed_to: self.id.clone(), published: now };
        let opening = Signed::new(opening, &self.key, now);
        let term = Term::open(&opening, roster)?;
        let mut decision = Decision::new(proposal.clone(), roster.clone(), registers);
        decision.terms.insert(1, term);
        self.decisions.insert(proposal.body.id.clone(), decision);
        Ok(())
    }

    /// Somebody of this chapter says something: it is signed with their key and brought to the host, again and again until it
    /// is receipted.
    ///
    /// # Errors
    /// `NotOnRoll` if the node knows neither the person nor the decision.
    pub fn say(&mut self, proposal: &str, voter: &str, now: i64, fill: impl FnOnce(&mut Move)) -> Result<Digest, Code> {
        let now = self.now(now);
        let key = self.people.get(voter).ok_or(Code::NotOnRoll)?.clone();
        let decision = self.decisions.get_mut(proposal).ok_or(Code::NotOnRoll)?;
        let (_, term) = decision.terms.last_key_value().ok_or(Code::NotOnRoll)?;
        let pending = decision.own.keys().filter_map(|digest| Some(&decision.saved.get(digest)?.0));
        let spoken = pending.filter(|said| said.body.attributed_to == voter).map(|said| said.body.seq + 1).max();
        let seq = term.machine.next_seq(voter).max(spoken.unwrap_or(1));
        let mut said = Move {
            id: format!("{proposal}/moves/{voter}/{seq}"),
            attributed_to: voter.into(),
            in_reply_to: proposal.into(),
            version: term.machine.version(now),
            roll_hash: term.machine.roll_hash.clone(),
            seq,
            act: None,
            grades: None,
            text: None,
            delegation: None,
            new_key: None,
            published: now,
        };
        fill(&mut said);
        let signed = Signed::new(said, &key, now);
        let digest = signed.digest();
        decision.saved.insert(digest.clone(), (signed, BTreeMap::new()));
        decision.own.insert(digest.clone(), None);
        Ok(digest)
    }

    /// Takes a message.
    pub fn handle(&mut self, from: &str, message: Message, now: i64) -> Sent {
        let now = self.now(now);
        match message {
            Message::Submit { said, witnesses } => self.submitted(from, &said, &witnesses, now),
            Message::Watch { said } => self.watch(from, said, now),
            Message::Pull { proposal, term, from: first } => self.pulled(from, &proposal, term, first),
            Message::Rescue { proposal } => self.rescue_asked(from, &proposal),
            Message::Receipted(receipt) => {
                if let Some(decision) = self.decisions.get_mut(&receipt.body.proposal) {
                    decision.keep_receipt(*receipt);
                }
                Sent::new()
            }
            Message::Refused { proposal, digest, code } => {
                let decision = self.decisions.get_mut(&proposal);
                // Only who keeps the log can refuse, and what is receipted cannot be refused any more.
                if let Some(decision) =
                    decision.filter(|decision| decision.keeper() == Some(from) && !decision.is_receipted(&digest))
                    && let Some(own) = decision.own.get_mut(&digest)
                    && code != Code::Late
                {
                    *own = Some(code);
                }
                Sent::new()
            }
            Message::Watched(witness) => {
                if let Some(decision) = self.decisions.get_mut(&witness.body.proposal) {
                    decision.keep_witness(*witness);
                }
                Sent::new()
            }
            Message::Log(page) => {
                self.paged(*page);
                Sent::new()
            }
            Message::Verified { tally, verification } => {
                if let Some(decision) = self.decisions.get_mut(&verification.body.proposal) {
                    decision.keep_tally(tally);
                    decision.keep_verification(verification);
                }
                Sent::new()
            }
            Message::Rescued { proposal, saved } => {
                if let Some(decision) = self.decisions.get_mut(&proposal) {
                    saved.into_iter().for_each(|saved| decision.keep_saved(saved));
                }
                Sent::new()
            }
        }
    }

    /// A move comes to whoever keeps the log. The same one twice gets the same receipt.
    fn submitted(&mut self, from: &str, signed: &Signed<Move>, witnesses: &[Signed<Witness>], now: i64) -> Sent {
        let proposal = signed.body.in_reply_to.clone();
        let Some(decision) = self.decisions.get_mut(&proposal) else { return Sent::new() };
        let Some((number, term)) = decision.terms.iter_mut().next_back() else { return Sent::new() };
        if term.machine.keeper != self.id {
            return Sent::new();
        }
        let of = signed.digest();
        if let Some(receipt) = decision.receipts.get(&(*number, of.clone())) {
            return vec![(from.into(), Message::Receipted(Box::new(receipt.clone())))];
        }
        if !term.tallies.is_empty() {
            return vec![(from.into(), Message::Refused { proposal, digest: of, code: Code::Late })];
        }
        let plain = log::next(&term.log, signed.body.kind(), Object::Move(signed.clone()), now);
        let late = Entry { witnesses: witnesses.to_vec(), ..plain.clone() };
        let taken = match term.machine.push(&plain) {
            Err(Code::Late) if !witnesses.is_empty() => term.machine.push(&late).map(|()| late),
            taken => taken.map(|()| plain),
        };
        match taken {
            Ok(entry) => {
                let receipt = term.append(entry, *number, &self.key, now);
                decision.receipts.insert((*number, of.clone()), receipt.clone());
                decision.saved.entry(of).or_insert_with(|| (signed.clone(), BTreeMap::new()));
                vec![(from.into(), Message::Receipted(Box::new(receipt)))]
            }
            Err(code) => vec![(from.into(), Message::Refused { proposal, digest: of, code })],
        }
    }

    /// Somebody shows a move to a chapter that watches: it says when it has seen it first.
    fn watch(&mut self, from: &str, signed: Signed<Move>, now: i64) -> Sent {
        let Some(decision) = self.decisions.get_mut(&signed.body.in_reply_to) else { return Sent::new() };
        if !decision.is_genuine(&signed) {
            return Sent::new();
        }
        let of = signed.digest();
        let (_, witnesses) = decision.saved.entry(of.clone()).or_insert_with(|| (signed.clone(), BTreeMap::new()));
        let own = witnesses.entry(self.id.clone()).or_insert_with(|| {
            let seen = Witness {
                proposal: signed.body.in_reply_to.clone(),
                digest: of,
                attributed_to: self.id.clone(),
                received_at: now,
            };
            Signed::new(seen, &self.key, now)
        });
        vec![(from.into(), Message::Watched(Box::new(own.clone())))]
    }

    fn pulled(&self, from: &str, proposal: &str, wanted: u32, first: u64) -> Sent {
        let Some(decision) = self.decisions.get(proposal) else { return Sent::new() };
        // Whoever is behind gets one term after the other.
        let Some((number, term)) = decision.terms.range(wanted..).next().or_else(|| decision.terms.iter().next_back()) else {
            return Sent::new();
        };
        let first = if *number == wanted { usize::try_from(first).unwrap_or(usize::MAX) } else { 0 };
        let mut sent = vec![(from.to_string(), Message::Log(Box::new(decision.page(*number, term, first))))];
        if let Some((number, term)) = decision.terms.range(wanted + 1..).next() {
            sent.push((from.into(), Message::Log(Box::new(decision.page(*number, term, 0)))));
        }
        sent
    }

    fn rescue_asked(&self, from: &str, proposal: &str) -> Sent {
        let Some(decision) = self.decisions.get(proposal) else { return Sent::new() };
        vec![(from.into(), Message::Rescued { proposal: proposal.into(), saved: decision.all_saved() })]
    }

    /// A part of a log has come.
    fn paged(&mut self, page: Page) {
        let Page { proposal, term: number, entries, receipts, heads, registers, tallies, verifications } = page;
        if !self.decisions.contains_key(&proposal) {
            let opening = entries.first().filter(|entry| entry.index == 0).and_then(|entry| entry.object.as_ref());
            let Some(opening) = opening.and_then(Object::opening) else { return };
            if opening.body.proposal.body.id != proposal {
                return;
            }
            let roster = self.rosters.iter().find(|roster| roster.digest == opening.body.proposal.body.roster_digest);
            let Some(roster) = roster else { return };
            let decision = Decision::new(opening.body.proposal.clone(), roster.clone(), Vec::new());
            self.decisions.insert(proposal.clone(), decision);
        }
        let Some(decision) = self.decisions.get_mut(&proposal) else { return };
        for register in registers {
            decision.keep_register(register);
        }
        let kept_here = decision.terms.get(&number).is_some_and(|term| term.machine.keeper == self.id);
        if !kept_here {
            decision.extend(number, entries);
        }
        receipts.into_iter().for_each(|receipt| decision.keep_receipt(receipt));
        heads.into_iter().for_each(|head| decision.keep_head(head));
        verifications.into_iter().for_each(|verification| decision.keep_verification(verification));
        if !kept_here {
            tallies.into_iter().for_each(|tally| decision.keep_tally(tally));
        }
    }

    /// What is to be done as time goes by.
    pub fn tick(&mut self, now: i64) -> Sent {
        let now = self.now(now);
        let mut sent = Sent::new();
        let ids: Vec<String> = self.decisions.keys().cloned().collect();
        for id in ids {
            let Some(mut decision) = self.decisions.remove(&id) else { continue };
            let roster = decision.roster.clone();
            self.keep_log(&mut decision, now);
            self.recount(&mut decision, &roster, now, &mut sent);
            self.take_over(&mut decision, &roster, now, &mut sent);
            self.bring(&decision, &roster, now, &mut sent);
            self.decisions.insert(id, decision);
        }
        sent
    }

    /// Who keeps the log signs its head where it has grown, and counts once nothing can change any more.
    fn keep_log(&self, decision: &mut Decision, now: i64) {
        let Some((number, term)) = decision.terms.iter_mut().next_back() else { return };
        if term.machine.keeper != self.id {
            return;
        }
        if term.tallies.is_empty()
            && let Some(outcome) = term.machine.outcome(now)
        {
            let tally = Tally {
                proposal: term.machine.proposal.id.clone(),
                term: *number,
                attempt: 1,
                roll_hash: term.machine.roll_hash.clone(),
                policy_hash: term.machine.proposal.policy_hash.clone(),
                log_length: term.log.len() as u64,
                log_head: term.head(),
                outcome,
            };
            let tally = Signed::new(tally, &self.key, now);
            term.tallies.insert(tally.digest(), tally);
        }
        // Every hour once more what the log was then: nothing can be put into the past after that.
        let (signed, at) = term.signed;
        let open = term.tallies.is_empty() && now >= at + HOUR;
        if signed < term.log.len() || open {
            term.signed = (term.log.len(), now);
            let (proposal, length) = (term.machine.proposal.id.clone(), term.log.len() as u64);
            let head = Head { proposal, term: *number, length, head: term.head(), at: now };
            let head = Signed::new(head, &self.key, now);
            decision.keep_head(head);
        }
    }

    /// Recounts every tally that is known, and tells the others what came of it.
    fn recount(&self, decision: &mut Decision, roster: &Signed<Roster>, now: i64, sent: &mut Sent) {
        for (number, tally) in decision.tallies() {
            let Some(findings) = decision.findings(number, &tally, &self.rosters) else { continue };
            let key = (self.id.clone(), tally.digest());
            let said = decision.verifications.get(&key);
            // Who has found something does not take that back.
            if said.is_none_or(|said| said.body.evidence.is_empty() && !findings.holds()) {
                let verification = Verification {
                    proposal: decision.proposal.body.id.clone(),
                    attributed_to: self.id.clone(),
                    tally_hash: tally.digest(),
                    evidence: findings.evidence,
                    published: now,
                };
                decision.verifications.insert(key, Signed::new(verification, &self.key, now));
            }
        }
        if matches!(decision.standing(now), Standing::Ratified(_)) && decision.all_said(roster) {
            return;
        }
        for (_, tally) in decision.tallies() {
            let Some(own) = decision.verifications.get(&(self.id.clone(), tally.digest())) else { continue };
            for other in roster.body.active().filter(|other| other.id != self.id) {
                sent.push((other.id.clone(), Message::Verified { tally: tally.clone(), verification: own.clone() }));
            }
        }
    }

    /// Where the host has failed, the next chapter asks everybody what they have, and keeps the log from then on.
    fn take_over(&self, decision: &mut Decision, roster: &Signed<Roster>, now: i64, sent: &mut Sent) {
        let Some((number, term)) = decision.terms.last_key_value() else { return };
        let (number, failed) = (*number, decision.failed_at(*number, term));
        let Some(failed) = failed.filter(|failed| now >= *failed) else {
            decision.rescuing = None;
            return;
        };
        if matches!(decision.standing(now), Standing::Ratified(_)) {
            return;
        }
        // One after the other, three days each.
        let turn = u32::try_from((now - failed) / (3 * DAY)).unwrap_or(u32::MAX).min(1_000);
        let next = number + 1 + turn;
        if roster.body.host(&decision.proposal.body.host, next).is_none_or(|next| next.id != self.id) {
            decision.rescuing = None;
            return;
        }
        let since = *decision.rescuing.get_or_insert(now);
        if now < since + RESCUE {
            for other in roster.body.active().filter(|other| other.id != self.id) {
                sent.push((other.id.clone(), Message::Rescue { proposal: decision.proposal.body.id.clone() }));
            }
            return;
        }
        decision.rescuing = None;
        let opening = Opening {
            proposal: decision.proposal.clone(),
            roll: term.machine.roll.clone(),
            term: next,
            attributed_to: self.id.clone(),
            published: now,
        };
        let Ok(term) = decision.rebuilt(&Signed::new(opening, &self.key, now), roster, &self.key, now) else { return };
        decision.terms.insert(next, term);
    }

    /// Brings what has not arrived, and asks for what is new.
    fn bring(&self, decision: &Decision, roster: &Signed<Roster>, now: i64, sent: &mut Sent) {
        let Some((number, term)) = decision.terms.last_key_value() else { return };
        let id = &decision.proposal.body.id;
        let keeper = term.machine.keeper.clone();
        if keeper == self.id {
            // Whoever has not recounted yet may not have heard.
            for other in roster.body.active().filter(|other| other.id != self.id) {
                let first = term.log.len().saturating_sub(AT_ONCE);
                let first = if first == 0 { 0 } else { term.log.len() };
                if !term.tallies.keys().any(|hash| decision.has_said(&other.id, hash)) {
                    sent.push((other.id.clone(), Message::Log(Box::new(decision.page(*number, term, first)))));
                }
            }
        } else {
            // The keeper of the log, and each time another chapter: one that lies cannot hide for long.
            let others: Vec<&str> = roster
                .body
                .active()
                .map(|other| other.id.as_str())
                .filter(|other| *other != self.id && *other != keeper)
                .collect();
            let turn = usize::try_from(now / HOUR).unwrap_or_default();
            let other = others.get(turn % others.len().max(1)).copied();
            for to in std::iter::once(keeper.as_str()).chain(other) {
                let from = if term.torn { 0 } else { term.log.len() as u64 };
                sent.push((to.into(), Message::Pull { proposal: id.clone(), term: *number, from }));
            }
        }
        for (of, refused) in &decision.own {
            let Some((said, witnesses)) = decision.saved.get(of) else { continue };
            if refused.is_some() || decision.is_receipted(of) {
                continue;
            }
            let home = term.machine.roll.find(&said.body.attributed_to).map(|voter| &voter.chapter);
            let watchers = home.map(|home| roster.body.witnesses(home, &decision.proposal.body.host)).unwrap_or_default();
            for watcher in watchers.iter().filter(|watcher| watcher.id != self.id && !witnesses.contains_key(&watcher.id)) {
                sent.push((watcher.id.clone(), Message::Watch { said: said.clone() }));
            }
            let witnesses = witnesses.values().cloned().collect();
            sent.push((keeper.clone(), Message::Submit { said: said.clone(), witnesses }));
        }
    }

    /// Where a decision stands, as far as this chapter knows.
    pub fn standing(&self, proposal: &str, now: i64) -> Option<Standing> {
        Some(self.decisions.get(proposal)?.standing(now))
    }

    /// The record of a decision: of the term whose tally holds, otherwise of the last.
    pub fn bundle(&self, proposal: &str) -> Option<Bundle> {
        let decision = self.decisions.get(proposal)?;
        let (number, tally) = match decision.prevailing() {
            Some((number, tally)) => (number, Some(tally)),
            None => decision.terms.iter().next_back().map(|(number, term)| (*number, term.tallies.values().next().cloned()))?,
        };
        decision.bundle(number, tally, &self.rosters)
    }
}

impl Term {
    fn open(opening: &Signed<Opening>, roster: &Signed<Roster>) -> Result<Self, Code> {
        let machine = Machine::open(opening, roster)?;
        let first = log::next(&[], Kind::Open, Object::Opening(opening.clone()), opening.body.roll.frozen_at);
        Ok(Self { log: vec![first], machine, tallies: BTreeMap::new(), torn: false, signed: (0, 0), found: BTreeMap::new() })
    }

    /// When this term's host can count.
    fn due(&self) -> i64 {
        self.machine.closes().max(self.machine.began()) + GRACE
    }

    /// Goes back to where this log and another of the same host part.
    fn mend(&mut self, other: &[Entry], roster: &Signed<Roster>) {
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

    fn append(&mut self, entry: Entry, term: u32, key: &Key, now: i64) -> Signed<Receipt> {
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
    fn new(proposal: Signed<Proposal>, roster: Signed<Roster>, registers: Vec<Signed<Register>>) -> Self {
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

    fn keeper(&self) -> Option<&str> {
        self.terms.last_key_value().map(|(_, term)| term.machine.keeper.as_str())
    }

    pub fn is_receipted(&self, of: &str) -> bool {
        self.receipts.keys().any(|(_, digest)| digest == of)
    }

    /// Is it by somebody on the roll?
    fn is_genuine(&self, said: &Signed<Move>) -> bool {
        self.terms.values().next_back().is_some_and(|term| term.machine.is_genuine(said))
    }

    fn is_by_keeper<B: Body>(&self, object: &Signed<B>, term: u32) -> bool {
        self.roster.body.host(&self.proposal.body.host, term).is_some_and(|keeper| object.is_by(&keeper.key))
    }

    fn keep_register(&mut self, register: Signed<Register>) {
        let chapter = self.roster.body.find(&register.body.attributed_to);
        let known = self.registers.contains(&register) || self.registers.len() > 4 * self.roster.body.chapters.len();
        if !known && chapter.is_some_and(|chapter| register.is_by(&chapter.key)) {
            self.registers.push(register);
        }
    }

    fn keep_receipt(&mut self, receipt: Signed<Receipt>) {
        let key = (receipt.body.term, receipt.body.digest.clone());
        if !self.receipts.contains_key(&key) && self.is_by_keeper(&receipt, receipt.body.term) {
            self.receipts.insert(key, receipt);
        }
    }

    fn keep_head(&mut self, head: Signed<Head>) {
        let key = (head.body.term, head.body.length, head.body.head.clone());
        let newer = self.heads.get(&key).map(|known| known.body.at < head.body.at);
        if newer.unwrap_or(self.heads.len() < MOST_HEADS) && self.is_by_keeper(&head, head.body.term) {
            self.known_heads += 1;
            self.heads.insert(key, head);
        }
    }

    fn keep_witness(&mut self, witness: Signed<Witness>) {
        let chapter = self.roster.body.find(&witness.body.attributed_to);
        if chapter.is_some_and(|chapter| witness.is_by(&chapter.key))
            && let Some((_, witnesses)) = self.saved.get_mut(&witness.body.digest)
        {
            witnesses.entry(witness.body.attributed_to.clone()).or_insert(witness);
        }
    }

    fn keep_move(&mut self, said: Signed<Move>) {
        if !self.saved.contains_key(&said.digest) && self.is_genuine(&said) {
            self.saved.insert(said.digest(), (said, BTreeMap::new()));
        }
    }

    fn keep_saved(&mut self, saved: Saved) {
        self.keep_move(saved.said);
        saved.witnesses.into_iter().for_each(|witness| self.keep_witness(witness));
        saved.receipts.into_iter().for_each(|receipt| self.keep_receipt(receipt));
    }

    /// What somebody found takes the place of that they agreed; what they show is kept.
    fn keep_verification(&mut self, said: Signed<Verification>) {
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
    fn all_saved(&self) -> Vec<Saved> {
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
    fn extend(&mut self, number: u32, entries: Vec<Entry>) {
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

    fn page(&self, number: u32, term: &Term, first: usize) -> Page {
        let entries: Vec<Entry> = term.log.iter().skip(first).take(AT_ONCE).cloned().collect();
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

    fn bundle(&self, number: u32, tally: Option<Signed<Tally>>, rosters: &[Signed<Roster>]) -> Option<Bundle> {
        let term = self.terms.get(&number)?;
        let object = |of: &Digest| self.saved.get(of).map(|(said, _)| said.clone());
        Some(Bundle {
            kind: bundle::Kind::Record,
            rosters: rosters.to_vec(),
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
    fn tallies(&self) -> Vec<(u32, Signed<Tally>)> {
        self.terms.iter().flat_map(|(number, term)| term.tallies.values().map(|tally| (*number, tally.clone()))).collect()
    }

    fn keep_tally(&mut self, tally: Signed<Tally>) {
        let by_keeper = self.is_by_keeper(&tally, tally.body.term);
        let Some(term) = self.terms.get_mut(&tally.body.term) else { return };
        if by_keeper && tally.body.proposal == term.machine.proposal.id && term.tallies.len() < MOST_TALLIES {
            term.tallies.insert(tally.digest(), tally);
        }
    }

    /// What a recount of a tally finds; none while a part of its log is missing.
    fn findings(&mut self, number: u32, tally: &Signed<Tally>, rosters: &[Signed<Roster>]) -> Option<Findings> {
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
    fn is_forked(&self, number: u32, term: &Term) -> bool {
        let heads = self.heads.range((number, 0, Digest::new())..(number + 1, 0, Digest::new()));
        heads.into_iter().any(|((_, length, head), _)| {
            let at = length.checked_sub(1).and_then(|n| term.log.get(usize::try_from(n).ok()?));
            at.is_some_and(|entry| entry.head() != *head)
        })
    }

    /// The tally of the first term that has one that holds, as far as is known here.
    fn prevailing(&self) -> Option<(u32, Signed<Tally>)> {
        self.terms.iter().find_map(|(number, term)| {
            let holds = |hash: &&Digest| term.found.get(*hash).is_some_and(|(_, findings)| findings.holds());
            let hash = term.tallies.keys().find(holds)?;
            Some((*number, term.tallies.get(hash)?.clone()))
        })
    }

    fn has_said(&self, chapter: &str, hash: &str) -> bool {
        self.verifications.contains_key(&(chapter.to_string(), hash.to_string()))
    }

    fn all_said(&self, roster: &Signed<Roster>) -> bool {
        let prevails = self.prevailing();
        prevails.is_some_and(|(_, tally)| roster.body.active().all(|chapter| self.has_said(&chapter.id, &tally.digest)))
    }

    /// From when on the host of a term has failed: no tally that holds, two days after it was due.
    fn failed_at(&self, number: u32, term: &Term) -> Option<i64> {
        if self.prevailing().is_some() {
            return None;
        }
        let due = term.due() + TALLY_WITHIN;
        let refuted = term.tallies.keys().all(|hash| term.found.get(hash).is_some_and(|(_, findings)| !findings.holds()));
        let failed = if term.tallies.is_empty() { Some(due) } else { refuted.then_some(due + DAY) };
        failed.filter(|_| number < MOST_TERMS)
    }

    /// The log once more, of everything anybody has kept.
    fn rebuilt(&mut self, opening: &Signed<Opening>, roster: &Signed<Roster>, key: &Key, now: i64) -> Result<Term, Code> {
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

    fn standing(&self, now: i64) -> Standing {
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

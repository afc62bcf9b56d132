//! What a chapter's node does in decisions of the network: it keeps logs, watches, votes for its people, recounts, and takes
//! over where a host has failed. Messages go in with the moment, messages come out; carrying them is somebody else's work,
//! and losing, doubling or delaying them does no harm.

use std::collections::BTreeMap;

use crate::bundle::Bundle;
use crate::canon::Digest;
use crate::challenge::Challenge;
use crate::decision::{Decision, RESCUE, Standing, Term};
use crate::log::{self, Entry, Object, Opening};
use crate::message::{AT_ONCE, Message, Page};
use crate::object::{Code, Head, Move, Proposal, Signed, Tally, Verification, Witness};
use crate::proof::Key;
use crate::roll::{self, Register};
use crate::roster::Roster;
use rules::by_laws::{DAY, HOUR};

/// A chapter's node.
#[derive(Clone, Debug)]
pub struct Chapter {
    pub id: String,
    pub key: Key,
    pub rosters: Vec<Signed<Roster>>,
    pub people: BTreeMap<String, Key>,
    pub decisions: BTreeMap<String, Decision>,
    /// It never goes back, even if the machine's does.
    pub clock: i64,
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
    pub fn open(
        &mut self,
        proposal: Signed<Proposal>,
        registers: Vec<Signed<Register>>,
        challenges: &[Signed<Challenge>],
        now: i64,
    ) -> Result<(), Code> {
        let now = self.now(now);
        let roster = self.rosters.last().ok_or(Code::RosterMismatch)?;
        let roll = roll::freeze(roster, &registers, challenges, &proposal.body.id, now);
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
        let said = self.compose(proposal, voter, now, fill)?;
        let key = self.people.get(voter).ok_or(Code::NotOnRoll)?;
        self.keep(Signed::new(said, key, now))
    }

    /// Keeps what one of this chapter's people has signed, to be brought to the host.
    ///
    /// # Errors
    /// `NotOnRoll` if the node does not know the decision.
    pub fn keep(&mut self, signed: Signed<Move>) -> Result<Digest, Code> {
        let decision = self.decisions.get_mut(&signed.body.in_reply_to).ok_or(Code::NotOnRoll)?;
        let digest = signed.digest();
        decision.saved.insert(digest.clone(), (signed, BTreeMap::new()));
        decision.own.insert(digest.clone(), None);
        Ok(digest)
    }

    /// Would that count, as far as is known here? Whoever keeps the log may know more.
    ///
    /// # Errors
    /// Why it would not.
    pub fn foresee(&self, signed: &Signed<Move>, now: i64) -> Result<(), Code> {
        let known = self.decisions.get(&signed.body.in_reply_to).ok_or(Code::NotOnRoll)?;
        let (_, term) = known.terms.last_key_value().ok_or(Code::NotOnRoll)?;
        let entry = log::next(&term.log, signed.body.kind(), Object::Move(signed.clone()), now.max(self.clock));
        let mut machine = term.machine.clone();
        // Somebody's new key may be on its way still.
        for said in known.coming_keys(&signed.body.attributed_to) {
            let before = log::next(&term.log, said.body.kind(), Object::Move(said.clone()), now.max(self.clock));
            let _ = machine.push(&before);
        }
        machine.push(&entry)
    }

    /// What somebody would say, to be signed.
    ///
    /// # Errors
    /// `NotOnRoll` if the node does not know the decision.
    pub fn compose(&self, proposal: &str, voter: &str, now: i64, fill: impl FnOnce(&mut Move)) -> Result<Move, Code> {
        let decision = self.decisions.get(proposal).ok_or(Code::NotOnRoll)?;
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
        Ok(said)
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
        let mut fresh = false;
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
                fresh = true;
            }
        }
        // Whoever says it last knows at once that everybody agrees; the others do not yet.
        if !fresh && matches!(decision.standing(now), Standing::Ratified(_)) && decision.all_said(roster) {
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
                    if !term.tallies.is_empty() {
                        // What they found may have been lost on its way.
                        let from = term.log.len() as u64;
                        sent.push((other.id.clone(), Message::Pull { proposal: id.clone(), term: *number, from }));
                    }
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
            // What a new key signs is understood only after that key is known.
            let keys = decision.coming_keys(&said.body.attributed_to);
            let early = keys.iter().any(|key| key.body.seq < said.body.seq && !decision.is_receipted(&key.digest));
            if refused.is_some() || decision.is_receipted(of) || early {
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

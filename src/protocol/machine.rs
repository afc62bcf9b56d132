//! What the log of a decision means: each entry is looked at as it comes, and either moves the decision or is refused by its
//! code. Host, chapters and auditors run the very same machine.
//!
//! The host's clock says what is in time. What came after the end of a window counts if a third chapter has seen it before
//! the end, and the host got it within a day: until then the end is not settled. What is said then takes its place in time,
//! and everything is played once more from there.

use std::collections::BTreeMap;

use rules::advice::Advice;
use rules::ballot::{self, Ballot};
use rules::by_laws::{ByLaws, DAY};
use rules::consent::{self, Consent};
use rules::delegation::{Delegation, Scope};
use rules::proposal::{Act, Actor, Event, Facts, Process, Proposal as Deciding, Refusal, Verdict};
use rules::roles::Role;
use rules::roll::Voter;
use rules::tally::Vote;
use rules::three_connectors::ThreeConnectors;

use crate::canon::{Digest, canonical, digest};
use crate::log::{Entry, Object, Opening};
use crate::object::{Code, Counted, Kind, Move, Outcome, PROTOCOL, Proposal, Receipt, Signed, Text, Witness};
use crate::roll::Roll;
use crate::roster::Roster;

/// How long what was witnessed in time may still come.
pub const GRACE: i64 = DAY;
/// The longest text of an amendment, and the longest act with its reasons, in bytes.
const MAX_TEXT: usize = 200_000;
/// So often one person speaks in one decision at most.
const MOST_SAID: u64 = 1_000;

/// A move that stands, at the moment that counts.
#[derive(Clone, Debug)]
struct Said {
    at: i64,
    index: u64,
    said: Move,
}

/// A decision as its log tells it.
#[derive(Clone, Debug)]
pub struct Machine {
    pub proposal: Proposal,
    pub roll: Roll,
    pub roll_hash: Digest,
    pub term: u32,
    /// The chapter that keeps the log now.
    pub keeper: String,
    /// When this term began.
    began: i64,
    /// The keys of the chapters, and of those who kept the log before.
    chapters: BTreeMap<String, String>,
    earlier: Vec<(u32, String)>,
    /// The keys of those on the roll, as they have changed them.
    keys: BTreeMap<String, String>,
    seqs: BTreeMap<String, u64>,
    known: BTreeMap<Digest, u64>,
    said: Vec<Said>,
    start: Played,
    played: Played,
}

/// A decision as people look at it.
#[derive(Clone, Debug)]
pub struct View {
    pub deciding: Deciding,
    pub text: Text,
    /// In the last window for consent.
    pub stances: BTreeMap<String, &'static str>,
    pub ballots: BTreeMap<String, BTreeMap<String, i64>>,
    pub trust: BTreeMap<(String, Scope), Option<String>>,
    pub count: Option<Counted>,
    /// Who put another text to the vote, and which.
    pub alternatives: Vec<(String, Text)>,
    /// Everything that stands, with the moment that counts.
    pub moves: Vec<(i64, Move)>,
}

/// How far the decision has come.
#[derive(Clone, Debug)]
struct Played {
    deciding: Deciding,
    /// Ends of windows that have passed.
    ends: Vec<i64>,
    stances: BTreeMap<String, &'static str>,
    ballots: BTreeMap<String, BTreeMap<String, i64>>,
    trust: BTreeMap<(String, Scope), Option<String>>,
    count: Option<Counted>,
    /// Of the last window.
    text: Text,
}

impl Machine {
    /// Begins with the first entry of a log.
    ///
    /// # Errors
    /// What is wrong with it, by its code.
    pub fn open(opening: &Signed<Opening>, roster: &Signed<Roster>) -> Result<Self, Code> {
        let Opening { proposal, roll, term, attributed_to, published } = &opening.body;
        let body = &proposal.body;
        if body.roster_digest != roster.digest() || roll.roster_digest != body.roster_digest {
            return Err(Code::RosterMismatch);
        }
        let keeper = roster.body.host(&body.host, *term).filter(|keeper| keeper.id == *attributed_to && *term > 0);
        let keeper = keeper.ok_or(Code::RosterMismatch)?;
        if !opening.is_by(&keeper.key) {
            return Err(Code::BadSignature);
        }
        if digest(&body.policy) != body.policy_hash {
            return Err(Code::PolicyHashMismatch);
        }
        if body.protocol != PROTOCOL || body.policy.check().is_err() || roll.proposal != body.id || too_long(&body.text) {
            return Err(Code::Malformed);
        }
        if body.change.as_ref().is_some_and(|change| !body.entrenched || !roster.takes(change)) {
            return Err(Code::Malformed);
        }
        if *term == 1 && *published != roll.frozen_at {
            return Err(Code::Malformed);
        }
        let author = roll.find(&body.attributed_to).ok_or(Code::NotOnRoll)?;
        if !proposal.is_by(&author.key) {
            return Err(Code::BadSignature);
        }
        let start = begin(body, roll)?;
        Ok(Self {
            proposal: body.clone(),
            roll_hash: roll.hash(),
            roll: roll.clone(),
            term: *term,
            keeper: attributed_to.clone(),
            began: *published,
            chapters: roster.body.active().map(|chapter| (chapter.id.clone(), chapter.key.clone())).collect(),
            earlier: (1..*term).filter_map(|n| Some((n, roster.body.host(&body.host, n)?.key.clone()))).collect(),
            keys: roll.entries.iter().map(|entry| (entry.voter.clone(), entry.key.clone())).collect(),
            seqs: BTreeMap::new(),
            known: BTreeMap::new(),
            said: Vec::new(),
            played: start.clone(),
            start,
        })
    }

    /// When this term began.
    pub fn began(&self) -> i64 {
        self.began
    }

    /// The version of the text at a moment.
    pub fn version(&self, now: i64) -> u32 {
        version(&self.state(now).0)
    }

    /// Where in the log a move stands, by its digest.
    pub fn index_of(&self, digest: &str) -> Option<u64> {
        self.known.get(digest).copied()
    }

    /// The next number for what somebody says.
    pub fn next_seq(&self, voter: &str) -> u64 {
        self.seqs.get(voter).map_or(1, |seq| seq + 1)
    }

    /// Takes an entry of the log after the first.
    ///
    /// # Errors
    /// Why it does not count. It stands in the log all the same, and moves nothing.
    pub fn push(&mut self, entry: &Entry) -> Result<(), Code> {
        let object = entry.object.as_ref().ok_or(Code::ObjectDigest)?;
        let signed = object.said().ok_or(Code::MalformedChoice)?;
        let said = self.look(signed, entry.kind)?;
        let at = self.moment(entry)?;
        self.take(Said { at, index: entry.index, said }, entry.received_at)?;
        self.known.insert(entry.digest.clone(), entry.index);
        Ok(())
    }

    /// Is it by somebody on the roll, with the key they have or had, or a new key that is vouched for?
    pub fn is_genuine(&self, signed: &Signed<Move>) -> bool {
        let by = &signed.body.attributed_to;
        if signed.body.seq > MOST_SAID || signed.body.text.as_ref().is_some_and(too_long) {
            return false;
        }
        let had = self.roll.find(by).is_some_and(|voter| signed.is_by(&voter.key));
        had || self.keys.get(by).is_some_and(|key| signed.is_by(key)) || self.is_vouched(signed)
    }

    /// Who has lost a key gets a new one by their chapter and somebody else on the roll.
    fn is_vouched(&self, signed: &Signed<Move>) -> bool {
        let said = &signed.body;
        let home = self.roll.find(&said.attributed_to).and_then(|voter| self.chapters.get(&voter.chapter));
        let mut others = self.keys.iter().filter(|(other, _)| **other != said.attributed_to);
        said.new_key.is_some() && home.is_some_and(|home| signed.is_by(home)) && others.any(|(_, key)| signed.is_by(key))
    }

    /// The key somebody on the roll decides with now.
    pub fn key_of(&self, voter: &str) -> Option<&str> {
        self.keys.get(voter).map(String::as_str)
    }

    /// Would a move that an earlier host has receipted have counted in this log?
    pub fn would_take(&self, said: &Signed<Move>, receipt: &Signed<Receipt>) -> bool {
        let entry = Entry {
            index: u64::MAX,
            prev: Digest::new(),
            kind: said.body.kind(),
            digest: said.digest(),
            received_at: receipt.body.received_at,
            object: Some(Object::Move(said.clone())),
            witnesses: Vec::new(),
            receipt: Some(receipt.clone()),
        };
        self.clone().push(&entry).is_ok()
    }

    /// Signature, roll, proposal and roll hash, number, form.
    fn look(&self, signed: &Signed<Move>, kind: Kind) -> Result<Move, Code> {
        let said = &signed.body;
        let key = self.keys.get(&said.attributed_to).ok_or(Code::NotOnRoll)?;
        if !signed.is_by(key) && !self.is_vouched(signed) {
            return Err(Code::BadSignature);
        }
        if said.in_reply_to != self.proposal.id || said.roll_hash != self.roll_hash {
            return Err(Code::WrongVersion);
        }
        if said.seq <= self.seqs.get(&said.attributed_to).copied().unwrap_or_default() {
            return Err(Code::StaleSeq);
        }
        if said.seq > MOST_SAID {
            return Err(Code::Refused);
        }
        let parts = [said.act.is_some(), said.delegation.is_some(), said.new_key.is_some()];
        let one = parts.iter().filter(|part| **part).count() == 1;
        let ballot = said.grades.is_some() == matches!(said.act, Some(Act::Vote));
        let text = said.text.is_some() == matches!(said.act, Some(Act::Amend { .. } | Act::Compete));
        let wordy = said.act.as_ref().is_some_and(|act| canonical(act).len() > MAX_TEXT);
        let long = wordy || said.text.as_ref().is_some_and(too_long);
        if !one || !ballot || !text || long || kind != said.kind() {
            return Err(Code::MalformedChoice);
        }
        if said.new_key.as_ref().is_some_and(|key| self.keys.values().any(|other| other == key)) {
            return Err(Code::MalformedChoice);
        }
        Ok(said.clone())
    }

    /// When an entry was said, as far as the decision goes: when the host got it; if it came late, when a third chapter saw
    /// it; in a later term, when an earlier host or a third chapter did.
    fn moment(&self, entry: &Entry) -> Result<i64, Code> {
        let voter = entry.object.as_ref().and_then(Object::said).map(|said| said.body.attributed_to.as_str()).unwrap_or_default();
        let home = self.roll.find(voter).map(|voter| voter.chapter.as_str()).unwrap_or_default();
        let third = |witness: &&Signed<Witness>| {
            let Witness { proposal, digest, attributed_to, .. } = &witness.body;
            let key = self.chapters.get(attributed_to);
            let apart = attributed_to != home && *attributed_to != self.keeper && *attributed_to != self.proposal.host;
            apart && *proposal == self.proposal.id && *digest == entry.digest && key.is_some_and(|key| witness.is_by(key))
        };
        let seen = entry.witnesses.iter().filter(third).map(|witness| witness.body.received_at);
        let got = entry.receipt.iter().filter(|receipt| {
            let Receipt { proposal, term, digest, .. } = &receipt.body;
            let by = self.earlier.iter().find(|(n, _)| n == term);
            *proposal == self.proposal.id && *digest == entry.digest && by.is_some_and(|(_, key)| receipt.is_by(key))
        });
        let earliest = seen.chain(got.map(|receipt| receipt.body.received_at)).min();
        if self.term > 1 && entry.received_at < self.began {
            // What was said before this chapter kept the log has somebody else who saw it then.
            return earliest.filter(|at| *at == entry.received_at).ok_or(Code::Late);
        }
        Ok(earliest.map_or(entry.received_at, |at| at.min(entry.received_at)))
    }

    fn take(&mut self, new: Said, received_at: i64) -> Result<(), Code> {
        let in_order = self.said.last().is_none_or(|last| last.at <= new.at) && new.at >= self.played.deciding.touched;
        if in_order && new.at == received_at {
            // What is refused leaves nothing behind but the time that has passed.
            self.played.say(&self.proposal.policy, &self.roll, &new)?;
        } else {
            // It is from before what is known already: would it have been taken then?
            let before: Vec<Said> = self.said.iter().filter(|said| said.at <= new.at).cloned().collect();
            let mut played = self.play(&before);
            played.say(&self.proposal.policy, &self.roll, &new)?;
            let mut settled = played;
            settled.pass(&self.proposal.policy, &self.roll, received_at);
            if settled.ends.iter().any(|end| new.at < *end && received_at >= end + GRACE) {
                return Err(Code::Late);
            }
        }
        self.seqs.insert(new.said.attributed_to.clone(), new.said.seq);
        if let Some(key) = &new.said.new_key {
            self.keys.insert(new.said.attributed_to.clone(), key.clone());
        }
        let sorted = self.said.last().is_none_or(|last| last.at <= new.at);
        self.said.push(new);
        if !sorted || !in_order || self.said.last().is_some_and(|last| last.at != received_at) {
            self.said.sort_by_key(|said| (said.at, said.index));
            self.played = self.play(&self.said);
        }
        Ok(())
    }

    /// Everything from the beginning. What does not fit any more since something came before it moves nothing.
    fn play(&self, said: &[Said]) -> Played {
        let mut played = self.start.clone();
        for one in said {
            let before = played.clone();
            if played.say(&self.proposal.policy, &self.roll, one).is_err() {
                played = before;
            }
        }
        played
    }

    /// How things stand at a moment, settled or not.
    pub fn state(&self, now: i64) -> (Deciding, Text) {
        let mut played = self.played.clone();
        played.pass(&self.proposal.policy, &self.roll, now);
        (played.deciding, played.text)
    }

    /// What everybody said, as it stands at a moment.
    pub fn view(&self, now: i64) -> View {
        let mut played = self.played.clone();
        played.pass(&self.proposal.policy, &self.roll, now);
        let competing = self.said.iter().filter(|said| matches!(said.said.act, Some(Act::Compete)));
        View {
            deciding: played.deciding,
            text: played.text,
            stances: played.stances,
            ballots: played.ballots,
            trust: played.trust,
            count: played.count,
            alternatives: competing.filter_map(|said| Some((said.said.attributed_to.clone(), said.said.text.clone()?))).collect(),
            moves: self.said.iter().map(|said| (said.at, said.said.clone())).collect(),
        }
    }

    /// How it ended, once nothing can change that any more.
    pub fn outcome(&self, now: i64) -> Option<Outcome> {
        let mut played = self.played.clone();
        played.pass(&self.proposal.policy, &self.roll, now);
        let closed = played.deciding.is_closed().then_some(played.deciding.touched)?;
        (now >= closed + GRACE).then(|| played.outcome(&self.roll, closed))
    }

    /// When it ended or will end if nobody says anything more.
    pub fn closes(&self) -> i64 {
        let mut played = self.played.clone();
        played.pass(&self.proposal.policy, &self.roll, i64::MAX);
        played.deciding.touched
    }
}

fn version(deciding: &Deciding) -> u32 {
    match &deciding.process {
        Process::Consent(consent) => consent.version,
        Process::ThreeConnectors(three) => three.version,
        _ => 1,
    }
}

fn too_long(text: &Text) -> bool {
    text.len() > MAX_TEXT || text.title.trim().is_empty() || text.text.trim().is_empty()
}

/// The proposal at the moment its roll is frozen: consent is called for, or it is open for endorsements or advice.
fn begin(body: &Proposal, roll: &Roll) -> Result<Played, Code> {
    let author = Actor { person: body.attributed_to.clone(), role: Some(Role::Connector), on_roll: true };
    let laws = &body.policy;
    let name = body.attributed_to.clone();
    let (process, acts) = match body.process.as_str() {
        "consent" => (
            Process::Consent(Consent::new(name, body.entrenched)),
            vec![(Act::Publish, body.published), (Act::CallForConsent, roll.frozen_at)],
        ),
        "three_connectors" => {
            (Process::ThreeConnectors(ThreeConnectors::new(name, body.impact)), vec![(Act::Publish, roll.frozen_at)])
        }
        "advice" => (Process::Advice(Advice::new(name)), Vec::new()),
        _ => return Err(Code::Malformed),
    };
    let mut deciding = Deciding { process, touched: body.published };
    for (act, at) in acts {
        deciding = deciding.step(laws, &author, act, at, |_| true).map_err(|_| Code::Refused)?.0;
    }
    Ok(Played {
        deciding,
        ends: Vec::new(),
        stances: BTreeMap::new(),
        ballots: BTreeMap::new(),
        trust: BTreeMap::new(),
        count: None,
        text: body.text.clone(),
    })
}

impl Played {
    /// What time alone has brought.
    fn pass(&mut self, laws: &ByLaws, roll: &Roll, to: i64) {
        // The rules end every decision; the bound is for what has been made up.
        for _ in 0..1_000 {
            let Some(due) = self.deciding.due(laws).filter(|due| *due <= to) else { return };
            let window = self.deciding.ends(laws);
            let open = matches!(self.deciding.state(), "consent" | "voting");
            let facts = self.facts(laws, roll, due);
            let (next, _) = self.deciding.clone().pass(laws, &facts);
            if open && window.is_some_and(|end| end <= due) {
                self.ends.push(due);
            }
            self.deciding = next;
        }
    }

    fn facts(&mut self, laws: &ByLaws, roll: &Roll, due: i64) -> Facts {
        let consenting: Vec<&String> =
            self.stances.iter().filter(|(_, stance)| **stance == "consent").map(|(who, _)| who).collect();
        let mut chapters: Vec<&str> = consenting.iter().filter_map(|who| Some(roll.find(who)?.chapter.as_str())).collect();
        chapters.sort_unstable();
        chapters.dedup();
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let consenting = consenting.len();
        let (consents, chapters) = (number(consenting), number(chapters.len()));
        let mut verdict = Verdict::default();
        if let Process::Consent(consent) = &self.deciding.process
            && let consent::State::Voting { ends, .. } = consent.state
            && due >= ends
        {
            let vote = self.vote(consent, laws, roll);
            if let (Ok(count), Ok(working)) = (vote.count(), vote.working()) {
                verdict = Verdict {
                    turnout: count.weights.values().sum(),
                    roll: roll.entries.iter().map(|entry| entry.weight).sum(),
                    winner: count.winner.clone(),
                };
                self.count = Some(Counted { vote, count, working });
            }
        }
        let objections = match &self.deciding.process {
            Process::Consent(consent) => consent.objections.as_slice(),
            _ => &[],
        };
        let disputing = objections.iter().flat_map(|objection| &objection.disputes);
        let homes = disputing.filter_map(|d| Some((d.by.clone(), roll.find(&d.by)?.chapter.clone()))).collect();
        let everybody = consenting == roll.entries.len();
        Facts { consents, chapters, everybody, homes, verdict }
    }

    fn vote(&self, consent: &Consent, laws: &ByLaws, roll: &Roll) -> Vote {
        let trusts = self.trust.iter().map(|((truster, scope), trustee)| Delegation {
            truster: truster.clone(),
            scope: *scope,
            trustee: trustee.clone(),
        });
        Vote {
            roll: roll.entries.iter().map(|entry| Voter { voter: entry.voter.clone(), weight: entry.weight }).collect(),
            delegations: trusts.collect(),
            ballots: self.ballots.iter().map(|(voter, grades)| Ballot { voter: voter.clone(), grades: grades.clone() }).collect(),
            options: consent.options(),
            majority: consent.majority(laws),
        }
    }

    /// Takes what somebody says at its moment.
    fn say(&mut self, laws: &ByLaws, roll: &Roll, new: &Said) -> Result<(), Code> {
        self.pass(laws, roll, new.at);
        let said = &new.said;
        let voter = said.attributed_to.clone();
        if let Some(trust) = &said.delegation {
            // Handing a voice on is possible as long as it can make a difference.
            if self.deciding.is_closed() {
                return Err(Code::Late);
            }
            if trust.trustee.as_ref() == Some(&voter) {
                return Err(Code::MalformedChoice);
            }
            if trust.ended {
                self.trust.remove(&(voter, trust.scope));
            } else {
                self.trust.insert((voter, trust.scope), trust.trustee.clone());
            }
            return Ok(());
        }
        let Some(act) = &said.act else { return Ok(()) };
        if said.version != version(&self.deciding) {
            return Err(Code::WrongVersion);
        }
        if let (Some(grades), Process::Consent(consent)) = (&said.grades, &self.deciding.process) {
            ballot::check(grades, &consent.options()).map_err(|_| Code::MalformedChoice)?;
        }
        let unsettled = self.ends.last().is_some_and(|end| new.at < end + GRACE);
        let moves_on =
            matches!(act, Act::Amend { .. } | Act::Compete | Act::Escalate | Act::Withdraw { .. } | Act::Cancel { .. });
        if unsettled && moves_on {
            return Err(Code::Refused);
        }
        let actor = Actor { person: voter.clone(), role: Some(Role::Connector), on_roll: roll.find(&voter).is_some() };
        let ballot = matches!(said.kind(), Kind::Ballot | Kind::ObjectionMove);
        let stepped = self.deciding.clone().step(laws, &actor, act.clone(), new.at, |_| true);
        let (next, events) = stepped.map_err(|refusal| match refusal {
            Refusal::NotOnRoll => Code::NotOnRoll,
            Refusal::ReasonTooShort(_) => Code::ReasonMissing,
            Refusal::NotNow if ballot => Code::Late,
            _ => Code::Refused,
        })?;
        self.deciding = next;
        match act {
            Act::Consent => drop(self.stances.insert(voter, "consent")),
            Act::Abstain => drop(self.stances.insert(voter, "abstain")),
            Act::Object { .. } => drop(self.stances.insert(voter, "object")),
            Act::Vote => drop(self.ballots.insert(voter, said.grades.clone().unwrap_or_default())),
            Act::Amend { .. } => self.text = said.text.clone().unwrap_or_default(),
            _ => {}
        }
        if events.iter().any(|event| matches!(event, Event::Opened { .. })) {
            self.stances.clear();
        }
        Ok(())
    }

    fn outcome(&self, roll: &Roll, closed: i64) -> Outcome {
        let option = match &self.deciding.process {
            Process::Consent(Consent { state: consent::State::Adopted { option, .. }, .. }) => option.clone(),
            _ => None,
        };
        let spoke = |voter: &str| self.stances.contains_key(voter) || self.ballots.contains_key(voter);
        Outcome {
            state: self.deciding.state().into(),
            version: version(&self.deciding),
            option,
            at: closed,
            stances: self.stances.iter().map(|(who, stance)| (who.clone(), (*stance).to_string())).collect(),
            silent: roll.entries.iter().map(|entry| entry.voter.clone()).filter(|voter| !spoke(voter)).collect(),
            count: self.count.clone(),
        }
    }
}

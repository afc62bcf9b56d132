//! A network in a box: chapters that decide while messages are lost, doubled, delayed and held up by partitions, while nodes
//! stop and start again, clocks are wrong, and one of them lies. A run is its seed: it can be played again.

use std::collections::{BTreeMap, BTreeSet};

use rules::by_laws::{ByLaws, DAY, HOUR};
use rules::delegation::Scope;
use rules::proposal::{Act, Addressed, How};

use crate::bundle::Bundle;
use crate::canon::{Digest, ZERO, digest};
use crate::chapter::{Chapter, Sent};
use crate::decision::{Decision, Standing};
use crate::log::{self, Object};
use crate::message::Message;
use crate::object::{Code, Move, PROTOCOL, Proposal, Signed, Tally, Text, Trust, Verification, Witness};
use crate::proof::Key;
use crate::roll::{Register, Seat};
use crate::roster::{DEFAULT_CAP, Member, Roster, Status};
use crate::verify::verify;

/// Numbers that look like chance (SplitMix64).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to, and not, `n`.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.roll() % n.max(1) as u64).unwrap_or_default()
    }

    fn between(&mut self, from: i64, to: i64) -> i64 {
        from + i64::try_from(self.roll() % (to - from).max(1).unsigned_abs()).unwrap_or_default()
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// How one of them lies, or none does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lie {
    None,
    /// The host gives receipts, and leaves the moves out.
    HostDrops,
    /// The host invents a ballot.
    HostForges,
    /// The host shows different logs to different chapters.
    HostForks,
    /// The host says that what came late was there before.
    HostBackdates,
    /// The host counts wrongly.
    HostMiscounts,
    /// The host is gone after some days.
    HostVanishes,
    /// A chapter lists more Connectors than it may.
    ChapterExceedsItsCap,
    /// A chapter agrees with everything.
    ChapterAgreesBlindly,
    /// A chapter disputes everything.
    ChapterDisputesBlindly,
    /// A voter says two things under one number.
    VoterEquivocates,
    /// A witness says that it has seen everything at once.
    WitnessLies,
}

impl Lie {
    pub const ALL: [Self; 12] = [
        Self::None,
        Self::HostDrops,
        Self::HostForges,
        Self::HostForks,
        Self::HostBackdates,
        Self::HostMiscounts,
        Self::HostVanishes,
        Self::ChapterExceedsItsCap,
        Self::ChapterAgreesBlindly,
        Self::ChapterDisputesBlindly,
        Self::VoterEquivocates,
        Self::WitnessLies,
    ];

    /// What it is called on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "nobody",
            Self::HostDrops => "host-drops",
            Self::HostForges => "host-forges",
            Self::HostForks => "host-forks",
            Self::HostBackdates => "host-backdates",
            Self::HostMiscounts => "host-miscounts",
            Self::HostVanishes => "host-vanishes",
            Self::ChapterExceedsItsCap => "chapter-exceeds-its-cap",
            Self::ChapterAgreesBlindly => "chapter-agrees-blindly",
            Self::ChapterDisputesBlindly => "chapter-disputes-blindly",
            Self::VoterEquivocates => "voter-equivocates",
            Self::WitnessLies => "witness-lies",
        }
    }

    const fn is_of_host(self) -> bool {
        matches!(
            self,
            Self::HostDrops | Self::HostForges | Self::HostForks | Self::HostBackdates | Self::HostMiscounts | Self::HostVanishes
        )
    }
}

/// What kind of run.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub seed: u64,
    pub chapters: usize,
    pub lie: Lie,
    /// Loss, doubling, delay, partitions, crashes, wrong clocks.
    pub faults: bool,
}

impl Plan {
    /// The plan of a seed: its size, its lie and its faults are drawn.
    pub fn of(seed: u64) -> Self {
        let mut dice = Dice::new(seed ^ 0x5eed);
        let chapters = if dice.chance(70) { 3 + dice.below(3) } else { 3 + dice.below(10) };
        let lie = Lie::ALL[dice.below(Lie::ALL.len())];
        Self { seed, chapters, lie, faults: dice.chance(80) }
    }
}

/// What came of a run.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub standings: BTreeMap<String, Option<Standing>>,
    pub codes: BTreeSet<Code>,
    pub messages: usize,
    pub terms: u32,
    /// Promises that were broken; none, if all is well.
    pub broken: Vec<String>,
}

/// Where a run begins.
pub const BEGIN: i64 = 1_800_000_000;
const TICK: i64 = 6 * HOUR;
/// When all faults end.
const HEALED: i64 = BEGIN + 30 * DAY;
/// By then everything has ended, whatever was done.
const END: i64 = BEGIN + 110 * DAY;
pub const PROPOSAL: &str = "https://c0.example/proposals/1";

/// Keys for whoever is needed: the same for the same name.
pub fn key_of(id: &str) -> Key {
    let mut seed = [0; 32];
    for (n, pair) in digest(&id).as_bytes().chunks(2).enumerate().take(32) {
        seed[n] = pair.iter().fold(0_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(*byte));
    }
    // Any 32 bytes are a seed.
    Key::from_seed(format!("{id}#ed25519-key"), &seed).unwrap_or_else(|| unreachable!())
}

pub fn chapter_id(n: usize) -> String {
    format!("https://c{n}.example/actor")
}

pub fn person_id(chapter: usize, n: usize) -> String {
    format!("https://c{chapter}.example/users/p{n}")
}

/// A roster of so many chapters that all have signed.
pub fn founded(chapters: usize) -> Signed<Roster> {
    founded_with(chapters, DEFAULT_CAP)
}

/// The same with so many seats for each.
pub fn founded_with(chapters: usize, connector_cap: u32) -> Signed<Roster> {
    let members: Vec<Member> = (0..chapters)
        .map(|n| Member {
            id: chapter_id(n),
            name: format!("Chapter {n}"),
            key: key_of(&chapter_id(n)).multikey,
            connector_cap,
            status: Status::Active,
            since: BEGIN,
        })
        .collect();
    let body = Roster {
        name: "The network".into(),
        network: "https://c0.example/network".into(),
        version: 1,
        prev: ZERO.into(),
        chapters: members,
        policy: ByLaws::NETWORK,
        decided_by: None,
    };
    let first = Signed::new(body, &key_of(&chapter_id(0)), BEGIN);
    (1..chapters).fold(first, |roster, n| roster.also_by(&key_of(&chapter_id(n)), BEGIN))
}

/// A register of a chapter with so many Connectors.
pub fn register(chapter: usize, people: usize, at: i64) -> Signed<Register> {
    let seat = |n: usize| {
        let person = person_id(chapter, n);
        let key = key_of(&person).multikey;
        Seat {
            attestation: format!("{person}/attestation"),
            attestation_digest: digest(&person),
            person,
            key,
            since: BEGIN - DAY,
        }
    };
    let body = Register {
        attributed_to: chapter_id(chapter),
        network: "https://c0.example/network".into(),
        published: at,
        connectors: (0..people).map(seat).collect(),
    };
    Signed::new(body, &key_of(&chapter_id(chapter)), at)
}

/// A proposal of the first chapter's first Connector.
pub fn proposal(roster: &Signed<Roster>, process: &str) -> Signed<Proposal> {
    let author = person_id(0, 0);
    let body = Proposal {
        protocol: PROTOCOL,
        id: PROPOSAL.into(),
        attributed_to: author.clone(),
        host: chapter_id(0),
        roster_digest: roster.digest(),
        process: process.into(),
        text: Text {
            title: "One calendar".into(),
            driver: "We miss each other's dates.".into(),
            text: "We keep one calendar for all cities.".into(),
        },
        topic: "tools".into(),
        policy: ByLaws::NETWORK,
        policy_hash: digest(&ByLaws::NETWORK),
        entrenched: false,
        impact: false,
        change: None,
        published: BEGIN - 3 * DAY,
    };
    Signed::new(body, &key_of(&author), BEGIN - 3 * DAY)
}

/// What makes a move of a blank one.
type Fill = Box<dyn FnOnce(&mut Move)>;

struct World {
    plan: Plan,
    dice: Dice,
    now: i64,
    nodes: Vec<Chapter>,
    skew: Vec<i64>,
    /// From when until when a node stands still.
    down: Vec<Vec<(i64, i64)>>,
    /// From when until when this half hears nothing of the other.
    split: Vec<(i64, i64, u64)>,
    flying: BTreeMap<(i64, u64), (usize, usize, Message)>,
    sent: u64,
    liar: usize,
    receipted: BTreeSet<Digest>,
    forged: bool,
    lied: BTreeSet<Digest>,
}

/// Plays one run to its end.
pub fn run(plan: Plan) -> Report {
    play(plan).0
}

/// The same, with the record of the decision as an honest chapter has it.
pub fn play(plan: Plan) -> (Report, Option<Bundle>) {
    let mut world = World::new(plan);
    let roster = world.nodes[0].rosters[0].clone();
    let mut registers: Vec<_> = (0..plan.chapters).map(|n| register(n, 1 + world.dice.below(4), BEGIN - DAY)).collect();
    if plan.lie == Lie::ChapterExceedsItsCap {
        registers[world.liar] = register(world.liar, DEFAULT_CAP as usize + 3, BEGIN - DAY);
    }
    if plan.faults && world.dice.chance(20) && plan.chapters > 3 && world.liar != plan.chapters - 1 {
        // One is silent from the beginning, and has no seats.
        registers.pop();
    }
    for (n, node) in world.nodes.iter_mut().enumerate() {
        let people = registers.iter().filter(|register| register.body.attributed_to == chapter_id(n));
        node.people = people.flat_map(|r| &r.body.connectors).map(|seat| (seat.person.clone(), key_of(&seat.person))).collect();
    }
    let process = if world.dice.chance(85) { "consent" } else { "three_connectors" };
    let opened = world.nodes[0].open(proposal(&roster, process), registers, &[], BEGIN);
    let mut report = Report::default();
    if let Err(code) = opened {
        report.broken.push(format!("it could not be opened: {code}"));
        return (report, None);
    }
    while world.now < END {
        world.step();
        if world.now > HEALED && world.has_ended() {
            break;
        }
    }
    world.judge(&mut report);
    let honest = world.honest().next();
    (report, honest.and_then(|node| world.nodes[node].bundle(PROPOSAL)))
}

impl World {
    fn new(plan: Plan) -> Self {
        let mut dice = Dice::new(plan.seed);
        let roster = founded(plan.chapters);
        let nodes: Vec<Chapter> = (0..plan.chapters)
            .map(|n| Chapter::new(&chapter_id(n), key_of(&chapter_id(n)), vec![roster.clone()], BTreeMap::new()))
            .collect();
        let faults = plan.faults;
        let skew = nodes.iter().map(|_| if faults { dice.between(-600, 600) } else { 0 }).collect();
        let length = HEALED - BEGIN;
        let span = |dice: &mut Dice, most: i64| {
            let from = BEGIN + dice.between(0, length);
            (from, (from + dice.between(HOUR, most)).min(HEALED))
        };
        let down =
            nodes.iter().map(|_| if faults && dice.chance(40) { vec![span(&mut dice, 3 * DAY)] } else { Vec::new() }).collect();
        let split = if faults && dice.chance(40) {
            let (from, to) = span(&mut dice, 5 * DAY);
            vec![(from, to, dice.roll())]
        } else {
            Vec::new()
        };
        let liar = if plan.lie.is_of_host() { 0 } else { 1 + dice.below(plan.chapters - 1) };
        Self {
            plan,
            dice,
            now: BEGIN,
            nodes,
            skew,
            down,
            split,
            flying: BTreeMap::new(),
            sent: 0,
            liar,
            receipted: BTreeSet::new(),
            forged: false,
            lied: BTreeSet::new(),
        }
    }

    /// A node that starts again knows what it has written down, and nothing else.
    fn start_again(&mut self, node: usize) {
        let starts = self.down[node].iter().any(|(_, back)| (*back..back + TICK).contains(&self.now));
        let chapter = &mut self.nodes[node];
        if let Some(decision) = starts.then(|| chapter.decisions.remove(PROPOSAL)).flatten() {
            let kept = decision.changes(None).put;
            chapter.decisions.extend(Decision::restore(&chapter.rosters, kept).map(|whole| (PROPOSAL.into(), whole)));
        }
    }

    fn is_up(&self, node: usize) -> bool {
        let vanished = self.plan.lie == Lie::HostVanishes && node == 0 && self.now > BEGIN + 4 * DAY;
        !vanished && !self.down[node].iter().any(|(from, to)| (*from..*to).contains(&self.now))
    }

    fn can_talk(&self, a: usize, b: usize) -> bool {
        let side = |node: usize, split: u64| split >> (node % 64) & 1;
        !self.split.iter().any(|(from, to, split)| (*from..*to).contains(&self.now) && side(a, *split) != side(b, *split))
    }

    fn send(&mut self, from: usize, sent: Sent) {
        for (to, message) in sent {
            let Some(to) = self.nodes.iter().position(|node| node.id == to) else { continue };
            let message = self.lie(from, to, message);
            let Some(message) = message else { continue };
            let faulty = self.plan.faults && self.now < HEALED;
            if faulty && self.dice.chance(10) {
                continue;
            }
            let times = if faulty && self.dice.chance(10) { 2 } else { 1 };
            for _ in 0..times {
                let delay = if faulty { self.dice.between(1, 4 * HOUR) } else { self.dice.between(1, 60) };
                self.sent += 1;
                self.flying.insert((self.now + delay, self.sent), (from, to, message.clone()));
            }
        }
    }

    fn step(&mut self) {
        let next = self.now + TICK;
        while let Some(((at, n), _)) = self.flying.first_key_value() {
            if *at > next {
                break;
            }
            let key = (*at, *n);
            self.now = self.now.max(*at);
            let Some((from, to, message)) = self.flying.remove(&key) else { break };
            if self.is_up(to) && self.can_talk(from, to) {
                if let Message::Receipted(receipt) = &message {
                    self.receipted.insert(receipt.body.digest.clone());
                }
                let (id, clock) = (self.nodes[from].id.clone(), self.now + self.skew[to]);
                let answers = self.nodes[to].handle(&id, message, clock);
                self.send(to, answers);
            }
        }
        self.now = next;
        for node in 0..self.nodes.len() {
            if !self.is_up(node) {
                continue;
            }
            self.people_speak(node);
            self.misbehave(node);
            let clock = self.now + self.skew[node];
            self.start_again(node);
            let sent = self.nodes[node].tick(clock);
            self.send(node, sent);
        }
    }

    /// What the people of a chapter do, as far as their node knows how things stand.
    fn people_speak(&mut self, node: usize) {
        let clock = self.now + self.skew[node];
        let Some(decision) = self.nodes[node].decisions.get(PROPOSAL) else { return };
        let Some((_, term)) = decision.terms.last_key_value() else { return };
        let (state, _) = term.machine.state(clock);
        let (state, version) = (state.state().to_string(), term.machine.version(clock));
        let options: Vec<String> = match &term.machine.state(clock).0.process {
            rules::proposal::Process::Consent(consent) => consent.options(),
            _ => Vec::new(),
        };
        let people: Vec<String> = self.nodes[node].people.keys().cloned().collect();
        let author = person_id(0, 0);
        for person in people {
            let dice = &mut self.dice;
            let said: Option<Fill> = match state.as_str() {
                "consent" if dice.chance(7) => {
                    let act = match dice.below(12) {
                        0..=7 => Act::Consent,
                        8 | 9 => Act::Abstain,
                        _ if person == author => Act::Consent,
                        _ => Act::Object { reason: "it would cost the small chapters their own dates".into() },
                    };
                    Some(Box::new(|said| said.act = Some(act)))
                }
                "testing" if dice.chance(6) => {
                    let reason = "the calendar leaves room for own dates".to_string();
                    Some(Box::new(|said| said.act = Some(Act::Dispute { objection: 0, reason })))
                }
                "integration" if person == author && dice.chance(20) => {
                    let note = "own dates stay where they are".to_string();
                    let addressed =
                        (0..8).map(|objection| Addressed { objection, how: How::Resolves, note: note.clone() }).collect();
                    let escalates = dice.chance(50);
                    Some(Box::new(move |said| {
                        if escalates {
                            said.act = Some(Act::Escalate);
                        } else {
                            said.act = Some(Act::Amend { addressed });
                            said.text = Some(Text {
                                title: "One calendar".into(),
                                driver: String::new(),
                                text: format!("Own dates stay. Version {}.", version + 1),
                            });
                        }
                    }))
                }
                "voting" if dice.chance(7) => {
                    let grades = options.iter().map(|option| (option.clone(), dice.between(-2, 4))).collect();
                    Some(Box::new(|said| {
                        said.act = Some(Act::Vote);
                        said.grades = Some(grades);
                    }))
                }
                "voting" | "consent" if dice.chance(2) => {
                    let trustee = Some(person_id(0, 0)).filter(|trustee| *trustee != person);
                    Some(Box::new(|said| said.delegation = Some(Trust { scope: Scope::Body, trustee, ended: false })))
                }
                "open" if dice.chance(6) && person != author => Some(Box::new(|said| said.act = Some(Act::Endorse))),
                _ => None,
            };
            if let Some(said) = said {
                let _ = self.nodes[node].say(PROPOSAL, &person, clock, said);
            }
        }
    }

    /// What a liar does on its own.
    fn misbehave(&mut self, node: usize) {
        if node != self.liar {
            return;
        }
        let now = self.now + self.skew[node];
        let key = self.nodes[node].key.clone();
        let (lie, dice) = (self.plan.lie, &mut self.dice);
        let rosters = self.nodes[node].rosters.clone();
        let own = self.nodes[node].people.clone();
        let Some(decision) = self.nodes[node].decisions.get_mut(PROPOSAL) else { return };
        match lie {
            Lie::HostForges if !self.forged && dice.chance(5) => {
                // The host signs for somebody else with a key of its own.
                let Some(term) = decision.terms.get_mut(&1) else { return };
                let Some(victim) = term.machine.roll.entries.iter().find(|entry| !own.contains_key(&entry.voter)).cloned() else {
                    return;
                };
                let said = Move {
                    id: "https://c0.example/forged".into(),
                    attributed_to: victim.voter.clone(),
                    in_reply_to: PROPOSAL.into(),
                    version: 1,
                    roll_hash: term.machine.roll_hash.clone(),
                    seq: 1,
                    act: Some(Act::Consent),
                    grades: None,
                    text: None,
                    delegation: None,
                    new_key: None,
                    published: now,
                };
                let said = Signed::new(said, &key, now);
                let entry = log::next(&term.log, said.body.kind(), Object::Move(said), now);
                term.log.push(entry);
                self.forged = true;
            }
            Lie::HostDrops | Lie::HostForks if !self.forged => {
                let Some(term) = decision.terms.get_mut(&1) else { return };
                let Some(last) = term.log.last().filter(|last| last.index > 0) else { return };
                let receipted = self.receipted.contains(&last.digest);
                if receipted && dice.chance(30) && term.tallies.is_empty() {
                    // The log once more without the last entry, which somebody has a receipt for.
                    let log: Vec<_> = term.log[..term.log.len() - 1].to_vec();
                    decision.rewrite(1, log, &rosters);
                    self.forged = true;
                }
            }
            Lie::HostBackdates if !self.forged => {
                // Somebody of the host's own speaks after the end, as if it had been before.
                let Some(term) = decision.terms.get_mut(&1).filter(|term| term.tallies.is_empty()) else { return };
                let (state, _) = term.machine.state(now);
                let (Some((person, key)), true) = (own.iter().next(), state.is_closed()) else { return };
                let said = Move {
                    id: "https://c0.example/late".into(),
                    attributed_to: person.clone(),
                    in_reply_to: PROPOSAL.into(),
                    version: term.machine.version(now),
                    roll_hash: term.machine.roll_hash.clone(),
                    seq: term.machine.next_seq(person),
                    act: Some(Act::Abstain),
                    grades: None,
                    text: None,
                    delegation: None,
                    new_key: None,
                    published: now,
                };
                let said = Signed::new(said, key, now);
                let before = term.log.last().map_or(BEGIN, |last| last.received_at).max(state.touched - 13 * HOUR);
                let entry = log::next(&term.log, said.body.kind(), Object::Move(said), before);
                let _ = term.machine.push(&entry);
                term.log.push(entry);
                self.forged = true;
            }
            Lie::HostMiscounts => {
                let Some(term) = decision.terms.get_mut(&1) else { return };
                // Either at once, or after some have heard the truth.
                let truth = term.tallies.values().next().map(|tally| tally.body.clone()).or_else(|| {
                    let outcome = term.machine.outcome(now).filter(|_| dice.chance(60))?;
                    let machine = &term.machine;
                    Some(Tally {
                        proposal: PROPOSAL.into(),
                        term: 1,
                        attempt: 1,
                        roll_hash: machine.roll_hash.clone(),
                        policy_hash: machine.proposal.policy_hash.clone(),
                        log_length: term.log.len() as u64,
                        log_head: term.head(),
                        outcome,
                    })
                });
                if let Some(mut body) = truth.filter(|_| !self.forged) {
                    body.outcome.state = if body.outcome.state == "adopted" { "rejected".into() } else { "adopted".into() };
                    let wrong = Signed::new(body, &key, now);
                    term.tallies = BTreeMap::from([(wrong.digest(), wrong)]);
                    self.forged = true;
                }
            }
            _ => {}
        }
    }

    /// What a liar makes of a message before it goes out; none: it stays where it is.
    fn lie(&mut self, from: usize, to: usize, message: Message) -> Option<Message> {
        if from != self.liar {
            return Some(message);
        }
        let key = self.nodes[from].key.clone();
        Some(match (self.plan.lie, message) {
            (Lie::ChapterAgreesBlindly, Message::Verified { tally, verification }) => {
                let body = Verification { evidence: Vec::new(), ..verification.body.clone() };
                Message::Verified { tally, verification: Signed::new(body, &key, self.now) }
            }
            (Lie::ChapterDisputesBlindly, Message::Verified { tally, verification }) => {
                let evidence =
                    vec![crate::object::Evidence { code: Code::TallyMismatch, place: "everywhere".into(), objects: Vec::new() }];
                let body = Verification { evidence, ..verification.body.clone() };
                Message::Verified { tally, verification: Signed::new(body, &key, self.now) }
            }
            (Lie::WitnessLies, Message::Watched(seen)) => {
                let body = Witness { received_at: BEGIN + HOUR, ..seen.body.clone() };
                Message::Watched(Box::new(Signed::new(body, &key, self.now)))
            }
            (Lie::HostForks, Message::Log(mut page)) if to.is_multiple_of(2) && self.forged => {
                // Half of them see nothing new any more.
                page.entries.truncate(1);
                page.tallies.clear();
                Message::Log(page)
            }
            (Lie::VoterEquivocates, Message::Watch { said }) => {
                if !self.lied.insert(said.digest()) {
                    return Some(Message::Watch { said });
                }
                let act = Some(Act::Abstain)
                    .filter(|_| said.body.act.is_some() && said.body.grades.is_none() && said.body.text.is_none());
                let person = key_of(&said.body.attributed_to);
                let other = Move { act: act.or(said.body.act.clone()), ..said.body.clone() };
                Message::Watch { said: Signed::new(other, &person, self.now) }
            }
            (_, message) => message,
        })
    }

    fn honest(&self) -> impl Iterator<Item = usize> {
        let liar = (self.plan.lie != Lie::None).then_some(self.liar);
        (0..self.nodes.len()).filter(move |node| Some(*node) != liar)
    }

    fn standing(&self, node: usize) -> Option<Standing> {
        self.nodes[node].standing(PROPOSAL, self.now + self.skew[node])
    }

    fn has_ended(&self) -> bool {
        self.honest().all(|node| matches!(self.standing(node), Some(Standing::Ratified(_) | Standing::Unverified)))
    }

    /// Are the promises kept?
    fn judge(&self, report: &mut Report) {
        report.messages = usize::try_from(self.sent).unwrap_or_default();
        let mut ratified: BTreeSet<Digest> = BTreeSet::new();
        for node in self.honest() {
            let standing = self.standing(node);
            report.standings.insert(self.nodes[node].id.clone(), standing.clone());
            let Some(decision) = self.nodes[node].decisions.get(PROPOSAL) else {
                report.broken.push(format!("{} has never heard of it", self.nodes[node].id));
                continue;
            };
            report.terms = report.terms.max(decision.terms.keys().next_back().copied().unwrap_or_default());
            match standing {
                Some(Standing::Ratified(hash)) => {
                    let findings = self.nodes[node].bundle(PROPOSAL).map(|bundle| verify(&bundle));
                    if !findings.as_ref().is_some_and(crate::verify::Findings::holds) {
                        report
                            .broken
                            .push(format!("{} holds as ratified what a recount refutes: {findings:?}", self.nodes[node].id));
                    }
                    ratified.insert(hash);
                }
                Some(Standing::Unverified) => {}
                other => report.broken.push(format!("at the end it has not ended at {}: {other:?}", self.nodes[node].id)),
            }
            report.codes.extend(decision.codes());
            if ratified.len() == 1 {
                let bundle = self.nodes[node].bundle(PROPOSAL);
                let logged: BTreeSet<Digest> = bundle.iter().flat_map(|b| &b.log).map(|entry| entry.digest.clone()).collect();
                let term = bundle.as_ref().and_then(|bundle| decision.terms.get(&bundle.opening()?.body.term));
                for own in decision.own.keys().filter(|own| !logged.contains(*own)) {
                    // A host that lies may have receipted what came too late, or was never valid.
                    if term.is_some_and(|term| decision.counted(own, &term.machine)) {
                        report
                            .broken
                            .push(format!("a receipted move has disappeared unnoticed at {}: {own}", self.nodes[node].id));
                    }
                }
            }
        }
        if ratified.len() > 1 {
            report.broken.push("two chapters show different tallies as ratified".into());
        }
        let lies_matter = self.plan.lie != Lie::None && self.plan.lie != Lie::ChapterExceedsItsCap;
        if !lies_matter && ratified.is_empty() {
            report.broken.push("among honest chapters nothing was ratified".into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plays plans on both cores; answers what went wrong.
    fn play(plans: impl Iterator<Item = Plan>) -> Vec<(Plan, Report)> {
        let plans: Vec<Plan> = plans.collect();
        let half = plans.len().div_ceil(2).max(1);
        std::thread::scope(|scope| {
            let work: Vec<_> = plans
                .chunks(half)
                .map(|plans| scope.spawn(move || plans.iter().map(|plan| (*plan, run(*plan))).collect::<Vec<_>>()))
                .collect();
            work.into_iter().flat_map(|one| one.join().expect("a run does not panic")).collect()
        })
    }

    fn all_well(played: &[(Plan, Report)]) {
        let broken: Vec<String> =
            played.iter().filter(|(_, r)| !r.broken.is_empty()).map(|(plan, r)| format!("{plan:?}: {:?}", r.broken)).collect();
        assert!(broken.is_empty(), "{} of {}\n{}", broken.len(), played.len(), broken[..broken.len().min(12)].join("\n"));
    }

    fn plans(lie: Lie, faults: bool, count: u64) -> impl Iterator<Item = Plan> {
        (0..count).map(move |seed| Plan { seed, lie, faults, ..Plan::of(seed) })
    }

    #[test]
    fn honest_chapters_in_good_weather_ratify() {
        let played = play(plans(Lie::None, false, 40));
        all_well(&played);
        for (plan, report) in &played {
            assert!(
                report.standings.values().all(|standing| matches!(standing, Some(Standing::Ratified(_)))),
                "{plan:?} {report:#?}"
            );
            assert!(report.codes.is_empty() && report.terms == 1, "{plan:?} {report:#?}");
        }
    }

    #[test]
    fn honest_chapters_agree_whatever_is_lost_doubled_or_held_up() {
        all_well(&play(plans(Lie::None, true, 120)));
    }

    /// Every lie of a host is found, by its code.
    #[test]
    fn whoever_lies_is_found_and_the_honest_agree() {
        let expected: [(Lie, &[Code]); 5] = [
            (Lie::HostDrops, &[Code::ReceiptedBallotMissing, Code::HeadMismatch]),
            (Lie::HostForges, &[Code::BadSignature]),
            (Lie::HostForks, &[Code::HeadMismatch]),
            (Lie::HostBackdates, &[Code::TimeRegress]),
            (Lie::HostMiscounts, &[Code::TallyMismatch]),
        ];
        for lie in Lie::ALL {
            for faults in [false, true] {
                let played = play(plans(lie, faults, 20));
                all_well(&played);
                for (plan, report) in played.iter().filter(|_| !faults) {
                    let ratified = report.standings.values().all(|standing| matches!(standing, Some(Standing::Ratified(_))));
                    assert!(ratified, "in good weather a lie keeps nobody from deciding: {plan:?} {report:#?}");
                }
                if let Some((_, codes)) = expected.iter().find(|(of, _)| *of == lie) {
                    let found = played.iter().flat_map(|(_, report)| &report.codes).collect::<BTreeSet<_>>();
                    assert!(codes.iter().all(|code| found.contains(code)), "{lie:?}: {found:?}");
                    assert!(played.iter().any(|(_, report)| report.terms > 1), "{lie:?}: nobody took over");
                }
            }
        }
    }

    #[test]
    fn a_run_can_be_played_again() {
        let plan = Plan { seed: 7, chapters: 4, lie: Lie::HostDrops, faults: true };
        let (one, other) = (run(plan), run(plan));
        assert_eq!((one.messages, one.standings, one.codes), (other.messages, other.standings, other.codes));
    }

    #[test]
    fn networks_whose_size_lie_and_faults_are_drawn() {
        all_well(&play((1_000..2_500).map(Plan::of)));
    }
}

//! `--traffic`: what a decision of the network costs on the line, from its opening until every chapter has recounted it: requests and
//! bytes, as nodes send them that look at it as often as ours do and repeat nothing within the time that ours wait.

use std::collections::{BTreeMap, HashMap};

use protocol::chapter::{Chapter, Sent};
use protocol::message::Message;
use protocol::simulation::{PROPOSAL, chapter_id, founded_with, key_of, person_id, proposal, register};
use rules::by_laws::{DAY, HOUR};
use rules::proposal::Act;
use serde::Serialize;

use crate::error::{Error, Result};
use crate::network::carry::{HASTE, RHYTHM, WATCHING};

const OPENED: i64 = 1_800_000_000;
const SECOND: i64 = crate::clock::Time::SECOND;
/// An activity around an object, and the headers of a signed request and of its answer.
const ENVELOPE: usize = 400 + 900;
const HEADERS: usize = 900;

#[derive(Default)]
struct Count {
    requests: usize,
    bytes: usize,
}

struct Line {
    nodes: Vec<Chapter>,
    next: Vec<i64>,
    sent: HashMap<(usize, String, String), i64>,
    counts: BTreeMap<&'static str, Count>,
}

fn weight(value: &impl Serialize) -> usize {
    serde_json::to_string(value).map_or(0, |text| text.len())
}

/// Under what name something is not repeated, and for how many hours.
type Again = Option<(String, i64)>;

/// What it is called, how large its object is, and when it is said again.
fn describe(message: &Message) -> Option<(&'static str, usize, Again)> {
    Some(match message {
        Message::Submit { said, witnesses } => (
            "moves to the host",
            weight(&said.value) + weight(witnesses),
            Some((format!("submit {} {}", witnesses.len(), said.digest), 1)),
        ),
        Message::Watch { said } => ("moves to witnesses", weight(&said.value), Some((format!("watch {}", said.digest), 1))),
        Message::Receipted(receipt) => ("receipts", weight(&receipt.value), None),
        Message::Watched(witness) => ("witness receipts", weight(&witness.value), None),
        Message::Log(page) => {
            let head = page.heads.first()?;
            ("heads", weight(&head.value), Some((format!("head {} {}", page.tallies.len(), head.digest), 6)))
        }
        Message::Verified { tally, verification } => (
            "verifications",
            weight(&tally.value) + weight(&verification.value),
            Some((format!("verified {}", verification.digest), 6)),
        ),
        _ => return None,
    })
}

impl Line {
    fn find(&self, id: &str) -> Option<usize> {
        self.nodes.iter().position(|node| node.id == id)
    }

    fn note(&mut self, what: &'static str, bytes: usize) {
        let count = self.counts.entry(what).or_default();
        count.requests += 1;
        count.bytes += bytes;
    }

    fn send(&mut self, from: usize, sent: Sent, now: i64) {
        let mut waiting: Vec<(usize, String, Message)> = sent.into_iter().map(|(to, message)| (from, to, message)).collect();
        while let Some((from, to, message)) = waiting.pop() {
            let Some(at) = self.find(&to) else { continue };
            let by = self.nodes.get(from).map(|node| node.id.clone()).unwrap_or_default();
            if at == from {
                let answers = self.nodes.get_mut(at).map(|node| node.handle(&by, message, now)).unwrap_or_default();
                waiting.extend(answers.into_iter().map(|(to, message)| (at, to, message)));
                continue;
            }
            if matches!(message, Message::Pull { .. } | Message::Rescue { .. }) {
                let answers = self.nodes.get_mut(at).map(|node| node.handle(&by, message, now)).unwrap_or_default();
                let pages: usize =
                    answers.iter().map(|(_, answer)| if let Message::Log(page) = answer { weight(page) } else { 0 }).sum();
                self.note("asking for the log", HEADERS + pages);
                for (_, answer) in answers {
                    let id = self.nodes.get(at).map(|node| node.id.clone()).unwrap_or_default();
                    let own = self.nodes.get_mut(from).map(|node| node.handle(&id, answer, now)).unwrap_or_default();
                    waiting.extend(own.into_iter().map(|(to, message)| (from, to, message)));
                }
                continue;
            }
            let Some((what, bytes, again)) = describe(&message) else { continue };
            if let Some((name, hours)) = again {
                let key = (from, to, name);
                if self.sent.get(&key).is_some_and(|last| now < last + hours * HOUR) {
                    continue;
                }
                self.sent.insert(key, now);
            }
            self.note(what, ENVELOPE + bytes);
            // Whoever hears of a head looks soon.
            let soon = matches!(message, Message::Log(_) | Message::Verified { .. });
            let message = match message {
                Message::Log(mut page) => {
                    page.entries.clear();
                    Message::Log(page)
                }
                other => other,
            };
            let answers = self.nodes.get_mut(at).map(|node| node.handle(&by, message, now)).unwrap_or_default();
            if soon && let Some(next) = self.next.get_mut(at) {
                *next = (*next).min(now + 2);
            }
            waiting.extend(answers.into_iter().map(|(to, message)| (at, to, message)));
        }
    }

    /// When a node looks at the decision again.
    fn rhythm(&self, node: usize, now: i64) -> i64 {
        let Some((chapter, decision)) = self.nodes.get(node).and_then(|node| Some((node, node.decisions.get(PROPOSAL)?))) else {
            return i64::MAX;
        };
        let waits = decision.own_moves().iter().any(|(_, fate)| *fate == Ok(false));
        let keeps = decision.keeper() == Some(&chapter.id);
        let pause = if waits {
            HASTE
        } else if keeps {
            RHYTHM
        } else {
            WATCHING
        };
        let counts = decision.counts_at().filter(|at| *at >= now).map_or(i64::MAX, |at| at + 1);
        counts.min(now + pause / SECOND)
    }
}

/// So many chapters with so many Connectors each, who all answer in the course of a week.
pub fn run(chapters: usize, each: usize) -> Result<()> {
    let roster = founded_with(chapters, u32::try_from(each).unwrap_or(u32::MAX));
    let people = |chapter: usize| (0..each).map(|n| person_id(chapter, n)).map(|id| (id.clone(), key_of(&id))).collect();
    let node = |n: usize| Chapter::new(&chapter_id(n), key_of(&chapter_id(n)), vec![roster.clone()], people(n));
    let nodes: Vec<Chapter> = (0..chapters).map(node).collect();
    let mut line = Line { next: vec![OPENED; chapters], nodes, sent: HashMap::new(), counts: BTreeMap::new() };
    let registers: Vec<_> = (0..chapters).map(|n| register(n, each, OPENED - HOUR)).collect();
    for register in registers.iter().skip(1) {
        line.note("registers", HEADERS + weight(&register.value));
    }
    let wrong = |what: String| Error::internal(what);
    let host = line.nodes.first_mut().ok_or_else(|| wrong("no host".into()))?;
    host.open(proposal(&roster, "consent"), registers, &[], OPENED).map_err(|code| wrong(code.as_str().to_string()))?;
    // Everybody answers once, one after the other, through six days.
    let mut answers: Vec<(i64, usize, String)> = Vec::new();
    for n in 0..each {
        for chapter in 0..chapters {
            let turn = i64::try_from(n * chapters + chapter).unwrap_or_default();
            let all = i64::try_from(chapters * each).unwrap_or(1);
            answers.push((OPENED + 2 * HOUR + turn * 6 * DAY / all, chapter, person_id(chapter, n)));
        }
    }
    let mut answers = answers.into_iter().peekable();
    let mut now = OPENED;
    let end = OPENED + 30 * DAY;
    while now < end && !line.nodes.iter().all(|node| node.decisions.get(PROPOSAL).is_some_and(|known| known.is_done(now))) {
        let next = line.next.iter().copied().min().unwrap_or(end).min(answers.peek().map_or(end, |(at, ..)| *at));
        now = now.max(next);
        while let Some((_, chapter, person)) = answers.next_if(|(at, ..)| *at <= now) {
            let Some(node) = line.nodes.get_mut(chapter) else { continue };
            node.say(PROPOSAL, &person, now, |said| said.act = Some(Act::Consent))
                .map_err(|code| wrong(code.as_str().to_string()))?;
            let sent = node.tick(now);
            line.send(chapter, sent, now);
            let at = line.rhythm(chapter, now);
            if let Some(next) = line.next.get_mut(chapter) {
                *next = (*next).min(at);
            }
            // The host tells of it a moment later.
            if let Some(host) = line.next.first_mut() {
                *host = (*host).min(now + 2);
            }
        }
        for turn in 0..chapters {
            if line.next.get(turn).is_some_and(|at| *at <= now) {
                let unknown = !line.nodes.get(turn).is_some_and(|node| node.decisions.contains_key(PROPOSAL));
                let sent = match line.nodes.get_mut(turn) {
                    // A head has told of a decision that is not known here.
                    Some(_) if unknown => vec![(chapter_id(0), Message::Pull { proposal: PROPOSAL.into(), term: 1, from: 0 })],
                    Some(node) => node.tick(now),
                    None => Vec::new(),
                };
                line.send(turn, sent, now);
                let at = line.rhythm(turn, now).max(now + 1);
                if let Some(next) = line.next.get_mut(turn) {
                    *next = at;
                }
            }
        }
    }
    let ratified = line.nodes.iter().filter(|node| node.decisions.get(PROPOSAL).is_some_and(|known| known.is_done(now))).count();
    if ratified != chapters {
        return Err(wrong(format!("only {ratified} of {chapters} chapters have come to an end")));
    }
    println!("{chapters} chapters with {each} Connectors each; over after {} days", (now - OPENED) / DAY);
    println!("{:<22} {:>10} {:>12}", "", "requests", "KB");
    let (mut requests, mut bytes) = (0, 0);
    for (what, count) in &line.counts {
        println!("{what:<22} {:>10} {:>12}", count.requests, count.bytes / 1024);
        requests += count.requests;
        bytes += count.bytes;
    }
    println!("{:<22} {requests:>10} {:>12}", "together", bytes / 1024);
    println!("a chapter makes {} requests a day and moves {} KB a day", requests / chapters / 10, bytes / 1024 / chapters / 10);
    Ok(())
}

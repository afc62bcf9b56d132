//! A record, then one fault each, and the codes a recount must name.

use rules::by_laws::{DAY, HOUR};
use rules::proposal::Act;
use serde_json::Value;

use super::*;
use crate::canon::ZERO;
use crate::log::Object;
use crate::object::{Kind, Move, Outcome, Text, Verification, Witness};
use crate::proof::Key;
use crate::roll::Register;
use crate::roster::{Decided, Status};
use crate::simulation::{PROPOSAL, chapter_id, founded, key_of, person_id, proposal, register};

const OPENED: i64 = 1_800_000_000;
const WINDOW: i64 = 7 * DAY;
const REASON: &str = "it would cost the small chapters their own dates";

/// Four chapters with two Connectors each; the first is the host.
struct Record {
    roster: Signed<Roster>,
    registers: Vec<Signed<Register>>,
    log: Vec<Entry>,
    heads: Vec<Signed<Head>>,
    receipts: Vec<Receipted>,
}

fn host() -> Key {
    key_of(&chapter_id(0))
}

impl Record {
    fn opened() -> Self {
        Self::of("consent")
    }

    fn of(process: &str) -> Self {
        let roster = founded(4);
        let registers: Vec<_> = (0..4).map(|n| register(n, 2, OPENED - DAY)).collect();
        let roll = roll::freeze(&roster, &registers, &[], PROPOSAL, OPENED);
        let proposal = proposal(&roster, process);
        let opening = Opening { proposal, roll, term: 1, attributed_to: chapter_id(0), published: OPENED };
        let opening = Signed::new(opening, &host(), OPENED);
        let log = vec![log::next(&[], Kind::Open, Object::Opening(opening), OPENED)];
        Self { roster, registers, log, heads: Vec::new(), receipts: Vec::new() }
    }

    fn machine(&self) -> Machine {
        let opening = self.log[0].object.as_ref().and_then(Object::opening).expect("it is one");
        Machine::open(opening, &self.roster).expect("it opens")
    }

    fn blank(&self, voter: &str, seq: u64) -> Move {
        Move {
            id: format!("{voter}/moves/{seq}"),
            attributed_to: voter.into(),
            in_reply_to: PROPOSAL.into(),
            version: 1,
            roll_hash: self.machine().roll_hash,
            seq,
            act: None,
            grades: None,
            text: None,
            delegation: None,
            new_key: None,
            published: OPENED,
        }
    }

    fn said(&self, voter: &str, seq: u64, act: Act) -> Signed<Move> {
        Signed::new(Move { act: Some(act), ..self.blank(voter, seq) }, &key_of(voter), OPENED)
    }

    /// The host takes it, whatever it is.
    fn takes(&mut self, said: Signed<Move>, at: i64) {
        self.takes_seen(said, at, Vec::new());
    }

    fn takes_seen(&mut self, said: Signed<Move>, at: i64, witnesses: Vec<Signed<Witness>>) {
        let entry = Entry { witnesses, ..log::next(&self.log, said.body.kind(), Object::Move(said.clone()), at) };
        let body = Receipt {
            proposal: PROPOSAL.into(),
            term: 1,
            digest: entry.digest.clone(),
            index: entry.index,
            head: entry.head(),
            received_at: entry.received_at,
        };
        self.receipts.push(Receipted { receipt: Signed::new(body, &host(), at), object: Some(said) });
        self.log.push(entry);
        self.signs_head(at);
    }

    fn signs_head(&mut self, at: i64) {
        let head = self.log.last().map(Entry::head).unwrap_or_default();
        let body = Head { proposal: PROPOSAL.into(), term: 1, length: self.log.len() as u64, head, at };
        self.heads.push(Signed::new(body, &host(), at));
    }

    fn seen_by(&self, chapter: usize, said: &Signed<Move>, at: i64) -> Signed<Witness> {
        let body =
            Witness { proposal: PROPOSAL.into(), digest: said.digest(), attributed_to: chapter_id(chapter), received_at: at };
        Signed::new(body, &key_of(&chapter_id(chapter)), at)
    }

    /// Closed and counted as the log has it, what does not count left aside.
    fn closed(&self) -> Bundle {
        let mut machine = self.machine();
        for entry in &self.log[1..] {
            let _ = machine.push(entry);
        }
        let outcome = machine.outcome(OPENED + 300 * DAY).expect("it has ended");
        self.told(outcome, &machine)
    }

    fn told(&self, outcome: Outcome, machine: &Machine) -> Bundle {
        let tally = Tally {
            proposal: PROPOSAL.into(),
            term: 1,
            attempt: 1,
            roll_hash: machine.roll_hash.clone(),
            policy_hash: machine.proposal.policy_hash.clone(),
            log_length: self.log.len() as u64,
            log_head: self.log.last().map(Entry::head).unwrap_or_default(),
            outcome,
        };
        Bundle {
            kind: crate::bundle::Kind::Record,
            rosters: vec![self.roster.clone()],
            registers: self.registers.clone(),
            log: self.log.clone(),
            heads: self.heads.clone(),
            receipts: self.receipts.clone(),
            tally: Some(Signed::new(tally, &host(), OPENED)),
            verifications: Vec::new(),
        }
    }

    /// The same without an entry, as if it had never been there.
    fn without(&self, n: usize) -> Self {
        let mut log = self.log[..n].to_vec();
        for entry in &self.log[n + 1..] {
            let next = log::next(&log, entry.kind, entry.object.clone().expect("it is there"), entry.received_at);
            log.push(Entry { witnesses: entry.witnesses.clone(), ..next });
        }
        Self {
            roster: self.roster.clone(),
            registers: self.registers.clone(),
            log,
            heads: self.heads.clone(),
            receipts: self.receipts.clone(),
        }
    }
}

/// Three consent, of three chapters, and one of the fourth objects.
fn honest() -> Record {
    let mut record = Record::opened();
    for (chapter, day) in [(0, 1), (1, 2), (2, 3)] {
        record.takes(record.said(&person_id(chapter, 1), 1, Act::Consent), OPENED + day * DAY);
    }
    record.takes(record.said(&person_id(3, 0), 1, Act::Object { reason: REASON.into() }), OPENED + 4 * DAY);
    record
}

fn codes(bundle: &Bundle) -> Vec<Code> {
    verify(bundle).codes()
}

fn names(bundle: &Bundle, expected: &[Code]) {
    let found = codes(bundle);
    assert!(expected.iter().all(|code| found.contains(code)), "{expected:?} in {:#?}", verify(bundle).evidence);
}

fn state(bundle: &Bundle) -> &str {
    bundle.tally.as_ref().map(|tally| tally.body.outcome.state.as_str()).unwrap_or_default()
}

#[test]
fn v0_an_honest_record_holds() {
    let bundle = honest().closed();
    let findings = verify(&bundle);
    assert_eq!(findings.evidence, Vec::new());
    assert_eq!(findings.checked.len(), 7, "{:?}", findings.checked);
    assert_eq!(state(&bundle), "lapsed", "an objection stands, and nobody did anything about it");
    let mut record = Record::opened();
    for chapter in 0..3 {
        record.takes(record.said(&person_id(chapter, 1), 1, Act::Consent), OPENED + DAY);
    }
    let bundle = record.closed();
    assert_eq!((codes(&bundle), state(&bundle)), (Vec::new(), "adopted"));
    // It is the same after a journey as text.
    let text = serde_json::to_string(&bundle).expect("it is written");
    let read: Bundle = serde_json::from_str(&text).expect("it is read");
    assert_eq!((codes(&read), read.log), (Vec::new(), bundle.log));
}

#[test]
fn v1_a_receipted_objection_that_is_dropped_is_missed() {
    let bundle = honest().without(4).closed();
    assert_eq!(state(&bundle), "adopted", "that is why somebody might do it");
    names(&bundle, &[Code::ReceiptedBallotMissing, Code::HeadMismatch]);
}

#[test]
fn v3_wrong_totals_are_seen() {
    let record = honest();
    let machine = record.machine();
    let honest = record.closed().tally.expect("there is one").body.outcome.clone();
    for wrong in [
        Outcome { state: "adopted".into(), ..honest.clone() },
        Outcome { silent: Vec::new(), ..honest.clone() },
        Outcome { at: honest.at - 1, ..honest.clone() },
        Outcome { version: 2, ..honest.clone() },
    ] {
        assert_eq!(codes(&record.told(wrong, &machine)), [Code::TallyMismatch]);
    }
}

#[test]
fn v4_a_ballot_whose_words_are_altered_is_seen() {
    let mut bundle = honest().closed();
    let entry = &mut bundle.log[4];
    let mut value = serde_json::to_value(entry.object.as_ref()).expect("it is written");
    value["act"]["reason"] = "no".into();
    entry.object = Some(serde_json::from_value(value).expect("it is read"));
    names(&bundle, &[Code::BadSignature, Code::ObjectDigest, Code::TallyMismatch]);
}

#[test]
fn v5_an_invented_connector_is_not_on_the_roll() {
    let mut record = honest();
    record.takes(record.said("https://c0.example/users/nobody", 1, Act::Consent), OPENED + 5 * DAY);
    assert_eq!(codes(&record.closed()), [Code::NotOnRoll]);
}

#[test]
fn v6_a_ballot_the_host_forges_has_no_signature_of_its_voter() {
    let mut record = honest();
    let said = record.blank(&person_id(3, 1), 1);
    record.takes(Signed::new(Move { act: Some(Act::Consent), ..said }, &host(), OPENED), OPENED + 5 * DAY);
    assert_eq!(codes(&record.closed()), [Code::BadSignature]);
}

#[test]
fn v7_to_v9_late_is_late_unless_a_third_chapter_has_seen_it_in_time() {
    let late = |watched_by: Option<usize>, seen: i64, received: i64| {
        let mut record = honest();
        let said = record.said(&person_id(3, 1), 1, Act::Abstain);
        let witnesses = watched_by.map(|chapter| record.seen_by(chapter, &said, seen)).into_iter().collect();
        record.takes_seen(said, received, witnesses);
        codes(&record.closed())
    };
    let end = OPENED + WINDOW;
    assert_eq!(late(None, 0, end - 1), []);
    assert_eq!(late(None, 0, end), [Code::Late], "V7");
    assert_eq!(late(Some(1), end - HOUR, end + HOUR), [], "V8");
    assert_eq!(late(Some(3), end - HOUR, end + HOUR), [Code::Late], "V9: the voter's own chapter");
    assert_eq!(late(Some(0), end - HOUR, end + HOUR), [Code::Late], "the host is no third chapter");
    assert_eq!(late(Some(1), end + 1, end + HOUR), [Code::Late], "the witness saw it too late");
    assert_eq!(late(Some(1), end - HOUR, end + DAY - 1), [], "within the day of grace");
    assert_eq!(late(Some(1), end - HOUR, end + DAY), [Code::Late], "after it");
}

#[test]
fn v10_of_two_ballots_under_one_number_the_first_stands() {
    let mut record = Record::opened();
    for chapter in 0..3 {
        record.takes(record.said(&person_id(chapter, 1), 1, Act::Consent), OPENED + DAY);
    }
    record.takes(record.said(&person_id(2, 1), 1, Act::Abstain), OPENED + 2 * DAY);
    let bundle = record.closed();
    assert_eq!((codes(&bundle), state(&bundle)), (vec![Code::StaleSeq], "adopted"));
    let stances = &bundle.tally.as_ref().expect("there is one").body.outcome.stances;
    assert_eq!(stances.get(&person_id(2, 1)).map(String::as_str), Some("consent"));
}

#[test]
fn v11_a_ballot_for_another_text_or_another_roll_does_not_count() {
    let mut record = honest();
    let act = Some(Act::Consent);
    let other = Move { version: 2, act: act.clone(), ..record.blank(&person_id(3, 1), 1) };
    record.takes(Signed::new(other, &key_of(&person_id(3, 1)), OPENED), OPENED + 5 * DAY);
    assert_eq!(codes(&record.closed()), [Code::WrongVersion]);
    let mut record = honest();
    let other = Move { roll_hash: ZERO.into(), act, ..record.blank(&person_id(3, 1), 1) };
    record.takes(Signed::new(other, &key_of(&person_id(3, 1)), OPENED), OPENED + 5 * DAY);
    assert_eq!(codes(&record.closed()), [Code::WrongVersion]);
}

#[test]
fn v12_an_objection_has_a_reason() {
    let mut record = honest();
    record.takes(record.said(&person_id(3, 1), 1, Act::Object { reason: "no".into() }), OPENED + 5 * DAY);
    assert_eq!(codes(&record.closed()), [Code::ReasonMissing]);
}

#[test]
fn what_a_ballot_must_not_say_is_malformed() {
    let mut record = honest();
    let grades = |option: &str, grade: i64| Some([(option.to_string(), grade)].into());
    let blank = record.blank(&person_id(3, 1), 1);
    for wrong in [
        Move { act: None, ..blank.clone() },
        Move { act: Some(Act::Vote), ..blank.clone() },
        Move { act: Some(Act::Consent), grades: grades("proposal", 1), ..blank.clone() },
        Move { act: Some(Act::Consent), new_key: Some(key_of("x").multikey), ..blank.clone() },
        Move {
            act: Some(Act::Consent),
            text: Some(Text { title: "t".into(), driver: String::new(), text: "t".into() }),
            ..blank.clone()
        },
        Move { new_key: Some(key_of(&person_id(1, 0)).multikey), ..blank },
    ] {
        record.takes(Signed::new(wrong, &key_of(&person_id(3, 1)), OPENED), OPENED + 5 * DAY);
        assert_eq!(codes(&record.closed()), [Code::MalformedChoice]);
        record.log.pop();
        record.receipts.pop();
        record.heads.pop();
    }
}

#[test]
fn v13_two_logs_are_found_by_the_heads_the_host_has_signed() {
    let record = honest();
    let mut bundle = record.closed();
    let mut other = Record { log: record.log[..4].to_vec(), ..Record::opened() };
    other.takes(other.said(&person_id(3, 0), 1, Act::Consent), OPENED + 4 * DAY);
    bundle.heads.extend(other.heads);
    names(&bundle, &[Code::HeadFork, Code::HeadMismatch]);
    // What somebody else has signed says nothing about the host.
    let mut bundle = record.closed();
    let head = Head { head: ZERO.into(), ..bundle.heads[0].body.clone() };
    bundle.heads.push(Signed::new(head, &key_of(&chapter_id(1)), OPENED));
    assert_eq!(codes(&bundle), []);
}

#[test]
fn v14_a_moment_that_is_rewritten_breaks_the_chain() {
    let mut bundle = honest().closed();
    bundle.log[3].received_at = OPENED;
    names(&bundle, &[Code::ChainBroken, Code::TimeRegress]);
}

#[test]
fn what_is_put_into_the_past_after_the_host_has_signed_a_head_is_seen() {
    let mut record = honest();
    record.signs_head(OPENED + 6 * DAY);
    record.takes(record.said(&person_id(3, 1), 1, Act::Consent), OPENED + 5 * DAY);
    assert_eq!(codes(&record.closed()), [Code::TimeRegress]);
}

#[test]
fn a_roll_with_somebody_more_is_not_what_the_registers_say() {
    let mut record = honest();
    record.registers[1] = register(1, 3, OPENED - DAY);
    names(&record.closed(), &[Code::RollHashMismatch]);
    let mut record = honest();
    record.registers.pop();
    names(&record.closed(), &[Code::RollHashMismatch]);
}

#[test]
fn a_new_key_is_signed_by_the_old_one_or_vouched_for() {
    let voter = person_id(3, 1);
    let (old, new, chapter, friend) = (key_of(&voter), key_of("a new device"), key_of(&chapter_id(3)), key_of(&person_id(1, 0)));
    let change = |sign: &[&Key]| {
        let mut record = honest();
        let body = Move { new_key: Some(new.multikey.clone()), ..record.blank(&voter, 1) };
        let said = Signed::new(body, sign[0], OPENED);
        let said = sign[1..].iter().fold(said, |said, key| said.also_by(key, OPENED));
        record.takes(said, OPENED + 5 * DAY);
        let ballot = Move { act: Some(Act::Consent), ..record.blank(&voter, 2) };
        record.takes(Signed::new(ballot, &new, OPENED), OPENED + 5 * DAY);
        codes(&record.closed())
    };
    assert_eq!(change(&[&old]), []);
    assert_eq!(change(&[&chapter, &friend]), []);
    assert_eq!(change(&[&chapter]), [Code::BadSignature], "a chapter alone takes nobody's voice");
    assert_eq!(change(&[&friend]), [Code::BadSignature]);
    assert_eq!(change(&[&new]), [Code::BadSignature]);
}

/// Every leaf of everything that was logged, changed by one letter or by one.
#[test]
fn whatever_is_changed_in_the_log_is_found() {
    fn leaves(value: &mut Value, change: &mut dyn FnMut(&mut Value)) {
        match value {
            Value::Array(list) => list.iter_mut().for_each(|one| leaves(one, change)),
            Value::Object(map) => map.values_mut().for_each(|one| leaves(one, change)),
            leaf => change(leaf),
        }
    }
    let mut record = Record::opened();
    record.takes(record.said(&person_id(1, 1), 1, Act::Consent), OPENED + DAY);
    let said = record.said(&person_id(3, 0), 1, Act::Object { reason: REASON.into() });
    let seen = record.seen_by(2, &said, OPENED + 6 * DAY);
    record.takes_seen(said, OPENED + WINDOW + HOUR, vec![seen]);
    let bundle = record.closed();
    assert_eq!(codes(&bundle), []);
    let whole = serde_json::to_value(&bundle).expect("it is written");
    let mut count = 0;
    leaves(&mut whole["log"].clone(), &mut |_| count += 1);
    assert!(count > 100, "{count}");
    for n in 0..count {
        let mut changed = whole.clone();
        let mut at = 0;
        let mut what = String::new();
        leaves(&mut changed["log"], &mut |leaf| {
            if at == n {
                what = leaf.to_string();
                *leaf = match leaf {
                    Value::String(text) => {
                        let mut letters: Vec<char> = text.chars().collect();
                        let middle = letters.len() / 2;
                        match letters.get_mut(middle) {
                            Some(letter) => *letter = if *letter == 'a' { 'b' } else { 'a' },
                            None => letters.push('a'),
                        }
                        letters.into_iter().collect::<String>().into()
                    }
                    Value::Number(number) => (number.as_i64().unwrap_or_default() + 1).into(),
                    Value::Bool(yes) => (!*yes).into(),
                    _ => "a".into(),
                };
            }
            at += 1;
        });
        // What is no record any more is found by whoever reads it.
        if let Ok(changed) = serde_json::from_value::<Bundle>(changed) {
            assert!(!verify(&changed).holds(), "leaf {n}, {what}");
        }
    }
}

#[test]
fn rubbish_is_named_and_stalls_nobody() {
    let bundle = honest().closed();
    assert_eq!(codes(&Bundle { log: Vec::new(), ..bundle.clone() }), [Code::Malformed]);
    assert_eq!(codes(&Bundle { rosters: Vec::new(), ..bundle.clone() }), [Code::RosterMismatch]);
    let unsigned = Signed::new(bundle.rosters[0].body.clone(), &host(), OPENED);
    assert_eq!(codes(&Bundle { rosters: vec![unsigned], ..bundle.clone() }), [Code::BadSignature]);
    assert_eq!(codes(&Bundle { tally: None, ..bundle.clone() }), []);
    let mut twice = bundle;
    twice.log[2] = twice.log[1].clone();
    names(&twice, &[Code::IndexGap, Code::ChainBroken]);
}

#[test]
fn who_founds_follows_and_hosts() {
    let first = founded(3);
    assert_eq!(roster::founds(&first), Ok(()));
    let mut two = first.body.clone();
    two.version = 2;
    two.prev = first.digest();
    two.chapters[2].status = Status::Suspended;
    two.decided_by = Some(Decided { proposal: PROPOSAL.into(), tally_hash: ZERO.into() });
    let next = Signed::new(two.clone(), &host(), OPENED);
    assert_eq!(roster::follows(&first, &next, Some(&two.change())), Ok(()));
    assert_eq!(roster::follows(&first, &next, None), Err(Code::RosterMismatch), "no decision of that kind is ratified");
    assert_eq!(roster::follows(&first, &next, Some(&first.body.change())), Err(Code::RosterMismatch));
    // A chapter changes its own key, and nothing else.
    let new = key_of("a new machine");
    let mut turned = first.body.clone();
    turned.version = 2;
    turned.prev = first.digest();
    turned.chapters[1].key = new.multikey.clone();
    let by = |keys: &[&Key], body: &Roster| {
        keys[1..].iter().fold(Signed::new(body.clone(), keys[0], OPENED), |roster, key| roster.also_by(key, OPENED))
    };
    let old = key_of(&chapter_id(1));
    assert_eq!(roster::follows(&first, &by(&[&old, &new], &turned), None), Ok(()));
    assert_eq!(roster::follows(&first, &by(&[&new], &turned), None), Err(Code::BadSignature));
    assert_eq!(roster::follows(&first, &by(&[&old], &turned), None), Err(Code::BadSignature));
    turned.chapters[1].connector_cap = 11;
    assert_eq!(roster::follows(&first, &by(&[&old, &new], &turned), None), Err(Code::RosterMismatch));
    turned = Roster { chapters: first.body.chapters.clone(), ..turned };
    turned.chapters[1].status = Status::Left;
    assert_eq!(roster::follows(&first, &by(&[&old], &turned), None), Ok(()), "a chapter leaves when it likes");
    assert_eq!(roster::follows(&first, &by(&[&host()], &turned), None), Err(Code::BadSignature), "nobody else can make it leave");
    // Whoever makes the roster of a decision makes the same.
    let made = || first.changed(&two.change(), two.decided_by.clone().expect("it is decided"));
    assert_eq!(made(), made());
    assert_eq!(roster::follows(&first, &made(), Some(&two.change())), Ok(()));
    let names = |roster: &Roster| -> Vec<String> {
        (1..6).filter_map(|term| roster.host(&chapter_id(1), term)).map(|chapter| chapter.id.clone()).collect()
    };
    assert_eq!(names(&first.body), [1, 2, 0, 1, 2].map(chapter_id));
    assert_eq!(names(&two), [1, 0, 1, 0, 1].map(chapter_id), "who is suspended keeps no log");
    let witnesses = |of: usize, host: usize| -> Vec<String> {
        founded(5).body.witnesses(&chapter_id(of), &chapter_id(host)).iter().map(|chapter| chapter.id.clone()).collect()
    };
    assert_eq!(witnesses(0, 0), [1, 2].map(chapter_id));
    assert_eq!(witnesses(3, 0), [4, 1].map(chapter_id), "the host is passed over");
    assert_eq!((first.body.majority(), founded(2).body.majority(), founded(5).body.majority()), (2, 2, 3));
}

#[test]
fn a_verification_says_what_it_found() {
    let body = Verification {
        proposal: PROPOSAL.into(),
        attributed_to: chapter_id(1),
        tally_hash: ZERO.into(),
        evidence: vec![Evidence { code: Code::HeadFork, place: "head of 5 in term 1".into(), objects: Vec::new() }],
        published: OPENED,
    };
    let said = Signed::new(body, &key_of(&chapter_id(1)), OPENED);
    assert_eq!(said.value["type"], "gov:TallyVerification");
    assert_eq!(said.value["evidence"][0]["code"], "head-fork");
    assert_eq!(Signed::<Verification>::read(&said.value), Some(said));
}

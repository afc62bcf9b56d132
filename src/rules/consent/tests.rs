//! Five Connectors: A is the author, E the facilitator. Consent is called for on the first day, which is day 0.

use super::*;
use crate::by_laws::HOUR;
use crate::proposal::{Process, Proposal, Verdict};
use crate::roles::Role;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::ToString;
use proptest::prelude::*;

const REASON: &str = "we would miss the rent of the autumn";
/// Tenths of a day.
const TENTH: i64 = DAY / 10;

struct Chapter {
    laws: ByLaws,
    proposal: Proposal,
    consents: BTreeSet<String>,
    verdict: Verdict,
    /// The chapter of each, where there are several.
    homes: BTreeMap<String, String>,
    /// How many there are on the roll, where that makes a difference.
    roll: Option<usize>,
    events: Vec<(i64, Event)>,
}

fn connector(name: &str) -> Actor {
    Actor { person: name.into(), role: Some(Role::Connector), on_roll: "ABCDE".contains(name) }
}

impl Chapter {
    /// In the window of the first round.
    fn asked(laws: ByLaws) -> Self {
        let process = Process::Consent(Consent::new("A".into(), false));
        let proposal = Proposal { process, touched: -3 * DAY };
        let (consents, verdict, events) = (BTreeSet::new(), Verdict::default(), Vec::new());
        let mut chapter = Self { laws, proposal, consents, verdict, homes: BTreeMap::new(), roll: None, events };
        chapter.does("A", Act::Publish, -2 * DAY).unwrap();
        chapter.does("E", Act::Facilitate, -2 * DAY).unwrap();
        chapter.does("A", Act::CallForConsent, 0).unwrap();
        chapter.events.clear();
        chapter
    }

    fn new() -> Self {
        Self::asked(ByLaws::CHAPTER)
    }

    fn until(&mut self, now: i64) {
        while let Some(at) = self.proposal.due(&self.laws).filter(|at| *at <= now) {
            let consents = u32::try_from(self.consents.len()).unwrap();
            let homes = self.homes.clone();
            let everybody = self.roll == Some(self.consents.len());
            let facts = Facts { consents, chapters: consents.min(2), everybody, homes, verdict: self.verdict.clone() };
            let (proposal, events) = self.proposal.clone().pass(&self.laws, &facts);
            self.proposal = proposal;
            self.events.extend(events.into_iter().map(|event| (at, event)));
        }
    }

    fn acts(&mut self, by: &Actor, act: Act, at: i64) -> Result<(), Refusal> {
        self.until(at);
        let consents = act == Act::Consent;
        let round = self.consent().round;
        let (proposal, events) = self.proposal.clone().step(&self.laws, by, act, at, |_| true)?;
        self.proposal = proposal;
        if self.consent().round > round {
            self.consents.clear();
        }
        if consents {
            self.consents.insert(by.person.clone());
        }
        self.events.extend(events.into_iter().map(|event| (at, event)));
        self.until(at);
        Ok(())
    }

    fn does(&mut self, who: &str, act: Act, at: i64) -> Result<(), Refusal> {
        self.acts(&connector(who), act, at)
    }

    fn objects(&mut self, who: &str, at: i64) -> Result<(), Refusal> {
        self.does(who, Act::Object { reason: REASON.into() }, at)
    }

    fn amends(&mut self, at: i64) -> Result<(), Refusal> {
        self.until(at);
        let open = self.consent().objections.iter().enumerate().filter(|(_, o)| o.standing == Standing::Qualified);
        let addressed =
            open.map(|(objection, _)| Addressed { objection, how: How::Resolves, note: "the rent is kept".into() }).collect();
        self.does("A", Act::Amend { addressed }, at)
    }

    fn consent(&self) -> &Consent {
        match &self.proposal.process {
            Process::Consent(consent) => consent,
            _ => panic!("another process"),
        }
    }

    /// The state and when it was reached.
    fn at(&mut self, now: i64) -> (&'static str, i64) {
        self.until(now);
        (self.proposal.state(), self.proposal.touched)
    }

    /// Three rounds in which B objects every time.
    fn vetoed() -> Self {
        let mut chapter = Self::new();
        for round in 0..3 {
            let from = round * 10 * DAY;
            chapter.objects("B", from + DAY).unwrap();
            assert_eq!(chapter.at(from + 7 * DAY).0, "integration");
            if round < 2 {
                chapter.amends(from + 10 * DAY).unwrap();
            }
        }
        chapter
    }
}

#[test]
fn c1_silence_is_support() {
    let mut chapter = Chapter::new();
    assert_eq!(chapter.at(7 * DAY - 1).0, "consent");
    assert_eq!(chapter.at(7 * DAY), ("adopted", 7 * DAY));
    assert_eq!(chapter.events, [(6 * DAY, Event::Reminder { ends: 7 * DAY }), (7 * DAY, Event::Adopted)]);
}

#[test]
fn c2_the_network_wants_to_hear_something() {
    let network = || {
        let laws = ByLaws::NETWORK;
        Chapter::asked(laws)
    };
    let mut silent = network();
    assert_eq!(silent.at(7 * DAY), ("consent", 7 * DAY));
    assert_eq!(silent.events.last(), Some(&(7 * DAY, Event::Extended)));
    assert_eq!(silent.at(14 * DAY), ("lapsed", 14 * DAY));
    let mut heard = network();
    for who in ["B", "C", "D"] {
        heard.does(who, Act::Consent, 8 * DAY).unwrap();
    }
    assert_eq!(heard.at(14 * DAY), ("adopted", 14 * DAY));
    // Two chapters with a Connector each: both of them is everybody, and one of them is not.
    for (said, state) in [(vec!["B", "C"], "adopted"), (vec!["B"], "lapsed")] {
        let mut small = network();
        small.roll = Some(2);
        for who in said {
            small.does(who, Act::Consent, 8 * DAY).unwrap();
        }
        assert_eq!(small.at(14 * DAY), (state, 14 * DAY));
    }
}

#[test]
fn c3_an_objection_that_nobody_disputes_stands() {
    let mut chapter = Chapter::new();
    chapter.objects("B", DAY).unwrap();
    assert_eq!(chapter.at(7 * DAY), ("integration", 7 * DAY));
    assert!(chapter.events.contains(&(4 * DAY, Event::Qualified { objection: 0 })));
}

#[test]
fn c4_amended_and_not_objected_to_again() {
    let mut chapter = Chapter::new();
    chapter.objects("B", DAY).unwrap();
    chapter.amends(10 * DAY).unwrap();
    assert_eq!((chapter.consent().round, chapter.consent().version), (2, 2));
    assert_eq!(chapter.at(17 * DAY), ("adopted", 17 * DAY));
    assert_eq!(chapter.consent().objections[0].standing.as_str(), "resolved");
}

#[test]
fn c5_an_objection_at_the_last_moment_is_tested_after_the_end() {
    let mut chapter = Chapter::new();
    chapter.objects("B", 69 * TENTH).unwrap();
    assert_eq!(chapter.at(7 * DAY), ("testing", 7 * DAY));
    assert_eq!(chapter.does("C", Act::Consent, 8 * DAY), Err(Refusal::NotNow));
    assert_eq!(chapter.at(99 * TENTH - 1).0, "testing");
    assert_eq!(chapter.at(99 * TENTH), ("integration", 99 * TENTH));
}

#[test]
fn c6_an_objection_needs_a_reason() {
    let mut chapter = Chapter::new();
    for reason in ["", "   I do not like it   ", "nineteen letters ..."] {
        let refused = chapter.does("B", Act::Object { reason: reason.into() }, DAY);
        assert_eq!(refused.is_err(), reason.trim().chars().count() < 20, "{reason}");
        chapter = Chapter::new();
    }
    assert_eq!(chapter.does("B", Act::Object { reason: "no".into() }, DAY), Err(Refusal::ReasonTooShort(20)));
    assert_eq!(chapter.at(7 * DAY), ("adopted", 7 * DAY));
}

fn disputed(by: &[&str]) -> Chapter {
    let mut chapter = Chapter::new();
    chapter.objects("B", DAY).unwrap();
    for who in by {
        chapter.does(who, Act::Dispute { objection: 0, reason: REASON.into() }, 2 * DAY).unwrap();
    }
    chapter
}

#[test]
fn c7_three_who_dispute_make_it_a_concern() {
    let mut chapter = disputed(&["C", "D", "E"]);
    assert_eq!(chapter.at(7 * DAY), ("adopted", 7 * DAY));
    assert!(chapter.events.contains(&(4 * DAY, Event::Concern { objection: 0 })));
    assert_eq!(chapter.consent().objections[0].standing, Standing::Concern);
}

#[test]
fn in_a_network_those_who_dispute_come_from_two_chapters() {
    for (homes, standing) in [("C paris D paris E paris", Standing::Qualified), ("C paris D paris E lyon", Standing::Concern)] {
        let mut chapter = Chapter::asked(ByLaws { consent: ByLaws::NETWORK.consent, ..ByLaws::CHAPTER });
        let words: Vec<&str> = homes.split(' ').collect();
        chapter.homes = words.chunks(2).map(|pair| (pair[0].to_string(), pair[1].to_string())).collect();
        chapter.does("B", Act::Object { reason: REASON.into() }, DAY).unwrap();
        for who in ["C", "D", "E"] {
            chapter.does(who, Act::Dispute { objection: 0, reason: REASON.into() }, 2 * DAY).unwrap();
        }
        chapter.until(5 * DAY);
        assert_eq!(chapter.consent().objections[0].standing, standing, "{homes}");
    }
}

#[test]
fn c8_two_do_not() {
    assert_eq!(disputed(&["C", "D"]).at(7 * DAY), ("integration", 7 * DAY));
    assert_eq!(disputed(&["C", "D", "D"]).at(7 * DAY).0, "integration");
    // Nor three of whom one thinks better of it.
    let mut chapter = disputed(&["C", "D", "E"]);
    chapter.does("E", Act::Undispute { objection: 0 }, 3 * DAY).unwrap();
    assert_eq!(chapter.at(7 * DAY).0, "integration");
}

#[test]
fn c9_a_vote_is_the_last_resort() {
    let mut early = Chapter::new();
    early.objects("B", DAY).unwrap();
    early.until(7 * DAY);
    assert_eq!(early.does("A", Act::Escalate, 20 * DAY), Err(Refusal::TooEarly(21 * DAY)));
    early.does("A", Act::Escalate, 21 * DAY).unwrap();
    assert_eq!(early.at(21 * DAY).0, "voting");
    let mut spent = Chapter::vetoed();
    assert_eq!(spent.amends(28 * DAY), Err(Refusal::RoundsSpent));
    spent.does("E", Act::Escalate, 28 * DAY).unwrap();
    assert_eq!(spent.at(28 * DAY).0, "voting");
    // Three Connectors can ask for it as well.
    let mut three = Chapter::vetoed();
    for (who, state) in [("B", "integration"), ("C", "integration"), ("C", "integration"), ("D", "voting")] {
        three.does(who, Act::Escalate, 28 * DAY).unwrap();
        assert_eq!(three.at(28 * DAY).0, state);
    }
}

#[test]
fn c10_two_thirds_pass_over_an_objection() {
    for (for_, against, state) in [(3, 2, "rejected"), (4, 2, "adopted")] {
        let mut chapter = Chapter::vetoed();
        chapter.does("A", Act::Escalate, 28 * DAY).unwrap();
        let holds = chapter.consent().majority(&chapter.laws).holds(for_, against);
        chapter.verdict = Verdict { turnout: for_ + against, roll: 6, winner: holds.then(|| PROPOSED.into()) };
        assert_eq!(chapter.at(35 * DAY), (state, 35 * DAY), "{for_}:{against}");
    }
}

#[test]
fn c11_a_consent_to_the_first_text_is_none_to_the_second() {
    let mut chapter = Chapter::asked(ByLaws::NETWORK);
    for who in ["C", "D", "E"] {
        chapter.does(who, Act::Consent, DAY).unwrap();
    }
    chapter.objects("B", DAY).unwrap();
    chapter.amends(10 * DAY).unwrap();
    assert_eq!(chapter.at(17 * DAY).0, "consent");
    assert_eq!(chapter.at(24 * DAY).0, "lapsed");
}

#[test]
fn c12_the_roll_is_frozen() {
    let mut chapter = Chapter::new();
    assert_eq!(chapter.does("F", Act::Consent, DAY), Err(Refusal::NotOnRoll));
    assert_eq!(chapter.objects("F", DAY), Err(Refusal::NotOnRoll));
    let alumnus = Actor { role: Some(Role::Alumni), ..connector("B") };
    chapter.acts(&alumnus, Act::Object { reason: REASON.into() }, 3 * DAY).unwrap();
    assert_eq!(chapter.at(7 * DAY).0, "integration");
}

#[test]
fn c13_the_text_stands_while_consent_is_asked() {
    assert_eq!(Chapter::new().amends(DAY), Err(Refusal::NotNow));
}

#[test]
fn whoever_objects_may_change_their_mind() {
    let mut chapter = Chapter::new();
    chapter.objects("B", DAY).unwrap();
    assert_eq!(chapter.objects("B", DAY), Err(Refusal::OpenObjection));
    chapter.does("B", Act::Consent, 2 * DAY).unwrap();
    assert_eq!(chapter.at(7 * DAY).0, "adopted");
    let mut late = Chapter::new();
    late.objects("B", DAY).unwrap();
    late.until(8 * DAY);
    assert_eq!(late.does("C", Act::TakeBack { objection: 0 }, 8 * DAY), Err(Refusal::NotYourObjection));
    late.does("B", Act::TakeBack { objection: 0 }, 8 * DAY).unwrap();
    assert_eq!(late.at(8 * DAY), ("adopted", 8 * DAY));
}

#[test]
fn a_clock_that_steps_back_opens_nothing_again() {
    let mut chapter = Chapter::new();
    chapter.objects("B", DAY).unwrap();
    chapter.does("C", Act::Consent, 3 * DAY).unwrap();
    chapter.until(7 * DAY);
    assert_eq!(chapter.does("C", Act::Consent, 2 * DAY), Err(Refusal::NotNow));
    chapter.amends(DAY).unwrap();
    assert_eq!(chapter.consent().ends(&chapter.laws), Some(14 * DAY));
}

#[test]
fn what_was_due_while_nobody_looked_passes_in_order_and_once() {
    let mut chapter = Chapter::new();
    chapter.objects("B", 69 * TENTH).unwrap();
    chapter.until(100 * DAY);
    let names: Vec<_> = chapter.events.iter().map(|(at, event)| (*at, event.clone())).skip(2).collect();
    let (qualified, lapsed) = (99 * TENTH, 99 * TENTH + 21 * DAY);
    assert_eq!(
        names,
        [
            (7 * DAY, Event::Testing),
            (qualified, Event::Qualified { objection: 0 }),
            (qualified, Event::Integration),
            (lapsed, Event::Lapsed)
        ]
    );
}

#[test]
fn three_with_the_facilitator_end_an_abuse() {
    let cancel = || Act::Cancel { reason: "this is the fifth copy of one advertisement".into() };
    let mut chapter = Chapter::new();
    for who in ["B", "C", "D"] {
        chapter.does(who, cancel(), DAY).unwrap();
        assert_eq!(chapter.at(DAY).0, "consent");
    }
    chapter.does("E", cancel(), DAY).unwrap();
    assert_eq!(chapter.at(DAY).0, "cancelled");
    assert_eq!(chapter.does("B", Act::Consent, 2 * DAY), Err(Refusal::NotNow));
}

#[test]
fn nobody_judges_their_own_cause() {
    let mut chapter = Chapter::new();
    assert_eq!(chapter.objects("A", DAY), Err(Refusal::OwnProposal));
    assert_eq!(chapter.does("B", Act::CallForConsent, DAY), Err(Refusal::FacilitatorOrAuthor));
    assert_eq!(chapter.does("B", Act::Facilitate, DAY), Err(Refusal::HasFacilitator));
    chapter.objects("E", DAY).unwrap();
    assert_eq!(chapter.consent().facilitator, None, "who objects stops facilitating");
    assert_eq!(chapter.does("E", Act::Facilitate, DAY), Err(Refusal::ObjectorNotFacilitator));
    assert_eq!(chapter.does("E", Act::Dispute { objection: 0, reason: REASON.into() }, DAY), Err(Refusal::OwnObjection));
    chapter.does("B", Act::Facilitate, DAY).unwrap();
}

#[test]
fn an_early_call_for_consent_says_from_when() {
    let mut proposal = Proposal { process: Process::Consent(Consent::new("A".into(), false)), touched: 0 };
    for (act, at) in [(Act::Publish, 0), (Act::Amend { addressed: vec![] }, 10 * HOUR)] {
        proposal = proposal.step(&ByLaws::CHAPTER, &connector("A"), act, at, |_| true).unwrap().0;
    }
    let early = proposal.clone().step(&ByLaws::CHAPTER, &connector("A"), Act::CallForConsent, 33 * HOUR, |_| true);
    assert_eq!(early.map(|_| ()), Err(Refusal::TooEarly(34 * HOUR)));
    assert!(proposal.step(&ByLaws::CHAPTER, &connector("A"), Act::CallForConsent, 34 * HOUR, |_| true).is_ok());
}

#[test]
fn a_proposal_is_read_back_as_it_was_written() {
    let chapter = Chapter::vetoed();
    let text = serde_json::to_string(&chapter.proposal).unwrap();
    assert_eq!(serde_json::from_str::<Proposal>(&text).unwrap(), chapter.proposal);
}

/// Where a proposal may go from where it is.
const MOVES: [(&str, &[&str]); 13] = [
    ("draft", &["clarify", "discarded"]),
    ("discarded", &[]),
    ("clarify", &["consent", "withdrawn", "cancelled"]),
    ("consent", &["testing", "integration", "adopted", "lapsed", "cancelled"]),
    ("testing", &["integration", "adopted", "consent", "lapsed", "cancelled"]),
    ("integration", &["consent", "adopted", "voting", "lapsed", "withdrawn", "cancelled"]),
    ("voting", &["adopted", "rejected", "no_quorum", "cancelled"]),
    ("adopted", &[]),
    ("rejected", &[]),
    ("no_quorum", &[]),
    ("lapsed", &[]),
    ("withdrawn", &[]),
    ("cancelled", &[]),
];

fn any_act() -> impl Strategy<Value = Act> {
    let reason = || prop_oneof![Just("no".to_string()), Just(REASON.to_string())];
    let addressed = prop::collection::vec(
        (0..3usize).prop_map(|objection| Addressed { objection, how: How::Monitors, note: "so".into() }),
        0..4,
    );
    prop_oneof![
        1 => Just(Act::Publish),
        1 => Just(Act::Discard),
        1 => addressed.prop_map(|addressed| Act::Amend { addressed }),
        1 => Just(Act::Facilitate),
        4 => Just(Act::CallForConsent),
        1 => Just(Act::Consent),
        1 => Just(Act::Abstain),
        4 => reason().prop_map(|reason| Act::Object { reason }),
        1 => (0..3usize).prop_map(|objection| Act::TakeBack { objection }),
        2 => (0..3usize, reason()).prop_map(|(objection, reason)| Act::Dispute { objection, reason }),
        1 => (0..3usize).prop_map(|objection| Act::Undispute { objection }),
        2 => Just(Act::Escalate),
        1 => Just(Act::Compete),
        1 => Just(Act::Vote),
        1 => reason().prop_map(|reason| Act::Withdraw { reason }),
        1 => reason().prop_map(|reason| Act::Cancel { reason }),
        1 => Just(Act::Endorse),
        1 => Just(Act::Advise { advice: "yes".into() }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Whatever is done, in whatever order, at whatever hour: a proposal only goes where the by-laws let it go, its past
    /// stays, and no objection that stands is passed over without a vote.
    #[test]
    fn no_sequence_of_acts_leaves_the_by_laws(
        acts in prop::collection::vec((0..6usize, any_act(), 0..60i64), 1..60),
        winner in prop::option::of(Just(PROPOSED.to_string())),
        turnout in 0..6u64,
    ) {
        let laws = ByLaws::CHAPTER;
        let facts = Facts { verdict: Verdict { turnout, roll: 5, winner }, ..Facts::default() };
        let mut proposal = Proposal { process: Process::Consent(Consent::new("A".into(), false)), touched: 0 };
        let mut now = 0;
        let moved = |before: &Proposal, after: &Proposal| {
            let (from, to) = (before.state(), after.state());
            let allowed = MOVES.iter().find(|(state, _)| *state == from).unwrap().1;
            assert!(from == to || allowed.contains(&to), "{from} to {to}");
            assert!(after.touched >= before.touched);
            let kept = serde_json::to_string(after).unwrap();
            assert!(serde_json::from_str::<Proposal>(&kept).is_ok_and(|read| read == *after), "{kept} is read back");
            assert!(!before.is_closed() || before.process == after.process);
            let (Process::Consent(before), Process::Consent(after)) = (&before.process, &after.process) else { panic!() };
            assert!(after.version >= before.version && after.round >= before.round && after.round <= laws.consent.max_rounds);
            assert!(after.objections.len() >= before.objections.len());
            if matches!(after.state, State::Adopted { option: None, .. }) {
                assert!(!after.objections.iter().any(|o| o.standing.is_open() || o.standing == Standing::Carried));
            }
            if after.due(&laws).is_none() {
                assert!(["draft", "discarded", "clarify"].contains(&to) || MOVES.iter().any(|(s, m)| *s == to && m.is_empty()));
            }
        };
        for (who, act, hours) in acts {
            // Sometimes a clock steps back.
            now += (hours - 3) * HOUR;
            while proposal.due(&laws).is_some_and(|at| at <= now) {
                let (next, _) = proposal.clone().pass(&laws, &facts);
                assert!(next != proposal, "time that passes changes something");
                moved(&proposal, &next);
                proposal = next;
            }
            let actor = connector(&format!("{}", char::from(b'A' + u8::try_from(who).unwrap())));
            if let Ok((next, _)) = proposal.clone().step(&laws, &actor, act, now, |_| true) {
                moved(&proposal, &next);
                proposal = next;
            }
        }
    }
}

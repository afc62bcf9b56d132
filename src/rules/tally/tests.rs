use super::*;
use crate::delegation::Scope;
use proptest::prelude::*;
use serde_json::Value;

extern crate std;

/// The examples of Schulze's papers, and delegations as LiquidFeedback Core counts them.
#[test]
fn the_published_examples_come_out() {
    let mut seen = 0;
    // Tests run in their package's folder; where it was compiled may be another clone.
    for file in std::fs::read_dir("vectors").unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let mut case: Value = serde_json::from_str(&text).unwrap();
        let vote: Vote = serde_json::from_value(case.clone()).unwrap();
        assert_eq!(serde_json::to_value(vote.count().unwrap()).unwrap(), case["expect"].take(), "{}", case["name"]);
        seen += 1;
    }
    assert_eq!(seen, 22);
}

fn vote(roll: &[(&str, u64)], delegations: &[(&str, Scope, Option<&str>)], ballots: &[(&str, &[(&str, i64)])]) -> Vote {
    let roll = roll.iter().map(|(voter, weight)| Voter { voter: (*voter).into(), weight: *weight }).collect();
    let delegations = delegations
        .iter()
        .map(|(truster, scope, trustee)| Delegation {
            truster: (*truster).into(),
            scope: *scope,
            trustee: trustee.map(Into::into),
        })
        .collect();
    let ballots = ballots
        .iter()
        .map(|(voter, grades)| Ballot {
            voter: (*voter).into(),
            grades: grades.iter().map(|(option, grade)| ((*option).into(), *grade)).collect(),
        })
        .collect();
    Vote { roll, delegations, ballots, options: vec!["X".into(), "Y".into()], majority: Majority::SIMPLE }
}

#[test]
fn what_is_no_vote_is_refused_with_its_place() {
    let good = || vote(&[("A", 1), ("B", 1)], &[("A", Scope::Body, Some("B"))], &[("B", &[("X", 1)])]);
    assert_eq!(good().check(), Ok(()));
    type Change = fn(&mut Vote);
    let table: [(&str, Change); 11] = [
        ("roll[1].weight: must be at least 1", |v| v.roll[1].weight = 0),
        ("roll[1].voter: is on the roll already", |v| v.roll[1].voter = "A".into()),
        ("roll[1].weight: makes the roll heavier than can be counted", |v| v.roll[1].weight = u64::MAX),
        ("delegations[1]: is the second of this truster for this scope", |v| v.delegations.push(v.delegations[0].clone())),
        ("options: are more than 100", |v| v.options = (0..101).map(|n| n.to_string()).collect()),
        ("options[1]: is listed already", |v| v.options[1] = "X".into()),
        ("ballots[0].voter: is not on the roll", |v| v.ballots[0].voter = "C".into()),
        ("ballots[1].voter: has a ballot already", |v| v.ballots.push(v.ballots[0].clone())),
        ("ballots[0].grades.Z: is not one of the options", |v| v.ballots[0].grades = BTreeMap::from([("Z".into(), 1)])),
        ("majority.den: must be at least 1", |v| v.majority.den = 0),
        ("majority.num: must not be more than den", |v| v.majority.num = 3),
    ];
    for (said, change) in table {
        let mut vote = good();
        change(&mut vote);
        assert_eq!(vote.count().map_err(|fault| fault.to_string()), Err(said.into()));
    }
}

#[test]
fn the_working_shows_whose_voice_went_where() {
    let vote = vote(
        &[("A", 1), ("B", 2), ("C", 1), ("D", 1)],
        &[("A", Scope::Body, Some("B")), ("B", Scope::Topic, Some("C")), ("D", Scope::Body, None)],
        &[("C", &[("X", 1), ("Y", -1)])],
    );
    let working = vote.working().unwrap();
    let carried: Vec<_> = working.carried.iter().map(|c| (c.from.as_str(), c.to.as_str(), c.ballot.as_str(), c.weight)).collect();
    assert_eq!(carried, [("A", "B", "C", 1), ("B", "C", "C", 2)]);
    assert_eq!(working.preferred, [[0, 0, 4], [4, 0, 4], [0, 0, 0]]);
    assert_eq!(vote.count().unwrap().lost, ["D"]);
}

/// Any vote of up to nine people and three options.
fn any_vote() -> impl Strategy<Value = Vote> {
    let scope = prop_oneof![Just(Scope::Proposal), Just(Scope::Topic), Just(Scope::Body)];
    // Two more than are on the roll: outsiders, whom one may trust in vain.
    let delegations = prop::collection::vec((0..9usize, scope, prop::option::of(0..11usize)), 0..20);
    let ballots = prop::collection::btree_map(0..9usize, prop::collection::btree_map(0..3usize, -2..3i64, 0..3), 0..9);
    (prop::collection::vec(1..4u64, 9), delegations, ballots).prop_map(|(roll, delegations, ballots)| {
        let name = |n: usize| format!("p{n}");
        let mut given = BTreeSet::new();
        Vote {
            roll: roll.iter().enumerate().map(|(n, weight)| Voter { voter: name(n), weight: *weight }).collect(),
            delegations: delegations
                .into_iter()
                .filter(|(truster, scope, trustee)| *trustee != Some(*truster) && given.insert((*truster, *scope)))
                .map(|(truster, scope, trustee)| Delegation { truster: name(truster), scope, trustee: trustee.map(name) })
                .collect(),
            ballots: ballots
                .into_iter()
                .map(|(voter, grades)| Ballot {
                    voter: name(voter),
                    grades: grades.into_iter().map(|(option, grade)| (format!("o{option}"), grade)).collect(),
                })
                .collect(),
            options: (0..3).map(|n| format!("o{n}")).collect(),
            majority: Majority::SIMPLE,
        }
    })
}

proptest! {
    /// What is counted and what is lost together are the roll: nobody counts twice, nothing comes from nowhere.
    #[test]
    fn every_weight_is_counted_once_or_lost(vote in any_vote()) {
        let count = vote.count().unwrap();
        let lost: u64 = vote.roll.iter().filter(|v| count.lost.contains(&v.voter)).map(|v| v.weight).sum();
        let total: u64 = vote.roll.iter().map(|v| v.weight).sum();
        prop_assert_eq!(count.weights.values().sum::<u64>() + lost, total);
        let carried: u64 = vote.working().unwrap().carried.iter().map(|c| c.weight).sum();
        let direct: u64 = vote.roll.iter().filter(|v| count.weights.contains_key(&v.voter)).map(|v| v.weight).sum();
        prop_assert_eq!(carried + direct + lost, total);
        for fared in &count.options {
            prop_assert!(fared.for_ + fared.against <= total - lost);
        }
    }

    #[test]
    fn the_order_of_papers_in_the_box_changes_nothing(vote in any_vote(), turn in 0..9usize) {
        let mut other = vote.clone();
        other.ballots.reverse();
        other.delegations.reverse();
        other.roll.rotate_left(turn);
        prop_assert_eq!(vote.count().unwrap(), other.count().unwrap());
        prop_assert_eq!(vote.working().unwrap(), other.working().unwrap());
    }

    #[test]
    fn names_change_nothing(vote in any_vote()) {
        let other_name = |name: &str| format!("{}!", 99 - name[1..].parse::<u8>().unwrap());
        let mut other = vote.clone();
        other.roll.iter_mut().for_each(|v| v.voter = other_name(&v.voter));
        other.ballots.iter_mut().for_each(|b| b.voter = other_name(&b.voter));
        for d in &mut other.delegations {
            d.truster = other_name(&d.truster);
            d.trustee = d.trustee.as_deref().map(other_name);
        }
        let (count, renamed) = (vote.count().unwrap(), other.count().unwrap());
        prop_assert_eq!((count.order, count.options, count.winner), (renamed.order, renamed.options, renamed.winner));
        let weights: BTreeMap<String, u64> = count.weights.iter().map(|(name, weight)| (other_name(name), *weight)).collect();
        prop_assert_eq!(weights, renamed.weights);
    }

    /// A winner has the majority, stands above the status quo, and no other that does beats it.
    #[test]
    fn a_winner_deserves_it(vote in any_vote()) {
        let count = vote.count().unwrap();
        let at = |wanted: &Option<String>| count.order.iter().position(|o| o == wanted).unwrap();
        match &count.winner {
            Some(winner) => {
                let fared = count.options.iter().find(|f| f.option == *winner).unwrap();
                prop_assert!(fared.majority && fared.beats_status_quo && fared.eligible);
                prop_assert!(at(&Some(winner.clone())) < at(&None));
            }
            None => prop_assert!(count.options.iter().all(|f| !f.eligible)),
        }
        prop_assert_eq!(count.order.len(), vote.options.len() + 1);
    }
}

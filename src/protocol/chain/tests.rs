//! Chapters that change the roster at the same moment end with the same one.

use std::collections::BTreeMap;

use super::*;
use crate::canon::ZERO;
use crate::object::Code;
use crate::roster::Member;
use crate::simulation::{BEGIN, Dice, chapter_id, founded, key_of};

/// A chapter's node, as far as the roster goes.
struct Node {
    id: String,
    chain: Vec<Signed<Roster>>,
    ratified: BTreeMap<String, Ruling>,
    keys: Vec<Key>,
    leaves: bool,
}

impl Node {
    fn new(n: usize, first: &Signed<Roster>) -> Self {
        let id = chapter_id(n);
        Self { keys: vec![key_of(&id)], id, chain: vec![first.clone()], ratified: BTreeMap::new(), leaves: false }
    }

    fn last(&self) -> &Signed<Roster> {
        self.chain.last().expect("there is a first")
    }

    fn ruling(&self, decided: &Decided) -> Option<Ruling> {
        self.ratified.get(&decided.proposal).filter(|_| decided.tally_hash == ZERO).cloned()
    }

    /// What a node does when its chain is another.
    fn settle(&mut self) {
        for (proposal, ruling) in &self.ratified {
            let by = Decided { proposal: proposal.clone(), tally_hash: ZERO.into() };
            self.chain.extend(decided(&self.chain, &by, ruling));
        }
        let again = anew(self.last(), &self.id, &self.keys, self.leaves, BEGIN);
        self.chain.extend(again);
    }

    fn rekey(&mut self, turn: usize) {
        if self.last().body.find(&self.id).is_some() {
            self.keys.push(key_of(&format!("{}/{turn}", self.id)));
            self.settle();
        }
    }

    fn hears(&mut self, theirs: &Chain) {
        if let Some(chain) = reconciled(&self.chain, theirs, |decided| self.ruling(decided)) {
            self.chain = chain;
            self.settle();
        }
    }
}

fn cap(base: &Roster, of: usize, seats: u32) -> Ruling {
    let mut change = base.change();
    if let Some(chapter) = change.chapters.get_mut(of) {
        chapter.connector_cap = seats;
    }
    Ruling { base: base.clone(), change }
}

fn admits(base: &Roster, n: usize) -> Ruling {
    let mut change = base.change();
    let id = chapter_id(n);
    let new =
        Member { name: format!("Chapter {n}"), key: key_of(&id).multikey, since: BEGIN + 1, id, ..base.chapters[0].clone() };
    change.chapters.push(Member { status: Status::Active, ..new });
    Ruling { base: base.clone(), change }
}

#[test]
fn whatever_happens_at_once_all_end_with_one_roster() {
    for seed in 0..200 {
        let mut dice = Dice::new(seed);
        let number = 3 + dice.below(5);
        let first = founded(number);
        let mut nodes: Vec<Node> = (0..number).map(|n| Node::new(n, &first)).collect();
        let mut decisions: BTreeMap<String, Ruling> = BTreeMap::new();
        for turn in 0..30 {
            let one = dice.below(number);
            match dice.below(10) {
                0 | 1 => nodes[one].rekey(turn),
                2 if nodes.iter().filter(|node| node.leaves).count() + 2 < number => {
                    nodes[one].leaves = true;
                    nodes[one].settle();
                }
                3 => {
                    let base = &nodes[one].last().body;
                    let ruling = match dice.below(2) {
                        0 => cap(base, dice.below(number), 1 + u32::try_from(turn).unwrap()),
                        _ => admits(base, 100 + turn),
                    };
                    decisions.insert(format!("https://c0.example/{turn}"), ruling);
                }
                4 | 5 => {
                    // It is found ratified here, and elsewhere later.
                    if let Some((proposal, ruling)) = decisions.iter().nth(dice.below(decisions.len().max(1))) {
                        nodes[one].ratified.insert(proposal.clone(), ruling.clone());
                        nodes[one].settle();
                    }
                }
                _ => {
                    let theirs = nodes[dice.below(number)].chain.clone();
                    nodes[one].hears(&theirs);
                }
            }
        }
        for node in &mut nodes {
            node.ratified.extend(decisions.clone());
            node.settle();
        }
        for round in 0.. {
            let before: Vec<_> = nodes.iter().map(|node| node.last().digest()).collect();
            for one in 0..number {
                for other in 0..number {
                    let theirs = nodes[other].chain.clone();
                    nodes[one].hears(&theirs);
                }
            }
            if before == nodes.iter().map(|node| node.last().digest()).collect::<Vec<_>>() {
                break;
            }
            assert!(round < 30, "seed {seed}: they do not come to an end");
        }
        for node in &nodes {
            let last = node.last();
            assert_eq!(last.digest, nodes[0].last().digest, "seed {seed}");
            assert!(
                roster::chain(&node.chain, |by| {
                    Some(node.chain.iter().find(|next| next.body.decided_by.as_ref() == Some(by))?.body.change())
                })
                .is_ok()
            );
            assert_eq!(super::decisions(&node.chain), decisions.len(), "seed {seed}: each decision is in there once");
            let own = last.body.chapters.iter().find(|chapter| chapter.id == node.id).unwrap();
            assert_eq!(own.status == Status::Left, node.leaves, "seed {seed}");
            if !node.leaves {
                assert_eq!(own.key, node.keys.last().unwrap().multikey, "seed {seed}: nobody's new key is lost");
            }
        }
        for (proposal, ruling) in &decisions {
            let new = ruling.change.chapters.iter().find(|chapter| !ruling.base.chapters.contains(chapter));
            let there = new.is_none_or(|new| nodes[0].last().body.chapters.iter().any(|chapter| chapter.id == new.id));
            assert!(there, "seed {seed}: {proposal}");
        }
    }
}

#[test]
fn a_decision_goes_before_what_a_chapter_says_of_itself_and_of_two_the_smaller_digest() {
    let first = founded(3);
    let mut nodes: Vec<Node> = (0..3).map(|n| Node::new(n, &first)).collect();
    nodes[0].rekey(1);
    nodes[1].rekey(1);
    let ruling = cap(&first.body, 0, 7);
    nodes[2].ratified.insert("https://c0.example/1".into(), ruling);
    nodes[2].settle();
    let [a, b, c] = [0, 1, 2].map(|n: usize| nodes[n].chain.clone());
    assert_eq!(compare(&c, &a), Ordering::Greater);
    assert_eq!(compare(&a, &c), Ordering::Less);
    assert_eq!(compare(&a, &b), b[1].digest.cmp(&a[1].digest));
    assert_eq!(compare(&a, &a[..1]), Ordering::Greater, "a chain goes before its beginning");
    assert_eq!(compare(&a, &a), Ordering::Equal);
    assert_eq!(lost(&a, &c), [nodes[0].id.as_str()]);
    assert_eq!(path(&[a.clone(), b.clone()].concat(), &b[1].digest), Some(b.clone()));
    assert_eq!(path(&a, &b[1].digest), None);
    // A decision that is not known to be ratified moves nobody.
    let c = nodes[2].chain.clone();
    nodes[0].hears(&c);
    assert_eq!(nodes[0].chain, a);
    nodes[0].ratified = nodes[2].ratified.clone();
    nodes[0].hears(&c);
    assert_eq!(nodes[0].last().body.chapters[0].connector_cap, 7);
    assert_eq!(nodes[0].last().body.chapters[0].key, nodes[0].keys[1].multikey, "its new key is said anew");
}

#[test]
fn a_decision_changes_what_it_decides_and_nothing_else() {
    let first = founded(3);
    let ruling = cap(&first.body, 1, 3);
    // Meanwhile one has left, one has a new key, and one was admitted.
    let key = key_of(&chapter_id(2));
    let fresh = key_of("fresh");
    let later = first.rekeyed(&chapter_id(2), &key, &fresh, BEGIN).unwrap();
    let later = later.left(&chapter_id(1), &key_of(&chapter_id(1)), BEGIN).unwrap();
    let by = |n: usize| Decided { proposal: format!("https://c0.example/{n}"), tally_hash: ZERO.into() };
    let later = later.changed(&admits(&first.body, 9).on(&later.body), by(1));
    let after = ruling.on(&later.body);
    assert_eq!(after.chapters[1].connector_cap, 3);
    assert_eq!(after.chapters[1].status, Status::Left);
    assert_eq!(after.chapters[2].key, fresh.multikey);
    assert_eq!(after.chapters[3].id, chapter_id(9));
    assert_eq!(after.policy, later.body.policy);
    // Once, and not twice.
    let chain = vec![first.clone()];
    let next = decided(&chain, &by(2), &ruling).unwrap();
    let chain = vec![first.clone(), next.clone()];
    assert_eq!(decided(&chain, &by(2), &ruling), None);
    let twice = next.changed(&ruling.on(&next.body), by(2));
    assert!(!goes_on(&chain, &twice, |_| Some(ruling.clone())));
    let wrong = roster::chain(&[first, next, twice], |_| Some(ruling.change.clone()));
    assert_eq!(wrong, Err((2, Code::RosterMismatch)));
}

//! One chain of rosters for everybody, also where chapters have changed the roster at the same moment without knowing of each
//! other. Of two chains every node prefers the same one; a decision that the other rested on is put at the end of it again, and
//! whoever has signed a change of its own that is lost signs it anew.

use std::cmp::Ordering;

use crate::canon::Digest;
use crate::object::Signed;
use crate::proof::Key;
use crate::roster::{self, Change, Decided, Roster, Status};

type Chain = [Signed<Roster>];

/// What a ratified decision changes, and the roster it was taken under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    pub base: Roster,
    pub change: Change,
}

impl Ruling {
    /// What comes of it where others have changed the roster since: only what it decides on is changed.
    #[must_use]
    pub fn on(&self, last: &Roster) -> Change {
        let (old, new) = (&self.base, &self.change);
        let gone = |id: &str| find(&old.chapters, id).is_some() && find(&new.chapters, id).is_none();
        let mut chapters: Vec<_> = last.chapters.iter().filter(|chapter| !gone(&chapter.id)).cloned().collect();
        for wanted in &new.chapters {
            let was = find(&old.chapters, &wanted.id);
            if was == Some(wanted) {
                continue;
            }
            match (chapters.iter_mut().find(|chapter| chapter.id == wanted.id), was) {
                (None, None) => chapters.push(wanted.clone()),
                // Somebody else has removed it: it is not there to be changed.
                (None, Some(_)) => {}
                // It has been admitted already.
                (Some(now), None) => {
                    if now.status == Status::Left {
                        *now = wanted.clone();
                    }
                }
                (Some(now), Some(was)) => {
                    take(&mut now.name, &was.name, &wanted.name);
                    take(&mut now.key, &was.key, &wanted.key);
                    take(&mut now.connector_cap, &was.connector_cap, &wanted.connector_cap);
                    take(&mut now.since, &was.since, &wanted.since);
                    // Whoever has left since is not brought back.
                    if now.status != Status::Left || was.status == Status::Left {
                        take(&mut now.status, &was.status, &wanted.status);
                    }
                }
            }
        }
        let mut policy = last.policy;
        take(&mut policy, &old.policy, &new.policy);
        Change { chapters, policy }
    }
}

fn find<'a>(chapters: &'a [roster::Member], id: &str) -> Option<&'a roster::Member> {
    chapters.iter().find(|chapter| chapter.id == id)
}

fn take<T: Clone + PartialEq>(now: &mut T, was: &T, wanted: &T) {
    if was != wanted {
        now.clone_from(wanted);
    }
}

/// The rosters from the founders' to this one, out of all that are known.
pub fn path(known: &Chain, to: &str) -> Option<Vec<Signed<Roster>>> {
    let mut wanted = to;
    let mut found = Vec::new();
    loop {
        let next = known.iter().find(|roster| roster.digest == wanted)?;
        found.push(next.clone());
        if next.body.version <= 1 || found.len() > known.len() {
            break;
        }
        wanted = &next.body.prev;
    }
    found.reverse();
    Some(found)
}

fn decisions(chain: &Chain) -> usize {
    chain.iter().filter(|roster| roster.body.decided_by.is_some()).count()
}

/// How many rosters two chains have in common.
pub fn common(one: &Chain, other: &Chain) -> usize {
    one.iter().zip(other).take_while(|(one, other)| one.digest == other.digest).count()
}

/// Of two chains with the same founders the greater one holds: the one with more decisions in it. With as many: where they part,
/// what was decided goes before what a chapter says of itself, and the smaller digest before the larger. A chain goes before its
/// own beginning.
pub fn compare(one: &Chain, other: &Chain) -> Ordering {
    let parted = common(one, other);
    let rank =
        |next: Option<&Signed<Roster>>| next.map(|next| (next.body.decided_by.is_some(), std::cmp::Reverse(next.digest.clone())));
    let decided = decisions(one).cmp(&decisions(other));
    decided.then_with(|| rank(one.get(parted)).cmp(&rank(other.get(parted))))
}

/// The chain that holds from now on, if it is not the one that held before. Of what another chapter has only as much is taken as
/// is found right here: `ruling` says what a decision changed, if this chapter knows that it is ratified.
pub fn reconciled(own: &Chain, theirs: &Chain, ruling: impl Fn(&Decided) -> Option<Ruling>) -> Option<Vec<Signed<Roster>>> {
    let parted = common(own, theirs);
    if parted == 0 {
        return None;
    }
    let mut chain = own[..parted].to_vec();
    for next in &theirs[parted..] {
        if !goes_on(&chain, next, &ruling) {
            break;
        }
        chain.push(next.clone());
    }
    (compare(&chain, own) == Ordering::Greater).then_some(chain)
}

/// May this roster stand at the end of the chain?
pub fn goes_on(chain: &Chain, next: &Signed<Roster>, ruling: impl Fn(&Decided) -> Option<Ruling>) -> bool {
    let Some(last) = chain.last() else { return false };
    let change = match &next.body.decided_by {
        Some(decided) if rests_on(chain, &decided.proposal) => return false,
        Some(decided) => ruling(decided).map(|ruling| ruling.on(&last.body)),
        None => None,
    };
    roster::follows(last, next, change.as_ref()).is_ok()
}

/// Is this decision in the chain?
pub fn rests_on(chain: &Chain, proposal: &str) -> bool {
    chain.iter().any(|roster| roster.body.decided_by.as_ref().is_some_and(|by| by.proposal == proposal))
}

/// What comes of a ratified decision at the end of the chain. `None`: it is in there, or the network cannot be like that any more.
pub fn decided(chain: &Chain, by: &Decided, ruling: &Ruling) -> Option<Signed<Roster>> {
    let last = chain.last().filter(|_| !rests_on(chain, &by.proposal))?;
    let change = ruling.on(&last.body);
    last.takes(&change).then(|| last.changed(&change, by.clone()))
}

/// Where the chain does not say of a chapter what that chapter has signed: its change once more. `keys` are its own, the one it
/// signs with now last; `leaves`: it is no more in the network.
pub fn anew(last: &Signed<Roster>, own: &str, keys: &[Key], leaves: bool, at: i64) -> Option<Signed<Roster>> {
    let named = last.body.find(own)?;
    let old = keys.iter().find(|key| key.multikey == named.key)?;
    let new = keys.last()?;
    match (leaves, old.multikey == new.multikey) {
        (true, _) => last.left(own, old, at),
        (false, false) => last.rekeyed(own, old, new, at),
        (false, true) => None,
    }
}

/// The changes of a chain that another does not have, and that somebody else's signature made: of whom each is.
pub fn lost<'a>(before: &'a Chain, after: &Chain) -> Vec<&'a str> {
    let parted = common(before, after).max(1);
    let pairs = before.iter().zip(before.iter().skip(1)).skip(parted - 1);
    let own = pairs.filter(|(_, next)| next.body.decided_by.is_none()).filter_map(|(last, next)| {
        let changed = last.body.chapters.iter().zip(&next.body.chapters).find(|(was, is)| was != is);
        changed.map(|(was, _)| was.id.as_str())
    });
    own.collect()
}

/// The digest of the last roster.
pub fn tip(chain: &Chain) -> Option<&Digest> {
    chain.last().map(|last| &last.digest)
}

#[cfg(test)]
mod tests;

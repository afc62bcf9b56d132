//! Who belongs to a network: a chain of rosters that every node keeps. The founders sign the first; each later one carries a
//! ratified decision, or is a chapter's own change of its key, or its leaving.

use std::collections::BTreeSet;

use rules::by_laws::ByLaws;
use serde::{Deserialize, Serialize};

use crate::canon::{Digest, ZERO, moment};
use crate::object::{Body, Code, Signed};
use crate::proof::Key;

/// So many Connectors of one chapter are on a roll, unless the network decides otherwise.
pub const DEFAULT_CAP: u32 = 10;
/// More chapters than a network has.
const MOST: usize = 1_000;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Roster {
    pub network: String,
    /// What people call it.
    pub name: String,
    pub version: u32,
    /// The digest of the one before; zeros for the first.
    pub prev: Digest,
    pub chapters: Vec<Member>,
    pub policy: ByLaws,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<Decided>,
}

impl Body for Roster {
    const TYPE: &'static str = "gov:NetworkRoster";
}

/// A chapter of the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    pub id: String,
    pub name: String,
    /// Multikey.
    pub key: String,
    pub connector_cap: u32,
    pub status: Status,
    #[serde(with = "moment")]
    pub since: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Active,
    Suspended,
    Left,
}

/// The decision that made a roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Decided {
    pub proposal: String,
    pub tally_hash: Digest,
}

/// What a decision puts in the place of a roster: everybody who is or was in the network, and what it decides by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub chapters: Vec<Member>,
    pub policy: ByLaws,
}

impl Signed<Roster> {
    /// The roster that comes of a ratified decision. Whoever makes it makes the same, so it needs nobody's proof.
    #[must_use]
    pub fn changed(&self, change: &Change, decided_by: Decided) -> Self {
        Self::unproven(Roster {
            network: self.body.network.clone(),
            name: self.body.name.clone(),
            version: self.body.version.wrapping_add(1),
            prev: self.digest(),
            chapters: change.chapters.clone(),
            policy: change.policy,
            decided_by: Some(decided_by),
        })
    }

    /// The roster in which a chapter has another key; both sign. `None`: it is not active in this one.
    pub fn rekeyed(&self, chapter: &str, old: &Key, new: &Key, at: i64) -> Option<Self> {
        let next = self.with(chapter, |member| member.key.clone_from(&new.multikey))?;
        Some(Self::new(next, old, at).also_by(new, at))
    }

    /// The roster in which a chapter has left. `None`: it is not active in this one.
    pub fn left(&self, chapter: &str, key: &Key, at: i64) -> Option<Self> {
        Some(Self::new(self.with(chapter, |member| member.status = Status::Left)?, key, at))
    }

    fn with(&self, chapter: &str, change: impl FnOnce(&mut Member)) -> Option<Roster> {
        let version = self.body.version.saturating_add(1);
        let mut next = Roster { version, prev: self.digest(), decided_by: None, ..self.body.clone() };
        let member = next.chapters.iter_mut().find(|member| member.id == chapter && member.status == Status::Active)?;
        change(member);
        next.is_sound().then_some(next)
    }

    /// Would this change make a roster that can be?
    pub fn takes(&self, change: &Change) -> bool {
        self.changed(change, Decided { proposal: String::new(), tally_hash: ZERO.into() }).body.is_sound()
    }
}

impl Roster {
    pub fn active(&self) -> impl Iterator<Item = &Member> {
        self.chapters.iter().filter(|chapter| chapter.status == Status::Active)
    }

    pub fn find(&self, id: &str) -> Option<&Member> {
        self.active().find(|chapter| chapter.id == id)
    }

    /// Who keeps the log of a decision in a term: its host in the first, then one active chapter after the other.
    pub fn host(&self, host: &str, term: u32) -> Option<&Member> {
        let active: Vec<&Member> = self.active().collect();
        let first = active.iter().position(|chapter| chapter.id == host)?;
        active.get((first + term.saturating_sub(1) as usize) % active.len()).copied()
    }

    /// Who watches what people of a chapter say: the next two active chapters after it, without the host; where there are
    /// fewer, all others.
    pub fn witnesses(&self, of: &str, host: &str) -> Vec<&Member> {
        let active: Vec<&Member> = self.active().collect();
        let Some(own) = active.iter().position(|chapter| chapter.id == of) else { return Vec::new() };
        let after = (1..active.len()).filter_map(|n| active.get((own + n) % active.len()).copied());
        after.filter(|chapter| chapter.id != host).take(2).collect()
    }

    /// More than one half of those who are active, and two at least.
    pub fn majority(&self) -> usize {
        (self.active().count() / 2 + 1).max(2)
    }

    /// What a decision that makes this roster has to name as its change.
    pub fn change(&self) -> Change {
        Change { chapters: self.chapters.clone(), policy: self.policy }
    }

    fn is_sound(&self) -> bool {
        let different = |of: fn(&Member) -> &String| {
            let mut all: Vec<&String> = self.chapters.iter().map(of).collect();
            all.sort();
            all.windows(2).all(|pair| pair[0] != pair[1])
        };
        let seats = self.chapters.iter().all(|chapter| (1..=1_000).contains(&chapter.connector_cap));
        self.chapters.len() <= MOST
            && self.active().count() >= 1
            && different(|chapter| &chapter.id)
            && different(|chapter| &chapter.key)
            && seats
            && self.policy.check().is_ok()
    }
}

/// Checks the first roster: all who found the network have signed it.
///
/// # Errors
/// The code of what is wrong.
pub fn founds(roster: &Signed<Roster>) -> Result<(), Code> {
    let body = &roster.body;
    if body.version != 1 || body.prev != ZERO || body.decided_by.is_some() || !body.is_sound() {
        return Err(Code::RosterMismatch);
    }
    if body.chapters.len() < 2 || body.chapters.iter().any(|chapter| chapter.status != Status::Active) {
        return Err(Code::RosterMismatch);
    }
    if body.chapters.iter().all(|chapter| roster.is_by(&chapter.key)) { Ok(()) } else { Err(Code::BadSignature) }
}

/// Checks that a roster follows another. `change` is what the decision it names has changed the roster to, if that decision
/// is ratified.
///
/// # Errors
/// The code of what is wrong.
pub fn follows(before: &Signed<Roster>, after: &Signed<Roster>, change: Option<&Change>) -> Result<(), Code> {
    let (old, new) = (&before.body, &after.body);
    if new.version != old.version.wrapping_add(1)
        || new.prev != before.digest()
        || new.network != old.network
        || new.name != old.name
        || !new.is_sound()
    {
        return Err(Code::RosterMismatch);
    }
    if new.decided_by.is_some() {
        return if change == Some(&new.change()) { Ok(()) } else { Err(Code::RosterMismatch) };
    }
    // Without a decision a chapter changes its own key, and the old key and the new one sign; or it leaves, and says so itself.
    // It changes nothing else.
    let mut turned = old.chapters.iter().zip(&new.chapters).filter(|(old, new)| old != new);
    let (Some((from, to)), None) = (turned.next(), turned.next()) else { return Err(Code::RosterMismatch) };
    let leaves = Member { status: Status::Left, ..from.clone() } == *to;
    let only_key = Member { key: to.key.clone(), ..from.clone() } == *to;
    if !(only_key || leaves)
        || old.policy != new.policy
        || old.chapters.len() != new.chapters.len()
        || from.status != Status::Active
    {
        return Err(Code::RosterMismatch);
    }
    if after.is_by(&from.key) && after.is_by(&to.key) { Ok(()) } else { Err(Code::BadSignature) }
}

/// Checks a whole chain, the first roster first.
///
/// # Errors
/// The place of the roster that is wrong, and the code.
pub fn chain(rosters: &[Signed<Roster>], change: impl Fn(&Decided) -> Option<Change>) -> Result<(), (usize, Code)> {
    let first = rosters.first().ok_or((0, Code::RosterMismatch))?;
    founds(first).map_err(|code| (0, code))?;
    let mut rested: BTreeSet<&str> = BTreeSet::new();
    for (n, pair) in rosters.windows(2).enumerate() {
        // A decision changes the roster once.
        if pair[1].body.decided_by.as_ref().is_some_and(|by| !rested.insert(&by.proposal)) {
            return Err((n + 1, Code::RosterMismatch));
        }
        let changed = pair[1].body.decided_by.as_ref().and_then(&change);
        follows(&pair[0], &pair[1], changed.as_ref()).map_err(|code| (n + 1, code))?;
    }
    Ok(())
}

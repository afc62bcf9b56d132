//! Who takes part from which chapter, what each found, what was looked at here, and what people should be warned of.

use protocol::decision::Decision;
use protocol::machine::{Machine, View};
use protocol::object::Code;
use protocol::verify::Checked;
use rules::delegation::{Delegation, super_delegates};
use rules::roll::Voter;

use super::super::super::{decisions, short};
use super::super::Person;
use super::{City, Page, reason};

/// More than this between what somebody's clock says and the host's is shown.
const SKEW: i64 = 300;

/// Each chapter: its seats, how many of its people have answered, who said what, and what it found.
pub fn lay_out_cities(
    page: &mut Page,
    view: &View,
    decision: &Decision,
    who: &impl Fn(&str) -> Person,
    city: &impl Fn(&str) -> String,
) {
    let Some(term) = decision.term() else { return };
    let layout = &page.layout;
    let tally = decision.tally();
    let said_of = |uri: &str| {
        let stance = view.stances.get(uri).map(|stance| layout.t(format!("stance-{stance}")).into_owned());
        let ballot = view.ballots.contains_key(uri).then(|| layout.t("network-voted").into_owned());
        let moved =
            view.moves.iter().any(|(_, said)| said.attributed_to == uri).then(|| layout.t("network-took-part").into_owned());
        ballot.or(stance).or(moved)
    };
    let by_chapter = decisions::by_chapter(&term.machine.roll.entries);
    page.cities = decision
        .roster()
        .body
        .active()
        .map(|chapter| {
            let seats = by_chapter.get(chapter.id.as_str()).cloned().unwrap_or_default();
            let people: Vec<(Person, String)> = seats
                .iter()
                .map(|entry| {
                    let said = said_of(&entry.voter).unwrap_or_else(|| layout.t("stance-silent").into_owned());
                    (who(&entry.voter), said)
                })
                .collect();
            let found = tally.as_ref().and_then(|tally| {
                let said =
                    decision.verifications_of(&tally.digest).into_iter().find(|said| said.body.attributed_to == chapter.id)?;
                let mut codes: Vec<Code> = said.body.evidence.iter().map(|one| one.code).collect();
                codes.sort_unstable();
                codes.dedup();
                Some(codes.into_iter().map(|code| reason(layout.language, code)).collect())
            });
            City {
                name: city(&chapter.id),
                seats: seats.len(),
                said: seats.iter().filter(|entry| said_of(&entry.voter).is_some()).count(),
                people,
                found,
            }
        })
        .collect();
}

/// What anybody can see was looked at, in words; and what people should be warned of.
pub fn lay_out_trail(
    page: &mut Page,
    view: &View,
    decision: &Decision,
    machine: &Machine,
    who: &impl Fn(&str) -> Person,
    city: &impl Fn(&str) -> String,
) {
    let layout = &page.layout;
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let mut warnings: Vec<String> = Vec::new();
    for silent in decision.silent_chapters() {
        warnings.push(layout.s("network-warn-silent", city(silent)).into_owned());
    }
    if machine.term > 1 {
        warnings.push(layout.s("network-warn-takeover", city(&machine.keeper)).into_owned());
    }
    let mut codes = decision.codes();
    codes.sort_unstable();
    codes.dedup();
    for code in codes {
        warnings.push(layout.s("network-warn-found", reason(layout.language, code)).into_owned());
    }
    let roll: Vec<Voter> =
        machine.roll.entries.iter().map(|entry| Voter { voter: entry.voter.clone(), weight: entry.weight }).collect();
    let given: Vec<Delegation> = view
        .trust
        .iter()
        .map(|((truster, scope), trustee)| Delegation { truster: truster.clone(), scope: *scope, trustee: trustee.clone() })
        .collect();
    if !given.is_empty() {
        for (uri, weight) in super_delegates(&roll, &given, machine.proposal.policy.vote.super_delegate) {
            let weight = i64::try_from(weight).unwrap_or_default();
            warnings.push(format!("{}: {}", who(&uri).name, layout.n("delegation-super", &weight)));
        }
    }
    let mut skewed: Vec<String> = decision
        .receipted_moves()
        .iter()
        .filter(|(said, got)| said.published > got + SKEW)
        .filter_map(|(said, _)| machine.roll.find(&said.attributed_to).map(|entry| city(&entry.chapter)))
        .collect();
    skewed.sort();
    skewed.dedup();
    for name in skewed {
        warnings.push(layout.s("network-warn-clock", name).into_owned());
    }
    page.warnings = warnings;
    let Some(tally) = decision.tally() else { return };
    page.tally = Some(short(&tally.digest));
    let Some(found) = decision.found(&tally.digest) else { return };
    page.trail = found
        .checked
        .iter()
        .map(|checked| match checked {
            Checked::Chain { entries } => layout.n("network-trail-chain", &number(*entries)).into_owned(),
            Checked::Moves { entries } => layout.n("network-trail-moves", &number(*entries)).into_owned(),
            Checked::Rosters { rosters } => layout.n("network-trail-rosters", &number(*rosters)).into_owned(),
            Checked::RestsOn { proposal, .. } => layout.s("network-trail-rests", proposal).into_owned(),
            Checked::Roll { voters } => layout.n("network-trail-roll", &number(*voters)).into_owned(),
            Checked::Heads { heads } => layout.n("network-trail-heads", &number(*heads)).into_owned(),
            Checked::Receipts { receipts } => layout.n("network-trail-receipts", &number(*receipts)).into_owned(),
            Checked::Open => layout.t("network-standing-open").into_owned(),
            Checked::Outcome { state } => {
                let state = layout.t(format!("proposal-state-{}", state.replace('_', "-")));
                layout.s("network-trail-outcome", state).into_owned()
            }
        })
        .collect();
}

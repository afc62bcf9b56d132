//! What a proposal's page offers to who looks: what the rules would allow now.

use rules::by_laws::ByLaws;
use rules::proposal::{Act, Actor, Process, Proposal, may_ask_everybody, may_attach};

use super::super::Row;

/// What can be done now by who looks, as the rules say.
#[derive(Default)]
pub struct Can {
    pub publish: bool,
    pub discard: bool,
    pub edit: bool,
    pub amend: bool,
    pub facilitate: bool,
    pub call: bool,
    pub consent: bool,
    pub object: bool,
    pub escalate: bool,
    pub compete: bool,
    pub vote: bool,
    pub withdraw: bool,
    pub cancel: bool,
    pub endorse: bool,
    pub unendorse: bool,
    pub call_in: bool,
    pub ask: bool,
    pub advise: bool,
    pub decide: bool,
    pub sense: bool,
    pub statement: bool,
    pub attach: bool,
    /// Everybody can be asked, here and elsewhere.
    pub ask_everybody: bool,
    pub ask_chapters: bool,
}

impl Can {
    pub fn of(row: &Row, (proposal, laws): (&Proposal, &ByLaws), actor: Option<&Actor>, now: i64) -> Self {
        let Some(actor) = actor else { return Self::default() };
        let why = || "a reason that is long enough for any by-laws a chapter has agreed on".to_string();
        let may = |act: Act| proposal.clone().step(laws, actor, act, now, |_| true).is_ok();
        let author = actor.person == proposal.author();
        let state = row.state.as_str();
        let endorsed = match &proposal.process {
            Process::ThreeConnectors(three) => match &three.state {
                rules::three_connectors::State::Open { endorsed, .. } => endorsed.contains(&actor.person),
                _ => false,
            },
            _ => false,
        };
        let asked = match &proposal.process {
            Process::Advice(advice) => advice.asked.iter().any(|given| given.person == actor.person),
            _ => false,
        };
        Self {
            publish: row.kind != "advice" && may(Act::Publish),
            discard: may(Act::Discard),
            edit: author && state == "draft",
            amend: author
                && (state == "clarify"
                    || state == "integration"
                        && matches!(&proposal.process, Process::Consent(c) if c.round < laws.consent.max_rounds)),
            facilitate: may(Act::Facilitate),
            call: may(Act::CallForConsent),
            consent: may(Act::Consent),
            object: may(Act::Object { reason: why() }),
            escalate: may(Act::Escalate),
            compete: may(Act::Compete),
            vote: may(Act::Vote),
            withdraw: may(Act::Withdraw { reason: why() }),
            cancel: may(Act::Cancel { reason: why() }),
            endorse: !endorsed && may(Act::Endorse),
            unendorse: endorsed && may(Act::Unendorse),
            call_in: may(Act::CallIn { reason: why() }),
            ask: author && row.kind == "advice" && state == "draft",
            advise: asked && may(Act::Advise { advice: why() }),
            decide: author && state == "deciding",
            sense: actor.role.is_some() && (state == "clarify" || state == "seeking"),
            ask_everybody: row.advisory_id.is_none()
                && actor.role.is_some()
                && may_ask_everybody(proposal, &actor.person).is_ok(),
            ask_chapters: actor.role.is_some() && may_ask_everybody(proposal, &actor.person).is_ok(),
            attach: actor.role.is_some() && may_attach(proposal, &actor.person).is_ok(),
            statement: author && row.closed_at.is_some() && state != "discarded",
        }
    }

    /// Is there anything at all?
    pub fn anything(&self) -> bool {
        self.publish
            || self.edit
            || self.amend
            || self.call
            || self.consent
            || self.object
            || self.escalate
            || self.compete
            || self.vote
            || self.endorse
            || self.unendorse
            || self.call_in
            || self.ask
            || self.advise
            || self.decide
    }
}

//! What a proposal's page shows whoever looks: made of the rows of that proposal alone, and used again until one of them is
//! written anew. Names are not in it: people change them without a word to their proposals.

use std::sync::Arc;

use rules::by_laws::ByLaws;
use rules::consent;
use rules::proposal::{Process, Proposal};

use super::super::agreements;
use super::super::attachments::{self, Attachment};
use super::super::count::{self, Told};
use super::super::{Row, laws_of, store};
use super::{NAMED, key};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::web::made::Made;
use crate::web::{html, markdown};

/// So many turns of a proposal's life are told on its page; its record has all.
const TURNS: i64 = 500;

/// Something that happened.
#[derive(Debug)]
pub struct Turn {
    pub at: i64,
    /// None: time did it.
    pub by: Option<i64>,
    /// The message that says it, and the version or round it is about.
    pub message: String,
    pub number: Option<i64>,
}

/// One of the texts in a vote.
#[derive(Debug)]
pub struct Text {
    pub option: String,
    pub title: String,
    pub html: String,
}

#[derive(Debug)]
pub struct Parts {
    pub proposal: Proposal,
    pub laws: ByLaws,
    pub counted: Option<Told>,
    /// Who speaks for many in a vote that is open, by uri.
    pub heavy: Vec<(String, u64)>,
    pub responsible: Vec<i64>,
    /// Everybody who is named, by id and by uri.
    pub ids: Vec<i64>,
    pub uris: Vec<String>,
    /// HTML.
    pub driver: String,
    pub body: String,
    pub outcome: String,
    /// The first words of the text.
    pub description: String,
    pub agreement: Option<String>,
    pub turns: Vec<Turn>,
    /// How many have said what in this round, and who first.
    pub counts: Vec<(String, i64)>,
    pub said: Vec<(i64, String)>,
    /// What can be voted for, the proposal first.
    pub texts: Vec<Text>,
    pub senses: Vec<(String, i64)>,
    pub attached: Vec<Attachment>,
    /// The versions, and when each was written.
    pub versions: Vec<(i64, i64)>,
}

impl Parts {
    /// Those of a proposal as this row has it.
    pub fn of(tx: &mut Tx, made: &Made, row: &Row) -> Result<Arc<Self>> {
        if let Some(parts) = made.of::<Self>(row.id, row.revision) {
            // Whoever writes a row without counting the revision up is found out by every test that looks at a page.
            if cfg!(debug_assertions) {
                let anew = format!("{:?}", Self::read(tx, row)?);
                let is_same = format!("{parts:?}") == anew || store::by_id(tx, row.id)?.revision != row.revision;
                assert!(is_same, "proposal {} was written without counting its revision up:\n{parts:?}\n{anew}", row.id);
            }
            return Ok(parts);
        }
        let parts = Arc::new(Self::read(tx, row)?);
        made.keep(row.id, row.revision, parts.size(row), parts.clone());
        Ok(parts)
    }

    fn read(tx: &mut Tx, row: &Row) -> Result<Self> {
        let id = row.id;
        let proposal = row.proposal()?;
        let counted = count::told(row)?;
        let heavy = count::heavy(row)?;
        let responsible = store::responsible(tx, id)?;
        let turns = turns(store::milestones(tx, id, TURNS)?)?;
        let (mut counts, mut said, mut texts) = (Vec::new(), Vec::new(), Vec::new());
        if let Process::Consent(consent) = &proposal.process {
            let round = i64::from(consent.round);
            if round > 0 {
                counts = store::stance_counts(tx, id, round)?;
                counts.sort();
                said = store::first_stances(tx, id, round, NAMED)?;
            }
            if counted.is_some() || !consent.alternatives.is_empty() || matches!(consent.state, consent::State::Voting { .. }) {
                texts.push(Text { option: consent::PROPOSED.into(), title: row.title.clone(), html: String::new() });
                texts.extend(store::alternatives(tx, id)?.into_iter().map(|one| Text {
                    option: format!("alternative-{}", one.number),
                    title: one.title,
                    html: markdown::render(&one.body),
                }));
            }
        }
        let mut uris = uris(&proposal);
        uris.extend(counted.iter().flat_map(|told| &told.carried).flat_map(|c| [c.from.clone(), c.to.clone()]));
        uris.extend(heavy.iter().map(|(uri, _)| uri.clone()));
        let mut ids = [responsible.as_slice(), &[row.author_id]].concat();
        ids.extend(turns.iter().filter_map(|turn| turn.by).chain(said.iter().map(|(id, _)| *id)));
        uris.sort();
        uris.dedup();
        ids.sort_unstable();
        ids.dedup();
        let text = store::version(tx, id, row.version)?;
        let body = markdown::render(&text.body);
        let mut senses = store::senses(tx, id, row.version)?;
        senses.sort();
        Ok(Self {
            laws: laws_of(row)?,
            driver: markdown::render(&text.driver),
            outcome: markdown::render(&row.outcome),
            description: html::words(&body, 200),
            agreement: if row.closed_at.is_some() { agreements::state(tx, id)?.map(|state| key(&state)) } else { None },
            attached: attachments::of(tx, id)?,
            versions: if row.version > 1 { store::version_times(tx, id)? } else { Vec::new() },
            proposal,
            counted,
            heavy,
            responsible,
            ids,
            uris,
            body,
            turns,
            counts,
            said,
            texts,
            senses,
        })
    }

    /// In bytes, more or less.
    fn size(&self, row: &Row) -> usize {
        let html =
            self.driver.len() + self.body.len() + self.outcome.len() + self.texts.iter().map(|t| t.html.len()).sum::<usize>();
        let uris: usize = self.uris.iter().map(String::len).sum();
        let things = self.turns.len() + self.said.len() + self.uris.len() + self.attached.len() + self.texts.len();
        2_000 + html + 2 * uris + 2 * row.process.len() + 100 * things
    }
}

/// Everybody a proposal names, by uri.
fn uris(proposal: &Proposal) -> Vec<String> {
    let mut uris = Vec::new();
    match &proposal.process {
        Process::Consent(consent) => {
            uris.extend(consent.facilitator.clone());
            for objection in &consent.objections {
                uris.push(objection.by.clone());
                uris.extend(objection.disputes.iter().map(|d| d.by.clone()));
            }
        }
        Process::ThreeConnectors(three) => match &three.state {
            rules::three_connectors::State::Open { endorsed, .. }
            | rules::three_connectors::State::Effective { endorsed, .. }
            | rules::three_connectors::State::Final { endorsed, .. } => uris.extend(endorsed.clone()),
            _ => {}
        },
        Process::Advice(advice) => uris.extend(advice.asked.iter().map(|given| given.person.clone())),
        Process::Autonomy(_) => {}
    }
    uris
}

/// The life of a proposal, as far as it is worth telling.
fn turns(acts: Vec<store::ActRow>) -> Result<Vec<Turn>> {
    let mut turns = Vec::new();
    for act in acts {
        let events: Vec<serde_json::Value> = serde_json::from_str(&act.events).map_err(Error::internal)?;
        turns.extend(events.iter().filter(|event| event["event"] != "reminder").map(|event| Turn {
            at: act.at,
            by: act.account_id,
            message: format!("event-{}", key(event["event"].as_str().unwrap_or_default())),
            number: event["version"].as_i64().or_else(|| event["round"].as_i64()),
        }));
    }
    Ok(turns)
}

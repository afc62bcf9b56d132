//! The record of a decision: everything it takes to recount it, signed by the chapter, and the recount itself, which trusts
//! nobody.

use std::collections::{BTreeMap, BTreeSet};

use rules::ballot::Ballot;
use rules::by_laws::ByLaws;
use rules::consent::Consent;
use rules::proposal::{Act, Actor, Event, Facts, Process, Proposal, Verdict};
use rules::roles::Role;
use rules::roll::Voter;
use rules::tally::Vote;
use serde::Deserialize;
use serde_json::{Value, json};

use super::count::{self, Counted};
use super::{Row, api, attachments, changes_of, digest, laws_of, store};
use crate::accounts;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::keys::PublicKeys;
use crate::federation::{self, proofs};

/// The record of a decision that has been taken, with the chapter's proof (FEP-8b32).
pub fn of(tx: &mut Tx, row: &Row) -> Result<Value> {
    let closed = row.closed_at.ok_or(Error::NotFound)?;
    let chapter = accounts::by_id(tx, tx.site.chapter_id)?;
    let author = accounts::any_by_id(tx, row.author_id)?;
    let person = row.person_id.map(|id| accounts::any_by_id(tx, id)).transpose()?.map(|person| person.uri);
    let url = tx.site.at(&format!("/proposals/{}", row.id));
    let time = |at: i64| Time(at).rfc3339_seconds();
    let versions: Vec<Value> = store::versions(tx, row.id)?
        .into_iter()
        .map(|v| json!({"version": v.version, "title": v.title, "driver": v.driver, "text": v.body, "hash": v.hash, "published": time(v.created_at)}))
        .collect();
    let alternatives: Vec<Value> = store::alternatives(tx, row.id)?
        .into_iter()
        .map(|a| json!({"option": format!("alternative-{}", a.number), "title": a.title, "text": a.body, "hash": a.hash}))
        .collect();
    let attachments: Vec<Value> = attachments::of(tx, row.id)?
        .into_iter()
        .map(|a| json!({"name": a.name, "size": a.size, "digest": a.digest, "version": a.version, "published": time(a.created_at)}))
        .collect();
    let roll: Vec<Value> =
        store::roll(tx, row.id)?.into_iter().map(|(_, voter, weight)| json!({"voter": voter, "weight": weight})).collect();
    let acts = api::render_acts(tx, row.id)?;
    let counted = count::of(tx, row)?;
    let option = match row.proposal()?.process {
        Process::Consent(Consent { state: rules::consent::State::Adopted { option, .. }, .. }) => option,
        _ => None,
    };
    let mut record = json!({
        "@context": ["https://www.w3.org/ns/activitystreams", {"gov": "https://w3id.org/potluck/gov#"}],
        "id": format!("{url}/record.json"),
        "type": "gov:DecisionRecord",
        "attributedTo": chapter.uri,
        "proposal": {
            "id": url, "title": row.title, "process": row.kind, "author": author.uri, "topic": row.topic, "team": row.team, "budget": row.budget,
            "brand": row.brand, "published": row.published_at.map(time), "closed": time(closed), "review": time(row.review_at), "changes": changes_of(row)?,
            "person": person, "seat": row.seat
        },
        "policy": laws_of(row)?,
        "policyHash": row.by_laws_hash,
        "versions": versions,
        "alternatives": alternatives,
        "attachments": attachments,
        "roll": roll,
        "rollHash": row.roll_hash,
        "acts": acts,
        "tally": counted,
        "outcome": {"state": row.state, "option": option, "statement": row.outcome}
    });
    if let Some((key_id, pkcs8)) = federation::store::proof_key(tx.conn, chapter.id)? {
        proofs::sign(&mut record, &key_id, &pkcs8, tx.now)?;
    }
    Ok(record)
}

/// What was looked at, and what is wrong with it: a code of `governance` for each fault, with the place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    pub checked: Vec<String>,
    pub evidence: Vec<(&'static str, String)>,
}

impl Findings {
    fn fault(&mut self, code: &'static str, place: impl Into<String>) {
        self.evidence.push((code, place.into()));
    }

    fn saw(&mut self, what: impl Into<String>) {
        self.checked.push(what.into());
    }

    pub fn holds(&self) -> bool {
        self.evidence.is_empty()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    proposal: About,
    policy: ByLaws,
    policy_hash: String,
    versions: Vec<Text>,
    alternatives: Vec<Other>,
    roll: Vec<Voter>,
    roll_hash: Option<String>,
    acts: Vec<Logged>,
    tally: Option<Counted>,
    outcome: Outcome,
}

#[derive(Deserialize)]
struct About {
    author: String,
    #[serde(default)]
    budget: String,
    #[serde(default)]
    brand: bool,
    process: String,
    #[serde(default)]
    changes: Option<ByLaws>,
}

#[derive(Deserialize)]
struct Text {
    version: i64,
    title: String,
    driver: String,
    text: String,
    hash: String,
}

#[derive(Deserialize)]
struct Other {
    title: String,
    text: String,
    hash: String,
}

#[derive(Deserialize)]
struct Logged {
    at: String,
    by: Option<String>,
    role: String,
    act: Value,
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Outcome {
    state: String,
    option: Option<String>,
}

/// Recounts a record from scratch. `keys` are the chapter's, fetched from itself; without them its proof is not looked at.
///
/// # Errors
/// `Invalid`: it is no record at all.
pub fn verify(document: &Value, keys: Option<&PublicKeys>, now: Time) -> Result<Findings> {
    let record: Record =
        serde_json::from_value(document.clone()).map_err(|e| Error::invalid(format!("This is no record of a decision: {e}")))?;
    let mut findings = Findings::default();
    if let Some(keys) = keys {
        match proofs::verify(document, keys, now) {
            Ok(()) => findings.saw("the chapter's signature"),
            Err(error) => findings.fault("bad-signature", error.shown().to_string()),
        }
    }
    hashes(&record, &mut findings)?;
    // No chapter decides by what the rules call unsound, and times beyond all bounds are not to be reckoned with.
    if let Err(unsound) = record.policy.check() {
        findings.fault("malformed", format!("policy: {unsound}"));
        return Ok(findings);
    }
    let replayed = replay(&record, &mut findings);
    if let Some(proposal) = &replayed {
        let option = match &proposal.process {
            Process::Consent(Consent { state: rules::consent::State::Adopted { option, .. }, .. }) => option.clone(),
            _ => None,
        };
        if proposal.state() == record.outcome.state && option == record.outcome.option {
            findings.saw(format!("the outcome: {}", record.outcome.state));
        } else {
            findings.fault(
                "outcome-mismatch",
                format!("the acts lead to {}, the record says {}", proposal.state(), record.outcome.state),
            );
        }
    }
    Ok(findings)
}

fn hashes(record: &Record, findings: &mut Findings) -> Result<()> {
    if digest::of(&record.policy)? == record.policy_hash {
        findings.saw("the by-laws it was decided by");
    } else {
        findings.fault("policy-hash-mismatch", "policy");
    }
    for (n, text) in record.versions.iter().enumerate() {
        let hash = digest::of_text(&text.title, &text.driver, &text.text, record.proposal.changes.as_ref())?;
        if hash != text.hash || usize::try_from(text.version) != Ok(n + 1) {
            findings.fault("version-hash-mismatch", format!("version {}", text.version));
        }
    }
    for (n, other) in record.alternatives.iter().enumerate() {
        if digest::of_text(&other.title, "", &other.text, None)? != other.hash {
            findings.fault("version-hash-mismatch", format!("alternative {}", n + 1));
        }
    }
    findings.saw(format!("{} versions of the text", record.versions.len()));
    if let Some(expected) = &record.roll_hash {
        if digest::of(&record.roll)? == *expected {
            findings.saw(format!("the roll of {}", record.roll.len()));
        } else {
            findings.fault("roll-hash-mismatch", "roll");
        }
    } else if !record.roll.is_empty() {
        findings.fault("roll-hash-mismatch", "roll");
    }
    Ok(())
}

/// What the record says was amended or submitted has the hash the act names.
fn names_its_text(record: &Record, logged: &Logged, version: u32) -> bool {
    let hash = logged.act["hash"].as_str();
    match logged.act["act"].as_str() {
        Some("amend") => record.versions.iter().any(|v| v.version == i64::from(version) && Some(v.hash.as_str()) == hash),
        Some("compete") => record.alternatives.iter().any(|a| Some(a.hash.as_str()) == hash),
        _ => true,
    }
}

/// Does everything that was done once more, by the rules alone.
fn replay(record: &Record, findings: &mut Findings) -> Option<Proposal> {
    let author = record.proposal.author.clone();
    let called_in = record.acts.iter().any(|logged| logged.events.contains(&Event::CalledIn));
    let process = match record.proposal.process.as_str() {
        "consent" if !called_in => Process::Consent(Consent::new(author, record.proposal.changes.is_some())),
        "consent" | "three_connectors" => {
            let impact = record.proposal.brand || !record.proposal.budget.is_empty();
            Process::ThreeConnectors(rules::three_connectors::ThreeConnectors::new(author, impact))
        }
        "advice" => Process::Advice(rules::advice::Advice::new(author)),
        "autonomy" => Process::Autonomy(rules::autonomy::Autonomy::new(author)),
        other => {
            findings.fault("malformed", format!("process {other}"));
            return None;
        }
    };
    let roll: BTreeSet<&str> = record.roll.iter().map(|voter| voter.voter.as_str()).collect();
    let mut proposal = Proposal { process, touched: i64::MIN };
    let mut consents: BTreeSet<String> = BTreeSet::new();
    let mut ballots: BTreeMap<String, BTreeMap<String, i64>> = BTreeMap::new();
    for (n, logged) in record.acts.iter().enumerate() {
        let place = format!("act {n}");
        let Some(at) = Time::parse(&logged.at).map(super::seconds) else {
            findings.fault("malformed", place);
            return None;
        };
        if at < proposal.touched {
            findings.fault("time-regress", place.clone());
        }
        let kind = logged.act["act"].as_str().unwrap_or_default();
        // What moves nothing.
        if matches!(kind, "statement" | "attach" | "detach" | "concern" | "ask_everybody" | "ask_chapters") {
            continue;
        }
        let stepped = if kind == "time" {
            let consents = u32::try_from(consents.len()).unwrap_or(u32::MAX);
            let verdict = recount(record, &proposal, &ballots, at, findings);
            let facts = Facts { consents, chapters: consents.min(1), verdict, ..Facts::default() };
            let (next, events) = proposal.clone().pass(&record.policy, &facts);
            if next.touched == at { Ok((next, events)) } else { Err("time-regress") }
        } else {
            again(record, &proposal, logged, at, &roll)
        };
        let (next, events) = match stepped {
            Ok(stepped) => stepped,
            Err(code) => {
                findings.fault(code, place);
                return None;
            }
        };
        if events != logged.events {
            findings.fault("act-mismatch", place.clone());
        }
        let by = logged.by.clone().unwrap_or_default();
        match kind {
            "consent" => drop(consents.insert(by)),
            "abstain" | "object" => drop(consents.remove(&by)),
            "vote" => match serde_json::from_value(logged.act["grades"].clone()) {
                Ok(grades) => drop(ballots.insert(by, grades)),
                Err(_) => findings.fault("malformed-choice", place.clone()),
            },
            _ => {}
        }
        if let Process::Consent(after) = &next.process {
            if !names_its_text(record, logged, after.version) {
                findings.fault("version-hash-mismatch", place);
            }
            if events.iter().any(|event| matches!(event, Event::Opened { .. })) {
                consents.clear();
            }
        }
        proposal = next;
    }
    findings.saw(format!("{} acts, each by the rules", record.acts.len()));
    Some(proposal)
}

fn again(
    record: &Record,
    proposal: &Proposal,
    logged: &Logged,
    at: i64,
    roll: &BTreeSet<&str>,
) -> Result<(Proposal, Vec<Event>), &'static str> {
    let act: Act = serde_json::from_value(logged.act.clone()).map_err(|_| "malformed")?;
    let by = logged.by.clone().ok_or("malformed")?;
    let actor = Actor { on_roll: roll.contains(by.as_str()), person: by, role: logged.role.parse::<Role>().ok() };
    let still: Option<Vec<String>> = serde_json::from_value(logged.act["still"].clone()).ok();
    let counts = |person: &str| still.as_ref().is_none_or(|still| still.iter().any(|s| s == person));
    // A window that had to be over first is missing from the log.
    if proposal.due(&record.policy).is_some_and(|due| due <= at) {
        return Err("late");
    }
    proposal.clone().step(&record.policy, &actor, act, at, counts).map_err(|refusal| match refusal {
        rules::proposal::Refusal::NotOnRoll => "not-on-roll",
        rules::proposal::Refusal::ReasonTooShort(_) => "reason-missing",
        rules::proposal::Refusal::NotNow => "late",
        _ => "refused",
    })
}

/// Counts the ballots once more, where a vote ends.
fn recount(
    record: &Record,
    proposal: &Proposal,
    ballots: &BTreeMap<String, BTreeMap<String, i64>>,
    at: i64,
    findings: &mut Findings,
) -> Verdict {
    let Process::Consent(consent) = &proposal.process else { return Verdict::default() };
    let rules::consent::State::Voting { ends, .. } = consent.state else { return Verdict::default() };
    if at < ends {
        return Verdict::default();
    }
    let Some(told) = &record.tally else {
        findings.fault("tally-mismatch", "tally");
        return Verdict::default();
    };
    let vote = Vote {
        roll: record.roll.clone(),
        delegations: told.vote.delegations.clone(),
        ballots: ballots.iter().map(|(voter, grades)| Ballot { voter: voter.clone(), grades: grades.clone() }).collect(),
        options: consent.options(),
        majority: consent.majority(&record.policy),
    };
    match count::counted(vote) {
        Ok(counted) => {
            if counted.vote == told.vote && counted.count == told.count && counted.working == told.working {
                findings.saw(format!(
                    "{} ballots and {} delegations",
                    counted.vote.ballots.len(),
                    counted.vote.delegations.len()
                ));
            } else {
                findings.fault("tally-mismatch", "tally");
            }
            counted.told().verdict()
        }
        Err(error) => {
            findings.fault("malformed-choice", error.to_string());
            Verdict::default()
        }
    }
}

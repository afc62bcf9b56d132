//! One decision of the network: what can be done now, who takes part from which chapter, and the trail by which anybody can see
//! that it was counted rightly.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use protocol::decision::{Decision, Standing};
use protocol::machine::View;
use protocol::object::Code;
use rules::advice::Given;
use rules::consent::{self, Consent, Standing as Objecting};
use rules::delegation::Scope;
use rules::proposal::{Act, Actor, Process};
use rules::roles::Role;

use super::super::custody;
use super::super::decisions;
use super::super::proposing;
use super::super::store::{self, Row};
use super::super::{active, carry, voices};
use super::{Person, deeds, host, name_of, people};
use crate::accounts::{self, Account, Asker};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::members;
use crate::proposals::seconds;
use crate::proposals::web::{Asked, asked};
use crate::sessions::Visit;
use crate::statuses::web::{Card, cards_for};
use crate::statuses::write::{Written, reply};
use crate::statuses::{self, documents};
use crate::web::language::Language;
use crate::web::page::{Layout, show};
use crate::web::{Id, PageError, Routes, Segments, markdown};

mod foreign;
mod roll;
mod trail;

pub fn routes() -> Routes {
    Routes::new().get("/network/decisions/{id}", page).post("/network/decisions/{id}/challenge", roll::challenge)
}

struct Objected {
    number: usize,
    who: Person,
    city: String,
    at: i64,
    reason: String,
    standing: &'static str,
    how: Option<(String, String)>,
    disputes: Vec<(Person, String)>,
    can_take_back: bool,
    can_dispute: bool,
    can_undispute: bool,
}

struct Choice {
    option: String,
    title: String,
    text: String,
    grade: i64,
    /// As counted: for, against.
    counted: Option<(i64, i64)>,
    wins: bool,
}

/// How a chapter takes part, and what it found when it recounted.
struct City {
    name: String,
    seats: usize,
    said: usize,
    people: Vec<(Person, String)>,
    /// Nothing yet; that it agrees; or what does not hold.
    found: Option<Vec<String>>,
}

/// What was said here and has not been receipted.
struct Pending {
    what: String,
    /// Why it was refused; otherwise it is on its way.
    refused: Option<String>,
    /// The chapters that can witness when it was said.
    seen_by: String,
}

struct Adviser {
    who: Person,
    part: String,
    advice: Option<String>,
    response: Option<(String, String)>,
    uri: String,
}

#[derive(Default)]
struct Can {
    call: bool,
    edit: bool,
    withdraw: bool,
    consent: bool,
    object: bool,
    escalate: bool,
    compete: bool,
    vote: bool,
    endorse: bool,
    unendorse: bool,
    call_in: bool,
    ask: bool,
    advise: bool,
    decide: bool,
    delegate: bool,
    facilitate: bool,
    cancel: bool,
    ask_everybody: bool,
    challenge: bool,
}

#[derive(Template)]
#[template(path = "network/decision.html")]
struct Page {
    layout: Layout,
    id: i64,
    /// Where the record is.
    record: String,
    title: String,
    state: String,
    standing: String,
    process: String,
    topic: String,
    hosted_by: String,
    keeper: Option<String>,
    author: Person,
    driver: String,
    body: String,
    version: i64,
    ends_at: Option<i64>,
    call_from: Option<i64>,
    counts_at: Option<i64>,
    change: Vec<(String, String)>,
    can: Can,
    on_roll: bool,
    opened: bool,
    stance: String,
    voted: bool,
    pending: Vec<Pending>,
    trustee: Option<Person>,
    /// Who speaks for the viewer in the network, should it come to a vote.
    stands: Option<Person>,
    /// What the viewer's device has to sign of that: scope, and trustee as a form says it.
    unsigned: Vec<(&'static str, String)>,
    /// Who a voice can be handed on to.
    voters: Vec<(String, String)>,
    warnings: Vec<String>,
    advisory: Option<Asked>,
    /// While it is not opened: who would be on the roll, by chapter, with their addresses.
    electorate: Vec<(String, Vec<(String, Person)>)>,
    /// What a viewer has written that cannot be sent as it is.
    doubting: roll::Doubting,
    doubts: Vec<roll::Doubt>,
    /// The viewer's key is on a device, whose browser signs.
    on_device: bool,
    /// Members whom the decision knows by a key that is gone: handle and name.
    locked_out: Vec<(String, String)>,
    locked: bool,
    objections: Vec<Objected>,
    choices: Vec<Choice>,
    endorsed: Vec<Person>,
    advisers: Vec<Adviser>,
    cities: Vec<City>,
    trail: Vec<String>,
    tally: Option<String>,
    discussion: Vec<Card>,
    reply: Option<Written>,
}

async fn page(State(app): State<App>, visit: Visit, asker: Asker, Id(id): Id) -> Result<Response, PageError> {
    if asker.wants_document() {
        let (name, status) = app
            .read(move |tx| {
                let row = store::decision(tx, id)?;
                let author = accounts::by_uri(tx, &row.author_uri)?.filter(Account::is_local).ok_or(Error::NotFound)?;
                Ok((author.username, row.status_id.ok_or(Error::NotFound)?.to_string()))
            })
            .await?;
        return Ok(documents::document(State(app), asker, Segments((name, status))).await.into_response());
    }
    let shown = app.read(move |tx| {
        let row = store::decision(tx, id)?;
        Ok(match super::super::foreign::of(&row) {
            Some(read) => Err(foreign::lay_out(tx, visit.layout, visit.viewer, row, read)?),
            None => Ok(lay_out(tx, visit.layout, visit.viewer, row)?),
        })
    });
    match shown.await? {
        Ok(page) => show(&page, &page.layout),
        Err(page) => show(&page, &page.layout),
    }
}

fn micros(at: i64) -> i64 {
    at.saturating_mul(Time::SECOND)
}

fn lay_out(tx: &mut Tx, layout: Layout, viewer: Option<Account>, row: Row) -> Result<Page> {
    let id = row.id;
    let signed = decisions::proposal_of(&row)?;
    let proposal = &signed.body;
    let decision = carry::decision(tx, &row)?;
    let me = viewer.as_ref().map(|viewer| viewer.uri.clone()).unwrap_or_default();
    let names: BTreeMap<String, String> = match &decision {
        Some(decision) => decision.roster().body.chapters.iter().map(|c| (c.id.clone(), c.name.clone())).collect(),
        None => match active(tx) {
            Ok(network) => {
                super::super::roster(tx, &network)?.body.chapters.iter().map(|c| (c.id.clone(), c.name.clone())).collect()
            }
            Err(_) => BTreeMap::new(),
        },
    };
    let city = |uri: &str| names.get(uri).cloned().unwrap_or_else(|| host(uri));
    let mut uris: Vec<String> = vec![row.author_uri.clone()];
    if let Some(term) = decision.as_ref().and_then(|decision| decision.term()) {
        uris.extend(term.machine.roll.entries.iter().map(|entry| entry.voter.clone()));
    }
    let known = people(tx, &uris)?;
    let who = |uri: &str| name_of(&known, uri);
    let change = proposal.change.as_ref().map(|change| changes(change, decision.as_deref(), tx, &layout)).transpose()?;
    let role = viewer.as_ref().map(|viewer| members::current(tx, viewer.id)).transpose()?.flatten();
    let author = row.author_uri == me;
    let unopened = row.opened_at.is_none() && row.state == "clarify" && author;
    // Only what is decided by consent has to lie open first.
    let from = if row.process == "consent" { proposing::call_from(proposal) } else { 0 };
    let mut page = Page {
        id,
        record: tx.site.at(&format!("/network/decisions/{id}/record.json")),
        title: row.title.clone(),
        state: row.state.replace('_', "-"),
        standing: row.standing.clone(),
        process: row.process.replace('_', "-"),
        topic: proposal.topic.clone(),
        hosted_by: city(&row.host_uri),
        keeper: None,
        author: who(&row.author_uri),
        driver: markdown::render(&proposal.text.driver),
        body: markdown::render(&proposal.text.text),
        version: row.version,
        ends_at: row.ends_at.filter(|_| row.closed_at.is_none()),
        call_from: (unopened && from > seconds(tx.now)).then_some(micros(from)),
        counts_at: None,
        change: change.unwrap_or_default(),
        can: Can { call: unopened && from <= seconds(tx.now), edit: unopened, withdraw: unopened, ..Can::default() },
        on_roll: false,
        opened: row.opened_at.is_some(),
        stance: String::new(),
        voted: false,
        pending: Vec::new(),
        trustee: None,
        stands: None,
        unsigned: Vec::new(),
        voters: Vec::new(),
        warnings: Vec::new(),
        objections: Vec::new(),
        choices: Vec::new(),
        endorsed: Vec::new(),
        advisers: Vec::new(),
        cities: Vec::new(),
        trail: Vec::new(),
        tally: None,
        advisory: asked(tx, row.advisory_id, &row.title)?,
        on_device: false,
        locked_out: Vec::new(),
        locked: false,
        electorate: Vec::new(),
        doubting: roll::Doubting::default(),
        doubts: Vec::new(),
        discussion: Vec::new(),
        reply: None,
        layout,
    };
    if let Some(decision) = &decision {
        lay_out_log(tx, &mut page, decision, &me, &who, &city)?;
    }
    roll::lay_out(tx, &mut page, &row, decision.as_deref(), role == Some(Role::Connector))?;
    if let Some(viewer) = &viewer {
        page.on_device = custody::on_device(tx, viewer)?;
        lay_out_voice(tx, &mut page, &row, decision.as_deref(), viewer)?;
        let out = custody::locked_out(tx, &row)?;
        page.locked = out.iter().any(|person| person.id == viewer.id);
        let others = out.iter().filter(|person| person.id != viewer.id && page.on_roll);
        page.locked_out = others.map(|person| (person.acct().to_string(), person.shown_name().to_string())).collect();
    }
    page.can.ask_everybody =
        row.author_uri == me && row.closed_at.is_none() && row.advisory_id.is_none() && row.status_id.is_some();
    (page.discussion, page.reply) = talk(tx, &page.layout, viewer, &row)?;
    Ok(page)
}

/// What is said below the post that tells of a decision, and a form to answer.
fn talk(tx: &mut Tx, layout: &Layout, viewer: Option<Account>, row: &Row) -> Result<(Vec<Card>, Option<Written>)> {
    let status = row.status_id.map(|id| statuses::by_ids(tx, &[id])).transpose()?.and_then(|mut all| all.pop());
    let Some(status) = status else { return Ok((Vec::new(), None)) };
    let viewer_id = viewer.as_ref().map(|viewer| viewer.id);
    let (_, below) = statuses::context(tx, viewer_id, &status)?;
    let discussion = cards_for(tx, viewer_id, below)?;
    Ok((discussion, viewer.map(|viewer| reply(tx, layout, &viewer, &status)).transpose()?))
}

/// What a decision would change about the chapters, in words: the chapter, and what becomes of it.
fn changes(
    change: &protocol::roster::Change,
    decision: Option<&Decision>,
    tx: &mut Tx,
    layout: &Layout,
) -> Result<Vec<(String, String)>> {
    let before = match (decision, active(tx)) {
        (Some(decision), _) => decision.roster().body.chapters.clone(),
        (None, Ok(network)) => super::super::roster(tx, &network)?.body.chapters.clone(),
        (None, Err(_)) => Vec::new(),
    };
    let old = |id: &str| before.iter().find(|chapter| chapter.id == id);
    let said = change.chapters.iter().filter_map(|new| {
        let status = |chapter: &protocol::roster::Member| {
            let word = layout.t(format!("network-status-{}", super::status_word(chapter.status)));
            format!("{word}, {}", layout.n("network-seats", &i64::from(chapter.connector_cap)))
        };
        match old(&new.id) {
            Some(old) if old == new => None,
            Some(old) => Some((new.name.clone(), format!("{} → {}", status(old), status(new)))),
            None => Some((format!("{} ({})", new.name, host(&new.id)), status(new))),
        }
    });
    Ok(said.collect())
}

fn lay_out_log(
    tx: &mut Tx,
    page: &mut Page,
    decision: &Decision,
    me: &str,
    who: &impl Fn(&str) -> Person,
    city: &impl Fn(&str) -> String,
) -> Result<()> {
    let Some(term) = decision.term() else { return Ok(()) };
    let now = seconds(tx.now);
    let machine = &term.machine;
    let view = machine.view(now);
    let language = page.layout.language;
    page.state = view.deciding.state().replace('_', "-");
    page.title.clone_from(&view.text.title);
    page.driver = markdown::render(&view.text.driver);
    page.body = markdown::render(&view.text.text);
    page.ends_at = view.deciding.ends(&machine.proposal.policy).filter(|_| !view.deciding.is_closed()).map(micros);
    page.on_roll = machine.roll.find(me).is_some();
    page.keeper = (machine.term > 1).then(|| city(&machine.keeper));
    let over = matches!(decision.standing(now), Standing::Ratified(_) | Standing::Unverified);
    page.counts_at = decision.counts_at().filter(|_| view.deciding.is_closed() && decision.tally().is_none()).map(micros);
    let actor = Actor { person: me.into(), role: page.on_roll.then_some(Role::Connector), on_roll: page.on_roll };
    page.can = may(&view, machine, &actor, over, now);
    page.stance = view.stances.get(me).map(ToString::to_string).unwrap_or_default();
    page.voted = view.ballots.contains_key(me);
    page.pending = decision
        .own_moves()
        .into_iter()
        .filter(|(said, fate)| said.body.attributed_to == me && *fate != Ok(true))
        .map(|(said, fate)| Pending {
            what: what(language, said.body.act.as_ref()),
            refused: fate.err().map(|code| reason(language, code)),
            seen_by: decision.witnesses_of(&said.digest).into_iter().map(city).collect::<Vec<_>>().join(", "),
        })
        .collect();
    let trust = [Scope::Proposal, Scope::Topic, Scope::Body].iter().find_map(|scope| view.trust.get(&(me.to_string(), *scope)));
    page.trustee = trust.and_then(|trustee| trustee.as_deref()).map(who);
    if page.can.delegate {
        let others = machine.roll.entries.iter().filter(|entry| entry.voter != me);
        page.voters =
            others.map(|entry| (entry.voter.clone(), format!("{} · {}", who(&entry.voter).name, city(&entry.chapter)))).collect();
    }
    match &view.deciding.process {
        Process::Consent(consent) => lay_out_consent(page, &view, consent, machine, me, who, city),
        Process::ThreeConnectors(three) => {
            page.endorsed = match &three.state {
                rules::three_connectors::State::Open { endorsed, .. }
                | rules::three_connectors::State::Effective { endorsed, .. }
                | rules::three_connectors::State::Final { endorsed, .. } => endorsed.iter().map(|uri| who(uri)).collect(),
                _ => Vec::new(),
            };
        }
        Process::Advice(advice) => page.advisers = advice.asked.iter().map(|given| adviser(given, who)).collect(),
        Process::Autonomy(_) => {}
    }
    trail::lay_out_cities(page, &view, decision, who, city);
    trail::lay_out_trail(page, &view, decision, machine, who, city);
    Ok(())
}

/// What the viewer has handed on for the network, as far as this decision goes.
fn lay_out_voice(tx: &mut Tx, page: &mut Page, row: &store::Row, decision: Option<&Decision>, viewer: &Account) -> Result<()> {
    let Some(decision) = decision.filter(|_| page.can.delegate) else { return Ok(()) };
    if let Some(uri) = voices::standing(tx, viewer, &page.topic)? {
        page.stands = Some(name_of(&people(tx, std::slice::from_ref(&uri))?, &uri));
    }
    if page.on_device {
        let missing = voices::missing(tx, row, decision)?.into_iter().filter(|(person, _)| person.id == viewer.id);
        page.unsigned = missing.map(|(_, trust)| (trust.scope.as_str(), deeds::trustee_in_form(&trust))).collect();
    }
    Ok(())
}

fn adviser(given: &Given, who: &impl Fn(&str) -> Person) -> Adviser {
    Adviser {
        who: who(&given.person),
        part: format!("advice-{:?}", given.part).to_lowercase(),
        advice: given.advice.clone(),
        response: given.response.as_ref().map(|r| (format!("advice-{:?}", r.followed).to_lowercase(), r.because.clone())),
        uri: given.person.clone(),
    }
}

fn may(view: &View, machine: &protocol::machine::Machine, actor: &Actor, over: bool, now: i64) -> Can {
    if !actor.on_roll || over {
        return Can::default();
    }
    let why = || "a reason that is long enough for anything a network has agreed on".to_string();
    let may = |act: Act| view.deciding.clone().step(&machine.proposal.policy, actor, act, now, |_| true).is_ok();
    let author = actor.person == view.deciding.author();
    let (endorsed, asked) = match &view.deciding.process {
        Process::ThreeConnectors(three) => match &three.state {
            rules::three_connectors::State::Open { endorsed, .. } => (endorsed.contains(&actor.person), false),
            _ => (false, false),
        },
        Process::Advice(advice) => (false, advice.asked.iter().any(|given| given.person == actor.person)),
        _ => (false, false),
    };
    let integrates = matches!(&view.deciding.process, Process::Consent(c)
        if matches!(c.state, consent::State::Integration { .. }) && c.round < machine.proposal.policy.consent.max_rounds);
    Can {
        call: false,
        edit: author && integrates,
        withdraw: may(Act::Withdraw { reason: why() }),
        consent: may(Act::Consent),
        object: may(Act::Object { reason: why() }),
        escalate: may(Act::Escalate),
        compete: may(Act::Compete),
        vote: may(Act::Vote),
        endorse: !endorsed && may(Act::Endorse),
        unendorse: endorsed && may(Act::Unendorse),
        call_in: may(Act::CallIn { reason: why() }),
        ask: author && view.deciding.state() == "draft",
        advise: asked && may(Act::Advise { advice: why() }),
        decide: author && view.deciding.state() == "deciding",
        delegate: matches!(&view.deciding.process, Process::Consent(_)) && !view.deciding.is_closed(),
        facilitate: may(Act::Facilitate),
        cancel: may(Act::Cancel { reason: why() }),
        ask_everybody: false,
        challenge: false,
    }
}

fn lay_out_consent(
    page: &mut Page,
    view: &View,
    consent: &Consent,
    machine: &protocol::machine::Machine,
    me: &str,
    who: &impl Fn(&str) -> Person,
    city: &impl Fn(&str) -> String,
) {
    let disputable = matches!(consent.state, consent::State::Consent { .. } | consent::State::Testing { .. });
    let home = |uri: &str| machine.roll.find(uri).map(|entry| city(&entry.chapter)).unwrap_or_default();
    page.objections = consent
        .objections
        .iter()
        .enumerate()
        .map(|(number, o)| {
            let disputed = o.disputes.iter().any(|d| d.by == me);
            let raised = matches!(o.standing, Objecting::Raised { .. });
            Objected {
                number,
                who: who(&o.by),
                city: home(&o.by),
                at: micros(o.at),
                reason: o.reason.clone(),
                standing: o.standing.as_str(),
                how: match &o.standing {
                    Objecting::Resolved { how, note, .. } => Some((format!("how-{how:?}").to_lowercase(), note.clone())),
                    _ => None,
                },
                disputes: o.disputes.iter().map(|d| (who(&d.by), d.reason.clone())).collect(),
                can_take_back: o.by == me && o.standing.is_open() && !view.deciding.is_closed(),
                can_dispute: raised && disputable && page.on_roll && o.by != me && !disputed,
                can_undispute: raised && disputable && page.on_roll && disputed,
            }
        })
        .collect();
    let counted = view.count.as_ref();
    if view.deciding.state() != "voting" && counted.is_none() && view.alternatives.is_empty() {
        return;
    }
    let mine = view.ballots.get(me).cloned().unwrap_or_default();
    let options = consent.options();
    let texts = std::iter::once((&view.text.title, String::new()))
        .chain(view.alternatives.iter().map(|(_, text)| (&text.title, markdown::render(&text.text))));
    page.choices = options
        .iter()
        .zip(texts)
        .map(|(option, (title, text))| Choice {
            title: title.clone(),
            text,
            grade: mine.get(option).copied().unwrap_or_default(),
            counted: counted.map(|counted| votes(counted, option)),
            wins: counted.is_some_and(|counted| counted.count.winner.as_ref() == Some(option)),
            option: option.clone(),
        })
        .collect();
}

/// How much weight approves of a text, and how much rejects it.
fn votes(counted: &protocol::object::Counted, option: &str) -> (i64, i64) {
    let mut votes = (0, 0);
    for ballot in &counted.vote.ballots {
        let weight = counted.count.weights.get(&ballot.voter).copied().unwrap_or_default();
        let weight = i64::try_from(weight).unwrap_or_default();
        match ballot.grades.get(option).copied().unwrap_or_default() {
            1.. => votes.0 += weight,
            ..0 => votes.1 += weight,
            0 => {}
        }
    }
    votes
}

/// An act in words.
fn what(language: Language, act: Option<&Act>) -> String {
    let key = match act {
        Some(Act::Consent) => "stance-consent",
        Some(Act::Abstain) => "stance-abstain",
        Some(Act::Object { .. }) => "stance-object",
        Some(Act::Vote) => "network-voted",
        None => "network-delegated",
        Some(_) => "network-took-part",
    };
    language.t(key).into_owned()
}

/// A code in words a person understands.
fn reason(language: Language, code: Code) -> String {
    language.t(&format!("network-code-{}", code.as_str())).into_owned()
}

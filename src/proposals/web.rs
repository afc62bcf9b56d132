//! Proposals in a browser: what is open, what waits for me, one proposal with all that can be done now.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use rules::by_laws::ByLaws;
use rules::consent::{self, Consent, Standing};
use rules::proposal::{Actor, Process};

use super::advisory;
use super::attachments;
use super::count::Told;
use super::{Row, STANCES, deadlines, seconds, store};
use crate::accounts::{self, Account, Asker, Named};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::network;
use crate::sessions::Visit;
use crate::statuses::web::{Card, cards_for};
use crate::statuses::write::{Written, reply};
use crate::statuses::{self, documents};
use crate::web::language::Language;
use crate::web::made::Made;
use crate::web::page::{Layout, show};
use crate::web::{Id, PageError, Routes, Segments};

mod by_laws;
mod can;
mod deeds;
mod list;
mod parts;
mod picture;
mod register;
mod versions;
mod write;

pub use deeds::{Asking, Options, Pressed, addressed, decided, grades, people_asked, pressed};
pub use list::{Line, lines};

use can::Can;
use parts::{Parts, Text, Turn};

pub fn routes() -> Routes {
    Routes::new()
        .get("/proposals/{id}", page)
        .merge(list::routes())
        .merge(versions::routes())
        .merge(write::routes())
        .merge(deeds::routes())
        .merge(register::routes())
        .merge(by_laws::routes())
        .merge(attachments::web::routes())
}

pub(super) fn key(word: &str) -> String {
    word.replace('_', "-")
}

fn tone(state: &str) -> &'static str {
    match state {
        "adopted" | "final" | "decided" | "effective" => "good",
        "rejected" | "no_quorum" | "lapsed" | "withdrawn" | "cancelled" | "dropped" | "discarded" => "warn",
        "consent" | "voting" | "testing" | "integration" => "accent",
        _ => "",
    }
}

/// Somebody as a page names them.
#[derive(Clone, Debug, Default)]
pub struct Person {
    pub name: String,
    pub url: String,
}

struct Objected {
    number: usize,
    who: Person,
    at: i64,
    version: u32,
    reason: String,
    standing: &'static str,
    until: Option<i64>,
    how: Option<(String, String)>,
    disputes: Vec<(Person, String)>,
    can_take_back: bool,
    can_dispute: bool,
    can_undispute: bool,
}

/// What everybody was asked, which binds nobody.
pub struct Asked {
    pub url: String,
    /// Title and votes of each option.
    pub options: Vec<(String, i64)>,
    pub chart: String,
    pub voters: i64,
    pub open: bool,
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

struct Given {
    who: Person,
    part: String,
    advice: Option<String>,
    response: Option<(String, String)>,
    uri: String,
}

#[derive(Template)]
#[template(path = "proposals/show.html")]
struct Page {
    layout: Layout,
    id: i64,
    title: String,
    kind: String,
    state: String,
    tone: &'static str,
    author: Person,
    facilitator: Option<Person>,
    responsible: Vec<Person>,
    topic: String,
    team: String,
    team_id: Option<i64>,
    advisory: Option<Asked>,
    budget: String,
    brand: bool,
    review_at: i64,
    version: i64,
    versions: i64,
    round: i64,
    rounds: i64,
    parts: Arc<Parts>,
    ends_at: Option<i64>,
    /// From when on consent can be called for.
    call_from: Option<i64>,
    closed: bool,
    draft: bool,
    /// It proposes other by-laws, which the form for by-laws changes.
    changes_laws: bool,
    on_roll: bool,
    stance: String,
    voted: bool,
    can: Can,
    said: Vec<(String, i64)>,
    roll: i64,
    people_said: Vec<(Person, String)>,
    chart: String,
    objections: Vec<Objected>,
    choices: Vec<Choice>,
    counted: bool,
    turnout: i64,
    lost: i64,
    /// Who speaks for many in a vote that is open.
    heavy: Vec<(Person, i64)>,
    flow: String,
    flows: Vec<(Person, Person, i64)>,
    endorsed: Vec<Person>,
    endorsements_needed: i64,
    asked: Vec<Given>,
    senses: Vec<(&'static str, i64)>,
    /// A Connector can take it to the network, if it concerns other cities too.
    can_widen: bool,
    can_ask_chapters: bool,
    /// Whose seat it is about, and what they would be.
    seat: Option<(Person, String)>,
    timeline: Vec<(i64, String)>,
    discussion: Vec<(i64, Vec<Card>)>,
    reply: Option<Written>,
    url: String,
    document: Option<String>,
}

async fn page(State(app): State<App>, visit: Visit, asker: Asker, Id(id): Id) -> Result<Response, PageError> {
    if asker.wants_document() {
        let (name, status) = app.read(move |tx| document_of(tx, id)).await?;
        return Ok(documents::document(State(app), asker, Segments((name, status))).await.into_response());
    }
    let shelf = app.clone();
    let laid_out = app
        .read(move |tx| {
            let row = super::seen_by(tx, visit.id(), id)?;
            let due = row.due_at.is_some_and(|due| due <= tx.now.0);
            Ok(if due { Err(visit) } else { Ok(lay_out(tx, &shelf.made, visit, row)?) })
        })
        .await?;
    let page = match laid_out {
        Ok(page) => page,
        // What time has brought is shown at once, even if the worker has not come by yet.
        Err(visit) => {
            app.write(move |tx| {
                let row = store::locked(tx, id)?;
                deadlines::catch_up(tx, row)
            })
            .await?;
            let shelf = app.clone();
            app.read(move |tx| {
                let row = super::seen_by(tx, visit.id(), id)?;
                lay_out(tx, &shelf.made, visit, row)
            })
            .await?
        }
    };
    show(&page, &page.layout)
}

/// Where the document of a proposal is: its author's name and its post's id.
fn document_of(tx: &mut Tx, id: i64) -> Result<(String, String)> {
    let row = super::seen_by(tx, None, id)?;
    let author = accounts::by_id(tx, row.author_id)?;
    let status = row.status_id.ok_or(Error::NotFound)?;
    Ok((author.username, status.to_string()))
}

fn named(account: &Named) -> Person {
    Person { name: account.shown_name().to_string(), url: format!("/@{}", account.acct()) }
}

pub fn person(account: &Account) -> Person {
    Person { name: account.shown_name().to_string(), url: format!("/@{}", account.acct()) }
}

fn lay_out(tx: &mut Tx, made: &Made, visit: Visit, row: Row) -> Result<Page> {
    let id = row.id;
    let viewer = visit.viewer.clone();
    let parts = Parts::of(tx, made, &row)?;
    let Parts { proposal, laws, counted, .. } = &*parts;
    let language = visit.layout.language;
    let actor = viewer.as_ref().map(|viewer| super::actor(tx, viewer, &row)).transpose()?;
    // Everybody who is named is looked up at once.
    let people: People = accounts::named(tx, &parts.ids, &parts.uris)?.into_iter().map(|account| (account.id, account)).collect();
    let by_uri: HashMap<&str, &Named> =
        people.values().filter(|account| account.is_present()).map(|account| (account.uri.as_str(), account)).collect();
    let who = |uri: &str| match by_uri.get(uri) {
        Some(account) => named(account),
        None => Person { name: uri.to_string(), url: uri.to_string() },
    };
    let author = people.get(&row.author_id).map(named).unwrap_or_default();
    let can = Can::of(&row, (proposal, laws), actor.as_ref(), seconds(tx.now));
    let can_ask_chapters =
        can.ask_chapters && !network::other_chapters(tx)?.is_empty() && !store::has_note(tx, row.id, "ask_chapters")?;
    let mut page = Page {
        id,
        title: row.title.clone(),
        kind: key(&row.kind),
        state: key(&row.state),
        tone: tone(&row.state),
        author,
        facilitator: None,
        responsible: parts.responsible.iter().filter_map(|id| people.get(id)).map(named).collect(),
        topic: row.topic.clone(),
        team: row.team.clone(),
        team_id: row.team_id,
        advisory: asked(tx, row.advisory_id, &row.title)?,
        budget: row.budget.clone(),
        brand: row.brand,
        review_at: row.review_at,
        version: row.version,
        versions: row.version,
        round: 0,
        rounds: i64::from(laws.consent.max_rounds),
        ends_at: row.ends_at.filter(|_| row.closed_at.is_none()),
        call_from: None,
        closed: row.closed_at.is_some(),
        draft: row.state == "draft",
        changes_laws: row.changes.is_some(),
        on_roll: actor.as_ref().is_some_and(|a| a.on_roll),
        stance: String::new(),
        voted: false,
        can,
        said: Vec::new(),
        roll: row.roll_size,
        people_said: parts.said.iter().filter_map(|(id, stance)| Some((named(people.get(id)?), stance.clone()))).collect(),
        chart: String::new(),
        objections: Vec::new(),
        choices: Vec::new(),
        counted: counted.is_some(),
        turnout: counted.as_ref().map_or(0, |c| i64::try_from(c.turnout).unwrap_or_default()),
        lost: counted.as_ref().map_or(0, |c| i64::try_from(c.lost).unwrap_or_default()),
        heavy: parts.heavy.iter().map(|(uri, weight)| (who(uri), i64::try_from(*weight).unwrap_or(i64::MAX))).collect(),
        flow: String::new(),
        flows: Vec::new(),
        endorsed: Vec::new(),
        endorsements_needed: i64::from(laws.three_connectors.endorsements),
        asked: Vec::new(),
        senses: Vec::new(),
        can_ask_chapters,
        can_widen: row.state == "clarify"
            && row.team_id.is_none()
            && row.person_id.is_none()
            && row.changes.is_none()
            && actor.as_ref().is_some_and(|actor| actor.role == Some(rules::roles::Role::Connector))
            && network::active(tx).is_ok(),
        seat: row.person_id.map(|id| accounts::any_by_id(tx, id)).transpose()?.map(|p| (person(&p), row.seat.clone())),
        timeline: Vec::new(),
        discussion: Vec::new(),
        reply: None,
        url: tx.site.at(&format!("/proposals/{id}")),
        document: None,
        parts: parts.clone(),
        layout: visit.layout,
    };
    match &proposal.process {
        Process::Consent(consent) => {
            let viewer = viewer.as_ref().map(|viewer| viewer.id);
            lay_out_consent(tx, &mut page, &row, (consent, laws), (viewer, actor.as_ref(), counted.as_ref()), &who)?;
        }
        Process::ThreeConnectors(three) => match &three.state {
            rules::three_connectors::State::Open { endorsed, .. }
            | rules::three_connectors::State::Effective { endorsed, .. }
            | rules::three_connectors::State::Final { endorsed, .. } => {
                page.endorsed = endorsed.iter().map(|uri| who(uri)).collect();
            }
            _ => {}
        },
        Process::Advice(advice) => {
            page.asked = advice
                .asked
                .iter()
                .map(|given| Given {
                    who: who(&given.person),
                    part: format!("advice-{:?}", given.part).to_lowercase(),
                    advice: given.advice.clone(),
                    response: given
                        .response
                        .as_ref()
                        .map(|r| (format!("advice-{:?}", r.followed).to_lowercase(), r.because.clone())),
                    uri: given.person.clone(),
                })
                .collect();
        }
        Process::Autonomy(_) => {}
    }
    if let Some(counted) = counted {
        let flows: Vec<(Person, Person, i64)> =
            counted.carried.iter().map(|c| (who(&c.from), who(&c.to), i64::try_from(c.weight).unwrap_or_default())).collect();
        if !flows.is_empty() {
            page.flow = picture::flow(&flows, &language.t("tally-flow"));
        }
        page.flows = flows;
    }
    if !parts.senses.is_empty() || page.can.sense {
        let felt = |sense: &str| parts.senses.iter().find(|(felt, _)| felt == sense).map_or(0, |(_, n)| *n);
        page.senses = ["good", "unsure", "worried"].into_iter().map(|sense| (sense, felt(sense))).collect();
    }
    page.timeline = timeline(&parts.turns, &people, language);
    if let Some(status_id) = row.status_id
        && let Some((status, below)) = statuses::conversation(tx, viewer.as_ref().map(|v| v.id), status_id)?
    {
        page.document = Some(status.uri.clone());
        let at = |card: &Card| parts.versions.iter().rev().find(|(_, at)| *at <= card.at).map_or(1, |(version, _)| *version);
        for card in cards_for(tx, viewer.as_ref().map(|v| v.id), below)? {
            let version = at(&card);
            match page.discussion.last_mut() {
                Some((last, cards)) if *last == version => cards.push(card),
                _ => page.discussion.push((version, vec![card])),
            }
        }
        if let Some(viewer) = &viewer {
            page.reply = Some(reply(tx, &page.layout, viewer, &status)?);
        }
    }
    Ok(page)
}

/// By their ids.
type People = HashMap<i64, Named>;

/// So many of those who have answered are named on a page; the API has all.
const NAMED: i64 = 500;

fn lay_out_consent(
    tx: &mut Tx,
    page: &mut Page,
    row: &Row,
    (consent, laws): (&Consent, &ByLaws),
    (viewer, actor, counted): (Option<i64>, Option<&Actor>, Option<&Told>),
    who: &impl Fn(&str) -> Person,
) -> Result<()> {
    page.round = i64::from(consent.round);
    page.facilitator = consent.facilitator.as_deref().map(who);
    if let consent::State::Clarify { since } = consent.state {
        let from = (since + laws.consent.clarify_min).saturating_mul(Time::SECOND);
        page.call_from = Some(from).filter(|from| *from > tx.now.0);
    }
    let me = actor.map(|a| a.person.as_str()).unwrap_or_default();
    let disputable = matches!(consent.state, consent::State::Consent { .. } | consent::State::Testing { .. });
    let on_roll = actor.is_some_and(|a| a.on_roll);
    page.objections = consent
        .objections
        .iter()
        .enumerate()
        .map(|(number, o)| {
            let disputed = o.disputes.iter().any(|d| d.by == me);
            let raised = matches!(o.standing, Standing::Raised { .. });
            Objected {
                number,
                who: who(&o.by),
                at: o.at.saturating_mul(Time::SECOND),
                version: o.version,
                reason: o.reason.clone(),
                standing: o.standing.as_str(),
                until: match o.standing {
                    Standing::Raised { until } => Some(until.saturating_mul(Time::SECOND)),
                    _ => None,
                },
                how: match &o.standing {
                    Standing::Resolved { how, note, .. } => Some((format!("how-{how:?}").to_lowercase(), note.clone())),
                    _ => None,
                },
                disputes: o.disputes.iter().map(|d| (who(&d.by), d.reason.clone())).collect(),
                can_take_back: o.by == me
                    && o.standing.is_open()
                    && matches!(
                        consent.state,
                        consent::State::Consent { .. } | consent::State::Testing { .. } | consent::State::Integration { .. }
                    ),
                can_dispute: raised && disputable && on_roll && o.by != me && !disputed,
                can_undispute: raised && disputable && on_roll && disputed,
            }
        })
        .collect();
    if consent.round > 0 {
        let counts = &page.parts.counts;
        let of = |stance: &str| counts.iter().find(|(said, _)| said == stance).map_or(0, |(_, n)| *n);
        let silent = (page.roll - counts.iter().map(|(_, n)| n).sum::<i64>()).max(0);
        let shown = STANCES.into_iter().filter(|s| *s != "concern" || of(s) > 0);
        page.said = shown.map(|s| (s.to_string(), of(s))).collect();
        page.said.push(("silent".into(), silent));
        let named = |(s, n): &(String, i64)| (s.clone(), page.layout.t(format!("stance-{s}")).to_string(), *n);
        let parts: Vec<(String, String, i64)> = page.said.iter().map(named).collect();
        page.chart = picture::share(&parts, &page.layout.t("proposal-answers"));
    }
    if let Some(viewer) = viewer {
        let round = i64::from(consent.round);
        let mine = store::stances_by(tx, &[row.id], viewer)?;
        page.stance = mine.into_iter().find(|(_, r, _)| *r == round).map(|(_, _, s)| s).unwrap_or_default();
    }
    if !page.parts.texts.is_empty() {
        let ballot = viewer.map(|viewer| store::ballot_of(tx, row.id, viewer)).transpose()?.flatten();
        page.voted = ballot.is_some();
        let grades: BTreeMap<String, i64> = ballot.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let choice = |text: &Text| {
            let fared = counted.and_then(|c| c.options.iter().find(|f| f.option == text.option));
            Choice {
                grade: grades.get(&text.option).copied().unwrap_or(0),
                counted: fared.map(|f| (number(f.for_), number(f.against))),
                wins: counted.is_some_and(|c| c.winner.as_ref() == Some(&text.option)),
                option: text.option.clone(),
                title: text.title.clone(),
                text: text.html.clone(),
            }
        };
        page.choices = page.parts.texts.iter().map(choice).collect();
    }
    Ok(())
}

/// What everybody was asked about something, as its page shows it.
pub fn asked(tx: &mut Tx, advisory_id: Option<i64>, title: &str) -> Result<Option<Asked>> {
    let Some(poll) = advisory::of(tx, advisory_id)? else { return Ok(None) };
    let Some(status) = statuses::by_ids(tx, &[poll.row.status_id])?.pop() else { return Ok(None) };
    let options: Vec<(String, i64)> = poll.choices.iter().map(|choice| (choice.title.clone(), choice.votes_count)).collect();
    let parts: Vec<(String, String, i64)> =
        options.iter().enumerate().map(|(n, (title, votes))| (format!("asked-{n}"), title.clone(), *votes)).collect();
    let chart = picture::share(&parts, title);
    Ok(Some(Asked { url: status.url, options, chart, voters: poll.row.voters_count, open: !poll.is_over(tx.now) }))
}

/// The life of a proposal, a line for each turn.
fn timeline(turns: &[Turn], people: &People, language: Language) -> Vec<(i64, String)> {
    let line = |turn: &Turn| {
        let what = match turn.number {
            Some(number) => language.s(&turn.message, number.to_string()),
            None => language.t(&turn.message),
        };
        match turn.by.and_then(|id| people.get(&id)) {
            Some(by) => (turn.at, format!("{what} ({})", by.shown_name())),
            None => (turn.at, what.to_string()),
        }
    };
    turns.iter().map(line).collect()
}

//! What is done with a proposal by a form: buttons, an objection in two steps, a ballot.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use rules::proposal::{Act, Addressed, Asked, Followed, How, Part, Response as Answered};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::{Deed, Draft, act, advisory, laws_of, seen_by, sense, tell_outcome};
use crate::accounts;
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::sessions::Member;
use crate::web::forms::{Button, Form};
use crate::web::page::{Layout, said, show, show_again};
use crate::web::params::text;
use crate::web::{Id, PageError, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/proposals/{id}/object", objection)
        .post("/proposals/{id}/object", object)
        .post("/proposals/{id}/act", deed)
        .post("/proposals/{id}/vote", vote)
        .post("/proposals/{id}/ask", ask)
        .post("/proposals/{id}/decide", decide)
        .post("/proposals/{id}/sense", feel)
        .post("/proposals/{id}/statement", statement)
        .post("/proposals/{id}/advisory", ask_everybody)
        .post("/proposals/{id}/chapters", ask_chapters)
}

fn back(id: i64) -> String {
    format!("/proposals/{id}")
}

#[derive(Deserialize)]
pub struct Pressed {
    #[serde(default)]
    pub act: String,
    #[serde(default, deserialize_with = "text")]
    reason: Option<String>,
    #[serde(default, deserialize_with = "text")]
    objection: Option<String>,
}

/// The acts that are a button, with at most a reason.
pub fn pressed(sent: Pressed) -> Result<Act> {
    let reason = sent.reason.unwrap_or_default().replace("\r\n", "\n");
    let objection = sent.objection.and_then(|n| n.parse().ok()).unwrap_or(usize::MAX);
    Ok(match sent.act.as_str() {
        "publish" => Act::Publish,
        "discard" => Act::Discard,
        "facilitate" => Act::Facilitate,
        "call_for_consent" => Act::CallForConsent,
        "consent" => Act::Consent,
        "abstain" => Act::Abstain,
        "take_back" => Act::TakeBack { objection },
        "dispute" => Act::Dispute { objection, reason },
        "undispute" => Act::Undispute { objection },
        "escalate" => Act::Escalate,
        "withdraw" => Act::Withdraw { reason },
        "cancel" => Act::Cancel { reason },
        "endorse" => Act::Endorse,
        "unendorse" => Act::Unendorse,
        "call_in" => Act::CallIn { reason },
        "advise" => Act::Advise { advice: reason },
        "object" => Act::Object { reason },
        _ => return Err(Error::invalid("There is no such act.")),
    })
}

async fn deed(State(app): State<App>, member: Member, Id(id): Id, Form(sent): Form<Pressed>) -> Result<Response, PageError> {
    let wanted = pressed(sent)?;
    let discards = wanted == Act::Discard;
    app.write(move |tx| act(tx, &member.account, id, wanted.into())).await?;
    let to = if discards { "/decisions?show=drafts".to_string() } else { back(id) };
    Ok(said(&member.site, "decision-noted", &to))
}

#[derive(Deserialize)]
pub struct Options {
    /// One on each line; nothing: whether people would go along.
    #[serde(default, deserialize_with = "text")]
    options: Option<String>,
}

impl Options {
    pub fn lines(self) -> Vec<String> {
        self.options.unwrap_or_default().lines().map(ToString::to_string).collect()
    }
}

async fn ask_chapters(State(app): State<App>, member: Member, Id(id): Id, Form(_): Form<Button>) -> Result<Response, PageError> {
    app.write(move |tx| advisory::ask_chapters(tx, &member.account, id)).await?;
    Ok(said(&member.site, "chapters-asked", &format!("/proposals/{id}#talk")))
}

async fn ask_everybody(
    State(app): State<App>,
    member: Member,
    Id(id): Id,
    Form(sent): Form<Options>,
) -> Result<Response, PageError> {
    app.write(move |tx| advisory::ask(tx, &member.account, id, &sent.lines())).await?;
    Ok(said(&member.site, "everybody-asked", &format!("/proposals/{id}#advisory")))
}

#[derive(Template)]
#[template(path = "proposals/object.html")]
struct ObjectPage {
    layout: Layout,
    id: i64,
    title: String,
    least: i64,
    reason: String,
    /// The reason is good enough: it is shown once more before it counts.
    asks: bool,
    fault: Option<String>,
}

async fn object_page(app: &App, layout: Layout, viewer: i64, id: i64, reason: String) -> Result<ObjectPage> {
    app.read(move |tx| {
        let row = seen_by(tx, Some(viewer), id)?;
        let least = i64::from(laws_of(&row)?.consent.reason_min);
        Ok(ObjectPage { layout, id, title: row.title, least, reason, asks: false, fault: None })
    })
    .await
}

async fn objection(State(app): State<App>, member: Member, Id(id): Id) -> Result<Response, PageError> {
    let page = object_page(&app, member.layout, member.account.id, id, String::new()).await?;
    show(&page, &page.layout)
}

#[derive(Deserialize)]
struct Objecting {
    #[serde(default, deserialize_with = "text")]
    reason: Option<String>,
    #[serde(default, deserialize_with = "text")]
    confirmed: Option<String>,
}

async fn object(State(app): State<App>, member: Member, Id(id): Id, Form(sent): Form<Objecting>) -> Result<Response, PageError> {
    let reason = sent.reason.unwrap_or_default().replace("\r\n", "\n").trim().to_string();
    let (site, language, viewer) = (member.site.clone(), member.layout.language, member.account.id);
    let page = object_page(&app, member.layout, viewer, id, reason.clone()).await?;
    if i64::try_from(reason.chars().count()).unwrap_or(i64::MAX) < page.least {
        let short = Error::from(rules::proposal::Refusal::ReasonTooShort(u32::try_from(page.least).unwrap_or(20)));
        let page = ObjectPage { fault: Some(language.error(short.shown()).into_owned()), ..page };
        return show_again(short.status(), &page, &page.layout);
    }
    if sent.confirmed.is_none() {
        let page = ObjectPage { asks: true, ..page };
        return show(&page, &page.layout);
    }
    app.write(move |tx| act(tx, &member.account, id, Act::Object { reason }.into())).await?;
    Ok(said(&site, "objection-raised", &format!("/proposals/{id}#objections")))
}

/// A ballot: a field `grade-…` for each option.
async fn vote(
    State(app): State<App>,
    member: Member,
    Id(id): Id,
    Form(sent): Form<Map<String, Value>>,
) -> Result<Response, PageError> {
    let ballot = Deed { act: Act::Vote, text: None, grades: Some(grades(&sent)?) };
    app.write(move |tx| act(tx, &member.account, id, ballot)).await?;
    Ok(said(&member.site, "voted", &back(id)))
}

/// A grade for each text: `grade-OPTION`.
pub fn grades(sent: &Map<String, Value>) -> Result<BTreeMap<String, i64>> {
    let mut grades = BTreeMap::new();
    for (field, value) in sent {
        if let Some(option) = field.strip_prefix("grade-") {
            let grade = value.as_str().and_then(|text| text.parse().ok());
            let grade: i64 = grade.ok_or_else(|| Error::invalid("A grade is a whole number."))?;
            if grade != 0 {
                grades.insert(option.to_string(), grade);
            }
        }
    }
    Ok(grades)
}

#[derive(Deserialize)]
pub struct Asking {
    /// Handles, one in each line or between commas.
    #[serde(default, deserialize_with = "text")]
    affected: Option<String>,
    #[serde(default, deserialize_with = "text")]
    experts: Option<String>,
}

/// The names in a field, without the sign before them.
pub fn handles(text: &str) -> Vec<String> {
    text.split([',', '\n', ' ', '\r', ';'])
        .map(|name| name.trim().trim_start_matches('@').to_lowercase())
        .filter(|n| !n.is_empty())
        .collect()
}

/// Who is asked for advice, by their names.
pub fn people_asked(tx: &mut Tx, sent: &Asking) -> Result<Vec<Asked>> {
    let mut people = Vec::new();
    for (text, part) in [(&sent.affected, Part::Affected), (&sent.experts, Part::Expert)] {
        for name in handles(text.as_deref().unwrap_or_default()) {
            let account = accounts::by_handle(tx, &name)?
                .ok_or_else(|| Error::invalid("One of these people is not known here. Write their names as in @ada."))?;
            people.push(Asked { person: account.uri, part });
        }
    }
    Ok(people)
}

async fn ask(State(app): State<App>, member: Member, Id(id): Id, Form(sent): Form<Asking>) -> Result<Response, PageError> {
    app.write(move |tx| {
        let people = people_asked(tx, &sent)?;
        act(tx, &member.account, id, Act::Ask { people }.into())
    })
    .await?;
    Ok(said(&member.site, "decision-noted", &back(id)))
}

async fn decide(
    State(app): State<App>,
    member: Member,
    Id(id): Id,
    Form(sent): Form<Map<String, Value>>,
) -> Result<Response, PageError> {
    let decided = decided(&sent);
    app.write(move |tx| act(tx, &member.account, id, decided.into())).await?;
    Ok(said(&member.site, "decision-noted", &back(id)))
}

/// The decision after advice: `goes_ahead`, and for each adviser `adviser-N`, `followed-N`, `because-N`.
pub fn decided(sent: &Map<String, Value>) -> Act {
    let field = |name: String| sent.get(&name).and_then(Value::as_str).unwrap_or_default().to_string();
    let responses = (0..100)
        .map_while(|n| sent.get(&format!("adviser-{n}")).and_then(Value::as_str).map(|adviser| (n, adviser.to_string())))
        .map(|(n, adviser)| Answered {
            adviser,
            followed: match field(format!("followed-{n}")).as_str() {
                "followed" => Followed::Followed,
                "partly" => Followed::Partly,
                _ => Followed::Not,
            },
            because: field(format!("because-{n}")),
        })
        .collect();
    Act::Decide { goes_ahead: field("goes_ahead".into()) != "no", responses }
}

#[derive(Deserialize)]
struct Felt {
    #[serde(default)]
    sense: String,
}

async fn feel(State(app): State<App>, member: Member, Id(id): Id, Form(felt): Form<Felt>) -> Result<Response, PageError> {
    app.write(move |tx| sense(tx, &member.account, id, &felt.sense)).await?;
    Ok(said(&member.site, "decision-noted", &back(id)))
}

#[derive(Deserialize)]
struct Stated {
    #[serde(default)]
    statement: String,
}

async fn statement(State(app): State<App>, member: Member, Id(id): Id, Form(sent): Form<Stated>) -> Result<Response, PageError> {
    app.write(move |tx| tell_outcome(tx, &member.account, id, &sent.statement.replace("\r\n", "\n"))).await?;
    Ok(said(&member.site, "decision-noted", &back(id)))
}

/// The answers to objections in an amendment: `how-N` and `note-N`.
pub fn addressed(sent: &Map<String, Value>, objections: usize) -> Vec<Addressed> {
    let field = |name: String| sent.get(&name).and_then(Value::as_str).unwrap_or_default();
    (0..objections)
        .filter_map(|objection| {
            let how = match field(format!("how-{objection}")) {
                "resolves" => How::Resolves,
                "monitors" => How::Monitors,
                "delegates" => How::Delegates,
                "defers" => How::Defers,
                _ => return None,
            };
            Some(Addressed { objection, how, note: field(format!("note-{objection}")).to_string() })
        })
        .collect()
}

/// An amendment or another text for the vote.
pub fn with_text(act: Act, text: Draft) -> Deed {
    Deed { act, text: Some(text), grades: None }
}

//! Writing a proposal to the network, and changing its text.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use protocol::object::Text;
use rules::consent::Standing;
use rules::proposal::{Act, Process};
use serde_json::{Map, Value};

use super::super::custody;
use super::super::decisions::{self, Said};
use super::super::pen::Proofs;
use super::super::proposing::{self, Draft, Wish};
use super::super::{active, carry, foreign, roster, store};
use super::{Person, name_of, people};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::proposals::web::addressed;
use crate::proposals::{self, seconds};
use crate::sessions::Member;
use crate::web::forms::Form;
use crate::web::page::{Layout, said, show, show_again};
use crate::web::{Id, PageError, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/network/propose", new)
        .post("/network/propose", create)
        .get("/network/decisions/{id}/edit", edit)
        .post("/network/decisions/{id}/edit", save)
        .get("/network/decisions/{id}/compete", other)
        .post("/network/decisions/{id}/compete", compete)
}

#[derive(Clone, Default)]
struct Typed {
    process: String,
    title: String,
    driver: String,
    text: String,
    topic: String,
    impact: bool,
    change: String,
    chapter: String,
    cap: String,
}

struct Open {
    number: usize,
    who: Person,
    reason: String,
}

#[derive(Template)]
#[template(path = "network/write.html")]
struct Page {
    layout: Layout,
    /// `new`, `amend` or `compete`.
    mode: &'static str,
    action: String,
    typed: Typed,
    /// Chapters a change can be about.
    chapters: Vec<(String, String)>,
    objections: Vec<Open>,
    fault: Option<String>,
    /// The member's key is on a device, whose browser signs.
    on_device: bool,
}

fn read(sent: &Map<String, Value>) -> Typed {
    let field = |name: &str| sent.get(name).and_then(Value::as_str).unwrap_or_default().replace("\r\n", "\n");
    Typed {
        process: field("process"),
        title: field("title"),
        driver: field("driver"),
        text: field("text"),
        topic: field("topic"),
        impact: !field("impact").is_empty(),
        change: field("change"),
        chapter: field("chapter"),
        cap: field("cap"),
    }
}

impl Typed {
    fn draft(&self) -> Result<Draft> {
        let change = Wish::read(&self.change, self.chapter.clone(), self.cap.trim().parse().ok())?;
        Ok(Draft {
            process: if self.process.is_empty() { "consent".into() } else { self.process.clone() },
            title: self.title.clone(),
            driver: self.driver.clone(),
            text: self.text.clone(),
            topic: self.topic.clone(),
            impact: self.impact,
            change,
        })
    }
}

/// Chapters of the network, and those that want to join; nobody where there is no network yet.
fn chapters(tx: &mut Tx) -> Result<Vec<(String, String)>> {
    let Ok(network) = active(tx) else { return Ok(Vec::new()) };
    let asked = store::requests(tx)?.into_iter().map(|(uri, name, _)| (uri, name));
    let mut all: Vec<(String, String)> =
        roster(tx, &network)?.body.chapters.iter().map(|chapter| (chapter.id.clone(), chapter.name.clone())).collect();
    all.extend(asked);
    Ok(all)
}

async fn new(State(app): State<App>, member: Member, Params(asked): Params<Map<String, Value>>) -> Result<Response, PageError> {
    let mut typed = read(&asked);
    // What a chapter has begun to talk about alone, and what turns out to concern others too.
    if let Some(id) = asked.get("proposal").and_then(Value::as_str).and_then(|id| id.parse().ok()) {
        let viewer = member.account.id;
        let (text, topic) = app
            .read(move |tx| {
                let row = proposals::seen_by(tx, Some(viewer), id)?;
                proposals::text_of(tx, &row)
            })
            .await?;
        typed = Typed { title: text.title, driver: text.driver, text: text.body, topic, ..typed };
    }
    if typed.process.is_empty() {
        typed.process = "consent".into();
    }
    let page = app.read(move |tx| new_page(tx, member, typed)).await?;
    show(&page, &page.layout)
}

fn new_page(tx: &mut Tx, member: Member, typed: Typed) -> Result<Page> {
    let (chapters, on_device) = (chapters(tx)?, custody::on_device(tx, &member.account)?);
    let (action, objections) = ("/network/propose".into(), Vec::new());
    Ok(Page { layout: member.layout, mode: "new", action, typed, chapters, objections, fault: None, on_device })
}

/// The form again, with what is wrong above it; errors that are not about the form come back.
fn again(error: Error, page: Page) -> Result<Response, PageError> {
    let (Error::Invalid(_) | Error::Conflict(_) | Error::Refused(_)) = &error else { return Err(error.into()) };
    let fault = Some(page.layout.language.error(error.shown()).into_owned());
    let page = Page { fault, ..page };
    show_again(error.status(), &page, &page.layout)
}

async fn create(
    State(app): State<App>,
    member: Member,
    proofs: Proofs,
    Form(sent): Form<Map<String, Value>>,
) -> Result<Response, PageError> {
    let typed = read(&sent);
    let (by, wanted) = (member.account.clone(), typed.clone());
    let done = app.write(move |tx| proposing::propose(tx, &by, &wanted.draft()?, &proofs)).await;
    match done {
        Ok(row) => Ok(said(&member.site, "network-proposed", &format!("/network/decisions/{}", row.id))),
        Err(error) => {
            let page = app.read(move |tx| new_page(tx, member, typed)).await?;
            again(error, page)
        }
    }
}

/// The text as it stands, with the objections a new one has to answer.
fn lay_out(tx: &mut Tx, member: Member, id: i64, mode: &'static str) -> Result<Page> {
    let row = store::decision(tx, id)?;
    foreign::refuse(&row)?;
    let mut objections = Vec::new();
    let mut text: Text = decisions::proposal_of(&row)?.body.text.clone();
    if let Some(decision) = carry::decision(tx, &row)?
        && let Some(term) = decision.term()
    {
        let view = term.machine.view(seconds(tx.now));
        text = view.text;
        if let Process::Consent(consent) = &view.deciding.process {
            let standing: Vec<_> =
                consent.objections.iter().enumerate().filter(|(_, o)| o.standing == Standing::Qualified).collect();
            let known = people(tx, &standing.iter().map(|(_, o)| o.by.clone()).collect::<Vec<_>>())?;
            let open = |(number, o): &(usize, &rules::consent::Objection)| Open {
                number: *number,
                who: name_of(&known, &o.by),
                reason: o.reason.clone(),
            };
            objections = standing.iter().map(open).collect();
        }
    }
    let typed = match mode {
        "amend" => Typed { title: text.title, driver: text.driver, text: text.text, ..Typed::default() },
        _ => Typed::default(),
    };
    let verb = if mode == "amend" { "edit" } else { "compete" };
    let objections = if mode == "amend" { objections } else { Vec::new() };
    let action = format!("/network/decisions/{id}/{verb}");
    let on_device = custody::on_device(tx, &member.account)?;
    Ok(Page { layout: member.layout, mode, action, typed, chapters: Vec::new(), objections, fault: None, on_device })
}

async fn edit(State(app): State<App>, member: Member, Id(id): Id) -> Result<Response, PageError> {
    let page = app.read(move |tx| lay_out(tx, member, id, "amend")).await?;
    show(&page, &page.layout)
}

async fn other(State(app): State<App>, member: Member, Id(id): Id) -> Result<Response, PageError> {
    let page = app.read(move |tx| lay_out(tx, member, id, "compete")).await?;
    show(&page, &page.layout)
}

async fn put(
    app: &App,
    member: Member,
    id: i64,
    proofs: Proofs,
    mode: &'static str,
    sent: Map<String, Value>,
) -> Result<Response, PageError> {
    let typed = read(&sent);
    let act = if mode == "amend" { Act::Amend { addressed: addressed(&sent, 200) } } else { Act::Compete };
    let (by, wanted) = (member.account.clone(), typed.clone());
    let done = app
        .write(move |tx| {
            let said = Said { text: Some(wanted.draft()?), ..Said::from(act) };
            decisions::act(tx, &by, id, &said, &proofs)
        })
        .await;
    match done {
        Ok(_) => Ok(said(&member.site, "decision-noted", &format!("/network/decisions/{id}"))),
        Err(error) => {
            let page = app.read(move |tx| lay_out(tx, member, id, mode)).await?;
            again(error, Page { typed, ..page })
        }
    }
}

async fn save(
    State(app): State<App>,
    member: Member,
    Id(id): Id,
    proofs: Proofs,
    Form(sent): Form<Map<String, Value>>,
) -> Result<Response, PageError> {
    put(&app, member, id, proofs, "amend", sent).await
}

async fn compete(
    State(app): State<App>,
    member: Member,
    Id(id): Id,
    proofs: Proofs,
    Form(sent): Form<Map<String, Value>>,
) -> Result<Response, PageError> {
    put(&app, member, id, proofs, "compete", sent).await
}

//! Writing a proposal, changing it, amending it, and putting another text beside it for the vote.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use rules::consent::Standing;
use rules::proposal::{Act, Process};
use rules::roles::Role;
use serde_json::{Map, Value};

use super::super::{Draft, Row, act, draft, redraft, seen_by, store};
use super::deeds::{addressed, handles, with_text};
use super::{Person, person};
use crate::accounts;
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::sessions::Member;
use crate::teams;
use crate::web::forms::Form;
use crate::web::page::{Layout, said, show, show_again};
use crate::web::{Id, PageError, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/proposals/new", new)
        .post("/proposals", create)
        .get("/proposals/{id}/edit", edit)
        .post("/proposals/{id}/edit", save)
        .get("/proposals/{id}/compete", other)
        .post("/proposals/{id}/compete", compete)
}

/// What is typed into the form.
#[derive(Clone, Default)]
struct Typed {
    kind: String,
    title: String,
    driver: String,
    body: String,
    topic: String,
    team: String,
    budget: String,
    brand: bool,
    responsible: String,
    review: String,
    replaces: String,
    /// The name of a Connector whose seat shall end.
    revokes: String,
}

struct Open {
    number: usize,
    who: Person,
    reason: String,
}

#[derive(Template)]
#[template(path = "proposals/write.html")]
struct Page {
    layout: Layout,
    author: i64,
    /// `new`, `draft`, `amend` or `compete`.
    mode: &'static str,
    action: String,
    typed: Typed,
    objections: Vec<Open>,
    kinds: [&'static str; 4],
    topics: Vec<String>,
    /// The groups and projects the author belongs to.
    teams: Vec<String>,
    fault: Option<String>,
}

const KINDS: [&str; 4] = ["consent", "three_connectors", "advice", "autonomy"];

fn read(sent: &Map<String, Value>) -> Typed {
    let field = |name: &str| sent.get(name).and_then(Value::as_str).unwrap_or_default().replace("\r\n", "\n");
    Typed {
        kind: field("process"),
        title: field("title"),
        driver: field("driver"),
        body: field("text"),
        topic: field("topic"),
        team: field("team"),
        budget: field("budget"),
        brand: !field("brand").is_empty(),
        responsible: field("responsible"),
        review: field("review"),
        replaces: field("replaces"),
        revokes: field("revokes"),
    }
}

impl Typed {
    fn draft(&self, tx: &mut Tx) -> Result<Draft> {
        let mut responsible = Vec::new();
        for name in handles(&self.responsible) {
            let account = accounts::by_handle(tx, &name)?
                .ok_or_else(|| Error::invalid("One of these people is not known here. Write their names as in @ada."))?;
            responsible.push(account.id);
        }
        let review_at = match self.review.trim() {
            "" => None,
            day => {
                let at = Time::parse(&format!("{day}T12:00:00Z"));
                Some(at.ok_or_else(|| Error::invalid("The review is a date like 2027-05-01."))?.0)
            }
        };
        Ok(Draft {
            kind: self.kind.clone(),
            title: self.title.clone(),
            driver: self.driver.clone(),
            body: self.body.clone(),
            topic: self.topic.clone(),
            team: self.team.clone(),
            budget: self.budget.clone(),
            brand: self.brand,
            responsible,
            review_at,
            replaces_id: self.replaces.trim().parse().ok(),
            changes: None,
            seat: match self.revokes.trim().trim_start_matches('@') {
                "" => None,
                name => Some((accounts::local(tx, name)?.id, Role::Alumni)),
            },
        })
    }

    fn of(tx: &mut Tx, row: &Row) -> Result<Self> {
        let version = store::version(tx, row.id, row.version)?;
        let ids = store::responsible(tx, row.id)?;
        let people = accounts::by_ids(tx, &ids)?;
        Ok(Self {
            kind: row.kind.clone(),
            title: version.title,
            driver: version.driver,
            body: version.body,
            topic: row.topic.clone(),
            team: row.team.clone(),
            budget: row.budget.clone(),
            brand: row.brand,
            responsible: people.iter().map(|a| format!("@{}", a.acct())).collect::<Vec<_>>().join(", "),
            review: Time(row.review_at).date(),
            replaces: row.replaces_id.map(|id| id.to_string()).unwrap_or_default(),
            revokes: String::new(),
        })
    }
}

/// Topics there are, and the groups and projects somebody belongs to.
fn suggestions(tx: &mut Tx, author: i64) -> Result<(Vec<String>, Vec<String>)> {
    let teams = teams::of_person(tx, author)?.into_iter().map(|team| team.name).collect();
    Ok((store::topics(tx)?, teams))
}

/// The form again, with what is wrong above it; errors that are not about the form come back.
async fn again(app: &App, error: Error, page: Page) -> Result<Response, PageError> {
    let (Error::Invalid(_) | Error::Conflict(_) | Error::Refused(_)) = &error else { return Err(error.into()) };
    let viewer = page.author;
    let (topics, teams) = app.read(move |tx| suggestions(tx, viewer)).await?;
    let fault = Some(page.layout.language.error(error.shown()).into_owned());
    let page = Page { fault, topics, teams, ..page };
    show_again(error.status(), &page, &page.layout)
}

async fn new(State(app): State<App>, member: Member, Params(asked): Params<Map<String, Value>>) -> Result<Response, PageError> {
    let mut typed = read(&asked);
    if !KINDS.contains(&typed.kind.as_str()) {
        typed.kind = "consent".into();
    }
    if typed.responsible.is_empty() {
        typed.responsible = format!("@{}", member.account.username);
    }
    if typed.review.is_empty() {
        let after = app.read(|tx| Ok(super::super::laws::current(tx)?.agreements.review_after)).await?;
        typed.review = app.clock.now().plus(after * Time::SECOND).date();
    }
    let viewer = member.account.id;
    let (topics, teams) = app.read(move |tx| suggestions(tx, viewer)).await?;
    let page = Page {
        author: viewer,
        teams,
        layout: member.layout,
        mode: "new",
        action: "/proposals".into(),
        typed,
        objections: Vec::new(),
        kinds: KINDS,
        topics,
        fault: None,
    };
    show(&page, &page.layout)
}

async fn create(State(app): State<App>, member: Member, Form(sent): Form<Map<String, Value>>) -> Result<Response, PageError> {
    let typed = read(&sent);
    let (by, wanted) = (member.account.clone(), typed.clone());
    let done = app
        .write(move |tx| {
            let wanted = wanted.draft(tx)?;
            draft(tx, &by, &wanted)
        })
        .await;
    match done {
        Ok(row) => Ok(said(&member.site, "draft-kept", &format!("/proposals/{}", row.id))),
        Err(error) => {
            let page = Page {
                author: member.account.id,
                teams: Vec::new(),
                layout: member.layout,
                mode: "new",
                action: "/proposals".into(),
                typed,
                objections: Vec::new(),
                kinds: KINDS,
                topics: Vec::new(),
                fault: None,
            };
            again(&app, error, page).await
        }
    }
}

/// The form for a draft, or for an amendment with the objections it has to answer.
fn lay_out(tx: &mut Tx, layout: Layout, viewer: i64, id: i64) -> Result<Page> {
    let row = seen_by(tx, Some(viewer), id)?;
    if row.author_id != viewer {
        return Err(rules::proposal::Refusal::NotTheAuthor.into());
    }
    let mode = match row.state.as_str() {
        "draft" => "draft",
        "clarify" | "integration" => "amend",
        _ => return Err(rules::proposal::Refusal::NotNow.into()),
    };
    let mut objections = Vec::new();
    if let Process::Consent(consent) = row.proposal()?.process {
        let standing: Vec<_> = consent.objections.iter().enumerate().filter(|(_, o)| o.standing == Standing::Qualified).collect();
        let uris: Vec<String> = standing.iter().map(|(_, o)| o.by.clone()).collect();
        let people = accounts::by_uris(tx, &uris)?;
        for (number, objection) in standing {
            let who = people.iter().find(|a| a.uri == objection.by).map(person).unwrap_or_default();
            objections.push(Open { number, who, reason: objection.reason.clone() });
        }
    }
    let typed = Typed::of(tx, &row)?;
    let (topics, teams) = suggestions(tx, viewer)?;
    Ok(Page {
        author: viewer,
        teams,
        layout,
        mode,
        action: format!("/proposals/{id}/edit"),
        typed,
        objections,
        kinds: KINDS,
        topics,
        fault: None,
    })
}

async fn edit(State(app): State<App>, member: Member, Id(id): Id) -> Result<Response, PageError> {
    let (layout, viewer) = (member.layout, member.account.id);
    let page = app.read(move |tx| lay_out(tx, layout, viewer, id)).await?;
    show(&page, &page.layout)
}

async fn save(
    State(app): State<App>,
    member: Member,
    Id(id): Id,
    Form(sent): Form<Map<String, Value>>,
) -> Result<Response, PageError> {
    let (by, typed) = (member.account.clone(), read(&sent));
    let wanted = typed.clone();
    let done = app
        .write(move |tx| {
            let row = seen_by(tx, Some(by.id), id)?;
            let text = wanted.draft(tx)?;
            if row.state == "draft" {
                return redraft(tx, &by, id, &text);
            }
            let objections = match row.proposal()?.process {
                Process::Consent(consent) => consent.objections.len(),
                _ => 0,
            };
            act(tx, &by, id, with_text(Act::Amend { addressed: addressed(&sent, objections) }, text))
        })
        .await;
    match done {
        Ok(_) => Ok(said(&member.site, "proposal-saved", &format!("/proposals/{id}"))),
        Err(error) => {
            let (layout, viewer) = (member.layout, member.account.id);
            let page = app.read(move |tx| lay_out(tx, layout, viewer, id)).await?;
            let kind = if typed.kind.is_empty() { page.typed.kind.clone() } else { typed.kind.clone() };
            again(&app, error, Page { typed: Typed { kind, ..typed }, ..page }).await
        }
    }
}

async fn other(State(app): State<App>, member: Member, Id(id): Id) -> Result<Response, PageError> {
    let viewer = member.account.id;
    app.read(move |tx| seen_by(tx, Some(viewer), id)).await?;
    let page = beside(member.layout, viewer, id, Typed::default());
    show(&page, &page.layout)
}

fn beside(layout: Layout, author: i64, id: i64, typed: Typed) -> Page {
    Page {
        author,
        teams: Vec::new(),
        layout,
        mode: "compete",
        action: format!("/proposals/{id}/compete"),
        typed,
        objections: Vec::new(),
        kinds: KINDS,
        topics: Vec::new(),
        fault: None,
    }
}

async fn compete(
    State(app): State<App>,
    member: Member,
    Id(id): Id,
    Form(sent): Form<Map<String, Value>>,
) -> Result<Response, PageError> {
    let (by, typed) = (member.account.clone(), read(&sent));
    let wanted = typed.clone();
    let done = app
        .write(move |tx| {
            let text = wanted.draft(tx)?;
            act(tx, &by, id, with_text(Act::Compete, text))
        })
        .await;
    match done {
        Ok(_) => Ok(said(&member.site, "decision-noted", &format!("/proposals/{id}#options"))),
        Err(error) => again(&app, error, beside(member.layout, member.account.id, id, typed)).await,
    }
}

//! Members, requests to join and invitations, at the steward's desk.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use rules::joining::Door;
use rules::roles::{Act, Role, may};
use serde::Deserialize;

use super::sanctions::{self, By};
use super::sign_up::{approve, door, invitations, invite, is_good, reject, revoke_invitation, set_door};
use super::store::{self, Invitation, Membership, Wanted};
use super::{grant, history, make_steward, standing};
use crate::accounts::api::{AccountJson, render};
use crate::accounts::{self, Account, Mark, User};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::clock::Time;
use crate::credentials;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::letters;
use crate::sessions::Steward;
use crate::web::forms::Form;
use crate::web::page::{Layout, said, show, show_again};
use crate::web::params::{number, text};
use crate::web::{Id, PageError, Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/admin/members", list)
        .get("/admin/members/{id}", one)
        .post("/admin/members/{id}/role", set_role)
        .post("/admin/members/{id}/steward", set_steward)
        .post("/admin/members/{id}/sanction", sanction)
        .post("/admin/members/{id}/password", password)
        .get("/admin/requests", requests)
        .post("/admin/requests/{id}", answer)
        .get("/admin/invitations", invitations_page)
        .post("/admin/invitations", new_invitation)
        .post("/admin/invitations/{id}/revoke", revoke)
        .post("/admin/door", change_door)
}

/// Somebody in a list, with how they stand.
struct Row {
    account: Arc<AccountJson>,
    name: String,
    email: String,
    role: Option<Role>,
    steward: bool,
    /// Messages for the marks on them.
    marks: Vec<&'static str>,
    reason: String,
    since: i64,
}

fn rows(tx: &mut Tx, people: &[Account]) -> Result<Vec<Row>> {
    let ids: Vec<i64> = people.iter().map(|a| a.id).collect();
    let users = accounts::users_of(tx, &ids)?;
    let roles = store::roles_among(tx, &ids)?;
    let stewards = store::stewards(tx)?;
    let one = |account: &Account| {
        let user = users.iter().find(|u| u.account_id == account.id);
        Row {
            name: account.shown_name().to_string(),
            email: user.map(|u| u.email.clone()).unwrap_or_default(),
            role: roles.iter().find(|(id, _)| *id == account.id).and_then(|(_, role)| role.parse().ok()),
            steward: stewards.contains(&account.id),
            marks: marks(account, user),
            reason: user.map(|u| u.reason.clone()).unwrap_or_default(),
            since: account.created_at,
            account: render(&tx.site, account),
        }
    };
    Ok(people.iter().map(one).collect())
}

fn marks(account: &Account, user: Option<&User>) -> Vec<&'static str> {
    [
        (account.pending_at.is_some(), "mark-pending"),
        (user.is_some_and(|u| u.confirmed_at.is_none()), "mark-unconfirmed"),
        (user.is_some_and(|u| u.disabled_at.is_some()), "mark-disabled"),
        (account.silenced_at.is_some(), "mark-silenced"),
        (account.sensitized_at.is_some(), "mark-sensitized"),
        (account.suspended_at.is_some(), "mark-suspended"),
        (user.is_some_and(|u| u.totp_at.is_some()), "mark-second-factor"),
    ]
    .into_iter()
    .filter(|(holds, _)| *holds)
    .map(|(_, mark)| mark)
    .collect()
}

#[derive(Template)]
#[template(path = "members/desk.html")]
struct List {
    layout: Layout,
    people: Vec<Row>,
    state: String,
    q: String,
    states: [&'static str; 6],
    more: Option<String>,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(flatten)]
    paging: Paging,
    #[serde(default, deserialize_with = "text")]
    state: Option<String>,
    #[serde(default, deserialize_with = "text")]
    q: Option<String>,
}

const STATES: [&str; 6] = ["all", "stewards", "disabled", "silenced", "suspended", "remote"];

async fn list(State(app): State<App>, steward: Steward, Params(asked): Params<Asked>) -> Result<Response, PageError> {
    const PAGE: i64 = 50;
    let page = app
        .read(move |tx| {
            let state = asked.state.filter(|state| STATES.contains(&state.as_str())).unwrap_or_else(|| "all".into());
            let q = asked.q.unwrap_or_default().trim().chars().take(100).collect::<String>();
            let is = |name: &str| state == name;
            let text = Some(q.trim_start_matches('@').to_string()).filter(|q| !q.is_empty());
            let by_mail = text.as_ref().is_some_and(|text| text.contains('@')) && !is("remote");
            let wanted = Wanted {
                local: !is("remote"),
                remote: is("remote"),
                stewards: is("stewards"),
                disabled: is("disabled"),
                silenced: is("silenced"),
                suspended: is("suspended"),
                email: text.clone().filter(|_| by_mail),
                username: text.filter(|_| !by_mail),
                ..Wanted::default()
            };
            let found = store::people(tx, &wanted, &asked.paging, PAGE)?;
            let last = found.last().filter(|_| i64::try_from(found.len()) == Ok(PAGE)).map(|a| a.id);
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            query.append_pair("state", &state).append_pair("q", &q);
            let more = last.map(|last| format!("/admin/members?{}&max_id={last}", query.finish()));
            Ok(List { people: rows(tx, &found)?, layout: steward.layout, state, q, states: STATES, more })
        })
        .await?;
    show(&page, &page.layout)
}

#[derive(Template)]
#[template(path = "members/one.html")]
struct One {
    layout: Layout,
    row: Row,
    id: i64,
    local: bool,
    roles: [Role; 5],
    history: Vec<Membership>,
    deeds: Vec<Entry>,
    /// What can be put on them or taken off, and whether it is on.
    acts: Vec<(&'static str, bool)>,
    fault: Option<String>,
    link: Option<String>,
    locale: String,
    oneself: bool,
}

impl One {
    fn is_role(&self, role: &Role) -> bool {
        self.row.role == Some(*role)
    }
}

fn lay_out(tx: &mut Tx, steward: Steward, id: i64, fault: Option<String>, link: Option<String>) -> Result<One> {
    let account = accounts::any_by_id(tx, id)?;
    let user = accounts::users_of(tx, &[id])?.pop();
    let row = rows(tx, std::slice::from_ref(&account))?.pop().ok_or(Error::NotFound)?;
    let acts = vec![
        ("disable", user.as_ref().is_some_and(|u| u.disabled_at.is_some())),
        ("sensitize", account.sensitized_at.is_some()),
        ("silence", account.silenced_at.is_some()),
        ("suspend", account.suspended_at.is_some()),
    ];
    Ok(One {
        row,
        id,
        local: account.is_local(),
        roles: Role::ALL,
        history: history(tx, id)?,
        deeds: audit::listed(tx, Some(id), &Paging::first(50), 50)?,
        acts: acts.into_iter().filter(|(name, _)| account.is_local() || *name != "disable").collect(),
        fault,
        link,
        locale: user.map(|u| u.locale).unwrap_or_default(),
        oneself: steward.account.id == id,
        layout: steward.layout,
    })
}

async fn one(State(app): State<App>, steward: Steward, Id(id): Id) -> Result<Response, PageError> {
    let page = app.read(move |tx| lay_out(tx, steward, id, None, None)).await?;
    show(&page, &page.layout)
}

/// A person of the chapter.
fn person(tx: &mut Tx, id: i64) -> Result<Account> {
    Some(accounts::any_by_id(tx, id)?).filter(|a| a.is_local() && a.kind == "Person").ok_or(Error::NotFound)
}

/// Says what was done, or shows the page again with why it was not.
async fn settled(app: App, steward: Steward, id: i64, done: Result<()>, message: &str) -> Result<Response, PageError> {
    match done {
        Ok(()) => Ok(said(&steward.site, message, &format!("/admin/members/{id}"))),
        Err(Error::Invalid(why) | Error::Refused(why) | Error::Conflict(why)) => {
            let fault = steward.layout.language.error(&why).into_owned();
            let page = app.read(move |tx| lay_out(tx, steward, id, Some(fault), None)).await?;
            show_again(axum::http::StatusCode::UNPROCESSABLE_ENTITY, &page, &page.layout)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
struct Wish {
    #[serde(default, deserialize_with = "text")]
    role: Option<String>,
    #[serde(default, deserialize_with = "text")]
    act: Option<String>,
    #[serde(default, deserialize_with = "text")]
    note: Option<String>,
}

async fn set_role(State(app): State<App>, steward: Steward, Id(id): Id, Form(wish): Form<Wish>) -> Result<Response, PageError> {
    may(steward.standing, Act::GrantRole)?;
    let by = steward.account.id;
    let done = app
        .write(move |tx| {
            let role: Role = wish.role.unwrap_or_default().parse().map_err(|_| Error::invalid("Choose a role."))?;
            let account = person(tx, id)?;
            credentials::may_name(tx, id, role)?;
            let note = wish.note.unwrap_or_default();
            let decision = if note.trim().is_empty() { "a steward".to_string() } else { note.chars().take(200).collect() };
            grant(tx, account.id, role, &decision)?;
            audit::record(tx, Some(by), audit::Act::Role, Some(id), &format!("{}: {role}", account.acct()), &note).map(|_| ())
        })
        .await;
    settled(app, steward, id, done, "saved").await
}

async fn set_steward(
    State(app): State<App>,
    steward: Steward,
    Id(id): Id,
    Form(wish): Form<Wish>,
) -> Result<Response, PageError> {
    may(steward.standing, Act::GrantRole)?;
    let by = steward.account.id;
    let done = app
        .write(move |tx| {
            let account = person(tx, id)?;
            let on = wish.act.as_deref() == Some("give");
            if on {
                make_steward(tx, id)?;
            } else if store::stewards(tx)?.len() < 2 {
                return Err(Error::refused("There must be one steward at least. Make somebody else one first."));
            } else {
                store::end_stewardship(tx, id)?;
            }
            let subject = format!("{}: {}", account.acct(), if on { "steward" } else { "no steward any more" });
            audit::record(tx, Some(by), audit::Act::Role, Some(id), &subject, "").map(|_| ())
        })
        .await;
    settled(app, steward, id, done, "saved").await
}

async fn sanction(State(app): State<App>, steward: Steward, Id(id): Id, Form(wish): Form<Wish>) -> Result<Response, PageError> {
    let by = By::Steward(steward.account.id, steward.standing);
    let note = wish.note.unwrap_or_default();
    let act = wish.act.unwrap_or_default();
    let done = app
        .write(move |tx| {
            let account = accounts::any_by_id(tx, id)?;
            let mark = |mark, on| (mark, on);
            let (mark, on) = match act.as_str() {
                "warn" => return sanctions::warn(tx, by, &account, &note),
                "disable" => mark(Mark::Disabled, true),
                "undo-disable" => mark(Mark::Disabled, false),
                "sensitize" => mark(Mark::Sensitized, true),
                "undo-sensitize" => mark(Mark::Sensitized, false),
                "silence" => mark(Mark::Silenced, true),
                "undo-silence" => mark(Mark::Silenced, false),
                "suspend" => mark(Mark::Suspended, true),
                "undo-suspend" => mark(Mark::Suspended, false),
                _ => return Err(Error::invalid("Choose what to do.")),
            };
            sanctions::mark(tx, by, &account, mark, on, &note)
        })
        .await;
    settled(app, steward, id, done, "saved").await
}

/// A link with which a member chooses a new password, for the steward to pass on by hand.
async fn password(State(app): State<App>, steward: Steward, Id(id): Id, Form(_): Form<Wish>) -> Result<Response, PageError> {
    let by = steward.account.id;
    let link = app
        .write(move |tx| {
            let account = person(tx, id)?;
            // Who can make links for other stewards could become them.
            if id != by && standing(tx, &account)?.steward {
                return Err(Error::refused("Another steward's password is renewed in the terminal: potluck account password."));
            }
            audit::record(tx, Some(by), audit::Act::Password, Some(id), &account.acct(), "link")?;
            letters::web::password_link(tx, id)
        })
        .await;
    match link {
        Ok(link) => {
            let page = app.read(move |tx| lay_out(tx, steward, id, None, Some(link))).await?;
            show(&page, &page.layout)
        }
        Err(error) => settled(app, steward, id, Err(error), "").await,
    }
}

// ── who waits to be let in ──

#[derive(Template)]
#[template(path = "members/requests.html")]
struct Requests {
    layout: Layout,
    people: Vec<Row>,
    door: Door,
    doors: [Door; 4],
}

async fn requests(State(app): State<App>, steward: Steward) -> Result<Response, PageError> {
    const MOST: i64 = 100;
    let page = app
        .read(move |tx| {
            let wanted = Wanted { local: true, pending: true, ..Wanted::default() };
            let found = store::people(tx, &wanted, &Paging::default(), MOST)?;
            Ok(Requests { people: rows(tx, &found)?, door: door(tx)?, doors: Door::ALL, layout: steward.layout })
        })
        .await?;
    show(&page, &page.layout)
}

async fn answer(State(app): State<App>, steward: Steward, Id(id): Id, Form(wish): Form<Wish>) -> Result<Response, PageError> {
    let by = Some(steward.account.id);
    let yes = wish.act.as_deref() == Some("approve");
    app.write(move |tx| {
        let account = accounts::any_by_id(tx, id)?;
        if !yes {
            return reject(tx, by, &account);
        }
        approve(tx, by, &account)?;
        let language = letters::language_of(&accounts::user(tx, id)?);
        let draft = letters::Draft {
            subject: language.s("mail-approved-subject", &tx.site.name).to_string(),
            paragraphs: vec![language.s("mail-approved-text", &account.username).to_string()],
            button: Some((language.t("log-in").to_string(), tx.site.at("/login"))),
        };
        letters::write(tx, &account, letters::Kind::Account, &draft).map(|_| ())
    })
    .await?;
    Ok(said(&steward.site, if yes { "request-approved" } else { "request-rejected" }, "/admin/requests"))
}

#[derive(Deserialize)]
struct DoorWish {
    #[serde(default, deserialize_with = "text")]
    door: Option<String>,
}

async fn change_door(State(app): State<App>, steward: Steward, Form(wish): Form<DoorWish>) -> Result<Response, PageError> {
    let by = steward.account.id;
    app.write(move |tx| {
        let door: Door = wish.door.unwrap_or_default().parse().map_err(|_| Error::invalid("Choose how one joins."))?;
        set_door(tx, Some(by), door)
    })
    .await?;
    Ok(said(&steward.site, "saved", "/admin/requests"))
}

// ── invitations ──

#[derive(Template)]
#[template(path = "members/invitations.html")]
struct Invitations {
    layout: Layout,
    /// Each with the address to pass on, and whether it holds.
    invitations: Vec<(Invitation, String, bool)>,
    fault: Option<String>,
}

fn invitations_of(tx: &mut Tx, layout: Layout, fault: Option<String>) -> Result<Invitations> {
    let all = invitations(tx)?;
    let one = |invitation: Invitation| {
        let address = tx.site.at(&format!("/invite/{}", invitation.code));
        let good = is_good(&invitation, tx.now);
        (invitation, address, good)
    };
    Ok(Invitations { invitations: all.into_iter().map(one).collect(), layout, fault })
}

async fn invitations_page(State(app): State<App>, steward: Steward) -> Result<Response, PageError> {
    let page = app.read(move |tx| invitations_of(tx, steward.layout, None)).await?;
    show(&page, &page.layout)
}

#[derive(Deserialize)]
struct NewInvitation {
    #[serde(default, deserialize_with = "text")]
    note: Option<String>,
    #[serde(default, deserialize_with = "number")]
    most: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    days: Option<i64>,
}

async fn new_invitation(State(app): State<App>, steward: Steward, Form(new): Form<NewInvitation>) -> Result<Response, PageError> {
    let by = Some(steward.account.id);
    let life = new.days.map(|days| days.saturating_mul(Time::DAY));
    let made = app.write(move |tx| invite(tx, by, new.most, life, &new.note.unwrap_or_default())).await;
    match made {
        Ok(_) => Ok(said(&steward.site, "invitation-made", "/admin/invitations")),
        Err(error @ Error::Invalid(_)) => {
            let fault = steward.layout.language.error(error.shown()).into_owned();
            let page = app.read(move |tx| invitations_of(tx, steward.layout, Some(fault))).await?;
            show_again(error.status(), &page, &page.layout)
        }
        Err(error) => Err(error.into()),
    }
}

async fn revoke(State(app): State<App>, steward: Steward, Id(id): Id, Form(_): Form<Wish>) -> Result<Response, PageError> {
    let by = Some(steward.account.id);
    app.write(move |tx| revoke_invitation(tx, by, id)).await?;
    Ok(said(&steward.site, "undone", "/admin/invitations"))
}

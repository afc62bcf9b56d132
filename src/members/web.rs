//! People of the chapter, and how one becomes one of them.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use rules::joining::Door;
use rules::roles::Role;
use serde::Deserialize;

use super::sign_up::{SignUp, check, door, is_good, sign_up};
use super::store::{self, Wanted};
use crate::accounts::api::{AccountJson, render};
use crate::accounts::{self, NewPerson};
use crate::app::App;
use crate::chapter;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::keys::generate_aside;
use crate::sessions::{self, Visit};
use crate::web::forms::{Faults, Form};
use crate::web::limits::{self, From, Kind};
use crate::web::page::{Layout, go, said, show, show_again};
use crate::web::params::{flag, text};
use crate::web::{PageError, Paging, Params, Routes, Segments, html};

pub fn routes() -> Routes {
    Routes::new().get("/people", people).get("/join", form).post("/join", join).get("/invite/{code}", invited)
}

pub struct Person {
    pub account: Arc<AccountJson>,
    pub name: String,
    pub role: Option<Role>,
    pub about: String,
}

#[derive(Template)]
#[template(path = "members/people.html")]
struct People {
    layout: Layout,
    people: Vec<Person>,
    /// Empty: everybody.
    role: String,
    q: String,
    roles: [Role; 5],
    more: Option<String>,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(flatten)]
    paging: Paging,
    #[serde(default, deserialize_with = "text")]
    role: Option<String>,
    #[serde(default, deserialize_with = "text")]
    q: Option<String>,
}

/// Members who can be shown, with the roles they hold.
pub fn shown(tx: &mut Tx, wanted: &Wanted, paging: &Paging, limit: i64) -> Result<Vec<Person>> {
    let found = store::people(tx, wanted, paging, limit)?;
    let ids: Vec<i64> = found.iter().map(|a| a.id).collect();
    let roles = store::roles_among(tx, &ids)?;
    let one = |account: &accounts::Account| Person {
        name: account.shown_name().to_string(),
        role: roles.iter().find(|(id, _)| *id == account.id).and_then(|(_, role)| role.parse().ok()),
        about: html::words(&account.note, 140),
        account: render(&tx.site, account),
    };
    Ok(found.iter().map(one).collect())
}

async fn people(State(app): State<App>, visit: Visit, Params(asked): Params<Asked>) -> Result<Response, PageError> {
    const PAGE: i64 = 60;
    let page = app
        .read(move |tx| {
            let role = asked.role.as_deref().and_then(|role| role.parse::<Role>().ok());
            let q = asked.q.unwrap_or_default().trim().chars().take(100).collect::<String>();
            let wanted = Wanted {
                local: true,
                active: true,
                role,
                display_name: Some(q.clone()).filter(|q| !q.is_empty()),
                ..Wanted::default()
            };
            let people = shown(tx, &wanted, &asked.paging, PAGE)?;
            let last = people.last().filter(|_| i64::try_from(people.len()) == Ok(PAGE)).map(|p| p.account.id.clone());
            let role = role.map_or_else(String::new, |role| role.as_str().to_string());
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            query.append_pair("role", &role).append_pair("q", &q);
            let more = last.map(|last| format!("/people?{}&max_id={last}", query.finish()));
            Ok(People { people, role, q, roles: Role::ALL, more, layout: visit.layout })
        })
        .await?;
    show(&page, &page.layout)
}

#[derive(Template)]
#[template(path = "members/join.html")]
struct Join {
    layout: Layout,
    door: Door,
    /// The invitation they came with holds.
    invited: bool,
    code: String,
    username: String,
    display_name: String,
    email: String,
    reason: String,
    domain: String,
    rules: Vec<(String, String)>,
    faults: Faults,
    shortest: i64,
}

#[derive(Clone, Default, Deserialize)]
struct Wishes {
    #[serde(default, deserialize_with = "text")]
    code: Option<String>,
    #[serde(default, deserialize_with = "text")]
    username: Option<String>,
    #[serde(default, deserialize_with = "text")]
    display_name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    email: Option<String>,
    #[serde(default, deserialize_with = "text")]
    password: Option<String>,
    #[serde(default, deserialize_with = "text")]
    reason: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    agreement: Option<bool>,
}

fn lay_out(tx: &mut Tx, layout: Layout, wishes: Wishes, faults: Faults) -> Result<Join> {
    let code = wishes.code.unwrap_or_default();
    let invited = match code.is_empty() {
        true => false,
        false => store::invitation_by_code(tx, &code)?.is_some_and(|invitation| is_good(&invitation, tx.now)),
    };
    Ok(Join {
        door: door(tx)?,
        invited,
        code,
        username: wishes.username.unwrap_or_default(),
        display_name: wishes.display_name.unwrap_or_default(),
        email: wishes.email.unwrap_or_default(),
        reason: wishes.reason.unwrap_or_default(),
        domain: tx.site.domain.clone(),
        rules: chapter::house_rules(tx)?.into_iter().map(|rule| (rule.text, rule.hint)).collect(),
        faults,
        shortest: accounts::SHORTEST_PASSWORD as i64,
        layout: layout.with_forms(),
    })
}

async fn form(State(app): State<App>, visit: Visit, Params(wishes): Params<Wishes>) -> Result<Response, PageError> {
    if visit.viewer.is_some() {
        return Ok(go("/home"));
    }
    let code = Wishes { code: wishes.code, ..Wishes::default() };
    let page = app.read(move |tx| lay_out(tx, visit.layout, code, Faults::default())).await?;
    show(&page, &page.layout)
}

/// The address that stands in an invitation.
async fn invited(Segments(code): Segments<String>) -> Response {
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("code", &code).finish();
    go(&format!("/join?{query}"))
}

async fn join(
    State(app): State<App>,
    from: From,
    visit: Visit,
    headers: HeaderMap,
    Form(wishes): Form<Wishes>,
) -> Result<Response, PageError> {
    limits::attempt(&app, Kind::SignUp, &from.counted())?;
    let language = visit.layout.language;
    match try_join(&app, &wishes, language.code()).await {
        Ok(_) if visit.site.sends_mail => Ok(said(&visit.site, "joined-confirm", "/")),
        Ok(account) if account.pending_at.is_some() => Ok(said(&visit.site, "joined-waiting", "/")),
        Ok(account) => {
            let cookie = sessions::begin(&app, account.id, sessions::agent(&headers)).await?;
            let mut response = said(&visit.site, "joined", "/home");
            response.headers_mut().append(axum::http::header::SET_COOKIE, cookie.parse().map_err(Error::internal)?);
            Ok(response)
        }
        Err(error) => {
            let status = error.status();
            let faults = Faults::of(error, language)?;
            let wishes = Wishes { password: None, ..wishes };
            let page = app.read(move |tx| lay_out(tx, visit.layout, wishes, faults)).await?;
            show_again(status, &page, &page.layout)
        }
    }
}

async fn try_join(app: &App, wishes: &Wishes, locale: &str) -> Result<accounts::Account> {
    let wishes = wishes.clone();
    let username = wishes.username.unwrap_or_default().trim().to_lowercase();
    let (email, password) = (wishes.email.unwrap_or_default(), wishes.password.unwrap_or_default());
    let asked = (username.clone(), email.clone(), password.clone());
    let agreed = wishes.agreement == Some(true);
    app.read(move |tx| check(tx, &asked.0, &asked.1, &asked.2, agreed)).await?;
    let new = SignUp {
        person: NewPerson {
            username,
            email,
            password_hash: accounts::hash_password(&password).await?,
            display_name: wishes.display_name.unwrap_or_default().trim().chars().take(30).collect(),
            role: Role::Supporter,
            key: generate_aside().await?,
        },
        reason: wishes.reason.unwrap_or_default(),
        locale: locale.to_string(),
        invitation: wishes.code,
        app_id: None,
    };
    app.write(move |tx| {
        let account = sign_up(tx, new)?;
        accounts::any_by_id(tx, account.id)
    })
    .await
}

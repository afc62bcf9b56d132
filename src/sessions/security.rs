//! A member's log-in: their password and address, the second factor, where they are logged in, the apps they let in.

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::passkeys::{self, Brought};
use super::second_factor::{self, Enrolment};
use super::{COOKIE, Member, store};
use crate::accounts;
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::letters;
use crate::oauth;
use crate::web::forms::{Button, Form};
use crate::web::limits::{self, Kind};
use crate::web::page::{Layout, said, show, show_again};
use crate::web::params::{number, text};
use crate::web::{PageError, Routes, cookies};

pub fn routes() -> Routes {
    Routes::new()
        .get("/settings/security", overview)
        .post("/settings/security/password", change_password)
        .post("/settings/security/email", change_email)
        .post("/settings/security/sessions/end", end_session)
        .post("/settings/security/sessions/end_others", end_others)
        .post("/settings/security/apps/end", end_app)
        .get("/settings/security/second", enrol)
        .post("/settings/security/second", begin_second)
        .post("/settings/security/second/codes", new_codes)
        .post("/settings/security/second/end", end_second)
        .post("/settings/security/passkeys/begin", begin_passkey)
        .post("/settings/security/passkeys", add_passkey)
        .post("/settings/security/passkeys/remove", remove_passkey)
}

/// A browser somebody is logged in with.
struct Browser {
    /// The beginning of the session's fingerprint.
    id: String,
    name: String,
    since: i64,
    this: bool,
}

struct LetIn {
    id: i64,
    name: String,
    since: i64,
    scopes: String,
}

#[derive(Template)]
#[template(path = "sessions/security.html")]
struct Page {
    layout: Layout,
    fault: Option<String>,
    email: String,
    second: bool,
    codes_left: i64,
    browsers: Vec<Browser>,
    apps: Vec<LetIn>,
    passkeys: Vec<store::Passkey>,
    shortest: i64,
}

/// `Firefox, Linux` of what a browser calls itself.
fn browser(agent: &str) -> String {
    let first = |names: &[(&str, &str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| (*name).to_string());
    let what =
        first(&[("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]);
    let where_ = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (what, where_) {
        (Some(what), Some(place)) => format!("{what}, {place}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => agent.split(' ').next().unwrap_or_default().chars().take(40).collect(),
    }
}

fn lay_out(tx: &mut Tx, member: Member, this: &str, fault: Option<String>) -> Result<Page> {
    let id = member.account.id;
    let user = accounts::user(tx, id)?;
    let one = |session: store::Session| Browser {
        id: session.token_hash.chars().take(16).collect(),
        name: browser(&session.agent),
        since: session.created_at,
        this: session.token_hash == this,
    };
    Ok(Page {
        fault,
        email: user.email,
        second: user.totp_at.is_some(),
        codes_left: store::count_recovery_codes(tx, id)?,
        browsers: store::of_account(tx, id)?.into_iter().map(one).collect(),
        apps: oauth::apps_of(tx, id)?.into_iter().map(|(id, name, since, scopes)| LetIn { id, name, since, scopes }).collect(),
        passkeys: store::passkeys_of(tx, id)?,
        shortest: accounts::SHORTEST_PASSWORD as i64,
        layout: member.layout,
    })
}

/// The fingerprint of the session this request belongs to.
fn this(headers: &HeaderMap) -> String {
    cookies::read(headers, COOKIE).map(ids::fingerprint).unwrap_or_default()
}

async fn overview(State(app): State<App>, member: Member, headers: HeaderMap) -> Result<Response, PageError> {
    let this = this(&headers);
    let page = app.read(move |tx| lay_out(tx, member, &this, None)).await?;
    show(&page, &page.layout)
}

/// Shows the page again with what is wrong; errors that are not about the form come back.
async fn again(app: App, member: Member, headers: HeaderMap, error: Error) -> Result<Response, PageError> {
    let status = error.status();
    let fault = match &error {
        Error::Invalid(text) | Error::Conflict(text) | Error::Refused(text) | Error::Unauthorized(text) => {
            member.layout.language.error(text).into_owned()
        }
        _ => return Err(error.into()),
    };
    let this = this(&headers);
    let page = app.read(move |tx| lay_out(tx, member, &this, Some(fault))).await?;
    show_again(status, &page, &page.layout)
}

/// Is this the member's password? Asked before what would let a stranger at an open browser take the account over.
pub async fn confirm(app: &App, account: &accounts::Account, password: Option<String>) -> Result<()> {
    limits::attempt(app, Kind::Name, &account.username)?;
    let id = account.id;
    let hash = app.read(move |tx| Ok(accounts::user(tx, id)?.password_hash)).await?;
    match accounts::check_password(&password.unwrap_or_default(), Some(hash)).await? {
        true => Ok(()),
        false => Err(Error::invalid("The password is not right.")),
    }
}

#[derive(Deserialize)]
struct Passwords {
    #[serde(default, deserialize_with = "text")]
    current: Option<String>,
    #[serde(default, deserialize_with = "text")]
    password: Option<String>,
}

/// A new password; whoever else is logged in has to log in again, apps too.
async fn change_password(
    State(app): State<App>,
    member: Member,
    headers: HeaderMap,
    Form(typed): Form<Passwords>,
) -> Result<Response, PageError> {
    let changed = async {
        confirm(&app, &member.account, typed.current).await?;
        accounts::hash_password(&typed.password.unwrap_or_default()).await
    };
    match changed.await {
        Ok(hash) => {
            let (id, this) = (member.account.id, this(&headers));
            app.write(move |tx| {
                accounts::set_password(tx, id, &hash)?;
                letters::forget_change(tx, id)?;
                oauth::revoke_all(tx, id)?;
                store::delete_others(tx, id, &this)
            })
            .await?;
            Ok(said(&member.site, "password-changed", "/settings/security"))
        }
        Err(error) => again(app, member, headers, error).await,
    }
}

#[derive(Deserialize)]
struct NewAddress {
    #[serde(default, deserialize_with = "text")]
    email: Option<String>,
    #[serde(default, deserialize_with = "text")]
    current: Option<String>,
}

async fn change_email(
    State(app): State<App>,
    member: Member,
    headers: HeaderMap,
    Form(typed): Form<NewAddress>,
) -> Result<Response, PageError> {
    let changed = async {
        confirm(&app, &member.account, typed.current).await?;
        let email = accounts::check_email(&typed.email.unwrap_or_default())?;
        limits::attempt(&app, Kind::Letter, &member.account.id.to_string())?;
        let account = member.account.clone();
        app.write(move |tx| {
            accounts::free_email(tx, account.id, &email)?;
            let asked = letters::ask_to_change(tx, &account, &email)?;
            if !asked {
                accounts::change_email(tx, account.id, &email)?;
            }
            Ok(asked)
        })
        .await
    };
    match changed.await {
        Ok(true) => Ok(said(&member.site, "email-asked", "/settings/security")),
        Ok(false) => Ok(said(&member.site, "email-changed", "/settings/security")),
        Err(error) => again(app, member, headers, error).await,
    }
}

#[derive(Deserialize)]
struct Which {
    #[serde(default, deserialize_with = "text")]
    session: Option<String>,
    #[serde(default, deserialize_with = "number")]
    app: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    passkey: Option<i64>,
}

async fn end_session(State(app): State<App>, member: Member, Form(which): Form<Which>) -> Result<Response, PageError> {
    let beginning = which.session.filter(|id| id.len() >= 16).ok_or(Error::NotFound)?;
    app.write(move |tx| store::delete_own(tx, member.account.id, &beginning)).await?;
    Ok(said(&member.site, "session-ended", "/settings/security"))
}

async fn end_others(
    State(app): State<App>,
    member: Member,
    headers: HeaderMap,
    Form(_): Form<Button>,
) -> Result<Response, PageError> {
    let this = this(&headers);
    app.write(move |tx| store::delete_others(tx, member.account.id, &this)).await?;
    Ok(said(&member.site, "sessions-ended", "/settings/security"))
}

async fn end_app(State(app): State<App>, member: Member, Form(which): Form<Which>) -> Result<Response, PageError> {
    let id = which.app.ok_or(Error::NotFound)?;
    app.write(move |tx| oauth::revoke_own(tx, member.account.id, id)).await?;
    Ok(said(&member.site, "app-ended", "/settings/security"))
}

#[derive(Template)]
#[template(path = "sessions/enrol.html")]
struct EnrolPage {
    layout: Layout,
    enrolment: Enrolment,
    fault: Option<String>,
}

#[derive(Template)]
#[template(path = "sessions/codes.html")]
struct CodesPage {
    layout: Layout,
    codes: Vec<String>,
}

async fn enrol(State(app): State<App>, member: Member) -> Result<Response, PageError> {
    let enrolment = app.write(move |tx| second_factor::enrol(tx, &member.account)).await?;
    let page = EnrolPage { layout: member.layout, enrolment, fault: None };
    show(&page, &page.layout)
}

#[derive(Deserialize)]
struct Code {
    #[serde(default, deserialize_with = "text")]
    code: Option<String>,
    #[serde(default, deserialize_with = "text")]
    current: Option<String>,
}

async fn begin_second(State(app): State<App>, member: Member, Form(typed): Form<Code>) -> Result<Response, PageError> {
    let id = member.account.id;
    limits::attempt(&app, Kind::Second, &id.to_string())?;
    let code = typed.code.unwrap_or_default();
    let begun = match confirm(&app, &member.account, typed.current).await {
        Ok(()) => app.write(move |tx| second_factor::begin(tx, id, &code)).await,
        Err(error) => Err(error),
    };
    match begun {
        Ok(codes) => {
            let page = CodesPage { layout: member.layout, codes };
            show(&page, &page.layout)
        }
        Err(Error::Invalid(text)) => {
            let fault = Some(member.layout.language.error(&text).into_owned());
            let enrolment = app.write(move |tx| second_factor::enrol(tx, &member.account)).await?;
            let page = EnrolPage { layout: member.layout, enrolment, fault };
            show_again(axum::http::StatusCode::UNPROCESSABLE_ENTITY, &page, &page.layout)
        }
        Err(error) => Err(error.into()),
    }
}

async fn new_codes(
    State(app): State<App>,
    member: Member,
    headers: HeaderMap,
    Form(typed): Form<Code>,
) -> Result<Response, PageError> {
    if let Err(error) = confirm(&app, &member.account, typed.current).await {
        return again(app, member, headers, error).await;
    }
    let id = member.account.id;
    let codes = app
        .write(move |tx| {
            accounts::user(tx, id)?.totp_at.ok_or_else(|| Error::refused("The second factor is not on."))?;
            second_factor::new_recovery_codes(tx, id)
        })
        .await?;
    let page = CodesPage { layout: member.layout, codes };
    show(&page, &page.layout)
}

async fn end_second(
    State(app): State<App>,
    member: Member,
    headers: HeaderMap,
    Form(typed): Form<Code>,
) -> Result<Response, PageError> {
    if let Err(error) = confirm(&app, &member.account, typed.current).await {
        return again(app, member, headers, error).await;
    }
    let id = member.account.id;
    app.write(move |tx| second_factor::end(tx, id)).await?;
    Ok(said(&member.site, "second-ended", "/settings/security"))
}

/// What the browser needs to make a passkey, as JSON.
async fn begin_passkey(State(app): State<App>, member: Member, Form(typed): Form<Code>) -> Result<Response, PageError> {
    confirm(&app, &member.account, typed.current).await?;
    let options = app.write(move |tx| passkeys::begin(tx, &member.account)).await?;
    Ok(Json(options).into_response())
}

async fn add_passkey(State(app): State<App>, member: Member, Form(brought): Form<Brought>) -> Result<Response, PageError> {
    app.write(move |tx| passkeys::register(tx, &member.account, &brought)).await?;
    Ok(said(&member.site, "passkey-added", "/settings/security"))
}

async fn remove_passkey(State(app): State<App>, member: Member, Form(which): Form<Which>) -> Result<Response, PageError> {
    let id = which.passkey.ok_or(Error::NotFound)?;
    app.write(move |tx| store::delete_passkey(tx, member.account.id, id)).await?;
    Ok(said(&member.site, "passkey-removed", "/settings/security"))
}

//! Mail, in a browser: what a member wants, switching it off from a letter, a forgotten password, the steward's test.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::store::{self, Letter};
use super::{Draft, Kind, Often, Preferences, language_of, off_seal, test, write};
use crate::accounts;
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::email_subscriptions;
use crate::error::{Error, Result};
use crate::sessions::{self, Member, Steward, Visit};
use crate::web::forms::{Button, Form};
use crate::web::limits::{self, From, Kind as Limit};
use crate::web::page::{Layout, said, show, show_again};
use crate::web::params::{flag, text};
use crate::web::{PageError, Routes, Segments};

pub fn routes() -> Routes {
    Routes::new()
        .get("/settings/mail", preferences)
        .post("/settings/mail", save)
        .get("/mail/off/{id}/{kind}/{seal}", off_form)
        .post("/mail/off/{id}/{kind}/{seal}", off)
        .get("/confirm/{secret}", confirm_form)
        .post("/confirm/{secret}", confirm)
        .get("/password", forgotten_form)
        .post("/password", forgotten)
        .get("/password/{secret}", renew_form)
        .post("/password/{secret}", renew)
        .get("/admin/mail", desk)
        .post("/admin/mail/test", send_test)
}

#[derive(Template)]
#[template(path = "letters/preferences.html")]
struct PreferencesPage {
    layout: Layout,
    sends: bool,
    email: String,
    chosen: Preferences,
    choices: [Often; 3],
    steward: bool,
    /// Anybody may have their public posts by letter, and how many do.
    by_mail: bool,
    readers: i64,
}

async fn preferences(State(app): State<App>, member: Member) -> Result<Response, PageError> {
    let page = app
        .read(move |tx| {
            let user = accounts::user(tx, member.account.id)?;
            Ok(PreferencesPage {
                sends: tx.site.sends_mail,
                chosen: Preferences::of(&user),
                email: user.email,
                choices: super::digest::CHOICES,
                steward: member.standing.steward,
                by_mail: member.account.by_mail,
                readers: email_subscriptions::count(tx, member.account.id)?,
                layout: member.layout,
            })
        })
        .await?;
    show(&page, &page.layout)
}

#[derive(Deserialize)]
struct Wishes {
    #[serde(default, deserialize_with = "flag")]
    mention: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    follow_request: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    desk: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    decision: Option<bool>,
    #[serde(default, deserialize_with = "text")]
    digest: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    by_mail: Option<bool>,
}

async fn save(State(app): State<App>, member: Member, Form(wishes): Form<Wishes>) -> Result<Response, PageError> {
    let digest = wishes.digest.as_deref().and_then(|text| Often::ALL.into_iter().find(|often| often.as_str() == text));
    let chosen = Preferences {
        mention: wishes.mention == Some(true),
        follow_request: wishes.follow_request == Some(true),
        decision: wishes.decision == Some(true),
        desk: wishes.desk == Some(true),
        digest: digest.unwrap_or_default(),
    };
    let by_mail = wishes.by_mail == Some(true);
    app.write(move |tx| {
        accounts::set_by_mail(tx, member.account.id, by_mail)?;
        chosen.keep(tx, member.account.id)
    })
    .await?;
    Ok(said(&member.site, "saved", "/settings/mail"))
}

#[derive(Template)]
#[template(path = "letters/off.html")]
struct OffPage {
    layout: Layout,
    kind: &'static str,
    here: String,
    done: bool,
}

fn kind_of(tx: &mut Tx, id: i64, kind: &str, sealed: &str) -> Result<Kind> {
    let kind = Kind::parse(kind).ok_or(Error::NotFound)?;
    if off_seal(tx, id, kind)? == sealed { Ok(kind) } else { Err(Error::NotFound) }
}

type Off = Segments<(i64, String, String)>;

async fn off_form(State(app): State<App>, visit: Visit, Segments((id, kind, sealed)): Off) -> Result<Response, PageError> {
    let here = format!("/mail/off/{id}/{kind}/{sealed}");
    let kind = app.read(move |tx| kind_of(tx, id, &kind, &sealed)).await?;
    let page = OffPage { layout: visit.layout, kind: kind.as_str(), here, done: false };
    show(&page, &page.layout)
}

/// The seal in the address is the right to do it: mail programs send this by themselves when their button is pressed.
async fn off(State(app): State<App>, visit: Visit, Segments((id, kind, sealed)): Off) -> Result<Response, PageError> {
    let kind = app
        .write(move |tx| {
            let kind = kind_of(tx, id, &kind, &sealed)?;
            let user = accounts::user(tx, id)?;
            Preferences::of(&user).without(kind).keep(tx, id)?;
            Ok(kind)
        })
        .await?;
    let page = OffPage { layout: visit.layout, kind: kind.as_str(), here: String::new(), done: true };
    show(&page, &page.layout)
}

// ── whose address it is ──

#[derive(Template)]
#[template(path = "letters/confirm.html")]
struct ConfirmPage {
    layout: Layout,
    username: String,
    /// The address the account is to have from now on.
    email: Option<String>,
    here: String,
}

/// Programs that look at links before people do change nothing.
async fn confirm_form(State(app): State<App>, visit: Visit, Segments(secret): Segments<String>) -> Result<Response, PageError> {
    let here = format!("/confirm/{secret}");
    let (account, email) = app
        .read(move |tx| {
            let change = sessions::ticket_with(tx, &secret, super::CHANGE)?;
            let id = match &change {
                Some((id, _)) => *id,
                None => sessions::ticket_of(tx, &secret, super::CONFIRM)?.ok_or_else(too_late)?,
            };
            Ok((accounts::any_by_id(tx, id)?, change.map(|(_, email)| email)))
        })
        .await?;
    let page = ConfirmPage { layout: visit.layout.with_forms(), username: account.username, email, here };
    show(&page, &page.layout)
}

async fn confirm(
    State(app): State<App>,
    visit: Visit,
    Segments(secret): Segments<String>,
    Form(_): Form<Button>,
) -> Result<Response, PageError> {
    let changed = app
        .write(move |tx| {
            if let Some((id, email)) = sessions::ticket_with(tx, &secret, super::CHANGE)? {
                sessions::use_ticket(tx, &secret, super::CHANGE)?;
                accounts::change_email(tx, id, &email)?;
                accounts::confirm(tx, id)?;
                return Ok(true);
            }
            let id = sessions::use_ticket(tx, &secret, super::CONFIRM)?.ok_or_else(too_late)?;
            accounts::confirm(tx, id).map(|()| false)
        })
        .await?;
    Ok(if changed { said(&visit.site, "email-changed", "/settings/security") } else { said(&visit.site, "confirmed", "/login") })
}

// ── a forgotten password ──

#[derive(Template)]
#[template(path = "letters/forgotten.html")]
struct ForgottenPage {
    layout: Layout,
    sends: bool,
    asked: bool,
}

async fn forgotten_form(visit: Visit) -> Result<Response, PageError> {
    let page = ForgottenPage { sends: visit.site.sends_mail, layout: visit.layout.with_forms(), asked: false };
    show(&page, &page.layout)
}

#[derive(Deserialize)]
struct Address {
    #[serde(default, deserialize_with = "text")]
    email: Option<String>,
}

/// Whether there is such an account is not told: the answer is the same.
async fn forgotten(State(app): State<App>, from: From, visit: Visit, Form(typed): Form<Address>) -> Result<Response, PageError> {
    limits::attempt(&app, Limit::Letter, &from.counted())?;
    let email = typed.email.unwrap_or_default().trim().to_lowercase();
    limits::attempt(&app, Limit::Letter, &email)?;
    app.write(move |tx| {
        if let Some((account, user)) = accounts::login_of(tx, &email)? {
            let language = language_of(&user);
            let draft = Draft {
                subject: language.s("mail-password-subject", &tx.site.name).to_string(),
                paragraphs: vec![
                    language.s("mail-password-text", &account.username).to_string(),
                    language.t("mail-password-not-you").to_string(),
                ],
                button: Some((language.t("mail-password-button").to_string(), password_link(tx, account.id)?)),
            };
            write(tx, &account, Kind::Account, &draft)?;
        }
        Ok(())
    })
    .await?;
    let page = ForgottenPage { sends: visit.site.sends_mail, layout: visit.layout.with_forms(), asked: true };
    show(&page, &page.layout)
}

const RENEW: &str = "renew_password";

/// An address at which a new password can be chosen once, within a day. A steward may pass it on by hand.
pub fn password_link(tx: &mut Tx, account_id: i64) -> Result<String> {
    sessions::forget_tickets(tx, account_id, RENEW)?;
    let secret = sessions::give_ticket(tx, Some(account_id), RENEW, "", Time::DAY)?;
    Ok(tx.site.at(&format!("/password/{secret}")))
}

#[derive(Template)]
#[template(path = "letters/renew.html")]
struct RenewPage {
    layout: Layout,
    username: String,
    here: String,
    fault: Option<String>,
    shortest: i64,
}

fn too_late() -> Error {
    Error::refused("This link does not hold any more. Ask for another.")
}

async fn renew_form(State(app): State<App>, visit: Visit, Segments(secret): Segments<String>) -> Result<Response, PageError> {
    let here = format!("/password/{secret}");
    let account = app
        .read(move |tx| {
            let id = sessions::ticket_of(tx, &secret, RENEW)?.ok_or_else(too_late)?;
            accounts::by_id(tx, id)
        })
        .await?;
    let page = RenewPage {
        layout: visit.layout.with_forms(),
        username: account.username,
        here,
        fault: None,
        shortest: accounts::SHORTEST_PASSWORD as i64,
    };
    show(&page, &page.layout)
}

#[derive(Deserialize)]
struct Renewed {
    #[serde(default, deserialize_with = "text")]
    password: Option<String>,
}

/// A new password; whoever was logged in with the old one has to log in again.
async fn renew(
    State(app): State<App>,
    visit: Visit,
    Segments(secret): Segments<String>,
    Form(typed): Form<Renewed>,
) -> Result<Response, PageError> {
    let here = format!("/password/{secret}");
    match accounts::hash_password(&typed.password.unwrap_or_default()).await {
        Ok(hash) => {
            app.write(move |tx| {
                let id = sessions::use_ticket(tx, &secret, RENEW)?.ok_or_else(too_late)?;
                // Who got the link has the address, or has been looked in the eye by a steward.
                accounts::confirm(tx, id)?;
                accounts::set_password(tx, id, &hash)?;
                super::forget_change(tx, id)?;
                crate::oauth::revoke_all(tx, id)?;
                sessions::end_all(tx, id)
            })
            .await?;
            Ok(said(&visit.site, "password-renewed", "/login"))
        }
        Err(error @ Error::Invalid(_)) => {
            let status = error.status();
            let fault = Some(visit.layout.language.error(error.shown()).into_owned());
            let layout = visit.layout.with_forms();
            let shortest = accounts::SHORTEST_PASSWORD as i64;
            let page = RenewPage { layout, username: String::new(), here, fault, shortest };
            show_again(status, &page, &page.layout)
        }
        Err(error) => Err(error.into()),
    }
}

// ── the desk ──

#[derive(Template)]
#[template(path = "letters/desk.html")]
struct DeskPage {
    layout: Layout,
    server: Option<String>,
    from: String,
    email: String,
    letters: Vec<Letter>,
    fault: Option<String>,
}

async fn desk_page(app: &App, steward: Steward, fault: Option<String>) -> Result<DeskPage> {
    let mail = app.config.mail.clone();
    app.read(move |tx| {
        Ok(DeskPage {
            server: mail.as_ref().map(|mail| format!("{}:{}", mail.host, mail.port())),
            from: mail.map(|mail| mail.from).unwrap_or_default(),
            email: accounts::user(tx, steward.account.id)?.email,
            letters: store::latest(tx, 50)?,
            layout: steward.layout,
            fault,
        })
    })
    .await
}

async fn desk(State(app): State<App>, steward: Steward) -> Result<Response, PageError> {
    let page = desk_page(&app, steward, None).await?;
    show(&page, &page.layout)
}

/// Sends a letter to the steward, and shows what the server said.
async fn send_test(State(app): State<App>, steward: Steward, Form(_): Form<Button>) -> Result<Response, PageError> {
    let id = steward.account.id;
    let email = app.read(move |tx| Ok(accounts::user(tx, id)?.email)).await?;
    let (subject, text) = (steward.layout.s("mail-test-subject", &steward.site.name), steward.layout.t("mail-test-text"));
    match test(&app, &email, &subject, &text).await {
        Ok(()) => Ok(said(&steward.site, "mail-sent", "/admin/mail")),
        Err(Error::Invalid(said) | Error::Unavailable(said)) => {
            let page = desk_page(&app, steward, Some(said)).await?;
            show_again(axum::http::StatusCode::BAD_GATEWAY, &page, &page.layout)
        }
        Err(error) => Err(error.into()),
    }
}

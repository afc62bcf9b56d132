//! Posts by letter, in a browser: asking for them, saying yes, and ending it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::{Subscription, ask, off_path, offering, store};
use crate::accounts::{self, Account};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::letters;
use crate::sessions::Visit;
use crate::web::forms::{Button, Form};
use crate::web::limits::From;
use crate::web::page::{Layout, show, show_again};
use crate::web::params::text;
use crate::web::{Id, PageError, Routes, Segments};

pub fn routes() -> Routes {
    Routes::new()
        .get("/people/{id}/subscribe", form)
        .post("/people/{id}/subscribe", subscribe)
        .get("/mail/subscribe/{id}/{seal}", confirm_form)
        .post("/mail/subscribe/{id}/{seal}", confirm)
        .get("/mail/subscription/{id}/{seal}", off_form)
        .post("/mail/subscription/{id}/{seal}", off)
}

#[derive(Template)]
#[template(path = "email_subscriptions/subscribe.html")]
struct AskPage {
    layout: Layout,
    name: String,
    profile: String,
    here: String,
    /// The address a letter is on its way to.
    asked: Option<String>,
    typed: String,
    fault: Option<String>,
}

impl AskPage {
    fn of(account: Account, layout: Layout) -> Self {
        Self {
            name: account.shown_name().to_string(),
            profile: account.url,
            here: format!("/people/{}/subscribe", account.id),
            layout: layout.with_forms(),
            asked: None,
            typed: String::new(),
            fault: None,
        }
    }
}

async fn form(State(app): State<App>, visit: Visit, Id(id): Id) -> Result<Response, PageError> {
    let account = app.read(move |tx| offering(tx, id)).await?;
    let page = AskPage::of(account, visit.layout);
    show(&page, &page.layout)
}

#[derive(Deserialize)]
struct Address {
    #[serde(default, deserialize_with = "text")]
    email: Option<String>,
}

/// Whether the address has the posts already is not told: the answer is the same.
async fn subscribe(
    State(app): State<App>,
    from: From,
    visit: Visit,
    Id(id): Id,
    Form(typed): Form<Address>,
) -> Result<Response, PageError> {
    let email = typed.email.unwrap_or_default().trim().to_lowercase();
    let asked = ask(&app, from, id, email.clone(), visit.layout.language).await;
    let account = app.read(move |tx| offering(tx, id)).await?;
    let mut page = AskPage::of(account, visit.layout);
    match asked {
        Ok(()) => {
            page.asked = Some(email);
            show(&page, &page.layout)
        }
        Err(Error::Invalid(_)) => {
            page.fault = Some(page.layout.t("subscription-no-address").into_owned());
            page.typed = email;
            show_again(StatusCode::UNPROCESSABLE_ENTITY, &page, &page.layout)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "email_subscriptions/subscription.html")]
struct SubscriptionPage {
    layout: Layout,
    name: String,
    profile: String,
    email: String,
    here: String,
    /// It is to end, not to begin.
    ends: bool,
    done: bool,
}

type Sealed = Segments<(i64, String)>;

/// The row a link leads to; the seal in it is the right to change the row.
fn meant(tx: &mut Tx, what: &str, id: i64, seal: &str) -> Result<Subscription> {
    if letters::seal(tx, what, &id.to_string())? != seal {
        return Err(Error::NotFound);
    }
    store::by_id(tx, id)?.ok_or(Error::NotFound)
}

fn lay_out(tx: &mut Tx, layout: Layout, row: Subscription, here: String, ends: bool) -> Result<SubscriptionPage> {
    let account = accounts::any_by_id(tx, row.account_id)?;
    let (name, profile) = (account.shown_name().to_string(), account.url);
    Ok(SubscriptionPage { layout, name, profile, email: row.email, here, ends, done: false })
}

/// Programs that look at links before people do change nothing.
async fn confirm_form(State(app): State<App>, visit: Visit, Segments((id, seal)): Sealed) -> Result<Response, PageError> {
    let page = app
        .read(move |tx| {
            let row = meant(tx, "mail-subscribe", id, &seal)?;
            offering(tx, row.account_id)?;
            lay_out(tx, visit.layout.with_forms(), row, format!("/mail/subscribe/{id}/{seal}"), false)
        })
        .await?;
    show(&page, &page.layout)
}

async fn confirm(
    State(app): State<App>,
    visit: Visit,
    Segments((id, seal)): Sealed,
    Form(_): Form<Button>,
) -> Result<Response, PageError> {
    let mut page = app
        .write(move |tx| {
            let row = meant(tx, "mail-subscribe", id, &seal)?;
            offering(tx, row.account_id)?;
            store::confirm(tx, id, ids::new(tx.now))?;
            let off = off_path(tx, id)?;
            lay_out(tx, visit.layout, row, off, false)
        })
        .await?;
    page.done = true;
    show(&page, &page.layout)
}

async fn off_form(State(app): State<App>, visit: Visit, Segments((id, seal)): Sealed) -> Result<Response, PageError> {
    let page = app
        .read(move |tx| {
            let row = meant(tx, "mail-subscription", id, &seal)?;
            lay_out(tx, visit.layout, row, format!("/mail/subscription/{id}/{seal}"), true)
        })
        .await?;
    show(&page, &page.layout)
}

/// Mail programs send this by themselves when their button is pressed (RFC 8058).
async fn off(State(app): State<App>, visit: Visit, Segments((id, seal)): Sealed) -> Result<Response, PageError> {
    let mut page = app
        .write(move |tx| {
            let row = meant(tx, "mail-subscription", id, &seal)?;
            store::delete(tx, id)?;
            lay_out(tx, visit.layout, row, String::new(), true)
        })
        .await?;
    page.done = true;
    show(&page, &page.layout)
}

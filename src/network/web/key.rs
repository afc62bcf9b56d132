//! Where one's own key is kept, as a page; and vouching for somebody who has lost theirs.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use rules::roles::Role;
use serde::Deserialize;

use super::super::custody;
use super::super::pen::Proofs;
use crate::accounts::{self, Account};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::members;
use crate::sessions::Member;
use crate::web::forms::Form;
use crate::web::page::{Layout, said, show, show_again};
use crate::web::{Id, PageError, Routes};

pub fn routes() -> Routes {
    Routes::new().get("/network/key", page).post("/network/key", keep).post("/network/decisions/{id}/vouch", vouch)
}

#[derive(Template)]
#[template(path = "network/key.html")]
struct Page {
    layout: Layout,
    on_device: bool,
    connector: bool,
    fault: Option<String>,
}

fn lay_out(tx: &mut Tx, layout: Layout, account: &Account, fault: Option<String>) -> Result<Page> {
    let connector = members::current(tx, account.id)? == Some(Role::Connector);
    Ok(Page { on_device: custody::on_device(tx, account)?, connector, fault, layout })
}

async fn page(State(app): State<App>, member: Member) -> Result<Response, PageError> {
    let page = app.read(move |tx| lay_out(tx, member.layout, &member.account, None)).await?;
    show(&page, &page.layout)
}

#[derive(Deserialize)]
struct Kept {
    /// `device`, `node` or `lost`.
    #[serde(default)]
    act: String,
    /// Multikey.
    #[serde(default)]
    key: String,
}

async fn keep(State(app): State<App>, member: Member, proofs: Proofs, Form(sent): Form<Kept>) -> Result<Response, PageError> {
    let by = member.account.clone();
    let done = match sent.act.as_str() {
        "device" => app.write(move |tx| custody::to_device(tx, &by, &sent.key, &proofs)).await.map(|()| "key-device"),
        "node" | "lost" => {
            let lost = sent.act == "lost";
            app.write(move |tx| custody::to_node(tx, &by, lost, &proofs)).await.map(|()| "key-node")
        }
        _ => Err(Error::invalid("There is no such act.")),
    };
    match done {
        Ok(message) => Ok(said(&member.site, message, "/network/key")),
        Err(error @ (Error::Invalid(_) | Error::Conflict(_))) => {
            let fault = Some(member.layout.language.error(error.shown()).into_owned());
            let page = app.read(move |tx| lay_out(tx, member.layout, &member.account, fault)).await?;
            show_again(error.status(), &page, &page.layout)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
struct Whom {
    /// A handle.
    #[serde(default)]
    person: String,
}

async fn vouch(
    State(app): State<App>,
    member: Member,
    Id(id): Id,
    proofs: Proofs,
    Form(sent): Form<Whom>,
) -> Result<Response, PageError> {
    app.write(move |tx| {
        let person = accounts::by_handle(tx, sent.person.trim_start_matches('@'))?.ok_or(Error::NotFound)?;
        custody::vouch(tx, &member.account, id, &person, &proofs)
    })
    .await?;
    Ok(said(&member.site, "network-said", &format!("/network/decisions/{id}")))
}

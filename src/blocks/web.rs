//! Whom a member keeps at a distance, in a browser.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::{check_host, mute_host, store, unmute_host};
use crate::accounts::api::{AccountJson, render};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::sessions::Member;
use crate::web::forms::Form;
use crate::web::page::{Layout, said, show, show_again};
use crate::web::params::text;
use crate::web::{PageError, Paging, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/settings/blocks", list)
        .post("/settings/blocks/hosts", add_host)
        .post("/settings/blocks/hosts/remove", remove_host)
}

#[derive(Template)]
#[template(path = "blocks/list.html")]
struct Page {
    layout: Layout,
    blocked: Vec<Arc<AccountJson>>,
    muted: Vec<Arc<AccountJson>>,
    hosts: Vec<String>,
    fault: Option<String>,
}

fn lay_out(tx: &mut Tx, member: Member, fault: Option<String>) -> Result<Page> {
    const MOST: i64 = 200;
    let id = member.account.id;
    let mut people = |muted: bool| -> Result<Vec<Arc<AccountJson>>> {
        let found = store::listed(tx, id, muted, &Paging::first(MOST), MOST)?;
        Ok(found.iter().map(|(_, account)| render(&tx.site, account)).collect())
    };
    let (blocked, muted) = (people(false)?, people(true)?);
    let hosts = store::muted_hosts(tx, id, &Paging::first(MOST), MOST)?.into_iter().map(|(_, host)| host).collect();
    Ok(Page { blocked, muted, hosts, fault, layout: member.layout })
}

async fn list(State(app): State<App>, member: Member) -> Result<Response, PageError> {
    let page = app.read(move |tx| lay_out(tx, member, None)).await?;
    show(&page, &page.layout)
}

#[derive(Deserialize)]
struct Host {
    #[serde(default, deserialize_with = "text")]
    host: Option<String>,
}

async fn add_host(State(app): State<App>, member: Member, Form(typed): Form<Host>) -> Result<Response, PageError> {
    let by = member.account.clone();
    let added = match check_host(&typed.host.unwrap_or_default()) {
        Ok(host) => app.write(move |tx| mute_host(tx, &by, &host)).await,
        Err(error) => Err(error),
    };
    match added {
        Ok(()) => Ok(said(&member.site, "saved", "/settings/blocks")),
        Err(error @ Error::Invalid(_)) => {
            let status = error.status();
            let fault = member.layout.language.error(error.shown()).into_owned();
            let page = app.read(move |tx| lay_out(tx, member, Some(fault))).await?;
            show_again(status, &page, &page.layout)
        }
        Err(error) => Err(error.into()),
    }
}

async fn remove_host(State(app): State<App>, member: Member, Form(typed): Form<Host>) -> Result<Response, PageError> {
    let host = typed.host.unwrap_or_default();
    app.write(move |tx| unmute_host(tx, member.account.id, &host)).await?;
    Ok(said(&member.site, "undone", "/settings/blocks"))
}

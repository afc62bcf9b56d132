//! Delegations in a browser: who speaks for whom, and one's own.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use rules::roles::Role;
use serde::Deserialize;

use super::api::Sent;
use super::{give, in_force, take_back};
use crate::accounts::{self, Account};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::members;
use crate::network;
use crate::sessions::{Member, Visit};
use crate::web::forms::{Button, Form};
use crate::web::page::{Layout, said, show};
use crate::web::params::text;
use crate::web::{Id, PageError, Routes};

pub fn routes() -> Routes {
    Routes::new().get("/delegations", list).post("/delegations", create).post("/delegations/{id}/remove", remove)
}

struct Line {
    id: i64,
    from: (String, String),
    to: Option<(String, String)>,
    scope: String,
    subject: String,
    expires_at: i64,
    mine: bool,
}

#[derive(Template)]
#[template(path = "delegations/list.html")]
struct Page {
    layout: Layout,
    lines: Vec<Line>,
    connector: bool,
    /// By name; and those of other chapters by address, where there is a network.
    connectors: Vec<(String, String)>,
    elsewhere: Vec<(String, String)>,
    network: bool,
    /// Who speaks for many: name, page, and for how many.
    heavy: Vec<(String, String, i64)>,
}

fn named(account: &Account) -> (String, String) {
    (account.shown_name().to_string(), format!("/@{}", account.acct()))
}

async fn list(State(app): State<App>, visit: Visit) -> Result<Response, PageError> {
    let page = app
        .read(move |tx| {
            let me = visit.id();
            let lines = in_force(tx)?
                .into_iter()
                .map(|(row, truster, trustee)| Line {
                    id: row.id,
                    from: named(&truster),
                    to: trustee.as_ref().map(named),
                    scope: row.scope,
                    subject: row.subject,
                    expires_at: row.expires_at,
                    mine: me == Some(truster.id),
                })
                .collect();
            let role = me.map(|id| members::current(tx, id)).transpose()?.flatten();
            let connector = role == Some(Role::Connector);
            let ids: Vec<i64> = if connector {
                members::holders(tx, Role::Connector)?.into_iter().map(|(id, _)| id).filter(|id| Some(*id) != me).collect()
            } else {
                Vec::new()
            };
            let mut connectors: Vec<(String, String)> =
                accounts::by_ids(tx, &ids)?.iter().map(|a| (a.username.clone(), a.shown_name().to_string())).collect();
            connectors.sort_by(|a, b| a.1.cmp(&b.1));
            let network = connector && network::active(tx).is_ok();
            let elsewhere = if network { elsewhere(tx)? } else { Vec::new() };
            let weights = super::super_delegates(tx)?;
            let people = accounts::by_uris(tx, &weights.iter().map(|(uri, _)| uri.clone()).collect::<Vec<_>>())?;
            let heavy = weights
                .into_iter()
                .filter_map(|(uri, weight)| {
                    let (name, url) = named(people.iter().find(|a| a.uri == uri)?);
                    Some((name, url, i64::try_from(weight).unwrap_or(i64::MAX)))
                })
                .collect();
            Ok(Page { layout: visit.layout, lines, connector, connectors, elsewhere, network, heavy })
        })
        .await?;
    show(&page, &page.layout)
}

/// The Connectors of other chapters: their addresses and names.
fn elsewhere(tx: &mut Tx) -> Result<Vec<(String, String)>> {
    let all: Vec<String> = network::connectors(tx)?.into_iter().filter(|uri| !tx.site.owns(uri)).collect();
    let known = network::web::people(tx, &all)?;
    let mut named: Vec<(String, String)> = all
        .into_iter()
        .map(|uri| {
            let name = network::web::name_of(&known, &uri).name;
            let host = network::web::host(&uri);
            let shown = if name.contains('@') { name } else { format!("{name} · {host}") };
            (uri, shown)
        })
        .collect();
    named.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(named)
}

#[derive(Deserialize)]
struct New {
    #[serde(flatten)]
    sent: Sent,
    /// The name of who shall speak; empty: nobody.
    #[serde(default, deserialize_with = "text")]
    trustee: Option<String>,
}

async fn create(State(app): State<App>, member: Member, Form(new): Form<New>) -> Result<Response, PageError> {
    let reach = new.sent.reach()?;
    let name = new.trustee.unwrap_or_default().trim().trim_start_matches('@').to_string();
    if name.contains("://") {
        // Somebody of another chapter, who may not be known here by more than their address.
        let wanted = name.clone();
        if app.read(move |tx| Ok(network::connectors(tx)?.contains(&wanted))).await? {
            accounts::known_or_fetched(&app, &name).await?;
        }
    }
    app.write(move |tx| {
        let found = match name.as_str() {
            "" => None,
            uri if uri.contains("://") => Some(accounts::by_uri(tx, uri)?),
            name => Some(accounts::by_handle(tx, &name.to_lowercase())?),
        };
        let trustee = found.map(|found| found.ok_or_else(|| Error::invalid("Only a Connector can speak for another.")));
        give(tx, &member.account, &reach, trustee.transpose()?.as_ref())
    })
    .await?;
    Ok(said(&member.site, "delegated", "/delegations"))
}

async fn remove(State(app): State<App>, member: Member, Id(id): Id, Form(_): Form<Button>) -> Result<Response, PageError> {
    app.write(move |tx| take_back(tx, &member.account, id)).await?;
    Ok(said(&member.site, "undone", "/delegations"))
}

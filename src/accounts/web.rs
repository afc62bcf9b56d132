//! Profiles for browsers.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use rules::roles::Role;
use serde::Deserialize;

use super::api::{AccountJson, render};
use super::{Account, Asker, by_handle, documents, local};
use crate::app::App;
use crate::credentials::{self, Attested};
use crate::db::Tx;
use crate::email_subscriptions;
use crate::error::{Error, Result};
use crate::follows::api::{Relationship, describe_one};
use crate::members;
use crate::pins;
use crate::sessions::Visit;
use crate::statuses::web::{Card, cards_for, entries};
use crate::statuses::{self, Without};
use crate::web::feed::{self, Feed};
use crate::web::page::{Layout, go, show};
use crate::web::params::text;
use crate::web::{PageError, Paging, Params, Routes, Segments, html};

pub fn routes() -> Routes {
    Routes::new().get("/@{name}", profile)
}

#[derive(Template)]
#[template(path = "accounts/profile.html")]
struct Profile {
    layout: Layout,
    account: Arc<AccountJson>,
    name: String,
    /// HTML, with emoji as pictures.
    shown_name: String,
    note: String,
    handle: String,
    role: Option<Role>,
    /// Where the chapter says so to everybody.
    attestation: Option<String>,
    /// Of somebody elsewhere: the chapter that says so, as it was found.
    attested: Option<Attested>,
    /// That has to be looked at again.
    stale: Option<i64>,
    steward: bool,
    is_chapter: bool,
    is_local: bool,
    indexable: bool,
    header: Option<String>,
    moved_to: Option<String>,
    since: i64,
    pinned: Vec<Card>,
    posts: Vec<Card>,
    older: Option<String>,
    description: String,
    /// `posts`, `replies` or `media`.
    tab: &'static str,
    /// How the viewer stands to them; nothing on one's own page.
    relation: Option<Relationship>,
    own: bool,
    /// Anybody may have their posts by letter.
    by_mail: bool,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(flatten)]
    paging: Paging,
    #[serde(default, deserialize_with = "text")]
    tab: Option<String>,
}

async fn profile(
    State(app): State<App>,
    visit: Visit,
    asker: Asker,
    Segments(name): Segments<String>,
    Params(asked): Params<Asked>,
) -> Result<Response, PageError> {
    if asker.wants_document() {
        return Ok(documents::actor(State(app), asker, Segments(name)).await.into_response());
    }
    let name = name.to_lowercase();
    if let Some(bare) = name.strip_suffix(".rss") {
        return feed(&app, asker.headers(), bare.to_string()).await;
    }
    let bare = name.strip_suffix(&format!("@{}", visit.site.domain)).unwrap_or(&name).to_string();
    let shown = app
        .read(move |tx| {
            if !bare.contains('@') {
                let account = local(tx, &bare)?;
                return lay_out(tx, visit, account, &asked).map(Ok);
            }
            // Somebody elsewhere: visitors find their page there, members here, where they can follow.
            let account = by_handle(tx, &bare)?.filter(|a| a.suspended_at.is_none()).ok_or(Error::NotFound)?;
            match visit.viewer {
                Some(_) => lay_out(tx, visit, account, &asked).map(Ok),
                None => Ok(Err(account.url)),
            }
        })
        .await?;
    if let Ok(Profile { stale: Some(id), .. }) = &shown {
        let id = *id;
        app.write(move |tx| credentials::look_at_attestation(tx, id)).await?;
    }
    match shown {
        Ok(page) => show(&page, &page.layout),
        Err(elsewhere) => Ok(go(&elsewhere)),
    }
}

fn lay_out(tx: &mut Tx, visit: Visit, account: Account, asked: &Asked) -> Result<Profile> {
    const PAGE: i64 = 20;
    let viewer = visit.id();
    let own = viewer == Some(account.id);
    let (tab, without) = match asked.tab.as_deref() {
        Some("replies") => ("replies", Without::default()),
        Some("media") => ("media", Without { reblogs: true, words_only: true, ..Without::default() }),
        _ => ("posts", Without { replies: true, ..Without::default() }),
    };
    let rows = statuses::of_account(tx, account.id, &["public", "unlisted"], &without, &asked.paging, PAGE)?;
    let handle = account.acct();
    let last = rows.last().filter(|_| i64::try_from(rows.len()) == Ok(PAGE)).map(|s| s.id);
    let older = last.map(|last| format!("/@{handle}?tab={tab}&max_id={last}"));
    let pinned = match tab == "posts" && asked.paging.max_id.is_none() {
        true => pins::of_account(tx, account.id)?.into_iter().filter(|s| s.circle().is_open()).collect(),
        false => Vec::new(),
    };
    let rows = statuses::only_visible(tx, viewer, rows)?;
    let json = render(&tx.site, &account);
    let standing = if account.is_local() { Some(members::standing(tx, &account)?) } else { None };
    let relation = match viewer.filter(|_| !own) {
        Some(viewer) => Some(describe_one(tx, viewer, account.id)?),
        None => None,
    };
    let (attested, stale) = credentials::attested(tx, &account)?;
    Ok(Profile {
        stale: stale.then_some(account.id),
        attested,
        name: account.shown_name().to_string(),
        shown_name: html::with_emojis(&html::escape(account.shown_name()), &json.emojis),
        note: html::with_emojis(&json.note, &json.emojis),
        handle: if account.is_local() { format!("@{}@{}", account.username, tx.site.domain) } else { format!("@{handle}") },
        role: standing.and_then(|s| s.role),
        attestation: account.attestation_url.clone().filter(|_| account.is_local()),
        steward: standing.is_some_and(|s| s.steward),
        is_chapter: account.id == tx.site.chapter_id,
        is_local: account.is_local(),
        by_mail: email_subscriptions::offers(tx, &account),
        indexable: account.indexable,
        header: account.header_url.as_ref().map(|_| json.header.clone()),
        moved_to: account.moved_to_uri.clone(),
        since: account.created_at,
        description: html::words(&account.note, 200),
        account: json,
        pinned: cards_for(tx, viewer, pinned)?,
        posts: cards_for(tx, viewer, rows)?,
        layout: visit.layout,
        older,
        tab,
        relation,
        own,
    })
}

/// What somebody writes, for feed readers.
async fn feed(app: &App, headers: &HeaderMap, name: String) -> Result<Response, PageError> {
    let feed = app
        .read(move |tx| {
            let account = local(tx, &name)?;
            let rows = statuses::of_account(
                tx,
                account.id,
                &["public", "unlisted"],
                &Without { replies: true, reblogs: account.kind != "Group", ..Without::default() },
                &Paging::first(20),
                20,
            )?;
            Ok(Feed {
                title: format!("{} (@{}@{})", account.shown_name(), account.username, tx.site.domain),
                link: account.url.clone(),
                description: html::words(&account.note, 500),
                language: None,
                items: entries(tx, rows)?.into_iter().map(Into::into).collect(),
            })
        })
        .await?;
    Ok(feed::respond(headers, feed))
}

//! Following and its opposites, by buttons; and following from one server to another.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use rules::roles::{Act, may};
use serde::Deserialize;

use super::{follow, store, unfollow};
use crate::accounts;
use crate::accounts::api::{AccountJson, render};
use crate::app::App;
use crate::blocks;
use crate::error::{Error, Result};
use crate::search::api::{Asked, find};
use crate::sessions::{Member, Visit};
use crate::web::forms::Form;
use crate::web::page::{Layout, go, safe_next, said, show};
use crate::web::params::text;
use crate::web::{PageError, Paging, Params, Routes, Segments};

pub fn routes() -> Routes {
    Routes::new()
        .post("/people/{id}/{deed}", act)
        .get("/settings/requests", requests)
        .get("/interact", interact)
        .get("/authorize_interaction", arrive)
}

#[derive(Deserialize)]
struct Next {
    #[serde(default, deserialize_with = "text")]
    next: Option<String>,
}

/// Following, muting and blocking somebody, and each taken back.
async fn act(
    State(app): State<App>,
    member: Member,
    Segments((id, deed)): Segments<(i64, String)>,
    Form(form): Form<Next>,
) -> Result<Response, PageError> {
    may(member.standing, Act::TakePart)?;
    let by = member.account;
    let message = app
        .write(move |tx| {
            let target = accounts::by_id(tx, id)?;
            match deed.as_str() {
                "follow" => {
                    let known = store::find(tx, by.id, id)?;
                    let wishes = known.map_or((true, false), |f| (f.show_reblogs, f.notify));
                    follow(tx, &by, &target, wishes.0, wishes.1)?;
                    let accepted = store::find(tx, by.id, id)?.is_some_and(|f| f.accepted_at.is_some());
                    return Ok(if accepted { "followed" } else { "follow-asked" });
                }
                "unfollow" => unfollow(tx, &by, &target)?,
                "mute" => blocks::mute(tx, &by, &target, true, None)?,
                "unmute" => blocks::unmute(tx, &by, &target)?,
                "block" => blocks::block(tx, &by, &target)?,
                "unblock" => blocks::unblock(tx, &by, &target)?,
                "accept" => super::answer_request(tx, &by, &target, true)?,
                "refuse" => super::answer_request(tx, &by, &target, false)?,
                _ => return Err(Error::NotFound),
            }
            Ok(match deed.as_str() {
                "unfollow" => "unfollowed",
                "mute" => "muted",
                "block" => "blocked",
                "accept" => "request-accepted",
                "refuse" => "request-refused",
                _ => "undone",
            })
        })
        .await?;
    Ok(said(&member.site, message, safe_next(form.next.as_deref())))
}

#[derive(Template)]
#[template(path = "follows/requests.html")]
struct Requests {
    layout: Layout,
    people: Vec<Arc<AccountJson>>,
    locked: bool,
}

/// Who would like to follow, and waits for an answer.
async fn requests(State(app): State<App>, member: Member) -> Result<Response, PageError> {
    const MOST: i64 = 200;
    let page = app
        .read(move |tx| {
            let found = store::follower_accounts(tx, member.account.id, false, &Paging::first(MOST), MOST)?;
            let people = found.iter().map(|(_, account)| render(&tx.site, account)).collect();
            Ok(Requests { layout: member.layout, people, locked: member.account.locked })
        })
        .await?;
    show(&page, &page.layout)
}

#[derive(Deserialize)]
struct Elsewhere {
    #[serde(default, deserialize_with = "text")]
    server: Option<String>,
    #[serde(default, deserialize_with = "text")]
    uri: Option<String>,
}

#[derive(Template)]
#[template(path = "follows/interact.html")]
struct Interact {
    layout: Layout,
    /// The visitor's server, and where there; nothing if what they typed is no server.
    to: Option<(String, String)>,
    uri: String,
}

/// Shows a visitor the way to their own server, where they can follow or answer. It is a link, so that nobody is sent
/// anywhere by an address somebody else has made.
async fn interact(visit: Visit, Params(elsewhere): Params<Elsewhere>) -> Result<Response, PageError> {
    let typed = elsewhere.server.unwrap_or_default();
    let uri = elsewhere.uri.filter(|uri| visit.site.owns(uri)).unwrap_or_else(|| visit.site.actor_uri(&visit.site.handle));
    let host = typed.trim().trim_start_matches("https://").trim_end_matches('/').rsplit('@').next().unwrap_or_default();
    let host = crate::config::check_domain(host, visit.site.insecure_http).ok();
    let to = host.map(|host| {
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("uri", &uri).finish();
        let address = format!("{}/authorize_interaction?{query}", crate::site::base(&host, visit.site.insecure_http));
        (host, address)
    });
    let page = Interact { layout: visit.layout, to, uri };
    show(&page, &page.layout)
}

/// Where other servers send our members who want to follow or answer somebody there.
async fn arrive(State(app): State<App>, member: Member, Params(elsewhere): Params<Elsewhere>) -> Result<Response, PageError> {
    let q = elsewhere.uri.unwrap_or_default().trim().trim_start_matches("acct:").chars().take(2_000).collect::<String>();
    let asked = Asked { q, resolve: true, limit: 1, ..Asked::default() };
    let found = find(&app, Some(member.account.id), asked).await?;
    if let Some(account) = found.people.first() {
        return Ok(go(&format!("/@{}", account.acct())));
    }
    let status = found.posts.into_iter().next().ok_or(Error::NotFound)?;
    let author = app.read(move |tx| accounts::by_id(tx, status.account_id)).await?;
    Ok(go(&format!("/@{}/{}#reply", author.acct(), status.id)))
}

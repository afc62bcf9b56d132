//! What a member is told, in a browser.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::store::{self, Wanted};
use crate::accounts::{self, api::AccountJson};
use crate::app::App;
use crate::error::Result;
use crate::filters::Context;
use crate::markers;
use crate::sessions::Member;
use crate::statuses;
use crate::statuses::web::{Card, cards_in};
use crate::web::forms::{Button, Form};
use crate::web::page::{Layout, said, show};
use crate::web::{PageError, Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new().get("/notifications", list).post("/notifications/clear", clear)
}

struct Told {
    /// The message that says what happened.
    message: String,
    who: Arc<AccountJson>,
    name: String,
    at: i64,
    /// It is new since the page was last looked at.
    fresh: bool,
    post: Option<Card>,
}

#[derive(Template)]
#[template(path = "notifications/list.html")]
struct Page {
    layout: Layout,
    told: Vec<Told>,
    older: Option<String>,
    requests: i64,
}

const PAGE: i64 = 30;

async fn list(State(app): State<App>, member: Member, Params(paging): Params<Paging>) -> Result<Response, PageError> {
    let page = app
        .write(move |tx| {
            let viewer = member.account.id;
            let read = markers::last_read(tx, viewer, "notifications")?;
            let found = store::page(tx, viewer, &paging, PAGE, &Wanted::default())?;
            if let Some(newest) = found.first().filter(|newest| newest.id > read) {
                markers::set_read(tx, viewer, "notifications", newest.id)?;
            }
            let people = accounts::by_ids(tx, &found.iter().map(|n| n.from_id).collect::<Vec<_>>())?;
            let rows = statuses::by_ids(tx, &found.iter().filter_map(|n| n.status_id).collect::<Vec<_>>())?;
            let mut posts = cards_in(tx, viewer, rows, Context::Notifications)?;
            let older = found.last().filter(|_| found.len() == PAGE as usize).map(|n| format!("/notifications?max_id={}", n.id));
            let mut told = Vec::new();
            for one in found {
                let Some(who) = people.iter().find(|a| a.id == one.from_id) else { continue };
                let post = one.status_id.and_then(|id| posts.iter().position(|p| p.id == id.to_string()));
                // A post stands here once, below the latest that was told of it.
                let post = post.map(|at| posts.swap_remove(at));
                told.push(Told {
                    message: format!("notice-{}", one.kind.replace(['_', '.'], "-")),
                    who: accounts::api::render(&tx.site, who),
                    name: who.shown_name().to_string(),
                    at: one.created_at,
                    fresh: one.id > read,
                    post,
                });
            }
            let requests = crate::follows::count_requests(tx, viewer)?;
            Ok(Page { layout: member.layout, told, older, requests })
        })
        .await?;
    show(&page, &page.layout)
}

async fn clear(State(app): State<App>, member: Member, Form(_): Form<Button>) -> Result<Response, PageError> {
    app.write(move |tx| store::dismiss(tx, member.account.id, None)).await?;
    Ok(said(&member.site, "notifications-cleared", "/notifications"))
}

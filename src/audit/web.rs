//! The audit log, at the steward's desk.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::{Entry, listed};
use crate::accounts;
use crate::app::App;
use crate::error::Result;
use crate::sessions::Steward;
use crate::web::page::{Layout, show};
use crate::web::{PageError, Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new().get("/admin/log", log)
}

#[derive(Template)]
#[template(path = "audit/log.html")]
struct Page {
    layout: Layout,
    /// Each with who did it; nobody for the terminal.
    entries: Vec<(Entry, Option<String>)>,
    older: Option<i64>,
}

async fn log(State(app): State<App>, steward: Steward, Params(paging): Params<Paging>) -> Result<Response, PageError> {
    const PAGE: i64 = 100;
    let page = app
        .read(move |tx| {
            let found = listed(tx, None, &paging, PAGE)?;
            let by: Vec<i64> = found.iter().filter_map(|entry| entry.by_id).collect();
            let people = accounts::by_ids(tx, &by)?;
            let older = found.last().filter(|_| i64::try_from(found.len()) == Ok(PAGE)).map(|entry| entry.id);
            let name = |id: i64| people.iter().find(|a| a.id == id).map_or_else(|| id.to_string(), |a| a.acct());
            let entries = found.into_iter().map(|entry| (entry.clone(), entry.by_id.map(name))).collect();
            Ok(Page { layout: steward.layout, entries, older })
        })
        .await?;
    show(&page, &page.layout)
}

//! What was decided before this node, in a browser; for members, as it was where it comes from.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::{Told, store};
use crate::app::App;
use crate::error::Result;
use crate::sessions::Member;
use crate::web::page::{Layout, show};
use crate::web::params::{number, text};
use crate::web::{Id, PageError, Params, Routes};

pub fn routes() -> Routes {
    Routes::new().get("/decisions/before", list).get("/decisions/before/{id}", one)
}

#[derive(Deserialize)]
struct Query {
    #[serde(default, deserialize_with = "text")]
    q: Option<String>,
    #[serde(default, deserialize_with = "number")]
    page: Option<i64>,
}

#[derive(Template)]
#[template(path = "history/list.html")]
struct List {
    layout: Layout,
    rows: Vec<store::Row>,
    q: String,
    older: Option<String>,
}

const PAGE: i64 = 50;

async fn list(State(app): State<App>, member: Member, Params(query): Params<Query>) -> Result<Response, PageError> {
    let q = query.q.unwrap_or_default().trim().chars().take(100).collect::<String>();
    let page = query.page.unwrap_or(0).clamp(0, 100_000);
    let page = app
        .read(move |tx| {
            let rows = store::listed(tx, Some(q.as_str()).filter(|q| !q.is_empty()), PAGE, page * PAGE)?;
            let older = (rows.len() == PAGE as usize).then(|| {
                let query = url::form_urlencoded::Serializer::new(String::new())
                    .append_pair("q", &q)
                    .append_pair("page", &(page + 1).to_string())
                    .finish();
                format!("/decisions/before?{query}")
            });
            Ok(List { layout: member.layout, rows, q, older })
        })
        .await?;
    show(&page, &page.layout)
}

#[derive(Template)]
#[template(path = "history/one.html")]
struct One {
    layout: Layout,
    row: store::Row,
    told: Told,
}

impl One {
    /// What the place it comes from calls itself.
    fn source(&self) -> &str {
        match self.row.source.as_str() {
            super::loomio::SOURCE => "Loomio",
            other => other,
        }
    }
}

async fn one(State(app): State<App>, member: Member, Id(id): Id) -> Result<Response, PageError> {
    let row = app.read(move |tx| store::by_id(tx, id)).await?;
    let page = One { told: row.told()?, layout: member.layout, row };
    show(&page, &page.layout)
}

//! What is open, what waits for who looks, what was decided: proposals as lines.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::super::store::{self, Wanted};
use super::super::{Row, api};
use super::{key, tone};
use crate::accounts;
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;
use crate::history;
use crate::members;
use crate::sessions::Visit;
use crate::web::page::{Layout, show};
use crate::web::params::text;
use crate::web::{PageError, Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new().get("/decisions", list)
}

/// A proposal in a list.
pub struct Line {
    pub id: i64,
    pub title: String,
    pub kind: String,
    pub state: String,
    pub tone: &'static str,
    pub topic: String,
    pub team: String,
    pub author: String,
    pub ends_at: Option<i64>,
    pub at: i64,
    /// Somebody who looks has not answered yet.
    pub waits: bool,
}

/// Proposals as lines, with the names of their authors.
pub fn lines(tx: &mut Tx, rows: &[Row], waiting: &[i64]) -> Result<Vec<Line>> {
    let authors = accounts::by_ids(tx, &rows.iter().map(|row| row.author_id).collect::<Vec<_>>())?;
    let name = |id: i64| authors.iter().find(|a| a.id == id).map(|a| a.shown_name().to_string()).unwrap_or_default();
    Ok(rows
        .iter()
        .map(|row| Line {
            id: row.id,
            title: row.title.clone(),
            kind: key(&row.kind),
            state: key(&row.state),
            tone: tone(&row.state),
            topic: row.topic.clone(),
            team: row.team.clone(),
            author: name(row.author_id),
            ends_at: row.ends_at.filter(|_| row.closed_at.is_none()),
            at: row.closed_at.or(row.published_at).unwrap_or(row.created_at),
            waits: waiting.contains(&row.id),
        })
        .collect())
}

#[derive(Deserialize)]
struct Query {
    #[serde(flatten)]
    paging: Paging,
    /// `open`, `waiting`, `decided` or `drafts`.
    #[serde(default, deserialize_with = "text")]
    show: Option<String>,
    #[serde(default, deserialize_with = "text")]
    q: Option<String>,
    #[serde(default, deserialize_with = "text")]
    topic: Option<String>,
}

#[derive(Template)]
#[template(path = "proposals/list.html")]
struct List {
    layout: Layout,
    tab: &'static str,
    lines: Vec<Line>,
    waiting: i64,
    q: String,
    topic: String,
    topics: Vec<String>,
    older: Option<String>,
    may_propose: bool,
    /// There is something from before this node to read.
    before: bool,
}

const PAGE: i64 = 30;

async fn list(State(app): State<App>, visit: Visit, Params(query): Params<Query>) -> Result<Response, PageError> {
    let page = app
        .read(move |tx| {
            let viewer = visit.id();
            let waiting = viewer.map_or(Ok(Vec::new()), |id| store::waiting_for(tx, id))?;
            let ids: Vec<i64> = waiting.iter().map(|row| row.id).collect();
            let tab = match (query.show.as_deref(), viewer) {
                (Some("decided"), _) => "decided",
                (Some("waiting"), Some(_)) => "waiting",
                (Some("drafts"), Some(_)) => "drafts",
                _ => "open",
            };
            let filter = |text: Option<String>| text.map(|t| t.trim().to_lowercase()).filter(|t| !t.is_empty());
            let (q, topic) = (filter(query.q), filter(query.topic));
            let states = Some(api::states(if tab == "decided" { "closed" } else { "open" })?);
            let wanted = Wanted { states, q: q.clone(), topic: topic.clone(), ..Wanted::default() };
            let rows = match (tab, viewer) {
                ("waiting", _) => waiting.clone(),
                ("drafts", Some(id)) => store::drafts(tx, id)?,
                _ => store::listed(tx, &wanted, &query.paging, PAGE)?,
            };
            let full = rows.len() == PAGE as usize && (tab == "open" || tab == "decided");
            let older = rows.last().filter(|_| full).map(|last| {
                let mut query = url::form_urlencoded::Serializer::new(String::new());
                query.append_pair("show", tab).append_pair("max_id", &last.id.to_string());
                query.extend_pairs(q.iter().map(|q| ("q", q)));
                query.extend_pairs(topic.iter().map(|topic| ("topic", topic)));
                format!("/decisions?{}", query.finish())
            });
            let role = viewer.map(|id| members::current(tx, id)).transpose()?.flatten();
            Ok(List {
                lines: lines(tx, &rows, &ids)?,
                waiting: i64::try_from(ids.len()).unwrap_or_default(),
                q: q.unwrap_or_default(),
                topic: topic.unwrap_or_default(),
                topics: store::topics(tx)?,
                may_propose: role.is_some(),
                before: viewer.is_some() && history::any(tx)?,
                layout: visit.layout,
                tab,
                older,
            })
        })
        .await?;
    show(&page, &page.layout)
}

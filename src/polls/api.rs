//! Polls, for clients.

use axum::Json;
use axum::extract::State;
use rules::roles::Act;
use serde::{Deserialize, Serialize};

use super::{Poll, by_status, of, store, vote};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::emojis::{self, Emoji};
use crate::network;
use crate::oauth::Caller;
use crate::proposals;
use crate::statuses;
use crate::statuses::api::may_read;
use crate::web::params::texts;
use crate::web::{Id, Params, Routes};

pub fn routes() -> Routes {
    Routes::new().get("/api/v1/polls/{id}", show).post("/api/v1/polls/{id}/votes", cast)
}

/// Mastodon's Poll entity; its id is that of its post.
#[derive(Clone, Debug, Serialize)]
pub struct PollJson {
    id: String,
    pub expires_at: Option<String>,
    pub expired: bool,
    pub multiple: bool,
    pub votes_count: i64,
    pub voters_count: i64,
    pub options: Vec<OptionJson>,
    /// Those of its post.
    pub emojis: Vec<Emoji>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_votes: Option<Vec<i64>>,
}

impl PollJson {
    /// The poll below a proposal; `own` are the places of what was chosen, if anything was.
    pub fn of_proposal(
        id: i64,
        ends_at: Option<i64>,
        multiple: bool,
        titles: Vec<String>,
        counts: &[i64],
        own: Option<Vec<usize>>,
    ) -> Self {
        let votes_count = counts.iter().sum();
        Self {
            id: id.to_string(),
            expires_at: ends_at.map(|at| Time(at).rfc3339()),
            expired: false,
            multiple,
            votes_count,
            voters_count: votes_count,
            options: titles.into_iter().zip(counts).map(|(title, n)| OptionJson { title, votes_count: *n }).collect(),
            emojis: Vec::new(),
            voted: Some(own.is_some()),
            own_votes: Some(own.unwrap_or_default().into_iter().filter_map(|n| i64::try_from(n).ok()).collect()),
        }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct OptionJson {
    pub title: String,
    pub votes_count: i64,
}

/// The polls below these posts, by the post's id, for a viewer.
pub fn render(tx: &mut Tx, viewer: Option<i64>, status_ids: &[i64]) -> Result<Vec<(i64, PollJson)>> {
    let polls = of(tx, status_ids)?;
    if polls.is_empty() {
        return Ok(Vec::new());
    }
    let votes = match viewer {
        Some(viewer) => store::votes_of(tx, viewer, status_ids)?,
        None => Vec::new(),
    };
    let stored = store::emojis_of(tx, status_ids)?;
    let one = |poll: Poll| {
        let id = poll.row.status_id;
        let own: Vec<i64> = votes.iter().filter(|(status_id, _)| *status_id == id).map(|(_, position)| *position).collect();
        let json = PollJson {
            id: id.to_string(),
            expires_at: poll.row.expires_at.map(|at| Time(at).rfc3339()),
            expired: poll.is_over(tx.now),
            multiple: poll.row.multiple,
            votes_count: poll.choices.iter().map(|c| c.votes_count).sum(),
            voters_count: poll.row.voters_count,
            voted: viewer.map(|_| !own.is_empty()),
            own_votes: viewer.map(|_| own),
            options: poll.choices.into_iter().map(|c| OptionJson { title: c.title, votes_count: c.votes_count }).collect(),
            emojis: emojis::shown(stored.iter().find(|(post, _)| *post == id).map_or("[]", |(_, emojis)| emojis), &tx.site.media),
        };
        (id, json)
    };
    Ok(polls.into_iter().map(one).collect())
}

fn one(tx: &mut Tx, viewer: Option<i64>, id: i64) -> Result<PollJson> {
    let status = statuses::visible(tx, viewer, id)?;
    if let (Some(viewer), true) = (viewer, status.object_type == "Article") {
        let own = proposals::poll::render(tx, viewer, &[id])?.pop();
        let found = own.map_or_else(|| network::poll::render(tx, viewer, &[id]).map(|mut all| all.pop()), |own| Ok(Some(own)))?;
        return Ok(found.ok_or(Error::NotFound)?.1);
    }
    by_status(tx, id)?;
    Ok(render(tx, viewer, &[id])?.pop().ok_or(Error::NotFound)?.1)
}

async fn show(State(app): State<App>, caller: Option<Caller>, Id(id): Id) -> Result<Json<PollJson>> {
    let viewer = may_read(caller.as_ref())?;
    app.read(move |tx| one(tx, viewer, id)).await.map(Json)
}

#[derive(Deserialize)]
struct Choices {
    #[serde(default, deserialize_with = "texts")]
    choices: Vec<String>,
}

async fn cast(State(app): State<App>, caller: Caller, Id(id): Id, Params(chosen): Params<Choices>) -> Result<Json<PollJson>> {
    caller.needs("write:statuses")?;
    caller.may(Act::TakePart)?;
    let mut positions = Vec::new();
    for choice in &chosen.choices {
        let position =
            choice.parse::<i64>().map_err(|_| Error::invalid("Validation failed: choices are the numbers of options"))?;
        if !positions.contains(&position) {
            positions.push(position);
        }
    }
    app.write(move |tx| {
        let status = statuses::visible(tx, Some(caller.account.id), id)?;
        if status.object_type == "Article" {
            match network::by_status(tx, &[status.id])?.is_empty() {
                true => proposals::poll::cast(tx, &caller.account, &status, &positions)?,
                false => network::poll::cast(tx, &caller.account, &status, &positions)?,
            }
        } else {
            vote(tx, &caller.account, &status, &positions)?;
        }
        one(tx, Some(caller.account.id), id)
    })
    .await
    .map(Json)
}

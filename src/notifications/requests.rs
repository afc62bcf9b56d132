//! Those whose notifications are kept apart, for clients: look, let in, or send away.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use serde_json::{Value, json};

use super::store::{self, Request};
use crate::accounts;
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::hub::Event;
use crate::oauth::Caller;
use crate::statuses;
use crate::web::pagination::links;
use crate::web::params::texts;
use crate::web::{Id, Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/notifications/requests", list)
        .get("/api/v1/notifications/requests/merged", merged)
        .post("/api/v1/notifications/requests/accept", accept_several)
        .post("/api/v1/notifications/requests/dismiss", dismiss_several)
        .get("/api/v1/notifications/requests/{id}", show)
        .post("/api/v1/notifications/requests/{id}/accept", accept)
        .post("/api/v1/notifications/requests/{id}/dismiss", dismiss)
}

/// Mastodon's NotificationRequest entities.
fn render(tx: &mut Tx, viewer: i64, found: &[Request]) -> Result<Vec<Value>> {
    let from: Vec<i64> = found.iter().map(|r| r.from_id).collect();
    let people = accounts::by_ids(tx, &from)?;
    let counts = store::filtered_counts(tx, viewer, &from)?;
    let ids: Vec<i64> = found.iter().filter_map(|r| r.last_status_id).collect();
    let rows = statuses::by_ids(tx, &ids)?;
    let rows = statuses::only_visible(tx, Some(viewer), rows)?;
    let shown = statuses::api::render(tx, Some(viewer), rows)?;
    let one = |r: &Request| {
        let account = people.iter().find(|a| a.id == r.from_id)?;
        let count = counts.iter().find(|(from, _)| *from == r.from_id).map_or(0, |(_, n)| *n);
        let mut request = json!({
            "id": r.id.to_string(), "created_at": Time(r.created_at).rfc3339(), "updated_at": Time(r.updated_at).rfc3339(),
            "account": accounts::api::render(&tx.site, account), "notifications_count": count.to_string()
        });
        if let Some(status) = r.last_status_id.and_then(|id| shown.iter().find(|s| s.id == id.to_string())) {
            request["last_status"] = json!(status);
        }
        Some(request)
    };
    Ok(found.iter().filter_map(one).collect())
}

async fn list(State(app): State<App>, caller: Caller, Params(paging): Params<Paging>) -> Result<(HeaderMap, Json<Vec<Value>>)> {
    caller.needs("read:notifications")?;
    let limit = paging.limit(40, 80);
    app.read(move |tx| {
        let found = store::requests(tx, caller.account.id, &paging, limit)?;
        let ends = found.first().zip(found.last()).map(|(newest, oldest)| (newest.id, oldest.id));
        let headers = links(&tx.site, "/api/v1/notifications/requests", &[("limit", limit.to_string())], ends);
        Ok((headers, Json(render(tx, caller.account.id, &found)?)))
    })
    .await
}

async fn show(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("read:notifications")?;
    app.read(move |tx| {
        let found = store::requests_among(tx, caller.account.id, &[id])?;
        render(tx, caller.account.id, &found)?.pop().ok_or(Error::NotFound)
    })
    .await
    .map(Json)
}

/// What was let in is there at once.
async fn merged(caller: Caller) -> Result<Json<Value>> {
    caller.needs("read:notifications")?;
    Ok(Json(json!({"merged": true})))
}

async fn accept(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    settle(app, caller, vec![id], true, true).await
}

async fn dismiss(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    settle(app, caller, vec![id], false, true).await
}

#[derive(Deserialize)]
struct Ids {
    #[serde(default, deserialize_with = "texts")]
    id: Vec<String>,
}

impl Ids {
    fn numbers(&self) -> Vec<i64> {
        self.id.iter().filter_map(|id| id.parse().ok()).take(100).collect()
    }
}

async fn accept_several(State(app): State<App>, caller: Caller, Params(ids): Params<Ids>) -> Result<Json<Value>> {
    settle(app, caller, ids.numbers(), true, false).await
}

async fn dismiss_several(State(app): State<App>, caller: Caller, Params(ids): Params<Ids>) -> Result<Json<Value>> {
    settle(app, caller, ids.numbers(), false, false).await
}

async fn settle(app: App, caller: Caller, ids: Vec<i64>, lets_in: bool, must_be_there: bool) -> Result<Json<Value>> {
    caller.needs("write:notifications")?;
    let me = caller.account.id;
    app.write(move |tx| {
        let found = store::requests_among(tx, me, &ids)?;
        if found.is_empty() && must_be_there {
            return Err(Error::NotFound);
        }
        for request in found {
            match lets_in {
                true => store::permit(tx, me, request.from_id)?,
                false => store::drop_filtered(tx, me, request.from_id)?,
            }
            store::delete_request(tx, request.id)?;
        }
        if lets_in {
            tx.events.push(Event::NotificationsMerged { account_id: me });
        }
        Ok(())
    })
    .await?;
    Ok(Json(json!({})))
}

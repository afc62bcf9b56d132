//! Posts to come, for clients.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Params as Planned, Scheduled, cancel, own, put_off, store};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::oauth::Caller;
use crate::uploads;
use crate::web::pagination::links;
use crate::web::params::text;
use crate::web::{Id, Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/scheduled_statuses", list)
        .get("/api/v1/scheduled_statuses/{id}", show)
        .put("/api/v1/scheduled_statuses/{id}", change)
        .delete("/api/v1/scheduled_statuses/{id}", remove)
}

/// Mastodon's ScheduledStatus entity.
pub fn render(tx: &mut Tx, scheduled: &Scheduled) -> Result<Value> {
    let planned: Planned = serde_json::from_str(&scheduled.params).map_err(Error::internal)?;
    let media = uploads::entities(tx, scheduled.account_id, &planned.media_ids)?;
    let ids: Vec<String> = planned.media_ids.iter().map(ToString::to_string).collect();
    Ok(json!({
        "id": scheduled.id.to_string(),
        "scheduled_at": Time(scheduled.scheduled_at).rfc3339(),
        "params": {
            "text": planned.text, "poll": planned.poll, "media_ids": if ids.is_empty() { None } else { Some(ids) }, "sensitive": planned.sensitive,
            "spoiler_text": planned.spoiler_text, "visibility": planned.visibility, "in_reply_to_id": planned.in_reply_to_id,
            "language": planned.language, "application_id": planned.application_id, "scheduled_at": null, "idempotency": planned.idempotency,
            "quoted_status_id": planned.quoted_status_id.map(|id| id.to_string()), "quote_approval_policy": planned.quote_policy,
            "with_rate_limit": false
        },
        "media_attachments": uploads::api::shown(&tx.site, media)
    }))
}

async fn list(State(app): State<App>, caller: Caller, Params(paging): Params<Paging>) -> Result<(HeaderMap, Json<Vec<Value>>)> {
    caller.needs("read:statuses")?;
    let limit = paging.limit(20, 40);
    app.read(move |tx| {
        let found = store::page(tx, caller.account.id, &paging, limit)?;
        let ends = found.first().zip(found.last()).map(|(newest, oldest)| (newest.id, oldest.id));
        let headers = links(&tx.site, "/api/v1/scheduled_statuses", &[("limit", limit.to_string())], ends);
        let shown = found.iter().map(|s| render(tx, s)).collect::<Result<Vec<_>>>()?;
        Ok((headers, Json(shown)))
    })
    .await
}

async fn show(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("read:statuses")?;
    app.read(move |tx| {
        let scheduled = own(tx, caller.account.id, id)?;
        render(tx, &scheduled)
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct When {
    #[serde(default, deserialize_with = "text")]
    scheduled_at: Option<String>,
}

/// Reads when a post is to be posted.
pub fn moment(text: &str) -> Result<Time> {
    Time::parse(text).ok_or_else(|| Error::invalid("Validation failed: Scheduled at must be a moment as in 2026-11-24T18:00:00Z"))
}

async fn change(State(app): State<App>, caller: Caller, Id(id): Id, Params(when): Params<When>) -> Result<Json<Value>> {
    caller.needs("write:statuses")?;
    let at = moment(when.scheduled_at.as_deref().unwrap_or_default())?;
    app.write(move |tx| {
        let scheduled = put_off(tx, &caller.account, id, at)?;
        render(tx, &scheduled)
    })
    .await
    .map(Json)
}

async fn remove(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("write:statuses")?;
    app.write(move |tx| cancel(tx, &caller.account, id)).await?;
    Ok(Json(json!({})))
}

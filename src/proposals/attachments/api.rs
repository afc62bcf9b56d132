//! Attachments in the API, and the files themselves.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Attachment, attach, detach, find};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::Result;
use crate::media::serve;
use crate::oauth::Caller;
use crate::proposals::{api, seen_by};
use crate::sessions::Visit;
use crate::web::{Routes, Segments, multipart};

pub fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/potluck/proposals/{id}/attachments", hang)
        .delete("/api/v1/potluck/proposals/{id}/attachments/{attachment_id}", take_off)
        .get("/proposals/{id}/attachments/{attachment_id}", file)
}

/// Where a file can be had.
pub fn path(attachment: &Attachment) -> String {
    format!("/proposals/{}/attachments/{}", attachment.proposal_id, attachment.id)
}

pub fn render(tx: &Tx, attachment: &Attachment) -> Value {
    json!({
        "id": attachment.id.to_string(), "name": attachment.name, "size": attachment.size, "digest": attachment.digest,
        "version": attachment.version, "created_at": Time(attachment.created_at).rfc3339(), "url": tx.site.at(&path(attachment))
    })
}

#[derive(Deserialize)]
struct Nothing {}

async fn hang(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<i64>,
    mut form: multipart::Form<Nothing>,
) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    let Nothing {} = form.params;
    let row = attach(&app, caller.account.clone(), id, form.files.pop()).await?;
    app.read(move |tx| api::whole(tx, &row, Some(&caller.account))).await.map(Json)
}

async fn take_off(
    State(app): State<App>,
    caller: Caller,
    Segments((id, attachment)): Segments<(i64, i64)>,
) -> Result<Json<Value>> {
    caller.needs("write:decisions")?;
    let row = detach(&app, caller.account.clone(), id, attachment).await?;
    app.read(move |tx| api::whole(tx, &row, Some(&caller.account))).await.map(Json)
}

/// Whoever sees a proposal gets what hangs on it.
async fn file(State(app): State<App>, visit: Visit, Segments((id, attachment)): Segments<(i64, i64)>) -> Result<Response> {
    let viewer = visit.id();
    let found = app
        .read(move |tx| {
            seen_by(tx, viewer, id)?;
            find(tx, id, attachment)
        })
        .await?;
    serve::download(&app.media, &found.file, &found.name).await
}

//! Quotes, for clients (Mastodon 4.5).

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;

use super::{revoke, store};
use crate::app::App;
use crate::error::Result;
use crate::oauth::Caller;
use crate::statuses;
use crate::statuses::api::{StatusJson, may_read, render, render_one};
use crate::web::pagination::links;
use crate::web::{Id, Paging, Params, Routes, Segments};

pub fn routes() -> Routes {
    Routes::new().get("/api/v1/statuses/{id}/quotes", list).post("/api/v1/statuses/{id}/quotes/{quoting}/revoke", take_back)
}

async fn list(
    State(app): State<App>,
    caller: Option<Caller>,
    Id(id): Id,
    Params(page): Params<Paging>,
) -> Result<(HeaderMap, Json<Vec<StatusJson>>)> {
    let viewer = may_read(caller.as_ref())?;
    let limit = page.limit(20, 40);
    app.read(move |tx| {
        statuses::visible(tx, viewer, id)?;
        let rows = store::quoting(tx, id, &page, limit)?;
        let ends = rows.first().zip(rows.last()).map(|(newest, oldest)| (newest.id, oldest.id));
        let headers = links(&tx.site, &format!("/api/v1/statuses/{id}/quotes"), &[], ends);
        let rows = statuses::only_visible(tx, viewer, rows)?;
        Ok((headers, Json(render(tx, viewer, rows)?)))
    })
    .await
}

async fn take_back(
    State(app): State<App>,
    caller: Caller,
    Segments((id, quoting)): Segments<(String, String)>,
) -> Result<Json<StatusJson>> {
    caller.needs("write:statuses")?;
    let number = |text: &str| text.parse::<i64>().map_err(|_| crate::error::Error::NotFound);
    let (id, quoting) = (number(&id)?, number(&quoting)?);
    app.write(move |tx| {
        let quoted = statuses::visible(tx, Some(caller.account.id), id)?;
        let quoting = statuses::visible(tx, Some(caller.account.id), quoting)?;
        revoke(tx, &caller.account, &quoted, &quoting)?;
        let quoting = statuses::by_ids(tx, &[quoting.id])?.pop().ok_or(crate::error::Error::NotFound)?;
        render_one(tx, Some(caller.account.id), quoting)
    })
    .await
    .map(Json)
}

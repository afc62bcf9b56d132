//! Timelines, for clients.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;

use super::store::{self, From};
use crate::app::App;
use crate::error::Result;
use crate::oauth::Caller;
use crate::statuses;
use crate::statuses::api::{StatusJson, may_read, render};
use crate::statuses::compose::percent;
use crate::web::pagination::links;
use crate::web::params::flag;
use crate::web::{Paging, Params, Routes, Segments};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/timelines/home", home)
        .get("/api/v1/timelines/public", public)
        .get("/api/v1/timelines/tag/{hashtag}", tag)
}

type Shown = Result<(HeaderMap, Json<Vec<StatusJson>>)>;

async fn home(State(app): State<App>, caller: Caller, Params(paging): Params<Paging>) -> Shown {
    caller.needs("read:statuses")?;
    let limit = paging.limit(20, 40);
    app.read(move |tx| {
        let viewer = caller.account.id;
        let rows = store::home(tx, viewer, &paging, limit)?;
        let ends = rows.first().zip(rows.last()).map(|(newest, oldest)| (newest.id, oldest.id));
        let headers = links(&tx.site, "/api/v1/timelines/home", &[("limit", limit.to_string())], ends);
        Ok((headers, Json(render(tx, Some(viewer), rows)?)))
    })
    .await
}

#[derive(Deserialize)]
struct Public {
    #[serde(flatten)]
    paging: Paging,
    #[serde(default, deserialize_with = "flag")]
    local: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    remote: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    only_media: Option<bool>,
}

impl Public {
    /// Where from, and the filter to keep in the address.
    fn from(&self) -> (From, Option<&'static str>) {
        match (self.local == Some(true), self.remote == Some(true)) {
            (true, false) => (From::Here, Some("local")),
            (false, true) => (From::Elsewhere, Some("remote")),
            _ => (From::Everywhere, None),
        }
    }
}

async fn public(State(app): State<App>, caller: Option<Caller>, Params(query): Params<Public>) -> Shown {
    let viewer = may_read(caller.as_ref())?;
    let limit = query.paging.limit(20, 40);
    let (from, kept) = query.from();
    app.read(move |tx| {
        if query.only_media == Some(true) {
            return Ok((HeaderMap::new(), Json(Vec::new())));
        }
        let rows = store::public(tx, from, &query.paging, limit)?;
        let ends = rows.first().zip(rows.last()).map(|(newest, oldest)| (newest.id, oldest.id));
        let mut filters = vec![("limit", limit.to_string())];
        filters.extend(kept.map(|key| (key, "true".to_string())));
        let headers = links(&tx.site, "/api/v1/timelines/public", &filters, ends);
        let rows = statuses::wanted_by(tx, viewer, rows)?;
        Ok((headers, Json(render(tx, viewer, rows)?)))
    })
    .await
}

async fn tag(
    State(app): State<App>,
    caller: Option<Caller>,
    Segments(name): Segments<String>,
    Params(query): Params<Public>,
) -> Shown {
    let viewer = may_read(caller.as_ref())?;
    let limit = query.paging.limit(20, 40);
    let (from, kept) = query.from();
    app.read(move |tx| {
        let name = name.trim_start_matches('#').to_lowercase();
        let rows =
            if query.only_media == Some(true) { Vec::new() } else { store::tagged(tx, &name, from, &query.paging, limit)? };
        let ends = rows.first().zip(rows.last()).map(|(newest, oldest)| (newest.id, oldest.id));
        let mut filters = vec![("limit", limit.to_string())];
        filters.extend(kept.map(|key| (key, "true".to_string())));
        let headers = links(&tx.site, &format!("/api/v1/timelines/tag/{}", percent(&name)), &filters, ends);
        let rows = statuses::wanted_by(tx, viewer, rows)?;
        Ok((headers, Json(render(tx, viewer, rows)?)))
    })
    .await
}

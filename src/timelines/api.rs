//! Timelines, for clients.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;

use super::store::{self, From, Wanted};
use crate::app::App;
use crate::filters::Context;
use crate::oauth::Caller;
use crate::statuses;
use crate::statuses::api::{Shown, may_read, render_in};
use crate::statuses::compose::{hashtag, percent};
use crate::web::pagination::links;
use crate::web::params::{flag, texts};
use crate::web::{Paging, Params, Routes, Segments};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/timelines/home", home)
        .get("/api/v1/timelines/public", public)
        .get("/api/v1/timelines/tag/{hashtag}", tag)
}

async fn home(State(app): State<App>, caller: Caller, Params(paging): Params<Paging>) -> Shown {
    caller.needs("read:statuses")?;
    let limit = paging.limit(20, 40);
    app.read(move |tx| {
        let viewer = caller.account.id;
        let rows = store::home(tx, viewer, &paging, limit)?;
        let ends = rows.first().zip(rows.last()).map(|(newest, oldest)| (newest.id, oldest.id));
        let headers = links(&tx.site, "/api/v1/timelines/home", &[("limit", limit.to_string())], ends);
        Ok((headers, Json(render_in(tx, Some(viewer), rows, Context::Home)?)))
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
    #[serde(default, deserialize_with = "texts")]
    any: Vec<String>,
    #[serde(default, deserialize_with = "texts")]
    all: Vec<String>,
    #[serde(default, deserialize_with = "texts")]
    none: Vec<String>,
}

impl Public {
    /// What is asked for, and the filters to keep in the address.
    fn wanted(&self) -> (Wanted, Vec<(&'static str, String)>) {
        let (from, named) = match (self.local == Some(true), self.remote == Some(true)) {
            (true, false) => (From::Here, Some("local")),
            (false, true) => (From::Elsewhere, Some("remote")),
            _ => (From::Everywhere, None),
        };
        let tags = |names: &[String]| names.iter().filter_map(|n| hashtag(n)).take(MAX_TAGS).collect::<Vec<_>>();
        let wanted = Wanted {
            from,
            media: self.only_media == Some(true),
            any: tags(&self.any),
            all: tags(&self.all),
            none: tags(&self.none),
        };
        let mut kept: Vec<(&'static str, String)> = named.into_iter().map(|key| (key, "true".to_string())).collect();
        if wanted.media {
            kept.push(("only_media", "true".into()));
        }
        for (key, names) in [("any[]", &wanted.any), ("all[]", &wanted.all), ("none[]", &wanted.none)] {
            kept.extend(names.iter().map(|name| (key, name.clone())));
        }
        (wanted, kept)
    }
}

/// How many hashtags a timeline may name beside its own.
const MAX_TAGS: usize = 8;

async fn public(State(app): State<App>, caller: Option<Caller>, Params(query): Params<Public>) -> Shown {
    let viewer = may_read(caller.as_ref())?;
    let limit = query.paging.limit(20, 40);
    let (wanted, mut filters) = query.wanted();
    app.read(move |tx| {
        let rows = store::public(tx, &wanted, &query.paging, limit)?;
        let ends = rows.first().zip(rows.last()).map(|(newest, oldest)| (newest.id, oldest.id));
        filters.push(("limit", limit.to_string()));
        let headers = links(&tx.site, "/api/v1/timelines/public", &filters, ends);
        let rows = statuses::wanted_by(tx, viewer, rows)?;
        Ok((headers, Json(render_in(tx, viewer, rows, Context::Public)?)))
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
    let (wanted, mut filters) = query.wanted();
    app.read(move |tx| {
        let name = hashtag(&name).unwrap_or_default();
        let rows = store::tagged(tx, &name, &wanted, &query.paging, limit)?;
        let ends = rows.first().zip(rows.last()).map(|(newest, oldest)| (newest.id, oldest.id));
        filters.push(("limit", limit.to_string()));
        let headers = links(&tx.site, &format!("/api/v1/timelines/tag/{}", percent(&name)), &filters, ends);
        let rows = statuses::wanted_by(tx, viewer, rows)?;
        Ok((headers, Json(render_in(tx, viewer, rows, Context::Public)?)))
    })
    .await
}

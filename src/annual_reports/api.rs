//! A member's year, for clients.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use super::SCHEMA;
use crate::accounts;
use crate::app::App;
use crate::error::{Error, Result};
use crate::oauth::Caller;
use crate::statuses::api::render;
use crate::web::{Routes, Segments};

pub fn routes() -> Routes {
    Routes::new().get("/api/v1/annual_reports/{year}", show)
}

async fn show(State(app): State<App>, caller: Caller, Segments(year): Segments<String>) -> Result<Json<Value>> {
    caller.needs("read:accounts")?;
    let year: i32 = year.parse().map_err(|_| Error::NotFound)?;
    app.read(move |tx| {
        let viewer = caller.account.id;
        let report = super::of(tx, &caller.account, year)?;
        let id = |n: usize| report.top[n].as_ref().map(|status| status.id.to_string());
        let tags: Vec<Value> = report.tags.iter().map(|(name, count)| json!({"name": name, "count": count})).collect();
        let data = json!({
            "archetype": report.archetype, "time_series": report.months, "top_hashtags": tags,
            "top_statuses": {"by_reblogs": id(0), "by_favourites": id(1), "by_replies": id(2)}
        });
        let mut top: Vec<_> = report.top.iter().flatten().cloned().collect();
        top.sort_by_key(|status| status.id);
        top.dedup_by_key(|status| status.id);
        Ok(json!({
            "annual_reports": [{
                "year": year, "data": data, "schema_version": SCHEMA, "share_url": null, "account_id": viewer.to_string()
            }],
            "accounts": [accounts::api::render(&tx.site, &caller.account)],
            "statuses": render(tx, Some(viewer), top)?
        }))
    })
    .await
    .map(Json)
}

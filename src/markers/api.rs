//! Markers, for clients.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::store;
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::oauth::Caller;
use crate::web::params::{text, texts};
use crate::web::{Params, Routes};

pub fn routes() -> Routes {
    Routes::new().get("/api/v1/markers", show).post("/api/v1/markers", save)
}

const TIMELINES: [&str; 2] = ["home", "notifications"];

fn render(tx: &mut Tx, account_id: i64, timelines: &[String]) -> Result<Value> {
    let found = store::get(tx, account_id, timelines)?;
    let one = |m: store::Marker| {
        let marker =
            json!({"last_read_id": m.last_read_id.to_string(), "version": m.version, "updated_at": Time(m.updated_at).rfc3339()});
        (m.timeline, marker)
    };
    Ok(Value::Object(found.into_iter().map(one).collect::<Map<_, _>>()))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default, deserialize_with = "texts")]
    timeline: Vec<String>,
}

async fn show(State(app): State<App>, caller: Caller, Params(asked): Params<Asked>) -> Result<Json<Value>> {
    caller.needs("read:statuses")?;
    app.read(move |tx| render(tx, caller.account.id, &asked.timeline)).await.map(Json)
}

#[derive(Deserialize)]
struct Read {
    #[serde(default)]
    home: Option<At>,
    #[serde(default)]
    notifications: Option<At>,
}

#[derive(Deserialize)]
struct At {
    #[serde(default, deserialize_with = "text")]
    last_read_id: Option<String>,
}

async fn save(State(app): State<App>, caller: Caller, Params(read): Params<Read>) -> Result<Json<Value>> {
    caller.needs("write:statuses")?;
    let mut marks: Vec<(String, i64)> = Vec::new();
    for (timeline, at) in TIMELINES.into_iter().zip([read.home, read.notifications]) {
        if let Some(id) = at.and_then(|at| at.last_read_id) {
            let id = id.parse().map_err(|_| Error::invalid("Validation failed: last_read_id must be an id"))?;
            marks.push((timeline.to_string(), id));
        }
    }
    app.write(move |tx| {
        for (timeline, id) in &marks {
            store::set(tx, caller.account.id, timeline, *id)?;
        }
        let names: Vec<String> = marks.into_iter().map(|(timeline, _)| timeline).collect();
        render(tx, caller.account.id, &names)
    })
    .await
    .map(Json)
}

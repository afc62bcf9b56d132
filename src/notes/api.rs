//! Notes about others, for clients.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;

use super::store;
use crate::accounts;
use crate::app::App;
use crate::error::{Error, Result};
use crate::follows::api::{Relationship, describe_one};
use crate::oauth::Caller;
use crate::web::params::text;
use crate::web::{Id, Params, Routes};

const LONGEST: usize = 2_000;

pub fn routes() -> Routes {
    Routes::new().post("/api/v1/accounts/{id}/note", write)
}

#[derive(Deserialize)]
struct Note {
    #[serde(default, deserialize_with = "text")]
    comment: Option<String>,
}

async fn write(State(app): State<App>, caller: Caller, Id(id): Id, Params(note): Params<Note>) -> Result<Json<Relationship>> {
    caller.needs("write:accounts")?;
    let comment = note.comment.unwrap_or_default().trim().to_string();
    if comment.chars().count() > LONGEST {
        return Err(Error::invalid(format!("Validation failed: Comment is too long (maximum is {LONGEST} characters)")));
    }
    app.write(move |tx| {
        accounts::by_id(tx, id)?;
        store::set(tx, caller.account.id, id, &comment)?;
        describe_one(tx, caller.account.id, id)
    })
    .await
    .map(Json)
}

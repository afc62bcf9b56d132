//! Posts by letter, for clients.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use serde_json::{Value, json};

use super::ask;
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::language::Language;
use crate::web::limits::From;
use crate::web::params::text;
use crate::web::{Id, Params, Routes};

pub fn routes() -> Routes {
    Routes::new().post("/api/v1/accounts/{id}/email_subscriptions", subscribe)
}

#[derive(Deserialize)]
struct Wish {
    #[serde(default, deserialize_with = "text")]
    email: Option<String>,
}

/// Nobody has to be logged in; the letter that arrives asks whoever has the address.
async fn subscribe(
    State(app): State<App>,
    from: From,
    headers: HeaderMap,
    Id(id): Id,
    Params(wish): Params<Wish>,
) -> Result<Json<Value>> {
    let email = wish.email.filter(|email| !email.trim().is_empty());
    let email = email.ok_or_else(|| Error::invalid("Validation failed: Email can't be blank"))?;
    ask(&app, from, id, email, Language::of(&headers)).await?;
    Ok(Json(json!({})))
}

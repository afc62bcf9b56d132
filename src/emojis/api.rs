//! The chapter's own emoji, for everybody's apps, and for stewards to look after.

use axum::Json;
use axum::extract::State;
use rules::roles::Act;
use serde::Deserialize;
use serde_json::{Value, json};

use super::store::{self, CustomEmoji};
use super::{add, as_emoji, remove};
use crate::app::App;
use crate::error::{Error, Result};
use crate::federation::emojis::Emoji;
use crate::media::addresses::Addresses;
use crate::oauth::Caller;
use crate::web::multipart::Form;
use crate::web::params::text;
use crate::web::{Routes, Segments};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/custom_emojis", list)
        .post("/api/v1/potluck/custom_emojis", create)
        .delete("/api/v1/potluck/custom_emojis/{shortcode}", delete)
}

/// Mastodon's CustomEmoji.
fn as_json(media: &Addresses, emoji: &CustomEmoji) -> Value {
    let Emoji { shortcode, url, static_url, visible_in_picker } = as_emoji(emoji);
    json!({
        "shortcode": shortcode, "url": media.shown(&url), "static_url": media.shown(&static_url), "visible_in_picker": visible_in_picker,
        "category": Some(&emoji.category).filter(|c| !c.is_empty())
    })
}

async fn list(State(app): State<App>) -> Result<Json<Vec<Value>>> {
    app.read(|tx| Ok(store::all(tx)?.iter().map(|emoji| as_json(&tx.site.media, emoji)).collect())).await.map(Json)
}

#[derive(Deserialize)]
struct New {
    #[serde(default, deserialize_with = "text")]
    shortcode: Option<String>,
    #[serde(default, deserialize_with = "text")]
    category: Option<String>,
}

async fn create(State(app): State<App>, caller: Caller, mut form: Form<New>) -> Result<Json<Value>> {
    caller.needs("admin:write")?;
    caller.may(Act::Moderate)?;
    let picture = form.take("file").ok_or_else(|| Error::invalid("Validation failed: File can't be blank"))?;
    let (name, category) = (form.params.shortcode.unwrap_or_default(), form.params.category.unwrap_or_default());
    let emoji = add(&app, Some(caller.account.id), &name, &category, picture.read()?).await?;
    Ok(Json(as_json(&app.site()?.media, &emoji)))
}

async fn delete(State(app): State<App>, caller: Caller, Segments(name): Segments<String>) -> Result<Json<Value>> {
    caller.needs("admin:write")?;
    caller.may(Act::Moderate)?;
    app.write(move |tx| remove(tx, Some(caller.account.id), &name)).await?;
    Ok(Json(json!({})))
}

//! Translations, for clients.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::accounts;
use crate::app::App;
use crate::error::{Error, Result};
use crate::oauth::Caller;
use crate::polls;
use crate::statuses;
use crate::statuses::api::media;
use crate::web::params::text;
use crate::web::{Id, Params, Routes, html};

pub fn routes() -> Routes {
    Routes::new().get("/api/v1/instance/translation_languages", languages).post("/api/v1/statuses/{id}/translate", translate)
}

/// The longest option of a poll, description or warning that is shown, in characters.
const MOST: usize = 5_000;

async fn languages(State(app): State<App>) -> Result<Json<Map<String, Value>>> {
    let Some(translator) = &app.translator else { return Ok(Json(Map::new())) };
    let languages = translator.languages(app.clock.now()).await?;
    Ok(Json(languages.into_iter().map(|(from, into)| (from, into.into())).collect()))
}

#[derive(Deserialize)]
struct Wish {
    #[serde(default, deserialize_with = "text")]
    lang: Option<String>,
}

async fn translate(State(app): State<App>, caller: Caller, Id(id): Id, Params(wish): Params<Wish>) -> Result<Json<Value>> {
    caller.needs("read:statuses")?;
    let viewer = caller.account.id;
    let (status, attachments, poll, own) = app
        .read(move |tx| {
            let status = statuses::meant(tx, viewer, id)?;
            let attachments = media(&tx.site, status.id, &status.attachments);
            let poll = polls::of(tx, &[status.id])?.pop();
            Ok((status, attachments, poll, accounts::user(tx, viewer)?.locale))
        })
        .await?;
    let translator = app.translator.as_ref().ok_or(Error::NotFound)?;
    let into = wish.lang.filter(|lang| !lang.is_empty()).unwrap_or(own);
    let into: String = into.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let from = status.language.as_deref().and_then(|lang| lang.split(['-', '_']).next()).map(str::to_ascii_lowercase);
    let known = translator.languages(app.clock.now()).await?;
    let possible = match &from {
        Some(from) => known.get(from).is_some_and(|targets| targets.contains(&into)),
        None => known.values().any(|targets| targets.contains(&into)),
    };
    if !status.circle().is_open() || !possible {
        return Err(Error::refused("This post cannot be translated into that language."));
    }
    let options: Vec<&str> = poll.iter().flat_map(|poll| &poll.choices).map(|choice| choice.title.as_str()).collect();
    let described = |one: &Value| one["description"].as_str().map(ToString::to_string).filter(|text| !text.is_empty());
    let described: Vec<(String, String)> =
        attachments.iter().filter_map(|one| Some((one["id"].as_str()?.to_string(), described(one)?))).collect();
    let mut texts = vec![status.content.clone(), html::escape(&status.spoiler_text)];
    texts.extend(options.iter().map(|option| html::escape(option)));
    texts.extend(described.iter().map(|(_, text)| html::escape(text)));
    let of = (status.id, status.edited_at.unwrap_or_default(), into.clone());
    let translated = translator.translate(of, from.as_deref(), &texts).await?;
    let plain = |n: usize| html::words(&translated.texts[n], MOST);
    let options: Vec<Value> = (2..2 + options.len()).map(|n| json!({"title": plain(n)})).collect();
    let first = 2 + options.len();
    let media: Vec<Value> =
        described.iter().enumerate().map(|(n, (id, _))| json!({"id": id, "description": plain(first + n)})).collect();
    let mut body = json!({
        "content": html::clean(&translated.texts[0]), "spoiler_text": plain(1), "language": into, "media_attachments": media,
        "detected_source_language": translated.from, "provider": "LibreTranslate"
    });
    if poll.is_some() {
        body["poll"] = json!({"id": status.id.to_string(), "options": options});
    }
    Ok(Json(body))
}

//! Uploading, for clients.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rules::roles::Act;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{About, Upload, describe, own, store, take_in};
use crate::app::App;
use crate::error::{Error, Result};
use crate::media::pictures::{self, Purpose};
use crate::media::{films, new_key};
use crate::oauth::Caller;
use crate::site::Site;
use crate::web::multipart::Form;
use crate::web::params::text;
use crate::web::{Id, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/media", create_and_wait)
        .post("/api/v2/media", create)
        .get("/api/v1/media/{id}", show)
        .put("/api/v1/media/{id}", change)
        .put("/api/v2/media/{id}", change)
        .delete("/api/v1/media/{id}", remove)
}

/// What may be uploaded, for the instance's description.
pub async fn types() -> Vec<&'static str> {
    let mut types = vec!["image/jpeg", "image/png", "image/gif", "image/webp"];
    if films::are_possible().await {
        types.extend([
            "image/avif",
            "video/mp4",
            "video/quicktime",
            "video/webm",
            "audio/mpeg",
            "audio/mp3",
            "audio/ogg",
            "audio/mp4",
        ]);
    }
    types
}

/// Mastodon's MediaAttachment entities as a viewer gets them: every address can be followed from outside.
pub fn shown(site: &Site, mut entities: Vec<Value>) -> Vec<Value> {
    for entity in &mut entities {
        let unknown = entity["type"] == "unknown";
        for key in ["url", "preview_url"] {
            if let Some(stored) = entity[key].as_str().filter(|_| !unknown) {
                entity[key] = site.media.shown(stored).into();
            }
        }
    }
    entities
}

#[derive(Deserialize)]
struct Said {
    #[serde(default, deserialize_with = "text")]
    description: Option<String>,
    #[serde(default, deserialize_with = "text")]
    focus: Option<String>,
}

impl From<Said> for About {
    fn from(said: Said) -> Self {
        Self { description: said.description, focus: said.focus.as_deref().and_then(focus) }
    }
}

/// `-0.5,1`
pub fn focus(text: &str) -> Option<(f64, f64)> {
    let (x, y) = text.split_once(',')?;
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|n| n.is_finite());
    Some((number(x)?, number(y)?))
}

fn answer(site: &Site, upload: &Upload) -> Response {
    let status = match upload.state.as_str() {
        store::WAITING => StatusCode::ACCEPTED,
        _ => StatusCode::OK,
    };
    let mut entity = upload.entity();
    if upload.state != store::READY {
        entity["url"] = Value::Null;
    }
    (status, Json(shown(site, vec![entity]).pop())).into_response()
}

async fn create(state: State<App>, caller: Caller, form: Form<Said>) -> Result<Response> {
    upload(state, caller, form, false).await
}

async fn create_and_wait(state: State<App>, caller: Caller, form: Form<Said>) -> Result<Response> {
    upload(state, caller, form, true).await
}

async fn upload(State(app): State<App>, caller: Caller, mut form: Form<Said>, wait: bool) -> Result<Response> {
    caller.needs("write:media")?;
    caller.may(Act::TakePart)?;
    let file = form.take("file").ok_or_else(|| Error::invalid("Validation failed: File can't be blank"))?;
    let thumbnail = form.take("thumbnail");
    let upload = take_in(&app, &caller.account, file, thumbnail, form.params.into(), wait).await?;
    match (upload.state.as_str(), &upload.error) {
        (store::FAILED, Some(why)) => Err(Error::invalid(why)),
        _ => Ok(answer(&*app.site()?, &upload)),
    }
}

/// 206 as long as it is being made ready, 422 if it cannot be.
async fn show(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Response> {
    caller.needs("write:media")?;
    let upload = app.read(move |tx| own(tx, &caller.account, id)).await?;
    match (upload.state.as_str(), &upload.error) {
        (store::FAILED, why) => Err(Error::invalid(why.as_deref().unwrap_or("Validation failed: the file cannot be used"))),
        (store::WAITING, _) => {
            let mut response = answer(&*app.site()?, &upload);
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            Ok(response)
        }
        _ => Ok(answer(&*app.site()?, &upload)),
    }
}

async fn change(State(app): State<App>, caller: Caller, Id(id): Id, mut form: Form<Said>) -> Result<Response> {
    caller.needs("write:media")?;
    if let Some(thumbnail) = form.take("thumbnail") {
        let account = caller.account.clone();
        let upload = app.read(move |tx| own(tx, &account, id)).await?;
        let bytes = thumbnail.read()?;
        let small = app.media.work(move || pictures::prepare(&bytes, Purpose::Attachment)).await?;
        let key = new_key(super::FILES, small.preview.file);
        app.media.put(&key, small.preview.bytes).await?;
        let mut meta: Value = serde_json::from_str(&upload.meta).unwrap_or_default();
        meta["small"] = pictures::size(small.preview.width, small.preview.height);
        app.write(move |tx| store::set_preview(tx, id, &key, &meta.to_string(), &small.blurhash)).await?;
        if let Some(before) = upload.preview {
            app.media.delete(&before).await?;
        }
    }
    let upload = app.write(move |tx| describe(tx, &caller.account, id, form.params.into())).await?;
    Ok(answer(&*app.site()?, &upload))
}

/// Takes a file back that hangs on nothing.
async fn remove(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("write:media")?;
    let upload = app
        .write(move |tx| {
            let upload = own(tx, &caller.account, id)?;
            if upload.status_id.is_some() || upload.scheduled_id.is_some() {
                return Err(Error::invalid("Media attachment is currently used by a status"));
            }
            store::delete(tx, &[id])?;
            Ok(upload)
        })
        .await?;
    for key in [upload.file, upload.preview].into_iter().flatten() {
        app.media.delete(&key).await?;
    }
    Ok(Json(json!({})))
}

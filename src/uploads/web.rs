//! The files themselves: our own, and others' through us.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::through_us;
use crate::app::App;
use crate::error::{Error, Result};
use crate::media::serve;
use crate::web::{Routes, Segments};

pub fn routes() -> Routes {
    Routes::new().get("/media/{*key}", own).get("/proxy/{signature}/{address}", proxied)
}

/// What stands in the two folders that are for everybody who knows an address.
async fn own(State(app): State<App>, Segments(key): Segments<String>, headers: HeaderMap) -> Result<Response> {
    let open = key.starts_with("files/") || key.starts_with("people/") || key.starts_with("emoji/");
    if !open || key.contains("..") {
        return Err(Error::NotFound);
    }
    serve::file(&app.media, &key, &headers, "public, max-age=31536000, immutable").await
}

async fn proxied(
    State(app): State<App>,
    Segments((signature, address)): Segments<(String, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    let url = app.site()?.media.proxied(&signature, &address).ok_or(Error::NotFound)?;
    let key = through_us(&app, &url).await?;
    serve::file(&app.media, &key, &headers, "public, max-age=86400").await
}

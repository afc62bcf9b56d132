//! Files that ship inside the binary, under names that change with their content so that browsers may keep them for ever.

use std::sync::LazyLock;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use super::colour;
use super::params::Segments;
use super::routes::Routes;
use crate::app::App;
use crate::error::{Error, Result};

#[derive(RustEmbed)]
#[folder = "src/web/static/"]
struct Files;

pub fn routes() -> Routes {
    Routes::new().get("/static/{*name}", file).get("/colours.css", colours)
}

/// The address of the stylesheet.
pub fn stylesheet() -> &'static str {
    static ADDRESS: LazyLock<String> = LazyLock::new(|| address("potluck.css"));
    &ADDRESS
}

/// The address of the script: what pages can do better with one. They work without it.
pub fn script() -> &'static str {
    static ADDRESS: LazyLock<String> = LazyLock::new(|| address("potluck.js"));
    &ADDRESS
}

/// The address of the script that signs with a key on this device.
pub fn keys_script() -> &'static str {
    static ADDRESS: LazyLock<String> = LazyLock::new(|| address("keys.js"));
    &ADDRESS
}

/// The address of a picture that stands in for an avatar or a header that nobody has chosen.
pub fn placeholder(app_base: &str, name: &str) -> String {
    format!("{app_base}{}", address(name))
}

fn address(name: &str) -> String {
    let hash = Files::get(name).map(|file| file.metadata.sha256_hash()).unwrap_or_default();
    let short: String = hash.iter().take(5).map(|byte| format!("{byte:02x}")).collect();
    format!("/static/{short}/{name}")
}

async fn file(_: axum::extract::State<App>, Segments(name): Segments<String>) -> Result<Response> {
    let bare = name.split_once('/').map_or(name.as_str(), |(_, bare)| bare);
    let found = Files::get(bare).ok_or(Error::NotFound)?;
    let kind = match bare.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    };
    let headers = [(CONTENT_TYPE, kind), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, found.data.into_owned()).into_response())
}

/// The chapter's colours.
async fn colours(axum::extract::State(app): axum::extract::State<App>) -> Response {
    let accent = app.site().map_or(colour::BREAD, |site| site.accent);
    let headers = [(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "public, max-age=86400")];
    (headers, accent.stylesheet()).into_response()
}

//! Forms that bring files: texts as in [`super::params`], files into the data folder as they arrive, never into memory.

use std::io::Write;

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde_json::Map;
use tempfile::NamedTempFile;

use super::params::{self, MAX_BODY, MAX_PARAMS, Params};
use crate::app::App;
use crate::error::{Error, Result};

/// A file that was sent. It is gone when this is dropped.
pub struct Sent {
    /// The name of the form's field.
    pub field: String,
    /// What the file is called where it comes from, in 500 characters at most.
    pub name: String,
    pub file: NamedTempFile,
    pub size: u64,
}

impl Sent {
    pub fn read(&self) -> Result<Vec<u8>> {
        std::fs::read(self.file.path()).map_err(Error::internal)
    }

    /// The first bytes, which tell what it is.
    pub fn head(&self) -> Result<Vec<u8>> {
        use std::io::Read;
        let mut head = Vec::new();
        let file = self.file.reopen().map_err(Error::internal)?;
        file.take(64).read_to_end(&mut head).map_err(Error::internal)?;
        Ok(head)
    }
}

/// Texts and files of a request.
pub struct Form<T> {
    pub params: T,
    pub files: Vec<Sent>,
}

impl<T> Form<T> {
    /// Takes the file of a field out.
    pub fn take(&mut self, field: &str) -> Option<Sent> {
        let at = self.files.iter().position(|f| f.field == field)?;
        Some(self.files.remove(at))
    }
}

/// The most files of one form.
const MOST_FILES: usize = 4;
/// Fields that hold files even if they come without a file's name.
const FILES: [&str; 5] = ["file", "thumbnail", "avatar", "header", "data"];

impl<T: DeserializeOwned> FromRequest<App> for Form<T> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|k| k.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
        if !kind.starts_with("multipart/form-data") {
            let Params(params) = Params::from_request(request, app).await?;
            return Ok(Self { params, files: Vec::new() });
        }
        let mut all = Map::new();
        if let Some(query) = request.uri().query() {
            params::insert_pairs(&mut all, query)?;
        }
        let mut files = Vec::new();
        let mut multipart = Multipart::from_request(request, &())
            .await
            .map_err(|_| Error::Malformed("The multipart body has no boundary.".into()))?;
        let (mut fields, mut length) = (0, 0);
        while let Some(field) = multipart.next_field().await.map_err(broken)? {
            fields += 1;
            if fields > MAX_PARAMS || files.len() >= MOST_FILES {
                return Err(Error::TooLarge);
            }
            let name = field.name().unwrap_or_default().to_string();
            let is_file = field.file_name().is_some_and(|n| !n.is_empty())
                || FILES.contains(&name.as_str()) && field.content_type().is_some();
            if is_file {
                let called = field.file_name().unwrap_or_default().chars().take(500).collect();
                files.push(keep(app, (name, called), field).await?);
            } else {
                let text = short_text(field, &mut length).await?;
                params::insert(&mut all, &name, text)?;
            }
        }
        Ok(Self { params: params::read(all)?, files })
    }
}

pub fn broken(error: MultipartError) -> Error {
    match error.status().as_u16() {
        413 => Error::TooLarge,
        _ => Error::Malformed("The multipart body cannot be read.".into()),
    }
}

/// A text field; all of a form together are at most [`MAX_BODY`] long.
pub async fn short_text(mut field: Field<'_>, length: &mut usize) -> Result<String> {
    let mut text = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        *length += chunk.len();
        if *length > MAX_BODY {
            return Err(Error::TooLarge);
        }
        text.extend_from_slice(&chunk);
    }
    String::from_utf8(text).map_err(|_| Error::Malformed("The body is not UTF-8 text.".into()))
}

/// A file of more than `most` bytes, in Mastodon's words.
pub fn too_large(most: u64) -> Error {
    Error::invalid(format!("Validation failed: File file size must be less than {} MB", most / 1_000_000))
}

async fn keep(app: &App, (name, called): (String, String), mut field: Field<'_>) -> Result<Sent> {
    let most = app.config.media.largest();
    let folder = app.config.data.join("arriving");
    let mut file = tokio::task::spawn_blocking(move || {
        std::fs::create_dir_all(&folder)?;
        NamedTempFile::new_in(&folder)
    })
    .await
    .map_err(Error::internal)?
    .map_err(Error::internal)?;
    let mut size = 0;
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        size += chunk.len() as u64;
        if size > most {
            return Err(too_large(most));
        }
        file.write_all(&chunk).map_err(Error::internal)?;
    }
    Ok(Sent { field: name, name: called, file, size })
}

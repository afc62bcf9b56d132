//! Forms that only our own pages can send.
//!
//! Every page with a form carries a token that is the fingerprint of a cookie only we can set. Another site can make a
//! browser send the cookie, but can neither read it nor compute the token.

use std::borrow::Cow;
use std::collections::BTreeMap;

use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::cookies;
use super::language::Language;
use super::multipart::{self, Sent};
use super::page::PageError;
use super::params::{self, Params};
use crate::app::App;
use crate::error::{Error, Result};
use crate::ids;
use crate::site::Site;

const COOKIE: &str = "potluck_form";

/// The token for a page's forms, and the cookie to set if the browser has none yet.
pub struct Token {
    pub value: String,
    pub set_cookie: Option<String>,
}

pub fn token(headers: &HeaderMap, site: Option<&Site>) -> Token {
    match cookies::read(headers, COOKIE) {
        Some(secret) => Token { value: expected(secret), set_cookie: None },
        None => {
            let secret = ids::secret();
            Token { value: expected(&secret), set_cookie: Some(cookies::set(site, COOKIE, &secret, 86_400)) }
        }
    }
}

fn expected(secret: &str) -> String {
    ids::fingerprint(&format!("form:{secret}"))
}

/// Refuses a form that did not come from one of our pages.
pub fn check(headers: &HeaderMap, given: Option<&str>) -> Result<()> {
    match (cookies::read(headers, COOKIE), given) {
        (Some(secret), Some(given)) if expected(secret) == given => Ok(()),
        _ => Err(Error::refused("This form has expired. Go back, reload the page and send it again.")),
    }
}

/// What a form of ours says, once it has been seen that it is ours.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Form<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, app: &App) -> Result<Self, PageError> {
        let headers = request.headers().clone();
        let Params(all): Params<Map<String, Value>> = Params::from_request(request, app).await?;
        check(&headers, all.get("form_token").and_then(Value::as_str))?;
        Ok(Self(params::read(all)?))
    }
}

/// The same, with files.
pub struct FileForm<T> {
    pub params: T,
    pub files: Vec<Sent>,
}

impl<T: DeserializeOwned> FromRequest<App> for FileForm<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, app: &App) -> Result<Self, PageError> {
        let headers = request.headers().clone();
        let form: multipart::Form<Map<String, Value>> = multipart::Form::from_request(request, app).await?;
        check(&headers, form.params.get("form_token").and_then(Value::as_str))?;
        // A field for a file that was left empty is no file.
        let files = form.files.into_iter().filter(|file| file.size > 0).collect();
        Ok(Self { params: params::read(form.params)?, files })
    }
}

impl<T> FileForm<T> {
    /// Takes the file of a field out.
    pub fn take(&mut self, field: &str) -> Option<Sent> {
        let at = self.files.iter().position(|file| file.field == field)?;
        Some(self.files.remove(at))
    }
}

/// A form that is a button only.
#[derive(Debug, Deserialize)]
pub struct Button {}

/// What is wrong with a form: a text for each field, and one for the whole.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    pub whole: Option<Cow<'static, str>>,
    fields: BTreeMap<String, Cow<'static, str>>,
}

impl Faults {
    /// What an error says of a form that was sent; errors that are not about the form come back.
    pub fn of(error: Error, language: Language) -> std::result::Result<Self, Error> {
        match &error {
            Error::Faulty(_, details) => {
                let mut faults = Self::default();
                for (field, list) in details.as_object().into_iter().flatten() {
                    let code = list[0]["error"].as_str().unwrap_or_default();
                    let key = match code.trim_start_matches("ERR_") {
                        "INVALID" => "fault-wrong".to_string(),
                        code => format!("fault-{}", code.to_ascii_lowercase().replace('_', "-")),
                    };
                    faults.fields.insert(field.clone(), language.t(&key));
                }
                faults.whole = Some(language.n("form-has-faults", faults.fields.len()));
                Ok(faults)
            }
            Error::Invalid(text) | Error::Conflict(text) | Error::Refused(text) | Error::Unauthorized(text) => {
                Ok(Self { whole: Some(language.error(text)), ..Self::default() })
            }
            _ => Err(error),
        }
    }

    pub fn at(&self, field: &str) -> Option<&str> {
        self.fields.get(field).map(AsRef::as_ref)
    }

    pub fn add(&mut self, field: &str, text: Cow<'static, str>) {
        self.fields.insert(field.to_string(), text);
    }
}

//! Forms that only our own pages can send.
//!
//! Every page with a form carries a token that is the fingerprint of a cookie only we can set. Another site can make a
//! browser send the cookie, but can neither read it nor compute the token.

use axum::http::HeaderMap;

use super::cookies;
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

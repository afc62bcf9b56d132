//! Cookies, read and written.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;

use crate::site::Site;

pub fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().split_once('=').filter(|(n, _)| *n == name).map(|(_, v)| v))
}

/// A `Set-Cookie` value: out of reach for scripts, not sent along from other sites' forms, over TLS only where there is TLS.
pub fn set(site: Option<&Site>, name: &str, value: &str, seconds: i64) -> String {
    let secure = if site.is_some_and(|s| !s.insecure_http) { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

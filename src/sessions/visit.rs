//! Who is at the door of a page: anybody, a member, a steward.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use rules::roles::{Act, Standing, may};

use super::standing_of;
use crate::accounts::{self, Account};
use crate::app::App;
use crate::error::Error;
use crate::site::Site;
use crate::web::PageError;
use crate::web::language::Language;
use crate::web::page::{Layout, Viewer, go};

/// Anybody who looks at a page, with the frame it is shown in.
pub struct Visit {
    pub site: Arc<Site>,
    pub layout: Layout,
    pub viewer: Option<Account>,
    standing: Option<Standing>,
}

impl Visit {
    /// A visitor of whom nothing is known.
    pub fn stranger(site: Arc<Site>) -> Self {
        let layout = Layout::new(Some(&site), &HeaderMap::new(), &Uri::from_static("/"), None);
        Self { site, layout, viewer: None, standing: None }
    }

    pub fn id(&self) -> Option<i64> {
        self.viewer.as_ref().map(|viewer| viewer.id)
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        let site = app.site()?;
        let found = standing_of(app, &parts.headers).await?;
        let shown = found.as_ref().map(|(account, standing)| Viewer {
            username: account.username.clone(),
            name: account.shown_name().to_string(),
            avatar: accounts::api::render(&site, account).avatar.clone(),
            steward: may(*standing, Act::Moderate).is_ok(),
        });
        let layout = Layout::new(Some(&site), &parts.headers, &parts.uri, shown);
        let (viewer, standing) = found.unzip();
        Ok(Self { site, layout, viewer, standing })
    }
}

/// A member; others are asked to log in first.
pub struct Member {
    pub site: Arc<Site>,
    pub layout: Layout,
    pub account: Account,
    pub standing: Standing,
}

impl Member {
    pub const fn language(&self) -> Language {
        self.layout.language
    }
}

impl FromRequestParts<App> for Member {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let visit = Visit::from_request_parts(parts, app).await.map_err(IntoResponse::into_response)?;
        match (visit.viewer, visit.standing) {
            (Some(account), Some(standing)) => Ok(Self { site: visit.site, layout: visit.layout, account, standing }),
            _ => {
                // After a form the page is gone; what can be asked for again is the one it stood on.
                let next = if parts.method == "GET" { visit.layout.here.as_str() } else { "/home" };
                let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
                Err(go(&format!("/login?{query}")))
            }
        }
    }
}

/// A steward at their desk.
pub struct Steward {
    pub site: Arc<Site>,
    pub layout: Layout,
    pub account: Account,
    pub standing: Standing,
}

impl FromRequestParts<App> for Steward {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let Member { site, layout, account, standing } = Member::from_request_parts(parts, app).await?;
        match may(standing, Act::Moderate) {
            Ok(()) => Ok(Self { site, layout, account, standing }),
            Err(refusal) => Err(PageError::from(Error::from(refusal)).into_response()),
        }
    }
}

//! The endpoints of OAuth that apps call.

use axum::Json;
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};

use super::scopes::{self, Scopes};
use super::{Caller, Exchange, NewApp, OAuthApp, app_by_client_id, check_redirect_uri, exchange, issue, register, revoke, store};
use crate::app::App;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::ids;
use crate::push::Vapid;
use crate::site::Site;
use crate::web::html;
use crate::web::params::{text, texts};
use crate::web::{Params, Routes, statics};

pub fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/apps", create_app)
        .get("/api/v1/apps/verify_credentials", verify_app)
        .post("/oauth/token", token)
        .post("/oauth/revoke", revoke_token)
        .get("/oauth/userinfo", userinfo)
        .get("/.well-known/oauth-authorization-server", metadata)
}

#[derive(Deserialize)]
struct NewAppParams {
    #[serde(default, deserialize_with = "text")]
    client_name: Option<String>,
    #[serde(default, deserialize_with = "texts")]
    redirect_uris: Vec<String>,
    #[serde(default, deserialize_with = "text")]
    scopes: Option<String>,
    #[serde(default, deserialize_with = "text")]
    website: Option<String>,
}

fn render_app(app: &OAuthApp) -> Value {
    let uris: Vec<&str> = app.redirect_uris.lines().collect();
    json!({
        "id": app.id.to_string(),
        "name": app.name,
        "website": app.website,
        "scopes": app.scopes.split(' ').collect::<Vec<_>>(),
        "redirect_uris": uris,
        "redirect_uri": app.redirect_uris
    })
}

async fn create_app(State(app): State<App>, Params(params): Params<NewAppParams>) -> Result<Json<Value>> {
    let name = html::plain(&params.client_name.unwrap_or_default(), 60);
    if name.is_empty() {
        return Err(Error::invalid("Validation failed: Application name can't be blank"));
    }
    let redirect_uris: Vec<String> =
        params.redirect_uris.iter().flat_map(|text| text.split_whitespace()).map(ToString::to_string).take(20).collect();
    if redirect_uris.is_empty() {
        return Err(Error::invalid("Validation failed: Redirect URI can't be blank"));
    }
    redirect_uris.iter().try_for_each(|uri| check_redirect_uri(uri))?;
    let website = params.website.as_deref().and_then(crate::federation::json::web_url);
    let new = NewApp { name, website, redirect_uris, scopes: Scopes::parse(&params.scopes.unwrap_or_default())? };
    let (registered, secret) = app.write(move |tx| register(tx, new)).await?;
    let mut body = render_app(&registered);
    body["client_id"] = registered.client_id.into();
    body["client_secret"] = secret.into();
    body["client_secret_expires_at"] = 0.into();
    body["vapid_key"] = Vapid::load(&app.site()?.push_key.0)?.public.into();
    Ok(Json(body))
}

async fn verify_app(State(app): State<App>, headers: HeaderMap) -> Result<Json<Value>> {
    let invalid = || Error::Unauthorized("The access token is invalid".into());
    let header = headers.get(AUTHORIZATION).and_then(|h| h.to_str().ok()).and_then(|h| h.split_once(' ')).ok_or_else(invalid)?;
    let fingerprint = ids::fingerprint(header.1.trim());
    app.read(move |tx| {
        let token = store::token(tx, &fingerprint)?.ok_or_else(invalid)?;
        Ok(render_app(&store::app_by_id(tx, token.app_id)?))
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct TokenParams {
    #[serde(default, deserialize_with = "text")]
    grant_type: Option<String>,
    #[serde(default, deserialize_with = "text")]
    client_id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    client_secret: Option<String>,
    #[serde(default, deserialize_with = "text")]
    redirect_uri: Option<String>,
    #[serde(default, deserialize_with = "text")]
    code: Option<String>,
    #[serde(default, deserialize_with = "text")]
    code_verifier: Option<String>,
    #[serde(default, deserialize_with = "text")]
    scope: Option<String>,
    #[serde(default, deserialize_with = "text")]
    token: Option<String>,
}

/// An OAuth error (RFC 6749 § 5.2), or one of the server's own.
enum Failure {
    OAuth(StatusCode, &'static str, String),
    Server(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Server(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::OAuth(status, error, description) => {
                (status, Json(json!({"error": error, "error_description": description}))).into_response()
            }
            Self::Server(error) => error.into_response(),
        }
    }
}

fn invalid_client() -> Failure {
    let text = "Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.";
    Failure::OAuth(StatusCode::UNAUTHORIZED, "invalid_client", text.into())
}

fn bad_request(error: &'static str, text: impl Into<String>) -> Failure {
    Failure::OAuth(StatusCode::BAD_REQUEST, error, text.into())
}

/// The app that asks, by its id and secret in the body or in a Basic header.
async fn client(app: &App, headers: &HeaderMap, params: &TokenParams) -> Result<OAuthApp, Failure> {
    let basic = headers.get(AUTHORIZATION).and_then(|h| h.to_str().ok()?.strip_prefix("Basic ")).and_then(|encoded| {
        let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
        decoded.split_once(':').map(|(id, secret)| (id.to_string(), secret.to_string()))
    });
    let given = basic.or_else(|| Some((params.client_id.clone()?, params.client_secret.clone()?)));
    let (id, secret) = given.ok_or_else(invalid_client)?;
    let found = app.read(move |tx| app_by_client_id(tx, &id)).await?;
    found.filter(|client| client.secret_hash == ids::fingerprint(&secret)).ok_or_else(invalid_client)
}

async fn token(State(app): State<App>, headers: HeaderMap, Params(params): Params<TokenParams>) -> Result<Response, Failure> {
    let client = client(&app, &headers, &params).await?;
    let (token, scopes) = match params.grant_type.as_deref() {
        Some("authorization_code") => {
            let code = params.code.ok_or_else(|| bad_request("invalid_request", "Missing required parameter: code"))?;
            let redirect_uri = params.redirect_uri.unwrap_or_default();
            let exchanged =
                app.write(move |tx| exchange(tx, &client, &code, &redirect_uri, params.code_verifier.as_deref())).await?;
            match exchanged {
                Exchange::Token(token, scopes) => (token, scopes),
                Exchange::Refused(why) => return Err(bad_request("invalid_grant", why)),
            }
        }
        Some("client_credentials") => {
            let asked = Scopes::parse(params.scope.as_deref().unwrap_or_default())
                .map_err(|e| bad_request("invalid_scope", e.shown()))?;
            if !Scopes::parse(&client.scopes)?.cover_all(&asked) {
                return Err(bad_request("invalid_scope", "The requested scope is invalid, unknown, or malformed."));
            }
            let scopes = asked.clone();
            (app.write(move |tx| issue(tx, client.id, None, &asked, None)).await?, scopes)
        }
        Some(_) => {
            return Err(bad_request(
                "unsupported_grant_type",
                "The authorization grant type is not supported by the authorization server.",
            ));
        }
        None => return Err(bad_request("invalid_request", "Missing required parameter: grant_type")),
    };
    let body = json!({
        "access_token": token, "token_type": "Bearer", "scope": scopes.to_string(), "created_at": app.clock.now().0 / Time::SECOND
    });
    Ok(([(CACHE_CONTROL, "no-store")], Json(body)).into_response())
}

async fn revoke_token(
    State(app): State<App>,
    headers: HeaderMap,
    Params(params): Params<TokenParams>,
) -> Result<Json<Value>, Failure> {
    let client = client(&app, &headers, &params).await.map_err(|failure| match failure {
        Failure::OAuth(..) => {
            Failure::OAuth(StatusCode::FORBIDDEN, "unauthorized_client", "You are not authorized to revoke this token".into())
        }
        other => other,
    })?;
    let token = params.token.ok_or_else(|| bad_request("invalid_request", "Missing required parameter: token"))?;
    app.write(move |tx| revoke(tx, &client, &token)).await?;
    Ok(Json(json!({})))
}

/// Who a token speaks for, in OpenID's words.
async fn userinfo(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    caller.needs_any(&["profile", "read:accounts"])?;
    let site = app.site()?;
    let account = &caller.account;
    let picture =
        account.avatar_url.as_ref().map_or_else(|| statics::placeholder(&site.base(), "avatar.png"), |url| site.media.shown(url));
    Ok(Json(json!({
        "iss": format!("{}/", site.base()), "sub": account.uri, "name": account.shown_name(), "preferred_username": account.username,
        "profile": account.url, "picture": picture
    })))
}

async fn metadata(State(app): State<App>) -> Result<Json<Value>> {
    Ok(Json(describe(&*app.site()?)))
}

/// RFC 8414.
fn describe(site: &Site) -> Value {
    json!({
        "issuer": format!("{}/", site.base()),
        "authorization_endpoint": site.at("/oauth/authorize"),
        "token_endpoint": site.at("/oauth/token"),
        "revocation_endpoint": site.at("/oauth/revoke"),
        "userinfo_endpoint": site.at("/oauth/userinfo"),
        "app_registration_endpoint": site.at("/api/v1/apps"),
        "scopes_supported": scopes::all(),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "client_credentials"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"]
    })
}

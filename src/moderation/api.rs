//! Domain rules for stewards' apps: Mastodon's admin/domain_blocks and admin/domain_allows.

use axum::Json;
use axum::extract::State;
use rules::moderation::Severity;
use rules::roles::Act;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Rule, all, lift, set, store};
use crate::app::App;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::federation;
use crate::oauth::Caller;
use crate::web::params::{flag, text};
use crate::web::{Id, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/admin/domain_blocks", blocks)
        .post("/api/v1/admin/domain_blocks", block)
        .get("/api/v1/admin/domain_blocks/{id}", show_block)
        .put("/api/v1/admin/domain_blocks/{id}", change_block)
        .delete("/api/v1/admin/domain_blocks/{id}", unblock)
        .get("/api/v1/admin/domain_allows", allows)
        .post("/api/v1/admin/domain_allows", allow)
        .get("/api/v1/admin/domain_allows/{id}", show_allow)
        .delete("/api/v1/admin/domain_allows/{id}", disallow)
        .get("/api/v1/instance/domain_blocks", published)
        .get("/api/v1/potluck/queue", queue)
}

/// Mastodon's Admin::DomainBlock. Its severities are `silence`, `suspend` and `noop`; pictures are a matter apart.
fn as_block(rule: &Rule) -> Value {
    let (severity, reject_media) = match rule.severity.parse() {
        Ok(Severity::Block) => ("suspend", true),
        Ok(Severity::Limit) => ("silence", false),
        _ => ("noop", rule.severity == Severity::Media.as_str()),
    };
    json!({
        "id": rule.id.to_string(), "domain": rule.host, "digest": digest(&rule.host), "created_at": Time(rule.created_at).rfc3339(),
        "severity": severity, "reject_media": reject_media, "reject_reports": severity == "suspend", "obfuscate": false,
        "public_comment": rule.public_comment, "private_comment": rule.private_comment
    })
}

fn digest(host: &str) -> String {
    use std::fmt::Write;
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, host.as_bytes());
    hash.as_ref().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn as_allow(rule: &Rule) -> Value {
    json!({"id": rule.id.to_string(), "domain": rule.host, "created_at": Time(rule.created_at).rfc3339()})
}

fn is_allow(rule: &Rule) -> bool {
    rule.severity == Severity::Allow.as_str()
}

#[derive(Deserialize)]
struct NewRule {
    #[serde(default, deserialize_with = "text")]
    domain: Option<String>,
    #[serde(default, deserialize_with = "text")]
    severity: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    reject_media: Option<bool>,
    #[serde(default, deserialize_with = "text")]
    public_comment: Option<String>,
    #[serde(default, deserialize_with = "text")]
    private_comment: Option<String>,
}

impl NewRule {
    fn severity(&self) -> Result<Severity> {
        match self.severity.as_deref().unwrap_or("silence") {
            "suspend" => Ok(Severity::Block),
            "silence" => Ok(Severity::Limit),
            "noop" if self.reject_media == Some(true) => Ok(Severity::Media),
            "noop" => Err(Error::invalid("Validation failed: noop with reject_media false would change nothing")),
            _ => Err(Error::invalid("Validation failed: Severity is not included in the list")),
        }
    }
}

fn steward(caller: &Caller, scope: &str) -> Result<()> {
    caller.needs(scope)?;
    caller.may(Act::Moderate)
}

async fn listed(app: &App, caller: Caller, allowed: bool, show: fn(&Rule) -> Value) -> Result<Json<Vec<Value>>> {
    steward(&caller, if allowed { "admin:read:domain_allows" } else { "admin:read:domain_blocks" })?;
    app.read(move |tx| Ok(all(tx)?.iter().filter(|r| is_allow(r) == allowed).map(show).collect())).await.map(Json)
}

async fn blocks(State(app): State<App>, caller: Caller) -> Result<Json<Vec<Value>>> {
    listed(&app, caller, false, as_block).await
}

async fn allows(State(app): State<App>, caller: Caller) -> Result<Json<Vec<Value>>> {
    listed(&app, caller, true, as_allow).await
}

async fn block(State(app): State<App>, caller: Caller, Params(new): Params<NewRule>) -> Result<Json<Value>> {
    steward(&caller, "admin:write:domain_blocks")?;
    let severity = new.severity()?;
    write(&app, caller, new, severity, as_block).await
}

async fn allow(State(app): State<App>, caller: Caller, Params(new): Params<NewRule>) -> Result<Json<Value>> {
    steward(&caller, "admin:write:domain_allows")?;
    write(&app, caller, new, Severity::Allow, as_allow).await
}

async fn write(app: &App, caller: Caller, new: NewRule, severity: Severity, show: fn(&Rule) -> Value) -> Result<Json<Value>> {
    let host = new.domain.ok_or_else(|| Error::invalid("Validation failed: Domain can't be blank"))?;
    let (public, private) = (new.public_comment.unwrap_or_default(), new.private_comment.unwrap_or_default());
    app.write(move |tx| Ok(show(&set(tx, Some(caller.account.id), &host, severity, &public, &private)?))).await.map(Json)
}

async fn change_block(State(app): State<App>, caller: Caller, Id(id): Id, Params(new): Params<NewRule>) -> Result<Json<Value>> {
    steward(&caller, "admin:write:domain_blocks")?;
    let severity = new.severity()?;
    app.write(move |tx| {
        let before = store::by_id(tx, id)?;
        let public = new.public_comment.unwrap_or(before.public_comment);
        let private = new.private_comment.unwrap_or(before.private_comment);
        Ok(as_block(&set(tx, Some(caller.account.id), &before.host, severity, &public, &private)?))
    })
    .await
    .map(Json)
}

async fn one(app: &App, id: i64, allowed: bool, show: fn(&Rule) -> Value) -> Result<Json<Value>> {
    app.read(move |tx| Some(store::by_id(tx, id)?).filter(|r| is_allow(r) == allowed).map(|r| show(&r)).ok_or(Error::NotFound))
        .await
        .map(Json)
}

async fn show_block(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    steward(&caller, "admin:read:domain_blocks")?;
    one(&app, id, false, as_block).await
}

async fn show_allow(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    steward(&caller, "admin:read:domain_allows")?;
    one(&app, id, true, as_allow).await
}

async fn unblock(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    steward(&caller, "admin:write:domain_blocks")?;
    app.write(move |tx| lift(tx, Some(caller.account.id), id)).await.map(|()| Json(json!({})))
}

async fn disallow(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    steward(&caller, "admin:write:domain_allows")?;
    app.write(move |tx| lift(tx, Some(caller.account.id), id)).await.map(|()| Json(json!({})))
}

/// What has arrived, and what waits to be delivered, host by host, the longest queues first.
async fn queue(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    steward(&caller, "admin:read")?;
    app.read(|tx| federation::traffic(tx, 1_000)).await.map(Json)
}

/// What everybody may know: whom the chapter does not talk with, and why.
async fn published(State(app): State<App>) -> Result<Json<Vec<Value>>> {
    app.read(|tx| {
        let shown = all(tx)?.iter().filter(|r| !is_allow(r)).map(as_block).map(|b| {
            json!({"domain": b["domain"], "digest": b["digest"], "severity": b["severity"], "comment": b["public_comment"]})
        }).collect();
        Ok(shown)
    })
    .await
    .map(Json)
}

//! A member's notification policy: kept with their settings, and as apps read and write it, in both versions.

use axum::Json;
use axum::extract::State;
use rules::notices::{Policy, Treatment};
use serde::Deserialize;
use serde_json::{Value, json};

use super::store;
use crate::accounts;
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::oauth::Caller;
use crate::web::params::{flag, text};
use crate::web::{Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v2/notifications/policy", show)
        .patch("/api/v2/notifications/policy", change)
        .put("/api/v2/notifications/policy", change)
        .get("/api/v1/notifications/policy", show_v1)
        .put("/api/v1/notifications/policy", change_v1)
        .patch("/api/v1/notifications/policy", change_v1)
}

const KEY: &str = "notification_policy";

/// The policy in a member's settings.
pub fn read(settings: &str) -> Policy {
    // Most have none, and need no parsing.
    if !settings.contains(KEY) {
        return Policy::default();
    }
    let settings: Value = serde_json::from_str(settings).unwrap_or_default();
    let said = |name: &str, otherwise| settings[KEY][name].as_str().and_then(Treatment::parse).unwrap_or(otherwise);
    let default = Policy::default();
    Policy {
        not_following: said("for_not_following", default.not_following),
        not_followers: said("for_not_followers", default.not_followers),
        new_accounts: said("for_new_accounts", default.new_accounts),
        private_mentions: said("for_private_mentions", default.private_mentions),
        limited_accounts: said("for_limited_accounts", default.limited_accounts),
    }
}

fn as_json(policy: &Policy) -> Value {
    json!({
        "for_not_following": policy.not_following.as_str(), "for_not_followers": policy.not_followers.as_str(),
        "for_new_accounts": policy.new_accounts.as_str(), "for_private_mentions": policy.private_mentions.as_str(),
        "for_limited_accounts": policy.limited_accounts.as_str()
    })
}

fn of(tx: &mut Tx, account_id: i64) -> Result<Policy> {
    Ok(read(&accounts::user(tx, account_id)?.settings))
}

fn summary(tx: &mut Tx, account_id: i64) -> Result<Value> {
    let (people, sent) = store::pending(tx, account_id)?;
    Ok(json!({"pending_requests_count": people, "pending_notifications_count": sent}))
}

fn write(tx: &mut Tx, account_id: i64, policy: &Policy) -> Result<()> {
    let user = accounts::user(tx, account_id)?;
    let mut settings: Value = serde_json::from_str(&user.settings).unwrap_or_default();
    if !settings.is_object() {
        settings = json!({});
    }
    settings[KEY] = as_json(policy);
    accounts::set_settings(tx, account_id, &settings.to_string())
}

fn render(tx: &mut Tx, account_id: i64, policy: &Policy) -> Result<Value> {
    let mut shown = as_json(policy);
    shown["summary"] = summary(tx, account_id)?;
    Ok(shown)
}

async fn show(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    caller.needs("read:notifications")?;
    app.read(move |tx| {
        let policy = of(tx, caller.account.id)?;
        render(tx, caller.account.id, &policy)
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct Said {
    #[serde(default, deserialize_with = "text")]
    for_not_following: Option<String>,
    #[serde(default, deserialize_with = "text")]
    for_not_followers: Option<String>,
    #[serde(default, deserialize_with = "text")]
    for_new_accounts: Option<String>,
    #[serde(default, deserialize_with = "text")]
    for_private_mentions: Option<String>,
    #[serde(default, deserialize_with = "text")]
    for_limited_accounts: Option<String>,
}

async fn change(State(app): State<App>, caller: Caller, Params(said): Params<Said>) -> Result<Json<Value>> {
    caller.needs("write:notifications")?;
    let read = |said: &Option<String>| match said {
        None => Ok(None),
        Some(text) => Treatment::parse(text)
            .map(Some)
            .ok_or_else(|| Error::invalid("Validation failed: a policy is accept, filter or drop")),
    };
    let [following, followers, new, letters, limited] = [
        read(&said.for_not_following)?,
        read(&said.for_not_followers)?,
        read(&said.for_new_accounts)?,
        read(&said.for_private_mentions)?,
        read(&said.for_limited_accounts)?,
    ];
    app.write(move |tx| {
        let before = of(tx, caller.account.id)?;
        let policy = Policy {
            not_following: following.unwrap_or(before.not_following),
            not_followers: followers.unwrap_or(before.not_followers),
            new_accounts: new.unwrap_or(before.new_accounts),
            private_mentions: letters.unwrap_or(before.private_mentions),
            limited_accounts: limited.unwrap_or(before.limited_accounts),
        };
        write(tx, caller.account.id, &policy)?;
        render(tx, caller.account.id, &policy)
    })
    .await
    .map(Json)
}

// ── the first version: yes or no ──

fn render_v1(tx: &mut Tx, account_id: i64, policy: &Policy) -> Result<Value> {
    let filters = |treatment: Treatment| treatment != Treatment::Accept;
    Ok(json!({
        "filter_not_following": filters(policy.not_following), "filter_not_followers": filters(policy.not_followers),
        "filter_new_accounts": filters(policy.new_accounts), "filter_private_mentions": filters(policy.private_mentions),
        "summary": summary(tx, account_id)?
    }))
}

async fn show_v1(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    caller.needs("read:notifications")?;
    app.read(move |tx| {
        let policy = of(tx, caller.account.id)?;
        render_v1(tx, caller.account.id, &policy)
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct SaidV1 {
    #[serde(default, deserialize_with = "flag")]
    filter_not_following: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    filter_not_followers: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    filter_new_accounts: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    filter_private_mentions: Option<bool>,
}

async fn change_v1(State(app): State<App>, caller: Caller, Params(said): Params<SaidV1>) -> Result<Json<Value>> {
    caller.needs("write:notifications")?;
    let meant = |said: Option<bool>, before: Treatment| match said {
        None => before,
        Some(true) => Treatment::Filter,
        Some(false) => Treatment::Accept,
    };
    app.write(move |tx| {
        let before = of(tx, caller.account.id)?;
        let policy = Policy {
            not_following: meant(said.filter_not_following, before.not_following),
            not_followers: meant(said.filter_not_followers, before.not_followers),
            new_accounts: meant(said.filter_new_accounts, before.new_accounts),
            private_mentions: meant(said.filter_private_mentions, before.private_mentions),
            ..before
        };
        write(tx, caller.account.id, &policy)?;
        render_v1(tx, caller.account.id, &policy)
    })
    .await
    .map(Json)
}

//! Where an app wants to be woken, for clients.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use url::Url;

use super::encrypt::decode;
use super::{ALERTS, POLICIES, Subscription, Vapid, store};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::oauth::Caller;
use crate::web::params::{flag, text};
use crate::web::{Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/push/subscription", show)
        .post("/api/v1/push/subscription", create)
        .put("/api/v1/push/subscription", change)
        .delete("/api/v1/push/subscription", remove)
}

/// Mastodon's WebPushSubscription entity. The id is a number, whatever the documentation says: apps read it as one.
fn render(tx: &mut Tx, subscription: &Subscription) -> Result<Value> {
    let alerts: Value = serde_json::from_str(&subscription.alerts).unwrap_or_default();
    Ok(json!({
        "id": subscription.id, "endpoint": subscription.endpoint, "standard": subscription.standard, "alerts": alerts,
        "policy": subscription.policy, "server_key": Vapid::load(&tx.site.push_key.0)?.public
    }))
}

#[derive(Deserialize, Default)]
struct Wishes {
    #[serde(default)]
    subscription: Option<Where>,
    #[serde(default)]
    data: Option<What>,
}

#[derive(Deserialize, Default)]
struct Where {
    #[serde(default, deserialize_with = "text")]
    endpoint: Option<String>,
    #[serde(default)]
    keys: Option<Keys>,
    #[serde(default, deserialize_with = "flag")]
    standard: Option<bool>,
}

#[derive(Deserialize, Default)]
struct Keys {
    #[serde(default, deserialize_with = "text")]
    p256dh: Option<String>,
    #[serde(default, deserialize_with = "text")]
    auth: Option<String>,
}

#[derive(Deserialize, Default)]
struct What {
    #[serde(default)]
    alerts: Map<String, Value>,
    #[serde(default, deserialize_with = "text")]
    policy: Option<String>,
}

impl What {
    fn alerts(&self) -> String {
        let yes = |value: &Value| match value {
            Value::Bool(yes) => *yes,
            Value::String(text) => matches!(text.as_str(), "true" | "1" | "on"),
            Value::Number(n) => n.as_i64() != Some(0),
            _ => false,
        };
        let all: Map<String, Value> =
            ALERTS.iter().map(|a| ((*a).to_string(), self.alerts.get(*a).is_some_and(yes).into())).collect();
        Value::Object(all).to_string()
    }

    fn policy(&self) -> Result<String> {
        let policy = self.policy.clone().filter(|p| !p.is_empty()).unwrap_or_else(|| "all".into());
        if POLICIES.contains(&policy.as_str()) {
            Ok(policy)
        } else {
            Err(Error::invalid("Validation failed: Policy must be all, followed, follower or none"))
        }
    }
}

async fn create(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Params(wishes): Params<Wishes>,
) -> Result<Json<Value>> {
    caller.needs("push")?;
    let place = wishes.subscription.unwrap_or_default();
    let keys = place.keys.unwrap_or_default();
    let what = wishes.data.unwrap_or_default();
    let endpoint = place.endpoint.unwrap_or_default();
    let url = Url::parse(&endpoint).map_err(|_| Error::invalid("Validation failed: Endpoint is no address"))?;
    app.outbound.check(&url)?;
    if endpoint.len() > 2_048 {
        return Err(Error::invalid("Validation failed: Endpoint is too long"));
    }
    let (p256dh, auth) = (keys.p256dh.unwrap_or_default(), keys.auth.unwrap_or_default());
    if decode(&p256dh).is_none_or(|k| k.len() != 65) || decode(&auth).is_none_or(|a| a.len() != 16) {
        return Err(Error::invalid("Validation failed: the keys p256dh and auth cannot be used"));
    }
    let (alerts, policy) = (what.alerts(), what.policy()?);
    let bearer = headers.get(AUTHORIZATION).and_then(|h| h.to_str().ok()).and_then(|h| h.split_once(' ')).map(|(_, t)| t.trim());
    let access_token = bearer.unwrap_or_default().to_string();
    app.write(move |tx| {
        let subscription = Subscription {
            id: ids::new(tx.now),
            token_id: caller.token_id,
            account_id: caller.account.id,
            endpoint,
            p256dh,
            auth,
            alerts,
            policy,
            standard: place.standard.unwrap_or(false),
            access_token,
            created_at: tx.now.0,
        };
        store::replace(tx, &subscription)?;
        render(tx, &subscription)
    })
    .await
    .map(Json)
}

async fn show(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    caller.needs("push")?;
    app.read(move |tx| {
        let subscription = store::of_token(tx, caller.token_id)?;
        render(tx, &subscription)
    })
    .await
    .map(Json)
}

async fn change(State(app): State<App>, caller: Caller, Params(wishes): Params<Wishes>) -> Result<Json<Value>> {
    caller.needs("push")?;
    let what = wishes.data.unwrap_or_default();
    let (alerts, policy) = (what.alerts(), what.policy()?);
    app.write(move |tx| {
        let subscription = store::of_token(tx, caller.token_id)?;
        store::set(tx, subscription.id, &alerts, &policy)?;
        let subscription = store::of_token(tx, caller.token_id)?;
        render(tx, &subscription)
    })
    .await
    .map(Json)
}

async fn remove(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    caller.needs("push")?;
    app.write(move |tx| store::delete_of(tx, caller.token_id)).await?;
    Ok(Json(json!({})))
}

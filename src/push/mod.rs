//! Web Push: waking an app that is not listening, through the push service it has chosen (RFC 8030).
//!
//! What is sent can be read by that app alone (RFC 8291). Planned in the transaction of the notification; a service that
//! says the app is gone ends the subscription.

pub mod api;
mod encrypt;
mod store;
#[cfg(test)]
mod tests;
mod vapid;

use serde_json::{Value, json};
use url::Url;

pub use store::Subscription;
pub use vapid::Vapid;

use crate::accounts::{self, Account};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::follows;
use crate::later::{self, Kind};
use crate::media::addresses::OWN;
use crate::notifications;
use crate::web::{html, statics};

/// What an app can ask to be woken for.
pub const ALERTS: [&str; 12] = [
    "mention",
    "status",
    "reblog",
    "follow",
    "follow_request",
    "favourite",
    "poll",
    "update",
    "quote",
    "quoted_update",
    "admin.sign_up",
    "admin.report",
];
pub const POLICIES: [&str; 4] = ["all", "followed", "follower", "none"];
/// How long a push service keeps what it cannot deliver.
const KEEP: u64 = 48 * 3_600;

/// Plans to wake the apps of a member for a notification.
pub fn plan(tx: &mut Tx, account_id: i64, notification_id: i64) -> Result<()> {
    for id in store::ids_of(tx, account_id)? {
        later::record(tx, Kind::Push, &format!("{id}:{notification_id}"), tx.now)?;
    }
    Ok(())
}

/// What is to be sent, or nothing: the subscription or the notification is gone, or it is not what was asked for.
struct Parcel {
    subscription: Subscription,
    vapid: Vapid,
    payload: Value,
}

fn pack(tx: &mut Tx, subscription_id: i64, notification_id: i64) -> Result<Option<Parcel>> {
    let Some(subscription) = store::holding(tx, subscription_id)? else { return Ok(None) };
    let me = subscription.account_id;
    let Some(told) = notifications::find(tx, me, notification_id)? else { return Ok(None) };
    let alerts: Value = serde_json::from_str(&subscription.alerts).unwrap_or_default();
    // An app that wants to be told of posts is told of proposals.
    let asked = if told.kind.starts_with("decision.") { "status" } else { told.kind.as_str() };
    if alerts[asked] != true || !is_wanted(tx, &subscription, told.from_id)? {
        return Ok(None);
    }
    let Some(from) = accounts::by_ids(tx, &[told.from_id])?.pop() else { return Ok(None) };
    let user = accounts::user(tx, me)?;
    let status = match told.status_id {
        Some(id) => crate::statuses::by_ids(tx, &[id])?.pop(),
        None => None,
    };
    let words = status.map(|s| if s.spoiler_text.is_empty() { html::words(&s.content, 140) } else { s.spoiler_text });
    let payload = json!({
        "access_token": subscription.access_token,
        "preferred_locale": user.locale,
        "notification_id": told.id,
        "notification_type": asked,
        "icon": from.avatar_url.as_ref().map_or_else(|| statics::placeholder(&tx.site.base(), "avatar.png"), |url| shown(tx, url)),
        "title": title(&told.kind, &from),
        "body": words.unwrap_or_else(|| html::words(&from.note, 140))
    });
    Ok(Some(Parcel { subscription, vapid: Vapid::load(&tx.site.push_key.0)?, payload }))
}

fn shown(tx: &Tx, url: &str) -> String {
    if url.starts_with(OWN) || url.starts_with("http") { tx.site.media.shown(url) } else { url.to_string() }
}

fn is_wanted(tx: &mut Tx, subscription: &Subscription, from: i64) -> Result<bool> {
    let me = subscription.account_id;
    match subscription.policy.as_str() {
        "none" => Ok(false),
        "followed" => follows::is_following(tx, me, from),
        "follower" => follows::is_following(tx, from, me),
        _ => Ok(true),
    }
}

fn title(kind: &str, from: &Account) -> String {
    let name = from.shown_name();
    match kind {
        "mention" => format!("{name} mentioned you"),
        "status" => format!("{name} just posted"),
        "reblog" => format!("{name} boosted your post"),
        "follow" => format!("{name} followed you"),
        "follow_request" => format!("{name} asks to follow you"),
        "favourite" => format!("{name} favourited your post"),
        "poll" => "A poll has ended".into(),
        "update" => format!("{name} edited a post"),
        "quote" => format!("{name} quoted your post"),
        "quoted_update" => format!("{name} edited a post you quoted"),
        "decision.waiting" => "A proposal waits for you".into(),
        "decision.reminder" => "A proposal waits for your answer until tomorrow".into(),
        "decision.outcome" => "The chapter has decided".into(),
        "decision.review" => "An agreement is to be looked at again".into(),
        "admin.sign_up" => format!("{name} signed up"),
        "admin.report" => format!("{name} made a report"),
        _ => name.to_string(),
    }
}

/// Sends what was planned; `subject` is the subscription's id and the notification's.
pub async fn deliver(app: &App, subject: &str) -> Result<()> {
    let ids = subject.split_once(':').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
    let Some((subscription_id, notification_id)) = ids else { return Ok(()) };
    let Some(parcel) = app.read(move |tx| pack(tx, subscription_id, notification_id)).await? else { return Ok(()) };
    let Parcel { subscription, vapid, payload } = parcel;
    let url = Url::parse(&subscription.endpoint).map_err(|_| Error::invalid("The endpoint is no address."))?;
    let site = app.site()?;
    let sealed = encrypt::seal(payload.to_string().as_bytes(), &subscription.p256dh, &subscription.auth, subscription.standard)?;
    let token = vapid.token(&url, &site.base(), app.clock.now().plus(12 * Time::HOUR))?;
    let mut headers =
        vec![("ttl", KEEP.to_string()), ("urgency", "normal".into()), ("content-type", "application/octet-stream".into())];
    if subscription.standard {
        headers.push(("content-encoding", "aes128gcm".into()));
        headers.push(("authorization", format!("vapid t={token}, k={}", vapid.public)));
    } else {
        headers.push(("content-encoding", "aesgcm".into()));
        headers.push(("authorization", format!("WebPush {token}")));
        headers.push(("encryption", format!("salt={}", sealed.salt)));
        headers.push(("crypto-key", format!("dh={};p256ecdsa={}", sealed.key, vapid.public)));
    }
    match app.outbound.push(&url, &headers, sealed.body).await? {
        200..=299 => Ok(()),
        404 | 410 => app.write(move |tx| store::delete(tx, subscription_id)).await,
        status @ (408 | 429 | 500..) => Err(Error::Unavailable(format!("the push service answers {status}"))),
        status => {
            tracing::info!(status, endpoint = subscription.endpoint, "a push service refuses");
            Ok(())
        }
    }
}

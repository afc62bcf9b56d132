//! Bringing activities to inboxes: at least once, in order for each object, however often either side is killed.
//!
//! A delivery is a row until its inbox has answered. A failure is tried again after 5 s, 10 s, 20 s … at most 12 h, for
//! seven days. A host that fails five times in a row is closed for a while, so it holds up nobody else; hearing from it
//! opens it at once.

use std::sync::Arc;

use tokio::task::JoinSet;
use url::Url;

use super::keys::Signer;
use super::store::{self, Delivery};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;

const AT_ONCE: usize = 64;
/// Twice as long as an attempt can take; what a killed process held is tried again after that.
const LEASE: i64 = 20 * Time::SECOND;
const FIRST_RETRY: i64 = 5 * Time::SECOND;
const LONGEST_RETRY: i64 = 12 * Time::HOUR;
const GIVE_UP: i64 = 7 * Time::DAY;
/// Failures in a row after which a host is closed.
const CLOSE_AFTER: i64 = 5;
/// How often a refusal of our signature is tried again: the far server may have had trouble fetching our key.
const REFUSALS: i64 = 3;

enum Outcome {
    Done,
    /// It makes no sense to try again.
    Dropped(String),
    Failed {
        error: String,
        retry_after: Option<i64>,
    },
}

/// Delivers until `app` stops.
pub async fn run(app: App) {
    let mut work = app.work();
    let mut flying: JoinSet<(Delivery, Outcome)> = JoinSet::new();
    loop {
        if flying.len() < AT_ONCE && !app.is_stopping() {
            let room = AT_ONCE - flying.len();
            match app.write(move |tx| store::claim(tx, room, tx.now.plus(LEASE))).await {
                Ok(due) => {
                    for delivery in due {
                        let app = app.clone();
                        flying.spawn(async move {
                            let outcome = attempt(&app, &delivery).await;
                            (delivery, outcome)
                        });
                    }
                }
                Err(error) => tracing::error!(%error, "deliveries could not be claimed"),
            }
        }
        tokio::select! {
            biased;
            () = app.stopped(), if flying.is_empty() => return,
            Some(done) = flying.join_next() => {
                // Whatever else is ready is written down in the same transaction.
                let mut done: Vec<_> = done.into_iter().collect();
                while let Some(next) = flying.try_join_next() {
                    done.extend(next);
                }
                // Always in the same order, so that two processes do not wait for each other.
                done.sort_by(|(a, _), (b, _)| a.host.cmp(&b.host));
                if let Err(error) = app.write(move |tx| done.into_iter().try_for_each(|(d, o)| settle(tx, &d, o))).await {
                    tracing::error!(%error, "the outcome of deliveries could not be written; they will be made again");
                }
            }
            () = work.wait() => {}
        }
    }
}

async fn attempt(app: &App, delivery: &Delivery) -> Outcome {
    let sent = async {
        let inbox = Url::parse(&delivery.inbox_url).map_err(Error::internal)?;
        let signer = signer(app, delivery.account_id).await?;
        app.outbound.post(&inbox, delivery.body.clone().into_bytes(), &signer, app.clock.now()).await
    };
    match sent.await {
        Ok(answer) => match answer.status {
            200..=299 => Outcome::Done,
            401 | 403 if delivery.attempts < REFUSALS => {
                Outcome::Failed { error: format!("answered {}", answer.status), retry_after: None }
            }
            408 | 425 | 429 | 500.. => {
                Outcome::Failed { error: format!("answered {}", answer.status), retry_after: answer.retry_after }
            }
            status => Outcome::Dropped(format!("answered {status}")),
        },
        Err(Error::Unavailable(error)) => Outcome::Failed { error, retry_after: None },
        Err(error) => Outcome::Dropped(error.to_string()),
    }
}

fn settle(tx: &mut Tx, delivery: &Delivery, outcome: Outcome) -> Result<()> {
    match outcome {
        Outcome::Done => {
            store::host_answered(tx, &delivery.host)?;
            store::delete_delivery(tx, delivery.id)
        }
        Outcome::Dropped(why) => {
            tracing::warn!(inbox = delivery.inbox_url, why, "a delivery was given up");
            store::delete_delivery(tx, delivery.id)
        }
        Outcome::Failed { error, .. } if tx.now.0 - delivery.created_at > GIVE_UP => {
            tracing::warn!(inbox = delivery.inbox_url, error, "a delivery was given up after seven days");
            store::delete_delivery(tx, delivery.id)
        }
        Outcome::Failed { error, retry_after } => {
            let failures = store::host_failed(tx, &delivery.host, &error)?;
            if failures >= CLOSE_AFTER {
                store::close_host(tx, &delivery.host, tx.now.plus(pause(failures - CLOSE_AFTER, retry_after)))?;
            }
            store::retry_delivery(tx, delivery.id, tx.now.plus(pause(delivery.attempts, retry_after)), &error)
        }
    }
}

/// 5 s · 2ⁿ with up to 30 % on top, so that what failed together does not come back together.
fn pause(failures: i64, retry_after: Option<i64>) -> i64 {
    let doubled = FIRST_RETRY.saturating_mul(1 << failures.clamp(0, 20));
    let asked = retry_after.unwrap_or_default().saturating_mul(Time::SECOND);
    let base = doubled.max(asked).min(LONGEST_RETRY);
    base + ids::jitter(base * 3 / 10)
}

/// The loaded key of an account of this node.
pub async fn signer(app: &App, account_id: i64) -> Result<Arc<Signer>> {
    if let Some(signer) = app.keys.signer(account_id) {
        return Ok(signer);
    }
    let key = app.read(move |tx| store::private_key(tx.conn, account_id)).await?;
    Ok(app.keys.keep(account_id, Signer::load(key.key_id, &key.pkcs8)?))
}

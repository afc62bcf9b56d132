//! One host's lane: its deliveries in rounds, one at a time at first, up to four while it keeps up.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use url::Url;

use super::pace::{self, Verdict};
use super::store::{self, Delivery, Lane};
use super::{LEASE, later_gone};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::signatures::{Headers, Scheme};
use crate::federation::{keys, synchronization};

/// After so many rounds another host gets its turn.
const ROUNDS: usize = 20;
/// A round begins no delivery after that, so that it ends before the lease does.
const STARTS_WITHIN: Duration = Duration::from_secs(8);
/// How long it is remembered that a host wants the newer signatures.
const REMEMBER: i64 = 30 * Time::DAY;

/// What came of one delivery.
struct Outcome {
    delivery: Delivery,
    verdict: Verdict,
    error: String,
    retry_after: Option<i64>,
    scheme: Option<Scheme>,
}

/// Makes the deliveries of a host until none is left, it fails, or others have waited long enough.
pub async fn run(app: App, lane: Lane, places: Arc<Semaphore>) {
    let host = lane.host.clone();
    if let Some(scheme) = lane.signs.as_deref().and_then(Scheme::parse)
        && lane.signs_until.is_some_and(|until| until > app.clock.now().0)
    {
        app.outbound.remember(&host, scheme);
    }
    let mut failing = lane.failures > 0;
    let mut width = 1;
    for _ in 0..ROUNDS {
        if app.is_stopping() {
            break;
        }
        let batch = match next(&app, &host, failing, width).await {
            Ok(batch) if batch.is_empty() => break,
            Ok(batch) => batch,
            Err(error) => {
                tracing::error!(%error, host, "deliveries could not be read");
                break;
            }
        };
        let began = Instant::now();
        let outcomes = round(&app, batch, width, &places).await;
        let well = outcomes.iter().all(|o| !matches!(o.verdict, Verdict::Down | Verdict::Ailing));
        let stuck = outcomes.iter().any(|o| o.verdict == Verdict::Down) || failing && !well;
        width = pace::width(width, well, began.elapsed().as_millis() / outcomes.len().div_ceil(width).max(1) as u128);
        failing = failing && !well;
        let written = host.clone();
        if let Err(error) = app.write(move |tx| settle(tx, &written, outcomes)).await {
            tracing::error!(%error, host, "the outcome of deliveries could not be written; they will be made again");
            break;
        }
        if stuck {
            break;
        }
    }
    if let Err(error) = app.write(move |tx| store::release(tx, &host)).await {
        tracing::error!(%error, "a lane could not be handed back; its lease will run out");
    }
}

/// The next round: one delivery to see whether a host that failed is back; otherwise urgent ones, and for three of them
/// one of the others, so that neither waits for ever.
async fn next(app: &App, host: &str, failing: bool, width: usize) -> Result<Vec<Delivery>> {
    let size = if failing { 1 } else { width * 8 };
    let host = host.to_string();
    app.read(move |tx| {
        let limit = i64::try_from(size).unwrap_or(i64::MAX);
        let mut urgent = store::next_of(tx.conn, &host, true, tx.now, limit)?;
        let reserved = if failing { usize::from(urgent.is_empty()) } else { size / 4 };
        let room = size.saturating_sub(urgent.len()).max(reserved);
        let others =
            if room == 0 { Vec::new() } else { store::next_of(tx.conn, &host, false, tx.now, i64::try_from(room).unwrap_or(1))? };
        urgent.truncate(size - others.len().min(size));
        urgent.extend(others);
        Ok(urgent)
    })
    .await
}

/// Makes the deliveries of one round, `width` at a time; none more once the host turns out to be down.
async fn round(app: &App, batch: Vec<Delivery>, width: usize, places: &Arc<Semaphore>) -> Vec<Outcome> {
    let mut waiting = batch.into_iter();
    let mut flying: JoinSet<Outcome> = JoinSet::new();
    let mut outcomes = Vec::new();
    let mut down = false;
    let began = Instant::now();
    loop {
        while !down && flying.len() < width && !app.is_stopping() && began.elapsed() < STARTS_WITHIN {
            let Some(delivery) = waiting.next() else { break };
            let (app, places) = (app.clone(), places.clone());
            flying.spawn(async move {
                let _place = places.acquire_owned().await;
                attempt(&app, delivery).await
            });
        }
        match flying.join_next().await {
            Some(Ok(outcome)) => {
                down |= outcome.verdict == Verdict::Down;
                outcomes.push(outcome);
            }
            Some(Err(error)) => tracing::error!(%error, "a delivery panicked; it will be made again"),
            None => return outcomes,
        }
    }
}

async fn attempt(app: &App, delivery: Delivery) -> Outcome {
    let sent = async {
        let inbox = Url::parse(&delivery.inbox_url).map_err(Error::internal)?;
        let signer = keys::signer(app, delivery.account_id).await?;
        let more = match synchronization::may_be_for_followers(&delivery.body) {
            true => {
                let (by, inbox, body) = (delivery.account_id, inbox.clone(), delivery.body.clone());
                app.read(move |tx| synchronization::headers(tx, by, &inbox, &body)).await?
            }
            false => Headers::new(),
        };
        app.outbound.post(&inbox, delivery.body.clone().into_bytes(), more, &signer, app.clock.now()).await
    };
    match sent.await {
        Ok(answer) => Outcome {
            verdict: pace::verdict(answer.status, delivery.attempts),
            error: format!("answered {}", answer.status),
            retry_after: answer.retry_after,
            scheme: answer.learnt,
            delivery,
        },
        Err(Error::Unavailable(error)) => Outcome { verdict: Verdict::Down, error, retry_after: None, scheme: None, delivery },
        Err(error @ Error::Internal(_)) => {
            Outcome { verdict: Verdict::Again, error: error.to_string(), retry_after: None, scheme: None, delivery }
        }
        // The address is one we do not go to.
        Err(error) => Outcome { verdict: Verdict::Drop, error: error.to_string(), retry_after: None, scheme: None, delivery },
    }
}

/// Writes down what came of a round.
fn settle(tx: &mut Tx, host: &str, outcomes: Vec<Outcome>) -> Result<()> {
    let mut over = Vec::new();
    let mut blow: Option<(String, bool, Option<i64>)> = None;
    let mut fine = false;
    for outcome in outcomes {
        let Outcome { delivery, verdict, error, retry_after, scheme } = outcome;
        if let Some(scheme) = scheme {
            store::set_signs(tx, host, scheme.as_str(), tx.now.plus(REMEMBER))?;
        }
        let inbox = &delivery.inbox_url;
        let spent = tx.now.0 - delivery.created_at > pace::GIVE_UP;
        match verdict {
            Verdict::Done => {
                fine = true;
                over.push(delivery.id);
            }
            Verdict::Drop | Verdict::Gone => {
                tracing::warn!(inbox, error, "a delivery was given up");
                fine = true;
                if verdict == Verdict::Gone {
                    later_gone(tx, inbox)?;
                }
                over.push(delivery.id);
            }
            Verdict::Again | Verdict::Ailing if spent => {
                tracing::warn!(inbox, error, "a delivery was given up after seven days");
                over.push(delivery.id);
            }
            Verdict::Again | Verdict::Ailing => {
                store::retry(tx, delivery.id, tx.now.plus(pace::delivery_pause(delivery.attempts)), &error)?;
                if verdict == Verdict::Ailing {
                    blow.get_or_insert((error, false, retry_after));
                }
            }
            // The host waits, not the delivery: it goes as soon as the host is back.
            Verdict::Down => {
                store::retry(tx, delivery.id, tx.now, &error)?;
                blow = Some((error, true, retry_after));
            }
        }
    }
    store::delete(tx, &over)?;
    match blow {
        Some((error, down, retry_after)) if down || !fine => store::failed(tx, host, &error, down, retry_after)?,
        _ if fine => store::answered(tx, host)?,
        _ => {}
    }
    store::renew(tx, host, tx.now.plus(LEASE))
}

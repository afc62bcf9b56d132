//! Every background job and its rhythm.

use std::collections::{BTreeMap, HashSet};

use tokio::task::JoinSet;

use crate::activities;
use crate::app::App;
use crate::clock::Time;
use crate::federation::deliver;
use crate::federation::store::{self, Inbound};
use crate::{inbox, oauth, sessions, timelines};

/// Senders whose activities are given effect at the same time.
const AT_ONCE: usize = 16;
/// How long the ids of what arrived are kept: longer than any peer goes on retrying.
const REMEMBER: i64 = 30 * Time::DAY;

/// Runs every job until the node stops.
pub async fn run(app: App) {
    tokio::select! {
        () = app.founded() => {}
        () = app.stopped() => return,
    }
    tokio::join!(fan_out(app.clone()), deliver::run(app.clone()), take_in(app.clone()), tidy_up(app));
}

/// Records to deliveries: as soon as something was written.
async fn fan_out(app: App) {
    let mut work = app.work();
    while !app.is_stopping() {
        let waiting = app.read(|tx| activities::waiting(tx.conn)).await;
        let done = match waiting {
            Ok(0) => Ok(0),
            Ok(_) => app.write(activities::fan_out).await,
            Err(error) => Err(error),
        };
        match done {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::error!(%error, "records could not be fanned out"),
        }
        tokio::select! {
            () = app.stopped() => return,
            () = work.wait() => {}
        }
    }
}

/// What arrived gets its effects: as soon as something was written. What one sender sent has its effects one after the
/// other, so an edit is not read before what it edits; senders do not wait for each other.
async fn take_in(app: App) {
    let mut work = app.work();
    let mut running: JoinSet<String> = JoinSet::new();
    let mut busy: HashSet<String> = HashSet::new();
    loop {
        if running.len() < AT_ONCE && !app.is_stopping() {
            let heard: Vec<String> = busy.iter().cloned().collect();
            match app.read(move |tx| store::due_inbound(tx.conn, tx.now, 64, &heard)).await {
                Ok(due) => {
                    let mut by_sender: BTreeMap<String, Vec<Inbound>> = BTreeMap::new();
                    due.into_iter().for_each(|inbound| by_sender.entry(inbound.signer_uri.clone()).or_default().push(inbound));
                    for (sender, all) in by_sender.into_iter().take(AT_ONCE - running.len()) {
                        let app = app.clone();
                        busy.insert(sender.clone());
                        running.spawn(async move {
                            for inbound in all {
                                inbox::process(&app, inbound).await;
                            }
                            sender
                        });
                    }
                }
                Err(error) => tracing::error!(%error, "what arrived could not be read"),
            }
        }
        tokio::select! {
            biased;
            () = app.stopped(), if running.is_empty() => return,
            Some(done) = running.join_next() => match done {
                Ok(sender) => {
                    busy.remove(&sender);
                }
                Err(error) => {
                    // Whoever panicked did not say who it was: wait for the others, then look at everybody again.
                    tracing::error!(%error, "an activity's effect panicked");
                    while running.join_next().await.is_some() {}
                    busy.clear();
                }
            },
            () = work.wait() => {}
        }
    }
}

/// Forgetting and trimming: hourly.
async fn tidy_up(app: App) {
    loop {
        let done = app
            .write(|tx| {
                sessions::forget_old(tx)?;
                oauth::forget_old(tx)?;
                timelines::trim(tx)?;
                store::forget_inbound(tx, tx.now.plus(-REMEMBER)).map(|_| ())
            })
            .await;
        if let Err(error) = done {
            tracing::error!(%error, "tidying up failed");
        }
        tokio::select! {
            () = app.stopped() => return,
            () = tokio::time::sleep(std::time::Duration::from_secs(3_600)) => {}
        }
    }
}

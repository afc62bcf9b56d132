//! Every background job and its rhythm.

use std::collections::HashSet;

use tokio::task::JoinSet;

use crate::activities;
use crate::app::App;
use crate::clock::Time;
use crate::federation::{deliver, store};
use crate::{inbox, oauth, sessions, timelines};

/// Activities that are given effect at the same time.
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

/// What arrived gets its effects: as soon as something was written.
async fn take_in(app: App) {
    let mut work = app.work();
    let mut running: JoinSet<i64> = JoinSet::new();
    let mut busy: HashSet<i64> = HashSet::new();
    loop {
        let mut started = false;
        if running.len() < AT_ONCE && !app.is_stopping() {
            match app.read(|tx| store::due_inbound(tx.conn, tx.now, 4 * AT_ONCE as i64)).await {
                Ok(due) => {
                    for inbound in due {
                        if running.len() < AT_ONCE && busy.insert(inbound.id) {
                            let app = app.clone();
                            started = true;
                            running.spawn(async move {
                                let id = inbound.id;
                                inbox::process(&app, inbound).await;
                                id
                            });
                        }
                    }
                }
                Err(error) => tracing::error!(%error, "what arrived could not be read"),
            }
        }
        if started && running.len() < AT_ONCE {
            tokio::task::yield_now().await;
        }
        tokio::select! {
            biased;
            () = app.stopped(), if running.is_empty() => return,
            Some(done) = running.join_next() => match done {
                Ok(id) => {
                    busy.remove(&id);
                }
                Err(error) => {
                    // Whoever panicked did not say who it was: let everything be looked at again.
                    tracing::error!(%error, "an activity's effect panicked");
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

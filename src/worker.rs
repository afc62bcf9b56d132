//! Every background job and its rhythm.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::atomic::Ordering;

use tokio::task::JoinSet;

use crate::activities;
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::fetch::with_budget;
use crate::federation::store::{self, Inbound};
use crate::federation::{delivery, keys};
use crate::later::{self, Due, Kind};
use crate::{
    accounts, blocks, cards, chapter, credentials, desk, email_subscriptions, follows, inbox, letters, network, oauth, polls,
    portability, proposals, push, quotes, scheduled, search, sessions, statuses, timelines, uploads,
};

/// Senders whose activities are given effect at the same time.
const AT_ONCE: usize = 16;
/// How long the ids of what arrived are kept: longer than any peer goes on retrying.
const REMEMBER: i64 = 30 * Time::DAY;
/// How long it is remembered that something was deleted elsewhere; what was deleted here is remembered for ever.
const BURIED: i64 = 90 * Time::DAY;

/// Runs every job until the node stops.
pub async fn run(app: App) {
    tokio::select! {
        () = app.founded() => {}
        () = app.stopped() => return,
    }
    if let Err(error) = complete_keys(&app).await {
        tracing::error!(%error, "accounts without a key for documents could not be given one");
    }
    let planned = app.write(|tx| {
        proposals::deadlines::plan_all(tx)?;
        proposals::agreements::plan_all(tx)?;
        network::plan_all(tx)?;
        credentials::plan_all(tx)
    });
    if let Err(error) = planned.await {
        tracing::error!(%error, "the deadlines of proposals and seats could not be planned");
    }
    tokio::spawn(catch_up_search(app.clone()));
    tokio::join!(fan_out(app.clone()), delivery::run(app.clone()), take_in(app.clone()), do_later(app.clone()), tidy_up(app));
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
    // What has been read and waits for its turn, by sender; and the senders that are not to be read of meanwhile.
    let mut waiting: VecDeque<(String, Vec<Inbound>)> = VecDeque::new();
    let mut busy: HashSet<String> = HashSet::new();
    loop {
        if waiting.is_empty() && running.len() < AT_ONCE && !app.is_stopping() {
            let heard: Vec<String> = busy.iter().cloned().collect();
            match app.read(move |tx| store::due_inbound(tx.conn, tx.now, 64, &heard)).await {
                Ok(due) => {
                    let mut by_sender: BTreeMap<String, Vec<Inbound>> = BTreeMap::new();
                    due.into_iter().for_each(|inbound| by_sender.entry(inbound.signer_uri.clone()).or_default().push(inbound));
                    busy.extend(by_sender.keys().cloned());
                    waiting.extend(by_sender);
                }
                Err(error) => tracing::error!(%error, "what arrived could not be read"),
            }
        }
        while running.len() < AT_ONCE && !app.is_stopping() {
            let Some((sender, all)) = waiting.pop_front() else { break };
            let app = app.clone();
            running.spawn(async move {
                for inbound in all {
                    inbox::process(&app, inbound).await;
                }
                sender
            });
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
                    waiting.clear();
                    busy.clear();
                }
            },
            () = work.wait() => {}
        }
    }
}

/// Accounts that were made before there were keys for documents get one.
async fn complete_keys(app: &App) -> Result<()> {
    app.write(|tx| {
        for (id, uri) in store::without_proof_key(tx.conn)? {
            let fresh = keys::generate_ed25519()?;
            store::set_proof_key(tx.conn, id, &format!("{uri}#ed25519-key"), &fresh.multikey, &fresh.pkcs8)?;
        }
        Ok(())
    })
    .await
}

/// What the chapter says of itself may have been changed through another process.
pub async fn keep_up(app: App) {
    while !app.is_stopping() {
        tokio::select! {
            () = app.stopped() => return,
            () = tokio::time::sleep(std::time::Duration::from_secs(60)) => {}
        }
        if let Err(error) = chapter::desk::refresh(&app).await {
            tracing::error!(%error, "the chapter's settings could not be read again");
        }
    }
}

/// Posts and proposals that are older than the index of their words are put into it, once, a few at a time.
pub async fn catch_up_search(app: App) {
    match app.read(|tx| chapter::search_done(tx.conn)).await {
        Ok(false) => {}
        Ok(true) => return,
        Err(error) => return tracing::error!(%error, "whether everything can be found is not known"),
    }
    let all = async {
        if in_steps(&app, search::catch_up).await? && in_steps(&app, proposals::words::catch_up).await? {
            app.write(|tx| chapter::set_search_done(tx.conn)).await?;
        }
        Ok::<(), Error>(())
    };
    if let Err(error) = all.await {
        tracing::error!(%error, "what is older could not be made to be found");
    }
}

/// Goes through rows from the latest on, some at a time; answers false where the node stops before all are done.
async fn in_steps(app: &App, step: impl Fn(&mut Tx, i64) -> Result<Option<i64>> + Copy + Send + 'static) -> Result<bool> {
    let mut from = Some(i64::MAX);
    while let Some(below) = from {
        if app.is_stopping() {
            return Ok(false);
        }
        from = app.write(move |tx| step(tx, below)).await?;
    }
    Ok(true)
}

/// What was put off: as soon as it is due, a few at a time; what fails is tried again a few times.
async fn do_later(app: App) {
    let mut work = app.work();
    while !app.is_stopping() {
        let due = app.read(|tx| later::due(tx.conn, tx.now, 16)).await.unwrap_or_else(|error| {
            tracing::error!(%error, "what is to be done later could not be read");
            Vec::new()
        });
        let none = due.is_empty();
        let each = due.into_iter().map(|due| attempt(&app, due));
        for done in futures_util::future::join_all(each).await {
            if let Err(error) = done {
                tracing::error!(%error, "something to be done later went wrong");
            }
        }
        if none {
            tokio::select! {
                () = app.stopped() => return,
                () = work.wait() => {}
            }
        }
    }
}

async fn attempt(app: &App, due: Due) -> Result<()> {
    app.under_way.fetch_add(1, Ordering::Relaxed);
    let done = take_and_perform(app, due).await;
    app.under_way.fetch_sub(1, Ordering::Relaxed);
    done
}

async fn take_and_perform(app: &App, due: Due) -> Result<()> {
    const TRIES: i64 = 6;
    let mine = due.clone();
    let taken = app.write(move |tx| later::take(tx, &mine, tx.now.plus(Time::MINUTE << mine.attempts.clamp(0, 10)))).await?;
    if !taken {
        return Ok(());
    }
    match (perform(app, &due).await, due.attempts < TRIES) {
        (Err(Error::Unavailable(_) | Error::Internal(_)), true) => Ok(()),
        _ => app.write(move |tx| later::delete(tx, due.id)).await,
    }
}

/// What each kind means.
async fn perform(app: &App, due: &Due) -> Result<()> {
    let id = due.subject.parse::<i64>().unwrap_or_default();
    match Kind::parse(&due.kind) {
        Some(Kind::LookWhetherGone) => accounts::look_whether_gone(app, &due.subject).await,
        Some(Kind::Backfill) => with_budget(statuses::backfill(app, id)).await,
        Some(Kind::ClosePoll) => app.write(move |tx| polls::end(tx, id)).await,
        Some(Kind::TellPoll) => app.write(move |tx| polls::tell(tx, id)).await,
        Some(Kind::CheckQuote) => with_budget(quotes::check(app, id)).await,
        Some(Kind::VerifyLinks) => with_budget(accounts::profile::verify_links(app, id)).await,
        Some(Kind::Attestation) => with_budget(credentials::verify_attestation(app, id)).await,
        Some(Kind::PostScheduled) => scheduled::post_now(app, id).await,
        Some(Kind::Push) => push::deliver(app, &due.subject).await,
        Some(Kind::FetchCard) => with_budget(cards::fetch(app, id)).await,
        Some(Kind::Import) => portability::go_on(app, &due.subject).await,
        Some(Kind::Archive) => portability::archive::make(app, id).await,
        Some(Kind::Letter) => letters::deliver(app, id).await,
        Some(Kind::Decision) => {
            let subject = due.subject.clone();
            app.write(move |tx| proposals::deadlines::come(tx, &subject)).await
        }
        Some(Kind::Agreement) => {
            let subject = due.subject.clone();
            app.write(move |tx| proposals::agreements::come(tx, &subject)).await
        }
        Some(Kind::Candidacy) => {
            let subject = due.subject.clone();
            app.write(move |tx| credentials::come(tx, &subject)).await
        }
        Some(Kind::Seat) => {
            let subject = due.subject.clone();
            app.write(move |tx| credentials::seat_comes(tx, &subject)).await
        }
        Some(Kind::SyncFollowers) => with_budget(follows::synchronization::synchronize(app, &due.subject)).await,
        Some(Kind::EmailSubscriptions) => email_subscriptions::deliver(app, &due.subject).await,
        Some(Kind::Network) => network::come(app, &due.subject).await,
        Some(Kind::ProcessMedia) => uploads::process(app, id).await,
        None => Ok(()),
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
                delivery::tidy_up(tx)?;
                blocks::forget_mutes(tx)?;
                letters::forget_old(tx)?;
                email_subscriptions::forget_unconfirmed(tx)?;
                statuses::forget_buried(tx, tx.now.plus(-BURIED))?;
                store::forget_inbound(tx, tx.now.plus(-REMEMBER)).map(|_| ())
            })
            .await;
        let others = [
            uploads::forget_loose(&app).await,
            uploads::forget_unused(&app).await,
            proposals::attachments::forget_loose(&app).await,
            portability::archive::forget_old(&app).await,
            letters::digest::write_due(&app).await,
            desk::disk::forget_broken_backups(&app).await,
        ];
        for done in others.into_iter().chain([done]) {
            if let Err(error) = done {
                tracing::error!(%error, "tidying up failed");
            }
        }
        tokio::select! {
            () = app.stopped() => return,
            () = tokio::time::sleep(std::time::Duration::from_secs(3_600)) => {}
        }
    }
}

//! Pictures, films and sounds of others, fetched when somebody first looks and kept for a while.
//!
//! The store is the cache: a file's name is made from its address, so all processes share it, and its time says when it was
//! fetched. What a host rule forbids is not fetched and not shown.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};

use aws_lc_rs::digest::{SHA256, digest};
use tokio::sync::{Mutex as AsyncMutex, Semaphore};
use url::Url;

use crate::app::App;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::federation::verdict;
use crate::media::{FileType, TYPES};
use crate::site::authority;

/// The folder of what was fetched.
const CACHE: &str = "cache";

/// How many files are fetched at the same time in this process.
static FETCHING: Semaphore = Semaphore::const_new(16);

/// Who asks for what is being fetched waits for it.
static TURNS: LazyLock<Mutex<HashMap<String, Weak<AsyncMutex<()>>>>> = LazyLock::new(Mutex::default);

fn turn(name: &str) -> Arc<AsyncMutex<()>> {
    let mut all = TURNS.lock().unwrap_or_else(PoisonError::into_inner);
    all.retain(|_, turn| turn.strong_count() > 0);
    let known = all.get(name).and_then(Weak::upgrade);
    known.unwrap_or_else(|| {
        let turn = Arc::new(AsyncMutex::new(()));
        all.insert(name.to_string(), Arc::downgrade(&turn));
        turn
    })
}

fn name(url: &str) -> String {
    let hash = digest(&SHA256, url.as_bytes());
    hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Where the file of another server lies in our store; fetched now if it is not there.
pub async fn through_us(app: &App, url: &str) -> Result<String> {
    let parsed = Url::parse(url).map_err(|_| Error::NotFound)?;
    let host = authority(&parsed);
    let verdict = app.read(move |tx| verdict(tx, &host)).await?;
    if verdict.blocked || verdict.without_media {
        return Err(Error::NotFound);
    }
    let name = name(url);
    if let Some(key) = kept(app, &name, &parsed).await? {
        return Ok(key);
    }
    let turn = turn(&name);
    let _turn = turn.lock().await;
    if let Some(key) = kept(app, &name, &parsed).await? {
        return Ok(key);
    }
    let _slot = FETCHING.acquire().await.map_err(Error::internal)?;
    let bytes = app.outbound.file(&parsed, app.config.media.largest()).await?;
    let kind = FileType::sniff(&bytes).ok_or(Error::NotFound)?;
    let key = key(&name, kind);
    app.media.put(&key, bytes).await?;
    Ok(key)
}

fn key(name: &str, kind: FileType) -> String {
    format!("{CACHE}/{}/{name}.{}", &name[..2], kind.extension)
}

/// The key of a file that has been fetched, whatever its type turned out to be; what its address says is tried first.
async fn kept(app: &App, name: &str, url: &Url) -> Result<Option<String>> {
    let mut kinds = TYPES;
    kinds.sort_by_key(|kind| !url.path().to_ascii_lowercase().replace(".jpeg", ".jpg").ends_with(kind.extension));
    for kind in kinds {
        let key = key(name, kind);
        if app.media.has(&key).await? {
            return Ok(Some(key));
        }
    }
    Ok(None)
}

/// What was fetched more than so many days ago is fetched again when somebody looks.
pub async fn forget_unused(app: &App) -> Result<()> {
    let before = app.clock.now().plus(-i64::from(app.config.media.cache_days) * Time::DAY);
    for (key, _) in app.media.list(CACHE).await?.into_iter().filter(|(_, at)| *at < before.0) {
        app.media.delete(&key).await?;
    }
    Ok(())
}

//! What every request and every job holds: the config, the database, the clock, the way out, the chapter.

use std::ops::Deref;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::watch;

use crate::clock::{Clock, Time};
use crate::config::Config;
use crate::db::{Db, Tx, each_backend};
use crate::error::{Error, Result};
use crate::federation::buckets::Buckets;
use crate::federation::fetch::Outbound;
use crate::federation::keys::Ring;
use crate::hub::Hub;
use crate::media::Media;
use crate::site::{Site, Sizes};
use crate::translator::Translator;
use crate::web::cache::Cache;
use crate::web::limits::Limits;
use crate::web::made::Made;

/// Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct App(Arc<Inner>);

pub struct Inner {
    pub config: Config,
    pub clock: Clock,
    pub db: Db,
    pub outbound: Outbound,
    pub media: Media,
    /// `None`: nobody translates posts.
    pub translator: Option<Translator>,
    pub hub: Hub,
    pub keys: Ring,
    /// What one host brings us.
    pub brought: Buckets,
    /// How often each caller has asked.
    pub limits: Limits,
    /// What everybody gets alike.
    pub cache: Cache,
    /// What pages have made of rows.
    pub made: Made,
    /// `None` until the chapter has been set up.
    site: RwLock<Option<Arc<Site>>>,
    /// As they were counted last, and when.
    pub sizes: Mutex<Option<(Time, Sizes)>>,
    /// How much of what was put off this process is doing at the moment.
    pub under_way: AtomicUsize,
    written: watch::Sender<u64>,
    stopping: watch::Sender<bool>,
}

impl Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// The chapter as this node's config has it.
fn configured(site: Site, config: &Config) -> Site {
    let media = site.media.configured(config.media.public_url.clone(), config.media.proxy);
    Site {
        limited_federation: config.limited_federation,
        sends_mail: config.mail.is_some(),
        translates: config.translation.is_some(),
        media,
        ..site
    }
}

impl App {
    pub fn new(config: Config, clock: Clock, db: Db, site: Option<Site>) -> Result<Self> {
        let site = site.map(|site| configured(site, &config));
        let insecure = config.insecure_http || site.as_ref().is_some_and(|s| s.insecure_http);
        Ok(Self(Arc::new(Inner {
            outbound: Outbound::new(insecure)?,
            media: Media::open(&config.media, &config.data)?,
            translator: config.translation.as_ref().map(Translator::new).transpose()?,
            config,
            clock,
            db,
            hub: Hub::default(),
            keys: Ring::default(),
            brought: Buckets::new(5_000, 500),
            limits: Limits::default(),
            cache: Cache::default(),
            made: Made::default(),
            site: RwLock::new(site.map(Arc::new)),
            sizes: Mutex::new(None),
            under_way: AtomicUsize::new(0),
            written: watch::Sender::new(0),
            stopping: watch::Sender::new(false),
        })))
    }

    /// The chapter.
    ///
    /// # Errors
    /// `Unavailable` before the set-up.
    pub fn site(&self) -> Result<Arc<Site>> {
        self.site.read().unwrap_or_else(PoisonError::into_inner).clone().ok_or_else(|| {
            Error::Unavailable("This node has not been set up yet. Its steward finds the link in the terminal.".into())
        })
    }

    /// Called once, when the set-up page has founded the chapter.
    pub fn found(&self, site: Site) {
        let site = configured(site, &self.config);
        if site.insecure_http {
            self.outbound.open_loopback();
        }
        *self.site.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(site));
        self.wake();
    }

    /// Reads, at one moment.
    pub async fn read<T: Send + 'static>(&self, work: impl FnOnce(&mut Tx) -> Result<T> + Send + 'static) -> Result<T> {
        let (site, now) = (self.site()?, self.clock.now());
        self.db.read(move |conn| work(&mut Tx { conn, now, site, wakes: false, events: Vec::new() })).await
    }

    /// Reads a few rows by their keys, without a way to another thread and back where that takes longer than the reading.
    pub async fn look<T: Send + 'static>(&self, work: impl FnOnce(&mut Tx) -> Result<T> + Send + 'static) -> Result<T> {
        let (site, now) = (self.site()?, self.clock.now());
        self.db.look(move |conn| work(&mut Tx { conn, now, site, wakes: false, events: Vec::new() })).await
    }

    /// Does one verb in one transaction; wakes the worker afterwards if the verb left it something to do.
    pub async fn write<T: Send + 'static>(&self, work: impl FnOnce(&mut Tx) -> Result<T> + Send + 'static) -> Result<T> {
        let (site, now) = (self.site()?, self.clock.now());
        let (done, wakes, events) = self
            .db
            .write(move |conn| {
                let mut tx = Tx { conn, now, site, wakes: false, events: Vec::new() };
                let done = work(&mut tx)?;
                let (wakes, events) = (tx.wakes, tx.events);
                // Where several processes share the database it passes the news on, to this one too.
                let events =
                    if each_backend::is_shared(conn) { each_backend::tell(conn, &events).map(|()| Vec::new())? } else { events };
                Ok((done, wakes, events))
            })
            .await?;
        events.into_iter().for_each(|event| self.hub.tell(event));
        if wakes {
            self.wake();
        }
        Ok(done)
    }

    /// Resolves when there is a chapter: at once, or when the set-up has been done.
    pub async fn founded(&self) {
        let mut work = self.work();
        while self.site().is_err() {
            work.wait().await;
        }
    }

    fn wake(&self) {
        self.written.send_modify(|n| *n = n.wrapping_add(1));
    }

    /// For a worker: waits until something was written, or a second has passed (another process may have written, or a
    /// retry fallen due).
    pub fn work(&self) -> Work {
        Work(self.written.subscribe())
    }

    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Resolves when the node is to stop.
    pub async fn stopped(&self) {
        let mut stopping = self.stopping.subscribe();
        // The sender lives as long as the app, so this cannot fail.
        let _ = stopping.wait_for(|stop| *stop).await;
    }

    pub fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }
}

pub struct Work(watch::Receiver<u64>);

impl Work {
    pub async fn wait(&mut self) {
        let _ = tokio::time::timeout(Duration::from_secs(1), self.0.changed()).await;
    }
}

//! Who listens, and what they are told.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::mpsc;

use super::Channel;
use crate::announcements;
use crate::app::App;
use crate::blocks;
use crate::conversations;
use crate::db::{Tx, each_backend};
use crate::error::{Error, Result};
use crate::filters::{self, Context, Filter, Results, Text};
use crate::follows;
use crate::hub::Event;
use crate::lists;
use crate::notifications;
use crate::oauth;
use crate::statuses::{self, Status};
use crate::timelines;
use crate::web::html;

/// How much may wait for a listener before it is let go.
const WAITING: usize = 256;
/// How many streams one connection may listen to.
pub const MOST_CHANNELS: usize = 100;
/// How many events are looked at together.
const TOGETHER: usize = 64;
/// How often it is looked whether those who listen still may.
const ROUND: Duration = Duration::from_secs(5);

/// Something to send: for one of a listener's streams.
#[derive(Clone, Debug)]
pub struct Frame {
    pub channel: Channel,
    pub event: &'static str,
    /// JSON, or nothing.
    pub payload: Arc<str>,
}

/// Somebody's connection.
struct Listener {
    account_id: i64,
    token_id: i64,
    reads_notifications: bool,
    channels: HashSet<Channel>,
    frames: mpsc::Sender<Frame>,
}

#[derive(Default)]
struct Listeners {
    all: HashMap<u64, Listener>,
    /// Of those who listen; read again when they change.
    filters: HashMap<i64, Arc<Vec<Filter>>>,
}

/// The station of a process.
pub struct Station {
    app: App,
    listeners: Mutex<Listeners>,
    next: AtomicU64,
}

/// A place at the station; who drops it listens no more.
pub struct Seat {
    station: Arc<Station>,
    id: u64,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut listeners = self.station.lock();
        if let Some(gone) = listeners.all.remove(&self.id)
            && !listeners.all.values().any(|l| l.account_id == gone.account_id)
        {
            listeners.filters.remove(&gone.account_id);
        }
    }
}

impl Seat {
    /// Listens to one more stream.
    pub fn tune_in(&self, channel: Channel) -> Result<()> {
        let mut listeners = self.station.lock();
        let Some(listener) = listeners.all.get_mut(&self.id) else { return Ok(()) };
        if listener.channels.len() >= MOST_CHANNELS {
            return Err(Error::invalid(format!("One connection listens to {MOST_CHANNELS} streams at the most.")));
        }
        listener.channels.insert(channel);
        Ok(())
    }

    pub fn tune_out(&self, channel: &Channel) {
        if let Some(listener) = self.station.lock().all.get_mut(&self.id) {
            listener.channels.remove(channel);
        }
    }
}

/// Who takes a seat.
pub struct Guest {
    pub account_id: i64,
    pub token_id: i64,
    pub reads_notifications: bool,
}

impl Station {
    /// Begins to work, until the node stops.
    pub fn start(app: App) -> Arc<Self> {
        let station = Arc::new(Self { app: app.clone(), listeners: Mutex::default(), next: AtomicU64::new(0) });
        tokio::spawn(station.clone().work());
        let place = app.db.place().clone();
        std::thread::Builder::new()
            .name("news".into())
            .spawn(move || {
                let heard = |event: Option<Event>| {
                    event.into_iter().for_each(|event| app.hub.tell(event));
                    !app.is_stopping()
                };
                if let Err(error) = each_backend::listen(&place, heard) {
                    tracing::error!(%error, "the news of other processes is not heard any more");
                }
            })
            .map_err(|error| tracing::error!(%error, "no thread for the news of other processes"))
            .ok();
        station
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Listeners> {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives somebody a seat.
    pub async fn seat(self: &Arc<Self>, guest: Guest) -> Result<(Seat, mpsc::Receiver<Frame>)> {
        let (frames, receiver) = mpsc::channel(WAITING);
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let account_id = guest.account_id;
        let listener = Listener {
            account_id,
            token_id: guest.token_id,
            reads_notifications: guest.reads_notifications,
            channels: HashSet::new(),
            frames,
        };
        self.lock().all.insert(id, listener);
        let seat = Seat { station: self.clone(), id };
        self.read_filters(account_id).await?;
        Ok((seat, receiver))
    }

    async fn read_filters(&self, account_id: i64) -> Result<()> {
        let active = self.app.read(move |tx| filters::active(tx, account_id)).await?;
        self.lock().filters.insert(account_id, Arc::new(active));
        Ok(())
    }

    /// How many listen.
    pub fn count(&self) -> usize {
        self.lock().all.len()
    }

    async fn work(self: Arc<Self>) {
        let mut news = self.app.hub.listen();
        let mut rounds = tokio::time::interval(ROUND);
        loop {
            let first = tokio::select! {
                () = self.app.stopped() => return,
                first = news.recv() => first,
                _ = rounds.tick() => {
                    if let Err(error) = self.look_whether_tokens_hold().await {
                        tracing::error!(%error, "whether those who listen still may could not be looked up");
                    }
                    continue;
                }
            };
            let mut events = match first {
                Ok(event) => vec![event],
                Err(RecvError::Closed) => return,
                Err(RecvError::Lagged(missed)) => {
                    tracing::warn!(missed, "too much happened at once; listeners read their timelines again");
                    self.lock().all.clear();
                    continue;
                }
            };
            while events.len() < TOGETHER {
                match news.try_recv() {
                    Ok(event) => events.push(event),
                    Err(TryRecvError::Empty | TryRecvError::Closed | TryRecvError::Lagged(_)) => break,
                }
            }
            if let Err(error) = self.tell(events).await {
                tracing::error!(%error, "those who listen were not told");
            }
        }
    }

    /// News of a revocation can be missed: a command at the terminal is a process of its own, and SQLite passes nothing on.
    async fn look_whether_tokens_hold(&self) -> Result<()> {
        let tokens: HashSet<i64> = self.lock().all.values().map(|l| l.token_id).collect();
        if tokens.is_empty() {
            return Ok(());
        }
        let asked: Vec<i64> = tokens.into_iter().collect();
        let ended = self.app.read(move |tx| oauth::ended_among(tx, &asked)).await?;
        if !ended.is_empty() {
            self.lock().all.retain(|_, l| !ended.contains(&l.token_id));
        }
        Ok(())
    }

    async fn tell(&self, events: Vec<Event>) -> Result<()> {
        for event in &events {
            match event {
                Event::Revoked { tokens } => self.lock().all.retain(|_, l| !tokens.contains(&l.token_id)),
                Event::ShutOut { account_id } => self.lock().all.retain(|_, l| l.account_id != *account_id),
                Event::FiltersChanged { account_id } if self.lock().filters.contains_key(account_id) => {
                    self.read_filters(*account_id).await?;
                }
                _ => {}
            }
        }
        let audience = self.audience();
        if audience.tuned.is_empty() {
            return Ok(());
        }
        let deliveries = self
            .app
            .read(move |tx| {
                let mut out = Vec::new();
                for event in &events {
                    match audience.tell(tx, event, &mut out) {
                        // It is gone already, or nobody's any more.
                        Ok(()) | Err(Error::NotFound) => {}
                        Err(error) => return Err(error),
                    }
                }
                Ok(out)
            })
            .await?;
        let mut slow = Vec::new();
        let mut listeners = self.lock();
        for (id, frame) in deliveries {
            if let Some(listener) = listeners.all.get(&id)
                && listener.frames.try_send(frame).is_err()
            {
                slow.push(id);
            }
        }
        slow.iter().for_each(|id| drop(listeners.all.remove(id)));
        Ok(())
    }

    /// Who listens to what at this moment.
    fn audience(&self) -> Audience {
        let listeners = self.lock();
        let tuned = listeners
            .all
            .iter()
            .flat_map(|(id, l)| {
                l.channels.iter().map(|channel| Tuned {
                    id: *id,
                    account_id: l.account_id,
                    reads_notifications: l.reads_notifications,
                    channel: channel.clone(),
                })
            })
            .collect();
        Audience { tuned, filters: listeners.filters.clone() }
    }
}

struct Tuned {
    id: u64,
    account_id: i64,
    reads_notifications: bool,
    channel: Channel,
}

struct Audience {
    tuned: Vec<Tuned>,
    filters: HashMap<i64, Arc<Vec<Filter>>>,
}

type Out = Vec<(u64, Frame)>;

impl Audience {
    fn tell(&self, tx: &mut Tx, event: &Event, out: &mut Out) -> Result<()> {
        match event {
            Event::Posted { id } => self.post(tx, *id, "update", out),
            Event::Edited { id } => self.post(tx, *id, "status.update", out),
            Event::Deleted { id, account_id, visibility, named } => self.deleted(tx, *id, *account_id, visibility, named, out),
            Event::Notified { id, account_id } => self.notified(tx, *id, *account_id, out),
            Event::Letter { id, account_id } => {
                let tuned: Vec<&Tuned> = self.of(*account_id, |c| *c == Channel::Direct).collect();
                if !tuned.is_empty() {
                    let shown = conversations::api::render_one(tx, *account_id, *id)?;
                    send(out, &tuned, "conversation", &shown.to_string());
                }
                Ok(())
            }
            Event::FiltersChanged { account_id } => {
                send(out, &self.of(*account_id, |c| *c == Channel::User).collect::<Vec<_>>(), "filters_changed", "");
                Ok(())
            }
            Event::NotificationsMerged { account_id } => {
                let wanted = |c: &Channel| matches!(c, Channel::User | Channel::Notifications);
                send(out, &self.of(*account_id, wanted).collect::<Vec<_>>(), "notifications_merged", "1");
                Ok(())
            }
            Event::Announced { id } => {
                let shown = announcements::api::render_for_all(tx, *id)?;
                send(out, &self.everybody(), "announcement", &shown.to_string());
                Ok(())
            }
            Event::AnnouncementReaction { id, name } => {
                let shown = announcements::api::render_reaction(tx, *id, name)?;
                send(out, &self.everybody(), "announcement.reaction", &shown.to_string());
                Ok(())
            }
            Event::AnnouncementDeleted { id } => {
                send(out, &self.everybody(), "announcement.delete", &id.to_string());
                Ok(())
            }
            Event::Revoked { .. } | Event::ShutOut { .. } => Ok(()),
        }
    }

    fn of(&self, account_id: i64, wanted: impl Fn(&Channel) -> bool) -> impl Iterator<Item = &Tuned> {
        self.tuned.iter().filter(move |t| t.account_id == account_id && wanted(&t.channel))
    }

    fn everybody(&self) -> Vec<&Tuned> {
        self.tuned.iter().filter(|t| t.channel == Channel::User).collect()
    }

    /// A post, new or changed, for every stream it belongs to.
    fn post(&self, tx: &mut Tx, id: i64, event: &'static str, out: &mut Out) -> Result<()> {
        let status = statuses::by_ids(tx, &[id])?.pop().ok_or(Error::NotFound)?;
        let wanting = self.wanting(tx, &status)?;
        if wanting.is_empty() {
            return Ok(());
        }
        let root = match status.reblog_of_id {
            Some(root) => statuses::by_ids(tx, &[root])?.pop().ok_or(Error::NotFound)?,
            None => status.clone(),
        };
        let viewers: Vec<i64> = wanting.iter().map(|t| t.account_id).collect();
        let done = statuses::done_by(tx, root.id, &viewers)?;
        // One rendering for all; what differs from viewer to viewer is put in afterwards.
        let author = status.account_id;
        let mut shown = serde_json::to_value(statuses::api::render_one(tx, None, status)?).map_err(Error::internal)?;
        let text = Text::new([html::words(&root.content, 10_000).as_str(), root.spoiler_text.as_str()]);
        let mut plain: Option<Arc<str>> = None;
        for tuned in wanting {
            let filters = self.filters.get(&tuned.account_id).filter(|f| !f.is_empty());
            let results = filters.map(|f| Results::of(f, &[root.id], &text)).unwrap_or_default();
            if results.hides_in(context_of(&tuned.channel)) {
                continue;
            }
            let acts = done.iter().filter(|(who, _)| *who == tuned.account_id).map(|(_, act)| *act).collect::<Vec<_>>();
            let payload = if acts.is_empty() && results.0.is_empty() && tuned.account_id != author {
                match &plain {
                    Some(payload) => payload.clone(),
                    None => {
                        dress(&mut shown, &[], &[], false);
                        let payload: Arc<str> = shown.to_string().into();
                        plain = Some(payload.clone());
                        payload
                    }
                }
            } else {
                let found = filters::api::render_results(&results, root.id);
                dress(&mut shown, &acts, &found, tuned.account_id == author);
                shown.to_string().into()
            };
            out.push((tuned.id, Frame { channel: tuned.channel.clone(), event, payload }));
        }
        Ok(())
    }

    /// Who is to see a post where: the streams it belongs to, but of those who block or mute its author.
    fn wanting(&self, tx: &mut Tx, status: &Status) -> Result<Vec<&Tuned>> {
        let at_home: Vec<i64> = self.tuned.iter().filter(|t| t.channel == Channel::User).map(|t| t.account_id).collect();
        let homes = if at_home.is_empty() { Vec::new() } else { timelines::homes_with(tx, status.id, &at_home)? };
        let open =
            status.visibility == "public" && status.reblog_of_id.is_none() && !statuses::is_hidden_author(tx, status.account_id)?;
        let tags = if open { statuses::tag_names(tx, status.id)? } else { Vec::new() };
        let begins = status.in_reply_to_uri.is_none() || status.in_reply_to_account_id == Some(status.account_id);
        let listened: Vec<i64> =
            self.tuned.iter().filter_map(|t| if let Channel::List(id) = t.channel { Some(id) } else { None }).collect();
        let in_lists = if listened.is_empty() || status.visibility == "direct" {
            Vec::new()
        } else {
            lists::showing(tx, status, &listened)?
        };
        let mut wanting: Vec<&Tuned> = self
            .tuned
            .iter()
            .filter(|t| match &t.channel {
                Channel::User => homes.contains(&t.account_id),
                Channel::Public { from, media } => {
                    open && begins && from.holds(status.local) && (!media || status.attachments != "[]")
                }
                Channel::Hashtag { name, local } => open && tags.contains(name) && (!local || status.local),
                Channel::List(id) => in_lists.contains(id),
                Channel::Notifications | Channel::Direct => false,
            })
            .collect();
        let others: Vec<i64> = wanting.iter().filter(|t| t.channel != Channel::User).map(|t| t.account_id).collect();
        if !others.is_empty() {
            let apart = blocks::apart_from(tx, status.account_id, &others)?;
            wanting.retain(|t| t.channel == Channel::User || !apart.contains(&t.account_id));
        }
        Ok(wanting)
    }

    fn deleted(&self, tx: &mut Tx, id: i64, author: i64, visibility: &str, named: &[i64], out: &mut Out) -> Result<()> {
        let open = matches!(visibility, "public" | "unlisted");
        let listening: Vec<i64> = self.tuned.iter().map(|t| t.account_id).collect();
        let followers = if visibility == "private" { follows::followers_among(tx, author, &listening)? } else { Vec::new() };
        let knows =
            |t: &&Tuned| open || t.account_id == author || named.contains(&t.account_id) || followers.contains(&t.account_id);
        let told: Vec<&Tuned> =
            self.tuned.iter().filter(|t| !matches!(t.channel, Channel::Notifications | Channel::Direct)).filter(knows).collect();
        send(out, &told, "delete", &id.to_string());
        Ok(())
    }

    fn notified(&self, tx: &mut Tx, id: i64, account_id: i64, out: &mut Out) -> Result<()> {
        let wanted = |c: &Channel| matches!(c, Channel::User | Channel::Notifications);
        let tuned: Vec<&Tuned> = self.of(account_id, wanted).filter(|t| t.reads_notifications).collect();
        if tuned.is_empty() {
            return Ok(());
        }
        if let Some(shown) = notifications::api::render_to_tell(tx, account_id, id)? {
            send(out, &tuned, "notification", &shown.to_string());
        }
        Ok(())
    }
}

fn send(out: &mut Out, to: &[&Tuned], event: &'static str, payload: &str) {
    let payload: Arc<str> = payload.into();
    out.extend(to.iter().map(|t| (t.id, Frame { channel: t.channel.clone(), event, payload: payload.clone() })));
}

const fn context_of(channel: &Channel) -> Context {
    match channel {
        Channel::User | Channel::List(_) => Context::Home,
        Channel::Notifications => Context::Notifications,
        Channel::Public { .. } | Channel::Hashtag { .. } | Channel::Direct => Context::Public,
    }
}

/// Puts in what one viewer did with a post and what their filters find in it.
fn dress(shown: &mut Value, acts: &[&str], filtered: &[Value], own: bool) {
    let put = |status: &mut Value| {
        for act in ["favourited", "reblogged", "bookmarked", "muted"] {
            status[act] = acts.contains(&act).into();
        }
        status["filtered"] = json!(filtered);
        if own {
            status["pinned"] = false.into();
        } else if let Some(object) = status.as_object_mut() {
            object.remove("pinned");
        }
    };
    put(shown);
    if !shown["reblog"].is_null() {
        put(&mut shown["reblog"]);
    }
}

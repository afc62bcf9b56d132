//! Posts: written here, or adopted from elsewhere.
//!
//! What a post says and to whom is its author's alone to change; nobody's audience is ever widened by what others send.

pub mod activity;
pub mod api;
pub mod article;
mod backfill;
pub mod compose;
pub mod documents;
mod entity;
mod remote;
mod restore;
mod store;
#[cfg(test)]
mod tests;
pub mod web;
pub mod write;

use std::collections::HashMap;

use axum::http::StatusCode;
use rules::audience::{Ties, Visibility, may_see};
use rules::policy::Wish;

pub use backfill::{backfill, look_up_conversation, worth_looking_up};
pub use remote::{adopt, delete_all_of, delete_from_afar, edit_from_afar, known_or_fetched};
pub use restore::{Restored, is_restored, restore};
pub use store::{
    Mention, Status, Without, buried_at, bury, by_ids, by_uris, by_week, count_local, done_by, forget_buried, insert,
    mentions_of, of_account, reached, set_group, set_locked, set_tags, tags_beginning_with, to_be_found, writers_since,
};

use activity::Whole;
use compose::Mentioned;

use crate::accounts::{self, Account};
use crate::activities::{self, Audience};
use crate::app::App;
use crate::blocks;
use crate::boosts;
use crate::cards;
use crate::chapter;
use crate::conversations;
use crate::db::Tx;
use crate::email_subscriptions;
use crate::emojis;
use crate::error::{Error, Result};
use crate::federation::policies;
use crate::follows;
use crate::hub::Event;
use crate::ids;
use crate::notifications::{self, Kind};
use crate::polls;
use crate::proposals;
use crate::quotes;
use crate::search;
use crate::timelines;
use crate::uploads;

/// The longest post that is written here, in characters.
pub const MAX_CHARACTERS: usize = 5_000;
/// How many people of other servers that we have not met one post may name.
const MAX_STRANGERS: usize = 10;

impl Status {
    pub fn circle(&self) -> Visibility {
        // What cannot be read is for nobody but those named.
        self.visibility.parse().unwrap_or(Visibility::Direct)
    }

    /// The post itself: of a boost, what is boosted.
    pub fn root_id(&self) -> i64 {
        self.reblog_of_id.unwrap_or(self.id)
    }
}

/// A post to be written.
#[derive(Clone, Debug)]
pub struct Draft {
    pub text: String,
    pub spoiler_text: String,
    pub sensitive: bool,
    pub visibility: Visibility,
    pub language: Option<String>,
    pub in_reply_to_id: Option<i64>,
    pub app_id: Option<i64>,
    pub idempotency_key: Option<String>,
    pub poll: Option<polls::Draft>,
    pub quoted_id: Option<i64>,
    /// Who may quote it: `public`, `followers` or `nobody`.
    pub quote_policy: Option<String>,
    /// Uploaded files, in their order.
    pub media_ids: Vec<i64>,
    /// It was written earlier, to be posted now.
    pub scheduled_id: Option<i64>,
}

impl Draft {
    /// A text and nothing else.
    pub fn of(text: String, visibility: Visibility) -> Self {
        Self {
            text,
            spoiler_text: String::new(),
            sensitive: false,
            visibility,
            language: None,
            in_reply_to_id: None,
            app_id: None,
            idempotency_key: None,
            poll: None,
            quoted_id: None,
            quote_policy: None,
            media_ids: Vec::new(),
            scheduled_id: None,
        }
    }
}

/// Checks what was typed. With something else to see, nothing need be.
pub fn check_text(text: &str, spoiler_text: &str, has_more: bool) -> Result<()> {
    if text.trim().is_empty() && spoiler_text.trim().is_empty() && !has_more {
        return Err(Error::invalid("Validation failed: Text can't be blank"));
    }
    if text.chars().count() + spoiler_text.chars().count() > MAX_CHARACTERS {
        return Err(Error::invalid(format!("Validation failed: Text character limit of {MAX_CHARACTERS} exceeded")));
    }
    Ok(())
}

/// Finds everybody a text names. Who is not known yet is looked up now, before anything is written; who cannot be found
/// stays plain text.
pub async fn find_mentioned(app: &App, text: &str) -> Result<Vec<Mentioned>> {
    let site = app.site()?;
    let wanted = compose::handles(text, &site.domain);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let asked = wanted.clone();
    let mut known = app.read(move |tx| accounts::by_handles(tx, &asked)).await?;
    let strangers =
        wanted.iter().filter(|handle| handle.contains('@') && !known.iter().any(|a| a.handle == **handle)).take(MAX_STRANGERS);
    let found = futures_util::future::join_all(strangers.map(|handle| accounts::find(app, handle, true))).await;
    known.extend(found.into_iter().flatten().flatten());
    Ok(known.into_iter().filter(|a| a.kind != "Application").map(Mentioned::from).collect())
}

/// Writes a post: the row, its place in timelines, the notifications, the record for the world.
pub fn post(tx: &mut Tx, by: &Account, draft: Draft, mentioned: &[Mentioned]) -> Result<Status> {
    if let Some(key) = &draft.idempotency_key
        && let Some(same) = store::by_idempotency_key(tx, by.id, key)?
    {
        return Ok(same);
    }
    check_text(&draft.text, &draft.spoiler_text, !draft.media_ids.is_empty() || draft.quoted_id.is_some())?;
    if draft.poll.is_some() && !draft.media_ids.is_empty() {
        return Err(Error::invalid("Validation failed: Cannot attach files to a post with a poll"));
    }
    let parent = match draft.in_reply_to_id {
        Some(id) => Some(visible(tx, Some(by.id), id).map_err(|_| Error::NotFound)?),
        None => None,
    };
    if let Some(parent) = &parent {
        quotes::obey(tx, Wish::Reply, by, parent)?;
        if parent.locked_at.is_some() || is_thread_locked(tx, parent)? {
            return Err(Error::refused("This conversation is closed."));
        }
    }
    let quoted = draft.quoted_id.map(|id| visible(tx, Some(by.id), id)).transpose()?;
    let (quote_uri, quote_id, quote_state) = match &quoted {
        Some(quoted) => quotes::prepare(tx, by, quoted)?,
        None => (None, None, None),
    };
    let id = ids::new(tx.now);
    let uri = format!("{}/statuses/{id}", by.uri);
    let quoting = match draft.quote_policy.as_deref() {
        Some(policy) if draft.visibility.is_open() => policy,
        None if draft.visibility.is_open() => "public",
        _ => "nobody",
    };
    let own_context = tx.site.at(&format!("/contexts/{id}"));
    let status = Status {
        url: tx.site.at(&format!("/@{}/{id}", by.username)),
        object_type: if draft.poll.is_some() { "Question" } else { "Note" }.into(),
        interaction_policy: Some(policies::of_ours(quoting, &by.uri, &by.followers_url)),
        context_uri: parent.as_ref().map_or(Some(own_context), |p| p.context_uri.clone()),
        group_id: chapter::room::of(tx, draft.visibility, parent.as_ref()),
        quote_uri,
        quote_id,
        quote_state,
        in_reply_to_uri: parent.as_ref().map(|p| p.uri.clone()),
        in_reply_to_id: parent.as_ref().map(|p| p.id),
        in_reply_to_account_id: parent.as_ref().map(|p| p.account_id),
        thread_id: parent.as_ref().map_or(id, |p| p.thread_id),
        content: compose::html(&draft.text, mentioned, &tx.site.domain, &tx.site.base()),
        source: Some(draft.text.clone()),
        emojis: emojis::standing_in(tx, &written(&draft.text, &draft.spoiler_text, draft.poll.as_ref()))?,
        spoiler_text: draft.spoiler_text.trim().to_string(),
        visibility: draft.visibility.to_string(),
        sensitive: draft.sensitive || !draft.spoiler_text.trim().is_empty(),
        language: draft.language,
        app_id: draft.app_id,
        idempotency_key: draft.idempotency_key,
        ..Status::blank(id, uri, by.id, true, tx.now)
    };
    let mentioned_ids: Vec<i64> = mentioned.iter().map(|m| m.id).collect();
    let tags = compose::tags(&draft.text);
    settle(tx, by, &status, &mentioned_ids, &tags)?;
    let place = uploads::Place::Post { id, scheduled: draft.scheduled_id };
    let status = Status { attachments: uploads::attach(tx, by, &draft.media_ids, place)?, ..status };
    if !draft.media_ids.is_empty() {
        store::set_attachments(tx, id, &status.attachments)?;
        search::index(tx, &status)?;
    }
    let poll = draft.poll.as_ref().map(|draft| polls::create(tx, id, draft)).transpose()?;
    // Among ourselves the leave to quote is written down before the post goes out.
    let asks = quote_needs_asking(&status);
    if !asks {
        quotes::follow_up(tx, by, &status, &serde_json::Value::Null)?;
    }
    let status = if status.quote_id.is_some() { store::by_id(tx, id)? } else { status };

    let mentions = store::mentions_of(tx, &[id])?;
    let whole = Whole {
        status: &status,
        author: by,
        visibility: draft.visibility,
        mentions: &mentions,
        tags: &tags,
        poll: poll.as_ref(),
    };
    let body = activity::create(&tx.site, &whole);
    let audience = audience(draft.visibility, by.id, mentioned_ids, parent.as_ref());
    activities::record(tx, by.id, &body, &status.uri, &audience)?;
    if asks {
        quotes::follow_up(tx, by, &status, &body["object"])?;
    }
    if draft.visibility == Visibility::Public && parent.is_none() {
        boosts::announce_for_the_chapter(tx, &status)?;
    }
    if parent.as_ref().is_none_or(|parent| parent.account_id == by.id) {
        email_subscriptions::plan(tx, by, &status)?;
    }
    chapter::room::pass_on(tx, &status, &body)?;
    if let Some(parent) = parent.filter(|p| p.account_id == tx.site.chapter_id && p.circle() == Visibility::Direct) {
        proposals::poll::heard(tx, by, parent.id, &draft.text)?;
    }
    Ok(status)
}

/// Everything of a post that may hold an emoji.
fn written<'a>(text: &'a str, spoiler_text: &'a str, poll: Option<&'a polls::Draft>) -> Vec<&'a str> {
    let options = poll.into_iter().flat_map(|poll| poll.options.iter().map(String::as_str));
    [text, spoiler_text].into_iter().chain(options).collect()
}

fn quote_needs_asking(status: &Status) -> bool {
    status.quote_state.as_deref() == Some(quotes::PENDING)
}

/// Is the post that begins the thread closed for answers?
fn is_thread_locked(tx: &mut Tx, status: &Status) -> Result<bool> {
    Ok(store::by_ids(tx, &[status.thread_id])?.pop().is_some_and(|root| root.locked_at.is_some()))
}

/// Sends a post of ours as it is now to those who have it: a poll's new count, a leave to quote.
pub fn tell_again(tx: &mut Tx, by: &Account, status: &Status) -> Result<()> {
    let mentions = store::mentions_of(tx, &[status.id])?;
    let tags: Vec<String> = store::tags_of(tx, &[status.id])?.into_iter().map(|t| t.1).collect();
    let poll = polls::of(tx, &[status.id])?.pop();
    let whole = Whole { status, author: by, visibility: status.circle(), mentions: &mentions, tags: &tags, poll: poll.as_ref() };
    let body = activity::update(&tx.site, &whole, ids::new(tx.now));
    let parent = parent_of(tx, status)?;
    let mut audience = holders(tx, status, &mentions, parent.as_ref())?;
    if poll.is_some() {
        audience.recipients.extend(polls::voters(tx, status.id)?);
    }
    activities::record(tx, by.id, &body, &status.uri, &audience)?;
    chapter::room::pass_on(tx, status, &body)
}

/// What a new post does here, wherever it was written: its row and its place in threads, timelines and notifications.
fn settle(tx: &mut Tx, author: &Account, status: &Status, mentioned: &[i64], tags: &[String]) -> Result<()> {
    store::insert(tx, status)?;
    tx.events.push(Event::Posted { id: status.id });
    search::index(tx, status)?;
    cards::plan(tx, status)?;
    store::set_mentions(tx, status.id, mentioned)?;
    store::set_tags(tx, status.id, tags)?;
    store::count_status(tx, author.id, 1, Some(status.created_at))?;
    if let Some(parent_id) = status.in_reply_to_id {
        store::count_reply(tx, parent_id, 1)?;
    }
    for account_id in mentioned {
        notifications::notify(tx, *account_id, Kind::Mention, author.id, Some(status.id))?;
    }
    if status.circle() == Visibility::Direct {
        conversations::take_in(tx, status, mentioned)?;
    }
    if status.circle() != Visibility::Direct {
        timelines::fan_out(tx, status)?;
        notifications::notify_subscribers(tx, author.id, status.id)?;
    }
    Ok(())
}

/// Who elsewhere is to hear of a post: its circle, and the author it answers.
fn audience(visibility: Visibility, author_id: i64, mut recipients: Vec<i64>, parent: Option<&Status>) -> Audience {
    if let Some(parent) = parent.filter(|_| visibility.is_open()) {
        recipients.push(parent.account_id);
    }
    Audience {
        followers_of: if visibility == Visibility::Direct { Vec::new() } else { vec![author_id] },
        recipients,
        urgent: visibility == Visibility::Direct,
    }
}

/// Who holds a copy and must hear of an edit or a deletion: the audience, the chapter's followers if the chapter announced
/// it, and whoever took part.
fn holders(tx: &mut Tx, status: &Status, mentions: &[Mention], parent: Option<&Status>) -> Result<Audience> {
    let mut audience = audience(status.circle(), status.account_id, mentions.iter().map(|m| m.1).collect(), parent);
    if status.circle() == Visibility::Public {
        audience.followers_of.push(tx.site.chapter_id);
    }
    audience.recipients.extend(store::reached(tx, status.id)?);
    audience.recipients.sort_unstable();
    audience.recipients.dedup();
    Ok(audience)
}

/// What an author changes about a post.
pub struct Change {
    pub text: String,
    pub spoiler_text: String,
    pub sensitive: bool,
    pub language: Option<String>,
    /// `None`: the files stay as they are.
    pub media_ids: Option<Vec<i64>>,
    pub described: Vec<(i64, uploads::About)>,
    pub poll: Option<polls::Draft>,
}

/// Edits a post of one's own; what it said before is kept.
pub fn edit(tx: &mut Tx, by: &Account, status: &Status, change: Change, mentioned: &[Mentioned]) -> Result<Status> {
    article::refuse_by_hand(status)?;
    uploads::redescribe(tx, by, status.id, change.described)?;
    let files = change.media_ids.unwrap_or_else(|| attached(status));
    check_text(&change.text, &change.spoiler_text, !files.is_empty() || status.quote_uri.is_some())?;
    let poll = polls::of(tx, &[status.id])?.pop();
    let mut said = written(&change.text, &change.spoiler_text, change.poll.as_ref());
    if change.poll.is_none() {
        // The poll stays, with the emoji in it.
        said.extend(poll.iter().flat_map(|poll| poll.choices.iter().map(|choice| choice.title.as_str())));
    }
    let edited = store::Edited {
        content: compose::html(&change.text, mentioned, &tx.site.domain, &tx.site.base()),
        spoiler_text: change.spoiler_text.trim().to_string(),
        sensitive: change.sensitive || !change.spoiler_text.trim().is_empty(),
        language: change.language.or_else(|| status.language.clone()),
        source: Some(change.text.clone()),
        edited_at: Some(tx.now.0),
        attachments: uploads::attach(tx, by, &files, uploads::Place::Edited(status.id))?,
        emojis: emojis::standing_in(tx, &said)?,
    };
    let same = edited.content == status.content
        && edited.spoiler_text == status.spoiler_text
        && edited.sensitive == status.sensitive
        && edited.attachments == status.attachments;
    let other_poll = change.poll.filter(|draft| poll.as_ref().is_some_and(|poll| !poll.is_as_in(draft)));
    if same && other_poll.is_none() {
        return Ok(status.clone());
    }
    store::insert_edit(tx, status, poll.as_ref().map(|poll| poll.titles()))?;
    if let Some(draft) = &other_poll {
        polls::replace(tx, status.id, draft)?;
    }
    store::edit(tx, status.id, &edited)?;
    let mentioned_ids: Vec<i64> = mentioned.iter().map(|m| m.id).collect();
    let tags = compose::tags(&change.text);
    store::set_mentions(tx, status.id, &mentioned_ids)?;
    store::set_tags(tx, status.id, &tags)?;
    for account_id in &mentioned_ids {
        notifications::notify(tx, *account_id, Kind::Mention, by.id, Some(status.id))?;
    }
    let status = store::by_id(tx, status.id)?;
    search::index(tx, &status)?;
    cards::plan_again(tx, &status)?;
    tx.events.push(Event::Edited { id: status.id });
    notifications::notify_of_edit(tx, &status)?;
    tell_again(tx, by, &status)?;
    Ok(status)
}

/// The ids of the files on a post of ours.
fn attached(status: &Status) -> Vec<i64> {
    let entities: Vec<serde_json::Value> = serde_json::from_str(&status.attachments).unwrap_or_default();
    entities.iter().filter_map(|e| e["id"].as_str()?.parse().ok()).collect()
}

/// Says anew who may quote a post of one's own. What has been quoted stays quoted; a post to a few is for nobody to quote.
pub fn change_quote_policy(tx: &mut Tx, by: &Account, status: &Status, policy: &str) -> Result<Status> {
    let policy = if status.circle().is_open() { policy } else { "nobody" };
    let policy = policies::of_ours(policy, &by.uri, &by.followers_url);
    store::set_policy(tx, status.id, Some(&policy))?;
    let status = store::by_id(tx, status.id)?;
    tell_again(tx, by, &status)?;
    Ok(status)
}

/// Deletes a post of one's own. Its id stays taken, so that a late copy is not taken for new.
pub fn delete(tx: &mut Tx, by: &Account, status: &Status) -> Result<()> {
    article::refuse_by_hand(status)?;
    let mentions = store::mentions_of(tx, &[status.id])?;
    let parent = parent_of(tx, status)?;
    let audience = holders(tx, status, &mentions, parent.as_ref())?;
    let whole = Whole { status, author: by, visibility: status.circle(), mentions: &mentions, tags: &[], poll: None };
    let body = activity::delete(&whole);
    activities::record(tx, by.id, &body, &status.uri, &audience)?;
    chapter::room::pass_on(tx, status, &body)?;
    bury(tx, &status.uri, &by.uri)?;
    remove(tx, status)
}

fn remove(tx: &mut Tx, status: &Status) -> Result<()> {
    let named = store::mentions_of(tx, &[status.id])?.into_iter().map(|m| m.1).take(100).collect();
    tx.events.push(Event::Deleted { id: status.id, account_id: status.account_id, visibility: status.visibility.clone(), named });
    if status.circle() == Visibility::Direct {
        conversations::before_delete(tx, status)?;
    }
    // In the same order as when it was written: on PostgreSQL another order could end in a deadlock.
    store::count_status(tx, status.account_id, -1, None)?;
    if let Some(parent_id) = status.in_reply_to_id {
        store::count_reply(tx, parent_id, -1)?;
    }
    store::delete(tx, status.id)
}

fn parent_of(tx: &mut Tx, status: &Status) -> Result<Option<Status>> {
    Ok(store::by_ids(tx, &status.in_reply_to_id.into_iter().collect::<Vec<_>>())?.pop())
}

/// The post with this ActivityPub id.
pub fn by_uri(tx: &mut Tx, uri: &str) -> Result<Option<Status>> {
    store::by_uri(tx, uri)
}

/// A post, if this reader may see it; otherwise there is no such post.
pub fn visible(tx: &mut Tx, viewer: Option<i64>, id: i64) -> Result<Status> {
    let status = store::by_id(tx, id)?;
    only_visible(tx, viewer, vec![status])?.pop().ok_or(Error::NotFound)
}

/// The post that is meant by an id: when a boost is named, what is boosted.
pub fn meant(tx: &mut Tx, viewer: i64, id: i64) -> Result<Status> {
    let named = visible(tx, Some(viewer), id)?;
    if named.reblog_of_id.is_some() { visible(tx, Some(viewer), named.root_id()) } else { Ok(named) }
}

/// Those of the posts that this reader may see; of boosts, by what is boosted.
pub fn only_visible(tx: &mut Tx, viewer: Option<i64>, statuses: Vec<Status>) -> Result<Vec<Status>> {
    let Some(viewer) = viewer else {
        return Ok(statuses.into_iter().filter(|s| s.circle().is_open()).collect());
    };
    let authors: Vec<i64> = statuses.iter().map(|s| s.account_id).collect();
    let blocks = blocks::between(tx, viewer, &authors)?;
    if blocks.is_empty() && statuses.iter().all(|s| s.circle().is_open()) {
        return Ok(statuses);
    }
    let followed = follows::followed_among(tx, viewer, &authors)?;
    let ids: Vec<i64> = statuses.iter().map(|s| s.id).collect();
    let mentions = store::mentions_of(tx, &ids)?;
    let ties = |s: &Status| Ties {
        is_author: s.account_id == viewer,
        follows_author: followed.contains(&s.account_id),
        is_mentioned: mentions.iter().any(|m| m.0 == s.id && m.1 == viewer),
        is_blocked: blocks.iter().any(|pair| *pair == (viewer, s.account_id) || *pair == (s.account_id, viewer)),
    };
    Ok(statuses.into_iter().filter(|s| may_see(s.circle(), ties(s))).collect())
}

/// Those of the posts that a viewer may see and wants to: nothing by whom they mute.
pub fn wanted_by(tx: &mut Tx, viewer: Option<i64>, statuses: Vec<Status>) -> Result<Vec<Status>> {
    let visible = only_visible(tx, viewer, statuses)?;
    let Some(viewer) = viewer else { return Ok(visible) };
    let authors: Vec<i64> = visible.iter().map(|s| s.account_id).collect();
    let muted = blocks::muted_among(tx, viewer, &authors)?;
    let silent = blocks::muted_by_host(tx, viewer, &authors)?;
    Ok(visible
        .into_iter()
        .filter(|s| !silent.contains(&s.account_id))
        .filter(|s| !muted.iter().any(|(id, _, _)| *id == s.account_id))
        .collect())
}

/// Can a post be known at a host: is it for everybody, for followers there, or for somebody there by name?
pub fn can_be_known_at(tx: &mut Tx, status: &Status, host: &str) -> Result<bool> {
    Ok(status.circle().is_open()
        || store::mentions_of(tx, &[status.id])?.iter().any(|m| m.3.as_deref() == Some(host))
        || status.circle() == Visibility::Private && follows::has_follower_at(tx, status.account_id, host)?)
}

/// So much of a conversation is shown.
const LONGEST_THREAD: i64 = 1_000;

/// What a post answers, and what answers it, as far as this reader may see; each in the order of the conversation.
pub fn context(tx: &mut Tx, viewer: Option<i64>, status: &Status) -> Result<(Vec<Status>, Vec<Status>)> {
    let all = store::thread(tx, status.thread_id, LONGEST_THREAD)?;
    let mut all = only_visible(tx, viewer, all)?;
    let below = take_below(&mut all, status.id);
    let mut ancestors: Vec<Status> = Vec::new();
    let mut at = status.in_reply_to_id;
    while let Some(found) = at.and_then(|id| all.iter().position(|s| s.id == id)) {
        let parent = all.swap_remove(found);
        at = parent.in_reply_to_id;
        ancestors.push(parent);
    }
    ancestors.reverse();
    Ok((ancestors, below))
}

/// A post that begins a conversation, whoever asks, and what answers it, as far as this reader may see.
pub fn conversation(tx: &mut Tx, viewer: Option<i64>, id: i64) -> Result<Option<(Status, Vec<Status>)>> {
    let mut all = store::thread(tx, id, LONGEST_THREAD)?;
    let Some(first) = all.iter().position(|status| status.id == id) else { return Ok(None) };
    let first = all.remove(first);
    let mut others = only_visible(tx, viewer, all)?;
    Ok(Some((first, take_below(&mut others, id))))
}

/// Takes out what answers a post: depth first, so that a reply stands below what it answers.
fn take_below(all: &mut Vec<Status>, id: i64) -> Vec<Status> {
    let mut children: HashMap<i64, Vec<i64>> = HashMap::new();
    for reply in all.iter() {
        if let Some(parent) = reply.in_reply_to_id.filter(|parent| *parent != reply.id && reply.id != id) {
            children.entry(parent).or_default().push(reply.id);
        }
    }
    let mut order = HashMap::new();
    let mut open = children.remove(&id).unwrap_or_default();
    open.reverse();
    while let Some(next) = open.pop() {
        order.insert(next, order.len());
        open.extend(children.remove(&next).unwrap_or_default().into_iter().rev());
    }
    let (mut below, others): (Vec<Status>, Vec<Status>) = all.drain(..).partition(|status| order.contains_key(&status.id));
    below.sort_by_key(|status| order[&status.id]);
    *all = others;
    below
}

/// The status to answer with where a post used to be: 410 for what was deleted, as peers expect, or 404.
pub fn gone(tx: &mut Tx, uri: &str) -> Result<Option<(StatusCode, serde_json::Value)>> {
    Ok(buried_at(tx, uri, None)?.map(|at| (StatusCode::GONE, activity::tombstone(uri, crate::clock::Time(at)))))
}

/// The hashtags of a post.
pub fn tag_names(tx: &mut Tx, id: i64) -> Result<Vec<String>> {
    Ok(store::tags_of(tx, &[id])?.into_iter().map(|(_, name)| name).collect())
}

/// Is an author shown to nobody, or only to those who follow them?
pub fn is_hidden_author(tx: &mut Tx, account_id: i64) -> Result<bool> {
    Ok(accounts::by_ids(tx, &[account_id])?.pop().is_none_or(|a| a.silenced_at.is_some() || !a.is_active()))
}

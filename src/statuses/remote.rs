//! Posts from elsewhere: fetched and checked first, written afterwards.

use rules::audience::{self, Visibility};

use super::activity::Remote;
use super::store::{self, Edited, Status};
use super::{activity, remove, settle};
use crate::accounts::{self, Account};
use crate::app::App;
use crate::cards;
use crate::chapter;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::verdict;
use crate::hub::Event;
use crate::ids;
use crate::notifications;
use crate::polls;
use crate::quotes;
use crate::search;

/// How many posts above a reply are fetched to show what it answers.
const MAX_ANCESTORS: usize = 10;

/// Writes a post from elsewhere down; one that is known already is left alone, one that was deleted is not taken again.
pub fn adopt(tx: &mut Tx, author: &Account, remote: Remote) -> Result<Option<Status>> {
    if remote.author_uri != author.uri || tx.site.owns(&remote.uri) {
        return Err(Error::invalid("This post is not its sender's."));
    }
    if let Some(known) = store::by_uri(tx, &remote.uri)? {
        return Ok(Some(known));
    }
    if store::buried_at(tx, &remote.uri, Some(&author.uri))?.is_some() {
        return Ok(None);
    }
    let parent = remote.in_reply_to_uri.as_deref().map(|uri| store::by_uri(tx, uri)).transpose()?.flatten();
    let created_at = remote.published.filter(|at| *at <= tx.now).unwrap_or(tx.now);
    let id = if tx.now.0 - created_at.0 > Time::MINUTE { ids::at(created_at) } else { ids::new(tx.now) };
    let followers = Some(author.followers_url.as_str()).filter(|url| !url.is_empty());
    let host = author.domain.clone().unwrap_or_default();
    let without_media = verdict(tx, &host)?.without_media;
    let status = Status {
        object_type: remote.object_type,
        attachments: if without_media { "[]".into() } else { remote.attachments },
        emojis: if without_media { "[]".into() } else { remote.emojis },
        interaction_policy: remote.interaction_policy,
        replies_url: remote.replies_url,
        context_uri: remote.context_uri.or_else(|| parent.as_ref().and_then(|p| p.context_uri.clone())),
        locked_at: remote.locked.then_some(tx.now.0),
        in_reply_to_id: parent.as_ref().map(|p| p.id),
        in_reply_to_account_id: parent.as_ref().map(|p| p.account_id),
        thread_id: parent.as_ref().map_or(id, |p| p.thread_id),
        visibility: audience::read(&remote.addressing, followers).to_string(),
        created_at: created_at.0,
        edited_at: remote.updated.filter(|at| *at > created_at && *at <= tx.now).map(|at| at.0),
        url: remote.url,
        in_reply_to_uri: remote.in_reply_to_uri,
        content: remote.content,
        spoiler_text: remote.spoiler_text,
        sensitive: remote.sensitive,
        language: remote.language,
        ..Status::blank(id, remote.uri, author.id, false, tx.now)
    };
    let status = Status {
        group_id: chapter::room::meant(tx, author, &status, parent.as_ref(), &remote.addressing, &remote.audience)?,
        ..status
    };
    let mentioned = mentioned(tx, &remote.mentioned_uris, &remote.addressing, status.circle())?;
    settle(tx, author, &status, &mentioned, &remote.tags)?;
    store::adopt_children(tx, &status)?;
    if let Some(poll) = &remote.poll {
        polls::adopt(tx, status.id, poll)?;
    }
    match &remote.quote {
        Some(quote) => {
            quotes::adopt(tx, author, &status, quote)?;
            store::by_id(tx, status.id).map(Some)
        }
        None => Ok(Some(status)),
    }
}

/// Those named who are known here. In a direct message whoever is addressed is named, even without a tag.
fn mentioned(tx: &mut Tx, tagged: &[String], addressing: &audience::Addressing, circle: Visibility) -> Result<Vec<i64>> {
    let mut uris = tagged.to_vec();
    if circle == Visibility::Direct {
        uris.extend(addressing.to.iter().chain(&addressing.cc).cloned());
    }
    Ok(accounts::by_uris(tx, &uris)?.iter().map(|a| a.id).collect())
}

/// The author edits. Older than what is known: nothing changes; not known yet: it is as good as new. The circle never changes.
pub fn edit_from_afar(tx: &mut Tx, author: &Account, remote: Remote) -> Result<Option<Status>> {
    let Some(known) = store::by_uri(tx, &remote.uri)? else { return adopt(tx, author, remote) };
    if known.account_id != author.id || remote.author_uri != author.uri {
        return Err(Error::invalid("This post is not its sender's."));
    }
    let told_at = remote.updated.unwrap_or(tx.now).0;
    if told_at < known.edited_at.unwrap_or(known.created_at) {
        return Ok(Some(known));
    }
    if let Some(poll) = &remote.poll {
        polls::adopt(tx, known.id, poll)?;
    }
    if known.interaction_policy != remote.interaction_policy {
        store::set_policy(tx, known.id, remote.interaction_policy.as_deref())?;
    }
    let says_of_quote =
        |q: &quotes::activity::Told| Some(&q.uri) != known.quote_uri.as_ref() || q.approval != known.quote_approval_uri;
    if let Some(quote) = remote.quote.as_ref().filter(|q| says_of_quote(q)) {
        quotes::adopt(tx, author, &known, quote)?;
    }
    let without_media = verdict(tx, author.domain.as_deref().unwrap_or_default())?.without_media;
    let edited = Edited {
        attachments: if without_media { "[]".into() } else { remote.attachments },
        emojis: if without_media { "[]".into() } else { remote.emojis },
        content: remote.content,
        source: None,
        spoiler_text: remote.spoiler_text,
        sensitive: remote.sensitive,
        language: remote.language,
        edited_at: Some(told_at.min(tx.now.0)),
    };
    // A poll's new count comes as an Update too, and is no edit.
    let same =
        edited.content == known.content && edited.spoiler_text == known.spoiler_text && edited.sensitive == known.sensitive;
    if same && edited.attachments == known.attachments {
        return Ok(Some(known));
    }
    store::insert_edit(tx, &known, None)?;
    store::edit(tx, known.id, &edited)?;
    let mentioned = mentioned(tx, &remote.mentioned_uris, &remote.addressing, known.circle())?;
    store::set_mentions(tx, known.id, &mentioned)?;
    store::set_tags(tx, known.id, &remote.tags)?;
    tx.events.push(Event::Edited { id: known.id });
    let status = store::by_id(tx, known.id)?;
    search::index(tx, &status)?;
    cards::plan_again(tx, &status)?;
    notifications::notify_of_edit(tx, &status)?;
    Ok(Some(status))
}

/// The author deletes. What has not arrived yet will not be taken when it does.
pub fn delete_from_afar(tx: &mut Tx, author: &Account, uri: &str) -> Result<bool> {
    store::bury(tx, uri, &author.uri)?;
    match store::by_uri(tx, uri)? {
        Some(known) if known.account_id == author.id => remove(tx, &known).map(|()| true),
        _ => Ok(false),
    }
}

/// The account is deleted, and all it wrote with it.
pub fn delete_all_of(tx: &mut Tx, author: &Account) -> Result<()> {
    store::delete_all(tx, author.id)
}

/// The post with this id, from the database or from its own server.
pub async fn known_or_fetched(app: &App, uri: &str) -> Result<Status> {
    let wanted = uri.to_string();
    match app.read(move |tx| store::by_uri(tx, &wanted)).await? {
        Some(known) => Ok(known),
        None if app.site()?.owns(uri) => Err(Error::NotFound),
        None => fetch(app, uri).await,
    }
}

/// Fetches a post, and what it answers so that it can be read in its place.
async fn fetch(app: &App, uri: &str) -> Result<Status> {
    let mut wanted = Some(uri.to_string());
    let mut found: Vec<(Account, Remote)> = Vec::new();
    while let Some(uri) = wanted.take().filter(|_| found.len() <= MAX_ANCESTORS) {
        let fetched = async {
            let (document, _) = accounts::fetch_own(app, &uri).await?;
            let remote = activity::read(&document, app.clock.now())?;
            let author = accounts::known_or_fetched(app, &remote.author_uri).await?;
            Ok::<_, Error>((author, remote))
        };
        match fetched.await {
            Ok((author, remote)) => {
                wanted = match remote.in_reply_to_uri.clone() {
                    Some(parent) if !app.site()?.owns(&parent) => {
                        let asked = parent.clone();
                        let known = app.read(move |tx| store::by_uri(tx, &asked)).await?.is_some();
                        (!known && !found.iter().any(|(_, r)| r.uri == parent)).then_some(parent)
                    }
                    _ => None,
                };
                found.push((author, remote));
            }
            Err(error) if found.is_empty() => return Err(error),
            // What is above the post is good to have, no more.
            Err(_) => break,
        }
    }
    app.write(move |tx| {
        let mut last = None;
        for (author, remote) in found.into_iter().rev() {
            last = adopt(tx, &author, remote)?;
        }
        last.ok_or(Error::NotFound)
    })
    .await
}

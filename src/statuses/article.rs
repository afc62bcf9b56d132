//! A post that stands for something with a page of its own: elsewhere an Article with its name and summary, in apps its
//! title, its summary and a link.

use rules::audience::Visibility;
use serde_json::{Value, json};

use super::activity::{self, Whole};
use super::{Status, audience, chapter, holders, parent_of, settle, store};
use crate::accounts::Account;
use crate::activities;
use crate::boosts;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::policies;
use crate::hub::Event;
use crate::ids;
use crate::search;
use crate::web::html::escape;

/// What it says.
#[derive(Clone, Debug)]
pub struct Article {
    pub name: String,
    /// Plain text: two or three sentences.
    pub summary: String,
    /// HTML, safe to show.
    pub content: String,
    /// Its page.
    pub url: String,
    /// What the document says besides.
    pub extra: Value,
}

impl Article {
    /// As apps show it.
    fn shown(&self) -> String {
        let (name, summary, url) = (escape(&self.name), escape(&self.summary), escape(&self.url));
        format!("<p><strong>{name}</strong></p><p>{summary}</p><p><a href=\"{url}\">{url}</a></p>")
    }

    /// As it is kept beside the post.
    fn kept(&self) -> String {
        let mut kept = json!({"name": self.name, "summary": self.summary, "content": self.content});
        if let (Some(kept), Some(extra)) = (kept.as_object_mut(), self.extra.as_object()) {
            kept.extend(extra.clone());
        }
        kept.to_string()
    }
}

/// Posts it for everybody; the chapter passes it on.
pub fn publish(tx: &mut Tx, by: &Account, article: &Article) -> Result<Status> {
    let id = ids::new(tx.now);
    let uri = format!("{}/statuses/{id}", by.uri);
    let status = Status {
        url: article.url.clone(),
        object_type: "Article".into(),
        interaction_policy: Some(policies::of_ours("public", &by.uri, &by.followers_url)),
        context_uri: Some(tx.site.at(&format!("/contexts/{id}"))),
        group_id: chapter::room::of(tx, Visibility::Public, None),
        content: article.shown(),
        visibility: Visibility::Public.to_string(),
        article: Some(article.kept()),
        ..Status::blank(id, uri, by.id, true, tx.now)
    };
    settle(tx, by, &status, &[], &[])?;
    let whole = Whole { status: &status, author: by, visibility: Visibility::Public, mentions: &[], tags: &[], poll: None };
    let body = activity::create(&tx.site, &whole);
    activities::record(tx, by.id, &body, &status.uri, &audience(Visibility::Public, by.id, Vec::new(), None))?;
    boosts::announce_for_the_chapter(tx, &status)?;
    chapter::room::pass_on(tx, &status, &body)?;
    Ok(status)
}

/// Says what is true now, to all who have it. Nobody is notified of that alone.
pub fn republish(tx: &mut Tx, by: &Account, status: &Status, article: &Article) -> Result<()> {
    if status.article.as_deref() == Some(article.kept().as_str()) {
        return Ok(());
    }
    store::set_article(tx, status.id, &article.shown(), &article.kept())?;
    let status = store::by_id(tx, status.id)?;
    search::index(tx, &status)?;
    tx.events.push(Event::Edited { id: status.id });
    let whole = Whole { status: &status, author: by, visibility: status.circle(), mentions: &[], tags: &[], poll: None };
    let body = activity::update(&tx.site, &whole, ids::new(tx.now));
    let parent = parent_of(tx, &status)?;
    let audience = holders(tx, &status, &[], parent.as_ref())?;
    activities::record(tx, by.id, &body, &status.uri, &audience)?;
    chapter::room::pass_on(tx, &status, &body)
}

/// What such a post stands for is changed on its own page.
pub fn refuse_by_hand(status: &Status) -> Result<()> {
    if status.article.is_some() {
        return Err(Error::refused("This post tells of a proposal. Change or withdraw the proposal on its own page."));
    }
    Ok(())
}

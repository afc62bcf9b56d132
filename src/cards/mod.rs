//! Cards: what the page is about that a post links to.
//!
//! The page is fetched once for all, by the worker, some time within a minute: a post that reaches a thousand servers is not
//! to bring a thousand of them to one door at the same moment. Only for posts that everybody may see.

mod read;
mod store;
#[cfg(test)]
mod tests;

use serde_json::Value;
use url::Url;

pub use store::{Trending, of, trending};

use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::verdict;
use crate::ids;
use crate::later::{self, Kind};
use crate::site::authority;
use crate::statuses::{self, Status};
use crate::web::html;

/// How long what a page said is good for.
const FRESH: i64 = 14 * Time::DAY;
/// Within which time the page is fetched.
const SPREAD: i64 = Time::MINUTE;

/// The page a post is about: its first link that is no mention and no hashtag. None for a post that shows something else
/// already, or that not everybody may see.
fn link(status: &Status) -> Option<Url> {
    let shows_more = status.attachments != "[]" || status.quote_uri.is_some() || status.reblog_of_id.is_some();
    if !status.circle().is_open() || shows_more {
        return None;
    }
    html::tags(&status.content).find_map(|(name, attributes)| {
        let get = |key: &str| attributes.iter().find(|(k, _)| k == key).map_or("", |(_, v)| v.as_str());
        let named = get("class").split_whitespace().any(|c| c == "mention" || c == "hashtag");
        let url = Url::parse(get("href")).ok().filter(|u| matches!(u.scheme(), "http" | "https"))?;
        (name == "a" && !named).then_some(url)
    })
}

/// Plans to look at the page a post links to.
pub fn plan(tx: &mut Tx, status: &Status) -> Result<()> {
    let Some(url) = link(status) else { return Ok(()) };
    if tx.site.owns(url.as_str()) || verdict(tx, &authority(&url))?.blocked {
        return Ok(());
    }
    later::record(tx, Kind::FetchCard, &status.id.to_string(), tx.now.plus(ids::jitter(SPREAD)))
}

/// The same for a post that says something else now.
pub fn plan_again(tx: &mut Tx, status: &Status) -> Result<()> {
    store::take_off(tx, status.id)?;
    plan(tx, status)
}

/// Looks at the page, unless somebody has lately, and hangs what it says on the post.
pub async fn fetch(app: &App, status_id: i64) -> Result<()> {
    let found = app
        .read(move |tx| {
            let Some(status) = statuses::by_ids(tx, &[status_id])?.pop() else { return Ok(None) };
            let Some(url) = link(&status) else { return Ok(None) };
            let known = store::by_url(tx, url.as_str())?;
            Ok(Some((url, known)))
        })
        .await?;
    let Some((url, known)) = found else { return Ok(()) };
    let entity = match known {
        Some(card) if app.clock.now().0 - card.fetched_at < FRESH => card.entity,
        _ => match app.outbound.page(&url).await {
            Ok((at, page)) => read::card(&url, &at, &page).map(|card| card.to_string()).unwrap_or_default(),
            Err(error @ Error::Unavailable(_)) => return Err(error),
            // There is no page, or none that says anything.
            Err(_) => String::new(),
        },
    };
    app.write(move |tx| {
        let card_id = store::put(tx, url.as_str(), &entity)?;
        // The post may be gone by now.
        match statuses::by_ids(tx, &[status_id])?.is_empty() || entity.is_empty() {
            true => Ok(()),
            false => store::hang(tx, status_id, card_id),
        }
    })
    .await
}

/// A card as apps get it.
pub fn shown(tx: &Tx, entity: &str) -> Option<Value> {
    let mut card: Value = serde_json::from_str(entity).ok()?;
    if let Some(image) = card["image"].as_str() {
        card["image"] = tx.site.media.shown(image).into();
    }
    Some(card)
}

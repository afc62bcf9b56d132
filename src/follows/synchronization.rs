//! Followers on both sides are kept the same (FEP-8fcf): this side's part in what another server says of its people's followers here,
//! and what it is told of ours.

use std::collections::HashSet;

use axum::extract::State;
use serde_json::{Value, json};
use url::Url;

use super::{activity, local_followers, remove, store};
use crate::accounts::{self, Account, Asker};
use crate::activities::{self, Audience};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::json::{id, same_origin};
use crate::federation::synchronization::{Told, address, digest_of, origin};
use crate::federation::{self, Document};
use crate::ids;
use crate::later::{self, Kind};
use crate::web::{Routes, Segments};

/// More followers of one server are not looked through.
const MOST: usize = 10_000;

pub fn routes() -> Routes {
    Routes::new().get("/users/{name}/followers_synchronization", followers)
}

/// The followers of an account who are of the server that asks; nobody else's are told.
async fn followers(State(app): State<App>, asker: Asker, Segments(name): Segments<String>) -> Result<Document> {
    let reader = asker.signed(&app).await?;
    let asks = reader.account().ok_or_else(|| Error::Unauthorized("This request must be signed.".into()))?;
    let at = origin(&Url::parse(&asks.uri).map_err(Error::internal)?);
    app.read(move |tx| {
        let account = accounts::shown_to(tx, &name.to_lowercase(), &reader)?;
        let there = federation::store::followers_at(tx, account.id, &at)?;
        Ok(json!({
            "@context": "https://www.w3.org/ns/activitystreams", "id": address(&account.uri), "type": "OrderedCollection",
            "totalItems": there.len(), "orderedItems": there
        }))
    })
    .await
    .map(Document)
}

/// Another server says who follows somebody of its own; where that is not what is known here it is looked at later.
pub fn told(tx: &mut Tx, by: &Account, header: &str) -> Result<()> {
    let Some(told) = Told::read(header) else { return Ok(()) };
    if told.collection != by.followers_url || !same_origin(&told.url, &by.uri) {
        return Ok(());
    }
    let known = federation::store::followers_at(tx, by.id, &format!("{}/", tx.site.base()))?;
    if digest_of(known.iter().map(String::as_str)) == told.digest {
        return Ok(());
    }
    later::record(tx, Kind::SyncFollowers, &format!("{} {}", by.id, told.url), tx.now)
}

/// The worker's part: reads who follows, and makes it so here; who is no follower here is taken back there.
///
/// # Errors
/// `Unavailable`: it is worth trying again.
pub async fn synchronize(app: &App, subject: &str) -> Result<()> {
    let Some((target, url)) = subject.split_once(' ') else { return Ok(()) };
    let (target, url) = (target.parse::<i64>().unwrap_or_default(), Url::parse(url).map_err(|_| Error::NotFound)?);
    let signer = federation::keys::signer(app, app.site()?.node_id).await?;
    let (from, document) = app.outbound.document(&url, &signer, app.clock.now()).await?;
    let Some(there) = read(&document) else { return Ok(()) };
    app.write(move |tx| {
        let target = accounts::any_by_id(tx, target)?;
        if !same_origin(from.as_str(), &target.uri) {
            return Ok(());
        }
        let ours: Vec<String> = there.into_iter().filter(|uri| tx.site.owns(uri)).collect();
        settle(tx, &target, &ours)
    })
    .await
}

/// The ids in a collection that stands there whole; `None`: it has pages, or more than is looked through.
fn read(document: &Value) -> Option<Vec<String>> {
    let items = ["orderedItems", "items"].iter().find_map(|name| document[*name].as_array())?;
    let whole = document.get("first").is_none_or(Value::is_null) && items.len() <= MOST;
    whole.then(|| items.iter().filter_map(id).map(ToString::to_string).collect())
}

fn settle(tx: &mut Tx, target: &Account, there: &[String]) -> Result<()> {
    let ids = local_followers(tx, target.id)?;
    let known = accounts::by_ids(tx, &ids)?;
    let listed: HashSet<&str> = there.iter().map(String::as_str).collect();
    for follower in known.iter().filter(|follower| !listed.contains(follower.uri.as_str())) {
        tracing::info!(follower = follower.uri, target = target.uri, "followed here, and not there: no more");
        if let Some(follow) = store::find(tx, follower.id, target.id)? {
            remove(tx, &follow)?;
        }
    }
    let known: HashSet<&str> = known.iter().map(|follower| follower.uri.as_str()).collect();
    let unknown: Vec<String> = there.iter().filter(|uri| !known.contains(uri.as_str())).cloned().collect();
    for follower in accounts::by_uris(tx, &unknown)?.into_iter().filter(Account::is_local) {
        match store::find(tx, follower.id, target.id)? {
            Some(follow) => super::accepted(tx, &follow)?,
            None => {
                // Whoever does not follow is not to be brought what is for followers.
                let follow = format!("{}#follows/{}", follower.uri, ids::new(tx.now));
                let body = activity::undo(&follow, &follower, target);
                activities::record(tx, follower.id, &body, &follow, &Audience::just(target.id))?;
            }
        }
    }
    Ok(())
}

//! What other chapters are asked for: their rosters, their Connectors, the log of a decision, what was said in it.

use protocol::message::{Message, Page, Saved};
use protocol::object::Signed;
use protocol::roster::{self, Roster};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use crate::app::App;
use crate::error::{Error, Result};
use crate::federation::keys::signer;

/// The largest answer of another chapter, in bytes.
const MOST_BYTES: usize = 16 << 20;

/// Rosters in one chain.
const MOST_ROSTERS: usize = 10_000;

/// A document of another chapter's, below its own address.
pub async fn fetch(app: &App, chapter: &str, name: &str, query: &[(&str, &str)]) -> Result<Value> {
    let mut url = Url::parse(&format!("{chapter}/network/{name}")).map_err(|_| Error::invalid("This is no address."))?;
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    let host = crate::site::authority(&url);
    app.read(move |tx| crate::federation::refuse_blocked(tx, &host)).await?;
    let signer = signer(app, app.site()?.node_id).await?;
    app.outbound.signed_json(&url, &signer, app.clock.now(), MOST_BYTES).await
}

/// What is asked for in several parts.
#[derive(Serialize, Deserialize)]
pub struct Items<T> {
    pub items: Vec<T>,
}

fn items<T: for<'a> Deserialize<'a>>(document: Value) -> Result<Vec<T>> {
    let read = Items::deserialize(document);
    read.map(|read| read.items).map_err(|error| Error::invalid(format!("A chapter answers what cannot be read: {error}")))
}

pub async fn fetch_log(app: &App, chapter: &str, proposal: &str, term: u32, from: u64) -> Result<Vec<Message>> {
    let (term, from) = (term.to_string(), from.to_string());
    let document = fetch(app, chapter, "log", &[("proposal", proposal), ("term", &term), ("from", &from)]).await?;
    let pages = items::<Page>(document)?.into_iter().take(2).filter(|page| page.proposal == proposal);
    Ok(pages.map(|page| Message::Log(Box::new(page))).collect())
}

pub async fn fetch_saved(app: &App, chapter: &str, proposal: &str) -> Result<Vec<Message>> {
    let document = fetch(app, chapter, "saved", &[("proposal", proposal)]).await?;
    Ok(vec![Message::Rescued { proposal: proposal.into(), saved: items::<Saved>(document)? }])
}

/// The chain of rosters as another chapter has it, each following the one before.
pub async fn fetch_rosters(app: &App, chapter: &str) -> Result<Vec<Signed<Roster>>> {
    let chain = items::<Signed<Roster>>(fetch(app, chapter, "rosters", &[]).await?)?;
    if chain.len() > MOST_ROSTERS {
        return Err(Error::TooLarge);
    }
    let decided = |by: &roster::Decided| Some(chain.iter().find(|next| next.body.decided_by.as_ref() == Some(by))?.body.change());
    if chain.is_empty() || roster::chain(&chain, decided).is_ok() {
        return Ok(chain);
    }
    Err(Error::invalid("The rosters of this chapter do not follow each other."))
}

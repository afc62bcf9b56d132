//! Quotes with consent (FEP-044f): showing somebody's post inside one's own, as far as its author allows it.
//!
//! Leave is given once for each quote, written down where anybody can check it, and can be taken back. Without leave a
//! quote is a link and no more. The older ways of quoting, which ask nobody, are shown as links too.

pub mod activity;
pub mod api;
mod store;
pub mod web;

use rules::policy::{Circles, Leave, Who, Wish, decide};
use serde_json::Value;

use crate::accounts::{self, Account};
use crate::activities::{self, Audience};
use crate::app::App;
use crate::blocks;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::policies;
use crate::follows;
use crate::ids;
use crate::later::{self, Kind as Later};
use crate::notifications::{self, Kind};
use crate::statuses::{self, Status};
use activity::{Request, Told};
use store::Quote;

pub const ACCEPTED: &str = "accepted";
pub const PENDING: &str = "pending";
pub const REJECTED: &str = "rejected";
pub const REVOKED: &str = "revoked";
/// Said in a way that asks nobody; shown as a link.
pub const UNVERIFIED: &str = "unverified";

/// May `by` do this with a post, as its author has said?
pub fn leave(tx: &mut Tx, wish: Wish, by: &Account, status: &Status) -> Result<Leave> {
    let author = accounts::by_id(tx, status.account_id)?;
    if blocks::is_between(tx, by.id, author.id)? {
        return Ok(Leave::Refused);
    }
    let grant = policies::grant(status.interaction_policy.as_deref(), wish);
    if grant.is_none() && wish != Wish::Quote {
        return Ok(Leave::Granted);
    }
    let who = Who {
        uri: by.uri.clone(),
        is_author: by.id == author.id,
        is_mentioned: statuses::mentions_of(tx, &[status.id])?.iter().any(|m| m.1 == by.id),
        follows_author: follows::is_following(tx, by.id, author.id)?,
        is_followed_by_author: follows::is_following(tx, author.id, by.id)?,
    };
    let circles =
        Circles { followers: author.followers_url.clone(), following: format!("{}/following", author.uri), author: author.uri };
    Ok(decide(wish, grant.as_ref(), &who, &circles))
}

/// Refuses what an author has said nobody, or not everybody, may do with their post.
pub fn obey(tx: &mut Tx, wish: Wish, by: &Account, status: &Status) -> Result<()> {
    match leave(tx, wish, by, status)? {
        Leave::Refused => Err(Error::refused("This action is not allowed")),
        Leave::Granted | Leave::Asked => Ok(()),
    }
}

/// What a new post of ours says of the one it quotes. Quoting our own people is settled at once; others are asked.
pub fn prepare(tx: &mut Tx, by: &Account, quoted: &Status) -> Result<(Option<String>, Option<i64>, Option<String>)> {
    let refused = Error::invalid("Validation failed: Quoted status is not allowed to be quoted");
    if !quoted.circle().is_open() && quoted.account_id != by.id || quoted.reblog_of_id.is_some() {
        return Err(refused);
    }
    let state = match leave(tx, Wish::Quote, by, quoted)? {
        Leave::Refused => return Err(refused),
        Leave::Granted if quoted.local => ACCEPTED,
        Leave::Granted | Leave::Asked => PENDING,
    };
    Ok((Some(quoted.uri.clone()), Some(quoted.id), Some(state.into())))
}

/// After a post of ours that quotes has been written: leave among ourselves, a request to others.
pub fn follow_up(tx: &mut Tx, by: &Account, quoting: &Status, note: &Value) -> Result<()> {
    let Some(quoted) = quoting.quote_id.map(|id| statuses::by_ids(tx, &[id])).transpose()?.and_then(|mut found| found.pop())
    else {
        return Ok(());
    };
    if quoting.quote_state.as_deref() == Some(ACCEPTED) {
        let leave = store::authorize(tx, quoted.id, &quoting.uri, by.id)?;
        let uri = stamp_uri(tx, &quoted, leave.id)?;
        set(tx, quoting, ACCEPTED, Some(uri))?;
        return notifications::notify(tx, quoted.account_id, Kind::Quote, by.id, Some(quoting.id));
    }
    let author = accounts::by_id(tx, quoted.account_id)?;
    let body = activity::request(by, quoting, note, &quoted.uri, &author.uri);
    activities::record(tx, by.id, &body, &activity::request_uri(&quoting.uri), &Audience::just(author.id))
}

fn set(tx: &mut Tx, quoting: &Status, state: &str, approval: Option<String>) -> Result<()> {
    let quote = Quote {
        quote_uri: quoting.quote_uri.clone(),
        quote_id: quoting.quote_id,
        quote_state: Some(state.into()),
        quote_approval_uri: approval,
    };
    store::set(tx, quoting.id, &quote)?;
    quoting.quote_id.map_or(Ok(()), |quoted| store::recount(tx, quoted))
}

fn stamp_uri(tx: &mut Tx, quoted: &Status, id: i64) -> Result<String> {
    let author = accounts::by_id(tx, quoted.account_id)?;
    Ok(format!("{}/quote_authorizations/{id}", author.uri))
}

/// A post from elsewhere says it quotes: what is known of that goes with its row, and the rest is looked up later.
pub fn adopt(tx: &mut Tx, author: &Account, quoting: &Status, told: &Told) -> Result<()> {
    let quoted = statuses::by_uri(tx, &told.uri)?;
    let own = quoted.as_ref().is_some_and(|q| q.account_id == author.id);
    let state = if told.unasked && !own {
        UNVERIFIED
    } else if own {
        ACCEPTED
    } else {
        PENDING
    };
    let quote = Quote {
        quote_uri: Some(told.uri.clone()),
        quote_id: quoted.as_ref().map(|q| q.id),
        quote_state: Some(state.into()),
        quote_approval_uri: told.approval.clone().filter(|_| !told.unasked),
    };
    store::set(tx, quoting.id, &quote)?;
    if let Some(quoted) = &quoted {
        store::recount(tx, quoted.id)?;
    }
    if state == PENDING || quoted.is_none() {
        later::record(tx, Later::CheckQuote, &quoting.id.to_string(), tx.now)?;
    }
    Ok(())
}

/// Fetches what a post quotes, and the leave for it; one step deep, never further.
pub async fn check(app: &App, quoting_id: i64) -> Result<()> {
    let Some(quoting) = app.read(move |tx| Ok(statuses::by_ids(tx, &[quoting_id])?.pop())).await? else { return Ok(()) };
    let Some(uri) = quoting.quote_uri.clone() else { return Ok(()) };
    let quoted = statuses::known_or_fetched(app, &uri).await?;
    let (quoted_id, author_id, quoting_author) = (quoted.id, quoted.account_id, quoting.account_id);
    let author = app.read(move |tx| accounts::by_id(tx, author_id)).await?;
    let unasked = quoting.quote_state.as_deref() == Some(UNVERIFIED);
    let holds = if author_id == quoting_author {
        true
    } else if unasked {
        false
    } else if author.is_local() {
        let (quoted_id, quoting_uri) = (quoted.id, quoting.uri.clone());
        app.read(move |tx| Ok(store::authorization(tx, quoted_id, &quoting_uri)?.is_some_and(|a| a.revoked_at.is_none()))).await?
    } else {
        match &quoting.quote_approval_uri {
            Some(approval) => is_approved(app, approval, &author.uri, &quoted.uri, &quoting.uri).await?,
            None => false,
        }
    };
    app.write(move |tx| {
        let Some(quoting) = statuses::by_ids(tx, &[quoting_id])?.pop() else { return Ok(()) };
        let state = match (holds, quoting.quote_state.as_deref()) {
            (true, _) => ACCEPTED,
            (false, Some(UNVERIFIED)) => UNVERIFIED,
            // Said to be allowed, and it is not.
            (false, _) if quoting.quote_approval_uri.is_some() => REJECTED,
            (false, _) => PENDING,
        };
        let with_id = Status { quote_id: Some(quoted_id), ..quoting };
        set(tx, &with_id, state, with_id.quote_approval_uri.clone())
    })
    .await
}

/// Is the leave at `approval`, on the quoted author's own server, what it should be?
async fn is_approved(app: &App, approval: &str, author: &str, quoted: &str, quoting: &str) -> Result<bool> {
    if !crate::federation::json::same_origin(approval, author) {
        return Ok(false);
    }
    match accounts::fetch_own(app, approval).await {
        Ok((document, id)) => Ok(id == approval && activity::is_authorization(&document, author, quoted, quoting)),
        Err(Error::Unavailable(text)) => Err(Error::Unavailable(text)),
        Err(_) => Ok(false),
    }
}

/// Somebody elsewhere asks to quote one of us: answered at once, as its author's policy says.
pub fn requested_from_afar(tx: &mut Tx, by: &Account, asked: &Request) -> Result<bool> {
    if !crate::federation::json::same_origin(&asked.quoting, &by.uri) {
        return Ok(false);
    }
    let quoted = statuses::by_uri(tx, &asked.quoted)?.filter(|s| s.local && s.circle().is_open() && s.reblog_of_id.is_none());
    let Some(quoted) = quoted else { return Ok(false) };
    let author = accounts::by_id(tx, quoted.account_id)?;
    let known = store::authorization(tx, quoted.id, &asked.quoting)?;
    let granted = match known {
        Some(known) if known.revoked_at.is_some() => None,
        Some(known) => Some(known),
        None if leave(tx, Wish::Quote, by, &quoted)? == Leave::Granted => {
            Some(store::authorize(tx, quoted.id, &asked.quoting, by.id)?)
        }
        None => None,
    };
    let stamp = granted.map(|leave| stamp_uri(tx, &quoted, leave.id)).transpose()?;
    let uri = tx.site.at(&format!("/activities/quote-answer-{}", ids::new(tx.now)));
    let body = activity::answer(&uri, &author, asked, &by.uri, stamp.as_deref());
    activities::record(tx, author.id, &body, &asked.uri, &Audience::just(by.id))?;
    if let (Some(_), Some(quoting)) = (&stamp, statuses::by_uri(tx, &asked.quoting)?) {
        notifications::notify(tx, author.id, Kind::Quote, by.id, Some(quoting.id))?;
        later::record(tx, Later::CheckQuote, &quoting.id.to_string(), tx.now)?;
    }
    Ok(true)
}

/// The quoted author answers a request of ours. `result`: where the leave is written down.
pub fn answered_from_afar(tx: &mut Tx, by: &Account, request_uri: &str, result: Option<&str>, yes: bool) -> Result<bool> {
    let Some(quoting_uri) = request_uri.strip_suffix("#quote-request") else { return Ok(false) };
    let Some(quoting) = statuses::by_uri(tx, quoting_uri)?.filter(|s| s.local && s.quote_state.as_deref() == Some(PENDING))
    else {
        return Ok(false);
    };
    let quoted = statuses::by_ids(tx, &quoting.quote_id.into_iter().collect::<Vec<_>>())?.pop();
    if quoted.is_none_or(|q| q.account_id != by.id) {
        return Ok(false);
    }
    if !yes {
        return set(tx, &quoting, REJECTED, None).map(|()| true);
    }
    let Some(stamp) = result.filter(|stamp| crate::federation::json::same_origin(stamp, &by.uri)) else { return Ok(false) };
    set(tx, &quoting, ACCEPTED, Some(stamp.into()))?;
    // Others can see the leave now.
    let author = accounts::by_id(tx, quoting.account_id)?;
    let quoting = statuses::by_ids(tx, &[quoting.id])?.pop().ok_or(Error::NotFound)?;
    statuses::tell_again(tx, &author, &quoting).map(|()| true)
}

/// A leave elsewhere is taken back.
pub fn revoked_from_afar(tx: &mut Tx, by: &Account, stamp: &str) -> Result<bool> {
    let mut done = false;
    for quoting in store::by_approval(tx, stamp)? {
        let quoted = statuses::by_ids(tx, &quoting.quote_id.into_iter().collect::<Vec<_>>())?.pop();
        if quoted.is_some_and(|quoted| quoted.account_id == by.id) {
            set(tx, &quoting, REVOKED, None)?;
            done = true;
        }
    }
    Ok(done)
}

/// A member takes back the leave to quote them.
pub fn revoke(tx: &mut Tx, by: &Account, quoted: &Status, quoting: &Status) -> Result<()> {
    if quoted.account_id != by.id {
        return Err(Error::NotFound);
    }
    let leave = store::authorization(tx, quoted.id, &quoting.uri)?.filter(|l| l.revoked_at.is_none()).ok_or(Error::NotFound)?;
    store::revoke(tx, leave.id)?;
    set(tx, quoting, REVOKED, None)?;
    let asker = accounts::by_id(tx, leave.quoting_account_id)?;
    let stamp = stamp_uri(tx, quoted, leave.id)?;
    let body = activity::revocation(&stamp, by, &[asker.uri.clone(), by.followers_url.clone()]);
    let mut audience = Audience::followers(by.id);
    audience.recipients.push(asker.id);
    activities::record(tx, by.id, &body, &stamp, &audience)
}

//! Posts to come: written now, posted at their time, also if the node was off when it came.

pub mod api;
mod store;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::accounts::{self, Account};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::later::{self, Kind};
use crate::members;
use crate::polls;
use crate::statuses::{self, Draft};
use crate::uploads::{self, Place};
use rules::roles::{Act, may};

pub use store::Scheduled;

/// A post is planned at least so far ahead.
const AHEAD: i64 = 5 * Time::MINUTE;
/// The most posts a member may have planned, and for one day.
const MOST: i64 = 300;

/// What was asked for, as it is kept.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Params {
    pub text: String,
    pub spoiler_text: String,
    pub sensitive: bool,
    pub visibility: String,
    pub language: Option<String>,
    pub in_reply_to_id: Option<i64>,
    pub application_id: Option<i64>,
    pub poll: Option<PollParams>,
    pub media_ids: Vec<i64>,
    pub quoted_status_id: Option<i64>,
    pub quote_policy: Option<String>,
    pub idempotency: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct PollParams {
    pub options: Vec<String>,
    pub expires_in: i64,
    pub multiple: bool,
}

impl From<Draft> for Params {
    fn from(draft: Draft) -> Self {
        Self {
            text: draft.text,
            spoiler_text: draft.spoiler_text,
            sensitive: draft.sensitive,
            visibility: draft.visibility.to_string(),
            language: draft.language,
            in_reply_to_id: draft.in_reply_to_id,
            application_id: draft.app_id,
            poll: draft.poll.map(|p| PollParams { options: p.options, expires_in: p.expires_in, multiple: p.multiple }),
            media_ids: draft.media_ids,
            quoted_status_id: draft.quoted_id,
            quote_policy: draft.quote_policy,
            idempotency: draft.idempotency_key,
        }
    }
}

impl Params {
    fn draft(self, scheduled_id: i64) -> Result<Draft> {
        Ok(Draft {
            text: self.text,
            spoiler_text: self.spoiler_text,
            sensitive: self.sensitive,
            visibility: self.visibility.parse().map_err(|_| Error::internal("a planned post has an unknown circle"))?,
            language: self.language,
            in_reply_to_id: self.in_reply_to_id,
            app_id: self.application_id,
            idempotency_key: None,
            poll: self.poll.map(|p| polls::Draft { options: p.options, expires_in: p.expires_in, multiple: p.multiple }),
            quoted_id: self.quoted_status_id,
            quote_policy: self.quote_policy,
            media_ids: self.media_ids,
            scheduled_id: Some(scheduled_id),
        })
    }
}

/// Is this far enough ahead to be planned?
fn check(now: Time, at: Time) -> Result<()> {
    if at.0 < now.plus(AHEAD).0 {
        return Err(Error::invalid("Validation failed: Scheduled at must be at least 5 minutes in the future"));
    }
    Ok(())
}

/// Plans a post.
pub fn plan(tx: &mut Tx, by: &Account, draft: Draft, at: Time) -> Result<Scheduled> {
    check(tx.now, at)?;
    statuses::check_text(&draft.text, &draft.spoiler_text, !draft.media_ids.is_empty() || draft.quoted_id.is_some())?;
    if store::count(tx, by.id)? >= MOST {
        return Err(Error::invalid(format!("Validation failed: You have exceeded the limit of {MOST} scheduled posts")));
    }
    for named in [draft.in_reply_to_id, draft.quoted_id].into_iter().flatten() {
        statuses::visible(tx, Some(by.id), named)?;
    }
    let params = Params::from(draft);
    let id = ids::new(tx.now);
    uploads::attach(tx, by, &params.media_ids, Place::Scheduled(id))?;
    let params = serde_json::to_string(&params).map_err(Error::internal)?;
    let scheduled = Scheduled { id, account_id: by.id, scheduled_at: at.0, params, created_at: tx.now.0 };
    store::insert(tx, &scheduled)?;
    later::record(tx, Kind::PostScheduled, &id.to_string(), at)?;
    Ok(scheduled)
}

pub fn own(tx: &mut Tx, account_id: i64, id: i64) -> Result<Scheduled> {
    store::by_id(tx, id).ok().filter(|s| s.account_id == account_id).ok_or(Error::NotFound)
}

/// Plans it for another time.
pub fn put_off(tx: &mut Tx, by: &Account, id: i64, at: Time) -> Result<Scheduled> {
    check(tx.now, at)?;
    let scheduled = own(tx, by.id, id)?;
    store::set_time(tx, scheduled.id, at)?;
    later::put_off(tx, Kind::PostScheduled, &id.to_string(), at)?;
    store::by_id(tx, id)
}

/// It is not to be posted after all; its files may hang on something else.
pub fn cancel(tx: &mut Tx, by: &Account, id: i64) -> Result<()> {
    let scheduled = own(tx, by.id, id)?;
    uploads::detach_scheduled(tx, scheduled.id)?;
    store::delete(tx, scheduled.id)
}

/// Its time has come. In the transaction that posts it the plan is gone, so it is posted once. What cannot be posted any
/// more (what it answers is gone, the member is suspended) is dropped.
pub async fn post_now(app: &App, id: i64) -> Result<()> {
    let found = app.read(move |tx| store::by_id(tx, id)).await;
    let scheduled = match found {
        Ok(scheduled) => scheduled,
        Err(Error::NotFound) => return Ok(()),
        Err(error) => return Err(error),
    };
    let params: Params = serde_json::from_str(&scheduled.params).map_err(Error::internal)?;
    let mentioned = statuses::find_mentioned(app, &params.text).await?;
    let posted = app
        .write(move |tx| {
            let scheduled = store::by_id(tx, id)?;
            // It was put off in the meantime.
            if scheduled.scheduled_at > tx.now.0 {
                return later::record(tx, Kind::PostScheduled, &id.to_string(), Time(scheduled.scheduled_at));
            }
            let by = accounts::by_id(tx, scheduled.account_id)?;
            may(members::standing(tx, &by)?, Act::TakePart)?;
            statuses::post(tx, &by, params.draft(id)?, &mentioned)?;
            store::delete(tx, id)
        })
        .await;
    match posted {
        Err(Error::NotFound | Error::Refused(_) | Error::Invalid(_)) => {
            tracing::info!(id, "a planned post could not be posted any more");
            app.write(move |tx| {
                uploads::detach_scheduled(tx, id)?;
                store::delete(tx, id)
            })
            .await
        }
        other => other,
    }
}

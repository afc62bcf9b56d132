//! Reports: somebody here or elsewhere asks the stewards to look at an account or a post.
//!
//! Seen by stewards only; never by whom it is about, and a report that goes to another server does not say who made it.

pub mod activity;
pub mod api;
mod store;

use crate::accounts::{self, Account};
use crate::activities::{self, Audience};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::members;
use crate::notifications::{self, Kind};
use crate::statuses::{self, Status};
use store::Report;

/// A report to be made.
pub struct Complaint {
    pub target_id: i64,
    pub status_ids: Vec<i64>,
    pub comment: String,
    pub category: String,
    /// Send it to the target's own server too.
    pub forward: bool,
}

/// Somebody of the chapter reports; of posts only those they can see (nobody gets at a private post by reporting it).
pub fn report(tx: &mut Tx, by: &Account, complaint: Complaint) -> Result<Report> {
    let target = accounts::by_id(tx, complaint.target_id)?;
    let mut uris = Vec::new();
    for id in complaint.status_ids.iter().take(50) {
        let status = statuses::visible(tx, Some(by.id), *id)?;
        if status.account_id == target.id {
            uris.push(status.uri);
        }
    }
    let id = ids::new(tx.now);
    let uri = tx.site.at(&format!("/reports/{id}"));
    let forwarded = complaint.forward && !target.is_local();
    let report = file(tx, id, uri.clone(), by, &target, &uris, complaint.comment, complaint.category, forwarded)?;
    if forwarded {
        let node = accounts::by_id(tx, tx.site.node_id)?;
        let all: Vec<String> = std::iter::once(target.uri.clone()).chain(uris).collect();
        let body = activity::flag(&uri, &node.uri, &target.uri, &all, &report.comment);
        activities::record(tx, node.id, &body, &uri, &Audience::just(target.id))?;
    }
    Ok(report)
}

#[expect(clippy::too_many_arguments, reason = "a report is what it is made of")]
fn file(
    tx: &mut Tx,
    id: i64,
    uri: String,
    by: &Account,
    target: &Account,
    status_uris: &[String],
    comment: String,
    category: String,
    forwarded: bool,
) -> Result<Report> {
    let category = if ["spam", "legal", "violation"].contains(&category.as_str()) { category } else { "other".into() };
    let report = Report {
        id,
        uri,
        account_id: by.id,
        target_id: target.id,
        comment: comment.trim().chars().take(5_000).collect(),
        category,
        status_uris: serde_json::to_string(status_uris).map_err(Error::internal)?,
        forwarded,
        created_at: tx.now.0,
        resolved_at: None,
        resolved_by: None,
    };
    if store::insert_once(tx, &report)? {
        for steward in members::stewards(tx)? {
            // A steward who is reported is not told.
            if steward != target.id {
                notifications::notify(tx, steward, Kind::AdminReport, by.id, None)?;
            }
        }
    }
    Ok(report)
}

/// Another server reports one of us. Posts it cannot have seen are left out.
pub fn reported_from_afar(tx: &mut Tx, by: &Account, uri: &str, flagged: activity::Flagged) -> Result<bool> {
    let mut target: Option<Account> = None;
    let mut posts: Vec<Status> = Vec::new();
    let site = tx.site.clone();
    for named in flagged.uris.iter().filter(|u| site.owns(u)) {
        match accounts::by_uri(tx, named)? {
            Some(account) => target = target.or(Some(account).filter(Account::is_local)),
            None => posts.extend(statuses::by_uri(tx, named)?.filter(|s| s.local)),
        }
    }
    if target.is_none()
        && let Some(first) = posts.first()
    {
        target = Some(accounts::by_id(tx, first.account_id)?);
    }
    let Some(target) = target else { return Ok(false) };
    let mut seen = Vec::new();
    for post in posts {
        if post.account_id == target.id && statuses::can_be_known_at(tx, &post, by.domain.as_deref().unwrap_or_default())? {
            seen.push(post.uri);
        }
    }
    let id = ids::new(tx.now);
    file(tx, id, uri.into(), by, &target, &seen, flagged.comment, "other".into(), false).map(|_| true)
}

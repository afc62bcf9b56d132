//! Reports: somebody here or elsewhere asks the stewards to look at an account or a post.
//!
//! Seen by stewards only; never by whom it is about, and a report that goes to another server does not say who made it.

pub mod activity;
pub mod api;
mod store;
#[cfg(test)]
mod tests;
pub mod web;

use crate::accounts::{self, Account};
use crate::activities::{self, Audience};
use crate::audit::{self, Act};
use crate::chapter;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;
use crate::members;
use crate::notifications;
use crate::statuses::{self, Status};
pub use store::{Report, count_open};

/// A report to be made.
pub struct Complaint {
    pub target_id: i64,
    pub status_ids: Vec<i64>,
    pub comment: String,
    pub category: String,
    /// Rules of the chapter that were broken.
    pub rule_ids: Vec<String>,
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
    let report = Report {
        id,
        uri: tx.site.at(&format!("/reports/{id}")),
        account_id: by.id,
        target_id: target.id,
        comment: kept(&complaint.comment),
        category: category(&complaint.category, &complaint.rule_ids),
        status_uris: serde_json::to_string(&uris).map_err(Error::internal)?,
        forwarded: complaint.forward && !target.is_local(),
        created_at: tx.now.0,
        resolved_at: None,
        resolved_by: None,
        assigned_to: None,
        rule_ids: chosen(tx, &complaint.rule_ids)?,
        updated_at: tx.now.0,
    };
    file(tx, &report)?;
    if report.forwarded {
        let node = accounts::by_id(tx, tx.site.node_id)?;
        let all: Vec<String> = std::iter::once(target.uri.clone()).chain(uris).collect();
        let body = activity::flag(&report.uri, &node.uri, &target.uri, &all, &report.comment);
        activities::record(tx, node.id, &body, &report.uri, &Audience::just(target.id))?;
    }
    Ok(report)
}

fn kept(comment: &str) -> String {
    comment.trim().chars().take(5_000).collect()
}

/// What kind of thing is reported; naming rules makes it a violation of them.
fn category(said: &str, rule_ids: &[String]) -> String {
    match said {
        "spam" | "legal" | "violation" => said.into(),
        _ if !rule_ids.is_empty() => "violation".into(),
        _ => "other".into(),
    }
}

/// Those of the named rules that the chapter has, as JSON.
fn chosen(tx: &mut Tx, rule_ids: &[String]) -> Result<String> {
    let rules = chapter::house_rules(tx)?;
    let known: Vec<String> = rules.iter().map(|rule| rule.id.to_string()).filter(|id| rule_ids.contains(id)).collect();
    serde_json::to_string(&known).map_err(Error::internal)
}

/// A steward says what kind of thing it is.
pub fn classify(tx: &mut Tx, id: i64, said: Option<&str>, rule_ids: Option<Vec<String>>) -> Result<()> {
    let report = store::by_id(tx, id)?;
    let rule_ids = rule_ids.unwrap_or_else(|| report.rules());
    let category = category(said.unwrap_or(&report.category), &rule_ids);
    let rule_ids = if category == "violation" { chosen(tx, &rule_ids)? } else { "[]".into() };
    store::classify(tx, id, &category, &rule_ids)
}

/// A report is dealt with, or not any more.
pub fn resolve(tx: &mut Tx, id: i64, by: Option<i64>, done: bool) -> Result<()> {
    let report = store::by_id(tx, id)?;
    store::resolve(tx, id, by, done)?;
    let act = if done { Act::ResolveReport } else { Act::ReopenReport };
    audit::record(tx, by, act, Some(report.target_id), &format!("report {id}"), "").map(|_| ())
}

/// Writes a report down, once, and tells the stewards.
fn file(tx: &mut Tx, report: &Report) -> Result<()> {
    if !store::insert_once(tx, report)? {
        return Ok(());
    }
    for steward in members::stewards(tx)? {
        // A steward who is reported is not told.
        if steward != report.target_id {
            notifications::notify_of_report(tx, steward, report.account_id, report.id)?;
        }
    }
    Ok(())
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
    let report = Report {
        id: ids::new(tx.now),
        uri: uri.into(),
        account_id: by.id,
        target_id: target.id,
        comment: kept(&flagged.comment),
        category: "other".into(),
        status_uris: serde_json::to_string(&seen).map_err(Error::internal)?,
        forwarded: false,
        created_at: tx.now.0,
        resolved_at: None,
        resolved_by: None,
        assigned_to: None,
        rule_ids: "[]".into(),
        updated_at: tx.now.0,
    };
    file(tx, &report).map(|()| true)
}

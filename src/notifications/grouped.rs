//! Notifications in groups, for clients: what belongs together is told once (Mastodon 4.3).

use std::collections::HashSet;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use serde_json::{Value, json};

use super::api::Matters;
use super::store::{self, Notification, Wanted};
use crate::accounts;
use crate::accounts::api::render as render_account;
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::filters::Context;
use crate::markers;
use crate::oauth::Caller;
use crate::statuses;
use crate::web::pagination::links;
use crate::web::params::{flag, number, text, texts};
use crate::web::{Paging, Params, Routes, Segments};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v2/notifications", list)
        .get("/api/v2/notifications/unread_count", unread_count)
        .get("/api/v2/notifications/{key}", show)
        .post("/api/v2/notifications/{key}/dismiss", dismiss)
        .get("/api/v2/notifications/{key}/accounts", members)
}

/// How many rows are looked at for a page of groups.
const LOOKED_AT: i64 = 1_000;
/// How many of a group are named at once.
const SAMPLE: usize = 8;
const GROUPED: [&str; 4] = ["favourite", "reblog", "follow", "admin.sign_up"];

/// What belongs together.
#[derive(Debug, PartialEq, Eq)]
struct Group {
    key: String,
    kind: String,
    status_id: Option<i64>,
    about_id: Option<i64>,
    /// The newest and the oldest id.
    newest: i64,
    oldest: i64,
    at: i64,
    count: usize,
    /// Who, the latest first, each once.
    from: Vec<i64>,
}

/// Puts rows (the newest first) into groups, in the order of their newest; only kinds the app can show together are.
fn group(rows: &[Notification], together: &[String]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for row in rows {
        let key = if together.contains(&row.kind) { row.group_key.clone() } else { format!("ungrouped-{}", row.id) };
        match groups.iter_mut().find(|g| g.key == key) {
            Some(group) => {
                group.count += 1;
                group.oldest = row.id;
                if !group.from.contains(&row.from_id) {
                    group.from.push(row.from_id);
                }
            }
            None => groups.push(Group {
                key,
                kind: row.kind.clone(),
                status_id: row.status_id,
                about_id: row.about_id,
                newest: row.id,
                oldest: row.id,
                at: row.created_at,
                count: 1,
                from: vec![row.from_id],
            }),
        }
    }
    groups
}

/// Mastodon's GroupedNotificationsResults.
fn render(tx: &mut Tx, viewer: i64, groups: &[Group], partial: bool) -> Result<Value> {
    let ids: Vec<i64> = groups.iter().filter_map(|g| g.status_id).collect();
    let rows = statuses::by_ids(tx, &ids)?;
    let shown = statuses::api::render(tx, Some(viewer), rows)?;
    let hidden: HashSet<&str> =
        shown.iter().filter(|s| s.hidden_in.contains(&Context::Notifications)).map(|s| s.id.as_str()).collect();
    let sample: Vec<i64> = groups.iter().flat_map(|g| g.from.iter().take(SAMPLE).copied()).collect();
    let people = accounts::by_ids(tx, &sample)?;
    // With the reduced form, whole accounts are those that stand first in a group.
    let first: HashSet<i64> = groups.iter().filter_map(|g| g.from.first().copied()).collect();
    let (whole, reduced): (Vec<_>, Vec<_>) = people.iter().partition(|p| !partial || first.contains(&p.id));
    let about: Vec<(&str, Option<i64>)> = groups.iter().map(|g| (g.kind.as_str(), g.about_id)).collect();
    let matters = Matters::of(tx, &about)?;
    let entries: Vec<Value> = groups
        .iter()
        .filter(|g| !g.status_id.is_some_and(|id| hidden.contains(id.to_string().as_str())))
        .filter(|g| g.from.iter().any(|id| people.iter().any(|p| p.id == *id)))
        .map(|g| {
            let mut entry = json!({
                "group_key": g.key, "notifications_count": g.count, "type": super::for_apps(&g.kind), "most_recent_notification_id": g.newest,
                "page_min_id": g.oldest.to_string(), "page_max_id": g.newest.to_string(), "latest_page_notification_at": Time(g.at).rfc3339(),
                "sample_account_ids": g.from.iter().take(SAMPLE).map(ToString::to_string).collect::<Vec<_>>()
            });
            if let Some(id) = g.status_id {
                entry["status_id"] = id.to_string().into();
            }
            for (key, matter) in [("report", matters.report(g.about_id)), ("moderation_warning", matters.warning(g.about_id))] {
                if let Some(matter) = matter {
                    entry[key] = matter;
                }
            }
            entry
        })
        .collect();
    let visible: Vec<_> = shown.iter().filter(|s| !hidden.contains(s.id.as_str())).collect();
    let mut body = json!({
        "accounts": whole.iter().map(|p| render_account(&tx.site, p)).collect::<Vec<_>>(), "statuses": visible, "notification_groups": entries
    });
    if partial {
        body["partial_accounts"] = Value::from_iter(reduced.iter().map(|p| {
            let p = render_account(&tx.site, p);
            json!({
                "id": p.id, "acct": p.acct, "url": p.url, "avatar": p.avatar, "avatar_static": p.avatar_static,
                "avatar_description": p.avatar_description, "locked": p.locked, "bot": p.bot
            })
        }));
    }
    Ok(body)
}

#[derive(Deserialize)]
struct Query {
    #[serde(flatten)]
    paging: Paging,
    #[serde(default, deserialize_with = "texts")]
    types: Vec<String>,
    #[serde(default, deserialize_with = "texts")]
    exclude_types: Vec<String>,
    #[serde(default, deserialize_with = "texts")]
    grouped_types: Vec<String>,
    #[serde(default, deserialize_with = "number")]
    account_id: Option<i64>,
    #[serde(default, deserialize_with = "flag")]
    include_filtered: Option<bool>,
    #[serde(default, deserialize_with = "text")]
    expand_accounts: Option<String>,
}

impl Query {
    fn wanted(&self) -> Wanted {
        Wanted {
            kinds: self.types.clone(),
            not: self.exclude_types.clone(),
            from: self.account_id,
            filtered_too: self.include_filtered == Some(true),
        }
    }

    fn together(&self) -> Vec<String> {
        match self.grouped_types.is_empty() {
            true => GROUPED.iter().map(ToString::to_string).collect(),
            false => self.grouped_types.clone(),
        }
    }
}

async fn list(State(app): State<App>, caller: Caller, Params(query): Params<Query>) -> Result<(HeaderMap, Json<Value>)> {
    caller.needs("read:notifications")?;
    let limit = query.paging.limit(40, 80);
    let partial = query.expand_accounts.as_deref() == Some("partial_avatars");
    app.read(move |tx| {
        let me = caller.account.id;
        let rows = store::page(tx, me, &query.paging, LOOKED_AT, &query.wanted())?;
        let mut groups = group(&rows, &query.together());
        let most = usize::try_from(limit).unwrap_or(40);
        if query.paging.is_backwards() && groups.len() > most {
            // Right after the one that was named, not the newest of all.
            groups.drain(..groups.len() - most);
        }
        groups.truncate(most);
        // A group goes on below the last one of this page, and is told again there; apps put the two together.
        let ends = groups.first().zip(groups.last()).map(|(newest, oldest)| (newest.newest, oldest.newest));
        let lists =
            [("types[]", &query.types), ("exclude_types[]", &query.exclude_types), ("grouped_types[]", &query.grouped_types)];
        let mut kept: Vec<(&str, String)> = lists.iter().flat_map(|(k, v)| v.iter().map(|v| (*k, v.clone()))).collect();
        kept.push(("limit", limit.to_string()));
        kept.extend(query.expand_accounts.clone().map(|e| ("expand_accounts", e)));
        let headers = links(&tx.site, "/api/v2/notifications", &kept, ends);
        Ok((headers, Json(render(tx, me, &groups, partial)?)))
    })
    .await
}

/// How many groups there are since one has last read.
async fn unread_count(State(app): State<App>, caller: Caller, Params(query): Params<Query>) -> Result<Json<Value>> {
    caller.needs("read:notifications")?;
    let most = query.paging.limit.unwrap_or(100).clamp(1, 1_000);
    app.read(move |tx| {
        let read = markers::last_read(tx, caller.account.id, "notifications")?;
        let paging = Paging { since_id: Some(read), ..Paging::default() };
        let rows = store::page(tx, caller.account.id, &paging, LOOKED_AT, &query.wanted())?;
        let count = group(&rows, &query.together()).len().min(usize::try_from(most).unwrap_or(100));
        Ok(json!({"count": count}))
    })
    .await
    .map(Json)
}

/// The rows of a group by its key, which may stand for one alone.
fn of_key(tx: &mut Tx, account_id: i64, key: &str) -> Result<Vec<Notification>> {
    if let Some(id) = key.strip_prefix("ungrouped-").and_then(|id| id.parse().ok()) {
        return store::one(tx, account_id, id).map(|n| vec![n]);
    }
    let rows = store::of_group(tx, account_id, key)?;
    if rows.is_empty() { Err(Error::NotFound) } else { Ok(rows) }
}

async fn show(State(app): State<App>, caller: Caller, Segments(key): Segments<String>) -> Result<Json<Value>> {
    caller.needs("read:notifications")?;
    app.read(move |tx| {
        let rows = of_key(tx, caller.account.id, &key)?;
        let together: Vec<String> =
            if key.starts_with("ungrouped-") { Vec::new() } else { GROUPED.iter().map(ToString::to_string).collect() };
        render(tx, caller.account.id, &group(&rows, &together), false)
    })
    .await
    .map(Json)
}

async fn dismiss(State(app): State<App>, caller: Caller, Segments(key): Segments<String>) -> Result<Json<Value>> {
    caller.needs("write:notifications")?;
    app.write(move |tx| {
        let rows = of_key(tx, caller.account.id, &key)?;
        match rows.as_slice() {
            [one] if key.starts_with("ungrouped-") => store::dismiss(tx, caller.account.id, Some(one.id)),
            _ => store::dismiss_group(tx, caller.account.id, &key),
        }
    })
    .await?;
    Ok(Json(json!({})))
}

async fn members(State(app): State<App>, caller: Caller, Segments(key): Segments<String>) -> Result<Json<Value>> {
    caller.needs_any(&["read:notifications", "write:notifications"])?;
    app.read(move |tx| {
        let rows = of_key(tx, caller.account.id, &key)?;
        let mut from: Vec<i64> = Vec::new();
        for row in rows {
            if !from.contains(&row.from_id) {
                from.push(row.from_id);
            }
        }
        let people = accounts::by_ids(tx, &from)?;
        let shown = from.iter().filter_map(|id| people.iter().find(|p| p.id == *id)).map(|p| render_account(&tx.site, p));
        Ok(json!(shown.collect::<Vec<_>>()))
    })
    .await
    .map(Json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_together_is_one_and_keeps_its_place() {
        let row = |id: i64, kind: &str, from_id: i64, key: &str| Notification {
            id,
            kind: kind.into(),
            from_id,
            status_id: Some(1),
            created_at: id,
            group_key: key.into(),
            about_id: None,
        };
        let rows = [
            row(9, "favourite", 3, "favourite-1-7"),
            row(8, "mention", 2, "ungrouped-8"),
            row(7, "favourite", 2, "favourite-1-7"),
            row(6, "favourite", 3, "favourite-1-7"),
            row(5, "favourite", 4, "favourite-1-6"),
        ];
        let all = GROUPED.map(ToString::to_string);
        let groups = group(&rows, &all);
        let told: Vec<_> = groups.iter().map(|g| (g.key.as_str(), g.count, g.newest, g.oldest, g.from.clone())).collect();
        assert_eq!(
            told,
            [("favourite-1-7", 3, 9, 6, vec![3, 2]), ("ungrouped-8", 1, 8, 8, vec![2]), ("favourite-1-6", 1, 5, 5, vec![4]),]
        );
        assert_eq!(group(&rows, &[]).len(), 5, "an app that shows nothing together gets each alone");
    }
}

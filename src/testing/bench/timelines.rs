//! `--timelines`: does reading stay as quick however much there is to read?

use std::sync::Arc;

use diesel::RunQueryDsl;
use indicatif::ProgressBar;
use reqwest::{Client, RequestBuilder};
use serde_json::Value;

use super::{Node, Options, database, drive, now};
use crate::accounts;
use crate::clock::Time;
use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use crate::ids;
use crate::search;
use crate::site::Site;
use crate::statuses::{self, Status};

/// How often each thing is read.
const TIMES: usize = 400;
/// Rows in one transaction.
const BATCH: usize = 5_000;

/// Fills the database step by step, and prints after each what reading costs.
pub async fn run(node: &Node, http: &Client, token: &str, options: &Options) -> Result<()> {
    let (db, site) = database(node, options)?;
    let ada = {
        let site = site.clone();
        db.write(move |conn| {
            let mut tx = Tx { conn, now: now(), site, wakes: false, events: Vec::new() };
            Ok(accounts::by_handle(&mut tx, "ada")?.ok_or(Error::NotFound)?.id)
        })
        .await?
    };
    let call = |path: &str| http.get(format!("{}{path}", node.base)).bearer_auth(token);
    let json_of = async |request: RequestBuilder| -> Result<Value> {
        request.send().await.map_err(Error::internal)?.json().await.map_err(Error::internal)
    };
    let paths = [
        ("home", "/api/v1/timelines/home".to_string()),
        ("public", "/api/v1/timelines/public".to_string()),
        ("public, a page from the middle", String::new()),
        ("hashtag", "/api/v1/timelines/tag/soup".to_string()),
        ("profile's posts", format!("/api/v1/accounts/{ada}/statuses")),
        ("notifications", "/api/v1/notifications".to_string()),
        ("search for a rare word", "/api/v2/search?type=statuses&q=needle".to_string()),
        ("search for a common word", "/api/v2/search?type=statuses&q=soup".to_string()),
    ];
    println!("| posts | {} |", paths.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(" | "));
    println!("|--:|{}", "--:|".repeat(paths.len()));
    let mut there = 0;
    for wanted in &options.timelines {
        fill(&db, &site, ada, there, *wanted).await?;
        there = *wanted;
        let middle = ids::floor(written_at(there / 2));
        let mut row = Vec::new();
        for (name, path) in &paths {
            let path = if path.is_empty() { format!("/api/v1/timelines/public?max_id={middle}") } else { path.clone() };
            let shown = json_of(call(&path)).await?;
            let count = shown.as_array().or_else(|| shown["statuses"].as_array()).map_or(0, Vec::len);
            if count == 0 && *name != "notifications" {
                return Err(Error::internal(format!("{name} is empty: {shown}")));
            }
            let cpu = node.cpu()?;
            drive(TIMES, |_| Ok(call(&path))).await?;
            row.push(format!("{:.0}", (node.cpu()? - cpu) / TIMES as f64));
        }
        println!("| {there} | {} |", row.join(" | "));
    }
    println!("(CPU µs of the node for each request)");
    Ok(())
}

/// When the n-th post was written: one each second, the last of a million a day ago.
fn written_at(n: usize) -> Time {
    let n = i64::try_from(n).unwrap_or(i64::MAX);
    Time(1_700_000_000 * Time::SECOND).plus(n * Time::SECOND)
}

async fn fill(db: &Db, site: &Arc<Site>, ada: i64, from: usize, to: usize) -> Result<()> {
    let bar = ProgressBar::new((to - from) as u64);
    for first in (from..to).step_by(BATCH) {
        let site = site.clone();
        let last = (first + BATCH).min(to);
        db.write(move |conn| {
            let mut tx = Tx { conn, now: now(), site, wakes: false, events: Vec::new() };
            (first..last).try_for_each(|n| write(&mut tx, ada, n))
        })
        .await?;
        bar.inc((last - first) as u64);
    }
    // At home are the latest, as many as are kept.
    db.write(move |conn| {
        diesel::sql_query("DELETE FROM home_entries").execute(conn)?;
        diesel::sql_query(
            "INSERT INTO home_entries (account_id, status_id, root_id) \
             SELECT account_id, id, id FROM statuses ORDER BY id DESC LIMIT 800",
        )
        .execute(conn)?;
        Ok(())
    })
    .await?;
    bar.finish_and_clear();
    Ok(())
}

fn write(tx: &mut Tx, ada: i64, n: usize) -> Result<()> {
    let at = written_at(n);
    let id = ids::floor(at) + 1;
    let word = if n % 10_000 == 17 { "needle" } else { "spoon" };
    let status = Status {
        url: tx.site.at(&format!("/@ada/{id}")),
        content: format!("<p>Post {n} about soup, with a {word}</p>"),
        visibility: "public".into(),
        language: Some("en".into()),
        ..Status::blank(id, tx.site.at(&format!("/users/ada/statuses/{id}")), ada, true, at)
    };
    statuses::insert(tx, &status)?;
    if n.is_multiple_of(10) {
        statuses::set_tags(tx, id, &["soup".to_string()])?;
    }
    search::index(tx, &status)
}

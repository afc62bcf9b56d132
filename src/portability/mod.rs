//! Data portability: what a member keeps leaves in Mastodon's files, and comes in from them.
//!
//! A file that comes in is written down line by line in one transaction and answered; the worker does the lines, a few at a
//! time, because most of them mean asking another server. A line that has been done twice has been done.

pub mod api;
pub mod archive;
pub mod csv;
pub mod posts;
mod store;
#[cfg(test)]
mod tests;
pub mod web;

use futures_util::future::join_all;

pub use csv::Kind;
pub use store::{Import, failed};

use crate::accounts::{self, Account};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::{blocks, bookmarks, follows, ids, later, lists, statuses};
use store::{Named, Row};

/// Lines done together, so that no other work waits long.
const AT_ONCE: i64 = 20;
/// Imports of one member that may be under way.
const MOST_OPEN: usize = 5;

/// `name@host`, also for those of this node: the file is for elsewhere.
fn address(tx: &Tx, (name, host): &Named) -> String {
    format!("{name}@{}", host.as_ref().unwrap_or(&tx.site.domain))
}

/// One of a member's lists, in the cells of its file.
pub fn export(tx: &mut Tx, account_id: i64, kind: Kind) -> Result<Vec<Vec<String>>> {
    Ok(match kind {
        Kind::Following => store::following(tx, account_id)?
            .iter()
            .map(|(who, boosts, notify)| vec![address(tx, who), boosts.to_string(), notify.to_string(), String::new()])
            .collect(),
        Kind::Blocking => store::blocked(tx, account_id)?.iter().map(|who| vec![address(tx, who)]).collect(),
        Kind::Muting => {
            store::muted(tx, account_id)?.iter().map(|(who, hidden)| vec![address(tx, who), hidden.to_string()]).collect()
        }
        Kind::DomainBlocking => store::hosts(tx, account_id)?.into_iter().map(|host| vec![host]).collect(),
        Kind::Bookmarks => store::bookmarked(tx, account_id)?.into_iter().map(|(_, uri)| vec![uri]).collect(),
        Kind::Lists => store::listed(tx, account_id)?.iter().map(|(title, who)| vec![title.clone(), address(tx, who)]).collect(),
    })
}

/// Takes a file in. With `overwrite`, what is there and not in the file ends.
pub fn begin(tx: &mut Tx, by: &Account, kind: Kind, rows: &[Vec<String>], overwrite: bool) -> Result<Import> {
    let open = store::imports_of(tx, by.id)?.iter().filter(|import| import.finished_at.is_none()).count();
    if open >= MOST_OPEN {
        return Err(Error::refused("Some files are still being taken in. Wait until they are done."));
    }
    if overwrite {
        end_what_is_not_in(tx, by, kind, rows)?;
    }
    let import = Import {
        id: ids::new(tx.now),
        account_id: by.id,
        kind: kind.as_str().into(),
        overwrite,
        total: i64::try_from(rows.len()).unwrap_or(i64::MAX),
        created_at: tx.now.0,
        finished_at: None,
    };
    store::insert_import(tx, &import, rows)?;
    later::record(tx, later::Kind::Import, &format!("{}:0", import.id), tx.now)?;
    Ok(import)
}

/// How many lines have not been tried, and how many could not be done.
pub fn left(tx: &mut Tx, import_id: i64) -> Result<(i64, i64)> {
    Ok(store::progress(tx, &[import_id])?.pop().map_or((0, 0), |(_, waiting, failed)| (waiting, failed)))
}

fn end_what_is_not_in(tx: &mut Tx, by: &Account, kind: Kind, rows: &[Vec<String>]) -> Result<()> {
    let named = |row: &Vec<String>| row.first().map(|cell| cell.trim_start_matches('@').to_lowercase()).unwrap_or_default();
    let wanted: std::collections::HashSet<String> = match kind {
        Kind::Lists => rows.iter().map(|row| row.join("\n").to_lowercase()).collect(),
        _ => rows.iter().map(named).collect(),
    };
    for row in export(tx, by.id, kind)? {
        let key = if kind == Kind::Lists { row.join("\n").to_lowercase() } else { named(&row) };
        if wanted.contains(&key) {
            continue;
        }
        let account = |tx: &mut Tx, cell: &str| {
            let handle = cell.strip_suffix(&format!("@{}", tx.site.domain)).unwrap_or(cell).to_lowercase();
            accounts::by_handle(tx, &handle)
        };
        match kind {
            Kind::Following => {
                if let Some(target) = account(tx, &row[0])?.filter(|target| target.id != tx.site.chapter_id) {
                    follows::unfollow(tx, by, &target)?;
                }
            }
            Kind::Blocking => {
                if let Some(target) = account(tx, &row[0])? {
                    blocks::unblock(tx, by, &target)?;
                }
            }
            Kind::Muting => {
                if let Some(target) = account(tx, &row[0])? {
                    blocks::unmute(tx, by, &target)?;
                }
            }
            Kind::DomainBlocking => blocks::unmute_host(tx, by.id, &row[0])?,
            Kind::Bookmarks => {
                if let Some(post) = statuses::by_uris(tx, &row[..1])?.pop() {
                    bookmarks::set(tx, by.id, post.id, false)?;
                }
            }
            Kind::Lists => {
                let list = lists::of_account(tx, by.id)?.into_iter().find(|list| list.title == row[0]);
                if let (Some(list), Some(target)) = (list, account(tx, &row[1])?) {
                    lists::remove(tx, by, list.id, &[target.id])?;
                }
            }
        }
    }
    Ok(())
}

/// Does the next lines of an import; the worker's subject is `import:round`.
pub async fn go_on(app: &App, subject: &str) -> Result<()> {
    let Some((id, round)) =
        subject.split_once(':').and_then(|(id, round)| Some((id.parse::<i64>().ok()?, round.parse::<i64>().ok()?)))
    else {
        return Ok(());
    };
    let read = app
        .read(move |tx| {
            let import = store::import(tx, id)?;
            let by = accounts::by_id(tx, import.account_id)?;
            Ok((store::waiting(tx, id, AT_ONCE)?, import, by))
        })
        .await;
    let (rows, import, by) = match read {
        Ok(found) => found,
        Err(Error::NotFound) => return Ok(()),
        Err(error) => return Err(error),
    };
    if rows.is_empty() {
        return app.write(move |tx| store::finish(tx, id)).await;
    }
    let kind = Kind::parse(&import.kind).ok_or_else(|| Error::internal("an import of no kind"))?;
    let results = join_all(rows.into_iter().map(|row| {
        let by = by.clone();
        async move { (bring(app, &by, kind, &row).await, row) }
    }))
    .await;
    app.write(move |tx| {
        for (result, row) in results {
            match result {
                Ok(()) => store::done(tx, &row)?,
                Err(error) => store::fail(tx, &row, error.shown())?,
            }
        }
        later::record(tx, later::Kind::Import, &format!("{id}:{}", round + 1), tx.now)
    })
    .await
}

/// One line of a file.
async fn bring(app: &App, by: &Account, kind: Kind, row: &Row) -> Result<()> {
    let cells: Vec<String> = serde_json::from_str(&row.cells).map_err(Error::internal)?;
    let cell = |n: usize| cells.get(n).map(String::as_str).unwrap_or_default();
    let is = |n: usize, without: bool| if cell(n).is_empty() { without } else { cell(n).eq_ignore_ascii_case("true") };
    let by = by.clone();
    match kind {
        Kind::DomainBlocking => {
            let host = blocks::check_host(cell(0))?;
            app.write(move |tx| blocks::mute_host(tx, &by, &host)).await
        }
        Kind::Bookmarks => {
            let status = statuses::known_or_fetched(app, cell(0)).await?;
            app.write(move |tx| {
                let status = statuses::meant(tx, by.id, status.id)?;
                bookmarks::set(tx, by.id, status.id, true)
            })
            .await
        }
        Kind::Following => {
            let (target, boosts, notify) = (named(app, cell(0)).await?, is(1, true), is(2, false));
            app.write(move |tx| follows::follow(tx, &by, &target, boosts, notify)).await
        }
        Kind::Blocking => {
            let target = named(app, cell(0)).await?;
            app.write(move |tx| blocks::block(tx, &by, &target)).await
        }
        Kind::Muting => {
            let (target, hidden) = (named(app, cell(0)).await?, is(1, true));
            app.write(move |tx| blocks::mute(tx, &by, &target, hidden, None)).await
        }
        Kind::Lists => {
            let (title, target) = (cell(0).to_string(), named(app, cell(1)).await?);
            app.write(move |tx| put_in_list(tx, &by, &title, &target)).await
        }
    }
}

fn put_in_list(tx: &mut Tx, by: &Account, title: &str, target: &Account) -> Result<()> {
    let list = match lists::of_account(tx, by.id)?.into_iter().find(|list| list.title == title) {
        Some(list) => list,
        None => lists::create(tx, by, lists::Wishes { title: Some(title.into()), ..lists::Wishes::default() })?,
    };
    if target.id != by.id && follows::wanted_among(tx, by.id, &[target.id])?.is_empty() {
        follows::follow(tx, by, target, true, false)?;
    }
    match lists::add(tx, by, list.id, &[target.id]) {
        // They are in it already.
        Err(Error::Invalid(_)) => Ok(()),
        other => other,
    }
}

async fn named(app: &App, address: &str) -> Result<Account> {
    let found = accounts::find(app, address, true).await?;
    found.ok_or_else(|| Error::invalid(format!("{address} was not found.")))
}

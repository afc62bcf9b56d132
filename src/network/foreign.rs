//! Decisions of a version of the protocol that this node does not know: their texts can be read here, and nothing more. Who knows
//! that version decides them; once this node does, it takes part in what is open then.

use std::sync::Arc;

use protocol::object::Foreign;
use serde_json::Value;

use super::store::{self, Row};
use super::{ACTIVE, carry, proposing};
use crate::accounts::Account;
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::json::same_origin;
use crate::statuses;

/// The state of such a decision. The name stays: it is in the database.
pub const FOREIGN: &str = "foreign";
/// What has become of it is not known here: so long it is listed among those that are open.
const LISTED: i64 = 60 * Time::DAY;
const MOST_TITLE: usize = 500;
const MOST_TEXT: usize = 200_000;

/// What can be read of a decision, if it is of a version that is not known.
pub fn of(row: &Row) -> Option<Foreign> {
    if row.state != FOREIGN {
        return None;
    }
    Foreign::read(&serde_json::from_str(&row.proposal).ok()?)
}

/// # Errors
/// `Conflict`: it is of another version.
pub fn refuse(row: &Row) -> Result<()> {
    if row.state != FOREIGN {
        return Ok(());
    }
    Err(Error::Conflict(
        "This decision is of a version of the protocol that this node does not know: it can be read here, and nothing more."
            .into(),
    ))
}

/// Another chapter has proposed something that is decided in another way than this node knows, or has changed it.
pub fn came(tx: &mut Tx, by: &Account, value: &Arc<Value>) -> Result<bool> {
    let Some(network) = store::current(tx)?.filter(|network| network.state == ACTIVE) else { return Ok(false) };
    let Some(read) = Foreign::read(value) else { return Ok(false) };
    let bounded = !read.text.title.trim().is_empty()
        && read.text.title.len() <= MOST_TITLE
        && read.text.len() <= MOST_TEXT
        && [&read.id, &read.host, &read.attributed_to].iter().all(|uri| uri.len() <= 2_000);
    let own = read.host == by.uri && same_origin(&read.id, &by.uri);
    if !bounded || !own || !carry::is_of_network(tx, &network, &by.uri)? {
        return Ok(false);
    }
    let Some(row) = store::decision_by_uri(tx, &read.id)? else {
        if proposing::unopened_of(tx, &network, &by.uri)? >= proposing::MOST_OF_A_CHAPTER {
            return Ok(false);
        }
        let row = blank(tx, network.id, &read, value);
        store::insert_decision(tx, &row)?;
        return carry::plan(tx, row, tx.now).map(|_| true);
    };
    let row = store::locked(tx, row.id)?;
    let before = published(&row);
    if row.opened_at.is_some() || row.closed_at.is_some() || row.host_uri != by.uri || before >= read.published {
        return Ok(false);
    }
    let fresh = blank(tx, network.id, &read, value);
    let row = Row {
        title: fresh.title,
        proposal: fresh.proposal,
        process: fresh.process,
        state: fresh.state,
        version: row.version + 1,
        ..row
    };
    store::update_decision(tx, &row)?;
    Ok(true)
}

/// How many there are that are not old.
pub fn waiting(tx: &mut Tx) -> Result<usize> {
    let Some(network) = store::current(tx)? else { return Ok(0) };
    Ok(store::decisions(tx, network.id, true, 1_000)?.iter().filter(|row| row.state == FOREIGN).count())
}

fn published(row: &Row) -> i64 {
    of(row)
        .map(|read| read.published)
        .or_else(|| Some(super::decisions::proposal_of(row).ok()?.body.published))
        .unwrap_or(i64::MIN)
}

fn blank(tx: &Tx, network_id: i64, read: &Foreign, value: &Arc<Value>) -> Row {
    Row {
        title: read.text.title.clone(),
        process: read.process.chars().take(100).collect(),
        state: FOREIGN.into(),
        ..proposing::blank_row(tx, network_id, [&read.id, &read.host, &read.attributed_to], value)
    }
}

/// A day goes by: the post that tells of it is fetched; what this node knows by now it takes part in; what is old is put away.
pub async fn go_on(app: &App, row: Row) -> Result<()> {
    let id = row.id;
    if row.status_id.is_none() {
        match statuses::known_or_fetched(app, &row.uri).await {
            Ok(status) => app.write(move |tx| super::decisions::tell_of(tx, id, status.id)).await?,
            Err(error) => tracing::debug!(uri = row.uri, %error, "the post of a network decision cannot be had yet"),
        }
    }
    app.write(move |tx| {
        let row = store::locked(tx, id)?;
        if row.state != FOREIGN || row.closed_at.is_some() {
            return Ok(());
        }
        if of(&row).is_none() && super::decisions::proposal_of(&row).is_ok() {
            return carry::plan(tx, Row { state: "clarify".into(), ..row }, tx.now).map(|_| ());
        }
        if tx.now.0 >= row.created_at + LISTED {
            return store::update_decision(tx, &Row { closed_at: Some(tx.now.0), next_at: None, ..row });
        }
        carry::plan(tx, row, tx.now.plus(Time::DAY)).map(|_| ())
    })
    .await
}

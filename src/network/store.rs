//! Rows of networks, of their rosters and registers, and of the decisions their chapters take together.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use serde_json::Value;

use crate::db::among;
use crate::db::schema::{
    network_challenges, network_decisions, network_lost_rosters, network_pieces, network_registers, network_requests,
    network_rosters, network_sent, networks,
};
use crate::db::{Tx, each_backend};
use crate::error::{Error, Result};

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = networks, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Network {
    pub id: i64,
    pub uri: String,
    pub name: String,
    /// Who invited this chapter, or was asked.
    pub chapter_uri: String,
    pub state: String,
    pub draft: Option<String>,
    pub created_at: i64,
    pub ended_at: Option<i64>,
}

pub fn insert(tx: &mut Tx, network: &Network) -> Result<()> {
    diesel::insert_into(networks::table).values(network).execute(tx.conn)?;
    Ok(())
}

pub fn update(tx: &mut Tx, network: &Network) -> Result<()> {
    diesel::update(networks::table.find(network.id)).set(network).execute(tx.conn)?;
    Ok(())
}

/// The one that is not over.
pub fn current(tx: &mut Tx) -> Result<Option<Network>> {
    let open = networks::table.filter(networks::ended_at.is_null());
    Ok(open.order(networks::id).select(Network::as_select()).first(tx.conn).optional()?)
}

/// The same, for whoever is about to change it or its rosters.
pub fn locked_current(tx: &mut Tx) -> Result<Option<Network>> {
    let Some(network) = current(tx)? else { return Ok(None) };
    lock(tx, network.id)?;
    current(tx)
}

/// Nobody else changes a network or its rosters until this transaction ends.
pub fn lock(tx: &mut Tx, network_id: i64) -> Result<()> {
    let query = format!("SELECT id FROM networks WHERE id = $1{}", each_backend::for_update(tx.conn));
    diesel::sql_query(query).bind::<BigInt, _>(network_id).execute(tx.conn)?;
    Ok(())
}

/// The one that is not over, or else the last that was.
pub fn latest(tx: &mut Tx) -> Result<Option<Network>> {
    let all = networks::table.order((networks::ended_at.is_not_null(), networks::id.desc()));
    Ok(all.select(Network::as_select()).first(tx.conn).optional()?)
}

pub fn by_uri(tx: &mut Tx, uri: &str) -> Result<Option<Network>> {
    Ok(networks::table.filter(networks::uri.eq(uri)).select(Network::as_select()).first(tx.conn).optional()?)
}

pub fn rosters(tx: &mut Tx, network_id: i64) -> Result<Vec<String>> {
    let chain = network_rosters::table.filter(network_rosters::network_id.eq(network_id)).order(network_rosters::version);
    Ok(chain.select(network_rosters::body).load(tx.conn)?)
}

pub fn put_roster(tx: &mut Tx, network_id: i64, version: u32, digest: &str, body: &str) -> Result<()> {
    let row = (
        network_rosters::network_id.eq(network_id),
        network_rosters::version.eq(i64::from(version)),
        network_rosters::digest.eq(digest),
        network_rosters::body.eq(body),
        network_rosters::created_at.eq(tx.now.0),
    );
    diesel::insert_into(network_rosters::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// The rosters after this many hold no more; what was decided under one of them goes on under it.
pub fn lose_rosters(tx: &mut Tx, network_id: i64, after: usize) -> Result<()> {
    let holding = network_rosters::table.filter(network_rosters::network_id.eq(network_id));
    let holding = holding.filter(network_rosters::version.gt(i64::try_from(after).unwrap_or(i64::MAX)));
    let gone: Vec<(i64, String, String)> =
        holding.select((network_rosters::version, network_rosters::digest, network_rosters::body)).load(tx.conn)?;
    for (version, digest, body) in gone {
        diesel::delete(network_rosters::table.find((network_id, version))).execute(tx.conn)?;
        diesel::delete(network_lost_rosters::table.find((network_id, digest.as_str()))).execute(tx.conn)?;
        let row = (
            network_lost_rosters::network_id.eq(network_id),
            network_lost_rosters::digest.eq(digest),
            network_lost_rosters::body.eq(body),
            network_lost_rosters::created_at.eq(tx.now.0),
        );
        diesel::insert_into(network_lost_rosters::table).values(row).execute(tx.conn)?;
    }
    Ok(())
}

pub fn lost_rosters(tx: &mut Tx, network_id: i64) -> Result<Vec<String>> {
    let all = network_lost_rosters::table.filter(network_lost_rosters::network_id.eq(network_id));
    Ok(all.order(network_lost_rosters::digest).select(network_lost_rosters::body).load(tx.conn)?)
}

/// Chapters that want to join: id, name, since when.
pub fn requests(tx: &mut Tx) -> Result<Vec<(String, String, i64)>> {
    Ok(network_requests::table.order(network_requests::created_at).limit(100).load(tx.conn)?)
}

pub fn put_request(tx: &mut Tx, chapter_uri: &str, name: &str) -> Result<()> {
    delete_request(tx, chapter_uri)?;
    let row = (
        network_requests::chapter_uri.eq(chapter_uri),
        network_requests::name.eq(name),
        network_requests::created_at.eq(tx.now.0),
    );
    diesel::insert_into(network_requests::table).values(row).execute(tx.conn)?;
    Ok(())
}

pub fn delete_request(tx: &mut Tx, chapter_uri: &str) -> Result<()> {
    diesel::delete(network_requests::table.find(chapter_uri)).execute(tx.conn)?;
    Ok(())
}

pub fn registers(tx: &mut Tx) -> Result<Vec<String>> {
    Ok(network_registers::table.order(network_registers::chapter_uri).select(network_registers::body).load(tx.conn)?)
}

/// Keeps what a chapter says of its Connectors, unless something later is there.
pub fn put_register(tx: &mut Tx, chapter_uri: &str, published: i64, body: &str) -> Result<()> {
    let known: Option<i64> =
        network_registers::table.find(chapter_uri).select(network_registers::published).first(tx.conn).optional()?;
    if known.is_some_and(|known| known > published) {
        return Ok(());
    }
    diesel::delete(network_registers::table.find(chapter_uri)).execute(tx.conn)?;
    let row = (
        network_registers::chapter_uri.eq(chapter_uri),
        network_registers::published.eq(published),
        network_registers::body.eq(body),
    );
    diesel::insert_into(network_registers::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// What chapters have against the roll of a proposal, in the order in which it came.
pub fn challenges(tx: &mut Tx, proposal: &str) -> Result<Vec<String>> {
    let all = network_challenges::table.filter(network_challenges::proposal.eq(proposal));
    let order = (network_challenges::created_at, network_challenges::digest);
    Ok(all.order(order).select(network_challenges::body).load(tx.conn)?)
}

/// How many are of one chapter.
pub fn challenges_of(tx: &mut Tx, proposal: &str, chapter_uri: &str) -> Result<usize> {
    let all = network_challenges::table.filter(network_challenges::proposal.eq(proposal));
    let number: i64 = all.filter(network_challenges::chapter_uri.eq(chapter_uri)).count().get_result(tx.conn)?;
    Ok(usize::try_from(number).unwrap_or(usize::MAX))
}

pub fn put_challenge(tx: &mut Tx, digest: &str, proposal: &str, chapter_uri: &str, body: &str) -> Result<()> {
    diesel::delete(network_challenges::table.find(digest)).execute(tx.conn)?;
    let row = (
        network_challenges::digest.eq(digest),
        network_challenges::proposal.eq(proposal),
        network_challenges::chapter_uri.eq(chapter_uri),
        network_challenges::body.eq(body),
        network_challenges::created_at.eq(tx.now.0),
    );
    diesel::insert_into(network_challenges::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// A decision of the network, as lists show it.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = network_decisions, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Row {
    pub id: i64,
    pub network_id: i64,
    pub uri: String,
    pub host_uri: String,
    pub author_uri: String,
    /// The proposal as its author signed it last.
    pub proposal: String,
    pub title: String,
    pub process: String,
    pub state: String,
    pub standing: String,
    pub version: i64,
    pub ends_at: Option<i64>,
    pub status_id: Option<i64>,
    pub created_at: i64,
    pub opened_at: Option<i64>,
    pub closed_at: Option<i64>,
    pub clock: i64,
    /// Another with every change of the pieces.
    pub revision: i64,
    pub next_at: Option<i64>,
    /// The poll that asks everybody.
    pub advisory_id: Option<i64>,
}

pub fn insert_decision(tx: &mut Tx, row: &Row) -> Result<()> {
    diesel::insert_into(network_decisions::table).values(row).execute(tx.conn)?;
    Ok(())
}

pub fn update_decision(tx: &mut Tx, row: &Row) -> Result<()> {
    diesel::update(network_decisions::table.find(row.id)).set(row).execute(tx.conn)?;
    Ok(())
}

pub fn decision(tx: &mut Tx, id: i64) -> Result<Row> {
    Ok(network_decisions::table.find(id).select(Row::as_select()).first(tx.conn)?)
}

/// The same, for whoever is about to change it.
pub fn locked(tx: &mut Tx, id: i64) -> Result<Row> {
    let query = format!("SELECT id FROM network_decisions WHERE id = $1{}", each_backend::for_update(tx.conn));
    diesel::sql_query(query).bind::<BigInt, _>(id).execute(tx.conn)?;
    decision(tx, id)
}

pub fn decision_by_uri(tx: &mut Tx, uri: &str) -> Result<Option<Row>> {
    Ok(network_decisions::table.filter(network_decisions::uri.eq(uri)).select(Row::as_select()).first(tx.conn).optional()?)
}

/// The latest first; those that are open, or those that are not.
pub fn decisions(tx: &mut Tx, network_id: i64, open: bool, limit: i64) -> Result<Vec<Row>> {
    let all = network_decisions::table.filter(network_decisions::network_id.eq(network_id)).order(network_decisions::id.desc());
    let all = all.select(Row::as_select()).limit(limit);
    Ok(match open {
        true => all.filter(network_decisions::closed_at.is_null()).load(tx.conn)?,
        false => all.filter(network_decisions::closed_at.is_not_null()).load(tx.conn)?,
    })
}

/// Open decisions with an end, the soonest first: id, title, when.
pub fn ending(tx: &mut Tx, network_id: i64, limit: i64) -> Result<Vec<(i64, String, i64)>> {
    Ok(network_decisions::table
        .filter(network_decisions::network_id.eq(network_id))
        .filter(network_decisions::closed_at.is_null())
        .filter(network_decisions::ends_at.gt(tx.now.0))
        .order((network_decisions::ends_at, network_decisions::id))
        .limit(limit)
        .select((network_decisions::id, network_decisions::title, network_decisions::ends_at.assume_not_null()))
        .load(tx.conn)?)
}

/// Those that are told of by these posts.
pub fn by_status(tx: &mut Tx, status_ids: &[i64]) -> Result<Vec<Row>> {
    Ok(network_decisions::table
        .filter(among::ids(tx.conn, network_decisions::status_id, status_ids))
        .select(Row::as_select())
        .load(tx.conn)?)
}

/// Those somebody has to look at one day.
pub fn planned(tx: &mut Tx) -> Result<Vec<(i64, i64)>> {
    let planned = network_decisions::table.filter(network_decisions::next_at.is_not_null());
    Ok(planned.select((network_decisions::id, network_decisions::next_at.assume_not_null())).load(tx.conn)?)
}

/// In the order of their names, to the byte.
pub fn pieces(tx: &mut Tx, decision_id: i64) -> Result<Vec<(String, Value)>> {
    let rows: Vec<(String, String)> = network_pieces::table
        .filter(network_pieces::decision_id.eq(decision_id))
        .select((network_pieces::name, network_pieces::body))
        .load(tx.conn)?;
    let read = rows.into_iter().map(|(name, body)| Ok((name, serde_json::from_str(&body).map_err(Error::internal)?)));
    let mut pieces = read.collect::<Result<Vec<_>>>()?;
    pieces.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(pieces)
}

pub fn put_piece(tx: &mut Tx, decision_id: i64, name: &str, body: &str) -> Result<()> {
    delete_piece(tx, decision_id, name)?;
    let row = (network_pieces::decision_id.eq(decision_id), network_pieces::name.eq(name), network_pieces::body.eq(body));
    diesel::insert_into(network_pieces::table).values(row).execute(tx.conn)?;
    Ok(())
}

pub fn delete_piece(tx: &mut Tx, decision_id: i64, name: &str) -> Result<()> {
    diesel::delete(network_pieces::table.find((decision_id, name))).execute(tx.conn)?;
    Ok(())
}

/// When something was sent to somebody last.
pub fn sent_at(tx: &mut Tx, decision_id: i64, recipient: &str, what: &str) -> Result<Option<i64>> {
    Ok(network_sent::table.find((decision_id, recipient, what)).select(network_sent::at).first(tx.conn).optional()?)
}

pub fn note_sent(tx: &mut Tx, decision_id: i64, recipient: &str, what: &str) -> Result<()> {
    diesel::delete(network_sent::table.find((decision_id, recipient, what))).execute(tx.conn)?;
    let row = (
        network_sent::decision_id.eq(decision_id),
        network_sent::recipient.eq(recipient),
        network_sent::what.eq(what),
        network_sent::at.eq(tx.now.0),
    );
    diesel::insert_into(network_sent::table).values(row).execute(tx.conn)?;
    Ok(())
}

pub fn forget_sent(tx: &mut Tx, decision_id: i64) -> Result<()> {
    diesel::delete(network_sent::table.filter(network_sent::decision_id.eq(decision_id))).execute(tx.conn)?;
    Ok(())
}

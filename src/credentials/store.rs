//! Rows of candidacies and seats.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use rules::credential::Candidacy;

use crate::db::schema::{accounts, attestations, candidacies, candidacy_endorsements, device_keys, memberships, seats};
use crate::db::{Tx, each_backend};
use crate::error::{Error, Result};

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = candidacies, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Row {
    pub id: i64,
    pub account_id: i64,
    pub state: String,
    /// JSON: [`Candidacy`].
    pub process: String,
    pub statement: String,
    pub proposal_id: Option<i64>,
    pub created_at: i64,
    pub due_at: Option<i64>,
    pub closed_at: Option<i64>,
}

impl Row {
    pub fn candidacy(&self) -> Result<Candidacy> {
        serde_json::from_str(&self.process).map_err(Error::internal)
    }
}

pub fn insert(tx: &mut Tx, row: &Row) -> Result<()> {
    diesel::insert_into(candidacies::table).values(row).execute(tx.conn)?;
    Ok(())
}

pub fn update(tx: &mut Tx, row: &Row) -> Result<()> {
    diesel::update(candidacies::table.find(row.id)).set(row).execute(tx.conn)?;
    Ok(())
}

pub fn by_id(tx: &mut Tx, id: i64) -> Result<Row> {
    Ok(candidacies::table.find(id).select(Row::as_select()).first(tx.conn)?)
}

/// The same, for whoever is about to change it.
pub fn locked(tx: &mut Tx, id: i64) -> Result<Row> {
    let query = format!("SELECT id FROM candidacies WHERE id = $1{}", each_backend::for_update(tx.conn));
    diesel::sql_query(query).bind::<BigInt, _>(id).execute(tx.conn)?;
    by_id(tx, id)
}

pub fn by_proposal(tx: &mut Tx, proposal_id: i64) -> Result<Option<Row>> {
    Ok(candidacies::table.filter(candidacies::proposal_id.eq(proposal_id)).select(Row::as_select()).first(tx.conn).optional()?)
}

pub fn open_of(tx: &mut Tx, account_id: i64) -> Result<Option<Row>> {
    Ok(candidacies::table
        .filter(candidacies::account_id.eq(account_id))
        .filter(candidacies::closed_at.is_null())
        .select(Row::as_select())
        .first(tx.conn)
        .optional()?)
}

/// Those under way, the oldest first, with who it is.
pub fn open(tx: &mut Tx) -> Result<Vec<Row>> {
    Ok(candidacies::table
        .filter(candidacies::closed_at.is_null())
        .order(candidacies::id)
        .limit(500)
        .select(Row::as_select())
        .load(tx.conn)?)
}

pub fn all_due(tx: &mut Tx) -> Result<Vec<(i64, i64)>> {
    let due = candidacies::table.filter(candidacies::due_at.is_not_null());
    Ok(due.select((candidacies::id, candidacies::due_at.assume_not_null())).load(tx.conn)?)
}

/// What a sponsor says takes the place of what they said before.
pub fn put_endorsement(tx: &mut Tx, candidacy_id: i64, account_id: i64, document: &str) -> Result<()> {
    diesel::delete(candidacy_endorsements::table.find((candidacy_id, account_id))).execute(tx.conn)?;
    let row = (
        candidacy_endorsements::candidacy_id.eq(candidacy_id),
        candidacy_endorsements::account_id.eq(account_id),
        candidacy_endorsements::document.eq(document),
        candidacy_endorsements::created_at.eq(tx.now.0),
    );
    diesel::insert_into(candidacy_endorsements::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// What sponsors said, in the order in which they did.
pub fn endorsements(tx: &mut Tx, candidacy_id: i64) -> Result<Vec<(i64, String)>> {
    Ok(candidacy_endorsements::table
        .filter(candidacy_endorsements::candidacy_id.eq(candidacy_id))
        .order((candidacy_endorsements::created_at, candidacy_endorsements::account_id))
        .select((candidacy_endorsements::account_id, candidacy_endorsements::document))
        .load(tx.conn)?)
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = seats, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Seat {
    pub account_id: i64,
    pub since: i64,
    pub ends_at: i64,
    /// The last [`rules::credential::Step`] that was taken; empty: none yet.
    pub done: String,
    pub due_at: Option<i64>,
}

pub fn put_seat(tx: &mut Tx, seat: &Seat) -> Result<()> {
    end_seat(tx, seat.account_id)?;
    diesel::insert_into(seats::table).values(seat).execute(tx.conn)?;
    Ok(())
}

pub fn end_seat(tx: &mut Tx, account_id: i64) -> Result<()> {
    diesel::delete(seats::table.find(account_id)).execute(tx.conn)?;
    Ok(())
}

pub fn seat(tx: &mut Tx, account_id: i64) -> Result<Option<Seat>> {
    Ok(seats::table.find(account_id).select(Seat::as_select()).first(tx.conn).optional()?)
}

/// Every seat of people who are here, the Connectors' before those of the dormant: the seat, the role held now, the decision it comes
/// from.
pub fn seats(tx: &mut Tx) -> Result<Vec<(Seat, String, String)>> {
    Ok(seats::table
        .inner_join(memberships::table.on(memberships::account_id.eq(seats::account_id)))
        .inner_join(accounts::table.on(accounts::id.eq(seats::account_id)))
        .filter(memberships::until.is_null())
        .filter(accounts::suspended_at.is_null())
        .filter(accounts::deleted_at.is_null())
        .order((memberships::role, seats::since, seats::account_id))
        .select((Seat::as_select(), memberships::role, memberships::decision))
        .load(tx.conn)?)
}

/// Connectors who have no seat yet: they were there before seats were.
pub fn without_seat(tx: &mut Tx) -> Result<Vec<(i64, i64)>> {
    Ok(memberships::table
        .filter(memberships::until.is_null())
        .filter(memberships::role.eq(rules::roles::Role::Connector.as_str()))
        .filter(memberships::account_id.ne_all(seats::table.select(seats::account_id)))
        .select((memberships::account_id, memberships::since))
        .load(tx.conn)?)
}

pub fn seats_due(tx: &mut Tx) -> Result<Vec<(i64, i64)>> {
    let due = seats::table.filter(seats::due_at.is_not_null());
    Ok(due.select((seats::account_id, seats::due_at.assume_not_null())).load(tx.conn)?)
}

/// Has somebody ever been a Connector?
pub fn was_connector(tx: &mut Tx, account_id: i64) -> Result<bool> {
    let ever = memberships::table
        .filter(memberships::account_id.eq(account_id))
        .filter(memberships::role.eq(rules::roles::Role::Connector.as_str()));
    Ok(ever.count().get_result::<i64>(tx.conn)? > 0)
}

/// What the role somebody holds now comes from, and what the sponsors of their last admission have signed.
pub fn standing_on(tx: &mut Tx, account_id: i64) -> Result<(String, Vec<String>)> {
    let decision = memberships::table
        .filter(memberships::account_id.eq(account_id))
        .filter(memberships::until.is_null())
        .select(memberships::decision)
        .first(tx.conn)?;
    let admitted: Option<i64> = candidacies::table
        .filter(candidacies::account_id.eq(account_id))
        .filter(candidacies::state.eq("admitted"))
        .order(candidacies::id.desc())
        .select(candidacies::id)
        .first(tx.conn)
        .optional()?;
    let signed = match admitted {
        Some(id) => endorsements(tx, id)?.into_iter().map(|(_, document)| document).collect(),
        None => Vec::new(),
    };
    Ok((decision, signed))
}

/// Those who have been Connectors and are none now, with when the last time ended.
pub fn former_connectors(tx: &mut Tx) -> Result<Vec<(String, i64)>> {
    let connector = rules::roles::Role::Connector.as_str();
    let held: Vec<(String, Option<i64>)> = memberships::table
        .inner_join(accounts::table.on(accounts::id.eq(memberships::account_id)))
        .filter(memberships::role.eq(connector))
        .order((accounts::uri, memberships::since))
        .select((accounts::uri, memberships::until))
        .load(tx.conn)?;
    // The last time counts: who has come back is one again.
    let last: BTreeMap<String, Option<i64>> = held.into_iter().collect();
    Ok(last.into_iter().filter_map(|(uri, until)| Some((uri, until?))).collect())
}

/// What a chapter elsewhere says of somebody, as it was found.
#[derive(Clone, Debug, Default, Queryable, Selectable, Insertable)]
#[diesel(table_name = attestations)]
pub struct Attested {
    pub account_id: i64,
    pub chapter_uri: String,
    pub chapter_name: String,
    pub valid_until: i64,
    /// Why it does not hold; empty: it does.
    pub fault: String,
    pub checked_at: i64,
    /// When it was found to hold last.
    pub held_at: Option<i64>,
}

pub fn attested(tx: &mut Tx, account_id: i64) -> Result<Option<Attested>> {
    Ok(attestations::table.find(account_id).select(Attested::as_select()).first(tx.conn).optional()?)
}

/// Keeps what was found now. That it held before, and where, stays known.
pub fn put_attested(tx: &mut Tx, found: &Attested) -> Result<()> {
    let before = attested(tx, found.account_id)?.filter(|_| !found.fault.is_empty());
    let kept = match before {
        Some(before) => Attested { fault: found.fault.clone(), checked_at: found.checked_at, ..before },
        None => found.clone(),
    };
    diesel::delete(attestations::table.find(found.account_id)).execute(tx.conn)?;
    diesel::insert_into(attestations::table).values(&kept).execute(tx.conn)?;
    Ok(())
}

/// The public half of the key somebody keeps on a device, if they do.
pub fn device_key(tx: &mut Tx, account_id: i64) -> Result<Option<String>> {
    Ok(device_keys::table.find(account_id).select(device_keys::multikey).first(tx.conn).optional()?)
}

pub fn set_device_key(tx: &mut Tx, account_id: i64, multikey: Option<&str>) -> Result<()> {
    diesel::delete(device_keys::table.find(account_id)).execute(tx.conn)?;
    if let Some(multikey) = multikey {
        let row =
            (device_keys::account_id.eq(account_id), device_keys::multikey.eq(multikey), device_keys::created_at.eq(tx.now.0));
        diesel::insert_into(device_keys::table).values(row).execute(tx.conn)?;
    }
    Ok(())
}

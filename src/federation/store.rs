//! Rows of keys, and of what has arrived.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Text};

use crate::clock::Time;
use crate::db::schema::{accounts, domain_rules, follows, former_keys, inbound, private_keys};
use crate::db::{Conn, Tx, direct};
use crate::error::Result;
use crate::ids;

pub fn insert_private_key(conn: &mut Conn, account_id: i64, pkcs8: &[u8], ed25519: &[u8]) -> Result<()> {
    direct!(conn, |c| diesel::insert_into(private_keys::table)
        .values((private_keys::account_id.eq(account_id), private_keys::pkcs8.eq(pkcs8), private_keys::ed25519.eq(ed25519)))
        .execute(c))?;
    Ok(())
}

/// The key an account of this node signs documents with: its id and PKCS#8 bytes.
pub fn proof_key(conn: &mut Conn, account_id: i64) -> Result<Option<(String, Vec<u8>)>> {
    let row: Option<(Option<String>, Option<Vec<u8>>)> = direct!(conn, |c| private_keys::table
        .inner_join(accounts::table)
        .filter(private_keys::account_id.eq(account_id))
        .select((accounts::ed25519_key_id, private_keys::ed25519))
        .first(c))
    .optional()?;
    Ok(row.and_then(|(id, key)| id.zip(key)))
}

/// Accounts of this node that were made before there were keys for documents.
pub fn without_proof_key(conn: &mut Conn) -> Result<Vec<(i64, String)>> {
    Ok(direct!(conn, |c| private_keys::table
        .inner_join(accounts::table)
        .filter(private_keys::ed25519.is_null())
        .select((accounts::id, accounts::uri))
        .load(c))?)
}

pub fn set_proof_key(conn: &mut Conn, account_id: i64, key_id: &str, multikey: &str, pkcs8: &[u8]) -> Result<()> {
    direct!(conn, |c| diesel::update(private_keys::table.find(account_id)).set(private_keys::ed25519.eq(pkcs8)).execute(c))?;
    direct!(conn, |c| diesel::update(accounts::table.find(account_id))
        .set((accounts::ed25519_key_id.eq(key_id), accounts::ed25519_key.eq(multikey)))
        .execute(c))?;
    Ok(())
}

/// An account of this node signs documents with a new key from now on; the one before is kept.
pub fn rotate_proof_key(tx: &mut Tx, account_id: i64, multikey: &str, pkcs8: &[u8]) -> Result<()> {
    let id = ids::new(tx.now);
    let before: (String, Option<String>, Option<String>) = direct!(tx.conn, |c| accounts::table
        .find(account_id)
        .select((accounts::uri, accounts::ed25519_key_id, accounts::ed25519_key))
        .first(c))?;
    let (uri, key_id, key) = before;
    let private: Option<Vec<u8>> = private_keys::table
        .find(account_id)
        .select(private_keys::ed25519)
        .first::<Option<Vec<u8>>>(tx.conn)
        .optional()?
        .flatten();
    if let (Some(key_id), Some(key), Some(private)) = (key_id, key, private) {
        let row = (
            former_keys::id.eq(id),
            former_keys::account_id.eq(account_id),
            former_keys::key_id.eq(key_id),
            former_keys::multikey.eq(key),
            former_keys::ed25519.eq(private),
            former_keys::until_at.eq(tx.now.0),
        );
        direct!(tx.conn, |c| diesel::insert_into(former_keys::table).values(row).execute(c))?;
    }
    set_proof_key(tx.conn, account_id, &format!("{uri}#ed25519-key-{id}"), multikey, pkcs8)
}

/// A key an account of this node signed documents with before: its id and PKCS#8 bytes.
pub fn former_proof_key(tx: &mut Tx, account_id: i64, multikey: &str) -> Result<Option<(String, Vec<u8>)>> {
    let own = former_keys::table.filter(former_keys::account_id.eq(account_id)).filter(former_keys::multikey.eq(multikey));
    Ok(own.select((former_keys::key_id, former_keys::ed25519)).first(tx.conn).optional()?)
}

#[derive(QueryableByName)]
pub struct PrivateKey {
    #[diesel(sql_type = Text)]
    pub key_id: String,
    #[diesel(sql_type = Binary)]
    pub pkcs8: Vec<u8>,
}

pub fn private_key(conn: &mut Conn, account_id: i64) -> Result<PrivateKey> {
    let query = "SELECT a.key_id, k.pkcs8 FROM private_keys k JOIN accounts a ON a.id = k.account_id WHERE k.account_id = $1";
    Ok(diesel::sql_query(query).bind::<BigInt, _>(account_id).get_result(conn)?)
}

/// The rules among these hosts: (host, severity).
pub fn rules_among(tx: &mut Tx, hosts: &[String]) -> Result<Vec<(String, String)>> {
    Ok(direct!(tx.conn, |c| domain_rules::table
        .filter(domain_rules::host.eq_any(hosts))
        .select((domain_rules::host, domain_rules::severity))
        .load(c))?)
}

// ── inbound ──

/// Something that arrived and waits for its effects.
#[derive(Queryable, Selectable, Clone)]
#[diesel(table_name = inbound)]
pub struct Inbound {
    pub id: i64,
    pub uri: String,
    pub signer_uri: String,
    pub body: String,
    pub attempts: i64,
}

/// Keeps what arrived; false when it was here already.
pub fn keep_inbound(tx: &mut Tx, uri: &str, signer_uri: &str, kind: &str, body: &str) -> Result<bool> {
    let inserted = diesel::sql_query(
        "INSERT INTO inbound (id, uri, signer_uri, kind, body, received_at, attempts, next_at) \
         VALUES ($1, $2, $3, $4, $5, $6, 0, $6) ON CONFLICT DO NOTHING",
    )
    .bind::<BigInt, _>(ids::new(tx.now))
    .bind::<Text, _>(uri)
    .bind::<Text, _>(signer_uri)
    .bind::<Text, _>(kind)
    .bind::<Text, _>(body)
    .bind::<BigInt, _>(tx.now.0)
    .execute(tx.conn)?;
    tx.wakes |= inserted > 0;
    Ok(inserted > 0)
}

/// The oldest that wait, but of those senders who are being heard already.
pub fn due_inbound(conn: &mut Conn, now: Time, limit: i64, but_of: &[String]) -> Result<Vec<Inbound>> {
    Ok(direct!(conn, |c| inbound::table
        .filter(inbound::done_at.is_null())
        .filter(inbound::next_at.le(now.0))
        .filter(inbound::signer_uri.ne_all(but_of))
        .order((inbound::received_at, inbound::id))
        .limit(limit)
        .select(Inbound::as_select())
        .load(c))?)
}

/// Marks it done; false when another process has been first, and then its effects must not be written again.
pub fn finish_inbound(tx: &mut Tx, id: i64, outcome: &str) -> Result<bool> {
    let done =
        direct!(tx.conn, |c| diesel::update(inbound::table.filter(inbound::id.eq(id)).filter(inbound::done_at.is_null()))
            .set((inbound::done_at.eq(tx.now.0), inbound::outcome.eq(outcome), inbound::body.eq("")))
            .execute(c))?;
    Ok(done > 0)
}

pub fn retry_inbound(tx: &mut Tx, id: i64, next_at: Time, error: &str) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(inbound::table.find(id))
        .set((inbound::attempts.eq(inbound::attempts + 1), inbound::next_at.eq(next_at.0), inbound::outcome.eq(error)))
        .execute(c))?;
    Ok(())
}

pub fn waiting_inbound(conn: &mut Conn) -> Result<i64> {
    Ok(direct!(conn, |c| inbound::table.filter(inbound::done_at.is_null()).count().get_result(c))?)
}

/// What has arrived in the time that is remembered: (type, how many, how many of them without effect).
pub fn arrived(conn: &mut Conn) -> Result<Vec<(String, i64, i64)>> {
    let rows: Vec<Arrived> = diesel::sql_query(
        "SELECT kind, count(*) AS count, CAST(sum(CASE WHEN outcome = 'done' THEN 0 ELSE 1 END) AS BIGINT) AS ignored FROM inbound \
         WHERE done_at IS NOT NULL GROUP BY kind ORDER BY 2 DESC, 1 LIMIT 100",
    )
    .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.kind, row.count, row.ignored)).collect())
}

#[derive(QueryableByName)]
struct Arrived {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = BigInt)]
    count: i64,
    #[diesel(sql_type = BigInt)]
    ignored: i64,
}

/// Forgets what was done before `before`: longer ago than any peer goes on retrying.
pub fn forget_inbound(tx: &mut Tx, before: Time) -> Result<usize> {
    Ok(direct!(tx.conn, |c| diesel::delete(inbound::table.filter(inbound::done_at.lt(before.0))).execute(c))?)
}

/// The id of an account of this node, and that of its followers.
pub fn addresses(tx: &mut Tx, account_id: i64) -> Result<(String, String)> {
    Ok(direct!(tx.conn, |c| accounts::table.find(account_id).select((accounts::uri, accounts::followers_url)).first(c))?)
}

/// The ids of an account's followers that begin so: those of one server, in their order.
pub fn followers_at(tx: &mut Tx, account_id: i64, beginning: &str) -> Result<Vec<String>> {
    let held = follows::table
        .inner_join(accounts::table.on(accounts::id.eq(follows::account_id)))
        .filter(follows::target_id.eq(account_id))
        .filter(follows::accepted_at.is_not_null())
        .filter(accounts::uri.like(format!("{beginning}%")))
        .order(accounts::uri);
    let mut found: Vec<String> = held.select(accounts::uri).load(tx.conn)?;
    // Some signs of a host's name stand for others in such a search.
    found.retain(|uri| uri.starts_with(beginning));
    Ok(found)
}

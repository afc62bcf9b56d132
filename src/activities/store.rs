//! Rows of the record.

use std::collections::BTreeSet;

use diesel::prelude::*;
use serde_json::Value;

use super::Audience;
use crate::db::schema::{accounts, activities, follows};
use crate::db::{Conn, Tx, direct};
use crate::error::{Error, Result};
use crate::ids;

#[derive(Queryable, Selectable)]
#[diesel(table_name = activities)]
pub struct Activity {
    pub id: i64,
    pub account_id: i64,
    pub kind: String,
    pub body: String,
    pub object_uri: String,
    pub followers_of: String,
    pub recipients: String,
    pub urgent: bool,
}

impl Activity {
    /// An account says something new about itself; its object is its own id.
    pub fn is_of_actor(&self) -> bool {
        matches!(self.kind.as_str(), "Update" | "Move") && !self.object_uri.contains("/statuses/")
    }
}

pub fn insert(tx: &mut Tx, by: i64, body: &Value, object_uri: &str, audience: &Audience) -> Result<()> {
    let nobody = audience.followers_of.is_empty() && audience.recipients.is_empty();
    let ids_json = |ids: &[i64]| serde_json::to_string(ids).map_err(Error::internal);
    direct!(tx.conn, |c| diesel::insert_into(activities::table)
        .values((
            activities::id.eq(ids::new(tx.now)),
            activities::uri.eq(body["id"].as_str().unwrap_or_default()),
            activities::account_id.eq(by),
            activities::kind.eq(body["type"].as_str().unwrap_or_default()),
            activities::object_uri.eq(object_uri),
            activities::body.eq(body.to_string()),
            activities::followers_of.eq(ids_json(&audience.followers_of)?),
            activities::recipients.eq(ids_json(&audience.recipients)?),
            activities::urgent.eq(audience.urgent),
            activities::created_at.eq(tx.now.0),
            activities::fanned_out_at.eq(nobody.then_some(tx.now.0)),
        ))
        .execute(c))?;
    Ok(())
}

pub fn waiting(tx: &mut Tx, limit: i64) -> Result<Vec<Activity>> {
    Ok(direct!(tx.conn, |c| activities::table
        .filter(activities::fanned_out_at.is_null())
        .order(activities::id)
        .limit(limit)
        .select(Activity::as_select())
        .load(c))?)
}

pub fn count_waiting(conn: &mut Conn) -> Result<i64> {
    Ok(direct!(conn, |c| activities::table.filter(activities::fanned_out_at.is_null()).count().get_result(c))?)
}

/// The inboxes an activity is for, each once: the shared inbox of a server where it has one.
pub fn inboxes(tx: &mut Tx, activity: &Activity) -> Result<BTreeSet<String>> {
    let read = |json: &str| serde_json::from_str::<Vec<i64>>(json).map_err(Error::internal);
    let inbox = diesel::dsl::sql::<diesel::sql_types::Text>("coalesce(accounts.shared_inbox_url, accounts.inbox_url)");
    let of_followers: Vec<String> = direct!(tx.conn, |c| follows::table
        .inner_join(accounts::table.on(accounts::id.eq(follows::account_id)))
        .filter(follows::target_id.eq_any(read(&activity.followers_of)?))
        .filter(follows::accepted_at.is_not_null())
        .filter(accounts::domain.is_not_null())
        .filter(accounts::deleted_at.is_null())
        .filter(accounts::suspended_at.is_null())
        .select(inbox.clone())
        .distinct()
        .load(c))?;
    let of_recipients: Vec<String> = direct!(tx.conn, |c| accounts::table
        .filter(accounts::id.eq_any(read(&activity.recipients)?))
        .filter(accounts::domain.is_not_null())
        .filter(accounts::deleted_at.is_null())
        .filter(accounts::suspended_at.is_null())
        .select(inbox)
        .load(c))?;
    Ok(of_followers.into_iter().chain(of_recipients).collect())
}

/// `body`: what is sent, if it is not what was recorded.
pub fn mark_fanned_out(tx: &mut Tx, id: i64, body: Option<String>) -> Result<()> {
    let row = activities::table.find(id);
    match body {
        Some(body) => direct!(tx.conn, |c| diesel::update(row)
            .set((activities::fanned_out_at.eq(tx.now.0), activities::body.eq(body)))
            .execute(c))?,
        None => direct!(tx.conn, |c| diesel::update(row).set(activities::fanned_out_at.eq(tx.now.0)).execute(c))?,
    };
    Ok(())
}

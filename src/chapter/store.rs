//! Rows of settings.

use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::db::schema::{house_rules, settings};
use crate::db::{Conn, Tx};
use crate::error::{Error, Result};
use crate::ids;
use crate::media::addresses::Addresses;
use crate::push::Vapid;
use crate::site::{Secret, Site, base};
use crate::web::colour::{self, Colour};
use crate::zone::{self, Zone};

const ACCENT: &str = "accent";
const TIME_ZONE: &str = "time_zone";
const SETUP_TOKEN: &str = "setup_token";

fn get(conn: &mut Conn, key: &str) -> Result<Option<String>> {
    Ok(settings::table.find(key).select(settings::value).first(conn).optional()?)
}

fn set(conn: &mut Conn, key: &str, value: &str) -> Result<()> {
    diesel::sql_query("INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        .bind::<Text, _>(key)
        .bind::<Text, _>(value)
        .execute(conn)?;
    Ok(())
}

pub fn site(conn: &mut Conn) -> Result<Option<Site>> {
    let Some(domain) = get(conn, "domain")? else { return Ok(None) };
    let number = |text: String| text.parse().map_err(Error::internal);
    let web_domain = get(conn, "web_domain")?.unwrap_or_else(|| domain.clone());
    let (secret, push_key) = (picture_secret(conn)?, push_key(conn)?);
    let accent = get(conn, ACCENT)?.and_then(|text| Colour::parse(&text)).unwrap_or(colour::BREAD);
    let time_zone = get(conn, TIME_ZONE)?.and_then(|name| zone::parse(&name)).unwrap_or(Zone::UTC);
    let mut need = |key: &str| get(conn, key)?.ok_or_else(|| Error::internal(format!("the setting {key} is missing")));
    let insecure_http = need("insecure_http")? == "true";
    Ok(Some(Site {
        media: Addresses::new(base(&web_domain, insecure_http), None, &secret, true),
        push_key,
        domain,
        web_domain,
        insecure_http,
        name: need("name")?,
        city: need("city")?,
        handle: need("handle")?,
        chapter_id: number(need("chapter_id")?)?,
        node_id: number(need("node_id")?)?,
        limited_federation: false,
        sends_mail: false,
        translates: false,
        accent,
        time_zone,
    }))
}

/// A secret of this node; made when it is first needed.
fn secret(conn: &mut Conn, key: &str, make: impl FnOnce() -> Result<String>) -> Result<String> {
    if let Some(known) = get(conn, key)? {
        return Ok(known);
    }
    diesel::sql_query("INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind::<Text, _>(key)
        .bind::<Text, _>(make()?)
        .execute(conn)?;
    get(conn, key)?.ok_or_else(|| Error::internal(format!("the setting {key} is missing")))
}

/// What addresses of pictures are signed with.
pub fn picture_secret(conn: &mut Conn) -> Result<String> {
    secret(conn, "picture_secret", || Ok(ids::secret()))
}

/// The node's key for push services.
pub fn push_key(conn: &mut Conn) -> Result<Secret> {
    secret(conn, "push_key", Vapid::generate).map(Secret)
}

/// What addresses are sealed with at which letters are switched off.
pub fn mail_secret(conn: &mut Conn) -> Result<String> {
    secret(conn, "mail_secret", || Ok(ids::secret()))
}

/// Settings stewards change at the desk.
pub fn set_look(tx: &mut Tx, name: &str, accent: &str, note: &str, time_zone: Zone) -> Result<()> {
    set(tx.conn, "name", name)?;
    set(tx.conn, TIME_ZONE, time_zone.name())?;
    set(tx.conn, "note", note)?;
    set(tx.conn, ACCENT, accent)
}

/// What the chapter says of itself, as it was typed.
pub fn chapter_note(tx: &mut Tx) -> Result<String> {
    Ok(get(tx.conn, "note")?.unwrap_or_default())
}

pub fn insert_site(conn: &mut Conn, site: &Site) -> Result<()> {
    for (key, value) in [
        ("domain", site.domain.clone()),
        ("web_domain", site.web_domain.clone()),
        ("insecure_http", site.insecure_http.to_string()),
        ("name", site.name.clone()),
        ("city", site.city.clone()),
        ("handle", site.handle.clone()),
        ("chapter_id", site.chapter_id.to_string()),
        ("node_id", site.node_id.to_string()),
        (TIME_ZONE, site.time_zone.to_string()),
    ] {
        diesel::insert_into(settings::table).values((settings::key.eq(key), settings::value.eq(value))).execute(conn)?;
    }
    Ok(())
}

pub fn set_setup_token(conn: &mut Conn, fingerprint: &str) -> Result<()> {
    set(conn, SETUP_TOKEN, fingerprint)
}

pub fn setup_token(conn: &mut Conn) -> Result<Option<String>> {
    get(conn, SETUP_TOKEN)
}

pub fn forget_setup_token(conn: &mut Conn) -> Result<()> {
    diesel::delete(settings::table.find(SETUP_TOKEN)).execute(conn)?;
    Ok(())
}

const SEARCH_DONE: &str = "search_done";

/// Can all posts be found, also those that are older than the index?
pub fn search_done(conn: &mut Conn) -> Result<bool> {
    Ok(get(conn, SEARCH_DONE)?.is_some())
}

pub fn set_search_done(conn: &mut Conn) -> Result<()> {
    set(conn, SEARCH_DONE, "true")
}

/// The index is empty again: all posts are put into it anew.
pub fn forget_search_done(conn: &mut Conn) -> Result<()> {
    diesel::delete(settings::table.find(SEARCH_DONE)).execute(conn)?;
    Ok(())
}

/// What the chapter asks of everybody on its node.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = house_rules)]
pub struct HouseRule {
    pub id: i64,
    pub position: i64,
    pub text: String,
    pub hint: String,
}

pub fn house_rules(tx: &mut Tx) -> Result<Vec<HouseRule>> {
    Ok(house_rules::table.order((house_rules::position, house_rules::id)).select(HouseRule::as_select()).load(tx.conn)?)
}

pub fn insert_house_rule(tx: &mut Tx, rule: &HouseRule) -> Result<()> {
    diesel::insert_into(house_rules::table).values(rule).execute(tx.conn)?;
    Ok(())
}

/// False: there was none.
pub fn delete_house_rule(tx: &mut Tx, id: i64) -> Result<bool> {
    Ok(diesel::delete(house_rules::table.find(id)).execute(tx.conn)? > 0)
}

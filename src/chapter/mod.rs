//! The chapter itself: its founding, what it says of itself to apps and servers, its home page.
//!
//! Its domain, its name as an account and its two actors are fixed at the founding: they stand in other people's data.

pub mod about;
pub mod api;
pub mod desk;
pub mod room;
pub mod setup;
mod sizes;
mod store;
#[cfg(test)]
mod tests;
pub mod web;

pub use sizes::{Week, sizes, weeks};
pub use store::{forget_search_done, house_rules, mail_secret, search_done, set_search_done};

use crate::accounts::{self, NewPerson};
use crate::clock::Time;
use crate::config::check_domain;
use crate::db::{Conn, Tx};
use crate::error::{Error, Result};
use crate::federation::keys::{Fresh, generate_aside};
use crate::ids;
use crate::media::addresses::Addresses;
use crate::members;
use crate::site::{NODE, Site, base};
use crate::web::colour::BREAD;
use rules::roles::Role;

/// What has to be known to found a chapter.
#[derive(Clone, Debug)]
pub struct Founding {
    pub domain: String,
    /// Where the node answers, if that is not the domain in handles.
    pub web_domain: Option<String>,
    pub insecure_http: bool,
    pub name: String,
    pub city: String,
    /// The chapter's username; made from the city when it is not given.
    pub handle: Option<String>,
    pub steward: String,
    /// The steward's name as it is shown; may be empty.
    pub display_name: String,
    pub email: String,
    pub password_hash: String,
}

/// The keys of the chapter, the node and the steward, made before the transaction.
pub struct Keys([Fresh; 3]);

impl Keys {
    pub async fn generate() -> Result<Self> {
        Ok(Self([generate_aside().await?, generate_aside().await?, generate_aside().await?]))
    }
}

/// The chapter in this database, if one has been founded.
pub fn load(conn: &mut Conn) -> Result<Option<Site>> {
    store::site(conn)
}

/// Founds the chapter, its two actors and its first steward, who is also its first Connector.
///
/// # Errors
/// `Invalid`, saying what to change; `Conflict` if there is a chapter already.
pub fn found(conn: &mut Conn, now: Time, founding: &Founding, keys: Keys) -> Result<Site> {
    if store::site(conn)?.is_some() {
        return Err(Error::Conflict("This node has been set up already.".into()));
    }
    let required = |text: &str, what: &str| match text.trim() {
        "" => Err(Error::invalid(format!("The chapter's {what} is missing."))),
        text => Ok(text.chars().take(100).collect::<String>()),
    };
    let domain = check_domain(&founding.domain, founding.insecure_http)?;
    let web_domain = match &founding.web_domain {
        Some(web) => check_domain(web, founding.insecure_http)?,
        None => domain.clone(),
    };
    let site = Site {
        domain,
        insecure_http: founding.insecure_http,
        name: required(&founding.name, "name")?,
        city: required(&founding.city, "city")?,
        handle: handle(founding)?,
        chapter_id: ids::new(now),
        node_id: ids::new(now),
        limited_federation: false,
        sends_mail: false,
        accent: BREAD,
        media: Addresses::new(base(&web_domain, founding.insecure_http), None, &store::picture_secret(conn)?, true),
        push_key: store::push_key(conn)?,
        web_domain,
    };
    accounts::check_username(&founding.steward)?;
    if founding.steward == site.handle {
        return Err(Error::invalid(format!(
            "The steward and the chapter cannot both be called {}. Choose another --handle or name.",
            site.handle
        )));
    }
    store::insert_site(conn, &site)?;
    let Keys([chapter_key, node_key, steward_key]) = keys;
    accounts::insert_local(conn, &site, now, "Group", &site.handle, &site.name, chapter_key)?;
    accounts::insert_local(conn, &site, now, "Application", NODE, &site.name, node_key)?;
    let mut tx = Tx { conn, now, site: std::sync::Arc::new(site.clone()), wakes: false, events: Vec::new() };
    let steward = accounts::create(
        &mut tx,
        NewPerson {
            username: founding.steward.clone(),
            email: founding.email.clone(),
            password_hash: founding.password_hash.clone(),
            display_name: founding.display_name.clone(),
            role: Role::Connector,
            key: steward_key,
        },
    )?;
    members::make_steward(&mut tx, steward.id)?;
    store::forget_setup_token(conn)?;
    Ok(site)
}

fn handle(founding: &Founding) -> Result<String> {
    let handle = founding.handle.clone().unwrap_or_else(|| ascii(&founding.city));
    accounts::check_username(&handle).map_err(|error| match founding.handle {
        Some(_) => error,
        None => Error::invalid(format!(
            "No account name can be made from the city {:?}. Give one with --handle, in letters a to z.",
            founding.city
        )),
    })?;
    Ok(handle)
}

/// A city's name in lower-case ASCII: `São Paulo` becomes `sao_paulo`.
fn ascii(city: &str) -> String {
    let fold = |c: char| -> &'static str {
        match c {
            'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ą' => "a",
            'ä' | 'æ' => "ae",
            'ç' | 'ć' | 'č' => "c",
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => "e",
            'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
            'ł' => "l",
            'ñ' | 'ń' | 'ň' => "n",
            'ò' | 'ó' | 'ô' | 'õ' | 'ø' | 'ō' => "o",
            'ö' | 'œ' => "oe",
            'ř' => "r",
            'ś' | 'š' | 'ş' => "s",
            'ß' => "ss",
            'ţ' | 'ť' => "t",
            'ù' | 'ú' | 'û' | 'ū' | 'ů' => "u",
            'ü' => "ue",
            'ý' | 'ÿ' => "y",
            'ź' | 'ż' | 'ž' => "z",
            ' ' | '-' | '\'' | '’' => "_",
            _ => "",
        }
    };
    let mut out = String::new();
    for c in city.trim().to_lowercase().chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else {
            out.push_str(fold(c));
        }
    }
    out.trim_matches('_').chars().take(30).collect()
}

/// Makes the one-time token of the set-up page; the one before does not hold any more.
pub fn new_setup_token(conn: &mut Conn) -> Result<String> {
    let token = ids::secret();
    store::set_setup_token(conn, &ids::fingerprint(&token))?;
    Ok(token)
}

pub fn is_setup_token(conn: &mut Conn, token: &str) -> Result<bool> {
    Ok(store::setup_token(conn)?.is_some_and(|fingerprint| fingerprint == ids::fingerprint(token)))
}

//! The chapter itself: its founding, what it says of itself to apps and servers, its home page.
//!
//! Its domain, its name as an account and its two actors are fixed at the founding: they stand in other people's data.

pub mod about;
pub mod api;
mod dates;
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

use crate::accounts::{self, Account, NewPerson};
use crate::clock::Time;
use crate::config::check_domain;
use crate::db::{Conn, Tx};
use crate::error::{Error, Result};
use crate::federation::keys::{Fresh, generate_aside};
use crate::ids;
use crate::media::addresses::Addresses;
use crate::members;
use crate::site::{NODE, Site, base};
use crate::statuses::{self, Status, compose::Mentioned};
use crate::web::colour::BREAD;
use crate::web::language::Language;
use crate::zone::{self, Zone};
use rules::audience::Visibility;
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
    /// None: where this machine is.
    pub time_zone: Option<Zone>,
    /// The chapter's username; made from the city when it is not given.
    pub handle: Option<String>,
    pub steward: String,
    /// The steward's name as it is shown; may be empty.
    pub display_name: String,
    pub email: String,
    pub password_hash: String,
    /// The other Connectors it is founded with.
    pub connectors: Vec<Founder>,
}

/// Somebody a chapter is founded with, beside its steward.
#[derive(Clone, Debug)]
pub struct Founder {
    pub username: String,
    pub email: String,
    pub password_hash: String,
}

/// The keys of the chapter, the node, the steward and the others it is founded with, made before the transaction.
pub struct Keys([Fresh; 3], Vec<Fresh>);

impl Keys {
    pub async fn generate(others: usize) -> Result<Self> {
        let first = [generate_aside().await?, generate_aside().await?, generate_aside().await?];
        let mut more = Vec::new();
        for _ in 0..others {
            more.push(generate_aside().await?);
        }
        Ok(Self(first, more))
    }
}

/// The chapter in this database, if one has been founded.
pub fn load(conn: &mut Conn) -> Result<Option<Site>> {
    store::site(conn)
}

fn wrong_zone() -> Error {
    Error::invalid("A time zone is written as in Europe/Paris.")
}

/// Founds the chapter, its two actors, its first steward, who is also its first Connector, and the other founding Connectors.
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
        translates: false,
        accent: BREAD,
        time_zone: founding.time_zone.unwrap_or_else(zone::of_machine),
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
    let Keys([chapter_key, node_key, steward_key], others) = keys;
    accounts::insert_local(conn, &site, now, "Group", &site.handle, &site.name, chapter_key)?;
    accounts::insert_local(conn, &site, now, "Application", NODE, &site.name, node_key)?;
    let mut tx = Tx { conn, now, site: std::sync::Arc::new(site.clone()), wakes: false, events: Vec::new() };
    let first = Founder {
        username: founding.steward.clone(),
        email: founding.email.clone(),
        password_hash: founding.password_hash.clone(),
    };
    let mut founders = vec![(first, founding.display_name.clone(), steward_key)];
    founders.extend(founding.connectors.iter().cloned().zip(others).map(|(founder, key)| (founder, String::new(), key)));
    for (number, (founder, display_name, key)) in founders.into_iter().enumerate() {
        let Founder { username, email, password_hash } = founder;
        let person = NewPerson { username, email, password_hash, display_name, role: Role::Connector, key };
        let account = accounts::insert_person(&mut tx, person, accounts::Arrival::default())?;
        members::let_in(&mut tx, &account, Role::Connector, "genesis")?;
        if number == 0 {
            members::make_steward(&mut tx, account.id)?;
        }
    }
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

/// A letter of the chapter's to one of its members, in a conversation they can answer in.
pub fn write_to(tx: &mut Tx, to: &Account, text: &str) -> Result<Status> {
    let chapter = accounts::by_id(tx, tx.site.chapter_id)?;
    let mentioned = Mentioned::from(to.clone());
    let text = format!("@{} {text}", to.username);
    statuses::post(tx, &chapter, statuses::Draft::of(text, Visibility::Direct), &[mentioned])
}

/// The language in which the chapter itself speaks to everybody.
pub fn language() -> Language {
    Language::default()
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

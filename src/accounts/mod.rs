//! Accounts: the people of the chapter, the chapter and the node themselves, and everybody elsewhere they meet.
//!
//! A name once taken stays taken: handles stand in other people's posts and may not come to mean somebody else.

pub mod activity;
pub mod api;
pub mod documents;
mod moves;
pub mod own;
mod passwords;
pub mod profile;
mod resolve;
pub mod settings;
mod signer;
mod store;
#[cfg(test)]
mod tests;
pub mod web;

pub use moves::{agreed_target, move_away, moved_from_afar, set_alias, tell};
pub use passwords::{SHORTEST as SHORTEST_PASSWORD, check as check_password, hash as hash_password};
pub use resolve::{fetch, fetch_own, find, known_or_fetched, look_whether_gone};
pub use signer::{Asker, Reader, verify, verify_proof};
pub use store::{
    Account, Mark, Named, User, any_by_id, beginning_with, by_handle, by_handles, by_id, by_ids, by_inbox, by_uri, by_uris,
    confirm, count_domains, count_users, domains, domains_at, erase_pending, is_taken, joined_by_week, local_people,
    local_person, mark, named, release, set_attestation_url, set_by_mail, set_email, set_locked, set_password, set_pending,
    set_settings, silence_by, suspend_by, user, user_by_email, users_among, users_of,
};

use crate::activities::{self, Audience};
use crate::credentials;
use crate::db::{Conn, Tx};
use crate::error::{Error, Result};
use crate::federation::keys::Fresh;
use crate::federation::store::insert_private_key;
use crate::ids;
use crate::site::{NODE, Site};
use rules::roles::Role;

/// Names that would be mistaken for the house itself.
const RESERVED: [&str; 12] =
    ["admin", "administrator", "root", "steward", "stewards", "support", "help", "potluck", "api", "node", "everyone", NODE];

/// Is this a name for an account of this node? Lower-case letters, digits and `_`, at most 30.
pub fn check_username(name: &str) -> Result<()> {
    if name.is_empty() || name.len() > 30 || !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
        return Err(Error::invalid(format!(
            "{name:?} cannot be a name: use 1 to 30 lower-case letters, digits or _, for example ada_l."
        )));
    }
    if RESERVED.contains(&name) {
        return Err(Error::invalid(format!("The name {name} is reserved. Choose another.")));
    }
    Ok(())
}

/// A first look at an address; the letter that arrives is the proof.
pub fn check_email(email: &str) -> Result<String> {
    let email = email.trim().to_lowercase();
    let fits = email.len() <= 254
        && email.split_once('@').is_some_and(|(local, host)| !local.is_empty() && !host.is_empty() && !host.contains('@'))
        && !email.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';' | '"'));
    if fits { Ok(email) } else { Err(Error::invalid(format!("{email:?} is not an e-mail address."))) }
}

/// Nobody else has this address.
///
/// # Errors
/// `Conflict`: somebody has.
pub fn free_email(tx: &mut Tx, account_id: i64, email: &str) -> Result<()> {
    match user_by_email(tx, email)?.filter(|user| user.account_id != account_id) {
        Some(_) => Err(Error::Conflict("This address belongs to another account.".into())),
        None => Ok(()),
    }
}

/// Somebody has another address from now on, unless it is somebody else's.
pub fn change_email(tx: &mut Tx, account_id: i64, email: &str) -> Result<()> {
    free_email(tx, account_id, email)?;
    set_email(tx, account_id, email)
}

/// Somebody new in the chapter.
pub struct NewPerson {
    pub username: String,
    pub email: String,
    pub password_hash: String,
    pub display_name: String,
    pub role: Role,
    pub key: Fresh,
}

/// How somebody comes to the chapter.
#[derive(Clone, Debug, Default)]
pub struct Arrival {
    /// They wait for a steward to let them in.
    pub pending: bool,
    /// They have yet to show that the address is theirs.
    pub unconfirmed: bool,
    /// Why they want to join, in their words.
    pub reason: String,
    /// The language they were spoken to in.
    pub locale: String,
    pub app_id: Option<i64>,
    pub invitation_id: Option<i64>,
}

/// Creates a member's account, in the role given; who is new follows the chapter.
pub fn create(tx: &mut Tx, new: NewPerson) -> Result<Account> {
    let role = new.role;
    let account = insert_person(tx, new, Arrival::default())?;
    crate::members::let_in(tx, &account, role, "joined")?;
    Ok(account)
}

/// Writes somebody new down, without making them a member yet.
pub fn insert_person(tx: &mut Tx, new: NewPerson, arrival: Arrival) -> Result<Account> {
    check_username(&new.username)?;
    let email = check_email(&new.email)?;
    if store::is_taken(tx, &new.username)? || new.username == tx.site.handle {
        return Err(Error::Conflict(format!("The name {} is taken.", new.username)));
    }
    if store::user_by_email(tx, &email)?.is_some() {
        return Err(Error::Conflict(format!("There is an account with the e-mail address {email} already.")));
    }
    let site = tx.site.clone();
    let mut account = insert_local(tx.conn, &site, tx.now, "Person", &new.username, &new.display_name, new.key)?;
    let locale = if arrival.locale.is_empty() { "en".to_string() } else { arrival.locale };
    let user = User {
        account_id: account.id,
        email,
        password_hash: new.password_hash,
        default_visibility: "public".into(),
        default_sensitive: false,
        default_language: locale.clone(),
        created_at: tx.now.0,
        note: String::new(),
        fields: "[]".into(),
        quote_policy: "public".into(),
        settings: "{}".into(),
        confirmed_at: (!arrival.unconfirmed).then_some(tx.now.0),
        approved_at: (!arrival.pending).then_some(tx.now.0),
        disabled_at: None,
        reason: arrival.reason,
        locale,
        app_id: arrival.app_id,
        active_on: 0,
        invitation_id: arrival.invitation_id,
        totp_secret: None,
        totp_at: None,
        totp_step: 0,
        digest_at: tx.now.0,
    };
    store::insert_user(tx.conn, &user)?;
    if arrival.pending {
        store::set_pending(tx, account.id, true)?;
        account.pending_at = Some(tx.now.0);
    }
    Ok(account)
}

/// Creates an account of this node, with its key; used for people, and at the founding for the chapter and the node.
pub fn insert_local(
    conn: &mut Conn,
    site: &Site,
    now: crate::clock::Time,
    kind: &str,
    username: &str,
    display_name: &str,
    key: Fresh,
) -> Result<Account> {
    let uri = if username == NODE { site.at("/actor") } else { site.actor_uri(username) };
    let account = Account {
        id: if username == NODE {
            site.node_id
        } else if username == site.handle {
            site.chapter_id
        } else {
            ids::new(now)
        },
        kind: kind.into(),
        username: username.into(),
        domain: None,
        handle: username.to_lowercase(),
        display_name: display_name.trim().chars().take(100).collect(),
        note: String::new(),
        url: match kind {
            "Application" => site.at("/"),
            _ => site.at(&format!("/@{username}")),
        },
        inbox_url: format!("{uri}/inbox"),
        shared_inbox_url: Some(site.at("/inbox")),
        followers_url: format!("{uri}/followers"),
        avatar_url: None,
        header_url: None,
        key_id: format!("{uri}#main-key"),
        public_key: key.public_pem,
        locked: false,
        bot: kind == "Application",
        discoverable: kind != "Application",
        indexable: false,
        fields: "[]".into(),
        created_at: now.0,
        fetched_at: None,
        suspended_at: None,
        deleted_at: None,
        last_status_at: None,
        statuses_count: 0,
        followers_count: 0,
        following_count: 0,
        ed25519_key_id: Some(format!("{uri}#ed25519-key")),
        ed25519_key: Some(key.ed25519.multikey),
        also_known_as: "[]".into(),
        moved_to_uri: None,
        featured_url: Some(format!("{uri}/collections/featured")),
        moderators_url: (kind == "Group").then(|| format!("{uri}/moderators")),
        attestation_url: None,
        emojis: "[]".into(),
        silenced_at: None,
        suspended_by: None,
        silenced_by: None,
        hide_collections: false,
        avatar_description: String::new(),
        header_description: String::new(),
        sensitized_at: None,
        pending_at: None,
        by_mail: false,
        uri,
    };
    store::insert(conn, &account)?;
    insert_private_key(conn, account.id, &key.pkcs8, &key.ed25519.pkcs8)?;
    Ok(account)
}

/// Writes down what a far server says about one of its accounts. `handle_host` is the host in its handle.
pub fn adopt(tx: &mut Tx, remote: activity::Remote, handle_host: &str) -> Result<Account> {
    if tx.site.owns(&remote.uri) {
        return Err(Error::invalid("An account of this node is not taken from elsewhere."));
    }
    let handle = format!("{}@{}", remote.username, handle_host).to_lowercase();
    if let Some(known) = store::by_uri(tx, &remote.uri)? {
        if known.deleted_at.is_some() {
            return Err(Error::NotFound);
        }
        store::describe(tx, known.id, &remote.described)?;
        if known.attestation_url.is_some() || remote.described.attestation_url.is_some() {
            credentials::look_at_attestation(tx, known.id)?;
        }
        return store::by_id(tx, known.id);
    }
    if store::by_handle(tx, &handle)?.is_some() {
        return Err(Error::Conflict(format!("The handle {handle} belongs to another account we know.")));
    }
    let verdict = crate::federation::verdict(tx, &remote.host)?;
    if verdict.blocked {
        return Err(Error::refused(format!("This chapter does not talk with {}.", remote.host)));
    }
    let d = remote.described;
    let account = Account {
        id: ids::new(tx.now),
        uri: remote.uri,
        kind: d.kind,
        username: remote.username,
        domain: Some(handle_host.to_lowercase()),
        handle,
        display_name: d.display_name,
        note: d.note,
        url: d.url,
        inbox_url: d.inbox_url,
        shared_inbox_url: d.shared_inbox_url,
        followers_url: d.followers_url,
        avatar_url: d.avatar_url,
        header_url: d.header_url,
        key_id: d.key_id,
        public_key: d.public_key,
        locked: d.locked,
        bot: d.bot,
        discoverable: d.discoverable,
        indexable: d.indexable,
        fields: d.fields,
        created_at: tx.now.0,
        fetched_at: d.fetched_at,
        suspended_at: None,
        deleted_at: None,
        last_status_at: None,
        statuses_count: 0,
        followers_count: 0,
        following_count: 0,
        ed25519_key_id: d.ed25519_key_id,
        ed25519_key: d.ed25519_key,
        also_known_as: d.also_known_as,
        moved_to_uri: d.moved_to_uri,
        featured_url: d.featured_url,
        moderators_url: d.moderators_url,
        attestation_url: d.attestation_url,
        emojis: d.emojis,
        silenced_at: verdict.limited.then_some(tx.now.0),
        suspended_by: None,
        silenced_by: verdict.limited.then_some(remote.host),
        hide_collections: false,
        avatar_description: String::new(),
        header_description: String::new(),
        sensitized_at: None,
        pending_at: None,
        by_mail: false,
    };
    store::insert(tx.conn, &account)?;
    if account.attestation_url.is_some() {
        credentials::look_at_attestation(tx, account.id)?;
    }
    Ok(account)
}

/// An account elsewhere is gone, and all it wrote and whom it followed with it.
pub fn delete_from_afar(tx: &mut Tx, account: &Account) -> Result<()> {
    crate::statuses::delete_all_of(tx, account)?;
    crate::follows::sever_all(tx, account.id)?;
    store::mark_deleted(tx, account.id)
}

/// A member's account is deleted for good: all they wrote, whom they knew, their log-in. Those elsewhere who knew them are
/// told; the name stays taken.
pub fn delete_own(tx: &mut Tx, account: &Account) -> Result<()> {
    let known = crate::follows::known_to(tx, account.id)?;
    let audience = Audience { recipients: known, ..Audience::default() };
    activities::record(tx, account.id, &activity::deleted(account), &account.uri, &audience)?;
    crate::oauth::revoke_all(tx, account.id)?;
    crate::sessions::end_all(tx, account.id)?;
    crate::proposals::author_left(tx, account.id)?;
    crate::email_subscriptions::forget(tx, account.id)?;
    crate::statuses::delete_all_of(tx, account)?;
    crate::follows::sever_all(tx, account.id)?;
    crate::members::end(tx, account.id)?;
    store::erase_person(tx, account.id)?;
    store::mark_deleted(tx, account.id)
}

/// An account of this node that is shown to the world.
pub fn local(tx: &mut Tx, name: &str) -> Result<Account> {
    match by_handle(tx, name)? {
        Some(account) if account.is_local() && account.suspended_at.is_none() && account.kind != "Application" => Ok(account),
        None if store::was_here(tx, name)? => Err(Error::Gone),
        _ => Err(Error::NotFound),
    }
}

/// An account of this node, for a reader it does not block.
pub fn shown_to(tx: &mut Tx, name: &str, reader: &Reader) -> Result<Account> {
    let account = local(tx, name)?;
    match reader.id() {
        Some(reader) if crate::blocks::is_between(tx, reader, account.id)? => Err(Error::NotFound),
        _ => Ok(account),
    }
}

/// Who logs in with this name or e-mail address.
pub fn login_of(tx: &mut Tx, name_or_email: &str) -> Result<Option<(Account, User)>> {
    let text = name_or_email.trim().to_lowercase();
    let user = match store::user_by_email(tx, &text)? {
        Some(user) => user,
        None => match store::local_person(tx, text.trim_start_matches('@'))? {
            Some(account) => store::user(tx, account.id)?,
            None => return Ok(None),
        },
    };
    let account = store::any_by_id(tx, user.account_id)?;
    Ok(Some((account, user)))
}

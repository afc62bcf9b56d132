//! Rows of accounts and of the people who log in.

use diesel::prelude::*;

use crate::db::among;
use crate::db::schema::{accounts, users};
use crate::db::{Conn, Tx, direct};
use crate::error::Result;
use crate::federation::keys::PublicKeys;

/// Everybody who can act, here or elsewhere.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = accounts, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Account {
    pub id: i64,
    /// The ActivityPub id.
    pub uri: String,
    /// `Person`, `Group`, `Application`, `Service` or `Organization`.
    pub kind: String,
    pub username: String,
    /// `None`: an account of this node.
    pub domain: Option<String>,
    /// `name` or `name@domain`, in lower case.
    pub handle: String,
    pub display_name: String,
    /// HTML, safe to show.
    pub note: String,
    pub url: String,
    pub inbox_url: String,
    pub shared_inbox_url: Option<String>,
    pub followers_url: String,
    pub avatar_url: Option<String>,
    pub header_url: Option<String>,
    pub key_id: String,
    /// PEM.
    pub public_key: String,
    pub locked: bool,
    pub bot: bool,
    pub discoverable: bool,
    pub indexable: bool,
    /// JSON: `[{"name", "value"}]`, the values HTML that is safe to show.
    pub fields: String,
    pub created_at: i64,
    pub fetched_at: Option<i64>,
    pub suspended_at: Option<i64>,
    pub deleted_at: Option<i64>,
    pub last_status_at: Option<i64>,
    pub statuses_count: i64,
    pub followers_count: i64,
    pub following_count: i64,
    pub ed25519_key_id: Option<String>,
    /// Multikey (FEP-521a): `z6Mk…`.
    pub ed25519_key: Option<String>,
    /// JSON: ids this account says it is also known as.
    pub also_known_as: String,
    /// Where it has moved to.
    pub moved_to_uri: Option<String>,
    pub featured_url: Option<String>,
    /// Of a group: the collection of those who look after it (FEP-1b12).
    pub moderators_url: Option<String>,
    /// Where a chapter says that this is a Connector of its, as the account itself names it.
    pub attestation_url: Option<String>,
    /// JSON: Mastodon's CustomEmoji entities.
    pub emojis: String,
    /// Limited: shown only to those who follow.
    pub silenced_at: Option<i64>,
    /// The domain rule that suspended it, if one did.
    pub suspended_by: Option<String>,
    /// The domain rule that limited it, if one did.
    pub silenced_by: Option<String>,
    /// Whom it follows, and who follows it, is shown to nobody.
    pub hide_collections: bool,
    /// What is to be seen on the avatar and the header, for those who do not see them.
    pub avatar_description: String,
    pub header_description: String,
    /// All its pictures are shown with care.
    pub sensitized_at: Option<i64>,
    /// Since when they wait to be let in; until then nobody else sees them.
    pub pending_at: Option<i64>,
    /// Anybody may have its public posts by letter.
    pub by_mail: bool,
}

impl Account {
    /// The keys it may sign with.
    pub fn public_keys(&self) -> PublicKeys<'_> {
        PublicKeys {
            rsa: Some((&self.key_id, &self.public_key)),
            ed25519: self.ed25519_key_id.as_deref().zip(self.ed25519_key.as_deref()),
        }
    }

    pub fn is_known_as(&self, uri: &str) -> bool {
        serde_json::from_str::<Vec<String>>(&self.also_known_as).unwrap_or_default().iter().any(|known| known == uri)
    }

    /// May it do anything here?
    pub fn is_active(&self) -> bool {
        self.suspended_at.is_none() && self.deleted_at.is_none() && self.pending_at.is_none()
    }

    pub fn is_local(&self) -> bool {
        self.domain.is_none()
    }

    /// `name` here, `name@domain` elsewhere.
    pub fn acct(&self) -> String {
        acct(&self.username, self.domain.as_deref())
    }

    pub fn shown_name(&self) -> &str {
        if self.display_name.is_empty() { &self.username } else { &self.display_name }
    }
}

fn acct(username: &str, domain: Option<&str>) -> String {
    match domain {
        None => username.to_string(),
        Some(domain) => format!("{username}@{domain}"),
    }
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = users, primary_key(account_id), treat_none_as_default_value = false)]
pub struct User {
    pub account_id: i64,
    pub email: String,
    pub password_hash: String,
    pub default_visibility: String,
    pub default_sensitive: bool,
    pub default_language: String,
    pub created_at: i64,
    /// As it was typed.
    pub note: String,
    /// JSON: `[{"name", "value"}]`, as they were typed.
    pub fields: String,
    /// Who may quote their posts, unless a post says otherwise.
    pub quote_policy: String,
    /// JSON, see `accounts::profile::Settings`.
    pub settings: String,
    /// Since when their address is known to be theirs.
    pub confirmed_at: Option<i64>,
    /// Since when a steward has let them in.
    pub approved_at: Option<i64>,
    /// Since when they cannot log in.
    pub disabled_at: Option<i64>,
    /// Why they want to join, in their words.
    pub reason: String,
    pub locale: String,
    /// The app they signed up with.
    pub app_id: Option<i64>,
    /// The day they were last here, its beginning.
    pub active_on: i64,
    /// The invitation they came with.
    pub invitation_id: Option<i64>,
    /// What an authenticator app shares with us, in Base32; it counts once `totp_at` is set.
    pub totp_secret: Option<String>,
    pub totp_at: Option<i64>,
    /// The last step of thirty seconds of which a code was used.
    pub totp_step: i64,
    /// Up to when they have been told in a digest.
    pub digest_at: i64,
}

pub fn insert(conn: &mut Conn, account: &Account) -> Result<()> {
    direct!(conn, |c| diesel::insert_into(accounts::table).values(account).execute(c))?;
    Ok(())
}

pub fn insert_user(conn: &mut Conn, user: &User) -> Result<()> {
    direct!(conn, |c| diesel::insert_into(users::table).values(user).execute(c))?;
    Ok(())
}

/// What a far server says about one of its accounts; the counts are ours and stay.
#[derive(AsChangeset)]
#[diesel(table_name = accounts, treat_none_as_null = true)]
pub struct Described {
    pub kind: String,
    pub display_name: String,
    pub note: String,
    pub url: String,
    pub inbox_url: String,
    pub shared_inbox_url: Option<String>,
    pub followers_url: String,
    pub avatar_url: Option<String>,
    pub header_url: Option<String>,
    pub key_id: String,
    pub public_key: String,
    pub locked: bool,
    pub bot: bool,
    pub discoverable: bool,
    pub indexable: bool,
    pub fields: String,
    pub fetched_at: Option<i64>,
    pub ed25519_key_id: Option<String>,
    pub ed25519_key: Option<String>,
    pub also_known_as: String,
    pub moved_to_uri: Option<String>,
    pub featured_url: Option<String>,
    pub moderators_url: Option<String>,
    pub attestation_url: Option<String>,
    pub emojis: String,
}

pub fn describe(tx: &mut Tx, id: i64, described: &Described) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(accounts::table.find(id)).set(described).execute(c))?;
    Ok(())
}

pub fn by_id(tx: &mut Tx, id: i64) -> Result<Account> {
    Ok(direct!(tx.conn, |c| present().filter(accounts::id.eq(id)).select(Account::as_select()).first(c))?)
}

pub fn by_ids(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Account>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let among = among::ids(tx.conn, accounts::id, ids);
    Ok(direct!(tx.conn, |c| accounts::table.filter(among).select(Account::as_select()).load(c))?)
}

pub fn by_uri(tx: &mut Tx, uri: &str) -> Result<Option<Account>> {
    Ok(direct!(tx.conn, |c| accounts::table
        .filter(accounts::uri.eq(uri))
        .filter(accounts::pending_at.is_null())
        .select(Account::as_select())
        .first(c))
    .optional()?)
}

pub fn by_uris(tx: &mut Tx, uris: &[String]) -> Result<Vec<Account>> {
    if uris.is_empty() {
        return Ok(Vec::new());
    }
    let among = among::texts(tx.conn, accounts::uri, uris);
    Ok(direct!(tx.conn, |c| present().filter(among).select(Account::as_select()).load(c))?)
}

/// How somebody is called and where their page is: what a page shows of those it only names.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = accounts)]
pub struct Named {
    pub id: i64,
    pub uri: String,
    pub username: String,
    pub domain: Option<String>,
    pub display_name: String,
    pub deleted_at: Option<i64>,
    pub pending_at: Option<i64>,
}

impl Named {
    /// `name` here, `name@domain` elsewhere.
    pub fn acct(&self) -> String {
        acct(&self.username, self.domain.as_deref())
    }

    pub fn shown_name(&self) -> &str {
        if self.display_name.is_empty() { &self.username } else { &self.display_name }
    }

    /// Is it there for others to see?
    pub fn is_present(&self) -> bool {
        self.deleted_at.is_none() && self.pending_at.is_none()
    }
}

/// Those with one of these ids or one of these uris, present or not.
pub fn named(tx: &mut Tx, ids: &[i64], uris: &[String]) -> Result<Vec<Named>> {
    let (by_id, by_uri) = (among::ids(tx.conn, accounts::id, ids), among::texts(tx.conn, accounts::uri, uris));
    Ok(direct!(tx.conn, |c| accounts::table.filter(by_id.or(by_uri)).select(Named::as_select()).load(c))?)
}

pub fn by_key_id(tx: &mut Tx, key_id: &str) -> Result<Option<Account>> {
    let holder = accounts::key_id.eq(key_id).or(accounts::ed25519_key_id.eq(key_id));
    Ok(direct!(tx.conn, |c| accounts::table.filter(holder).select(Account::as_select()).first(c)).optional()?)
}

pub fn by_handle(tx: &mut Tx, handle: &str) -> Result<Option<Account>> {
    let found = present().filter(accounts::handle.eq(handle.to_lowercase()));
    Ok(direct!(tx.conn, |c| found.select(Account::as_select()).first(c)).optional()?)
}

pub fn by_handles(tx: &mut Tx, handles: &[String]) -> Result<Vec<Account>> {
    let among = among::texts(tx.conn, accounts::handle, handles);
    Ok(direct!(tx.conn, |c| present().filter(among).select(Account::as_select()).load(c))?)
}

/// Accounts whose handle or shown name begins with the text.
pub fn beginning_with(tx: &mut Tx, text: &str, limit: i64, offset: i64) -> Result<Vec<Account>> {
    let pattern = format!("{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    let by_handle = accounts::handle.like(pattern.to_lowercase()).escape('\\');
    let by_name = lower(accounts::display_name).like(pattern.to_lowercase()).escape('\\');
    Ok(direct!(tx.conn, |c| present()
        .filter(accounts::kind.ne("Application"))
        .filter(by_handle.or(by_name))
        .order((accounts::domain.is_not_null(), accounts::handle))
        .limit(limit)
        .offset(offset)
        .select(Account::as_select())
        .load(c))?)
}

#[diesel::declare_sql_function]
extern "SQL" {
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

#[diesel::dsl::auto_type]
fn present() -> _ {
    accounts::table.filter(accounts::deleted_at.is_null()).filter(accounts::pending_at.is_null())
}

/// People of this chapter, the newest first.
pub fn local_people(tx: &mut Tx, limit: i64) -> Result<Vec<Account>> {
    Ok(direct!(tx.conn, |c| accounts::table
        .inner_join(users::table)
        .filter(accounts::suspended_at.is_null())
        .filter(accounts::deleted_at.is_null())
        .filter(accounts::pending_at.is_null())
        .order(accounts::id.desc())
        .limit(limit)
        .select(Account::as_select())
        .load(c))?)
}

pub fn count_users(tx: &mut Tx) -> Result<i64> {
    Ok(direct!(tx.conn, |c| users::table.filter(users::approved_at.is_not_null()).count().get_result(c))?)
}

/// Servers that begin with a text, at most so many.
pub fn domains(tx: &mut Tx, beginning: &str, limit: i64) -> Result<Vec<String>> {
    let pattern = format!("{}%", beginning.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    let found: Vec<Option<String>> = direct!(tx.conn, |c| accounts::table
        .filter(accounts::domain.like(pattern).escape('\\'))
        .filter(accounts::suspended_at.is_null())
        .select(accounts::domain)
        .distinct()
        .order(accounts::domain)
        .limit(limit)
        .load(c))?;
    Ok(found.into_iter().flatten().collect())
}

/// Who joined in which week since a moment: (weeks since 1970, how many).
pub fn joined_by_week(tx: &mut Tx, since: crate::clock::Time) -> Result<Vec<(i64, i64)>> {
    let moments: Vec<i64> =
        direct!(tx.conn, |c| users::table.filter(users::created_at.ge(since.0)).select(users::created_at).load(c))?;
    let mut counts = std::collections::BTreeMap::new();
    for at in moments {
        *counts.entry(at / (7 * crate::clock::Time::DAY)).or_insert(0) += 1;
    }
    Ok(counts.into_iter().collect())
}

pub fn count_domains(tx: &mut Tx) -> Result<i64> {
    use diesel::dsl::count;
    Ok(accounts::table.select(count(accounts::domain).aggregate_distinct()).first::<i64>(tx.conn)?)
}

pub fn user(tx: &mut Tx, account_id: i64) -> Result<User> {
    Ok(direct!(tx.conn, |c| users::table.find(account_id).select(User::as_select()).first(c))?)
}

pub fn set_user(tx: &mut Tx, user: &User) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(users::table.find(user.account_id)).set(user).execute(c))?;
    Ok(())
}

pub fn set_settings(tx: &mut Tx, account_id: i64, settings: &str) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(users::table.find(account_id)).set(users::settings.eq(settings)).execute(c))?;
    Ok(())
}

/// Writes what an account of this node says of itself; its counts, keys and addresses stay.
pub fn update(tx: &mut Tx, account: &Account) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(accounts::table.find(account.id))
        .set((
            accounts::kind.eq(&account.kind),
            accounts::display_name.eq(&account.display_name),
            accounts::note.eq(&account.note),
            accounts::fields.eq(&account.fields),
            accounts::avatar_url.eq(&account.avatar_url),
            accounts::header_url.eq(&account.header_url),
            accounts::avatar_description.eq(&account.avatar_description),
            accounts::header_description.eq(&account.header_description),
            accounts::locked.eq(account.locked),
            accounts::bot.eq(account.bot),
            accounts::discoverable.eq(account.discoverable),
            accounts::indexable.eq(account.indexable),
            accounts::hide_collections.eq(account.hide_collections),
            accounts::emojis.eq(&account.emojis),
        ))
        .execute(c))?;
    Ok(())
}

pub fn set_fields(tx: &mut Tx, id: i64, fields: &str) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(accounts::table.find(id)).set(accounts::fields.eq(fields)).execute(c))?;
    Ok(())
}

/// Those of the accounts that are people of this node.
pub fn users_among(tx: &mut Tx, ids: &[i64]) -> Result<Vec<i64>> {
    let among = among::ids(tx.conn, users::account_id, ids);
    Ok(direct!(tx.conn, |c| users::table.filter(among).select(users::account_id).load(c))?)
}

pub fn user_by_email(tx: &mut Tx, email: &str) -> Result<Option<User>> {
    Ok(direct!(tx.conn, |c| users::table.filter(users::email.eq(email)).select(User::as_select()).first(c)).optional()?)
}

pub fn set_password(tx: &mut Tx, account_id: i64, password_hash: &str) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(users::table.find(account_id)).set(users::password_hash.eq(password_hash)).execute(c))?;
    Ok(())
}

/// What stewards can do to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Suspended,
    Silenced,
    Sensitized,
    /// Only people of this node log in.
    Disabled,
}

/// Puts a mark on an account, or takes it off; a domain rule has nothing to say about it any more.
pub fn mark(tx: &mut Tx, account_id: i64, mark: Mark, on: bool) -> Result<()> {
    let (since, nobody) = (on.then_some(tx.now.0), None::<String>);
    let account = accounts::table.find(account_id);
    match mark {
        Mark::Suspended => direct!(tx.conn, |c| diesel::update(account)
            .set((accounts::suspended_at.eq(since), accounts::suspended_by.eq(nobody)))
            .execute(c))?,
        Mark::Silenced => direct!(tx.conn, |c| diesel::update(account)
            .set((accounts::silenced_at.eq(since), accounts::silenced_by.eq(nobody)))
            .execute(c))?,
        Mark::Sensitized => direct!(tx.conn, |c| diesel::update(account).set(accounts::sensitized_at.eq(since)).execute(c))?,
        Mark::Disabled => {
            direct!(tx.conn, |c| diesel::update(users::table.find(account_id)).set(users::disabled_at.eq(since)).execute(c))?
        }
    };
    Ok(())
}

/// Whether somebody waits to be let in.
pub fn set_pending(tx: &mut Tx, account_id: i64, pending: bool) -> Result<()> {
    let since = pending.then_some(tx.now.0);
    direct!(tx.conn, |c| diesel::update(accounts::table.find(account_id)).set(accounts::pending_at.eq(since)).execute(c))?;
    let approved = (!pending).then_some(tx.now.0);
    direct!(tx.conn, |c| diesel::update(users::table.find(account_id)).set(users::approved_at.eq(approved)).execute(c))?;
    Ok(())
}

/// Somebody who was never let in has never been here.
pub fn erase_pending(tx: &mut Tx, account_id: i64) -> Result<()> {
    direct!(tx.conn, |c| diesel::delete(accounts::table.find(account_id).filter(accounts::pending_at.is_not_null())).execute(c))?;
    Ok(())
}

/// What only concerned the person behind an account, and what they said of themselves.
pub fn erase_person(tx: &mut Tx, account_id: i64) -> Result<()> {
    direct!(tx.conn, |c| diesel::delete(users::table.find(account_id)).execute(c))?;
    direct!(tx.conn, |c| diesel::update(accounts::table.find(account_id))
        .set((
            accounts::display_name.eq(""),
            accounts::note.eq(""),
            accounts::fields.eq("[]"),
            accounts::avatar_url.eq(None::<String>),
            accounts::header_url.eq(None::<String>),
        ))
        .execute(c))?;
    Ok(())
}

/// Has the name ever been somebody's?
pub fn is_taken(tx: &mut Tx, username: &str) -> Result<bool> {
    Ok(direct!(tx.conn, |c| diesel::select(diesel::dsl::exists(accounts::table.filter(accounts::handle.eq(username))))
        .get_result(c))?)
}

/// Somebody of this node by name, in or not.
pub fn local_person(tx: &mut Tx, name: &str) -> Result<Option<Account>> {
    Ok(direct!(tx.conn, |c| accounts::table
        .filter(accounts::handle.eq(name))
        .filter(accounts::domain.is_null())
        .filter(accounts::kind.eq("Person"))
        .filter(accounts::deleted_at.is_null())
        .select(Account::as_select())
        .first(c))
    .optional()?)
}

/// Was this the name of somebody of this node whose account has been deleted?
pub fn was_here(tx: &mut Tx, name: &str) -> Result<bool> {
    let gone = accounts::table
        .filter(accounts::handle.eq(name.to_lowercase()))
        .filter(accounts::domain.is_null())
        .filter(accounts::deleted_at.is_not_null());
    Ok(direct!(tx.conn, |c| diesel::select(diesel::dsl::exists(gone)).get_result(c))?)
}

/// The account with this id, whatever has become of it.
pub fn any_by_id(tx: &mut Tx, id: i64) -> Result<Account> {
    Ok(direct!(tx.conn, |c| accounts::table.find(id).select(Account::as_select()).first(c))?)
}

pub fn users_of(tx: &mut Tx, ids: &[i64]) -> Result<Vec<User>> {
    let among = among::ids(tx.conn, users::account_id, ids);
    Ok(direct!(tx.conn, |c| users::table.filter(among).select(User::as_select()).load(c))?)
}

/// The hosts accounts are of: this one and those below it.
pub fn domains_at(tx: &mut Tx, host: &str) -> Result<Vec<String>> {
    let below = format!("%.{}", host.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    let found: Vec<Option<String>> = direct!(tx.conn, |c| accounts::table
        .filter(accounts::domain.eq(host).or(accounts::domain.like(below).escape('\\')))
        .select(accounts::domain)
        .distinct()
        .load(c))?;
    Ok(found.into_iter().flatten().collect())
}

/// A domain rule suspends all accounts of these hosts.
pub fn suspend_by(tx: &mut Tx, domains: &[String], rule: &str) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(
        accounts::table.filter(accounts::domain.eq_any(domains)).filter(accounts::suspended_at.is_null())
    )
    .set((accounts::suspended_at.eq(tx.now.0), accounts::suspended_by.eq(rule)))
    .execute(c))?;
    Ok(())
}

/// A domain rule limits all accounts of these hosts.
pub fn silence_by(tx: &mut Tx, domains: &[String], rule: &str) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(
        accounts::table.filter(accounts::domain.eq_any(domains)).filter(accounts::silenced_at.is_null())
    )
    .set((accounts::silenced_at.eq(tx.now.0), accounts::silenced_by.eq(rule)))
    .execute(c))?;
    Ok(())
}

/// What domain rules did to the accounts of these hosts is taken back; what stewards did to one account stays.
pub fn release(tx: &mut Tx, domains: &[String]) -> Result<()> {
    let theirs = || accounts::table.filter(accounts::domain.eq_any(domains));
    direct!(tx.conn, |c| diesel::update(theirs().filter(accounts::suspended_by.is_not_null()))
        .set((accounts::suspended_at.eq(None::<i64>), accounts::suspended_by.eq(None::<String>)))
        .execute(c))?;
    direct!(tx.conn, |c| diesel::update(theirs().filter(accounts::silenced_by.is_not_null()))
        .set((accounts::silenced_at.eq(None::<i64>), accounts::silenced_by.eq(None::<String>)))
        .execute(c))?;
    Ok(())
}

pub fn by_inbox(tx: &mut Tx, inbox_url: &str) -> Result<Option<Account>> {
    Ok(direct!(tx.conn, |c| accounts::table
        .filter(accounts::inbox_url.eq(inbox_url))
        .filter(accounts::domain.is_not_null())
        .select(Account::as_select())
        .first(c))
    .optional()?)
}

pub fn set_also_known_as(tx: &mut Tx, id: i64, uris: &[String]) -> Result<()> {
    let json = serde_json::to_string(uris).map_err(crate::error::Error::internal)?;
    direct!(tx.conn, |c| diesel::update(accounts::table.find(id)).set(accounts::also_known_as.eq(json)).execute(c))?;
    Ok(())
}

pub fn set_attestation_url(tx: &mut Tx, id: i64, url: Option<&str>) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(accounts::table.find(id)).set(accounts::attestation_url.eq(url)).execute(c))?;
    Ok(())
}

/// Unless it has moved within the time it has to rest; answers whether it goes. Of two moves in one moment one goes.
pub fn set_moved_to(tx: &mut Tx, id: i64, uri: &str, rest: i64) -> Result<bool> {
    let moved = (accounts::moved_to_uri.eq(uri), accounts::moved_at.eq(tx.now.0));
    let rested = accounts::moved_at.is_null().or(accounts::moved_at.le(tx.now.0 - rest));
    let account = accounts::table.filter(accounts::id.eq(id)).filter(rested);
    Ok(direct!(tx.conn, |c| diesel::update(account).set(moved).execute(c))? > 0)
}

/// Whether anybody may have its public posts by letter.
pub fn set_by_mail(tx: &mut Tx, id: i64, by_mail: bool) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(accounts::table.find(id)).set(accounts::by_mail.eq(by_mail)).execute(c))?;
    Ok(())
}

/// Whether followers are asked first.
pub fn set_locked(tx: &mut Tx, id: i64, locked: bool) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(accounts::table.find(id)).set(accounts::locked.eq(locked)).execute(c))?;
    Ok(())
}

pub fn mark_deleted(tx: &mut Tx, account_id: i64) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(accounts::table.find(account_id)).set(accounts::deleted_at.eq(tx.now.0)).execute(c))?;
    Ok(())
}

/// The language the node speaks to somebody.
pub fn set_locale(tx: &mut Tx, account_id: i64, locale: &str) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(users::table.find(account_id)).set(users::locale.eq(locale)).execute(c))?;
    Ok(())
}

/// Somebody has shown that their address is theirs.
pub fn confirm(tx: &mut Tx, account_id: i64) -> Result<()> {
    let unconfirmed = users::table.find(account_id).filter(users::confirmed_at.is_null());
    direct!(tx.conn, |c| diesel::update(unconfirmed).set(users::confirmed_at.eq(tx.now.0)).execute(c))?;
    Ok(())
}

pub fn set_email(tx: &mut Tx, account_id: i64, email: &str) -> Result<()> {
    direct!(tx.conn, |c| diesel::update(users::table.find(account_id)).set(users::email.eq(email)).execute(c))?;
    Ok(())
}

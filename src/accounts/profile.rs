//! What members say of themselves, and what they prefer. Only they change it; those who follow them are told.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::moves::tell;
use super::store::{self, Account, User};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::emojis;
use crate::error::{Error, Result};
use crate::statuses::compose::{self, Mentioned};
use crate::uploads;
use crate::web::html;

pub const MAX_NAME: usize = 100;
pub const MAX_NOTE: usize = 1_000;
pub const MAX_FIELDS: usize = 8;
pub const MAX_FIELD: usize = 255;

/// What is kept as JSON beside an account of this node.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(default)]
pub struct Settings {
    pub show_media: bool,
    pub show_media_replies: bool,
    pub show_featured: bool,
    /// Sites that may name the member as the author of their pages (`fediverse:creator`).
    pub attribution_domains: Vec<String>,
    /// `default`, `show_all` or `hide_all`.
    pub expand_media: String,
    pub expand_spoilers: bool,
    /// What other capabilities keep here.
    #[serde(flatten)]
    pub others: serde_json::Map<String, Value>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            show_media: true,
            show_media_replies: true,
            show_featured: true,
            attribution_domains: Vec::new(),
            expand_media: "default".into(),
            expand_spoilers: false,
            others: serde_json::Map::new(),
        }
    }
}

impl User {
    pub fn settings(&self) -> Settings {
        serde_json::from_str(&self.settings).unwrap_or_default()
    }
}

/// A name and what stands beside it, as typed.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
pub struct TypedField {
    pub name: String,
    pub value: String,
}

/// What a member changes; `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub display_name: Option<String>,
    pub note: Option<String>,
    pub fields: Option<Vec<TypedField>>,
    /// Addresses as in the row; `Some(None)` takes the picture away.
    pub avatar: Option<Option<String>>,
    pub header: Option<Option<String>>,
    pub avatar_description: Option<String>,
    pub header_description: Option<String>,
    pub locked: Option<bool>,
    pub bot: Option<bool>,
    pub discoverable: Option<bool>,
    pub indexable: Option<bool>,
    pub hide_collections: Option<bool>,
    pub default_visibility: Option<String>,
    pub default_sensitive: Option<bool>,
    pub default_language: Option<String>,
    pub quote_policy: Option<String>,
    pub show_media: Option<bool>,
    pub show_media_replies: Option<bool>,
    pub show_featured: Option<bool>,
    pub attribution_domains: Option<Vec<String>>,
}

impl Change {
    fn check(&self) -> Result<()> {
        let long = |text: &Option<String>, most: usize| text.as_ref().is_some_and(|t| t.chars().count() > most);
        let one_of = |text: &Option<String>, all: &[&str]| text.as_ref().is_none_or(|t| all.contains(&t.as_str()));
        let wrong = if long(&self.display_name, MAX_NAME) {
            Some(format!("Display name is too long (maximum is {MAX_NAME} characters)"))
        } else if long(&self.note, MAX_NOTE) {
            Some(format!("Note is too long (maximum is {MAX_NOTE} characters)"))
        } else if self.fields.as_ref().is_some_and(|f| f.len() > MAX_FIELDS) {
            Some(format!("Fields are too many (maximum is {MAX_FIELDS})"))
        } else if self.fields.iter().flatten().any(|f| f.name.chars().count() > MAX_FIELD || f.value.chars().count() > MAX_FIELD)
        {
            Some(format!("Fields are too long (maximum is {MAX_FIELD} characters)"))
        } else if long(&self.avatar_description, 150) || long(&self.header_description, 150) {
            Some("A picture's description is too long (maximum is 150 characters)".into())
        } else if !one_of(&self.default_visibility, &["public", "unlisted", "private", "direct"]) {
            Some("Privacy must be public, unlisted, private or direct".into())
        } else if !one_of(&self.quote_policy, &["public", "followers", "nobody"]) {
            Some("Quote policy must be public, followers or nobody".into())
        } else {
            None
        };
        wrong.map_or(Ok(()), |what| Err(Error::invalid(format!("Validation failed: {what}"))))
    }

    /// Everything that may name somebody.
    pub fn texts(&self) -> String {
        let fields = self.fields.iter().flatten().map(|f| f.value.as_str());
        self.note.iter().map(String::as_str).chain(fields).collect::<Vec<_>>().join("\n\n")
    }
}

/// Changes a profile; answers the addresses of pictures that are not shown any more.
pub fn change(tx: &mut Tx, by: &Account, change: Change, mentioned: &[Mentioned]) -> Result<Vec<String>> {
    change.check()?;
    let mut account = store::by_id(tx, by.id)?;
    let mut user = store::user(tx, by.id)?;
    let before = account.clone();
    let site = tx.site.clone();
    if let Some(name) = change.display_name {
        account.display_name = html::plain(&name, MAX_NAME);
    }
    if let Some(note) = change.note {
        account.note = compose::html(&note, mentioned, &site.domain, &site.base());
        user.note = note.trim().to_string();
    }
    if let Some(fields) = change.fields {
        let known: Vec<Value> = serde_json::from_str(&account.fields).unwrap_or_default();
        let kept: Vec<TypedField> =
            fields.into_iter().filter(|f| !f.name.trim().is_empty() || !f.value.trim().is_empty()).collect();
        let shown = kept.iter().map(|field| {
            let value = compose::line(field.value.trim(), mentioned, &site.domain, &site.base());
            let verified = known.iter().find(|k| k["value"] == value.as_str()).map(|k| k["verified_at"].clone());
            json!({"name": html::plain(&field.name, MAX_FIELD), "value": value, "verified_at": verified})
        });
        account.fields = Value::from_iter(shown).to_string();
        user.fields = serde_json::to_string(&kept).map_err(Error::internal)?;
    }
    let mut gone = Vec::new();
    for (row, new) in [(&mut account.avatar_url, change.avatar), (&mut account.header_url, change.header)] {
        if let Some(new) = new {
            gone.extend(std::mem::replace(row, new));
        }
    }
    account.avatar_description = change.avatar_description.unwrap_or(account.avatar_description);
    account.header_description = change.header_description.unwrap_or(account.header_description);
    account.locked = change.locked.unwrap_or(account.locked);
    account.bot = change.bot.unwrap_or(account.bot);
    if account.kind != "Group" {
        account.kind = if account.bot { "Service" } else { "Person" }.into();
    }
    account.discoverable = change.discoverable.unwrap_or(account.discoverable);
    account.indexable = change.indexable.unwrap_or(account.indexable);
    account.hide_collections = change.hide_collections.unwrap_or(account.hide_collections);
    user.default_visibility = change.default_visibility.unwrap_or(user.default_visibility);
    user.default_sensitive = change.default_sensitive.unwrap_or(user.default_sensitive);
    user.quote_policy = change.quote_policy.unwrap_or(user.quote_policy);
    if let Some(language) = change.default_language.filter(|l| l.len() <= 20) {
        user.default_language = language;
    }
    let mut settings = user.settings();
    settings.show_media = change.show_media.unwrap_or(settings.show_media);
    settings.show_media_replies = change.show_media_replies.unwrap_or(settings.show_media_replies);
    settings.show_featured = change.show_featured.unwrap_or(settings.show_featured);
    if let Some(domains) = change.attribution_domains {
        settings.attribution_domains = domains.into_iter().filter(|d| d.len() <= 253).take(100).collect();
    }
    let typed: Vec<TypedField> = serde_json::from_str(&user.fields).unwrap_or_default();
    let fields = typed.iter().flat_map(|field| [field.name.as_str(), field.value.as_str()]);
    let texts: Vec<&str> = [account.display_name.as_str(), user.note.as_str()].into_iter().chain(fields).collect();
    account.emojis = emojis::standing_in(tx, &texts)?;
    user.settings = serde_json::to_string(&settings).map_err(Error::internal)?;
    store::set_user(tx, &user)?;
    if format!("{before:?}") != format!("{account:?}") {
        store::update(tx, &account)?;
        tell(tx, account.id)?;
    }
    Ok(gone)
}

/// What the chapter says of itself, in its stewards' words; answers the addresses of pictures that are not shown any more.
pub fn change_chapter(
    tx: &mut Tx,
    name: &str,
    note: &str,
    pictures: [Option<String>; 2],
    mentioned: &[Mentioned],
) -> Result<Vec<String>> {
    if note.chars().count() > MAX_NOTE {
        return Err(Error::invalid(format!("Validation failed: Note is too long (maximum is {MAX_NOTE} characters)")));
    }
    let mut account = store::by_id(tx, tx.site.chapter_id)?;
    account.display_name = html::plain(name, MAX_NAME);
    account.note = compose::html(note.trim(), mentioned, &tx.site.domain, &tx.site.base());
    account.emojis = emojis::standing_in(tx, &[name, note])?;
    let [avatar, header] = pictures;
    let mut gone = Vec::new();
    for (row, new) in [(&mut account.avatar_url, avatar), (&mut account.header_url, header)] {
        if new.is_some() {
            gone.extend(std::mem::replace(row, new));
        }
    }
    store::update(tx, &account)?;
    tell(tx, account.id)?;
    Ok(gone)
}

/// What a member's links say of them: a link is verified when its page links back with `rel="me"`.
pub async fn verify_links(app: &App, account_id: i64) -> Result<()> {
    let account = app.read(move |tx| store::by_id(tx, account_id)).await?;
    let mut fields: Vec<Value> = serde_json::from_str(&account.fields).unwrap_or_default();
    let mut found = false;
    for field in fields.iter_mut().filter(|f| f["verified_at"].is_null()) {
        let Some(link) = field["value"].as_str().and_then(html::only_link) else { continue };
        let Ok((_, page)) = app.outbound.page(&link).await else { continue };
        if html::links_back(&page, &[&account.url, &account.uri]) {
            field["verified_at"] = app.clock.now().rfc3339().into();
            found = true;
        }
    }
    if !found {
        return Ok(());
    }
    let fields = Value::Array(fields).to_string();
    app.write(move |tx| {
        let now = store::by_id(tx, account_id)?;
        // They have changed them in the meantime, and will be looked at again.
        if now.fields != account.fields {
            return Ok(());
        }
        store::set_fields(tx, account_id, &fields)?;
        tell(tx, account_id)
    })
    .await
}

/// How long after a change links are looked at: the page may have to be changed first.
pub const VERIFY_AFTER: i64 = 5 * Time::SECOND;

/// Takes pictures away that nobody shows any more.
pub async fn discard(app: &App, addresses: Vec<String>) {
    for address in addresses {
        uploads::discard(app, Some(&address)).await;
    }
}

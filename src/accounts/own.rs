//! One's own account, for clients: who am I, what do I say of myself, what do I prefer.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::api::render;
use super::profile::{self, Change, TypedField};
use super::store::{self, Account, User};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::later::{self, Kind};
use crate::media::pictures::{AVATAR, HEADER};
use crate::members;
use crate::oauth::Caller;
use crate::statuses;
use crate::uploads;
use crate::web::Routes;
use crate::web::multipart::Form;
use crate::web::params::{flag, some_texts, text};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/accounts/verify_credentials", verify_credentials)
        .patch("/api/v1/accounts/update_credentials", update_credentials)
        .get("/api/v1/profile", show_profile)
        .patch("/api/v1/profile", change_profile)
        .put("/api/v1/profile", change_profile)
        .delete("/api/v1/profile/avatar", remove_avatar)
        .delete("/api/v1/profile/header", remove_header)
        .get("/api/v1/preferences", preferences)
}

/// Mastodon's CredentialAccount: the account with what only its owner sees.
pub fn render_own(tx: &mut Tx, account: &Account, user: &User) -> Result<Value> {
    let standing = members::standing(tx, account)?;
    let settings = user.settings();
    let mut json = serde_json::to_value(&*render(&tx.site, account)).map_err(Error::internal)?;
    json["source"] = json!({
        "note": user.note,
        "fields": typed_fields(user, &json["fields"]),
        "privacy": user.default_visibility,
        "sensitive": user.default_sensitive,
        "language": user.default_language,
        "follow_requests_count": crate::follows::count_requests(tx, account.id)?,
        "hide_collections": account.hide_collections,
        "discoverable": account.discoverable,
        "indexable": account.indexable,
        "attribution_domains": settings.attribution_domains,
        "quote_policy": user.quote_policy
    });
    for (key, value) in [
        ("show_media", settings.show_media),
        ("show_media_replies", settings.show_media_replies),
        ("show_featured", settings.show_featured),
    ] {
        json[key] = value.into();
    }
    json["role"] = members::api::as_role(standing.role, standing.steward);
    Ok(json)
}

fn typed_fields(user: &User, shown: &Value) -> Value {
    let typed: Vec<TypedField> = serde_json::from_str(&user.fields).unwrap_or_default();
    let verified = |n: usize| shown[n]["verified_at"].clone();
    Value::from_iter(typed.iter().enumerate().map(|(n, f)| json!({"name": f.name, "value": f.value, "verified_at": verified(n)})))
}

/// Mastodon's Profile (4.6).
fn render_profile(tx: &mut Tx, account: &Account, user: &User) -> Value {
    let shown = serde_json::to_value(&*render(&tx.site, account)).unwrap_or_default();
    let settings = user.settings();
    let picture = |url: &Option<String>| url.as_ref().map(|url| tx.site.media.shown(url));
    json!({
        "id": account.id.to_string(), "display_name": account.display_name, "note": user.note, "fields": typed_fields(user, &shown["fields"]),
        "avatar": picture(&account.avatar_url), "avatar_static": picture(&account.avatar_url), "avatar_description": account.avatar_description,
        "header": picture(&account.header_url), "header_static": picture(&account.header_url), "header_description": account.header_description,
        "locked": account.locked, "bot": account.bot, "hide_collections": account.hide_collections, "discoverable": account.discoverable,
        "indexable": account.indexable, "show_media": settings.show_media, "show_media_replies": settings.show_media_replies,
        "show_featured": settings.show_featured, "attribution_domains": settings.attribution_domains
    })
}

async fn verify_credentials(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    caller.needs_any(&["read:accounts", "profile"])?;
    app.look(move |tx| {
        let user = store::user(tx, caller.account.id)?;
        render_own(tx, &caller.account, &user)
    })
    .await
    .map(Json)
}

#[derive(Deserialize)]
struct Wishes {
    #[serde(default, deserialize_with = "text")]
    display_name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    note: Option<String>,
    #[serde(default)]
    fields_attributes: Option<Value>,
    #[serde(default, deserialize_with = "text")]
    avatar_description: Option<String>,
    #[serde(default, deserialize_with = "text")]
    header_description: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    locked: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    bot: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    discoverable: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    indexable: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    hide_collections: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    show_media: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    show_media_replies: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    show_featured: Option<bool>,
    #[serde(default, deserialize_with = "some_texts")]
    attribution_domains: Option<Vec<String>>,
    #[serde(default)]
    source: Option<Source>,
}

#[derive(Deserialize, Default)]
struct Source {
    #[serde(default, deserialize_with = "text")]
    privacy: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    sensitive: Option<bool>,
    #[serde(default, deserialize_with = "text")]
    language: Option<String>,
    #[serde(default, deserialize_with = "text")]
    quote_policy: Option<String>,
}

/// `[{"name", "value"}]`, or the object with numbers for keys that forms make of it.
fn fields(value: Value) -> Vec<TypedField> {
    let items: Vec<Value> = match value {
        Value::Array(items) => items,
        Value::Object(items) => {
            let mut items: Vec<(u64, Value)> =
                items.into_iter().map(|(key, value)| (key.parse().unwrap_or(u64::MAX), value)).collect();
            items.sort_by_key(|(n, _)| *n);
            items.into_iter().map(|(_, value)| value).collect()
        }
        _ => Vec::new(),
    };
    let text = |item: &Value, key: &str| item[key].as_str().unwrap_or_default().to_string();
    items.iter().map(|item| TypedField { name: text(item, "name"), value: text(item, "value") }).collect()
}

impl Wishes {
    fn change(self) -> Change {
        let source = self.source.unwrap_or_default();
        Change {
            display_name: self.display_name,
            note: self.note,
            fields: self.fields_attributes.map(fields),
            avatar: None,
            header: None,
            avatar_description: self.avatar_description,
            header_description: self.header_description,
            locked: self.locked,
            bot: self.bot,
            discoverable: self.discoverable,
            indexable: self.indexable,
            hide_collections: self.hide_collections,
            default_visibility: source.privacy.filter(|p| !p.is_empty()),
            default_sensitive: source.sensitive,
            default_language: source.language,
            quote_policy: source.quote_policy.filter(|p| !p.is_empty()),
            show_media: self.show_media,
            show_media_replies: self.show_media_replies,
            show_featured: self.show_featured,
            attribution_domains: self.attribution_domains,
        }
    }
}

/// Does what was wished for; answers account and user as they are now.
async fn apply(app: &App, caller: Caller, mut form: Form<Wishes>) -> Result<(Account, User)> {
    caller.needs("write:accounts")?;
    let (avatar, header) = (form.take("avatar"), form.take("header"));
    let mut wanted = form.params.change();
    if let Some(sent) = avatar.filter(|sent| sent.size > 0) {
        wanted.avatar = Some(Some(uploads::portrait(app, &sent, AVATAR).await?));
    }
    if let Some(sent) = header.filter(|sent| sent.size > 0) {
        wanted.header = Some(Some(uploads::portrait(app, &sent, HEADER).await?));
    }
    write(app, caller.account, wanted).await
}

/// Changes what somebody says of themselves; answers account and user as they are then.
pub async fn write(app: &App, by: Account, wanted: Change) -> Result<(Account, User)> {
    let fresh: Vec<String> = [&wanted.avatar, &wanted.header].into_iter().flatten().flatten().cloned().collect();
    let mentioned = statuses::find_mentioned(app, &wanted.texts()).await?;
    let id = by.id;
    let written = app
        .write(move |tx| {
            let looks = wanted.fields.is_some();
            let gone = profile::change(tx, &by, wanted, &mentioned)?;
            if looks {
                later::record(tx, Kind::VerifyLinks, &id.to_string(), tx.now.plus(profile::VERIFY_AFTER))?;
            }
            Ok((store::by_id(tx, id)?, store::user(tx, id)?, gone))
        })
        .await;
    match written {
        Ok((account, user, gone)) => {
            profile::discard(app, gone).await;
            Ok((account, user))
        }
        Err(error) => {
            profile::discard(app, fresh).await;
            Err(error)
        }
    }
}

async fn update_credentials(State(app): State<App>, caller: Caller, form: Form<Wishes>) -> Result<Json<Value>> {
    let (account, user) = apply(&app, caller, form).await?;
    app.read(move |tx| render_own(tx, &account, &user)).await.map(Json)
}

async fn show_profile(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    caller.needs_any(&["read:accounts", "profile"])?;
    app.read(move |tx| {
        let user = store::user(tx, caller.account.id)?;
        Ok(render_profile(tx, &caller.account, &user))
    })
    .await
    .map(Json)
}

async fn change_profile(State(app): State<App>, caller: Caller, form: Form<Wishes>) -> Result<Json<Value>> {
    let (account, user) = apply(&app, caller, form).await?;
    app.read(move |tx| Ok(render_profile(tx, &account, &user))).await.map(Json)
}

async fn remove_avatar(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    remove(app, caller, Change { avatar: Some(None), ..Change::default() }).await
}

async fn remove_header(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    remove(app, caller, Change { header: Some(None), ..Change::default() }).await
}

async fn remove(app: App, caller: Caller, change: Change) -> Result<Json<Value>> {
    caller.needs("write:accounts")?;
    let (account, user) = write(&app, caller.account, change).await?;
    app.read(move |tx| render_own(tx, &account, &user)).await.map(Json)
}

async fn preferences(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    caller.needs("read:accounts")?;
    app.read(move |tx| {
        let user = store::user(tx, caller.account.id)?;
        let settings = user.settings();
        Ok(json!({
            "posting:default:visibility": user.default_visibility,
            "posting:default:sensitive": user.default_sensitive,
            "posting:default:language": user.default_language,
            "posting:default:quote_policy": user.quote_policy,
            "reading:expand:media": settings.expand_media,
            "reading:expand:spoilers": settings.expand_spoilers
        }))
    })
    .await
    .map(Json)
}

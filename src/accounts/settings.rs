//! A member's own pages: what they say of themselves, who finds them, and the way out.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use rules::roles::{Act, may};
use serde::Deserialize;

use super::own::write;
use super::profile::{Change, MAX_FIELD, MAX_FIELDS, MAX_NAME, MAX_NOTE, TypedField};
use super::{Account, User, check_password, delete_own, store};
use crate::app::App;
use crate::error::{Error, Result};
use crate::media::pictures::{AVATAR, HEADER};
use crate::sessions::Member;
use crate::uploads;
use crate::web::forms::{FileForm, Form};
use crate::web::language::Language;
use crate::web::page::{self, Layout, preference_cookies, said, show, show_again};
use crate::web::params::{flag, text, texts};
use crate::web::{PageError, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/settings", profile_form)
        .post("/settings", save_profile)
        .get("/settings/privacy", privacy_form)
        .post("/settings/privacy", save_privacy)
        .get("/settings/delete", delete_form)
        .post("/settings/delete", delete)
}

#[derive(Template)]
#[template(path = "accounts/settings.html")]
struct ProfilePage {
    layout: Layout,
    fault: Option<String>,
    display_name: String,
    note: String,
    fields: Vec<TypedField>,
    verified: Vec<bool>,
    avatar: String,
    avatar_description: String,
    header_description: String,
    has_avatar: bool,
    has_header: bool,
    rel_me: String,
    most_name: usize,
    most_note: usize,
    most_field: usize,
}

fn profile_page(layout: Layout, account: &Account, user: &User, avatar: String) -> ProfilePage {
    let mut fields: Vec<TypedField> = serde_json::from_str(&user.fields).unwrap_or_default();
    let shown: Vec<super::api::FieldJson> = serde_json::from_str(&account.fields).unwrap_or_default();
    let blank = TypedField { name: String::new(), value: String::new() };
    fields.resize(MAX_FIELDS, blank);
    ProfilePage {
        verified: (0..MAX_FIELDS).map(|n| shown.get(n).is_some_and(|field| field.verified_at.is_some())).collect(),
        fault: None,
        display_name: account.display_name.clone(),
        note: user.note.clone(),
        fields,
        avatar,
        avatar_description: account.avatar_description.clone(),
        header_description: account.header_description.clone(),
        has_avatar: account.avatar_url.is_some(),
        has_header: account.header_url.is_some(),
        rel_me: account.url.clone(),
        most_name: MAX_NAME,
        most_note: MAX_NOTE,
        most_field: MAX_FIELD,
        layout,
    }
}

async fn profile_form(State(app): State<App>, member: Member) -> Result<Response, PageError> {
    let page = app
        .read(move |tx| {
            let user = store::user(tx, member.account.id)?;
            let avatar = super::api::render(&tx.site, &member.account).avatar.clone();
            Ok(profile_page(member.layout, &member.account, &user, avatar))
        })
        .await?;
    show(&page, &page.layout)
}

#[derive(Clone, Deserialize)]
struct Profile {
    #[serde(default, deserialize_with = "text")]
    display_name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    note: Option<String>,
    #[serde(default, deserialize_with = "texts")]
    names: Vec<String>,
    #[serde(default, deserialize_with = "texts")]
    values: Vec<String>,
    #[serde(default, deserialize_with = "text")]
    avatar_description: Option<String>,
    #[serde(default, deserialize_with = "text")]
    header_description: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    remove_avatar: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    remove_header: Option<bool>,
    #[serde(default, deserialize_with = "text")]
    locale: Option<String>,
}

impl Profile {
    fn fields(&self) -> Vec<TypedField> {
        let pairs = self.names.iter().zip(&self.values);
        pairs.map(|(name, value)| TypedField { name: name.clone(), value: value.clone() }).collect()
    }
}

async fn save_profile(State(app): State<App>, member: Member, mut form: FileForm<Profile>) -> Result<Response, PageError> {
    let typed = form.params.clone();
    let language = typed.locale.as_deref().and_then(Language::parse);
    match try_save(&app, &member, &mut form, language).await {
        Ok(()) => {
            let mut response = said(&member.site, "profile-saved", "/settings");
            for cookie in preference_cookies(Some(&*member.site), language, None) {
                response.headers_mut().append("set-cookie", cookie.parse().map_err(Error::internal)?);
            }
            Ok(response)
        }
        Err(error @ (Error::Invalid(_) | Error::TooLarge | Error::Refused(_))) => {
            let status = error.status();
            let fault = member.layout.language.error(error.shown()).into_owned();
            let page = app
                .read(move |tx| {
                    let user = store::user(tx, member.account.id)?;
                    let avatar = super::api::render(&tx.site, &member.account).avatar.clone();
                    let mut page = profile_page(member.layout, &member.account, &user, avatar);
                    page.fault = Some(fault);
                    page.display_name = typed.display_name.clone().unwrap_or_default();
                    page.note = typed.note.clone().unwrap_or_default();
                    page.fields = typed.fields();
                    page.fields.resize(MAX_FIELDS, TypedField { name: String::new(), value: String::new() });
                    Ok(page)
                })
                .await?;
            show_again(status, &page, &page.layout)
        }
        Err(error) => Err(error.into()),
    }
}

async fn try_save(app: &App, member: &Member, form: &mut FileForm<Profile>, language: Option<Language>) -> Result<()> {
    let (avatar, header) = (form.take("avatar"), form.take("header"));
    let typed = &form.params;
    let mut wanted = Change {
        display_name: typed.display_name.clone(),
        note: typed.note.as_ref().map(|note| note.replace("\r\n", "\n")),
        fields: Some(typed.fields().into_iter().filter(|f| !f.name.is_empty() || !f.value.is_empty()).collect()),
        avatar_description: typed.avatar_description.clone(),
        header_description: typed.header_description.clone(),
        avatar: (typed.remove_avatar == Some(true)).then_some(None),
        header: (typed.remove_header == Some(true)).then_some(None),
        ..Change::default()
    };
    if let Some(sent) = avatar {
        wanted.avatar = Some(Some(uploads::portrait(app, &sent, AVATAR).await?));
    }
    if let Some(sent) = header {
        wanted.header = Some(Some(uploads::portrait(app, &sent, HEADER).await?));
    }
    write(app, member.account.clone(), wanted).await?;
    if let Some(language) = language {
        let id = member.account.id;
        app.write(move |tx| store::set_locale(tx, id, language.code())).await?;
    }
    Ok(())
}

#[derive(Template)]
#[template(path = "accounts/privacy.html")]
struct PrivacyPage {
    layout: Layout,
    locked: bool,
    bot: bool,
    discoverable: bool,
    indexable: bool,
    hide_collections: bool,
    visibility: String,
    sensitive: bool,
    language: String,
    quote_policy: String,
}

async fn privacy_form(State(app): State<App>, member: Member) -> Result<Response, PageError> {
    let page = app
        .read(move |tx| {
            let user = store::user(tx, member.account.id)?;
            let account = member.account;
            Ok(PrivacyPage {
                layout: member.layout,
                locked: account.locked,
                bot: account.bot,
                discoverable: account.discoverable,
                indexable: account.indexable,
                hide_collections: account.hide_collections,
                visibility: user.default_visibility,
                sensitive: user.default_sensitive,
                language: user.default_language,
                quote_policy: user.quote_policy,
            })
        })
        .await?;
    show(&page, &page.layout)
}

#[derive(Deserialize)]
struct Privacy {
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
    #[serde(default, deserialize_with = "text")]
    visibility: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    sensitive: Option<bool>,
    #[serde(default, deserialize_with = "text")]
    language: Option<String>,
    #[serde(default, deserialize_with = "text")]
    quote_policy: Option<String>,
}

async fn save_privacy(State(app): State<App>, member: Member, Form(typed): Form<Privacy>) -> Result<Response, PageError> {
    // A box that is not ticked is not sent.
    let ticked = |flag: Option<bool>| Some(flag == Some(true));
    let wanted = Change {
        locked: ticked(typed.locked),
        bot: ticked(typed.bot),
        discoverable: ticked(typed.discoverable),
        indexable: ticked(typed.indexable),
        hide_collections: ticked(typed.hide_collections),
        default_visibility: typed.visibility,
        default_sensitive: ticked(typed.sensitive),
        default_language: typed.language.filter(|l| !l.is_empty()),
        quote_policy: typed.quote_policy,
        ..Change::default()
    };
    write(&app, member.account, wanted).await?;
    Ok(said(&member.site, "saved", "/settings/privacy"))
}

#[derive(Template)]
#[template(path = "accounts/delete.html")]
struct DeletePage {
    layout: Layout,
    fault: Option<String>,
}

async fn delete_form(member: Member) -> Result<Response, PageError> {
    let page = DeletePage { layout: member.layout, fault: None };
    show(&page, &page.layout)
}

#[derive(Deserialize)]
struct Farewell {
    #[serde(default, deserialize_with = "text")]
    password: Option<String>,
}

async fn delete(State(app): State<App>, member: Member, Form(typed): Form<Farewell>) -> Result<Response, PageError> {
    may(member.standing, Act::LogIn)?;
    let id = member.account.id;
    crate::web::limits::attempt(&app, crate::web::limits::Kind::Name, &member.account.username)?;
    let hash = app.read(move |tx| Ok(store::user(tx, id)?.password_hash)).await?;
    if !check_password(&typed.password.unwrap_or_default(), Some(hash)).await? {
        let fault = Some(member.layout.t("password-wrong").into_owned());
        let page = DeletePage { layout: member.layout, fault };
        return show_again(axum::http::StatusCode::UNPROCESSABLE_ENTITY, &page, &page.layout);
    }
    let account = member.account;
    let result = app
        .write(move |tx| {
            if member.standing.steward && crate::members::stewards(tx)?.len() == 1 {
                return Ok(false);
            }
            delete_own(tx, &account)?;
            Ok(true)
        })
        .await?;
    if !result {
        let fault = Some(member.layout.t("delete-last-steward").into_owned());
        let page = DeletePage { layout: member.layout, fault };
        return show_again(axum::http::StatusCode::CONFLICT, &page, &page.layout);
    }
    Ok(page::said(&member.site, "account-deleted", "/"))
}

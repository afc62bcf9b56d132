//! What the chapter says of itself and asks of everybody, at the steward's desk.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use rules::roles::{Act, may};
use serde::Deserialize;

use super::store::{self, HouseRule};
use super::wrong_zone;
use crate::accounts;
use crate::accounts::profile;
use crate::app::App;
use crate::audit;
use crate::email_subscriptions;
use crate::error::{Error, Result};
use crate::ids;
use crate::media::pictures::{AVATAR, HEADER};
use crate::sessions::Steward;
use crate::statuses;
use crate::uploads;
use crate::web::colour::Colour;
use crate::web::forms::{FileForm, Form};
use crate::web::page::{Layout, said, show, show_again};
use crate::web::params::{flag, number, text};
use crate::web::{PageError, Routes, html};
use crate::zone;

pub fn routes() -> Routes {
    Routes::new()
        .get("/admin/chapter", form)
        .post("/admin/chapter", save)
        .post("/admin/chapter/rules", add_rule)
        .post("/admin/chapter/rules/remove", remove_rule)
}

#[derive(Template)]
#[template(path = "chapter/desk.html")]
struct Page {
    layout: Layout,
    name: String,
    city: String,
    domain: String,
    handle: String,
    note: String,
    accent: String,
    avatar: String,
    sends_mail: bool,
    /// Anybody may have what the chapter passes on by letter, and how many do.
    by_mail: bool,
    readers: i64,
    rules: Vec<HouseRule>,
    fault: Option<String>,
}

async fn page(app: &App, layout: Layout, fault: Option<String>) -> Result<Page> {
    app.read(move |tx| {
        let chapter = accounts::by_id(tx, tx.site.chapter_id)?;
        Ok(Page {
            name: tx.site.name.clone(),
            city: tx.site.city.clone(),
            domain: tx.site.domain.clone(),
            handle: tx.site.handle.clone(),
            note: store::chapter_note(tx)?,
            accent: tx.site.accent.hex(),
            avatar: accounts::api::render(&tx.site, &chapter).avatar.clone(),
            sends_mail: tx.site.sends_mail,
            by_mail: chapter.by_mail,
            readers: email_subscriptions::count(tx, chapter.id)?,
            rules: store::house_rules(tx)?,
            layout,
            fault,
        })
    })
    .await
}

async fn form(State(app): State<App>, steward: Steward) -> Result<Response, PageError> {
    let page = page(&app, steward.layout, None).await?;
    show(&page, &page.layout)
}

#[derive(Clone, Deserialize)]
struct Wishes {
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    note: Option<String>,
    #[serde(default, deserialize_with = "text")]
    accent: Option<String>,
    #[serde(default, deserialize_with = "text")]
    time_zone: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    by_mail: Option<bool>,
}

async fn save(State(app): State<App>, steward: Steward, form: FileForm<Wishes>) -> Result<Response, PageError> {
    may(steward.standing, Act::Moderate)?;
    match try_save(&app, steward.account.id, form).await {
        Ok(()) => Ok(said(&steward.site, "saved", "/admin/chapter")),
        Err(error @ (Error::Invalid(_) | Error::TooLarge)) => {
            let fault = steward.layout.language.error(error.shown()).into_owned();
            let page = page(&app, steward.layout, Some(fault)).await?;
            show_again(error.status(), &page, &page.layout)
        }
        Err(error) => Err(error.into()),
    }
}

async fn try_save(app: &App, by: i64, mut form: FileForm<Wishes>) -> Result<()> {
    let (avatar, header) = (form.take("avatar"), form.take("header"));
    let wishes = form.params;
    let name = html::plain(&wishes.name.unwrap_or_default(), 100);
    if name.is_empty() {
        return Err(Error::invalid("The chapter's name is missing."));
    }
    let accent =
        Colour::parse(&wishes.accent.unwrap_or_default()).ok_or_else(|| Error::invalid("A colour looks like #9a3412."))?.hex();
    let time_zone = match wishes.time_zone {
        Some(name) => zone::parse(&name).ok_or_else(wrong_zone)?,
        None => app.site()?.time_zone,
    };
    let note = wishes.note.unwrap_or_default().replace("\r\n", "\n");
    let mut pictures = [None, None];
    for (slot, sent, purpose) in [(0, avatar, AVATAR), (1, header, HEADER)] {
        if let Some(sent) = sent {
            pictures[slot] = Some(uploads::portrait(app, &sent, purpose).await?);
        }
    }
    let by_mail = wishes.by_mail == Some(true);
    let mentioned = statuses::find_mentioned(app, &note).await?;
    let gone = app
        .write(move |tx| {
            let gone = profile::change_chapter(tx, &name, &note, pictures, &mentioned)?;
            accounts::set_by_mail(tx, tx.site.chapter_id, by_mail)?;
            store::set_look(tx, &name, &accent, &note, time_zone)?;
            audit::record(tx, Some(by), audit::Act::ChapterSettings, None, &name, "")?;
            Ok(gone)
        })
        .await?;
    profile::discard(app, gone).await;
    refresh(app).await
}

/// Takes on what the chapter says of itself now; other processes do the same within a minute.
pub async fn refresh(app: &App) -> Result<()> {
    if let Some(site) = app.db.read(store::site).await? {
        app.found(site);
    }
    Ok(())
}

#[derive(Deserialize)]
struct Rule {
    #[serde(default, deserialize_with = "text")]
    text: Option<String>,
    #[serde(default, deserialize_with = "text")]
    hint: Option<String>,
    #[serde(default, deserialize_with = "number")]
    id: Option<i64>,
}

async fn add_rule(State(app): State<App>, steward: Steward, Form(rule): Form<Rule>) -> Result<Response, PageError> {
    let by = steward.account.id;
    let text = html::plain(&rule.text.unwrap_or_default(), 300);
    if text.is_empty() {
        let fault = steward.layout.t("fault-blank").into_owned();
        let page = page(&app, steward.layout, Some(fault)).await?;
        return show_again(axum::http::StatusCode::UNPROCESSABLE_ENTITY, &page, &page.layout);
    }
    app.write(move |tx| {
        let id = ids::new(tx.now);
        audit::record(tx, Some(by), audit::Act::AddRule, None, &text, "")?;
        let hint = html::plain(&rule.hint.unwrap_or_default(), 1_000);
        store::insert_house_rule(tx, &HouseRule { id, position: id, text, hint })
    })
    .await?;
    Ok(said(&steward.site, "saved", "/admin/chapter"))
}

async fn remove_rule(State(app): State<App>, steward: Steward, Form(rule): Form<Rule>) -> Result<Response, PageError> {
    let by = steward.account.id;
    let id = rule.id.ok_or(Error::NotFound)?;
    app.write(move |tx| {
        if !store::delete_house_rule(tx, id)? {
            return Err(Error::NotFound);
        }
        audit::record(tx, Some(by), audit::Act::RemoveRule, None, &format!("rule {id}"), "").map(|_| ())
    })
    .await?;
    Ok(said(&steward.site, "undone", "/admin/chapter"))
}

//! Writing in a browser, and what one does with a post there: forms, each with the page it came from to go back to.

use std::borrow::Cow;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use rules::audience::Visibility;
use rules::roles::{Act, may};
use serde::Deserialize;

use super::{Change, Draft, MAX_CHARACTERS, Status, delete, edit, find_mentioned, meant, post, store, visible};
use crate::accounts::{self, Account};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::sessions::Member;
use crate::web::forms::{FileForm, Form};
use crate::web::limits::{self, Kind};
use crate::web::page::{Layout, go, safe_next, said, show, show_again};
use crate::web::params::{flag, number, text, texts};
use crate::web::{Id, PageError, Routes};
use crate::{bookmarks, boosts, favourites, ids, polls, uploads};

pub fn routes() -> Routes {
    Routes::new()
        .post("/posts", create)
        .get("/posts/{id}/edit", edit_form)
        .post("/posts/{id}/edit", change)
        .post("/posts/{id}/delete", remove)
        .post("/posts/{id}/{deed}", act)
}

/// A form for a post: new, an answer, or changed.
pub struct Written {
    pub title: Cow<'static, str>,
    pub action: String,
    pub next: String,
    /// The same post is not written twice.
    pub key: String,
    pub text: String,
    pub spoiler: String,
    pub visibility: String,
    pub language: String,
    pub in_reply_to: String,
    pub editing: bool,
    pub fault: Option<Cow<'static, str>>,
    pub most: usize,
    /// Value and message of each audience.
    pub circles: [(&'static str, &'static str); 4],
}

const CIRCLES: [(&str, &str); 4] = [
    ("public", "visibility-public"),
    ("unlisted", "visibility-unlisted"),
    ("private", "visibility-private"),
    ("direct", "visibility-direct"),
];

/// An empty form for a post.
pub fn blank(tx: &mut Tx, layout: &Layout, by: &Account) -> Result<Written> {
    let user = accounts::user(tx, by.id)?;
    Ok(Written {
        title: layout.t("write-title"),
        action: "/posts".into(),
        next: layout.here.clone(),
        key: ids::secret(),
        text: String::new(),
        spoiler: String::new(),
        visibility: user.default_visibility,
        language: user.default_language,
        in_reply_to: String::new(),
        editing: false,
        fault: None,
        most: MAX_CHARACTERS,
        circles: CIRCLES,
    })
}

/// A form for an answer: it begins with those who are in the conversation, and goes no further than what it answers.
pub fn reply(tx: &mut Tx, layout: &Layout, by: &Account, to: &Status) -> Result<Written> {
    let author = accounts::by_id(tx, to.account_id)?;
    let mut named = vec![author.acct()];
    named.extend(store::mentions_of(tx, &[to.id])?.into_iter().map(|mention| match mention.3 {
        Some(domain) => format!("{}@{domain}", mention.2),
        None => mention.2,
    }));
    named.retain(|handle| !handle.eq_ignore_ascii_case(&by.acct()));
    let mut seen = Vec::new();
    named.retain(|handle| {
        !seen.contains(handle) && {
            seen.push(handle.clone());
            true
        }
    });
    let blank = blank(tx, layout, by)?;
    let narrow = |name: &str| CIRCLES.iter().position(|(circle, _)| *circle == name).unwrap_or(0);
    let visibility = if narrow(&to.visibility) > narrow(&blank.visibility) { to.visibility.clone() } else { blank.visibility };
    Ok(Written {
        title: layout.t("write-reply-title"),
        text: named.iter().map(|handle| format!("@{handle} ")).collect(),
        spoiler: to.spoiler_text.clone(),
        in_reply_to: to.id.to_string(),
        visibility,
        ..blank
    })
}

#[derive(Clone, Deserialize)]
struct New {
    #[serde(default, deserialize_with = "text")]
    text: Option<String>,
    #[serde(default, deserialize_with = "text")]
    spoiler: Option<String>,
    #[serde(default, deserialize_with = "text")]
    visibility: Option<String>,
    #[serde(default, deserialize_with = "text")]
    language: Option<String>,
    #[serde(default, deserialize_with = "number")]
    in_reply_to: Option<i64>,
    #[serde(default, deserialize_with = "flag")]
    sensitive: Option<bool>,
    #[serde(default, deserialize_with = "text")]
    key: Option<String>,
    #[serde(default, deserialize_with = "text")]
    next: Option<String>,
    #[serde(default, deserialize_with = "text")]
    description1: Option<String>,
    #[serde(default, deserialize_with = "text")]
    description2: Option<String>,
    #[serde(default, deserialize_with = "text")]
    description3: Option<String>,
    #[serde(default, deserialize_with = "text")]
    description4: Option<String>,
    #[serde(default, deserialize_with = "texts")]
    options: Vec<String>,
    #[serde(default, deserialize_with = "number")]
    days: Option<i64>,
    #[serde(default, deserialize_with = "flag")]
    multiple: Option<bool>,
}

impl New {
    fn poll(&self) -> Result<Option<polls::Draft>> {
        const DAY: i64 = 86_400;
        let options: Vec<String> = self.options.iter().map(|o| o.trim().to_string()).filter(|o| !o.is_empty()).collect();
        if options.is_empty() {
            return Ok(None);
        }
        let days = self.days.unwrap_or(3).clamp(1, 30);
        let draft = polls::Draft { options, expires_in: days * DAY, multiple: self.multiple == Some(true) };
        polls::check(&draft)?;
        Ok(Some(draft))
    }
}

#[derive(Template)]
#[template(path = "statuses/edit.html")]
struct Page {
    layout: Layout,
    draft: Written,
}

/// Shows the form again, with what was written and what is wrong with it; files have to be chosen anew.
fn again(layout: Layout, mut draft: Written, new: New, error: Error) -> Result<Response, PageError> {
    let status = error.status();
    match &error {
        Error::Invalid(text) | Error::Refused(text) | Error::Conflict(text) => draft.fault = Some(layout.language.error(text)),
        Error::TooLarge => draft.fault = Some(layout.t("write-too-large")),
        _ => return Err(error.into()),
    }
    draft.text = new.text.unwrap_or_default();
    draft.spoiler = new.spoiler.unwrap_or_default();
    draft.language = new.language.unwrap_or(draft.language);
    draft.visibility = new.visibility.unwrap_or(draft.visibility);
    draft.next = safe_next(new.next.as_deref()).to_string();
    let page = Page { layout, draft };
    show_again(status, &page, &page.layout)
}

async fn create(State(app): State<App>, member: Member, form: FileForm<New>) -> Result<Response, PageError> {
    let new = form.params.clone();
    let (account, layout) = (member.account.clone(), member.layout.clone());
    match try_create(&app, &member, form).await {
        Ok(status) => {
            let next = match safe_next(new.next.as_deref()) {
                "/" => format!("/@{}/{}", account.username, status.id),
                next => next.to_string(),
            };
            Ok(said(&member.site, "posted", &next))
        }
        Err(error) => {
            let to = new.in_reply_to;
            let draft = app
                .read(move |tx| match to {
                    Some(id) => visible(tx, Some(account.id), id).and_then(|to| reply(tx, &layout, &account, &to)),
                    None => blank(tx, &layout, &account),
                })
                .await?;
            again(member.layout, draft, new, error)
        }
    }
}

async fn try_create(app: &App, member: &Member, mut form: FileForm<New>) -> Result<Status> {
    may(member.standing, Act::TakePart)?;
    limits::attempt(app, Kind::Post, &member.account.id.to_string())?;
    let files: Vec<_> = (1..=4).filter_map(|n| Some((n, form.take(&format!("file{n}"))?))).collect();
    let new = form.params;
    let typed = new.text.clone().unwrap_or_default().replace("\r\n", "\n");
    let spoiler = new.spoiler.clone().unwrap_or_default();
    super::check_text(&typed, &spoiler, !files.is_empty())?;
    let poll = new.poll()?;
    let described = [&new.description1, &new.description2, &new.description3, &new.description4].map(Clone::clone);
    let mut media_ids = Vec::new();
    for (n, file) in files {
        limits::attempt(app, Kind::Upload, &member.account.id.to_string())?;
        let about = uploads::About { description: described[n - 1].clone(), focus: None };
        // Here nobody waits for a film with a spinner of their own, so the page waits.
        media_ids.push(uploads::take_in(app, &member.account, file, None, about, true).await?.id);
    }
    let mentioned = find_mentioned(app, &typed).await?;
    let by = member.account.clone();
    let key = new.key.clone().filter(|key| !key.is_empty() && key.len() <= 100);
    let again = key.clone();
    let posted = app
        .write(move |tx| {
            let user = accounts::user(tx, by.id)?;
            let draft = Draft {
                text: typed,
                spoiler_text: spoiler,
                sensitive: new.sensitive.unwrap_or(user.default_sensitive),
                visibility: new.visibility.and_then(|v| v.parse().ok()).unwrap_or(Visibility::Public),
                language: super::api::language(new.language).or(Some(user.default_language)),
                in_reply_to_id: new.in_reply_to,
                app_id: None,
                idempotency_key: key,
                poll,
                quoted_id: None,
                quote_policy: Some(user.quote_policy),
                media_ids,
                scheduled_id: None,
            };
            post(tx, &by, draft, &mentioned)
        })
        .await;
    match (posted, again) {
        // It was sent twice, and the other was first.
        (Err(Error::Conflict(_)), Some(key)) => {
            let by = member.account.id;
            app.read(move |tx| store::by_idempotency_key(tx, by, &key)?.ok_or(Error::NotFound)).await
        }
        (posted, _) => posted,
    }
}

/// A post of one's own, to be changed.
fn own(tx: &mut Tx, member: &Member, id: i64) -> Result<Status> {
    let status = visible(tx, Some(member.account.id), id)?;
    if status.account_id != member.account.id || status.reblog_of_id.is_some() {
        return Err(Error::NotFound);
    }
    may(member.standing, Act::ChangePost { own: true })?;
    Ok(status)
}

fn editing(tx: &mut Tx, member: &Member, status: &Status) -> Result<Written> {
    Ok(Written {
        title: member.layout.t("write-edit-title"),
        action: format!("/posts/{}/edit", status.id),
        next: format!("/@{}/{}", member.account.username, status.id),
        text: status.source.clone().unwrap_or_default(),
        spoiler: status.spoiler_text.clone(),
        language: status.language.clone().unwrap_or_default(),
        editing: true,
        ..blank(tx, &member.layout, &member.account)?
    })
}

async fn edit_form(State(app): State<App>, member: Member, Id(id): Id) -> Result<Response, PageError> {
    let page = app
        .read(move |tx| {
            let status = own(tx, &member, id)?;
            Ok(Page { draft: editing(tx, &member, &status)?, layout: member.layout })
        })
        .await?;
    show(&page, &page.layout)
}

async fn change(State(app): State<App>, member: Member, Id(id): Id, form: FileForm<New>) -> Result<Response, PageError> {
    let new = form.params;
    let typed = new.text.clone().unwrap_or_default().replace("\r\n", "\n");
    let mentioned = find_mentioned(&app, &typed).await?;
    let (spoiler, spoken) = (new.spoiler.clone().unwrap_or_default(), super::api::language(new.language.clone()));
    let layout = member.layout.clone();
    let site = member.site.clone();
    let (username, draft, done) = app
        .write(move |tx| {
            let status = own(tx, &member, id)?;
            let draft = editing(tx, &member, &status)?;
            let change = Change {
                text: typed,
                spoiler_text: spoiler,
                sensitive: status.sensitive,
                language: spoken,
                media_ids: None,
                described: Vec::new(),
                poll: None,
            };
            // What is wrong is found before anything is written.
            let done = match edit(tx, &member.account, &status, change, &mentioned) {
                Ok(_) => Ok(()),
                Err(error @ Error::Invalid(_)) => Err(error),
                Err(other) => return Err(other),
            };
            Ok((member.account.username, draft, done))
        })
        .await?;
    match done {
        Ok(()) => Ok(said(&site, "edited", &format!("/@{username}/{id}"))),
        Err(error) => again(layout, draft, new, error),
    }
}

#[derive(Deserialize)]
struct Next {
    #[serde(default, deserialize_with = "text")]
    next: Option<String>,
    #[serde(default, deserialize_with = "texts")]
    choices: Vec<String>,
}

async fn remove(State(app): State<App>, member: Member, Id(id): Id, Form(form): Form<Next>) -> Result<Response, PageError> {
    let site = member.site.clone();
    app.write(move |tx| {
        let status = own(tx, &member, id)?;
        delete(tx, &member.account, &status)
    })
    .await?;
    Ok(said(&site, "deleted", safe_next(form.next.as_deref())))
}

/// Favourites, boosts, bookmarks and votes, and each taken back.
async fn act(
    State(app): State<App>,
    member: Member,
    crate::web::Segments((id, deed)): crate::web::Segments<(i64, String)>,
    Form(form): Form<Next>,
) -> Result<Response, PageError> {
    may(member.standing, Act::TakePart)?;
    let choices: Vec<i64> = form.choices.iter().filter_map(|choice| choice.parse().ok()).collect();
    let by = member.account;
    app.write(move |tx| {
        let status = meant(tx, by.id, id)?;
        match deed.as_str() {
            "favourite" => favourites::favourite(tx, &by, &status),
            "unfavourite" => favourites::unfavourite(tx, &by, &status),
            "boost" => boosts::boost(tx, &by, &status, Visibility::Public).map(|_| ()),
            "unboost" => boosts::unboost(tx, &by, &status),
            "bookmark" => bookmarks::set(tx, by.id, status.id, true),
            "unbookmark" => bookmarks::set(tx, by.id, status.id, false),
            "vote" if choices.is_empty() => Err(Error::invalid("Choose at least one answer of the poll.")),
            "vote" => polls::vote(tx, &by, &status, &choices),
            _ => Err(Error::NotFound),
        }
    })
    .await?;
    Ok(go(safe_next(form.next.as_deref())))
}

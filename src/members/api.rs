//! Joining by an app, and people as stewards' apps see them (Mastodon's Admin::Account).

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use rules::roles::{Act, Role};
use serde::Deserialize;
use serde_json::{Value, json};

use super::sanctions::{self, By};
use super::sign_up::{SignUp, approve, check, reject, sign_up};
use super::store::{self, Wanted};
use crate::accounts::api::render;
use crate::accounts::{self, Account, Mark, NewPerson};
use crate::app::App;
use crate::clock::Time;
use crate::collections;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::keys::generate_aside;
use crate::letters;
use crate::oauth::scopes::Scopes;
use crate::oauth::{self, AppCaller, Caller, Newcomer};
use crate::reports;
use crate::web::limits::{self, Kind};
use crate::web::pagination::links;
use crate::web::params::{flag, number, text};
use crate::web::{Id, Paging, Params, Routes};

pub fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/accounts", join)
        .post("/api/v1/emails/confirmations", confirm_again)
        .get("/api/v1/emails/check_confirmation", is_confirmed)
        .get("/api/v1/admin/accounts", list_v1)
        .get("/api/v2/admin/accounts", list_v2)
        .get("/api/v1/admin/accounts/{id}", show)
        .delete("/api/v1/admin/accounts/{id}", delete)
        .post("/api/v1/admin/accounts/{id}/approve", let_in)
        .post("/api/v1/admin/accounts/{id}/reject", turn_away)
        .post("/api/v1/admin/accounts/{id}/action", act)
        .post("/api/v1/admin/accounts/{id}/enable", enable)
        .post("/api/v1/admin/accounts/{id}/unsilence", unsilence)
        .post("/api/v1/admin/accounts/{id}/unsuspend", unsuspend)
        .post("/api/v1/admin/accounts/{id}/unsensitive", unsensitive)
}

// ── joining ──

#[derive(Deserialize)]
struct Join {
    #[serde(default, deserialize_with = "text")]
    username: Option<String>,
    #[serde(default, deserialize_with = "text")]
    email: Option<String>,
    #[serde(default, deserialize_with = "text")]
    password: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    agreement: Option<bool>,
    #[serde(default, deserialize_with = "text")]
    locale: Option<String>,
    #[serde(default, deserialize_with = "text")]
    reason: Option<String>,
    #[serde(default, deserialize_with = "text")]
    invite_code: Option<String>,
}

async fn join(State(app): State<App>, caller: AppCaller, Params(wanted): Params<Join>) -> Result<Json<Value>> {
    caller.needs("write:accounts")?;
    let username = wanted.username.unwrap_or_default().trim().to_lowercase();
    let (email, password) = (wanted.email.unwrap_or_default(), wanted.password.unwrap_or_default());
    let agreed = wanted.agreement == Some(true);
    let asked = (username.clone(), email.clone(), password.clone());
    app.read(move |tx| check(tx, &asked.0, &asked.1, &asked.2, agreed)).await?;
    let new = SignUp {
        person: NewPerson {
            username,
            email,
            password_hash: accounts::hash_password(&password).await?,
            display_name: String::new(),
            role: Role::Supporter,
            key: generate_aside().await?,
        },
        reason: wanted.reason.unwrap_or_default(),
        locale: wanted.locale.filter(|l| l.len() <= 16).unwrap_or_default(),
        invitation: wanted.invite_code,
        app_id: Some(caller.app_id),
    };
    let token = app
        .write(move |tx| {
            let account = sign_up(tx, new)?;
            let scopes = Scopes::parse(&oauth::app_by_id(tx, caller.app_id)?.scopes)?;
            let token = oauth::issue(tx, caller.app_id, Some(account.id), &scopes, None)?;
            let created_at = tx.now.0 / Time::SECOND;
            Ok(json!({"access_token": token, "token_type": "Bearer", "scope": scopes.to_string(), "created_at": created_at}))
        })
        .await?;
    Ok(Json(token))
}

#[derive(Deserialize)]
struct Address {
    #[serde(default, deserialize_with = "text")]
    email: Option<String>,
}

/// Sends the letter again that asks whether an address is theirs; with another address, if they mistyped it.
async fn confirm_again(State(app): State<App>, newcomer: Newcomer, Params(wanted): Params<Address>) -> Result<Json<Value>> {
    let caller = newcomer.0;
    caller.needs("write:accounts")?;
    if !caller.standing.unconfirmed {
        return Err(Error::refused("This method is only available while the e-mail is awaiting confirmation"));
    }
    limits::attempt(&app, Kind::Letter, &caller.account.id.to_string())?;
    app.write(move |tx| {
        if let Some(email) = wanted.email.filter(|email| !email.is_empty()) {
            let email = accounts::check_email(&email)?;
            if accounts::user_by_email(tx, &email)?.is_some_and(|user| user.account_id != caller.account.id) {
                return Err(Error::Conflict("Validation failed: E-mail has already been taken".into()));
            }
            accounts::set_email(tx, caller.account.id, &email)?;
        }
        letters::ask_to_confirm(tx, &caller.account)
    })
    .await?;
    Ok(Json(json!({})))
}

async fn is_confirmed(newcomer: Newcomer) -> Result<Json<bool>> {
    newcomer.0.needs("read:accounts")?;
    Ok(Json(!newcomer.0.standing.unconfirmed))
}

// ── people, for stewards ──

/// Mastodon's Admin::Account entities. Addresses people came from are not kept, so `ip` and `ips` are empty.
pub fn as_admin_accounts(tx: &mut Tx, people: &[Account]) -> Result<Vec<Value>> {
    let ids: Vec<i64> = people.iter().map(|a| a.id).collect();
    let users = accounts::users_of(tx, &ids)?;
    let roles = store::roles_among(tx, &ids)?;
    let stewards = store::stewards(tx)?;
    let mut shown = Vec::new();
    for account in people {
        let user = users.iter().find(|u| u.account_id == account.id);
        let role = user.map(|_| {
            let steward = stewards.contains(&account.id);
            let held = roles.iter().find(|(id, _)| *id == account.id).and_then(|(_, role)| role.parse::<Role>().ok());
            as_role(held, steward)
        });
        let mut body = json!({
            "id": account.id.to_string(), "username": account.username, "domain": account.domain,
            "created_at": Time(account.created_at).rfc3339(), "email": user.map_or("", |u| u.email.as_str()), "ip": null, "ips": [],
            "locale": user.map(|u| &u.locale), "invite_request": user.map(|u| &u.reason).filter(|reason| !reason.is_empty()),
            "role": role, "confirmed": user.is_some_and(|u| u.confirmed_at.is_some()),
            "approved": account.pending_at.is_none(), "disabled": user.is_some_and(|u| u.disabled_at.is_some()),
            "sensitized": account.sensitized_at.is_some(), "silenced": account.silenced_at.is_some(),
            "suspended": account.suspended_at.is_some(), "account": render(&tx.site, account)
        });
        if let Some(app_id) = user.and_then(|u| u.app_id) {
            body["created_by_application_id"] = app_id.to_string().into();
        }
        shown.push(body);
    }
    Ok(shown)
}

/// Mastodon's Role: what a steward may do stands in its permissions (reports, blocks, users).
pub fn as_role(role: Option<Role>, steward: bool) -> Value {
    json!({
        "id": if steward { "3" } else { "-99" }, "name": role.map_or("", Role::title), "color": "",
        "permissions": if steward { "1049621" } else { "0" }, "highlighted": steward, "collection_limit": collections::MOST
    })
}

fn one(tx: &mut Tx, id: i64) -> Result<Value> {
    let account = accounts::any_by_id(tx, id)?;
    as_admin_accounts(tx, &[account])?.pop().ok_or(Error::NotFound)
}

#[derive(Deserialize)]
struct Filters {
    #[serde(flatten)]
    paging: Paging,
    #[serde(default, deserialize_with = "flag")]
    local: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    remote: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    active: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    pending: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    disabled: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    silenced: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    suspended: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    staff: Option<bool>,
    #[serde(default, deserialize_with = "text")]
    origin: Option<String>,
    #[serde(default, deserialize_with = "text")]
    status: Option<String>,
    #[serde(default, deserialize_with = "text")]
    permissions: Option<String>,
    #[serde(default, deserialize_with = "text")]
    username: Option<String>,
    #[serde(default, deserialize_with = "text")]
    display_name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    by_domain: Option<String>,
    #[serde(default, deserialize_with = "text")]
    email: Option<String>,
    #[serde(default, deserialize_with = "number")]
    invited_by: Option<i64>,
}

impl Filters {
    fn wanted(&self) -> Wanted {
        let is = |flag: Option<bool>| flag == Some(true);
        let state = |name: &str, flag: Option<bool>| is(flag) || self.status.as_deref() == Some(name);
        Wanted {
            local: is(self.local) || self.origin.as_deref() == Some("local"),
            remote: is(self.remote) || self.origin.as_deref() == Some("remote"),
            active: state("active", self.active),
            pending: state("pending", self.pending),
            disabled: state("disabled", self.disabled),
            silenced: state("silenced", self.silenced),
            suspended: state("suspended", self.suspended),
            stewards: is(self.staff) || self.permissions.as_deref() == Some("staff"),
            role: None,
            username: self.username.clone().filter(|t| !t.is_empty()),
            display_name: self.display_name.clone().filter(|t| !t.is_empty()),
            domain: self.by_domain.clone().filter(|t| !t.is_empty()),
            email: self.email.clone().filter(|t| !t.is_empty()),
            invited_by: self.invited_by,
        }
    }

    /// What stays in the addresses of the other pages.
    fn kept(&self) -> Vec<(&'static str, String)> {
        let flags = [
            ("local", self.local),
            ("remote", self.remote),
            ("active", self.active),
            ("pending", self.pending),
            ("disabled", self.disabled),
            ("silenced", self.silenced),
            ("suspended", self.suspended),
            ("staff", self.staff),
        ];
        let texts = [
            ("origin", &self.origin),
            ("status", &self.status),
            ("permissions", &self.permissions),
            ("username", &self.username),
            ("display_name", &self.display_name),
            ("by_domain", &self.by_domain),
            ("email", &self.email),
        ];
        let flags = flags.into_iter().filter(|(_, on)| *on == Some(true)).map(|(key, _)| (key, "true".to_string()));
        let texts = texts.into_iter().filter_map(|(key, text)| text.clone().map(|text| (key, text)));
        flags.chain(texts).chain(self.invited_by.map(|id| ("invited_by", id.to_string()))).collect()
    }
}

async fn list_v1(state: State<App>, caller: Caller, filters: Params<Filters>) -> Result<(HeaderMap, Json<Vec<Value>>)> {
    list(state, caller, filters, "/api/v1/admin/accounts").await
}

async fn list_v2(state: State<App>, caller: Caller, filters: Params<Filters>) -> Result<(HeaderMap, Json<Vec<Value>>)> {
    list(state, caller, filters, "/api/v2/admin/accounts").await
}

async fn list(
    State(app): State<App>,
    caller: Caller,
    Params(filters): Params<Filters>,
    path: &'static str,
) -> Result<(HeaderMap, Json<Vec<Value>>)> {
    caller.needs("admin:read:accounts")?;
    caller.may(Act::Moderate)?;
    let limit = filters.paging.limit(100, 200);
    app.read(move |tx| {
        let found = store::people(tx, &filters.wanted(), &filters.paging, limit)?;
        let ends = found.first().zip(found.last()).map(|(newest, oldest)| (newest.id, oldest.id));
        let shown = as_admin_accounts(tx, &found)?;
        Ok((links(&tx.site, path, &filters.kept(), ends), Json(shown)))
    })
    .await
}

async fn show(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    caller.needs("admin:read:accounts")?;
    caller.may(Act::Moderate)?;
    app.read(move |tx| one(tx, id)).await.map(Json)
}

/// Does something about an account; answers how it stands then, or stood if it is gone.
async fn settle<F>(app: App, caller: Caller, id: i64, verb: F) -> Result<Json<Value>>
where
    F: FnOnce(&mut Tx, By, &Account) -> Result<()> + Send + 'static,
{
    caller.needs("admin:write:accounts")?;
    caller.may(Act::Moderate)?;
    let by = By::Steward(caller.account.id, caller.standing);
    app.write(move |tx| {
        let account = accounts::any_by_id(tx, id)?;
        let before = one(tx, id)?;
        verb(tx, by, &account)?;
        match one(tx, id) {
            Err(Error::NotFound) => Ok(before),
            now => now,
        }
    })
    .await
    .map(Json)
}

async fn let_in(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    settle(app, caller, id, |tx, by, account| approve(tx, by.id(), account)).await
}

async fn turn_away(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    settle(app, caller, id, |tx, by, account| reject(tx, by.id(), account)).await
}

async fn delete(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    settle(app, caller, id, sanctions::delete).await
}

async fn enable(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    settle(app, caller, id, |tx, by, account| sanctions::mark(tx, by, account, Mark::Disabled, false, "")).await
}

async fn unsilence(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    settle(app, caller, id, |tx, by, account| sanctions::mark(tx, by, account, Mark::Silenced, false, "")).await
}

async fn unsuspend(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    settle(app, caller, id, |tx, by, account| sanctions::mark(tx, by, account, Mark::Suspended, false, "")).await
}

async fn unsensitive(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    settle(app, caller, id, |tx, by, account| sanctions::mark(tx, by, account, Mark::Sensitized, false, "")).await
}

#[derive(Deserialize)]
struct Action {
    #[serde(rename = "type", default, deserialize_with = "text")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "number")]
    report_id: Option<i64>,
    #[serde(default, deserialize_with = "text")]
    text: Option<String>,
}

async fn act(State(app): State<App>, caller: Caller, Id(id): Id, Params(action): Params<Action>) -> Result<Json<Value>> {
    let note = action.text.unwrap_or_default();
    settle(app, caller, id, move |tx, by, account| {
        let kind = match action.kind.as_deref() {
            Some("none") => None,
            Some("sensitive") => Some(Mark::Sensitized),
            Some("disable") => Some(Mark::Disabled),
            Some("silence") => Some(Mark::Silenced),
            Some("suspend") => Some(Mark::Suspended),
            _ => return Err(Error::invalid("Validation failed: Type is none of none, sensitive, disable, silence and suspend")),
        };
        match kind {
            None => sanctions::warn(tx, by, account, &note)?,
            Some(mark) => sanctions::mark(tx, by, account, mark, true, &note)?,
        }
        match action.report_id {
            Some(report) => reports::resolve(tx, report, by.id(), true),
            None => Ok(()),
        }
    })
    .await
    .map(|_| Json(json!({})))
}

//! What the node says of itself: to apps (Mastodon's Instance, both versions), to servers (NodeInfo 2.0 and 2.1).

use axum::Json;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use rules::joining::{Door, NotAdmitted};
use rules::roles::Act;
use serde_json::{Value, json};

use super::room;
use super::sizes::sizes;

use crate::accounts::{self, profile};
use crate::app::App;
use crate::clock::Time;
use crate::config::MediaConfig;
use crate::db::Tx;
use crate::error::Result;
use crate::media;
use crate::members;
use crate::oauth::Caller;
use crate::pins;
use crate::polls;
use crate::push::Vapid;
use crate::statuses;
use crate::statuses::api::{StatusJson, render_one};
use crate::tags;
use crate::uploads;
use crate::web::language::Language;
use crate::web::limits::From;
use crate::web::{Id, Routes, statics};

pub fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/instance", instance_v1)
        .get("/api/v2/instance", instance_v2)
        .get("/.well-known/nodeinfo", nodeinfo_links)
        .get("/nodeinfo/2.0", nodeinfo_2_0)
        .get("/nodeinfo/2.1", nodeinfo_2_1)
        .get("/health", health)
        .get("/health/seen", seen_from)
        .post("/api/v1/potluck/statuses/{id}/lock", lock)
        .post("/api/v1/potluck/statuses/{id}/unlock", unlock)
}

/// What apps take for the version of Mastodon whose API this is; they read the first three characters.
const VERSION: &str = concat!("4.5.0 (compatible; Potluck ", env!("CARGO_PKG_VERSION"), ")");

fn configuration(tx: &Tx, limits: &MediaConfig, types: &[&str]) -> Value {
    let streaming = tx.site.base().replacen("http", "ws", 1);
    json!({
        "urls": {"streaming": streaming, "status": null, "about": tx.site.at("/"), "privacy_policy": null, "terms_of_service": null},
        "vapid": {"public_key": Vapid::load(&tx.site.push_key.0).map(|v| v.public).unwrap_or_default()},
        "accounts": {
            "max_featured_tags": tags::MOST_FEATURED, "max_pinned_statuses": pins::MOST, "max_display_name_length": profile::MAX_NAME,
            "max_note_length": profile::MAX_NOTE, "max_avatar_description_length": 150, "max_header_description_length": 150,
            "max_profile_fields": profile::MAX_FIELDS, "profile_field_name_limit": profile::MAX_FIELD,
            "profile_field_value_limit": profile::MAX_FIELD
        },
        "statuses": {
            "max_characters": statuses::MAX_CHARACTERS, "max_media_attachments": media::MAX_ATTACHMENTS, "characters_reserved_per_url": 23
        },
        "media_attachments": {
            "supported_mime_types": types, "description_limit": media::MAX_DESCRIPTION, "image_size_limit": limits.image_limit(),
            "image_matrix_limit": media::pictures::MOST_PIXELS, "video_size_limit": u64::from(limits.film_limit_mb) * 1_000_000,
            "video_frame_rate_limit": 120, "video_matrix_limit": media::pictures::MOST_PIXELS
        },
        "polls": {
            "max_options": polls::MAX_OPTIONS, "max_characters_per_option": polls::MAX_TITLE, "min_expiration": polls::SHORTEST / Time::SECOND,
            "max_expiration": polls::LONGEST / Time::SECOND
        },
        "translation": {"enabled": tx.site.translates},
        "timelines_access": {
            "live_feeds": {"local": "public", "remote": "public"}, "hashtag_feeds": {"local": "public", "remote": "public"},
            "trending_link_feeds": {"local": "public", "remote": "public"}
        },
        "limited_federation": tx.site.limited_federation
    })
}

fn description(tx: &Tx) -> String {
    format!("{}: the chapter in {}.", tx.site.name, tx.site.city)
}

/// May somebody sign up without having been invited?
const fn takes_sign_ups(door: Door) -> bool {
    matches!(door, Door::Approval | Door::Open)
}

fn registrations(door: Door) -> Value {
    let message = match door {
        Door::Closed => Some(NotAdmitted::Closed.to_string()),
        Door::Invitation => Some(NotAdmitted::InvitationNeeded.to_string()),
        Door::Approval | Door::Open => None,
    };
    let asks = door == Door::Approval;
    json!({
        "enabled": takes_sign_ups(door), "approval_required": asks, "reason_required": asks, "message": message, "min_age": null, "url": null
    })
}

async fn instance_v2(State(app): State<App>) -> Result<Json<Value>> {
    let (limits, types, sizes) = (app.config.media.clone(), uploads::api::types().await, sizes(&app).await?);
    app.look(move |tx| {
        let chapter = accounts::by_id(tx, tx.site.chapter_id)?;
        Ok(json!({
            "domain": tx.site.domain,
            "title": tx.site.name,
            "version": VERSION,
            "source_url": tx.site.at("/"),
            "description": description(tx),
            "usage": {"users": {"active_month": sizes.active_month}},
            "thumbnail": {"url": statics::placeholder(&tx.site.base(), "header.png"), "description": ""},
            "icon": [],
            "languages": Language::ALL.map(Language::code),
            "configuration": configuration(tx, &limits, &types),
            "registrations": registrations(members::sign_up::door(tx)?),
            "api_versions": {"mastodon": 7},
            "contact": {"email": "", "account": accounts::api::render(&tx.site, &chapter)},
            "rules": super::about::render_rules(tx)?
        }))
    })
    .await
    .map(Json)
}

async fn instance_v1(State(app): State<App>) -> Result<Json<Value>> {
    let (limits, types, sizes) = (app.config.media.clone(), uploads::api::types().await, sizes(&app).await?);
    app.look(move |tx| {
        let chapter = accounts::by_id(tx, tx.site.chapter_id)?;
        let configuration = configuration(tx, &limits, &types);
        Ok(json!({
            "uri": tx.site.domain,
            "title": tx.site.name,
            "short_description": description(tx),
            "description": description(tx),
            "email": "",
            "version": VERSION,
            "urls": {"streaming_api": configuration["urls"]["streaming"]},
            "stats": {
                "user_count": sizes.members, "status_count": sizes.posts, "domain_count": sizes.hosts
            },
            "thumbnail": statics::placeholder(&tx.site.base(), "header.png"),
            "languages": Language::ALL.map(Language::code),
            "registrations": takes_sign_ups(members::sign_up::door(tx)?),
            "approval_required": members::sign_up::door(tx)? == Door::Approval,
            "invites_enabled": false,
            "configuration": configuration,
            "contact_account": accounts::api::render(&tx.site, &chapter),
            "rules": super::about::render_rules(tx)?
        }))
    })
    .await
    .map(Json)
}

async fn nodeinfo_links(State(app): State<App>) -> Result<Json<Value>> {
    let site = app.site()?;
    let link = |version: &str| {
        let rel = format!("http://nodeinfo.diaspora.software/ns/schema/{version}");
        json!({"rel": rel, "href": site.at(&format!("/nodeinfo/{version}"))})
    };
    // The last link is FEP-2677: the node's own actor.
    let actor = json!({"rel": "https://www.w3.org/ns/activitystreams#Application", "href": site.at("/actor")});
    Ok(Json(json!({"links": [link("2.0"), link("2.1"), actor]})))
}

async fn nodeinfo_2_0(State(app): State<App>) -> Result<Response> {
    nodeinfo(&app, "2.0").await
}

async fn nodeinfo_2_1(State(app): State<App>) -> Result<Response> {
    nodeinfo(&app, "2.1").await
}

async fn nodeinfo(app: &App, version: &'static str) -> Result<Response> {
    let sizes = sizes(app).await?;
    let mut body = app
        .read(move |tx| {
            Ok(json!({
                "version": "2.0",
                "software": {"name": "potluck", "version": env!("CARGO_PKG_VERSION")},
                "protocols": ["activitypub"],
                "services": {"inbound": [], "outbound": []},
                "openRegistrations": members::sign_up::door(tx)? == Door::Open,
                "usage": {"users": {"total": sizes.members, "activeMonth": sizes.active_month}, "localPosts": sizes.posts},
                "metadata": {"nodeName": tx.site.name, "city": tx.site.city, "upstream": {"name": "mastodon", "version": "4.5.0"}, "networkProtocols": [protocol::object::PROTOCOL]}
            }))
        })
        .await?;
    body["version"] = version.into();
    let kind = format!("application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/{version}#\"; charset=utf-8");
    Ok(([(CONTENT_TYPE, kind)], body.to_string()).into_response())
}

async fn lock(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<StatusJson>> {
    set_locked(app, caller, id, true).await
}

async fn unlock(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<StatusJson>> {
    set_locked(app, caller, id, false).await
}

/// A steward closes a conversation, or opens it again.
async fn set_locked(app: App, caller: Caller, id: i64, locked: bool) -> Result<Json<StatusJson>> {
    caller.needs("admin:write")?;
    caller.may(Act::Moderate)?;
    app.write(move |tx| {
        let status = statuses::visible(tx, Some(caller.account.id), id)?;
        room::set_locked(tx, &caller.account, &status, locked)?;
        render_one(tx, Some(caller.account.id), status)
    })
    .await
    .map(Json)
}

/// The address a request comes from, as this node counts it: whether a proxy says so shows here.
async fn seen_from(from: From) -> String {
    from.counted()
}

/// 200 when the database answers, set up or not.
async fn health(State(app): State<App>) -> Result<&'static str> {
    app.db.read(crate::db::each_backend::ping).await?;
    Ok("OK")
}

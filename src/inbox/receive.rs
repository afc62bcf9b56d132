//! Taking in what other servers bring: bounded, checked, kept as the bytes it was.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use url::Url;

use crate::accounts;
use crate::app::App;
use crate::error::{Error, Result};
use crate::federation::json::{first_id, id, kind, same_origin};
use crate::federation::signatures::Incoming;
use crate::federation::{delivery, fetch, is_activity_json, json, proofs, refuse_blocked, store, synchronization};
use crate::follows;
use crate::later::{self, Kind};
use crate::site::authority;
use crate::web::Routes;
use crate::web::params::read_body;

pub fn routes() -> Routes {
    Routes::new().post("/inbox", receive).post("/users/{name}/inbox", receive).post("/actor/inbox", receive)
}

async fn receive(State(app): State<App>, request: Request<Body>) -> Result<Response> {
    let (parts, body) = request.into_parts();
    let body = read_body(body, fetch::MAX_BODY).await?;
    let content_type = parts.headers.get(CONTENT_TYPE).and_then(|k| k.to_str().ok()).unwrap_or_default();
    if !is_activity_json(content_type) {
        return Err(Error::UnsupportedType("An inbox takes application/activity+json.".into()));
    }
    let activity = json::parse(&body)?;
    let uri = id(&activity).and_then(json::web_url).ok_or_else(|| Error::Malformed("This activity has no id.".into()))?;
    let actor = first_id(&activity, "actor").ok_or_else(|| Error::Malformed("This activity has no actor.".into()))?.to_string();
    if !same_origin(&uri, &actor) {
        return Err(Error::Unauthorized("The activity's id and its actor are on different servers.".into()));
    }
    let host = Url::parse(&actor).map(|url| authority(&url)).unwrap_or_default();
    // Servers tell everybody when an account is deleted, and its key is gone by then.
    let departs = kind(&activity) == "Delete" && first_id(&activity, "object") == Some(&actor);
    let mut departing = None;
    if departs {
        let (wanted, asked) = (actor.clone(), host.clone());
        departing = app.look(move |tx| refuse_blocked(tx, &asked).and_then(|()| accounts::by_uri(tx, &wanted))).await?;
        if departing.is_none() {
            // Nobody we know: nothing to check, nothing to do.
            return Ok(StatusCode::ACCEPTED.into_response());
        }
    }
    let (base, now) = (app.site()?.base(), app.clock.now());
    let path_and_query = parts.uri.path_and_query().map_or("/", |p| p.as_str());
    let incoming =
        Incoming { method: &parts.method, path_and_query, headers: &parts.headers, body: Some(&body), base: &base, now };
    let signer = match (accounts::verify(&app, &incoming).await, departing) {
        // Its own server says that the key is gone for good: then it will say so of the account too, and that counts.
        (Err(Error::Gone), Some(departing)) => {
            app.write(move |tx| later::record(tx, Kind::LookWhetherGone, &departing.inbox_url, tx.now)).await?;
            return Ok(StatusCode::ACCEPTED.into_response());
        }
        (Err(Error::Gone), None) => return Err(Error::Unauthorized("The key that signed is gone.".into())),
        (verified, _) => verified?,
    };
    if signer.uri != actor {
        // Somebody passes on what another said: the other's own proof counts, nothing else does.
        let asked = host.clone();
        app.look(move |tx| refuse_blocked(tx, &asked)).await?;
        if proofs::key_of(&activity).is_none() {
            return Err(Error::Unauthorized("The key that signed does not belong to the activity's actor.".into()));
        }
        let author = accounts::verify_proof(&app, &activity, &actor).await?;
        tracing::debug!(uri, author = author.uri, by = signer.uri, "passed on with a proof");
    }
    // Counted once it is known whose it is: nobody spends what is another's.
    app.brought.take(&host, now).map_err(Error::Busy)?;
    let text = String::from_utf8(body).map_err(|_| Error::Malformed("The body is not UTF-8 text.".into()))?;
    // What a server says of its followers here is its own word only where it speaks for itself.
    let told = parts.headers.get(synchronization::HEADER).and_then(|told| told.to_str().ok()).filter(|_| signer.uri == actor);
    let told = told.map(ToString::to_string);
    let activity_kind = kind(&activity).chars().take(100).collect::<String>();
    app.write(move |tx| {
        delivery::heard_from(tx, &host)?;
        if let Some(told) = told {
            follows::synchronization::told(tx, &signer, &told)?;
        }
        store::keep_inbound(tx, &uri, &actor, &activity_kind, &text)
    })
    .await?;
    Ok(StatusCode::ACCEPTED.into_response())
}

//! The door for other servers: every activity we accept, and what it leads to.
//!
//! An activity is checked, kept as the bytes it was, and answered with 202 (`receive.rs`). The worker gives it effect
//! afterwards, once. The table in `effect` is total: what it does not know is kept and counted, never refused.

mod announced;
mod people;
mod posts;
mod receive;

use serde_json::Value;

use crate::accounts::{self, Account};
use crate::app::App;
use crate::chapter;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::fetch::with_budget;
use crate::federation::json::{first, first_id, id, kind};
use crate::federation::{json, store};
use crate::ids;
use crate::network;

pub use receive::routes;

/// What an activity leads to: everything has been fetched, and only the writing is left.
type Effect = Box<dyn FnOnce(&mut Tx) -> Result<&'static str> + Send>;

const DONE: &str = "done";
const IGNORED: &str = "ignored";

fn effect_of(work: impl FnOnce(&mut Tx) -> Result<bool> + Send + 'static) -> Effect {
    Box::new(move |tx| Ok(if work(tx)? { DONE } else { IGNORED }))
}

fn nothing() -> Effect {
    Box::new(|_| Ok(IGNORED))
}

/// What a group passes on whole (FEP-1b12), instead of what it is about.
const ACTIVITIES: [&str; 13] =
    ["Create", "Update", "Delete", "Like", "Dislike", "EmojiReact", "Undo", "Add", "Remove", "Lock", "Block", "Flag", "Announce"];

/// The table of what we accept.
async fn effect(app: &App, by: Account, activity: Value) -> Result<Effect> {
    if let Some(incoming) = network::read_activity(&activity) {
        return Ok(effect_of(move |tx| network::take(tx, &by, incoming)));
    }
    let object = first(&activity, "object").cloned().unwrap_or(Value::Null);
    let object_id = id(&object).map(ToString::to_string);
    Ok(match (kind(&activity), kind(&object)) {
        ("Follow", _) => people::follow(by, &activity, object_id),
        ("Accept", "QuoteRequest") => posts::quote_answer(by, &activity, &object, true),
        ("Reject", "QuoteRequest") => posts::quote_answer(by, &activity, &object, false),
        ("Accept", "") if first(&activity, "result").is_some() => posts::quote_answer(by, &activity, &object, true),
        ("Accept", _) => people::answer_to_follow(by, &object, true),
        ("Reject", _) => people::answer_to_follow(by, &object, false),
        ("Block", _) => people::block(by, &activity, object_id),
        ("Flag", _) => people::flag(by, &activity),
        ("Move", _) => people::moved(app, by, &activity, object_id).await?,
        ("QuoteRequest", _) => posts::quote_request(by, &activity),
        ("Add", _) => posts::pin(app, by, &activity, object_id, true).await?,
        ("Remove", _) => posts::pin(app, by, &activity, object_id, false).await?,
        ("Lock", _) => posts::lock(by, object_id, true),
        ("Undo", "Lock") => posts::lock(by, first_id(&object, "object").map(ToString::to_string), false),
        ("Undo", _) => people::undo(by, object),
        ("Update", actor) if accounts::activity::KINDS.contains(&actor) => people::update_actor(app, by, object)?,
        ("Create", _) => posts::create(app, by, &activity, object).await?,
        ("Update", _) => posts::update(app, by, object).await?,
        ("Delete", _) => posts::delete(by, object_id),
        ("Announce", inner) if ACTIVITIES.contains(&inner) => announced::effect(app, by, object).await?,
        ("Announce", _) => posts::announce(app, by, &activity, object_id).await?,
        ("Like" | "EmojiReact", _) => posts::like(by, &activity, object_id),
        // Known and without effect here: Dislike, View, Listen, Join, Leave, Invite, Read, Ignore, Offer, Travel, …
        _ => nothing(),
    })
}

/// Gives one kept activity its effect, in the transaction that marks it done.
pub async fn process(app: &App, inbound: store::Inbound) {
    /// After so many tries (about a day) it is left aside with the reason.
    const TRIES: i64 = 10;
    let (row, tries, uri) = (inbound.id, inbound.attempts, inbound.uri.clone());
    let outcome = async {
        let activity = json::parse(inbound.body.as_bytes())?;
        let signer = inbound.signer_uri.clone();
        let by = app.read(move |tx| accounts::by_uri(tx, &signer)).await?.ok_or(Error::NotFound)?;
        let said = activity.clone();
        let effect = with_budget(effect(app, by, activity)).await?;
        app.write(move |tx| {
            let before = chapter::room::about_before(tx, &said)?;
            let outcome = effect(tx)?;
            if outcome == DONE {
                chapter::room::take_in(tx, &said, before)?;
            }
            if store::finish_inbound(tx, row, outcome)? { Ok(()) } else { Err(Error::Conflict("done elsewhere".into())) }
        })
        .await
    };
    let Err(error) = outcome.await else { return };
    let again = matches!(error, Error::Unavailable(_) | Error::Internal(_) | Error::Conflict(_)) && tries < TRIES;
    tracing::info!(uri, %error, again, "an activity had no effect");
    let text = error.to_string();
    let noted = app
        .write(move |tx| {
            if again {
                let pause = (10 * Time::SECOND) << tries.clamp(0, 12);
                store::retry_inbound(tx, row, tx.now.plus(pause + ids::jitter(pause / 3)), &text)
            } else {
                store::finish_inbound(tx, row, &text).map(|_| ())
            }
        })
        .await;
    if let Err(error) = noted {
        tracing::error!(%error, "the outcome of an activity could not be written; it will be tried again");
    }
}

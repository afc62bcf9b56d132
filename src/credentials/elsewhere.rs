//! Connectors of other chapters: what their chapter has signed is fetched from where it lies, held against the actor and the key
//! of each, and kept for an hour; a chapter that cannot be reached is believed for a week.

use std::sync::Arc;

use protocol::attestation::{self, Attestation};
use protocol::object::{Code, Signed};

use super::store::{self, Attested};
use crate::accounts::{self, Account};
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::federation::json::same_origin;
use crate::later::{self, Kind};
use crate::proposals::seconds;

/// How long what was found is not looked at again.
const FRESH: i64 = Time::HOUR;
/// How long a chapter is believed that does not answer.
const BELIEVED: i64 = 7 * Time::DAY;

/// Somebody elsewhere names an attestation, or names none any more: the worker looks at it.
pub fn look(tx: &mut Tx, account_id: i64) -> Result<()> {
    later::record(tx, Kind::Attestation, &account_id.to_string(), tx.now)
}

/// What a page may say of somebody elsewhere: the chapter, and until when. The second says that it has to be looked at again.
pub fn shown(tx: &mut Tx, account: &Account) -> Result<(Option<Attested>, bool)> {
    if account.is_local() || account.attestation_url.is_none() {
        return Ok((None, false));
    }
    let now = tx.now.0;
    let found = store::attested(tx, account.id)?;
    let stale = found.as_ref().is_none_or(|found| now - found.checked_at > FRESH);
    let holds = found.filter(|found| found.fault.is_empty() && found.valid_until > now && now - found.checked_at < BELIEVED);
    Ok((holds, stale))
}

/// The worker's part: looks at what the chapter says now. Done twice, it finds the same.
pub async fn verify(app: &App, account_id: i64) -> Result<()> {
    let account = match app.read(move |tx| accounts::by_id(tx, account_id)).await {
        Ok(account) if !account.is_local() => account,
        Ok(_) | Err(Error::NotFound) => return Ok(()),
        Err(error) => return Err(error),
    };
    let found = match &account.attestation_url {
        Some(url) => judge(app, &account, url).await?,
        None => Attested { fault: "revoked".into(), ..Attested::default() },
    };
    app.write(move |tx| {
        let held_at = found.fault.is_empty().then_some(tx.now.0);
        store::put_attested(tx, &Attested { account_id, checked_at: tx.now.0, held_at, ..found })
    })
    .await
}

/// # Errors
/// Only what may be otherwise the next time: the chapter cannot be reached.
async fn judge(app: &App, account: &Account, url: &str) -> Result<Attested> {
    let fault = |what: &str| Attested { fault: what.into(), ..Attested::default() };
    let document = match accounts::fetch_own(app, url).await {
        Ok((document, id)) if id == url => document,
        Ok(_) | Err(Error::Invalid(_) | Error::Malformed(_)) => return Ok(fault("malformed")),
        Err(Error::Gone | Error::NotFound) => return Ok(fault("revoked")),
        Err(error) => return Err(error),
    };
    let Some(said) = Signed::<Attestation>::read(&Arc::new(document)) else { return Ok(fault("malformed")) };
    let chapter_uri = said.body.attributed_to.clone();
    if !same_origin(url, &chapter_uri) {
        return Ok(fault("malformed"));
    }
    let at = seconds(app.clock.now());
    let holds = |chapter: &Account| {
        let key = chapter.ed25519_key.clone().unwrap_or_default();
        attestation::holds(&said, &account.uri, Some(url), &key, at)
    };
    let mut chapter = accounts::known_or_fetched(app, &chapter_uri).await?;
    let mut held = holds(&chapter);
    if held == Err(Code::BadSignature) {
        // Its key may be new.
        chapter = accounts::fetch(app, &chapter_uri).await?;
        held = holds(&chapter);
    }
    Ok(match held {
        _ if chapter.kind != "Group" => fault("malformed"),
        Err(code) => fault(&code.as_str()),
        Ok(()) => Attested {
            chapter_name: chapter.shown_name().to_string(),
            chapter_uri,
            valid_until: said.body.valid_until.saturating_mul(Time::SECOND),
            ..Attested::default()
        },
    })
}

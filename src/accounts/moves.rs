//! Moving: an account goes on elsewhere, and those who follow it come along (FEP-7628, as Mastodon does it).
//!
//! Both sides must say so: the old account names the new one, the new one says it is also known as the old.

use super::{Account, activity, resolve, store};
use crate::activities::{self, Audience};
use crate::app::App;
use crate::clock::Time;
use crate::credentials;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::follows;
use crate::ids;

/// The account a Move leads to, fetched afresh, if it agrees.
pub async fn agreed_target(app: &App, old: &Account, target: &str) -> Result<Account> {
    let new = if app.site()?.owns(target) {
        resolve::known_or_fetched(app, target).await?
    } else {
        resolve::fetch(app, target).await?
    };
    if new.id == old.id || !new.is_known_as(&old.uri) || new.moved_to_uri.is_some() {
        return Err(Error::invalid(format!("{} does not say that it is also known as {}.", new.uri, old.uri)));
    }
    Ok(new)
}

/// So long an account elsewhere moves no second time (as GoToSocial has it), and a member (as Mastodon has it): followers are
/// not sent to and fro.
const REST_ELSEWHERE: i64 = 7 * Time::DAY;
const REST: i64 = 30 * Time::DAY;

/// Somebody elsewhere has moved: members who follow them follow the new account instead. Answers whether that was done.
pub fn moved_from_afar(tx: &mut Tx, old: &Account, new: &Account) -> Result<bool> {
    if !store::set_moved_to(tx, old.id, &new.uri, REST_ELSEWHERE)? {
        return Ok(false);
    }
    bring_followers(tx, old, new)?;
    Ok(true)
}

/// Members who follow somebody who has moved come along.
fn bring_followers(tx: &mut Tx, old: &Account, new: &Account) -> Result<()> {
    let followers = follows::local_followers(tx, old.id)?;
    for follower in store::by_ids(tx, &followers)? {
        // Who has blocked the new account, or is it, does not come along.
        match follows::follow(tx, &follower, new, true, false) {
            Ok(()) | Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
        follows::unfollow(tx, &follower, old)?;
    }
    Ok(())
}

/// A member says that they are also known elsewhere, so that they can move here; or no longer.
pub fn set_alias(tx: &mut Tx, account: &Account, other: &Account, known: bool) -> Result<()> {
    let mut uris: Vec<String> = serde_json::from_str(&account.also_known_as).unwrap_or_default();
    uris.retain(|uri| *uri != other.uri);
    if known {
        uris.push(other.uri.clone());
    }
    store::set_also_known_as(tx, account.id, &uris)?;
    tell(tx, account.id)
}

/// A member moves away: their followers are told, and this account says where it went.
pub fn move_away(tx: &mut Tx, account: &Account, new: &Account) -> Result<()> {
    if !new.is_known_as(&account.uri) {
        return Err(Error::invalid(format!(
            "{} does not say yet that it is also known as {}. Add that alias there first.",
            new.acct(),
            account.uri
        )));
    }
    if !store::set_moved_to(tx, account.id, &new.uri, REST)? {
        return Err(Error::Conflict(
            "You have moved less than thirty days ago. Followers are not sent to and fro: wait until then.".into(),
        ));
    }
    credentials::moved_away(tx, account)?;
    tell(tx, account.id)?;
    let body = activity::moved(account, new, ids::new(tx.now));
    activities::record(tx, account.id, &body, &account.uri, &Audience::followers(account.id))?;
    // Those elsewhere are told; those who are members here hear of it nowhere else.
    bring_followers(tx, account, new)
}

/// Those who follow an account hear what it says of itself now.
pub fn tell(tx: &mut Tx, account_id: i64) -> Result<()> {
    let account = store::by_id(tx, account_id)?;
    let body = activity::update(&tx.site, &account, ids::new(tx.now))?;
    activities::record(tx, account.id, &body, &account.uri, &Audience::followers(account.id))
}

//! Digests: once a day or a week, what somebody has missed who has not been here.

use super::{Draft, Kind, Often, Preferences, language_of, store, write};
use crate::accounts;
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::Result;
use crate::markers;
use crate::notifications;
use crate::statuses;
use crate::web::html;

/// So many members are looked at in one transaction.
const AT_ONCE: i64 = 50;
/// So many things stand in one digest.
const MOST: usize = 10;

/// Writes the digests that are due.
pub async fn write_due(app: &App) -> Result<()> {
    if !app.site()?.sends_mail {
        return Ok(());
    }
    let mut above = 0;
    loop {
        let last = app.write(move |tx| write_some(tx, above)).await?;
        match last {
            Some(last) => above = last,
            None => return Ok(()),
        }
    }
}

/// Looks at the next few members; answers the last of them.
fn write_some(tx: &mut Tx, above: i64) -> Result<Option<i64>> {
    let people = store::without_digest_since(tx, tx.now.plus(-Time::DAY), above, AT_ONCE)?;
    for id in &people {
        let user = accounts::user(tx, *id)?;
        let due = Preferences::of(&user).digest.every().is_some_and(|every| user.digest_at + every <= tx.now.0);
        if due {
            write_one(tx, *id)?;
        }
    }
    Ok(people.last().copied())
}

fn write_one(tx: &mut Tx, id: i64) -> Result<()> {
    let user = accounts::user(tx, id)?;
    let language = language_of(&user);
    let read = markers::last_read(tx, id, "notifications")?;
    // By the time it was written: ids run ahead of a clock that was set back.
    let mut missed = notifications::since(tx, id, read, MOST as i64 + 1)?;
    missed.retain(|one| one.created_at > user.digest_at);
    store::set_digest_at(tx, id, tx.now)?;
    if missed.is_empty() {
        return Ok(());
    }
    let people = accounts::by_ids(tx, &missed.iter().map(|n| n.from_id).collect::<Vec<_>>())?;
    let posts = statuses::by_ids(tx, &missed.iter().filter_map(|n| n.status_id).collect::<Vec<_>>())?;
    let mut paragraphs = Vec::new();
    for one in missed.iter().take(MOST) {
        let Some(who) = people.iter().find(|a| a.id == one.from_id) else { continue };
        let what = language.t(&format!("notice-{}", one.kind.replace(['_', '.'], "-")));
        let post = one.status_id.and_then(|id| posts.iter().find(|s| s.id == id));
        // What somebody wrote to them alone stays on the node.
        let words = post.filter(|s| s.circle().is_open()).map(|s| match s.spoiler_text.as_str() {
            "" => html::words(&s.content, 140),
            warning => warning.to_string(),
        });
        paragraphs.push(match words.filter(|words| !words.is_empty()) {
            Some(words) => format!("{} {what}: “{words}”", who.shown_name()),
            None => format!("{} {what}.", who.shown_name()),
        });
    }
    if missed.len() > MOST {
        paragraphs.push(language.t("mail-digest-more").to_string());
    }
    let draft = Draft {
        subject: language.s("mail-digest-subject", &tx.site.name).to_string(),
        paragraphs,
        button: Some((language.t("mail-look").to_string(), tx.site.at("/notifications"))),
    };
    let to = accounts::by_id(tx, id)?;
    write(tx, &to, Kind::Digest, &draft).map(|_| ())
}

/// The choices on the page of settings.
pub const CHOICES: [Often; 3] = Often::ALL;

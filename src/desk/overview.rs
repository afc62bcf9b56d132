//! What a steward sees first.

use super::disk::{Room, room};
use crate::accounts;
use crate::app::App;
use crate::clock::Time;
use crate::db::Tx;
use crate::error::Result;
use crate::federation::{delivery, store as federation};
use crate::later;
use crate::letters;
use crate::members::{self, Wanted};
use crate::reports;
use crate::site::Sizes;
use crate::statuses;
use crate::web::Paging;

/// Something that needs a hand: the message that says it, how many, and where.
pub struct Hand {
    pub message: &'static str,
    pub count: i64,
    pub page: &'static str,
}

/// A week of the chapter: its beginning, posts, writers, newcomers.
pub struct Week {
    pub from: i64,
    pub posts: i64,
    pub writers: i64,
    pub joined: i64,
}

pub struct Overview {
    pub sizes: Sizes,
    pub roles: Vec<(String, i64)>,
    pub weeks: Vec<Week>,
    pub hands: Vec<Hand>,
    pub room: Room,
    /// Deliveries that wait, and arrivals that have not had their effect.
    pub outgoing: i64,
    pub incoming: i64,
    pub jobs: i64,
}

/// The last twelve weeks, the earliest first.
fn weeks(tx: &mut Tx) -> Result<Vec<Week>> {
    const WEEK: i64 = 7 * Time::DAY;
    const WEEKS: i64 = 12;
    let this = tx.now.0 - tx.now.0.rem_euclid(WEEK);
    let since = Time(this - (WEEKS - 1) * WEEK);
    let posts = statuses::by_week(tx, since)?;
    let joined = accounts::joined_by_week(tx, since)?;
    let week = |n: i64| {
        let at = this - n * WEEK;
        let (posts, writers) =
            posts.iter().find(|(w, ..)| w * WEEK == at).map_or((0, 0), |(_, posts, writers)| (*posts, *writers));
        Week { from: at, posts, writers, joined: joined.iter().find(|(w, _)| w * WEEK == at).map_or(0, |(_, n)| *n) }
    };
    Ok((0..WEEKS).rev().map(week).collect())
}

pub async fn overview(app: &App, sizes: Sizes) -> Result<Overview> {
    const MOST: i64 = 1_000;
    let room = room(app).await?;
    let mail = app.config.mail.is_some();
    app.read(move |tx| {
        let waiting =
            members::found(tx, &Wanted { local: true, pending: true, ..Wanted::default() }, &Paging::default(), MOST)?.len();
        let stewards = members::stewards(tx)?.len();
        let queues = delivery::queues(tx.conn, MOST)?;
        let down = queues.iter().filter(|queue| matches!(queue.state(tx.now), "down" | "parked")).count();
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let hands = [
            Hand { message: "hand-requests", count: count(waiting), page: "/admin/requests" },
            Hand { message: "hand-reports", count: reports::count_open(tx)?, page: "/admin/reports" },
            Hand { message: "hand-hosts", count: count(down), page: "/admin/federation" },
            Hand { message: "hand-letters", count: letters::count_failed(tx)?, page: "/admin/mail" },
            Hand { message: "hand-mail", count: i64::from(!mail), page: "/admin/mail" },
            Hand { message: "hand-disk", count: i64::from(room.is_short()), page: "/admin/storage" },
            Hand { message: "hand-steward", count: i64::from(stewards < 2), page: "/admin/members" },
        ];
        Ok(Overview {
            sizes,
            roles: members::counts(tx)?,
            weeks: weeks(tx)?,
            hands: hands.into_iter().filter(|hand| hand.count > 0).collect(),
            room,
            outgoing: queues.iter().map(|queue| queue.waiting).sum(),
            incoming: federation::waiting_inbound(tx.conn)?,
            jobs: later::count_due(tx.conn, tx.now)?,
        })
    })
    .await
}

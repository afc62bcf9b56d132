//! What a steward sees first.

use super::disk::{Room, room};
use crate::app::App;
use crate::chapter::{self, Week};
use crate::error::Result;
use crate::federation::{delivery, store as federation};
use crate::later;
use crate::letters;
use crate::members::{self, Wanted};
use crate::reports;
use crate::site::Sizes;
use crate::web::Paging;

/// Something that needs a hand: the message that says it, how many, and where.
pub struct Hand {
    pub message: &'static str,
    pub count: i64,
    pub page: &'static str,
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
            weeks: chapter::weeks(tx)?,
            hands: hands.into_iter().filter(|hand| hand.count > 0).collect(),
            room,
            outgoing: queues.iter().map(|queue| queue.waiting).sum(),
            incoming: federation::waiting_inbound(tx.conn)?,
            jobs: later::count_due(tx.conn, tx.now)?,
        })
    })
    .await
}

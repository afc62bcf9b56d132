//! A decision of a version of the protocol that this node does not know, to be read.

use askama::Template;
use protocol::object::{Foreign, PROTOCOL};

use super::super::super::store::Row;
use super::super::{Person, host, name_of, people};
use super::{Written, talk};
use crate::accounts::Account;
use crate::db::Tx;
use crate::error::Result;
use crate::statuses::web::Card;
use crate::web::markdown;
use crate::web::page::Layout;

#[derive(Template)]
#[template(path = "network/foreign.html")]
pub struct Page {
    pub layout: Layout,
    title: String,
    /// Where it is decided.
    url: String,
    host: String,
    author: Person,
    version: i64,
    known: i64,
    driver: String,
    body: String,
    at: i64,
    closed: bool,
    discussion: Vec<Card>,
    reply: Option<Written>,
}

pub fn lay_out(tx: &mut Tx, layout: Layout, viewer: Option<Account>, row: Row, read: Foreign) -> Result<Page> {
    let known = people(tx, std::slice::from_ref(&read.attributed_to))?;
    let (discussion, reply) = talk(tx, &layout, viewer, &row)?;
    Ok(Page {
        layout,
        author: name_of(&known, &read.attributed_to),
        title: read.text.title,
        host: host(&row.host_uri),
        url: row.uri,
        version: read.protocol.into(),
        known: PROTOCOL.into(),
        driver: markdown::render(&read.text.driver),
        body: markdown::render(&read.text.text),
        at: row.created_at,
        closed: row.closed_at.is_some(),
        discussion,
        reply,
    })
}

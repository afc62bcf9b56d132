//! The `featured` collection, for servers.

use axum::extract::State;
use serde_json::{Value, json};

use super::of_account;
use crate::accounts::{self, Reader};
use crate::app::App;
use crate::error::Result;
use crate::federation::Document;
use crate::statuses;
use crate::web::{Routes, Segments};

pub fn routes() -> Routes {
    Routes::new().get("/users/{name}/collections/featured", featured)
}

/// Whole posts where they are ours, ids where they are not; only what this reader may see.
async fn featured(State(app): State<App>, reader: Reader, Segments(name): Segments<String>) -> Result<Document> {
    app.read(move |tx| {
        let account = accounts::shown_to(tx, &name, &reader)?;
        let rows = of_account(tx, account.id)?;
        let rows = statuses::only_visible(tx, reader.id(), rows)?;
        let (ours, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(|s| s.local);
        let mut items: Vec<Value> = statuses::web::notes(tx, ours)?;
        items.extend(others.into_iter().map(|s| s.uri.into()));
        Ok(json!({
            "@context": "https://www.w3.org/ns/activitystreams", "id": format!("{}/collections/featured", account.uri),
            "type": "OrderedCollection", "totalItems": items.len(), "orderedItems": items
        }))
    })
    .await
    .map(Document)
}

//! The network in a browser.

use axum::extract::State;
use axum::response::{IntoResponse, Response};

use super::store;
use crate::accounts::{self, Asker};
use crate::app::App;
use crate::error::Error;
use crate::statuses::documents;
use crate::web::{Id, PageError, Routes, Segments};

pub fn routes() -> Routes {
    Routes::new().get("/network/decisions/{id}", page)
}

async fn page(State(app): State<App>, asker: Asker, Id(id): Id) -> Result<Response, PageError> {
    if asker.wants_document() {
        let (name, status) = app
            .read(move |tx| {
                let row = store::decision(tx, id)?;
                let author = accounts::by_uri(tx, &row.author_uri)?.filter(accounts::Account::is_local).ok_or(Error::NotFound)?;
                Ok((author.username, row.status_id.ok_or(Error::NotFound)?.to_string()))
            })
            .await?;
        return Ok(documents::document(State(app), asker, Segments((name, status))).await.into_response());
    }
    Err(Error::NotFound.into())
}

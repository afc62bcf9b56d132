//! The leave to quote, for servers to check.

use axum::extract::State;

use super::{activity, store};
use crate::accounts::{self, Reader};
use crate::app::App;
use crate::error::{Error, Result};
use crate::federation::Document;
use crate::statuses;
use crate::web::{Routes, Segments};

pub fn routes() -> Routes {
    Routes::new().get("/users/{name}/quote_authorizations/{id}", authorization)
}

async fn authorization(
    State(app): State<App>,
    reader: Reader,
    Segments((name, id)): Segments<(String, String)>,
) -> Result<Document> {
    app.read(move |tx| {
        let account = accounts::shown_to(tx, &name, &reader)?;
        let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
        let leave = store::authorization_by_id(tx, id)?;
        let quoted = statuses::visible(tx, reader.id(), leave.status_id)?;
        if quoted.account_id != account.id || leave.revoked_at.is_some() {
            return Err(Error::NotFound);
        }
        let uri = format!("{}/quote_authorizations/{id}", account.uri);
        Ok(activity::authorization(&uri, &account.uri, &quoted.uri, &leave.quoting_uri))
    })
    .await
    .map(Document)
}

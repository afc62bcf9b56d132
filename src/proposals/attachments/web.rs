//! Hanging files on a proposal by a form.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::{attach, detach};
use crate::app::App;
use crate::sessions::Member;
use crate::web::forms::{Button, FileForm, Form};
use crate::web::page::said;
use crate::web::{Id, PageError, Routes, Segments};

pub fn routes() -> Routes {
    Routes::new().post("/proposals/{id}/attachments", hang).post("/proposals/{id}/attachments/{attachment_id}/remove", take_off)
}

#[derive(Deserialize)]
struct Nothing {}

async fn hang(State(app): State<App>, member: Member, Id(id): Id, form: FileForm<Nothing>) -> Result<Response, PageError> {
    let FileForm { params: Nothing {}, mut files } = form;
    attach(&app, member.account, id, files.pop()).await?;
    Ok(said(&member.site, "proposal-saved", &format!("/proposals/{id}#attachments")))
}

async fn take_off(
    State(app): State<App>,
    member: Member,
    Segments((id, attachment)): Segments<(i64, i64)>,
    Form(Button {}): Form<Button>,
) -> Result<Response, PageError> {
    detach(&app, member.account, id, attachment).await?;
    Ok(said(&member.site, "proposal-saved", &format!("/proposals/{id}#attachments")))
}

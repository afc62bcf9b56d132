//! The versions of a proposal, each with what it changed.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::super::{seen_by, store};
use crate::app::App;
use crate::sessions::Visit;
use crate::web::page::{Layout, show};
use crate::web::{Id, PageError, Routes};

pub fn routes() -> Routes {
    Routes::new().get("/proposals/{id}/versions", versions)
}

/// What changed from one version to the next.
struct Changed {
    version: i64,
    at: i64,
    title: String,
    /// ` `, `+` or `-`, and the line.
    lines: Vec<(char, String)>,
}

#[derive(Template)]
#[template(path = "proposals/versions.html")]
struct Versions {
    layout: Layout,
    id: i64,
    title: String,
    changes: Vec<Changed>,
}

async fn versions(State(app): State<App>, visit: Visit, Id(id): Id) -> Result<Response, PageError> {
    let page = app
        .read(move |tx| {
            let row = seen_by(tx, visit.id(), id)?;
            let versions = store::versions(tx, id)?;
            let mut changes = Vec::new();
            let mut before = String::new();
            for version in versions {
                let after = format!("{}\n\n{}\n\n{}\n", version.title, version.driver, version.body);
                let diff =
                    similar::TextDiff::configure().timeout(std::time::Duration::from_millis(200)).diff_lines(&before, &after);
                let lines = diff
                    .iter_all_changes()
                    .map(|change| {
                        let sign = match change.tag() {
                            similar::ChangeTag::Equal => ' ',
                            similar::ChangeTag::Insert => '+',
                            similar::ChangeTag::Delete => '-',
                        };
                        (sign, change.value().trim_end().to_string())
                    })
                    .filter(|(_, line)| !line.is_empty())
                    .collect();
                changes.push(Changed { version: version.version, at: version.created_at, title: version.title.clone(), lines });
                before = after;
            }
            changes.reverse();
            Ok(Versions { layout: visit.layout, id, title: row.title, changes })
        })
        .await?;
    show(&page, &page.layout)
}

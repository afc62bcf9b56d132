//! How much room the node takes, and how much is left.

use std::path::Path;

use crate::app::App;
use crate::error::{Error, Result};

/// The folder in the data folder in which backups lie that were asked for at the desk.
pub const BACKUPS: &str = "backups";

/// In bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Room {
    pub database: i64,
    pub media: i64,
    pub backups: i64,
    pub free: i64,
    pub whole: i64,
}

impl Room {
    /// Less than a twentieth, or than a gigabyte, is left.
    pub fn is_short(&self) -> bool {
        self.whole > 0 && (self.free < self.whole / 20 || self.free < 1_000_000_000)
    }
}

/// The files below a folder, in bytes; what cannot be read counts nothing.
fn below(folder: &Path) -> i64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries
        .flatten()
        .map(|entry| match entry.metadata() {
            Ok(meta) if meta.is_dir() => below(&entry.path()),
            Ok(meta) => i64::try_from(meta.len()).unwrap_or(i64::MAX),
            Err(_) => 0,
        })
        .fold(0, i64::saturating_add)
}

/// Room left on the disk a folder lies on, and the whole of it.
pub fn free(folder: &Path) -> Result<(i64, i64)> {
    let stat = rustix::fs::statvfs(folder).map_err(Error::internal)?;
    let bytes = |blocks: u64| i64::try_from(blocks.saturating_mul(stat.f_frsize)).unwrap_or(i64::MAX);
    Ok((bytes(stat.f_bavail), bytes(stat.f_blocks)))
}

/// Takes away what is left of backups that broke off.
pub async fn forget_broken_backups(app: &App) -> Result<()> {
    const DAY: std::time::Duration = std::time::Duration::from_secs(86_400);
    let folder = app.config.data.join(BACKUPS);
    let look = move || {
        let Ok(entries) = std::fs::read_dir(&folder) else { return };
        for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().ends_with(".backup.part")) {
            let age = entry.metadata().and_then(|meta| meta.modified()).ok().and_then(|at| at.elapsed().ok());
            if age.is_some_and(|age| age > DAY) {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    };
    tokio::task::spawn_blocking(look).await.map_err(Error::internal)
}

/// Looks at the data folder.
pub async fn room(app: &App) -> Result<Room> {
    let data = app.config.data.clone();
    let media = data.join(&app.config.media.store);
    tokio::task::spawn_blocking(move || {
        let (free, whole) = free(&data)?;
        let database =
            ["potluck.db", "potluck.db-wal"].iter().map(|name| data.join(name).metadata().map_or(0, |m| m.len())).sum::<u64>();
        Ok(Room {
            database: i64::try_from(database).unwrap_or(i64::MAX),
            media: below(&media),
            backups: below(&data.join(BACKUPS)),
            free,
            whole,
        })
    })
    .await
    .map_err(Error::internal)?
}

//! Commands about how the chapter looks and speaks.

use std::path::PathBuf;

use clap::Subcommand;

use super::need_site;
use crate::app::App;
use crate::emojis;
use crate::error::{Error, Result};

#[derive(Subcommand)]
pub enum Emoji {
    /// Add one, or replace its picture: PNG, GIF, WebP or JPEG, at most 256 kB
    Add {
        /// What stands between the colons: pot for :pot:
        name: String,
        file: PathBuf,
        /// Under which heading apps show it
        #[arg(long, default_value = "")]
        category: String,
    },
    /// List all
    List,
    /// Take one out; posts that have it keep it
    Remove { name: String },
}

pub async fn emoji(app: &App, command: Emoji) -> Result<()> {
    need_site(app)?;
    match command {
        Emoji::Add { name, file, category } => {
            let bytes =
                std::fs::read(&file).map_err(|error| Error::invalid(format!("{} cannot be read: {error}.", file.display())))?;
            let made = emojis::add(app, None, &name, &category, bytes).await?;
            println!(":{}: is there.", made.shortcode);
        }
        Emoji::List => {
            let all = app.read(emojis::all).await?;
            if all.is_empty() {
                println!("There are none yet. potluck emoji add NAME FILE adds one.");
            }
            all.iter().for_each(|one| println!("{:<30} {}", format!(":{}:", one.shortcode), one.category));
        }
        Emoji::Remove { name } => {
            let wanted = name.clone();
            app.write(move |tx| match emojis::remove(tx, None, &wanted) {
                Err(Error::NotFound) => Err(Error::invalid(format!("There is no :{wanted}:. potluck emoji list shows all."))),
                other => other,
            })
            .await?;
            println!(":{name}: is gone from the picker; posts that have it keep it.");
        }
    }
    Ok(())
}

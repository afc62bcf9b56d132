//! The network of chapters from the terminal.

use clap::Subcommand;

use super::need_site;
use crate::app::App;
use crate::error::{Error, Result};
use crate::network;

#[derive(Subcommand)]
pub enum Command {
    /// Show the network: its chapters, who has signed, who wants to join
    Show {
        #[arg(long)]
        json: bool,
    },
    /// Found a network: this chapter signs the first roster, and the others are asked to
    Found {
        /// What the network is called
        name: String,
        /// The other chapters, by handle or address: @lyon@lyon.example.org
        #[arg(required = true)]
        chapters: Vec<String>,
    },
    /// Agree to found the network this chapter is invited to
    Agree,
    /// Decline an invitation, or take back what was begun
    Decline,
    /// Ask to join the network another chapter belongs to; the network decides on it
    Join {
        /// A chapter of that network
        chapter: String,
    },
    /// Sign with a new key from now on, and say so to the network: when you fear that the old one is known to somebody
    RotateKey,
    /// Leave the network. What was decided with the others stays
    Leave,
}

pub async fn run(app: &App, command: Command) -> Result<()> {
    need_site(app)?;
    match command {
        Command::Show { json } => return show(app, json).await,
        Command::Found { name, chapters } => {
            let network = network::found(app, None, &name, &chapters).await?;
            println!("{} is begun. It is there once every chapter has agreed: potluck network show", network.name);
        }
        Command::Agree => {
            let network = app.write(|tx| network::agree(tx, None)).await?;
            println!("This chapter has signed for {}. It is there once everybody has.", network.name);
        }
        Command::Decline => {
            let network = app.write(|tx| network::decline(tx, None)).await?;
            println!("{} goes on without this chapter.", network.name);
        }
        Command::Join { chapter } => {
            let network = network::ask_to_join(app, None, &chapter).await?;
            println!("Asked to join {}. A Connector there can propose it now.", network.name);
        }
        Command::RotateKey => {
            app.write(|tx| network::rotate_key(tx, None)).await?;
            println!(
                "This chapter signs with a new key from now on. Decisions that are open go on with the one they began with."
            );
        }
        Command::Leave => {
            app.write(|tx| network::leave(tx, None)).await?;
            println!("This chapter has left the network.");
        }
    }
    println!("The running node sends what has to be sent.");
    Ok(())
}

async fn show(app: &App, json: bool) -> Result<()> {
    let shown = app.read(network::api::whole).await?;
    if json {
        println!("{}", serde_json::to_string_pretty(&shown).map_err(Error::internal)?);
        return Ok(());
    }
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_string();
    match shown["state"].as_str() {
        Some("none") | None => {
            println!("This chapter belongs to no network. potluck network found --help says how to begin one.");
            return Ok(());
        }
        Some(state) => println!("{} ({}): {state}", text(&shown["name"]), text(&shown["id"])),
    }
    let signed: Vec<String> = shown["roster"]["signed"].as_array().into_iter().flatten().map(text).collect();
    for chapter in shown["roster"]["chapters"].as_array().into_iter().flatten() {
        let id = text(&chapter["id"]);
        let has = if shown["roster"].get("signed").is_none() || signed.contains(&id) { "" } else { ", has not signed yet" };
        println!("  {:<30} {}, {} seats{has}  {id}", text(&chapter["name"]), text(&chapter["status"]), chapter["connector_cap"]);
    }
    for asked in shown["requests"].as_array().into_iter().flatten() {
        println!("  {} wants to join: a Connector can propose it  {}", text(&asked["name"]), text(&asked["id"]));
    }
    Ok(())
}

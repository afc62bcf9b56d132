//! Commands about the people of the chapter: accounts, tokens, who may join.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use rules::joining::Door;
use rules::roles::Role;

use super::{need_site, read_password};
use crate::accounts::{self, Mark, NewPerson};
use crate::app::App;
use crate::audit::{self, Act};
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::federation::keys::generate_aside;
use crate::members::sanctions::{self, By};
use crate::members::{self, sign_up};
use crate::oauth::scopes::Scopes;
use crate::{letters, oauth, sessions};

#[derive(Subcommand)]
pub enum Account {
    /// Create a member's account
    Create {
        name: String,
        #[arg(long)]
        email: String,
        /// A file holding the password, or - for standard input
        #[arg(long, value_name = "FILE")]
        password_file: PathBuf,
        /// supporter, active or connector
        #[arg(long, default_value = "supporter")]
        role: String,
        #[arg(long)]
        display_name: Option<String>,
    },
    /// Give somebody a role: supporter, active, connector, dormant or alumni; the one before stays in the history
    Role { name: String, role: String },
    /// List the people of this chapter
    List {
        #[arg(long)]
        json: bool,
    },
    /// Turn a member's second factor off, for who has lost the phone and the recovery codes
    #[command(name = "second-factor-off")]
    SecondFactorOff { name: String },
    /// Set a new password; ends every session and app log-in
    Password {
        name: String,
        /// A file holding the password, or - for standard input
        #[arg(long, value_name = "FILE")]
        password_file: PathBuf,
    },
    /// Suspend an account: it cannot log in and is not shown
    Suspend {
        name: String,
        /// Why, for the log of what stewards did
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Take a suspension back
    Unsuspend { name: String },
    /// Shut somebody out: they cannot log in; what they wrote stays
    Disable {
        name: String,
        /// Why, for the log of what stewards did
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Let somebody log in again
    Enable { name: String },
    /// Let somebody in who has signed up and waits (potluck account list shows them)
    Approve { name: String },
    /// Turn somebody away who has signed up and waits; nothing of them is kept
    Reject { name: String },
    /// Delete a suspended account with all it wrote, for good
    Delete {
        name: String,
        /// Really
        #[arg(long)]
        yes: bool,
    },
    /// Say that somebody here is also known elsewhere, so that they can move here from there
    Alias {
        name: String,
        /// name@host, or the address of the account
        other: String,
        /// They are no longer
        #[arg(long)]
        remove: bool,
    },
    /// Move somebody to an account elsewhere, which must name this one as an alias; their followers come along
    Move {
        name: String,
        /// name@host, or the address of the account
        to: String,
    },
}

#[derive(Args)]
pub struct Token {
    name: String,
    #[arg(long, default_value = "read write follow push")]
    scopes: String,
    /// The name of the app, as it is shown below posts
    #[arg(long, default_value = "Potluck command line")]
    app: String,
}

pub async fn account(app: App, command: Account) -> Result<()> {
    need_site(&app)?;
    match command {
        Account::Create { name, email, password_file, role, display_name } => {
            let role: Role = role.parse().map_err(|error| Error::invalid(format!("{error}")))?;
            let new = NewPerson {
                username: name.clone(),
                email,
                password_hash: accounts::hash_password(&read_password(&password_file)?).await?,
                display_name: display_name.unwrap_or_default(),
                role,
                key: generate_aside().await?,
            };
            let account = app.write(move |tx| accounts::create(tx, new)).await?;
            println!("Created @{}@{} ({role}).", account.username, app.site()?.domain);
            Ok(())
        }
        Account::Role { name, role } => {
            let role: Role = role.parse().map_err(|error| Error::invalid(format!("{error}")))?;
            with_person(&app, &name, move |tx, account| {
                members::grant(tx, account.id, role, "by the steward")?;
                audit::record(tx, None, Act::Role, Some(account.id), &account.acct(), role.as_str()).map(|_| ())
            })
            .await?;
            println!("{name} is {role} now.");
            Ok(())
        }
        Account::List { json } => list(&app, json).await,
        Account::Password { name, password_file } => {
            let hash = accounts::hash_password(&read_password(&password_file)?).await?;
            with_person(&app, &name, move |tx, account| {
                accounts::set_password(tx, account.id, &hash)?;
                letters::forget_change(tx, account.id)?;
                audit::record(tx, None, Act::Password, Some(account.id), &account.acct(), "")?;
                sessions::end_all(tx, account.id)?;
                oauth::revoke_all(tx, account.id)
            })
            .await?;
            println!("{name} has a new password and is logged out everywhere.");
            Ok(())
        }
        Account::SecondFactorOff { name } => {
            with_person(&app, &name, move |tx, account| {
                sessions::second_factor::end(tx, account.id)?;
                audit::record(tx, None, Act::Password, Some(account.id), &account.acct(), "second factor off").map(|_| ())
            })
            .await?;
            println!("{name} logs in with the password alone, until they turn the second factor on again.");
            Ok(())
        }
        Account::Alias { name, other, remove } => {
            let other = elsewhere(&app, &other).await?;
            let acct = other.acct();
            with_person(&app, &name, move |tx, account| accounts::set_alias(tx, &account, &other, !remove)).await?;
            println!("{name} is {} also known as {acct}.", if remove { "no longer" } else { "now" });
            Ok(())
        }
        Account::Move { name, to } => {
            let new = elsewhere(&app, &to).await?;
            let acct = new.acct();
            with_person(&app, &name, move |tx, account| accounts::move_away(tx, &account, &new)).await?;
            println!("{name} has moved to {acct}. Their followers are being told, by the process that delivers.");
            Ok(())
        }
        Account::Suspend { name, note } => {
            set_mark(&app, &name, Mark::Suspended, true, note).await?;
            println!("{name} is suspended.");
            Ok(())
        }
        Account::Unsuspend { name } => {
            set_mark(&app, &name, Mark::Suspended, false, String::new()).await?;
            println!("{name} is not suspended any more.");
            Ok(())
        }
        Account::Disable { name, note } => {
            set_mark(&app, &name, Mark::Disabled, true, note).await?;
            println!("{name} cannot log in any more; what they wrote stays.");
            Ok(())
        }
        Account::Enable { name } => {
            set_mark(&app, &name, Mark::Disabled, false, String::new()).await?;
            println!("{name} can log in again.");
            Ok(())
        }
        Account::Approve { name } => {
            with_anybody(&app, &name, |tx, account| sign_up::approve(tx, None, &account)).await?;
            println!("{name} is let in.");
            Ok(())
        }
        Account::Reject { name } => {
            with_anybody(&app, &name, |tx, account| sign_up::reject(tx, None, &account)).await?;
            println!("{name} is turned away.");
            Ok(())
        }
        Account::Delete { name, yes } => {
            if !yes {
                return Err(Error::invalid(format!(
                    "This deletes {name} and all they wrote, for good, here and elsewhere. Add --yes if that is what you want."
                )));
            }
            with_anybody(&app, &name, |tx, account| sanctions::delete(tx, By::Terminal, &account)).await?;
            println!("{name} is deleted. Other servers are being told, by the process that delivers.");
            Ok(())
        }
    }
}

async fn set_mark(app: &App, name: &str, mark: Mark, on: bool, note: String) -> Result<()> {
    with_person(app, name, move |tx, account| sanctions::mark(tx, By::Terminal, &account, mark, on, &note)).await
}

/// An account on another server, as it is there now.
async fn elsewhere(app: &App, named: &str) -> Result<accounts::Account> {
    let found = accounts::find(app, named, true).await?;
    let found =
        found.ok_or_else(|| Error::invalid(format!("{named} was not found. Write name@host, or the address of the account.")))?;
    if found.is_local() { Ok(found) } else { accounts::fetch(app, &found.uri).await }
}

/// Somebody of the chapter, who is in.
pub async fn with_person<T: Send + 'static>(
    app: &App,
    name: &str,
    work: impl FnOnce(&mut crate::db::Tx, accounts::Account) -> Result<T> + Send + 'static,
) -> Result<T> {
    let wanted = name.to_string();
    with_anybody(app, name, move |tx, account| match account.pending_at {
        None => work(tx, account),
        Some(_) => Err(Error::invalid(format!("{wanted} waits to be let in. potluck account approve {wanted} does that."))),
    })
    .await
}

/// Somebody of the chapter, or somebody who waits to be.
async fn with_anybody<T: Send + 'static>(
    app: &App,
    name: &str,
    work: impl FnOnce(&mut crate::db::Tx, accounts::Account) -> Result<T> + Send + 'static,
) -> Result<T> {
    let wanted = name.trim_start_matches('@').to_lowercase();
    app.write(move |tx| {
        let account = accounts::local_person(tx, &wanted)?.ok_or_else(|| {
            Error::invalid(format!("There is no {wanted} in this chapter. potluck account list shows everybody."))
        })?;
        work(tx, account)
    })
    .await
}

async fn list(app: &App, json: bool) -> Result<()> {
    let people = app
        .read(|tx| {
            let people = members::everybody(tx)?;
            people
                .into_iter()
                .map(|account| {
                    let standing = members::standing(tx, &account)?;
                    let user = accounts::user(tx, account.id)?;
                    Ok((account, standing, user.email))
                })
                .collect::<Result<Vec<_>>>()
        })
        .await?;
    if json {
        let rows: Vec<_> = people
            .iter()
            .map(|(account, standing, email)| {
                serde_json::json!({
                    "name": account.username, "display_name": account.display_name, "email": email,
                    "role": standing.role.map(|r| r.as_str()), "steward": standing.steward, "pending": standing.pending,
                    "disabled": standing.disabled, "suspended": standing.suspended, "since": Time(account.created_at).rfc3339()
                })
            })
            .collect();
        println!("{}", serde_json::to_string_pretty(&rows).map_err(Error::internal)?);
        return Ok(());
    }
    for (account, standing, email) in people {
        let role = standing.role.map_or("-", |r| r.as_str());
        let more = [
            (standing.steward, " +steward"),
            (standing.pending, " waits to be let in"),
            (standing.disabled, " cannot log in"),
            (standing.suspended, " suspended"),
        ];
        let more: String = more.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect();
        println!("{:<20} {:<28} {email}", account.username, format!("{role}{more}"));
    }
    Ok(())
}

#[derive(Args)]
pub struct Registrations {
    /// closed, invitation, approval or open
    door: Option<String>,
}

#[derive(Subcommand)]
pub enum InvitationCommand {
    /// Make one and print its code
    New {
        /// For so many people [default: any number]
        #[arg(long)]
        uses: Option<i64>,
        /// For so many days [default: until it is taken back]
        #[arg(long)]
        days: Option<i64>,
        /// For whom or what it is
        #[arg(long, default_value = "")]
        note: String,
    },
    /// List all
    List,
    /// Take one back; who came with it stays
    Revoke {
        /// As potluck invitation list shows it
        code: String,
    },
}

pub async fn registrations(app: &App, options: Registrations) -> Result<()> {
    need_site(app)?;
    let door = match options.door {
        None => app.read(sign_up::door).await?,
        Some(text) => {
            let door: Door = text.parse().map_err(|error| Error::invalid(format!("{text:?} is not a door: {error}.")))?;
            app.write(move |tx| sign_up::set_door(tx, None, door)).await?;
            door
        }
    };
    println!(
        "{door}: {}",
        match door {
            Door::Closed => "only stewards make accounts, with potluck account create.",
            Door::Invitation => "who has an invitation comes in; potluck invitation new makes one.",
            Door::Approval => "who signs up waits until a steward lets them in, with potluck account approve.",
            Door::Open => "whoever signs up comes in.",
        }
    );
    Ok(())
}

pub async fn invitation(app: &App, command: InvitationCommand) -> Result<()> {
    need_site(app)?;
    match command {
        InvitationCommand::New { uses, days, note } => {
            let life = days.map(|days| days.saturating_mul(Time::DAY));
            let made = app.write(move |tx| sign_up::invite(tx, None, uses, life, &note)).await?;
            println!("{}", made.code);
        }
        InvitationCommand::List => {
            let now = app.clock.now();
            let all = app.read(sign_up::invitations).await?;
            if all.is_empty() {
                println!("There are no invitations. potluck invitation new makes one.");
            }
            for one in all {
                let state = if sign_up::is_good(&one, now) { "holds" } else { "ended" };
                let most = one.most_uses.map_or("any number".to_string(), |most| most.to_string());
                let until = one.expires_at.map_or("no end".to_string(), |at| Time(at).readable());
                println!("{:<18} {state:<6} used {} of {most:<11} until {until:<24} {}", one.code, one.uses, one.note);
            }
        }
        InvitationCommand::Revoke { code } => {
            app.write(move |tx| {
                let found = sign_up::invitations(tx)?.into_iter().find(|one| one.code == code && one.revoked_at.is_none());
                let found = found
                    .ok_or_else(|| Error::invalid(format!("No invitation {code} is open. potluck invitation list shows all.")))?;
                sign_up::revoke_invitation(tx, None, found.id)
            })
            .await?;
            println!("The invitation is taken back.");
        }
    }
    Ok(())
}

pub async fn token(app: &App, options: Token) -> Result<()> {
    need_site(app)?;
    let scopes = Scopes::parse(&options.scopes)?;
    let name = options.app;
    let token = with_person(app, &options.name, move |tx, account| {
        let new = oauth::NewApp { name, website: None, redirect_uris: vec![oauth::OUT_OF_BAND.into()], scopes: scopes.clone() };
        let (registered, _) = oauth::register(tx, new)?;
        oauth::issue(tx, registered.id, Some(account.id), &scopes, None)
    })
    .await?;
    println!("{token}");
    Ok(())
}

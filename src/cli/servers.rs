//! Commands about other servers: what waits for them, and rules for them.

use clap::{Args, Subcommand};
use rules::moderation::Severity;

use super::need_site;
use crate::app::App;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::federation::{self, delivery};
use crate::moderation;

#[derive(Args)]
pub struct Queue {
    #[arg(long)]
    json: bool,
    /// Try this host now, however often it has failed
    #[arg(long, value_name = "HOST")]
    retry: Option<String>,
    /// Drop everything that waits for this host
    #[arg(long, value_name = "HOST", conflicts_with = "retry")]
    drop: Option<String>,
}

#[derive(Subcommand)]
pub enum Domain {
    /// Set the rule for a host and everything below it: block, limit, media or allow
    ///
    /// block: nothing goes in or out, follows end. limit: shown only to those who follow somebody there.
    /// media: posts are taken without pictures. allow: welcome, also where only listed hosts are.
    Set {
        /// block, limit, media or allow
        severity: String,
        /// The bare host, for example spam.example.org
        host: String,
        /// Why, for everybody to read
        #[arg(long, default_value = "")]
        comment: String,
        /// Why, for stewards
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Take the rule for a host back
    Lift {
        /// As potluck domain list shows it
        host: String,
    },
    /// List all rules
    List {
        #[arg(long)]
        json: bool,
    },
}

pub async fn queue(app: &App, options: Queue) -> Result<()> {
    need_site(app)?;
    if let Some(host) = options.retry.or(options.drop.clone()) {
        let (wanted, drops) = (host.clone(), options.drop.is_some());
        let changed =
            app.write(move |tx| if drops { delivery::drop_host(tx, &wanted) } else { delivery::retry_host(tx, &wanted) }).await?;
        match (changed, drops) {
            (n, true) => println!("{n} deliveries to {host} were dropped."),
            (0, false) => return Err(Error::invalid(format!("Nothing is known of {host}. potluck queue lists the hosts."))),
            (_, false) => println!("{host} will be tried now, by the process that delivers."),
        }
        return Ok(());
    }
    if options.json {
        let traffic = app.read(|tx| federation::traffic(tx, 100_000)).await?;
        println!("{}", serde_json::to_string_pretty(&traffic).map_err(Error::internal)?);
        return Ok(());
    }
    let now = app.clock.now();
    let (queues, waiting, arrived) = app
        .read(|tx| {
            let waiting = federation::store::waiting_inbound(tx.conn)?;
            Ok((delivery::queues(tx.conn, 100_000)?, waiting, federation::store::arrived(tx.conn)?))
        })
        .await?;
    let kinds: Vec<String> = arrived
        .iter()
        .map(
            |(kind, count, ignored)| {
                if *ignored > 0 { format!("{kind} {count} ({ignored} without effect)") } else { format!("{kind} {count}") }
            },
        )
        .collect();
    println!("Arrived in the last 30 days: {}.", if kinds.is_empty() { "nothing".into() } else { kinds.join(", ") });
    println!("Waiting to have their effect: {waiting}.");
    if queues.is_empty() {
        println!("Nothing waits to be delivered, and every host answered the last time.");
        return Ok(());
    }
    println!("{:<32} {:>7} {:>6}  {:<8} {:<24} LAST ERROR", "HOST", "WAITING", "URGENT", "STATE", "NEXT TRY");
    for queue in queues {
        let next = if queue.next_at > now.0 { Time(queue.next_at).readable() } else { "now".into() };
        let error = queue.last_error.clone().unwrap_or_default();
        println!("{:<32} {:>7} {:>6}  {:<8} {next:<24} {error}", queue.host, queue.waiting, queue.urgent, queue.state(now));
    }
    Ok(())
}

pub async fn domain(app: &App, command: Domain) -> Result<()> {
    need_site(app)?;
    match command {
        Domain::Set { severity, host, comment, note } => {
            let severity: Severity = severity
                .parse()
                .map_err(|_| Error::invalid(format!("{severity:?} is not a rule. There are block, limit, media and allow.")))?;
            let rule = app.write(move |tx| moderation::set(tx, None, &host, severity, &comment, &note)).await?;
            println!("{}: {} from now on.", rule.host, rule.severity);
            Ok(())
        }
        Domain::Lift { host } => {
            let wanted = host.clone();
            app.write(move |tx| match moderation::by_host(tx, &wanted)? {
                Some(rule) => moderation::lift(tx, None, rule.id),
                None => Err(Error::invalid(format!("There is no rule for {wanted}. potluck domain list shows all."))),
            })
            .await?;
            println!("{host} has no rule any more.");
            Ok(())
        }
        Domain::List { json } => {
            let rules = app.read(moderation::all).await?;
            if json {
                let rows: Vec<_> = rules
                    .iter()
                    .map(|r| serde_json::json!({"host": r.host, "severity": r.severity, "comment": r.public_comment, "note": r.private_comment}))
                    .collect();
                println!("{}", serde_json::to_string_pretty(&rows).map_err(Error::internal)?);
            } else if rules.is_empty() {
                println!("There are no rules.");
            }
            if !json {
                rules.iter().for_each(|r| println!("{:<8} {:<40} {}", r.severity, r.host, r.public_comment));
            }
            Ok(())
        }
    }
}

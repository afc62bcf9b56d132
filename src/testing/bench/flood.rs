//! `--flood`: what the memory does while very many activities come in.

use std::time::{Duration, Instant};

use futures_util::{StreamExt, stream};
use indicatif::ProgressBar;
use reqwest::Client;
use serde_json::json;
use url::Url;

use super::super::far::Far;
use super::{Node, now};
use crate::error::{Error, Result};

/// Brings `count` posts of 1,000 actors as fast as they are taken.
pub async fn run(node: &Node, http: &Client, count: usize, idle: f64) -> Result<()> {
    const SERVERS: usize = 20;
    const ACTORS: usize = 50;
    let servers = Far::start_many(SERVERS).await?;
    let inbox = Url::parse(&format!("{}/inbox", node.base)).map_err(Error::internal)?;
    let ada = format!("{}/users/ada", node.base);
    let bar = ProgressBar::new(count as u64);
    let (cpu, began) = (node.cpu()?, Instant::now());
    let (mut peak, mut again) = (idle, 0_usize);
    let bring = |n: usize| {
        let far = servers[n % SERVERS].clone();
        let actor = n / SERVERS % ACTORS;
        let (inbox, ada) = (inbox.clone(), ada.clone());
        async move {
            let uri = format!("{}/n/{n}", far.base);
            let note = json!({"id": uri, "type": "Note", "attributedTo": far.actor(actor), "content": format!("<p>post {n}</p>"),
                "to": ["https://www.w3.org/ns/activitystreams#Public"], "tag": [{"type": "Mention", "href": ada}]});
            let create = json!({"id": format!("{uri}/activity"), "type": "Create", "actor": far.actor(actor), "object": note, "to": note["to"]});
            let signer = far.signer(actor)?;
            let mut tries = 0;
            loop {
                let response = far.request(http, &inbox, &signer, &create, now())?.send().await.map_err(Error::internal)?;
                match response.status().as_u16() {
                    202 => return Ok(tries),
                    // A far server comes back later, as it was asked to.
                    429 | 503 => tokio::time::sleep(Duration::from_secs(1)).await,
                    status => return Err(Error::internal(format!("the flood was answered with {status}"))),
                }
                tries += 1;
            }
        }
    };
    let mut answers = stream::iter(0..count).map(bring).buffer_unordered(64);
    let mut done = 0;
    while let Some(answer) = answers.next().await {
        again += answer?;
        done += 1;
        if done % 500 == 0 {
            peak = peak.max(node.memory()?);
            bar.set_position(done);
        }
    }
    let accepted = began.elapsed().as_secs_f64();
    while node.waiting()? > 0 {
        peak = peak.max(node.memory()?);
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
    bar.finish_and_clear();
    println!(
        "flood: {count} activities of {} actors on {SERVERS} servers; accepted in {accepted:.0} s ({again} asked to come again), all effects after {:.0} s;\n\
         CPU {:.0} µs each; memory before {idle:.0} MB, at most {peak:.0} MB, after {:.0} MB",
        SERVERS * ACTORS,
        began.elapsed().as_secs_f64(),
        (node.cpu()? - cpu) / count as f64,
        node.memory()?
    );
    Ok(())
}

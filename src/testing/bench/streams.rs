//! `--streams`: what a connection that waits costs, and how soon a thousand of them hear of a thousand posts.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use reqwest::Client;
use serde_json::json;
use tokio::sync::mpsc;

use super::{AT_ONCE, Node, drive};
use crate::error::{Error, Result};

const POSTS: usize = 1_000;

/// Opens `count` streams, posts, and prints what came of it.
pub async fn run(node: &Node, http: &Client, token: &str, count: usize) -> Result<()> {
    let before = node.memory()?;
    let open = Arc::new(AtomicUsize::new(0));
    let (heard, mut all) = mpsc::unbounded_channel();
    let mut listeners = Vec::new();
    for _ in 0..count {
        let request = http
            .get(format!("{}/api/v1/streaming/public/local", node.base))
            .timeout(Duration::from_secs(3_600))
            .bearer_auth(token);
        let response = request.send().await.map_err(Error::internal)?;
        if !response.status().is_success() {
            return Err(Error::internal(format!("a stream was answered with {}", response.status())));
        }
        open.fetch_add(1, Ordering::Relaxed);
        let heard = heard.clone();
        listeners.push(tokio::spawn(async move {
            let mut bytes = response.bytes_stream();
            let mut rest = String::new();
            while let Some(Ok(chunk)) = bytes.next().await {
                rest.push_str(&String::from_utf8_lossy(&chunk));
                while let Some((event, tail)) = rest.split_once("\n\n") {
                    let number =
                        event.split("burst ").nth(1).and_then(|t| t.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok());
                    if let Some(number) = number.filter(|_| event.contains("event: update")) {
                        let _: Result<(), _> = heard.send((number, Instant::now()));
                    }
                    rest = tail.to_string();
                }
            }
        }));
    }
    drop(heard);
    tokio::time::sleep(Duration::from_secs(2)).await;
    let waiting = node.memory()?;
    println!(
        "{count} streams wait: memory {before:.0} MB before, {waiting:.0} MB with them, {:.1} kB each",
        (waiting - before) * 1_024.0 / count.max(1) as f64
    );

    let sent: Arc<Mutex<Vec<Option<Instant>>>> = Arc::new(Mutex::new(vec![None; POSTS]));
    let (cpu, began) = (node.cpu()?, Instant::now());
    let times = sent.clone();
    let posting = async {
        drive(POSTS, |n| {
            times.lock().unwrap_or_else(PoisonError::into_inner)[n] = Some(Instant::now());
            let body = json!({"status": format!("burst {n} of many"), "visibility": "public"});
            Ok(http.post(format!("{}/api/v1/statuses", node.base)).bearer_auth(token).json(&body))
        })
        .await
        .map(|()| began.elapsed())
    };
    let wanted = POSTS * count;
    let listening = async {
        let mut delays = Vec::with_capacity(wanted);
        let mut peak: f64 = 0.0;
        while delays.len() < wanted {
            let next = tokio::time::timeout(Duration::from_secs(60), all.recv()).await;
            let Ok(Some((number, at))) = next else { break };
            delays.push((number, at));
            if delays.len() % 50_000 == 0 {
                peak = peak.max(node.memory()?);
            }
        }
        Ok::<_, Error>((delays, peak))
    };
    let (posted, listened) = tokio::join!(posting, listening);
    let (posted, (delays, peak)) = (posted?, listened?);
    let elapsed = began.elapsed();
    let sent = sent.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let mut late: Vec<f64> =
        delays.iter().filter_map(|(n, at): &(usize, Instant)| Some(at.duration_since((*sent.get(*n)?)?).as_secs_f64())).collect();
    late.sort_by(f64::total_cmp);
    let at = |share: f64| {
        late.get(((late.len() as f64 * share) as usize).min(late.len().saturating_sub(1))).copied().unwrap_or_default()
    };
    println!(
        "{POSTS} posts, {AT_ONCE} at a time, taken in {:.1} s; heard by all after {:.1} s: {} of {wanted} ({} lost)",
        posted.as_secs_f64(),
        elapsed.as_secs_f64(),
        delays.len(),
        wanted - delays.len()
    );
    println!(
        "delay from asking to post until it is heard: half within {:.0} ms, 99 of 100 within {:.0} ms, the last after {:.0} ms; \
         CPU {:.1} µs for each frame; memory at most {peak:.0} MB",
        at(0.5) * 1e3,
        at(0.99) * 1e3,
        late.last().copied().unwrap_or_default() * 1e3,
        (node.cpu()? - cpu) / delays.len().max(1) as f64
    );
    listeners.iter().for_each(tokio::task::JoinHandle::abort);
    Ok(())
}

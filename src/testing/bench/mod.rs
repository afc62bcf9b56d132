//! `potluck bench`: what each kind of request costs this build, in CPU time of the serving process.
//!
//! A node is started as a process of its own on fresh data, filled, and driven over HTTP with fixed counts. CPU time per
//! operation is the steady figure on a shared machine; requests per second are not.

mod decisions;
mod flood;
mod recount;
mod streams;
mod timelines;
mod traffic;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use indicatif::ProgressBar;
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use url::Url;

use super::far::Far;
use super::process::Process;
use crate::chapter;
use crate::clock::{Clock, Time};
use crate::config::FILE;
use crate::db::{Db, Place, Tx};
use crate::error::{Error, Result};
use crate::federation::CONTENT_TYPE;
use crate::site::Site;
use crate::statuses;
use crate::web::html;

#[derive(Args)]
pub struct Options {
    /// How many posts there are before measuring
    #[arg(long, default_value_t = 2_000)]
    posts: usize,
    /// How often each request is made
    #[arg(long, default_value_t = 2_000)]
    requests: usize,
    /// Instead of the table: bring so many posts of 1,000 far actors as fast as they are taken, and watch the memory
    #[arg(long, value_name = "N")]
    flood: Option<usize>,
    /// Instead of the table: open so many streams, then post 1,000 times as fast as the node takes it
    #[arg(long, value_name = "N")]
    streams: Option<usize>,
    /// Instead of the table: reading with so many posts in the database, for example 10000,100000,1000000
    #[arg(long, value_name = "N,N,…", value_delimiter = ',')]
    timelines: Vec<usize>,
    /// Instead of the table: so many Connectors and decisions, ten delegations for each, and one vote of them all
    #[arg(long, value_name = "N")]
    decisions: Option<usize>,
    /// Instead of the table: take in and recount a decision of the network with so many ballots
    #[arg(long, value_name = "N")]
    recount: Option<usize>,
    /// Instead of the table: what a decision of so many chapters with so many Connectors each costs on the line, for example 20,10
    #[arg(long, value_name = "N,N", value_delimiter = ',')]
    traffic: Vec<usize>,
    /// An empty PostgreSQL database to measure on [default: SQLite in a temporary folder]
    #[arg(long, value_name = "URL")]
    on: Option<String>,
}

/// What makes parsers slow: repeated until it is a megabyte.
pub const HOSTILE_HTML: [&str; 9] =
    ["<div>", "<p", "<a href='", "&", "<!--", "<b><i>", "<script><!--", "[[", "<span class=\"a b c\">"];

const AT_ONCE: usize = 8;
const FOLLOWERS: usize = 50;

struct Node {
    base: String,
    dir: PathBuf,
    process: Process,
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

impl Node {
    /// CPU time used so far, in microseconds (`utime` and `stime` of proc(5), in hundredths of a second).
    fn cpu(&self) -> Result<f64> {
        let pid = self.process.pid();
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).map_err(Error::internal)?;
        let fields: Vec<&str> = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().collect();
        let ticks = |at: usize| fields.get(at).and_then(|f| f.parse::<f64>().ok()).unwrap_or_default();
        Ok((ticks(11) + ticks(12)) * 10_000.0)
    }

    /// Activities that have arrived and wait for their effect.
    fn waiting(&self) -> Result<i64> {
        let queue: Value = serde_json::from_str(&self.process.run(&["queue", "--json"])?).map_err(Error::internal)?;
        Ok(queue["incoming"]["waiting"].as_i64().unwrap_or_default())
    }

    /// Resident memory in MB.
    fn memory(&self) -> Result<f64> {
        self.resident("VmRSS:")
    }

    /// That which is the process's own, without the program itself as the system has read it from its file.
    fn own_memory(&self) -> Result<f64> {
        self.resident("RssAnon:")
    }

    fn resident(&self, what: &str) -> Result<f64> {
        let pid = self.process.pid();
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).map_err(Error::internal)?;
        let line = status.lines().find_map(|l| l.strip_prefix(what)).unwrap_or_default();
        Ok(line.split_whitespace().next().and_then(|n| n.parse::<f64>().ok()).unwrap_or_default() / 1024.0)
    }
}

/// Makes `count` requests, eight at a time; each must succeed.
async fn drive(count: usize, make: impl Fn(usize) -> Result<RequestBuilder>) -> Result<()> {
    use futures_util::{StreamExt, stream};
    let mut answers = stream::iter(0..count)
        .map(|n| {
            let request = make(n);
            async move {
                let response = request?.send().await.map_err(Error::internal)?;
                let status = response.status();
                let body = response.bytes().await.map_err(Error::internal)?;
                if status.is_success() {
                    Ok(())
                } else {
                    Err(Error::internal(format!("{status}: {}", String::from_utf8_lossy(&body))))
                }
            }
        })
        .buffer_unordered(AT_ONCE);
    while let Some(answer) = answers.next().await {
        answer?;
    }
    Ok(())
}

/// Has the node make the answer, even if it has given the same before.
fn anew(request: RequestBuilder) -> RequestBuilder {
    request.header("cache-control", "no-cache")
}

/// The database of the node, beside its process.
fn database(node: &Node, options: &Options) -> Result<(Db, Arc<Site>)> {
    let place = Place::parse(options.on.as_deref().unwrap_or("sqlite:potluck.db"), &node.dir)?;
    let mut conn = crate::db::each_backend::connect(&place)?;
    let site = chapter::load(&mut conn)?.ok_or_else(|| Error::internal("there is no chapter to fill"))?;
    Ok((Db::open(&place, 1)?, Arc::new(site)))
}

async fn wait_until<F: Future<Output = Result<bool>>>(what: &str, mut condition: impl FnMut() -> F) -> Result<()> {
    let deadline = Instant::now() + Duration::from_secs(120);
    while !condition().await? {
        if Instant::now() > deadline {
            return Err(Error::internal(format!("waited two minutes in vain until {what}")));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

struct Row {
    what: &'static str,
    count: usize,
    cpu: f64,
    seconds: f64,
    target: &'static str,
}

/// The table in the making.
struct Sheet<'a> {
    node: &'a Node,
    bar: &'a ProgressBar,
    rows: Vec<Row>,
}

impl Sheet<'_> {
    /// Does the work and notes what it cost the serving process.
    async fn measure(
        &mut self,
        what: &'static str,
        target: &'static str,
        count: usize,
        work: impl Future<Output = Result<()>>,
    ) -> Result<()> {
        self.bar.set_message(what);
        let (cpu, began) = (self.node.cpu()?, Instant::now());
        work.await?;
        self.rows.push(Row { what, count, cpu: self.node.cpu()? - cpu, seconds: began.elapsed().as_secs_f64(), target });
        self.bar.inc(1);
        Ok(())
    }
}

#[expect(clippy::disallowed_methods, reason = "the bench drives its own node on loopback, as apps and servers do")]
fn client() -> Result<Client> {
    Client::builder().no_proxy().timeout(Duration::from_secs(60)).build().map_err(Error::internal)
}

fn now() -> Time {
    Clock::default().now()
}

/// Microseconds to write the page of a post whose parts have been read, the median of some rounds; and its bytes.
async fn template(node: &Node, options: &Options, id: String) -> Result<(f64, usize)> {
    const TIMES: u32 = 200;
    let (db, site) = database(node, options)?;
    let write = db
        .read(move |conn| {
            let mut tx = Tx { conn, now: now(), site, wakes: false, events: Vec::new() };
            statuses::web::for_strangers(&mut tx, "ada", &id)
        })
        .await?;
    let mut rounds = Vec::new();
    for _ in 0..15 {
        let began = Instant::now();
        for _ in 0..TIMES {
            std::hint::black_box(write()?);
        }
        rounds.push(began.elapsed().as_secs_f64() * 1e6 / f64::from(TIMES));
    }
    rounds.sort_by(f64::total_cmp);
    Ok((rounds[rounds.len() / 2], write()?.len()))
}

async fn start_node(options: &Options) -> Result<(Node, f64)> {
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).map_err(Error::internal)?.port();
    let dir = std::env::temp_dir().join(format!("potluck-bench-{}", std::process::id()));
    let domain = format!("127.0.0.1:{port}");
    let process = Process::new(dir.clone(), options.on.clone());
    let mut node = Node { base: format!("http://{domain}"), dir, process };
    node.process.run(&[
        "init",
        "--domain",
        &domain,
        "--name",
        "Bench",
        "--city",
        "Bench",
        "--steward",
        "ada",
        "--email",
        "ada@bench.example",
        "--password-file",
        "-",
        "--insecure-http",
    ])?;
    // What is measured is what a request costs, not how soon a caller is asked to wait.
    let config = node.dir.join(FILE);
    let text = std::fs::read_to_string(&config).map_err(Error::internal)?;
    std::fs::write(&config, format!("rate_limits = false\n{text}")).map_err(Error::internal)?;
    let started = Instant::now();
    node.process.serve(&domain, &node.dir.join("log"))?;
    while std::net::TcpStream::connect(&domain).is_err() {
        std::thread::sleep(Duration::from_millis(2));
    }
    Ok((node, started.elapsed().as_secs_f64()))
}

pub async fn run(options: Options) -> Result<()> {
    if cfg!(debug_assertions) {
        eprintln!("potluck: this is a development build; measure with cargo run --release -- bench");
    }
    if let Some(ballots) = options.recount {
        return recount::run(ballots);
    }
    if let [chapters, each] = options.traffic[..] {
        return traffic::run(chapters.clamp(2, 200), each.clamp(1, 1_000));
    }
    let (node, start) = start_node(&options).await?;
    let http = client()?;
    let token = node.process.run(&["token", "ada"])?;
    let (idle, own) = (node.memory()?, node.own_memory()?);
    if let Some(count) = options.flood {
        return flood::run(&node, &http, count, idle).await;
    }
    if let Some(count) = options.streams {
        return streams::run(&node, &http, &token, count).await;
    }
    if let Some(count) = options.decisions {
        return decisions::run(&node, &http, &token, &options, count).await;
    }
    if !options.timelines.is_empty() {
        return timelines::run(&node, &http, &token, &options).await;
    }
    let call = |path: &str| http.get(format!("{}{path}", node.base)).bearer_auth(&token);
    let json_of = async |request: RequestBuilder| -> Result<Value> {
        request.send().await.map_err(Error::internal)?.json().await.map_err(Error::internal)
    };
    let write = |n: usize| {
        let text = format!("Post number {n}, with a #tag and a link to https://example.org/{n}");
        Ok(http.post(format!("{}/api/v1/statuses", node.base)).bearer_auth(&token).json(&json!({"status": text})))
    };
    let bar = ProgressBar::new(13);
    let mut sheet = Sheet { node: &node, bar: &bar, rows: Vec::new() };

    sheet.measure("POST a status", "1,000", options.posts, drive(options.posts, write)).await?;
    let n = options.requests;
    let newest = json_of(call("/api/v1/timelines/home?limit=1")).await?;
    let newest_id = newest[0]["id"].as_str().unwrap_or_default().to_string();
    let page = format!("{}/@ada/{newest_id}", node.base);
    sheet.measure("home timeline, 20 posts", "105", n, drive(n, |_| Ok(call("/api/v1/timelines/home")))).await?;
    let public = || http.get(format!("{}/api/v1/timelines/public", node.base));
    let actor = || http.get(format!("{}/users/ada", node.base)).header("accept", CONTENT_TYPE);
    let instance = || call("/api/v2/instance");
    sheet.measure("public timeline, 20 posts", "105", n, drive(n, |_| Ok(anew(public())))).await?;
    sheet.measure("the same, nothing written since", "105", n, drive(n, |_| Ok(public()))).await?;
    sheet.measure("actor document", "35", n, drive(n, |_| Ok(anew(actor())))).await?;
    sheet.measure("the same, nothing written since", "35", n, drive(n, |_| Ok(actor()))).await?;
    sheet.measure("post page, HTML", "200", n, drive(n, |_| Ok(anew(http.get(&page))))).await?;
    sheet.measure("the same, nothing written since", "200", n, drive(n, |_| Ok(http.get(&page)))).await?;
    let (template, bytes) = template(&node, &options, newest_id.clone()).await?;
    sheet.measure("instance v2", "12", n, drive(n, |_| Ok(anew(instance())))).await?;
    sheet.measure("the same, nothing written since", "12", n, drive(n, |_| Ok(instance()))).await?;

    // A far author whom ada follows sends posts.
    let far = Far::start().await?;
    let inbox = Url::parse(&format!("{}/inbox", node.base)).map_err(Error::internal)?;
    let author = far.signer(0)?;
    let found = json_of(call(&format!("/api/v2/search?resolve=true&q={}", far.actor(0)))).await?;
    let far_id = found["accounts"][0]["id"].as_str().unwrap_or_default().to_string();
    let followed = json_of(http.post(format!("{}/api/v1/accounts/{far_id}/follow", node.base)).bearer_auth(&token)).await?;
    if followed["requested"] != true {
        return Err(Error::internal(format!("the far author could not be followed: {followed}")));
    }
    let ada = format!("{}/users/ada", node.base);
    let accept = json!({
        "id": format!("{}/accept", far.base), "type": "Accept", "actor": far.actor(0),
        "object": {"type": "Follow", "actor": ada, "object": far.actor(0)}
    });
    drive(1, |_| far.request(&http, &inbox, &author, &accept, now())).await?;
    let relation = format!("/api/v1/accounts/relationships?id[]={far_id}");
    wait_until("the follow is accepted", || async { Ok(json_of(call(&relation)).await?[0]["following"] == true) }).await?;
    let note = |n: usize| {
        let uri = format!("{}/n/{n}", far.base);
        let public = "https://www.w3.org/ns/activitystreams#Public";
        json!({"id": format!("{uri}/activity"), "type": "Create", "actor": far.actor(0), "to": [public], "object": {
            "id": uri, "type": "Note", "attributedTo": far.actor(0), "content": format!("<p>Far post {n}</p>"), "to": [public]
        }})
    };
    let arrived = async || -> Result<bool> {
        let account = json_of(call(&format!("/api/v1/accounts/{far_id}"))).await?;
        Ok(account["statuses_count"].as_u64() >= Some(n as u64))
    };
    let inbound = async || {
        drive(n, |i| far.request(&http, &inbox, &author, &note(i), now())).await?;
        wait_until("all posts have arrived", &arrived).await
    };
    sheet.measure("one inbound status", "800", n, inbound()).await?;

    // Followers on fifty servers get ada's posts.
    let servers = Far::start_many(FOLLOWERS).await?;
    for server in &servers {
        let uri = server.actor(0);
        let follow = json!({"id": format!("{uri}/follow"), "type": "Follow", "actor": uri, "object": ada});
        let signer = server.signer(0)?;
        drive(1, |_| server.request(&http, &inbox, &signer, &follow, now())).await?;
    }
    let me = json_of(call("/api/v1/accounts/verify_credentials")).await?["id"].as_str().unwrap_or_default().to_string();
    let followers = format!("/api/v1/accounts/{me}");
    wait_until("everybody follows", || async { Ok(json_of(call(&followers)).await?["followers_count"] == FOLLOWERS) }).await?;
    let posts = (n / FOLLOWERS).max(1);
    let deliveries = posts * FOLLOWERS;
    let outbound = async || {
        let created = || servers.iter().map(|server| server.count("Create")).sum::<usize>();
        let before = created();
        drive(posts, write).await?;
        wait_until("all posts are delivered", async || Ok(created() - before >= deliveries)).await
    };
    sheet.measure("one outbound delivery", "1.4 × signature", deliveries, outbound()).await?;
    bar.finish_and_clear();

    let signing = Instant::now();
    for _ in 0..200 {
        author.sign(b"a message of no importance")?;
    }
    let signature = signing.elapsed().as_secs_f64() * 1e6 / 200.0;
    println!(
        "database: {}; {} posts; start to first answer {start:.2} s; memory idle {idle:.0} MB ({own:.0} without the program's file), now {:.0} MB",
        if options.on.is_some() { "PostgreSQL" } else { "SQLite" },
        options.posts,
        node.memory()?
    );
    println!("one RSA-2048 signature in this run: {signature:.0} µs");
    println!("writing the page of a post, once everything in it has been read: {template:.0} µs for {bytes} bytes (target 200)");
    let slowest = HOSTILE_HTML.iter().map(|piece| {
        let text = piece.repeat(1_000_000 / piece.len());
        let began = Instant::now();
        let _ = (html::clean(&text), html::words(&text, 500));
        began.elapsed().as_secs_f64() * 1e3
    });
    println!("a megabyte of the most hostile HTML: {:.0} ms (target 100)\n", slowest.fold(0.0, f64::max));
    println!("| work | CPU µs each | target | times | seconds |\n|---|--:|--:|--:|--:|");
    for row in sheet.rows {
        println!("| {} | {:.0} | {} | {} | {:.1} |", row.what, row.cpu / row.count as f64, row.target, row.count, row.seconds);
    }
    Ok(())
}

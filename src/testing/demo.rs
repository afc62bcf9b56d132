//! `potluck demo`: the model chapters as three real nodes on loopback, each a process of its own.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use super::model::{CHAPTERS, FOLLOWS, PASSWORD, PROPOSALS, REPLIES};
use super::process::Process;
use crate::clock::{Clock, Time};
use crate::error::{Error, Result};

#[derive(Args)]
pub struct Options {
    /// Where to keep the three data folders [default: a temporary one, removed at the end]
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// The first of three ports
    #[arg(long, default_value_t = 8181)]
    port: u16,
    /// Stop as soon as everything is there, for a check that it works
    #[arg(long)]
    once: bool,
}

struct Node {
    slug: &'static str,
    base: String,
    domain: String,
    process: Process,
}

/// Somebody's handle, the place of their node, and their token.
type Member = (String, usize, String);

/// Calls the nodes as an app would.
struct Client(reqwest::Client);

impl Client {
    #[expect(clippy::disallowed_methods, reason = "the demo talks to its own nodes on loopback, as an app would")]
    fn new() -> Result<Self> {
        reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(20)).build().map(Self).map_err(Error::internal)
    }

    async fn call(&self, request: reqwest::RequestBuilder) -> Result<Value> {
        let response = request.send().await.map_err(Error::internal)?;
        let status = response.status();
        let body: Value = response.json().await.unwrap_or_default();
        if status.is_success() { Ok(body) } else { Err(Error::invalid(format!("a node of the demo answered {status}: {body}"))) }
    }

    async fn get(&self, node: &Node, token: &str, path: &str) -> Result<Value> {
        self.call(self.0.get(format!("{}{path}", node.base)).bearer_auth(token)).await
    }

    async fn post(&self, node: &Node, token: &str, path: &str, body: &Value) -> Result<Value> {
        self.call(self.0.post(format!("{}{path}", node.base)).bearer_auth(token).json(body)).await
    }
}

/// Waits for a condition, half a minute at the most.
async fn until<F: Future<Output = Result<bool>>>(what: &str, mut condition: impl FnMut() -> F) -> Result<()> {
    for _ in 0..300 {
        if condition().await.unwrap_or(false) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err(Error::invalid(format!("The demo waited half a minute for {what}. The logs lie beside the data folders (see --dir).")))
}

pub async fn run(options: Options) -> Result<()> {
    let (dir, temporary) = match options.dir {
        Some(dir) => (dir, false),
        None => (std::env::temp_dir().join(format!("potluck-demo-{}", std::process::id())), true),
    };
    std::fs::create_dir_all(&dir)
        .map_err(|error| Error::invalid(format!("The folder {} cannot be used: {error}.", dir.display())))?;
    let ended = tokio::select! {
        done = show(&dir, options.port, options.once) => done,
        _ = tokio::signal::ctrl_c() => Ok(()),
    };
    if temporary {
        let _ = std::fs::remove_dir_all(&dir);
    }
    ended
}

async fn show(dir: &Path, first_port: u16, once: bool) -> Result<()> {
    let nodes_to_found = CHAPTERS.len() as u64;
    let people: u64 = CHAPTERS.iter().map(|c| c.people.len() as u64).sum();
    let posts: u64 = CHAPTERS.iter().flat_map(|c| c.people).map(|p| p.posts.len() as u64).sum();
    let steps = nodes_to_found + people + posts + (FOLLOWS.len() + PROPOSALS.len() + REPLIES.len() + 7) as u64;
    let bar = ProgressBar::new(steps);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
        bar.set_style(style);
    }

    let mut nodes = Vec::new();
    let mut fresh = true;
    for (index, chapter) in CHAPTERS.iter().enumerate() {
        let port = first_port + u16::try_from(index).unwrap_or_default();
        bar.set_message(format!("founding {}", chapter.city));
        if std::net::TcpListener::bind(("127.0.0.1", port)).is_err() {
            return Err(Error::invalid(format!(
                "Port {port} is taken. Choose three others with --port, for example --port 9181."
            )));
        }
        let domain = format!("{}.localhost:{port}", chapter.slug);
        let mut node = Node {
            slug: chapter.slug,
            base: format!("http://127.0.0.1:{port}"),
            domain,
            process: Process::new(dir.join(chapter.slug), None),
        };
        let steward = chapter.people[0].name;
        let email = format!("{steward}@{}.example", chapter.slug);
        if node.process.data.join("potluck.toml").exists() {
            fresh = false;
        } else {
            node.process.run(&[
                "init",
                "--domain",
                &node.domain,
                "--name",
                chapter.name,
                "--city",
                chapter.city,
                "--handle",
                chapter.slug,
                "--time-zone",
                chapter.time_zone,
                "--steward",
                steward,
                "--display-name",
                chapter.people[0].display_name,
                "--email",
                &email,
                "--password-file",
                "-",
                "--insecure-http",
            ])?;
        }
        let log = dir.join(format!("{}.log", chapter.slug));
        node.process.serve_by(&format!("127.0.0.1:{port}"), &log, Some(&dir.join(CLOCK)))?;
        nodes.push(node);
        bar.inc(1);
    }

    let client = Client::new()?;
    for node in &nodes {
        let health = format!("{}/health", node.base);
        until("a node to start", || async { Ok(client.0.get(&health).send().await.is_ok_and(|r| r.status().is_success())) })
            .await?;
    }
    let mut decided = None;
    if fresh {
        let members = fill(&nodes, &client, &bar).await?;
        decided = Some(decide(&nodes, &client, &bar, dir, &members).await?);
    }
    bar.finish_and_clear();
    print_addresses(&nodes);
    if let Some(record) = decided {
        println!(
            "\nThe three have founded a network and decided something together. Anybody recounts it:\n  potluck verify {record}"
        );
    }
    if once {
        return Ok(());
    }
    std::future::pending::<()>().await;
    Ok(())
}

/// Brings the people in and lets them talk.
async fn fill(nodes: &[Node], client: &Client, bar: &ProgressBar) -> Result<Vec<Member>> {
    let mut tokens: Vec<Member> = Vec::new();
    for (index, chapter) in CHAPTERS.iter().enumerate() {
        for (place, person) in chapter.people.iter().enumerate() {
            bar.set_message(format!("{} comes in", person.display_name));
            let email = format!("{}@{}.example", person.name, chapter.slug);
            if place > 0 {
                nodes[index].process.run(&[
                    "account",
                    "create",
                    person.name,
                    "--email",
                    &email,
                    "--password-file",
                    "-",
                    "--role",
                    person.role.as_str(),
                    "--display-name",
                    person.display_name,
                ])?;
            }
            let token = nodes[index].process.run(&["token", person.name, "--app", "Potluck demo"])?;
            tokens.push((format!("{}@{}", person.name, chapter.slug), index, token));
            bar.inc(1);
        }
    }
    let of = |who: &str| {
        tokens
            .iter()
            .find(|(name, ..)| name == who)
            .map(|(_, index, token)| (&nodes[*index], token.as_str()))
            .ok_or(Error::NotFound)
    };
    let handle = |who: &str| {
        let (name, slug) = who.split_once('@').unwrap_or((who, ""));
        let domain = nodes.iter().find(|n| n.slug == slug).map_or("", |n| &n.domain);
        format!("{name}@{domain}")
    };

    for (who, whom) in FOLLOWS {
        bar.set_message(format!("{who} follows {whom}"));
        let (node, token) = of(who)?;
        let found = client.get(node, token, &format!("/api/v2/search?resolve=true&type=accounts&q={}", handle(whom))).await?;
        let id = found["accounts"][0]["id"]
            .as_str()
            .ok_or_else(|| Error::invalid(format!("{whom} was not found from {who}")))?
            .to_string();
        client.post(node, token, &format!("/api/v1/accounts/{id}/follow"), &json!({})).await?;
        let path = format!("/api/v1/accounts/relationships?id[]={id}");
        until("a follow to be accepted", || async { Ok(client.get(node, token, &path).await?[0]["following"] == true) }).await?;
        bar.inc(1);
    }
    for chapter in &CHAPTERS {
        for person in chapter.people {
            let (node, token) = of(&format!("{}@{}", person.name, chapter.slug))?;
            for text in person.posts {
                bar.set_message(format!("{} writes", person.display_name));
                client.post(node, token, "/api/v1/statuses", &json!({"status": text})).await?;
                bar.inc(1);
            }
        }
    }
    for (chapter, node) in CHAPTERS.iter().zip(nodes) {
        let steward = node.process.run(&["token", chapter.people[0].name, "--app", "Potluck demo", "--scopes", "admin:write"])?;
        let day = Clock::default().now().plus(chapter.dinner.1 * Time::DAY).date();
        let dinner = json!({
            "text": chapter.dinner.0, "starts_at": format!("{day}T00:00:00Z"), "ends_at": format!("{day}T23:59:59Z"), "all_day": true
        });
        client.post(node, &steward, "/api/v1/potluck/announcements", &dinner).await?;
    }
    for proposal in &PROPOSALS {
        bar.set_message(format!("{} proposes something", proposal.by));
        let (node, token) = of(proposal.by)?;
        let draft = json!({
            "process": proposal.process, "title": proposal.title, "driver": proposal.driver, "text": proposal.text, "topic": proposal.topic,
            "budget": proposal.budget
        });
        let draft = client.post(node, token, "/api/v1/potluck/proposals", &draft).await?;
        let acts = format!("/api/v1/potluck/proposals/{}/acts", draft["id"].as_str().unwrap_or_default());
        client.post(node, token, &acts, &json!({"act": "publish"})).await?;
        for who in proposal.endorsed {
            let (node, token) = of(who)?;
            client.post(node, token, &acts, &json!({"act": "endorse"})).await?;
        }
        bar.inc(1);
    }
    for (who, to, text) in REPLIES {
        bar.set_message(format!("{who} answers {to}"));
        let (node, token) = of(who)?;
        let author = handle(to);
        until("a post to arrive in another city", || async {
            let home = client.get(node, token, "/api/v1/timelines/home").await?;
            let post = home.as_array().into_iter().flatten().rev().find(|post| post["account"]["acct"] == *author);
            let Some(id) = post.and_then(|p| p["id"].as_str()) else { return Ok(false) };
            let answer = json!({"status": format!("@{author} {text}"), "in_reply_to_id": id});
            client.post(node, token, "/api/v1/statuses", &answer).await.map(|_| true)
        })
        .await?;
        bar.inc(1);
    }
    Ok(tokens)
}

/// How many minutes the chapters of the demo are ahead, in a file all of them read.
const CLOCK: &str = "clock";
const NETWORK: &str = "/api/v1/potluck/network";

/// The three found a network and decide something together, from the first text to the recount, while weeks go by; answers where
/// the record is.
async fn decide(nodes: &[Node], client: &Client, bar: &ProgressBar, dir: &Path, members: &[Member]) -> Result<String> {
    let mut minutes = 0;
    let mut pass = |hours: i64| -> Result<()> {
        minutes += 60 * hours;
        let new = dir.join("clock.new");
        std::fs::write(&new, minutes.to_string()).and_then(|()| std::fs::rename(&new, dir.join(CLOCK))).map_err(Error::internal)
    };
    let tell = |what: String| {
        bar.suspend(|| println!("  {what}"));
        bar.inc(1);
    };
    let (first, others) = nodes.split_first().ok_or(Error::NotFound)?;
    let handles: Vec<String> = others.iter().map(|node| format!("@{}@{}", node.slug, node.domain)).collect();
    let mut found = vec!["network", "found", "OuiShare"];
    found.extend(handles.iter().map(String::as_str));
    first.process.run(&found)?;
    let stands = async |node: &Node, state: &str| {
        let path = format!("{}{NETWORK}", node.base);
        until("the network", || async { Ok(client.call(client.0.get(&path)).await?["state"] == state) }).await
    };
    for node in others {
        stands(node, "invited").await?;
        node.process.run(&["network", "agree"])?;
    }
    for node in nodes {
        stands(node, "active").await?;
    }
    tell("Three chapters have signed: the network is founded.".into());

    let of_city = |city: usize| -> Vec<&Member> { members.iter().filter(|(_, index, _)| *index == city).collect() };
    let (_, _, token) = of_city(0).first().copied().ok_or(Error::NotFound)?;
    let draft = json!({
        "title": "One calendar for all cities", "driver": "We miss each other's dates.", "topic": "tools",
        "text": "We keep **one** calendar. Each city writes its own dates into it."
    });
    let proposed = client.post(first, token, &format!("{NETWORK}/decisions"), &draft).await?;
    tell(format!("Proposed in {}: {}. It lies open for two days.", first.slug, proposed["title"].as_str().unwrap_or_default()));
    let uri = proposed["uri"].as_str().unwrap_or_default().to_string();
    let known = async |node: &Node, token: &str| -> Result<Value> {
        for state in ["open", "closed"] {
            let all = client.get(node, token, &format!("{NETWORK}/decisions?state={state}")).await?;
            if let Some(one) = all.as_array().into_iter().flatten().find(|one| one["uri"] == *uri) {
                return client.get(node, token, &format!("{NETWORK}/decisions/{}", one["id"].as_str().unwrap_or_default())).await;
            }
        }
        Err(Error::NotFound)
    };
    pass(49)?;
    let acts = format!("{NETWORK}/decisions/{}/acts", proposed["id"].as_str().unwrap_or_default());
    until("two days to go by", || async {
        client.post(first, token, &acts, &json!({"act": "call_for_consent"})).await.map(|_| true)
    })
    .await?;
    for (city, node) in nodes.iter().enumerate() {
        let people = of_city(city);
        let (_, _, own) = people.first().copied().ok_or(Error::NotFound)?;
        until("the decision to open", || async { Ok(known(node, own).await?["state"] == "consent") }).await?;
        let mut answered = 0;
        for (_, _, token) in people {
            let decision = known(node, token).await?;
            if decision["me"]["on_roll"] == true {
                let acts = format!("{NETWORK}/decisions/{}/acts", decision["id"].as_str().unwrap_or_default());
                client.post(node, token, &acts, &json!({"act": "consent"})).await?;
                answered += 1;
            }
        }
        tell(format!("{answered} Connectors of {} have answered, each signed.", node.slug));
    }
    pass(1)?;
    tell("The window of seven days goes by, and a day for what comes late.".into());
    pass(8 * 24)?;
    let mut waited = 0;
    loop {
        let mut ratified = 0;
        for (city, node) in nodes.iter().enumerate() {
            let (_, _, own) = of_city(city).first().copied().ok_or(Error::NotFound)?;
            if known(node, own).await?["standing"] == "ratified" {
                ratified += 1;
            }
        }
        if ratified == nodes.len() {
            break;
        }
        waited += 1;
        if waited > 60 {
            return Err(Error::invalid(
                "The demo waited in vain for three chapters to agree. The logs lie beside the data folders.",
            ));
        }
        pass(1)?;
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    tell("Every chapter has recounted it and agrees: ratified.".into());
    Ok(format!("{uri}/record.json"))
}

fn print_addresses(nodes: &[Node]) {
    println!("Three chapters are running and follow each other:\n");
    for (node, chapter) in nodes.iter().zip(&CHAPTERS) {
        println!("  {:<20} http://{}", chapter.name, node.domain);
        for person in chapter.people {
            println!("      @{:<10} {:<18} {}", person.name, person.display_name, person.role.title());
        }
    }
    println!("\nEverybody's password is {PASSWORD}");
    println!("Look at the pages in a browser, log in there, or point any Mastodon app on this machine at one of the addresses.");
    println!("Ctrl-C ends all three.");
}

//! A chapter as a process: the released binary, a data folder, a free port.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

pub const PASSWORD: &str = "bread and salt";

pub struct Node {
    pub slug: String,
    pub domain: String,
    /// Where the process listens: at its domain, unless somebody stands before it.
    listen: String,
    pub base: String,
    pub dir: PathBuf,
    /// A database of its own on the PostgreSQL that `POTLUCK_TEST_DATABASE` names, if it does.
    database: Option<String>,
    process: Option<Child>,
    /// Letters that lie with the postman who stands before it, if one does.
    letters: Option<Arc<AtomicUsize>>,
    /// Where libfaketime reads what time it is for this node, where that is not the machine's.
    clock: Option<PathBuf>,
}

/// Runs the binary to its end, with something on its standard input.
pub fn potluck(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_potluck"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Who wants no input closes its end; that is no failure.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

pub fn temp_dir(name: &str) -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let dir = std::env::temp_dir().join(format!(
        "potluck-federation-{}-{}-{name}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    ));
    let _ = std::fs::remove_dir_all(&dir);
    dir
}

/// A port nobody uses at the moment, and below those that outgoing connections are given: a node that was killed must find
/// its own again.
pub fn free_port() -> u16 {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    loop {
        let turn = std::process::id() as usize * 31 + NEXT.fetch_add(1, Ordering::Relaxed);
        let port = 20_000 + u16::try_from(turn % 12_000).unwrap();
        if std::net::TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// The library that tells a program another time.
fn faketime() -> PathBuf {
    let libraries =
        std::fs::read_dir("/usr/lib").unwrap().filter_map(|entry| Some(entry.ok()?.path().join("faketime/libfaketime.so.1")));
    libraries.into_iter().find(|path| path.exists()).expect("libfaketime is missing: apt-get install libfaketime")
}

fn own_database(name: &str) -> Option<String> {
    let server = std::env::var("POTLUCK_TEST_DATABASE").ok().filter(|url| !url.is_empty())?;
    let done = Command::new("psql").args([&server, "-qc", &format!("CREATE DATABASE {name}")]).status().unwrap();
    assert!(done.success());
    let (before, query) = server.split_once('?').unwrap_or((&server, ""));
    Some(format!("{}/{name}?{query}", before.rsplit_once('/').unwrap().0))
}

impl Node {
    /// A founded chapter that runs.
    pub async fn start(slug: &str) -> Self {
        Self::start_at(slug, None).await
    }

    /// The same, where activities arrive twice and out of order.
    pub async fn start_behind_a_postman(slug: &str) -> Self {
        Self::start_at(slug, Some(format!("127.0.0.1:{}", free_port()))).await
    }

    async fn start_at(slug: &str, listen: Option<String>) -> Self {
        let port = free_port();
        let dir = temp_dir(slug);
        let database = own_database(&format!("potluck_fed_{}_{slug}_{port}", std::process::id()));
        let domain = format!("127.0.0.1:{port}");
        let letters = listen.as_ref().map(|listen| crate::postman::stand(&domain, listen));
        let listen = listen.unwrap_or_else(|| domain.clone());
        let base = format!("http://{domain}");
        let mut node = Self { slug: slug.into(), base, domain, listen, dir, database, process: None, letters, clock: None };
        let email = format!("steward@{slug}.example");
        let domain = node.domain.clone();
        node.run(
            &[
                "init",
                "--domain",
                &domain,
                "--name",
                slug,
                "--city",
                slug,
                "--steward",
                "stella",
                "--email",
                &email,
                "--password-file",
                "-",
                "--insecure-http",
            ],
            PASSWORD,
        );
        node.up().await;
        node
    }

    /// From the next start on this node has a clock of its own, and lets everybody ask as often as they like.
    pub fn own_clock(&mut self) {
        self.clock = Some(self.dir.join("clock"));
        self.set_clock(0);
        let config = self.dir.join("potluck.toml");
        let text = std::fs::read_to_string(&config).unwrap();
        std::fs::write(config, format!("rate_limits = false\n{text}")).unwrap();
    }

    /// So many minutes from the machine's time.
    pub fn set_clock(&self, minutes: i64) {
        let new = self.dir.join("clock.new");
        std::fs::write(&new, format!("{minutes:+}m\n")).unwrap();
        std::fs::rename(new, self.clock.as_ref().unwrap()).unwrap();
    }

    /// Runs a command on this node's data; it must succeed.
    pub fn run(&self, args: &[&str], input: &str) -> String {
        let dir = self.dir.to_string_lossy().into_owned();
        let mut all = vec!["--data", &dir];
        if let Some(database) = &self.database {
            all.extend(["--database", database]);
        }
        all.extend(args);
        let output = potluck(&all, input);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_string()
    }

    /// Starts the process and waits until it says that it answers.
    pub async fn up(&mut self) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_potluck"));
        if let Some(clock) = &self.clock {
            command.env("LD_PRELOAD", faketime()).env("FAKETIME_TIMESTAMP_FILE", clock);
            command.env("FAKETIME_NO_CACHE", "1").env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        }
        command.arg("--data").arg(&self.dir);
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.dir.join("log")).unwrap();
        let mut child = command.args(["serve", "--listen", &self.listen]).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let said = lines.find(|line| line.as_ref().is_ok_and(|l| l.starts_with("listening on http://")));
        assert!(said.is_some(), "{} did not start: {}", self.slug, std::fs::read_to_string(self.dir.join("log")).unwrap());
        self.process = Some(child);
    }

    /// Where the chapter's data is shared by several processes: one more of them, which answers requests. On SQLite there is one
    /// process alone, and this is it.
    pub fn beside(&self) -> (String, Option<Beside>) {
        let Some(database) = &self.database else { return (self.base.clone(), None) };
        let listen = format!("127.0.0.1:{}", free_port());
        let mut child = Command::new(env!("CARGO_BIN_EXE_potluck"))
            .arg("--data")
            .arg(&self.dir)
            .args(["--database", database, "serve", "--role", "web", "--listen", &listen])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.is_ok_and(|l| l.starts_with("listening on http://"))));
        (format!("http://{listen}"), Some(Beside(child)))
    }

    /// The chapter comes back from a backup, in another folder and on SQLite, wherever it was before; its people go on.
    pub async fn come_back(&mut self, backup: &std::path::Path) {
        self.kill();
        self.dir = temp_dir(&self.slug);
        self.database = None;
        self.run(&["restore", &backup.to_string_lossy()], "");
        self.up().await;
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        let mut child = self.process.take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Is something on its way to this node, that it could take now?
    pub fn awaits_letters(&self) -> bool {
        self.process.is_some() && self.letters.as_ref().is_some_and(|letters| letters.load(Ordering::Relaxed) > 0)
    }

    /// What a steward's Ctrl-C does; answers whether it ended well.
    pub fn terminate(&mut self) -> bool {
        let mut child = self.process.take().unwrap();
        assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
        child.wait().unwrap().success()
    }

    pub fn person(&self, name: &str) -> Person {
        let email = format!("{name}@{}.example", self.slug);
        self.run(&["account", "create", name, "--email", &email, "--password-file", "-"], PASSWORD);
        self.member(name)
    }

    /// Somebody who is there already, with an app.
    pub fn member(&self, name: &str) -> Person {
        let token = self.run(&["token", name], "");
        Person { name: name.into(), token, base: self.base.clone(), domain: self.domain.clone(), http: client() }
    }
}

pub struct Beside(Child);

impl Drop for Beside {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        if let Some(child) = &mut self.process {
            let _ = child.kill();
            let _ = child.wait();
        }
        if std::thread::panicking() {
            eprintln!("── log of {} ──\n{}", self.slug, std::fs::read_to_string(self.dir.join("log")).unwrap_or_default());
        }
        let _ = std::fs::remove_dir_all(&self.dir);
        if let (Some(url), Ok(server)) = (&self.database, std::env::var("POTLUCK_TEST_DATABASE")) {
            let name = url.split('?').next().unwrap().rsplit('/').next().unwrap();
            let _ = Command::new("psql").args([&server, "-qc", &format!("DROP DATABASE {name} WITH (FORCE)")]).status();
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "tests call their own nodes on loopback, as apps do")]
pub fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(30)).build().unwrap()
}

/// Waits for something to come true, three minutes at the most.
pub async fn until<T, F: Future<Output = Option<T>>>(what: &str, mut look: impl FnMut() -> F) -> T {
    let deadline = Instant::now() + Duration::from_secs(180);
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A member with an app.
#[derive(Clone)]
pub struct Person {
    pub name: String,
    pub token: String,
    pub domain: String,
    base: String,
    http: reqwest::Client,
}

impl Person {
    pub fn handle(&self) -> String {
        format!("{}@{}", self.name, self.domain)
    }

    pub async fn call(&self, method: reqwest::Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let mut request = self.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap_or_default())
    }

    /// `None`: no answer came.
    pub async fn try_call(&self, method: reqwest::Method, path: &str, body: Option<Value>) -> Option<(u16, Value)> {
        let mut request = self.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.ok()?;
        Some((response.status().as_u16(), response.json().await.ok()?))
    }

    pub async fn get(&self, path: &str) -> Value {
        let (status, body) = self.call(reqwest::Method::GET, path, None).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    pub async fn post(&self, path: &str, body: Value) -> Value {
        let (status, body) = self.call(reqwest::Method::POST, path, Some(body)).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    pub async fn says(&self, text: &str) -> Value {
        self.post("/api/v1/statuses", json!({"status": text})).await
    }

    pub async fn replies(&self, to: &Value, text: &str) -> Value {
        self.post("/api/v1/statuses", json!({"status": text, "in_reply_to_id": to["id"]})).await
    }

    pub async fn does(&self, verb: &str, status: &Value) -> Value {
        self.post(&format!("/api/v1/statuses/{}/{verb}", status["id"].as_str().unwrap()), json!({})).await
    }

    pub async fn finds(&self, handle: &str) -> Value {
        self.get(&format!("/api/v2/search?type=accounts&resolve=true&q={handle}")).await["accounts"][0].clone()
    }

    pub async fn follows(&self, handle: &str) {
        let found = self.finds(handle).await;
        let id = found["id"].as_str().unwrap_or_else(|| panic!("{handle} was not found")).to_string();
        self.post(&format!("/api/v1/accounts/{id}/follow"), json!({})).await;
        let path = format!("/api/v1/accounts/relationships?id[]={id}");
        until(&format!("{} is accepted by {handle}", self.name), || async {
            (self.get(&path).await[0]["following"] == true).then_some(())
        })
        .await;
    }

    pub async fn home(&self) -> Vec<Value> {
        let home = self.get("/api/v1/timelines/home?limit=40").await;
        home.as_array().unwrap().iter().map(|s| if s["reblog"].is_null() { s.clone() } else { s["reblog"].clone() }).collect()
    }

    /// A post at home by a piece of its content, once it is there.
    pub async fn sees(&self, text: &str) -> Value {
        let what = format!("{} sees {text:?}", self.handle());
        until(&what, || async { self.home().await.into_iter().find(|s| s["content"].as_str().unwrap().contains(text)) }).await
    }

    pub async fn status(&self, status: &Value) -> Option<Value> {
        let (code, body) =
            self.call(reqwest::Method::GET, &format!("/api/v1/statuses/{}", status["id"].as_str().unwrap()), None).await;
        (code == 200).then_some(body)
    }

    /// Waits until one has been told of something: `favourite chiara@…`.
    pub async fn is_told(&self, what: &str) {
        until(&format!("{} is told: {what}", self.handle()), || async {
            let told = self.get("/api/v1/notifications").await;
            let told = told.as_array().unwrap();
            told.iter()
                .any(|n| format!("{} {}", n["type"].as_str().unwrap(), n["account"]["acct"].as_str().unwrap()) == what)
                .then_some(())
        })
        .await
    }
}

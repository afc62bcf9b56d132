//! A node on a free port with a real database, and the people who use it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use url::Url;

use crate::accounts::{self, NewPerson};
use crate::app::App;
use crate::chapter::{self, Founding, Keys};
use crate::clock::{Clock, Time};
use crate::config::Config;
use crate::db::{Db, Place, each_backend, search};
use crate::federation::keys::{self, Signer, generate_aside};
use crate::federation::signatures::{self, Scheme};
use crate::federation::{CONTENT_TYPE, delivery, store};
use crate::later;
use crate::members;
use crate::oauth::scopes::Scopes;
use crate::streaming::Station;
use crate::{activities, oauth, router, worker};
use rules::roles::Role;

pub const PASSWORD: &str = "bread and salt";

/// Where the tests keep their data: SQLite in a temporary folder, or databases of their own on the PostgreSQL that
/// `POTLUCK_TEST_DATABASE` names.
pub struct TestPlace {
    pub place: Place,
    pub dir: PathBuf,
    server: Option<String>,
}

impl TestPlace {
    pub fn make() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("potluck_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let dir = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&dir).unwrap();
        match std::env::var("POTLUCK_TEST_DATABASE").ok().filter(|url| !url.is_empty()) {
            Some(server) => {
                let mut conn = each_backend::connect(&Place::Postgres(server.clone())).unwrap();
                conn.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
                let (before, query) = server.split_once('?').unwrap_or((&server, ""));
                let address = before.rsplit_once('/').map_or(before, |(head, _)| head);
                Self { place: Place::Postgres(format!("{address}/{name}?{query}")), dir, server: Some(server) }
            }
            None => Self { place: Place::Sqlite(dir.join("potluck.db")), dir, server: None },
        }
    }
}

impl Drop for TestPlace {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
        if let (Some(server), Place::Postgres(url)) = (&self.server, &self.place) {
            let name = url.split('?').next().and_then(|u| u.rsplit('/').next()).unwrap_or_default();
            if let Ok(mut conn) = each_backend::connect(&Place::Postgres(server.clone())) {
                let _ = conn.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"));
            }
        }
    }
}

/// A chapter that answers requests and works in the background, as `potluck serve` does.
pub struct TestNode {
    pub app: App,
    pub base: String,
    pub domain: String,
    pub http: Client,
    pub station: Arc<Station>,
    tasks: Vec<JoinHandle<()>>,
    place: TestPlace,
}

impl TestNode {
    /// A chapter with its steward, `stella`.
    pub async fn start() -> Self {
        Self::prepare(true, Config::default(), None).await
    }

    /// A chapter whose handles have another host than its addresses.
    pub async fn split(handles: String) -> Self {
        Self::prepare(true, Config::default(), Some(handles)).await
    }

    /// A chapter that talks with listed hosts only.
    pub async fn limited() -> Self {
        Self::prepare(true, Config { limited_federation: true, ..Config::default() }, None).await
    }

    /// A chapter whose documents only those who sign may read.
    pub async fn secure() -> Self {
        Self::prepare(true, Config { authorized_fetch: true, ..Config::default() }, None).await
    }

    /// A chapter that lets everybody ask as often as they like.
    pub async fn patient() -> Self {
        Self::prepare(true, Config { rate_limits: false, ..Config::default() }, None).await
    }

    /// A chapter that sends letters.
    pub async fn with_mail(mail: crate::config::Mail) -> Self {
        Self::prepare(true, Config { mail: Some(mail), ..Config::default() }, None).await
    }

    /// A chapter whose posts can be translated.
    pub async fn with_translator(translation: crate::config::Translation) -> Self {
        Self::prepare(true, Config { translation: Some(translation), ..Config::default() }, None).await
    }

    /// A node before its set-up.
    pub async fn unfounded() -> Self {
        Self::prepare(false, Config::default(), None).await
    }

    #[expect(clippy::disallowed_methods, reason = "tests call their own nodes on loopback, as browsers and apps do")]
    async fn prepare(founded: bool, config: Config, handles: Option<String>) -> Self {
        let place = TestPlace::make();
        let db = Db::open(&place.place, 4).unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let domain = listener.local_addr().unwrap().to_string();
        let clock = Clock::default();
        let mut site = None;
        if founded {
            let founding = Founding {
                domain: handles.clone().unwrap_or_else(|| domain.clone()),
                web_domain: Some(domain.clone()),
                insecure_http: true,
                name: "OuiShare Paris".into(),
                city: "Paris".into(),
                time_zone: Some(crate::zone::Zone::UTC),
                handle: None,
                steward: "stella".into(),
                display_name: "Stella".into(),
                email: "stella@paris.example".into(),
                password_hash: accounts::hash_password(PASSWORD).await.unwrap(),
                connectors: Vec::new(),
            };
            let keys = Keys::generate(0).await.unwrap();
            let now = clock.now();
            site = Some(db.write(move |conn| chapter::found(conn, now, &founding, keys)).await.unwrap());
        }
        let config = Config { data: place.dir.clone(), ..config };
        let app = App::new(config, clock, db, site).unwrap();
        let station = Station::start(app.clone());
        let service = router::service_with(app.clone(), station.clone());
        let server = tokio::spawn(async move {
            axum::serve(listener, service.into_make_service_with_connect_info::<SocketAddr>()).await.unwrap()
        });
        let worker = tokio::spawn(worker::run(app.clone()));
        let http = Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { base: format!("http://{domain}"), domain, http, app, station, tasks: vec![server, worker], place }
    }

    /// Somebody new, with an app they are logged in to.
    pub async fn person(&self, name: &str) -> Person {
        let new = NewPerson {
            username: name.into(),
            email: format!("{name}@paris.example"),
            password_hash: accounts::hash_password(PASSWORD).await.unwrap(),
            display_name: String::new(),
            role: Role::Active,
            key: generate_aside().await.unwrap(),
        };
        self.app.write(move |tx| accounts::create(tx, new)).await.unwrap();
        self.log_in(name, "read write follow push").await
    }

    /// An app for somebody who is there already.
    /// Makes somebody of this chapter what they are not yet.
    pub async fn grant(&self, name: &str, role: Role) {
        let name = name.to_string();
        self.app
            .write(move |tx| {
                let account = accounts::by_handle(tx, &name)?.unwrap();
                members::grant(tx, account.id, role, "test")
            })
            .await
            .unwrap();
    }

    pub async fn log_in(&self, name: &str, scopes: &str) -> Person {
        let (wanted, scopes) = (name.to_string(), Scopes::parse(scopes).unwrap());
        let (id, token) = self
            .app
            .write(move |tx| {
                let account = accounts::by_handle(tx, &wanted)?.unwrap();
                let new = oauth::NewApp {
                    name: "Test app".into(),
                    website: None,
                    redirect_uris: vec![oauth::OUT_OF_BAND.into()],
                    scopes: scopes.clone(),
                };
                let (app, _) = oauth::register(tx, new)?;
                Ok((account.id.to_string(), oauth::issue(tx, app.id, Some(account.id), &scopes, None)?))
            })
            .await
            .unwrap();
        Person { name: name.into(), id, token, base: self.base.clone(), domain: self.domain.clone(), http: self.http.clone() }
    }

    /// A visitor's request.
    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.http.get(format!("{}{path}", self.base))).await
    }

    /// A server's request for a document.
    pub async fn document(&self, path: &str) -> Answer {
        Answer::of(self.http.get(format!("{}{path}", self.base)).header("accept", "application/activity+json")).await
    }

    /// The key of an account of this node.
    pub async fn signer(&self, name: &str) -> Arc<Signer> {
        let name = name.to_string();
        let account = self.app.read(move |tx| accounts::by_handle(tx, &name)).await.unwrap().unwrap();
        keys::signer(&self.app, account.id).await.unwrap()
    }

    /// A request for a document, signed by somebody elsewhere.
    pub async fn signed_document(&self, path: &str, signer: &Signer) -> Answer {
        let url = Url::parse(&format!("{}{path}", self.base)).unwrap();
        let headers = signatures::sign_get(Scheme::Cavage, &url, CONTENT_TYPE, signer, self.app.clock.now()).unwrap();
        Answer::of(headers.into_iter().fold(self.http.get(url), |request, (name, value)| request.header(name, value))).await
    }

    /// Somebody of this node wants to be asked before they are followed.
    pub async fn lock(&self, name: &str) {
        let name = name.to_string();
        self.app
            .write(move |tx| {
                let account = accounts::by_handle(tx, &name)?.unwrap();
                accounts::set_locked(tx, account.id, true)
            })
            .await
            .unwrap();
    }

    /// What is left to do in the background: records, deliveries, arrivals.
    pub fn left(&self) -> (i64, i64, i64, i64) {
        let place = &self.place.place;
        let now = self.app.clock.now();
        let mut conn = each_backend::connect(place).unwrap();
        // Work flows from arrivals and jobs to records and from there to deliveries. Read in that order, nothing passes
        // by between two readings.
        let arrivals = store::waiting_inbound(&mut conn).unwrap();
        let jobs = later::count_due(&mut conn, now).unwrap() + i64::try_from(self.app.under_way.load(Ordering::Relaxed)).unwrap();
        let records = activities::waiting(&mut conn).unwrap();
        (records, delivery::waiting(&mut conn).unwrap(), arrivals, jobs)
    }

    /// The indexes of words are empty, as after a restore, and are filled again as when the node starts.
    pub async fn finds_words_anew(&self) {
        let emptied = self.app.write(|tx| {
            for table in [search::STATUSES, search::PROPOSALS] {
                diesel::sql_query(format!("DELETE FROM {table}")).execute(tx.conn)?;
            }
            chapter::forget_search_done(tx.conn)
        });
        emptied.await.unwrap();
        worker::catch_up_search(self.app.clone()).await;
    }

    /// Waits until nothing is left to do.
    pub async fn settled(&self) {
        self.settled_within(PATIENCE).await;
    }

    pub async fn settled_within(&self, patience: Duration) {
        // Twice, since a delivery may leave a job behind after the jobs were counted.
        let quiet = || self.left() == (0, 0, 0, 0);
        until_within(patience, "the node has nothing left to do", || async { (quiet() && quiet()).then_some(()) }).await;
    }
}

impl Drop for TestNode {
    fn drop(&mut self) {
        self.app.stop();
        self.tasks.iter().for_each(JoinHandle::abort);
        if !std::thread::panicking() {
            // The last records may not have been looked at yet; whoever they are for shows in the deliveries they become.
            let app = self.app.clone();
            let fan_out = move || {
                let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
                runtime.block_on(async { while app.site().is_ok() && app.write(activities::fan_out).await.unwrap() > 0 {} });
            };
            std::thread::spawn(fan_out).join().unwrap();
            let now = self.app.clock.now();
            let mut conn = each_backend::connect(&self.place.place).unwrap();
            let jobs = later::by_kind(&mut conn, now).unwrap();
            // A page that a post or a profile links to is looked at at some moment of the minute after it, and once more if it did
            // not answer: that this is now is chance.
            let looks: Vec<_> = jobs.iter().filter(|job| ["fetch_card", "verify_links"].contains(&job.0.as_str())).collect();
            // So it is where a chapter tells the others what is new in a log: it waits two seconds for what else may come.
            let told =
                |jobs: &[(String, i64, i64, i64)]| jobs.iter().filter(|job| job.0 == "network").map(|job| job.2).sum::<i64>();
            let just_due = told(&jobs) - told(&later::by_kind(&mut conn, Time(now.0 - 3 * Time::SECOND)).unwrap());
            let under_way = i64::try_from(self.app.under_way.load(Ordering::Relaxed)).unwrap();
            let by_chance = if looks.is_empty() && just_due == 0 { 0 } else { under_way };
            let chance = looks.iter().map(|(_, _, due, _)| due).sum::<i64>() + just_due + by_chance;
            let (records, deliveries, arrivals, due) = self.left();
            let left = "records, deliveries, arrivals or jobs were left when the test ended";
            assert_eq!(
                (records, deliveries, arrivals, due - chance),
                (0, 0, 0, 0),
                "{left}; kind, planned, due, failing: {jobs:?}"
            );
        }
    }
}

/// How long tests wait for something to come true.
const PATIENCE: Duration = Duration::from_secs(20);

/// Waits for something to come true, twenty seconds at the most.
pub async fn until<T, F: Future<Output = Option<T>>>(what: &str, look: impl FnMut() -> F) -> T {
    until_within(PATIENCE, what, look).await
}

async fn until_within<T, F: Future<Output = Option<T>>>(patience: Duration, what: &str, mut look: impl FnMut() -> F) -> T {
    let deadline = std::time::Instant::now() + patience;
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(std::time::Instant::now() < deadline, "waited in vain until {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// What a request was answered with.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Answer {
    pub async fn of(request: reqwest::RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        // A stream of events has no end to wait for.
        let endless = headers.get("content-type").is_some_and(|kind| kind == "text/event-stream");
        let text = if endless { String::new() } else { response.text().await.unwrap_or_default() };
        Self { status, headers, text }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {} {}", self.status, self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    /// The JSON of an answer that must be a success.
    pub fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text);
        self.json()
    }
}

/// A member with an app.
#[derive(Clone)]
pub struct Person {
    pub name: String,
    pub id: String,
    pub token: String,
    pub domain: String,
    pub base: String,
    pub http: Client,
}

impl Person {
    pub fn handle(&self) -> String {
        format!("{}@{}", self.name, self.domain)
    }

    pub async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        self.call_with(method, path, body, &[]).await
    }

    pub async fn call_with(&self, method: Method, path: &str, body: Option<Value>, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.token);
        for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        Answer::of(request).await
    }

    pub async fn get(&self, path: &str) -> Value {
        self.call(Method::GET, path, None).await.ok()
    }

    pub async fn post(&self, path: &str, body: Value) -> Value {
        self.call(Method::POST, path, Some(body)).await.ok()
    }

    /// Posts a text for everybody; answers the post.
    pub async fn says(&self, text: &str) -> Value {
        self.post("/api/v1/statuses", json!({"status": text})).await
    }

    pub async fn says_to(&self, visibility: &str, text: &str) -> Value {
        self.post("/api/v1/statuses", json!({"status": text, "visibility": visibility})).await
    }

    pub async fn replies(&self, to: &Value, text: &str) -> Value {
        self.post("/api/v1/statuses", json!({"status": text, "in_reply_to_id": to["id"]})).await
    }

    pub async fn does(&self, verb: &str, status: &Value) -> Value {
        self.post(&format!("/api/v1/statuses/{}/{verb}", status["id"].as_str().unwrap()), json!({})).await
    }

    /// Finds somebody by handle, also elsewhere.
    pub async fn finds(&self, handle: &str) -> Value {
        let found = self.get(&format!("/api/v2/search?type=accounts&resolve=true&q=@{handle}")).await;
        found["accounts"][0].clone()
    }

    /// Follows somebody by handle and waits until it is accepted.
    pub async fn follows(&self, handle: &str) {
        let found = self.finds(handle).await;
        let id = found["id"].as_str().unwrap_or_else(|| panic!("{handle} was not found")).to_string();
        self.post(&format!("/api/v1/accounts/{id}/follow"), json!({})).await;
        let path = format!("/api/v1/accounts/relationships?id[]={id}");
        until("a follow is accepted", || async { (self.get(&path).await[0]["following"] == true).then_some(()) }).await;
    }

    /// The posts at home, boosts as what they pass on; the words only.
    pub async fn home(&self) -> Vec<String> {
        let home = self.get("/api/v1/timelines/home").await;
        home.as_array().unwrap().iter().map(|s| words(if s["reblog"].is_null() { s } else { &s["reblog"] })).collect()
    }

    pub async fn notifications(&self) -> Vec<String> {
        let told = self.get("/api/v1/notifications").await;
        told.as_array()
            .unwrap()
            .iter()
            .map(|n| format!("{} {}", n["type"].as_str().unwrap(), n["account"]["acct"].as_str().unwrap()))
            .collect()
    }

    /// A post of one's home timeline by its words, once it is there.
    pub async fn sees(&self, text: &str) -> Value {
        until(&format!("{} sees {text:?} at home", self.name), || async {
            let home = self.get("/api/v1/timelines/home").await;
            home.as_array()
                .unwrap()
                .iter()
                .map(|s| if s["reblog"].is_null() { s } else { &s["reblog"] })
                .find(|s| words(s).contains(text))
                .cloned()
        })
        .await
    }
}

/// The words of a post.
pub fn words(status: &Value) -> String {
    crate::web::html::words(status["content"].as_str().unwrap_or_default(), 10_000)
}

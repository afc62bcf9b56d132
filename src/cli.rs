//! Every command.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::accounts::{self, NewPerson};
use crate::app::App;
use crate::chapter::{self, Founding, Keys};
use crate::clock::{Clock, Time};
use crate::config::{Config, FILE, LogFormat, check_domain};
use crate::db::{Db, Place};
use crate::error::{Error, Result};
use crate::federation::keys::generate_aside;
use crate::federation::{self, delivery};
use crate::oauth::scopes::Scopes;
use crate::testing::{bench, demo};
use crate::{members, moderation, oauth, router, sessions, worker};
use rules::moderation::Severity;
use rules::roles::Role;

/// The node a city chapter runs for itself.
///
/// Without a command it serves; on an empty data folder it prints a link to the page where the chapter is set up.
#[derive(Parser)]
#[command(
    name = "potluck",
    version,
    after_help = "First steps:\n  potluck demo                      three chapters on this machine that talk to each other\n  potluck                           start here and set up in the browser\n  potluck init --help               set up from the terminal instead"
)]
struct Cli {
    /// The config file [default: ./potluck.toml, else potluck.toml in the data folder, else built-in defaults]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder with everything the node keeps; made if it is missing
    #[arg(long, global = true, value_name = "DIR", default_value = "data")]
    data: PathBuf,
    /// The database: sqlite:FILE (in the data folder) or postgres://… [default: from the config, else sqlite:potluck.db]
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Set up the chapter from the terminal
    Init(Init),
    /// Answer requests and do the background work
    Serve(Serve),
    /// Show three chapters that federate, on this machine, with people and posts
    Demo(demo::Options),
    /// People of this chapter
    #[command(subcommand)]
    Account(Account),
    /// Print an access token for an account, for scripts and bots
    Token(Token),
    /// What waits to be delivered, host by host
    Queue(Queue),
    /// Rules for other servers: block, limit, without media, allow
    #[command(subcommand)]
    Domain(Domain),
    /// Bring the database up to date (serve does this by itself)
    Migrate,
    /// The config file
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Measure this build: CPU time of each kind of request
    Bench(bench::Options),
}

#[derive(Args)]
struct Init {
    /// The public host, as it will stand in every handle: paris.example.org
    #[arg(long)]
    domain: String,
    /// The host the node answers at, if that is another: potluck.paris.example.org. The host in handles must then send
    /// /.well-known/webfinger on to it
    #[arg(long, value_name = "HOST")]
    web_domain: Option<String>,
    /// The chapter's name
    #[arg(long)]
    name: String,
    /// Its city
    #[arg(long)]
    city: String,
    /// The chapter's own account name [default: the city in lower-case letters]
    #[arg(long)]
    handle: Option<String>,
    /// User name of the first steward
    #[arg(long)]
    steward: String,
    /// The steward's name as it is shown
    #[arg(long, value_name = "TEXT")]
    display_name: Option<String>,
    /// The steward's e-mail address
    #[arg(long)]
    email: String,
    /// A file holding the steward's password, or - for standard input [default: one is made and printed]
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Test mode: http:// and loopback addresses; for this machine only
    #[arg(long)]
    insecure_http: bool,
}

#[derive(Args, Default)]
struct Serve {
    /// Where to answer [default: from the config, else 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<SocketAddr>,
    /// What this process does; several may share a PostgreSQL
    #[arg(long, value_enum, default_value_t = Part::All)]
    role: Part,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Part {
    #[default]
    All,
    Web,
    Worker,
}

#[derive(Subcommand)]
enum Account {
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
    /// Give somebody a role: supporter, active, connector or alumni; the one before stays in the history
    Role { name: String, role: String },
    /// List the people of this chapter
    List {
        #[arg(long)]
        json: bool,
    },
    /// Set a new password; ends every session and app log-in
    Password {
        name: String,
        /// A file holding the password, or - for standard input
        #[arg(long, value_name = "FILE")]
        password_file: PathBuf,
    },
    /// Suspend an account: it cannot log in and is not shown
    Suspend { name: String },
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
struct Token {
    name: String,
    #[arg(long, default_value = "read write follow push")]
    scopes: String,
    /// The name of the app, as it is shown below posts
    #[arg(long, default_value = "Potluck command line")]
    app: String,
}

#[derive(Args)]
struct Queue {
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
enum Domain {
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

#[derive(Subcommand)]
enum ConfigCommand {
    /// Read the config file and say what it means
    Check,
}

/// 0 done, 1 a check failed, 2 wrong use or bad input.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&Error::internal(error)),
    };
    match runtime.block_on(run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

/// One line that says what is wrong and how to mend it.
fn fail(error: &Error) -> ExitCode {
    eprintln!("potluck: {error}");
    ExitCode::from(2)
}

async fn run(cli: Cli) -> Result<()> {
    match cli.command {
        Some(Command::Demo(options)) => return demo::run(options).await,
        Some(Command::Bench(options)) => return bench::run(options).await,
        _ => {}
    }
    let mut config = Config::load(cli.config.as_deref(), &cli.data)?;
    if let Some(database) = &cli.database {
        config.database.clone_from(database);
    }
    start_log(&config);
    match cli.command.unwrap_or(Command::Serve(Serve::default())) {
        Command::Init(init) => found(config, init).await,
        Command::Serve(options) => serve(config, options).await,
        Command::Account(command) => account(open(config)?, command).await,
        Command::Token(options) => token(&open(config)?, options).await,
        Command::Queue(options) => queue(&open(config)?, options).await,
        Command::Domain(command) => domain(&open(config)?, command).await,
        Command::Migrate => open_database(&config).map(|_| println!("The database is up to date.")),
        Command::Config(ConfigCommand::Check) => check(&config, cli.config.as_deref()),
        Command::Demo(_) | Command::Bench(_) => Ok(()),
    }
}

fn start_log(config: &Config) {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log.level).unwrap_or_else(|_| "info".into());
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .with_writer(std::io::stderr);
    // A second start in the same process (tests do that) keeps the first log.
    let _ = match config.log.format {
        LogFormat::Json => log.json().try_init(),
        LogFormat::Text => log.try_init(),
    };
}

// ── opening ──

fn make_data_folder(data: &Path) -> Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    let refused = |error: std::io::Error| {
        Error::invalid(format!(
            "The data folder {} cannot be used: {error}. Give another with --data, or change its owner.",
            data.display()
        ))
    };
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(data).map_err(refused)?;
    let probe = data.join(".potluck-can-write");
    std::fs::write(&probe, b"").and_then(|()| std::fs::remove_file(&probe)).map_err(refused)
}

fn open_database(config: &Config) -> Result<Db> {
    make_data_folder(&config.data)?;
    Db::open(&Place::parse(&config.database, &config.data)?, config.readers)
}

fn open(config: Config) -> Result<App> {
    let db = open_database(&config)?;
    let mut conn = crate::db::each_backend::connect(&Place::parse(&config.database, &config.data)?)?;
    let site = chapter::load(&mut conn)?;
    if let (Some(wanted), Some(site)) = (&config.domain, &site)
        && wanted != &site.domain
    {
        return Err(Error::invalid(format!(
            "The config says the domain is {wanted}, but this chapter was set up as {}. A domain cannot change: it stands in everything \
             other servers know. Correct the config, or use another data folder.",
            site.domain
        )));
    }
    App::new(config, Clock::default(), db, site)
}

/// For commands that need a chapter.
fn need_site(app: &App) -> Result<()> {
    app.site().map(|_| ()).map_err(|_| {
        Error::invalid("There is no chapter in this data folder yet. Run potluck init, or potluck and follow the link.")
    })
}

fn read_password(file: &Path) -> Result<String> {
    let text = if file == Path::new("-") { std::io::read_to_string(std::io::stdin()) } else { std::fs::read_to_string(file) };
    let text = text.map_err(|error| Error::invalid(format!("The password file {} cannot be read: {error}.", file.display())))?;
    Ok(text.lines().next().unwrap_or_default().to_string())
}

// ── commands ──

async fn found(config: Config, init: Init) -> Result<()> {
    check_domain(&init.domain, init.insecure_http)?;
    let made = init.password_file.is_none().then(crate::ids::secret);
    let password = match &init.password_file {
        Some(file) => read_password(file)?,
        None => made.clone().unwrap_or_default(),
    };
    let db = open_database(&config)?;
    let founding = Founding {
        domain: init.domain,
        web_domain: init.web_domain,
        insecure_http: init.insecure_http,
        name: init.name,
        city: init.city,
        handle: init.handle,
        steward: init.steward.to_lowercase(),
        display_name: init.display_name.unwrap_or_default(),
        email: init.email,
        password_hash: accounts::hash_password(&password).await?,
    };
    let keys = Keys::generate().await?;
    let now = Clock::default().now();
    let site = db.write(move |conn| chapter::found(conn, now, &founding, keys)).await?;
    leave_config(&config, &site.domain)?;
    println!("The chapter {} is founded: @{}@{}", site.name, site.handle, site.domain);
    if let Some(password) = made {
        println!("The steward's password: {password}");
    }
    println!("Next: potluck --data {} serve", config.data.display());
    Ok(())
}

/// Leaves a config file in the data folder, so that later commands find the same database.
fn leave_config(config: &Config, domain: &str) -> Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let file = config.data.join(FILE);
    if file.exists() {
        return Ok(());
    }
    let quoted = |text: &str| toml::Value::String(text.into()).to_string();
    let text = format!(
        "# Written by potluck init; config/example.toml shows every option.\ndomain = {}\ndatabase = {}\nlisten = {}\n",
        quoted(domain),
        quoted(&config.database),
        quoted(&config.listen.to_string())
    );
    std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&file)
        .and_then(|mut f| f.write_all(text.as_bytes()))
        .map_err(|error| Error::invalid(format!("{} cannot be written: {error}.", file.display())))
}

async fn serve(config: Config, options: Serve) -> Result<()> {
    let listen = options.listen.unwrap_or(config.listen);
    let app = open(config)?;
    let listener = tokio::net::TcpListener::bind(listen).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => Error::invalid(format!(
            "The address {listen} is taken: another program listens there. Stop it, or choose another with --listen."
        )),
        _ => Error::invalid(format!("Potluck cannot listen on {listen}: {error}. Choose another address with --listen.")),
    })?;
    let address = listener.local_addr().map_err(Error::internal)?;
    match app.site() {
        Ok(site) if site.insecure_http => {
            eprintln!("potluck: TEST MODE: http:// and loopback addresses are open. Never run a real chapter like this.");
        }
        Ok(_) => {}
        Err(_) => {
            let token = app.db.write(chapter::new_setup_token).await?;
            println!("This node is new. Set it up here, once:\n  http://{address}/setup?token={token}");
        }
    }
    println!("listening on http://{address}");
    run_node(app, listener, options.role != Part::Web, options.role != Part::Worker).await
}

/// Serves until a signal comes, then finishes what is under way.
async fn run_node(app: App, listener: tokio::net::TcpListener, works: bool, answers: bool) -> Result<()> {
    let worker = works.then(|| tokio::spawn(worker::run(app.clone())));
    let stopping = app.clone();
    tokio::spawn(async move {
        wait_for_signal().await;
        tracing::info!("stopping: finishing what is under way");
        stopping.stop();
    });
    if answers {
        let ended = app.clone();
        let server =
            axum::serve(listener, router::service(app.clone())).with_graceful_shutdown(async move { ended.stopped().await });
        let late = async {
            app.stopped().await;
            tokio::time::sleep(Duration::from_secs(10)).await;
        };
        tokio::select! {
            served = server => served.map_err(Error::internal)?,
            () = late => tracing::warn!("some requests did not end within ten seconds and were cut off"),
        }
    } else {
        app.stopped().await;
    }
    if let Some(worker) = worker {
        let _ = tokio::time::timeout(Duration::from_secs(15), worker).await;
    }
    Ok(())
}

async fn wait_for_signal() {
    let mut terminate = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(terminate) => terminate,
        Err(error) => {
            tracing::error!(%error, "signals cannot be heard");
            return std::future::pending().await;
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

async fn account(app: App, command: Account) -> Result<()> {
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
            with_person(&app, &name, move |tx, account| members::grant(tx, account.id, role, "by the steward")).await?;
            println!("{name} is {role} now.");
            Ok(())
        }
        Account::List { json } => list(&app, json).await,
        Account::Password { name, password_file } => {
            let hash = accounts::hash_password(&read_password(&password_file)?).await?;
            with_person(&app, &name, move |tx, account| {
                accounts::set_password(tx, account.id, &hash)?;
                sessions::end_all(tx, account.id)?;
                oauth::revoke_all(tx, account.id)
            })
            .await?;
            println!("{name} has a new password and is logged out everywhere.");
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
        Account::Suspend { name } => {
            with_person(&app, &name, |tx, account| {
                accounts::suspend(tx, account.id)?;
                sessions::end_all(tx, account.id)?;
                oauth::revoke_all(tx, account.id)
            })
            .await?;
            println!("{name} is suspended.");
            Ok(())
        }
    }
}

/// An account on another server, as it is there now.
async fn elsewhere(app: &App, named: &str) -> Result<accounts::Account> {
    let found = accounts::find(app, named, true).await?;
    let found =
        found.ok_or_else(|| Error::invalid(format!("{named} was not found. Write name@host, or the address of the account.")))?;
    if found.is_local() { Ok(found) } else { accounts::fetch(app, &found.uri).await }
}

async fn with_person<T: Send + 'static>(
    app: &App,
    name: &str,
    work: impl FnOnce(&mut crate::db::Tx, accounts::Account) -> Result<T> + Send + 'static,
) -> Result<T> {
    let wanted = name.trim_start_matches('@').to_lowercase();
    app.write(move |tx| {
        let account = accounts::by_handle(tx, &wanted)?.filter(|a| a.is_local() && a.kind == "Person");
        let account = account.ok_or_else(|| {
            Error::invalid(format!("There is no {wanted} in this chapter. potluck account list shows everybody."))
        })?;
        work(tx, account)
    })
    .await
}

async fn list(app: &App, json: bool) -> Result<()> {
    let people = app
        .read(|tx| {
            let people = accounts::local_people(tx, i64::MAX)?;
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
                    "role": standing.role.map(|r| r.as_str()), "steward": standing.steward, "since": Time(account.created_at).rfc3339()
                })
            })
            .collect();
        println!("{}", serde_json::to_string_pretty(&rows).map_err(Error::internal)?);
        return Ok(());
    }
    for (account, standing, email) in people {
        let role = standing.role.map_or("-", |r| r.as_str());
        let steward = if standing.steward { " +steward" } else { "" };
        println!("{:<20} {:<22} {email}", account.username, format!("{role}{steward}"));
    }
    Ok(())
}

async fn token(app: &App, options: Token) -> Result<()> {
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

async fn queue(app: &App, options: Queue) -> Result<()> {
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

async fn domain(app: &App, command: Domain) -> Result<()> {
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
                Some(rule) => moderation::lift(tx, rule.id),
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

fn check(config: &Config, file: Option<&Path>) -> Result<()> {
    let found =
        file.map(Path::to_path_buf).or_else(|| [PathBuf::from(FILE), config.data.join(FILE)].into_iter().find(|f| f.exists()));
    match found {
        Some(file) => println!("Read {}. All of it is understood:", file.display()),
        None => println!("There is no config file; these are the defaults:"),
    }
    Place::parse(&config.database, &config.data)?;
    if let Some(domain) = &config.domain {
        check_domain(domain, config.insecure_http || domain.contains(':') || domain.ends_with("localhost"))?;
    }
    println!("  domain        {}", config.domain.as_deref().unwrap_or("(from the set-up)"));
    println!("  listen        {}", config.listen);
    println!("  database      {}", config.database.split('@').next_back().unwrap_or_default());
    println!("  readers       {}", config.readers);
    println!("  insecure_http {}", config.insecure_http);
    println!("  authorized_fetch {}", config.authorized_fetch);
    println!("  limited_federation {}", config.limited_federation);
    println!("  log           {} ({:?})", config.log.level, config.log.format);
    println!("  data folder   {}", config.data.display());
    Ok(())
}

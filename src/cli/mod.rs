//! Every command.

mod decisions;
mod looks;
mod moving;
mod network;
mod people;
mod servers;
mod simulate;
mod upkeep;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::accounts;
use crate::app::App;
use crate::chapter::{self, Founder, Founding, Keys};
use crate::clock::Clock;
use crate::config::{Config, FILE, LogFormat, check_domain};
use crate::db::{Db, Place};
use crate::error::{Error, Result};
use crate::testing::{bench, demo};
use crate::zone::Zone;
use crate::{router, worker};

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
    Account(people::Account),
    /// Print an access token for an account, for scripts and bots
    Token(people::Token),
    /// Who may join: closed, invitation, approval or open; without a word, how it stands
    Registrations(people::Registrations),
    /// Make an invitation to join, list them, or take one back
    #[command(subcommand)]
    Invitation(people::InvitationCommand),
    /// Write everything of a member into a file: an archive as Mastodon makes them, or one list as CSV
    Export(moving::Export),
    /// Bring in what a member kept elsewhere: an archive's posts, or a list as CSV; or the history of a Loomio group
    #[command(
        after_help = "Examples:\n  potluck import ada following_accounts.csv\n  potluck import ada archive.zip\n  potluck import loomio export.json     the group's discussions and decisions, for members to read; again does no harm"
    )]
    Import(moving::Import),
    /// The chapter's own emoji
    #[command(subcommand)]
    Emoji(looks::Emoji),
    /// Count a vote: ballots and delegations in, weights, order and winner out; reads and writes JSON
    Tally(decisions::Tally),
    /// Recount a decision from its record alone, trusting nobody
    ///
    /// Ends with 0 when everything holds, 1 with the codes of what does not, 2 when it cannot be read.
    Verify(decisions::Verify),
    /// Play how chapters decide together, thousands of times, while messages are lost, nodes stop and somebody lies
    ///
    /// Nothing of this node is used. Ends with 1 if a promise was broken: the seed plays that run again.
    #[command(
        after_help = "Examples:\n  potluck simulate --runs 10000\n  potluck simulate --lie host-drops --chapters 5 --runs 1 --seed 7 --record r.json && potluck verify r.json"
    )]
    Simulate(simulate::Options),
    /// What waits to be delivered, host by host
    Queue(servers::Queue),
    /// The network of chapters: found or join one, see who belongs to it
    #[command(
        subcommand,
        after_help = "Examples:\n  potluck network found OuiShare @lyon@lyon.example.org @lille@lille.example.org\n  potluck network agree                     on the nodes that were asked\n  potluck network show"
    )]
    Network(network::Command),
    /// Rules for other servers: block, limit, without media, allow
    #[command(subcommand)]
    Domain(servers::Domain),
    /// Write the whole chapter into one file, while it runs: every row and every picture
    Backup(upkeep::Backup),
    /// Bring a chapter back from such a file, into an empty data folder, on SQLite or PostgreSQL
    Restore(upkeep::Restore),
    /// Look for the usual mistakes: permissions, disk, database, clock, DNS, TLS, proxy, mail; says how to mend each
    ///
    /// The node itself should be running: what others see of it is looked at from outside. Ends with 1 if something is wrong.
    Doctor(upkeep::Doctor),
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
    /// Where it is when, as in Europe/Paris [default: as on this machine]
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<Zone>,
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
    /// Another founding Connector, as name=e-mail address; may be given several times. Their passwords are made and printed
    #[arg(long, value_name = "NAME=EMAIL")]
    connector: Vec<String>,
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
    /// In test mode alone: a file that says by how many minutes this node is ahead, so that the demo can let weeks go by
    #[arg(long, hide = true, value_name = "FILE")]
    clock: Option<PathBuf>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Part {
    #[default]
    All,
    Web,
    Worker,
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
        Ok(code) => code,
        Err(error) => fail(&error),
    }
}

/// One line that says what is wrong and how to mend it.
fn fail(error: &Error) -> ExitCode {
    eprintln!("potluck: {error}");
    ExitCode::from(2)
}

/// Does what was asked; 1 says that a check did not hold.
async fn run(cli: Cli) -> Result<ExitCode> {
    let done = |()| ExitCode::SUCCESS;
    match cli.command {
        Some(Command::Demo(options)) => return demo::run(options).await.map(done),
        Some(Command::Bench(options)) => return bench::run(options).await.map(done),
        Some(Command::Verify(options)) => {
            return decisions::verify(&options).await.map(|holds| ExitCode::from(u8::from(!holds)));
        }
        Some(Command::Tally(options)) => return decisions::tally(&options).map(done),
        Some(Command::Simulate(options)) => return simulate::run(&options).map(|kept| ExitCode::from(u8::from(!kept))),
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
        Command::Account(command) => people::account(open(config)?, command).await,
        Command::Token(options) => people::token(&open(config)?, options).await,
        Command::Registrations(options) => people::registrations(&open(config)?, options).await,
        Command::Invitation(command) => people::invitation(&open(config)?, command).await,
        Command::Export(options) => moving::export(&open(config)?, options).await,
        Command::Import(options) => moving::import(&open(config)?, options).await,
        Command::Emoji(command) => looks::emoji(&open(config)?, command).await,
        Command::Queue(options) => servers::queue(&open(config)?, options).await,
        Command::Network(command) => network::run(&open(config)?, command).await,
        Command::Domain(command) => servers::domain(&open(config)?, command).await,
        Command::Backup(options) => upkeep::backup(config, options).await,
        Command::Restore(options) => upkeep::restore(config, options).await,
        Command::Doctor(options) => return upkeep::doctor(config, options).await.map(|well| ExitCode::from(u8::from(!well))),
        Command::Migrate => open_database(&config).map(|_| println!("The database is up to date.")),
        Command::Config(ConfigCommand::Check) => check(&config, cli.config.as_deref()),
        Command::Demo(_) | Command::Bench(_) | Command::Tally(_) | Command::Verify(_) | Command::Simulate(_) => Ok(()),
    }
    .map(done)
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
    let mut connectors = Vec::new();
    let mut told = Vec::new();
    for one in &init.connector {
        let wrong = || Error::invalid(format!("{one:?} is no founding Connector. Write them as --connector ada=ada@example.org"));
        let (name, email) = one.split_once('=').ok_or_else(wrong)?;
        let secret = crate::ids::secret();
        let (username, email) = (name.trim().to_lowercase(), email.trim().to_string());
        told.push(format!("Connector {username}, password: {secret}"));
        connectors.push(Founder { username, email, password_hash: accounts::hash_password(&secret).await? });
    }
    let db = open_database(&config)?;
    let keys = Keys::generate(connectors.len()).await?;
    let founding = Founding {
        domain: init.domain,
        web_domain: init.web_domain,
        insecure_http: init.insecure_http,
        name: init.name,
        city: init.city,
        time_zone: init.time_zone,
        handle: init.handle,
        steward: init.steward.to_lowercase(),
        display_name: init.display_name.unwrap_or_default(),
        email: init.email,
        password_hash: accounts::hash_password(&password).await?,
        connectors,
    };
    let now = Clock::default().now();
    let site = db.write(move |conn| chapter::found(conn, now, &founding, keys)).await?;
    leave_config(&config, &site.domain)?;
    println!("The chapter {} is founded: @{}@{}", site.name, site.handle, site.domain);
    if let Some(password) = made {
        println!("The steward's password: {password}");
    }
    for line in told {
        println!("{line}");
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
            if let Some(file) = options.clock {
                tokio::spawn(follow_clock(app.clone(), file));
            }
            eprintln!("potluck: TEST MODE: http:// and loopback addresses are open. Never run a real chapter like this.");
        }
        Ok(_) if options.clock.is_some() => {
            return Err(Error::invalid("Only nodes in test mode have a clock that can be moved. Leave --clock out."));
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

/// Moves the clock of a node in test mode ahead as a file says; never back.
async fn follow_clock(app: App, file: PathBuf) {
    let mut ahead = 0;
    while !app.is_stopping() {
        let told = std::fs::read_to_string(&file).ok().and_then(|text| text.trim().parse::<i64>().ok());
        if let Some(told) = told.filter(|told| *told > ahead) {
            app.clock.advance((told - ahead).saturating_mul(crate::clock::Time::MINUTE));
            ahead = told;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Serves until a signal comes, then finishes what is under way.
async fn run_node(app: App, listener: tokio::net::TcpListener, works: bool, answers: bool) -> Result<()> {
    tokio::spawn(worker::keep_up(app.clone()));
    let worker = works.then(|| tokio::spawn(worker::run(app.clone())));
    let stopping = app.clone();
    tokio::spawn(async move {
        wait_for_signal().await;
        tracing::info!("stopping: finishing what is under way");
        stopping.stop();
    });
    if answers {
        let ended = app.clone();
        let server = axum::serve(listener, router::service(app.clone()).into_make_service_with_connect_info::<SocketAddr>())
            .with_graceful_shutdown(async move { ended.stopped().await });
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
    println!("  rate_limits   {}", config.rate_limits);
    println!("  log           {} ({:?})", config.log.level, config.log.format);
    println!("  data folder   {}", config.data.display());
    Ok(())
}

//! Looking for the usual mistakes of an installation, and saying how to mend each.

use std::os::unix::fs::PermissionsExt;

use serde::Serialize;
use url::Url;

use super::disk;
use crate::accounts;
use crate::app::App;
use crate::clock::Time;
use crate::error::Result;
use crate::federation::delivery;
use crate::letters;
use crate::media::films;
use crate::members;
use crate::network;

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    Well,
    /// It works, but somebody should look at it.
    Note,
    Wrong,
    /// It could not be looked at.
    Unknown,
}

/// What was looked at, how it stands, and what to do if it is not well.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    pub what: &'static str,
    pub state: State,
    pub text: String,
}

fn finding(what: &'static str, state: State, text: impl Into<String>) -> Finding {
    Finding { what, state, text: text.into() }
}

/// Looks at everything, one thing after the other.
pub async fn examine(app: &App) -> Result<Vec<Finding>> {
    let mut found = vec![permissions(app), room(app)];
    found.push(database(app).await);
    let site = app.site()?;
    if site.insecure_http {
        found.push(finding(
            "address",
            State::Note,
            "Test mode: http:// and loopback addresses. A real chapter needs a public domain and TLS.",
        ));
    } else {
        found.push(names(app, &site.web_domain).await);
    }
    found.extend(outside(app, &site.base(), site.insecure_http).await);
    found.push(handles(app, &site).await);
    found.push(clock(app).await);
    found.push(mail(app).await);
    found.push(hosts(app).await?);
    found.push(match films::are_possible().await {
        true => finding("ffmpeg", State::Well, "Films and sounds can be made ready."),
        false => finding(
            "ffmpeg",
            State::Note,
            "There is no ffmpeg: films and sounds are refused. Install it (Debian: apt install ffmpeg).",
        ),
    });
    found.push(stewards(app).await?);
    let foreign = app.read(network::foreign_decisions).await?;
    if foreign > 0 {
        let text = format!(
            "{foreign} decisions of the network are of a version of the protocol that this node does not know: here they can only be read. \
             Bring the node up to date."
        );
        found.push(finding("network", State::Note, text));
    }
    Ok(found)
}

/// Nobody but the node's user may look into the data folder: it holds keys.
fn permissions(app: &App) -> Finding {
    let data = &app.config.data;
    let shown = data.display();
    let meta = match data.metadata() {
        Ok(meta) => meta,
        Err(error) => return finding("permissions", State::Wrong, format!("The data folder {shown} cannot be read: {error}.")),
    };
    let mode = meta.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        let text = format!(
            "Others on this machine can look into {shown} (mode {mode:o}), where keys and passwords lie. Mend: chmod 700 {shown}"
        );
        return finding("permissions", State::Wrong, text);
    }
    let probe = data.join(".potluck-doctor");
    match std::fs::write(&probe, b"").and_then(|()| std::fs::remove_file(&probe)) {
        Ok(()) => finding("permissions", State::Well, format!("{shown} belongs to this user alone, and can be written to.")),
        Err(error) => finding(
            "permissions",
            State::Wrong,
            format!("{shown} cannot be written to: {error}. Run this as the user the node runs as."),
        ),
    }
}

fn room(app: &App) -> Finding {
    match disk::free(&app.config.data) {
        Ok((free, whole)) => {
            let text = format!("{} of {} MB are left on the disk.", free / 1_000_000, whole / 1_000_000);
            let room = disk::Room { free, whole, ..disk::Room::default() };
            if room.is_short() {
                finding("disk", State::Wrong, format!("{text} Make room, or move the data folder to a larger disk."))
            } else {
                finding("disk", State::Well, text)
            }
        }
        Err(error) => finding("disk", State::Unknown, format!("How much room is left cannot be told: {error}.")),
    }
}

async fn database(app: &App) -> Finding {
    let kind = if app.config.database.starts_with("postgres") { "PostgreSQL" } else { "SQLite" };
    match app.db.read(crate::db::each_backend::examine).await {
        Ok(None) => finding("database", State::Well, format!("{kind} answers, is whole and up to date.")),
        Ok(Some(wrong)) => finding("database", State::Wrong, format!("{kind}: {wrong}")),
        Err(error) => finding("database", State::Wrong, format!("{kind} does not answer: {error}.")),
    }
}

/// Does the domain lead somewhere others can reach?
async fn names(app: &App, host: &str) -> Finding {
    match app.outbound.resolve(host).await {
        Ok(addresses) => {
            let shown: Vec<String> = addresses.iter().map(ToString::to_string).collect();
            finding("dns", State::Well, format!("{host} is {}.", shown.join(", ")))
        }
        Err(error) => finding(
            "dns",
            State::Wrong,
            format!(
                "{host} does not lead to a public address ({error}). Set an A (and AAAA) record to this machine's public address."
            ),
        ),
    }
}

/// What others see: TLS, the proxy, and whether it passes on who is asking.
async fn outside(app: &App, base: &str, test: bool) -> Vec<Finding> {
    let name = if test { "http" } else { "tls and proxy" };
    let at = |path: &str| Url::parse(&format!("{base}{path}"));
    let (Ok(health), Ok(seen)) = (at("/health"), at("/health/seen")) else {
        return vec![finding(name, State::Wrong, format!("{base} is no address."))];
    };
    let first = match app.outbound.glance(&health).await {
        Ok(glance) if glance.status == 200 && glance.body == "OK" => finding(name, State::Well, format!("{base} answers.")),
        Ok(glance) => {
            let text = format!(
                "{base}/health answers {} and not what this node says. The proxy sends requests to something else: point it at {}.",
                glance.status, app.config.listen
            );
            return vec![finding(name, State::Wrong, text)];
        }
        Err(error) => {
            let text = format!(
                "{base} does not answer: {error} Is the node running (potluck serve), the proxy up, its certificate valid, port 443 open?"
            );
            return vec![finding(name, State::Wrong, text)];
        }
    };
    let second = match app.outbound.glance(&seen).await {
        Ok(glance) if test => finding("proxy headers", State::Well, format!("Requests come from {}.", glance.body)),
        Ok(glance) => {
            let inner = glance.body.parse::<std::net::IpAddr>().is_ok_and(|ip| match ip {
                std::net::IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
                std::net::IpAddr::V6(ip) => ip.is_loopback(),
            });
            match inner {
                false => finding("proxy headers", State::Well, format!("The node sees who is asking ({}).", glance.body)),
                true => finding(
                    "proxy headers",
                    State::Wrong,
                    format!(
                        "All requests seem to come from {}: the limits would hold for everybody together. Let the proxy set X-Forwarded-For, and \
                         name its address under trusted_proxies.",
                        glance.body
                    ),
                ),
            }
        }
        Err(error) => finding("proxy headers", State::Unknown, error.to_string()),
    };
    vec![first, second]
}

/// Is the chapter found by its handle?
async fn handles(app: &App, site: &crate::site::Site) -> Finding {
    let handle = format!("{}@{}", site.handle, site.domain);
    let base = crate::site::base(&site.domain, site.insecure_http);
    let Ok(url) = Url::parse(&format!("{base}/.well-known/webfinger?resource=acct:{handle}")) else {
        return finding("webfinger", State::Wrong, format!("{base} is no address."));
    };
    match app.outbound.webfinger(&url).await {
        Ok((_, document)) if document["links"].to_string().contains(&site.actor_uri(&site.handle)) => {
            finding("webfinger", State::Well, format!("@{handle} is found."))
        }
        Ok(_) => finding(
            "webfinger",
            State::Wrong,
            format!("{base} knows another @{handle}. Its /.well-known/webfinger must lead to this node."),
        ),
        Err(error) => finding(
            "webfinger",
            State::Wrong,
            format!("@{handle} is not found: {error} Let {base}/.well-known/webfinger lead to this node."),
        ),
    }
}

/// Signatures hold for an hour only: a wrong clock shuts a node out.
async fn clock(app: &App) -> Finding {
    const LEEWAY: i64 = 30 * Time::SECOND;
    let known = app.read(|tx| accounts::domains(tx, "", 5)).await.unwrap_or_default();
    for host in known {
        let secure = app.site().is_ok_and(|site| site.insecure_http);
        let Ok(url) = Url::parse(&format!("{}/", crate::site::base(&host, secure))) else { continue };
        let Ok(glance) = app.outbound.glance(&url).await else { continue };
        let Some(theirs) = glance.clock else { continue };
        let apart = (app.clock.now().0 - theirs.0).abs();
        return match apart <= LEEWAY {
            true => finding("clock", State::Well, format!("The clock agrees with that of {host}.")),
            false => finding(
                "clock",
                State::Wrong,
                format!(
                    "The clock is {} seconds apart from that of {host}. Turn on time synchronisation: timedatectl set-ntp true",
                    apart / Time::SECOND
                ),
            ),
        };
    }
    finding("clock", State::Unknown, "No other server is known yet to compare the clock with.")
}

async fn mail(app: &App) -> Finding {
    let Some(mail) = &app.config.mail else {
        return finding(
            "mail",
            State::Note,
            "No mail server is set up: stewards pass on links by hand. See [mail] in config/example.toml.",
        );
    };
    match letters::greet(app).await {
        Ok(()) => finding("mail", State::Well, format!("{}:{} takes letters.", mail.host, mail.port())),
        Err(error) => finding("mail", State::Wrong, format!("{}:{} does not take letters: {error}", mail.host, mail.port())),
    }
}

async fn hosts(app: &App) -> Result<Finding> {
    app.read(|tx| {
        let queues = delivery::queues(tx.conn, 10_000)?;
        let down: Vec<&str> =
            queues.iter().filter(|q| matches!(q.state(tx.now), "down" | "parked")).map(|q| q.host.as_str()).collect();
        Ok(match down.as_slice() {
            [] => finding("deliveries", State::Well, "Every server that is written to answers."),
            some => {
                finding("deliveries", State::Note, format!("These do not answer: {}. potluck queue says more.", some.join(", ")))
            }
        })
    })
    .await
}

async fn stewards(app: &App) -> Result<Finding> {
    let count = app.read(|tx| Ok(members::stewards(tx)?.len())).await?;
    Ok(match count {
        0 => finding("stewards", State::Wrong, "Nobody looks after the chapter. Make somebody a steward."),
        1 => finding("stewards", State::Note, "There is one steward. With a second one, nothing stops when the first is away."),
        more => finding("stewards", State::Well, format!("{more} stewards look after the chapter.")),
    })
}

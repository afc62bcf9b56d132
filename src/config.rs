//! The one config file. Every option has a default; `config/example.toml` shows them all with their reasons.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use ipnet::IpNet;
use serde::Deserialize;

use crate::error::{Error, Result};

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Must be what the chapter was set up with, if it is given at all.
    pub domain: Option<String>,
    pub insecure_http: bool,
    pub listen: SocketAddr,
    pub database: String,
    /// Connections for reading.
    pub readers: u32,
    /// Everybody must sign to read ActivityPub documents.
    pub authorized_fetch: bool,
    /// How often one caller may ask is limited.
    pub rate_limits: bool,
    /// Proxies in front of the node, whose word on where a request comes from is taken.
    pub trusted_proxies: Vec<IpNet>,
    /// Only hosts with a rule "allow" are talked with.
    pub limited_federation: bool,
    pub log: Log,
    pub media: MediaConfig,
    /// How letters are sent; without it none are.
    pub mail: Option<Mail>,
    /// Who translates posts; without it nobody does.
    pub translation: Option<Translation>,
    /// Where the data lies; from the command line, never from the file.
    #[serde(skip)]
    pub data: PathBuf,
}

/// Pictures, films and sounds.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MediaConfig {
    /// A folder in the data folder; `memory` keeps nothing, for tests.
    pub store: String,
    /// Megabytes.
    pub image_limit_mb: u32,
    pub film_limit_mb: u32,
    /// Pictures of other servers are fetched and shown by this node.
    pub proxy: bool,
    /// How long they are kept.
    pub cache_days: u16,
    /// Where the files can be read from outside, if that is not the node itself.
    pub public_url: Option<String>,
    pub s3: Option<S3>,
}

/// The server that takes letters (SMTP).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    pub host: String,
    pub port: Option<u16>,
    #[serde(default)]
    pub encryption: Encryption,
    pub user: Option<String>,
    pub password_file: Option<PathBuf>,
    /// `Name <address>`
    pub from: String,
}

/// How the way to the mail server is kept secret.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Encryption {
    /// From the beginning, on port 465.
    #[default]
    Tls,
    /// After a greeting, on port 587; without it nothing is sent.
    Starttls,
    /// Not at all, on port 25: for a server on the same machine.
    None,
}

impl Mail {
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.encryption {
            Encryption::Tls => 465,
            Encryption::Starttls => 587,
            Encryption::None => 25,
        })
    }

    /// # Errors
    /// `Invalid`, if the file cannot be read.
    pub fn password(&self) -> Result<String> {
        let Some(file) = &self.password_file else { return Ok(String::new()) };
        let text = std::fs::read_to_string(file)
            .map_err(|error| Error::invalid(format!("The mail password in {} cannot be read: {error}.", file.display())))?;
        Ok(text.trim_end_matches(['\r', '\n']).to_string())
    }
}

/// The server that translates posts (LibreTranslate's API).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Translation {
    pub url: String,
    pub api_key_file: Option<PathBuf>,
}

impl Translation {
    /// # Errors
    /// `Invalid`, if the file cannot be read.
    pub fn api_key(&self) -> Result<Option<String>> {
        let Some(file) = &self.api_key_file else { return Ok(None) };
        let text = std::fs::read_to_string(file)
            .map_err(|error| Error::invalid(format!("The translator's key in {} cannot be read: {error}.", file.display())))?;
        Ok(Some(text.trim().to_string()))
    }
}

/// A bucket instead of a folder.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct S3 {
    pub bucket: String,
    pub endpoint: String,
    #[serde(default = "S3::region")]
    pub region: String,
    pub access_key: String,
    pub secret_key_file: PathBuf,
}

impl S3 {
    fn region() -> String {
        "us-east-1".into()
    }
}

impl Default for MediaConfig {
    fn default() -> Self {
        Self {
            store: "media".into(),
            image_limit_mb: 16,
            film_limit_mb: 99,
            proxy: true,
            cache_days: 7,
            public_url: None,
            s3: None,
        }
    }
}

impl MediaConfig {
    /// The largest picture, in bytes.
    pub fn image_limit(&self) -> u64 {
        u64::from(self.image_limit_mb) * 1_000_000
    }

    /// The largest file of any kind, in bytes.
    pub fn largest(&self) -> u64 {
        u64::from(self.image_limit_mb.max(self.film_limit_mb)) * 1_000_000
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    pub level: String,
    pub format: LogFormat,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Text,
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            domain: None,
            insecure_http: false,
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            database: "sqlite:potluck.db".into(),
            readers: 8,
            authorized_fetch: false,
            rate_limits: true,
            trusted_proxies: vec![IpNet::from(IpAddr::from([127, 0, 0, 1])), IpNet::from(IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]))],
            limited_federation: false,
            log: Log::default(),
            media: MediaConfig::default(),
            mail: None,
            translation: None,
            data: PathBuf::from("data"),
        }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self { level: "info".into(), format: LogFormat::Text }
    }
}

/// The name of the file in the working folder, and of the one `init` leaves in the data folder.
pub const FILE: &str = "potluck.toml";

impl Config {
    /// Reads `file` if given, else `./potluck.toml`, else `potluck.toml` in the data folder, else the defaults.
    ///
    /// # Errors
    /// `Invalid`, naming the file, the line and the option.
    pub fn load(file: Option<&Path>, data: &Path) -> Result<Self> {
        let found = match file {
            Some(file) => Some(file.to_path_buf()),
            None => [PathBuf::from(FILE), data.join(FILE)].into_iter().find(|f| f.exists()),
        };
        let mut config = match &found {
            Some(file) => Self::read(file)?,
            None => Self::default(),
        };
        config.data = data.to_path_buf();
        if config.readers == 0 {
            return Err(Error::invalid("The option readers must be 1 or more."));
        }
        Ok(config)
    }

    fn read(file: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(file)
            .map_err(|error| Error::invalid(format!("The config file {} cannot be read: {error}.", file.display())))?;
        toml::from_str(&text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            let what = error.message().replace('\n', " ");
            Error::invalid(format!(
                "The config file {}, line {line}: {what}. config/example.toml shows every option.",
                file.display()
            ))
        })
    }
}

/// Is this a host a chapter can live at? In test mode a port and loopback names are fine.
///
/// # Errors
/// `Invalid`, saying what to write instead.
pub fn check_domain(domain: &str, insecure_http: bool) -> Result<String> {
    let example = "Write the bare host, for example paris.example.org";
    let domain = domain.trim().to_ascii_lowercase();
    let url = url::Url::parse(&format!("http://{domain}/"))
        .map_err(|_| Error::invalid(format!("{domain:?} is not a host. {example}.")))?;
    if domain.is_empty() || crate::site::authority(&url) != domain || url.path() != "/" || !url.username().is_empty() {
        return Err(Error::invalid(format!("{domain:?} is not a bare host. {example}, without https:// and without a path.")));
    }
    let host = url.host_str().unwrap_or_default();
    let loopback = host == "localhost"
        || host.ends_with(".localhost")
        || host.ends_with(".test")
        || host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    if insecure_http && !loopback {
        return Err(Error::invalid(format!(
            "--insecure-http is for tests: it needs a loopback address, localhost, or a name under .test or .localhost, and {domain:?} is none of these."
        )));
    }
    if !insecure_http && (url.port().is_some() || !host.contains('.') || host.parse::<std::net::IpAddr>().is_ok()) {
        return Err(Error::invalid(format!(
            "{domain:?} cannot be reached by other cities: a public host name with a dot and without a port is needed. {example}. (For a try-out on this machine add --insecure-http.)"
        )));
    }
    Ok(domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_a_bare_public_host() {
        for (domain, insecure, expected) in [
            ("paris.example.org", false, true),
            ("Paris.Example.org", false, true),
            ("https://paris.example.org", false, false),
            ("paris.example.org/x", false, false),
            ("paris.example.org:8080", false, false),
            ("u@paris.example.org", false, false),
            ("localhost", false, false),
            ("127.0.0.1", false, false),
            ("", false, false),
            ("127.0.0.1:8181", true, true),
            ("paris.localhost:8182", true, true),
            ("[::1]:8182", true, true),
            ("city.test", true, true),
            ("paris.example.org", true, false),
            ("10.0.0.1:80", true, false),
        ] {
            assert_eq!(check_domain(domain, insecure).is_ok(), expected, "{domain} {insecure}");
        }
    }

    #[test]
    fn the_example_shows_every_option_with_its_default() {
        let example: Config = toml::from_str(include_str!("../config/example.toml")).unwrap();
        assert_eq!(format!("{example:?}"), format!("{:?}", Config::default()));
        let uncommented = include_str!("../config/example.toml");
        for option in [
            "domain",
            "insecure_http",
            "listen",
            "database",
            "readers",
            "authorized_fetch",
            "rate_limits",
            "trusted_proxies",
            "limited_federation",
            "level",
            "format",
            "store",
            "image_limit_mb",
            "film_limit_mb",
            "proxy",
            "cache_days",
            "public_url",
            "bucket",
            "endpoint",
            "region",
            "access_key",
            "secret_key_file",
            "host",
            "port",
            "encryption",
            "user",
            "password_file",
            "from",
            "url",
            "api_key_file",
        ] {
            assert!(
                uncommented.lines().any(|l| l.trim_start_matches("# ").starts_with(&format!("{option} ="))),
                "{option} is not shown"
            );
        }
    }
}

//! The chapter this node is: its name, its place on the web, and its own two actors. Fixed at the first start.

use url::Url;

use crate::media::addresses::Addresses;
use crate::web::colour::Colour;
use crate::zone::Zone;

#[derive(Clone, Debug)]
pub struct Site {
    /// The host in handles, with its port where a test has one: `paris.example`, `127.0.0.1:8181`.
    pub domain: String,
    /// The host in ids and addresses; the same, unless the chapter lives at `potluck.paris.example` with handles
    /// `@ada@paris.example`.
    pub web_domain: String,
    /// Test and demo mode: `http://`, loopback and private addresses.
    pub insecure_http: bool,
    pub name: String,
    pub city: String,
    /// The username of the chapter's actor.
    pub handle: String,
    /// Where it is when.
    pub time_zone: Zone,
    /// What the chapter's pages are drawn in.
    pub accent: Colour,
    /// The chapter's own account (`Group`).
    pub chapter_id: i64,
    /// The node's own account (`Application`), which signs what nobody in particular asks for.
    pub node_id: i64,
    /// Only listed hosts are talked with; from the config, at each start.
    pub limited_federation: bool,
    /// Letters are sent; from the config, at each start.
    pub sends_mail: bool,
    /// Posts can be translated; from the config, at each start.
    pub translates: bool,
    /// Where pictures are shown from.
    pub media: Addresses,
    /// The node's key for push services: PKCS#8 in base64url.
    pub push_key: Secret,
}

/// What never stands in a log.
#[derive(Clone)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

/// The username of the node's own actor; nobody else may have it.
pub const NODE: &str = "node.actor";

impl Site {
    /// `https://paris.example`, without a slash at the end.
    pub fn base(&self) -> String {
        base(&self.web_domain, self.insecure_http)
    }

    /// Is this host, as it stands in a handle, ours?
    pub fn is_host(&self, host: &str) -> bool {
        host.eq_ignore_ascii_case(&self.domain) || host.eq_ignore_ascii_case(&self.web_domain)
    }

    /// An address on this node; `path` begins with a slash.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base())
    }

    pub fn actor_uri(&self, username: &str) -> String {
        self.at(&format!("/users/{username}"))
    }

    /// Is this address one of ours?
    pub fn owns(&self, uri: &str) -> bool {
        Url::parse(uri).is_ok_and(|url| origin(&url) == self.base())
    }

    /// The username in one of our actors' ids.
    pub fn username_in<'a>(&self, uri: &'a str) -> Option<&'a str> {
        let name = uri.strip_prefix(&self.base())?.strip_prefix("/users/")?;
        (!name.is_empty() && !name.contains(['/', '?', '#'])).then_some(name)
    }
}

pub fn base(domain: &str, insecure_http: bool) -> String {
    format!("{}://{domain}", if insecure_http { "http" } else { "https" })
}

/// Scheme, host and port, as in `https://paris.example` (the default port is left out).
pub fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// Host and port as handles write them: `paris.example`, `127.0.0.1:8181`.
pub fn authority(url: &Url) -> String {
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host.to_string(),
        (None, _) => String::new(),
    }
}

/// How large the chapter is.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    pub members: i64,
    /// Members who wrote something in the last thirty days.
    pub active_month: i64,
    /// Written here.
    pub posts: i64,
    /// Servers it knows somebody of.
    pub hosts: i64,
}

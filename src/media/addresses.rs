//! Addresses of pictures as apps and browsers get them: of our own files, and of others' through us.
//!
//! What lies elsewhere is fetched by the node, so nobody elsewhere learns who looks at what. Such an address is signed: the
//! node fetches what it has shown, and nothing else for anybody.

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Our own files stand in rows without a host.
pub const OWN: &str = "/media/";
pub const PROXY: &str = "/proxy/";

/// How long a signature is, in bytes.
const SIGNATURE: usize = 16;

/// Makes and checks addresses.
#[derive(Clone)]
pub struct Addresses {
    base: String,
    own_base: String,
    key: hmac::Key,
    /// False: what lies elsewhere is shown from there.
    through_us: bool,
}

impl std::fmt::Debug for Addresses {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Addresses").field("own_base", &self.own_base).finish_non_exhaustive()
    }
}

impl Addresses {
    /// `base` is the node's address, `own_base` where its files are read from (a bucket's public address, perhaps).
    pub fn new(base: String, own_base: Option<String>, secret: &str, through_us: bool) -> Self {
        let own_base = own_base.map(|own| own.trim_end_matches('/').to_string());
        Self {
            own_base: own_base.unwrap_or_else(|| format!("{base}/media")),
            base,
            key: hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()),
            through_us,
        }
    }

    /// The same, as a config wants it.
    pub fn configured(&self, own_base: Option<String>, through_us: bool) -> Self {
        let own_base = own_base.map_or_else(|| self.own_base.clone(), |own| own.trim_end_matches('/').to_string());
        Self { own_base, through_us, ..self.clone() }
    }

    /// The address to show for one that stands in a row.
    pub fn shown(&self, stored: &str) -> String {
        if let Some(key) = stored.strip_prefix(OWN) {
            return format!("{}/{key}", self.own_base);
        }
        if !self.through_us || stored.starts_with(&self.base) || !stored.starts_with("http") {
            return stored.to_string();
        }
        format!("{}{PROXY}{}/{}", self.base, self.sign(stored), URL_SAFE_NO_PAD.encode(stored))
    }

    /// The address that a shown one leads to, if we made it.
    pub fn proxied(&self, signature: &str, encoded: &str) -> Option<String> {
        let url = String::from_utf8(URL_SAFE_NO_PAD.decode(encoded).ok()?).ok()?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        let expected = hmac::sign(&self.key, url.as_bytes());
        let same = signature.len() == SIGNATURE
            && aws_lc_rs::constant_time::verify_slices_are_equal(&signature, &expected.as_ref()[..SIGNATURE]).is_ok();
        same.then_some(url)
    }

    fn sign(&self, url: &str) -> String {
        URL_SAFE_NO_PAD.encode(&hmac::sign(&self.key, url.as_bytes()).as_ref()[..SIGNATURE])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_elsewhere_is_shown_through_us_and_only_what_we_showed_is_fetched() {
        let addresses = Addresses::new("https://paris.example".into(), None, "secret", true);
        assert_eq!(addresses.shown("/media/ab/x.jpg"), "https://paris.example/media/ab/x.jpg");
        assert_eq!(addresses.shown("https://paris.example/static/1/avatar.png"), "https://paris.example/static/1/avatar.png");
        let url = "https://rome.example/pot.png?x=1";
        let shown = addresses.shown(url);
        let (signature, encoded) = shown.strip_prefix("https://paris.example/proxy/").unwrap().split_once('/').unwrap();
        assert_eq!(addresses.proxied(signature, encoded).as_deref(), Some(url));
        let other = URL_SAFE_NO_PAD.encode("https://evil.example/");
        for (signature, encoded) in
            [(signature, other.as_str()), ("", encoded), ("AAAA", encoded), (&signature[1..], encoded), (signature, "%")]
        {
            assert_eq!(addresses.proxied(signature, encoded), None, "{signature} {encoded}");
        }
        let stranger = Addresses::new("https://paris.example".into(), None, "another secret", true);
        assert_eq!(stranger.proxied(signature, encoded), None);
        let bucket = Addresses::new("https://paris.example".into(), Some("https://cdn.example/pots/".into()), "secret", false);
        assert_eq!(bucket.shown("/media/ab/x.jpg"), "https://cdn.example/pots/ab/x.jpg");
        assert_eq!(bucket.shown(url), url);
    }
}

//! Followers on both sides are kept the same (FEP-8fcf): what goes to followers alone says which of that server's people they are,
//! by a digest, so that a server that holds somebody for a follower who is none does not show them what is not theirs.

use aws_lc_rs::digest::{SHA256, digest};
use serde_json::Value;
use url::Url;

use super::json::ids;
use super::signatures::Headers;
use super::store;
use crate::db::Tx;
use crate::error::Result;

/// The header, as HTTP writes names today.
pub const HEADER: &str = "collection-synchronization";

/// What the header says: whose followers, where they can be read as far as they are of the reader's server, and their digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub collection: String,
    pub url: String,
    pub digest: String,
}

/// The digests of all ids, each with the others by exclusive or, in hexadecimal: in whatever order they come.
pub fn digest_of<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    let mut all = [0u8; 32];
    for id in ids {
        all.iter_mut().zip(digest(&SHA256, id.as_bytes()).as_ref()).for_each(|(all, one)| *all ^= one);
    }
    all.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Told {
    pub fn write(&self) -> String {
        format!("collectionId=\"{}\", url=\"{}\", digest=\"{}\"", self.collection, self.url, self.digest)
    }

    /// `None`: it does not say all three, or not as it should.
    pub fn read(text: &str) -> Option<Self> {
        if text.len() > 4_000 {
            return None;
        }
        let part = |name: &str| {
            let mut parts = text.split(',').filter_map(|part| part.trim().split_once('='));
            let value = parts.find(|(key, _)| key.trim().eq_ignore_ascii_case(name))?.1.trim();
            Some(value.strip_prefix('"')?.strip_suffix('"')?.to_string())
        };
        let told = Self { collection: part("collectionId")?, url: part("url")?, digest: part("digest")?.to_lowercase() };
        (told.digest.len() == 64 && told.digest.bytes().all(|b| b.is_ascii_hexdigit())).then_some(told)
    }
}

/// Where the followers of an account of this node can be read by their own servers.
pub fn address(actor: &str) -> String {
    format!("{actor}/followers_synchronization")
}

/// The header for a delivery; none for what is for everybody, or not for followers.
pub fn headers(tx: &mut Tx, account_id: i64, inbox: &Url, body: &str) -> Result<Headers> {
    let (uri, followers) = store::addresses(tx, account_id)?;
    let activity: Value = serde_json::from_str(body).unwrap_or_default();
    if !["to", "cc"].iter().any(|key| ids(&activity, key).contains(&followers)) {
        return Ok(Headers::new());
    }
    let there = store::followers_at(tx, account_id, &origin(inbox))?;
    let told = Told { url: address(&uri), collection: followers, digest: digest_of(there.iter().map(String::as_str)) };
    Ok(vec![(HEADER, told.write())])
}

/// May it be for followers alone? A look at the text: what only seems so is looked at once more.
pub fn may_be_for_followers(body: &str) -> bool {
    body.contains("/followers\"") && !body.contains("activitystreams#Public")
}

/// What the ids of a server begin with.
pub fn origin(url: &Url) -> String {
    format!("{}://{}/", url.scheme(), crate::site::authority(url))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_that_of_the_proposal_in_any_order() {
        // The example of FEP-8fcf.
        let ids = ["https://testing.example.org/users/1", "https://testing.example.org/users/2"];
        let digest = digest_of(ids.into_iter());
        assert_eq!(digest, digest_of(ids.into_iter().rev()));
        assert_eq!(digest, "c33f48cd341ef046a206b8a72ec97af65079f9a3a9b90eef79c5920dce45c61f");
        assert_eq!(digest_of(std::iter::empty()), "0".repeat(64));
    }

    #[test]
    fn the_header_is_read_as_it_is_written_and_nothing_else_is() {
        let told = Told { collection: "https://a.example/f".into(), url: "https://a.example/s".into(), digest: "0f".repeat(32) };
        assert_eq!(Told::read(&told.write()), Some(told.clone()));
        let spaced = told.write().replace(", ", " ,\t").replace("digest", "Digest").replace("0f", "0F");
        assert_eq!(Told::read(&spaced), Some(told));
        for wrong in [
            "",
            "collectionId=\"a\"",
            "collectionId=a, url=b, digest=c",
            "collectionId=\"a\", url=\"b\", digest=\"zz\"",
            "==,=\"",
        ] {
            assert_eq!(Told::read(wrong), None, "{wrong}");
        }
    }
}

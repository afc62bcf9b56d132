//! Who may see a post, whom to address it to, and how to read the addressing of others.
//!
//! The four circles are Mastodon's: public, unlisted, private (followers) and direct (only those mentioned).

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

/// The ActivityStreams collection that stands for everybody (Activity Streams 2.0 vocabulary, ActivityPub § 5.6).
pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// The circle a post is meant for; ordered from the widest to the narrowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Visibility {
    /// Everybody, and shown in public timelines.
    Public,
    /// Everybody, but kept out of public timelines.
    Unlisted,
    /// The author's followers and those mentioned.
    Private,
    /// Only those mentioned.
    Direct,
}

impl Visibility {
    pub const ALL: [Visibility; 4] = [Self::Public, Self::Unlisted, Self::Private, Self::Direct];

    /// The name used in the client API and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Unlisted => "unlisted",
            Self::Private => "private",
            Self::Direct => "direct",
        }
    }

    /// True where anybody may read, logged in or not.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Public | Self::Unlisted)
    }
}

impl fmt::Display for Visibility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text was none of `public`, `unlisted`, `private`, `direct`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownVisibility;

impl FromStr for Visibility {
    type Err = UnknownVisibility;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|v| v.as_str() == text).ok_or(UnknownVisibility)
    }
}

/// What ties a reader to a post.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ties {
    pub is_author: bool,
    /// An accepted follow; a pending one is none (a follower of a locked account sees nothing before the Accept).
    pub follows_author: bool,
    pub is_mentioned: bool,
    /// One of the two blocks the other.
    pub is_blocked: bool,
}

/// May somebody with these ties read a post of this visibility?
pub const fn may_see(visibility: Visibility, ties: Ties) -> bool {
    if ties.is_blocked {
        return false;
    }
    match visibility {
        Visibility::Public | Visibility::Unlisted => true,
        Visibility::Private => ties.is_author || ties.follows_author || ties.is_mentioned,
        Visibility::Direct => ties.is_author || ties.is_mentioned,
    }
}

/// May somebody boost it? Public and unlisted posts by anybody; a private post only by its author; a direct one never.
pub const fn may_boost(visibility: Visibility, ties: Ties) -> bool {
    if ties.is_blocked {
        return false;
    }
    match visibility {
        Visibility::Public | Visibility::Unlisted => true,
        Visibility::Private => ties.is_author,
        Visibility::Direct => false,
    }
}

/// The primary and secondary recipients of an object, as ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addressing {
    pub to: Vec<String>,
    pub cc: Vec<String>,
}

/// Whom to address: `followers` is the author's followers collection, `mentioned` the ids of those mentioned.
pub fn address(visibility: Visibility, followers: &str, mentioned: &[String]) -> Addressing {
    let mentioned = mentioned.iter().cloned();
    match visibility {
        Visibility::Public => {
            Addressing { to: alloc::vec![PUBLIC.into()], cc: core::iter::once(followers.into()).chain(mentioned).collect() }
        }
        Visibility::Unlisted => {
            Addressing { to: alloc::vec![followers.into()], cc: core::iter::once(PUBLIC.into()).chain(mentioned).collect() }
        }
        Visibility::Private => Addressing { to: alloc::vec![followers.into()], cc: mentioned.collect() },
        Visibility::Direct => Addressing { to: mentioned.collect(), cc: Vec::new() },
    }
}

/// The circle that an addressing means. All three spellings of the public collection are read (ActivityPub § 5.6);
/// what names neither the public nor the followers is direct, so a doubt never widens an audience.
pub fn read(addressing: &Addressing, followers: Option<&str>) -> Visibility {
    let is_public = |id: &String| id == PUBLIC || id == "as:Public" || id == "Public";
    let is_followers = |id: &String| followers.is_some_and(|f| f == id);
    if addressing.to.iter().any(is_public) {
        Visibility::Public
    } else if addressing.cc.iter().any(is_public) {
        Visibility::Unlisted
    } else if addressing.to.iter().chain(&addressing.cc).any(is_followers) {
        Visibility::Private
    } else {
        Visibility::Direct
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Visibility::*;
    use alloc::string::ToString;
    use alloc::vec;

    const STRANGER: Ties = Ties { is_author: false, follows_author: false, is_mentioned: false, is_blocked: false };
    const FOLLOWER: Ties = Ties { follows_author: true, ..STRANGER };
    const MENTIONED: Ties = Ties { is_mentioned: true, ..STRANGER };
    const BLOCKED: Ties = Ties { is_blocked: true, is_mentioned: true, follows_author: true, ..STRANGER };
    const AUTHOR: Ties = Ties { is_author: true, ..STRANGER };

    #[test]
    fn who_may_read_and_who_may_boost() {
        // (visibility, who, reads, boosts)
        let table = [
            (Public, STRANGER, true, true),
            (Unlisted, STRANGER, true, true),
            (Private, STRANGER, false, false),
            (Private, FOLLOWER, true, false),
            (Private, MENTIONED, true, false),
            (Private, AUTHOR, true, true),
            (Public, BLOCKED, false, false),
            (Unlisted, BLOCKED, false, false),
            (Private, BLOCKED, false, false),
            (Direct, BLOCKED, false, false),
            (Direct, STRANGER, false, false),
            (Direct, FOLLOWER, false, false),
            (Direct, MENTIONED, true, false),
            (Direct, AUTHOR, true, false),
        ];
        for (visibility, ties, reads, boosts) in table {
            assert_eq!(may_see(visibility, ties), reads, "{visibility} read by {ties:?}");
            assert_eq!(may_boost(visibility, ties), boosts, "{visibility} boosted by {ties:?}");
        }
    }

    #[test]
    fn what_is_addressed_is_read_back_as_the_same_circle() {
        let mentioned = vec!["https://rome.example/users/chiara".to_string()];
        for visibility in Visibility::ALL {
            let addressing = address(visibility, "https://paris.example/users/ada/followers", &mentioned);
            assert_eq!(read(&addressing, Some("https://paris.example/users/ada/followers")), visibility);
            assert!(addressing.to.iter().chain(&addressing.cc).any(|id| id == &mentioned[0]), "the mentioned are always named");
        }
    }

    #[test]
    fn every_spelling_of_public_is_read_and_a_doubt_never_widens() {
        for spelling in [PUBLIC, "as:Public", "Public"] {
            let to = Addressing { to: vec![spelling.into()], cc: vec![] };
            let cc = Addressing { to: vec![], cc: vec![spelling.into()] };
            assert_eq!(read(&to, None), Public);
            assert_eq!(read(&cc, None), Unlisted);
        }
        let someone_elses_followers = Addressing { to: vec!["https://far.example/followers".into()], cc: vec![] };
        assert_eq!(read(&someone_elses_followers, Some("https://near.example/followers")), Direct);
        assert_eq!(read(&Addressing::default(), None), Direct);
    }

    proptest::proptest! {
        #[test]
        fn a_narrower_circle_never_lets_more_people_in(author: bool, follows: bool, mentioned: bool, blocked: bool) {
            let ties = Ties { is_author: author, follows_author: follows, is_mentioned: mentioned, is_blocked: blocked };
            for pair in Visibility::ALL.windows(2) {
                proptest::prop_assert!(may_see(pair[0], ties) || !may_see(pair[1], ties));
                proptest::prop_assert!(may_boost(pair[0], ties) || !may_boost(pair[1], ties));
            }
        }
    }
}

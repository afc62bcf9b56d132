//! Who may quote, answer, pass on or like a post, as its author has said (interaction policies of GoToSocial and FEP-044f).

use alloc::string::String;
use alloc::vec::Vec;

use crate::audience::PUBLIC;

/// What somebody wants to do with a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wish {
    Quote,
    Reply,
    Announce,
    Like,
}

impl Wish {
    pub const ALL: [Wish; 4] = [Self::Quote, Self::Reply, Self::Announce, Self::Like];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Quote => "canQuote",
            Self::Reply => "canReply",
            Self::Announce => "canAnnounce",
            Self::Like => "canLike",
        }
    }
}

/// Ids of people and collections to whom something is granted, at once or when the author has looked at it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grant {
    pub automatic: Vec<String>,
    pub manual: Vec<String>,
}

/// The one who wishes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    pub uri: String,
    pub is_author: bool,
    pub is_mentioned: bool,
    pub follows_author: bool,
    pub is_followed_by_author: bool,
}

/// Collections of the author, as the policy names them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Circles {
    pub author: String,
    pub followers: String,
    pub following: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    Granted,
    /// The author decides.
    Asked,
    Refused,
}

/// May they? What is not spoken of is allowed, except quoting, which needs consent. An author may do all with their own;
/// whoever is mentioned may always answer.
pub fn decide(wish: Wish, grant: Option<&Grant>, who: &Who, circles: &Circles) -> Leave {
    if who.is_author || (who.is_mentioned && matches!(wish, Wish::Reply)) {
        return Leave::Granted;
    }
    let Some(grant) = grant else {
        return if matches!(wish, Wish::Quote) { Leave::Refused } else { Leave::Granted };
    };
    let holds = |id: &String| {
        id == PUBLIC
            || id == "as:Public"
            || id == "Public"
            || *id == who.uri
            || (*id == circles.followers && who.follows_author)
            || (*id == circles.following && who.is_followed_by_author)
    };
    if grant.automatic.iter().any(holds) {
        Leave::Granted
    } else if grant.manual.iter().any(holds) {
        Leave::Asked
    } else {
        Leave::Refused
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn consent_as_the_author_gave_it() {
        let circles = Circles { author: "a".into(), followers: "a/followers".into(), following: "a/following".into() };
        let stranger = Who { uri: "s".into(), ..Who::default() };
        let follower = Who { uri: "f".into(), follows_author: true, ..Who::default() };
        let friend = Who { uri: "g".into(), is_followed_by_author: true, ..Who::default() };
        let mentioned = Who { uri: "m".into(), is_mentioned: true, ..Who::default() };
        let author = Who { uri: "a".into(), is_author: true, ..Who::default() };
        let grant = |automatic: &[&str], manual: &[&str]| Grant {
            automatic: automatic.iter().map(|s| String::from(*s)).collect(),
            manual: manual.iter().map(|s| String::from(*s)).collect(),
        };
        use Leave::*;
        use Wish::*;
        let table = vec![
            ("nothing said: nobody quotes", Quote, None, &stranger, Refused),
            ("nothing said: everybody answers", Reply, None, &stranger, Granted),
            ("nothing said: everybody likes", Like, None, &stranger, Granted),
            ("nothing said: authors quote themselves", Quote, None, &author, Granted),
            ("everybody may", Quote, Some(grant(&[PUBLIC], &[])), &stranger, Granted),
            ("followers may", Quote, Some(grant(&["a/followers"], &[])), &follower, Granted),
            ("followers may, strangers not", Quote, Some(grant(&["a/followers"], &[])), &stranger, Refused),
            ("whom the author follows may", Announce, Some(grant(&["a/following"], &[])), &friend, Granted),
            ("named ones may", Quote, Some(grant(&["s"], &[])), &stranger, Granted),
            ("others ask", Reply, Some(grant(&["a/followers"], &[PUBLIC])), &stranger, Asked),
            ("nobody may", Reply, Some(grant(&[], &[])), &follower, Refused),
            ("who is mentioned may answer", Reply, Some(grant(&[], &[])), &mentioned, Granted),
            ("being mentioned is no leave to quote", Quote, Some(grant(&["a"], &[])), &mentioned, Refused),
            ("the author's own id grants nobody else", Quote, Some(grant(&["a"], &[])), &stranger, Refused),
        ];
        for (law, wish, grant, who, expected) in table {
            assert_eq!(decide(wish, grant.as_ref(), who, &circles), expected, "{law}");
        }
    }
}

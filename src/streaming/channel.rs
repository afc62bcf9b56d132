//! The streams there are, by the names clients call them.

use crate::error::{Error, Result};
use crate::statuses::compose::hashtag;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    User,
    Notifications,
    Public { from: Place, media: bool },
    Hashtag { name: String, local: bool },
    List(i64),
    Direct,
}

/// Where posts of a public stream are from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    Everywhere,
    Here,
    Elsewhere,
}

impl Place {
    pub fn holds(self, local: bool) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Here => local,
            Self::Elsewhere => !local,
        }
    }
}

impl Channel {
    /// By its name, with the hashtag or the list it is about.
    ///
    /// # Errors
    /// `NotFound`: there is no such stream; `Invalid`: the hashtag or the list is missing.
    pub fn parse(name: &str, tag: Option<&str>, list: Option<&str>) -> Result<Self> {
        let tag = || tag.and_then(hashtag).ok_or_else(|| Error::Malformed("The parameter tag is needed.".into()));
        let public = |from: Place, media: bool| Ok(Self::Public { from, media });
        match name {
            "user" => Ok(Self::User),
            "user:notification" => Ok(Self::Notifications),
            "public" => public(Place::Everywhere, false),
            "public:local" => public(Place::Here, false),
            "public:remote" => public(Place::Elsewhere, false),
            "public:media" => public(Place::Everywhere, true),
            "public:local:media" => public(Place::Here, true),
            "public:remote:media" => public(Place::Elsewhere, true),
            "hashtag" => Ok(Self::Hashtag { name: tag()?, local: false }),
            "hashtag:local" => Ok(Self::Hashtag { name: tag()?, local: true }),
            "list" => {
                let id =
                    list.and_then(|l| l.parse().ok()).ok_or_else(|| Error::Malformed("The parameter list is needed.".into()))?;
                Ok(Self::List(id))
            }
            "direct" => Ok(Self::Direct),
            _ => Err(Error::NotFound),
        }
    }

    /// Its name as frames carry it: with what it is about as a second element.
    pub fn name(&self) -> Vec<String> {
        let public = |from: &Place| match from {
            Place::Everywhere => "public",
            Place::Here => "public:local",
            Place::Elsewhere => "public:remote",
        };
        match self {
            Self::User => vec!["user".into()],
            Self::Notifications => vec!["user:notification".into()],
            Self::Public { from, media: false } => vec![public(from).into()],
            Self::Public { from, media: true } => vec![format!("{}:media", public(from))],
            Self::Hashtag { name, local: false } => vec!["hashtag".into(), name.clone()],
            Self::Hashtag { name, local: true } => vec!["hashtag:local".into(), name.clone()],
            Self::List(id) => vec!["list".into(), id.to_string()],
            Self::Direct => vec!["direct".into()],
        }
    }

    /// What a token must cover to listen to it; one of them is enough.
    pub fn scopes(&self) -> &'static [&'static str] {
        match self {
            Self::Notifications => &["read:notifications"],
            Self::List(_) => &["read:lists"],
            _ => &["read:statuses"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stream_is_called_by_its_name() {
        for (name, tag, list) in [
            ("user", None, None),
            ("user:notification", None, None),
            ("public", None, None),
            ("public:local", None, None),
            ("public:remote", None, None),
            ("public:media", None, None),
            ("public:local:media", None, None),
            ("public:remote:media", None, None),
            ("hashtag", Some("Soup"), None),
            ("hashtag:local", Some("soup"), None),
            ("list", None, Some("7")),
            ("direct", None, None),
        ] {
            let channel = Channel::parse(name, tag, list).unwrap();
            assert_eq!(channel.name()[0], name);
        }
        assert_eq!(Channel::parse("hashtag", Some("#SOUP"), None).unwrap().name(), ["hashtag", "soup"]);
        for (name, tag, list) in
            [("everything", None, None), ("hashtag", None, None), ("hashtag", Some("a b"), None), ("list", None, Some("x"))]
        {
            assert!(Channel::parse(name, tag, list).is_err(), "{name} {tag:?} {list:?}");
        }
    }
}

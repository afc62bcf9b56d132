//! What a token may do. `read` covers every `read:…`; `follow` is the old name for relationships.

use std::fmt;

use crate::error::{Error, Result};

const THINGS: [&str; 14] = [
    "accounts",
    "blocks",
    "bookmarks",
    "collections",
    "conversations",
    "decisions",
    "favourites",
    "filters",
    "follows",
    "lists",
    "media",
    "mutes",
    "notifications",
    "statuses",
];

/// What stewards' apps look after.
const ADMIN: [&str; 7] =
    ["accounts", "reports", "domain_allows", "domain_blocks", "ip_blocks", "email_domain_blocks", "canonical_email_blocks"];

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes(Vec<String>);

impl Scopes {
    /// Reads scopes separated by blanks.
    ///
    /// # Errors
    /// `Invalid`, naming the scope nobody knows.
    pub fn parse(text: &str) -> Result<Self> {
        let mut scopes: Vec<String> = Vec::new();
        for scope in text.split([' ', '+', ',']).filter(|s| !s.is_empty()) {
            if !is_known(scope) {
                return Err(Error::invalid(format!("The requested scope is invalid, unknown, or malformed: {scope}")));
            }
            if !scopes.iter().any(|s| s == scope) {
                scopes.push(scope.to_string());
            }
        }
        Ok(Self(if scopes.is_empty() { vec!["read".into()] } else { scopes }))
    }

    /// Does it cover the scope `needed`?
    pub fn cover(&self, needed: &str) -> bool {
        self.0.iter().any(|held| covers(held, needed))
    }

    /// Is each of `asked` covered?
    pub fn cover_all(&self, asked: &Self) -> bool {
        asked.0.iter().all(|needed| self.cover(needed))
    }

    pub fn list(&self) -> &[String] {
        &self.0
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}

/// Every scope there is, for the metadata document.
pub fn all() -> Vec<String> {
    let plain = ["read", "write", "follow", "push", "profile"].into_iter().map(ToString::to_string);
    let admin = ["read", "write"].into_iter().flat_map(|verb| {
        std::iter::once(format!("admin:{verb}")).chain(ADMIN.iter().map(move |thing| format!("admin:{verb}:{thing}")))
    });
    plain
        .chain(admin)
        .chain(["read", "write"].into_iter().flat_map(|verb| THINGS.iter().map(move |t| format!("{verb}:{t}"))))
        .collect()
}

fn is_known(scope: &str) -> bool {
    match scope.split_once(':') {
        None => matches!(scope, "read" | "write" | "follow" | "push" | "profile"),
        Some(("read" | "write", thing)) => THINGS.contains(&thing) || matches!(thing, "me" | "reports" | "search"),
        Some(("admin", rest)) => match rest.split_once(':') {
            None => matches!(rest, "read" | "write"),
            Some((verb, thing)) => matches!(verb, "read" | "write") && ADMIN.contains(&thing),
        },
        _ => false,
    }
}

fn covers(held: &str, needed: &str) -> bool {
    if held == needed {
        return true;
    }
    if let Some(rest) = needed.strip_prefix("admin:") {
        return held.strip_prefix("admin:").is_some_and(|held| held == rest.split(':').next().unwrap_or_default());
    }
    let (verb, thing) = needed.split_once(':').unwrap_or((needed, ""));
    held == verb || held == "follow" && matches!(verb, "read" | "write") && matches!(thing, "follows" | "blocks" | "mutes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_scope_covers_its_parts_and_nothing_else() {
        for (held, needed, expected) in [
            ("read", "read:statuses", true),
            ("read:statuses", "read:statuses", true),
            ("read:statuses", "read", false),
            ("read", "write:statuses", false),
            ("write", "write:favourites", true),
            ("follow", "write:follows", true),
            ("follow", "write:statuses", false),
            ("push", "read", false),
            ("profile", "profile", true),
            ("admin:read", "admin:read:reports", true),
            ("admin:read", "admin:write:reports", false),
            ("admin:read:reports", "admin:read:reports", true),
            ("read", "admin:read:reports", false),
        ] {
            assert_eq!(Scopes::parse(held).unwrap().cover(needed), expected, "{held} covers {needed}");
        }
        assert!(Scopes::parse("read admin:everything").is_err());
        assert_eq!(Scopes::parse("").unwrap().to_string(), "read");
    }
}

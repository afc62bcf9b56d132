//! How a chapter deals with other servers: rules for hosts, and which one holds.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

/// What a rule says of a host and of all hosts below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Severity {
    /// Welcome, also where only listed hosts are.
    Allow,
    /// Posts are taken, pictures and other media are not.
    Media,
    /// Shown only to those who follow somebody there.
    Limit,
    /// Nothing goes in or out.
    Block,
}

impl Severity {
    pub const ALL: [Severity; 4] = [Self::Allow, Self::Media, Self::Limit, Self::Block];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Media => "media",
            Self::Limit => "limit",
            Self::Block => "block",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text was none of `allow`, `media`, `limit`, `block`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownSeverity;

impl FromStr for Severity {
    type Err = UnknownSeverity;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|s| s.as_str() == text).ok_or(UnknownSeverity)
    }
}

/// What holds for a host.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    pub blocked: bool,
    pub limited: bool,
    pub without_media: bool,
}

/// The hosts whose rules could hold for `host`: itself and those above it, the nearest first.
pub fn hosts_above(host: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = host;
    // A host of more labels than the DNS allows is looked at no further.
    for _ in 0..128 {
        if rest.is_empty() {
            break;
        }
        found.push(rest.into());
        match rest.split_once('.') {
            Some((_, above)) => rest = above,
            None => break,
        }
    }
    found
}

/// The rule that decides about `host`: its own, or that of the nearest host above it.
pub fn nearest<'a>(host: &str, rules: &'a [(String, Severity)]) -> Option<(&'a str, Severity)> {
    let rule = hosts_above(host).into_iter().find_map(|h| rules.iter().find(|(of, _)| *of == h))?;
    Some((rule.0.as_str(), rule.1))
}

/// The verdict on `host`: the nearest rule decides. Where only listed hosts are welcome, everybody else is blocked.
pub fn judge(host: &str, rules: &[(String, Severity)], only_listed: bool) -> Verdict {
    match nearest(host, rules).map(|(_, severity)| severity) {
        Some(Severity::Block) => Verdict { blocked: true, ..Verdict::default() },
        Some(Severity::Limit) => Verdict { limited: true, blocked: only_listed, ..Verdict::default() },
        Some(Severity::Media) => Verdict { without_media: true, blocked: only_listed, ..Verdict::default() },
        Some(Severity::Allow) => Verdict::default(),
        None => Verdict { blocked: only_listed, ..Verdict::default() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn the_nearest_rule_decides() {
        use Severity::*;
        let rules = vec![
            ("bad.example".into(), Block),
            ("good.bad.example".into(), Allow),
            ("loud.example".into(), Limit),
            ("pictures.example".into(), Media),
            ("127.0.0.1:8181".into(), Block),
        ];
        // (host, blocked, limited, without media, blocked where only listed hosts are welcome)
        for (host, blocked, limited, without_media, unlisted) in [
            ("bad.example", true, false, false, true),
            ("deep.below.bad.example", true, false, false, true),
            ("good.bad.example", false, false, false, false),
            ("very.good.bad.example", false, false, false, false),
            ("notbad.example", false, false, false, true),
            ("loud.example", false, true, false, true),
            ("pictures.example", false, false, true, true),
            ("elsewhere.example", false, false, false, true),
            ("127.0.0.1:8181", true, false, false, true),
            ("127.0.0.1:8182", false, false, false, true),
            ("example", false, false, false, true),
            ("", false, false, false, true),
        ] {
            assert_eq!(judge(host, &rules, false), Verdict { blocked, limited, without_media }, "{host}");
            assert_eq!(judge(host, &rules, true).blocked, unlisted, "{host} where only listed hosts are welcome");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_block_holds_for_everything_below(label in "[a-z]{1,10}(\\.[a-z]{1,10}){0,5}") {
            let rules = vec![("bad.example".into(), Severity::Block)];
            let host = alloc::format!("{label}.bad.example");
            proptest::prop_assert!(judge(&host, &rules, false).blocked);
        }
    }
}

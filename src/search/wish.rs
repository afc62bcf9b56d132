//! What somebody types to find posts: words, `"words together"`, `-not`, `from:name`, `has:media`, `has:poll`, `is:reply`,
//! `language:fr`, `before:2026-11-24`, `after:2026-11-01`.

use super::fold;
use crate::clock::Time;
use crate::db::search::Term;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    pub terms: Vec<Term>,
    /// A handle, or `me`.
    pub from: Option<String>,
    pub media: bool,
    pub poll: bool,
    pub reply: Option<bool>,
    pub language: Option<String>,
    pub before: Option<Time>,
    pub after: Option<Time>,
}

/// The most words that are looked at.
const MOST: usize = 20;

impl Wish {
    pub fn read(text: &str) -> Self {
        let mut wish = Self::default();
        let mut rest = text.trim();
        while !rest.is_empty() && wish.terms.len() < MOST {
            let (not, after) = match rest.strip_prefix('-') {
                Some(after) => (true, after),
                None => (false, rest),
            };
            let (piece, together, tail) = match after.strip_prefix('"').and_then(|quoted| quoted.split_once('"')) {
                Some((inside, tail)) => (inside, true, tail),
                None => {
                    let end = after.find(char::is_whitespace).unwrap_or(after.len());
                    (&after[..end], false, &after[end..])
                }
            };
            rest = tail.trim_start();
            if together || !wish.take_operator(piece, not) {
                let words = fold::words(piece);
                // One piece can be several words: l'été.
                let prefix = !together && !not && rest.is_empty();
                if !words.is_empty() {
                    wish.terms.push(Term { words, prefix, not });
                }
            }
        }
        wish
    }

    fn take_operator(&mut self, piece: &str, not: bool) -> bool {
        let Some((name, value)) = piece.split_once(':') else { return false };
        match (name.to_lowercase().as_str(), value) {
            ("from", who) if !who.is_empty() => self.from = Some(who.trim_start_matches('@').to_lowercase()),
            ("has", "media" | "image" | "video" | "audio") => self.media = true,
            ("has", "poll") => self.poll = true,
            ("is", "reply") => self.reply = Some(!not),
            ("language", code) if !code.is_empty() => self.language = Some(code.to_lowercase()),
            ("before", day) => self.before = moment(day),
            ("after" | "since", day) => self.after = moment(day),
            _ => return false,
        }
        true
    }
}

/// The beginning of a day.
fn moment(day: &str) -> Option<Time> {
    Time::parse(&format!("{day}T00:00:00Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_understood() {
        let term = |words: &[&str], prefix: bool, not: bool| Term {
            words: words.iter().map(ToString::to_string).collect(),
            prefix,
            not,
        };
        assert_eq!(Wish::read("Soupe Été").terms, [term(&["soupe"], false, false), term(&["ete"], true, false)]);
        assert_eq!(Wish::read("\"pot luck\" -peas").terms, [term(&["pot", "luck"], false, false), term(&["peas"], false, true)]);
        let wish = Wish::read("from:@Ada has:media is:reply before:2026-11-24 after:2026-11-01 language:FR soup");
        assert_eq!(
            (wish.from.as_deref(), wish.media, wish.reply, wish.language.as_deref()),
            (Some("ada"), true, Some(true), Some("fr"))
        );
        assert_eq!(
            (wish.before.map(Time::date).as_deref(), wish.after.map(Time::date).as_deref()),
            (Some("2026-11-24"), Some("2026-11-01"))
        );
        assert_eq!(Wish::read("a:b 12:30").terms.len(), 2, "what is no operator is words");
        assert_eq!(Wish::read("\"open").terms, [term(&["open"], true, false)]);
        assert_eq!(Wish::read(" - -- \" ' OR AND *").terms, [term(&["or"], false, false), term(&["and"], false, false)]);
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_typed_only_words_reach_the_database(text in ".{0,100}") {
            for term in Wish::read(&text).terms {
                proptest::prop_assert!(term.words.iter().all(|w| !w.is_empty() && w.chars().all(char::is_alphanumeric)));
            }
        }
    }
}

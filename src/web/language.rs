//! The languages of the pages: English, French, Spanish. Texts lie in `languages/*.ftl` (Project Fluent), one message a
//! line; dates and numbers are written as each language does.
//!
//! Arguments of messages have fixed names: `$count` for a number, `$it` and `$other` for texts.

use std::borrow::Cow;
use std::sync::LazyLock;

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use chrono::Locale;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::cookies;
use crate::clock::Time;
use crate::zone::Zone;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    English,
    French,
    Spanish,
}

/// The cookie that holds what somebody has chosen.
pub const COOKIE: &str = "potluck_language";

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<[Bundle; 3]> = LazyLock::new(|| Language::ALL.map(Language::bundle));

impl Language {
    pub const ALL: [Self; 3] = [Self::English, Self::French, Self::Spanish];

    /// As in `lang="…"`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::Spanish => "es",
        }
    }

    /// What the language calls itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::French => "Français",
            Self::Spanish => "Español",
        }
    }

    /// From a tag such as `fr`, `fr-CA` or `es_MX`.
    pub fn parse(tag: &str) -> Option<Self> {
        let first = tag.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        Self::ALL.into_iter().find(|language| language.code() == first)
    }

    /// What somebody has chosen here; else the best of what their browser asks for (RFC 9110 §12.5.4); else English.
    pub fn of(headers: &HeaderMap) -> Self {
        let chosen = cookies::read(headers, COOKIE).and_then(Self::parse);
        chosen.or_else(|| Self::accepted(headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?)).unwrap_or_default()
    }

    fn accepted(header: &str) -> Option<Self> {
        let quality = |piece: &str| {
            let (tag, rest) = piece.split_once(';').unwrap_or((piece, "q=1"));
            let q: f32 = rest.trim().strip_prefix("q=").and_then(|q| q.trim().parse().ok()).unwrap_or(0.0);
            Some((Self::parse(tag)?, q)).filter(|(_, q)| *q > 0.0)
        };
        let mut best: Option<(Self, f32)> = None;
        for (language, q) in header.split(',').take(20).filter_map(quality) {
            if best.is_none_or(|(_, top)| q > top) {
                best = Some((language, q));
            }
        }
        best.map(|(language, _)| language)
    }

    pub const fn source(self) -> &'static str {
        match self {
            Self::English => include_str!("languages/en.ftl"),
            Self::French => include_str!("languages/fr.ftl"),
            Self::Spanish => include_str!("languages/es.ftl"),
        }
    }

    fn bundle(self) -> Bundle {
        let id: LanguageIdentifier = self.code().parse().unwrap_or_default();
        let mut bundle = Bundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match self {
            Self::English => |value, _| grouped(value, Self::English),
            Self::French => |value, _| grouped(value, Self::French),
            Self::Spanish => |value, _| grouped(value, Self::Spanish),
        }));
        // What cannot be read is left out here; a test reads every message of every language.
        let resource = FluentResource::try_new(self.source().to_string()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
        bundle
    }

    fn say(self, key: &str, arguments: Option<&FluentArgs>) -> Option<Cow<'static, str>> {
        let bundle = &BUNDLES[self as usize];
        let pattern = bundle.get_message(key)?.value()?;
        Some(bundle.format_pattern(pattern, arguments, &mut Vec::new()))
    }

    /// A message without arguments. A key nobody has written is shown as it is.
    pub fn t(self, key: &str) -> Cow<'static, str> {
        self.say(key, None).unwrap_or_else(|| Cow::Owned(key.to_string()))
    }

    /// A message with a number in it, `$count`.
    pub fn n(self, key: &str, count: impl TryInto<i64>) -> Cow<'static, str> {
        self.with(key, [("count", FluentValue::from(count.try_into().unwrap_or(i64::MAX)))])
    }

    /// A message with a text in it, `$it`.
    pub fn s(self, key: &str, it: impl AsRef<str>) -> Cow<'static, str> {
        self.with(key, [("it", FluentValue::from(it.as_ref()))])
    }

    /// A message with two texts in it, `$it` and `$other`.
    pub fn two(self, key: &str, it: impl AsRef<str>, other: impl AsRef<str>) -> Cow<'static, str> {
        self.with(key, [("it", FluentValue::from(it.as_ref())), ("other", FluentValue::from(other.as_ref()))])
    }

    /// A message with a number and a text in it, `$count` and `$it`.
    pub fn ns(self, key: &str, count: i64, it: impl AsRef<str>) -> Cow<'static, str> {
        self.with(key, [("count", FluentValue::from(count)), ("it", FluentValue::from(it.as_ref()))])
    }

    fn with<const N: usize>(self, key: &str, arguments: [(&'static str, FluentValue); N]) -> Cow<'static, str> {
        let arguments: FluentArgs = arguments.into_iter().collect();
        match self.say(key, Some(&arguments)) {
            Some(text) => Cow::Owned(text.into_owned()),
            None => Cow::Owned(key.to_string()),
        }
    }

    /// A text chosen where an error is made, in this language where it has been translated: its message is named after its
    /// first words (`error-this-form-has-expired`).
    pub fn error(self, text: &str) -> Cow<'static, str> {
        let words: Vec<String> = text
            .split_whitespace()
            .map(|word| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase())
            .filter(|word| !word.is_empty())
            .take(5)
            .collect();
        let key = format!("error-{}", words.join("-"));
        self.say(&key, None).unwrap_or_else(|| Cow::Owned(text.to_string()))
    }

    const fn locale(self) -> Locale {
        match self {
            Self::English => Locale::en_GB,
            Self::French => Locale::fr_FR,
            Self::Spanish => Locale::es_ES,
        }
    }

    /// `24 November 2026`
    pub fn day(self, at: Time, zone: Zone) -> String {
        let form = if self == Self::Spanish { "%-d de %B de %Y" } else { "%-d %B %Y" };
        at.to_utc().with_timezone(&zone).format_localized(form, self.locale()).to_string()
    }

    /// `24 November 2026, 10:00 CET`
    pub fn moment(self, at: Time, zone: Zone) -> String {
        format!("{}, {}", self.day(at, zone), at.to_utc().with_timezone(&zone).format("%H:%M %Z"))
    }

    /// `12,345`, `12 345`, `12.345`
    pub fn number(self, n: i64) -> String {
        let (separator, from) = match self {
            Self::English => (',', 4),
            Self::French => ('\u{202f}', 4),
            Self::Spanish => ('.', 5),
        };
        let digits = n.unsigned_abs().to_string();
        let mut out = String::from(if n < 0 { "-" } else { "" });
        for (index, digit) in digits.char_indices() {
            if index > 0 && digits.len() >= from && (digits.len() - index).is_multiple_of(3) {
                out.push(separator);
            }
            out.push(digit);
        }
        out
    }

    /// `1.5 MB`, with the language's comma.
    pub fn bytes(self, bytes: i64) -> String {
        let mut size = bytes as f64;
        let mut unit = "B";
        for next in ["kB", "MB", "GB", "TB"] {
            if size < 1_000.0 {
                break;
            }
            size /= 1_000.0;
            unit = next;
        }
        let text = if unit == "B" { format!("{size:.0}") } else { format!("{size:.1}") };
        let text = if self == Self::English { text } else { text.replace('.', ",") };
        format!("{text}\u{a0}{unit}")
    }
}

fn grouped(value: &FluentValue, language: Language) -> Option<String> {
    match value {
        FluentValue::Number(number) if number.value.fract() == 0.0 => Some(language.number(number.value as i64)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use fluent_bundle::FluentResource;

    use super::*;

    fn messages(language: Language) -> BTreeMap<String, String> {
        let source = language.source();
        FluentResource::try_new(source.to_string()).unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", language.code()));
        let mut found = BTreeMap::new();
        let mut current: Option<String> = None;
        for line in source.lines() {
            if line.starts_with(|c: char| c.is_ascii_lowercase()) {
                let (key, text) = line.split_once(" =").unwrap();
                assert!(found.insert(key.to_string(), text.to_string()).is_none(), "{key} stands twice in {}", language.code());
                current = Some(key.to_string());
            } else if let (true, Some(key)) = (line.starts_with(' '), &current) {
                *found.get_mut(key).unwrap() += line;
            }
        }
        found
    }

    /// The arguments of a message: `$count`, `$it`.
    fn arguments(text: &str) -> BTreeSet<String> {
        text.split('$').skip(1).map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap().to_string()).collect()
    }

    #[test]
    fn every_language_has_every_message_with_the_same_arguments() {
        let english = messages(Language::English);
        for language in [Language::French, Language::Spanish] {
            let theirs = messages(language);
            let (ours, them): (BTreeSet<_>, BTreeSet<_>) = (english.keys().collect(), theirs.keys().collect());
            assert_eq!(ours, them, "{}", language.code());
            for (key, text) in &theirs {
                assert_eq!(arguments(text), arguments(&english[key]), "{key} in {}", language.code());
                assert!(!text.trim().is_empty(), "{key} is empty in {}", language.code());
            }
        }
    }

    /// Every quoted word in sources and templates that could be a key.
    fn words_of_sources() -> BTreeSet<String> {
        fn walk(dir: &std::path::Path, found: &mut BTreeSet<String>) {
            for entry in std::fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, found);
                } else if path.extension().is_some_and(|e| e == "rs" || e == "html" || e == "txt") {
                    let text = std::fs::read_to_string(&path).unwrap();
                    found.extend(text.split('"').map(ToString::to_string));
                }
            }
        }
        let mut found = BTreeSet::new();
        walk(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        found
    }

    #[test]
    fn no_message_is_missing_and_none_is_unused() {
        let english = messages(Language::English);
        let used = words_of_sources();
        // Messages whose key is put together say so by their first word.
        let composed = [
            "advisory-",
            "error-",
            "said-",
            "fault-",
            "role-",
            "act-",
            "visibility-",
            "door-",
            "policy-",
            "notice-",
            "proposal-state-",
            "proposal-now-",
            "proposal-write-",
            "proposal-save-",
            "process-",
            "decisions-none-",
            "event-",
            "stance-",
            "sense-",
            "how-",
            "laws-",
            "objection-",
            "agreement-",
            "advice-",
            "delegation-",
            "seat-letter-",
            "candidacy-",
            "network-",
        ];
        let unused: Vec<_> =
            english.keys().filter(|key| !used.contains(*key) && !composed.iter().any(|c| key.starts_with(c))).collect();
        assert!(unused.is_empty(), "nobody says {unused:?}");
        let mut missing = Vec::new();
        fn walk(dir: &std::path::Path, missing: &mut Vec<String>, known: &BTreeMap<String, String>) {
            for entry in std::fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, missing, known);
                    continue;
                }
                if !path.extension().is_some_and(|e| e == "rs" || e == "html" || e == "txt") {
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap();
                for call in [".t(\"", ".n(\"", ".s(\"", ".ns(\"", ".two(\""] {
                    for rest in text.split(call).skip(1) {
                        let key = rest.split('"').next().unwrap();
                        let is_key = key.contains('-') && key.chars().all(|c| c.is_ascii_lowercase() || c == '-');
                        if is_key && !known.contains_key(key) && !path.ends_with("language.rs") {
                            missing.push(format!("{key} in {}", path.display()));
                        }
                    }
                }
            }
        }
        walk(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut missing, &english);
        assert!(missing.is_empty(), "{}", missing.join("\n"));
    }

    #[test]
    fn the_browser_is_heard() {
        for (header, expected) in [
            ("fr", Language::French),
            ("fr-CA,fr;q=0.9,en;q=0.8", Language::French),
            ("de-DE,de;q=0.9,es;q=0.5,en;q=0.4", Language::Spanish),
            ("en;q=0.5,es_MX", Language::Spanish),
            ("es;q=0,fr;q=0.1", Language::French),
            ("de,*", Language::English),
            ("", Language::English),
            ("fr;q=x;;,,", Language::English),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT_LANGUAGE, header.parse().unwrap())]);
            assert_eq!(Language::of(&headers), expected, "{header}");
        }
        let headers = HeaderMap::from_iter([
            (ACCEPT_LANGUAGE, "fr".parse().unwrap()),
            (axum::http::header::COOKIE, "potluck_language=es".parse().unwrap()),
        ]);
        assert_eq!(Language::of(&headers), Language::Spanish);
    }

    #[test]
    fn dates_numbers_and_plurals_are_as_each_language_writes_them() {
        let at = Time::parse("2026-11-24T09:00:00Z").unwrap();
        assert_eq!(
            Language::ALL.map(|l| l.day(at, Zone::UTC)),
            ["24 November 2026", "24 novembre 2026", "24 de noviembre de 2026"]
        );
        assert_eq!(Language::French.moment(at, Zone::UTC), "24 novembre 2026, 09:00 UTC");
        assert_eq!(Language::English.moment(at, Zone::Europe__Paris), "24 November 2026, 10:00 CET");
        assert_eq!(Language::English.moment(at, Zone::Pacific__Auckland), "24 November 2026, 22:00 NZDT");
        assert_eq!(Language::ALL.map(|l| l.number(1_234)), ["1,234", "1\u{202f}234", "1234"]);
        assert_eq!(Language::ALL.map(|l| l.number(-1_234_567)), ["-1,234,567", "-1\u{202f}234\u{202f}567", "-1.234.567"]);
        assert_eq!(Language::ALL.map(|l| l.bytes(1_500_000)), ["1.5\u{a0}MB", "1,5\u{a0}MB", "1,5\u{a0}MB"]);
        // French has one for nought, too.
        assert_eq!([0, 1, 2].map(|n| Language::English.n("post-replies", n)), ["0 replies", "1 reply", "2 replies"]);
        assert_eq!([0, 1, 2].map(|n| Language::French.n("post-replies", n)), ["0 réponse", "1 réponse", "2 réponses"]);
        assert_eq!(Language::English.n("post-replies", 1_234), "1,234 replies");
    }
}

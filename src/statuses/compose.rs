//! Turning what somebody typed into HTML: paragraphs, links, mentions, hashtags. Pure.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use crate::accounts::Account;
use crate::web::html::escape;

/// Somebody named in a text, once they are known.
#[derive(Clone, Debug)]
pub struct Mentioned {
    pub id: i64,
    /// As in [`handles`]: `name` or `name@host`, lower case.
    pub handle: String,
    pub username: String,
    pub url: String,
    pub uri: String,
}

impl From<Account> for Mentioned {
    fn from(account: Account) -> Self {
        let Account { id, handle, username, url, uri, .. } = account;
        Self { id, handle, username, url, uri }
    }
}

static PIECES: LazyLock<Regex> = LazyLock::new(|| {
    // In this order: an address, a handle, a hashtag.
    Regex::new(r#"(https?://[^\s<>"]+)|(@[A-Za-z0-9_]+(?:@[A-Za-z0-9.\-]+(?::[0-9]+)?)?)|(#[\p{L}\p{N}_]+)"#)
        .unwrap_or_else(|error| unreachable!("{error}"))
});

enum Piece<'a> {
    Text(&'a str),
    Address(&'a str),
    Handle(&'a str),
    Tag(&'a str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut done = 0;
    for found in PIECES.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        let before = text[..whole.start()].chars().next_back();
        let inside_a_word = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '/' | '@' | '#' | '&'));
        let trimmed = match (found.get(1), found.get(2)) {
            (Some(address), _) => address.as_str().trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '*']),
            (None, Some(handle)) => handle.as_str().trim_end_matches(['.', '-', ':']),
            _ => whole.as_str(),
        };
        if inside_a_word || found.get(3).is_some_and(|tag| tag.as_str()[1..].chars().all(|c| c.is_numeric() || c == '_')) {
            continue;
        }
        pieces.push(Piece::Text(&text[done..whole.start()]));
        pieces.push(match (found.get(1), found.get(2)) {
            (Some(_), _) => Piece::Address(trimmed),
            (None, Some(_)) => Piece::Handle(trimmed),
            _ => Piece::Tag(trimmed),
        });
        done = whole.start() + trimmed.len();
    }
    pieces.push(Piece::Text(&text[done..]));
    pieces
}

/// The handles named in a text, in lower case, each once; a name of this node comes without its host.
pub fn handles(text: &str, our_host: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for piece in pieces(text) {
        if let Piece::Handle(handle) = piece {
            let handle = normal(handle, our_host);
            if !found.contains(&handle) {
                found.push(handle);
            }
        }
    }
    found
}

fn normal(handle: &str, our_host: &str) -> String {
    let handle = handle.trim_start_matches('@').to_lowercase();
    match handle.strip_suffix(our_host).and_then(|rest| rest.strip_suffix('@')) {
        Some(local) => local.to_string(),
        None => handle,
    }
}

/// The name of a hashtag as it is kept: without `#`, in compatibility form and lower case (NFKC), or nothing if it is none.
pub fn hashtag(text: &str) -> Option<String> {
    let name: String = text.trim().trim_start_matches('#').nfkc().flat_map(char::to_lowercase).collect();
    let fits = !name.is_empty() && name.chars().count() <= 100 && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    fits.then_some(name)
}

/// The hashtags in a text, in lower case, each once.
pub fn tags(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for piece in pieces(text) {
        if let Piece::Tag(tag) = piece {
            let Some(name) = hashtag(tag) else { continue };
            if !found.contains(&name) {
                found.push(name);
            }
        }
    }
    found
}

/// The HTML of a text. `base` is this node's address, where hashtags lead.
pub fn html(text: &str, mentioned: &[Mentioned], our_host: &str, base: &str) -> String {
    let text = text.trim().replace("\r\n", "\n");
    let paragraphs = text.split("\n\n").map(str::trim_end).filter(|p| !p.is_empty());
    paragraphs.map(|p| format!("<p>{}</p>", inline(p.trim_start_matches('\n'), mentioned, our_host, base))).collect()
}

/// One line of HTML, without a paragraph around it.
pub fn line(text: &str, mentioned: &[Mentioned], our_host: &str, base: &str) -> String {
    inline(text, mentioned, our_host, base)
}

fn inline(text: &str, mentioned: &[Mentioned], our_host: &str, base: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => out.push_str(&escape(text).replace('\n', "<br>")),
            Piece::Address(address) => out.push_str(&link(address)),
            Piece::Handle(handle) => match mentioned.iter().find(|m| m.handle == normal(handle, our_host)) {
                Some(m) => out.push_str(&format!(
                    "<span class=\"h-card\"><a href=\"{}\" class=\"u-url mention\">@<span>{}</span></a></span>",
                    escape(&m.url),
                    escape(&m.username)
                )),
                None => out.push_str(&escape(handle)),
            },
            Piece::Tag(tag) => {
                let name = &tag[1..];
                let href = format!("{base}/tags/{}", percent(&name.to_lowercase()));
                out.push_str(&format!(
                    "<a href=\"{href}\" class=\"mention hashtag\" rel=\"tag\">#<span>{}</span></a>",
                    escape(name)
                ));
            }
        }
    }
    out
}

/// A hashtag's name as it stands in an address.
pub fn percent(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// A link whose text is the address without its scheme, the tail hidden when it is long (clients know these classes).
fn link(address: &str) -> String {
    let scheme = if address.starts_with("https://") { "https://" } else { "http://" };
    let rest = &address[scheme.len()..];
    let shown: String = rest.chars().take(30).collect();
    let hidden = &rest[shown.len()..];
    let class = if hidden.is_empty() { "" } else { "ellipsis" };
    format!(
        "<a href=\"{}\" rel=\"nofollow noopener\"><span class=\"invisible\">{scheme}</span><span class=\"{class}\">{}</span><span class=\"invisible\">{}</span></a>",
        escape(address),
        escape(&shown),
        escape(hidden)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "paris.example";
    const BASE: &str = "https://paris.example";

    #[test]
    fn handles_and_tags_are_found_and_addresses_left_alone() {
        let text = "Hi @Ada, @chiara@rome.example. mail x@y.example, (@bob@PARIS.example) https://a.example/@zoe#frag #Potluck! #1 #été a#b";
        assert_eq!(handles(text, HOST), ["ada", "chiara@rome.example", "bob"]);
        assert_eq!(tags(text), ["potluck", "été"]);
        assert_eq!(handles("@a@127.0.0.1:8181: hello", HOST), ["a@127.0.0.1:8181"]);
    }

    #[test]
    fn a_hashtag_is_one_however_it_is_written() {
        assert_eq!(hashtag("#Potluck"), hashtag("ＰＯＴＬＵＣＫ"));
        assert_eq!(hashtag("#caf\u{e9}"), hashtag("#CAFE\u{301}"));
        assert_eq!((hashtag("#"), hashtag("#a b"), hashtag("#<b>")), (None, None, None));
    }

    #[test]
    fn what_was_typed_becomes_html_that_cannot_run() {
        let ada =
            Mentioned { id: 1, handle: "ada".into(), username: "ada".into(), url: format!("{BASE}/@ada"), uri: String::new() };
        let html = html("<b>Hi</b> @ada & @nobody\nline\n\n#Potluck https://a.example/?x=\"<script>", &[ada], HOST, BASE);
        assert!(html.starts_with(
            "<p>&lt;b&gt;Hi&lt;/b&gt; <span class=\"h-card\"><a href=\"https://paris.example/@ada\" class=\"u-url mention\">"
        ));
        assert!(html.contains("&amp; @nobody<br>line</p><p>"));
        assert!(html.contains("href=\"https://paris.example/tags/potluck\" class=\"mention hashtag\" rel=\"tag\""));
        assert!(!html.contains("<script"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_becomes_html_that_the_cleaner_leaves_nearly_alone(text in ".{0,300}") {
            let made = html(&text, &[], HOST, BASE);
            let safe = crate::web::html::clean(&made);
            proptest::prop_assert_eq!(crate::web::html::words(&made, 10_000), crate::web::html::words(&safe, 10_000));
        }
    }
}

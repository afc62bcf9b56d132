//! HTML made safe, and text made HTML.

use std::collections::HashSet;
use std::sync::LazyLock;

use html5gum::{Token, Tokenizer};

use crate::federation::emojis::Emoji;

/// The tags that servers of the fediverse exchange in posts.
static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::default();
    builder
        .tags(HashSet::from([
            "p",
            "br",
            "a",
            "span",
            "del",
            "s",
            "pre",
            "code",
            "em",
            "strong",
            "b",
            "i",
            "u",
            "ul",
            "ol",
            "li",
            "blockquote",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
        ]))
        .tag_attributes([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start", "reversed"]))].into_iter().collect())
        .generic_attributes(HashSet::from(["lang", "dir"]))
        .allowed_classes(
            [("a", HashSet::from(["mention", "hashtag", "u-url"])), ("span", HashSet::from(["h-card", "invisible", "ellipsis"]))]
                .into_iter()
                .collect(),
        )
        .url_schemes(HashSet::from(["http", "https", "mailto", "xmpp", "gemini", "magnet"]))
        .link_rel(Some("nofollow noopener"));
    builder
});

/// The longest content that is kept, in bytes.
pub const MAX_CONTENT: usize = 150_000;

/// The most tags that are looked at: the parser's time grows with the square of how deep they are nested.
const MAX_TAGS: usize = 4_000;

/// As much of a text as is looked at: up to so many bytes and so many tags.
fn bounded(html: &str) -> &str {
    let html = truncate(html, MAX_CONTENT);
    html.match_indices(['<', '&']).nth(MAX_TAGS).map_or(html, |(at, _)| &html[..at])
}

/// What is safe of HTML from outside.
pub fn clean(html: &str) -> String {
    // A parser takes a byte order mark at the beginning away, so there shall be none to find the next time.
    CLEANER.clean(bounded(html)).to_string().trim_start_matches('\u{feff}').to_string()
}

/// Text from outside that is not to be HTML at all: tags go, entities are resolved, length is bounded (in characters).
pub fn plain(text: &str, limit: usize) -> String {
    let text: String = text.chars().filter(|c| !c.is_control() || *c == '\n').take(limit).collect();
    text.trim().to_string()
}

/// The words of a piece of HTML, for summaries and titles.
pub fn words(html: &str, limit: usize) -> String {
    let spaced = bounded(html).replace("</p>", " ").replace("<br>", " ").replace("<br />", " ");
    let text = ammonia::Builder::empty().clean(&spaced).to_string();
    let text =
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&nbsp;", " ").replace("&amp;", "&");
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() > limit {
        words = words.chars().take(limit.saturating_sub(1)).collect::<String>() + "…";
    }
    words
}

/// The address in a piece of HTML that is one link and nothing else.
pub fn only_link(html: &str) -> Option<url::Url> {
    let rest = html.trim().strip_prefix("<a href=\"")?;
    let (address, rest) = rest.split_once('"')?;
    let whole = rest.matches("<a ").count() == 0 && rest.ends_with("</a>");
    let url = url::Url::parse(&address.replace("&amp;", "&")).ok()?;
    (whole && url.scheme().starts_with("http")).then_some(url)
}

/// Does a page say with `rel="me"` that it is the same person's as one of these addresses?
pub fn links_back(page: &str, to: &[&str]) -> bool {
    let same = |href: &str| to.iter().any(|own| href.trim_end_matches('/') == own.trim_end_matches('/'));
    tags(page).any(|(name, attributes)| {
        let get = |key: &str| attributes.iter().find(|(k, _)| k == key).map_or("", |(_, v)| v.as_str());
        matches!(name.as_str(), "a" | "link")
            && get("rel").split_whitespace().any(|r| r.eq_ignore_ascii_case("me"))
            && same(get("href"))
    })
}

/// What stands in a page's title.
pub fn title(page: &str) -> Option<String> {
    let mut inside = false;
    let mut text = String::new();
    for token in Tokenizer::new(page).flatten().take(20_000) {
        match token {
            Token::StartTag(tag) if tag.name.as_slice() == b"title" => inside = true,
            Token::EndTag(tag) if tag.name.as_slice() == b"title" => break,
            Token::String(piece) if inside => text.push_str(&String::from_utf8_lossy(&piece)),
            _ => {}
        }
    }
    let words: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then(|| plain(&words, 300))
}

/// The start tags of a page with their attributes, in order; the first thousands.
pub fn tags(page: &str) -> impl Iterator<Item = (String, Vec<(String, String)>)> {
    Tokenizer::new(page).flatten().take(20_000).filter_map(|token| match token {
        Token::StartTag(tag) => {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            let attributes = tag.attributes.iter().map(|(key, value)| (text(key), text(value))).collect();
            Some((text(&tag.name), attributes))
        }
        _ => None,
    })
}

/// Puts pictures where a text names emoji (`:bread:`); what stands inside tags stays as it is. The HTML must be safe already.
pub fn with_emojis(html: &str, emojis: &[Emoji]) -> String {
    if emojis.is_empty() {
        return html.to_string();
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while !rest.is_empty() {
        let (text, from_tag) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        let mut text = text.to_string();
        for emoji in emojis {
            let name = format!(":{}:", emoji.shortcode);
            if text.contains(&name) {
                let (url, name_shown) = (escape(&emoji.url), escape(&name));
                let picture = format!(
                    "<img class=\"emoji\" src=\"{url}\" alt=\"{name_shown}\" title=\"{name_shown}\" width=\"20\" height=\"20\" loading=\"lazy\">"
                );
                text = text.replace(&name, &picture);
            }
        }
        out.push_str(&text);
        let (tag, after) = from_tag.split_at(end_of_tag(from_tag));
        out.push_str(tag);
        rest = after;
    }
    out
}

/// Where the tag ends that this begins with: a `>` in quotes does not end it.
fn end_of_tag(html: &str) -> usize {
    let mut quote = None;
    for (at, c) in html.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, '>') => return at + 1,
            _ => {}
        }
    }
    html.len()
}

pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

fn truncate(text: &str, limit: usize) -> &str {
    let mut end = text.len().min(limit);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_runs_survives() {
        for hostile in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<a href=\"&#106;avascript:alert(1)\">x</a>",
            "<svg onload=alert(1)>",
            "<p style=\"background:url(javascript:alert(1))\" onclick=\"alert(1)\">x</p>",
            "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
            "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
            "<style>@import 'x'</style>",
            "<form action=/x><input name=y></form>",
        ] {
            let safe = clean(hostile).to_lowercase();
            for word in
                ["script", "onerror", "onload", "onclick", "javascript", "style", "<iframe", "<svg", "<form", "<img", "<input"]
            {
                assert!(!safe.contains(word), "{hostile} became {safe}");
            }
        }
    }

    #[test]
    fn what_people_write_stays() {
        let html = "<p>Salut <span class=\"h-card\"><a href=\"https://rome.example/@chiara\" class=\"u-url mention\" rel=\"nofollow noopener\">@chiara</a></span><br>À <strong>demain</strong></p>";
        assert_eq!(clean(html), html);
    }

    #[test]
    fn emoji_stand_in_texts_and_never_in_tags() {
        let bread = Emoji {
            shortcode: "bread".into(),
            url: "https://paris.example/b.png".into(),
            static_url: String::new(),
            visible_in_picker: true,
        };
        let html = clean("<p>Fresh :bread: <a href=\"https://x.example/a>:bread:\">:bread:</a></p>");
        let shown = with_emojis(&html, &[bread]);
        assert_eq!(shown.matches("<img").count(), 2, "{shown}");
        assert!(shown.contains("href=\"https://x.example/a&gt;:bread:\""), "{shown}");
    }

    #[test]
    fn words_of_html() {
        assert_eq!(words("<p>Bread &amp; salt</p><p>for all</p>", 100), "Bread & salt for all");
        assert_eq!(words("<p>abcdef</p>", 4), "abc…");
    }
}

//! Markdown of members made HTML, safe to show.

use pulldown_cmark::{Options, Parser};

use super::html;

/// Headings, lists, links, quotes, code and struck-out text; HTML in it is cleaned as that of strangers is.
pub fn render(text: &str) -> String {
    let parser = Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH);
    let mut rendered = String::new();
    pulldown_cmark::html::push_html(&mut rendered, parser);
    html::clean(&rendered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_members_write_is_shown_and_does_nothing() {
        assert_eq!(render("A *pot* for **all**"), "<p>A <em>pot</em> for <strong>all</strong></p>\n");
        assert_eq!(render("- one\n- two"), "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n");
        for wrong in [
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            "![x](https://far.example/spy.png)",
            "<img src=x onerror=alert(1)>",
            "<p style=\"position:fixed\">",
        ] {
            let shown = render(wrong);
            assert!(!["<script", "javascript:", "<img", "onerror", "style"].iter().any(|w| shown.contains(w)), "{shown}");
        }
    }
}

//! Words as they are compared: without accents, in small letters, so that `ete` finds `Été` and `strasse` finds `Straße`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of a text, folded.
pub fn words(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut word = String::new();
    for c in text.nfkd().flat_map(char::to_lowercase).filter(|c| !is_combining_mark(*c)) {
        match c {
            'ß' => word.push_str("ss"),
            'æ' => word.push_str("ae"),
            'œ' => word.push_str("oe"),
            'ø' => word.push('o'),
            'ł' => word.push('l'),
            'đ' => word.push('d'),
            'ı' => word.push('i'),
            c if is_unspaced(c) && c.is_alphanumeric() => {
                // Scripts without spaces: each sign is a word.
                finish(&mut word, &mut all);
                all.push(c.to_string());
            }
            c if c.is_alphanumeric() => word.push(c),
            _ => finish(&mut word, &mut all),
        }
    }
    finish(&mut word, &mut all);
    all
}

fn finish(word: &mut String, all: &mut Vec<String>) {
    if !word.is_empty() {
        all.push(std::mem::take(word));
    }
}

const fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_capitals_make_no_difference() {
        for (text, expected) in [
            ("L'Été à Œuvres", "l ete a oeuvres"),
            ("Straße STRASSE", "strasse strasse"),
            ("niño, señor!", "nino senor"),
            ("Grüße aus Köln", "grusse aus koln"),
            ("Ærø Łódź", "aero lodz"),
            ("e\u{301}te\u{301}", "ete"),
            ("日本語 text", "日 本 語 text"),
            ("ＦＵＬＬ ﬁne", "full fine"),
            ("--- …", ""),
        ] {
            assert_eq!(words(text).join(" "), expected, "{text}");
        }
    }
}

//! What a filter finds in a post. Pure.

use super::{Context, Filter};

/// The words of a post as filters read them: what it says, what it warns of, what can be chosen and seen, in small letters.
#[derive(Clone, Debug, Default)]
pub struct Text(String);

impl Text {
    pub fn new<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = String::new();
        for part in parts {
            all.push_str(&part.to_lowercase());
            all.push('\n');
        }
        Self(all)
    }

    /// Does a word or phrase stand in it; as a word of its own, if `whole`?
    pub fn has(&self, keyword: &str, whole: bool) -> bool {
        let word = keyword.to_lowercase();
        if word.is_empty() {
            return false;
        }
        let is_inner = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        // A sign at the word's own end is a border by itself.
        let (opens, closes) = (is_inner(word.chars().next()), is_inner(word.chars().next_back()));
        self.0.match_indices(&word).any(|(at, _)| {
            let before = self.0[..at].chars().next_back();
            let after = self.0[at + word.len()..].chars().next();
            !whole || !(opens && is_inner(before) || closes && is_inner(after))
        })
    }
}

/// What one filter has found.
#[derive(Clone, Debug)]
pub struct Found<'a> {
    pub filter: &'a Filter,
    pub keywords: Vec<&'a str>,
    pub by_id: bool,
}

/// What all filters have found in a post.
#[derive(Clone, Debug, Default)]
pub struct Results<'a>(pub Vec<Found<'a>>);

impl<'a> Results<'a> {
    pub fn of(filters: &'a [Filter], ids: &[i64], text: &Text) -> Self {
        let find = |filter: &'a Filter| {
            let keywords: Vec<&str> =
                filter.keywords.iter().filter(|k| text.has(&k.keyword, k.whole_word)).map(|k| k.keyword.as_str()).collect();
            let by_id = filter.statuses.iter().any(|m| ids.contains(&m.status_id));
            (by_id || !keywords.is_empty()).then_some(Found { filter, keywords, by_id })
        };
        Self(filters.iter().filter_map(find).collect())
    }

    /// Is it not to be shown here at all?
    pub fn hides_in(&self, context: Context) -> bool {
        self.0.iter().any(|found| found.filter.row.action == "hide" && found.filter.holds_in(context))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole_or_inside_others_in_any_case() {
        let text = Text::new(["Le Café de l'Été, #Soup (and C++) 日本語の本", "spoiler: Tatort"]);
        for (keyword, inside, whole) in [
            ("café", true, true),
            ("CAFÉ", true, true),
            ("caf", true, false),
            ("été", true, true),
            ("soup", true, true),
            ("#soup", true, true),
            ("oup", true, false),
            ("c++", true, true),
            ("c+", true, true),
            ("tat", true, false),
            ("and c", true, true),
            ("日本", true, false),
            ("", false, false),
            ("nothing", false, false),
        ] {
            assert_eq!((text.has(keyword, false), text.has(keyword, true)), (inside, whole), "{keyword}");
        }
    }
}

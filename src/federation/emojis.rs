//! Custom emoji (FEP-9098): `tag` of type `Emoji`, both ways.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::media::FileType;
use crate::media::addresses::Addresses;

use super::json::{address, first, kind, list};

/// At most so many in one document.
const MOST: usize = 60;

/// Mastodon's CustomEmoji entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Emoji {
    pub shortcode: String,
    pub url: String,
    pub static_url: String,
    #[serde(default)]
    pub visible_in_picker: bool,
}

/// Letters, digits, `_`, `+` and `-`, between colons or not.
pub fn shortcode(name: &str) -> Option<&str> {
    let bare = name.strip_prefix(':').and_then(|n| n.strip_suffix(':')).unwrap_or(name);
    let fits = (1..=64).contains(&bare.len()) && bare.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-'));
    fits.then_some(bare)
}

/// The emoji a document brings with it; an id is not needed, an odd name is left out.
pub fn read(document: &Value) -> Vec<Emoji> {
    let mut found: Vec<Emoji> = Vec::new();
    for tag in list(document, "tag").into_iter().filter(|tag| kind(tag) == "Emoji") {
        let Some(name) = tag["name"].as_str().and_then(shortcode) else { continue };
        let Some(url) = first(tag, "icon").and_then(|icon| address(icon, "url")).or_else(|| address(tag, "icon")) else {
            continue;
        };
        if found.len() < MOST && !found.iter().any(|e| e.shortcode == name) {
            found.push(Emoji { shortcode: name.into(), static_url: url.clone(), url, visible_in_picker: false });
        }
    }
    found
}

/// The emoji that stand in a row, with addresses apps can follow.
pub fn shown(stored: &str, media: &Addresses) -> Vec<Emoji> {
    if stored == "[]" {
        return Vec::new();
    }
    let mut emojis: Vec<Emoji> = serde_json::from_str(stored).unwrap_or_default();
    for emoji in &mut emojis {
        emoji.url = media.shown(&emoji.url);
        emoji.static_url = media.shown(&emoji.static_url);
    }
    emojis
}

/// As it stands in `tag`; its address is its id.
pub fn tag(emoji: &Emoji) -> Value {
    let mut tag = json!({
        "id": emoji.url, "type": "Emoji", "name": format!(":{}:", emoji.shortcode), "icon": {"type": "Image", "url": emoji.url}
    });
    if let Some(kind) = FileType::of_key(&emoji.url) {
        tag["icon"]["mediaType"] = kind.content_type.into();
    }
    tag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emoji_are_read_from_every_shape_and_odd_names_are_left_out() {
        let document = json!({"tag": [
            {"type": "Emoji", "name": ":pot:", "id": null, "icon": {"type": "Image", "url": "https://a.example/pot.png", "mediaType": "image/png"}},
            {"type": "Emoji", "name": "luck", "icon": [{"url": [{"href": "https://a.example/luck.png"}]}]},
            {"type": "Emoji", "name": ":pot:", "icon": {"url": "https://a.example/again.png"}},
            {"type": "Emoji", "name": ":<b>:", "icon": {"url": "https://a.example/x.png"}},
            {"type": "Emoji", "name": ":script:", "icon": {"url": "javascript:alert(1)"}},
            {"type": "Hashtag", "name": "#pot"}, null, 7
        ]});
        let names: Vec<String> = read(&document).into_iter().map(|e| e.shortcode).collect();
        assert_eq!(names, ["pot", "luck"]);
        assert_eq!(
            read(&json!({"tag": {"type": "Emoji", "name": ":one:", "icon": {"url": "https://a.example/1.png"}}})).len(),
            1
        );
        assert_eq!(read(&json!({"tag": null})), []);
    }
}

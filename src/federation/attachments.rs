//! Pictures, sounds, films and links that hang on a post (FEP-1311), in every shape they are sent in.

use serde_json::{Value, json};

use super::json::{address, first, kind, list, text, web_url};
use crate::media::FileType;
use crate::media::addresses::Addresses;
use crate::web::html;

/// How many are kept.
const MOST: usize = 16;
/// How many are looked at.
const LOOKED_AT: usize = 32;
const LONGEST_DESCRIPTION: usize = 1_500;

/// What hangs on a post: Mastodon's MediaAttachment entities but for their ids, and plain links.
#[derive(Debug, Default, PartialEq)]
pub struct Attached {
    pub media: Vec<Value>,
    pub links: Vec<String>,
}

pub fn read(object: &Value) -> Attached {
    let mut found = Attached::default();
    for attachment in list(object, "attachment").into_iter().take(LOOKED_AT) {
        if let Value::String(link) = attachment {
            found.links.extend(web_url(link));
            continue;
        }
        let Some((url, media_type)) = best(attachment) else { continue };
        match media_kind(kind(attachment), &media_type) {
            Some(kind) if found.media.len() < MOST => found.media.push(entity(attachment, kind, &url)),
            None if kind(attachment) == "Link" => found.links.push(url),
            _ => {}
        }
    }
    found
}

/// The best http(s) address and its media type: of several a picture, sound or film before anything else.
fn best(attachment: &Value) -> Option<(String, String)> {
    let own = attachment["mediaType"].as_str().unwrap_or_default().to_ascii_lowercase();
    let mut candidates: Vec<(String, String)> = Vec::new();
    for key in ["url", "href"] {
        for value in list(attachment, key) {
            let link = if value.is_string() { value.as_str() } else { value["href"].as_str().or_else(|| value["url"].as_str()) };
            let told = value["mediaType"].as_str().map_or_else(|| own.clone(), str::to_ascii_lowercase);
            candidates.extend(link.and_then(web_url).map(|url| (url, told)));
        }
    }
    let shown = |media_type: &str| ["image/", "video/", "audio/"].iter().any(|prefix| media_type.starts_with(prefix));
    let at = candidates.iter().position(|(_, media_type)| shown(media_type)).unwrap_or(0);
    (at < candidates.len()).then(|| candidates.swap_remove(at))
}

fn media_kind(object_type: &str, media_type: &str) -> Option<&'static str> {
    match (media_type.split('/').next().unwrap_or_default(), object_type) {
        ("image", _) | ("", "Image") => Some("image"),
        ("video", _) | ("", "Video") => Some("video"),
        ("audio", _) | ("", "Audio") => Some("audio"),
        (_, "Document" | "Image" | "Video" | "Audio") => Some("unknown"),
        _ => None,
    }
}

fn entity(attachment: &Value, kind: &str, url: &str) -> Value {
    // Mastodon writes the description into name, GoToSocial into summary.
    let told = text(attachment, "name").or_else(|| text(attachment, "summary")).map(|d| html::plain(d, LONGEST_DESCRIPTION));
    let number = |key: &str| attachment[key].as_u64().filter(|n| (1..=100_000).contains(n));
    let mut meta = json!({});
    if let (Some(width), Some(height)) = (number("width"), number("height")) {
        meta["original"] =
            json!({"width": width, "height": height, "size": format!("{width}x{height}"), "aspect": ratio(width, height)});
    }
    if let Some(Value::Array(point)) = attachment.get("focalPoint")
        && let [Some(x), Some(y)] = [point.first().and_then(Value::as_f64), point.get(1).and_then(Value::as_f64)]
        && x.abs() <= 1.0
        && y.abs() <= 1.0
    {
        meta["focus"] = json!({"x": x, "y": y});
    }
    let blurhash = attachment["blurhash"].as_str().filter(|b| (6..=100).contains(&b.len()) && b.is_ascii());
    let preview = first(attachment, "icon").and_then(|icon| web_url(icon.as_str()?)).or_else(|| address(attachment, "icon"));
    json!({
        "type": kind, "url": url, "preview_url": preview.as_deref().unwrap_or(url), "remote_url": url, "preview_remote_url": preview,
        "text_url": null, "meta": meta, "description": told.filter(|d| !d.is_empty()), "blurhash": blurhash
    })
}

/// What hangs on a post of ours, as it stands in its row, for `attachment`.
pub fn write(stored: &str, media: &Addresses) -> Vec<Value> {
    let entities: Vec<Value> = serde_json::from_str(stored).unwrap_or_default();
    let one = |entity: &Value| {
        let url = media.shown(entity["url"].as_str()?);
        let kind = FileType::of_key(&url)?;
        let original = &entity["meta"]["original"];
        let mut attachment = json!({
            "type": "Document", "mediaType": kind.content_type, "url": url, "name": entity["description"], "blurhash": entity["blurhash"],
            "width": original["width"], "height": original["height"]
        });
        if let (Some(x), Some(y)) = (entity["meta"]["focus"]["x"].as_f64(), entity["meta"]["focus"]["y"].as_f64()) {
            attachment["focalPoint"] = json!([x, y]);
        }
        if let Some(preview) = entity["preview_url"].as_str().filter(|_| !kind.is_picture()) {
            attachment["icon"] = json!({"type": "Image", "url": media.shown(preview)});
        }
        if let Some(object) = attachment.as_object_mut() {
            object.retain(|_, value| !value.is_null());
        }
        Some(attachment)
    };
    entities.iter().filter_map(one).collect()
}

#[expect(clippy::cast_precision_loss, reason = "both are at most 100,000")]
fn ratio(width: u64, height: u64) -> f64 {
    width as f64 / height as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attachments_of_every_shape_are_read() {
        let object = json!({"attachment": [
            {"type": "Document", "mediaType": "image/png", "url": "https://a.example/1.png", "name": "a pot", "blurhash": "UEHV6nWB2yk8", "focalPoint": [0.1, -0.2], "width": 40, "height": 20},
            {"type": "Image", "url": [{"type": "Link", "href": "https://a.example/2.webp", "mediaType": "image/webp"}], "summary": "<b>luck</b>"},
            {"type": "Video", "url": [{"href": "magnet:?x"}, {"href": "https://a.example/page", "mediaType": "text/html"}, {"href": "https://a.example/3.mp4", "mediaType": "video/mp4"}], "icon": {"url": "https://a.example/3.jpg"}},
            {"type": "Audio", "url": "https://a.example/4.ogg", "width": 0, "focalPoint": [9, 9], "name": null},
            {"type": "Link", "href": "https://a.example/article"},
            "https://a.example/bare",
            {"type": "Document", "mediaType": "application/pdf", "url": "https://a.example/5.pdf"},
            {"type": "Image", "url": "javascript:alert(1)"}, {"type": "Image"}, null, 7
        ]});
        let attached = read(&object);
        let kinds: Vec<&str> = attached.media.iter().map(|m| m["type"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["image", "image", "video", "audio", "unknown"]);
        assert_eq!(attached.media[0]["meta"]["original"]["size"], "40x20");
        assert_eq!(attached.media[0]["meta"]["focus"]["x"], 0.1);
        assert_eq!(attached.media[1]["description"], "<b>luck</b>", "a description is text, never HTML");
        assert_eq!(
            (&attached.media[2]["url"], &attached.media[2]["preview_url"]),
            (&json!("https://a.example/3.mp4"), &json!("https://a.example/3.jpg"))
        );
        assert_eq!(attached.media[3]["meta"], json!({}));
        assert_eq!(attached.links, ["https://a.example/article", "https://a.example/bare"]);
        assert_eq!(read(&json!({"attachment": {"type": "Image", "url": "https://a.example/1.png"}})).media.len(), 1);
        let many = json!({"attachment": vec![json!({"type": "Image", "url": "https://a.example/1.png"}); 100]});
        assert_eq!(read(&many).media.len(), MOST);
    }
}

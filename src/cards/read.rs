//! What a page says of itself: Open Graph, and what pages have said for longer. Pure.

use serde_json::{Value, json};
use url::Url;

use crate::web::html;

/// Mastodon's PreviewCard, or nothing if the page has no title.
pub fn card(asked: &Url, at: &Url, page: &str) -> Option<Value> {
    let mut said: Vec<(String, String)> = Vec::new();
    for (_, attributes) in html::tags(page).filter(|(name, _)| name == "meta").take(200) {
        let get = |key: &str| attributes.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone());
        if let (Some(key), Some(value)) = (get("property").or_else(|| get("name")), get("content"))
            && !value.trim().is_empty()
        {
            said.push((key.to_lowercase(), value));
        }
    }
    let one = |keys: &[&str], limit: usize| {
        let found = keys.iter().find_map(|key| said.iter().find(|(k, _)| k == key));
        found.map(|(_, value)| html::plain(value, limit)).unwrap_or_default()
    };
    let title = Some(one(&["og:title", "twitter:title"], 300)).filter(|t| !t.is_empty()).or_else(|| html::title(page))?;
    let image = one(&["og:image:secure_url", "og:image", "twitter:image"], 2_000);
    let image = (!image.is_empty()).then(|| at.join(&image).ok()).flatten().filter(|u| matches!(u.scheme(), "http" | "https"));
    let side = |key: &str| one(&[key], 10).parse::<u32>().unwrap_or(0).min(10_000);
    let published = one(&["article:published_time", "og:article:published_time"], 40);
    let author = one(&["author", "article:author"], 100);
    let author = if author.starts_with("http") { String::new() } else { author };
    Some(json!({
        "url": asked.as_str(), "title": title, "description": one(&["og:description", "description", "twitter:description"], 500),
        "language": one(&["og:locale"], 10).split('_').next().filter(|l| l.len() == 2), "type": "link",
        "author_name": author, "author_url": "", "authors": [], "provider_name": one(&["og:site_name"], 100), "provider_url": "",
        "html": "", "width": if image.is_some() { side("og:image:width") } else { 0 }, "height": if image.is_some() { side("og:image:height") } else { 0 },
        "image": image.as_ref().map(Url::as_str), "image_description": one(&["og:image:alt"], 500), "embed_url": "", "blurhash": null,
        "published_at": crate::clock::Time::parse(&published).map(crate::clock::Time::rfc3339), "missing_attribution": null
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_what_it_is_about() {
        let url = Url::parse("https://a.example/soup").unwrap();
        let page = r#"<html><head><title>Not this</title><meta property="og:title" content="Soup &amp; <b>bread</b>">
            <meta name="description" content="How to cook"><meta property="og:image" content="/pot.jpg"><meta property="og:image:width" content="600">
            <meta property="og:site_name" content="Kitchen"><meta property="article:published_time" content="2026-11-24T10:00:00Z"></head>"#;
        let card = card(&url, &url, page).unwrap();
        assert_eq!(
            (&card["title"], &card["description"]),
            (&json!("Soup & <b>bread</b>"), &json!("How to cook")),
            "text, never HTML"
        );
        assert_eq!(
            (&card["image"], &card["width"], &card["height"]),
            (&json!("https://a.example/pot.jpg"), &json!(600), &json!(0))
        );
        assert_eq!((&card["provider_name"], &card["published_at"]), (&json!("Kitchen"), &json!("2026-11-24T10:00:00.000Z")));
    }

    #[test]
    fn odd_pages_say_little_or_nothing() {
        let url = Url::parse("https://a.example/").unwrap();
        assert_eq!(card(&url, &url, "<title> Bare\n title </title>").unwrap()["title"], "Bare title");
        for page in ["", "<p>no title", "<title></title>", "<meta property='og:title' content=''>"] {
            assert_eq!(card(&url, &url, page), None, "{page}");
        }
        let hostile = "<title>x</title><meta property='og:image' content='javascript:alert(1)'><meta property='og:image:width' content='-5'>";
        assert_eq!(card(&url, &url, hostile).unwrap()["image"], Value::Null);
    }
}

//! Charts as SVG that needs neither script nor style attributes: drawn from attributes and the classes of the stylesheet.
//! Beside each stands a table or a sentence that says the same.

use super::html::escape;

/// A bar: what stands below it, its height, and what is said when it is pointed at.
pub struct Bar {
    pub label: String,
    pub value: i64,
    pub title: String,
}

/// Bars side by side, from left to right; `summary` is what a screen reader says instead.
pub fn bars(bars: &[Bar], summary: &str) -> String {
    const WIDTH: i64 = 640;
    const HEIGHT: i64 = 140;
    const FOOT: i64 = 18;
    let most = bars.iter().map(|bar| bar.value).max().unwrap_or(0).max(1);
    let count = i64::try_from(bars.len()).unwrap_or(1).max(1);
    let step = WIDTH / count;
    let mut svg = format!(
        "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {}\" role=\"img\" aria-label=\"{}\">",
        HEIGHT + FOOT,
        escape(summary)
    );
    for (n, bar) in bars.iter().enumerate() {
        let x = i64::try_from(n).unwrap_or(0) * step;
        // What is not nothing can be seen.
        let height = if bar.value == 0 { 1 } else { (bar.value * (HEIGHT - 10) / most).max(3) };
        let class = if bar.value == 0 { " class=\"soft\"" } else { "" };
        svg.push_str(&format!(
            "<rect{class} x=\"{}\" y=\"{}\" width=\"{}\" height=\"{height}\" rx=\"2\"><title>{}</title></rect>",
            x + step / 8,
            HEIGHT - height,
            step - step / 4,
            escape(&bar.title)
        ));
        if count <= 14 || n % 2 == 0 {
            let middle = x + step / 2;
            let y = HEIGHT + FOOT - 4;
            svg.push_str(&format!("<text x=\"{middle}\" y=\"{y}\" text-anchor=\"middle\">{}</text>", escape(&bar.label)));
        }
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_cannot_be_more_than_a_picture() {
        let bar = |value| Bar { label: "<b>".into(), value, title: "\"onload=x".into() };
        let svg = bars(&[bar(0), bar(1), bar(1_000_000)], "a & b");
        assert!(svg.contains("aria-label=\"a &amp; b\"") && svg.contains("&lt;b&gt;") && !svg.contains("\"onload"));
        assert!(svg.contains("height=\"3\"") && svg.contains("height=\"130\"") && svg.contains("height=\"1\""));
        assert!(bars(&[], "nothing").ends_with("</svg>"));
    }
}

//! Pictures of decisions as SVG: who has said what, and how weight flowed. Beside each stands a table that says the same.

use super::Person;
use crate::web::html::escape;

const WIDTH: i64 = 640;

/// Parts of a whole side by side: the class of each, its name and its number.
pub fn share(parts: &[(String, String, i64)], summary: &str) -> String {
    let total = parts.iter().map(|(_, _, n)| n).sum::<i64>().max(1);
    let said: Vec<String> = parts.iter().map(|(_, name, n)| format!("{name}: {n}")).collect();
    let mut svg = format!(
        "<svg class=\"chart shares\" viewBox=\"0 0 {WIDTH} 28\" role=\"img\" aria-label=\"{}. {}\">",
        escape(summary),
        escape(&said.join(", "))
    );
    let mut x = 0;
    for (class, name, count) in parts {
        let width = count * WIDTH / total;
        if width > 0 {
            let title = escape(&format!("{name}: {count}"));
            svg.push_str(&format!(
                "<rect class=\"part-{class}\" x=\"{x}\" y=\"0\" width=\"{width}\" height=\"28\"><title>{title}</title></rect>"
            ));
        }
        x += width;
    }
    svg.push_str("</svg>");
    svg
}

/// Voices that were handed on: on the left who gave, on the right to whom, as ribbons as wide as their weight.
pub fn flow(flows: &[(Person, Person, i64)], summary: &str) -> String {
    const ROW: i64 = 26;
    let list = |pick: fn(&(Person, Person, i64)) -> &Person| {
        let mut names: Vec<String> = Vec::new();
        for flow in flows {
            let name = &pick(flow).name;
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    };
    let (left, right) = (list(|f| &f.0), list(|f| &f.1));
    let rows = i64::try_from(left.len().max(right.len())).unwrap_or(1);
    let most = flows.iter().map(|f| f.2).max().unwrap_or(1).max(1);
    let mut svg = format!(
        "<svg class=\"chart flow\" viewBox=\"0 0 {WIDTH} {}\" role=\"img\" aria-label=\"{}\">",
        rows * ROW + 8,
        escape(summary)
    );
    let at = |names: &[String], name: &str| {
        let place = i64::try_from(names.iter().position(|n| n == name).unwrap_or(0)).unwrap_or(0);
        place * ROW + ROW / 2 + 4
    };
    for (from, to, weight) in flows {
        let (y1, y2) = (at(&left, &from.name), at(&right, &to.name));
        let width = (weight * 10 / most).max(2);
        let title = escape(&format!("{} → {}: {weight}", from.name, to.name));
        svg.push_str(&format!(
            "<path class=\"ribbon\" d=\"M 200 {y1} C 320 {y1} 320 {y2} 440 {y2}\" stroke-width=\"{width}\"><title>{title}</title></path>"
        ));
    }
    let short = |name: &str| {
        let cut: String = name.chars().take(24).collect();
        if cut.len() < name.len() { format!("{cut}…") } else { cut }
    };
    for name in &left {
        svg.push_str(&format!(
            "<text x=\"192\" y=\"{}\" text-anchor=\"end\">{}</text>",
            at(&left, name) + 4,
            escape(&short(name))
        ));
    }
    for name in &right {
        svg.push_str(&format!("<text x=\"448\" y=\"{}\">{}</text>", at(&right, name) + 4, escape(&short(name))));
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str) -> Person {
        Person { name: name.into(), url: String::new() }
    }

    #[test]
    fn what_is_drawn_cannot_be_more_than_a_picture() {
        let svg = share(&[("a", "<b>", 3), ("b", "\"x", 0), ("c", "all", 1)].map(|(a, b, n)| (a.into(), b.into(), n)), "a & b");
        assert!(svg.contains("aria-label=\"a &amp; b. &lt;b&gt;: 3") && svg.contains("width=\"480\"") && !svg.contains("<b>"));
        assert!(share(&[], "nobody").ends_with("</svg>"));
        let svg = flow(&[(person("<i>"), person("Ada"), 2), (person("Bob"), person("Ada"), 1)], "flow");
        assert!(svg.contains("&lt;i&gt;") && !svg.contains("<i>") && svg.matches("class=\"ribbon\"").count() == 2);
        assert!(flow(&[], "none").ends_with("</svg>"));
    }
}

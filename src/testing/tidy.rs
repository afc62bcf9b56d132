//! Reads the sources and holds everybody to the import rules of `lib.rs`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const DOORS: [&str; 4] = ["router", "inbox", "worker", "cli"];
const FLOOR: [&str; 14] = [
    "activities",
    "app",
    "clock",
    "config",
    "db",
    "error",
    "federation",
    "hub",
    "ids",
    "later",
    "media",
    "site",
    "translator",
    "zone",
];
const CAPABILITIES: [&str; 50] = [
    "accounts",
    "announcements",
    "annual_reports",
    "audit",
    "backups",
    "blocks",
    "bookmarks",
    "boosts",
    "cards",
    "chapter",
    "collections",
    "conversations",
    "credentials",
    "delegations",
    "desk",
    "email_subscriptions",
    "emojis",
    "endorsements",
    "favourites",
    "filters",
    "follows",
    "history",
    "letters",
    "lists",
    "markers",
    "members",
    "moderation",
    "network",
    "notes",
    "notifications",
    "oauth",
    "pins",
    "polls",
    "portability",
    "proposals",
    "push",
    "quotes",
    "reports",
    "scheduled",
    "search",
    "sessions",
    "statuses",
    "streaming",
    "suggestions",
    "tags",
    "teams",
    "timelines",
    "translations",
    "trends",
    "uploads",
];
/// Files of a capability from left to right; what has another name stands beside `mod`.
const ORDER: [&str; 6] = ["store", "activity", "mod", "api", "web", "tests"];

fn sources() -> BTreeMap<PathBuf, String> {
    fn walk(dir: &Path, found: &mut BTreeMap<PathBuf, String>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.insert(path.clone(), std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    // Tests run in their package's folder; where it was compiled may be another clone.
    let root = Path::new("src");
    let mut found = BTreeMap::new();
    walk(root, &mut found);
    found.into_iter().map(|(path, text)| (path.strip_prefix(root).unwrap().to_path_buf(), text)).collect()
}

/// Every `a::b` that follows `crate::`, braces opened: `use crate::{x, y::z}` gives `x` and `y::z`.
fn crate_paths(text: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        let one = |item: &str| -> Vec<String> {
            let end = item.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(item.len());
            item[..end].split("::").filter(|s| !s.is_empty()).map(ToString::to_string).collect()
        };
        if let Some(inside) = rest.strip_prefix('{') {
            let mut depth = 0;
            let end = inside
                .find(|c| {
                    depth += i32::from(c == '{') - i32::from(c == '}');
                    depth < 0
                })
                .unwrap();
            let mut depth = 0;
            let split = |c: char| {
                depth += i32::from(c == '{') - i32::from(c == '}');
                c == ',' && depth == 0
            };
            paths.extend(inside[..end].split(split).map(|item| one(item.trim())));
        } else {
            paths.push(one(rest));
        }
    }
    paths.into_iter().filter(|p| !p.is_empty()).collect()
}

#[test]
fn imports_go_one_way() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let parts: Vec<String> = path.with_extension("").iter().map(|p| p.to_string_lossy().into_owned()).collect();
        let top = parts[0].as_str();
        // The rules are a package of their own, the doors and the tests' tools may import anything.
        if ["rules", "lib", "main", "testing"].contains(&top) || DOORS.contains(&top) {
            continue;
        }
        let is_test = parts.iter().any(|p| p == "tests");
        // A file's own tests at its end may use what they like.
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let text: String =
            text.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect();
        for to in crate_paths(&text) {
            let (module, file) = (to[0].as_str(), to.get(1).map_or("", String::as_str));
            if is_test {
                continue;
            }
            if DOORS.contains(&module) || module == "testing" {
                wrong.push(format!("{} imports the door {module}", path.display()));
            }
            let floor = FLOOR.contains(&top) || top == "web";
            if floor && CAPABILITIES.contains(&module) {
                wrong.push(format!("{} is floor and imports the capability {module}", path.display()));
            }
            let shown = ["api", "web", "activity", "scopes", "compose"];
            if CAPABILITIES.contains(&top) && CAPABILITIES.contains(&module) && module != top && file == "store" {
                wrong.push(format!("{} imports another capability's {module}::{file}", path.display()));
            }
            let lower = file.chars().next().is_some_and(char::is_lowercase) && to.len() > 2;
            if CAPABILITIES.contains(&top) && CAPABILITIES.contains(&module) && module != top && lower && !shown.contains(&file) {
                wrong.push(format!("{} imports another capability's {}", path.display(), to.join("::")));
            }
        }
        if CAPABILITIES.contains(&top) && parts.len() == 2 && !is_test {
            // What answers requests under a name of its own stands beside `web`.
            let other = if text.contains("pub fn routes()") { 4 } else { 2 };
            let rank = |file: &str| ORDER.iter().position(|o| *o == file).unwrap_or(other);
            let own = rank(&parts[1]);
            for (index, right) in ORDER.iter().enumerate().skip(own + 1) {
                let reached = text.contains(&format!("super::{right}::")) || text.contains(&format!("use {right}::")) && own == 2;
                if index > 2 && reached {
                    wrong.push(format!("{} imports {right}, which lies to its right", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn sql_is_only_where_rows_are() {
    let allowed = |path: &Path| path.ends_with("store.rs") || path.starts_with("db") || path.starts_with("testing");
    for (path, text) in sources() {
        if !allowed(&path) {
            for word in ["sql_query", "diesel::insert_into", "diesel::update", "diesel::delete", "schema::"] {
                assert!(!text.contains(word), "{} holds SQL ({word})", path.display());
            }
        }
    }
}

#[test]
fn every_capability_opens_with_what_it_is_for() {
    for (path, text) in sources() {
        assert!(
            text.starts_with("//!") || path.ends_with("tests.rs") || path.starts_with("rules"),
            "{} does not say what it is for",
            path.display()
        );
        for drawer in ["utils.rs", "helpers.rs", "common.rs"] {
            assert!(!path.ends_with(drawer), "{} is a drawer", path.display());
        }
    }
}

#[test]
fn every_test_that_the_security_notes_name_exists() {
    let root = Path::new(".");
    let notes = std::fs::read_to_string(root.join("SECURITY.md")).unwrap();
    let mut code: String = sources().into_values().collect();
    for entry in std::fs::read_dir(root.join("federation-tests")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "rs") {
            code += &std::fs::read_to_string(path).unwrap();
        }
    }
    let named: Vec<&str> =
        notes.split('`').skip(1).step_by(2).filter(|name| name.contains('_') && !name.contains(['/', '.'])).collect();
    assert!(named.len() > 40);
    for name in named {
        assert!(
            code.contains(&format!("fn {name}(")) || code.contains(&format!("{name}: \"")),
            "{name} is named in SECURITY.md and is no test"
        );
    }
}

//! Block lists as Mastodon writes and reads them: `#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate`.

use rules::moderation::Severity;

use super::Rule;
use crate::error::{Error, Result};

const COLUMNS: [&str; 6] = ["#domain", "#severity", "#reject_media", "#reject_reports", "#public_comment", "#obfuscate"];
/// More than any list in use.
const MOST: usize = 20_000;

/// A line that can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub host: String,
    pub severity: Severity,
    pub comment: String,
}

/// What stands in a list: lines, and what could not be read.
#[derive(Clone, Debug, Default)]
pub struct Read {
    pub lines: Vec<Line>,
    pub wrong: Vec<String>,
}

/// Reads a list; a bare list of hosts, one a line, blocks them.
///
/// # Errors
/// `Invalid`: it is no list at all.
pub fn read(text: &str) -> Result<Read> {
    let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut read = Read::default();
    let mut columns: Vec<String> = Vec::new();
    for (n, row) in rows.records().enumerate() {
        let row = row.map_err(|_| Error::invalid("The file is not a block list."))?;
        let first = row.get(0).unwrap_or_default();
        if n == 0 && (first.starts_with('#') || first.eq_ignore_ascii_case("domain")) {
            columns = row.iter().map(|name| name.trim_start_matches('#').to_lowercase()).collect();
            continue;
        }
        if n > MOST {
            return Err(Error::invalid("The list is too long."));
        }
        if first.is_empty() {
            continue;
        }
        let cell = |name: &str| columns.iter().position(|c| c == name).and_then(|at| row.get(at)).unwrap_or_default();
        let severity = match (cell("severity"), cell("reject_media")) {
            ("" | "suspend" | "block", _) => Some(Severity::Block),
            ("silence" | "limit", _) => Some(Severity::Limit),
            ("noop" | "none", media) if media.eq_ignore_ascii_case("true") => Some(Severity::Media),
            ("media", _) => Some(Severity::Media),
            _ => None,
        };
        // Some lists hide the middle of names; such a line blocks nobody.
        match severity.filter(|_| !first.contains('*')) {
            Some(severity) => {
                read.lines.push(Line { host: first.to_string(), severity, comment: cell("public_comment").to_string() });
            }
            None => read.wrong.push(first.chars().take(100).collect()),
        }
    }
    Ok(read)
}

/// Writes the rules that keep hosts away.
pub fn write(rules: &[Rule]) -> Result<String> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS).map_err(Error::internal)?;
    for rule in rules {
        let (severity, media) = match rule.severity.parse() {
            Ok(Severity::Block) => ("suspend", "true"),
            Ok(Severity::Limit) => ("silence", "false"),
            Ok(Severity::Media) => ("noop", "true"),
            Ok(Severity::Allow) | Err(_) => continue,
        };
        let reports = if severity == "suspend" { "true" } else { "false" };
        out.write_record([rule.host.as_str(), severity, media, reports, rule.public_comment.as_str(), "false"])
            .map_err(Error::internal)?;
    }
    String::from_utf8(out.into_inner().map_err(Error::internal)?).map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_others_are_read() {
        let text = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n\
                    spam.example,suspend,TRUE,TRUE,\"spam, all of it\",FALSE\nloud.example,silence,False,False,,False\n\
                    gore.example,noop,true,false,,\nplain.example,noop,false,false,,\nh*dden.example,suspend,,,,\n\n";
        let read = read(text).unwrap();
        let found: Vec<_> = read.lines.iter().map(|l| (l.host.as_str(), l.severity, l.comment.as_str())).collect();
        assert_eq!(
            found,
            [
                ("spam.example", Severity::Block, "spam, all of it"),
                ("loud.example", Severity::Limit, ""),
                ("gore.example", Severity::Media, "")
            ]
        );
        assert_eq!(read.wrong, ["plain.example", "h*dden.example"]);
    }

    #[test]
    fn a_bare_list_of_hosts_blocks_them() {
        let read = read("spam.example\nworse.example\n").unwrap();
        assert_eq!(read.lines.iter().map(|l| l.severity).collect::<Vec<_>>(), [Severity::Block; 2]);
    }

    #[test]
    fn what_was_written_is_read_again() {
        let rule = |host: &str, severity: Severity| Rule {
            id: 1,
            host: host.into(),
            severity: severity.to_string(),
            public_comment: "a \"reason\", with commas".into(),
            private_comment: "not for others".into(),
            created_by: None,
            created_at: 0,
        };
        let text = write(&[
            rule("a.example", Severity::Block),
            rule("b.example", Severity::Limit),
            rule("c.example", Severity::Media),
            rule("d.example", Severity::Allow),
        ])
        .unwrap();
        assert!(!text.contains("not for others") && !text.contains("d.example"));
        let again = read(&text).unwrap();
        assert_eq!(
            again.lines.iter().map(|l| l.severity).collect::<Vec<_>>(),
            [Severity::Block, Severity::Limit, Severity::Media]
        );
        assert_eq!(again.lines[0].comment, "a \"reason\", with commas");
    }
}

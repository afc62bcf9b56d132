//! Mastodon's CSV files: their columns, read and written.

use crate::error::{Error, Result};

/// The lists that move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Following,
    Blocking,
    Muting,
    DomainBlocking,
    Bookmarks,
    Lists,
}

impl Kind {
    pub const ALL: [Kind; 6] =
        [Self::Following, Self::Blocking, Self::Muting, Self::DomainBlocking, Self::Bookmarks, Self::Lists];

    /// The name in the API and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Following => "following",
            Self::Blocking => "blocking",
            Self::Muting => "muting",
            Self::DomainBlocking => "domain_blocking",
            Self::Bookmarks => "bookmarks",
            Self::Lists => "lists",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The name Mastodon gives the file.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Following => "following_accounts.csv",
            Self::Blocking => "blocked_accounts.csv",
            Self::Muting => "muted_accounts.csv",
            Self::DomainBlocking => "blocked_domains.csv",
            Self::Bookmarks => "bookmarks.csv",
            Self::Lists => "lists.csv",
        }
    }

    /// The first line, where Mastodon writes one.
    const fn head(self) -> &'static [&'static str] {
        match self {
            Self::Following => &["Account address", "Show boosts", "Notify on new posts", "Languages"],
            Self::Muting => &["Account address", "Hide notifications"],
            Self::Blocking | Self::DomainBlocking | Self::Bookmarks | Self::Lists => &[],
        }
    }

    /// Whose file this is, by its name or its first line.
    pub fn guess(name: &str, text: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let first = text.lines().next().unwrap_or_default().to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|kind| name.ends_with(kind.file()))
            .or_else(|| first.contains("hide notifications").then_some(Self::Muting))
            .or_else(|| first.contains("show boosts").then_some(Self::Following))
            .or_else(|| first.contains("#domain").then_some(Self::DomainBlocking))
    }
}

/// The most lines of one file.
pub const MOST: usize = 20_000;
/// The longest cell.
const LONGEST: usize = 2_000;

pub fn write(kind: Kind, rows: &[Vec<String>]) -> Result<String> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    if !kind.head().is_empty() {
        writer.write_record(kind.head()).map_err(Error::internal)?;
    }
    for row in rows {
        writer.write_record(row).map_err(Error::internal)?;
    }
    let bytes = writer.into_inner().map_err(Error::internal)?;
    String::from_utf8(bytes).map_err(Error::internal)
}

/// Reads a file; cells come in the order of [`write()`], whatever the order of its columns. Every line has a first cell.
///
/// # Errors
/// `Invalid`, naming the line.
pub fn read(kind: Kind, text: &str) -> Result<Vec<Vec<String>>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut order: Option<Vec<usize>> = None;
    let mut rows = Vec::new();
    for (n, record) in reader.records().enumerate() {
        let record = record.map_err(|_| Error::invalid(format!("Line {} of the file cannot be read as CSV.", n + 1)))?;
        let cells: Vec<String> = record.iter().map(|cell| cell.chars().take(LONGEST).collect()).collect();
        if n == 0 && is_head(&cells) {
            order = columns(kind, &cells);
            continue;
        }
        let cells: Vec<String> = match &order {
            Some(order) => order.iter().map(|at| cells.get(*at).cloned().unwrap_or_default()).collect(),
            None => cells,
        };
        if cells.first().is_none_or(String::is_empty) {
            continue;
        }
        if rows.len() >= MOST {
            return Err(Error::invalid(format!("The file has more than {MOST} lines. Cut it into several.")));
        }
        rows.push(cells);
    }
    if rows.is_empty() {
        return Err(Error::invalid("There is nothing in this file."));
    }
    Ok(rows)
}

/// Names of columns are no addresses.
fn is_head(cells: &[String]) -> bool {
    let names = |cell: &String| cell.starts_with('#') || ["account address", "list name"].contains(&cell.to_lowercase().as_str());
    cells.iter().any(names)
}

/// Where the known columns stand.
fn columns(kind: Kind, head: &[String]) -> Option<Vec<usize>> {
    let found: Vec<usize> = kind
        .head()
        .iter()
        .map(|name| head.iter().position(|cell| cell.eq_ignore_ascii_case(name)).unwrap_or(usize::MAX))
        .collect();
    found.first().is_some_and(|at| *at != usize::MAX).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_read_as_mastodon_and_others_write_them() {
        let rows = |kind, text: &str| -> Vec<String> { read(kind, text).unwrap().into_iter().map(|row| row.join("|")).collect() };
        for (kind, text, expected) in [
            (
                Kind::Following,
                "Account address,Show boosts,Notify on new posts,Languages\na@b.example,true,false,\"de, fr\"\n",
                vec!["a@b.example|true|false|de, fr"],
            ),
            (Kind::Following, "Show boosts,Account address\nfalse,a@b.example\n", vec!["a@b.example|false||"]),
            (Kind::Following, "\u{feff}a@b.example\r\n\r\nc@d.example\r\n", vec!["a@b.example", "c@d.example"]),
            (Kind::Muting, "Account address,Hide notifications\na@b.example,true\n", vec!["a@b.example|true"]),
            (Kind::DomainBlocking, "#domain,#severity\nspam.example,suspend\n", vec!["spam.example|suspend"]),
            (Kind::Lists, "\"Cooks, bakers\",a@b.example\n", vec!["Cooks, bakers|a@b.example"]),
            (Kind::Bookmarks, "https://b.example/1\n", vec!["https://b.example/1"]),
        ] {
            assert_eq!(rows(kind, text), expected, "{text}");
        }
        assert!(read(Kind::Lists, "\n\n").is_err());
        assert!(read(Kind::Bookmarks, &"https://b.example/1\n".repeat(MOST + 1)).is_err());
    }

    #[test]
    fn a_file_says_what_it_is() {
        for (name, text, expected) in [
            ("blocked_accounts.csv", "a@b.example", Some(Kind::Blocking)),
            ("/tmp/x/lists.csv", "", Some(Kind::Lists)),
            ("some.csv", "Account address,Show boosts", Some(Kind::Following)),
            ("some.csv", "Account address,Hide notifications", Some(Kind::Muting)),
            ("some.csv", "a@b.example", None),
        ] {
            assert_eq!(Kind::guess(name, text), expected, "{name}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_is_read_back(cells in proptest::collection::vec("[a-zé,\"]{1,10}@[a-z]{1,8}", 1..20)) {
            let rows: Vec<Vec<String>> = cells.into_iter().map(|cell| vec![cell, "true".into()]).collect();
            let text = write(Kind::Muting, &rows).unwrap();
            proptest::prop_assert_eq!(read(Kind::Muting, &text).unwrap(), rows);
        }
    }
}

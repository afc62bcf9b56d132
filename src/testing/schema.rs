//! The two databases have one schema, and every migration can be taken back.

use std::collections::BTreeSet;

use super::TestPlace;
use crate::db::{Conn, Place, each_backend};

/// The tables of `src/db/schema.rs`, as `table.column kind required`.
fn known_to_the_queries() -> BTreeSet<String> {
    let source = include_str!("../db/schema.rs");
    let mut table = String::new();
    let mut lines = BTreeSet::new();
    for line in source.lines().map(str::trim) {
        if let Some((name, _)) = line.strip_suffix(") {").and_then(|l| l.split_once(" (")) {
            table = name.to_string();
        } else if line.starts_with("diesel::") {
            continue;
        } else if let Some((column, kind)) = line.trim_end_matches(',').split_once(" -> ") {
            let (kind, required) = match kind.strip_prefix("Nullable<") {
                Some(inner) => (inner.trim_end_matches('>'), ""),
                None => (kind, " required"),
            };
            let kind = match kind {
                "Text" => "text",
                "Binary" => "bytes",
                _ => "number",
            };
            lines.insert(format!("{table}.{column} {kind}{required}"));
        }
    }
    lines
}

fn migrated() -> (TestPlace, Conn) {
    let place = TestPlace::make();
    let mut conn = each_backend::connect(&place.place).unwrap();
    each_backend::migrate(&mut conn).unwrap();
    (place, conn)
}

#[test]
fn the_database_has_what_the_queries_know() {
    let (_place, mut conn) = migrated();
    let described = each_backend::describe(&mut conn).unwrap();
    let columns: BTreeSet<String> = described.into_iter().filter(|line| !line.starts_with("index ")).collect();
    assert_eq!(columns, known_to_the_queries());
}

#[test]
fn the_two_databases_have_one_schema() {
    let (place, mut conn) = migrated();
    let ours = each_backend::describe(&mut conn).unwrap();
    assert!(ours.iter().any(|line| line.starts_with("index ")));
    // On PostgreSQL the other side is made here; on SQLite the same comparison runs when the suite runs on PostgreSQL.
    if matches!(place.place, Place::Postgres(_)) {
        let mut other = each_backend::connect(&Place::Sqlite(place.dir.join("other.db"))).unwrap();
        each_backend::migrate(&mut other).unwrap();
        assert_eq!(each_backend::describe(&mut other).unwrap(), ours);
    }
}

#[test]
fn every_migration_goes_back_and_forth_and_has_a_twin() {
    let (place, mut conn) = migrated();
    let before = each_backend::describe(&mut conn).unwrap();
    each_backend::revert(&mut conn).unwrap();
    assert_eq!(each_backend::describe(&mut conn).unwrap(), Vec::<String>::new());
    each_backend::migrate(&mut conn).unwrap();
    assert_eq!(each_backend::describe(&mut conn).unwrap(), before);
    drop(place);

    let names = |folder: &str| {
        let all = std::fs::read_dir(std::path::Path::new("migrations").join(folder)).unwrap();
        all.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect::<BTreeSet<_>>()
    };
    assert_eq!(names("sqlite"), names("postgres"));
}

#[test]
fn a_database_of_a_newer_potluck_is_left_alone() {
    use diesel::connection::SimpleConnection;
    let (_place, mut conn) = migrated();
    conn.batch_execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101000000')").unwrap();
    let error = each_backend::migrate(&mut conn).unwrap_err().to_string();
    assert!(error.contains("newer Potluck"), "{error}");
}

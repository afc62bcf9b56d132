use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use super::{Counted, restore, write};
use crate::config::MediaConfig;
use crate::db::{Db, Place, dump, each_backend};
use crate::media::Media;
use crate::testing::{TestNode, TestPlace};
use crate::uploads::tests::uploaded;

fn count_all(place: &Place) -> BTreeMap<String, Counted> {
    let mut conn = each_backend::connect(place).unwrap();
    let counted = dump::snapshot(&mut conn, |conn| {
        dump::tables(conn)?.iter().map(|table| Ok((table.name.clone(), super::count(conn, table)?))).collect()
    });
    counted.unwrap()
}

/// Puts a backup into a place; answers what is there then.
async fn restored(place: &Place, dir: &Path, file: &Path) -> crate::error::Result<BTreeMap<String, Counted>> {
    let db = Db::open(place, 2)?;
    let media = Media::open(&MediaConfig { store: "elsewhere".into(), ..MediaConfig::default() }, dir)?;
    restore(&db, &media, file, &mut |_, _, _| {}).await?;
    Ok(count_all(place))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_taken_while_people_write_comes_back_on_either_database() {
    let node = TestNode::patient().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    let picture = uploaded(&node, &ada).await;
    ada.post("/api/v1/statuses", json!({"status": "Soup ' \" \\ \u{1f372} é \n for @bob", "media_ids": [picture["id"]]})).await;
    bob.post("/api/v1/statuses", json!({"status": "which", "poll": {"options": ["a", "b"], "expires_in": 3_600}})).await;
    node.settled().await;
    // Others go on writing in the meantime.
    let writer = tokio::spawn(async move {
        for n in 0.. {
            bob.says(&format!("meanwhile {n}")).await;
        }
    });
    let dir = node.app.config.data.clone();
    let file = dir.join("chapter.zip");
    let mut steps = Vec::new();
    let made = write(&node.app, &file, &mut |what, done, of| steps.push((what.to_string(), done, of))).await.unwrap();
    writer.abort();
    assert!(steps.iter().any(|(what, done, of)| what.starts_with("pictures") && done == of));
    assert_eq!(made.media, 2, "a picture and its preview");
    assert!(made.tables["statuses"].rows >= 2 && made.tables["private_keys"].rows == 5);
    let again = write(&node.app, &file, &mut |_, _, _| {}).await.unwrap_err();
    assert!(again.to_string().contains("is there already"), "{again}");

    // On SQLite, and on the other database where the tests have one.
    let sqlite = Place::Sqlite(dir.join("restored.db"));
    let other = TestPlace::make();
    let mut places = vec![&sqlite];
    if matches!(other.place, Place::Postgres(_)) {
        places.push(&other.place);
    }
    for place in places {
        let mut there = restored(place, &dir, &file).await.unwrap();
        // Only what says whether search is done differs.
        there.remove("settings");
        let mut wanted = made.tables.clone();
        wanted.remove("settings");
        assert_eq!(there, wanted, "{place:?}");
        let twice = restored(place, &dir, &file).await.unwrap_err();
        assert!(twice.to_string().contains("There is a chapter in this database already"), "{twice}");
        let mut conn = each_backend::connect(place).unwrap();
        assert_eq!(crate::chapter::load(&mut conn).unwrap().unwrap().domain, node.domain);
        assert_eq!(dump::broken_references(&mut conn).unwrap(), 0, "{place:?}");
    }
    let key = picture["url"].as_str().unwrap().rsplit_once("/media/").unwrap().1.to_string();
    assert!(dir.join("elsewhere").join(key).exists());
}

type Change = Box<dyn Fn(String) -> String>;

/// A backup with one of its files changed.
fn changed(file: &Path, to: &Path, name: &str, change: impl Fn(String) -> String) {
    use std::io::{Read, Write};
    let mut from = zip::ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
    let mut out = zip::ZipWriter::new(std::fs::File::create(to).unwrap());
    for n in 0..from.len() {
        let mut entry = from.by_index(n).unwrap();
        let this = entry.name().unwrap().to_string();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if this == name {
            bytes = change(String::from_utf8(bytes).unwrap()).into_bytes();
        }
        out.start_file(this, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.finish().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_backup_is_noticed_and_nothing_of_it_stays() {
    let node = TestNode::start().await;
    node.person("ada").await.says("soup").await;
    node.settled().await;
    let dir = node.app.config.data.clone();
    let file = dir.join("chapter.zip");
    write(&node.app, &file, &mut |_, _, _| {}).await.unwrap();
    let newer = |text: String| text.replace("\"format\": 1", "\"format\": 2");
    let unknown = |text: String| {
        let mut manifest: Value = serde_json::from_str(&text).unwrap();
        manifest["migrations"].as_array_mut().unwrap().push("20991231".into());
        manifest.to_string()
    };
    let cases: [(&str, &str, Change, &str); 5] = [
        (
            "a row less",
            "tables/statuses.jsonl",
            Box::new(|t| t.lines().next().unwrap().to_string()),
            "is not what the backup says",
        ),
        ("another word", "tables/statuses.jsonl", Box::new(|t| t.replace("soup", "soap")), "is not what the backup says"),
        ("rubbish", "tables/users.jsonl", Box::new(|_| "rubbish".into()), "damaged"),
        ("a newer form", "manifest.json", Box::new(newer), "newer Potluck"),
        ("tables of the future", "manifest.json", Box::new(unknown), "newer Potluck"),
    ];
    let place = Place::Sqlite(dir.join("restored.db"));
    for (what, name, change, expected) in cases {
        let bad = dir.join("bad.zip");
        changed(&file, &bad, name, change);
        let error = restored(&place, &dir, &bad).await.unwrap_err();
        assert!(error.to_string().contains(expected), "{what}: {error}");
        let there = count_all(&place);
        assert!(there["statuses"].rows == 0 && there["settings"].rows == 0, "{what}: nothing of it stays");
    }
    std::fs::write(dir.join("bad.zip"), b"PK rubbish").unwrap();
    assert!(restored(&place, &dir, &dir.join("bad.zip")).await.unwrap_err().to_string().contains("no backup of Potluck"));
    assert!(restored(&place, &dir, &file).await.is_ok(), "the whole one comes in afterwards");
}

/// A small chapter as an earlier Potluck has written it, with the tables of 2026-11-28-060000.
const OLDER: &[u8] = include_bytes!("tests/older.zip");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_older_version_has_written_comes_back_and_is_up_to_date() {
    let place = TestPlace::make();
    let file = place.dir.join("older.zip");
    std::fs::write(&file, OLDER).unwrap();
    let there = restored(&place.place, &place.dir, &file).await.unwrap();
    let wanted = super::manifest(&file).unwrap();
    let mut conn = each_backend::connect(&place.place).unwrap();
    let known = each_backend::names(&conn).unwrap();
    assert!(wanted.migrations.len() < known.len(), "it is older");
    assert!(each_backend::examine(&mut conn).unwrap().is_none(), "nothing is missing");
    // Each row has been held against its digest before the tables were brought up to date.
    for table in ["accounts", "statuses", "proposals", "proposal_versions"] {
        assert_eq!(there[table].rows, wanted.tables[table].rows, "{table}");
    }
    assert_eq!(crate::chapter::load(&mut conn).unwrap().unwrap().domain, "paris.example.org");
    // A damaged one leaves the database as it was: empty, and of today.
    let (other, bad) = (TestPlace::make(), place.dir.join("bad.zip"));
    changed(&file, &bad, "tables/statuses.jsonl", |text| text.replace("potiron", "poireau"));
    let error = restored(&other.place, &other.dir, &bad).await.unwrap_err();
    assert!(error.to_string().contains("is not what the backup says"), "{error}");
    let mut conn = each_backend::connect(&other.place).unwrap();
    assert!(each_backend::examine(&mut conn).unwrap().is_none(), "nothing is missing");
    assert_eq!(count_all(&other.place)["statuses"].rows, 0);
}

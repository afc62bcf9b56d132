use diesel::prelude::*;

use super::schema::settings;
use super::{Conn, Db};
use crate::error::{Error, Result};
use crate::testing::TestPlace;

fn put(conn: &mut Conn, key: &str) -> Result<()> {
    diesel::insert_into(settings::table).values((settings::key.eq(key), settings::value.eq("x"))).execute(conn)?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_writes_that_are_committed_together_each_stands_or_falls_alone() {
    let place = TestPlace::make();
    let db = Db::open(&place.place, 4).unwrap();
    let writes = (0..200).map(|n| {
        let db = db.clone();
        async move {
            let done = db
                .write(move |conn| {
                    put(conn, &format!("{n}"))?;
                    match n % 4 {
                        1 => Err(Error::refused("not this one")),
                        2 => panic!("in the middle of a write"),
                        3 => put(conn, "taken by the first"),
                        _ => Ok(()),
                    }
                })
                .await;
            (n, done)
        }
    });
    let done = futures_util::future::join_all(writes).await;
    let kept: Vec<String> = db.read(|conn| Ok(settings::table.select(settings::key).load(conn)?)).await.unwrap();
    for (n, done) in &done {
        assert_eq!(
            done.is_ok(),
            kept.contains(&n.to_string()),
            "what was answered with success is there, and nothing else: {n} {done:?}"
        );
    }
    assert_eq!(done.iter().filter(|(n, done)| n % 4 == 0 && done.is_ok()).count(), 50);
    assert_eq!(done.iter().filter(|(n, done)| n % 4 == 3 && done.is_ok()).count(), 1, "one was first");
    assert!(done.iter().all(|(n, done)| !matches!(n % 4, 1 | 2) || done.is_err()));
    assert!(matches!(done[1].1, Err(Error::Refused(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_looks_reads_also_after_a_panic_and_where_no_connection_is_free() {
    fn keys(conn: &mut Conn) -> Result<Vec<String>> {
        Ok(settings::table.select(settings::key).load(conn)?)
    }
    let place = TestPlace::make();
    let db = Db::open(&place.place, 1).unwrap();
    db.write(|conn| put(conn, "soup")).await.unwrap();
    assert!(db.look(keys).await.unwrap().contains(&"soup".into()));
    let broken: Result<()> = db.look(|_| panic!("in the middle of a look")).await;
    assert!(matches!(broken, Err(Error::Internal(_))), "{broken:?}");
    let ((begun, begins), (end, ends)) = (tokio::sync::oneshot::channel(), std::sync::mpsc::channel::<()>());
    let reads = tokio::spawn({
        let db = db.clone();
        async move {
            let wait = move |_: &mut Conn| {
                begun.send(()).unwrap();
                ends.recv().map_err(Error::internal)
            };
            db.read(wait).await
        }
    });
    begins.await.unwrap();
    let looks = tokio::spawn({
        let db = db.clone();
        async move { db.look(keys).await }
    });
    end.send(()).unwrap();
    reads.await.unwrap().unwrap();
    assert!(looks.await.unwrap().unwrap().contains(&"soup".into()));
}

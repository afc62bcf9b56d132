//! A Loomio group comes along: read, kept once, shown to members alone.

use super::{Kept, keep, loomio};
use crate::clock::Time;
use crate::testing::node::TestNode;
use crate::testing::visitor::Visitor;

/// What Loomio writes, by the shape of its export; the words are ours.
fn export() -> String {
    let lines = [
        r#"{"table":"groups","record":{"id":1,"name":"Paris","created_at":"2019-01-02T10:00:00.000Z"}}"#,
        r#"{"table":"users","record":{"id":7,"name":"Léa <b>Roux</b>","username":"lea","email":"lea@example.org"}}"#,
        r#"{"table":"users","record":{"id":8,"name":"Marc","username":"marc"}}"#,
        r#"{"table":"memberships","record":{"id":1,"user_id":7,"group_id":1}}"#,
        r#"{"table":"memberships","record":{"id":2,"user_id":8,"group_id":1}}"#,
        r#"{"table":"discussions","record":{"id":10,"group_id":1,"author_id":7,"title":"Where do we meet?","description":"<p>The café closes.<script>alert(1)</script></p>","description_format":"html","created_at":"2019-03-01T18:30:00.000Z","discarded_at":null}}"#,
        r#"{"table":"comments","record":{"id":100,"discussion_id":10,"user_id":8,"body":"**Upstairs?**","body_format":"md","created_at":"2019-03-02T08:00:00.000Z","discarded_at":null}}"#,
        r#"{"table":"comments","record":{"id":101,"discussion_id":10,"user_id":8,"body":"gone","body_format":"md","created_at":"2019-03-02T09:00:00.000Z","discarded_at":"2019-03-02T09:01:00.000Z"}}"#,
        r#"{"table":"polls","record":{"id":20,"discussion_id":10,"group_id":1,"author_id":7,"poll_type":"proposal","title":"We rent the hall","details":"For a year.","details_format":"md","created_at":"2019-03-03T08:00:00.000Z","closed_at":"2019-03-10T08:00:00.000Z","anonymous":false,"discarded_at":null}}"#,
        r#"{"table":"poll_options","record":{"id":31,"poll_id":20,"name":"disagree","priority":1}}"#,
        r#"{"table":"poll_options","record":{"id":30,"poll_id":20,"name":"agree","priority":0}}"#,
        r#"{"table":"stances","record":{"id":40,"poll_id":20,"participant_id":7,"reason":"at last","reason_format":"md","latest":true,"cast_at":"2019-03-04T08:00:00.000Z","option_scores":{"30":1}}}"#,
        r#"{"table":"stances","record":{"id":41,"poll_id":20,"participant_id":8,"reason":"","latest":true,"cast_at":"2019-03-05T08:00:00.000Z"}}"#,
        r#"{"table":"stances","record":{"id":42,"poll_id":20,"participant_id":8,"reason":"","latest":false,"cast_at":"2019-03-04T08:00:00.000Z","option_scores":{"31":1}}}"#,
        r#"{"table":"stance_choices","record":{"id":50,"stance_id":41,"poll_option_id":31,"score":1}}"#,
        r#"{"table":"outcomes","record":{"id":60,"poll_id":20,"author_id":7,"statement":"We rent it from April.","statement_format":"md","latest":true,"created_at":"2019-03-11T08:00:00.000Z"}}"#,
        r#"{"table":"polls","record":{"id":21,"group_id":1,"author_id":8,"poll_type":"score","title":"Colour of the door","details":null,"created_at":"2020-01-03T08:00:00.000Z","closed_at":null,"anonymous":true}}"#,
        r#"{"table":"poll_options","record":{"id":32,"poll_id":21,"name":"green","priority":0}}"#,
        r#"{"table":"stances","record":{"id":43,"poll_id":21,"participant_id":8,"latest":true,"cast_at":"2020-01-05T08:00:00.000Z","option_scores":{"32":7}}}"#,
        r#"{"table":"reactions","record":{"id":70}}"#,
        "",
        "this is no record",
        r#"{"table":"comments","record":{"discussion_id":10}}"#,
    ];
    lines.join("\n")
}

#[test]
fn a_loomio_export_is_read() {
    let read = loomio::read(export().as_bytes(), |_| ()).unwrap();
    assert_eq!(
        read.left_out.iter().map(|(table, n)| (table.as_str(), *n)).collect::<Vec<_>>(),
        [("memberships", 2), ("reactions", 1)]
    );
    assert_eq!(read.faults.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [22, 23]);
    assert_eq!((read.rows.len(), read.comments, read.stances), (2, 1, 3));
    let row = &read.rows[0];
    assert_eq!(
        (row.title.as_str(), row.author.as_str(), row.kind.as_str()),
        ("Where do we meet?", "Léa <b>Roux</b>", "proposal")
    );
    assert_eq!(row.outcome, "We rent it from April.");
    assert_eq!(Time(row.started_at).rfc3339_seconds(), "2019-03-01T18:30:00Z");
    let told = row.told().unwrap();
    assert!(told.text.contains("The café closes.") && !told.text.contains("alert"));
    assert!(told.comments[0].text.contains("<strong>Upstairs?</strong>"));
    let poll = &told.polls[0];
    let options: Vec<_> = poll.options.iter().map(|o| (o.name.as_str(), o.voters)).collect();
    assert_eq!(options, [("agree", 1), ("disagree", 1)], "what was taken back does not count");
    assert_eq!(poll.stances.iter().map(|s| s.by.as_str()).collect::<Vec<_>>(), ["Léa <b>Roux</b>", "Marc"]);
    let secret = &read.rows[1].told().unwrap().polls[0];
    assert_eq!((secret.stances[0].by.as_str(), secret.stances[0].at, secret.options[0].score), ("", 0, 7));
    assert_eq!(secret.closed_at, None);
    let error = loomio::read(&b"{\"hello\": 1}\n"[..], |_| ()).unwrap_err();
    assert!(error.shown().contains("no export of Loomio's"));
}

#[test]
fn a_line_without_end_is_no_reason_to_stop() {
    let mut file = vec![b'x'; 9 * 1024 * 1024];
    file.push(b'\n');
    file.extend_from_slice(export().as_bytes());
    let read = loomio::read(file.as_slice(), |_| ()).unwrap();
    assert_eq!((read.rows.len(), read.faults[0].0), (2, 1));
}

#[tokio::test]
async fn what_came_along_is_kept_once_and_read_by_members() {
    let node = TestNode::patient().await;
    node.person("ada").await;
    let bring = |text: String| {
        let rows = loomio::read(text.as_bytes(), |_| ()).unwrap().rows;
        node.app.write(move |tx| rows.into_iter().map(|row| keep(tx, row)).collect::<crate::error::Result<Vec<_>>>())
    };
    assert_eq!(bring(export()).await.unwrap(), [Kept::New, Kept::New]);
    assert_eq!(bring(export()).await.unwrap(), [Kept::Same, Kept::Same]);
    let changed = export().replace("We rent it from April.", "We rent it from May.");
    assert_eq!(bring(changed).await.unwrap(), [Kept::Changed, Kept::Same]);
    let visitor = Visitor::of(&node);
    assert_eq!(visitor.open("/decisions/before").await.status, 303);
    let ada = Visitor::logged_in(&node, "ada").await;
    assert!(ada.open("/decisions").await.text.contains("/decisions/before"));
    let seen = ada.open("/decisions/before?q=from+may").await.text;
    assert!(seen.contains("Where do we meet?") && !seen.contains("Colour of the door"));
    let page = seen.split("/decisions/before/").nth(1).unwrap().split('"').next().unwrap();
    let seen = ada.open(&format!("/decisions/before/{page}")).await.text;
    assert!(seen.contains("L&#233;a") || seen.contains("Léa"), "{seen}");
    assert!(seen.contains("Upstairs?") && seen.contains("We rent it from May.") && !seen.contains("Léa <b>Roux"));
    assert_eq!(visitor.open(&format!("/decisions/before/{page}")).await.status, 303);
    // A moment nobody can read is left open, and is not the beginning of all clocks.
    let vague = export().replace("2019-03-11T08:00:00.000Z", "last spring").replace("2019-03-01T18:30:00.000Z", "long ago");
    assert_eq!(bring(vague.replace("from April", "from May")).await.unwrap(), [Kept::Changed, Kept::Same]);
    for path in ["/decisions/before".into(), format!("/decisions/before/{page}")] {
        let seen = ada.open(&path).await.text;
        assert!(seen.contains("Where do we meet?") && !seen.contains("1970"), "{seen}");
    }
    assert_eq!(node.get("/api/v1/potluck/history").await.status, 401);
}

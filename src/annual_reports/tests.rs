//! A member's year, from what they did in it.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Archetype, Kinds};
use crate::clock::Time;
use crate::testing::TestNode;

#[test]
fn how_somebody_takes_part_is_told_by_what_they_did_most() {
    for ((own, replies, boosts, polls), expected) in [
        ((0, 0, 0, 0), Archetype::Lurker),
        ((100, 12, 0, 100), Archetype::Lurker),
        ((100, 13, 0, 0), Archetype::Oracle),
        ((50, 0, 101, 50), Archetype::Booster),
        ((50, 0, 100, 0), Archetype::Oracle),
        ((100, 300, 0, 11), Archetype::Pollster),
        ((100, 201, 0, 10), Archetype::Replier),
        ((100, 200, 200, 10), Archetype::Oracle),
    ] {
        assert_eq!(Kinds { own, replies, boosts, polls }.archetype(), expected, "{own} {replies} {boosts} {polls}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_year_that_is_over_is_told() {
    let node = TestNode::patient().await;
    let year = |node: &TestNode| node.app.clock.now().rfc3339()[..4].parse::<i32>().unwrap();
    let now = node.app.clock.now();
    // To the March of the next year, so that no month's end is near.
    let march = Time::parse(&format!("{}-03-10T12:00:00Z", year(&node) + 1)).unwrap();
    node.app.clock.advance(march.0 - now.0);
    let ada = node.person("ada").await;
    let bob = node.person("bob").await;
    let then = year(&node);
    let path = |year: i32| format!("/api/v1/annual_reports/{year}");
    let soup = ada.says("Soup again #soup #kitchen").await;
    let bread =
        ada.post("/api/v1/statuses", json!({"status": "Bread #soup", "poll": {"options": ["a", "b"], "expires_in": 600}})).await;
    let secret = ada.says_to("private", "between us").await;
    bob.follows("ada").await;
    let ada_id = ada.id.clone();
    bob.does("reblog", &soup).await;
    bob.does("favourite", &bread).await;
    ada.replies(&bread, "myself").await;
    ada.does("favourite", &secret).await;
    node.app.clock.advance(31 * Time::DAY);
    let ada = node.log_in("ada", "read write follow").await;
    ada.follows("bob").await;
    ada.says("April").await;
    assert_eq!(ada.call(Method::GET, &path(then), None).await.status, 404, "the year is not over");
    node.app.clock.advance(250 * Time::DAY);
    let ada = node.log_in("ada", "read write follow").await;
    let report = ada.get(&path(then)).await;
    let one = &report["annual_reports"][0];
    assert_eq!((&one["year"], &one["account_id"], &one["schema_version"]), (&json!(then), &json!(ada_id), &json!(2)), "{report}");
    let data = &one["data"];
    assert_eq!(data["archetype"], "lurker");
    assert_eq!(data["top_hashtags"], json!([{"name": "soup", "count": 2}, {"name": "kitchen", "count": 1}]));
    assert_eq!(data["top_statuses"], json!({"by_reblogs": soup["id"], "by_favourites": bread["id"], "by_replies": bread["id"]}));
    let months: Vec<&Value> = data["time_series"].as_array().unwrap().iter().collect();
    assert_eq!(months.len(), 12);
    assert_eq!(*months[2], json!({"month": 3, "statuses": 4, "following": 1, "followers": 1}), "everybody follows the chapter");
    assert_eq!(*months[3], json!({"month": 4, "statuses": 1, "following": 1, "followers": 0}));
    assert_eq!((&report["accounts"][0]["id"], report["statuses"].as_array().unwrap().len()), (&json!(ada_id), 2));
    // Nothing is told of years in which nothing was said, and of what is no year.
    for wrong in [path(then - 1), path(then + 1), path(1), path(99_999), "/api/v1/annual_reports/soup".into()] {
        assert_eq!(ada.call(Method::GET, &wrong, None).await.status, 404, "{wrong}");
    }
    let bob = node.log_in("bob", "read").await;
    assert_eq!(bob.get(&path(then)).await["annual_reports"][0]["data"]["time_series"][2]["statuses"], 1, "his boost");
    node.settled().await;
}

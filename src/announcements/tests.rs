use reqwest::Method;
use serde_json::json;

use crate::clock::Time;
use crate::testing::TestNode;
use crate::testing::visitor::Visitor;

#[tokio::test]
async fn the_chapter_tells_its_members_something() {
    let node = TestNode::start().await;
    let (ada, stella) = (node.person("ada").await, node.log_in("stella", "read write admin:write").await);
    let new = json!({"text": "Dinner on Friday <b>at</b> eight #potluck", "starts_at": "2026-11-27T20:00:00Z", "ends_at": "2030-11-27T23:00:00Z"});
    assert_eq!(ada.call(Method::POST, "/api/v1/potluck/announcements", Some(new.clone())).await.status, 403);
    let made = stella.post("/api/v1/potluck/announcements", new).await;
    let id = made["id"].as_str().unwrap();
    let told = ada.get("/api/v1/announcements").await;
    assert_eq!(
        (&told[0]["read"], &told[0]["tags"][0]["name"], &told[0]["reactions"]),
        (&json!(false), &json!("potluck"), &json!([]))
    );
    assert!(told[0]["content"].as_str().unwrap().contains("&lt;b&gt;"));
    let reaction = format!("/api/v1/announcements/{id}/reactions/%F0%9F%8D%B2");
    ada.call(Method::PUT, &reaction, None).await.ok();
    ada.call(Method::PUT, &reaction, None).await.ok();
    stella.call(Method::PUT, &reaction, None).await.ok();
    assert_eq!(ada.get("/api/v1/announcements").await[0]["reactions"], json!([{"name": "🍲", "count": 2, "me": true}]));
    ada.call(Method::DELETE, &reaction, None).await.ok();
    assert_eq!(ada.get("/api/v1/announcements").await[0]["reactions"][0]["me"], false);
    for n in 0..8 {
        let answer = ada.call(Method::PUT, &format!("/api/v1/announcements/{id}/reactions/e{n}"), None).await;
        assert_eq!(answer.status, if n < 7 { 200 } else { 422 }, "{n}");
    }
    ada.post(&format!("/api/v1/announcements/{id}/dismiss"), json!({})).await;
    assert_eq!(ada.get("/api/v1/announcements").await[0]["read"], true);
    assert_eq!(ada.get("/api/v1/announcements?with_dismissed=false").await, json!([]));
    for bad in [
        json!({"text": ""}),
        json!({"text": "x", "starts_at": "2027-01-01T00:00:00Z", "ends_at": "2026-01-01T00:00:00Z"}),
        json!({"text": "x", "starts_at": "soon"}),
    ] {
        assert_eq!(stella.call(Method::POST, "/api/v1/potluck/announcements", Some(bad.clone())).await.status, 422, "{bad}");
    }
    stella.call(Method::DELETE, &format!("/api/v1/potluck/announcements/{id}"), None).await.ok();
    assert_eq!(ada.get("/api/v1/announcements").await, json!([]));
    assert_eq!(ada.call(Method::PUT, &reaction, None).await.status, 404);
}

#[tokio::test]
async fn a_day_to_come_stands_on_the_home_page_until_it_is_over() {
    let node = TestNode::start().await;
    let stella = Visitor::logged_in(&node, "stella").await;
    let now = node.app.clock.now();
    let (soon, later) = (now.plus(3 * Time::DAY).date(), now.plus(9 * Time::DAY).date());
    let says = async |text: &str, field: &str, day: &str| {
        stella.does("/admin/announcements", "/admin/announcements", &[("text", text), (field, day)]).await;
    };
    let dates = async || {
        let home = node.get("/").await.text;
        home.split("class=\"dates\"").nth(1).map(|rest| rest.split("</dl>").next().unwrap().to_string())
    };
    says("The heating is off", "until", &later).await;
    assert_eq!(dates().await, None, "nothing is about a day");
    says("Assembly <b>for all</b>", "day", &later).await;
    says("Dinner with Rome", "day", &soon).await;
    says("Breakfast today", "day", &now.date()).await;
    let there = dates().await.unwrap();
    let places = ["Breakfast today", "Dinner with Rome", "Assembly &#60;b&#62;for all"].map(|text| there.find(text));
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "the soonest first: {there}");
    assert!(!there.contains("heating"), "{there}");
    node.app.clock.advance(5 * Time::DAY);
    let there = dates().await.unwrap();
    assert!(!there.contains("Dinner") && there.contains("Assembly"), "{there}");
}

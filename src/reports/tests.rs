use reqwest::Method;
use serde_json::{Value, json};

use crate::testing::TestNode;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_steward_takes_a_report_on_and_says_what_it_is() {
    let node = TestNode::start().await;
    let (ada, bob) = (node.person("ada").await, node.person("bob").await);
    let stella = node.log_in("stella", "read write admin:read admin:write").await;
    let rules = stella.post("/api/v1/potluck/rules", json!({"text": "Share your soup."})).await;
    let rule = rules[0]["id"].clone();
    let post = bob.says("My soup is mine.").await;
    let complaint = json!({"account_id": bob.id, "status_ids": [post["id"]], "comment": "no", "rule_ids": [rule, "7"]});
    let made = ada.post("/api/v1/reports", complaint).await;
    assert_eq!(
        (&made["category"], &made["rule_ids"], &made["status_ids"]),
        (&json!("violation"), &json!([rule]), &json!([post["id"]]))
    );
    let path = format!("/api/v1/admin/reports/{}", made["id"].as_str().unwrap());
    let listed = stella.get("/api/v1/admin/reports").await;
    assert_eq!((&listed[0]["statuses"][0]["id"], &listed[0]["rules"][0]["text"]), (&post["id"], &json!("Share your soup.")));
    assert_eq!((&listed[0]["assigned_account"], &listed[0]["account"]["username"]), (&Value::Null, &json!("ada")));

    let mine = stella.post(&format!("{path}/assign_to_self"), json!({})).await;
    assert_eq!(mine["assigned_account"]["username"], "stella");
    let spam = stella.call(Method::PUT, &path, Some(json!({"category": "spam"}))).await.ok();
    assert_eq!((&spam["category"], &spam["rule_ids"]), (&json!("spam"), &json!([])), "rules belong to violations");
    assert_eq!(stella.post(&format!("{path}/unassign"), json!({})).await["assigned_account"], Value::Null);
    let done = stella.post(&format!("{path}/resolve"), json!({})).await;
    assert_eq!((&done["action_taken"], &done["action_taken_by_account"]["username"]), (&json!(true), &json!("stella")));
    assert_eq!(stella.get("/api/v1/admin/reports").await, json!([]));
    assert_eq!(stella.post(&format!("{path}/reopen"), json!({})).await["action_taken"], false);
    for verb in ["assign_to_self", "unassign", "resolve", "reopen"] {
        assert_eq!(ada.call(Method::POST, &format!("{path}/{verb}"), None).await.status, 403, "{verb}");
    }
}

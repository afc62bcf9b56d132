//! What one city decides, another reads, and anybody recounts.

use serde_json::{Value, json};

use crate::node::{Node, client, potluck};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decision_is_read_elsewhere_and_recounted_by_anybody() {
    let (mut paris, rome) = (Node::start("paris").await, Node::start("rome").await);
    let (ada, chiara) = (paris.person("ada"), rome.person("chiara"));
    chiara.follows(&ada.handle()).await;
    let draft = json!({
        "process": "autonomy", "team": "kitchen", "title": "Soup on Thursdays", "driver": "Everybody asks.", "text": "There is **soup** on Thursdays."
    });
    let draft = ada.post("/api/v1/potluck/proposals", draft).await;
    let id = draft["id"].as_str().unwrap();
    ada.post(&format!("/api/v1/potluck/proposals/{id}/acts"), json!({"act": "publish"})).await;
    // Killed right after the answer, the decision is there all the same.
    paris.kill();
    paris.up().await;
    let seen = chiara.sees("Soup on Thursdays").await;
    let page = format!("{}/proposals/{id}", paris.base);
    assert!(seen["content"].as_str().unwrap().contains(&page), "in another city it is a title with its link: {seen}");
    // By its page, by its record, and from a file.
    let record = format!("{page}/record.json");
    for address in [&page, &record] {
        let output = potluck(&["verify", address], "");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{said} {}", String::from_utf8_lossy(&output.stderr));
        assert!(said.contains("the chapter's signature") && said.contains("The decision holds."), "{said}");
    }
    let text = client().get(&record).send().await.unwrap().text().await.unwrap();
    let output = potluck(&["verify", "-", "--json"], &text);
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(output.status.success() && found["holds"] == true && found["signature"] == true, "{found}");
    // One word changed is found, with the signature and without.
    let forged = text.replace("on Thursdays", "on Fridays");
    for (more, code) in [(None, "bad-signature"), (Some("--offline"), "version-hash-mismatch")] {
        let args: Vec<&str> = ["verify", "-"].into_iter().chain(more).collect();
        let output = potluck(&args, &forged);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.code() == Some(1) && said.contains(code), "{said}");
    }
    for (input, args) in
        [("{}", ["verify", "-", "--offline"]), ("soup", ["verify", "-", "--offline"]), ("", ["verify", "/nowhere", "--json"])]
    {
        let output = potluck(&args, input);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

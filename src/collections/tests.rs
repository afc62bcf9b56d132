use reqwest::Method;
use serde_json::json;

use crate::testing::TestNode;

#[tokio::test]
async fn a_member_recommends_people_who_let_themselves_be_recommended() {
    let node = TestNode::start().await;
    let (ada, bob, carla) = (node.person("ada").await, node.person("bob").await, node.person("carla").await);
    carla.call(Method::PATCH, "/api/v1/accounts/update_credentials", Some(json!({"discoverable": false}))).await.ok();
    let wish = json!({"name": "Cooks <b>", "description": "who feed us", "tag_name": "#Soup", "account_ids": [bob.id]});
    let made = ada.post("/api/v1/collections", wish).await["collection"].clone();
    let path = format!("/api/v1/collections/{}", made["id"].as_str().unwrap());
    assert_eq!(
        (made["name"].as_str(), made["tag"]["name"].as_str(), made["item_count"].as_i64()),
        (Some("Cooks <b>"), Some("soup"), Some(1))
    );
    let items = format!("{path}/items");
    for (id, expected) in [(&carla.id, 403), (&bob.id, 422), (&"1".to_string(), 404), (&ada.id, 200)] {
        assert_eq!(ada.call(Method::POST, &items, Some(json!({"account_id": id}))).await.status, expected, "{id}");
    }
    let shown = node.get(&path).await.json();
    assert_eq!(shown["accounts"].as_array().unwrap().len(), 2);
    let listed = node.get(&format!("/api/v1/accounts/{}/collections", ada.id)).await.json();
    assert_eq!(listed["collections"][0]["id"], made["id"]);
    for (method, body) in [(Method::PATCH, Some(json!({"name": "mine"}))), (Method::DELETE, None)] {
        assert_eq!(bob.call(method, &path, body).await.status, 404, "somebody else's");
    }
    // Bob sees where he is, and takes himself out; nobody else sees it or does it for him.
    let mine = format!("/api/v1/accounts/{}/in_collections", bob.id);
    let found = bob.get(&mine).await;
    assert_eq!(ada.call(Method::GET, &mine, None).await.status, 404);
    let item = found["collections"][0]["items"].as_array().unwrap().iter().find(|i| i["account_id"] == bob.id.as_str()).unwrap();
    let item = format!("{items}/{}", item["id"].as_str().unwrap());
    assert_eq!(ada.call(Method::POST, &format!("{item}/revoke"), None).await.status, 404);
    assert_eq!(bob.call(Method::DELETE, &item, None).await.status, 404);
    assert_eq!(bob.call(Method::POST, &format!("{item}/revoke"), None).await.status, 200);
    assert_eq!(bob.get(&mine).await["collections"], json!([]));
    let changed = ada.call(Method::PATCH, &path, Some(json!({"name": "Kitchen", "discoverable": false}))).await.ok();
    assert_eq!(changed["collection"]["name"], "Kitchen");
    assert_eq!(node.get(&format!("/api/v1/accounts/{}/collections", ada.id)).await.json()["collections"], json!([]));
    for n in 0..9 {
        ada.post("/api/v1/collections", json!({"name": format!("n{n}")})).await;
    }
    for body in [json!({"name": "one too many"}), json!({"name": ""})] {
        assert_eq!(ada.call(Method::POST, "/api/v1/collections", Some(body)).await.status, 422);
    }
    assert_eq!(ada.call(Method::DELETE, &path, None).await.status, 200);
    assert_eq!(node.get(&path).await.status, 404);
}

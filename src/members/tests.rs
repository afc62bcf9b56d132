use rules::roles::Role;

use super::{grant, history, standing};
use crate::accounts;
use crate::testing::TestNode;

#[tokio::test]
async fn a_role_that_ends_stays_in_the_history() {
    let node = TestNode::start().await;
    node.person("ada").await;
    let held = node
        .app
        .write(|tx| {
            let ada = accounts::by_handle(tx, "ada")?.unwrap();
            grant(tx, ada.id, Role::Connector, "proposal 7")?;
            grant(tx, ada.id, Role::Connector, "again, which changes nothing")?;
            assert_eq!(standing(tx, &ada)?.role, Some(Role::Connector));
            history(tx, ada.id)
        })
        .await
        .unwrap();
    let told: Vec<_> = held.iter().map(|m| (m.role.as_str(), m.decision.as_str(), m.until.is_some())).collect();
    assert_eq!(told, [("connector", "proposal 7", false), ("active", "joined", true)]);
}

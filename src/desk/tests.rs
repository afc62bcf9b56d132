use std::os::unix::fs::PermissionsExt;

use super::doctor::{Finding, State, examine};
use crate::testing::TestNode;
use crate::testing::post_office::PostOffice;

fn state(found: &[Finding], what: &str) -> State {
    found.iter().find(|one| one.what == what).unwrap_or_else(|| panic!("no {what} in {found:?}")).state
}

#[tokio::test]
async fn the_doctor_finds_what_is_wrong_and_says_how_to_mend_it() {
    let office = PostOffice::open().await;
    let node = TestNode::with_mail(office.config()).await;
    let data = node.app.config.data.clone();
    std::fs::create_dir_all(&data).unwrap();
    std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o700)).unwrap();
    let found = examine(&node.app).await.unwrap();
    for what in ["permissions", "disk", "database", "http", "webfinger", "mail", "deliveries", "proxy headers"] {
        assert_eq!(state(&found, what), State::Well, "{what}: {found:?}");
    }
    assert_eq!(state(&found, "stewards"), State::Note);

    std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o755)).unwrap();
    let found = examine(&node.app).await.unwrap();
    let open = found.iter().find(|one| one.what == "permissions").unwrap();
    assert!(open.state == State::Wrong && open.text.contains("chmod 700"), "{open:?}");
}

#[tokio::test]
async fn the_doctor_hears_a_mail_server_that_does_not_answer() {
    let office = PostOffice::open().await;
    let mut mail = office.config();
    // Nobody listens on this port: it was given back.
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    mail.port = Some(taken.local_addr().unwrap().port());
    drop(taken);
    let node = TestNode::with_mail(mail).await;
    assert_eq!(state(&examine(&node.app).await.unwrap(), "mail"), State::Wrong);
}

#[tokio::test]
async fn the_doctor_compares_the_clock_with_that_of_another_city() {
    let (paris, rome) = (TestNode::start().await, TestNode::start().await);
    let ada = paris.person("ada").await;
    let chiara = rome.person("chiara").await;
    ada.follows(&chiara.handle()).await;
    assert_eq!(state(&examine(&paris.app).await.unwrap(), "clock"), State::Well);
    paris.app.clock.advance(120_000_000);
    assert_eq!(state(&examine(&paris.app).await.unwrap(), "clock"), State::Wrong);
}

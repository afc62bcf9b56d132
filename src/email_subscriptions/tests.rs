use reqwest::Method;
use serde_json::{Value, json};

use crate::accounts;
use crate::clock::Time;
use crate::testing::post_office::{Arrived, PostOffice};
use crate::testing::visitor::Visitor;
use crate::testing::{Answer, TestNode, node::Person};

fn link(letter: &Arrived, part: &str) -> String {
    let text = letter.text();
    let at = text.find(part).unwrap_or_else(|| panic!("no {part} in {text}"));
    text[at..].split(|c: char| c.is_whitespace() || c == '"' || c == '>').next().unwrap().to_string()
}

/// Asks without being logged in.
async fn asks(node: &TestNode, path: &str, body: &Value) -> Answer {
    Answer::of(node.http.post(format!("{}{path}", node.base)).json(body)).await
}

/// A node with a mail server, and Ada, whose posts anybody may have by letter.
async fn set() -> (PostOffice, TestNode, Person) {
    let office = PostOffice::open().await;
    let node = TestNode::with_mail(office.config()).await;
    let ada = node.person("ada").await;
    let page = Visitor::logged_in(&node, "ada").await;
    page.does("/settings/mail", "/settings/mail", &[("by_mail", "true"), ("digest", "never")]).await;
    (office, node, ada)
}

/// What is due by now is written and brought away.
async fn a_while_passes(node: &TestNode) {
    node.app.clock.advance(16 * Time::MINUTE);
    node.settled().await;
}

/// Asks for somebody's posts at an address, and says yes there. Answers the link with which it is ended.
async fn subscribed(office: &PostOffice, node: &TestNode, id: &str, email: &str) -> String {
    let before = office.arrived().len();
    let asked = asks(node, &format!("/api/v1/accounts/{id}/email_subscriptions"), &json!({"email": email})).await;
    assert_eq!((asked.status, asked.json()), (200, json!({})));
    let letter = office.letter(before).await;
    assert_eq!(letter.to, email);
    let yes = link(&letter, "/mail/subscribe/");
    let done = Visitor::of(node).send(&yes, &yes, &[]).await;
    assert!(done.status == 200 && done.text.contains("from now on"), "{} {}", done.status, done.text);
    link(&Arrived { to: String::new(), message: done.text }, "/mail/subscription/")
}

#[tokio::test]
async fn who_has_no_account_gets_the_posts_of_somebody_who_offers_them() {
    let (office, node, ada) = set().await;
    ada.says("Before anybody asked").await;
    let visitor = Visitor::of(&node);
    let form = format!("/people/{}/subscribe", ada.id);
    assert!(visitor.open("/@ada").await.text.contains(&form));
    let asked = visitor.send(&form, &form, &[("email", " Zoe@Post.Example ")]).await;
    assert!(asked.status == 200 && asked.text.contains("zoe@post.example"), "{}", asked.text);
    let letter = office.letter(0).await;
    assert!(letter.to == "zoe@post.example" && !letter.message.contains("List-Unsubscribe"));
    // Before they have said yes nothing comes.
    ada.says("Nobody reads this by letter").await;
    a_while_passes(&node).await;
    assert_eq!(office.arrived().len(), 1);
    let yes = link(&letter, "/mail/subscribe/");
    assert!(visitor.open(&yes).await.text.contains("zoe@post.example"), "looking changes nothing");
    assert!(visitor.send(&yes, &yes, &[]).await.text.contains("comes to zoe@post.example from now on"));
    // One letter for what is posted together; nothing that is not for everybody, no answers to others, no boosts.
    let bruno = node.person("bruno").await;
    let other = bruno.says("Something else").await;
    let first = ada.says("Soup & bread at <eight>").await;
    ada.replies(&first, "Bring a spoon").await;
    ada.replies(&other, "@bruno indeed").await;
    ada.does("reblog", &other).await;
    ada.says_to("unlisted", "Quietly").await;
    ada.says_to("private", "Among ourselves").await;
    ada.says_to("direct", "@bruno the key is under the mat").await;
    let warned =
        ada.post("/api/v1/statuses", json!({"status": "Ruined soup", "spoiler_text": "Sad", "visibility": "public"})).await;
    let gone = ada.says("A slip").await;
    ada.call(Method::DELETE, &format!("/api/v1/statuses/{}", gone["id"].as_str().unwrap()), None).await.ok();
    node.settled().await;
    assert_eq!(office.arrived().len(), 1, "slips can be mended for a while");
    a_while_passes(&node).await;
    let letter = office.letter(1).await;
    let text = letter.text();
    for there in ["New from ada", "“Soup & bread at <eight>”", "“Bring a spoon”", "“Sad”", warned["url"].as_str().unwrap()]
    {
        assert!(text.contains(there), "{there}: {text}");
    }
    for kept in ["Ruined", "indeed", "Something else", "Quietly", "ourselves", "mat", "slip", "Before", "Nobody", "<eight>”</p>"]
    {
        assert!(!text.contains(kept), "{kept}: {text}");
    }
    assert!(letter.message.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
    // A single post has its own words and its own link; what was sent is not sent again.
    let single = ada.says("The last of the bread").await;
    a_while_passes(&node).await;
    let text = office.letter(2).await.text();
    assert!(text.contains("The last of the bread") && text.contains(single["url"].as_str().unwrap()) && !text.contains("spoon"));
    // How many there are is told, not who.
    let own = Visitor::logged_in(&node, "ada").await.open("/settings/mail").await.text;
    assert!(own.contains("One person gets them.") && !own.contains("zoe"));
    // Ended from a letter, by a mail program's bare POST; the link holds once.
    let off = link(&letter, "/mail/subscription/");
    assert!(visitor.open(&off).await.text.contains("Is that to end?"));
    let pressed = node.http.post(format!("{}{off}", node.base)).form(&[("List-Unsubscribe", "One-Click")]).send().await.unwrap();
    assert_eq!(pressed.status(), 200);
    assert_eq!(visitor.open(&off).await.status, 404);
    ada.says("Nobody is left").await;
    a_while_passes(&node).await;
    assert_eq!(office.arrived().len(), 3);
}

#[tokio::test]
async fn nobody_learns_who_has_them_and_nobody_is_pestered() {
    let (office, node, ada) = set().await;
    let path = format!("/api/v1/accounts/{}/email_subscriptions", ada.id);
    let off = subscribed(&office, &node, &ada.id, "zoe@post.example").await;
    // Who has them already, who was asked today, and who is new: the same answer, and one letter at most.
    for email in ["zoe@post.example", "yan@post.example", "yan@post.example"] {
        let answer = asks(&node, &path, &json!({"email": email})).await;
        assert_eq!((answer.status, answer.json()), (200, json!({})));
    }
    node.settled().await;
    let asked: Vec<String> = office.arrived().into_iter().map(|letter| letter.to).collect();
    assert_eq!(asked, ["zoe@post.example", "yan@post.example"]);
    // After a day they may be asked once more; a letter holds a week.
    node.app.clock.advance(Time::DAY + Time::MINUTE);
    asks(&node, &path, &json!({"email": "yan@post.example"})).await;
    let yes = link(&office.letter(2).await, "/mail/subscribe/");
    let visitor = Visitor::of(&node);
    assert_eq!(visitor.open(&yes).await.status, 200);
    node.app.clock.advance(7 * Time::DAY + Time::MINUTE);
    node.app.write(super::forget_unconfirmed).await.unwrap();
    assert_eq!(visitor.open(&yes).await.status, 404);
    assert_eq!(visitor.open(&off).await.status, 200, "who said yes is kept");
    // Seals of other letters and other people open nothing.
    for wrong in [off.replace("/mail/subscription/", "/mail/subscribe/"), format!("{off}x"), "/mail/subscription/1/x".into()] {
        assert_eq!(visitor.open(&wrong).await.status, 404, "{wrong}");
        let pressed = node.http.post(format!("{}{wrong}", node.base)).send().await.unwrap().status();
        assert!([403, 404].contains(&pressed.as_u16()), "{wrong}: {pressed}");
    }
    // What is no address is said to be none.
    for rubbish in [
        json!({}),
        json!({"email": "  "}),
        json!({"email": "zoe"}),
        json!({"email": "a@b\r\nBcc: c@d"}),
        json!({"email": "<a@b>"}),
        json!({"email": "zoe@"}),
        json!({"email": "@post.example"}),
    ] {
        assert_eq!(asks(&node, &path, &rubbish).await.status, 422, "{rubbish}");
    }
    assert_eq!(asks(&node, &path, &json!({"email": "xenia@post.example"})).await.status, 429, "five an hour from one place");
    node.app.clock.advance(Time::HOUR + Time::MINUTE);
    let form = format!("/people/{}/subscribe", ada.id);
    let wrong = visitor.send(&form, &form, &[("email", "zoe at post")]).await;
    assert!(wrong.status == 422 && wrong.text.contains("zoe at post") && wrong.text.contains("looks like"), "{}", wrong.text);
    assert_eq!(office.arrived().len(), 3);
}

#[tokio::test]
async fn what_is_not_offered_is_not_there() {
    let (office, node, ada) = set().await;
    let bruno = node.person("bruno").await;
    let visitor = Visitor::of(&node);
    let both = |id: &str| [format!("/api/v1/accounts/{id}/email_subscriptions"), format!("/people/{id}/subscribe")];
    let [api, page] = both(&bruno.id);
    assert_eq!(asks(&node, &api, &json!({"email": "zoe@post.example"})).await.status, 404);
    assert_eq!(visitor.open(&page).await.status, 404);
    assert!(!visitor.open("/@bruno").await.text.contains("/subscribe"));
    // Switched off for a while: nothing is sent, nothing of that time comes later, and who said yes stays.
    let off = subscribed(&office, &node, &ada.id, "zoe@post.example").await;
    let own = Visitor::logged_in(&node, "ada").await;
    ada.says("Said before").await;
    own.does("/settings/mail", "/settings/mail", &[("digest", "never")]).await;
    a_while_passes(&node).await;
    assert_eq!(office.arrived().len(), 1);
    assert!(visitor.open("/@ada").await.status == 200 && visitor.open(&off).await.status == 200);
    node.app.clock.advance(3 * Time::DAY);
    own.does("/settings/mail", "/settings/mail", &[("by_mail", "true"), ("digest", "never")]).await;
    ada.says("Said after").await;
    a_while_passes(&node).await;
    let text = office.letter(1).await.text();
    assert!(text.contains("Said after") && !text.contains("Said before"), "{text}");
    // Nor is anything sent of who is suspended; and who deletes their account takes the addresses along.
    ada.says("Never to be read").await;
    let id: i64 = ada.id.parse().unwrap();
    node.app.write(move |tx| accounts::mark(tx, id, accounts::Mark::Suspended, true)).await.unwrap();
    a_while_passes(&node).await;
    assert_eq!(asks(&node, &both(&ada.id)[0], &json!({"email": "yan@post.example"})).await.status, 404);
    assert_eq!(office.arrived().len(), 2);
    node.app.write(move |tx| accounts::mark(tx, id, accounts::Mark::Suspended, false)).await.unwrap();
    own.does("/settings/delete", "/settings/delete", &[("password", crate::testing::PASSWORD)]).await;
    assert_eq!(visitor.open(&off).await.status, 404);
    // A node without a mail server offers nothing, whatever a member has ticked.
    let plain = TestNode::start().await;
    let carla = plain.person("carla").await;
    Visitor::logged_in(&plain, "carla").await.does("/settings/mail", "/settings/mail", &[("by_mail", "true")]).await;
    assert_eq!(asks(&plain, &both(&carla.id)[0], &json!({"email": "zoe@post.example"})).await.status, 404);
    node.settled().await;
}

#[tokio::test]
async fn what_the_chapter_passes_on_comes_by_letter_too_and_to_many() {
    let (office, node, ada) = set().await;
    let desk = Visitor::logged_in(&node, "stella").await;
    let look = [("name", "Paris"), ("accent", "#9a3412"), ("by_mail", "true")];
    desk.does("/admin/chapter", "/admin/chapter", &look).await;
    let chapter = node.app.site().unwrap().chapter_id.to_string();
    const MANY: usize = 230;
    let id = chapter.parse::<i64>().unwrap();
    node.app
        .write(move |tx| {
            for n in 0..MANY {
                let row = crate::ids::new(tx.now);
                super::store::insert(tx, row, id, &format!("reader{n}@post.example"), if n % 2 == 0 { "fr" } else { "es" })?;
                super::store::confirm(tx, row, row)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    ada.says("Come to the assembly").await;
    a_while_passes(&node).await;
    let letters = office.arrived();
    let mut to: Vec<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
    to.sort_unstable();
    to.dedup();
    assert_eq!((letters.len(), to.len()), (MANY, MANY), "everybody gets one");
    for letter in &letters {
        assert!(letter.text().contains("ada: “Come to the assembly”"), "{}", letter.text());
    }
    assert!(letters.iter().any(|letter| letter.text().contains("Nouveau de")));
    // Done twice at once, as after a crash, nobody is written to twice.
    ada.says("Bring a chair").await;
    node.app.clock.advance(16 * Time::MINUTE);
    let subject = format!("{chapter}@0");
    let (one, other) = tokio::join!(super::deliver(&node.app, &subject), super::deliver(&node.app, &subject));
    one.and(other).unwrap();
    node.settled().await;
    assert_eq!(office.arrived().len(), 2 * MANY);
    assert!(desk.open("/admin/chapter").await.text.contains("230 people get them"));
}

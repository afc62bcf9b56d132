use crate::accounts;
use crate::clock::Time;
use crate::testing::post_office::PostOffice;
use crate::testing::visitor::Visitor;
use crate::testing::{PASSWORD, TestNode};

fn link(text: &str, part: &str) -> String {
    let at = text.find(part).unwrap_or_else(|| panic!("no {part} in {text}"));
    text[at..].split(|c: char| c.is_whitespace() || c == '"' || c == '>').next().unwrap().to_string()
}

#[tokio::test]
async fn a_forgotten_password_is_renewed_by_a_letter_once() {
    let office = PostOffice::open().await;
    let node = TestNode::with_mail(office.config()).await;
    let ada = node.person("ada").await;
    let visitor = Visitor::of(&node);
    for email in ["nobody@paris.example", "ada@paris.example"] {
        let answer = visitor.send("/password", "/password", &[("email", email)]).await;
        assert!(answer.status == 200 && answer.text.contains("a letter is on its way"), "{}", answer.text);
    }
    let letter = office.letter(0).await;
    assert_eq!(letter.to, "ada@paris.example");
    assert!(!letter.message.contains("List-Unsubscribe"), "what was asked for cannot be switched off");
    let path = link(&letter.text(), "/password/");
    let short = visitor.send(&path, &path, &[("password", "short")]).await;
    assert_eq!(short.status, 422);
    assert_eq!(visitor.send(&path, &path, &[("password", "a new sentence")]).await.status, 303);
    // It holds once, the old password and the old log-ins do not hold any more.
    assert_eq!(visitor.open(&path).await.status, 403);
    assert_eq!(ada.call(reqwest::Method::GET, "/api/v1/timelines/home", None).await.status, 401);
    assert_eq!(visitor.send("/login", "/login", &[("name", "ada"), ("password", PASSWORD)]).await.status, 401);
    assert_eq!(visitor.send("/login", "/login", &[("name", "ada"), ("password", "a new sentence")]).await.status, 303);
    assert_eq!(office.arrived().len(), 1, "nobody else was written to");
    node.settled().await;
}

#[tokio::test]
async fn a_link_holds_a_day_and_a_new_one_ends_the_one_before() {
    let office = PostOffice::open().await;
    let node = TestNode::with_mail(office.config()).await;
    node.person("ada").await;
    let visitor = Visitor::of(&node);
    for n in 0..2 {
        visitor.send("/password", "/password", &[("email", "ada")]).await;
        office.letter(n).await;
    }
    let [first, second] = [0, 1].map(|n| link(&office.arrived()[n].text(), "/password/"));
    assert_eq!(visitor.open(&first).await.status, 403);
    assert_eq!(visitor.open(&second).await.status, 200);
    node.app.clock.advance(Time::DAY + Time::MINUTE);
    assert_eq!(visitor.open(&second).await.status, 403);
    node.settled().await;
}

#[tokio::test]
async fn letters_can_be_switched_off_from_themselves() {
    let office = PostOffice::open().await;
    let node = TestNode::with_mail(office.config()).await;
    let (ada, bruno) = (node.person("ada").await, node.person("bruno").await);
    let page = Visitor::logged_in(&node, "ada").await;
    page.does("/settings/mail", "/settings/mail", &[("mention", "true"), ("digest", "never")]).await;
    bruno.says("@ada the soup is ready").await;
    let letter = office.letter(0).await;
    assert!(letter.to == "ada@paris.example" && letter.message.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
    let off = link(&letter.text(), "/mail/off/");
    // Looking changes nothing; a mail program's button is a bare POST.
    let visitor = Visitor::of(&node);
    assert!(visitor.open(&off).await.text.contains("Switch off these letters"));
    for wrong in [off.replace("/mention/", "/digest/"), format!("{off}x")] {
        assert_eq!(visitor.open(&wrong).await.status, 404, "{wrong}");
    }
    let pressed = node.http.post(format!("{}{off}", node.base)).form(&[("List-Unsubscribe", "One-Click")]).send().await.unwrap();
    assert_eq!(pressed.status(), 200);
    bruno.says("@ada and the bread").await;
    ada.sees("and the bread").await;
    node.settled().await;
    assert_eq!(office.arrived().len(), 1);
}

#[tokio::test]
async fn a_digest_tells_what_was_missed_once() {
    let office = PostOffice::open().await;
    let node = TestNode::with_mail(office.config()).await;
    let (ada, bruno) = (node.person("ada").await, node.person("bruno").await);
    let said = ada.says("Bring a dish").await;
    bruno.does("favourite", &said).await;
    bruno.says_to("direct", "@ada the key is under the mat").await;
    super::digest::write_due(&node.app).await.unwrap();
    assert!(office.arrived().is_empty(), "a week has not passed");
    node.app.clock.advance(8 * Time::DAY);
    super::digest::write_due(&node.app).await.unwrap();
    let letter = office.letter(0).await;
    let text = letter.text();
    assert!(text.contains("bruno likes your post: “Bring a dish”"), "{text}");
    assert!(text.contains("bruno mentioned you") && !text.contains("mat"), "letters to one alone stay on the node: {text}");
    node.settled().await;
    node.app.clock.advance(8 * Time::DAY);
    super::digest::write_due(&node.app).await.unwrap();
    node.settled().await;
    let told: Vec<String> = office.arrived().iter().map(|letter| format!("{}: {}", letter.to, letter.text())).collect();
    assert_eq!(told.len(), 1, "nothing new happened: {told:#?}");
}

#[tokio::test]
async fn what_a_server_refuses_for_good_is_shown_at_the_desk() {
    let office = PostOffice::open().await;
    let node = TestNode::with_mail(office.config()).await;
    let stella = Visitor::logged_in(&node, "stella").await;
    *office.refuses.lock().unwrap() = true;
    let failed = stella.send("/admin/mail", "/admin/mail/test", &[]).await;
    assert!(failed.status == 502 && failed.text.contains("nobody here"), "{}", failed.text);
    Visitor::of(&node).send("/password", "/password", &[("email", "stella")]).await;
    node.settled().await;
    let page = stella.open("/admin/mail").await;
    assert!(page.text.contains("failed so far") && page.text.contains("nobody here"));
    assert!(stella.open("/admin").await.text.contains("1 letter could not be sent"));
    *office.refuses.lock().unwrap() = false;
    assert!(stella.does("/admin/mail", "/admin/mail/test", &[]).await.text.contains("The server took the letter"));
    assert_eq!(office.letter(0).await.to, "stella@paris.example");
}

#[tokio::test]
async fn without_a_mail_server_a_steward_passes_the_link_on() {
    let node = TestNode::start().await;
    node.person("ada").await;
    let visitor = Visitor::of(&node);
    assert!(visitor.open("/password").await.text.contains("A steward can give you a link"));
    let stella = Visitor::logged_in(&node, "stella").await;
    let id = node.app.read(|tx| Ok(accounts::by_handle(tx, "ada")?.unwrap().id)).await.unwrap();
    let page = format!("/admin/members/{id}");
    let made = stella.send(&page, &format!("{page}/password"), &[]).await;
    let path = link(&made.text, "/password/");
    assert_eq!(visitor.send(&path, &path, &[("password", "a new sentence")]).await.status, 303);
    let waiting = node.app.read(|tx| super::store::latest(tx, 10)).await.unwrap();
    assert!(waiting.is_empty(), "no letter is written that nobody will send");
}

#[tokio::test]
async fn who_signs_up_shows_that_the_address_is_theirs() {
    let office = PostOffice::open().await;
    let node = TestNode::with_mail(office.config()).await;
    let stella = Visitor::logged_in(&node, "stella").await;
    stella.does("/admin/requests", "/admin/door", &[("door", "open")]).await;
    let visitor = Visitor::speaking(&node, "es");
    let fields = [("username", "berta"), ("email", "berta@mail.example"), ("password", PASSWORD), ("agreement", "true")];
    let after = visitor.does("/join", "/join", &fields).await;
    assert!(after.text.contains("Te hemos enviado una carta"), "{}", after.text);
    let log_in = [("name", "berta"), ("password", PASSWORD)];
    let early = visitor.send("/login", "/login", &log_in).await;
    assert!(early.status == 403 && early.text.contains("Confirma antes tu correo"), "{}", early.text);
    let letter = office.letter(1).await;
    let letter = if letter.to == "berta@mail.example" { letter } else { office.letter(0).await };
    let path = link(&letter.text(), "/confirm/");
    // What looks at links before people do changes nothing.
    assert_eq!(visitor.open(&path).await.status, 200);
    assert_eq!(visitor.send("/login", "/login", &log_in).await.status, 403);
    assert!(visitor.does(&path, &path, &[]).await.text.contains("Tu correo está confirmado"));
    assert_eq!(visitor.send("/login", "/login", &log_in).await.status, 303);
    assert_eq!(visitor.open(&path).await.status, 403, "it holds once");
    node.settled().await;
}

#[tokio::test]
async fn a_new_address_counts_once_it_is_confirmed_there() {
    let office = PostOffice::open().await;
    let node = TestNode::with_mail(office.config()).await;
    node.person("ada").await;
    let ada = Visitor::logged_in(&node, "ada").await;
    let before = async || {
        let read = node.app.read(|tx| {
            let id = accounts::local(tx, "ada")?.id;
            Ok(accounts::user(tx, id)?.email)
        });
        read.await.unwrap()
    };
    let old = before().await;
    let page = "/settings/security";
    let change = |email: &'static str| [("current", PASSWORD), ("email", email)];
    let asked = ada.does(page, "/settings/security/email", &change("ada@new.example")).await;
    assert!(asked.text.contains("A letter is on its way to the new address"), "{}", asked.text);
    let (one, two) = (office.letter(0).await, office.letter(1).await);
    let (asks, tells) = if one.to == "ada@new.example" { (one, two) } else { (two, one) };
    assert_eq!((asks.to.as_str(), tells.to == old), ("ada@new.example", true));
    assert!(tells.text().contains("ada@new.example") && !tells.text().contains("/confirm/"), "{}", tells.text());
    assert_eq!(before().await, old, "nothing has changed yet");
    // Another wish takes the place of the first.
    ada.does(page, "/settings/security/email", &change("ada@newer.example")).await;
    let first = link(&asks.text(), "/confirm/");
    assert_eq!(ada.open(&first).await.status, 403);
    let (one, two) = (office.letter(2).await, office.letter(3).await);
    let asks = if one.to == "ada@newer.example" { one } else { two };
    let path = link(&asks.text(), "/confirm/");
    // Whoever opens it need not be logged in.
    let stranger = Visitor::of(&node);
    assert!(stranger.open(&path).await.text.contains("ada@newer.example"));
    assert_eq!(before().await, old);
    stranger.send(&path, &path, &[]).await;
    assert_eq!(before().await, "ada@newer.example");
    assert_eq!(stranger.open(&path).await.status, 403, "it holds once");
    assert_eq!(ada.send(page, "/settings/security/email", &change("stella@paris.example")).await.status, 409);
    // Whoever did not want it changes their password, and it does not come about.
    ada.does(page, "/settings/security/email", &change("thief@new.example")).await;
    let letters = [office.letter(4).await, office.letter(5).await];
    let asks = letters.iter().find(|letter| letter.to == "thief@new.example").unwrap();
    let path = link(&asks.text(), "/confirm/");
    assert_eq!(stranger.open(&path).await.status, 200);
    let new = [("current", PASSWORD), ("password", "a new sentence")];
    ada.does(page, "/settings/security/password", &new).await;
    assert_eq!(stranger.open(&path).await.status, 403);
    node.settled().await;
}

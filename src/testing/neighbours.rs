//! Two chapters in one process, and what their people do with each other.

use diesel::RunQueryDsl;
use reqwest::Method;
use rules::roles::Role;
use serde_json::{Value, json};

use super::node::Person;
use super::visitor::Visitor;
use super::{TestNode, until, words};
use crate::accounts;
use crate::clock::Time;
use crate::error::Error;

struct Cities {
    paris: TestNode,
    rome: TestNode,
    ada: Person,
    chiara: Person,
}

impl Cities {
    /// Chiara in Rome and Ada in Paris follow each other.
    async fn set() -> Self {
        let (paris, rome) = (TestNode::start().await, TestNode::start().await);
        let (ada, chiara) = (paris.person("ada").await, rome.person("chiara").await);
        chiara.follows(&ada.handle()).await;
        ada.follows(&chiara.handle()).await;
        let cities = Self { paris, rome, ada, chiara };
        cities.settled().await;
        cities
    }

    async fn settled(&self) {
        // What one has left may make work for the other.
        for _ in 0..3 {
            self.paris.settled().await;
            self.rome.settled().await;
        }
    }
}

fn id(status: &Value) -> String {
    status["id"].as_str().unwrap().to_string()
}

async fn now(person: &Person, status: &Value) -> Value {
    person.get(&format!("/api/v1/statuses/{}", id(status))).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_poll_is_voted_on_from_another_city_and_its_result_comes_back() {
    let c = Cities::set().await;
    let asked = json!({"status": "What do we cook?", "poll": {"options": ["soup", "bread", "rice"], "expires_in": 3_600, "multiple": true}});
    let post = c.ada.post("/api/v1/statuses", asked).await;
    let copy = c.chiara.sees("What do we cook").await;
    assert_eq!(copy["poll"]["options"][1]["title"], "bread");
    assert_eq!((&copy["poll"]["multiple"], &copy["poll"]["voted"]), (&json!(true), &json!(false)));
    let voted = c.chiara.post(&format!("/api/v1/polls/{}/votes", id(&copy)), json!({"choices": ["0", "2"]})).await;
    assert_eq!(voted["own_votes"], json!([0, 2]));
    c.settled().await;
    let counted = now(&c.ada, &post).await["poll"].clone();
    assert_eq!((&counted["votes_count"], &counted["voters_count"]), (&json!(2), &json!(1)));
    assert!(
        c.ada.get("/api/v1/timelines/home").await.as_array().unwrap().iter().all(|s| words(s) != "soup"),
        "a vote is no post"
    );
    // Again, for nothing, by its author, for what is not there: refused where it is made.
    for (who, choices) in [(&c.chiara, json!(["1"])), (&c.ada, json!(["1"])), (&c.chiara, json!([]))] {
        let poll = if who.name == "ada" { id(&post) } else { id(&copy) };
        assert_eq!(
            who.call(Method::POST, &format!("/api/v1/polls/{poll}/votes"), Some(json!({"choices": choices}))).await.status,
            422
        );
    }
    // The new count is told after a minute, the result at the end.
    c.paris.app.clock.advance(2 * Time::MINUTE);
    c.rome.app.clock.advance(2 * Time::MINUTE);
    until("the count arrives", || async { (now(&c.chiara, &copy).await["poll"]["votes_count"] == 2).then_some(()) }).await;
    assert!(now(&c.chiara, &copy).await["edited_at"].is_null(), "a count is no edit");
    c.paris.app.clock.advance(Time::HOUR);
    c.rome.app.clock.advance(Time::HOUR);
    until("both are told that it is over", || async {
        (c.ada.notifications().await.contains(&"poll ada".to_string())
            && c.chiara.notifications().await.contains(&format!("poll {}", c.ada.handle())))
        .then_some(())
    })
    .await;
    let late = c.paris.person("bob").await;
    assert_eq!(
        late.call(Method::POST, &format!("/api/v1/polls/{}/votes", id(&post)), Some(json!({"choices": ["0"]}))).await.status,
        422
    );
    c.settled().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_quote_needs_leave_which_can_be_taken_back() {
    let c = Cities::set().await;
    let open = c.ada.says("quote me").await;
    let closed = c.ada.post("/api/v1/statuses", json!({"status": "not me", "quote_approval_policy": "nobody"})).await;
    let (open_copy, closed_copy) = (c.chiara.sees("quote me").await, c.chiara.sees("not me").await);
    assert_eq!(open_copy["quote_approval"]["automatic"], json!(["public"]));
    let refused = json!({"status": "look", "quoted_status_id": id(&closed_copy)});
    assert_eq!(c.chiara.call(Method::POST, "/api/v1/statuses", Some(refused)).await.status, 422, "obeyed before it is asked");
    assert_eq!(closed["quote_approval"]["automatic"], json!([]));

    let quoting = c.chiara.post("/api/v1/statuses", json!({"status": "how right", "quoted_status_id": id(&open_copy)})).await;
    assert_eq!(quoting["quote"]["state"], "pending");
    until("leave is given", || async { (now(&c.chiara, &quoting).await["quote"]["state"] == "accepted").then_some(()) }).await;
    let seen = until("Ada sees it with her own words inside", || async {
        let home = c.ada.get("/api/v1/timelines/home").await;
        let found = home.as_array().unwrap().iter().find(|s| words(s).starts_with("how right"))?.clone();
        (found["quote"]["state"] == "accepted").then_some(found)
    })
    .await;
    assert_eq!(words(&seen["quote"]["quoted_status"]), "quote me");
    c.settled().await;
    assert_eq!(now(&c.ada, &open).await["quotes_count"], 1);
    // Anybody can check the leave.
    let document = c.rome.document(&format!("/users/chiara/statuses/{}", id(&quoting))).await.ok();
    let stamp = document["quoteAuthorization"].as_str().unwrap();
    let leave = c.paris.document(stamp.strip_prefix(&c.paris.base).unwrap()).await.ok();
    assert_eq!((&leave["interactingObject"], &leave["interactionTarget"]), (&quoting["uri"], &open["uri"]));

    let path = format!("/api/v1/statuses/{}/quotes/{}/revoke", id(&open), id(&seen));
    assert_eq!(c.ada.post(&path, json!({})).await["quote"]["state"], "revoked");
    until("the quote is taken down", || async { (now(&c.chiara, &quoting).await["quote"]["state"] == "revoked").then_some(()) })
        .await;
    assert_eq!(c.paris.document(stamp.strip_prefix(&c.paris.base).unwrap()).await.status, 404);
    c.settled().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_blocked_neither_sees_nor_is_heard() {
    let c = Cities::set().await;
    let post = c.ada.says("before the block").await;
    let copy = c.chiara.sees("before the block").await;
    let chiara_in_paris = c.ada.finds(&c.chiara.handle()).await;
    let relation = c.ada.post(&format!("/api/v1/accounts/{}/block", id(&chiara_in_paris)), json!({})).await;
    assert_eq!(
        (&relation["blocking"], &relation["following"], &relation["followed_by"]),
        (&json!(true), &json!(false), &json!(false))
    );
    c.settled().await;
    let ada_in_rome = c.chiara.finds(&c.ada.handle()).await;
    let relation = c.chiara.get(&format!("/api/v1/accounts/relationships?id[]={}", id(&ada_in_rome))).await[0].clone();
    assert_eq!((&relation["blocked_by"], &relation["following"]), (&json!(true), &json!(false)));
    assert_eq!(c.chiara.call(Method::GET, &format!("/api/v1/statuses/{}", id(&copy)), None).await.status, 404);
    assert_eq!(
        c.chiara.call(Method::POST, &format!("/api/v1/accounts/{}/follow", id(&ada_in_rome)), Some(json!({}))).await.status,
        403
    );

    // Every document of Ada's is closed to Chiara's signature, and open to somebody else's.
    let (signer, other) = (c.rome.signer("chiara").await, c.rome.signer("stella").await);
    let base = post["uri"].as_str().unwrap().strip_prefix(&c.paris.base).unwrap().to_string();
    for path in [
        "/users/ada",
        "/users/ada/outbox",
        "/users/ada/followers",
        "/users/ada/following",
        "/users/ada/collections/featured",
        &base,
        &format!("{base}/activity"),
        &format!("{base}/replies"),
    ] {
        assert_eq!(c.paris.signed_document(path, &signer).await.status, 404, "{path}");
        assert_eq!(c.paris.signed_document(path, &other).await.status, 200, "{path}");
    }
    c.ada.post(&format!("/api/v1/accounts/{}/unblock", id(&chiara_in_paris)), json!({})).await;
    c.settled().await;
    c.chiara.follows(&c.ada.handle()).await;
    c.settled().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_locked_account_is_asked_and_followers_can_be_sent_away() {
    let c = Cities::set().await;
    let bob = c.paris.person("bob").await;
    c.paris.lock("bob").await;
    let found = c.chiara.finds(&bob.handle()).await;
    assert_eq!(found["locked"], true);
    c.chiara.post(&format!("/api/v1/accounts/{}/follow", id(&found)), json!({})).await;
    let asking =
        until("Bob is asked", || async { bob.get("/api/v1/follow_requests").await.as_array().unwrap().first().cloned() }).await;
    bob.says_to("private", "not yet").await;
    let relation = |target: String| {
        let chiara = c.chiara.clone();
        async move { chiara.get(&format!("/api/v1/accounts/relationships?id[]={target}")).await[0].clone() }
    };
    assert_eq!(relation(id(&found)).await["requested"], true);
    bob.post(&format!("/api/v1/follow_requests/{}/authorize", id(&asking)), json!({})).await;
    until("Chiara follows", || async { (relation(id(&found)).await["following"] == true).then_some(()) }).await;
    bob.says_to("private", "among friends").await;
    c.chiara.sees("among friends").await;
    assert!(!c.chiara.home().await.contains(&"not yet".to_string()), "nothing is shown before the Accept");
    bob.post(&format!("/api/v1/accounts/{}/remove_from_followers", id(&asking)), json!({})).await;
    until("Chiara does not follow any more", || async { (relation(id(&found)).await["following"] == false).then_some(()) }).await;
    c.settled().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_reaches_the_other_city_without_its_maker_and_is_seen_by_stewards_only() {
    let c = Cities::set().await;
    let (steward, member) =
        (c.paris.log_in("stella", "admin:read admin:write read").await, c.paris.log_in("ada", "admin:read read").await);
    let open = c.ada.says("rude").await;
    let copy = c.chiara.sees("rude").await;
    let complaint =
        json!({"account_id": copy["account"]["id"], "status_ids": [copy["id"]], "comment": "this hurts", "forward": true});
    let made = c.chiara.post("/api/v1/reports", complaint).await;
    assert_eq!((&made["forwarded"], &made["comment"]), (&json!(true), &json!("this hurts")));
    c.settled().await;
    let reports = steward.get("/api/v1/admin/reports").await;
    assert_eq!((&reports[0]["comment"], &reports[0]["statuses"][0]["id"]), (&json!("this hurts"), &open["id"]));
    assert_eq!(reports[0]["account"]["username"], "node.actor", "it comes from the city, not from a person");
    assert!(steward.call(Method::GET, "/api/v1/notifications", None).await.text.contains("admin.report"));
    // Whoever it is about learns nothing.
    assert_eq!(member.call(Method::GET, "/api/v1/admin/reports", None).await.status, 403);
    assert!(!c.ada.notifications().await.iter().any(|n| n.contains("report")));
    let resolved = steward.post(&format!("/api/v1/admin/reports/{}/resolve", id(&reports[0])), json!({})).await;
    assert_eq!(resolved["action_taken"], true);
    assert_eq!(steward.get("/api/v1/admin/reports").await, json!([]));
    // A private post cannot be got at by reporting it.
    let secret = c.ada.says_to("direct", "to myself").await;
    let bob = c.paris.person("bob").await;
    let prying = json!({"account_id": c.ada.id, "status_ids": [secret["id"]]});
    assert_eq!(bob.call(Method::POST, "/api/v1/reports", Some(prying)).await.status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_moves_takes_their_followers_along_if_both_sides_say_so() {
    let c = Cities::set().await;
    let elena = c.rome.person("elena").await;
    let bob = c.paris.person("bob").await;
    bob.follows("ada").await;
    // Elena's account in Rome is where Ada goes on; Chiara in Rome and Bob in Paris follow Ada.
    let find = |node: &TestNode, handle: String| {
        let app = node.app.clone();
        async move { accounts::find(&app, &handle, true).await.unwrap().unwrap() }
    };
    let ada = find(&c.paris, "ada".into()).await;
    let new = find(&c.paris, elena.handle()).await;
    let refused = c
        .paris
        .app
        .write({
            let (ada, new) = (ada.clone(), new.clone());
            move |tx| accounts::move_away(tx, &ada, &new)
        })
        .await;
    assert!(matches!(refused, Err(Error::Invalid(_))), "the new account does not agree yet");
    let (elena_row, ada_there) = (find(&c.rome, "elena".into()).await, find(&c.rome, c.ada.handle()).await);
    c.rome.app.write(move |tx| accounts::set_alias(tx, &elena_row, &ada_there, true)).await.unwrap();
    let new = accounts::fetch(&c.paris.app, &new.uri).await.unwrap();
    c.paris.app.write(move |tx| accounts::move_away(tx, &ada, &new)).await.unwrap();
    c.settled().await;
    let followed = c.chiara.get(&format!("/api/v1/accounts/{}/following", c.chiara.id)).await;
    let names: Vec<&str> = followed.as_array().unwrap().iter().map(|a| a["acct"].as_str().unwrap()).collect();
    assert!(names.contains(&"elena") && !names.contains(&c.ada.handle().as_str()), "{names:?}");
    let followed = bob.get(&format!("/api/v1/accounts/{}/following", bob.id)).await;
    let names: Vec<&str> = followed.as_array().unwrap().iter().map(|a| a["acct"].as_str().unwrap()).collect();
    assert!(names.contains(&elena.handle().as_str()) && !names.contains(&"ada"), "{names:?}");
    let document = c.paris.document("/users/ada").await.ok();
    assert_eq!(document["movedTo"], format!("{}/users/elena", c.rome.base));
    // A second time, soon after, nobody is sent on: neither by Paris nor in Rome.
    let fabio = c.rome.person("fabio").await;
    let (fabio_row, ada_there) = (find(&c.rome, "fabio".into()).await, find(&c.rome, c.ada.handle()).await);
    let (known, fabio_there) = (fabio_row.clone(), ada_there.clone());
    c.rome.app.write(move |tx| accounts::set_alias(tx, &known, &fabio_there, true)).await.unwrap();
    let (ada, fabio_here) = (find(&c.paris, "ada".into()).await, find(&c.paris, fabio.handle()).await);
    let fabio_here = accounts::fetch(&c.paris.app, &fabio_here.uri).await.unwrap();
    let move_on = || {
        let (ada, new) = (ada.clone(), fabio_here.clone());
        c.paris.app.write(move |tx| accounts::move_away(tx, &ada, &new))
    };
    assert!(matches!(move_on().await, Err(Error::Conflict(_))));
    c.chiara.follows(&c.ada.handle()).await;
    c.settled().await;
    let arrives = || {
        let (ada, new) = (ada_there.clone(), fabio_row.clone());
        c.rome.app.write(move |tx| accounts::moved_from_afar(tx, &ada, &new))
    };
    assert!(!arrives().await.unwrap(), "Rome has seen Ada move just now");
    // Of several in the same moment one goes.
    c.rome.app.clock.advance(8 * Time::DAY);
    let came = futures_util::future::join_all((0..4).map(|_| arrives())).await;
    assert_eq!(came.into_iter().filter(|came| *came.as_ref().unwrap()).count(), 1);
    c.rome.app.clock.advance(23 * Time::DAY);
    c.paris.app.clock.advance(31 * Time::DAY);
    let went = futures_util::future::join_all((0..4).map(|_| move_on())).await;
    assert_eq!(went.iter().filter(|went| went.is_ok()).count(), 1);
    assert!(went.iter().all(|went| matches!(went, Ok(()) | Err(Error::Conflict(_)))));
    c.settled().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_cities_agree_who_follows_whom_after_one_has_forgotten() {
    let c = Cities::set().await;
    let (dario, elena) = (c.rome.person("dario").await, c.rome.person("elena").await);
    dario.follows(&c.ada.handle()).await;
    elena.follows(&c.ada.handle()).await;
    c.settled().await;
    let forget = async |node: &TestNode, follower: String| {
        let forgotten = node.app.write(move |tx| {
            let gone = "DELETE FROM follows WHERE account_id IN (SELECT id FROM accounts WHERE uri = $1) AND target_id IN \
                (SELECT id FROM accounts WHERE username = 'ada')";
            diesel::sql_query(gone).bind::<diesel::sql_types::Text, _>(follower).execute(tx.conn)?;
            Ok(())
        });
        forgotten.await.unwrap();
    };
    let uri = |person: &Person| format!("{}/users/{}", c.rome.base, person.name);
    // Paris has lost that Elena follows, as after a restore; Rome has lost that Dario does.
    forget(&c.paris, uri(&elena)).await;
    forget(&c.rome, uri(&dario)).await;
    let knows = |person: &Person| {
        let (path, person) = (format!("/api/v1/accounts/lookup?acct={}", c.ada.handle()), person.clone());
        async move {
            let id = person.get(&path).await["id"].as_str().unwrap().to_string();
            person.get(&format!("/api/v1/accounts/relationships?id[]={id}")).await[0]["following"].clone()
        }
    };
    // What is for everybody says nothing of it.
    c.ada.says("for everybody").await;
    c.settled().await;
    assert_eq!(knows(&elena).await, true);
    c.ada.says_to("private", "for those who follow").await;
    c.settled().await;
    assert_eq!(knows(&elena).await, false, "Paris does not hold her for a follower");
    assert_eq!(knows(&c.chiara).await, true);
    let followers = c.ada.get(&format!("/api/v1/accounts/{}/followers", c.ada.id)).await;
    let names: Vec<&str> = followers.as_array().unwrap().iter().map(|a| a["username"].as_str().unwrap()).collect();
    assert_eq!(names, ["chiara"], "Rome has taken back what it knows nothing of");

    // Only the server they are of reads who they are.
    let path = "/users/ada/followers_synchronization";
    assert_eq!(c.paris.document(path).await.status, 401);
    let hers = c.paris.signed_document(path, &*c.rome.signer("chiara").await).await.ok();
    assert_eq!((&hers["totalItems"], &hers["orderedItems"]), (&json!(1), &json!([uri(&c.chiara)])), "{hers}");
    let nobodys = c.rome.signed_document("/users/elena/followers_synchronization", &*c.paris.signer("ada").await).await.ok();
    assert_eq!(nobodys["orderedItems"], json!([]), "{nobodys}");
    // A header that speaks of other people's followers, or leads elsewhere, does nothing.
    let lies = [
        (format!("{}/users/ada/followers", c.paris.base), "https://else.example/s".to_string()),
        (format!("{}/users/paris/followers", c.paris.base), format!("{}{path}", c.paris.base)),
    ];
    for (collection, url) in lies {
        let header = format!("collectionId=\"{collection}\", url=\"{url}\", digest=\"{}\"", "0".repeat(64));
        let handle = c.ada.handle();
        let planned = c.rome.app.write(move |tx| {
            let ada = accounts::by_handle(tx, &handle)?.unwrap();
            crate::follows::synchronization::told(tx, &ada, &header)?;
            crate::later::is_planned(tx, crate::later::Kind::SyncFollowers, &format!("{} {url}", ada.id))
        });
        assert!(!planned.await.unwrap(), "{collection}");
    }
    c.settled().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_pinned_here_is_pinned_there() {
    let c = Cities::set().await;
    let post = c.ada.says("read this first").await;
    let copy = c.chiara.sees("read this first").await;
    assert_eq!(c.ada.does("pin", &post).await["pinned"], true);
    let account = copy["account"]["id"].as_str().unwrap().to_string();
    let pinned = || async { c.chiara.get(&format!("/api/v1/accounts/{account}/statuses?pinned=true")).await };
    until("it is pinned in Rome", || async { (pinned().await[0]["id"] == copy["id"]).then_some(()) }).await;
    let featured = c.paris.document("/users/ada/collections/featured").await.ok();
    assert_eq!(featured["orderedItems"][0]["id"], post["uri"]);
    let other = c.chiara.says("mine").await;
    assert_eq!(
        c.ada
            .call(Method::POST, &format!("/api/v1/statuses/{}/pin", id(&c.ada.sees("mine").await)), Some(json!({})))
            .await
            .status,
        422
    );
    assert!(other["id"].is_string());
    c.ada.does("unpin", &post).await;
    until("it is not any more", || async { pinned().await.as_array().unwrap().is_empty().then_some(()) }).await;
    c.settled().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_conversation_is_looked_up_where_it_began() {
    let c = Cities::set().await;
    let bob = c.paris.person("bob").await;
    let root = c.ada.says("who brings what?").await;
    let copy = c.chiara.sees("who brings what").await;
    // Nobody in Rome follows Bob.
    let answer = bob.replies(&root, "I bring the pot").await;
    bob.replies(&answer, "and the lid").await;
    c.settled().await;
    let path = format!("/api/v1/statuses/{}/context", id(&copy));
    let first = c.chiara.call(Method::GET, &path, None).await;
    assert!(first.json()["descendants"].as_array().unwrap().is_empty());
    // The answer says where to ask how that goes on, and there it is said when more is there.
    let told = first.header("mastodon-async-refresh").to_string();
    let name = told.split('"').nth(1).unwrap_or_else(|| panic!("{told:?} names nothing")).to_string();
    let refresh = format!("/api/v1_alpha/async_refreshes/{name}");
    let state = until("what was begun is done", || async {
        let state = c.chiara.get(&refresh).await["async_refresh"].clone();
        (state["status"] == "finished").then_some(state)
    })
    .await;
    assert_eq!(state, json!({"id": name, "status": "finished", "result_count": 2}));
    for wrong in ["context-1-0", "context-x-0", "context-", "soup"] {
        let answer = c.chiara.call(Method::GET, &format!("/api/v1_alpha/async_refreshes/{wrong}"), None).await;
        assert_eq!(answer.status, 404, "{wrong}");
    }
    let found = until("the rest of it is there", || async {
        let context = c.chiara.get(&path).await;
        (context["descendants"].as_array().unwrap().len() == 2).then_some(context)
    })
    .await;
    assert_eq!(words(&found["descendants"][1]), "and the lid");
    let again = c.chiara.call(Method::GET, &path, None).await;
    assert_eq!(again.header("mastodon-async-refresh"), "", "nothing is under way");
    let context = c.paris.document(&format!("/contexts/{}", id(&root))).await.ok();
    assert_eq!((&context["totalItems"], &context["orderedItems"][0]), (&json!(3), &root["uri"]));
    let replies = c.paris.document(&format!("/users/ada/statuses/{}/replies", id(&root))).await.ok();
    assert_eq!(replies["first"]["items"], json!([answer["uri"]]));
    c.settled().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_of_one_city_talk_in_the_room_of_another() {
    let c = Cities::set().await;
    let (room, elena) = (format!("paris@{}", c.paris.domain), c.rome.person("elena").await);
    elena.follows(&room).await;
    // Chiara, who does not follow the room, speaks in it; Elena hears her through Paris.
    let said = c.chiara.says(&format!("@{room} is there soup tonight?")).await;
    let heard = c.ada.sees("is there soup tonight").await;
    assert_eq!(heard["uri"], said["uri"]);
    elena.sees("is there soup tonight").await;
    let answer = c.ada.replies(&heard, "there is").await;
    until("Elena reads the answer", || async {
        let thread = elena.get(&format!("/api/v1/statuses/{}/context", id(&said))).await;
        thread["descendants"].as_array().unwrap().iter().any(|s| s["uri"] == answer["uri"]).then_some(())
    })
    .await;
    c.settled().await;

    // Stewards close conversations.
    let stella = c.paris.log_in("stella", "read write admin:write").await;
    assert_eq!(
        c.ada.call(Method::POST, &format!("/api/v1/potluck/statuses/{}/lock", id(&heard)), Some(json!({}))).await.status,
        403
    );
    stella.post(&format!("/api/v1/potluck/statuses/{}/lock", id(&heard)), json!({})).await;
    let late =
        c.ada.call(Method::POST, "/api/v1/statuses", Some(json!({"status": "one more", "in_reply_to_id": heard["id"]}))).await;
    assert_eq!(late.status, 403);
    let moderators = c.paris.document("/users/paris/moderators").await.ok();
    assert_eq!(moderators["orderedItems"], json!([format!("{}/users/stella", c.paris.base)]));
    let chapter = c.paris.document("/users/paris").await.ok();
    assert_eq!((&chapter["attributedTo"], &chapter["postingRestrictedToMods"]), (&moderators["id"], &json!(false)));
    c.settled().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connector_of_another_city_is_known_as_one_while_the_seat_lasts() {
    let c = Cities::set().await;
    let ada = Visitor::logged_in(&c.paris, "ada").await;
    let page = format!("/@{}", c.chiara.handle().trim_start_matches('@'));
    let shows = |told: bool| {
        let (ada, page) = (&ada, page.clone());
        async move { (ada.open(&page).await.text.contains("Connector of OuiShare") == told).then_some(()) }
    };
    until("nothing is said of a member", || shows(false)).await;
    c.rome.grant("chiara", Role::Connector).await;
    c.settled().await;
    until("it is known in the other city", || shows(true)).await;
    // Whoever names an attestation that is somebody else's is believed nothing.
    let liar = c.rome.person("lia").await;
    c.ada.follows(&liar.handle()).await;
    let stolen = format!("{}/users/chiara/connector", c.rome.base);
    c.rome
        .app
        .write(move |tx| {
            let lia = accounts::by_handle(tx, "lia")?.ok_or(Error::NotFound)?;
            accounts::set_attestation_url(tx, lia.id, Some(&stolen))?;
            accounts::tell(tx, lia.id)
        })
        .await
        .unwrap();
    c.settled().await;
    let theirs = format!("/@{}", liar.handle().trim_start_matches('@'));
    let seen = ada.open(&theirs).await;
    assert!(seen.status == 200 && !seen.text.contains("Connector of OuiShare"), "{}", seen.text);
    // The seat ends, and the other city hears of it.
    c.rome.grant("chiara", Role::Alumni).await;
    c.settled().await;
    until("it is over in the other city too", || shows(false)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_blocked_city_is_shut_out_at_every_door_at_once() {
    let c = Cities::set().await;
    let post = c.ada.says("before").await;
    c.chiara.sees("before").await;
    let stella = c.paris.log_in("stella", "read admin:read admin:write").await;
    let signer = c.rome.signer("chiara").await;
    let base = post["uri"].as_str().unwrap().strip_prefix(&c.paris.base).unwrap().to_string();
    let paths = [
        "/users/ada",
        "/users/ada/outbox",
        "/users/ada/followers",
        "/users/ada/following",
        "/users/ada/collections/featured",
        "/users/paris/moderators",
        "/users/paris/connectors",
        "/users/paris/revocations",
        "/users/stella/connector",
        &base,
        &format!("{base}/activity"),
        &format!("{base}/replies"),
        &format!("/contexts/{}", id(&post)),
    ]
    .map(ToString::to_string);
    // Warm whatever could be warm.
    for path in &paths {
        assert_eq!(c.paris.signed_document(path, &signer).await.status, 200, "{path}");
    }
    let rule = stella
        .post("/api/v1/admin/domain_blocks", json!({"domain": c.rome.domain, "severity": "suspend", "public_comment": "spam"}))
        .await;
    assert_eq!(rule["severity"], "suspend");
    for path in &paths {
        assert_eq!(c.paris.signed_document(path, &signer).await.status, 403, "{path}");
    }
    let published = c.paris.get("/api/v1/instance/domain_blocks").await.ok();
    assert_eq!((&published[0]["domain"], &published[0]["comment"]), (&json!(c.rome.domain), &json!("spam")));
    // Nothing comes in, nothing goes out, nobody follows.
    c.chiara.says("let me in").await;
    c.ada.says("after").await;
    // Rome tries a few times and gives up.
    until("Rome has given up", || async {
        c.rome.app.clock.advance(5 * Time::SECOND);
        (c.rome.left() == (0, 0, 0, 0)).then_some(())
    })
    .await;
    c.settled().await;
    assert!(!c.ada.home().await.contains(&"let me in".to_string()) && !c.chiara.home().await.contains(&"after".to_string()));
    assert_eq!(c.ada.get(&format!("/api/v1/accounts/{}/followers", c.ada.id)).await, json!([]));
    assert_eq!(c.ada.finds(&c.chiara.handle()).await["suspended"], true);
    assert_eq!(stella.call(Method::DELETE, &format!("/api/v1/admin/domain_blocks/{}", id(&rule)), None).await.status, 200);
    for path in &paths {
        assert_eq!(c.paris.signed_document(path, &signer).await.status, 200, "{path}");
    }
    c.chiara.follows(&c.ada.handle()).await;
    c.settled().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_limited_city_is_heard_only_by_those_who_follow_and_asks_before_it_follows() {
    let c = Cities::set().await;
    let stella = c.paris.log_in("stella", "read admin:write").await;
    let bob = c.paris.person("bob").await;
    stella.post("/api/v1/admin/domain_blocks", json!({"domain": c.rome.domain, "severity": "silence"})).await;
    c.chiara.says(&format!("hello @{} and @{}", c.ada.handle(), bob.handle())).await;
    c.ada.sees("hello").await;
    c.settled().await;
    assert_eq!(bob.notifications().await, Vec::<String>::new(), "Bob does not follow her");
    assert!(c.ada.notifications().await.contains(&format!("mention {}", c.chiara.handle())));
    assert_eq!(c.paris.get("/api/v1/timelines/public?remote=true").await.ok(), json!([]));
    let found = c.chiara.finds(&bob.handle()).await;
    c.chiara.post(&format!("/api/v1/accounts/{}/follow", id(&found)), json!({})).await;
    until("Bob is asked", || async { (bob.get("/api/v1/follow_requests").await.as_array().unwrap().len() == 1).then_some(()) })
        .await;
    c.settled().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_city_may_have_other_handles_than_addresses() {
    use axum::response::Redirect;
    // The host in the handles sends WebFinger on, as a web server does that serves something else otherwise.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let handles = format!("city.localhost:{}", listener.local_addr().unwrap().port());
    let paris = TestNode::split(handles.clone()).await;
    let web = paris.base.clone();
    let forward = move |uri: axum::http::Uri| {
        let to = format!("{web}{uri}");
        async move { Redirect::temporary(&to) }
    };
    let router = axum::Router::new().route("/.well-known/webfinger", axum::routing::get(forward));
    tokio::spawn(async move { axum::serve(listener, router).await });

    let rome = TestNode::start().await;
    let (ada, chiara) = (paris.person("ada").await, rome.person("chiara").await);
    let found = chiara.finds(&format!("ada@{handles}")).await;
    assert_eq!(found["acct"], format!("ada@{handles}"));
    assert!(found["uri"].as_str().unwrap().starts_with(&paris.base), "ids are where the node is");
    // By the host of the addresses it is the same account under the same handle.
    assert_eq!(chiara.finds(&format!("ada@{}", paris.domain)).await["acct"], found["acct"]);
    chiara.follows(&format!("ada@{handles}")).await;
    let post = ada.says(&format!("hello @{}", chiara.handle())).await;
    chiara.sees("hello").await;
    let answer = chiara.says(&format!("@ada@{handles} hello yourself")).await;
    assert_eq!(answer["mentions"][0]["acct"], format!("ada@{handles}"));
    until("Ada is told", || async { ada.notifications().await.contains(&format!("mention {}", chiara.handle())).then_some(()) })
        .await;
    let document = paris.document(post["uri"].as_str().unwrap().strip_prefix(&paris.base).unwrap()).await.ok();
    assert!(document["id"].as_str().unwrap().starts_with(&paris.base));
    for resource in [format!("acct:ada@{handles}"), format!("acct:ada@{}", paris.domain), format!("{}/users/ada", paris.base)] {
        let answer = paris.get(&format!("/.well-known/webfinger?resource={resource}")).await.ok();
        assert_eq!(answer["subject"], format!("acct:ada@{handles}"), "{resource}");
    }
    paris.settled().await;
    rome.settled().await;
}

//! Decisions through the doors, as people: five Connectors, a supporter, a steward.

use rules::roles::Role;
use serde_json::{Value, json};

use super::record;
use crate::accounts;
use crate::clock::Time;
use crate::testing::node::{Answer, Person, TestNode, until};
use crate::testing::visitor::Visitor;

const REASON: &str = "we could not pay the rent in autumn";

struct Chapter {
    node: TestNode,
    people: Vec<Person>,
}

impl Chapter {
    /// Ada, Bob, Carl, Dora and Emil are Connectors.
    async fn gathered() -> Self {
        let node = TestNode::patient().await;
        let mut people = Vec::new();
        for name in ["ada", "bob", "carl", "dora", "emil"] {
            people.push(node.person(name).await);
            node.grant(name, Role::Connector).await;
        }
        // Who keeps the node has no voice by that.
        node.grant("stella", Role::Active).await;
        Self { node, people }
    }

    fn who(&self, name: &str) -> &Person {
        self.people.iter().find(|person| person.name == name).unwrap()
    }

    fn passes(&self, micros: i64) {
        self.node.app.clock.advance(micros);
    }

    async fn drafts(&self, name: &str, more: Value) -> Value {
        let mut sent =
            json!({"title": "A key for everybody", "driver": "People stand outside.", "text": "Each of us gets a key."});
        sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.who(name).post("/api/v1/potluck/proposals", sent).await
    }

    async fn does(&self, name: &str, proposal: &Value, act: Value) -> Answer {
        let path = format!("/api/v1/potluck/proposals/{}/acts", proposal["id"].as_str().unwrap());
        let answer = self.who(name).call(reqwest::Method::POST, &path, Some(act)).await;
        self.page(proposal).await;
        answer
    }

    /// Its page as a stranger sees it now. What the page keeps of it is compared with the rows there, so tests look often.
    async fn page(&self, proposal: &Value) -> String {
        let url = format!("{}/proposals/{}", self.node.base, proposal["id"].as_str().unwrap());
        let mut page = String::new();
        for _ in 0..2 {
            let answer = Answer::of(self.node.http.get(&url).header("cache-control", "no-cache")).await;
            assert!(matches!(answer.status, 200 | 404), "{} {}", answer.status, answer.text);
            page = answer.text;
        }
        page
    }

    async fn now(&self, proposal: &Value) -> Value {
        self.node.get(&format!("/api/v1/potluck/proposals/{}", proposal["id"].as_str().unwrap())).await.ok()
    }

    /// In the window of the first round.
    async fn asked(&self) -> Value {
        let draft = self.drafts("ada", json!({})).await;
        self.does("ada", &draft, json!({"act": "publish"})).await.ok();
        self.passes(Time::DAY);
        self.does("ada", &draft, json!({"act": "call_for_consent"})).await.ok()
    }

    /// Until the worker has seen that a time has come.
    async fn after(&self, proposal: &Value, micros: i64) -> Value {
        self.passes(micros);
        self.node.settled().await;
        self.now(proposal).await
    }

    async fn record(&self, proposal: &Value) -> Value {
        self.node.get(&format!("/proposals/{}/record.json", proposal["id"].as_str().unwrap())).await.ok()
    }

    /// What a recount finds, with the chapter's key.
    async fn recount(&self, record: &Value) -> Vec<&'static str> {
        let (record, now) = (record.clone(), self.node.app.clock.now());
        self.node
            .app
            .read(move |tx| {
                let chapter = accounts::by_id(tx, tx.site.chapter_id)?;
                record::verify(&record, Some(&chapter.public_keys()), now)
            })
            .await
            .unwrap()
            .evidence
            .into_iter()
            .map(|(code, _)| code)
            .collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_objection_is_met_and_the_second_round_adopts() {
    let chapter = Chapter::gathered().await;
    let proposal = chapter.asked().await;
    assert_eq!((&proposal["state"], &proposal["roll_size"]), (&"consent".into(), &5.into()));
    chapter.node.settled().await;
    assert!(chapter.who("bob").notifications().await.iter().any(|n| n.starts_with("status ")), "those on the roll are told");
    // It is in the list of those who have not answered, until they have.
    let waiting = || async { chapter.who("bob").get("/api/v1/potluck/proposals/waiting").await.as_array().unwrap().len() };
    assert_eq!(waiting().await, 1);
    chapter.does("carl", &proposal, json!({"act": "consent"})).await.ok();
    chapter.does("bob", &proposal, json!({"act": "object", "reason": REASON})).await.ok();
    assert_eq!(waiting().await, 0);
    let integration = chapter.after(&proposal, 7 * Time::DAY).await;
    assert_eq!(integration["state"], "integration");
    let text = json!({"act": "amend", "title": "A key for everybody", "driver": "People stand outside.", "text": "Each of us gets a key and leaves 5 € for it."});
    assert_eq!(chapter.does("ada", &proposal, text.clone()).await.status, 422, "the objection has no answer");
    let mut answered = text;
    answered["addressed"] = json!([{"objection": 0, "how": "resolves", "note": "the deposit pays the rent"}]);
    let second = chapter.does("ada", &proposal, answered).await.ok();
    assert_eq!((&second["state"], &second["version"], &second["stances"]["consent"]), (&"consent".into(), &2.into(), &0.into()));
    let adopted = chapter.after(&proposal, 7 * Time::DAY).await;
    assert_eq!(adopted["state"], "adopted");
    // It is in the register, and comes up by itself.
    let register = chapter.node.get("/api/v1/potluck/agreements").await.ok();
    assert_eq!((&register[0]["id"], &register[0]["state"]), (&proposal["id"], &"in_force".into()));
    chapter.passes(183 * Time::DAY);
    chapter.node.settled().await;
    assert_eq!(chapter.node.get("/api/v1/potluck/agreements").await.ok()[0]["state"], "review_due");
    // And anybody can recount it.
    let record = chapter.record(&proposal).await;
    assert_eq!(chapter.recount(&record).await, Vec::<&str>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_connectors_agree_and_a_fourth_calls_it_in() {
    let chapter = Chapter::gathered().await;
    let costs = chapter.drafts("ada", json!({"process": "three_connectors", "budget": "20 €"})).await;
    assert_eq!(chapter.does("ada", &costs, json!({"act": "publish"})).await.status, 422);
    let proposal = chapter.drafts("ada", json!({"process": "three_connectors"})).await;
    chapter.does("ada", &proposal, json!({"act": "publish"})).await.ok();
    chapter.does("bob", &proposal, json!({"act": "endorse"})).await.ok();
    let effective = chapter.does("carl", &proposal, json!({"act": "endorse"})).await.ok();
    assert_eq!(effective["state"], "effective");
    let called = chapter.does("dora", &proposal, json!({"act": "call_in", "reason": REASON})).await.ok();
    assert_eq!((&called["state"], &called["process"]), (&"clarify".into(), &"consent".into()));
    chapter.passes(Time::DAY);
    chapter.does("ada", &proposal, json!({"act": "call_for_consent"})).await.ok();
    assert_eq!(chapter.after(&proposal, 7 * Time::DAY).await["state"], "adopted");
    let record = chapter.record(&proposal).await;
    assert_eq!(chapter.recount(&record).await, Vec::<&str>::new());
    let other = chapter.drafts("ada", json!({"process": "three_connectors"})).await;
    for (who, act) in [("ada", "publish"), ("bob", "endorse"), ("emil", "endorse")] {
        chapter.does(who, &other, json!({"act": act})).await.ok();
    }
    assert_eq!(chapter.after(&other, 73 * Time::HOUR).await["state"], "final");
    assert_eq!(chapter.does("dora", &other, json!({"act": "call_in", "reason": REASON})).await.status, 409);
    let record = chapter.record(&other).await;
    assert_eq!(chapter.recount(&record).await, Vec::<&str>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_vote_with_delegations_is_counted_and_every_fault_is_found() {
    let chapter = Chapter::gathered().await;
    let proposal = chapter.asked().await;
    chapter.does("bob", &proposal, json!({"act": "object", "reason": REASON})).await.ok();
    chapter.after(&proposal, 7 * Time::DAY).await;
    chapter
        .does(
            "dora",
            &proposal,
            json!({"act": "compete", "title": "One key", "text": "There is one key, and it hangs by the door."}),
        )
        .await
        .ok();
    chapter.after(&proposal, 14 * Time::DAY).await;
    let voting = chapter.does("ada", &proposal, json!({"act": "escalate"})).await.ok();
    assert_eq!((&voting["state"], &voting["options"][1]["option"]), (&"voting".into(), &"alternative-1".into()));
    // Emil hands his voice to Carl, and opts out again for another topic; Dora trusts Emil.
    let give = |to: &str| json!({"scope": "body", "trustee_id": chapter.who(to).id});
    chapter.who("emil").post("/api/v1/potluck/delegations", give("carl")).await;
    chapter.who("dora").post("/api/v1/potluck/delegations", give("emil")).await;
    for page in ["/delegations".to_string(), format!("/proposals/{}", proposal["id"].as_str().unwrap())] {
        until("it is said who speaks for many", || async {
            chapter.node.get(&page).await.text.contains("speaks for 3 voices").then_some(())
        })
        .await;
    }
    // A vote that began under a version that did not write this down: it is counted when the node starts.
    let began_before = chapter.node.app.write(|tx| {
        super::store::forget_weights(tx)?;
        super::deadlines::plan_all(tx)
    });
    began_before.await.unwrap();
    let page = format!("/proposals/{}", proposal["id"].as_str().unwrap());
    until("it is said again", || async { chapter.node.get(&page).await.text.contains("speaks for 3 voices").then_some(()) })
        .await;
    let ballot = |grades: Value| json!({"act": "vote", "grades": grades});
    for (grades, why) in [
        (json!({"alternative-2": 1}), "a foreign option"),
        (json!({"proposal": 101}), "a huge grade"),
        (json!({"proposal": 1.5}), "no whole number"),
        (json!(["proposal"]), "no grades at all"),
    ] {
        assert_eq!(chapter.does("carl", &proposal, ballot(grades)).await.status, 422, "{why}");
    }
    chapter.does("carl", &proposal, ballot(json!({"proposal": -1, "alternative-1": 2}))).await.ok();
    chapter.does("carl", &proposal, ballot(json!({"proposal": 1, "alternative-1": 2}))).await.ok();
    chapter.does("bob", &proposal, ballot(json!({"proposal": -2, "alternative-1": 1}))).await.ok();
    let closed = chapter.after(&proposal, 7 * Time::DAY).await;
    assert_eq!((&closed["state"], &closed["tally"]["winner"]), (&"adopted".into(), &"alternative-1".into()));
    let other = &voting["options"][1]["title"];
    let held = chapter.node.get("/api/v1/potluck/agreements").await.ok();
    assert_eq!(&held[0]["title"], other, "what holds is the text that won");
    let below = format!("/api/v1/statuses/{}/context", closed["status_id"].as_str().unwrap());
    let outcome = chapter.node.get(&below).await.ok()["descendants"][0]["content"].as_str().unwrap().to_string();
    assert!(outcome.contains(other.as_str().unwrap()) && outcome.contains("Adopted"), "{outcome}");
    assert_eq!(closed["tally"]["turnout"], 4, "ada is silent and trusts nobody");
    assert_eq!(chapter.does("ada", &proposal, ballot(json!({}))).await.status, 409, "the vote is over");

    let record = chapter.record(&proposal).await;
    assert_eq!(chapter.recount(&record).await, Vec::<&str>::new());
    type Fault = fn(&mut Value);
    let act =
        |record: &Value, name: &str| record["acts"].as_array().unwrap().iter().position(|a| a["act"]["act"] == name).unwrap();
    let vote = act(&record, "vote");
    let object = act(&record, "object");
    assert!(vote > object);
    let faults: [(&str, Fault); 10] = [
        ("malformed", |r| {
            r["policy"]["consent"]["window"] = i64::MAX.into();
            r["policyHash"] = super::digest::of(&r["policy"]).unwrap().into();
        }),
        ("policy-hash-mismatch", |r| r["policy"]["vote"]["window"] = 1.into()),
        ("version-hash-mismatch", |r| r["versions"][0]["text"] = "Nobody gets a key.".into()),
        ("version-hash-mismatch", |r| r["alternatives"][0]["text"] = "No key.".into()),
        ("roll-hash-mismatch", |r| drop(r["roll"].as_array_mut().unwrap().pop())),
        ("tally-mismatch", |r| r["tally"]["count"]["options"][1]["for"] = 5.into()),
        ("outcome-mismatch", |r| r["outcome"]["state"] = "rejected".into()),
        ("tally-mismatch", |r| {
            let acts = r["acts"].as_array_mut().unwrap();
            let last = acts.iter().rposition(|a| a["act"]["act"] == "vote").unwrap();
            acts[last]["act"]["grades"]["alternative-1"] = (-1).into();
        }),
        ("reason-missing", |r| {
            let acts = r["acts"].as_array_mut().unwrap();
            acts.iter_mut().find(|a| a["act"]["act"] == "object").unwrap()["act"]["reason"] = "no".into();
        }),
        ("not-on-roll", |r| {
            let acts = r["acts"].as_array_mut().unwrap();
            acts.iter_mut().find(|a| a["act"]["act"] == "vote").unwrap()["by"] = "https://far.example/users/mallory".into();
        }),
    ];
    for (code, fault) in faults {
        let mut forged = record.clone();
        fault(&mut forged);
        let found = chapter.recount(&forged).await;
        assert!(found.contains(&code) && found.contains(&"bad-signature"), "{code} in {found:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn advice_is_asked_given_and_answered() {
    let chapter = Chapter::gathered().await;
    let proposal = chapter.drafts("ada", json!({"process": "advice"})).await;
    let uri = |name: &str| format!("{}/users/{name}", chapter.node.base);
    let ask = |people: Value| json!({"act": "ask", "people": people});
    assert_eq!(chapter.does("ada", &proposal, ask(json!([]))).await.status, 422);
    let people = json!([{"person": uri("bob"), "part": "affected"}, {"person": uri("carl"), "part": "expert"}]);
    let seeking = chapter.does("ada", &proposal, ask(people)).await.ok();
    assert_eq!(seeking["state"], "seeking");
    chapter.does("bob", &proposal, json!({"act": "advise", "advice": "Ask the landlord first."})).await.ok();
    assert_eq!(chapter.does("dora", &proposal, json!({"act": "advise", "advice": "No."})).await.status, 403);
    assert_eq!(chapter.after(&proposal, 7 * Time::DAY).await["state"], "deciding");
    let decide = |responses: Value| json!({"act": "decide", "goes_ahead": true, "responses": responses});
    assert_eq!(chapter.does("ada", &proposal, decide(json!([]))).await.status, 422);
    let answer = json!([{"adviser": uri("bob"), "followed": "followed", "because": "he said yes"}]);
    assert_eq!(chapter.does("ada", &proposal, decide(answer)).await.ok()["state"], "decided");
    let record = chapter.record(&proposal).await;
    assert_eq!(chapter.recount(&record).await, Vec::<&str>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_do_what_with_a_proposal() {
    let chapter = Chapter::gathered().await;
    let node = &chapter.node;
    for (name, role) in [("sam", Role::Supporter), ("alma", Role::Active), ("olga", Role::Alumni), ("dan", Role::Dormant)] {
        node.person(name).await;
        node.grant(name, role).await;
    }
    let scopes = "read write follow push";
    let outsiders = [
        ("a supporter", node.log_in("sam", scopes).await),
        ("an active member", node.log_in("alma", scopes).await),
        ("an alumnus", node.log_in("olga", scopes).await),
        ("a dormant Connector", node.log_in("dan", scopes).await),
        ("the steward", node.log_in("stella", scopes).await),
    ];
    let proposal = chapter.asked().await;
    let path = format!("/api/v1/potluck/proposals/{}/acts", proposal["id"].as_str().unwrap());
    let new = json!({"title": "x", "text": "y"});
    for (who, person) in &outsiders {
        let draft = person.call(reqwest::Method::POST, "/api/v1/potluck/proposals", Some(new.clone())).await;
        assert_eq!(draft.status, 403, "{who} proposes");
        for act in [
            json!({"act": "consent"}),
            json!({"act": "abstain"}),
            json!({"act": "object", "reason": REASON}),
            json!({"act": "amend", "title": "x", "text": "mine"}),
            json!({"act": "withdraw", "reason": REASON}),
            json!({"act": "facilitate"}),
            json!({"act": "cancel", "reason": REASON}),
            json!({"act": "escalate"}),
        ] {
            let answer = person.call(reqwest::Method::POST, &path, Some(act.clone())).await;
            assert_eq!(answer.status, 403, "{who}: {act} {}", answer.text);
        }
        let hand = json!({"scope": "body", "trustee_id": chapter.who("ada").id});
        assert_eq!(person.call(reqwest::Method::POST, "/api/v1/potluck/delegations", Some(hand)).await.status, 403, "{who}");
    }
    // Without a token, or with one that may only read, nobody does anything.
    let bare = node.http.post(format!("{}{path}", node.base)).json(&json!({"act": "consent"})).send().await.unwrap();
    assert_eq!(bare.status(), 401);
    let reader = node.log_in("bob", "read").await;
    assert_eq!(reader.call(reqwest::Method::POST, &path, Some(json!({"act": "consent"}))).await.status, 403);
    // A draft is its author's.
    let draft = chapter.drafts("ada", json!({})).await;
    assert_eq!(chapter.does("bob", &draft, json!({"act": "publish"})).await.status, 404);
    assert_eq!(node.get(&format!("/api/v1/potluck/proposals/{}", draft["id"].as_str().unwrap())).await.status, 404);
    assert_eq!(node.get(&format!("/proposals/{}", draft["id"].as_str().unwrap())).await.status, 404);
    // The text stands while consent is asked, and only its author ever changes it.
    let amend = json!({"act": "amend", "title": "x", "text": "other"});
    assert_eq!(chapter.does("ada", &proposal, amend.clone()).await.status, 409);
    assert_eq!(chapter.does("bob", &proposal, amend).await.status, 403);
    // Who becomes alumni stays on the roll that was frozen.
    node.grant("bob", Role::Alumni).await;
    chapter.does("bob", &proposal, json!({"act": "consent"})).await.ok();
    // No post that tells of a proposal is edited or deleted by hand.
    let status = chapter.now(&proposal).await["status_id"].as_str().unwrap().to_string();
    let delete = chapter.who("ada").call(reqwest::Method::DELETE, &format!("/api/v1/statuses/{status}"), None).await;
    assert_eq!(delete.status, 403);
    let edit = json!({"status": "adopted!"});
    assert_eq!(
        chapter.who("ada").call(reqwest::Method::PUT, &format!("/api/v1/statuses/{status}"), Some(edit)).await.status,
        403
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rubbish_is_refused_and_changes_nothing() {
    let chapter = Chapter::gathered().await;
    let long = "x".repeat(5_000_000);
    for (sent, status) in [
        (json!({"title": "", "text": "y"}), 422),
        (json!({"title": "x", "text": " "}), 422),
        (json!({"title": "x".repeat(201), "text": "y"}), 422),
        (json!({"title": "x", "text": "y".repeat(50_001)}), 422),
        (json!({"title": "x", "text": long}), 413),
        (json!({"title": "x", "text": "y", "process": "dictatorship"}), 422),
        (json!({"title": "x", "text": "y", "review_at": "yesterday"}), 422),
        (json!({"title": "x", "text": "y", "review_at": "2020-01-01"}), 422),
        (json!({"title": "x", "text": "y", "process": "autonomy"}), 422),
        (json!({"title": "x", "text": "y", "replaces_id": "1"}), 404),
    ] {
        let answer = chapter.who("ada").call(reqwest::Method::POST, "/api/v1/potluck/proposals", Some(sent)).await;
        assert_eq!(answer.status, status, "{}", answer.text);
    }
    let proposal = chapter.asked().await;
    for act in [
        json!({}),
        json!({"act": "rule"}),
        json!({"act": "object"}),
        json!({"act": "object", "reason": "too short"}),
        json!({"act": "object", "reason": "x".repeat(10_001)}),
        json!({"act": "dispute", "objection": -1, "reason": REASON}),
        json!({"act": ["consent"]}),
    ] {
        let answer = chapter.does("bob", &proposal, act.clone()).await;
        assert_eq!(answer.status, 422, "{act}: {}", answer.text);
    }
    assert_eq!(chapter.does("bob", &proposal, json!({"act": "dispute", "objection": 7, "reason": REASON})).await.status, 404);
    assert_eq!(chapter.now(&proposal).await["stances"], json!({"consent": 0, "abstain": 0, "concern": 0, "object": 0}));
    // HTML in every field is text, on the page and in the post.
    let evil = "<script>alert(1)</script><b onclick=x>bold</b>";
    let draft = chapter.drafts("ada", json!({"title": evil, "driver": evil, "text": evil, "topic": evil, "budget": evil})).await;
    chapter.does("ada", &draft, json!({"act": "publish"})).await.ok();
    for path in [format!("/proposals/{}", draft["id"].as_str().unwrap()), "/decisions".into(), "/".into()] {
        let page = chapter.node.get(&path).await;
        assert!(page.status == 200 && !page.text.contains("<script>alert") && !page.text.contains("<b onclick"), "{path}");
    }
    // Two who answer in the same instant both count.
    let (one, other) = tokio::join!(
        chapter.does("bob", &proposal, json!({"act": "consent"})),
        chapter.does("carl", &proposal, json!({"act": "object", "reason": REASON}))
    );
    assert_eq!((one.status, other.status), (200, 200));
    let now = chapter.now(&proposal).await;
    assert_eq!((&now["stances"]["consent"], &now["stances"]["object"]), (&1.into(), &1.into()));
    assert_eq!(now["value"]["objections"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn elsewhere_a_proposal_is_an_article_with_its_state() {
    let chapter = Chapter::gathered().await;
    let proposal = chapter.asked().await;
    let path = format!("/proposals/{}", proposal["id"].as_str().unwrap());
    let document = chapter.node.document(&path).await.ok();
    assert_eq!((&document["type"], &document["name"]), (&"Article".into(), &"A key for everybody".into()));
    assert_eq!(document["url"], format!("{}{path}", chapter.node.base));
    assert_eq!(document["gov:decision"]["state"], "consent");
    assert!(document["summary"].as_str().unwrap().contains("People stand outside."));
    assert!(document["content"].as_str().unwrap().contains("Each of us gets a key."));
    // In apps it is a post of its author's, with title, summary and link.
    let status = chapter.who("bob").get(&format!("/api/v1/statuses/{}", proposal["status_id"].as_str().unwrap())).await;
    assert!(status["content"].as_str().unwrap().contains("<strong>A key for everybody</strong>"));
    assert_eq!(status["url"], document["url"]);
    // Answers to it are its discussion.
    chapter.who("bob").replies(&status, "Who has the master key?").await;
    assert!(chapter.node.get(&path).await.text.contains("Who has the master key?"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_hangs_on_a_proposal_is_only_ever_a_file_to_keep_and_stands_in_the_record() {
    use reqwest::multipart::{Form, Part};
    let chapter = Chapter::gathered().await;
    let node = &chapter.node;
    let draft = chapter.drafts("ada", json!({})).await;
    let id = draft["id"].as_str().unwrap().to_string();
    let hang = |who: &'static str, name: &'static str, bytes: Vec<u8>| {
        let url = format!("{}/api/v1/potluck/proposals/{id}/attachments", node.base);
        let form = Form::new().part("file", Part::bytes(bytes).file_name(name).mime_str("text/html").unwrap());
        Answer::of(node.http.post(url).bearer_auth(&chapter.who(who).token).multipart(form))
    };
    let page = b"<script>alert(1)</script>".to_vec();
    assert_eq!(hang("bob", "mine.pdf", page.clone()).await.status, 404, "a draft is its author's");
    assert_eq!(hang("ada", "empty.pdf", Vec::new()).await.status, 422);
    assert_eq!(hang("ada", "large.pdf", vec![0; 10_000_001]).await.status, 422);
    let with = hang("ada", "../Haushalt für 2027.html", page.clone()).await.ok();
    let attached = with["attachments"][0].clone();
    assert_eq!((&attached["name"], &attached["size"]), (&"Haushalt für 2027.html".into(), &page.len().into()));
    let path = attached["url"].as_str().unwrap().strip_prefix(&node.base).unwrap().to_string();
    assert_eq!(node.get(&path).await.status, 404, "nor is what hangs on it anybody else's");
    chapter.does("ada", &draft, json!({"act": "publish"})).await.ok();
    let got = node.get(&path).await;
    assert_eq!((got.status, got.text.as_bytes()), (200, page.as_slice()));
    assert_eq!(got.header("content-type"), "application/octet-stream");
    assert_eq!(got.header("content-disposition"), "attachment; filename*=UTF-8''Haushalt%20f%C3%BCr%202027%2Ehtml");
    assert_eq!(got.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(got.header("x-content-type-options"), "nosniff");
    // It is not to be had by the door for pictures, nor from another proposal.
    let other = chapter.drafts("ada", json!({"title": "Another"})).await;
    let elsewhere = path.replace(&id, other["id"].as_str().unwrap());
    assert_eq!(chapter.who("ada").call(reqwest::Method::GET, &elsewhere, None).await.status, 404);
    assert_eq!(hang("bob", "mine.pdf", page.clone()).await.status, 403, "only its author hangs something on it");
    for n in 1..10 {
        hang("ada", "more.txt", format!("{n}").into_bytes()).await.ok();
    }
    assert_eq!(hang("ada", "more.txt", b"one too many".to_vec()).await.status, 422);
    let last = chapter.now(&draft).await["attachments"][9]["id"].as_str().unwrap().to_string();
    let off = format!("/api/v1/potluck/proposals/{id}/attachments/{last}");
    assert_eq!(chapter.who("bob").call(reqwest::Method::DELETE, &off, None).await.status, 403);
    chapter.who("ada").call(reqwest::Method::DELETE, &off, None).await.ok();
    let page = node.get(&format!("/proposals/{id}")).await.text;
    assert!(page.contains("Haushalt für 2027.html"), "{page}");
    // Once people are asked, what they are asked about stays as it is.
    chapter.passes(Time::DAY);
    chapter.does("ada", &draft, json!({"act": "call_for_consent"})).await.ok();
    assert_eq!(hang("ada", "late.txt", b"late".to_vec()).await.status, 409);
    chapter.after(&draft, 7 * Time::DAY).await;
    let record = chapter.record(&draft).await;
    assert_eq!(record["attachments"].as_array().unwrap().len(), 9);
    assert_eq!(record["attachments"][0]["digest"], attached["digest"]);
    assert_eq!(chapter.recount(&record).await, Vec::<&str>::new());
    // What no row names is gone after a day; what one names stays.
    node.app.media.put("attachments/aa/nobody-knows-of-it", b"loose".to_vec()).await.unwrap();
    chapter.passes(2 * Time::DAY);
    super::attachments::forget_loose(&node.app).await.unwrap();
    assert!(!node.app.media.has("attachments/aa/nobody-knows-of-it").await.unwrap());
    assert_eq!(node.get(&path).await.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_an_app_the_poll_below_a_proposal_binds_and_an_objection_is_asked_for_its_reason() {
    let chapter = Chapter::gathered().await;
    let proposal = chapter.asked().await;
    let status = proposal["status_id"].as_str().unwrap().to_string();
    let seen = |who: &'static str| {
        let (chapter, path) = (&chapter, format!("/api/v1/statuses/{status}"));
        async move { chapter.who(who).get(&path).await["poll"].clone() }
    };
    let choose = |who: &'static str, choices: Value| {
        let (chapter, path) = (&chapter, format!("/api/v1/polls/{status}/votes"));
        async move { chapter.who(who).call(reqwest::Method::POST, &path, Some(json!({"choices": choices}))).await }
    };
    let poll = seen("bob").await;
    assert_eq!(
        (&poll["options"][2]["title"], &poll["voted"], &poll["multiple"]),
        (&"Objection".into(), &false.into(), &false.into())
    );
    assert_eq!(choose("bob", json!([])).await.status, 422);
    assert_eq!(choose("bob", json!([3])).await.status, 422);
    assert_eq!(choose("bob", json!([0])).await.ok()["own_votes"], json!([0]));
    assert_eq!(chapter.now(&proposal).await["stances"]["consent"], 1);
    // Who is not on the roll sees no poll, and cannot vote in it.
    let alma = chapter.node.person("alma").await;
    assert_eq!(alma.get(&format!("/api/v1/statuses/{status}")).await["poll"], Value::Null);
    let path = format!("/api/v1/polls/{status}/votes");
    assert_eq!(alma.call(reqwest::Method::POST, &path, Some(json!({"choices": [0]}))).await.status, 403);
    // An objection abstains, with a concern, until its reason is there.
    choose("carl", json!([2])).await.ok();
    assert_eq!(chapter.now(&proposal).await["stances"], json!({"consent": 1, "abstain": 0, "concern": 1, "object": 0}));
    let letters = || async { chapter.who("carl").get("/api/v1/conversations").await };
    let letter = letters().await[0]["last_status"].clone();
    assert!(letter["content"].as_str().unwrap().contains("What is your objection"), "{letter}");
    let answer = |to: Value, text: &'static str| {
        let chapter = &chapter;
        async move {
            let said = json!({"status": text, "in_reply_to_id": to["id"], "visibility": "direct"});
            chapter.who("carl").post("/api/v1/statuses", said).await
        }
    };
    answer(letter.clone(), "@paris no").await;
    assert_eq!(chapter.now(&proposal).await["stances"]["object"], 0);
    assert!(letters().await.as_array().unwrap().len() > 1, "it is asked for again");
    answer(letter, "@paris we could not pay the rent in autumn").await;
    let now = chapter.now(&proposal).await;
    assert_eq!((&now["stances"]["object"], &now["value"]["objections"][0]["reason"]), (&1.into(), &REASON.into()));
    // In a vote what is chosen is approved, and the rest put below leaving things as they are.
    chapter.after(&proposal, 7 * Time::DAY).await;
    chapter.after(&proposal, 14 * Time::DAY).await;
    chapter.does("ada", &proposal, json!({"act": "escalate"})).await.ok();
    let poll = seen("dora").await;
    assert_eq!((&poll["options"][1]["title"], &poll["multiple"]), (&"Leave things as they are".into(), &true.into()));
    for (who, choices) in [("dora", json!([0])), ("emil", json!([0])), ("bob", json!([1]))] {
        assert_eq!(choose(who, choices.clone()).await.ok()["own_votes"], choices);
    }
    let closed = chapter.after(&proposal, 7 * Time::DAY).await;
    assert_eq!((&closed["state"], &closed["tally"]["options"][0]["for"]), (&"adopted".into(), &2.into()));
    let record = chapter.record(&proposal).await;
    assert_eq!(chapter.recount(&record).await, Vec::<&str>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn by_laws_change_by_a_decision_and_what_was_begun_goes_on_by_the_old_ones() {
    let chapter = Chapter::gathered().await;
    let mut laws = chapter.node.get("/api/v1/potluck/by_laws").await.ok();
    for (part, name, value) in [("consent", "window", 3_600), ("vote", "window", -1), ("consent", "max_rounds", 0)] {
        let mut unsound = laws.clone();
        unsound[part][name] = value.into();
        let sent = json!({"title": "x", "text": "y", "by_laws": unsound});
        let answer = chapter.who("ada").call(reqwest::Method::POST, "/api/v1/potluck/proposals", Some(sent)).await;
        assert_eq!(answer.status, 422, "{part}.{name} = {value}");
    }
    laws["consent"]["window"] = (10 * 86_400).into();
    let begun = chapter.asked().await;
    let draft = chapter.drafts("ada", json!({"title": "More time", "by_laws": laws})).await;
    chapter.does("ada", &draft, json!({"act": "publish"})).await.ok();
    chapter.passes(Time::DAY);
    chapter.does("ada", &draft, json!({"act": "call_for_consent"})).await.ok();
    assert_eq!(chapter.after(&begun, 6 * Time::DAY).await["state"], "adopted");
    assert_eq!(chapter.after(&draft, Time::DAY).await["state"], "adopted");
    assert_eq!(chapter.node.get("/api/v1/potluck/by_laws").await.ok(), laws);
    assert!(chapter.node.get("/by-laws").await.text.contains("The window for answers is 10 days."));
    let next = chapter.asked().await;
    assert_eq!(chapter.after(&next, 7 * Time::DAY).await["state"], "consent");
    assert_eq!(chapter.after(&next, 3 * Time::DAY).await["state"], "adopted");
    let record = chapter.record(&draft).await;
    assert_eq!(chapter.recount(&record).await, Vec::<&str>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shares_and_majorities_are_changed_by_the_form() {
    let chapter = Chapter::gathered().await;
    let ada = Visitor::logged_in(&chapter.node, "ada").await;
    let shown = chapter.node.get("/by-laws").await.text;
    assert!(shown.contains("A majority is more than 1/2 of the voices") && shown.contains("It takes at least 2/3"), "{shown}");
    let majority = |num, den, strict| {
        [("/vote/majority", num), ("/vote/majority/den", den), ("/vote/majority/strict", strict), ("title", "Three fifths")]
    };
    for (num, den) in [("1", "3"), ("5", "4"), ("1", "0"), ("-1", "2"), ("many", "2")] {
        let refused = ada.send("/by-laws/change", "/by-laws/change", &majority(num, den, "yes")).await;
        assert_eq!(refused.status, 422, "{num}/{den}");
        assert!(refused.text.contains(&format!("value=\"{den}\"")), "what was typed stays");
    }
    let draft = ada.does("/by-laws/change", "/by-laws/change", &majority("3", "5", "no")).await.text;
    assert!(draft.contains("A majority is at least 3/5") && draft.contains("more than 1/2"), "{draft}");
    let quorum = [("/vote/quorum", "1"), ("/vote/quorum/den", "4"), ("title", "Fewer are enough")];
    let draft = ada.does("/by-laws/change", "/by-laws/change", &quorum).await.text;
    assert!(draft.contains("1/4 of all voices have to be in it") && !draft.contains("A majority"), "{draft}");
    // As long as it is a draft its author thinks of other values.
    let (_, rest) = draft.split_once("/by-laws/change?draft=").expect("the draft leads to the form for its values");
    let id: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let form = format!("/by-laws/change?draft={id}");
    let shown = ada.open(&form).await.text;
    assert!(
        shown.contains("value=\"Fewer are enough\"")
            && shown.contains("/vote/quorum/den\" type=\"number\" min=\"1\" max=\"10000\" value=\"4\""),
        "{shown}"
    );
    let fewer = [("/vote/quorum", "1"), ("/vote/quorum/den", "5"), ("title", "Fewer are enough"), ("draft", id.as_str())];
    let draft = ada.does(&form, "/by-laws/change", &fewer).await.text;
    assert!(draft.contains("1/5 of all voices have to be in it") && !draft.contains("1/4 of all"), "{draft}");
    let laws = chapter.who("ada").get(&format!("/api/v1/potluck/proposals/{id}")).await["changes"].clone();
    assert_eq!(laws["vote"]["quorum"], json!({"num": 1, "den": 5}));
    let bob = Visitor::logged_in(&chapter.node, "bob").await;
    assert_eq!(bob.open(&form).await.status, 404);
    assert_eq!(bob.send("/by-laws/change", "/by-laws/change", &fewer).await.status, 404);
    let by_the_api =
        json!({"title": "Fewer are enough", "text": "Fewer.", "by_laws": chapter.node.get("/api/v1/potluck/by_laws").await.ok()});
    let path = format!("/api/v1/potluck/proposals/{id}");
    let refused = chapter.who("ada").call(reqwest::Method::PUT, &path, Some(by_the_api)).await;
    assert_eq!((refused.status, refused.text.contains("by-laws already")), (422, true), "{}", refused.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proposal_is_found_by_what_it_says() {
    let chapter = Chapter::gathered().await;
    let found = async |q: &str| {
        let shown = chapter.node.get(&format!("/decisions?q={q}")).await.text;
        let listed = chapter.node.get(&format!("/api/v1/potluck/proposals?q={q}")).await.ok();
        let there = shown.contains("Une clé pour chacun");
        assert_eq!(listed.as_array().unwrap().len(), usize::from(there), "{q}: {listed}");
        there
    };
    let text = "Chaque été nous la prêtons à ceux qui viennent de loin.";
    let draft = chapter.drafts("ada", json!({"title": "Une clé pour chacun", "text": text, "topic": "Locaux"})).await;
    assert!(!found("cle").await, "nobody finds the draft of another");
    chapter.does("ada", &draft, json!({"act": "publish"})).await.ok();
    for q in ["cle", "CL%C3%89", "ete", "chacun%20cle", "locaux", "stand", "chac", "%22ceux%20qui%20viennent%22", "cle%20-robots"]
    {
        assert!(found(q).await, "{q}");
    }
    for q in ["lé", "cle%20robots", "cle%20-ete", "%22qui%20ceux%22", "%3F%3F%3F", "%25", "_", "'%3B--", "%22", "*", "cle%20AND"]
    {
        assert!(!found(q).await, "{q}");
    }
    chapter.passes(Time::HOUR);
    let text = json!({"act": "amend", "title": "Une clé pour chacun", "driver": "", "text": "Chaque hiver nous la gardons."});
    chapter.does("ada", &draft, text).await.ok();
    assert!(found("hiver").await && !found("ete").await, "what holds now is found");
    chapter.node.finds_words_anew().await;
    assert!(found("hiver").await && !found("ete").await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_is_decided_another_way_after_all() {
    let chapter = Chapter::gathered().await;
    let draft = chapter.drafts("ada", json!({"topic": "keys"})).await;
    let path = format!("/api/v1/potluck/proposals/{}", draft["id"].as_str().unwrap());
    let ada = chapter.who("ada");
    let put = async |process: Value, more: Value| {
        let mut body = json!({"title": "A key", "text": "One each."});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        if !process.is_null() {
            body["process"] = process;
        }
        ada.call(reqwest::Method::PUT, &path, Some(body)).await
    };
    assert_eq!(put("three_connectors".into(), json!({})).await.ok()["process"], "three_connectors");
    assert_eq!(put(Value::Null, json!({})).await.ok()["process"], "three_connectors", "what is not said stays");
    assert_eq!(put("lottery".into(), json!({})).await.status, 422);
    let nobodys = put("autonomy".into(), json!({})).await;
    assert!(nobodys.status == 422 && nobodys.text.contains("Name the group"), "{}", nobodys.text);
    // By the form, too; what is open goes on as it began.
    let visitor = Visitor::logged_in(&chapter.node, "ada").await;
    let edit = format!("/proposals/{}/edit", draft["id"].as_str().unwrap());
    let fields = |process| [("process", process), ("title", "A key"), ("text", "One each."), ("review", ""), ("responsible", "")];
    let shown = visitor.does(&edit, &edit, &fields("advice")).await.text;
    assert!(shown.contains("Advice"), "{shown}");
    visitor.does(&edit, &edit, &fields("three_connectors")).await;
    chapter.does("ada", &draft, json!({"act": "publish"})).await.ok();
    assert_eq!(chapter.now(&draft).await["process"], "three_connectors");
    assert_eq!(put("consent".into(), json!({})).await.status, 409);
    assert_eq!(chapter.now(&draft).await["process"], "three_connectors");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_is_asked_and_it_binds_nobody() {
    let chapter = Chapter::gathered().await;
    let proposal = chapter.asked().await;
    let path = format!("/api/v1/potluck/proposals/{}/advisory", proposal["id"].as_str().unwrap());
    let ask = |who: &'static str, options: Value| {
        let (chapter, path) = (&chapter, path.clone());
        async move { chapter.who(who).call(reqwest::Method::POST, &path, Some(json!({"options": options}))).await }
    };
    assert_eq!(ask("bob", json!([])).await.status, 403, "its author asks, or whoever facilitates");
    for wrong in [json!(["one"]), json!(["a", "b", "c", "d", "e"]), json!(["x".repeat(51), "b"]), json!(["same", "same"])] {
        assert_eq!(ask("ada", wrong).await.status, 422);
    }
    let asked = ask("ada", json!([])).await.ok();
    assert_eq!((&asked["advisory"]["binding"], asked["advisory"]["options"].as_array().unwrap().len()), (&false.into(), 3));
    assert_eq!(ask("ada", json!([])).await.status, 409, "once is enough");
    // Somebody who is no Connector answers the poll below the chapter's post, and so does one who is.
    let alma = chapter.node.person("alma").await;
    let status = asked["advisory"]["status_id"].as_str().unwrap();
    let post = alma.get(&format!("/api/v1/statuses/{status}")).await;
    assert!(post["content"].as_str().unwrap().contains("Advisory, not binding"), "{post}");
    assert_eq!(post["in_reply_to_id"], proposal["status_id"]);
    for (person, choice) in [(&alma, 2), (chapter.who("bob"), 2)] {
        person.post(&format!("/api/v1/polls/{status}/votes"), json!({"choices": [choice]})).await;
    }
    let document = chapter.node.document(post["uri"].as_str().unwrap().strip_prefix(&chapter.node.base).unwrap()).await.ok();
    assert_eq!((&document["type"], document["oneOf"].as_array().unwrap().len()), (&"Question".into(), 3));
    let now = chapter.now(&proposal).await;
    assert_eq!((&now["advisory"]["options"][2]["votes_count"], &now["advisory"]["voters_count"]), (&2.into(), &2.into()));
    assert_eq!(now["stances"], json!({"consent": 0, "abstain": 0, "concern": 0, "object": 0}), "none of it is a stance");
    let page = chapter.node.get(&format!("/proposals/{}", proposal["id"].as_str().unwrap())).await.text;
    assert!(page.contains("What everybody thinks") && page.contains("I have concerns"), "{page}");
    let closed = chapter.after(&proposal, 7 * Time::DAY).await;
    assert_eq!(closed["state"], "adopted");
    assert_eq!(chapter.recount(&chapter.record(&proposal).await).await, Vec::<&str>::new());
}

/// In the last week of March clocks on the wall lose an hour in Paris, and gain it back in the last of October.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_window_has_as_many_hours_when_the_clocks_on_the_wall_are_changed() {
    let chapter = Chapter::gathered().await;
    for change in ["2031-03-30T01:00:00Z", "2031-10-26T01:00:00Z"] {
        let change = Time::parse(change).unwrap();
        chapter.passes(change.0 - 4 * Time::DAY - chapter.node.app.clock.now().0);
        // Years have passed: everybody says once more that they stay.
        chapter.node.settled().await;
        for person in &chapter.people {
            chapter.node.grant(&person.name, Role::Connector).await;
        }
        let proposal = chapter.asked().await;
        let ends = Time::parse(proposal["ends_at"].as_str().unwrap()).unwrap();
        let asked = chapter.node.app.clock.now();
        assert!(asked < change && change < ends);
        assert_eq!((ends.0 - asked.0 + Time::SECOND - 1) / Time::SECOND, 7 * 24 * 3_600, "seven times twenty-four hours");
        let open = chapter.after(&proposal, ends.0 - asked.0 - 2 * Time::SECOND).await;
        assert_eq!(open["state"], "consent", "the last second is still one to answer in");
        assert_eq!(chapter.after(&proposal, 2 * Time::SECOND).await["state"], "adopted");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_proposed_who_has_left_is_decided_all_the_same() {
    let chapter = Chapter::gathered().await;
    let proposal = chapter.asked().await;
    chapter.does("bob", &proposal, json!({"act": "consent"})).await.ok();
    for name in ["ada", "bob"] {
        chapter
            .node
            .app
            .write(move |tx| {
                let account = accounts::by_handle(tx, name)?.unwrap();
                accounts::delete_own(tx, &account)
            })
            .await
            .unwrap();
    }
    let adopted = chapter.after(&proposal, 7 * Time::DAY).await;
    assert_eq!((&adopted["state"], &adopted["stances"]["consent"]), (&"adopted".into(), &1.into()));
    let page = chapter.node.get(&format!("/proposals/{}", proposal["id"].as_str().unwrap())).await;
    assert!(page.status == 200 && page.text.contains("Each of us gets a key."));
    let record = chapter.record(&proposal).await;
    assert_eq!(chapter.recount(&record).await, Vec::<&str>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_tells_of_whatever_has_just_been_done() {
    use reqwest::Method;
    use reqwest::multipart::{Form, Part};
    let chapter = Chapter::gathered().await;
    let draft = chapter.drafts("ada", json!({})).await;
    let at = |rest: &str| format!("/api/v1/potluck/proposals/{}/{rest}", draft["id"].as_str().unwrap());
    let tells = |what: &'static str| {
        let (chapter, draft) = (&chapter, &draft);
        async move {
            let page = chapter.page(draft).await;
            assert!(page.contains(what), "{what}: {page}");
            page
        }
    };
    chapter.does("ada", &draft, json!({"act": "publish"})).await.ok();
    assert!(!tells("Each of us gets a key.").await.contains("Worried · 1"));
    chapter.who("bob").post(&at("sense"), json!({"sense": "worried"})).await;
    tells("Worried · 1").await;
    let form = Form::new().part("file", Part::bytes(vec![1, 2, 3]).file_name("plan.ods"));
    let hang = chapter.node.http.post(format!("{}{}", chapter.node.base, at("attachments")));
    let hung = Answer::of(hang.bearer_auth(&chapter.who("ada").token).multipart(form)).await.ok();
    tells("plan.ods").await;
    let off = at(&format!("attachments/{}", hung["attachments"][0]["id"].as_str().unwrap()));
    chapter.who("ada").call(Method::DELETE, &off, None).await.ok();
    assert!(!tells("Worried · 1").await.contains("plan.ods"));
    let amended = json!({"act": "amend", "title": "Keys", "driver": "", "text": "Two of us get **a key**."});
    chapter.does("ada", &draft, amended).await.ok();
    assert!(!tells("Two of us get <strong>a key</strong>.").await.contains("People stand outside."));
    chapter.passes(Time::DAY);
    chapter.does("ada", &draft, json!({"act": "call_for_consent"})).await.ok();
    chapter.does("bob", &draft, json!({"act": "consent"})).await.ok();
    tells("Consent: 1").await;
    // By the poll, with a concern until there is a reason.
    let poll = format!("/api/v1/polls/{}/votes", chapter.now(&draft).await["status_id"].as_str().unwrap());
    chapter.who("carl").post(&poll, json!({"choices": [2]})).await;
    tells("Abstention, with a concern: 1").await;
    // Names are not its own: they change without it.
    chapter
        .who("bob")
        .call(Method::PATCH, "/api/v1/accounts/update_credentials", Some(json!({"display_name": "Bobby"})))
        .await
        .ok();
    tells("Bobby").await;
    // Time does its part whoever looks first.
    chapter.passes(7 * Time::DAY);
    tells("In force").await;
    chapter.who("ada").post(&at("statement"), json!({"statement": "We have _keys_."})).await;
    tells("We have <em>keys</em>.").await;
    chapter.passes(183 * Time::DAY);
    chapter.node.settled().await;
    tells("To be looked at again").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_blocked_its_author_still_talks_about_what_all_decide() {
    let chapter = Chapter::gathered().await;
    let proposal = chapter.asked().await;
    let said = json!({"status": "@ada Who pays for them?", "in_reply_to_id": proposal["status_id"]});
    chapter.who("carl").post("/api/v1/statuses", said).await;
    let ada = chapter.node.get("/api/v1/accounts/lookup?acct=ada").await.ok();
    chapter.who("bob").post(&format!("/api/v1/accounts/{}/block", ada["id"].as_str().unwrap()), json!({})).await;
    let bob = Visitor::logged_in(&chapter.node, "bob").await;
    let page = bob.open(&format!("/proposals/{}", proposal["id"].as_str().unwrap())).await;
    assert!(page.text.contains("Who pays for them?") && page.text.contains("name=\"text\""), "{}", page.text);
}

//! How deliveries go when far servers are slow, down, away for days, or particular about signatures.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use url::Url;

use super::far::{Far, Manner};
use super::node::Person;
use super::{Answer, TestNode, until};
use crate::clock::Time;
use crate::federation::delivery;

/// Ada, and far servers whose actors 0.. follow her.
struct Scene {
    node: TestNode,
    ada: Person,
    stella: Person,
    far: Vec<Arc<Far>>,
}

impl Scene {
    async fn set(servers: usize, followers: usize) -> Self {
        let node = TestNode::start().await;
        let ada = node.person("ada").await;
        let stella = node.log_in("stella", "admin:read admin:write read write").await;
        let mut far = Vec::new();
        for _ in 0..servers {
            far.push(Far::start().await.unwrap());
        }
        let scene = Self { node, ada, stella, far };
        for far in &scene.far {
            for n in 0..followers {
                let follow = json!({"id": format!("{}/f/{n}", far.base), "type": "Follow", "actor": far.actor(n), "object": scene.ada_uri()});
                assert_eq!(scene.brings(far, n, &follow).await.status, 202);
            }
        }
        for far in &scene.far {
            until("the follow is accepted", || async { (far.count("Accept") == followers).then_some(()) }).await;
        }
        scene.node.settled().await;
        scene
    }

    fn ada_uri(&self) -> String {
        format!("{}/users/ada", self.node.base)
    }

    async fn brings(&self, far: &Far, n: usize, activity: &Value) -> Answer {
        let inbox = Url::parse(&format!("{}/inbox", self.node.base)).unwrap();
        Answer::of(far.request(&self.node.http, &inbox, &far.signer(n).unwrap(), activity, self.node.app.clock.now()).unwrap())
            .await
    }

    /// How the steward sees the queue of a far server.
    async fn queue(&self, far: &Far) -> Option<Value> {
        let host = far.base.trim_start_matches("http://").to_string();
        let all = self.stella.get("/api/v1/potluck/queue").await;
        all["hosts"].as_array().unwrap().iter().find(|q| q["host"] == host.as_str()).cloned()
    }

    async fn is_queued(&self, far: &Far, state: &str) -> Value {
        until(&format!("the queue is {state}"), || async { self.queue(far).await.filter(|q| q["state"] == state) }).await
    }

    async fn unlisted(&self, text: &str) -> Value {
        self.ada.says_to("unlisted", text).await
    }
}

fn contents(far: &Far) -> Vec<String> {
    let words = |v: &Value| crate::web::html::words(v["object"]["content"].as_str().unwrap_or_default(), 100);
    far.received().iter().filter(|r| r.activity["type"] == "Create").map(|r| words(&r.activity)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_away_for_three_days_gets_its_backlog_in_order_and_not_all_at_once() {
    let scene = Scene::set(1, 1).await;
    let far = &scene.far[0];
    far.answers(Manner::With(503, None));
    let post = scene.unlisted("first").await;
    let path = format!("/api/v1/statuses/{}", post["id"].as_str().unwrap());
    for text in ["second", "third"] {
        scene.ada.call(reqwest::Method::PUT, &path, Some(json!({"status": text}))).await.ok();
    }
    for n in 0..30 {
        scene.unlisted(&format!("dish {n}")).await;
    }
    // Each step of the clock lets one probe through, until the host counts as down.
    for _ in 0..6 {
        scene.is_queued(far, "waiting").await;
        if scene.queue(far).await.unwrap()["failures"].as_i64().unwrap() >= 5 {
            break;
        }
        scene.node.app.clock.advance(20 * Time::SECOND);
        let before = scene.queue(far).await.unwrap()["failures"].as_i64().unwrap();
        until("the host is tried again", || async {
            (scene.queue(far).await.unwrap()["failures"].as_i64().unwrap() > before).then_some(())
        })
        .await;
        if scene.queue(far).await.unwrap()["state"] == "down" {
            break;
        }
    }
    let down = scene.is_queued(far, "down").await;
    assert_eq!(down["waiting"], 33);
    assert!(down["last_error"].as_str().unwrap().contains("503"));
    scene.node.app.clock.advance(3 * Time::DAY);
    far.answers(Manner::Well);
    scene.node.settled().await;
    let edits: Vec<String> = far
        .received()
        .iter()
        .filter(|r| r.activity["object"]["id"] == post["uri"])
        .map(|r| crate::web::html::words(r.activity["object"]["content"].as_str().unwrap(), 50))
        .collect();
    assert_eq!(edits, ["first", "second", "third"], "in order for each object");
    assert_eq!(contents(far).len(), 31);
    assert!(far.most_at_once() <= 4, "{} at once", far.most_at_once());
    assert!(scene.queue(far).await.is_none(), "nothing waits and nothing is wrong");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_speaks_to_us_is_up_and_exactly_one_delivery_probes_who_is_down() {
    let scene = Scene::set(1, 1).await;
    let far = &scene.far[0];
    far.answers(Manner::With(429, Some(7_200)));
    for n in 0..10 {
        scene.unlisted(&format!("dish {n}")).await;
    }
    let waiting = scene.is_queued(far, "waiting").await;
    let next = Time::parse(waiting["next_try"].as_str().unwrap()).unwrap();
    assert!(next.0 - scene.node.app.clock.now().0 > Time::HOUR, "Retry-After is honoured");
    assert_eq!(waiting["failures"], 1, "one answer is enough to know");
    far.answers(Manner::Well);
    // Without a word from there nothing goes; with one everything does.
    let like = json!({"id": format!("{}/l", far.base), "type": "View", "actor": far.actor(0), "object": scene.ada_uri()});
    assert_eq!(scene.brings(far, 0, &like).await.status, 202);
    scene.node.settled().await;
    assert_eq!(contents(far).len(), 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_never_answers_holds_up_nobody_else() {
    let scene = Scene::set(8, 1).await;
    let (silent, others) = scene.far.split_first().unwrap();
    silent.answers(Manner::Never);
    let began = std::time::Instant::now();
    for n in 0..5 {
        scene.unlisted(&format!("dish {n}")).await;
    }
    for far in others {
        until("the others have everything", || async { (contents(far).len() == 5).then_some(()) }).await;
    }
    assert!(began.elapsed() < Duration::from_secs(9), "the others did not wait for the silent one to run out of time");
    let queue =
        until("the silent one is seen to fail", || async { scene.queue(silent).await.filter(|q| q["failures"] != 0) }).await;
    assert_eq!(queue["waiting"], 5);
    silent.answers(Manner::Well);
    scene.node.app.clock.advance(Time::MINUTE);
    scene.node.settled().await;
    assert_eq!(contents(silent).len(), 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_week_a_server_is_parked_and_only_what_lasts_is_kept_for_it() {
    let scene = Scene::set(1, 1).await;
    let far = &scene.far[0];
    far.answers(Manner::With(502, None));
    scene.unlisted("before the week").await;
    scene.is_queued(far, "waiting").await;
    scene.node.app.clock.advance(8 * Time::DAY);
    scene.is_queued(far, "parked").await;
    scene.unlisted("missed").await;
    // Who follows somebody there is still to be heard when it comes back.
    let found = scene.ada.get(&format!("/api/v2/search?type=accounts&resolve=true&q={}", far.actor(0))).await;
    let id = found["accounts"][0]["id"].as_str().unwrap();
    scene.ada.post(&format!("/api/v1/accounts/{id}/follow"), json!({})).await;
    let parked = until("the follow waits", || async { scene.queue(far).await.filter(|q| q["urgent"] == 1) }).await;
    assert!(parked["missed_since"].is_string() && parked["waiting"] == 2, "{parked}");
    far.answers(Manner::Well);
    let hello = json!({"id": format!("{}/hello", far.base), "type": "View", "actor": far.actor(0), "object": scene.ada_uri()});
    assert_eq!(scene.brings(far, 0, &hello).await.status, 202);
    scene.node.settled().await;
    assert_eq!(far.count("Follow"), 1);
    assert_eq!(contents(far), ["before the week"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_wants_the_newer_signatures_gets_them_and_is_remembered() {
    let scene = Scene::set(1, 1).await;
    let far = &scene.far[0];
    far.answers(Manner::WantsNewer);
    scene.unlisted("one").await;
    scene.unlisted("two").await;
    until("both arrive", || async { (contents(far).len() == 2).then_some(()) }).await;
    assert!(far.received().iter().filter(|r| r.activity["type"] == "Create").all(|r| r.newer_signature));
    // From now on it is the first that is tried.
    far.answers(Manner::Well);
    scene.unlisted("three").await;
    until("the third arrives", || async { (contents(far).len() == 3).then_some(()) }).await;
    assert!(far.received().last().unwrap().newer_signature);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_makes_no_sense_to_try_again_is_not_and_the_rest_goes_on() {
    let scene = Scene::set(1, 1).await;
    let far = &scene.far[0];
    for status in [400, 404, 413, 501] {
        far.answers(Manner::With(status, None));
        scene.unlisted("refused").await;
        scene.node.settled().await;
    }
    // Something only this delivery is to blame for: tried again by itself, while others go.
    far.answers(Manner::With(500, None));
    scene.unlisted("poison").await;
    until("it has failed once", || async { scene.queue(far).await.filter(|q| q["failures"] == 1) }).await;
    far.answers(Manner::Well);
    scene.unlisted("fine").await;
    until("the other one arrives", || async { contents(far).contains(&"fine".to_string()).then_some(()) }).await;
    scene.node.app.clock.advance(Time::MINUTE);
    scene.node.settled().await;
    assert_eq!(contents(far), ["fine", "poison"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_inbox_that_is_gone_takes_its_account_with_it_if_its_server_says_so() {
    let scene = Scene::set(1, 2).await;
    let far = &scene.far[0];
    far.answers(Manner::With(410, None));
    far.lose_actor(1);
    scene.unlisted("hello").await;
    scene.node.settled().await;
    let path = format!("/api/v1/accounts/{}/followers", scene.ada.id);
    until("one follower is left", || async { (scene.ada.get(&path).await.as_array().unwrap().len() == 1).then_some(()) }).await;
    assert_eq!(scene.ada.get(&path).await[0]["username"], "far0", "whose inbox fails but who is still there stays");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn letters_and_follows_go_before_the_bulk() {
    let scene = Scene::set(1, 1).await;
    let far = &scene.far[0];
    far.answers(Manner::With(503, None));
    for n in 0..40 {
        scene.unlisted(&format!("dish {n}")).await;
    }
    let handle = format!("far0@{}", far.base.trim_start_matches("http://"));
    scene.ada.says_to("direct", &format!("@{handle} between us")).await;
    until("all is queued", || async { scene.queue(far).await.filter(|q| q["waiting"] == 41) }).await;
    far.answers(Manner::Well);
    assert_eq!(
        scene
            .node
            .app
            .write({
                let host = far.base.trim_start_matches("http://").to_string();
                move |tx| delivery::retry_host(tx, &host)
            })
            .await
            .unwrap(),
        1
    );
    scene.node.settled().await;
    let position = contents(far).iter().position(|text| text.contains("between us")).unwrap();
    assert!(position < 10, "it was number {position} of 41");
}
